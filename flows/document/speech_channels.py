"""Through what somebody speaks: "on Facebook", "in a statement posted online", "told AFP"."""

from flows.document.clauses import (
    Clause,
    end_of_of,
)
from flows.document.records import SpeakerClass
from flows.document.speakers import class_of_speaker
from flows.document.speech_reading import SpeechReading


def channel_of(reading: SpeechReading, clause: Clause, index: int) -> str | None:
    """`on Facebook`, `in a statement posted online`, `told AFP`, as written."""
    chunks = clause.chunks
    if (
        chunks[index].lemma in reading.lexicon.addressee
        and index + 1 < len(chunks)
        and chunks[index + 1].kind == "N"
    ):
        start, end = clause.span(index + 1, end_of_of(clause, index + 1))
        is_media = class_of_speaker(reading, reading.text[start:end], "", None) is SpeakerClass.MEDIA
        if is_media or clause.head_word(index + 1) in reading.lexicon.channels:
            return reading.text[clause.starts[chunks[index].head] : end]
    for at, chunk in enumerate(chunks[:-1]):
        if chunk.kind != "P" or chunks[at + 1].kind != "N":
            continue
        if clause.head_word(at) == "on" and clause.head_word(at + 1) in (
            "post",
            "call",
            "report",
            "letter",
            "message",
        ):
            continue  # "on a military post"
        is_set_off = at > 0 and at + 2 < len(chunks) and chunks[at - 1].kind == chunks[at + 2].kind == ","
        is_near = at > index or at <= 1 or at == index - 2 or is_set_off
        head = clause.head_word(at + 1)
        is_to = clause.head_word(at) == "to"
        if (
            is_to
            and at
            and clause.words[chunks[at].first - 1] in ("according", "reply", "response", "reaction")
        ):
            continue
        media = is_to and _class_at(reading, clause, at + 1) is SpeakerClass.MEDIA
        if (
            is_near
            and ((head in reading.lexicon.channels and not is_to) or media)
            and clause.head_word(at) in ("on", "in", "via", "through", "to", "by", "over", "at", "during")
        ):
            if at > index + 2 and chunks[at - 1].kind == "V":
                continue
            return _channel_text(reading, clause, at)
    return None


def _class_at(reading: SpeechReading, clause: Clause, index: int) -> SpeakerClass | None:
    start, end = clause.span(index, index)
    return class_of_speaker(reading, reading.text[start:end], "", None)


def _channel_text(reading: SpeechReading, clause: Clause, at: int) -> str:
    last = end_of_of(clause, at + 1)
    chunks = clause.chunks
    if (
        last + 2 < len(chunks)
        and clause.head_word(last + 1) in ("with", "to")
        and chunks[last + 2].kind == "N"
    ):
        last = end_of_of(clause, last + 2)  # "in an interview with Reuters"
    if last + 1 < len(chunks) and chunks[last + 1].kind == "V" and chunks[last + 1].is_bare:
        last += 1
        if (
            last + 1 < len(chunks)
            and chunks[last + 1].kind in ("Y", "N", "T")
            and clause.words[chunks[last + 1].first] == "online"
        ):
            last += 1
    start, end = clause.span(at, last)
    return reading.text[start:end]
