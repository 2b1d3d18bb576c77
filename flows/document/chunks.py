"""Noun groups and verb groups of each sentence of a text: regular expressions over the string of word tags.

The letters are those of `word_tags.py`.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate
from operator import attrgetter
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from flows.document.grammar import Grammar
from flows.document.word_tags import VERB_TAGS, mark_possessives, rough_tags, settle


class Stretch(Protocol):
    """Anything with a span in the text."""

    @property
    def start_char(self) -> int: ...
    @property
    def end_char(self) -> int: ...


_TOKEN = re.compile(
    r"( ?+)([a-z][a-z]++(?=[ ,.;\n])"  # the space and most words first: nothing else is then tried where they stand
    r"|[^\W\d]\w++(?:-\w++|['’](?!(?:s|ve|ll|re|d|m)\b)\w++)*+"
    r"|(?:[A-Za-z]\.){2,8}"  # U.S.
    r"|\d++(?:[.,:]\d++)*+(?:st|nd|rd|th|bn|m|mm|km)?+(?!-[A-Za-z])"  # 1,200  7.62mm, not 14-year-old
    r"|['’](?:s|ve|ll|re|d|m)\b"  # Ana's, they've
    r"|(?<=[sz])['’](?=\s)"
    r"|\w++(?:-\w++|['’](?!(?:s|ve|ll|re|d|m)\b)\w++)*+"
    r"|[^\w\s])"
)


_CHUNK = re.compile(
    r"(?P<x>[^DCJTNMpzYoXhbdVEKIGR])"  # what opens no group, a third of all tokens, first
    r"|(?P<T>(?:D{0,2}[CJ]{0,3}+)T++(?!p))|"
    r"(?P<N>(?:D{0,2}[CJ]{0,3}T{1,6}p|DT{1,4}(?=[JN]))?D{0,2}(?:CD(?=[JN]))?[CJNMp]++)"
    r"|(?P<V>z?+Y{0,3}+o?+[Yz]{0,3}+(?:[Xhbd][YzT]{0,4}+)*+[VEKIG])"
    r"|(?P<b>Y{0,3}+o?+(?:[Xhd][YzT]{0,4}+)*b[Yz]{0,3}+|Y{0,3}+o?+(?:[Xd][YzT]{0,4}+)*+h[Yz]{0,3}+|d)"
    r"|(?P<R>R)"
    r"|(?P<other>.)",
)


_MAX_TOKENS = 400  # a longer "sentence" is a list or a dump, and is read no further


class _Text(NamedTuple):
    """A text cut up: its tokens in lower case with straight apostrophes and their places (lists of one length),
    and the places of its names and times in order.
    """

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    names: "_Places"
    times: "_Places"


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


_Value = TypeVar("_Value")


class _Lazy(Generic[_Value]):
    """A property worked out when first asked for: `cached_property` takes a lock for it, which costs as much again."""

    def __init__(self, work_out: Callable[[Any], _Value]) -> None:
        self._work_out = work_out
        self._name = work_out.__name__

    def __get__(self, owner: Any, owner_class: type) -> _Value:
        found = owner.__dict__[self._name] = self._work_out(owner)
        return found


class Clause:
    """The words of one sentence and, worked out when first asked for, their tags and groups.

    Token lists run in parallel; positions are in the document's text. Most sentences hold no word that tells a
    statement or an event, and are never grouped.
    """

    def __init__(self, sentence: int, whole: _Text, first: int, last: int, grammar: Grammar) -> None:
        self.sentence = sentence
        self.text = whole.text
        self.first = first  # tokens of the text, half-open
        self.last = last
        self.grammar = grammar
        self._whole = whole

    @_Lazy
    def words(self) -> list[str]:
        """The tokens in lower case."""
        return self._whole.words[self.first : self.last]

    @_Lazy
    def starts(self) -> list[int]:
        """Where each token begins in the text."""
        return self._whole.starts[self.first : self.last]

    @_Lazy
    def ends(self) -> list[int]:
        """Where each token ends in the text."""
        return self._whole.ends[self.first : self.last]

    @_Lazy
    def mention_of(self) -> dict[int, int]:
        """Of each token in a name, the index of the mention."""
        found: dict[int, int] = {}
        for start, end, index in _within(self._whole.names, self.starts[0], self.ends[-1]):
            for token in range(bisect_left(self.starts, start), bisect_left(self.starts, end)):
                if self.ends[token] <= end:  # "ISIS-affiliated" is not ISIS
                    found[token] = index
        return found

    @_Lazy
    def tags(self) -> str:
        """One letter per token: see word_tags.py."""
        starts = self.starts
        surfaces = [self.text[start:end] for start, end in zip(starts, self.ends, strict=True)]
        tags = rough_tags(self.words, surfaces, self.grammar)
        if "'" in surfaces or "’" in surfaces:
            mark_possessives(self.text, starts, surfaces, tags)
        for token in self.mention_of:
            tags[token] = "M"
        for start, end, _ in _within(self._whole.times, starts[0], self.ends[-1]):
            for token in range(bisect_left(starts, start), bisect_left(starts, end)):
                tags[token] = "T"
        settle(tags, self.words, self.grammar)
        return "".join(tags)

    @_Lazy
    def chunks(self) -> list[Chunk]:
        """The groups, in order; every token lies in one."""
        return _chunks(self.tags, self.words, self.grammar)

    @_Lazy
    def chunk_of(self) -> list[int]:
        """Of each token the index of its group."""
        found: list[int] = []
        for index, chunk in enumerate(self.chunks):
            found.extend([index] * (chunk.last - chunk.first))
        return found

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

    def is_lone(self, index: int) -> bool:
        """Whether this group is one token."""
        return self.chunks[index].last - self.chunks[index].first == 1

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
    spans = [tuple(map(_SPAN, stretches)) for stretches in (sentences, mentions, times)]
    return _parse_spans(text, *spans, grammar)


_SPAN = attrgetter("start_char", "end_char")
_Spans = tuple[tuple[int, int], ...]
_Places = Sequence[tuple[int, int, int]]  # start, end, index


@lru_cache(maxsize=1)
def _parse_spans(
    text: str, sentences: _Spans, mentions: _Spans, times: _Spans, grammar: Grammar
) -> tuple[Clause, ...]:
    names = sorted((start, end, index) for index, (start, end) in enumerate(mentions))
    dates = sorted((start, end, index) for index, (start, end) in enumerate(times))
    whole = _cut(text, names, dates)
    found = []
    for number, (start, end) in enumerate(sentences):
        first = bisect_left(whole.starts, start)
        last = min(bisect_left(whole.starts, end, first), first + _MAX_TOKENS)
        found.append(Clause(number, whole, first, last, grammar))
    return tuple(found)


def _cut(text: str, names: _Places, times: _Places) -> _Text:
    lower = text.lower()
    if len(lower) != len(text):  # a few capitals outside Latin lengthen
        lower = "".join(letter if len(letter.lower()) != 1 else letter.lower() for letter in text)
    pieces = _TOKEN.split(lower.replace("’", "'"))  # what stands between, a space or nothing, a token, …
    bounds = list(accumulate(map(len, pieces)))
    return _Text(text, pieces[2::3], bounds[1:-1:3], bounds[2::3], names, times)


def _within(spans: _Places, start: int, end: int) -> _Places:
    low = bisect_left(spans, (start, 0, 0))
    high = bisect_left(spans, (end, 0, 0))
    return spans[low:high]


def _chunks(tags: str, words: list[str], grammar: Grammar) -> list[Chunk]:
    found: list[Chunk] = []
    add = found.append
    for match in _CHUNK.finditer(tags):
        kind = match.lastgroup
        first, last = match.span()
        if kind == "x" or kind == "other":
            add(Chunk(tags[first], first, last, first))
        elif kind == "N":
            if "NC" in tags[first:last] and (number := _second_group(tags, first, last, words)):
                add(Chunk("N", first, number, number - 1))
                first = number
            if tags[last - 1] in "Jp":
                _noun_chunks(tags, first, last, found)
            else:
                add(Chunk("N", first, last, last - 1))
        elif kind == "R":
            add(Chunk("N", first, last, first))
        elif kind == "T":
            add(Chunk("T", first, last, last - 1))
        else:
            add(_verb_chunk(tags, first, last, words, grammar))
    return _over_brackets(found, tags, words, grammar) if "(" in tags else found


def _over_brackets(found: list[Chunk], tags: str, words: list[str], grammar: Grammar) -> list[Chunk]:
    """`FMLN (Farabundo Marti Front) guerrillas`: a name, what it stands for and the head are one group."""
    joined: list[Chunk] = []
    done = 0
    for match in _BRACKETED.finditer("".join(chunk.kind for chunk in found)):
        first, head = found[match.start()], found[match.end() - 1]
        is_name = tags[first.head] == "M" or words[first.head] not in grammar.words
        if is_name and tags[head.first] == "N":
            joined.extend(found[done : match.start()])
            joined.append(Chunk("N", first.first, head.last, head.head))
            done = match.end()
    return [*joined, *found[done:]]


_BRACKETED = re.compile(r"N\(N(?:[O&]N){0,4}\)N")


def _second_group(tags: str, first: int, last: int, words: list[str]) -> int:
    """Where a number begins another group: "fined the bank | 40 million euros"; 0 where none does."""
    at = tags.find("NC", first, last) + 1
    if words[at].endswith(("th", "st", "nd", "rd")):
        return 0  # "the Front's 12th column members"
    return at if tags[last - 1] == "N" and words[last - 1].endswith("s") and at < last - 1 else 0


def _noun_chunks(tags: str, first: int, last: int, found: list[Chunk]) -> None:
    """A group that ends in an adjective or a possessive mark: the head stands before it."""
    head = last - 1
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
        at = max(run.rfind("b"), run.rfind("h"), 0)
        chunk = Chunk("V", first, last, first + at)
        chunk.lemma = _BARE_AUXILIARY[run[at]]
        chunk.is_finite = "o" not in run
        chunk.is_infinitive = "o" in run
        chunk.modal = _modal(tags, first, last, words)
        chunk.is_negated = "z" in run or chunk.modal.endswith("n't")
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
    # "suspected of having planted", "after being released": no clause of its own
    leading = next((word for tag, word in zip(before, words[first:last], strict=False) if tag in "bhXd"), "")
    chunk.is_gerund = leading in ("having", "being") or (main == "G" and not has_auxiliary)
    chunk.is_infinitive = "o" in before
    chunk.is_passive = main in "EK" and "b" in before
    chunk.is_finite = not (chunk.is_infinitive or chunk.is_gerund) and (has_auxiliary or main in "VE")
    chunk.is_bare = main in "EK" and not has_auxiliary and not chunk.is_infinitive
    chunk.modal = _modal(tags, first, last, words)
    chunk.is_negated = "z" in before or chunk.modal.endswith("n't")
    chunk.is_perfect = "h" in before
    return chunk


_AUXILIARIES = frozenset("bhXd")
_BARE_AUXILIARY = {"b": "be", "h": "have", "d": "do"}


def _modal(tags: str, first: int, last: int, words: list[str]) -> str:
    at = tags.find("X", first, last)
    return words[at] if at >= 0 else ""


def _lemma(word: str) -> str:
    """A rough lemma of a verb form that the lexicon does not know: only equality matters."""
    for ending in ("ing", "ed"):
        if word.endswith(ending):
            return word[: -len(ending)]
    return word
