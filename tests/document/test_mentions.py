"""Names, their spans, kinds and short forms; each rule with a sentence it takes and a lookalike it leaves."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.document.authority import Alias, Authority, Entity
from flows.document.mentions import FoundMention, MentionLexicon, find_mentions
from flows.document.records import Kind, LexiconError, Span
from flows.document.sentences import SentenceLexicon, split_sentences
from flows.inputs import read_yaml

SENTENCES = SentenceLexicon.from_data(read_yaml("sentences.yml"))
LEXICON = MentionLexicon.from_data(read_yaml("mentions.yml"))
LETTER = {Kind.PERSON: "P", Kind.ORGANIZATION: "O", Kind.PLACE: "L"}


def mentions(text: str, authority: Authority | None = None) -> tuple[FoundMention, ...]:
    return find_mentions(text, split_sentences(text, SENTENCES), LEXICON, authority or Authority())


def names(text: str) -> list[str]:
    return [f"{LETTER[mention.kind]} {mention.surface}" for mention in mentions(text)]


CASES = {
    "particles": ("They met Muqtada al-Sadr and Osama bin Laden.",
          ["P Muqtada al-Sadr", "P Osama bin Laden"]),
    "rank": ("He met Maj. Gen. Khaled Fawzy on Tuesday.", ["P Khaled Fawzy"]),
    "role": ("It was denied by Interior Ministry spokesman Iyad al-Bazam.",
             ["O Interior Ministry", "P Iyad al-Bazam"]),
    "title_of": ("Secretary of State John Kerry flew home.", ["P John Kerry"]),
    "title_in_run": ("Apple CEO Tim Cook spoke.", ["O Apple", "P Tim Cook"]),
    "title_is_name": ("The General Assembly met General Motors.", ["O General Assembly", "O General Motors"]),
    "nation_adjective": ("The Palestinian Hamas met German Chancellor Olaf Scholz.",
          ["O Hamas", "P Olaf Scholz"]),
    "nation_kept": ("It was run by Egyptian General Intelligence.", ["O Egyptian General Intelligence"]),
    "peoples": ("The Egyptians and Israeli Jews told Palestinian reporters, South Koreans and Gazans.", []),
    "possessive": ("He praised Hamas's wing, Hamas’ men and Egypt’s army.",
          ["O Hamas", "O Hamas", "L Egypt"]),
    "hyphen_before": ("A pro-ISIS group met ISIS-affiliated men.", ["O ISIS", "O ISIS"]),
    "hyphen_inside": ("The talks with Han Dong-hoon and Jean-Claude Juncker failed.",
                      ["P Han Dong-hoon", "P Jean-Claude Juncker"]),
    "of_the": ("He led the Popular Front for the Liberation of Palestine.",
               ["O Popular Front for the Liberation of Palestine"]),
    "ministry": ("The Ministry of Interior said so.", ["O Ministry of Interior"]),
    "and_inside": ("He sued the Securities and Exchange Commission.",
          ["O Securities and Exchange Commission"]),
    "and_between": ("Tension between Hamas and IS grew.", ["O Hamas", "O IS"]),
    "calling_itself": ("The group calling itself Supporters of ISIS in Quds fired.",
                       ["O Supporters of ISIS in Quds"]),
    "supporters_first": ("Supporters of Imran Khan marched.", ["P Imran Khan"]),
    "apposition": ("Zorvex, a broadcaster, and Lintha, a town, were named.", ["O Zorvex", "L Lintha"]),
    "age": ("Bintu Okoye, 34, was held.", ["P Bintu Okoye"]),
    "place_preposition": ("Two died in Lintha on Friday.", ["L Lintha"]),
    "place_word": ("They crossed the Oru River.", ["L Oru River"]),
    "place_of": ("Ships left the Gulf of Aden.", ["L Gulf of Aden"]),
    "dateline": ("NAIROBI, Kenya (AP) — Rain fell.", ["L NAIROBI", "L Kenya", "O AP"]),
    "sentence_start": ("Officials spoke. Residents fled. Yesterday Barack Obama left.",
                       ["P Barack Obama"]),
    "months": ("On Monday, in March and at Christmas, nobody came.", []),
    "event": ("The World Cup and Hurricane Idalia made news.", []),
    "acronym": ("The WHO and a CEO met on TV.", ["O WHO"]),
    "imperative": ("Click the link. Skip a line.", []),
    "two_word_states": ("New Zealand and Saudi Arabia's king met in New York.",
                        ["L New Zealand", "L Saudi Arabia", "L New York"]),
    "address": ("See https://news.example/World/Bank_of_Japan and www.Reuters.com today.", []),
    "owner_inside": ("He left the Kurdistan Farmers' Union and the People's Liberation Army.",
                     ["O Kurdistan Farmers' Union", "O People's Liberation Army"]),
    "owner_of_the_rest": ("He waved the workers' Kenya flags.", ["L Kenya"]),
    "owner_outside": ("He left Kenya's Liberation Army.", ["L Kenya", "O Liberation Army"]),
    "saints_school": ("She taught at St. Anna's School until 1961.", ["O St. Anna's School"]),
    "persons_school": ("She taught at Anna's School until 1961.", ["P Anna"]),
    "county_first": ("He was shot in County Lintha.", ["L County Lintha"]),
    "designation": ("They shot down an Il-22 with the No 5 gun of a Su-27.", []),
    "no_designation": ("The G20 met Apollo 11 fans in Oslo.", ["O G20", "O Apollo", "L Oslo"]),
    "one_word_said": ('"Never," he said. Deadlifts? Those help.', []),
    "one_name_said": ('Men of Zorvex ran. "Zorvex," he said.', ["O Zorvex", "O Zorvex"]),
    "owned_role": ("Bintu Okoye, Zorvex's president of sales, left.", ["P Bintu Okoye", "O Zorvex"]),
    "spokesman_for": ("A spokesman for the government, Ousseni Tamboura, spoke.", ["P Ousseni Tamboura"]),
    "party_of": ("The leader of the party, Zorvex Alma, spoke.", ["P Zorvex Alma"]),
    "mayor_behind": ("Natacha Bouchart, Zintha mayor, spoke.", ["P Natacha Bouchart", "L Zintha"]),
    "particle_es": ("It sailed from Dar es Salaam to Bergen op Zoom.", ["L Dar es Salaam", "L Bergen op Zoom"]),
    "product": ("He likes Android OS and Pentax DSLRs.", ["O Android OS", "O Pentax DSLRs"]),
    "inner_capital": ("He left ArchKey Solutions and Zintha InMail.",
                      ["O ArchKey Solutions", "O Zintha InMail"]),
    "name_prefix": ("He met Ronan McDonald, Leonardo DiCaprio, Ron DeSantis and JD Vance.",
                    ["P Ronan McDonald", "P Leonardo DiCaprio", "P Ron DeSantis", "P JD Vance"]),
    "roman": ("He met Zintha Alma III.", ["P Zintha Alma III"]),
    "initials_behind": ("It was shown by Zintha EL and others.", ["P Zintha EL"]),
    "contraction": ("I'm Sergio Alvarez and we met Peter O'Neill.", ["P Sergio Alvarez", "P Peter O'Neill"]),
    "biologist": ("It was seen by Biologist Nick Bos.", ["P Nick Bos"]),
    "nickname": ('Police held Duane "Keffe D" Davis.', ['P Duane "Keffe D" Davis']),
}  # fmt: skip


def test_an_everyday_word_that_opens_a_sentence_is_no_town() -> None:
    towns = Authority.from_rows(
        [Entity("nice-fr", Kind.PLACE, "Nice"), Entity("shell", Kind.ORGANIZATION, "Shell")]
    )
    assert mentions("Nice work. Shell the eggs.", towns) == ()
    found = mentions("Nice fell. He fled Nice. Men of Shell ran.", towns)
    assert [mention.surface for mention in found] == ["Nice", "Nice", "Shell"]


@pytest.mark.parametrize("case", CASES)
def test_names_and_kinds(case: str) -> None:
    text, expected = CASES[case]
    assert names(text) == expected


def test_a_headline_gives_only_names_known_or_unusual() -> None:
    text = "Toyota Recalls a Million Cars Over Fault\n\nThe recall by Toyota covers cars sold in Japan."
    assert names(text) == ["O Toyota", "O Toyota", "L Japan"]


def test_a_line_in_capitals_takes_names_from_the_body() -> None:
    text = "MACRON CALLS VOTE AFTER DEFEAT\n\nEmmanuel Macron dissolved parliament, Macron said."
    assert names(text) == ["P MACRON", "P Emmanuel Macron", "P Macron"]


def test_a_clear_context_types_the_other_mentions() -> None:
    text = "The town of Lintha fell. Lintha had held out. Rebels praised Lintha."
    assert names(text) == ["L Lintha"] * 3


def links(text: str) -> dict[str, str]:
    found = mentions(text)
    return {m.surface: found[m.long_form].surface for m in found if m.long_form is not None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ismail Haniyeh left. Later Haniyeh returned.", {"Haniyeh": "Ismail Haniyeh"}),
        (
            "Abu Baker Almuhajer spoke. According to Almuhajer, it is over.",
            {"Almuhajer": "Abu Baker Almuhajer"},
        ),
        ("The Al-Qassam Brigades fired. He praised the Brigades.", {"Brigades": "Al-Qassam Brigades"}),
        ("They left the Gaza Strip. Life in the Strip is hard.", {"Strip": "Gaza Strip"}),
        ("George Bush met Laura Bush. Later Bush left.", {}),
        ("The ISIS Sinai units left. Then ISIS denied it.", {}),
        ("The Hamas Interior Ministry spoke. Then Hamas denied it.", {}),
        ("He left IES Holdings Inc. on Monday. He sued Inc. for it.", {}),
        ("Men of Zorvex Storage Inc. ran. He praised Zorvex.", {"Zorvex": "Zorvex Storage Inc."}),
        ("The Free Syrian Army ran. He praised the Army.", {"Army": "Free Syrian Army"}),
        ("The Muslim Brotherhood ran. He praised the Brotherhood.", {"Brotherhood": "Muslim Brotherhood"}),
        ("The World Health Organization met. The WHO said so.", {"WHO": "World Health Organization"}),
    ],
)
def test_a_short_form_is_tied_to_the_one_longer_name(text: str, expected: dict[str, str]) -> None:
    assert links(text) == expected


def test_a_short_form_names_its_rule() -> None:
    short = [m for m in mentions("Ismail Haniyeh left. Later Haniyeh returned.") if m.long_form is not None]
    assert [m.rule for m in short] == ["short_form"]


def test_the_authority_decides_the_kind() -> None:
    authority = Authority.from_rows(
        [Entity("qux", Kind.PLACE, "Quxland")], [Alias("qux", "al-Quxa", "spelling")]
    )
    assert [(m.kind, m.rule) for m in mentions("Quxland said no. Its rival Al Quxa won.", authority)] == [
        (Kind.PLACE, "authority"),
        (Kind.PLACE, "authority"),
    ]


class Stub:
    """Stands for a user's recogniser: says that one word is a place."""

    name = "stub"

    def __init__(self, word: str) -> None:
        self.word = word

    def find(self, text: str, sentences: Sequence[Span]) -> Sequence[FoundMention]:
        start = text.index(self.word)
        return [FoundMention(start, start + len(self.word), self.word, Kind.PLACE, self.name, None)]


@pytest.mark.parametrize(("word", "count"), [("valley", 2), ("Ismail", 1)])
def test_another_recogniser_adds_where_the_rules_found_nothing(word: str, count: int) -> None:
    text = "Prime Minister Ismail Haniyeh crossed the valley."
    found = find_mentions(text, split_sentences(text, SENTENCES), LEXICON, Authority(), [Stub(word)])
    assert len(found) == count


PIECES = (
    "Hamas said the of and Gaza in General Bank “ ” \" ' . , ( ) al- Abu Ministry ISIS's A. I Mr. U.S. é 北"
)
words = st.sampled_from([*PIECES.split(), "and\n\nThe"])


@settings(max_examples=150, deadline=None)
@given(st.lists(words, max_size=40).map(" ".join))
def test_mentions_are_sorted_apart_and_inside_one_sentence(text: str) -> None:
    spans = split_sentences(text, SENTENCES)
    found = find_mentions(text, spans, LEXICON, Authority())
    assert all(a.end_char <= b.start_char for a, b in pairwise(found))
    for mention in found:
        assert text[mention.start_char : mention.end_char] == mention.surface == mention.surface.strip() != ""
        assert any(s.start_char <= mention.start_char and mention.end_char <= s.end_char for s in spans)
        assert mention.long_form is None or 0 <= mention.long_form < len(found)


@pytest.mark.parametrize("unit", ["A. ", "Ab and ", "Ministry of ", "“Ab” ", "A-", "Ab, "])
def test_hostile_text_is_read(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    assert all(len(m.surface) < 2000 for m in mentions(text))


@pytest.mark.parametrize("data", [None, {}, {"titles": "mr"}])
def test_a_broken_lexicon_is_named(data: object) -> None:
    with pytest.raises(LexiconError, match=r"mentions\.yml"):
        MentionLexicon.from_data(data)
