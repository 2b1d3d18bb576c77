"""Names of the texts that a run brought, joined to those that are there: only what they touch is made anew.

The outcome is that of `link_names` over all texts (a test compares every table). What is touched: the names in the
new texts; names that are now compared with others; and from these on, for as long as there are any, all names that
are tied to them by a likeness that may unite, an entity, a decision or what a text says of its names. A link of an
old text is written anew only where its name's entity, or the reason for it, is another one.

Questions to the tables read whole columns of them, some ms for 100,000 rows; all else costs what is touched.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from flows.corpus.comparisons import FurtherPairs, compare_further
from flows.corpus.decisions import Decision, Judgement, Standing, standing_decisions
from flows.corpus.distinct_names import (
    DistinctNames,
    add_counts,
    count_spellings,
    follow_long_forms,
    name_key,
)
from flows.corpus.entity_ids import possible_id
from flows.corpus.grouping import Grouping, names_of_lexicon
from flows.corpus.name_evidence import name_claims
from flows.corpus.name_frames import NAME_COLUMNS
from flows.corpus.name_rules import NameRules
from flows.corpus.names import own_ids
from flows.corpus.regrouping import Around, Evidence, NameKey, regroup
from flows.document.authority import TOWN_ID, Authority
from flows.document.records import Kind
from flows.further_links import Before, Changes, changed_spellings, link_documents, replace_names
from flows.inputs import NameKnowledge
from flows.name_tables import (
    Tables,
    documents_of,
    evidence_of_touched,
    kinds_of,
    known_ids,
    mentions_of,
    name_keys,
    names_in_text,
    names_of_entities,
    names_of_keys,
    one_column,
    pairs_of,
    spellings_of,
    with_outcome,
)

_ATTEMPTS = 4  # for an id that is free: the first is taken once in a million names


def link_further(tables: Tables, knowledge: NameKnowledge) -> Changes:
    """Link the names of the documents in `touched_docs`, which must all be new. Needs a transaction.

    Raises:
        NotLocalError: all names must be linked; the tables are then to be rolled back.
    """
    rules, authority = knowledge.rules, knowledge.authority
    standing = _standing(tables, knowledge.decisions, authority)
    mentions = mentions_of(tables, "select doc_id from touched_docs")
    heads = follow_long_forms(mentions, authority)
    claims = name_claims(evidence_of_touched(tables), heads)
    arrived = count_spellings(heads, rules)
    keys = {name_key(surface, standing) for surface in arrived["head_surface"]}
    before = spellings_of(tables, keys)
    now = DistinctNames.from_spellings(
        add_counts(before, arrived), authority, standing, lambda spellings: spellings
    )
    seeds = _compare(tables, before, now, authority, rules)
    tables.change("insert into corpus.name_claims by name select * from claims", claims=claims)
    closure = _Closure(tables, authority, standing, rules)
    touched = closure.of(seeds | {(name.kind, name.key) for name in now.names}, now)
    old = spellings_of(tables, {key for _, key in touched})
    was = with_outcome(old, names_of_keys(tables, {key for _, key in touched}))
    spellings = add_counts(old, arrived)
    known = own_ids(known_ids(tables, was), authority)
    evidence = Evidence(
        claims=closure.claims(spellings),
        pairs=pairs_of(tables, touched),
        standing=standing,
        known=known,
        find_documents=lambda some: documents_of(tables, some, heads),
    )
    around = _around(tables, evidence.pairs, touched, closure.lexicon, rules)
    done = regroup(spellings, evidence, around, authority, rules)
    replace_names(tables, touched, done)
    changed = changed_spellings(was, with_outcome(done.spellings, done.names))
    return link_documents(tables, changed, Before(frozenset(was["entity_id"]), known), done, authority)


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
        found = compare_further(kind, came, gone, lexicon=of_lexicon, index=_Index(tables, kind), rules=rules)
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
            if decision.judgement == Judgement.PART_OF:
                seeds = {*seeds, *self._names_of_references({left, right})}
        chosen = self._chosen(now)
        there = {(name.kind, name.key) for name in now.names}
        frontier = set(seeds) & (there | kinds_of(self._tables, {key for _, key in seeds}))  # in texts
        while frontier:
            seen |= frontier
            keys = {key for _, key in frontier}
            names = names_of_keys(self._tables, keys)
            found = set(names.select("kind", "key").iter_rows())
            found |= {name for name in there if name[1] in keys}
            ids = set(names["entity_id"]) | set(names["lexicon_id"].drop_nulls())
            ids |= {chosen[key] for key in frontier | found if key in chosen}
            united, lexicon_ids = self._united(frontier)
            found |= united
            ids |= lexicon_ids
            ids -= seen_ids
            seen_ids |= ids
            found |= names_of_entities(self._tables, ids)
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
        pairs = pairs_of(self._tables, names).filter(
            pl.col("veto").is_null() & (pl.col("score") >= self._rules.cut)
        )
        found = {
            (kind, key)
            for kind, left, right in pairs.select("kind", "left_key", "right_key").iter_rows()
            for key in (left, right)
        }
        of_lexicon = {key for key in found if key in self.lexicon}
        in_text = names_in_text(self._tables, of_lexicon)
        ids = {self.lexicon[key][1] for key in of_lexicon - in_text}
        return found - (of_lexicon - in_text), ids

    def _claimed(self, keys: Collection[str]) -> set[NameKey]:
        """Names that texts tie to these, by their folded spellings."""
        return kinds_of(self._tables, {other for key in keys for other in self._told.get(key, ())})

    def _names_of_references(self, references: Collection[str]) -> set[NameKey]:
        return kinds_of(self._tables, references) | names_of_entities(self._tables, references)


def _around(
    tables: Tables,
    pairs: pl.DataFrame,
    touched: Collection[NameKey],
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
    near = names_of_keys(tables, {key for _, key in sides}).join(
        name_keys(sides), on=["kind", "key"], how="semi"
    )
    names = tables.ask(
        "select * from corpus.names where entity_id in (select value from wanted)",
        wanted=one_column(near["entity_id"]),
    ).cast(NAME_COLUMNS)  # type: ignore[arg-type]  # as above
    in_text = set(near.select("kind", "key").iter_rows())
    spellings = spellings_of(tables, names["key"]).join(
        names.select("kind", "key"), on=["kind", "key"], how="semi"
    )
    named = tables.ask(
        "select entity_id, name from corpus.entities where entity_id in (select value from wanted)",
        wanted=one_column(names["entity_id"]),
    )
    possible = {
        possible_id(kind, key, attempt) for kind, key in touched for attempt in range(1, _ATTEMPTS + 1)
    }
    taken = tables.ask(
        "select distinct names.entity_id from corpus.names anti join touched"
        " on names.kind = touched.kind and names.key = touched.key"
        " where names.entity_id in (select value from wanted)",
        wanted=one_column(possible),
        touched=name_keys(touched),
    )
    return Around(
        names=names,
        spellings=spellings,
        entity_names=dict(named.iter_rows()),
        lexicon_only={key: lexicon[key] for key in sides - in_text if key in lexicon},
        taken_ids=frozenset(taken["entity_id"]),
    )
