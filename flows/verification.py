"""Is what is published still true? A sample derived again from its raw bytes, every span sliced again, all counts.

Reads only. What it finds is a list of rows, one per promise, each with how many break it and the first of them.
"""

import os
import random
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from flows.archives import records_of
from flows.batches import raw_document
from flows.document.extract import DocumentFacts
from flows.document.records import RawDocument, RejectedError
from flows.inputs import (
    SQL_DIR,
    InputError,
    RawFile,
    Source,
    list_raw_files,
    load_lexicon,
    open_raw,
    ruleset_id,
    usable_source,
)
from flows.parts import FACT_TABLES
from flows.runs import is_unchanged
from flows.settings import Settings
from flows.warehouse import Reader, Warehouse, WarehouseError
from flows.workers import Extraction, WorkerPool

STORAGE_TAG_BYTES = slice(12, 20)
STORAGE_TAG = 67  # v1.4.0: the highest that DuckDB 1.4 and 1.5 open
_CLIENT_SECONDS = 600
_ASK = (
    "import sys, duckdb\n"
    "for row in duckdb.connect(sys.argv[1], read_only=True).execute(sys.argv[2]).fetchall(): print(*row, sep='|')"
)


@dataclass(frozen=True, slots=True)
class Verified:
    """One promise and what became of it."""

    name: str
    looked_at: int  # rows, files or documents
    broken: int
    first: str | None  # the first that broke it, or why nothing was looked at

    @property
    def is_broken(self) -> bool:
        """Whether the promise does not hold."""
        return self.broken > 0

    def __str__(self) -> str:
        return f"{self.name}: {self.broken:,} of {self.looked_at:,}" + (
            f", {self.first}" if self.first else ""
        )


def verify_warehouse(target: Warehouse, settings: Settings, seed: str) -> list[Verified]:
    """Hold every promise against the published file and raw/. Raises `WarehouseError` where it cannot be opened."""
    with target.read() as reader:
        counts = _row_counts(reader)
        files = _raw_files(settings.raw)
        same, raw_result = _compare_raw(reader, files)
        return [
            *_run_checks(reader),
            _compare_counts(reader),
            _compare_snapshot(reader),
            raw_result,
            _compare_sample(reader, same, settings, seed),
            _compare_storage(target.file.resolve()),
            *_older_client(target.file.resolve(), settings.older_client, counts),
        ]


# --- the file by itself --------------------------------------------------------------------------------------


def _run_checks(reader: Reader) -> Iterator[Verified]:
    """The checks of every publish once more: they slice all spans and add up the ledger."""
    for path in sorted((SQL_DIR / "4_checks").glob("fail_*.sql")):
        statement = path.read_text(encoding="utf-8")
        count = reader.rows(f"select count(*) from ({statement})")[0][0]
        first = reader.rows(f"select * from ({statement}) order by all limit 1") if count else []
        yield Verified(path.stem, count, count, _short(first[0]) if first else None)


def _compare_counts(reader: Reader) -> Verified:
    """Documents that the ledger knows of against those that are there."""
    rows = reader.rows(
        "select documents.doc_id, documents.path from facts.documents"
        " anti join ops.files on documents.path = files.path order by all"
    )
    expected = reader.rows(
        "select coalesce(sum(loaded_count + unchanged_count), 0)::bigint from ops.files where is_current"
    )[0][0]
    there = reader.rows(
        "select count(*) from facts.documents inner join ops.files on documents.path = files.path"
        " and files.is_current and (files.doc_id = documents.doc_id or documents.record_no is not null)"
    )[0][0]
    missing = max(0, expected - there)
    first = (
        _short(rows[0])
        if rows
        else f"the ledger loaded {expected:,}, {there:,} are there"
        if missing
        else None
    )
    return Verified("ledger_and_facts_differ", expected, missing + len(rows), first)


def _compare_snapshot(reader: Reader) -> Verified:
    """Whether facts and entities are those that were published."""
    rows = reader.rows(
        "select snapshot_id from ops.runs where snapshot_id is not null order by published_at desc, run_id desc limit 1"
    )
    if not rows:
        return Verified("rows_changed_since_publish", 0, 0, "published before snapshots were kept")
    changed = reader.snapshot_id() != rows[0][0]
    told = "rows are not those of the snapshot id; or DuckDB was updated since" if changed else None
    return Verified("rows_changed_since_publish", 1, int(changed), told)


def _compare_storage(file: Path) -> Verified:
    with file.open("rb") as opened:
        tag = int.from_bytes(opened.read(STORAGE_TAG_BYTES.stop)[STORAGE_TAG_BYTES], "little")
    told = (
        f"its storage version is {tag}, DuckDB 1.4 opens up to {STORAGE_TAG}" if tag > STORAGE_TAG else None
    )
    return Verified("storage_too_new", 1, int(told is not None), told)


def _row_counts(reader: Reader) -> dict[str, int]:
    """Table or view -> its rows."""
    names = reader.rows(
        "select table_schema || '.' || table_name from information_schema.tables"
        " where table_schema in ('ops', 'facts', 'corpus', 'marts') order by all"
    )
    return {name: reader.rows(f"select count(*) from {name}")[0][0] for (name,) in names}


def _older_client(file: Path, program: Path | None, counts: Mapping[str, int]) -> Iterator[Verified]:
    """Another DuckDB reads every row of every table and view, where a setting names one: a Python or its shell."""
    if program is None:
        return
    # The sum is only there so that every cell is read: hashes differ between versions.
    query = " union all ".join(
        f"select '{name}', count(*), sum(hash(every_column)) from {name} as every_column" for name in counts
    )
    shell = [str(program), "-readonly", "-init", os.devnull, "-noheader", "-list", str(file), query]
    python = [str(program), "-I", "-c", _ASK, str(file), query]
    try:
        done = subprocess.run(
            shell if program.name.startswith("duckdb") else python,
            capture_output=True,
            text=True,
            timeout=_CLIENT_SECONDS,
            check=False,
        )
        told = [_short(line) for line in done.stderr.strip().splitlines() if line.strip()]
        lines = [line.split("|") for line in done.stdout.splitlines()]
        counted = {line[0]: line[1] for line in lines if len(line) > 1}
        different = [name for name, count in counts.items() if counted.get(name) != str(count)]
        first = f"{different[0]}: {told[-1] if told else 'other rows'}" if different else None
    except (OSError, subprocess.TimeoutExpired) as error:
        different, first = list(counts), f"{program} cannot be run: {type(error).__name__}"
    yield Verified("older_client_cannot_read", len(counts), len(different), first)


# --- against raw/ --------------------------------------------------------------------------------------------


def _raw_files(raw: Path) -> dict[str, RawFile]:
    try:
        return {file.path: file for file in list_raw_files(raw)}
    except InputError as error:
        raise WarehouseError(f"nothing to compare with: {error}") from error


def _compare_raw(reader: Reader, files: dict[str, RawFile]) -> tuple[dict[str, RawFile], Verified]:
    """Files as the ledger knows them, and how many are gone or changed."""
    ledger = {path: entry for path, entry in sorted(reader.ledger().items()) if entry.sha256 is not None}
    same = {
        path: files[path]
        for path, entry in ledger.items()
        if path in files and is_unchanged(files[path], entry)
    }
    broken = [f"{path} {'changed' if path in files else 'is gone'}" for path in ledger if path not in same]
    return same, Verified("raw_files_changed", len(ledger), len(broken), broken[0] if broken else None)


def _compare_sample(reader: Reader, same: dict[str, RawFile], settings: Settings, seed: str) -> Verified:
    """Facts of some documents against those that their bytes give now."""
    name, rules = "facts_differ_from_raw", ruleset_id()
    known = reader.rows(
        "select documents.doc_id, documents.path from facts.documents inner join ops.files"
        " on documents.path = files.path and files.is_current"
        " and (files.doc_id = documents.doc_id or documents.record_no is not null)"
        " where documents.ruleset_id = ? order by all",
        [rules],
    )
    there = [(doc_id, path) for doc_id, path in known if path in same]
    if not there:
        return Verified(
            name, 0, 0, "no document was made by today's rules: `sayso reprocess` shows what they change"
        )
    chosen = random.Random(seed).sample(there, min(settings.verify_sample, len(there)))  # noqa: S311 - no secret
    wanted: dict[str, set[str]] = {}
    for doc_id, path in chosen:
        wanted.setdefault(path, set()).add(doc_id)
    sources = {file.source_id: usable_source(settings.raw, file.source_id) for file in same.values()}
    stored = {table: _rows_of(reader, table, [doc_id for doc_id, _ in chosen]) for table in FACT_TABLES}
    broken: list[str] = []
    job = Extraction(load_lexicon(), settings.read_limits, rules)
    seen = set()
    with WorkerPool(job, settings.worker_count, settings.worker_limits) as pool:
        for outcome in pool.extract(_documents(wanted, same, sources, settings)):
            seen.add(outcome.raw.doc_id)
            where = f"{outcome.raw.doc_id} ({outcome.raw.path})"
            if outcome.facts is None:
                broken.append(f"{where} is a reject now: {outcome.rejected and outcome.rejected.reason}")
            elif different := _first_difference(outcome.facts, stored, outcome.raw.doc_id):
                broken.append(f"{where} differs in facts.{different}")
    broken += [f"{doc_id} ({path}) is not in its file" for doc_id, path in chosen if doc_id not in seen]
    return Verified(name, len(chosen), len(broken), min(broken, default=None))


def _documents(
    wanted: dict[str, set[str]], files: dict[str, RawFile], sources: dict[str, Source], settings: Settings
) -> Iterator[RawDocument]:
    """The wanted documents of some files, from their bytes. What cannot be read gives none."""
    for path, doc_ids in sorted(wanted.items()):
        file = files[path]
        source = sources[file.source_id]
        left = set(doc_ids)
        try:
            with open_raw(file) as opened:
                for record in records_of(opened, source.fields, settings.read_limits.max_bytes):
                    if record.doc_id in left:
                        left.discard(record.doc_id)
                        yield raw_document(record, record.doc_id, file, source)
                    if not left:
                        break
        except RejectedError:
            continue


def _rows_of(reader: Reader, table: str, doc_ids: Sequence[str]) -> dict[str, Counter[tuple[Any, ...]]]:
    """Stored rows by document."""
    columns = ", ".join(field.name for field in fields(FACT_TABLES[table]))
    found: dict[str, Counter[tuple[Any, ...]]] = {}
    query = f"select doc_id, {columns} from facts.{table} where list_contains(?, doc_id)"
    for doc_id, *row in reader.rows(query, [list(doc_ids)]):
        found.setdefault(doc_id, Counter())[tuple(row)] += 1
    return found


def _first_difference(
    facts: DocumentFacts, stored: dict[str, dict[str, Counter[tuple[Any, ...]]]], doc_id: str
) -> str | None:
    for table, record in FACT_TABLES.items():
        names = [field.name for field in fields(record)]
        now = Counter(tuple(getattr(row, name) for name in names) for row in getattr(facts, table))
        if now != stored[table].get(doc_id, Counter()):
            return table
    return None


def _short(value: object) -> str:
    return " ".join(str(value).split())[:200]
