"""What is said of one line: the rule that wants it, and the guard that keeps prose."""

import re
from dataclasses import dataclass

from flows.document.furniture_lexicon import FurnitureLexicon

_STOP_AT_END = re.compile(r"[.!?…。！？؟۔][\"'”’»)\]]*+\s*+\Z")
_FULL_STOP_AT_END = re.compile(r"(?<!\.)[.。۔][\"'”’»)\]]*+\s*+\Z")
_INITIALS_AT_END = re.compile(r"\b(?:[A-Z]\.){2,8}\Z|\b(?:Jr|Sr|Inc|Ltd|Co|No|St)\.\Z")


def ends_sentence(line: str) -> bool:
    """Whether a line ends with a stop, a question or an exclamation mark."""
    return _STOP_AT_END.search(line, max(0, len(line) - 12)) is not None


def ends_with_full_stop(line: str) -> bool:
    """Whether a line ends with a single full stop that is not an abbreviation's."""
    tail = line.rstrip()
    return _FULL_STOP_AT_END.search(tail, max(0, len(tail) - 12)) is not None and not _INITIALS_AT_END.search(
        tail, max(0, len(tail) - 20)
    )


def is_prose(line: str) -> bool:
    """Whether a line reads as text: a sentence of eight words and more, or a long stretch of words."""
    word_count = line.count(" ") + 1
    if word_count >= 25:
        return True
    if word_count < 8:
        return len(line) > 25 and not line.isascii() and word_count < 4 and ends_sentence(line)
    return ends_sentence(line)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one line is, by itself: the rule that wants it, and why the guard would keep it."""

    rule: str
    is_hard: bool
    kept_because: str | None = None
    headline: str | None = None  # of the other story that the line names
    is_last: bool = False  # furniture only where the article has ended
    needs_body: bool = False  # furniture only below a sentence of the article
    author: str | None = None  # of a note on the author: no note if the article speaks of the same name
    is_voice: bool = False  # furniture only in an article that does not speak to its reader itself


def guarded(
    rule: str,
    line: str,
    words: list[str],
    lexicon: FurnitureLexicon,
    *,
    is_prompt: bool = False,
    numbers_only: bool = False,
) -> Verdict:
    """The verdict of a soft rule, kept back where the guard has a reason."""
    reason = reason_to_keep(line, words, lexicon, is_prompt=is_prompt)
    if numbers_only and reason != "a number of people":
        reason = None
    return Verdict(rule, is_hard=False, kept_because=reason)


def reason_to_keep(
    line: str, words: list[str], lexicon: FurnitureLexicon, *, is_prompt: bool = False
) -> str | None:
    """Why a soft rule must not take this line, or None."""
    if not lexicon.reporting_verbs.isdisjoint(words):
        return "a reporting verb"
    if not lexicon.people_words.isdisjoint(words) and counts_people(words, lexicon):
        return "a number of people"
    if (
        not is_prompt
        and len(words) >= 8
        and ends_with_full_stop(line)
        and not line.startswith(("©", "("))
        and "rights" not in words
    ):
        return "a full sentence"
    return None


def counts_people(words: list[str], lexicon: FurnitureLexicon) -> bool:
    """Whether a number stands right before words for people."""
    return any(
        not lexicon.people_words.isdisjoint(words[at + 1 : at + 5])
        for at, word in enumerate(words)
        if word[0].isdecimal() or word in lexicon.number_words
    )
