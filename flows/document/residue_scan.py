"""What the scanners of residue share: the text with its budget, and where a cut value ends.

A cheap pattern names the places where residue may start; a scanner then walks to its end with a stack, aware of
strings, and tolerates a missing close: it cuts back to the last place where the text was certainly a machine's.
Every walk spends steps of one budget that grows with the text, so hostile input costs at most a constant times its
length.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from flows.document.links import FoundLink


@dataclass(frozen=True, slots=True)
class HeldBack:
    """One row per span that a rule wanted and the guard kept; the span counts in `text`."""

    start_char: int
    end_char: int
    rule: str
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Residue:
    """A span to take out, with the stories that it names."""

    start_char: int
    end_char: int
    rule: str
    links: tuple[FoundLink, ...] = ()


@dataclass
class Scan:
    """One text and the steps (characters looked at) that the scanners may still spend on it."""

    text: str
    steps_left: int
    unbroken_lines: frozenset[str]  # those without a blank inside: addresses, ids, values

    def spend(self, steps: int) -> bool:
        """False once the budget is used up."""
        self.steps_left -= steps + 1
        return self.steps_left > 0


# A walk takes the scan and the match of its opener and gives the end of the residue, or None.
Walk = Callable[["Scan", "re.Match[str]"], int | None]

_STEPS_PER_CHARACTER = 12
_STEPS_AT_LEAST = 20_000


def scan_of(text: str) -> Scan:
    """A fresh scan of `text`, with its whole budget."""
    lines = (line.strip(" \t") for line in text.split("\n"))
    unbroken = frozenset(line for line in lines if line and " " not in line)
    return Scan(text, _STEPS_PER_CHARACTER * len(text) + _STEPS_AT_LEAST, unbroken)


WORD = re.compile(r"[^\W\d_]{2,}+")
# Six words and more with blanks between them and then the end of a sentence: no value of a dump reads on
# like that.
SENTENCE_INSIDE = re.compile(r"(?:[^\W\d_][\w'’-]{0,40}+,? ){5}[^\W\d_][\w'’-]{0,40}+[.!?] +[A-Z“\"]")
# A value cut off in the middle has no more words than a headline.
_CUT_VALUE_WORDS = 25


def line_end(text: str, at: int) -> int:
    """Where the line of a character ends."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def end_of_cut_value(text: str, at: int) -> int:
    """Where a value that was cut off in the middle ends: its line's end, unless prose follows; then `at`."""
    end = min(line_end(text, at), at + 2_000)
    rest = text[at:end]
    if len(WORD.findall(rest)) > _CUT_VALUE_WORDS or SENTENCE_INSIDE.search(rest):
        return at
    return end
