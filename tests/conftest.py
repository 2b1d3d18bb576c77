"""What tests share: the lexicon, a small raw/ folder, a real Prefect server for the few flow tests."""

import atexit
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_LOGGING_LEVEL", "CRITICAL")

_exit_status = [1]


def pytest_sessionfinish(exitstatus: int) -> None:
    _exit_status.append(int(exitstatus))


def _end_quietly() -> None:
    """End as `flows.cli` does: after Prefect, DuckDB's bindings print a hundred lines about leaks that are none."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(_exit_status[-1])


atexit.register(_end_quietly)

settings.register_profile("sayso", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("sayso")

SAMPLES = Path(__file__).parent.parent / "raw" / "samples"


@pytest.fixture(scope="session")
def prefect() -> Iterator[None]:
    """A temporary Prefect server, once for all flow tests."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """raw/samples/ with the five sample articles."""
    folder = tmp_path / "raw"
    shutil.copytree(SAMPLES, folder / "samples")
    return folder


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """Where a test's warehouse goes."""
    return tmp_path / "warehouse" / "sayso.duckdb"
