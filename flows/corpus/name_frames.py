"""From grouped names to the rows that are published."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from flows.corpus.comparisons import Compared, is_lone_person
from flows.corpus.distinct_names import DistinctNames
from flows.corpus.entity_ids import GivenIds, count_earlier, give_ids
from flows.corpus.grouping import Edge, Grouping, Reason
from flows.corpus.likeness import Comparison, compare_folded
from flows.corpus.name_rules import NameRules
from flows.corpus.vetoes import HARD_VETOES
from flows.document.authority import Authority, Entity
from flows.document.records import Kind
from flows.document.spelling import fold

OUTWEIGHS = 1_000_000  # an earlier id stays with a full name, not with a lone word that once was short for it
SHORT_FORM = "short_form"
_UNSURE = "unsure"
ENTITY_COLUMNS = {
    "entity_id": pl.String,
    "name": pl.String,
    "kind": pl.String,
    "country": pl.String,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
    "wikidata_id": pl.String,
    "superseded_by": pl.String,
}
ALIAS_COLUMNS = dict.fromkeys(
    ("entity_id", "alias", "alias_kind", "valid_from", "valid_to", "basis"), pl.String
)
_RELATION_COLUMNS = dict.fromkeys(
    ("entity_id", "relation", "other_entity_id", "valid_from", "valid_to", "basis"), pl.String
)
NAME_COLUMNS = {
    "kind": pl.String,
    "key": pl.String,
    "surface": pl.String,
    "mention_count": pl.Int64,
    "entity_id": pl.String,
    "rule": pl.String,
    "score": pl.Float64,
    "why": pl.String,
    "lexicon_id": pl.String,
}
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
class JoinedNames:
    """Entities, their names and relations, and what a person should look at.

    Frames are sorted by their ids; `undecided` by score × mentions, most worth a look first.
    """

    entities: pl.DataFrame  # entity_id, name, kind, country, latitude, longitude, wikidata_id, superseded_by
    aliases: pl.DataFrame  # entity_id, alias, alias_kind, valid_from, valid_to, basis
    relations: pl.DataFrame  # entity_id, relation, other_entity_id, valid_from, valid_to, basis
    undecided: pl.DataFrame  # pairs of entities: ids, names, kind, score, mention_count, why, veto
    compared: Compared  # what the next call need not compare again
    names: pl.DataFrame  # NAME_COLUMNS: what became of each distinct name
    spellings: pl.DataFrame  # SPELLING_COLUMNS, kind, key: the name that each spelling is of
    claims: pl.DataFrame  # CLAIM_COLUMNS: what texts say of their names


@dataclass(frozen=True)
class LinkedNames(JoinedNames):
    """The same, and the link of each mention."""

    links: pl.DataFrame  # mention_id, doc_id, entity_id, rule, score, why


@dataclass(frozen=True)
class Outcome:
    """What became of the names: entities as lists of names, sorted by their first, and their ids."""

    texts: DistinctNames
    grouping: Grouping
    members: list[list[int]]
    ids: GivenIds
    place_of_name: Mapping[int, int]  # number of the name -> place of its entity in `members`

    @classmethod
    def from_grouping(
        cls,
        texts: DistinctNames,
        grouping: Grouping,
        known: pl.DataFrame,
        taken_elsewhere: Collection[str] = (),
    ) -> "Outcome":
        """Give each group of names its id."""
        groups: dict[int, list[int]] = defaultdict(list)
        for number in range(len(grouping.names)):
            groups[grouping.groups.root(number)].append(number)
        members = sorted(groups.values())
        place_of_name = {number: place for place, numbers in enumerate(members) for number in numbers}
        ids = _ids(texts, grouping, members, known, taken_elsewhere)
        return cls(texts, grouping, members, ids, place_of_name)

    def entity_id(self, item: int) -> str:
        """The id of a name's entity, or of an entity of the lexicon (items below 0)."""
        if item < 0:
            return self.grouping.entities[-1 - item].entity_id
        return self.ids.ids[self.place_of_name[item]]


def _ids(
    texts: DistinctNames,
    grouping: Grouping,
    members: Sequence[Sequence[int]],
    known: pl.DataFrame,
    taken_elsewhere: Collection[str],
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
        taken_elsewhere=taken_elsewhere,
    )


def name_rows(outcome: Outcome, rules: NameRules) -> pl.DataFrame:
    """`NAME_COLUMNS`: of each name its entity, and why: decision, lexicon, its best pair inside, or by itself."""
    grouping = outcome.grouping
    reasons = grouping.reasons | _reasons_by_spelling(grouping, rules)
    rows = []
    for number, name in enumerate(grouping.names):
        reason = reasons.get(number)
        if reason is None:
            reason = Reason("same_spelling", 1.0, f"all its spellings fold to “{name.key}”")
        item = grouping.lexicon_items.get(number)
        rows.append(
            (
                *(name.kind, name.key, name.surface, name.mention_count, outcome.entity_id(number)),
                *(reason.rule, reason.score, reason.why),
                None if item is None else grouping.entities[-1 - item].entity_id,
            )
        )
    return pl.DataFrame(rows, schema=NAME_COLUMNS, orient="row")


def spelled(of_spelling: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """head_surface, head_kind and what became of the name: entity_id, rule, score, why."""
    return of_spelling.select("head_surface", "head_kind", "kind", "key").join(
        names.select("kind", "key", "entity_id", "rule", "score", "why"), on=["kind", "key"]
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


def entities_of_names(outcome: Outcome) -> pl.DataFrame:
    """The rows of `entities` of the groups of names."""
    rows: list[tuple[object, ...]] = []
    for entity_id, numbers in zip(outcome.ids.ids, outcome.members, strict=True):
        known = outcome.grouping.entity_of(numbers[0])
        names = [outcome.grouping.names[number] for number in numbers]
        best = min(names, key=lambda name: (-name.mention_count, -len(name.surface), name.surface))
        row = (entity_id, best.surface, best.kind, None, None, None, None, None)
        rows.append(lexicon_row(known) if known else row)
    return pl.DataFrame(rows, schema=ENTITY_COLUMNS, orient="row").sort("entity_id")


def superseded_entities(
    superseded: Mapping[str, str], known: pl.DataFrame, entities: pl.DataFrame
) -> pl.DataFrame:
    """The rows of ids that lead on: called as what they lead to, or as before where that is gone too."""
    named: dict[str, tuple[str, str]] = {}
    before = known.filter(pl.col("superseded_by").is_not_null())
    for entity_id, name, kind in before.select("entity_id", "surface", "kind").iter_rows():
        named[entity_id] = (name, kind)
    of_successor = {
        entity_id: (name, kind)
        for entity_id, name, kind in entities.select("entity_id", "name", "kind").iter_rows()
    }
    rows = []
    for gone, successor in superseded.items():
        name, kind = of_successor.get(successor) or named.get(gone, (gone, "organization"))
        rows.append((gone, name, kind, None, None, None, None, successor))
    return pl.DataFrame(rows, schema=ENTITY_COLUMNS, orient="row").sort("entity_id")


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


def part_rows(outcome: Outcome) -> list[tuple[str | None, ...]]:
    """The relations that people decided: one is a part of the other."""
    return [
        (
            *(outcome.entity_id(part), "part_of", outcome.entity_id(whole), None, None),
            f"decision of {decision.who}",
        )
        for part, whole, decision in outcome.grouping.relations
    ]


def relation_rows(
    authority: Authority, mentioned: Collection[str], parts: Sequence[tuple[str | None, ...]]
) -> pl.DataFrame:
    """Relations of the lexicon where one side is mentioned, and what people decided to be a part."""
    rows = [
        (one.entity_id, one.relation, one.other_entity_id, one.valid_from, one.valid_to, "lexicon")
        for one in authority.relations
        if one.entity_id in mentioned or one.other_entity_id in mentioned
    ]
    return (
        pl.DataFrame([*rows, *parts], schema=_RELATION_COLUMNS, orient="row")
        .unique()
        .sort("entity_id", "relation", "other_entity_id", "valid_from", "basis", nulls_last=True)
    )


def ends_of(relations: pl.DataFrame) -> frozenset[str]:
    """The entities that relations are between."""
    return frozenset(relations["entity_id"]) | frozenset(relations["other_entity_id"])


def standing_entities(
    rows: pl.DataFrame, linked: Collection[str], ends: Collection[str], authority: Authority
) -> pl.DataFrame:
    """Those of the rows that a mention or a relation leads to, and the lexicon's that only relations lead to."""
    kept = rows.filter(pl.col("entity_id").is_in(list({*linked, *ends}))).unique("entity_id", keep="first")
    missing = sorted((set(ends) - set(kept["entity_id"])) & authority.entities.keys())
    more = [lexicon_row(authority.entities[entity_id]) for entity_id in missing]
    return pl.concat([kept, pl.DataFrame(more, schema=ENTITY_COLUMNS, orient="row")]).sort("entity_id")


def alias_rows(
    written: pl.DataFrame, linked: Collection[str], authority: Authority, explained: pl.DataFrame
) -> pl.DataFrame:
    """Names of mentioned entities: the lexicon's, then what texts write, shortened, explained by them, or neither.

    `written`: entity_id, surface, is_short (only in a short form); `linked`: the entities to give names of.
    """
    lexicon = pl.DataFrame(
        [
            (one.entity_id, one.alias, one.alias_kind, one.valid_from, one.valid_to, "lexicon")
            for one in authority.aliases
            if one.entity_id in linked
        ],
        schema=ALIAS_COLUMNS,
        orient="row",
    )
    nothing = pl.lit(None, dtype=pl.String)
    why = explained.select("entity_id", "alias", explained_kind="alias_kind", explained_by="basis")
    texts = (
        written.select("entity_id", "is_short", alias="surface")
        .join(why, on=["entity_id", "alias"], how="left")
        .sort("entity_id", "alias")
        .select(
            "entity_id",
            "alias",
            alias_kind=pl.coalesce(
                "explained_kind",
                pl.when(pl.col("is_short")).then(pl.lit("short")).otherwise(pl.lit("spelling")),
            ),
            valid_from=nothing,
            valid_to=nothing,
            basis=pl.coalesce("explained_by", pl.lit("text")),
        )
    )
    return (
        pl.concat([lexicon, texts])
        .unique(["entity_id", "alias"], keep="first", maintain_order=True)
        .sort("entity_id", "alias")
    )


def written_names(links: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """entity_id, surface, is_short: how texts write each entity, and whether only in short forms."""
    return in_all(
        links.join(mentions.select("mention_id", "surface"), on="mention_id").select(
            "entity_id", "surface", is_short=pl.col("rule") == SHORT_FORM
        )
    )


def in_all(written: pl.DataFrame) -> pl.DataFrame:
    """The same of several rows per entity and surface: a short form only where each row has it as one."""
    return written.group_by("entity_id", "surface").agg(pl.col("is_short").all())


def link_rows(heads: pl.DataFrame, spelled: pl.DataFrame) -> pl.DataFrame:
    """mention_id, doc_id, entity_id, rule, score, why: what its spelling, or its longer form's, leads to."""
    short = pl.col("is_short")
    linked = heads.drop("rule").join(
        spelled.select("head_surface", "head_kind", "entity_id", "rule", "score", "why"),
        on=["head_surface", "head_kind"],
    )
    return linked.select(
        "mention_id",
        "doc_id",
        "entity_id",
        rule=pl.when(short).then(pl.lit(SHORT_FORM)).otherwise(pl.col("rule")),
        score=pl.when(short).then(pl.lit(1.0)).otherwise(pl.col("score")),
        why=pl.when(short)
        .then(pl.format("short for “{}” in the same document", "head_surface"))
        .otherwise(pl.col("why")),
    ).sort("mention_id")


@dataclass(frozen=True, slots=True)
class Side:
    """One entity of a pair that a person may judge."""

    entity_id: str
    name: str
    mention_count: int


def sides_of(outcome: Outcome, entities: pl.DataFrame) -> dict[int, Side]:
    """Of each name its entity."""
    name_of = dict(entities.select("entity_id", "name").iter_rows())
    sides: dict[int, Side] = {}
    for entity_id, numbers in zip(outcome.ids.ids, outcome.members, strict=True):
        count = sum(outcome.grouping.names[number].mention_count for number in numbers)
        sides |= dict.fromkeys(numbers, Side(entity_id, name_of[entity_id], count))
    return sides


def undecided_rows(
    grouping: Grouping, edges: Iterable[Edge], side_of: Mapping[int, Side], rules: NameRules
) -> pl.DataFrame:
    """The best pair between each two entities that a person could settle."""
    rows = []
    for edge in _best_edges_between(grouping, edges, side_of, rules):
        one, other = side_of[edge.left], side_of[edge.right]
        veto = _UNSURE if frozenset((edge.left, edge.right)) in grouping.unsure else edge.veto
        about = (grouping.names[edge.left].kind, edge.score, one.mention_count + other.mention_count)
        ids = (one.entity_id, other.entity_id, one.name, other.name)
        rows.append((edge, (*ids, *about, str(veto) if veto else None)))
    rows.sort(key=lambda row: (-row[1][5] * row[1][6], row[1][:4]))
    why = _why_of_edges(grouping, [edge for edge, _ in rows], rules)
    return pl.DataFrame(
        [(*row[:-1], why[edge], row[-1]) for edge, row in rows], schema=_UNDECIDED_COLUMNS, orient="row"
    )


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


def _best_edges_between(
    grouping: Grouping, edges: Iterable[Edge], side_of: Mapping[int, Side], rules: NameRules
) -> list[Edge]:
    """The best pair between each two entities, where it is good enough to ask; of equals the first."""
    best: dict[tuple[str, str], Edge] = {}
    review_from = {str(kind): score for kind, score in rules.review_from.items()}
    for edge in edges:
        if edge.score < review_from[grouping.names[edge.left].kind] or edge.veto in HARD_VETOES:
            continue
        one, other = side_of[edge.left].entity_id, side_of[edge.right].entity_id
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
