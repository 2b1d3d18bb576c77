"""What the text reports as having happened, been planned, threatened or denied, and who was what in it.

One row per place in a text where words tell an event: reports are never merged here, and a claim or a denial
stays one. Method: the verbs and nouns of the packs (`lexicon/events_*.yml`) are triggers; the sparse parse of
`clauses.py` says which noun groups stand where to them; frames say what standing there means. Cf. FASTUS
(Hobbs et al. 1997) and PLOVER (openeventdata/PLOVER) for the types.
"""

from collections.abc import Sequence
from datetime import date

from flows.document.clauses import Clause, Stretch, parse_document
from flows.document.event_dates import when_told
from flows.document.event_drafts import (
    Draft,
    FoundEvent,
    MentionLike,
    Reading,
    StatementLike,
    TimeLike,
    statement_at,
)
from flows.document.event_lexicon import EventLexicon, event_verbs
from flows.document.event_links import join_nouns
from flows.document.event_participants import mode_of, participants_of, quantities_of
from flows.document.event_places import place_of
from flows.document.event_roles import noun_draft, verb_draft
from flows.document.event_sense import is_told, settle_frame
from flows.document.event_standing import modality_of, set_standing, status_of
from flows.document.records import Polarity, Role

__all__ = ["EventLexicon", "FoundEvent", "event_verbs", "find_events"]


def find_events(  # noqa: PLR0917  (the signature is the contract of this stage)
    text: str,
    sentences: Sequence[Stretch],
    mentions: Sequence[MentionLike],
    times: Sequence[TimeLike],
    quantities: Sequence[Stretch],
    statements: Sequence[StatementLike],
    published: date | None,
    lexicon: EventLexicon,
) -> tuple[FoundEvent, ...]:
    """All reports of events in one text, in order; a sentence that is repeated word for word counts once."""
    clauses = parse_document(text, sentences, mentions, times, lexicon.grammar)
    reading = Reading(text, mentions, times, quantities, statements, published, lexicon, clauses)
    seen: set[tuple[str, ...]] = set()
    found: list[FoundEvent] = []
    for clause in clauses:
        if not _may_tell(clause.words, lexicon):
            continue
        key = tuple(clause.words)
        if key in seen:
            continue
        seen.add(key)
        found.extend(_read(reading, clause))
    return tuple(found)


def _may_tell(words: Sequence[str], lexicon: EventLexicon) -> bool:
    """Whether a sentence of these words is worth parsing."""
    if not lexicon.trigger_words.isdisjoint(words):
        return True
    paired = lexicon.paired_words
    if not paired.keys().isdisjoint(words) and any(
        word in paired and not paired[word].isdisjoint(words) for word in words
    ):
        return True
    return not lexicon.weak_words.isdisjoint(words) and any(lexicon.is_head("weapon", word) for word in words)


def _read(reading: Reading, clause: Clause) -> list[FoundEvent]:
    """The events of one sentence."""
    verbs = [
        d for i, c in enumerate(clause.chunks) if c.kind == "V" and (d := verb_draft(reading, clause, i))
    ]
    named = reading.lexicon.noun_words
    told = {clause.chunk_of[t] for t, word in enumerate(clause.words) if word in named}
    nouns = [
        d for i in sorted(told) if clause.chunks[i].kind == "N" and (d := noun_draft(reading, clause, i))
    ]
    join_nouns(reading, clause, verbs, nouns)
    for draft in (*verbs, *nouns):
        settle_frame(reading, clause, draft)
    drafts = [d for d in (*verbs, *nouns) if not d.merged and is_told(reading, clause, d, verbs, nouns)]
    for draft in drafts:
        set_standing(reading, clause, draft)
    drafts.sort(key=lambda d: d.first)
    found = [_row(reading, clause, draft) for draft in drafts]
    for event in found:
        for participant in event.participants:
            if participant.role is Role.AGENT and participant.mention is not None:
                reading.salient.append((participant.start_char, participant.mention))
    reading.salient.sort()
    return found


def _row(reading: Reading, clause: Clause, draft: Draft) -> FoundEvent:
    start, end = clause.starts[draft.first], clause.ends[draft.last - 1]
    statement = statement_at(reading, start, end)
    participants = participants_of(reading, clause, draft, statement)
    told = when_told(reading, clause, draft, start, end)
    return FoundEvent(
        sentence=clause.sentence,
        start_char=start,
        end_char=end,
        event_type=draft.frame.event_type,
        mode=mode_of(reading, clause, draft),
        polarity=Polarity.NEGATED if draft.is_negated else Polarity.AFFIRMED,
        modality=modality_of(reading, draft, statement),
        status=status_of(reading, draft, statement, participants),
        from_date=told.from_date,
        to_date=told.to_date,
        precision=told.precision,
        date_basis=told.basis,
        place_mention=place_of(reading, clause, draft),
        statement=statement,
        quantities=quantities_of(reading, participants, start, end),
        participants=participants,
        confidence=reading.lexicon.confidence.get(draft.rule),
        rule=draft.rule,
    )
