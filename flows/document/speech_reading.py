"""What the rules of statements share: the text as read so far, speakers, cues."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from flows.document.clauses import (
    Clause,
    Stretch,
)
from flows.document.quotations import Quotation
from flows.document.records import Act, SpeakerClass
from flows.document.speech_lexicon import SpeechLexicon


class MentionLike(Stretch, Protocol):
    """What is used of a name found in the text."""

    @property
    def surface(self) -> str: ...
    @property
    def kind(self) -> str: ...


class TimeLike(Stretch, Protocol):
    """What is used of a time expression."""

    @property
    def surface(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose words they are: the span, its class and the name in it."""

    start: int
    end: int
    text: str
    kind: SpeakerClass | None
    mention: int | None
    channel: str | None = None


@dataclass(slots=True)
class Cue:
    """A verb (or noun) of speech in one sentence, with what it governs."""

    clause: Clause
    chunk: int
    act: Act
    text: str
    start: int
    end: int
    speaker: Speaker | None
    channel: str | None
    content: tuple[int, int] | None  # of indirect speech
    is_after: bool  # the content stands before the cue
    rule: str


@dataclass(frozen=True, slots=True)
class SpeechReading:
    """One text with what the stages before have found in it, as the rules of statements ask for it."""

    text: str
    mentions: Sequence[MentionLike]
    mention_starts: Sequence[int]
    times: Sequence[TimeLike]
    time_starts: Sequence[int]
    clauses: Sequence[Clause]
    quotations: Sequence[Quotation]
    lexicon: SpeechLexicon
    is_cased: bool  # whether capitals tell names
    gender_of: Mapping[
        str, str
    ]  # last word of a person's name -> male, female, where the text or a name tells it


@dataclass(frozen=True, slots=True)
class FoundStatement:
    """Attributed content; spans are in the text, indexes into the sequences that were given."""

    start_char: int
    end_char: int
    text: str
    is_direct: bool
    cue: str | None
    act: Act
    speaker_start_char: int | None
    speaker_end_char: int | None
    speaker_text: str | None
    speaker_class: SpeakerClass | None
    speaker_mention: int | None
    channel_text: str | None
    parent: int | None
    deadline_time: int | None
    rule: str


@dataclass(frozen=True, slots=True)
class Governed:
    """What a verb of speech governs: the noun groups of its subject, and its content."""

    act: Act
    groups: tuple[int, ...]  # chunks
    content: tuple[int, int] | None
    is_after: bool  # the content stands before the verb
    rule: str
