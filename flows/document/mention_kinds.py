"""What each candidate names: evidence of all its occurrences in the document, added up.

Weights were set by hand on news passages that are in no test; only their order of size matters.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from flows.document.authority import Authority
from flows.document.mention_lexicon import MentionLexicon
from flows.document.mention_spans import Candidate
from flows.document.mention_tokens import Token, Words
from flows.document.records import Kind

PERSON, ORGANIZATION, PLACE = Kind.PERSON, Kind.ORGANIZATION, Kind.PLACE
DECISIVE = 5.0  # from here on, a mention's own evidence names the rule
_INNER_CAPITAL = re.compile(r"[^\W\d_]*[a-z][A-Z]")
_NAME_PREFIX = re.compile(
    r"(?:Mc|Mac|De|Del|Della|Des|Di|Da|Dos|Du|La|Le|Lo|Van|Von|Vander|Fitz|St|Ben|Al|El|Abu)[A-Z]"
)
_PLURAL_ACRONYM = re.compile(r"[A-Z]{2,6}s\Z")
_TWO_LETTERS = frozenset("AI AR BI CX HR IT ML OS PC PR TV UI UX VR XD".split())
_ROMAN = frozenset(("II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII", "XIV", "XVI", "JR", "SR"))
_AGE = re.compile(r"\d{1,3}")
_SUFFIXES = frozenset(("inc", "corp", "co", "ltd", "jr", "sr", "bros"))
OPENING_MARKS = frozenset('"“‘«')
CLOSING_MARKS = frozenset('"”’»')
_DASHES = frozenset("-–—")

Evidence = tuple[Kind, float, str]


class TypedCandidate(NamedTuple):
    """A name with its place in the text, its kind, and the rule that gave the kind."""

    start_char: int
    end_char: int
    kind: Kind
    rule: str


class _Judged(NamedTuple):
    candidate: Candidate
    key: str
    evidence: tuple[Evidence, ...]


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
    sure = {j.key for j in judged if not j.candidate.is_opening and not j.candidate.in_headline}
    heads = _lone_heads(judged, lexicon)
    lowered = frozenset().union(*(words.small for words in sentences))
    kept = [
        j
        for j in judged
        if _is_name(j, tokens[j.candidate.sentence], lexicon, sure=sure, heads=heads, lowered=lowered)
    ]
    totals = _totals(kept)
    _share_between_neighbours(kept, tokens, totals)
    surnames = _surnames(kept, totals)
    typed = [_typed(j, tokens[j.candidate.sentence], totals, surnames, text) for j in kept]
    return sorted(typed, key=lambda t: t.start_char)


def _judge(
    text: str,
    tokens: Sequence[Token],
    candidate: Candidate,
    lexicon: MentionLexicon,
    authority: Authority,
    *,
    of_names: dict[str, tuple[Evidence, ...]],
) -> _Judged:
    """The evidence for one candidate; what the name itself says is looked up once (`of_names`)."""
    surface = text[tokens[candidate.first].start : tokens[candidate.last].end]
    key = surface.lower() if candidate.first == candidate.last else " ".join(surface.lower().split())
    if surface not in of_names:
        of_names[surface] = (
            *_authority_evidence(surface, authority),
            *_inner_evidence(tokens, candidate, key, lexicon),
        )
    return _Judged(candidate, key, (*of_names[surface], *_outer_evidence(tokens, candidate, lexicon)))


def _authority_evidence(surface: str, authority: Authority) -> Iterator[Evidence]:
    if not authority.by_key:
        return
    kinds = {entity.kind for entity in authority.find(surface)}
    for kind in kinds:
        yield kind, 40.0 if len(kinds) == 1 else 3.0, "authority"


def _inner_evidence(
    tokens: Sequence[Token], candidate: Candidate, key: str, lexicon: MentionLexicon
) -> Iterator[Evidence]:
    """What the words of the name itself say."""
    words = [token.lower for token in tokens[candidate.first : candidate.last + 1] if token.is_word]
    first, last = words[0], words[-1]
    if key.rstrip(".") in lexicon.places or key in lexicon.place_phrases:
        yield PLACE, 20.0, "lexicon"
        return
    if key in lexicon.lone_organizations:
        yield ORGANIZATION, 9.0, "lexicon"
        return
    if (
        len(words) > 2
        and words[1] == "of"
        and first in lexicon.place_words
        and first not in lexicon.organization_words
    ):
        yield PLACE, 8.0, "place_word"
        return
    if len(words) == 1 and last in lexicon.place_short_words:
        yield PLACE, 8.0, "place_word"
    if len(words) == 1 and last in lexicon.organization_words:
        yield ORGANIZATION, 4.0, "org_word"
    if last in lexicon.organization_words and len(words) > 1:
        yield ORGANIZATION, 9.0, "org_word"
    elif first in lexicon.organization_words or _has_foreign_head(words, key, lexicon):
        yield ORGANIZATION, 7.0 if len(words) > 1 else 2.0, "org_word"
    elif len(words) > 2 and any(word in lexicon.organization_words for word in words[1:]):
        yield ORGANIZATION, 6.0, "org_word"
    if len(words) > 1 and last in lexicon.place_words:
        yield PLACE, 8.0, "place_word"
    if len(words) > 1 and first in lexicon.place_heads:
        yield PLACE, 2.0 if first in ("los", "las", "new", "san", "el", "saint", "st") else 4.5, "place_word"
    yield from _shape_evidence(tokens[candidate.first : candidate.last + 1], words, candidate, lexicon)


def _shape_evidence(
    name: Sequence[Token], words: Sequence[str], candidate: Candidate, lexicon: MentionLexicon
) -> Iterator[Evidence]:
    if len(words) == 1:
        letters = words[0].replace(".", "").replace("&", "")
        if name[0].is_upper and 2 <= len(letters) <= 6 and letters.isalpha():
            yield ORGANIZATION, 4.0, "acronym"
        elif words[0] in lexicon.given_names:
            yield PERSON, 1.2, "given_name"
        elif (
            any(sign.isupper() for sign in name[0].text[1:])
            and "-" not in name[0].text
            and "'" not in name[0].text
        ):
            yield ORGANIZATION, 1.5, "mixed_case"
        return
    if _starts_with_acronym(name):
        yield ORGANIZATION, 4.0, "acronym"
        return
    if words[-1] in lexicon.thing_words or words[0] in ("cafe", "café"):
        yield ORGANIZATION, 4.0, "name_of_words"
        return
    plain = not any(lexicon.is_common(word) for word in words)
    if words[0] in lexicon.given_names:
        yield PERSON, 5.5 if len(words) <= 4 else 3.0, "given_name"
    elif len(words[0]) == 1 and name[0].is_cap:
        yield PERSON, 4.0, "person_shape"
    if words[0] in lexicon.person_heads or any(
        word in ("bin", "ibn", "bint", "van", "von", "abu") for word in words[1:-1]
    ):
        yield PERSON, 4.0, "person_shape"
    if any(token.text[:3].lower() in ("al-", "el-") for token in name[1:]):
        yield PERSON, 1.0, "person_shape"
    if words[0] not in lexicon.given_names and _is_spelt_like_a_product(name, lexicon):
        yield ORGANIZATION, 3.0, "mixed_case"
    elif plain and 2 <= len(words) <= 4:
        yield PERSON, 1.5, "person_shape"
    elif not plain:
        yield ORGANIZATION, 1.5, "name_of_words"


def _is_spelt_like_a_product(name: Sequence[Token], lexicon: MentionLexicon) -> bool:
    """`Android OS`, `Pentax DSLRs`, `UC Berkeley Haas`; not `JD Vance`, `Ronan McDonald`, a line in capitals."""
    words = [token for token in name if token.is_word]
    if all(token.is_upper for token in words):
        return False
    if any(
        _PLURAL_ACRONYM.match(token.text)
        or (_INNER_CAPITAL.match(token.text) and not _NAME_PREFIX.match(token.text))
        for token in words
    ):
        return True
    if words[0].is_upper and any(token.lower in lexicon.places for token in words[1:-1]):
        return True
    return any(
        token.is_upper
        and (len(token.text) in (3, 4) or token.text in _TWO_LETTERS)  # "Ding EL": an author's initials
        and "." not in token.text
        and token.text not in _ROMAN
        for token in words[1:]
    )


def _has_foreign_head(words: Sequence[str], key: str, lexicon: MentionLexicon) -> bool:
    """`Jaish al-Fath`, `Pakistan Tehreek-e-Insaf`."""
    if words[0] in lexicon.organization_heads:
        return True
    return "-" in key and any(word.partition("-")[0] in lexicon.organization_heads for word in words)


def _starts_with_acronym(name: Sequence[Token]) -> bool:
    """`ISIS Sinai`, `BBC Persian`; not a line in capitals."""
    first = name[0]
    return (
        first.is_upper
        and 3 <= len(first.text) <= 6
        and "." not in first.text
        and not any(token.is_upper for token in name[1:])
    )


def _outer_evidence(
    tokens: Sequence[Token], candidate: Candidate, lexicon: MentionLexicon
) -> Iterator[Evidence]:
    """What the words around the name say."""
    if tokens[candidate.first].is_glued and tokens[candidate.first - 1].text in ("R", "D"):
        yield PLACE, 20.0, "party_state"
    if candidate.is_titled:
        yield PERSON, 8.0, "title_before"
    if candidate.in_headline:
        before = tokens[candidate.first - 1].lower if candidate.first > 0 else ""
        if before in lexicon.place_prepositions or before == "at":
            yield PLACE, 1.5, "place_preposition"
        return
    yield from _dateline(tokens, candidate)
    yield from _before(tokens, candidate, lexicon)
    yield from _after(tokens, candidate, lexicon)


def _dateline(tokens: Sequence[Token], candidate: Candidate) -> Iterator[Evidence]:
    """`CAIRO (Reuters) -`, `NAIROBI, Kenya —`: where a report was written."""
    if candidate.first != 0 or not all(token.is_upper for token in tokens[: candidate.last + 1]):
        return
    marks = [token.text for token in tokens[candidate.last + 1 : candidate.last + 8]]
    if not marks:
        return
    if marks[0] in _DASHES or (marks[0] in "(," and (")" in marks or _DASHES & set(marks))):
        yield PLACE, 20.0, "dateline"


def _before(tokens: Sequence[Token], candidate: Candidate, lexicon: MentionLexicon) -> Iterator[Evidence]:
    at = candidate.first - 1
    if at < 0:
        return
    if tokens[at].lower == "the":
        yield ORGANIZATION, 0.8, "article"
        yield PERSON, -2.0, "article"
        at -= 1
        if at < 0:
            return
    if tokens[at].text in OPENING_MARKS and at > 0:
        at -= 1
    before = tokens[at].lower
    if tokens[at].text == "," and at > 0:
        yield from _noun_before_comma(_head_noun(tokens, at - 1, lexicon), lexicon)
        return
    yield from _verb_before(tokens, at, candidate, lexicon)
    if before in lexicon.place_prepositions:
        noun_follows = _is_modifier(tokens, candidate, lexicon)
        yield PLACE, 1.5 if noun_follows else 4.0, "place_preposition"
    elif before == "over" and at > 0 and tokens[at - 1].lower in ("win", "victory", "triumph"):
        yield ORGANIZATION, 25.0 if candidate.last == candidate.first else 0.5, "match_result"
    elif before == "to" and at > 0 and tokens[at - 1].lower in lexicon.loyalty_words:
        yield ORGANIZATION, 1.5, "loyalty"
    elif before in lexicon.weak_place_prepositions:
        yield PLACE, 0.5 if _is_modifier(tokens, candidate, lexicon) else 1.6, "place_preposition"
    elif before in lexicon.organization_nouns and not tokens[at].is_cap:
        yield ORGANIZATION, 4.0, "org_noun"
    elif before == "of" and at > 0:
        yield from _noun_before_of(tokens[at - 1].lower, lexicon)
    elif before == "by" and at > 0 and tokens[at - 1].lower.endswith("ed"):
        yield ORGANIZATION, 0.6, "agent"
        yield PERSON, 0.6, "agent"
    elif before in lexicon.direction_words:
        yield PLACE, 4.0, "place_preposition"


def _noun_before_of(noun: str, lexicon: MentionLexicon) -> Iterator[Evidence]:
    """`city of X`, `member of X`, `mayor of X`."""
    if noun in lexicon.place_nouns or noun.removesuffix("s") in lexicon.place_nouns:
        yield PLACE, 5.0, "place_noun"
    elif noun in lexicon.place_roles:
        yield PLACE, 2.0, "place_noun"
    elif noun in lexicon.member_nouns or noun in ("head", "wing", "arm", "branch", "subsidiary"):
        yield ORGANIZATION, 2.5, "member_noun"


def _head_noun(tokens: Sequence[Token], at: int, lexicon: MentionLexicon) -> str:
    """The noun that a phrase ending at `at` is about: of `a spokesman for the government`, the spokesman."""
    words = [token.lower for token in tokens[max(0, at - 3) : at + 1]]
    if len(words) == 4 and words[1] in ("for", "of") and words[2] in ("the", "a", "an", "its", "his"):
        head = words[0]
        if head in lexicon.person_nouns or head in lexicon.titles:
            return head
    return words[-1]


def _noun_before_comma(noun: str, lexicon: MentionLexicon) -> Iterator[Evidence]:
    """`its armed wing, X,`; `the capital, X`; `the bureau chief, X`."""
    if noun in lexicon.person_nouns or noun in lexicon.titles:
        yield PERSON, 3.0, "apposition"
    elif noun in lexicon.organization_nouns:
        yield ORGANIZATION, 3.0, "apposition"
    elif noun in lexicon.place_nouns:
        yield PLACE, 3.0, "apposition"


def _verb_before(
    tokens: Sequence[Token], at: int, candidate: Candidate, lexicon: MentionLexicon
) -> Iterator[Evidence]:
    """`entered X`, `told X`, `calling itself X`, `X beat Y`."""
    before = tokens[at].lower
    if before in lexicon.place_verbs:
        yield PLACE, 1.6, "place_verb"
    elif before in ("told", "tells") and candidate.last > candidate.first:
        yield ORGANIZATION, 2.6, "told"
    elif before in ("itself", "themselves") or (before == "to" and at > 0 and tokens[at - 1].lower == "name"):
        yield ORGANIZATION, 10.0, "self_name"
    elif before in lexicon.match_verbs and at > 0 and tokens[at - 1].is_cap:
        yield ORGANIZATION, 25.0, "match_result"


def _is_modifier(tokens: Sequence[Token], candidate: Candidate, lexicon: MentionLexicon) -> bool:
    """`in Hamas custody`: a plain noun follows, so the preposition belongs to that noun."""
    after = candidate.last + 1
    if after >= len(tokens) or tokens[candidate.last].has_possessive:
        return after < len(tokens)
    word = tokens[after].lower
    return (
        tokens[after].is_word
        and word.islower()
        and word not in lexicon.openers
        and lexicon.is_common(word)
        and not word.endswith(("ed", "ing", "ly"))
    )


def _after(tokens: Sequence[Token], candidate: Candidate, lexicon: MentionLexicon) -> Iterator[Evidence]:
    at = candidate.last + 1
    if at >= len(tokens):
        return
    token = tokens[at]
    if token.text == ",":
        yield from _apposition(tokens, candidate, at + 1, lexicon)
        return
    if token.text == "(":
        yield from _bracketed(tokens, at + 1)
        return
    while at + 1 < len(tokens) and (token.lower == "refugee" or lexicon.is_demonym(token.lower)):
        at += 1
        token = tokens[at]
    word = token.lower
    many_words = candidate.last > candidate.first
    if tokens[candidate.last].has_possessive:
        return
    if token.is_cap:
        if word in lexicon.place_roles:
            yield PLACE, 2.0, "place_noun"
        return
    if word in lexicon.match_verbs and at + 1 < len(tokens) and tokens[at + 1].is_cap:
        yield ORGANIZATION, 25.0, "match_result"
    elif word in ("administration", "family"):
        yield PERSON, 2.5, "person_context"
    elif word in lexicon.titles and word not in lexicon.member_nouns and not many_words:
        yield ORGANIZATION, 1.2, "member_noun"
    if word in ("mayor", "governor", "bishop", "archbishop") and not many_words:
        yield PLACE, 3.0, "place_noun"
    if word in lexicon.organization_nouns:
        yield (
            ORGANIZATION,
            4.0 if word in ("group", "movement", "party", "newspaper", "militants", "fighters") else 2.5,
            "org_noun",
        )
    elif word in lexicon.place_nouns or (word in lexicon.place_words and not lexicon.is_common(word + "s")):
        yield PLACE, 4.0, "place_noun"
    elif word in lexicon.member_nouns:
        yield ORGANIZATION, 1.8, "member_noun"
    elif word == "who":
        yield PERSON, 4.0, "person_context"
    elif word in lexicon.speech_verbs or word in lexicon.agent_verbs:
        yield (PERSON if many_words else ORGANIZATION), 1.0, "agent"
        if not many_words:
            yield PERSON, 0.6, "agent"


def _apposition(
    tokens: Sequence[Token], candidate: Candidate, at: int, lexicon: MentionLexicon
) -> Iterator[Evidence]:
    """`X, a jihadist group`; `X, 34,`; `X, who`; `X, the mayor of Y`."""
    if at >= len(tokens):
        return
    first = tokens[at]
    if _AGE.fullmatch(first.text) and at + 1 < len(tokens) and tokens[at + 1].text in ",.;":
        yield PERSON, 6.0, "person_context"
        return
    if first.lower in ("who", "whose"):
        yield PERSON, 4.0, "person_context"
        return
    if candidate.first > 0 and _follows_preposition(tokens, candidate, lexicon):
        return  # "speaking to X, a member of Y": the noun belongs to the sentence's subject
    if (owner := _owner(tokens, at)) is not None:
        head = _noun_phrase_head(tokens, owner + 1, lexicon)
        if head is not None:
            yield head, 5.0, "apposition"
        return
    if first.lower in lexicon.places and first.has_possessive:
        first = tokens[min(at + 1, len(tokens) - 1)]
    elif first.lower in lexicon.places:
        yield PLACE, 3.5, "place_list"
        return
    if first.lower not in ("a", "an", "the", "its", "his", "her", "one", "another") and not (
        first.lower in lexicon.person_nouns or first.lower in lexicon.title_parts
    ):
        return
    head = _noun_phrase_head(tokens, at, lexicon)
    if head is not None:
        yield head, 5.0, "apposition"


def _owner(tokens: Sequence[Token], at: int) -> int | None:
    """Where the owner of the noun that follows ends: `Google's president of …`, `South Africa's army chief`."""
    for number in range(at, min(at + 4, len(tokens) - 1)):
        if not tokens[number].is_cap:
            return None
        if tokens[number].has_possessive:
            return None if tokens[number + 1].is_cap else number
    return None


def _noun_phrase_head(tokens: Sequence[Token], at: int, lexicon: MentionLexicon) -> Kind | None:
    """The kind that the last telling noun of a noun phrase gives: `a port businessman` is a person."""
    head: Kind | None = None
    for token in tokens[at : at + 9]:
        if not token.is_word or token.lower in (
            "of",
            "in",
            "that",
            "which",
            "who",
            "for",
            "from",
            "at",
            "on",
            "and",
        ):
            break
        if token.lower in lexicon.person_nouns or token.lower in lexicon.titles:
            head = PERSON
        elif token.is_cap:
            continue
        elif token.lower in lexicon.organization_nouns:
            head = ORGANIZATION
        elif token.lower in lexicon.place_nouns:
            head = PLACE
    return head


def _follows_preposition(tokens: Sequence[Token], candidate: Candidate, lexicon: MentionLexicon) -> bool:
    before = tokens[candidate.first - 1].lower
    return before == "to" or before in lexicon.place_prepositions


def _bracketed(tokens: Sequence[Token], at: int) -> Iterator[Evidence]:
    if at + 1 >= len(tokens) or tokens[at + 1].text != ")":
        return
    inner = tokens[at]
    if inner.is_upper and inner.text.isalpha():
        yield ORGANIZATION, 4.0, "acronym"
    elif _AGE.fullmatch(inner.text):
        yield PERSON, 3.0, "person_context"


def _lone_heads(judged: Sequence[_Judged], lexicon: MentionLexicon) -> frozenset[str]:
    """Last words by which exactly one longer name can be meant: `the Strip`, `the Brigades`."""
    longer: dict[str, set[str]] = defaultdict(set)
    for one in judged:
        head = one.key.split()[-1]
        if " " in one.key and (head in lexicon.place_short_words or head in lexicon.organization_words):
            longer[head].add(one.key)
    return frozenset(head for head, names in longer.items() if len(names) == 1)


def _is_name(
    judged: _Judged,
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
    judged: _Judged, tokens: Sequence[Token], lowered: frozenset[str], lexicon: MentionLexicon
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
    return len(following) == 1 or following[1] in CLOSING_MARKS


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


def _totals(judged: Sequence[_Judged]) -> dict[str, dict[Kind, float]]:
    totals: dict[str, dict[Kind, float]] = defaultdict(lambda: dict.fromkeys(Kind, 0.0))
    inner_seen: set[tuple[str, str]] = set()
    for one in judged:
        for kind, weight, rule in one.evidence:
            if rule in _INNER_RULES:
                if (one.key, rule) in inner_seen:
                    continue
                inner_seen.add((one.key, rule))
            totals[one.key][kind] += weight
        totals[one.key][PERSON] += 0.0
    return totals


_INNER_RULES = frozenset(
    (
        "authority",
        "lexicon",
        "org_word",
        "place_word",
        "acronym",
        "given_name",
        "person_shape",
        "name_of_words",
        "mixed_case",
    )
)


def _share_between_neighbours(
    judged: Sequence[_Judged], tokens: Sequence[Sequence[Token]], totals: dict[str, dict[Kind, float]]
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
                totals[unknown.key][max(total, key=lambda kind: total[kind])] += 1.5


def _sides_are_alike(between: Sequence[str]) -> bool:
    if tuple(between) in (("and",), ("or",), (",",), (",", "and"), ("&",), ("to",), (",", "or")):
        return True
    return bool(between) and (
        tuple(between[-2:]) in _ALSO_CALLED or between[-1] in ("alias", "nicknamed", "dubbed")
    )


_ALSO_CALLED = frozenset(
    (("known", "as"), ("called", "as"), ("better", "as"), ("now", "called"), ("formerly", "called"))
)


def _surnames(judged: Sequence[_Judged], totals: dict[str, dict[Kind, float]]) -> frozenset[str]:
    """Last words of the document's persons, by which a lone surname is known."""
    persons = [
        one.key.split()
        for one in judged
        if " " in one.key and max(totals[one.key], key=lambda kind: totals[one.key][kind]) is PERSON
    ]
    return frozenset(
        word
        for words in persons
        for last in (words[-1].removesuffix("."),)
        for word in (words[0], last, _without_article(last))
    )


def _without_article(word: str) -> str:
    return word[3:] if word[:3] in ("al-", "el-") else word


def _typed(
    judged: _Judged,
    tokens: Sequence[Token],
    totals: dict[str, dict[Kind, float]],
    surnames: frozenset[str],
    text: str,
) -> TypedCandidate:
    candidate = judged.candidate
    kind, rule = _kind_of(judged, totals[judged.key], surnames)
    start, end = tokens[candidate.first].start, tokens[candidate.last].end
    is_abbreviated = tokens[candidate.last].lower in _SUFFIXES or rule == "party_state"
    if is_abbreviated and text[end : end + 1] == ".":
        end += 1
    return TypedCandidate(start, end, kind, rule)


def _kind_of(judged: _Judged, total: dict[Kind, float], surnames: frozenset[str]) -> tuple[Kind, str]:
    if judged.candidate.is_titled and total[ORGANIZATION] < 15:
        return PERSON, "title_before"
    best = max(total, key=lambda kind: total[kind])
    strength = total[best]
    if " " not in judged.key and judged.key in surnames and strength < 12:
        return PERSON, "document_consistency"
    own = [evidence for evidence in judged.evidence if evidence[0] is best]
    if strength <= 0:
        return (ORGANIZATION, "name_shape")
    if own:
        return best, max(own, key=lambda evidence: evidence[1])[2]
    return best, "document_consistency"
