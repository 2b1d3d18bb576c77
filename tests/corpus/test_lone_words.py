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
        ("CSA", "CSAA", Kind.ORGANIZATION),
        ("FIL", "Fill", Kind.ORGANIZATION),
        ("U.S. P&C", "USB-C", Kind.ORGANIZATION),
        ("Ross Sea", "Russia", Kind.PLACE),
        ("D L", "Dalai Lama", Kind.PERSON),
        ("Channel", "Chanel", Kind.ORGANIZATION),
        ("Windows", "Indus", Kind.PLACE),
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
        ("Elektrosila", "Elektrosila JSC", Kind.ORGANIZATION),
    ],
)
def test_the_same_word_in_other_dress_is_merged(left: str, right: str, kind: Kind) -> None:
    assert verdict(left, right, kind) == "one"


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        pytest.param("Exterior Remodel", "Interior Remodel", Kind.ORGANIZATION, id="two prefixes"),
        pytest.param("Export Bank of Zarqan", "Import Bank of Zarqan", Kind.ORGANIZATION, id="opposites"),
        pytest.param("Zarqan Cash Flow", "Zarqan Cash Flaw", Kind.ORGANIZATION, id="one vowel"),
        pytest.param("Business Insurance", "Insurance Business", Kind.ORGANIZATION, id="changed places"),
        pytest.param("Union City", "Onion City", Kind.PLACE, id="a place of everyday words"),
        pytest.param("Amin Qandil", "Amina Qandil", Kind.PERSON, id="a man and a woman"),
        pytest.param("Sergei Molotov", "Sergei Molotova", Kind.PERSON, id="a woman's family name"),
    ],
)
def test_everyday_words_and_women_s_endings_are_no_spellings(left: str, right: str, kind: Kind) -> None:
    assert verdict(left, right, kind) != "one"


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        pytest.param("Ministry of Health", "Health Ministry", Kind.ORGANIZATION, id="of"),
        pytest.param(
            "Zarqan Defence Company", "Zarqan Defense Company", Kind.ORGANIZATION, id="American spelling"
        ),
        pytest.param(
            "Ministerio de Zarqan", "Ministry of Zarqan", Kind.ORGANIZATION, id="a generic word translated"
        ),
        pytest.param("Osama Qandil", "Usamah Qandil", Kind.PERSON, id="-a and -ah"),
        pytest.param("Tell Qandil", "Tall Qandil", Kind.PLACE, id="an Arabic word that looks English"),
    ],
)
def test_everyday_words_that_are_one_are_merged(left: str, right: str, kind: Kind) -> None:
    assert verdict(left, right, kind) == "one"
