"""Event nouns joined with the verb that carries them: "carried out an attack"."""

from flows.document.clauses import Clause, is_reduced_passive, objects, phrases, subjects
from flows.document.event_drafts import Draft, Reading
from flows.document.event_parties import can_act, head_of, named_kind
from flows.document.event_roles import agent_role, patient_role, phrase_role
from flows.document.records import Kind, Role


def join_nouns(reading: Reading, clause: Clause, verbs: list[Draft], nouns: list[Draft]) -> None:
    """Give event nouns the roles that the verb round them gives; one event told twice becomes one."""
    by_chunk = {draft.chunk: draft for draft in verbs}
    for noun in nouns:
        governor, place = _governor(reading, clause, noun.chunk)
        noun.governor = governor
        _hit_in_relative(reading, clause, noun, by_chunk)
        _carried_after(reading, clause, noun)
        _called_by_role(reading, clause, noun)
        _claimed_later(reading, clause, noun)
        if governor is not None:
            join = {"object": _join_object, "phrase": _join_phrase}.get(place, _join_subject)
            join(reading, clause, noun, governor, by_chunk.get(governor))
    told = {noun.chunk: noun for noun in nouns}
    for verb in verbs:
        _charged_in_relative(reading, clause, verb, told)


def _join_object(reading: Reading, clause: Clause, noun: Draft, governor: int, verb: Draft | None) -> None:
    """`suffered an attack`, `carried out an attack`, `exchanged artillery fire`."""
    if verb is not None and _is_part_of(clause, verb, noun):
        noun.merged = True
        return
    lemma = clause.chunks[governor].lemma
    light = reading.lexicon.light_verbs
    if lemma in reading.lexicon.light_passive:
        is_told = any(role in (Role.TARGET, Role.VICTIM) for role, _ in noun.roles)
        for subject in () if is_told else subjects(clause, governor):
            noun.add(patient_role(reading, clause, subject, noun.frame), subject)
    elif _lemma_phrase(clause, governor) in light or lemma in light or lemma in noun.frame.carried_by:
        _light(reading, clause, noun, governor)
        if verb is not None and verb.frame.needs_weapon:
            verb.merged = True
    else:
        _charge(reading, clause, noun, governor)


def _join_phrase(reading: Reading, clause: Clause, noun: Draft, governor: int, verb: Draft | None) -> None:
    """`travelled for talks`, `came under mortar fire`, `was charged with the murder`."""
    before = clause.head_word(noun.chunk - 1)
    if verb is not None and verb.frame.event_type == noun.frame.event_type == "CONSULT" and before == "for":
        for role, chunk in verb.roles:  # "will travel to Astana for talks with …"
            if role is Role.AGENT:
                noun.add(role, chunk)
    elif clause.chunks[governor].lemma == "come" and before == "under":
        _come_under(reading, clause, noun, governor)
    else:
        _charge(reading, clause, noun, governor)


def _come_under(reading: Reading, clause: Clause, noun: Draft, governor: int) -> None:
    """`came under mortar fire from the rebels`: who did is hit, and from whom it came is the agent."""
    for subject in subjects(clause, governor):
        noun.add(patient_role(reading, clause, subject, noun.frame), subject)
    for link, groups in phrases(clause, noun.chunk + 1, after_noun=True):
        for group in groups if link == "from" else ():
            if can_act(reading, clause, group):
                noun.add(agent_role(reading, clause, group, noun.frame), group)


def _join_subject(reading: Reading, clause: Clause, noun: Draft, governor: int, verb: Draft | None) -> None:
    """`the attack was carried out by`, `the blast killed`, `was the work of`, `was blamed on`, `shook`."""
    lemma = clause.chunks[governor].lemma
    happens = lemma in reading.lexicon.happen_verbs
    if _is_light_passive(reading, clause, governor):
        _phrases_of(reading, clause, noun, governor)
        noun.rule = "light_verb"
    elif (
        verb is not None
        and not (verb.frame.needs_weapon and (happens or not _has_weapon(verb)))
        and verb.frame.event_type == noun.frame.event_type == "ASSAULT"
    ):
        _carry(reading, verb, noun)
    elif lemma == "be" and clause.words[clause.chunks[governor].last :][:3] == _WORK_OF:
        for agent in next((groups for link, groups in phrases(clause, governor + 2) if link == "of"), []):
            noun.add(agent_role(reading, clause, agent, noun.frame), agent)
    elif lemma in _CHARGING:
        _blamed_on(reading, clause, noun, governor)
    elif noun.frame.event_type == "DISASTER" and (verb is None or verb.mode == "destroy"):
        _hit_by_disaster(reading, clause, noun, governor)
    elif happens and lemma not in reading.lexicon.sequence_verbs:
        # of "the arrests followed claims by the group" nobody in what it followed has a part
        if verb is not None:
            verb.merged = True  # "an explosion shook the city"
        if lemma != "be" or not objects(clause, governor):
            _hit_by_happening(reading, clause, noun, governor)
    elif verb is None and not clause.chunks[governor].is_passive and not objects(clause, governor):
        for link, groups in phrases(clause, governor + 1):
            if clause.head_word(groups[0]) in reading.lexicon.nouns:
                break  # "would lead to a clash between …"
            for group in groups if link == "between" else ():  # "talks resumed in Geneva between …"
                noun.add(agent_role(reading, clause, group, noun.frame), group)


def _has_weapon(verb: Draft) -> bool:
    """`set off a bomb`, not `set off riots`."""
    return any(role is Role.INSTRUMENT for role, _ in verb.roles)


def _is_part_of(clause: Clause, verb: Draft, noun: Draft) -> bool:
    """`exchanged artillery fire`, `fired a barrage of rockets`: the noun is among the verb's own words."""
    if clause.head_word(noun.chunk) in verb.words:
        return True
    return verb.frame.needs_weapon and (Role.INSTRUMENT, noun.chunk) in verb.roles


def _hit_by_disaster(reading: Reading, clause: Clause, noun: Draft, verb: int) -> None:
    """`a landslide buried three houses`: what is not a person was hit."""
    if clause.chunks[verb].is_passive or noun.frame.object_role is not Role.TARGET:
        return
    across = [groups for link, groups in phrases(clause, verb + 1) if link in ("through", "across")]
    for group in objects(clause, verb) or (across[0] if across else []):
        head = head_of(reading, clause, group)
        if across and named_kind(reading, clause, group) == Kind.PLACE:
            noun.add(Role.TARGET, group)  # "tore through the Yucatan"
        is_part = head.removesuffix("s") in reading.lexicon.parts
        if is_part or any(
            reading.lexicon.is_head(kind, head) for kind in ("place_object", "region", "goods")
        ):
            noun.add(Role.TARGET, group)


def _hit_by_happening(reading: Reading, clause: Clause, noun: Draft, verb: int) -> None:
    """`shook the city`, `ripped through a bus station`."""
    for group in objects(clause, verb):
        noun.add(patient_role(reading, clause, group, noun.frame), group)
    _phrases_of(reading, clause, noun, verb)


def _phrases_of(reading: Reading, clause: Clause, noun: Draft, verb: int) -> None:
    for preposition, groups in phrases(clause, verb + 1):
        for group in groups:
            role = phrase_role(
                reading, clause, noun.frame, preposition, group, is_passive=True, has_object=False
            )
            noun.add(role, group)


def _hit_in_relative(reading: Reading, clause: Clause, noun: Draft, verbs: dict[int, Draft]) -> None:
    """`the blast, which ripped through a bus station`."""
    at = noun.chunk + 1
    if at < len(clause.chunks) and clause.chunks[at].kind == ",":
        at += 1
    if at + 1 >= len(clause.chunks) or clause.chunks[at].kind != "W" or clause.chunks[at + 1].kind != "V":
        return
    verb = clause.chunks[at + 1]
    told = verbs.get(at + 1)
    if told is not None and told.mode == "destroy" and noun.frame.event_type == "ASSAULT":
        for role, chunk in told.roles:  # "the explosion that wrecked the pipeline": one event
            if role in (Role.TARGET, Role.VICTIM):
                noun.add(role, chunk)
        told.merged = True
    elif noun.frame.event_type == "DISASTER":
        _hit_by_disaster(reading, clause, noun, at + 1)  # "a mudslide that engulfed a bus"
    elif verb.lemma in reading.lexicon.happen_verbs and verb.lemma != "be" and verb.is_finite:
        _hit_by_happening(reading, clause, noun, at + 1)


def _carried_after(reading: Reading, clause: Clause, noun: Draft) -> None:
    """`the murder, committed by X against Y`, `the blast, which was claimed by X`, `an attack blamed on X`."""
    is_near = True  # nothing but times and commas between
    for index in range(noun.chunk + 1, len(clause.chunks)):
        kind = clause.chunks[index].kind
        if kind == "V":
            lemma, phrase = clause.chunks[index].lemma, _lemma_phrase(clause, index)
            if index >= 2 and clause.chunks[index - 2].kind in "Wt":
                if lemma in _CHARGING:
                    _blamed_on(reading, clause, noun, index)  # "an ambush that officials attributed to X"
                elif {lemma, phrase} & _DEED_VERBS and not clause.chunks[index].is_passive:
                    _light(reading, clause, noun, index)  # "the offensive that the rebels launched"
                return
            is_passive = is_reduced_passive(clause, index) or clause.chunks[index].is_passive
            is_its = is_reduced_passive(clause, index) or clause.chunks[index - 1].kind == "W"
            if not is_passive or not is_its:
                return
            if lemma in _CHARGING:
                _blamed_on(reading, clause, noun, index)
            elif {lemma, phrase} & _DEED_VERBS or (is_near and {lemma, phrase} & reading.lexicon.light_verbs):
                _phrases_of(reading, clause, noun, index)
                noun.rule = "light_verb"
            return
        if kind not in "NOPTY,()Wt":
            return
        is_near = is_near and kind in "TY,W"


def _blamed_on(reading: Reading, clause: Clause, noun: Draft, verb: int) -> bool:
    """`blamed on X`, `attributed to X`: X, told as an allegation."""
    link = _CHARGING[clause.chunks[verb].lemma]
    agents = next((groups for word, groups in phrases(clause, verb + 1) if word == link), [])
    for agent in agents:
        noun.add(agent_role(reading, clause, agent, noun.frame), agent)
    noun.hedged = noun.hedged or bool(agents)
    return bool(agents)


def _claimed_later(reading: Reading, clause: Clause, noun: Draft) -> None:
    """`Responsibility for the attack was claimed by X`."""
    at = noun.chunk - 2
    if (
        at < 0
        or clause.head_word(at + 1) != "for"
        or clause.head_word(at) not in ("responsibility", "credit")
    ):
        return
    for index in range(noun.chunk + 1, len(clause.chunks)):
        chunk = clause.chunks[index]
        if chunk.kind == "V" and chunk.is_passive and chunk.lemma in ("claim", "accept", "take", "assume"):
            for agent in next((groups for link, groups in phrases(clause, index + 1) if link == "by"), []):
                noun.add(agent_role(reading, clause, agent, noun.frame), agent)
            return


def _called_by_role(reading: Reading, clause: Clause, noun: Draft) -> None:
    """`X was the mastermind of the murder`, `the embassy was the target of an attack`."""
    at = noun.chunk - 2
    if at < 0 or clause.chunks[at].kind != "N" or clause.head_word(noun.chunk - 1) not in ("of", "behind"):
        return
    word = clause.head_word(at)
    if word in reading.lexicon.authors:
        for who in _who_is(clause, at):
            noun.add(agent_role(reading, clause, who, noun.frame), who)
    elif word in reading.lexicon.sufferers:
        for who in _who_is(clause, at):
            noun.add(patient_role(reading, clause, who, noun.frame), who)


def _who_is(clause: Clause, noun: int) -> list[int]:
    """Who is called what this noun group says: the subject of `was`, else what stands in apposition."""
    before = noun - 1
    while before >= 0 and clause.chunks[before].kind in ("Y", "P"):
        before -= 1
    if before >= 0 and clause.chunks[before].kind == "V" and clause.chunks[before].lemma in ("be", "become"):
        return subjects(clause, before)
    if before >= 1 and clause.chunks[before].kind == "," and clause.chunks[before - 1].kind == "N":
        return [before - 1]
    return []


def _charge(reading: Reading, clause: Clause, noun: Draft, governor: int) -> bool:
    """`X is responsible for`, `blamed X for`, `charged X with`, `X was behind`: X is the agent."""
    verb = clause.chunks[governor]
    lemma = verb.lemma
    is_passive = verb.is_passive or is_reduced_passive(clause, governor)
    before = clause.words[max(0, clause.chunks[noun.chunk].first - 3) : clause.chunks[noun.chunk].first]
    agents: list[int] = []
    if _is_laid_on(clause, noun.chunk):
        active = lemma in _HOLDING and not is_passive
        agents = objects(clause, governor) if active else subjects(clause, governor)
    elif "behind" in before and lemma == "be":
        agents = subjects(clause, governor)
    elif lemma == "blame" and "for" in before:
        agents = subjects(clause, governor) if is_passive else objects(clause, governor)
    elif lemma in _CHARGING and verb.is_finite and not is_passive:
        link = _CHARGING[lemma]
        agents = [
            n for p, groups in phrases(clause, noun.chunk + 1, after_noun=True) if p == link for n in groups
        ]
    elif lemma in _ACCUSING and _ACCUSING[lemma] in before:
        agents = subjects(clause, governor) if is_passive else objects(clause, governor)
    elif "in" in before and (
        lemma in ("implicate", "involve", "participate")
        or (lemma in ("take", "have", "play") and _PARTS.intersection(clause.words_of(governor + 1)))
    ):
        agents = subjects(clause, governor)  # "took part in", "had a hand in"
    for agent in agents:
        noun.roles = [(role, chunk) for role, chunk in noun.roles if chunk != agent]
        noun.add(agent_role(reading, clause, agent, noun.frame), agent)
    noun.hedged = noun.hedged or (bool(agents) and lemma in _LEAVES_OPEN)
    return bool(agents)


def _charged_in_relative(reading: Reading, clause: Clause, verb: Draft, told: dict[int, Draft]) -> None:
    """`blamed guerrillas for a bomb that hurt twelve`: the deed is told by the verb, and laid on the guerrillas."""
    at = verb.chunk - 1
    if at < 4 or clause.chunks[at].kind not in "Wt" or verb.frame.event_type != "ASSAULT":
        return
    deed = at - 2 if clause.chunks[at - 1].kind == "," else at - 1
    if clause.chunks[deed].kind != "N" or clause.head_word(deed - 1) != "for":
        return
    word = clause.head_word(deed)
    if word not in reading.lexicon.nouns and not reading.lexicon.is_head("weapon", word):
        return
    governor = deed - 2
    while governor > 0 and clause.chunks[governor].kind in "NJOPTY&":
        governor -= 1
    charge = clause.chunks[governor]
    is_held = charge.lemma in _HOLDING and _is_laid_on(clause, deed)
    if charge.kind != "V" or not (is_held or charge.lemma in ("blame", "accuse", "denounce", "condemn")):
        return
    is_passive = charge.is_passive or is_reduced_passive(clause, governor)
    agents = subjects(clause, governor) if is_passive else objects(clause, governor)
    noun = told.get(deed)
    event = (
        noun if verb.merged and noun is not None else verb
    )  # "the blast that wrecked a shop" is told by the noun
    if not agents or (event is verb and any(role is Role.AGENT for role, _ in verb.roles)):
        return
    for agent in agents:
        event.add(agent_role(reading, clause, agent, event.frame), agent)
    event.hedged = True
    if event is verb and noun is not None and noun.frame.event_type == "ASSAULT" and not noun.merged:
        noun.roles = [(role, chunk) for role, chunk in noun.roles if role is not Role.AGENT]
        _carry(reading, verb, noun)


def _is_laid_on(clause: Clause, noun: int) -> bool:
    """Whether somebody is called responsible for this noun group, or for a list that it stands in."""
    at = noun - 1
    while at > 0 and (clause.chunks[at].kind in "NO&," or (clause.chunks[at].kind == "P" and at != noun - 1)):
        if clause.head_word(at) == "for":
            break
        at -= 1
    return (
        at > 0
        and clause.head_word(at) == "for"
        and clause.words[clause.chunks[at].first - 1] == "responsible"
    )


def _is_light_passive(reading: Reading, clause: Clause, governor: int) -> bool:
    chunk = clause.chunks[governor]
    if not (chunk.is_passive or is_reduced_passive(clause, governor)):
        return False
    light = reading.lexicon.light_verbs
    return _lemma_phrase(clause, governor) in light or chunk.lemma in light


def _lemma_phrase(clause: Clause, verb: int) -> str:
    chunk = clause.chunks[verb]
    following = clause.words[chunk.last] if chunk.last < len(clause.words) else ""
    return f"{chunk.lemma} {following}"


def _light(reading: Reading, clause: Clause, noun: Draft, governor: int) -> None:
    """`carried out an attack`: the verb's subject is the noun's agent."""
    noun.rule = "light_verb"
    if clause.chunks[governor].is_passive:
        return
    for subject in subjects(clause, governor):
        noun.add(agent_role(reading, clause, subject, noun.frame), subject)


def _carry(reading: Reading, verb: Draft, noun: Draft) -> None:
    """`a bomb attack targeted the base`: one event, told by the verb, with the noun's mode and roles."""
    for role, chunk in noun.roles:
        if role is not Role.VICTIM or chunk < 0:  # "an attack on a house killed nine": what was hit, not who
            verb.roles.append((role, chunk))
    if verb.mode is None or noun.mode is not None:
        verb.mode = noun.mode or verb.mode
    verb.rule = "event_noun_subject"
    noun.merged = True


def _governor(reading: Reading, clause: Clause, noun: int) -> tuple[int | None, str]:
    """The verb group that this noun group is the object, subject or phrase of."""
    at = noun - 1
    while at >= 2 and clause.chunks[at].kind == "O" and clause.chunks[at - 1].kind == "N":
        at -= 2  # "a series of attacks"
    while at >= 0 and clause.chunks[at].kind in ("Y", "T", "J", '"'):
        at -= 1
    if at >= 0 and clause.chunks[at].kind == "&" and at >= 2 and clause.chunks[at - 1].kind == "N":
        inner = at - 2
        if clause.chunks[inner].kind == "V":
            return inner, "object"
    if at >= 0 and clause.chunks[at].kind == "V" and not clause.chunks[at].is_passive:
        return at, "object"
    in_phrase = at >= 0 and clause.chunks[at].kind in ("P", "B")
    if in_phrase:
        back = at - 1
        while back >= 0 and (
            clause.chunks[back].kind in ("N", "P", "O", "T", "Y", "J")
            or (clause.chunks[back].kind == "&" and clause.head_word(at - 1) == "responsible")
        ):
            back -= 1
        phrase = clause.head_word(at)
        if back >= 0 and clause.chunks[back].kind == "V":
            lemma = f"{clause.chunks[back].lemma} {phrase}"
            if lemma in reading.lexicon.light_verbs and back == at - 1:
                return back, "object"
            return back, "phrase"
        return None, "phrase"
    relative: int | None = None  # "the bombing, which killed nine, was carried out by …": the main verb first
    apart: tuple[int | None, str] = (None, "")
    for index in range(noun + 1, len(clause.chunks)):
        kind = clause.chunks[index].kind
        if kind == "V" and is_reduced_passive(clause, index) and _is_light_passive(reading, clause, index):
            if clause.chunks[index - 1].kind != ",":
                return index, "participle"
            apart = (
                index,
                "participle",
            )  # "the attack, carried out at dawn, was aimed at": the main verb first
            continue
        if kind == "V" and clause.chunks[index].is_finite and not is_reduced_passive(clause, index):
            is_relative = any(clause.chunks[i].kind == "W" for i in range(max(noun + 1, index - 2), index))
            if noun in subjects(clause, index) or (is_relative and _is_told_of(reading, clause, noun, index)):
                if not is_relative:
                    return index, "subject"
                relative = index if relative is None else relative
            elif not is_relative:
                break
        if kind in (".", ";", "t", "S"):
            break
    return (relative, "subject") if relative is not None else apart


def _is_told_of(reading: Reading, clause: Clause, noun: int, verb: int) -> bool:
    """`the attack on a union and a charity, which killed nine`: the attack did, not the charity."""
    at = verb - 1
    while clause.chunks[at].kind in "YT":
        at -= 1
    if (
        clause.head_word(at) not in ("which", "that")
        or clause.chunks[verb].lemma not in reading.lexicon.verbs
    ):
        return False
    return all(clause.chunks[index].kind in "NOPT&," for index in range(noun, at))


def carrier_of(reading: Reading, clause: Clause, draft: Draft) -> int | None:
    """The verb whose standing an event noun shares: "did not carry out any strikes"."""
    if draft.governor is None:
        return None
    lexicon = reading.lexicon
    lemma, phrase = clause.chunks[draft.governor].lemma, _lemma_phrase(clause, draft.governor)
    if lemma == "claim" and any(
        clause.head_word(chunk) in ("responsibility", "credit") for chunk in objects(clause, draft.governor)
    ):
        return None  # "did not claim responsibility for the blast": the blast was
    carries = (
        lexicon.light_verbs,
        lexicon.happen_verbs,
        lexicon.stop_verbs,
        lexicon.plan_verbs,
        lexicon.threat_verbs,
        _CAUSING,
    )
    return draft.governor if any(lemma in words or phrase in words for words in carries) else None


# The verbs that lay a deed on somebody, and the word before whom.
_CHARGING = {"blame": "on", "attribute": "to", "ascribe": "to", "pin": "on"}
# The verbs that name a deed after the one who is charged, and the word before the deed.
_ACCUSING = {"accuse": "of", "suspect": "of", "convict": "of", "charge": "with"}
_WORK_OF = ["the", "work", "of"]
_PARTS = frozenset({"part", "role", "hand"})
_HOLDING = frozenset({"hold", "consider", "deem", "find"})
# What brings an event about: the event happened.
_CAUSING = frozenset({"set off", "spark off", "spark", "trigger", "unleash", "prompt", "ignite", "lead to"})
_LEAVES_OPEN = frozenset({"blame", "attribute", "ascribe", "implicate", "hold", *_ACCUSING} - {"convict"})
# What is done by somebody and nothing else: the passive of no other deed.
_DEED_VERBS = frozenset({"carry out", "commit", "perpetrate", "stage", "launch", "conduct", "mount", "claim"})
