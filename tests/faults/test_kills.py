"""A run that is killed, anywhere, leaves the published version as it was; the next one ends as if nothing had
happened. `SAYSO_KILLS` says how many times at random; `make test-faults` visits every boundary too.
"""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from tests.faults.dying import DURING_READING, PLACES, PUBLISHED
from tests.flows.test_order import all_rows
from tests.running import WHOLE, rows

KILLS = int(os.environ.get("SAYSO_KILLS", "20"))
ROOT = Path(__file__).parent.parent.parent
Rows = dict[str, list[tuple]]


class Run:
    """A run in a process group of its own, ready to start: as a scheduler would have it."""

    def __init__(self, raw: Path, warehouse: Path, place: str = "-", action: str = "all") -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.dying", place, action, raw, warehouse],
            cwd=ROOT,
            start_new_session=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def start(self) -> None:
        assert self.process.stdout is not None
        assert self.process.stdin is not None
        assert self.process.stdout.readline() == b"ready\n"
        self.process.stdin.write(b"go\n")
        self.process.stdin.close()

    def wait(self) -> int:
        """The exit code: 0, or minus the signal."""
        try:
            return self.process.wait(timeout=120)
        finally:
            self.end()

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)

    def end(self) -> None:
        """Nobody of the group stays."""
        with contextlib.suppress(ProcessLookupError):
            self.kill()
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()


def documents_published(warehouse: Path) -> int:
    """Opens and counts; a torn file would not open."""
    if not warehouse.exists():
        return 0
    with duckdb.connect(warehouse.resolve(), read_only=True) as connection:
        ((documents, loaded),) = connection.execute(
            "select (select count(*) from facts.documents), (select sum(loaded_count) from ops.runs)"
        ).fetchall()
    assert documents == loaded
    return int(documents)


def leftovers(warehouse: Path) -> list[Path]:
    """What only a dead run leaves."""
    folder = warehouse.parent
    return [*folder.glob("generations/.*"), *folder.glob(".parts/*"), *folder.glob(".sayso.duckdb*")]


def test_kills_at_random_moments_change_nothing(
    half_and_whole: tuple[Path, Path, Rows], tmp_path: Path
) -> None:
    raw, half, expected = half_and_whole
    warehouse = tmp_path / "killed" / "sayso.duckdb"
    shutil.copytree(half, warehouse.parent, symlinks=True)
    first = Run(raw, tmp_path / "first" / "sayso.duckdb")
    first.start()
    started = time.monotonic()
    assert first.wait() == 0
    longest = 1.3 * (time.monotonic() - started)
    dice = random.Random(4)
    finished = 0
    run = Run(raw, warehouse)
    for kill in range(KILLS):
        before = documents_published(warehouse)
        run.start()
        following = Run(raw, warehouse)  # imports while the other works
        time.sleep(dice.uniform(0, longest))
        run.kill()
        run.end()
        after = documents_published(warehouse)
        assert after in (before, len(expected["facts.documents"])), rows(
            warehouse, "select path, reason, detail from facts.rejects"
        )
        if after == len(expected["facts.documents"]) or kill == KILLS - 1:
            assert run_and_compare(following, warehouse, expected)
            shutil.rmtree(warehouse.parent)
            shutil.copytree(half, warehouse.parent, symlinks=True)
            following = Run(raw, warehouse)
            finished += 1
        run = following
        if kill % 10 == 9:
            sys.stdout.write(f"{kill + 1} kills, {finished} runs that came to their end after some\n")
            sys.stdout.flush()
    run.end()
    assert finished > 0


def run_and_compare(run: Run, warehouse: Path, expected: Rows) -> bool:
    """The next run needs no help, ends with the rows of an undisturbed one, and tidies up."""
    run.start()
    assert run.wait() == 0
    found = all_rows(warehouse)
    assert [table for table in expected if found[table] != expected[table]] == []
    assert leftovers(warehouse) == []
    return True


IN_SHORT = ("half a part written", "within the load", "new link made, not in place", "half tidied up")


@pytest.mark.parametrize("action", ["all", "flow"] if WHOLE else ["all"])
@pytest.mark.parametrize("place", PLACES if WHOLE else IN_SHORT)
def test_a_run_killed_at_a_boundary_is_taken_up_by_the_next(
    half_and_whole: tuple[Path, Path, Rows], tmp_path: Path, place: str, action: str
) -> None:
    raw, half, expected = half_and_whole
    warehouse = tmp_path / "warehouse" / "sayso.duckdb"
    shutil.copytree(half, warehouse.parent, symlinks=True)
    version = warehouse.readlink()
    content = warehouse.read_bytes()
    dying = Run(raw, warehouse, place, action)
    dying.start()
    following = Run(raw, warehouse)
    assert dying.wait() == -signal.SIGKILL, "it never came to that place"
    if place in PUBLISHED:
        assert documents_published(warehouse) == len(expected["facts.documents"])
    else:
        assert warehouse.readlink() == version
        assert warehouse.read_bytes() == content
    assert run_and_compare(following, warehouse, expected)


@pytest.mark.parametrize("action", ["worker", "worker server"])
@pytest.mark.parametrize("place", DURING_READING if WHOLE else ["mid-batch"])
def test_a_killed_worker_costs_no_document(
    half_and_whole: tuple[Path, Path, Rows], tmp_path: Path, place: str, action: str
) -> None:
    raw, half, expected = half_and_whole
    warehouse = tmp_path / "warehouse" / "sayso.duckdb"
    shutil.copytree(half, warehouse.parent, symlinks=True)
    run = Run(raw, warehouse, place, action)
    assert run_and_compare(run, warehouse, expected)
