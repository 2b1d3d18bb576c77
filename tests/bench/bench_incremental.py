"""Ten new files beside many known documents: what such a run costs, stage by stage, beside what it cannot do without.

`python -m tests.bench.bench_incremental [--documents 50000] [--keep FOLDER]`: a fifth of the documents are files of
their own, the others records of JSONL files with 1,000 each.
"""

import argparse
import contextlib
import hashlib
import json
import math
import os
import random
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from flows.batches import extract_batch
from flows.inputs import list_raw_files, load_name_knowledge
from flows.runs import link_names_of_run, load_run, plan_run, tidy_up
from flows.settings import Settings
from flows.warehouse import Warehouse
from tests.bench.generate import MANY_NAMES, article

MEDIAN_CHARACTERS, SPREAD, LONGEST = 1_600, 0.9, 20_000  # of a lognormal: 2,300 on average
PER_FILE = 1_000


@contextlib.contextmanager
def told(what: str) -> Iterator[None]:
    wall, cpu = time.monotonic(), time.process_time()
    yield
    print(
        f"  {what:<28} {time.monotonic() - wall:7.2f} s wall {time.process_time() - cpu:7.2f} s CPU",
        flush=True,
    )


def long_or_short(dice: random.Random) -> tuple[str, list[str]]:
    """A text of any length with names of its own."""
    characters = int(MEDIAN_CHARACTERS * math.exp(dice.gauss(0, SPREAD)))
    return article(dice, min(characters, LONGEST), MANY_NAMES)


def write_text(path: Path, number: int, seed: str) -> None:
    title, paragraphs = long_or_short(random.Random(f"{seed}/{number}"))
    path.write_text("\n\n".join([title, f"No. {number} of {seed}", *paragraphs]) + "\n", encoding="utf-8")


def write_many(raw: Path, documents: int) -> None:
    """A fifth as files in folders of 1,000, the others as lines."""
    singles = documents // 5
    for number in range(singles):
        folder = raw / f"daily-{number // PER_FILE}"
        folder.mkdir(parents=True, exist_ok=True)
        write_text(folder / f"{number}.txt", number, "files")
    (raw / "feed").mkdir(parents=True, exist_ok=True)
    for start in range(0, documents - singles, PER_FILE):
        with (raw / "feed" / f"{start}.jsonl").open("w", encoding="utf-8") as lines:
            for number in range(start, min(start + PER_FILE, documents - singles)):
                title, paragraphs = long_or_short(random.Random(f"lines/{number}"))
                lines.write(
                    json.dumps({"id": number, "title": title, "text": "\n\n".join(paragraphs)}) + "\n"
                )


def run(raw: Path, warehouse: Path) -> None:
    """The steps of a run, each with its cost in this process; reading documents is done by others."""
    settings = Settings()
    target = Warehouse(warehouse)
    with target.lock():
        with told("list and compare"):
            plan = plan_run(raw, target, settings)
        with told("read documents"):
            for batch in plan.batches:
                extract_batch(batch, plan, settings)
        building = target.build(plan.run_id)
        with told("copy the version before"):
            build = building.__enter__()
        try:
            with told("load"):
                load_run(build, plan, target)
            with told("names"):
                link_names_of_run(build, load_name_knowledge())
            with told("marts"):
                build.build_marts()
            with told("checks"):
                build.run_checks()
            with told("publish"):
                build.publish()
        finally:
            building.__exit__(None, None, None)
        with told("tidy up"):
            tidy_up(target)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=50_000)
    parser.add_argument("--keep", type=Path, help="build here, or go on with what was built here")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = asked.keep or Path(name)
        raw, warehouse = folder / "raw", folder / "warehouse" / "sayso.duckdb"
        if not raw.exists():
            write_many(raw, asked.documents)
        if not warehouse.exists():
            print(f"first run, {asked.documents:,} documents")
            with told("in all"):
                run(raw, warehouse)
        stamp = time.time_ns()
        (raw / f"new-{stamp}").mkdir()
        for number in range(10):
            write_text(raw / f"new-{stamp}" / f"{number}.txt", number, f"new {stamp}")
        print("ten new files")
        with told("in all"):
            run(raw, warehouse)
        print("what cannot be done without")
        with told("list"):
            files = list_raw_files(raw)
        with told(f"list and hash {len(files):,} files"):
            for file in list_raw_files(raw):
                hashlib.sha256(file.location.read_bytes())
        with told("copy the warehouse") as _, tempfile.TemporaryDirectory(dir=folder) as copies:
            copy = Path(copies) / "copy"
            shutil.copyfile(warehouse, copy)
            with copy.open("rb") as written:
                os.fsync(written.fileno())
        print(f"  the warehouse has {warehouse.stat().st_size / 1e6:,.0f} MB")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"  peak memory of this process {peak:,.0f} MB")


if __name__ == "__main__":
    main()
