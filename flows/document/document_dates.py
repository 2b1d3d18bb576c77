"""The dates that a document itself may be of, each with what it rests on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flows.document.calendar_units import (
    day_of,
)
from flows.document.records import DocumentDateBasis, TimePrecision
from flows.document.time_calendar import day_number, month_number
from flows.document.time_lexicon import CODES, TimeLexicon
from flows.document.time_phrases import ABSOLUTE, Phrase
from flows.document.time_reading import read_classes
from flows.document.time_rules import row_pattern
from flows.document.times import FoundTime


@dataclass(frozen=True, slots=True)
class FoundDocumentDate:
    """One candidate date of a text, what it rests on, and how much of the evidence's weight it has (0–1)."""

    from_date: date
    to_date: date
    precision: str
    basis: str
    weight: float
    is_chosen: bool


# How much one piece of evidence counts when the share of each candidate is worked out. Metadata may be the
# time of a redesign and a url the time of an upload; what a text implies is weakest. By judgement, not
# measured.
_BASIS_WEIGHT = {
    DocumentDateBasis.METADATA: 1.0,
    DocumentDateBasis.HEADER_LINE: 0.9,
    DocumentDateBasis.URL: 0.8,
    DocumentDateBasis.RESIDUE: 0.4,
    DocumentDateBasis.INSIDE_TEXT: 0.2,
}


_HEADER_CHARS = 600  # a header line stands before the story


_NAMED_DAY_REACH = 6  # days: who writes "Monday, Jan. 23" without the year writes within the week


def candidate_dates(
    text: str,
    times: Sequence[FoundTime],
    header: date | None,
    lexicon: TimeLexicon,
    *,
    metadata: date | None = None,
    url: date | None = None,
    residue: Sequence[date] = (),
) -> tuple[FoundDocumentDate, ...]:
    """The dates the document itself may be of, best supported first, each with its basis; at most one is
    chosen.

    `header`, `metadata` and `url` are dates that earlier stages read; `residue` holds the days that links
    to other stories imply: the document is not older than the newest of them. Without any of these, a
    weekday with day and month ("Monday, Jan. 23") leaves the years in which both agree, each kept; one is
    chosen only if one is left.
    """
    stated = [
        (day, basis)
        for day, basis in (
            (metadata, DocumentDateBasis.METADATA),
            (header or _header_date(text, times, lexicon), DocumentDateBasis.HEADER_LINE),
            (url, DocumentDateBasis.URL),
        )
        if day is not None
    ]
    earliest = max(residue, default=None)
    implied = _agreeing_days(text, times, lexicon)
    latest_told = _latest_told(times)
    if earliest:
        implied = [day for day in implied if day + timedelta(days=_NAMED_DAY_REACH) >= earliest]
    if latest_told and not stated:
        implied = [day for day in implied if day.year >= latest_told]
    evidence = [(day, day, TimePrecision.DAY, basis) for day, basis in stated]
    if earliest:
        evidence.append(
            (
                earliest,
                earliest + timedelta(days=_NAMED_DAY_REACH),
                TimePrecision.WEEK,
                DocumentDateBasis.RESIDUE,
            )
        )
    evidence += [
        (day, day + timedelta(days=_NAMED_DAY_REACH), TimePrecision.WEEK, DocumentDateBasis.INSIDE_TEXT)
        for day in implied
    ]
    return _weighed(evidence, is_stated=bool(stated))


_Evidence = tuple[date, date, TimePrecision, DocumentDateBasis]


def _weighed(evidence: Sequence[_Evidence], *, is_stated: bool) -> tuple[FoundDocumentDate, ...]:
    """Each candidate with its share; candidates of one basis share that basis's weight."""
    if not evidence:
        return ()
    counts = {basis: sum(one[3] is basis for one in evidence) for basis in {one[3] for one in evidence}}
    raw = [_BASIS_WEIGHT[basis] / counts[basis] for _, _, _, basis in evidence]
    ranked = sorted(zip(evidence, raw, strict=True), key=lambda pair: (-pair[1], pair[0][0]))
    leaves_one = is_stated or _leaves_one([one for one, _ in ranked])
    total = sum(raw)
    return tuple(
        FoundDocumentDate(start, end, precision, basis, round(weight / total, 4), leaves_one and number == 0)
        for number, ((start, end, precision, basis), weight) in enumerate(ranked)
    )


def _leaves_one(evidence: Sequence[_Evidence]) -> bool:
    """Whether all candidates fall within each other's reach."""
    return max(start for start, *_ in evidence) <= min(end for _, end, *_ in evidence)


def _header_date(text: str, times: Sequence[FoundTime], lexicon: TimeLexicon) -> date | None:
    """The first full date near the top that fills its line: "Fri May 8, 2015 17:12:28"."""
    for time in times:
        if time.start_char > _HEADER_CHARS:
            return None
        if time.anchor != ABSOLUTE or time.from_date is None or time.from_date != time.to_date:
            continue
        line_start = text.rfind("\n", 0, time.start_char) + 1
        line_end = text.find("\n", time.end_char)
        rest = (
            text[line_start : time.start_char]
            + " "
            + text[time.end_char : line_end if line_end >= 0 else len(text)]
        )
        words = re.findall(r"[^\W\d_]+", rest.lower())
        if all(word in lexicon.lists["header_words"] for word in words):
            return time.from_date
    return None


_WEEKDAY_AND_DAY = re.compile(
    row_pattern("WEEKDAY comma? the? (MONTH the? DAY | DAY of? MONTH) (?! comma? year)")
)


_WEEKDAY_CODES = (CODES["weekday"], CODES["weekday_short"])


def _agreeing_days(text: str, times: Sequence[FoundTime], lexicon: TimeLexicon) -> list[date]:
    """The days on which every weekday of the text fits its day and month, in the years the lexicon allows."""
    years: set[int] | None = None
    latest: tuple[int, int] | None = None
    for time in times:
        surface = text[time.start_char : time.end_char]
        if lexicon.codes.get(surface.split()[0].lower().strip(".,")) not in _WEEKDAY_CODES:
            continue
        reading = read_classes(surface, (), lexicon)
        if not _WEEKDAY_AND_DAY.fullmatch(reading.row):
            continue
        phrase = Phrase(reading, 0, len(reading.words), None, lexicon)
        weekday, month = phrase.value("weekday", "weekday_short"), month_number(phrase)
        number = day_number(phrase) or 0
        fitting = {
            year
            for year in range(lexicon.candidate_years[0], lexicon.candidate_years[1] + 1)
            if (day := day_of(year, month, number)) and day.weekday() == weekday
        }
        years = fitting if years is None else years & fitting
        latest = max(latest or (month, number), (month, number))
    if years is None or latest is None:
        return []
    return [day for year in sorted(years) if (day := day_of(year, *latest))]


def _latest_told(times: Sequence[FoundTime]) -> int | None:
    """The latest year that the text itself names: it is hardly older, unless it looks far ahead."""
    years = [time.from_date.year for time in times if time.anchor == ABSOLUTE and time.from_date]
    return max(years, default=None)
