"""The order of the stages: from one raw document to its facts. The only module that knows them all."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flows.document.authority import Authority
from flows.document.clean import Cleaned, FurnitureLexicon, clean
from flows.document.document_dates import candidate_dates
from flows.document.events import EventLexicon, FoundEvent, find_events
from flows.document.mentions import FoundMention, MentionLexicon, Recogniser, find_mentions
from flows.document.name_evidence import EvidenceLexicon, FoundEvidence, find_name_evidence
from flows.document.offsets import raw_spans, spans_in_text
from flows.document.page_metadata import read_moment
from flows.document.quantities import FoundQuantity, find_quantities
from flows.document.quantity_lexicon import QuantityLexicon
from flows.document.read import ReadLimits, read
from flows.document.records import (
    DateBasis,
    Document,
    DocumentDate,
    Event,
    EventParticipant,
    Mention,
    NameEvidence,
    Precision,
    Quantity,
    RawDocument,
    Reading,
    ReadText,
    RejectedError,
    RejectReason,
    RelatedLink,
    Removal,
    Sentence,
    Span,
    Statement,
    TimeExpression,
    span_id,
)
from flows.document.sentences import SentenceLexicon, split_sentences
from flows.document.speech_lexicon import SpeechLexicon
from flows.document.statements import FoundStatement, find_statements
from flows.document.time_lexicon import TimeLexicon
from flows.document.times import FoundTime, find_times


@dataclass(frozen=True)
class Lexicon:
    """What the stages know: one part for each, all read from `flows/lexicon/`."""

    furniture: FurnitureLexicon
    sentences: SentenceLexicon
    mentions: MentionLexicon
    evidence: EvidenceLexicon
    authority: Authority
    times: TimeLexicon
    quantities: QuantityLexicon
    speech: SpeechLexicon
    events: EventLexicon
    recognisers: tuple[Recogniser, ...] = ()  # a user's own, beside the rules


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """Everything that one document says: one tuple of rows per table of the `facts` schema."""

    documents: tuple[Document, ...]
    readings: tuple[Reading, ...]
    removals: tuple[Removal, ...]
    related_links: tuple[RelatedLink, ...]
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    name_evidence: tuple[NameEvidence, ...]
    times: tuple[TimeExpression, ...]
    quantities: tuple[Quantity, ...]
    document_dates: tuple[DocumentDate, ...]
    statements: tuple[Statement, ...]
    events: tuple[Event, ...]
    event_participants: tuple[EventParticipant, ...]


def extract_facts(raw: RawDocument, lexicon: Lexicon, limits: ReadLimits, ruleset_id: str) -> DocumentFacts:
    """Read one raw document and say what it says. Depends on its arguments alone.

    A document that brings its `reading` is not read again; its bytes only tell where its sentences stand in them.
    Raises `RejectedError` for a document that cannot be loaded.
    """
    page = raw.reading or read(raw, limits)
    furniture = lexicon.furniture.with_phrases(raw.furniture) if raw.furniture else lexicon.furniture
    cleaned = clean(page.text, raw.title or page.title, furniture)
    text = cleaned.clean_text
    if not text.strip():
        raise RejectedError(RejectReason.NO_ARTICLE, "nothing but boilerplate: cleaning left no text")
    spans = split_sentences(text, lexicon.sentences)
    cuts = [Span(cut.start_char, cut.end_char) for cut in cleaned.removals]
    raw_places = raw_spans(raw.payload, page, spans_in_text(spans, cuts))
    sentences = _sentence_rows(raw.doc_id, text, spans, raw_places)
    found = find_mentions(text, spans, lexicon.mentions, lexicon.authority, lexicon.recognisers)
    document = _document_row(raw, page, cleaned, ruleset_id)
    published = document.published_at.date() if document.published_at else None
    times = find_times(text, spans, published, lexicon.times)
    quantities = find_quantities(text, spans, times, lexicon.quantities)
    statements = find_statements(text, spans, found, times, lexicon.speech)
    events = find_events(text, spans, found, times, quantities, statements, published, lexicon.events)
    mentions = _mention_rows(raw.doc_id, found, sentences)
    evidence = find_name_evidence(text, spans, found, lexicon.evidence)
    time_rows = _time_rows(raw.doc_id, times)
    statement_rows = _statement_rows(raw.doc_id, statements, mentions, time_rows)
    event_rows = _event_rows(raw.doc_id, events, sentences, mentions, statement_rows)
    return DocumentFacts(
        documents=(document,),
        readings=(_reading_row(raw, page),),
        removals=tuple(
            Removal(raw.doc_id, cut.start_char, cut.end_char, cut.rule, cut.removed_text)
            for cut in cleaned.removals
        ),
        related_links=tuple(
            RelatedLink(raw.doc_id, link.position, link.title, link.link_id, link.implied_date, link.rule)
            for link in cleaned.related_links
        ),
        sentences=sentences,
        mentions=mentions,
        name_evidence=_evidence_rows(raw.doc_id, evidence, mentions),
        times=time_rows,
        quantities=_quantity_rows(raw.doc_id, quantities, events, event_rows),
        document_dates=_document_date_rows(document, times, cleaned, lexicon.times),
        statements=statement_rows,
        events=event_rows,
        event_participants=_participant_rows(raw.doc_id, events, event_rows, mentions),
    )


def _document_row(raw: RawDocument, page: ReadText, cleaned: Cleaned, ruleset_id: str) -> Document:
    published_at, precision, basis = _published(raw, page, cleaned)
    return Document(
        doc_id=raw.doc_id,
        source_id=raw.source_id,
        path=raw.path,
        record_no=raw.record_no,
        url=page.url or raw.url or cleaned.url,
        title=raw.title or page.title or cleaned.title,
        author=raw.author or page.author or cleaned.author,
        language=page.language or raw.language,
        published_at=published_at,
        published_precision=precision,
        published_basis=basis,
        media_type=page.media_type,
        text=page.text,
        clean_text=cleaned.clean_text,
        word_count=len(cleaned.clean_text.split()),
        extractor=page.extractor,
        encoding=page.encoding,
        replaced_count=page.replaced_count,
        repaired_count=page.repaired_count,
        yield_flag=page.yield_flag,
        held_back_count=len(cleaned.held_back),
        ruleset_id=ruleset_id,
    )


def _published(
    raw: RawDocument, page: ReadText, cleaned: Cleaned
) -> tuple[datetime | None, Precision | None, DateBasis | None]:
    """The date as the record gives it, else the page, else the text: a header line or data cut out of it."""
    stated = _stated(raw, page)
    if stated[0] is None and cleaned.published_at is not None:
        return cleaned.published_at, cleaned.published_precision, cleaned.published_basis
    return stated


def _stated(raw: RawDocument, page: ReadText) -> tuple[datetime | None, Precision | None, DateBasis | None]:
    """The date as the record gives it, else the page."""
    given = read_moment(raw.published) if raw.published else None
    if given is not None:
        return *given, DateBasis.METADATA
    return page.published_at, page.published_precision, page.published_basis


def _reading_row(raw: RawDocument, page: ReadText) -> Reading:
    """What has to be kept of a reading so that `reading_of` gives it back, as far as the stages look at it."""
    published_at, precision, basis = _stated(raw, page)
    return Reading(
        doc_id=raw.doc_id,
        title=raw.title or page.title,
        author=raw.author or page.author,
        published_at=published_at,
        published_precision=precision,
        published_basis=basis,
        bom_bytes=page.bom_bytes,
        visible_chars=page.visible_chars,
    )


def _sentence_rows(
    doc_id: str, text: str, spans: Sequence[Span], raw_places: Sequence[Span | None]
) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(
            span_id(doc_id, span.start_char, span.end_char),
            doc_id,
            number,
            span.start_char,
            span.end_char,
            text[span.start_char : span.end_char],
            place.start_char if place else None,
            place.end_char if place else None,
        )
        for number, (span, place) in enumerate(zip(spans, raw_places, strict=True))
    )


def _mention_rows(
    doc_id: str, found: Sequence[FoundMention], sentences: Sequence[Sentence]
) -> tuple[Mention, ...]:
    starts = [sentence.start_char for sentence in sentences]
    ids = [span_id(doc_id, name.start_char, name.end_char) for name in found]
    return tuple(
        Mention(
            mention_id,
            doc_id,
            sentences[bisect_right(starts, name.start_char) - 1].sentence_id,
            name.start_char,
            name.end_char,
            name.surface,
            name.kind,
            name.rule,
            None if name.long_form is None else ids[name.long_form],
        )
        for mention_id, name in zip(ids, found, strict=True)
    )


def _evidence_rows(
    doc_id: str, found: Sequence[FoundEvidence], mentions: Sequence[Mention]
) -> tuple[NameEvidence, ...]:
    ids = _span_ids(doc_id, ((each.start_char, each.end_char) for each in found))
    return tuple(
        NameEvidence(
            evidence_id,
            doc_id,
            each.start_char,
            each.end_char,
            mentions[each.name].mention_id,
            mentions[each.alias].mention_id,
            each.alias_kind,
            each.rule,
        )
        for evidence_id, each in zip(ids, found, strict=True)
    )


def _time_rows(doc_id: str, found: Sequence[FoundTime]) -> tuple[TimeExpression, ...]:
    return tuple(
        TimeExpression(
            span_id(doc_id, time.start_char, time.end_char),
            doc_id,
            time.start_char,
            time.end_char,
            time.surface,
            time.from_date,
            time.to_date,
            time.precision,
            time.anchor,
        )
        for time in found
    )


def _quantity_rows(
    doc_id: str, found: Sequence[FoundQuantity], events: Sequence[FoundEvent], event_rows: Sequence[Event]
) -> tuple[Quantity, ...]:
    event_of = {
        index: row.event_id
        for event, row in zip(events, event_rows, strict=True)
        for index in event.quantities
    }
    return tuple(
        Quantity(
            span_id(doc_id, number.start_char, number.end_char),
            doc_id,
            number.start_char,
            number.end_char,
            number.surface,
            number.low,
            number.high,
            number.qualifier,
            number.unit,
            number.what,
            number.role,
            event_of.get(index),
        )
        for index, number in enumerate(found)
    )


def _document_date_rows(
    document: Document, times: Sequence[FoundTime], cleaned: Cleaned, lexicon: TimeLexicon
) -> tuple[DocumentDate, ...]:
    """Candidate dates of the document: as it states one, as links to other stories and its own words imply."""
    stated = document.published_at.date() if document.published_at else None
    basis = document.published_basis
    found = candidate_dates(
        document.clean_text,
        times,
        stated if basis == DateBasis.HEADER_LINE else None,
        lexicon,
        metadata=stated if basis in (DateBasis.METADATA, DateBasis.JSON_LD) else None,
        url=stated if basis == DateBasis.URL else None,
        residue=[
            date.fromisoformat(link.implied_date) for link in cleaned.related_links if link.implied_date
        ],
    )
    return tuple(
        DocumentDate(
            document.doc_id,
            each.from_date,
            each.to_date,
            each.precision,
            each.basis,
            each.weight,
            each.is_chosen,
        )
        for each in found
    )


def _span_ids(doc_id: str, spans: Iterable[tuple[int, int]]) -> list[str]:
    """Ids of spans; where two rows share a span, the later ones get a number."""
    seen: Counter[str] = Counter()
    ids = []
    for start, end in spans:
        plain = span_id(doc_id, start, end)
        seen[plain] += 1
        ids.append(plain if seen[plain] == 1 else f"{plain}/{seen[plain]}")
    return ids


def _statement_rows(
    doc_id: str,
    found: Sequence[FoundStatement],
    mentions: Sequence[Mention],
    times: Sequence[TimeExpression],
) -> tuple[Statement, ...]:
    ids = _span_ids(doc_id, ((each.start_char, each.end_char) for each in found))
    return tuple(
        Statement(
            statement_id=statement_id,
            doc_id=doc_id,
            start_char=each.start_char,
            end_char=each.end_char,
            text=each.text,
            is_direct=each.is_direct,
            cue=each.cue,
            act=each.act,
            speaker_mention_id=None
            if each.speaker_mention is None
            else mentions[each.speaker_mention].mention_id,
            speaker_text=each.speaker_text,
            speaker_class=each.speaker_class,
            channel_text=each.channel_text,
            parent_statement_id=None if each.parent is None else ids[each.parent],
            deadline_time_id=None if each.deadline_time is None else times[each.deadline_time].time_id,
            rule=each.rule,
        )
        for statement_id, each in zip(ids, found, strict=True)
    )


def _event_rows(
    doc_id: str,
    found: Sequence[FoundEvent],
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
) -> tuple[Event, ...]:
    ids = _span_ids(doc_id, ((each.start_char, each.end_char) for each in found))
    return tuple(
        Event(
            event_id=event_id,
            doc_id=doc_id,
            sentence_id=sentences[each.sentence].sentence_id,
            start_char=each.start_char,
            end_char=each.end_char,
            event_type=each.event_type,
            mode=each.mode,
            polarity=each.polarity,
            modality=each.modality,
            status=each.status,
            from_date=each.from_date,
            to_date=each.to_date,
            precision=each.precision,
            date_basis=each.date_basis,
            place_mention_id=None if each.place_mention is None else mentions[each.place_mention].mention_id,
            statement_id=None if each.statement is None else statements[each.statement].statement_id,
            confidence=each.confidence,
            rule=each.rule,
        )
        for event_id, each in zip(ids, found, strict=True)
    )


def _participant_rows(
    doc_id: str, found: Sequence[FoundEvent], events: Sequence[Event], mentions: Sequence[Mention]
) -> tuple[EventParticipant, ...]:
    return tuple(
        EventParticipant(
            event.event_id,
            doc_id,
            participant.role,
            None if participant.mention is None else mentions[participant.mention].mention_id,
            participant.text,
        )
        for each, event in zip(found, events, strict=True)
        for participant in each.participants
    )
