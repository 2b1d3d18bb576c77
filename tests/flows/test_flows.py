"""The flows themselves, on a real temporary Prefect server."""

from pathlib import Path

import pytest
import yaml

from flows.inputs import InputError
from tests.running import rows


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


def test_the_balance_is_a_prefect_artifact(prefect: None, raw: Path, warehouse: Path) -> None:
    from prefect.client.orchestration import get_client

    from flows.ingest import ingest

    result = ingest(raw=str(raw), warehouse=str(warehouse))
    with get_client(sync_client=True) as client:
        artifacts = client.request(
            "POST", "/artifacts/filter", json={"sort": "CREATED_DESC", "limit": 1}
        ).json()
    assert artifacts[0]["key"] == "run-balance"
    assert result["run_id"] in artifacts[0]["data"]


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

    root = Path(__file__).parent.parent.parent
    flows = {"flows/ingest.py:ingest": ingest, "flows/publish.py:publish": publish}
    for deployment in yaml.safe_load((root / "prefect.yaml").read_text())["deployments"]:
        flow = flows[deployment["entrypoint"]]
        assert set(deployment["parameters"]) <= set(flow.parameters.properties)
        assert deployment["concurrency_limit"]["limit"] == 1
