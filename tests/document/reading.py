"""What the tests of statements and events share: the lexicon, and names and times marked by hand."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flows.document.clauses import Grammar
from flows.document.events import EventLexicon, event_verbs
from flows.document.records import Span
from flows.document.speech_lexicon import SpeechLexicon, speech_verbs
from flows.inputs import read_csv, read_yaml

PACKS = {
    name: read_yaml(name) for name in ("events_conflict.yml", "events_disasters.yml", "events_politics.yml")
}
SPEECH_DATA = read_yaml("speech.yml")
GRAMMAR = Grammar.from_data(read_yaml("grammar.yml"), [*speech_verbs(SPEECH_DATA), *event_verbs(PACKS)])
SPEECH = SpeechLexicon.from_data(SPEECH_DATA, GRAMMAR)
EVENTS = EventLexicon.from_data(PACKS, read_csv("event_types.csv"), GRAMMAR)


@dataclass(frozen=True)
class Name:
    """A name as the stage before gives it."""

    start_char: int
    end_char: int
    surface: str
    kind: str


@dataclass(frozen=True)
class Time:
    """A time expression as the stage before gives it."""

    start_char: int
    end_char: int
    surface: str
    from_date: date | None = None
    to_date: date | None = None
    precision: str | None = "day"
    anchor: str = "published"


def names_in(text: str, kinds: Mapping[str, str]) -> tuple[Name, ...]:
    """Every place where one of these names stands, longest names first where they overlap."""
    found: list[Name] = []
    for name in sorted(kinds, key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            if not any(match.start() < n.end_char and n.start_char < match.end() for n in found):
                found.append(Name(match.start(), match.end(), name, kinds[name]))
    return tuple(sorted(found, key=lambda n: n.start_char))


def times_in(text: str, dates: Mapping[str, date | None]) -> tuple[Time, ...]:
    """The first place of each of these expressions."""
    found = [Time(text.index(s), text.index(s) + len(s), s, day, day) for s, day in dates.items()]
    return tuple(sorted(found, key=lambda t: t.start_char))


def lines(text: str) -> list[Span]:
    """One sentence per line."""
    return [Span(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text)]
