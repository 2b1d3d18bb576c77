"""Triggers, and the roles of the noun groups round a verb or an event noun."""

from flows.document.clauses import (
    Clause,
    coordinated_forward,
    is_reduced_passive,
    objects,
    objects_from,
    passive_before,
    phrases,
    subjects,
)
from flows.document.event_drafts import Draft, Reading
from flows.document.event_figures import is_intangible
from flows.document.event_lexicon import Frame
from flows.document.event_parties import can_act, head_of, is_human, is_party, is_site, named_kind
from flows.document.records import Kind, Role


def verb_draft(reading: Reading, clause: Clause, index: int) -> Draft | None:
    """An event told by this verb group."""
    chunk = clause.chunks[index]
    entries = reading.lexicon.verbs.get(chunk.lemma)
    if entries is None:
        return None
    after = clause.words[chunk.head + 1 : chunk.head + 2]
    if after and f"{chunk.lemma} {after[0]}" in reading.lexicon.not_phrases:
        return None  # "strike a balance", "free up"
    for rest, frame in entries:
        last = _phrase_end(reading, clause, chunk.head + 1, rest)
        if last is None or not _has_object_word(clause, index, frame):
            continue
        draft = Draft(frame, index, chunk.head, last, "active_verb", mode=frame.mode, words=rest)
        _verb_roles(reading, clause, draft)
        _take_persons(reading, clause, draft)
        return draft
    return None


def _has_object_word(clause: Clause, verb: int, frame: Frame) -> bool:
    """`lay down their arms`, `swore allegiance`: verbs that tell the event with these objects alone."""
    if not frame.object_words:
        return True
    named = [*objects(clause, verb), *objects(clause, min(verb + 1, len(clause.chunks) - 1))]
    if clause.chunks[verb].is_passive:
        named.extend(subjects(clause, verb))
    return any(clause.head_word(chunk) in frame.object_words for chunk in named)


def _take_persons(reading: Reading, clause: Clause, draft: Draft) -> None:
    """`Kidnappers seized a journalist`: who takes civilians abducts them, unless police or an army does."""
    other = reading.lexicon.frames.get(draft.frame.persons_as or "")
    taken = [chunk for role, chunk in draft.roles if role is Role.TARGET]
    agents = [chunk for role, chunk in draft.roles if role is Role.AGENT]
    if other is None or not taken or not agents or min(*taken, *agents, 0) < 0:
        return
    fighters = ("military", "perpetrator", "organization")
    if any(_is_any(reading, clause, chunk, fighters) for chunk in taken):
        return
    if any(_is_any(reading, clause, chunk, ("military", "organization")) for chunk in agents):
        return
    if all(is_human(reading, clause, chunk) for chunk in taken):
        draft.frame, draft.mode = other, other.mode
        draft.roles = [(Role.VICTIM if role is Role.TARGET else role, chunk) for role, chunk in draft.roles]


def _is_any(reading: Reading, clause: Clause, chunk: int, kinds: tuple[str, ...]) -> bool:
    head = head_of(reading, clause, chunk)
    return clause.is_pronoun(chunk) or any(reading.lexicon.is_head(kind, head) for kind in kinds)


def _phrase_end(reading: Reading, clause: Clause, start: int, rest: tuple[str, ...]) -> int | None:
    """Where the further words of a verb end ("set … on fire"); `start` itself when there are none."""
    if not rest:
        return start
    width = len(rest)
    if rest in (("on",), ("at",)) and start < len(clause.words):
        start_of = _after_manner(clause, clause.chunk_of[start])
        if start_of < len(clause.chunks) and clause.words[clause.chunks[start_of].first] == rest[0]:
            first = clause.chunks[start_of].first
            return first + 1 if first == start else start  # "fired with little pause on mourners"
    reach = 1 if width == 1 and rest[0] in _AT_ONCE else 3 if width == 1 and rest[0] in _PARTICLES else 7
    for at in range(start, min(start + reach, len(clause.words) - width + 1)):
        if tuple(clause.words[at : at + width]) == rest:
            return at + width if at == start else start
        if (
            width > 1
            and at == start
            and clause.tags[at + 1 : at + 2] == "D"
            and (clause.words[at], *clause.words[at + 2 : at + 1 + width]) == rest
        ):
            return at + 1 + width  # "lay down its arms"
        if clause.words[at] in ".;,":
            return None
    return None


def _after_manner(clause: Clause, index: int) -> int:
    """The chunk after phrases of manner and duration that begin here."""
    while index + 1 < len(clause.chunks) and clause.head_word(index) in _MANNER:
        if clause.chunks[index].kind != "P" or clause.chunks[index + 1].kind not in "NT":
            break
        index += 2
    return index


def _deed_in_ing(
    reading: Reading, clause: Clause, token: int
) -> tuple[tuple[tuple[str, ...], Frame], ...] | None:
    """`the jailing of journalists`: what the verb tells, as a noun."""
    frame = reading.lexicon.deeds.get(clause.words[token])
    if frame is None or clause.tags[token - 1 : token + 2] != "DNO":
        return None
    return (((), frame),)


def noun_draft(reading: Reading, clause: Clause, index: int) -> Draft | None:
    """An event told by this noun group."""
    chunk = clause.chunks[index]
    if index and clause.head_word(index - 1) == "without" and chunk.last - chunk.first == 1:
        return None  # "struck without warning"
    for at in range(chunk.last - 1, chunk.first - 1, -1):
        entries = reading.lexicon.nouns.get(clause.words[at]) or _deed_in_ing(reading, clause, at)
        if entries is None or clause.tags[at] not in "NJ":
            continue
        if at > chunk.first and clause.words[at - 1] in reading.lexicon.not_events:
            return None  # "a heart attack"
        if clause.words[at] == "death" and at == chunk.first and clause.words[max(at - 1, 0)] == "to":
            return None  # "hacked to death"
        for before, frame in entries:
            is_tail = at == chunk.head - 1 and (
                frame.may_be_named or clause.words[chunk.head] in reading.lexicon.event_tails
            )
            if at != chunk.head and not is_tail:
                continue  # "attack helicopters", "bomb squad": the head is something else
            first = at - len(before)
            if first >= chunk.first and tuple(clause.words[first:at]) == before:
                draft = Draft(frame, index, first, at + 1, "noun", mode=frame.mode)
                _noun_roles(reading, clause, draft)
                return draft
    return None


def _verb_roles(reading: Reading, clause: Clause, draft: Draft) -> None:
    index, frame = draft.chunk, draft.frame
    chunk = clause.chunks[index]
    reduced = is_reduced_passive(clause, index)
    is_passive = chunk.is_passive or reduced
    before = (
        [] if chunk.is_infinitive and _is_undone(reading, clause, index) else _doers(reading, clause, index)
    )
    if is_passive:
        draft.rule = "reduced_passive" if reduced else "passive_verb"
        for noun in before:
            draft.add(patient_role(reading, clause, noun, frame), noun)
        after: list[int] = []
    else:
        draft.rule = (
            "participle" if chunk.is_gerund else "infinitive" if chunk.is_infinitive else "active_verb"
        )
        after = _objects(reading, clause, draft)
        if after and frame.subject_role is frame.object_role:
            before = []  # "derailing a train": the train, not who did it
        for noun in before:
            if not (chunk.is_gerund and _is_only_a_setting(reading, clause, noun)):
                draft.add(agent_role(reading, clause, noun, frame), noun)
        if not before and chunk.is_infinitive:
            _possessor_roles(reading, clause, draft)
        for noun in after:
            draft.add(patient_role(reading, clause, noun, frame), noun)
        if _is_object_relative(clause, index, has_object=bool(after)):
            described = _antecedent_of_object(reading, clause, index)
            if described is not None:
                draft.add(patient_role(reading, clause, described, frame), described)
    has_object = any(not clause.head_word(chunk).endswith(_SELF) for chunk in after)
    _phrase_roles(reading, clause, draft, index + 1, is_passive=is_passive, has_object=has_object)
    if chunk.lemma == "blame" and frame.event_type == "ACCUSE":
        _lay_on(clause, draft)
    if is_passive and not any(role is Role.AGENT for role, _ in draft.roles):
        _by_of_joined(reading, clause, draft)
        _by_after_all(reading, clause, draft)
    for role, noun in draft.roles:
        if role is Role.AGENT and noun > 1 and clause.chunks[noun - 1].kind == "B":
            guess = clause.head_word(noun - 2)  # "beheaded in the square, allegedly by jihadists"
            draft.hedged = draft.hedged or guess in reading.lexicon.hedges


def _is_undone(reading: Reading, clause: Clause, verb: int) -> bool:
    """`foiled a plot to kill the president`: who foiled it did not plot."""
    if verb < 2 or clause.chunks[verb - 1].kind != "N" or clause.head_word(verb - 1) not in _SCHEMES:
        return False
    governor = clause.chunks[verb - 2]
    return governor.kind == "V" and (
        governor.lemma in reading.lexicon.stop_verbs or governor.lemma in _FINDING
    )


def _doers(reading: Reading, clause: Clause, verb: int) -> list[int]:
    """The subjects; of `the mayor of the town, who …` the one who is somebody."""
    found = subjects(clause, verb)
    at = verb - 1
    while at >= 0 and clause.chunks[at].kind in "YT":
        at -= 1
    if not found or at < 0 or clause.chunks[at].kind != "W":
        return found
    if clause.head_word(at) in ("which", "that"):
        deed = _deed_before(reading, clause, found[0])
        return found if deed is None else [deed]
    noun = found[0]
    while noun >= 2 and _is_place(reading, clause, noun):
        before = noun - 1
        if clause.chunks[before].kind not in "OP":
            break
        before -= 1
        if clause.chunks[before].kind == ",":
            before -= 1
        if before < 0 or clause.chunks[before].kind != "N":
            break
        noun = before
    return found if noun == found[0] else [noun]


def _is_place(reading: Reading, clause: Clause, noun: int) -> bool:
    return is_site(reading, clause, noun) or named_kind(reading, clause, noun) == Kind.PLACE


def _deed_before(reading: Reading, clause: Clause, noun: int) -> int | None:
    """Of `the attack on a union, which …` the attack."""
    at = noun
    while at >= 2 and clause.chunks[at - 1].kind in "OP" and clause.chunks[at - 2].kind == "N":
        at -= 2
        if clause.head_word(at) in reading.lexicon.nouns:
            return at
    return None


def _is_only_a_setting(reading: Reading, clause: Clause, noun: int) -> bool:
    """`broke up during re-entry, killing …`: a bare word in a phrase that names nobody."""
    if noun == 0 or clause.chunks[noun - 1].kind != "P" or clause.head_word(noun - 1) not in _SETTINGS:
        return False
    return not can_act(reading, clause, noun)


def _objects(reading: Reading, clause: Clause, draft: Draft) -> list[int]:
    """The objects after the words of the verb: in "set fire to the office", the office."""
    if draft.last == draft.first + 1:
        found = objects(clause, draft.chunk)
        if draft.frame.object_role is Role.AGENT:  # "exchanged artillery fire"
            return [chunk for chunk in found if clause.head_word(chunk) not in draft.words]
        return found or _shared_objects(clause, draft.chunk)
    if draft.last >= len(clause.words):
        return []
    return objects_from(clause, clause.chunk_of[draft.last])


def _lay_on(clause: Clause, draft: Draft) -> None:
    """`blamed the attack on X`, `has been blamed on X`: X is accused, not the attack."""
    blamed = next((nouns for link, nouns in phrases(clause, draft.chunk + 1) if link == "on"), [])
    if blamed:
        draft.roles = [(role, noun) for role, noun in draft.roles if role is not Role.TARGET]
        for noun in blamed:
            draft.add(Role.TARGET, noun)


def _by_of_joined(reading: Reading, clause: Clause, draft: Draft) -> None:
    """`were beaten and robbed by soldiers`: who did the second did the first."""
    verb = draft.chunk + 2
    if verb >= len(clause.chunks) or clause.chunks[verb - 1].kind != "&":
        return
    if clause.chunks[verb].kind != "V" or passive_before(clause, verb) != draft.chunk:
        return
    for preposition, nouns in phrases(clause, verb + 1):
        for noun in nouns if preposition == "by" else ():
            role = phrase_role(reading, clause, draft.frame, "by", noun, is_passive=True, has_object=False)
            draft.add(role, noun)


def _by_after_all(reading: Reading, clause: Clause, draft: Draft) -> None:
    """`was shot while saying mass in the capital, apparently by a marksman`: set off by a comma, after all else."""
    for index in range(draft.chunk + 1, len(clause.chunks) - 1):
        chunk = clause.chunks[index]
        if chunk.kind in '.;tW"' or (chunk.kind == "V" and not chunk.is_gerund):
            return
        if chunk.kind == "B" and "," in (clause.chunks[at].kind for at in range(index - 2, index)):
            for noun in (
                coordinated_forward(clause, index + 1) if clause.chunks[index + 1].kind == "N" else ()
            ):
                if can_act(reading, clause, noun):
                    role = phrase_role(
                        reading, clause, draft.frame, "by", noun, is_passive=True, has_object=False
                    )
                    draft.add(role, noun)
            return


def _possessor_roles(reading: Reading, clause: Clause, draft: Draft) -> None:
    """`the rebels' claim to have sunk …`, `the army's plan to storm …`: whose it is does it."""
    noun = clause.chunks[draft.chunk - 1] if draft.chunk else None
    if noun is None or noun.kind != "N":
        return
    mark = clause.tags.rfind("p", noun.first, noun.head)
    if mark > noun.first and any(clause.tags[t] in "NM" for t in range(noun.first, mark)):
        _add_tokens(reading, clause, draft, noun.first, mark, Role.AGENT)


def _shared_objects(clause: Clause, verb: int) -> list[int]:
    """`arrested and questioned the student`: what the second verb governs, the first does too."""
    joined = clause.chunks[verb + 1 : verb + 3]
    if [chunk.kind for chunk in joined] != ["&", "V"]:
        return []
    second = clause.chunks[verb + 2]
    return (
        []
        if second.is_passive
        or not (
            clause.tags[second.head] == clause.tags[clause.chunks[verb].head]
            or (second.is_finite and clause.chunks[verb].is_finite)
        )
        else objects(clause, verb + 2)
    )


def _is_object_relative(clause: Clause, verb: int, *, has_object: bool) -> bool:
    """`supporters whom they arrested`, `drones that Russia launched`, `the islands they overran`."""
    at = _start_of_relative(clause, verb) + 1
    if at < 1 or clause.chunks[at].kind != "N":
        return False
    before = clause.chunks[at - 1].kind
    if before == "W":
        return clause.head_word(at - 1) != "whose"  # "the general whose troops razed the village"
    if has_object or at < _LEAST_RELATIVE:
        return False
    if before == "t":
        return clause.chunks[at - 2].kind == "N" and clause.head_word(at - 2) not in _CONTENTS
    if before != "N" or not clause.is_pronoun(at) or clause.is_pronoun(at - 1):
        return False
    governor = at - 2 if clause.chunks[at - 2].kind not in "POB" else at - 3
    is_fronted = governor < 0 or clause.chunks[governor].kind not in "VN"
    return governor == at - 2 or not is_fronted  # not "during the summit he condemned …"


def _start_of_relative(clause: Clause, verb: int) -> int:
    """The chunk before the subject of an object relative: its relative word, or the noun that it describes."""
    at = verb - 1
    while at >= 0 and clause.chunks[at].kind in ("Y", "T"):
        at -= 1
    return at - 1


def _antecedent_of_object(reading: Reading, clause: Clause, verb: int) -> int | None:
    at = _start_of_relative(clause, verb)
    is_whom = clause.head_word(at) == "whom"
    if clause.chunks[at].kind in "Wt":
        at -= 1
    while at >= 0 and clause.chunks[at].kind in (",", "T", "Y"):
        at -= 1
    if at < 0 or clause.chunks[at].kind != "N":
        return None
    if is_whom and is_human(reading, clause, at):
        return at  # "the immunity of a lawmaker whom …"
    while at >= 2 and clause.chunks[at - 1].kind in "OP" and clause.chunks[at - 2].kind == "N":
        at -= 2
    return at


def _phrase_roles(
    reading: Reading, clause: Clause, draft: Draft, start: int, *, is_passive: bool, has_object: bool
) -> None:
    frame = draft.frame
    if start < len(clause.chunks) and clause.chunks[start].is_infinitive:
        return  # "agreed to share data with researchers": with whom they share
    has_target = is_of_other = False
    for preposition, nouns in phrases(clause, start):
        if preposition == "without":
            continue  # "opened fire without warning on a convoy"
        is_hit = any(role in (Role.TARGET, Role.VICTIM) for role, _ in draft.roles)
        for noun in nouns:
            if head_of(reading, clause, noun) in reading.lexicon.nouns:
                is_of_other = True  # "killed in an attack on a convoy by rebels": only they did both
                break
            if is_of_other and preposition != "by":
                break
            role = phrase_role(
                reading, clause, frame, preposition, noun, is_passive=is_passive, has_object=has_object
            )
            is_fire = draft.words == ("fire",) or clause.chunks[draft.chunk].lemma == "fire"
            if role is None and is_fire and preposition in ("on", "at") and not (has_object or is_hit):
                role = _aimed_at(reading, clause, noun)
            if role is not Role.TARGET or not has_target:  # "at a temple at Nunoa": the second says where
                draft.add(role, noun)
        has_target = has_target or any(role is Role.TARGET and chunk in nouns for role, chunk in draft.roles)


def _aimed_at(reading: Reading, clause: Clause, noun: int) -> Role | None:
    """`opened fire … on a group of smugglers`: whatever can be hit."""
    if is_intangible(reading, clause, noun):
        return None
    is_crowd = clause.head_word(noun) in reading.lexicon.collectives
    return Role.VICTIM if is_crowd or is_human(reading, clause, noun) else Role.TARGET


def phrase_role(
    reading: Reading,
    clause: Clause,
    frame: Frame,
    preposition: str,
    noun: int,
    *,
    is_passive: bool,
    has_object: bool,
) -> Role | None:
    """The role of a noun group in a prepositional phrase."""
    head = head_of(reading, clause, noun)
    if preposition == "by" and is_passive:
        if clause.tags[clause.chunks[noun].head] == "T":
            return None
        if head in reading.lexicon.accident_words or frame.event_type == "DISASTER":
            return None
        if reading.lexicon.is_head("region", head) and named_kind(reading, clause, noun) is None:
            return None  # "was found dead by a river"
        is_tool = reading.lexicon.is_head("weapon", head) or reading.lexicon.is_head("craft", head)
        return Role.INSTRUMENT if is_tool else Role.AGENT
    if preposition in frame.by_preposition:
        role = frame.by_preposition[preposition]
        if preposition == "on" and (is_intangible(reading, clause, noun) or head.endswith("ing")):
            return None  # "restrictions for travellers on their way"
        if (
            preposition == "with"
            and frame.event_type != "ASSAULT"
            and reading.lexicon.is_head("weapon", head)
        ):
            return None
        if (
            preposition == "with"
            and frame.event_type == "ASSAULT"
            and reading.lexicon.is_head("weapon", head)
        ):
            return Role.INSTRUMENT
        return role
    if frame.event_type == "DISASTER" and preposition == "at" and frame.object_role is Role.TARGET:
        return Role.TARGET if reading.lexicon.is_head("place_object", head) else None
    if frame.event_type != "ASSAULT":
        return None
    if preposition in ("with", "using", "from", "in") and reading.lexicon.is_head("weapon", head):
        return Role.INSTRUMENT if preposition != "in" else None
    if preposition == "in" and frame.needs_weapon and reading.lexicon.is_head("place_object", head):
        return Role.TARGET
    if preposition in (
        "at",
        "on",
        "against",
        "into",
        "onto",
        "near",
        "outside",
        "inside",
        "under",
        "towards",
        "toward",
        "through",
    ):
        if reading.lexicon.is_head("place_object", head):
            is_hit = not has_object or frame.object_role is Role.INSTRUMENT or preposition in _AIMED
            if preposition == "at" and has_object and frame.object_role is not Role.INSTRUMENT:
                is_hit = False  # "attacked herders at the wells": where
            return Role.TARGET if frame.object_role is not Role.VICTIM and is_hit else None
        if preposition in ("at", "on", "against") and not has_object and is_human(reading, clause, noun):
            if frame.object_role is Role.INSTRUMENT:  # "a mine exploded against a convoy"
                return Role.TARGET if reading.lexicon.is_head("military", head) else Role.VICTIM
            return patient_role(reading, clause, noun, frame)
        if preposition in ("at", "against", "on", "into", "onto") and frame.needs_weapon:
            return Role.TARGET
        if preposition in ("on", "against") and not has_object and frame.object_role is Role.TARGET:
            mention = clause.mention_of.get(clause.chunks[noun].head)
            if mention is not None or head == "capital" or reading.lexicon.is_head("organization", head):
                return Role.TARGET
            if preposition == "against" and not is_intangible(reading, clause, noun):
                return Role.TARGET
    return None


def patient_role(reading: Reading, clause: Clause, noun: int, frame: Frame) -> Role | None:
    """The role of what the event is done to."""
    role = frame.object_role
    if role is None or clause.chunks[noun].kind != "N":
        return None
    head = head_of(reading, clause, noun)
    if head in _NO_THINGS or (frame.event_type != "AGREE" and reading.lexicon.is_head("length", head)):
        return None
    if frame.event_type != "ASSAULT":
        return role
    if frame.object_role is Role.INSTRUMENT:
        return Role.INSTRUMENT if reading.lexicon.is_head("weapon", head) else None
    if reading.lexicon.is_head("place_object", head) and not is_human(reading, clause, noun):
        return Role.TARGET
    if role is Role.TARGET and is_human(reading, clause, noun) and frame.mode != "destroy":
        return Role.VICTIM if not reading.lexicon.is_head("military", head) else Role.TARGET
    return role


def agent_role(reading: Reading, clause: Clause, noun: int, frame: Frame) -> Role | None:
    """The role of what does it; none for what cannot."""
    head = head_of(reading, clause, noun)
    if frame.subject_role is not Role.AGENT:
        return frame.subject_role
    if frame.event_type == "DISASTER" or head in _NO_THINGS:
        return None  # "flooding caused by rain": nobody does it
    if reading.lexicon.is_head("weapon", head) or (
        frame.event_type == "ASSAULT" and reading.lexicon.is_head("craft", head)
    ):
        return Role.INSTRUMENT
    if frame.name in ("bomb", "explode") and reading.lexicon.is_head("place_object", head):
        return Role.INSTRUMENT
    if head in reading.lexicon.nouns or head in reading.lexicon.accident_words:
        return None
    return Role.AGENT


def _noun_roles(reading: Reading, clause: Clause, draft: Draft) -> None:
    index, frame = draft.chunk, draft.frame
    _modifier_roles(reading, clause, draft)
    has_of = False
    for preposition, nouns in phrases(clause, index + 1, after_noun=True):
        is_its_own = preposition != "of" or _is_of_event(reading, clause, index, nouns[0])
        for noun in nouns:
            if head_of(reading, clause, noun) in reading.lexicon.nouns:
                break  # "arrests of militants and growing cooperation": another event
            if preposition == "of":
                if not has_of and is_its_own:
                    draft.add(_of_role(reading, clause, noun, frame), noun)
                continue
            if _is_other_thing(reading, clause, nouns[0], noun):
                break
            role = phrase_role(reading, clause, frame, preposition, noun, is_passive=True, has_object=False)
            draft.add(role, noun)
        has_of = has_of or preposition == "of"


def _is_of_event(reading: Reading, clause: Clause, event: int, noun: int) -> bool:
    """`the murder in Managua of a judge` is the murder of a judge; `an attack on the head of the party` is not."""
    return all(
        clause.chunks[index].kind != "N"
        or clause.tags[clause.chunks[index].head] == "M"
        or clause.head_word(index) in reading.lexicon.nouns  # "attacks or murders of officials"
        or (
            clause.words[clause.chunks[index].head] not in clause.grammar.words
            and clause.tags[clause.chunks[index].first] not in "DJC"
        )
        for index in range(event + 1, noun)
    )


def _is_other_thing(reading: Reading, clause: Clause, first: int, noun: int) -> bool:
    """`restrictions for travellers, the loosening of …`: joined by a comma, and nothing alike."""
    return (
        noun != first
        and not is_human(reading, clause, noun)
        and clause.words[clause.chunks[noun].first] == "the"
        and clause.words[clause.chunks[first].first] != "the"
        and clause.head_word(noun).endswith(_ABSTRACT)
    )


def _of_role(reading: Reading, clause: Clause, noun: int, frame: Frame) -> Role | None:
    chunk = clause.chunks[noun]
    if clause.tags[chunk.head] == "C" and clause.tags[chunk.first] == "N":
        return None  # "an earthquake of magnitude 6"
    if frame.mode == "explosives" and reading.lexicon.is_head("weapon", head_of(reading, clause, noun)):
        return Role.INSTRUMENT  # "the explosion of a bomb"
    if frame.object_role in (Role.VICTIM, Role.TARGET, Role.RECIPIENT, Role.INSTRUMENT):
        return patient_role(reading, clause, noun, frame)
    if frame.subject_role is Role.VICTIM:
        return Role.VICTIM
    return Role.AGENT if frame.object_role is None else None


def _modifier_roles(reading: Reading, clause: Clause, draft: Draft) -> None:
    """`the guerrilla attack`, `the minister's murder`, `mortar attack`: words in the group.

    The words before the noun get a role through a chunk of their own, made here.
    """
    chunk = clause.chunks[draft.chunk]
    before = [t for t in range(chunk.first, draft.first) if clause.tags[t] in "NMJp"]
    if not before:
        return
    owner = [t for t in before if clause.tags[t] == "p"]
    if owner:
        role = draft.frame.possessor_role
        if not any(clause.tags[t] in "NM" for t in range(chunk.first, owner[-1])):
            role = None  # "today's attack": a time is never an agent
        following = draft.chunk + 1
        if role is not None and following < len(clause.chunks) and clause.chunks[following].kind == "O":
            role = Role.AGENT  # "the army's killing of six priests"
        _add_tokens(reading, clause, draft, chunk.first, owner[-1], role)
        before = [t for t in before if t > owner[-1]]
    for token in before:
        if reading.lexicon.is_head("weapon", clause.words[token]):
            first = token
            while (
                first - 1 in before
                and clause.tags[first - 1] == "N"
                and not is_party(reading, clause, first - 1)
            ):
                first -= 1  # "car bomb", "mortar shell"
            _add_tokens(reading, clause, draft, first, token + 1, Role.INSTRUMENT)
            before = [t for t in before if not first <= t < token]
    others = [
        t for t in before if clause.tags[t] in "NM" and not reading.lexicon.is_head("weapon", clause.words[t])
    ]
    if others:
        word = clause.words[others[-1]]
        if is_party(reading, clause, others[-1]) and draft.frame.event_type != "DISASTER":
            _add_tokens(reading, clause, draft, others[0], others[-1] + 1, Role.AGENT)
        elif reading.lexicon.is_head("place_object", word) and draft.frame.event_type == "ASSAULT":
            _add_tokens(reading, clause, draft, others[0], others[-1] + 1, Role.TARGET)


def _add_tokens(  # noqa: PLR0917
    reading: Reading, clause: Clause, draft: Draft, first: int, last: int, role: Role | None
) -> None:
    if role is not None and last > first:
        draft.roles.append((role, -(first * 1000 + last)))


_LEAST_RELATIVE = 2  # a noun group and `that` before the subject
# What follows `that` says them: "the report that rebels attacked".
_CONTENTS = frozenset(
    "report reports claim claims statement news fact allegation allegations accusation accusations charge charges fear"
    " fears sign signs evidence rumour rumours rumor rumors suspicion suspicions threat threats warning warnings belief"
    " word idea view day time way moment".split()
)
_SCHEMES = frozenset(
    "plot plots plan plans attempt attempts bid bids conspiracy scheme effort efforts".split()
)
_MANNER = frozenset({"with", "without", "for", "from"})
_FINDING = frozenset("uncover reveal discover expose condemn denounce find expect fear report".split())
_SETTINGS = frozenset("during in at on after before over under near".split())


_ABSTRACT = ("ing", "tion", "ment", "ness", "ity", "ance", "ence")


_NO_THINGS = frozenset("everything something anything nothing what".split())


_SELF = ("self", "selves")
_AIMED = frozenset({"at", "against", "into", "onto"})
_AT_ONCE = frozenset("at on for with in".split())


_PARTICLES = frozenset("up down out off over away on at with for".split())
