"""`sayso …` as a person types it: what it prints, and that every failure is one line with an exit code."""

import contextlib
import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli import _prepare_prefect, _warehouse
from flows.prefect_home import MOST_BYTES, database_problem, forget_history, put_aside
from flows.warehouse import Warehouse, WarehouseError
from tests.running import run_once


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    (folder / "raw" / "daily").mkdir(parents=True)
    (folder / "raw" / "daily" / "1.txt").write_text(
        "Bridge opens in Garissa\n\nThe mayor, Amina Odhiambo, opened a bridge.\n\nPrint Friendly, PDF & Email\n"
    )
    (folder / "raw" / "daily" / "2.txt").write_bytes(b"")
    run_once(folder / "raw", folder / "warehouse" / "sayso.duckdb")
    return folder


def sayso(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", *arguments],
        cwd=folder,
        capture_output=True,
        timeout=120,
        check=False,
        env={
            "PYTHONPATH": str(Path(__file__).parent.parent.parent),
            "PATH": "/usr/bin:/bin",
            "COLUMNS": "200",
        },
    )
    # Decoded here: text mode would hide which line ends are written.
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def test_help_teaches_the_way_in(loaded: Path) -> None:
    shown = sayso(loaded, "--help").stdout
    for word in ("ingest", "status", "rejects", "removals", "sql", "raw/<source>/", "Exit codes"):
        assert word in shown


def test_ingest_says_that_nothing_is_new(loaded: Path) -> None:
    done = sayso(loaded, "ingest")
    assert done.stdout.startswith("Nothing new: 2 documents are known and unchanged.")
    assert (done.returncode, done.stderr) == (0, "")
    runs = json.loads(sayso(loaded, "status", "--json").stdout)["runs"]  # that it ran is seen too
    assert len(runs) > 1
    assert (runs[0]["unchanged_count"], runs[0]["missing_count"]) == (2, 0)


def test_what_a_check_found_is_told_in_words(loaded: Path) -> None:
    told = "warn_many_rejected: 1 rows (Sources of which more than a tenth of the current files is rejected); first: "
    assert told + "source_id daily, rejected_count 1, record_count 2\n" in sayso(loaded, "status").stdout
    (finding,) = json.loads(sayso(loaded, "status", "--json").stdout)["findings"]
    assert (finding["check_name"], finding["severity"], finding["row_count"]) == (
        "warn_many_rejected",
        "warn",
        1,
    )


def test_json_is_json_whatever_the_cells_are(loaded: Path) -> None:
    query = "select 'nan'::double as a, '-inf'::double as b, map {date '2026-01-02': 1} as c, 0.5 as d"
    shown = json.loads(sayso(loaded, "sql", "--json", query).stdout, parse_constant=pytest.fail)
    assert shown == [{"a": None, "b": None, "c": {"2026-01-02": 1}, "d": "0.5"}]


def test_json_keeps_columns_of_one_name_apart(loaded: Path) -> None:
    done = sayso(loaded, "sql", "--json", "select 1 as name, 2 as name, 3 as name, 4 as name_1")
    assert json.loads(done.stdout) == [{"name": 1, "name_2": 2, "name_3": 3, "name_1": 4}]


def test_sql_prints_a_table_json_or_csv(loaded: Path) -> None:
    query = "select path, reason from facts.rejects"
    assert "empty" in sayso(loaded, "sql", query).stdout
    assert json.loads(sayso(loaded, "sql", "--json", query).stdout) == [
        {"path": "daily/2.txt", "reason": "empty"}
    ]
    assert sayso(loaded, "sql", "--csv", "select 1 as n, '=1+1' as cell").stdout == "n,cell\n1,'=1+1\n"


@pytest.mark.parametrize(
    "query",
    [
        "from read_text('/etc/passwd')",
        "copy facts.documents to '/tmp/stolen.csv'",
        "delete from facts.documents",
        "set enable_external_access = true",
        "attach '/tmp/other.duckdb'",
        "selec 1",
        "from marts.no_such_table",
        "",
        "/* nothing */ ;",
    ],
)
def test_sql_can_read_the_warehouse_and_nothing_else(loaded: Path, query: str) -> None:
    done = sayso(loaded, "sql", query)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("sayso: ")
    assert "Traceback" not in done.stderr


def test_sql_lists_the_tables_of_all_schemas_and_takes_names_without_one(loaded: Path) -> None:
    shown = sayso(loaded, "sql", "--csv", "show tables").stdout.splitlines()
    assert {"entity_spellings", "entities", "documents", "runs"} < set(shown)
    assert sayso(loaded, "sql", "--csv", "select count(*) as n from documents").stdout == "n\n1\n"


def test_a_server_of_prefect_that_does_not_answer_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    with pytest.raises(WarehouseError, match=r"no answer from PREFECT_API_URL http://127\.0\.0\.1:9/api \("):
        _prepare_prefect(Warehouse(tmp_path / "sayso.duckdb"))


def database(home: Path, revision: str) -> Path:
    with contextlib.closing(sqlite3.connect(home / "prefect.db")) as connection:
        connection.execute("create table alembic_version (version_num)")
        connection.execute("insert into alembic_version values (?)", [revision])
        connection.commit()
    return home / "prefect.db"


def test_a_database_of_prefect_that_cannot_be_used_is_put_aside(tmp_path: Path) -> None:
    assert database_problem(tmp_path) is None
    sound = database(tmp_path, "a3b9c7d2e5f1")
    assert database_problem(tmp_path) is None
    with contextlib.closing(sqlite3.connect(sound)) as connection:
        connection.execute("update alembic_version set version_num = 'ffffffffffff'")
        connection.commit()
    assert "another Prefect made it" in (database_problem(tmp_path) or "")
    sound.write_bytes(b"no database at all" * 1000)
    assert "not a database" in (database_problem(tmp_path) or "")
    assert put_aside(tmp_path).read_bytes().startswith(b"no database at all")
    assert database_problem(tmp_path) is None


def test_what_earlier_runs_told_prefect_is_forgotten_once_it_is_large(tmp_path: Path) -> None:
    file = tmp_path / "prefect.db"
    with file.open("wb") as opened:
        opened.truncate(MOST_BYTES)
    forget_history(tmp_path)
    assert file.exists()
    tmp_path.joinpath("prefect.db-wal").write_bytes(b"one more")
    forget_history(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_sql_stops_after_its_time(loaded: Path) -> None:
    done = sayso(
        loaded,
        "sql",
        "--seconds",
        "1",
        "select count(*) from range(1000000) a, range(1000000) b where a.range % 7 = b.range % 11",
    )
    assert done.returncode == 74


def test_a_run_from_the_command_line_keeps_to_the_memory_that_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("sayso.toml").write_text("database_memory = 96\nkeep_versions = 5\n")
    target = _warehouse(Path("warehouse/sayso.duckdb"))
    assert (target.database_memory, target.keep_versions) == (96, 5)
    with target.lock(), target.build("20260101T000000Z-0000") as build:
        assert build._run("select current_setting('memory_limit')") == [("91.5 MiB",)]


def test_removals_marks_what_was_taken(loaded: Path) -> None:
    (row,) = json.loads(sayso(loaded, "sql", "--json", "select doc_id from facts.documents").stdout)
    shown = sayso(loaded, "removals", row["doc_id"][:8]).stdout
    assert "The mayor, Amina Odhiambo, opened a bridge." in shown
    assert ": Print Friendly, PDF & Email]" in shown


def test_status_counts_and_balances(loaded: Path) -> None:
    shown = json.loads(sayso(loaded, "status", "--json").stdout)
    assert (shown["documents"], shown["rejects"]) == (1, 1)
    assert shown["runs"][0]["missing_count"] == 0


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["ingest", "--raw", "nowhere"], 65, "there is no folder nowhere"),
        (["sql", "select 1", "--warehouse", "none.duckdb"], 74, "run `sayso ingest` first"),
        (["publish", "--warehouse", "none.duckdb"], 74, "run `sayso ingest` first"),
        (["removals", "zzz"], 74, "0 documents have an id"),
        (["ingest", "--batch-size", "0"], 2, "batch-size"),
        (["sql", "select 1", "--seconds", "0"], 2, "--query-seconds: query_seconds = 0.0 will not do"),
        (["sql", "select 1", "--seconds", "nan"], 2, "Input should be"),
        (["swim"], 2, "No such command"),
        (["ingest", "--raw", ""], 2, "an empty path names nothing"),
        (["ingest", "--raw", "."], 2, "it would be read as articles, raw is '.'"),
        (
            ["ingest", "--raw", "nowhere", "--warehouse", "fresh/sayso.duckdb"],
            65,
            "there is no folder nowhere",
        ),
    ],
)
def test_failures_are_one_line_and_an_exit_code(
    loaded: Path, arguments: list[str], code: int, says: str
) -> None:
    done = sayso(loaded, *arguments)
    assert done.returncode == code
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_failure_inside_the_flow_is_told_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "raw" / "daily").mkdir(parents=True)
    (tmp_path / "raw" / "daily" / "1.txt").write_text("The mayor of Garissa opened a bridge.\n")
    # A folder in the place of the file that the run wants to make: found only when it builds.
    (tmp_path / "warehouse" / "generations" / ".build-000001.duckdb").mkdir(parents=True)
    done = sayso(tmp_path, "ingest")
    assert done.returncode == 74
    assert "Traceback" not in done.stdout + done.stderr
    assert "\nsayso: could not build a new version in warehouse" in done.stderr
    assert not (tmp_path / "warehouse" / "sayso.duckdb").exists()
