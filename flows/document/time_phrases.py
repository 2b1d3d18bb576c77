"""The tokens that one rule took, with what is needed to date them: counts, units, years, tense."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from flows.document.records import TimeAnchor, TimePrecision
from flows.document.time_lexicon import CODES, TimeLexicon
from flows.document.time_reading import Reading

ABSOLUTE, PUBLISHED, OTHER, NONE = (
    TimeAnchor.ABSOLUTE,
    TimeAnchor.PUBLISHED,
    TimeAnchor.OTHER,
    TimeAnchor.NONE,
)


_PARTS = {"early": "early", "beginning": "early", "mid": "mid", "late": "late", "end": "late"}


class Value(NamedTuple):
    """What an expression means; both days are included, None where nobody knows."""

    from_date: date | None
    to_date: date | None
    precision: TimePrecision
    anchor: TimeAnchor


class Shift(NamedTuple):
    """So many units from another expression, which is looked for when all are found."""

    number: int | None  # None: nobody says how many
    unit: str
    may_look_ahead: bool  # "two days after the May 1 coup"
    is_part_of_day: bool = False


Result = Value | Shift | None


@dataclass(slots=True)
class Phrase:
    """The tokens first … last-1 that one rule took, and what is needed to date them."""

    reading: Reading
    first: int
    last: int
    published: date | None
    lexicon: TimeLexicon
    earlier: Value | None = None  # the expression before it in its sentence

    def at(self, name: str, nth: int = 0) -> int | None:
        """Where the nth token of a class stands."""
        found = self.first - 1
        for _ in range(nth + 1):
            found = self.reading.row.find(CODES[name], found + 1, self.last)
            if found < 0:
                return None
        return found

    def has(self, *names: str) -> bool:
        return any(self.at(name) is not None for name in names)

    def value(self, *names: str) -> int | str | None:
        """The lexicon's value of the first token that has one of these classes."""
        for name in names:
            token = self.at(name)
            if token is not None:
                return self.lexicon.words[self.reading.words[token]]
        return None

    def number(self, *names: str, nth: int = 0) -> int | None:
        for name in names:
            token = self.at(name, nth)
            if token is not None:
                return int(re.sub(r"\D", "", self.reading.words[token]))
        return None

    def unit(self) -> str:
        return str(self.value("unit", "units") or "")

    def count(self) -> int | None:
        """Of "three", "23", "twenty-three", "a dozen", "two dozen"; None for "a few"."""
        if self.has("vague_number"):
            return None
        digits = self.number("day", "digits")
        if digits is not None:
            return digits
        total = 0
        token = self.at("number")
        while token is not None and self.reading.row[token] == CODES["number"]:
            word = self.reading.words[token]
            value = int(self.lexicon.words[word])
            total = total * value if total and word == "dozen" else total + value
            token += 2 if self.reading.words[token + 1 : token + 2] == ("-",) else 1
            if token >= self.last:
                break
        return total or 1

    def direction(self) -> int:
        return int(self.value("last", "past", "previous", "next", "coming", "following", "this", "same") or 0)

    def looks_ahead(self) -> bool:
        return bool(_verdict(self))

    def verdict(self) -> bool | None:
        """Whether the sentence's verb points ahead; None where no verb says so or the contrary."""
        return _verdict(self)

    def is_demanded(self) -> bool:
        """Whether somebody demands, or warns of, what has this for its limit."""
        return _has_word_before(self, "demanding")

    def before(self, distance: int = 1) -> str:
        return self.reading.word(self.first - distance)

    def after(self, distance: int = 0) -> str:
        return self.reading.word(self.last + distance)


_LEFT_TOKENS, _RIGHT_TOKENS = 14, 12  # about 80 and 70 characters


def _verdict(phrase: Phrase) -> bool | None:
    """Whether the verb nearest before the phrase, else the first after it, in its sentence, points ahead."""
    reading, tense = phrase.reading, phrase.lexicon.tense
    sentence = reading.sentence_no(phrase.first)
    left = range(phrase.first - 1, max(phrase.first - 1 - _LEFT_TOKENS, -1), -1)
    right = range(phrase.last, min(phrase.last + _RIGHT_TOKENS, len(reading.words)))
    leads = {reading.word(phrase.first - distance) for distance in (1, 2, 3)}
    if leads & {"by", "before", "until"} and _has_word_before(phrase, "deadline"):
        return True
    is_called = phrase.before() == "on" and phrase.before(2) in tense["called_happenings"]
    if (is_called or leads & _LIMITS) and _is_awaited(phrase):
        return True
    if _is_granted_until(phrase) or _is_deferred(phrase):
        return True
    for token in (*left, *right):
        if reading.sentence_no(token) != sentence:
            continue
        if reading.row[token] in _MONTHS:
            continue  # "in May and June": no modal verb
        verdict = _verb_points_ahead(reading, token, tense)
        if verdict is None and token < phrase.first:
            verdict = _announces(phrase, token)
        if verdict is not None:
            return verdict
    return None


_MONTHS = CODES["month"] + CODES["month_short"]


_LIMITS = frozenset({"from", "by", "before", "until"})


def _is_awaited(phrase: Phrase) -> bool:
    """ "Called for a strike from Monday", "warned of closures from Friday"."""
    reading, sentence = phrase.reading, phrase.reading.sentence_no(phrase.first)
    return any(
        f"{reading.words[token]} {reading.word(token + 1)}" in phrase.lexicon.tense["awaiting"]
        and reading.sentence_no(token) == sentence
        for token in range(max(phrase.first - _AWAITED_TOKENS, 0), phrase.first)
    )


_AWAITED_TOKENS = 8


def _announces(phrase: Phrase, token: int) -> bool | None:
    """True for "the match is in Rome (on Saturday)", "asked to visit (by Saturday)"; else None."""
    reading, lead = phrase.reading, phrase.before()
    word, following = reading.words[token], reading.word(token + 1)
    is_near = lead in ("on", "in") and phrase.first - token <= _COPULA_TOKENS
    beside = phrase.first - 2 if lead in ("noon", "midnight") else phrase.first - 1
    if word in ("is", "are") and (is_near or (token == beside and reading.word(token - 1) != "today")):
        return True
    is_infinitive = (
        word == "to" and following.isalpha() and following not in phrase.lexicon.tense["not_infinitive"]
    )
    return True if is_infinitive and lead == "by" and not reading.is_capitalised(token + 1) else None


_COPULA_TOKENS = 5  # further off, "on Monday" may belong to another noun


def _is_granted_until(phrase: Phrase) -> bool:
    """ "Has until midnight on Friday"."""
    reading, first = phrase.reading, phrase.first
    return any(
        reading.word(token) in ("until", "till")
        and reading.word(token - 1) in phrase.lexicon.lists["granting"]
        for token in (first - 1, first - 2, first - 3)
    )


def _is_deferred(phrase: Phrase) -> bool:
    """ "Was postponed until Tuesday"."""
    words = phrase.reading.words[max(phrase.first - 6, 0) : phrase.first]
    return words[-1:] in (("until",), ("till",), ("to",)) and bool(
        phrase.lexicon.tense["deferring"] & set(words)
    )


def _has_word_before(phrase: Phrase, kind: str) -> bool:
    """Whether one of these words of the lexicon stands before the phrase in its sentence."""
    reading = phrase.reading
    sentence = reading.sentence_no(phrase.first)
    return any(
        reading.words[token] in phrase.lexicon.tense[kind] and reading.sentence_no(token) == sentence
        for token in range(max(phrase.first - 30, 0), phrase.first)
    )


def _verb_points_ahead(reading: Reading, token: int, tense: Mapping[str, frozenset[str]]) -> bool | None:
    """True for "will", "is due", "agreed to (meet)"; False for a past form; None for any other word."""
    word, following = reading.words[token], reading.word(token + 1)
    ready = token - 1 if word == "to" else token
    if reading.words[max(ready - 2, 0) : ready] == ("had", "been"):
        return False  # "had been ready to leave"
    if word in tense["future"]:
        if following in ("have", "has", "been") or reading.word(token - 1) in (
            "the",
            "a",
            "an",
            "his",
            "their",
        ):
            return None if following not in ("have", "been") else False
        if word in ("going", "set") and following not in ("to", "for"):
            return None
        return True
    if word == "to" and following.isalpha() and not reading.is_capitalised(token + 1):
        asked = {reading.word(token - 2), reading.word(token - 3), reading.word(token - 4)} & tense["asking"]
        is_future = asked or reading.word(token - 1) in tense["before_infinitive"]
        return True if is_future and following not in tense["not_infinitive"] else None
    if word in tense["timetable"] or (word in tense["timetable_of_many"] and _has_many(reading, token)):
        return True
    is_past_form = word.endswith("ed") and word not in tense["not_past"] and not reading.is_capitalised(token)
    if word in tense["past"] and reading.word(token - 1) in ("to", *_MODALS):
        return None if reading.word(token - 1) == "to" else True  # "would cut", "to put"
    if word in tense["past"] or (is_past_form and len(word) > 4):
        return _is_future_passive(reading, token, tense)
    return None


_MODALS = ("will", "would", "shall", "should", "must", "can", "could", "may", "might")


def _has_many(reading: Reading, token: int) -> bool:
    """Whether the word before a base form is its subject: "polls open", but "to open", "did not open"."""
    before = reading.word(token - 1)
    return before in ("they", "we", "people") or (
        len(before) > 3 and before.endswith("s") and before != "does"
    )


def _is_future_passive(reading: Reading, token: int, tense: Mapping[str, frozenset[str]]) -> bool:
    """ "Will be released" points ahead, "was released" does not."""
    before = token - 1
    while reading.word(before).endswith("ly") or reading.word(before) in ("not", "also"):
        before -= 1
    if reading.word(before) != "be":
        return False
    lead = {reading.word(before - 1), reading.word(before - 2), reading.word(before - 3)}
    return bool(lead & tense["future"]) or reading.word(before - 1) == "to"


def is_part_of_name(phrase: Phrase) -> bool:
    """ "The 19 April movement", "every Friday": the words make a date, the phrase is none."""
    if phrase.before() in phrase.lexicon.lists["repeating"]:
        return True
    reading = phrase.reading
    after = phrase.after()
    return (
        after in phrase.lexicon.lists["names_after_date"]
        and reading.starts[phrase.last] == reading.ends[phrase.last - 1] + 1
    )


def whole(span: tuple[date, date] | None, precision: TimePrecision, anchor: TimeAnchor) -> Result:
    """A calendar unit as a value; None without one."""
    if span is None:
        return None
    return Value(span[0], span[1], precision, anchor)


def one_day(day: date | None, anchor: TimeAnchor, precision: TimePrecision = TimePrecision.DAY) -> Result:
    """One day as a value; None without one."""
    return Value(day, day, precision, anchor) if day else None


def unresolved(precision: TimePrecision, anchor: TimeAnchor = NONE) -> Value:
    """An expression whose days cannot be known."""
    return Value(None, None, precision, anchor)


def full_year(two_digits: int, published: date | None) -> int:
    """89 -> 1989: not more than ten years after publication, or after 2030 where nobody knows it."""
    latest = (published.year + 10) if published else 2030
    return latest - (latest - two_digits) % 100


def part_name(phrase: Phrase) -> str | None:
    """`early`, `mid` or `late`, where the phrase says so."""
    return next((_PARTS[name] for name in _PARTS if phrase.has(name)), None)


def published_day(phrase: Phrase, days: int, precision: TimePrecision = TimePrecision.DAY) -> Result:
    """The day so many days from publication."""
    if phrase.published is None:
        return unresolved(precision)
    return one_day(phrase.published + timedelta(days=days), PUBLISHED, precision)


def is_calendar_unit(phrase: Phrase) -> bool:
    """Whether the unit is a day or longer."""
    return phrase.unit() not in ("second", "minute", "hour", "")
