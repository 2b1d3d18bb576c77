"""What a name means, by the lexicon: spelling, kind, case, homonyms, towns."""

import pytest

from flows.document.authority import (
    Alias,
    Authority,
    Entity,
    Homonym,
    NeverMerge,
    Relation,
    town_from_row,
)
from flows.document.records import Kind, LexiconError


def org(entity_id: str, name: str, country: str | None = None) -> Entity:
    return Entity(entity_id, Kind.ORGANIZATION, name, country)


def place(
    entity_id: str, name: str, country: str, latitude: float, longitude: float, *, source: str = "hand"
) -> Entity:
    return Entity(entity_id, Kind.PLACE, name, country, latitude, longitude, source=source)


AUTHORITY = Authority.from_rows(
    entities=[
        org("islamic-state", "Islamic State"),
        org("world-health-organization", "World Health Organization"),
        org("jordan-times", "Jordan"),
        org("afp-agency", "Agence France-Presse", "FR"),
        org("afp-army", "Armed Forces of the Philippines", "PH"),
        place("jordan", "Jordan", "JO", 31.2, 36.5),
        place("deir-al-balah-ps", "Deir al-Balah", "PS", 31.417, 34.351, source="geonames:2"),
        place("tripoli-ly", "Tripoli", "LY", 32.9, 13.2),
        place("tripoli-lb", "Tripoli", "LB", 34.4, 35.8),
        place("el-salvador", "El Salvador", "SV", 13.8, -88.9),
        place("salvador-br", "Salvador", "BR", -12.97, -38.5),
        place("cordoba-ar", "Cordoba", "AR", -31.4, -64.2),
        place("hol", "al-Hol", "SY", 36.4, 41.2),
        org("hol-agency", "Al Hol"),
        org("the-hindu", "The Hindu"),
        org("al-qaeda", "al-Qaeda"),
    ],
    aliases=[
        Alias("islamic-state", "IS", "acronym"),
        Alias("islamic-state", "Daesh", "translation"),
        Alias("world-health-organization", "WHO", "acronym"),
        Alias("afp-agency", "AFP", "acronym"),
        Alias("afp-army", "AFP", "acronym"),
    ],
    relations=[Relation("tripoli-ly", "located_in", "jordan")],
    homonyms=[
        Homonym("Tripoli", Kind.PLACE, "tripoli-ly", "the capital"),
        Homonym("AFP", Kind.ORGANIZATION, "afp-agency", "the agency that wires sign with"),
    ],
    never_merge=[NeverMerge("Gaza City", "Gaza Strip", "a city and the territory it lies in")],
)


def town(geonameid: int, name: str, country: str, *, at: tuple[float, float], people: int):
    cells = (geonameid, name, country, *at, people)
    return town_from_row(
        dict(
            zip(
                ("geonameid", "name", "country", "latitude", "longitude", "population"),
                map(str, cells),
                strict=True,
            )
        )
    )


WITH_TOWNS = AUTHORITY.with_gazetteer(
    [
        town(1, "Córdoba", "ES", at=(37.9, -4.8), people=328_000),
        town(
            2,
            "Dayr al Balaḩ",
            "PS",
            at=(31.42, 34.35),
            people=60_000,
        ),
        town(3, "Springfield", "US", at=(37.2, -93.3), people=167_000),
        town(4, "Springfield", "US", at=(42.1, -72.6), people=155_000),
        town(5, "Valence", "FR", at=(44.9, 4.9), people=65_000),
        town(6, "Valence", "FR", at=(44.1, 0.9), people=5_000),
        town(7, "León", "NI", at=(12.4, -86.9), people=145_000),
    ]
)


def ids(found: tuple[Entity, ...]) -> list[str]:
    return [entity.entity_id for entity in found]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("Islamic State", ["islamic-state"], id="as written"),
        pytest.param("the Islamic State", ["islamic-state"], id="article"),
        pytest.param("Deir el-Balah", ["deir-al-balah-ps"], id="another article"),
        pytest.param("IS", ["islamic-state"], id="acronym"),
        pytest.param("I.S.", ["islamic-state"], id="acronym with dots"),
        pytest.param("is", [], id="the verb is no acronym"),
        pytest.param("Who", [], id="the question word is no acronym"),
        pytest.param("DAESH", ["islamic-state"], id="capitals of a word that is no acronym"),
        pytest.param("El Salvador", ["el-salvador"], id="the article belongs to the name"),
        pytest.param("Salvador", ["salvador-br"], id="and not to this one"),
        pytest.param("The Hindu", ["the-hindu"], id="a newspaper with its article"),
        pytest.param("Hindu", [], id="a believer is no newspaper"),
        pytest.param("Al Qaeda", ["al-qaeda"], id="article without hyphen"),
        pytest.param("el-Qaeda", ["al-qaeda"], id="article of another dialect"),
        pytest.param("al-Islamic State", ["islamic-state"], id="article that the lexicon lacks"),
        pytest.param("Khuza'a", [], id="nobody knows it"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_a_name_finds_its_entities(name: str, expected: list[str]):
    assert ids(AUTHORITY.find(name)) == expected


def test_the_kind_narrows_the_search():
    assert ids(AUTHORITY.find("Jordan")) == ["jordan-times", "jordan"]
    assert ids(AUTHORITY.find("Jordan", Kind.PLACE)) == ["jordan"]
    assert ids(AUTHORITY.find("Jordan", Kind.PERSON)) == []
    assert ids(AUTHORITY.find("Al Hol", Kind.PLACE)) == ["hol"]


@pytest.mark.parametrize(
    ("name", "countries", "expected", "rule"),
    [
        pytest.param("Daesh", set(), "islamic-state", "only_one", id="no choice to make"),
        pytest.param(
            "Tripoli", set(), "tripoli-ly", "settled_homonym", id="the capital unless the text says"
        ),
        pytest.param("Tripoli", {"LB", "SY"}, "tripoli-lb", "country_in_text", id="a text about Lebanon"),
        pytest.param("Tripoli", {"LB", "LY"}, "tripoli-ly", "settled_homonym", id="a text about both"),
        pytest.param("AFP", {"PS"}, "afp-agency", "settled_homonym", id="the agency, in Gaza"),
        pytest.param("AFP", {"PH"}, "afp-army", "country_in_text", id="the army, in the Philippines"),
        pytest.param("Cordoba", set(), "cordoba-ar", "only_one", id="the lexicon before the gazetteer"),
        pytest.param(
            "Cordoba", {"ES"}, "geonames-1", "country_in_text", id="a large town of the text's country"
        ),
        pytest.param("Cordoba", {"ES", "AR"}, "cordoba-ar", "only_one", id="both countries in the text"),
        pytest.param("IS", {"ES"}, "islamic-state", "only_one", id="an organisation is no town"),
        pytest.param("Valence", set(), "geonames-5", "most_populous", id="thirteen times as large"),
    ],
)
def test_the_choice_among_homonyms_states_its_reason(
    name: str, countries: set[str], expected: str, rule: str
):
    choice = WITH_TOWNS.choose(name, countries=countries)
    assert choice is not None
    assert (choice.entity.entity_id, choice.rule) == (expected, rule)


def test_nobody_chooses_between_towns_of_one_size():
    assert len(WITH_TOWNS.find("Springfield")) == 2
    assert WITH_TOWNS.choose("Springfield") is None
    assert WITH_TOWNS.choose("Springfield", countries={"US"}) is None


def test_unknown_places_stay_unknown():
    assert WITH_TOWNS.choose("Kafr Nowhere") is None


def test_a_town_of_the_gazetteer_is_found_as_it_is_spelled_only():
    assert ids(WITH_TOWNS.find("Leon")) == ["geonames-7"]
    assert ids(WITH_TOWNS.find("leon")) == []
    assert ids(WITH_TOWNS.find("Leon", Kind.PERSON)) == []


def test_a_town_that_the_lexicon_has_lends_it_its_spellings():
    assert ids(WITH_TOWNS.find("Dayr al Balaḩ")) == ["deir-al-balah-ps"]


def test_names_of_different_things_are_kept_apart_in_any_order():
    assert AUTHORITY.why_apart("Gaza Strip", "the Gaza City") == "a city and the territory it lies in"
    assert AUTHORITY.why_apart("Gaza City", "Gaza") is None


def test_aliases_and_relations_are_listed_by_entity():
    assert [alias.alias for alias in AUTHORITY.aliases_of("islamic-state")] == ["IS", "Daesh"]
    assert [row.other_entity_id for row in AUTHORITY.relations_of("tripoli-ly")] == ["jordan"]
    assert AUTHORITY.relations_of("islamic-state") == ()


GOOD = {"entity_id": "aden-ye", "kind": "place", "name": "Aden", "source": "hand"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        pytest.param({"kind": "city"}, "kind is 'city': use one of person, organization, place", id="kind"),
        pytest.param(
            {"entity_type": "party"}, "entity_type 'party' is none of a place", id="type of another kind"
        ),
        pytest.param({"latitude": "12.8"}, "give both or neither", id="half a coordinate"),
        pytest.param({"latitude": "128", "longitude": "45"}, "from -90 to 90", id="latitude off the globe"),
        pytest.param({"latitude": "12°N", "longitude": "45"}, "write decimal degrees", id="no number"),
        pytest.param({"name": " "}, "name is empty", id="no name"),
        pytest.param({"source": ""}, "source is empty", id="no source"),
        pytest.param({"country": "Yemen"}, "ISO 3166-1", id="country in words"),
        pytest.param({"wikidata_id": "2471"}, "an id such as Q79", id="Wikidata id without Q"),
        pytest.param({"entity_id": "Aden YE"}, "joined by '-'", id="id with a space"),
    ],
)
def test_a_wrong_cell_is_named_with_file_line_and_remedy(change: dict[str, str], says: str):
    with pytest.raises(LexiconError, match=r"entities\.csv line 3") as error:
        Authority.from_tables({"entities.csv": [GOOD, {**GOOD, "entity_id": "other", **change}]})
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("file", "row", "says"),
    [
        ("entities.csv", GOOD, "is on line 2 already"),
        (
            "aliases.csv",
            {"entity_id": "sanaa", "alias": "Sanaa", "alias_kind": "spelling", "source": "hand"},
            "entities.csv has no 'sanaa'",
        ),
        (
            "aliases.csv",
            {"entity_id": "aden-ye", "alias": "Eden", "alias_kind": "typo", "source": "hand"},
            "alias_kind is 'typo'",
        ),
        (
            "relations.csv",
            {"entity_id": "aden-ye", "relation": "part_of", "other_entity_id": "yemen", "source": "hand"},
            "entities.csv has no 'yemen'",
        ),
        (
            "relations.csv",
            {"entity_id": "aden-ye", "relation": "same_as", "other_entity_id": "aden-ye", "source": "hand"},
            "relation is 'same_as'",
        ),
        (
            "homonyms.csv",
            {"name": "Aden", "kind": "place", "entity_id": "aden-xx", "why": "?"},
            "entities.csv has no 'aden-xx'",
        ),
        (
            "never_merge.csv",
            {"left": "Sana'a", "right": "Sanaa", "why": "?"},
            "folded to one spelling",
        ),
    ],
)
def test_a_row_that_contradicts_another_stops_the_load(file: str, row: dict[str, str], says: str):
    tables = {"entities.csv": [GOOD]}
    tables[file] = [*tables.get(file, []), row]
    with pytest.raises(LexiconError, match=f"{file} line [23]") as error:
        Authority.from_tables(tables)
    assert says in str(error.value)


def test_rows_made_in_code_are_checked_too():
    with pytest.raises(LexiconError, match=r"entities\.csv does not have"):
        Authority.from_rows([], [Alias("nobody", "No One", "spelling")])
