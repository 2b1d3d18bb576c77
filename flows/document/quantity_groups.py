"""The noun group that a number counts: "two plainclothes members of the Brigades"."""

from dataclasses import dataclass

from flows.document.quantity_lexicon import NONE, VAGUE, QuantityLexicon
from flows.document.quantity_numbers import plain_value
from flows.document.quantity_reading import DASHES, QUOTES, Reading, is_plural

_GROUP_TOKENS = 7  # a noun group after a number is not longer


@dataclass(frozen=True, slots=True)
class FoundQuantity:
    """One number expression; `low` and `high` are included bounds unless the qualifier says otherwise."""

    start_char: int
    end_char: int
    surface: str
    low: float | None
    high: float | None
    qualifier: str
    unit: str | None
    what: str | None
    role: str | None


@dataclass(slots=True)
class Parts:
    """A quantity while it is put together."""

    first: int  # tokens of the span: first … last-1
    last: int
    low: float | None
    high: float | None
    qualifier: str
    unit: str | None
    is_bare: bool
    after: int = 0  # the token after what is counted
    what: str | None = None


def take_counted(reading: Reading, parts: Parts, lexicon: QuantityLexicon) -> None:
    """Set what is counted: the noun group after the number, or before it for a share or a measure."""
    token = parts.last
    parts.after = token
    if parts.unit and parts.unit not in ("percent", *lexicon.counted_units.values()):
        parts.what, parts.after = _measured(reading, parts, lexicon)
        return
    if parts.unit in lexicon.counted_units.values():
        token += 1
    if reading.word(token) in DASHES and reading.is_glued(token) and reading.is_glued(token + 1):
        noun = reading.word(token + 1)
        if noun in lexicon.lists["people"] or noun == "strong":
            if noun == "strong":
                parts.what, parts.after = noun_group(reading, token + 2, lexicon)
            else:
                parts.what, parts.after = noun, token + 2
        return
    if parts.qualifier == NONE and reading.word(token) != "of" and reading.words[parts.last - 1] != "single":
        parts.what, parts.after = _denied(reading, parts, lexicon)
        return
    while reading.word(token) in ("of", "more", "other", "additional") and token < parts.last + 2:
        token += 1
    if reading.word(token) in QUOTES and reading.is_glued(token) != reading.is_glued(token + 1):
        token += 1  # “20 to 30” gunmen, 20 “gunmen”
    begin = token
    while (
        reading.word(token) in ("the", "his", "her", "its", "their", "these", "those", "all")
        and token < begin + 2
    ):
        token += 1
    if begin < token and reading.word(begin - 1) == "of":
        token = _past_owner(reading, token, lexicon)
    whole = plain_value(reading, token, lexicon) if reading.word(begin - 1) == "of" else None
    if whole and parts.unit is None:  # "300 of the 500 hostages"
        begin = token = whole[1]
    what, after = noun_group(reading, token, lexicon)
    if what:
        parts.after = after
        parts.what = reading.text[
            reading.starts[begin if parts.unit == "percent" else token] : reading.ends[after - 1]
        ]
    if parts.what is None and (parts.unit == "percent" or parts.qualifier == VAGUE):
        parts.what = _subject_before(reading, parts.first)


def _past_owner(reading: Reading, token: int, lexicon: QuantityLexicon) -> int:
    """Past "group's" of "two of the group's fighters", "bloc's" of "11 of the bloc's 15 states"."""
    owner = token
    while (
        owner < token + 4
        and reading.word(owner).isalpha()
        and reading.word(owner) not in lexicon.lists["stops"]
    ):
        owner += 1
    has_mark = owner > token and reading.word(owner) in ("'", "’") and reading.is_glued(owner)
    if not has_mark:
        return token
    return owner + 2 if reading.word(owner + 1) == "s" and reading.is_glued(owner + 1) else owner + 1


def _denied(reading: Reading, parts: Parts, lexicon: QuantityLexicon) -> tuple[str | None, int]:
    """What there was none of: "no civilian casualties"; "no one" names nothing."""
    if reading.words[parts.last - 1] != "no":
        return None, parts.last
    end = next(
        noun + 1
        for noun in range(parts.last, parts.last + 3)
        if reading.word(noun) in lexicon.lists["none_nouns"]
    )
    return reading.text[reading.starts[parts.last] : reading.ends[end - 1]], end


def _measured(reading: Reading, parts: Parts, lexicon: QuantityLexicon) -> tuple[str | None, int]:
    """ "3.5 tonnes of explosives", "82 mm mortar shells", "a range of 40-45 kilometres"."""
    token = parts.last
    if reading.word(token) == "of":
        what, after = noun_group(reading, token + 1, lexicon)
        return what, after
    if reading.word(token) in DASHES:
        token += 1
    is_glued = reading.word(parts.last - 2) in DASHES or reading.is_glued(parts.last - 1)
    is_modifier = (is_glued or parts.low != 1) and (
        reading.word(parts.last - 1) not in lexicon.units
        or not is_plural(reading.word(parts.last - 1), lexicon)
    )
    if is_modifier and parts.unit not in lexicon.currencies.values():
        what, after = noun_group(reading, token, lexicon)
        if what:
            return what, after
    is_money = parts.unit in lexicon.currencies.values()
    noun = reading.word(parts.first - 2)
    if (
        not is_money
        and reading.word(parts.first - 1) == "of"
        and noun.isalpha()
        and noun not in ("total", "sum")
    ):
        return reading.text[reading.starts[parts.first - 2] : reading.ends[parts.first - 2]], parts.last
    return None, parts.last


def _subject_before(reading: Reading, first: int) -> str | None:
    """ "Turnout was 41.5 percent" -> "turnout"."""
    token, has_verb = first - 1, False
    while first - token < 5 and reading.word(token) in (
        "was",
        "were",
        "is",
        "are",
        "at",
        "in",
        "the",
        "stood",
        "reached",
    ):
        has_verb = has_verb or reading.word(token) not in ("at", "in", "the")
        token -= 1
    word = reading.word(token)
    return word if has_verb and word.isalpha() and len(word) > 3 else None


def noun_group(reading: Reading, token: int, lexicon: QuantityLexicon) -> tuple[str | None, int]:
    """The noun group that begins at the token, with an "of" after it, and the token where it ends."""
    if token < len(reading.words) and reading.sentence_no(token) != reading.sentence_no(token - 1):
        return None, token  # the next line of a list
    end = _group_end(reading, token, lexicon)
    if end == token:
        return None, token
    end = _coordinated_end(reading, token, end, lexicon)
    if reading.word(end) == "of":
        inner = end + 1
        while reading.word(inner) in lexicon.lists["determiners"] or reading.word(inner) in lexicon.numbers:
            inner += 1
        last = _group_end(reading, inner, lexicon)
        if last > inner and inner <= end + 3:
            end = last
    return reading.text[reading.starts[token] : reading.ends[end - 1]], end


def _coordinated_end(reading: Reading, token: int, end: int, lexicon: QuantityLexicon) -> int:
    """The end with "and children" after "sixty women": one number for two plain nouns.

    Not where a verb governs both sides apart: "killed 12 soldiers and civilians fled".
    """
    first, second, after = reading.word(end - 1), reading.word(end + 1), reading.word(end + 2)
    if reading.word(end) != "and" or not (is_plural(first, lexicon) and is_plural(second, lexicon)):
        return end
    if second in lexicon.lists["stops"] or second in lexicon.numbers or reading.is_capitalised(end + 1):
        return end
    is_object = reading.word(token - 2) in lexicon.done_to
    is_subject = after.endswith("ed") or after in ("were", "are", "have", "had", "was")
    takes_object = (
        after in lexicon.lists["determiners"] or after in lexicon.bounds_ahead or after[:1].isdigit()
    )
    is_noun = (
        takes_object
        or second in lexicon.vague
        or second in lexicon.done_to
        or second in lexicon.does
        or (is_object and is_subject)
    )
    if is_noun or (after.isalpha() and not is_subject and after not in lexicon.lists["stops"]):
        return end
    return end + 2


def _group_end(reading: Reading, token: int, lexicon: QuantityLexicon) -> int:
    """Where a run of nouns and adjectives ends: after its first plural noun, or before what cannot belong
    to it.
    """
    position = token
    number = reading.sentence_no(token) if token < len(reading.words) else 0
    limit = reading.sentence_starts[number] if number < len(reading.sentence_starts) else len(reading.text)
    while position < min(token + _GROUP_TOKENS, len(reading.words)):
        word = reading.words[position]
        if position > token and reading.starts[position] >= limit:
            break
        initials = _initials_end(reading, position)
        if initials:
            position = initials
            continue
        if not _is_in_group(reading, token, position, lexicon) and not _joins_adjectives(
            reading, token, position, lexicon
        ):
            break
        position += 1
        if word in DASHES or reading.word(position) in DASHES:
            continue
        ends = word.isalpha() and is_plural(word, lexicon)
        if ends and not _goes_on(reading, position, lexicon):
            break
    while position > token and (
        reading.words[position - 1] in DASHES or reading.words[position - 1] in ("'", "’", "s")
    ):
        position -= 1
    return position


def _initials_end(reading: Reading, token: int) -> int | None:
    """The token after "u.s." in "two u.s. citizens"."""
    end = token
    while len(reading.word(end)) == 1 and reading.word(end).isalpha() and reading.word(end + 1) == ".":
        if not reading.is_glued(end + 1) or (end > token and not reading.is_glued(end)):
            break
        end += 2
    return end if end > token + 2 and reading.word(end).isalpha() else None


def _joins_adjectives(reading: Reading, token: int, position: int, lexicon: QuantityLexicon) -> bool:
    """The "and" in "four domestic and foreign reporters"."""
    if reading.words[position] != "and" or position == token:
        return False
    follows = reading.word(position + 1)
    if (
        not follows.isalpha()
        or follows in lexicon.lists["stops"]
        or follows in lexicon.numbers
        or follows in lexicon.done_to
    ):
        return False
    nouns = (reading.word(position + ahead) for ahead in (2, 3))
    first = next((noun for noun in nouns if noun.isalpha() and is_plural(noun, lexicon)), None)
    return first is not None and reading.words[position - 1].endswith(_ADJECTIVE_ENDINGS)


_ADJECTIVE_ENDINGS = (
    "ic",
    "al",
    "an",
    "ish",
    "ese",
    "ian",
    "ary",
    "ous",
    "ful",
    "ive",
    "ign",
    "ed",
    "ing",
    "ni",
    "qi",
)


def _goes_on(reading: Reading, position: int, lexicon: QuantityLexicon) -> bool:
    """Whether a noun follows a plural: "plainclothes members", "Hamas fighters", "dead bodies", "Britons'
    homes".
    """
    follows = reading.word(position)
    if not follows.isalpha() or follows in lexicon.lists["stops"] or follows.endswith("ed"):
        return False
    if (
        reading.is_capitalised(position - 1)
        and follows not in lexicon.done_to
        and follows not in lexicon.does
    ):
        return True
    is_regular = reading.words[position - 1] not in lexicon.lists["plurals"]
    if is_regular and follows in lexicon.lists["plurals"]:
        return False  # "in two villages people were killed"
    return is_plural(follows, lexicon) and not reading.in_time(position)


def _is_in_group(reading: Reading, token: int, position: int, lexicon: QuantityLexicon) -> bool:
    word, is_first = reading.words[position], position == token
    if word in DASHES:
        return not is_first and reading.is_glued(position) and reading.is_glued(position + 1)
    after_dash = not is_first and reading.words[position - 1] in DASHES
    if word in ("'", "’") or (word == "s" and reading.words[position - 1] in ("'", "’")):
        return not is_first and _is_possessive(reading, position)
    if after_dash and reading.is_glued(position):
        return word[0].isalnum()  # "five M-16 rifles"
    if not word.isalpha():
        return False
    if after_dash:
        return True
    if reading.in_time(position):
        return False
    if word in lexicon.lists["stops"]:
        if reading.word(position + 1) in DASHES and reading.is_glued(position + 1):
            return reading.is_glued(position + 2)  # "40 off-duty officers"
        follows = reading.word(position + 1)
        return is_first and (
            (word in _SIZES and follows.isalpha() and is_plural(follows, lexicon))
            or reading.word(position - 1) == "single"
            or word in lexicon.lists["counted_stops"]
            or (reading.word(position - 1) == "one" and word in _ONE_OF_THESE)
            or _modifies(reading, position, lexicon)
        )
    if word.endswith("ed") and len(word) > 4:
        if is_first or reading.is_capitalised(position):
            return not is_first or _modifies(reading, position, lexicon)
        return reading.words[position - 1].endswith(("ly", "ed"))
    if word.endswith("ly") and not is_first:
        return False
    if word in lexicon.done_to and not _modifies(reading, position, lexicon):
        return word in lexicon.role_nouns and word.endswith("s")
    return word not in lexicon.numbers


_SIZES = frozenset(
    {"long", "high", "deep", "tall", "old", "wide", "free", "live", "working", "living"}
)  # "eight long chapters"
_ONE_OF_THESE = frozenset(
    {"shot", "hit", "hostage", "captive", "prisoner"}
)  # verbs and states after a plural


def _is_possessive(reading: Reading, position: int) -> bool:
    """The "'s" between two nouns: "the country's coffee"."""
    if reading.words[position] == "s":
        return True
    return reading.is_glued(position) and reading.word(position + 1) == "s" and reading.is_glued(position + 1)


def _modifies(reading: Reading, position: int, lexicon: QuantityLexicon) -> bool:
    """Whether a participle stands before a noun of its own: "wounded soldiers", not "wounded in the
    blast".
    """
    after = reading.word(position + 1)
    if reading.words[position] in (
        "of",
        "in",
        "to",
        "by",
        "and",
        "or",
        "the",
        "a",
        "was",
        "were",
        "that",
        "who",
    ):
        return False
    if not after.isalpha() or after in lexicon.lists["stops"] or after.endswith(("ed", "ing", "ly")):
        return False
    word = reading.words[position]
    is_verb_like = word in lexicon.done_to or word.endswith("ed") or word in lexicon.lists["participles"]
    return is_verb_like and not reading.in_time(position + 1)
