"""prefect.yaml and deploy/automations.yaml on a real server, process work pool and worker on loopback.

The schedule fires; a run that overlaps is cancelled, one that was asked for waits; a killed run is marked, its hook
and the server's automation tell, and the next run loads what is left. So it does where worker and server are killed
together, with the run or without. Some ten minutes: run by `make test-schedules`.
"""

import contextlib
import http.server
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import SAMPLES
from tests.flows.test_verification import tamper
from tests.running import rows

ROOT = Path(__file__).parent.parent.parent
MANY = 1500  # documents: a minute's work and more for one worker
MORE = 800
NO_BLOCK = (
    "00000000-0000-0000-0000-000000000000"  # stands in deploy/automations.yaml for a block of one's own
)
# What deploy/README.md tells to type, with an address of ours.
MAKE_BLOCK = """
import sys
from prefect.blocks.notifications import CustomWebhookNotificationBlock as Block
told = {"subject": "{{subject}}", "body": "{{body}}"}
print(Block(name="failures", url=sys.argv[1], json_data=told).save("sayso-failures"))
"""
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

        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.posted: list[dict[str, str]] = []  # what the server's automation told
        self.listener = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._listener())
        threading.Thread(target=self.listener.serve_forever, daemon=True).start()

    def _listener(self) -> type[http.server.BaseHTTPRequestHandler]:
        posted = self.posted

        class Listener(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        return Listener

    def python(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.home, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    def prefect(self, *arguments: str) -> None:
        self.python("-m", "prefect", *arguments)

    def launch(self, name: str, *arguments: str) -> None:
        with (self.home / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", "prefect", *arguments],
                cwd=self.home, env=self.environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def serve(self) -> None:
        self.launch("server", "server", "start", "--host", "127.0.0.1", "--port", str(self.port))

        def healthy() -> bool:
            with contextlib.suppress(httpx.HTTPError):
                return self.api.get("/health").status_code == 200
            return False

        self.wait_for("the server answers", healthy)

    def work(self) -> None:
        self.launch("worker", "worker", "start", "--pool", "sayso")

    def kill(self, *names: str) -> None:
        """SIGKILL to each at once; what they started goes on."""
        for name in names:
            self.processes[name].kill()
        for name in names:
            self.processes.pop(name).wait()

    def stop(self) -> None:
        for process in reversed(self.processes.values()):  # the worker before the server
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)  # its own session: nothing else is in it
                process.wait()
        self.listener.shutdown()

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
    try:
        site.serve()
        site.prefect("work-pool", "create", "sayso", "--type", "process")
        site.prefect("--no-prompt", "deploy", "--all")
        block = site.python("-c", MAKE_BLOCK, f"http://127.0.0.1:{site.listener.server_port}/")
        automations = (ROOT / "deploy" / "automations.yaml").read_text()
        assert automations.count(NO_BLOCK) == automations.count("enabled: false") == 1
        (home / "automations.yaml").write_text(
            automations.replace(NO_BLOCK, block).replace("enabled: false", "enabled: true")
        )
        site.prefect("automation", "create", "--from-file", "automations.yaml")
        site.work()
        yield site
    finally:
        site.stop()


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


def write_reports(site: Site, folder: str, count: int) -> None:
    texts = [path.read_text() for path in sorted((site.home / "raw" / "samples").glob("*.txt"))]
    (site.home / "raw" / folder).mkdir()
    for number in range(count):
        text = f"{texts[number % len(texts)]}\n\nThis is report number {number} of {folder}.\n"
        (site.home / "raw" / folder / f"{number}.txt").write_text(text)


def ingest_at_work(site: Site) -> dict:
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
    return running


def documents(site: Site) -> int:
    return rows(warehouse_of(site), "select count(*) from facts.documents")[0][0]


def unbalanced(site: Site) -> int:
    return rows(warehouse_of(site), "select count(*) from marts.run_balance where missing_count <> 0")[0][0]


def test_a_run_that_overlaps_is_cancelled_and_a_killed_one_is_marked_and_made_good(site: Site) -> None:
    write_reports(site, "many", MANY)
    running = ingest_at_work(site)
    second = site.start("ingest/hourly")
    assert site.wait_for("the overlapping run ended", lambda: site.ended(second)) == "CANCELLED"
    assert site.run(running["id"])["state"]["type"] == "RUNNING"

    os.kill(process_of(running["id"]), signal.SIGKILL)
    assert site.wait_for("the killed run is marked", lambda: site.ended(running["id"])) == "CRASHED"
    site.wait_for(
        "the hook has told", lambda: site.told.exists() and running["name"] in site.told.read_text()
    )
    assert documents(site) == 5
    site.wait_for("a later scheduled run loaded everything", lambda: documents(site) == 5 + MANY)
    assert unbalanced(site) == 0


def told_of(site: Site, run_id: str, state: str) -> list[dict[str, str]]:
    begins = f"{site.run(run_id)['name']}: "
    return [
        told for told in site.posted if told["subject"].endswith(state) and told["body"].startswith(begins)
    ]


@pytest.mark.parametrize("with_the_run", [True, False], ids=["with_the_run", "without_the_run"])
def test_worker_and_server_killed_together_are_made_good_once_both_are_back(
    site: Site, with_the_run: bool
) -> None:
    before = documents(site)
    write_reports(site, f"more {with_the_run}", MORE)
    running = ingest_at_work(site)
    process = process_of(running["id"])
    site.kill("server", "worker")
    if with_the_run:  # as a machine does that loses power; else it goes on, and nobody hears of it
        os.kill(process, signal.SIGKILL)
        assert documents(site) == before
    site.serve()
    site.work()
    site.wait_for("all is loaded", lambda: documents(site) == before + MORE)
    assert unbalanced(site) == 0
    how = site.wait_for("the run that nobody watched has ended", lambda: site.ended(running["id"]))
    if with_the_run:
        assert how == "CRASHED"

    def goes_on() -> bool:
        last = site.run(running["id"])["expected_start_time"]
        return any(
            run["state_type"] == "COMPLETED" and run["expected_start_time"] > last
            for run in site.runs("ingest/hourly")
        )

    site.wait_for("a later scheduled run completed", goes_on)


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


def test_the_nightly_verification_completes_and_fails_where_a_document_is_nowhere_any_more(
    site: Site,
) -> None:
    sound = site.start("verify/nightly")
    assert site.wait_for("the verification ended", lambda: site.ended(sound)) == "COMPLETED"
    (site.home / "raw" / "many" / "7.txt").unlink()
    tamper(warehouse_of(site), "delete from facts.documents where path = 'many/7.txt'")
    broken = site.start("verify/nightly")
    assert site.wait_for("the second verification ended", lambda: site.ended(broken)) == "FAILED"
    site.wait_for("the hook has told", lambda: "fail_documents_do_not_add_up: 1 of" in site.told.read_text())
    # Asked for by hand: of a run that was scheduled less than five minutes before it began, as those here are and
    # those of an hourly schedule are not, the server evaluates the events only after fifteen minutes (their
    # `follows` names one that was never sent).
    site.wait_for("the automation has told", lambda: told_of(site, broken, "Failed"))
    assert not told_of(site, sound, "Completed")


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


def test_logs_of_the_worker_carry_no_noise_of_bindings_and_no_article_text(site: Site) -> None:
    log = (site.home / "worker.log").read_text(errors="replace")
    assert "Finished in state Completed" in log
    assert "nanobind" not in log
    for path in (site.home / "raw" / "samples").glob("*.txt"):
        sentences = [line for line in path.read_text().splitlines() if len(line) > 60]
        assert not [line for line in sentences if line[:50] in log]
