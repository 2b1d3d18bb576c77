"""Whether words tell of one occasion, or of how things go: advice, habits, products, rules, plots.

News tells what somebody did once: a past or perfect verb, or a day, and somebody with a name, an office or arms.
How-to, marketing and law tell what anybody does at any time. Cf. the episodic and the generic of Carlson and
Pelletier (1995) and the situation entity types of Friedrich et al. (2016); there the classes are learned, here a
verb form and the classes of the heads decide.
"""

from flows.document.clauses import Clause, inflect, is_reduced_passive, subjects
from flows.document.event_drafts import Draft, Reading, statement_at
from flows.document.event_parties import head_of, is_human
from flows.document.records import Act, Role, SpeakerClass


def is_of_one_occasion(reading: Reading, clause: Clause, draft: Draft) -> bool:
    """Whether something says that it happened, or is to happen, once: a tense, or somebody who is known."""
    if _is_told_to_do(clause, draft):
        return False
    is_past = is_past_told(clause, draft)
    if not is_past and _is_made_up_or_law(reading, clause, draft):
        return False
    is_known = any(
        _is_known(reading, clause, chunk) for role, chunk in draft.roles if role is not Role.INSTRUMENT
    )
    verb = _telling_verb(clause, draft)
    if reading.is_general and not _is_said_by_somebody(reading, clause, draft):
        return is_known and is_past
    if is_known or is_past or clause.chunks[draft.chunk].kind == "N":
        return True
    if verb is not None and clause.chunks[verb].modal in clause.grammar.future_modals:
        return True
    if not clause.grammar.frequency.isdisjoint(clause.words[: draft.last + 1]):
        return any(_is_somebody(reading, clause, chunk) for _, chunk in draft.roles)  # a habit of somebody
    inside = statement_at(reading, *_span(clause, draft))
    if inside is not None and reading.statements[inside].act is Act.DEMAND:
        return True  # "ordered that his passport be confiscated"
    return draft.frame.event_type in _SPOKEN and any(role is Role.AGENT for role, _ in draft.roles)


def _is_made_up_or_law(reading: Reading, clause: Clause, draft: Draft) -> bool:
    """`The film follows a detective who is kidnapped`, `any dispute shall be settled`: plots and rules."""
    if "shall" in clause.words and statement_at(reading, *_span(clause, draft)) is None:
        return True
    return not reading.lexicon.fiction_words.isdisjoint(clause.words)


def _is_said_by_somebody(reading: Reading, clause: Clause, draft: Draft) -> bool:
    """Whether it stands in a statement, and not in one of a study or of nobody."""
    index = statement_at(reading, *_span(clause, draft))
    if index is None:
        return False
    spoken = reading.statements[index]
    return spoken.speaker_mention is not None or spoken.speaker_class in _SPEAKERS


def _is_somebody(reading: Reading, clause: Clause, chunk: int) -> bool:
    return chunk < 0 or is_human(reading, clause, chunk)


def _span(clause: Clause, draft: Draft) -> tuple[int, int]:
    return clause.starts[draft.first], clause.ends[draft.last - 1]


def _is_told_to_do(clause: Clause, draft: Draft) -> bool:
    """`Negotiate terms with the venue`: the reader is told to, in a sentence that begins with the verb."""
    chunk = clause.chunks[draft.chunk]
    return (
        chunk.kind == "V"
        and clause.tags[chunk.head] in ("IVE" if draft.chunk == 0 else "IV")  # "Beat the eggs"
        and clause.words[chunk.head] == chunk.lemma
        and not chunk.is_infinitive
        and not chunk.modal
        and not subjects(clause, draft.chunk)
    )


def is_past_told(clause: Clause, draft: Draft) -> bool:
    """Whether the verb that gives the tense is of the past, perfect, or of what is going on."""
    if clause.chunks[draft.chunk].is_perfect:
        return True  # "are believed to have planted the bomb"
    verb = _telling_verb(clause, draft)
    return verb is not None and _is_past(clause, verb)


def _telling_verb(clause: Clause, draft: Draft) -> int | None:
    """The finite verb that gives the tense: its own, else the nearest, of a noun first the one after it."""
    chunks = clause.chunks
    at = draft.chunk
    if chunks[at].kind == "V" and (chunks[at].is_finite or is_reduced_passive(clause, at)):
        return at
    if draft.governor is not None and chunks[draft.governor].is_finite:
        return draft.governor
    before, after = range(at - 1, -1, -1), range(at + 1, len(chunks))
    near = (*after, *before) if chunks[at].kind == "N" else (*before, *after)
    return next((i for i in near if chunks[i].kind == "V" and chunks[i].is_finite), None)


def _is_past(clause: Clause, verb: int) -> bool:
    chunk = clause.chunks[verb]
    if chunk.modal:
        return False
    words = clause.words[chunk.first : chunk.last]
    if chunk.is_perfect or not _PAST_AUXILIARIES.isdisjoint(words):
        return True
    if words[-1] in ("is", "are", "has", "have") or not _PRESENT_AUXILIARIES.isdisjoint(words[:-1]):
        return clause.tags[chunk.head] == "G"
    form = clause.words[chunk.head]
    return clause.tags[chunk.head] in "EK" or form not in (chunk.lemma, str(inflect(chunk.lemma)[0]))


def _is_known(reading: Reading, clause: Clause, chunk: int) -> bool:
    """Whether a participant is somebody or something definite: a name, an office, arms, `he`."""
    if chunk < 0:
        first, last = divmod(-chunk, 1000)
        return any(_is_known_token(reading, clause, token) for token in range(first, last))
    group = clause.chunks[chunk]
    if clause.is_pronoun(chunk):
        return clause.words[group.head] in (_SOMEBODY if reading.is_general else _ANYBODY)
    if any(_is_known_token(reading, clause, token) for token in range(group.first, group.last)):
        return True
    head = head_of(reading, clause, chunk)
    if any(reading.lexicon.is_head(kind, head) for kind in _KNOWN):
        return True
    if reading.is_general:
        return False
    return clause.tags[group.first] == "C" or (
        clause.words[group.first] in ("the", "this", "that") and is_human(reading, clause, chunk)
    )


def _is_known_token(reading: Reading, clause: Clause, token: int) -> bool:
    return token in clause.mention_of or any(
        reading.lexicon.is_head(kind, clause.words[token]) for kind in ("perpetrator", "authority")
    )


_PAST_AUXILIARIES = frozenset("was were been being had did".split())
_PRESENT_AUXILIARIES = frozenset("is are be am being do does has have 's 're".split())
_SOMEBODY = frozenset("he she him her".split())
_ANYBODY = _SOMEBODY | frozenset("they them we us i me".split())
_SPEAKERS = (SpeakerClass.OFFICIAL, SpeakerClass.PARTY, SpeakerClass.WITNESS)
_SPOKEN = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN"})  # said now: "the front demands …"
_KNOWN = ("perpetrator", "military", "authority", "official")
