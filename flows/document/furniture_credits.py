"""Who made an article and what was mended in it, as its last lines tell."""

import re

from flows.document.furniture_lexicon import WORD, FurnitureLexicon, words_of
from flows.document.furniture_verdict import Verdict

_LONGEST_CREDIT = 40  # words
_LONGEST_NOTE = 60  # words
_SENTENCE_END = re.compile(r"(?<=[.!?])\s++(?=\S)")
_FULL_NAME = re.compile(
    r"(?:[^\W\d_a-z][\w.'’-]{1,30}+ (?:(?:[a-z]{2,3}|[A-Z]\.) ){0,2}){1,3}"
    r"(?P<last>[^\W\d_a-z][\w'’-]{1,30}+) (?P<verb>is|are|covers|writes|edits|reports)\b"
)


# The words by which corrections, and then notes on an author, are looked for at all.
_VERSION_WORDS = frozenset(("version", "corrected", "updated", "amended", "clarified", "changed", "edited"))
_UNNAMED = frozenset(("author", "authors", "writer", "writers", "columnist"))
_NOTE_VERBS = frozenset(("is", "are", "covers", "writes", "edits", "reports"))


def may_be_credits(line: str, words: list[str], lexicon: FurnitureLexicon) -> bool:
    """Whether `judge_credits` is worth asking, at a glance."""
    if not _VERSION_WORDS.isdisjoint(words) and "this" in words:
        return True
    return len(words) <= _LONGEST_NOTE and (_may_be_note(line, words) or _may_be_credit(line, words, lexicon))


def judge_credits(line: str, words: list[str], lexicon: FurnitureLexicon) -> Verdict | None:
    """A correction, a credit or a note on the author: all of them only where the article has ended."""
    if not _VERSION_WORDS.isdisjoint(words) and any(
        version in line.casefold() for version in lexicon.versions
    ):
        return Verdict("correction_note", is_hard=True, is_last=True)
    if _may_be_credit(line, words, lexicon) and is_desk_credit(line, words, lexicon):
        return Verdict("agency_credit", is_hard=False, is_last=True, needs_body=True)
    author = author_of_note(line, words, lexicon) if _may_be_note(line, words) else None
    return (
        Verdict("author_note", is_hard=False, is_last=True, needs_body=True, author=author)
        if author
        else None
    )


def _may_be_credit(line: str, words: list[str], lexicon: FurnitureLexicon) -> bool:
    """A trade, and more capitals than prose has."""
    if ("by" not in words and "from" not in words and ":" not in line) or lexicon.newsroom_trades.isdisjoint(
        words
    ):
        return False
    return 3 * sum(piece[0].isupper() for piece in line.split()) >= len(words)


def _may_be_note(line: str, words: list[str]) -> bool:
    if not line[0].isupper() or _NOTE_VERBS.isdisjoint(words[1:6]):
        return False
    return words[1] in _UNNAMED or line.split(" ", 2)[1][:1].isupper()


def is_desk_credit(line: str, words: list[str], lexicon: FurnitureLexicon) -> bool:
    """`"Words: Jo Marsh. Pictures: Tom Ake"`, `"Jo Marsh reported from Cairo"`: trades of a newsroom and names."""
    roles = lexicon.newsroom_trades
    if len(words) > _LONGEST_CREDIT or roles.isdisjoint(words):
        return False
    known = roles | lexicon.desk_words | lexicon.name_particles | {"in"}
    originals = WORD.findall(line)
    if any(word[0].islower() and word not in known for word in originals):
        return False
    names = sum(word[0].isupper() and word.casefold() not in known for word in originals)
    lowers = sum(word[0].islower() for word in originals)
    labels = [words_of(part)[-1:] for part in line.split(":")[:-1]]
    if any(label and label[0] not in roles for label in labels):
        return False
    is_told = "by" in words or bool(labels) or ("from" in words and lowers > 0)
    return names >= 2 and is_told


_NO_NAME = re.compile(
    r"The (?P<last>author|writer|columnist)s? (?P<verb>is|are) (?=an? |the |our |[a-z]{3,20} (?:of|at) )"
)


def author_of_note(line: str, words: list[str], lexicon: FurnitureLexicon) -> str | None:
    """The last name in `"Jo Marsh is a writer based in Cairo. She covers rivers."`; None for another line.

    What it says of a person must be the trade of one who writes, now, and nothing that the news could be about.
    """
    if len(words) > _LONGEST_NOTE:
        return None
    if (unnamed := _NO_NAME.match(line)) is not None:
        return unnamed["last"] if lexicon.voice.past_words.isdisjoint(words) else None
    name = None if line.startswith("The ") else _FULL_NAME.match(line)
    if name is None or (name["verb"] in ("is", "are") and lexicon.press_jobs.isdisjoint(words)):
        return None
    first, *others = _SENTENCE_END.split(line, maxsplit=8)
    if not _tells_a_trade(name["verb"], first[name.end() :], lexicon) or not all(
        words_of(other)[:1] and words_of(other)[0] in lexicon.note_openings
        for other in others
        if words_of(other)
    ):
        return None
    return name["last"]


# "is the first journalist to be freed": what a trade has after it where it is news.
_AFTER_TRADE = frozenset(
    ("at", "for", "with", "in", "based", "covering", "who", "and", "of", "on", "whose", "from")
)


def _tells_a_trade(verb: str, rest: str, lexicon: FurnitureLexicon) -> bool:
    words = words_of(rest)
    if verb not in ("is", "are"):
        return ("for" in words or "at" in words) and lexicon.voice.third_persons.isdisjoint(words)
    at = next((place for place, word in enumerate(words) if word in lexicon.press_jobs), None)
    if at is None or at > 6 or not lexicon.voice.past_words.isdisjoint(words):
        return False
    while at + 1 < len(words) and words[at + 1] in lexicon.press_jobs:
        at += 1
    return at + 1 == len(words) or words[at + 1] in _AFTER_TRADE
