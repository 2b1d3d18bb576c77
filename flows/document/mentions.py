"""The names of persons, organisations and places in one text, with their kinds; rules and lexicon, no model.

Words that may be a name are found by their shape (`mention_spans`). What speaks for each kind (`mention_evidence`) is
added up over all their occurrences in the document (`mention_kinds`), plain words are left out (`mention_names`), and
short forms are tied to the longer name they stand for (`mention_short_forms`). A user's own recogniser joins through
`Recogniser`.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from flows.document.authority import Authority
from flows.document.mention_kinds import TypedCandidate, typed_candidates
from flows.document.mention_lexicon import MentionLexicon
from flows.document.mention_short_forms import link_short_forms
from flows.document.mention_spans import Candidate, body_candidates, headline_candidates
from flows.document.mention_tokens import Token, is_title_case, words_of
from flows.document.records import Kind, Span

__all__ = ["FoundMention", "MentionLexicon", "Recogniser", "find_mentions"]


@dataclass(frozen=True, slots=True)
class FoundMention:
    """One row per name as this text spells it; `rule` says why it has its kind."""

    start_char: int
    end_char: int
    surface: str
    kind: Kind
    rule: str
    long_form: int | None  # index, in the same tuple, of the longer name that this short form stands for


class Recogniser(Protocol):
    """Finds names in a text by its own means; what it finds is added where the rules found nothing."""

    @property
    def name(self) -> str:
        """What the rows have as their rule."""
        ...

    def find(self, text: str, sentences: Sequence[Span]) -> Sequence[FoundMention]:
        """The names of the text; `long_form` is ignored."""
        ...


def find_mentions(
    text: str,
    sentences: Sequence[Span],
    lexicon: MentionLexicon,
    authority: Authority,
    extra: Sequence[Recogniser] = (),
) -> tuple[FoundMention, ...]:
    """The names of a text, by position, without overlaps; each lies inside one of the `sentences`.

    Demonyms, days, titles, events, laws and works are no names. A possessive ending, a title and a leading
    "the" stay outside the span.
    """
    typed = _by_rules(text, sentences, lexicon, authority)
    for recogniser in extra:
        typed = _with_added(sentences, typed, recogniser.find(text, sentences))
    surfaces = [text[one.start_char : one.end_char] for one in typed]
    links = link_short_forms(
        [(surface, one.kind) for surface, one in zip(surfaces, typed, strict=True)], lexicon
    )
    return tuple(
        FoundMention(
            one.start_char,
            one.end_char,
            surface,
            one.kind,
            one.rule if link is None else "short_form",
            link,
        )
        for one, surface, link in zip(typed, surfaces, links, strict=True)
    )


def _by_rules(
    text: str, sentences: Sequence[Span], lexicon: MentionLexicon, authority: Authority
) -> list[TypedCandidate]:
    words = [words_of(text, span.start_char, span.end_char, lexicon) for span in sentences]
    tokens = [each.tokens for each in words]
    headlines = [number for number, each in enumerate(tokens) if is_title_case(each, lexicon)]
    in_headline = frozenset(headlines)
    candidates = [
        candidate
        for number, each in enumerate(words)
        if number not in in_headline
        for candidate in body_candidates(number, each, lexicon)
    ]
    if headlines:
        known = _known_names(tokens, candidates, lexicon)
        for number in headlines:
            candidates.extend(headline_candidates(number, tokens[number], known, lexicon))
    return typed_candidates(text, words, candidates, lexicon, authority)


def _known_names(
    tokens: Sequence[Sequence[Token]], candidates: Sequence[Candidate], lexicon: MentionLexicon
) -> frozenset[tuple[str, ...]]:
    """Names that a headline may have: those of the body, and the lexicon's."""
    return lexicon.place_word_runs | {
        tuple([token.lower for token in tokens[c.sentence][c.first : c.last + 1]])
        for c in candidates
        if not c.is_opening
    }


def _with_added(
    sentences: Sequence[Span], found: Sequence[TypedCandidate], added: Sequence[FoundMention]
) -> list[TypedCandidate]:
    """`found`, and of `added` what overlaps nothing and lies inside one sentence; both sorted by position."""
    kept = list(found)
    ends = [span.end_char for span in sentences]
    for mention in sorted(added, key=lambda mention: (mention.start_char, -mention.end_char)):
        start, end = mention.start_char, mention.end_char
        sentence = bisect_right(ends, start)
        if start >= end or sentence == len(ends):
            continue
        if start < sentences[sentence].start_char or end > ends[sentence]:
            continue
        place = bisect_right(kept, start, key=lambda one: one.start_char)
        is_free = place == 0 or kept[place - 1].end_char <= start
        if is_free and (place == len(kept) or end <= kept[place].start_char):
            kept.insert(place, TypedCandidate(start, end, mention.kind, mention.rule))
    return kept
