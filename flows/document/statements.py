"""What the text gives to somebody: quotation and indirect speech, with speaker, act, channel and relay.

The narrator's own sentences are no statements. A quotation of one or two words without a verb of speech
beside it is a scare quote or a name and is left alone.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from flows.document.clauses import (
    Clause,
    Grammar,
    Stretch,
    coordinated_forward,
    end_of_of,
    is_reduced_passive,
    objects,
    parse_document,
    phrases,
    subject_before,
    subjects,
)
from flows.document.records import Act, Kind, LexiconError, SpeakerClass

_CURLY = re.compile(r"[“”]|\n\s*")
_QUOTATION = re.compile(
    r"«[^«»\n]{1,1500}(?:»|(?=\n|$))"
    r"|(?<![\w\"])\"(?=[^\s\"])[^\"\n]{1,1500}\""
    r"|(?<!\w)‘(?=\w)(?:[^‘’\n]|(?<=\w)’(?=\w)|(?<=s)’(?=\s[a-z])){1,1500}’"
    r"|(?<![\w'])'(?=[A-Za-z])(?:[^'\n]|(?<=\w)'(?=\w)){8,1500}(?<=[.,?!])'"
)
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_BLANK_LINE = re.compile(r"\n\s*\n|\n")
_MARKS = "“”«»\"‘’'"
_DEADLINE_BEFORE = re.compile(
    r"\b(?:by|within|until|till|before|had|has|have|in|of|after|next)\s+$", re.IGNORECASE
)
_DURATION = re.compile(r"\b(?:hours?|days?|minutes?|weeks?|deadline)\b", re.IGNORECASE)
_SCARE_WORDS = 3  # a quotation with fewer words needs a verb of speech right beside it
_ORPHAN_WORDS = 6  # a quotation without any verb of speech needs this many to belong to the last speaker


class MentionLike(Stretch, Protocol):
    """What is used of a name found in the text."""

    @property
    def surface(self) -> str: ...
    @property
    def kind(self) -> str: ...


class TimeLike(Stretch, Protocol):
    """What is used of a time expression."""

    @property
    def surface(self) -> str: ...


@dataclass(frozen=True, eq=False)
class SpeechLexicon:
    """Verbs and nouns of speech, kinds of speakers, and the grammar they are read with."""

    act_of_verb: dict[str, Act]
    act_of_noun: dict[str, Act]
    particles: dict[str, frozenset[str]]  # verb -> particles that make it a cue
    noun_content: frozenset[str]
    clause_only: frozenset[str]
    addressee: frozenset[str]
    quote_only: frozenset[str]
    responsibility_verbs: frozenset[str]
    responsibility_nouns: frozenset[str]
    deeds: frozenset[str]
    denying: re.Pattern[str]
    naming: re.Pattern[str]
    no_comment: re.Pattern[str]
    unknown: re.Pattern[str]
    unknown_hint: re.Pattern[str]  # a fast look whether `unknown` can stand in a text at all
    speaker_words: dict[SpeakerClass, frozenset[str]]
    speaker_phrases: dict[SpeakerClass, tuple[str, ...]]
    channels: frozenset[str]
    cue_forms: frozenset[str]  # any lower-case word that can open a statement
    grammar: Grammar

    @classmethod
    def from_data(cls, data: object, grammar: Grammar) -> "SpeechLexicon":
        """Read speech.yml; `grammar` must know its verbs (`speech_verbs`)."""
        acts = _section(data, "acts")
        act_of_verb: dict[str, Act] = {}
        act_of_noun: dict[str, Act] = {}
        particles: dict[str, set[str]] = {}
        for name, entry in acts.items():
            if name not in set(Act):
                raise LexiconError(f"speech.yml: acts: {name!r} is no act; use one of {', '.join(Act)}")
            for verb in _words(entry, "verbs", f"acts: {name}"):
                first, _, particle = verb.partition(" ")
                if particle:
                    particles.setdefault(first, set()).add(particle)
                act_of_verb.setdefault(verb, Act(name))
            for noun in _words(entry, "nouns", f"acts: {name}"):
                act_of_noun.setdefault(noun, Act(name))
                act_of_noun.setdefault(noun + "s", Act(name))
        responsibility = _section(data, "responsibility")
        speakers = _section(data, "speakers")
        words: dict[SpeakerClass, frozenset[str]] = {}
        word_phrases: dict[SpeakerClass, tuple[str, ...]] = {}
        for name, entries in speakers.items():
            if name not in set(SpeakerClass):
                raise LexiconError(
                    f"speech.yml: speakers: {name!r} is unknown; use {', '.join(SpeakerClass)}"
                )
            words[SpeakerClass(name)] = frozenset(str(e) for e in entries if " " not in str(e))
            word_phrases[SpeakerClass(name)] = tuple(str(e) for e in entries if " " in str(e))
        heads = {verb.partition(" ")[0] for verb in act_of_verb}
        heads |= set(_words(responsibility, "verbs", "responsibility"))
        return cls(
            act_of_verb=act_of_verb,
            act_of_noun=act_of_noun,
            particles={verb: frozenset(found) for verb, found in particles.items()},
            noun_content=frozenset(_words(data, "noun_content", "noun_content")),
            clause_only=frozenset(_words(data, "clause_only", "clause_only")),
            addressee=frozenset(_words(data, "addressee", "addressee")),
            quote_only=frozenset(_words(data, "quote_only", "quote_only")),
            responsibility_verbs=frozenset(_words(responsibility, "verbs", "responsibility")),
            responsibility_nouns=frozenset(_words(responsibility, "nouns", "responsibility")),
            deeds=frozenset(_words(responsibility, "deeds", "responsibility")),
            denying=_any_of(_words(data, "denying_words", "denying_words")),
            naming=re.compile(_any_of(_words(data, "naming", "naming")).pattern + r"[\s:]*$", re.IGNORECASE),
            no_comment=_any_of(_words(_section(data, "no_comment"), "phrases", "no_comment")),
            unknown_hint=re.compile(r"known|clear|verif|confirm|claim"),
            unknown=_any_of(_words(_section(data, "unknown"), "phrases", "unknown")),
            speaker_words=words,
            speaker_phrases=word_phrases,
            channels=frozenset(_words(data, "channels", "channels")),
            cue_forms=frozenset(form for form, lemma in grammar.lemmas.items() if lemma in heads)
            | frozenset(act_of_noun)
            | {"according"},
            grammar=grammar,
        )


def speech_verbs(data: object) -> list[str]:
    """The verbs of speech.yml, for the grammar that both stages share."""
    found: list[str] = []
    for entry in _section(data, "acts").values():
        found.extend(_words(entry, "verbs", "acts"))
    return found


def _section(data: object, name: str) -> dict[str, list[object]]:
    section = data.get(name) if isinstance(data, dict) else None
    if not isinstance(section, dict):
        raise LexiconError(f"speech.yml: section `{name}` is missing; restore it from the last good version")
    return section


def _words(data: object, name: str, place: str) -> list[str]:
    found = data.get(name) if isinstance(data, dict) else None
    if not isinstance(found, list):
        raise LexiconError(f"speech.yml: {place}: `{name}` must be a list of words, found {found!r}")
    return [str(word) for word in found]


def _any_of(entries: Iterable[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(re.escape(entry) for entry in entries) + r")\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundStatement:
    """Attributed content; spans are in the text, indexes into the sequences that were given."""

    start_char: int
    end_char: int
    text: str
    is_direct: bool
    cue: str | None
    act: Act
    speaker_start_char: int | None
    speaker_end_char: int | None
    speaker_text: str | None
    speaker_class: SpeakerClass | None
    speaker_mention: int | None
    channel_text: str | None
    parent: int | None
    deadline_time: int | None
    rule: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quoted stretch; the span is what stands between the marks."""

    start_char: int
    end_char: int
    word_count: int
    outer_start: int
    outer_end: int


@dataclass(frozen=True, slots=True)
class _Speaker:
    start: int
    end: int
    text: str
    kind: SpeakerClass | None
    mention: int | None
    channel: str | None = None


@dataclass(slots=True)
class _Cue:
    """A verb (or noun) of speech in one sentence, with what it governs."""

    clause: Clause
    chunk: int
    act: Act
    text: str
    start: int
    end: int
    speaker: _Speaker | None
    channel: str | None
    content: tuple[int, int] | None  # of indirect speech
    is_after: bool  # the content stands before the cue
    rule: str


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Every quoted stretch within a paragraph, in order, the outermost only.

    A curly quotation that its paragraph does not close counts only if the next paragraph opens with a mark
    again, as a speech of several paragraphs does; an odd mark is no quotation.
    """
    spans = [match.span() for match in _QUOTATION.finditer(text)]
    spans.extend(_curly_quotations(text))
    spans.sort(key=lambda span: (span[0], -span[1]))
    found: list[Quotation] = []
    reach = -1
    for outer_start, outer_end in spans:
        if outer_start < reach:
            continue
        reach = outer_end
        start, end = outer_start + 1, outer_end
        if text[end - 1] in _MARKS:
            end -= 1
        while end > start and text[end - 1] in " ,\t":
            end -= 1
        while start < end and text[start].isspace():
            start += 1
        if end > start:
            found.append(Quotation(start, end, len(_WORD.findall(text, start, end)), outer_start, outer_end))
    return tuple(found)


def _curly_quotations(text: str) -> Iterator[tuple[int, int]]:
    depth = 0
    opened = 0
    for mark in _CURLY.finditer(text):
        sign = mark.group()[0]
        if sign == "“":
            opened = mark.start() if depth == 0 else opened
            depth += 1
        elif sign == "”":
            if depth == 1:
                yield opened, mark.end()
            depth = max(depth - 1, 0)
        else:  # the paragraph ends
            if depth and text[mark.end() : mark.end() + 1] == "“":
                yield opened, mark.start()
            depth = 0


def find_statements(
    text: str,
    sentences: Sequence[Stretch],
    mentions: Sequence[MentionLike],
    times: Sequence[TimeLike],
    lexicon: SpeechLexicon,
) -> tuple[FoundStatement, ...]:
    """All statements of one text, in order of their content; a relay's content is its `parent`."""
    reader = _Reader(text, sentences, mentions, times, lexicon)
    return reader.read()


class _Reader:
    """Reads one text; holds what the steps share."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Stretch],
        mentions: Sequence[MentionLike],
        times: Sequence[TimeLike],
        lexicon: SpeechLexicon,
    ) -> None:
        self.text = text
        self.mentions = mentions
        self.times = times
        self.mention_starts = [m.start_char for m in mentions]
        self.lexicon = lexicon
        self.clauses = parse_document(text, sentences, mentions, times, lexicon.grammar)
        self.quotations = find_quotations(text)
        self.no_comments = (
            list(lexicon.no_comment.finditer(text)) if "comment" in text or "say" in text else []
        )
        self.unknowns = list(lexicon.unknown.finditer(text)) if lexicon.unknown_hint.search(text) else []

    def read(self) -> tuple[FoundStatement, ...]:
        found: list[FoundStatement] = []
        quotation = 0
        last_speaker: FoundStatement | None = None
        for clause in self.clauses:
            if not clause.starts:
                continue
            end = clause.ends[-1]
            here: list[Quotation] = []
            while quotation < len(self.quotations) and self.quotations[quotation].outer_start < end:
                here.append(self.quotations[quotation])
                quotation += 1
            cues = self._cues(clause) if not self.lexicon.cue_forms.isdisjoint(clause.words) else []
            new = [*self._direct(clause, here, cues, last_speaker), *self._indirect(clause, here, cues)]
            if self.no_comments or self.unknowns:
                new.extend(self._set_phrases(clause))
            for statement in sorted(new, key=lambda s: (s.start_char, -s.end_char)):
                resolved = self._resolve(statement, found, clause)
                found.append(resolved)
                if resolved.speaker_text is not None and resolved.is_direct:
                    last_speaker = resolved
        return _with_parents(_unique(found))

    # --- cues

    def _cues(self, clause: Clause) -> list[_Cue]:
        found = []
        for index, chunk in enumerate(clause.chunks):
            cue = None
            if chunk.kind == "V":
                cue = self._verb_cue(clause, index)
            elif chunk.kind == "N" and clause.head_word(index) in self.lexicon.act_of_noun:
                cue = self._noun_cue(clause, index)
            elif chunk.kind == "P" and clause.words[chunk.head] == "according":
                cue = self._according_cue(clause, index)
            if cue is not None:
                found.append(cue)
        return found

    def _verb_cue(self, clause: Clause, index: int) -> _Cue | None:
        chunk = clause.chunks[index]
        lemma = chunk.lemma
        act = self._act(clause, index)
        if act is None or (chunk.is_negated and act not in (Act.CONFIRM,)):
            return None
        if is_reduced_passive(clause, index) or chunk.is_passive:
            by_agent = self._said_by(clause, index, act)
            if by_agent is not None or not chunk.is_passive:
                return by_agent
        responsibility = self._responsibility(clause, index)
        speaker_chunks, is_after, rule = self._speaker_chunks(clause, index)
        content: tuple[int, int] | None
        if responsibility is not None:
            act, content, rule = Act.CLAIM_RESPONSIBILITY, responsibility, "responsibility"
        elif is_after:
            content = self._content_before(clause, index, speaker_chunks)
        else:
            content = self._content_after(clause, index, lemma)
            if content is None and self._is_trailing(clause, index, speaker_chunks):
                content = self._content_before(clause, index, speaker_chunks)
                is_after, rule = True, "trailing"
            if content is None and act in (Act.DENY, Act.CONFIRM, Act.ADMIT, Act.DOUBT):
                content = self._content_of_relative(clause, speaker_chunks)
        if chunk.is_infinitive and act in (Act.SAY, Act.REPORT, Act.ESTIMATE, Act.CONFIRM):
            return None
        if content is None and chunk.is_passive:
            return None
        if responsibility is None and act is Act.CLAIM_RESPONSIBILITY:
            return None
        if (
            chunk.is_gerund
            and speaker_chunks
            and clause.head_word(speaker_chunks[0]) in self.lexicon.channels
        ):
            speaker_chunks = self._behind_channel(clause, speaker_chunks)
        if speaker_chunks and clause.words[clause.chunks[speaker_chunks[0]].first] in _NO_SPEAKER:
            return None
        if not speaker_chunks and chunk.is_bare and not is_after:
            return None  # "Asked about the report, …"
        speaker = self._speaker(clause, speaker_chunks)
        start, end = clause.starts[chunk.head], clause.span(index, index)[1]
        return _Cue(
            clause,
            index,
            act,
            self.text[start:end],
            start,
            end,
            speaker,
            self._channel(clause, index),
            content,
            is_after,
            rule,
        )

    def _said_by(self, clause: Clause, index: int, act: Act) -> _Cue | None:
        """`an attack claimed by X`, `the move was condemned by X`: the noun is what X speaks of."""
        chunk = clause.chunks[index]
        if chunk.lemma in self.lexicon.addressee:
            return None
        by = [groups for preposition, groups in phrases(clause, index + 1) if preposition == "by"]
        about = subjects(clause, index)
        if not by or not about or min(about) > index or chunk.lemma not in self.lexicon.noun_content:
            return None
        if chunk.lemma == "claim" and self._is_deed(clause.head_word(about[-1])):
            act = Act.CLAIM_RESPONSIBILITY
        content = clause.starts[clause.chunks[about[0]].first], clause.ends[clause.chunks[index - 1].last - 1]
        start, end = clause.starts[chunk.head], clause.ends[chunk.head]
        return _Cue(
            clause,
            index,
            act,
            self.text[start:end],
            start,
            end,
            self._speaker(clause, by[0]),
            None,
            content,
            True,
            "said_by",
        )

    def _behind_channel(self, clause: Clause, channel: list[int]) -> list[int]:
        """`X appeared in a video claiming …`: X, when the channel stands in a phrase of X's verb."""
        at = channel[0] - 1
        if at < 1 or clause.chunks[at].kind != "P" or clause.chunks[at - 1].kind != "V":
            return channel
        return subjects(clause, at - 1) or channel

    def _act(self, clause: Clause, index: int) -> Act | None:
        chunk = clause.chunks[index]
        lemma = chunk.lemma
        for particle in self.lexicon.particles.get(lemma, ()):
            after = index + 1
            if after < len(clause.chunks) and clause.words[clause.chunks[after].first] == particle:
                return self.lexicon.act_of_verb[f"{lemma} {particle}"]
        if lemma in self.lexicon.act_of_verb:
            return self.lexicon.act_of_verb[lemma]
        if lemma in self.lexicon.responsibility_verbs and self._responsibility(clause, index) is not None:
            return Act.CLAIM_RESPONSIBILITY
        return None

    def _responsibility(self, clause: Clause, index: int) -> tuple[int, int] | None:
        """What responsibility is claimed for, when this verb claims it."""
        if clause.chunks[index].lemma not in self.lexicon.responsibility_verbs:
            return None
        found = objects(clause, index)
        if not found:
            return None
        head = clause.head_word(found[0])
        is_claim = head in self.lexicon.responsibility_nouns
        if not is_claim and not (clause.chunks[index].lemma == "claim" and self._is_deed(head)):
            return None
        first = found[0]
        chunk = clause.chunks[index]
        if is_claim and clause.head_word(min(first + 1, len(clause.chunks) - 1)) != "for":
            return self._deed_before(clause, index)
        if is_claim and first + 2 < len(clause.chunks) and clause.head_word(first + 1) == "for":
            first += 2
        start = clause.starts[clause.chunks[first].first]
        return start, self._content_end(clause, first, noun_only=chunk.is_gerund)

    def _deed_before(self, clause: Clause, index: int) -> tuple[int, int]:
        """`an explosion hit the base, with X claiming credit`: the clause before is what X claims."""
        at = index - 1
        while at > 0 and clause.chunks[at].kind not in (",", ";"):
            at -= 1
        if at <= 1:
            return clause.span(index + 1, index + 1)
        return clause.starts[0], clause.ends[clause.chunks[at - 1].last - 1]

    def _is_deed(self, head: str) -> bool:
        return head in self.lexicon.deeds or head.removesuffix("s") in self.lexicon.deeds

    def _speaker_chunks(self, clause: Clause, index: int) -> tuple[list[int], bool, str]:
        """The speaker's noun groups, whether the content stands before the cue, and the rule."""
        chunk = clause.chunks[index]
        if chunk.is_passive:
            by = [groups for preposition, groups in phrases(clause, index + 1) if preposition == "by"]
            if by:
                return by[0], False, "passive"
            if chunk.lemma in ("tell", "warn", "inform", "order", "ask"):
                return [], False, "passive"
            return [], False, "passive"
        if self._is_inverted(clause, index):
            return coordinated_forward(clause, index + 1), True, "inversion"
        return subjects(clause, index), False, "subject"

    def _is_inverted(self, clause: Clause, index: int) -> bool:
        """`"…," said X` and `…, said X.`"""
        chunks = clause.chunks
        if (
            index + 1 >= len(chunks)
            or chunks[index + 1].kind != "N"
            or index == 0
            or not chunks[index].is_finite
        ):
            return False
        if chunks[index].modal or chunks[index].is_passive:
            return False
        if clause.is_pronoun(index + 1) and clause.head_word(index + 1) in clause.grammar.object_pronouns:
            return False
        before = chunks[index - 1].kind
        if before == '"' and self._is_closing(clause, index - 1):
            return True
        if before != ",":
            return False
        if index >= 2 and chunks[index - 2].kind == '"' and self._is_closing(clause, index - 2):
            return True
        if not any(
            c.kind == "V" and c.is_finite and self._is_main(clause, i)
            for i, c in enumerate(chunks[: index - 1])
        ):
            return False  # "The general, who was arrested in 2011, denies the charge"
        last = end_of_of(clause, index + 1)
        after = chunks[last + 1].kind if last + 1 < len(chunks) else "."
        return after in (".", ";") or (after == "," and not any(c.kind == "V" for c in chunks[last + 1 :]))

    def _is_closing(self, clause: Clause, chunk: int) -> bool:
        position = clause.starts[clause.chunks[chunk].first]
        return any(q.outer_start < position < q.outer_end for q in self.quotations)

    def _is_trailing(self, clause: Clause, index: int, speaker: list[int]) -> bool:
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
        return all(
            c.kind in ("T", "Y", "P", "N", "O", "B", ",", ".", '"', ";", "J") for c in chunks[index + 1 :]
        ) or (index + 1 < len(chunks) and chunks[index + 1].kind in (",", ".", '"'))

    def _content_before(self, clause: Clause, index: int, speaker: list[int]) -> tuple[int, int] | None:
        first = min([index, *(s for s in speaker if s < index)])
        at = first - 1
        while at >= 0 and clause.chunks[at].kind not in (",", '"'):
            at -= 1
        if at <= 0:
            return None
        start = self._clause_start(clause, at)
        quote = next(
            (
                q
                for q in self.quotations
                if q.outer_start < clause.starts[clause.chunks[at].first] < q.outer_end + 2
            ),
            None,
        )
        if quote is not None and (
            quote.outer_start <= start or self.text[start : quote.outer_start].rstrip().endswith(":")
        ):
            return None  # the quotation is the whole content
        end = clause.starts[clause.chunks[at].first]
        while end > start and self.text[end - 1] in " ,":
            end -= 1
        return (start, end) if end > start else None

    def _content_of_relative(self, clause: Clause, speaker: list[int]) -> tuple[int, int] | None:
        """`Chad accused Sudan of arming rebels, which Khartoum denied`: the clause before `which`."""
        if not speaker or min(speaker) < 3 or clause.chunks[min(speaker) - 1].kind != "W":
            return None
        at = min(speaker) - 2
        if clause.chunks[at].kind != ",":
            return None
        return self._clause_start(clause, at), clause.ends[clause.chunks[at - 1].last - 1]

    def _clause_start(self, clause: Clause, before: int) -> int:
        for at in range(before - 1, -1, -1):
            if clause.chunks[at].kind == "." and at + 1 < before:
                return clause.starts[clause.chunks[at + 1].first]
        return clause.starts[0]

    def _content_after(self, clause: Clause, index: int, lemma: str) -> tuple[int, int] | None:
        """The clause or noun group that the cue governs, to the end of what it says."""
        chunks = clause.chunks
        at = index + 1
        takes_noun = lemma in self.lexicon.noun_content
        if (
            at < len(chunks)
            and chunks[at].kind in "PY"
            and clause.words[chunks[at].head] in self.lexicon.particles.get(lemma, ())
        ):
            takes_noun = takes_noun or f"{lemma} {clause.words[chunks[at].head]}" in self.lexicon.noun_content
            at += 1
        if (
            lemma in self.lexicon.addressee
            and at < len(chunks)
            and chunks[at].kind == "N"
            and not clause.chunks[index].is_passive
        ):
            person = coordinated_forward(clause, at)[-1]
            after = end_of_of(clause, person) + 1
            if after < len(chunks) and chunks[after].kind in 'tNoVTSW,";PR&':
                at = after
        first = at
        while at < len(chunks) and (
            chunks[at].kind in ("T", "Y", ",", ";")
            or (chunks[at].kind in ("P", "B") and at + 1 < len(chunks) and chunks[at + 1].kind in ("N", "T"))
        ):
            if chunks[at].kind == "P" and clause.head_word(at) in ("of", "for", "against") and takes_noun:
                break
            at += 2 if chunks[at].kind in ("P", "B") else 1
        if at >= len(chunks) or chunks[at].kind in (".", "("):
            return None
        kind = chunks[at].kind
        if kind == "V" and any(chunks[i].kind == "," for i in range(first, at)):
            return None  # "television reported, citing the navy"
        if lemma in self.lexicon.quote_only and kind not in 't"':
            return None
        if kind == "V" and chunks[at].is_finite and self._is_gap(clause, index):
            return (
                clause.starts[chunks[at].first],
                self._content_end(clause, at),
            )  # "which Hamas said is frequented"
        if kind == '"':
            return (clause.starts[chunks[at].first], self._content_end(clause, at))
        if kind == "t":
            at += 1
            while at < len(chunks) and chunks[at].kind == ",":
                at += 1
            if at >= len(chunks):
                return None
        elif kind in ("S", "W"):
            if clause.head_word(at) not in ("if", "whether", "who", "what", "how", "why", "where", "because"):
                return None
        elif kind == "V" and not (chunks[at].is_infinitive or chunks[at].is_gerund):
            return None
        elif (
            kind == "P"
            and clause.head_word(at) == "to"
            and at + 1 < len(chunks)
            and chunks[at + 1].kind == '"'
        ):
            return clause.starts[chunks[at].first], self._content_end(clause, at)
        elif (
            kind == "N"
            and not takes_noun
            and (self.lexicon.act_of_verb.get(lemma) is Act.PROMISE or not self._has_clause(clause, at))
        ) or kind in "&OBP":
            return None
        if lemma in self.lexicon.clause_only and not takes_noun and not self._has_clause(clause, at):
            return None
        start = clause.starts[chunks[at].first]
        noun_only = chunks[index].is_gerund and kind == "N" and takes_noun
        end = self._content_end(clause, at, noun_only=noun_only)
        return (start, end) if end > start else None

    def _is_gap(self, clause: Clause, index: int) -> bool:
        """Whether the cue stands in a relative clause whose own verb follows: `which X said is …`."""
        before = index - 1
        while before >= 0 and clause.chunks[before].kind in ("Y", "N", "O", "P"):
            before -= 1
        return before >= 0 and clause.chunks[before].kind == "W"

    def _has_clause(self, clause: Clause, at: int) -> bool:
        for chunk in clause.chunks[at:]:
            if chunk.kind == "V":
                return True
            if chunk.kind in (".", ";"):
                return False
        return False

    def _content_end(
        self, clause: Clause, at: int, *, noun_only: bool = False, one_verb: bool = False
    ) -> int:
        """Where the content that starts here ends: the sentence, a relay, or a joined verb of speech.

        `noun_only`: the content is a noun group, so the next finite verb is the main clause's; `one_verb`:
        the second one is ("the claim that rebels fled | was false").
        """
        chunks = clause.chunks
        inside = False
        for index in range(at, len(chunks)):
            kind = chunks[index].kind
            if kind == '"':
                inside = clause.opening_quote(index) is None
            closes = inside and index + 1 < len(chunks) and chunks[index + 1].kind == '"'
            if kind == "," and (not inside or closes) and self._relay_follows(clause, index):
                return (
                    clause.ends[chunks[index - 1].last - 1] if index > at else clause.starts[chunks[at].first]
                )
            if inside:
                continue
            if kind == "." and index > at:
                return clause.ends[chunks[index - 1].last - 1]
            if noun_only and kind == "," and index > at:
                return clause.ends[chunks[index - 1].last - 1]
            if (
                one_verb
                and kind == "V"
                and chunks[index].is_finite
                and self._is_second_verb(clause, at, index)
            ):
                return clause.ends[chunks[index - 1].last - 1]
            if noun_only and kind == "V" and chunks[index].is_finite and self._is_main(clause, index):
                last = index - 1
                while last > at and chunks[last].kind in (",", "Y"):
                    last -= 1
                return clause.ends[chunks[last].last - 1]
            if kind == "&" and index > at and self._joined_cue(clause, index):
                cut = index - 1 if chunks[index - 1].kind != "," else index - 2
                return clause.ends[chunks[cut].last - 1]
        end = len(chunks) - 1
        while end > at and chunks[end].kind in (".", ",", ";"):
            end -= 1
        return clause.ends[chunks[end].last - 1]

    def _is_second_verb(self, clause: Clause, at: int, index: int) -> bool:
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

    def _is_main(self, clause: Clause, verb: int) -> bool:
        """Whether this finite verb is outside a relative clause."""
        before = verb - 1
        while before >= 0 and clause.chunks[before].kind in ("Y", "T", "N"):
            before -= 1
        return not is_reduced_passive(clause, verb) and (
            before < 0 or clause.chunks[before].kind not in "WtS"
        )

    def _relay_follows(self, clause: Clause, comma: int) -> bool:
        """After this comma only `X reported`, `according to X` or `adding that` remains."""
        chunks = clause.chunks
        after = comma + 1
        while after < len(chunks) and chunks[after].kind == '"':
            after += 1
        if after >= len(chunks):
            return False
        if clause.words[chunks[after].first] == "according":
            return True
        if chunks[after].kind == "V" and chunks[after].lemma in self.lexicon.act_of_verb:
            return chunks[after].is_gerund or self._is_inverted(clause, after)
        if chunks[after].kind == "W" and after + 1 < len(chunks) and chunks[after + 1].kind == "N":
            after += 1  # "…, which Khartoum denied"
        if chunks[after].kind != "N":
            return False
        verb = end_of_of(clause, after) + 1
        if (
            verb >= len(chunks)
            or chunks[verb].kind != "V"
            or chunks[verb].lemma not in self.lexicon.act_of_verb
        ):
            return False
        return all(c.kind in ("T", "Y", "P", "N", ".", ",", "O") for c in chunks[verb + 1 :])

    def _joined_cue(self, clause: Clause, conjunction: int) -> bool:
        after = conjunction + 1
        if after >= len(clause.chunks) or clause.chunks[after].kind != "V":
            return False
        return (
            clause.chunks[after].lemma in self.lexicon.act_of_verb and not clause.chunks[after].is_infinitive
        )

    def _noun_cue(self, clause: Clause, index: int) -> _Cue | None:
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
        act = self.lexicon.act_of_noun[clause.head_word(index)]
        is_infinitive = chunks[at].kind == "V" and chunks[at].is_infinitive
        if chunks[at].kind == "t":
            at += 1
        elif not (is_infinitive and act in (Act.THREATEN, Act.DEMAND, Act.PROMISE)):
            return None
        if at >= len(chunks):
            return None
        speaker = self._speaker(clause, by) if by else self._owner(clause, index)
        end = clause.span(index, index)[1]
        head = clause.starts[chunks[index].head]
        content = (
            clause.starts[chunks[at].first],
            self._content_end(clause, at, noun_only=is_infinitive, one_verb=not is_infinitive),
        )
        return _Cue(clause, index, act, self.text[head:end], head, end, speaker, None, content, False, "noun")

    def _owner(self, clause: Clause, index: int) -> _Speaker | None:
        """`ISIS threats to`, `the group's claim that`: what stands before the noun in its own group."""
        chunk = clause.chunks[index]
        first = chunk.first
        while first < chunk.head and clause.tags[first] in "DCJ":
            first += 1
        last = chunk.head
        while last > first and clause.tags[last - 1] in "pJ":
            last -= 1
        if last > first:
            return self._speaker_at(clause.starts[first], clause.ends[last - 1])
        for verb in range(index - 1, -1, -1):
            if clause.chunks[verb].kind == "V":
                return self._speaker(clause, subjects(clause, verb))
        return None

    def _according_cue(self, clause: Clause, index: int) -> _Cue | None:
        chunks = clause.chunks
        if index + 2 >= len(chunks) or clause.head_word(index + 1) != "to" or chunks[index + 2].kind != "N":
            return None
        groups = coordinated_forward(clause, index + 2)
        speaker = self._speaker(clause, groups)
        start = clause.starts[chunks[index].first]
        end = clause.ends[chunks[index + 1].last - 1]
        last = end_of_of(clause, groups[-1])
        content: tuple[int, int] | None
        if index == 0 or all(c.kind in ("T", "Y", "&", ",") for c in chunks[:index]):
            at = last + 1
            while at < len(chunks) and chunks[at].kind != ",":
                at += 1
            at += 1
            content = (
                (clause.starts[chunks[at].first], self._content_end(clause, at)) if at < len(chunks) else None
            )
        else:
            start_content = self._clause_start(clause, index)
            end_content = start
            while end_content > start_content and self.text[end_content - 1] in " ,":
                end_content -= 1
            content = (start_content, end_content)
            if (
                last + 1 < len(chunks)
                and chunks[last + 1].kind == ","
                and last + 2 < len(chunks)
                and chunks[last + 2].kind == "V"
            ):
                content = (start_content, self._content_end(clause, last + 2))
        return _Cue(
            clause,
            index,
            Act.SAY,
            self.text[start:end],
            start,
            end,
            speaker,
            None,
            content,
            True,
            "according_to",
        )

    # --- speakers

    def _speaker(self, clause: Clause, groups: list[int]) -> _Speaker | None:
        if not groups:
            return None
        last = end_of_of(clause, groups[-1])
        start, end = clause.span(groups[0], last)
        head = clause.head_word(groups[0])
        if head in self.lexicon.channels and len(groups) == 1:
            source = last + 2
            if (
                last + 2 < len(clause.chunks)
                and clause.head_word(last + 1) in ("from", "by")
                and clause.chunks[source].kind == "N"
            ):
                s, e = clause.span(source, end_of_of(clause, source))
                channel_start, channel_end = clause.span(groups[0], groups[0])
                return replace(self._speaker_at(s, e), channel=self.text[channel_start:channel_end])
        if (
            self._apposition(clause, last) == ""
            and last + 2 < len(clause.chunks)
            and clause.chunks[last + 1].kind == "P"
        ):
            beyond = end_of_of(clause, last + 2)
            if clause.chunks[last + 2].kind == "N" and self._apposition(clause, beyond):
                last = beyond  # "a spokesman for the Houthis, Yahya Saree,"
        apposition = self._apposition(clause, last)
        if apposition and self._mention_in(start, end) is None:
            named = clause.span(last + 2, end_of_of(clause, last + 2))
            mention = self._mention_in(*named)
            if mention is not None and self.mentions[mention].kind == Kind.PERSON:
                return self._speaker_at(start, named[1], apposition)  # "his lawyer, Ana Torres, said"
        return self._speaker_at(start, end, apposition)

    def _apposition(self, clause: Clause, last: int) -> str:
        """The words of `, a senior official,` after a speaker, for the speaker's class."""
        if (
            last + 2 < len(clause.chunks)
            and clause.chunks[last + 1].kind == ","
            and clause.chunks[last + 2].kind == "N"
        ):
            start, end = clause.span(last + 2, end_of_of(clause, last + 2))
            return self.text[start:end]
        return ""

    def _speaker_at(self, start: int, end: int, apposition: str = "") -> _Speaker:
        surface = self.text[start:end]
        mention = self._mention_in(start, end)
        return _Speaker(start, end, surface, self._speaker_class(surface, apposition, mention), mention)

    def _mention_in(self, start: int, end: int) -> int | None:
        """The name that is the speaker: a person anywhere in the group, else the last name in it."""
        low = bisect_left(self.mention_starts, start)
        inside = []
        for index in range(max(low - 1, 0), len(self.mentions)):
            mention = self.mentions[index]
            if mention.start_char >= end:
                break
            if mention.end_char > start and not self._is_glued(mention):
                inside.append(index)
        persons = [i for i in inside if self.mentions[i].kind == Kind.PERSON]
        if persons:
            return persons[-1]
        return inside[0] if inside else None

    def _is_glued(self, mention: MentionLike) -> bool:
        """`pro-ISIS`, `ISIS-affiliated`: not the name itself."""
        before = self.text[mention.start_char - 1 : mention.start_char]
        return before == "-" or self.text[mention.end_char : mention.end_char + 1] == "-"

    def _speaker_class(self, surface: str, apposition: str, mention: int | None) -> SpeakerClass | None:
        low = f"{surface} {apposition}".lower()
        words = _WORD.findall(low)
        heads = {word.removesuffix("'s").removesuffix("’s") for word in words}
        for kind, entries in self.lexicon.speaker_words.items():
            if not entries.isdisjoint(heads) or any(p in low for p in self.lexicon.speaker_phrases[kind]):
                return kind
        if mention is not None and self.mentions[mention].kind == Kind.ORGANIZATION:
            return SpeakerClass.PARTY
        return None

    def _channel(self, clause: Clause, index: int) -> str | None:
        """`on Facebook`, `in a statement posted online`, `told AFP`, as written."""
        chunks = clause.chunks
        if (
            chunks[index].lemma in self.lexicon.addressee
            and index + 1 < len(chunks)
            and chunks[index + 1].kind == "N"
        ):
            start, end = clause.span(index + 1, end_of_of(clause, index + 1))
            if self._speaker_class(self.text[start:end], "", None) is SpeakerClass.MEDIA:
                return self.text[clause.starts[chunks[index].head] : end]
        for at, chunk in enumerate(chunks[:-1]):
            if chunk.kind != "P" or chunks[at + 1].kind != "N":
                continue
            if clause.head_word(at) == "on" and clause.head_word(at + 1) in (
                "post",
                "call",
                "report",
                "letter",
                "message",
            ):
                continue  # "on a military post"
            is_near = at > index or at <= 1 or at == index - 2
            head = clause.head_word(at + 1)
            media = clause.head_word(at) == "to" and self._class_at(clause, at + 1) is SpeakerClass.MEDIA
            if (
                is_near
                and (head in self.lexicon.channels or media)
                and clause.head_word(at) in ("on", "in", "via", "through", "to", "by", "over")
            ):
                if at > index + 2 and chunks[at - 1].kind == "V":
                    continue
                return self._channel_text(clause, at)
        return None

    def _class_at(self, clause: Clause, index: int) -> SpeakerClass | None:
        start, end = clause.span(index, index)
        return self._speaker_class(self.text[start:end], "", None)

    def _channel_text(self, clause: Clause, at: int) -> str:
        last = end_of_of(clause, at + 1)
        chunks = clause.chunks
        if last + 1 < len(chunks) and chunks[last + 1].kind == "V" and chunks[last + 1].is_bare:
            last += 1
            if (
                last + 1 < len(chunks)
                and chunks[last + 1].kind in ("Y", "N", "T")
                and clause.words[chunks[last + 1].first] == "online"
            ):
                last += 1
        start, end = clause.span(at, last)
        return self.text[start:end]

    # --- statements

    def _direct(
        self, clause: Clause, quotations: list[Quotation], cues: list[_Cue], last: FoundStatement | None
    ) -> list[FoundStatement]:
        found: list[FoundStatement] = []
        outside = [c for c in cues if not any(q.outer_start <= c.start < q.outer_end for q in quotations)]
        for quotation in quotations:
            if self.lexicon.naming.search(
                self.text, max(0, quotation.outer_start - 30), quotation.outer_start
            ):
                continue
            cue = self._cue_for(quotation, outside, clause)
            if cue is None:
                orphan = self._orphan(clause, quotation, found[-1] if found else last)
                if orphan is not None:
                    found.append(orphan)
                continue
            beside = 0 <= quotation.outer_start - cue.end <= 3
            if quotation.word_count < _SCARE_WORDS and not (beside or self._is_closed_by(quotation, cue)):
                continue
            found.append(
                self._statement(quotation.start_char, quotation.end_char, True, cue, f"quote_{cue.rule}")
            )
        return found

    def _is_closed_by(self, quotation: Quotation, cue: _Cue) -> bool:
        return cue.is_after and 0 <= cue.start - quotation.outer_end <= 3

    def _cue_for(self, quotation: Quotation, cues: list[_Cue], clause: Clause) -> _Cue | None:
        """The verb of speech that a quotation belongs to: one right after it, else the nearest before it."""
        after = [c for c in cues if c.start >= quotation.outer_end and c.rule != "noun"]
        before = [c for c in cues if c.end <= quotation.outer_start and c.rule != "according_to"]
        holding = [
            c
            for c in before
            if c.content and c.content[0] <= quotation.start_char and quotation.end_char <= c.content[1] + 2
        ]
        if after and after[0].rule == "inversion" and after[0].start - quotation.outer_end <= 3:
            lead = self.text[clause.starts[0] : quotation.outer_start].rstrip()
            if not lead or lead[-1] in ':.;?!”"':
                return after[0]
        if holding and not holding[-1].is_after:
            return holding[-1]
        if after:
            gap = self.text[quotation.outer_end : after[0].start]
            ends_with_comma = self.text[quotation.end_char : quotation.outer_end].startswith(
                ","
            ) or gap.startswith(",")
            if after[0].is_after and (ends_with_comma or not before) and len(gap) < 120:
                return after[0]
            if ends_with_comma and not before and len(gap) < 120:
                return after[0]
        if before:
            return before[-1]
        return after[0] if after and after[0].rule in ("inversion", "according_to") else None

    def _orphan(
        self, clause: Clause, quotation: Quotation, last: FoundStatement | None
    ) -> FoundStatement | None:
        """A quotation that fills its sentence goes on with the last speaker, at most one paragraph away."""
        if quotation.word_count < _ORPHAN_WORDS:
            return None
        around = len(_WORD.findall(self.text, clause.starts[0], clause.ends[-1])) - quotation.word_count
        if around > 3:
            return None
        if last is None or len(_BLANK_LINE.findall(self.text, last.end_char, quotation.start_char)) > 1:
            return None
        return replace(
            last,
            start_char=quotation.start_char,
            end_char=quotation.end_char,
            text=self.text[quotation.start_char : quotation.end_char],
            cue=None,
            act=Act.SAY,
            deadline_time=None,
            parent=None,
            rule="quote_continued",
        )

    def _indirect(
        self, clause: Clause, quotations: list[Quotation], cues: list[_Cue]
    ) -> list[FoundStatement]:
        found = []
        for cue in cues:
            if cue.content is None:
                continue
            start, end = cue.content
            inside = next((q for q in quotations if q.outer_start <= cue.start < q.outer_end), None)
            if inside is not None:
                start, end = max(start, inside.start_char), min(end, inside.end_char)
            quoted = sum(
                q.word_count for q in quotations if q.outer_start >= start and q.outer_end <= end + 2
            )
            own = len(_WORD.findall(self.text, start, end)) - quoted
            if inside is None and own < 2 and quoted:
                continue
            if end - start < 3 or own < 1:
                continue
            found.append(self._statement(start, end, False, cue, cue.rule))
        return found

    def _statement(self, start: int, end: int, is_direct: bool, cue: _Cue, rule: str) -> FoundStatement:
        speaker = cue.speaker
        act = cue.act
        if act in (Act.SAY, Act.CLAIM) and self.lexicon.denying.search(self.text, start, end):
            act = Act.DENY
        return FoundStatement(
            start_char=start,
            end_char=end,
            text=self.text[start:end],
            is_direct=is_direct,
            cue=cue.text,
            act=act,
            speaker_start_char=speaker.start if speaker else None,
            speaker_end_char=speaker.end if speaker else None,
            speaker_text=speaker.text if speaker else None,
            speaker_class=self._class_by_act(speaker, act),
            speaker_mention=speaker.mention if speaker else None,
            channel_text=cue.channel or (speaker.channel if speaker else None),
            parent=None,
            deadline_time=self._deadline(cue, start, end),
            rule=rule,
        )

    def _class_by_act(self, speaker: _Speaker | None, act: Act) -> SpeakerClass | None:
        """An organisation that reports is a medium, whatever the spelling of its name."""
        if speaker is None:
            return None
        if act is not Act.REPORT or speaker.mention is None or speaker.kind is not SpeakerClass.PARTY:
            return speaker.kind
        name = self.mentions[speaker.mention]
        is_named = name.kind == Kind.ORGANIZATION and speaker.text.lower().endswith(name.surface.lower())
        return SpeakerClass.MEDIA if is_named else speaker.kind

    def _deadline(self, cue: _Cue, start: int, end: int) -> int | None:
        """The time by which a threat or demand is to be met."""
        if cue.act not in (Act.THREATEN, Act.DEMAND, Act.WARN):
            return None
        for index, time in enumerate(self.times):
            if time.start_char < min(start, cue.start) or time.start_char >= max(end, cue.clause.ends[-1]):
                continue
            before = self.text[max(0, time.start_char - 12) : time.start_char]
            if _DEADLINE_BEFORE.search(before) or _DURATION.search(time.surface):
                return index
        return None

    def _set_phrases(self, clause: Clause) -> list[FoundStatement]:
        """`declined to comment`, and `it is not known whether …` as the narrator's own row."""
        found = []
        start, end = clause.starts[0], clause.ends[-1]
        if match := _first_within(self.no_comments, start, end):
            speaker = None
            for index, chunk in enumerate(clause.chunks):
                if chunk.kind == "V" and clause.ends[chunk.last - 1] > match.start():
                    speaker = self._speaker(clause, subjects(clause, index))
                    break
            cue = _Cue(
                clause,
                0,
                Act.NO_COMMENT,
                match.group(),
                match.start(),
                match.end(),
                speaker,
                None,
                None,
                False,
                "no_comment",
            )
            found.append(self._statement(match.start(), match.end(), False, cue, "no_comment"))
        if match := _first_within(self.unknowns, start, end):
            cue = _Cue(
                clause,
                0,
                Act.DOUBT,
                match.group(),
                match.start(),
                match.end(),
                None,
                None,
                None,
                False,
                "unknown",
            )
            found.append(self._statement(start, self._without_stop(start, end), False, cue, "unknown"))
        return found

    def _without_stop(self, start: int, end: int) -> int:
        while end > start and self.text[end - 1] in ". ":
            end -= 1
        return end

    def _resolve(
        self, statement: FoundStatement, before: list[FoundStatement], clause: Clause
    ) -> FoundStatement:
        """Give a pronoun or `the group` the mention of the latest speaker or name that it can mean."""
        if statement.speaker_mention is not None or statement.speaker_text is None:
            return statement
        kinds = _ANAPHORS.get(statement.speaker_text.lower())
        if kinds is None:
            return statement
        assert statement.speaker_start_char is not None
        if statement.speaker_text.lower() == "they" and statement.speaker_start_char == clause.starts[0]:
            subject = subject_before(self.clauses, clause)
            if subject is not None and self._act(subject[0], subject[1]) is not None:
                # "The Kenyans allege …. They have accused …": the same, by name or not
                speaker = self._speaker(subject[0], [subject[2]])
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
                and self.mentions[mention].kind in kinds
                and earlier.speaker_start_char != statement.speaker_start_char
            ):
                return replace(
                    statement,
                    speaker_mention=mention,
                    speaker_class=statement.speaker_class or earlier.speaker_class,
                )
        for index in range(len(self.mentions) - 1, -1, -1):
            mention_like = self.mentions[index]
            if mention_like.end_char <= statement.speaker_start_char and mention_like.kind in kinds:
                if statement.speaker_start_char - mention_like.end_char > 600:
                    break
                return replace(statement, speaker_mention=index)
        return statement


def _first_within(matches: list[re.Match[str]], start: int, end: int) -> re.Match[str] | None:
    return next((match for match in matches if start <= match.start() < end), None)


_NO_SPEAKER = frozenset({"you", "no", "nobody", "none", "neither"})
_PERSON_ONLY = frozenset({Kind.PERSON})
_GROUP_ONLY = frozenset({Kind.ORGANIZATION})
_ANAPHORS = {
    "he": _PERSON_ONLY, "she": _PERSON_ONLY, "it": _GROUP_ONLY, "they": _GROUP_ONLY, "the group": _GROUP_ONLY,
    "the movement": _GROUP_ONLY, "the organization": _GROUP_ONLY, "the organisation": _GROUP_ONLY,
    "the spokesman": _PERSON_ONLY, "the spokeswoman": _PERSON_ONLY, "the spokesperson": _PERSON_ONLY,
    "the minister": _PERSON_ONLY, "the president": _PERSON_ONLY, "the agency": _GROUP_ONLY,
    "the militia": _GROUP_ONLY, "the party": _GROUP_ONLY, "the broadcaster": _GROUP_ONLY,
}  # fmt: skip


def _unique(statements: list[FoundStatement]) -> list[FoundStatement]:
    seen: set[tuple[int, int, bool, str | None]] = set()
    kept = []
    for statement in statements:
        key = (statement.start_char, statement.end_char, statement.is_direct, statement.speaker_text)
        if key not in seen:
            seen.add(key)
            kept.append(statement)
    return kept


def _with_parents(statements: list[FoundStatement]) -> tuple[FoundStatement, ...]:
    """Set `parent` to the smallest statement that holds this one's content *and* cue's speaker."""
    ordered = sorted(statements, key=lambda s: (s.start_char, -s.end_char))
    found = []
    for index, statement in enumerate(ordered):
        parent = None
        for other in range(index - 1, -1, -1):
            outer = ordered[other]
            begins = (
                statement.speaker_start_char
                if statement.speaker_start_char is not None
                else statement.start_char
            )
            if (
                outer.start_char <= min(begins, statement.start_char)
                and outer.end_char >= statement.end_char
                and outer.speaker_start_char != statement.speaker_start_char
            ):
                parent = other
                break
        found.append(replace(statement, parent=parent))
    return tuple(found)
