"""What a verb of speech governs: where the content begins, behind it or before it."""

from flows.document.clauses import (
    Clause,
    coordinated_forward,
    end_of_of,
    is_reduced_passive,
)
from flows.document.records import Act
from flows.document.speech_extent import content_end, noun_group_end
from flows.document.speech_lexicon import SpeechLexicon
from flows.document.speech_reading import SpeechReading


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
        if chunk.kind not in ("T", "Y", "P", "N", "O", "B", ",", ".", '"', ";", "J") and not (
            chunk.is_bare and chunks[at - 1].kind == "N" and clause.head_word(at - 1) in _SENT_ROUND
        ):
            return False  # but "he said in a recording circulated online"
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
        is_colon = clause.chunks[at].kind == ";" and clause.words[clause.chunks[at].first] in (":", ";")
        if (clause.chunks[at].kind == "." or is_colon) and at + 1 < before:
            return clause.starts[clause.chunks[at + 1].first]
    return clause.starts[0]


# What is circulated, posted, broadcast.
_SENT_ROUND = frozenset(
    {"recording", "statement", "message", "video", "letter", "tape", "clip", "interview", "post"}
)
_OWNING_UP = frozenset({"admit", "confess", "own"})  # "admit to losing two"


_WARNING = frozenset({"warn", "caution", "alert"})


def content_after(reading: SpeechReading, clause: Clause, index: int, lemma: str) -> tuple[int, int] | None:
    """The clause or noun group that the cue governs, to the end of what it says."""
    chunks = clause.chunks
    first, takes_noun = _after_addressee(reading, clause, index, lemma)
    special = _after_preposition(reading, clause, index, first, lemma)
    if special is not None:
        return clause.starts[chunks[special].first], content_end(reading, clause, special)
    at = _over_phrases(clause, first, takes_noun=takes_noun)
    if at is None or at >= len(chunks) or chunks[at].kind in (".", "("):
        return None
    kind = chunks[at].kind
    if kind == "N" and [c.kind for c in chunks[index + 1 : at]] == [","] and not _is_set_off(clause, index):
        return None  # "the feature was added, users complained": a clause of its own
    if kind == "V" and any(chunks[i].kind == "," for i in range(first, at)):
        return None  # "television reported, citing the navy"
    if lemma in reading.lexicon.quote_only and kind not in 't"' and clause.words[chunks[at].first] != "how":
        return None
    is_gap = (
        kind == "V" and chunks[at].is_finite and _is_gap(clause, index)
    )  # "which Hamas said is frequented"
    is_to = (
        kind == "P" and clause.head_word(at) == "to" and at + 1 < len(chunks) and chunks[at + 1].kind == '"'
    )
    if is_gap or is_to or kind == '"':
        return clause.starts[chunks[at].first], content_end(reading, clause, at)
    if kind == "t" and at + 1 < len(chunks) and chunks[at + 1].kind in ".;" and takes_noun:
        return clause.span(at, at)  # "rejected that"
    if kind == "t":
        at += 1
        while at < len(chunks) and chunks[at].kind == ",":
            at += 1
        if at >= len(chunks):
            return None
    elif not _may_begin(reading, clause, at, lemma, takes_noun=takes_noun):
        return None
    if lemma in reading.lexicon.clause_only and not takes_noun:
        is_clause = _has_clause(clause, at) and (kind != "N" or begins_clause(clause, at))
        if not is_clause:
            return None
    if clause.head_word(at) in ("this", "that", "so") and at + 1 < len(chunks) and chunks[at + 1].kind == ",":
        return None  # "In the message asserting this, they accused …"
    start = clause.starts[chunks[at].first]
    noun_only = chunks[index].is_gerund and kind == "N" and takes_noun
    is_relative = index > 0 and chunks[index - 1].kind == "W"
    end = content_end(reading, clause, at, noun_only=noun_only, is_relative=is_relative)
    if kind == "N" and takes_noun:
        end = min(end, noun_group_end(clause, at, reading.lexicon.act_of_verb.get(lemma, Act.SAY)))
        end = min(end, _before_channel(reading, clause, at))
    return (start, end) if end > start else None


def _after_addressee(reading: SpeechReading, clause: Clause, index: int, lemma: str) -> tuple[int, bool]:
    """The chunk behind the cue's particle and the one spoken to, and whether a noun there is content."""
    chunks, at = clause.chunks, index + 1
    takes_noun = lemma in reading.lexicon.noun_content
    is_addressing = lemma in reading.lexicon.addressee
    if (
        at < len(chunks)
        and chunks[at].kind in "PY"
        and clause.words[chunks[at].head] in reading.lexicon.particles.get(lemma, ())
    ):
        phrase = f"{lemma} {clause.words[chunks[at].head]}"
        takes_noun = takes_noun or phrase in reading.lexicon.noun_content
        is_addressing = is_addressing or phrase in reading.lexicon.addressee
        at += 1
    if is_addressing and at < len(chunks) and chunks[at].kind == "N" and not chunks[index].is_passive:
        person = coordinated_forward(clause, at)[-1]
        after = end_of_of(clause, person) + 1
        beyond = _infinitive_beyond(clause, after)
        if beyond is not None:
            return beyond, takes_noun
        if lemma in _WARNING and after + 1 < len(chunks) and chunks[after].kind == "O":
            return after + 1, True  # "warned the mayor of a plot"
        if _is_subject(clause, person, after):
            return at, takes_noun  # "warned it could be two weeks"
        if after < len(chunks) and chunks[after].kind in 'tNoVTSW,";PBR&':
            at = after
    return at, takes_noun


def _infinitive_beyond(clause: Clause, after: int) -> int | None:
    """The infinitive of `residents | of | Bria | on | Monday | to leave`, behind an `of` phrase."""
    chunks, at = clause.chunks, after
    if at + 1 >= len(chunks) or chunks[at].kind != "O" or chunks[at + 1].kind != "N":
        return None
    if clause.tags[chunks[at + 1].head] != "M":
        return None  # "warned the mayor of a plot to kill him"
    while at < len(chunks) and chunks[at].kind in "ONPT":
        at += 1
    return at if at < len(chunks) and chunks[at].is_infinitive else None


def _is_subject(clause: Clause, noun: int, after: int) -> bool:
    """Whether `it` and a modal follow: a clause and nobody who is told."""
    chunks = clause.chunks
    is_verb = after < len(chunks) and chunks[after].kind == "V" and bool(chunks[after].modal)
    return is_verb and clause.head_word(noun) in ("it", "there", "this", "that")


def _after_preposition(reading: SpeechReading, clause: Clause, index: int, at: int, lemma: str) -> int | None:
    """Where the content of `admit to losing two`, `warned of chaos` and `warned against going` begins."""
    chunks = clause.chunks
    if at + 1 >= len(chunks):
        return None
    if lemma in _OWNING_UP and clause.words[chunks[at].first] == "to" and chunks[at + 1].is_gerund:
        return at + 1
    if lemma in _WARNING and not chunks[index].is_passive and chunks[at].kind in "PO":
        if clause.head_word(at) == "against":
            return at
        if clause.head_word(at) in ("of", "about"):
            return at + 1
    return None


def _over_phrases(clause: Clause, first: int, *, takes_noun: bool) -> int | None:
    """The chunk behind times and phrases, None where the verb is used otherwise."""
    chunks, at = clause.chunks, first
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
    return at


def _before_channel(reading: SpeechReading, clause: Clause, at: int) -> int:
    """The end of `the toll | on Twitter`: a medium by name, or its word alone, ends what is confirmed or denied."""
    chunks = clause.chunks
    last = end_of_of(clause, at)
    after = last + 1
    if after + 1 < len(chunks) and chunks[after].kind == "P" and chunks[after + 1].kind == "N":
        noun = chunks[after + 1]
        is_bare = noun.last - noun.first == 1 and clause.head_word(after) in ("on", "by", "via")
        if is_bare and clause.head_word(after + 1) in reading.lexicon.channels:
            return clause.ends[chunks[last].last - 1]
    return clause.ends[-1]


_OPENERS = frozenset({"if", "whether", "who", "what", "how", "why", "where", "because"})


def _may_begin(reading: SpeechReading, clause: Clause, at: int, lemma: str, *, takes_noun: bool) -> bool:
    """Whether a content without `that` may begin with this chunk."""
    chunk = clause.chunks[at]
    if chunk.kind in ("S", "W"):
        is_count = clause.words[chunk.first : chunk.first + 2] in (["as", "few"], ["as", "many"])
        return is_count or clause.head_word(at) in _OPENERS
    if chunk.kind == "V":  # "said there was no truth in it"
        return clause.words[chunk.first] == "there" or chunk.is_infinitive or chunk.is_gerund
    if chunk.kind == "N" and not takes_noun:
        return reading.lexicon.act_of_verb.get(lemma) is not Act.PROMISE and _has_clause(clause, at)
    return chunk.kind not in "&OBP"


def _is_set_off(clause: Clause, index: int) -> bool:
    """`But, he said, quality is key`: a comma before the speaker too."""
    before = index - 1
    while before >= 0 and clause.chunks[before].kind in ("N", "O", "Y", "T"):
        before -= 1
    return before >= 0 and clause.chunks[before].kind == ","


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


def begins_clause(clause: Clause, at: int) -> bool:
    """Whether the noun group here is the subject of what follows: `expects them | to go`, `thinks firms | can`."""
    chunks = clause.chunks
    while at < len(chunks) and chunks[at].kind in "NO&PBTYJ":
        at += 1
        if chunks[at - 1].kind == "&" and at < len(chunks) and chunks[at].kind == "V":
            return False
    return at < len(chunks) and (
        chunks[at].kind in 't"WXb(' or (chunks[at].kind == "V" and not chunks[at].is_gerund)
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
