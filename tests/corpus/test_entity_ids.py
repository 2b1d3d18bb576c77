"""Ids that never change once given."""

from flows.corpus.entity_ids import give_ids


def test_a_new_id_is_made_from_kind_and_smallest_spelling() -> None:
    one = give_ids([None], [{}], [("person", "omar salem")])
    other = give_ids([None, None], [{}, {}], [("person", "adel nour"), ("person", "omar salem")])
    assert one.ids[0] == other.ids[1]
    assert one.ids[0] != other.ids[0]
    assert one.ids[0].startswith("n-")
    assert len(one.ids[0]) == 14


def test_the_lexicon_s_id_comes_first_and_leaves_a_redirect() -> None:
    given = give_ids(["q-1"], [{"n-000000000001": 5}], [("place", "tir")])
    assert given.ids == ("q-1",)
    assert given.superseded == {"n-000000000001": "q-1"}


def test_two_entities_that_become_one_keep_the_id_with_more_mentions() -> None:
    given = give_ids([None], [{"n-000000000001": 2, "n-000000000002": 7}], [("person", "a b")])
    assert given.ids == ("n-000000000002",)
    assert given.superseded == {"n-000000000001": "n-000000000002"}


def test_an_entity_that_falls_apart_leaves_its_id_with_most_mentions() -> None:
    given = give_ids(
        [None, None], [{"n-000000000001": 2}, {"n-000000000001": 7}], [("person", "a b"), ("person", "c d")]
    )
    assert given.ids[1] == "n-000000000001"
    assert given.ids[0] != "n-000000000001"
    assert given.superseded == {}


def test_a_retired_id_is_never_given_again_and_redirects_are_followed_to_the_end() -> None:
    fresh = give_ids([None], [{}], [("person", "a b")]).ids[0]
    given = give_ids(
        [None], [{}], [("person", "a b")], retired=[(fresh, "n-00000000000a"), ("n-00000000000a", "q-9")]
    )
    assert given.ids[0] != fresh
    assert given.superseded == {fresh: "q-9", "n-00000000000a": "q-9"}


def test_two_new_entities_of_one_spelling_get_two_ids() -> None:
    given = give_ids([None, None], [{}, {}], [("person", "a b"), ("person", "a b")])
    assert given.ids[0] != given.ids[1]
