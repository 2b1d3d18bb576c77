"""The scheduled flow: what is new in raw/ becomes facts, and the warehouse is published anew."""

import time
from typing import Any

from prefect import State, flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.states import Cancelled
from prefect.task_runners import ThreadPoolTaskRunner

from flows.hooks import tell_failure
from flows.publish import build_and_publish, unvisited
from flows.rederive import derive_everything, extract_further
from flows.runs import Batch, Plan, plan_run, record_quiet_run
from flows.settings import Settings, load_settings
from flows.warehouse import Warehouse, WarehouseBusyError

# Two at once, so that the workers have work while the batch before is written.
_TASK_RUNNER: ThreadPoolTaskRunner[Any] = ThreadPoolTaskRunner(max_workers=2)


@flow(
    name="ingest",
    task_runner=_TASK_RUNNER,  # type: ignore[arg-type]  # its future is a PrefectFuture, typed invariant
    on_failure=[tell_failure],
    on_crashed=[tell_failure],
)
def ingest(
    raw: str | None = None,
    warehouse: str | None = None,
    batch_size: int | None = None,
    worker_count: int | None = None,
    retry_rejects: bool | None = None,
) -> dict[str, Any] | State[Any]:
    """Load what is new or changed below `raw` and publish. A run that finds nothing new publishes nothing.

    What is not given is as `sayso settings` says. While another run is writing it is cancelled, which is no failure.
    """
    settings = load_settings(
        raw=raw,
        warehouse=warehouse,
        batch_size=batch_size,
        worker_count=worker_count,
        retry_rejects=retry_rejects,
    )
    target = Warehouse(settings.warehouse, settings.keep_versions, settings.database_memory)
    try:
        with target.lock():
            return ingest_plan(plan_run(settings.raw, target, settings), target, settings)
    except WarehouseBusyError as error:
        return Cancelled(message=str(error))


def run_planned(plan: Plan, target: Warehouse, settings: Settings) -> dict[str, Any]:
    """The same flow for a plan that was made already. Needs the lock."""

    @flow(name="ingest", task_runner=_TASK_RUNNER)  # type: ignore[arg-type]  # as above
    def planned() -> dict[str, Any]:
        return ingest_plan(plan, target, settings)

    return planned()


def ingest_plan(plan: Plan, target: Warehouse, settings: Settings) -> dict[str, Any]:
    """Do what a plan says. Needs the lock, inside a flow."""
    logger = get_run_logger()
    if plan.lost_columns:
        logger.warning(
            "the facts of the version before have no %s: all are derived again", ", ".join(plan.lost_columns)
        )
        stored = derive_everything(plan, target, settings)
        if stored is not None:  # else raw/ is read again, by the plan as it is
            published = build_and_publish(target, stored)
            plan = plan_run(settings.raw, target, settings)
            if plan.is_quiet:
                return published
    if plan.is_quiet:
        return record_quiet_run(plan, target)
    logger.info(
        "%s files listed, %s to do in %s batches", plan.file_count, plan.new_file_count, len(plan.batches)
    )
    futures = [
        extract.submit(unvisited(batch), unvisited(plan), unvisited(settings), target)
        for batch in plan.batches
        if batch.stored is None
    ]
    done = 0
    for future in futures:
        done += future.result()
        seconds = time.monotonic() - plan.started
        logger.info(
            "%s of %s files read, %.0f per second", f"{done:,}", f"{plan.new_file_count:,}", done / seconds
        )
    for batch in plan.batches:
        if batch.stored is not None:  # it asks the parts of all others
            extract(unvisited(batch), unvisited(plan), unvisited(settings), target)
    return build_and_publish(target, plan)


def _may_pass(_task: object, _run: object, state: Any) -> bool:
    """A retry can help where the disk or a process failed; a defect fails again."""
    try:
        state.result()
    except OSError:
        return True
    except Exception:  # noqa: BLE001 - Prefect asks about any failure; it raises this one itself
        return False
    return False


@task(cache_policy=NO_CACHE, retries=2, retry_delay_seconds=[2, 10], retry_condition_fn=_may_pass)
def extract(batch: Batch, plan: Plan, settings: Settings, target: Warehouse) -> int:
    """Turn one batch of raw files into a part. Returns how many files it held."""
    return extract_further(batch, plan, settings, target)
