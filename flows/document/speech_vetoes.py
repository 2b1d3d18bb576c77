"""Verbs of speech that say nothing where they stand: `charge a fee`, `claimed power`, `by verifying users`."""

from itertools import takewhile

from flows.document.clauses import Clause
from flows.document.records import Act
from flows.document.speakers import speaker_of
from flows.document.speech_contents import begins_clause, opens_clause
from flows.document.speech_reading import Governed, SpeechReading

_NO_SPEAKER = frozenset({"you", "no", "nobody", "none", "neither"})
# Acts that "to …" only intends.
_NOT_IN_INFINITIVE = frozenset({Act.SAY, Act.REPORT, Act.ESTIMATE, Act.CONFIRM})


# Acts whose form in -ing, after a thing, is no speech.
_BARE_OF_THINGS = frozenset(
    {Act.SAY, Act.REPORT, Act.CLAIM, Act.CONFIRM, Act.ESTIMATE, Act.PROMISE, Act.DOUBT}
)


# What a study does in words.
_WRITTEN = frozenset({"say", "find", "report", "warn", "conclude", "estimate", "state", "note"})


def says_nothing(reading: SpeechReading, clause: Clause, index: int, governed: Governed) -> bool:
    """Whether this verb is no act of speech, by its form, its subject or its object."""
    chunk, content, groups = clause.chunks[index], governed.content, governed.groups
    is_claim = governed.rule == "responsibility"
    if clause.tags[chunk.first : chunk.last] == "I":
        return True  # "Add a third plate", "Let me say"
    if groups and not governed.is_after and _disagrees(clause, index, groups):
        return True
    if chunk.lemma == "plead" and "guilty" in clause.words[chunk.last : chunk.last + 2]:
        return True
    if chunk.lemma == "read" and not _is_message(reading, clause, groups):
        return True  # "users read that", but "“…,” it read"
    if (
        chunk.lemma == "tell"
        and index + 1 < len(clause.chunks)
        and clause.head_word(index + 1) in _TOLD_THINGS
    ):
        return True  # "told a different story"
    if chunk.is_infinitive and _is_refused(clause, index):
        return True  # "refused to blame his captain"
    if chunk.is_infinitive and governed.act in _NOT_IN_INFINITIVE:
        return True
    if (content is None and chunk.is_passive) or (not is_claim and governed.act is Act.CLAIM_RESPONSIBILITY):
        return True
    if not groups and chunk.is_bare and not governed.is_after:
        return True  # "Asked about the report, …"
    if groups and clause.words[clause.chunks[groups[0]].first] in _NO_SPEAKER | _QUESTIONS:
        return True
    if len(groups) == 1 and clause.words_of(groups[0])[0] in _POINTING and clause.is_lone(groups[0]):
        return True  # "This tells employers that …"
    if chunk.is_infinitive and groups and groups[0] > index:
        return True  # "To request a demo, call us"
    if chunk.is_gerund and groups and groups[0] > _first_comma(clause, index) + 1:
        return True  # "Adding space to your home is …"
    if groups and clause.head_word(groups[0]) in reading.lexicon.no_speakers and chunk.lemma not in _WRITTEN:
        return True  # "evidence that contradicted him", "studies suggest"
    if content is None:
        return False
    if chunk.lemma == "ask" and _is_question(clause, index):
        return True
    if reading.lexicon.hidden.pattern.match(reading.text, start_of(clause, index)):
        return True  # "asked not to be named"
    if (
        chunk.lemma == "charge"
        and "with" not in clause.words[chunk.last :]
        and not _that_follows(clause, index)
    ):
        return True  # "charge a fee"
    if chunk.lemma == "maintain" and not (
        _that_follows(clause, index) if chunk.is_gerund else opens_clause(clause, index + 1)
    ):
        return True  # "maintain the state of emergency"
    if chunk.lemma == "claim" and not is_claim and not has_verb(clause, index, content):
        return True  # "claimed power", "claims the island"
    return not is_claim and _is_mere_deed(reading, clause, index, governed)


def _first_comma(clause: Clause, index: int) -> int:
    return next(
        (at for at, c in enumerate(clause.chunks) if at > index and c.kind == ","), len(clause.chunks)
    )


def _is_message(reading: SpeechReading, clause: Clause, groups: tuple[int, ...]) -> bool:
    return len(groups) == 1 and clause.head_word(groups[0]) in reading.lexicon.channels | {"it"}


_POINTING = frozenset({"this", "that", "these"})
_MARKS = "\"“‘'«"
_TOLD_THINGS = frozenset({"story", "stories", "tale", "tales", "truth", "lie", "lies", "joke", "jokes"})


def _disagrees(clause: Clause, index: int, groups: tuple[int, ...]) -> bool:
    """Whether verb and subject cannot belong together: `damage … ask`, `discounts … offers`."""
    chunk, word = clause.chunks[index], clause.words[clause.chunks[index].head]
    if len(groups) != 1 or chunk.last - chunk.first != 1 or clause.tags[chunk.head] != "V":
        return False
    head = clause.chunks[groups[0]].head
    if clause.tags[head] != "N" or clause.words[head] in _EITHER_NUMBER:
        return False
    ends_in_s = clause.words[head].endswith("s")
    if word == chunk.lemma:
        return not ends_in_s and chunk.lemma not in _SAME_PAST
    is_plural = ends_in_s and not clause.words[head].endswith(("ss", "us", "is"))
    return word == chunk.lemma + "s" and is_plural and chunk.lemma in _ALSO_NOUNS


_EITHER_NUMBER = frozenset({
    "police", "people", "men", "women", "children", "media", "family", "couple", "team", "crew", "staff", "majority",
    "group", "government", "company", "opposition", "public", "party", "union", "committee", "council", "army", "one",
    "others", "many", "some", "several", "half", "most", "data", "club", "side", "press", "number", "percent", "cent",
})  # fmt: skip
_SAME_PAST = frozenset({"read", "put", "broadcast", "forecast"})
_ALSO_NOUNS = frozenset(
    {"claim", "report", "demand", "challenge", "discount", "estimate", "promise", "call", "stress"}
)


def _is_question(clause: Clause, index: int) -> bool:
    """`asked whether he wished to go`, `asked her why`: what is asked is not said."""
    after = clause.chunks[index].last
    return not _QUESTIONS.isdisjoint(clause.words[after : after + 4])


_QUESTIONS = frozenset({"whether", "if", "why", "how"})
_REFUSED = frozenset({"refuse", "decline", "fail", "neglect", "forget", "hesitate"})


def _is_refused(clause: Clause, index: int) -> bool:
    before = clause.chunks[index - 1] if index else None
    return before is not None and before.kind == "V" and before.lemma in _REFUSED


def is_unsourced(reading: SpeechReading, clause: Clause, index: int, governed: Governed) -> bool:
    """Whether the verb tells of a thing, where no source is known: `data suggest`, `is expected to grow`."""
    chunk, content = clause.chunks[index], governed.content
    opens = clause.chunks[index + 1].kind if index + 1 < len(clause.chunks) else "."
    if content is None or governed.is_after or opens == '"':
        return False
    if any(content[0] <= quotation.start_char <= content[1] for quotation in reading.quotations):
        return False
    follows = _that_follows(clause, index)
    if chunk.is_passive and not governed.groups:
        return chunk.lemma in reading.lexicon.addressee or (chunk.lemma not in _SAID_OF and not follows)
    if chunk.lemma in reading.lexicon.any_speaker or not governed.groups:
        return False
    if any(_may_speak(reading, clause, group) for group in governed.groups):
        return False
    if reading.is_cased and all(_is_common(reading, clause, group) for group in governed.groups):
        return True  # "certificates confirm that …"
    return not (follows or (begins_clause(clause, index + 1) and _has_finite(clause, index, content)))


def _is_common(reading: SpeechReading, clause: Clause, group: int) -> bool:
    """Whether the head is a word of the language, in lower case, that is no human being's name or trade."""
    head = clause.chunks[group].head
    word = clause.words[head]
    opens = head == clause.chunks[0].first and word.endswith("s")  # "Certificates confirm"
    if clause.tags[head] not in "NC" or not (reading.text[clause.starts[head]].islower() or opens):
        return clause.tags[head] == "C" or word == "%"
    return not word.removesuffix("s").endswith(_TRADES)


_TRADES = ("er", "or", "ist", "ian", "ant", "man", "woman", "men", "women", "ee", "ive", "mate")


def _has_finite(clause: Clause, index: int, content: tuple[int, int]) -> bool:
    return any(
        chunk.kind == "V" and chunk.is_finite and content[0] <= clause.starts[chunk.first] < content[1]
        for chunk in clause.chunks[index + 1 :]
    )


# Passives that give words to somebody though nobody is named: "is believed to have fled".
_SAID_OF = frozenset(
    {"believe", "say", "report", "allege", "suspect", "estimate", "think", "claim", "announce"}
)


def _may_speak(reading: SpeechReading, clause: Clause, group: int) -> bool:
    if clause.is_pronoun(group):
        return clause.head_word(group) not in _THINGS
    return not (reading.lexicon.people | reading.lexicon.channels).isdisjoint(clause.words_of(group))


_THINGS = frozenset({"it", "this", "that", "these", "something", "nothing", "everything", "what"})


def is_thing(clause: Clause, index: int, governed: Governed) -> bool:
    """Whether the verb, of a subject that is no known source, governs a thing and no clause."""
    if governed.content is None:
        return False
    if governed.act in (Act.PROMISE, Act.ESTIMATE):
        return not has_verb(
            clause, index, governed.content
        )  # "promising results", "software estimates the price"
    if governed.act is not Act.SAY or governed.is_after:
        return False
    chunks, at = clause.chunks, index + 1
    if (
        any(clause.is_pronoun(group) for group in governed.groups)
        or at >= len(chunks)
        or chunks[at].kind != "N"
    ):
        return False
    if clause.is_pronoun(at):
        return False  # "the Yemenis say they have three"
    return not opens_clause(clause, at)  # "emphasizes freshness"


def _is_mere_deed(reading: SpeechReading, clause: Clause, index: int, governed: Governed) -> bool:
    """Whether a form in -ing with a thing for an object is no speech: `by verifying users`, `a tool for claiming
    deductions`; `a note demanding the withdrawal` is.
    """
    content = governed.content
    if not clause.chunks[index].is_gerund or content is None or reading.text[content[0]] in _MARKS:
        return False
    if index > 0 and clause.chunks[index - 1].kind == "O" and not _that_follows(clause, index):
        return (
            clause.chunks[index].lemma in reading.lexicon.clause_only
        )  # "keep proof of posting in case it is lost"
    if any(
        (chunk.is_finite or chunk.is_infinitive) and content[0] <= clause.starts[chunk.first] < content[1]
        for chunk in takewhile(lambda chunk: chunk.kind != ",", clause.chunks[index + 1 :])
    ):
        return False
    if index > 0 and clause.chunks[index - 1].kind in "PBO&":
        return True
    if governed.act not in _BARE_OF_THINGS:
        return False  # "a message calling for the release of prisoners"
    if not governed.groups or clause.head_word(governed.groups[0]) in reading.lexicon.channels:
        return False
    speaker = speaker_of(reading, clause, governed.groups)
    return speaker is None or (speaker.kind is None and speaker.mention is None)


def _that_follows(clause: Clause, index: int) -> bool:
    return any(chunk.kind == "t" for chunk in clause.chunks[index + 1 : index + 4])


def has_verb(clause: Clause, index: int, content: tuple[int, int]) -> bool:
    """Whether a verb other than the cue stands in the content."""
    return any(
        chunk.kind in "Vb" and content[0] <= clause.starts[chunk.first] < content[1]
        for at, chunk in enumerate(clause.chunks)
        if at != index
    )


def start_of(clause: Clause, index: int) -> int:
    """Where the head of the chunk begins in the text."""
    return clause.starts[clause.chunks[index].head]
