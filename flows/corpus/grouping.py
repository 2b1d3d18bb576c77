"""Names on their way into entities: what people decided, what the lexicon has, then how alike they are."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from flows.corpus.clusters import Groups, join_by_average
from flows.corpus.comparisons import Comparable, Compared, compare_names, is_lone_person
from flows.corpus.decisions import Decision, Judgement, Standing
from flows.corpus.distinct_names import DistinctNames, Name
from flows.corpus.name_rules import NameRules
from flows.corpus.vetoes import HARD_VETOES, Veto, have_other_given_names
from flows.document.authority import Authority, Entity
from flows.document.records import Kind
from flows.document.spelling import fold, spelling_key

_VETOES: Mapping[str | None, Veto | None] = {None: None, **{str(veto): veto for veto in Veto}}
LEAST_SUSPECT = 0.3  # what may unite two names, by itself or through a third
DOUBTFUL = 0.4  # what a vetoed but likely pair counts for in an average; below every cut


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a name belongs to its entity."""

    rule: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Edge:
    """One row per compared pair of names worth keeping: numbers of names, left < right."""

    left: int
    right: int
    score: float
    veto: Veto | None
    why: str | None = None  # None: how alike they are spelled


Other = tuple[Name, int]  # a name that is compared and not grouped, and the item of its entity


@dataclass
class Grouping:
    """Names on their way into entities.

    Items of `groups` are numbers of names and, below 0, entities of the lexicon.
    """

    names: Sequence[Name]
    entities: list[Entity]  # of the lexicon; number n is item -1 - n
    groups: Groups[int] = field(default_factory=Groups)
    reasons: dict[int, Reason] = field(default_factory=dict)
    unsure: set[frozenset[int]] = field(default_factory=set)
    relations: list[tuple[int, int, Decision]] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    lexicon_items: dict[int, int] = field(default_factory=dict)  # of names, before likeness joined any

    def entity_of(self, item: int) -> Entity | None:
        """The lexicon's entity in this item's group; of several the one with the smallest id."""
        found = [self.entities[-1 - member] for member in self.groups.members(item) if member < 0]
        return min(found, key=lambda entity: entity.entity_id, default=None)


def known_names(known: pl.DataFrame, texts: DistinctNames) -> dict[str, list[int]]:
    """For each id that was published before, the names that had it."""
    found = texts.with_spelling(known).select("entity_id", "name").unique().sort("entity_id", "name")
    names: dict[str, list[int]] = defaultdict(list)
    for entity_id, name in found.iter_rows():
        names[entity_id].append(name)
    return names


def apply_decisions(grouping: Grouping, standing: Standing, known: Mapping[str, Sequence[int]]) -> None:
    """Unite what people said is the same, and forbid what they said is not."""
    by_reference: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(grouping.names):
        by_reference[name.key].append(number)
    for entity_id, numbers in known.items():
        by_reference[entity_id] = list(numbers)
    for number, entity in enumerate(grouping.entities):
        by_reference[entity.entity_id] = [-1 - number]
    for left, right, decision in standing.same:
        for one, other in _same_kind_pairs(grouping, by_reference[left], by_reference[right]):
            grouping.groups.join(one, other)
            for item in (one, other):
                if item >= 0:
                    why = f"{decision.who} decided on {decision.decided_on}: {decision.why or 'same'}"
                    grouping.reasons[item] = Reason("decision", 1.0, why)
    for left, right, decision in standing.apart:
        for one in by_reference[left]:
            for other in by_reference[right]:
                grouping.groups.forbid(one, other)
                if decision.judgement == Judgement.UNSURE:
                    grouping.unsure.add(frozenset((one, other)))
                if decision.judgement == Judgement.PART_OF:
                    grouping.relations.append((one, other, decision))


def _same_kind_pairs(
    grouping: Grouping, lefts: Sequence[int], rights: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Pairs of one kind where there are any, else all: a person may well say that two kinds are one."""

    def kind(item: int) -> str:
        return grouping.names[item].kind if item >= 0 else str(grouping.entities[-1 - item].kind)

    pairs = [(left, right) for left in lefts for right in rights]
    alike = [(left, right) for left, right in pairs if kind(left) == kind(right)]
    yield from alike or pairs


def apply_authority(grouping: Grouping, authority: Authority) -> None:
    """Names that the lexicon has, for one entity of their kind that it can choose, belong to it."""
    for number in range(len(grouping.entities)):
        grouping.groups.anchor(-1 - number)
    item_of = {entity.entity_id: -1 - number for number, entity in enumerate(grouping.entities)}
    order = sorted(
        range(len(grouping.names)), key=lambda number: (-grouping.names[number].mention_count, number)
    )
    for number in order:
        name = grouping.names[number]
        choice = authority.choose(name.surface, Kind(name.kind))
        if choice is None:
            continue
        entity = choice.entity
        if entity.entity_id not in item_of:  # a town of the gazetteer
            grouping.entities.append(entity)
            item_of[entity.entity_id] = -len(grouping.entities)
            grouping.groups.anchor(item_of[entity.entity_id])
        if grouping.groups.join(number, item_of[entity.entity_id]):
            rule = "lexicon" if entity.is_curated else "gazetteer"
            why = f"the {rule} has “{name.surface}” as {entity.name}"
            if choice.rule != "only_one":
                why += f", of several by {choice.rule.replace('_', ' ')}"
            grouping.reasons.setdefault(number, Reason(rule, 1.0, why))


def compare_all(
    grouping: Grouping, authority: Authority, rules: NameRules, before: Compared
) -> tuple[list[Edge], list[Other], Compared]:
    """Compare all names with each other and with those that only the lexicon has.

    `before`: what need not be compared again; the same for the next time is returned.
    """
    edges: list[Edge] = []
    others = names_of_lexicon(grouping, authority)
    compared = []
    for kind in Kind:
        names, numbers = _comparable(grouping, others, kind)
        pairs = compare_names(names, rules, before.of_kind(kind))
        compared.append(names.compared(pairs))
        edges += _edges(pairs, numbers, names.keys, authority)
    return (
        edges,
        others,
        Compared(pl.concat([part.names for part in compared]), pl.concat([part.pairs for part in compared])),
    )


def apply_likeness(
    grouping: Grouping,
    texts: DistinctNames,
    rules: NameRules,
    edges: Sequence[Edge],
    others: Sequence[Other],
) -> None:
    """Unite what the model is sure of, and keep the pairs worth a look in `grouping.edges`.

    `edges` are numbers of names; the `others`, which are not grouped, count on after them.
    """
    grouping.lexicon_items = _lexicon_items(grouping)
    _link_to_lexicon(grouping, edges, others, rules)
    edges = [edge for edge in edges if max(edge.left, edge.right) < len(grouping.names)]
    edges = without_people_of_one_text(edges, texts)
    forbid_by_likeness(grouping, edges)
    averaged = [(edge.left, edge.right, _score_for_clusters(edge)) for edge in edges]
    join_by_average(grouping.groups, averaged, rules.cut)
    grouping.edges = edges


def forbid_by_likeness(grouping: Grouping, edges: Iterable[Edge]) -> None:
    """Keep apart what is known to differ."""
    for edge in edges:
        if edge.veto in HARD_VETOES:
            grouping.groups.forbid(edge.left, edge.right)


def edges_of_keys(
    pairs: pl.DataFrame,
    number_of: Mapping[tuple[str, str], int],
    authority: Authority,
    lexicon_only: Container[tuple[str, str]] = (),
) -> list[Edge]:
    """Pairs by kind and keys (`Compared.pairs`) as pairs of numbers; those of names without a number are left out.

    In the order of `compare_all`: names that only the lexicon has come last.
    """
    found = []
    sides = {key for pair in authority.apart for key in pair}
    order = {str(kind): place for place, kind in enumerate(Kind)}
    rows = sorted(
        pairs.select("kind", "left_key", "right_key", "score", "veto").iter_rows(),
        key=lambda row: (order[row[0]], row[1], (row[0], row[2]) in lexicon_only, row[2]),
    )
    for kind, left_key, right_key, score, veto in rows:
        left, right = number_of.get((kind, left_key)), number_of.get((kind, right_key))
        if left is not None and right is not None:
            reason = _veto_of(left_key, right_key, veto, sides, authority)
            found.append(Edge(left, right, score, reason))
    return found


def _lexicon_items(grouping: Grouping) -> dict[int, int]:
    """Number of a name -> item of the lexicon's entity that decisions, lexicon and texts gave it."""
    groups = grouping.groups
    return {
        number: item for number in range(len(grouping.names)) for item in groups.members(number) if item < 0
    }


def without_people_of_one_text(edges: Sequence[Edge], texts: DistinctNames) -> list[Edge]:
    """The same pairs; two people whom one text names, both in full and with other given names, are vetoed."""
    names = texts.names
    suspects = {
        number
        for number, edge in enumerate(edges)
        if edge.score >= LEAST_SUSPECT
        and names[edge.left].kind == Kind.PERSON
        and have_other_given_names(fold(names[edge.left].surface), fold(names[edge.right].surface))
    }
    documents = texts.documents_of(
        {side for number in suspects for side in (edges[number].left, edges[number].right)}
    )
    return [
        replace(edge, veto=Veto.ONE_DOCUMENT)
        if number in suspects
        and edge.veto not in HARD_VETOES
        and documents[edge.left] & documents[edge.right]
        else edge
        for number, edge in enumerate(edges)
    ]


def _score_for_clusters(edge: Edge) -> float:
    """A vetoed pair is not united by itself; a weak match does not part what a third spelling unites."""
    if edge.veto == Veto.WEAK_MATCH:
        return min(edge.score, DOUBTFUL)
    return 0.0 if edge.veto else edge.score


def names_of_lexicon(grouping: Grouping, authority: Authority) -> list[Other]:
    """Names of the lexicon that no text has, with their entity; acronyms and short forms left out."""
    item_of = {entity.entity_id: -1 - number for number, entity in enumerate(grouping.entities)}
    seen = {(name.kind, name.key) for name in grouping.names}
    written = [(entity.entity_id, entity.name) for entity in grouping.entities if entity.is_curated]
    written += [
        (alias.entity_id, alias.alias)
        for alias in authority.aliases
        if alias.alias_kind not in ("acronym", "short")
    ]
    extra = {}
    for entity_id, surface in sorted(written):
        kind, key = str(authority.entities[entity_id].kind), spelling_key(surface)
        if (kind, key) not in seen and len(authority.find(surface, Kind(kind))) == 1:
            extra[kind, key] = (Name(kind, key, surface, 0), item_of[entity_id])
    return [extra[key] for key in sorted(extra)]


def _comparable(grouping: Grouping, extra: Sequence[Other], kind: Kind) -> tuple[Comparable, Sequence[int]]:
    """The names of one kind, and their numbers: those of the lexicon count on after the texts'."""
    everything = [*grouping.names, *(name for name, _ in extra)]
    numbers = [
        number
        for number, name in enumerate(everything)
        if name.kind == kind and not is_lone_person(name.kind, spelling_key(name.surface))
    ]
    names = Comparable(
        kind=kind,
        keys=[everything[number].key for number in numbers],
        tokens=[fold(everything[number].surface) for number in numbers],
        text_count=sum(number < len(grouping.names) for number in numbers),
    )
    return names, numbers


def _edges(
    pairs: pl.DataFrame, numbers: Sequence[int], keys: Sequence[str], authority: Authority
) -> Iterator[Edge]:
    """Compared pairs as pairs of the numbers of names."""
    sides = {key for pair in authority.apart for key in pair}
    for left, right, score, veto in pairs.iter_rows():
        reason = _veto_of(keys[left], keys[right], veto, sides, authority)
        yield Edge(numbers[left], numbers[right], score, reason)


def _veto_of(
    left: str, right: str, veto: str | None, sides: Container[str], authority: Authority
) -> Veto | None:
    """What was found when they were compared, unless the lexicon keeps them apart (`sides`: all names it does)."""
    if (
        left.removeprefix("=") in sides
        and right.removeprefix("=") in sides
        and _apart(left, right) in authority.apart
    ):
        return Veto.KNOWN_DISTINCT
    return _VETOES[veto]


def _apart(left: str, right: str) -> frozenset[str]:
    return frozenset((left.removeprefix("="), right.removeprefix("=")))


def _link_to_lexicon(
    grouping: Grouping, edges: Iterable[Edge], extra: Sequence[Other], rules: NameRules
) -> None:
    """A name like one entity of the lexicon belongs to it, when that leads the next by the margin."""
    groups, count = grouping.groups, len(grouping.names)
    entity_item = grouping.lexicon_items | {count + place: item for place, (_, item) in enumerate(extra)}
    best: dict[int, dict[int, Edge]] = defaultdict(dict)
    for edge in edges:
        for here, there in ((edge.left, edge.right), (edge.right, edge.left)):
            if here not in entity_item and there in entity_item:
                offers = best[here]
                item = entity_item[there]
                if item not in offers or edge.score > offers[item].score:
                    offers[item] = edge
    surfaces = [name.surface for name in grouping.names] + [name.surface for name, _ in extra]
    for number in sorted(best):
        ranked = sorted(best[number].items(), key=lambda offer: (-offer[1].score, offer[0]))
        item, edge = ranked[0]
        runner_up = ranked[1][1].score if len(ranked) > 1 else 0.0
        if edge.veto or edge.score < rules.cut or edge.score - runner_up < rules.margin:
            continue
        if groups.join(number, item):
            other = surfaces[edge.left if edge.left != number else edge.right]
            why = f"spelled like “{other}” of the lexicon"
            grouping.reasons.setdefault(number, Reason("spelling_rules", edge.score, why))
