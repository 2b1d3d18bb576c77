"""Number expressions of one text: how many at least and at most, of what, and what happened to them.

`low` and `high` are what the words say ("more than 1,200" is 1200 and open; that 1,200 itself is left out
is said by the qualifier); whoever compares counts widens them. Measures, money, shares and ages carry a
unit. Ordinals, names that hold a number, years, clock times, phone numbers and scores are no quantities.
"""

from collections.abc import Sequence

from flows.document.quantity_bare import counts_alone
from flows.document.quantity_groups import FoundQuantity, Parts, noun_group, take_counted
from flows.document.quantity_lexicon import EXACT, NONE, NOT_COUNTED, RANGE, VAGUE, QuantityLexicon
from flows.document.quantity_numbers import Number, number_at
from flows.document.quantity_reading import DASHES, QUOTES, HasSpan, Reading, is_plural, read_tokens
from flows.document.quantity_roles import find_role
from flows.document.records import Span

__all__ = ["FoundQuantity", "find_quantities"]


def find_quantities(
    text: str, sentences: Sequence[Span], times: Sequence[HasSpan], lexicon: QuantityLexicon
) -> tuple[FoundQuantity, ...]:
    """The number expressions of `text` that count or measure something, in order, none overlapping another.

    `times` are the text's time expressions in order: numbers inside them are dates.
    """
    reading = read_tokens(text, sentences, times)
    found: list[FoundQuantity] = []
    previous_end = 0
    openers = lexicon.openers
    opening = [
        token
        for token, word in enumerate(reading.words)
        if word in openers
        or (not "a" <= word < "{" and word[0].isdigit())  # the first test is the quicker one
    ]
    for token in opening:
        word = reading.words[token]
        if token < previous_end:
            continue
        if word in ("a", "an") and reading.word(token + 1) not in lexicon.after_article:
            continue
        number = number_at(reading, token, lexicon)
        if number is None:
            continue
        quantity = _quantity(reading, number, previous_end, found, lexicon)
        previous_end = max(number.last, token + 1)
        if quantity:
            found.append(quantity[0])
            previous_end = max(previous_end, quantity[1])
    return tuple(found)


def _quantity(
    reading: Reading,
    number: Number,
    previous_end: int,
    found: Sequence[FoundQuantity],
    lexicon: QuantityLexicon,
) -> tuple[FoundQuantity, int] | None:
    if number.qualifier == NOT_COUNTED:
        return None
    parts = Parts(
        number.first, number.last, number.low, number.high, number.qualifier, number.unit, number.is_bare
    )
    _take_unit(reading, parts, previous_end, lexicon)
    _take_bound(reading, parts, previous_end, lexicon)
    if not _is_age(reading, parts, found, lexicon):
        take_counted(reading, parts, lexicon)
    role = find_role(reading, parts, found, lexicon)
    if not _counts_something(reading, parts, role, lexicon):
        return None
    start, end = reading.starts[parts.first], reading.ends[parts.last - 1]
    surface = reading.text[start:end]
    low, high = (None if bound is None else float(bound) for bound in (parts.low, parts.high))
    quantity = FoundQuantity(start, end, surface, low, high, parts.qualifier, parts.unit, parts.what, role)
    return quantity, parts.last


def _take_unit(reading: Reading, parts: Parts, previous_end: int, lexicon: QuantityLexicon) -> None:
    """Move the span over a currency sign before or a unit after the number."""
    lead = reading.word(parts.first - 1)
    if lead in lexicon.currencies and parts.first > previous_end:
        parts.first -= 1
        parts.unit = lexicon.currencies[lead]
        if (
            reading.word(parts.first - 1) == "us"
            and reading.is_glued(parts.first)
            and parts.first > previous_end
        ):
            parts.first -= 1
        return
    if parts.unit or parts.qualifier == NONE:
        return
    token = parts.last
    if token < len(reading.words) and "\n" in reading.text[reading.ends[token - 1] : reading.starts[token]]:
        return
    if reading.word(token) in DASHES and reading.is_glued(token) and reading.is_glued(token + 1):
        token += 1
    word = reading.word(token)
    if word == "us" and reading.word(token + 1) in lexicon.currencies:
        token, word = token + 1, reading.word(token + 1)
    if word == "per" and reading.word(token + 1) == "cent":
        parts.unit, parts.last = "percent", token + 2
    elif word in ("square", "sq"):  # "300 square kilometers", "2,000-square-foot"
        dot = token + 2 if reading.word(token + 1) in (".", *DASHES) else token + 1
        if reading.word(dot) in lexicon.units:
            parts.unit, parts.last = "square_" + lexicon.units[reading.word(dot)], dot + 1
    elif word in lexicon.currencies:
        parts.unit, parts.last = lexicon.currencies[word], token + 1
    elif word in lexicon.units and not (parts.qualifier == VAGUE and reading.is_capitalised(token)):
        parts.unit, parts.last = lexicon.units[word], token + 1
    elif word == "m" and reading.is_glued(token):
        parts.unit, parts.last = "metre", token + 1
    elif word in lexicon.counted_units:
        parts.unit = lexicon.counted_units[word]


def _take_bound(reading: Reading, parts: Parts, previous_end: int, lexicon: QuantityLexicon) -> None:
    """Widen by the wording around the number: "at least", "the 500 mark", "20-plus", "or more"."""
    if parts.qualifier == NONE:
        return
    if reading.word(parts.last) == "mark" and reading.word(parts.first - 1) == "the":
        verb = parts.first - 2
        if reading.word(verb) in lexicon.lists["past_verbs"] and verb >= previous_end:
            parts.first, parts.last = verb, parts.last + 1
            parts.high, parts.qualifier = None, "more_than"
        return
    qualifier = _bound_before(reading, parts, previous_end, lexicon) or _bound_after(reading, parts, lexicon)
    if qualifier is None:
        return
    parts.qualifier = qualifier
    if qualifier in ("at_least", "more_than"):
        parts.high = None
    elif qualifier in ("at_most", "less_than"):
        parts.low = None


def _bound_before(reading: Reading, parts: Parts, previous_end: int, lexicon: QuantityLexicon) -> str | None:
    for wording, qualifier in lexicon.bounds.get(reading.word(parts.first - 1), ()):
        begin = parts.first - len(wording)
        if begin < previous_end or not reading.starts_with(begin, wording):
            continue
        is_weak = len(wording) == 1 and wording[0] in lexicon.lists["weak_bounds"]
        is_small = (parts.high or parts.low or 0) < 10 and parts.unit is None
        is_during = wording[0] not in ("under", "below") and parts.unit in lexicon.lists["time_units"]
        is_verb = wording == ("over",) and reading.word(begin - 1) in lexicon.lists["over_verbs"]
        if is_weak and (is_small or is_during or is_verb):
            return None
        parts.first = begin
        return qualifier
    return None


def _bound_after(reading: Reading, parts: Parts, lexicon: QuantityLexicon) -> str | None:
    token = parts.last
    if reading.word(token) in DASHES or (reading.word(token) == "+" and reading.is_glued(token)):
        word = reading.word(token + 1)
        if reading.word(token) == "+" or word == "plus":
            parts.last = token + (1 if reading.word(token) == "+" else 2)
            return "more_than"
        if word == "odd":
            parts.last = token + 2
            if parts.low is not None:
                parts.high = parts.low + 9
            return "about"
        return None
    for wording, qualifier in lexicon.bounds_after.get(reading.word(token), ()):
        if reading.starts_with(token, wording):
            parts.last = token + len(wording)
            return qualifier
    return None


def _is_age(reading: Reading, parts: Parts, found: Sequence[FoundQuantity], lexicon: QuantityLexicon) -> bool:
    """ "25-year-old man", "aged 6 and 9", "the man, 34, was": sets unit, span and whose age it is."""
    value = parts.high
    if value is None or not 0 < value <= 120:
        return False
    if parts.unit == "year":
        token = parts.last + (reading.word(parts.last) in DASHES)
        if reading.word(token) not in ("old", "olds"):
            return False
        parts.last = parts.after = token + 1
        parts.what, parts.after = noun_group(reading, token + 1, lexicon)
        return True
    if parts.unit is None and (_is_told_age(reading, parts) or _is_next_age(reading, parts, found, lexicon)):
        parts.unit, parts.after = "year", parts.last
        return True
    if (
        not parts.is_bare
        or parts.unit
        or reading.word(parts.first - 1) != ","
        or reading.word(parts.last) not in (",", ")", ".", ";")
    ):
        return False
    if (
        not reading.word(parts.first - 2).isalpha()
        or (parts.low or 0) < 5
        or reading.in_time(parts.first - 2)
    ):
        return False
    parts.unit, parts.what, parts.after = "year", _name_before(reading, parts.first - 2), parts.last
    return True


def _is_told_age(reading: Reading, parts: Parts) -> bool:
    """ "Aged 6", "aged between 18 and 23", "she was ten", "he's 23", "turned 40"."""
    before = reading.word(parts.first - 1)
    if before in ("aged", "age", "ages") or reading.starts_with(parts.first - 2, ("age", "of")):
        return True
    if reading.word(parts.last).isalpha() and reading.word(parts.last) not in _JOINTS | {
        "now",
        "then",
        "when",
        "at",
        "in",
        "my",
    }:
        return False
    if before == "turned":
        return True
    who = (
        parts.first - 3
        if before in ("s", "m") and reading.word(parts.first - 2) in QUOTES
        else parts.first - 2
    )
    is_be = before in ("was", "is", "am", "s", "m") and parts.qualifier in (EXACT, "nearly", "about")
    return is_be and reading.word(who) in ("he", "she", "i")


def _is_next_age(
    reading: Reading, parts: Parts, found: Sequence[FoundQuantity], lexicon: QuantityLexicon
) -> bool:
    """The 9 of "aged 6 and 9"."""
    if not found or found[-1].unit != "year" or reading.word(parts.first - 1) not in (",", "and"):
        return False
    if is_plural(reading.word(parts.last), lexicon):
        return False
    gap = reading.text[found[-1].end_char : reading.starts[parts.first]]
    first = found[-1].start_char
    return gap.strip() in (",", "and", ", and") and reading.text[first - 5 : first].lower() == "aged "


def _name_before(reading: Reading, token: int) -> str:
    """The noun, or the run of capitalised words, that ends at this token."""
    first = token
    while (
        first > 0
        and reading.is_capitalised(first)
        and reading.is_capitalised(first - 1)
        and token - first < 5
    ):
        first -= 1
    return reading.text[reading.starts[first] : reading.ends[token]]


def _is_numbered_name(reading: Reading, first: int) -> bool:
    """ "Its TrackLine 4 changes everything": but "in Iraq 40 villages", "With 40 villages"."""
    name = first - 1
    opens = reading.is_break(name - 1) or reading.sentence_no(name - 1) != reading.sentence_no(name)
    opens = opens or reading.words[name - 1] in ("-", "*", "•", "–")
    return (
        not opens
        and "," not in reading.words[first]
        and reading.word(name).isalpha()
        and reading.is_capitalised(name)
        and not reading.in_time(name)
        and reading.word(name - 1) not in ("in", "at", "from", "of", "near", "to", "and")
        and reading.sentence_no(name) == reading.sentence_no(first)
        and reading.text[reading.ends[name] : reading.starts[first]] == " "
        and not reading.text[reading.starts[name] : reading.ends[name]].isupper()
    )


def _is_footnote(reading: Reading, parts: Parts) -> bool:
    """ "Five days after launch (8)"."""
    return (
        reading.word(parts.first - 1) in ("(", "[")
        and reading.word(parts.last) in (")", "]")
        and not parts.unit
    )


_NONE_OF = frozenset("of was were is are has have had could would did".split())
_JOINTS = frozenset({"and", "or", "but", "nor", "than", "by", "with", "as", "if"})


def _counts_something(reading: Reading, parts: Parts, role: str | None, lexicon: QuantityLexicon) -> bool:
    """Bare digits need a unit, a role or a plural; a year needs more."""
    if parts.qualifier == RANGE and not (parts.what or parts.unit or role):
        return reading.words[parts.first] in ("between", "from")
    is_one = reading.words[parts.first] in ("one", "another") and parts.low == 1 and not parts.unit
    if is_one and parts.what and not role and reading.word(parts.last) != "of":
        head = parts.what.lower().split(" of ")[0].split()[-1]
        return any(head in lexicon.lists[name] for name in ("people", "goods"))
    is_open = parts.qualifier == VAGUE and parts.high is None
    if is_open and not (parts.what or parts.unit or role):
        return False  # "many do not believe it"
    if reading.words[parts.first] == "none" and reading.word(parts.last) not in _NONE_OF:
        return False  # "There are none."
    if is_open and not parts.what and reading.word(parts.first - 1) == "the":
        return False  # "the lives of the many"
    is_bare = parts.is_bare and parts.qualifier == EXACT and not parts.what and not parts.unit
    if is_bare and (_is_numbered_name(reading, parts.first) or _is_footnote(reading, parts)):
        return False
    if parts.qualifier != EXACT or parts.unit or role:
        return True
    if parts.what is None and counts_alone(reading, parts, lexicon):
        return True
    if not parts.is_bare:  # "learned a thing or two"
        follows = reading.word(parts.last)
        is_subject = (
            follows.isalpha() and follows not in lexicon.lists["no_role_after"] and follows not in _JOINTS
        )
        last = reading.words[parts.last - 1]
        return parts.what is not None or is_subject or last in lexicon.groups or last in lexicon.scales
    if parts.what is None:
        return False
    if _is_numbered_name(reading, parts.first):
        return False
    value = parts.low or 0
    words = parts.what.lower().split(" of ")[0].replace("-", " ").split()
    is_counted = value == 1 or any(is_plural(word, lexicon) for word in words)
    if 1900 <= value <= 2049 and len(reading.words[parts.first]) == 4:
        return bool(
            {words[-1], words[-1].removesuffix("s")} & (lexicon.lists["people"] | lexicon.lists["plurals"])
        )
    return is_counted
