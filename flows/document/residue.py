"""What machines left in a text: dumps, code, mark-up, found by scanners and returned as spans.

The scanners are those of `residue_dumps`, `residue_code` and `residue_markup`; here their finds are put in order, and
the guard keeps what is content.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flows.document.furniture_verdict import is_prose
from flows.document.links import FoundLink, read_links
from flows.document.residue_code import (
    CSS_AT_RULE,
    CSS_BLOCK,
    FRAGMENT,
    JAVASCRIPT,
    LITERAL,
    css_selector_start,
    fragment_start,
    walk_css,
    walk_fragment,
    walk_javascript,
    walk_literal,
)
from flows.document.residue_dumps import (
    PRINT_R,
    SERIALIZED,
    VAR_DUMP,
    walk_print_r,
    walk_serialized,
    walk_var_dump,
)
from flows.document.residue_markup import INLINE_TAG, find_markup, find_tokens
from flows.document.residue_scan import WORD, HeldBack, Residue, Scan, Walk, line_end, scan_of

__all__ = ["HeldBack", "Residue", "find_residue", "find_walked", "links_of", "scan_of", "structured_data"]

_CALL = "f("  # a bracket right after something else than a blank
_SIGNS_OF_JAVASCRIPT = (
    "var ", "const ",
    "window.", "window[", "document.get", "document.write", "document.cr", "document.q",
    "document.add", "document.cook", "document.loc", "document.ready", "document.body",
    "document.domain", "function(", "function (", "();", ");", "){", ") {", "({", "([", "=>", "={",
    "= {", "=[", "= [", ";}", "// <![", "//<![", "/*<![", "/* <![", "use strict", "(document",
    "(window", ",'", ', "', "='", '="', "= '", '= "', "++", "&&", "||",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of code: its rule, where it may start, how to walk to its end.

    Most texts have none, and looking for a plain string costs a thousandth of a pattern: a text with such an
    opener has one of the single `marks`, and then one of the `signs`.
    """

    rule: str
    opener: re.Pattern[str]
    walk: Walk
    marks: frozenset[str]
    signs: tuple[str, ...]


def _marks(*marks: str) -> frozenset[str]:
    return frozenset(marks)


_SIGNS_OF_VAR_DUMP = ("string(", "array(", "array (size", "object(", "int(", "bool(", "float(", "NULL")
_KINDS = (
    _Kind("php_dump", VAR_DUMP, walk_var_dump, _marks(_CALL, "=", "NULL"), _SIGNS_OF_VAR_DUMP),
    _Kind("php_dump", PRINT_R, walk_print_r, _marks("("), ("Array", " Object")),
    _Kind("php_dump", SERIALIZED, walk_serialized, _marks("{"), (":{",)),
    _Kind("css", CSS_BLOCK, walk_css, _marks("{"), ("{",)),
    _Kind("css", CSS_AT_RULE, walk_css, _marks("@"), ("@",)),
    _Kind("json", LITERAL, walk_literal, _marks("{", "="), ("{", "=>", "=&gt;")),
    _Kind("json", FRAGMENT, walk_fragment, _marks('"', "”"), ('":', '" :', "”:", "” :")),
    _Kind("javascript", JAVASCRIPT, walk_javascript, _marks(_CALL, "=", "{", "[", "|"), _SIGNS_OF_JAVASCRIPT),
)
_SINGLE_MARKS = '{[=@|("”'
# What only the machinery of a page carries: such a blob is residue even where the article is about code.
_MACHINE_EVIDENCE = re.compile(
    r"contenttypeid|@context|schema\.org|googletag|taboola|outbrain|gtag\(|fbq\(|dataLayer"
    r"|adsbygoogle|utm_\w|wp-content|wp-json|/(?:19|20)\d\d/\d\d/|__NEXT_DATA__"
    r"|__INITIAL_STATE__|"
    r"layoutMobile|window\._|\bUA-\d{4}|GTM-|doubleclick|disqus|\"permalink|\"nid\""
    r"|\"thumbnail|_4x3|articleId|\"pubDate|\"datePublished",
    re.IGNORECASE,
)
_RULES_OF_CODE = frozenset(
    {
        "json",
        "php_dump",
        "javascript",
        "css",
        "html_tag",
        "html_element",
        "html_comment",
        "template",
        "shortcode",
        "php_notice",
        "server_error",
        "stack_trace",
        "code_comment",
        "url_line",
        "query_string",
        "html_entity",
        "machine_id",
    }
)


def find_residue(
    text: str, code_terms: frozenset[str], code_words: frozenset[str]
) -> tuple[list[Residue], list[HeldBack]]:
    """Spans of machine residue, sorted and not overlapping, and what the guard kept.

    An article about programming is known by `code_terms` and `code_words`: its code is content.
    """
    scan = scan_of(text)
    found = _without_overlaps([*find_markup(scan), *find_tokens(scan), *find_walked(scan)])
    if not found:
        return [], []
    is_about_code: bool | None = None  # looked up only where it decides: it reads the whole text
    taken: list[Residue] = []
    held: list[HeldBack] = []
    for residue in found:
        if is_about_code is None and _may_be_content(text, residue):
            is_about_code = _is_about_code(text, found, code_terms, code_words)
        reason = _reason_to_keep(text, residue, is_about_code=bool(is_about_code))
        if reason:
            held.append(
                HeldBack(
                    residue.start_char,
                    residue.end_char,
                    residue.rule,
                    reason,
                    text[residue.start_char : residue.end_char],
                )
            )
        else:
            taken.append(residue)
    return taken, held


# An opener may start a little before its sign, on the line before it, and end after it.
_AROUND_A_SIGN = 200


def _region_of(text: str, signs: tuple[str, ...]) -> tuple[int, int]:
    """From before the first of the signs to after the last one; empty where there is none."""
    present = [sign for sign in signs if sign in text]
    if not present:
        return 0, 0
    first = min(map(text.index, present))
    last = max(map(text.rindex, present))
    start = text.rfind("\n", 0, max(0, first - _AROUND_A_SIGN)) + 1
    return start, min(len(text), line_end(text, last) + _AROUND_A_SIGN)


def _marks_in(scan: Scan) -> set[str]:
    text = scan.text
    marks = {mark for mark in _SINGLE_MARKS if mark in text}
    if "(" in marks and text.count("(") > text.count(" (") + text.count("\n("):
        marks.add(_CALL)
    if "NULL" in scan.unbroken_lines:
        marks.add("NULL")
    return marks


def find_walked(scan: Scan) -> Iterator[Residue]:
    """Dumps, code and style rules, sorted and not overlapping."""
    text = scan.text
    marks = _marks_in(scan)
    openers = sorted(
        (
            (match.start(), order, match)
            for order, kind in enumerate(_KINDS)
            if not marks.isdisjoint(kind.marks)
            for match in kind.opener.finditer(text, *_region_of(text, kind.signs))
        ),
        key=lambda candidate: candidate[:2],
    )
    done = 0
    for place, order, opener in openers:
        if place < done:
            continue
        if scan.steps_left <= 0:
            return
        rule = _KINDS[order].rule
        end = _KINDS[order].walk(scan, opener)
        if end is None or end <= place:
            continue
        end = _cut_at_prose(text, place, end)
        is_json_ld = rule == "json" and "@context" in text[place : place + 400]
        yield Residue(max(done, _first_char(text, opener)), end, "json_ld" if is_json_ld else rule)
        done = end


_CODE_SIGN = re.compile(r"[{}\[\]=<>;\"\\]|\):|//")


def _cut_at_prose(text: str, start: int, end: int) -> int:
    """The end, or where a line of prose starts inside: a sentence on its own line always stays."""
    at = text.find("\n", start, end) + 1
    while 0 < at < end:
        stop = text.find("\n", at, end)
        line = text[at : end if stop < 0 else stop].strip()
        if is_prose(line) and not _CODE_SIGN.search(line):
            return start + len(text[start:at].rstrip())
        at = stop + 1
    return end


# A literal handed to a function: "jsonCallback({…});". Its end takes the bracket and the semicolon.
_CALL_BEFORE = re.compile(r"(?<![\w$.])[A-Za-z_$][\w$.]{0,50}+\(\Z")


def _first_char(text: str, opener: re.Match[str]) -> int:
    """Where the residue starts: before its opener stand a style's selector, or the rest of a cut pair."""
    if opener.re is FRAGMENT:
        return fragment_start(text, opener.start())
    if opener.re is LITERAL and (
        call := _CALL_BEFORE.search(text, max(0, opener.start() - 60), opener.start())
    ):
        return call.start()
    if opener.re is CSS_BLOCK:
        return css_selector_start(text, opener.start())
    return opener.start()


def _without_overlaps(found: Iterable[Residue]) -> list[Residue]:
    """Sorted; of two that overlap the one that starts first, then the longer one."""
    kept: list[Residue] = []
    for residue in sorted(found, key=lambda residue: (residue.start_char, -residue.end_char)):
        if residue.end_char > residue.start_char and (not kept or residue.start_char >= kept[-1].end_char):
            kept.append(residue)
    return kept


# --- the guard ------------------------------------------------------------------------------------

_WORDS_AFTER = re.compile(r"[,.;:]?\s?[a-zà-ÿа-яء-ي]")
# A quoted sample inside a sentence is no longer than a line.
_INLINE_SAMPLE = 160


def _may_be_content(text: str, residue: Residue) -> bool:
    return residue.rule in _RULES_OF_CODE and not _MACHINE_EVIDENCE.search(
        text, residue.start_char, residue.end_char
    )


def _reason_to_keep(text: str, residue: Residue, *, is_about_code: bool) -> str | None:
    body = text[residue.start_char : residue.end_char]
    if is_about_code and _may_be_content(text, residue):
        return "code in an article about code"
    if (
        residue.rule in ("json", "javascript", "css", "template", "php_dump")
        and len(body) <= _INLINE_SAMPLE
        and not _MACHINE_EVIDENCE.search(body)
    ):
        before = text[max(0, residue.start_char - 200) : residue.start_char].rpartition("\n")[2].rstrip()
        after = text[residue.end_char : residue.end_char + 200].partition("\n")[0]
        if (
            len(WORD.findall(before)) >= 3
            and before[-1:] not in '.!?"”»'
            and (_WORDS_AFTER.match(after) or after.strip() in (".", ",", "!", "?", '."', '".'))
        ):
            return "a sample inside a sentence"
    if residue.rule in ("html_tag", "html_comment") and _glues(text, residue):
        return "taking it out would join two words"
    return None


def _glues(text: str, residue: Residue) -> bool:
    before, after = (
        text[residue.start_char - 1 : residue.start_char],
        text[residue.end_char : residue.end_char + 1],
    )
    if (
        not before.strip()
        or not after.strip()
        or before in "<>"
        or after in "<>"
        or INLINE_TAG.match(text, residue.start_char)
    ):
        return False
    return " " not in text[residue.start_char : residue.end_char + 1] or before.isalnum()


def _is_about_code(text: str, found: list[Residue], terms: frozenset[str], words: frozenset[str]) -> bool:
    """Whether the prose around the residue speaks of code: two terms of the trade, and other words of it."""
    seen_terms: set[str] = set()
    seen_words: set[str] = set()
    at = 0
    for start, end in [
        *((residue.start_char, residue.end_char) for residue in found),
        (len(text), len(text)),
    ]:
        for word in re.findall(r"[\w.]+", text[at:start].lower()):
            plain = word.strip(".")
            if plain in terms:
                seen_terms.add(plain)
            elif plain in words:
                seen_words.add(plain)
        at = end
    return (len(seen_terms) >= 2 and len(seen_words) >= 1) or (len(seen_terms) >= 1 and len(seen_words) >= 4)


def links_of(text: str, residue: Residue) -> tuple[FoundLink, ...]:
    """The stories that one dump names."""
    if residue.rule in ("json", "php_dump", "javascript", "json_ld", "html_element"):
        return read_links(text[residue.start_char : residue.end_char], residue.rule)
    return ()


def structured_data(text: str, residues: Iterable[Residue]) -> list[str]:
    """The residues that hold JSON-LD, bare or in a script element."""
    bodies = (text[residue.start_char : residue.end_char] for residue in residues)
    return [body for body in bodies if "@context" in body and "schema.org" in body]
