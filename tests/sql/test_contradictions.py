"""Who claims, who denies, whose numbers exclude each other: `marts.claims` and `marts.contradictions`."""

from pathlib import Path

import pytest

from tests.running import rows, run_once

TEXTS = {
    "denied_charge": "Rebels accused the army of bombing a market in Dorvan on Tuesday. The army denied the charge.",
    "two_tolls": "A doctor said 12 people were killed in the bombing of a market on Tuesday. "
    "The army said three people were killed in the bombing.",
    "ranges_meet": "A doctor said at least 12 people were killed in the bombing of a market on Tuesday. "
    "The army said 15 people were killed in the bombing.",
    "two_days": "Police said five people were killed in a raid in Hale on Monday. "
    "Rebels said 20 people were killed in a raid in Torvan on Thursday.",
    "one_holder": "The army said 12 people were killed in the shelling. The army said three people were killed later.",
    "other_deed": "Rebels said the army bombed a market. The army denied that its men had arrested a priest.",
    "part_of_it": "A doctor said 12 people were killed in the bombing of a market on Tuesday. "
    "The army said three of the men were killed in the bombing.",
    "other_things": "Police said they seized 40 rifles in a raid on Monday. "
    "Rebels said two rockets were seized in the raid.",
    "nobody_hurt": "Rebels said the army bombed a market. The army said nobody was hurt in the bombing.",
}

# One text tells Friday, 8 May; the others only when they were published.
BETWEEN = {
    "told": ("Sun May 10, 2015 09:00:00", "Hamas bombed a school in Ramallah on Friday, the ministry said."),
    "next_day": ("Sat May 9, 2015 09:00:00", "Hamas denied that it had bombed a school in Ramallah."),
    "weeks_later": ("Wed May 20, 2015 09:00:00", "Hamas denied that it had bombed a school in Ramallah."),
    "elsewhere": ("Sat May 9, 2015 10:00:00", "Hamas denied that it had bombed a school in Tripoli."),
    "other_target": ("Sat May 9, 2015 11:00:00", "Hamas denied that it had bombed a bridge in Ramallah."),
    "told_too": (
        "Mon May 11, 2015 09:00:00",
        "Hamas denied that it had bombed a school in Ramallah on Friday.",
    ),
    "told_otherwise": (
        "Mon May 11, 2015 10:00:00",
        "Hamas denied that it had bombed a school in Ramallah on Thursday.",
    ),
}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contradictions")
    (folder / "raw" / "a").mkdir(parents=True)
    for name, text in TEXTS.items():
        header = "Fri May 8, 2015 17:12:28\n\n"
        (folder / "raw" / "a" / f"{name}.txt").write_text(header + text + "\n")
    for name, (header, text) in BETWEEN.items():
        (folder / "raw" / "a" / f"{name}.txt").write_text(f"{header}\n\n{text}\n")
    run_once(folder / "raw", folder / "warehouse" / "sayso.duckdb")
    return folder / "warehouse" / "sayso.duckdb"


def contradictions(warehouse: Path, name: str) -> list[tuple]:
    return rows(
        warehouse,
        "select kind, holder, stance, other_holder, other_stance, role"
        " from marts.contradictions inner join facts.documents using (doc_id)"
        f" where path = 'a/{name}.txt'",
    )


def test_a_denial_of_the_charge_speaks_of_what_was_charged(warehouse: Path) -> None:
    assert contradictions(warehouse, "denied_charge") == [
        ("denied", "Rebels", "accuses", "The army", "denies", None)
    ]


def test_the_denial_is_a_claim_that_says_how_it_was_tied_to_the_event(warehouse: Path) -> None:
    found = rows(
        warehouse,
        "select holder, stance, basis, event_type from marts.claims inner join facts.documents using (doc_id)"
        " where path = 'a/denied_charge.txt' and stance = 'denies'",
    )
    assert found == [("The army", "denies", "refers_back", "ASSAULT")]


def test_numbers_of_two_holders_that_cannot_both_hold(warehouse: Path) -> None:
    assert contradictions(warehouse, "two_tolls") == [
        ("count", "A doctor", "gives_number", "The army", "gives_number", "killed")
    ]


def test_texts_meet_where_one_tells_a_day_and_the_other_was_published_then(warehouse: Path) -> None:
    found = rows(
        warehouse,
        "select other_documents.path, why from marts.contradictions"
        " inner join facts.documents on contradictions.doc_id = documents.doc_id"
        " inner join facts.documents as other_documents on contradictions.other_doc_id = other_documents.doc_id"
        " where documents.path = 'a/told.txt' order by 1",
    )
    assert found == [("a/next_day.txt", "same_participant"), ("a/told_too.txt", "same_participant")]


@pytest.mark.parametrize(
    "name",
    ["ranges_meet", "two_days", "one_holder", "other_deed", "part_of_it", "other_things", "nobody_hurt"],
)
def test_what_can_both_hold_is_no_contradiction(warehouse: Path, name: str) -> None:
    assert contradictions(warehouse, name) == []
