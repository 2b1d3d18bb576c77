"""The documents inside one raw file: the file itself, the lines of a JSONL, the records of a WARC; packed or not.

All are read as streams: a file of ten gigabytes never sits in memory. What a file is, its first bytes say, not
its name. A record that cannot be used is given as a reject in its place; the records after it go on.
"""

import errno
import io
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException, parse_headers
from typing import IO, cast

import pyarrow
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from flows.document.records import RejectedError, RejectReason, document_id

_PACKINGS = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
_WARC = b"WARC/1."
_PEEK = 65_536
_LONG_LINE = 4_096
_TAIL = 16_384  # more than the head of an archive's record
_READ = 1_000_000
_MAX_RATIO = 100  # unpacked per packed byte: text packs 3 to 10 times, a bomb 1,000 times
_RATIO_FROM = 50_000_000  # unpacked bytes from which the ratio counts
_FIELDS = ("text", "html", "title", "date", "url", "author")
_JSON_KINDS = {list: "a list", dict: "an object", int: "a number", float: "a number", bool: "true or false"}
_WITH_TEXT = (WarcRecordType.response, WarcRecordType.conversion, WarcRecordType.resource)
_READABLE = ("text/", "application/xhtml", "application/xml")
# Read as it stands: the standard library also undoes an encoding of mail parameters that HTTP does not have, and
# raises what it likes where that is broken.
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:+-]{1,40})", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Record:
    """One document of a raw file, or why there is none."""

    record_no: int | None  # None: the file itself is the document
    doc_id: str | None
    payload: bytes
    charset: str | None = None
    url: str | None = None
    title: str | None = None
    author: str | None = None
    published: str | None = None
    problem: RejectedError | None = None


def records_of(opened: IO[bytes], fields: Mapping[str, str], max_bytes: int) -> Iterator[Record]:
    """The documents of an opened file, one at a time.

    `fields` maps text, html, title, date, url, author to the keys of a JSONL's objects; a field that is not
    mapped has its own name. Raises `RejectedError` where the file as a whole cannot be read on.
    """
    stream = _unpacked(opened)
    try:
        start = stream.peek(_PEEK)
        if start.startswith(_WARC):
            yield from _warc_records(stream, max_bytes)
        elif _is_json_lines(start):
            yield from _json_records(stream, fields, max_bytes)
        else:
            payload = stream.read(max_bytes + 1)
            if len(payload) > max_bytes:
                raise _too_large(max_bytes)
            yield Record(None, document_id(payload), payload)
    except OSError as error:
        if error.errno is None:  # the archive or packing library's own complaint, not the disk's
            raise RejectedError(
                RejectReason.UNREADABLE, f"the file is damaged or cut off: {error}"
            ) from error
        raise


def may_hold_records(opened: IO[bytes]) -> bool:
    """Whether a file's first bytes are those of an archive, a JSONL or a packed file; reads no further.

    Raises `RejectedError` for a file on disk that is hardly more than holes: reading and hashing gigabytes of
    nothing costs minutes.
    """
    start = opened.read(_PEEK)
    opened.seek(0)
    _refuse_hollow(opened.fileno())
    return start.startswith((_WARC, *_PACKINGS)) or _is_json_lines(start)


def _refuse_hollow(handle: int) -> None:
    """Nothing for a file whose size is less than `_MAX_RATIO` times its bytes on disk, or that is small."""
    size, position = os.fstat(handle).st_size, os.lseek(handle, 0, os.SEEK_CUR)
    at = byte_count = 0
    try:
        while size > max(_RATIO_FROM, _MAX_RATIO * byte_count):
            start = os.lseek(handle, at, os.SEEK_DATA)
            at = os.lseek(handle, start, os.SEEK_HOLE)
            byte_count += at - start
    except OSError as error:
        if error.errno != errno.ENXIO:  # ENXIO: holes to the end; else a file system that does not tell
            return
        detail = f"{size:,} bytes, of which only {byte_count:,} are on disk: a sparse file, not read"
        raise RejectedError(RejectReason.TOO_LARGE, detail) from None
    finally:
        os.lseek(handle, position, os.SEEK_SET)


# --- packed files --------------------------------------------------------------------------------------------


class _KeptOpen(io.RawIOBase):
    """A file that the unpacker may read and not close: it closes what it was given whenever it is collected."""

    def __init__(self, opened: IO[bytes]) -> None:
        self._opened = opened

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk = self._opened.read(len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)


class _Counted(io.RawIOBase):
    """Unpacked bytes, counted against the packed ones: a bomb is stopped, not unpacked."""

    def __init__(self, packed: IO[bytes], packing: str) -> None:
        self._packed = packed
        self._unpacking = pyarrow.CompressedInputStream(
            pyarrow.PythonFile(_KeptOpen(packed), mode="r"), packing
        )
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk = self._unpacking.read(len(buffer))
        self._count += len(chunk)
        if self._count > _RATIO_FROM and self._count > _MAX_RATIO * self._packed.tell():
            raise RejectedError(
                RejectReason.TOO_LARGE,
                f"unpacks to more than {_MAX_RATIO} times its size: not read on after {self._count:,} bytes",
            )
        buffer[: len(chunk)] = chunk
        return len(chunk)


class _Forward:
    """A stream that is only read forwards and can say where it is: the archive reader asks for no more.

    Without `seek` the reader ends the process in a panic; `seek(0, SEEK_CUR)` is how it asks for the position.
    """

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._position = 0
        self._tail = b""

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        self._position += len(chunk)
        self._tail = (self._tail + chunk[-_TAIL:])[-_TAIL:] if chunk else self._tail
        return chunk

    def ends_in_a_head(self) -> bool:
        """Whether what was read last is the head of a record without its end: the reader stops there in silence."""
        return self._tail.rpartition(b"\r\n\r\n")[2].startswith(_WARC)

    def tell(self) -> int:
        return self._position

    def close(self) -> None:
        """Whoever opened it closes it."""

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if (offset, whence) not in ((0, io.SEEK_CUR), (self._position, io.SEEK_SET)):
            raise io.UnsupportedOperation("only read forwards")
        return self._position


def _unpacked(opened: IO[bytes]) -> io.BufferedReader:
    buffered = (
        opened if isinstance(opened, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, opened))
    )
    start = buffered.peek(4)
    for magic, packing in _PACKINGS.items():
        if start.startswith(magic):
            return io.BufferedReader(_Counted(buffered, packing), buffer_size=_PEEK)
    return buffered


def _too_large(max_bytes: int) -> RejectedError:
    return RejectedError(RejectReason.TOO_LARGE, f"more than {max_bytes:,} bytes, the limit for one document")


# --- JSONL ---------------------------------------------------------------------------------------------------


def _is_json_lines(start: bytes) -> bool:
    """Whether a file's first lines are JSON objects rather than prose, by number and by length.

    A line that begins as an object and is none, damaged or longer than we look ahead, says nothing. So a damaged
    line costs itself alone, and a text with a line of residue in it is no JSONL.
    """
    lines = [line.strip() for line in start.removeprefix(b"\xef\xbb\xbf").split(b"\n")]
    prose = [line for line in lines if line and not line.startswith(b"{")]
    objects = [line for line in lines if line.startswith(b"{") and _is_object(line)]
    if not objects and not prose:  # a long first record: no line break in all that we see
        return len(lines[-1]) >= _LONG_LINE and lines[-1][1:].lstrip().startswith(b'"')
    return len(objects) > len(prose) and sum(map(len, objects)) > sum(map(len, prose))


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _json_records(stream: io.BufferedReader, fields: Mapping[str, str], max_bytes: int) -> Iterator[Record]:
    record_no = 0
    while line := stream.readline(max_bytes + 1):
        if len(line) > max_bytes:
            while line and not line.endswith(b"\n"):
                line = stream.readline(_READ)
            yield Record(record_no, None, b"", problem=_too_large(max_bytes))
        elif line.strip():
            yield _json_record(record_no, line.strip(), fields)
        else:
            continue
        record_no += 1


def _json_record(record_no: int, line: bytes, fields: Mapping[str, str]) -> Record:
    doc_id = document_id(line)
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        problem = RejectedError(RejectReason.NOT_TEXT, f"the line is no JSON: {error}")
        return Record(record_no, doc_id, line, problem=problem)
    found = {name: value.get(fields.get(name, name)) for name in _FIELDS} if isinstance(value, dict) else {}
    given = {name: _string(part) for name, part in found.items()}
    content = next(
        (given[name] for name in ("html", "text") if isinstance(found.get(name), str) and given[name]), None
    )
    if content is None:
        problem = _without_text(value, [fields.get(name, name) for name in ("text", "html")])
        return Record(record_no, doc_id, line, problem=problem)
    return Record(
        record_no,
        doc_id,
        content.encode(),
        charset="utf-8",
        url=given["url"],
        title=given["title"],
        author=given["author"],
        published=given["date"],
    )


def _without_text(value: object, keys: list[str]) -> RejectedError:
    """Why a line's value holds no text under any of the keys."""
    if not isinstance(value, dict):
        return RejectedError(RejectReason.UNSUPPORTED, "the line is no JSON object")
    told = {key: value[key] for key in keys if value.get(key) is not None}
    wrong = [
        f"{key!r} is {_JSON_KINDS[type(part)]}" for key, part in told.items() if not isinstance(part, str)
    ]
    if wrong:
        return RejectedError(RejectReason.UNSUPPORTED, f"{' and '.join(wrong)}, not a string")
    if told:
        return RejectedError(RejectReason.EMPTY, f"{' and '.join(map(repr, told))}: nothing visible")
    missing = " and ".join(map(repr, keys))
    return RejectedError(
        RejectReason.UNSUPPORTED, f"the line has no {missing}: name the keys under 'fields:' in source.yml"
    )


def _string(value: object) -> str | None:
    if isinstance(value, list):  # authors often come as a list
        value = ", ".join(str(part) for part in value if part)
    if not isinstance(value, str | int | float) or isinstance(value, bool) or not str(value).strip():
        return None
    return (
        str(value).encode("utf-8", "replace").decode()
    )  # a lone surrogate, which JSON can spell, becomes '?'


# --- WARC ----------------------------------------------------------------------------------------------------


def _warc_records(stream: io.BufferedReader, max_bytes: int) -> Iterator[Record]:
    """Responses, resources and conversions; a revisit or a picture has no text and is not counted.

    Every record is read to its end, wanted or not: a length that is too great takes in the records after it.
    """
    record_no = 0
    forward = _Forward(stream)
    for warc in ArchiveIterator(forward, record_types=WarcRecordType.any_type, parse_http=False):
        block = warc.reader.read(max_bytes + 1) if warc.record_type in _WITH_TEXT else b""
        missing = warc.content_length - len(block) - _read_on(warc)
        record = _warc_record(record_no, warc, block, missing, max_bytes)
        if record is not None:
            yield record
            record_no += 1
        elif missing > 0:
            raise RejectedError(RejectReason.UNREADABLE, _cut_off(warc, missing))
    if forward.ends_in_a_head():
        raise RejectedError(RejectReason.UNREADABLE, "the archive is cut off inside the head of a record")


def _read_on(warc: WarcRecord) -> int:
    """How many bytes are left of a record; they are read."""
    count = 0
    while chunk := warc.reader.read(_READ):
        count += len(chunk)
    return count


def _cut_off(warc: WarcRecord, missing: int) -> str:
    given = f"{warc.content_length - missing:,} of {warc.content_length:,} bytes"
    return f"a record is cut off or its length is wrong: {given}"


def _warc_record(
    record_no: int, warc: WarcRecord, block: bytes, missing: int, max_bytes: int
) -> Record | None:
    """The document of a record, of which `missing` bytes are not there; None for one without text."""
    if warc.record_type not in _WITH_TEXT:
        return None
    url = warc.headers.get("WARC-Target-URI")
    if missing > 0 or warc.headers.get("WARC-Truncated"):
        problem = RejectedError(RejectReason.UNREADABLE, _cut_off(warc, missing))
        return Record(record_no, document_id(block), block, url=url, problem=problem)
    if len(block) > max_bytes:
        return Record(record_no, None, b"", url=url, problem=_too_large(max_bytes))
    if warc.record_type != WarcRecordType.response:
        kind = warc.headers.get("Content-Type") or "text/plain"
        return Record(record_no, document_id(block), block, url=url) if kind.startswith(_READABLE) else None
    return _response(record_no, block, url, max_bytes)


def _response(record_no: int, block: bytes, url: str | None, max_bytes: int) -> Record | None:
    """The body of an archived HTTP response, unpacked; None for a redirect, an error or a picture."""
    head = io.BytesIO(block)
    status = head.readline().split()
    try:
        headers = parse_headers(head)
        body = _decoded_body(head.read(), headers, max_bytes)
    except (HTTPException, ValueError, OSError) as error:
        problem = RejectedError(RejectReason.NOT_TEXT, f"no valid HTTP response: {type(error).__name__}")
        return Record(record_no, document_id(block), block, url=url, problem=problem)
    except RejectedError as problem:
        return Record(record_no, document_id(block), b"", url=url, problem=problem)
    kind = headers.get_content_type() if headers.get("Content-Type") else "text/html"
    if status[1:2] != [b"200"] or not kind.startswith(_READABLE):
        return None
    charset = _CHARSET.search(str(headers.get("Content-Type", "")))
    return Record(record_no, document_id(body), body, charset=charset and charset[1].lower(), url=url)


def _decoded_body(body: bytes, headers: Message, max_bytes: int) -> bytes:
    if "chunked" in str(headers.get("Transfer-Encoding", "")).lower():
        body = _without_chunks(body)
    packing = {"gzip": "gzip", "x-gzip": "gzip", "zstd": "zstd", "br": "brotli"}.get(
        str(headers.get("Content-Encoding", "")).strip().lower()
    )
    # Some crawlers store the body unpacked and leave the header as it was.
    if packing is None or (packing == "gzip" and not body.startswith(b"\x1f\x8b")):
        return body
    unpacked = pyarrow.CompressedInputStream(pyarrow.BufferReader(body), packing).read(max_bytes + 1)
    if len(unpacked) > max_bytes:
        raise _too_large(max_bytes)
    return cast(bytes, unpacked)


def _without_chunks(body: bytes) -> bytes:
    """The body without its chunk sizes; as it is where it has none, which crawlers store too."""
    pieces: list[bytes] = []
    at = 0
    while at < len(body):
        line_end = body.find(b"\r\n", at)
        size = body[at:line_end].split(b";")[0].strip() if line_end > 0 else b""
        if not size or size.strip(b"0123456789abcdefABCDEF"):
            return body if at == 0 else b"".join(pieces)
        length = int(size, 16)
        if length == 0:
            break
        pieces.append(body[line_end + 2 : line_end + 2 + length])
        at = line_end + 2 + length + 2
    return b"".join(pieces)
