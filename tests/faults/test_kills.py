"""A run that is killed at any moment leaves the published version as it was, and the next run ends as if nothing
had happened. `SAYSO_KILLS` says how many times (`make test-faults`); the short form runs in `make test`.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb

from tests.bench.generate import write_articles
from tests.flows.test_order import all_rows, fill
from tests.running import rows, run_once

KILLS = int(os.environ.get("SAYSO_KILLS", "3"))
RUN = (
    "import sys; from pathlib import Path; from tests.running import run_once\n"
    "run_once(Path(sys.argv[1]), Path(sys.argv[2]), batch_size=5)"
)


def start(raw: Path, warehouse: Path) -> subprocess.Popen[bytes]:
    """A run in a process group of its own, as a worker would start it."""
    return subprocess.Popen(
        [sys.executable, "-c", RUN, str(raw), str(warehouse)],
        cwd=Path(__file__).parent.parent.parent,
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )


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


def test_kills_at_random_moments_change_nothing(tmp_path: Path) -> None:
    raw = fill(tmp_path / "raw")
    write_articles(raw, 20)
    started = time.monotonic()
    run_once(raw, tmp_path / "undisturbed" / "sayso.duckdb", batch_size=5)
    longest = 1.5 * (time.monotonic() - started) + 1.5  # a fresh process imports first
    expected = all_rows(tmp_path / "undisturbed" / "sayso.duckdb")

    dice = random.Random(4)
    warehouse = tmp_path / "killed" / "sayso.duckdb"
    for kill in range(KILLS):
        if kill % 5 == 4:  # every now and then from the beginning
            shutil.rmtree(warehouse.parent, ignore_errors=True)
        before = documents_published(warehouse)
        run = start(raw, warehouse)
        time.sleep(dice.uniform(0.2, longest))
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        after = documents_published(warehouse)
        assert after in (before, len(expected["facts.documents"])), rows(
            warehouse, "select path, reason, detail from facts.rejects"
        )
    last = start(raw, warehouse)
    assert last.wait(timeout=120) == 0
    assert all_rows(warehouse) == expected
    assert not list((warehouse.parent / "generations").glob(".build-*"))
    assert not list((warehouse.parent / ".parts").iterdir())
