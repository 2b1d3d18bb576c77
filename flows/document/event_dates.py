"""When an event was: the time expression of its own verb."""

from bisect import bisect_left, bisect_right
from datetime import date

from flows.document.clauses import Clause
from flows.document.event_drafts import Reading, TimeLike


def when_told(
    reading: Reading, clause: Clause, start: int, end: int
) -> tuple[date | None, date | None, str | None]:
    """The nearest time of the same verb; else of another verb in the sentence; else publication."""
    best: tuple[int, TimeLike] | None = None
    low, high = clause.starts[0], clause.ends[-1]
    for index in range(bisect_left(reading.time_starts, low), bisect_left(reading.time_starts, high)):
        time = reading.times[index]
        if (
            time.from_date is None
            or index in reading.deadlines
            or _verbs_between(reading, clause, start, time.start_char)
        ):
            continue
        distance = max(time.start_char - end, start - time.end_char, 0)
        if time.start_char < start and _has_verb_before(reading, clause, time.start_char):
            distance += 1000
        if best is None or distance < best[0]:
            best = (distance, time)
    if best is not None:
        return best[1].from_date, best[1].to_date, best[1].precision
    if reading.published is None:
        return None, None, None
    return reading.published, reading.published, "document"


def _has_verb_before(reading: Reading, clause: Clause, position: int) -> bool:
    """Whether a time follows a verb of its own clause: "attacked the base on Monday and …"."""
    at = clause.chunk_of[bisect_right(clause.starts, position) - 1] - 1
    while at >= 0 and clause.chunks[at].kind not in ",.;tS":
        if clause.chunks[at].kind == "V" and clause.chunks[at].is_finite:
            return True
        at -= 1
    return False


def _verbs_between(reading: Reading, clause: Clause, start: int, time_start: int) -> bool:
    """Whether the time belongs to another verb: one stands between, and it is not the word's own."""
    here = clause.chunk_of[bisect_right(clause.starts, start) - 1]
    there = clause.chunk_of[bisect_right(clause.starts, time_start) - 1]
    low, high = min(here, there) + 1, max(here, there)
    finite = [i for i in range(low, high) if clause.chunks[i].kind == "V" and clause.chunks[i].is_finite]
    own = clause.chunks[here].kind == "N"
    return len(finite) > (1 if own else 0)
