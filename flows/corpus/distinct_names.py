"""From mentions to distinct names: what each mention stands for, of which kind it is, how it folds."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from flows.corpus.decisions import Standing, reference
from flows.corpus.name_rules import NameRules
from flows.document.authority import Authority
from flows.document.records import Kind
from flows.document.spelling import spelling_key


@dataclass(frozen=True, slots=True)
class Name:
    """One row per distinct name: a kind and a folded spelling, with how texts write it."""

    kind: str
    key: str
    surface: str  # the most mentioned spelling; of equals the longest, then the alphabetically first
    mention_count: int


SPELLING_COLUMNS = {
    "head_surface": pl.String,
    "head_kind": pl.String,
    "mention_count": pl.Int64,
    "direct_count": pl.Int64,
    "evident_count": pl.Int64,
}
# Spellings (head_surface, head_kind, name) -> name, doc_id of the documents that have them in full.
FindDocuments = Callable[[pl.DataFrame], pl.DataFrame]
# All mentions from the start, those of some documents at a time; a document is never parted.
ReadMentions = Callable[[], Iterable[pl.DataFrame]]


@dataclass(frozen=True)
class DistinctNames:
    """The distinct names of all mentions, or of some that are looked at by themselves, sorted by kind and key."""

    names: list[Name]
    of_spelling: pl.DataFrame  # head_surface, head_kind, kind, key, mention_count, name (its number)
    find_documents: FindDocuments

    @classmethod
    def from_spellings(
        cls,
        spellings: pl.DataFrame,
        authority: Authority,
        standing: Standing,
        find_documents: FindDocuments,
    ) -> "DistinctNames":
        """The names of spellings (`SPELLING_COLUMNS`); of a folded spelling all or none must be there."""
        names, of_spelling = _distinct(_name_keys(spellings, authority, standing))
        return cls(names, of_spelling, find_documents)

    def with_spelling(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows with kind (as found or as settled) and surface, with the number of the name each is of."""
        found = self.of_spelling.select("name", "mention_count", surface="head_surface", kind="head_kind")
        settled = self.of_spelling.select("name", "mention_count", "kind", surface="head_surface")
        spellings = pl.concat([found, settled.select(found.columns)]).unique()
        return rows.join(spellings, on=["kind", "surface"])

    def documents_of(self, names: Collection[int]) -> dict[int, frozenset[str]]:
        """For each of these names the documents that have it in full, not in a short form."""
        some = self.of_spelling.filter(pl.col("name").is_in(list(names)))
        found: dict[int, set[str]] = {name: set() for name in names}
        if names:
            for name, doc_id in self.find_documents(some).select("name", "doc_id").iter_rows():
                found[name].add(doc_id)
        return {name: frozenset(ids) for name, ids in found.items()}


def documents_in(read: ReadMentions, authority: Authority) -> FindDocuments:
    """Looks for documents among the mentions themselves."""

    def find(some: pl.DataFrame) -> pl.DataFrame:
        wanted = some.select("head_surface", "head_kind", "name")
        found = [pl.DataFrame(schema={"name": wanted.schema["name"], "doc_id": pl.String})]
        for mentions in read():
            there = mentions.join(
                wanted, left_on=["surface", "kind"], right_on=["head_surface", "head_kind"], how="semi"
            )
            heads = follow_long_forms(mentions.join(there, on="doc_id", how="semi"), authority)
            full = heads.filter(~pl.col("is_short")).join(wanted, on=["head_surface", "head_kind"])
            found.append(full.select("name", "doc_id").unique())
        return pl.concat(found)

    return find


def count_spellings(heads: pl.DataFrame, rules: NameRules) -> pl.DataFrame:
    """How often each spelling is mentioned: `SPELLING_COLUMNS`. Counts of several deliveries add up."""
    is_guess = pl.col("head_rule").is_in(list(rules.guess_rules))
    return (
        heads.group_by("head_surface", "head_kind")
        .agg(
            mention_count=pl.len().cast(pl.Int64),
            direct_count=(~pl.col("is_short")).sum().cast(pl.Int64),
            evident_count=(~is_guess & ~pl.col("is_short")).sum().cast(pl.Int64),
        )
        .sort("head_surface", "head_kind")
    )


def add_counts(*counts: pl.DataFrame) -> pl.DataFrame:
    """The sum of such counts."""
    columns = list(SPELLING_COLUMNS)
    return (
        pl.concat([each.select(columns) for each in counts])
        .group_by("head_surface", "head_kind")
        .agg(pl.col(columns[2:]).sum())
        .sort("head_surface", "head_kind")
    )


def known_ids_frame(known_ids: pl.DataFrame | None) -> pl.DataFrame:
    """Ids published before: entity_id, kind, surface, superseded_by; distinct and sorted."""
    columns = dict.fromkeys(("entity_id", "kind", "surface", "superseded_by"), pl.String)
    if known_ids is None:
        return pl.DataFrame(schema=columns)
    if "superseded_by" not in known_ids.columns:
        known_ids = known_ids.with_columns(superseded_by=pl.lit(None, dtype=pl.String))
    return known_ids.select(list(columns)).unique().sort("entity_id", "kind", "surface")


def follow_long_forms(mentions: pl.DataFrame, authority: Authority) -> pl.DataFrame:
    """Each mention with surface, kind and rule of the name it stands for (`head_…`), and `is_short`.

    An organization or place that the lexicon has by this very name stands for itself: `Islamic State` is no short
    form of a group that calls itself its supporters.
    """
    short = mentions.filter(pl.col("long_form_id").is_not_null()).select("surface", "kind").unique()
    full = [
        (surface, kind)
        for surface, kind in short.sort("surface", "kind").iter_rows()
        if _is_full_name(surface, kind, authority)
    ]
    of_lexicon = pl.DataFrame(full, schema={"surface": pl.String, "kind": pl.String}, orient="row")
    mentions = mentions.join(of_lexicon.with_columns(is_full=True), on=["surface", "kind"], how="left")
    mentions = mentions.with_columns(
        long_form_id=pl.when(pl.col("is_full").is_null()).then(pl.col("long_form_id"))
    ).drop("is_full")
    parents = mentions.select("mention_id", parent="long_form_id").join(
        mentions.select(parent="mention_id", grandparent="long_form_id"), on="parent", how="left"
    )
    known = mentions.select(parent="mention_id")
    heads = mentions.select("mention_id", head=pl.col("long_form_id")).join(
        known, left_on="head", right_on="parent", how="semi"
    )
    for _ in range(4):  # a short form of a short form of …
        step = heads.join(parents.select(head="mention_id", next="parent"), on="head", how="left")
        heads = step.select("mention_id", head=pl.coalesce("next", "head"))
    heads = heads.filter(pl.col("mention_id") != pl.col("head"))
    longer = mentions.select(head="mention_id", head_surface="surface", head_kind="kind", head_rule="rule")
    return (
        mentions.join(heads.join(longer, on="head"), on="mention_id", how="left")
        .with_columns(is_short=pl.col("head_surface").is_not_null())
        .with_columns(
            head_surface=pl.coalesce("head_surface", "surface"),
            head_kind=pl.coalesce("head_kind", "kind"),
            head_rule=pl.coalesce("head_rule", "rule"),
        )
    )


def _is_full_name(surface: str, kind: str, authority: Authority) -> bool:
    if kind == Kind.PERSON or (choice := authority.choose(surface, Kind(kind))) is None:
        return False
    key = spelling_key(surface)
    return choice.entity.is_curated and not any(
        alias.alias_kind == "short" and spelling_key(alias.alias) == key
        for alias in authority.aliases_of(choice.entity.entity_id)
    )


def _name_keys(spellings: pl.DataFrame, authority: Authority, standing: Standing) -> pl.DataFrame:
    """The spellings with their folded key and the kind each counts as.

    A kind that rests on evidence stays, so one spelling can be a person and a place. A kind that is a guess
    gives way to the lexicon's, then to the kind most often seen with evidence, then the most often guessed.
    """
    spellings = spellings.sort("head_surface", "head_kind")
    keys = [name_key(surface, standing) for surface in spellings["head_surface"]]
    seen: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for key, kind, evident, count in zip(
        keys, spellings["head_kind"], spellings["evident_count"], spellings["direct_count"], strict=True
    ):
        before = seen[key].get(kind, (0, 0))
        seen[key][kind] = (before[0] + evident, before[1] + count)
    surface_of = dict(zip(keys, spellings["head_surface"], strict=True))
    lexicon_kinds = {key: _lexicon_kind(surface, authority) for key, surface in surface_of.items()}
    kinds = [
        _settled_kind(kind, seen[key], lexicon_kinds[key])
        for key, kind in zip(keys, spellings["head_kind"], strict=True)
    ]
    return spellings.with_columns(
        key=pl.Series(keys, dtype=pl.String), kind=pl.Series(kinds, dtype=pl.String)
    )


def name_key(surface: str, standing: Standing) -> str:
    """What a spelling is folded to; a name that was told apart from its like keeps its letters after `=`."""
    return reference(surface, frozenset(), standing.split_spellings)


def _lexicon_kind(surface: str, authority: Authority) -> str | None:
    """The kind that all curated entities of this name have."""
    kinds = {str(entity.kind) for entity in authority.find(surface) if entity.is_curated}
    return kinds.pop() if len(kinds) == 1 else None


def _settled_kind(kind: str, seen: Mapping[str, tuple[int, int]], lexicon_kind: str | None) -> str:
    if seen[kind][0] > 0:
        return kind
    if lexicon_kind is not None:
        return lexicon_kind
    return max(sorted(seen), key=lambda one: seen[one])


def _distinct(spellings: pl.DataFrame) -> tuple[list[Name], pl.DataFrame]:
    """The distinct names, sorted by kind and key, and the number of the name of each spelling."""
    by_surface = spellings.group_by("kind", "key", "head_surface").agg(
        pl.col("mention_count", "direct_count").sum()
    )
    best = (
        by_surface.sort(
            "kind",
            "key",
            "direct_count",
            pl.col("head_surface").str.len_chars(),
            "head_surface",
            descending=[False, False, True, True, False],
        )
        .group_by("kind", "key", maintain_order=True)
        .agg(pl.col("head_surface").first(), pl.col("mention_count").sum())
        .sort("kind", "key")
        .with_row_index("name")
    )
    names = [Name(*row) for row in best.select("kind", "key", "head_surface", "mention_count").iter_rows()]
    numbers = spellings.join(best.select("name", "kind", "key"), on=["kind", "key"]).select(
        "head_surface", "head_kind", "kind", "key", "mention_count", name=pl.col("name").cast(pl.Int64)
    )
    return names, numbers.sort("head_surface", "head_kind")
