"""Pairs of names under comparison: what is asked again and again about each name, and their matched words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from flows.corpus.name_rules import NameRules
from flows.corpus.word_matches import MOST_WORDS, Matches, WordTable, match_words

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Names:
    """Folded names, with what comparing them asks for; one entry per name."""

    tokens: Sequence[tuple[str, ...]]
    table: WordTable
    weights: Floats  # names × most words, 0 after the last
    joined: list[str]
    by_word: list[str]
    content: list[tuple[str, ...]]  # without legal forms
    key: Rows  # equal where the folded spellings are
    numbers: Rows  # equal where the numbers in two names are

    @classmethod
    def from_folded(cls, names: Sequence[tuple[str, ...]], rules: NameRules) -> "Names":
        """Prepare folded names, as `spelling.fold` gives them."""
        weights = np.zeros((len(names), min(MOST_WORDS, max(map(len, names), default=0))))
        for row, name in enumerate(names):
            words = name[:MOST_WORDS]
            weights[row, : len(words)] = [rules.word_weights.get(word, 1.0) for word in words]
        return cls(
            tokens=names,
            table=WordTable.from_names(names, rules.same_words),
            weights=weights,
            joined=["".join(rules.canonical(name)) for name in names],
            by_word=[" ".join(sorted(rules.canonical(name))) for name in names],
            content=[rules.content(name) for name in names],
            key=_numbered(names),
            numbers=_numbered([_digits(name) for name in names]),
        )


@dataclass(frozen=True)
class Pairs:
    """Pairs of rows of `names`, with the words that match; `matches.pair` counts these pairs."""

    names: Names
    left: Rows
    right: Rows
    matches: Matches

    @classmethod
    def from_rows(cls, names: Names, left: Rows, right: Rows, rules: NameRules) -> "Pairs":
        """Match the words of each pair."""
        return cls(names, left, right, match_words(names.table, left, right, rules.letters))

    @property
    def count(self) -> int:
        """How many pairs."""
        return len(self.left)

    @cached_property
    def matched_weights(self) -> tuple[Floats, Floats]:
        """Of each match, the weight of its words on the left and on the right."""
        weights, pair = self.names.weights, self.matches.pair
        return (
            weight_of(self.matches.left, weights[self.left[pair]]),
            weight_of(self.matches.right, weights[self.right[pair]]),
        )

    def sum_by_pair(self, values: npt.ArrayLike) -> Floats:
        """Sum of a value per match, for each pair."""
        weights = np.asarray(values, dtype=np.float64)
        return np.bincount(self.matches.pair, weights, self.count).astype(np.float64)

    def least_by_pair(self, values: Floats) -> Floats:
        """Least of a value per match, for each pair; 1 for a pair without a match."""
        least = np.ones(self.count)
        np.minimum.at(least, self.matches.pair, values)
        return least


def inversions(pairs: Pairs) -> Floats:
    """How many matches of a pair stand, on the right, before one that they follow on the left."""
    pair, right = pairs.matches.pair, pairs.matches.right  # sorted by pair, then by place on the left
    found = np.zeros(pairs.count)
    for step in range(1, MOST_WORDS):
        same_pair = pair[step:] == pair[:-step]
        if not same_pair.any():
            break
        found += np.bincount(pair[step:], same_pair & (right[step:] < right[:-step]), pairs.count)
    return found


def weight_of(masks: Rows, weights: Floats) -> Floats:
    """Weight of the words at the places of a bit mask, row by row (`weights`: rows × places)."""
    places = np.arange(weights.shape[1])
    total: Floats = (((masks[:, None] >> places) & 1) * weights).sum(axis=1)
    return total


def words_at(name: Sequence[str], mask: int) -> list[str]:
    """The words at the places of a bit mask."""
    return [word for place, word in enumerate(name[:MOST_WORDS]) if mask >> place & 1]


def _digits(name: Iterable[str]) -> frozenset[str]:
    """The digits of each word that has any: `("101st", "brigade")` -> `{"101"}`."""
    return frozenset(
        "".join(letter for letter in word if letter.isdigit()) for word in name if not word.isalpha()
    )


def _numbered(values: Iterable[object]) -> Rows:
    """Equal numbers for equal values."""
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(value, len(numbers)) for value in values], dtype=np.int64)
