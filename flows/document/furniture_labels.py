"""Labels of a page: before another story's headline, and above a list of stories."""

import re

from flows.document.furniture_lexicon import WORD, FurnitureLexicon, words_of
from flows.document.furniture_verdict import Verdict

_LONGEST_LABEL = 45  # characters
_LONGEST_HEADLINE = 20  # words
_LONGEST_HEADING = 7  # words
_FINAL_STOP = re.compile(r"(?<!\.)[.。][\"”’)]?\Z")
_COLON = re.compile(r"\s?[:|]\s")


def judge_label(line: str, lexicon: FurnitureLexicon) -> Verdict | None:
    """A link to another story, known by its label; above the article it is the title."""
    headline = headline_after_label(line, lexicon) if ":" in line or "|" in line else None
    return Verdict("related_story", is_hard=True, headline=headline, needs_body=True) if headline else None


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
