"""Labels glued to a sentence: `"AdvertisementThe dam held."`, `"The dam held. READ MORE: Dam fails"`."""

import re
from collections.abc import Iterator

from flows.document.furniture import judge_line
from flows.document.furniture_lexicon import FurnitureLexicon, phrase_key
from flows.document.furniture_verdict import is_prose

_GLUED = re.compile(r"[^\W\d_a-z][\w ,'’-]{2,40}?[a-z](?=[A-Z][a-z’' ])")
_CAPITALS = re.compile(r"(?:[A-Z]{2,20}[ :–—-]{1,3})++(?=[\"“‘]?[A-Z][a-z]|[\"“‘]?[AI] )")
_LAST_STOP = re.compile(r"[.!?][\"”’)]?\s{0,3}(?=[A-Z(\[>»])")
_LONGEST_TAIL = 140  # characters
_RULES_BEFORE = frozenset(
    ("advertisement", "share_widget", "print_widget", "read_more", "subscribe_prompt", "comment_invitation")
)
_RULES_BEHIND = frozenset(("related_story", "share_widget", "read_more", "advertisement", "subscribe_prompt"))


def glued_labels(line: str, lexicon: FurnitureLexicon) -> tuple[tuple[int, int], ...]:
    """The spans of a line that are labels, where the rest of it is prose."""
    return (*_before(line, lexicon), *_behind(line, lexicon))


def _before(line: str, lexicon: FurnitureLexicon) -> Iterator[tuple[int, int]]:
    for pattern in (_CAPITALS,) if line[:2].isupper() else (_GLUED,):
        found = pattern.match(line)
        if (
            found
            and lexicon.rule_of_phrase.get(phrase_key(found.group())) in _RULES_BEFORE
            and is_prose(line[found.end() :])
        ):
            yield found.span()
            return


def _behind(line: str, lexicon: FurnitureLexicon) -> Iterator[tuple[int, int]]:
    if line[-1] in '.!?"”’' or len(line) < _SHORTEST:
        return
    for stop in _LAST_STOP.finditer(line, max(0, len(line) - _LONGEST_TAIL)):
        body, tail = line[: stop.end()].rstrip(), line[stop.end() :].strip("()[] ")
        if " " not in tail or not is_prose(body):
            continue
        verdict = judge_line(tail, lexicon)
        if verdict and verdict.is_hard and verdict.rule in _RULES_BEHIND:
            yield len(body), len(line)
            return


_SHORTEST = 50  # characters; prose and a label have more
