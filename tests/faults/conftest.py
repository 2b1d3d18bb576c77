"""What the tests of faults start from."""

import shutil
from pathlib import Path

import pytest

from tests.bench.generate import write_articles
from tests.flows.test_order import all_rows, fill
from tests.running import run_once

Rows = dict[str, list[tuple]]


@pytest.fixture(scope="module")
def half_and_whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Rows]:
    """raw/, a warehouse that holds its first half, and the rows of an undisturbed run over all of it."""
    folder = tmp_path_factory.mktemp("faults")
    raw = fill(folder / "raw")
    run_once(raw, folder / "half" / "sayso.duckdb", batch_size=5)
    write_articles(raw, 8)
    shutil.copytree(folder / "half", folder / "whole", symlinks=True)
    run_once(raw, folder / "whole" / "sayso.duckdb", batch_size=5)
    return raw, folder / "half", all_rows(folder / "whole" / "sayso.duckdb")
