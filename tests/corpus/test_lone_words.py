"""One word is too little to go by: names of one word meet only when they are that word."""

import pytest

from flows.corpus.names import explain
from flows.document.authority import Authority
from flows.document.records import Kind
from flows.inputs import load_name_knowledge

RULES = load_name_knowledge().rules


def verdict(left: str, right: str, kind: Kind) -> str:
    return explain(left, right, kind, RULES, Authority()).verdict


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("Sony", "Sunny", Kind.ORGANIZATION),
        ("Comparison", "Compression", Kind.ORGANIZATION),
        ("Predictive", "Productive", Kind.ORGANIZATION),
        ("Flash", "Flush", Kind.ORGANIZATION),
        ("Booth", "Boot", Kind.ORGANIZATION),
        ("Gartner", "Gardner", Kind.ORGANIZATION),
        ("Mercury", "Mercurio", Kind.ORGANIZATION),
        ("Guru", "GRU", Kind.ORGANIZATION),
        ("Schedule C", "Schedule K", Kind.ORGANIZATION),
        ("Built", "Built-in", Kind.ORGANIZATION),
        ("Ross Sea", "Russia", Kind.PLACE),
        ("D L", "Dalai Lama", Kind.PERSON),
    ],
)
def test_lookalikes_of_one_word_are_not_merged(left: str, right: str, kind: Kind) -> None:
    assert verdict(left, right, kind) != "one"


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("Materialise", "Materialize", Kind.ORGANIZATION),
        ("Urbane Box", "UrbaneBox", Kind.ORGANIZATION),
        ("E-Learning", "Elearning", Kind.ORGANIZATION),
        ("Hodeidah", "Hudaydah", Kind.PLACE),
    ],
)
def test_the_same_word_in_other_dress_is_merged(left: str, right: str, kind: Kind) -> None:
    assert verdict(left, right, kind) == "one"
