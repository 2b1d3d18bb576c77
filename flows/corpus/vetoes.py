"""What keeps two names from being merged unasked, whatever their score."""

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from flows.corpus.candidates import rough, skeletons
from flows.corpus.name_pairs import Floats, Pairs, inversions, weight_of
from flows.corpus.name_rules import NameRules
from flows.corpus.word_matches import Matches
from flows.document.records import Kind

Flags = npt.NDArray[np.bool_]

# What two matched words need to be merged unasked. Each was moved over a range on lists with known answers; it is
# the least before wrong merges come, or the middle of a range where nothing changes:
WEAK_MATCH = 0.45  # …when another word agrees: from .40 on organizations are wrong,
WEAK_MATCH_OF_VOWELS = (
    0.40  # …and only vowels differ: no list changes from .38 to .50, from .35 persons are wrong,
)
WEAK_MATCH_OF_SHORT = 0.52  # …when a word has at most four letters: Olha/Olga is .55, Than/Tin .48
WEAK_MATCH_ALONE = 0.75  # …when no other word agrees: Bosra/Basra is .68,
WEAK_MATCH_ALONE_OF_SHORT = 0.85  # …and a word has at most four letters,
WEAK_MATCH_ALONE_OF_VOWELS = 0.57  # …and only vowels differ: Irbin/Arbin is .61,
WEAK_MATCH_ALONE_OF_SHORT_VOWELS = 0.70  # …in a short word: Hama/Hamah is .79, Akre/Aqrah .75,
WEAK_MATCH_OF_THREE = 0.39  # …when two other words agree: Sergei/Siarhei is .42, Ivanov/Uvarov .38
AGREEING = 0.7
FIRM_MATCH = 0.95  # …when two words have changed places
OUTSPOKEN = 0.3  # weight from which an unmatched word says something of its own
COMMON = 0.5  # weight from which a word that agrees supports the others
CONTENT = 0.75  # weight from which a word is more than a generic one
ALIKE_WHEN_JOINED = (
    85  # ratio of the letters of a place's name in one word and in two: Deir ez-Zor / Deirezzor
)
LONGEST_ACRONYM = 3  # letters of a lone word that must be the same to the letter: CSA / CSAA, FIL / Fill
_VOWEL = re.compile(r"[aeiouy]")
_DOUBLED = re.compile(r"(\w)\1+")


class Veto(StrEnum):
    """Why a pair is not merged unasked. The first that holds is given."""

    KNOWN_DISTINCT = "known_distinct"  # given names or names that look alike and are not one
    NUMBER = "number"  # numbers differ
    ONE_DOCUMENT = "one_document"  # one text names both, with other given names
    CONFLICT = "conflict"  # each has a word that the other has not
    ORDER = "order"  # words in another order: X bin Y and Y bin X are father and son
    EXTRA_WORD = "extra_word"  # one has a word more that says something
    GENDER = "gender"  # a person's word is the other's with a woman's ending
    OTHER_WORD = "other_word"  # two matched words are everyday words, and not the same
    LONE_WORD = "lone_word"  # one is a single word, and the other not the same word
    WEAK_MATCH = "weak_match"  # two matched words are hardly alike


HARD_VETOES = frozenset(
    {Veto.KNOWN_DISTINCT, Veto.NUMBER, Veto.ONE_DOCUMENT}
)  # never in one entity, not even through a third name


def find_vetoes(
    pairs: Pairs, features: Mapping[str, Floats], kind: Kind, rules: NameRules
) -> npt.NDArray[np.int8]:
    """The number of each pair's first veto in the order of `Veto`, -1 for none."""
    holds = {
        Veto.KNOWN_DISTINCT: _known_distinct(pairs, rules),
        Veto.NUMBER: features["numbers"] > 0,
        Veto.CONFLICT: features["conflict"] > OUTSPOKEN,
        Veto.ORDER: _is_disordered(pairs, features) if kind == Kind.PERSON else _is_reordered(pairs, rules),
        Veto.EXTRA_WORD: _has_extra_word(pairs, features["one_sided"], kind),
        Veto.GENDER: _differs_in_gender(pairs) & (kind == Kind.PERSON),
        Veto.OTHER_WORD: _has_other_word(pairs, rules),
        Veto.LONE_WORD: _is_lone_word(pairs, kind, rules),
        Veto.WEAK_MATCH: _has_weak_match(pairs, kind),
    }
    vetoes = np.full(pairs.count, -1, dtype=np.int8)
    for number, veto in reversed(list(enumerate(Veto))):
        if veto in holds:
            vetoes[holds[veto]] = number
    return vetoes


def have_other_given_names(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether two folded names of persons share the family name and begin with different names.

    What differs in vowels alone, an initial, and a name that the other has further on are no other given name.
    """
    if min(len(left), len(right)) < 2 or min(len(left[0]), len(right[0])) < 2:
        return False
    ours, theirs = [rough(word) for word in left], [rough(word) for word in right]
    return ours[-1] == theirs[-1] and ours[0] not in theirs and theirs[0] not in ours


def _known_distinct(pairs: Pairs, rules: NameRules) -> Flags:
    names, matches = pairs.names, pairs.matches
    texts = names.table.texts
    words = zip(matches.left_word.tolist(), matches.right_word.tolist(), strict=True)
    known = np.array([(texts[one], texts[other]) in rules.distinct_words for one, other in words], dtype=bool)
    distinct: Flags = pairs.sum_by_pair(known) > 0
    number_of = dict(zip(map(" ".join, names.tokens), names.key.tolist(), strict=True))
    for one, other in rules.distinct_names:
        if one in number_of and other in number_of:
            left, right = names.key[pairs.left], names.key[pairs.right]
            distinct |= (left == number_of[one]) & (right == number_of[other])
    return distinct


def _has_extra_word(pairs: Pairs, one_sided: Floats, kind: Kind) -> Flags:
    """One name has a word more that says something.

    For an organization one generic word more is nothing when two others agree, nor is the given name of the
    one it is named for: `Izz al-Din al-Qassam Brigades` / `al-Qassam Brigades`.
    """
    extra = one_sided > OUTSPOKEN
    if kind != Kind.ORGANIZATION:
        return extra
    content = (pairs.names.weights >= CONTENT).astype(np.float64)
    agreeing = pairs.sum_by_pair(weight_of(pairs.matches.left, content[pairs.left[pairs.matches.pair]]))
    is_generic = (one_sided < CONTENT) & (agreeing >= 2)
    rows = np.flatnonzero(extra & ~is_generic & (agreeing >= 1))
    is_generic[[row for row in rows.tolist() if _only_lacks_given_name(pairs, row)]] = True
    return extra & ~is_generic


def _only_lacks_given_name(pairs: Pairs, row: int) -> bool:
    """Whether the longer name only begins with a given name in -din more."""
    shorter, longer = sorted(
        (pairs.names.tokens[pairs.left[row]], pairs.names.tokens[pairs.right[row]]), key=len
    )
    more = len(longer) - len(shorter)
    return more > 0 and longer[more:] == shorter and longer[:more][-1] == "din"


def _is_disordered(pairs: Pairs, features: Mapping[str, Floats]) -> Flags:
    """Whether matched words stand in another order, and not just with the family name first.

    Of three words, two inversions are a rotation: `A B C` / `C A B`. Two words must be well alike, and
    neither so common that the swap makes another person: `Hassan Ali` / `Ali Hassan`.
    """
    count = np.bincount(pairs.matches.pair, minlength=pairs.count)
    lightest = pairs.least_by_pair(pairs.matched_weights[0])
    rotated = (count == 3) & (features["inversions"] == 2) & (features["least"] >= WEAK_MATCH)
    swapped = (count == 2) & (features["least"] >= FIRM_MATCH) & (lightest >= CONTENT)
    disordered: Flags = (features["inversions"] > 0) & ~rotated & ~swapped
    return disordered


def _is_reordered(pairs: Pairs, rules: NameRules) -> Flags:
    """Whether everyday words alone have changed places: `Business Insurance` / `Insurance Business`.

    Not with a word that may stand before `of`: `Ministry of Health` / `Health Ministry`.
    """
    matches, texts = pairs.matches, pairs.names.table.texts
    is_bound = np.array([text in rules.ordinary_words and text not in rules.head_words for text in texts])
    free = ~(is_bound[matches.left_word] & is_bound[matches.right_word]) if len(texts) else []
    reordered: Flags = (inversions(pairs) > 0) & (pairs.sum_by_pair(free) == 0)
    return reordered


def _differs_in_gender(pairs: Pairs) -> Flags:
    """Whether a matched word is the other with -a or -ah: `Amin` / `Amina`, `Ivanov` / `Ivanova`."""
    matches, texts = pairs.matches, pairs.names.table.texts
    found: Flags = pairs.sum_by_pair(_words_differ(texts, matches, _is_feminine)) > 0
    return found


@lru_cache(maxsize=200_000)
def _is_feminine(one: str, other: str) -> bool:
    """Whether one of two words is the other with -a or -ah after a consonant."""
    shorter, longer = sorted((one, other), key=len)
    ending = longer[len(shorter) :]
    return (
        longer.startswith(shorter)
        and ending in ("a", "ah")
        and len(shorter) > 2
        and not _VOWEL.match(shorter[-1])
        and shorter[-1] != "h"
    )


def _has_other_word(pairs: Pairs, rules: NameRules) -> Flags:
    """Whether two matched words are both everyday words, and not one: `Export` / `Import`, `Flow` / `Flaw`.

    Romanisations of one name differ in their vowels and in some consonants, and so do many English words.
    """
    matches, texts = pairs.matches, pairs.names.table.texts
    ordinary = rules.ordinary_words
    found: Flags = (
        pairs.sum_by_pair(
            _words_differ(
                texts,
                matches,
                lambda one, other: (
                    one in ordinary and other in ordinary and _word_stem(one) != _word_stem(other)
                ),
            )
        )
        > 0
    )
    return found


def _words_differ(texts: Sequence[str], matches: Matches, differ: Callable[[str, str], bool]) -> list[bool]:
    """For each match whether its two words are not the same and `differ`."""
    return [
        one != other and differ(texts[one], texts[other])
        for one, other in zip(matches.left_word.tolist(), matches.right_word.tolist(), strict=True)
    ]


@lru_cache(maxsize=50_000)
def _word_stem(word: str) -> str:
    """The same for a word in the singular and plural, in British and American spelling."""
    stem = _plain_letters(word.removesuffix("s").removesuffix("e"))
    if stem.endswith("c"):
        stem = stem[:-1] + "s"  # defence, defense
    return stem.replace("our", "or").replace("tr", "ter")


def _is_lone_word(pairs: Pairs, kind: Kind, rules: NameRules) -> Flags:
    """Whether one name is a single word, and the other is not that word but for doubled letters, s for z, a blank.

    The letter table lets vowels and some consonants go, which is right for romanised names of several words and
    wrong for lone words of other languages: `Sony` / `Sunny`, `Comparison` / `Compression`, `Ross Sea` /
    `Russia`. Lone words of places still go by it, against another lone word: there it is all there is. An
    everyday word is no spelling of one that is none: `Channel` / `Chanel`. Legal forms are no words here.
    """
    tokens, content, texts = pairs.names.tokens, pairs.names.content, pairs.names.table.texts
    matches = pairs.matches
    is_whole = [
        len(texts[one]) > 1 and len(texts[other]) > 1
        for one, other in zip(matches.left_word.tolist(), matches.right_word.tolist(), strict=True)
    ]
    lone: Flags = pairs.sum_by_pair(is_whole) == 0  # nothing but initials agree: `D L` / `Dalai Lama`
    for row, (left, right) in enumerate(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)):
        if min(len(tokens[left]), len(tokens[right])) > 1:
            continue
        words, others = content[left], content[right]
        one, other = "".join(words), "".join(others)
        if one == other:
            continue
        if (one in rules.ordinary_words) != (other in rules.ordinary_words):
            lone[row] = True
        elif kind != Kind.PLACE:
            is_short = min(len(one), len(other)) <= LONGEST_ACRONYM  # a doubled letter is one more word there
            lone[row] = is_short or _plain_letters(one) != _plain_letters(other)
        elif len(words) + len(others) > 2:
            lone[row] = fuzz.ratio(one, other) < ALIKE_WHEN_JOINED
    return lone


@lru_cache(maxsize=200_000)
def _plain_letters(word: str) -> str:
    """`"materialise"` and `"materialize"` -> `"materialise"`; doubled letters are single."""
    return _DOUBLED.sub(r"\1", word).replace("z", "s")


def _has_weak_match(pairs: Pairs, kind: Kind) -> Flags:
    """Whether two matched words are less alike than they need be, given how many others agree.

    Letters of an organization support nothing: `U.S. P&C` / `USB-C`; the initial of a person does.
    """
    matches, texts = pairs.matches, pairs.names.table.texts
    agrees = (matches.similarity >= AGREEING) & (np.minimum(*pairs.matched_weights) >= COMMON)
    if kind == Kind.ORGANIZATION:
        is_letter = np.array([len(text) == 1 for text in texts], dtype=bool)
        agrees &= ~(is_letter[matches.left_word] | is_letter[matches.right_word])
    agreeing = pairs.sum_by_pair(agrees)
    weak = np.zeros(pairs.count, dtype=bool)
    counts = np.maximum(*pairs.matched_weights) > OUTSPOKEN  # not between legal forms: Ojsc/Jsc
    for row in np.flatnonzero((matches.similarity < 1) & counts).tolist():
        pair = matches.pair[row]
        one, other = texts[matches.left_word[row]], texts[matches.right_word[row]]
        others = int(agreeing[pair]) - int(agrees[row])
        weak[pair] |= matches.similarity[row] < least_similarity(one, other, others)
    return weak


@lru_cache(maxsize=200_000)
def least_similarity(one: str, other: str, others_agreeing: int) -> float:
    """What two words need to be merged unasked. Without a vowel they are acronyms, and must be equal."""
    if one == other:
        return 0.0
    if len(one) == 1 or len(other) == 1:
        return 2.0 if len(one) == len(other) else 0.0  # `Schedule C` / `Schedule K`; an initial fits its word
    if not _VOWEL.search(one) or not _VOWEL.search(other):
        return 2.0
    only_vowels = rough(one) == rough(other) and skeletons(one) == skeletons(other)
    is_short = min(len(one), len(other)) <= 4
    if others_agreeing == 0 and is_short:
        return WEAK_MATCH_ALONE_OF_SHORT_VOWELS if only_vowels else WEAK_MATCH_ALONE_OF_SHORT
    if others_agreeing == 0:
        return WEAK_MATCH_ALONE_OF_VOWELS if only_vowels else WEAK_MATCH_ALONE
    if is_short:
        return WEAK_MATCH_OF_SHORT
    if others_agreeing >= 2:
        return WEAK_MATCH_OF_THREE
    return WEAK_MATCH_OF_VOWELS if only_vowels else WEAK_MATCH
