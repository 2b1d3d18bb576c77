"""The rows of some documents as a small database of its own: what marts and checks are made of where little changed.

`facts.documents` and all others are there under the same names, so a statement of `sql/` runs on them as it stands.
"""

import contextlib
import re
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import polars as pl

from flows.schema import SqlTable

_TABLE = re.compile(r"\b(?:from|join)\s+((?:ops|facts|corpus|marts)\.\w+)")


class Database(Protocol):
    """The version in the making."""

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query, or the effect of a statement."""


class TouchedRows:
    """The rows of some documents, copied from one database when a statement asks for their table."""

    def __init__(self, database: Database, name: str, source: str, documents: pl.Series) -> None:
        """`source`: the attached database to copy from; `documents`: the ids."""
        self._database = database
        self._source = source
        self._have: set[str] = set()
        self.name = name
        self.document_count = len(documents)
        database.rows(f"attach ':memory:' as {name}")
        for schema in ("ops", "facts", "corpus", "marts", "own"):
            database.rows(f"create schema {name}.{schema}")
        database.rows(f"create table {name}.own.documents (doc_id varchar)")
        database.rows(f"insert into {name}.own.documents select unnest(?::varchar[])", [documents.to_list()])

    def close(self) -> None:
        """Forget the rows."""
        self._database.rows(f"detach {self.name}")

    def run(self, statement: str) -> list[tuple[Any, ...]]:
        """Rows of a statement of `sql/` over these documents alone."""
        self._copy_tables(statement)
        with self._used():
            return self._database.rows(statement)

    def make(self, mart: SqlTable) -> str:
        """Make a mart of these documents. Returns the full name of the table."""
        self._copy_tables(mart.statement)
        self._database.rows(f"drop table if exists {self.name}.{mart.full_name}")
        with self._used():
            self._database.rows(f"create table {mart.full_name} as {mart.statement}")
        return f"{self.name}.{mart.full_name}"

    def table(self, full_name: str) -> str:
        """The full name of one of the tables with the rows of these documents."""
        self._copy_table(full_name)
        return f"{self.name}.{full_name}"

    @contextlib.contextmanager
    def _used(self) -> Iterator[None]:
        ((before, schema),) = self._database.rows("select current_database(), current_schema()")
        self._database.rows(f"use {self.name}.own")
        try:
            yield
        finally:
            self._database.rows(f'use "{before}"."{schema}"')

    def _copy_tables(self, statement: str) -> None:
        for table in sorted(set(_TABLE.findall(statement))):
            self._copy_table(table)

    def _copy_table(self, table: str) -> None:
        if table in self._have:
            return
        self._have.add(table)
        of_documents = f"doc_id in (select doc_id from {self.name}.own.documents)"
        if table == "corpus.entities":
            self._copy_table("corpus.name_links")
            of_documents = f"entity_id in (select entity_id from {self.name}.corpus.name_links)"
        elif not self._database.rows(
            "select 1 from duckdb_columns() where database_name = ? and column_name = 'doc_id'"
            " and schema_name || '.' || table_name = ?",
            [self._source.strip('"'), table],
        ):
            of_documents = "true"
        self._database.rows(
            f"create table {self.name}.{table} as select * from {self._source}.{table} where {of_documents}"
        )
