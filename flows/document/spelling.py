"""How a name's spelling is folded, so that romanisations of one name come out alike.

Shared by the stage that finds names and the one that joins them. The surface is never changed: a fold is a
key beside it. Raising `FOLD_VERSION` changes the ruleset, and every key is made anew.
"""

import re
from functools import lru_cache

from anyascii import anyascii

FOLD_VERSION = 1

_MARKS_INSIDE_WORDS = re.compile(r"['\"`´ʿʾ‘’“”]")
_DOTTED_INITIALS = re.compile(r"\b(?:[a-z]\.){2,6}")
_TOKEN = re.compile(r"[a-z0-9]+")
_ABD_GLUED = re.compile(r"abd[aeiou]{0,2}(?:l|([tdrzsn])(?=\1)|(?:dh|sh)(?=dh|sh))?([a-z]{3,})")
_DIN_GLUED = re.compile(r"([a-z]{2,}?)(?:[aeiu])?d?d(?:i|ee|y)ne?")

ARTICLES = frozenset({"al", "el", "il", "ul", "ol"})
ASSIMILATED = {
    vowel + consonant: consonant
    for vowel in "aeiu"
    for consonant in ("t", "th", "d", "dh", "r", "z", "s", "sh", "n")
}
PARTICLES = frozenset(
    "bin ibn ben bint ebn ould wald e i o wa w the of and de du la le et y van der von da dos".split()
)
ABD = frozenset({"abd", "abdel", "abdul", "abdal", "abed", "abdou", "abdu", "abdol"})
ABU = frozenset({"abu", "abou", "abo", "aboo", "abi", "aba", "abe", "abul", "aboul"})
_DIN_ALONE = re.compile(r"(?:[aeiu][ld]?|d)?d(?:i|ee|y|ei)ne?")


@lru_cache(maxsize=100_000)
def fold(name: str) -> tuple[str, ...]:
    """The content tokens of a name, articles and particles dropped, abd-, abu- and -din set apart.

    `"Ezzedine al-Qassam"` -> `("ezz", "din", "qassam")`.
    Rules and their order: see the module's tests. Never empty for a name with a letter or digit.
    """
    plain = anyascii(name).lower()
    plain = _DOTTED_INITIALS.sub(lambda run: run.group().replace(".", ""), plain)
    plain = _MARKS_INSIDE_WORDS.sub("", plain)
    tokens = [
        (found.group(), plain[found.end() : found.end() + 1] == ".") for found in _TOKEN.finditer(plain)
    ]
    folded: list[str] = []
    for number, (token, has_dot) in enumerate(tokens):
        is_initial = len(token) == 1 and (has_dot or number == 0)
        following = tokens[number + 1][0] if number + 1 < len(tokens) else ""
        if is_initial or not _is_dropped(token, following):
            folded.extend(_split_compound(token))
    return tuple(folded) or tuple(token for token, _ in tokens)


def spelling_key(name: str) -> str:
    """The folded tokens with spaces: `"Deir el-Balah"` -> `"deir balah"`."""
    return " ".join(fold(name))


def _is_dropped(token: str, following: str) -> bool:
    """Articles and particles stand before something: the last word is none (`Kim Jong-il`)."""
    if not following:
        return False
    if token in ARTICLES or token in PARTICLES:
        return True
    return token in ASSIMILATED and following.startswith(ASSIMILATED[token])


def _split_compound(token: str) -> list[str]:
    if token in ABU:
        return ["abu"]
    if token in ABD:
        return ["abd"]
    if _DIN_ALONE.fullmatch(token):
        return ["din"]
    if len(token) >= 8 and token != "abdullah" and (abd := _ABD_GLUED.fullmatch(token)):
        return ["abd", abd.group(2)]
    if len(token) >= 6 and (din := _DIN_GLUED.fullmatch(token)):
        return [din.group(1), "din"]
    if len(token) >= 6 and token[:2] in ("al", "el") and token[2] not in "aeiouly":
        return [token[2:]]
    return [token]
