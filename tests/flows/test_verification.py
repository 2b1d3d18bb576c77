"""A warehouse or a raw file that was tampered with is found; a sound one is not accused."""

import os
import shutil
import sys
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.document.records import document_id
from flows.settings import Settings
from flows.verification import Verified, verify_warehouse
from flows.warehouse import Warehouse, WarehouseError
from tests.flows.test_reprocess import fill, with_superseded
from tests.running import run_once


@pytest.fixture
def published(tmp_path: Path) -> tuple[Path, Path]:
    raw, warehouse = fill(tmp_path / "raw"), tmp_path / "warehouse" / "sayso.duckdb"
    run_once(raw, warehouse)
    return raw, warehouse


def verify(raw: Path, warehouse: Path, seed: str = "2026-11-21", **changes: object) -> dict[str, Verified]:
    settings = Settings(raw=raw, warehouse=warehouse, worker_count=2, **changes)  # type: ignore[arg-type]
    return {each.name: each for each in verify_warehouse(Warehouse(warehouse), settings, seed)}


def broken(results: dict[str, Verified]) -> set[str]:
    return {name for name, each in results.items() if each.is_broken}


def tamper(warehouse: Path, statement: str) -> None:
    file = warehouse.resolve()
    file.chmod(0o644)
    with duckdb.connect(file) as connection:
        connection.execute(statement).fetchall()
    file.chmod(0o444)


def test_a_sound_warehouse_keeps_every_promise(published: tuple[Path, Path]) -> None:
    results = verify(*published, older_client=Path(sys.executable))
    assert broken(results) == set()
    assert results["facts_differ_from_raw"].looked_at == 9
    assert results["raw_files_changed"].looked_at == 10
    assert results["older_client_cannot_read"].looked_at > 30


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (
            "update facts.documents set clean_text = replace(clean_text, 'Umarbekov', 'Umarbekow')",
            {"fail_text_not_rebuilt", "facts_differ_from_raw", "rows_changed_since_publish"},
        ),
        ("delete from facts.mentions where surface = 'Goma'", {"facts_differ_from_raw"}),
        (
            "delete from facts.documents where path = 'a/latin.txt'",
            {"fail_documents_do_not_add_up", "ledger_and_facts_differ"},
        ),
        # A row that no check and no count could miss: only the sample and the snapshot id tell.
        ("update facts.events set status = 'denied' where true", {"facts_differ_from_raw"}),
        ("update corpus.entities set name = name || '!'", {"rows_changed_since_publish"}),
    ],
    ids=["text", "mention_deleted", "document_deleted", "status_changed", "entity_renamed"],
)
def test_changed_rows_are_found(published: tuple[Path, Path], statement: str, found: set[str]) -> None:
    tamper(published[1], statement)
    assert found | {"rows_changed_since_publish"} <= broken(verify(*published))


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("delete from ops.checks", "runs_or_checks_missing: 1 of 10, ops.checks is empty"),
        (
            "update facts.documents set run_id = 'nope' where path = 'a/latin.txt'",
            "runs_or_checks_missing: 1 of 10, {doc_id} of run nope, which is not in ops.runs",
        ),
    ],
    ids=["no_checks", "no_run"],
)
def test_what_a_version_says_of_its_runs_is_held_too(
    published: tuple[Path, Path], statement: str, told: str
) -> None:
    raw, warehouse = published
    doc_id = document_id((raw / "a" / "latin.txt").read_bytes())
    tamper(warehouse, statement)
    found = verify(raw, warehouse, verify_sample=0)
    assert broken(found) == {"runs_or_checks_missing"}
    assert str(found["runs_or_checks_missing"]) == told.format(doc_id=doc_id)


def test_a_mart_with_other_rows_than_its_query_gives_is_found(published: tuple[Path, Path]) -> None:
    tamper(published[1], "update marts.co_mentions set sentence_count = sentence_count + 1")
    found = verify(*published, verify_sample=0)
    assert broken(found) == {"marts_differ_from_their_queries"}
    assert (
        found["marts_differ_from_their_queries"].first
        == "marts.co_mentions has not the rows that its query gives"
    )


def test_raw_files_that_are_gone_or_changed_are_told_and_no_fault(published: tuple[Path, Path]) -> None:
    raw, warehouse = published
    (raw / "a" / "latin.txt").unlink()
    path = raw / "a" / "page.html"
    path.write_text(path.read_text().replace("At least 40", "At least 50"))
    results = verify(raw, warehouse)
    assert broken(results) == set()
    assert str(results["raw_files_changed"]) == (
        "raw_files_changed: 1 gone, first a/latin.txt; "
        "1 changed since, which the next ingest reads, first a/page.html"
    )
    assert results["facts_differ_from_raw"].looked_at == 7


def test_a_gone_file_whose_document_is_not_stored_is_found(published: tuple[Path, Path]) -> None:
    raw, warehouse = published
    (raw / "a" / "latin.txt").unlink()
    tamper(warehouse, "delete from facts.documents where path = 'a/latin.txt'")
    found = verify(raw, warehouse)["raw_files_changed"]
    assert str(found) == (
        "raw_files_changed: 1 of 10, a/latin.txt is not as it was, and its document is not stored"
    )


def test_other_bytes_that_the_ledger_takes_for_the_same_are_found(published: tuple[Path, Path]) -> None:
    """As on a disk that goes bad: neither size nor times say so."""
    raw, warehouse = published
    path = raw / "a" / "page.html"
    path.write_text(path.read_text().replace("At least 40", "At least 50"))
    state = path.stat()
    key = f"{state.st_size}:{state.st_mtime_ns}:{state.st_ctime_ns}"
    tamper(warehouse, f"update ops.files set stat_key = '{key}' where path = 'a/page.html'")
    results = verify(raw, warehouse)
    assert broken(results) == {"facts_differ_from_raw"}
    assert "(a/page.html) is not in its file" in str(results["facts_differ_from_raw"])


def test_records_that_left_their_file_and_files_edited_since_are_no_fault(tmp_path: Path) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse" / "sayso.duckdb"
    with_superseded(raw, warehouse)
    results = verify(raw, warehouse)
    assert broken(results) == set()
    # The bridges B and C and the road; bridge A, the file that is gone and the dam are not in any file.
    assert results["facts_differ_from_raw"].looked_at == 3
    assert str(results["facts_differ_from_raw"]) == (
        "facts_differ_from_raw: 1 records are not in their files any more, their facts are kept"
    )
    (raw / "a" / "source.yml").write_text("furniture: [The mayor of Goma opened bridge C.]\n")
    assert broken(verify(raw, warehouse)) == set()  # the next ingest applies it


def test_a_folder_without_any_file_is_told_in_one_line(published: tuple[Path, Path]) -> None:
    raw, warehouse = published
    shutil.rmtree(raw)
    raw.mkdir()
    with pytest.raises(
        WarehouseError, match=r"raw is empty, the warehouse knows 10 files: is the disk there\?$"
    ):
        verify(raw, warehouse)


def test_a_file_of_a_newer_storage_version_is_found(published: tuple[Path, Path]) -> None:
    raw, warehouse = published
    newer = warehouse.parent / "newer.duckdb"
    with duckdb.connect() as connection:
        connection.execute(f"attach '{warehouse.resolve()}' as old (read_only)").fetchall()
        connection.execute(f"attach '{newer}' as new (storage_version 'latest')").fetchall()
        connection.execute("copy from database old to new").fetchall()
    file = warehouse.resolve()
    newer.replace(file)
    assert "storage_too_new" in broken(verify(raw, warehouse))


def test_an_older_client_that_cannot_open_the_file_is_told(
    published: tuple[Path, Path], tmp_path: Path
) -> None:
    client = tmp_path / "python"
    client.write_text("#!/bin/sh\necho 'IO Error: Trying to read a database file' >&2\nexit 1\n")
    client.chmod(0o755)
    results = verify(*published, older_client=client)
    assert broken(results) == {"older_client_cannot_read"}
    assert "Trying to read" in str(results["older_client_cannot_read"])


def test_an_older_client_that_reads_other_rows_is_told(published: tuple[Path, Path], tmp_path: Path) -> None:
    client = tmp_path / "duckdb-shell"
    client.write_text("#!/bin/sh\necho 'facts.documents|8|1'\n")
    client.chmod(0o755)
    results = verify(*published, older_client=client)
    assert broken(results) == {"older_client_cannot_read"}


OLDER_CLIENTS = os.environ.get("OLDER_CLIENTS", "").split()  # `make test-older-client` names some


@pytest.mark.skipif(not OLDER_CLIENTS, reason="`make test-older-client` installs one and runs this")
@pytest.mark.parametrize("client", OLDER_CLIENTS)
def test_an_older_client_that_we_promise_reads_every_row(published: tuple[Path, Path], client: str) -> None:
    """The file was made new, copied and loaded into again: its storage version has stayed."""
    raw, warehouse = published
    (raw / "a" / "late.txt").write_text("The mayor of Garissa, Amina Odhiambo, opened a bridge on Monday.\n")
    run_once(raw, warehouse)
    results = verify(raw, warehouse, older_client=Path(client))
    assert broken(results) == set()
    assert results["older_client_cannot_read"].looked_at > 30


def test_the_seed_chooses_the_sample(published: tuple[Path, Path]) -> None:
    raw, warehouse = published
    tamper(warehouse, "update facts.documents set title = 'x' where path = 'a/latin.txt'")
    found = {
        seed: "facts_differ_from_raw" in broken(verify(raw, warehouse, f"{seed}", verify_sample=3))
        for seed in range(8)
    }
    assert set(found.values()) == {True, False}
    assert "facts_differ_from_raw" in broken(verify(raw, warehouse, "any", verify_sample=9))


def test_the_command_ends_with_1_and_one_line_for_each_finding(published: tuple[Path, Path]) -> None:
    raw, warehouse = published
    arguments = ["verify", "--raw", str(raw), "--warehouse", str(warehouse), "--seed", "1"]
    sound = CliRunner().invoke(app, arguments)
    assert (sound.exit_code, sound.output.count("\n")) == (0, 1)
    (raw / "a" / "latin.txt").unlink()
    told = CliRunner().invoke(app, arguments)
    assert (told.exit_code, told.output.splitlines()[0]) == (
        0,
        "No fault, raw_files_changed: 1 gone, first a/latin.txt",
    )
    tamper(warehouse, "update corpus.entities set name = name || '!'")
    found = CliRunner().invoke(app, arguments)
    assert (found.exit_code, found.output.count("rows_changed_since_publish: 1 of 1")) == (1, 1)
