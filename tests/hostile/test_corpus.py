"""Every hostile file comes to its end, in one run, beside good ones: none hangs it, stops it or leaves its room."""

import csv
import json
import os
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from flows.exports import export
from flows.inputs import printable
from flows.terminal import inert
from flows.warehouse import Warehouse
from tests.hostile.corpus import FORMULA, NOT_LISTED, SCRIPT, SQL, Case, cases, write
from tests.running import WHOLE, rows, run_once

# The run that is watched, in a process of its own: what it needed at most is its own figure.
RUN = """
import json, resource, sys
from pathlib import Path
from flows.limits import WorkerLimits
from tests.running import run_once
raw, warehouse, seconds = Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])
plan = run_once(raw, warehouse, worker_limits=WorkerLimits(seconds=seconds))
print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
"""
SECONDS = 60.0 if WHOLE else 20.0  # a busy machine must not make a slow document of a long one
MEMORY_MB = 1_000  # of the process that reads archives and loads; a worker's 2 GB are its own limit


def everything_below(folder: Path) -> dict[Path, tuple[int, int]]:
    """Path -> size and time of change, links not followed."""
    found = {}
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            status = (Path(parent) / name).lstat()
            found[Path(parent) / name] = (status.st_size, status.st_ctime_ns)
    return found


@pytest.fixture(scope="module")
def corpus() -> list[Case]:
    return cases(whole=WHOLE)


@pytest.fixture(scope="module")
def ran(corpus: list[Case], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with raw/ and the warehouse that one run made of it; the run's own promises are checked here."""
    folder = tmp_path_factory.mktemp("hostile")
    write(folder / "raw", corpus)
    (folder / "elsewhere").mkdir()
    time.sleep(2.1)  # a file that changed a moment ago is looked at again by the next run
    before = everything_below(folder)
    done = subprocess.run(
        [sys.executable, "-c", RUN, folder / "raw", folder / "warehouse" / "sayso.duckdb", str(SECONDS)],
        cwd=folder / "elsewhere",
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent.parent), "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=1800,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout) < MEMORY_MB
    after = everything_below(folder)
    strayed = {
        path
        for path, state in after.items()
        if before.get(path) != state and (folder / "warehouse") not in (path, *path.parents)
    }
    assert not strayed, "a run writes below warehouse/ and nowhere else"
    assert before.keys() <= after.keys()
    return folder


def test_there_are_enough_and_no_two_alike(corpus: list[Case]) -> None:
    contents = [case.content for case in corpus if isinstance(case.content, bytes)]
    assert len(corpus) >= 300
    assert len(set(contents)) == len(contents) - 1  # the twins are alike on purpose


def test_each_comes_to_its_end(corpus: list[Case], ran: Path) -> None:
    warehouse = ran / "warehouse" / "sayso.duckdb"
    ended: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for path, loaded, duplicate in rows(
        warehouse, "select path, loaded_count, duplicate_count from ops.files"
    ):
        ended[path] += Counter(loaded=loaded, duplicate=duplicate)
    for path, reason, count in rows(
        warehouse, "select path, reason, count(*) from facts.rejects group by all"
    ):
        ended[path] += Counter({reason: count})
    expected = {
        "/".join(map(printable, case.path.split("/"))): case.ends for case in corpus if case.end != NOT_LISTED
    }
    assert {path: ended.get(path) for path in expected | ended if expected.get(path) != ended.get(path)} == {}


def test_what_is_loaded_still_tells_its_story(ran: Path) -> None:
    hidden = "select path from facts.documents where not contains(clean_text, 'Garissa') order by path"
    assert rows(ran / "warehouse" / "sayso.duckdb", hidden) == []


def test_nothing_outside_raw_was_read(ran: Path) -> None:
    secret = "select path from facts.documents where text like '%root:%:0:0:%' or title like '%root:%:0:0:%'"
    assert rows(ran / "warehouse" / "sayso.duckdb", secret) == []


def test_the_run_adds_up_and_the_next_one_finds_nothing_to_do(ran: Path) -> None:
    warehouse = ran / "warehouse" / "sayso.duckdb"
    assert rows(warehouse, "select distinct missing_count from marts.run_balance") == [(0,)]
    assert rows(warehouse, "select count(*) from ops.checks where severity = 'fail' and row_count > 0") == [
        (0,)
    ]
    assert run_once(ran / "raw", warehouse).is_quiet


def test_code_in_fields_is_kept_as_text_and_comes_out_harmless(ran: Path, tmp_path: Path) -> None:
    query = (
        "select title, author, url, clean_text from facts.documents"
        " where path = 'records/what spreadsheets, databases and browsers run.jsonl' order by record_no"
    )
    stored = rows(ran / "warehouse" / "sayso.duckdb", query)
    assert {FORMULA, SQL, SCRIPT} <= {title for title, *_ in stored}
    assert all(title == author for title, author, *_ in stored)
    shown = subprocess.run(
        [
            *(sys.executable, "-m", "flows.cli", "sql", "--csv", query),
            *("--warehouse", ran / "warehouse" / "sayso.duckdb"),
        ],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent.parent)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    written = list(csv.reader(shown.splitlines(keepends=True)))
    assert [[inert(cell) for cell in row] for row in stored] == written[1:]
    assert not [cell for row in written for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_no_cell_of_an_export_runs_in_a_spreadsheet(ran: Path, tmp_path: Path) -> None:
    target = Warehouse(ran / "warehouse" / "sayso.duckdb")
    manifest = export(target, tmp_path / "csv", ["facts", "corpus", "marts", "ops"], "csv")
    csv.field_size_limit(100_000_000)
    starts = Counter[str]()
    with target.read() as reader:
        for table in manifest["tables"]:
            numbers = {
                name
                for name, kind in reader.rows(
                    "select column_name, data_type from duckdb_columns()"
                    " where schema_name || '.' || table_name = ?",
                    [table["table"]],
                )
                if kind != "VARCHAR"
            }
            with (tmp_path / "csv" / table["file"]).open(newline="", encoding="utf-8") as file:
                for row in csv.DictReader(file):
                    starts.update(cell[0] for name, cell in row.items() if cell and name not in numbers)
    assert not starts.keys() & set("=+-@\t\r")
    assert starts["'"] > 20, "formulas were there"
