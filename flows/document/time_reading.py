"""A text as a row of one-letter word classes: "Monday, Jan. 23" -> weekday comma month dot day."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows.document.records import Span
from flows.document.time_lexicon import CODES, TimeLexicon
from flows.document.tokens import cut_tokens

_NUMBER_SHAPES = (
    ("stamp", re.compile(r"[\d-]+t[\d:]+")),
    ("numdate", re.compile(r"\d+([-/.])\d+\1\d+")),
    ("clock", re.compile(r"\d\d?(?::\d\d){1,2}|\d\d?\.\d\d")),
    ("decade", re.compile(r"\d+s")),
    ("ordinal", re.compile(r"\d+[a-z]+")),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One text as tokens, and one class code per token."""

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


def read_classes(text: str, sentences: Sequence[Span], lexicon: TimeLexicon) -> Reading:
    """Cut the text and give each token its class."""
    tokens = cut_tokens(text)
    plain, code_of = CODES["word"], lexicon.codes.get
    row = [code_of(word) or (plain if word[0] > "@" else _other_code(word, lexicon)) for word in tokens.words]
    sentence_starts = [span.start_char for span in sentences]
    reading = Reading(text, tokens.words, tokens.starts, tokens.ends, "".join(row), sentence_starts)
    return _settle_month_verbs(reading, lexicon)


def _other_code(word: str, lexicon: TimeLexicon) -> str:
    if not word[0].isdigit():
        return CODES["gap" if word[0] == "\n" else "mark"]
    if not word.isdigit():
        return CODES[next((name for name, shape in _NUMBER_SHAPES if shape.fullmatch(word)), "other_number")]
    if len(word) <= 2 and 1 <= int(word) <= 31:
        return CODES["day"]
    if len(word) == 4 and lexicon.bare_years[0] <= int(word) <= lexicon.bare_years[1]:
        return CODES["year"]
    return CODES["digits"]


def _settle_month_verbs(reading: Reading, lexicon: TimeLexicon) -> Reading:
    """Make each "may" and "march" a month or a plain word, by its neighbours and its capital."""
    unsettled = CODES["month_or_verb"]
    if unsettled not in reading.row:
        return reading
    row = list(reading.row)
    for token, code in enumerate(row):
        if code == unsettled:
            row[token] = CODES["month" if _is_month(reading, token, lexicon) else "word"]
    return replace(reading, row="".join(row))


def _is_month(reading: Reading, token: int, lexicon: TimeLexicon) -> bool:
    beside = reading.row[token + 1 : token + 2]
    before = reading.row[token - 1 : token] if token else ""
    if beside and beside in CODES["year"] + CODES["ordinal"] + CODES["day"]:
        return True
    if before and before in CODES["ordinal"] + CODES["day"]:
        return True
    if reading.word(token - 1) in lexicon.lists["month_leads"]:
        return reading.is_capitalised(token) or reading.word(token - 1) not in ("to", "and", "or", "this")
    return reading.is_capitalised(token) and reading.word(token - 1) in (",", "-", "–", "(")
