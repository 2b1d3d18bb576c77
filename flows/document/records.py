"""The rows that the stages of one document share, one class per table of the `facts` schema.

A record's first docstring line is the grain of its table. Field order is column order; the polars
schema is derived from these annotations (`flows/parts.py`) and a test compares both with the DDL in
`sql/1_facts/`. Spans are half-open, in Unicode code points of `clean_text` unless a field says otherwise.
`None` means that the article does not say.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a name names."""

    PERSON = "person"
    ORGANIZATION = "organization"
    PLACE = "place"


class DateBasis(StrEnum):
    """Where a document's date was read."""

    METADATA = "metadata"
    JSON_LD = "json_ld"
    HEADER_LINE = "header_line"
    URL = "url"


class Precision(StrEnum):
    """How finely a date is known."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class RejectReason(StrEnum):
    """Why a raw document was not loaded."""

    EMPTY = "empty"
    NOT_TEXT = "not_text"
    TOO_LARGE = "too_large"
    TOO_COMPLEX = "too_complex"
    NO_ARTICLE = "no_article"
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out_of_memory"
    WORKER_DIED = "worker_died"
    UNREADABLE = "unreadable"
    UNSUPPORTED = "unsupported"
    INTERNAL_ERROR = "internal_error"


class RejectedError(Exception):
    """This document cannot be loaded: it becomes a row of `facts.rejects`, the others go on."""

    def __init__(self, reason: RejectReason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[type["RejectedError"], tuple[RejectReason, str]]:
        """Travel between processes: an exception with two arguments does not by itself."""
        return RejectedError, (self.reason, self.detail)


class LexiconError(ValueError):
    """A lexicon file says something that cannot be used; the message names file, entry and remedy."""


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One raw document as it lies in raw/: a file, or one record of an archive."""

    doc_id: str
    source_id: str
    path: str  # relative to raw/, with '/'
    record_no: int | None  # None: the file itself is the document
    payload: bytes
    charset: str | None = None  # as an archive's record declares it
    url: str | None = None  # as an archive's record or a field mapping gives it
    language: str | None = None  # ISO 639-1, as source.yml declares it
    title: str | None = None  # as a field mapping gives it, and the two below
    author: str | None = None
    published: str | None = None  # as written there
    furniture: tuple[str, ...] = ()  # lines that source.yml names as no text of any article
    reading: "ReadText | None" = None  # as the same reader read these bytes before; None: they are to be read


@dataclass(frozen=True, slots=True)
class ReadText:
    """What reading one raw document gave: its text, and what the page says about itself."""

    text: str
    media_type: str
    extractor: str
    title: str | None = None
    author: str | None = None
    url: str | None = None
    language: str | None = None
    published_at: datetime | None = None  # UTC, naive
    published_precision: Precision | None = None
    published_basis: DateBasis | None = None
    encoding: str = "utf-8"  # Python's codec name
    encoding_basis: str = "utf8"  # how the encoding was found: `DecodeMethod`
    bom_bytes: int = 0  # bytes before the first character
    replaced_count: int = 0  # undecodable byte sequences, now U+FFFD
    nul_count: int = 0  # NUL characters, now spaces
    repaired_count: int = 0  # lines whose mojibake was put right; their bytes are not those of `text`
    visible_chars: int | None = None  # what a reader of the page sees, white space not counted; HTML only
    yield_flag: str | None = None  # why `text` may be less than the article; None: nothing suspicious


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of characters."""

    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class Document:
    """One row per distinct raw document."""

    doc_id: str
    source_id: str
    path: str
    record_no: int | None
    url: str | None
    title: str | None
    author: str | None
    language: str | None
    published_at: datetime | None
    published_precision: str | None
    published_basis: str | None
    media_type: str
    text: str
    clean_text: str
    word_count: int
    extractor: str
    encoding: str
    replaced_count: int
    repaired_count: int
    yield_flag: str | None
    held_back_count: int
    ruleset_id: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One row per document: what reading its bytes gave that `documents` does not keep as it was read."""

    doc_id: str
    title: str | None
    author: str | None
    published_at: datetime | None
    published_precision: str | None
    published_basis: str | None
    bom_bytes: int
    visible_chars: int | None


@dataclass(frozen=True, slots=True)
class Removal:
    """One row per span taken out of a document's `text`; the span counts in `text`."""

    doc_id: str
    start_char: int
    end_char: int
    rule: str
    removed_text: str


@dataclass(frozen=True, slots=True)
class RelatedLink:
    """One row per item of a parsed residue blob: another story, never a fact of this one."""

    doc_id: str
    position: int
    title: str
    link_id: str | None
    implied_date: str | None  # ISO day, as an image path or id implies it
    rule: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One row per sentence of `clean_text`."""

    sentence_id: str
    doc_id: str
    sentence_no: int
    start_char: int
    end_char: int
    text: str
    raw_start_byte: int | None
    raw_end_byte: int | None


@dataclass(frozen=True, slots=True)
class Mention:
    """One row per name as one text spells it."""

    mention_id: str
    doc_id: str
    sentence_id: str
    start_char: int
    end_char: int
    surface: str
    kind: str
    rule: str
    long_form_id: str | None


@dataclass(frozen=True, slots=True)
class NameEvidence:
    """One row per place where a text says that two of its names are one."""

    evidence_id: str
    doc_id: str
    start_char: int  # from the first name to the second; of an acronym used for a longer name, the acronym
    end_char: int
    mention_id: str
    other_mention_id: str  # another name of what `mention_id` names
    alias_kind: str  # what the other name is: spelling, acronym, translation, former
    rule: str


@dataclass(frozen=True, slots=True)
class Reject:
    """One row per raw file or record that was not loaded."""

    path: str
    record_no: int | None
    doc_id: str | None
    reason: str
    detail: str
    size_bytes: int | None


def document_id(payload: bytes) -> str:
    """First 16 hex digits of the payload's SHA-256."""
    return hashlib.sha256(payload).hexdigest()[:16]


def span_id(doc_id: str, start_char: int, end_char: int) -> str:
    """`("0123456789abcdef", 3, 7)` -> `"0123456789abcdef:3-7"`."""
    return f"{doc_id}:{start_char}-{end_char}"


class TimePrecision(StrEnum):
    """How finely a time expression names its time: the size of the unit it speaks in, not of its interval."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    PART_OF_DAY = "part_of_day"
    DAY = "day"
    WEEKEND = "weekend"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    VAGUE = "vague"  # "recent weeks": an end, or no end, is known
    AMBIGUOUS = "ambiguous"  # "3/4/2015": from and to are the two readings


class TimeAnchor(StrEnum):
    """What a time expression was resolved against."""

    ABSOLUTE = "absolute"  # it says its own year
    PUBLISHED = "published"
    OTHER = "other"  # another expression of the text; both dates None where none was found
    NONE = "none"  # nothing to resolve it against: both dates are None


class DocumentDateBasis(StrEnum):
    """What a candidate date of a document rests on."""

    METADATA = "metadata"
    HEADER_LINE = "header_line"
    URL = "url"
    RESIDUE = "residue"
    INSIDE_TEXT = "inside_text"
    COPY_OF_DATED = "copy_of_dated"


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """One row per date or time expression; `from_date` and `to_date` are both included."""

    time_id: str
    doc_id: str
    start_char: int
    end_char: int
    surface: str
    from_date: date | None
    to_date: date | None
    precision: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """One row per number expression; `low` and `high` are what the words say, None where they leave it
    open.
    """

    quantity_id: str
    doc_id: str
    start_char: int
    end_char: int
    surface: str
    low: float | None
    high: float | None
    qualifier: str
    unit: str | None  # None: things are counted, see `what`
    what: str | None
    role: str | None  # killed, arrested, fired, …: from the verb that governs it
    event_id: str | None


@dataclass(frozen=True, slots=True)
class DocumentDate:
    """One row per candidate date of a document and its basis."""

    doc_id: str
    from_date: date
    to_date: date
    precision: str
    basis: str
    weight: float
    is_chosen: bool


class Act(StrEnum):
    """What a speaker does with the content of a statement."""

    SAY = "say"
    REPORT = "report"
    CLAIM = "claim"
    CLAIM_RESPONSIBILITY = "claim_responsibility"
    ADMIT = "admit"
    DENY = "deny"
    ACCUSE = "accuse"
    CONFIRM = "confirm"
    ESTIMATE = "estimate"
    THREATEN = "threaten"
    WARN = "warn"
    DEMAND = "demand"
    PROMISE = "promise"
    DOUBT = "doubt"
    NO_COMMENT = "no_comment"


class SpeakerClass(StrEnum):
    """What kind of source a speaker is."""

    OFFICIAL = "official"
    PARTY = "party"
    WITNESS = "witness"
    MEDIA = "media"
    EXPERT = "expert"
    ANONYMOUS = "anonymous"


class Polarity(StrEnum):
    """Whether the text says that the event is so, or that it is not."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"


class Modality(StrEnum):
    """Whether the event is told as having happened."""

    ACTUAL = "actual"
    PLANNED = "planned"
    ATTEMPTED = "attempted"
    THREATENED = "threatened"
    POSSIBLE = "possible"
    CONDITIONAL = "conditional"
    GENERAL = "general"


class EventDateBasis(StrEnum):
    """What the date of an event rests on."""

    OWN_WORDS = "own_words"  # a time expression of the event's own clause
    PARAGRAPH = "paragraph"  # the event told before it in the paragraph, which the text goes on about
    PUBLISHED = "published"  # nothing but the day of publication


class Status(StrEnum):
    """On whose word the event stands."""

    REPORTED = "reported"
    CLAIMED = "claimed"
    DENIED = "denied"
    ALLEGED = "alleged"
    CONFIRMED = "confirmed"


class Role(StrEnum):
    """What a participant is to an event. Persons who are killed, hurt, abducted or tortured are victims."""

    AGENT = "agent"
    TARGET = "target"
    VICTIM = "victim"
    INSTRUMENT = "instrument"
    RECIPIENT = "recipient"


@dataclass(frozen=True, slots=True)
class Statement:
    """One row per content that the text gives to a speaker, quoted or not."""

    statement_id: str
    doc_id: str
    start_char: int
    end_char: int
    text: str
    is_direct: bool
    cue: str | None  # the words that introduce it, as written
    act: str
    speaker_mention_id: str | None
    speaker_text: str | None
    speaker_class: str | None
    channel_text: str | None
    parent_statement_id: str | None  # the statement that tells of this one
    deadline_time_id: str | None  # of a threat or demand
    rule: str


@dataclass(frozen=True, slots=True)
class Event:
    """One row per report of an event: the words that tell it, once for each place in a text."""

    event_id: str
    doc_id: str
    sentence_id: str
    start_char: int  # of the word or words that name the event
    end_char: int
    event_type: str
    mode: str | None
    polarity: str
    modality: str
    status: str
    from_date: date | None
    to_date: date | None
    precision: str | None  # "document": only the day of publication is known
    date_basis: str | None  # what the date rests on, null where there is none
    place_mention_id: str | None
    statement_id: str | None
    confidence: float | None  # measured precision of the rule
    rule: str


@dataclass(frozen=True, slots=True)
class EventParticipant:
    """One row per participant of an event in a role."""

    event_id: str
    doc_id: str
    role: str
    mention_id: str | None
    participant_text: str
