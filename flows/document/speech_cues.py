"""Verbs, nouns and phrases that hand a content to a speaker."""

from flows.document.clauses import (
    Clause,
    coordinated_forward,
    end_of_of,
    is_reduced_passive,
    objects,
    phrases,
    subjects,
)
from flows.document.records import Act
from flows.document.speakers import behind_channel, find_speaker_chunks, owner_of, speaker_at, speaker_of
from flows.document.speech_channels import channel_of
from flows.document.speech_contents import (
    clause_start,
    content_after,
    content_before,
    content_of_relative,
    is_trailing,
)
from flows.document.speech_extent import content_end, noun_group_end
from flows.document.speech_reading import Cue, Governed, Speaker, SpeechReading
from flows.document.speech_vetoes import has_verb, is_thing, is_unsourced, says_nothing, start_of


def find_cues(reading: SpeechReading, clause: Clause) -> list[Cue]:
    """The verbs, nouns and phrases of speech in one sentence, in order."""
    found: list[Cue] = []
    words, verbs, nouns = clause.words, reading.lexicon.cue_verbs, reading.lexicon.act_of_noun
    for index, chunk in enumerate(clause.chunks):
        cue = None
        kind = chunk.kind
        if kind == "V":
            if chunk.lemma in verbs:
                cue = (
                    _quoting_cue(reading, clause, index)
                    or _relay_cue(reading, clause, index)
                    or _describing_cue(reading, clause, index)
                    or _as_cue(reading, clause, index)
                    or _ultimatum_cue(reading, clause, index)
                    or _verb_cue(reading, clause, index, found)
                )
        elif kind == "N":
            word = words[chunk.head]
            if word in nouns:
                cue = _noun_cue(reading, clause, index)
            elif word == "words":
                cue = _words_cue(reading, clause, index)
        elif kind == "P" and words[chunk.head] == "according":
            cue = _according_cue(reading, clause, index)
        if cue is not None:
            found.append(cue)
    found = [cue for each in found for cue in (*_cited_by(reading, clause, each), each)]
    if any(cue.rule == "quoted_as" and cue.content is None for cue in found):
        # "…," the paper quoted X as saying: the words are X's
        found = [cue for cue in found if clause.chunks[cue.chunk].lemma not in _QUOTING]
    return found


def _cue_at(
    reading: SpeechReading,
    clause: Clause,
    index: int,
    act: Act,
    content: tuple[int, int] | None,
    *,
    rule: str,
    speaker: Speaker | None,
    channel: str | None = None,
    is_after: bool = False,
) -> Cue:
    """The cue whose word is the head of this chunk."""
    start, end = start_of(clause, index), clause.span(index, index)[1]
    text = reading.text[start:end]
    return Cue(clause, index, act, text, start, end, speaker, channel, content, is_after, rule)


def _quoting_cue(reading: SpeechReading, clause: Clause, index: int) -> Cue | None:
    """The `saying` of `AFP quoted the spokesman as saying …`: the one quoted speaks."""
    before = index - 1
    while before > 0 and clause.chunks[before].kind in (",", "Y"):
        before -= 1
    if not clause.chunks[index].is_gerund or before < 2 or clause.head_word(before) != "as":
        return None
    verb = next((at for at in range(before - 1, -1, -1) if clause.chunks[at].lemma in _QUOTING), None)
    if verb is None or act_of(reading, clause, index) is None:
        return None
    groups = subjects(clause, verb) if clause.chunks[verb].is_passive else objects(clause, verb)
    content = content_after(reading, clause, index, clause.chunks[index].lemma)
    return _cue_at(
        reading,
        clause,
        index,
        Act.SAY,
        content,
        speaker=speaker_of(reading, clause, groups),
        rule="quoted_as",
    )


_QUOTING = frozenset({"quote", "cite"})


def _relay_cue(reading: SpeechReading, clause: Clause, index: int) -> Cue | None:
    """`AFP quoted the spokesman as saying …`: who passes it on, with the speaker and the words for content."""
    chunks = clause.chunks
    if chunks[index].lemma not in _QUOTING or chunks[index].is_passive or index + 1 >= len(chunks):
        return None
    groups = subjects(clause, index)
    if not groups or min(groups) > index or chunks[index + 1].kind != "N":
        return None
    saying = next(
        (
            at
            for at in range(index + 2, len(chunks))
            if chunks[at].is_gerund and clause.words[chunks[at].first - 1] == "as"
        ),
        None,
    )
    if saying is None or act_of(reading, clause, saying) is None:
        return None
    content = content_after(reading, clause, saying, chunks[saying].lemma)
    if content is None:
        return None
    content = clause.starts[chunks[index + 1].first], content[1]
    speaker = speaker_of(reading, clause, groups)
    return _cue_at(reading, clause, index, Act.REPORT, content, speaker=speaker, rule="relay")


def _cited_by(reading: SpeechReading, clause: Clause, cue: Cue) -> list[Cue]:
    """`A diplomat, quoted by Reuters, said that …`: who passes it on, with the speaker and the words for content."""
    if cue.speaker is None or cue.content is None or cue.is_after or cue.rule != "subject":
        return []
    for at in range(cue.chunk):
        chunk = clause.chunks[at]
        if chunk.lemma not in _QUOTING or not chunk.is_bare or clause.starts[chunk.first] < cue.speaker.start:
            continue
        if at + 2 < cue.chunk and clause.chunks[at + 1].kind == "B" and clause.chunks[at + 2].kind == "N":
            speaker = speaker_of(reading, clause, [at + 2])
            content = cue.speaker.start, cue.content[1]
            return [_cue_at(reading, clause, at, Act.REPORT, content, speaker=speaker, rule="relay")]
    return []


def _describing_cue(reading: SpeechReading, clause: Clause, index: int) -> Cue | None:
    """`X called the report "an absolute lie"`, `called it a war crime`: two groups after one verb."""
    chunks, at = clause.chunks, index + 1
    chunk = chunks[index]
    if chunk.lemma not in reading.lexicon.describing or chunk.is_passive or chunk.is_negated or chunk.modal:
        return None
    if at + 1 >= len(chunks) or chunks[at].kind != "N" or is_reduced_passive(clause, index):
        return None
    after = end_of_of(clause, at) + 1
    if (
        after >= len(chunks)
        or chunks[after].kind not in 'N"'
        or clause.head_word(at).endswith(("self", "selves"))
    ):
        return None  # "a group calling itself X"
    determined = "DR" if chunks[after].kind == '"' else "D"
    if clause.tags[chunks[at if chunks[after].kind == '"' else after].first] not in determined:
        return None  # "a class called Achieving a Healthy Weight"
    start = clause.starts[chunks[at].first]
    content = start, content_end(reading, clause, at)
    groups = [group for group in subjects(clause, index) if group < index]
    if groups and groups[0] > 0 and chunks[groups[0] - 1].kind in "VPO":
        return None  # "joined a class called X"
    speaker = speaker_of(reading, clause, groups)
    if speaker and speaker.end > start_of(clause, index):  # read as "a group called X"
        speaker = speaker_at(reading, *clause.span(groups[0], groups[-1]))
    channel = channel_of(reading, clause, index)
    return _cue_at(
        reading, clause, index, Act.SAY, content, speaker=speaker, channel=channel, rule="described"
    )


def _as_cue(reading: SpeechReading, clause: Clause, index: int) -> Cue | None:
    """`X described the report as fiction`: a noun group and what it is said to be."""
    chunks, chunk, at = clause.chunks, clause.chunks[index], index + 1
    if chunk.lemma not in reading.lexicon.describing_as:
        return None
    if chunk.is_passive or chunk.is_negated or chunk.modal or not (chunk.is_finite or chunk.is_gerund):
        return None
    if at >= len(chunks) or chunks[at].kind != "N" or is_reduced_passive(clause, index):
        return None
    joint = _end_of_phrase(clause, at) + 1
    if joint >= len(chunks) or clause.head_word(joint) != "as":
        return None
    groups = [group for group in subjects(clause, index) if group < index]
    if not groups:
        return None
    content = clause.starts[chunks[at].first], content_end(reading, clause, at)
    speaker, channel = speaker_of(reading, clause, groups), channel_of(reading, clause, index, content)
    return _cue_at(
        reading, clause, index, Act.SAY, content, speaker=speaker, channel=channel, rule="described_as"
    )


def _ultimatum_cue(reading: SpeechReading, clause: Clause, index: int) -> Cue | None:
    """`X gave the hostages' families until Friday to pay`: who is told, a limit, an infinitive."""
    chunks, chunk, at = clause.chunks, clause.chunks[index], index + 1
    if chunk.lemma != "give" or chunk.is_passive or chunk.is_negated or chunk.modal or not chunk.is_finite:
        return None
    if at >= len(chunks) or chunks[at].kind != "N":
        return None
    limit = _end_of_phrase(clause, at) + 1
    while limit < len(chunks) and chunks[limit].kind in "ONPS":
        if chunks[limit].kind == "S" and clause.head_word(limit) not in ("until", "till"):
            return None
        limit += 1
    if limit == at or limit + 1 >= len(chunks) or chunks[limit].kind != "T":
        return None
    if not chunks[limit + 1].is_infinitive:
        return None
    speaker = speaker_of(reading, clause, [group for group in subjects(clause, index) if group < index])
    is_limit = clause.head_word(limit - 1) in ("until", "till")  # "she gave the dog two hours to sleep"
    if speaker is None or (
        speaker.kind is None and speaker.mention is None and not (is_limit and _is_pronoun(speaker))
    ):
        return None
    content = clause.starts[chunks[limit + 1].first], content_end(reading, clause, limit + 1)
    return _cue_at(reading, clause, index, Act.DEMAND, content, speaker=speaker, rule="ultimatum")


def _is_pronoun(speaker: Speaker) -> bool:
    return speaker.text.lower() in ("he", "she", "they", "it")


def _end_of_phrase(clause: Clause, noun: int) -> int:
    """The last chunk of a noun group with its possessor and `of` phrases: `the Panel | 's | earlier | report`."""
    last = end_of_of(clause, noun)
    while last + 1 < len(clause.chunks) and clause.chunks[last + 1].kind in ("p", "Y", "N"):
        last = end_of_of(clause, last + 1)
    return last


def _shared_speaker(clause: Clause, index: int, found: list[Cue]) -> Speaker | None:
    """The speaker of the cue before, for `X said … and warned …` and `X, which has warned …, said …`."""
    before = index - 1
    while before > 0 and clause.chunks[before].kind in ("Y", "T"):
        before -= 1
    if not found or before < 1:
        return None
    told = [cue for cue in found if cue.rule != "noun" and not clause.chunks[cue.chunk].is_infinitive]
    last, joint = (told or found)[-1], clause.chunks[before].kind
    if last.content is None or last.is_after or last.content[1] > clause.starts[clause.chunks[before].first]:
        return None
    if sum(chunk.kind == '"' for chunk in clause.chunks[last.chunk : index]) % 2:
        return None
    if clause.chunks[last.chunk].is_passive:
        return None  # "it is said that A came and asked …"
    if joint == "&" or (joint == "," and clause.chunks[last.chunk - 1].kind == "W"):
        return last.speaker
    return None


# What somebody will, may or should say has not been said.
_NOT_SAID = frozenset({"will", "would", "may", "might", "can", "could", "should", "shall", "must"})


def _verb_cue(reading: SpeechReading, clause: Clause, index: int, found: list[Cue]) -> Cue | None:
    chunk = clause.chunks[index]
    act = act_of(reading, clause, index)
    if act is None or (chunk.is_negated and act is not Act.CONFIRM):
        return None
    if chunk.modal in _NOT_SAID and clause.words[chunk.last : chunk.last + 1] != ["only"]:
        return None  # but "would say only that"
    if chunk.is_negated:
        act = Act.DOUBT  # "could not confirm the report"
    is_participle = is_reduced_passive(clause, index) and not _clause_follows(reading, clause, index)
    if chunk.lemma == "say" and index + 1 < len(clause.chunks) and clause.chunks[index + 1].kind in 'N"t':
        is_participle = False  # "a doctor who was freed said the gunmen …"
    if is_participle and _is_by_medium(reading, clause, index):
        is_participle = False
    if is_participle and index > 0 and clause.head_word(index - 1) in ("he", "she", "they", "we", "i"):
        is_participle = False  # "he said in a recording circulated online"
    if is_participle or chunk.is_passive:
        by_agent = _said_by(reading, clause, index, act)
        if by_agent is not None or not chunk.is_passive:
            return by_agent
    if _is_cited(clause, index):
        return None
    governed = _governed(reading, clause, index, act)
    if says_nothing(reading, clause, index, governed):
        return None
    speaker = None if governed.is_after else _shared_speaker(clause, index, found)
    speaker = speaker or speaker_of(reading, clause, governed.groups)
    if speaker is not None and not any(letter.isalpha() for letter in speaker.text) and not governed.is_after:
        # "63 per cent of organisations said"
        speaker = speaker_at(reading, speaker.start, clause.ends[clause.chunks[index - 1].last - 1])
    is_source = speaker is not None and (speaker.kind is not None or speaker.mention is not None)
    if not is_source and not reading.lexicon.sourced_only.isdisjoint(
        (chunk.lemma, _with_particle(clause, index))
    ):
        return None
    if not is_source and (
        is_thing(clause, index, governed) or is_unsourced(reading, clause, index, governed)
    ):
        return None
    return _cue_at(
        reading,
        clause,
        index,
        governed.act,
        governed.content,
        speaker=speaker,
        channel=channel_of(reading, clause, index, governed.content),
        is_after=governed.is_after,
        rule=governed.rule,
    )


def _is_cited(clause: Clause, index: int) -> bool:
    """`reported, citing two people briefed on the talks, that …`: the content is the reporting verb's."""
    chunks, chunk = clause.chunks, clause.chunks[index]
    if not chunk.is_bare:
        return False
    return any(
        chunks[at].lemma in _QUOTING
        and chunks[at].is_gerund
        and chunks[at - 1].kind == ","
        and all(chunk.kind != "," for chunk in chunks[at:index])
        for at in range(max(index - 3, 1), index)
    )


def _is_by_medium(reading: SpeechReading, clause: Clause, index: int) -> bool:
    """`denied by radio that …`: a bare word for a medium is no agent."""
    chunks = clause.chunks
    return (
        index + 2 < len(chunks)
        and chunks[index + 1].kind == "B"
        and chunks[index + 2].last - chunks[index + 2].first == 1
        and clause.head_word(index + 2) in reading.lexicon.channels
        and chunks[index + 3 : index + 4] != []
        and chunks[index + 3].kind == "t"
    )


def _governed(reading: SpeechReading, clause: Clause, index: int, act: Act) -> Governed:
    """Subject and content of a verb of speech."""
    groups, is_after, rule = find_speaker_chunks(reading, clause, index)
    content = _responsibility(reading, clause, index)
    if content is not None:
        act, rule = Act.CLAIM_RESPONSIBILITY, "responsibility"
    elif is_after:
        content = content_before(reading, clause, index, groups)
    else:
        content = content_after(reading, clause, index, clause.chunks[index].lemma)
        if content is None and is_trailing(clause, index, groups):
            content = _trailed(reading, clause, index, groups)
            is_after, rule = True, "trailing"
        if content is None and act in (Act.DENY, Act.CONFIRM, Act.ADMIT, Act.DOUBT):
            content = content_of_relative(clause, groups, reading.lexicon)
    if clause.chunks[index].is_gerund and groups:
        groups = behind_channel(reading, clause, groups)
    return Governed(act, tuple(groups), content, is_after, rule)


def _trailed(reading: SpeechReading, clause: Clause, index: int, groups: list[int]) -> tuple[int, int] | None:
    """What stands before `X said`; without a verb (`At our house, we believe, …`) it is no content."""
    content = _goes_on(reading, clause, index, content_before(reading, clause, index, groups))
    return content if content and has_verb(clause, index, content) else None


def _clause_follows(reading: SpeechReading, clause: Clause, index: int) -> bool:
    """`said there was`, `claimed on Tuesday that`: what follows is the content, so the verb is no participle."""
    chunks, after = clause.chunks, index + 1
    if after < len(chunks) and clause.words[chunks[after].first] == "there":
        return True
    while after < len(chunks) and chunks[after].kind in "TYPNO,":
        after += 1
    is_told = chunks[index].lemma in reading.lexicon.addressee
    if (
        after == index + 1
        and after < len(chunks)
        and chunks[after].is_infinitive
        and chunks[after].is_perfect
    ):
        return True  # "claimed to have killed nine soldiers"
    return not is_told and after < len(chunks) and after > index + 1 and chunks[after].kind == "t"


def _goes_on(
    reading: SpeechReading, clause: Clause, index: int, content: tuple[int, int] | None
) -> tuple[int, int] | None:
    """The whole sentence of `Local people, he said, had buried the dead`."""
    chunks, after = clause.chunks, index + 2
    if content is None or after >= len(chunks) or chunks[index + 1].kind != ",":
        return content
    has_verb = any(
        chunk.kind == "V" and chunk.is_finite and content[0] <= clause.starts[chunk.first] < content[1]
        for chunk in chunks[:index]
    )
    if has_verb or chunks[after].kind != "V" or not chunks[after].is_finite:
        return content
    return content[0], content_end(reading, clause, after)


def _said_by(reading: SpeechReading, clause: Clause, index: int, act: Act) -> Cue | None:
    """`an attack claimed by X`, `the move was condemned by X`: the noun is what X speaks of."""
    chunk = clause.chunks[index]
    if chunk.lemma in reading.lexicon.addressee:
        return None
    by = [groups for preposition, groups in phrases(clause, index + 1) if preposition == "by"]
    about = subjects(clause, index)
    if not by or not about or min(about) > index or chunk.lemma not in reading.lexicon.noun_content:
        return None
    if chunk.lemma == "claim" and _is_deed(reading, clause.head_word(about[-1])):
        act = Act.CLAIM_RESPONSIBILITY
    content = clause.starts[clause.chunks[about[0]].first], clause.ends[clause.chunks[index - 1].last - 1]
    start, end = clause.starts[chunk.head], clause.ends[chunk.head]
    return Cue(
        clause,
        index,
        act,
        reading.text[start:end],
        start,
        end,
        speaker_of(reading, clause, by[0]),
        None,
        content,
        True,
        "said_by",
    )


def _with_particle(clause: Clause, index: int) -> str:
    after = clause.chunks[index].last
    return f"{clause.chunks[index].lemma} {clause.words[after]}" if after < len(clause.words) else ""


def act_of(reading: SpeechReading, clause: Clause, index: int) -> Act | None:
    """What the speaker does with this verb, None where it is no verb of speech."""
    chunk = clause.chunks[index]
    lemma = chunk.lemma
    for particle in reading.lexicon.particles.get(lemma, ()):
        after = index + 1
        if after < len(clause.chunks) and clause.words[clause.chunks[after].first] == particle:
            return reading.lexicon.act_of_verb[f"{lemma} {particle}"]
    if lemma in reading.lexicon.act_of_verb:
        return reading.lexicon.act_of_verb[lemma]
    if lemma in reading.lexicon.responsibility_verbs and _responsibility(reading, clause, index) is not None:
        return Act.CLAIM_RESPONSIBILITY
    return None


def _responsibility(reading: SpeechReading, clause: Clause, index: int) -> tuple[int, int] | None:
    """What responsibility is claimed for, when this verb claims it."""
    if clause.chunks[index].lemma not in reading.lexicon.responsibility_verbs:
        return None
    found = objects(clause, index)
    if not found:
        return None
    head = clause.head_word(found[0])
    is_claim = head in reading.lexicon.responsibility_nouns
    if not is_claim and not (clause.chunks[index].lemma == "claim" and _is_deed(reading, head)):
        return None
    first = found[0]
    chunk = clause.chunks[index]
    if is_claim:
        after = first + 1
        while after < len(clause.chunks) and clause.chunks[after].kind in "TY":
            after += 1  # "took responsibility on Sunday for"
        if (
            after + 1 < len(clause.chunks)
            and clause.head_word(after) == "on"
            and clause.chunks[after + 1].kind == "T"
        ):
            after += 2
        if after >= len(clause.chunks) or clause.head_word(after) != "for":
            return _deed_before(clause, index)
        if after + 1 < len(clause.chunks):
            first = after + 1
    start = clause.starts[clause.chunks[first].first]
    end = content_end(reading, clause, first, noun_only=chunk.is_gerund)
    return start, min(end, noun_group_end(clause, first, Act.CLAIM_RESPONSIBILITY))


def _deed_before(clause: Clause, index: int) -> tuple[int, int]:
    """`an explosion hit the base, with X claiming credit`: the clause before is what X claims."""
    at = index - 1
    while at > 0 and clause.chunks[at].kind not in (",", ";"):
        at -= 1
    if at <= 1:
        return clause.span(index + 1, index + 1)
    return clause.starts[0], clause.ends[clause.chunks[at - 1].last - 1]


def _is_deed(reading: SpeechReading, head: str) -> bool:
    return head in reading.lexicon.deeds or head.removesuffix("s") in reading.lexicon.deeds


def _noun_cue(reading: SpeechReading, clause: Clause, index: int) -> Cue | None:
    """`claims by X that …`, `threats to …`, `X's denial of …`."""
    chunks = clause.chunks
    at = end_of_of(clause, index) + 1
    by: list[int] = []
    while at + 1 < len(chunks) and chunks[at].kind in ("B", "P") and chunks[at + 1].kind == "N":
        if chunks[at].kind == "B" or clause.head_word(at) == "from":
            by = [at + 1]
        at = end_of_of(clause, at + 1) + 1
    if at >= len(chunks):
        return None
    before = index - 1
    if not by and before >= 0 and chunks[before].kind == "V" and act_of(reading, clause, before) is not None:
        return None  # "denied reports that": what is denied
    act = reading.lexicon.act_of_noun[clause.head_word(index)]
    is_infinitive = chunks[at].kind == "V" and chunks[at].is_infinitive
    if chunks[at].kind == "t":
        at += 1
    elif not (is_infinitive and act in (Act.THREATEN, Act.DEMAND, Act.PROMISE)):
        return None
    if at >= len(chunks):
        return None
    speaker = speaker_of(reading, clause, by) if by else owner_of(reading, clause, index)
    is_bare = chunks[index].last - chunks[index].first == 1 and not clause.head_word(index).endswith("s")
    if speaker is None and is_bare:
        return None  # "Call to reserve a table"
    end = clause.span(index, index)[1]
    head = clause.starts[chunks[index].head]
    content = (
        clause.starts[chunks[at].first],
        content_end(reading, clause, at, noun_only=is_infinitive, one_verb=not is_infinitive),
    )
    return Cue(clause, index, act, reading.text[head:end], head, end, speaker, None, content, False, "noun")


def _words_cue(reading: SpeechReading, clause: Clause, index: int) -> Cue | None:
    """`in the words of the prosecutor, “…”`: a cue beside a quotation alone."""
    chunks = clause.chunks
    if index == 0 or clause.head_word(index - 1) != "in" or index + 2 >= len(chunks):
        return None
    if chunks[index + 1].kind != "O" or chunks[index + 2].kind != "N":
        return None
    speaker = speaker_of(reading, clause, [index + 2])
    return _cue_at(reading, clause, index, Act.SAY, None, speaker=speaker, rule="words_of")


def _sources(clause: Clause, noun: int) -> list[int]:
    """The sources after `according to`; what follows a comma there is told by them."""
    found = coordinated_forward(clause, noun)
    for at, group in enumerate(found[1:], 1):
        if any(clause.chunks[before].kind == "," for before in range(found[at - 1], group)):
            return found[:at]
    return found


def _according_cue(reading: SpeechReading, clause: Clause, index: int) -> Cue | None:
    chunks = clause.chunks
    if index + 2 >= len(chunks) or clause.head_word(index + 1) != "to" or chunks[index + 2].kind != "N":
        return None
    groups = _sources(clause, index + 2)
    speaker = speaker_of(reading, clause, groups)
    if clause.head_word(groups[-1]) in reading.lexicon.measures:
        return None  # "adjust according to your strengths"
    start = clause.starts[chunks[index].first]
    end = clause.ends[chunks[index + 1].last - 1]
    last = end_of_of(clause, groups[-1])
    content: tuple[int, int] | None
    is_lead = index <= 4 and chunks[0].kind in "PYS" and not any(c.kind in "Vb" for c in chunks[:index])
    if is_lead or all(c.kind in ("T", "Y", "&", ",") for c in chunks[:index]):
        at = last + 1
        while at < len(chunks) and chunks[at].kind != ",":
            at += 1
        at += 1
        content = (
            (clause.starts[chunks[at].first], content_end(reading, clause, at)) if at < len(chunks) else None
        )
    else:
        start_content = clause_start(clause, index)
        end_content = start
        while end_content > start_content and reading.text[end_content - 1] in " ,":
            end_content -= 1
        content = (start_content, end_content)
        if (
            last + 1 < len(chunks)
            and chunks[last + 1].kind == ","
            and last + 2 < len(chunks)
            and chunks[last + 2].kind == "V"
        ):
            content = (start_content, content_end(reading, clause, last + 2))
    return Cue(
        clause,
        index,
        Act.SAY,
        reading.text[start:end],
        start,
        end,
        speaker,
        None,
        content,
        True,
        "according_to",
    )
