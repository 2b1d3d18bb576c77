"""The flow after a change of rules: facts derived again from the stored texts, the difference told, then published."""

from typing import Any

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE

from flows.artifacts import keep_diff
from flows.fact_diff import as_rows
from flows.hooks import tell_failure
from flows.publish import unvisited
from flows.rederive import Reprocess, Reprocessed, extract_further, finish, plan_reprocess
from flows.runs import Batch, Plan
from flows.settings import Settings, load_settings
from flows.warehouse import Warehouse


@flow(name="reprocess", on_failure=[tell_failure], on_crashed=[tell_failure])
def reprocess(
    raw: str | None = None,
    warehouse: str | None = None,
    everything: bool = False,
    publish: bool = False,
) -> dict[str, Any]:
    """Derive the facts again that other rules made, or `everything`; without `publish` nothing changes.

    The difference is an artifact of the run.
    """
    settings = load_settings(raw=raw, warehouse=warehouse)
    target = Warehouse(settings.warehouse, settings.keep_versions, settings.database_memory)
    with target.lock():
        work = plan_reprocess(settings, target, everything=everything)
        for batch in work.plan.batches:
            derive_again(unvisited(batch), unvisited(work.plan), unvisited(settings), target)
        done = compare_and_publish(unvisited(work), target, publish)
    get_run_logger().info(
        "%s rows differ, %s",
        f"{sum(each.added + each.removed + each.changed + each.moved for each in done.diff):,}",
        "nothing was published" if done.generation is None else f"published generation {done.generation}",
    )
    return {
        **{name: getattr(done, name) for name in Reprocessed.__slots__ if name != "diff"},
        "diff": as_rows(done.diff),
    }


@task(cache_policy=NO_CACHE)
def derive_again(batch: Batch, plan: Plan, settings: Settings, target: Warehouse) -> int:
    """Make one batch's part from stored texts."""
    return extract_further(batch, plan, settings, target)


@task(cache_policy=NO_CACHE)
def compare_and_publish(work: Reprocess, target: Warehouse, publish: bool) -> Reprocessed:
    """Load beside the published facts, keep the difference, publish if that is wanted."""
    return finish(work, target, publish=publish, say=lambda done: keep_diff(done.run_id, done.diff))
