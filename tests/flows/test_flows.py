"""The flows themselves, on a real temporary Prefect server."""

import fcntl
from pathlib import Path

import duckdb
import pytest
import yaml

from flows.inputs import InputError
from tests.running import rows
from tests.sql.test_schemas import WITHOUT_A_RULE, made_by


def test_ingest_loads_then_finds_nothing_new_and_publishes_nothing(
    prefect: None, raw: Path, warehouse: Path
) -> None:
    from flows.ingest import ingest

    first = ingest(raw=str(raw), warehouse=str(warehouse), batch_size=2)
    assert (first["seen"], first["loaded"], first["generation"]) == (5, 5, 1)
    published = warehouse.resolve().read_bytes()

    second = ingest(raw=str(raw), warehouse=str(warehouse), batch_size=2)
    assert (second["seen"], second["loaded"], second["unchanged"], second["generation"]) == (5, 0, 5, None)
    assert warehouse.resolve().read_bytes() == published

    (raw / "samples" / "new.txt").write_text("The mayor of Garissa opened a bridge on Monday.\n")
    third = ingest(raw=str(raw), warehouse=str(warehouse), batch_size=2)
    assert (third["seen"], third["loaded"], third["unchanged"], third["generation"]) == (6, 1, 5, 2)
    # The run that found nothing new is in the account too.
    assert rows(warehouse, "select loaded_count, unchanged_count, missing_count from marts.run_balance") == [
        (5, 0, 0),
        (0, 5, 0),
        (1, 5, 0),
    ]


def test_an_ingest_that_meets_another_run_is_cancelled_and_has_not_failed(
    prefect: None, raw: Path, warehouse: Path
) -> None:
    from flows.ingest import ingest

    warehouse.parent.mkdir(parents=True)
    with (warehouse.parent / ".publish.lock").open("a+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # as another process does
        state = ingest(raw=str(raw), warehouse=str(warehouse), return_state=True)
    assert state.is_cancelled()
    assert "is being written by another process; wait for it to end" in state.message
    assert not warehouse.exists()


def test_the_balance_is_a_prefect_artifact(prefect: None, raw: Path, warehouse: Path) -> None:
    from prefect.client.orchestration import get_client

    from flows.ingest import ingest

    result = ingest(raw=str(raw), warehouse=str(warehouse))
    with get_client(sync_client=True) as client:
        latest = client.request("POST", "/artifacts/latest/filter", json={}).json()
    artifacts = {each["key"]: each["data"] for each in latest}
    assert result["run_id"] in artifacts["run-balance"]
    assert (
        artifacts["slowest-documents"].count("samples/")
        == artifacts["slowest-documents"].count("doc_id")
        == 5
    )
    assert "samples" in artifacts["freshness-per-source"]
    assert artifacts["rejects-by-reason"] == "[]"
    assert "5 documents of run" in artifacts["new-documents"]


def test_publish_makes_the_same_rows_anew_from_the_stored_facts(
    prefect: None, raw: Path, warehouse: Path
) -> None:
    from flows.ingest import ingest
    from flows.publish import publish

    ingest(raw=str(raw), warehouse=str(warehouse))
    query = "from marts.entity_spellings order by all"
    before = rows(warehouse, query)
    assert publish(warehouse=str(warehouse))["generation"] == 2
    assert rows(warehouse, query) == before


def test_a_missing_raw_folder_says_what_to_do(prefect: None, tmp_path: Path, warehouse: Path) -> None:
    from flows.ingest import ingest

    with pytest.raises(InputError, match=r"there is no folder .*nowhere: make it and put articles into"):
        ingest(raw=str(tmp_path / "nowhere"), warehouse=str(warehouse))
    assert not warehouse.exists()


def test_a_task_is_retried_only_where_that_can_help() -> None:
    from flows.ingest import _may_pass

    class Failed:
        def __init__(self, error: Exception) -> None:
            self.error = error

        def result(self) -> None:
            raise self.error

    assert _may_pass(None, None, Failed(OSError("disk")))
    assert not _may_pass(None, None, Failed(ValueError("a defect")))


def test_deployments_name_flows_and_parameters_that_exist() -> None:
    from flows.ingest import ingest
    from flows.publish import publish
    from flows.reprocess import reprocess
    from flows.verify import verify

    root = Path(__file__).parent.parent.parent
    flows = {
        "flows/ingest.py:ingest": ingest,
        "flows/publish.py:publish": publish,
        "flows/reprocess.py:reprocess": reprocess,
        "flows/verify.py:verify": verify,
    }
    for deployment in yaml.safe_load((root / "prefect.yaml").read_text())["deployments"]:
        flow = flows[deployment["entrypoint"]]
        assert set(deployment.get("parameters", {})) <= set(flow.parameters.properties)
        assert deployment["concurrency_limit"]["limit"] == 1


def test_reprocess_shows_first_and_publishes_when_told_and_verify_agrees(
    prefect: None, raw: Path, warehouse: Path
) -> None:
    from flows.ingest import ingest
    from flows.reprocess import reprocess
    from flows.verify import VerificationError, verify

    ingest(raw=str(raw), warehouse=str(warehouse))
    looked = reprocess(raw=str(raw), warehouse=str(warehouse), everything=True)
    assert (looked["generation"], looked["balance"]["loaded"], looked["diff"]) == (None, 5, [])
    done = reprocess(raw=str(raw), warehouse=str(warehouse), everything=True, publish=True)
    assert done["generation"] == 2
    results = verify(raw=str(raw), warehouse=str(warehouse), verify_sample=2)
    assert {each["name"]: each["looked_at"] for each in results}["facts_differ_from_raw"] == 2
    file = warehouse.resolve()
    file.chmod(0o644)
    with duckdb.connect(file) as connection:
        connection.execute("update corpus.entities set name = name || '!'").fetchall()
    with pytest.raises(VerificationError, match="rows_changed_since_publish: 1 of 1"):
        verify(raw=str(raw), warehouse=str(warehouse))


def test_artifacts_show_hostile_values_as_they_are() -> None:
    from flows.artifacts import escaped, new_documents

    assert escaped("<img src=x>|[a](javascript:b)") == "&lt;img src=x&gt;&#124;&#91;a&#93;(javascript:b)"
    assert escaped(3) == 3
    assert len(str(escaped("|" * 1_000_000))) < 3_000  # a title may be as long as a text
    rows = [
        ("A [link](http://x)\n# head", "https://news.example/a?b=1", "a/1.txt", "d1"),
        (None, "javascript:alert(1)", "a/2_2.txt", "d2"),
        ("T", "https://news.example/) [x](http://evil.example", "a/3.txt", "d3"),
    ]
    assert new_documents(rows, "r").splitlines()[2:] == [
        "- [A &#91;link&#93;(http://x) # head](https://news.example/a?b=1) d1",
        "- a/2&#95;2.txt d2",
        "- T d3",
    ]


def test_a_failure_runs_the_command_and_posts_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import json
    import threading
    from http.server import BaseHTTPRequestHandler, HTTPServer
    from types import SimpleNamespace

    from flows.hooks import tell_failure

    posted: list[dict[str, str]] = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    told = tmp_path / "told.txt"
    script = tmp_path / "tell.sh"
    script.write_text(f'#!/bin/sh\nprintf "%s %s" "$1" "$2" > {told}\n')
    script.chmod(0o755)
    monkeypatch.setenv("SAYSO_FAILURE_COMMAND", f"{script} --text")
    monkeypatch.setenv("SAYSO_FAILURE_URL", f"http://127.0.0.1:{server.server_port}/hook")
    state = SimpleNamespace(name="Crashed", message="the disk\nis full; $(rm -rf /)")
    tell_failure(SimpleNamespace(name="ingest"), SimpleNamespace(name="busy-owl"), state)
    server.shutdown()
    line = "sayso: ingest run busy-owl ended as Crashed: the disk is full; $(rm -rf /)"
    assert told.read_text() == f"--text {line}"
    assert posted == [
        {"flow": "ingest", "run": "busy-owl", "state": "Crashed", "message": "the disk is full; $(rm -rf /)"}
    ]
    # What cannot be told does no harm.
    for command, url in (
        ("no-such-command", "http://127.0.0.1:9/"),
        ("mail 'ops", "http://127.0.0.1:port/"),
        ("mail -s '", "http://[bad"),
    ):
        monkeypatch.setenv("SAYSO_FAILURE_COMMAND", command)
        monkeypatch.setenv("SAYSO_FAILURE_URL", url)
        tell_failure(SimpleNamespace(name="ingest"), SimpleNamespace(name="busy-owl"), state)


def test_an_ingest_derives_the_facts_of_an_earlier_schema_again_before_it_loads_what_is_new(
    prefect: None, tmp_path: Path
) -> None:
    from flows.ingest import ingest

    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse" / "sayso.duckdb"
    made_by("2", warehouse, WITHOUT_A_RULE)
    (raw / "daily").mkdir(parents=True)
    (raw / "daily" / "new.txt").write_text("The mayor of Lamu opened a port.\n")
    result = ingest(raw=str(raw), warehouse=str(warehouse))
    assert (result["loaded"], result["generation"]) == (1, 3)
    assert rows(warehouse, "select path from facts.documents order by path") == [
        ("daily/1.txt",),
        ("daily/2.txt",),
        ("daily/new.txt",),
    ]
    assert rows(warehouse, "select count(*) > 3, count(rule) = count(*) from facts.mentions") == [
        (True, True)
    ]
