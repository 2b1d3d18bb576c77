"""Whether a candidate is a name at all: a capital may only open a sentence, or stress a plain word."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from flows.document.mention_evidence import Evidence
from flows.document.mention_lexicon import MentionLexicon
from flows.document.mention_spans import Candidate
from flows.document.mention_tokens import Token, Words

_CLOSING_MARKS = frozenset('"”’»')


class Judged(NamedTuple):
    """A candidate with what speaks for each kind; `key` is its surface in lower case."""

    candidate: Candidate
    key: str
    evidence: tuple[Evidence, ...]


def names_among(
    judged: Sequence[Judged], sentences: Sequence[Words], lexicon: MentionLexicon
) -> list[Judged]:
    """The candidates that are names, by what the whole document does with their words."""
    sure = {one.key for one in judged if not one.candidate.is_opening and not one.candidate.in_headline}
    heads = _lone_heads(judged, lexicon)
    lowered = frozenset[str]().union(*(words.small for words in sentences))
    return [
        one
        for one in judged
        if _is_name(
            one, sentences[one.candidate.sentence].tokens, lexicon, sure=sure, heads=heads, lowered=lowered
        )
    ]


def _lone_heads(judged: Sequence[Judged], lexicon: MentionLexicon) -> frozenset[str]:
    """Last words by which exactly one longer name can be meant: `the Strip`, `the Brigades`."""
    longer: dict[str, set[str]] = defaultdict(set)
    for one in judged:
        head = one.key.split()[-1]
        if " " in one.key and (head in lexicon.place_short_words or head in lexicon.organization_words):
            longer[head].add(one.key)
    return frozenset(head for head, names in longer.items() if len(names) == 1)


def _is_name(
    judged: Judged,
    tokens: Sequence[Token],
    lexicon: MentionLexicon,
    *,
    sure: set[str],
    heads: frozenset[str],
    lowered: frozenset[str],
) -> bool:
    """Whether a capital at a sentence's start, or a lone common word, is a name after all."""
    candidate = judged.candidate
    if candidate.first != candidate.last:
        return not _is_plain_phrase(judged, tokens, lowered, lexicon)
    if candidate.in_headline:
        return judged.key not in lexicon.plain_acronyms
    if judged.key in lexicon.plain_acronyms:
        return False
    if judged.key in heads and not candidate.is_opening:
        return True
    token = tokens[candidate.first]
    word = token.lower
    if len(word) == 1 or _is_designation(tokens, candidate):
        return False
    certain = {rule for _, weight, rule in judged.evidence if weight >= 20 or rule == "lexicon"}
    if candidate.is_opening and judged.key not in sure and lexicon.is_common(word):
        certain.discard("authority")  # "Nice work", "Split the bill": no town
    if certain or (token.is_upper and not word.isdigit()):
        return True
    if not candidate.is_opening:
        if word in lexicon.place_short_words:
            return False
        if any(
            weight >= 2.5 and rule in ("member_noun", "apposition") for _, weight, rule in judged.evidence
        ):
            return True
        return not (
            lexicon.is_common(word)
            and (word in lowered or word in lexicon.organization_words or word in lexicon.place_words)
        )
    if any(weight >= 3 and rule == "apposition" for _, weight, rule in judged.evidence):
        return True
    if word in lowered:
        return False
    if judged.key in sure:
        return True
    if (
        lexicon.is_common(word)
        or _is_imperative(tokens, candidate)
        or _is_all_that_is_said(tokens, candidate)
    ):
        return False
    has_verb = any(rule == "agent" for _, _, rule in judged.evidence)
    return has_verb or token.has_possessive or not _looks_everyday(word, lexicon)


def _is_plain_phrase(
    judged: Judged, tokens: Sequence[Token], lowered: frozenset[str], lexicon: MentionLexicon
) -> bool:
    """`Digital Transformation` in a text that also writes its words small: capitals for emphasis."""
    if any(weight >= 2.0 for _, weight, _ in judged.evidence):
        return False
    words = [token.lower for token in tokens[judged.candidate.first : judged.candidate.last + 1]]
    return all(word in lowered or word in lexicon.plain_acronyms for word in words)


def _is_designation(tokens: Sequence[Token], candidate: Candidate) -> bool:
    """`Il-22`, `No 5`: a few letters and a number."""
    if candidate.last + 1 >= len(tokens) or len(tokens[candidate.first].text) > 3:
        return False
    following = tokens[candidate.last + 1]
    return following.text.isdigit() and (following.is_glued or tokens[candidate.first].lower in ("no", "nos"))


def _is_all_that_is_said(tokens: Sequence[Token], candidate: Candidate) -> bool:
    """`Period.`, `"Never," he said`: nothing else that a capital could come from."""
    following = [token.text for token in tokens[candidate.last + 1 : candidate.last + 3]]
    if not following or following[0] not in ".,!?":
        return False
    return len(following) == 1 or following[1] in _CLOSING_MARKS


def _is_imperative(tokens: Sequence[Token], candidate: Candidate) -> bool:
    """`Click on the link`, `Skip a meal`: a determiner right after the first word, which is no name then."""
    following = tokens[candidate.last + 1].lower if candidate.last + 1 < len(tokens) else ""
    return following in ("the", "a", "an", "your", "this", "these", "those", "any", "up", "out", "down")


def _looks_everyday(word: str, lexicon: MentionLexicon) -> bool:
    """A word's ending or use as a plain noun: `Corroborating`, `Reportedly`, `Astronauts`."""
    if len(word) > 6 and word.endswith(
        ("ing", "edly", "ally", "ously", "ists", "tions", "ments", "ers", "ors")
    ):
        return True
    singular = word.removesuffix("s")
    return any(
        singular in nouns or word in nouns
        for nouns in (lexicon.titles, lexicon.person_nouns, lexicon.organization_nouns, lexicon.place_nouns)
    )
