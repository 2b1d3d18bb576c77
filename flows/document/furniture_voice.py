"""Lines in which a page speaks for itself: asks its reader for something, praises itself, explains its own workings.

No list of phrases: a line is weighed by the classes of its words (`voice` in `furniture.yml`) and by its form. Prose
speaks of others and of what was; a page speaks of itself to its reader, now. So a line with a person of whom it speaks
("he", "her"), a past auxiliary, a reporting verb or a quotation is prose, whatever else it has.
"""

import re
from itertools import pairwise

from flows.document.furniture_lexicon import FurnitureLexicon, VoiceLexicon, words_of

# Points from which a line is furniture wherever it stands, and only where the article has ended or beside other
# furniture. Found on 83 lines and 68 lookalikes that were written for it.
ANYWHERE, BESIDE_FURNITURE = 5, 4
_LONGEST_VOICE = 75  # words
_LONGEST_LABEL = 12  # words
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s++(?=[^\W_a-z])")
_QUOTATION = re.compile(r"[\"“”„«»]")
_MONEY = re.compile(r"[$£€¥₹]\s?\d")
_COMPOUND = re.compile(r"[^\W\d_]{1,20}+-[^\W\d_]{1,20}+")
_FINAL_STOP = re.compile(r"[.!?…][)\]]?\Z")


def points_of_voice(line: str, words: list[str], lexicon: FurnitureLexicon) -> int:
    """How strongly a line speaks as a page to its reader; 0 for a line that is prose in any of its sentences."""
    voice = lexicon.voice
    present = set(words)
    if len(words) > _LONGEST_VOICE or not voice.prose_words.isdisjoint(present) or _QUOTATION.search(line):
        return 0
    pairs = voice.own_pairs.intersection(pairwise(words))
    said = present - voice.requests - {second for _, second in pairs}
    if not lexicon.reporting_verbs.isdisjoint(said):
        return 0
    sentences = _SENTENCE_END.split(line)
    parts = [words] if len(sentences) == 1 else [words_of(sentence) for sentence in sentences]
    if not all(_has_voice(part, voice) for part in parts):
        return 0
    if "-" in line:
        present |= set(_COMPOUND.findall(line.casefold()))  # "ad-free"
    own = len(voice.own_things & present) + len(pairs)
    points = 2 * min(own, 2) + min(len(voice.things & present), 2) + min(len(voice.praise & present), 2)
    if not points:
        return 0
    is_self, is_reader = not voice.selves.isdisjoint(present), not voice.readers.isdisjoint(present)
    asks = any(part and part[0] in voice.requests for part in parts)
    is_label = len(words) <= _LONGEST_LABEL and not _FINAL_STOP.search(line)
    is_capitals = len(words) >= 3 and line.isupper()
    is_question = "?" in line and (words[0] in voice.questions or is_reader)
    is_button = is_label and asks and words[1:2] != [] and words[1] in voice.after_requests
    points += is_self + is_reader + 2 * asks + is_capitals + is_label + is_button + is_question
    points += words[0] in voice.readers
    has_price = _MONEY.search(line) is not None
    points += has_price
    is_sure = (
        is_self
        or is_capitals
        or is_button
        or (own and (asks or is_question or has_price or words[0] in voice.readers))
    )
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


def _has_voice(words: list[str], voice: VoiceLexicon) -> bool:
    return not words or words[0] in voice.requests or not voice.all_words.isdisjoint(words)


def addresses_reader(line: str, words: list[str], voice: VoiceLexicon) -> bool:
    """Whether a line of an article speaks to its reader, or of its writer: outside quotations news does not."""
    return not voice.address.isdisjoint(words) and not _QUOTATION.search(line)
