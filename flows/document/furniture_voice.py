"""Lines in which a page speaks for itself: asks its reader for something, praises itself, explains its own workings.

No list of phrases: a line is weighed by the classes of its words (`voice` in `furniture.yml`) and by its form. Prose
speaks of others and of what was; a page speaks of itself to its reader, now. So a line with a person of whom it speaks
("he", "her"), a past auxiliary, a reporting verb or a quotation is prose, whatever else it has.
"""

import re
from itertools import pairwise

from flows.document.furniture_lexicon import FurnitureLexicon, VoiceLexicon, words_of
from flows.document.furniture_verdict import Verdict, counts_people

# Points from which a line is furniture wherever it stands, and only where the article has ended or beside other
# furniture. Found on 83 lines and 68 lookalikes that were written for it.
ANYWHERE, BESIDE_FURNITURE = 5, 4
_LONGEST_VOICE = 75  # words
_LONGEST_LABEL = 12  # words
_SHORTEST_SENTENCE = 2  # words; a shorter one, "OK?", says nothing
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s++(?=[^\W_a-z])")
_QUOTATION = re.compile(r"[\"“”„«»‘]|(?<!\w)'(?=\w)")
_MONEY = re.compile(r"[$£€¥₹]\s?\d")
_COMPOUND = re.compile(r"[^\W\d_]{1,20}+-[^\W\d_]{1,20}+")
_STATES = re.compile(r"\bUS\b")
_FINAL_STOP = re.compile(r"[.!?…][)\]]?\Z")


def may_be_voice(line: str, words: list[str], lexicon: FurnitureLexicon) -> bool:
    """Whether `judge_voice` is worth asking, at a glance."""
    voice = lexicon.voice
    if voice.signs.isdisjoint(words) and words[0] not in voice.requests and words[0] not in voice.questions:
        return False
    return (
        "“" not in line
        and '"' not in line
        and voice.prose_words.isdisjoint(words)
        and lexicon.verbs_of_prose.isdisjoint(words)
    )


def judge_voice(line: str, words: list[str], lexicon: FurnitureLexicon) -> Verdict | None:
    """A line that speaks as the page; how surely it does decides where."""
    if line[0] in "-•*–—" or not may_be_voice(line, words, lexicon):
        return None
    points = points_of_voice(line, words, lexicon)
    if points < BESIDE_FURNITURE:
        return None
    reason = "a number of people" if counts_people(words, lexicon) else None
    return Verdict("page_voice", is_hard=False, kept_because=reason, is_last=points < ANYWHERE, is_voice=True)


def points_of_voice(line: str, words: list[str], lexicon: FurnitureLexicon) -> int:
    """How strongly a line speaks as a page to its reader; 0 for a line that is prose in any of its sentences."""
    voice = lexicon.voice
    present = set(words)
    if len(words) > _LONGEST_VOICE or not voice.prose_words.isdisjoint(present) or _QUOTATION.search(line):
        return 0
    pairs = voice.own_pairs.intersection(pairwise(words))
    if not lexicon.verbs_of_prose.isdisjoint(present):
        return 0
    sentences = _SENTENCE_END.split(line)
    parts = [words] if len(sentences) == 1 else [words_of(sentence) for sentence in sentences]
    if not all(_has_voice(part, voice) for part in parts):
        return 0
    if "us" in present and _STATES.search(line) and not line.isupper():
        present.discard("us")
    if "-" in line:
        present |= set(_COMPOUND.findall(line.casefold()))  # "ad-free"
    own = len(voice.own_things & present) + len(pairs)
    things = voice.things & present
    points = 2 * min(own, 2) + min(len(things), 2) + min(len(voice.praise & present), 3)
    is_self, is_reader = not voice.selves.isdisjoint(present), not voice.readers.isdisjoint(present)
    if not points and not (is_self and is_reader):
        return 0
    asks = max(_asks(part, voice) for part in parts)
    is_label = len(words) <= _LONGEST_LABEL and not _FINAL_STOP.search(line)
    is_capitals = len(words) >= 3 and line.isupper()
    is_question = "?" in line and (words[0] in voice.questions or is_reader)
    is_button = is_label and asks > 0 and words[1:2] != [] and words[1] in voice.after_requests
    is_of_page = len(things) + own > 1 and any(
        one == "this" and other in voice.pages for one, other in pairwise(words)
    )
    has_price = _MONEY.search(line) is not None
    points += is_self + is_reader + asks + (is_self and is_reader)
    points += is_capitals + is_label + is_button + is_question + 2 * is_of_page + has_price
    points += words[0] in voice.readers
    is_sure = is_self or is_capitals or is_button or is_of_page or asks > _ASKS
    is_sure = is_sure or bool(own and (asks or is_question or has_price or words[0] in voice.readers))
    return points if is_sure else min(points, BESIDE_FURNITURE)


def is_bare_label(line: str, words: list[str], voice: VoiceLexicon) -> bool:
    """Whether a line could as well be a headline: no stop, nobody addressed, nothing that only a page has."""
    present = set(words)
    return (
        not _FINAL_STOP.search(line)
        and voice.address.isdisjoint(present)
        and voice.own_things.isdisjoint(present)
        and voice.own_pairs.isdisjoint(pairwise(words))
    )


_ASKS = 2  # points of a request


def _asks(words: list[str], voice: VoiceLexicon) -> int:
    """The points of a sentence that asks for something: `"Help us"`, `"To read on, subscribe"`; more for `"Click"`."""
    at = 1 if words[:1] == ["to"] else 0
    if words[at : at + 1] == [] or words[at] not in voice.requests:
        return 0
    return _ASKS + (words[at] in voice.web_requests)


def _has_voice(words: list[str], voice: VoiceLexicon) -> bool:
    return (
        len(words) <= _SHORTEST_SENTENCE
        or words[0] in voice.requests
        or not voice.all_words.isdisjoint(words)
    )


def addresses_reader(line: str, voice: VoiceLexicon) -> bool:
    """Whether a line of an article speaks to its reader, or of its writer: outside quotations news does not."""
    return voice.address_pattern.search(line) is not None and not _QUOTATION.search(line)
