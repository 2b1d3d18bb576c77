"""Whether words that can tell an event do: not an idiom, an accident, a film or a thing said in general."""

from flows.document.clauses import Clause, objects, objects_from, phrases, subjects
from flows.document.event_drafts import REQUESTS, Draft, Reading, statement_at
from flows.document.event_figures import is_armed, is_figurative, is_force_of_nature, is_intangible
from flows.document.event_idioms import SETTINGS, has_own_sense, is_mishap, is_riot_gear, is_trap
from flows.document.event_links import carrier_of
from flows.document.event_occasion import is_of_one_occasion, is_past_told
from flows.document.event_parties import can_act, head_of, is_human, is_site, is_unknown, named_kind
from flows.document.event_places import place_after
from flows.document.records import Kind, Role


def is_told(reading: Reading, clause: Clause, draft: Draft, verbs: list[Draft], nouns: list[Draft]) -> bool:
    """Whether the draft is an event at all."""
    frame = draft.frame
    if not has_own_sense(reading, clause, draft):
        return False
    roles = {role for role, _ in draft.roles}
    if frame.needs_weapon and Role.INSTRUMENT not in roles:
        return False
    if draft.words[-1:] == ("over",) and _is_length(reading, clause, draft.last):
        return False  # "taking over three minutes"
    if frame.needs_agent and Role.AGENT not in roles:
        return False
    if frame.needs_object and not roles & {Role.TARGET, Role.VICTIM, Role.RECIPIENT}:
        return False
    if frame.needs_passive and draft.rule not in ("passive_verb", "reduced_passive"):
        return False
    if frame.needs_finite and not clause.chunks[draft.chunk].is_finite:
        return False
    if frame.needs_origin and not _has_origin(reading, clause, draft):
        return False
    if frame.needs_carrier and not _is_carried(clause, draft):
        return False
    if frame.needs_occurrence and not _is_occurrence(reading, clause, draft):
        return False
    if _completes_a_verb(clause, draft, verbs):
        return False
    if frame.needs_to and clause.words[draft.last : draft.last + 1] not in (["to"], ["in"], ["for"]):
        return False
    if frame.needs_human and not _has_human_patient(reading, clause, draft):
        return False
    if frame.needs_role and not roles:
        return False
    if frame.needs_target and not all(
        _is_plausible_target(reading, clause, chunk, is_armed=is_armed(reading, clause, draft))
        for role, chunk in draft.roles
        if role is Role.TARGET and chunk >= 0
    ):
        return False
    if not is_of_one_occasion(reading, clause, draft):
        return False
    if not _is_meant(reading, clause, draft, verbs, nouns):
        return False
    if is_figurative(reading, clause, draft, verbs, nouns):
        return False
    if frame.needs_violence and not _is_violent(reading, clause, draft, verbs, nouns):
        return False
    if frame.needs_participant and not roles:
        if frame.event_type == "DISASTER":
            return draft.rule == "noun" and place_after(reading, clause, draft, draft.chunk + 1) is not None
        is_stopped = draft.governor is not None and (
            clause.chunks[draft.governor].lemma in reading.lexicon.stop_verbs
        )  # "an attack … was averted"
        return (
            frame.event_type == "ASSAULT"
            and (draft.rule == "noun" or is_stopped)
            and not _is_accident(reading, clause)
        )
    if frame.event_type != "ASSAULT" or not _is_accident(reading, clause):
        return True
    return any(role is Role.AGENT and can_act(reading, clause, chunk) for role, chunk in draft.roles)


def settle_frame(reading: Reading, clause: Clause, draft: Draft) -> None:
    """Frame and mode by who does it: "farmers blocked the highway" protest, "jets bombed" from the air."""
    if draft.frame.event_type == "ASSAULT" and draft.mode in _OPEN_MODES and draft.frame.name != "shell":
        used = [chunk for role, chunk in draft.roles if role is Role.INSTRUMENT and chunk >= 0]
        if any(reading.lexicon.is_head("warplane", head_of(reading, clause, chunk)) for chunk in used):
            draft.mode = "aerial"
    draft.roles = [
        (Role.INSTRUMENT if role is Role.AGENT and is_trap(clause, chunk) else role, chunk)
        for role, chunk in draft.roles
    ]
    if draft.frame.name == "launch" and any(
        role is Role.INSTRUMENT and chunk >= 0 and is_riot_gear(clause, chunk) for role, chunk in draft.roles
    ):
        draft.mode = "crowd-control"
    if (collided := reading.lexicon.frames.get(draft.frame.vehicle_as or "")) is not None and _is_by_vehicle(
        reading, clause, draft
    ):
        draft.merged = draft.rule == "participle"  # "plunged into a ravine, killing 20"
        draft.frame, draft.mode = collided, collided.mode
        draft.roles = [
            (Role.TARGET, chunk)
            for role, chunk in draft.roles
            if role is Role.AGENT or (role is Role.TARGET and not is_human(reading, clause, chunk))
        ]
        return
    natural = reading.lexicon.frames.get(draft.frame.nature_as or "")
    if natural is not None and (
        any(is_force_of_nature(reading, clause, chunk) for chunk in subjects(clause, draft.chunk))
        or clause.words[max(draft.first - 1, 0)] in reading.lexicon.nature_words
    ):
        draft.frame, draft.mode = natural, natural.mode
        draft.roles = [(role, chunk) for role, chunk in draft.roles if role is not Role.AGENT]
        return
    mishap = reading.lexicon.frames.get(draft.frame.mishap_as or "")
    if mishap is not None and is_mishap(reading, clause, draft):
        draft.frame, draft.mode, draft.rule = mishap, mishap.mode, "noun"
        draft.roles = []
        return
    alone = reading.lexicon.frames.get(draft.frame.alone_as or "")
    if alone is not None and draft.rule == "active_verb" and all(r is Role.AGENT for r, _ in draft.roles):
        draft.frame, draft.mode = alone, alone.mode
        draft.roles = [(alone.subject_role, chunk) for _, chunk in draft.roles]
        return
    online = reading.lexicon.frames.get(draft.frame.online_as or "")
    if (
        online is not None
        and not reading.lexicon.cyber_words.isdisjoint(clause.words)
        and not is_armed(reading, clause, draft)
    ):
        draft.frame, draft.mode = online, online.mode
        return
    other = reading.lexicon.frames.get(draft.frame.crowd_as or "")
    agents = [chunk for role, chunk in draft.roles if role is Role.AGENT]
    if other is None or not agents or min(agents) < 0:
        return
    heads = [head_of(reading, clause, chunk) for chunk in agents]
    if all(
        reading.lexicon.is_head("person", head)
        and not any(reading.lexicon.is_head(kind, head) for kind in _RULERS)
        for head in heads
    ) and any(
        reading.lexicon.is_head("place_object", head_of(reading, clause, chunk))
        for role, chunk in draft.roles
        if role is Role.TARGET and chunk >= 0
    ):
        draft.frame, draft.mode = other, other.mode


def _is_by_vehicle(reading: Reading, clause: Clause, draft: Draft) -> bool:
    """`a train hit a bus`, `was killed by a lorry`: nobody armed, and no weapon, has a part."""
    agents = [chunk for role, chunk in draft.roles if role is Role.AGENT]
    return (
        bool(agents)
        and min(agents) >= 0
        and all(reading.lexicon.is_head("vehicle", head_of(reading, clause, chunk)) for chunk in agents)
        and not is_armed(reading, clause, draft)
    )


def _is_meant(reading: Reading, clause: Clause, draft: Draft, verbs: list[Draft], nouns: list[Draft]) -> bool:
    """Whether the words tell an event of this kind, and are not an idiom or said in general."""
    frame = draft.frame
    is_verb = clause.chunks[draft.chunk].kind == "V"
    if frame.no_object and (
        objects(clause, draft.chunk) if is_verb else _is_of_thing(reading, clause, draft)
    ):
        return False  # "demonstrated the device", "a demonstration of the game"
    if frame.needs_force and not is_verb and not _is_real_fight(reading, clause, draft, verbs, nouns):
        return False
    if frame.needs_force and is_verb and not _is_forceful(reading, clause, draft, verbs, nouns):
        return False
    if frame.needs_party and is_verb and not _aids_a_party(reading, clause, draft):
        return False
    if frame.is_private and _is_private(reading, clause, draft):
        return False
    if (
        frame.mode == "firearms"
        and not reading.lexicon.camera_words.isdisjoint(clause.words)
        and not any(reading.lexicon.is_head("weapon", word) for word in clause.words)
    ):
        return False
    if is_verb:
        return bool(draft.roles) or draft.frame.object_role is None
    if frame.event_type == "POLITICS" and frame.mode == "election" and _is_setting(clause, draft):
        return False  # "may cooperate after the election"
    if frame.event_type == "DISASTER":
        is_plural = clause.words[draft.last - 1].endswith("s")
        # "cyclones gather strength": any; "floods killed 12 people": those
        return not is_plural or _is_definite(reading, clause, draft) or _did_harm(clause, draft)
    if frame.event_type == "REQUEST":
        return (
            any(role is Role.AGENT for role, _ in draft.roles)
            or carrier_of(reading, clause, draft) is not None
            or clause.words[clause.chunks[draft.chunk].first] in ("their", "his", "her", "its", "our")
        )  # "the growing demand for services"
    if frame.event_type == "ASSAULT":
        if _is_bare(clause, draft) or _is_counted(clause, draft):
            return False
        if draft.roles or clause.words[clause.chunks[draft.chunk].first] not in ("a", "an", *_IN_GENERAL):
            return True
        is_general = clause.words[clause.chunks[draft.chunk].first] in _IN_GENERAL
        return not is_general and (
            draft.governor is not None
            or clause.head_word(draft.chunk - 1) in ("in", "during")
            or place_after(reading, clause, draft, draft.chunk + 1) is not None
        )
    return _is_definite(reading, clause, draft)


def _is_length(reading: Reading, clause: Clause, token: int) -> bool:
    """Whether a measure of time or distance begins here, or ends just before."""
    if token >= len(clause.words):
        return False
    group = clause.chunks[clause.chunk_of[token]]
    return group.kind == "T" or reading.lexicon.is_head("length", clause.words[group.head])


def _has_origin(reading: Reading, clause: Clause, draft: Draft) -> bool:
    """`from their homes`, `from Goma`: where people lived or held out."""
    after = clause.chunk_of[draft.last] if draft.last < len(clause.words) else len(clause.chunks)
    origins = objects_from(clause, after)  # where `from` is a word of the verb
    for preposition, nouns in phrases(clause, draft.chunk + 1):
        origins += nouns if preposition in ("from", "of") else []
    return any(
        is_site(reading, clause, noun)
        or clause.head_word(noun) in ("land", "lands")
        or named_kind(reading, clause, noun) == Kind.PLACE
        for noun in origins
    )


def _is_carried(clause: Clause, draft: Draft) -> bool:
    """`fire gutted a nightclub`, `a fire killed nine`: a noun of many senses, and the verb that goes with this one."""
    if draft.governor is None or draft.governor < draft.chunk:
        return False
    lemma = clause.chunks[draft.governor].lemma
    is_one = clause.words[clause.chunks[draft.chunk].first] == "a"  # gunfire is not counted
    return lemma in draft.frame.carried_by or (is_one and lemma in _HARMS)


def _is_occurrence(reading: Reading, clause: Clause, draft: Draft) -> bool:
    """`an outbreak in Goma`, `the epidemic killed 40`: not "sales fell during the pandemic", "the deal enables"."""
    if draft.frame.event_type == "AGREE":
        before = clause.chunks[max(draft.chunk - 1, 0)]
        return bool(draft.roles) or (before.kind == "V" and before.lemma in _CONCLUDE)
    if draft.frame.mode == "cyber":
        first = clause.words[clause.chunks[draft.chunk].first]
        return bool(draft.roles) or first in ("the", "this") or is_past_told(clause, draft)
    return place_after(reading, clause, draft, draft.chunk + 1) is not None or _did_harm(clause, draft)


def _completes_a_verb(clause: Clause, draft: Draft, verbs: list[Draft]) -> bool:
    """`violated the ceasefire`, `used force`, `was placed under house arrest`: the verb tells it."""
    if clause.chunks[draft.chunk].kind != "N":
        return False
    word = clause.head_word(draft.chunk)
    return any(
        (
            verb.frame.name in ("breach", "exchange_fire")
            and word in verb.frame.object_words
            and verb.chunk < draft.chunk
        )
        or (len(verb.words) > 1 and word == verb.words[-1] and verb.chunk < draft.chunk < verb.chunk + 6)
        for verb in verbs
    )


def _did_harm(clause: Clause, draft: Draft) -> bool:
    """Whether the noun is the subject of a verb in the past."""
    if draft.governor is None or draft.governor < draft.chunk:
        return False
    verb = clause.chunks[draft.governor]
    return verb.is_finite and not verb.modal and clause.tags[verb.head] == "E"


def _is_real_fight(
    reading: Reading, clause: Clause, draft: Draft, verbs: list[Draft], nouns: list[Draft]
) -> bool:
    """`a battle over patents` names neither sides nor place; `the fighting` is known already."""
    return (
        any(role is not Role.TARGET for role, _ in draft.roles)
        or clause.words[clause.chunks[draft.chunk].first] in ("the", "these", "their")
        or place_after(reading, clause, draft, draft.chunk + 1) is not None
        or any(reading.lexicon.is_head("authority", word) for word in clause.words)
        or _is_violent(reading, clause, draft, verbs, nouns)
    )


def _is_of_thing(reading: Reading, clause: Clause, draft: Draft) -> bool:
    after = draft.chunk + 2
    return (
        after < len(clause.chunks)
        and clause.chunks[after - 1].kind == "O"
        and clause.chunks[after].kind == "N"
        and not is_human(reading, clause, after)
    )


def _is_forceful(
    reading: Reading, clause: Clause, draft: Draft, verbs: list[Draft], nouns: list[Draft]
) -> bool:
    """`hit`, `target`, `fight`: somebody armed does it, a weapon does it, or something is hit."""
    if draft.rule == "event_noun_subject" or _is_violent(reading, clause, draft, verbs, nouns):
        return True
    if _is_of_armed_speaker(reading, clause, draft):
        return True
    for role, index in draft.roles:
        if index < 0:
            return True
        head = head_of(reading, clause, index)
        if any(reading.lexicon.is_head(kind, head) for kind in _ARMED):
            return True
        if role is Role.TARGET and reading.lexicon.is_head("place_object", head):
            return True
        if named_kind(reading, clause, index) in (Kind.ORGANIZATION, Kind.PLACE):
            return True
    return False


def _is_of_armed_speaker(reading: Reading, clause: Clause, draft: Draft) -> bool:
    """`we shall fight`, of somebody armed who says so."""
    index = statement_at(reading, clause.starts[draft.first], clause.ends[draft.last - 1])
    if index is None or not any(c >= 0 and clause.is_pronoun(c) for _, c in draft.roles):
        return False
    return any(
        reading.lexicon.is_head(kind, word)
        for word in (reading.statements[index].speaker_text or "").lower().replace("'s", "").split()
        for kind in ("perpetrator", "military")
    )


def _aids_a_party(reading: Reading, clause: Clause, draft: Draft) -> bool:
    """Somebody with a name, an office or a need is aided: not "trained the writers"."""
    for role, index in draft.roles:
        if role is Role.RECIPIENT and (
            index < 0
            or clause.is_pronoun(index)
            or named_kind(reading, clause, index) is not None
            or any(reading.lexicon.is_head(kind, head_of(reading, clause, index)) for kind in _AIDED)
        ):
            return True
    return False


def _is_private(reading: Reading, clause: Clause, draft: Draft) -> bool:
    """`I met him in college`, `We visited the fair`: told of oneself, outside any statement."""
    start, end = clause.starts[draft.first], clause.ends[draft.last - 1]
    for role, index in draft.roles:
        if index < 0:
            continue
        word = clause.head_word(index)
        if word in ("i", "you", "me", "myself") and (role is Role.AGENT or word == "me"):
            return True
        if word in ("we", "us") and statement_at(reading, start, end) is None:
            return True
        if role is Role.RECIPIENT and reading.lexicon.is_head("thing", word) and draft.rule != "noun":
            return True
    return False


def _is_bare(clause: Clause, draft: Draft) -> bool:
    """`offensive and racist language`, `code execution`, `the risk of detonation`: a countable noun without article."""
    chunk = clause.chunks[draft.chunk]
    word = clause.words[draft.last - 1]
    return (
        not draft.roles
        and (draft.governor is None or clause.chunks[draft.governor].lemma == "be")
        and chunk.first == draft.first
        and clause.chunks[draft.chunk - 1].kind not in "TN"
        and clause.head_word(draft.chunk - 1) != "under"
        and (word in _COUNTABLE or (word.removesuffix("s") in _COUNTABLE and not is_past_told(clause, draft)))
        and "." in clause.tags
    )


def _is_counted(clause: Clause, draft: Draft) -> bool:
    """`school shootings have increased`: how many there are, and no one of them."""
    return (
        draft.governor is not None
        and draft.governor > draft.chunk
        and clause.chunks[draft.governor].lemma in _COUNTS
        and clause.words[draft.last - 1].endswith("s")
    )


def _is_setting(clause: Clause, draft: Draft) -> bool:
    """`after the election`, `during the riots`: a time by which something else is told."""
    before = draft.chunk - 1
    return before >= 0 and clause.head_word(before) in SETTINGS


def _is_definite(reading: Reading, clause: Clause, draft: Draft) -> bool:
    """A noun tells an event when something is said of it: who, when, where, that it happened."""
    if _is_setting(clause, draft) and draft.frame.event_type == "PROTEST" and is_past_told(clause, draft):
        return True  # "declared a curfew after ethnic riots"
    if draft.roles or (draft.governor is not None and carrier_of(reading, clause, draft) is not None):
        return True
    chunk = clause.chunks[draft.chunk]
    first = clause.words[chunk.first]
    if first in ("the", "their", "his", "her", "its", "that") or clause.tags[chunk.first] in "CTM":
        return True
    if clause.words[draft.last - 1] in ("ceasefire", "truce", "curfew", "resignation"):
        return True
    following = draft.chunk + 1
    if following < len(clause.chunks) and clause.chunks[following].kind == "T":
        return True
    if draft.chunk >= 2 and clause.chunks[draft.chunk - 1].kind == "&":
        return clause.words[clause.chunks[draft.chunk - 2].first] in ("the", "their", "his", "its")
    if any(clause.tags[t] == "T" for t in range(chunk.first, chunk.last)):
        return True
    if any(clause.head_word(i) in REQUESTS for i in range(max(0, draft.chunk - 2), draft.chunk)):
        return True
    return place_after(reading, clause, draft, following) is not None or first in ("a", "an")


def _has_human_patient(reading: Reading, clause: Clause, draft: Draft) -> bool:
    """Persons are released, arrested, freed; a report that is released is none of ours."""
    patients = [c for role, c in draft.roles if role in (Role.RECIPIENT, Role.VICTIM, Role.TARGET)]
    if not patients:
        first = clause.words[clause.chunks[draft.chunk].first]
        if draft.rule == "noun" and draft.frame.event_type == "ASSAULT" and first == "the":
            return True  # "any part in the shooting"
        return first in ("their", "his", "her") or Role.AGENT in {role for role, _ in draft.roles}
    return not all(c >= 0 and reading.lexicon.is_head("thing", head_of(reading, clause, c)) for c in patients)


def _is_plausible_target(reading: Reading, clause: Clause, noun: int, *, is_armed: bool) -> bool:
    """Something that can be hit: not "attacked the budget", "hit a record high"."""
    if is_human(reading, clause, noun) or clause.is_pronoun(noun) or is_unknown(reading, clause, noun):
        return True
    if is_armed and not is_intangible(reading, clause, noun):
        return True  # "missiles struck an apartment block"
    if any(
        reading.lexicon.is_head(kind, head_of(reading, clause, noun))
        for kind in ("place_object", "organization", "weapon")
    ):
        return True
    chunk = clause.chunks[noun]
    return (
        any(t in clause.mention_of for t in range(chunk.first, chunk.last))
        or clause.tags[chunk.first] not in "DCJ"
    )


def _is_accident(reading: Reading, clause: Clause) -> bool:
    if any(
        word in reading.lexicon.accident_words and clause.tags[token] not in "IV"  # "will storm the aircraft"
        for token, word in enumerate(clause.words)
    ):
        return True
    return any(
        word in reading.lexicon.not_events and after in reading.lexicon.nouns
        for word, after in zip(clause.words, clause.words[1:], strict=False)
    )


def _is_violent(
    reading: Reading, clause: Clause, draft: Draft, verbs: list[Draft], nouns: list[Draft]
) -> bool:
    if any(
        d is not draft and d.frame.event_type == "ASSAULT" and not d.frame.needs_violence
        for d in (*verbs, *nouns)
    ):
        return True
    return any(reading.lexicon.is_head("weapon", word) for word in clause.words)


_HARMS = frozenset("kill injure destroy damage leave claim trap force".split())
_COUNTS = frozenset("increase decrease rise fall spike drop decline double triple climb surge soar".split())


_COUNTABLE = frozenset(
    "offensive attack assault raid ambush execution explosion detonation blast strike".split()
)


_CONCLUDE = frozenset("sign enter reach strike announce conclude broker clinch seal break".split())


_IN_GENERAL = frozenset("these such some most more all other".split())


_ARMED = ("perpetrator", "military", "weapon")


_OPEN_MODES = (None, "explosives", "heavy-weapons")


_RULERS = ("official", "military", "perpetrator")


_AIDED = ("perpetrator", "military", "organization", "place_object", "needy")
