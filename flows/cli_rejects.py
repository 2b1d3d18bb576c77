"""`sayso rejects`: what was not loaded, why, since when; and another try."""

from collections.abc import Sequence
from itertools import groupby
from typing import Annotated, Any

import typer

from flows.cli_options import DEFAULT_WAREHOUSE, JsonOption, WarehouseOption
from flows.terminal import print_json, print_table

rejects_app = typer.Typer(invoke_without_command=True, rich_markup_mode=None, pretty_exceptions_enable=False)
ReasonOption = Annotated[str | None, typer.Option(help="Only this reason, e.g. timeout.")]
SourceOption = Annotated[str | None, typer.Option(help="Only this source: the first folder below raw/.")]


@rejects_app.callback()
def rejects(
    context: typer.Context,
    reason: ReasonOption = None,
    source: SourceOption = None,
    path: Annotated[
        str | None, typer.Option(help="Only this file, or all below this folder of raw/.")
    ] = None,
    history: Annotated[bool, typer.Option("--history", help="Those that left the list, and how.")] = False,
    each: Annotated[
        bool, typer.Option("--each", help="A line per record, also where many of a file have one reason.")
    ] = False,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    as_json: JsonOption = False,
) -> None:
    """What was not loaded, and why, since when, after how many tries: a line per file and reason, the first record's.

    A rejected file is not read again by itself until it changes. `sayso rejects retry` asks for another try.
    """
    if context.invoked_subcommand is not None:
        return
    from flows.rejects import Chosen, list_rejects
    from flows.warehouse import Warehouse

    with Warehouse(warehouse).read() as reader:
        chosen = Chosen(reason, source, (path,) if path else ())
        names, rows = list_rejects(reader, chosen, history=history)
    if as_json:
        print_json([dict(zip(names, row, strict=True)) for row in rows])
    elif each or history:
        print_table(names, rows)
    else:
        print_table(["records", *names], _one_per_file(names, rows))


def _one_per_file(names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The first row of each file and reason, after the number of its rows; `rows` are sorted by both."""
    reason, path = names.index("reason"), names.index("path")
    groups = [list(rows) for _, rows in groupby(rows, key=lambda row: (row[reason], row[path]))]
    return [(len(group), *group[0]) for group in groups]


@rejects_app.command()
def retry(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Files or folders as `sayso rejects` shows them.")
    ] = None,
    reason: ReasonOption = None,
    source: SourceOption = None,
    everything: Annotated[bool, typer.Option("--all", help="All rejects.")] = False,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
) -> None:
    """Have the next `sayso ingest` read rejected files again. What passes leaves the list and keeps its history.

    Example: sayso rejects retry --reason timeout
    """
    if not (paths or reason or source or everything):
        raise typer.BadParameter("name files, a --reason or a --source, or say --all")
    from flows.rejects import Chosen, ask_for_retry, list_rejects
    from flows.warehouse import Warehouse

    target = Warehouse(warehouse)
    with target.read() as reader:
        names, rows = list_rejects(reader, Chosen(reason, source, tuple(paths or ())))
    files = {row[names.index("path")] for row in rows}
    if files:
        ask_for_retry(target, sorted(files))
    print(f"{len(rows):,} rejects in {len(files):,} files: the next `sayso ingest` reads them again.")
