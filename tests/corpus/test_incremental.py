"""Names that come in several deliveries end as if all had come at once, and old pairs are not compared again."""

from collections.abc import Iterator, Sequence

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.corpus import candidates, comparisons
from flows.corpus.comparisons import Compared
from flows.corpus.names import Decision, LinkedNames, link_names
from flows.document.authority import Alias, Authority, Entity
from flows.document.records import Kind
from flows.inputs import load_name_knowledge

RULES = load_name_knowledge().rules
GIVEN = "Khaled Khalid Ghassan Gassan Nour-Eddine Noureddine Abdulqadir".split()
FAMILY = "Marzouq Marzook Marzuk al-Qandil Kandil Bouterfa Boutarfa".split()
KNOWN = Authority.from_rows(
    [Entity("q-1", Kind.PERSON, "Gassan Qandil")], [Alias("q-1", "Khaled Merzouk", "spelling")]
)
APART = [Decision("Omar bin Qandil", "Omar Qandil", "different", "rana", "2026-03-01", "", "r1")]
people = st.tuples(st.sampled_from(GIVEN), st.sampled_from(FAMILY)).map(" ".join)
names = st.one_of(people, st.sampled_from(["Omar bin Qandil", "Omar Qandil", "Omar Kandil"]))
Row = tuple[int, str]  # number of the document, name


@pytest.fixture(autouse=True)
def _skeletons_are_soon_frequent(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few names are enough to move a skeleton from rare to frequent and too frequent."""
    monkeypatch.setattr(candidates, "MOST_NAMES_OF_KEY", 3)
    monkeypatch.setattr(candidates, "MOST_NAMES_OF_TWO_KEYS", 5)
    monkeypatch.setattr(candidates, "MOST_NAMES_OF_WHOLE", 4)


def mentions(rows: Sequence[Row]) -> pl.DataFrame:
    return pl.DataFrame(
        [(f"d{number}:0-9", f"d{number}", 0, name, "person", "title", None) for number, name in rows],
        schema=dict.fromkeys(
            ("mention_id", "doc_id", "start_char", "surface", "kind", "rule", "long_form_id"), pl.String
        )
        | {"start_char": pl.Int64},
        orient="row",
    )


def published(rows: Sequence[Row], linked: LinkedNames) -> pl.DataFrame:
    """The ids as the next run knows them."""
    given_to = mentions(rows).join(linked.links, on="mention_id").select("entity_id", "kind", "surface")
    gone = linked.entities.filter(pl.col("superseded_by").is_not_null())
    return pl.concat(
        [
            given_to.with_columns(superseded_by=pl.lit(None, pl.String)),
            gone.select("entity_id", "kind", surface="name", superseded_by="superseded_by"),
        ]
    )


def partition(linked: LinkedNames) -> set[frozenset[str]]:
    groups = linked.links.group_by("entity_id").agg("mention_id")["mention_id"].to_list()
    return {frozenset(group) for group in groups}


def tables(compared: Compared) -> tuple[pl.DataFrame, pl.DataFrame]:
    return compared.names.sort(pl.all()), compared.pairs.sort(pl.all())


def deliveries(rows: Sequence[str], cuts: Sequence[int]) -> Iterator[list[Row]]:
    """The documents that there are after each delivery."""
    for cut in sorted({min(cut, len(rows)) for cut in cuts} | {len(rows)}):
        yield list(enumerate(rows))[:cut]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(names, min_size=1, max_size=16), st.lists(st.integers(0, 16), max_size=4))
def test_any_deliveries_give_the_same_entities_as_all_at_once(rows: list[str], cuts: list[int]) -> None:
    whole = link_names(mentions(list(enumerate(rows))), RULES, KNOWN, APART)
    before, known, linked = None, None, whole
    for delivered in deliveries(rows, cuts):
        linked = link_names(mentions(delivered), RULES, KNOWN, APART, known, before=before)
        before, known = linked.compared, published(delivered, linked)
    assert partition(linked) == partition(whole)
    for found, expected in zip(tables(linked.compared), tables(whole.compared), strict=True):
        assert found.equals(expected)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(names, min_size=1, max_size=14), st.sets(st.integers(0, 13)), st.booleans())
def test_documents_and_lexicon_names_that_go_are_forgotten(
    rows: list[str], gone: set[int], lexicon_goes: bool
) -> None:
    documents = list(enumerate(rows))
    left = [row for row in documents if row[0] not in gone]
    authority = Authority() if lexicon_goes else KNOWN
    first = link_names(mentions(documents), RULES, KNOWN, APART)
    again = link_names(mentions(left), RULES, authority, APART, before=first.compared)
    fresh = link_names(mentions(left), RULES, authority, APART)
    assert partition(again) == partition(fresh)
    for found, expected in zip(tables(again.compared), tables(fresh.compared), strict=True):
        assert found.equals(expected)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(names, min_size=2, max_size=12), st.integers(1, 11))
def test_an_id_once_given_stays_or_leads_on(rows: list[str], cut: int) -> None:
    documents = list(enumerate(rows))
    first = link_names(mentions(documents[:cut]), RULES, Authority())
    second = link_names(
        mentions(documents), RULES, Authority(), (), published(documents[:cut], first), before=first.compared
    )
    rows_of = {row["entity_id"]: row for row in second.entities.iter_rows(named=True)}
    entity_of = dict(second.links.select("mention_id", "entity_id").iter_rows())
    for mention_id, entity_id in first.links.select("mention_id", "entity_id").iter_rows():
        assert entity_id in rows_of, "an id that was given is never lost"
        successor = rows_of[entity_id]["superseded_by"]
        if successor is not None:
            assert successor in set(second.links["entity_id"])
        elif len({entity_of[m] for m in _members(first, entity_id)}) == 1:
            assert entity_of[mention_id] == entity_id


def _members(linked: LinkedNames, entity_id: str) -> list[str]:
    return linked.links.filter(pl.col("entity_id") == entity_id)["mention_id"].to_list()


def test_a_new_name_costs_its_own_pairs_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "MOST_NAMES_OF_KEY", 150)
    monkeypatch.setattr(candidates, "MOST_NAMES_OF_WHOLE", 150)
    rows = list(enumerate(f"{given_name} {family}" for given_name in GIVEN for family in FAMILY))
    first = link_names(mentions(rows), RULES, Authority())
    scored: list[int] = []
    score_pairs = comparisons.score_pairs
    monkeypatch.setattr(
        comparisons,
        "score_pairs",
        lambda names, left, *more: scored.append(len(left)) or score_pairs(names, left, *more),
    )
    link_names(mentions([*rows, (99, "Halid Merzouk")]), RULES, Authority(), before=first.compared)
    assert 0 < sum(scored) < len(rows)
