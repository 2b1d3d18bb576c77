"""Which decisions of people stand, and when they contradict each other."""

import pytest

from flows.corpus.decisions import Decision, decisions_from_rows, standing_decisions
from flows.document.records import LexiconError


def decision(left: str, right: str, judgement: str) -> Decision:
    return Decision(left, right, judgement, "rana", "2026-03-01", "seen in their own statement", "r1")


def test_the_last_row_for_a_pair_stands_whichever_side_is_left() -> None:
    standing = standing_decisions(
        [decision("Tariq Hamdi", "Tarek Hamdy", "same"), decision("Tarek Hamdy", "Tariq Hamdi", "different")]
    )
    assert standing.same == ()
    assert [row[2].judgement for row in standing.apart] == ["different"]


def test_unsure_takes_a_judgement_back() -> None:
    rows = [decision("Tariq Hamdi", "Tarek Hamdy", "same"), decision("Tariq Hamdi", "Tarek Hamdy", "unsure")]
    assert standing_decisions(rows).same == ()


@pytest.mark.parametrize("judgement", ["different", "part_of"])
def test_a_contradiction_names_its_rows(judgement: str) -> None:
    rows = [
        decision("Northern Shield", "Shield of the North", "same"),
        decision("Shield of the North", "Dir' al-Shamal", "same"),
        decision("Someone", "Else", "same"),
        decision("Northern Shield", "Dir' al-Shamal", judgement),
    ]
    with pytest.raises(LexiconError, match=r"row 5 .*rows 2, 3 make them the same"):
        standing_decisions(rows)


def test_a_contradiction_that_a_later_row_takes_back_is_none() -> None:
    rows = [
        decision("A Group", "B Group", "same"),
        decision("B Group", "C Group", "same"),
        decision("A Group", "C Group", "different"),
        decision("B Group", "C Group", "different"),
    ]
    assert len(standing_decisions(rows).same) == 1


def test_names_that_fold_alike_can_be_told_apart() -> None:
    standing = standing_decisions([decision("Omar bin Salem", "Omar Salem", "different")])
    assert standing.split_spellings == {"omar bin salem", "omar salem"}
    assert standing.apart[0][:2] == ("=omar bin salem", "=omar salem")


def test_an_unknown_judgement_is_refused_with_its_row() -> None:
    row = {
        "left": "A",
        "right": "B",
        "judgement": "maybe",
        "who": "x",
        "decided_on": "",
        "why": "",
        "ruleset": "",
    }
    with pytest.raises(LexiconError, match="row 2: judgement 'maybe'"):
        decisions_from_rows([row])


def test_a_missing_column_is_refused_with_its_row() -> None:
    with pytest.raises(LexiconError, match="row 2"):
        decisions_from_rows([{"left": "A", "right": "B"}])
