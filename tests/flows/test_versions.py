"""Published versions: the last ones are kept, one can be gone back to, and the next run finds its way from there."""

import json
import re
import shutil
from pathlib import Path

import pytest

from flows.versions import list_versions, roll_back
from flows.warehouse import Warehouse, WarehouseError
from tests.flows.test_cli import sayso
from tests.flows.test_order import all_rows
from tests.running import rows, run_once


def publish(folder: Path, number: int) -> None:
    (folder / "raw" / "daily").mkdir(parents=True, exist_ok=True)
    (folder / "raw" / "daily" / f"{number}.txt").write_text(f"The mayor of Garissa opened bridge {number}.\n")
    run_once(folder / "raw", folder / "warehouse" / "sayso.duckdb")


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("versions")
    for number in (1, 2, 3):
        publish(folder, number)
    return folder


@pytest.fixture
def folder(three: Path, tmp_path: Path) -> Path:
    shutil.copytree(three, tmp_path / "all", symlinks=True)
    return tmp_path / "all"


@pytest.fixture
def file(folder: Path) -> Path:
    return folder / "warehouse" / "sayso.duckdb"


def test_versions_say_what_they_hold_and_which_is_current(folder: Path, file: Path) -> None:
    found = json.loads(sayso(folder, "versions", "--json").stdout)
    assert [(each["generation"], each["document_count"], each["is_current"]) for each in found] == [
        *((3, 3, True), (2, 2, False), (1, 1, False))
    ]
    for each in found:
        assert re.fullmatch("[0-9a-f]{16}", each["snapshot_id"])
        assert each["published_at"] > "2026"
        assert (
            each["size_bytes"]
            == (file.parent / "generations" / f"{each['generation']:06d}.duckdb").stat().st_size
        )
    runs = rows(
        file, "select generation, run_id, snapshot_id, ruleset_id from ops.runs where generation is not null"
    )
    assert {(e["generation"], e["run_id"], e["snapshot_id"], e["ruleset_id"]) for e in found} == set(runs)


def test_equal_rows_have_an_equal_snapshot_id_and_other_rows_another(tmp_path: Path) -> None:
    for name in ("one", "two"):
        publish(tmp_path / name, 1)
    ids = [
        list_versions(Warehouse(tmp_path / name / "warehouse" / "sayso.duckdb"))[0].snapshot_id
        for name in ("one", "two")
    ]
    assert ids[0] == ids[1]
    publish(tmp_path / "two", 2)
    versions = list_versions(Warehouse(tmp_path / "two" / "warehouse" / "sayso.duckdb"))
    assert versions[0].snapshot_id != versions[1].snapshot_id == ids[0]


def test_going_back_is_seen_at_once_and_the_next_run_loads_again_what_came_after(
    folder: Path, file: Path
) -> None:
    before = all_rows(file)
    done = sayso(folder, "rollback", "1")
    assert done.returncode == 0
    assert "is generation 1 again" in done.stdout
    assert "1 documents; it was 3" in done.stdout
    assert rows(file, "select count(*) from facts.documents") == [(1,)]
    assert [each.generation for each in list_versions(Warehouse(file))] == [3, 2, 1]

    plan = run_once(folder / "raw", file)
    assert plan.new_file_count == 2
    assert all_rows(file) == before
    # What was left is gone, a number is never used twice, and going back again leads to where it came from.
    assert [each.generation for each in list_versions(Warehouse(file))] == [4, 1]
    assert roll_back(Warehouse(file), None)[0].generation == 1


def test_going_back_can_be_taken_back_until_the_next_publish(file: Path) -> None:
    target = Warehouse(file)
    found, left = roll_back(target, None)
    assert (found.generation, left) == (2, 3)
    assert roll_back(target, 3)[0].generation == 3
    assert rows(file, "select count(*) from facts.documents") == [(3,)]


@pytest.mark.parametrize("number", [3, 7])
def test_only_another_version_that_is_there_can_be_gone_to(folder: Path, number: int) -> None:
    done = sayso(folder, "rollback", str(number))
    assert (done.returncode, done.stdout) == (74, "")
    assert done.stderr == f"sayso: there is no other version {number} to go to; there are: 1, 2\n"


def test_a_version_that_cannot_be_read_is_told_and_never_gone_to(file: Path) -> None:
    target = Warehouse(file)
    target.version_file(2).unlink()
    target.version_file(2).write_bytes(b"this is no database" * 1000)
    assert [each.generation for each in list_versions(target) if each.problem] == [2]
    with pytest.raises(WarehouseError, match="version 2 cannot be used"):
        roll_back(target, 2)
    assert target.current_number() == 3


def test_a_corrupt_current_version_can_be_left(folder: Path, file: Path) -> None:
    target = Warehouse(file)
    target.version_file(3).unlink()
    target.version_file(3).write_bytes(b"this is no database" * 1000)
    assert "`sayso rollback`" in sayso(folder, "status").stderr
    assert sayso(folder, "rollback").returncode == 0
    assert target.current_number() == 2


def test_the_setting_says_how_many_are_kept(folder: Path, file: Path) -> None:
    target = Warehouse(file, keep_versions=1)
    with target.lock(), target.build("20260101T000000Z-0000") as build:
        build.build_marts()
        build.publish()
    assert target.numbers() == [4]


def test_versions_that_change_no_row_push_no_other_out(tmp_path: Path) -> None:
    """As retries that are rejected once more, every hour: a reader may still be opening the one before."""
    file = tmp_path / "warehouse" / "sayso.duckdb"
    publish(tmp_path, 1)
    (tmp_path / "raw" / "daily" / "empty.txt").write_text("")
    for number in (2, 3):
        publish(tmp_path, number)
    for _ in range(4):
        run_once(tmp_path / "raw", file, retry_rejects=True)
    assert rows(file, "select tries from facts.rejects") == [(5,)]
    assert Warehouse(file).numbers() == [1, 2, 6, 7]
    assert roll_back(Warehouse(file), 2)[0].document_count == 2


def test_a_rollback_waits_for_nobody_and_says_who_is_writing(folder: Path, file: Path) -> None:
    with Warehouse(file).lock():
        done = sayso(folder, "rollback")
    assert done.returncode == 75
    assert "is being written by process" in done.stderr
    assert Warehouse(file).current_number() == 3


def test_a_link_that_leads_nowhere_is_told_and_can_be_mended(folder: Path, file: Path) -> None:
    target = Warehouse(file)
    target.version_file(3).unlink()
    done = sayso(folder, "ingest")
    assert (done.returncode, done.stdout) == (74, "")
    assert "leads to a file that is gone: go back to another with `sayso rollback`" in done.stderr
    assert [each.generation for each in list_versions(target)] == [2, 1]
    assert sayso(folder, "rollback").stdout.startswith("warehouse/sayso.duckdb is generation 2 again")
    assert target.current_number() == 2


def test_without_a_warehouse_there_is_nothing_to_list(tmp_path: Path) -> None:
    for command in ("versions", "rollback"):
        done = sayso(tmp_path, command)
        assert (done.returncode, done.stderr) == (
            74,
            "sayso: there is no warehouse/sayso.duckdb yet: run `sayso ingest` first\n",
        )
        assert not list(tmp_path.iterdir())


def test_a_version_that_alone_has_documents_stays_after_a_rollback(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    target = Warehouse(tmp_path / "warehouse" / "sayso.duckdb")
    article = tmp_path / "raw" / "daily" / "today.txt"
    publish(tmp_path, 1)
    for number in (2, 3):
        article.write_text(f"The mayor of Garissa opened road {number}.\n")
        if number == 2:  # the next text takes its place: it is in generation 2 alone
            run_once(tmp_path / "raw", target.file)
    assert "stays, 1 of its documents have no raw file any more" in sayso(tmp_path, "rollback", "1").stdout
    run_once(tmp_path / "raw", target.file)
    assert target.numbers() == [1, 2, 3]
    (told,) = [record.getMessage() for record in caplog.records if record.name == "sayso.warehouse"]
    assert "generation 2 was left and is kept" in told
    assert "1 of its documents are nowhere else" in told
    assert roll_back(target, None)[0].generation == 1, "that is what led to 3"


def test_a_version_that_cannot_be_read_is_kept_when_it_was_left(folder: Path, file: Path) -> None:
    target = Warehouse(file)
    target.version_file(3).unlink()
    target.version_file(3).write_bytes(b"this is no database" * 1000)
    roll_back(target, 2)
    publish(folder, 4)
    assert target.numbers() == [1, 2, 3, 4]
