"""Whether words of violence and politics are meant as they stand: not a figure of speech, a game or a market.

Selectional restrictions in the sense of Wilks (1975): what a verb says must fit what does it and what it is done
to. A bill cannot be killed, a goal destroys nothing, and a player who is beaten is not hurt.
"""

from flows.document.clauses import Chunk, Clause, end_of_of, objects, phrases, subjects
from flows.document.event_drafts import Draft, Reading, statement_at
from flows.document.event_lexicon import Frame
from flows.document.event_parties import head_of, is_human, is_site, meant, named_kind
from flows.document.records import Kind, Role

_CONCRETE = (
    "person",
    "perpetrator",
    "military",
    "weapon",
    "place_object",
    "organization",
    "region",
    "needy",
    "goods",
    "gathering",
)
_HUMAN = frozenset({"person", "perpetrator", "military", "official", "needy", "authority"})
_YOU = frozenset({"you", "your", "yourself"})
_ME_TOO = _YOU | {"my"}
_PUBLIC_TYPES = frozenset({"SANCTION", "CONSULT", "AID", "AGREE", "COOPERATE"})  # "the bank froze my account"
_NAMED_KINDS: dict[str, frozenset[str]] = {
    Kind.PLACE: frozenset({"place_object", "region", "organization", "authority"}),
    Kind.ORGANIZATION: frozenset({"organization", "place_object"}),
}
_PERSONAL = ("er", "or", "ist", "ian", "man", "men", "woman", "women", "ee", "ant")
_SHORT_EE = 5  # letters: "tree", "knee"; "trainee" is longer
_ARMED_LOOKS = frozenset("armed masked hooded unidentified unknown uniformed".split())
_MONEY = frozenset("$ € £ % dollar dollars euro euros fee fees rate rates extra".split())
_PATIENTS = (Role.TARGET, Role.VICTIM, Role.RECIPIENT)
_DOERS = frozenset({"ASSAULT", "COERCE", "RETREAT", "CONSULT", "PROTEST", "AGREE", "MOBILIZE"})


def is_figurative(
    reading: Reading, clause: Clause, draft: Draft, verbs: list[Draft], nouns: list[Draft]
) -> bool:
    """Whether what does it, or what it is done to, shows that no event of this kind is told."""
    frame = draft.frame
    is_verb = clause.chunks[draft.chunk].kind == "V"
    if frame.event_type == "ASSAULT" and not is_verb and _is_reproach(reading, clause, draft):
        return True
    patients = [chunk for role, chunk in draft.roles if role in _PATIENTS and chunk >= 0]
    if frame.event_type == "MOBILIZE":  # what is deployed
        patients = [chunk for role, chunk in draft.roles if role is Role.INSTRUMENT and chunk >= 0]
    agents = [chunk for role, chunk in draft.roles if role is Role.AGENT and chunk >= 0]
    concrete = frame.is_concrete or frame.event_type == "ASSAULT"
    if (
        concrete
        and patients
        and all(
            is_intangible(reading, clause, chunk) and clause.head_word(chunk) not in frame.also
            for chunk in patients
        )
    ):
        return True  # "killed the bill", "seized the opportunity"
    if frame.is_concrete and _is_from_a_text(reading, clause, draft, patients):
        return True
    if (
        frame.object_kinds
        and patients
        and not any(
            _is_of_kinds(reading, clause, chunk, frame.object_kinds) or clause.head_word(chunk) in frame.also
            for chunk in patients
        )
        and not (
            frame.mode in ("seize", "arrest") and any(_is_force(reading, clause, chunk) for chunk in agents)
        )
        and not (frame.mode == "arrest" and not agents and draft.rule == "passive_verb")
        and not (
            "person" in frame.object_kinds
            and all(_is_counted_stranger(reading, clause, chunk) for chunk in patients)
            and any(_is_power(reading, clause, chunk) for chunk in agents)
        )
    ):
        return True  # "released its report", "charge a flat fee", "deploy the app"
    if (
        frame.subject_kinds
        and agents
        and not any(_is_of_kinds(reading, clause, chunk, frame.subject_kinds) for chunk in agents)
    ):
        return True  # "a web page captures the data"
    if (
        frame.event_type in _DOERS
        and (concrete or frame.event_type != "COERCE")
        and agents
        and all(is_intangible(reading, clause, chunk) for chunk in agents)
    ):
        return True  # "a goal destroyed …", "the novel captures …", "stocks rallied"
    if frame.needs_official and not _is_of_state(reading, clause, draft, (*patients, *agents)):
        return True  # "tourists visited the fair", "the best deals"
    if agents and all("%" in clause.words_of(chunk) for chunk in agents):
        return True  # "83 % of organizations have appointed a data officer"
    if any(_is_of_the_reader(reading, clause, frame, chunk) for chunk in (*patients, *agents)):
        start, end = clause.starts[draft.first], clause.ends[draft.last - 1]
        if statement_at(reading, start, end) is None:
            return True  # advice to the reader
    if is_verb and _is_own_affair(reading, clause, draft, patients, agents):
        return True
    if frame.subject_words and not any(
        not frame.subject_words.isdisjoint(clause.words_of(chunk)) for _, chunk in draft.roles if chunk >= 0
    ):
        return True  # "violence erupted"
    if agents and all(_is_animal(reading, clause, chunk) for chunk in agents):
        return True  # "stop my dog from attacking the vacuum cleaner"
    if frame.event_type == "DISASTER":
        return _is_done(reading, clause, draft) if is_verb else _is_flood_of(reading, clause, draft)
    if _is_of_nature(reading, clause, draft, agents, verbs, nouns):
        return True
    return (frame.is_figurative or frame.needs_weapon) and _is_game(reading, clause, draft)


def _is_reproach(reading: Reading, clause: Clause, draft: Draft) -> bool:
    """`under attack from the opposition over the arrests`: words, since what they are about is named."""
    if clause.head_word(draft.chunk - 1) != "under" or is_armed(reading, clause, draft):
        return False
    for preposition, nouns in phrases(clause, draft.chunk + 1, after_noun=True):
        if preposition == "over":
            return not any(
                is_site(reading, clause, noun) or named_kind(reading, clause, noun) == Kind.PLACE
                for noun in nouns
            )
    return False


def _is_of_the_reader(reading: Reading, clause: Clause, frame: Frame, chunk: int) -> bool:
    """`you`; in advice, and of what states do, also `your tablet` and `my account`."""
    if clause.head_word(chunk) in _YOU:
        return True
    is_soft = frame.event_type in _PUBLIC_TYPES
    words = clause.words_of(chunk)
    return (is_soft or reading.is_general) and not (_ME_TOO if is_soft else _YOU).isdisjoint(words)


def _is_of_kinds(reading: Reading, clause: Clause, chunk: int, kinds: frozenset[str]) -> bool:
    """Whether the noun group is of one of these kinds, a name that may be, or a word that stands for either."""
    if not _MONEY.isdisjoint(clause.words_of(chunk)) and "goods" not in kinds:
        return False
    noun = meant(reading, clause, chunk)
    group = clause.chunks[noun]
    if clause.is_pronoun(noun):
        return clause.head_word(noun) != "it" or not kinds <= _HUMAN
    if "perpetrator" in kinds and not _ARMED_LOOKS.isdisjoint(clause.words_of(noun)):
        return True
    if clause.tags[group.head] == "C":
        return True
    head = head_of(reading, clause, chunk)
    heads = {head, clause.head_word(chunk), clause.words[end_of(clause, chunk)]}  # "200 kilograms of cocaine"
    if any(reading.lexicon.is_head(kind, word) for kind in kinds for word in heads):
        return True
    if group.head in clause.mention_of:
        needed = _NAMED_KINDS.get(reading.mentions[clause.mention_of[group.head]].kind)
        return needed is None or not needed.isdisjoint(kinds)
    if _may_be_name(clause, group):
        return True
    if not kinds & {"person", "needy"}:
        return False
    return is_human(reading, clause, chunk) or (
        head not in reading.lexicon.kinds and head not in clause.grammar.words and _has_personal_ending(head)
    )


def _has_personal_ending(head: str) -> bool:
    """`smugglers`, `appointee`; but `trees`, `knees`."""
    stem = head.removesuffix("s")
    return stem.endswith(_PERSONAL) and (len(stem) > _SHORT_EE or not stem.endswith("ee"))


def _is_counted_stranger(reading: Reading, clause: Clause, chunk: int) -> bool:
    """`70 stowaways`: so many of what no list knows."""
    group = clause.chunks[meant(reading, clause, chunk)]
    head = clause.words[group.head]
    return (
        clause.tags[group.first] == "C"
        and head.endswith(("s", "men", "women"))
        and head not in reading.lexicon.kinds
        and head not in reading.lexicon.nouns
        and not is_intangible(reading, clause, chunk)
    )


def _is_power(reading: Reading, clause: Clause, chunk: int) -> bool:
    """A state, or somebody armed or in power."""
    return _is_force(reading, clause, chunk) or named_kind(reading, clause, chunk) == Kind.PLACE


def _is_force(reading: Reading, clause: Clause, chunk: int) -> bool:
    """Somebody armed or in power: what they seize is a thing that can be seized."""
    head = head_of(reading, clause, chunk)
    return any(reading.lexicon.is_head(kind, head) for kind in ("perpetrator", "military", "authority"))


def _is_animal(reading: Reading, clause: Clause, chunk: int) -> bool:
    head = clause.chunks[chunk].head
    return (head == 0 or head not in clause.mention_of) and reading.lexicon.is_head(
        "animal", head_of(reading, clause, chunk)
    )


def _may_be_name(clause: Clause, group: Chunk) -> bool:
    """A word unknown to the grammar with a capital, or in a text without any: "buschmann was arrested"."""
    start, end = clause.starts[group.head], clause.ends[group.head]
    if (
        group.head == 0
        or clause.words[group.head] in clause.grammar.words
        or clause.tags[group.first] in "DC"
    ):
        return False
    surface = clause.text[start:end]
    return surface[0].isupper() or clause.text[clause.starts[0] : clause.ends[-1]].islower()


def end_of(clause: Clause, chunk: int) -> int:
    """The last head of `200 kilograms of cocaine`."""
    return clause.chunks[end_of_of(clause, chunk)].head


def _is_from_a_text(reading: Reading, clause: Clause, draft: Draft, patients: list[int]) -> bool:
    """`a statement from the group released on Monday`: the statement was."""
    if draft.rule != "reduced_passive" or len(patients) != 1 or patients[0] < 2:
        return False
    at = patients[0]
    return (
        clause.chunks[at - 1].kind in ("P", "O")
        and clause.chunks[at - 2].kind == "N"
        and any(reading.lexicon.is_head(kind, clause.head_word(at - 2)) for kind in ("message", "thing"))
    )


def _is_own_affair(
    reading: Reading, clause: Clause, draft: Draft, patients: list[int], agents: list[int]
) -> bool:
    """A verb whose object, or whose lack of one, gives it another sense."""
    frame = draft.frame
    is_active = draft.rule == "active_verb"
    is_passive = draft.rule in ("passive_verb", "reduced_passive")
    if frame.needs_patient and not is_passive and not patients and not is_armed(reading, clause, draft):
        return True  # "the market bombed"
    if frame.object_role is Role.VICTIM and any(clause.head_word(chunk) == "it" for chunk in patients):
        return True  # "killed it on stage"
    if frame.object_role is None and frame.event_type in ("RETREAT", "AGREE") and is_active:
        found = objects(clause, draft.chunk)
        if found and all(is_intangible(reading, clause, chunk) for chunk in found):
            return frame.event_type == "RETREAT"  # "withdrew its offer"
        if found and frame.event_type == "AGREE" and is_human(reading, clause, found[0]):
            return True  # "signed the defender"
    if frame.is_explosion and is_active and not any(role is Role.INSTRUMENT for role, _ in draft.roles):
        return not any(_can_explode(reading, clause, chunk) for chunk in agents)
    return (
        frame.name == "beat"
        and not is_passive
        and bool(patients)
        and all(named_kind(reading, clause, chunk) is not None for chunk in patients)
        and not is_armed(reading, clause, draft)
    )  # "Djokovic beat Medvedev"


def is_intangible(reading: Reading, clause: Clause, chunk: int) -> bool:
    """Whether the noun group means nothing that can act or be hit."""
    lexicon = reading.lexicon
    head = head_of(reading, clause, chunk)
    if clause.chunks[meant(reading, clause, chunk)].head in clause.mention_of:
        return False
    if any(lexicon.is_head(kind, head) for kind in _CONCRETE) or is_human(reading, clause, chunk):
        return False
    if lexicon.is_head("abstract", head) or lexicon.is_head("thing", head):
        return True
    if head in lexicon.nouns:
        return False
    return head.removesuffix("s").endswith(_ABSTRACT)


def is_armed(reading: Reading, clause: Clause, draft: Draft) -> bool:
    """Whether somebody armed, or a weapon, has a part in it."""
    if any(reading.lexicon.is_head("weapon", word) for word in clause.words):
        return True
    return any(
        chunk < 0
        or any(
            reading.lexicon.is_head(kind, head_of(reading, clause, chunk))
            for kind in ("perpetrator", "military")
        )
        for _, chunk in draft.roles
    )


def _can_explode(reading: Reading, clause: Clause, chunk: int) -> bool:
    head = head_of(reading, clause, chunk)
    return any(reading.lexicon.is_head(kind, head) for kind in ("weapon", "bomb_case", "perpetrator"))


def _is_of_state(reading: Reading, clause: Clause, draft: Draft, parties: tuple[int, ...]) -> bool:
    """Whether somebody with an office, or a party, has a part; for a bare noun, stands in the sentence."""
    if any(_is_official(reading, clause, chunk) for chunk in parties):
        return True
    is_meeting = draft.frame.event_type == "CONSULT"  # a hotel hosts guests, but teachers demand higher pay
    if parties or any(chunk < 0 for _, chunk in draft.roles):
        return any(
            chunk < 0 and any(t in clause.mention_of for t in range(-chunk // 1000, -chunk % 1000))
            for _, chunk in draft.roles
        ) or (not is_meeting and any(_is_many(reading, clause, chunk) for chunk in parties))
    if clause.chunks[draft.chunk].kind == "V":
        return True
    return bool(clause.mention_of) or any(
        reading.lexicon.is_head(kind, word) for word in clause.words for kind in ("official", "military")
    )


def _is_many(reading: Reading, clause: Clause, chunk: int) -> bool:
    """`teachers demanded higher pay`: a crowd that speaks in public."""
    head = head_of(reading, clause, chunk)
    return reading.lexicon.is_head("person", head) or reading.lexicon.is_head("needy", head)


def _is_official(reading: Reading, clause: Clause, chunk: int) -> bool:
    """Whether an office or a party is meant, or a name that may hold one."""
    head = head_of(reading, clause, chunk)
    return (
        (clause.is_pronoun(chunk) and head not in ("you", "one", "anyone", "everyone"))
        or named_kind(reading, clause, chunk) in (Kind.PERSON, Kind.ORGANIZATION)
        or any(
            reading.lexicon.is_head(kind, head)
            for kind in ("official", "organization", "military", "perpetrator", "side")
        )
        or (
            clause.words[clause.chunks[chunk].head] not in clause.grammar.words
            and clause.tags[clause.chunks[chunk].first] not in "DCJ"
            and not head.endswith("s")
        )
    )


def _is_done(reading: Reading, clause: Clause, draft: Draft) -> bool:
    """`rioters overturned cars`: no accident."""
    return (
        draft.rule in ("active_verb", "participle", "infinitive")
        and bool(objects(clause, draft.chunk))
        and any(is_human(reading, clause, chunk) for chunk in subjects(clause, draft.chunk))
    )


def _is_flood_of(reading: Reading, clause: Clause, draft: Draft) -> bool:
    """`a flood of letters`, `an avalanche of criticism`: but `the flood of 1953`, `the collapse of a bridge`."""
    after = draft.chunk + 2
    if (
        after >= len(clause.chunks)
        or clause.chunks[after - 1].kind != "O"
        or clause.chunks[after].kind != "N"
    ):
        return False
    if draft.frame.mode in ("epidemic", "accident"):
        return is_intangible(reading, clause, after) or reading.lexicon.is_head(
            "organization", head_of(reading, clause, after)
        )
    return clause.tags[clause.chunks[after].head] not in "CTM"


def is_force_of_nature(reading: Reading, clause: Clause, chunk: int) -> bool:
    """`lightning`, `Flash floods`, `Hurricane Odalys`: no name of a person or party, though it may look like one."""
    group = clause.chunks[chunk]
    words = reading.lexicon.nature_words
    return clause.words[group.head] in words or (
        clause.words[group.first] in words
        and clause.words[group.head] not in reading.lexicon.kinds  # "storm troopers", "flood victims"
        and clause.tags[group.head] in "MN"
    )


def _first_subjects(clause: Clause, draft: Draft, agents: list[int]) -> list[int]:
    """Who does it by its roles, or what stands as the subject of a verb in the active."""
    is_active = draft.rule in ("active_verb", "participle")
    return agents or (subjects(clause, draft.chunk) if is_active else [])


def _is_of_nature(  # noqa: PLR0917
    reading: Reading, clause: Clause, draft: Draft, agents: list[int], verbs: list[Draft], nouns: list[Draft]
) -> bool:
    """`Floods killed 12 people`: a disaster does it, and nobody else is named."""
    if draft.frame.event_type not in ("ASSAULT", "COERCE"):
        return False
    if any(
        is_force_of_nature(reading, clause, chunk) for chunk in _first_subjects(clause, draft, agents)
    ) or (
        draft.rule == "active_verb" and clause.words[max(draft.first - 1, 0)] in reading.lexicon.nature_words
    ):
        return True  # "lightning killed four shepherds"
    if draft.frame.event_type == "COERCE" or any(role is Role.INSTRUMENT for role, _ in draft.roles):
        return False
    struck = {chunk for d in (*verbs, *nouns) if d.frame.event_type == "DISASTER" for _, chunk in d.roles}
    if agents and struck.issuperset(agents):
        return True  # "a train derailed, injuring 30 people"
    if agents:
        return False
    disasters = [d for d in (*verbs, *nouns) if d.frame.event_type == "DISASTER" and not d.merged]
    assaults = [
        d
        for d in (*verbs, *nouns)
        if d.frame.event_type == "ASSAULT" and any(r is Role.AGENT for r, _ in d.roles)
    ]
    return bool(disasters) and not assaults


def _is_into_corner(clause: Clause) -> bool:
    """`into the top corner`, `from 25 yards`."""
    pairs = set(zip(clause.words, clause.words[1:], strict=False))
    return any(
        (side, part) in pairs for side in ("top", "bottom", "far", "near") for part in ("corner", "post")
    )


def _is_game(reading: Reading, clause: Clause, draft: Draft) -> bool:
    """Whether the sentence is about sports, markets, stages or screens, and nobody armed has a part."""
    if draft.frame.needs_weapon and (
        not reading.lexicon.pitch_words.isdisjoint(clause.words) or _is_into_corner(clause)
    ):
        return not any(role is Role.VICTIM for role, _ in draft.roles)  # "fired a missile past the keeper"
    if reading.lexicon.peaceful_words.isdisjoint(clause.words) or is_armed(reading, clause, draft):
        return False
    if not _FORCES.isdisjoint(clause.words):
        return False  # "police detained two supporters after clashes before the match"
    if draft.frame.name not in ("kill", "wound"):
        return True
    return not any(
        is_human(reading, clause, chunk) or clause.tags[clause.chunks[chunk].head] == "C"
        for role, chunk in draft.roles
        if role is Role.VICTIM and chunk >= 0
    )


_ABSTRACT = ("tion", "sion", "ment", "ness", "ity", "ance", "ence", "ism", "ship", "hood", "dom")
_FORCES = frozenset("police troops soldiers gunmen militants rebels army".split())
