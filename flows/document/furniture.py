"""What the lines of a page's furniture are: the judgement of one line by itself.

A hard rule rests on an exact phrase; a soft rule on the words or the shape of a line, and gives way to the
guard.
"""

import re
from dataclasses import dataclass, replace
from enum import Enum

from flows.document.furniture_credits import judge_credits, may_be_credits
from flows.document.furniture_labels import judge_label
from flows.document.furniture_lexicon import WORD, Bag, FurnitureLexicon, key_of, words_of
from flows.document.furniture_verdict import (
    Verdict,
    ends_sentence,
    ends_with_full_stop,
    guarded,
    is_prose,
)
from flows.document.furniture_voice import judge_voice, may_be_voice

__all__ = ["LONGEST_LINE", "Verdict", "judge_line"]

_ADDRESS = re.compile(
    r"https?://\S++|\bwww\.\S++|\b[\w.+-]{1,60}+@[\w-]{1,60}+(?:\.[\w-]{1,30}+)++|@[\w.]{2,40}+"
    r"|\b(?:[\w-]{1,40}+\.){1,4}(?:com|org|net|co|info|news|tv|io|me|ly)\b(?:/\S*+)?"
)
_URL = re.compile(r"https?://\S+|www\.\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|co|info|news|tv|io|me)\b\S*")

# No line of furniture that is known by its words is longer.
LONGEST_LINE = 400
_LONGEST_LABEL = 200


# --- one line -------------------------------------------------------------------------------------


def judge_line(line: str, lexicon: FurnitureLexicon) -> Verdict | None:
    """What rule wants this line, whatever stands around it; None for prose and for lines that say nothing."""
    if len(line) > LONGEST_LINE:
        return None
    worth = _Worth.ALL if len(line) <= _LONGEST_QUICK and not is_prose(line) else _worth(line, lexicon)
    if worth is _Worth.NOTHING:
        return None
    words = words_of(line)
    if not words:
        return None
    if worth is _Worth.FORM:
        return judge_credits(line, words, lexicon) or judge_voice(line, words, lexicon)
    return (
        _by_phrase(line, words, lexicon)
        or _by_opening(line, words, lexicon)
        or _by_ending(line, words, lexicon)
        or _by_words(line, words, lexicon)
        or _by_shape(line, words, lexicon)
        or judge_label(line, lexicon)
        or judge_credits(line, words, lexicon)
        or judge_voice(line, words, lexicon)
    )


# A longer line, and a sentence, is looked at only if it has a word of furniture or begins like it: most lines
# of an article are neither, and this costs a fifth of the whole judgement.
_LONGEST_QUICK = 160
_PUNCTUATION = '.,;:!?()"“”-/«»|•'
_SEPARATORS = ">»›→❯|•·¦►▶"
# More words that no prompt has than the names in one, its numbers and what an apostrophe hides can be.
_STRANGE_WORDS = 10


class _Worth(Enum):
    """What a line of prose is worth looking at for."""

    NOTHING = 0
    FORM = 1  # credits and the page's own voice
    ALL = 2


def _worth(line: str, lexicon: FurnitureLexicon) -> _Worth:
    if line[0] in "(©" or "©" in line:
        return _Worth.ALL
    plain = line.casefold().replace("’", "'")
    first = WORD.search(plain)
    if first is None or plain.startswith(lexicon.beginnings.get(first.group(), ()), first.start()):
        return _Worth.ALL
    if len(line) <= _LONGEST_QUICK and any(sign in line for sign in _SEPARATORS):
        return _Worth.ALL
    for sign in _PUNCTUATION:
        if sign in plain:
            plain = plain.replace(sign, " ")
    words = plain.split()
    if not words:
        return _Worth.ALL
    start = key_of(words[:2]) if line[0].isdecimal() else " ".join(words[:2])
    if (
        start in lexicon.phrase_starts
        or start in lexicon.prompt_starts
        or words[-1] in lexicon.last_words
        or words[0] in lexicon.contact_words
        or "@" in line
        or "http" in line
        or "www" in words
    ):
        return _Worth.ALL
    if not lexicon.rights_words.isdisjoint(words) and any(right in plain for right in lexicon.rights_phrases):
        return _Worth.ALL
    if not lexicon.core_words.isdisjoint(words) and len(set(words) - lexicon.spoken_words) <= _STRANGE_WORDS:
        return _Worth.ALL
    return (
        _Worth.FORM
        if may_be_credits(line, words, lexicon) or may_be_voice(line, words, lexicon)
        else _Worth.NOTHING
    )


def _by_phrase(line: str, words: list[str], lexicon: FurnitureLexicon) -> Verdict | None:
    if len(words) > lexicon.longest_phrase:
        return None
    rule = lexicon.rule_of_phrase.get(key_of(words))
    if (
        rule is None
        or line[0] in "\"“«'‘"
        or (len(words) == 1 and line.endswith(".") and not line.endswith(".."))
    ):
        return None
    return Verdict(rule, is_hard=True)


_MARKS_BEFORE = re.compile(r"[\s>»›→▶►•*\-–—|#+\[(]*+")


def _by_opening(line: str, words: list[str], lexicon: FurnitureLexicon) -> Verdict | None:
    openings = lexicon.openings.get(words[0], ())
    if line[0] in "©(":
        openings += lexicon.openings.get(line[0], ())
    if openings:
        plain = _folded(line)
        body_at = _MARKS_BEFORE.match(plain).end()  # type: ignore[union-attr]  # it matches the empty string
        for start in (0, body_at) if body_at else (0,):
            for opening, rule in openings:
                end = start + len(opening)
                if plain.startswith(opening, start) and not (
                    opening[-1].isalnum() and line[end : end + 1].isalnum()
                ):
                    verdict = _judge_rest(line, words, (opening, rule), end, lexicon)
                    if verdict:
                        return verdict
    if len(words) <= 30 and ("©" in line or not lexicon.rights_words.isdisjoint(words)):
        return _copyright(line, words, lexicon)
    return None


def _folded(line: str) -> str:
    """The line in lower case, each character in its place."""
    plain = line.casefold().replace("’", "'")
    return plain if len(plain) == len(line) else line.replace("’", "'")


def _copyright(line: str, words: list[str], lexicon: FurnitureLexicon) -> Verdict | None:
    plain = line.casefold()
    if "©" in line or any(phrase in plain for phrase in lexicon.rights_phrases):
        return guarded("copyright_line", line, words, lexicon)
    return None


_COPYRIGHT = re.compile(r"\s*(?:©|\(c\)|\d{4}|by\b|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A line that starts with an opening of the lexicon."""

    line: str
    words: list[str]
    opening: str
    rest: str  # what follows the opening, without the colon
    has_colon: bool


def _judge_rest(
    line: str, words: list[str], opening: tuple[str, str], end: int, lexicon: FurnitureLexicon
) -> Verdict | None:
    """The judgement of a line whose `opening` ends at `end`, by what follows it."""
    beginning, rule = opening
    rest = line[end:].strip()
    judge = _REST_RULES.get(rule)
    if judge is None or len(line) > _LONGEST_LABEL * 2:
        return None
    has_colon = beginning.endswith((":", "：")) or rest.startswith((":", "-", "–", "|"))
    return judge(_Opened(line, words, beginning, rest.lstrip(":-–—| "), has_colon), lexicon)


def _rest_of_related(seen: _Opened, lexicon: FurnitureLexicon) -> Verdict | None:
    if not seen.rest:
        return Verdict("related_story", is_hard=True)
    if len(seen.rest.split()) > 25 or not (
        seen.has_colon
        or seen.rest[0].isupper()
        or (not seen.rest.isascii() and seen.rest[0].isalpha() and not seen.rest[0].islower())
    ):
        return None
    if ends_with_full_stop(seen.rest) or seen.rest.endswith((",", ";")):
        return Verdict("related_story", is_hard=False, kept_because="a full sentence")
    return Verdict("related_story", is_hard=True, headline=seen.rest)


def _rest_of_credit(seen: _Opened, lexicon: FurnitureLexicon) -> Verdict | None:
    rest_words = WORD.findall(seen.rest)
    if not rest_words:
        return (
            Verdict("photo_credit", is_hard=True) if seen.has_colon or len(seen.opening.split()) > 1 else None
        )
    plain = [word.casefold() for word in rest_words]
    is_credited = (
        any(word in lexicon.agency_words or word in lexicon.credit_words for word in plain)
        or "/" in seen.rest
        or "@" in seen.rest
        or " by" in seen.opening
        or "credit" in seen.opening
    )
    if len(rest_words) > (14 if is_credited else 6):
        return None
    known = lexicon.name_particles | lexicon.credit_words | lexicon.agency_words | lexicon.desk_words
    named = all(not word[0].islower() or low in known for word, low in zip(rest_words, plain, strict=True))
    if not named and not _URL.fullmatch(seen.rest) and not seen.rest.startswith("@"):
        return None
    if not seen.rest.isascii() and not is_credited and len(rest_words) > 5:
        return None
    return guarded("photo_credit", seen.line, seen.words, lexicon)


def _rest_of_tags(seen: _Opened, lexicon: FurnitureLexicon) -> Verdict | None:
    if not seen.rest:
        return Verdict("tag_line", is_hard=True) if seen.has_colon else None
    labels = [label for label in re.split(r"[,،、|/#;•·]|\s-\s", seen.rest) if label.strip()]
    if not seen.has_colon and not seen.rest[0].isupper() and seen.rest[0] != "#":
        return None
    if (
        ends_sentence(seen.rest)
        or seen.rest.endswith((":", ","))
        or any(len(label.split()) > 6 for label in labels)
    ):
        return None
    return guarded("tag_line", seen.line, seen.words, lexicon, numbers_only=True)


# "This article was originally published by The Conversation under a Creative Commons licence. Read …"
_LONGEST_ORIGIN = 30


def _rest_of_source(seen: _Opened, lexicon: FurnitureLexicon) -> Verdict | None:
    if seen.opening == "the post":
        return Verdict("source_line", is_hard=True) if "appeared first on" in seen.rest else None
    if len(seen.opening.split()) >= 4:
        if len(seen.words) > _LONGEST_ORIGIN:
            return None
        return guarded("source_line", seen.line, seen.words, lexicon, is_prompt=True)
    if not seen.rest:
        return None
    if _URL.fullmatch(seen.rest):
        return Verdict("source_line", is_hard=True)
    rest_words = WORD.findall(_URL.sub("", seen.rest))
    known = lexicon.name_particles | lexicon.desk_words | lexicon.credit_words
    if (
        not seen.has_colon
        or len(rest_words) > 8
        or not any(word[0].isupper() or not word.isascii() for word in rest_words)
        or not all(
            word[0].isupper() or not word.isascii() or word in known or word[0].isdecimal()
            for word in rest_words
        )
    ):
        return None
    return guarded("source_line", seen.line, seen.words, lexicon)


def _rest_of_agency(seen: _Opened, lexicon: FurnitureLexicon) -> Verdict | None:
    """Only names, and the words that agencies put between them."""
    originals = WORD.findall(seen.rest)
    known = lexicon.name_particles | lexicon.byline_roles | lexicon.desk_words
    if len(originals) > 60 or not any(word[0].isupper() for word in originals):
        return None
    if any(word[0].islower() and word not in known for word in originals):
        return None
    return guarded("agency_credit", seen.line, seen.words, lexicon)


def _rest_of_copyright(seen: _Opened, lexicon: FurnitureLexicon) -> Verdict | None:
    if seen.opening == "copyright" and not _COPYRIGHT.match(seen.rest):
        return None
    if len(seen.words) > 45:
        return None
    is_dated = _COPYRIGHT.match(seen.rest) is not None and seen.rest[:1].isdecimal()
    return guarded("copyright_line", seen.line, seen.words, lexicon, is_prompt=is_dated)


def _rest_of_reading_time(seen: _Opened, lexicon: FurnitureLexicon) -> Verdict | None:
    if all(
        word[0].isdecimal()
        or word in lexicon.counter_units
        or word in lexicon.number_words
        or word == "about"
        for word in words_of(seen.rest)
    ):
        return Verdict("reading_time", is_hard=True)
    return None


_REST_RULES = {
    "related_story": _rest_of_related,
    "photo_credit": _rest_of_credit,
    "tag_line": _rest_of_tags,
    "source_line": _rest_of_source,
    "agency_credit": _rest_of_agency,
    "copyright_line": _rest_of_copyright,
    "reading_time": _rest_of_reading_time,
}

# A name of a site or a person inside a prompt has at most so many words.
_NAME_WORDS = 4


def _by_words(line: str, words: list[str], lexicon: FurnitureLexicon) -> Verdict | None:
    has_address = ("@" in line or "." in line[:-1]) and _ADDRESS.search(line) is not None
    if has_address:
        words = words_of(_ADDRESS.sub("", line))
    if not words or len(words) > 60:
        return None
    return (
        _prompt_with_noun(line, words, lexicon)
        or _by_bag(line, words, lexicon)
        or (_contact(line, words, lexicon) if has_address else None)
    )


def _by_bag(line: str, words: list[str], lexicon: FurnitureLexicon) -> Verdict | None:
    """A line of which every word but a name's belongs to one family, and that speaks to the reader."""
    if lexicon.core_words.isdisjoint(words):
        return None
    strange = set(words) - lexicon.spoken_words
    if len(strange) > _NAME_WORDS and sum(map(_is_word, strange)) > _NAME_WORDS:
        return None
    for bag in lexicon.bags:
        if bag.core.isdisjoint(words) or (bag.needs and bag.needs.isdisjoint(words)):
            continue
        unknown = [
            word
            for word in words
            if word not in bag.words and word not in lexicon.prompt_words and _is_word(word)
        ]
        if unknown and not _are_names(unknown, line, words, bag):
            continue
        if bag.rule == "page_notice":
            if not (_speaks_of_page(words, lexicon) or "us" in words):
                continue
            return guarded(bag.rule, line, words, lexicon, is_prompt=True)
        if bag.rule == "follow_prompt" and words[0] not in bag.core and words[0] not in lexicon.address_words:
            continue
        if unknown and words[0] not in lexicon.request_words:
            continue
        if not _speaks_to_reader(line, words, bag, lexicon):
            continue
        return guarded(bag.rule, line, words, lexicon, is_prompt=True)
    return None


_LONGEST_PROMPT = 30


def _prompt_with_noun(line: str, words: list[str], lexicon: FurnitureLexicon) -> Verdict | None:
    """`"Sign up to View From Korda, our newsletter on the war"`: the start and the noun tell, not the rest."""
    is_prompt = (
        " ".join(words[:2]) in lexicon.prompt_starts
        and not lexicon.prompt_nouns.isdisjoint(words)
        and lexicon.voice.third_persons.isdisjoint(words)
    )
    if not is_prompt or len(words) > _LONGEST_PROMPT:
        return None
    return guarded("subscribe_prompt", line, words, lexicon, is_prompt=True)


_LONGEST_POINTER = 30
_OF_THE_PAGE = frozenset(("this", "our", "your", "original", "these"))


def _contact(line: str, words: list[str], lexicon: FurnitureLexicon) -> Verdict | None:
    """`"Contact the reporter at jo@post.example"`: an address, and a request or a question to the reader before it."""
    first = words[0]
    if len(words) > _LONGEST_POINTER or not line[0].isalpha():
        return None
    is_asked = ("?" in line and "you" in words) or first in lexicon.request_words
    if first in lexicon.contact_words or (is_asked and not lexicon.contact_words.isdisjoint(words)):
        return guarded("contact_line", line, words, lexicon, is_prompt=True)
    return None


def _speaks_of_page(words: list[str], lexicon: FurnitureLexicon) -> bool:
    """`"… in this article"`, `"… on our site"`, perhaps with a word between the two."""
    return any(
        word in _OF_THE_PAGE and not lexicon.page_nouns.isdisjoint(words[at + 1 : at + 3])
        for at, word in enumerate(words)
    )


def _by_ending(line: str, words: list[str], lexicon: FurnitureLexicon) -> Verdict | None:
    """`"Jo Marsh in Cairo contributed to this report."`: the last words of the sentence make it a credit."""
    if len(words) > _LONGEST_ORIGIN or words[-1] not in lexicon.last_words:
        return None
    for count in range(2, 7):
        rule = lexicon.rule_of_ending.get(key_of(words[-count:]))
        if rule and len(words) > count and line.lstrip('([“"—-*_ ')[:1].isupper():
            return replace(guarded(rule, line, words, lexicon, is_prompt=True), is_last=True)
    return None


def _is_word(word: str) -> bool:
    """Whether a token is more than a number or a letter."""
    return not word[0].isdecimal() and (len(word) > 1 or not word.isascii())


def _are_names(unknown: list[str], line: str, words: list[str], bag: Bag) -> bool:
    """Whether the words that a bag does not know are a name: capitals in a longer line of known words."""
    if len(unknown) > _NAME_WORDS or len(words) < 2 * len(unknown) + 1:
        return False
    if words[0] not in bag.words and bag.rule != "page_notice":
        return False
    originals = {word.casefold(): word for word in WORD.findall(line.replace("’", "'"))}
    return all(originals.get(word, word)[0].isupper() for word in unknown)


# "Continua depois da publicidade", "Passer la publicité"
_GOES_ON = frozenset(
    "continue continues suite continua continúa depois después après passer ignorer weiter dopo saltar skip".split()
)


def _speaks_to_reader(line: str, words: list[str], bag: Bag, lexicon: FurnitureLexicon) -> bool:
    first = next((word for word in words if len(word) > 1 and not word[0].isdecimal()), words[0])
    if first in lexicon.request_words or not lexicon.address_words.isdisjoint(words):
        return True
    if bag.rule in ("advertisement", "story_goes_on") and len(words) <= 8 and not _GOES_ON.isdisjoint(words):
        return True
    return first in bag.core and not ends_sentence(line) and len(words) <= 12


def _by_shape(line: str, words: list[str], lexicon: FurnitureLexicon) -> Verdict | None:
    if len(line) > _LONGEST_LABEL:
        return None
    if _THOUGHTS.match(line):
        return Verdict("comment_invitation", is_hard=True)
    if len(words) <= 8 and _is_counter(line, words, lexicon):
        return Verdict("counter", is_hard=True)
    if _ARROW_AT_START.match(line) and len(words) <= 20 and not ends_with_full_stop(line):
        return guarded("related_story", line, words, lexicon)
    return _breadcrumb(line, words, lexicon) or _agency_line(line, words, lexicon)


# "3 thoughts on “Dam fails”": the heading of comments in a common publishing system.
_THOUGHTS = re.compile(
    r"\d{1,5} (?:thoughts?|responses?|comments?|replies) (?:on|to) [“\"«].{1,200}[”\"»]\Z", re.IGNORECASE
)


def _is_counter(line: str, words: list[str], lexicon: FurnitureLexicon) -> bool:
    if _REACTIONS.match(line):
        return True
    units = [word for word in words if not word[0].isdecimal()]
    if len(units) == len(words) or not units:
        return False
    if "ago" in units:
        return all(word in lexicon.counter_units or word in lexicon.date_words for word in units)
    return (
        (words[0][0].isdecimal() or len(units) > 1 or units[0] in ("comments", "views", "shares"))
        and not ends_sentence(line)
        and all(word in lexicon.counter_units for word in units)
    )


# "243 people liked this", "12 readers found this helpful"
_REACTIONS = re.compile(
    r"\d[\d.,]{0,9}[KMk]? (?:people|persons|readers|users|others)(?: have)? "
    r"(?:like|liked|shared|recommend|recommended|found|are reading|read|reacted to) this"
    r"(?: (?:story|article|post|page|helpful|useful))?\.?\Z"
)
_ARROW_AT_START = re.compile(r"(?:>>|»|►|▶)\s*+\w")
_SEPARATES = re.compile(r"[>»›→❯/:|•·¦]")
_ARROWS = re.compile(r"\s*[>»›→❯]+\s*|\s+/\s+|\s*::\s*")
_BARS = re.compile(r"\s*[|•·¦]\s*|\s+/\s+")


def _breadcrumb(line: str, words: list[str], lexicon: FurnitureLexicon) -> Verdict | None:
    if not _SEPARATES.search(line):
        return None
    parts = [part for part in _ARROWS.split(line.strip()) if part]
    is_rooted = len(parts) >= 2 and parts[0].strip().casefold() in lexicon.breadcrumb_roots
    if is_rooted and all(len(part.split()) <= 6 for part in parts[:-1]) and not ends_with_full_stop(line):
        return Verdict("breadcrumb", is_hard=True)
    if len(parts) >= 3 and all(
        len(part.split()) <= 4
        and (part[0].isupper() or not part[0].isascii())
        and not any(map(str.isdecimal, part))
        for part in parts
    ):
        return guarded("breadcrumb", line, words, lexicon)
    items = [part for part in _BARS.split(line.strip()) if part]
    if (
        len(items) >= 3
        and not any(map(str.isdecimal, line))
        and sum(word in lexicon.menu_words for word in words) >= len(words) * 0.7
    ):
        return guarded("menu", line, words, lexicon)
    return None


def _agency_line(line: str, words: list[str], lexicon: FurnitureLexicon) -> Verdict | None:
    """`"AFP/Getty Images"`, `"REUTERS/Mohammed Salem"`: a credit and nothing else."""
    if len(words) > 10 or ends_sentence(line) or lexicon.agency_words.isdisjoint(words):
        return None
    if any(opening.startswith(words[0]) for opening in lexicon.byline_openings if len(words[0]) > 1):
        return None
    split = _NAMES_IN_BRACKETS if line[0] == "(" and line[-1] == ")" else _CREDIT_PARTS
    parts = [part.strip(" ()[]©.") for part in split.split(line)]
    parts = [part for part in parts if part]
    others = [part for part in parts if not _is_agency(part, lexicon)]
    if len(others) == len(parts) or (len(parts) == 1 and parts[0].casefold() in lexicon.core_words):
        return None
    if all(
        len(words_of(part)) <= 4
        and all(
            not word[0].islower() or word.casefold() in lexicon.credit_words for word in WORD.findall(part)
        )
        for part in others
    ):
        return guarded("photo_credit", line, words, lexicon)
    return None


_CREDIT_PARTS = re.compile(r"\s*[/|,–—]\s*|\s+-\s+|\s+(?:via|for|by)\s+")
_NAMES_IN_BRACKETS = re.compile(r"\s+(?:with|and|via|for|by)\s+|\s*[/|,–—]\s*")


def _is_agency(part: str, lexicon: FurnitureLexicon) -> bool:
    """`"AP Photo"`, `"Reuters"`, `"Getty Images"`: an agency, perhaps with a word of credits."""
    words = words_of(part)
    while len(words) > 1 and words[-1] in lexicon.credit_words:
        if " ".join(words) in lexicon.agencies:
            return True
        words = words[:-1]
    return " ".join(words) in lexicon.agencies and len(part) > 1
