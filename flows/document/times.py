"""Date and time expressions of one text, each resolved as far as the text allows.

A text becomes a row of one-letter word classes ("Monday, Jan. 23" -> weekday comma month dot day); the
rules are regular expressions over that row, and each has a function that gives the dates. An expression is
resolved against the publication date, against another expression, or not at all: never against a date that
nobody gave.

Conventions: weeks run from Monday to Sunday; "n weeks (months, years) ago" is the whole calendar week
(month, year); a night belongs to the day it begins on; a span leaves out a leading preposition, save in
ranges. Lengths ("for two weeks", "a 72-hour ultimatum") and repeated times ("every Friday") are no times.
The order of the rules and the tense rule follow what HeidelTime and SUTime do; the code shares nothing with
them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flows.document.calendar_units import (
    FIRST_YEAR,
    LAST_YEAR,
    UNIT_PRECISION,
    shift_day,
    unit_span,
)
from flows.document.records import Span, TimePrecision
from flows.document.time_calendar import CALENDAR_RESOLVERS
from flows.document.time_lexicon import TimeLexicon
from flows.document.time_phrases import OTHER, Phrase, Shift, Value, is_part_of_name, unresolved
from flows.document.time_reading import Reading, read_classes
from flows.document.time_relative import RELATIVE_RESOLVERS
from flows.document.time_rules import ANY_RULE, OPENING, RULE_ORDER, RULE_PATTERNS


@dataclass(frozen=True, slots=True)
class FoundTime:
    """One date or time expression; both dates are included in its interval."""

    start_char: int
    end_char: int
    surface: str
    from_date: date | None
    to_date: date | None
    precision: str
    anchor: str


def find_times(
    text: str, sentences: Sequence[Span], published: date | None, lexicon: TimeLexicon
) -> tuple[FoundTime, ...]:
    """The date and time expressions of `text`, in order, none overlapping another.

    `published` is the date the text itself was published, None if nobody knows: expressions that need it
    then stay without dates. Sentences bound where the tense of an expression is looked for.
    """
    reading = read_classes(text, sentences, lexicon)
    if published and not FIRST_YEAR + 200 < published.year < LAST_YEAR - 200:
        published = None  # a stand-in of some system, no date of a text
    drafts: list[_Draft] = []
    position = 0
    while opening := OPENING.search(reading.row, position):
        match = ANY_RULE.match(reading.row, opening.start())
        if match is None:
            position = opening.start() + 1
            continue
        draft = _first_that_holds(reading, match, published, lexicon, drafts[-1:])
        position = draft.last if draft else match.start() + 1
        if draft:
            drafts.append(draft)
    return _resolve_shifts(reading, drafts)


def _first_that_holds(
    reading: Reading,
    match: re.Match[str],
    published: date | None,
    lexicon: TimeLexicon,
    before: Sequence["_Draft"],
) -> "_Draft | None":
    """The value of the rule that matched, or of the first later one that fits here and has a value."""
    start = match.start()
    earlier = next((draft.value for draft in before if isinstance(draft.value, Value)), None)
    if before and reading.sentence_no(before[-1].first) != reading.sentence_no(start):
        earlier = None
    fitting: re.Match[str] | None = match
    for rule in RULE_ORDER[RULE_ORDER.index(match.lastgroup or "") :]:
        fitting = match if rule == match.lastgroup else RULE_PATTERNS[rule].match(reading.row, start)
        if fitting is None:
            continue
        phrase = Phrase(reading, start, fitting.end(), published, lexicon, earlier)
        value = None if is_part_of_name(phrase) else _RESOLVERS[rule](phrase)
        if value:
            return _Draft(start, fitting.end(), value)
    return None


class _Draft(NamedTuple):
    first: int
    last: int
    value: "Value | Shift"


_RESOLVERS = CALENDAR_RESOLVERS | RELATIVE_RESOLVERS


_REACH = 2  # sentences back to the expression that another one counts from


_AHEAD_TOKENS = 7  # "two days after the May 1 coup"


def _resolve_shifts(reading: Reading, drafts: Sequence[_Draft]) -> tuple[FoundTime, ...]:
    found: list[FoundTime] = []
    references: list[tuple[int, Value]] = []  # (token after it, value) of what is resolved so far
    for number, draft in enumerate(drafts):
        value = draft.value
        if isinstance(value, Shift):
            following = drafts[number + 1] if number + 1 < len(drafts) else None
            value = _resolve_shift(reading, draft, value, references, following)
        if value.from_date and value.to_date:
            references.append((draft.last, value))
        found.append(_found(reading, draft, value))
    return tuple(found)


def _found(reading: Reading, draft: _Draft, value: Value) -> FoundTime:
    last = draft.last - 1
    while last > draft.first and (reading.words[last] in ".,-–—'’" or reading.words[last] == "to"):
        last -= 1
    start, end = reading.starts[draft.first], reading.ends[last]
    return FoundTime(start, end, reading.text[start:end], *value)


def _resolve_shift(
    reading: Reading,
    draft: _Draft,
    shift: Shift,
    references: Sequence[tuple[int, Value]],
    following: _Draft | None,
) -> Value:
    unknown = unresolved(_shift_precision(shift), OTHER)
    sentence = reading.sentence_no(draft.first)
    if shift.number is None:
        return unknown
    if shift.may_look_ahead and following and isinstance(following.value, Value):
        gap = reading.words[draft.last : following.first]
        if len(gap) <= _AHEAD_TOKENS and "," not in gap and reading.sentence_no(following.first) == sentence:
            return _shifted_value(following.value, shift, shift.number) or unknown
    follows = reading.word(draft.last)
    counts_from_event = shift.may_look_ahead and follows.isalnum()
    for token_after, reference in reversed(references):
        if sentence - reading.sentence_no(token_after - 1) > _REACH:
            break
        if counts_from_event and draft.first - token_after > 2:
            break  # "two days after the killing", whose day nobody told
        # In "shot on April 20, a week after his brother vanished" the phrase dates the brother's case.
        value = _shifted_value(reference, shift, -shift.number if counts_from_event else shift.number)
        if value:
            return value
    return unknown


def _shift_precision(shift: Shift) -> TimePrecision:
    if shift.is_part_of_day:
        return TimePrecision.PART_OF_DAY
    return UNIT_PRECISION[shift.unit] if shift.number is not None else TimePrecision.VAGUE


def _shifted_value(reference: Value, shift: Shift, count: int) -> Value | None:
    """The reference moved by the count; None where the reference is coarser than the unit."""
    start, end = reference.from_date, reference.to_date
    if start is None or end is None:
        return None
    length = (end - start).days
    room = {"day": 2, "week": 7, "month": 31, "year": 366}.get(
        shift.unit, 0 if shift.unit == "hour" else 3700
    )
    if length > room or shift.unit in ("hour", "minute", "second"):
        return None
    if count == 0:
        start, end = unit_span(shift.unit, start)
    shifted = shift_day(start, count, shift.unit), shift_day(end, count, shift.unit)
    if shifted[0] is None or shifted[1] is None:
        return None
    return Value(shifted[0], shifted[1], _shift_precision(shift), OTHER)
