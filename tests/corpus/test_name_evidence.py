"""What texts say of their own names: which say-so joins two names, and which one a person is asked about."""

from collections.abc import Sequence

import polars as pl
import pytest

from flows.corpus.name_evidence import COLUMNS
from flows.corpus.names import LinkedNames, NameRules, link_names
from flows.document.authority import Authority, Entity, Homonym
from flows.document.records import Kind
from flows.inputs import read_csv, read_yaml

PERSON, ORGANIZATION = "person", "organization"
Said = tuple[str, str, str, str, str]  # doc_id, name, other name, kind of alias, rule


@pytest.fixture(scope="module")
def rules() -> NameRules:
    return NameRules.from_data(
        read_yaml("letters.yml"),
        read_yaml("name_likeness.yml"),
        read_csv("known_distinct.csv"),
        read_yaml("mentions.yml"),
    )


def link(
    rules: NameRules,
    said: Sequence[Said],
    *more: tuple[str, str],
    kind: str = ORGANIZATION,
    short: bool = False,
    authority: Authority | None = None,
) -> tuple[LinkedNames, set[frozenset[str]]]:
    """Documents that say so, each with both names; `more` mentions stand in documents of their own.

    With `short`, the other name is a short form of the one in that document.
    """
    mentions: list[tuple[object, ...]] = []
    evidence: list[tuple[str, ...]] = []
    for doc_id, name, other, alias_kind, rule in said:
        one, two = f"{doc_id}:0-{len(mentions)}", f"{doc_id}:99-{len(mentions)}"
        mentions.append((one, doc_id, 0, name, kind, "org_word", None))
        mentions.append((two, doc_id, 99, other, kind, "org_word", one if short else None))
        evidence.append((doc_id, one, two, alias_kind, rule, f"{name}, {rule} {other}"))
    for number, (surface, its_kind) in enumerate(more):
        mentions.append((f"m{number}:0-1", f"m{number}", 0, surface, its_kind, "org_word", None))
    columns = ["mention_id", "doc_id", "start_char", "surface", "kind", "rule", "long_form_id"]
    frame = pl.DataFrame(
        mentions, schema=dict.fromkeys(columns, pl.String) | {"start_char": pl.Int64}, orient="row"
    )
    told = pl.DataFrame(evidence, schema=COLUMNS, orient="row")
    linked = link_names(frame, rules, authority or Authority(), evidence=told)
    rows = frame.join(linked.links, on="mention_id").group_by("entity_id").agg(pl.col("surface").unique())
    return linked, {frozenset(surfaces) for surfaces in rows["surface"].to_list()}


FORMER = ("d1", "Desert Province", "Helpers of the Faith", "former", "changed_its_name")


def test_a_phrase_in_one_text_joins_two_names_in_all_of_them(rules: NameRules) -> None:
    linked, groups = link(rules, [FORMER], ("Helpers of the Faith", ORGANIZATION))
    assert groups == {frozenset({"Desert Province", "Helpers of the Faith"})}
    links = linked.links.filter(pl.col("rule") == "text_evidence")
    assert links["why"].to_list()[0].startswith("a text says “Desert Province, changed_its_name Helpers")
    aliases = {row[:3] for row in linked.aliases.select("alias", "alias_kind", "basis").iter_rows()}
    assert ("Helpers of the Faith", "former", "text: changed_its_name") in aliases


def acronym(doc_id: str, rule: str = "acronym_in_brackets") -> Said:
    return (doc_id, "Northern Relief Committee", "NRC", "acronym", rule)


def test_an_acronym_of_one_text_is_asked_about_and_of_two_is_joined(rules: NameRules) -> None:
    linked, groups = link(rules, [acronym("d1")], ("NRC", ORGANIZATION), short=True)
    assert groups == {frozenset({"Northern Relief Committee", "NRC"}), frozenset({"NRC"})}
    (asked,) = linked.undecided.select("left_name", "right_name", "why").iter_rows()
    assert set(asked[:2]) == {"Northern Relief Committee", "NRC"}
    assert asked[2].startswith("a text says “Northern Relief Committee, acronym_in_brackets NRC”")
    linked, groups = link(rules, [acronym("d1"), acronym("d2")], ("NRC", ORGANIZATION), short=True)
    assert groups == {frozenset({"Northern Relief Committee", "NRC"})}
    assert linked.aliases.filter(alias="NRC")["alias_kind"].to_list() == ["acronym"]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        pytest.param(
            [acronym("d1", "foreign_acronym"), acronym("d2", "foreign_acronym")],
            ORGANIZATION,
            id="letters that are not those of the name",
        ),
        pytest.param(
            [("d1", "Karim Aziz Bello", "Barbecue", "spelling", "also_known_as")],
            PERSON,
            id="one word for a person",
        ),
        pytest.param(
            [
                ("d1", "Sons of the Valley", "The Lions", "former", "formerly"),
                ("d2", "Coast Guard Union", "The Lions", "former", "formerly"),
            ],
            ORGANIZATION,
            id="one alias of two names",
        ),
    ],
)
def test_what_is_less_certain_is_asked(rules: NameRules, said: list[Said], kind: str) -> None:
    linked, groups = link(rules, said, kind=kind)
    assert all(len(group) == 1 for group in groups)
    assert linked.undecided.height == len({row[1:3] for row in said})
    assert linked.undecided["why"].str.contains("text says|texts say").all()


def test_a_homonym_of_the_lexicon_is_never_joined_by_a_text(rules: NameRules) -> None:
    entity = Entity("northern-rail-co", Kind.ORGANIZATION, "Northern Rail Company")
    settled = Authority.from_rows(
        [entity], homonyms=[Homonym("NRC", Kind.ORGANIZATION, None, "a railway and a charity")]
    )
    _, groups = link(
        rules, [acronym("d1"), acronym("d2")], ("NRC", ORGANIZATION), authority=settled, short=True
    )
    assert groups == {frozenset({"Northern Relief Committee", "NRC"}), frozenset({"NRC"})}


def test_two_entities_of_the_lexicon_stay_two_whatever_a_text_says(rules: NameRules) -> None:
    known = Authority.from_rows(
        [
            Entity("desert-province", Kind.ORGANIZATION, "Desert Province"),
            Entity("helpers", Kind.ORGANIZATION, "Helpers of the Faith"),
        ]
    )
    _, groups = link(rules, [FORMER], authority=known)
    assert len(groups) == 2


def test_the_order_of_the_texts_changes_nothing(rules: NameRules) -> None:
    said = [FORMER, acronym("d2"), ("d3", "Helpers of the Faith", "Sand Brigade", "former", "formerly")]
    ways = [link(rules, order)[1] for order in (said, said[::-1])]
    assert ways[0] == ways[1]
    assert frozenset({"Desert Province", "Helpers of the Faith", "Sand Brigade"}) in ways[0]
