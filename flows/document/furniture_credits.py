"""Who made an article, as its last lines tell: credits of a newsroom, and a note on the author."""

import re

from flows.document.furniture_lexicon import WORD, FurnitureLexicon, words_of

_LONGEST_CREDIT = 40  # words
_LONGEST_NOTE = 60  # words
_SENTENCE_END = re.compile(r"(?<=[.!?])\s++(?=\S)")
_FULL_NAME = re.compile(
    r"(?:[^\W\d_a-z][\w.'’-]{1,30}+ (?:(?:[a-z]{2,3}|[A-Z]\.) ){0,2}){1,3}"
    r"(?P<last>[^\W\d_a-z][\w'’-]{1,30}+) (?P<verb>is|are|covers|writes|edits|reports)\b"
)


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


def author_of_note(line: str, words: list[str], lexicon: FurnitureLexicon) -> str | None:
    """The last name in `"Jo Marsh is a writer based in Cairo. She covers rivers."`; None for another line.

    What it says of a person must be the trade of one who writes, now, and nothing that the news could be about.
    """
    name = _FULL_NAME.match(line) if len(words) <= _LONGEST_NOTE else None
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
