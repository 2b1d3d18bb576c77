"""What is inside a raw file: itself, or the records of an archive, packed or not. Bytes decide, never names."""

import gzip
import io
import json
import os
from pathlib import Path

import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.archives import Record, may_hold_records, records_of
from flows.document.records import RejectedError, RejectReason, document_id
from flows.inputs import RawFile, open_raw, stat_key
from tests.running import rows, run_once

LIMIT = 100_000
PROSE = "The mayor of Garissa opened a bridge on Monday.\n"


def records(content: bytes, fields: dict[str, str] | None = None, limit: int = LIMIT) -> list[Record]:
    return list(records_of(io.BytesIO(content), fields or {}, limit))


def pack_zstd(content: bytes) -> bytes:
    return pyarrow.Codec("zstd").compress(content, asbytes=True)


def lines(*values: object) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


def warc(*pages: tuple[str, bytes, dict[str, str]], gz: bool = False) -> bytes:
    """Responses: (url, body, HTTP headers)."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gz)
    writer.write_record(writer.create_warcinfo_record("crawl.warc", {"software": "test"}))
    for url, body, headers in pages:
        http = StatusAndHeaders(headers.pop("status", "200 OK"), list(headers.items()), protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=http)
        )
    return out.getvalue()


HTML = {"Content-Type": "text/html; charset=windows-1252"}


@pytest.mark.parametrize("pack", [bytes, gzip.compress, pack_zstd])
def test_a_packed_text_is_the_text(pack: object) -> None:
    (record,) = records(pack(PROSE.encode()))  # type: ignore[operator]
    assert (record.record_no, record.payload) == (None, PROSE.encode())
    assert record.doc_id == document_id(PROSE.encode())


@pytest.mark.parametrize("pack", [bytes, gzip.compress, pack_zstd])
def test_each_line_of_a_jsonl_is_a_document(pack: object) -> None:
    content = lines({"text": PROSE, "title": "Bridge", "author": ["A. B.", "C. D."]}, {"text": "Second."})
    first, second = records(pack(content))  # type: ignore[operator]
    assert (first.record_no, second.record_no) == (0, 1)
    assert (first.payload, first.title, first.author) == (PROSE.encode(), "Bridge", "A. B., C. D.")
    assert first.doc_id == document_id(content.splitlines()[0])


@pytest.mark.parametrize("pack", [bytes, gzip.compress, pack_zstd])
@pytest.mark.parametrize("length", [5_000, 9_000, 90_000])
def test_a_long_first_line_is_a_document_too(tmp_path: Path, pack: object, length: int) -> None:
    content = lines({"id": 1, "text": "word " * (length // 5)}, {"text": "Second."})
    path = tmp_path / "feed"
    path.write_bytes(pack(content))  # type: ignore[operator]
    status = path.stat()
    file = RawFile("feed", path, "raw", status.st_size, stat_key(status))
    with open_raw(file) as opened:
        assert [record.record_no for record in records_of(opened, {}, LIMIT)] == [0, 1]


def test_field_mapping_names_the_keys() -> None:
    mapping = {"html": "raw", "date": "when", "url": "link"}
    (record,) = records(
        lines({"raw": "<p>x</p>", "when": "2015-05-08", "link": "https://a.example/1"}), mapping
    )
    assert (record.payload, record.published, record.url) == (
        b"<p>x</p>",
        "2015-05-08",
        "https://a.example/1",
    )


def test_a_line_without_text_or_json_is_a_reject_in_its_place() -> None:
    content = lines({"text": PROSE}) + b'{"text": "cut\n' + lines({"body": "x"}) + lines({"text": "Last."})
    found = records(content)
    assert [record.record_no for record in found] == [0, 1, 2, 3]
    reasons = [record.problem and record.problem.reason for record in found]
    assert reasons == [None, RejectReason.NOT_TEXT, RejectReason.UNSUPPORTED, None]
    assert "fields:" in found[2].problem.detail  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("value", "reason", "detail"),
    [
        ({"text": ["a", "b"]}, RejectReason.UNSUPPORTED, "'text' is a list, not a string"),
        ({"text": 5}, RejectReason.UNSUPPORTED, "'text' is a number, not a string"),
        ({"text": " ", "html": None}, RejectReason.EMPTY, "'text': nothing visible"),
        ({"text": None}, RejectReason.UNSUPPORTED, "the line has no 'text' and 'html'"),
        ([1], RejectReason.UNSUPPORTED, "the line is no JSON object"),
    ],
)
def test_a_line_whose_text_cannot_be_used_says_why(value: object, reason: RejectReason, detail: str) -> None:
    problem = records(lines({"text": PROSE}, {"text": PROSE}, value))[2].problem
    assert problem and (problem.reason, problem.detail[: len(detail)]) == (reason, detail)


def test_a_line_over_the_limit_is_skipped_and_the_next_is_read() -> None:
    content = lines({"text": "a"}, {"text": "x" * (3 * LIMIT)}, {"text": "b"})
    found = records(content)
    assert [record.problem and record.problem.reason for record in found] == [
        None,
        RejectReason.TOO_LARGE,
        None,
    ]


@pytest.mark.parametrize(
    "text",
    [
        '{"id": 17, "pic": "/2015/05/06/a.jpg"}\nThe mayor opened a bridge.\n',
        '{\n  "pretty": "printed"\n}\n',
        "{this is how he put it} said the mayor.\n",
        "The mayor opened a bridge over the river Tana on Monday.\n"
        + '{"id": 17}\n' * 3,  # shorter than the prose
        'Bridge opened\n{"id": 17, "pic": "/2015/05/06/a.jpg", "align": "left"}\n',
    ],
)
def test_a_text_that_begins_with_a_brace_is_no_jsonl(text: str) -> None:
    (record,) = records(text.encode())
    assert record.record_no is None


STRAYS = {
    "log line": b"2026-11-21 10:00:00 INFO crawler restarted\n",
    "end of a line": b'on Monday, officials said."}\n',
    "cut line": b'{"text": "The mayor of Gar\n',
    "nested by the thousand": b'{"a": ' + b"[" * 9_000 + b"\n",
    "list": b"[1, 2]\n",
}


@pytest.mark.parametrize("stray", STRAYS.values(), ids=STRAYS.keys())
@pytest.mark.parametrize("before", [0, 1, 2])
def test_a_damaged_line_at_the_top_of_a_jsonl_costs_itself_alone(stray: bytes, before: int) -> None:
    good = [lines({"text": f"The mayor of Garissa opened bridge {number} on Monday."}) for number in range(5)]
    found = records(b"".join((*good[:before], stray, *good[before:])))
    assert [record.record_no for record in found if record.problem] == [before]
    assert len(found) == 6


def test_a_jsonl_between_empty_lines_is_one() -> None:
    assert [record.record_no for record in records(b"\n\n" + lines({"text": "a"}) + b"\n \n")] == [0]


@pytest.mark.parametrize("gz", [False, True])
def test_each_response_of_a_warc_is_a_document(gz: bool) -> None:
    page = "<p>café</p>".encode("cp1252")
    found = records(
        warc(("https://a.example/1", page, {**HTML}), ("https://a.example/2", b"<p>b</p>", {**HTML}), gz=gz)
    )
    assert [(record.record_no, record.url) for record in found] == [
        (0, "https://a.example/1"),
        (1, "https://a.example/2"),
    ]
    assert (found[0].payload, found[0].charset) == (page, "windows-1252")


@pytest.mark.parametrize(
    ("parameter", "charset"),
    [
        ("charset=UTF-8", "utf-8"),
        ('x=y; charset = "windows-1252"', "windows-1252"),
        ("charset=", None),
        ("xcharset=utf-8", None),
        # What mail writes and HTTP does not.
        ("charset*=x; charset*1=y", None),
        ("charset*=a\0b'en'x", None),
        (f"charset*{'9' * 5000}=x", None),
    ],
    ids=["plain", "quoted", "empty", "other_name", "continued_twice", "nul_in_encoding", "huge_number"],
)
def test_a_charset_that_cannot_be_read_is_none(parameter: str, charset: str | None) -> None:
    page = b"<p>The mayor opened a bridge.</p>"
    (record,) = records(warc(("https://a.example/1", page, {"Content-Type": f"text/html; {parameter}"})))
    assert (record.payload, record.charset, record.problem) == (page, charset, None)


def test_packed_and_chunked_bodies_are_unpacked() -> None:
    body = b"<p>" + b"long " * 100 + b"</p>"
    packed = gzip.compress(body)
    chunked = (
        b"5\r\n" + body[:5] + b"\r\n" + f"{len(body) - 5:x}".encode() + b"\r\n" + body[5:] + b"\r\n0\r\n\r\n"
    )
    found = records(
        warc(
            ("https://a.example/1", packed, {**HTML, "Content-Encoding": "gzip"}),
            ("https://a.example/2", body, {**HTML, "Content-Encoding": "gzip"}),  # unpacked by the crawler
            ("https://a.example/3", chunked, {**HTML, "Transfer-Encoding": "chunked"}),
            ("https://a.example/4", body, {**HTML, "Transfer-Encoding": "chunked"}),
        )
    )
    assert [record.payload for record in found] == [body] * 4


def test_redirects_errors_and_pictures_are_no_documents() -> None:
    found = records(
        warc(
            ("https://a.example/1", b"moved", {**HTML, "status": "301 Moved"}),
            ("https://a.example/2", b"gone", {**HTML, "status": "404 Not Found"}),
            ("https://a.example/3", b"\x89PNG", {"Content-Type": "image/png"}),
            ("https://a.example/4", b"<p>a</p>", {**HTML}),
        )
    )
    assert [record.url for record in found] == ["https://a.example/4"]


def test_conversion_records_are_text() -> None:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    writer.write_record(
        writer.create_warc_record(
            "https://a.example/1", "conversion", io.BytesIO(PROSE.encode()), warc_content_type="text/plain"
        )
    )
    (record,) = records(out.getvalue())
    assert record.payload == PROSE.encode()


def test_a_warc_cut_off_inside_a_record_says_so() -> None:
    content = warc(
        ("https://a.example/1", b"<p>a</p>", {**HTML}), ("https://a.example/2", b"<p>" + b"b" * 500, {**HTML})
    )
    found = records(content[:-200])
    assert found[0].problem is None
    assert found[-1].problem is not None
    assert found[-1].problem.reason == RejectReason.UNREADABLE
    assert "cut off" in found[-1].problem.detail


def warc_record(kind: str, block: bytes, length: int | None = None) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:0>\r\n"
        f"WARC-Date: 2015-05-08T17:12:28Z\r\nContent-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


REQUEST = b"GET / HTTP/1.0\r\n\r\n"  # 18 bytes
RESPONSE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>a</p>"


@pytest.mark.parametrize(
    ("after_a_good_one", "told"),
    [
        (warc_record("request", REQUEST)[:-10], "12 of 18 bytes"),
        (
            warc_record("request", REQUEST, 999_999) + 2 * warc_record("response", RESPONSE),
            "of 999,999 bytes",
        ),
        (warc_record("metadata", b"fetched: 1", 10**18), "of 1,000,000,000,000,000,000 bytes"),
    ],
    ids=["cut", "takes_in_two_articles", "an_exabyte"],
)
def test_a_record_without_text_that_is_not_whole_makes_the_rest_a_reject(
    after_a_good_one: bytes, told: str
) -> None:
    found = records_of(io.BytesIO(warc_record("response", RESPONSE) + after_a_good_one), {}, LIMIT)
    assert next(found).payload == b"<p>a</p>"
    with pytest.raises(RejectedError, match=told) as raised:
        next(found)
    assert raised.value.reason == RejectReason.UNREADABLE


@pytest.mark.parametrize("kind", ["warcinfo", "request", "metadata", "revisit", "nonsense"])
def test_a_whole_record_without_text_is_no_document(kind: str) -> None:
    between = warc_record(kind, b"x" * 3 * LIMIT)
    (first, second) = records(2 * (between + warc_record("response", RESPONSE)) + between)
    assert (first.record_no, second.record_no, second.payload) == (0, 1, b"<p>a</p>")


def test_a_record_that_is_too_large_is_skipped_and_one_whose_length_lies_is_cut_off() -> None:
    large = warc_record("response", RESPONSE + b"x" * 3 * LIMIT)
    found = records(large + warc_record("response", RESPONSE))
    assert [record.problem and record.problem.reason for record in found] == [RejectReason.TOO_LARGE, None]
    (found,) = records(warc_record("response", RESPONSE + b"x" * 3 * LIMIT, 10**9))
    assert found.problem and found.problem.reason == RejectReason.UNREADABLE


@pytest.mark.parametrize("pack", [gzip.compress, pack_zstd])
def test_a_packed_file_cut_off_says_so(pack: object) -> None:
    packed = pack("".join(chr(33 + i * 7919 % 90) for i in range(40_000)).encode())  # type: ignore[operator]
    with pytest.raises(RejectedError, match="damaged or cut off"):
        records(packed[: len(packed) // 2])


@pytest.mark.parametrize("pack", [gzip.compress, pack_zstd])
def test_a_bomb_is_stopped(pack: object) -> None:
    bomb = pack(b'{"text": "' + b"a" * 120_000_000 + b'"}\n')  # type: ignore[operator]
    assert len(bomb) < 200_000
    with pytest.raises(RejectedError) as raised:
        records(bomb)
    assert raised.value.reason == RejectReason.TOO_LARGE


def test_a_body_that_unpacks_too_far_is_rejected_and_the_next_record_is_read() -> None:
    bomb = gzip.compress(b"a" * (10 * LIMIT))
    found = records(
        warc(
            ("https://a.example/1", bomb, {**HTML, "Content-Encoding": "gzip"}),
            ("https://a.example/2", b"<p>b</p>", {**HTML}),
        )
    )
    assert [record.problem and record.problem.reason for record in found] == [RejectReason.TOO_LARGE, None]


def test_a_damaged_archive_header_is_a_reject() -> None:
    with pytest.raises(RejectedError, match="damaged or cut off"):
        records(b"WARC/1.")


@given(
    st.binary(max_size=3000),
    st.sampled_from([b"", b"WARC/1.0\r\n", b'{"', b"\x1f\x8b\x08\x00", b"\x28\xb5\x2f\xfd"]),
)
def test_no_bytes_raise_anything_but_a_reject(content: bytes, start: bytes) -> None:
    try:
        for record in records(start + content):
            assert record.payload is not None
    except RejectedError:
        pass


def test_archives_load_with_their_records_counted(tmp_path: Path) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "sayso.duckdb"
    (raw / "feed").mkdir(parents=True)
    (raw / "crawl").mkdir()
    (raw / "feed" / "source.yml").write_text("fields:\n  text: body\n  date: when\n")
    feed = raw / "feed" / "articles.jsonl"
    feed.write_bytes(
        lines(
            *({"body": f"The mayor of Garissa opened bridge {n}.", "when": "2015-05-08"} for n in range(3)),
            {"x": 1},
        )
    )
    article = "".join(
        f"<p>The mayor of Garissa opened bridge number {n} on Monday, officials said.</p>" for n in range(9)
    )
    page = f"<html><body><article><h1>Bridges</h1>{article}</article></body></html>".encode()
    (raw / "crawl" / "pages.warc.gz").write_bytes(warc(("https://a.example/1", page, {**HTML}), gz=True))
    run_once(raw, warehouse)
    ledger = (
        "select path, record_count, loaded_count, unchanged_count, rejected_count"
        " from ops.files where is_current order by path"
    )
    assert rows(warehouse, ledger) == [
        ("crawl/pages.warc.gz", 1, 1, 0, 0),
        ("feed/articles.jsonl", 4, 3, 0, 1),
    ]
    assert rows(
        warehouse,
        "select distinct published_at::date::varchar, published_basis from facts.documents where source_id = 'feed'",
    ) == [("2015-05-08", "metadata")]
    assert rows(warehouse, "select url, record_no from facts.documents where source_id = 'crawl'") == [
        ("https://a.example/1", 0)
    ]

    # A feed that grows costs its new lines.
    feed.write_bytes(feed.read_bytes() + lines({"body": "The mayor of Garissa opened a last bridge."}))
    plan = run_once(raw, warehouse)
    assert {path: len(known) for path, known in plan.known.items()} == {"feed/articles.jsonl": 3}
    assert rows(warehouse, ledger)[1] == ("feed/articles.jsonl", 5, 1, 3, 1)
    assert rows(warehouse, "select count(*) from facts.documents") == [(5,)]


def test_dates_of_a_feed_reach_the_tables_as_figures_words_and_seconds(tmp_path: Path) -> None:
    feed = tmp_path / "raw" / "feed"
    feed.mkdir(parents=True)
    dates = ["13/03/2020", "04/03/2020", 1583323200000, "Publié le 4 mars 2020"]
    feed.joinpath("a.jsonl").write_bytes(
        lines(*({"text": f"The mayor opened bridge {n}.", "date": date} for n, date in enumerate(dates)))
    )
    run_once(tmp_path / "raw", tmp_path / "sayso.duckdb")
    query = "select published_at::varchar, published_precision from facts.documents order by record_no"
    assert rows(tmp_path / "sayso.duckdb", query) == [
        ("2020-03-13 00:00:00", "day"),
        (None, None),
        ("2020-03-04 12:00:00", "second"),
        ("2020-03-04 00:00:00", "day"),
    ]


def test_an_archive_that_is_hardly_more_than_a_hole_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc"
    path.write_bytes(warc_record("request", b"", 8_000_000_000))
    os.truncate(path, 8_000_000_000)
    with path.open("rb") as opened, pytest.raises(RejectedError, match="a sparse file") as raised:
        may_hold_records(opened)
    assert raised.value.reason == RejectReason.TOO_LARGE


def test_an_archive_with_holes_in_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc"
    with path.open("wb") as file:
        file.write(warc_record("response", RESPONSE))
        file.truncate(30_000_000)
        file.seek(30_000_000)
        file.write(b"x" * 1_000_000)
        file.truncate(60_000_000)
    with path.open("rb") as opened:
        assert may_hold_records(opened)
        assert opened.tell() == 0
        assert opened.read(len(RESPONSE) + 200).startswith(b"WARC/1.0")


def test_an_archive_without_text_is_a_reject(tmp_path: Path) -> None:
    (tmp_path / "raw" / "crawl").mkdir(parents=True)
    (tmp_path / "raw" / "crawl" / "empty.warc").write_bytes(warc())
    run_once(tmp_path / "raw", tmp_path / "sayso.duckdb")
    assert rows(tmp_path / "sayso.duckdb", "select reason, detail from facts.rejects") == [
        ("empty", "an archive without a record that holds text")
    ]
