"""Whom a speaker's words stand for: `he`, `the group`, `the statement`, and a name whose role was told before."""

from collections.abc import Sequence
from dataclasses import replace

from flows.document.clauses import Clause, finite_verbs, subject_before, subjects
from flows.document.records import Kind, SpeakerClass
from flows.document.speakers import speaker_of
from flows.document.speech_cues import act_of
from flows.document.speech_lexicon import SpeechLexicon
from flows.document.speech_reading import FoundStatement, MentionLike, SpeechReading

_RECENT = 20  # statements that are looked back over: a text of one line said 10,000 times stays linear

_PERSON_ONLY = frozenset({Kind.PERSON})


_GROUP_ONLY = frozenset({Kind.ORGANIZATION})


_ANAPHORS = {
    "he": _PERSON_ONLY, "she": _PERSON_ONLY, "him": _PERSON_ONLY, "it": _GROUP_ONLY,
    "they": _GROUP_ONLY, "the group": _GROUP_ONLY,
    "the movement": _GROUP_ONLY, "the organization": _GROUP_ONLY, "the organisation": _GROUP_ONLY,
    "the spokesman": _PERSON_ONLY, "the spokeswoman": _PERSON_ONLY, "the spokesperson": _PERSON_ONLY,
    "the minister": _PERSON_ONLY, "the president": _PERSON_ONLY, "the agency": _GROUP_ONLY,
    "the militia": _GROUP_ONLY, "the party": _GROUP_ONLY, "the broadcaster": _GROUP_ONLY,
}  # fmt: skip


def resolve(
    reading: SpeechReading, statement: FoundStatement, before: list[FoundStatement], clause: Clause
) -> FoundStatement:
    """Give a pronoun or `the group` the mention of the latest speaker or name that it can mean."""
    if statement.speaker_mention is not None or statement.speaker_text is None:
        return statement
    words = statement.speaker_text.lower()
    if (
        words == "it"
        and statement.is_direct
        and statement.cue == "read"
        and before
        and before[-1].channel_text
    ):
        last = before[-1]  # "apologised in a letter. “…,” it read"
        return replace(statement, speaker_mention=last.speaker_mention, speaker_class=last.speaker_class)
    kinds = _ANAPHORS.get(words)
    if kinds is None:
        return _behind_message(reading, statement, before)
    assert statement.speaker_start_char is not None
    if words in _GENDERS:
        known = _latest_person(reading, before, clause, statement)
        if isinstance(known, FoundStatement):
            return replace(statement, speaker_class=statement.speaker_class or known.speaker_class)
        if known is not None:
            return _spoken_by(statement, known, before)
    if statement.speaker_text.lower() == "they" and statement.speaker_start_char == clause.starts[0]:
        subject = subject_before(reading.clauses, clause)
        if subject is not None and act_of(reading, subject[0], subject[1]) is not None:
            # "The Kenyans allege …. They have accused …": the same, by name or not
            speaker = speaker_of(reading, subject[0], [subject[2]])
            if speaker is not None and speaker.kind is not SpeakerClass.MEDIA:
                return replace(statement, speaker_mention=speaker.mention)
    if words == "they" and before and _are_many(before[-1]):
        return replace(statement, speaker_class=statement.speaker_class or before[-1].speaker_class)
    for earlier in reversed(before[-6:]):
        mention = earlier.speaker_mention
        if earlier.speaker_class is SpeakerClass.MEDIA or earlier.rule in ("unknown", "quote_continued"):
            continue
        if mention is None and earlier.speaker_class is SpeakerClass.PARTY and Kind.ORGANIZATION in kinds:
            return statement  # "the pro-government group": who that is, the text does not say
        if (
            mention is not None
            and reading.mentions[mention].kind in kinds
            and earlier.speaker_start_char != statement.speaker_start_char
        ):
            return replace(
                statement,
                speaker_mention=mention,
                speaker_class=statement.speaker_class or earlier.speaker_class,
            )
    for index in range(len(reading.mentions) - 1, -1, -1):
        mention_like = reading.mentions[index]
        if mention_like.end_char <= statement.speaker_start_char and mention_like.kind in kinds:
            if statement.speaker_start_char - mention_like.end_char > 600:
                break
            return replace(statement, speaker_mention=index)
    return statement


_GENDERS = {"he": "male", "him": "male", "she": "female"}
_ANSWERS = frozenset({"replied", "answered", "responded", "retorted"})


def genders_of(text: str, mentions: Sequence[MentionLike], lexicon: SpeechLexicon) -> dict[str, str]:
    """By the last word of each person's name whether it is a man's or a woman's, where a title or given name tells."""
    found: dict[str, str] = {}
    for mention in mentions:
        if mention.kind != Kind.PERSON:
            continue
        words = mention.surface.lower().split()
        before = text[max(0, mention.start_char - 16) : mention.start_char].lower().split()
        told = (before[-1:] if len(words) == 1 else [words[0], *before[-1:]]) if words else []
        gender = next((g for w in told if (g := lexicon.gender_of.get(w.rstrip(".")))), None)
        if gender is not None:
            found.setdefault(words[-1], gender)
    return found


def _latest_person(
    reading: SpeechReading, before: list[FoundStatement], clause: Clause, statement: FoundStatement
) -> int | FoundStatement | None:
    """Whom `he` or `she` means: a person named before in the sentence, else whom the sentences before it tell of.

    Of a sentence before, its speaker, else its subject, else the only person in it. A statement stands for its
    speaker when that is a role without a name (`a spokeswoman said …. She …`). Who answers is not who spoke last.
    """
    assert statement.speaker_text is not None and statement.speaker_start_char is not None
    gender = _GENDERS[statement.speaker_text.lower()]
    answers = statement.cue in _ANSWERS and "asked" not in clause.words  # not "Asked whether …, he replied"
    answered = before[-1].speaker_mention if before and answers else None

    def fits(index: int) -> bool:
        name = reading.mentions[index]
        is_other = answered is None or not _is_same_name(reading.mentions[answered], name)
        return (
            name.kind == Kind.PERSON
            and is_other
            and reading.gender_of.get(name.surface.lower().split()[-1], gender) == gender
        )

    named = [
        i
        for i in _persons_in(reading, clause)
        if reading.mentions[i].end_char <= statement.speaker_start_char
        and fits(i)
        and _verb_between(clause, reading.mentions[i].end_char, statement.speaker_start_char)
    ]
    if named:
        return named[0]
    for earlier in reversed(reading.clauses[max(clause.sentence - 3, 0) : clause.sentence]):
        if earlier.first == earlier.last:
            continue
        persons = [index for index in _persons_in(reading, earlier) if fits(index)]
        here = [s for s in before[-_RECENT:] if earlier.starts[0] <= s.start_char < earlier.ends[-1]]
        for spoken in reversed(here):
            if spoken.speaker_mention is not None and fits(spoken.speaker_mention):
                return spoken.speaker_mention
            if spoken.speaker_mention is None and _is_person_role(reading, spoken, gender):
                return next((i for i in persons if _is_named_by(reading.mentions[i], spoken)), spoken)
        for index in finite_verbs(earlier)[:1]:
            subject = speaker_of(reading, earlier, subjects(earlier, index))
            if subject and subject.mention is not None and fits(subject.mention):
                return subject.mention
        if len(persons) == 1:
            return persons[0]
    return None


def _verb_between(clause: Clause, start: int, end: int) -> bool:
    """Whether a verb separates a name from the pronoun: not in `Under questioning by Mr. Sarbane, he …`."""
    return any(c.kind == "V" and start <= clause.starts[c.first] < end for c in clause.chunks)


def _is_named_by(name: MentionLike, spoken: FoundStatement) -> bool:
    """`a spokesman, who uses the name Abul Qaqa`: the name stands right behind the role."""
    return spoken.speaker_end_char is not None and 0 <= name.start_char - spoken.speaker_end_char <= 60


def _is_same_name(one: MentionLike, other: MentionLike) -> bool:
    return one.surface.split()[-1:] == other.surface.split()[-1:]


def _is_person_role(reading: SpeechReading, spoken: FoundStatement, gender: str) -> bool:
    """`a spokeswoman for the authority`: one person, of whom no name is told."""
    words = (spoken.speaker_text or "").lower().split()
    if len(words) < 2 or words[0] not in ("a", "an", "the", "one", "his", "her", "its", "their"):
        return False
    if spoken.speaker_class in (None, SpeakerClass.MEDIA):
        return False
    head = next(
        (w for w in words[1:] if any(w in known for known in reading.lexicon.speaker_words.values())), ""
    )
    is_one = bool(head) and not head.endswith("s") and head not in _MANY
    return is_one and reading.lexicon.gender_of.get(head, gender) == gender


def _are_many(spoken: FoundStatement) -> bool:
    """`Officials`, `two witnesses`: several, of whom no name is told."""
    text = (spoken.speaker_text or "").lower().split(" of ")[0].split(" in ")[0]
    plain = spoken.speaker_mention is None and spoken.speaker_class not in (None, SpeakerClass.MEDIA)
    return plain and (text.endswith("s") or text.split()[-1:] == ["police"])


_MANY = frozenset({
    "police", "army", "military", "government", "ministry", "court", "group", "party", "movement", "opposition",
    "press", "media", "family", "people", "council", "parliament", "front", "union", "faction", "militia", "embassy",
    "department",
})  # fmt: skip


def _persons_in(reading: SpeechReading, clause: Clause) -> list[int]:
    found = sorted(set(clause.mention_of.values()))
    return [index for index in found if reading.mentions[index].kind == Kind.PERSON]


def _spoken_by(statement: FoundStatement, mention: int, before: list[FoundStatement]) -> FoundStatement:
    known = next((s.speaker_class for s in reversed(before[-_RECENT:]) if s.speaker_mention == mention), None)
    return replace(statement, speaker_mention=mention, speaker_class=statement.speaker_class or known)


def _behind_message(
    reading: SpeechReading, statement: FoundStatement, before: list[FoundStatement]
) -> FoundStatement:
    """`The statement said`: whoever spoke `in a statement` before."""
    words = (statement.speaker_text or "").lower().split()
    if len(words) != 2 or words[0] != "the" or words[1] not in reading.lexicon.channels:
        return statement
    for earlier in reversed(before[-_RECENT:]):
        if earlier.channel_text and words[1] in earlier.channel_text.lower().split():
            return replace(
                statement,
                speaker_mention=earlier.speaker_mention,
                speaker_class=statement.speaker_class or earlier.speaker_class,
            )
    return statement


def with_classes(reading: SpeechReading, statements: list[FoundStatement]) -> list[FoundStatement]:
    """Give a person named again without a role the class that the role gave: `Kessler` after `the chief of
    police, Manfred Kessler`.
    """
    known: dict[str, SpeakerClass] = {}
    for statement in statements:
        if statement.speaker_mention is None or statement.speaker_class is None:
            continue
        name = reading.mentions[statement.speaker_mention]
        if name.kind == Kind.PERSON:
            known.setdefault(name.surface.split()[-1], statement.speaker_class)
    return [
        replace(s, speaker_class=known.get(reading.mentions[s.speaker_mention].surface.split()[-1]))
        if s.speaker_class is None and s.speaker_mention is not None
        else s
        for s in statements
    ]
