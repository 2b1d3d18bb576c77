"""Whether a page is too big or too tangled to parse, by one linear pass over its text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from flows.document.records import RejectedError, RejectReason

# A tag with its quoted values, which may hold '<' and '>'. Possessive throughout: linear on any input.
OPENING_TAG = re.compile(r"<[a-zA-Z](?:[^>=]++|=\s*+(?:\"[^\"]*+\"?+|'[^']*+'?+)?+)*+")
TAG_OR_COMMENT = re.compile(
    r"<!--(?:[^-]++|-(?!->))*+"
    r"|<(?P<slash>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?P<rest>(?:[^>=]++|=\s*+(?:\"[^\"]*+\"?+|'[^']*+'?+)?+)*+)"
)
TABLE = re.compile("<table", re.IGNORECASE)
ATTRIBUTE = re.compile(r"[^\s=/>]++(?:\s*+=\s*+(?:\"[^\"]*+\"?+|'[^']*+'?+|[^\s>]++))?+")
RAW_TEXT_END = {
    name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "textarea", "title")
}
# Tags that hold nothing, or that the parser closes by itself when the next one of their kind opens.
CHILDLESS = frozenset(
    "area base br col embed hr img input link meta param source track wbr p li dd dt td th tr option".split()
)


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """What one document may be at most; more is a reject that tells the number.

    Times are the extractor's, on one core. The largest of 220 labelled pages had 2,176 tags and 287 levels.
    """

    max_bytes: int = 20_000_000  # the extractor gives nothing, in silence, above 20 million characters
    max_tags: int = 50_000  # 100,000 take 5 to 9 s, 1,000,000 take 54 s and 1.6 GB
    max_depth: int = 2000  # the parser loses in silence what is nested deeper than 2,048
    max_nested_tables: int = 300  # cubic: 300 take 0.2 s, 1,900 take 48 s
    max_attributes: int = 2000  # of one tag; quadratic: 20,000 take 2 s, 100,000 take 80 s


def refuse_large(payload: bytes, limits: ReadLimits) -> None:
    """Nothing for a payload within the limit.

    Raises:
        RejectedError: `TOO_LARGE`.
    """
    if len(payload) > limits.max_bytes:
        detail = f"{len(payload)} bytes, at most {limits.max_bytes} are read"
        raise RejectedError(RejectReason.TOO_LARGE, detail)


def refuse_complex(page: str, limits: ReadLimits) -> None:
    """Nothing for a page within the limits.

    A bound that costs next to nothing clears nearly every page; the exact count follows where it does not.

    Raises:
        RejectedError: `TOO_COMPLEX` with what there was too much of.
    """
    tags = OPENING_TAG.findall(page)
    if len(tags) > limits.max_tags:
        _refuse_over(sum(1 for slash, *_ in _tags(page) if not slash), limits.max_tags, "tags")
    if len(tags) > limits.max_depth and _depth_bound(page) > limits.max_depth:
        _refuse_over(_deepest(page), limits.max_depth, "levels of nested tags")
    if len(tags) > limits.max_nested_tables and len(TABLE.findall(page)) > limits.max_nested_tables:
        _refuse_over(_deepest(page, "table"), limits.max_nested_tables, "tables inside each other")
    long_tags = (tag for tag in tags if len(tag) > 2 * limits.max_attributes)
    if any(len(ATTRIBUTE.findall(tag)) > limits.max_attributes for tag in long_tags):
        _refuse_over(_most_attributes(page, limits), limits.max_attributes, "attributes on one tag")


def _refuse_over(count: int, limit: int, what: str) -> None:
    if count > limit:
        raise RejectedError(RejectReason.TOO_COMPLEX, f"{count} {what}, at most {limit} are read")


def _tags(page: str) -> Iterator[tuple[str, str, str]]:
    """Slash, name and attributes of each tag; nothing inside comments, scripts and styles."""
    position = 0
    while match := TAG_OR_COMMENT.search(page, position):
        position = match.end()
        if not match["name"]:
            continue
        name = match["name"].lower()
        yield match["slash"], name, match["rest"]
        if name in RAW_TEXT_END and not match["slash"]:
            end = RAW_TEXT_END[name].search(page, position)
            position = end.start() if end else len(page)


def _depth_bound(page: str) -> int:
    """No less than the deepest nesting: every opening tag counts, also one that holds nothing."""
    return max(accumulate(-1 if piece[:1] == "/" else piece[:1].isalpha() for piece in page.split("<")))


def _deepest(page: str, only: str | None = None) -> int:
    depth = deepest = 0
    for slash, name, rest in _tags(page):
        if name in CHILDLESS or rest.endswith("/") or (only and name != only):
            continue
        depth = max(0, depth - 1) if slash else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _most_attributes(page: str, limits: ReadLimits) -> int:
    long_tags = (
        rest for slash, _, rest in _tags(page) if not slash and len(rest) > 2 * limits.max_attributes
    )
    return max((len(ATTRIBUTE.findall(rest)) for rest in long_tags), default=0)
