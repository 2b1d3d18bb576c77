"""Some names grouped anew, beside all others that stay as they are; the outcome is that of grouping all.

Names unite along pairs that are alike enough, decisions, the lexicon and what texts say of them. Names that none of
these ties to others (see `flows.further_names`) can be grouped by themselves. The names around them count in two ways:
as offers of the lexicon's entities, and as the other side of pairs that a person may judge.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from flows.corpus.decisions import Standing
from flows.corpus.distinct_names import DistinctNames, FindDocuments, Name
from flows.corpus.grouping import (
    Grouping,
    Other,
    apply_likeness,
    edges_of_keys,
    forbid_by_likeness,
    without_people_of_one_text,
)
from flows.corpus.name_frames import (
    Outcome,
    Side,
    entities_of_names,
    name_rows,
    part_rows,
    sides_of,
    undecided_rows,
)
from flows.corpus.name_rules import NameRules
from flows.corpus.names import group_for_sure
from flows.document.authority import TOWN_ID, Authority, Entity
from flows.document.records import Kind

NameKey = tuple[str, str]  # kind, folded spelling


@dataclass(frozen=True)
class Around:
    """What stands around names that are grouped anew, as it was published."""

    names: pl.DataFrame  # NAME_COLUMNS: names with a pair in common, and all others of their entities
    spellings: pl.DataFrame  # SPELLING_COLUMNS, kind, key: of those
    entity_names: Mapping[str, str]  # entity_id -> preferred name, of those that are mentioned
    lexicon_only: Mapping[NameKey, tuple[str, str]]  # names that no text has -> as written, entity_id
    taken_ids: frozenset[str]  # of the ids that new entities might get, those that others have


@dataclass(frozen=True)
class Regrouped:
    """What became of the names that were grouped anew."""

    names: pl.DataFrame  # NAME_COLUMNS
    spellings: pl.DataFrame  # SPELLING_COLUMNS, kind, key
    entities: pl.DataFrame
    superseded: Mapping[str, str]
    parts: list[tuple[str | None, ...]]  # relations that people decided
    undecided: pl.DataFrame  # pairs with one of the entities


@dataclass(frozen=True)
class Evidence:
    """What says that names are one, of the names that are grouped anew."""

    claims: pl.DataFrame  # CLAIM_COLUMNS
    pairs: pl.DataFrame  # kind, left_key, right_key, score, veto: with one of them at least
    standing: Standing
    known: pl.DataFrame  # entity_id, kind, surface, superseded_by: ids that they had, and all redirects
    find_documents: FindDocuments


def regroup(
    spellings: pl.DataFrame, evidence: Evidence, around: Around, authority: Authority, rules: NameRules
) -> Regrouped:
    """Group the names of these spellings (`SPELLING_COLUMNS`)."""
    texts = DistinctNames.from_spellings(spellings, authority, evidence.standing, evidence.find_documents)
    grouping, to_ask = group_for_sure(texts, evidence.claims, authority, evidence.standing, evidence.known)
    number_of = {(name.kind, name.key): number for number, name in enumerate(texts.names)}
    others, beside = _others(grouping, around)
    is_beside = {key: number + len(texts.names) for key, number in beside.items()}
    edges = edges_of_keys(evidence.pairs, number_of | is_beside, authority, around.lexicon_only.keys())
    apply_likeness(grouping, texts, rules, edges, others)
    outcome = Outcome.from_grouping(texts, grouping, evidence.known, around.taken_ids)
    names, entities = name_rows(outcome, rules), entities_of_names(outcome)
    parts, sides = part_rows(outcome), sides_of(outcome, entities)
    outer, sides_around = _with_names_around(texts, grouping, around, number_of, authority)
    reaching = [
        edge
        for edge in edges_of_keys(evidence.pairs, number_of, authority)
        if max(edge.left, edge.right) >= len(texts.names)
    ]
    reaching = without_people_of_one_text(reaching, outer)
    forbid_by_likeness(grouping, reaching)
    undecided = undecided_rows(grouping, [*grouping.edges, *reaching, *to_ask], sides | sides_around, rules)
    return Regrouped(
        names=names,
        spellings=spellings.join(
            texts.of_spelling.select("head_surface", "head_kind", "kind", "key"),
            on=["head_surface", "head_kind"],
        ),
        entities=entities,
        superseded=outcome.ids.superseded,
        parts=parts,
        undecided=undecided,
    )


def _others(grouping: Grouping, around: Around) -> tuple[list[Other], dict[NameKey, int]]:
    """Names around that the lexicon has an entity for, and their places."""
    item_of = {entity.entity_id: -1 - number for number, entity in enumerate(grouping.entities)}
    others: list[Other] = []
    places: dict[NameKey, int] = {}
    offered = around.names.filter(pl.col("lexicon_id").is_not_null()).sort("kind", "key")
    rows = [
        *offered.select("kind", "key", "surface", "lexicon_id").iter_rows(),
        *((kind, key, *around.lexicon_only[kind, key]) for kind, key in sorted(around.lexicon_only)),
    ]
    for kind, key, surface, entity_id in rows:
        item = item_of.get(entity_id) or _new_item(grouping, item_of, entity_id, kind, surface)
        places[kind, key] = len(others)
        others.append((Name(kind, key, surface, 0), item))
    return others, places


def _new_item(grouping: Grouping, item_of: dict[str, int], entity_id: str, kind: str, name: str) -> int:
    """A town that only names around have."""
    grouping.entities.append(Entity(entity_id, Kind(kind), name))
    item_of[entity_id] = -len(grouping.entities)
    grouping.groups.anchor(item_of[entity_id])
    return item_of[entity_id]


def _with_names_around(
    texts: DistinctNames,
    grouping: Grouping,
    around: Around,
    number_of: dict[NameKey, int],
    authority: Authority,
) -> tuple[DistinctNames, dict[int, Side]]:
    """Let the names around join, in the entities that they have: `grouping` and `number_of` gain them."""
    first = len(texts.names)
    rows = around.names.sort("kind", "key")
    names = [Name(*row) for row in rows.select("kind", "key", "surface", "mention_count").iter_rows()]
    number_of |= {(name.kind, name.key): first + place for place, name in enumerate(names)}
    grouping.names = [*texts.names, *names]
    members: dict[str, list[int]] = defaultdict(list)
    for place, entity_id in enumerate(rows["entity_id"]):
        members[entity_id].append(first + place)
    sides: dict[int, Side] = {}
    for entity_id, numbers in members.items():
        for number in numbers[1:]:
            grouping.groups.join(numbers[0], number)
        if entity_id in authority.entities or entity_id.startswith(TOWN_ID):
            grouping.groups.anchor(numbers[0])
        count = sum(grouping.names[number].mention_count for number in numbers)
        sides |= dict.fromkeys(numbers, Side(entity_id, around.entity_names.get(entity_id, ""), count))
    numbers_of = around.spellings.select(
        "head_surface",
        "head_kind",
        "kind",
        "key",
        "mention_count",
        name=pl.Series(
            [number_of[kind, key] for kind, key in around.spellings.select("kind", "key").iter_rows()],
            dtype=pl.Int64,
        ),
    )
    outer = replace(texts, names=grouping.names, of_spelling=pl.concat([texts.of_spelling, numbers_of]))
    return outer, sides
