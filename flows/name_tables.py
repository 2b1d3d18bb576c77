"""Questions to the corpus tables of the version in the making, as linking further names asks them."""

from collections.abc import Collection, Iterable
from typing import Protocol

import polars as pl

from flows.corpus.name_frames import NAME_COLUMNS
from flows.corpus.regrouping import NameKey

_KEYS = {"kind": pl.String, "key": pl.String}


class Tables(Protocol):
    """The tables of the version in the making."""

    def ask(self, query: str, **frames: pl.DataFrame) -> pl.DataFrame:
        """Rows of a query that may name the frames."""

    def change(self, statement: str, **frames: pl.DataFrame) -> None:
        """Run a statement that may name the frames."""


def one_column(values: Iterable[str]) -> pl.DataFrame:
    """A column `value`, each once."""
    return pl.DataFrame({"value": sorted(set(values))}, schema={"value": pl.String})


def name_keys(names: Iterable[NameKey]) -> pl.DataFrame:
    """Names as kind and key."""
    return pl.DataFrame(sorted(names), schema=_KEYS, orient="row")


def mentions_of(tables: Tables, query: str, **frames: pl.DataFrame) -> pl.DataFrame:
    """All mentions of some documents, as linking asks for them."""
    return tables.ask(
        "select mention_id, doc_id, start_char, surface, kind, rule, long_form_id"
        f" from facts.mentions where doc_id in ({query}) order by doc_id, start_char",
        **frames,
    )


def evidence_of_touched(tables: Tables) -> pl.DataFrame:
    """What the touched texts say of two names that are one, with both as they are written."""
    return tables.ask(
        "select evidence.doc_id, evidence.mention_id, evidence.other_mention_id, evidence.alias_kind,"
        " evidence.rule, substr(documents.clean_text, evidence.start_char + 1,"
        " evidence.end_char - evidence.start_char) as words"
        " from facts.name_evidence as evidence"
        " inner join facts.documents on evidence.doc_id = documents.doc_id"
        " where evidence.doc_id in (select doc_id from touched_docs) order by evidence.evidence_id"
    )


def spellings_of(tables: Tables, keys: Iterable[str]) -> pl.DataFrame:
    """The spellings that fold to these keys."""
    return tables.ask(
        "select * from corpus.spellings where key in (select value from wanted)", wanted=one_column(keys)
    )


def names_of_keys(tables: Tables, keys: Iterable[str]) -> pl.DataFrame:
    """The names of these keys, of every kind."""
    return tables.ask(
        "select * from corpus.names where key in (select value from wanted)", wanted=one_column(keys)
    ).cast(NAME_COLUMNS)  # type: ignore[arg-type]  # a mapping of types is one


def kinds_of(tables: Tables, keys: Iterable[str]) -> set[NameKey]:
    """The names of these keys, of every kind."""
    return set(names_of_keys(tables, keys).select("kind", "key").iter_rows())


def names_of_entities(tables: Tables, ids: Iterable[str]) -> set[NameKey]:
    """The names that these entities have, or had from decisions, lexicon and texts."""
    found = tables.ask(
        "select kind, key from corpus.names where entity_id in (select value from wanted)"
        " or lexicon_id in (select value from wanted)",
        wanted=one_column(ids),
    )
    return set(found.iter_rows())


def names_in_text(tables: Tables, names: Collection[NameKey]) -> set[NameKey]:
    """Those of the names that a text has."""
    found = tables.ask(
        "select names.kind, names.key from corpus.compared_names as names semi join wanted"
        " on names.kind = wanted.kind and names.key = wanted.key where is_in_text",
        wanted=name_keys(names),
    )
    return set(found.iter_rows())


def pairs_of(tables: Tables, names: Collection[NameKey]) -> pl.DataFrame:
    """The compared pairs with one of the names."""
    return tables.ask(
        "select * from corpus.compared_pairs where (kind, left_key) in (select (kind, key) from wanted)"
        " or (kind, right_key) in (select (kind, key) from wanted)",
        wanted=name_keys(names),
    )


def documents_of(tables: Tables, spellings: pl.DataFrame, heads: pl.DataFrame) -> pl.DataFrame:
    """name, doc_id of the documents that have the spellings in full: of old texts by their links, of new ones here."""
    wanted = spellings.select("head_surface", "head_kind", "name")
    old = tables.ask(
        "select distinct wanted.name, mentions.doc_id from facts.mentions inner join wanted"
        " on mentions.surface = wanted.head_surface and mentions.kind = wanted.head_kind"
        " inner join corpus.name_links on mentions.mention_id = name_links.mention_id"
        " where name_links.rule <> 'short_form'",
        wanted=wanted,
    )
    new = heads.filter(~pl.col("is_short")).join(wanted, on=["head_surface", "head_kind"])
    return pl.concat([old, new.select(old.columns)]).unique()


def with_outcome(spellings: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Spellings with what became of their names."""
    return spellings.select("head_surface", "head_kind", "kind", "key").join(
        names.select("kind", "key", "entity_id", "rule", "score", "why"), on=["kind", "key"]
    )


def known_ids(tables: Tables, was: pl.DataFrame) -> pl.DataFrame:
    """Ids that the spellings had, and all redirects."""
    redirects = tables.ask(
        "select entity_id, kind, name as surface, superseded_by from corpus.entities where superseded_by is not null"
    )
    had = was.select(
        "entity_id", kind="head_kind", surface="head_surface", superseded_by=pl.lit(None, dtype=pl.String)
    )
    return pl.concat([had, redirects]).unique().sort("entity_id", "kind", "surface")
