"""Lines that repeat across one source are proposed; what may be a fact, or one story printed often, is not."""

import pytest

from flows.cli_furniture import guard_of_lines
from flows.corpus.furniture import find_stories, propose_furniture
from flows.document.furniture_lexicon import phrase_key

TOWNS = "Korda Tarn Bergen Recife Garissa Kumasi Odesa Taiz Mosul Zhanatas".split()
MUST_STAY = guard_of_lines()


def story(number: int, *lines: str) -> str:
    """A story of its own, with more lines."""
    town = TOWNS[number % len(TOWNS)]
    words = " ".join(f"{town.lower()}{number}x{at}" for at in range(80))
    return "\n".join([f"The mayor of {town} opened bridge {number}, {words}.", *lines])


def proposed(texts: dict[str, str], known: frozenset[str] = frozenset()) -> dict[str, int]:
    found = propose_furniture(texts, phrase_key, MUST_STAY, known)
    return {proposal.phrase: proposal.story_count for proposal in found}


def test_a_line_of_three_documents_is_proposed_with_its_count_and_examples() -> None:
    texts = {f"d{number}": story(number, "The Daily Korda Service") for number in range(3)}
    (proposal,) = propose_furniture(texts, phrase_key, MUST_STAY)
    assert (proposal.phrase, proposal.story_count, proposal.share) == ("The Daily Korda Service", 3, 1.0)
    assert proposal.example_doc_ids == ("d0", "d1", "d2")


def test_two_documents_are_too_few() -> None:
    assert proposed({f"d{number}": story(number, "The Daily Korda Service") for number in range(2)}) == {}


def test_in_a_large_source_a_line_must_be_in_two_documents_of_a_hundred() -> None:
    texts = {
        f"d{number:03}": story(
            number, *(["Four of us"] if number < 4 else []), *(["Three"] if number < 3 else [])
        )
        for number in range(200)
    }
    assert proposed(texts) == {"Four of us": 4}


def test_one_report_printed_five_times_counts_once() -> None:
    report = story(1, "A heading in the middle", "The end of the report")
    texts = {f"d{number}": f"{report}\nPrinted by paper number {number}" for number in range(5)}
    assert set(find_stories(texts).values()) == {"d0"}
    assert proposed(texts) == {}


def test_numbers_and_case_do_not_tell_lines_apart() -> None:
    texts = {f"d{number}": story(number, f"{number + 2} items in the cart »") for number in range(3)}
    assert list(proposed(texts).values()) == [3]


@pytest.mark.parametrize(
    "line",
    [
        "12 people killed",
        "Officials said so",
        "“The bridge is ours”",
        "The bridge was closed for repairs on the day after the flood.",
        "* * *",
        "2015",
    ],
    ids=["people counted", "a reporting verb", "a quotation", "a sentence", "signs", "a number"],
)
def test_what_may_be_content_is_never_proposed(line: str) -> None:
    assert proposed({f"d{number}": story(number, line) for number in range(6)}) == {}


def test_what_is_accepted_already_is_not_proposed_again() -> None:
    texts = {f"d{number}": story(number, "The Daily Korda Service") for number in range(3)}
    assert proposed(texts, frozenset({"the daily korda service"})) == {}


def test_the_order_of_documents_does_not_matter() -> None:
    texts = {f"d{number}": story(number % 7, "The Daily Korda Service") for number in range(20)}
    assert proposed(texts) == proposed(dict(reversed(texts.items())))
