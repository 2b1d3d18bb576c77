"""Who speaks, and through what: the noun group that a verb of speech has for its subject."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from flows.document.clause_roles import coordinated_back
from flows.document.clauses import (
    Clause,
    coordinated_forward,
    end_of_of,
    finite_verbs,
    phrases,
    subjects,
)
from flows.document.quotations import WORD
from flows.document.records import Act, Kind, SpeakerClass
from flows.document.speech_extent import is_inverted
from flows.document.speech_lexicon import SpeechLexicon
from flows.document.speech_reading import MentionLike, Speaker, SpeechReading

_ALERTS = frozenset({"alert", "warning", "flyer", "sms"})  # sent, never where one speaks


def behind_channel(reading: SpeechReading, clause: Clause, channel: list[int]) -> list[int]:
    """`X appeared in a video claiming …`: X, when the channel stands in a phrase of X's verb, or X sent it."""
    at, head = channel[0] - 1, clause.head_word(channel[0])
    is_message = not (reading.lexicon.channels | _ALERTS).isdisjoint({head, head.removesuffix("s")})
    if not is_message:
        return channel
    if at > 0 and clause.chunks[at].lemma in _SENDING and not clause.chunks[at].is_passive:
        return _main_subject(reading, clause, at) or subjects(clause, at) or channel
    if at < 1 or clause.chunks[at].kind != "P" or clause.chunks[at - 1].kind != "V":
        return channel
    return subjects(clause, at - 1) or channel


_SENDING = frozenset(
    {"send", "issue", "post", "release", "publish", "distribute", "circulate", "drop", "broadcast"}
)


def find_speaker_chunks(reading: SpeechReading, clause: Clause, index: int) -> tuple[list[int], bool, str]:
    """The speaker's noun groups, whether the content stands before the cue, and the rule."""
    chunk = clause.chunks[index]
    if chunk.is_passive:
        by = [groups for preposition, groups in phrases(clause, index + 1) if preposition == "by"]
        if by:
            return by[0], False, "passive"
        if chunk.lemma in ("tell", "warn", "inform", "order", "ask"):
            return [], False, "passive"
        return [], False, "passive"
    if is_inverted(reading, clause, index):
        return coordinated_forward(clause, index + 1), True, "inversion"
    found = subjects(clause, index)
    if chunk.is_gerund and index > 0 and clause.chunks[index - 1].kind == ",":
        found = _main_subject(reading, clause, index) or found
    if len(found) > 1 and clause.head_word(found[-1] - 1) == "but":
        found = found[-1:]  # "… 40 minutes before the blast, but the police accused the callers"
    if len(found) == 1 and found[0] > 0 and clause.head_word(found[0]) in _FLOATING:
        before = found[0] - 1
        if clause.chunks[before].kind == "N":
            found = coordinated_back(clause, before)  # "Syria and Iran both denied"
    return found, False, "subject"


def _main_subject(reading: SpeechReading, clause: Clause, index: int) -> list[int]:
    """`Mann agreed that it is needed when needs arise, stating …`: the sentence's subject, where it can speak."""
    verbs = [verb for verb in finite_verbs(clause) if verb < index]
    act = reading.lexicon.act_of_verb.get(clause.chunks[index].lemma or "")
    is_told = bool(verbs) and clause.chunks[verbs[0]].lemma in reading.lexicon.act_of_verb
    # "sources report that ISIS posted a warning, demanding …": who posted it demands
    for verb in reversed(verbs) if is_told and act in _OF_THE_DOER else verbs[:1]:
        found = [_before_aside(clause, group) for group in subjects(clause, verb) if group < index]
        speaker = speaker_of(reading, clause, found)
        if speaker is not None and (speaker.kind is not None or speaker.mention is not None):
            return found
    return []


def _before_aside(clause: Clause, group: int) -> int:
    """The noun group of `ISIS, sensing new winds from Gaza, posted`, where the last one in the aside was taken."""
    chunks = clause.chunks
    if group < 1 or chunks[group - 1].kind != "P":
        return group
    for at in range(group - 1, max(group - 8, 1), -1):
        if chunks[at].is_gerund and chunks[at - 1].kind == "," and chunks[at - 2].kind == "N":
            return at - 2
    return group


_OF_THE_DOER = (Act.DEMAND, Act.THREATEN, Act.ESTIMATE, Act.PROMISE)


_FLOATING = frozenset({"both", "all", "each", "neither"})


def owner_of(reading: SpeechReading, clause: Clause, index: int) -> Speaker | None:
    """`ISIS threats to`, `the group's claim that`: what stands before the noun in its own group."""
    chunk = clause.chunks[index]
    first = chunk.first
    while first < chunk.head and clause.tags[first] in "DCJ":
        first += 1
    last = chunk.head
    while last > first and clause.tags[last - 1] in "pJ":
        last -= 1
    if last > first:
        return speaker_at(reading, clause.starts[first], clause.ends[last - 1])
    for verb in range(index - 1, -1, -1):
        if clause.chunks[verb].kind == "V":
            return speaker_of(reading, clause, subjects(clause, verb))
    return None


def speaker_of(reading: SpeechReading, clause: Clause, groups: Sequence[int]) -> Speaker | None:
    """The speaker that these noun groups name, apposition and all; None without a group."""
    if not groups:
        return None
    last = end_of_of(clause, groups[-1])
    start, end = clause.span(groups[0], last)
    head = clause.head_word(groups[0])
    if head in reading.lexicon.channels and len(groups) == 1:
        source = last + 2
        if (
            last + 2 < len(clause.chunks)
            and clause.head_word(last + 1) in ("from", "by")
            and clause.chunks[source].kind == "N"
        ):
            s, e = clause.span(source, end_of_of(clause, source))
            channel_start, channel_end = clause.span(groups[0], groups[0])
            return replace(speaker_at(reading, s, e), channel=reading.text[channel_start:channel_end])
    if (
        _apposition(reading, clause, last) == ""
        and last + 2 < len(clause.chunks)
        and clause.chunks[last + 1].kind == "P"
    ):
        beyond = end_of_of(clause, last + 2)
        if clause.chunks[last + 2].kind == "N" and _apposition(reading, clause, beyond):
            last = beyond  # "a spokesman for the Houthis, Yahya Saree,"
    place = last + 2
    if (
        place + 1 < len(clause.chunks)
        and clause.head_word(last + 1) in ("in", "at")
        and clause.chunks[last + 1].kind == "P"
        and clause.chunks[place].kind == "N"
        and clause.chunks[place + 1].kind == "V"
        and clause.chunks[place + 1].is_finite
        and clause.tags[clause.chunks[place].head] == "M"
    ):  # "ISIS in Gaza warned": the name is what stands before
        whole = clause.span(place, place)[1]
        return replace(speaker_at(reading, start, end), end=whole, text=reading.text[start:whole])
    apposition = _apposition(reading, clause, last)
    if apposition and len(groups) == 1 and not _is_person(reading, _mention_in(reading, start, end)):
        named = clause.span(last + 2, end_of_of(clause, last + 2))
        mention = _mention_in(reading, *named)
        if _is_person(
            reading, mention
        ):  # "his lawyer, Ana Torres, said", "the Interior Minister, Ana Torres,"
            return speaker_at(reading, start, named[1], apposition + _aside(reading, clause, last + 2))
    return speaker_at(reading, start, end, apposition + _aside(reading, clause, last))


def _is_person(reading: SpeechReading, mention: int | None) -> bool:
    return mention is not None and reading.mentions[mention].kind == Kind.PERSON


def _apposition(reading: SpeechReading, clause: Clause, last: int) -> str:
    """The words of `, a senior official,` after a speaker; an age may stand before them."""
    chunks = clause.chunks
    at = last + 1
    if at + 3 < len(chunks) and chunks[at].kind == "," and clause.words[chunks[at + 1].head].isdigit():
        at += 2  # "Ana Torres, 34, a baker, said"
    if at + 1 < len(chunks) and chunks[at].kind == "," and chunks[at + 1].kind == "N":
        group = end_of_of(clause, at + 1)
        if clause.words[chunks[last].first - 1 : chunks[last].first] == ["to"] and _verb_after(clause, group):
            return ""  # "according to reports, several passengers were hurt"
        start, end = clause.span(at + 1, group)
        return reading.text[start:end]
    return ""


def _verb_after(clause: Clause, group: int) -> bool:
    return group + 1 < len(clause.chunks) and clause.chunks[group + 1].kind == "V"


def _aside(reading: SpeechReading, clause: Clause, last: int) -> str:
    """A relative clause after a speaker that says why there is no name: `, who asked not to be identified,`."""
    if reading.lexicon.hidden.by_last_word.keys().isdisjoint(clause.words):
        return ""
    end = clause.ends[clause.chunks[last].last - 1]
    hidden = reading.lexicon.hidden.pattern.search(reading.text, end, clause.ends[-1])
    return f" {hidden.group()}" if hidden else ""


def speaker_at(reading: SpeechReading, start: int, end: int, apposition: str = "") -> Speaker:
    """The speaker that stands here; the apposition is read for its class alone."""
    surface = reading.text[start:end]
    mention = _mention_in(reading, start, end)
    return Speaker(start, end, surface, class_of_speaker(reading, surface, apposition, mention), mention)


def _mention_in(reading: SpeechReading, start: int, end: int) -> int | None:
    """The name that is the speaker: a person anywhere in the group, else the last name in it."""
    low = bisect_left(reading.mention_starts, start)
    inside = []
    for index in range(max(low - 1, 0), len(reading.mentions)):
        mention = reading.mentions[index]
        if mention.start_char >= end:
            break
        if mention.end_char > start and not _is_glued(reading, mention):
            inside.append(index)
    inside = [i for i in inside if not _is_kin(reading, reading.mentions[i], end)]
    persons = [i for i in inside if reading.mentions[i].kind == Kind.PERSON]
    if persons:
        return persons[-1]
    return inside[0] if inside else None


def _is_kin(reading: SpeechReading, mention: MentionLike, end: int) -> bool:
    """`Mr Aslam's brother`: the person named does not speak."""
    after = mention.end_char
    is_owner = reading.text[after : after + 2] in ("'s", "’s") and after + 2 < end
    return is_owner and mention.kind == Kind.PERSON


def _is_glued(reading: SpeechReading, mention: MentionLike) -> bool:
    """`pro-ISIS`, `ISIS-affiliated`: not the name itself."""
    before = reading.text[mention.start_char - 1 : mention.start_char]
    return before == "-" or reading.text[mention.end_char : mention.end_char + 1] == "-"


# Before the title of who speaks for a side that is no state's.
_REBEL = frozenset({
    "rebel", "rebels", "guerrilla", "insurgent", "militant", "militia", "paramilitary", "separatist", "jihadist",
    "opposition",
})  # fmt: skip

# The head of a noun group: the word before its first phrase.
_HEAD = re.compile(
    r"[^,]{0,120}?([\w-]+)(?:,| (?:of|for|in|from|with|at|on|to|who|whose|which|that|calling|called|known|close)\b|$)"
)


def class_of_speaker(
    reading: SpeechReading, surface: str, apposition: str, mention: int | None
) -> SpeakerClass | None:
    """What kind of source this is, by the words of the speaker and of what stands beside it."""
    kind = _class_by_words(reading.lexicon, f"{surface} {apposition}".lower(), surface.lower())
    if kind is not None or mention is None:
        return kind
    name = reading.mentions[mention]
    if name.kind == Kind.PLACE and surface.lower().endswith(name.surface.lower()):
        return SpeakerClass.OFFICIAL  # "Ethiopia said"
    if name.kind == Kind.ORGANIZATION:
        return SpeakerClass.PARTY
    return None


@lru_cache(maxsize=2_000)
def _class_by_words(lexicon: SpeechLexicon, low: str, surface: str) -> SpeakerClass | None:
    """The class that words alone give, of a speaker with his apposition; the same speakers come again and again."""
    words = WORD.findall(low)
    if lexicon.hidden.stand_in(low, words):
        return SpeakerClass.ANONYMOUS
    heads = {word.removesuffix("'s").removesuffix("’s") for word in words}
    heads |= {part for word in heads if "-" in word for part in word.split("-")}  # "Major-General"
    heads |= {word[:-1] for word in heads if word.endswith("s")}  # "engineers"
    entries = lexicon.speaker_words
    head = _HEAD.match(surface)
    if head:
        for kind, known in entries.items():
            if head.group(1) in known and kind is not SpeakerClass.MEDIA:
                # "a group calling itself the Army Council" is no army, "the rebel commander" no official
                is_rebel = not _REBEL.isdisjoint(WORD.findall(head.group()))
                return SpeakerClass.PARTY if kind is SpeakerClass.OFFICIAL and is_rebel else kind
    if not _REBEL.isdisjoint(words[:4]) and not entries[SpeakerClass.OFFICIAL].isdisjoint(words):
        return SpeakerClass.PARTY  # "the rebel commander Ana Torres"
    for kind, known in entries.items():
        if not known.isdisjoint(heads) or any(p in low for p in lexicon.speaker_phrases[kind]):
            return kind
    if any(word.endswith("ologist") for word in heads):
        return SpeakerClass.EXPERT
    return None
