"""Whether a number that no noun follows counts something: "the toll has risen to 178", "38 are in custody"."""

from flows.document.quantity_groups import Parts
from flows.document.quantity_lexicon import QuantityLexicon
from flows.document.quantity_reading import DASHES, QUOTES, Reading

_SUBJECT_TOKENS = 4  # words between a figure's noun or verb and its number


def counts_alone(reading: Reading, parts: Parts, lexicon: QuantityLexicon) -> bool:
    """Whether the words around a bare number show that it is a count and no name, mark or score."""
    if "|" in (reading.word(parts.first - 1), reading.word(parts.last)):
        return False  # a cell of a table, whose head nobody reads here
    if "," in reading.words[parts.first]:
        return True  # "took in 9,974, Norway 2,450": labels have no thousands
    return (
        _is_figure(reading, parts, lexicon)
        or _is_part(reading, parts, lexicon)
        or _is_whole(reading, parts)
        or _is_subject(reading, parts, lexicon)
        or _is_object(reading, parts, lexicon)
    )


def _is_figure(reading: Reading, parts: Parts, lexicon: QuantityLexicon) -> bool:
    """ "Put the figure at 337", "has risen to 178", "down from 240", "a crowd of 500"."""
    lead, before = reading.word(parts.first - 1), reading.word(parts.first - 2)
    if lead == "of" and before in lexicon.lists["crowds"]:
        return True
    if (before, lead) in _COMPARED:
        return True
    if lead not in ("at", "to", "of", "was", "is"):
        return False
    words = [reading.word(parts.first - distance) for distance in range(2, 2 + _SUBJECT_TOKENS)]
    if not lexicon.lists["figures"].isdisjoint(words):
        return True
    return lead == "to" and words[0] in lexicon.lists["moves"] and _ends_phrase(reading, parts.last)


_COMPARED = {("up", "from"), ("down", "from"), ("compared", "with"), ("compared", "to"), (",", "against")}


def _is_part(reading: Reading, parts: Parts, lexicon: QuantityLexicon) -> bool:
    """ "11 of the bloc's 15 states", "17 of them": but "page 3 of the report"."""
    follows, name = reading.word(parts.last + 1), parts.first - 1
    if reading.starts_with(parts.last, ("out", "of")):
        return reading.word(parts.last + 2)[:1].isdigit()
    if reading.word(parts.last) != "of" or not (
        follows in lexicon.lists["determiners"] or follows in _WHOLES or follows[:1].isdigit()
    ):
        return False
    is_name = reading.word(name).isalpha() and reading.is_capitalised(name) and not reading.in_time(name)
    return not is_name or _opens(reading, parts.first)


def _is_whole(reading: Reading, parts: Parts) -> bool:
    """The 33 of "18 of the 33 had been brought up"."""
    first = parts.first
    return (
        reading.word(first - 1) == "the"
        and reading.word(first - 2) == "of"
        and reading.word(first - 3)[:1].isdigit()
    )


_WHOLES = frozenset({"whom", "which", "them", "us", "these", "those"})


def _is_subject(reading: Reading, parts: Parts, lexicon: QuantityLexicon) -> bool:
    """ "Of the 98 indicted, 38 are in custody": but "Apollo 13 was", "room 12 is"."""
    return reading.word(parts.last) in _PREDICATES and _opens(reading, parts.first)


_PREDICATES = frozenset("are were have had remain remained died survived".split())


def _opens(reading: Reading, token: int) -> bool:
    """Whether a clause begins here."""
    before = reading.word(token - 1)
    return not before or not before[0].isalnum() or before in ("and", "but", "or", "that", "said", "while")


def _is_object(reading: Reading, parts: Parts, lexicon: QuantityLexicon) -> bool:
    """ "Moscow acknowledged 498.", "Doctors Without Borders said 29"."""
    lead = parts.first - 1
    if reading.word(lead) == "s" and reading.word(lead - 1) in QUOTES and _ends_phrase(reading, parts.last):
        return True  # "nine penalties to his side's 17"
    while reading.word(lead) in ("only", "just", "another", *QUOTES):
        lead -= 1
    return (
        (reading.word(lead) in lexicon.lists["figure_verbs"] or _is_past(reading.word(lead)))
        and not reading.is_capitalised(lead)
        and _ends_phrase(reading, parts.last)
    )


def _is_past(word: str) -> bool:
    """ "Buried 31", "carried 40": but "dated 12", "updated 5", "ranked 3"."""
    return len(word) > 4 and word.endswith("ed") and word not in _NAMING


_NAMING = frozenset(
    "dated updated posted published ranked rated marked called named titled listed aged founded numbered".split()
)


def _ends_phrase(reading: Reading, token: int) -> bool:
    """Whether nothing that could be counted, and no further digit, follows."""
    follows = reading.word(token)
    if follows in QUOTES:
        follows = reading.word(token + 1)
    if follows in DASHES:
        return not reading.is_glued(token + 1)
    return not follows or follows in ".,;:?!)" or follows in _JOINTS or follows[0].isspace()


_JOINTS = frozenset(
    "and but or in on at by since while after before for with from against as according myself himself herself"
    " themselves alone each altogether overall left more this last today"
    " yesterday a per".split()
)
