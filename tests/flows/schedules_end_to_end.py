"""prefect.yaml on a real server, process work pool and worker on loopback. Minutes: run by `make test-schedules`.

The schedule fires; a run that overlaps is cancelled, one that was asked for waits; a killed run is marked, its hook
tells, and the next run loads what is left.
"""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import SAMPLES
from tests.running import rows

ROOT = Path(__file__).parent.parent.parent
MANY = 1500  # documents: a minute's work and more for one worker
PATIENCE = 240  # seconds that any one state may take on a loaded machine


class Site:
    """A project folder of its own, with its server and its worker."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.told = home / "told.txt"
        tell = home / "tell.sh"
        tell.write_text(f'#!/bin/sh\necho "$1" >> {self.told}\n')
        tell.chmod(0o755)
        self.environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("PREFECT_", "SAYSO_"))
            },
            "PREFECT_API_URL": f"http://127.0.0.1:{self.port}/api",
            "PREFECT_HOME": str(home / "prefect"),
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "PREFECT_CLI_PROMPT": "false",
            "PREFECT_WORKER_QUERY_SECONDS": "2",
            "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
            "PREFECT_SERVER_CONCURRENCY_INITIAL_DEPLOYMENT_LEASE_DURATION": "60",
            "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
            "SAYSO_HOME": str(home),
            "SAYSO_WORKER_COUNT": "1",
            "SAYSO_BATCH_SIZE": "100",
            "SAYSO_FAILURE_COMMAND": str(tell),
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        }
        self.api = httpx.Client(base_url=self.environment["PREFECT_API_URL"], timeout=30)

    def prefect(self, *arguments: str) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "prefect", *arguments],
            cwd=self.home, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr

    @contextlib.contextmanager
    def running(self, name: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        with (self.home / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "prefect", *arguments],
                cwd=self.home, env=self.environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)  # its own session: nothing else is in it
                process.wait()

    def runs(self, deployment: str) -> list[dict]:
        flow, name = deployment.split("/")
        asked = {"flows": {"name": {"any_": [flow]}}, "deployments": {"name": {"any_": [name]}}, "limit": 200}
        return self.api.post("/flow_runs/filter", json={**asked, "sort": "EXPECTED_START_TIME_ASC"}).json()

    def start(self, deployment: str) -> str:
        found = self.api.get(f"/deployments/name/{deployment}").json()["id"]
        body = {"state": {"type": "SCHEDULED"}}
        for _ in range(10):  # SQLite may be busy for a moment on a loaded machine
            answer = self.api.post(f"/deployments/{found}/create_flow_run", json=body)
            if answer.is_success:
                return answer.json()["id"]
            time.sleep(2)
        raise AssertionError(f"{answer.status_code}: {answer.text[:500]}")

    def run(self, run_id: str) -> dict:
        return self.api.get(f"/flow_runs/{run_id}").json()

    def wait_for(self, what: str, found: Callable[[], object]) -> object:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if value := found():
                print(f"{time.strftime('%H:%M:%S')} {what}", flush=True)
                return value
            time.sleep(1)
        raise AssertionError(f"not within {PATIENCE} s: {what}")

    def ended(self, run_id: str) -> str | None:
        state = self.run(run_id)["state"]
        return state["type"] if state["type"] in ("COMPLETED", "FAILED", "CRASHED", "CANCELLED") else None


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home = tmp_path_factory.mktemp("site")
    shutil.copytree(SAMPLES, home / "raw" / "samples")
    for folder in ("flows", "sql"):
        (home / folder).symlink_to(ROOT / folder)
    declared = (ROOT / "prefect.yaml").read_text()
    every_minute = re.sub(r'cron: "5 \* \* \* \*"', 'cron: "* * * * *"', declared)
    assert every_minute != declared
    (home / "prefect.yaml").write_text(every_minute)
    site = Site(home)
    with site.running("server", "server", "start", "--host", "127.0.0.1", "--port", str(site.port)):

        def healthy() -> bool:
            with contextlib.suppress(httpx.HTTPError):
                return site.api.get("/health").status_code == 200
            return False

        site.wait_for("the server answers", healthy)
        site.prefect("work-pool", "create", "sayso", "--type", "process")
        site.prefect("--no-prompt", "deploy", "--all")
        with site.running("worker", "worker", "start", "--pool", "sayso"):
            yield site


def warehouse_of(site: Site) -> Path:
    return site.home / "warehouse" / "sayso.duckdb"


def test_the_schedule_fires(site: Site) -> None:
    def fired() -> list[dict]:
        return [
            run
            for run in site.runs("ingest/hourly")
            if run["auto_scheduled"] and run["state_type"] == "COMPLETED"
        ]

    site.wait_for("a scheduled ingest completed", fired)
    assert rows(warehouse_of(site), "select count(*) from facts.documents") == [(5,)]


def test_a_run_that_overlaps_is_cancelled_and_a_killed_one_is_marked_and_made_good(site: Site) -> None:
    article = (site.home / "raw" / "samples").glob("*.txt")
    texts = [path.read_text() for path in sorted(article)]
    (site.home / "raw" / "many").mkdir()
    for number in range(MANY):
        text = f"{texts[number % len(texts)]}\n\nThis is report number {number}.\n"
        (site.home / "raw" / "many" / f"{number}.txt").write_text(text)

    def at_work() -> dict | None:
        return next(
            (
                run
                for run in site.runs("ingest/hourly")
                if run["state_type"] == "RUNNING" and list((site.home / "warehouse" / ".parts").glob("[!.]*"))
            ),
            None,
        )

    running = site.wait_for("an ingest is at work and has its first part", at_work)
    assert isinstance(running, dict)
    second = site.start("ingest/hourly")
    assert site.wait_for("the overlapping run ended", lambda: site.ended(second)) == "CANCELLED"
    assert site.run(running["id"])["state"]["type"] == "RUNNING"

    os.kill(process_of(running["id"]), signal.SIGKILL)
    assert site.wait_for("the killed run is marked", lambda: site.ended(running["id"])) == "CRASHED"
    site.wait_for(
        "the hook has told", lambda: site.told.exists() and running["name"] in site.told.read_text()
    )
    assert rows(warehouse_of(site), "select count(*) from facts.documents") == [(5,)]

    def made_good() -> bool:
        return rows(warehouse_of(site), "select count(*) from facts.documents") == [(5 + MANY,)]

    site.wait_for("a later scheduled run loaded everything", made_good)
    assert rows(warehouse_of(site), "select count(*) from marts.run_balance where missing_count <> 0") == [
        (0,)
    ]


def test_a_run_that_a_person_asked_for_waits_for_its_turn(site: Site) -> None:
    for schedule in site.api.get("/deployments/name/ingest/hourly").json()["schedules"]:
        deployment = site.api.get("/deployments/name/ingest/hourly").json()["id"]
        site.api.patch(f"/deployments/{deployment}/schedules/{schedule['id']}", json={"active": False})

    def quiet() -> bool:
        return not [run for run in site.runs("ingest/hourly") if run["state_type"] in ("RUNNING", "PENDING")]

    site.wait_for("no ingest is at work", quiet)
    both = [site.start("publish/by-hand"), site.start("publish/by-hand")]
    ends = [site.wait_for("a publish ended", lambda run=run: site.ended(run)) for run in both]
    assert ends == ["COMPLETED", "COMPLETED"]
    first, second = sorted((site.run(run) for run in both), key=lambda run: run["start_time"])
    assert first["end_time"] <= second["start_time"]


def test_the_nightly_verification_completes_and_fails_where_a_raw_file_changed(site: Site) -> None:
    sound = site.start("verify/nightly")
    assert site.wait_for("the verification ended", lambda: site.ended(sound)) == "COMPLETED"
    (site.home / "raw" / "many" / "7.txt").unlink()
    broken = site.start("verify/nightly")
    assert site.wait_for("the second verification ended", lambda: site.ended(broken)) == "FAILED"
    site.wait_for("the hook has told", lambda: "raw_files_changed: 1 of" in site.told.read_text())


def process_of(flow_run_id: str) -> int:
    """The process of a flow run: the worker starts each with its id in the environment."""
    mark = f"PREFECT__FLOW_RUN_ID={flow_run_id}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
                found.append((int(folder.name), parent))
    pids = {pid for pid, _ in found}
    (top,) = [pid for pid, parent in found if parent not in pids]
    return top
