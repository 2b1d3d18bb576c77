"""Labels of a page: before another story's headline, above a list of stories, and glued to a sentence."""

import re
from collections.abc import Iterator

from flows.document.furniture_lexicon import WORD, FurnitureLexicon, phrase_key, words_of

_LONGEST_LABEL = 45  # characters
_LONGEST_HEADLINE = 20  # words
_LONGEST_HEADING = 7  # words
_FINAL_STOP = re.compile(r"(?<!\.)[.。][\"”’)]?\Z")
_COLON = re.compile(r"\s?[:|]\s")


def headline_after_label(line: str, lexicon: FurnitureLexicon) -> str | None:
    """`"Who owns the water?"` of `"Explainer: Who owns the water?"`: a kind of piece, a colon, a headline."""
    colon = _COLON.search(line, 2, _LONGEST_LABEL)
    if colon is None or line[0] == "|":
        return None
    label, rest = words_of(line[: colon.start()]), line[colon.end() :].strip()
    if not label or not _is_label(label, lexicon):
        return None
    first = rest.lstrip("\"“‘'«([")[:1]
    if not first or not (first.isupper() or first.isdecimal()) or _FINAL_STOP.search(rest):
        return None
    return rest if 2 <= len(rest.split()) <= _LONGEST_HEADLINE else None


def _is_label(words: list[str], lexicon: FurnitureLexicon) -> bool:
    """`"Explainer"`, `"From our archive"`; and with the page's own name, `"Also on the Examiner"`."""
    known = lexicon.piece_words | lexicon.piece_kinds
    others = sum(word not in known for word in words)
    if not others:
        return not lexicon.piece_kinds.isdisjoint(words)
    return words[0] in ("also", "more") and words[1] in ("on", "from", "in") and others <= 3


def is_list_heading(line: str, lexicon: FurnitureLexicon) -> bool:
    """`"Top stories right now"`, `"More from our newsroom"`: such words only, and one for pieces of a page."""
    if len(line) > 2 * _LONGEST_LABEL or line[-1:] in ".?!,;":
        return False
    words = WORD.findall(line)
    if not 2 <= len(words) <= _LONGEST_HEADING:
        return False
    plain = words_of(line)
    if lexicon.heading_nouns.isdisjoint(plain) or lexicon.heading_ranks.isdisjoint(plain):
        return False
    names = [word for word, low in zip(words, plain, strict=True) if low not in lexicon.heading_words]
    is_on_page = not {"on", "from"}.isdisjoint(plain)  # "Popular on the Examiner right now"
    return not names or (is_on_page and len(names) <= 3 and all(name[0].isupper() for name in names))


_GLUED = re.compile(r"[^\W\d_a-z][\w ,'’-]{2,40}?[a-z](?=[A-Z][a-z’' ])")
_CAPITALS = re.compile(r"(?:[A-Z]{2,20}[ :–—-]{1,3})++(?=[\"“‘]?[A-Z][a-z]|[\"“‘]?[AI] )")
_LAST_STOP = re.compile(r"[.!?][\"”’)]?\s{0,3}(?=[A-Z(\[>»]|\Z)")
_LONGEST_TAIL = 140  # characters


def glued_before(line: str, lexicon: FurnitureLexicon) -> int:
    """How many characters of a label open a sentence: of `"AdvertisementThe dam held."` the first word's 13; else 0."""
    for pattern in (_GLUED, _CAPITALS):
        found = pattern.match(line)
        if found and _is_button(found.group(), lexicon):
            return found.end()
    return 0


def _is_button(label: str, lexicon: FurnitureLexicon) -> bool:
    return lexicon.rule_of_phrase.get(phrase_key(label)) in _RULES_OF_BUTTONS


_RULES_OF_BUTTONS = frozenset(
    ("advertisement", "share_widget", "print_widget", "read_more", "subscribe_prompt", "comment_invitation")
)


def tails_of(line: str) -> Iterator[int]:
    """Where the last piece of a line starts that is no sentence: after `". "` in `"It fell. READ MORE: Dam fails"`."""
    if line[-1:] in '.!?"”’':
        return
    found = None
    for found in _LAST_STOP.finditer(line, max(0, len(line) - _LONGEST_TAIL - 2)):
        if found.end() < len(line) - 2 and len(line) - found.end() <= _LONGEST_TAIL:
            yield found.end()
