"""A text as tokens, as the rules of quantities ask for them."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from flows.document.quantity_lexicon import QuantityLexicon
from flows.document.records import Span
from flows.document.tokens import cut_tokens

DASHES = frozenset("-–—‑")


QUOTES = frozenset("\"“”'’‘«»")


class HasSpan(Protocol):
    """Anything that stands in the text from one character to another."""

    @property
    def start_char(self) -> int: ...

    @property
    def end_char(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """One text as tokens, with its sentences and dates."""

    text: str
    words: tuple[str, ...]  # lower case
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sentence_starts: list[int]
    time_starts: list[int]
    time_ends: list[int]

    def word(self, token: int) -> str:
        return self.words[token] if 0 <= token < len(self.words) else ""

    def is_glued(self, token: int) -> bool:
        """Whether no white space stands before the token."""
        return 0 < token < len(self.words) and self.starts[token] == self.ends[token - 1]

    def is_capitalised(self, token: int) -> bool:
        return 0 <= token < len(self.words) and self.text[self.starts[token]].isupper()

    def in_time(self, token: int) -> bool:
        if not 0 <= token < len(self.words):
            return False
        position = bisect_right(self.time_starts, self.starts[token]) - 1
        return position >= 0 and self.starts[token] < self.time_ends[position]

    def sentence_no(self, token: int) -> int:
        return bisect_right(self.sentence_starts, self.starts[token])

    def is_break(self, token: int) -> bool:
        """Whether the token ends a clause or begins another paragraph or sentence."""
        return not 0 <= token < len(self.words) or self.words[token] in ".;:?!"

    def starts_with(self, token: int, wording: tuple[str, ...]) -> bool:
        return self.words[token : token + len(wording)] == wording


def read_tokens(text: str, sentences: Sequence[Span], times: Sequence[HasSpan]) -> Reading:
    """Cut the text, and keep the times that are dates, not lengths."""
    tokens = cut_tokens(text)
    dates = [time for time in times if not _LENGTH.fullmatch(text, time.start_char, time.end_char)]
    return Reading(
        text,
        tokens.words,
        tokens.starts,
        tokens.ends,
        [span.start_char for span in sentences],
        [time.start_char for time in dates],
        [time.end_char for time in dates],
    )


# "72 hours" and "within two weeks" may stand among the times as deadlines: they are lengths all the same.
_LENGTH = re.compile(r"(?:within )?[\w,]+ (?:hours|days|weeks|months|years)", re.IGNORECASE)


def is_plural(word: str, lexicon: QuantityLexicon) -> bool:
    """Whether the word looks like a plural noun."""
    if word in lexicon.lists["plurals"]:
        return True
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
