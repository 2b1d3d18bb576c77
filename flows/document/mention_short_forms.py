"""Which mention is a short form of a longer name in the same document."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from flows.document.mention_lexicon import MentionLexicon
from flows.document.records import Kind
from flows.document.spelling import fold

MOST_LONGER_NAMES = 200  # a word in more names than that (lists, hostile text) stands for none of them

Name = tuple[str, Kind]


def link_short_forms(names: Sequence[Name], lexicon: MentionLexicon) -> list[int | None]:
    """For each (surface, kind) the index of the first mention of its longer name; None where there is none.

    A short form's folded words are among those of exactly one longer name of its kind; with two, no link.
    An acronym stands for the one longer organisation whose initials it has.
    """
    first_index: dict[Name, int] = {}
    for index, name in enumerate(names):
        first_index.setdefault(name, index)
    folded = {surface: fold(surface) for surface, _ in first_index}
    by_word: dict[str, list[Name]] = defaultdict(list)
    by_initials: dict[str, list[Name]] = defaultdict(list)
    for name in first_index:
        words = folded[name[0]]
        for word in set(words) if len(words) > 1 else ():
            by_word[word].append(name)
        if len(words) > 1 and name[1] is Kind.ORGANIZATION:
            by_initials["".join(word[0] for word in words)].append(name)
    longer = {
        name: _longer_of(name, by_word, by_initials, first_index, folded, lexicon=lexicon)
        for name in first_index
    }
    return [longer[name] for name in names]


def _longer_of(
    name: Name,
    by_word: Mapping[str, list[Name]],
    by_initials: Mapping[str, list[Name]],
    first_index: Mapping[Name, int],
    folded: Mapping[str, tuple[str, ...]],
    *,
    lexicon: MentionLexicon,
) -> int | None:
    surface, kind = name
    short = folded[surface]
    if not short or all(word in lexicon.legal_forms for word in short):
        return None
    if surface.isupper() and kind is Kind.ORGANIZATION and len(surface) > 1:
        meant = by_initials.get(surface.lower(), [])
        is_one = len({folded[other] for other, _ in meant}) == 1
        return first_index[meant[0]] if is_one else None  # ISIS is not short for ISIS Sinai
    sharing = by_word.get(short[-1], [])
    if len(sharing) > MOST_LONGER_NAMES:
        return None
    candidates: dict[tuple[str, ...], int] = {}
    for other in sharing:
        long = folded[other[0]]
        if other[1] is kind and len(long) > len(short) and _stands_for(short, long, kind, lexicon):
            candidates.setdefault(long, first_index[other])
    if not candidates:
        return None
    longest = max(candidates, key=len)
    if any(not set(other) <= set(longest) for other in candidates):
        return None
    return candidates[longest]


def _stands_for(short: tuple[str, ...], long: tuple[str, ...], kind: Kind, lexicon: MentionLexicon) -> bool:
    """Persons by any of their words; places and organisations by their own part or their head noun."""
    if not set(short) <= set(long):
        return False
    if kind is Kind.PERSON:
        return True
    is_front, is_tail = long[: len(short)] == short, long[len(long) - len(short) :] == short
    rest = long[len(short) :] if is_front else long[: len(long) - len(short)]
    if kind is Kind.PLACE:
        if is_front:
            return all(word in lexicon.place_words for word in rest)
        return is_tail and short[0] in lexicon.place_short_words
    if is_front:
        is_everyday = len(short) == 1 and (lexicon.is_common(short[0]) or short[0] in lexicon.thing_words)
        return rest[-1] not in lexicon.part_words and not (is_everyday and rest[0] not in lexicon.legal_forms)
    return is_tail and short[-1] in lexicon.organization_words
