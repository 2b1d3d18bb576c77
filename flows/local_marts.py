"""Marts and checks brought up to date near the documents that a run touched; the outcome is that of making all anew.

How a mart can be brought up to date says its first line:

- `by doc_id`: its rows are of one document each. Those of the touched documents are made anew.
- `by doc_id, other_doc_id`: of two documents. `related/` has the query for documents that the touched may meet.
- `added up by entity_id, …`: its rows are sums over documents. Columns that end in `_count` are added and taken off,
  `first_…`, `example_…` and `why` are the least, `last_…` the greatest; the others belong to the key.

A check that goes `one document at a time` is run on the touched documents, and on all only where it finds something.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.schema import ONE_DOCUMENT, SQL_DIR, SqlTable
from flows.touched_rows import Database, TouchedRows

_BY_DOCUMENT = re.compile(r"materialized: table, by ([\w, ]+)")
_ADDED_UP = re.compile(r"materialized: table, added up by ([\w, ]+)")


class NotSmallError(Exception):
    """More documents have a part in the change than are worth the trouble: make all anew."""


@dataclass(frozen=True)
class LocalDatabase:
    """The version in the making, the one before, and what of them was touched."""

    database: Database
    main: str  # name of the version in the making
    before: str  # name of the version before
    most_documents: int
    now: TouchedRows
    then: TouchedRows


def update_mart(local: LocalDatabase, mart: SqlTable) -> None:
    """Bring a mart up to date. Raises `NotSmallError`; nothing is changed then."""
    if added_up := _ADDED_UP.search(mart.grain):
        _add_up(local, mart, [key.strip() for key in added_up[1].split(",")])
    elif by_document := _BY_DOCUMENT.search(mart.grain):
        _put_documents(local, mart, [key.strip() for key in by_document[1].split(",")])
    else:
        raise NotSmallError(f"{mart.full_name} does not say how it can be brought up to date")


def _put_documents(local: LocalDatabase, mart: SqlTable, keys: Sequence[str]) -> None:
    rows, more = local.now, None
    related = SQL_DIR / "3_marts" / "related" / f"{mart.name}.sql"
    if related.exists():
        rows = more = _with_related(local, related)
    try:
        made = rows.make(mart)
        touched = f"(select doc_id from {local.now.name}.own.documents)"
        is_touched = " or ".join(f"{key} in {touched}" for key in keys)
        local.database.rows("begin")
        local.database.rows(f"delete from {mart.full_name} where {is_touched}")
        local.database.rows(f"insert into {mart.full_name} by name select * from {made} where {is_touched}")
        local.database.rows("commit")
    finally:
        if more is not None:
            more.close()


def _with_related(local: LocalDatabase, query: Path) -> TouchedRows:
    statement = query.read_text(encoding="utf-8")
    local.database.rows(
        f"create or replace temp table touched_documents as select doc_id from {local.now.name}.own.documents"
    )
    found = local.database.rows(
        f"select doc_id from ({statement}) union select doc_id from touched_documents"
    )
    return _rows_of(local, "related_rows", [doc_id for (doc_id,) in found])


def _rows_of(local: LocalDatabase, name: str, documents: Sequence[str]) -> TouchedRows:
    if len(documents) > local.most_documents:
        raise NotSmallError(f"{len(documents)} documents have a part in it")
    return TouchedRows(local.database, name, local.main, pl.Series(documents, dtype=pl.String))


def _add_up(local: LocalDatabase, mart: SqlTable, keys: Sequence[str]) -> None:
    gone, come = local.then.make(mart), local.now.make(mart)
    local.database.rows(f"create or replace temp table merged as {_merged(mart, keys, gone, come)}")
    doubtful = local.database.rows(
        f"select distinct {keys[0]} from merged where is_doubtful and {_sums(mart)[0]} > 0"
    )
    if doubtful:
        _look_again(local, mart, keys, [key for (key,) in doubtful])
    same = " and ".join(f"merged.{key} = {mart.full_name}.{key}" for key in keys)
    local.database.rows("begin")
    local.database.rows(f"delete from {mart.full_name} using merged where {same}")
    local.database.rows(
        f"insert into {mart.full_name} by name select * exclude (is_doubtful) from merged"
        f" where {_sums(mart)[0]} > 0"
    )
    local.database.rows("commit")


def _sums(mart: SqlTable) -> list[str]:
    return [column for column in mart.columns if column.endswith("_count")]


def _least(mart: SqlTable) -> list[str]:
    return [column for column in mart.columns if column.startswith(("first_", "example_")) or column == "why"]


def _merged(mart: SqlTable, keys: Sequence[str], gone: str, come: str) -> str:
    """The rows of the touched keys; `is_doubtful`: what was the least or greatest may have gone."""
    columns, doubts = [], ["false"]
    for column in mart.columns:
        if column in keys:
            columns.append(f"touched.{column}")
        elif column in _sums(mart):
            parts = [f"coalesce({side}.{column}, 0)" for side in ("old", "gone", "come")]
            columns.append(f"{parts[0]} - {parts[1]} + {parts[2]} as {column}")
        elif column in _least(mart):
            columns.append(f"least(old.{column}, come.{column}) as {column}")
            doubts.append(f"gone.{column} = old.{column} and coalesce(come.{column} > gone.{column}, true)")
        elif column.startswith("last_"):
            columns.append(f"greatest(old.{column}, come.{column}) as {column}")
            doubts.append(f"gone.{column} = old.{column} and coalesce(come.{column} < gone.{column}, true)")
        else:
            columns.append(f"coalesce(come.{column}, old.{column}) as {column}")
    doubt = " or ".join(f"coalesce({one}, false)" for one in doubts)
    joins = [
        f"left join {table} as {name} on " + " and ".join(f"touched.{key} = {name}.{key}" for key in keys)
        for name, table in (("old", mart.full_name), ("gone", gone), ("come", come))
    ]
    listed = ", ".join(keys)
    return (
        f"with touched as (select {listed} from {gone} union select {listed} from {come})"
        f" select {', '.join(columns)}, {doubt} as is_doubtful from touched {' '.join(joins)}"
    )


def _look_again(local: LocalDatabase, mart: SqlTable, keys: Sequence[str], entity_ids: Sequence[str]) -> None:
    """Replace the doubtful rows of `merged` by rows made from all documents that have these entities."""
    found = local.database.rows(
        "select distinct doc_id from corpus.name_links where list_contains(?, entity_id)", [list(entity_ids)]
    )
    rows = _rows_of(local, "looked_at", [doc_id for (doc_id,) in found])
    try:
        made = rows.make(mart)
        same = " and ".join(f"merged.{key} = made.{key}" for key in keys)
        local.database.rows(
            f"create or replace temp table made_again as select made.*, false as is_doubtful from {made} as made"
            f" semi join (select * from merged where is_doubtful) as merged on {same}"
        )
    finally:
        rows.close()
    local.database.rows(f"delete from merged where is_doubtful and {_sums(mart)[0]} > 0")
    local.database.rows("insert into merged by name select * from made_again")


def is_by_document(statement: str) -> bool:
    """Whether a check looks at one document at a time."""
    return ONE_DOCUMENT in statement.splitlines()[0]


def finds_nothing(local: LocalDatabase, statement: str, severity: str) -> bool:
    """Whether a check finds nothing in the touched documents; a warning also where it found nothing before."""
    count = f"select count(*) from ({statement})"
    sides = (local.now,) if severity == "fail" else (local.now, local.then)
    return all(rows.run(count) == [(0,)] for rows in sides)


def count_untouched(local: LocalDatabase, tables: Sequence[str]) -> Mapping[str, int]:
    """Per table how many rows of untouched documents are too many, or too few: 0 for all, or something is broken."""
    return {
        table: local.database.rows(
            f"select (select count(*) from {table}) - (select count(*) from {local.now.table(table)})"
            f" - (select count(*) from {local.before}.{table}) + (select count(*) from {local.then.table(table)})"
        )[0][0]
        for table in tables
    }
