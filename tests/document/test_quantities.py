"""Quantities: how many at least and at most, of what, and what happened to them, labelled by reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.document.quantities import FoundQuantity, find_quantities
from flows.document.quantity_lexicon import QuantityLexicon
from flows.document.records import LexiconError, Span
from flows.inputs import read_yaml

LEXICON = QuantityLexicon.from_data(read_yaml("quantities.yml"))


def quantities_of(text: str, *times: str) -> tuple[FoundQuantity, ...]:
    spans = [Span(text.index(time), text.index(time) + len(time)) for time in times]
    return find_quantities(text, [Span(0, len(text))], spans, LEXICON)


def values(text: str) -> list[tuple[str, float | None, float | None, str, str | None]]:
    return [(one.surface, one.low, one.high, one.qualifier, one.unit) for one in quantities_of(text)]


def counted(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(one.surface, one.what, one.role) for one in quantities_of(text)]


VALUES = [
    ("Eleven sailors drowned.", [("Eleven", 11, 11, "exact", None)]),
    ("Forty-one miners were trapped.", [("Forty-one", 41, 41, "exact", None)]),
    ("Two hundred and six villagers signed.", [("Two hundred and six", 206, 206, "exact", None)]),
    ("A thousand huts burned.", [("A thousand", 1000, 1000, "exact", None)]),
    ("3,450 ballots were void.", [("3,450", 3450, 3450, "exact", None)]),
    ("Half a dozen trucks left.", [("Half a dozen", 6, 6, "exact", None)]),
    ("Four dozen crates were found.", [("Four dozen", 48, 48, "exact", None)]),
    ("2.5 million residents need water.", [("2.5 million", 2_500_000, 2_500_000, "exact", None)]),
    ("No less than 12 witnesses spoke.", [("No less than 12", 12, None, "at_least", None)]),
    ("At least a dozen tanks were lost.", [("At least a dozen", 12, None, "at_least", None)]),
    ("More than two dozen huts burned.", [("More than two dozen", 24, None, "more_than", None)]),
    ("It hit in excess of 300 houses.", [("in excess of 300", 300, None, "more_than", None)]),
    ("The toll exceeded 900.", [("exceeded 900", 900, None, "more_than", None)]),
    (
        "The number of arrests has topped the 1,000 mark.",
        [("topped the 1,000 mark", 1000, None, "more_than", None)],
    ),
    ("No more than 30 monks remain.", [("No more than 30", None, 30, "at_most", None)]),
    ("Less than 50 ships sailed.", [("Less than 50", None, 50, "less_than", None)]),
    ("Around 700 students gathered.", [("Around 700", 700, 700, "about", None)]),
    ("Approximately 60 guards fled.", [("Approximately 60", 60, 60, "about", None)]),
    ("Almost 5,000 goats died.", [("Almost 5,000", 5000, 5000, "nearly", None)]),
    ("Between 60 and 80 boats sank.", [("Between 60 and 80", 60, 80, "range", None)]),
    ("Some 200-250 pilgrims were stranded.", [("Some 200-250", 200, 250, "about", None)]),
    ("Two or three men were seen.", [("Two or three", 2, 3, "range", None)]),
    (
        "It would cost 2 to 3 million dollars.",
        [("2 to 3 million dollars", 2_000_000, 3_000_000, "range", "USD")],
    ),
    ("Dozens of huts burned.", [("Dozens", 24, 99, "vague", None)]),
    ("Several hundred pupils were absent.", [("Several hundred", 300, 999, "vague", None)]),
    ("A few thousand marched.", [("A few thousand", 3000, 9999, "vague", None)]),
    ("Tens of millions of locusts came.", [("Tens of millions", 20_000_000, 99_999_999, "vague", None)]),
    (
        "Hundreds, if not thousands, of letters came.",
        [("Hundreds, if not thousands", 200, 9999, "vague", None)],
    ),
    ("Scores were hurt.", [("Scores", 40, 199, "vague", None)]),
    ("An unknown number of men escaped.", [("An unknown number", None, None, "vague", None)]),
    ("None of the passengers was hurt.", [("None", 0, 0, "none", None)]),
    ("There were no civilian casualties.", [("no", 0, 0, "none", None)]),
    ("Not a single house stands.", [("Not a single", 0, 0, "none", None)]),
    ("A third of the crop failed.", [("A third", 33.3, 33.3, "exact", "percent")]),
    ("Three quarters of the voters stayed away.", [("Three quarters", 75, 75, "exact", "percent")]),
    ("Nearly half of the wells are dry.", [("Nearly half", 50, 50, "nearly", "percent")]),
    ("One in four pupils is absent.", [("One in four", 25, 25, "exact", "percent")]),
    ("Inflation reached 12 per cent.", [("12 per cent", 12, 12, "exact", "percent")]),
    ("He lost 60% of his herd.", [("60%", 60, 60, "exact", "percent")]),
    ("They asked for €3.5m in cash.", [("€3.5m", 3_500_000, 3_500_000, "exact", "EUR")]),
    ("The bounty is US$25 million.", [("US$25 million", 25_000_000, 25_000_000, "exact", "USD")]),
    ("Two tons of dynamite were stolen.", [("Two tons", 2, 2, "exact", "tonne")]),
    ("A 107-mm rocket hit the roof.", [("107-mm", 107, 107, "exact", "millimetre")]),
    ("The front moved 20 miles.", [("20 miles", 20, 20, "exact", "mile")]),
    ("It covers 300 square kilometers.", [("300 square kilometers", 300, 300, "exact", "square_kilometre")]),
    ("A 6-hour gunfight followed.", [("6-hour", 6, 6, "exact", "hour")]),
    ("He was jailed for over two years.", [("two years", 2, 2, "exact", "year")]),
    ("The girl, 7, hid in a cellar.", [("7", 7, 7, "exact", "year")]),
    ("A 61-year-old nun was robbed.", [("61-year-old", 61, 61, "exact", "year")]),
    ("Fifty-plus families came.", [("Fifty-plus", 50, None, "more_than", None)]),
    ("Twenty or more shots rang out.", [("Twenty or more", 20, None, "at_least", None)]),
    ("Both guards were tied up.", [("Both", 2, 2, "exact", None)]),
    ("A pair of jets flew over.", [("A pair", 2, 2, "exact", None)]),
    (
        "The toll fell from 48 to 45.",
        [("from 48 to 45", 45, 48, "range", None)],
    ),
    (
        "The raid left four dead and nine wounded.",
        [("four", 4, 4, "exact", None), ("nine", 9, 9, "exact", None)],
    ),
]

COUNTED = [
    ("Rebels killed eight soldiers near the dam.", [("eight", "soldiers", "killed")]),
    ("Eight soldiers were killed near the dam.", [("Eight", "soldiers", "killed")]),
    (
        "Eight soldiers, among them two officers, were killed.",
        [("Eight", "soldiers", "killed"), ("two", "officers", "killed")],
    ),
    ("Police arrested more than 70 students.", [("more than 70", "students", "arrested")]),
    ("More than 70 students have been arrested by police.", [("More than 70", "students", "arrested")]),
    ("Six villagers died in the attack.", [("Six", "villagers", "killed")]),
    ("The blast injured 14 shoppers.", [("14", "shoppers", "injured")]),
    ("Fourteen shoppers were slightly injured.", [("Fourteen", "shoppers", "injured")]),
    ("The arrest of 30 activists drew protests.", [("30", "activists", "arrested")]),
    ("They want the release of 200 prisoners.", [("200", "prisoners", "released")]),
    ("Fighting has displaced 40,000 people.", [("40,000", "people", "displaced")]),
    ("Thousands of families fled the fighting.", [("Thousands", "families", "displaced")]),
    ("Militants fired three rockets at the base.", [("three", "rockets", "fired")]),
    ("Three rockets were fired at the base.", [("Three", "rockets", "fired")]),
    ("Customs seized 400 kilograms of heroin.", [("400 kilograms", "heroin", "seized")]),
    ("The kidnappers demanded $1 million.", [("$1 million", None, "demanded")]),
    ("Gunmen kidnapped two Italian engineers.", [("two", "Italian engineers", "kidnapped")]),
    ("Shelling destroyed at least 25 homes.", [("at least 25", "homes", "destroyed")]),
    ("Nine bodies were found in a well.", [("Nine", "bodies", "killed")]),
    ("The army lost 12 men and captured 5 rebels.", [("12", "men", None), ("5", "rebels", "arrested")]),
    ("Thirty gunmen killed a judge.", [("Thirty", "gunmen", None)]),
    ("The post was attacked by 50 rebels.", [("50", "rebels", None)]),
    ("In two villages people were killed.", [("two", "villages", None)]),
    ("Five persons killed in the crossfire were buried.", [("Five", "persons", "killed")]),
    ("Four wounded policemen were flown out.", [("Four", "wounded policemen", "injured")]),
    ("No one was killed.", [("No one", None, "killed")]),
    ("There were 16 deaths.", [("16", "deaths", "killed")]),
    ("It killed three and wounded eight.", [("three", None, "killed"), ("eight", None, "injured")]),
    ("Soldiers shot dead four demonstrators.", [("four", "demonstrators", "killed")]),
    ("Two members of the city council resigned.", [("Two", "members of the city council", None)]),
    ("It fired a salvo of 122 mm rockets.", [("122 mm", "rockets", None)]),
    ("six jesuit priests were murdered by soldiers.", [("six", "jesuit priests", "killed")]),
    (
        "They attacked three posts and killed at least 7 guards.",
        [("three", "posts", None), ("at least 7", "guards", "killed")],
    ),
    (
        "About 300 of the 500 hostages were freed.",
        [("About 300", "hostages", "released"), ("500", "hostages", None)],
    ),
    ("It was the worst day since 12 people died in May.", [("12", "people", "killed")]),
    ("The rebels held two meetings.", [("two", "meetings", None)]),
    ("They seized five M-16 rifles.", [("five", "M-16 rifles", "seized")]),
    ("Two guards were shot dead.", [("Two", "guards", "killed")]),
    ("Police shot two looters.", [("two", "looters", "shot")]),
    ("The ministry put the death toll at 108.", [("108", None, "killed")]),
    ("Forty inmates escaped.", [("Forty", "inmates", "escaped")]),
    ("One policeman was wounded.", [("One", "policeman", "injured")]),
    ("Four domestic and foreign reporters came.", [("Four", "domestic and foreign reporters", None)]),
]

NOTHING = [
    "They were shot one by one.",
    "One of the ministers resigned.",
    "One day the truth will be known.",
    "The 3rd Battalion moved north.",
    "He was charged under Section 144.",
    "The rebels carry AK-47 rifles and an RPG-7.",
    "United Nations Resolution 425 was ignored.",
    "The patrol left at 1830.",
    "As of 2200 on that day they were trapped.",
    "He woke at 6:45 a.m. and left.",
    "The home side won 3-1.",
    "It ended Norway 1 – 2 Brazil.",
    "Call +44 20 7946 0018 for help.",
    "Call 555-0199 for help.",
    "No. 12 on the list was caught.",
    "It was the first attack.",
    "The 9/11 inquiry ended.",
    "The couple was found alive.",
    "How many were there?",
    "She scores often.",
    "1. Introduction",
    "He was the second man in the party.",
    "There was no comment from the ministry.",
    "They learned a thing or two.",
]


MORE_COUNTED = [
    # a number without a noun
    ("The toll from the floods in the north has risen to 178.", [("178", None, "killed")]),
    ("Of the 98 men indicted, 38 are in custody.", [("98", "men", None), ("38", None, "arrested")]),
    ("Moscow acknowledged 498.", [("498", None, None)]),
    ("The Red Cross said 29.", [("29", None, None)]),
    ("Turkey took 5,829 and Norway 2,450.", [("5,829", None, None), ("2,450", None, None)]),
    ("Output is down from 240 in May.", [("240", None, None)]),
    ("She addressed a crowd of 500.", [("500", None, None)]),
    ("The widow is a mother of six.", [("six", None, None)]),
    (
        "Eleven of the bloc's 15 states agreed.",
        [("Eleven", "states", None), ("15", "states", None)],
    ),
    ("Forty were hurt, 17 of them badly.", [("Forty", None, "injured"), ("17", None, "injured")]),
    ("The ministry's figure was 125.", [("125", None, None)]),
    # what is counted
    (
        "More than sixty women and children were killed.",
        [("More than sixty", "women and children", "killed")],
    ),
    ("Police shot two looters and fled.", [("two", "looters", "shot")]),
    (
        "The killing of six of its members, including the rector and two women, shocked them.",
        [("six", "members", "killed"), ("two", "women", "killed")],
    ),
    ("They hacked dozens of men to death.", [("dozens", "men", "killed")]),
    ("They drove dozens of men to work.", [("dozens", "men", None)]),
    ("Two men were beaten to death.", [("Two", "men", "killed")]),
    ("Two men were beaten.", [("Two", "men", "injured")]),
    ("They took 40 nurses hostage.", [("40", "nurses", "kidnapped")]),
    ("They set dozens of houses ablaze.", [("dozens", "houses", "destroyed")]),
    ("Floods forced thousands from their homes.", [("thousands", None, "displaced")]),
    ("They handed over 300 prisoners.", [("300", "prisoners", "released")]),
    ("Forty prisoners were handed to the Red Cross.", [("Forty", "prisoners", "released")]),
    ("Forty letters were handed to the Red Cross.", [("Forty", "letters", None)]),
    ("They planted two mines.", [("two", "mines", "detonated")]),
    ("They planted two trees.", [("two", "trees", None)]),
    ("They kicked four penalties as Hale held off the rest.", [("four", "penalties", None)]),
    ("They pulled 14 men from a collapsed mill.", [("14", "men", None)]),
    ("In Hale 40 villages sank.", [("40", "villages", None)]),
    ("Some come within five working days.", [("five", "working days", None)]),
    ("Four helicopters landed there.", [("Four", "helicopters", None)]),
    ("Three men shot and killed the judge.", [("Three", "men", None)]),
    ("Three men were shot and killed.", [("Three", "men", "killed")]),
    (
        "Seven are missing, four had to hide.",
        [("Seven", None, "missing"), ("four", None, None)],
    ),
    ("It saved thousands of lives.", [("thousands", "lives", None)]),
    ("Eight long chapters follow.", [("Eight", "long chapters", None)]),
    ("Of the dead, at least 300 were children.", [("at least 300", None, "killed")]),
    (
        "It killed 22 people (12 nurses and 10 patients).",
        [("22", "people", "killed"), ("12", "nurses", "killed"), ("10", "patients", "killed")],
    ),
    ("Only one of 18 towns has water.", [("one", "towns", None), ("18", "towns", None)]),
    ("One of three brothers has water.", [("three", "brothers", None)]),
    ("In all 18 of the 33 were saved.", [("18", None, None), ("33", None, None)]),
    ("It carried 194 trains, against 84 in May.", [("194", "trains", None), ("84", None, None)]),
    ("It killed 12 soldiers and civilians fled.", [("12", "soldiers", "killed")]),
    ("He owns four planes and employs no pilot.", [("four", "planes", None)]),
    ("Two of the group's fighters died.", [("Two", "fighters", "killed")]),
    ("The war has cost 70,000 lives.", [("70,000", "lives", "killed")]),
    ("Two U.S. citizens were kidnapped.", [("Two", "U.S. citizens", "kidnapped")]),
    ("Forty off-duty officers marched.", [("Forty", "off-duty officers", "protesting")]),
    ("They found five crates hidden in a barn.", [("five", "crates", None)]),
    # the verb
    (
        "The army sent 600 soldiers and 40 trucks.",
        [("600", "soldiers", "deployed"), ("40", "trucks", "deployed")],
    ),
    ("The mayor sent 600 letters.", [("600", "letters", None)]),
    ("Three shells fell on the camp.", [("Three", "shells", "fired")]),
    ("Three apples fell on the camp.", [("Three", "apples", None)]),
    ("Rebels captured eight rifles.", [("eight", "rifles", "seized")]),
    ("They burned the market and several houses.", [("several", "houses", "destroyed")]),
    ("They burned the market and 40 men watched.", [("40", "men", None)]),
    ("The river swept away 149 bridges.", [("149", "bridges", "destroyed")]),
    ("Rebels are holding about 20 hostages.", [("about 20", "hostages", "held")]),
    ("Police are holding two meetings.", [("two", "meetings", None)]),
    ("They took 20 nurses, 14 of whom were freed later.", [("20", "nurses", None), ("14", None, "released")]),
    ("The agency appealed for 10 helicopters.", [("10", "helicopters", "demanded")]),
    ("The agency worked for 10 helicopters.", [("10", "helicopters", None)]),
    (
        "At least 19 have died, raising the number of victims to 33.",
        [("At least 19", None, "killed"), ("33", None, "killed")],
    ),
    ("It came hours after 14 men, among them a guard, were killed.", [("14", "men", "killed")]),
    ("Several depots were hit and a plane was destroyed.", [("Several", "depots", None)]),
    (
        "The killing of six monks, in which two colonels had a part.",
        [("six", "monks", "killed"), ("two", "colonels", None)],
    ),
    # one
    ("One house was destroyed.", [("One", "house", "destroyed")]),
    ("They kill one hostage every hour.", [("one", "hostage", "killed")]),
]

MORE_VALUES = [
    ("Sales rose by a third.", [("a third", 33.3, 33.3, "exact", "percent")]),
    ("It cost between €130m and €150m.", [("between €130m and €150m", 130e6, 150e6, "range", "EUR")]),
    ("It is 130m long.", [("130m", 130, 130, "exact", "metre")]),
    ("Oil fell $11 to $34.", [("$11", 11, 11, "exact", "USD"), ("$34", 34, 34, "exact", "USD")]),
    ("It called a one-day strike.", [("one-day", 1, 1, "exact", "day")]),
    ("It boils in under four minutes.", [("under four minutes", None, 4, "less_than", "minute")]),
    ('They took "scores" of men.', [("scores", 40, 199, "vague", None)]),
    (
        "Two boys aged 6 and 9 came.",
        [("Two", 2, 2, "exact", None), ("6", 6, 6, "exact", "year"), ("9", 9, 9, "exact", "year")],
    ),
    (
        "Two boys, aged 6, and 9 men came.",
        [("Two", 2, 2, "exact", None), ("6", 6, 6, "exact", "year"), ("9", 9, 9, "exact", None)],
    ),
    ("He's 23. He will come.", [("23", 23, 23, "exact", "year")]),
    ("One in seven Pakistanis was hit.", [("One in seven", 14.3, 14.3, "exact", "percent")]),
    ("A 2,000-square-foot house burned.", [("2,000-square-foot", 2000, 2000, "exact", "square_foot")]),
    ("He died at the age of 91.", [("91", 91, 91, "exact", "year")]),
    ("They handed over 300 men.", [("300", 300, 300, "exact", None)]),
    ("He spoke of a dozen.", [("a dozen", 12, 12, "exact", None)]),
    ("None of the men was hurt.", [("None", 0, 0, "none", None)]),
]

MORE_NOTHING = [
    "A third-party vendor did it.",
    "It was done by a third man.",
    "It got 3.8 out of 5 stars.",
    "Turn to page 3 of the report.",
    "Apollo 13 was saved.",
    "The list was updated 12, then dropped.",
    "| Place | 4,302 |",
    "There are none.",
    "The few are the lives of the many.",
    "Both pupils and teachers came.",
    "One man said so.",
    "One year we went there.",
    "This one stayed.",
    "Its new TrackLine 4 changes everything.",
    "Its new TrackLine 4 will be released.",
    "It was used since its launch (8).",
    "The 1.0 release came in May.",
    "They deployed a zero-trust rule.",
    "A quake of magnitude 6 shook villages.",
    "A second one injured his foot.",
    "They serve Fortune 500 firms.",
]


def case_id(value: object) -> str | None:
    return value[:48] if isinstance(value, str) else ""


@pytest.mark.parametrize(("text", "expected"), VALUES + MORE_VALUES, ids=case_id)
def test_bounds_qualifier_and_unit_are_what_the_words_say(
    text: str, expected: list[tuple[object, ...]]
) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(("text", "expected"), COUNTED + MORE_COUNTED, ids=case_id)
def test_what_is_counted_and_what_happened_to_it(text: str, expected: list[tuple[object, ...]]) -> None:
    assert counted(text) == expected


@pytest.mark.parametrize("text", NOTHING + MORE_NOTHING)
def test_a_lookalike_is_no_quantity(text: str) -> None:
    assert values(text) == []


def test_numbers_inside_a_date_are_no_quantities() -> None:
    text = "On 12 March 1991, 20 men left; three weeks ago two came back."
    found = quantities_of(text, "12 March 1991", "three weeks ago")
    assert [one.surface for one in found] == ["20", "two"]


def test_a_date_may_stand_between_verb_and_count() -> None:
    (found,) = quantities_of("Gunmen kidnapped on Monday three nurses.", "Monday")
    assert (found.low, found.what, found.role) == (3, "nurses", "kidnapped")


def test_a_time_of_day_before_a_day_is_no_count() -> None:
    assert quantities_of("Around 1400 yesterday it began.", "yesterday") == ()


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("Items in a box: 3", "Subscription details", []),
        ("(415) 776-3109", "Therapists near you", []),
        ("Growth: 34%", "Hunt Electric", [("34%", None)]),
        ("Places: 4,302", "Therapists near you", [("4,302", None)]),
    ],
)
def test_the_next_line_is_not_what_is_counted(
    first: str, second: str, expected: list[tuple[str, str | None]]
) -> None:
    text = f"{first}\n{second}"
    spans = [Span(0, len(first)), Span(len(first) + 1, len(text))]
    assert [(one.surface, one.what) for one in find_quantities(text, spans, [], LEXICON)] == expected


def test_a_list_ends_with_its_sentence() -> None:
    text = "It wounded 17 guards. In Hale, three nurses sang."
    found = find_quantities(text, [Span(0, 21), Span(22, len(text))], [], LEXICON)
    assert [(one.low, one.role) for one in found] == [(17, "injured"), (3, None)]


def test_a_deadline_among_the_times_is_a_length_all_the_same() -> None:
    text = "It had 72 hours to free them."
    (found,) = quantities_of(text, "72 hours")
    assert (found.low, found.unit, found.role) == (72, "hour", None)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"vague": {"dozens": [99, 24]}}, "turn them round"),
        ({"vague": {"dozens": 24}}, r"\[low, high\]"),
        ({"numbers": {"two": "2"}}, "numbers"),
        ({"units": {"metre": ["m"], "mile": ["m"]}}, "delete one"),
        ({"people": [True]}, "quotes"),
    ],
)
def test_a_mistake_in_the_lexicon_is_named(change: dict[str, object], message: str) -> None:
    data = read_yaml("quantities.yml")
    assert isinstance(data, dict)
    with pytest.raises(LexiconError, match=message):
        QuantityLexicon.from_data({**data, **change})


WORDS = (
    "two twenty three hundred and a dozen dozens of hundreds thousand million half thirds in no"
    " one not single at least more than up to between from some about nearly mark passed the 500"
    " 1,200 3.5 1,5 40 - , . % $ mm km year old men soldiers were killed wounded arrested by"
    " people 2015 0 007 first both another casualties a few if several years"
).split()


@given(st.lists(st.sampled_from(WORDS), max_size=25), st.sampled_from([" ", ""]))
def test_every_quantity_points_at_its_words_and_none_overlap(words: list[str], space: str) -> None:
    text = space.join(words)
    last = 0
    for one in find_quantities(text, [Span(0, len(text))], [], LEXICON):
        assert one.start_char >= last
        assert text[one.start_char : one.end_char] == one.surface
        assert one.low is None or one.high is None or one.low <= one.high
        last = one.end_char


@given(st.text(max_size=200))
def test_any_text_at_all_can_be_read(text: str) -> None:
    for one in find_quantities(text, [], [], LEXICON):
        assert text[one.start_char : one.end_char] == one.surface


@pytest.mark.parametrize(
    "piece", ["two ", "hundred ", "1-", "no ", "a few ", "and twenty ", "9,", "killed ", "half a ", "of the "]
)
def test_hostile_repetition_is_read_to_its_end(piece: str) -> None:
    text = piece * (40_000 // len(piece))
    find_quantities(text, [Span(0, len(text))], [], LEXICON)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rose between 10% and 20% a year.", [("between 10% and 20%", 10, 20, "range", "percent")]),
        ("Tickets cost $30 to $100 each.", [("$30 to $100", 30, 100, "range", "USD")]),
        (
            "It cost $30 and 100 men came.",
            [("$30", 30, 30, "exact", "USD"), ("100", 100, 100, "exact", None)],
        ),
        ("The largest decrease, 40.4%, was in May.", [("40.4%", 40.4, 40.4, "exact", "percent")]),
        ("The government put the figure at 337.", [("337", 337, 337, "exact", None)]),
        (
            "The unions put the figure at five million.",
            [("five million", 5_000_000, 5_000_000, "exact", None)],
        ),
        ("They met at 337 in the hall.", []),
        (
            "Perhaps 40 men came, as few as 10 stayed.",
            [("Perhaps 40", 40, 40, "about", None), ("as few as 10", 10, None, "at_least", None)],
        ),
        ("Many do not believe it.", []),
        ("Many villagers do not believe it.", [("Many", None, None, "vague", None)]),
    ],
)
def test_figures_and_ranges_of_shares_and_money(text: str, expected: list[tuple[object, ...]]) -> None:
    assert values(text) == expected


def test_a_number_in_marks_counts_the_noun_after_them() -> None:
    assert [(what[0], what[1]) for what in counted("There were “20 to 30” gunmen in the house.")] == [
        ("20 to 30", "gunmen")
    ]
