"""Where a number stands and what its own words say: digits, words, ranges, shares, "dozens", "no one"."""

import re
from typing import NamedTuple

from flows.document.quantity_lexicon import EXACT, NONE, NOT_COUNTED, RANGE, VAGUE, QuantityLexicon
from flows.document.quantity_reading import DASHES, QUOTES, Reading, is_plural

_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}")


_PLAIN = re.compile(r"\d+(?:\.\d+)?")


class Number(NamedTuple):
    """A number's bounds and the tokens first … last-1 it is written in."""

    first: int
    last: int
    low: float | None
    high: float | None
    qualifier: str
    is_bare: bool = False  # plain digits, which need a reason to be a quantity
    unit: str | None = None


def number_at(reading: Reading, token: int, lexicon: QuantityLexicon) -> Number | None:
    """The number that begins at this token, if one does."""
    word = reading.words[token]
    is_digit = word[0].isdigit()
    if reading.in_time(token) or (is_digit and _is_label(reading, token, lexicon)):
        return None
    return (
        _none_number(reading, token, lexicon)
        or _fraction(reading, token, lexicon)
        or _vague_number(reading, token, lexicon)
        or _group_number(reading, token, lexicon)
        or _range_or_plain(reading, token, lexicon)
    )


def _is_label(reading: Reading, token: int, lexicon: QuantityLexicon) -> bool:
    """Whether these digits name or date something: "Article 27", "AK-47", "9/11", "7.30 p.m.", "101st"."""
    word, before, after = reading.words[token], reading.word(token - 1), reading.word(token + 1)
    if word[0] == "0" and word[1:2].isdigit():
        return True
    if len(word) > 6 and word.isdigit() and not word.endswith("000"):
        return True
    if _is_clock(reading, token):
        return True
    if before in lexicon.lists["numbered"] or (before == "." and reading.word(token - 2) in ("no", "nos")):
        return True
    if reading.is_glued(token) and _is_label_lead(reading, token, lexicon):
        return True
    if reading.is_glued(token + 1):
        if after[0].isalpha() and after not in lexicon.units and after not in lexicon.scales and after != "m":
            return True
        if after in "/:" and reading.word(token + 2)[:1].isdigit():
            return True
    if after in lexicon.lists["not_counted_after"] or _is_half_day(reading, token + 1):
        return True
    return after in ".)" and _opens_line(reading, token) and len(word) <= 2


def _is_clock(reading: Reading, token: int) -> bool:
    """ "At approximately 2130"."""
    word = reading.words[token]
    if len(word) != 4 or not word.isdigit() or int(word) >= 2400 or int(word[2:]) >= 60:
        return False
    if reading.starts_with(token - 2, ("as", "of")):
        return True
    if reading.in_time(token + 1) and reading.word(token - 1) in ("around", "about", "approximately", "by"):
        return True  # "around 1400 yesterday"
    return "at" in (reading.word(token - 1), reading.word(token - 2)) and reading.word(token - 1) != "least"


def _is_label_lead(reading: Reading, token: int, lexicon: QuantityLexicon) -> bool:
    before, earlier = reading.words[token - 1], reading.word(token - 2)
    if before.isalpha() or before in "#/+_@=&:":
        return True
    if before not in DASHES or not reading.is_glued(token - 1):
        return False
    return (earlier.isalpha() and earlier not in lexicon.numbers) or earlier[0].isdigit()


def _is_half_day(reading: Reading, token: int) -> bool:
    """The "p.m." after a clock time."""
    return (
        reading.word(token) in ("a", "p")
        and reading.word(token + 1) == "."
        and reading.word(token + 2) == "m"
    )


def _opens_line(reading: Reading, token: int) -> bool:
    start = reading.ends[token - 1] if token else 0
    return token == 0 or "\n" in reading.text[start : reading.starts[token]]


def _none_number(reading: Reading, token: int, lexicon: QuantityLexicon) -> Number | None:
    """ "No one", "not a single shot", "no casualties": an assertion of zero."""
    word = reading.words[token]
    for phrases in (lexicon.none_words, lexicon.none_before):
        for wording, _ in phrases.get(word, ()):
            if reading.starts_with(token, wording) and reading.word(token + len(wording)) != "but":
                return Number(token, token + len(wording), 0, 0, NONE)
    if word != "no":
        return None
    for noun in range(token + 1, token + 4):
        if reading.word(noun) in lexicon.lists["none_nouns"]:
            return Number(token, token + 1, 0, 0, NONE)
        if not reading.word(noun).isalpha() or reading.word(noun) in lexicon.lists["stops"]:
            return None
    return None


def _fraction(reading: Reading, token: int, lexicon: QuantityLexicon) -> Number | None:
    """ "Half of", "two thirds", "one in five", as percent."""
    word = reading.words[token]
    if word == "half":
        follows = reading.word(token + 1) in ("of", "the", "their", "its", "his", "her") or (
            reading.word(token - 1) == "by" and not reading.word(token + 1).isalpha()
        )
        return Number(token, token + 1, 50, 50, EXACT, unit="percent") if follows else None
    plain = plain_value(reading, token, lexicon) if word not in ("a", "an") else (1.0, token + 1)
    if plain is None:
        return None
    count, last = plain
    part = last + 1 if reading.word(last) in DASHES else last
    parts = lexicon.fractions.get(reading.word(part))
    is_share = count > 1 or reading.word(part + 1) == "of" or _is_change(reading, token, part + 1, lexicon)
    if parts and is_share and count < parts:
        share = round(100 * count / parts, 1)
        return Number(token, part + 1, share, share, EXACT, unit="percent")
    return _one_in(reading, token, count, last, lexicon)


def _is_change(reading: Reading, token: int, after: int, lexicon: QuantityLexicon) -> bool:
    """ "Rose by a third", "fell nearly a quarter": but "by a third man"."""
    lead, follows = reading.word(token - 1), reading.word(after)
    leads = ("by", "about", "nearly", "almost", "over", "than", "around", "roughly")
    is_alone = not follows.isalpha() and follows not in DASHES  # "by a third-party vendor"
    return lead in leads and (is_alone or follows in lexicon.lists["stops"])


def _one_in(reading: Reading, token: int, count: float, last: int, lexicon: QuantityLexicon) -> Number | None:
    """ "One in five", "three out of four"; "two in three days" is none."""
    begin = last + 1 if reading.word(last) == "in" else last + 2
    if (
        reading.word(last) != "in"
        and not reading.starts_with(last, ("out", "of"))
        and not reading.starts_with(last, ("of", "every"))
    ):
        return None
    if reading.word(begin) == "every":
        begin += 1
    whole = plain_value(reading, begin, lexicon)
    if whole is None or not count < whole[0] <= 1000 or count > 10 or reading.in_time(begin):
        return None
    if count % 1 or whole[0] % 1 or reading.word(whole[1]) in _MARKS:  # "3.8 out of 5", "4 out of 5 stars"
        return Number(token, whole[1], None, None, NOT_COUNTED)
    after = reading.word(whole[1])
    if after in lexicon.units or not after.isalpha() or not is_plural(after, lexicon):
        return None
    share = round(100 * count / whole[0], 1)
    return Number(token, whole[1], share, share, EXACT, unit="percent")


_MARKS = frozenset({"stars", "points", "marks"})


def _vague_number(reading: Reading, token: int, lexicon: QuantityLexicon) -> Number | None:
    """ "Dozens", "a few hundred"; "dozens, if not hundreds" spans both."""
    lists = lexicon.lists
    for wording, key in lexicon.vague.get(reading.words[token], ()):
        last = token + len(wording)
        if not reading.starts_with(token, wording):
            continue
        follows = last + 1 if reading.word(last) in QUOTES else last
        if (
            key in lists["only_before_of"]
            and reading.word(follows) != "of"
            and not _is_passive_subject(reading, key, last)
        ):
            continue
        is_compared = key in lists["comparable"] and reading.word(token - 1) in lists["not_vague_after"]
        if is_compared or reading.word(last) in lexicon.vague:
            return None
        low, high = lexicon.vague_bounds[key]
        more = _wider(reading, last, lexicon)
        if more:
            last, high = more
        return Number(token, last, low, high, EXACT if key in lists["exact_vague"] else VAGUE)
    return None


def _is_passive_subject(reading: Reading, key: str, last: int) -> bool:
    return key == "scores" and reading.word(last) in ("were", "are", "have")


def _wider(reading: Reading, token: int, lexicon: QuantityLexicon) -> tuple[int, float | None] | None:
    """The ", if not hundreds" or "or even hundreds" after a vague number, and its upper end."""
    begin = token + 1 if reading.word(token) == "," else token
    for joint in (("if", "not"), ("or", "even"), ("and", "possibly"), ("or",)):
        if reading.starts_with(begin, joint):
            begin += len(joint)
            for wording, key in lexicon.vague.get(reading.word(begin), ()):
                if reading.starts_with(begin, wording):
                    return begin + len(wording), lexicon.vague_bounds[key][1]
            return None
    return None


def _group_number(reading: Reading, token: int, lexicon: QuantityLexicon) -> Number | None:
    """ "The trio", "both men", "another was wounded"."""
    word, after = reading.words[token], reading.word(token + 1)
    if word in lexicon.groups:
        count = lexicon.groups[word]
        return Number(token, token + 1, count, count, EXACT)
    if word == "both":
        is_pair = after.isalpha() and is_plural(after, lexicon) and reading.word(token + 2) != "and"
        is_count = after in ("were", "are", "of", "have") or is_pair  # "both pupils and teachers" may be many
        return Number(token, token + 1, 2, 2, EXACT) if is_count else None
    if word == "another":
        is_count = after in lexicon.lists["people"] or after in lexicon.done_to or after in ("was", "died")
        return Number(token, token + 1, 1, 1, EXACT) if is_count else None
    return None


def plain_value(reading: Reading, token: int, lexicon: QuantityLexicon) -> tuple[float, int] | None:
    """A number in digits or words, and the token after it: "1.2 million", "three hundred and fifty"."""
    word = reading.word(token)
    if not word:
        return None
    if not word[0].isdigit():
        return _worded_value(reading, token, lexicon)
    scale, last = _money_scale_after(reading, token, lexicon) or _scale_after(reading, token + 1, lexicon)
    if _THOUSANDS.fullmatch(word):
        return float(word.replace(",", "")) * scale, last
    if _DECIMAL_COMMA.fullmatch(word) and scale > 1:
        return round(float(word.replace(",", ".")) * scale, 2), last
    if _PLAIN.fullmatch(word) and len(word) <= 15:
        return round(float(word) * scale, 6), last
    return None


def _money_scale_after(reading: Reading, token: int, lexicon: QuantityLexicon) -> tuple[int, int] | None:
    """The "m" of "€130m": a metre without the sign."""
    scale = _MONEY_SCALES.get(reading.word(token + 1))
    if scale and reading.is_glued(token + 1) and reading.word(token - 1) in lexicon.currencies:
        return scale, token + 2
    return None


_MONEY_SCALES = {"k": 10**3, "m": 10**6, "b": 10**9, "tn": 10**12}


def _scale_after(reading: Reading, token: int, lexicon: QuantityLexicon) -> tuple[int, int]:
    scale = 1
    while True:
        begin = (
            token + 1
            if reading.word(token) in DASHES and reading.word(token + 1) in lexicon.scales
            else token
        )
        factor = lexicon.scales.get(reading.word(begin))
        if factor is None or scale * factor > 10**15:
            return scale, token
        scale, token = scale * factor, begin + 1


def _worded_value(reading: Reading, token: int, lexicon: QuantityLexicon) -> tuple[float, int] | None:
    word, after = reading.words[token], reading.word(token + 1)
    if word == "half":  # "half a million", "half-dozen"
        begin = token + 2 if after in ("a", *DASHES) else token + 1
        scale, last = _scale_after(reading, begin, lexicon)
        return (scale / 2, last) if scale > 1 else None
    if word in ("a", "an"):
        scale, last = _scale_after(reading, token + 1, lexicon)
        return (float(scale), last) if scale > 1 and reading.word(token + 1) not in DASHES else None
    if word not in lexicon.numbers:
        return None
    return _cardinal(reading, token, lexicon)


def _cardinal(reading: Reading, token: int, lexicon: QuantityLexicon) -> tuple[float, int]:
    """ "Twenty-three", "three hundred and fifty", "two dozen"."""
    total, current, last = 0, 0, token
    while True:
        begin = last
        joint = reading.word(begin)
        if last > token and (
            joint in DASHES or (joint == "and" and reading.word(last - 1) in ("hundred", "thousand"))
        ):
            begin += 1
        word = reading.word(begin)
        number, scale = lexicon.numbers.get(word), lexicon.scales.get(word)
        if number is not None and _continues(current, number, is_first=last == token):
            current += number
        elif scale is not None and current and total + current * scale < 10**15:
            if scale in (12, 100):
                current *= scale
            else:
                total, current = total + current * scale, 0
        else:
            return float(total + current), last
        last = begin + 1
        if not current and word not in lexicon.scales:
            return float(total), last  # zero


def _continues(current: int, number: int, *, is_first: bool) -> bool:
    if is_first:
        return True
    if current % 100 == 0:
        return True
    return number < 10 and current % 100 >= 20 and current % 10 == 0 and number > 0


def _range_or_plain(reading: Reading, token: int, lexicon: QuantityLexicon) -> Number | None:
    plain = plain_value(reading, token, lexicon)
    if plain is None:
        return None
    value, last = plain
    is_digits = reading.words[token][0].isdigit()
    unit = lexicon.units.get(reading.word(last))
    joint = last + 1 if unit and _is_joint(reading.word(last + 1)) else last  # "between 10% and 20%"
    if _is_joint(reading.word(joint)):
        number = _range(reading, token, value, joint, lexicon)
        if number and (joint == last or lexicon.units.get(reading.word(number.last)) == unit):
            return number
    is_bare = is_digits and last == token + 1
    if value == 1 and not is_digits and not _is_counting_one(reading, token, lexicon):
        return None
    return Number(token, last, value, value, EXACT, is_bare)


def _is_joint(word: str) -> bool:
    return word in DASHES or word in ("to", "or", "and")


def _range(reading: Reading, token: int, value: float, last: int, lexicon: QuantityLexicon) -> Number | None:
    """ "40-45", "12 to 15", "between 20 and 30", "two or three"; "3-0" and "555-12-34" count nothing."""
    joint, lead = reading.words[last], reading.word(token - 1)
    is_money = reading.word(last + 1) in lexicon.currencies and reading.word(last + 1) == lead
    sign = lead if is_money else None
    if sign:
        lead = reading.word(token - 2)
        if joint == "to" and lead in lexicon.lists["moves"]:
            return None  # "falling $11 to $34": by how much, and to what
    begin = last + 1 + is_money  # "$30 to $100"
    second = plain_value(reading, begin, lexicon)
    if second is None or reading.in_time(begin):
        return None
    if joint == "and" and lead != "between":
        return None
    upper, end = second
    scale = lexicon.scales.get(reading.words[end - 1], 1)
    if scale > 1 and end > last + 2 and value < upper / scale:
        value *= scale
    if joint in DASHES:
        chained = (
            reading.word(end) in DASHES and reading.is_glued(end) and reading.word(end + 1)[:1].isdigit()
        )
        is_score = upper <= 10 and not reading.is_glued(last) and not is_money
        if chained or is_score or upper <= value or upper > value * 20:
            return Number(token, end, None, None, NOT_COUNTED)
    if joint == "or" and not value < upper <= value * 3:
        return None
    is_led = lead in ("between", "from") and joint in ("and", "to")
    unit = lexicon.currencies[sign] if sign and is_led else None
    first = token - (2 if sign else 1) if is_led else token
    if upper <= value:
        if lead != "from":
            return None
        value, upper = upper, value
    return Number(first, end, value, upper, RANGE, unit=unit)


def _is_counting_one(reading: Reading, token: int, lexicon: QuantityLexicon) -> bool:
    """ "One soldier was killed", "a one-day strike" count; "one family", "no one", "one man said" do not."""
    if reading.words[token] != "one" or reading.is_glued(token):
        return False
    after, lists = reading.word(token + 1), lexicon.lists
    if after in DASHES:
        return reading.is_glued(token + 2) and reading.word(token + 2) in lexicon.units
    if after == "of":  # "only one of 18 areas"; "one of three brothers" picks one out
        is_number = reading.word(token + 2)[:1].isdigit() or reading.word(token + 2) in lexicon.numbers
        return is_number and reading.word(token - 1) in ("only", "just")
    if reading.word(token - 1) in lists["one_is_pronoun_after"]:
        return False
    if after in lexicon.units:  # "one year he left"
        return lexicon.units[after] not in lists["time_units"] or reading.word(token - 1) in _LENGTH_LEADS
    for noun in (token + 1, token + 2):
        word = reading.word(noun)
        if word in lists["people"] and after in lists["people"]:
            return not _is_speaker(reading, token, noun, lexicon)
        if word in lists["goods"] or (noun == token + 1 and word in _ONE_SHOTS):
            return True
        if word in lists["stops"] or not word.isalpha():
            break
    return after in lexicon.done_to and after not in lexicon.role_nouns


def _is_speaker(reading: Reading, token: int, noun: int, lexicon: QuantityLexicon) -> bool:
    """ "One resident said", "said one man": somebody, of whose number nothing is told."""
    says = lexicon.lists["says"]
    around = (token - 1, token - 2, noun + 1, noun + 2)
    return any(reading.word(near) in says for near in around)


_LENGTH_LEADS = frozenset(
    "for of within over about around than least just only under nearly almost another".split()
)
_ONE_SHOTS = frozenset({"shot", "hit"})  # verbs too
