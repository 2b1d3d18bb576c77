"""Every row of the authority's files: readable, sourced, unambiguous or marked, and where it says it is."""

from collections import defaultdict

import pytest

from flows.document.authority import PERSON_TYPES, PLACE_TYPES, AliasKind, Authority, Entity, EntityType
from flows.document.mentions import MentionLexicon
from flows.document.records import Kind, LexiconError
from flows.document.spelling import spelling_key
from flows.inputs import AUTHORITY_FILES, load_name_knowledge, read_authority, read_csv, read_yaml

# Degrees from a state's middle within which its places lie; 10 where nothing is said. Distant islands and
# exclaves widen it, and so does a state's width.
REACH = {
    "RU": 125, "US": 65, "DK": 55, "CA": 40, "CN": 35, "ID": 26, "BR": 25, "AU": 22, "IN": 20, "MX": 17,
    "JP": 16, "MY": 14, "KZ": 25, "DZ": 13, "SO": 11, "PS": 1.2, "IL": 2.5, "LB": 1, "KW": 1, "QA": 1,
    "BH": 1, "JO": 3, "SY": 5, "IQ": 7, "YE": 9, "JM": 1.5, "XK": 1, "SG": 0.5, "CY": 1.5,
}  # fmt: skip
# Towns of these lie where their REACH does not go: islands far off, or a country that is long.
FAR_PARTS = frozenset({"FR", "CL", "PT", "ES", "EC", "NO", "AR", "NZ"})


@pytest.fixture(scope="module")
def authority() -> Authority:
    """The curated files alone; lists that were imported have less to say."""
    return Authority.from_tables({name: read_csv(name) for name in AUTHORITY_FILES})


def names_of(authority: Authority) -> list[tuple[Entity, str]]:
    own = [(entity, entity.name) for entity in authority.entities.values()]
    return own + [(authority.entities[alias.entity_id], alias.alias) for alias in authority.aliases]


def test_ids_are_unique(authority: Authority):
    assert len(read_csv("entities.csv")) == len(authority.entities)


def test_every_row_says_where_it_comes_from():
    for file in ("entities.csv", "aliases.csv", "relations.csv"):
        assert [row for row in read_csv(file) if not row["source"].strip()] == []


def test_every_entity_has_a_type_of_its_kind(authority: Authority):
    for entity in authority.entities.values():
        assert entity.entity_type is not None, entity
        assert (entity.entity_type in PERSON_TYPES) == (entity.kind is Kind.PERSON), entity
        assert (entity.entity_type in PLACE_TYPES) == (entity.kind is Kind.PLACE), entity


def test_every_place_has_coordinates_and_nothing_else_has(authority: Authority):
    for entity in authority.entities.values():
        assert (entity.latitude is not None) == (entity.kind is Kind.PLACE), entity


def test_places_lie_in_the_country_they_name(authority: Authority):
    states = {e.country: e for e in authority.entities.values() if e.entity_type is EntityType.STATE}
    places = [e for e in authority.entities.values() if e.kind is Kind.PLACE and e.country in states]
    assert len(places) > 1000
    for entity in places:
        middle, reach = states[entity.country], REACH.get(entity.country or "", 10)
        assert abs((entity.latitude or 0) - (middle.latitude or 0)) <= reach, entity
        assert abs((entity.longitude or 0) - (middle.longitude or 0)) <= reach, entity


def test_a_name_of_two_entities_of_one_kind_is_marked_as_homonym(authority: Authority):
    by_key: dict[tuple[str, Kind], set[str]] = defaultdict(set)
    for entity, name in names_of(authority):
        by_key[spelling_key(name), entity.kind].add(entity.entity_id)
    shared = {key for key, entities in by_key.items() if len(entities) > 1}
    assert shared == set(authority.homonyms)
    for key, homonym in authority.homonyms.items():
        assert homonym.entity_id is None or homonym.entity_id in by_key[key], homonym


def test_no_alias_repeats_its_entitys_name(authority: Authority):
    for alias in authority.aliases:
        assert alias.alias != authority.entities[alias.entity_id].name, alias


def test_former_names_end_and_periods_run_forward(authority: Authority):
    for row in (*authority.aliases, *authority.relations):
        if row.valid_from and row.valid_to:
            assert row.valid_from <= row.valid_to, row


def test_acronyms_are_short(authority: Authority):
    for alias in authority.aliases:
        if alias.alias_kind == AliasKind.ACRONYM:
            assert len(alias.alias) <= 9 and " " not in alias.alias, alias
            assert any(letter.isupper() for letter in alias.alias), alias


# Short forms that are everyday words too: as a capitalised name inside a sentence, news means these.
EVERYDAY = frozenset({"Congress", "Democrats", "Republicans", "Shell"})


def test_no_other_name_is_an_everyday_word(authority: Authority):
    words = MentionLexicon.from_data(read_yaml("mentions.yml"))
    for alias in authority.aliases:
        word = alias.alias.lower()
        is_word = word in words.common_words | words.openers | words.titles
        is_cased = alias.alias.isupper() or alias.alias_kind == AliasKind.ACRONYM
        assert not is_word or is_cased or alias.alias in EVERYDAY, alias


def test_wikidata_ids_are_not_shared(authority: Authority):
    ids = [entity.wikidata_id for entity in authority.entities.values() if entity.wikidata_id]
    assert len(ids) == len(set(ids))


def test_every_state_has_a_capital_or_is_one(authority: Authority):
    states = {e.entity_id for e in authority.entities.values() if e.entity_type is EntityType.STATE}
    with_capital = {row.other_entity_id for row in authority.relations if row.relation == "capital_of"}
    # City states; and Palestine, whose proclaimed capital is filed under Israel's Jerusalem.
    assert states - with_capital == {
        "monaco",
        "san-marino",
        "singapore",
        "vatican-city",
        "state-of-palestine",
    }


@pytest.mark.parametrize(
    ("name", "kind", "entity_id"),
    [
        ("Khan Yunis", Kind.PLACE, "khan-younis-ps"),
        ("Deir Al-Balah", Kind.PLACE, "deir-al-balah-ps"),
        ("Burma", Kind.PLACE, "myanmar"),
        ("U.S.", Kind.PLACE, "united-states"),
        ("Côte d'Ivoire", Kind.PLACE, "ivory-coast"),
        ("Quds", Kind.PLACE, "jerusalem-il"),
        ("Ezzedine al-Qassam Brigades", Kind.ORGANIZATION, "al-qassam-brigades"),
        ("Daesh", Kind.ORGANIZATION, "islamic-state"),
        ("Ansar Beit al Maqdis", Kind.ORGANIZATION, "wilayat-sinai"),
        ("Sinai Province", Kind.ORGANIZATION, "wilayat-sinai"),
        ("AFP", Kind.ORGANIZATION, "agence-france-presse"),
        ("Musa Abu Marzouk", Kind.PERSON, "mousa-abu-marzook"),
        ("El-Sisi", Kind.PERSON, "abdel-fattah-al-sisi"),
        ("Netanyahu", Kind.PERSON, "benjamin-netanyahu"),
    ],
)
def test_names_of_the_news_are_known(authority: Authority, name: str, kind: Kind, entity_id: str):
    choice = authority.choose(name, kind)
    assert choice is not None
    assert choice.entity.entity_id == entity_id


def test_a_wing_is_not_its_movement(authority: Authority):
    assert ("wing_of", "hamas") in {
        (row.relation, row.other_entity_id) for row in authority.relations_of("al-qassam-brigades")
    }
    assert authority.why_apart("al-Qassam Brigades", "al-Quds Brigades")


def test_spellings_that_rules_must_reach_are_not_listed(authority: Authority):
    for name in ("Iyad al-Bozum", "Iyad al-Bazam", "Agence Frence-Presse", "Izzadin Kassam"):
        assert authority.find(name) == ()


def test_a_broken_file_is_named_with_its_folder(tmp_path):
    (tmp_path / "entities.csv").write_text(
        "entity_id,kind,name,source\naden-ye,city,Aden,hand\n", encoding="utf-8"
    )
    with pytest.raises(LexiconError, match=r"entities\.csv line 2: kind is 'city'") as error:
        read_authority(tmp_path)
    assert str(tmp_path) in str(error.value)


@pytest.fixture(scope="module")
def with_towns() -> Authority:
    return load_name_knowledge().authority


def test_towns_come_below_the_lexicon(with_towns: Authority):
    assert [entity.entity_id for entity in with_towns.find("Khan Younis")] == ["khan-younis-ps"]
    town = with_towns.choose("Clermont-Ferrand")
    assert town is not None and town.entity.country == "FR" and not town.entity.is_curated
    assert with_towns.choose("Kafr Nowhere") is None


@pytest.mark.parametrize("name", ["Surprise", "Central", "Oral"])
def test_a_town_called_by_an_everyday_word_is_left_out(with_towns: Authority, name: str):
    assert with_towns.find(name) == ()


def test_towns_lie_in_their_country(with_towns: Authority):
    states = {e.country: e for e in with_towns.entities.values() if e.entity_type is EntityType.STATE}
    towns = [town for namesakes in with_towns.gazetteer.values() for town in namesakes]
    assert len(towns) > 4000
    for town in towns:
        if (middle := states.get(town.country)) and town.country not in FAR_PARTS:
            reach = 1.3 * REACH.get(town.country or "", 10)
            assert abs((town.latitude or 0) - (middle.latitude or 0)) <= reach, town
            assert abs((town.longitude or 0) - (middle.longitude or 0)) <= reach, town


def test_names_kept_apart_are_not_names_of_one_entity(authority: Authority):
    for row in read_csv("never_merge.csv"):
        left, right = (
            {entity.entity_id for entity in authority.find(row[side])} for side in ("left", "right")
        )
        assert not (len(left) == 1 and left == right), row
