"""What the steps of the event stage share: the text with what was found in it before, and events in the making."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Protocol

from flows.document.clauses import Clause, Stretch
from flows.document.event_lexicon import EventLexicon, Frame
from flows.document.records import Act, EventDateBasis, Modality, Polarity, Role, SpeakerClass, Status


class MentionLike(Stretch, Protocol):
    """What is used of a name found in the text."""

    @property
    def kind(self) -> str: ...


class TimeLike(Stretch, Protocol):
    """What is used of a time expression."""

    @property
    def from_date(self) -> date | None: ...
    @property
    def to_date(self) -> date | None: ...
    @property
    def precision(self) -> str | None: ...


class StatementLike(Stretch, Protocol):
    """What is used of a statement."""

    @property
    def act(self) -> Act: ...
    @property
    def speaker_start_char(self) -> int | None: ...
    @property
    def speaker_end_char(self) -> int | None: ...
    @property
    def speaker_text(self) -> str | None: ...
    @property
    def speaker_class(self) -> SpeakerClass | None: ...
    @property
    def speaker_mention(self) -> int | None: ...
    @property
    def cue(self) -> str | None: ...
    @property
    def is_direct(self) -> bool: ...
    @property
    def deadline_time(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class FoundParticipant:
    """Who or what an event has in one role; `mention` indexes the mentions that were given."""

    role: Role
    start_char: int
    end_char: int
    text: str
    mention: int | None


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """One report of an event; indexes are into the sequences that were given."""

    sentence: int
    start_char: int
    end_char: int
    event_type: str
    mode: str | None
    polarity: Polarity
    modality: Modality
    status: Status
    from_date: date | None
    to_date: date | None
    precision: str | None
    date_basis: EventDateBasis | None
    place_mention: int | None
    statement: int | None
    quantities: tuple[int, ...]
    participants: tuple[FoundParticipant, ...]
    confidence: float | None
    rule: str


@dataclass(slots=True)
class Draft:
    """An event in the making: chunk indexes until the end."""

    frame: Frame
    chunk: int
    first: int  # tokens of the trigger, half-open
    last: int
    rule: str
    roles: list[tuple[Role, int]] = field(default_factory=list)
    governor: int | None = None  # the verb group it hangs on
    is_negated: bool = False
    modality: Modality = Modality.ACTUAL
    hedged: bool = False
    mode: str | None = None
    merged: bool = False
    words: tuple[str, ...] = ()  # the further words of its verb
    own_status: Status | None = None  # "the claimed attack"

    def add(self, role: Role | None, chunk: int) -> None:
        """Note a participant once; the first role that a chunk gets stays."""
        if role is not None and all(chunk != other for _, other in self.roles):
            self.roles.append((role, chunk))


@dataclass(frozen=True, slots=True)
class ToldDate:
    """When an event was, and what that rests on."""

    from_date: date | None
    to_date: date | None
    precision: str | None
    basis: EventDateBasis | None


class Reading:
    """One text with what the stages before found in it, and the lexicon; what the steps of this stage share."""

    def __init__(  # noqa: PLR0917
        self,
        text: str,
        mentions: Sequence[MentionLike],
        times: Sequence[TimeLike],
        quantities: Sequence[Stretch],
        statements: Sequence[StatementLike],
        published: date | None,
        lexicon: EventLexicon,
        clauses: Sequence[Clause],
    ) -> None:
        self.text = text
        self.mentions = mentions
        self.times = times
        self.quantities = quantities
        self.statements = statements
        self.published = published
        self.lexicon = lexicon
        self.clauses = clauses
        self.speakers = {s.speaker_start_char: s.speaker_mention for s in reversed(statements)}
        self.time_starts = [t.start_char for t in times]
        self.quantity_starts = [q.start_char for q in quantities]
        self.mention_starts = [m.start_char for m in mentions]
        self.salient: list[tuple[int, int]] = []  # (position, mention) of those who acted or spoke
        for statement in statements:
            if statement.speaker_mention is not None and statement.speaker_class is not SpeakerClass.MEDIA:
                self.salient.append((statement.speaker_start_char or 0, statement.speaker_mention))
        self.told_before: tuple[int, ToldDate] | None = (
            None  # where the last dated event stands, and its date
        )
        self.deadlines = {s.deadline_time for s in statements if s.deadline_time is not None}

    @cached_property
    def is_general(self) -> bool:
        """Whether the text is advice, marketing or reference: hardly anybody in it governs, fights or judges.

        Two measures, both per thousand words: heads of public life (a report has 8 and more, an interview too, a
        page of advice under 6), and `you` outside what others say. A short text is never taken for one by the
        first alone. By this 195 of 220 labelled web pages are general, and of 543 news texts 20: talks with artists
        and scholars, and notes on science.
        """
        size = self.text.count(" ")
        is_public = self.lexicon.public_words.__contains__
        public = 0
        for clause in self.clauses:
            public += sum(map(is_public, clause.words))
            if public * 125 >= size:
                return False
        return self.is_addressed or (size >= _LONG_TEXT and public * 330 < size)

    @cached_property
    def is_addressed(self) -> bool:
        """Whether the text speaks to its reader: five times `you` in a thousand words, outside what others say."""
        spoken = sum(len(_YOU.findall(self.text, s.start_char, s.end_char)) for s in self.statements)
        addressed = len(_YOU.findall(self.text)) - spoken
        return addressed >= _LEAST_YOU and addressed * 200 > self.text.count(" ")


_YOU = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)
_LEAST_YOU = 3
_LONG_TEXT = 250  # words


def statement_at(reading: Reading, start: int, end: int) -> int | None:
    """The innermost statement that holds this stretch."""
    best: int | None = None
    for index, statement in enumerate(reading.statements):
        if statement.start_char <= start and end <= statement.end_char:
            size = statement.end_char - statement.start_char
            if (
                best is None
                or size <= reading.statements[best].end_char - reading.statements[best].start_char
            ):
                best = index
    return best


REQUESTS = frozenset("call calls demand demands appeal appeals request requests plea pleas".split())
