"""Where a stretch of clean text stands in the text that was read, and in the raw bytes.

A plain text's characters are those of its file, so each has its bytes. A page's are looked for: a sentence
stands in the page where its characters come one after the other once entities are decoded, tags left out and
blanks taken as one.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice

from flows.document.records import ReadText, Span

# What a page holds and no reader sees; a sentence found there was not read there.
_UNSEEN = ("script", "style", "title", "svg", "template", "noscript", "iframe", "textarea")
_UNSEEN_START = re.compile(rf"<(?:(?P<name>{'|'.join(_UNSEEN)})\b|!--)", re.IGNORECASE)
_UNSEEN_END = {name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in _UNSEEN}
_UNSEEN_SIGN = "\x00"  # no text has it: reading makes it a blank

_PAGE_TOKEN = re.compile(
    r"(?P<tag><[a-zA-Z/!?][^<>]{0,4000}>|\x00++)|(?P<entity>&#?\w{1,31};?)|(?P<blank>\s++)"
    r"|(?P<words>[^<&\s\x00]++)|."
)
_LIST_MARK = "- "  # the extractor writes it before the item of a list; the page has none
_TABLE_MARK = "|"  # the extractor joins the cells of a row with it; no page has the row like that
_PLAIN_WORD = re.compile(r"[A-Za-z0-9]+")
_ESCAPED = frozenset("&<")  # a page spells them as entities
_MOST_TRIES = 100  # places where a sentence's first word stands that are looked at
_MOST_MARKUP = 60  # tags in a row or between the words of one sentence
_LONGEST_TAG = 4000


def spans_in_text(spans: Sequence[Span], removals: Sequence[Span]) -> list[Span]:
    """Spans of clean text as spans of the text; what was removed inside one is inside its span here.

    `removals` count in the text, sorted, not overlapping.
    """
    sizes = [removal.end_char - removal.start_char for removal in removals]
    removed_before = [0, *accumulate(sizes)]
    # Where each removal stands in the clean text: the character there comes after it.
    places = [removal.start_char - gone for removal, gone in zip(removals, removed_before, strict=False)]
    return [
        Span(
            span.start_char + removed_before[bisect_right(places, span.start_char)],
            span.end_char + removed_before[bisect_right(places, max(span.start_char, span.end_char - 1))],
        )
        for span in spans
    ]


def raw_spans(payload: bytes, read: ReadText, spans: Sequence[Span]) -> list[Span | None]:
    """For each span of `read.text` (in order) its first byte and the one after its last in `payload`.

    None where bytes and characters do not agree (undecodable bytes, repaired mojibake) and where a page does
    not hold the span's words one after the other.
    """
    nothing: list[Span | None] = [None] * len(spans)
    if read.replaced_count:
        return nothing
    if read.visible_chars is None:
        return nothing if read.repaired_count else _bytes_of(payload, read, read.text, list(spans))
    try:
        page = payload[read.bom_bytes :].decode(read.encoding)
    except UnicodeDecodeError:
        return nothing
    return _bytes_of(payload, read, page, find_in_page(page, [_slice(read.text, span) for span in spans]))


def _slice(text: str, span: Span) -> str:
    return text[span.start_char : span.end_char]


def _bytes_of(payload: bytes, read: ReadText, text: str, spans: Sequence[Span | None]) -> list[Span | None]:
    """Spans of the decoded text as spans of its bytes, each slice decoded once more to be sure."""
    places = sorted({place for span in spans if span for place in (span.start_char, span.end_char)})
    byte_of: dict[int, int] = {}
    char_at, byte_at = 0, read.bom_bytes
    for place in places:
        piece = text[char_at:place]
        try:
            size = len(piece.encode(read.encoding))
            same = payload[byte_at : byte_at + size].decode(read.encoding).replace("\x00", " ")
        except UnicodeError:
            break
        if same != piece.replace("\x00", " "):  # an encoding with states, or with two spellings
            break
        char_at, byte_at = place, byte_at + size
        byte_of[place] = byte_at
    return [
        Span(byte_of[span.start_char], byte_of[span.end_char])
        if span and span.start_char in byte_of and span.end_char in byte_of
        else None
        for span in spans
    ]


# --- pages ----------------------------------------------------------------------------------------


def find_in_page(page: str, sentences: Sequence[str]) -> list[Span | None]:
    """Where each of the sentences stands in the source of a page, in characters, in the order of the page."""
    seen = _seen_of(page)
    found: list[Span | None] = []
    at = 0
    for written in sentences:
        sentence = written.removeprefix(_LIST_MARK)
        span = None
        if not sentence.startswith(_TABLE_MARK):
            span = _find_from(seen, sentence, at) or (_find_from(seen, sentence, 0) if at else None)
        found.append(span)
        at = span.end_char if span else at
    return found


def _seen_of(page: str) -> str:
    """The page with scripts, styles and comments blotted out, each character in its place."""
    pieces: list[str] = []
    at = 0
    while start := _UNSEEN_START.search(page, at):
        name = start["name"]
        if name:
            closer = _UNSEEN_END[name.lower()].search(page, start.end())
            end = closer.start() if closer else len(page)
        else:
            end = page.find("-->", start.end()) % (len(page) + 1)
        pieces += (page[at : start.start()], _UNSEEN_SIGN * (end - start.start()))
        at = end
    return "".join((*pieces, page[at:]))


def _find_from(page: str, sentence: str, at: int) -> Span | None:
    """The first place from `at` on where the sentence stands."""
    place = page.find(sentence, at)
    if place >= 0 and not _is_in_tag(page, place) and _ESCAPED.isdisjoint(sentence):
        return Span(place, place + len(sentence))
    word = _PLAIN_WORD.search(sentence)
    if word is None:
        return None
    for anchor in islice(_places_of(page, word.group(), at), _MOST_TRIES):
        for start in _starts(page, sentence, anchor, word.start()):
            end = _end_of_match(page, sentence, start)
            if end is not None and not _is_in_tag(page, start):
                return Span(start, end)
    return None


def _is_in_tag(page: str, place: int) -> bool:
    before = page[max(0, place - _LONGEST_TAG) : place]
    return before.rfind("<") > before.rfind(">")


def _places_of(page: str, word: str, at: int) -> Iterator[int]:
    while (at := page.find(word, at)) >= 0:
        yield at
        at += len(word)


def _starts(page: str, sentence: str, anchor: int, before: int) -> Iterator[int]:
    """Where a sentence may start whose first plain word, `before` characters in, stands at `anchor`."""
    if before == 0:
        yield anchor
        return
    for start in range(anchor - 1, max(-1, anchor - 12 * before - 20), -1):
        if page[start] == sentence[0] or page[start] == "&":
            yield start


def _end_of_match(page: str, sentence: str, start: int) -> int | None:
    """Where the sentence ends if it stands at `start`, tags left out and entities decoded; else None."""
    done, at, markup_count = 0, start, 0
    was_blank = was_tag = False
    while done < len(sentence):
        token = _PAGE_TOKEN.match(page, at)
        if token is None or markup_count > _MOST_MARKUP:
            return None
        if token["tag"]:
            was_tag, markup_count = True, markup_count + 1
            at = token.end()
            continue
        piece = html.unescape(token.group()) if token["entity"] else token.group()
        if not piece.strip():
            if sentence[done].isspace():
                done += 1
            elif not (was_blank or was_tag):
                return None
            was_blank = True
            at = token.end()
            continue
        if sentence[done].isspace() and was_tag:
            done += 1
        part = sentence[done : done + len(piece)]
        if not piece.startswith(part) or not part:
            return None
        if len(part) < len(piece) and (token["entity"] or done + len(part) < len(sentence)):
            return None
        done += len(part)
        at = token.end() if len(part) == len(piece) else at + len(part)
        was_blank = was_tag = False
    return at
