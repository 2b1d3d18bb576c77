"""`sayso ingest` with Prefect's temporary server, told to end or killed: nobody is left, and the next run loads all."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from tests.running import WHOLE, rows

ROOT = Path(__file__).parent.parent.parent
SIGNALS = [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP]
SECONDS = 40  # a run told to end tells its server first, on a busy machine


def start(folder: Path) -> subprocess.Popen[bytes]:
    """A run as a shell or cron starts it, at work on its first batch."""
    raw = folder / "raw" / "samples"
    raw.mkdir(parents=True, exist_ok=True)
    for number in range(40):
        for article in SAMPLES.iterdir():
            (raw / f"{number}-{article.name}").write_bytes(article.read_bytes() + b"%d\n" % number)
    log = folder / "log.txt"
    with log.open("wb") as output:
        run = subprocess.Popen(
            [sys.executable, "-m", "flows.cli", "ingest"],
            cwd=folder,
            env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=_hear_signals,  # noqa: PLW1509 - no thread of ours runs
        )
    deadline = time.monotonic() + 120
    while "files listed" not in log.read_text() and time.monotonic() < deadline:
        assert run.poll() is None, log.read_text()
        time.sleep(0.1)
    return run


def _hear_signals() -> None:
    """As a shell in front starts it: a job behind, or under `nohup`, ignores some."""
    for each in SIGNALS:
        if each is not signal.SIGKILL:
            signal.signal(each, signal.SIG_DFL)


def left_of(folder: Path) -> list[str]:
    """Processes that work in this folder: the run, its workers, its server."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (process / "cwd").resolve() == folder.resolve():
                found.append((process / "cmdline").read_text().replace("\0", " ")[:80])
    return found


IN_SHORT = [("run", signal.SIGKILL), ("group", signal.SIGINT)]


@pytest.mark.parametrize(
    ("whom", "number"), [(whom, each) for whom in ("run", "group") for each in SIGNALS] if WHOLE else IN_SHORT
)
def test_a_run_told_to_end_leaves_nobody_behind(tmp_path: Path, whom: str, number: signal.Signals) -> None:
    run = start(tmp_path)
    if whom == "group":
        os.killpg(run.pid, number)
    else:
        run.send_signal(number)
    try:
        assert run.wait(timeout=SECONDS) != 0
        deadline = time.monotonic() + SECONDS
        while left_of(tmp_path) and time.monotonic() < deadline:
            time.sleep(0.2)
        assert left_of(tmp_path) == []
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(run.pid, signal.SIGKILL)
    if number is not signal.SIGINT:  # threads of Prefect's say that they were interrupted
        assert "Traceback" not in (tmp_path / "log.txt").read_text()
    again = subprocess.run(
        [sys.executable, "-m", "flows.cli", "ingest"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert again.returncode == 0, again.stderr
    assert rows(tmp_path / "warehouse" / "sayso.duckdb", "select count(*) from facts.documents") == [(200,)]
