"""Files made to break an ingest, each with the end it must come to. Made by code: nothing hostile lies in git.

A case is one path below raw/, what lies there, and its end: how many of its documents were loaded, found to be
duplicates, or rejected for which reason. What ends as loaded must still say `Garissa`: hostile bytes around a
story must not hide it.
"""

import bz2
import gzip
import io
import json
import lzma
import os
import random
import socket
import sqlite3
import tarfile
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow

STORY = "The mayor of Garissa opened bridge number {} on Monday, officials said.\n"
KIND = Callable[[Path], None]
NOT_LISTED = "not_listed"


@dataclass(frozen=True)
class Case:
    """One path and its end, such as `loaded`, `empty` or `loaded 2, not_text 1`."""

    path: str  # below raw/; os.fsdecode of any bytes
    content: bytes | KIND  # or what makes it
    end: str

    @property
    def ends(self) -> Counter[str]:
        """What becomes of its documents -> of how many."""
        counts = [part.partition(" ") for part in self.end.split(", ")]
        return Counter({what: int(count or 1) for what, _, count in counts})


def story(number: object) -> bytes:
    """A sentence that no other file has: the same bytes would be a duplicate."""
    return STORY.format(number).encode()


def page(body: str, head: str = "", number: object = 0) -> bytes:
    paragraphs = "".join(f"<p>{STORY.format(f'{number}/{n}')}</p>" for n in range(6))
    return (
        f"<!DOCTYPE html><html><head><title>A bridge in Garissa</title>{head}</head>"
        f"<body><article><h1>A bridge</h1>{paragraphs}</article>{body}</body></html>"
    ).encode("utf-8", "surrogatepass")


def zstd(content: bytes) -> bytes:
    return bytes(pyarrow.Codec("zstd").compress(content, asbytes=True))


def lines(*values: object) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


# --- bytes that are no text, or are badly spelled text ---------------------------------------------------------


def _sqlite(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("create table articles as select 'Garissa' as body")


def _zip(member: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, STORY)
    return out.getvalue()


def _tar(member: str) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo(member)
        info.size = len(STORY)
        archive.addfile(info, io.BytesIO(STORY.encode()))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return out.getvalue()


def _bytes() -> dict[str, tuple[bytes | KIND, str]]:
    noise = random.Random(1).randbytes(100_000)
    text = STORY * 3
    return {
        "zero bytes.txt": (b"", "empty"),
        "white space only.txt": (b" \r\n\t" * 1000, "empty"),
        "a megabyte of NULs.txt": (bytes(1_000_000), "empty"),
        "noise.txt": (noise, "not_text"),
        "noise after a story.txt": (story("noise") + noise, "not_text"),
        "picture.txt": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + noise[:500], "not_text"),
        "program.html": (b"\x7fELF\x02\x01\x01" + bytes(9) + noise[:5000], "not_text"),
        "document.pdf": (b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\n", "not_text"),
        "database.txt": (_sqlite, "not_text"),
        "archive with a way out.zip": (_zip("../../../tmp/evil.txt"), "not_text"),
        "archive with a way out.tar": (_tar("../../../tmp/evil.txt"), "not_text"),
        "archive with a way out.tar.gz": (gzip.compress(_tar("/tmp/evil.txt"), mtime=0), "not_text"),
        "text.bz2": (bz2.compress(text.encode()), "not_text"),
        "text.xz": (lzma.compress(text.encode()), "not_text"),
        "NULs between words.txt": (text.replace(" ", " \0").format(*"abc").encode(), "loaded"),
        "utf-16 little-endian without BOM.txt": (text.format(1, 2, 3).encode("utf-16-le"), "loaded"),
        "utf-16 big-endian without BOM.txt": (text.format(4, 5, 6).encode("utf-16-be"), "loaded"),
        "utf-16 of odd length.txt": (text.format(7, 8, 9).encode("utf-16") + b"x", "loaded"),
        "utf-32.txt": (text.format(10, 11, 12).encode("utf-32"), "loaded"),
        "lone surrogates in utf-8.txt": (b"\xed\xa0\x80 \xed\xbf\xbf " + story("surrogates") * 3, "loaded"),
        "lone surrogates in utf-16.txt": (
            b"\xff\xfe" + b"\x00\xd8" + text.format(13, 14, 15).encode("utf-16-le") + b"\xff\xdf",
            "loaded",
        ),
        "utf-8 cut inside a letter.txt": (story("cut") * 3 + "é".encode()[:1], "loaded"),
        "overlong utf-8.txt": (b"\xc0\xaf\xc0\xae " + story("overlong") * 3, "loaded"),
        "above U+10FFFF.txt": (b"\xf4\x90\x80\x80 \xf8\x88\x80\x80\x80 " + story("above") * 3, "loaded"),
        "BOMs everywhere.txt": ("\ufeff".encode() * 9 + story("\ufeffBOM\ufeff") * 2, "loaded"),
        "old Macintosh lines.txt": (story("mac").replace(b"\n", b"\r") * 3, "loaded"),
        "escape sequences of terminals.txt": (
            b"\x1b]0;owned\x07\x1b[2J" + story("escape") * 20 + b"\x1b[31m", "loaded",
        ),
        "right to left overrides.txt": ("\u202e\u2066\u200f".encode() + story("\u202egnp.exe\u202c") * 2, "loaded"),
        "zero width.txt": ("\u200b\u200c\u200d\u2060".join("Garissa").encode() + b" " + story("zero") * 2,
                           "loaded"),
        "a stack of 100,000 marks.txt": (story("marks") + ("Z" + "\u0301" * 100_000).encode() + b"\n", "loaded"),
        "marks on every letter.txt": (
            story("zalgo") + "".join(c + "\u0335\u0322\u034a" * 5 for c in STORY * 50).encode(), "loaded",
        ),
        "noncharacters.txt": ("\ufffe\uffff\U0001fffe\ufdd0 ".encode() + story("nonchar") * 3, "loaded"),
        "private letters and tags.txt": ("\ue000\U000e0041\U000e007f ".encode() + story("private") * 3, "loaded"),
        "line separators.txt": ("\u2028\u2029\x85\x0b\x0c".encode() + story("separators") * 3, "loaded"),
        "C1 controls.txt": (story("C1") * 9 + bytes(range(0x80, 0xA0)) * 9, "loaded"),
        "a letter of every script.txt": (
            story("scripts") * 4 + "".join(chr(n) for n in range(0xA0, 0x3000) if unicodedata.category(chr(n)) != "Cn")
            .encode() + b"\n", "loaded",
        ),
    }  # fmt: skip


# --- pages -----------------------------------------------------------------------------------------------------

_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def _pages() -> dict[str, tuple[bytes, str]]:
    bodies: dict[str, tuple[str, str]] = {
        "a million tags": ("<br>" * 1_000_000, "too_complex"),
        "100,000 attributes": (f"<div {' '.join(f'a{n}=1' for n in range(100_000))}>x</div>", "too_complex"),
        "10,000 levels": ("<div>" * 10_000 + "deep" + "</div>" * 10_000, "too_complex"),
        "a million levels": ("<b>" * 1_000_000, "too_complex"),
        "1,900 levels": ("<div>" * 1_900 + "deep" + "</div>" * 1_900, "loaded"),
        "tables in tables": ("<table><tr><td>" * 1_000, "too_complex"),
        "a data URI of 5 MB": (f"<img src='data:image/png;base64,{'QUJD' * 1_250_000}'>", "loaded"),
        "a style of 2 MB": (f"<style>{'a{background:url(data:;base64,QUJD)}' * 55_000}</style>", "loaded"),
        "a script of 5 MB": (f"<script>{'var x=1;' * 600_000}</script>", "loaded"),
        "a comment that never ends": ("<!-- " + "x" * 500_000, "loaded"),
        "a script that never ends": ("<script>" + "y" * 500_000, "loaded"),
        "plaintext": ("<plaintext>" + "<p>" * 1_000, "loaded"),
        "CDATA": ("<![CDATA[" * 2_000 + "]]>", "loaded"),
        "impossible entities": ("<p>&#xD800; &#x110000; &#0; &#99999999999999; &nosuch;</p>", "loaded"),
        "NUL and controls": ("<p>\0\x01\x02</p>" * 5, "loaded"),
        "vectors and formulas": ("<svg><math><mi><svg>" * 300, "loaded"),
        "a frame with a page inside": (f"<iframe srcdoc='{'&lt;p&gt;x' * 5_000}'></iframe>", "loaded"),
        "templates": ("<template><p>x</p>" * 900, "loaded"),
        "broken tags": ("<p <p <p <p" * 3_000, "too_complex"),
        "less-than signs": ("<" * 100_000, "loaded"),
        "49,000 paragraphs": ("<p>" * 20_000 + "x", "loaded"),
    }
    heads: dict[str, tuple[str, str]] = {
        "JSON-LD 100,000 deep": (f'<script type="application/ld+json">{"[" * 100_000}</script>', "loaded"),
        "JSON-LD of wrong types": (
            '<script type="application/ld+json">{"@type": ["NewsArticle", 5], "headline": {"a": []},'
            ' "datePublished": 1e999, "author": [[["x"]], null, 7], "url": false}</script>',
            "loaded",
        ),
        "a charset that is a path": ("<meta charset='../../../../etc/passwd'>", "loaded"),
        "a charset that is no charset": ("<meta charset='zlib_codec'>", "loaded"),
        "a charset that runs": ("<meta charset='unicode_escape'>", "loaded"),
        "a charset of 100,000 letters": (f"<meta charset='{'x' * 100_000}'>", "loaded"),
        "a base and a refresh": (
            "<base href='file:///etc/'><meta http-equiv=refresh content='0;url=file:///etc/passwd'>",
            "loaded",
        ),
        "a date in the year 99999": (
            "<meta property='article:published_time' content='99999-99-99T99:99:99Z'>",
            "loaded",
        ),
        "a title of a megabyte": (f"<title>{'Garissa ' * 125_000}</title>", "loaded"),
        "formulas in every field": (
            "<meta name=author content=\"=cmd|' /C calc'!A0\"><meta property=og:title content='@SUM(1)'>"
            "<link rel=canonical href='=1+1'><meta property=og:site_name content='+1'>"
            "<meta property='article:published_time' content='-1+1'>",
            "loaded",
        ),
        "an author who is a script": ("<meta name=author content='<script>alert(1)</script>'>", "loaded"),
    }
    made = {f"{name}.html": (page(body, number=name), end) for name, (body, end) in bodies.items()}
    made |= {f"{name}.html": (page("", head, number=name), end) for name, (head, end) in heads.items()}
    cut = page("", number="cut")
    return made | {
        "cut inside a tag.html": (cut[: cut.rindex(b"</p>") + 2], "loaded"),
        "cut inside the head.html": (b"<!DOCTYPE html><html><head><title>A bri", "no_article"),
        "nothing but a frameset.html": (
            b"<html><frameset><frame src='file:///etc/passwd'></frameset></html>",
            "no_article",
        ),
        "an entity that names a file.html": (
            b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            + page("<p>&x; was read, officials in Garissa said.</p>", number="xxe").removeprefix(b"<!DOCTYPE html>"),
            "loaded",
        ),
        "an entity that names a file.xml": (
            b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
            "unsupported",
        ),
        "a billion laughs.xml": (
            f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "ha">{_LAUGHS}]><l>&l9;</l>'.encode(),
            "unsupported",
        ),
        "a billion laughs.html": (
            f'<!DOCTYPE html [<!ENTITY l0 "ha">{_LAUGHS}]>'.encode()
            + page("<p>&l9;</p>", number="laughs").removeprefix(b"<!DOCTYPE html>"),
            "loaded",
        ),
        "declared utf-16 and is utf-8.html": (
            b"<?xml version='1.0' encoding='utf-16'?>" + page("", "<meta charset=utf-16>", "utf-16"),
            "loaded",
        ),
        "declared utf-8 and is cp1252.html": (
            page("<p>" + "café naïve " * 9 + "</p>", "<meta charset=utf-8>", "cp1252").decode().encode("cp1252"),
            "loaded",
        ),
        "declared ascii and is utf-7.html": (page("<p>+ADw-script+AD4-</p>", "<meta charset=utf-7>", 7), "loaded"),
    }  # fmt: skip


# --- text that makes a pattern work ----------------------------------------------------------------------------

PUMPED = (
    *("a", " ", ".", "“", '"', "'", "’", "(", "[", "{", "<", "\\", "/", "=", "-", "_", "@", "&", "%", "#", "|"),
    *("\t", "\u00a0", "é", "9", "9,", "9.", "9-", "9:", "$9 ", "A", "A.", "A. ", "Aa ", "Aa-", "Mr. ", "al-"),
    *("of ", "the ", "and ", "and the ", "said ", "said that ", "who ", "which, ", "not ", "by ", "was killed ",
      "killed ", "killed and ", "killed 9 ", "at least ", "dozens of ", "“A ", "” said ", "Aa, the Aa of Aa, ",
      "Aa Aa and ", "Monday ", "in May ", "last ", "on Monday, May 9, ", "ago ", "accused Aa of ", "A told B ",
      "according to ", "told ", "(AFP) ", "AFP ", "AFP — "),
    *("Read more: ", "Share on ", "Print ", "\n", "\r", "- \n", "* ", "…", "http://a.", "a@", "www.", "?a=b&",
      '"a":', '{"a":', "[{", 'string(9) "', 'array(9) {\n', "[0] => Array\n(\n", "var a = ", "function(", "};",
      "/* ", "// ", "&amp;", "&#", "<p", "</", "Ã©", "â€", "By Aa Aa ", "Tags: a, ", "Home > "),
)  # fmt: skip


def _name_of(pump: str) -> str:
    return pump.encode("unicode_escape").decode().replace("/", "∕").strip()


def _pumped(size: int) -> dict[str, tuple[bytes, str]]:
    """A story, then one short string over and over, then a story: whatever the middle is, both must be read."""
    return {
        f"{number:03d} {_name_of(pump)}.txt": (
            (
                STORY.format(f"{number} before") * 4
                + "\n"
                + pump * (size // len(pump))
                + "\n\n"
                + STORY.format(f"{number} after") * 4
            ).encode(),
            "loaded",
        )
        for number, pump in enumerate(PUMPED)
    }


# --- packed files ----------------------------------------------------------------------------------------------


def _bomb(unit: bytes, megabytes: int) -> bytes:
    """`megabytes` of one unit, packed without ever being whole in memory."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = unit * (1_000_000 // len(unit))
    return b"".join([*(packer.compress(block) for _ in range(megabytes)), packer.flush()])


def _wide_window() -> bytes:
    """A zstd frame of 9 bytes that asks for a window of 2 GB."""
    return b"\x28\xb5\x2f\xfd" + bytes([0x00, (31 - 10) << 3]) + b"\x09\x00\x00" + b"x"


def _packed() -> dict[str, tuple[bytes, str]]:
    text = "".join(STORY.format(n) for n in range(3_000)).encode()
    packed = gzip.compress(text, mtime=0)
    named = io.BytesIO()
    with gzip.GzipFile("../../evil.txt", "wb", fileobj=named, mtime=0) as writer:
        writer.write(story("named") * 3)
    return {
        "bomb.gz": (_bomb(b"\0", 100), "too_large"),
        "bomb of stories.gz": (_bomb(story("bomb"), 100), "too_large"),
        "bomb of lines.jsonl.gz": (_bomb(b'{"text":""}\n', 100), "empty 10001"),
        "bomb in one line.jsonl.gz": (_bomb(b'{"text": "', 100), "too_large"),
        "bomb.zst": (zstd(bytes(100_000_000)), "too_large"),
        "bomb in a bomb.gz": (gzip.compress(_bomb(b"\1", 100), mtime=0), "not_text"),
        "window of 2 GB.zst": (_wide_window(), "unreadable"),
        "packed twice.gz": (gzip.compress(gzip.compress(story("twice") * 3, mtime=0), mtime=0), "not_text"),
        "cut.gz": (packed[: len(packed) // 2], "unreadable"),
        "cut in the header.gz": (packed[:7], "unreadable"),
        "cut in the checksum.gz": (gzip.compress(story("checksum") * 3, mtime=0)[:-3], "unreadable"),
        "wrong checksum.gz": (packed[:-8] + b"\0\0\0\0" + packed[-4:], "unreadable"),
        "noise after the end.gz": (gzip.compress(story("tail") * 3, mtime=0) + b"garbage" * 9, "unreadable"),
        "cut.zst": (zstd(text)[: len(zstd(text)) // 2], "unreadable"),
        "only the magic.gz": (b"\x1f\x8b", "unreadable"),
        "only the magic.zst": (b"\x28\xb5\x2f\xfd", "unreadable"),
        "empty inside.gz": (gzip.compress(b"", mtime=0), "empty"),
        "named to escape.gz": (named.getvalue(), "loaded"),
        "two members.gz": (
            gzip.compress(story("member 1"), mtime=0) + gzip.compress(story("member 2"), mtime=0), "loaded",
        ),
    }  # fmt: skip


# --- records ---------------------------------------------------------------------------------------------------

FORMULA = "=cmd|' /C calc'!A0"
SQL = "Robert'); drop table facts.documents; --"
SCRIPT = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"


def _records() -> dict[str, tuple[bytes, str]]:
    good = {"text": STORY.format("record") * 2}
    deep = b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"
    return {
        "wrong types.jsonl": (
            lines(good | {"n": 1}, *({"text": wrong} for wrong in (5, ["a"], {"a": 1}, None, True)), {}),
            "loaded 1, unsupported 6",
        ),
        "wrong types of the other fields.jsonl": (
            lines(*(
                good | {name: value, "text": STORY.format(f"{name} {value}") * 2}
                for name in ("title", "date", "url", "author")
                for value in (5, 1e300, None, True, [], [[["x"]]], {"a": {}}, "", " ", "\0", "\ud800")
            )),
            "loaded 44",
        ),
        "huge numbers.jsonl": (
            lines(good | {"n": 2}) + b'{"id": ' + b"9" * 5_000 + b', "text": "x"}\n{"id": 1e99999, "text": "'
            + story("number").strip() + b'"}\n',
            "loaded 2, not_text 1",
        ),
        "NaN and infinity.jsonl": (
            b'{"text": "' + story("nan").strip() + b'", "a": NaN, "b": -Infinity}\n', "loaded 1"),
        "one key twice.jsonl": (b'{"text": "first", "text": "' + story("key").strip() + b'"}\n', "loaded 1"),
        "100,000 levels.jsonl": (lines(good | {"n": 3}) + deep + lines(good | {"n": 4}), "loaded 2, not_text 1"),
        "100,000 keys.jsonl": (lines(good | {str(n): n for n in range(100_000)}), "loaded 1"),
        "lone surrogates.jsonl": (
            lines({"text": STORY.format("\ud800") * 2, "title": "\udfff", "url": "\ud834"}), "loaded 1"),
        "NULs.jsonl": (lines({"text": STORY.format("\0") * 2, "title": "\0", "author": "a\0b"}), "loaded 1"),
        "lists and words.jsonl": (lines(good | {"n": 5}) + b'[1]\n"x"\nnull\n7\n', "unsupported"),
        "cut.jsonl": (lines(good | {"n": 6}) + b'{"text": "The mayor of Gar', "loaded 1, not_text 1"),
        "no utf-8.jsonl": (lines(good | {"n": 7}) + b'{"text": "caf\xe9 \xff"}\n', "loaded 1, not_text 1"),
        "carriage returns and a BOM.jsonl": (
            b"\xef\xbb\xbf"
            + lines(good | {"n": 8}, good | {"n": 9, "text": story("bom").decode()}).replace(b"\n", b"\r\n"),
            "loaded 2",
        ),
        "empty lines.jsonl": (b"\n\n" + lines(good | {"n": 10}) + b"\n \n\t\n" * 1_000, "loaded 1"),
        "what spreadsheets, databases and browsers run.jsonl": (
            lines(*(
                {"text": f"{evil}\n\n{STORY.format(evil)}", "title": evil, "author": evil, "url": f"javascript:{evil}",
                 "date": evil, "html": None}
                for evil in (FORMULA, SQL, SCRIPT, "@SUM(1)", "+1+1", "-1", "{{7*7}}", "${7*7}", "%s%n", "../../../x")
            )),
            "loaded 10",
        ),
        "pages inside.jsonl": (
            lines({"html": page("", number="inside").decode(), "url": "file:///etc/passwd"}), "loaded 1"),
        "a tangled page inside.jsonl": (
            lines({"html": "<html><body>" + "<br>" * 100_000}, good | {"n": 11}), "loaded 1, too_complex 1",
        ),
        "one document.json": (json.dumps({"text": STORY}, indent=2).encode(), "unsupported"),
        "a list of documents.json": (json.dumps([good, good]).encode(), "unsupported"),
        "40,000 lists.json": (b"[" * 40_000, "unsupported"),
    }  # fmt: skip


def _http(body: bytes, *headers: str) -> bytes:
    return "\r\n".join(["HTTP/1.1 200 OK", "Content-Type: text/html", *headers, "", ""]).encode() + body


def _warc(
    block: bytes, length: object = None, *headers: str, kind: str = "response", version: str = "1.0"
) -> bytes:
    head = [
        f"WARC/{version}",
        f"WARC-Type: {kind}",
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>",
        "WARC-Date: 2015-05-08T17:12:28Z",
        "WARC-Target-URI: https://a.example/1",
        "Content-Type: application/http; msgtype=response",
        *([] if length == "none" else [f"Content-Length: {len(block) if length is None else length}"]),
        *headers,
        *("", ""),
    ]
    return "\r\n".join(head).encode() + block + b"\r\n\r\n"


def _warcs() -> dict[str, tuple[bytes, str]]:
    def made(name: str) -> bytes:
        return _http(page("", number=f"warc {name}"))

    good = _warc(made("good"))
    return {
        "length too long.warc": (_warc(made("long"), 10**6), "unreadable 1"),
        "length of an exabyte.warc": (_warc(made("exabyte"), 10**18), "unreadable 1"),
        "length beyond 64 bits.warc": (_warc(made("beyond"), 10**30), "unreadable 1"),
        "length below zero.warc": (_warc(made("negative"), -5), "unreadable 1"),
        "length that is a word.warc": (_warc(made("word"), "many"), "unreadable 1"),
        "no length.warc": (_warc(made("none"), "none"), "unreadable 1"),
        "cut.warc": (good[:-300], "unreadable 1"),
        "cut in a head.warc": (good[:200], "unreadable 1"),
        "cut in the second head.warc": (_warc(made("before a cut")) + good[:200], "loaded 1, unreadable 1"),
        "cut after a good one.warc": (_warc(made("first")) + good[: len(good) // 2], "loaded 1, unreadable 1"),
        "cut in a request.warc": (
            _warc(made("before a request")) + _warc(b"GET / HTTP/1.0", None, kind="request")[:-9],
            "loaded 1, unreadable 1",
        ),
        "metadata of an exabyte.warc": (_warc(b"a: b", 10**18, kind="metadata") + good, "unreadable 1"),
        "revisits only.warc": (_warc(b"", None, kind="revisit"), "empty"),
        "unknown kind.warc": (_warc(b"x", None, kind="nonsense"), "empty"),
        "version 9.9.warc": (_warc(made("version"), version="9.9"), "unsupported"),
        "no blank line in the response.warc": (_warc(b"HTTP/1.1 200 OK\r\nContent-Type: text/html"), "empty 1"),
        "a response of noise.warc": (_warc(random.Random(2).randbytes(5_000)), "empty"),
        "chunks of lies.warc": (
            _warc(_http(b"ffffffffffffffffffff\r\n" + page("", number="chunk"), "Transfer-Encoding: chunked")),
            "loaded 1",
        ),
        "a bomb in the body.warc": (
            _warc(_http(_bomb(b"\0", 200), "Content-Encoding: gzip")) + _warc(made("after a bomb")),
            "loaded 1, too_large 1",
        ),
        "a bomb packed by brotli.warc": (
            _warc(_http(pyarrow.Codec("brotli").compress(bytes(100_000_000), asbytes=True), "Content-Encoding: br")),
            "too_large 1",
        ),
        "packed as it is not.warc": (_warc(_http(b"\x1f\x8bnonsense", "Content-Encoding: gzip")), "not_text 1"),
        "a header of a megabyte.warc": (_warc(made("header"), None, "X-A: " + "a" * 1_000_000), "unreadable"),
        "20,000 headers.warc": (_warc(made("headers"), None, *(f"X-{n}: a" for n in range(20_000))), "unreadable"),
        "an address of evil.warc": (
            _warc(made("evil")).replace(b"https://a.example/1", b"javascript:alert('\xff\x00')"), "loaded 1",
        ),
        "a charset of evil.warc": (
            _warc(_http(page("", number="warc charset")).replace(b"text/html", b"text/html; charset=../../etc")),
            "loaded 1",
        ),
        "a charset as mail writes it.warc": (
            _warc(_http(page("", number="warc mail")).replace(b"text/html", b"text/html; charset*=x; charset*1=y")),
            "loaded 1",
        ),
        "cut.warc.gz": (gzip.compress(good, mtime=0)[:-40], "unreadable 1"),
        "a thousand in one.warc.gz": (
            gzip.compress(b"".join(_warc(made(f"of 40, {n}")) for n in range(40)), mtime=0), "loaded 40",
        ),
    }  # fmt: skip


# --- names and kinds of files ----------------------------------------------------------------------------------


def _link(target: str) -> KIND:
    return lambda path: path.symlink_to(target)


def _socket(path: Path) -> None:
    """The path of a socket may have 107 bytes, so it is made under a short name and moved."""
    short = Path(f"/tmp/.s{os.getpid()}")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(short))
    short.rename(path)


def _device(path: Path) -> None:
    os.mknod(path, 0o666 | 0o020000, os.makedev(1, 5))  # /dev/zero; only root may


def _sparse(path: Path) -> None:
    """A file of 10 GB that takes no room."""
    with path.open("wb") as file:
        file.truncate(10_000_000_000)


def _sparse_archive(path: Path) -> None:
    """A record without text that takes 10 GB, and no room."""
    path.write_bytes(_warc(b"", 10_000_000_000, kind="request"))
    os.truncate(path, 10_000_000_000)


def _kinds() -> dict[str, tuple[bytes | KIND, str]]:
    kinds: dict[str, tuple[bytes | KIND, str]] = {
        "link to a secret": (_link("/etc/passwd"), "unsupported"),
        "link to a folder": (_link("/etc"), "unsupported"),
        "link to itself": (_link("link to itself"), "unsupported"),
        "link to nothing": (_link("nowhere"), "unsupported"),
        "link upwards": (_link(".."), "unsupported"),
        "link to endless zeros": (_link("/dev/zero"), "unsupported"),
        "pipe": (os.mkfifo, "unsupported"),
        "socket": (_socket, "unsupported"),
        "ten gigabytes of nothing": (_sparse, "too_large"),
        "archive of ten gigabytes of nothing": (_sparse_archive, "too_large"),
    }
    return kinds | ({"device": (_device, "unsupported")} if os.geteuid() == 0 else {})


NAMES = (
    *("*", "?", "[a-z]*", "{a,b}", "~", "$HOME", "`id`", "$(id)", "; rm -rf x", "| cat", "&", "!", "%s%n", "%00"),
    *("'", '"', "''", "\\", "\\x41", "a\nb", "a\\nb", "\\udcff", "a\rb", "a\tb", "\x1b[2J", "\x7f"),
    *(" ", "  a", "a ", "-", "--help"),
    *("-rf", "=1+1", "+1", "@a", "con", "nul.txt", SQL.replace("/", ""), "<b>x", "a,b;c", "\u202egpj.exe", "\u200b"),
    *("é", "e\u0301", "ÅŸ", "😀", "x" * 251, "é" * 125, "source.yml.txt", "sayso.duckdb", "a:b", "file:", "#", "C:"),
    *("new\u2028line", "\ufeff", "http:", "a..", "{}", "{0}", "None", "true", "0", "\udcff\udcfe"),
)  # fmt: skip


def _names() -> dict[str, tuple[bytes, str]]:
    deep = "/".join(["folder"] * 100) + "/deep.txt"
    return {name: (story(f"of name {number}"), "loaded") for number, name in enumerate((*NAMES, deep))}


def _large() -> dict[str, tuple[bytes, str]]:
    good = {"text": STORY.format("between the large")}
    return {
        "line of 50 MB.txt": (b"a" * 50_000_000, "too_large"),
        "line of 50 MB.jsonl": (
            lines(good | {"n": 1}, {"text": "x" * 50_000_000}, good | {"n": 2}),
            "loaded 2, too_large 1",
        ),
        "text of 19 MB.txt": ("".join(map(STORY.format, range(270_000))).encode()[:19_000_000], "timeout"),
        "bomb of 2 GB.gz": (_bomb(b"\2", 2_000), "too_large"),
        "one story 500,000 times.jsonl.gz": (
            _bomb(lines({"text": STORY.format("repeated")}), 42),
            f"loaded 1, duplicate {42 * (1_000_000 // len(lines({'text': STORY.format('repeated')}))) - 1}",
        ),
    }


# --- source.yml ------------------------------------------------------------------------------------------------

SOURCES: dict[str, bytes | KIND] = {
    "bomb": b"a: &a [x,x,x,x,x,x,x,x,x]\n"
    + b"".join(
        f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n".encode()
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + b"publisher: *i\n",
    "bomb in a known key": b"furniture: &a ['" + b"x" * 1000 + b"']\npublisher: [*a, *a]\n",
    "itself": b"publisher: &a [*a]\n",
    "merge of itself": b"&a publisher: x\n<<: *a\n",
    "levels": b"publisher: " + b"[" * 50_000 + b"\n",
    "list": b"- publisher\n",
    "word": b"publisher\n",
    "unknown key": b"publisherr: The Daily\n",
    "no text": random.Random(3).randbytes(2_000),
    "not utf-8": b"publisher: caf\xe9\n",
    "no date": b"publisher: 2015-99-99\n",
    "number that overflows": b"publisher: 1:99999999999999999999999999999999999999:0\n",
    "code": b"publisher: !!python/object/apply:os.system ['touch /tmp/evil.txt']\n",
    "unknown tag": b"publisher: !evil x\n",
    "formulas": b"publisher: '=1+1'\nurl: '@SUM(1)'\nlicence: '+1'\nstate_affiliation: '-1+1'\n",
    "publisher of a list": b"publisher: [a, b]\n",
    "language of a map": b"language: {a: b}\n",
    "fields of a word": b"fields: text\n",
    "fields of lists": b"fields: {text: [a]}\n",
    "furniture of a word": b"furniture: Print\n",
    "furniture of patterns": b"furniture: ['(a+)+$', '(?:x+x+)+y', 'The (\\\\w+\\\\s?)*$', '[']\n",
    "furniture of numbers": b"furniture: [1, 2]\n",
    "furniture of nothing": b"furniture: ['']\n",
    "two documents": b"publisher: a\n---\npublisher: b\n",
    "ten megabytes": b"publisher: " + b"x" * 10_000_000 + b"\n",
    "key of a list": b"? [a]\n: b\n",
    "link": _link("/etc/hostname"),
    "pipe": os.mkfifo,
    "folder": Path.mkdir,
}

SOUND = dict.fromkeys(
    (
        "no date",
        "number that overflows",
        "unknown tag",
        "furniture of numbers",
        "furniture of patterns",
        "formulas",
    ),
    "loaded",
)


def cases(*, whole: bool) -> list[Case]:
    """The short form, or with `whole` the large files too and pumped strings of 200 KB in place of 4 KB."""
    groups: dict[str, Mapping[str, tuple[bytes | KIND, str]]] = {
        "bytes": _bytes(),
        "pages": _pages(),
        "pumped": _pumped(200_000 if whole else 4_000),
        "packed": _packed(),
        "records": _records(),
        "warcs": _warcs(),
        "kinds": _kinds(),
        "names": _names(),
        "twins": {"a.txt": (story("twins"), "loaded"), "b.txt": (story("twins"), "duplicate")},
        "large": _large() if whole else {},
    }
    made = [
        Case(f"{group}/{name}", content, end)
        for group, members in groups.items()
        for name, (content, end) in members.items()
    ]
    for name, content in SOURCES.items():
        made.append(Case(f"source {name}/source.yml", content, NOT_LISTED))
        made.append(
            Case(f"source {name}/good.txt", story(f"of source {name}"), SOUND.get(name, "unsupported"))
        )
    return made


def write(raw: Path, made: list[Case]) -> None:
    """Put the cases below raw/."""
    for case in made:
        path = raw / case.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(case.content, bytes):
            path.write_bytes(case.content)
        else:
            case.content(path)
