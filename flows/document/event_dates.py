"""When an event was: the time expression of its own verb."""

from bisect import bisect_left, bisect_right

from flows.document.clauses import Clause
from flows.document.event_drafts import Draft, Reading, TimeLike, ToldDate
from flows.document.records import EventDateBasis, Modality


def when_told(reading: Reading, clause: Clause, draft: Draft, start: int, end: int) -> ToldDate:
    """The time of the event's own words; else of the event that the paragraph goes on about; else publication."""
    if _is_remembered(clause, draft):
        return ToldDate(None, None, None, None)
    time = _own_time(reading, clause, draft, start, end)
    if time is not None:
        told = ToldDate(time.from_date, time.to_date, time.precision, EventDateBasis.OWN_WORDS)
        if draft.modality is Modality.ACTUAL:
            reading.told_before = (end, told)
        return told
    before = _date_before(reading, clause, draft, start)
    if before is not None:
        return before
    if reading.published is None:
        return ToldDate(None, None, None, None)
    return ToldDate(reading.published, reading.published, "document", EventDateBasis.PUBLISHED)


def _is_remembered(clause: Clause, draft: Draft) -> bool:
    """`marked the anniversary of the massacre on Monday`: the day is of the remembering, the massacre long past."""
    if clause.chunks[draft.chunk].kind != "N":
        return False
    if draft.governor is not None and clause.chunks[draft.governor].lemma in _REMEMBERS:
        return True
    before = draft.chunk - 2
    return before >= 0 and clause.chunks[before + 1].kind == "O" and clause.head_word(before) in _REMEMBRANCE


def _date_before(reading: Reading, clause: Clause, draft: Draft, start: int) -> ToldDate | None:
    """`Rebels attacked on Monday. They killed two guards.`: the story goes on, in the same paragraph and tense."""
    if reading.told_before is None or draft.modality is not Modality.ACTUAL:
        return None
    end, told = reading.told_before
    if told.precision != "day" or end >= start or "\n" in reading.text[end:start] or start - end > _REACH:
        return None
    verb = draft.chunk if clause.chunks[draft.chunk].kind == "V" else draft.governor
    if verb is not None and clause.chunks[verb].is_perfect:
        return None  # "had killed": before that day
    low, high = bisect_left(reading.time_starts, clause.starts[0]), bisect_left(reading.time_starts, start)
    if any(reading.times[index].from_date is not None for index in range(low, high)):
        return None  # the sentence speaks of another time
    return ToldDate(told.from_date, told.to_date, told.precision, EventDateBasis.PARAGRAPH)


def _own_time(reading: Reading, clause: Clause, draft: Draft, start: int, end: int) -> TimeLike | None:
    """The nearest time of the same verb."""
    best: tuple[int, TimeLike] | None = None
    low, high = clause.starts[0], clause.ends[-1]
    for index in range(bisect_left(reading.time_starts, low), bisect_left(reading.time_starts, high)):
        time = reading.times[index]
        if (
            time.from_date is None
            or index in reading.deadlines
            or _verbs_between(clause, draft, start, time.start_char)
        ):
            continue
        distance = max(time.start_char - end, start - time.end_char, 0)
        if time.start_char < start and _has_verb_before(reading, clause, time.start_char):
            distance += 1000
        if best is None or distance < best[0]:
            best = (distance, time)
    return None if best is None else best[1]


def _has_verb_before(reading: Reading, clause: Clause, position: int) -> bool:
    """Whether a time follows a verb of its own clause: "attacked the base on Monday and …"."""
    at = clause.chunk_of[bisect_right(clause.starts, position) - 1] - 1
    while at >= 0 and clause.chunks[at].kind not in ",.;tS":
        if clause.chunks[at].kind == "V" and clause.chunks[at].is_finite:
            return True
        at -= 1
    return False


def _verbs_between(clause: Clause, draft: Draft, start: int, time_start: int) -> bool:
    """Whether the time belongs to another verb: one stands between, and it is not the word's own.

    A noun has a verb of its own, and so has what was done in the same breath: "In May he was forced to resign".
    """
    here = clause.chunk_of[bisect_right(clause.starts, start) - 1]
    there = clause.chunk_of[bisect_right(clause.starts, time_start) - 1]
    low, high = min(here, there) + 1, max(here, there)
    finite = [i for i in range(low, high) if clause.chunks[i].kind == "V" and clause.chunks[i].is_finite]
    event = clause.chunks[here]
    is_same_breath = (event.is_gerund or event.is_infinitive) and draft.modality is Modality.ACTUAL
    return len(finite) > (1 if event.kind == "N" or is_same_breath else 0)


_REMEMBERS = frozenset({"commemorate", "remember", "mourn"})


_REMEMBRANCE = frozenset("anniversary commemoration memory memorial remembrance anniversaries".split())


_REACH = 400  # characters: two or three sentences
