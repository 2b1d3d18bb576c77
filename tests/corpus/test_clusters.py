"""Average link with pairs that may never meet."""

from hypothesis import given
from hypothesis import strategies as st

from flows.corpus.clusters import Groups, join_by_average


def partition(groups: Groups[int], count: int) -> set[frozenset[int]]:
    return {frozenset(groups.members(item)) for item in range(count)}


def test_a_chain_of_likeness_does_not_unite_its_ends() -> None:
    groups: Groups[int] = Groups()
    join_by_average(groups, [(0, 1, 0.9), (1, 2, 0.8), (2, 3, 0.9)], cut=0.5)
    assert partition(groups, 4) == {frozenset({0, 1}), frozenset({2, 3})}


def test_a_triangle_of_likeness_is_one() -> None:
    groups: Groups[int] = Groups()
    join_by_average(groups, [(0, 1, 0.9), (1, 2, 0.8), (0, 2, 0.4)], cut=0.5)
    assert partition(groups, 3) == {frozenset({0, 1, 2})}


def test_forbidden_items_do_not_meet_through_a_third() -> None:
    groups: Groups[int] = Groups()
    groups.forbid(0, 2)
    join_by_average(groups, [(0, 1, 0.9), (1, 2, 0.95), (0, 2, 0.9)], cut=0.5)
    assert partition(groups, 3) == {frozenset({0}), frozenset({1, 2})}


def test_two_anchored_groups_stay_two() -> None:
    groups: Groups[int] = Groups()
    groups.anchor(0)
    groups.anchor(1)
    assert not groups.join(0, 1)
    assert groups.join(0, 2)
    assert not groups.join(2, 1)


def test_what_was_joined_before_stays_joined() -> None:
    groups: Groups[int] = Groups()
    groups.join(0, 3)
    join_by_average(groups, [(0, 1, 0.9), (1, 3, 0.9)], cut=0.5)
    assert partition(groups, 4) == {frozenset({0, 1, 3}), frozenset({2})}


edges = st.dictionaries(
    st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1]),
    st.integers(1, 20).map(lambda score: score / 20),
    max_size=30,
)
pairs = st.sets(
    st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] != pair[1]), max_size=6
)


@given(edges, pairs, st.randoms(use_true_random=False))
def test_the_order_of_scores_changes_nothing_and_forbidden_pairs_hold(edges, forbidden, random) -> None:
    results = []
    for shuffled in (False, True):
        rows = [(left, right, score) for (left, right), score in edges.items()]
        keep_apart = sorted(forbidden)
        if shuffled:
            random.shuffle(rows)
            random.shuffle(keep_apart)
        groups: Groups[int] = Groups()
        for left, right in keep_apart:
            groups.forbid(left, right)
        join_by_average(groups, rows, cut=0.5)
        results.append(partition(groups, 10))
        assert all(groups.root(left) != groups.root(right) for left, right in keep_apart)
    assert results[0] == results[1]
