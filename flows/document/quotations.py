"""Quoted stretches of a text, in any style of marks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_CURLY = re.compile(r"[“”]|\n\s*")


# The mark stands first in each alternative, what may not stand before it second: so only marks are tried.
_QUOTATION = re.compile(
    r"«[^«»\n]{1,1500}(?:»|(?=\n|$))"
    r"|\"(?<![\w\"]\")(?=[^\s\"])[^\"\n]{1,1500}\""
    r"|‘(?<!\w‘)(?=\w)(?:[^‘’\n]|(?<=\w)’(?=\w)|(?<=s)’(?=\s[a-z])){1,1500}’"
    r"|'(?<![\w']')(?=[A-Za-z])(?:[^'\n]|(?<=\w)'(?=\w)){8,1500}(?<=[.,?!])'"
)


WORD = re.compile(r"\w+(?:['’-]\w+)*")


_MARKS = "“”«»\"‘’'"


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted stretch; the span is what stands between the marks."""

    start_char: int
    end_char: int
    word_count: int
    outer_start: int
    outer_end: int


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Every quoted stretch within a paragraph, in order, the outermost only.

    A curly quotation that its paragraph does not close counts only if the next paragraph opens with a mark
    again, as a speech of several paragraphs does; an odd mark is no quotation.
    """
    spans = [match.span() for match in _QUOTATION.finditer(text)]
    spans.extend(_curly_quotations(text))
    spans.extend(_unclosed_quotations(text))
    spans.sort(key=lambda span: (span[0], -span[1]))
    found: list[Quotation] = []
    reach = -1
    for outer_start, outer_end in spans:
        if outer_start < reach:
            continue
        reach = outer_end
        start, end = outer_start + 1, outer_end
        if text[end - 1] in _MARKS:
            end -= 1
        while end > start and text[end - 1] in " ,\t":
            end -= 1
        while start < end and text[start].isspace():
            start += 1
        if end > start:
            found.append(Quotation(start, end, len(WORD.findall(text, start, end)), outer_start, outer_end))
    return tuple(found)


def _curly_quotations(text: str) -> Iterator[tuple[int, int]]:
    depth = 0
    opened = 0
    for mark in _CURLY.finditer(text):
        sign = mark.group()[0]
        if sign == "“":
            opened = mark.start() if depth == 0 else opened
            depth += 1
        elif sign == "”":
            if depth == 1:
                yield opened, mark.end()
            depth = max(depth - 1, 0)
        else:  # the paragraph ends
            if depth and text[mark.end() : mark.end() + 1] == "“":
                yield opened, mark.start()
            depth = 0


_PARAGRAPH = re.compile(r"[^\n]+")
_OPENING = re.compile(r"(?<![^\s:(—–-])\"(?=[^\s\"])")


def _unclosed_quotations(text: str) -> Iterator[tuple[int, int]]:
    """Straight marks that a paragraph does not close, where the next one opens with a mark again."""
    if '\n"' not in text:
        return
    paragraphs = list(_PARAGRAPH.finditer(text))
    for paragraph, following in pairwise(paragraphs):
        if text[following.start()] != '"' or paragraph.group().count('"') % 2 == 0:
            continue
        last = text.rindex('"', paragraph.start(), paragraph.end())
        if _OPENING.match(text, last) and len(paragraph.group()) < 3_000:
            yield last, paragraph.end()
