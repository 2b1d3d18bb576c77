"""Which words of two names stand for one another: the best matches first, without overlap.

All pairs of names at once. A word may match one word, or two neighbours written together, or be its initial.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.process import cpdist

from flows.corpus.alignment import LetterTable
from flows.corpus.candidates import rough

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

MOST_WORDS = 24  # of a name; what follows is not compared
LEAST_MATCH = 0.30  # of two words; below, they are not matched
LEAST_JOINED_MATCH = 0.55  # of two words written together against one
INITIAL_MATCH, TWO_INITIALS_MATCH = 0.55, 0.8
LEAST_ROUGH_MATCH = 50.0  # ratio of the rough words below which the letters are not aligned at all
UNLIKE = -1.0


@dataclass(frozen=True)
class Matches:
    """Columns of matched words: number of the pair, bit masks of the words' places, how alike they are."""

    pair: Rows
    left: Rows
    right: Rows
    similarity: Floats
    is_initial: Flags
    left_word: Rows
    right_word: Rows


@dataclass(frozen=True)
class WordTable:
    """The words of names, and their neighbours written together, as numbers.

    `texts`: the distinct words. The parts of name n are those from `first[n]` to `first[n + 1]`: which word,
    which places (bit mask), how many words.
    """

    texts: tuple[str, ...]
    first: Rows
    word: Rows
    mask: Rows
    size: Rows

    @classmethod
    def from_names(cls, names: Sequence[Sequence[str]], same_words: Mapping[str, str]) -> "WordTable":
        """`same_words`: words that count as another one, such as `co` as `company`."""
        number_of: dict[str, int] = {}
        first, word, mask, size = [0], [], [], []
        for name in names:
            tokens = name[:MOST_WORDS]
            for place, token in enumerate(same_words.get(token, token) for token in tokens):
                word.append(number_of.setdefault(token, len(number_of)))
                mask.append(1 << place)
            for place, (one, two) in enumerate(pairwise(tokens)):
                word.append(number_of.setdefault(one + two, len(number_of)))
                mask.append(3 << place)
            size += [1] * len(tokens) + [2] * max(len(tokens) - 1, 0)
            first.append(len(word))
        columns = (np.array(column, dtype=np.int64) for column in (first, word, mask, size))
        return cls(tuple(number_of), *columns)


def match_words(table: WordTable, left: Rows, right: Rows, letters: LetterTable) -> Matches:
    """The matches of each pair of names: most alike first, then nearest in place; sorted by pair."""
    offers = _offers(table, left, right, letters)
    distance = np.abs(np.log2(offers.left & -offers.left) - np.log2(offers.right & -offers.right))
    order = np.lexsort((offers.right, offers.left, distance, -offers.similarity, offers.pair))
    taken_left, taken_right = (np.zeros(len(left), dtype=np.int64) for _ in range(2))
    chosen = [np.empty(0, dtype=np.int64)]
    while len(order):
        best = order[np.flatnonzero(np.diff(offers.pair[order], prepend=-1))]  # the first offer of each pair
        chosen.append(best)
        taken_left[offers.pair[best]] |= offers.left[best]
        taken_right[offers.pair[best]] |= offers.right[best]
        pair = offers.pair[order]
        free = ((taken_left[pair] & offers.left[order]) == 0) & (
            (taken_right[pair] & offers.right[order]) == 0
        )
        order = order[free]
    rows = np.concatenate(chosen)
    return _rows(offers, rows[np.lexsort((offers.left[rows], offers.pair[rows]))])


def _offers(table: WordTable, left: Rows, right: Rows, letters: LetterTable) -> Matches:
    """All matches of words that could be chosen."""
    left_count, right_count = (table.first[side + 1] - table.first[side] for side in (left, right))
    count = left_count * right_count
    pair = np.repeat(np.arange(len(left)), count)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(count) - count, count)
    left_part = table.first[left][pair] + within // right_count[pair]
    right_part = table.first[right][pair] + within % right_count[pair]
    size = table.size[left_part] + table.size[right_part]
    lengths = np.array([len(text) for text in table.texts], dtype=np.int64)
    gap = np.abs(lengths[table.word[left_part]] - lengths[table.word[right_part]])
    kept = (size == 2) | ((size == 3) & (gap <= 4))
    pair, left_part, right_part, size = pair[kept], left_part[kept], right_part[kept], size[kept]
    one, other = table.word[left_part], table.word[right_part]
    similarity, is_initial = _similarities(table.texts, one, other, letters)
    good = similarity >= np.where(size == 2, LEAST_MATCH, LEAST_JOINED_MATCH)
    offers = Matches(pair, table.mask[left_part], table.mask[right_part], similarity, is_initial, one, other)
    return _rows(offers, good)


def _rows(matches: Matches, rows: Rows | Flags) -> Matches:
    return Matches(*(getattr(matches, column.name)[rows] for column in fields(Matches)))


def _similarities(
    texts: Sequence[str], left: Rows, right: Rows, letters: LetterTable
) -> tuple[Floats, Flags]:
    """Of pairs of words: how alike they are, and whether an initial stands for a word."""
    distinct, place = np.unique(left * len(texts) + right, return_inverse=True)
    one, other = distinct // len(texts), distinct % len(texts)
    alike = word_similarity(texts, one, other, letters)
    is_letter = np.array([len(text) == 1 and text.isalpha() for text in texts], dtype=bool)
    start = np.array([ord(text[0]) for text in texts], dtype=np.int64)
    is_initial = (is_letter[one] | is_letter[other]) & (start[one] == start[other])
    alike[is_initial] = INITIAL_MATCH
    alike[is_initial & (one == other)] = TWO_INITIALS_MATCH
    return alike[place], is_initial[place]


def word_similarity(texts: Sequence[str], left: Rows, right: Rows, letters: LetterTable) -> Floats:
    """How alike pairs of words are by the letter table; -1 where already the rough words are unlike."""
    alike = np.full(len(left), UNLIKE)
    roughly = [rough(text) for text in texts]
    near = ratios(roughly, left, right, fuzz.ratio) >= LEAST_ROUGH_MATCH
    alike[near] = np.maximum(letters.similarity(texts, left[near], right[near]), UNLIKE)
    return alike


def ratios(texts: Sequence[str], left: Rows, right: Rows, scorer: Callable[..., float]) -> Floats:
    """rapidfuzz's ratio of pairs of texts given by their places, 0 to 100."""
    values = np.array(texts, dtype=object)
    found: Floats = cpdist(values[left].tolist(), values[right].tolist(), scorer=scorer, dtype=np.float64)
    return found
