"""Every file that was seen ends as loaded, duplicate, unchanged or rejected, run after run."""

import json
import os
import shutil
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from flows import inputs, runs
from flows.batches import SLOWEST, _Account, extract_batch
from flows.document.records import RawDocument, RejectReason
from flows.inputs import InputError, load_lexicon, load_name_knowledge
from flows.runs import load_run, plan_run
from flows.settings import Settings
from flows.verification import verify_warehouse
from flows.versions import roll_back
from flows.warehouse import Warehouse
from flows.workers import Extracted
from tests.flows.test_reprocess import with_phrase
from tests.running import rows, run_once

BALANCE = (
    "select seen_count, loaded_count, duplicate_count, unchanged_count, rejected_count, missing_count"
    " from marts.run_balance order by (select generation from ops.runs where runs.run_id = run_balance.run_id)"
)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    folder = tmp_path / "raw" / "daily"
    folder.mkdir(parents=True)
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"The mayor of Garissa opened bridge {number} on Monday.\n")
    return tmp_path / "raw"


def test_known_files_are_not_read_again(small: Path, warehouse: Path) -> None:
    run_once(small, warehouse)
    plan = run_once(small, warehouse)
    assert plan.batches == ()
    assert plan.unchanged_count == 3


def test_changed_bytes_under_one_path_are_a_new_document_and_the_ledger_shows_both(
    small: Path, warehouse: Path
) -> None:
    run_once(small, warehouse)
    (small / "daily" / "1.txt").write_text("The mayor of Garissa closed bridge 1 on Tuesday.\n")
    run_once(small, warehouse)
    assert rows(warehouse, "select count(*) from facts.documents") == [(4,)]
    assert rows(
        warehouse, "select outcome, is_current from ops.files where path = 'daily/1.txt' order by is_current"
    ) == [("loaded", False), ("loaded", True)]
    assert [row[-1] for row in rows(warehouse, BALANCE)] == [0, 0]
    assert rows(warehouse, BALANCE)[1][:5] == (3, 1, 0, 2, 0)


def test_the_same_bytes_under_another_path_are_a_duplicate(small: Path, warehouse: Path) -> None:
    text = (small / "daily" / "0.txt").read_text()
    (small / "daily" / "copy in the same run.txt").write_text(text)
    run_once(small, warehouse)
    (small / "other").mkdir()
    (small / "other" / "copy in a later run.txt").write_text(text)
    run_once(small, warehouse)
    assert rows(warehouse, "select path from ops.files where outcome = 'duplicate' order by path") == [
        ("daily/copy in the same run.txt",),
        ("other/copy in a later run.txt",),
    ]
    assert rows(warehouse, "select count(*) from facts.documents") == [(3,)]
    assert [row[:5] for row in rows(warehouse, BALANCE)] == [(4, 3, 1, 0, 0), (5, 0, 1, 4, 0)]


def test_a_touched_file_with_the_same_bytes_is_unchanged(small: Path, warehouse: Path) -> None:
    run_once(small, warehouse)
    os.utime(small / "daily" / "0.txt")
    plan = run_once(small, warehouse)
    assert plan.batches == ()
    assert plan.unchanged_count == 3


def test_bytes_that_change_while_size_and_modification_time_stay_are_noticed(
    small: Path, warehouse: Path
) -> None:
    run_once(small, warehouse)
    path = small / "daily" / "1.txt"
    status = path.stat()
    path.write_text(path.read_text().replace("Monday", "Sunday"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert path.stat().st_size == status.st_size
    run_once(small, warehouse)
    assert rows(warehouse, "select count(*) from facts.documents") == [(4,)]


def test_a_source_file_that_changes_is_applied_to_its_documents(small: Path, warehouse: Path) -> None:
    run_once(small, warehouse)
    (small / "daily" / "source.yml").write_text(
        "publisher: The Daily\nlanguage: en\nstate_affiliation: none\n"
    )
    run_once(small, warehouse)
    assert rows(warehouse, "select publisher, language from facts.sources") == [("The Daily", "en")]
    assert rows(warehouse, "select distinct language from facts.documents") == [("en",)]
    assert rows(warehouse, "select count(*) from facts.documents") == [(3,)]


NOT_LOADED = {
    "blank.txt": (b" \n\n\t\n", RejectReason.EMPTY),
    "empty.txt": (b"", RejectReason.EMPTY),
    "menu.html": (b"<html><body><nav><a href='/'>Home</a></nav></body></html>", RejectReason.NO_ARTICLE),
    "picture.txt": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\6\0\0\0", RejectReason.NOT_TEXT),
    "widget.txt": (b"Print Friendly, PDF & Email\n", RejectReason.NO_ARTICLE),
}


def test_what_cannot_be_loaded_is_a_row_with_its_reason(small: Path, warehouse: Path) -> None:
    for name, (content, _) in NOT_LOADED.items():
        (small / "daily" / name).write_bytes(content)
    run_once(small, warehouse)
    rejects = [(f"daily/{name}", reason) for name, (_, reason) in NOT_LOADED.items()]
    assert rows(warehouse, "select path, reason from facts.rejects order by path") == rejects
    assert rows(warehouse, BALANCE) == [(8, 3, 0, 0, 5, 0)]
    plan = run_once(small, warehouse)
    assert plan.batches == (), "a rejected file is not tried again by itself"
    assert rows(warehouse, "select path, reason from facts.rejects order by path") == rejects
    plan = run_once(small, warehouse, retry_rejects=True)
    assert plan.new_file_count == 5
    assert rows(warehouse, "select path, reason from facts.rejects order by path") == rejects


def test_links_pipes_and_strange_names_are_listed_and_never_followed(small: Path, warehouse: Path) -> None:
    secret = small.parent / "secret.txt"
    secret.write_text("A secret of Nairobi.\n")
    (small / "daily" / "link.txt").symlink_to(secret)
    os.mkfifo(small / "daily" / "pipe.txt")
    strange = os.fsencode(small / "daily") + b"/na\xffme\n[a]*'\"; drop table.txt"
    Path(os.fsdecode(strange)).write_text("The mayor of Mombasa opened a bridge.\n")
    (small / "daily" / ".hidden").write_text("Not listed.\n")
    run_once(small, warehouse)
    assert rows(warehouse, "select path, reason from facts.rejects order by path") == [
        ("daily/link.txt", "unsupported"),
        ("daily/pipe.txt", "unsupported"),
    ]
    assert rows(warehouse, "select path from facts.documents where text like '%Mombasa%'") == [
        ("daily/na\\xffme\\n[a]*'\"; drop table.txt",)
    ]
    assert rows(warehouse, "select count(*) from facts.documents") == [(4,)]


def test_a_file_that_repeats_a_rejected_one_is_rejected_too(small: Path, warehouse: Path) -> None:
    for name in ("a", "b"):
        (small / "daily" / name).write_bytes(b"")
    run_once(small, warehouse)
    assert rows(warehouse, BALANCE) == [(5, 3, 0, 0, 2, 0)]


def test_a_reject_keeps_when_it_was_first_seen_and_counts_its_tries(small: Path, warehouse: Path) -> None:
    (small / "daily" / "empty.txt").write_bytes(b"")
    query = "select run_id, first_seen, last_seen, tries from facts.rejects"
    run_once(small, warehouse)
    first = rows(warehouse, query)
    assert first[0][1] == first[0][2]
    assert first[0][3] == 1
    run_once(small, warehouse, retry_rejects=True)
    again = rows(warehouse, query)
    assert again[0][0] != first[0][0]
    assert again[0][1] == first[0][1] < again[0][2]
    assert again[0][3] == 2
    assert rows(warehouse, "select count(*) from ops.reject_history") == [(0,)]


def test_a_reject_that_passes_leaves_the_list_with_its_history(small: Path, warehouse: Path) -> None:
    mended, copied, other = (small / "daily" / name for name in ("mended.txt", "copied.txt", "other.txt"))
    for path in (mended, copied, other):
        path.write_bytes(b"")
    run_once(small, warehouse)
    mended.write_text("The mayor of Mombasa opened a school.\n")
    copied.write_text((small / "daily" / "0.txt").read_text())
    other.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\6\0\0\0")
    run_once(small, warehouse)
    assert rows(warehouse, "select path, reason, tries from facts.rejects") == [
        ("daily/other.txt", "not_text", 1)
    ]
    assert rows(
        warehouse,
        "select path, reason, tries, ended_as, first_seen < ended_at from ops.reject_history order by path",
    ) == [
        ("daily/copied.txt", "empty", 1, "duplicate", True),
        ("daily/mended.txt", "empty", 1, "loaded", True),
        ("daily/other.txt", "empty", 1, "rejected", True),
    ]


def test_rejected_records_of_one_file_have_each_their_own_history(small: Path, warehouse: Path) -> None:
    records = small / "daily" / "records.jsonl"
    good = '{"text": "The mayor of Mombasa opened a school on Monday."}\n'
    records.write_text(good + '{"text": ""}\n{"text": "  "}\n{"text": "\\n"}\n')
    run_once(small, warehouse)
    assert rows(warehouse, "select record_no from facts.rejects order by record_no") == [(1,), (2,), (3,)]
    records.write_text(good + '{"text": "The mayor of Lamu opened a port on Monday."}\n{"text": "  "}\n')
    run_once(small, warehouse)
    assert rows(warehouse, "select record_no, tries from facts.rejects") == [(2, 2)]
    assert rows(warehouse, "select record_no, ended_as from ops.reject_history order by record_no") == [
        *((1, "loaded"), (3, "gone"))
    ]


def test_the_slowest_documents_of_the_last_run_are_told_one_by_one(small: Path, warehouse: Path) -> None:
    raw = small
    (raw / "feed").mkdir()
    texts = [f"The mayor of Lamu opened port number {number}. " * (1 + 40 * number) for number in range(3)]
    (raw / "feed" / "all.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    run_once(raw, warehouse)
    query = (
        "select record_no, seconds > 0, size_bytes from ops.slowest_documents where path = 'feed/all.jsonl'"
    )
    found = {record_no: size for record_no, is_timed, size in rows(warehouse, query) if is_timed}
    assert found.keys() == {0, 1, 2}
    assert found[0] < found[1] < found[2]
    (raw / "feed" / "late.txt").write_text("The mayor of Lamu opened a school.\n")
    run_once(raw, warehouse)
    assert rows(warehouse, "select path from ops.slowest_documents") == [("feed/late.txt",)]


def test_of_many_documents_only_the_slowest_are_remembered() -> None:
    account = _Account(None, Settings())  # type: ignore[arg-type]  # no plan is asked for
    for number in range(500):
        raw = RawDocument(f"{number:016}", "feed", "all.jsonl", number, b"x")
        account._files.setdefault(raw.path, SimpleNamespace(seconds=0.0))  # type: ignore[arg-type]
        account.take(Extracted(raw, None, None, seconds=float((number * 7) % 500)))
    assert [each.seconds for each in account.slowest()] == [float(500 - n) for n in range(1, SLOWEST + 1)]


# --- what was loaded and is rejected by what is in force now ---------------------------------------------------

LINE = "Our roving correspondent network\n"  # an article, until somebody says that it is none
BOTH = "select path from facts.documents semi join facts.rejects using (doc_id)"


def reject_the_line(raw: Path, by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if by == "source.yml":
        (raw / "daily" / "source.yml").write_text(f'furniture: ["{LINE.strip()}"]\n')
        return
    changed = load_lexicon(with_phrase(raw.parent / "lexicon", LINE.strip().lower()))
    monkeypatch.setattr("flows.runs.load_lexicon", lambda: changed)
    monkeypatch.setattr("flows.runs.ruleset_id", lambda: "0123456789ab")


@pytest.mark.parametrize("by", ["rules", "source.yml"])
@pytest.mark.parametrize("then", ["copy removed", "first moved"])
def test_a_document_that_is_rejected_now_has_no_facts_whichever_path_brought_it(
    small: Path, warehouse: Path, by: str, then: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, copy = small / "daily" / "line.txt", small / "daily" / "z-copy.txt"
    first.write_text(LINE)
    if then == "copy removed":
        copy.write_text(LINE)
    run_once(small, warehouse)
    if then == "copy removed":
        copy.unlink()
    else:
        first.rename(copy)
        run_once(small, warehouse)
    reject_the_line(small, by, monkeypatch)
    run_once(small, warehouse)
    left = "daily/line.txt" if then == "copy removed" else "daily/z-copy.txt"
    assert rows(warehouse, "select path, reason from facts.rejects") == [(left, "no_article")]
    assert rows(warehouse, "select path from facts.documents order by path") == [
        (f"daily/{number}.txt",) for number in range(3)
    ]
    assert rows(warehouse, "select path, outcome from ops.files where outcome <> 'loaded' order by path") == [
        ("daily/line.txt", "rejected"),
        ("daily/z-copy.txt", "rejected"),
    ]
    (small / "daily" / "late.txt").write_text("The mayor of Lamu opened a school.\n")
    run_once(small, warehouse)  # and the schedule goes on
    assert rows(warehouse, "select count(*) from facts.documents") == [(4,)]


def test_what_leaves_the_facts_is_read_again_where_its_bytes_lie_elsewhere(
    small: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small / "weekly").mkdir()
    for source in ("daily", "weekly"):
        (small / source / "line.txt").write_text(LINE)
    run_once(small, warehouse)
    reject_the_line(small, "source.yml", monkeypatch)
    target, settings = Warehouse(warehouse), Settings(worker_count=1)
    with target.lock():
        plan = plan_run(small, target, settings)
        for batch in plan.batches:
            extract_batch(batch, plan, settings)
        with target.build(plan.run_id) as build:
            load_run(build, plan, target)
            assert build.left_count == 1
    run_once(small, warehouse)
    assert rows(warehouse, "select path from ops.files where ruleset_id = ''") == [("weekly/line.txt",)]
    assert run_once(small, warehouse).new_file_count == 1
    assert rows(warehouse, "select path from facts.documents where text like 'Our%'") == [
        ("weekly/line.txt",)
    ]
    assert run_once(small, warehouse).is_quiet


def test_records_that_other_fields_reject_leave_the_facts(small: Path, warehouse: Path) -> None:
    (small / "feed").mkdir()
    records = ["The mayor of Lamu opened a port.", "The mayor of Wajir opened a road."]
    (small / "feed" / "all.jsonl").write_text(
        json.dumps({"text": records[0], "body": records[0]}) + "\n" + json.dumps({"text": records[1]}) + "\n"
    )
    run_once(small, warehouse)
    (small / "feed" / "source.yml").write_text("fields: {text: body}\n")
    run_once(small, warehouse)
    assert rows(warehouse, "select record_no from facts.rejects") == [(1,)]
    assert rows(warehouse, "select record_no from facts.documents where path = 'feed/all.jsonl'") == [(0,)]
    assert rows(warehouse, BOTH) == []


def test_records_that_are_loaded_are_not_read_again_for_the_rejected_ones(
    small: Path, warehouse: Path
) -> None:
    feed = small / "daily" / "all.jsonl"
    feed.write_text(json.dumps({"text": "The mayor of Lamu opened a port."}) + "\n" + '{"text": ""}\n')
    run_once(small, warehouse)
    run_once(small, warehouse, retry_rejects=True)
    assert rows(
        warehouse, "select loaded_count, unchanged_count, rejected_count from ops.files where doc_id is null"
    ) == [(0, 1, 1)]


# --- what is gone, what comes back -----------------------------------------------------------------------------


def test_after_a_rollback_no_part_of_a_grown_file_stands_for_documents_that_went_with_it(
    small: Path, warehouse: Path
) -> None:
    feed, target, settings = small / "daily" / "feed.jsonl", Warehouse(warehouse), Settings(worker_count=1)

    def write(count: int) -> None:
        feed.write_text(
            "".join(json.dumps({"text": f"The mayor of Wajir opened road {n}."}) + "\n" for n in range(count))
        )
        os.utime(feed, (1_600_000_000 + count, 1_600_000_000 + count))

    for count in (1, 3):
        write(count)
        run_once(small, warehouse)
    write(4)
    with target.lock():  # a run that dies before it publishes
        plan = plan_run(small, target, settings)
        for batch in plan.batches:
            extract_batch(batch, plan, settings)
    roll_back(target, None)
    run_once(small, warehouse)
    assert rows(warehouse, "select count(*) from facts.documents where path = 'daily/feed.jsonl'") == [(4,)]


def test_rejects_of_files_that_are_gone_leave_the_list_and_return_with_the_file(
    small: Path, warehouse: Path
) -> None:
    empty, feed = small / "daily" / "empty.txt", small / "daily" / "feed.jsonl"
    records = json.dumps({"text": "The mayor of Lamu opened a port."}) + '\n{"text": ""}\n'
    empty.write_text("")
    feed.write_text(records)
    run_once(small, warehouse)
    for path in (empty, feed, small / "daily" / "2.txt"):
        path.unlink()
    (small / "daily" / "late.txt").write_text("The mayor of Lamu opened a school.\n")
    plan = run_once(small, warehouse)
    assert plan.gone == ("daily/2.txt", "daily/empty.txt", "daily/feed.jsonl")
    assert rows(warehouse, "select count(*) from facts.rejects") == [(0,)]
    assert rows(warehouse, "select path, record_no, ended_as from ops.reject_history order by path") == [
        ("daily/empty.txt", None, "gone"),
        ("daily/feed.jsonl", 1, "gone"),
    ]
    assert rows(warehouse, "select count(*) from facts.documents") == [(5,)]
    feed.write_text(records)
    run_once(small, warehouse)
    assert rows(warehouse, "select path, record_no from facts.rejects") == [("daily/feed.jsonl", 1)]
    assert rows(warehouse, "select count(*) from facts.documents") == [(5,)]


def sound(raw: Path, warehouse: Path) -> list[str]:
    """What the nightly verification finds."""
    settings = Settings(raw=raw, warehouse=warehouse, worker_count=2)
    return [
        str(each) for each in verify_warehouse(Warehouse(warehouse), settings, "a seed") if each.is_broken
    ]


WHERE = "select distinct source_id from facts.documents"


def test_a_renamed_folder_is_the_source_of_its_documents(
    small: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_once(small, warehouse)
    facts = rows(warehouse, "select * from facts.mentions order by all")
    (small / "daily").rename(small / "the-daily")
    run_once(small, warehouse)
    assert rows(warehouse, WHERE) == [("the-daily",)]
    assert rows(warehouse, "select path, outcome from ops.files order by path") == [
        *((f"daily/{number}.txt", "duplicate") for number in range(3)),
        *((f"the-daily/{number}.txt", "loaded") for number in range(3)),
    ]
    assert rows(warehouse, "select * from facts.mentions order by all") == facts
    assert rows(warehouse, BALANCE)[1][:5] == (3, 3, 0, 0, 0)
    assert sound(small, warehouse) == []
    assert run_once(small, warehouse).batches == ()
    (small / "the-daily").rename(small / "daily")
    run_once(small, warehouse)
    assert rows(warehouse, WHERE) == [("daily",)]
    assert sound(small, warehouse) == []


def test_a_copy_brings_the_document_once_the_file_that_brought_it_is_gone(
    small: Path, warehouse: Path
) -> None:
    shutil.copytree(small / "daily", small / "mirror")
    run_once(small, warehouse)
    assert rows(warehouse, WHERE) == [("daily",)]
    (small / "daily" / "1.txt").unlink()
    assert run_once(small, warehouse).new_file_count == 1
    assert rows(warehouse, "select path from facts.documents order by path") == [
        *(("daily/0.txt",), ("daily/2.txt",), ("mirror/1.txt",))
    ]
    assert sound(small, warehouse) == []
    assert run_once(small, warehouse).batches == ()


def test_records_move_with_their_file(small: Path, warehouse: Path) -> None:
    lines = [json.dumps({"text": f"The mayor of Lamu opened port {number}."}) for number in range(4)]
    feed, archive = small / "daily" / "feed.jsonl", small / "archive" / "may.jsonl"
    feed.write_text("\n".join(lines[:3]))
    run_once(small, warehouse)
    feed.unlink()
    archive.parent.mkdir()
    archive.write_text("\n".join(lines[1:]))  # the first is in no file any more, and stays
    run_once(small, warehouse)
    assert rows(
        warehouse,
        "select path, count(*) from facts.documents where record_no is not null group by all order by all",
    ) == [("archive/may.jsonl", 3), ("daily/feed.jsonl", 1)]
    assert rows(
        warehouse,
        "select path, loaded_count, duplicate_count, outcome from ops.files where doc_id is null order by path",
    ) == [("archive/may.jsonl", 3, 0, "loaded"), ("daily/feed.jsonl", 1, 2, "loaded")]
    assert sound(small, warehouse) == []


def test_a_renamed_folder_that_other_rules_read_first_is_no_fault(
    small: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the versions before this one said twice of such documents is mended by the next run."""
    run_once(small, warehouse)
    (small / "daily").rename(small / "the-daily")
    monkeypatch.setattr("flows.runs.ruleset_id", lambda: "0123456789ab")
    monkeypatch.setattr("flows.runs._gone", lambda *_: ())  # as it was then
    run_once(small, warehouse)
    assert rows(warehouse, WHERE) == [("the-daily",)]
    assert sound(small, warehouse) == []


def line(number: int, **more: str) -> str:
    return json.dumps({"text": f"The mayor of Lamu opened port {number}.", **more}) + "\n"


def put(raw: Path, path: str, text: str) -> None:
    (raw / path).parent.mkdir(parents=True, exist_ok=True)
    (raw / path).write_text(text)


def test_a_record_that_one_source_rejects_is_not_lost_for_another(tmp_path: Path) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse" / "sayso.duckdb"
    shared = json.dumps({"text": "A school was built in Kisumu by the council."}) + "\n"
    put(raw, "a/feed.jsonl", shared + line(2))
    put(raw, "b/feed.jsonl", shared + line(5))
    run_once(raw, warehouse, batch_size=1)
    put(raw, "a/feed.jsonl", shared + line(2) + line(3))
    put(raw, "b/feed.jsonl", shared + line(5) + line(6))
    put(raw, "a/source.yml", "furniture: ['A school was built in Kisumu by the council.']\n")
    run_once(raw, warehouse, batch_size=1)
    assert rows(warehouse, "select path, record_no from facts.documents where contains(text, 'school')") == [
        ("b/feed.jsonl", 0)
    ]
    assert rows(warehouse, "select path, record_no from facts.rejects") == [("a/feed.jsonl", 0)]
    assert sound(raw, warehouse) == []


def test_a_file_that_could_not_be_read_for_a_moment_follows_its_source_afterwards(
    small: Path, warehouse: Path
) -> None:
    run_once(small, warehouse)
    article, away = small / "daily" / "1.txt", small.parent / "1.txt"
    (small / "daily" / "source.yml").write_text("language: fr\n")
    run_once(small, warehouse, after_listing=lambda: article.rename(away))
    assert rows(warehouse, "select path from facts.rejects") == [("daily/1.txt",)]
    away.rename(article)
    run_once(small, warehouse)
    assert rows(warehouse, "select distinct language from facts.documents") == [("fr",)]
    assert sound(small, warehouse) == []


def test_a_reject_whose_number_changes_is_the_same_reject(small: Path, warehouse: Path) -> None:
    feed, bad = small / "daily" / "feed.jsonl", '{"headline": "Port"}\n'
    feed.write_text(line(1) + bad + line(2))
    run_once(small, warehouse)
    feed.write_text(line(3) + line(1) + bad + line(2))
    run_once(small, warehouse)
    assert rows(warehouse, "select record_no, tries from facts.rejects") == [(2, 2)]
    assert rows(warehouse, "select count(*) from ops.reject_history") == [(0,)]
    feed.write_text(line(3) + line(1) + line(4) + line(2))
    run_once(small, warehouse)
    assert rows(warehouse, "select record_no, ended_as from ops.reject_history") == [(2, "loaded")]


def test_what_moves_of_an_earlier_version_of_a_file_takes_nothing_from_the_present_one(
    small: Path, warehouse: Path
) -> None:
    feed, other = small / "daily" / "feed.jsonl", small / "other" / "feed.jsonl"
    feed.write_text(line(1) + line(2))
    run_once(small, warehouse)
    feed.write_text(line(3))
    run_once(small, warehouse)
    feed.unlink()
    put(small, "other/feed.jsonl", line(1))
    assert other.exists()
    run_once(small, warehouse)
    assert rows(
        warehouse,
        "select path, loaded_count from ops.files where doc_id is null and is_current order by path",
    ) == [("daily/feed.jsonl", 1), ("other/feed.jsonl", 1)]
    assert sound(small, warehouse) == []


def test_what_lies_below_a_folder_that_cannot_be_listed_is_not_gone(
    small: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small / "daily" / "may").mkdir()
    (small / "daily" / "may" / "empty.txt").write_text("")
    run_once(small, warehouse)
    (small / "daily" / "may").rename(small.parent / "may")
    (small / "daily" / "may").symlink_to(small.parent / "may")  # as one whose rights were taken, for any user
    assert run_once(small, warehouse).gone == ()
    assert rows(warehouse, "select path from facts.rejects order by path") == [
        ("daily/may",),
        ("daily/may/empty.txt",),
    ]


def test_an_empty_folder_is_no_success_where_files_are_known(small: Path, warehouse: Path) -> None:
    run_once(small, warehouse)
    small.rename(small.parent / "away")
    small.mkdir()
    with pytest.raises(
        InputError, match="is empty, and the warehouse knows 3 of its files: see that its disk"
    ):
        run_once(small, warehouse)


def test_rules_are_named_before_they_are_read(
    small: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that what is saved while a run starts is applied by the next, and never taken for applied."""
    read: list[str] = []
    for name in ("ruleset_id", "load_lexicon"):
        real = getattr(runs, name)
        monkeypatch.setattr(runs, name, lambda real=real, name=name: (read.append(name), real())[1])
    plan_run(small, Warehouse(warehouse), Settings())
    assert read == ["ruleset_id", "load_lexicon"]
    read.clear()
    monkeypatch.setattr("flows.inputs.name_rules_id", lambda folder: read.append("id") or "as it was")
    real_words = inputs.read_authority
    monkeypatch.setattr("flows.inputs.read_authority", lambda f: (read.append("words"), real_words(f))[1])
    assert load_name_knowledge().rules_id == "as it was"
    assert read == ["id", "words"]


def test_of_rules_edited_during_a_run_the_details_are_not_recorded(
    small: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = iter(["0123456789ab", "edited since"])
    monkeypatch.setattr("flows.runs.ruleset_id", lambda: next(ids))
    run_once(small, warehouse)
    assert rows(warehouse, "select ruleset_id, reader_id, rest_id, phrases from ops.rulesets") == [
        ("0123456789ab", "", "", [])
    ]


def test_a_warehouse_in_which_a_document_is_loaded_and_rejected_at_one_place_is_mended(
    small: Path, warehouse: Path
) -> None:
    run_once(small, warehouse)
    warehouse.resolve().chmod(0o644)
    with duckdb.connect(warehouse.resolve()) as connection:  # as an earlier sayso could leave it
        connection.execute(
            "insert into facts.rejects by name select path, record_no, doc_id, 'no_article' as reason,"
            " 'x' as detail, 1 as size_bytes, 'r' as run_id, now() as first_seen, now() as last_seen,"
            " 1 as tries from facts.documents where path = 'daily/1.txt'"
        ).fetchall()
    (small / "daily" / "late.txt").write_text("The mayor of Lamu opened a school.\n")
    run_once(small, warehouse)
    assert rows(warehouse, "select path from facts.documents order by path") == [
        ("daily/0.txt",),
        ("daily/2.txt",),
        ("daily/late.txt",),
    ]
    assert rows(warehouse, "select outcome from ops.files where path = 'daily/1.txt'") == [("rejected",)]
