"""Links of texts written anew where their names' entities are others, and what hangs on the links."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from flows.corpus.distinct_names import follow_long_forms
from flows.corpus.homonym_links import with_homonyms_by_country
from flows.corpus.name_evidence import explained_aliases
from flows.corpus.name_frames import (
    ENTITY_COLUMNS,
    alias_rows,
    ends_of,
    lexicon_row,
    link_rows,
    relation_rows,
    standing_entities,
    superseded_entities,
)
from flows.corpus.regrouping import NameKey, Regrouped
from flows.document.authority import Authority
from flows.name_tables import Tables, mentions_of, one_column

_SPELLED = {"head_surface": pl.String, "head_kind": pl.String}


class NotLocalError(Exception):
    """What the new texts change is not only near them: all names must be linked."""


@dataclass(frozen=True)
class Changes:
    """What linking further names has changed beside the new texts."""

    doc_ids: frozenset[str]  # documents with another link than before, new ones among them
    entity_ids: frozenset[str]  # entities whose row is another one, or gone, or new


@dataclass(frozen=True)
class Before:
    """What the names that are grouped anew had."""

    entity_ids: frozenset[str]
    known: pl.DataFrame  # entity_id, kind, surface, superseded_by: ids of their spellings, and all redirects


def replace_names(tables: Tables, touched: Collection[NameKey], done: Regrouped) -> None:
    """Put the names that were grouped anew, and their spellings."""
    wanted = one_column(key for _, key in touched)
    for table, rows in (("names", done.names), ("spellings", done.spellings)):
        tables.change(f"delete from corpus.{table} where key in (select value from wanted)", wanted=wanted)
        tables.change(f"insert into corpus.{table} by name select * from given", given=rows)


def changed_spellings(was: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """head_surface, head_kind of those whose entity, or the reason for it, is another one."""
    columns = [*_SPELLED, "entity_id", "rule", "score", "why"]
    return was.join(now, on=columns, how="anti").select(list(_SPELLED))


def link_documents(
    tables: Tables,
    changed: pl.DataFrame,
    was: Before,
    done: Regrouped,
    authority: Authority,
) -> Changes:
    """Link the new texts, and the old ones that have one of the changed spellings."""
    documents = tables.ask(
        "select doc_id from touched_docs union select mentions.doc_id from facts.mentions semi join changed"
        " on mentions.surface = changed.head_surface and mentions.kind = changed.head_kind",
        changed=changed,
    )
    mentions = mentions_of(tables, "select doc_id from documents", documents=documents)
    heads = follow_long_forms(mentions, authority)
    spelled = tables.ask(
        "select spellings.head_surface, spellings.head_kind, names.entity_id, names.rule, names.score, names.why"
        " from corpus.spellings semi join wanted on spellings.head_surface = wanted.head_surface"
        " and spellings.head_kind = wanted.head_kind"
        " inner join corpus.names on spellings.kind = names.kind and spellings.key = names.key",
        wanted=heads.select("head_surface", "head_kind").unique(),
    )
    links = link_rows(heads, spelled)
    entities = _entities(tables, set(links["entity_id"]) - set(done.entities["entity_id"]))
    links, chosen = with_homonyms_by_country(links, pl.concat([done.entities, entities]), mentions, authority)
    rows = pl.concat(
        [done.entities, pl.DataFrame([*map(lexicon_row, chosen)], schema=ENTITY_COLUMNS, orient="row")]
    ).unique("entity_id", keep="first")
    before = tables.ask(
        "select links.*, mentions.surface from corpus.name_links as links"
        " inner join facts.mentions on links.mention_id = mentions.mention_id"
        " where links.doc_id in (select doc_id from documents)",
        documents=documents,
    )
    links = links.join(mentions.select("mention_id", "surface"), on="mention_id").select(before.columns)
    lost = before.join(links, on=before.columns, how="anti")
    gained = links.join(before, on=before.columns, how="anti")
    tables.change(
        "delete from corpus.name_links where mention_id in (select mention_id from lost)", lost=lost
    )
    tables.change(
        "insert into corpus.name_links by name select * exclude (surface) from gained", gained=gained
    )
    looked_at = was.entity_ids | set(lost["entity_id"])
    linked, entity_ids = _replace_entities(
        tables, rows, looked_at, done, known=was.known, authority=authority
    )
    _replace_aliases(tables, lost, gained, linked, authority)
    _replace_undecided(tables, was.entity_ids | set(done.entities["entity_id"]), linked, done.undecided)
    return Changes(
        frozenset(lost["doc_id"]) | frozenset(gained["doc_id"]) | frozenset(documents_new(tables)), entity_ids
    )


def documents_new(tables: Tables) -> Sequence[str]:
    """The documents that the run brought."""
    return tables.ask("select doc_id from touched_docs")["doc_id"].to_list()


def _entities(tables: Tables, ids: Iterable[str]) -> pl.DataFrame:
    return tables.ask(
        "select * from corpus.entities where superseded_by is null and entity_id in (select value from wanted)",
        wanted=one_column(ids),
    ).cast(ENTITY_COLUMNS)  # type: ignore[arg-type]  # as above


@dataclass(frozen=True)
class _Linked:
    """Of the entities that were looked at, which have a mention, and which had none before."""

    looked_at: frozenset[str]
    now: frozenset[str]
    newly: frozenset[str]


def _replace_entities(
    tables: Tables,
    rows: pl.DataFrame,
    ours: Collection[str],
    done: Regrouped,
    *,
    known: pl.DataFrame,
    authority: Authority,
) -> tuple[_Linked, frozenset[str]]:
    """Put the entities anew that may be others: those of the rows and of `ours`, and those at a relation's end."""
    of_relations = {end for one in authority.relations for end in (one.entity_id, one.other_entity_id)}
    of_parts = {end for part in done.parts for end in (part[0], part[2]) if end is not None}
    looked_at = (
        set(rows["entity_id"])
        | set(ours)
        | of_relations
        | of_parts
        | set(done.undecided["left_entity_id"])
        | set(done.undecided["right_entity_id"])
    )
    linked = set(
        tables.ask(
            "select distinct entity_id from corpus.name_links where entity_id in (select value from wanted)",
            wanted=one_column(looked_at),
        )["entity_id"]
    )
    before = tables.ask(
        "select * from corpus.entities where superseded_by is not null"
        " or entity_id in (select value from wanted)",
        wanted=one_column(looked_at),
    ).cast(ENTITY_COLUMNS)  # type: ignore[arg-type]  # as above
    had = tables.ask(  # only what is mentioned has other names
        "select distinct entity_id from corpus.entity_aliases where entity_id in (select value from wanted)",
        wanted=one_column(looked_at),
    )
    relations = relation_rows(authority, linked, done.parts)
    ends = ends_of(relations)
    old = before.filter(
        pl.col("superseded_by").is_null() & ~pl.col("entity_id").is_in(list(rows["entity_id"]))
    )
    standing = standing_entities(pl.concat([rows, old]), linked, ends, authority)
    others = tables.ask(
        "select * from corpus.entities where superseded_by is null and entity_id in (select value from wanted)",
        wanted=one_column(set(done.superseded.values()) - set(standing["entity_id"])),
    ).cast(ENTITY_COLUMNS)  # type: ignore[arg-type]  # as above
    others = others.filter(~pl.col("entity_id").is_in(list(looked_at)))
    now = pl.concat([standing, superseded_entities(done.superseded, known, pl.concat([standing, others]))])
    gone = before.join(now, on=before.columns, how="anti", nulls_equal=True)
    come = now.join(before, on=before.columns, how="anti", nulls_equal=True)
    tables.change("delete from corpus.entities where entity_id in (select entity_id from gone)", gone=gone)
    tables.change("insert into corpus.entities by name select * from come", come=come)
    stored = tables.ask("select * from corpus.entity_relations")
    if not stored.sort(pl.all()).equals(relations.select(stored.columns).sort(pl.all())):
        tables.change("delete from corpus.entity_relations")
        tables.change(
            "insert into corpus.entity_relations by name select * from relations", relations=relations
        )
    newly = linked - set(had["entity_id"])
    if not newly <= set(rows["entity_id"]):
        raise NotLocalError("an entity that lost all its mentions has one again")
    return (
        _Linked(frozenset(looked_at), frozenset(linked), frozenset(newly)),
        frozenset(gone["entity_id"]) | frozenset(come["entity_id"]),
    )


def _replace_aliases(
    tables: Tables, lost: pl.DataFrame, gained: pl.DataFrame, linked: _Linked, authority: Authority
) -> None:
    """Put the aliases anew that gained or lost a spelling, or that texts explain otherwise now."""
    columns = ["entity_id", "surface"]
    written = pl.concat([lost.select(columns), gained.select(columns)]).unique()
    stored = tables.ask(
        "select aliases.entity_id, aliases.alias as surface, aliases.alias_kind, aliases.basis"
        " from corpus.entity_aliases as aliases semi join written"
        " on aliases.entity_id = written.entity_id and aliases.alias = written.surface",
        written=written,
    )
    settled = stored.filter((pl.col("alias_kind") == "spelling") & (pl.col("basis") == "text"))
    settled = settled.join(lost.select(columns), on=columns, how="anti")
    doubtful = written.join(settled, on=columns, how="anti")
    claims = tables.ask("select * from corpus.name_claims")
    spelled = tables.ask(
        "select distinct spellings.head_surface, spellings.head_kind, names.entity_id from corpus.spellings"
        " inner join corpus.names on spellings.kind = names.kind and spellings.key = names.key"
        " where (head_surface, head_kind) in (select (head_surface, head_kind) from corpus.name_claims"
        " union all select (other_surface, other_kind) from corpus.name_claims)"
    )
    explained = explained_aliases(claims, spelled)
    told = tables.ask(
        "select entity_id, alias, alias_kind, basis from corpus.entity_aliases where basis like 'text: %'"
    )
    both = [*told.columns]
    otherwise = pl.concat(
        [told.join(explained, on=both, how="anti"), explained.join(told, on=both, how="anti")]
    )
    doubtful = pl.concat([doubtful, otherwise.select("entity_id", surface="alias")]).unique()
    found = tables.ask(
        "select name_links.entity_id, mentions.surface, bool_and(name_links.rule = 'short_form') as is_short"
        " from facts.mentions inner join corpus.name_links on mentions.mention_id = name_links.mention_id"
        " semi join doubtful on name_links.entity_id = doubtful.entity_id and mentions.surface = doubtful.surface"
        " where mentions.surface in (select surface from doubtful) group by all",
        doubtful=doubtful,
    )
    entities = set(doubtful["entity_id"]) | linked.newly
    gone = linked.looked_at - linked.now
    rows = alias_rows(found, entities - gone, authority, explained)
    ours = rows.join(doubtful, left_on=["entity_id", "alias"], right_on=columns, how="semi")
    ours = pl.concat([ours, rows.filter(pl.col("entity_id").is_in(list(linked.newly)))]).unique()
    lexicon = ours.filter(pl.col("basis") == "lexicon")
    tables.change(
        "delete from corpus.entity_aliases where entity_id in (select value from gone)"
        " or (entity_id, alias) in (select (entity_id, surface) from doubtful) and basis <> 'lexicon'",
        gone=one_column(gone),
        doubtful=doubtful,
    )
    have = tables.ask(
        "select entity_id, alias from corpus.entity_aliases where basis = 'lexicon'"
        " and entity_id in (select value from wanted)",
        wanted=one_column(lexicon["entity_id"]),
    )
    ours = ours.join(have, on=["entity_id", "alias"], how="anti")
    tables.change("insert into corpus.entity_aliases by name select * from ours", ours=ours)


def _replace_undecided(tables: Tables, ours: Collection[str], linked: _Linked, rows: pl.DataFrame) -> None:
    gone = one_column({*ours, *(linked.looked_at - linked.now)})
    tables.change(
        "delete from corpus.undecided where left_entity_id in (select value from gone)"
        " or right_entity_id in (select value from gone)",
        gone=gone,
    )
    there = pl.col("left_entity_id").is_in(list(linked.now)) & pl.col("right_entity_id").is_in(
        list(linked.now)
    )
    tables.change("insert into corpus.undecided by name select * from given", given=rows.filter(there))
