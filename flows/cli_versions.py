"""`sayso versions`, `rollback`, `export`: published versions, and what leaves the warehouse with its citation."""

from typing import Annotated

import typer

from flows.cli_options import DEFAULT_WAREHOUSE, JsonOption, WarehouseOption
from flows.terminal import print_json, print_table, printable

app = typer.Typer()


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
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    as_json: JsonOption = False,
) -> None:
    """Go back to an earlier version, by default the one before; readers get it at once, in one step.

    The next `sayso ingest` starts from it and loads again what came after. To stay on it, pause the schedule first.
    """
    from flows.versions import roll_back
    from flows.warehouse import Warehouse

    found, left = roll_back(Warehouse(warehouse), generation)
    if as_json:
        print_json({"generation": found.generation, "snapshot_id": found.snapshot_id, "left": left})
        return
    print(
        f"{printable(str(warehouse))} is generation {found.generation} again, published {found.published_at}, "
        f"{found.document_count:,} documents; it was {left}."
    )
    print(
        "The next `sayso ingest` starts from it: what was loaded later is loaded again, by today's rules, "
        f"and generation {left} goes. Until then `sayso rollback {left}` takes this back."
    )
