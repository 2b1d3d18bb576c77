"""How an event stands: polarity, modality, and status from the statement it is told in."""

from flows.document.clauses import Clause, is_reduced_passive
from flows.document.event_drafts import REQUESTS, Draft, FoundParticipant, Reading, StatementLike
from flows.document.event_links import carrier_of
from flows.document.event_parties import is_nobody
from flows.document.records import Act, Modality, Role, SpeakerClass, Status


def set_standing(reading: Reading, clause: Clause, draft: Draft) -> None:
    """Note polarity, modality and hedges, as the clause gives them."""
    verb = draft.chunk if clause.chunks[draft.chunk].kind == "V" else carrier_of(reading, clause, draft)
    chunk = clause.chunks[draft.chunk]
    if chunk.kind == "N" and any(clause.words[t] in ("no", "any") for t in range(chunk.first, chunk.head)):
        draft.is_negated = "no" in clause.words_of(draft.chunk)
    if chunk.kind == "N" and _is_in_list_of_none(clause, draft.chunk):
        draft.is_negated = True
    is_claimed = verb is not None and verb != draft.chunk and clause.chunks[verb].lemma == "claim"
    for role, index in draft.roles:
        if (
            index >= 0
            and role is not Role.INSTRUMENT
            and is_nobody(reading, clause, index)
            and not is_claimed
        ):
            draft.is_negated = True
    if verb is not None:
        _verb_standing(reading, clause, draft, verb)
    _request_or_charge(reading, clause, draft)
    if _is_conditional(clause, draft) and draft.modality in _OPEN:
        draft.modality = Modality.CONDITIONAL
    if draft.modality is Modality.ACTUAL and chunk.kind == "N" and _is_feared(clause, draft.chunk):
        draft.modality = Modality.POSSIBLE
    if draft.modality is Modality.ACTUAL and _is_purpose_of_a_plan(clause, draft):
        draft.modality = Modality.PLANNED
    if draft.modality is Modality.ACTUAL and _is_general(reading, clause, draft, verb):
        draft.modality = Modality.GENERAL
    first, last = clause.chunks[draft.chunk].first, clause.chunks[draft.chunk].last
    if not reading.lexicon.hedges.isdisjoint(clause.words[first:last]):
        draft.hedged = True
    if chunk.kind == "N" and draft.last <= chunk.head and draft.modality is Modality.ACTUAL:
        draft.modality = _MODALITY_OF_NOUN.get(clause.words[chunk.head].removesuffix("s"), Modality.ACTUAL)
    if chunk.kind == "N" and "claimed" in clause.words[first:last]:
        draft.own_status = Status.CLAIMED
    elif is_claimed and any(
        role is Role.AGENT and not _is_nobody(reading, clause, index) for role, index in draft.roles
    ):
        draft.own_status = Status.CLAIMED  # "the front claims the attack"
    elif _is_after_a_guess(reading, clause, draft):
        draft.own_status = Status.REPORTED
    elif _is_denied_charge(clause, draft):
        draft.own_status = Status.REPORTED if _is_denial(clause, draft) else Status.DENIED
    if verb is not None and verb != draft.chunk:
        part = clause.chunks[verb]
        draft.hedged = draft.hedged or not reading.lexicon.hedges.isdisjoint(
            clause.words[part.first : part.last]
        )
    if _ends_in_alleged(clause):
        draft.hedged = True
    for role, index in draft.roles:
        if (
            role is Role.AGENT
            and index >= 0
            and not reading.lexicon.hedges.isdisjoint(clause.words_of(index))
        ):
            draft.hedged = True


def _ends_in_alleged(clause: Clause) -> bool:
    """`Guards beat a student, his lawyer alleged.`: who says so stands last."""
    words = clause.words
    while words and words[-1] in (".", "”", '"'):
        words = words[:-1]
    if words[-1:] != ["alleged"]:
        return False
    last = clause.chunk_of[len(words) - 1]
    return last >= _LEAST_TAIL and [c.kind for c in clause.chunks[last - 2 : last]] == [",", "N"]


def _is_nobody(reading: Reading, clause: Clause, chunk: int) -> bool:
    return chunk >= 0 and is_nobody(reading, clause, chunk)


def _is_after_a_guess(reading: Reading, clause: Clause, draft: Draft) -> bool:
    """`Drones believed to have come from Crimea damaged …`: what is believed ends before the finite verb."""
    chunk = clause.chunks[draft.chunk]
    if chunk.kind != "V" or not chunk.is_finite:
        return False
    for index in range(draft.chunk - 1, 0, -1):
        before = clause.chunks[index]
        if before.kind in ",;.tWS&":
            return False
        if before.kind == "V" and before.is_infinitive:
            guess = clause.chunks[index - 1]
            return (
                guess.kind == "V" and guess.is_bare and clause.head_word(index - 1) in reading.lexicon.hedges
            )
    return False


def _is_denial(clause: Clause, draft: Draft) -> bool:
    """Whether the words are themselves the rejection."""
    return draft.frame.event_type == "REJECT" and clause.chunks[draft.chunk].lemma in _DENIES


def _is_denied_charge(clause: Clause, draft: Draft) -> bool:
    """`rejected accusations that …`, `the report that … was dismissed`, `the claim to have sunk … is a lie`."""
    for index in range(draft.chunk - 1, -1, -1):
        chunk = clause.chunks[index]
        if chunk.kind in (".", ";"):
            return False
        if chunk.kind == "N" and clause.head_word(index).removesuffix("s") in _CHARGES:
            return clause.chunks[index + 1].kind in "tWOP" + "V" and _is_rejected(clause, index)
    return False


def _is_rejected(clause: Clause, noun: int) -> bool:
    """Whether the verb round this noun group rejects it."""
    before = noun - 1
    if before >= 2 and clause.head_word(before - 1) == "as":
        before -= 2  # "dismissed as lies a claim that …"
    while before >= 0 and clause.chunks[before].kind in "YTJ":
        before -= 1
    if before >= 0 and clause.chunks[before].kind == "V" and clause.chunks[before].lemma in _DENIES:
        return not clause.chunks[before].is_passive and not clause.chunks[before].is_negated
    for index in range(noun + 2, len(clause.chunks)):
        chunk = clause.chunks[index]
        if chunk.kind == "V" and chunk.is_passive and chunk.lemma in _DENIES:
            return not chunk.is_negated
        if (
            chunk.kind == "V"
            and chunk.lemma == "be"
            and not _UNTRUE.isdisjoint(clause.words[chunk.head : chunk.head + 4])
        ):
            return not chunk.is_negated
    return False


def _is_general(reading: Reading, clause: Clause, draft: Draft, verb: int | None) -> bool:
    """`militants often attack`, `shell the town every night`, `attacks on hospitals are war crimes`."""
    if verb is not None:
        part = clause.chunks[verb]
        words, words_after = clause.words[max(part.first - 1, 0) : part.last + 1], clause.words[part.last :]
        if not clause.grammar.frequency.isdisjoint(words):
            return True
        is_present = clause.tags[part.head] in "VI" and not part.modal and not part.is_infinitive
        is_present = is_present and clause.words[part.head] in (
            part.lemma,
            part.lemma + "s",
            part.lemma + "es",
        )
        if is_present and any(
            word == "every" and tag == "T"
            for word, tag in zip(words_after, clause.tags[part.last + 1 :], strict=False)
        ):
            return True
    chunk = clause.chunks[draft.chunk]
    if chunk.kind != "N" or draft.governor is None or draft.governor < draft.chunk:
        return False
    predicate = clause.words[clause.chunks[draft.governor].head : clause.chunks[draft.governor].last + 4]
    is_kind = predicate[0] in ("are", "is", "constitute", "constitutes", "remain", "remains")
    return is_kind and not reading.lexicon.law_words.isdisjoint(predicate)


def _request_or_charge(reading: Reading, clause: Clause, draft: Draft) -> None:
    """`calls for the release` asks for it; `he is accused of the murder` leaves it alleged."""
    relative = draft.chunk - 1  # "for the bomb that killed the editor"
    for index in range(draft.chunk - 1, max(draft.chunk - 7, -1), -1):
        chunk = clause.chunks[index]
        if chunk.kind in "tW" and index == relative and clause.head_word(index - 2) == "for":
            continue
        if chunk.kind in (".", ";", "t", "W", "S") or (
            chunk.kind == "&" and clause.chunks[index - 1].kind == ","
        ):
            return
        if chunk.kind == "N" and clause.head_word(index) in REQUESTS and clause.head_word(index + 1) == "for":
            draft.modality = Modality.PLANNED
            draft.own_status = Status.REPORTED
            return
        if chunk.kind == "V" and chunk.lemma in ("hold", "blame") and not chunk.is_infinitive:
            is_blamed = chunk.lemma == "blame" or not _BLAMED.isdisjoint(
                clause.words[chunk.head : draft.first]
            )
            draft.hedged = draft.hedged or (is_blamed and not chunk.is_negated)
            return
        if chunk.kind == "V" and chunk.lemma in ("accuse", "suspect", "charge") and not chunk.is_infinitive:
            draft.hedged = (
                draft.hedged or chunk.is_passive or (chunk.is_bare and is_reduced_passive(clause, index))
            )
            return


def _is_in_list_of_none(clause: Clause, noun: int) -> bool:
    """`no injuries or deaths were reported`: `no` is of both."""
    chunks, at = clause.chunks, noun
    while at >= 2 and clause.words_of(at - 1) in (["or"], ["nor"]) and chunks[at - 2].kind == "N":
        at -= 2
    return at < noun and clause.words[chunks[at].first] == "no"


def _verb_standing(reading: Reading, clause: Clause, draft: Draft, verb: int) -> None:
    chunk = clause.chunks[verb]
    grammar = clause.grammar
    if chunk.is_negated:
        draft.is_negated = True
    if (
        verb == draft.chunk
        and draft.words not in ((), ("to",))  # "asked us not to tell"
        and ["not", draft.words[0]]
        in (clause.words[at : at + 2] for at in range(chunk.head + 1, chunk.head + _NEAR))
    ):
        draft.is_negated = True  # "was found not guilty"
    if (
        "longer" in clause.words[max(chunk.first - 1, 0) : chunk.head]
        and "no" in clause.words[max(chunk.first - 2, 0) : chunk.head]
    ):
        draft.is_negated = True
    if verb != draft.chunk:
        if chunk.lemma in ("deny", "claim"):
            pass  # "denied any part in the shooting", "nobody claimed the attack": it was, see status_of
        elif chunk.lemma == "want" and clause.words[chunk.last : chunk.last + 1] in (
            ["over"],
            ["for"],
            ["in"],
        ):
            pass  # "men wanted over the bombing"
        elif _stops(reading, clause, verb):
            # "foiled an attack", "the attack was foiled"; but "the talks failed" took place
            draft.is_negated = not _is_of_a_try(clause, draft) and (verb < draft.chunk or chunk.is_passive)
        elif chunk.lemma in reading.lexicon.threat_verbs:
            draft.modality = Modality.THREATENED
        elif chunk.lemma in reading.lexicon.plan_verbs:
            draft.modality = Modality.PLANNED
    if chunk.modal in grammar.possible_modals:
        draft.modality = Modality.POSSIBLE
    elif chunk.modal == "would" and chunk.is_perfect:
        draft.modality = Modality.CONDITIONAL  # "would have killed hundreds"
    elif chunk.modal:
        draft.modality = Modality.PLANNED if chunk.modal in grammar.future_modals else Modality.POSSIBLE
    if chunk.is_infinitive or chunk.is_gerund:
        _dependent_standing(reading, clause, draft, verb)


def _stops(reading: Reading, clause: Clause, verb: int) -> bool:
    """`foil`, `call off`: what they govern does not happen."""
    chunk = clause.chunks[verb]
    following = clause.words[chunk.head + 1 : chunk.head + 2]
    return chunk.lemma in reading.lexicon.stop_verbs or " ".join([chunk.lemma, *following]) in (
        reading.lexicon.stop_verbs
    )


def _is_of_a_try(clause: Clause, draft: Draft) -> bool:
    """`foiled a coup attempt`: the attempt was; that it failed is said by its modality."""
    chunk = clause.chunks[draft.chunk]
    return draft.last <= chunk.head and clause.words[chunk.head].removesuffix("s") in _MODALITY_OF_NOUN


def _dependent_standing(reading: Reading, clause: Clause, draft: Draft, verb: int) -> None:
    """`threatened to kill`, `tried to storm`: what the verb it hangs on makes of it."""
    for index in range(verb - 1, -1, -1):
        chunk = clause.chunks[index]
        if chunk.kind in (".", ";", "W") or (chunk.kind == "S" and index < verb - 1):
            break
        if chunk.kind == "N" and clause.chunks[verb].is_infinitive:
            meant = _MODALITY_OF_NOUN.get(clause.head_word(index).removesuffix("s"))
            if meant is not None:
                draft.modality = meant
                return
        if chunk.kind == "V":
            if chunk.lemma in reading.lexicon.stop_verbs and (
                clause.chunks[verb].is_infinitive or index >= verb - 3
            ):
                draft.is_negated = chunk.lemma not in ("deny",)
            elif chunk.lemma in reading.lexicon.threat_verbs or (
                chunk.lemma in ("vow", "swear", "pledge", "promise") and clause.chunks[verb].is_infinitive
            ):
                draft.modality = Modality.THREATENED
            elif chunk.lemma in _TRIES and clause.chunks[verb].is_infinitive:
                draft.modality = Modality.ATTEMPTED
            elif chunk.lemma == "use" and not chunk.is_passive and index == verb - 1:
                draft.modality = Modality.GENERAL  # "used to attack convoys"
            elif chunk.lemma in reading.lexicon.plan_verbs and clause.chunks[verb].is_infinitive:
                draft.modality = Modality.PLANNED
            elif draft.frame.event_type in ("REQUEST", "ACCUSE", "PROTEST"):
                return  # "marched to demand higher pay": the demand is made
            elif clause.chunks[verb].is_infinitive and chunk.lemma not in _ACTUAL_GOVERNORS:
                draft.modality = Modality.PLANNED
            if chunk.modal and draft.modality is Modality.ACTUAL:
                draft.modality = Modality.PLANNED
            return


def _is_conditional(clause: Clause, draft: Draft) -> bool:
    """Whether its own clause begins with `if`, `unless`, `whether` or `lest`."""
    for index in range(draft.chunk - 1, -1, -1):
        chunk = clause.chunks[index]
        if chunk.kind == "S" and clause.words[chunk.head] in _CONDITIONS:
            return True
        if chunk.kind in (".", ";", ",", "S", "t"):
            return False
    return False


def _is_feared(clause: Clause, noun: int) -> bool:
    """`the risk of a clash`, `fears of an attack`."""
    return noun >= 2 and clause.chunks[noun - 1].kind == "O" and clause.head_word(noun - 2) in _FEARS


def _is_purpose_of_a_plan(clause: Clause, draft: Draft) -> bool:
    """`will travel to Astana for talks`."""
    return (
        clause.chunks[draft.chunk].kind == "N"
        and draft.governor is not None
        and clause.chunks[draft.governor].modal in clause.grammar.future_modals
        and clause.head_word(draft.chunk - 1) == "for"
    )


def modality_of(reading: Reading, draft: Draft, statement: int | None) -> Modality:
    """The modality, with what the statement makes of it."""
    if statement is None or draft.modality in (Modality.CONDITIONAL, Modality.POSSIBLE):
        return draft.modality
    act = reading.statements[statement].act
    if act in (Act.THREATEN, Act.WARN) and draft.modality in (Modality.PLANNED,):
        return Modality.THREATENED
    if act is Act.DEMAND and draft.modality is Modality.ACTUAL and draft.rule in ("noun", "infinitive"):
        return Modality.PLANNED
    return draft.modality


def status_of(
    reading: Reading, draft: Draft, statement: int | None, participants: tuple[FoundParticipant, ...]
) -> Status:
    """On whose word it stands."""
    if statement is None:
        return draft.own_status or (Status.ALLEGED if draft.hedged else Status.REPORTED)
    spoken = reading.statements[statement]
    if draft.own_status in (Status.REPORTED, Status.DENIED):
        return draft.own_status
    if spoken.act is Act.DOUBT and "responsib" in (spoken.cue or ""):
        return Status.REPORTED  # "no group has claimed responsibility": the attack itself is not in doubt
    if spoken.act in _STATUS_OF_ACT:
        status = _STATUS_OF_ACT[spoken.act]
        is_open = draft.modality is not Modality.ACTUAL and not draft.is_negated
        if status is Status.DENIED and is_open and _is_told_not_denied(spoken):
            return Status.REPORTED  # "stated it would attack … if the broadcasts did not stop"
        if status is Status.DENIED and draft.frame.event_type in _SPOKEN:
            return Status.REPORTED  # "Chad accused Sudan, which Khartoum denied": that it accused stands
        if spoken.act is Act.ACCUSE and (spoken.cue or "").lower().startswith(_REACTIONS):
            return Status.REPORTED  # what is condemned is taken to have happened
        if status is Status.CLAIMED and (spoken.cue or "").lower().startswith("alleg"):
            return Status.ALLEGED
        return status
    if draft.hedged:
        return Status.ALLEGED
    if (
        draft.modality is Modality.ACTUAL
        and draft.frame.event_type in ("ASSAULT", "COERCE")
        and _is_own_deed(reading, statement, participants)
    ):
        return Status.CLAIMED
    return Status.REPORTED


def _is_told_not_denied(spoken: StatementLike) -> bool:
    """Whether a statement is a denial only because something in it is negated."""
    return (spoken.cue or "").lower().startswith(_TELLS)


def _is_own_deed(reading: Reading, statement: int, participants: tuple[FoundParticipant, ...]) -> bool:
    """Whether the speaker tells of what the speaker did: "the group said it fired rockets"."""
    spoken = reading.statements[statement]
    for participant in participants:
        if participant.role is not Role.AGENT:
            continue
        if spoken.speaker_class not in (SpeakerClass.PARTY, None) and not _is_armed_party(reading, spoken):
            return False
        if participant.mention is not None and participant.mention == spoken.speaker_mention:
            return True
        own = ("we", "i") if spoken.is_direct else ("it", "they", "we", "he", "she", "i")
        if participant.text.lower() in own:
            return True
        if not _OWN_PEOPLE.isdisjoint(participant.text.lower().split()):
            return True  # "said one of its members had carried out the attack"
    return False


_CHARGES = frozenset(
    "accusation allegation claim charge report suggestion rumour rumor assertion statement".split()
)


_DENIES = frozenset("reject deny dismiss refute rebut repudiate contradict disavow".split())


_BLAMED = frozenset({"responsible", "accountable"})


_UNTRUE = frozenset(
    "false untrue baseless unfounded lie lies fabrication fabrications groundless nonsense".split()
)


def _is_armed_party(reading: Reading, spoken: StatementLike) -> bool:
    """`a rebel commander`, `the Brigade of Martyrs`: their office is of no state."""
    words = (spoken.speaker_text or "").lower().split()
    return any(word.startswith("brigade") or reading.lexicon.is_head("perpetrator", word) for word in words)


_NEAR = 7  # words from a verb to the further words of its phrase
_LEAST_TAIL = 3  # noun groups, verbs and marks before the word that closes: "…, his lawyer alleged"
_FEARS = frozenset(
    "risk risks danger dangers fear fears possibility prospect likelihood chance threat".split()
)
_OPEN = (Modality.ACTUAL, Modality.POSSIBLE, Modality.PLANNED)
_CONDITIONS = frozenset({"if", "unless", "whether", "lest"})


_TELLS = ("stat", "said", "say", "told", "tell", "add", "made", "make")


_TRIES = frozenset({"try", "attempt", "seek"})


_MODALITY_OF_NOUN = {
    "attempt": Modality.ATTEMPTED,
    "bid": Modality.ATTEMPTED,
    "plot": Modality.PLANNED,
    "plan": Modality.PLANNED,
    "order": Modality.PLANNED,
    "call": Modality.PLANNED,
    "threat": Modality.THREATENED,
    "ultimatum": Modality.THREATENED,
    "warning": Modality.THREATENED,
}


_ACTUAL_GOVERNORS = frozenset(
    "begin start continue manage proceed go come use force lead cause help allow enable say report allege"
    " believe claim know suppose accuse appear seem know".split()
)


_SPOKEN = frozenset({"ACCUSE", "REJECT", "REQUEST", "THREATEN"})


_REACTIONS = ("condemn", "denounc", "critici", "decr", "slam", "castigat")


_STATUS_OF_ACT = {
    Act.DENY: Status.DENIED,
    Act.CLAIM_RESPONSIBILITY: Status.CLAIMED,
    Act.CLAIM: Status.CLAIMED,
    Act.ACCUSE: Status.ALLEGED,
    Act.CONFIRM: Status.CONFIRMED,
    Act.ADMIT: Status.CONFIRMED,
    Act.ESTIMATE: Status.ALLEGED,
    Act.DOUBT: Status.ALLEGED,
}
_OWN_PEOPLE = frozenset({"its", "our", "his", "her", "my"})
