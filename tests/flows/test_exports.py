"""What leaves the warehouse: the same bytes for the same files, cited by a manifest, harmless in a spreadsheet."""

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from flows.exports import _citation, export
from flows.inputs import InputError
from flows.warehouse import Warehouse, WarehouseError
from tests.flows.test_cli import sayso
from tests.flows.test_order import fill
from tests.running import rows, run_once

BUILD = (
    "import sys; from pathlib import Path; from tests.running import run_once\n"
    "run_once(Path(sys.argv[1]), Path(sys.argv[2]), batch_size=int(sys.argv[3]), worker_count=int(sys.argv[4]))"
)
HOSTILE = '=HYPERLINK("http://evil.example";"x")\n\n=1+1 said the mayor of Garissa. "Quoted, with commas," she said.\n'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exports")
    fill(folder / "raw")
    (folder / "raw" / "c" / "=cmd.txt").write_text(HOSTILE)
    run_once(folder / "raw", folder / "warehouse" / "sayso.duckdb")
    return folder


@pytest.fixture
def target(built: Path) -> Warehouse:
    return Warehouse(built / "warehouse" / "sayso.duckdb")


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# Hash seed, time zone, locale, batch size, worker count. Each value meets each other value somewhere.
MACHINES = [
    ("1", "Asia/Kathmandu", "tr_TR.UTF-8", "2", "1"),
    ("77", "America/St_Johns", "C", "500", "3"),
    ("1", "America/St_Johns", "C", "2", "3"),
    ("77", "Asia/Kathmandu", "tr_TR.UTF-8", "500", "1"),
    ("1", "Asia/Kathmandu", "C", "500", "1"),
    ("77", "America/St_Johns", "tr_TR.UTF-8", "2", "3"),
    ("1", "America/St_Johns", "tr_TR.UTF-8", "500", "3"),
    ("77", "Asia/Kathmandu", "C", "2", "1"),
]


@pytest.mark.parametrize("machine", MACHINES, ids="-".join)
def test_another_build_of_the_same_files_gives_the_same_bytes(
    built: Path, target: Warehouse, tmp_path: Path, machine: tuple[str, str, str, str, str]
) -> None:
    hash_seed, time_zone, locale, batch_size, worker_count = machine
    other = tmp_path / "warehouse" / "sayso.duckdb"
    subprocess.run(
        [sys.executable, "-c", BUILD, built / "raw", other, batch_size, worker_count],
        cwd=Path(__file__).parent.parent.parent,
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "TZ": time_zone, "LC_ALL": locale},
        check=True,
        timeout=120,
    )
    for kind in ("parquet", "csv"):
        export(target, tmp_path / "here" / kind, kind=kind)
        export(Warehouse(other), tmp_path / "there" / kind, kind=kind)
        here, there = bytes_of(tmp_path / "here" / kind), bytes_of(tmp_path / "there" / kind)
        assert here.keys() == there.keys()
        assert [name for name in here if here[name] != there[name]] == []


def test_the_manifest_cites_the_version_and_every_file(target: Warehouse, tmp_path: Path) -> None:
    export(target, tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert [(manifest["snapshot_id"], manifest["generation"], manifest["ruleset_id"])] == rows(
        target.file, "select snapshot_id, generation, ruleset_id from ops.runs"
    )
    listed = {each["file"]: each for each in manifest["tables"]}
    assert {path.name for path in (tmp_path / "out").iterdir()} == {*listed, "manifest.json"}
    for name, each in listed.items():
        content = (tmp_path / "out" / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == each["sha256"]
        frame = pl.read_parquet(tmp_path / "out" / name)
        assert (frame.height, frame.columns) == (each["rows"], each["columns"])
        assert frame.height == rows(target.file, f"select count(*) from {each['table']}")[0][0]
    assert listed["facts.documents.parquet"]["left_out"] == ["run_id"]
    assert {"marts.run_balance.parquet", "ops.runs.parquet"}.isdisjoint(listed)
    assert {"facts.rejects.parquet", "corpus.entities.parquet", "marts.claims.parquet"} <= listed.keys()


def test_csv_holds_the_rows_and_no_cell_that_a_spreadsheet_runs(target: Warehouse, tmp_path: Path) -> None:
    export(target, tmp_path / "safe", ["facts"], "csv")
    export(target, tmp_path / "plain", ["facts.documents"], "csv", inert=False)
    for path in (tmp_path / "safe").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                risky = [cell for cell in row.values() if cell[:1] in tuple("=+-@\t\r")]
                assert all(_is_number(cell) for cell in risky), (path.name, risky)
    for folder, quote in (("safe", "'"), ("plain", "")):
        with (tmp_path / folder / "facts.documents.csv").open(encoding="utf-8", newline="") as lines:
            found = {row["path"]: row["text"] for row in csv.DictReader(lines)}
        assert found["c/=cmd.txt"] == quote + HOSTILE
        assert len(found) == rows(target.file, "select count(*) from facts.documents")[0][0]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_an_export_is_replaced_and_nothing_else(target: Warehouse, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    export(target, folder, ["facts"], "csv")
    (folder / "notes.txt").write_text("mine")
    export(target, folder, ["marts.claims"])
    assert {path.name for path in folder.iterdir()} == {"manifest.json", "marts.claims.parquet", "notes.txt"}
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "manifest.json").write_text('{"tables": "mine"}')
    with pytest.raises(InputError, match="holds no export of sayso: name a new folder"):
        export(target, tmp_path / "mine")
    assert {path.name for path in tmp_path.iterdir()} == {"mine", "out"}


def test_a_manifest_that_names_files_elsewhere_deletes_none_of_them(
    target: Warehouse, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "precious.txt").write_text("mine")
    (tmp_path / "out" / "manifest.json").write_text('{"tables": [{"file": "../precious.txt"}]}')
    export(target, tmp_path / "out", ["marts.claims"])
    assert (tmp_path / "precious.txt").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_one_line(target: Warehouse, tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o555)
    with pytest.raises(WarehouseError, match=r"could not write .*locked"):
        export(target, tmp_path / "locked" / "out")


def test_files_are_made_as_the_umask_says(target: Warehouse, tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        export(target, tmp_path / "out", ["marts.claims"])
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "out").iterdir()} == {0o600}


def test_the_command_says_what_to_cite_and_what_it_does_not_know(
    built: Path, target: Warehouse, tmp_path: Path
) -> None:
    done = sayso(built, "export", str(tmp_path / "out"), "--tables", "marts,ops.runs", "--format", "csv")
    ((snapshot,),) = rows(target.file, "select snapshot_id from ops.runs")
    assert f"Cite snapshot {snapshot}, rules " in done.stdout
    assert {"ops.runs.csv", "marts.run_balance.csv"} <= {path.name for path in (tmp_path / "out").iterdir()}
    done = sayso(built, "export", str(tmp_path / "out2"), "--tables", "marts.claim")
    assert (done.returncode, done.stderr) == (
        65,
        "sayso: there is no table 'marts.claim'; did you mean 'marts.claims'?\n",
    )


def test_a_version_published_meanwhile_does_not_disturb_an_export(built: Path, tmp_path: Path) -> None:
    """The reader has the older file; the link leads to another one by the time the manifest is written."""
    shutil.copytree(built, tmp_path / "all", symlinks=True)
    target = Warehouse(tmp_path / "all" / "warehouse" / "sayso.duckdb")
    with target.read() as reader:
        target.version_file(1).rename(target.version_file(2))
        target.point_to(2)
        assert _citation(reader)["generation"] == 1
