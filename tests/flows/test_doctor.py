"""`sayso doctor` finds what has been seen to stop people, and says what to do. Each fault is made for real."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.metadata import version
from pathlib import Path

import duckdb
import pytest

from flows import doctor
from flows.doctor import Status
from flows.limits import WorkerLimits
from flows.settings import Settings
from tests.flows.test_cli import sayso
from tests.running import run_once
from tests.sql.test_schemas import made_by


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("doctor")
    (folder / "raw" / "daily").mkdir(parents=True)
    (folder / "raw" / "daily" / "1.txt").write_text("The mayor of Garissa opened a bridge.\n")
    run_once(folder / "raw", folder / "warehouse" / "sayso.duckdb")
    return folder


def test_a_sound_installation_has_no_fault(loaded: Path) -> None:
    done = sayso(loaded, "doctor", "--json")
    found = {each["check"]: each for each in json.loads(done.stdout)}
    assert [each for each in found.values() if each["status"] == "fail"] == []
    assert done.returncode == 0
    assert [*found] == [
        *("packages", "settings", "lexicon", "raw", "folder", "file_system", "disk", "warehouse", "database"),
        *("limits", "user", "prefect", "server"),
    ]
    assert found["warehouse"]["message"] == "warehouse/sayso.duckdb opens: generation 1, 1 documents"
    assert "its server can be imported" in found["prefect"]["message"]
    assert not list(loaded.rglob(".doctor-*"))


def test_a_fault_is_a_line_and_exit_code_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(doctor, "_prefect_import", lambda: (Status.OK, ""))
    found = {each.check: each for each in doctor.examine()}
    assert found["raw"].status == Status.FAIL
    assert found["raw"].message == "there is no folder raw: make it and put articles into raw/<source>/"
    assert found["warehouse"].status == found["folder"].status == Status.OK
    assert not list(tmp_path.iterdir())

    (tmp_path / "sayso.toml").write_text("bath_size = 1\n")
    done = sayso(tmp_path, "doctor")
    assert done.returncode == 1
    assert (
        "fail  settings     sayso.toml has no setting 'bath_size': did you mean 'batch_size'?" in done.stdout
    )
    assert all(line[:5] in ("ok   ", "warn ", "fail ") for line in done.stdout.splitlines())


def test_versions_that_do_not_work_together_are_named_with_the_reason() -> None:
    problems = list(
        doctor._package_problems(
            ["fastapi<0.1", "duckdb>=1000", "no-such-package>=1", "polars>=2", "pytest>=1000; extra == 'dev'"]
        )
    )
    assert len(problems) == 3
    assert problems[0].startswith(
        f"fastapi {version('fastapi')} is not <0.1 (from 0.155 on the Prefect server"
    )
    assert problems[2] == "no-such-package is not installed"


def test_a_lexicon_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    shutil.copytree(Settings().lexicon, tmp_path / "lexicon")
    (tmp_path / "lexicon" / "furniture.yml").write_text("exact: [")
    status, message = doctor._lexicon(Settings(lexicon=tmp_path / "lexicon"))
    assert (status, "furniture.yml is no valid YAML" in message) == (Status.FAIL, True)


def test_a_warehouse_that_is_corrupt_old_or_new_is_told(loaded: Path, tmp_path: Path) -> None:
    old = tmp_path / "old" / "sayso.duckdb"
    made_by("1", old)
    status, message = doctor._warehouse(old)
    assert status == Status.WARN
    assert "has the tables of schema 1: the next `sayso ingest` brings them to" in message

    shutil.copytree(loaded / "warehouse", tmp_path / "copy", symlinks=True)
    file = (tmp_path / "copy" / "sayso.duckdb").resolve()
    file.chmod(0o644)
    with duckdb.connect(file) as connection:
        connection.execute("update ops.schema_versions set schema_version = 1000").fetchall()
    status, message = doctor._warehouse(tmp_path / "copy" / "sayso.duckdb")
    assert (status, "made by a newer sayso" in message) == (Status.FAIL, True)
    file.write_bytes(b"this is no database" * 1000)
    status, message = doctor._warehouse(tmp_path / "copy" / "sayso.duckdb")
    assert (status, "cannot be opened" in message) == (Status.FAIL, True)


def test_a_disk_without_room_for_a_copy_is_a_fault(loaded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = loaded / "warehouse" / "sayso.duckdb"

    def free(size: int) -> Status:
        monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**12, 0, size))
        return doctor._disk(file)[0]

    assert [free(10**6), free(4 * 10**8), free(10**10)] == [Status.FAIL, Status.WARN, Status.OK]


def test_a_file_system_without_locks_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor._file_system(tmp_path / "warehouse")[0] == Status.OK
    monkeypatch.setattr(doctor.fcntl, "flock", lambda *_: None)  # as on some network file systems
    status, message = doctor._file_system(tmp_path / "warehouse")
    assert status == Status.FAIL
    assert message.endswith(
        "has no locks (two writers got the same lock): keep the warehouse on a local disk"
    )


def test_a_folder_that_everybody_may_write_to_is_told(tmp_path: Path) -> None:
    assert doctor._folder(tmp_path)[0] == Status.OK
    tmp_path.chmod(0o777)
    assert doctor._folder(tmp_path)[0] == Status.WARN


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write anywhere")
def test_folders_of_somebody_else_are_faults(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    assert doctor._folder(tmp_path / "warehouse")[0] == Status.FAIL
    tmp_path.chmod(0o333)
    assert doctor._raw(tmp_path)[0] == Status.FAIL
    tmp_path.chmod(0o755)


def test_memory_limits_are_tried_not_believed() -> None:
    assert doctor._limits(Settings(worker_limits=WorkerLimits(memory_bytes=300_000_000)))[0] == Status.OK
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import resource; resource.setrlimit(resource.RLIMIT_AS, (8 * 10**8, 8 * 10**8))\n"
            "from flows import doctor; from flows.settings import Settings; print(doctor._limits(Settings()))",
        ],
        cwd=Path(__file__).parent.parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "a worker cannot be limited to 2,000,000,000 bytes" in done.stdout, done.stderr


class Answering(BaseHTTPRequestHandler):
    version = "1.0.0"

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"true" if self.path.endswith("/health") else f'"{self.version}"'.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    listening = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    yield listening
    listening.shutdown()
    listening.server_close()


def test_the_server_of_prefect_is_asked(server: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    assert doctor._server()[0] == Status.OK
    monkeypatch.setenv("PREFECT_API_URL", f"http://127.0.0.1:{server.server_port}/api")
    assert doctor._server()[0] == Status.WARN  # another version
    monkeypatch.setattr(Answering, "version", version("prefect"))
    assert doctor._server()[0] == Status.OK
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    status, message = doctor._server()
    assert (status, "`prefect server start`, or unset PREFECT_API_URL" in message) == (Status.FAIL, True)
    monkeypatch.setenv("PREFECT_API_URL", "file:///etc/passwd")
    assert doctor._server()[0] == Status.FAIL


def test_the_older_client_is_run(tmp_path: Path) -> None:
    assert doctor._older_client(Path(sys.executable)) == (
        Status.OK,
        f"{sys.executable} is DuckDB {duckdb.__version__}",
    )
    shell = tmp_path / "duckdb"
    shell.write_text("#!/bin/sh\necho v1.4.4; exit $(test $1 = --version)\n")
    shell.chmod(0o755)
    assert doctor._older_client(shell) == (Status.OK, f"{shell} is DuckDB v1.4.4")
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'No module named duckdb' >&2; exit 1\n")
    python.chmod(0o755)
    status, told = doctor._older_client(python)
    assert (status, "No module named duckdb" in told) == (Status.FAIL, True)


def test_a_check_that_breaks_is_a_finding() -> None:
    found = doctor._found("x", lambda: (_ for _ in ()).throw(RuntimeError("one\ntwo")))
    assert (found.status, found.message) == (Status.FAIL, "RuntimeError: one two")


@pytest.mark.parametrize(
    ("command", "url", "says"),
    [
        ("mail 'ops", None, "is no command"),
        ("no-such-program --now", None, "there is no program 'no-such-program'"),
        (None, "ftp://host/x", "is no http address"),
        (None, "http://[bad", "Invalid IPv6"),
        ("sh -c true", "https://ops.example/hook", "can be used"),
    ],
)
def test_who_is_told_of_a_failure_can_be_reached(command: str | None, url: str | None, says: str) -> None:
    found = doctor._found("failure", lambda: doctor._failure(command, url))
    assert says in found.message
    assert (found.status == Status.OK) == ("can be used" in says)
