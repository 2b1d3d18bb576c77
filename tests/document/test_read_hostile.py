"""Pages made to stall a reader: each ends, as text or as a reject, and its cost grows with its size only."""

import sys
from collections.abc import Callable

import pytest

from flows.document.read import ReadText, read
from flows.document.records import RawDocument, RejectedError, RejectReason

STORY = "".join(
    f"<p>On day {n} the army said that it had entered village number {n} before dawn.</p>" for n in range(9)
)


def read_body(body: str, head: str = "") -> ReadText:
    page = f"<!DOCTYPE html><html><head><title>Raid</title>{head}</head><body>{body}</body></html>"
    return read(RawDocument("0" * 16, "hostile", "hostile/page", None, page.encode()))


STILL_READ = {
    "attribute of a megabyte": f"<div data-x='{'y' * 1_000_000}'>{STORY}</div>",
    "image of a megabyte in the page": f"<img src='data:image/png;base64,{'A' * 1_000_000}'>{STORY}",
    "script of a megabyte": f"<script>{'var x=1;' * 130_000}</script>{STORY}",
    "white space of a megabyte": f"<p>{' ' * 1_000_000}</p>{STORY}",
    "line of a megabyte": f"<p>{'word ' * 200_000}</p>{STORY}",
    "less-than signs": "<" * 20_000 + STORY,
    "entities": f"<p>{'&amp;' * 100_000}</p>{STORY}",
    "unclosed list items": "<li>" * 3_000 + STORY,
    "cells": f"<table>{'<tr><td>x</td></tr>' * 2_000}</table>{STORY}",
    "headings": "<h1>Raid on a village</h1>" * 1_000 + STORY,
    "bylines": "<div class='author date'>x</div>" * 1_000 + STORY,
    "class of 100,000 words": f"<div class='{'author ' * 100_000}'>x</div>{STORY}",
    "line breaks": f"<div>{'<br>' * 3_000}</div>{STORY}",
    "200 tables inside each other": f"{'<table><tr><td>' * 200}{STORY}",
}


@pytest.mark.parametrize("body", STILL_READ.values(), ids=STILL_READ.keys())
def test_bulk_does_not_hide_the_story(body: str) -> None:
    text = read_body(body).text
    assert all(f"village number {n} before dawn." in text for n in range(9))


HEADS = {
    "JSON-LD nested by the thousand": f'<script type="application/ld+json">{"[" * 100_000}</script>',
    "JSON-LD of a megabyte": f'<script type="application/ld+json">["{"x" * 1_000_000}"]</script>',
    "meta of brackets": f"<meta name=author content='{'<' * 100_000}'>",
    "meta of bys": f"<meta name=author content='{'by ' * 100_000}'>",
    "meta of digits": f"<meta name=date content='{'2015-' * 50_000}'>",
    "title of separators": f"<title>{' - ' * 50_000}</title>",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS.keys())
def test_a_hostile_head_does_not_hide_the_story(head: str) -> None:
    assert "village number 8 before dawn." in read_body(STORY, head).text


QUOTED_TAGS = " ".join(f"a{n}='<p>'" for n in range(30_000))
TOO_COMPLEX = {
    "a million tags": ("<br>" * 1_000_000, "tags"),
    "100,000 attributes": (f"<div {' '.join(f'a{n}=1' for n in range(100_000))}>{STORY}</div>", "attributes"),
    "attributes that quote tags": (
        f"<div {QUOTED_TAGS}>{STORY}",
        "attributes",
    ),
    "40,000 levels": ("<div>" * 40_000 + STORY, "levels"),
    "1,900 tables inside each other": ("<table><tr><td>" * 1_900 + STORY, "tables"),
}


@pytest.mark.parametrize(("body", "what"), TOO_COMPLEX.values(), ids=TOO_COMPLEX.keys())
def test_what_would_stall_the_extractor_never_reaches_it(body: str, what: str) -> None:
    with pytest.raises(RejectedError) as caught:
        read_body(body)
    assert caught.value.reason == RejectReason.TOO_COMPLEX
    assert what in caught.value.detail


PUMPED = {
    "open comments": "<!--",
    "broken comments": "<!-- -",
    "instructions": "<?",
    "doctypes": "<!doctype html",
    "titles": "<title>",
    "scripts": "<script>",
    "quoted attributes": "<a b='",
    "equal signs": "<a =",
    "brackets": "[",
    "braces": '{"a":',
    "high bytes": "é",
    "high letters": "Ã©",
    "lines": "\n",
    "spaces": " <",
    "metas": "<meta charset ",
    "xml": "<?xml encoding ",
}


def _calls(action: Callable[[], object]) -> int:
    """Python calls that an action makes: a measure of work that no busy machine disturbs."""
    count = 0

    def tick(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(tick)
    try:
        action()
    finally:
        sys.setprofile(None)
    return count


def _try_read(payload: bytes) -> None:
    try:
        read(RawDocument("0" * 16, "hostile", "hostile/page", None, payload))
    except RejectedError:
        return


@pytest.mark.parametrize("unit", PUMPED.values(), ids=PUMPED.keys())
@pytest.mark.parametrize("start", ["", "<html><body>"])
def test_pumped_input_ends_and_its_work_grows_no_faster_than_it(unit: str, start: str) -> None:
    """A quadratic pattern would take minutes on 200 kB; calls at twice the size are at most 2^1.3 as many."""
    small, large = ((start + unit * (size // len(unit))).encode() for size in (100_000, 200_000))
    _try_read(small)
    assert _calls(lambda: _try_read(large)) <= 2.5 * _calls(lambda: _try_read(small)) + 1000
