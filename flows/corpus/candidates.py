"""Which pairs of names are worth comparing: those that share a consonant skeleton, and pass a cheap look.

A skeleton drops vowels and writes letters that romanisations exchange as one; where a letter can stand for
two sounds the skeleton branches, so a name has several. A frequent skeleton counts only with a second one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz import fuzz
from rapidfuzz.process import cpdist

Rows = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_DOUBLED = re.compile(r"([a-z])\1+")
_SOUND = re.compile(r"tsch|tch|dj|dg|kh|gh|ch|th|dh|ph|sh|zh|ck|[a-z]")
_KEYS_OF_SOUND = {
    **dict.fromkeys(("tsch", "tch"), "C"),
    **dict.fromkeys(("dj", "dg"), "J"),
    "kh": "KH",
    "gh": "K-",
    "ch": "SKH",
    "th": "TS",
    "dh": "TS",
    "g": "KJ",
    "j": "JH",
    "c": "KS",
    "x": "KS",
    "zh": "SJ",
    **dict.fromkeys(("sh", "s", "z"), "S"),
    **dict.fromkeys(("q", "k", "ck"), "K"),
    **dict.fromkeys("td", "T"),
    **dict.fromkeys("pb", "B"),
    **dict.fromkeys(("f", "ph"), "F"),
    "v": "F-",  # as the w that it often is written
    **{letter: letter.upper() for letter in "lrmn"},
}
MOST_KEYS_OF_WORD = 12
MOST_KEYS_OF_NAME = 16
MOST_NAMES_OF_KEY = 150  # names under one key are all candidates
MOST_NAMES_OF_TWO_KEYS = 400  # …of a more frequent key only with a second one in common
MOST_NAMES_OF_WHOLE = 600
NAMES_AT_A_TIME = 20_000
CHUNK = 1_000_000  # pairs looked at in one pass
LEAST_ROUGH_RATIO = 66.0  # keeps 99.5 % of true pairs and drops 80 % of candidates


@dataclass(frozen=True)
class NameKeys:
    """The skeletons of names, one entry per name and skeleton, entries of a skeleton together.

    Skeletons are kept as 64-bit hashes: two that collide by chance only mean one more look.
    """

    key: npt.NDArray[np.uint64]  # sorted
    row: npt.NDArray[np.int32]  # number of the name
    is_whole: Flags  # skeleton of all words written together

    @classmethod
    def from_names(cls, names: Sequence[tuple[str, ...]]) -> "NameKeys":
        """The skeletons of folded names: of each word, of neighbours together, of all words together."""
        parts = [
            _entries(names[start : start + NAMES_AT_A_TIME], start)
            for start in range(0, max(len(names), 1), NAMES_AT_A_TIME)
        ]
        key, row, is_whole = (np.concatenate(columns) for columns in zip(*parts, strict=True))
        order = np.argsort(key, kind="stable")
        return cls(key[order], row[order], is_whole[order])

    def of_first(self, count: int) -> "NameKeys":
        """Those of the first so many names."""
        kept = self.row < count
        return NameKeys(self.key[kept], self.row[kept], self.is_whole[kept])

    def blocks(self) -> tuple[Rows, Rows]:
        """For each entry where the entries of its skeleton begin, and how many they are."""
        starts = np.flatnonzero(np.diff(self.key, prepend=self.key[:1] + np.uint64(1)))
        sizes = np.diff(starts, append=len(self.key))
        return np.repeat(starts, sizes), np.repeat(sizes, sizes)

    def moved(self, before: Flags, now: Flags) -> Rows:
        """Names under a skeleton that was rare enough `before` and is not `now`, or the other way round.

        The flags say which names there were and are. What is compared changes for these names alone, besides
        for those that came.
        """
        starts, sizes = self.blocks()
        first = np.flatnonzero(starts == np.arange(len(starts)))
        classes = []
        for there in (before, now):
            counts = np.add.reduceat(there[self.row].astype(np.int64), first) if len(first) else first
            classes.append(_class_of(np.repeat(counts, sizes[first]), self.is_whole))
        return np.unique(self.row[classes[0] != classes[1]]).astype(np.int64)

    def candidates_of(self, name: tuple[str, ...], names: Sequence[tuple[str, ...]]) -> Rows:
        """Rows of the names (those the skeletons are of) that a further name may be a spelling of."""
        key, _, is_whole = _entries([name], 0)
        starts = np.searchsorted(self.key, key, side="left")
        sizes = np.searchsorted(self.key, key, side="right") - starts
        classes = _class_of(sizes + 1, is_whole)
        found = []
        for rarity, least in ((_RARE, 1), (_FREQUENT, 2)):
            some = classes == rarity
            sharing, shared = np.unique(self.row[_ranges(starts[some], sizes[some])], return_counts=True)
            found.append(sharing[shared >= least])
        rows = np.unique(np.concatenate(found)).astype(np.int64)
        texts = [name, *(names[row] for row in rows.tolist())]
        places = np.arange(1, len(texts))
        passes: Rows = rows[passes_rough_look(texts, np.zeros_like(places), places)]
        return passes


def candidate_pairs(
    names: Sequence[tuple[str, ...]], asked: Rows | None = None, keys: NameKeys | None = None
) -> tuple[Rows, Rows]:
    """Row numbers (left < right) of folded names that may be spellings of one, sorted.

    `asked`: only pairs with one of these rows. `keys`: of the same names, where they are there already.
    """
    keys = keys or NameKeys.from_names(names)
    is_asked = np.zeros(len(names), dtype=bool)
    is_asked[slice(None) if asked is None else asked] = True
    starts, sizes = keys.blocks()
    classes = _class_of(sizes, keys.is_whole)
    found = [np.empty(0, dtype=np.int64)]
    for rarity in (_RARE, _FREQUENT):
        entries = np.flatnonzero((classes == rarity) & (sizes > 1) & is_asked[keys.row])
        entries = entries[np.argsort(keys.row[entries], kind="stable")]
        for part in _chunks(keys.row[entries], sizes[entries]):
            some = entries[part]
            left = np.repeat(keys.row[some], sizes[some]).astype(np.int64)
            right = keys.row[_ranges(starts[some], sizes[some])].astype(np.int64)
            once = (left < right) | (~is_asked[right] & (left != right))
            codes = np.minimum(left, right)[once] * len(names) + np.maximum(left, right)[once]
            shared = pl.Series(codes).value_counts()
            if rarity == _FREQUENT:
                shared = shared.filter(pl.col("count") > 1)
            codes = shared[:, 0].to_numpy()
            found.append(codes[passes_rough_look(names, codes // len(names), codes % len(names))])
    codes = np.unique(np.concatenate(found))
    return codes // max(len(names), 1), codes % max(len(names), 1)


@lru_cache(maxsize=50_000)
def skeletons(word: str) -> tuple[str, ...]:
    """The consonant skeletons of a folded word: `"yaghi"` -> `("", "K")`, completed when short.

    At most 12; a skeleton of one letter is completed with the word's first three letters.
    """
    found = [""]
    for number, sound in enumerate(_SOUND.findall(_DOUBLED.sub(r"\1", word))):
        keys = "H-" if sound == "h" and number == 0 else _KEYS_OF_SOUND.get(sound, "")
        if keys:
            found = [one + key.replace("-", "") for one in found for key in keys][:MOST_KEYS_OF_NAME]
    digits = "".join(letter for letter in word if letter.isdigit())
    distinct = dict.fromkeys(skeleton + digits for skeleton in found)
    return tuple(key if len(key) > 1 else f"{key}:{word[:3]}" for key in distinct)[:MOST_KEYS_OF_WORD]


@lru_cache(maxsize=200_000)
def rough(word: str) -> str:
    """A word with exchangeable letters as one and without vowels: `"qadhafi"` -> `"ktf"`."""
    return _DOUBLED.sub(r"\1", "".join(_ROUGH.get(sound, "") for sound in _SOUND.findall(word)))


_ROUGH = {
    **dict.fromkeys(("kh", "gh", "q", "c", "g", "x", "j", "k", "ck"), "k"),
    **dict.fromkeys(("dj", "dg"), "k"),
    **dict.fromkeys(("sh", "ch", "z", "s", "zh", "tch", "tsch"), "s"),
    **dict.fromkeys(("th", "dh", "t", "d"), "t"),
    **dict.fromkeys("bp", "b"),
    **dict.fromkeys(("v", "ph", "f"), "f"),
    **{letter: letter for letter in "lrmn"},
}


class Rarity(IntEnum):
    """What a common skeleton says: enough by itself, only with a second one, nothing."""

    RARE = 0
    FREQUENT = 1
    TOO_FREQUENT = 2


_RARE, _FREQUENT, _TOO_FREQUENT = Rarity


def _class_of(sizes: Rows, is_whole: Flags) -> Rows:
    """How much a skeleton says that so many names have."""
    most = np.where(is_whole, MOST_NAMES_OF_WHOLE, MOST_NAMES_OF_KEY)
    frequent = ~is_whole & (sizes <= MOST_NAMES_OF_TWO_KEYS)
    return np.where(sizes <= most, _RARE, np.where(frequent, _FREQUENT, _TOO_FREQUENT))


def _entries(
    names: Sequence[tuple[str, ...]], first: int
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int32], Flags]:
    """Skeleton, row and whether it is of the whole name; rows count from `first`."""
    rows: list[int] = []
    keys: list[str] = []
    for row, tokens in enumerate(names, start=first):
        found = skeletons_of_name(tokens)
        keys += found
        rows += [row] * len(found)
    hashes = pl.Series(keys, dtype=pl.String).hash().to_numpy()
    is_whole = np.array([key[0] == "=" for key in keys], dtype=bool)
    return hashes, np.array(rows, dtype=np.int32), is_whole


def skeletons_of_name(tokens: tuple[str, ...]) -> set[str]:
    """The skeletons of a folded name: of its words, of neighbours together, and after `=` of all words together."""
    parts = chain(tokens, (one + two for one, two in pairwise(tokens)))
    found = set(chain.from_iterable(skeletons(part) for part in parts))
    return found | {f"={key}" for key in skeletons("".join(tokens))}


def rarity(skeleton: str, count: int) -> Rarity:
    """How much it says of two names that both have a skeleton which so many have."""
    if count <= (MOST_NAMES_OF_WHOLE if skeleton[0] == "=" else MOST_NAMES_OF_KEY):
        return Rarity.RARE
    is_frequent = skeleton[0] != "=" and count <= MOST_NAMES_OF_TWO_KEYS
    return Rarity.FREQUENT if is_frequent else Rarity.TOO_FREQUENT


def _chunks(rows: npt.NDArray[np.int32], sizes: Rows) -> Iterator[slice]:
    """Cuts entries, sorted by name, so that a name stays whole and some CHUNK pairs are in each."""
    names = np.flatnonzero(np.diff(rows, prepend=-1))
    before = np.concatenate([[0], np.cumsum(sizes)])[names]
    cuts = names[np.flatnonzero(np.diff(before // CHUNK, prepend=-1))]
    for start, end in pairwise([*cuts.tolist(), len(rows)]):
        yield slice(start, end)


def _ranges(starts: Rows, sizes: Rows) -> Rows:
    """`start, start + 1, …` of each, one after the other."""
    within: Rows = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.repeat(starts, sizes) + within


def passes_rough_look(names: Sequence[tuple[str, ...]], left: Rows, right: Rows) -> Flags:
    """Whether the rough words of two names are alike, sorted or written together."""
    rows, places = np.unique(np.concatenate([left, right]), return_inverse=True)
    one, other = places[: len(left)], places[len(left) :]
    passes = np.zeros(len(left), dtype=bool)
    for texts in zip(*(_rough_texts(names[row]) for row in rows.tolist()), strict=True):
        written = np.array(texts, dtype=object)
        ratios = cpdist(written[one].tolist(), written[other].tolist(), scorer=fuzz.ratio, dtype=np.float32)
        passes |= ratios >= LEAST_ROUGH_RATIO
    return passes


@lru_cache(maxsize=200_000)
def _rough_texts(tokens: tuple[str, ...]) -> tuple[str, str]:
    words = [rough(token) for token in tokens]
    return " ".join(sorted(words)), "".join(words)
