"""Which names were compared, and how alike they are: what was compared before is not compared again.

A score depends on two names and the rules alone. Whether two names are compared at all depends on how many names
share their skeletons, so besides the names that came those are compared anew whose skeletons became frequent,
or rare. The outcome is the same as if all names had come at once.
"""

from collections import Counter
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import polars as pl

from flows.corpus.candidates import (
    NameKeys,
    Rarity,
    candidate_pairs,
    passes_rough_look,
    rarity,
    skeletons_of_name,
)
from flows.corpus.likeness import score_pairs
from flows.corpus.name_rules import NameRules
from flows.corpus.vetoes import HARD_VETOES, Veto
from flows.document.records import Kind
from flows.document.spelling import fold

Rows = npt.NDArray[np.int64]

LEAST_SCORE = 0.05  # what counts at all in an average
_NAME_COLUMNS = {"kind": pl.String, "key": pl.String, "is_in_text": pl.Boolean}
_PAIR_COLUMNS = {
    "kind": pl.String, "left_key": pl.String, "right_key": pl.String, "score": pl.Float64, "veto": pl.String
}  # fmt: skip
_SKELETON_COLUMNS = {"skeleton": pl.String, "key": pl.String}
_ROW_COLUMNS = {"left": pl.Int64, "right": pl.Int64, "score": pl.Float64, "veto": pl.String}


@dataclass(frozen=True)
class Compared:
    """The names that were compared and what came of it, for the next time; valid for the same rules only."""

    names: pl.DataFrame  # kind, key, is_in_text (else only the lexicon has it)
    pairs: pl.DataFrame  # kind, left_key, right_key, score, veto: those worth keeping

    @classmethod
    def nothing(cls) -> "Compared":
        """Before the first time."""
        return cls(pl.DataFrame(schema=_NAME_COLUMNS), pl.DataFrame(schema=_PAIR_COLUMNS))

    def of_kind(self, kind: Kind) -> "Compared":
        """The part that is about one kind of names."""
        is_kind = pl.col("kind") == str(kind)
        return Compared(self.names.filter(is_kind), self.pairs.filter(is_kind))


@dataclass(frozen=True)
class Comparable:
    """Names of one kind: those of the texts first, then those that only the lexicon has; each sorted by key."""

    kind: Kind
    keys: Sequence[str]
    tokens: Sequence[tuple[str, ...]]
    text_count: int

    def compared(self, pairs: pl.DataFrame) -> Compared:
        """These names and their pairs (`left`, `right` as row numbers) as the next time asks for them."""
        key = pl.Series(self.keys, dtype=pl.String)
        kind = pl.lit(str(self.kind))
        in_text = np.arange(len(self.keys)) < self.text_count
        names = pl.DataFrame({"key": key, "is_in_text": in_text}).select(
            kind.alias("kind"), "key", "is_in_text"
        )
        return Compared(
            names,
            pairs.select(
                kind.alias("kind"),
                key.gather(pairs["left"]).alias("left_key"),
                key.gather(pairs["right"]).alias("right_key"),
                "score",
                "veto",
            ),
        )


def compare_names(names: Comparable, rules: NameRules, before: Compared) -> pl.DataFrame:
    """The pairs worth keeping: left, right (row numbers, left < right), score, veto; sorted.

    At least one of two names stands in a text. `before`: the comparisons of this kind that need not be made again.
    """
    canonical = [rules.canonical(name) for name in names.tokens]
    asked, keys = _asked(names, canonical, rules, before)
    left, right = candidate_pairs(canonical, np.flatnonzero(asked), keys)
    with_text = left < names.text_count
    fresh = _scored(names, left[with_text], right[with_text], rules)
    return pl.concat([_kept(names, asked, before), fresh]).sort("left", "right")


class KnownNames(Protocol):
    """The names of one kind that were compared before, with their skeletons, where they are kept."""

    def in_text(self, keys: Iterable[str]) -> dict[str, bool]:
        """Of those of the keys that are there, whether a text has them (else only the lexicon)."""

    def counts(self, skeletons: Iterable[str]) -> dict[str, int]:
        """How many names have each of the skeletons; those that none has are left out."""

    def names_under(self, skeletons: Iterable[str]) -> pl.DataFrame:
        """skeleton, key: the names that have them."""


@dataclass(frozen=True)
class FurtherPairs:
    """What further names of one kind change in what is kept of all."""

    kind: Kind
    asked: frozenset[str]  # names whose pairs are all put anew, those that went among them
    pairs: pl.DataFrame  # as in `Compared`
    names: Mapping[
        str, bool
    ]  # key -> whether a text has it, of names that came, or that only the lexicon has now
    removed: frozenset[str]  # names that are no more
    skeletons: pl.DataFrame  # skeleton, key of names that came


def compare_further(
    kind: Kind,
    came: Collection[str],
    gone: Collection[str],
    *,
    lexicon: Container[str],
    index: KnownNames,
    rules: NameRules,
) -> FurtherPairs:
    """Compare names (keys) that texts have from now on, or no longer, with those that are there already.

    The outcome is that of comparing all. `lexicon`: the names that the lexicon has.
    """
    came, gone = ({key for key in some if not _is_lone(kind, key)} for some in (came, gone))
    known = index.in_text(came)
    new = sorted(came - known.keys())
    removed = {key for key in gone if key not in lexicon}
    in_text = dict.fromkeys(sorted(came), True) | dict.fromkeys(sorted(gone - removed), False)
    of_name = {key: _skeletons(key, rules) for key in sorted({*new, *removed})}
    change = Counter(skeleton for key in new for skeleton in of_name[key])
    change.subtract(skeleton for key in sorted(removed) for skeleton in of_name[key])
    before = index.counts(change)
    moved = [
        skeleton
        for skeleton, more in change.items()
        if rarity(skeleton, before.get(skeleton, 0)) != rarity(skeleton, before.get(skeleton, 0) + more)
    ]
    asked = (set(in_text) | set(index.names_under(moved)["key"])) - removed
    arrived = pl.DataFrame(
        [(skeleton, key) for key in new for skeleton in sorted(of_name[key])],
        schema=_SKELETON_COLUMNS,
        orient="row",
    )
    there = _Index(index, removed, in_text, change, arrived)
    pairs = _further_pairs(kind, asked, there, rules)
    return FurtherPairs(kind, frozenset(asked | removed), pairs, in_text, frozenset(removed), arrived)


@dataclass(frozen=True)
class _Index:
    """The known names as they are from now on."""

    before: KnownNames
    removed: Collection[str]
    change_in_text: Mapping[str, bool]
    change: Mapping[str, int]  # of how many names have a skeleton
    arrived: pl.DataFrame

    def in_text(self, keys: Iterable[str]) -> dict[str, bool]:
        return {**self.before.in_text(keys), **self.change_in_text}

    def rarities(self, skeletons: Collection[str]) -> dict[str, Rarity]:
        counts = self.before.counts(skeletons)
        return {one: rarity(one, counts.get(one, 0) + self.change.get(one, 0)) for one in skeletons}

    def names_under(self, skeletons: Collection[str]) -> pl.DataFrame:
        found = pl.concat([self.before.names_under(skeletons).select("skeleton", "key"), self.arrived])
        return found.filter(
            ~pl.col("key").is_in(list(self.removed)) & pl.col("skeleton").is_in(list(skeletons))
        )


def _further_pairs(kind: Kind, asked: Collection[str], index: _Index, rules: NameRules) -> pl.DataFrame:
    """The pairs of the asked names with all others that share a telling skeleton and pass the rough look."""
    of_asked = {key: _skeletons(key, rules) for key in asked}
    rarities = index.rarities(set().union(*of_asked.values()))
    telling = {skeleton for skeleton, rare in rarities.items() if rare != Rarity.TOO_FREQUENT}
    ours = pl.DataFrame(
        [
            (skeleton, key, rarities[skeleton] == Rarity.RARE)
            for key in sorted(asked)
            for skeleton in sorted(of_asked[key] & telling)
        ],
        schema={"skeleton": pl.String, "asked": pl.String, "is_rare": pl.Boolean},
        orient="row",
    )
    sharing = (
        ours.join(index.names_under(telling), on="skeleton")
        .filter(pl.col("asked") != pl.col("key"))
        .group_by("asked", "key")
        .agg(is_rare=pl.col("is_rare").any(), count=pl.len())
        .filter(pl.col("is_rare") | (pl.col("count") > 1))
        .select("asked", "key")
    )
    everything = set(sharing["key"]) | set(sharing["asked"])
    texts = index.in_text(everything)
    ordered = sorted(everything, key=lambda key: (not texts[key], key))
    row_of = {key: row for row, key in enumerate(ordered)}
    names = Comparable(kind, ordered, [_tokens(key) for key in ordered], sum(texts[key] for key in ordered))
    found = {tuple(sorted((row_of[one], row_of[other]))) for one, other in sharing.iter_rows()}
    rows = np.array(sorted(found), dtype=np.int64).reshape(-1, 2)
    rows = rows[rows[:, 0] < names.text_count]
    left, right = rows[:, 0], rows[:, 1]
    passes = passes_rough_look([rules.canonical(name) for name in names.tokens], left, right)
    return names.compared(_scored(names, left[passes], right[passes], rules)).pairs


def _skeletons(key: str, rules: NameRules) -> set[str]:
    return skeletons_of_name(rules.canonical(_tokens(key)))


def _is_lone(kind: Kind, key: str) -> bool:
    return is_lone_person(kind, " ".join(_tokens(key)))


def is_lone_person(kind: str, *keys: str) -> bool:
    """A person called by one word: too little to go by, except for the same word."""
    return kind == Kind.PERSON and any(" " not in key for key in keys)


def skeleton_rows(compared: pl.DataFrame, rules: NameRules) -> pl.DataFrame:
    """kind, skeleton, key of compared names: what `KnownNames` asks for."""
    kinds: list[str] = []
    keys: list[str] = []
    found: list[str] = []
    for kind, key in compared.select("kind", "key").iter_rows():
        skeletons = sorted(_skeletons(key, rules))
        found += skeletons
        kinds += [kind] * len(skeletons)
        keys += [key] * len(skeletons)
    return pl.DataFrame(
        {"kind": kinds, "skeleton": found, "key": keys}, schema={"kind": pl.String, **_SKELETON_COLUMNS}
    )


def _asked(
    names: Comparable, canonical: Sequence[tuple[str, ...]], rules: NameRules, before: Compared
) -> tuple[npt.NDArray[np.bool_], NameKeys]:
    """Which names are compared with all others, and the skeletons of all."""
    count = len(names.keys)
    in_text = np.arange(count) < names.text_count
    known: dict[str, bool] = dict(before.names.select("key", "is_in_text").iter_rows())
    if not known:
        return in_text, NameKeys.from_names(canonical)
    there = set(names.keys)
    gone = [key for key in known if key not in there]
    keys = NameKeys.from_names([*canonical, *(rules.canonical(_tokens(key)) for key in gone)])
    was = np.array([key in known for key in names.keys] + [True] * len(gone), dtype=bool)
    now = np.arange(len(was)) < count
    asked = np.array(
        [known.get(key) != is_here for key, is_here in zip(names.keys, in_text.tolist(), strict=True)],
        dtype=bool,
    )
    moved = keys.moved(was, now)
    asked[moved[moved < count]] = True
    return asked, keys.of_first(count)


def _tokens(key: str) -> tuple[str, ...]:
    """The tokens of a name's key; one of a spelling that was told apart from its like holds the letters."""
    return fold(key[1:]) if key.startswith("=") else tuple(key.split(" "))


def _scored(names: Comparable, left: Rows, right: Rows, rules: NameRules) -> pl.DataFrame:
    rows, places = np.unique(np.concatenate([left, right]), return_inverse=True)
    tokens = [names.tokens[row] for row in rows.tolist()]
    scored = score_pairs(tokens, places[: len(left)], places[len(left) :], names.kind, rules)
    hard = [number for number, veto in enumerate(Veto) if veto in HARD_VETOES]
    kept = (scored.score >= LEAST_SCORE) | np.isin(scored.veto, hard)
    vetoes = pl.Series([*map(str, Veto), None], dtype=pl.String)
    return pl.DataFrame(
        {
            "left": left[kept],
            "right": right[kept],
            "score": scored.score[kept],
            "veto": vetoes.gather(np.where(scored.veto < 0, len(Veto), scored.veto)[kept].astype(np.int64)),
        },
        schema=_ROW_COLUMNS,
    )


def _kept(names: Comparable, asked: npt.NDArray[np.bool_], before: Compared) -> pl.DataFrame:
    """The earlier pairs of names that are not compared anew, and are still there."""
    if before.pairs.is_empty():
        return pl.DataFrame(schema=_ROW_COLUMNS)
    rows = np.flatnonzero(~asked)
    row_of = pl.DataFrame({"key": pl.Series(names.keys, dtype=pl.String).gather(rows), "row": rows})
    return (
        before.pairs.join(row_of.rename({"key": "left_key", "row": "left"}), on="left_key")
        .join(row_of.rename({"key": "right_key", "row": "right"}), on="right_key")
        .select(list(_ROW_COLUMNS))
    )
