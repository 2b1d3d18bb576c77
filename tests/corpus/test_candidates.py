"""Which pairs of names are compared at all."""

import numpy as np
import pytest

from flows.corpus import candidates
from flows.corpus.candidates import NameKeys, candidate_pairs, rough, skeletons
from flows.document.spelling import fold


@pytest.mark.parametrize(
    ("left", "right"),
    [("yaghi", "yagi"), ("khartum", "hartoum"), ("jamal", "gamal"), ("hind", "ind"), ("thabit", "sabet")],
)
def test_words_that_romanisations_exchange_share_a_skeleton(left: str, right: str) -> None:
    assert set(skeletons(left)) & set(skeletons(right))


def test_numbers_are_part_of_a_skeleton() -> None:
    assert not set(skeletons("101st")) & set(skeletons("102nd"))


def test_a_rough_word_has_neither_vowels_nor_exchangeable_letters() -> None:
    assert rough("qadhafi") == rough("gaddafi") == "ktf"


def test_spellings_of_one_name_are_candidates_and_strangers_are_not() -> None:
    names = ["Kenan Yaghi", "Keenan Yagi", "Nour Eddine Boutarfa", "Mahmoud Zidan", "Noureddine Bouterfa"]
    left, right = candidate_pairs([fold(name) for name in names])
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == [(0, 1), (2, 4)]


def test_no_names_no_pairs() -> None:
    left, right = candidate_pairs([])
    assert len(left) == len(right) == 0
    assert left.dtype == np.int64


def test_a_word_that_very_many_names_share_makes_no_candidates_alone() -> None:
    consonants = "bdfklmnrst"
    names = [("mohammed", f"{a}a{b}o{c}") for a in consonants for b in consonants for c in "bdfkl"]
    left, _ = candidate_pairs(names)
    assert len(left) < len(names) * 60


def test_a_further_name_finds_the_same_candidates_as_in_the_company_of_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(candidates, "MOST_NAMES_OF_KEY", 4)
    monkeypatch.setattr(candidates, "MOST_NAMES_OF_TWO_KEYS", 8)
    given = ["Khaled", "Khalid", "Halid", "Gassan", "Noureddine"]
    names = [fold(f"{one} {other}") for one in given for other in ("Marzouq", "Marzuk", "Kandil", "Boutarfa")]
    for further in names:
        known = [name for name in names if name != further]
        left, _ = candidate_pairs([*known, further], np.array([len(known)]))
        assert NameKeys.from_names(known).candidates_of(further, known).tolist() == left.tolist()
