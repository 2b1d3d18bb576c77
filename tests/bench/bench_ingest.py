"""How fast raw/ becomes a published warehouse, and where the time goes: `make bench`.

Each run is a whole process, `sayso ingest` on generated articles, as a user starts it.
"""

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from tests.bench.generate import write_articles

SAYSO = [sys.executable, "-m", "flows.cli"]


def timed(folder: Path, *arguments: str) -> tuple[float, float, str]:
    """Wall seconds, CPU seconds (children included) and output of one command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    done = subprocess.run(
        [*SAYSO, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent.parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - start, cpu, done.stdout + done.stderr


def stages(log: str) -> list[tuple[str, float]]:
    """(line, seconds since the line before) of a run's log."""
    lines = re.findall(r"^(\d\d):(\d\d):(\d\d\.\d+) \| \w+\s+\| .*? - (.*)$", log, re.MULTILINE)
    at = [int(hour) * 3600 + int(minute) * 60 + float(second) for hour, minute, second, _ in lines]
    return [(line[3][:70], now - past) for line, now, past in zip(lines[1:], at[1:], at, strict=False)]


def main() -> None:
    """Generate, ingest, ingest again with ten new files, ingest again with none."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2000)
    documents = parser.parse_args().documents
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_articles(folder / "raw", documents)
        wall, cpu, log = timed(folder, "ingest")
        print(f"{documents} documents, first run: {wall:.1f} s wall, {cpu:.1f} s CPU")
        with duckdb.connect(
            str((folder / "warehouse" / "sayso.duckdb").resolve()), read_only=True
        ) as warehouse:
            row = warehouse.execute("select seconds, loaded_count from ops.runs").fetchone()
            mentions = warehouse.execute("select count(*) from facts.mentions").fetchone()
        assert row is not None
        assert mentions is not None
        print(
            f"  listing to load: {row[0]:.1f} s, {row[1] / row[0]:.0f} documents/s; {mentions[0]:,} mentions"
        )
        for line, seconds in stages(log):
            if seconds > 0.2:
                print(f"  {seconds:6.2f} s until: {line}")
        write_articles(folder / "raw" / "more", 10, seed=2)
        wall, cpu, _ = timed(folder, "ingest")
        print(f"10 new documents: {wall:.1f} s wall, {cpu:.1f} s CPU")
        wall, cpu, _ = timed(folder, "ingest")
        print(f"nothing new: {wall:.1f} s wall, {cpu:.1f} s CPU")
        print(
            f"peak memory of one process: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB"
        )


if __name__ == "__main__":
    main()
