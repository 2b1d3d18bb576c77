"""`sayso versions`, `rollback`, `export`: published versions, and what leaves the warehouse with its citation."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from flows.cli_options import DEFAULT_RAW, DEFAULT_WAREHOUSE, JsonOption, RawOption, WarehouseOption
from flows.terminal import print_json, print_table, printable

app = typer.Typer()


class ExportFormat(StrEnum):
    """What an export can be written as."""

    PARQUET = "parquet"
    CSV = "csv"


@app.command()
def versions(warehouse: WarehouseOption = DEFAULT_WAREHOUSE, as_json: JsonOption = False) -> None:
    """Published versions that are kept, newest first; `keep_versions` of `sayso settings` says how many."""
    from dataclasses import asdict

    from flows.versions import list_versions
    from flows.warehouse import Warehouse

    found = list_versions(Warehouse(warehouse))
    if as_json:
        print_json([asdict(each) for each in found])
        return
    print_table(
        ("generation", "current", "snapshot_id", "published_at", "run_id", "ruleset_id", "documents", "MB"),
        [
            (
                each.generation,
                "*" if each.is_current else "",
                each.problem or each.snapshot_id,
                each.published_at,
                each.run_id,
                each.ruleset_id,
                each.document_count,
                f"{each.size_bytes / 1e6:,.1f}",
            )
            for each in found
        ],
    )


@app.command()
def rollback(
    generation: Annotated[int | None, typer.Argument(help="A generation of `sayso versions`.")] = None,
    raw: RawOption = DEFAULT_RAW,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    as_json: JsonOption = False,
) -> None:
    """Go back to an earlier version, by default the one before; readers get it at once, in one step.

    The next `sayso ingest` starts from it and loads again what came after. To stay on it, pause the schedule first.
    """
    from flows.versions import count_without_raw, roll_back
    from flows.warehouse import Warehouse

    target = Warehouse(warehouse)
    found, left = roll_back(target, generation)
    lost = None if left is None else count_without_raw(target, found.generation, left, raw)
    if as_json:
        told = {"generation": found.generation, "snapshot_id": found.snapshot_id, "left": left}
        print_json({**told, "without_raw": lost})
        return
    was = "" if left is None else f"; it was {left}"
    print(
        f"{printable(str(warehouse))} is generation {found.generation} again, published {found.published_at}, "
        f"{found.document_count:,} documents{was}."
    )
    print("The next `sayso ingest` starts from it: what was loaded later is loaded again, by today's rules.")
    if left is not None:
        stays = (
            f"stays, {lost:,} of its documents have no raw file any more"
            if lost
            else "goes when that is published"
        )
        print(f"Generation {left} {stays}; `sayso rollback {left}` takes this back.")


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Where the files go; an earlier export there is replaced.")],
    tables: Annotated[
        str | None,
        typer.Option(
            help="Tables or schemas, with commas, e.g. facts,marts.claims. Default: facts, corpus and marts."
        ),
    ] = None,
    file_format: Annotated[
        ExportFormat, typer.Option("--format", help="Format of the files.")
    ] = ExportFormat.PARQUET,
    plain_cells: Annotated[
        bool, typer.Option(help="CSV only: leave cells that a spreadsheet would run as they are.")
    ] = False,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    as_json: JsonOption = False,
) -> None:
    """Write tables as Parquet or CSV, with a manifest to cite: snapshot, rules, SHA-256 and rows of each file.

    The same raw files give the same bytes on any machine. What tells of runs is left out: columns such as run_id, and
    the tables ops.* and marts.run_balance unless they are named.

    Example: sayso export published --tables marts --format csv
    """
    from flows.exports import export as write
    from flows.warehouse import Warehouse

    names = [name.strip() for name in (tables or "").split(",") if name.strip()]
    manifest = write(Warehouse(warehouse), folder, names, file_format.value, inert=not plain_cells)
    if as_json:
        print_json(manifest)
        return
    written = manifest["tables"]
    print(
        f"Wrote {len(written)} tables, {sum(each['rows'] for each in written):,} rows, to {printable(str(folder))}. "
        f"Cite snapshot {manifest['snapshot_id']}, rules {manifest['ruleset_id']}; manifest.json has the rest."
    )
