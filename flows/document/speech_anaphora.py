"""Whom a speaker's words stand for: `he`, `the group`, `the statement`, and a name whose role was told before."""

from dataclasses import replace

from flows.document.clauses import Clause, finite_verbs, subject_before, subjects
from flows.document.records import Kind, SpeakerClass
from flows.document.speakers import speaker_of
from flows.document.speech_cues import act_of
from flows.document.speech_reading import FoundStatement, SpeechReading

_RECENT = 20  # statements that are looked back over: a text of one line said 10,000 times stays linear

_PERSON_ONLY = frozenset({Kind.PERSON})


_GROUP_ONLY = frozenset({Kind.ORGANIZATION})


_ANAPHORS = {
    "he": _PERSON_ONLY, "she": _PERSON_ONLY, "it": _GROUP_ONLY, "they": _GROUP_ONLY, "the group": _GROUP_ONLY,
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
    kinds = _ANAPHORS.get(words)
    if kinds is None:
        return _behind_message(reading, statement, before)
    assert statement.speaker_start_char is not None
    if words in ("he", "she"):
        person = _latest_person(reading, before, clause, statement.speaker_start_char)
        if person is not None:
            return _spoken_by(statement, person, before)
    if statement.speaker_text.lower() == "they" and statement.speaker_start_char == clause.starts[0]:
        subject = subject_before(reading.clauses, clause)
        if subject is not None and act_of(reading, subject[0], subject[1]) is not None:
            # "The Kenyans allege …. They have accused …": the same, by name or not
            speaker = speaker_of(reading, subject[0], [subject[2]])
            if speaker is not None and speaker.kind is not SpeakerClass.MEDIA:
                return replace(statement, speaker_mention=speaker.mention)
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


def _latest_person(
    reading: SpeechReading, before: list[FoundStatement], clause: Clause, position: int
) -> int | None:
    """Whom `he` or `she` means: a person named before in the sentence, else whom the sentences before it tell of.

    Of a sentence before, its speaker, else its subject, else the only person in it.
    """
    named = [i for i in _persons_in(reading, clause) if reading.mentions[i].end_char <= position]
    if named:
        return named[0]
    for earlier in reversed(reading.clauses[max(clause.sentence - 3, 0) : clause.sentence]):
        if not earlier.starts:
            continue
        spoke = [
            s.speaker_mention
            for s in before[-_RECENT:]
            if s.speaker_mention is not None
            and reading.mentions[s.speaker_mention].kind == Kind.PERSON
            and earlier.starts[0] <= s.start_char < earlier.ends[-1]
        ]
        if spoke:
            return spoke[-1]
        for index in finite_verbs(earlier)[:1]:
            subject = speaker_of(reading, earlier, subjects(earlier, index))
            if (
                subject
                and subject.mention is not None
                and reading.mentions[subject.mention].kind == Kind.PERSON
            ):
                return subject.mention
        persons = _persons_in(reading, earlier)
        if len(persons) == 1:
            return persons[0]
    return None


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
