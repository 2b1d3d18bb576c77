"""Dates as header lines write them: `"Fri May 8, 2015 17:12:28"`, `"Publié le 8 mai 2015 à 10:02"`.

Only a line that is a date and nothing else is one; a sentence with a date in it belongs to the stage that
reads times.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.document.furniture_lexicon import FurnitureLexicon
from flows.document.records import Precision

_CLOCK = (
    r"(?P<hour>\d{1,2})[:.hH](?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{1,6})?)"
    r"?\s?(?P<half>[aApP]\.?[mM]\b\.?)?\s?(?P<zone>Z\b|[+-]\d\d:?\d\d\b|[A-Z]{3,4}\b)?"
)
_TIME = re.compile(rf"(?<!\d){_CLOCK}|(?<!\d)(?P<only_hour>\d{{1,2}})\s?(?P<only_half>[aApP]\.?[mM]\b\.?)")
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)T?")
_CJK = re.compile(r"(?P<year>\d{4})\s?[年년]\s?(?P<month>\d{1,2})\s?[月월]\s?(?P<day>\d{1,2})\s?[日일]")
_DAY_MONTH = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?[\s-]+(?:(?:de"
    r"|of)\s+)?(?P<name>[^\W\d_]{3,12})\b\.?,?[\s-]+(?:(?:de|del)\s+)?(?P<year>\d{4})(?!\d)",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    r"(?P<name>[^\W\d_]{3,12})\b\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})(?!\d)",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(r"(?P<name>[^\W\d_]{3,12})\b\.?,?\s+(?P<year>\d{4})(?!\d)", re.IGNORECASE)
_NUMERIC = re.compile(
    r"(?<!\d)(?P<first>\d{1,2})(?P<sign>[./-])(?P<second>\d{1,2})[./-](?P<year>\d{4})(?!\d)"
)
_LEFT_OVER = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_DIGIT = re.compile(r"\d")
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class HeaderDate:
    """The first date of a header line; None and None where its order of day and month cannot be told."""

    published_at: datetime | None
    precision: Precision | None
    rest: str  # what stands in the line beside dates and times


def read_header_date(line: str, lexicon: FurnitureLexicon) -> HeaderDate | None:
    """The date of a line that holds one, with what else the line holds; None without a date.

    A time with a zone is turned to UTC; one without is taken as it stands.
    """
    if len(line) > _LONGEST or not _DIGIT.search(line):
        return None
    dates: list[tuple[int, int, datetime | None, Precision]] = []
    rest = line
    while found := _first_date(rest, lexicon.months):
        dates.append(found)
        rest = rest[: found[0]] + " \n " + rest[found[1] :]
        if len(dates) > 3:
            return None
    if not dates:
        return None
    _, _, day, precision = dates[0]
    clock = _TIME.search(rest)
    moment = _with_time(day, clock, lexicon) if day and clock and precision == Precision.DAY else None
    rest = _TIME.sub(" ", rest)
    if moment:
        return HeaderDate(*moment, rest)
    return HeaderDate(day, precision if day else None, rest)


def is_only_date(found: HeaderDate, lexicon: FurnitureLexicon) -> bool:
    """Whether nothing stands beside the date but week-days, zones and words such as "Published"."""
    for word in _LEFT_OVER.findall(found.rest):
        plain = word.casefold()
        if (
            plain not in lexicon.date_words
            and plain not in lexicon.weekdays
            and plain not in lexicon.counter_units
            and plain not in lexicon.anonymous_authors
            and not plain.isdecimal()
        ):
            return False
    return True


def _first_date(line: str, months: Mapping[str, int]) -> tuple[int, int, datetime | None, Precision] | None:
    for pattern in (_CJK, _ISO, _DAY_MONTH, _MONTH_DAY, _NUMERIC, _MONTH_YEAR):
        for found in pattern.finditer(line):
            date = _date_of(found, months)
            if date:
                return found.start(), found.end(), *date
    return None


def _date_of(found: re.Match[str], months: Mapping[str, int]) -> tuple[datetime | None, Precision] | None:
    parts = found.groupdict()
    year = int(parts["year"])
    if not 1800 <= year <= 2199:
        return None
    if "name" in parts:
        month = months.get(parts["name"].casefold())
        if month is None:
            return None
        if "day" not in parts:
            return datetime(year, month, 1), Precision.MONTH
        day = int(parts["day"])
    elif "sign" in parts:
        first, second = int(parts["first"]), int(parts["second"])
        if parts["sign"] != "." and first <= 12 and second <= 12 and first != second:
            return None if first == 0 or second == 0 else (None, Precision.DAY)
        day, month = (second, first) if second > 12 else (first, second)
    else:
        month, day = int(parts["month"]), int(parts["day"])
    try:
        return datetime(year, month, day), Precision.DAY
    except ValueError:
        return None


def _with_time(
    day: datetime, clock: re.Match[str], lexicon: FurnitureLexicon
) -> tuple[datetime, Precision] | None:
    hour = int(clock["hour"] or clock["only_hour"])
    half = (clock["half"] or clock["only_half"] or "").casefold()[:1]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    minute, second = int(clock["minute"] or 0), int(clock["second"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    moment = day.replace(hour=hour, minute=minute, second=second) - timedelta(
        minutes=_minutes_east(clock["zone"], lexicon)
    )
    return moment, Precision.SECOND if clock["second"] else Precision.MINUTE


def _minutes_east(zone: str | None, lexicon: FurnitureLexicon) -> int:
    if not zone:
        return 0
    if zone[0] in "+-":
        digits = zone[1:].replace(":", "")
        return (int(digits[:2]) * 60 + int(digits[2:])) * (-1 if zone[0] == "-" else 1)
    return lexicon.time_zones.get(zone.casefold(), 0) * 60
