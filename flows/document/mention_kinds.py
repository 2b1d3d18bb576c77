"""Which kind each name is of: the evidence of all its occurrences in the document, added up."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from flows.document.authority import Authority
from flows.document.mention_evidence import (
    INNER_RULES,
    ORGANIZATION,
    PERSON,
    Evidence,
    evidence_of_authority,
    evidence_of_words,
    outer_evidence,
)
from flows.document.mention_lexicon import MentionLexicon
from flows.document.mention_names import Judged, names_among
from flows.document.mention_spans import Candidate
from flows.document.mention_tokens import Token, Words
from flows.document.records import Kind


class TypedCandidate(NamedTuple):
    """A name with its place in the text, its kind, and the rule that gave the kind."""

    start_char: int
    end_char: int
    kind: Kind
    rule: str


def typed_candidates(
    text: str,
    sentences: Sequence[Words],
    candidates: Sequence[Candidate],
    lexicon: MentionLexicon,
    authority: Authority,
) -> list[TypedCandidate]:
    """The candidates that are names, with kind and rule, by position."""
    tokens = [words.tokens for words in sentences]
    of_names: dict[str, tuple[Evidence, ...]] = {}
    judged = [_judge(text, tokens[c.sentence], c, lexicon, authority, of_names=of_names) for c in candidates]
    kept = names_among(judged, sentences, lexicon)
    totals = _totals(kept)
    _share_between_neighbours(kept, tokens, totals)
    surnames = _surnames(kept, totals)
    typed = []
    for one in kept:
        words = tokens[one.candidate.sentence]
        kind, rule = _kind_of(one, totals[one.key], surnames)
        start = words[one.candidate.first].start
        end = _end_of(words[one.candidate.last], text, rule, lexicon)
        typed.append(TypedCandidate(start, end, kind, rule))
    return sorted(typed, key=lambda one: one.start_char)


def _judge(
    text: str,
    tokens: Sequence[Token],
    candidate: Candidate,
    lexicon: MentionLexicon,
    authority: Authority,
    *,
    of_names: dict[str, tuple[Evidence, ...]],
) -> Judged:
    """The evidence for one candidate; what the name itself says is looked up once (`of_names`)."""
    surface = text[tokens[candidate.first].start : tokens[candidate.last].end]
    key = surface.lower() if candidate.first == candidate.last else " ".join(surface.lower().split())
    inner = of_names.get(surface)
    if inner is None:
        inner = of_names[surface] = (
            *evidence_of_authority(surface, authority),
            *evidence_of_words(tokens, candidate, key, lexicon),
        )
    return Judged(candidate, key, (*inner, *outer_evidence(tokens, candidate, lexicon)))


_NOTHING: dict[Kind, float] = dict.fromkeys(Kind, 0.0)


def _totals(judged: Sequence[Judged]) -> dict[str, dict[Kind, float]]:
    totals: dict[str, dict[Kind, float]] = defaultdict(_NOTHING.copy)
    inner_seen: set[tuple[str, str]] = set()
    for one in judged:
        for kind, weight, rule in one.evidence:
            if rule in INNER_RULES:
                if (one.key, rule) in inner_seen:
                    continue
                inner_seen.add((one.key, rule))
            totals[one.key][kind] += weight
        totals[one.key][PERSON] += 0.0
    return totals


def _share_between_neighbours(
    judged: Sequence[Judged], tokens: Sequence[Sequence[Token]], totals: dict[str, dict[Kind, float]]
) -> None:
    """`Ménaka and Gao`, `X, known as Y`: of two names side by side the clear one types the other."""
    ordered = sorted(judged, key=lambda one: (one.candidate.sentence, one.candidate.first))
    clear = {key: max(total.values()) for key, total in totals.items()}
    for left, right in pairwise(ordered):
        if left.candidate.sentence != right.candidate.sentence or left.key == right.key:
            continue
        words = tokens[left.candidate.sentence]
        if words[right.candidate.last].has_possessive:
            continue  # "Kent Walker, Google's president": an apposition
        between = words[left.candidate.last + 1 : right.candidate.first]
        if len(between) > 7 or not _sides_are_alike([token.lower for token in between]):
            continue
        for known, unknown in ((left, right), (right, left)):
            if clear[known.key] >= 2.0 and clear[unknown.key] < 1.9:
                total = totals[known.key]
                totals[unknown.key][max(total, key=total.__getitem__)] += 1.5


def _sides_are_alike(between: Sequence[str]) -> bool:
    if tuple(between) in (("and",), ("or",), (",",), (",", "and"), ("&",), ("to",), (",", "or")):
        return True
    return bool(between) and (
        tuple(between[-2:]) in _ALSO_CALLED or between[-1] in ("alias", "nicknamed", "dubbed")
    )


_ALSO_CALLED = frozenset(
    (("known", "as"), ("called", "as"), ("better", "as"), ("now", "called"), ("formerly", "called"))
)


def _surnames(judged: Sequence[Judged], totals: dict[str, dict[Kind, float]]) -> frozenset[str]:
    """Last words of the document's persons, by which a lone surname is known."""
    persons = [
        one.key.split()
        for one in judged
        if " " in one.key and max(totals[one.key], key=totals[one.key].__getitem__) is PERSON
    ]
    return frozenset(
        word
        for words in persons
        for last in (words[-1].removesuffix("."),)
        for word in (words[0], last, _without_article(last))
    )


def _without_article(word: str) -> str:
    return word[3:] if word[:3] in ("al-", "el-") else word


def _end_of(last: Token, text: str, rule: str, lexicon: MentionLexicon) -> int:
    """Behind the name, and behind the stop of its abbreviation: `Jr.`, `R-La.`."""
    is_abbreviated = last.lower in lexicon.closing_abbreviations or rule == "party_state"
    return last.end + (is_abbreviated and text[last.end : last.end + 1] == ".")


def _kind_of(judged: Judged, total: dict[Kind, float], surnames: frozenset[str]) -> tuple[Kind, str]:
    if judged.candidate.is_titled and total[ORGANIZATION] < 15:
        return PERSON, "title_before"
    best = max(total, key=total.__getitem__)
    strength = total[best]
    if " " not in judged.key and judged.key in surnames and strength < 12:
        return PERSON, "document_consistency"
    own = [evidence for evidence in judged.evidence if evidence[0] is best]
    if strength <= 0:
        return (ORGANIZATION, "name_shape")
    if own:
        return best, max(own, key=lambda evidence: evidence[1])[2]
    return best, "document_consistency"
