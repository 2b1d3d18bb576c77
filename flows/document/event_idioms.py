"""Senses that the words next to a trigger give it: `died in his bed`, `denied the Serb a title`, `blocks attacks`.

Where `event_figures` asks what kind of thing does it and what it is done to, this asks for the words beside it.
"""

from flows.document.clauses import Clause, phrases
from flows.document.event_drafts import Draft, Reading
from flows.document.event_parties import can_act, is_human
from flows.document.records import Role


def has_own_sense(reading: Reading, clause: Clause, draft: Draft) -> bool:
    """Whether the words next to it leave it its own sense."""
    frame, after = draft.frame, clause.words[draft.last :]
    if frame.name == "die" and after[:1] in (["in"], ["of"]) and not _PEACEFUL_DEATHS.isdisjoint(after[1:4]):
        return False  # "died in his bed"
    if frame.name == "shell" and _is_with_words(reading, clause, draft):
        return False  # "bombarded the station with complaints"
    if frame.name == "shoot" and after[:1] == ["a"] and after[1:2] and after[1].isdigit():
        return False  # "shot a 66 to take the lead"
    if frame.name == "let_go" and all(
        clause.is_pronoun(chunk) for role, chunk in draft.roles if role is Role.AGENT and chunk >= 0
    ):
        return False
    if frame.name == "deny" and clause.chunks[draft.chunk].kind == "V":
        return not _is_withheld(clause, draft.chunk)
    if frame.event_type == "CONSULT" and draft.rule == "noun" and not draft.roles and draft.governor is None:
        before = clause.chunks[draft.chunk - 1] if draft.chunk else None
        return before is None or before.kind not in "POS" or clause.head_word(draft.chunk - 1) not in _AROUND
    if (
        frame.event_type == "ASSAULT"
        and draft.rule == "noun"
        and not draft.roles
        and _is_bare_charge(clause, draft)
    ):
        return False  # "acquitted two men of arson"
    return not (
        draft.chunk and clause.chunks[draft.chunk].kind == "N" and _is_warded_off(reading, clause, draft)
    )


def _is_bare_charge(clause: Clause, draft: Draft) -> bool:
    """Whether a bare noun only names what somebody is acquitted of or found guilty of."""
    chunk = clause.chunks[draft.chunk]
    if chunk.first != draft.first or draft.chunk == 0 or clause.head_word(draft.chunk - 1) != "of":
        return False
    return any(
        before.kind == "V" and before.lemma == "acquit"
        for before in clause.chunks[max(draft.chunk - 4, 0) : draft.chunk]
    )


def _is_with_words(reading: Reading, clause: Clause, draft: Draft) -> bool:
    """Whether what it is done with is no weapon."""
    return clause.chunks[draft.chunk].kind == "V" and any(
        link == "with"
        and not any(reading.lexicon.is_head("weapon", clause.head_word(noun)) for noun in nouns)
        for link, nouns in phrases(clause, draft.chunk + 1)
    )


def _is_withheld(clause: Clause, verb: int) -> bool:
    """`denied the Serb a third title`: two objects, and nothing is said to be untrue."""
    return [chunk.kind for chunk in clause.chunks[verb + 1 : verb + 3]] == ["N", "N"] and (
        clause.tags[clause.chunks[verb + 2].first] in "DCJN"
    )


def _is_warded_off(reading: Reading, clause: Clause, draft: Draft) -> bool:
    """`the suite blocks attacks`, `a filter that stops attacks`: what a product does to any of them."""
    chunk, verb = clause.chunks[draft.chunk], clause.chunks[draft.chunk - 1]
    return (
        draft.frame.event_type == "ASSAULT"
        and draft.first == chunk.first
        and clause.words[draft.last - 1].endswith("s")
        and verb.kind == "V"
        and verb.lemma in _WARDS
        and clause.words[verb.head] in (verb.lemma, verb.lemma + "s")
        and not any(
            role is Role.AGENT or is_human(reading, clause, index)
            for role, index in draft.roles
            if index >= 0
        )
    )


def is_trap(clause: Clause, chunk: int) -> bool:
    """`a booby trap`: somebody set it, and it does nothing itself."""
    return chunk >= 0 and clause.head_word(chunk).removesuffix("s") in ("trap", "booby-trap", "tripwire")


def is_riot_gear(clause: Clause, chunk: int) -> bool:
    """`rubber bullets`, `plastic rounds`, `water cannon`."""
    return not _RIOT_GEAR.isdisjoint(clause.words_of(chunk))


def is_mishap(reading: Reading, clause: Clause, draft: Draft) -> bool:
    """`an explosion caused by a faulty boiler`: a cause without a will, and neither a weapon nor a doer."""
    return (
        clause.chunks[draft.chunk].kind == "N"
        and not _MISHAPS.isdisjoint(clause.words)
        and not any(
            role is Role.INSTRUMENT or (role is Role.AGENT and can_act(reading, clause, chunk))
            for role, chunk in draft.roles
        )
        and not any(reading.lexicon.is_head("perpetrator", word) for word in clause.words)
    )


SETTINGS = frozenset("after before during since until amid following ahead".split())
_PEACEFUL_DEATHS = frozenset("bed sleep age causes cancer pneumonia illness".split())
_MISHAPS = frozenset("boiler boilers faulty leak leaking mishap accidental short-circuit fireworks".split())
_WARDS = frozenset("block stop prevent detect fend deter repel filter intercept".split())
_RIOT_GEAR = frozenset("rubber plastic water-cannon water baton batons stun tear-gas teargas".split())
_AROUND = SETTINGS | {"at", "in", "of"}  # "on the eve of the summit"
