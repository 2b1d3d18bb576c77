"""What a verb of speech governs: where the content begins and ends."""

from flows.document.clauses import (
    Clause,
    coordinated_forward,
    end_of_of,
    is_reduced_passive,
)
from flows.document.records import Act
from flows.document.speech_lexicon import SpeechLexicon
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


def is_trailing(clause: Clause, index: int, speaker: list[int]) -> bool:
    """`…, X said on Tuesday.`: a mark stands before the speaker, nothing but phrases after the cue."""
    chunks = clause.chunks
    if not chunks[index].is_finite or not speaker or max(speaker) > index:
        return False
    before = min(speaker) - 1
    if any(c.kind == "W" for c in chunks[max(speaker) + 1 : index]):
        return False
    while before >= 0 and chunks[before].kind in ("Y", "&", "T"):
        before -= 1
    if before < 0 or chunks[before].kind not in (",", '"'):
        return False
    if index + 1 < len(chunks) and chunks[index + 1].kind in (",", ".", '"'):
        return True
    for at, chunk in enumerate(chunks[index + 1 :], index + 1):
        if chunk.kind == "," and at + 1 < len(chunks) and chunks[at + 1].kind in ("&", "S"):
            return True  # "…, the army said on Friday, but residents …"
        if chunk.kind not in ("T", "Y", "P", "N", "O", "B", ",", ".", '"', ";", "J"):
            return False
    return True


def content_before(
    reading: SpeechReading, clause: Clause, index: int, speaker: list[int]
) -> tuple[int, int] | None:
    """The clause that ends before the speaker: `Two men fled, police said`."""
    first = min([index, *(s for s in speaker if s < index)])
    at = first - 1
    while at >= 0 and clause.chunks[at].kind not in (",", '"'):
        at -= 1
    if at <= 0:
        return None
    start = clause_start(clause, at)
    quote = next(
        (
            q
            for q in reading.quotations
            if q.outer_start < clause.starts[clause.chunks[at].first] < q.outer_end + 2
        ),
        None,
    )
    if quote is not None and (
        quote.outer_start <= start or reading.text[start : quote.outer_start].rstrip().endswith(":")
    ):
        return None  # the quotation is the whole content
    end = clause.starts[clause.chunks[at].first]
    while end > start and reading.text[end - 1] in " ,":
        end -= 1
    return (start, end) if end > start else None


def content_of_relative(clause: Clause, speaker: list[int], lexicon: SpeechLexicon) -> tuple[int, int] | None:
    """`Chad accused Sudan of arming rebels, which Khartoum denied`: the clause before `which`."""
    if not speaker or min(speaker) < 1:
        return None
    before = min(speaker) - 1
    if clause.chunks[before].kind == "N" and clause.head_word(before) in lexicon.act_of_noun:
        return clause.span(before, before)  # "an allegation he denies"
    if before < 2 or clause.chunks[before].kind != "W":
        return None
    at = min(speaker) - 2
    if clause.chunks[at].kind != ",":
        return None
    return clause_start(clause, at), clause.ends[clause.chunks[at - 1].last - 1]


def clause_start(clause: Clause, before: int) -> int:
    """Where the clause begins that ends at this chunk."""
    for at in range(before - 1, -1, -1):
        if clause.chunks[at].kind == "." and at + 1 < before:
            return clause.starts[clause.chunks[at + 1].first]
    return clause.starts[0]


_OWNING_UP = frozenset({"admit", "confess", "own"})  # "admit to losing two"
_WARNING = frozenset({"warn", "caution", "alert"})


def content_after(reading: SpeechReading, clause: Clause, index: int, lemma: str) -> tuple[int, int] | None:
    """The clause or noun group that the cue governs, to the end of what it says."""
    chunks = clause.chunks
    at = index + 1
    takes_noun = lemma in reading.lexicon.noun_content
    if (
        at < len(chunks)
        and chunks[at].kind in "PY"
        and clause.words[chunks[at].head] in reading.lexicon.particles.get(lemma, ())
    ):
        takes_noun = takes_noun or f"{lemma} {clause.words[chunks[at].head]}" in reading.lexicon.noun_content
        at += 1
    particle = f"{lemma} {clause.words[chunks[at - 1].head]}"
    if (
        (lemma in reading.lexicon.addressee or (at > index + 1 and particle in reading.lexicon.addressee))
        and at < len(chunks)
        and chunks[at].kind == "N"
        and not clause.chunks[index].is_passive
    ):
        person = coordinated_forward(clause, at)[-1]
        after = end_of_of(clause, person) + 1
        if after < len(chunks) and chunks[after].kind in 'tNoVTSW,";PBR&':
            at = after
    if (
        lemma in _OWNING_UP
        and at + 1 < len(chunks)
        and clause.words[chunks[at].first] == "to"
        and chunks[at + 1].is_gerund
    ):
        return clause.starts[chunks[at + 1].first], content_end(reading, clause, at + 1)
    first = at
    is_warning = lemma in _WARNING and not chunks[index].is_passive
    if is_warning and at + 1 < len(chunks) and chunks[at].kind in "PO":
        if clause.head_word(at) == "against":
            return clause.starts[chunks[at].first], content_end(reading, clause, at)
        if clause.head_word(at) in ("of", "about"):
            return clause.starts[chunks[at + 1].first], content_end(reading, clause, at + 1)
    if at < len(chunks) and chunks[at].kind == ";" and clause.words[chunks[at].first] == ";":
        return None  # "…, the unions say; the employers put it lower"
    while at < len(chunks) and (
        chunks[at].kind in ("T", "Y", ",", ";")
        or (chunks[at].kind in ("P", "B") and at + 1 < len(chunks) and chunks[at + 1].kind in ("N", "T"))
    ):
        if chunks[at].kind == "P" and clause.head_word(at) in ("of", "for", "against") and takes_noun:
            break
        if chunks[at].kind == "P" and clause.head_word(at) in ("for", "about") and chunks[at + 1].kind == "N":
            return None  # "asked for something that you have"
        at += 2 if chunks[at].kind in ("P", "B") else 1
        if at > first + 1 and at + 1 < len(chunks) and chunks[at].is_bare and is_reduced_passive(clause, at):
            at += 1  # "told Reuters in an interview aired overnight that"
    if at >= len(chunks) or chunks[at].kind in (".", "("):
        return None
    kind = chunks[at].kind
    if kind == "N" and [c.kind for c in chunks[index + 1 : at]] == [","] and not _is_set_off(clause, index):
        return None  # "the feature was added, users complained": a clause of its own
    if kind == "V" and any(chunks[i].kind == "," for i in range(first, at)):
        return None  # "television reported, citing the navy"
    if lemma in reading.lexicon.quote_only and kind not in 't"' and clause.words[chunks[at].first] != "how":
        return None
    if kind == "V" and chunks[at].is_finite and _is_gap(clause, index):
        return (
            clause.starts[chunks[at].first],
            content_end(reading, clause, at),
        )  # "which Hamas said is frequented"
    if kind == '"':
        return (clause.starts[chunks[at].first], content_end(reading, clause, at))
    if kind == "t":
        at += 1
        while at < len(chunks) and chunks[at].kind == ",":
            at += 1
        if at >= len(chunks):
            return None
    elif kind in ("S", "W"):
        is_count = clause.words[chunks[at].first : chunks[at].first + 2] in (["as", "few"], ["as", "many"])
        if not is_count and clause.head_word(at) not in ("if", "whether", "who", "what", "how", "why", "where", "because"):
            return None
    elif kind == "V" and clause.words[chunks[at].first] == "there":
        pass  # "said there was no truth in it"
    elif kind == "V" and not (chunks[at].is_infinitive or chunks[at].is_gerund):
        return None
    elif kind == "P" and clause.head_word(at) == "to" and at + 1 < len(chunks) and chunks[at + 1].kind == '"':
        return clause.starts[chunks[at].first], content_end(reading, clause, at)
    elif (
        kind == "N"
        and not takes_noun
        and (reading.lexicon.act_of_verb.get(lemma) is Act.PROMISE or not _has_clause(clause, at))
    ) or kind in "&OBP":
        return None
    if lemma in reading.lexicon.clause_only and not takes_noun and not _has_clause(clause, at):
        return None
    if clause.head_word(at) in ("this", "that", "so") and at + 1 < len(chunks) and chunks[at + 1].kind == ",":
        return None  # "In the message asserting this, they accused …"
    start = clause.starts[chunks[at].first]
    noun_only = chunks[index].is_gerund and kind == "N" and takes_noun
    is_relative = index > 0 and chunks[index - 1].kind == "W"
    end = content_end(reading, clause, at, noun_only=noun_only, is_relative=is_relative)
    if kind == "N" and takes_noun:
        end = min(end, noun_group_end(clause, at, reading.lexicon.act_of_verb.get(lemma, Act.SAY)))
    return (start, end) if end > start else None


def _is_set_off(clause: Clause, index: int) -> bool:
    """`But, he said, quality is key`: a comma before the speaker too."""
    before = index - 1
    while before >= 0 and clause.chunks[before].kind in ("N", "O", "Y", "T"):
        before -= 1
    return before >= 0 and clause.chunks[before].kind == ","


def noun_group_end(clause: Clause, at: int, act: Act) -> int:
    """The end of a content that is a noun group: `the charge | last night`, `the report | as "lies"`."""
    chunks = clause.chunks
    for index in range(at + 1, len(chunks)):
        kind, before = chunks[index].kind, chunks[index - 1].kind
        is_time = kind == "T" and before not in "PSO"
        is_as = kind in "SP" and clause.head_word(index) == "as" and act in (Act.DENY, Act.ACCUSE)
        is_behalf = before == "P" and kind == "N" and clause.head_word(index) == "behalf"
        is_next_clause = kind == "," and index + 1 < len(chunks) and chunks[index + 1].kind in "&WP"
        is_aside = kind == "S" and clause.head_word(index) in _CIRCUMSTANCE
        if is_time or is_as or is_behalf or is_next_clause or is_aside:
            return clause.ends[chunks[index - 1 - is_behalf].last - 1]
        if kind not in "NPOT":
            break
    return clause.ends[-1]


_CIRCUMSTANCE = frozenset({"when", "after", "before", "while", "as", "since", "because"})


def _is_gap(clause: Clause, index: int) -> bool:
    """Whether the cue stands in a relative clause whose own verb follows: `which X said is …`."""
    before = index - 1
    while before >= 0 and clause.chunks[before].kind in ("Y", "N", "O", "P"):
        before -= 1
    return before >= 0 and clause.chunks[before].kind == "W"


def opens_clause(clause: Clause, at: int) -> bool:
    """Whether a clause begins here: no noun group, or one that a finite verb of its own follows."""
    chunks = clause.chunks
    if at >= len(chunks) or chunks[at].kind != "N" or clause.is_pronoun(at):
        return at < len(chunks)
    while at < len(chunks) and chunks[at].kind in "NO&PBT":
        at += 1
    if at >= len(chunks):
        return False
    return chunks[at].kind in 't"SW' or (
        chunks[at].kind == "V" and (chunks[at].is_finite or bool(chunks[at].modal))
    )


_SUBJECT_PRONOUNS = frozenset({"i", "he", "she", "we", "they"})


def _has_clause(clause: Clause, at: int) -> bool:
    """Whether a verb follows before the sentence goes on with a clause of its own (`, and …`, `, though …`, `, he`)."""
    chunks = clause.chunks
    if at < len(chunks) and clause.head_word(at) in _SUBJECT_PRONOUNS:
        return True
    for index in range(at, len(chunks)):
        kind = chunks[index].kind
        if kind in (".", ";"):
            return False
        if (
            kind == ","
            and index + 1 < len(chunks)
            and (chunks[index + 1].kind in "&S" or clause.head_word(index + 1) in _SUBJECT_PRONOUNS)
        ):
            return False
        if kind == "X" or (
            kind == "V" and (chunks[index].is_finite or chunks[index].is_infinitive or chunks[index].modal)
        ):
            return True
    return False


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
        return chunks[verb + 1].kind in 't"' or is_but  # "…, but he stressed that …", "…, but they asked us to"
    return chunks[verb + 1].kind in 't"V' or lemma in reading.lexicon.noun_content


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
