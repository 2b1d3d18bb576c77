"""Is what is published still true? A sample derived again from its raw bytes, every span sliced again, all counts.

Reads only. What it finds is a list of rows, one per promise, each with how many break it and the first of them.
"""

import contextlib
import os
import random
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
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
    corpus_rules_id,
    list_raw_files,
    load_lexicon,
    open_raw,
    ruleset_id,
    usable_source,
)
from flows.parts import FACT_TABLES
from flows.runs import is_unchanged, same_bytes
from flows.schema import read_marts
from flows.settings import Settings
from flows.warehouse import LedgerEntry, Reader, Warehouse, WarehouseError
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
    first: str | None  # the first that broke it; else what is told beside it and is no fault

    @property
    def is_broken(self) -> bool:
        """Whether the promise does not hold."""
        return self.broken > 0

    def __str__(self) -> str:
        count = f"{self.broken:,} of {self.looked_at:,}"
        return f"{self.name}: " + (f"{count}, {self.first}" if self.is_broken else self.first or count)


def verify_warehouse(target: Warehouse, settings: Settings, seed: str) -> list[Verified]:
    """Hold every promise against the published file and raw/. Raises `WarehouseError` where it cannot be opened."""
    target.read().close()
    file = target.file.resolve()  # a version that is published meanwhile is another file
    with target.read_version(file) as reader:
        counts = _row_counts(reader)
        ledger = {path: entry for path, entry in sorted(reader.ledger().items()) if entry.sha256 is not None}
        files = _raw_files(settings.raw)
        if ledger and not files:
            raise WarehouseError(
                f"nothing to compare with: {settings.raw} is empty, the warehouse knows {len(ledger):,} files: "
                "is the disk there?"
            )
        same = {
            path: files[path]
            for path, entry in ledger.items()
            if path in files and is_unchanged(files[path], entry)
        }
        return [
            *_run_checks(reader),
            _compare_counts(reader),
            _compare_runs(reader),
            _compare_snapshot(reader),
            _compare_marts(reader),
            _compare_raw(reader, ledger, files, same),
            _compare_sample(reader, ledger, same, settings, seed),
            _compare_storage(file),
            *_older_client(file, settings.older_client, counts),
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


def _compare_runs(reader: Reader) -> Verified:
    """Whether each document has the run that loaded it, and the version the results of its checks."""
    ((documents, strange, first),) = reader.rows(
        "select count(*), count(*) filter (runs.run_id is null),"
        " min(documents.doc_id || ' of run ' || documents.run_id) filter (runs.run_id is null)"
        " from facts.documents left join ops.runs on documents.run_id = runs.run_id"
    )
    ((checks,),) = reader.rows("select count(*) from ops.checks")
    told = first and f"{_short(first)}, which is not in ops.runs"
    return Verified(
        "runs_or_checks_missing",
        documents + 1,
        strange + (checks == 0),
        told or (None if checks else "ops.checks is empty"),
    )


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


def _compare_marts(reader: Reader) -> Verified:
    """Whether each mart that is stored has the rows that its query gives."""
    name = "marts_differ_from_their_queries"
    if reader.corpus_rules_id() != corpus_rules_id():
        return Verified(name, 0, 0, "made by other rules: the next ingest makes them anew")
    marts = [mart for mart in read_marts() if mart.is_materialized]
    different = [
        mart.full_name
        for mart in marts
        if _row_sum(reader, mart.full_name) != _row_sum(reader, f"({mart.statement})")
    ]
    first = f"{different[0]} has not the rows that its query gives" if different else None
    return Verified(name, len(marts), len(different), first)


def _row_sum(reader: Reader, relation: str) -> tuple[int, str]:
    """How many rows a mart or its query has, and a number that is the same for the same rows in any order."""
    found: tuple[int, str] = reader.rows(
        f"select count(*), sum(hash(every_column))::varchar from {relation} as every_column"
    )[0]
    return found


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


def _compare_raw(
    reader: Reader,
    ledger: Mapping[str, LedgerEntry],
    files: Mapping[str, RawFile],
    same: Mapping[str, RawFile],
) -> Verified:
    """Files that are not as the ledger knows them: broken only where their document is not stored either."""
    gone = [path for path in ledger if path not in files]
    changed = [path for path in ledger if path in files and path not in same]
    brought = {
        path: ledger[path].doc_id
        for path in (*gone, *changed)
        if ledger[path].doc_id is not None and ledger[path].outcome != "rejected"
    }
    stored = {
        doc_id
        for (doc_id,) in reader.rows(
            "select doc_id from facts.documents where doc_id in (select unnest(?::varchar[]))",
            [list(brought.values())],
        )
    }
    broken = sorted(path for path, doc_id in brought.items() if doc_id not in stored)
    told = [
        f"{len(paths):,} {what}, first {paths[0]}"
        for paths, what in ((gone, "gone"), (changed, "changed since, which the next ingest reads"))
        if paths
    ]
    first = f"{broken[0]} is not as it was, and its document is not stored" if broken else "; ".join(told)
    return Verified("raw_files_changed", len(ledger), len(broken), first or None)


def _left_their_file(
    reader: Reader,
    ledger: Mapping[str, LedgerEntry],
    same: Mapping[str, RawFile],
    sources: Mapping[str, Source],
    settings: Settings,
) -> frozenset[str]:
    """Records that an earlier version of a file brought and that are not in the file any more.

    Only where its bytes are those of the ledger: what is missing from others is no old record.
    """
    versions = reader.rows(
        "select path, list(distinct documents.doc_id) from ops.files"
        " inner join facts.documents using (path) where documents.record_no is not null"
        " group by path having bool_or(not is_current) order by path"
    )
    left: set[str] = set()
    for path, doc_ids in versions:
        file = same.get(path)
        if file is None or not same_bytes(file, ledger[path]):
            continue
        stale = set(doc_ids)
        with contextlib.suppress(RejectedError), open_raw(file) as opened:
            limit = settings.read_limits.max_bytes
            for record in records_of(opened, sources[file.source_id].fields, limit):
                stale.discard(record.doc_id)
        left |= stale
    return frozenset(left)


def _compare_sample(
    reader: Reader,
    ledger: Mapping[str, LedgerEntry],
    unchanged: Mapping[str, RawFile],
    settings: Settings,
    seed: str,
) -> Verified:
    """Facts of some documents against those that their bytes give now.

    Left out are records that are not in their file any more, and files whose source.yml the next ingest applies.
    """
    name, rules = "facts_differ_from_raw", ruleset_id()
    known = reader.rows(
        "select documents.doc_id, documents.path, documents.record_no from facts.documents inner join ops.files"
        " on documents.path = files.path and files.is_current"
        " and (files.doc_id = documents.doc_id or documents.record_no is not null)"
        " where documents.ruleset_id = ? order by all",
        [rules],
    )
    sources = {
        source_id: usable_source(settings.raw, source_id)
        for source_id in {file.source_id for file in unchanged.values()}
    }
    same = {
        path: file
        for path, file in unchanged.items()
        if ledger[path].source_config == sources[file.source_id].config_id
    }
    left = _left_their_file(reader, ledger, same, sources, settings)
    there = [row for row in known if row[1] in same and row[0] not in left]
    told = f"{len(left):,} records are not in their files any more, their facts are kept" if left else None
    if not there:
        by_rules = "no document was made by today's rules: `sayso reprocess` shows what they change"
        return Verified(name, 0, 0, told if known else by_rules)
    chosen = random.Random(seed).sample(there, min(settings.verify_sample, len(there)))  # noqa: S311 - no secret
    wanted: dict[str, dict[str, int | None]] = {}
    for doc_id, path, record_no in chosen:
        wanted.setdefault(path, {})[doc_id] = record_no
    stored = {table: _rows_of(reader, table, [doc_id for doc_id, *_ in chosen]) for table in FACT_TABLES}
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
    broken += [f"{doc_id} ({path}) is not in its file" for doc_id, path, _ in chosen if doc_id not in seen]
    return Verified(name, len(chosen), len(broken), min(broken, default=told))


def _documents(
    wanted: Mapping[str, Mapping[str, int | None]],
    files: Mapping[str, RawFile],
    sources: Mapping[str, Source],
    settings: Settings,
) -> Iterator[RawDocument]:
    """The wanted documents of some files (path -> id -> number), from their bytes. What cannot be read gives none.

    A record keeps the number it was loaded with, wherever it stands in its file by now.
    """
    for path, doc_ids in sorted(wanted.items()):
        file = files[path]
        source = sources[file.source_id]
        left = dict(doc_ids)
        try:
            with open_raw(file) as opened:
                for record in records_of(opened, source.fields, settings.read_limits.max_bytes):
                    if record.doc_id in left:
                        loaded = replace(record, record_no=left.pop(record.doc_id))
                        yield raw_document(loaded, record.doc_id, file, source)
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
