"""`sayso reprocess` and `sayso verify`: facts derived again, to renew them or to see that they are right."""

from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli_options import DEFAULT_RAW, DEFAULT_WAREHOUSE, JsonOption, RawOption, WarehouseOption
from flows.terminal import print_json, print_table, printable

if TYPE_CHECKING:
    from flows.rederive import Reprocessed

app = typer.Typer()
_LONGEST_LINE = 160  # of a sample


@app.command()
def reprocess(
    raw: RawOption = DEFAULT_RAW,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    everything: Annotated[bool, typer.Option("--everything", help="Also what today's rules made.")] = False,
    publish: Annotated[bool, typer.Option("--publish", help="Publish it; without, nothing changes.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Derive facts again from the stored texts after a change of lexicon or rules, and show what differs.

    Pages are read again only where the reader itself changed. Look first, then `sayso reprocess --publish`, which
    says only how many rows differ.
    """
    from flows.fact_diff import as_rows
    from flows.rederive import Reprocessed, extract_further, finish, plan_reprocess
    from flows.settings import load_settings
    from flows.warehouse import Warehouse

    settings = load_settings(raw=str(raw), warehouse=str(warehouse))
    target = Warehouse(settings.warehouse, settings.keep_versions, settings.database_memory)
    target.read().close()

    def say(done: Reprocessed) -> None:
        if not as_json:
            _say_diff(done, with_rows=not publish)

    with target.lock():
        work = plan_reprocess(settings, target, everything=everything)
        for batch in work.plan.batches:
            extract_further(batch, work.plan, settings, target)
        done = finish(work, target, publish=publish, say=say)
    if as_json:
        told = {name: getattr(done, name) for name in Reprocessed.__slots__ if name != "diff"}
        print_json({**told, "diff": as_rows(done.diff)})
    elif done.generation is not None:
        print(f"Published {printable(str(target.file))}, generation {done.generation}.")
    else:
        print("Nothing was published. `sayso reprocess --publish` does.")


def _say_diff(done: "Reprocessed", *, with_rows: bool) -> None:
    """What was done, and what differs: in one line, or `with_rows` as a table of counts and a few samples."""
    from flows.fact_diff import few_samples

    print(f"{done.balance['loaded'] + done.orphan_count:,} documents derived again.")
    if done.orphan_count:
        print(
            f"{done.orphan_count:,} of them have no raw file of the same bytes any more: from the stored text."
        )
    if done.changed_count:
        print(
            f"{done.changed_count:,} raw files changed since, or their source.yml: `sayso ingest` reads them."
        )
    for problem in done.problems:
        print(printable(f"Documents of one source wait until its source.yml is mended: {problem}"))
    if done.left_count:
        print(f"{done.left_count:,} documents stay as other rules made them.")
    if not done.diff:
        print("No fact differs.")
        return
    kinds = ("added", "removed", "changed", "moved")
    counts = {kind: sum(getattr(each, kind) for each in done.diff) for kind in kinds}
    print(
        f"{sum(counts.values()):,} rows differ: {', '.join(f'{n:,} {kind}' for kind, n in counts.items())}."
    )
    if not with_rows:
        return
    print_table(
        ("table", "rule", "added", "removed", "changed", "moved"),
        [(each.table, each.rule, each.added, each.removed, each.changed, each.moved) for each in done.diff],
    )
    for each, sample in few_samples(done.diff):
        told = ", ".join(f"{name}: {value}" for name, value in sample.values.items())
        line = printable(
            " ".join(f"{sample.change} {each.table} {each.rule or ''} in {sample.doc_id}: {told}".split())
        )
        print(line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…")
    print("`sayso reprocess --json` has more samples.")


@app.command()
def verify(
    raw: RawOption = DEFAULT_RAW,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    verify_sample: Annotated[
        int,
        typer.Option("--verify-sample", "--sample", min=0, help="Documents derived again from their bytes."),
    ] = 200,
    seed: Annotated[str | None, typer.Option(help="What chooses the sample; the date unless given.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Hold what is published against raw/ and against itself: a sample, every span, all counts. Changes nothing.

    Exit code 1, and one line each, for what does not hold. Raw files that are gone or changed, and records that left
    their file, are told and are no fault: their documents are stored.
    """
    from dataclasses import asdict
    from datetime import UTC, datetime

    from flows.settings import load_settings
    from flows.verification import verify_warehouse
    from flows.warehouse import Warehouse

    settings = load_settings(raw=str(raw), warehouse=str(warehouse), verify_sample=verify_sample)
    seed = seed or f"{datetime.now(UTC):%Y-%m-%d}"
    results = verify_warehouse(Warehouse(settings.warehouse), settings, seed)
    broken = [result for result in results if result.is_broken]
    if as_json:
        print_json({"seed": seed, "results": [asdict(each) for each in results]})
    else:
        for each in broken:
            print(printable(str(each)))
        for each in results:
            if each.first and not each.is_broken:
                print(printable(f"No fault, {each}"))
        if not broken:
            looked = {each.name: each.looked_at for each in results}
            print(
                f"All {len(results)} promises hold: {looked['facts_differ_from_raw']:,} documents derived again, "
                f"{looked['raw_files_changed']:,} raw files, seed {seed}."
            )
    if broken:
        raise typer.Exit(1)
