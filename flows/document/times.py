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
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

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
from flows.document.records import DocumentDateBasis, LexiconError, Span, TimeAnchor, TimePrecision
from flows.document.tokens import cut_tokens

FILE = "times.yml"

ABSOLUTE, PUBLISHED, OTHER, NONE = (
    TimeAnchor.ABSOLUTE,
    TimeAnchor.PUBLISHED,
    TimeAnchor.OTHER,
    TimeAnchor.NONE,
)

_NUMBER_SHAPES = (
    ("stamp", re.compile(r"[\d-]+t[\d:]+")),
    ("numdate", re.compile(r"\d+([-/.])\d+\1\d+")),
    ("clock", re.compile(r"\d\d?(?::\d\d){1,2}|\d\d?\.\d\d")),
    ("decade", re.compile(r"\d+s")),
    ("ordinal", re.compile(r"\d+[a-z]+")),
)
_MARKS = {
    ",": "comma",
    ".": "dot",
    "-": "dash",
    "–": "dash",
    "—": "dash",
    "'": "quote",
    "’": "quote",
    "‘": "quote",
    "(": "open",
    ")": "close",
}
_WORD_CLASSES = (
    "weekday weekday_short month month_or_verb month_short season unit units number vague_number one"
    " ordinal_word decade_word today yesterday tomorrow tonight overnight part_of_day ago earlier later"
    " before after early mid late beginning end last past next this coming previous following same that the"
    " of at in on from now between to and within over half fiscal s o_clock recent"
).split()
_NUMBER_CLASSES = "stamp numdate clock other_number ordinal decade day year digits gap mark word".split()
_ALPHABET = [chr(code) for code in (*range(48, 58), *range(65, 91), *range(97, 123), *range(192, 256))]
_CODES = dict(
    zip([*_WORD_CLASSES, *_NUMBER_CLASSES, *dict.fromkeys(_MARKS.values())], _ALPHABET, strict=False)
)
_PARTS = {"early": "early", "beginning": "early", "mid": "mid", "late": "late", "end": "late"}


@dataclass(frozen=True)
class TimeLexicon:
    """The words of times, by class, and the conventions that turn them into dates."""

    words: Mapping[str, int | str]  # word -> what it stands for
    codes: Mapping[str, str]  # word or mark -> code of its class
    bounds: Mapping[str, Mapping[str, tuple[int, int]]]
    bare_years: tuple[int, int]
    candidate_years: tuple[int, int]
    lists: Mapping[str, frozenset[str]]
    tense: Mapping[str, frozenset[str]]

    @classmethod
    def from_data(cls, data: object) -> "TimeLexicon":
        """Read `times.yml`; raises LexiconError for a missing part, an unknown class or a word in two
        classes.
        """
        parts = _mapping(data, "the file")
        missing = {"words", "bounds", "bare_years", "candidate_years", "tense", *_LISTS} - set(parts)
        if missing:
            raise LexiconError(
                f"{FILE}: {', '.join(sorted(missing))} missing; add the part, empty if need be"
            )
        words = _classed_words(_mapping(parts["words"], "words"))
        return cls(
            words={word: value for word, (_, value) in words.items()},
            codes={word: code for word, (code, _) in words.items()}
            | {mark: _CODES[name] for mark, name in _MARKS.items()},
            bounds={
                str(unit): {str(k): _pair(v, f"bounds.{unit}.{k}") for k, v in _mapping(part, unit).items()}
                for unit, part in _mapping(parts["bounds"], "bounds").items()
            },
            bare_years=_pair(parts["bare_years"], "bare_years"),
            candidate_years=_pair(parts["candidate_years"], "candidate_years"),
            lists={name: _word_set(parts[name], name) for name in _LISTS},
            tense={str(k): _word_set(v, f"tense.{k}") for k, v in _mapping(parts["tense"], "tense").items()},
        )


_LISTS = (
    "month_leads",
    "year_leads",
    "after_year",
    "old_year_leads",
    "not_year_leads",
    "not_year_follows",
    "names_after_date",
    "names_before_weekday",
    "names_after_weekday",
    "not_overnight",
    "repeating",
    "verb_leads",
    "granting",
    "header_words",
)


def _mapping(data: object, entry: object) -> Mapping[object, object]:
    if not isinstance(data, dict):
        raise LexiconError(f"{FILE}: {entry} must be a mapping, not {type(data).__name__}")
    return data


def _pair(data: object, entry: str) -> tuple[int, int]:
    if not (isinstance(data, list) and len(data) == 2 and all(isinstance(end, int) for end in data)):
        raise LexiconError(f"{FILE}: {entry} must be two whole numbers, not {data!r}")
    return data[0], data[1]


def _word_set(data: object, entry: str) -> frozenset[str]:
    if not isinstance(data, list):
        raise LexiconError(f"{FILE}: {entry} must be a list, not {type(data).__name__}")
    for word in data:
        if not isinstance(word, str):
            raise LexiconError(f"{FILE}: {entry}: {word!r} is no word; put it in quotes")
    return frozenset(data)


def _classed_words(data: Mapping[object, object]) -> dict[str, tuple[str, int | str]]:
    words: dict[str, tuple[str, int | str]] = {}
    for name, entries in data.items():
        if name not in _WORD_CLASSES:
            raise LexiconError(f"{FILE}: words.{name} is no class; the classes are {' '.join(_WORD_CLASSES)}")
        for word, value in _mapping(entries, f"words.{name}").items():
            if not isinstance(word, str) or not isinstance(value, int | str):
                raise LexiconError(
                    f"{FILE}: words.{name}.{word!r} must be a word with a value; put it in quotes"
                )
            if word in words:
                raise LexiconError(f"{FILE}: words.{name}.{word} stands in two classes; delete one")
            words[word] = _CODES[str(name)], value
    return words


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


@dataclass(frozen=True, slots=True)
class FoundDocumentDate:
    """One candidate date of a text, what it rests on, and how much of the evidence's weight it has (0–1)."""

    from_date: date
    to_date: date
    precision: str
    basis: str
    weight: float
    is_chosen: bool


def find_times(
    text: str, sentences: Sequence[Span], published: date | None, lexicon: TimeLexicon
) -> tuple[FoundTime, ...]:
    """The date and time expressions of `text`, in order, none overlapping another.

    `published` is the date the text itself was published, None if nobody knows: expressions that need it
    then stay without dates. Sentences bound where the tense of an expression is looked for.
    """
    reading = _read(text, sentences, lexicon)
    if published and not FIRST_YEAR + 200 < published.year < LAST_YEAR - 200:
        published = None  # a stand-in of some system, no date of a text
    drafts: list[_Draft] = []
    position = 0
    while opening := _OPENING.search(reading.row, position):
        match = _ANY_RULE.match(reading.row, opening.start())
        if match is None:
            position = opening.start() + 1
            continue
        draft = _first_that_holds(reading, match, published, lexicon)
        position = draft.last if draft else match.start() + 1
        if draft:
            drafts.append(draft)
    return _resolve_shifts(reading, drafts)


def _first_that_holds(
    reading: "_Reading", match: re.Match[str], published: date | None, lexicon: TimeLexicon
) -> "_Draft | None":
    """The value of the rule that matched, or of the first later one that fits here and has a value."""
    start = match.start()
    fitting: re.Match[str] | None = match
    for rule in _RULE_ORDER[_RULE_ORDER.index(match.lastgroup or "") :]:
        fitting = match if rule == match.lastgroup else _RULE_PATTERNS[rule].match(reading.row, start)
        if fitting is None:
            continue
        phrase = _Phrase(reading, start, fitting.end(), published, lexicon)
        value = None if _is_part_of_name(phrase) else _RESOLVERS[rule](phrase)
        if value:
            return _Draft(start, fitting.end(), value)
    return None


# --- the text as a row of word classes -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Reading:
    text: str
    words: tuple[str, ...]  # lower case
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    row: str  # one code per token
    sentence_starts: list[int]

    def sentence_no(self, token: int) -> int:
        return bisect_right(self.sentence_starts, self.starts[token])

    def is_capitalised(self, token: int) -> bool:
        return self.text[self.starts[token]].isupper()

    def word(self, token: int) -> str:
        return self.words[token] if 0 <= token < len(self.words) else ""


def _read(text: str, sentences: Sequence[Span], lexicon: TimeLexicon) -> _Reading:
    tokens = cut_tokens(text)
    plain, code_of = _CODES["word"], lexicon.codes.get
    row = [code_of(word) or (plain if word[0] > "@" else _other_code(word, lexicon)) for word in tokens.words]
    sentence_starts = [span.start_char for span in sentences]
    reading = _Reading(text, tokens.words, tokens.starts, tokens.ends, "".join(row), sentence_starts)
    return _settle_month_verbs(reading, lexicon)


def _other_code(word: str, lexicon: TimeLexicon) -> str:
    if not word[0].isdigit():
        return _CODES["gap" if word[0] == "\n" else "mark"]
    if not word.isdigit():
        return _CODES[next((name for name, shape in _NUMBER_SHAPES if shape.fullmatch(word)), "other_number")]
    if len(word) <= 2 and 1 <= int(word) <= 31:
        return _CODES["day"]
    if len(word) == 4 and lexicon.bare_years[0] <= int(word) <= lexicon.bare_years[1]:
        return _CODES["year"]
    return _CODES["digits"]


def _settle_month_verbs(reading: _Reading, lexicon: TimeLexicon) -> _Reading:
    """Make each "may" and "march" a month or a plain word, by its neighbours and its capital."""
    unsettled = _CODES["month_or_verb"]
    if unsettled not in reading.row:
        return reading
    row = list(reading.row)
    for token, code in enumerate(row):
        if code == unsettled:
            row[token] = _CODES["month" if _is_month(reading, token, lexicon) else "word"]
    return replace(reading, row="".join(row))


def _is_month(reading: _Reading, token: int, lexicon: TimeLexicon) -> bool:
    beside = reading.row[token + 1 : token + 2]
    before = reading.row[token - 1 : token] if token else ""
    if beside and beside in _CODES["year"] + _CODES["ordinal"] + _CODES["day"]:
        return True
    if before and before in _CODES["ordinal"] + _CODES["day"]:
        return True
    if reading.word(token - 1) in lexicon.lists["month_leads"]:
        return reading.is_capitalised(token) or reading.word(token - 1) not in ("to", "and", "or", "this")
    return reading.is_capitalised(token) and reading.word(token - 1) in (",", "-", "–", "(")


# --- the rules -------------------------------------------------------------------------------------------

_MACROS = {
    "WEEKDAY": "(weekday | weekday_short dot?)",
    "MONTH": "(month | month_short dot?)",
    "DAY": "(day | ordinal)",
    "COUNT": "(day | digits | number (dash? number)? of? | one number? of? | one? vague_number)",
    "UNIT": "(unit | units)",
    "PART": "(early (in)? | late (in)? | mid dash? | the? (beginning | end | mid) of)",
    "TIME_OF_DAY": "((comma | at | dash)? clock o_clock?)",
}
_RULES = {
    "stamp": "stamp",
    "numeric_date": "numdate TIME_OF_DAY?",
    "days_of_month": "(from | between)? MONTH DAY (to | dash | and) DAY (?! of? MONTH) (comma? year)?",
    "month_day": "(WEEKDAY comma?)? MONTH the? DAY (comma? year)? TIME_OF_DAY?",
    "month_of_days": "(from | between)? the? DAY (to | dash | and) the? DAY of? MONTH (comma? year)?",
    "day_month": "(WEEKDAY comma?)? (day of? | the? ordinal of? | the? ordinal_word of) MONTH (comma? year)?"
    " TIME_OF_DAY?",
    "month_of_near_year": "(DAY of?)? MONTH DAY? (of | comma)? (last | this | next) unit",
    "part_of_month": "PART MONTH ((of | comma)? year)?",
    "month_year": "MONTH (of | comma)? (year | quote digits)",
    "season_year": "the? (early | mid dash? | late)? season of? year",
    "decade": "the? (early | mid dash? | late)? (quote? decade | year quote s | decade_word)",
    "century": "the? (early | mid dash? | late)? (ordinal | ordinal_word) dash? unit",
    "quarter": "((year | (this | last | next) unit) (quote s)?)? the? ordinal_word dash? (unit | half)"
    " (of? fiscal? (year | (this | last | next) unit))?",
    "first_units": "the? ordinal_word COUNT units of (year | this unit | last unit)",
    "near_day": "the? unit (before yesterday | after tomorrow)",
    "ago": "COUNT UNIT ago | units ago",
    "from_now": "COUNT UNIT from now",
    "shifted": "(COUNT UNIT | units) (earlier | later | before | after)",
    "night_before_last": "the part_of_day before last",
    "year_end": "the? unit dash? end (?! of)",
    "day_beside": "the (unit | part_of_day) (before | after)",
    "within": "within the? next? COUNT UNIT",
    "granted": "COUNT units to",
    "ahead": "in COUNT UNIT",
    "stretch": "the? (last | past | next | coming | following | previous | recent) COUNT UNIT",
    "vague_stretch": "(the? (recent | past | coming) | the (last | next)) units",
    "part_of_unit": "(PART | earlier in? | later in?) (the | this past? | last | next | that | the? same)"
    " (unit | season)",
    "that_unit": "(earlier | later)? (the (previous | following | same | next) | that)"
    " (unit | part_of_day | season)",
    "near_unit": "the? (last | next | this past? | past | coming) (unit | season | part_of_day) | this units",
    "the_weekend": "the unit",
    "weekdays": "(from | between)? WEEKDAY part_of_day? (to | and | dash) WEEKDAY part_of_day?",
    "weekday_of_week": "weekday part_of_day? of? (last | this | next) unit",
    "weekday": "((early | late | earlier | later) on?)? (the? (last | next | this past? | past | coming"
    " | previous | following | same))? weekday part_of_day? (?! comma? (MONTH DAY | DAY MONTH))",
    "near_today": "((early | late | earlier | later) on?)? (today | yesterday | tomorrow) part_of_day?",
    "tonight": "tonight",
    "overnight": "overnight",
    "near_month": "(last | next | this past? | past | coming)? MONTH",
    "years": "year dash (digits | day)",
    "part_of_year": "(early | mid dash? | late | the? (beginning | end | mid) of) year",
    "year": "fiscal? year",
    "short_year": "quote (digits | day)",
}


def _row_pattern(rule: str) -> str:
    """`"weekday comma? day"` -> the same over class codes."""
    for name, macro in _MACROS.items():
        rule = re.sub(rf"\b{name}\b", macro, rule)
    coded = re.sub(r"[a-z_]+", lambda name: _CODES[name.group()], rule)
    return coded.replace(" ", "")


_RULE_ORDER = tuple(_RULES)
_RULE_PATTERNS = {name: re.compile(_row_pattern(rule)) for name, rule in _RULES.items()}
_ANY_RULE = re.compile("|".join(f"(?P<{name}>{_row_pattern(rule)})" for name, rule in _RULES.items()))


def _any_of(names: str) -> str:
    return "[" + "".join(_CODES[name] for name in names.split()) + "]"


# Where a rule can begin: at a word that says a time by itself, or not more than six tokens before one.
_CORE = (
    "weekday weekday_short month month_short season unit units decade_word today yesterday tomorrow tonight"
    " overnight part_of_day stamp numdate decade year"
)
_LEADS = (
    "number vague_number one ordinal_word early earlier mid late later beginning end last past next this"
    " coming previous following same that the in from between within fiscal recent ordinal day digits quote"
)
_OPENING = re.compile(
    f"{_any_of(_CORE)}|{_any_of(_LEADS)}(?=.{{0,6}}?{_any_of(_CORE)})|{_any_of('quote')}", re.DOTALL
)


class _Value(NamedTuple):
    from_date: date | None
    to_date: date | None
    precision: TimePrecision
    anchor: TimeAnchor


class _Shift(NamedTuple):
    """So many units from another expression, which is looked for when all are found."""

    number: int | None  # None: nobody says how many
    unit: str
    may_look_ahead: bool  # "two days after the May 1 coup"
    is_part_of_day: bool = False


class _Draft(NamedTuple):
    first: int
    last: int
    value: "_Value | _Shift"


_Result = _Value | _Shift | None


@dataclass(slots=True)
class _Phrase:
    """The tokens first … last-1 that one rule took, and what is needed to date them."""

    reading: _Reading
    first: int
    last: int
    published: date | None
    lexicon: TimeLexicon

    def at(self, name: str, nth: int = 0) -> int | None:
        """Where the nth token of a class stands."""
        found = self.first - 1
        for _ in range(nth + 1):
            found = self.reading.row.find(_CODES[name], found + 1, self.last)
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
        while token is not None and self.reading.row[token] == _CODES["number"]:
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
        return _looks_ahead(self)

    def before(self, distance: int = 1) -> str:
        return self.reading.word(self.first - distance)

    def after(self, distance: int = 0) -> str:
        return self.reading.word(self.last + distance)


# --- tense -----------------------------------------------------------------------------------------------

_LEFT_TOKENS, _RIGHT_TOKENS = 14, 12  # about 80 and 70 characters


def _looks_ahead(phrase: _Phrase) -> bool:
    """Whether the verb nearest before the phrase, else the first after it, in its sentence, points ahead."""
    reading, tense = phrase.reading, phrase.lexicon.tense
    sentence = reading.sentence_no(phrase.first)
    left = range(phrase.first - 1, max(phrase.first - 1 - _LEFT_TOKENS, -1), -1)
    right = range(phrase.last, min(phrase.last + _RIGHT_TOKENS, len(reading.words)))
    leads = {reading.word(phrase.first - distance) for distance in (1, 2, 3)}
    if leads & {"by", "before", "until"} and _has_deadline_word(phrase, sentence):
        return True
    if _is_granted_until(phrase) or _is_deferred(phrase):
        return True
    for token in (*left, *right):
        if reading.sentence_no(token) != sentence:
            continue
        verdict = _verb_points_ahead(reading, token, tense)
        if verdict is not None:
            return verdict
    return False


def _is_granted_until(phrase: _Phrase) -> bool:
    """ "Has until midnight on Friday"."""
    reading, first = phrase.reading, phrase.first
    return any(
        reading.word(token) in ("until", "till")
        and reading.word(token - 1) in phrase.lexicon.lists["granting"]
        for token in (first - 1, first - 2, first - 3)
    )


def _is_deferred(phrase: _Phrase) -> bool:
    """ "Was postponed until Tuesday"."""
    words = phrase.reading.words[max(phrase.first - 6, 0) : phrase.first]
    return words[-1:] in (("until",), ("till",), ("to",)) and bool(
        phrase.lexicon.tense["deferring"] & set(words)
    )


def _has_deadline_word(phrase: _Phrase, sentence: int) -> bool:
    reading = phrase.reading
    return any(
        reading.words[token] in phrase.lexicon.tense["deadline"] and reading.sentence_no(token) == sentence
        for token in range(max(phrase.first - 30, 0), phrase.first)
    )


def _verb_points_ahead(reading: _Reading, token: int, tense: Mapping[str, frozenset[str]]) -> bool | None:
    """True for "will", "is due", "agreed to (meet)"; False for a past form; None for any other word."""
    word, following = reading.words[token], reading.word(token + 1)
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
    if word in tense["timetable"]:
        return True
    is_past_form = word.endswith("ed") and word not in tense["not_past"] and not reading.is_capitalised(token)
    if word in tense["past"] or (is_past_form and len(word) > 4):
        return _is_future_passive(reading, token, tense)
    return None


def _is_future_passive(reading: _Reading, token: int, tense: Mapping[str, frozenset[str]]) -> bool:
    """ "Will be released" points ahead, "was released" does not."""
    before = token - 1
    while reading.word(before).endswith("ly") or reading.word(before) in ("not", "also"):
        before -= 1
    if reading.word(before) != "be":
        return False
    lead = {reading.word(before - 1), reading.word(before - 2), reading.word(before - 3)}
    return bool(lead & tense["future"]) or reading.word(before - 1) == "to"


# --- what each rule means --------------------------------------------------------------------------------


def _is_part_of_name(phrase: _Phrase) -> bool:
    """ "The 19 April movement", "every Friday": the words make a date, the phrase is none."""
    if phrase.before() in phrase.lexicon.lists["repeating"]:
        return True
    reading = phrase.reading
    after = phrase.after()
    return (
        after in phrase.lexicon.lists["names_after_date"]
        and reading.starts[phrase.last] == reading.ends[phrase.last - 1] + 1
    )


def _whole(span: tuple[date, date] | None, precision: TimePrecision, anchor: TimeAnchor) -> _Result:
    if span is None:
        return None
    return _Value(span[0], span[1], precision, anchor)


def _one_day(day: date | None, anchor: TimeAnchor, precision: TimePrecision = TimePrecision.DAY) -> _Result:
    return _Value(day, day, precision, anchor) if day else None


def _unresolved(precision: TimePrecision, anchor: TimeAnchor = NONE) -> _Value:
    return _Value(None, None, precision, anchor)


def _stamp(phrase: _Phrase) -> _Result:
    word = phrase.reading.words[phrase.first]
    year, month, day = int(word[:4]), int(word[5:7]), int(word[8:10])
    precision = TimePrecision.SECOND if word.count(":") == 2 else TimePrecision.MINUTE
    return _one_day(day_of(year, month, day), ABSOLUTE, precision)


def _numeric_date(phrase: _Phrase) -> _Result:
    """2015-05-08, 8.5.2015, 5/8/15; two readings stay two ends."""
    first, second, third = re.split(r"[-/.]", phrase.reading.words[phrase.first])
    precision = _clock_precision(phrase)
    if len(first) == 4:
        return _one_day(day_of(int(first), int(second), int(third)), ABSOLUTE, precision)
    if len(first) > 2:
        return None
    year = int(third) if len(third) == 4 else _full_year(int(third), phrase.published)
    readings = sorted(
        {day for day in (day_of(year, int(second), int(first)), day_of(year, int(first), int(second))) if day}
    )
    if len(readings) == 2:
        return _Value(readings[0], readings[1], TimePrecision.AMBIGUOUS, ABSOLUTE)
    return _one_day(readings[0], ABSOLUTE, precision) if readings else None


def _full_year(two_digits: int, published: date | None) -> int:
    """89 -> 1989: not more than ten years after publication, or after 2030 where nobody knows it."""
    latest = (published.year + 10) if published else 2030
    return latest - (latest - two_digits) % 100


def _clock_precision(phrase: _Phrase) -> TimePrecision:
    token = phrase.at("clock")
    if token is None:
        return TimePrecision.DAY
    return TimePrecision.SECOND if phrase.reading.words[token].count(":") == 2 else TimePrecision.MINUTE


def _year_said(phrase: _Phrase) -> int | None:
    """The year in the phrase, or the one that the next date of a pair carries ("on 4 and 6 March 1990")."""
    year = phrase.number("year")
    if year is not None:
        return year
    if phrase.has("quote") and phrase.number("digits"):
        return _full_year(phrase.number("digits") or 0, phrase.published)
    paired = _PAIRED_YEAR.match(phrase.reading.row, phrase.last)
    return int(phrase.reading.words[paired.end() - 1]) if paired else None


_PAIRED_YEAR = re.compile(
    _row_pattern("(and | to | dash | comma) (MONTH (DAY comma?)? | DAY of? MONTH comma?) year")
)


def _month_number(phrase: _Phrase) -> int:
    return int(phrase.value("month", "month_or_verb", "month_short") or 0)


def _day_number(phrase: _Phrase, nth: int = 0) -> int | None:
    if phrase.has("ordinal_word"):
        return int(phrase.value("ordinal_word") or 0)
    if phrase.has("ordinal") and phrase.has("day"):
        first, second = sorted([phrase.at("ordinal") or 0, phrase.at("day") or 0])
        return int(re.sub(r"\D", "", phrase.reading.words[(first, second)[nth]]))
    return phrase.number("day", nth=nth) or phrase.number("ordinal", nth=nth)


def _month_day(phrase: _Phrase) -> _Result:
    """ "March 3, 1971"; without a year the nearest fitting one, unless the weekday speaks against it."""
    month, number = _month_number(phrase), _day_number(phrase) or 0
    if day_of(2000, month, number) is None:  # a leap year
        return None
    year = _year_said(phrase)
    precision = _clock_precision(phrase)
    if year is not None:
        return _one_day(day_of(year, month, number), ABSOLUTE, precision)
    if phrase.after() in phrase.lexicon.lists["not_year_follows"] and not phrase.has("ordinal"):
        return None  # "in May 20 people were killed"
    weekday = phrase.value("weekday", "weekday_short")
    day = _nearest_day(phrase, month, number, None if weekday is None else int(weekday))
    return _one_day(day, PUBLISHED, precision) or _unresolved(precision)


# Days that count more against the tense. The past is also what a sentence without a sign is taken for: 40
# days (by a measurement on newspaper texts); a sign of the future is explicit.
_AGAINST_PAST, _AGAINST_FUTURE = 40, 120


def _nearest_day(phrase: _Phrase, month: int, number: int, weekday: int | None) -> date | None:
    """The such day nearest to publication; against the tense counts more, most against a verb that says
    so.
    """
    published = phrase.published
    if published is None:
        return None
    ahead = phrase.looks_ahead()
    against = _AGAINST_FUTURE if ahead else _AGAINST_PAST
    years = (published.year - 1, published.year, published.year + 1)
    days = [day for year in years if (day := day_of(year, month, number))]

    def distance(day: date) -> int:
        away = (day - published).days
        return abs(away) + (against if away and (away > 0) != ahead else 0)

    nearest = min(days, key=distance, default=None)
    if nearest is None or weekday is None or nearest.weekday() == weekday:
        return nearest
    # A year off is a contradiction, unless the tense and less than eleven months speak for it.
    others = [day for day in days if day.weekday() == weekday and ((day > published) == ahead)]
    return next((day for day in others if abs((day - published).days) < 330), None)


def _days_of_month(phrase: _Phrase) -> _Result:
    month = _month_number(phrase)
    first, second = _day_number(phrase), _day_number(phrase, 1)
    if not first or not second or first >= second or day_of(2000, month, second) is None:
        return None
    year = _year_said(phrase)
    if year is not None:
        start, end = day_of(year, month, first), day_of(year, month, second)
        return _Value(start, end, TimePrecision.DAY, ABSOLUTE) if start and end else None
    start = _nearest_day(phrase, month, first, None)
    end = day_of(start.year, month, second) if start else None
    return (
        _Value(start, end, TimePrecision.DAY, PUBLISHED) if start and end else _unresolved(TimePrecision.DAY)
    )


def _part_name(phrase: _Phrase) -> str | None:
    return next((_PARTS[name] for name in _PARTS if phrase.has(name)), None)


def _month(phrase: _Phrase) -> _Result:
    """A month with or without a year, early, mid or late in it."""
    month, year, anchor = _month_number(phrase), _year_said(phrase), ABSOLUTE
    if year is None:
        if not _is_bare_month(phrase):
            return None
        if phrase.after() == "of" and {phrase.after(1), phrase.after(2)} & {
            "that",
            "same",
            "following",
            "previous",
        }:
            return _unresolved(TimePrecision.MONTH, OTHER)  # "in August of the same year"
        if phrase.published is None:
            return _unresolved(TimePrecision.MONTH)
        year, anchor = _month_year(phrase, month, phrase.published), PUBLISHED
    span = month_span(year, month)
    part = _part_name(phrase)
    if span and part:
        span = part_span(*span, "month", part, phrase.lexicon.bounds)
    return _whole(span, TimePrecision.MONTH, anchor)


def _month_year(phrase: _Phrase, month: int, published: date) -> int:
    direction = phrase.direction()
    if phrase.has("last", "past"):
        return published.year - (month >= published.month)
    if phrase.has("next", "coming"):
        return published.year + (month <= published.month)
    ahead = direction > 0 or phrase.looks_ahead()
    if ahead:
        return published.year + (month < published.month)
    return published.year - (month > published.month)


def _month_of_near_year(phrase: _Phrase) -> _Result:
    """ "April last year", "3 March of this year"."""
    if phrase.unit() != "year":
        return None
    number = _day_number(phrase)
    precision = TimePrecision.DAY if number else TimePrecision.MONTH
    if phrase.published is None:
        return _unresolved(precision)
    year, month = phrase.published.year + phrase.direction(), _month_number(phrase)
    if number:
        return _one_day(day_of(year, month, number), PUBLISHED)
    return _whole(month_span(year, month), precision, PUBLISHED)


def _is_bare_month(phrase: _Phrase) -> bool:
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


def _is_month_by_place(phrase: _Phrase) -> bool:
    """ "April is", "the June attack": no name would stand so."""
    return phrase.before() == "the" or phrase.after() in ("is", "was", "and", "or")


def _season_year(phrase: _Phrase) -> _Result:
    year, first_month = phrase.number("year") or 0, int(phrase.value("season") or 0)
    return _whole(season_span(first_month, year), TimePrecision.SEASON, ABSOLUTE)


def _decade(phrase: _Phrase) -> _Result:
    word = phrase.value("decade_word")
    if word is not None:
        if phrase.before() in ("his", "her", "their", "its", "my") or not phrase.has(
            "the", "early", "mid", "late"
        ):
            return None
        first = _full_year(int(word), phrase.published)
    else:
        number = phrase.number("decade") or phrase.number("year") or 0
        if (
            number % 10
            or phrase.before() in ("his", "her", "their", "my")
            or (number < 100 and not phrase.has("the"))
        ):
            return None
        first = number if number >= 1000 else _full_year(number, phrase.published)
    if not FIRST_YEAR <= first <= LAST_YEAR - 10:
        return None
    start, end = date(first, 1, 1), date(first + 9, 12, 31)
    part = _part_name(phrase)
    if part:
        start, end = part_span(start, end, "decade", part, phrase.lexicon.bounds)
    return _Value(start, end, TimePrecision.DECADE, ABSOLUTE)


def _century(phrase: _Phrase) -> _Result:
    if phrase.unit() != "century":
        return None
    number = phrase.number("ordinal") or int(phrase.value("ordinal_word") or 0)
    if not 11 <= number <= 25:
        return None
    first = (number - 1) * 100
    return _Value(date(first, 1, 1), date(first + 99, 12, 31), TimePrecision.CENTURY, ABSOLUTE)


def _quarter(phrase: _Phrase) -> _Result:
    """ "The third quarter (of 1989)", "the first half of last year"; a bare half is no time."""
    number = int(phrase.value("ordinal_word") or 0)
    is_half = phrase.has("half")
    if not is_half and "quarter" not in phrase.reading.words[phrase.first : phrase.last]:
        return None
    year, anchor = phrase.number("year"), ABSOLUTE
    if year is None and phrase.has("this", "last", "next"):
        if phrase.published is None:
            return _unresolved(TimePrecision.QUARTER)
        year, anchor = phrase.published.year + phrase.direction(), PUBLISHED
    if year is None:
        return None if is_half or not 1 <= number <= 4 else _bare_quarter(phrase, number)
    months = 6 if is_half else 3
    start = day_of(year, (number - 1) * months + 1, 1) if 1 <= number <= 12 // months else None
    end = shift_months(start, months - 1) if start else None
    if start is None or end is None:
        return None
    return _Value(start, unit_span("month", end)[1], TimePrecision.QUARTER, anchor)


def _bare_quarter(phrase: _Phrase, number: int) -> _Result:
    published = phrase.published
    if published is None:
        return _unresolved(TimePrecision.QUARTER)
    first_month = number * 3 - 2
    ahead = phrase.looks_ahead()
    year = published.year
    if not ahead and first_month > published.month:
        year -= 1
    if ahead and first_month + 2 < published.month:
        year += 1
    return _whole(unit_span("quarter", date(year, first_month, 1)), TimePrecision.QUARTER, PUBLISHED)


def _first_units(phrase: _Phrase) -> _Result:
    """ "The first nine months of 1989"."""
    unit = phrase.unit()
    count = phrase.count()
    year, anchor = phrase.number("year"), ABSOLUTE
    if year is None:
        if phrase.published is None:
            return _unresolved(UNIT_PRECISION[unit])
        year, anchor = phrase.published.year + phrase.direction(), PUBLISHED
    if phrase.value("ordinal_word") != 1 or count is None:
        return None
    end = shift_day(date(year, 1, 1), count, unit)
    return _Value(date(year, 1, 1), end - timedelta(days=1), UNIT_PRECISION[unit], anchor) if end else None


def _near_day(phrase: _Phrase) -> _Result:
    days = -2 if phrase.has("yesterday") else 2
    return _published_day(phrase, days)


def _published_day(phrase: _Phrase, days: int, precision: TimePrecision = TimePrecision.DAY) -> _Result:
    if phrase.published is None:
        return _unresolved(precision)
    return _one_day(phrase.published + timedelta(days=days), PUBLISHED, precision)


def _ago(phrase: _Phrase, sign: int = -1) -> _Result:
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
        return _unresolved(UNIT_PRECISION[unit] if count else TimePrecision.VAGUE)
    if count is None and unit in ("minute", "hour"):
        return _one_day(phrase.published, PUBLISHED, TimePrecision.HOUR)
    if count is None:
        if sign < 0:
            return _Value(None, phrase.published, TimePrecision.VAGUE, PUBLISHED)
        return _Value(phrase.published, None, TimePrecision.VAGUE, PUBLISHED)
    day = shift_day(phrase.published, sign * count, unit)
    if day is None:
        return None
    whole = "year" if unit in ("decade", "century") else unit
    return _whole(unit_span(whole, day), UNIT_PRECISION[whole], PUBLISHED)


def _from_now(phrase: _Phrase) -> _Result:
    return _ago(phrase, 1)


def _shifted(phrase: _Phrase) -> _Result:
    """ "Two days earlier": from another expression, never from publication."""
    is_bare = phrase.last - phrase.first == 2
    sign = int(phrase.value("earlier", "later", "before", "after") or 1)
    if phrase.before() in ("for", "than"):
        return None  # a length
    count = None if is_bare else phrase.count()
    return _Shift(None if count is None else sign * count, phrase.unit(), phrase.has("before", "after"))


def _night_before_last(phrase: _Phrase) -> _Result:
    return _published_day(phrase, -2, TimePrecision.PART_OF_DAY)


def _year_end(phrase: _Phrase) -> _Result:
    """ "By year-end"."""
    unit = phrase.unit()
    if unit not in ("year", "month") or phrase.published is None:
        return _unresolved(TimePrecision.DAY) if unit in ("year", "month") else None
    return _one_day(unit_span(unit, phrase.published)[1], PUBLISHED)


def _day_beside(phrase: _Phrase) -> _Result:
    sign = int(phrase.value("before", "after") or 1)
    if phrase.has("part_of_day"):
        return _Shift(sign, "day", True, True)
    return _Shift(sign, phrase.unit(), True) if _is_calendar_unit(phrase) else None


def _is_calendar_unit(phrase: _Phrase) -> bool:
    return phrase.unit() not in ("second", "minute", "hour", "")


def _within(phrase: _Phrase) -> _Result:
    """ "Within 72 hours": from publication where the sentence looks ahead, else from something else."""
    count, unit = phrase.count(), phrase.unit()
    precision = UNIT_PRECISION[unit]
    if phrase.after() == "of" or not phrase.looks_ahead():
        return _unresolved(precision, OTHER)
    if phrase.published is None:
        return _unresolved(precision)
    end = shift_day(phrase.published, count, unit) if count else None
    return _Value(phrase.published, end, precision, PUBLISHED)


def _granted(phrase: _Phrase) -> _Result:
    """ "It had 72 hours to release them": runs from a warning whose time we do not know."""
    leads = {phrase.before(), phrase.before(2), phrase.before(3)}
    if not leads & phrase.lexicon.lists["granting"] or not phrase.count() or not phrase.after().isalpha():
        return None
    return _unresolved(UNIT_PRECISION[phrase.unit()], OTHER)


def _ahead(phrase: _Phrase) -> _Result:
    """ "Will vote in two weeks"; after a past verb it is a length."""
    if not phrase.looks_ahead() or phrase.count() is None or not _is_calendar_unit(phrase):
        return None
    return _ago(phrase, 1)


def _stretch(phrase: _Phrase) -> _Result:
    """ "The last three weeks": so long up to publication, or from it."""
    unit, count = phrase.unit(), phrase.count()
    if phrase.first == phrase.at("last") and phrase.before() in phrase.lexicon.lists["verb_leads"]:
        return None  # "could last three weeks"
    is_part = phrase.after() == "of" and phrase.after(1) in ("the", "his", "her", "its", "their")
    if is_part or (phrase.has("one") and phrase.unit() == "day"):
        return None  # "the last five months of her life"
    if phrase.has("previous", "following"):
        return _unresolved(UNIT_PRECISION[unit], OTHER)
    return _rolling(phrase, count, unit)


def _rolling(phrase: _Phrase, count: int | None, unit: str) -> _Result:
    precision = UNIT_PRECISION[unit] if count else TimePrecision.VAGUE
    published = phrase.published
    if published is None:
        return _unresolved(precision)
    if not count and unit in ("minute", "hour"):
        return _one_day(published, PUBLISHED, TimePrecision.HOUR)
    direction = -1 if phrase.has("recent") else phrase.direction()
    end = shift_day(published, direction * count, unit) if count else None
    if direction < 0:
        return _Value(end, published, precision, PUBLISHED)
    return _Value(published, end, precision, PUBLISHED)


def _vague_stretch(phrase: _Phrase) -> _Result:
    if phrase.has("last", "next") and phrase.unit() == "day":
        return None  # "the last days of the war"
    return _rolling(phrase, None, phrase.unit())


def _part_of_unit(phrase: _Phrase) -> _Result:
    """ "Earlier this month", "late last year", "the end of the week"."""
    unit = phrase.unit()
    if phrase.has("season"):
        return _near_season(phrase)
    if unit == "day" or not _is_calendar_unit(phrase):
        return _Shift(0, "day", False, True) if unit == "day" and not phrase.has("last", "next") else None
    if phrase.has("that", "same"):
        return _unresolved(UNIT_PRECISION[unit], OTHER)
    if phrase.has("the") and not phrase.has("this", "last", "next") and phrase.after() == "of":
        return None
    span = _calendar_unit(phrase, unit)
    if span is None:
        return _unresolved(UNIT_PRECISION[unit])
    start, end = _cut(phrase, span, unit)
    return _Value(start, end, UNIT_PRECISION[unit], PUBLISHED)


def _cut(phrase: _Phrase, span: tuple[date, date], unit: str) -> tuple[date, date]:
    published = phrase.published
    start, end = span
    if published and start <= published <= end and phrase.has("earlier"):
        return start, published
    if published and start <= published <= end and phrase.has("later"):
        return published, end
    if phrase.has("end") and phrase.before() in ("by", "before", "until", "till"):
        return end, end
    part = _part_name(phrase) or ("early" if phrase.has("earlier") else "late")
    return part_span(start, end, unit, part, phrase.lexicon.bounds)


def _calendar_unit(phrase: _Phrase, unit: str) -> tuple[date, date] | None:
    """Last, this or next calendar unit; "the" stands for this one."""
    if phrase.published is None:
        return None
    direction = -1 if phrase.has("past") else phrase.direction()
    if unit == "weekend":
        return _weekend(phrase, direction, phrase.published)
    day = shift_day(phrase.published, direction, unit)
    return unit_span(unit, day) if day else None


def _weekend(phrase: _Phrase, direction: int, published: date) -> tuple[date, date]:
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


def _that_unit(phrase: _Phrase) -> _Result:
    """ "The following day", "that night": hang on another expression."""
    unit = "day" if phrase.has("part_of_day") else phrase.unit()
    if phrase.has("season") or unit in ("second", "minute", "hour"):
        return None
    if phrase.has("next") and unit not in ("day",):
        return _rolling(phrase, 1, unit) if phrase.looks_ahead() else _Shift(1, unit, False)
    if phrase.has("that") and phrase.before() == "now":
        return None
    return _Shift(phrase.direction(), unit, False, phrase.has("part_of_day"))


def _near_unit(phrase: _Phrase) -> _Result:
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
    return _whole(span, UNIT_PRECISION[unit], PUBLISHED) or _unresolved(UNIT_PRECISION[unit])


def _near_part_of_day(phrase: _Phrase) -> _Result:
    """ "Last night" began yesterday; "this morning" is on the publication day."""
    if phrase.has("coming", "next") or (phrase.has("past") and not phrase.has("this")):
        return None
    if phrase.has("the") and phrase.has("last"):
        return None  # "the last night of the festival"
    return _published_day(phrase, -1 if phrase.has("last", "past") else 0, TimePrecision.PART_OF_DAY)


def _near_season(phrase: _Phrase) -> _Result:
    published, first_month = phrase.published, int(phrase.value("season") or 0)
    if phrase.has("the") and not phrase.has("this", "last", "next", "past", "coming"):
        return None
    if published is None:
        return _unresolved(TimePrecision.SEASON)
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
    return _whole(chosen, TimePrecision.SEASON, PUBLISHED)


def _the_weekend(phrase: _Phrase) -> _Result:
    if phrase.unit() != "weekend":
        return None
    if phrase.published is None:
        return _unresolved(TimePrecision.WEEKEND)
    return _whole(_weekend(phrase, 0, phrase.published), TimePrecision.WEEKEND, PUBLISHED)


def _weekday(phrase: _Phrase) -> _Result:
    """The latest such day up to publication, or the next from it, by tense."""
    reading, token = phrase.reading, phrase.at("weekday")
    if token is None or _is_name_of_weekday(phrase, token):
        return None
    precision = TimePrecision.PART_OF_DAY if phrase.has("part_of_day") else TimePrecision.DAY
    if reading.word(phrase.last) == "s" and reading.ends[phrase.last - 1] == reading.starts[phrase.last]:
        return None
    if phrase.before() == "a" and phrase.before(2) == "on":
        return None  # any Monday
    number = int(phrase.value("weekday") or 0)
    if phrase.has("previous", "following", "same"):
        return _unresolved(precision, OTHER)
    if phrase.published is None:
        return _unresolved(precision)
    return _one_day(_nearest_weekday(phrase, number, phrase.published), PUBLISHED, precision)


def _is_name_of_weekday(phrase: _Phrase, token: int) -> bool:
    lists = phrase.lexicon.lists
    return phrase.before() in lists["names_before_weekday"] or phrase.after() in lists["names_after_weekday"]


def _nearest_weekday(phrase: _Phrase, number: int, published: date) -> date:
    back = (published.weekday() - number) % 7
    ahead = (number - published.weekday()) % 7
    if phrase.has("last", "past"):
        return published - timedelta(days=back or 7)
    if phrase.has("next", "coming"):
        return published + timedelta(days=ahead or 7)
    is_ahead = phrase.looks_ahead()
    if is_ahead and _was_to_be(phrase):
        is_ahead = ahead <= back  # "was due to expire on Monday": before or after, the nearer one
    return published + timedelta(days=ahead) if is_ahead else published - timedelta(days=back)


def _was_to_be(phrase: _Phrase) -> bool:
    """Whether what lay ahead is told in the past: "was due", "were to meet"."""
    words = phrase.reading.words[max(phrase.first - 9, 0) : phrase.first]
    return any(
        verb in ("was", "were") and following in phrase.lexicon.tense["was_to_be"]
        for verb, following in pairwise(words)
    )


def _weekdays(phrase: _Phrase) -> _Result:
    """ "From Monday to Wednesday"; a pair without from or between is two times."""
    if not phrase.has("from", "between") or phrase.at("weekday", 1) is None:
        return None
    if phrase.published is None:
        return _unresolved(TimePrecision.DAY)
    words, known = phrase.reading.words, phrase.lexicon.words
    first, second = (int(known[words[phrase.at("weekday", nth) or 0]]) for nth in (0, 1))
    length = timedelta(days=(second - first) % 7)
    if phrase.looks_ahead():
        start = _nearest_weekday(phrase, first, phrase.published)
        return _Value(start, start + length, TimePrecision.DAY, PUBLISHED)
    end = _nearest_weekday(phrase, second, phrase.published)
    return _Value(end - length, end, TimePrecision.DAY, PUBLISHED)


def _weekday_of_week(phrase: _Phrase) -> _Result:
    """ "On Friday last week"."""
    if phrase.unit() != "week":
        return None
    precision = TimePrecision.PART_OF_DAY if phrase.has("part_of_day") else TimePrecision.DAY
    span = _calendar_unit(phrase, "week")
    if span is None:
        return _unresolved(precision)
    return _one_day(span[0] + timedelta(days=int(phrase.value("weekday") or 0)), PUBLISHED, precision)


def _near_today(phrase: _Phrase) -> _Result:
    days = int(phrase.value("today", "yesterday", "tomorrow") or 0)
    return _published_day(
        phrase, days, TimePrecision.PART_OF_DAY if phrase.has("part_of_day") else TimePrecision.DAY
    )


def _tonight(phrase: _Phrase) -> _Result:
    return _published_day(phrase, 0, TimePrecision.PART_OF_DAY)


def _overnight(phrase: _Phrase) -> _Result:
    if phrase.after() in phrase.lexicon.lists["not_overnight"]:
        return None
    published = phrase.published
    if published is None:
        return _unresolved(TimePrecision.PART_OF_DAY)
    return _Value(published - timedelta(days=1), published, TimePrecision.PART_OF_DAY, PUBLISHED)


def _years(phrase: _Phrase) -> _Result:
    """ "1987-88"; the whole stretch."""
    reading = phrase.reading
    first, second = phrase.number("year") or 0, reading.words[phrase.last - 1]
    if len(second) != 2 or reading.starts[phrase.last - 1] != reading.ends[phrase.last - 2]:
        return None
    last = first // 100 * 100 + int(second)
    if not first < last <= first + 20 or not _is_year(phrase):
        return None
    return _Value(date(first, 1, 1), date(last, 12, 31), TimePrecision.YEAR, ABSOLUTE)


def _part_of_year(phrase: _Phrase) -> _Result:
    year = phrase.number("year") or 0
    part = _part_name(phrase) or "early"
    span = date(year, 1, 1), date(year, 12, 31)
    if phrase.has("end") and phrase.before() in ("by", "before", "until", "till"):
        return _whole((span[1], span[1]), TimePrecision.YEAR, ABSOLUTE)
    return _whole(part_span(*span, "year", part, phrase.lexicon.bounds), TimePrecision.YEAR, ABSOLUTE)


def _year(phrase: _Phrase) -> _Result:
    if not _is_year(phrase):
        return None
    year = phrase.number("year") or 0
    return _Value(date(year, 1, 1), date(year, 12, 31), TimePrecision.YEAR, ABSOLUTE)


def _is_year(phrase: _Phrase) -> bool:
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


def _follows_year(reading: _Reading, token: int) -> bool:
    """The second year of "2000 - 2050"."""
    return token > 1 and reading.row[token - 2 : token] == _CODES["year"] + _CODES["dash"]


def _short_year(phrase: _Phrase) -> _Result:
    """ "'89"."""
    reading = phrase.reading
    number, lead = phrase.reading.words[phrase.last - 1], phrase.before()
    is_glued = reading.ends[phrase.first] == reading.starts[phrase.last - 1]
    if len(number) != 2 or not is_glued or lead not in phrase.lexicon.lists["year_leads"]:
        return None
    year = _full_year(int(number), phrase.published)
    return _Value(date(year, 1, 1), date(year, 12, 31), TimePrecision.YEAR, ABSOLUTE)


_RESOLVERS: dict[str, Callable[[_Phrase], _Result]] = {
    "stamp": _stamp,
    "numeric_date": _numeric_date,
    "days_of_month": _days_of_month,
    "month_day": _month_day,
    "month_of_days": _days_of_month,
    "day_month": _month_day,
    "month_of_near_year": _month_of_near_year,
    "part_of_month": _month,
    "month_year": _month,
    "season_year": _season_year,
    "decade": _decade,
    "century": _century,
    "quarter": _quarter,
    "first_units": _first_units,
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
    "the_weekend": _the_weekend,
    "weekdays": _weekdays,
    "weekday_of_week": _weekday_of_week,
    "weekday": _weekday,
    "near_today": _near_today,
    "tonight": _tonight,
    "overnight": _overnight,
    "near_month": _month,
    "years": _years,
    "part_of_year": _part_of_year,
    "year": _year,
    "short_year": _short_year,
}


# --- expressions that hang on others ---------------------------------------------------------------------

_REACH = 2  # sentences back to the expression that another one counts from
_AHEAD_TOKENS = 7  # "two days after the May 1 coup"


def _resolve_shifts(reading: _Reading, drafts: Sequence[_Draft]) -> tuple[FoundTime, ...]:
    found: list[FoundTime] = []
    references: list[tuple[int, _Value]] = []  # (token after it, value) of what is resolved so far
    for number, draft in enumerate(drafts):
        value = draft.value
        if isinstance(value, _Shift):
            following = drafts[number + 1] if number + 1 < len(drafts) else None
            value = _resolve_shift(reading, draft, value, references, following)
        if value.from_date and value.to_date:
            references.append((draft.last, value))
        found.append(_found(reading, draft, value))
    return tuple(found)


def _found(reading: _Reading, draft: _Draft, value: _Value) -> FoundTime:
    last = draft.last - 1
    while last > draft.first and (reading.words[last] in ".,-–—'’" or reading.words[last] == "to"):
        last -= 1
    start, end = reading.starts[draft.first], reading.ends[last]
    return FoundTime(start, end, reading.text[start:end], *value)


def _resolve_shift(
    reading: _Reading,
    draft: _Draft,
    shift: _Shift,
    references: Sequence[tuple[int, _Value]],
    following: _Draft | None,
) -> _Value:
    unknown = _unresolved(_shift_precision(shift), OTHER)
    sentence = reading.sentence_no(draft.first)
    if shift.number is None:
        return unknown
    if shift.may_look_ahead and following and isinstance(following.value, _Value):
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


def _shift_precision(shift: _Shift) -> TimePrecision:
    if shift.is_part_of_day:
        return TimePrecision.PART_OF_DAY
    return UNIT_PRECISION[shift.unit] if shift.number is not None else TimePrecision.VAGUE


def _shifted_value(reference: _Value, shift: _Shift, count: int) -> _Value | None:
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
    return _Value(shifted[0], shifted[1], _shift_precision(shift), OTHER)


# --- the document's own date -----------------------------------------------------------------------------

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
    _row_pattern("WEEKDAY comma? the? (MONTH the? DAY | DAY of? MONTH) (?! comma? year)")
)


_WEEKDAY_CODES = (_CODES["weekday"], _CODES["weekday_short"])


def _agreeing_days(text: str, times: Sequence[FoundTime], lexicon: TimeLexicon) -> list[date]:
    """The days on which every weekday of the text fits its day and month, in the years the lexicon allows."""
    years: set[int] | None = None
    latest: tuple[int, int] | None = None
    for time in times:
        surface = text[time.start_char : time.end_char]
        if lexicon.codes.get(surface.split()[0].lower().strip(".,")) not in _WEEKDAY_CODES:
            continue
        reading = _read(surface, (), lexicon)
        if not _WEEKDAY_AND_DAY.fullmatch(reading.row):
            continue
        phrase = _Phrase(reading, 0, len(reading.words), None, lexicon)
        weekday, month = phrase.value("weekday", "weekday_short"), _month_number(phrase)
        number = _day_number(phrase) or 0
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
