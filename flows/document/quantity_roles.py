"""What happened to what is counted, from the verb or noun that governs it: killed, arrested, fired."""

from collections.abc import Sequence

from flows.document.quantity_groups import FoundQuantity, Parts
from flows.document.quantity_lexicon import QuantityLexicon
from flows.document.quantity_reading import QUOTES, Reading

_CLAUSE_TOKENS = 14  # how far a verb may stand from what is counted


def find_role(
    reading: Reading, parts: Parts, found: Sequence[FoundQuantity], lexicon: QuantityLexicon
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


def _lead(reading: Reading, parts: Parts, lexicon: QuantityLexicon) -> tuple[int, bool]:
    """The token that governs the count from the left, determiners skipped, and whether it is a list's
    joint.
    """
    lead = parts.first - 1
    while parts.first - lead < 4 and (
        reading.word(lead) in lexicon.lists["determiners"] or reading.word(lead) in (*QUOTES, "them")
    ):
        lead -= 1
    if reading.word(lead) in ("up", "down", "out", "as") and reading.word(lead - 1) in lexicon.done_to:
        lead -= 1
    return lead, reading.word(lead) in (",", "and")


def _role_before(reading: Reading, lead: int, lexicon: QuantityLexicon) -> str | None:
    word = reading.word(lead)
    if word in lexicon.done_to and word not in lexicon.lists["only_passive"]:
        return lexicon.done_to[word]
    if word == "of":
        noun = lead - 2 if reading.word(lead - 1) in QUOTES else lead - 1
        return lexicon.role_nouns.get(reading.word(noun))
    return None


def _role_of_head(parts: Parts, lexicon: QuantityLexicon) -> str | None:
    """ "25 arbitrary arrests", "no deaths"."""
    head = (
        parts.what.split(" of ")[0].split()[-1].lower()
        if parts.what and parts.what.split(" of ")[0].split()
        else ""
    )
    return lexicon.role_nouns.get(head)


def _role_after(reading: Reading, after: int, lexicon: QuantityLexicon) -> str | None:
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


def _role_of_shot(reading: Reading, token: int) -> str | None:
    """ "Were shot dead", "was shot and killed"."""
    is_deadly = reading.starts_with(token, ("shot", "dead")) or reading.starts_with(
        token, ("shot", "and", "killed")
    )
    return "killed" if is_deadly else None


def _is_participle(word: str, lexicon: QuantityLexicon) -> bool:
    return word.endswith("ed") or word in lexicon.lists["participles"]


def _is_other_count(reading: Reading, token: int, lexicon: QuantityLexicon) -> bool:
    word = reading.word(token)
    return bool(word) and (word[0].isdigit() or word in lexicon.numbers) and not reading.in_time(token)


_RELATIVES = frozenset({"that", "who", "which", "whom"})


def _closes_clause(reading: Reading, token: int, begin: int, lexicon: QuantityLexicon) -> bool:
    """Whether another verb, a relative or another count stands between the count and what we look for."""
    word = reading.words[token]
    if word in _RELATIVES:
        return token > begin
    if word.endswith("ed") and len(word) > 4:
        return True
    return reading.word(token - 1) != "and" and _is_other_count(reading, token, lexicon)


def _skip_aside(reading: Reading, token: int, lexicon: QuantityLexicon) -> int:
    """Over ", including two children," to the predicate."""
    if reading.word(token) != ",":
        return token
    for end in range(token + 1, min(token + _CLAUSE_TOKENS, len(reading.words))):
        if reading.is_break(end):
            return token
        if reading.words[end] == ",":
            return end + 1
    return token


def _is_reduced(reading: Reading, token: int, lexicon: QuantityLexicon) -> bool:
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


def _bounds_a_count(reading: Reading, token: int, lexicon: QuantityLexicon) -> bool:
    """Whether "at least", "more than" … and a number stand here."""
    for wording, _ in lexicon.bounds_ahead.get(reading.word(token), ()):
        number = reading.word(token + len(wording))
        if reading.starts_with(token, wording) and (number[:1].isdigit() or number in lexicon.openers):
            return True
    return False


def _role_of_subject(reading: Reading, parts: Parts, lexicon: QuantityLexicon) -> str | None:
    """ "The number of those detained passed the 500 mark", "the death toll rose from 31 to 38"."""
    for token in range(parts.first - 1, max(parts.first - _CLAUSE_TOKENS, -1), -1):
        word = reading.words[token]
        if reading.is_break(token) or word in (",", "and"):
            return None
        role = lexicon.role_nouns.get(word) or lexicon.done_to.get(word)
        if role:
            return role
    return None
