"""`sayso …`: what a person types. Heavy imports wait until a command needs them."""

import atexit
import csv
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows import cli_doctor, cli_names, cli_reprocess, cli_versions
from flows.cli_furniture import furniture_app
from flows.cli_options import DEFAULT_RAW, DEFAULT_WAREHOUSE, JsonOption, RawOption, WarehouseOption
from flows.cli_rejects import rejects_app
from flows.terminal import inert, print_json, print_table, printable, unique_names

if TYPE_CHECKING:
    from flows.warehouse import Warehouse

EXIT_USAGE, EXIT_DATA, EXIT_IO, EXIT_BUSY = 2, 65, 74, 75

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Raw news text into attributed facts in DuckDB.\n\n"
    "Put articles into raw/<source>/, run `sayso ingest`, then ask:\n"
    '`sayso sql "from marts.entity_spellings"`.\n\n'
    "Exit codes: 0 ok, 1 `doctor` or `verify` found a fault, 2 usage, 65 the input cannot be used,\n"
    "74 the warehouse cannot be read or written, 75 another run is writing.",
)
app.add_typer(cli_names.app, name="names")
app.add_typer(furniture_app, name="furniture")
app.add_typer(rejects_app, name="rejects")
app.add_typer(cli_doctor.app)
app.add_typer(cli_reprocess.app)
app.add_typer(cli_versions.app)  # without a name: its commands stand beside those of this file
_ended_with: list[int] = []


# --- settings ------------------------------------------------------------------------------------------------


@app.callback()
def _take_settings(context: typer.Context) -> None:
    """Let every option default to the setting of its name."""
    from flows.settings import SettingsError, load_settings

    try:
        values = {name: value for name, value in load_settings() if value is not None}
    except SettingsError:
        if context.invoked_subcommand == "doctor":  # tells it beside all else that is wrong
            return
        raise
    context.default_map = _defaults(context.command, values)


def _defaults(command: Any, values: Mapping[str, object]) -> dict[str, Any]:
    own = {option.name: values[option.name] for option in command.params if option.name in values}
    return own | {name: _defaults(child, values) for name, child in getattr(command, "commands", {}).items()}


@app.command()
def settings(
    as_json: JsonOption = False,
    as_file: Annotated[bool, typer.Option("--toml", help="Print a sayso.toml to start from.")] = False,
) -> None:
    """Every setting, its value and where that came from: the environment, sayso.toml, the default. Flags come first.

    sayso.toml lies in the working folder: lines such as `batch_size = 200`, and tables such as [worker_limits].

    Example: sayso settings --toml > sayso.toml
    """
    from flows.settings import as_toml, effective_settings

    found = effective_settings()
    if as_file:
        print(as_toml(found), end="")
        return
    if as_json:
        print_json({each.name: {"value": each.value, "from": each.origin} for each in found})
    else:
        names = ("setting", "value", "from", "meaning")
        print_table(names, [(each.name, each.value, each.origin, each.meaning) for each in found])


# --- commands ------------------------------------------------------------------------------------------------


@app.command()
def ingest(
    raw: RawOption = DEFAULT_RAW,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    batch_size: Annotated[int, typer.Option(min=1, help="Raw files per batch.")] = 500,
    worker_count: Annotated[
        int | None, typer.Option("--worker-count", "--workers", min=1, help="Processes that read documents.")
    ] = None,
    retry_rejects: Annotated[bool, typer.Option(help="Read rejected files again too.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Load what is new or changed in raw/ and publish the warehouse.

    Safe to run again at any time: what is known is skipped, and a run that dies loses nothing.
    """
    from flows.inputs import load_name_knowledge
    from flows.runs import plan_run, record_quiet_run
    from flows.settings import load_settings

    given: dict[str, Any] = {
        "raw": str(raw),
        "warehouse": str(warehouse),
        "batch_size": batch_size,
        "worker_count": worker_count,
        "retry_rejects": retry_rejects,
    }
    load_name_knowledge()  # decisions that contradict each other are told now, not after an hour's reading
    target = _warehouse(warehouse)
    with target.lock():
        if "PREFECT_API_URL" in os.environ:  # the server wants to see every run, and what it was given
            _prepare_prefect(target)
            from flows.ingest import ingest as ingest_flow

            _say_run(ingest_flow(**given), target, as_json=as_json)
            return
        settings = load_settings(**given)
        plan = plan_run(raw, target, settings)
        if plan.is_quiet:  # nobody has to wait for Prefect's server to hear that nothing is new
            _say_run(record_quiet_run(plan, target), target, as_json=as_json)
            return
        _prepare_prefect(target)
        from flows.ingest import run_planned

        _say_run(run_planned(plan, target, settings), target, as_json=as_json)


@app.command()
def publish(warehouse: WarehouseOption = DEFAULT_WAREHOUSE, as_json: JsonOption = False) -> None:
    """Make names, marts and checks anew from the stored facts, after an edit of sql/ or of the names."""
    from flows.inputs import load_name_knowledge

    target = _warehouse(warehouse)
    target.read().close()
    load_name_knowledge()
    with target.lock():
        _prepare_prefect(target)
        from flows.publish import publish as publish_flow

        _say_run(publish_flow(str(warehouse)), target, as_json=as_json)


@app.command()
def status(warehouse: WarehouseOption = DEFAULT_WAREHOUSE, as_json: JsonOption = False) -> None:
    """What the warehouse holds, the last runs and how they balance, and what the checks found."""
    from flows.warehouse import CheckResult, Warehouse

    target = Warehouse(warehouse)
    with target.read() as reader:
        facts = {
            "generation": reader.rows("select max(generation) from ops.runs")[0][0],
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
        known = {run_id for (run_id,) in reader.rows("select run_id from ops.runs")}
        _, found = reader.table_of(
            "select check_name, severity, row_count, sample from ops.checks where row_count > 0"
        )
        findings = [CheckResult(*each) for each in found]
    # Runs that found nothing new make no version: their rows wait beside it.
    quiet = [run for run in target.quiet_runs() if run.run_id not in known]
    runs += [tuple(getattr(run, name, 0) for name in names) for run in quiet]  # which miss nothing
    runs = sorted(runs, key=lambda run: run[names.index("started_at")], reverse=True)[:5]
    if as_json:
        print_json(
            {
                **facts,
                "runs": [dict(zip(names, run, strict=True)) for run in runs],
                "findings": [asdict(each) for each in findings],
            }
        )
        return
    print(", ".join(f"{count:,} {name}" for name, count in facts.items() if name != "generation"))
    print(f"published as generation {facts['generation']} of {warehouse}\n")
    print_table(names, runs)
    for finding in findings:
        print(f"\n{printable(str(finding))}")


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
    query_seconds: Annotated[float, typer.Option("--seconds", help="Stop the query after this time.")] = 60,
) -> None:
    """Ask the published warehouse, read-only: no files, no settings, a time limit.

    Tables are those of the schemas marts, corpus, facts and ops: `show all tables`, `describe marts.claims`.

    Example: sayso sql "select name, surface, mention_count from marts.entity_spellings where name ilike '%qassam%'"
    """
    from flows.settings import load_settings

    seconds = load_settings(query_seconds=query_seconds).query_seconds
    _ask(query, warehouse, as_json, as_csv=as_csv, seconds=seconds)


# --- how things are said --------------------------------------------------------------------------------------


def _ask(query: str, warehouse: Path, as_json: bool, *, as_csv: bool, seconds: float) -> None:
    from flows.warehouse import Warehouse

    with Warehouse(warehouse).read() as reader:
        names, rows = reader.stranger(query, seconds)
    if as_json:
        keys = unique_names(names)
        print_json([dict(zip(keys, row, strict=True)) for row in rows])
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
    gone = f"{result.get('gone', 0):,} known files are no longer in raw/; what they brought stays."
    if result["generation"] is None:
        print(
            f"Nothing new: {result['unchanged']:,} documents are known and unchanged. {target.file} stays as it is."
        )
        if result.get("gone"):
            print(gone)
        return
    counted = ("seen", "loaded", "duplicate", "unchanged", "rejected")
    if result["seen"]:
        print(", ".join(f"{result[name]:,} {name}" for name in counted))
    if result.get("gone"):
        print(gone)
    if result.get("left"):
        print(f"{result['left']:,} documents left the facts: by what is in force now they are rejected.")
    if result.get("upgraded_from"):
        print(f"The tables were those of schema {result['upgraded_from']}: they are today's now.")
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


def _warehouse(file: Path) -> "Warehouse":
    from flows.settings import load_settings
    from flows.warehouse import Warehouse

    settings = load_settings()
    return Warehouse(file, settings.keep_versions, settings.database_memory)


# --- running -------------------------------------------------------------------------------------------------


def _prepare_prefect(target: "Warehouse") -> None:
    """Prefect without a server of its own, without telemetry, its state beside the warehouse."""
    from flows.prefect_home import database_problem, forget_history, put_aside, tie_server_to_run, unreachable
    from flows.warehouse import WarehouseError

    target.see_room()
    address = os.environ.get("PREFECT_API_URL")
    if address and (problem := unreachable(address)):
        raise WarehouseError(
            f"no answer from PREFECT_API_URL {address} ({problem}): `prefect server start`, or unset PREFECT_API_URL"
        )
    settings = {
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
        "PREFECT_CLI_PROMPT": "false",
    }
    if "PREFECT_API_URL" not in os.environ:
        home = (target.folder / ".prefect").absolute()
        settings["PREFECT_HOME"] = str(home)
        if "PREFECT_HOME" not in os.environ:
            forget_history(home)
        if "PREFECT_HOME" not in os.environ and (problem := database_problem(home)):
            print(
                f"sayso: Prefect's own database cannot be used ({problem}); it is now {put_aside(home)}, "
                "nothing of sayso is in it",
                file=sys.stderr,
            )
    for name, value in settings.items():
        os.environ.setdefault(name, value)
    if "PREFECT_API_URL" not in os.environ:
        tie_server_to_run()
    atexit.register(_end_quietly)  # before Prefect's handlers are registered, so that it runs after them


def main() -> None:
    """The `sayso` command: every expected failure is one line and an exit code."""
    _ended_with.append(_exit_code(app))
    sys.exit(_ended_with[-1])


def _exit_code(command: Callable[[], object]) -> int:
    try:
        command()
    except SystemExit as ended:  # the command line library ends every command with one
        return int(ended.code or 0)
    except BrokenPipeError:  # `sayso sql … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        if (code := _expected(error)) is None:
            raise
        remedy = ": see `sayso doctor`" if isinstance(error, RuntimeError) else ""
        print(f"sayso: {printable(str(error))}{remedy}", file=sys.stderr)
        return code
    return 0


def _expected(error: Exception) -> int | None:
    """The exit code of a failure that a person can mend; None for a defect of ours.

    Imported here: a command that ends well does not wait for modules that it never asked for.
    """
    from flows.document.records import LexiconError
    from flows.settings import SettingsError

    if isinstance(error, SettingsError):
        return EXIT_USAGE
    from flows.inputs import InputError
    from flows.warehouse import QueryError, WarehouseBusyError, WarehouseError

    if isinstance(error, QueryError):
        return EXIT_USAGE
    if isinstance(error, InputError | LexiconError):
        return EXIT_DATA
    if isinstance(error, WarehouseBusyError):
        return EXIT_BUSY
    if isinstance(error, RuntimeError) and "ephemeral Prefect API" in str(
        error
    ):  # it has no class of its own
        return EXIT_IO
    return EXIT_IO if isinstance(error, WarehouseError | OSError) else None


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
