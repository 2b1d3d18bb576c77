"""Times told from publication or from another expression: "Friday", "two weeks ago", "the day before"."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

from flows.document.calendar_units import (
    UNIT_PRECISION,
    day_of,
    part_span,
    season_span,
    shift_day,
    shift_months,
    unit_span,
)
from flows.document.records import TimePrecision
from flows.document.time_lexicon import CODES
from flows.document.time_phrases import (
    NONE,
    OTHER,
    PUBLISHED,
    Phrase,
    Result,
    Shift,
    Value,
    is_calendar_unit,
    one_day,
    part_name,
    published_day,
    unresolved,
    whole,
)


def _near_day(phrase: Phrase) -> Result:
    days = -2 if phrase.has("yesterday") else 2
    return published_day(phrase, days)


def _ago(phrase: Phrase, sign: int = -1) -> Result:
    unit, count = phrase.unit(), phrase.count() if phrase.last - phrase.first > 2 else None
    if phrase.reading.words[phrase.last - 1] == "back" and phrase.after() in (
        "to",
        "in",
        "into",
        "from",
        "home",
        "at",
    ):
        return None
    if phrase.published is None:
        return unresolved(UNIT_PRECISION[unit] if count else TimePrecision.VAGUE)
    if count is None and unit in ("minute", "hour"):
        return one_day(phrase.published, PUBLISHED, TimePrecision.HOUR)
    if count is None:
        if sign < 0:
            return Value(None, phrase.published, TimePrecision.VAGUE, PUBLISHED)
        return Value(phrase.published, None, TimePrecision.VAGUE, PUBLISHED)
    day = shift_day(phrase.published, sign * count, unit)
    if day is None:
        return None
    grain = "year" if unit in ("decade", "century") else unit
    return whole(unit_span(grain, day), UNIT_PRECISION[grain], PUBLISHED)


def _from_now(phrase: Phrase) -> Result:
    return _ago(phrase, 1)


def _shifted(phrase: Phrase) -> Result:
    """ "Two days earlier": from another expression, never from publication."""
    is_bare = phrase.last - phrase.first == 2
    if _is_supposed(phrase):
        return None
    sign = int(phrase.value("earlier", "later", "before", "after") or 1)
    if phrase.before() in ("for", "than", "be", "take", "takes", "took"):
        return None  # a length: "it could be two weeks before all homes are back"
    if is_bare and phrase.has("before", "after") and phrase.after().isalpha():
        return None  # "hours after he spoke" counts nothing
    count = None if is_bare else phrase.count()
    return Shift(None if count is None else sign * count, phrase.unit(), phrase.has("before", "after"))


def _is_supposed(phrase: Phrase) -> bool:
    """ "Had it happened an hour later": the sentence opens with the "had" of what did not happen."""
    reading = phrase.reading
    sentence = reading.sentence_no(phrase.first)
    return any(
        reading.word(token) == "had"
        and reading.is_capitalised(token)
        and reading.sentence_no(token) == sentence
        for token in range(max(phrase.first - 12, 0), phrase.first)
    )


def _night_before_last(phrase: Phrase) -> Result:
    return published_day(phrase, -2, TimePrecision.PART_OF_DAY)


def _year_end(phrase: Phrase) -> Result:
    """ "By year-end"."""
    unit = phrase.unit()
    if phrase.before() in ("prior", "previous", "last"):
        return None
    if unit not in ("year", "month") or phrase.published is None:
        return unresolved(TimePrecision.DAY) if unit in ("year", "month") else None
    return one_day(unit_span(unit, phrase.published)[1], PUBLISHED)


def _day_beside(phrase: Phrase) -> Result:
    sign = int(phrase.value("before", "after") or 1)
    if phrase.has("part_of_day"):
        return Shift(sign, "day", True, True)
    return Shift(sign, phrase.unit(), True) if is_calendar_unit(phrase) else None


def _within(phrase: Phrase) -> Result:
    """ "Within 72 hours": from publication where the sentence looks ahead, else from something else."""
    unit = phrase.unit()
    count = None if phrase.last - phrase.first == 2 else phrase.count()  # "within weeks"
    precision = UNIT_PRECISION[unit] if count else TimePrecision.VAGUE
    if phrase.after() == "of" or not (phrase.looks_ahead() or phrase.is_demanded()):
        return unresolved(precision, OTHER)
    if phrase.published is None or count is None:
        return unresolved(precision)
    start = _day_demanded(phrase) or phrase.published
    return Value(start, shift_day(start, count, unit), precision, PUBLISHED)


def _day_demanded(phrase: Phrase) -> date | None:
    """The Monday of "ordered them on Monday to leave within 48 hours"."""
    day = phrase.earlier
    if day is None or day.anchor is not PUBLISHED or day.from_date != day.to_date or not phrase.is_demanded():
        return None
    beside = phrase.reading.words[max(phrase.first - _DEMANDED_TOKENS, 0) : phrase.first]
    return day.from_date if "to" in beside else None


_DEMANDED_TOKENS = 8  # between the day of a demand and its limit


def _granted(phrase: Phrase) -> Result:
    """ "It had 72 hours to release them": runs from a warning whose time we do not know."""
    leads = {phrase.before(), phrase.before(2), phrase.before(3)}
    if not leads & phrase.lexicon.lists["granting"] or not phrase.count() or not phrase.after().isalpha():
        return None
    return unresolved(UNIT_PRECISION[phrase.unit()], OTHER)


def _ahead(phrase: Phrase) -> Result:
    """ "Will vote in two weeks"; after a past verb it is a length."""
    if not phrase.looks_ahead() or phrase.count() is None or not is_calendar_unit(phrase):
        return None
    return _ago(phrase, 1)


def _lead(phrase: Phrase) -> str:
    """The word before the expression and its article."""
    return phrase.before(2) if phrase.before() == "the" else phrase.before()


def _stretch(phrase: Phrase) -> Result:
    """ "The last three weeks": so long up to publication, or from it."""
    unit, count = phrase.unit(), phrase.count()
    if phrase.first == phrase.at("last") and phrase.before() in phrase.lexicon.lists["verb_leads"]:
        return None  # "could last three weeks"
    is_part = phrase.after() == "of" and phrase.after(1) in ("the", "his", "her", "its", "their")
    if is_part or (phrase.has("one") and phrase.unit() == "day"):
        return None  # "the last five months of her life"
    if phrase.has("next") and _lead(phrase) == "for" and not phrase.looks_ahead():
        return None  # "sat there for the next 30 hours"
    if phrase.has("previous", "following"):
        return unresolved(UNIT_PRECISION[unit], OTHER)
    return _rolling(phrase, count, unit)


def _rolling(phrase: Phrase, count: int | None, unit: str) -> Result:
    precision = UNIT_PRECISION[unit] if count else TimePrecision.VAGUE
    published = phrase.published
    if published is None:
        return unresolved(precision)
    if not count and unit in ("minute", "hour"):
        return one_day(published, PUBLISHED, TimePrecision.HOUR)
    direction = -1 if phrase.has("recent") else phrase.direction()
    end = shift_day(published, direction * count, unit) if count else None
    if direction < 0:
        return Value(end, published, precision, PUBLISHED)
    return Value(published, end, precision, PUBLISHED)


def _vague_stretch(phrase: Phrase) -> Result:
    if phrase.has("last", "next") and phrase.unit() == "day":
        return None  # "the last days of the war"
    return _rolling(phrase, None, phrase.unit())


def _part_of_unit(phrase: Phrase) -> Result:
    """ "Earlier this month", "late last year", "the end of the week"."""
    unit = phrase.unit()
    if phrase.has("season"):
        return _near_season(phrase)
    if unit == "day" and phrase.has("end") and _lead(phrase) == "at":
        return None  # "at the end of the day", when all is said
    if unit == "day" or not is_calendar_unit(phrase):
        return Shift(0, "day", False, True) if unit == "day" and not phrase.has("last", "next") else None
    if phrase.has("that", "same"):
        return unresolved(UNIT_PRECISION[unit], OTHER)
    if phrase.has("the") and not phrase.has("this", "last", "next") and phrase.after() == "of":
        return None
    span = _calendar_unit(phrase, unit)
    if span is None:
        return unresolved(UNIT_PRECISION[unit])
    start, end = _cut(phrase, span, unit)
    return Value(start, end, UNIT_PRECISION[unit], PUBLISHED)


def _cut(phrase: Phrase, span: tuple[date, date], unit: str) -> tuple[date, date]:
    published = phrase.published
    start, end = span
    if published and start <= published <= end and phrase.has("earlier"):
        return start, published
    if published and start <= published <= end and phrase.has("later"):
        return published, end
    if phrase.has("end") and phrase.before() in ("by", "before", "until", "till"):
        return end, end
    part = part_name(phrase) or ("early" if phrase.has("earlier") else "late")
    return part_span(start, end, unit, part, phrase.lexicon.bounds)


def _calendar_unit(phrase: Phrase, unit: str) -> tuple[date, date] | None:
    """Last, this or next calendar unit; "the" stands for this one."""
    if phrase.published is None:
        return None
    direction = -1 if phrase.has("past") else phrase.direction()
    if unit == "weekend":
        return _weekend(phrase, direction, phrase.published)
    day = shift_day(phrase.published, direction, unit)
    return unit_span(unit, day) if day else None


def _weekend(phrase: Phrase, direction: int, published: date) -> tuple[date, date]:
    """The weekend before or after publication; on a weekend day this one; by tense where no word says
    which.
    """
    start, end = unit_span("weekend", published)
    if start <= published <= end and direction == 0:
        return start, end
    is_past = direction < 0 or (direction == 0 and not phrase.looks_ahead())
    if is_past:
        start -= timedelta(days=7)
    elif direction > 0 and (published >= start or phrase.has("next")):
        start += timedelta(days=7) if published >= start else timedelta(0)
    return start, start + timedelta(days=1)


def _that_unit(phrase: Phrase) -> Result:
    """ "The following day", "that night": hang on another expression."""
    unit = "day" if phrase.has("part_of_day") else phrase.unit()
    if phrase.has("season") or unit in ("second", "minute", "hour"):
        return None
    if phrase.has("next") and unit not in ("day",):
        return _rolling(phrase, 1, unit) if phrase.looks_ahead() else Shift(1, unit, False)
    if phrase.has("that") and phrase.before() == "now":
        return None
    return Shift(phrase.direction(), unit, False, phrase.has("part_of_day"))


def _near_unit(phrase: Phrase) -> Result:
    """ "Last week", "this morning", "the past year"."""
    unit = phrase.unit()
    if phrase.has("season"):
        return _near_season(phrase)
    if phrase.has("part_of_day"):
        return _near_part_of_day(phrase)
    if unit in ("day", "second", "minute"):
        return None if not phrase.has("past") or phrase.has("this") else _rolling(phrase, 1, unit)
    if not phrase.has("this") and (phrase.has("the", "past")) and unit != "weekend":
        if phrase.after() == "of" and phrase.has("the"):
            return None  # "the last week of the war"
        if unit not in ("century", "quarter"):
            return _rolling(phrase, 1, unit)
    if unit == "hour" or (phrase.after() == "of" and phrase.before() == "the"):
        return None
    span = _calendar_unit(phrase, unit)
    return whole(span, UNIT_PRECISION[unit], PUBLISHED) or unresolved(UNIT_PRECISION[unit])


def _near_part_of_day(phrase: Phrase) -> Result:
    """ "Last night" began yesterday; "this morning" is on the publication day."""
    if phrase.has("coming", "next") or (phrase.has("past") and not phrase.has("this")):
        return None
    if phrase.has("the") and phrase.has("last"):
        return None  # "the last night of the festival"
    return published_day(phrase, -1 if phrase.has("last", "past") else 0, TimePrecision.PART_OF_DAY)


def _near_season(phrase: Phrase) -> Result:
    published, first_month = phrase.published, int(phrase.value("season") or 0)
    if phrase.has("the") and not phrase.has("this", "last", "next", "past", "coming"):
        return None
    if published is None:
        return unresolved(TimePrecision.SEASON)
    spans = [
        span
        for year in range(published.year - 2, published.year + 3)
        if (span := season_span(first_month, year))
    ]
    if phrase.has("last", "past"):
        chosen = [span for span in spans if span[1] < published][-1]
    elif phrase.has("next", "coming") or phrase.looks_ahead():
        chosen = next(
            span for span in spans if span[0] > published or (span[1] >= published and phrase.has("this"))
        )
    else:
        chosen = [span for span in spans if span[0] <= published][-1]
    return whole(chosen, TimePrecision.SEASON, PUBLISHED)


def _the_unit(phrase: Phrase) -> Result:
    """ "Over the weekend", by tense; "profit in the quarter", the one spoken of."""
    unit, after = phrase.unit(), phrase.after()
    if after == "of":
        return None
    if unit == "quarter":
        return Shift(0, unit, False) if phrase.before() in ("in", "for", "during") else None
    if unit != "weekend":
        return None
    if phrase.published is None:
        return unresolved(TimePrecision.WEEKEND)
    return whole(_weekend(phrase, 0, phrase.published), TimePrecision.WEEKEND, PUBLISHED)


def _weekday(phrase: Phrase) -> Result:
    """The latest such day up to publication, or the next from it, by tense."""
    reading, token = phrase.reading, phrase.at("weekday")
    if token is None or _is_name_of_weekday(phrase, token):
        return None
    precision = TimePrecision.PART_OF_DAY if phrase.has("part_of_day") else TimePrecision.DAY
    if reading.word(phrase.last) == "s" and reading.ends[phrase.last - 1] == reading.starts[phrase.last]:
        return None
    if phrase.before() == "a" and phrase.before(2) == "on":
        return None  # any Monday
    if _is_opening_day(phrase) or _is_habit(phrase):
        return None
    number = int(phrase.value("weekday") or 0)
    if phrase.has("previous", "following", "same"):
        return unresolved(precision, OTHER)
    if phrase.published is None:
        return unresolved(precision)
    return one_day(_nearest_weekday(phrase, number, phrase.published), PUBLISHED, precision)


def _is_opening_day(phrase: Phrase) -> bool:
    """ "Visit us Monday through Friday": every week, where no past verb tells of one."""
    row, joint = phrase.reading.row, CODES["to"] + CODES["dash"]
    days = CODES["weekday"] + CODES["weekday_short"]
    opens = row[phrase.last : phrase.last + 1] in joint and row[phrase.last + 1 : phrase.last + 2] in days
    closes = (
        row[phrase.first - 1 : phrase.first] in joint and row[phrase.first - 2 : phrase.first - 1] in days
    )
    is_pair = (opens and phrase.last + 1 < len(row)) or (closes and phrase.first > 1)
    return is_pair and not phrase.has("last", "next", "this") and phrase.verdict() is None


def _is_habit(phrase: Phrase) -> bool:
    """ "His week often begins on Sunday"."""
    reading, sentence = phrase.reading, phrase.reading.sentence_no(phrase.first)
    return any(
        reading.words[token] in phrase.lexicon.lists["habits"] and reading.sentence_no(token) == sentence
        for token in range(max(phrase.first - _HABIT_TOKENS, 0), phrase.first)
    )


_HABIT_TOKENS = 8


def _is_name_of_weekday(phrase: Phrase, token: int) -> bool:
    lists = phrase.lexicon.lists
    reading = phrase.reading
    is_titled = phrase.last - token > 1 and reading.is_capitalised(phrase.last - 1)
    if is_titled and phrase.after().isalpha() and reading.is_capitalised(phrase.last):
        return True  # "Saturday Morning Breakfast Cereal"
    return phrase.before() in lists["names_before_weekday"] or phrase.after() in lists["names_after_weekday"]


def _nearest_weekday(phrase: Phrase, number: int, published: date) -> date:
    back = (published.weekday() - number) % 7
    ahead = (number - published.weekday()) % 7
    if phrase.has("last", "past"):
        return published - timedelta(days=back or 7)
    if phrase.has("next", "coming"):
        return published + timedelta(days=ahead or 7)
    told = _day_told(phrase)
    if told:
        return told - timedelta(days=(told.weekday() - number) % 7)
    is_ahead = phrase.looks_ahead() or (phrase.before() == "after" and _is_foretold(phrase))
    if is_ahead and _was_to_be(phrase):
        is_ahead = ahead <= back  # "was due to expire on Monday": before or after, the nearer one
    return published + timedelta(days=ahead) if is_ahead else published - timedelta(days=back)


def _is_foretold(phrase: Phrase) -> bool:
    """ "After Friday we guarantee nothing"."""
    return phrase.after() in ("we", "i", "you") and phrase.verdict() is None


def _day_told(phrase: Phrase) -> date | None:
    """The Thursday of "said on Thursday that it had freed them on Tuesday": the day before which that was."""
    earlier, words = (
        phrase.earlier,
        phrase.reading.words[max(phrase.first - _PERFECT_TOKENS, 0) : phrase.first],
    )
    if (
        earlier is None
        or earlier.from_date is None
        or earlier.from_date != earlier.to_date
        or "had" not in words
    ):
        return None
    return earlier.from_date if "would" not in words and earlier.anchor is PUBLISHED else None


_PERFECT_TOKENS = 10


def _was_to_be(phrase: Phrase) -> bool:
    """Whether what lay ahead is told in the past: "was due", "were to meet"."""
    words = phrase.reading.words[max(phrase.first - 9, 0) : phrase.first]
    return any(
        verb in ("was", "were") and following in phrase.lexicon.tense["was_to_be"]
        for verb, following in pairwise(words)
    )


def _day_alone(phrase: Phrase) -> Result:
    """ "On the 21st": the such day of a month nearest to publication, by tense; no floor, no place in a row."""
    number = phrase.number("ordinal") or 0
    if phrase.before() not in _DAY_LEADS or phrase.after().isalpha() or not 1 <= number <= 31:
        return None
    if phrase.published is None or phrase.earlier is not None:
        return unresolved(TimePrecision.DAY, OTHER if phrase.earlier else NONE)
    ahead = phrase.looks_ahead()
    for months in (0, 1) if ahead else (0, -1):
        month = shift_months(phrase.published.replace(day=1), months)
        day = day_of(month.year, month.month, number) if month else None
        if day and (day >= phrase.published if ahead else day <= phrase.published):
            return one_day(day, PUBLISHED)
    return unresolved(TimePrecision.DAY)


_DAY_LEADS = frozenset({"on", "by", "until", "since", "before", "from"})


def _nth_day(phrase: Phrase) -> Result:
    """ "Day five of the trial"."""
    return unresolved(TimePrecision.DAY, OTHER) if phrase.unit() == "day" else None


def _year_ago(phrase: Phrase) -> Result:
    """ "The year-earlier quarter": a year before another expression."""
    unit = phrase.unit()
    return Shift(-1, unit, False) if unit in ("year", "month", "week") else None


def _weekdays(phrase: Phrase) -> Result:
    """ "From Monday to Wednesday"; a pair without from or between is two times."""
    if not phrase.has("from", "between") or phrase.at("weekday", 1) is None:
        return None
    if phrase.published is None:
        return unresolved(TimePrecision.DAY)
    words, known = phrase.reading.words, phrase.lexicon.words
    first, second = (int(known[words[phrase.at("weekday", nth) or 0]]) for nth in (0, 1))
    length = timedelta(days=(second - first) % 7)
    if phrase.looks_ahead():
        start = _nearest_weekday(phrase, first, phrase.published)
        return Value(start, start + length, TimePrecision.DAY, PUBLISHED)
    end = _nearest_weekday(phrase, second, phrase.published)
    return Value(end - length, end, TimePrecision.DAY, PUBLISHED)


def _weekday_of_week(phrase: Phrase) -> Result:
    """ "On Friday last week"."""
    if phrase.unit() != "week":
        return None
    precision = TimePrecision.PART_OF_DAY if phrase.has("part_of_day") else TimePrecision.DAY
    span = _calendar_unit(phrase, "week")
    if span is None:
        return unresolved(precision)
    return one_day(span[0] + timedelta(days=int(phrase.value("weekday") or 0)), PUBLISHED, precision)


def _near_today(phrase: Phrase) -> Result:
    """ "Yesterday morning"; a `today` that means nowadays is no day."""
    if _is_nowadays(phrase) or _is_in_title(phrase):
        return None
    days = int(phrase.value("today", "yesterday", "tomorrow") or 0)
    return published_day(
        phrase, days, TimePrecision.PART_OF_DAY if phrase.has("part_of_day") else TimePrecision.DAY
    )


def _is_nowadays(phrase: Phrase) -> bool:
    """ "As strong today as …", "more than ever today", "what it is today", "books I still own today"."""
    if phrase.last - phrase.first > 1 or phrase.reading.words[phrase.first] != "today":
        return False
    if phrase.after() in ("'", "’") and phrase.after(1) == "s":
        nouns = (phrase.after(2), phrase.after(3), phrase.after(4))
        return not phrase.lexicon.lists["of_our_days"].isdisjoint(nouns)  # "in today's (job) market"
    if phrase.after() == "than" or (phrase.after() == "as" and "as" in (phrase.before(2), phrase.before(3))):
        return True
    if phrase.before() in ("is", "are") and not phrase.after().isalpha():
        return True
    sentence = phrase.reading.sentence_no(phrase.first)
    return any(
        phrase.before(distance) == "still" and phrase.reading.sentence_no(phrase.first - distance) == sentence
        for distance in range(1, min(_STILL_TOKENS, phrase.first) + 1)
    )


_STILL_TOKENS = 4


def _is_in_title(phrase: Phrase) -> bool:
    """ "USA Today": in capitals after a capitalised word, in a sentence that is no headline."""
    reading, first = phrase.reading, phrase.first
    if reading.is_capitalised(first) and phrase.after() in ("programme", "program", "show", "newspaper"):
        return True  # "the BBC's Today programme"
    if not reading.is_capitalised(first) or not phrase.before().isalpha():
        return False
    sentence = reading.sentence_no(first)
    if first == 0 or not reading.is_capitalised(first - 1) or reading.sentence_no(first - 1) != sentence:
        return False
    beside = [*range(max(first - _TITLE_TOKENS, 0), first), *range(phrase.last, phrase.last + _TITLE_TOKENS)]
    return any(
        len(reading.word(token)) > 3
        and reading.word(token).isalpha()
        and reading.sentence_no(token) == sentence
        and not reading.is_capitalised(token)
        for token in beside
    )


_TITLE_TOKENS = 8


def _tonight(phrase: Phrase) -> Result:
    return published_day(phrase, 0, TimePrecision.PART_OF_DAY)


def _overnight(phrase: Phrase) -> Result:
    if phrase.after() in phrase.lexicon.lists["not_overnight"]:
        return None
    published = phrase.published
    if published is None:
        return unresolved(TimePrecision.PART_OF_DAY)
    return Value(published - timedelta(days=1), published, TimePrecision.PART_OF_DAY, PUBLISHED)


RELATIVE_RESOLVERS: dict[str, Callable[[Phrase], Result]] = {
    "near_day": _near_day,
    "ago": _ago,
    "from_now": _from_now,
    "shifted": _shifted,
    "night_before_last": _night_before_last,
    "year_end": _year_end,
    "day_beside": _day_beside,
    "within": _within,
    "granted": _granted,
    "ahead": _ahead,
    "stretch": _stretch,
    "vague_stretch": _vague_stretch,
    "part_of_unit": _part_of_unit,
    "that_unit": _that_unit,
    "near_unit": _near_unit,
    "the_unit": _the_unit,
    "day_alone": _day_alone,
    "nth_day": _nth_day,
    "year_ago": _year_ago,
    "weekdays": _weekdays,
    "weekday_of_week": _weekday_of_week,
    "weekday": _weekday,
    "near_today": _near_today,
    "tonight": _tonight,
    "overnight": _overnight,
}
