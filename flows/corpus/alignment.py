"""How alike two words are as romanisations of one name, by a table of letter correspondences.

The best path over segments of 0-2 letters against 0-2 letters (Viterbi), for many pairs of words at once.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from flows.document.records import LexiconError

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int32]
Rows = npt.NDArray[np.int64]

_PAIR = re.compile(r"(-|[a-z]{1,2})~(-|[a-z]{1,2})")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
LONGEST_WORD = 24  # letters; what is longer is compared by its beginning
_NEVER = np.float32(1e9)


@dataclass(frozen=True)
class LetterTable:
    """Costs of segment pairs in nats, by segment lengths, rows and columns by the number of a segment.

    Letters count from 0, 26 is none. Pairs of letters that the table does not have share the last number.
    """

    costs: Mapping[tuple[int, int], Floats]
    digraphs: Mapping[str, int]
    surprise: Floats  # -ln of each letter's frequency

    @classmethod
    def from_data(cls, data: object) -> "LetterTable":
        """Check the content of letters.yml and turn weights into costs."""
        if (
            not isinstance(data, dict)
            or not {"tiers", "itself", "nothing", "other", "frequency"} <= data.keys()
        ):
            raise LexiconError("letters.yml: needs tiers, itself, nothing, other and frequency")
        weights = _segment_weights(data)
        total = sum(weights.values())
        known = sorted({segment for pair in weights for segment in pair if len(segment) == 2})
        digraphs = {segment: number for number, segment in enumerate(known)}
        sizes = (1, 27, len(digraphs) + 1)
        shapes = sorted({(len(left), len(right)) for left, right in weights})
        costs = {
            shape: np.full([sizes[length] for length in shape], _NEVER, dtype=np.float32) for shape in shapes
        }
        for pair, weight in weights.items():
            row, column = (_number(segment, digraphs) for segment in pair)
            costs[len(pair[0]), len(pair[1])][row, column] = -math.log(weight / total)
        frequency = np.array([data["frequency"][letter] for letter in _LETTERS])
        surprise = -np.log(np.append(frequency / frequency.sum(), 1.0)).astype(np.float32)
        return cls(costs, digraphs, surprise)

    def similarity(self, words: Sequence[str], left: Rows, right: Rows) -> Floats:
        """For pairs of words, given by their places: 1 for equal, about 0 for unrelated, less for unlike.

        How much likelier the two are as one name than as two, by the mean of the same for each word with
        itself, at most 1. Words with a digit, or without a letter, are alike only when equal: else -1.
        """
        result = np.full(len(left), -1.0, dtype=np.float32)
        spelled = np.array([word.isascii() and word.isalpha() for word in words], dtype=bool)
        result[left == right] = 1.0
        compared = np.flatnonzero((left != right) & spelled[left] & spelled[right])
        if len(compared) == 0:
            return result
        segments = self._segments(
            [word if letters else "" for word, letters in zip(words, spelled, strict=True)]
        )
        alone = segments.surprise
        left, right = left[compared], right[compared]
        used = np.unique(np.concatenate([left, right]))
        costs = self._costs(segments, np.concatenate([used, left]), np.concatenate([used, right]))
        itself = np.ones(len(words), dtype=np.float32)
        itself[used] = 2 * alone[used] - costs[: len(used)]
        gain = alone[left] + alone[right] - costs[len(used) :]
        result[compared] = np.minimum(gain / ((itself[left] + itself[right]) / 2), 1.0)
        return result

    def _segments(self, words: Sequence[str]) -> "_Segments":
        cut = [word[:LONGEST_WORD] for word in words]
        filled = "".join(word.ljust(LONGEST_WORD, "{") for word in cut)  # '{' follows 'z': number 26
        letters = np.frombuffer(filled.encode("ascii"), dtype=np.uint8).astype(np.int32) - 97
        letters = letters.reshape(len(words), LONGEST_WORD)
        number_of = np.full(27 * 27, len(self.digraphs), dtype=np.int32)
        for segment, number in self.digraphs.items():
            number_of[_LETTERS.index(segment[0]) * 27 + _LETTERS.index(segment[1])] = number
        return _Segments(
            letters=letters,
            digraphs=number_of[letters[:, :-1] * 27 + letters[:, 1:]],
            lengths=np.array([len(word) for word in cut], dtype=np.int64),
            surprise=self.surprise[letters].sum(axis=1),
        )

    def _costs(self, segments: "_Segments", left: Rows, right: Rows) -> Floats:
        """The cheapest path of each pair, pairs of like lengths together."""
        result = np.empty(len(left), dtype=np.float32)
        step = (
            1 if len(left) > 50_000 else 4 if len(left) > 2_000 else LONGEST_WORD
        )  # few pairs: few, wide passes
        rough = (segments.lengths + step - 1) // step
        shape = rough[left] * (LONGEST_WORD + 1) + rough[right]
        order = np.argsort(shape, kind="stable")
        for some in np.split(order, np.flatnonzero(np.diff(shape[order])) + 1):
            for start in range(0, len(some), 8_000):  # so that a pass stays in the processor's cache
                part = some[start : start + 8_000]
                result[part] = self._cheapest_paths(segments, left[part], right[part])
        return result

    def _cheapest_paths(self, segments: "_Segments", left: Rows, right: Rows) -> Floats:
        """Diagonal by diagonal: `best[d][row]` is the cost of `row` letters against `d - row` letters."""
        rows, columns = segments.lengths[left], segments.lengths[right]
        height, width = int(rows.max()), int(columns.max())
        left_segments, right_segments = segments.by_position(left), segments.by_position(right)
        best = [np.zeros((height + 1, len(left)), dtype=np.float32)]
        for diagonal in range(1, height + width + 1):
            here = np.full((height + 1, len(left)), _NEVER, dtype=np.float32)
            for (up, back), costs in self.costs.items():
                first = max(up, diagonal - width)
                last = min(height, diagonal - back)
                if first > last:
                    continue
                above = left_segments[up][first - up : last - up + 1]
                column = np.arange(diagonal - first - back, diagonal - last - back - 1, -1)
                step = costs.ravel()[above * costs.shape[1] + right_segments[back][column]]
                step += best[diagonal - up - back][first - up : last - up + 1]
                np.minimum(here[first : last + 1], step, out=here[first : last + 1])
            best.append(here)
        table = np.stack(best)
        cheapest: Floats = table[rows + columns, rows, np.arange(len(left))]
        return cheapest


@dataclass(frozen=True)
class _Segments:
    """Words as numbers of their letters (words × longest) and pairs of letters (words × longest - 1)."""

    letters: Numbers
    digraphs: Numbers
    lengths: Rows
    surprise: Floats  # of all letters of a word together

    def by_position(self, words: Rows) -> tuple[Numbers, Numbers, Numbers]:
        """For segments of 0, 1 and 2 letters: position × word."""
        nothing = np.zeros((LONGEST_WORD + 1, 1), dtype=np.int32)
        return nothing, self.letters[words].T.copy(), self.digraphs[words].T.copy()


def _segment_weights(data: Mapping[str, object]) -> dict[tuple[str, str], float]:
    frequency, tiers = data["frequency"], data["tiers"]
    if not isinstance(frequency, dict) or set(frequency) != set(_LETTERS):
        raise LexiconError("letters.yml: frequency needs the 26 letters a-z, each once")
    if not isinstance(tiers, list):
        raise LexiconError("letters.yml: tiers is a list of weight and pairs")
    itself, nothing, other = (float(str(data[name])) for name in ("itself", "nothing", "other"))
    weights = {
        (one, two): itself * float(frequency[one]) if one == two else other
        for one, two in product(_LETTERS, _LETTERS)
    }
    for letter in _LETTERS:
        weights[letter, ""] = weights["", letter] = nothing
    for tier in tiers:
        for written in str(tier["pairs"]).split():
            pair = _PAIR.fullmatch(written)
            if pair is None:
                raise LexiconError(
                    f"letters.yml: {written!r} is no pair like kh~h or -~h (1-2 letters a side)"
                )
            left, right = (side.replace("-", "") for side in pair.groups())
            for key in ((left, right), (right, left)):
                weights[key] = weights.get(key, 0.0) + float(tier["weight"])
    return weights


def _number(segment: str, digraphs: Mapping[str, int]) -> int:
    if len(segment) < 2:
        return _LETTERS.index(segment) if segment else 0
    return digraphs[segment]
