"""Where each sentence of a text begins and ends.

Own rules, no model: a stop ends a sentence unless it belongs to an abbreviation or an initial, a quotation
that closes in its paragraph is never cut, a blank line always ends, and a heading or list line stands alone.
One pass over the text, so the time is linear in its length.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from flows.document.records import LexiconError, Span

FILE = "sentences.yml"
LONGEST_ABBREVIATION = 30  # characters
LONGEST_QUOTATION = 1500  # characters; beyond that the closing mark belongs to another quotation
WRAPPED_LINE = (40, 100)  # characters; what a mail reader or wire terminal wraps at

_PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*+\n\s*+")
_STOP = re.compile(r"[.!?…؟۔।]++|[。！？]++")
_CLOSERS = re.compile(r"[\"'”’»)\]」』]{0,4}")
_NEXT_WORD = re.compile(r"\s*+[\"'“‘«(\[「]{0,3}([^\W_]+)")
_FOLLOWING_WORDS = re.compile(r"[^\W_][\w’'.-]{0,40}")
_LIST_ITEM = re.compile(r"\s*+(?:[-*•–▪◦·]\s|\(?\d{1,3}[.)]\s|\(?[a-z]\)\s)")
_LIST_NUMBER = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z])\Z")
_QUOTATION_MARK = re.compile(r"[\"“”„«»「」]")
_CLOSING_OF = {"“": "”", "„": "“”", "«": "»", "「": "」"}
_FULL_WIDTH = frozenset("。！？")


@dataclass(frozen=True)
class SentenceLexicon:
    """Abbreviations and words that decide where a sentence ends; lower case, without the last stop."""

    never_end: frozenset[str]
    may_end: frozenset[str]
    starters: frozenset[str]
    speech_verbs: frozenset[str]

    @classmethod
    def from_data(cls, data: object) -> "SentenceLexicon":
        """From `sentences.yml`; `LexiconError` when a list is missing or holds something else than words."""
        if not isinstance(data, Mapping):
            raise LexiconError(f"{FILE} must be a mapping of lists, not {type(data).__name__}")
        names = ("never_end", "may_end", "starters", "speech_verbs")
        return cls(**{name: _words(data, name) for name in names})


def _words(data: Mapping[str, object], name: str) -> frozenset[str]:
    lines = data.get(name)
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise LexiconError(f"{FILE}, entry {name!r}: write a list of lines of words, not {lines!r}")
    return frozenset(word.lower() for line in lines for word in line.split())


def split_sentences(text: str, lexicon: SentenceLexicon) -> tuple[Span, ...]:
    """The sentences in order; every character that is not white space is in exactly one of them.

    Headings and list items count as sentences. No span begins or ends with white space.
    """
    spans: list[Span] = []
    for start, end in _paragraphs(text):
        cuts = [start, *_cuts(text, start, end, lexicon), end]
        for begin, finish in pairwise(cuts):
            spans.extend(_trimmed(text, begin, finish))
    return tuple(spans)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    length = len(piece.strip())
    if length:
        yield Span(start + left, start + left + length)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Stretches between blank lines, cut again at each line end that does not merely wrap a line."""
    start = 0
    for gap in _PARAGRAPH_BREAK.finditer(text):
        yield from _lines(text, start, gap.start())
        start = gap.end()
    yield from _lines(text, start, len(text))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    lines = text[start:end].split("\n")
    widest = max(len(line) for line in lines)
    begin = here = start
    for number, line in enumerate(lines[:-1]):
        here += len(line) + 1
        if not _is_wrapped(line, lines[number + 1], widest, len(lines)):
            yield begin, here
            begin = here
    yield begin, end


def _is_wrapped(line: str, following: str, widest: int, line_count: int) -> bool:
    """The line end is only typographic: the sentence goes on in the next line."""
    line, following = line.rstrip(), following.lstrip()
    if not line or not following or _LIST_ITEM.match(following):
        return False
    shortest, longest = WRAPPED_LINE
    if not shortest <= len(line) <= longest:
        return False
    if following[0].islower():
        return True
    return line_count >= 3 and widest <= longest and len(line) >= 0.8 * widest


def _cuts(text: str, start: int, end: int, lexicon: SentenceLexicon) -> Iterator[int]:
    """Where sentences end inside one paragraph."""
    quotations = _quotations(text, start, end)
    openings = [opening for opening, _ in quotations]
    for stop in _STOP.finditer(text, start, end):
        after = _CLOSERS.match(text, stop.end(), end)
        finish = after.end() if after else stop.end()
        if finish >= end:
            return
        place = bisect_right(openings, stop.start()) - 1
        if place >= 0 and finish < quotations[place][1]:
            continue
        if _ends_sentence(text, start, stop, finish, end, lexicon=lexicon):
            yield finish


def _ends_sentence(
    text: str, start: int, stop: re.Match[str], finish: int, end: int, *, lexicon: SentenceLexicon
) -> bool:
    if stop.group()[0] in _FULL_WIDTH:
        return True
    if not text[finish].isspace():
        return False
    following = _NEXT_WORD.match(text, finish, min(end, finish + 80))
    if following is None:
        return text[finish:end].strip()[:1] not in (",", ";", "-", "–", "—", ":", "")
    word = following.group(1)
    if word[0].islower():
        return False
    if stop.group() == ".":
        return _ends_at_full_stop(text, start, stop.start(), finish, word, lexicon=lexicon)
    if "…" in stop.group() or ".." in stop.group():
        return word.lower() in lexicon.starters
    quoted = finish > stop.end()
    return not (quoted and _is_said(text[finish : min(end, finish + 80)], lexicon))


def _ends_at_full_stop(
    text: str, start: int, dot: int, finish: int, following: str, *, lexicon: SentenceLexicon
) -> bool:
    if finish > dot + 1:
        return True  # a closing mark stands between: no abbreviation
    word = _word_before(text, max(start, dot - LONGEST_ABBREVIATION), dot)
    if not word:
        return True
    is_first = not text[start : dot - len(word)].strip(" (\n")
    if is_first and _LIST_NUMBER.match(word):
        return False  # "1. The first item"
    if word in lexicon.never_end:
        return False if word not in ("no", "fig", "art", "v") else not following[0].isdigit()
    if word in lexicon.may_end or (len(word) == 1 and word.isalpha()) or _is_dotted(word):
        return following.lower() in lexicon.starters
    return True


def _word_before(text: str, start: int, dot: int) -> str:
    """The word that the stop at `dot` closes, lower case; inner stops and hyphens belong to it."""
    begin = dot
    while begin > start and (text[begin - 1].isalnum() or (text[begin - 1] in ".’'-" and begin < dot)):
        begin -= 1
    return text[begin:dot].lstrip(".’'-").lower()


def _is_dotted(word: str) -> bool:
    return "." in word and all(len(part) <= 2 for part in word.split("."))


def _is_said(following: str, lexicon: SentenceLexicon) -> bool:
    """`Smith asked` or `the minister said` right after a quotation that asks or exclaims."""
    words = [word.group().lower().rstrip(".") for word in _FOLLOWING_WORDS.finditer(following)][:4]
    return any(word in lexicon.speech_verbs for word in words[1:])


def _quotations(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Quotations that close in their paragraph, outermost only: (opening mark, behind the closing mark)."""
    found: list[tuple[int, int]] = []
    opening: int | None = None
    closing = ""
    for mark in _QUOTATION_MARK.finditer(text, start, end):
        here, sign = mark.start(), mark.group()
        if opening is not None and here - opening > LONGEST_QUOTATION:
            opening = None
        if opening is not None and sign in closing:
            found.append((opening, here + 1))
            opening = None
        elif opening is None and _opens(text, start, here, end):
            opening, closing = here, _CLOSING_OF.get(sign, sign)
    return found


def _opens(text: str, start: int, here: int, end: int) -> bool:
    sign = text[here]
    if sign != '"':
        return sign in _CLOSING_OF
    before_is_open = here == start or not text[here - 1].isalnum()
    return before_is_open and here + 1 < end and not text[here + 1].isspace()
