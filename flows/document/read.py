"""Read: raw bytes to the text of one article and what its page says about it.

HTML goes through trafilatura, set up as measured best, behind guards against what makes it lose text in
silence; plain text is decoded and otherwise left as it is, so that its characters are those of the file.
"""

from typing import TypedDict

import py3langid

from flows.document.decode import Decoded, decode, repair_mojibake
from flows.document.media_type import HTML, PLAIN_TEXT, media_type, refuse_binary
from flows.document.page_limits import ReadLimits, refuse_complex, refuse_large
from flows.document.page_metadata import read_metadata
from flows.document.page_text import parse_page, read_page_text
from flows.document.records import RawDocument, ReadText, RejectedError, RejectReason

__all__ = ["READER_VERSION", "ReadLimits", "decode", "read"]

READER_VERSION = 2  # raised when the same bytes give another text or another field
SENTENCE_CHARS = 30  # a page none of whose lines is longer holds names and links, no article
LANGUAGE_WITHIN = 500  # characters; more make the detector slower, not better
LANGUAGE_LETTERS = 40  # fewer give no language


def read(document: RawDocument, limits: ReadLimits = ReadLimits()) -> ReadText:  # noqa: B008
    """The text of a raw document, HTML or plain, as its bytes show.

    Raises:
        RejectedError: `EMPTY`, `NOT_TEXT`, `UNSUPPORTED`, `TOO_LARGE`, `TOO_COMPLEX`, `NO_ARTICLE`.
    """
    refuse_large(document.payload, limits)
    refuse_binary(document.payload)
    decoded = decode(document.payload, document.charset)
    kind = media_type(decoded.text, decoded.nul_count)
    return _read_page(document, decoded, limits) if kind == HTML else _read_plain(document, decoded)


def _read_plain(document: RawDocument, decoded: Decoded) -> ReadText:
    text, repaired_count = repair_mojibake(decoded.text)
    return ReadText(
        text=text,
        media_type=PLAIN_TEXT,
        extractor="plain_text",
        url=document.url,
        language=document.language or _detected_language(text),
        **_about_bytes(decoded),
        repaired_count=repaired_count,
    )


def _read_page(document: RawDocument, decoded: Decoded, limits: ReadLimits) -> ReadText:
    refuse_complex(decoded.text, limits)
    tree = parse_page(decoded.text)
    told = read_metadata(tree, document.url)  # before the text: reading that takes the tree apart
    page = read_page_text(tree)
    if max(map(len, page.text.splitlines()), default=0) < SENTENCE_CHARS:
        detail = f"no line of {SENTENCE_CHARS} characters in an article, {page.visible_chars} on the page"
        raise RejectedError(RejectReason.NO_ARTICLE, detail)
    text, repaired_count = repair_mojibake(_without_title(page.text, told.title))
    return ReadText(
        text=text,
        media_type=HTML,
        extractor=page.extractor,
        title=told.title and repair_mojibake(told.title)[0],
        author=told.author and repair_mojibake(told.author)[0],
        url=told.url,
        language=document.language or _agreed_language(told.language, text),
        published_at=told.published_at,
        published_precision=told.published_precision,
        published_basis=told.published_basis,
        **_about_bytes(decoded),
        repaired_count=repaired_count,
        visible_chars=page.visible_chars,
        yield_flag=page.yield_flag,
    )


class _AboutBytes(TypedDict):
    encoding: str
    encoding_basis: str
    bom_bytes: int
    replaced_count: int
    nul_count: int


def _about_bytes(decoded: Decoded) -> _AboutBytes:
    return {
        "encoding": decoded.encoding,
        "encoding_basis": decoded.method,
        "bom_bytes": decoded.bom_bytes,
        "replaced_count": decoded.replaced_count,
        "nul_count": decoded.nul_count,
    }


def _without_title(text: str, title: str | None) -> str:
    """The article without its first line where that says the title, which is kept as such."""
    first, _, rest = text.partition("\n")
    return rest if title and rest and _letters(first) == _letters(title) else text


def _letters(line: str) -> str:
    return "".join(filter(str.isalnum, line.casefold()))


def _agreed_language(declared: str | None, text: str) -> str | None:
    """The page's own word, unless a template says English above a text hardly in Latin letters."""
    if declared and text[:LANGUAGE_WITHIN].isascii():
        return declared
    letters = [character for character in text[:LANGUAGE_WITHIN] if character.isalpha()]
    is_latin = 2 * sum(character < "\u0250" for character in letters) >= len(letters)
    return declared if declared and (is_latin or declared != "en") else _detected_language(text)


def _detected_language(text: str) -> str | None:
    head = text[:LANGUAGE_WITHIN]
    if sum(map(str.isalpha, head)) < LANGUAGE_LETTERS:
        return None
    language, _ = py3langid.classify(head)
    return str(language)
