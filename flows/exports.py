"""Tables as files, for those who publish or cite them: same rows, same bytes, and a manifest that says which.

Rows are ordered by all their columns (documents by their id), written by one thread with fixed settings. What only
tells of a run (its id, when a reject was first seen) is left out, so two builds from the same files agree.
"""

import difflib
import hashlib
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flows.inputs import InputError
from flows.schema import RUN_COLUMNS
from flows.warehouse import Reader, Warehouse, WarehouseError

MANIFEST = "manifest.json"
FORMATS = ("parquet", "csv")
# Tables that tell of runs: written only when they are named.
_OF_RUNS = ("ops.", "marts.run_balance")
# Ordering by the texts themselves would copy them all; this is as good, since fail_ids_not_unique holds.
_ORDERED_BY = {"facts.documents": "doc_id"}
_FORMULA = "^[=+@\\t\\r-]"  # how a cell begins that a spreadsheet would run


@dataclass(frozen=True, slots=True)
class ExportedTable:
    """One table of an export, as the manifest lists it."""

    table: str
    file: str
    rows: int
    sha256: str
    columns: list[str]
    left_out: list[str]


def export(
    target: Warehouse, folder: Path, tables: Sequence[str] = (), kind: str = "parquet", *, inert: bool = True
) -> dict[str, Any]:
    """Write tables of the published version into a folder, then its manifest, which is returned.

    `tables` are names (`marts.claims`) or schemas (`facts`); without any, all but those that tell of runs. An
    earlier export in the folder is replaced, other files there stay. With `inert`, CSV cells that a spreadsheet
    would take for a formula begin with an apostrophe.

    Raises:
        InputError: an unknown table, or a folder that holds something else.
        WarehouseError: nothing to export, or the files cannot be written; an earlier export stays as it was.
    """
    with target.read() as reader:
        columns = _columns_by_table(reader)
        chosen = _chosen(tables, sorted(columns))
        earlier = _earlier_files(folder)
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as made:
                aside = Path(made) / "files"
                aside.mkdir()
                written = [
                    _write(reader, table, columns[table], aside, kind, inert=inert) for table in chosen
                ]
                manifest = _citation(reader) | {
                    "format": kind,
                    "tables": [
                        {name: getattr(each, name) for name in ExportedTable.__slots__} for each in written
                    ],
                }
                text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
                (aside / MANIFEST).write_text(text, encoding="utf-8")
                _move(aside, folder, earlier)
        except OSError as error:
            raise WarehouseError(f"could not write {folder}: {error.strerror}") from error
    return manifest


def _columns_by_table(reader: Reader) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for table, column, data_type in reader.rows(
        "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns()"
        " where schema_name in ('facts', 'corpus', 'marts', 'ops') order by schema_name, table_name, column_index"
    ):
        found.setdefault(table, {})[column] = data_type
    return found


def _chosen(asked: Sequence[str], known: Sequence[str]) -> list[str]:
    if not asked:
        return [table for table in known if not table.startswith(_OF_RUNS)]
    chosen: set[str] = set()
    for name in asked:
        fitting = [table for table in known if name in (table, table.split(".")[0])]
        if not fitting:
            schemas = sorted({table.split(".")[0] for table in known})
            near = difflib.get_close_matches(name, [*schemas, *known], n=1)
            raise InputError(f"there is no table {name!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
        chosen.update(fitting)
    return sorted(chosen)


def _write(
    reader: Reader, table: str, columns: dict[str, str], folder: Path, kind: str, *, inert: bool
) -> ExportedTable:
    left_out = [column for column in columns if column in RUN_COLUMNS.get(table, ())]
    kept = [column for column in columns if column not in left_out]
    unsafe = {column for column in kept if columns[column] == "VARCHAR"} if kind == "csv" and inert else set()
    cells = [_inert(column) if column in unsafe else f'"{column}"' for column in kept]
    order = _ORDERED_BY.get(table) or ", ".join(f'source."{column}"' for column in kept)
    file = folder / f"{table}.{kind}"
    reader.write_file(f"select {', '.join(cells)} from {table} as source order by {order}", file, kind)
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    row_count = reader.rows(f"select count(*) from {table}")[0][0]
    return ExportedTable(table, file.name, row_count, digest, kept, left_out)


def _inert(column: str) -> str:
    return (
        f"case when regexp_matches(\"{column}\", '{_FORMULA}') then '''' || \"{column}\""
        f' else "{column}" end as "{column}"'
    )


def _citation(reader: Reader) -> dict[str, Any]:
    """What names the version: the same for two builds with the same rows and the same number."""
    names, rows = reader.table_of(
        "select snapshot_id, generation, ruleset_id, corpus_rules_id from ops.runs"
        " where generation is not null order by generation"  # of this very file: another may be current by now
    )
    return {"sayso_version": version("sayso"), **dict(zip(names, rows[-1], strict=True))}


def _earlier_files(folder: Path) -> list[Path]:
    """Files of an earlier export, its manifest first. Raises `InputError` where something else lies there."""
    if not folder.exists():
        return []
    try:
        names = [
            each["file"] for each in json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["tables"]
        ]
        return [folder / MANIFEST, *(folder / Path(name).name for name in names)]
    except (OSError, ValueError, KeyError, TypeError) as error:
        if folder.is_dir() and not any(folder.iterdir()):
            return []
        raise InputError(f"{folder} is there and holds no export of sayso: name a new folder") from error


def _move(aside: Path, folder: Path, earlier: Sequence[Path]) -> None:
    """The manifest goes first and comes last: a folder with a manifest holds what it says."""
    folder.mkdir(exist_ok=True)
    for path in earlier:
        path.unlink(missing_ok=True)
    for path in sorted(aside.iterdir(), key=lambda path: path.name == MANIFEST):
        shutil.move(path, folder / path.name)
