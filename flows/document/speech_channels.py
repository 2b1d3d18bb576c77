"""Through what somebody speaks: "on Facebook", "in a statement posted online", "told AFP by telephone"."""

from flows.document.clauses import Clause, end_of_of
from flows.document.quotations import WORD
from flows.document.records import SpeakerClass
from flows.document.speech_reading import SpeechReading

_BEFORE_CHANNEL = frozenset({"on", "in", "via", "through", "to", "by", "over", "at", "during", "from"})
# "on a military post", "on the report": what was spoken of, or a place
_NOT_ON = frozenset({"post", "call", "report", "letter", "message", "note", "text", "site", "address"})
_OF_TOPIC = frozenset({"according", "reply", "response", "reaction"})


def channel_of(
    reading: SpeechReading, clause: Clause, index: int, content: tuple[int, int] | None = None
) -> str | None:
    """`on Facebook`, `in a statement`, `told AFP by telephone`, as written; none that stands in the content."""
    chunks = clause.chunks
    after = index + 1
    if chunks[index].lemma in reading.lexicon.addressee and after < len(chunks) and chunks[after].kind == "N":
        last = end_of_of(clause, after)
        start, end = clause.span(after, last)
        if _is_outlet(reading, start, end) or not _heads(clause, after).isdisjoint(reading.lexicon.forums):
            if _is_channel(reading, clause, last + 1):
                last = _last_of_channel(clause, last + 1)  # "told Reuters by telephone"
            return reading.text[clause.starts[chunks[index].head] : clause.ends[chunks[last].last - 1]]
    for at, chunk in enumerate(chunks[:-1]):
        if chunk.kind not in "PB" or not _is_channel(reading, clause, at):
            continue
        if content is not None and content[0] <= clause.starts[chunk.first] < content[1]:
            continue
        if _is_beside(clause, at, index):
            start, end = clause.span(at, _last_of_channel(clause, at))
            return reading.text[start:end]
    return None


def _is_beside(clause: Clause, at: int, index: int) -> bool:
    """Whether a phrase belongs to the verb of speech: behind it, right before it, set off, or opening the sentence."""
    chunks = clause.chunks
    if at > index:
        return not (at > index + 2 and chunks[at - 1].kind == "V" and not chunks[at - 1].is_bare)
    if at in (0, 1, index - 2) or not any(chunk.kind in "NV" for chunk in chunks[1:at]):
        return True
    before = at - 1
    while before > 0 and (chunks[before].is_gerund or chunks[before].is_bare or chunks[before].kind in "TY"):
        before -= 1  # ", speaking on state television,"
    last = _last_of_channel(clause, at) + 1
    while last + 1 < len(chunks) and chunks[last].kind in "PBT":
        last += 1 if chunks[last].kind == "T" else 2  # "by telephone from his home"
    return chunks[before].kind == "," and last < len(chunks) and chunks[last].kind == ","


def _is_channel(reading: SpeechReading, clause: Clause, at: int) -> bool:
    """Whether the phrase that begins here names a medium or a message."""
    chunks = clause.chunks
    if at + 1 >= len(chunks) or chunks[at].kind not in "PB" or chunks[at + 1].kind != "N":
        return False
    preposition, head = clause.head_word(at), clause.head_word(at + 1)
    if preposition not in _BEFORE_CHANNEL or (preposition == "on" and head in _NOT_ON):
        return False
    if preposition == "from":
        return False
    if preposition == "to":
        if at and clause.words[chunks[at].first - 1] in _OF_TOPIC:
            return False
        return _is_outlet(reading, *clause.span(at + 1, at + 1))
    heads = _heads(clause, at + 1)
    if preposition == "at" and heads.isdisjoint(reading.lexicon.forums):
        return False  # "at the site"
    return not heads.isdisjoint(reading.lexicon.channels)


def _heads(clause: Clause, noun: int) -> set[str]:
    """The head of a noun group, and of a name in it each word: `its Telegram channel`, `the BBC Hausa service`."""
    chunk = clause.chunks[noun]
    head = clause.words[chunk.head]
    return {head, head.removesuffix("s")} | {
        clause.words[token] for token in range(chunk.first, chunk.last) if clause.tags[token] == "M"
    }


def _is_outlet(reading: SpeechReading, start: int, end: int) -> bool:
    """A medium by the class of its words, or by a name such as papers and stations have."""
    surface = reading.text[start:end]
    low = surface.lower()
    words = set(WORD.findall(low))
    media = reading.lexicon.speaker_words[SpeakerClass.MEDIA]
    if not media.isdisjoint(words) or any(
        p in low for p in reading.lexicon.speaker_phrases[SpeakerClass.MEDIA]
    ):
        return True
    return any(
        word[:1].isupper() and word.lower() in reading.lexicon.outlet_words for word in surface.split()
    )


def _last_of_channel(clause: Clause, at: int) -> int:
    """The last chunk of a phrase with what belongs to it: `in an interview with Reuters`, `in a statement posted
    online`, `in a message on Telegram`.
    """
    last = end_of_of(clause, at + 1)
    chunks = clause.chunks
    if (
        last + 2 < len(chunks)
        and clause.head_word(last + 1) in ("with", "to")
        and chunks[last + 2].kind == "N"
    ):
        last = end_of_of(clause, last + 2)  # "in an interview with Reuters"
    if last + 1 < len(chunks) and chunks[last + 1].kind == "V" and chunks[last + 1].is_bare:
        last += 1
        if (
            last + 1 < len(chunks)
            and chunks[last + 1].kind in ("Y", "N", "T")
            and clause.words[chunks[last + 1].first] == "online"
        ):
            last += 1
    return last
