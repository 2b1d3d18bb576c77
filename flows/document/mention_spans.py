"""Where in a sentence the words of a name stand, before anything is said of its kind."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from flows.document.mention_lexicon import MentionLexicon
from flows.document.mention_tokens import Token, Words

FULL_STOP = "."
APOSTROPHES = frozenset("'’")
QUOTATION_MARKS = frozenset('"“”„«»‘')
_SELF = frozenset(("itself", "themselves", "named", "called", "group"))
LONGEST_NAME = 14  # words; a longer run is a list or a headline, and is left


class Candidate(NamedTuple):
    """Words that may be a name: `first` to `last`, both inclusive, in the tokens of one sentence."""

    sentence: int
    first: int
    last: int
    is_titled: bool = False  # a title or role stands directly before
    is_opening: bool = False  # one word, capitalised because it opens the sentence
    in_headline: bool = False


def body_candidates(sentence: int, words: Words, lexicon: MentionLexicon) -> Iterator[Candidate]:
    """Candidates of a sentence in ordinary case."""
    tokens = words.tokens
    if not words.caps:
        return
    if words.caps[-1] == 0 and tokens[0].lower in lexicon.openers and not tokens[0].is_upper:
        return  # "He said so": nothing but the capital that opens the sentence
    opening = _opening_positions(words)
    quoted = list(_quoted_names(words, lexicon)) if len(words.marks) > 1 else []
    for first, last in quoted:
        yield Candidate(sentence, first, last)
    runs = list(_runs(words, lexicon))
    if quoted:
        runs = [run for run in runs if not any(first <= run[0] <= last for first, last in quoted)]
    place = 0
    titled = False
    while place < len(runs):
        first, last = runs[place]
        place += 1
        if not titled and first == last and first in opening and _is_only_opener(tokens[first], lexicon):
            continue
        if titled:
            first = _after_domains(tokens, first, last, lexicon)
            if first > last:
                titled = False
                continue
        while place < len(runs) and _joins(
            tokens, first, last, runs[place], opening=opening, lexicon=lexicon
        ):
            last = runs[place][1]
            place += 1
        yield from _parts(sentence, tokens, first, last, opening=opening, titled=titled, lexicon=lexicon)
        titled = _title_goes_on(tokens, last, runs[place] if place < len(runs) else None, lexicon)


def _is_only_opener(token: Token, lexicon: MentionLexicon) -> bool:
    """`The`, `In`: what opens every second sentence, and is no title."""
    return token.lower in lexicon.openers and token.lower not in lexicon.titles and not token.is_upper


def _quoted_names(words: Words, lexicon: MentionLexicon) -> Iterator[tuple[int, int]]:
    """`the organization "Islamic State Supporters in Bayt Al-Maqdis"`: a whole name in quotation marks."""
    tokens = words.tokens
    marks = [place for place in words.marks if tokens[place].text in QUOTATION_MARKS]
    for left, right in pairwise(marks):
        if right - left < 4:
            continue
        last = right - 1
        while last > left and not tokens[last].is_word:
            last -= 1
        inside = tokens[left + 1 : last + 1]
        if not 3 <= len(inside) <= 10 or left == 0 or tokens[left].text == "”":
            continue
        if tokens[left - 1].lower not in lexicon.organization_nouns and tokens[left - 1].lower not in _SELF:
            continue
        ties = ("of", "in", "for", "the", "and", "on", "de", "al")
        if (
            all(token.is_cap or token.text in ties for token in inside)
            and inside[0].is_cap
            and inside[-1].is_cap
        ):
            yield left + 1, last


def _opening_positions(words: Words) -> frozenset[int]:
    """Positions whose capital says nothing: the first word, also behind a mark that opens."""
    opening: set[int] = set()
    fresh = True
    behind = 0  # the first token behind the last mark
    for place in (*words.marks, len(words.tokens)):
        if place > behind:  # words stand between
            if fresh:
                opening.add(behind)
            fresh = False
        if place < len(words.tokens):
            text = words.tokens[place].text
            if text in QUOTATION_MARKS:
                fresh = fresh or place == behind
            elif text in ":•–—-":
                fresh = True
        behind = place + 1
    return frozenset(opening)


def _runs(words: Words, lexicon: MentionLexicon) -> Iterator[tuple[int, int]]:
    """Maximal stretches of capitalised words, tied by particles, initials and `&`."""
    tokens = words.tokens
    behind = 0
    for cap in words.caps:
        if cap < behind:
            continue
        has_particle = cap > behind and _may_start(tokens, cap - 1, lexicon)
        if not has_particle and not _may_start(tokens, cap, lexicon):
            continue
        first = last = cap - 1 if has_particle else cap
        while (following := _next_in_run(tokens, last, lexicon)) is not None:
            last = following
        yield first, last
        behind = last + 1


def _may_start(tokens: Sequence[Token], number: int, lexicon: MentionLexicon) -> bool:
    token = tokens[number]
    if _is_contraction(token):
        return False
    if token.is_cap:
        return token.text not in ("I", "A") or _next_is(tokens, number, FULL_STOP)
    if token.lower not in lexicon.opening_particles or number + 1 >= len(tokens):
        return False
    return tokens[number + 1].is_cap and _touch(tokens[number], tokens[number + 1])


def _is_contraction(token: Token) -> bool:
    """`I'm`, `We've`, `Don’t`; not `O'Neill`, `Hamas's`."""
    return token.lower.endswith(_CONTRACTIONS)


_CONTRACTIONS = tuple(
    before + mark + after
    for before, after in (("", "m"), ("", "re"), ("", "ve"), ("", "ll"), ("n", "t"))
    for mark in "'’"
)


def _next_is(tokens: Sequence[Token], number: int, text: str) -> bool:
    return number + 1 < len(tokens) and tokens[number + 1].text == text


def _touch(left: Token, right: Token) -> bool:
    """Nothing but a space (and a possessive ending) between the two."""
    return not right.is_glued and right.start - left.end <= (4 if left.has_possessive else 2)


def _next_in_run(tokens: Sequence[Token], last: int, lexicon: MentionLexicon) -> int | None:
    token = tokens[last]
    number = last + 1
    if number >= len(tokens):
        return None
    following = tokens[number]
    if token.has_possessive and not _is_owned(tokens, last, following, lexicon):
        return None
    if following.text == FULL_STOP and _is_abbreviated(token, lexicon) and number + 1 < len(tokens):
        after = tokens[number + 1]
        ends = token.lower in lexicon.closing_abbreviations and after.lower in lexicon.openers
        return number + 1 if after.is_cap and after.start - following.end <= 2 and not ends else None
    if not _touch(token, following):
        return None
    if following.text in APOSTROPHES and token.is_cap and token.lower in lexicon.owners:  # Workers' Party
        return number + 1 if number + 1 < len(tokens) and tokens[number + 1].is_cap else None
    if following.text in QUOTATION_MARKS:
        return _after_nickname(tokens, number)
    if following.is_cap:
        return number if following.text != "I" and not _is_contraction(following) else None
    if following.text == "&" and number + 1 < len(tokens) and tokens[number + 1].is_cap:
        return number + 1
    steps = 0
    while steps < 3 and number < len(tokens) and tokens[number].text in lexicon.particles:
        number += 1
        steps += 1
    if (
        steps > 0
        and number < len(tokens)
        and tokens[number].is_cap
        and _touch(tokens[number - 1], tokens[number])
    ):
        return number
    return None


def _is_owned(tokens: Sequence[Token], number: int, following: Token, lexicon: MentionLexicon) -> bool:
    """`People's Party`, `St. Anna's School`: the possessive stands inside the name."""
    owner = tokens[number]
    if owner.lower in lexicon.owners and following.is_cap:
        return True
    if following.lower in lexicon.organization_words and number > 0:
        before = tokens[number - 1 if tokens[number - 1].is_word else max(number - 2, 0)]
        if before.lower in ("st", "saint"):
            return True
    return lexicon.is_common(owner.lower) and (
        lexicon.is_common(following.lower) or following.lower in lexicon.organization_words
    )


def _after_nickname(tokens: Sequence[Token], number: int) -> int | None:
    """`Duane "Keffe D" Davis`: the surname behind the nickname."""
    if number + 1 >= len(tokens) or not tokens[number + 1].is_cap or tokens[number].text in "”»":
        return None
    for close in range(number + 2, min(number + 5, len(tokens) - 1)):
        if tokens[close].text in QUOTATION_MARKS:
            return close + 1 if tokens[close + 1].is_cap else None
        if not tokens[close].is_word:
            return None
    return None


def _is_abbreviated(token: Token, lexicon: MentionLexicon) -> bool:
    word = token.lower
    return (
        word in lexicon.opening_abbreviations
        or word in lexicon.closing_abbreviations
        or (len(word) == 1 and token.text.isupper())
    )


def _joins(
    tokens: Sequence[Token],
    first: int,
    last: int,
    following: tuple[int, int],
    *,
    opening: frozenset[int],
    lexicon: MentionLexicon,
) -> bool:
    """Whether `of`, `for`, `and` or `in` between two runs is part of one name."""
    next_first, next_last = following
    between = tokens[last + 1 : next_first]
    if not between or len(between) > 4 or next_last - first > LONGEST_NAME or tokens[last].has_possessive:
        return False
    words = [token.text for token in between if token.text not in QUOTATION_MARKS]
    if (
        not words
        or len(words) > 2
        or (first == last and first in opening and tokens[first].lower in lexicon.openers)
    ):
        return False
    if len(words) == 2 and words[1] != "the":
        return False
    after = tokens[next_first].lower
    if after in lexicon.weekdays_and_months:
        return False
    if after in lexicon.titles and not (
        after in lexicon.title_domains and tokens[first].lower in lexicon.organization_words
    ):
        return False
    if tokens[first].lower == "the" and first < last:
        first += 1
    run = [token.lower for token in tokens[first : last + 1]]
    if words[0] == "and":
        return len(words) == 1 and _and_joins(tokens, run, next_first, next_last, lexicon)
    if words[0] in ("of", "for", "on", "against"):
        return (
            _is_head(run, words[0], lexicon)
            or (words[0] in ("of", "for") and _is_of_common_words(tokens, first, last, lexicon))
            or (words[0] == "for" and first == last and _is_board_for(tokens, first, next_first, lexicon))
        )
    if words[0] == "in":
        return "of" in run and run[0] in ("supporters", "organisation", "organization", "friends", "soldiers")
    return False


def _is_of_common_words(tokens: Sequence[Token], first: int, last: int, lexicon: MentionLexicon) -> bool:
    """`Alternative for Germany`, `Islamic State of Iraq`: everyday words with capitals inside a sentence."""
    run = tokens[first : last + 1]
    return (
        first > 0
        and all(
            (token.lower in lexicon.common_words or lexicon.is_demonym(token.lower))
            and token.lower not in lexicon.titles
            and token.lower not in lexicon.event_words
            and not token.is_upper
            for token in run
        )
        and not lexicon.is_demonym(run[-1].lower)
        and tokens[first - 1].text not in (".", ":", "-", "–", "—")
    )


def _is_board_for(tokens: Sequence[Token], first: int, next_first: int, lexicon: MentionLexicon) -> bool:
    """`the Dicastery for the Doctrine …`: a lone capital after "the", then "for" and an everyday word."""
    return first > 0 and tokens[first - 1].lower == "the" and lexicon.is_common(tokens[next_first].lower)


def _is_head(run: Sequence[str], connector: str, lexicon: MentionLexicon) -> bool:
    if run[-1] in lexicon.titles and run[-1] != "general" and run[0] not in lexicon.organization_words:
        return False
    if any(word in lexicon.organization_words for word in (run[0], run[-1])) or run == ["supporters"]:
        return True
    if any(word in lexicon.organization_words for word in run) and ("of" in run or "for" in run):
        return True
    if "for" in run and connector == "of":
        return True
    if connector != "of":
        return False
    if run[-1] in (
        "house",
        "state",
        "friends",
        "sons",
        "soldiers",
        "lions",
        "doctors",
        "emirate",
        "daughters",
    ):
        return True
    return run[-1] in lexicon.place_words or (len(run) == 1 and run[0] in lexicon.place_heads)


def _and_joins(
    tokens: Sequence[Token], run: Sequence[str], next_first: int, next_last: int, lexicon: MentionLexicon
) -> bool:
    right_first, right_last = tokens[next_first].lower, tokens[next_last].lower
    if " ".join([*run, "and", right_last]) in lexicon.place_phrases and next_first == next_last:
        return True
    if (
        run[-1] in lexicon.places
        and "of" in run
        and right_first in lexicon.places
        and next_first == next_last
    ):
        return True
    if run[-1] not in lexicon.domain_words or right_first not in lexicon.domain_words:
        return False
    if "of" in run or "for" in run:
        return any(word in lexicon.organization_words for word in run)
    return right_last in lexicon.organization_words


def _title_goes_on(
    tokens: Sequence[Token], last: int, following: tuple[int, int] | None, lexicon: MentionLexicon
) -> bool:
    """`Secretary of State John Kerry`, `Chief of Staff Sergei Ivanov`: the next run continues a title."""
    if following is None or tokens[last].lower not in lexicon.titles:
        return False
    between = [token.text for token in tokens[last + 1 : following[0]]]
    starts_with_domain = tokens[following[0]].lower in lexicon.title_domains
    return starts_with_domain and between in (["of"], ["for"], ["of", "the"], ["for", "the"])


def _after_domains(tokens: Sequence[Token], first: int, last: int, lexicon: MentionLexicon) -> int:
    while first <= last and (
        tokens[first].lower in lexicon.title_domains or tokens[first].text in ("and", "&")
    ):
        first += 1
    return first


def _parts(
    sentence: int,
    tokens: Sequence[Token],
    first: int,
    last: int,
    *,
    opening: frozenset[int],
    titled: bool,
    lexicon: MentionLexicon,
) -> Iterator[Candidate]:
    """One run cut at its titles, each part without what does not belong to the name."""
    cut = _last_title(tokens, first, last, lexicon)
    if cut is not None:
        yield from _trimmed(
            sentence,
            tokens,
            first,
            _before_title(tokens, first, cut, lexicon),
            opening=opening,
            titled=False,
            lexicon=lexicon,
        )
        first, titled = cut + 1, True
        if first <= last and tokens[first].text == FULL_STOP:
            first += 1
    if not titled and first > 0:
        before = tokens[first - 1]
        if before.text == FULL_STOP and first > 1:
            before = tokens[first - 2]
        titled = before.lower in lexicon.titles and not before.has_possessive
    yield from _trimmed(sentence, tokens, first, last, opening=opening, titled=titled, lexicon=lexicon)


def _last_title(tokens: Sequence[Token], first: int, last: int, lexicon: MentionLexicon) -> int | None:
    """The title inside a run after which a person's name follows, or with which the run ends."""
    for number in range(last, first - 1, -1):
        word = tokens[number].lower
        if word not in lexicon.titles and not (
            number < last and word[-1] == "s" and word[:-1] in lexicon.titles  # Presidents Biden and Xi
        ):
            continue
        rest = [token.lower for token in tokens[number + 1 : last + 1] if token.is_word]
        if any(word in lexicon.organization_words or word in lexicon.place_words for word in rest[-2:]):
            continue
        if any(word in ("of", "for") for word in rest):
            continue
        if not rest and _is_office(tokens[first:number], lexicon):
            continue
        if not rest and number == first and number > 0 and tokens[number].lower in lexicon.given_names:
            continue
        return number
    return None


def _is_office(words: Sequence[Token], lexicon: MentionLexicon) -> bool:
    """`Office of the High Representative`: the title at the end belongs to the organisation."""
    has_head = any(token.lower in lexicon.organization_words for token in words)
    return has_head and any(token.text == "of" for token in words)


def _before_title(tokens: Sequence[Token], first: int, cut: int, lexicon: MentionLexicon) -> int:
    last = cut - 1
    while last >= first and (
        not tokens[last].is_word
        or tokens[last].lower in lexicon.titles
        or tokens[last].lower in lexicon.title_parts
    ):
        last -= 1
    return last


def _trimmed(
    sentence: int,
    tokens: Sequence[Token],
    first: int,
    last: int,
    *,
    opening: frozenset[int],
    titled: bool,
    lexicon: MentionLexicon,
) -> Iterator[Candidate]:
    if first > last:
        return
    run = [token.lower for token in tokens[first : last + 1]]
    if " ".join(run) in lexicon.place_phrases:
        yield Candidate(sentence, first, last, titled)
        return
    if _is_region_people(run, lexicon):
        return
    begin, end = _without_edges(tokens, first, last, opening, lexicon)
    if begin > end or end - begin > LONGEST_NAME:
        return
    words = run
    if (begin, end) != (first, last):
        first, last = begin, end
        words = [token.lower for token in tokens[first : last + 1]]
    if (words[-1] in lexicon.event_words or words[0] in lexicon.event_heads) and not (
        titled and last == first
    ):
        return
    if words[-1] in lexicon.event_words:
        return
    if lexicon.is_demonym(words[0]) and all(map(lexicon.is_demonym, words)):
        return
    yield Candidate(sentence, first, last, titled, first == last and first in opening)


def _is_region_people(words: Sequence[str], lexicon: MentionLexicon) -> bool:
    """`South Korean`, `Sri Lankan`: a people named with two words."""
    return (
        len(words) == 2
        and words[0] in lexicon.place_heads
        and (lexicon.is_demonym(words[1]) or words[1] in ("lankan", "zealander", "rican", "timorese"))
    )


def _without_edges(
    tokens: Sequence[Token], first: int, last: int, opening: frozenset[int], lexicon: MentionLexicon
) -> tuple[int, int]:
    """Without openers, days and months at both ends, and without words of nation or faith around a name."""
    while first <= last and _is_front_matter(tokens, first, last, opening, lexicon):
        first += 1
    while first <= last and _is_end_matter(tokens, first, last, lexicon):
        last -= 1
    if last + 1 < len(tokens) and tokens[last + 1].text in QUOTATION_MARKS:
        marks = sum(token.text in QUOTATION_MARKS for token in tokens[first : last + 1])
        last += marks % 2
    return first, last


def _is_end_matter(tokens: Sequence[Token], first: int, last: int, lexicon: MentionLexicon) -> bool:
    token = tokens[last]
    if not token.is_cap or token.lower in lexicon.weekdays_and_months:
        return True
    if first == last or tokens[first].lower in lexicon.given_names:
        return False
    if token.lower in ("supporters", "officials", "leaders", "members", "fighters", "militants", "itself"):
        return True
    if last + 1 < len(tokens) and tokens[last + 1].lower == "party":
        return False
    return lexicon.is_demonym(token.lower) and tokens[last - 1].text != "of"


def _is_front_matter(
    tokens: Sequence[Token], first: int, last: int, opening: frozenset[int], lexicon: MentionLexicon
) -> bool:
    token = tokens[first]
    if not token.is_word:
        return True
    if token.lower in lexicon.openers and not token.is_upper and (first in opening or token.lower == "the"):
        return not (token.text == "The" and first < last and tokens[first + 1].text == "Hague")
    if token.lower in lexicon.weekdays_and_months:
        return True
    if first == last:
        return False
    following = tokens[first + 1].lower
    if first in opening and lexicon.is_common(token.lower) and token.lower not in lexicon.given_names:
        is_plural = token.lower[-1] == "s" and not lexicon.is_common(following)
        if following in lexicon.given_names or (is_plural and following not in lexicon.organization_words):
            return True
    if not lexicon.is_demonym(token.lower) or (
        token.lower in lexicon.given_names and not lexicon.is_common(following)
    ):
        return False
    if last == first + 1 and lexicon.is_demonym(following):
        return True
    return not (
        following in lexicon.common_words
        or following in lexicon.organization_words
        or following in lexicon.place_words
        or tokens[last].lower in lexicon.organization_words
    )


def headline_candidates(
    sentence: int,
    tokens: Sequence[Token],
    known: frozenset[tuple[str, ...]],
    lexicon: MentionLexicon,
) -> Iterator[Candidate]:
    """Candidates of a Title Case line: names known from the body, else words that are no everyday English."""
    number = 0
    while number < len(tokens):
        last = _longest_known(tokens, number, known)
        if last is None:
            last = number - 1
            while (
                last - number < LONGEST_NAME
                and last + 1 < len(tokens)
                and _is_unusual(tokens, last + 1, lexicon)
                and (last < number or _touch(tokens[last], tokens[last + 1]))
                and not (last >= number and tokens[last].has_possessive)
            ):
                if last >= number and _longest_known(tokens, last + 1, known) is not None:
                    break
                last += 1
        if last >= number:
            yield Candidate(sentence, number, last, in_headline=True)
        number = max(last, number) + 1


def _longest_known(tokens: Sequence[Token], number: int, known: frozenset[tuple[str, ...]]) -> int | None:
    if not tokens[number].is_cap:
        return None
    words = tuple([token.lower for token in tokens[number : number + 8]])
    for length in range(len(words), 0, -1):
        if words[:length] in known:
            return number + length - 1
    return None


def _is_unusual(tokens: Sequence[Token], number: int, lexicon: MentionLexicon) -> bool:
    token = tokens[number]
    return (
        token.is_word
        and token.is_cap
        and len(token.text) > 1
        and not token.text[0].isdigit()
        and not _is_contraction(token)
        and not lexicon.is_common(token.lower)
        and not lexicon.is_demonym(token.lower)
        and token.lower not in lexicon.weekdays_and_months
        and token.lower not in lexicon.titles
        and token.lower not in lexicon.title_parts
        and token.lower not in lexicon.event_words
        and token.lower not in lexicon.organization_nouns
    )
