"""The words of quantities, read from `quantities.yml`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flows.document.records import LexiconError

FILE = "quantities.yml"


EXACT, RANGE, VAGUE, NONE = "exact", "range", "vague", "none"


_Phrases = Mapping[
    str, tuple[tuple[tuple[str, ...], str], ...]
]  # first or last word -> wordings, longest first


@dataclass(frozen=True)
class QuantityLexicon:
    """The words of quantities, looked up by single word or by the first or last word of a wording."""

    numbers: Mapping[str, int]
    scales: Mapping[str, int]
    fractions: Mapping[str, float]
    groups: Mapping[str, int]
    vague: _Phrases  # by first word
    vague_bounds: Mapping[str, tuple[float | None, float | None]]
    bounds: _Phrases  # by last word
    bounds_ahead: _Phrases  # the same by first word
    bounds_after: _Phrases  # by first word
    none_before: _Phrases  # by first word
    none_words: _Phrases  # by first word
    units: Mapping[str, str]
    counted_units: Mapping[str, str]
    currencies: Mapping[str, str]
    done_to: Mapping[str, str]  # verb form -> role
    does: Mapping[str, str]
    role_nouns: Mapping[str, str]
    does_of: Mapping[str, tuple[str, frozenset[str]]]  # verb form -> role, and what its subject must be
    done_to_of: Mapping[str, tuple[str, frozenset[str]]]  # verb form -> role, and what its object must be
    particle_roles: Mapping[tuple[str, str], str]  # ("blew", "up") -> role
    results: Mapping[
        str, tuple[tuple[tuple[str, ...], str], ...]
    ]  # first word after the count -> (words, role)
    asked_for: Mapping[str, str]  # verb form before "for" -> role
    lists: Mapping[str, frozenset[str]]
    openers: frozenset[str]  # words that a number can begin with
    after_article: frozenset[str]  # what makes an "a" one of them

    @classmethod
    def from_data(cls, data: object) -> "QuantityLexicon":
        """Read `quantities.yml`; raises LexiconError for a missing part or a value of the wrong kind."""
        parts = _mapping(data, "the file")
        missing = (set(_PARTS) | set(_LISTS)) - set(parts)
        if missing:
            raise LexiconError(
                f"{FILE}: {', '.join(sorted(missing))} missing; add the part, empty if need be"
            )
        vague = {str(k): _bounds_pair(v, f"vague.{k}") for k, v in _mapping(parts["vague"], "vague").items()}
        roles = {str(k): _mapping(v, f"roles.{k}") for k, v in _mapping(parts["roles"], "roles").items()}
        numbers = _numbers(parts["numbers"], "numbers")
        scales = _numbers(parts["scales"], "scales")
        none_words = _phrases({NONE: parts["none_words"]}, "none_words", by_last=False)
        none_before = _phrases({NONE: parts["none_before"]}, "none_before", by_last=False)
        fractions = _numbers(parts["fractions"], "fractions")
        groups = _numbers(parts["groups"], "groups")
        vague_phrases = _phrases({wording: [wording] for wording in vague}, "vague", by_last=False)
        return cls(
            numbers={word: int(value) for word, value in numbers.items()},
            scales={word: int(value) for word, value in scales.items()},
            fractions=fractions,
            groups={word: int(value) for word, value in groups.items()},
            vague=vague_phrases,
            vague_bounds=vague,
            bounds=_phrases(_mapping(parts["bounds"], "bounds"), "bounds", by_last=True),
            bounds_ahead=_phrases(_mapping(parts["bounds"], "bounds"), "bounds", by_last=False),
            bounds_after=_phrases(
                _mapping(parts["bounds_after"], "bounds_after"), "bounds_after", by_last=False
            ),
            none_before=none_before,
            none_words=none_words,
            units=_by_word(_mapping(parts["units"], "units"), "units"),
            counted_units=_by_word(_mapping(parts["counted_units"], "counted_units"), "counted_units"),
            currencies=_by_word(_mapping(parts["currencies"], "currencies"), "currencies"),
            done_to=_by_word({role: part.get("done_to", []) for role, part in roles.items()}, "roles"),
            does=_by_word({role: part.get("does", []) for role, part in roles.items()}, "roles"),
            does_of=_bound_verbs(parts["bound_roles"], "does", parts),
            done_to_of=_bound_verbs(parts["bound_roles"], "done_to", parts),
            role_nouns=_by_word({role: part.get("nouns", []) for role, part in roles.items()}, "roles"),
            particle_roles={
                (verb, particle): role
                for role, part in roles.items()
                for verb, particle in map(str.split, _words(part.get("phrases", []), f"roles.{role}"))
            },
            results=_phrases(
                {role: part.get("results", []) for role, part in roles.items()}, "roles", by_last=False
            ),
            asked_for=_by_word({role: part.get("for", []) for role, part in roles.items()}, "roles"),
            lists={name: frozenset(_words(parts[name], name)) for name in _LISTS},
            openers=frozenset({"a", "an", "another", "both", "no", "half"})
            | set(numbers)
            | set(groups)
            | set(vague_phrases)
            | set(none_words)
            | set(none_before),
            after_article=frozenset(
                wording.split()[1] for wording in vague if wording.startswith(("a ", "an "))
            )
            | set(scales)
            | set(fractions),
        )


_PARTS = (
    "numbers scales fractions groups vague bounds bounds_after none_words none_before units counted_units"
    " currencies roles bound_roles"
).split()


_LISTS = (
    "exact_vague only_before_of not_vague_after weak_bounds none_nouns people plurals numbered year_nouns"
    " comparable only_passive not_counted_after stops determiners role_units time_units past_verbs"
    " no_role_after including participles figures says one_is_pronoun_after crowds moves"
    " figure_verbs goods missiles forces captives"
    " persons counted_stops over_verbs prisoners explosives"
).split()


def _mapping(data: object, entry: str) -> Mapping[object, object]:
    if not isinstance(data, dict):
        raise LexiconError(f"{FILE}: {entry} must be a mapping, not {type(data).__name__}")
    return data


def _words(data: object, entry: str) -> list[str]:
    if not isinstance(data, list):
        raise LexiconError(f"{FILE}: {entry} must be a list, not {type(data).__name__}")
    for word in data:
        if not isinstance(word, str):
            raise LexiconError(f"{FILE}: {entry}: {word!r} is no word; put it in quotes")
    return data


def _numbers(data: object, entry: str) -> dict[str, float]:
    numbers: dict[str, float] = {}
    for word, value in _mapping(data, entry).items():
        if not isinstance(word, str) or not isinstance(value, int | float):
            raise LexiconError(f"{FILE}: {entry}.{word!r} must be a word with a number")
        numbers[word] = value
    return numbers


def _bounds_pair(data: object, entry: str) -> tuple[float | None, float | None]:
    if not (
        isinstance(data, list) and len(data) == 2 and all(isinstance(end, int | float | None) for end in data)
    ):
        raise LexiconError(f"{FILE}: {entry} must be [low, high], null for open, not {data!r}")
    low, high = data
    if low is not None and high is not None and low > high:
        raise LexiconError(f"{FILE}: {entry}: low {low} is above high {high}; turn them round")
    return low, high


def _phrases(data: Mapping[Any, Any], entry: str, *, by_last: bool) -> _Phrases:
    """Wordings by their last (or first) word, longest first, each with its key."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for key, wordings in data.items():
        for wording in _words(wordings, f"{entry}.{key}"):
            tokens = tuple(re.findall(r"\w+|\S", wording))
            found.setdefault(tokens[-1 if by_last else 0], []).append((tokens, str(key)))
    return {word: tuple(sorted(some, key=lambda one: -len(one[0]))) for word, some in found.items()}


def _by_word(data: Mapping[Any, Any], entry: str) -> dict[str, str]:
    """`{"metre": ["m", "metres"]}` -> `{"m": "metre", "metres": "metre"}`; a word stands in one of them."""
    found: dict[str, str] = {}
    for key, words in data.items():
        for word in _words(words, f"{entry}.{key}"):
            if found.setdefault(word, str(key)) != str(key):
                raise LexiconError(
                    f"{FILE}: {entry}: {word} stands under {found[word]} and {key}; delete one"
                )
    return found


def _bound_verbs(
    data: object, part: str, lists: Mapping[object, object]
) -> dict[str, tuple[str, frozenset[str]]]:
    """`[{role: fired, does: [fell], of: [shells]}]` -> `{"fell": ("fired", the words of shells)}`."""
    if not isinstance(data, list):
        raise LexiconError(f"{FILE}: bound_roles must be a list, not {type(data).__name__}")
    found: dict[str, tuple[str, frozenset[str]]] = {}
    for number, entry in enumerate(data):
        role = _mapping(entry, f"bound_roles.{number}")
        names = _words(role.get("of"), f"bound_roles.{number}.of")
        unknown = set(names) - set(_LISTS)
        if unknown:
            raise LexiconError(
                f"{FILE}: bound_roles.{number}.of: {sorted(unknown)[0]} is no list of this file"
            )
        nouns = frozenset(word for name in names for word in _words(lists[name], name))
        for word in _words(role.get(part, []), f"bound_roles.{number}.{part}"):
            found[word] = (str(role["role"]), nouns)
    return found


NOT_COUNTED = ""  # the qualifier of what looks like a number and is a score or a phone number
