"""One truth for each table: the record class. Polars schema, DDL and comments must agree with it."""

import re
from pathlib import Path

import pytest

from flows.document.records import Reject
from flows.parts import FACT_TABLES, LedgerRow, schema_of
from flows.schema import RUN_COLUMNS, SQL_DIR, read_ddl, read_marts
from flows.warehouse import RunRow
from tests.running import rows, run_once

PART_TABLES = {**FACT_TABLES, "rejects": Reject, "files": LedgerRow}
POLARS_TO_DUCKDB = {
    "String": "VARCHAR",
    "Int64": "BIGINT",
    "Float64": "DOUBLE",
    "Boolean": "BOOLEAN",
    "Date": "DATE",
}
# Columns that the load adds to what a document says by itself.
ADDED_BY_LOAD = {
    "documents": ["run_id"],
    "rejects": [*RUN_COLUMNS["facts.rejects"]],
    "files": ["run_id", "is_current"],
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contract")
    (folder / "raw" / "a").mkdir(parents=True)
    (folder / "raw" / "a" / "1.txt").write_text("Officials in Nairobi met Amina Odhiambo on Tuesday.\n")
    run_once(folder / "raw", folder / "warehouse" / "sayso.duckdb")
    return folder / "warehouse" / "sayso.duckdb"


@pytest.mark.parametrize("table", [*PART_TABLES])
def test_ddl_has_the_columns_of_the_record(table: str) -> None:
    ddl = {each.name: each for each in [*read_ddl("0_ops"), *read_ddl("1_facts")]}[table]
    assert list(ddl.columns) == [*schema_of(PART_TABLES[table]), *ADDED_BY_LOAD.get(table, [])]


def test_runs_ddl_has_the_columns_of_the_run_record() -> None:
    ddl = {each.name: each for each in read_ddl("0_ops")}["runs"]
    assert list(ddl.columns) == [*RunRow.__slots__]


@pytest.mark.parametrize("table", [*FACT_TABLES, "rejects"])
def test_database_types_are_those_of_the_record(table: str, published: Path) -> None:
    types = dict(
        rows(
            published,
            "select column_name, data_type from duckdb_columns()"
            f" where schema_name = 'facts' and table_name = '{table}'",
        )
    )
    for column, dtype in schema_of(PART_TABLES[table]).items():
        expected = "TIMESTAMP" if str(dtype).startswith("Datetime") else POLARS_TO_DUCKDB[str(dtype)]
        assert types[column] == expected, column


def test_every_fact_table_of_the_ddl_has_a_record_or_is_a_ledger() -> None:
    assert {each.name for each in read_ddl("1_facts")} == {*FACT_TABLES, "rejects", "sources"}


def test_every_table_view_and_column_says_what_it_is(published: Path) -> None:
    silent = rows(
        published,
        "select schema_name || '.' || table_name from duckdb_tables() where comment is null"
        " union all select schema_name || '.' || view_name from duckdb_views() where not internal and comment is null"
        " union all select schema_name || '.' || table_name || '.' || column_name from duckdb_columns()"
        " where schema_name in ('ops', 'facts', 'corpus', 'marts') and comment is null",
    )
    assert silent == []


def test_marts_name_their_columns_in_order(published: Path) -> None:
    for mart in read_marts():
        have = rows(
            published,
            "select column_name from duckdb_columns() where schema_name = 'marts'"
            f" and table_name = '{mart.name}' order by column_index",
        )
        assert [name for (name,) in have] == list(mart.columns), mart.name


def test_line_one_of_each_file_is_the_grain_and_no_mart_selects_star() -> None:
    for path in SQL_DIR.rglob("*.sql"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("-- "), path
        if path.parent.name == "3_marts":
            assert not re.search(r"select\s+\*", text), path


def test_fact_tables_have_no_keys_or_indexes(published: Path) -> None:
    assert rows(published, "select * from duckdb_indexes()") == []
    constraints = rows(
        published, "select distinct constraint_type from duckdb_constraints() where schema_name = 'facts'"
    )
    assert constraints == [("NOT NULL",)]


def test_the_published_file_is_in_the_storage_version_of_older_clients(published: Path) -> None:
    """Bytes 12 to 19 of the header hold the storage version: 67 is v1.4.0, which 1.4 and 1.5 open."""
    with published.open("rb") as file:
        header = file.read(20)
    assert int.from_bytes(header[12:20], "little") == 67
