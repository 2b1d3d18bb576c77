"""Names on their way into entities: what people decided, what the lexicon has, then how alike they are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from flows.corpus.clusters import Groups, join_by_average
from flows.corpus.comparisons import Comparable, Compared, compare_names
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


def apply_likeness(
    grouping: Grouping, texts: DistinctNames, authority: Authority, rules: NameRules, before: Compared
) -> Compared:
    """Unite what the model is sure of, and keep the pairs worth a look in `grouping.edges`.

    `before`: what need not be compared again. Returns the same for the next time.
    """
    edges: list[Edge] = []
    extra = _names_of_lexicon(grouping, authority)
    compared = []
    for kind in Kind:
        names, numbers = _comparable(grouping, extra, kind)
        pairs = compare_names(names, rules, before.of_kind(kind))
        compared.append(names.compared(pairs))
        edges += _edges(pairs, numbers, names.keys, authority)
    _link_to_lexicon(grouping, edges, extra, rules)
    edges = [edge for edge in edges if edge.right < len(grouping.names)]
    edges = _without_people_of_one_text(edges, texts)
    for edge in edges:
        if edge.veto in HARD_VETOES:
            grouping.groups.forbid(edge.left, edge.right)
    averaged = [(edge.left, edge.right, _score_for_clusters(edge)) for edge in edges]
    join_by_average(grouping.groups, averaged, rules.cut)
    grouping.edges = edges
    return Compared(
        pl.concat([part.names for part in compared]), pl.concat([part.pairs for part in compared])
    )


def _without_people_of_one_text(edges: Sequence[Edge], texts: DistinctNames) -> list[Edge]:
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


def _names_of_lexicon(grouping: Grouping, authority: Authority) -> list[tuple[Name, int]]:
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


def is_lone_person(kind: str, *keys: str) -> bool:
    """A person called by one word: too little to go by, except for the same word."""
    return kind == Kind.PERSON and any(" " not in key for key in keys)


def _comparable(
    grouping: Grouping, extra: Sequence[tuple[Name, int]], kind: Kind
) -> tuple[Comparable, Sequence[int]]:
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
    """Compared pairs as pairs of the numbers of names; what the lexicon keeps apart is vetoed."""
    sides = {key for pair in authority.apart for key in pair}
    is_side = [key.removeprefix("=") in sides for key in keys] if sides else [False] * len(keys)
    for left, right, score, veto in pairs.iter_rows():
        reason = _VETOES[veto]
        if is_side[left] and is_side[right] and _apart(keys[left], keys[right]) in authority.apart:
            reason = Veto.KNOWN_DISTINCT
        yield Edge(numbers[left], numbers[right], score, reason)


def _apart(left: str, right: str) -> frozenset[str]:
    return frozenset((left.removeprefix("="), right.removeprefix("=")))


def _link_to_lexicon(
    grouping: Grouping, edges: Iterable[Edge], extra: Sequence[tuple[Name, int]], rules: NameRules
) -> None:
    """A name like one entity of the lexicon belongs to it, when that leads the next by the margin."""
    groups, count = grouping.groups, len(grouping.names)
    entity_item = {number: item for number in range(count) for item in groups.members(number) if item < 0} | {
        count + place: item for place, (_, item) in enumerate(extra)
    }
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
