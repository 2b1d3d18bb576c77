"""Published versions: which there are, and going back to one of them."""

from dataclasses import dataclass
from datetime import datetime

from flows.warehouse import Warehouse, WarehouseError


@dataclass(frozen=True, slots=True)
class Version:
    """One published version that is still there; null is what its file does not say."""

    generation: int
    is_current: bool
    snapshot_id: str | None
    published_at: datetime | None
    run_id: str | None
    ruleset_id: str | None
    document_count: int | None
    size_bytes: int
    problem: str | None = None


def list_versions(target: Warehouse) -> list[Version]:
    """Versions that can be gone back to and the current one, newest first."""
    current = _current(target)
    if not target.numbers():
        raise WarehouseError(f"there is no {target.file} yet: run `sayso ingest` first")
    return [_version(target, number, number == current) for number in reversed(target.numbers())]


def _current(target: Warehouse) -> int | None:
    """Number of the current version, None where the link leads nowhere: one can still be gone to."""
    return target.current_number() if target.file.exists() else None


def _version(target: Warehouse, number: int, is_current: bool) -> Version:
    file = target.version_file(number)
    size_bytes = file.stat().st_size
    try:
        with target.read_version(file) as reader:
            names, runs = reader.table_of("from ops.runs where generation = ?", [number])
            documents = reader.rows("select count(*) from facts.documents")[0][0]
    except WarehouseError as error:
        return Version(number, is_current, None, None, None, None, None, size_bytes, str(error))
    run = dict(zip(names, runs[-1], strict=True)) if runs else {}
    return Version(
        number,
        is_current,
        run.get("snapshot_id"),  # null before schema 2
        run.get("published_at") or run.get("finished_at"),
        run.get("run_id"),
        run.get("ruleset_id"),
        documents,
        size_bytes,
    )


def roll_back(target: Warehouse, generation: int | None) -> tuple[Version, int | None]:
    """Point the link at an earlier version, by default the one before. Returns it and the number that was left, if any.

    The ledger lies in the file: what was loaded after that version is new again to the next ingest. Versions that
    were left stay until that ingest publishes.

    Raises:
        WarehouseError: no such version, or one that cannot be read; nothing is changed.
    """
    if not target.generations.is_dir():
        raise WarehouseError(f"there is no {target.file} yet: run `sayso ingest` first")
    with target.lock():
        left = _current(target)
        numbers = [number for number in target.numbers() if number != left]
        earlier = [number for number in numbers if left is None or number < left]
        if generation is None and not earlier:
            raise WarehouseError("there is no earlier version to go back to: see `sayso versions`")
        chosen = earlier[-1] if generation is None else generation
        if chosen not in numbers:
            there = ", ".join(map(str, numbers)) or "none"
            raise WarehouseError(f"there is no other version {chosen} to go to; there are: {there}")
        found = _version(target, chosen, is_current=True)
        if found.problem is not None:
            raise WarehouseError(f"version {chosen} cannot be used: {found.problem}")
        target.point_to(chosen)
    return found, left
