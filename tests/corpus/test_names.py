"""Which spellings are one entity: merges, non-merges, decisions, lexicon, ids, review queue.

Names here stand in no lexicon file, except where a test brings its own small authority.
"""

from collections.abc import Sequence
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.corpus.names import Decision, LinkedNames, NameRules, explain, join_names, link_names
from flows.document.authority import Alias, Authority, Entity, NeverMerge, Relation
from flows.document.records import Kind, LexiconError
from flows.inputs import read_csv, read_yaml

PERSON, ORGANIZATION, PLACE = "person", "organization", "place"
COLUMNS = ["mention_id", "doc_id", "start_char", "surface", "kind", "rule", "long_form_id"]


@pytest.fixture(scope="module")
def rules() -> NameRules:
    return NameRules.from_data(
        read_yaml("letters.yml"),
        read_yaml("name_likeness.yml"),
        read_csv("known_distinct.csv"),
        read_yaml("mentions.yml"),
    )


def mentions(*rows: tuple[str, str] | tuple[str, str, str]) -> pl.DataFrame:
    """A mention per (surface, kind[, rule]), each in a document of its own."""
    return pl.DataFrame(
        [
            (f"d{number}:0-9", f"d{number}", 0, row[0], row[1], row[2] if len(row) > 2 else "title", None)
            for number, row in enumerate(rows)
        ],
        schema=dict.fromkeys(COLUMNS, pl.String) | {"start_char": pl.Int64},
        orient="row",
    )


def clusters(frame: pl.DataFrame, linked: LinkedNames) -> set[frozenset[str]]:
    """The surfaces that went to one entity."""
    rows = frame.join(linked.links, on="mention_id").group_by("entity_id").agg("surface")
    return {frozenset(surfaces) for surfaces in rows["surface"].to_list()}


def link(
    rules: NameRules, *rows: tuple[str, ...], authority: Authority | None = None, **more
) -> set[frozenset[str]]:
    frame = mentions(*rows)
    return clusters(frame, link_names(frame, rules, authority or Authority(), **more))


def decision(left: str, right: str, judgement: str) -> Decision:
    return Decision(left, right, judgement, "rana", "2026-03-01", "their own statement", "r1")


def is_one(rules: NameRules, left: str, right: str, kind: str) -> bool:
    return len(link(rules, (left, kind), (right, kind))) == 1


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("Iyad al-Bozum", "Iyad al-Bazam", PERSON),
        ("Ghassan Marzouq", "Ghassan Marzook", PERSON),
        ("Abdelqader Tlemsani", "Abd al-Qadir Tlemsani", PERSON),
        ("Noureddine Bouterfa", "Nur al-Din Boutarfa", PERSON),
        ("Yevgeny Sokolnikov", "Evgeniy Sokolnikov", PERSON),
        ("Farid J. Mansour", "Farid J Mansur", PERSON),
        ("Khan Yunis", "Khan Younis", PLACE),
        ("Deir Al-Balah", "Deir el-Balah", PLACE),
        ("Wadi Qandil", "Wady Kandil", PLACE),
        ("Ansar Bayt al-Maqdis", "Ansar Beit al Maqdis", ORGANIZATION),
        ("Izzadin Marzuk", "Ezz-e-din al-Marzouk", ORGANIZATION),
        ("Ezzedine al-Marzouk Brigades", "Ezz-e-din al-Marzuq", ORGANIZATION),
        ("Al-Marzouk Brigades", "Ezzedine al-Marzouk Brigades", ORGANIZATION),
        ("Jabhat al-Wifaq", "Wifaq Front", ORGANIZATION),
        ("Orient Oil Co. Ltd", "Orient Oil Company", ORGANIZATION),
    ],
)
def test_spellings_that_meet(rules: NameRules, left: str, right: str, kind: str) -> None:
    assert is_one(rules, left, right, kind)


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        pytest.param("Khaled Meshaal", "Khaled Fawzy", PERSON, id="a shared given name"),
        pytest.param("Abu Bakr al-Baghdadi", "Abu Baker Almuhajer", PERSON, id="a shared kunya"),
        pytest.param("Hassan Qandil", "Hussein Qandil", PERSON, id="brothers"),
        pytest.param("Kamal Zaydan", "Jamal Zaydan", PERSON, id="given names that look alike"),
        pytest.param("Said Qandil", "Saad Qandil", PERSON, id="given names that look more alike"),
        pytest.param("Nader Omar Qandil", "Omar Nader Qandil", PERSON, id="father and son"),
        pytest.param("Hassan Ali", "Ali Hassan", PERSON, id="two given names"),
        pytest.param("Adel Zaydan", "Adel Mansour Zaydan", PERSON, id="a word more"),
        pytest.param("Than Naing", "Tin Naing", PERSON, id="short words"),
        pytest.param("Gaza City", "Gaza Strip", PLACE, id="the city and the territory"),
        pytest.param("Upper Zarqa", "Lower Zarqa", PLACE, id="opposites"),
        pytest.param("Iran", "Iraq", PLACE, id="two states"),
        pytest.param("Hamas", "Al-Qassam Brigades", ORGANIZATION, id="a movement and its wing"),
        pytest.param("101st Brigade", "102nd Brigade", ORGANIZATION, id="numbers"),
        pytest.param("RPTK Orion", "GPTK Orion", ORGANIZATION, id="acronyms"),
        pytest.param("East Gas Company", "West Gas Company", ORGANIZATION, id="one generic word"),
    ],
)
def test_names_that_stay_apart(rules: NameRules, left: str, right: str, kind: str) -> None:
    assert not is_one(rules, left, right, kind)


def test_lone_names_of_persons_do_not_chain_people_together(rules: NameRules) -> None:
    people = [
        ("Hassan Qandil", PERSON),
        ("Hassan Zaydan", PERSON),
        ("Hassan", PERSON),
        ("Hasan", PERSON),
        ("Abu", PERSON),
    ]
    assert all(len(cluster) == 1 for cluster in link(rules, *people))


def test_a_lone_name_is_one_with_the_same_name_elsewhere(rules: NameRules) -> None:
    assert link(rules, ("Qandil", PERSON), ("al-Qandil", PERSON)) == {frozenset({"Qandil", "al-Qandil"})}


def test_a_short_form_goes_where_its_long_form_goes(rules: NameRules) -> None:
    frame = mentions(("Wael Qandil", PERSON), ("Qandil", PERSON), ("Q.", PERSON), ("Waël Kandil", PERSON))
    long_forms = pl.Series("long_form_id", [None, "d0:0-9", "d1:0-9", None])
    frame = frame.with_columns(long_forms)
    linked = link_names(frame, rules, Authority())
    assert clusters(frame, linked) == {frozenset({"Wael Qandil", "Qandil", "Q.", "Waël Kandil"})}
    rows = {row["mention_id"]: row for row in linked.links.iter_rows(named=True)}
    assert rows["d1:0-9"]["rule"] == "short_form"
    assert rows["d1:0-9"]["why"] == "short for “Wael Qandil” in the same document"
    kinds = dict(linked.aliases.select("alias", "alias_kind").iter_rows())
    assert kinds["Qandil"] == "short"
    assert kinds["Waël Kandil"] == "spelling"


def test_one_spelling_can_be_a_person_and_a_place_on_evidence(rules: NameRules) -> None:
    frame = mentions(("Zarqan", PERSON, "title"), ("Zarqan", PLACE, "place_word"))
    assert link_names(frame, rules, Authority()).entities["kind"].sort().to_list() == [PERSON, PLACE]


def test_a_guessed_kind_gives_way_to_evidence(rules: NameRules) -> None:
    guess = sorted(rules.guess_rules)[0]
    frame = mentions(("Zarqan", PERSON, guess), ("Zarqan", PERSON, guess), ("Zarqan", PLACE, "place_word"))
    assert link_names(frame, rules, Authority()).entities["kind"].to_list() == [PLACE]


# --- Decisions ------------------------------------------------------------------------------------


def test_a_decision_unites_what_no_rule_would(rules: NameRules) -> None:
    names = [("Northern Shield", ORGANIZATION), ("Dir' al-Shamal", ORGANIZATION)]
    assert len(link(rules, *names)) == 2
    frame = mentions(*names)
    linked = link_names(frame, rules, Authority(), [decision("Northern Shield", "Dir' al-Shamal", "same")])
    assert clusters(frame, linked) == {frozenset({"Northern Shield", "Dir' al-Shamal"})}
    assert set(linked.links["rule"]) == {"decision"}
    assert "rana decided on 2026-03-01: their own statement" in linked.links["why"].to_list()


def test_a_decision_keeps_apart_what_the_rules_would_unite(rules: NameRules) -> None:
    names = [("Ghassan Marzouq", PERSON), ("Ghassan Marzook", PERSON)]
    apart = decision("Ghassan Marzook", "Ghassan Marzouq", "different")
    assert len(link(rules, *names, decisions=[apart])) == 2
    taken_back = decision("Ghassan Marzouq", "Ghassan Marzook", "same")
    assert len(link(rules, *names, decisions=[apart, taken_back])) == 1


def test_names_that_fold_alike_can_be_told_apart(rules: NameRules) -> None:
    names = [("Omar bin Qandil", PERSON), ("Omar Qandil", PERSON)]
    assert len(link(rules, *names)) == 1
    assert len(link(rules, *names, decisions=[decision(names[0][0], names[1][0], "different")])) == 2


def test_contradicting_decisions_stop_the_load(rules: NameRules) -> None:
    rows = [decision("A1", "B1", "same"), decision("B1", "C1", "same"), decision("A1", "C1", "different")]
    with pytest.raises(LexiconError, match="rows 2, 3"):
        link(rules, ("A1", PERSON), decisions=rows)


def test_part_of_is_a_relation_and_never_one_entity(rules: NameRules) -> None:
    frame = mentions(("Marzouk Company", ORGANIZATION), ("Marzouq Company", ORGANIZATION))
    linked = link_names(
        frame, rules, Authority(), [decision("Marzouk Company", "Marzouq Company", "part_of")]
    )
    assert len(clusters(frame, linked)) == 2
    assert linked.relations["relation"].to_list() == ["part_of"]
    name_of = dict(linked.entities.select("entity_id", "name").iter_rows())
    assert name_of[linked.relations["entity_id"][0]] == "Marzouk Company"


# --- Lexicon --------------------------------------------------------------------------------------

SHIELD = Entity("q-1", Kind.ORGANIZATION, "Northern Shield", country="XX", wikidata_id="Q1")
SPEAR = Entity("q-2", Kind.ORGANIZATION, "Northern Shields")
KNOWN = Authority.from_rows(
    [SHIELD, SPEAR],
    [Alias("q-1", "Dir' al-Shamal", "translation"), Alias("q-1", "NSH", "acronym")],
    [Relation("q-1", "part_of", "q-2")],
)


def test_the_lexicon_s_names_are_one_with_its_id_and_facts(rules: NameRules) -> None:
    frame = mentions(
        ("Dir al-Shamal", ORGANIZATION), ("NSH", ORGANIZATION), ("The Northern Shield", ORGANIZATION)
    )
    linked = link_names(frame, rules, KNOWN)
    assert linked.links["entity_id"].unique().to_list() == ["q-1"]
    assert set(linked.links["rule"]) == {"lexicon"}
    row = linked.entities.filter(pl.col("entity_id") == "q-1").row(0, named=True)
    assert (row["name"], row["country"], row["wikidata_id"]) == ("Northern Shield", "XX", "Q1")
    assert linked.relations.row(0)[:3] == ("q-1", "part_of", "q-2")
    assert set(linked.entities["entity_id"]) == {"q-1", "q-2"}


def test_a_spelling_that_is_new_joins_the_lexicon_s_entity(rules: NameRules) -> None:
    frame = mentions(("Dirr ash-Shimal", ORGANIZATION), ("Dir el-Shamall", ORGANIZATION))
    linked = link_names(frame, rules, KNOWN)
    assert linked.links.filter(pl.col("entity_id") == "q-1").height >= 1
    assert "lexicon" in linked.links.filter(pl.col("rule") == "spelling_rules")["why"][0]


def test_two_entities_of_the_lexicon_are_never_one(rules: NameRules) -> None:
    frame = mentions(("Northern Shield", ORGANIZATION), ("Northern Shields", ORGANIZATION))
    assert len(clusters(frame, link_names(frame, rules, KNOWN))) == 2


def test_a_decision_comes_before_the_lexicon(rules: NameRules) -> None:
    frame = mentions(("NSH", ORGANIZATION), ("Northern Shield", ORGANIZATION))
    linked = link_names(frame, rules, KNOWN, [decision("NSH", "q-1", "different")])
    assert len(clusters(frame, linked)) == 2


def test_the_lexicon_s_kind_settles_a_guess_but_not_evidence(rules: NameRules) -> None:
    guess = sorted(rules.guess_rules)[0]
    assert link_names(mentions(("NSH", PERSON, guess)), rules, KNOWN).links["entity_id"].to_list() == ["q-1"]
    assert link_names(mentions(("NSH", PERSON, "title")), rules, KNOWN).links["entity_id"].to_list() != [
        "q-1"
    ]


# --- Ids, names, review ---------------------------------------------------------------------------


def known_of(frame: pl.DataFrame, linked: LinkedNames) -> pl.DataFrame:
    return frame.join(linked.links, on="mention_id").select("entity_id", "kind", "surface").unique()


def test_an_id_stays_when_a_smaller_spelling_comes(rules: NameRules) -> None:
    before = mentions(("Ghassan Marzouq", PERSON), ("Ghassan Marzuq", PERSON))
    first = link_names(before, rules, Authority())
    after = mentions(("Ghassan Marzouq", PERSON), ("Ghassan Marzuq", PERSON), ("Gassan Marzouq", PERSON))
    second = link_names(after, rules, Authority(), known_ids=known_of(before, first))
    assert second.links["entity_id"].unique().to_list() == first.links["entity_id"].unique().to_list()


def test_a_merged_id_leads_to_the_one_that_stays(rules: NameRules) -> None:
    frame = mentions(
        ("Northern Shield", ORGANIZATION), ("Dir' al-Shamal", ORGANIZATION), ("Dir' al-Shamal", ORGANIZATION)
    )
    first = link_names(frame, rules, Authority())
    same = [decision("Northern Shield", "Dir' al-Shamal", "same")]
    second = link_names(frame, rules, Authority(), same, known_of(frame, first))
    assert second.entities.height == 2
    gone = second.entities.filter(pl.col("superseded_by").is_not_null()).row(0, named=True)
    assert gone["superseded_by"] == second.links["entity_id"][0]
    assert second.entities.filter(pl.col("superseded_by").is_null())["name"].to_list() == ["Dir' al-Shamal"]
    again = second.entities.select(
        "entity_id", "kind", pl.lit(None, pl.String).alias("surface"), "superseded_by"
    )
    known = pl.concat(
        [known_of(frame, second), again.filter(pl.col("superseded_by").is_not_null())], how="diagonal"
    )
    third = link_names(frame, rules, Authority(), same, known)
    assert third.entities.equals(second.entities)


def test_an_entity_is_called_by_its_most_mentioned_spelling(rules: NameRules) -> None:
    frame = mentions(("Ghassan Marzuq", PERSON), ("Ghassan Marzouq", PERSON), ("Ghassan Marzuq", PERSON))
    assert link_names(frame, rules, Authority()).entities["name"].to_list() == ["Ghassan Marzuq"]


def test_a_doubtful_pair_is_left_to_a_person_with_its_alignment(rules: NameRules) -> None:
    frame = mentions(("Adel Zaydan", PERSON), ("Adel Mansour Zaydan", PERSON), ("Adel Zaydan", PERSON))
    row = link_names(frame, rules, Authority()).undecided.row(0, named=True)
    assert {row["left_name"], row["right_name"]} == {"Adel Zaydan", "Adel Mansour Zaydan"}
    assert row["veto"] == "extra_word"
    assert row["mention_count"] == 3
    assert "zaydan = zaydan" in row["why"]
    assert "mansour" in row["why"]


@pytest.mark.parametrize(("judgement", "left_open"), [("different", 0), ("part_of", 0), ("unsure", 1)])
def test_what_a_person_has_settled_is_not_asked_again(
    rules: NameRules, judgement: str, left_open: int
) -> None:
    frame = mentions(("Adel Zaydan", PERSON), ("Adel Mansour Zaydan", PERSON))
    rows = [decision("Adel Zaydan", "Adel Mansour Zaydan", judgement)]
    assert link_names(frame, rules, Authority(), rows).undecided.height == left_open


def test_explain_says_what_matches_and_what_does_not(rules: NameRules) -> None:
    explanation = explain("Ghassan Marzouq", "Ghassan Marzook", Kind.PERSON, rules, Authority())
    assert explanation.verdict == "one"
    assert "marzouq = marzook" in explanation.why
    assert explanation.comparison is not None
    assert set(explanation.comparison.shares) == set(explanation.comparison.features)
    assert explain("Khaled Meshaal", "Khaled Fawzy", Kind.PERSON, rules, Authority()).verdict != "one"
    assert explain("NSH", "Northern Shield", Kind.ORGANIZATION, rules, KNOWN).verdict == "one"
    assert explain("Northern Shields", "NSH", Kind.ORGANIZATION, rules, KNOWN).verdict == "two"
    assert (
        explain("Deir el-Balah", "Deir Al Balah", Kind.PLACE, rules, Authority()).why
        == "both fold to “deir balah”"
    )


def test_no_mentions_no_rows(rules: NameRules) -> None:
    linked = link_names(mentions(), rules, Authority())
    assert linked.links.is_empty()
    assert linked.entities.is_empty()
    assert linked.undecided.is_empty()


# --- Order and batches ----------------------------------------------------------------------------

GIVEN = [
    "Khaled",
    "Khalid",
    "Ghassan",
    "Gassan",
    "Hassan",
    "Hussein",
    "Nour Eddine",
    "Noureddine",
    "Abdel Qader",
    "Abdulqadir",
]
FAMILY = ["Marzouq", "Marzook", "al-Qandil", "Kandil", "Bouterfa", "Boutarfa", "Zaydan", ""]
names = st.builds(
    lambda one, other: f"{one} {other}".strip(), st.sampled_from(GIVEN), st.sampled_from(FAMILY)
)
rows = st.lists(st.tuples(names, st.sampled_from([PERSON, ORGANIZATION])), min_size=1, max_size=14)


@settings(max_examples=25, deadline=None)
@given(rows, st.integers(1, 3), st.randoms(use_true_random=False))
def test_neither_the_order_of_documents_nor_in_how_many_parts_they_are_read_changes_a_row(
    rules: NameRules, surfaces: Sequence[tuple[str, str]], of_one_document: int, random
) -> None:
    frame = mentions(*surfaces).with_columns(
        doc_id=pl.format("d{}", pl.int_range(pl.len()) // of_one_document)
    )
    documents = [part for _, part in frame.group_by("doc_id", maintain_order=True)]
    random.shuffle(documents)
    cuts = sorted(random.sample(range(len(documents) + 1), k=min(2, len(documents))))
    parts = [
        pl.concat([frame.clear(), *documents[start:end]])
        for start, end in pairwise([0, *cuts, len(documents)])
    ]
    links: list[pl.DataFrame] = []
    expected = link_names(frame, rules, KNOWN)
    found = join_names(lambda: parts, links.append, rules, KNOWN)
    assert pl.concat(links).sort("mention_id").equals(expected.links)
    for table in ("entities", "aliases", "relations", "undecided", "names", "spellings"):
        assert getattr(found, table).equals(getattr(expected, table)), table


def test_a_full_name_of_the_lexicon_is_no_short_form_of_a_longer_one(rules: NameRules) -> None:
    frame = mentions(("Friends of the Northern Shield", ORGANIZATION), ("Northern Shield", ORGANIZATION))
    frame = frame.with_columns(pl.Series("long_form_id", [None, "d0:0-9"]))
    assert len(clusters(frame, link_names(frame, rules, KNOWN))) == 2
    assert len(clusters(frame, link_names(frame, rules, Authority()))) == 1


def test_pairs_that_the_lexicon_keeps_apart_stay_apart(rules: NameRules) -> None:
    apart = Authority.from_rows([], never_merge=[NeverMerge("Wadi Qandil", "Wady Kandil", "two valleys")])
    assert is_one(rules, "Wadi Qandil", "Wady Kandil", PLACE)
    assert len(link(rules, ("Wadi Qandil", PLACE), ("Wady Kandil", PLACE), authority=apart)) == 2
    assert explain("Wadi Qandil", "Wady Kandil", Kind.PLACE, rules, apart).verdict == "two"


def test_a_name_that_is_no_longer_the_lexicons_takes_none_of_its_ids(rules: NameRules) -> None:
    """After a rule changed: `Mercury` was linked to a newspaper before, and is not any more."""
    paper = Entity("el-mercurio", Kind.ORGANIZATION, "El Mercurio")
    frame = mentions(("Mercury", ORGANIZATION), ("El Mercurio", ORGANIZATION))
    known = pl.DataFrame(
        {
            "entity_id": ["el-mercurio", "el-mercurio"],
            "kind": [ORGANIZATION] * 2,
            "surface": ["Mercury", "El Mercurio"],
        }
    )
    linked = link_names(frame, rules, Authority.from_rows([paper], []), known_ids=known)
    assert linked.entities["entity_id"].is_unique().all()
    of_surface = dict(frame.join(linked.links, on="mention_id").select("surface", "entity_id").iter_rows())
    assert of_surface["El Mercurio"] == "el-mercurio"
    assert of_surface["Mercury"] != "el-mercurio"


def test_two_full_names_of_one_text_with_other_given_names_are_two_people(rules: NameRules) -> None:
    names = [
        ("Yusuf Qandil", PERSON),
        ("Yusif Kandil", PERSON),
        ("Kenan Yaghi", PERSON),
        ("Yagi Kenan", PERSON),
    ]
    frame = mentions(*names, ("Tamir Bouterfa", PERSON), ("Samir Bouterfa", PERSON))
    together = frame.with_columns(doc_id=pl.lit("d0"))
    apart = [row for row in link_names(frame, rules, Authority()).undecided["left_name"] if "Bouterfa" in row]
    assert apart, "in two texts a person should say"
    linked = link_names(together, rules, Authority())
    assert not [row for row in linked.undecided["left_name"] if "Bouterfa" in row], "in one text they are two"
    assert frozenset({"Yusuf Qandil", "Yusif Kandil"}) in clusters(together, linked), "vowels alone differ"
