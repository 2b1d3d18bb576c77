"""Number expressions of one text: how many at least and at most, of what, and what happened to them.

`low` and `high` are what the words say ("more than 1,200" is 1200 and open; that 1,200 itself is left out
is said by the qualifier); whoever compares counts widens them. Measures, money, shares and ages carry a
unit. Ordinals, names that hold a number, years, clock times, phone numbers and scores are no quantities.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from flows.document.records import LexiconError, Span
from flows.document.tokens import cut_tokens

FILE = "quantities.yml"

_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")

EXACT, RANGE, VAGUE, NONE = "exact", "range", "vague", "none"
_GROUP_TOKENS = 7  # a noun group after a number is not longer
_CLAUSE_TOKENS = 14  # how far a verb may stand from what is counted
_DASHES = frozenset("-–—‑")
_QUOTES = frozenset("\"“”'’‘«»")


class HasSpan(Protocol):
    """Anything that stands in the text from one character to another."""

    @property
    def start_char(self) -> int: ...

    @property
    def end_char(self) -> int: ...


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


_Phrases = Mapping[
    str, tuple[tuple[tuple[str, ...], str], ...]
]  # first or last word -> wordings, longest first


@dataclass(frozen=True)
class QuantityLexicon:
    """The words of quantities, looked up by single word or by the first or last word of a wording."""

    numbers: Mapping[str, int]
    scales: Mapping[str, int]
    fractions: Mapping[str, float]
    groups: Mapping[str, int]
    vague: _Phrases  # by first word
    vague_bounds: Mapping[str, tuple[float | None, float | None]]
    bounds: _Phrases  # by last word
    bounds_ahead: _Phrases  # the same by first word
    bounds_after: _Phrases  # by first word
    none_before: _Phrases  # by first word
    none_words: _Phrases  # by first word
    units: Mapping[str, str]
    counted_units: Mapping[str, str]
    currencies: Mapping[str, str]
    done_to: Mapping[str, str]  # verb form -> role
    does: Mapping[str, str]
    role_nouns: Mapping[str, str]
    lists: Mapping[str, frozenset[str]]
    openers: frozenset[str]  # words that a number can begin with
    after_article: frozenset[str]  # what makes an "a" one of them

    @classmethod
    def from_data(cls, data: object) -> "QuantityLexicon":
        """Read `quantities.yml`; raises LexiconError for a missing part or a value of the wrong kind."""
        parts = _mapping(data, "the file")
        missing = (set(_PARTS) | set(_LISTS)) - set(parts)
        if missing:
            raise LexiconError(
                f"{FILE}: {', '.join(sorted(missing))} missing; add the part, empty if need be"
            )
        vague = {str(k): _bounds_pair(v, f"vague.{k}") for k, v in _mapping(parts["vague"], "vague").items()}
        roles = {str(k): _mapping(v, f"roles.{k}") for k, v in _mapping(parts["roles"], "roles").items()}
        numbers = _numbers(parts["numbers"], "numbers")
        scales = _numbers(parts["scales"], "scales")
        none_words = _phrases({NONE: parts["none_words"]}, "none_words", by_last=False)
        none_before = _phrases({NONE: parts["none_before"]}, "none_before", by_last=False)
        fractions = _numbers(parts["fractions"], "fractions")
        groups = _numbers(parts["groups"], "groups")
        vague_phrases = _phrases({wording: [wording] for wording in vague}, "vague", by_last=False)
        return cls(
            numbers={word: int(value) for word, value in numbers.items()},
            scales={word: int(value) for word, value in scales.items()},
            fractions=fractions,
            groups={word: int(value) for word, value in groups.items()},
            vague=vague_phrases,
            vague_bounds=vague,
            bounds=_phrases(_mapping(parts["bounds"], "bounds"), "bounds", by_last=True),
            bounds_ahead=_phrases(_mapping(parts["bounds"], "bounds"), "bounds", by_last=False),
            bounds_after=_phrases(
                _mapping(parts["bounds_after"], "bounds_after"), "bounds_after", by_last=False
            ),
            none_before=none_before,
            none_words=none_words,
            units=_by_word(_mapping(parts["units"], "units"), "units"),
            counted_units=_by_word(_mapping(parts["counted_units"], "counted_units"), "counted_units"),
            currencies=_by_word(_mapping(parts["currencies"], "currencies"), "currencies"),
            done_to=_by_word({role: part.get("done_to", []) for role, part in roles.items()}, "roles"),
            does=_by_word({role: part.get("does", []) for role, part in roles.items()}, "roles"),
            role_nouns=_by_word({role: part.get("nouns", []) for role, part in roles.items()}, "roles"),
            lists={name: frozenset(_words(parts[name], name)) for name in _LISTS},
            openers=frozenset({"a", "an", "another", "both", "no", "half"})
            | set(numbers)
            | set(groups)
            | set(vague_phrases)
            | set(none_words)
            | set(none_before),
            after_article=frozenset(
                wording.split()[1] for wording in vague if wording.startswith(("a ", "an "))
            )
            | set(scales)
            | set(fractions),
        )


_PARTS = (
    "numbers scales fractions groups vague bounds bounds_after none_words none_before units counted_units"
    " currencies roles"
).split()
_LISTS = (
    "exact_vague only_before_of not_vague_after weak_bounds none_nouns people plurals numbered year_nouns"
    " comparable only_passive not_counted_after stops determiners role_units time_units past_verbs"
    " no_role_after including participles"
).split()


def _mapping(data: object, entry: str) -> Mapping[object, object]:
    if not isinstance(data, dict):
        raise LexiconError(f"{FILE}: {entry} must be a mapping, not {type(data).__name__}")
    return data


def _words(data: object, entry: str) -> list[str]:
    if not isinstance(data, list):
        raise LexiconError(f"{FILE}: {entry} must be a list, not {type(data).__name__}")
    for word in data:
        if not isinstance(word, str):
            raise LexiconError(f"{FILE}: {entry}: {word!r} is no word; put it in quotes")
    return data


def _numbers(data: object, entry: str) -> dict[str, float]:
    numbers: dict[str, float] = {}
    for word, value in _mapping(data, entry).items():
        if not isinstance(word, str) or not isinstance(value, int | float):
            raise LexiconError(f"{FILE}: {entry}.{word!r} must be a word with a number")
        numbers[word] = value
    return numbers


def _bounds_pair(data: object, entry: str) -> tuple[float | None, float | None]:
    if not (
        isinstance(data, list) and len(data) == 2 and all(isinstance(end, int | float | None) for end in data)
    ):
        raise LexiconError(f"{FILE}: {entry} must be [low, high], null for open, not {data!r}")
    low, high = data
    if low is not None and high is not None and low > high:
        raise LexiconError(f"{FILE}: {entry}: low {low} is above high {high}; turn them round")
    return low, high


def _phrases(data: Mapping[Any, Any], entry: str, *, by_last: bool) -> _Phrases:
    """Wordings by their last (or first) word, longest first, each with its key."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for key, wordings in data.items():
        for wording in _words(wordings, f"{entry}.{key}"):
            tokens = tuple(re.findall(r"\w+|\S", wording))
            found.setdefault(tokens[-1 if by_last else 0], []).append((tokens, str(key)))
    return {word: tuple(sorted(some, key=lambda one: -len(one[0]))) for word, some in found.items()}


def _by_word(data: Mapping[Any, Any], entry: str) -> dict[str, str]:
    """`{"metre": ["m", "metres"]}` -> `{"m": "metre", "metres": "metre"}`; a word stands in one of them."""
    found: dict[str, str] = {}
    for key, words in data.items():
        for word in _words(words, f"{entry}.{key}"):
            if found.setdefault(word, str(key)) != str(key):
                raise LexiconError(
                    f"{FILE}: {entry}: {word} stands under {found[word]} and {key}; delete one"
                )
    return found


# --- the text as tokens ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Reading:
    text: str
    words: tuple[str, ...]  # lower case
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sentence_starts: list[int]
    time_starts: list[int]
    time_ends: list[int]

    def word(self, token: int) -> str:
        return self.words[token] if 0 <= token < len(self.words) else ""

    def is_glued(self, token: int) -> bool:
        """Whether no white space stands before the token."""
        return 0 < token < len(self.words) and self.starts[token] == self.ends[token - 1]

    def is_capitalised(self, token: int) -> bool:
        return 0 <= token < len(self.words) and self.text[self.starts[token]].isupper()

    def in_time(self, token: int) -> bool:
        position = bisect_right(self.time_starts, self.starts[token]) - 1
        return position >= 0 and self.starts[token] < self.time_ends[position]

    def sentence_no(self, token: int) -> int:
        return bisect_right(self.sentence_starts, self.starts[token])

    def is_break(self, token: int) -> bool:
        """Whether the token ends a clause or begins another paragraph or sentence."""
        return not 0 <= token < len(self.words) or self.words[token] in ".;:?!"

    def starts_with(self, token: int, wording: tuple[str, ...]) -> bool:
        return self.words[token : token + len(wording)] == wording


def _read(text: str, sentences: Sequence[Span], times: Sequence[HasSpan]) -> _Reading:
    tokens = cut_tokens(text)
    dates = [time for time in times if not _LENGTH.fullmatch(text, time.start_char, time.end_char)]
    return _Reading(
        text,
        tokens.words,
        tokens.starts,
        tokens.ends,
        [span.start_char for span in sentences],
        [time.start_char for time in dates],
        [time.end_char for time in dates],
    )


# "72 hours" and "within two weeks" may stand among the times as deadlines: they are lengths all the same.
_LENGTH = re.compile(r"(?:within )?[\w,]+ (?:hours|days|weeks|months|years)", re.IGNORECASE)


# --- finding ---------------------------------------------------------------------------------------------


class _Number(NamedTuple):
    """A number's bounds and the tokens first … last-1 it is written in."""

    first: int
    last: int
    low: float | None
    high: float | None
    qualifier: str
    is_bare: bool = False  # plain digits, which need a reason to be a quantity
    unit: str | None = None


def find_quantities(
    text: str, sentences: Sequence[Span], times: Sequence[HasSpan], lexicon: QuantityLexicon
) -> tuple[FoundQuantity, ...]:
    """The number expressions of `text` that count or measure something, in order, none overlapping another.

    `times` are the text's time expressions in order: numbers inside them are dates.
    """
    reading = _read(text, sentences, times)
    found: list[FoundQuantity] = []
    previous_end = 0
    openers = lexicon.openers
    for token, word in enumerate(reading.words):
        if token < previous_end or not (word in openers or word[0].isdigit()):
            continue
        if word in ("a", "an") and reading.word(token + 1) not in lexicon.after_article:
            continue
        number = _number_at(reading, token, lexicon)
        if number is None:
            continue
        quantity = _quantity(reading, number, previous_end, found, lexicon)
        previous_end = max(number.last, token + 1)
        if quantity:
            found.append(quantity[0])
            previous_end = max(previous_end, quantity[1])
    return tuple(found)


def _number_at(reading: _Reading, token: int, lexicon: QuantityLexicon) -> _Number | None:
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


def _is_label(reading: _Reading, token: int, lexicon: QuantityLexicon) -> bool:
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


def _is_clock(reading: _Reading, token: int) -> bool:
    """ "At approximately 2130"."""
    word = reading.words[token]
    if len(word) != 4 or not word.isdigit() or int(word) >= 2400 or int(word[2:]) >= 60:
        return False
    if reading.starts_with(token - 2, ("as", "of")):
        return True
    return "at" in (reading.word(token - 1), reading.word(token - 2)) and reading.word(token - 1) != "least"


def _is_label_lead(reading: _Reading, token: int, lexicon: QuantityLexicon) -> bool:
    before, earlier = reading.words[token - 1], reading.word(token - 2)
    if before.isalpha() or before in "#/+_@=&:":
        return True
    if before not in _DASHES or not reading.is_glued(token - 1):
        return False
    return (earlier.isalpha() and earlier not in lexicon.numbers) or earlier[0].isdigit()


def _is_half_day(reading: _Reading, token: int) -> bool:
    """The "p.m." after a clock time."""
    return (
        reading.word(token) in ("a", "p")
        and reading.word(token + 1) == "."
        and reading.word(token + 2) == "m"
    )


def _opens_line(reading: _Reading, token: int) -> bool:
    start = reading.ends[token - 1] if token else 0
    return token == 0 or "\n" in reading.text[start : reading.starts[token]]


def _none_number(reading: _Reading, token: int, lexicon: QuantityLexicon) -> _Number | None:
    """ "No one", "not a single shot", "no casualties": an assertion of zero."""
    word = reading.words[token]
    for phrases in (lexicon.none_words, lexicon.none_before):
        for wording, _ in phrases.get(word, ()):
            if reading.starts_with(token, wording) and reading.word(token + len(wording)) != "but":
                return _Number(token, token + len(wording), 0, 0, NONE)
    if word != "no":
        return None
    for noun in range(token + 1, token + 4):
        if reading.word(noun) in lexicon.lists["none_nouns"]:
            return _Number(token, token + 1, 0, 0, NONE)
        if not reading.word(noun).isalpha() or reading.word(noun) in lexicon.lists["stops"]:
            return None
    return None


def _fraction(reading: _Reading, token: int, lexicon: QuantityLexicon) -> _Number | None:
    """ "Half of", "two thirds", "one in five", as percent."""
    word = reading.words[token]
    if word == "half":
        follows = reading.word(token + 1) in ("of", "the", "their", "its", "his", "her")
        return _Number(token, token + 1, 50, 50, EXACT, unit="percent") if follows else None
    plain = _plain_value(reading, token, lexicon) if word not in ("a", "an") else (1.0, token + 1)
    if plain is None:
        return None
    count, last = plain
    part = last + 1 if reading.word(last) in _DASHES else last
    parts = lexicon.fractions.get(reading.word(part))
    if parts and (count > 1 or reading.word(part + 1) == "of") and count < parts:
        share = round(100 * count / parts, 1)
        return _Number(token, part + 1, share, share, EXACT, unit="percent")
    return _one_in(reading, token, count, last, lexicon)


def _one_in(
    reading: _Reading, token: int, count: float, last: int, lexicon: QuantityLexicon
) -> _Number | None:
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
    whole = _plain_value(reading, begin, lexicon)
    if whole is None or not count < whole[0] <= 1000 or count > 10 or reading.in_time(begin):
        return None
    after = reading.word(whole[1])
    if after in lexicon.units or not after.isalpha() or not _is_plural(after, lexicon):
        return None
    share = round(100 * count / whole[0], 1)
    return _Number(token, whole[1], share, share, EXACT, unit="percent")


def _vague_number(reading: _Reading, token: int, lexicon: QuantityLexicon) -> _Number | None:
    """ "Dozens", "a few hundred"; "dozens, if not hundreds" spans both."""
    lists = lexicon.lists
    for wording, key in lexicon.vague.get(reading.words[token], ()):
        last = token + len(wording)
        if not reading.starts_with(token, wording):
            continue
        if (
            key in lists["only_before_of"]
            and reading.word(last) != "of"
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
        return _Number(token, last, low, high, EXACT if key in lists["exact_vague"] else VAGUE)
    return None


def _is_passive_subject(reading: _Reading, key: str, last: int) -> bool:
    return key == "scores" and reading.word(last) in ("were", "are", "have")


def _wider(reading: _Reading, token: int, lexicon: QuantityLexicon) -> tuple[int, float | None] | None:
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


def _group_number(reading: _Reading, token: int, lexicon: QuantityLexicon) -> _Number | None:
    """ "The trio", "both men", "another was wounded"."""
    word, after = reading.words[token], reading.word(token + 1)
    if word in lexicon.groups:
        count = lexicon.groups[word]
        return _Number(token, token + 1, count, count, EXACT)
    if word == "both":
        is_count = after in ("were", "are", "of", "have") or (after.isalpha() and _is_plural(after, lexicon))
        return _Number(token, token + 1, 2, 2, EXACT) if is_count else None
    if word == "another":
        is_count = after in lexicon.lists["people"] or after in lexicon.done_to or after in ("was", "died")
        return _Number(token, token + 1, 1, 1, EXACT) if is_count else None
    return None


def _plain_value(reading: _Reading, token: int, lexicon: QuantityLexicon) -> tuple[float, int] | None:
    """A number in digits or words, and the token after it: "1.2 million", "three hundred and fifty"."""
    word = reading.word(token)
    if not word:
        return None
    if not word[0].isdigit():
        return _worded_value(reading, token, lexicon)
    scale, last = _scale_after(reading, token + 1, lexicon)
    if _THOUSANDS.fullmatch(word):
        return float(word.replace(",", "")) * scale, last
    if _DECIMAL_COMMA.fullmatch(word) and scale > 1:
        return round(float(word.replace(",", ".")) * scale, 2), last
    if _PLAIN.fullmatch(word) and len(word) <= 15:
        return round(float(word) * scale, 6), last
    return None


def _scale_after(reading: _Reading, token: int, lexicon: QuantityLexicon) -> tuple[int, int]:
    scale = 1
    while True:
        begin = (
            token + 1
            if reading.word(token) in _DASHES and reading.word(token + 1) in lexicon.scales
            else token
        )
        factor = lexicon.scales.get(reading.word(begin))
        if factor is None or scale * factor > 10**15:
            return scale, token
        scale, token = scale * factor, begin + 1


def _worded_value(reading: _Reading, token: int, lexicon: QuantityLexicon) -> tuple[float, int] | None:
    word, after = reading.words[token], reading.word(token + 1)
    if word == "half":  # "half a million", "half-dozen"
        begin = token + 2 if after in ("a", *_DASHES) else token + 1
        scale, last = _scale_after(reading, begin, lexicon)
        return (scale / 2, last) if scale > 1 else None
    if word in ("a", "an"):
        scale, last = _scale_after(reading, token + 1, lexicon)
        return (float(scale), last) if scale > 1 and reading.word(token + 1) not in _DASHES else None
    if word not in lexicon.numbers:
        return None
    return _cardinal(reading, token, lexicon)


def _cardinal(reading: _Reading, token: int, lexicon: QuantityLexicon) -> tuple[float, int]:
    """ "Twenty-three", "three hundred and fifty", "two dozen"."""
    total, current, last = 0, 0, token
    while True:
        begin = last
        joint = reading.word(begin)
        if last > token and (
            joint in _DASHES or (joint == "and" and reading.word(last - 1) in ("hundred", "thousand"))
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


def _range_or_plain(reading: _Reading, token: int, lexicon: QuantityLexicon) -> _Number | None:
    plain = _plain_value(reading, token, lexicon)
    if plain is None:
        return None
    value, last = plain
    is_digits = reading.words[token][0].isdigit()
    joint = reading.word(last)
    if joint in _DASHES or joint in ("to", "or", "and"):
        number = _range(reading, token, value, last, lexicon)
        if number:
            return number
    is_bare = is_digits and last == token + 1
    if value == 1 and not is_digits and not _is_counting_one(reading, token, lexicon):
        return None
    return _Number(token, last, value, value, EXACT, is_bare)


NOT_COUNTED = ""  # the qualifier of what looks like a number and is a score or a phone number


def _range(
    reading: _Reading, token: int, value: float, last: int, lexicon: QuantityLexicon
) -> _Number | None:
    """ "40-45", "12 to 15", "between 20 and 30", "two or three"; "3-0" and "555-12-34" count nothing."""
    joint, lead = reading.words[last], reading.word(token - 1)
    second = _plain_value(reading, last + 1, lexicon)
    if second is None or reading.in_time(last + 1):
        return None
    if joint == "and" and lead != "between":
        return None
    upper, end = second
    scale = lexicon.scales.get(reading.words[end - 1], 1)
    if scale > 1 and end > last + 2 and value < upper / scale:
        value *= scale
    if joint in _DASHES:
        chained = (
            reading.word(end) in _DASHES and reading.is_glued(end) and reading.word(end + 1)[:1].isdigit()
        )
        is_score = upper <= 10 and not reading.is_glued(last)
        if chained or is_score or upper <= value or upper > value * 20:
            return _Number(token, end, None, None, NOT_COUNTED)
    if joint == "or" and not value < upper <= value * 3:
        return None
    first = token - 1 if lead in ("between", "from") and joint in ("and", "to") else token
    if upper <= value:
        if lead != "from":
            return None
        value, upper = upper, value
    return _Number(first, end, value, upper, RANGE)


def _is_counting_one(reading: _Reading, token: int, lexicon: QuantityLexicon) -> bool:
    """ "One soldier was killed" counts; "one family", "one of the founders", "one by one" do not."""
    if reading.words[token] not in ("one",) or reading.is_glued(token):
        return False
    after, lists = reading.word(token + 1), lexicon.lists
    if after in lists["people"]:
        return any(reading.word(token + ahead) in lists["people"] for ahead in (1, 2))
    return after in lexicon.done_to and after not in lexicon.role_nouns


# --- what is counted, in which unit ----------------------------------------------------------------------


def _is_plural(word: str, lexicon: QuantityLexicon) -> bool:
    if word in lexicon.lists["plurals"]:
        return True
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))


@dataclass(slots=True)
class _Parts:
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


def _quantity(
    reading: _Reading,
    number: _Number,
    previous_end: int,
    found: Sequence[FoundQuantity],
    lexicon: QuantityLexicon,
) -> tuple[FoundQuantity, int] | None:
    if number.qualifier == NOT_COUNTED:
        return None
    parts = _Parts(
        number.first, number.last, number.low, number.high, number.qualifier, number.unit, number.is_bare
    )
    _take_unit(reading, parts, previous_end, lexicon)
    _take_bound(reading, parts, previous_end, lexicon)
    if not _is_age(reading, parts, lexicon):
        _take_counted(reading, parts, lexicon)
    role = _role(reading, parts, found, lexicon)
    if not _counts_something(reading, parts, role, lexicon):
        return None
    start, end = reading.starts[parts.first], reading.ends[parts.last - 1]
    surface = reading.text[start:end]
    low, high = (None if bound is None else float(bound) for bound in (parts.low, parts.high))
    quantity = FoundQuantity(start, end, surface, low, high, parts.qualifier, parts.unit, parts.what, role)
    return quantity, parts.last


def _take_unit(reading: _Reading, parts: _Parts, previous_end: int, lexicon: QuantityLexicon) -> None:
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
        if reading.word(parts.last) == "m" and reading.is_glued(parts.last):
            parts.last += 1
            parts.low, parts.high = (end and end * 1_000_000 for end in (parts.low, parts.high))
        return
    if parts.unit or parts.qualifier == NONE:
        return
    token = parts.last
    if reading.word(token) in _DASHES and reading.is_glued(token) and reading.is_glued(token + 1):
        token += 1
    word = reading.word(token)
    if word == "us" and reading.word(token + 1) in lexicon.currencies:
        token, word = token + 1, reading.word(token + 1)
    if word == "per" and reading.word(token + 1) == "cent":
        parts.unit, parts.last = "percent", token + 2
    elif word == "square" and reading.word(token + 1) in lexicon.units:
        parts.unit, parts.last = "square_" + lexicon.units[reading.word(token + 1)], token + 2
    elif word in lexicon.currencies:
        parts.unit, parts.last = lexicon.currencies[word], token + 1
    elif word in lexicon.units:
        parts.unit, parts.last = lexicon.units[word], token + 1
    elif word == "m" and reading.is_glued(token):
        parts.unit, parts.last = "metre", token + 1
    elif word in lexicon.counted_units:
        parts.unit = lexicon.counted_units[word]


def _take_bound(reading: _Reading, parts: _Parts, previous_end: int, lexicon: QuantityLexicon) -> None:
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


def _bound_before(
    reading: _Reading, parts: _Parts, previous_end: int, lexicon: QuantityLexicon
) -> str | None:
    for wording, qualifier in lexicon.bounds.get(reading.word(parts.first - 1), ()):
        begin = parts.first - len(wording)
        if begin < previous_end or not reading.starts_with(begin, wording):
            continue
        is_weak = len(wording) == 1 and wording[0] in lexicon.lists["weak_bounds"]
        is_small = (parts.high or parts.low or 0) < 10 and parts.unit is None
        if is_weak and (is_small or parts.unit in lexicon.lists["time_units"]):
            return None
        parts.first = begin
        return qualifier
    return None


def _bound_after(reading: _Reading, parts: _Parts, lexicon: QuantityLexicon) -> str | None:
    token = parts.last
    if reading.word(token) in _DASHES or reading.word(token) == "+":
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


def _is_age(reading: _Reading, parts: _Parts, lexicon: QuantityLexicon) -> bool:
    """ "25-year-old man", "34 years old", "the man, 34, was": sets unit, span and whose age it is."""
    value = parts.high
    if value is None or not 0 < value <= 120:
        return False
    if parts.unit == "year":
        token = parts.last + (reading.word(parts.last) in _DASHES)
        if reading.word(token) not in ("old", "olds"):
            return False
        parts.last = parts.after = token + 1
        parts.what, parts.after = _noun_group(reading, token + 1, lexicon)
        return True
    if reading.word(parts.first - 1) in ("aged", "age") and parts.unit is None:
        parts.unit, parts.after = "year", parts.last
        return True
    if (
        not parts.is_bare
        or reading.word(parts.first - 1) != ","
        or reading.word(parts.last) not in (",", ")", ".")
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


def _name_before(reading: _Reading, token: int) -> str:
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


def _take_counted(reading: _Reading, parts: _Parts, lexicon: QuantityLexicon) -> None:
    """Set what is counted: the noun group after the number, or before it for a share or a measure."""
    token = parts.last
    parts.after = token
    if parts.unit and parts.unit not in ("percent", *lexicon.counted_units.values()):
        parts.what, parts.after = _measured(reading, parts, lexicon)
        return
    if parts.unit in lexicon.counted_units.values():
        token += 1
    if reading.word(token) in _DASHES and reading.is_glued(token) and reading.is_glued(token + 1):
        noun = reading.word(token + 1)
        if noun in lexicon.lists["people"] or noun == "strong":
            if noun == "strong":
                parts.what, parts.after = _noun_group(reading, token + 2, lexicon)
            else:
                parts.what, parts.after = noun, token + 2
        return
    if parts.qualifier == NONE and reading.word(token) != "of" and reading.words[parts.last - 1] != "single":
        parts.what, parts.after = _denied(reading, parts, lexicon)
        return
    while reading.word(token) in ("of", "more", "other", "additional") and token < parts.last + 2:
        token += 1
    if reading.word(token) in _QUOTES and not reading.is_glued(token):
        token += 1
    begin = token
    while (
        reading.word(token) in ("the", "his", "her", "its", "their", "these", "those", "all")
        and token < begin + 2
    ):
        token += 1
    whole = _plain_value(reading, token, lexicon) if reading.word(begin - 1) == "of" else None
    if whole and parts.unit is None:  # "300 of the 500 hostages"
        begin = token = whole[1]
    what, after = _noun_group(reading, token, lexicon)
    if what:
        parts.after = after
        parts.what = reading.text[
            reading.starts[begin if parts.unit == "percent" else token] : reading.ends[after - 1]
        ]
    if parts.what is None and (parts.unit == "percent" or parts.qualifier == VAGUE):
        parts.what = _subject_before(reading, parts.first)


def _denied(reading: _Reading, parts: _Parts, lexicon: QuantityLexicon) -> tuple[str | None, int]:
    """What there was none of: "no civilian casualties"; "no one" names nothing."""
    if reading.words[parts.last - 1] != "no":
        return None, parts.last
    end = next(
        noun + 1
        for noun in range(parts.last, parts.last + 3)
        if reading.word(noun) in lexicon.lists["none_nouns"]
    )
    return reading.text[reading.starts[parts.last] : reading.ends[end - 1]], end


def _measured(reading: _Reading, parts: _Parts, lexicon: QuantityLexicon) -> tuple[str | None, int]:
    """ "3.5 tonnes of explosives", "82 mm mortar shells", "a range of 40-45 kilometres"."""
    token = parts.last
    if reading.word(token) == "of":
        what, after = _noun_group(reading, token + 1, lexicon)
        return what, after
    if reading.word(token) in _DASHES:
        token += 1
    is_modifier = reading.word(parts.last - 1) not in lexicon.units or not _is_plural(
        reading.word(parts.last - 1), lexicon
    )
    if is_modifier and parts.unit not in lexicon.currencies.values():
        what, after = _noun_group(reading, token, lexicon)
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


def _subject_before(reading: _Reading, first: int) -> str | None:
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


def _noun_group(reading: _Reading, token: int, lexicon: QuantityLexicon) -> tuple[str | None, int]:
    """The noun group that begins at the token, with an "of" after it, and the token where it ends."""
    end = _group_end(reading, token, lexicon)
    if end == token:
        return None, token
    if reading.word(end) == "of":
        inner = end + 1
        while reading.word(inner) in lexicon.lists["determiners"] or reading.word(inner) in lexicon.numbers:
            inner += 1
        last = _group_end(reading, inner, lexicon)
        if last > inner and inner <= end + 3:
            end = last
    return reading.text[reading.starts[token] : reading.ends[end - 1]], end


def _group_end(reading: _Reading, token: int, lexicon: QuantityLexicon) -> int:
    """Where a run of nouns and adjectives ends: after its first plural noun, or before what cannot belong
    to it.
    """
    position = token
    while position < min(token + _GROUP_TOKENS, len(reading.words)):
        word = reading.words[position]
        if not _is_in_group(reading, token, position, lexicon) and not _joins_adjectives(
            reading, token, position, lexicon
        ):
            break
        position += 1
        if word in _DASHES or reading.word(position) in _DASHES:
            continue
        is_plural = word.isalpha() and _is_plural(word, lexicon)
        if is_plural and not _goes_on(reading, position, lexicon):
            break
    while position > token and (
        reading.words[position - 1] in _DASHES or reading.words[position - 1] in ("'", "’", "s")
    ):
        position -= 1
    return position


def _joins_adjectives(reading: _Reading, token: int, position: int, lexicon: QuantityLexicon) -> bool:
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
    first = next((noun for noun in nouns if noun.isalpha() and _is_plural(noun, lexicon)), None)
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


def _goes_on(reading: _Reading, position: int, lexicon: QuantityLexicon) -> bool:
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
    return _is_plural(follows, lexicon) and not reading.in_time(position)


def _is_in_group(reading: _Reading, token: int, position: int, lexicon: QuantityLexicon) -> bool:
    word, is_first = reading.words[position], position == token
    if word in _DASHES:
        return not is_first and reading.is_glued(position) and reading.is_glued(position + 1)
    after_dash = not is_first and reading.words[position - 1] in _DASHES
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
        return is_first and (reading.word(position - 1) == "single" or _modifies(reading, position, lexicon))
    if word.endswith("ed") and len(word) > 4:
        if is_first or reading.is_capitalised(position):
            return not is_first or _modifies(reading, position, lexicon)
        return reading.words[position - 1].endswith(("ly", "ed"))
    if word.endswith("ly") and not is_first:
        return False
    if word in lexicon.done_to and not _modifies(reading, position, lexicon):
        return word in lexicon.role_nouns and word.endswith("s")
    return word not in lexicon.numbers


def _is_possessive(reading: _Reading, position: int) -> bool:
    """The "'s" between two nouns: "the country's coffee"."""
    if reading.words[position] == "s":
        return True
    return reading.is_glued(position) and reading.word(position + 1) == "s" and reading.is_glued(position + 1)


def _modifies(reading: _Reading, position: int, lexicon: QuantityLexicon) -> bool:
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
    is_verb_like = reading.words[position] in lexicon.done_to or reading.words[position].endswith("ed")
    return is_verb_like and not reading.in_time(position + 1)


_JOINTS = frozenset({"and", "or", "but", "nor", "than", "by", "with", "as", "if"})


def _counts_something(reading: _Reading, parts: _Parts, role: str | None, lexicon: QuantityLexicon) -> bool:
    """Bare digits need a unit, a role or a plural; a year needs more."""
    if parts.qualifier == RANGE and not (parts.what or parts.unit or role):
        return reading.words[parts.first] in ("between", "from")
    if reading.words[parts.first] in ("one", "another") and parts.low == 1 and parts.what and not role:
        return parts.what.lower().split(" of ")[0].split()[-1] in lexicon.lists["people"]
    if parts.qualifier != EXACT or parts.unit or role:
        return True
    if not parts.is_bare:  # "learned a thing or two"
        follows = reading.word(parts.last)
        is_subject = (
            follows.isalpha() and follows not in lexicon.lists["no_role_after"] and follows not in _JOINTS
        )
        return parts.what is not None or is_subject or reading.words[parts.last - 1] in lexicon.groups
    if parts.what is None:
        return False
    value = parts.low or 0
    words = parts.what.lower().split(" of ")[0].replace("-", " ").split()
    is_counted = value == 1 or any(_is_plural(word, lexicon) for word in words)
    if 1900 <= value <= 2049 and len(reading.words[parts.first]) == 4:
        return bool(
            {words[-1], words[-1].removesuffix("s")} & (lexicon.lists["people"] | lexicon.lists["plurals"])
        )
    return is_counted


# --- what happened to it ---------------------------------------------------------------------------------


def _role(
    reading: _Reading, parts: _Parts, found: Sequence[FoundQuantity], lexicon: QuantityLexicon
) -> str | None:
    """The role that the verb or noun governing the count gives it, None where none of the lexicon does."""
    if (
        parts.unit
        and parts.unit not in lexicon.lists["role_units"]
        and parts.unit not in lexicon.currencies.values()
    ):
        return None
    lead, is_listed = _lead(reading, parts, lexicon)
    role = _role_before(reading, lead, lexicon) or _role_of_head(parts, lexicon)
    if role:
        return role
    if reading.word(lead) in lexicon.lists["including"] and found:
        return found[-1].role
    after = parts.after or parts.last
    if reading.word(lead) == "of" and _is_other_count(reading, lead - 1, lexicon):
        return None  # the 500 of "300 of the 500 hostages were freed"
    opens_clause = reading.word(lead) in ("since", "after") and (
        reading.word(after) in lexicon.does or reading.word(after) in ("were", "was", "had", "have")
    )
    if reading.word(lead) in lexicon.lists["no_role_after"] and not opens_clause:
        if reading.word(after) in lexicon.done_to and _is_reduced(reading, after, lexicon):
            return lexicon.done_to[reading.word(after)]
        is_figure = parts.what is None and reading.word(lead) in ("at", "to")  # "put the toll at 108"
        return _role_of_subject(reading, parts, lexicon) if is_figure else None
    role = _role_after(reading, after, lexicon)
    if role:
        return role
    if is_listed and found and found[-1].end_char > reading.starts[max(lead - 8, 0)]:
        return found[-1].role
    is_figure = parts.what is None and parts.unit is None
    return _role_of_subject(reading, parts, lexicon) if is_figure else None


def _lead(reading: _Reading, parts: _Parts, lexicon: QuantityLexicon) -> tuple[int, bool]:
    """The token that governs the count from the left, determiners skipped, and whether it is a list's
    joint.
    """
    lead = parts.first - 1
    while parts.first - lead < 4 and (
        reading.word(lead) in lexicon.lists["determiners"] or reading.word(lead) in (*_QUOTES, "them")
    ):
        lead -= 1
    if reading.word(lead) in ("up", "down", "out", "as") and reading.word(lead - 1) in lexicon.done_to:
        lead -= 1
    return lead, reading.word(lead) in (",", "and")


def _role_before(reading: _Reading, lead: int, lexicon: QuantityLexicon) -> str | None:
    word = reading.word(lead)
    if word in lexicon.done_to and word not in lexicon.lists["only_passive"]:
        return lexicon.done_to[word]
    if word == "of":
        noun = lead - 2 if reading.word(lead - 1) in _QUOTES else lead - 1
        return lexicon.role_nouns.get(reading.word(noun))
    return None


def _role_of_head(parts: _Parts, lexicon: QuantityLexicon) -> str | None:
    """ "25 arbitrary arrests", "no deaths"."""
    head = (
        parts.what.split(" of ")[0].split()[-1].lower()
        if parts.what and parts.what.split(" of ")[0].split()
        else ""
    )
    return lexicon.role_nouns.get(head)


def _role_after(reading: _Reading, after: int, lexicon: QuantityLexicon) -> str | None:
    """The role from the predicate: "were killed", "died", or the bare participle "killed in the blast"."""
    token = _skip_aside(reading, after, lexicon)
    limit = min(token + _CLAUSE_TOKENS, len(reading.words))
    has_be, is_open, begin = False, True, token  # open: no verb yet
    while token < limit:
        word = reading.words[token]
        if (
            word in (",", ")", "(")
            or reading.is_break(token)
            or word in ("while", "when", "after", "because", "but")
        ):
            return None
        if word in ("be", "been", "being", "is", "are", "was", "were", "got", "get"):
            has_be, is_open = True, False
        elif word in lexicon.done_to:
            if _is_participle(word, lexicon) and (has_be or _is_reduced(reading, token, lexicon)):
                return _role_of_shot(reading, token) or lexicon.done_to[word]
            if not has_be:
                return None
        elif word in lexicon.does:
            return lexicon.does[word]
        elif _closes_clause(reading, token, begin, lexicon) and (is_open or word in _RELATIVES):
            return None
        token += 1
    return None


def _role_of_shot(reading: _Reading, token: int) -> str | None:
    """ "Were shot dead", "was shot and killed"."""
    is_deadly = reading.starts_with(token, ("shot", "dead")) or reading.starts_with(
        token, ("shot", "and", "killed")
    )
    return "killed" if is_deadly else None


def _is_participle(word: str, lexicon: QuantityLexicon) -> bool:
    return word.endswith("ed") or word in lexicon.lists["participles"]


def _is_other_count(reading: _Reading, token: int, lexicon: QuantityLexicon) -> bool:
    word = reading.word(token)
    return bool(word) and (word[0].isdigit() or word in lexicon.numbers) and not reading.in_time(token)


_RELATIVES = frozenset({"that", "who", "which", "whom"})


def _closes_clause(reading: _Reading, token: int, begin: int, lexicon: QuantityLexicon) -> bool:
    """Whether another verb, a relative or another count stands between the count and what we look for."""
    word = reading.words[token]
    if word in _RELATIVES:
        return token > begin
    if word.endswith("ed") and len(word) > 4:
        return True
    return reading.word(token - 1) != "and" and _is_other_count(reading, token, lexicon)


def _skip_aside(reading: _Reading, token: int, lexicon: QuantityLexicon) -> int:
    """Over ", including two children," to the predicate."""
    if reading.word(token) != ",":
        return token
    for end in range(token + 1, min(token + _CLAUSE_TOKENS, len(reading.words))):
        if reading.is_break(end):
            return token
        if reading.words[end] == ",":
            return end + 1
    return token


def _is_reduced(reading: _Reading, token: int, lexicon: QuantityLexicon) -> bool:
    """Whether a participle has no object: "five people killed in the blast"."""
    after = reading.word(token + 1)
    if reading.word(token - 1) == "and" or _bounds_a_count(reading, token + 1, lexicon):
        return False  # "attacked three posts and killed at least seven guards"
    if not after or not after[0].isalnum() or reading.in_time(token + 1):
        return True
    if after in lexicon.lists["determiners"] or after in ("him", "her", "them"):
        return False
    if after[0].isdigit() or after in lexicon.numbers:
        return False
    return after in lexicon.lists["stops"] or after.endswith(("ly", "ed"))


def _bounds_a_count(reading: _Reading, token: int, lexicon: QuantityLexicon) -> bool:
    """Whether "at least", "more than" … and a number stand here."""
    for wording, _ in lexicon.bounds_ahead.get(reading.word(token), ()):
        number = reading.word(token + len(wording))
        if reading.starts_with(token, wording) and (number[:1].isdigit() or number in lexicon.openers):
            return True
    return False


def _role_of_subject(reading: _Reading, parts: _Parts, lexicon: QuantityLexicon) -> str | None:
    """ "The number of those detained passed the 500 mark", "the death toll rose from 31 to 38"."""
    for token in range(parts.first - 1, max(parts.first - _CLAUSE_TOKENS, -1), -1):
        word = reading.words[token]
        if reading.is_break(token) or word in (",", "and"):
            return None
        role = lexicon.role_nouns.get(word) or lexicon.done_to.get(word)
        if role:
            return role
    return None
