"""What happened to what is counted, from the verb or noun that governs it: killed, arrested, fired."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from flows.document.quantity_groups import FoundQuantity, Parts
from flows.document.quantity_lexicon import EXACT, QuantityLexicon
from flows.document.quantity_reading import DASHES, QUOTES, Reading, is_plural

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
    if parts.what is None and _is_compound(reading, parts):
        return None
    lead, is_listed = _lead(reading, parts, lexicon)
    head = _head(parts)
    role = _role_before(reading, lead, head, lexicon) or _role_of_head(reading, parts, lead, lexicon)
    if role:
        return role
    if reading.word(lead) in lexicon.lists["including"] and found:
        return found[-1].role
    after = parts.after or parts.last
    if reading.word(after) == "of" and reading.word(after + 1) in ("whom", "which"):
        after += 2
    result = _result(reading, after, lexicon)
    if result:
        return result
    if reading.word(lead) == "of" and _is_other_count(reading, lead - 1, lexicon):
        return None  # the 500 of "300 of the 500 hostages were freed"
    predicate = reading.word(_skip_aside(reading, after, lexicon))
    opens_clause = reading.word(lead) in ("since", "after") and (
        predicate in lexicon.does
        or predicate in lexicon.does_of
        or predicate in ("were", "was", "had", "have")
    )
    if reading.word(lead) in lexicon.lists["no_role_after"] and not opens_clause:
        if reading.word(after) in lexicon.done_to and _is_reduced(reading, after, lexicon):
            return lexicon.done_to[reading.word(after)]
        return _role_of_subject(reading, parts, found, lexicon)
    return (
        _role_after(reading, after, head, lexicon)
        or (_role_in_list(reading, lead, after, found, lexicon) if is_listed else None)
        or _role_of_modifier(parts, lexicon)
        or _role_of_subject(reading, parts, found, lexicon)
    )


def _lead(reading: Reading, parts: Parts, lexicon: QuantityLexicon) -> tuple[int, bool]:
    """The token that governs the count from the left, determiners skipped, and whether it is a list's
    joint.
    """
    lead = parts.first - 1
    while parts.first - lead < 4 and (
        reading.word(lead) in lexicon.lists["determiners"] or reading.word(lead) in (*QUOTES, "them")
    ):
        lead -= 1
    verb = lead
    while parts.first - verb < 8 and reading.in_time(verb):
        verb -= 1
    if verb < lead and reading.word(verb) == "on":
        verb -= 1
    if reading.word(verb) in lexicon.done_to:
        lead = verb  # "kidnapped on Monday three engineers"
    if reading.word(lead) in ("up", "down", "out", "as") and reading.word(lead - 1) in lexicon.done_to:
        lead -= 1
    is_dash = reading.word(lead) in DASHES and not reading.is_glued(lead)
    return lead, is_dash or reading.word(lead) in (",", "and", ":", "(")


def _head(parts: Parts) -> str:
    """The noun that says what is counted: `members` of "two members of the Brigades"."""
    words = parts.what.split(" of ")[0].split() if parts.what else ()
    return words[-1].lower() if words else ""


def _is_compound(reading: Reading, parts: Parts) -> bool:
    """ "A zero-trust rule", "the 1.0-beta": what is released or deployed is not so many of anything."""
    last = parts.last
    return reading.word(last) in DASHES and reading.is_glued(last) and reading.is_glued(last + 1)


def _role_of_head(reading: Reading, parts: Parts, lead: int, lexicon: QuantityLexicon) -> str | None:
    """ "25 arrests", "no deaths", but "the 1.0 release", "saved thousands of lives"."""
    head = _head(parts)
    if reading.word(lead).startswith("sav") or not (is_plural(head, lexicon) or parts.high in (0, 1)):
        return None
    return lexicon.role_nouns.get(head)


def _role_before(reading: Reading, lead: int, head: str, lexicon: QuantityLexicon) -> str | None:
    word, before = reading.word(lead), reading.word(lead - 1)
    phrase = lexicon.particle_roles.get((before, word))
    if phrase:
        return phrase
    bound = _bound_role(lexicon.done_to_of, word, head)
    if word == "over" and before in lexicon.done_to_of:
        bound = _bound_role(lexicon.done_to_of, before, head)  # "handed over 300 prisoners"
    if bound:
        return bound
    if word in lexicon.done_to and word not in lexicon.lists["only_passive"]:
        return lexicon.done_to[word]
    if word == "of":
        noun = lead - 2 if before in QUOTES else lead - 1
        return lexicon.role_nouns.get(reading.word(noun))
    if word == "for":
        return lexicon.asked_for.get(before)
    return None


def _bound_role(verbs: Mapping[str, tuple[str, frozenset[str]]], word: str, head: str) -> str | None:
    """The role of a verb that has one with such nouns only: "sent 40 soldiers", not "sent 40 letters"."""
    role, nouns = verbs.get(word, (None, frozenset()))
    return role if {head, head.removesuffix("s")} & nouns else None


def _result(reading: Reading, after: int, lexicon: QuantityLexicon) -> str | None:
    """ "Hacked dozens of men to death", "took 40 nurses hostage", "drove thousands from their homes"."""
    for words, role in lexicon.results.get(reading.word(after), ()):
        if reading.starts_with(after, words):
            return role
    return None


def _role_in_list(
    reading: Reading, lead: int, after: int, found: Sequence[FoundQuantity], lexicon: QuantityLexicon
) -> str | None:
    """The role of what is counted, or named, before the joint: "killed two guards and nine inmates"."""
    if reading.word(lead) == "," and reading.word(lead - 2) in ("the", "those"):  # "of the dead, 300 were"
        state = lexicon.done_to.get(reading.word(lead - 1)) if reading.word(lead - 3) == "of" else None
        if state in _STATES:
            return state
    if reading.word(after) in _FINITE:
        return None  # "three are missing, four went into hiding"
    near = max(lead - _LIST_TOKENS, 0)
    if not lexicon.lists["including"].isdisjoint(reading.words[max(lead - _PARTS_TOKENS, 0) : lead]):
        near = max(
            lead - _PARTS_TOKENS, 0
        )  # "killed six of them, including the rector of the university and two"
    is_near = bool(found) and found[-1].end_char > reading.starts[near]
    if is_near and found[-1].role and reading.sentence_no(lead) == _sentence_of(reading, found[-1]):
        between = {
            word
            for token, word in enumerate(reading.words[near:lead], near)
            if reading.starts[token] >= found[-1].end_char
        }
        return None if between & _RELATIVES else found[-1].role
    follows = reading.word(after)
    if follows.isalpha() and follows not in lexicon.lists["no_role_after"] and follows != "and":
        return None  # "killed the chief and 40 men left"
    for token in range(lead - 1, max(lead - _OBJECT_TOKENS, -1), -1):
        word = reading.words[token]
        if word in lexicon.done_to and word not in lexicon.lists["only_passive"]:
            return lexicon.done_to[word]
        is_object = word in lexicon.lists["determiners"] or (
            word.isalpha() and word not in lexicon.lists["stops"]
        )
        if not is_object:
            return None
    return None


_FINITE = frozenset("had have has were was are is went did came would will could".split())
_LIST_TOKENS, _PARTS_TOKENS = 8, 18
_OBJECT_TOKENS = 6  # of "burned the old market and several houses"


def _role_of_modifier(parts: Parts, lexicon: QuantityLexicon) -> str | None:
    """ "40 wounded people were taken to Dori"."""
    for word in (parts.what or "").split(" of ")[0].lower().split()[:-1]:
        role = lexicon.done_to.get(word)
        if role in _STATES and _is_participle(word, lexicon):
            return role
    return None


_STATES = ("killed", "injured", "missing", "displaced", "arrested", "kidnapped")


def _role_after(reading: Reading, after: int, head: str, lexicon: QuantityLexicon) -> str | None:
    """The role from the predicate: "were killed", "died", or the bare participle "killed in the blast"."""
    token = _skip_aside(reading, after, lexicon)
    limit = min(token + _CLAUSE_TOKENS, len(reading.words))
    has_be, is_open, is_joined, begin = False, True, False, token  # open: no verb yet
    while token < limit:
        word = reading.words[token]
        if (
            word in (",", ")", "(")
            or reading.is_break(token)
            or word in _CONJUNCTIONS
            or (word == "as" and reading.word(token + 1) != "well")
        ):
            return None
        verbs = lexicon.does_of if is_open else lexicon.done_to_of
        bound = _bound_role(verbs, word, head) if is_open or _is_participle(word, lexicon) else None
        phrase = lexicon.particle_roles.get((word, reading.word(token + 1)))
        if bound:
            return bound
        if phrase and (has_be or _is_reduced(reading, token + 1, lexicon)):
            return phrase
        is_joined = is_joined or word == "and"
        if word in ("be", "been", "being", "is", "are", "was", "were", "got", "get"):
            if has_be and is_joined and word != "been":
                return None  # "were hit by the blast and a plane was destroyed"
            has_be, is_open = True, False
        elif word in lexicon.done_to:
            if reading.word(token - 1) in DASHES and reading.is_glued(token):
                return None  # "results-driven"
            if _is_participle(word, lexicon) and (has_be or _is_reduced(reading, token, lexicon)):
                return _role_of_shot(reading, token) or (
                    _bound_role(lexicon.done_to_of, word, head) or lexicon.done_to[word]
                )
            if not has_be:
                return None
        elif word in lexicon.does and reading.word(token - 1) not in lexicon.lists["determiners"]:
            return lexicon.does[word]
        elif _closes_clause(reading, token, begin, lexicon) and (is_open or word in _RELATIVES):
            return None
        token += 1
    return None


_CONJUNCTIONS = frozenset({"while", "when", "after", "because", "but", "until", "although", "though"})


def _role_of_shot(reading: Reading, token: int) -> str | None:
    """ "Was shot and killed", "was beaten to death"."""
    is_deadly = reading.starts_with(token, ("shot", "and", "killed")) or reading.starts_with(
        token + 1, ("to", "death")
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
    if reading.starts_with(token, ("shot", "and", "killed")):
        token += 2
    after = reading.word(token + 1)
    if reading.word(token) == "killed" and reading.word(token - 2) == "shot" and after and after[0].isdigit():
        return False
    if (reading.word(token - 1) == "and" and reading.word(token - 2) != "shot") or _bounds_a_count(
        reading, token + 1, lexicon
    ):
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


_FIGURE_LEADS = frozenset({"at", "to", "of", "is", "was", "from", "reached", "numbered"})
_FIGURE_TOKENS = 25  # "the toll from Friday's attacks in the northern city has risen to 178"
_RAISING = frozenset({"raising", "bringing", "taking", "pushing"})


def _sentence_of(reading: Reading, quantity: FoundQuantity) -> int:
    return bisect_right(reading.sentence_starts, quantity.start_char)


def _role_of_subject(
    reading: Reading, parts: Parts, found: Sequence[FoundQuantity], lexicon: QuantityLexicon
) -> str | None:
    """ "The number of those detained passed the 500 mark", "the death toll rose from 31 to 38"."""
    lead = reading.word(parts.first - 1)
    if (
        parts.what
        or parts.unit
        or (parts.qualifier == EXACT and lead not in _FIGURE_LEADS | lexicon.lists["moves"])
    ):
        return None
    of_what = parts.last + 3
    if reading.starts_with(parts.last, ("the", "number", "of")):  # "bringing to 40 the number of dead"
        return lexicon.role_nouns.get(reading.word(of_what)) or lexicon.done_to.get(reading.word(of_what))
    for token in range(parts.first - 1, max(parts.first - _FIGURE_TOKENS, -1), -1):
        word = reading.words[token]
        if "\n" in reading.text[reading.ends[token] : reading.starts[token + 1]]:
            return None
        if word in _RAISING and found and reading.sentence_no(token) == _sentence_of(reading, found[-1]):
            return found[-1].role  # "have died, raising the number of victims to 1,033"
        if reading.is_break(token) or word in (",", "and"):
            return None
        if word in lexicon.role_nouns or word in lexicon.does or _is_participle(word, lexicon):
            role = lexicon.role_nouns.get(word) or lexicon.done_to.get(word) or lexicon.does.get(word)
            if role:
                return role
    return None
