"""Who or what a noun group is: a person, a party, a piece of land, nobody."""

from flows.document.clauses import Clause
from flows.document.event_drafts import Reading
from flows.document.records import Kind


def head_of(reading: Reading, clause: Clause, noun: int) -> str:
    """The head of a noun group; of `dozens of supporters` or `the front of the embassy`, the second."""
    chunks = clause.chunks
    word = clause.words[chunks[noun].head]
    while noun + 2 < len(chunks) and chunks[noun + 1].kind == "O" and chunks[noun + 2].kind == "N":
        if not (
            word in reading.lexicon.collectives
            or word in reading.lexicon.parts
            or clause.tags[chunks[noun].head] == "C"
            or reading.lexicon.is_head("length", word)  # "a metre of pipeline"
        ):
            break
        noun += 2
        word = clause.words[chunks[noun].head]
    return word


def is_human(reading: Reading, clause: Clause, noun: int) -> bool:
    """Whether this noun group means persons."""
    head = head_of(reading, clause, noun)
    if any(reading.lexicon.is_head(kind, head) for kind in ("person", "perpetrator", "military")):
        return True
    chunk = clause.chunks[noun]
    mention = clause.mention_of.get(chunk.head)
    if mention is not None:
        return reading.mentions[mention].kind == Kind.PERSON
    if head.endswith(("smen", "omen", "lmen", "rmen", "sman", "woman")):
        return True  # "patrolmen", "tribeswomen", "a marksman"
    return not _is_known_head(reading, head) and any(
        reading.lexicon.is_head(kind, word)
        for kind in ("person", "military")
        for word in clause.words[
            clause.tags.rfind("p", chunk.first, chunk.head) + 1 or chunk.first : chunk.head
        ]
    )


def is_unknown(reading: Reading, clause: Clause, noun: int) -> bool:
    """A mention, a number alone, or a bare unknown word: nothing says that it is no person."""
    chunk = clause.chunks[noun]
    if chunk.head in clause.mention_of or clause.tags[chunk.head] == "C":
        return True
    return clause.tags[chunk.first] not in "DCJ" and clause.words[chunk.head] not in clause.grammar.words


def _is_known_head(reading: Reading, head: str) -> bool:
    return head in reading.lexicon.kinds or head in reading.lexicon.nouns


def is_party(reading: Reading, clause: Clause, token: int) -> bool:
    """Whether this word before an event noun says who did it."""
    word = clause.words[token]
    if word in ("terrorist", "criminal", "guard"):  # "a terrorist attack": an adjective
        return False
    return (
        reading.lexicon.is_head("perpetrator", word)
        or reading.lexicon.is_head("military", word)
        or _mention_kind(reading, clause, token) == Kind.ORGANIZATION
    )


def _mention_kind(reading: Reading, clause: Clause, token: int) -> str | None:
    mention = clause.mention_of.get(token)
    return None if mention is None else reading.mentions[mention].kind


def named_kind(reading: Reading, clause: Clause, index: int) -> str | None:
    """The kind of the name that stands in this noun group."""
    mention = own_name(reading, clause, index)
    return None if mention is None else reading.mentions[mention].kind


def can_act(reading: Reading, clause: Clause, index: int) -> bool:
    """Whether somebody, and no crane or storm, is meant."""
    return (
        index < 0
        or clause.is_pronoun(index)
        or is_human(reading, clause, index)
        or named_kind(reading, clause, index) is not None
        or reading.lexicon.is_head("organization", head_of(reading, clause, index))
    )


def is_nobody(reading: Reading, clause: Clause, index: int) -> bool:
    """`no one`, `nobody`, `not a single person`."""
    first = clause.chunks[index].first
    return clause.words[first] in _NOBODY or (index > 0 and clause.chunks[index - 1].kind == "z")


def own_name(reading: Reading, clause: Clause, index: int) -> int | None:
    """The name that stands in the group itself, not one that it may mean."""
    chunk = clause.chunks[meant(reading, clause, index)]
    return next(
        (clause.mention_of[t] for t in range(chunk.first, chunk.last) if t in clause.mention_of), None
    )


def meant(reading: Reading, clause: Clause, noun: int) -> int:
    """Of `dozens of supporters` the supporters."""
    while (
        (
            clause.head_word(noun) in reading.lexicon.collectives
            or clause.tags[clause.chunks[noun].head] == "C"
        )
        and noun + 2 < len(clause.chunks)
        and clause.chunks[noun + 1].kind == "O"
        and clause.chunks[noun + 2].kind == "N"
        and clause.chunks[noun].head not in clause.mention_of
    ):
        noun += 2
    return noun


def is_site(reading: Reading, clause: Clause, noun: int) -> bool:
    """Whether this noun group names a piece of land or a building."""
    head = clause.head_word(noun)
    return reading.lexicon.is_head("region", head) or reading.lexicon.is_head("place_object", head)


_NOBODY = frozenset({"no", "nobody", "none", "neither"})
