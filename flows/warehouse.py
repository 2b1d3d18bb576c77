"""What goes to disk: the DuckDB warehouse. The one module that imports duckdb.

`warehouse/sayso.duckdb` is a link to the newest file of `warehouse/generations/`. A run copies that file aside,
loads, checks, seals the copy and swaps the link in one step: readers keep what they have open, new ones get
the new file, and a run that dies leaves the old one as it was.
"""

import contextlib
import errno
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl

from flows.inputs import LocalRules, Source
from flows.local_marts import (
    LocalDatabase,
    NotSmallError,
    count_untouched,
    finds_nothing,
    is_by_document,
    update_mart,
)
from flows.parts import FACT_TABLES, read_chunks, read_ledger
from flows.schema import (
    RUN_COLUMNS,
    SCHEMA_VERSION,
    SQL_DIR,
    STORED_SCHEMAS,
    SchemaError,
    SqlTable,
    is_derived,
    lost_columns,
    read_ddl,
    read_marts,
    upgrade,
)
from flows.stored_texts import STORED_QUERY
from flows.touched_rows import TouchedRows

if TYPE_CHECKING:
    from flows.corpus.names import LinkedNames
    from flows.further_links import Changes

STORAGE_VERSION = "v1.4.0"  # what DuckDB 1.4 and 1.5 can open; 2.0's own default shuts them out
KEPT_GENERATIONS = 3
LOCAL_SHARE = 0.1  # of the documents: where a run touches more, making all anew costs less
_STREAMED_ROWS = 500
_ROOM_BYTES = 50_000_000  # extracted facts on their way, and 6 MB of Prefect's own
_held_locks: dict[Path, int] = {}


class WarehouseError(Exception):
    """The warehouse cannot be used or published; the message says what to do. Shown as one line."""


class WarehouseBusyError(WarehouseError):
    """Another run is writing this warehouse."""


class CheckFailedError(WarehouseError):
    """A `fail_` check found rows: nothing was published, the previous version stays."""


@dataclass(frozen=True, slots=True)
class RunRow:
    """One row per run, as `ops.runs` keeps it."""

    run_id: str
    started_at: datetime
    finished_at: datetime
    ruleset_id: str
    corpus_rules_id: str
    generation: int | None
    file_count: int
    seen_count: int
    loaded_count: int
    duplicate_count: int
    unchanged_count: int
    rejected_count: int
    seconds: float
    snapshot_id: str | None = None
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RunCounts:
    """What the files of one run brought, in files and in documents."""

    file_count: int
    record_count: int
    loaded_count: int
    duplicate_count: int
    unchanged_count: int
    rejected_count: int


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check of `sql/4_checks` found."""

    check_name: str
    severity: str
    row_count: int
    sample: str | None


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What the ledger knows of the current version of one raw file."""

    sha256: str | None
    stat_key: str | None
    source_config: str | None
    ruleset_id: str
    outcome: str
    record_count: int
    rejected_count: int
    doc_id: str | None = None


# --- the folder ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Warehouse:
    """A published warehouse file and the folder around it."""

    file: Path
    keep_versions: int = KEPT_GENERATIONS

    @property
    def folder(self) -> Path:
        """Where the link lies."""
        return self.file.parent

    @property
    def generations(self) -> Path:
        """Where the published files lie."""
        return self.folder / "generations"

    @property
    def parts(self) -> Path:
        """Where extracted batches wait to be loaded."""
        return self.folder / ".parts"

    def exists(self) -> bool:
        """Whether anything was published yet. Raises `WarehouseError` as `current_number` does."""
        return self.current_number() is not None

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Be the one writer. The lock dies with the process. Raises `WarehouseBusyError` naming the holder."""
        self._make_folder()
        if self.folder in _held_locks:  # a flow that calls another holds it already
            yield
            return
        with (self.folder / ".publish.lock").open("a+") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                handle.seek(0)
                holder = handle.read().strip() or "another process"
                raise WarehouseBusyError(
                    f"{self.folder} is being written by {holder}; wait for it to end"
                ) from None
            handle.truncate(0)
            handle.write(
                f"process {os.getpid()}, since {datetime.now().astimezone().isoformat(timespec='seconds')}"
            )
            handle.flush()
            _held_locks[self.folder] = os.getpid()
            try:
                yield
            finally:
                del _held_locks[self.folder]
                handle.truncate(0)

    def _make_folder(self) -> None:
        try:
            self.generations.mkdir(parents=True, exist_ok=True)
            self.parts.mkdir(exist_ok=True)
            (self.folder / ".publish.lock").touch()
        except OSError as error:
            raise WarehouseError(
                f"cannot write to {self.folder}: {error.strerror}; check who owns it"
            ) from error

    def numbers(self) -> list[int]:
        """Numbers of the generations that are there, oldest first."""
        return sorted(int(path.stem) for path in self.generations.glob("[0-9]*.duckdb"))

    def current_number(self) -> int | None:
        """Number of the published generation, None before the first.

        Raises `WarehouseError` for a link that leads nowhere and for a file that is no link.
        """
        if not os.path.lexists(self.file):
            return None
        if not self.file.exists():
            raise WarehouseError(
                f"{self.file} leads to a file that is gone: go back to another with `sayso rollback`, "
                f"or move {self.folder} away and run `sayso ingest`, which makes all anew from raw/"
            )
        if not self.file.is_symlink():
            raise WarehouseError(
                f"{self.file} is no link to a generation of sayso: move it elsewhere and run again"
            )
        return int(self.file.resolve().stem)

    def read(self) -> "Reader":
        """Open the published file for reading."""
        if self.current_number() is None:
            raise WarehouseError(f"there is no {self.file} yet: run `sayso ingest` first")
        return self.read_version(self.file)

    def read_version(self, file: Path) -> "Reader":
        """Open one published file. Raises `WarehouseError` where it is not sound, or newer than this sayso."""
        connection = _connect(file.resolve(), read_only=True)
        try:
            version_of_tables = _schema_of(connection, file)
        except BaseException:
            connection.close()
            raise
        return Reader(connection, version_of_tables)

    def version_file(self, number: int) -> Path:
        """Where a generation lies."""
        return self.generations / f"{number:06d}.duckdb"

    @contextlib.contextmanager
    def build(self, run_id: str, *, derives_anew: bool = False) -> Iterator["Build"]:
        """A copy of the published file to load into; removed unless it was published. Needs the lock.

        `derives_anew`: every document's facts will be loaded, so those of an earlier schema need not be kept.
        """
        current = self.current_number()
        number = max([0, *self.numbers()]) + 1
        aside = self.generations / f".build-{number:06d}.duckdb"
        try:
            for dead in self.generations.glob(".build-*"):
                dead.unlink()
            if current is None:
                duckdb.connect(aside, config={"storage_compatibility_version": STORAGE_VERSION}).close()
            else:
                shutil.copyfile(self.file.resolve(), aside)
            connection = _connect(aside, read_only=False)
            try:
                build = Build(
                    self, connection, number, aside, run_id, schema_before=_schema_of(connection, aside)
                )
                build.create_tables(derives_anew=derives_anew)
                yield build
            finally:
                connection.close()
        except SchemaError as error:
            remedy = (
                "run `sayso ingest`, which derives all facts again"
                if error.can_be_derived
                else f"move {self.folder} away and run `sayso ingest`, which makes all anew from raw/"
            )
            raise WarehouseError(
                f"{self.file} was made by an earlier sayso and cannot be upgraded, {error}: {remedy}"
            ) from error
        except (OSError, duckdb.Error) as error:
            raise _explained(error, self.folder) from error
        finally:
            with contextlib.suppress(OSError):
                for leftover in self.generations.glob(f"{aside.name}*"):
                    leftover.unlink()

    def see_room(self) -> None:
        """Nothing where the disk has room for one more version. Raises `WarehouseError`.

        A run on a full disk ends well too, but Prefect's server waits minutes for its own database before it fails.
        """
        needed = _ROOM_BYTES + (self.file.stat().st_size if self.exists() else 0)
        free = shutil.disk_usage(self.folder).free
        if free < needed:
            raise WarehouseError(
                f"the disk of {self.folder} has {free / 1e6:,.0f} MB free and a run needs {needed / 1e6:,.0f} MB: "
                "free some space and run again; what was there stays"
            )

    def note_quiet_run(self, run: RunRow) -> None:
        """Keep the row of a run that found nothing new, for the next version: it is no reason to make one."""
        self._make_folder()
        with self._quiet_runs.open("a", encoding="utf-8") as lines:
            lines.write("\n" + json.dumps(asdict(run), default=str))  # a torn line ends where the next begins

    def quiet_runs(self) -> list[RunRow]:
        """Rows of the runs since the last version that found nothing new."""
        if not self._quiet_runs.exists():
            return []
        runs = []
        for line in self._quiet_runs.read_text(encoding="utf-8").splitlines():
            try:
                values = json.loads(line)
            except ValueError:  # torn by a full disk: a run that found nothing loses nothing
                continue
            times = {name: datetime.fromisoformat(values[name]) for name in ("started_at", "finished_at")}
            runs.append(RunRow(**{**values, **times}))
        return runs

    def forget_quiet_runs(self) -> None:
        """They are in the published file now."""
        self._quiet_runs.unlink(missing_ok=True)

    @property
    def _quiet_runs(self) -> Path:
        return self.folder / ".quiet_runs.jsonl"

    def point_to(self, number: int) -> None:
        """Point the link at a generation, in one step."""
        fresh = self.folder / f".{self.file.name}.new"
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(Path("generations") / self.version_file(number).name)
        fresh.replace(self.file)
        _fsync(self.folder)

    def forget_versions(self, lineage: frozenset[int]) -> None:
        """Drop what a rollback left behind, and the oldest of the versions that led to the present one."""
        kept = [number for number in self.numbers() if number in lineage][-self.keep_versions :]
        for number in self.numbers():
            if number not in kept:
                self.version_file(number).unlink()


def _connect(path: Path, *, read_only: bool) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(path, read_only=read_only)
    except duckdb.Error as error:
        raise WarehouseError(
            f"{path} cannot be opened ({_one_line(error)}): go back to an older file with `sayso rollback`, "
            "or move the folder away and run `sayso ingest`, which makes all anew from raw/"
        ) from error
    connection.execute("set timezone = 'UTC'").fetchall()
    # Without this a bar stands among the rows of any query that takes over 2 s.
    connection.execute("set enable_progress_bar = false").fetchall()
    connection.execute("set preserve_insertion_order = true").fetchall()
    return connection


def _schema_of(connection: duckdb.DuckDBPyConnection, file: Path) -> int | None:
    """Version of the tables in a file, None for an empty one. Raises `WarehouseError` if it is a later sayso's."""
    tables = {
        name
        for (name,) in connection.execute(
            "select table_name from duckdb_tables() where schema_name = 'ops'"
        ).fetchall()
    }
    if "schema_versions" not in tables:
        return 1 if "runs" in tables else None
    rows = connection.execute("select max(schema_version) from ops.schema_versions").fetchall()
    version: int = rows[0][0] or SCHEMA_VERSION
    if version > SCHEMA_VERSION:
        raise WarehouseError(
            f"{file} was made by a newer sayso (schema {version}, this one knows {SCHEMA_VERSION}): "
            "install that one, or go back with `sayso rollback`"
        )
    return version


def _shapes(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Table -> column -> type and whether it may be null."""
    shapes: dict[str, dict[str, str]] = {}
    for table, column, shape in connection.execute(
        "select schema_name || '.' || table_name, column_name, data_type || is_nullable"
        " from duckdb_columns() where not internal order by schema_name, table_name, column_index"
    ).fetchall():
        shapes.setdefault(table, {})[column] = shape
    return shapes


def _shapes_of_today() -> dict[str, dict[str, str]]:
    with duckdb.connect(":memory:") as connection:
        for folder in STORED_SCHEMAS:
            connection.execute(f"create schema {folder[2:]}").fetchall()
            for table in read_ddl(folder):
                connection.execute(table.statement).fetchall()
        return _shapes(connection)


def _frame(connection: duckdb.DuckDBPyConnection, query: str) -> pl.DataFrame:
    frame: pl.DataFrame = connection.sql(query).pl()
    return frame


def _explained(error: Exception, folder: Path) -> WarehouseError:
    if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) or any(
        words in str(error) for words in ("No space left", "File too large", "quota exceeded")
    ):
        return WarehouseError(
            f"the disk of {folder} is full, or its files may not grow: free some space and run again; "
            "what was there stays"
        )
    return WarehouseError(
        f"could not build a new version in {folder}: {_one_line(error)}; what was there stays"
    )


def _one_line(error: object) -> str:
    return " ".join(str(error).split())[:300]


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _of_this_schema() -> Iterator[None]:
    """Our own queries ask for tables and columns of today."""
    try:
        yield
    except (duckdb.IOException, duckdb.FatalException, duckdb.SerializationException) as error:
        raise WarehouseError(
            f"the warehouse cannot be read ({_one_line(error)}): go back to an older file with `sayso rollback`, "
            "or move the folder away and run `sayso ingest`, which makes all anew from raw/"
        ) from error
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise WarehouseError(
            f"the warehouse was made by an earlier sayso ({_one_line(error)[:100]}): "
            "run `sayso ingest`, which brings it up to date"
        ) from error


# --- reading -------------------------------------------------------------------------------------------------


class Reader:
    """Read-only questions to a published file."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, schema_version: int | None = None) -> None:
        self._connection = connection
        self.schema_version = schema_version

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query with bound parameters."""
        with _of_this_schema():
            return self._connection.execute(query, list(parameters)).fetchall()

    def stream(self, query: str, parameters: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """Rows of a query one after the other, never all in memory. Ask nothing else until they are read."""
        with _of_this_schema():
            result = self._connection.execute(query, list(parameters))
        while rows := result.fetchmany(_STREAMED_ROWS):
            yield from rows

    def frame(self, query: str) -> pl.DataFrame:
        """All rows of a query as a frame."""
        return _frame(self._connection, query)

    def table_of(
        self, query: str, parameters: Sequence[object] = ()
    ) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Column names and rows of a query of ours with bound parameters."""
        with _of_this_schema():
            return self._table_of(query, parameters)

    def _table_of(
        self, query: str, parameters: Sequence[object] = ()
    ) -> tuple[list[str], list[tuple[Any, ...]]]:
        result = self._connection.execute(query, list(parameters))
        names = [column[0] for column in result.description or []]
        return names, result.fetchall()

    def stranger(self, query: str, seconds: float) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Column names and rows of anybody's query: no files, no settings, a time limit.

        Raises `WarehouseError` with DuckDB's words where it cannot be run.
        """
        try:
            for setting in (
                f"set max_execution_time = {int(seconds * 1000)}",
                "set enable_external_access = false",
                "set lock_configuration = true",
            ):
                self._connection.execute(setting).fetchall()
            return self._table_of(query)
        except duckdb.Error as error:
            raise WarehouseError(str(error)) from error

    def snapshot_id(self) -> str:
        """The snapshot id of the rows as they are, whatever `ops.runs` says."""
        with _of_this_schema():
            return _snapshot_of(self._connection)

    def write_file(self, query: str, file: Path, kind: str) -> None:
        """Write the rows of a query of ours in their order, as `parquet` or `csv`: same rows, same bytes."""
        options = {
            "parquet": "format parquet, compression zstd, compression_level 3, row_group_size 122880",
            "csv": "format csv, header true, delimiter ',', quote '\"', escape '\"', nullstr ''",
        }[kind]
        for setting in ("set threads = 1", f"set temp_directory = {_literal(str(file.parent))}"):
            self._connection.execute(setting).fetchall()
        try:
            self._connection.execute(f"copy ({query}) to {_literal(str(file))} ({options})").fetchall()
        except (OSError, duckdb.Error) as error:
            raise WarehouseError(f"could not write {file}: {_one_line(error)}") from error

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def corpus_rules_id(self) -> str | None:
        """Rules that the entities and marts of this version were made with."""
        rows = self.rows(
            "select corpus_rules_id from ops.runs where generation is not null order by generation desc limit 1"
        )
        return rows[0][0] if rows else None

    def doc_ids(self, paths: Sequence[str], ruleset_id: str) -> frozenset[str]:
        """Documents that some paths brought and these rules read."""
        rows = self.rows(
            "select doc_id from facts.documents where list_contains(?, path) and ruleset_id = ?",
            [list(paths), ruleset_id],
        )
        return frozenset(doc_id for (doc_id,) in rows)

    def has_readings(self) -> bool:
        """Whether the stored texts have all that deriving facts again asks for."""
        try:
            self._connection.execute(f"{STORED_QUERY} limit 0").fetchall()
        except (duckdb.CatalogException, duckdb.BinderException):
            return False
        return True

    def lost_columns(self) -> tuple[str, ...]:
        """Columns of today's facts that this version's rows have no value for: they are to be derived anew."""
        if self.schema_version == SCHEMA_VERSION:
            return ()
        have = _shapes(self._connection)
        return tuple(
            name
            for table in read_ddl("1_facts")
            if is_derived(table) and table.full_name in have
            for name in lost_columns(table, have[table.full_name])
        )

    def ledger(self) -> dict[str, LedgerEntry]:
        """The current version of every raw file, by path."""
        rows = self.rows(
            "select path, sha256, stat_key, source_config, ruleset_id, outcome, record_count, rejected_count, doc_id"
            " from ops.files where is_current"
        )
        return {path: LedgerEntry(*entry) for path, *entry in rows}


# --- building ------------------------------------------------------------------------------------------------


class Build:
    """A new version in the making: tables, load, corpus, marts, checks, publish."""

    def __init__(
        self,
        warehouse: Warehouse,
        connection: duckdb.DuckDBPyConnection,
        number: int,
        file: Path,
        run_id: str,
        *,
        schema_before: int | None,
    ) -> None:
        self.schema_before = schema_before  # None for a warehouse that is made now
        self.is_local = False  # entities, marts and checks of untouched documents stand as they are
        self.changes: Changes | None = None  # what linking names changed, None for anything
        self._warehouse = warehouse
        self._connection = connection
        self._file = file
        self._run_id = run_id
        self.number = number

    @property
    def is_upgraded(self) -> bool:
        """Whether the version before has tables of an earlier schema."""
        return self.schema_before not in (None, SCHEMA_VERSION)

    def _run(self, statement: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement, list(parameters)).fetchall()

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query with bound parameters."""
        return self._run(query, parameters)

    @contextlib.contextmanager
    def beside_published(self) -> Iterator[None]:
        """The published file as the database `before`, for comparing the two."""
        self._run(f"attach {_literal(str(self._warehouse.file.resolve()))} as before (read_only)")
        try:
            yield
        finally:
            self._run("detach before")

    @contextlib.contextmanager
    def _frames(self, frames: Mapping[str, pl.DataFrame]) -> Iterator[None]:
        for name, frame in frames.items():
            self._connection.register(f"new_{name}", frame)
        try:
            yield
        finally:
            for name in frames:
                self._connection.unregister(f"new_{name}")

    def ask(self, query: str, **frames: pl.DataFrame) -> pl.DataFrame:
        """Rows of a query that may name the frames."""
        with self._named(frames):
            found: pl.DataFrame = self._connection.sql(query).pl()
            return found

    def change(self, statement: str, **frames: pl.DataFrame) -> None:
        """Run a statement that may name the frames."""
        with self._named(frames):
            self._run(statement)

    @contextlib.contextmanager
    def _named(self, frames: Mapping[str, pl.DataFrame]) -> Iterator[None]:
        for name, frame in frames.items():
            self._connection.register(name, frame)
        try:
            yield
        finally:
            for name in frames:
                self._connection.unregister(name)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing."""
        self._run("begin")
        try:
            yield
        except BaseException:
            with contextlib.suppress(duckdb.Error):
                self._run("rollback")
            raise
        self._run("commit")

    def create_tables(self, *, derives_anew: bool = False) -> None:
        """Make what is missing; bring tables of an earlier schema to the present one, rows kept or derived anew.

        Raises `SchemaError` where rows cannot be kept.
        """
        self._run("create temp table touched_docs (doc_id varchar, was_there boolean)")
        want, have = _shapes_of_today(), _shapes(self._connection)
        with self.transaction():
            for schema in ("ops", "facts", "corpus", "marts"):
                self._run(f"create schema if not exists {schema}")
            for table in (table for folder in STORED_SCHEMAS for table in read_ddl(folder)):
                name = table.full_name
                if name not in have:
                    self._run(table.statement)
                elif list(have[name].items()) != list(want[name].items()):
                    row_count = self._run(f"select count(*) from {name}")[0][0]
                    for statement in upgrade(
                        table, have[name], want[name], row_count, derives_anew=derives_anew
                    ):
                        self._run(statement)
                else:
                    continue
                self._comment("table", table)
            if self.schema_before != SCHEMA_VERSION:
                values = [SCHEMA_VERSION, version("sayso"), self._run_id]
                self._run("insert into ops.schema_versions values (?, ?, ?)", values)

    def _comment(self, what: str, table: SqlTable) -> None:
        self._run(f"comment on {what} {table.full_name} is {_literal(table.grain)}")
        for column, meaning in table.columns.items():
            self._run(f"comment on column {table.full_name}.{column} is {_literal(meaning)}")

    def load_part(self, part: Path, ruleset_id: str) -> None:
        """Take one extracted batch in: replace its documents' facts, tell duplicates, write the ledger.

        Batches must come in the order of their paths: the first path with some bytes brings the document.
        """
        self._run("create or replace temp table loaded_docs (doc_id varchar, path varchar)")
        for frames in read_chunks(part):
            with self._frames(frames):
                self._load_chunk(ruleset_id)
        with self._frames(read_ledger(part)):
            self._load_rejects()
            self._forget_rejected(ruleset_id)
            self._load_ledger()
            self._end_rejects()
            self._load_slowest()

    def _load_chunk(self, ruleset_id: str) -> None:
        self._run(
            "create or replace temp table fresh as select doc_id, path from new_documents as new"
            " where not exists (select 1 from facts.documents as known"
            " where known.doc_id = new.doc_id and known.ruleset_id = ?"
            " and (known.path, known.record_no) is distinct from (new.path, new.record_no))",
            [ruleset_id],
        )
        self._run("insert into loaded_docs from fresh")
        self._run(
            "insert into touched_docs select doc_id, exists"
            " (select 1 from facts.documents as known where known.doc_id = fresh.doc_id) from fresh"
        )
        for table in FACT_TABLES:
            self._run(f"delete from facts.{table} where doc_id in (select doc_id from fresh)")
            run_id = ", ? as run_id" if table == "documents" else ""
            self._run(
                f"insert into facts.{table} by name select *{run_id} from new_{table}"
                " where doc_id in (select doc_id from fresh)",
                [self._run_id] if run_id else [],
            )

    def _load_rejects(self) -> None:
        """What a file's rejects were is what they are now; the same bytes under the same path count their tries."""
        self._run(
            "create or replace temp table old_rejects as"
            " select * from facts.rejects where path in (select path from new_files)"
        )
        self._run("delete from facts.rejects where path in (select path from new_files)")
        self._run(
            "insert into facts.rejects by name"
            " with old as (select path, record_no, doc_id, min(first_seen) as first_seen, max(tries) as tries"
            " from old_rejects group by all)"
            " select new.*, ? as run_id, coalesce(old.first_seen, now()::timestamp) as first_seen,"
            " now()::timestamp as last_seen, coalesce(old.tries, 0) + 1 as tries"
            " from new_rejects as new left join old on (old.path, old.record_no, old.doc_id)"
            " is not distinct from (new.path, new.record_no, new.doc_id)",
            [self._run_id],
        )

    def _end_rejects(self) -> None:
        """Rejects that are none any more, or for another reason, leave a row of what they were."""
        self._run(
            "insert into ops.reject_history by name"
            " select old.* exclude (size_bytes, run_id), case"
            " when exists (select 1 from new_rejects as new where new.path = old.path"
            " and new.record_no is not distinct from old.record_no) then 'rejected'"
            " when old.record_no is null then files.outcome"
            " when exists (select 1 from facts.documents where documents.path = old.path"
            " and documents.record_no = old.record_no) then 'loaded'"
            " when exists (select 1 from facts.documents where documents.doc_id = old.doc_id) then 'duplicate'"
            " else 'gone' end as ended_as, ? as run_id, now()::timestamp as ended_at"
            " from old_rejects as old inner join ops.files on files.path = old.path and files.is_current"
            " where not exists (select 1 from new_rejects as new"
            " where (new.path, new.record_no, new.doc_id, new.reason)"
            " is not distinct from (old.path, old.record_no, old.doc_id, old.reason))",
            [self._run_id],
        )

    def _load_slowest(self) -> None:
        self._run("delete from ops.slowest_documents where run_id <> ?", [self._run_id])
        self._run(
            "insert into ops.slowest_documents by name select *, ? as run_id from new_slowest", [self._run_id]
        )

    def _forget_rejected(self, ruleset_id: str) -> None:
        """A document that other rules read and these reject has no facts any more."""
        self._run(
            "create or replace temp table rejected_docs as select known.doc_id"
            " from facts.documents as known inner join new_rejects as new"
            " on (known.doc_id, known.path, known.record_no)"
            " is not distinct from (new.doc_id, new.path, new.record_no)"
            " where known.ruleset_id <> ?",
            [ruleset_id],
        )
        self._run("insert into touched_docs select doc_id, true from rejected_docs")
        for table in FACT_TABLES:
            self._run(f"delete from facts.{table} where doc_id in (select doc_id from rejected_docs)")

    def _load_ledger(self) -> None:
        self._run(
            "delete from ops.files using new_files as new"
            " where files.path = new.path and files.sha256 is not distinct from new.sha256"
        )
        self._run("update ops.files set is_current = false where path in (select path from new_files)")
        self._run(
            "insert into ops.files by name"
            " with loaded as (select path, count(*) as loaded_now from loaded_docs group by path)"
            " select new.* replace ("
            " coalesce(loaded_now, 0) as loaded_count,"
            " record_count - rejected_count - unchanged_count - coalesce(loaded_now, 0) as duplicate_count,"
            " case when loaded_now > 0 or unchanged_count > 0 then 'loaded'"
            " when rejected_count = record_count then 'rejected' else 'duplicate' end as outcome),"
            " ? as run_id, true as is_current"
            " from new_files as new left join loaded on new.path = loaded.path",
            [self._run_id],
        )

    def see_all_derived(self, ruleset_id: str) -> None:
        """Nothing where every document has the facts of these rules. Raises `WarehouseError`."""
        left = self._run(
            "select path from facts.documents where ruleset_id <> $1"
            " union select path from ops.files anti join facts.documents on files.doc_id = documents.doc_id"
            " where files.doc_id is not null and files.outcome in ('loaded', 'duplicate') order by path",
            [ruleset_id],
        )
        if left:
            raise WarehouseError(
                f"the facts of an earlier sayso must be derived anew, and {len(left)} documents cannot be, "
                f"first {left[0][0]}: put their raw files back, or move {self._warehouse.folder} away, and run "
                "`sayso ingest`; what was there stays"
            )

    def refresh_stat_keys(self, stat_keys: Mapping[str, str]) -> None:
        """Files that were touched but hold the same bytes: know them by their new times."""
        frame = pl.DataFrame(
            {"path": list(stat_keys), "stat_key": list(stat_keys.values())},
            schema_overrides={"path": pl.String, "stat_key": pl.String},
        )
        with self._frames({"stats": frame}):
            self._run(
                "update ops.files set stat_key = new.stat_key from new_stats as new"
                " where files.path = new.path and files.is_current"
            )

    def counts_of_run(self) -> RunCounts:
        """What this run's files brought."""
        row = self._run(
            "select count(*), coalesce(sum(record_count), 0)::bigint, coalesce(sum(loaded_count), 0)::bigint,"
            " coalesce(sum(duplicate_count), 0)::bigint, coalesce(sum(unchanged_count), 0)::bigint,"
            " coalesce(sum(rejected_count), 0)::bigint"
            " from ops.files where run_id = ?",
            [self._run_id],
        )[0]
        return RunCounts(*row)

    def record_runs(self, runs: Sequence[RunRow]) -> None:
        """Write rows of `ops.runs`; one that is there already is kept."""
        for run in runs:
            values = [getattr(run, name) for name in RunRow.__slots__]
            marks = ", ".join("?" for _ in values)
            self._run(
                f"insert into ops.runs ({', '.join(RunRow.__slots__)}) select {marks}"
                " where not exists (select 1 from ops.runs where run_id = ?)",
                [*values, run.run_id],
            )

    def record_ruleset(
        self, ruleset_id: str, versions: tuple[str, str], reader_id: str, local: LocalRules
    ) -> None:
        """Write a row of `ops.rulesets` the first time a ruleset is used; `versions`: of sayso, of trafilatura."""
        self._run(
            "insert into ops.rulesets select ?, ?, ?, ?, ?, ?, ? where not exists"
            " (select 1 from ops.rulesets where ruleset_id = ?)",
            [ruleset_id, *versions, self._run_id, reader_id, local.rest_id, list(local.phrases), ruleset_id],
        )

    def adopt(self, doc_ids: Sequence[str], paths: Sequence[str], ruleset_id: str) -> None:
        """Documents and files that other rules would not treat otherwise are known by these from now on."""
        frames = {"adopted": pl.DataFrame({"doc_id": doc_ids}, schema={"doc_id": pl.String})}
        frames["adopted_files"] = pl.DataFrame({"path": paths}, schema={"path": pl.String})
        with self._frames(frames):
            self._run(
                "update facts.documents set ruleset_id = ? where doc_id in (select doc_id from new_adopted)",
                [ruleset_id],
            )
            self._run(
                "update ops.files set ruleset_id = ? where is_current"
                " and path in (select path from new_adopted_files)",
                [ruleset_id],
            )

    def record_sources(self, sources: Sequence[Source]) -> None:
        """Say what each source's source.yml says now."""
        for source in sources:
            self._run("delete from facts.sources where source_id = ?", [source.source_id])
            self._run(
                "insert into facts.sources values (?, ?, ?, ?, ?, ?)",
                [
                    source.source_id,
                    source.publisher,
                    source.url,
                    source.language,
                    source.state_affiliation,
                    source.licence,
                ],
            )

    def mentions(self) -> pl.DataFrame:
        """All mentions, as the corpus step asks for them."""
        return _frame(
            self._connection,
            "select mention_id, doc_id, start_char, surface, kind, rule, long_form_id"
            " from facts.mentions order by doc_id, start_char",
        )

    def name_evidence(self) -> pl.DataFrame:
        """What texts say of two names that are one, with both as they are written."""
        return _frame(
            self._connection,
            "select evidence.doc_id, evidence.mention_id, evidence.other_mention_id, evidence.alias_kind,"
            " evidence.rule, substr(documents.clean_text, evidence.start_char + 1,"
            " evidence.end_char - evidence.start_char) as words"
            " from facts.name_evidence as evidence"
            " inner join facts.documents on evidence.doc_id = documents.doc_id order by evidence.evidence_id",
        )

    def known_names(self) -> pl.DataFrame:
        """Entities of the version before, with the spellings that led to them, and the redirects."""
        spelled = (
            "select names.entity_id, spellings.head_kind as kind, spellings.head_surface as surface,"
            " null::varchar as superseded_by from corpus.names"
            " inner join corpus.spellings on names.kind = spellings.kind and names.key = spellings.key"
        )
        if not self._run("select 1 from corpus.names limit 1"):  # made by a sayso that did not keep them
            spelled = (
                "select name_links.entity_id, mentions.kind, mentions.surface, null::varchar as superseded_by"
                " from corpus.name_links inner join facts.mentions on name_links.mention_id = mentions.mention_id"
                " where name_links.rule <> 'short_form'"
            )
        return _frame(
            self._connection,
            f"{spelled} union select entity_id, kind, name as surface, superseded_by from corpus.entities"
            " where superseded_by is not null order by all",
        )

    def touched_only_adds(self) -> bool:
        """Whether the run brought nothing but new documents, and few beside those that are there."""
        ((touched, replaced, documents),) = self._run(
            "select count(*), count(*) filter (was_there), (select count(*) from facts.documents) from touched_docs"
        )
        return not replaced and touched <= LOCAL_SHARE * documents

    def compared_by(self, rules_id: str) -> bool:
        """Whether names and their comparisons are kept, and were made by these rules."""
        return bool(
            self._run("select 1 from corpus.compared_names where rules_id = ? limit 1", [rules_id])
            and self._run("select 1 from corpus.names limit 1")
        )

    def compared_names(self, rules_id: str) -> tuple[pl.DataFrame, pl.DataFrame] | None:
        """Names and pairs that were compared in the version before; None where it was by other rules."""
        if not self._run("select 1 from corpus.compared_names where rules_id = ? limit 1", [rules_id]):
            return None
        names = _frame(self._connection, "select kind, key, is_in_text from corpus.compared_names")
        return names, _frame(self._connection, "select * from corpus.compared_pairs")

    def replace_corpus(self, linked: "LinkedNames", skeletons: pl.DataFrame, rules_id: str) -> None:
        """Put the corpus tables anew."""
        frames = {
            "compared_names": linked.compared.names.with_columns(rules_id=pl.lit(rules_id)),
            "compared_pairs": linked.compared.pairs,
            "names": linked.names,
            "spellings": linked.spellings,
            "name_claims": linked.claims,
            "name_skeletons": skeletons,
            "entities": linked.entities,
            "entity_aliases": linked.aliases,
            "entity_relations": linked.relations,
            "name_links": linked.links,
            "undecided": linked.undecided,
        }
        with self.transaction(), self._frames(frames):
            for table in frames:
                self._run(f"delete from corpus.{table}")
                self._run(f"insert into corpus.{table} by name select * from new_{table}")

    @contextlib.contextmanager
    def _beside_before(self) -> Iterator[LocalDatabase | None]:
        """The touched rows of this version and of the one before; None where all is to be made anew."""
        documents = self._touched_documents()
        if documents is None:
            yield None
            return
        main = f'"{self._run("select current_database()")[0][0]}"'
        most = int(LOCAL_SHARE * self._run("select count(*) from facts.documents")[0][0])
        with self.beside_published(), contextlib.ExitStack() as rows:
            now, then = (
                rows.enter_context(contextlib.closing(TouchedRows(self, name, source, documents)))
                for name, source in (("now_touched", main), ("then_touched", "before"))
            )
            yield LocalDatabase(self, main, "before", most, now, then)

    def _touched_documents(self) -> pl.Series | None:
        """Documents whose rows in facts or corpus are others than before; None where that is not known, or many."""
        if not self.is_local or self.changes is None:
            return None
        entities = pl.DataFrame(
            {"entity_id": sorted(self.changes.entity_ids)}, schema={"entity_id": pl.String}
        )
        linked = self.ask(
            "select distinct doc_id from corpus.name_links where entity_id in (select entity_id from entities)",
            entities=entities,
        )
        touched = self.ask("select doc_id from touched_docs")
        found = sorted({*self.changes.doc_ids, *linked["doc_id"], *touched["doc_id"]})
        ((documents,),) = self._run("select count(*) from facts.documents")
        return pl.Series(found, dtype=pl.String) if len(found) <= LOCAL_SHARE * documents else None

    def build_marts(self) -> None:
        """Make every mart of `sql/3_marts`, with its comments; near the touched documents alone where that will do."""
        with self._beside_before() as local:
            if local is not None:
                for mart in read_marts():
                    if "materialized: table" in mart.grain:
                        try:
                            update_mart(local, mart)
                        except NotSmallError:
                            self._make_mart(mart)
                return
        with self.transaction():
            self._run("drop schema marts cascade")
            self._run("create schema marts")
            for mart in read_marts():
                self._make_mart(mart)

    def _make_mart(self, mart: SqlTable) -> None:
        what = "table" if "materialized: table" in mart.grain else "view"
        self._run(f"create or replace {what} {mart.full_name} as {mart.statement}")
        self._comment(what, mart)

    def run_checks(self) -> list[CheckResult]:
        """Run `sql/4_checks` and keep the results in `ops.checks`. Raises `CheckFailedError` on a fail_ row.

        Checks of one document at a time look at the touched ones alone where the others are as they were.
        """
        with self._beside_before() as local:
            results = [self._check(path, local) for path in sorted((SQL_DIR / "4_checks").glob("*.sql"))]
            if local is not None:
                results += [odd for odd in [_count_of_untouched(local)] if odd.row_count]
        with self.transaction():
            self._run("delete from ops.checks")
            for result in results:
                self._run(
                    "insert into ops.checks values (?, ?, ?, ?, ?)",
                    [result.check_name, result.severity, result.row_count, result.sample, self._run_id],
                )
        failed = [result for result in results if result.severity == "fail" and result.row_count]
        if failed:
            raise CheckFailedError(
                "nothing was published, the version before stays: "
                + "; ".join(
                    f"{result.check_name} found {result.row_count} rows, first {result.sample}"
                    for result in failed
                )
            )
        return results

    def _check(self, path: Path, local: LocalDatabase | None) -> CheckResult:
        statement = path.read_text(encoding="utf-8")
        severity = path.stem.split("_", 1)[0]
        if local is not None and is_by_document(statement) and finds_nothing(local, statement, severity):
            stored = self._run(
                "select row_count, sample from ops.checks where check_name = ?", [path.stem]
            )  # of the version before
            if stored:
                return CheckResult(path.stem, severity, *stored[0])
        row_count = self._run(f"select count(*) from ({statement})")[0][0]
        sample = None
        if row_count:
            first = self._connection.sql(f"select * from ({statement}) order by all limit 3").pl()
            sample = json.dumps(first.rows(named=True), default=str, ensure_ascii=False)[:1000]
        return CheckResult(path.stem, severity, row_count, sample)

    def publish(self) -> None:
        """Close, make durable, open once more to see that it can be read, and swap the link."""
        self._run(
            "update ops.runs set snapshot_id = ?, published_at = ? where run_id = ?",
            [
                _snapshot_of(self._connection),
                datetime.now(UTC).replace(tzinfo=None, microsecond=0),
                self._run_id,
            ],
        )
        lineage = {n for (n,) in self._run("select generation from ops.runs where generation is not null")}
        self._run("checkpoint")
        self._connection.close()
        if self._file.with_name(f"{self._file.name}.wal").exists():
            raise WarehouseError(
                f"{self._file} still has a write-ahead log after its checkpoint: not published"
            )
        with Reader(_connect(self._file, read_only=True)) as reader:
            reader.rows("select count(*) from marts.run_balance")
        self._file.chmod(
            self._file.stat().st_mode & 0o444
        )  # for those whom the umask lets read, and nobody to write
        _fsync(self._file)
        self._file.rename(self._warehouse.version_file(self.number))
        _fsync(self._warehouse.generations)
        self._warehouse.point_to(self.number)
        self._warehouse.forget_versions(frozenset(lineage | {self.number}))


def _count_of_untouched(local: LocalDatabase) -> CheckResult:
    """Whether no rows came or went but those of the touched documents."""
    odd = {
        table: difference
        for table, difference in count_untouched(local, [f"facts.{table}" for table in FACT_TABLES]).items()
        if difference
    }
    return CheckResult("fail_untouched_rows_changed", "fail", len(odd), json.dumps(odd) if odd else None)


def _snapshot_of(connection: duckdb.DuckDBPyConnection) -> str:
    """16 hex digits over the rows of facts and corpus, in whatever order, without what a run adds to them.

    DuckDB's hash may change with its version: equal ids mean equal rows, other ids need not mean other rows.
    """
    digest = hashlib.sha256()
    for table in (table for folder in STORED_SCHEMAS[1:] for table in read_ddl(folder)):
        columns = ", ".join(
            column for column in table.columns if column not in RUN_COLUMNS.get(table.full_name, ())
        )
        found = connection.execute(
            f"select count(*), sum(hash({columns}))::varchar from {table.full_name}"
        ).fetchall()
        digest.update(f"{table.full_name}\0{found[0]}\0".encode())
    return digest.hexdigest()[:16]


def _literal(text: str) -> str:
    """A string for the statements that cannot bind one (`comment on`)."""
    return "'" + text.replace("'", "''") + "'"
