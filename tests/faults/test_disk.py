"""A disk that is full or closed, a file that is broken: one line that says what to do, and nothing lost."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.faults.test_kills import documents_published, leftovers
from tests.flows.test_order import all_rows
from tests.hostile.test_moving_files import AS_A_USER
from tests.running import WHOLE, run_once

ROOT = Path(__file__).parent.parent.parent
EXIT_IO = 74
UNLIMITED = -1
Rows = dict[str, list[tuple]]


@pytest.fixture
def warehouse(half_and_whole: tuple[Path, Path, Rows], tmp_path: Path) -> Path:
    shutil.copytree(half_and_whole[1], tmp_path / "warehouse", symlinks=True)
    return tmp_path / "warehouse" / "sayso.duckdb"


def run(
    raw: Path, warehouse: Path, size: int = UNLIMITED, *, as_a_user: bool = False
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            *(AS_A_USER if as_a_user and os.geteuid() == 0 else []),
            *(sys.executable, "-m", "tests.faults.limited", str(size), raw, warehouse),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def sayso(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def is_one_line(done: subprocess.CompletedProcess[str]) -> bool:
    told = [line for line in done.stderr.splitlines() if line.startswith("sayso: ")]
    return len(told) == 1 and "Traceback" not in done.stderr and "Traceback" not in done.stdout


def sizes(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())


def points_of_fullness(count: int, largest: int) -> list[int]:
    """From almost nothing to almost enough."""
    return [largest * (number + 1) // (count + 1) for number in range(count)]


@pytest.mark.parametrize("point", range(30 if WHOLE else 3))
def test_a_file_that_may_not_grow_leaves_the_version_before(
    half_and_whole: tuple[Path, Path, Rows], warehouse: Path, point: int
) -> None:
    raw, _, expected = half_and_whole
    enough = warehouse.stat().st_size + 1_000_000
    content = warehouse.read_bytes()
    size = points_of_fullness(30 if WHOLE else 3, enough)[point]
    done = run(raw, warehouse, size)
    if done.returncode == 0:  # it was enough
        assert size > len(content)
    else:
        assert done.returncode == EXIT_IO, done.stderr
        assert is_one_line(done), done.stderr
        assert warehouse.read_bytes() == content
        left = sizes(warehouse.parent)
        assert run(raw, warehouse, size).returncode == EXIT_IO
        assert sizes(warehouse.parent) <= left, "what a failed run leaves does not grow"
        assert run(raw, warehouse).returncode == 0
    assert all_rows(warehouse) == expected
    assert leftovers(warehouse) == []


@contextlib.contextmanager
def small_disk(folder: Path, size: int) -> Iterator[None]:
    """A file system in memory of `size` bytes, mounted over a folder; what lay there is put into it."""
    content = folder.with_name("content")
    folder.rename(content)
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("only root may mount a small disk")
    try:
        shutil.copytree(content, folder, symlinks=True, dirs_exist_ok=True)
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("point", range(30 if WHOLE else 3))
def test_a_full_disk_leaves_the_version_before(
    half_and_whole: tuple[Path, Path, Rows], warehouse: Path, point: int
) -> None:
    raw, _, expected = half_and_whole
    content = warehouse.read_bytes()
    free = points_of_fullness(30 if WHOLE else 3, len(content) + 1_500_000)[point]
    with small_disk(warehouse.parent, sizes(warehouse.parent) + 200_000 + free):
        done = run(raw, warehouse)
        if done.returncode != 0:
            assert done.returncode == EXIT_IO, done.stderr
            assert is_one_line(done), done.stderr
            assert "free some space" in done.stderr
            assert warehouse.read_bytes() == content
            left = sizes(warehouse.parent)
            run(raw, warehouse)
            assert sizes(warehouse.parent) <= left, "what a failed run leaves does not grow"
            subprocess.run(["mount", "-o", "remount,size=100m", warehouse.parent], check=True)
            assert run(raw, warehouse).returncode == 0
        assert all_rows(warehouse) == expected
        assert leftovers(warehouse) == []


def test_the_command_line_says_that_the_disk_is_full(
    half_and_whole: tuple[Path, Path, Rows], warehouse: Path
) -> None:
    raw, _, _ = half_and_whole
    with small_disk(warehouse.parent, sizes(warehouse.parent) + 1_000_000):
        content = warehouse.read_bytes()
        done = sayso(warehouse.parent.parent, "ingest", "--raw", str(raw))
        assert done.returncode == EXIT_IO
        assert is_one_line(done), done.stderr
        assert "free some space" in done.stderr
        assert warehouse.read_bytes() == content


def test_a_folder_for_temporary_files_without_room_is_one_line(
    half_and_whole: tuple[Path, Path, Rows], warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tmp").mkdir()
    with small_disk(tmp_path / "tmp", 50_000):
        monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
        done = run(half_and_whole[0], warehouse)
    assert done.returncode == EXIT_IO, done.stderr
    assert is_one_line(done), done.stderr
    assert str(tmp_path / "tmp") in done.stderr


def test_a_closed_folder_is_one_line(half_and_whole: tuple[Path, Path, Rows], warehouse: Path) -> None:
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("root may write anywhere, and there is no setpriv to give that up")
    content = warehouse.read_bytes()
    for folder in (warehouse.parent / ".parts", warehouse.parent / "generations", warehouse.parent):
        folder.chmod(0o555)
        done = run(half_and_whole[0], warehouse, as_a_user=True)
        folder.chmod(0o755)
        assert done.returncode == EXIT_IO, done.stderr
        assert is_one_line(done), done.stderr
        assert "ermission denied" in done.stderr
        assert warehouse.read_bytes() == content
    assert run(half_and_whole[0], warehouse, as_a_user=True).returncode == 0


def test_a_disk_mounted_for_reading_only_is_one_line(
    half_and_whole: tuple[Path, Path, Rows], warehouse: Path
) -> None:
    with small_disk(warehouse.parent, 100_000_000):
        content = warehouse.read_bytes()
        subprocess.run(["mount", "-o", "remount,ro", warehouse.parent], check=True)
        done = run(half_and_whole[0], warehouse)
        assert done.returncode == EXIT_IO, done.stderr
        assert is_one_line(done), done.stderr
        assert f"cannot write to {warehouse.parent}: Read-only file system" in done.stderr
        assert warehouse.read_bytes() == content


def _overwrite(file: Path, content: bytes) -> None:
    file.chmod(0o644)
    file.write_bytes(content)


def _made_by_a_later_version(file: Path) -> None:
    file.chmod(0o644)
    with duckdb.connect(file) as connection:
        connection.execute("update ops.schema_versions set schema_version = 999")


def test_a_file_that_cannot_be_opened_is_one_line_and_stays(
    half_and_whole: tuple[Path, Path, Rows], warehouse: Path, tmp_path: Path
) -> None:
    raw = half_and_whole[0]
    file = warehouse.resolve()
    sound = file.read_bytes()
    header_of_a_later_version = sound[:12] + (2**20).to_bytes(8, "little") + sound[20:]
    for broken in (b"", b"no database" * 1_000, sound[: len(sound) // 2], header_of_a_later_version):
        _overwrite(file, broken)
        done = run(raw, warehouse)
        assert done.returncode == EXIT_IO, done.stderr
        assert is_one_line(done), done.stderr
        assert "sayso rollback" in done.stderr or "newer" in done.stderr
        assert file.read_bytes() == broken, "it is left for a person to look at"
        assert leftovers(warehouse) == []
    _overwrite(file, sound)
    _made_by_a_later_version(file)
    done = run(raw, warehouse)
    assert done.returncode == EXIT_IO, done.stderr
    assert "newer sayso" in done.stderr
    assert is_one_line(done), done.stderr


def test_the_lock_of_a_dead_run_blocks_nobody(
    half_and_whole: tuple[Path, Path, Rows], warehouse: Path
) -> None:
    (warehouse.parent / ".publish.lock").write_text("process 1, since yesterday")
    run_once(half_and_whole[0], warehouse)
    assert documents_published(warehouse) == len(half_and_whole[2]["facts.documents"])


def test_a_torn_note_of_a_quiet_run_disturbs_nobody(
    half_and_whole: tuple[Path, Path, Rows], warehouse: Path
) -> None:
    (warehouse.parent / ".quiet_runs.jsonl").write_text('{"run_id": "20261121T0')
    run_once(half_and_whole[0], warehouse)
    assert documents_published(warehouse) == len(half_and_whole[2]["facts.documents"])
