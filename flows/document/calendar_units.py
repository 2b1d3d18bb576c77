"""Calendar arithmetic: days, weeks from Monday to Sunday, months, seasons, years, and their parts.

Belongs to no stage. Every function gives None where the calendar has no such day, or where it would leave the
years 1000-2999.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from flows.document.records import TimePrecision

FIRST_YEAR, LAST_YEAR = 1000, 2999

UNIT_PRECISION = {
    "second": TimePrecision.HOUR,
    "minute": TimePrecision.HOUR,
    "hour": TimePrecision.HOUR,
    "day": TimePrecision.DAY,
    "weekend": TimePrecision.WEEKEND,
    "week": TimePrecision.WEEK,
    "fortnight": TimePrecision.WEEK,
    "month": TimePrecision.MONTH,
    "quarter": TimePrecision.QUARTER,
    "season": TimePrecision.SEASON,
    "year": TimePrecision.YEAR,
    "decade": TimePrecision.DECADE,
    "century": TimePrecision.CENTURY,
}
_UNIT_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
_UNIT_DAYS = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none (30 February)."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def month_span(year: int, month: int) -> tuple[date, date] | None:
    """First and last day of a month."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def shift_months(day: date, months: int) -> date | None:
    """The same day so many months on, or the last day of that month: 31 May minus six months is 30
    November.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def shift_day(day: date, count: int, unit: str) -> date | None:
    """The day so many units before or after; hours count in whole days."""
    if unit in _UNIT_MONTHS:
        return shift_months(day, count * _UNIT_MONTHS[unit])
    days = count * _UNIT_DAYS.get(unit, 0)
    if unit == "hour":
        days = int(count / 24)
    shifted = day.toordinal() + days
    if not date(FIRST_YEAR, 1, 1).toordinal() <= shifted <= date(LAST_YEAR, 12, 31).toordinal():
        return None
    return date.fromordinal(shifted)


def unit_span(unit: str, day: date) -> tuple[date, date]:
    """The calendar unit that the day lies in, first and last day."""
    if unit in ("week", "fortnight"):
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "weekend":
        saturday = day - timedelta(days=day.weekday()) + timedelta(days=5)
        return saturday, saturday + timedelta(days=1)
    if unit == "month":
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    if unit == "quarter":
        first = (day.month - 1) // 3 * 3 + 1
        return date(day.year, first, 1), date(day.year, first + 2, monthrange(day.year, first + 2)[1])
    years = {"year": 1, "decade": 10, "century": 100}.get(unit)
    if years:
        first = day.year // years * years
        return date(first, 1, 1), date(first + years - 1, 12, 31)
    return day, day


def season_span(first_month: int, year: int) -> tuple[date, date] | None:
    """Three months from the first one; the winter of 2014 begins in December 2014."""
    start = day_of(year, first_month, 1)
    end = shift_months(start, 2) if start else None
    return (start, end.replace(day=monthrange(end.year, end.month)[1])) if start and end else None


def part_span(
    start: date, end: date, unit: str, part: str, bounds: Mapping[str, Mapping[str, tuple[int, int]]]
) -> tuple[date, date]:
    """Early, mid or late of a month, year, decade, century or week; any other unit whole."""
    if unit not in bounds:
        return start, end
    low, high = bounds[unit][part]
    if unit == "month":
        return start.replace(day=low), start.replace(day=min(high, end.day))
    if unit == "year":
        return date(start.year, low, 1), date(start.year, high, monthrange(start.year, high)[1])
    if unit in ("decade", "century"):
        return date(start.year + low, 1, 1), date(start.year + high, 12, 31)
    return start + timedelta(days=low), start + timedelta(days=high)
