"""The article's own words: what is left of a text when residue and page furniture are taken out.

Nothing is edited: `clean_text` is the kept slices of `text`, joined, and each slice taken out is a row with
the
rule that took it. Kept and removed make up the input, and that is asserted on every call. The rules run
until they
find nothing more, so that cleaning a clean text changes nothing.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flows.document.furniture_lexicon import FurnitureLexicon
from flows.document.lines import Judged, LineFindings, find_line_spans
from flows.document.links import FoundLink
from flows.document.page_metadata import read_article_data
from flows.document.records import DateBasis, Precision
from flows.document.residue import HeldBack, Residue, find_residue, links_of, structured_data

__all__ = ["Cleaned", "FoundLink", "FurnitureLexicon", "HeldBack", "RemovedSpan", "clean", "rebuild"]

# Text that has not settled by then was made to unsettle: it is left as it is.
_MOST_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class RemovedSpan:
    """One row per span taken out; `start_char` and `end_char` count in `text`."""

    start_char: int
    end_char: int
    rule: str
    removed_text: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What one text says once it is clean, and what was taken out of it."""

    clean_text: str
    removals: tuple[RemovedSpan, ...]  # sorted, not overlapping
    related_links: tuple[FoundLink, ...]
    title: str | None  # as a line of the text gives it
    author: str | None
    published_at: datetime | None  # UTC, naive
    published_precision: Precision | None
    held_back: tuple[HeldBack, ...]  # sorted; spans count in `text`
    dateline: str | None = None  # the place and agency before the first sentence
    published_basis: DateBasis | None = None  # a header line, or structured data that was cut out
    url: str | None = None  # as that data gives it


_Span = tuple[int, int, str]


def clean(text: str, title: str | None, lexicon: FurnitureLexicon) -> Cleaned:
    """Take residue and furniture out of `text`; `title` is the page's own title if it is known."""
    kept = _Kept.all_of(text)
    links: list[FoundLink] = []
    data: list[str] = []
    held: dict[_Span, HeldBack] = {}
    findings = LineFindings()
    judged: Judged = {}
    for _ in range(_MOST_ROUNDS):
        before = kept.text
        residues, held_residues = find_residue(before, lexicon.code_terms, lexicon.code_words)
        links.extend(link for residue in residues for link in links_of(before, residue))
        data.extend(structured_data(before, residues))
        _hold(held, held_residues, kept)
        kept = kept.without(_settled(before, residues))
        lines = find_line_spans(kept.text, title, lexicon, judged)
        _hold(held, lines.held_back, kept)
        links.extend(lines.links)
        findings = findings.filled_from(lines)
        kept = kept.without(lines.spans)
        kept = kept.without(_outer_blanks(kept.text))
        if kept.text == before:
            break
    else:
        kept, links, data, findings = _Kept.all_of(text), [], [], LineFindings()
        held = {
            (0, len(text), "all"): HeldBack(0, len(text), "all", "the rules do not settle on this text", text)
        }
    return _with_article_data(_cleaned(text, kept, findings, links, held.values()), data)


def _cleaned(
    text: str, kept: "_Kept", findings: LineFindings, links: list[FoundLink], held: Iterable[HeldBack]
) -> Cleaned:
    removals = tuple(RemovedSpan(start, end, rule, text[start:end]) for start, end, rule in kept.removed())
    assert rebuild(kept.text, removals) == text
    titles = {findings.title.casefold()} if findings.title else set()
    own = [link for link in links if link.title.casefold() not in titles]
    return Cleaned(
        clean_text=kept.text,
        removals=removals,
        related_links=tuple(replace(link, position=position) for position, link in enumerate(own)),
        title=findings.title,
        author=findings.author,
        published_at=findings.published_at,
        published_precision=findings.published_precision,
        held_back=tuple(sorted(held, key=lambda span: (span.start_char, span.end_char, span.rule))),
        dateline=findings.dateline,
        published_basis=DateBasis.HEADER_LINE if findings.published_at else None,
    )


def _with_article_data(cleaned: Cleaned, dumps: Sequence[str]) -> Cleaned:
    """The fields that no line gives, from the structured data about the article among what was cut out."""
    told = read_article_data(dumps) if dumps else None
    if told is None:
        return cleaned
    if cleaned.published_at is None and told.published:
        at, precision = told.published
        cleaned = replace(
            cleaned, published_at=at, published_precision=precision, published_basis=DateBasis.JSON_LD
        )
    return replace(
        cleaned,
        title=cleaned.title or told.headline,
        author=cleaned.author or told.author,
        url=told.url,
    )


def rebuild(clean_text: str, removals: Sequence[RemovedSpan]) -> str:
    """The text that was cleaned: kept and removed slices in their places."""
    parts: list[str] = []
    kept_from, at = 0, 0
    for removal in removals:
        gap = removal.start_char - at
        parts += (clean_text[kept_from : kept_from + gap], removal.removed_text)
        kept_from, at = kept_from + gap, removal.end_char
    return "".join((*parts, clean_text[kept_from:]))


# --- what is kept ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Kept:
    """The slices of the input that are still there, and the spans of the input that are gone."""

    text: str  # the slices joined
    starts: tuple[int, ...]  # of each slice, in `text`
    origins: tuple[int, ...]  # of each slice, in the input
    gone: tuple[_Span, ...]  # in the input

    @classmethod
    def all_of(cls, text: str) -> "_Kept":
        return cls(text, (0,), (0,), ())

    def origin_of(self, start: int, end: int) -> list[tuple[int, int]]:
        """The stretches of the input that `start` to `end` of the kept text stands for."""
        stretches: list[tuple[int, int]] = []
        slice_no = bisect_right(self.starts, start) - 1
        while start < end:
            slice_end = self.starts[slice_no + 1] if slice_no + 1 < len(self.starts) else len(self.text)
            stop = min(end, slice_end)
            origin = self.origins[slice_no] + start - self.starts[slice_no]
            if stop > start:
                stretches.append((origin, origin + stop - start))
            start, slice_no = stop, slice_no + 1
        return stretches

    def without(self, spans: Sequence[_Span]) -> "_Kept":
        """The same less `spans` (sorted, not overlapping) of the kept text."""
        if not spans:
            return self
        gone = list(self.gone)
        slices: list[tuple[int, int]] = []  # (origin, length)
        at = 0
        for start, end, rule in [*spans, (len(self.text), len(self.text), "")]:
            slices.extend((a, b - a) for a, b in self.origin_of(at, start))
            gone.extend((a, b, rule) for a, b in self.origin_of(start, end))
            at = end
        starts: list[int] = []
        length = 0
        for _, size in slices:
            starts.append(length)
            length += size
        parts: list[str] = []
        at = 0
        for start, end, _ in spans:
            parts.append(self.text[at:start])
            at = end
        parts.append(self.text[at:])
        return _Kept(
            "".join(parts), tuple(starts) or (0,), tuple(origin for origin, _ in slices) or (0,), tuple(gone)
        )

    def removed(self) -> list[_Span]:
        """The spans that are gone, sorted; neighbours of one rule joined."""
        joined: list[_Span] = []
        for start, end, rule in sorted(self.gone):
            if joined and joined[-1][1] == start and joined[-1][2] == rule:
                joined[-1] = (joined[-1][0], end, rule)
            else:
                joined.append((start, end, rule))
        return joined


def _hold(held: dict[_Span, HeldBack], spans: Sequence[HeldBack], kept: _Kept) -> None:
    """Note what was held back in this round, by its place in the input."""
    for span in spans:
        stretches = kept.origin_of(span.start_char, span.end_char)
        if stretches:
            start, end = stretches[0][0], stretches[-1][1]
            held[start, end, span.rule] = replace(span, start_char=start, end_char=end)


# --- white space ----------------------------------------------------------------------------------


def _settled(text: str, residues: Sequence[Residue]) -> list[_Span]:
    """The residues' spans, each with the white space that would be left over without it."""
    spans: list[_Span] = []
    for residue in residues:
        if (
            spans
            and not text[spans[-1][1] : residue.start_char].strip()
            and residue.start_char > spans[-1][1]
        ):
            spans[-1] = (spans[-1][0], residue.start_char, spans[-1][2])
        spans.append((residue.start_char, residue.end_char, residue.rule))
    settled: list[_Span] = []
    run_start = 0
    for number, (start, end, rule) in enumerate(spans):
        joins_next = number + 1 < len(spans) and spans[number + 1][0] == end
        first = start
        if not settled or settled[-1][1] != start:
            first = run_start = _absorb_before(text, start, end, settled[-1][1] if settled else 0)
        settled.append((first, end if joins_next else _absorb_after(text, run_start, end), rule))
    return settled


def _absorb_before(text: str, start: int, end: int, floor: int) -> int:
    """Blanks before a span, where the span is the last thing of its line."""
    after = text[end : end + 1]
    if after not in ("", "\n", "\r"):
        return start
    while start > floor and text[start - 1] in " \t\u00a0":
        start -= 1
    return start


def _absorb_after(text: str, start: int, end: int) -> int:
    """Blanks after a span that stands after a blank; line breaks after a span that fills its lines."""
    before = text[start - 1 : start]
    if before not in ("", "\n"):
        while before.isspace() and end < len(text) and text[end] in " \t\u00a0":
            end += 1
        return end
    at = end
    while at < len(text) and text[at] in " \t\u00a0":
        at += 1
    if at < len(text) and text[at] not in "\r\n":
        return at
    at += 2 if text[at : at + 2] == "\r\n" else 1
    if (
        start == 0
        or text[max(0, start - 2) : start] == "\n\n"
        or text[max(0, start - 4) : start] == "\r\n\r\n"
    ):
        while at < len(text) and text[at] in "\r\n":
            at += 1
    return min(at, len(text))


def _outer_blanks(text: str) -> list[_Span]:
    """Leading and trailing white space."""
    body = text.strip()
    if len(body) == len(text):
        return []
    start = len(text) - len(text.lstrip())
    if not body:
        return [(0, len(text), "whitespace")]
    spans = [(0, start, "whitespace"), (start + len(body), len(text), "whitespace")]
    return [span for span in spans if span[1] > span[0]]
