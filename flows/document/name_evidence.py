"""Where a text itself says that two of its names are one: "X, also known as Y", "X (ACRONYM)", "changed its name to".

A rule looks at the words between two names of one kind that stand in one sentence. What is not identity ("the
military wing of X, Y", "X's Y", "Y spokesman") is left alone. Definitions of acronyms are accepted as Schwartz and
Hearst do (A simple algorithm for identifying abbreviation definitions, PSB 2003, section 2), the long form being a
name already.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Protocol

from flows.document.records import Kind, LexiconError, Span

FILE = "name_evidence.yml"
LONGEST_BETWEEN = 120  # characters between two names that one phrase can tie
LONGEST_CLAUSE = 200  # characters from "X, which" to the phrase
IN_BRACKETS, IN_BRACKETS_FOREIGN, OF_LONGER_NAME = "acronym_in_brackets", "foreign_acronym", "acronym_of_name"
ACRONYM, FORMER = "acronym", "former"

_WORD = re.compile(r"[^\s,()“”\"‘’–—]+")
_ENDING = re.compile(r"\s*+(?:[),;:.–—\"”]|\Z)")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&.-]{1,9}s?")
_OPEN_BRACKET = re.compile(r"\s?\([\"“]?")
_CLOSE_BRACKET = re.compile(r"[\"”]?[);,]")
_RELATIVE = re.compile(r",\s(?:which|who)\b")
_HEAD_BEFORE = re.compile(r"(\w{2,20}) of (?:the )?\Z")
_CHANGE = re.compile(r"nam|call|brand|known")
_MINOR = frozenset("of the and for in on de la al el a an & du des y e".split())


class NameInText(Protocol):
    """A name as the stage before gives it."""

    @property
    def start_char(self) -> int: ...
    @property
    def end_char(self) -> int: ...
    @property
    def surface(self) -> str: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def long_form(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class FoundEvidence:
    """One row per place that says that two names are one: `alias` is another name of `name`, both by index."""

    start_char: int
    end_char: int
    name: int
    alias: int
    alias_kind: str
    rule: str


@dataclass(frozen=True, slots=True)
class _Rule:
    rule: str
    alias_kind: str
    alias_is_first: bool
    ends_at_mark: bool


@dataclass(frozen=True)
class EvidenceLexicon:
    """Phrases of `name_evidence.yml`, in lower case, each with its rule."""

    phrases: Mapping[tuple[str, ...], _Rule]
    openers: frozenset[str]
    closers: frozenset[str]
    nouns: frozenset[str]
    part_heads: frozenset[str]

    @cached_property
    def first_words(self) -> frozenset[str]:
        """What the words between two names begin with where they have a rule."""
        return self.openers | self.nouns | {phrase[0] for phrase in self.phrases if phrase}

    @classmethod
    def from_data(cls, data: object) -> "EvidenceLexicon":
        """From `name_evidence.yml`; `LexiconError` when it is of another form."""
        if not isinstance(data, Mapping) or not isinstance(data.get("rules"), Mapping):
            raise LexiconError(f"{FILE} must have openers, closers, nouns, part_heads and rules")
        phrases: dict[tuple[str, ...], _Rule] = {}
        for name, entry in data["rules"].items():
            try:
                rule = _Rule(
                    str(name),
                    str(entry["alias_kind"]),
                    {"first": True, "second": False}[entry["names"]],
                    bool(entry.get("ends_at_mark", False)),
                )
                phrases.update({tuple(_WORD.findall(str(line).lower())): rule for line in entry["phrases"]})
            except (KeyError, TypeError, AttributeError) as error:
                raise LexiconError(
                    f"{FILE}, rule {name!r}: write alias_kind, names (first or second) and phrases"
                ) from error
        words = {
            part: frozenset(word for line in data.get(part, ()) for word in str(line).split())
            for part in ("openers", "closers", "nouns", "part_heads")
        }
        return cls(phrases, **words)

    def rule_of(self, between: str) -> _Rule | None:
        """The rule of the words between two names: a phrase, with openers before and closers behind."""
        opening = _WORD.search(between)
        if opening is None or opening.group().lower() not in self.first_words:
            return None
        words = _WORD.findall(between.lower())
        if words and words[0] in self.nouns and between[:1] == " ":  # "the X group, also known as Y"
            words = words[1:]
        last = len(words)
        while last and words[last - 1] in self.closers and tuple(words[:last]) not in self.phrases:
            last -= 1
        for first in range(last):
            for end in {last, len(words)}:
                if rule := self.phrases.get(tuple(words[first:end])):
                    return rule
            if words[first] not in self.openers:
                return None
        return None


def find_name_evidence(
    text: str, sentences: Sequence[Span], names: Sequence[NameInText], lexicon: EvidenceLexicon
) -> tuple[FoundEvidence, ...]:
    """What the text says of its own names, by position; `names` in order and without overlaps."""
    ends = [span.end_char for span in sentences]
    found = [
        each
        for left, right in pairwise(range(len(names)))
        for each in _of_neighbours(text, names, left, right, lexicon)
        if _is_one_sentence(ends, names[left].end_char, names[right].start_char)
    ]
    said = {frozenset((names[one.name].surface, names[one.alias].surface)) for one in found}
    found += [
        each
        for each in _acronyms_of_names(names)
        if frozenset((names[each.name].surface, names[each.alias].surface)) not in said
    ]
    return tuple(sorted(found, key=lambda each: (each.start_char, each.end_char, each.rule)))


def _is_one_sentence(ends: Sequence[int], start: int, end: int) -> bool:
    return bisect_right(ends, start) == bisect_left(ends, end)


def _of_neighbours(
    text: str, names: Sequence[NameInText], left: int, right: int, lexicon: EvidenceLexicon
) -> Iterator[FoundEvidence]:
    """The evidence between one name and the next."""
    one, other = names[left], names[right]
    between = text[one.end_char : other.start_char]
    if not 1 <= len(between) <= LONGEST_BETWEEN:
        return
    if one.kind is Kind.ORGANIZATION and other.kind is Kind.ORGANIZATION and _OPEN_BRACKET.fullmatch(between):
        yield from _in_brackets(text, names, left, right)
        return
    first, rule = left, lexicon.rule_of(between)
    if rule is None:
        clause = _subject_of_clause(text, names, right, lexicon)
        if clause is None:
            return
        first, rule = clause
    subject = names[first]
    if subject.kind is not other.kind or subject.surface == other.surface:
        return
    if rule.ends_at_mark and not _ENDING.match(text, other.end_char):
        return
    if rule.alias_kind == ACRONYM and other.kind is not Kind.ORGANIZATION:
        return
    is_bracketed = text[subject.end_char : other.start_char].lstrip().startswith("(")
    head = _HEAD_BEFORE.search(text, max(0, subject.start_char - 30), subject.start_char)
    if head and not is_bracketed and head[1].lower() in lexicon.part_heads:
        return  # "the wing of X, known as Y": Y is the wing
    name, alias = (right, first) if rule.alias_is_first else (first, right)
    yield FoundEvidence(subject.start_char, other.end_char, name, alias, rule.alias_kind, rule.rule)


def _subject_of_clause(
    text: str, names: Sequence[NameInText], right: int, lexicon: EvidenceLexicon
) -> tuple[int, _Rule] | None:
    """`X, which swore loyalty to Z and changed its name to Y`: the name before "which", and the rule."""
    between = text[names[right - 1].end_char : names[right].start_char]
    if not _CHANGE.search(between):
        return None
    words = between.split()
    tails = (" ".join(words[start:]) for start in range(max(0, len(words) - 8), len(words)))
    rules = (lexicon.rule_of(tail) for tail in tails if _CHANGE.search(tail))
    rule = next((rule for rule in rules if rule and rule.alias_kind == FORMER and rule.alias_is_first), None)
    if rule is None:
        return None
    for place in range(right - 1, -1, -1):
        if names[right].start_char - names[place].end_char > LONGEST_CLAUSE:
            return None
        clause = text[names[place].end_char : names[right].start_char]
        if _RELATIVE.match(clause):
            return (place, rule) if not re.search(r"[.!?]\s", clause) else None
    return None


def _in_brackets(text: str, names: Sequence[NameInText], left: int, right: int) -> Iterator[FoundEvidence]:
    """`Popular Resistance Committees (PRC)`, and `PRC (Popular Resistance Committees)`."""
    if not _CLOSE_BRACKET.match(text, names[right].end_char):
        return
    for name, alias in ((left, right), (right, left)):
        short, long = names[alias].surface, names[name].surface
        if not _ACRONYM.fullmatch(short) or len(long.split()) < 2 or _ACRONYM.fullmatch(long):
            continue
        span = names[left].start_char, names[right].end_char
        if is_acronym_of(short, long):
            yield FoundEvidence(*span, name, alias, ACRONYM, IN_BRACKETS)
        elif name == left and len(short) >= 3 and text[span[1]] == ")":  # "Kurdistan Workers' Party (PKK)"
            yield FoundEvidence(*span, name, alias, ACRONYM, IN_BRACKETS_FOREIGN)
        return


def is_acronym_of(short: str, long: str) -> bool:
    """Whether the letters of `short` stand in `long` in order, the first at its start (Schwartz and Hearst).

    Stricter in one point: at least half of the letters begin a word. `"MINUSMA"` is none of `"Mali"`.
    """
    letters = [letter for letter in short.lower() if letter.isalnum()]
    words = [word.lower() for word in re.split(r"[\s-]+", long) if word]
    while words and words[0] == "the":
        words = words[1:]
    if not letters or not words or words[0][0] != letters[0]:
        return False
    flat = " ".join(words)
    place = len(flat)
    for letter in reversed(letters[1:]):
        place = flat.rfind(letter, 1, place)
        if place < 1:
            return False
    initials = [word[0] for word in words if word not in _MINOR] + [
        word[0] for word in words if word in _MINOR
    ]
    at_starts = 0
    for letter in letters:
        if letter in initials:
            initials.remove(letter)
            at_starts += 1
    return 2 * at_starts >= len(letters) and at_starts >= min(2, len(letters))


def _acronyms_of_names(names: Sequence[NameInText]) -> Iterator[FoundEvidence]:
    """Acronyms of three letters or more that stand for a longer organisation of the same text, once each."""
    seen: set[tuple[str, str]] = set()
    for number, name in enumerate(names):
        if (
            name.long_form is None
            or name.kind is not Kind.ORGANIZATION
            or not _ACRONYM.fullmatch(name.surface)
        ):
            continue
        long = names[name.long_form].surface
        if len(name.surface) >= 3 and " " in long and (name.surface, long) not in seen:
            seen.add((name.surface, long))
            yield FoundEvidence(
                name.start_char, name.end_char, name.long_form, number, ACRONYM, OF_LONGER_NAME
            )
