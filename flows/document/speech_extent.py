"""Where what a verb of speech governs comes to its end, and when its speaker stands behind it."""

from flows.document.clauses import (
    Clause,
    end_of_of,
    is_reduced_passive,
)
from flows.document.records import Act
from flows.document.speech_reading import SpeechReading


def is_inverted(reading: SpeechReading, clause: Clause, index: int) -> bool:
    """`"…," said X` and `…, said X.`"""
    chunks = clause.chunks
    if index + 1 >= len(chunks) or chunks[index + 1].kind != "N" or index == 0 or not chunks[index].is_finite:
        return False
    if chunks[index].modal or chunks[index].is_passive or chunks[index].lemma == "tell":
        return False  # "…," he told X: the one who is told stands where a speaker might
    if clause.is_pronoun(index + 1) and clause.head_word(index + 1) in clause.grammar.object_pronouns:
        return False
    before = chunks[index - 1].kind
    if before == "," and clause.head_word(index + 1) == "it":
        return False  # "a diplomat, speaking in Cairo, doubted it"
    if before == '"' and _is_closing(reading, clause, index - 1):
        mark = clause.starts[chunks[index - 1].first]
        return reading.text[mark - 1] in ",.?!…-—’'" or chunks[index].lemma in _UNMARKED
    if before != ",":
        return False
    if index >= 2 and chunks[index - 2].kind == '"' and _is_closing(reading, clause, index - 2):
        return True
    if not any(
        c.kind == "V" and c.is_finite and _is_main(clause, i) for i, c in enumerate(chunks[: index - 1])
    ):
        return False  # "The general, who was arrested in 2011, denies the charge"
    last = end_of_of(clause, index + 1)
    after = chunks[last + 1].kind if last + 1 < len(chunks) else "."
    return after in (".", ";") or (after == "," and not any(c.kind == "V" for c in chunks[last + 1 :]))


# After other verbs a quotation without a mark at its end is a name: "the “Free Men” announced a strike".
_UNMARKED = frozenset({"say", "add", "ask", "reply", "write", "explain", "shout", "declare"})


def _is_closing(reading: SpeechReading, clause: Clause, chunk: int) -> bool:
    position = clause.starts[clause.chunks[chunk].first]
    return any(q.outer_start < position < q.outer_end for q in reading.quotations)


def noun_group_end(clause: Clause, at: int, act: Act) -> int:
    """The end of a content that is a noun group: `the charge | last night`, `the report | as "lies"`."""
    chunks = clause.chunks
    for index in range(at + 1, len(chunks)):
        kind, before = chunks[index].kind, chunks[index - 1].kind
        is_time = kind == "T" and before not in "PSO"
        is_as = (
            kind in "SP"
            and clause.head_word(index) == "as"
            and act in (Act.DENY, Act.ACCUSE)
            and index + 1 < len(chunks)
            and chunks[index + 1].kind == '"'
        )
        is_behalf = before == "P" and kind == "N" and clause.head_word(index) == "behalf"
        is_next_clause = (
            kind == ","
            and index + 1 < len(chunks)
            and (chunks[index + 1].kind in "&WP" or chunks[index + 1].is_gerund)
        )
        is_aside = kind == "S" and clause.head_word(index) in _CIRCUMSTANCE
        if is_time or is_as or is_behalf or is_next_clause or is_aside:
            return clause.ends[chunks[index - 1 - is_behalf].last - 1]
        if kind == ";" or (kind == '"' and index + 1 < len(chunks) and chunks[index + 1].kind == "P"):
            return clause.ends[
                chunks[index - 1].last - 1
            ]  # "condemned the bombing | “in the strongest terms”"
        if kind not in "NPOT":
            break
    return clause.ends[-1]


_CIRCUMSTANCE = frozenset({"when", "after", "before", "while", "since", "because"})


def content_end(
    reading: SpeechReading,
    clause: Clause,
    at: int,
    *,
    noun_only: bool = False,
    one_verb: bool = False,
    is_relative: bool = False,
) -> int:
    """Where the content that starts here ends: the sentence, a relay, or a joined verb of speech.

    `noun_only`: the content is a noun group, so the next finite verb is the main clause's; `one_verb`:
    the second one is ("the claim that rebels fled | was false"); `is_relative`: the verb after a comma is
    ("which has warned that rebels fled |, said …").
    """
    chunks = clause.chunks
    inside = False
    for index in range(at, len(chunks)):
        kind = chunks[index].kind
        if kind == '"':
            inside = clause.opening_quote(index) is None
        closes = inside and index + 1 < len(chunks) and chunks[index + 1].kind == '"'
        if kind == "," and (not inside or closes) and _relay_follows(reading, clause, index):
            return clause.ends[chunks[index - 1].last - 1] if index > at else clause.starts[chunks[at].first]
        if inside:
            continue
        if index > at and (kind == "." or (kind == ";" and clause.words[chunks[index].first] == ";")):
            return clause.ends[chunks[index - 1].last - 1]
        if index > at and kind in ("&", "S", ",") and _other_speaker_follows(reading, clause, index):
            cut = index - 1 if chunks[index - 1].kind != "," else index - 2
            return clause.ends[chunks[cut].last - 1]
        if is_relative and kind == "," and index > at and _verb_follows(clause, index):
            return clause.ends[chunks[index - 1].last - 1]
        if kind == "," and index > at and _narrator_judges(reading, clause, index):
            return clause.ends[chunks[index - 1].last - 1]
        if kind == "S" and chunks[at].is_infinitive and index > at and _told_after(reading, clause, index):
            return clause.ends[chunks[index - 1].last - 1]
        if (
            kind == ","
            and chunks[at].is_infinitive
            and [c.kind for c in chunks[index + 1 : index + 3]] == ["P", "W"]
        ):
            return clause.ends[
                chunks[index - 1].last - 1
            ]  # "said to be an answer to the raid, during which …"
        if noun_only and kind == "," and index > at:
            return clause.ends[chunks[index - 1].last - 1]
        if one_verb and kind == "V" and chunks[index].is_finite and _is_second_verb(clause, at, index):
            return clause.ends[chunks[index - 1].last - 1]
        if noun_only and kind == "V" and chunks[index].is_finite and _is_main(clause, index):
            last = index - 1
            while last > at and chunks[last].kind in (",", "Y"):
                last -= 1
            return clause.ends[chunks[last].last - 1]
        if kind == "&" and index > at and _joined_cue(reading, clause, index):
            cut = index - 1 if chunks[index - 1].kind != "," else index - 2
            return clause.ends[chunks[cut].last - 1]
    end = len(chunks) - 1
    while end > at and chunks[end].kind in (".", ",", ";"):
        end -= 1
    return clause.ends[chunks[end].last - 1]


def _told_after(reading: SpeechReading, clause: Clause, joint: int) -> bool:
    """`vowed to play | after doctors confirmed …`: what somebody else said is no part of the vow."""
    chunks = clause.chunks
    if clause.head_word(joint) != "after" or joint + 2 >= len(chunks) or chunks[joint + 1].kind != "N":
        return False
    verb = end_of_of(clause, joint + 1) + 1
    return (
        verb < len(chunks) and chunks[verb].kind == "V" and chunks[verb].lemma in reading.lexicon.act_of_verb
    )


def _narrator_judges(reading: SpeechReading, clause: Clause, comma: int) -> bool:
    """`…, a claim for which there was no evidence`: a noun of speech in apposition, with its own clause."""
    chunks, noun = clause.chunks, comma + 1
    if (
        noun + 1 >= len(chunks)
        or chunks[noun].kind != "N"
        or clause.words[chunks[noun].first] not in ("a", "an")
    ):
        return False
    return clause.head_word(noun) in reading.lexicon.act_of_noun and chunks[noun + 1].kind in "WPV"


def _verb_follows(clause: Clause, comma: int) -> bool:
    after = comma + 1
    return after < len(clause.chunks) and clause.chunks[after].kind == "V" and clause.chunks[after].is_finite


def _other_speaker_follows(reading: SpeechReading, clause: Clause, joint: int) -> bool:
    """`…, but residents accused …`, `… and its agency suggested that …`: somebody else's words begin."""
    chunks = clause.chunks
    joint += chunks[joint].kind == "," and joint + 1 < len(chunks) and chunks[joint + 1].kind == "&"
    if chunks[joint].kind == "," or (chunks[joint].kind == "S" and clause.head_word(joint) not in _CONTRAST):
        return False
    if joint + 1 >= len(chunks) or chunks[joint + 1].kind != "N":
        return False
    verb = end_of_of(clause, joint + 1) + 1
    while verb < len(chunks) and chunks[verb].kind in ("Y", "T"):
        verb += 1
    if (
        verb + 1 >= len(chunks)
        or chunks[verb].kind != "V"
        or not chunks[verb].is_finite
        or chunks[verb].modal
    ):
        return False
    lemma = chunks[verb].lemma
    with_particle = f"{lemma} {clause.words[chunks[verb + 1].first]}"
    if with_particle in reading.lexicon.act_of_verb:
        return True
    if lemma not in reading.lexicon.act_of_verb or chunks[verb].is_passive:
        return False
    if clause.is_pronoun(joint + 1):
        is_but = clause.head_word(joint) == "but" and chunks[verb + 1].kind == "N"
        return (
            chunks[verb + 1].kind in 't"' or is_but
        )  # "…, but he stressed that …", "…, but they asked us to"
    is_told = lemma in reading.lexicon.addressee and chunks[verb + 1].kind == "N"
    if lemma == "say" and clause.head_word(joint) == "and" and chunks[joint - 1].kind == ",":
        return True  # "the mayor had fled, and another newspaper said he was in Tunis"
    return chunks[verb + 1].kind in 't"V' or lemma in reading.lexicon.noun_content or is_told


_CONTRAST = frozenset({"while", "whereas", "but", "although", "though"})


def _is_second_verb(clause: Clause, at: int, index: int) -> bool:
    for before in range(index - 1, at - 1, -1):
        chunk = clause.chunks[before]
        if chunk.kind in ",&WtS;" or (
            chunk.kind == "N"
            and before == index - 1
            and before > at
            and clause.chunks[before - 1].kind == "V"
        ):
            return False
        if chunk.kind == "V" and chunk.is_finite and not is_reduced_passive(clause, before):
            return True
    return False


def _is_main(clause: Clause, verb: int) -> bool:
    """Whether this finite verb is outside a relative clause."""
    before = verb - 1
    while before >= 0 and clause.chunks[before].kind in ("Y", "T", "N"):
        before -= 1
    return not is_reduced_passive(clause, verb) and (before < 0 or clause.chunks[before].kind not in "WtS")


def _relay_follows(reading: SpeechReading, clause: Clause, comma: int) -> bool:
    """After this comma only `X reported`, `according to X` or `adding that` remains."""
    chunks = clause.chunks
    after = comma + 1
    while after < len(chunks) and chunks[after].kind == '"':
        after += 1
    if after >= len(chunks):
        return False
    if clause.words[chunks[after].first] == "according":
        return True
    if chunks[after].kind == "V" and chunks[after].lemma in reading.lexicon.act_of_verb:
        return chunks[after].is_gerund or is_inverted(reading, clause, after)
    if chunks[after].kind == "W" and after + 1 < len(chunks) and chunks[after + 1].kind == "N":
        after += 1  # "…, which Khartoum denied"
    if chunks[after].kind != "N":
        return False
    verb = end_of_of(clause, after) + 1
    if (
        verb >= len(chunks)
        or chunks[verb].kind != "V"
        or chunks[verb].lemma not in reading.lexicon.act_of_verb
    ):
        return False
    return all(c.kind in ("T", "Y", "P", "N", ".", ",", "O") for c in chunks[verb + 1 :])


def _joined_cue(reading: SpeechReading, clause: Clause, conjunction: int) -> bool:
    after = conjunction + 1
    if after >= len(clause.chunks) or clause.chunks[after].kind != "V":
        return False
    return (
        clause.chunks[after].lemma in reading.lexicon.act_of_verb and not clause.chunks[after].is_infinitive
    )
