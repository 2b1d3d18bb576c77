"""Names of the texts that a run brought, joined to those that are there: only what they touch is made anew.

The outcome is that of `link_names` over all texts (a test compares every table). What is touched: the names in the
new texts; names that are now compared with others; and from these on, for as long as there are any, all names that
are tied to them by a likeness that may unite, an entity, a decision or what a text says of its names. A link of an
old text is written anew only where its name's entity, or the reason for it, is another one.

Questions to the tables read whole columns of them, some ms for 100,000 rows; all else costs what is touched.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from flows.corpus.comparisons import FurtherPairs, compare_further
from flows.corpus.decisions import Decision, Standing, standing_decisions
from flows.corpus.distinct_names import (
    DistinctNames,
    add_counts,
    count_spellings,
    follow_long_forms,
    name_key,
)
from flows.corpus.entity_ids import possible_id
from flows.corpus.grouping import names_of_lexicon
from flows.corpus.homonym_links import with_homonyms_by_country
from flows.corpus.name_evidence import explained_aliases, name_claims
from flows.corpus.name_frames import (
    ENTITY_COLUMNS,
    NAME_COLUMNS,
    alias_rows,
    ends_of,
    lexicon_row,
    link_rows,
    relation_rows,
    standing_entities,
    superseded_entities,
)
from flows.corpus.name_rules import NameRules
from flows.corpus.names import own_ids
from flows.corpus.regrouping import Around, Evidence, NameKey, Regrouped, regroup
from flows.document.authority import TOWN_ID, Authority
from flows.document.records import Kind
from flows.inputs import NameKnowledge

_ATTEMPTS = 4  # for an id that is free: the first is taken once in a million names
_KEYS = {"kind": pl.String, "key": pl.String}
_SPELLED = {"head_surface": pl.String, "head_kind": pl.String}


class NotLocalError(Exception):
    """What the new texts change is not only near them: all names must be linked."""


class Tables(Protocol):
    """The tables of the version in the making."""

    def ask(self, query: str, **frames: pl.DataFrame) -> pl.DataFrame:
        """Rows of a query that may name the frames."""

    def change(self, statement: str, **frames: pl.DataFrame) -> None:
        """Run a statement that may name the frames."""


@dataclass(frozen=True)
class Changes:
    """What linking further names has changed beside the new texts."""

    doc_ids: frozenset[str]  # documents with another link than before, new ones among them
    entity_ids: frozenset[str]  # entities whose row is another one, or gone, or new


def link_further(tables: Tables, knowledge: NameKnowledge) -> Changes:
    """Link the names of the documents in `touched_docs`, which must all be new. Needs a transaction.

    Raises:
        NotLocalError: all names must be linked; the tables are then to be rolled back.
    """
    rules, authority = knowledge.rules, knowledge.authority
    standing = _standing(tables, knowledge.decisions, authority)
    mentions = _mentions_of(tables, "select doc_id from touched_docs")
    heads = follow_long_forms(mentions, authority)
    claims = name_claims(_evidence_of_touched(tables), heads)
    arrived = count_spellings(heads, rules)
    keys = {name_key(surface, standing) for surface in arrived["head_surface"]}
    before = _spellings_of(tables, keys)
    now = DistinctNames.from_spellings(
        add_counts(before, arrived), authority, standing, lambda spellings: spellings
    )
    seeds = _compare(tables, before, now, authority, rules)
    tables.change("insert into corpus.name_claims by name select * from claims", claims=claims)
    closure = _Closure(tables, authority, standing, rules)
    touched = closure.of(seeds | {(name.kind, name.key) for name in now.names}, now)
    old = _spellings_of(tables, {key for _, key in touched})
    was = _spelled(old, _names_of_keys(tables, {key for _, key in touched}))
    spellings = add_counts(old, arrived)
    known = own_ids(_known(tables, was), authority)
    evidence = Evidence(
        claims=closure.claims(spellings),
        pairs=_pairs_of(tables, touched),
        standing=standing,
        known=known,
        find_documents=lambda some: _documents_of(tables, some, heads),
    )
    around = _around(tables, evidence.pairs, touched, authority, closure.lexicon, rules)
    done = regroup(spellings, evidence, around, authority, rules)
    _replace_names(tables, touched, done)
    changed = _changed_spellings(was, _spelled(done.spellings, done.names))
    return _link_documents(tables, changed, was, done, known, authority)


# --- what is touched -----------------------------------------------------------------------------------------


def _standing(tables: Tables, decisions: Sequence[Decision], authority: Authority) -> Standing:
    other = tables.ask("select distinct entity_id from corpus.names where entity_id not like 'n-%'")
    ids = {entity_id for entity_id in other["entity_id"] if not entity_id.startswith(TOWN_ID)}
    return standing_decisions(decisions, authority.entities.keys() | ids)


def _compare(
    tables: Tables, before: pl.DataFrame, now: DistinctNames, authority: Authority, rules: NameRules
) -> set[NameKey]:
    """Compare names that came and forget those that went; the names whose pairs are others than before."""
    was = set(before.select("kind", "key").iter_rows())
    there = {(name.kind, name.key) for name in now.names}
    lexicon = _lexicon_names(authority)
    touched: set[NameKey] = was - there
    for kind in Kind:
        came = {key for one, key in there - was if one == kind}
        gone = {key for one, key in was - there if one == kind}
        of_lexicon = {key for one, key in lexicon if one == kind}
        found = compare_further(kind, came, gone, of_lexicon, _Index(tables, kind), rules)
        if found.asked:
            touched |= _replace_pairs(tables, found)
    return touched


@dataclass(frozen=True)
class _Index:
    """The compared names of one kind as the warehouse keeps them."""

    tables: Tables
    kind: Kind

    def in_text(self, keys: Iterable[str]) -> dict[str, bool]:
        """Of those of the keys that are there, whether a text has them."""
        found = self._ask("select key, is_in_text from corpus.compared_names", "key", keys)
        return dict(found.iter_rows())

    def counts(self, skeletons: Iterable[str]) -> dict[str, int]:
        """How many names have each of the skeletons."""
        found = self._ask("select skeleton, key from corpus.name_skeletons", "skeleton", skeletons)
        return dict(found.group_by("skeleton").len().iter_rows())

    def names_under(self, skeletons: Iterable[str]) -> pl.DataFrame:
        """skeleton, key: the names that have them."""
        return self._ask("select skeleton, key from corpus.name_skeletons", "skeleton", skeletons)

    def _ask(self, query: str, column: str, values: Iterable[str]) -> pl.DataFrame:
        wanted = pl.DataFrame({"value": sorted(set(values))}, schema={"value": pl.String})
        query = f"{query} where kind = '{self.kind}' and {column} in (select value from wanted)"
        return self.tables.ask(query, wanted=wanted)


def _replace_pairs(tables: Tables, found: FurtherPairs) -> set[NameKey]:
    """Put the pairs of the asked names anew; the names of those that are other pairs than before."""
    kind = str(found.kind)
    asked = pl.DataFrame({"key": sorted(found.asked)}, schema={"key": pl.String})
    of_asked = (
        f"kind = '{kind}' and (left_key in (select key from asked) or right_key in (select key from asked))"
    )
    before = tables.ask(f"select * from corpus.compared_pairs where {of_asked}", asked=asked)
    tables.change(f"delete from corpus.compared_pairs where {of_asked}", asked=asked)
    tables.change(
        "insert into corpus.compared_pairs by name select * from pairs",
        pairs=found.pairs.select(before.columns),
    )
    names = pl.DataFrame(
        {"key": list(found.names), "is_in_text": list(found.names.values())},
        schema={"key": pl.String, "is_in_text": pl.Boolean},
    )
    ((rules_id,),) = tables.ask("select any_value(rules_id) from corpus.compared_names").iter_rows()
    names = names.with_columns(kind=pl.lit(kind), rules_id=pl.lit(rules_id, dtype=pl.String))
    removed = pl.DataFrame({"key": sorted(found.removed)}, schema={"key": pl.String})
    gone = "key in (select key from removed)"
    tables.change(
        f"delete from corpus.compared_names where kind = '{kind}' and ({gone} or key in (select key from names))",
        removed=removed,
        names=names,
    )
    tables.change("insert into corpus.compared_names by name select * from names", names=names)
    tables.change(f"delete from corpus.name_skeletons where kind = '{kind}' and {gone}", removed=removed)
    tables.change(
        "insert into corpus.name_skeletons by name select * from skeletons",
        skeletons=found.skeletons.with_columns(kind=pl.lit(kind)),
    )
    on = ["kind", "left_key", "right_key", "score", "veto"]
    others = pl.concat(
        [
            before.join(found.pairs, on=on, how="anti", nulls_equal=True),
            found.pairs.join(before, on=on, how="anti", nulls_equal=True),
        ],
        how="diagonal",
    )
    return {(kind, key) for column in ("left_key", "right_key") for key in others[column]}


def _lexicon_names(authority: Authority) -> dict[NameKey, tuple[str, str]]:
    """The names that the lexicon has for one entity: as written, entity_id."""
    from flows.corpus.grouping import Grouping  # noqa: PLC0415

    grouping = Grouping([], [authority.entities[key] for key in sorted(authority.entities)])
    return {
        (name.kind, name.key): (name.surface, grouping.entities[-1 - item].entity_id)
        for name, item in names_of_lexicon(grouping, authority)
    }


class _Closure:
    """From some names to all that their grouping may depend on, or that may depend on it."""

    def __init__(self, tables: Tables, authority: Authority, standing: Standing, rules: NameRules) -> None:
        self._tables = tables
        self._authority = authority
        self._rules = rules
        self.lexicon = _lexicon_names(authority)
        self._standing = standing
        self._tied: dict[str, set[str]] = {}
        for left, right, _ in (*standing.same, *standing.apart):
            self._tied.setdefault(left, set()).add(right)
            self._tied.setdefault(right, set()).add(left)
        self._claims = tables.ask("select * from corpus.name_claims")
        self._told: dict[str, set[str]] = {}
        for surfaces in self._claims.select("head_surface", "other_surface", "alias").unique().iter_rows():
            folded = {name_key(surface, standing) for surface in surfaces}
            for key in folded:
                self._told.setdefault(key, set()).update(folded)

    def claims(self, spellings: pl.DataFrame) -> pl.DataFrame:
        """Claims of which a side is among the spellings; `of` saw to it that both are."""
        one = spellings.select("head_surface", "head_kind").unique()
        return self._claims.join(one, on=["head_surface", "head_kind"], how="semi")

    def of(self, seeds: Collection[NameKey], now: DistinctNames) -> set[NameKey]:
        """All names to group anew, those that are named in a decision on parts among them."""
        seen: set[NameKey] = set()
        seen_ids: set[str] = set()
        for left, right, decision in self._standing.apart:
            if decision.judgement == "part_of":
                seeds = {*seeds, *self._names_of_references({left, right})}
        chosen = self._chosen(now)
        there = {(name.kind, name.key) for name in now.names}
        frontier = set(seeds) & (there | _kinds_of(self._tables, {key for _, key in seeds}))  # in texts
        while frontier:
            seen |= frontier
            keys = {key for _, key in frontier}
            names = _names_of_keys(self._tables, keys)
            found = set(names.select("kind", "key").iter_rows())
            found |= {name for name in there if name[1] in keys}
            ids = set(names["entity_id"]) | set(names["lexicon_id"].drop_nulls())
            ids |= {chosen[key] for key in frontier | found if key in chosen}
            united, lexicon_ids = self._united(frontier)
            found |= united
            ids |= lexicon_ids
            ids -= seen_ids
            seen_ids |= ids
            found |= _names_of_entities(self._tables, ids)
            found |= {key for key, entity_id in chosen.items() if entity_id in ids}
            found |= self._claimed(keys)
            tied = {other for reference in keys | ids for other in self._tied.get(reference, ())}
            found |= self._names_of_references(tied)
            frontier = found - seen
        return seen

    def _chosen(self, now: DistinctNames) -> dict[NameKey, str]:
        """The lexicon's entity of names that came, where it has one."""
        found = {}
        for name in now.names:
            choice = self._authority.choose(name.surface, Kind(name.kind))
            if choice is not None:
                found[name.kind, name.key] = choice.entity.entity_id
        return found

    def _united(self, names: Collection[NameKey]) -> tuple[set[NameKey], set[str]]:
        """Names that are alike enough to be one with these, and entities of such names that no text has."""
        pairs = _pairs_of(self._tables, names).filter(
            pl.col("veto").is_null() & (pl.col("score") >= self._rules.cut)
        )
        found = {
            (kind, key)
            for kind, left, right in pairs.select("kind", "left_key", "right_key").iter_rows()
            for key in (left, right)
        }
        of_lexicon = {key for key in found if key in self.lexicon}
        in_text = _in_text(self._tables, of_lexicon)
        ids = {self.lexicon[key][1] for key in of_lexicon - in_text}
        return found - (of_lexicon - in_text), ids

    def _claimed(self, keys: Collection[str]) -> set[NameKey]:
        """Names that texts tie to these, by their folded spellings."""
        return _kinds_of(self._tables, {other for key in keys for other in self._told.get(key, ())})

    def _names_of_references(self, references: Collection[str]) -> set[NameKey]:
        return _kinds_of(self._tables, references) | _names_of_entities(self._tables, references)


# --- questions -----------------------------------------------------------------------------------------------


def _values(values: Iterable[str]) -> pl.DataFrame:
    return pl.DataFrame({"value": sorted(set(values))}, schema={"value": pl.String})


def _name_keys(names: Iterable[NameKey]) -> pl.DataFrame:
    return pl.DataFrame(sorted(names), schema=_KEYS, orient="row")


def _mentions_of(tables: Tables, query: str, **frames: pl.DataFrame) -> pl.DataFrame:
    return tables.ask(
        "select mention_id, doc_id, start_char, surface, kind, rule, long_form_id"
        f" from facts.mentions where doc_id in ({query}) order by doc_id, start_char",
        **frames,
    )


def _evidence_of_touched(tables: Tables) -> pl.DataFrame:
    return tables.ask(
        "select evidence.doc_id, evidence.mention_id, evidence.other_mention_id, evidence.alias_kind,"
        " evidence.rule, substr(documents.clean_text, evidence.start_char + 1,"
        " evidence.end_char - evidence.start_char) as words"
        " from facts.name_evidence as evidence"
        " inner join facts.documents on evidence.doc_id = documents.doc_id"
        " where evidence.doc_id in (select doc_id from touched_docs) order by evidence.evidence_id"
    )


def _spellings_of(tables: Tables, keys: Iterable[str]) -> pl.DataFrame:
    return tables.ask(
        "select * from corpus.spellings where key in (select value from wanted)", wanted=_values(keys)
    )


def _names_of_keys(tables: Tables, keys: Iterable[str]) -> pl.DataFrame:
    return tables.ask(
        "select * from corpus.names where key in (select value from wanted)", wanted=_values(keys)
    ).cast(NAME_COLUMNS)  # type: ignore[arg-type]  # a mapping of types is one


def _kinds_of(tables: Tables, keys: Iterable[str]) -> set[NameKey]:
    return set(_names_of_keys(tables, keys).select("kind", "key").iter_rows())


def _names_of_entities(tables: Tables, ids: Iterable[str]) -> set[NameKey]:
    found = tables.ask(
        "select kind, key from corpus.names where entity_id in (select value from wanted)"
        " or lexicon_id in (select value from wanted)",
        wanted=_values(ids),
    )
    return set(found.iter_rows())


def _in_text(tables: Tables, names: Collection[NameKey]) -> set[NameKey]:
    found = tables.ask(
        "select names.kind, names.key from corpus.compared_names as names semi join wanted"
        " on names.kind = wanted.kind and names.key = wanted.key where is_in_text",
        wanted=_name_keys(names),
    )
    return set(found.iter_rows())


def _pairs_of(tables: Tables, names: Collection[NameKey]) -> pl.DataFrame:
    return tables.ask(
        "select * from corpus.compared_pairs where (kind, left_key) in (select (kind, key) from wanted)"
        " or (kind, right_key) in (select (kind, key) from wanted)",
        wanted=_name_keys(names),
    )


def _documents_of(tables: Tables, spellings: pl.DataFrame, heads: pl.DataFrame) -> pl.DataFrame:
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


def _spelled(spellings: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Spellings with what became of their names."""
    return spellings.select("head_surface", "head_kind", "kind", "key").join(
        names.select("kind", "key", "entity_id", "rule", "score", "why"), on=["kind", "key"]
    )


def _known(tables: Tables, was: pl.DataFrame) -> pl.DataFrame:
    """Ids that the spellings had, and all redirects."""
    redirects = tables.ask(
        "select entity_id, kind, name as surface, superseded_by from corpus.entities where superseded_by is not null"
    )
    had = was.select(
        "entity_id", kind="head_kind", surface="head_surface", superseded_by=pl.lit(None, dtype=pl.String)
    )
    return pl.concat([had, redirects]).unique().sort("entity_id", "kind", "surface")


def _around(
    tables: Tables,
    pairs: pl.DataFrame,
    touched: Collection[NameKey],
    authority: Authority,
    lexicon: Mapping[NameKey, tuple[str, str]],
    rules: NameRules,
) -> Around:
    sides = {
        (kind, key)
        for kind, left, right in pairs.filter(pl.col("score") >= rules.cut - rules.margin)
        .select("kind", "left_key", "right_key")
        .iter_rows()
        for key in (left, right)
    } - set(touched)
    near = _names_of_keys(tables, {key for _, key in sides}).join(
        _name_keys(sides), on=["kind", "key"], how="semi"
    )
    names = tables.ask(
        "select * from corpus.names where entity_id in (select value from wanted)",
        wanted=_values(near["entity_id"]),
    ).cast(NAME_COLUMNS)  # type: ignore[arg-type]  # as above
    in_text = set(near.select("kind", "key").iter_rows())
    spellings = _spellings_of(tables, names["key"]).join(
        names.select("kind", "key"), on=["kind", "key"], how="semi"
    )
    named = tables.ask(
        "select entity_id, name from corpus.entities where entity_id in (select value from wanted)",
        wanted=_values(names["entity_id"]),
    )
    possible = {
        possible_id(kind, key, attempt) for kind, key in touched for attempt in range(1, _ATTEMPTS + 1)
    }
    taken = tables.ask(
        "select distinct names.entity_id from corpus.names anti join touched"
        " on names.kind = touched.kind and names.key = touched.key"
        " where names.entity_id in (select value from wanted)",
        wanted=_values(possible),
        touched=_name_keys(touched),
    )
    return Around(
        names=names,
        spellings=spellings,
        entity_names=dict(named.iter_rows()),
        lexicon_only={key: lexicon[key] for key in sides - in_text if key in lexicon},
        taken_ids=frozenset(taken["entity_id"]),
    )


# --- what is written -----------------------------------------------------------------------------------------


def _replace_names(tables: Tables, touched: Collection[NameKey], done: Regrouped) -> None:
    wanted = _values(key for _, key in touched)
    for table, rows in (("names", done.names), ("spellings", done.spellings)):
        tables.change(f"delete from corpus.{table} where key in (select value from wanted)", wanted=wanted)
        tables.change(f"insert into corpus.{table} by name select * from given", given=rows)


def _changed_spellings(was: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """head_surface, head_kind of those whose entity, or the reason for it, is another one."""
    columns = [*_SPELLED, "entity_id", "rule", "score", "why"]
    return was.join(now, on=columns, how="anti").select(list(_SPELLED))


def _link_documents(
    tables: Tables,
    changed: pl.DataFrame,
    was: pl.DataFrame,
    done: Regrouped,
    known: pl.DataFrame,
    authority: Authority,
) -> Changes:
    """Link the new texts, and the old ones that have one of the changed spellings."""
    documents = tables.ask(
        "select doc_id from touched_docs union select mentions.doc_id from facts.mentions semi join changed"
        " on mentions.surface = changed.head_surface and mentions.kind = changed.head_kind",
        changed=changed,
    )
    mentions = _mentions_of(tables, "select doc_id from documents", documents=documents)
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
    linked, entity_ids = _replace_entities(tables, rows, set(was["entity_id"]), lost, done, known, authority)
    _replace_aliases(tables, lost, gained, linked, authority)
    _replace_undecided(
        tables, set(was["entity_id"]) | set(done.entities["entity_id"]), linked, done.undecided
    )
    return Changes(
        frozenset(lost["doc_id"]) | frozenset(gained["doc_id"]) | frozenset(documents_new(tables)), entity_ids
    )


def documents_new(tables: Tables) -> Sequence[str]:
    """The documents that the run brought."""
    return tables.ask("select doc_id from touched_docs")["doc_id"].to_list()


def _entities(tables: Tables, ids: Iterable[str]) -> pl.DataFrame:
    return tables.ask(
        "select * from corpus.entities where superseded_by is null and entity_id in (select value from wanted)",
        wanted=_values(ids),
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
    was: Collection[str],
    lost: pl.DataFrame,
    done: Regrouped,
    known: pl.DataFrame,
    authority: Authority,
) -> tuple[_Linked, frozenset[str]]:
    """Put the entities anew that may be others: whose names were grouped, that lost a mention, at a relation's end."""
    of_relations = {end for one in authority.relations for end in (one.entity_id, one.other_entity_id)}
    ours = set(rows["entity_id"]) | set(was) | set(lost["entity_id"])
    of_parts = {end for part in done.parts for end in (part[0], part[2]) if end is not None}
    looked_at = (
        ours
        | of_relations
        | of_parts
        | set(done.undecided["left_entity_id"])
        | set(done.undecided["right_entity_id"])
    )
    linked = set(
        tables.ask(
            "select distinct entity_id from corpus.name_links where entity_id in (select value from wanted)",
            wanted=_values(looked_at),
        )["entity_id"]
    )
    before = tables.ask(
        "select * from corpus.entities where superseded_by is not null"
        " or entity_id in (select value from wanted)",
        wanted=_values(looked_at),
    ).cast(ENTITY_COLUMNS)  # type: ignore[arg-type]  # as above
    had = tables.ask(  # only what is mentioned has other names
        "select distinct entity_id from corpus.entity_aliases where entity_id in (select value from wanted)",
        wanted=_values(looked_at),
    )
    relations = relation_rows(authority, linked, done.parts)
    ends = ends_of(relations)
    old = before.filter(
        pl.col("superseded_by").is_null() & ~pl.col("entity_id").is_in(list(rows["entity_id"]))
    )
    standing = standing_entities(pl.concat([rows, old]), linked, ends, authority)
    others = tables.ask(
        "select * from corpus.entities where superseded_by is null and entity_id in (select value from wanted)",
        wanted=_values(set(done.superseded.values()) - set(standing["entity_id"])),
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
        gone=_values(gone),
        doubtful=doubtful,
    )
    have = tables.ask(
        "select entity_id, alias from corpus.entity_aliases where basis = 'lexicon'"
        " and entity_id in (select value from wanted)",
        wanted=_values(lexicon["entity_id"]),
    )
    ours = ours.join(have, on=["entity_id", "alias"], how="anti")
    tables.change("insert into corpus.entity_aliases by name select * from ours", ours=ours)


def _replace_undecided(tables: Tables, ours: Collection[str], linked: _Linked, rows: pl.DataFrame) -> None:
    gone = _values({*ours, *(linked.looked_at - linked.now)})
    tables.change(
        "delete from corpus.undecided where left_entity_id in (select value from gone)"
        " or right_entity_id in (select value from gone)",
        gone=gone,
    )
    there = pl.col("left_entity_id").is_in(list(linked.now)) & pl.col("right_entity_id").is_in(
        list(linked.now)
    )
    tables.change("insert into corpus.undecided by name select * from given", given=rows.filter(there))
