"""Readers never wait, never see half a load, and a run that fails leaves the version before."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows.warehouse import (
    KEPT_GENERATIONS,
    CheckFailedError,
    Warehouse,
    WarehouseBusyError,
    WarehouseError,
)
from tests.running import WHOLE, rows, run_once

# A reader in a process of its own: holds one connection all the time and reconnects all the time. Each version
# must hold whole runs: the texts say how many documents there are.
READER = """
import sys, time
import duckdb
file, stop = sys.argv[1], sys.argv[2]
import os
held = duckdb.connect(os.path.realpath(file), read_only=True)
before = held.execute("select count(*) from facts.documents").fetchone()
print("ready", flush=True)
reads, last, stopping = 0, 0, False
while not stopping:
    stopping = os.path.exists(stop)
    assert held.execute("select count(*) from facts.documents").fetchone() == before
    with duckdb.connect(os.path.realpath(file), read_only=True) as fresh:
        documents, loaded = fresh.execute(
            "select (select count(*) from facts.documents), (select sum(loaded_count) from ops.runs)"
        ).fetchone()
    assert documents == loaded, (documents, loaded)
    assert documents >= last, (documents, last)
    last = documents
    reads += 1
    time.sleep(0.05)
print(reads, last, flush=True)
"""


def write(raw: Path, name: str, text: str) -> Path:
    path = raw / "samples" / name
    path.write_text(text, encoding="utf-8")
    return path


PUBLISHES = 1_000 if WHOLE else 10


def publish_one_more(warehouse: Path) -> None:
    """A version with one more document and run: copies, for what is tried is the publishing alone."""
    target = Warehouse(warehouse)
    with target.lock(), target.build("run") as build:
        with build.transaction():
            build._run(
                "insert into facts.documents"
                " select * replace (md5(? || doc_id)[:16] as doc_id) from facts.documents limit 1",
                [str(build.number)],
            )
            build._run(
                "insert into ops.runs select * replace ('run ' || ? as run_id, ? as generation) from ops.runs limit 1",
                [str(build.number), build.number],
            )
        build.build_marts()
        build.publish()


def test_readers_that_hold_the_file_and_reconnect_see_every_publish_whole(
    tmp_path: Path, warehouse: Path
) -> None:
    raw = tmp_path / "raw"
    (raw / "samples").mkdir(parents=True)
    write(raw, "first.txt", "A bridge was opened in Garissa.\n")
    run_once(raw, warehouse)
    stop = tmp_path / "stop"
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(READER), str(warehouse), str(stop)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    try:
        for reader in readers:
            assert reader.stdout is not None
            assert reader.stdout.readline() == "ready\n"
        for _ in range(PUBLISHES):
            publish_one_more(warehouse)
    finally:
        stop.touch()
        done = [(reader.communicate(timeout=60), reader.returncode) for reader in readers]
    assert [error for (_, error), code in done if code != 0] == []
    reads = [tuple(map(int, out.split())) for (out, _), _ in done]
    assert [last for _, last in reads] == [PUBLISHES + 1] * 3
    assert min(count for count, _ in reads) > PUBLISHES / 4
    sys.stdout.write(f"{PUBLISHES} publishes, {sum(count for count, _ in reads)} reads\n")


def test_only_the_newest_generations_are_kept(raw: Path, warehouse: Path) -> None:
    for number in range(KEPT_GENERATIONS + 2):
        write(raw, f"{number}.txt", f"A bridge was opened in Garissa on day {number}.\n")
        run_once(raw, warehouse)
    target = Warehouse(warehouse)
    assert target.numbers() == [3, 4, 5]
    assert target.current_number() == 5
    assert not list(target.generations.glob(".build-*"))
    assert not list(target.parts.iterdir())


def test_a_second_writer_is_told_who_holds_the_lock(warehouse: Path) -> None:
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, time; from pathlib import Path; from flows.warehouse import Warehouse\n"
            "with Warehouse(Path(sys.argv[1])).lock(): print('held', flush=True); time.sleep(60)",
            str(warehouse),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with (
            pytest.raises(WarehouseBusyError, match=f"process {holder.pid}, since "),
            Warehouse(warehouse).lock(),
        ):
            pass
    finally:
        holder.kill()
        holder.wait()
    with Warehouse(warehouse).lock():  # the lock died with its process
        pass


def test_a_failed_check_publishes_nothing(raw: Path, warehouse: Path) -> None:
    run_once(raw, warehouse)
    before = warehouse.resolve().read_bytes()
    target = Warehouse(warehouse)
    with (
        target.lock(),
        pytest.raises(CheckFailedError, match="fail_mentions_not_in_text"),
        target.build("run") as build,
    ):
        build._run("update facts.mentions set surface = 'no such words'")
        build.run_checks()
        build.publish()
    assert warehouse.resolve().read_bytes() == before
    assert target.numbers() == [1]
    assert not list(target.generations.glob(".build-*"))


def test_a_build_left_by_a_dead_run_does_not_disturb_the_next(raw: Path, warehouse: Path) -> None:
    run_once(raw, warehouse)
    dead = warehouse.parent / "generations" / ".build-000002.duckdb"
    dead.write_bytes(b"half a file")
    dead.with_name(f"{dead.name}.wal").write_bytes(b"half a log")
    spilled = dead.with_name(f"{dead.name}.tmp")  # a folder: rows that memory did not hold
    spilled.mkdir()
    (spilled / "duckdb_temp_storage_DEFAULT-0.tmp").write_bytes(b"half a block")
    write(raw, "new.txt", "A bridge was opened in Garissa.\n")
    run_once(raw, warehouse)
    assert rows(warehouse, "select count(*) from facts.documents") == [(6,)]
    assert not list(dead.parent.glob(".build-*"))


def test_a_version_is_made_within_the_memory_that_was_set(raw: Path, warehouse: Path) -> None:
    run_once(raw, warehouse)
    target = Warehouse(warehouse, database_memory=128)
    with target.lock(), target.build("run") as build:
        assert build.rows("select current_setting('memory_limit')") == [("122.0 MiB",)]
        spilling = build.rows("select current_setting('temp_directory')")[0][0]
        assert Path(spilling).parent == target.generations, (
            "what memory does not hold stays on the warehouse's disk"
        )
        build.build_marts()
        build.run_checks()


def test_too_little_memory_says_which_setting_to_raise(raw: Path, warehouse: Path) -> None:
    run_once(raw, warehouse)
    before = warehouse.resolve()
    target = Warehouse(warehouse, database_memory=64)
    more_than_memory = (
        "select max(len(numbers)) from (select list(i) as numbers from range(20_000_000) as t(i))"
    )
    with (
        target.lock(),
        pytest.raises(WarehouseError, match="raise database_memory"),
        target.build("run") as build,
    ):
        build.rows(more_than_memory)
    assert warehouse.resolve() == before


def test_a_corrupt_warehouse_is_one_clear_line(raw: Path, warehouse: Path) -> None:
    run_once(raw, warehouse)
    file = warehouse.resolve()
    file.chmod(0o644)
    file.write_bytes(b"this is no database" * 1000)
    with pytest.raises(WarehouseError, match=r"cannot be opened .* older file"):
        Warehouse(warehouse).read()


def test_a_file_in_place_of_the_link_is_not_overwritten(raw: Path, warehouse: Path) -> None:
    warehouse.parent.mkdir()
    duckdb.connect(warehouse).close()
    with pytest.raises(WarehouseError, match="is no link to a generation"):
        run_once(raw, warehouse)
    assert not warehouse.is_symlink()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_one_clear_line(raw: Path, warehouse: Path) -> None:
    warehouse.parent.mkdir(mode=0o555)
    with pytest.raises(WarehouseError, match=r"cannot write to .*warehouse: Permission denied"):
        run_once(raw, warehouse)


def test_the_published_file_cannot_be_opened_for_writing_by_accident(raw: Path, warehouse: Path) -> None:
    run_once(raw, warehouse)
    assert warehouse.resolve().stat().st_mode & 0o777 == 0o444


def test_a_stray_file_among_the_parts_disturbs_no_publish(raw: Path, warehouse: Path) -> None:
    parts = warehouse.parent / ".parts"
    (parts / "0123456789abcdef").mkdir(parents=True)  # a part of a dead run, of files that have changed since
    (parts / ".0123456789abcdef.1").mkdir()
    (parts / "notes.txt").write_text("put here by somebody")
    (parts / "link").symlink_to(raw)
    run_once(raw, warehouse)
    assert not list(parts.iterdir())
    assert (raw / "samples").is_dir()


def test_a_file_with_many_unused_blocks_is_written_anew(
    raw: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_once(raw, warehouse)
    target = Warehouse(warehouse)
    tables = "select schema_name, table_name, comment from duckdb_tables() order by all"
    views = "select view_name, comment from duckdb_views() where not internal order by all"
    before = [rows(warehouse, query) for query in (tables, views, "from facts.documents order by all")]
    sizes = []
    for least in (10**9, 0):
        monkeypatch.setattr("flows.warehouse.LEAST_COMPACTED_BLOCKS", least)
        with target.lock(), target.build("run") as build:
            build.rows(
                "insert into facts.related_links select uuid(), 1, uuid(), null, null, 'x' from range(200_000)"
            )
            build.rows("checkpoint")
            build.rows("delete from facts.related_links where rule = 'x'")
            build.publish()
        sizes.append(warehouse.stat().st_size)
        found = [rows(warehouse, query) for query in (tables, views, "from facts.documents order by all")]
        assert found == before
    assert sizes[1] < 0.7 * sizes[0]
    assert not list(target.generations.glob(".build*"))


def test_rows_that_are_read_in_parts_come_once_each_and_documents_whole(raw: Path, warehouse: Path) -> None:
    run_once(raw, warehouse)
    target = Warehouse(warehouse)
    query = "select doc_id, mention_id from facts.mentions order by doc_id, start_char"
    with target.lock(), target.build("run") as build:
        for row_count in (1, 2, 7, 100):
            parts = list(build.in_parts(query, row_count))
            assert pl.concat(parts).rows() == build.rows(query)
            documents = [set(part["doc_id"]) for part in parts]
            assert sum(map(len, documents)) == len(set().union(*documents)) == 5
        (nothing,) = build.in_parts(f"select * from ({query}) where false")
        assert nothing.columns == ["doc_id", "mention_id"]
        assert nothing.is_empty()
