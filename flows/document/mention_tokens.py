"""The words of one sentence, with what their letters say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from flows.document.mention_lexicon import MentionLexicon

_TOKEN = re.compile(
    r"(?:https?://|www\.)[^\s]{1,500}+"  # an address names nobody
    r"|((?:[A-Z]\.){2,6}|[^\W_](?:[^\W_]|[-'’&](?=[^\W_])){0,80})"  # U.S.; al-Qaeda; Hamas's
    r"|[^\s\w]|_"
)
LONGEST_WORD = 80  # letters; `_TOKEN` cuts what is longer
_POSSESSIVE = re.compile(r"['’][sS]\Z")


class Token(NamedTuple):
    """One word or mark; `end` leaves a possessive ending out."""

    start: int
    end: int
    text: str
    lower: str
    is_word: bool
    is_cap: bool
    has_possessive: bool
    is_glued: bool = False  # a hyphen ties it to the token before

    @property
    def is_upper(self) -> bool:
        """All capitals, two letters or more."""
        letters = self.text.replace(".", "").replace("&", "")
        return len(letters) > 1 and letters.isupper()


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens of one sentence, and the places of those that matter most: most words are plain."""

    tokens: Sequence[Token]
    caps: Sequence[int]  # places of the tokens with a capital
    marks: Sequence[int]  # places of the tokens that are no words
    small: Sequence[str]  # the words without any capital


def words_of(text: str, start: int, end: int, lexicon: MentionLexicon) -> Words:
    """The tokens between two characters; hyphenated words come apart where only a part is a name."""
    tokens: list[Token] = []
    caps: list[int] = []
    marks: list[int] = []
    small: list[str] = []
    new, add, add_small = tuple.__new__, tokens.append, small.append  # `new`: twice as fast as calling Token
    begin = start
    for piece in text[start:end].split(" "):
        stop = begin + len(piece)
        if piece.islower() and piece.isalpha() and stop - begin <= LONGEST_WORD:  # three of four pieces
            add(new(Token, (begin, stop, piece, piece, True, False, False, False)))
            add_small(piece)
        elif piece:
            for first, last, word, lower, is_word, is_cap, is_possessive, is_glued in (
                _cut_often(piece, lexicon) if stop - begin <= _LONGEST_KNOWN else _cut(piece, lexicon)
            ):
                if is_cap:
                    caps.append(len(tokens))
                elif not is_word:
                    marks.append(len(tokens))
                elif word == lower and word.islower():
                    add_small(word)
                add(
                    new(
                        Token,
                        (begin + first, begin + last, word, lower, is_word, is_cap, is_possessive, is_glued),
                    )
                )
        begin = stop + 1
    return Words(tokens, caps, marks, small)


def _cut(piece: str, lexicon: MentionLexicon) -> tuple[Token, ...]:
    """The tokens of what stands between two spaces, counted from its first character."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(piece):
        word, has_letters = match.group(), match.lastindex is not None
        begin = match.start()
        if not has_letters:
            tokens.append(Token(begin, match.end(), word, word, False, False, False))
        elif "-" in word or "'" in word or "’" in word:
            tokens.extend(_compound_tokens(begin, word, lexicon))
        else:
            tokens.append(_token(begin, word, False, lexicon))
    return tuple(tokens)


_cut_often = lru_cache(maxsize=10_000)(_cut)  # names, numbers and words before a mark come again and again
_LONGEST_KNOWN = 30  # letters; what is longer does not come again


def _compound_tokens(start: int, word: str, lexicon: MentionLexicon) -> list[Token]:
    possessive = _POSSESSIVE.search(word)
    if possessive and possessive.start():
        word = word[: possessive.start()]
    pieces = _name_pieces(word, lexicon) if "-" in word and not word.islower() else [(0, word)]
    return [
        _token(start + offset, piece, possessive is not None, lexicon, offset > 0) for offset, piece in pieces
    ]


def _token(start: int, word: str, possessive: bool, lexicon: MentionLexicon, is_glued: bool = False) -> Token:
    first = word[0]
    is_word = first.isalnum()
    is_cap = first.isupper() or (is_word and first.islower() and _has_capital_after_article(word, lexicon))
    return Token(start, start + len(word), word, word.lower(), is_word, is_cap, possessive, is_glued)


def _has_capital_after_article(word: str, lexicon: MentionLexicon) -> bool:
    """`al-Qaeda`, `d'Ivoire`, `ash-Sharif`: lower case first, and still a name."""
    if word.islower():
        return False
    for mark in "-'’":
        article, _, rest = word.partition(mark)
        if rest[:1].isupper() and (article in lexicon.particles or article in ("d", "l", "n", "dell")):
            return True
    return False


def _name_pieces(word: str, lexicon: MentionLexicon) -> list[tuple[int, str]]:
    """`pro-ISIS` -> ISIS; `Seoul-based` -> Seoul; `Ezz-e-din`, `al-Qaeda` and `Jean-Claude` stay whole."""
    if word[:2] in ("R-", "D-") and word[2:3].isupper():
        return [(0, word[0]), (2, word[2:])]  # R-La., D-Conn.
    parts = word.split("-")
    kept = [_is_name_part(part, number, parts, lexicon) for number, part in enumerate(parts)]
    if all(kept):
        return [(0, word)]
    pieces: list[tuple[int, str]] = []
    offset = 0
    group: list[str] = []
    group_start = 0
    for part, keep in zip(parts, kept, strict=True):
        if keep:
            if not group:
                group_start = offset
            group.append(part)
        else:
            if group:
                pieces.append((group_start, "-".join(group)))
                group = []
            if part:
                pieces.append((offset, part))
        offset += len(part) + 1
    if group:
        pieces.append((group_start, "-".join(group)))
    return pieces


def _is_name_part(part: str, number: int, parts: Sequence[str], lexicon: MentionLexicon) -> bool:
    if part[:1].isupper() or part in lexicon.hyphen_parts or part in lexicon.particles:
        return True
    if number == 0 or part.endswith("ed") or part in lexicon.hyphen_tails or not part.isalpha():
        return False
    return parts[0][:1].isupper() and not lexicon.is_common(part)  # Jae-myung


def is_title_case(tokens: Sequence[Token], lexicon: MentionLexicon) -> bool:
    """A headline in Title Case or capitals: without a full stop, and its content words have a capital."""
    if not tokens or tokens[-1].text in (".", "”", '"', ",", ";"):
        return False
    words = [token for token in tokens if token.text[0].isalpha() and token.lower not in lexicon.openers]
    lower_words = sum(not token.is_cap for token in words if len(token.text) > 3)
    return len(words) >= 3 and lower_words <= 0.25 * len(words)
