"""The flow that turns facts into a published warehouse: load, names, marts, checks, swap."""

import logging
from typing import Any, TypeVar, cast

from prefect import flow, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.utilities.annotations import quote

from flows.artifacts import keep_account
from flows.document.records import LexiconError
from flows.hooks import tell_failure
from flows.inputs import InputError, NameKnowledge, load_name_knowledge
from flows.runs import NameCounts, Plan, balance_of, link_names_of_run, load_run, plan_publish, tidy_up
from flows.settings import SettingsError, load_settings
from flows.warehouse import Build, CheckResult, Warehouse, WarehouseError

T = TypeVar("T")
_EXPECTED = (InputError, LexiconError, SettingsError, WarehouseError, OSError)


class _OneLine(logging.Filter):
    """An expected failure is told in one line: its message says what to do, a traceback would hide it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], _EXPECTED):
            record.exc_info = None
        return True


for _name in ("prefect.flow_runs", "prefect.task_runs"):
    logging.getLogger(_name).addFilter(_OneLine())


@flow(name="publish", on_failure=[tell_failure], on_crashed=[tell_failure])
def publish(warehouse: str | None = None) -> dict[str, Any]:
    """Make names, marts and checks anew from the stored facts, and publish the result."""
    settings = load_settings(warehouse=warehouse)
    target = Warehouse(settings.warehouse, settings.keep_versions, settings.database_memory)
    with target.lock():
        return build_and_publish(target, plan_publish())


def build_and_publish(target: Warehouse, plan: Plan) -> dict[str, Any]:
    """Load a plan's parts into the next version, make the rest anew and swap it in. Needs the lock.

    Returns what was done, by name. Raises `WarehouseError`; the version before then stays as it was.
    """
    logger = get_run_logger()
    with target.build(plan.run_id, derives_anew=bool(plan.lost_columns)) as build:
        upgraded_from = build.schema_before if build.is_upgraded else None
        if build.is_upgraded:
            logger.info("tables of schema %s are brought to those of today", upgraded_from)
        balance = load(build, unvisited(plan), target)
        linked = join_names(build, unvisited(load_name_knowledge()))
        make_marts(build)
        results = check(build)
        swap(build)
    tidy_up(target, plan.retry_requests)
    warnings = [str(each) for each in results if each.row_count]
    for warning in warnings:
        logger.warning(warning)
    show(target, plan.run_id, balance)
    logger.info("published generation %s as %s", build.number, target.file)
    return {
        "run_id": plan.run_id,
        "generation": build.number,
        "upgraded_from": upgraded_from,
        **balance,
        "left": build.left_count,
        "gone": len(plan.gone),
        "entities": linked.entity_count,
        "undecided_spellings": linked.undecided_count,
        "warnings": warnings,
    }


def show(target: Warehouse, run_id: str, balance: dict[str, int]) -> None:
    """Leave artifacts on the server. The version is published: what cannot be shown is no reason to fail."""
    try:
        with target.read() as reader:
            keep_account(reader, run_id, balance)
    except Exception as error:  # noqa: BLE001 - as said, and it is told
        get_run_logger().warning("no artifacts of this run: %s", type(error).__name__)


@task(cache_policy=NO_CACHE)
def load(build: Build, plan: Plan, target: Warehouse) -> dict[str, int]:
    """Take every part of the run in, with its ledger, in one transaction. Returns the run's balance."""
    balance = balance_of(load_run(build, plan, target))
    get_run_logger().info("%s", ", ".join(f"{count:,} {name}" for name, count in balance.items()))
    return balance


@task(cache_policy=NO_CACHE)
def join_names(build: Build, knowledge: NameKnowledge) -> NameCounts:
    """Which spellings are one entity, over all texts."""
    return link_names_of_run(build, knowledge)


@task(cache_policy=NO_CACHE)
def make_marts(build: Build) -> None:
    """The tables and views that analysts query."""
    build.build_marts()


@task(cache_policy=NO_CACHE)
def check(build: Build) -> list[CheckResult]:
    """Every promise, over every row. Raises `CheckFailedError` before anything is published."""
    return build.run_checks()


@task(cache_policy=NO_CACHE)
def swap(build: Build) -> None:
    """Make the version durable and point the link at it."""
    build.publish()


def unvisited(value: T) -> T:
    """Hand a large value to a task without Prefect walking through it; the task gets the value itself."""
    return cast(T, quote(value))
