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
import logging
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from flows.database import literal
from flows.loading import Loading
from flows.making import Making
from flows.run_rows import (
    CheckFailedError,
    CheckResult,
    LedgerEntry,
    RunCounts,
    RunRow,
    WarehouseBusyError,
    WarehouseError,
)
from flows.schema import (
    RUN_COLUMNS,
    SCHEMA_VERSION,
    STORED_SCHEMAS,
    SchemaError,
    is_derived,
    lost_columns,
    read_ddl,
    upgrade,
)
from flows.stored_texts import STORED_QUERY

__all__ = [
    "Build",
    "CheckFailedError",
    "CheckResult",
    "LedgerEntry",
    "QueryError",
    "Reader",
    "RunCounts",
    "RunRow",
    "Warehouse",
    "WarehouseBusyError",
    "WarehouseError",
]

STORAGE_VERSION = "v1.4.0"  # what DuckDB 1.4 and 1.5 can open; 2.0's own default shuts them out
KEPT_GENERATIONS = 3
MOST_FREE_SHARE = 0.3  # of a file's blocks: with more it is written anew,
LEAST_COMPACTED_BLOCKS = 64  # if it has at least so many, of 256 KiB
_STREAMED_ROWS = 500
_ROOM_BYTES = 50_000_000  # extracted facts on their way, and 6 MB of Prefect's own
_log = logging.getLogger("sayso.warehouse")
_held_locks: dict[Path, int] = {}


class QueryError(WarehouseError):
    """A query that cannot be run as it is written; the message has DuckDB's words."""


# --- the folder ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Warehouse:
    """A published warehouse file and the folder around it."""

    file: Path
    keep_versions: int = KEPT_GENERATIONS
    database_memory: int | None = None  # MB that DuckDB may take while a version is made; more is put on disk

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
                _remove(dead)
            if current is None:
                duckdb.connect(aside, config={"storage_compatibility_version": STORAGE_VERSION}).close()
            else:
                shutil.copyfile(self.file.resolve(), aside)
            connection = _connect(aside, read_only=False)
            try:
                if self.database_memory is not None:
                    connection.execute(f"set memory_limit = '{int(self.database_memory)}MB'").fetchall()
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
                    _remove(leftover)

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

    def forget_versions(self, lineage: Mapping[int, str]) -> None:
        """Drop what a rollback left behind, and the oldest of the versions that led to the present one.

        `lineage`: those versions, each with what is the same where going back to it changes no row. Of several like
        that the last is kept, and the version before the present one, which a reader may be opening, in any case.
        Kept, and told, is a version that was left and has documents that are nowhere else.
        """
        led = [number for number in self.numbers() if number in lineage]
        others = [
            number
            for number, later in zip(led, [*led[1:], None], strict=True)
            if later is None or lineage[number] != lineage[later]
        ]
        kept = {*led[-self.keep_versions :][-2:], *others[-self.keep_versions :]}
        only_there = self._only_in_left([number for number in self.numbers() if number not in lineage])
        for number, why in only_there.items():
            _log.warning(
                "sayso: generation %s was left and is kept, %s: `sayso rollback %s` goes back to it, deleting %s "
                "lets it go",
                *(number, why, number, self.version_file(number)),
            )
        for number in self.numbers():
            if number not in kept and number not in only_there:
                self.version_file(number).unlink()

    def _only_in_left(self, left: Sequence[int]) -> dict[int, str]:
        """Of versions that were left those that alone have documents, newest first, each with what to say of it."""
        if not left:
            return {}
        current = self.current_number()
        known = (
            set()
            if current is None
            else self._doc_ids(current) | self._doc_ids(current, "select doc_id from facts.rejects")
        )
        only_there = {}
        for number in sorted(left, reverse=True):
            try:
                missing = self._doc_ids(number) - known
            except (WarehouseError, duckdb.Error) as error:
                only_there[number] = f"since it cannot be read ({_one_line(error)[:100]})"
                continue
            if missing:
                only_there[number] = f"since {len(missing):,} of its documents are nowhere else"
            known |= missing
        return only_there

    def _doc_ids(self, number: int, query: str = "select doc_id from facts.documents") -> set[str]:
        connection = _connect(self.version_file(number), read_only=True)
        try:
            return {doc_id for (doc_id,) in connection.execute(query).fetchall()}
        finally:
            connection.close()


def _remove(path: Path) -> None:
    """Remove what a build left: its files, and the folder that DuckDB put rows into which memory did not hold."""
    if path.suffix == ".tmp" and path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


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


def _explained(error: Exception, folder: Path) -> WarehouseError:
    if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) or any(
        words in str(error) for words in ("No space left", "File too large", "quota exceeded")
    ):
        return WarehouseError(
            f"the disk of {folder} is full, or its files may not grow: free some space and run again; "
            "what was there stays"
        )
    if "Out of Memory Error" in str(error):  # an OSError where rows are read in parts
        return WarehouseError(
            "DuckDB had too little memory for a new version: raise database_memory in sayso.toml, or take it out, "
            "which allows 80 % of the machine's; what was there stays"
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
        with _of_this_schema():
            found: pl.DataFrame = self._connection.sql(query).pl()
            return found

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

        Raises `QueryError` with DuckDB's words where it is none or not allowed, `WarehouseError` where it fails.
        """
        try:
            for setting in (
                f"set max_execution_time = {int(seconds * 1000)}",
                "set search_path = 'marts,corpus,facts,ops'",  # `show tables` has them, names need no schema
                "set enable_external_access = false",
                "set lock_configuration = true",
            ):
                self._connection.execute(setting).fetchall()
            if not duckdb.extract_statements(query):
                raise QueryError("the query is empty: ask `show tables`, then `from` one of them")
            return self._table_of(query)
        except (duckdb.ProgrammingError, duckdb.DataError, duckdb.PermissionException) as error:
            raise QueryError(str(error)) from error
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
        for setting in ("set threads = 1", f"set temp_directory = {literal(str(file.parent))}"):
            self._connection.execute(setting).fetchall()
        try:
            self._connection.execute(f"copy ({query}) to {literal(str(file))} ({options})").fetchall()
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

    def doc_ids(self, paths: Sequence[str], ruleset_id: str) -> dict[str, frozenset[str]]:
        """Documents that each of some paths brought and these rules read."""
        found: dict[str, set[str]] = {}
        for path, doc_id in self.rows(
            "select path, doc_id from facts.documents where list_contains(?, path) and ruleset_id = ?",
            [list(paths), ruleset_id],
        ):
            found.setdefault(path, set()).add(doc_id)
        return {path: frozenset(doc_ids) for path, doc_ids in found.items()}

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


class Build(Loading, Making):
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
        super().__init__(connection, run_id)
        self.is_local, self.changes = False, None
        self._warehouse = warehouse
        self.folder = warehouse.folder
        self._file = file
        self.number = number

    @property
    def is_upgraded(self) -> bool:
        """Whether the version before has tables of an earlier schema."""
        return self.schema_before not in (None, SCHEMA_VERSION)

    @contextlib.contextmanager
    def beside_published(self) -> Iterator[None]:
        """The published file as the database `before`, for comparing the two."""
        self._run(f"attach {literal(str(self._warehouse.file.resolve()))} as before (read_only)")
        try:
            yield
        finally:
            self._run("detach before")

    def create_tables(self, *, derives_anew: bool = False) -> None:
        """Make what is missing; bring tables of an earlier schema to the present one, rows kept or derived anew.

        Raises `SchemaError` where rows cannot be kept.
        """
        self._run("create temp table touched_docs (doc_id varchar, was_there boolean)")
        self._run("create temp table left_docs (doc_id varchar, path varchar)")
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

    def _compact(self) -> None:
        """Write the file anew where much of it is blocks that nothing uses: what was deleted stays in it else."""
        name, block_size, total, used, free = self._run(
            "select database_name, block_size, total_blocks, used_blocks, free_blocks from pragma_database_size()"
            " where database_name = current_database()"
        )[0]
        has_room = shutil.disk_usage(self._file.parent).free > used * block_size + _ROOM_BYTES
        if total < LEAST_COMPACTED_BLOCKS or free < MOST_FREE_SHARE * total or not has_room:
            return
        compact = self._file.with_name(
            f"{self._file.name}.compact"
        )  # a build that dies is cleared with all it made
        self._run(f"attach {literal(str(compact))} as compact (storage_version {literal(STORAGE_VERSION)})")
        self._run(f'copy from database "{name}" to compact')
        self._run("checkpoint compact")
        self._run("detach compact")
        self._connection.close()
        compact.replace(self._file)

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
        lineage = dict(
            self._run(
                "select generation, coalesce(snapshot_id, run_id) || ruleset_id || corpus_rules_id"
                " from ops.runs where generation is not null"
            )
        )
        self._run("checkpoint")
        self._compact()
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
        self._warehouse.forget_versions({self.number: self._run_id, **lineage})


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
