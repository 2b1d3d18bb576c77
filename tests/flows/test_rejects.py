"""What was not loaded can be looked at and tried again; what passes leaves the list and keeps its history."""

import json
import shutil
from pathlib import Path

import pytest

from flows.cli import _say_run
from flows.document.page_limits import ReadLimits
from flows.limits import WorkerLimits
from flows.rejects import ask_for_retry, open_requests
from flows.warehouse import Warehouse
from tests.flows.test_cli import sayso
from tests.running import rows, run_once

LARGE = "The mayor of Garissa opened a bridge on Monday. " * 50


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sources; one file is too large for the limit of the first run."""
    folder = tmp_path_factory.mktemp("rejects")
    for name, content in {
        "daily/large.txt": LARGE,
        "daily/good.txt": "The mayor of Mombasa opened a school.\n",
        "weekly/empty.txt": "",
        "weekly/more/blank.txt": " \n",
    }.items():
        (folder / "raw" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "raw" / name).write_text(content)
    run_once(folder / "raw", folder / "warehouse" / "sayso.duckdb", read_limits=ReadLimits(max_bytes=1000))
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "all", symlinks=True, copy_function=shutil.copy2)
    target = Warehouse(tmp_path / "all" / "warehouse" / "sayso.duckdb")
    # The copies have times of their own: let the ledger know them, so that nothing else is new.
    run_once(tmp_path / "all" / "raw", target.file, read_limits=ReadLimits(max_bytes=1000))
    return tmp_path / "all"


@pytest.mark.parametrize(
    ("arguments", "paths"),
    [
        ((), ["daily/large.txt", "weekly/empty.txt", "weekly/more/blank.txt"]),
        (("--reason", "empty"), ["weekly/empty.txt", "weekly/more/blank.txt"]),
        (("--source", "daily"), ["daily/large.txt"]),
        (("--path", "weekly/more"), ["weekly/more/blank.txt"]),
        (("--path", "weekly/empty.txt", "--reason", "empty"), ["weekly/empty.txt"]),
        (("--history",), []),
    ],
)
def test_rejects_are_listed_by_reason_source_and_path(
    made: Path, arguments: tuple[str, ...], paths: list[str]
) -> None:
    found = json.loads(sayso(made, "rejects", *arguments, "--json").stdout)
    assert sorted(each["path"] for each in found) == paths
    assert all(each["tries"] == 1 and each["first_seen"] == each["last_seen"] for each in found)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--reason", "emty"), "no reject has the reason 'emty'; did you mean 'empty'?"),
        (("--source", "dayly"), "no reject has the source 'dayly'; did you mean 'daily'?"),
        (("--path", "daily/good.txt"), "no reject has the path 'daily/good.txt'"),
    ],
)
def test_what_no_reject_has_is_told(made: Path, arguments: tuple[str, ...], says: str) -> None:
    done = sayso(made, "rejects", *arguments)
    assert (done.returncode, done.stdout) == (65, "")
    assert done.stderr.startswith(f"sayso: {says}")


def test_a_retry_reads_what_was_asked_for_and_nothing_else(folder: Path) -> None:
    target = Warehouse(folder / "warehouse" / "sayso.duckdb")
    assert "1 rejects in 1 files" in sayso(folder, "rejects", "retry", "--reason", "too_large").stdout
    assert "1 rejects in 1 files" in sayso(folder, "rejects", "retry", "weekly/more/").stdout
    assert len(open_requests(target)) == 2
    plan = run_once(folder / "raw", target.file)
    assert [file.path for batch in plan.batches for file in batch.files] == [
        "daily/large.txt",
        "weekly/more/blank.txt",
    ]
    assert rows(target.file, "select path, tries from facts.rejects order by path") == [
        ("weekly/empty.txt", 1),
        ("weekly/more/blank.txt", 2),
    ]
    assert rows(target.file, "select path, reason, ended_as from ops.reject_history") == [
        ("daily/large.txt", "too_large", "loaded")
    ]
    assert json.loads(sayso(folder, "rejects", "--history", "--json").stdout)[0]["ended_as"] == "loaded"
    assert open_requests(target) == {}
    assert run_once(folder / "raw", target.file).batches == ()
    assert rows(target.file, "select distinct missing_count from marts.run_balance") == [(0,)]


def test_a_request_for_a_file_that_is_gone_is_forgotten_by_the_next_run(folder: Path) -> None:
    target = Warehouse(folder / "warehouse" / "sayso.duckdb")
    ask_for_retry(target, ["weekly/empty.txt"])
    for name in ("weekly/empty.txt", "daily/large.txt"):
        (folder / "raw" / name).unlink()
    done = sayso(folder, "ingest")
    assert done.stdout.startswith("Nothing new")
    assert done.stdout.endswith("2 known files are no longer in raw/; what they brought stays.\n")
    assert open_requests(target) == {}


def test_a_run_says_what_left_the_facts_and_what_is_gone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    counts = {"seen": 3, "loaded": 1, "duplicate": 0, "unchanged": 1, "rejected": 1, "warnings": []}
    _say_run(
        {**counts, "generation": 4, "entities": 7, "left": 1, "gone": 2},
        Warehouse(tmp_path / "s.duckdb"),
        as_json=False,
    )
    assert capsys.readouterr().out.splitlines()[1:3] == [
        "2 known files are no longer in raw/; what they brought stays.",
        "1 documents left the facts: by what is in force now they are rejected.",
    ]


def test_a_request_made_while_a_run_is_at_work_waits_for_the_next(folder: Path) -> None:
    from flows.runs import plan_run, tidy_up
    from flows.settings import Settings

    target = Warehouse(folder / "warehouse" / "sayso.duckdb")
    ask_for_retry(target, ["weekly/empty.txt"])
    plan = plan_run(folder / "raw", target, Settings())
    ask_for_retry(target, ["daily/large.txt"])
    tidy_up(target, plan.retry_requests)
    assert list(open_requests(target).values()) == [frozenset({"daily/large.txt"})]


def test_a_torn_request_asks_for_nothing_and_stops_no_run(folder: Path) -> None:
    target = Warehouse(folder / "warehouse" / "sayso.duckdb")
    ask_for_retry(target, ["weekly/empty.txt"])
    (target.folder / ".retry" / "0.json").write_bytes(b"")
    (target.folder / ".retry" / "1.json").write_bytes(b'["weekly/mo')
    run_once(folder / "raw", target.file)
    assert rows(target.file, "select path, tries from facts.rejects order by path") == [
        ("weekly/empty.txt", 2),
        ("weekly/more/blank.txt", 1),
    ]
    assert open_requests(target) == {}


def test_only_the_rejected_records_of_a_file_are_loaded_again(tmp_path: Path) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse" / "sayso.duckdb"
    (raw / "feed").mkdir(parents=True)
    records = [{"text": "The mayor of Lamu opened a port."}, {"text": LARGE}]
    (raw / "feed" / "all.jsonl").write_text("".join(json.dumps(each) + "\n" for each in records))
    run_once(raw, warehouse, read_limits=ReadLimits(max_bytes=1000), worker_limits=WorkerLimits(seconds=30))
    assert rows(warehouse, "select loaded_count, rejected_count from ops.files") == [(1, 1)]
    ask_for_retry(Warehouse(warehouse), ["feed/all.jsonl"])
    run_once(raw, warehouse)
    assert rows(warehouse, "select loaded_count, unchanged_count, rejected_count from ops.files") == [
        (1, 1, 0)
    ]
    assert rows(warehouse, "select record_no, ended_as from ops.reject_history") == [(1, "loaded")]


def test_retry_asks_which(made: Path) -> None:
    done = sayso(made, "rejects", "retry")
    assert done.returncode == 2
    assert "or say --all" in done.stderr


def test_many_records_of_one_file_with_one_reason_are_one_line(tmp_path: Path) -> None:
    lines = ['{"text": "The mayor of Garissa opened a bridge."}', *['{"body": "a wrong key"}'] * 4]
    (tmp_path / "raw" / "feed").mkdir(parents=True)
    (tmp_path / "raw" / "feed" / "all.jsonl").write_text("\n".join(lines) + "\n")
    run_once(tmp_path / "raw", tmp_path / "warehouse" / "sayso.duckdb")
    assert len(json.loads(sayso(tmp_path, "rejects", "--json").stdout)) == 4
    shown = sayso(tmp_path, "rejects").stdout
    assert shown.count("feed/all.jsonl") == 1
    assert sayso(tmp_path, "rejects", "--each").stdout.count("feed/all.jsonl") == 4
