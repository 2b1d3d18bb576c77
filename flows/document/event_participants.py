"""The participants of an event as they are written, with the names they are or mean."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from flows.document.clauses import Clause, end_of_of, subject_before
from flows.document.event_drafts import Draft, FoundParticipant, Reading
from flows.document.event_parties import is_nobody, meant, own_name
from flows.document.records import Act, Kind, Role, SpeakerClass

_NUMBER_OF = re.compile(r"(?:the )?(?:number|total) of\b", re.IGNORECASE)


def mode_of(reading: Reading, clause: Clause, draft: Draft) -> str | None:
    """The weapon decides where the verb leaves it open."""
    if draft.frame.event_type != "ASSAULT" or draft.mode not in (
        None,
        "targeted",
        "explosives",
        "heavy-weapons",
    ):
        return draft.mode
    words = clause.words_of(draft.chunk)
    for role, index in draft.roles:
        if role is Role.INSTRUMENT:
            words = [
                *words,
                *(clause.words_of(index) if index >= 0 else clause.words[-index // 1000 : -index % 1000]),
            ]
    for mode, weapons in _MODE_BY_WEAPON.items():
        if any(word in weapons or word.removesuffix("s") in weapons for word in words):
            return mode
    return draft.mode


def participants_of(
    reading: Reading, clause: Clause, draft: Draft, statement: int | None
) -> tuple[FoundParticipant, ...]:
    """The participants as written, each once, the claimant of the deed among them."""
    found: dict[tuple[Role, int, int], FoundParticipant] = {}
    for role, index in draft.roles:
        if index < 0:
            first, last = divmod(-index, 1000)
            start, end = clause.starts[first], clause.ends[last - 1]
            mention = clause.mention_of.get(last - 1)
        else:
            if role is not Role.INSTRUMENT and is_nobody(reading, clause, index):
                continue
            if clause.words[clause.chunks[index].head].endswith(("self", "selves")):
                continue
            start, end = clause.span(index, end_of_of(clause, index))
            if clause.chunks[index].first < draft.last <= clause.chunks[index].head and draft.chunk < index:
                start = clause.starts[draft.last]  # "shot dead | four of them"
            mention = _mention(reading, clause, index, statement)
            agents = {p.mention for p in found.values() if p.role is Role.AGENT}
            if role is not Role.AGENT and mention in agents and index not in clause.mention_of:
                mention = own_name(reading, clause, index)
            if clause.is_pronoun(index) and _is_demanded(reading, draft, statement):
                mention = None
        found.setdefault(
            (role, start, end), FoundParticipant(role, start, end, reading.text[start:end], mention)
        )
    if statement is not None and draft.frame.event_type == "ASSAULT":
        _add_claimant(reading, statement, found)
    return tuple(p for p in found.values() if not _is_inside_another(p, found.values()))


def _add_claimant(
    reading: Reading, statement: int, found: dict[tuple[Role, int, int], FoundParticipant]
) -> None:
    """Who claims responsibility says that he is the agent."""
    spoken = reading.statements[statement]
    if spoken.act is not Act.CLAIM_RESPONSIBILITY or any(role is Role.AGENT for role, _, _ in found):
        return
    start, end = spoken.speaker_start_char, spoken.speaker_end_char
    if start is not None and end is not None and spoken.speaker_text is not None:
        if spoken.speaker_mention is None and reading.lexicon.is_head(
            "message", spoken.speaker_text.split()[-1].lower()
        ):
            return  # "the message taking credit for the attack": a message attacks nobody
        participant = FoundParticipant(Role.AGENT, start, end, spoken.speaker_text, spoken.speaker_mention)
        found[Role.AGENT, start, end] = participant


def _is_demanded(reading: Reading, draft: Draft, statement: int | None) -> bool:
    """`it had 72 hours to release them`: not the speaker but the one spoken to."""
    if statement is None or draft.frame.event_type != "RETREAT":
        return False
    return reading.statements[statement].act in (Act.WARN, Act.THREATEN, Act.DEMAND)


def _mention(reading: Reading, clause: Clause, index: int, statement: int | None) -> int | None:
    """The name that the group is, or whose people it is; a pronoun's is looked for before it."""
    start = clause.starts[clause.chunks[index].first]
    if start in reading.speakers:
        return reading.speakers[start]
    noun = meant(reading, clause, index)
    chunk = clause.chunks[noun]
    head = clause.words[chunk.head]
    if chunk.head in clause.mention_of:
        return clause.mention_of[chunk.head]
    end = clause.chunks[end_of_of(clause, noun)]
    if end.head in clause.mention_of and clause.chunks[noun + 1].kind == "V":
        return clause.mention_of[end.head]  # "a group calling itself X"
    if clause.tags[chunk.head] == "R":
        return None if head in clause.grammar.standalone else _antecedent(reading, clause, noun, statement)
    named = noun + 2
    if (
        named + 1 < len(clause.chunks)
        and clause.chunks[noun + 1].kind == clause.chunks[named + 1].kind == ","
        and reading.lexicon.is_head("person", head)
    ):
        mention = clause.mention_of.get(clause.chunks[named].head)
        if mention is not None and reading.mentions[mention].kind == Kind.PERSON:
            return mention  # "the opposition leader, Maria Machado, was detained"
    if head in reading.lexicon.belongs:
        inside = [clause.mention_of[t] for t in range(chunk.first, chunk.last) if t in clause.mention_of]
        if noun + 2 < len(clause.chunks) and clause.chunks[noun + 1].kind == "O":
            inside.extend(m for m in [clause.mention_of.get(clause.chunks[noun + 2].head)] if m is not None)
        for mention in reversed(inside):
            if reading.mentions[mention].kind == Kind.ORGANIZATION:
                return mention
    if clause.words[chunk.first : chunk.last] in (
        ["the", "group"],
        ["the", "movement"],
        ["the", "organization"],
    ):
        return _antecedent(reading, clause, noun, statement)
    return None


def _antecedent(reading: Reading, clause: Clause, index: int, statement: int | None) -> int | None:
    """The speaker of the statement it stands in, else who acted or spoke last, else the nearest name."""
    word = clause.head_word(index)
    kinds = (Kind.PERSON,) if word in ("he", "she", "him", "her", "his") else (Kind.ORGANIZATION,)
    start = clause.starts[clause.chunks[index].first]
    banned: int | None = None
    if statement is not None:
        spoken = reading.statements[statement]
        if spoken.speaker_start_char == start or (
            spoken.speaker_mention is not None
            and reading.mentions[spoken.speaker_mention].kind
            in (*kinds, *((Kind.PERSON,) if word in ("we", "i") else ()))
            and spoken.speaker_class is not SpeakerClass.MEDIA
            and word in ("he", "she", "it", "they", "we", "i")
        ):
            return spoken.speaker_mention
        banned = spoken.speaker_mention
    if word not in _ANAPHORS:
        return None
    if word == "they" and start == clause.starts[0]:
        subject = subject_before(reading.clauses, clause)
        if subject is not None:
            position = subject[0].starts[subject[0].chunks[subject[2]].first]
            if position in reading.speakers:
                return reading.speakers[position]
    recent = [
        m
        for position, m in reading.salient
        if position < start and reading.mentions[m].kind in kinds and m != banned
    ]
    if recent and start - reading.mentions[recent[-1]].start_char < 600:
        return recent[-1]
    at = bisect_right(reading.mention_starts, start) - 1
    while at >= 0 and start - reading.mentions[at].start_char < 500:
        if reading.mentions[at].kind in kinds and at != banned:
            return at
        at -= 1
    return None


def quantities_of(
    reading: Reading, participants: tuple[FoundParticipant, ...], start: int, end: int
) -> tuple[int, ...]:
    """The numbers that stand in the participants or in the trigger."""
    found = []
    low = bisect_left(reading.quantity_starts, min([start, *(p.start_char for p in participants)]))
    high = bisect_left(reading.quantity_starts, max([end, *(p.end_char + 80 for p in participants)]))
    for index in range(low, high):
        quantity = reading.quantities[index]
        inside = any(p.start_char <= quantity.start_char < p.end_char for p in participants)
        counted = any(
            _NUMBER_OF.match(p.text) and p.end_char <= quantity.start_char < p.end_char + 80
            for p in participants
        )
        if inside or counted or start <= quantity.start_char < end:
            found.append(index)
    return tuple(found)


def _is_inside_another(inner: FoundParticipant, all_of_them: Iterable[FoundParticipant]) -> bool:
    return any(
        outer is not inner
        and outer.role is inner.role
        and outer.start_char <= inner.start_char
        and inner.end_char <= outer.end_char
        for outer in all_of_them
    )


_ANAPHORS = frozenset("he she it they him her them group movement organization".split())


_MODE_BY_WEAPON = {
    "suicide-attack": frozenset({"suicide", "vest", "belt"}),
    "drone": frozenset({"drone"}),
    "heavy-weapons": frozenset("mortar rocket missile shell artillery tank howitzer cannon".split()),
    "explosives": frozenset(
        "bomb car-bomb grenade explosive dynamite mine landmine ied tnt device semtex".split()
    ),
    "firearms": frozenset("gun rifle machinegun machine-gun pistol shotgun bullet gunfire firearm".split()),
    "crowd-control": frozenset("teargas tear baton truncheon".split()),
    "unconventional": frozenset("chemical chlorine sarin poison biological".split()),
}
