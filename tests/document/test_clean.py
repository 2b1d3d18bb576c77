"""What cleaning takes out of a text, what it must leave, and what it reads on the way."""

from datetime import datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.document.clean import Cleaned, FurnitureLexicon, clean, rebuild
from flows.document.records import DateBasis, LexiconError, Precision
from flows.document.residue import find_walked, scan_of
from flows.inputs import read_yaml

LEXICON = FurnitureLexicon.from_data(read_yaml("furniture.yml"))
SAMPLES = Path(__file__).parents[2] / "raw" / "samples"
CARRIER = (
    "Officials in the harbour town of Korda said on Monday that the water had begun to fall after nine days.",
    "Rescue teams reached two villages cut off since the dam broke and found most houses empty.",
    "The government has promised tents and food, but no truck is expected before the end of the week.",
    "Engineers warned that the second dam could fail if the rain returned, a spokesman said.",
)
BODY = "\n\n".join(CARRIER)


def cleaned(text: str, title: str | None = None) -> Cleaned:
    return clean(text, title, LEXICON)


def rules(result: Cleaned) -> list[str]:
    return [removal.rule for removal in result.removals if removal.rule != "whitespace"]


def sample(number: str) -> str:
    (path,) = SAMPLES.glob(f"{number}_*.txt")
    return path.read_text(encoding="utf-8")


# --- the residue set ------------------------------------------------------------------------------


def _cases() -> list[dict[str, str]]:
    data = yaml.safe_load((Path(__file__).parent / "residue_cases.yml").read_text(encoding="utf-8"))
    return list(data["cases"])


def _article(case: dict[str, str]) -> tuple[str, list[bool]]:
    """The text of a case in its article, and for each character whether it is residue."""
    at = {"head": 0, "middle": 2, "tail": len(CARRIER)}.get(case.get("at", ""))
    parts = [case["text"]] if at is None else [*CARRIER[:at], case["text"], *CARRIER[at:]]
    text, is_residue, inside = "", [], False
    for sign in "\n\n".join(parts):
        if sign in "⟦⟧":
            inside = sign == "⟦"
        else:
            text += sign
            is_residue.append(inside)
    return text, is_residue


def _is_gone(text: str, result: Cleaned) -> list[bool]:
    gone = [False] * len(text)
    for removal in result.removals:
        gone[removal.start_char : removal.end_char] = [True] * (removal.end_char - removal.start_char)
    return gone


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case["id"])
def test_residue_goes_and_prose_stays(case: dict[str, str]) -> None:
    text, is_residue = _article(case)
    gone = _is_gone(text, cleaned(text))
    lost = "".join(
        sign for sign, out, residue in zip(text, gone, is_residue, strict=True) if out and not residue
    )
    left = "".join(
        sign for sign, out, residue in zip(text, gone, is_residue, strict=True) if residue and not out
    )
    assert not lost.strip()
    assert not left.strip()


def test_the_set_is_large_enough_to_mean_something() -> None:
    ids = [case["id"] for case in _cases()]
    assert len(set(ids)) == len(ids) >= 650
    assert sum(name.startswith("stay_") for name in ids) >= 170


def test_a_numbered_heading_that_names_a_platform_is_no_button() -> None:
    text = f"3. YouTube\n{CARRIER[0]}\n8. LinkedIn\n{CARRIER[1]}"
    assert cleaned(text).clean_text == text


def test_a_credit_by_its_end_is_one_only_where_the_article_ends() -> None:
    credit = "Inspectors from Norway and Chad contributed to this report."
    assert cleaned(f"{BODY}\n\n{credit}").clean_text == BODY
    inside = f"{credit}\n\n{BODY}"
    assert cleaned(inside).clean_text == inside
    assert cleaned(inside).held_back[0].reason == "in the middle of the article"


# --- structured data in a text ----------------------------------------------------------------------

JSON_LD = (
    '{"@context":"https://schema.org","@type":"NewsArticle","headline":"Second Dam Fails Above Korda",'
    '"url":"https://post.example/dam","datePublished":"2021-02-03T10:00:00+02:00",'
    '"author":{"@type":"Person","name":"Jo Marsh"}}'
)


@pytest.mark.parametrize("around", ["{}", '<script type="application/ld+json">{}</script>'])
def test_structured_data_cut_out_of_a_text_gives_the_fields_it_has_no_line_for(around: str) -> None:
    result = cleaned(f"{BODY}\n\n{around.format(JSON_LD)}")
    assert result.clean_text == BODY
    assert result.published_at == datetime(2021, 2, 3, 8, 0)
    assert (result.published_precision, result.published_basis) == (Precision.SECOND, DateBasis.JSON_LD)
    assert (result.title, result.author) == ("Second Dam Fails Above Korda", "Jo Marsh")
    assert result.url == "https://post.example/dam"


def test_a_header_line_of_the_text_comes_before_structured_data() -> None:
    result = cleaned(f"Fri May 8, 2015 17:12:28\n\n{BODY}\n\n{JSON_LD}")
    assert result.published_at == datetime(2015, 5, 8, 17, 12, 28)
    assert result.published_basis == DateBasis.HEADER_LINE


@pytest.mark.parametrize(
    "data",
    [
        f"{JSON_LD}\n{JSON_LD.replace('Second Dam Fails', 'Third Dam Stands')}",
        JSON_LD[:150],
        JSON_LD.replace("NewsArticle", "VideoObject"),
    ],
    ids=["two articles", "cut off", "no article"],
)
def test_structured_data_that_may_be_about_another_story_gives_nothing(data: str) -> None:
    result = cleaned(f"{BODY}\n\n{data}")
    assert result.clean_text == BODY
    assert (result.published_at, result.title, result.author, result.url) == (None, None, None, None)


# --- properties -----------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "\n",
        "\n\n",
        " ",
        "\r\n",
        "{",
        "}",
        '"',
        "'",
        "[",
        "]",
        "(",
        ")",
        ";",
        ":",
        ",",
        "=",
        "=>",
        "&amp;",
        "&nbsp;",
        "<p>",
        "</p>",
        "<br />",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        '{"id":"1","title":"Two Ships Collide"}',
        'string(5) "abcde"',
        "array(1) {",
        "Array\n(\n",
        "[0] => ",
        "var x = 1;",
        ".a { color: red; }",
        "window.x = {};",
        "Read more",
        "Read more: Ferry sinks",
        "Related",
        "Facebook",
        "Twitter",
        "Share this",
        "Two Ships Collide Off Korda",
        "Two Ships Collide",
        "By Jo Marsh",
        "May 8, 2015",
        "Fri May 8, 2015 17:12:28",
        "KORDA (AFP) — ",
        "(Photo: Jo Marsh/AFP)",
        "© 2015 Harbour Post",
        "Home > World > Asia",
        "The army said on Monday that it had taken the town.",
        "Rescue teams reached two villages that had been cut off.",
        "Sources",
        "utm_a=1&utm_b=2",
        "http://a.b/c",
        "{{ x }}",
        "[caption id=1]",
        "…",
        "مقتل",
        "港",
        "\u00a0",
        "\u2028",
        "\ud800",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(PIECES, max_size=24).map("".join),
    st.lists(PIECES, max_size=14).map("\n".join),
)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_kept_and_removed_make_up_the_text(text: str) -> None:
    result = cleaned(text)
    assert rebuild(result.clean_text, result.removals) == text
    ends = [0, *(removal.end_char for removal in result.removals)]
    assert all(removal.start_char >= end for removal, end in zip(result.removals, ends, strict=False))
    assert all(
        text[removal.start_char : removal.end_char] == removal.removed_text for removal in result.removals
    )
    assert all(text[held.start_char : held.end_char] for held in result.held_back)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_cleaning_a_clean_text_changes_nothing(text: str) -> None:
    once = cleaned(text).clean_text
    again = cleaned(once)
    assert again.clean_text == once
    assert not again.removals


@settings(max_examples=100, deadline=None)
@given(
    TEXTS, st.sampled_from(["Two Ships Collide", "Two Ships Collide Off Korda | Harbour Post", "Read more"])
)
def test_cleaning_with_a_title_twice_changes_nothing(text: str, title: str) -> None:
    once = cleaned(text, title).clean_text
    assert cleaned(once, title).clean_text == once


# --- the five articles --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "residue"),
    [
        (
            "001",
            ["string(1093)", "contenttypeid", "alalam_", "Stoned him Death", "40 of the ISIS Terrorists"],
        ),
        ("002", ["Back to top button", "ISIS Supporters\n", "Israeli volunteer soldiers"]),
        ("003", ["Print Friendly, PDF & Email"]),
    ],
)
def test_nothing_of_the_page_is_left_in_the_articles(number: str, residue: list[str]) -> None:
    text = sample(number)
    assert all(piece in text for piece in residue)
    clean_text = cleaned(text).clean_text
    assert not [piece for piece in residue if piece in clean_text]


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_no_sentence_of_the_articles_is_lost(number: str) -> None:
    text = sample(number)
    clean_text = cleaned(text).clean_text
    sentences = [line.strip() for line in text.splitlines() if len(line) > 60 and line.strip()[-1] in ".!?”"]
    assert len(sentences) > 5
    assert not [line for line in sentences if line not in clean_text and "string(" not in line]


def test_an_article_without_furniture_is_left_as_it_is() -> None:
    result = cleaned(sample("000"))
    assert result.clean_text == sample("000").strip()
    assert result.title is None


def test_the_header_of_an_article_is_read_and_removed() -> None:
    result = cleaned(sample("001"))
    assert result.title == "ISIS in Sinai Claims Attack on Hamas in Gaza"
    assert result.published_at == datetime(2015, 5, 8, 17, 12, 28)
    assert result.published_precision == Precision.SECOND
    assert rules(result) == ["title_line", "repeated_title", "date_header", "php_dump"]
    assert result.clean_text.startswith("A “jihadi group” that recently emerged")


def test_a_topic_before_a_title_makes_it_a_repeat() -> None:
    result = cleaned(sample("002"))
    assert result.title == "ISIS Offshoot Says It Killed Hamas Commander In Gaza"
    assert rules(result) == ["repeated_title", "title_line", "caption_line", "navigation"]


def test_stories_in_a_dump_become_related_links() -> None:
    links = cleaned(sample("001")).related_links
    assert [link.position for link in links] == [0, 1, 2, 3, 4, 5]
    assert links[4].title == "40 of the ISIS Terrorists Were Killed + Exclusive Video"
    assert (links[4].link_id, links[4].implied_date, links[4].rule) == ("1699997", "2015-05-03", "php_dump")


# --- fields -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "published_at", "precision"),
    [
        ("Fri May 8, 2015 17:12:28", datetime(2015, 5, 8, 17, 12, 28), Precision.SECOND),
        ("Published: August 14, 2018 at 9:41 a.m. EDT", datetime(2018, 8, 14, 13, 41), Precision.MINUTE),
        ("2018-08-14T23:30:00+02:00", datetime(2018, 8, 14, 21, 30), Precision.SECOND),
        ("14.08.2018", datetime(2018, 8, 14), Precision.DAY),
        ("8/14/2018 12:05 AM", datetime(2018, 8, 14, 0, 5), Precision.MINUTE),
        ("Publié le 14 août 2018 à 09:41", datetime(2018, 8, 14, 9, 41), Precision.MINUTE),
        ("14 de agosto de 2018", datetime(2018, 8, 14), Precision.DAY),
        ("14 августа 2018, 09:41", datetime(2018, 8, 14, 9, 41), Precision.MINUTE),
        ("2018年8月14日", datetime(2018, 8, 14), Precision.DAY),
        ("August 2018", datetime(2018, 8, 1), Precision.MONTH),
        ("Published 14 Aug 2018 | Updated 15 Aug 2018", datetime(2018, 8, 14), Precision.DAY),
        ("Posted on August 14, 2018 by admin", datetime(2018, 8, 14), Precision.DAY),
    ],
)
def test_a_date_header_gives_the_date_in_utc(line: str, published_at: datetime, precision: Precision) -> None:
    result = cleaned(f"Second Dam Fails In Korda\n{line}\n\n{BODY}")
    assert (result.published_at, result.published_precision) == (published_at, precision)
    assert rules(result) == ["title_line", "date_header"]


def test_a_date_whose_day_and_month_cannot_be_told_gives_none() -> None:
    result = cleaned(f"Second Dam Fails In Korda\n03/04/2018\n\n{BODY}")
    assert result.published_at is None
    assert rules(result) == ["title_line", "date_header"]


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Jo Marsh", "Jo Marsh"),
        ("By Jo Marsh and Karim Haddad", "Jo Marsh and Karim Haddad"),
        ("By JO MARSH, Associated Press", "JO MARSH"),
        ("Written by Karim al-Haddad", "Karim al-Haddad"),
        ("Von Anna Weiß", "Anna Weiß"),
        ("By Elena De La Rosa", "Elena De La Rosa"),
        ("Jo Marsh | August 14, 2018", "Jo Marsh"),
        ("Jo Marsh, Staff Writer", "Jo Marsh"),
    ],
)
def test_a_byline_gives_the_author(line: str, author: str) -> None:
    result = cleaned(f"Second Dam Fails In Korda\n{line}\n\n{BODY}")
    assert result.author == author
    assert rules(result) == ["title_line", "byline"]


def test_a_heading_that_begins_like_a_byline_names_nobody() -> None:
    result = cleaned(f"Second Dam Fails In Korda\n\n{CARRIER[0]}\n\nBy Hook And Crook\n\n{CARRIER[1]}")
    assert result.author is None
    assert "By Hook And Crook" in result.clean_text


@pytest.mark.parametrize(
    ("dateline", "taken"),
    [
        ("KORDA (AFP) — ", "KORDA (AFP)"),
        ("KORDA, Aug 14 (Reuters) - ", "KORDA, Aug 14 (Reuters)"),
        ("Korda City, Aug. 14, 2018 (Xinhua) -- ", "Korda City, Aug. 14, 2018 (Xinhua)"),
        ("(CNN) — ", "(CNN)"),
    ],
)
def test_a_dateline_is_read_and_removed(dateline: str, taken: str) -> None:
    result = cleaned(dateline + BODY)
    assert result.dateline == taken
    assert result.clean_text == BODY


def test_a_dateline_stays_where_the_sentence_goes_on() -> None:
    text = "KORDA (AFP) — the river town — has lost its only bridge to the flood, engineers said.\n\n" + BODY
    assert cleaned(text).clean_text == text


# --- titles -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [
        "The dam failed at four in the morning, and nobody had been told to leave.",  # a sentence
        "the dam failed",  # starts in small letters
        "1. The dam",  # an item of a list
        "The river rose for nine days and the town of Korda was cut\noff before help came from the south.",
    ],
)
def test_a_first_line_that_is_no_headline_stays(head: str) -> None:
    result = cleaned(f"{head}\n\n{BODY}")
    assert result.title is None
    assert result.clean_text == f"{head}\n\n{BODY}"


def test_a_title_with_a_second_headline_under_it_is_read_and_kept() -> None:
    text = f"Second Dam Fails In Korda\n\nThousands flee as water reaches the upper town at night\n\n{BODY}"
    result = cleaned(text)
    assert result.title == "Second Dam Fails In Korda"
    assert result.clean_text == text
    assert "title_line" in [held.rule for held in result.held_back]


def test_the_page_title_with_its_site_names_the_line() -> None:
    result = cleaned(f"Second Dam Fails In Korda\n\n{BODY}", "Second Dam Fails In Korda | Harbour Post")
    assert result.title == "Second Dam Fails In Korda"
    assert result.clean_text == BODY


def test_with_a_known_title_no_other_line_is_taken_for_one() -> None:
    text = f"A Night On The River\n\n{BODY}"
    assert cleaned(text, "Second Dam Fails In Korda").clean_text == text


def test_a_text_of_one_line_is_never_emptied() -> None:
    assert cleaned("Second Dam Fails In Korda").clean_text == "Second Dam Fails In Korda"


# --- the guard ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "rule", "reason"),
    [
        ("Photo by Jo Marsh/AFP, 14 People Killed", "photo_credit", "a number of people"),
        ("Related: The army has also arrested two officers.", "related_story", "a full sentence"),
    ],
)
def test_what_the_guard_keeps_is_returned(line: str, rule: str, reason: str) -> None:
    result = cleaned(f"{BODY}\n\n{line}")
    assert line in result.clean_text
    assert (rule, reason) in [(held.rule, held.reason) for held in result.held_back]
    assert [held.text for held in result.held_back] == [line]


def test_a_source_may_add_its_own_lines() -> None:
    text = f"{BODY}\n\nWe are the voice of the river."
    assert cleaned(text).clean_text == text
    own = LEXICON.with_phrases(["We are the voice of the river"])
    result = clean(text, None, own)
    assert result.clean_text == BODY
    assert rules(result) == ["source_phrase"]


def test_removed_lines_leave_no_heap_of_blank_lines() -> None:
    parts = [CARRIER[0], "Advertisement", CARRIER[1], '{"slot":"/12/mid","sizes":[[1,1]]}', CARRIER[2]]
    assert cleaned("\n\n".join(parts)).clean_text == "\n\n".join(parts[::2])


# --- the lexicon --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"agencies": []}, "'agencies' must be a list"),
        ({"agencies": ["AFP", True]}, "put it in quotes"),
        ({"phrases": "Share"}, "phrases must map names"),
        ({"months": {"may": "five"}}, "must be a whole number"),
    ],
)
def test_a_lexicon_that_cannot_be_used_says_where(change: dict[str, object], message: str) -> None:
    data = read_yaml("furniture.yml")
    assert isinstance(data, dict)
    with pytest.raises(LexiconError, match=message) as raised:
        FurnitureLexicon.from_data({**data, **change})
    assert "furniture.yml" in str(raised.value)


# --- hostile text -------------------------------------------------------------------------------

SEEDS = [
    '{"a":',
    '[{"a":1,',
    'string(9) "',
    "Array ( [a] => ",
    'a:1:{s:5:"',
    '<a b="',
    "<!-- ",
    "<script>",
    "var x = ",
    '$("',
    "/*",
    '{\\"',
    ".a{color:red;",
    "a{b:c;",
    "{{",
    "&amp;",
    "Related\n",
    "Title Here\n",
    "a=b&",
    "(Photo: ",
    "PARIS - Aa",
    "“a”:",
    "window.x = function(){",
    "Facebook\n",
    "May 8, 2015\n",
    "'a' => ",
    "Aaaa ",
    '"',
]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_scanners_stay_within_their_budget_of_steps(seed: str) -> None:
    """Steps, not seconds: twice the text costs at most about twice the steps, up to the budget."""
    spent = []
    for size in (5_000, 10_000, 20_000):
        text = (seed * (size // len(seed) + 1))[:size]
        scan = scan_of(text)
        before = scan.steps_left
        list(find_walked(scan))
        spent.append(before - scan.steps_left)
    assert spent[2] <= 13 * 20_000 + 60_000
    assert spent[2] <= 2.6 * spent[1] + 25_000


def test_a_hostile_text_of_200_kb_is_cleaned() -> None:
    text = ('{"a":[' * 40_000)[:200_000]
    result = cleaned(text)
    assert rebuild(result.clean_text, result.removals) == text


# --- the page's own voice -------------------------------------------------------------------------

GUIDE = """You can carry three litres of water for each day you walk in the hills above Korda.

Our advice is to start before dawn, when your shadow is long and the wind is still.

If you meet a herd you should wait until the dogs have seen you and the shepherd calls.

The huts along the way are open from May to October and cost nothing.

Help us to keep our coverage of the hills free before you leave."""


def test_an_article_that_speaks_to_its_reader_keeps_what_a_page_could_say() -> None:
    result = cleaned(GUIDE)
    assert result.clean_text == GUIDE
    assert {held.reason for held in result.held_back} == {"the article itself speaks to its reader"}


def test_the_same_line_goes_from_an_article_that_speaks_of_others() -> None:
    result = cleaned(
        "\n\n".join([*CARRIER, "Help us to keep our coverage of the hills free before you leave."])
    )
    assert result.clean_text == BODY


def test_a_last_line_on_one_of_whom_the_article_speaks_is_no_note_on_its_author() -> None:
    note = "Dana Weller is a reporter for the Korda Post."
    story = "Police have freed Weller, who was held for nine days in the harbour prison, officials said."
    assert cleaned("\n\n".join([*CARRIER, note])).clean_text == BODY
    assert cleaned("\n\n".join([story, *CARRIER, note])).clean_text.endswith(note)


@pytest.mark.parametrize("title", ["Explainer: Who owns the water?", "See all the houses that were lost"])
def test_a_headline_like_a_label_is_the_title(title: str) -> None:
    result = cleaned(f"{title}\n\n{BODY}")
    assert result.title == title
    assert result.clean_text == BODY


def test_a_label_glued_to_a_sentence_goes_alone() -> None:
    glued = f"Advertisement{CARRIER[1]} READ MORE: Second dam fails"
    result = cleaned("\n\n".join([CARRIER[0], glued, *CARRIER[2:]]))
    assert result.clean_text == BODY
    assert rules(result) == ["glued_label", "glued_label"]
