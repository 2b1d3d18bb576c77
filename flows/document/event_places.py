"""Where an event was: the place whose phrase hangs on its own words."""

from flows.document.clauses import Clause, subjects
from flows.document.event_drafts import Draft, Reading
from flows.document.event_links import carrier_of
from flows.document.event_parties import head_of, is_site
from flows.document.records import Kind, Role


def place_of(reading: Reading, clause: Clause, draft: Draft) -> int | None:
    """The place whose phrase hangs on the event's own words, or that was itself hit; else none.

    A place of another clause, of an apposition or of something only spoken of is never taken.
    """
    hit = _place_hit(reading, clause, draft)
    if hit is not None:
        return hit
    carrier = carrier_of(reading, clause, draft)
    last = clause.chunk_of[draft.last - 1]
    place = place_after(reading, clause, draft, last + 1)
    if place is None and carrier is not None and carrier > draft.chunk:
        place = place_after(reading, clause, draft, carrier + 1)
    if place is None and draft.frame.event_type not in _TALK:
        place = _place_of_subject(reading, clause, draft)
    return _place_at_opening(reading, clause, draft) if place is None else place


def _place_hit(reading: Reading, clause: Clause, draft: Draft) -> int | None:
    """`shelled Khan Yunis`, `the takeover of the Yarmouk camp`, `visited Doha`."""
    frame = draft.frame
    if frame.event_type not in _HITS_PLACES and (frame.event_type != "CONSULT" or frame.name != "meet"):
        return None
    for role, index in draft.roles:
        if role in (Role.TARGET, Role.RECIPIENT) and index >= 0:
            place = _place_named(reading, clause, index)
            if place is not None and (frame.event_type != "CONSULT" or draft.rule == "active_verb"):
                return place
    return None


def place_after(reading: Reading, clause: Clause, draft: Draft, start: int) -> int | None:
    """The first place in a phrase that nothing but the event's own phrases parts from it."""
    frame, chunks = draft.frame, clause.chunks
    index, preposition = start, ""
    moves = frame.mode in _MOVING or clause.words[draft.first].startswith(("visit", "trip"))
    while index < len(chunks):
        kind = chunks[index].kind
        if kind == "," and index + 1 < len(chunks) and clause.head_word(index + 1) in _WHERE:
            index += 1
            continue
        if kind == "N":
            if frame.event_type in _TALK:
                return None  # "urged the army to …", "accused the group of crimes in X"
            if head_of(reading, clause, index) in reading.lexicon.nouns and preposition not in _DURING:
                return None  # "arrested after the blast in X": the place of another event
        elif kind in ("P", "O", "B"):
            upper, preposition = preposition, clause.head_word(index)
            if preposition not in _BINDING or index + 1 >= len(chunks):
                return None
            index += 1
            if chunks[index].kind == "N":
                place = _place_named(reading, clause, index)
                if place is not None and (
                    preposition in _WHERE
                    or (preposition in _MOTION and moves)
                    or (preposition == "of" and upper in _WHERE and is_site(reading, clause, index - 2))
                ):
                    return place
                continue
        elif kind not in "TY" and not (kind == "&" and chunks[index - 1].kind == "N"):
            return None
        index += 1
    return None


def _place_of_subject(reading: Reading, clause: Clause, draft: Draft) -> int | None:
    """`Police in Lahore arrested`: the phrase stands between the subject and the verb."""
    if clause.chunks[draft.chunk].kind != "V" or not clause.chunks[draft.chunk].is_finite:
        return None
    at = draft.chunk - 1
    while at >= 0 and clause.chunks[at].kind in "TY":
        at -= 1
    if at < 2 or clause.head_word(at - 1) not in _WHERE or clause.chunks[at - 2].kind != "N":
        return None
    return _place_named(reading, clause, at) if at - 2 in subjects(clause, draft.chunk) else None


def _place_at_opening(reading: Reading, clause: Clause, draft: Draft) -> int | None:
    """`In Kano, gunmen attacked a school`: for what the first verb tells, not what it only reports."""
    chunks = clause.chunks
    index = 0
    while index < len(chunks) and (
        chunks[index].kind in "TY,&"
        or (chunks[index].kind == "P" and index + 1 < len(chunks) and chunks[index + 1].kind == "T")
    ):
        index += 1
    if index + 1 >= draft.chunk or clause.head_word(index) not in _WHERE or chunks[index + 1].kind != "N":
        return None
    place = _place_named(reading, clause, index + 1)
    if place is None and chunks[index + 2].kind == "O" and is_site(reading, clause, index + 1):
        place = _place_named(reading, clause, index + 3)
    between = chunks[index + 2 : draft.chunk]
    if any(c.kind in _BREAKS or (c.kind == "V" and c.is_finite) for c in between):
        return None
    chunk = chunks[draft.chunk]
    return place if chunk.kind == "N" or chunk.is_finite else None


def _place_named(reading: Reading, clause: Clause, noun: int) -> int | None:
    """The place that this noun group is, or lies in: `Kano`, `the Yarmouk camp`, `Syria's north`."""
    if noun >= len(clause.chunks):
        return None
    chunk = clause.chunks[noun]
    mention = clause.mention_of.get(chunk.head)
    if mention is None and is_site(reading, clause, noun):
        inside = [clause.mention_of[t] for t in range(chunk.first, chunk.head) if t in clause.mention_of]
        mention = inside[-1] if inside else None
    if mention is None or reading.mentions[mention].kind != Kind.PLACE:
        return None
    end = reading.mentions[mention].end_char
    return None if reading.text[end : end + 1] == "$" else mention


_WHERE = frozenset("in at near outside inside on across around throughout".split())


_MOTION = frozenset({"to", "into", "from"})


_MOVING = frozenset({"visit", "withdraw", "deport", "troops"})


_BINDING = _WHERE | _MOTION | frozenset("of by with against between during along".split())


_DURING = frozenset({"in", "during"})


_BREAKS = frozenset({"S", "t", "W", ";", ".", '"', "("})


_TALK = frozenset({"THREATEN", "ACCUSE", "REQUEST", "REJECT", "SUPPORT", "CONCEDE"})


_HITS_PLACES = frozenset({"ASSAULT", "COERCE"})
