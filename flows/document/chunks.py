"""Noun groups and verb groups of each sentence of a text: regular expressions over the string of word tags.

The letters are those of `word_tags.py`.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Protocol

from flows.document.grammar import Grammar
from flows.document.word_tags import VERB_TAGS, mark_possessives, rough_tags, settle


class Stretch(Protocol):
    """Anything with a span in the text."""

    @property
    def start_char(self) -> int: ...
    @property
    def end_char(self) -> int: ...


_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,8}"  # U.S.
    r"|\d++(?:[.,:]\d++)*+(?:st|nd|rd|th|bn|m|mm|km)?+(?!-[A-Za-z])"  # 1,200  7.62mm, not 14-year-old
    r"|['’]s\b"
    r"|(?<=[sz])['’](?=\s)"
    r"|\w++(?:-\w++|['’](?!s\b)\w++)*+"
    r"|[^\w\s]"
)


_CHUNK = re.compile(
    r"(?P<T>(?:D{0,2}[CJ]{0,3}+)T++(?!p))|"
    r"(?P<N>(?:D{0,2}[CJ]{0,3}T{1,6}p|DT{1,4}(?=[JN]))?D{0,2}[CJNMp]++)"
    r"|(?P<V>z?+Y{0,3}+o?+[Yz]{0,3}+(?:[Xhbd][YzT]{0,4}+)*+[VEKIG])"
    r"|(?P<b>Y{0,3}+o?+(?:[Xhd][YzT]{0,4}+)*b[Yz]{0,3}+|Y{0,3}+o?+(?:[Xd][YzT]{0,4}+)*+h[Yz]{0,3}+)"
    r"|(?P<R>R)"
    r"|(?P<x>.)",
)


_MAX_TOKENS = 400  # a longer "sentence" is a list or a dump, and is read no further


class Chunk:
    """A noun group (N), verb group (V), time (T) or single token (its tag) of one sentence.

    A plain class with defaults on the class: millions are made, and only verb groups need the flags.
    """

    lemma = ""  # of a verb group's main verb
    is_passive = False
    is_finite = False
    is_infinitive = False
    is_gerund = False
    is_bare = False  # past form or participle without auxiliary: killed
    is_negated = False
    is_perfect = False
    modal = ""

    def __init__(self, kind: str, first: int, last: int, head: int) -> None:
        self.kind = kind
        self.first = first  # tokens, half-open
        self.last = last
        self.head = head


@dataclass(slots=True)
class Clause:
    """The groups of one sentence. Token lists run in parallel; positions are in the document's text."""

    sentence: int
    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]  # lower case
    tags: str
    mention_of: dict[int, int]  # token -> index of the mention it lies in
    chunks: list[Chunk]
    chunk_of: list[int]  # token -> chunk
    grammar: Grammar = field(repr=False)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Characters of the chunks first … last, both included."""
        return self.starts[self.chunks[first].first], self.ends[self.chunks[last].last - 1]

    def words_of(self, index: int) -> list[str]:
        """The lower-case words of one chunk."""
        chunk = self.chunks[index]
        return self.words[chunk.first : chunk.last]

    def head_word(self, index: int) -> str:
        """The lower-case head of one chunk."""
        return self.words[self.chunks[index].head]

    def opening_quote(self, closing: int) -> int | None:
        """The chunk that opens the quotation which this chunk closes; None for an opening one."""
        position = 0
        opened: int | None = None
        for index in range(closing + 1):
            if self.chunks[index].kind == '"':
                position += 1
                if index == closing:
                    return opened if position % 2 == 0 else None
                opened = index
        return None

    def is_pronoun(self, index: int) -> bool:
        """Whether this noun group is a lone pronoun."""
        return self.tags[self.chunks[index].head] == "R"


def parse_document(
    text: str,
    sentences: Sequence[Stretch],
    mentions: Sequence[Stretch],
    times: Sequence[Stretch],
    grammar: Grammar,
) -> tuple[Clause, ...]:
    """The sparse parse of each sentence, in order. Remembered for the last text: two stages ask for it."""
    return _parse_spans(
        text,
        tuple((s.start_char, s.end_char) for s in sentences),
        tuple((m.start_char, m.end_char) for m in mentions),
        tuple((t.start_char, t.end_char) for t in times),
        grammar,
    )


_Spans = tuple[tuple[int, int], ...]


@lru_cache(maxsize=1)
def _parse_spans(
    text: str, sentences: _Spans, mentions: _Spans, times: _Spans, grammar: Grammar
) -> tuple[Clause, ...]:
    parsed = []
    mention_order = sorted((start, end, index) for index, (start, end) in enumerate(mentions))
    time_order = sorted((start, end, index) for index, (start, end) in enumerate(times))
    for number, (start, end) in enumerate(sentences):
        parsed.append(
            _parse_sentence(
                text,
                number,
                start,
                end,
                _within(mention_order, start, end),
                _within(time_order, start, end),
                grammar,
            )
        )
    return tuple(parsed)


def _within(spans: list[tuple[int, int, int]], start: int, end: int) -> list[tuple[int, int, int]]:
    low = bisect_left(spans, (start, 0, 0))
    high = bisect_left(spans, (end, 0, 0))
    return spans[low:high]


def _parse_sentence(  # noqa: PLR0917
    text: str,
    number: int,
    start: int,
    end: int,
    mentions: list[tuple[int, int, int]],
    times: list[tuple[int, int, int]],
    grammar: Grammar,
) -> Clause:
    spans = [match.span() for match in islice(_TOKEN.finditer(text, start, end), _MAX_TOKENS)]
    starts = [first for first, _ in spans]
    ends = [last for _, last in spans]
    surfaces = [text[first:last] for first, last in spans]
    words = [surface.lower() for surface in surfaces]
    rough = rough_tags(words, surfaces, grammar)
    if "'" in surfaces or "’" in surfaces:
        mark_possessives(text, starts, surfaces, rough)
    mention_of: dict[int, int] = {}
    for m_start, m_end, index in mentions:
        for token in range(bisect_left(starts, m_start), bisect_left(starts, m_end)):
            if ends[token] <= m_end:  # "ISIS-affiliated" is not ISIS
                rough[token] = "M"
                mention_of[token] = index
    for t_start, t_end, _ in times:
        for token in range(bisect_left(starts, t_start), bisect_left(starts, t_end)):
            rough[token] = "T"
    settle(rough, words, grammar)
    tags = "".join(rough)
    chunks = _chunks(tags, words, grammar)
    chunk_of: list[int] = []
    for index, chunk in enumerate(chunks):
        chunk_of.extend([index] * (chunk.last - chunk.first))
    return Clause(number, text, starts, ends, words, tags, mention_of, chunks, chunk_of, grammar)


def _chunks(tags: str, words: list[str], grammar: Grammar) -> list[Chunk]:
    found: list[Chunk] = []
    for match in _CHUNK.finditer(tags):
        kind = match.lastgroup
        first, last = match.span()
        if kind == "x":
            found.append(Chunk(tags[first], first, last, first))
        elif kind == "N":
            _noun_chunks(tags, first, last, found)
        elif kind == "R":
            found.append(Chunk("N", first, last, first))
        elif kind == "T":
            found.append(Chunk("T", first, last, last - 1))
        else:
            found.append(_verb_chunk(tags, first, last, words, grammar))
    return found


def _noun_chunks(tags: str, first: int, last: int, found: list[Chunk]) -> None:
    head = last - 1
    if tags[head] not in "Jp":
        found.append(Chunk("N", first, last, head))
        return
    while head > first and tags[head] in "Jp":
        head -= 1
    if tags[head] in "JpD":
        if tags[first] == "D":  # a lone adjective: "the dead"
            found.append(Chunk("N", first, last, last - 1))
        else:
            found.extend(Chunk(tags[token], token, token + 1, token) for token in range(first, last))
        return
    found.append(Chunk("N", first, head + 1, head))
    found.extend(Chunk(tags[token], token, token + 1, token) for token in range(head + 1, last))


def _verb_chunk(tags: str, first: int, last: int, words: list[str], grammar: Grammar) -> Chunk:
    run = tags[first:last]
    main = run[-1]
    if main not in VERB_TAGS:
        at = max(run.rfind("b"), run.rfind("h"))
        chunk = Chunk("V", first, last, first + at)
        chunk.lemma = "be" if run[at] == "b" else "have"
        chunk.is_finite = "o" not in run
        chunk.is_infinitive = "o" in run
        chunk.is_negated = "z" in run
        chunk.modal = _modal(tags, first, last, words)
        return chunk
    head = last - 1
    chunk = Chunk("V", first, last, head)
    chunk.lemma = grammar.lemmas.get(words[head]) or _lemma(words[head])
    if len(run) == 1:
        chunk.is_gerund = main == "G"
        chunk.is_finite = main in "VE"
        chunk.is_bare = main in "EK"
        return chunk
    before = run[:-1]
    has_auxiliary = not _AUXILIARIES.isdisjoint(before)
    chunk.is_gerund = main == "G" and not has_auxiliary
    chunk.is_infinitive = "o" in before
    chunk.is_passive = main in "EK" and "b" in before
    chunk.is_finite = not chunk.is_infinitive and (has_auxiliary or main in "VE")
    chunk.is_bare = main in "EK" and not has_auxiliary and not chunk.is_infinitive
    chunk.is_negated = "z" in before
    chunk.is_perfect = "h" in before
    chunk.modal = _modal(tags, first, last, words)
    return chunk


_AUXILIARIES = frozenset("bhXd")


def _modal(tags: str, first: int, last: int, words: list[str]) -> str:
    at = tags.find("X", first, last)
    return words[at] if at >= 0 else ""


def _lemma(word: str) -> str:
    """A rough lemma of a verb form that the lexicon does not know: only equality matters."""
    for ending in ("ing", "ed"):
        if word.endswith(ending):
            return word[: -len(ending)]
    return word
