"""What people have decided about pairs of names: which rows of decisions.csv stand, and whether they agree.

Rows are only ever added. For one pair the last row stands, so a decision is taken back by a later one.
Judgement words follow OpenSanctions nomenklatura; `part_of` is ours.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flows.document.records import LexiconError
from flows.document.spelling import spelling_key

_ENTITY_ID = re.compile(r"n-[0-9a-f]{12}")


class Judgement(StrEnum):
    """What a person can say about two names."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"  # takes an earlier judgement back and leaves the pair apart
    PART_OF = "part_of"  # left is a part of right: related, never one


@dataclass(frozen=True, slots=True)
class Decision:
    """One row per judgement of a person on two names (`decisions.csv`, append-only)."""

    left: str  # an entity id, or a name as a text spells it
    right: str
    judgement: str
    who: str
    decided_on: str  # ISO day
    why: str
    ruleset: str


@dataclass(frozen=True)
class Standing:
    """The decisions that stand: for each pair the last row, sides as `reference` gives them."""

    same: tuple[tuple[str, str, Decision], ...]
    apart: tuple[tuple[str, str, Decision], ...]  # different, part_of, unsure
    split_spellings: frozenset[str]  # names told apart although they fold alike, in lower case


def decisions_from_rows(rows: Iterable[Mapping[str, str]]) -> tuple[Decision, ...]:
    """The rows of decisions.csv as records; a judgement we do not know is a `LexiconError`."""
    decisions = []
    for number, row in enumerate(rows, start=2):
        try:
            decision = Decision(**{name: row[name].strip() for name in Decision.__slots__})
        except (KeyError, AttributeError) as error:
            raise LexiconError(
                f"decisions.csv row {number}: column {error} is missing; need {Decision.__slots__}"
            ) from error
        if decision.judgement not in set(Judgement):
            raise LexiconError(
                f"decisions.csv row {number}: judgement {decision.judgement!r} is none of "
                f"{', '.join(Judgement)}"
            )
        if not decision.left or not decision.right:
            raise LexiconError(f"decisions.csv row {number}: a side is empty; write a name or an entity id")
        decisions.append(decision)
    return tuple(decisions)


def standing_decisions(decisions: Sequence[Decision], entity_ids: Iterable[str] = ()) -> Standing:
    """The last row for each pair, or a `LexiconError` that names the rows which contradict each other.

    Row numbers are those of the CSV file: the first decision is row 2.
    """
    ids = frozenset(entity_ids)
    split = _split_spellings(decisions, ids)
    last: dict[frozenset[str], tuple[int, str, str, Decision]] = {}
    for row, decision in enumerate(decisions, start=2):
        left, right = (reference(side, ids, split) for side in (decision.left, decision.right))
        if left != right:
            last[frozenset((left, right))] = (row, left, right, decision)
    standing = sorted(last.values(), key=lambda item: item[0])
    same = [item for item in standing if item[3].judgement == Judgement.SAME]
    apart = [item for item in standing if item[3].judgement != Judgement.SAME]
    _refuse_contradictions(same, apart)
    return Standing(
        same=tuple(item[1:] for item in same), apart=tuple(item[1:] for item in apart), split_spellings=split
    )


def reference(side: str, entity_ids: frozenset[str], split_spellings: frozenset[str]) -> str:
    """What a side of a decision refers to: an entity id as it is, else the folded spelling.

    A name that was told apart from one that folds alike is referred to by its own letters.
    """
    if side in entity_ids or _ENTITY_ID.fullmatch(side):
        return side
    lowered = side.casefold()
    return f"={lowered}" if lowered in split_spellings else spelling_key(side)


def _split_spellings(decisions: Sequence[Decision], ids: frozenset[str]) -> frozenset[str]:
    split = set()
    for decision in decisions:
        if decision.judgement == Judgement.SAME or ids & {decision.left, decision.right}:
            continue
        left, right = decision.left.casefold(), decision.right.casefold()
        if left != right and spelling_key(left) == spelling_key(right):
            split |= {left, right}
    return frozenset(split)


def _refuse_contradictions(
    same: Sequence[tuple[int, str, str, Decision]], apart: Sequence[tuple[int, str, str, Decision]]
) -> None:
    neighbours: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row, left, right, _ in same:
        neighbours[left].append((right, row))
        neighbours[right].append((left, row))
    for row, left, right, decision in apart:
        rows = _rows_between(left, right, neighbours) if decision.judgement != Judgement.UNSURE else None
        if rows is not None:
            chain = ", ".join(str(number) for number in sorted(rows))
            raise LexiconError(
                f"decisions.csv row {row} says {decision.judgement}: {decision.left!r} / {decision.right!r}, "
                f"but rows {chain} make them the same; take one of these rows back with a later row"
            )


def _rows_between(
    start: str, goal: str, neighbours: Mapping[str, Sequence[tuple[str, int]]]
) -> list[int] | None:
    """The rows of the shortest chain of `same` from one side to the other; None when there is none."""
    came_by: dict[str, list[int]] = {start: []}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        if here == goal:
            return came_by[here]
        for neighbour, row in neighbours.get(here, ()):
            if neighbour not in came_by:
                came_by[neighbour] = [*came_by[here], row]
                waiting.append(neighbour)
    return None
