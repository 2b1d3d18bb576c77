"""The five sample articles, as an analyst finds them in the warehouse. Expected values come from reading them."""

import datetime as dt
from pathlib import Path

import pytest

from flows.warehouse import Warehouse
from tests.conftest import SAMPLES

# One run of the real flow serves all tests of this module.


@pytest.fixture(scope="module")
def warehouse(prefect: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from flows.ingest import ingest

    file = tmp_path_factory.mktemp("samples") / "warehouse" / "sayso.duckdb"
    ingest(raw=str(SAMPLES.parent), warehouse=str(file))
    return file


def rows(warehouse: Path, query: str, *parameters: object) -> list[tuple]:
    with Warehouse(warehouse).read() as reader:
        return reader.rows(query, parameters)


def test_every_sample_is_loaded(warehouse: Path) -> None:
    assert rows(warehouse, "select count(*) from facts.documents") == [(5,)]
    assert rows(warehouse, "select count(*) from facts.rejects") == [(0,)]


def test_titles_and_dates_are_what_the_articles_say(warehouse: Path) -> None:
    documents = rows(warehouse, "select path[9:11], title, published_at from facts.documents order by path")
    assert documents == [
        ("000", None, None),
        ("001", "ISIS in Sinai Claims Attack on Hamas in Gaza", dt.datetime(2015, 5, 8, 17, 12, 28)),
        ("002", "ISIS Offshoot Says It Killed Hamas Commander In Gaza", None),
        ("003", "Hamas Itself under Suicide Terror Threat from…. ISIS Sinai", None),
        ("004", "Tensions Escalate Between Islamic State and Hamas", None),
    ]


@pytest.mark.parametrize(
    "residue",
    [
        "string(1093)",
        "contenttypeid",
        "alalam_",
        ".jpg",
        "Stoned him Death",
        "2.2 Million Iraqis",
        "Print Friendly, PDF & Email",
        "Back to top button",
        "17:12:28",
    ],
)
def test_no_residue_is_left(warehouse: Path, residue: str) -> None:
    assert rows(warehouse, "select path from facts.documents where contains(clean_text, ?)", residue) == []
    assert rows(warehouse, "select path from facts.documents where contains(text, ?)", residue) != []


def test_text_is_kept_and_removed_parts_together(warehouse: Path) -> None:
    for path in sorted(SAMPLES.glob("*.txt")):
        ((doc_id, text, clean_text),) = rows(
            warehouse,
            "select doc_id, text, clean_text from facts.documents where path = ?",
            f"samples/{path.name}",
        )
        cuts = rows(
            warehouse,
            "select start_char, end_char, removed_text from facts.removals where doc_id = ? order by start_char",
            doc_id,
        )
        assert text == path.read_text(encoding="utf-8")
        put_back, at, kept = [], 0, 0
        for start, end, removed in cuts:
            put_back += [clean_text[kept : kept + start - at], removed]
            kept += start - at
            at = end
        assert "".join([*put_back, clean_text[kept:]]) == text


# Each line of prose of the articles, by its first words: all but titles, dates, captions, widgets and the dump.
def test_no_line_of_prose_is_lost(warehouse: Path) -> None:
    not_prose = (
        "ISIS in Sinai Claims Attack on Hamas",
        "Fri May 8, 2015",
        "string(1093)",
        "ISIS, Israeli volunteer soldiers",
        "ISIS Offshoot Says It Killed",
        "ISIS Supporters",
        "Back to top button",
        "Hamas Itself under Suicide Terror",
        "Print Friendly",
        "Tensions Escalate Between",
    )
    for path in SAMPLES.glob("*.txt"):
        ((clean_text,),) = rows(
            warehouse, "select clean_text from facts.documents where path = ?", f"samples/{path.name}"
        )
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith(not_prose):
                assert line.strip() in clean_text


def test_the_dump_becomes_related_links_and_no_fact(warehouse: Path) -> None:
    links = rows(warehouse, "select title, link_id, implied_date from facts.related_links order by position")
    assert len(links) == 6
    assert links[0] == ("2.2 Million Iraqis, 7.6 Million Syrian Displaced by ISIS", "1700759", "2015-05-06")
    assert links[-1][2] == "2015-05-02"


def entities_of(warehouse: Path, *surfaces: str) -> list[set[str]]:
    """For each spelling, the entities that its mentions are linked to."""
    return [
        {
            entity
            for (entity,) in rows(
                warehouse, "select distinct entity_id from marts.entity_spellings where surface = ?", surface
            )
        }
        for surface in surfaces
    ]


@pytest.mark.parametrize(
    "spellings",
    [
        ("Iyad al-Bozum", "Iyad al-Bazam"),
        ("Al-Qassam Brigades", "Ezzedine al-Qassam Brigades", "Izzadin Kassam", "Ezz-e-din al-Qassam"),
        ("Khan Yunis", "Khan Younis"),
        ("Deir Al-Balah", "Deir el-Balah"),
        ("Ansar Bayt al-Maqdis", "Ansar Beit al Maqdis"),
        ("ISIS", "Islamic State"),
        ("AFP", "Agence Frence-Presse"),
        ("Haniyeh", "Ismail Haniyeh"),
        ("Almuhajer", "Abu Baker Almuhajer"),
    ],
)
def test_spellings_of_one_name_are_one_entity(warehouse: Path, spellings: tuple[str, ...]) -> None:
    found = entities_of(warehouse, *spellings)
    assert all(found), dict(zip(spellings, found, strict=True))
    assert len(set.union(*found)) == 1, dict(zip(spellings, found, strict=True))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Khaled Meshaal", "Khaled Fawzy"),
        ("Abu Bakr al-Baghdadi", "Abu Baker Almuhajer"),
        ("Gaza City", "Gaza Strip"),
        ("Hamas", "Al-Qassam Brigades"),
        ("Ismail Haniyeh", "Khaled Meshaal"),
        ("Syria", "Sinai"),
    ],
)
def test_lookalikes_stay_apart(warehouse: Path, one: str, other: str) -> None:
    of_one, of_other = entities_of(warehouse, one, other)
    assert of_one
    assert of_other
    assert not of_one & of_other


def test_every_spelling_is_kept_with_where_it_was_seen(warehouse: Path) -> None:
    seen = rows(
        warehouse,
        "select distinct documents.path[9:11] from facts.mentions"
        " inner join facts.documents on mentions.doc_id = documents.doc_id"
        " where surface = 'Izzadin Kassam'",
    )
    assert seen == [("002",)]


def test_no_name_comes_from_the_dump(warehouse: Path) -> None:
    assert (
        rows(
            warehouse,
            "select surface from facts.mentions where surface like '%Baiji%' or surface like '%Texas%'",
        )
        == []
    )


def test_the_mortar_attack_is_claimed_and_denied_by_the_man_whose_name_is_spelled_two_ways(
    warehouse: Path,
) -> None:
    found = rows(
        warehouse,
        "select distinct holder, other_holder from marts.contradictions inner join facts.documents using (doc_id)"
        " where kind = 'denied' and path[9:11] = '001' and contradictions.text ilike '%mortar%'",
    )
    assert sorted(found) == [
        ("Supporters of ISIS in Quds", "Iyad al-Bazam"),
        ("jihadi group", "Iyad al-Bazam"),
    ]
    spellings = rows(
        warehouse,
        "select distinct surface from marts.entity_spellings where name = 'Iyad al-Bazam' order by surface",
    )
    assert {("Iyad al-Bazam",), ("Iyad al-Bozum",)} <= set(spellings)


def test_growing_numbers_of_arrests_are_no_contradiction(warehouse: Path) -> None:
    assert (
        rows(warehouse, "select * from marts.contradictions where kind = 'count' and role = 'arrested'") == []
    )


def test_what_the_articles_say_of_their_own_names_is_kept_with_its_words(warehouse: Path) -> None:
    said = rows(
        warehouse,
        "select documents.path[9:11], mentions.surface, others.surface, evidence.alias_kind, evidence.rule,"
        " substr(clean_text, evidence.start_char + 1, evidence.end_char - evidence.start_char)"
        " from facts.name_evidence as evidence"
        " inner join facts.documents using (doc_id)"
        " inner join facts.mentions on mentions.mention_id = evidence.mention_id"
        " inner join facts.mentions as others on others.mention_id = evidence.other_mention_id"
        " where evidence.rule <> 'acronym_of_name' order by all",
    )
    assert said == [
        (
            "001",
            "Sinai Province",
            "Ansar Bayt al-Maqdis",
            "former",
            "changed_its_name",
            "Ansar Bayt al-Maqdis, which earlier this year swore loyalty to ISIS"
            " and changed its name to Sinai Province",
        ),
        (
            "002",
            "Islamic State",
            "ISIS",
            "spelling",
            "also_known_as",
            "Islamic State group, also known as ISIS",
        ),
    ]
