"""A user's own recogniser beside the rules: what it adds, what it may not, what is said when it is missing.

`Stub` is no recogniser: it gives back what a test tells it to. The adapters are tried with what is installed.
"""

import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from flows.document.authority import Authority
from flows.document.mentions import FoundMention, MentionLexicon, find_mentions
from flows.document.records import Kind, Span
from flows.inputs import InputError, read_yaml
from flows.recognisers import SpacyRecogniser, recogniser_version, recognisers_of

LEXICON = MentionLexicon.from_data(read_yaml("mentions.yml"))
TEXT = "The mayor of Garissa met k-pop star bts. They ate fish in Lamu."
SENTENCES = [Span(0, 40), Span(41, 63)]


@dataclass(frozen=True)
class Stub:
    """Finds exactly the spans that it was made with."""

    spans: tuple[tuple[int, int], ...]
    name: str = "stub"

    def find(self, text: str, sentences: Sequence[Span]) -> list[FoundMention]:
        return [FoundMention(a, b, "?", Kind.PERSON, self.name, 7) for a, b in self.spans]


def found_with(*spans: tuple[int, int]) -> list[tuple[str, str]]:
    mentions = find_mentions(TEXT, SENTENCES, LEXICON, Authority(), [Stub(spans)])
    return [(mention.surface, mention.rule) for mention in mentions if mention.rule == "stub"]


def test_a_name_that_the_rules_miss_is_added_with_the_recogniser_as_its_rule() -> None:
    assert found_with((36, 39)) == [("bts", "stub")]


@pytest.mark.parametrize(
    "span",
    [
        pytest.param((13, 20), id="a name that the rules have"),
        pytest.param((10, 20), id="more than that name"),
        pytest.param((15, 25), id="a part of it and more"),
        pytest.param((36, 45), id="over the end of a sentence"),
        pytest.param((40, 41), id="between sentences"),
        pytest.param((36, 36), id="nothing"),
        pytest.param((60, 900), id="beyond the text"),
        pytest.param((900, 910), id="far beyond the text"),
    ],
)
def test_what_is_no_new_name_of_one_sentence_is_left(span: tuple[int, int]) -> None:
    assert found_with(span) == []


def test_of_two_that_overlap_the_first_stays() -> None:
    assert found_with((36, 39), (31, 39)) == [("star bts", "stub")]


def test_rules_need_nothing() -> None:
    assert recognisers_of("rules") == ()


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("stanza:en", "use rules, spacy:MODEL or gliner:MODEL"),
        ("spacy", "use rules, spacy:MODEL or gliner:MODEL"),
    ],
)
def test_an_unknown_recogniser_is_refused(setting: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        recognisers_of(setting)


@pytest.mark.parametrize("library", ["spacy", "gliner"])
def test_a_missing_package_is_named_with_the_command(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.recognisers.find_spec", lambda name: None)
    with pytest.raises(InputError, match=f"pip install {library}"):
        recognisers_of(f"{library}:some-model")


def test_the_setting_is_part_of_what_may_change_the_facts() -> None:
    assert recogniser_version("rules") != recogniser_version("spacy:en_core_web_sm")


def test_a_recogniser_travels_between_processes_without_its_model() -> None:
    assert len(pickle.dumps(SpacyRecogniser("en_core_web_sm"))) < 200


def test_spacy_finds_names_with_a_pipeline_of_the_users(tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy")
    pipeline = spacy.blank("en")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": "bts"}, {"label": "DATE", "pattern": "fish"}])
    pipeline.to_disk(tmp_path / "model")
    added = recognisers_of(f"spacy:{tmp_path / 'model'}")
    mentions = find_mentions(TEXT, SENTENCES, LEXICON, Authority(), added)
    assert [(m.surface, m.kind) for m in mentions if m.rule == "spacy"] == [("bts", Kind.ORGANIZATION)]
    with pytest.raises(InputError, match="python -m spacy download no_such_model"):
        recognisers_of("spacy:no_such_model")
