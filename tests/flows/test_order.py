"""Order, batching and worker count change no row: facts depend on their document and the lexicon alone."""

import random
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.parts import FACT_TABLES
from tests.conftest import SAMPLES
from tests.running import WHOLE, rows, run_once

# Every column that is content; what a run adds (its id, its times) is left out.
FACTS = {f"facts.{name}": "* exclude (run_id)" if name == "documents" else "*" for name in FACT_TABLES}
TABLES = {
    **FACTS,
    "facts.rejects": "path, record_no, doc_id, reason, detail, size_bytes",
    "corpus.entities": "*",
    "corpus.entity_aliases": "*",
    "corpus.entity_relations": "*",
    "corpus.name_links": "*",
    "corpus.undecided": "*",
    "marts.entity_spellings": "*",
    "marts.co_mentions": "*",
    "marts.claims": "*",
    "ops.files": "* exclude (run_id, stat_key, seconds)",
}
OTHERS = {
    "b/spelled.txt": "Rustem Umarbekov met Jamila Qadyrbek in Zhanatas. Rustam Umarbekov left on Friday.\n",
    "b/again.txt": "Jamila Kadyrbek said that Rustem Umarbekov had left Zhanatas.\n",
    "a/copy.txt": "Jamila Kadyrbek said that Rustem Umarbekov had left Zhanatas.\n",
    "a/empty.txt": "",
    "c/page.html": "<html><head><title>Dam</title></head><body><article><h1>Dam</h1>"
    + "<p>Engineers from Zhanatas inspected the dam on the Talas River on Monday, officials said.</p>" * 4
    + "</article></body></html>",
}


def all_rows(warehouse: Path) -> dict[str, list[tuple]]:
    return {
        table: rows(warehouse, f"select {what} from {table} order by all") for table, what in TABLES.items()
    }


def fill(raw: Path) -> Path:
    shutil.copytree(SAMPLES, raw / "samples")
    for name, text in OTHERS.items():
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        (raw / name).write_text(text)
    return raw


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, list[tuple]]]:
    folder = tmp_path_factory.mktemp("order")
    run_once(fill(folder / "raw"), folder / "warehouse" / "sayso.duckdb")
    return folder / "raw", all_rows(folder / "warehouse" / "sayso.duckdb")


@settings(max_examples=30 if WHOLE else 2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batch_size=st.integers(1, 10), worker_count=st.integers(1, 3))
def test_batch_size_and_worker_count_change_no_row(
    expected: tuple[Path, dict[str, list[tuple]]],
    tmp_path_factory: pytest.TempPathFactory,
    batch_size: int,
    worker_count: int,
) -> None:
    warehouse = tmp_path_factory.mktemp("run") / "sayso.duckdb"
    run_once(expected[0], warehouse, batch_size=batch_size, worker_count=worker_count)
    assert all_rows(warehouse) == expected[1]


@settings(max_examples=200 if WHOLE else 2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_the_order_in_which_files_arrive_over_several_runs_changes_no_fact(
    expected: tuple[Path, dict[str, list[tuple]]], tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    folder = tmp_path_factory.mktemp("arrival")
    files = sorted(path for path in expected[0].rglob("*") if path.is_file() and path.name != "copy.txt")
    random.Random(seed).shuffle(files)
    dice = random.Random(seed + 1)
    half = dice.randrange(1, len(files))
    for arriving in (files[:half], files[half:]):
        for path in arriving:
            target = folder / "raw" / path.relative_to(expected[0])
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        run_once(
            folder / "raw",
            folder / "sayso.duckdb",
            batch_size=dice.randint(1, 10),
            worker_count=dice.randint(1, 3),
        )
    found = all_rows(folder / "sayso.duckdb")
    for table in FACTS.keys() - {"facts.documents"}:  # whose path is the first that brought the bytes
        assert found[table] == expected[1][table], table
    partition = (
        "select list(surface order by surface) from marts.entity_spellings group by entity_id order by all"
    )
    assert rows(folder / "sayso.duckdb", partition) == rows(
        expected[0].parent / "warehouse" / "sayso.duckdb", partition
    )


def test_running_twice_gives_the_same_rows(
    expected: tuple[Path, dict[str, list[tuple]]], tmp_path: Path
) -> None:
    warehouse = tmp_path / "sayso.duckdb"
    run_once(expected[0], warehouse)
    run_once(expected[0], warehouse)
    assert all_rows(warehouse) == expected[1]
