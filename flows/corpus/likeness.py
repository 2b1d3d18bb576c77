"""How likely two names are spellings of one entity.

Words are matched by the letter table, the match is described by features that can be shown, and one logistic
per kind (signs fixed, coefficients in name_likeness.yml) makes a score of them. A score depends on the two
names and the rules alone, on nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from flows.corpus.name_pairs import Floats, Names, Pairs, Rows, inversions, words_at
from flows.corpus.name_rules import FEATURES, Model, NameRules
from flows.corpus.vetoes import Veto, find_vetoes
from flows.corpus.word_matches import MOST_WORDS, Matches, ratios, word_similarity
from flows.document.records import Kind
from flows.document.spelling import fold

CHUNK = 20_000  # pairs compared in one pass: some 100 MB
_VETOES = tuple(Veto)


@dataclass(frozen=True)
class Scored:
    """Columns, one entry per pair of names: scores between 0 and 1, vetoes as their number or -1."""

    left: Rows
    right: Rows
    score: Floats
    veto: npt.NDArray[np.int8]

    def veto_of(self, row: int) -> Veto | None:
        """The veto of one pair."""
        return _VETOES[self.veto[row]] if self.veto[row] >= 0 else None


@dataclass(frozen=True, slots=True)
class WordMatch:
    """One row per match of words of two names (two words of one side when they are written together)."""

    left: str
    right: str
    similarity: float


@dataclass(frozen=True)
class Comparison:
    """Two names side by side: matched words, what is left over, features, score and veto."""

    matches: tuple[WordMatch, ...]
    left_over: tuple[str, ...]
    right_over: tuple[str, ...]
    features: Mapping[str, float]
    shares: Mapping[str, float]  # feature × coefficient
    score: float
    veto: Veto | None


def score_pairs(
    names: Sequence[tuple[str, ...]], left: Rows, right: Rows, kind: Kind, rules: NameRules
) -> Scored:
    """Score and veto of each pair of folded names, given by row numbers in `names`."""
    prepared = Names.from_folded(names, rules)
    scores, vetoes = [np.empty(0)], [np.empty(0, dtype=np.int8)]
    for start in range(0, len(left), CHUNK):
        some = slice(start, start + CHUNK)
        pairs = Pairs.from_rows(prepared, left[some], right[some], rules)
        features = describe(pairs, rules)
        scores.append(_logistic(features, rules.models[kind]))
        vetoes.append(find_vetoes(pairs, features, kind, rules))
    # Rounded, so that a score is the same to the last digit in whatever company it was computed.
    return Scored(left, right, np.concatenate(scores).round(6), np.concatenate(vetoes))


def compare(left: str, right: str, kind: Kind, rules: NameRules) -> Comparison:
    """Two names as texts spell them, side by side."""
    return compare_folded([(fold(left), fold(right))], kind, rules)[0]


def compare_folded(
    names: Sequence[tuple[tuple[str, ...], tuple[str, ...]]], kind: Kind, rules: NameRules
) -> list[Comparison]:
    """Pairs of folded names side by side."""
    if not names:
        return []
    left = np.arange(0, 2 * len(names), 2)
    prepared = Names.from_folded([name for pair in names for name in pair], rules)
    pairs = Pairs.from_rows(prepared, left, left + 1, rules)
    features = describe(pairs, rules)
    scores = _logistic(features, rules.models[kind])
    vetoes = find_vetoes(pairs, features, kind, rules)
    by_pair: list[list[int]] = [[] for _ in names]
    for row, pair in enumerate(pairs.matches.pair):
        by_pair[pair].append(row)
    return [
        Comparison(
            *_in_words(*names[pair], pairs.matches, by_pair[pair]),
            features={name: float(features[name][pair]) for name in FEATURES},
            shares=_shares(features, pair, rules.models[kind]),
            score=float(scores[pair]),
            veto=_VETOES[vetoes[pair]] if vetoes[pair] >= 0 else None,
        )
        for pair in range(len(names))
    ]


def _logistic(features: Mapping[str, Floats], model: Model) -> Floats:
    table = np.column_stack([features[name] for name in FEATURES])
    scores: Floats = 1.0 / (1.0 + np.exp(-(model.intercept + table @ model.coefficients)))
    return scores


def _shares(features: Mapping[str, Floats], pair: int, model: Model) -> dict[str, float]:
    return {
        name: float(features[name][pair] * coefficient)
        for name, coefficient in zip(FEATURES, model.coefficients, strict=True)
    }


def _in_words(
    left: Sequence[str], right: Sequence[str], matches: Matches, rows: Sequence[int]
) -> tuple[tuple[WordMatch, ...], tuple[str, ...], tuple[str, ...]]:
    """The matches of one pair in the order of the left name, and the words that nothing matches."""
    found = []
    left_taken = right_taken = 0
    for row in rows:
        left_mask, right_mask = int(matches.left[row]), int(matches.right[row])
        left_taken, right_taken = left_taken | left_mask, right_taken | right_mask
        words = " ".join(words_at(left, left_mask)), " ".join(words_at(right, right_mask))
        found.append(WordMatch(*words, float(matches.similarity[row])))
    return tuple(found), tuple(words_at(left, ~left_taken)), tuple(words_at(right, ~right_taken))


def describe(pairs: Pairs, rules: NameRules) -> dict[str, Floats]:
    """The features of each pair, by their names in `FEATURES`."""
    names, left, right = pairs.names, pairs.left, pairs.right
    left_matched, right_matched = pairs.matched_weights
    weight, similarity = (left_matched + right_matched) / 2, pairs.matches.similarity
    total, least = pairs.sum_by_pair(weight), pairs.least_by_pair(similarity)
    whole = names.weights.sum(axis=1)
    left_over = whole[left] - pairs.sum_by_pair(left_matched)
    right_over = whole[right] - pairs.sum_by_pair(right_matched)
    conflict = np.minimum(left_over, right_over)
    rest, rest_ratio = _rests(pairs, conflict, rules)
    return {
        "mean": pairs.sum_by_pair(weight * similarity) / np.maximum(total, 1e-9),
        "least": np.where(total > 0, least, 0.0),
        "worst": np.minimum(least, rest),
        "loss": pairs.sum_by_pair(weight * (1 - similarity)),
        "matched": np.minimum(total, 4.0),
        "conflict": conflict,
        "rest_loss": conflict * (1 - rest) / 2,
        "rest_ratio": conflict * (1 - rest_ratio),
        "one_sided": np.maximum(left_over, right_over),
        "unmatched": left_over + right_over,
        "inversions": inversions(pairs),
        "joined": ratios(names.joined, left, right, fuzz.ratio) / 100,
        "ratio": ratios(names.by_word, left, right, fuzz.ratio) / 100,
        "numbers": (names.numbers[left] != names.numbers[right]).astype(np.float64),
        "initials": pairs.sum_by_pair(pairs.matches.is_initial),
        **_ends(pairs),
    }


def _rests(pairs: Pairs, conflict: Floats, rules: NameRules) -> tuple[Floats, Floats]:
    """How alike unmatched words are, written together: by letters (-1 to 1), by ratio (0 to 1).

    1 where one side has none left.
    """
    rows = np.flatnonzero(conflict > 0)
    number_of: dict[str, int] = {}
    left = _numbers_of_rests(pairs, pairs.left, pairs.matches.left, rows, number_of)
    right = _numbers_of_rests(pairs, pairs.right, pairs.matches.right, rows, number_of)
    alike, ratio = np.ones(pairs.count), np.ones(pairs.count)
    texts = list(number_of)
    alike[rows] = word_similarity(texts, left, right, rules.letters)
    ratio[rows] = ratios(texts, left, right, fuzz.ratio) / 100
    return alike, ratio


def _numbers_of_rests(pairs: Pairs, side: Rows, masks: Rows, rows: Rows, number_of: dict[str, int]) -> Rows:
    """For each of the rows the number of its unmatched words written together; new ones join `number_of`."""
    taken = np.zeros(pairs.count, dtype=np.int64)
    np.bitwise_or.at(taken, pairs.matches.pair, masks)
    rests = (
        "".join(words_at(pairs.names.tokens[name], ~mask))
        for name, mask in zip(side[rows].tolist(), taken[rows].tolist(), strict=True)
    )
    return np.array([number_of.setdefault(rest, len(number_of)) for rest in rests], dtype=np.int64)


def _ends(pairs: Pairs) -> dict[str, Floats]:
    """How alike first and first, last and last word are, where they were matched with each other."""
    matches = pairs.matches
    last_place = np.array([1 << max(min(len(name), MOST_WORDS) - 1, 0) for name in pairs.names.tokens])
    at_start = (matches.left & matches.right & 1) > 0
    at_end = (matches.left & last_place[pairs.left[matches.pair]] > 0) & (
        matches.right & last_place[pairs.right[matches.pair]] > 0
    )
    return {
        "first": pairs.sum_by_pair(np.where(at_start, matches.similarity, 0.0)),
        "last": pairs.sum_by_pair(np.where(at_end, matches.similarity, 0.0)),
    }
