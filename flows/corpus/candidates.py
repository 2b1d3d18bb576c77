"""Which pairs of names are worth comparing: those that share a consonant skeleton, and pass a cheap look.

A skeleton drops vowels and writes letters that romanisations exchange as one; where a letter can stand for
two sounds the skeleton branches, so a name has several. A frequent skeleton counts only with a second one.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, pairwise

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz import fuzz
from rapidfuzz.process import cpdist

Rows = npt.NDArray[np.int64]

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
ROWS_AT_A_TIME = 10_000
CHUNK = 200_000  # pairs looked at in one pass
LEAST_ROUGH_RATIO = 66.0  # keeps 99.5 % of true pairs and drops 80 % of candidates


def candidate_pairs(names: Sequence[tuple[str, ...]], asked: int | None = None) -> tuple[Rows, Rows]:
    """Row numbers (left < right) of folded names that may be spellings of one, sorted.

    `asked`: only pairs with one of the first so many names; the others are just there to be found.
    """
    asked = len(names) if asked is None else asked
    keys = _keys_of_names(names)
    keys = keys.join(keys.filter(pl.col("row") < asked), on="key", how="semi")
    if keys.is_empty():
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    sizes = keys.group_by("key").agg(pl.len().alias("size"))
    keys = keys.join(sizes, on="key").filter(pl.col("size") > 1)
    whole = pl.col("is_whole")
    rare = keys.filter(
        (~whole & (pl.col("size") <= MOST_NAMES_OF_KEY)) | (whole & (pl.col("size") <= MOST_NAMES_OF_WHOLE))
    )
    frequent = keys.filter(
        ~whole & pl.col("size").is_between(MOST_NAMES_OF_KEY, MOST_NAMES_OF_TWO_KEYS, closed="right")
    )
    pairs = (
        pl.concat([_pairs_under_keys(rare, asked), _pairs_under_two_keys(frequent, asked)])
        .unique()
        .sort("left", "right")
    )
    return _pass_rough_look(names, *(pairs[side].cast(pl.Int64).to_numpy() for side in ("left", "right")))


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


def _keys_of_names(names: Sequence[tuple[str, ...]]) -> pl.DataFrame:
    rows, keys, whole = [], [], []
    for row, tokens in enumerate(names):
        parts = chain(tokens, (one + two for one, two in pairwise(tokens)))
        of_parts = set(chain.from_iterable(skeletons(part) for part in parts))
        of_whole = {f"={key}" for key in skeletons("".join(tokens))}
        keys += sorted(of_parts) + sorted(of_whole)
        rows += [row] * (len(of_parts) + len(of_whole))
        whole += [False] * len(of_parts) + [True] * len(of_whole)
    return pl.DataFrame(
        {"row": rows, "key": keys, "is_whole": whole},
        schema={"row": pl.Int32, "key": pl.String, "is_whole": pl.Boolean},
    )


def _pairs_under_keys(keys: pl.DataFrame, asked: int) -> pl.DataFrame:
    """Distinct pairs that share a key; a stretch of names at a time, so that repeats never pile up."""
    asking = keys.filter(pl.col("row") < asked)
    found = [
        asking.filter(pl.col("row").is_between(start, start + ROWS_AT_A_TIME, closed="left"))
        .select("key", left="row")
        .join(keys.select("key", right="row"), on="key")
        .filter(pl.col("left") < pl.col("right"))
        .select("left", "right")
        .unique()
        for start in range(0, max(asked, 1), ROWS_AT_A_TIME)
    ]
    return pl.concat(found)


def _pairs_under_two_keys(keys: pl.DataFrame, asked: int) -> pl.DataFrame:
    return (
        keys.filter(pl.col("row") < asked)
        .select("key", left="row")
        .join(keys.select("key", right="row"), on="key")
        .filter(pl.col("left") < pl.col("right"))
        .group_by("left", "right")
        .agg(pl.len().alias("shared"))
        .filter(pl.col("shared") > 1)
        .select("left", "right")
    )


def _pass_rough_look(names: Sequence[tuple[str, ...]], left: Rows, right: Rows) -> tuple[Rows, Rows]:
    """Keep the pairs whose rough words are alike, sorted or written together."""
    words = [[rough(token) for token in tokens] for tokens in names]
    by_word = [" ".join(sorted(one)) for one in words]
    joined = ["".join(one) for one in words]
    passes = np.zeros(len(left), dtype=bool)
    for start in range(0, len(left), CHUNK):
        part = slice(start, start + CHUNK)
        for texts in (by_word, joined):
            passes[part] |= _ratios(texts, left[part], right[part]) >= LEAST_ROUGH_RATIO
    return left[passes], right[passes]


def _ratios(texts: Sequence[str], left: Iterable[int], right: Iterable[int]) -> npt.NDArray[np.float32]:
    ratios: npt.NDArray[np.float32] = cpdist(
        [texts[row] for row in left], [texts[row] for row in right], scorer=fuzz.ratio, dtype=np.float32
    )
    return ratios
