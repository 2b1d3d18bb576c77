"""What becomes of the records of a file before a worker sees them, and when a file is given up."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows import batches
from flows.archives import Record
from flows.batches import _Account
from flows.runs import Plan, plan_run
from flows.settings import Settings
from flows.warehouse import Warehouse
from tests.hostile.corpus import lines, story
from tests.running import rows, run_once

MOST = 20  # records of no use before a file is given up, in these tests
BAD = lines({"headline": "no text"})


@pytest.fixture
def daily(tmp_path: Path) -> Path:
    folder = tmp_path / "raw" / "daily"
    folder.mkdir(parents=True)
    return folder


def good(number: int) -> bytes:
    return lines({"text": f"The mayor opened bridge {number}."})


def account_of(daily: Path, content: bytes, monkeypatch: pytest.MonkeyPatch) -> _Account:
    """What a batch made of one feed, its documents taken as a worker would."""
    monkeypatch.setattr(batches, "_MOST_USELESS", MOST)
    (daily / "feed.jsonl").write_bytes(content)
    plan = plan_of(daily.parent)
    account = _Account(plan, Settings())
    for _ in account.documents(plan.batches[0].files):
        pass
    return account


def plan_of(raw: Path) -> Plan:
    target = Warehouse(raw.with_name("sayso.duckdb"))
    with target.lock():
        return plan_run(raw, target, Settings())


@pytest.mark.parametrize(
    "content",
    [
        good(0) + BAD * 100,
        good(0) + (BAD * (MOST - 1) + good(0)) * 5,  # the same good line again and again
        good(0) + b"".join(BAD * 5 + good(number) for number in range(1, 30)),
        b"".join(map(good, range(200))) + BAD * 100,
    ],
    ids=["bad in a row", "one good line repeated", "few good ones between", "after many good ones"],
)
def test_a_file_of_useless_records_is_given_up(
    daily: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    *bad, last = account_of(daily, content, monkeypatch).rejects()
    assert MOST <= len(bad) <= 1.25 * MOST
    assert (last.reason, last.detail) == (
        "unsupported",
        "20 records cannot be used, and too few between them can: the file is not read on; mend or split it",
    )


def test_a_file_with_bad_records_among_good_ones_is_read_to_its_end(
    daily: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = b"".join(good(number) + BAD for number in range(3 * MOST))
    account = account_of(daily, content, monkeypatch)
    assert len(account.rejects()) == 3 * MOST
    assert [row.record_count for row in account.files()] == [6 * MOST]


def test_a_feed_that_grew_pays_for_its_bad_records_with_what_is_known(
    daily: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "_MOST_USELESS", MOST)
    feed = daily / "feed.jsonl"
    feed.write_bytes(b"".join(good(number) + BAD for number in range(2 * MOST)))
    run_once(daily.parent, warehouse)
    feed.write_bytes(feed.read_bytes() + good(-1))
    run_once(daily.parent, warehouse)
    assert rows(warehouse, "select count(*) from facts.documents") == [(2 * MOST + 1,)]


def test_a_defect_in_reading_a_file_costs_that_file_alone(
    daily: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "m", "z"):
        (daily / f"{name}.txt").write_bytes(story(name))
    (daily / "feed.jsonl").write_bytes(good(0) + good(1))
    read_records = batches.records_of

    def read_with_a_defect(opened: object, *more: object) -> Iterator[Record]:
        for record in read_records(opened, *more):  # type: ignore[arg-type]
            if b"bridge 1" in record.payload or record.payload == story("m"):
                raise TypeError("not the words of the article")
            yield record

    with monkeypatch.context() as patch:
        patch.setattr(batches, "records_of", read_with_a_defect)
        run_once(daily.parent, warehouse)
    assert rows(warehouse, "select path from facts.documents order by path") == [
        ("daily/a.txt",),
        ("daily/feed.jsonl",),
        ("daily/z.txt",),
    ]
    rejects = rows(warehouse, "select path, record_no, reason, detail from facts.rejects order by path")
    assert [row[:3] for row in rejects] == [
        ("daily/feed.jsonl", 1, "internal_error"),
        ("daily/m.txt", None, "internal_error"),
    ]
    assert {detail.partition(" at ")[0] for *_, detail in rejects} == {"TypeError"}
    assert all(detail.endswith("; please report this as a defect") for *_, detail in rejects)
