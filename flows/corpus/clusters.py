"""Average-link clusters over sparse scores, with pairs that may never meet.

Largest average first; a pair that was never compared counts as 0 (agglomerative clustering, UPGMA; single
link chained 126 names where average link's largest cluster had 36). Ties go to the smaller item, so that the
result depends on the items and scores only, not on their order.
"""

import heapq
from collections.abc import Hashable, Iterable, Iterator
from typing import Generic, TypeVar

Item = TypeVar("Item", bound=Hashable)


class Groups(Generic[Item]):
    """Disjoint groups of items; a join that would unite a forbidden pair is refused."""

    def __init__(self) -> None:
        self._parent: dict[Item, Item] = {}
        self._members: dict[Item, list[Item]] = {}
        self._enemies: dict[Item, set[Item]] = {}
        self._anchored: set[Item] = set()

    def root(self, item: Item) -> Item:
        """The item that stands for this item's group."""
        while (parent := self._parent.get(item, item)) != item:
            self._parent[item] = item = self._parent.get(parent, parent)
        return item

    def members(self, item: Item) -> list[Item]:
        """All items of this item's group."""
        root = self.root(item)
        return self._members.get(root, [root])

    def forbid(self, left: Item, right: Item) -> None:
        """Keep the groups of these two items apart from now on; no effect when they are one already."""
        left, right = self.root(left), self.root(right)
        if left != right:
            self._enemies.setdefault(left, set()).add(right)
            self._enemies.setdefault(right, set()).add(left)

    def anchor(self, item: Item) -> None:
        """From now on this item's group is not joined with another anchored one."""
        self._anchored.add(self.root(item))

    def may_join(self, left: Item, right: Item) -> bool:
        """Whether no forbidden pair stands between the two groups, and not both are anchored."""
        left, right = self.root(left), self.root(right)
        return right not in self._enemies.get(left, ()) and not {left, right} <= self._anchored

    def join(self, left: Item, right: Item) -> bool:
        """Unite two groups; False when that is forbidden."""
        left, right = self.root(left), self.root(right)
        if left == right:
            return True
        if not self.may_join(left, right):
            return False
        kept, gone = (left, right) if len(self.members(left)) >= len(self.members(right)) else (right, left)
        self._members[kept] = self.members(kept) + self.members(gone)
        self._members.pop(gone, None)
        self._parent[gone] = kept
        if gone in self._anchored:
            self._anchored.remove(gone)
            self._anchored.add(kept)
        for enemy in self._enemies.pop(gone, set()):
            self._enemies[enemy].discard(gone)
            self._enemies[enemy].add(kept)
            self._enemies.setdefault(kept, set()).add(enemy)
        return True


def join_by_average(groups: Groups[int], scores: Iterable[tuple[int, int, float]], cut: float) -> None:
    """Unite groups while the average score between two of them is at least `cut`.

    `scores`: (item, item, score) of the pairs that were compared, each pair once. `groups` is changed.
    """
    sums = _sums_between_groups(groups, scores)
    heap = [
        (-total / _pair_count(groups, left, right), left, right)
        for left, others in sums.items()
        for right, total in others.items()
        if left < right and total >= cut * _pair_count(groups, left, right)
    ]
    heapq.heapify(heap)
    while heap:
        average, left, right = heapq.heappop(heap)
        total = sums.get(left, {}).get(right)
        if total is None or -total / _pair_count(groups, left, right) != average:
            continue
        if not groups.may_join(left, right):
            continue
        for entry in _merge(groups, sums, left, right, cut):
            heapq.heappush(heap, entry)


def _sums_between_groups(
    groups: Groups[int], scores: Iterable[tuple[int, int, float]]
) -> dict[int, dict[int, float]]:
    """Sums by the smallest item of each group, which is how groups are called here."""
    name = {}
    sums: dict[int, dict[int, float]] = {}
    for left_item, right_item, score in scores:
        for item in (left_item, right_item):
            if item not in name:
                name[item] = min(groups.members(item))
        left, right = name[left_item], name[right_item]
        if left != right:
            for one, other in ((left, right), (right, left)):
                row = sums.setdefault(one, {})
                row[other] = row.get(other, 0.0) + score
    return sums


def _pair_count(groups: Groups[int], left: int, right: int) -> int:
    return len(groups.members(left)) * len(groups.members(right))


def _merge(
    groups: Groups[int], sums: dict[int, dict[int, float]], left: int, right: int, cut: float
) -> Iterator[tuple[float, int, int]]:
    """Unite two groups, named by the smaller of the two names from now on; the pairs that may come next."""
    groups.join(left, right)
    kept, gone = min(left, right), max(left, right)
    row = sums[kept]
    row.pop(gone)
    for other, total in sums.pop(gone).items():
        if other != kept:
            row[other] = row.get(other, 0.0) + total
            sums[other].pop(gone)
    for other, total in row.items():
        sums[other][kept] = total
        if total >= cut * (pairs := _pair_count(groups, kept, other)):
            yield (-total / pairs, min(kept, other), max(kept, other))
