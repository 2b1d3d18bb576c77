"""Published versions: which there are, and going back to one of them."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flows.inputs import InputError, list_raw_files
from flows.runs import is_unchanged
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


def _led_to(target: Warehouse, number: int) -> frozenset[int]:
    """Generations that a version was made from, one after the other; all there are where it does not say."""
    try:
        with target.read_version(target.version_file(number)) as reader:
            rows = reader.rows("select generation from ops.runs where generation is not null")
    except WarehouseError:
        return frozenset(target.numbers())
    return frozenset(generation for (generation,) in rows)


def roll_back(target: Warehouse, generation: int | None) -> tuple[Version, int | None]:
    """Point the link at an earlier version, by default the one before. Returns it and the number that was left, if any.

    The ledger lies in the file: what was loaded after that version is new again to the next ingest. Versions that
    were left stay until that ingest publishes.

    The one before is the latest that led to the current one; what an earlier rollback left is gone to by its number.

    Raises:
        WarehouseError: no such version, or one that cannot be read; nothing is changed.
    """
    if not target.generations.is_dir():
        raise WarehouseError(f"there is no {target.file} yet: run `sayso ingest` first")
    with target.lock():
        left = _current(target)
        numbers = [number for number in target.numbers() if number != left]
        earlier = [
            number
            for number in numbers
            if left is None or (number < left and number in _led_to(target, left))
        ]
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


def count_without_raw(target: Warehouse, chosen: int, left: int, raw: Path) -> int | None:
    """Documents of the version that was left which the chosen one lacks and no raw file brings back.

    A record that went from a file which is still there is not counted: only whole files are looked at. None where a
    version or raw/ cannot be read.
    """
    try:
        listed = {file.path: file for file in list_raw_files(raw)}
        with target.read_version(target.version_file(chosen)) as reader:
            there = {doc_id for (doc_id,) in reader.rows("select doc_id from facts.documents")}
        with target.read_version(target.version_file(left)) as reader:
            ledger = reader.ledger()
            documents = reader.rows("select doc_id, path, record_no from facts.documents")
    except (InputError, WarehouseError):
        return None
    later = {
        doc_id: path for doc_id, path, record_no in documents if doc_id not in there and record_no is None
    }
    records = [path for doc_id, path, record_no in documents if doc_id not in there and record_no is not None]
    brought = {
        entry.doc_id
        for path, entry in ledger.items()
        if entry.doc_id in later and path in listed and is_unchanged(listed[path], entry)
    }
    return len(later.keys() - brought) + sum(path not in listed for path in records)
