"""Dates, months, quarters, years and decades that a phrase names: "March 3, 1971", "late 1989", "in June"."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from flows.document.calendar_units import (
    FIRST_YEAR,
    LAST_YEAR,
    UNIT_PRECISION,
    day_of,
    month_span,
    part_span,
    season_span,
    shift_day,
    shift_months,
    unit_span,
)
from flows.document.records import TimePrecision
from flows.document.time_lexicon import CODES
from flows.document.time_phrases import (
    ABSOLUTE,
    OTHER,
    PUBLISHED,
    Phrase,
    Result,
    Value,
    full_year,
    one_day,
    part_name,
    unresolved,
    whole,
)
from flows.document.time_reading import Reading
from flows.document.time_rules import row_pattern


def _stamp(phrase: Phrase) -> Result:
    word = phrase.reading.words[phrase.first]
    year, month, day = int(word[:4]), int(word[5:7]), int(word[8:10])
    precision = TimePrecision.SECOND if word.count(":") == 2 else TimePrecision.MINUTE
    return one_day(day_of(year, month, day), ABSOLUTE, precision)


def _numeric_date(phrase: Phrase) -> Result:
    """2015-05-08, 8.5.2015, 5/8/15; two readings stay two ends."""
    first, second, third = re.split(r"[-/.]", phrase.reading.words[phrase.first])
    precision = _clock_precision(phrase)
    if len(first) == 4:
        return one_day(day_of(int(first), int(second), int(third)), ABSOLUTE, precision)
    if len(first) > 2:
        return None
    year = int(third) if len(third) == 4 else full_year(int(third), phrase.published)
    readings = sorted(
        {day for day in (day_of(year, int(second), int(first)), day_of(year, int(first), int(second))) if day}
    )
    if len(readings) == 2:
        return Value(readings[0], readings[1], TimePrecision.AMBIGUOUS, ABSOLUTE)
    return one_day(readings[0], ABSOLUTE, precision) if readings else None


def _clock_precision(phrase: Phrase) -> TimePrecision:
    token = phrase.at("clock")
    if token is None:
        return TimePrecision.DAY
    return TimePrecision.SECOND if phrase.reading.words[token].count(":") == 2 else TimePrecision.MINUTE


def _year_said(phrase: Phrase) -> int | None:
    """The year in the phrase, or the one that the next date of a pair carries ("on 4 and 6 March 1990")."""
    year = phrase.number("year")
    if year is not None:
        return year
    if phrase.has("quote") and phrase.number("digits"):
        return full_year(phrase.number("digits") or 0, phrase.published)
    paired = _PAIRED_YEAR.match(phrase.reading.row, phrase.last)
    return int(phrase.reading.words[paired.end() - 1]) if paired else None


_PAIRED_YEAR = re.compile(
    row_pattern("(and | to | dash | comma) (MONTH (DAY comma?)? | DAY of? MONTH comma?) year")
)


def month_number(phrase: Phrase) -> int:
    """Month of the phrase, 1 to 12."""
    return int(phrase.value("month", "month_or_verb", "month_short") or 0)


def day_number(phrase: Phrase, nth: int = 0) -> int | None:
    """The nth day of the month that the phrase names."""
    if phrase.has("ordinal_word"):
        return int(phrase.value("ordinal_word") or 0)
    if phrase.has("ordinal") and phrase.has("day"):
        first, second = sorted([phrase.at("ordinal") or 0, phrase.at("day") or 0])
        return int(re.sub(r"\D", "", phrase.reading.words[(first, second)[nth]]))
    return phrase.number("day", nth=nth) or phrase.number("ordinal", nth=nth)


def _month_day(phrase: Phrase) -> Result:
    """ "March 3, 1971"; without a year the nearest fitting one, unless the weekday speaks against it."""
    month, number = month_number(phrase), day_number(phrase) or 0
    if day_of(2000, month, number) is None:  # a leap year
        return None
    year = _year_said(phrase)
    precision = _clock_precision(phrase)
    if year is not None:
        return one_day(day_of(year, month, number), ABSOLUTE, precision)
    if phrase.after() in phrase.lexicon.lists["not_year_follows"] and not phrase.has("ordinal"):
        return None  # "in May 20 people were killed"
    weekday = phrase.value("weekday", "weekday_short")
    day = _nearest_day(phrase, month, number, None if weekday is None else int(weekday))
    return one_day(day, PUBLISHED, precision) or unresolved(precision)


# Days that count more against the tense. The past is also what a sentence without a sign is taken for: 40
# days (by a measurement on newspaper texts); a sign of the future is explicit.
_AGAINST_PAST, _AGAINST_FUTURE = 40, 120


def _unit_of_month(phrase: Phrase) -> Result:
    """ "The first week of October", "the last day of May 1990": weeks are counted from the first day."""
    unit, month = phrase.unit(), _month(phrase)
    if unit not in ("day", "week", "weekend") or not isinstance(month, Value):
        return None
    if month.from_date is None or month.to_date is None:
        return unresolved(UNIT_PRECISION[unit], month.anchor)
    start, end = month.from_date, month.to_date
    length = {"day": 1, "week": 7, "weekend": 2}[unit]
    if unit == "weekend":
        start += timedelta(days=(5 - start.weekday()) % 7)
        end -= timedelta(days=(end.weekday() - 6) % 7)
    step = 7 if unit == "weekend" else length
    if phrase.has("ordinal_word"):
        start += timedelta(days=step * (int(phrase.value("ordinal_word") or 1) - 1))
    else:
        start = end - timedelta(days=length - 1)
    if start > month.to_date:
        return None
    return Value(start, start + timedelta(days=length - 1), UNIT_PRECISION[unit], month.anchor)


def _nearest_day(phrase: Phrase, month: int, number: int, weekday: int | None) -> date | None:
    """The such day nearest to publication; against the tense counts more, most against a verb that says
    so.
    """
    published = phrase.published
    if published is None:
        return None
    years = (published.year - 1, published.year, published.year + 1)
    days = [day for year in years if (day := day_of(year, month, number))]
    if phrase.has("last"):
        return max((day for day in days if day < published), default=None)
    if phrase.has("next"):
        return min((day for day in days if day > published), default=None)
    ahead = phrase.looks_ahead()
    against = _AGAINST_FUTURE if ahead else _AGAINST_PAST

    def distance(day: date) -> int:
        away = (day - published).days
        return abs(away) + (against if away and (away > 0) != ahead else 0)

    nearest = min(days, key=distance, default=None)
    if nearest is None or weekday is None or nearest.weekday() == weekday:
        return nearest
    # A year off is a contradiction, unless the tense and less than eleven months speak for it.
    others = [day for day in days if day.weekday() == weekday and ((day > published) == ahead)]
    return next((day for day in others if abs((day - published).days) < 330), None)


def _days_of_month(phrase: Phrase) -> Result:
    month = month_number(phrase)
    first, second = day_number(phrase), day_number(phrase, 1)
    if not first or not second or first >= second or day_of(2000, month, second) is None:
        return None
    year = _year_said(phrase)
    if year is not None:
        start, end = day_of(year, month, first), day_of(year, month, second)
        return Value(start, end, TimePrecision.DAY, ABSOLUTE) if start and end else None
    start = _nearest_day(phrase, month, first, None)
    end = day_of(start.year, month, second) if start else None
    return Value(start, end, TimePrecision.DAY, PUBLISHED) if start and end else unresolved(TimePrecision.DAY)


def _month(phrase: Phrase) -> Result:
    """A month with or without a year, early, mid or late in it."""
    month, year, anchor = month_number(phrase), _year_said(phrase), ABSOLUTE
    if year is None:
        if not _is_bare_month(phrase):
            return None
        if phrase.after() == "of" and {phrase.after(1), phrase.after(2)} & {
            "that",
            "same",
            "following",
            "previous",
        }:
            return unresolved(TimePrecision.MONTH, OTHER)  # "in August of the same year"
        if phrase.published is None:
            return unresolved(TimePrecision.MONTH)
        year, anchor = _month_year(phrase, month, phrase.published), PUBLISHED
    span = month_span(year, month)
    part = part_name(phrase)
    if span and part:
        span = part_span(*span, "month", part, phrase.lexicon.bounds)
    return whole(span, TimePrecision.MONTH, anchor)


def _month_year(phrase: Phrase, month: int, published: date) -> int:
    direction = phrase.direction()
    if phrase.has("last", "past"):
        return published.year - (month >= published.month)
    if phrase.has("next", "coming"):
        return published.year + (month <= published.month)
    following = _next_in_list(phrase, month, published)
    if following:
        return following
    ahead = direction > 0 or phrase.looks_ahead()
    if ahead:
        return published.year + (month < published.month)
    return published.year - (month > published.month)


def _next_in_list(phrase: Phrase, month: int, published: date) -> int | None:
    """The year of `January` in `Italy in November, Rome in December, Mexico in January`: months to come go on."""
    earlier = phrase.earlier
    if earlier is None or earlier.from_date is None or earlier.anchor is not PUBLISHED:
        return None
    if earlier.precision is not TimePrecision.MONTH or earlier.from_date <= published:
        return None
    return earlier.from_date.year + (month < earlier.from_date.month)


def _month_of_near_year(phrase: Phrase) -> Result:
    """ "April last year", "3 March of this year"."""
    if phrase.unit() != "year":
        return None
    number = day_number(phrase)
    precision = TimePrecision.DAY if number else TimePrecision.MONTH
    if phrase.published is None:
        return unresolved(precision)
    year, month = phrase.published.year + phrase.direction(), month_number(phrase)
    if number:
        return one_day(day_of(year, month, number), PUBLISHED)
    return whole(month_span(year, month), precision, PUBLISHED)


def _is_bare_month(phrase: Phrase) -> bool:
    """Whether a month without day and year is meant: "Jan" and "Dec" are names and words too."""
    if phrase.last - phrase.first > 1 and phrase.has("month", "month_or_verb"):
        return True
    reading, token = phrase.reading, phrase.first
    led = reading.word(token - 1) in phrase.lexicon.lists["month_leads"]
    if phrase.has("month_short"):
        return reading.is_capitalised(token) and (led or phrase.direction() != 0)
    if reading.words[token] in ("april", "june", "august"):  # first names and an adjective
        return led or not reading.word(token + 1).isalpha() or _is_month_by_place(phrase)
    return True


def _is_month_by_place(phrase: Phrase) -> bool:
    """ "April is", "the June attack": no name would stand so."""
    return phrase.before() == "the" or phrase.after() in ("is", "was", "and", "or")


def _season_year(phrase: Phrase) -> Result:
    year, first_month = phrase.number("year") or 0, int(phrase.value("season") or 0)
    return whole(season_span(first_month, year), TimePrecision.SEASON, ABSOLUTE)


def _decade(phrase: Phrase) -> Result:
    word = phrase.value("decade_word")
    if word is not None:
        if phrase.before() in ("his", "her", "their", "its", "my") or not phrase.has(
            "the", "early", "mid", "late"
        ):
            return None
        first = full_year(int(word), phrase.published)
    else:
        number = phrase.number("decade") or phrase.number("year") or 0
        if (
            number % 10
            or phrase.before() in ("his", "her", "their", "my")
            or (number < 100 and not phrase.has("the"))
        ):
            return None
        first = number if number >= 1000 else full_year(number, phrase.published)
    if not FIRST_YEAR <= first <= LAST_YEAR - 10:
        return None
    start, end = date(first, 1, 1), date(first + 9, 12, 31)
    part = part_name(phrase)
    if part:
        start, end = part_span(start, end, "decade", part, phrase.lexicon.bounds)
    return Value(start, end, TimePrecision.DECADE, ABSOLUTE)


def _century(phrase: Phrase) -> Result:
    if phrase.unit() != "century":
        return None
    number = phrase.number("ordinal") or int(phrase.value("ordinal_word") or 0)
    if not 11 <= number <= 25 or _is_in_name(phrase):
        return None
    first = (number - 1) * 100
    start, end = date(first, 1, 1), date(first + 99, 12, 31)
    part = part_name(phrase)
    if part:
        start, end = part_span(start, end, "century", part, phrase.lexicon.bounds)
    return Value(start, end, TimePrecision.CENTURY, ABSOLUTE)


def _is_in_name(phrase: Phrase) -> bool:
    """ "21st Century Insurance"."""
    reading, last = phrase.reading, phrase.last
    return (
        reading.is_capitalised(last - 1)
        and reading.word(last).isalpha()
        and reading.is_capitalised(last)
        and reading.starts[last] == reading.ends[last - 1] + 1
    )


def _quarter(phrase: Phrase) -> Result:
    """ "The third quarter (of 1989)", "the first half of last year"; a bare half is no time."""
    number = int(phrase.value("ordinal_word") or 0)
    is_half = phrase.has("half")
    if not is_half and "quarter" not in phrase.reading.words[phrase.first : phrase.last]:
        return None
    year, anchor = phrase.number("year"), ABSOLUTE
    if year is None and phrase.has("this", "last", "next"):
        if phrase.published is None:
            return unresolved(TimePrecision.QUARTER)
        year, anchor = phrase.published.year + phrase.direction(), PUBLISHED
    if year is None:
        return None if is_half or not 1 <= number <= 4 else _bare_quarter(phrase, number)
    months = 6 if is_half else 3
    start = day_of(year, (number - 1) * months + 1, 1) if 1 <= number <= 12 // months else None
    end = shift_months(start, months - 1) if start else None
    if start is None or end is None:
        return None
    return Value(start, unit_span("month", end)[1], TimePrecision.QUARTER, anchor)


def _bare_quarter(phrase: Phrase, number: int) -> Result:
    published = phrase.published
    if published is None:
        return unresolved(TimePrecision.QUARTER)
    first_month = number * 3 - 2
    ahead = phrase.looks_ahead()
    year = published.year
    if not ahead and first_month > published.month:
        year -= 1
    if ahead and first_month + 2 < published.month:
        year += 1
    return whole(unit_span("quarter", date(year, first_month, 1)), TimePrecision.QUARTER, PUBLISHED)


def _first_units(phrase: Phrase) -> Result:
    """ "The first nine months of 1989"."""
    unit = phrase.unit()
    count = phrase.count()
    year, anchor = phrase.number("year"), ABSOLUTE
    if year is None:
        if phrase.published is None:
            return unresolved(UNIT_PRECISION[unit])
        year, anchor = phrase.published.year + phrase.direction(), PUBLISHED
    if phrase.value("ordinal_word") != 1 or count is None:
        return None
    end = shift_day(date(year, 1, 1), count, unit)
    return Value(date(year, 1, 1), end - timedelta(days=1), UNIT_PRECISION[unit], anchor) if end else None


def _years(phrase: Phrase) -> Result:
    """ "1987-88"; the whole stretch."""
    reading = phrase.reading
    first, second = phrase.number("year") or 0, reading.words[phrase.last - 1]
    if len(second) != 2 or reading.starts[phrase.last - 1] != reading.ends[phrase.last - 2]:
        return None
    last = first // 100 * 100 + int(second)
    if not first < last <= first + 20 or not _is_year(phrase):
        return None
    return Value(date(first, 1, 1), date(last, 12, 31), TimePrecision.YEAR, ABSOLUTE)


def _part_of_year(phrase: Phrase) -> Result:
    year = phrase.number("year") or 0
    part = part_name(phrase) or "early"
    span = date(year, 1, 1), date(year, 12, 31)
    if phrase.has("end") and phrase.before() in ("by", "before", "until", "till"):
        return whole((span[1], span[1]), TimePrecision.YEAR, ABSOLUTE)
    return whole(part_span(*span, "year", part, phrase.lexicon.bounds), TimePrecision.YEAR, ABSOLUTE)


def _year(phrase: Phrase) -> Result:
    if not _is_year(phrase):
        return None
    year = phrase.number("year") or 0
    return Value(date(year, 1, 1), date(year, 12, 31), TimePrecision.YEAR, ABSOLUTE)


def _is_year(phrase: Phrase) -> bool:
    """Whether a four-digit number is a year, by the words beside it."""
    reading, lists = phrase.reading, phrase.lexicon.lists
    token = phrase.at("year") or 0
    before, after = reading.word(token - 1), reading.word(phrase.last)
    if before in lists["not_year_leads"] or after in lists["not_year_follows"]:
        return False
    if before == "at" and int(reading.words[token][2:]) < 60 and int(reading.words[token]) < 2400:
        return after in ("levels", "prices")
    glued = token > 0 and reading.ends[token - 1] == reading.starts[token]
    if glued and before not in ("(", "[", "-", "–", "—", '"', "“"):
        return False
    if not 1900 <= int(reading.words[token]) < 2050:
        is_old = int(reading.words[token]) < 1900  # or a clock time: "from 1800 until 0600"
        is_led = before in lists["old_year_leads" if is_old else "year_leads"] or _follows_year(
            reading, token
        )
        return is_led and (not after.isalpha() or after in lists["after_year"] or after.endswith("ed"))
    follows_noun = after.isalpha() and after.endswith("s") and before not in ("the", "a", "of", "its", "in")
    return not follows_noun or after in lists["after_year"]


def _follows_year(reading: Reading, token: int) -> bool:
    """The second year of "2000 - 2050"."""
    return token > 1 and reading.row[token - 2 : token] == CODES["year"] + CODES["dash"]


def _short_year(phrase: Phrase) -> Result:
    """ "'89"."""
    reading = phrase.reading
    number, lead = phrase.reading.words[phrase.last - 1], phrase.before()
    is_glued = reading.ends[phrase.first] == reading.starts[phrase.last - 1]
    if len(number) != 2 or not is_glued or lead not in phrase.lexicon.lists["year_leads"]:
        return None
    year = full_year(int(number), phrase.published)
    return Value(date(year, 1, 1), date(year, 12, 31), TimePrecision.YEAR, ABSOLUTE)


CALENDAR_RESOLVERS: dict[str, Callable[[Phrase], Result]] = {
    "stamp": _stamp,
    "numeric_date": _numeric_date,
    "days_of_month": _days_of_month,
    "month_day": _month_day,
    "month_of_days": _days_of_month,
    "unit_of_month": _unit_of_month,
    "day_month": _month_day,
    "month_of_near_year": _month_of_near_year,
    "part_of_month": _month,
    "month_year": _month,
    "season_year": _season_year,
    "decade": _decade,
    "century": _century,
    "quarter": _quarter,
    "first_units": _first_units,
    "near_month": _month,
    "years": _years,
    "part_of_year": _part_of_year,
    "year": _year,
    "short_year": _short_year,
}
