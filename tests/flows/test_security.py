"""Article text, file names and queries are hostile: they become no SQL, no file, no log line, no terminal command."""

import ast
import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from flows.document.extract import DocumentFacts
from flows.document.records import RawDocument, RejectedError, RejectReason
from flows.limits import WorkerLimits
from flows.terminal import inert, print_table, printable
from flows.warehouse import Warehouse, WarehouseError
from flows.workers import WorkerPool
from tests.running import rows, run_once

FLOWS = Path(__file__).parent.parent.parent / "flows"
SECRET = "Zyxwvutsrq"
# What may be put into SQL other than by binding, by module: names of our own tables and columns, statements of our
# own files, and text that went through `_literal`. Whatever is added here needs a person to see that it is no input.
PUT_INTO_SQL = {
    "warehouse.py": {
        *("folder[2:]", "table.full_name", "name", "schema", "columns", "query", "options"),
        *(
            "literal(str(file))",
            "literal(str(file.parent))",
            "int(seconds * 1000)",
            "int(self.database_memory)",
        ),
    },
    "loading.py": {"table", "run_id", "marks", "', '.join(RunRow.__slots__)", "_SAME_REJECT"},
    "making.py": {"what", "table", "mart.full_name", "mart.statement", "statement"},
    "database.py": {"what", "table.full_name", "column", "literal(table.grain)", "literal(meaning)"},
    "further_links.py": {"table"},
    "further_names.py": {"of_asked", "gone", "kind"},  # a kind is one of our enum
    "name_tables.py": {"query"},
    "local_marts.py": {  # names of databases, tables and columns of our own, and what is built from them
        *("local.before", "local.now.name", "local.now.table(table)", "local.then.table(table)", "table"),
        *("mart.full_name", "keys[0]", "made", "same", "statement", "is_touched", "_sums(mart)[0]"),
        "_merged(mart, keys, gone, come)",
    },
    "touched_rows.py": {
        *("self.name", "self._source", "name", "schema", "table", "given", "of_documents"),
        *("mart.full_name", "mart.statement"),
    },
    "schema.py": {"table.full_name", "column", "', '.join(columns)", "', '.join(values)"},
    "exports.py": {"table", "column", "', '.join(cells)", "order", "_FORMULA"},
    "fact_diff.py": {  # names of our own tables and columns, and what is built from them
        *("table", "name", "listed", "old", "new", "join", "named", "change", "rule", "is_new", "is_gone"),
        *("same", "side", "other", "rest", "order", "of_event", "rule or 'null'"),
    },
    "rederive.py": {"STORED_QUERY", "STORED_ORDER"},
    # `statement` is a check of sql/4_checks, `relation` a mart or its query of sql/3_marts
    "verification.py": {"table", "name", "columns", "statement", "relation"},
    "rejects.py": {"_HISTORY if history else LISTED", "table", "'ended_at desc, ' if history else ''"},
}
SQL_WORD = re.compile(
    r"\b(select|insert into|update|delete from|create|drop table|copy|comment on|set|case when|old\.|source\.)"
)


def interpolated(module: Path) -> set[str]:
    """Every expression that an f-string of this module puts into SQL."""
    return {
        ast.unparse(part.value)
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr)
        and SQL_WORD.match(
            "".join(str(each.value) for each in node.values if isinstance(each, ast.Constant)).strip()
        )
        for part in node.values
        if isinstance(part, ast.FormattedValue)
    }


@pytest.mark.parametrize("module", sorted(PUT_INTO_SQL))
def test_what_is_put_into_sql_is_never_input(module: str) -> None:
    assert interpolated(FLOWS / module) - PUT_INTO_SQL[module] == set()


def test_no_other_module_builds_sql() -> None:
    """The linter's rule S608 watches the rest; it is off for these modules alone."""
    lines = (FLOWS.parent / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    named = [
        re.findall(r"\w+", line.split("=")[0])
        for line in lines
        if "S608" in line and line.startswith('"flows')
    ]
    assert {f"{name}.py" for names in named for name in names if name not in ("flows", "py")} == set(
        PUT_INTO_SQL
    )


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("security")
    (folder / "raw" / "daily").mkdir(parents=True)
    (folder / "raw" / "daily" / "1.txt").write_text("The mayor of Garissa opened a bridge.\n")
    run_once(folder / "raw", folder / "warehouse" / "sayso.duckdb")
    return folder


@pytest.mark.parametrize(
    "query",
    [
        "from read_csv('/etc/passwd')",
        "from glob('/etc/*')",
        "from '/etc/hostname'",
        "from sniff_csv('/etc/passwd')",
        "from parquet_metadata('/etc/passwd')",
        "copy (select 1) to '/dev/stdout'",
        "export database 'stolen'",
        "import database 'stolen'",
        "attach ':memory:' as other",
        "install httpfs",
        "load httpfs",
        "select getenv('HOME')",
        "create table facts.more as select 1",
        "create macro f(x) as x",
        "create secret (type s3)",
        "from duckdb_secrets()",
        "update facts.documents set text = ''",
        "select 1; copy facts.documents to 'stolen.csv'",
        "reset lock_configuration",
        "set max_execution_time = 0",
        "from frame",  # a variable of the caller
    ],
)
def test_a_strangers_query_reaches_nothing_but_the_warehouse(
    loaded: Path, query: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    frame = pl.DataFrame({"a": [1]})
    assert frame.height == 1
    monkeypatch.chdir(tmp_path)
    with Warehouse(loaded / "warehouse" / "sayso.duckdb").read() as reader, pytest.raises(WarehouseError):
        reader.stranger(query, 10)
    assert not list(tmp_path.iterdir())


def test_article_text_is_in_no_log_and_not_in_the_state_of_prefect(tmp_path: Path) -> None:
    folder = tmp_path / "raw" / "daily"
    folder.mkdir(parents=True)
    (folder / "1.txt").write_text(
        f"{SECRET} Odhiambo, the mayor of Garissa, said that {SECRET} would open a bridge.\n"
    )
    (folder / "2.txt").write_bytes(f"{SECRET}\n".encode() + b"\0\1\2" * 100)
    (folder / "3.html").write_text(f"<html><title>{SECRET}</title><nav>{SECRET}</nav></html>")
    (folder / "4.jsonl").write_text(f'{{"title": "{SECRET}"}}\n{{"text": "{SECRET} spoke in Lamu."}}\n')
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", "ingest"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(FLOWS.parent), "PREFECT_LOGGING_LEVEL": "DEBUG"},
        capture_output=True,
        timeout=120,
        check=True,
    )
    assert b"Finished in state Completed" in done.stdout + done.stderr
    assert SECRET.encode() not in done.stdout + done.stderr
    state = [path for path in (tmp_path / "warehouse" / ".prefect").rglob("*") if path.is_file()]
    assert any(path.suffix == ".db" for path in state)
    assert [path for path in state if SECRET.encode() in path.read_bytes()] == []
    found = rows(
        tmp_path / "warehouse" / "sayso.duckdb",
        f"select count(*) from facts.mentions where surface ~ '{SECRET}.*'",
    )
    assert found[0][0] > 0


def tell_limits(raw: RawDocument) -> DocumentFacts:
    limits = {
        name: resource.getrlimit(getattr(resource, name))
        for name in ("RLIMIT_AS", "RLIMIT_CORE", "RLIMIT_CPU")
    }
    raise RejectedError(RejectReason.EMPTY, json.dumps(limits))


def test_a_worker_has_limits_of_memory_core_file_and_processor_time() -> None:
    with WorkerPool(tell_limits, 1, WorkerLimits(seconds=5, memory_bytes=1_500_000_000)) as pool:
        (done,) = pool.extract([RawDocument("d", "test", "1", None, b"x")])
    assert done.rejected is not None
    limits = json.loads(done.rejected.detail)
    assert limits["RLIMIT_AS"] == [1_500_000_000, 1_500_000_000]
    assert limits["RLIMIT_CORE"] == [0, 0]
    assert 5 <= limits["RLIMIT_CPU"][0] <= 60


def test_files_are_made_as_the_umask_says(tmp_path: Path) -> None:
    (tmp_path / "raw" / "daily").mkdir(parents=True)
    for number, mask in ((1, 0o077), (2, 0o022)):
        (tmp_path / "raw" / "daily" / f"{number}.txt").write_text(
            f"The mayor of Garissa opened bridge {number}.\n"
        )
        before = os.umask(mask)
        try:
            run_once(tmp_path / "raw", tmp_path / "warehouse" / "sayso.duckdb")
        finally:
            os.umask(before)
    modes = {
        str(path.relative_to(tmp_path / "warehouse")): path.stat().st_mode & 0o777
        for path in (tmp_path / "warehouse").rglob("*")
        if not path.is_symlink()
    }
    assert modes == {
        "generations": 0o700,
        "generations/000001.duckdb": 0o400,
        "generations/000002.duckdb": 0o444,
        ".parts": 0o700,
        ".publish.lock": 0o600,
    }


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_a_spreadsheet_would_run_is_quoted(sign: str) -> None:
    assert inert(f"{sign}cmd|' /C calc'!A0") == f"'{sign}cmd|' /C calc'!A0"
    assert inert(f"a{sign}b") == f"a{sign}b"


def test_numbers_stay_numbers() -> None:
    assert [inert(cell) for cell in (-1, 2.5, None, True)] == [-1, 2.5, None, True]


def test_nothing_that_is_printed_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "a\x1b[31mred\x07\u202egpj.exe\u2066\x9b2J\x00b"
    assert printable(hostile) == "a[31mredgpj.exe2Jb"
    print_table(["[bold]name", "cell"], [[hostile, "[link=http://evil.example]x[/link]"]])
    shown = capsys.readouterr().out
    assert not set(shown) & set("\x1b\x07\u202e\u2066\x9b\x00")
    assert "[bold]name" in shown
    assert "[link=http://evil.example]x[/link]" in shown
