"""Frames of the packs: which words tell an event, and what standing round them means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flows.document.clauses import Grammar
from flows.document.records import LexiconError, Role


@dataclass(frozen=True, slots=True)
class Frame:
    """One kind of event: its type, and the roles of what stands round its words."""

    name: str
    event_type: str
    mode: str | None
    object_role: Role | None
    subject_role: Role
    possessor_role: Role | None
    by_preposition: Mapping[str, Role]
    needs_weapon: bool = False
    needs_violence: bool = False
    needs_participant: bool = False
    needs_object: bool = False
    needs_to: bool = False
    needs_human: bool = False
    needs_target: bool = False
    needs_role: bool = False
    may_be_named: bool = False
    needs_force: bool = False
    needs_party: bool = False
    no_object: bool = False
    is_private: bool = False
    needs_official: bool = False
    needs_patient: bool = False
    needs_agent: bool = False
    needs_occurrence: bool = False
    needs_carrier: bool = False
    needs_passive: bool = False
    needs_finite: bool = False
    needs_origin: bool = False
    is_concrete: bool = False
    is_figurative: bool = False
    is_explosion: bool = False
    object_words: frozenset[str] = frozenset()
    subject_words: frozenset[str] = frozenset()
    object_kinds: frozenset[str] = frozenset()  # lists of heads: what it can be done to; empty: anything
    subject_kinds: frozenset[str] = frozenset()  # and who or what can do it
    also: frozenset[str] = frozenset()
    carried_by: frozenset[str] = frozenset()
    persons_as: str | None = None  # the frame that it is when persons are taken
    alone_as: str | None = None  # the frame that it is without an object: "the ship sank"
    online_as: str | None = None  # the frame that it is when it is done to or by computers
    nature_as: str | None = None  # the frame that it is when lightning or a storm does it
    mishap_as: str | None = None  # the frame that it is by a leak or a faulty boiler
    crowd_as: str | None = None  # the frame that it is when a crowd of civilians does it
    vehicle_as: str | None = None  # the frame that it is when a bus or a train does it


_FLAGS = (
    "needs_weapon", "needs_violence", "needs_participant", "needs_object", "needs_to",
    "needs_official", "needs_patient", "needs_agent", "needs_occurrence", "needs_carrier", "needs_passive",
    "needs_finite", "needs_origin", "is_concrete", "is_figurative", "is_explosion",
    "needs_human", "needs_target", "needs_role", "may_be_named",
    "needs_force", "needs_party", "no_object", "is_private",
)  # fmt: skip


_PREPOSITIONS = ("with", "between", "against", "on", "to", "of", "from", "for", "in", "at", "among")


@dataclass(frozen=True, eq=False)
class EventLexicon:
    """Frames of all packs by the words that tell them, and the classes of heads."""

    verbs: Mapping[
        str, tuple[tuple[tuple[str, ...], Frame], ...]
    ]  # lemma -> (further words, frame), longest first
    nouns: Mapping[str, tuple[tuple[tuple[str, ...], Frame], ...]]  # last word -> (words before it, frame)
    deeds: Mapping[str, Frame]  # -ing form -> frame: "the jailing of reporters"
    noun_words: frozenset[str]  # the last words of `nouns`, and `deeds`
    light_verbs: frozenset[str]
    light_passive: frozenset[str]
    happen_verbs: frozenset[str]
    heads: Mapping[str, frozenset[str]]
    belongs: frozenset[str]
    parts: frozenset[str]
    collectives: frozenset[str]
    hedges: frozenset[str]
    authors: frozenset[str]
    sufferers: frozenset[str]
    accident_words: frozenset[str]
    not_events: frozenset[str]
    plan_verbs: frozenset[str]
    threat_verbs: frozenset[str]
    stop_verbs: frozenset[str]
    sequence_verbs: frozenset[str]
    camera_words: frozenset[str]
    cyber_words: frozenset[str]
    fiction_words: frozenset[str]
    peaceful_words: frozenset[str]
    not_phrases: frozenset[str]
    event_tails: frozenset[str]
    law_words: frozenset[str]
    pitch_words: frozenset[str]
    nature_words: frozenset[str]
    frames: Mapping[str, Frame]
    confidence: Mapping[str, float]
    kinds: Mapping[str, frozenset[str]]  # noun -> the lists of heads that it is in
    trigger_words: frozenset[str]
    paired_words: Mapping[
        str, frozenset[str]
    ]  # trigger words that tell one only with one of these: drive, from
    public_words: frozenset[str]  # who governs, fights and judges
    weak_words: frozenset[str]  # trigger words that tell an event only beside a weapon: use, plant, drop
    grammar: Grammar

    @classmethod
    def from_data(
        cls, packs: Mapping[str, object], types: Iterable[Mapping[str, str]], grammar: Grammar
    ) -> "EventLexicon":
        """Merge packs (by file name) and check their types against event_types.csv.

        Raises LexiconError naming file and entry when a type, mode or role is not known.
        """
        known = {(row["event_type"], row["mode"]) for row in types}
        verbs: dict[str, list[tuple[tuple[str, ...], Frame]]] = {}
        nouns: dict[str, list[tuple[tuple[str, ...], Frame]]] = {}
        lists: dict[str, set[str]] = {name: set() for name in _LISTS}
        heads: dict[str, set[str]] = {}
        confidence: dict[str, float] = {}
        frames: dict[str, Frame] = {}
        for file, pack in packs.items():
            if not isinstance(pack, dict) or not isinstance(pack.get("frames"), dict):
                raise LexiconError(f"{file}: `frames` is missing; give at least one frame by name")
            for name, entry in pack["frames"].items():
                frame = frames[str(name)] = _frame(file, name, entry, known)
                for phrase in _strings(file, name, entry, "verbs"):
                    first, *rest = phrase.split()
                    verbs.setdefault(first, []).append((tuple(rest), frame))
                for phrase in _strings(file, name, entry, "nouns"):
                    *before, last = phrase.split()
                    for form in (last, _plural(last)):
                        nouns.setdefault(form, []).append((tuple(before), frame))
            for name in _LISTS:
                lists[name].update(_strings(file, name, pack, name))
            for head, words in (pack.get("heads") or {}).items():
                found = heads.setdefault(str(head), set())
                for word in words:
                    found.update((str(word), _plural(str(word))))
            confidence.update(_confidence(file, pack.get("confidence") or {}))
        forms = {form for form, lemma in grammar.lemmas.items() if lemma in verbs}
        alone = {lemma for lemma, found in verbs.items() if any(_tells_alone(*entry) for entry in found)}
        forms |= {lemma + "ed" for lemma in alone}  # "hanged", beside the "hung" of the grammar
        weak = {
            lemma
            for lemma, found in verbs.items()
            if lemma not in alone and any(frame.needs_weapon for _, frame in found)
        }
        paired = _paired({lemma: found for lemma, found in verbs.items() if lemma not in alone}, grammar)
        weak_forms = {form for form in forms if grammar.lemmas.get(form) in weak} - nouns.keys()
        deeds = _deeds(verbs, nouns, grammar)
        kinds: dict[str, set[str]] = {}
        for kind, members in heads.items():
            for word in members:
                kinds.setdefault(word, set()).add(kind)
        return cls(
            verbs={k: tuple(sorted(v, key=lambda item: -len(item[0]))) for k, v in verbs.items()},
            nouns={k: tuple(sorted(v, key=lambda item: -len(item[0]))) for k, v in nouns.items()},
            heads={name: frozenset(words) for name, words in heads.items()},
            confidence=confidence,
            frames=frames,
            kinds={word: frozenset(found) for word, found in kinds.items()},
            deeds=deeds,
            noun_words=frozenset([*nouns, *deeds]),
            trigger_words=frozenset(forms | nouns.keys()) - weak_forms - (paired.keys() - nouns.keys()),
            paired_words=paired,
            public_words=frozenset(word for word, found in kinds.items() if not found.isdisjoint(_PUBLIC)),
            weak_words=frozenset(weak_forms),
            grammar=grammar,
            **{name: frozenset(words) for name, words in lists.items()},
        )

    def is_head(self, kind: str, word: str) -> bool:
        """Whether this noun is in the list of heads of this name; of a compound, its last part."""
        if kind in self.kinds.get(word, ()):
            return True
        return "-" in word and kind in self.kinds.get(word.rpartition("-")[2], ())


def _deeds(
    verbs: Mapping[str, list[tuple[tuple[str, ...], Frame]]], nouns: Mapping[str, object], grammar: Grammar
) -> dict[str, Frame]:
    """The -ing forms of verbs that hurt or take somebody, where they are not nouns of the packs already."""
    found: dict[str, Frame] = {}
    for form, lemma in grammar.lemmas.items():
        if form.endswith("ing") and form not in nouns:
            frame = next((frame for rest, frame in verbs.get(lemma, ()) if not rest), None)
            if frame and frame.object_role in {Role.VICTIM, Role.TARGET} and not frame.needs_weapon:
                found[form] = frame
    return found


_LISTS = (
    "light_verbs", "light_passive", "happen_verbs", "belongs", "parts", "collectives",
    "hedges", "authors", "sufferers", "accident_words", "not_events",
    "plan_verbs", "threat_verbs", "stop_verbs", "sequence_verbs", "camera_words", "cyber_words", "fiction_words",
    "peaceful_words", "not_phrases",
    "event_tails", "law_words", "pitch_words", "nature_words",
)  # fmt: skip


_PUBLIC = frozenset({"perpetrator", "military", "authority", "official"})


def _tells_alone(rest: tuple[str, ...], frame: Frame) -> bool:
    return not (rest or frame.object_words or frame.needs_weapon)


def _paired(
    verbs: Mapping[str, list[tuple[tuple[str, ...], Frame]]], grammar: Grammar
) -> dict[str, frozenset[str]]:
    """Forms of verbs that tell an event only with a further word, and those words: "driven" -> {"from"}."""
    partners: dict[str, set[str]] = {}
    for lemma, entries in verbs.items():
        found = partners.setdefault(lemma, {_rarest(rest) for rest, _ in entries if rest})
        found.update(*(frame.object_words for rest, frame in entries if not rest))
    return {form: frozenset(partners[lemma]) for form, lemma in grammar.lemmas.items() if lemma in partners}


def _rarest(rest: tuple[str, ...]) -> str:
    """Of the further words of a verb one that is no mere link: "off" of "make off with"."""
    return next((word for word in rest if word not in _LINKS), rest[-1])


_LINKS = frozenset("to with from of on as the in".split())


def event_verbs(packs: Mapping[str, object]) -> list[str]:
    """The verbs of the packs, with particles, for the grammar that both stages share."""
    found: list[str] = []
    for file, pack in packs.items():
        if isinstance(pack, dict):
            for name, entry in (pack.get("frames") or {}).items():
                found.extend(_strings(file, name, entry, "verbs"))
            found.extend(_strings(file, "light_verbs", pack, "light_verbs"))
    return found


def _strings(file: str, place: str, entry: object, name: str) -> list[str]:
    value = entry.get(name, []) if isinstance(entry, dict) else None
    if not isinstance(value, list):
        raise LexiconError(f"{file}: {place}: `{name}` must be a list of words, found {value!r}")
    return [str(word) for word in value]


def _plural(noun: str) -> str:
    if noun.endswith("man"):
        return noun[:-3] + "men"
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"


def _frame(file: str, name: str, entry: object, known: set[tuple[str, str]]) -> Frame:
    if not isinstance(entry, dict):
        raise LexiconError(f"{file}: frame {name!r} is no mapping; give type, verbs or nouns, object")
    event_type, mode = entry.get("type"), entry.get("mode")
    if (event_type, mode or "") not in known:
        raise LexiconError(
            f"{file}: frame {name!r}: {event_type} {mode or ''} is not in event_types.csv; add it there"
        )
    return Frame(
        name=str(name),
        event_type=str(event_type),
        mode=mode,
        object_role=_role(file, name, entry.get("object", "none")),
        subject_role=_role(file, name, entry.get("subject", "agent")) or Role.AGENT,
        possessor_role=_role(file, name, entry.get("possessor", "agent")),
        by_preposition={
            str(p): role
            for p, value in entry.items()
            # YAML 1.1 reads a bare `on` as true
            for p in ["on" if p is True else p]
            if p in _PREPOSITIONS and (role := _role(file, name, value)) is not None
        },
        object_words=_forms(file, name, entry, "object_words"),
        subject_words=_forms(file, name, entry, "subject_words"),
        object_kinds=frozenset(_strings(file, str(name), entry, "object_kinds")),
        subject_kinds=frozenset(_strings(file, str(name), entry, "subject_kinds")),
        persons_as=entry.get("persons_as"),
        alone_as=entry.get("alone_as"),
        online_as=entry.get("online_as"),
        nature_as=entry.get("nature_as"),
        mishap_as=entry.get("mishap_as"),
        crowd_as=entry.get("crowd_as"),
        vehicle_as=entry.get("vehicle_as"),
        carried_by=frozenset(_strings(file, str(name), entry, "carried_by")),
        also=_forms(file, name, entry, "also"),
        **{flag: bool(entry.get(flag)) for flag in _FLAGS},
    )


def _confidence(file: str, counts: object) -> dict[str, float]:
    """Laplace's rule of succession over counts of right events: `[98, 110]` -> 0.88."""
    found: dict[str, float] = {}
    for rule, pair in counts.items() if isinstance(counts, dict) else ():
        if not isinstance(pair, list) or len(pair) != 2 or not 0 <= pair[0] <= pair[1]:
            raise LexiconError(f"{file}: confidence: {rule}: give [right, of], found {pair!r}")
        found[str(rule)] = round((pair[0] + 1) / (pair[1] + 2), 2)
    return found


def _forms(file: str, name: object, entry: object, key: str) -> frozenset[str]:
    """The nouns of this list with their plurals."""
    words = _strings(file, str(name), entry, key)
    return frozenset(form for word in words for form in (word, _plural(word)))


def _role(file: str, name: object, value: object) -> Role | None:
    if value == "none":
        return None
    if value not in set(Role):
        raise LexiconError(
            f"{file}: frame {name!r}: {value!r} is no role; use one of {', '.join(Role)} or none"
        )
    return Role(str(value))
