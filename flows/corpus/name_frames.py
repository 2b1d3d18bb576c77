"""From grouped names to the rows that are published."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from flows.corpus.comparisons import Compared
from flows.corpus.distinct_names import DistinctNames
from flows.corpus.entity_ids import GivenIds, count_earlier, give_ids
from flows.corpus.grouping import Edge, Grouping, Reason, is_lone_person
from flows.corpus.likeness import Comparison, compare_folded
from flows.corpus.name_rules import NameRules
from flows.corpus.vetoes import HARD_VETOES
from flows.document.authority import Authority, Entity
from flows.document.records import Kind
from flows.document.spelling import fold

OUTWEIGHS = 1_000_000  # an earlier id stays with a full name, not with a lone word that once was short for it
LEAST_REVIEW = 20  # pairs of a kind that are shown in any case
_UNSURE = "unsure"
_ENTITY_COLUMNS = {
    "entity_id": pl.String,
    "name": pl.String,
    "kind": pl.String,
    "country": pl.String,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
    "wikidata_id": pl.String,
    "superseded_by": pl.String,
}
_ALIAS_COLUMNS = dict.fromkeys(
    ("entity_id", "alias", "alias_kind", "valid_from", "valid_to", "basis"), pl.String
)
_RELATION_COLUMNS = dict.fromkeys(
    ("entity_id", "relation", "other_entity_id", "valid_from", "valid_to", "basis"), pl.String
)
_UNDECIDED_COLUMNS = {
    "left_entity_id": pl.String,
    "right_entity_id": pl.String,
    "left_name": pl.String,
    "right_name": pl.String,
    "kind": pl.String,
    "score": pl.Float64,
    "mention_count": pl.Int64,
    "why": pl.String,
    "veto": pl.String,
}


@dataclass(frozen=True)
class LinkedNames:
    """Entities, their names and relations, the link of each mention, and what a person should look at.

    Frames are sorted by their ids; `undecided` by score × mentions, most worth a look first.
    """

    entities: pl.DataFrame  # entity_id, name, kind, country, latitude, longitude, wikidata_id, superseded_by
    aliases: pl.DataFrame  # entity_id, alias, alias_kind, valid_from, valid_to, basis
    relations: pl.DataFrame  # entity_id, relation, other_entity_id, valid_from, valid_to, basis
    links: pl.DataFrame  # mention_id, doc_id, entity_id, rule, score, why
    undecided: pl.DataFrame  # pairs of entities: ids, names, kind, score, mention_count, why, veto
    compared: Compared  # what the next call need not compare again


@dataclass(frozen=True)
class Outcome:
    """What became of the names: entities as lists of names, sorted by their first, and their ids."""

    texts: DistinctNames
    grouping: Grouping
    members: list[list[int]]
    ids: GivenIds
    place_of_name: Mapping[int, int]  # number of the name -> place of its entity in `members`

    @classmethod
    def from_grouping(cls, texts: DistinctNames, grouping: Grouping, known: pl.DataFrame) -> "Outcome":
        """Give each group of names its id."""
        groups: dict[int, list[int]] = defaultdict(list)
        for number in range(len(grouping.names)):
            groups[grouping.groups.root(number)].append(number)
        members = sorted(groups.values())
        place_of_name = {number: place for place, numbers in enumerate(members) for number in numbers}
        return cls(texts, grouping, members, _ids(texts, grouping, members, known), place_of_name)

    def entity_id(self, item: int) -> str:
        """The id of a name's entity, or of an entity of the lexicon (items below 0)."""
        if item < 0:
            return self.grouping.entities[-1 - item].entity_id
        return self.ids.ids[self.place_of_name[item]]


def _ids(
    texts: DistinctNames, grouping: Grouping, members: Sequence[Sequence[int]], known: pl.DataFrame
) -> GivenIds:
    by_name: dict[int, list[tuple[str, int]]] = defaultdict(list)
    in_use = texts.with_spelling(known.filter(pl.col("superseded_by").is_null()))
    for name, entity_id, mention_count in (
        in_use.group_by("name", "entity_id")
        .agg(pl.col("mention_count").sum())
        .sort("name", "entity_id")
        .iter_rows()
    ):
        lone = is_lone_person(grouping.names[name].kind, grouping.names[name].key)
        by_name[name].append((entity_id, mention_count if lone else mention_count * OUTWEIGHS))
    entities = [grouping.entity_of(numbers[0]) for numbers in members]
    retired = known.filter(pl.col("superseded_by").is_not_null()).select("entity_id", "superseded_by")
    return give_ids(
        lexicon_ids=[entity.entity_id if entity else None for entity in entities],
        earlier=[
            count_earlier(pair for number in numbers for pair in by_name[number]) for numbers in members
        ],
        names=[(grouping.names[numbers[0]].kind, grouping.names[numbers[0]].key) for numbers in members],
        retired=retired.unique().sort("entity_id", "superseded_by").iter_rows(),
    )


def frames(outcome: Outcome, authority: Authority, rules: NameRules, compared: Compared) -> LinkedNames:
    """The rows of all tables."""
    reasons = _reasons(outcome, rules)
    linked = outcome.texts.heads.join(
        outcome.texts.of_spelling.select("head_surface", "head_kind", "name"),
        on=["head_surface", "head_kind"],
    ).join(reasons, on="name")
    entities = _entity_rows(outcome)
    relations = _relation_rows(outcome, authority, set(entities["entity_id"]))
    return LinkedNames(
        entities=_with_related(entities, relations, authority),
        aliases=_alias_rows(linked, authority),
        relations=relations,
        links=_link_rows(linked),
        undecided=_undecided_rows(outcome, entities, rules),
        compared=compared,
    )


def _reasons(outcome: Outcome, rules: NameRules) -> pl.DataFrame:
    """One row per name: its entity, and why: decision, lexicon, its best pair inside, or by itself."""
    names = outcome.grouping.names
    reasons = outcome.grouping.reasons | _reasons_by_spelling(outcome.grouping, rules)
    alone = {
        number: Reason("same_spelling", 1.0, f"all its spellings fold to “{name.key}”")
        for number, name in enumerate(names)
    }
    reasons = alone | reasons
    return pl.DataFrame(
        {
            "name": range(len(names)),
            "entity_id": [outcome.entity_id(number) for number in range(len(names))],
            "link_rule": [reasons[number].rule for number in range(len(names))],
            "score": [reasons[number].score for number in range(len(names))],
            "why": [reasons[number].why for number in range(len(names))],
        },
        schema={
            "name": pl.Int64,
            "entity_id": pl.String,
            "link_rule": pl.String,
            "score": pl.Float64,
            "why": pl.String,
        },
    )


def _reasons_by_spelling(grouping: Grouping, rules: NameRules) -> dict[int, Reason]:
    """For each name that no decision or lexicon placed, its best pair with another name of its entity."""
    best: dict[int, Edge] = {}
    for edge in grouping.edges:
        if edge.veto is None and grouping.groups.root(edge.left) == grouping.groups.root(edge.right):
            for number in (edge.left, edge.right):
                if number not in grouping.reasons and (number not in best or edge.score > best[number].score):
                    best[number] = edge
    why = _why_of_edges(grouping, sorted(set(best.values()), key=lambda edge: (edge.left, edge.right)), rules)
    return {
        number: Reason(
            "spelling_rules",
            edge.score,
            f"spelled like “{grouping.names[edge.left + edge.right - number].surface}”: {why[edge]}",
        )
        for number, edge in best.items()
    }


def _entity_rows(outcome: Outcome) -> pl.DataFrame:
    rows: list[tuple[object, ...]] = []
    for entity_id, numbers in zip(outcome.ids.ids, outcome.members, strict=True):
        known = outcome.grouping.entity_of(numbers[0])
        names = [outcome.grouping.names[number] for number in numbers]
        best = min(names, key=lambda name: (-name.mention_count, -len(name.surface), name.surface))
        row = (entity_id, best.surface, best.kind, None, None, None, None, None)
        rows.append(lexicon_row(known) if known else row)
    named = {row[0]: row[1:3] for row in rows}
    rows += [
        (gone, *named.get(successor, (None, None)), None, None, None, None, successor)
        for gone, successor in outcome.ids.superseded.items()
    ]
    return pl.DataFrame(rows, schema=_ENTITY_COLUMNS, orient="row").sort("entity_id")


def lexicon_row(entity: Entity) -> tuple[object, ...]:
    """The row of `entities` of an entity that the lexicon or the gazetteer has."""
    return (
        entity.entity_id,
        entity.name,
        str(entity.kind),
        entity.country,
        entity.latitude,
        entity.longitude,
        entity.wikidata_id,
        None,
    )


def _relation_rows(outcome: Outcome, authority: Authority, mentioned: set[str]) -> pl.DataFrame:
    """Relations of the lexicon where one side is mentioned, and what people decided to be a part."""
    rows = [
        (one.entity_id, one.relation, one.other_entity_id, one.valid_from, one.valid_to, "lexicon")
        for one in authority.relations
        if mentioned & {one.entity_id, one.other_entity_id}
    ]
    rows += [
        (
            outcome.entity_id(part),
            "part_of",
            outcome.entity_id(whole),
            None,
            None,
            f"decision of {decision.who}",
        )
        for part, whole, decision in outcome.grouping.relations
    ]
    return (
        pl.DataFrame(rows, schema=_RELATION_COLUMNS, orient="row")
        .unique()
        .sort("entity_id", "relation", "other_entity_id", "valid_from", "basis", nulls_last=True)
    )


def _with_related(entities: pl.DataFrame, relations: pl.DataFrame, authority: Authority) -> pl.DataFrame:
    """Add the lexicon's entities at the other end of a relation, mentioned or not."""
    ends = set(relations["entity_id"]) | set(relations["other_entity_id"])
    missing = sorted((ends - set(entities["entity_id"])) & authority.entities.keys())
    rows = [lexicon_row(authority.entities[entity_id]) for entity_id in missing]
    more = pl.DataFrame(rows, schema=_ENTITY_COLUMNS, orient="row")
    return pl.concat([entities, more]).sort("entity_id")


def _alias_rows(linked: pl.DataFrame, authority: Authority) -> pl.DataFrame:
    """Names of the mentioned entities: the lexicon's, then what texts write, shortened or not."""
    mentioned = set(linked["entity_id"])
    lexicon = pl.DataFrame(
        [
            (one.entity_id, one.alias, one.alias_kind, one.valid_from, one.valid_to, "lexicon")
            for one in authority.aliases
            if one.entity_id in mentioned
        ],
        schema=_ALIAS_COLUMNS,
        orient="row",
    )
    kind = pl.when(pl.col("is_short")).then(pl.lit("short")).otherwise(pl.lit("spelling"))
    texts = (
        linked.select(
            "entity_id",
            alias="surface",
            alias_kind=kind,
            valid_from=pl.lit(None, dtype=pl.String),
            valid_to=pl.lit(None, dtype=pl.String),
            basis=pl.lit("text"),
        )
        .unique()
        .sort("entity_id", "alias", "alias_kind", descending=[False, False, True])
    )
    return (
        pl.concat([lexicon, texts])
        .unique(["entity_id", "alias"], keep="first", maintain_order=True)
        .sort("entity_id", "alias")
    )


def _link_rows(linked: pl.DataFrame) -> pl.DataFrame:
    short = pl.col("is_short")
    return linked.select(
        "mention_id",
        "doc_id",
        "entity_id",
        rule=pl.when(short).then(pl.lit("short_form")).otherwise(pl.col("link_rule")),
        score=pl.when(short).then(pl.lit(1.0)).otherwise(pl.col("score")),
        why=pl.when(short)
        .then(pl.format("short for “{}” in the same document", "head_surface"))
        .otherwise(pl.col("why")),
    ).sort("mention_id")


def _undecided_rows(outcome: Outcome, entities: pl.DataFrame, rules: NameRules) -> pl.DataFrame:
    """The best pair between each two entities that a person could settle."""
    grouping = outcome.grouping
    name_of = dict(entities.select("entity_id", "name").iter_rows())
    counts = [sum(grouping.names[number].mention_count for number in numbers) for numbers in outcome.members]
    rows = []
    for edge in _best_edges_between(outcome, rules):
        left, right = (outcome.place_of_name[number] for number in (edge.left, edge.right))
        one, other = outcome.ids.ids[left], outcome.ids.ids[right]
        veto = _UNSURE if frozenset((edge.left, edge.right)) in grouping.unsure else edge.veto
        about = (grouping.names[edge.left].kind, edge.score, counts[left] + counts[right])
        rows.append((edge, (one, other, name_of[one], name_of[other], *about, str(veto) if veto else None)))
    rows.sort(key=lambda row: (-row[1][5] * row[1][6], row[1]))
    asked = _most_worth_asking(rows, Counter(name.kind for name in grouping.names), rules)
    why = _why_of_edges(grouping, [edge for edge, _ in asked], rules)
    return pl.DataFrame(
        [(*row[:-1], why[edge], row[-1]) for edge, row in asked], schema=_UNDECIDED_COLUMNS, orient="row"
    )


def _most_worth_asking(
    rows: Sequence[tuple[Edge, tuple[Any, ...]]], name_counts: Mapping[str, int], rules: NameRules
) -> list[tuple[Edge, tuple[Any, ...]]]:
    """The first of a kind, as many as the rules allow for its names; always what a text says or a person left open."""
    left = {
        kind: max(LEAST_REVIEW, count * rules.review_at_most // 1000) for kind, count in name_counts.items()
    }
    asked = []
    for edge, row in rows:
        kind, veto = row[4], row[-1]
        left[kind] -= 1
        if left[kind] >= 0 or veto == _UNSURE or edge.why is not None:
            asked.append((edge, row))
    return asked


def _why_of_edges(grouping: Grouping, edges: Sequence[Edge], rules: NameRules) -> dict[Edge, str]:
    """The alignment of each edge in words."""
    why = {edge: edge.why for edge in edges if edge.why is not None}
    for kind in Kind:
        some = [edge for edge in edges if edge not in why and grouping.names[edge.left].kind == kind]
        folded = [
            (fold(grouping.names[edge.left].surface), fold(grouping.names[edge.right].surface))
            for edge in some
        ]
        why |= dict(zip(some, map(in_words, compare_folded(folded, kind, rules)), strict=True))
    return why


def _best_edges_between(outcome: Outcome, rules: NameRules) -> list[Edge]:
    """The best pair between each two entities (places in `members`), where it is good enough to ask."""
    grouping = outcome.grouping
    best: dict[tuple[int, int], Edge] = {}
    review_from = {str(kind): score for kind, score in rules.review_from.items()}
    for edge in grouping.edges:
        if edge.score < review_from[grouping.names[edge.left].kind] or edge.veto in HARD_VETOES:
            continue
        one, other = outcome.place_of_name[edge.left], outcome.place_of_name[edge.right]
        left, right = min(one, other), max(one, other)
        if left == right:
            continue
        is_unsure = frozenset((edge.left, edge.right)) in grouping.unsure
        if not is_unsure and not grouping.groups.may_join(edge.left, edge.right):
            continue  # a person, or the lexicon, has said that they differ
        if (left, right) not in best or edge.score > best[left, right].score:
            best[left, right] = edge
    return list(best.values())


def in_words(comparison: Comparison) -> str:
    """The alignment as a sentence: `bozum = bazam (.44), iyad = iyad; only left: …; score .87`."""
    parts = [
        f"{match.left} = {match.right}" + (f" ({match.similarity:.2f})" if match.left != match.right else "")
        for match in comparison.matches
    ] or ["no word matches"]
    sentence = ", ".join(parts)
    for side, words in (("left", comparison.left_over), ("right", comparison.right_over)):
        if words:
            sentence += f"; only {side}: {' '.join(words)}"
    veto = f"; not unasked: {comparison.veto}" if comparison.veto else ""
    return f"{sentence}; score {comparison.score:.2f}{veto}"
