"""Statements on the version in the making, without saying which database that is."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from flows.schema import SqlTable

PART_ROWS = 100_000


class Database:
    """An open database and the run that writes it."""

    def __init__(self, connection: Any, run_id: str) -> None:
        """`connection`: as `duckdb.connect` gives it."""
        self._connection = connection
        self._run_id = run_id

    def _run(self, statement: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = self._connection.execute(statement, list(parameters)).fetchall()
        return rows

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query with bound parameters."""
        return self._run(query, parameters)

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

    def in_parts(self, query: str, row_count: int = PART_ROWS) -> Iterator[pl.DataFrame]:
        """Rows of a query sorted by its first column, about so many at a time; those of one value come together.

        At least one part, empty where there are no rows. What is not committed is not seen.
        """
        with contextlib.closing(self._connection.cursor()) as cursor:
            reader = cursor.sql(query).to_arrow_reader(row_count)
            rest = pl.DataFrame(pl.from_arrow(reader.schema.empty_table()))
            column = rest.columns[0]
            for batch in reader:
                if not batch.num_rows:
                    continue
                rows = pl.concat([rest, pl.DataFrame(pl.from_arrow(batch))])
                is_last = rows[column] == rows[column][-1]
                rest = rows.filter(is_last)
                if rest.height < rows.height:
                    yield rows.filter(~is_last)
            yield rest

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
            with contextlib.suppress(Exception):
                self._run("rollback")
            raise
        self._run("commit")

    def _comment(self, what: str, table: SqlTable) -> None:
        self._run(f"comment on {what} {table.full_name} is {literal(table.grain)}")
        for column, meaning in table.columns.items():
            self._run(f"comment on column {table.full_name}.{column} is {literal(meaning)}")


def literal(text: str) -> str:
    """A string for the statements that cannot bind one (`comment on`)."""
    return "'" + text.replace("'", "''") + "'"
