"""`sayso …`: what a person types. Heavy imports wait until a command needs them."""

import atexit
import csv
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows import cli_names
from flows.cli_furniture import furniture_app
from flows.terminal import inert, print_json, print_table, printable

if TYPE_CHECKING:
    from flows.warehouse import Warehouse

EXIT_DATA, EXIT_IO, EXIT_BUSY = 65, 74, 75

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Raw news text into attributed facts in DuckDB.\n\n"
    "Put articles into raw/<source>/, run `sayso ingest`, then ask:\n"
    '`sayso sql "from marts.entity_spellings"`.\n\n'
    "Exit codes: 0 ok, 2 usage, 65 the input cannot be used, 74 the warehouse cannot be read or written,\n"
    "75 another run is writing.",
)
app.add_typer(cli_names.app, name="names")
app.add_typer(furniture_app, name="furniture")
RawOption = Annotated[Path, typer.Option(help="Folder of raw articles, one folder per source.")]
WarehouseOption = Annotated[Path, typer.Option(help="The published DuckDB file.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
_ended_with: list[int] = []
DEFAULT_RAW = Path("raw")
DEFAULT_WAREHOUSE = Path("warehouse/sayso.duckdb")


# --- commands ------------------------------------------------------------------------------------------------


@app.command()
def ingest(
    raw: RawOption = DEFAULT_RAW,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    batch_size: Annotated[int, typer.Option(min=1, help="Documents per batch.")] = 500,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Worker processes; default one per core.")
    ] = None,
    retry_rejects: Annotated[bool, typer.Option(help="Read rejected files again too.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Load what is new or changed in raw/ and publish the warehouse.

    Safe to run again at any time: what is known is skipped, and a run that dies loses nothing.
    """
    from flows.inputs import load_name_knowledge
    from flows.runs import Settings, plan_run, record_quiet_run
    from flows.warehouse import Warehouse

    load_name_knowledge()  # decisions that contradict each other are told now, not after an hour's reading
    target = Warehouse(warehouse)
    settings = Settings.of(batch_size=batch_size, workers=workers, retry_rejects=retry_rejects)
    with target.lock():
        if "PREFECT_API_URL" not in os.environ:
            plan = plan_run(raw, target, settings)
            if plan.is_quiet:  # nobody has to wait for Prefect's server to hear that nothing is new
                _say_run(record_quiet_run(plan, target), target, as_json=as_json)
                return
        _prepare_prefect(target)
        from flows.ingest import ingest as ingest_flow

        result = ingest_flow(str(raw), str(warehouse), batch_size, workers, retry_rejects)
        _say_run(result, target, as_json=as_json)


@app.command()
def publish(warehouse: WarehouseOption = DEFAULT_WAREHOUSE, as_json: JsonOption = False) -> None:
    """Make names, marts and checks anew from the stored facts, after an edit of sql/ or of the names."""
    from flows.inputs import load_name_knowledge
    from flows.warehouse import Warehouse

    target = Warehouse(warehouse)
    target.read().close()
    load_name_knowledge()
    _prepare_prefect(target)
    from flows.publish import publish as publish_flow

    _say_run(publish_flow(str(warehouse)), target, as_json=as_json)


@app.command()
def status(warehouse: WarehouseOption = DEFAULT_WAREHOUSE, as_json: JsonOption = False) -> None:
    """What the warehouse holds, the last runs and how they balance, and what the checks found."""
    from flows.warehouse import Warehouse

    with Warehouse(warehouse).read() as reader:
        facts = {
            "generation": Warehouse(warehouse).current_number(),
            **dict(
                reader.rows(
                    "select 'documents', count(*) from facts.documents union all"
                    " select 'sentences', count(*) from facts.sentences union all"
                    " select 'mentions', count(*) from facts.mentions union all"
                    " select 'entities', count(distinct entity_id) from corpus.name_links union all"
                    " select 'rejects', count(*) from facts.rejects"
                )
            ),
        }
        names, runs = reader.table_of("from marts.run_balance order by started_at desc limit 5")
        _, findings = reader.table_of(
            "select check_name, row_count, sample from ops.checks where row_count > 0"
        )
    if as_json:
        print_json(
            {**facts, "runs": [dict(zip(names, run, strict=True)) for run in runs], "findings": findings}
        )
        return
    print(", ".join(f"{count:,} {name}" for name, count in facts.items() if name != "generation"))
    print(f"published as generation {facts['generation']} of {warehouse}\n")
    print_table(names, runs)
    for check_name, row_count, sample in findings:
        print(f"\n{check_name}: {row_count} rows, first {sample}")


@app.command()
def rejects(warehouse: WarehouseOption = DEFAULT_WAREHOUSE, as_json: JsonOption = False) -> None:
    """What was not loaded, and why. Try again with `sayso ingest --retry-rejects`."""
    _ask(
        "select reason, path, record_no, detail from facts.rejects order by reason, path, record_no",
        warehouse,
        as_json,
    )


@app.command()
def removals(
    doc_id: Annotated[str, typer.Argument(help="Document id, or the beginning of one.")],
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
) -> None:
    """Show one document's text with what cleaning took out, marked [rule: …].

    Example: sayso removals 65b02c28
    """
    from flows.warehouse import Warehouse, WarehouseError

    with Warehouse(warehouse).read() as reader:
        found = reader.rows("select doc_id, text from facts.documents where starts_with(doc_id, ?)", [doc_id])
        if len(found) != 1:
            raise WarehouseError(
                f"{len(found)} documents have an id that starts with {doc_id!r}; give more of it"
            )
        cuts = reader.rows(
            "select start_char, end_char, rule from facts.removals where doc_id = ? order by start_char",
            [found[0][0]],
        )
    print(printable(_marked(found[0][1], cuts)))


@app.command()
def sql(
    query: Annotated[
        str, typer.Argument(help='One DuckDB query, e.g. "from marts.entity_spellings limit 20".')
    ],
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    as_json: JsonOption = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print CSV; cells that a spreadsheet would run are quoted.")
    ] = False,
    seconds: Annotated[float, typer.Option(help="Stop the query after this time.")] = 60,
) -> None:
    """Ask the published warehouse, read-only: no files, no settings, a time limit.

    Example: sayso sql "select name, surface, mention_count from marts.entity_spellings where name ilike '%qassam%'"
    """
    _ask(query, warehouse, as_json, as_csv=as_csv, seconds=seconds)


# --- how things are said --------------------------------------------------------------------------------------


def _ask(query: str, warehouse: Path, as_json: bool, *, as_csv: bool = False, seconds: float = 60) -> None:
    from flows.warehouse import Warehouse

    with Warehouse(warehouse).read() as reader:
        names, rows = reader.stranger(query, seconds)
    if as_json:
        print_json([dict(zip(names, row, strict=True)) for row in rows])
    elif as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([inert(cell) for cell in row] for row in rows)
    else:
        print_table(names, rows)


def _say_run(result: Mapping[str, Any], target: "Warehouse", *, as_json: bool) -> None:
    if as_json:
        print_json(result)
        return
    if result["generation"] is None:
        print(
            f"Nothing new: {result['unchanged']:,} documents are known and unchanged. {target.file} stays as it is."
        )
        return
    counted = ("seen", "loaded", "duplicate", "unchanged", "rejected")
    if result["seen"]:
        print(", ".join(f"{result[name]:,} {name}" for name in counted))
    for warning in result["warnings"]:
        print(f"warning: {printable(warning)}")
    print(f"Published {target.file}, generation {result['generation']}: {result['entities']:,} entities.")
    if result.get("rejected"):
        print("See `sayso rejects` for what was not loaded, and why.")


def _marked(text: str, cuts: Sequence[tuple[int, int, str]]) -> str:
    pieces, at = [], 0
    for start, end, rule in cuts:
        pieces += [
            text[at:start],
            f"[{rule}: {text[start:end].strip()}]",
            "\n" if text[start:end].endswith("\n") else "",
        ]
        at = end
    return "".join([*pieces, text[at:]])


# --- running -------------------------------------------------------------------------------------------------


def _prepare_prefect(target: "Warehouse") -> None:
    """Prefect without a server of its own, without telemetry, its state beside the warehouse."""
    settings = {
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_CLI_PROMPT": "false",
    }
    if "PREFECT_API_URL" not in os.environ:
        settings["PREFECT_HOME"] = str((target.folder / ".prefect").absolute())
    for name, value in settings.items():
        os.environ.setdefault(name, value)
    atexit.register(_end_quietly)  # before Prefect's handlers are registered, so that it runs after them


def main() -> None:
    """The `sayso` command: every expected failure is one line and an exit code."""
    _ended_with.append(_exit_code(app))
    sys.exit(_ended_with[-1])


def _exit_code(command: Callable[[], object]) -> int:
    from flows.document.records import LexiconError
    from flows.inputs import InputError
    from flows.warehouse import WarehouseBusyError, WarehouseError

    try:
        command()
    except SystemExit as ended:  # the command line library ends every command with one
        return int(ended.code or 0)
    except (InputError, LexiconError) as error:
        return _failed(error, EXIT_DATA)
    except WarehouseBusyError as error:
        return _failed(error, EXIT_BUSY)
    except WarehouseError as error:
        return _failed(error, EXIT_IO)
    except BrokenPipeError:  # `sayso sql … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _failed(error: Exception, code: int) -> int:
    print(f"sayso: {printable(str(error))}", file=sys.stderr)
    return code


def _end_quietly() -> None:
    """End without tearing modules down, after every other exit handler has run.

    Threads of Prefect keep DuckDB's module alive; its bindings then print a hundred lines about leaks that
    are none. Can go when a run of `sayso ingest` prints nothing after its last line without it.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(_ended_with[-1] if _ended_with else 1)


if __name__ == "__main__":
    main()
