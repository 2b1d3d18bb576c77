"""Documents that were not loaded: which they are, how earlier ones ended, and asking for another try.

A request is a file in `warehouse/.retry/`, so that it can be made while a run is at work and waits for the next one.
"""

import difflib
import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.inputs import InputError
from flows.warehouse import Reader, Warehouse, WarehouseError

LISTED = "reason, path, record_no, detail, first_seen, last_seen, tries"
_HISTORY = "ended_as, reason, path, record_no, detail, first_seen, last_seen, tries, ended_at"


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which rejects are meant; null means any."""

    reason: str | None = None
    source: str | None = None
    paths: tuple[str, ...] = ()  # files, or folders with all that is below


def list_rejects(
    reader: Reader, chosen: Chosen, *, history: bool = False
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of the rejects that are meant, or of those that left the list.

    Raises:
        InputError: a reason, source or path that no reject has.
    """
    table = "ops.reject_history" if history else "facts.rejects"
    _refuse_unknown(reader, table, chosen)
    return reader.table_of(
        f"select {_HISTORY if history else LISTED} from {table}"
        " where reason = coalesce($1, reason) and split_part(path, '/', 1) = coalesce($2, split_part(path, '/', 1))"
        " and (len($3) = 0 or list_contains($3, path)"
        " or list_bool_or(list_transform($3, lambda asked: starts_with(path, asked || '/'))))"
        f" order by {'ended_at desc, ' if history else ''}reason, path, record_no",
        [chosen.reason, chosen.source, [path.rstrip("/") for path in chosen.paths]],
    )


def _refuse_unknown(reader: Reader, table: str, chosen: Chosen) -> None:
    rows = reader.rows(f"select distinct reason, path from {table} order by all")
    paths = {path for _, path in rows}
    folders = {path[:at] for path in paths for at, letter in enumerate(path) if letter == "/"}
    for what, asked, known in (
        ("reason", chosen.reason, {reason for reason, _ in rows}),
        ("source", chosen.source, {path.split("/")[0] for path in paths}),
        *(("path", path.rstrip("/"), paths | folders) for path in chosen.paths),
    ):
        if asked is not None and asked not in known:
            near = difflib.get_close_matches(asked, sorted(known), n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise InputError(f"no reject has the {what} {asked!r}{hint}")


# --- another try ---------------------------------------------------------------------------------------------


def ask_for_retry(target: Warehouse, paths: Sequence[str]) -> None:
    """Note that the next ingest shall read these files again. Raises `WarehouseError` where that cannot be noted."""
    folder, name = target.folder / ".retry", secrets.token_hex(8)
    aside = folder / f".{name}.{os.getpid()}"
    try:
        folder.mkdir(exist_ok=True)
        with aside.open("w", encoding="utf-8") as request:
            json.dump(sorted(set(paths)), request, ensure_ascii=False)
            request.flush()
            os.fsync(request.fileno())  # else a power cut can leave the name and none of the words
        aside.rename(folder / f"{name}.json")
    except OSError as error:
        raise WarehouseError(f"cannot write to {folder}: {error.strerror}; check who owns it") from error


def open_requests(target: Warehouse) -> dict[Path, frozenset[str]]:
    """Requests that wait, with the paths that each names; one that is torn names none."""
    return {file: _asked_in(file) for file in sorted((target.folder / ".retry").glob("*.json"))}


def _asked_in(file: Path) -> frozenset[str]:
    try:
        return frozenset(json.loads(file.read_text(encoding="utf-8")))
    except ValueError:
        return frozenset()


def forget_requests(requests: Sequence[Path]) -> None:
    """They were done."""
    for file in requests:
        file.unlink(missing_ok=True)
