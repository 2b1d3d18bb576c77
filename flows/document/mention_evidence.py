"""What speaks for a person, an organisation or a place: the words of one name, and those around it.

Weights were set by hand on news passages that are in no test; only their order of size matters.
"""

import re
from collections.abc import Iterator, Sequence

from flows.document.authority import Authority
from flows.document.mention_lexicon import MentionLexicon
from flows.document.mention_spans import Candidate
from flows.document.mention_tokens import Token
from flows.document.records import Kind

PERSON, ORGANIZATION, PLACE = Kind.PERSON, Kind.ORGANIZATION, Kind.PLACE
_INNER_CAPITAL = re.compile(r"[^\W\d_]*[a-z][A-Z]")
_NAME_PREFIX = re.compile(
    r"(?:Mc|Mac|De|Del|Della|Des|Di|Da|Dos|Du|La|Le|Lo|Van|Von|Vander|Fitz|St|Ben|Al|El|Abu)[A-Z]"
)
_PLURAL_ACRONYM = re.compile(r"[A-Z]{2,6}s\Z")
_ROMAN = frozenset(("II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII", "XIV", "XVI", "JR", "SR"))
_AGE = re.compile(r"\d{1,3}")
_OPENING_MARKS = frozenset('"“‘«')
_DASHES = frozenset("-–—")

Evidence = tuple[Kind, float, str]  # for which kind, how much, by which rule
INNER_RULES = frozenset(
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
)  # of the name itself: they count once, however often it occurs


def evidence_of_authority(surface: str, authority: Authority) -> Iterator[Evidence]:
    """What the lexicon's entities of that name are."""
    if not authority.by_key:
        return
    kinds = {entity.kind for entity in authority.find(surface)}
    for kind in kinds:
        yield kind, 40.0 if len(kinds) == 1 else 3.0, "authority"


def evidence_of_words(
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
    if words[-1] in lexicon.thing_words or words[0] in lexicon.thing_heads:
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
        and (
            len(token.text) in (3, 4) or token.lower in lexicon.thing_acronyms
        )  # "Ding EL": an author's initials
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


def outer_evidence(
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
    if tokens[at].text in _OPENING_MARKS and at > 0:
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
