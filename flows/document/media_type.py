"""What a document is, judged by its content and never by its name."""

import json
import re

from flows.document.records import RejectedError, RejectReason

PLAIN_TEXT = "text/plain"
HTML = "text/html"

# Beginnings of files that are no text. Those that could begin a text too count only with control characters.
MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "gzip data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ\x00", "xz data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"BM", "a BMP image"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"RIFF", "a RIFF file (WebP, WAV or AVI)"),
    (b"OggS", "an Ogg file"),
    (b"ID3", "an MP3 file"),
    (b"\x7fELF", "an ELF executable"),
    (b"MZ", "a Windows executable"),
    (b"\xca\xfe\xba\xbe", "a Java class or a Mach-O file"),
    (b"\xcf\xfa\xed\xfe", "a Mach-O executable"),
    (b"\x00asm", "WebAssembly"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"PAR1", "a Parquet file"),
)
MAGIC_INSIDE = ((4, b"ftyp", "an MP4 or HEIC file"), (257, b"ustar", "a tar archive"))
TELLTALE_BYTES = bytes((*range(9), *range(14, 27), *range(28, 32), 127))

SAMPLE_CHARS = 10_000
MAX_CONTROL_SHARE = 0.02  # bytes of programs and images read as text have 0.1 or more
MAX_NUL_SHARE = 0.25  # programs and databases; a page with stray NULs has far fewer
CONTROL_BYTES = bytes((*range(1, 9), *range(14, 27), *range(28, 32), 127))
HIGH_CONTROL = re.compile(b"\xc2[\x80-\x9f]")  # U+0080 to U+009F in UTF-8

JSON_REMEDY = (
    "a JSON document: save it with one article per line, in UTF-8"
    " (`jq -c '.[]'` for a list, `jq -c .` for one article), and name its fields in source.yml"
)
LEAD_IN = r"(?:\s++|<!--(?:[^-]++|-(?!->))*+-->|<\?[^>]*+>)*+"
DOCTYPE = r"<!doctype\s+html[^>]*+>"
HEAD_TAG = r"<(?:html|head|body|title|meta|link|base|script|style|frameset)(?=[\s>/])[^>]*+>"
PAGE_START = re.compile(
    rf"{LEAD_IN}(?:{DOCTYPE}|{HEAD_TAG}){LEAD_IN}(?:<|[^<]*+</(?:title|script|style)>)", re.IGNORECASE
)
BARE_PAGE = re.compile(rf"{LEAD_IN}<(?:html|body)\b", re.IGNORECASE)
PAGE_END = re.compile(r"</(?:html|body)\s*+>\s*+$", re.IGNORECASE)
LATE_PAGE_START = re.compile(rf"^\s*+(?:{DOCTYPE}\s*+<|<html[\s>])", re.IGNORECASE | re.MULTILINE)
LATE_WITHIN = 4096  # characters; saved HTTP headers and a few PHP warnings
LATE_MIN_TAGS = 30  # a page in a tutorial's text has fewer
FRAGMENT_START = re.compile(
    r"\s*+<(?:div|p|article|section|main|h[1-6]|table|span|ul|ol|blockquote|figure|center|font|header|br|b|strong)[\s>/]",
    re.IGNORECASE,
)
BLOCK_END = re.compile(r"</(?:p|div|article|section|main|table|ul|ol|blockquote|h[1-6])\s*+>", re.IGNORECASE)
XML_START = re.compile(
    rf"{LEAD_IN}<(?:rss|feed|rdf:rdf|urlset|sitemapindex|opml|svg|nitf|newsml)\b", re.IGNORECASE
)


def refuse_binary(payload: bytes) -> None:
    """Nothing for what may be text.

    Raises:
        RejectedError: `EMPTY`, or `NOT_TEXT` with what the bytes look like.
    """
    if not payload.strip(b" \t\r\n\x00"):
        raise RejectedError(RejectReason.EMPTY, f"{len(payload)} bytes, none of them visible")
    head = payload[:512]
    named = [name for magic, name in MAGIC if head.startswith(magic)]
    named += [name for offset, magic, name in MAGIC_INSIDE if head[offset:].startswith(magic)]
    if named and (head.startswith(b"%PDF-") or len(head.translate(None, TELLTALE_BYTES)) < len(head)):
        raise RejectedError(RejectReason.NOT_TEXT, f"looks like {named[0]}")


def media_type(text: str, nul_count: int = 0) -> str:
    """`text/html` or `text/plain`; text that mentions or quotes markup is plain.

    Feeds, site maps and JSON are refused: they hold several articles or none, and which field is the text is
    for `source.yml` to say, not for a guess.

    Raises:
        RejectedError: `EMPTY`, `NOT_TEXT` (controls, NULs), `UNSUPPORTED` (XML, JSON, RTF, MHTML, WARC).
    """
    if not text.strip():
        raise RejectedError(RejectReason.EMPTY, f"{len(text)} characters, none of them visible")
    _refuse_garbage(text, nul_count)
    if _is_page(text):
        return HTML
    if other := _other_format(text):
        raise RejectedError(RejectReason.UNSUPPORTED, other)
    return PLAIN_TEXT


def _refuse_garbage(text: str, nul_count: int) -> None:
    if nul_count > MAX_NUL_SHARE * len(text):
        raise RejectedError(
            RejectReason.NOT_TEXT, f"looks binary: {nul_count} of {len(text)} characters are NUL"
        )
    sample = text if len(text) < 3 * SAMPLE_CHARS else _sample(text)
    control_count = _control_count(sample)
    if control_count > MAX_CONTROL_SHARE * len(sample):
        detail = (
            f"looks binary: {control_count} of {len(sample)} characters are control characters or undecodable"
        )
        raise RejectedError(RejectReason.NOT_TEXT, detail)


def _control_count(text: str) -> int:
    payload = text.encode("utf-8", "surrogatepass")
    count = len(payload) - len(payload.translate(None, CONTROL_BYTES)) + text.count("\ufffd")
    return count + len(HIGH_CONTROL.findall(payload)) if b"\xc2" in payload else count


def _sample(text: str) -> str:
    middle = len(text) // 2
    return text[:SAMPLE_CHARS] + text[middle : middle + SAMPLE_CHARS] + text[-SAMPLE_CHARS:]


def _is_page(text: str) -> bool:
    """A page, or the inside of one: it begins as markup and goes on as markup."""
    if PAGE_START.match(text):
        return True
    end = text[-200:]
    if BARE_PAGE.match(text) and PAGE_END.search(end):
        return True
    if FRAGMENT_START.match(text):
        return end.rstrip().endswith(">") and BLOCK_END.search(text) is not None
    is_late = LATE_PAGE_START.search(text[:LATE_WITHIN]) is not None and PAGE_END.search(end) is not None
    return is_late and text.count("</") >= LATE_MIN_TAGS


def _other_format(text: str) -> str | None:
    """What to do about a format that is text but no article."""
    start = text[:LATE_WITHIN].lstrip()
    if XML_START.match(start) or start.startswith("<?xml"):
        return "an XML document: save the pages of its articles"
    if start.startswith("{\\rtf"):
        return "an RTF document: save it as text or HTML"
    if start.startswith("WARC/"):
        return "a WARC of an unknown version: only WARC/1.x is read"
    if start.lower().startswith(("from:", "mime-version:")) and "multipart/related" in start.lower():
        return "an MHTML archive: save the page as HTML"
    return JSON_REMEDY if _is_json(text) else None


def _is_json(text: str) -> bool:
    """One JSON value, or one per line."""
    if text.lstrip()[:1] not in ("{", "["):
        return False
    lines = text.split("\n", 2)
    return _parses(text) or (len(lines) > 1 and _parses(lines[0]) and _parses(lines[1] or "null"))


def _parses(text: str) -> bool:
    try:
        return isinstance(json.loads(text), (dict, list, type(None)))
    except ValueError:
        return False
    except RecursionError:  # brackets nested by the thousand
        return True
