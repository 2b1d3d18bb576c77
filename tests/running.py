"""A whole run without Prefect: the same steps in the same order, for tests that need many."""

import os
from collections.abc import Callable
from pathlib import Path

from flows.batches import extract_batch
from flows.inputs import load_name_knowledge
from flows.limits import WorkerLimits
from flows.runs import Plan, link_names_of_run, load_run, plan_run, tidy_up
from flows.settings import Settings
from flows.warehouse import Warehouse

# `make test-faults` runs everything, `make test` and `make test-faults-short` the short form.
WHOLE = "SAYSO_KILLS" in os.environ


def run_once(
    raw: Path, warehouse: Path, after_listing: Callable[[], None] = lambda: None, **changes: object
) -> Plan:
    """Load raw/ and publish, as the flow does."""
    usual = {"worker_count": 2, "worker_limits": WorkerLimits(seconds=30)}
    settings = Settings(**{**usual, **changes})
    target = Warehouse(warehouse)
    with target.lock():
        plan = plan_run(raw, target, settings)
        after_listing()
        for batch in plan.batches:
            extract_batch(batch, plan, settings)
        publish_plan(plan, target)
    return plan


def publish_plan(plan: Plan, target: Warehouse) -> None:
    """Load the parts of a plan and publish. Needs the lock."""
    with target.build(plan.run_id, derives_anew=bool(plan.lost_columns)) as build:
        load_run(build, plan, target)
        link_names_of_run(build, load_name_knowledge())
        build.build_marts()
        build.run_checks()
        build.publish()
    tidy_up(target, plan.retry_requests)


def rows(warehouse: Path, query: str) -> list[tuple]:
    """Rows of the published warehouse."""
    with Warehouse(warehouse).read() as reader:
        return reader.rows(query)
