"""Where sentences end, and where a stop only looks like an end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.document.records import LexiconError
from flows.document.sentences import SentenceLexicon, split_sentences
from flows.inputs import read_yaml

LEXICON = SentenceLexicon.from_data(read_yaml("sentences.yml"))


def sentences(text: str) -> list[str]:
    return [text[span.start_char : span.end_char] for span in split_sentences(text, LEXICON)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("He left. She stayed.", ["He left.", "She stayed."], id="two"),
        pytest.param("He met Maj. Gen. Khaled Fawzy in Cairo. They talked.",
                     ["He met Maj. Gen. Khaled Fawzy in Cairo.", "They talked."], id="rank"),
        pytest.param("The U.S. Army left. He said so in the U.S. The army left.",
                     ["The U.S. Army left.", "He said so in the U.S.", "The army left."], id="us"),
        pytest.param("It fell on Monday, Jan. 23, they said.", ["It fell on Monday, Jan. 23, they said."],
                     id="month"),
        pytest.param("J. K. Rowling and George W. Bush met.", ["J. K. Rowling and George W. Bush met."],
                     id="initials"),
        pytest.param("Shares of Acme Inc. fell. Acme Inc. The shares fell.",
                     ["Shares of Acme Inc. fell.", "Acme Inc.", "The shares fell."], id="company"),
        pytest.param("It rose 3.5 percent. No. 7 won.", ["It rose 3.5 percent.", "No. 7 won."], id="numbers"),
        pytest.param("At 5 p.m. Tuesday he left.", ["At 5 p.m. Tuesday he left."], id="time"),
    ],
)  # fmt: skip
def test_an_abbreviation_does_not_end_a_sentence(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        '"We came. We saw. We left," he said.',
        "“Stay away. Guard your lives,” the group wrote.",
        "“Are you there?” Smith asked.",
        "“Fire!” he shouted.",
        "Asked “Who did it? And why?”, he fell silent.",
    ],
)
def test_a_quotation_stays_with_the_one_who_says_it(text: str) -> None:
    assert sentences(text) == [text]


def test_a_new_sentence_begins_behind_a_quotation_that_ended_its_own() -> None:
    assert sentences("They wrote “guard your lives.” The message was signed.") == [
        "They wrote “guard your lives.”",
        "The message was signed.",
    ]


def test_an_odd_quotation_mark_does_not_swallow_the_paragraph() -> None:
    assert sentences("“Ansar struck a post. Hamas denied it. Nobody died.") == [
        "“Ansar struck a post.",
        "Hamas denied it.",
        "Nobody died.",
    ]


def test_a_blank_line_always_ends() -> None:
    assert sentences("Tensions rise between two groups\n\nA senior man told us\n\n“so. And") == [
        "Tensions rise between two groups",
        "A senior man told us",
        "“so.",
        "And",
    ]


def test_headings_and_list_lines_are_sentences() -> None:
    assert sentences("Key points\n- two dead\n- one held\n1. First. More\nThe end.") == [
        "Key points",
        "- two dead",
        "- one held",
        "1. First.",
        "More",
        "The end.",
    ]


def test_a_wrapped_line_goes_on() -> None:
    text = (
        "The minister told reporters on Tuesday that the\ngovernment would close both plants by the end of\n"
        "March. Nobody was told before."
    )
    assert sentences(text) == [text[: text.index(" Nobody")], "Nobody was told before."]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("هل وصل؟ نعم وصل.", 2),
        ("他来了。她走了！", 2),
        ("Wait… what happened? It fell.", 2),
        ("वह आया। वह गया।", 2),
    ],
)
def test_stops_of_other_scripts(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@given(st.text(alphabet="aB .!?\n\"“”'’1-•。\t", max_size=300))
def test_every_visible_character_is_in_exactly_one_sentence(text: str) -> None:
    spans = split_sentences(text, LEXICON)
    covered = [position for span in spans for position in range(span.start_char, span.end_char)]
    assert len(covered) == len(set(covered))
    assert {p for p, sign in enumerate(text) if not sign.isspace()} <= set(covered)
    assert covered == sorted(covered)
    assert all(
        text[s.start_char : s.end_char] == text[s.start_char : s.end_char].strip() != "" for s in spans
    )


@pytest.mark.parametrize("unit", [".", "“", '"', "a. ", "Mr. ", "\n", "(", "? ", "…", "x\n", "\n \n", '" a'])
def test_hostile_text_is_split_in_full(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    spans = split_sentences(text, LEXICON)
    assert sum(len("".join(text[s.start_char : s.end_char].split())) for s in spans) == len(
        "".join(text.split())
    )


@pytest.mark.parametrize("data", [None, [], {"never_end": "mr"}, {"never_end": [1]}])
def test_a_broken_lexicon_is_named(data: object) -> None:
    with pytest.raises(LexiconError, match=r"sentences\.yml"):
        SentenceLexicon.from_data(data)
