"""Times: what each expression of a sentence means on the day it was published, labelled by reading."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.document.document_dates import candidate_dates
from flows.document.records import LexiconError, Span
from flows.document.time_lexicon import TimeLexicon
from flows.document.times import FoundTime, find_times
from flows.inputs import read_yaml

LEXICON = TimeLexicon.from_data(read_yaml("times.yml"))


def times_of(text: str, published: str | None) -> tuple[FoundTime, ...]:
    day = date.fromisoformat(published) if published else None
    return find_times(text, [Span(0, len(text))], day, LEXICON)


def rows(text: str, published: str | None) -> list[tuple[str, str | None, str | None, str, str]]:
    return [
        (
            time.surface,
            time.from_date and time.from_date.isoformat(),
            time.to_date and time.to_date.isoformat(),
            str(time.precision),
            str(time.anchor),
        )
        for time in times_of(text, published)
    ]


def day(surface: str, on: str, anchor: str = "published", precision: str = "day") -> tuple[str, ...]:
    return surface, on, on, precision, anchor


# Sentence, publication day, what stands in it. 2019-10-16 was a Wednesday, 1988-02-29 a Monday.
ABSOLUTE = [
    (
        "The accord was signed on 26 January 1988 in Managua.",
        "1988-02-29",
        [day("26 January 1988", "1988-01-26", "absolute")],
    ),
    (
        "He was born on the 3rd of April 1962.",
        "2019-10-16",
        [day("the 3rd of April 1962", "1962-04-03", "absolute")],
    ),
    (
        "Tuesday, September 11, 2001 began as any day.",
        None,
        [day("Tuesday, September 11, 2001", "2001-09-11", "absolute")],
    ),
    ("File of 2003-03-20.", None, [day("2003-03-20", "2003-03-20", "absolute")]),
    ("Stamped 25/12/1999 by the clerk.", None, [day("25/12/1999", "1999-12-25", "absolute")]),
    ("Stamped 12/25/1999 by the clerk.", None, [day("12/25/1999", "1999-12-25", "absolute")]),
    (
        "Stamped 6/7/1999 by the clerk.",
        None,
        [("6/7/1999", "1999-06-07", "1999-07-06", "ambiguous", "absolute")],
    ),
    (
        "They left in February 1988.",
        "1988-03-02",
        [("February 1988", "1988-02-01", "1988-02-29", "month", "absolute")],
    ),
    (
        "It lasted until late March 2003.",
        None,
        [("late March 2003", "2003-03-21", "2003-03-31", "month", "absolute")],
    ),
    (
        "The camp opened in the spring of 1994.",
        None,
        [("the spring of 1994", "1994-03-01", "1994-05-31", "season", "absolute")],
    ),
    (
        "The winter of 2010 was cold.",
        None,
        [("The winter of 2010", "2010-12-01", "2011-02-28", "season", "absolute")],
    ),
    (
        "Sales fell in the first quarter of 1989.",
        None,
        [("the first quarter of 1989", "1989-01-01", "1989-03-31", "quarter", "absolute")],
    ),
    (
        "In the late 1970s many fled.",
        None,
        [("the late 1970s", "1977-01-01", "1979-12-31", "decade", "absolute")],
    ),
    (
        "A fort of the 19th century stands there.",
        None,
        [("the 19th century", "1800-01-01", "1899-12-31", "century", "absolute")],
    ),
    (
        "Unrest since 1987 has cost lives.",
        "1990-05-05",
        [("1987", "1987-01-01", "1987-12-31", "year", "absolute")],
    ),
    (
        "The 1982 war displaced them.",
        "1990-05-05",
        [("1982", "1982-01-01", "1982-12-31", "year", "absolute")],
    ),
    (
        "The drought of 1984-85 emptied the villages.",
        None,
        [("1984-85", "1984-01-01", "1985-12-31", "year", "absolute")],
    ),
    (
        "She taught there from 1991 to 1996.",
        None,
        [
            ("1991", "1991-01-01", "1991-12-31", "year", "absolute"),
            ("1996", "1996-01-01", "1996-12-31", "year", "absolute"),
        ],
    ),
    (
        "Sent 2014-08-03T06:15:00Z from the border.",
        None,
        [day("2014-08-03T06:15:00", "2014-08-03", "absolute", "second")],
    ),
    (
        "He was seen on 4 and 6 March 1990.",
        "1990-04-01",
        [("4 and 6 March 1990", "1990-03-04", "1990-03-06", "day", "absolute")],
    ),
]

NEAR_PUBLICATION = [
    ("Rebels shelled the airport on Tuesday.", "2019-10-16", [day("Tuesday", "2019-10-15")]),
    ("A convoy was ambushed Wednesday, police said.", "2019-10-16", [day("Wednesday", "2019-10-16")]),
    ("The envoy will arrive on Friday.", "2019-10-16", [day("Friday", "2019-10-18")]),
    ("The tribunal is expected to sit again on Monday.", "2019-10-16", [day("Monday", "2019-10-21")]),
    ("The hostages will be released on Saturday.", "2019-10-16", [day("Saturday", "2019-10-19")]),
    (
        "The general told reporters on Monday that troops would stay.",
        "2019-10-16",
        [day("Monday", "2019-10-14")],
    ),
    ("Both sides agreed to meet on Thursday.", "2019-10-16", [day("Thursday", "2019-10-17")]),
    ("Villagers were forced to flee on Sunday.", "2019-10-16", [day("Sunday", "2019-10-13")]),
    ("The minister Mohamed visited the site on Monday.", "2019-10-16", [day("Monday", "2019-10-14")]),
    ("On Thursday the parliament will vote.", "2019-10-16", [day("Thursday", "2019-10-17")]),
    ("On Thursday, three mortar rounds landed in the camp.", "2019-10-16", [day("Thursday", "2019-10-10")]),
    (
        "Police said he would be killed if the ransom was not paid by Friday.",
        "2019-10-16",
        [day("Friday", "2019-10-18")],
    ),
    ("The talks were postponed until Friday.", "2019-10-16", [day("Friday", "2019-10-18")]),
    ("The truce was due to expire on Tuesday.", "2019-10-16", [day("Tuesday", "2019-10-15")]),
    ("The hearing was scheduled for Friday.", "2019-10-16", [day("Friday", "2019-10-18")]),
    ("The rebels have until midnight on Sunday to leave.", "2019-10-16", [day("Sunday", "2019-10-20")]),
    (
        "Those who fled on Monday may return on Friday.",
        "2019-10-16",
        [day("Monday", "2019-10-14"), day("Friday", "2019-10-18")],
    ),
    (
        "Profit rose in last year's third quarter.",
        "2019-10-16",
        [("last year's third quarter", "2018-07-01", "2018-09-30", "quarter", "published")],
    ),
    ("The church burned last Wednesday.", "2019-10-16", [day("last Wednesday", "2019-10-09")]),
    ("The trial opens next Wednesday.", "2019-10-16", [day("next Wednesday", "2019-10-23")]),
    (
        "Gunmen struck on Friday night.",
        "2019-10-16",
        [day("Friday night", "2019-10-11", precision="part_of_day")],
    ),
    ("He was freed on Tuesday last week.", "2019-10-16", [day("Tuesday last week", "2019-10-08")]),
    (
        "Shops stayed shut from Thursday to Saturday.",
        "2019-10-16",
        [("from Thursday to Saturday", "2019-10-10", "2019-10-12", "day", "published")],
    ),
    ("Two men were hanged today.", "1988-02-29", [day("today", "1988-02-29")]),
    (
        "The bridge was blown up yesterday morning.",
        "1988-03-01",
        [day("yesterday morning", "1988-02-29", precision="part_of_day")],
    ),
    ("Talks begin the day after tomorrow.", "1988-02-28", [day("the day after tomorrow", "1988-03-01")]),
    (
        "A grenade was thrown there the night before last.",
        "1988-03-01",
        [day("the night before last", "1988-02-28", precision="part_of_day")],
    ),
    (
        "They were questioned this morning.",
        "1988-02-29",
        [day("this morning", "1988-02-29", precision="part_of_day")],
    ),
    ("Five days ago the road was mined.", "1988-03-03", [day("Five days ago", "1988-02-27")]),
    (
        "Three weeks ago it rained.",
        "2019-10-16",
        [("Three weeks ago", "2019-09-23", "2019-09-29", "week", "published")],
    ),
    (
        "A dozen years ago he was a clerk.",
        "2019-10-16",
        [("A dozen years ago", "2007-01-01", "2007-12-31", "year", "published")],
    ),
    (
        "Twenty-two months ago they met.",
        "2019-10-16",
        [("Twenty-two months ago", "2017-12-01", "2017-12-31", "month", "published")],
    ),
    (
        "A few weeks ago the well ran dry.",
        "2019-10-16",
        [("A few weeks ago", None, "2019-10-16", "vague", "published")],
    ),
    (
        "The army will leave two months from now.",
        "2019-10-16",
        [("two months from now", "2019-12-01", "2019-12-31", "month", "published")],
    ),
    (
        "The parties will meet again in three weeks.",
        "2019-10-16",
        [("in three weeks", "2019-11-04", "2019-11-10", "week", "published")],
    ),
    (
        "Last week the well was poisoned.",
        "2019-10-16",
        [("Last week", "2019-10-07", "2019-10-13", "week", "published")],
    ),
    (
        "It will be decided next month.",
        "2019-12-16",
        [("next month", "2020-01-01", "2020-01-31", "month", "published")],
    ),
    (
        "Late last year the truce broke.",
        "2019-10-16",
        [("Late last year", "2018-09-01", "2018-12-31", "year", "published")],
    ),
    (
        "Earlier this week the wall fell.",
        "2019-10-16",
        [("Earlier this week", "2019-10-14", "2019-10-16", "week", "published")],
    ),
    (
        "The minister will resign later this month.",
        "2019-10-16",
        [("later this month", "2019-10-16", "2019-10-31", "month", "published")],
    ),
    (
        "Last summer the crops failed.",
        "2019-10-16",
        [("Last summer", "2019-06-01", "2019-08-31", "season", "published")],
    ),
    (
        "Over the past six months 40 were killed.",
        "2019-10-16",
        [("the past six months", "2019-04-16", "2019-10-16", "month", "published")],
    ),
    (
        "In the last 48 hours the city was calm.",
        "2019-10-16",
        [("the last 48 hours", "2019-10-14", "2019-10-16", "hour", "published")],
    ),
    (
        "In the coming days aid will arrive.",
        "2019-10-16",
        [("the coming days", "2019-10-16", None, "vague", "published")],
    ),
    (
        "In recent months attacks rose.",
        "2019-10-16",
        [("recent months", None, "2019-10-16", "vague", "published")],
    ),
    (
        "Riots broke out over the weekend.",
        "2019-10-16",
        [("the weekend", "2019-10-12", "2019-10-13", "weekend", "published")],
    ),
    (
        "The rebels must disarm within ten days.",
        "2019-10-16",
        [("within ten days", "2019-10-16", "2019-10-26", "day", "published")],
    ),
]

YEAR_CHOICE = [
    ("The convoy was hit on 28 December.", "2020-01-04", [day("28 December", "2019-12-28")]),
    ("Elections will be held on January 9.", "2019-12-20", [day("January 9", "2020-01-09")]),
    ("The ceasefire of Sept. 9 held for a day.", "2016-10-02", [day("Sept. 9", "2016-09-09")]),
    (
        "In December the siege was lifted.",
        "2016-03-02",
        [("December", "2015-12-01", "2015-12-31", "month", "published")],
    ),
    (
        "A vote is planned in April.",
        "2016-10-02",
        [("April", "2017-04-01", "2017-04-30", "month", "published")],
    ),
    (
        "Last May he was in exile.",
        "2016-05-12",
        [("Last May", "2015-05-01", "2015-05-31", "month", "published")],
    ),
    ("The raid took place on Sunday, October 13.", "2019-10-16", [day("Sunday, October 13", "2019-10-13")]),
    (
        "The raid took place on Monday, October 13.",
        "2019-10-16",
        [("Monday, October 13", None, None, "day", "none")],
    ),
    (
        "The school was closed from 3 to 9 June.",
        "2016-06-20",
        [("from 3 to 9 June", "2016-06-03", "2016-06-09", "day", "published")],
    ),
    (
        "In early July they came back.",
        "2016-08-20",
        [("early July", "2016-07-01", "2016-07-10", "month", "published")],
    ),
]

OTHER_ANCHOR = [
    (
        "The mayor was shot on 2 June 1989. The next day his deputy fled.",
        "1989-07-01",
        [day("2 June 1989", "1989-06-02", "absolute"), day("The next day", "1989-06-03", "other")],
    ),
    (
        "They were seized on 5 May 2014 and freed three days later.",
        None,
        [day("5 May 2014", "2014-05-05", "absolute"), day("three days later", "2014-05-08", "other")],
    ),
    (
        "Two days after the May 14, 2018 march the border was closed.",
        None,
        [day("Two days after", "2018-05-16", "other"), day("May 14, 2018", "2018-05-14", "absolute")],
    ),
    (
        "The previous night shots were heard.",
        "2014-06-01",
        [("The previous night", None, None, "part_of_day", "other")],
    ),
    (
        "Two days after the killing the town was sealed.",
        "2014-06-01",
        [("Two days after", None, None, "day", "other")],
    ),
    (
        "He resigned on 28 March 1988, two months after taking office.",
        None,
        [
            day("28 March 1988", "1988-03-28", "absolute"),
            day("two months after", "1988-01-28", "other", "month"),
        ],
    ),
    (
        "He was tried in March 1988 and escaped in August of the same year.",
        "1989-11-20",
        [
            ("March 1988", "1988-03-01", "1988-03-31", "month", "absolute"),
            ("August", None, None, "month", "other"),
            ("the same year", "1988-01-01", "1988-12-31", "year", "other"),
        ],
    ),
    ("Weeks later the bodies were found.", "2014-06-01", [("Weeks later", None, None, "vague", "other")]),
    ("It gave the villagers 24 hours to leave.", "2014-06-01", [("24 hours", None, None, "hour", "other")]),
]

# On Wednesday, 16 October 2019.
TENSE = [
    ("Voters go to the polls Sunday.", ["2019-10-20"]),
    ("They did not go to the polls Sunday.", ["2019-10-13"]),
    ("Schools reopen on Monday.", ["2019-10-21"]),
    ("Schools had to reopen on Monday.", ["2019-10-14"]),
    ("The second match is in Cairo on Saturday.", ["2019-10-19"]),
    ("Three men are in custody over the attack on Monday.", ["2019-10-14"]),
    ("The hearing is Friday.", ["2019-10-18"]),
    ("The deadline is midnight Friday.", ["2019-10-18"]),
    ("The delegate has asked to visit the area by Saturday.", ["2019-10-19"]),
    ("All the delegates had left the area by Saturday.", ["2019-10-12"]),
    ("The seats are up for election in November.", ["2019-11-01"]),
    ("The rains are the worst since August.", ["2019-08-01"]),
    ("He was killed in May and the others died in June.", ["2019-05-01", "2019-06-01"]),
    ("They said on Thursday they had freed the men on Tuesday.", ["2019-10-10", "2019-10-08"]),
    ("They said on Thursday they would free the men on Tuesday.", ["2019-10-10", "2019-10-22"]),
    ("The strike, which began Monday, ends Friday.", ["2019-10-14", "2019-10-18"]),
    ("The meeting Monday between the leaders ended without a deal.", ["2019-10-14"]),
    ("He had been ready to leave on Tuesday.", ["2019-10-15"]),
    ("He is ready to leave for Cuba on Tuesday.", ["2019-10-22"]),
    ("He was shot last 16 October.", ["2018-10-16"]),
    ("He was shot last 14 October.", ["2019-10-14"]),
    ("They meet next 20 October.", ["2019-10-20"]),
    ("On the 14th, the rebels struck.", ["2019-10-14"]),
    ("On the 21st, the rebels struck.", ["2019-09-21"]),
    ("He must leave by the 15th.", ["2019-11-15"]),
]

MORE_ANCHORS = [
    ("The first week of October was calm.", [("The first week of October", "2019-10-01", "2019-10-07")]),
    ("The last day of February was cold.", [("The last day of February", "2019-02-28", "2019-02-28")]),
    (
        "The first weekend of May 2010 was wet.",
        [("The first weekend of May 2010", "2010-05-01", "2010-05-02")],
    ),
    (
        "Profit in the third quarter of 1989 beat the year-earlier quarter.",
        [
            ("the third quarter of 1989", "1989-07-01", "1989-09-30"),
            ("the year-earlier quarter", "1988-07-01", "1988-09-30"),
        ],
    ),
    (
        "Net rose in the second quarter of 1989. Sales fell in the quarter.",
        [
            ("the second quarter of 1989", "1989-04-01", "1989-06-30"),
            ("the quarter", "1989-04-01", "1989-06-30"),
        ],
    ),
    ("She lives in the quarter of the tanners.", []),
    ("They demanded an answer within 30 days.", [("within 30 days", "2019-10-16", "2019-11-15")]),
    ("They had an answer within 30 days.", [("within 30 days", None, None)]),
    ("On day five of the siege they fled.", [("day five", None, None)]),
    ("That same night they crossed.", [("That same night", None, None)]),
    ("During the weekend of 5-6 October they met.", [("5-6 October", "2019-10-05", "2019-10-06")]),
    (
        "The strike lasted Monday through Tuesday.",
        [("Monday", "2019-10-14", "2019-10-14"), ("Tuesday", "2019-10-15", "2019-10-15")],
    ),
]

LOWER_CASE = [
    (
        "the attack took place on 16 november at the university.",
        "1990-01-10",
        [day("16 november", "1989-11-16")],
    ),
    (
        "two policemen were killed in may 1989.",
        "1990-01-10",
        [("may 1989", "1989-05-01", "1989-05-31", "month", "absolute")],
    ),
    (
        "he was kidnapped in march by the rebels.",
        "1990-05-10",
        [("march", "1990-03-01", "1990-03-31", "month", "published")],
    ),
    ("the bomb exploded on 1 may in lima.", "1990-05-10", [day("1 may", "1990-05-01")]),
    (
        "on friday morning, the office was burned.",
        "1990-01-13",
        [day("friday morning", "1990-01-12", precision="part_of_day")],
    ),
]

NO_TIME = [
    "The army may attack the town.",
    "this may lead to war.",
    "Protesters march on the palace.",
    "He served for five years in the navy.",
    "The 48-hour strike paralysed the ports.",
    "Some 1990 people were aboard.",
    "Resolution 1999 was vetoed.",
    "They paid $2010 for the boat.",
    "The town has 1800 inhabitants.",
    "The 14 June Movement denied it.",
    "Good Friday was quiet.",
    "The Sunday Times reported the raid.",
    "The siege could last three weeks.",
    "Its plates read MI-1630.",
    "They pray every Friday.",
    "The second blast was louder.",
    "Theresa May spoke to reporters.",
    "The plane fell at 1935 gmt.",
    "An overnight curfew was imposed.",
    "He is in his 60s.",
    "Spring water was sold there.",
    "The last week of the war was the worst.",
    "The ship sank at 30.12.99.7 on the grid.",
    "He ran the fall campaign of the party.",
    "In today's world it matters.",
    "In today's competitive job market it matters.",
    "His week often begins on Sunday.",
    "21st Century Insurance said nothing.",
    "Visit us Monday through Friday.",
    "He works on the 21st floor.",
    "He came by the 4th street.",
]


def case_id(case: tuple[str, ...]) -> str:
    return case[0][:48]


@pytest.mark.parametrize(
    "case", [*ABSOLUTE, *NEAR_PUBLICATION, *YEAR_CHOICE, *OTHER_ANCHOR, *LOWER_CASE], ids=case_id
)
def test_an_expression_has_the_dates_a_reader_gives_it(
    case: tuple[str, str | None, list[tuple[str, ...]]],
) -> None:
    text, published, expected = case
    assert rows(text, published) == expected


@pytest.mark.parametrize(
    ("text", "days"), TENSE, ids=lambda value: value[:48] if isinstance(value, str) else ""
)
def test_the_verb_says_whether_a_day_is_past_or_to_come(text: str, days: list[str]) -> None:
    assert [str(time.from_date) for time in times_of(text, "2019-10-16")] == days


@pytest.mark.parametrize(
    ("text", "expected"), MORE_ANCHORS, ids=lambda value: value[:48] if isinstance(value, str) else ""
)
def test_a_unit_is_counted_from_what_it_hangs_on(
    text: str, expected: list[tuple[str, str | None, str | None]]
) -> None:
    sentences = [Span(0, len(text))]
    if ". " in text:
        cut = text.index(". ") + 2
        sentences = [Span(0, cut - 1), Span(cut, len(text))]
    found = find_times(text, sentences, date(2019, 10, 16), LEXICON)
    assert [
        (time.surface, time.from_date and str(time.from_date), time.to_date and str(time.to_date))
        for time in found
    ] == expected


@pytest.mark.parametrize("text", NO_TIME)
def test_a_lookalike_is_no_time(text: str) -> None:
    assert rows(text, "2019-10-16") == []


@pytest.mark.parametrize("case", [*NEAR_PUBLICATION, *YEAR_CHOICE], ids=case_id)
def test_without_a_publication_date_nothing_is_resolved_against_one(case: tuple[str, ...]) -> None:
    for time in times_of(case[0], None):
        assert time.anchor in ("none", "other")
        assert time.from_date is None
        assert time.to_date is None


SAMPLE_OF_A_PAGE = "Rebels claim raid\n\nSat May 9, 2015 08:10\n\nRebels claimed a raid on Friday."
ONE_WEEKDAY = "Sources say that Monday, Jan. 23, the group posted a warning."


def document_dates(text: str, **known: object) -> list[tuple[str, str, str, bool]]:
    times = times_of(text, None)
    found = candidate_dates(text, times, None, LEXICON, **known)  # type: ignore[arg-type]
    return [
        (one.from_date.isoformat(), one.to_date.isoformat(), str(one.basis), one.is_chosen) for one in found
    ]


def test_a_date_alone_on_its_line_dates_the_document() -> None:
    assert document_dates(SAMPLE_OF_A_PAGE) == [("2015-05-09", "2015-05-09", "header_line", True)]


def test_a_date_inside_a_sentence_does_not_date_the_document() -> None:
    assert document_dates("He was freed on May 9, 2015 by the army.") == []


def test_a_weekday_with_day_and_month_leaves_the_years_in_which_they_agree() -> None:
    years = [row[0][:4] for row in document_dates(ONE_WEEKDAY)]
    assert years == ["1989", "1995", "2006", "2012", "2017", "2023"]
    assert not any(row[3] for row in document_dates(ONE_WEEKDAY))


def test_a_year_named_in_the_text_rules_out_earlier_candidates() -> None:
    text = ONE_WEEKDAY + " The group was founded in 2014."
    assert [row[0] for row in document_dates(text)] == ["2017-01-23", "2023-01-23"]


def test_the_only_year_that_is_left_is_chosen() -> None:
    text = ONE_WEEKDAY + " It was founded in 2019."
    assert document_dates(text) == [("2023-01-23", "2023-01-29", "inside_text", True)]


def test_metadata_outweighs_what_the_text_implies_and_both_are_kept() -> None:
    found = document_dates(ONE_WEEKDAY, metadata=date(2017, 1, 27))
    assert found[0] == ("2017-01-27", "2017-01-27", "metadata", True)
    assert ("2017-01-23", "2017-01-29", "inside_text", False) in found


def test_links_to_other_stories_say_the_earliest_day() -> None:
    found = document_dates("Nothing else.", residue=[date(2015, 5, 3), date(2015, 5, 6)])
    assert found == [("2015-05-06", "2015-05-12", "residue", True)]


def test_the_weights_of_all_candidates_add_up_to_one() -> None:
    times = times_of(ONE_WEEKDAY, None)
    found = candidate_dates(ONE_WEEKDAY, times, date(2017, 1, 24), LEXICON, url=date(2017, 1, 25))
    assert sum(one.weight for one in found) == pytest.approx(1, abs=0.001)
    assert sum(one.is_chosen for one in found) == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"words": {"planet": {"mars": 4}}}, "words.planet"),
        ({"words": {"month": {"may": 5}, "month_or_verb": {"may": 5}}}, "two classes"),
        ({"bare_years": [1500]}, "bare_years"),
        ({"repeating": [True]}, "quotes"),
        ({"repeating": None}, "must be a list"),
    ],
)
def test_a_mistake_in_the_lexicon_is_named(change: dict[str, object], message: str) -> None:
    data = read_yaml("times.yml")
    assert isinstance(data, dict)
    with pytest.raises(LexiconError, match=message):
        TimeLexicon.from_data({**data, **change})


def test_a_missing_part_of_the_lexicon_is_named() -> None:
    with pytest.raises(LexiconError, match="tense"):
        TimeLexicon.from_data({"words": {}})


WORDS = sorted(
    LEXICON.words
) + "12 1990 23 , . - ' ’ ( ) 31st 1980s 3/4/2015 2015-05-08 9:30 said will the\n\n 99".split(" ")


@given(
    st.lists(st.sampled_from(WORDS), max_size=30),
    st.sampled_from([" ", "", "  "]),
    st.sampled_from([None, date(2015, 5, 8), date(1988, 2, 29), date(2023, 12, 31), date.min, date.max]),
)
def test_every_time_points_at_its_words_and_none_overlap(
    words: list[str], space: str, published: date | None
) -> None:
    text = space.join(words)
    last = 0
    for time in find_times(text, [Span(0, len(text))], published, LEXICON):
        assert time.start_char >= last
        assert text[time.start_char : time.end_char] == time.surface
        assert not time.from_date or not time.to_date or time.from_date <= time.to_date
        assert published or time.anchor != "published"
        last = time.end_char


@given(st.text(max_size=200), st.sampled_from([None, date(2015, 5, 8), date.min, date.max]))
def test_any_text_at_all_can_be_read(text: str, published: date | None) -> None:
    for time in find_times(text, [], published, LEXICON):
        assert text[time.start_char : time.end_char] == time.surface


@pytest.mark.parametrize(
    "piece", ["the ", "1 ", "in the last ", "May ", "a ", "monday, ", "12/", "\n", "1990-", "of the "]
)
def test_hostile_repetition_is_read_to_its_end(piece: str) -> None:
    text = piece * (40_000 // len(piece))
    find_times(text, [Span(0, len(text))], date(2015, 5, 8), LEXICON)


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("The magic is as strong today as it was when he lived.", []),
        ("There are more magicians working today than ever before.", []),
        ("He bought two books that he still owns today.", []),
        ("The army left the town today.", ["today"]),
        ("The editor told USA Today that the story was true.", []),
        ("Two Killed in Blast Today", ["Today"]),
        ("Had it happened an hour later it would have been worse.", []),
        ("It happened on 3 May 2015 and a week later it ended.", ["3 May 2015", "a week later"]),
        ("She reads Saturday Morning Breakfast Cereal with him.", []),
        ("He sat there for the next 30 hours.", []),
        ("It will rain for the next 30 hours.", ["the next 30 hours"]),
        ("At the end of the day, it is all about trust.", []),
        ("It could be two weeks before all homes are lit.", []),
        ("He was shot hours after he told them so.", []),
        ("He told the BBC's Today programme that he would stay.", []),
        ("He told the BBC today that he would stay.", ["today"]),
    ],
)
def test_words_of_time_that_name_no_time(text: str, surfaces: list[str]) -> None:
    assert [time.surface for time in times_of(text, "2015-05-08")] == surfaces


def test_months_to_come_go_on_in_a_list() -> None:
    text = "He will be in Italy in November, in Rome in December and in Mexico in January."
    assert [str(time.from_date) for time in times_of(text, "2013-10-09")] == [
        "2013-11-01",
        "2013-12-01",
        "2014-01-01",
    ]
    past = "He was in Rome in December and in Mexico in January."
    assert [str(time.from_date) for time in times_of(past, "2013-10-09")] == ["2012-12-01", "2013-01-01"]


def test_within_weeks_tells_no_day() -> None:
    (found,) = times_of("The tests will be done within weeks.", "2017-10-19")
    assert (found.from_date, found.to_date, found.precision) == (None, None, "vague")


def test_the_early_part_of_a_century() -> None:
    (found,) = times_of("It was built in the early 20th century.", None)
    assert (str(found.from_date), str(found.to_date)) == ("1900-01-01", "1933-12-31")


@pytest.mark.parametrize(
    ("text", "published", "dates"),
    [
        ("He ordered them on Monday to leave within 48 hours.", "2013-11-26", "2013-11-25..2013-11-27"),
        ("He demanded an inquiry within 30 days.", "2013-11-26", "2013-11-26..2013-12-26"),
        ("They called for a strike from Monday.", "1979-06-21", "1979-06-25..1979-06-25"),
        ("They kept up a strike from Monday.", "1979-06-21", "1979-06-18..1979-06-18"),
        ("She called for a new march on Saturday.", "2017-05-04", "2017-05-06..2017-05-06"),
        ("She called for calm on Saturday.", "2017-05-04", "2017-04-29..2017-04-29"),
        ("He appealed to the union to return before Monday.", "2016-03-03", "2016-03-07..2016-03-07"),
        ("He appealed to the union before Monday.", "2016-03-03", "2016-02-29..2016-02-29"),
        ("After Friday we guarantee nothing.", "1986-04-16", "1986-04-18..1986-04-18"),
        ("After Friday we counted our dead.", "1986-04-16", "1986-04-11..1986-04-11"),
    ],
)
def test_a_demand_and_a_warning_look_ahead(text: str, published: str, dates: str) -> None:
    found = times_of(text, published)[-1]
    assert f"{found.from_date}..{found.to_date}" == dates
