"""The nightly flow: is what is published still what raw/ says? Fails, and so tells its hooks, where it is not."""

from datetime import UTC, datetime
from typing import Any

from prefect import flow, get_run_logger

from flows.artifacts import keep_verification
from flows.hooks import tell_failure
from flows.settings import load_settings
from flows.verification import verify_warehouse
from flows.warehouse import Warehouse, WarehouseError


class VerificationError(WarehouseError):
    """What is published is not what raw/ says; the message names each promise that does not hold."""


@flow(name="verify", on_failure=[tell_failure], on_crashed=[tell_failure])
def verify(
    raw: str | None = None,
    warehouse: str | None = None,
    verify_sample: int | None = None,
    seed: str | None = None,
) -> list[dict[str, Any]]:
    """Derive a sample again from its raw bytes, slice every span, add up the ledger. Reads only.

    `seed` chooses the sample; today's date unless given. Raises `VerificationError`.
    """
    settings = load_settings(raw=raw, warehouse=warehouse, verify_sample=verify_sample)
    results = verify_warehouse(
        Warehouse(settings.warehouse), settings, seed or f"{datetime.now(UTC):%Y-%m-%d}"
    )
    keep_verification(results)
    broken = [result for result in results if result.is_broken]
    for result in broken:
        get_run_logger().error("%s", result)
    if broken:
        raise VerificationError("; ".join(map(str, broken)))
    for result in results:
        if result.first:
            get_run_logger().info("%s", result)
    get_run_logger().info("%s promises hold", len(results))
    return [{"name": each.name, "looked_at": each.looked_at, "first": each.first} for each in results]
