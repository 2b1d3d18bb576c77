"""Which Tripoli: the choice among bearers of one name, text by text, with its reason."""

import polars as pl
import pytest

from flows.corpus.names import LinkedNames, NameRules, link_names
from flows.document.authority import Authority, Entity, Homonym, Row, town_from_row
from flows.document.records import Kind
from flows.inputs import read_csv, read_yaml


@pytest.fixture(scope="module")
def rules() -> NameRules:
    return NameRules.from_data(
        read_yaml("letters.yml"),
        read_yaml("name_likeness.yml"),
        read_csv("known_distinct.csv"),
        read_yaml("mentions.yml"),
    )


def place(entity_id: str, name: str, country: str) -> Entity:
    return Entity(entity_id, Kind.PLACE, name, country, 1.5, 2.5)


def town(number: int, name: str, country: str, people: int) -> Row:
    cells = {"geonameid": number, "name": name, "country": country, "latitude": 1, "longitude": 2}
    return {key: str(value) for key, value in {**cells, "population": people}.items()}


KNOWN = Authority.from_rows(
    [
        place("tripoli-ly", "Tripoli", "LY"),
        place("tripoli-lb", "Tripoli", "LB"),
        place("lebanon", "Lebanon", "LB"),
        place("libya", "Libya", "LY"),
        place("spain", "Spain", "ES"),
        place("cordoba-ar", "Cordoba", "AR"),
        Entity("isf-iq", Kind.ORGANIZATION, "ISF", "IQ"),
        Entity("isf-lb", Kind.ORGANIZATION, "ISF", "LB"),
    ],
    homonyms=[
        Homonym("Tripoli", Kind.PLACE, "tripoli-ly", "the capital"),
        Homonym("ISF", Kind.ORGANIZATION, None, "two forces"),
    ],
).with_gazetteer(
    map(
        town_from_row,
        [
            town(1, "Córdoba", "ES", 328_000),
            town(2, "Mérida", "VE", 300_000),
            town(3, "Mérida", "ES", 60_000),
        ],
    )
)


def link(rules: NameRules, *documents: str) -> tuple[LinkedNames, list[dict[str, str]]]:
    """Documents given as their place names with commas; an organization begins with `O:`."""
    rows = [
        (
            f"d{number}:{at}",
            f"d{number}",
            at,
            name.removeprefix("O:"),
            "organization" if "O:" in name else "place",
            "x",
            None,
        )
        for number, names in enumerate(documents)
        for at, name in enumerate(names.split(", "))
    ]
    columns = ["mention_id", "doc_id", "start_char", "surface", "kind", "rule", "long_form_id"]
    frame = pl.DataFrame(
        rows, schema=dict.fromkeys(columns, pl.String) | {"start_char": pl.Int64}, orient="row"
    )
    linked = link_names(frame, rules, KNOWN)
    entity_of = dict(linked.links.select("mention_id", "entity_id").iter_rows())
    return linked, [
        {name.removeprefix("O:"): entity_of[f"d{number}:{at}"] for at, name in enumerate(names.split(", "))}
        for number, names in enumerate(documents)
    ]


def test_each_text_means_the_one_in_the_country_it_names(rules: NameRules) -> None:
    linked, (lebanon, libya, both, neither) = link(
        rules, "Tripoli, Lebanon", "Tripoli, Libya", "Tripoli, Lebanon, Libya", "Tripoli, Spain"
    )
    assert lebanon["Tripoli"] == "tripoli-lb"
    assert libya["Tripoli"] == both["Tripoli"] == neither["Tripoli"] == "tripoli-ly"
    why = dict(
        linked.links.filter(pl.col("entity_id").str.starts_with("tripoli"))
        .select("doc_id", "why")
        .iter_rows()
    )
    assert why["d0"] == "the lexicon has “Tripoli” as Tripoli, of several the one in LB, which the text names"
    assert why["d3"] == "the lexicon has “Tripoli” as Tripoli, of several by settled homonym"
    assert linked.entities.filter(entity_id="tripoli-lb")["country"].to_list() == ["LB"]


def test_where_nobody_can_say_a_name_is_its_own_until_a_country_decides(rules: NameRules) -> None:
    _, (lebanon, nowhere) = link(rules, "O:ISF, Lebanon", "O:ISF, Spain")
    assert lebanon["ISF"] == "isf-lb"
    assert nowhere["ISF"].startswith("n-")
    linked, _ = link(rules, "O:ISF, Lebanon")
    assert set(linked.entities["entity_id"]) == {"isf-lb", "lebanon"}


def test_a_town_of_the_second_tier_wins_only_in_its_country(rules: NameRules) -> None:
    _, (spain, libya) = link(rules, "Córdoba, Spain", "Córdoba, Libya")
    assert spain["Córdoba"] == "geonames-1"
    assert libya["Córdoba"] == "cordoba-ar"


def test_towns_of_one_name_are_told_apart_by_size_or_country(rules: NameRules) -> None:
    linked, (spain, libya) = link(rules, "Mérida, Spain", "Mérida, Libya")
    assert spain["Mérida"] == "geonames-3"
    assert libya["Mérida"] == "geonames-2"
    assert "by most populous" in linked.links.filter(doc_id="d1", entity_id="geonames-2")["why"].item()


def test_an_unknown_place_stays_unknown(rules: NameRules) -> None:
    linked, (only,) = link(rules, "Kafr Nowhere, Lebanon")
    (row,) = linked.entities.filter(entity_id=only["Kafr Nowhere"]).iter_rows(named=True)
    assert (row["country"], row["latitude"]) == (None, None)
