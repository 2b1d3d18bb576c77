"""What the text reports as having happened, been planned, threatened or denied, and who was what in it.

One row per place in a text where words tell an event: reports are never merged here, and a claim or a denial
stays one. Method: the verbs and nouns of the packs (`lexicon/events_*.yml`) are triggers; the sparse parse of
`clauses.py` says which noun groups stand where to them; frames say what standing there means. Cf. FASTUS
(Hobbs et al. 1997) and PLOVER (openeventdata/PLOVER) for the types.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from flows.document.clauses import (
    Clause,
    Grammar,
    Stretch,
    coordinated_forward,
    end_of_of,
    is_reduced_passive,
    objects,
    parse_document,
    phrases,
    subject_before,
    subjects,
)
from flows.document.records import Act, Kind, LexiconError, Modality, Polarity, Role, SpeakerClass, Status

_NUMBER_OF = re.compile(r"(?:the )?(?:number|total) of\b", re.IGNORECASE)


class MentionLike(Stretch, Protocol):
    """What is used of a name found in the text."""

    @property
    def kind(self) -> str: ...


class TimeLike(Stretch, Protocol):
    """What is used of a time expression."""

    @property
    def from_date(self) -> date | None: ...
    @property
    def to_date(self) -> date | None: ...
    @property
    def precision(self) -> str | None: ...


class StatementLike(Stretch, Protocol):
    """What is used of a statement."""

    @property
    def act(self) -> Act: ...
    @property
    def speaker_start_char(self) -> int | None: ...
    @property
    def speaker_end_char(self) -> int | None: ...
    @property
    def speaker_text(self) -> str | None: ...
    @property
    def speaker_class(self) -> SpeakerClass | None: ...
    @property
    def speaker_mention(self) -> int | None: ...
    @property
    def cue(self) -> str | None: ...
    @property
    def is_direct(self) -> bool: ...
    @property
    def deadline_time(self) -> int | None: ...


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
    negates_object: bool = False
    needs_force: bool = False
    needs_party: bool = False
    no_object: bool = False
    is_private: bool = False
    object_words: frozenset[str] = frozenset()


_FLAGS = (
    "needs_weapon", "needs_violence", "needs_participant", "needs_object", "needs_to",
    "needs_human", "needs_target", "needs_role", "may_be_named",
    "negates_object", "needs_force", "needs_party", "no_object", "is_private",
)  # fmt: skip
_PREPOSITIONS = ("with", "between", "against", "on", "to", "of", "from", "for", "in", "at", "among")


@dataclass(frozen=True, eq=False)
class EventLexicon:
    """Frames of all packs by the words that tell them, and the classes of heads."""

    verbs: Mapping[
        str, tuple[tuple[tuple[str, ...], Frame], ...]
    ]  # lemma -> (further words, frame), longest first
    nouns: Mapping[str, tuple[tuple[tuple[str, ...], Frame], ...]]  # last word -> (words before it, frame)
    light_verbs: frozenset[str]
    light_passive: frozenset[str]
    happen_verbs: frozenset[str]
    heads: Mapping[str, frozenset[str]]
    belongs: frozenset[str]
    parts: frozenset[str]
    collectives: frozenset[str]
    hedges: frozenset[str]
    accident_words: frozenset[str]
    not_events: frozenset[str]
    plan_verbs: frozenset[str]
    threat_verbs: frozenset[str]
    stop_verbs: frozenset[str]
    sequence_verbs: frozenset[str]
    camera_words: frozenset[str]
    confidence: Mapping[str, float]
    trigger_words: frozenset[str]
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
        for file, pack in packs.items():
            if not isinstance(pack, dict) or not isinstance(pack.get("frames"), dict):
                raise LexiconError(f"{file}: `frames` is missing; give at least one frame by name")
            for name, entry in pack["frames"].items():
                frame = _frame(file, name, entry, known)
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
            confidence.update(pack.get("confidence") or {})
        forms = {form for form, lemma in grammar.lemmas.items() if lemma in verbs}
        return cls(
            verbs={k: tuple(sorted(v, key=lambda item: -len(item[0]))) for k, v in verbs.items()},
            nouns={k: tuple(sorted(v, key=lambda item: -len(item[0]))) for k, v in nouns.items()},
            heads={name: frozenset(words) for name, words in heads.items()},
            confidence=confidence,
            trigger_words=frozenset(forms | nouns.keys()),
            grammar=grammar,
            **{name: frozenset(words) for name, words in lists.items()},
        )

    def is_head(self, kind: str, word: str) -> bool:
        """Whether this noun is in the list of heads of this name; of a compound, its last part."""
        entries = self.heads.get(kind, frozenset())
        return word in entries or ("-" in word and word.rpartition("-")[2] in entries)


_LISTS = (
    "light_verbs", "light_passive", "happen_verbs", "belongs", "parts", "collectives",
    "hedges", "accident_words", "not_events",
    "plan_verbs", "threat_verbs", "stop_verbs", "sequence_verbs", "camera_words",
)  # fmt: skip


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
        object_words=frozenset(_strings(file, str(name), entry, "object_words")),
        **{flag: bool(entry.get(flag)) for flag in _FLAGS},
    )


def _role(file: str, name: object, value: object) -> Role | None:
    if value == "none":
        return None
    if value not in set(Role):
        raise LexiconError(
            f"{file}: frame {name!r}: {value!r} is no role; use one of {', '.join(Role)} or none"
        )
    return Role(str(value))


@dataclass(frozen=True, slots=True)
class FoundParticipant:
    """Who or what an event has in one role; `mention` indexes the mentions that were given."""

    role: Role
    start_char: int
    end_char: int
    text: str
    mention: int | None


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """One report of an event; indexes are into the sequences that were given."""

    sentence: int
    start_char: int
    end_char: int
    event_type: str
    mode: str | None
    polarity: Polarity
    modality: Modality
    status: Status
    from_date: date | None
    to_date: date | None
    precision: str | None
    place_mention: int | None
    statement: int | None
    quantities: tuple[int, ...]
    participants: tuple[FoundParticipant, ...]
    confidence: float | None
    rule: str


@dataclass(slots=True)
class _Draft:
    """An event in the making: chunk indexes until the end."""

    frame: Frame
    chunk: int
    first: int  # tokens of the trigger, half-open
    last: int
    rule: str
    roles: list[tuple[Role, int]] = field(default_factory=list)
    governor: int | None = None  # the verb group it hangs on
    is_negated: bool = False
    modality: Modality = Modality.ACTUAL
    hedged: bool = False
    mode: str | None = None
    merged: bool = False
    own_status: Status | None = None  # "the claimed attack"

    def add(self, role: Role | None, chunk: int) -> None:
        """Note a participant once; the first role that a chunk gets stays."""
        if role is not None and all(chunk != other for _, other in self.roles):
            self.roles.append((role, chunk))


def find_events(  # noqa: PLR0917  (the signature is the contract of this stage)
    text: str,
    sentences: Sequence[Stretch],
    mentions: Sequence[MentionLike],
    times: Sequence[TimeLike],
    quantities: Sequence[Stretch],
    statements: Sequence[StatementLike],
    published: date | None,
    lexicon: EventLexicon,
) -> tuple[FoundEvent, ...]:
    """All reports of events in one text, in order; a sentence that is repeated word for word counts once."""
    clauses = parse_document(text, sentences, mentions, times, lexicon.grammar)
    reader = _Reader(text, mentions, times, quantities, statements, published, lexicon, clauses)
    seen: set[tuple[str, ...]] = set()
    found: list[FoundEvent] = []
    for clause in clauses:
        if lexicon.trigger_words.isdisjoint(clause.words):
            continue
        key = tuple(clause.words)
        if key in seen:
            continue
        seen.add(key)
        found.extend(reader.read(clause))
    return tuple(found)


class _Reader:
    """Reads the clauses of one text; holds what the steps share."""

    def __init__(  # noqa: PLR0917
        self,
        text: str,
        mentions: Sequence[MentionLike],
        times: Sequence[TimeLike],
        quantities: Sequence[Stretch],
        statements: Sequence[StatementLike],
        published: date | None,
        lexicon: EventLexicon,
        clauses: Sequence[Clause],
    ) -> None:
        self.text = text
        self.mentions = mentions
        self.times = times
        self.quantities = quantities
        self.statements = statements
        self.published = published
        self.lexicon = lexicon
        self.clauses = clauses
        self.speakers = {s.speaker_start_char: s.speaker_mention for s in reversed(statements)}
        self.time_starts = [t.start_char for t in times]
        self.mention_starts = [m.start_char for m in mentions]
        self.salient: list[tuple[int, int]] = []  # (position, mention) of those who acted or spoke
        for statement in statements:
            if statement.speaker_mention is not None and statement.speaker_class is not SpeakerClass.MEDIA:
                self.salient.append((statement.speaker_start_char or 0, statement.speaker_mention))
        self.deadlines = {s.deadline_time for s in statements if s.deadline_time is not None}

    def read(self, clause: Clause) -> list[FoundEvent]:
        verbs = [
            d for i, c in enumerate(clause.chunks) if c.kind == "V" and (d := self._verb_draft(clause, i))
        ]
        nouns = [
            d for i, c in enumerate(clause.chunks) if c.kind == "N" and (d := self._noun_draft(clause, i))
        ]
        self._join(clause, verbs, nouns)
        drafts = [d for d in (*verbs, *nouns) if not d.merged and self._is_told(clause, d, verbs, nouns)]
        for draft in drafts:
            self._standing(clause, draft)
        drafts.sort(key=lambda d: d.first)
        found = [self._event(clause, draft) for draft in drafts]
        for event in found:
            for participant in event.participants:
                if participant.role is Role.AGENT and participant.mention is not None:
                    self.salient.append((participant.start_char, participant.mention))
        self.salient.sort()
        return found

    # --- triggers

    def _verb_draft(self, clause: Clause, index: int) -> _Draft | None:
        chunk = clause.chunks[index]
        entries = self.lexicon.verbs.get(chunk.lemma)
        if entries is None:
            return None
        for rest, frame in entries:
            last = self._phrase_end(clause, chunk.head + 1, rest)
            if last is None:
                continue
            draft = _Draft(frame, index, chunk.head, last, "active_verb", mode=frame.mode)
            self._verb_roles(clause, draft)
            return draft
        return None

    def _phrase_end(self, clause: Clause, start: int, rest: tuple[str, ...]) -> int | None:
        """Where the further words of a verb end ("set … on fire"); `start` itself when there are none."""
        if not rest:
            return start
        width = len(rest)
        reach = 1 if width == 1 and rest[0] in _AT_ONCE else 3 if width == 1 and rest[0] in _PARTICLES else 7
        for at in range(start, min(start + reach, len(clause.words) - width + 1)):
            if tuple(clause.words[at : at + width]) == rest:
                return at + width if at == start else start
            if clause.words[at] in ".;,":
                return None
        return None

    def _noun_draft(self, clause: Clause, index: int) -> _Draft | None:
        chunk = clause.chunks[index]
        for at in range(chunk.last - 1, chunk.first - 1, -1):
            entries = self.lexicon.nouns.get(clause.words[at])
            if entries is None or clause.tags[at] not in "NJ":
                continue
            if at > chunk.first and clause.words[at - 1] in self.lexicon.not_events:
                return None  # "a heart attack"
            for before, frame in entries:
                if at != chunk.head and not (frame.may_be_named and at == chunk.head - 1):
                    continue  # "attack helicopters", "bomb squad": the head is something else
                first = at - len(before)
                if first >= chunk.first and tuple(clause.words[first:at]) == before:
                    draft = _Draft(frame, index, first, at + 1, "noun", mode=frame.mode)
                    self._noun_roles(clause, draft)
                    return draft
        return None

    # --- roles round a verb

    def _verb_roles(self, clause: Clause, draft: _Draft) -> None:
        index, frame = draft.chunk, draft.frame
        chunk = clause.chunks[index]
        reduced = is_reduced_passive(clause, index)
        is_passive = chunk.is_passive or reduced
        before = subjects(clause, index)
        if is_passive:
            draft.rule = "reduced_passive" if reduced else "passive_verb"
            for noun in before:
                draft.add(self._patient_role(clause, noun, frame), noun)
            after: list[int] = []
        else:
            draft.rule = (
                "participle" if chunk.is_gerund else "infinitive" if chunk.is_infinitive else "active_verb"
            )
            after = self._objects(clause, draft)
            if after and frame.subject_role is frame.object_role:
                before = []  # "derailing a train": the train, not who did it
            for noun in before:
                if not (chunk.is_gerund and self._is_only_a_setting(clause, noun)):
                    draft.add(self._agent_role(clause, noun, frame), noun)
            for noun in after:
                draft.add(self._patient_role(clause, noun, frame), noun)
            if self._is_object_relative(clause, index):
                described = self._antecedent_of_object(clause, index)
                if described is not None:
                    draft.add(self._patient_role(clause, described, frame), described)
        self._phrase_roles(clause, draft, index + 1, is_passive=is_passive, has_object=bool(after))

    def _is_only_a_setting(self, clause: Clause, noun: int) -> bool:
        """`broke up during re-entry, killing …`: a bare word in a phrase that names nobody."""
        if noun == 0 or clause.chunks[noun - 1].kind != "P" or clause.head_word(noun - 1) not in _SETTINGS:
            return False
        return not self._can_act(clause, noun)

    def _objects(self, clause: Clause, draft: _Draft) -> list[int]:
        """The objects after the words of the verb: in "set fire to the office", the office."""
        if draft.last == draft.first + 1:
            return objects(clause, draft.chunk)
        if draft.last >= len(clause.words):
            return []
        at = clause.chunk_of[draft.last]
        return coordinated_forward(clause, at) if clause.chunks[at].kind == "N" else []

    def _is_object_relative(self, clause: Clause, verb: int) -> bool:
        """`supporters whom they arrested`: relative, subject, verb."""
        at = verb - 1
        while at >= 0 and clause.chunks[at].kind in ("Y", "T"):
            at -= 1
        return at >= 1 and clause.chunks[at].kind == "N" and clause.chunks[at - 1].kind in ("W",)

    def _antecedent_of_object(self, clause: Clause, verb: int) -> int | None:
        at = verb - 1
        while at >= 0 and clause.chunks[at].kind != "W":
            at -= 1
        at -= 1
        while at >= 0 and clause.chunks[at].kind in (",", "T", "Y"):
            at -= 1
        if at < 0 or clause.chunks[at].kind != "N":
            return None
        while at >= 2 and clause.chunks[at - 1].kind in "OP" and clause.chunks[at - 2].kind == "N":
            at -= 2
        return at

    def _phrase_roles(
        self, clause: Clause, draft: _Draft, start: int, *, is_passive: bool, has_object: bool
    ) -> None:
        frame = draft.frame
        for preposition, nouns in phrases(clause, start):
            for noun in nouns:
                if self._head(clause, noun) in self.lexicon.nouns:
                    break
                role = self._phrase_role(
                    clause, frame, preposition, noun, is_passive=is_passive, has_object=has_object
                )
                draft.add(role, noun)

    def _phrase_role(
        self, clause: Clause, frame: Frame, preposition: str, noun: int, *, is_passive: bool, has_object: bool
    ) -> Role | None:
        head = self._head(clause, noun)
        if preposition == "by" and is_passive:
            if clause.tags[clause.chunks[noun].head] == "T":
                return None
            if head in self.lexicon.accident_words or frame.event_type == "DISASTER":
                return None
            return Role.INSTRUMENT if self.lexicon.is_head("weapon", head) else Role.AGENT
        if preposition in frame.by_preposition:
            role = frame.by_preposition[preposition]
            if (
                preposition == "with"
                and frame.event_type != "ASSAULT"
                and self.lexicon.is_head("weapon", head)
            ):
                return None
            if (
                preposition == "with"
                and frame.event_type == "ASSAULT"
                and self.lexicon.is_head("weapon", head)
            ):
                return Role.INSTRUMENT
            return role
        if frame.event_type != "ASSAULT":
            return None
        if preposition in ("with", "using", "from", "in") and self.lexicon.is_head("weapon", head):
            return Role.INSTRUMENT if preposition != "in" else None
        if preposition == "in" and frame.needs_weapon and self.lexicon.is_head("place_object", head):
            return Role.TARGET
        if preposition in (
            "at",
            "on",
            "against",
            "into",
            "near",
            "outside",
            "inside",
            "under",
            "towards",
            "toward",
            "through",
        ):
            if self.lexicon.is_head("place_object", head):
                return Role.TARGET if frame.object_role is not Role.VICTIM else None
            if preposition in ("at", "on", "against") and not has_object and self._is_human(clause, noun):
                return self._patient_role(clause, noun, frame)
            if preposition in ("at", "against", "on") and frame.needs_weapon:
                return Role.TARGET
        return None

    def _head(self, clause: Clause, noun: int) -> str:
        """The head of a noun group; of `dozens of supporters` or `the front of the embassy`, the second."""
        word = clause.head_word(noun)
        while (
            (
                word in self.lexicon.collectives
                or word in self.lexicon.parts
                or clause.tags[clause.chunks[noun].head] == "C"
            )
            and noun + 2 < len(clause.chunks)
            and clause.chunks[noun + 1].kind == "O"
            and clause.chunks[noun + 2].kind == "N"
        ):
            noun += 2
            word = clause.head_word(noun)
        return word

    def _is_human(self, clause: Clause, noun: int) -> bool:
        head = self._head(clause, noun)
        if any(self.lexicon.is_head(kind, head) for kind in ("person", "perpetrator", "military")):
            return True
        chunk = clause.chunks[noun]
        mention = clause.mention_of.get(chunk.head)
        if mention is not None:
            return self.mentions[mention].kind == Kind.PERSON
        return not self._is_known_head(head) and any(
            self.lexicon.is_head(kind, word)
            for kind in ("person", "military")
            for word in clause.words[chunk.first : chunk.head]
        )

    def _is_unknown(self, clause: Clause, noun: int) -> bool:
        """A mention, a number alone, or a bare unknown word: nothing says that it is no person."""
        chunk = clause.chunks[noun]
        if chunk.head in clause.mention_of or clause.tags[chunk.head] == "C":
            return True
        return clause.tags[chunk.first] not in "DCJ" and clause.words[chunk.head] not in clause.grammar.words

    def _is_known_head(self, head: str) -> bool:
        return any(head in words for words in self.lexicon.heads.values()) or head in self.lexicon.nouns

    def _patient_role(self, clause: Clause, noun: int, frame: Frame) -> Role | None:
        role = frame.object_role
        if role is None or clause.chunks[noun].kind != "N":
            return None
        head = self._head(clause, noun)
        if head in _NO_THINGS or (frame.event_type != "AGREE" and self.lexicon.is_head("length", head)):
            return None
        if frame.event_type != "ASSAULT":
            return role
        if frame.object_role is Role.INSTRUMENT:
            return Role.INSTRUMENT if self.lexicon.is_head("weapon", head) else None
        if self.lexicon.is_head("place_object", head) and not self._is_human(clause, noun):
            return Role.TARGET
        if role is Role.TARGET and self._is_human(clause, noun) and frame.mode != "destroy":
            return Role.VICTIM if not self.lexicon.is_head("military", head) else Role.TARGET
        return role

    def _agent_role(self, clause: Clause, noun: int, frame: Frame) -> Role | None:
        head = self._head(clause, noun)
        if frame.subject_role is not Role.AGENT:
            return frame.subject_role
        if frame.event_type == "DISASTER" or head in _NO_THINGS:
            return None  # "flooding caused by rain": nobody does it
        if self.lexicon.is_head("weapon", head):
            return Role.INSTRUMENT
        if frame.name in ("bomb", "explode") and self.lexicon.is_head("place_object", head):
            return Role.INSTRUMENT
        if head in self.lexicon.nouns or head in self.lexicon.accident_words:
            return None
        return Role.AGENT

    # --- roles round a noun

    def _noun_roles(self, clause: Clause, draft: _Draft) -> None:
        index, frame = draft.chunk, draft.frame
        self._modifier_roles(clause, draft)
        has_of = False
        for preposition, nouns in phrases(clause, index + 1, after_noun=True):
            for noun in nouns:
                if self._head(clause, noun) in self.lexicon.nouns:
                    break  # "arrests of militants and growing cooperation": another event
                if preposition == "of":
                    if not has_of:
                        draft.add(self._of_role(clause, noun, frame), noun)
                    continue
                if self._is_other_thing(clause, nouns[0], noun):
                    break
                role = self._phrase_role(clause, frame, preposition, noun, is_passive=True, has_object=False)
                draft.add(role, noun)
            has_of = has_of or preposition == "of"

    def _is_other_thing(self, clause: Clause, first: int, noun: int) -> bool:
        """`restrictions for travellers, the loosening of …`: joined by a comma, and nothing alike."""
        return (
            noun != first
            and not self._is_human(clause, noun)
            and clause.words[clause.chunks[noun].first] == "the"
            and clause.words[clause.chunks[first].first] != "the"
            and clause.head_word(noun).endswith(_ABSTRACT)
        )

    def _of_role(self, clause: Clause, noun: int, frame: Frame) -> Role | None:
        if frame.object_role in (Role.VICTIM, Role.TARGET, Role.RECIPIENT, Role.INSTRUMENT):
            return self._patient_role(clause, noun, frame)
        if frame.subject_role is Role.VICTIM:
            return Role.VICTIM
        return Role.AGENT if frame.object_role is None else None

    def _modifier_roles(self, clause: Clause, draft: _Draft) -> None:
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
            following = draft.chunk + 1
            if role is not None and following < len(clause.chunks) and clause.chunks[following].kind == "O":
                role = Role.AGENT  # "the army's killing of six priests"
            self._add_tokens(clause, draft, chunk.first, owner[-1], role)
            before = [t for t in before if t > owner[-1]]
        for token in before:
            if self.lexicon.is_head("weapon", clause.words[token]):
                first = token
                while (
                    first - 1 in before
                    and clause.tags[first - 1] == "N"
                    and not self._is_party(clause, first - 1)
                ):
                    first -= 1  # "car bomb", "mortar shell"
                self._add_tokens(clause, draft, first, token + 1, Role.INSTRUMENT)
                before = [t for t in before if not first <= t < token]
        others = [
            t
            for t in before
            if clause.tags[t] in "NM" and not self.lexicon.is_head("weapon", clause.words[t])
        ]
        if others:
            word = clause.words[others[-1]]
            if self._is_party(clause, others[-1]):
                self._add_tokens(clause, draft, others[0], others[-1] + 1, Role.AGENT)
            elif self.lexicon.is_head("place_object", word) and draft.frame.event_type == "ASSAULT":
                self._add_tokens(clause, draft, others[0], others[-1] + 1, Role.TARGET)

    def _is_party(self, clause: Clause, token: int) -> bool:
        word = clause.words[token]
        if word in ("terrorist", "criminal", "guard"):  # "a terrorist attack": an adjective
            return False
        return (
            self.lexicon.is_head("perpetrator", word)
            or self.lexicon.is_head("military", word)
            or self._mention_kind(clause, token) == Kind.ORGANIZATION
        )

    def _mention_kind(self, clause: Clause, token: int) -> str | None:
        mention = clause.mention_of.get(token)
        return None if mention is None else self.mentions[mention].kind

    def _add_tokens(self, clause: Clause, draft: _Draft, first: int, last: int, role: Role | None) -> None:
        if role is not None and last > first:
            draft.roles.append((role, -(first * 1000 + last)))

    # --- joining a noun event with the verb that carries it

    def _join(self, clause: Clause, verbs: list[_Draft], nouns: list[_Draft]) -> None:
        by_chunk = {draft.chunk: draft for draft in verbs}
        for noun in nouns:
            governor, place = self._governor(clause, noun.chunk)
            noun.governor = governor
            if governor is None:
                continue
            verb = by_chunk.get(governor)
            lemma = clause.chunks[governor].lemma
            phrase = self._lemma_phrase(clause, governor)
            if place == "object" and (lemma in self.lexicon.light_passive):
                for subject in subjects(clause, governor):
                    noun.add(self._patient_role(clause, subject, noun.frame), subject)
            elif place == "object" and (
                phrase in self.lexicon.light_verbs or lemma in self.lexicon.light_verbs
            ):
                self._light(clause, noun, governor)
                if verb is not None and verb.frame.needs_weapon:
                    verb.merged = True
            elif place in ("subject", "participle") and self._is_light_passive(clause, governor, phrase):
                for preposition, groups in phrases(clause, governor + 1):
                    for group in groups:
                        noun.add(
                            self._phrase_role(
                                clause, noun.frame, preposition, group, is_passive=True, has_object=False
                            ),
                            group,
                        )
                noun.rule = "light_verb"
            elif (
                place == "subject"
                and verb is not None
                and verb.frame.event_type == noun.frame.event_type == "ASSAULT"
            ):
                self._carry(verb, noun)
            elif place in ("phrase", "object") and self._charge(clause, noun, governor):
                continue
            elif place == "subject" and lemma in self.lexicon.sequence_verbs:
                continue  # "the arrests followed claims by the group": nobody in what it followed has a part
            elif place == "subject" and lemma in self.lexicon.happen_verbs:
                hit = objects(clause, governor)
                if hit and lemma == "be":
                    continue
                for group in hit:
                    noun.add(self._patient_role(clause, group, noun.frame), group)
                for preposition, groups in phrases(clause, governor + 1):
                    for group in groups:
                        noun.add(
                            self._phrase_role(
                                clause, noun.frame, preposition, group, is_passive=True, has_object=False
                            ),
                            group,
                        )

    def _charge(self, clause: Clause, noun: _Draft, governor: int) -> bool:
        """`X is responsible for`, `blamed X for`, `attributed … to X`, `X was behind`: X is the agent."""
        lemma = clause.chunks[governor].lemma
        before = clause.words[max(0, clause.chunks[noun.chunk].first - 3) : clause.chunks[noun.chunk].first]
        agents: list[int] = []
        if "responsible" in before and "for" in before:
            active = lemma in ("hold", "consider", "deem") and not clause.chunks[governor].is_passive
            agents = objects(clause, governor) if active else subjects(clause, governor)
        elif "behind" in before and lemma == "be":
            agents = subjects(clause, governor)
        elif lemma == "blame" and "for" in before:
            agents = (
                subjects(clause, governor)
                if clause.chunks[governor].is_passive
                else objects(clause, governor)
            )
        elif lemma in ("blame", "attribute") and clause.chunks[governor].is_finite:
            links = ("on",) if lemma == "blame" else ("to",)
            agents = [
                n
                for p, groups in phrases(clause, noun.chunk + 1, after_noun=True)
                if p in links
                for n in groups
            ]
        elif "in" in before and lemma in ("implicate", "involve", "participate"):
            agents = subjects(clause, governor)
        for agent in agents:
            noun.roles = [(role, chunk) for role, chunk in noun.roles if chunk != agent]
            noun.add(self._agent_role(clause, agent, noun.frame), agent)
        noun.hedged = noun.hedged or (bool(agents) and lemma in ("blame", "attribute", "implicate", "hold"))
        return bool(agents)

    def _is_light_passive(self, clause: Clause, governor: int, phrase: str) -> bool:
        chunk = clause.chunks[governor]
        if not (chunk.is_passive or is_reduced_passive(clause, governor)):
            return False
        return phrase in self.lexicon.light_verbs or chunk.lemma in self.lexicon.light_verbs

    def _lemma_phrase(self, clause: Clause, verb: int) -> str:
        chunk = clause.chunks[verb]
        following = clause.words[chunk.last] if chunk.last < len(clause.words) else ""
        return f"{chunk.lemma} {following}"

    def _light(self, clause: Clause, noun: _Draft, governor: int) -> None:
        """`carried out an attack`: the verb's subject is the noun's agent."""
        noun.rule = "light_verb"
        if clause.chunks[governor].is_passive:
            return
        for subject in subjects(clause, governor):
            noun.add(self._agent_role(clause, subject, noun.frame), subject)

    def _carry(self, verb: _Draft, noun: _Draft) -> None:
        """`a bomb attack targeted the base`: one event, told by the verb, with the noun's mode and roles."""
        for role, chunk in noun.roles:
            if role in (Role.INSTRUMENT, Role.AGENT) or chunk < 0:
                verb.roles.append((role, chunk))
        if verb.mode is None or noun.mode is not None:
            verb.mode = noun.mode or verb.mode
        verb.rule = "event_noun_subject"
        noun.merged = True

    def _governor(self, clause: Clause, noun: int) -> tuple[int | None, str]:
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
            while back >= 0 and clause.chunks[back].kind in ("N", "P", "O", "T", "Y", "J"):
                back -= 1
            phrase = clause.head_word(at)
            if back >= 0 and clause.chunks[back].kind == "V":
                lemma = f"{clause.chunks[back].lemma} {phrase}"
                if lemma in self.lexicon.light_verbs and back == at - 1:
                    return back, "object"
                return back, "phrase"
            return None, "phrase"
        relative: int | None = (
            None  # "the bombing, which killed nine, was carried out by …": the main verb first
        )
        for index in range(noun + 1, len(clause.chunks)):
            kind = clause.chunks[index].kind
            if (
                kind == "V"
                and is_reduced_passive(clause, index)
                and self._is_light_passive(clause, index, self._lemma_phrase(clause, index))
            ):
                return index, "participle"
            if kind == "V" and clause.chunks[index].is_finite and not is_reduced_passive(clause, index):
                is_relative = any(
                    clause.chunks[i].kind == "W" for i in range(max(noun + 1, index - 2), index)
                )
                if noun in subjects(clause, index):
                    if not is_relative:
                        return index, "subject"
                    relative = index if relative is None else relative
                elif not is_relative:
                    break
            if kind in (".", ";", "t", "S"):
                break
        return (relative, "subject") if relative is not None else (None, "")

    # --- whether it is an event at all

    def _is_told(self, clause: Clause, draft: _Draft, verbs: list[_Draft], nouns: list[_Draft]) -> bool:
        frame = draft.frame
        roles = {role for role, _ in draft.roles}
        if frame.needs_weapon and Role.INSTRUMENT not in roles:
            return False
        if frame.needs_object and not roles & {Role.TARGET, Role.VICTIM, Role.RECIPIENT}:
            return False
        if frame.needs_to and clause.words[draft.last : draft.last + 1] not in (["to"], ["in"], ["for"]):
            return False
        if frame.needs_human and not self._has_human_patient(clause, draft):
            return False
        if frame.needs_role and not roles:
            return False
        if frame.needs_target and not all(
            self._is_plausible_target(clause, chunk)
            for role, chunk in draft.roles
            if role is Role.TARGET and chunk >= 0
        ):
            return False
        if frame.object_words and not any(
            chunk >= 0 and clause.head_word(chunk) in frame.object_words
            for chunk in objects(clause, draft.chunk)
        ):
            return False
        if not self._is_meant(clause, draft, verbs, nouns):
            return False
        if frame.needs_violence and not self._is_violent(clause, draft, verbs, nouns):
            return False
        if frame.needs_participant and not roles:
            return frame.event_type == "ASSAULT" and draft.rule == "noun" and not self._is_accident(clause)
        if frame.event_type != "ASSAULT" or not self._is_accident(clause):
            return True
        return any(role is Role.AGENT and self._can_act(clause, chunk) for role, chunk in draft.roles)

    def _is_meant(self, clause: Clause, draft: _Draft, verbs: list[_Draft], nouns: list[_Draft]) -> bool:
        """Whether the words tell an event of this kind, and are not an idiom or said in general."""
        frame = draft.frame
        is_verb = clause.chunks[draft.chunk].kind == "V"
        if frame.no_object and (
            objects(clause, draft.chunk) if is_verb else self._is_of_thing(clause, draft)
        ):
            return False  # "demonstrated the device", "a demonstration of the game"
        if frame.needs_force and is_verb and not self._is_forceful(clause, draft, verbs, nouns):
            return False
        if frame.needs_party and is_verb and not self._aids_a_party(clause, draft):
            return False
        if frame.is_private and self._is_private(clause, draft):
            return False
        if (
            frame.mode == "firearms"
            and not self.lexicon.camera_words.isdisjoint(clause.words)
            and not any(self.lexicon.is_head("weapon", word) for word in clause.words)
        ):
            return False
        if is_verb:
            return bool(draft.roles) or draft.frame.object_role is None
        if frame.event_type == "DISASTER":
            is_plural = clause.words[draft.last - 1].endswith("s")
            return not is_plural or self._is_definite(clause, draft)  # "cyclones gather strength": any
        if frame.event_type == "ASSAULT":
            return bool(draft.roles) or clause.words[clause.chunks[draft.chunk].first] not in _IN_GENERAL
        return self._is_definite(clause, draft)

    def _is_of_thing(self, clause: Clause, draft: _Draft) -> bool:
        after = draft.chunk + 2
        return (
            after < len(clause.chunks)
            and clause.chunks[after - 1].kind == "O"
            and clause.chunks[after].kind == "N"
            and not self._is_human(clause, after)
        )

    def _is_forceful(self, clause: Clause, draft: _Draft, verbs: list[_Draft], nouns: list[_Draft]) -> bool:
        """`hit`, `target`, `fight`: somebody armed does it, a weapon does it, or something is hit."""
        if draft.rule == "event_noun_subject" or self._is_violent(clause, draft, verbs, nouns):
            return True
        for role, index in draft.roles:
            if index < 0:
                return True
            head = self._head(clause, index)
            if any(self.lexicon.is_head(kind, head) for kind in _ARMED):
                return True
            if role is Role.TARGET and self.lexicon.is_head("place_object", head):
                return True
            if self._named_kind(clause, index) in (Kind.ORGANIZATION, Kind.PLACE):
                return True
        return False

    def _named_kind(self, clause: Clause, index: int) -> str | None:
        mention = self._own_name(clause, index)
        return None if mention is None else self.mentions[mention].kind

    def _aids_a_party(self, clause: Clause, draft: _Draft) -> bool:
        """Somebody with a name, an office or a need is aided: not "trained the writers"."""
        for role, index in draft.roles:
            if role is Role.RECIPIENT and (
                index < 0
                or clause.is_pronoun(index)
                or self._named_kind(clause, index) is not None
                or any(self.lexicon.is_head(kind, self._head(clause, index)) for kind in _AIDED)
            ):
                return True
        return False

    def _is_private(self, clause: Clause, draft: _Draft) -> bool:
        """`I met him in college`, `We visited the fair`: told of oneself, outside any statement."""
        start, end = clause.starts[draft.first], clause.ends[draft.last - 1]
        for role, index in draft.roles:
            if index < 0:
                continue
            word = clause.head_word(index)
            if word in ("i", "you", "me", "myself") and (role is Role.AGENT or word == "me"):
                return True
            if word in ("we", "us") and self._statement_at(start, end) is None:
                return True
            if role is Role.RECIPIENT and self.lexicon.is_head("thing", word) and draft.rule != "noun":
                return True
        return False

    def _is_definite(self, clause: Clause, draft: _Draft) -> bool:
        """A noun tells an event when something is said of it: who, when, where, that it happened."""
        if draft.roles or (draft.governor is not None and self._carrier(clause, draft) is not None):
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
        if any(clause.head_word(i) in _REQUESTS for i in range(max(0, draft.chunk - 2), draft.chunk)):
            return True
        return self._place_after(clause, draft, following) is not None or first in ("a", "an")

    def _can_act(self, clause: Clause, index: int) -> bool:
        """Whether somebody, and no crane or storm, is meant."""
        return (
            index < 0
            or clause.is_pronoun(index)
            or self._is_human(clause, index)
            or self._named_kind(clause, index) is not None
            or self.lexicon.is_head("organization", self._head(clause, index))
        )

    def _has_human_patient(self, clause: Clause, draft: _Draft) -> bool:
        """Persons are released, arrested, freed; a report that is released is none of ours."""
        patients = [c for role, c in draft.roles if role in (Role.RECIPIENT, Role.VICTIM, Role.TARGET)]
        if not patients:
            first = clause.words[clause.chunks[draft.chunk].first]
            return first in ("their", "his", "her") or Role.AGENT in {role for role, _ in draft.roles}
        return not all(c >= 0 and self.lexicon.is_head("thing", self._head(clause, c)) for c in patients)

    def _is_plausible_target(self, clause: Clause, noun: int) -> bool:
        """Something that can be hit: not "attacked the budget", "hit a record high"."""
        if self._is_human(clause, noun) or clause.is_pronoun(noun) or self._is_unknown(clause, noun):
            return True
        if any(
            self.lexicon.is_head(kind, self._head(clause, noun))
            for kind in ("place_object", "organization", "weapon")
        ):
            return True
        chunk = clause.chunks[noun]
        return (
            any(t in clause.mention_of for t in range(chunk.first, chunk.last))
            or clause.tags[chunk.first] not in "DCJ"
        )

    def _is_accident(self, clause: Clause) -> bool:
        if not self.lexicon.accident_words.isdisjoint(clause.words):
            return True
        return any(
            word in self.lexicon.not_events and after in self.lexicon.nouns
            for word, after in zip(clause.words, clause.words[1:], strict=False)
        )

    def _is_violent(self, clause: Clause, draft: _Draft, verbs: list[_Draft], nouns: list[_Draft]) -> bool:
        if any(
            d is not draft and d.frame.event_type == "ASSAULT" and not d.frame.needs_violence
            for d in (*verbs, *nouns)
        ):
            return True
        return any(self.lexicon.is_head("weapon", word) for word in clause.words)

    # --- standing: polarity, modality

    def _standing(self, clause: Clause, draft: _Draft) -> None:
        verb = draft.chunk if clause.chunks[draft.chunk].kind == "V" else self._carrier(clause, draft)
        chunk = clause.chunks[draft.chunk]
        if chunk.kind == "N" and any(
            clause.words[t] in ("no", "any") for t in range(chunk.first, chunk.head)
        ):
            draft.is_negated = "no" in clause.words_of(draft.chunk)
        for role, index in draft.roles:
            if index >= 0 and role is not Role.INSTRUMENT and self._is_nobody(clause, index):
                draft.is_negated = True
        if verb is not None:
            self._verb_standing(clause, draft, verb)
        self._request_or_charge(clause, draft)
        if draft.modality is Modality.ACTUAL and self._is_conditional(clause, draft):
            draft.modality = Modality.CONDITIONAL
        first, last = clause.chunks[draft.chunk].first, clause.chunks[draft.chunk].last
        if not self.lexicon.hedges.isdisjoint(clause.words[first:last]):
            draft.hedged = True
        if chunk.kind == "N" and "claimed" in clause.words[first:last]:
            draft.own_status = Status.CLAIMED
        if verb is not None and verb != draft.chunk:
            part = clause.chunks[verb]
            draft.hedged = draft.hedged or not self.lexicon.hedges.isdisjoint(
                clause.words[part.first : part.last]
            )
        for role, index in draft.roles:
            if (
                role is Role.AGENT
                and index >= 0
                and not self.lexicon.hedges.isdisjoint(clause.words_of(index))
            ):
                draft.hedged = True

    def _request_or_charge(self, clause: Clause, draft: _Draft) -> None:
        """`calls for the release` asks for it; `he is accused of the murder` leaves it alleged."""
        for index in range(draft.chunk - 1, max(draft.chunk - 7, -1), -1):
            chunk = clause.chunks[index]
            if chunk.kind in (".", ";", "t", "W", "S"):
                return
            if (
                chunk.kind == "N"
                and clause.head_word(index) in _REQUESTS
                and clause.head_word(index + 1) == "for"
            ):
                draft.modality = Modality.PLANNED
                draft.own_status = Status.REPORTED
                return
            if (
                chunk.kind == "V"
                and chunk.lemma in ("accuse", "suspect", "charge")
                and not chunk.is_infinitive
            ):
                draft.hedged = (
                    draft.hedged or chunk.is_passive or (chunk.is_bare and is_reduced_passive(clause, index))
                )
                return

    def _carrier(self, clause: Clause, draft: _Draft) -> int | None:
        """The verb whose standing an event noun shares: "did not carry out any strikes"."""
        if draft.governor is None:
            return None
        lexicon = self.lexicon
        lemma, phrase = clause.chunks[draft.governor].lemma, self._lemma_phrase(clause, draft.governor)
        carries = (
            lexicon.light_verbs,
            lexicon.happen_verbs,
            lexicon.stop_verbs,
            lexicon.plan_verbs,
            lexicon.threat_verbs,
        )
        return draft.governor if any(lemma in words or phrase in words for words in carries) else None

    def _is_nobody(self, clause: Clause, index: int) -> bool:
        """`no one`, `nobody`, `not a single person`."""
        first = clause.chunks[index].first
        return clause.words[first] in _NOBODY or (index > 0 and clause.chunks[index - 1].kind == "z")

    def _verb_standing(self, clause: Clause, draft: _Draft, verb: int) -> None:
        chunk = clause.chunks[verb]
        grammar = clause.grammar
        if chunk.is_negated:
            draft.is_negated = True
        if verb != draft.chunk:
            if chunk.lemma in self.lexicon.stop_verbs:
                draft.is_negated = True
            elif chunk.lemma in self.lexicon.threat_verbs:
                draft.modality = Modality.THREATENED
            elif chunk.lemma in self.lexicon.plan_verbs:
                draft.modality = Modality.PLANNED
        if (
            chunk.modal in grammar.possible_modals and not chunk.is_perfect
        ) or chunk.modal in grammar.possible_modals:
            draft.modality = Modality.POSSIBLE
        elif chunk.modal:
            draft.modality = Modality.PLANNED if chunk.modal in grammar.future_modals else Modality.POSSIBLE
        if chunk.is_infinitive or chunk.is_gerund:
            self._dependent_standing(clause, draft, verb)

    def _dependent_standing(self, clause: Clause, draft: _Draft, verb: int) -> None:
        """`threatened to kill`, `tried to storm`: what the verb it hangs on makes of it."""
        for index in range(verb - 1, -1, -1):
            chunk = clause.chunks[index]
            if chunk.kind in (".", ";", "W") or (chunk.kind == "S" and index < verb - 1):
                break
            if chunk.kind == "N" and clause.chunks[verb].is_infinitive:
                if clause.head_word(index).rstrip("s") in ("threat", "ultimatum", "warning"):
                    draft.modality = Modality.THREATENED
                    return
                if clause.head_word(index).rstrip("s") in ("plan", "plot", "attempt", "bid", "order", "call"):
                    draft.modality = Modality.PLANNED
                    return
            if chunk.kind == "V":
                if chunk.lemma in self.lexicon.stop_verbs and (
                    clause.chunks[verb].is_infinitive or index >= verb - 3
                ):
                    draft.is_negated = chunk.lemma not in ("deny",)
                elif chunk.lemma in self.lexicon.threat_verbs or (
                    chunk.lemma in ("vow", "swear", "pledge", "promise") and clause.chunks[verb].is_infinitive
                ):
                    draft.modality = Modality.THREATENED
                elif chunk.lemma in self.lexicon.plan_verbs and clause.chunks[verb].is_infinitive:
                    draft.modality = Modality.PLANNED
                elif draft.frame.event_type in ("REQUEST", "ACCUSE", "PROTEST"):
                    return  # "marched to demand higher pay": the demand is made
                elif clause.chunks[verb].is_infinitive and chunk.lemma not in _ACTUAL_GOVERNORS:
                    draft.modality = Modality.PLANNED
                if chunk.modal and draft.modality is Modality.ACTUAL:
                    draft.modality = Modality.PLANNED
                return

    def _is_conditional(self, clause: Clause, draft: _Draft) -> bool:
        for index in range(draft.chunk - 1, -1, -1):
            chunk = clause.chunks[index]
            if chunk.kind == "S" and clause.words[chunk.head] in ("if", "unless", "whether", "lest"):
                return True
            if chunk.kind in (".", ";", ",", "S", "t"):
                return False
        return False

    # --- the row

    def _event(self, clause: Clause, draft: _Draft) -> FoundEvent:
        start, end = clause.starts[draft.first], clause.ends[draft.last - 1]
        statement = self._statement_at(start, end)
        participants = self._participants(clause, draft, statement)
        from_date, to_date, precision = self._when(clause, start, end)
        return FoundEvent(
            sentence=clause.sentence,
            start_char=start,
            end_char=end,
            event_type=draft.frame.event_type,
            mode=self._mode(clause, draft),
            polarity=Polarity.NEGATED if draft.is_negated else Polarity.AFFIRMED,
            modality=self._modality(draft, statement),
            status=self._status(draft, statement, participants),
            from_date=from_date,
            to_date=to_date,
            precision=precision,
            place_mention=self._place(clause, draft),
            statement=statement,
            quantities=self._quantities(participants, start, end),
            participants=participants,
            confidence=self.lexicon.confidence.get(draft.rule),
            rule=draft.rule,
        )

    def _mode(self, clause: Clause, draft: _Draft) -> str | None:
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

    def _participants(
        self, clause: Clause, draft: _Draft, statement: int | None
    ) -> tuple[FoundParticipant, ...]:
        found: dict[tuple[Role, int, int], FoundParticipant] = {}
        for role, index in draft.roles:
            if index < 0:
                first, last = divmod(-index, 1000)
                start, end = clause.starts[first], clause.ends[last - 1]
                mention = clause.mention_of.get(last - 1)
            else:
                if role is not Role.INSTRUMENT and self._is_nobody(clause, index):
                    continue
                if clause.words[clause.chunks[index].head].endswith(("self", "selves")):
                    continue
                start, end = clause.span(index, end_of_of(clause, index))
                if (
                    clause.chunks[index].first < draft.last <= clause.chunks[index].head
                    and draft.chunk < index
                ):
                    start = clause.starts[draft.last]  # "shot dead | four of them"
                mention = self._mention(clause, index, statement)
                agents = {p.mention for p in found.values() if p.role is Role.AGENT}
                if role is not Role.AGENT and mention in agents and index not in clause.mention_of:
                    mention = self._own_name(clause, index)
                if clause.is_pronoun(index) and self._is_demanded(draft, statement):
                    mention = None
            found.setdefault(
                (role, start, end), FoundParticipant(role, start, end, self.text[start:end], mention)
            )
        if statement is not None and draft.frame.event_type == "ASSAULT":
            self._add_claimant(statement, found)
        return tuple(p for p in found.values() if not _is_inside_another(p, found.values()))

    def _add_claimant(self, statement: int, found: dict[tuple[Role, int, int], FoundParticipant]) -> None:
        """Who claims responsibility says that he is the agent."""
        spoken = self.statements[statement]
        if spoken.act is not Act.CLAIM_RESPONSIBILITY or any(role is Role.AGENT for role, _, _ in found):
            return
        start, end = spoken.speaker_start_char, spoken.speaker_end_char
        if start is not None and end is not None and spoken.speaker_text is not None:
            if spoken.speaker_mention is None and self.lexicon.is_head(
                "message", spoken.speaker_text.split()[-1].lower()
            ):
                return  # "the message taking credit for the attack": a message attacks nobody
            participant = FoundParticipant(
                Role.AGENT, start, end, spoken.speaker_text, spoken.speaker_mention
            )
            found[Role.AGENT, start, end] = participant

    def _is_demanded(self, draft: _Draft, statement: int | None) -> bool:
        """`it had 72 hours to release them`: not the speaker but the one spoken to."""
        if statement is None or draft.frame.event_type != "RETREAT":
            return False
        return self.statements[statement].act in (Act.WARN, Act.THREATEN, Act.DEMAND)

    def _mention(self, clause: Clause, index: int, statement: int | None) -> int | None:
        """The name that the group is, or whose people it is; a pronoun's is looked for before it."""
        start = clause.starts[clause.chunks[index].first]
        if start in self.speakers:
            return self.speakers[start]
        noun = self._meant(clause, index)
        chunk = clause.chunks[noun]
        head = clause.words[chunk.head]
        if chunk.head in clause.mention_of:
            return clause.mention_of[chunk.head]
        end = clause.chunks[end_of_of(clause, noun)]
        if end.head in clause.mention_of and clause.chunks[noun + 1].kind == "V":
            return clause.mention_of[end.head]  # "a group calling itself X"
        if clause.tags[chunk.head] == "R":
            return None if head in clause.grammar.standalone else self._antecedent(clause, noun, statement)
        named = noun + 2
        if (
            named + 1 < len(clause.chunks)
            and clause.chunks[noun + 1].kind == clause.chunks[named + 1].kind == ","
            and self.lexicon.is_head("person", head)
        ):
            mention = clause.mention_of.get(clause.chunks[named].head)
            if mention is not None and self.mentions[mention].kind == Kind.PERSON:
                return mention  # "the opposition leader, Maria Machado, was detained"
        if head in self.lexicon.belongs:
            inside = [clause.mention_of[t] for t in range(chunk.first, chunk.last) if t in clause.mention_of]
            if noun + 2 < len(clause.chunks) and clause.chunks[noun + 1].kind == "O":
                inside.extend(
                    m for m in [clause.mention_of.get(clause.chunks[noun + 2].head)] if m is not None
                )
            for mention in reversed(inside):
                if self.mentions[mention].kind == Kind.ORGANIZATION:
                    return mention
        if clause.words[chunk.first : chunk.last] in (
            ["the", "group"],
            ["the", "movement"],
            ["the", "organization"],
        ):
            return self._antecedent(clause, noun, statement)
        return None

    def _own_name(self, clause: Clause, index: int) -> int | None:
        """The name that stands in the group itself, not one that it may mean."""
        chunk = clause.chunks[self._meant(clause, index)]
        return next(
            (clause.mention_of[t] for t in range(chunk.first, chunk.last) if t in clause.mention_of), None
        )

    def _meant(self, clause: Clause, noun: int) -> int:
        """Of `dozens of supporters` the supporters."""
        while (
            (
                clause.head_word(noun) in self.lexicon.collectives
                or clause.tags[clause.chunks[noun].head] == "C"
            )
            and noun + 2 < len(clause.chunks)
            and clause.chunks[noun + 1].kind == "O"
            and clause.chunks[noun + 2].kind == "N"
            and clause.chunks[noun].head not in clause.mention_of
        ):
            noun += 2
        return noun

    def _antecedent(self, clause: Clause, index: int, statement: int | None) -> int | None:
        """The speaker of the statement it stands in, else who acted or spoke last, else the nearest name."""
        word = clause.head_word(index)
        kinds = (Kind.PERSON,) if word in ("he", "she", "him", "her", "his") else (Kind.ORGANIZATION,)
        start = clause.starts[clause.chunks[index].first]
        banned: int | None = None
        if statement is not None:
            spoken = self.statements[statement]
            if spoken.speaker_start_char == start or (
                spoken.speaker_mention is not None
                and self.mentions[spoken.speaker_mention].kind
                in (*kinds, *((Kind.PERSON,) if word in ("we", "i") else ()))
                and spoken.speaker_class is not SpeakerClass.MEDIA
                and word in ("he", "she", "it", "they", "we", "i")
            ):
                return spoken.speaker_mention
            banned = spoken.speaker_mention
        if word not in _ANAPHORS:
            return None
        if word == "they" and start == clause.starts[0]:
            subject = subject_before(self.clauses, clause)
            if subject is not None:
                position = subject[0].starts[subject[0].chunks[subject[2]].first]
                if position in self.speakers:
                    return self.speakers[position]
        recent = [
            m
            for position, m in self.salient
            if position < start and self.mentions[m].kind in kinds and m != banned
        ]
        if recent and start - self.mentions[recent[-1]].start_char < 600:
            return recent[-1]
        at = bisect_right(self.mention_starts, start) - 1
        while at >= 0 and start - self.mentions[at].start_char < 500:
            if self.mentions[at].kind in kinds and at != banned:
                return at
            at -= 1
        return None

    def _statement_at(self, start: int, end: int) -> int | None:
        best: int | None = None
        for index, statement in enumerate(self.statements):
            if statement.start_char <= start and end <= statement.end_char:
                size = statement.end_char - statement.start_char
                if best is None or size <= self.statements[best].end_char - self.statements[best].start_char:
                    best = index
        return best

    def _modality(self, draft: _Draft, statement: int | None) -> Modality:
        if statement is None or draft.modality in (Modality.CONDITIONAL, Modality.POSSIBLE):
            return draft.modality
        act = self.statements[statement].act
        if act in (Act.THREATEN, Act.WARN) and draft.modality in (Modality.PLANNED,):
            return Modality.THREATENED
        if act is Act.DEMAND and draft.modality is Modality.ACTUAL and draft.rule in ("noun", "infinitive"):
            return Modality.PLANNED
        return draft.modality

    def _status(
        self, draft: _Draft, statement: int | None, participants: tuple[FoundParticipant, ...]
    ) -> Status:
        if statement is None:
            return draft.own_status or (Status.ALLEGED if draft.hedged else Status.REPORTED)
        spoken = self.statements[statement]
        if draft.own_status is Status.REPORTED:
            return Status.REPORTED
        if spoken.act is Act.DOUBT and "responsib" in (spoken.cue or ""):
            return Status.REPORTED  # "no group has claimed responsibility": the attack itself is not in doubt
        if spoken.act in _STATUS_OF_ACT:
            status = _STATUS_OF_ACT[spoken.act]
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
            and self._is_own_deed(statement, participants)
        ):
            return Status.CLAIMED
        return Status.REPORTED

    def _is_own_deed(self, statement: int, participants: tuple[FoundParticipant, ...]) -> bool:
        """Whether the speaker tells of what the speaker did: "the group said it fired rockets"."""
        spoken = self.statements[statement]
        for participant in participants:
            if participant.role is not Role.AGENT:
                continue
            if spoken.speaker_class not in (SpeakerClass.PARTY, None):
                return False
            if participant.mention is not None and participant.mention == spoken.speaker_mention:
                return True
            own = ("we", "i") if spoken.is_direct else ("it", "they", "we", "he", "she", "i")
            if participant.text.lower() in own:
                return True
        return False

    def _when(self, clause: Clause, start: int, end: int) -> tuple[date | None, date | None, str | None]:
        """The nearest time of the same verb; else of another verb in the sentence; else publication."""
        best: tuple[int, TimeLike] | None = None
        low, high = clause.starts[0], clause.ends[-1]
        for index in range(bisect_left(self.time_starts, low), bisect_left(self.time_starts, high)):
            time = self.times[index]
            if (
                time.from_date is None
                or index in self.deadlines
                or self._verbs_between(clause, start, time.start_char)
            ):
                continue
            distance = max(time.start_char - end, start - time.end_char, 0)
            if time.start_char < start and self._has_verb_before(clause, time.start_char):
                distance += 1000
            if best is None or distance < best[0]:
                best = (distance, time)
        if best is not None:
            return best[1].from_date, best[1].to_date, best[1].precision
        if self.published is None:
            return None, None, None
        return self.published, self.published, "document"

    def _has_verb_before(self, clause: Clause, position: int) -> bool:
        """Whether a time follows a verb of its own clause: "attacked the base on Monday and …"."""
        at = clause.chunk_of[bisect_right(clause.starts, position) - 1] - 1
        while at >= 0 and clause.chunks[at].kind not in ",.;tS":
            if clause.chunks[at].kind == "V" and clause.chunks[at].is_finite:
                return True
            at -= 1
        return False

    def _verbs_between(self, clause: Clause, start: int, time_start: int) -> bool:
        """Whether the time belongs to another verb: one stands between, and it is not the word's own."""
        here = clause.chunk_of[bisect_right(clause.starts, start) - 1]
        there = clause.chunk_of[bisect_right(clause.starts, time_start) - 1]
        low, high = min(here, there) + 1, max(here, there)
        finite = [i for i in range(low, high) if clause.chunks[i].kind == "V" and clause.chunks[i].is_finite]
        own = clause.chunks[here].kind == "N"
        return len(finite) > (1 if own else 0)

    def _place(self, clause: Clause, draft: _Draft) -> int | None:
        """The place whose phrase hangs on the event's own words, or that was itself hit; else none.

        A place of another clause, of an apposition or of something only spoken of is never taken.
        """
        hit = self._place_hit(clause, draft)
        if hit is not None:
            return hit
        carrier = self._carrier(clause, draft)
        last = clause.chunk_of[draft.last - 1]
        place = self._place_after(clause, draft, last + 1)
        if place is None and carrier is not None and carrier > draft.chunk:
            place = self._place_after(clause, draft, carrier + 1)
        if place is None and draft.frame.event_type not in _TALK:
            place = self._place_of_subject(clause, draft)
        return self._place_at_opening(clause, draft) if place is None else place

    def _place_hit(self, clause: Clause, draft: _Draft) -> int | None:
        """`shelled Khan Yunis`, `the takeover of the Yarmouk camp`, `visited Doha`."""
        frame = draft.frame
        if frame.event_type not in _HITS_PLACES and (frame.event_type != "CONSULT" or frame.name != "meet"):
            return None
        for role, index in draft.roles:
            if role in (Role.TARGET, Role.RECIPIENT) and index >= 0:
                place = self._place_named(clause, index)
                if place is not None and (frame.event_type != "CONSULT" or draft.rule == "active_verb"):
                    return place
        return None

    def _place_after(self, clause: Clause, draft: _Draft, start: int) -> int | None:
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
                if self._head(clause, index) in self.lexicon.nouns and preposition not in _DURING:
                    return None  # "arrested after the blast in X": the place of another event
            elif kind in ("P", "O", "B"):
                upper, preposition = preposition, clause.head_word(index)
                if preposition not in _BINDING or index + 1 >= len(chunks):
                    return None
                index += 1
                if chunks[index].kind == "N":
                    place = self._place_named(clause, index)
                    if place is not None and (
                        preposition in _WHERE
                        or (preposition in _MOTION and moves)
                        or (preposition == "of" and upper in _WHERE and self._is_site(clause, index - 2))
                    ):
                        return place
                    continue
            elif kind not in "TY" and not (kind == "&" and chunks[index - 1].kind == "N"):
                return None
            index += 1
        return None

    def _place_of_subject(self, clause: Clause, draft: _Draft) -> int | None:
        """`Police in Lahore arrested`: the phrase stands between the subject and the verb."""
        if clause.chunks[draft.chunk].kind != "V" or not clause.chunks[draft.chunk].is_finite:
            return None
        at = draft.chunk - 1
        while at >= 0 and clause.chunks[at].kind in "TY":
            at -= 1
        if at < 2 or clause.head_word(at - 1) not in _WHERE or clause.chunks[at - 2].kind != "N":
            return None
        return self._place_named(clause, at) if at - 2 in subjects(clause, draft.chunk) else None

    def _place_at_opening(self, clause: Clause, draft: _Draft) -> int | None:
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
        place = self._place_named(clause, index + 1)
        if place is None and chunks[index + 2].kind == "O" and self._is_site(clause, index + 1):
            place = self._place_named(clause, index + 3)
        between = chunks[index + 2 : draft.chunk]
        if any(c.kind in _BREAKS or (c.kind == "V" and c.is_finite) for c in between):
            return None
        chunk = chunks[draft.chunk]
        return place if chunk.kind == "N" or chunk.is_finite else None

    def _place_named(self, clause: Clause, noun: int) -> int | None:
        """The place that this noun group is, or lies in: `Kano`, `the Yarmouk camp`, `Syria's north`."""
        if noun >= len(clause.chunks):
            return None
        chunk = clause.chunks[noun]
        mention = clause.mention_of.get(chunk.head)
        if mention is None and self._is_site(clause, noun):
            inside = [clause.mention_of[t] for t in range(chunk.first, chunk.head) if t in clause.mention_of]
            mention = inside[-1] if inside else None
        if mention is None or self.mentions[mention].kind != Kind.PLACE:
            return None
        end = self.mentions[mention].end_char
        return None if self.text[end : end + 1] == "$" else mention

    def _is_site(self, clause: Clause, noun: int) -> bool:
        """Whether this noun group names a piece of land or a building."""
        head = clause.head_word(noun)
        return self.lexicon.is_head("region", head) or self.lexicon.is_head("place_object", head)

    def _quantities(
        self, participants: tuple[FoundParticipant, ...], start: int, end: int
    ) -> tuple[int, ...]:
        found = []
        for index, quantity in enumerate(self.quantities):
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


_WHERE = frozenset("in at near outside inside on across around throughout".split())
_MOTION = frozenset({"to", "into", "from"})
_MOVING = frozenset({"visit", "withdraw", "deport", "troops"})
_BINDING = _WHERE | _MOTION | frozenset("of by with against between during along".split())
_DURING = frozenset({"in", "during"})
_BREAKS = frozenset({"S", "t", "W", ";", ".", '"', "("})
_TALK = frozenset({"THREATEN", "ACCUSE", "REQUEST", "REJECT", "SUPPORT", "CONCEDE"})
_HITS_PLACES = frozenset({"ASSAULT", "COERCE"})
_IN_GENERAL = frozenset("these such some most more all other".split())
_SETTINGS = frozenset("during in at on after before over under near".split())
_ABSTRACT = ("ing", "tion", "ment", "ness", "ity", "ance", "ence")
_NO_THINGS = frozenset("everything something anything nothing what".split())
_ARMED = ("perpetrator", "military", "weapon")
_AIDED = ("perpetrator", "military", "organization", "place_object", "needy")
_ANAPHORS = frozenset("he she it they him her them group movement organization".split())
_NOBODY = frozenset({"no", "nobody", "none", "neither"})
_AT_ONCE = frozenset("at on for with in".split())
_PARTICLES = frozenset("up down out off over away on at with for".split())
_ACTUAL_GOVERNORS = frozenset(
    "begin start continue manage proceed go come use force lead cause help allow enable say report allege"
    " believe claim know suppose accuse appear seem know".split()
)
_REQUESTS = frozenset("call calls demand demands appeal appeals request requests plea pleas".split())
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
_MODE_BY_WEAPON = {
    "suicide-attack": frozenset({"suicide"}),
    "drone": frozenset({"drone"}),
    "heavy-weapons": frozenset("mortar rocket missile shell artillery tank howitzer cannon".split()),
    "explosives": frozenset(
        "bomb car-bomb grenade explosive dynamite mine landmine ied tnt device semtex".split()
    ),
    "firearms": frozenset("gun rifle machinegun machine-gun pistol shotgun bullet gunfire firearm".split()),
    "crowd-control": frozenset("teargas tear baton truncheon".split()),
    "unconventional": frozenset("chemical chlorine sarin poison biological".split()),
}
