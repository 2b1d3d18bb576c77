"""A warehouse of every published schema is brought to today's, its rows kept; a later one is refused."""

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from flows.rederive import derive_everything
from flows.runs import plan_publish, plan_run
from flows.schema import FILLED_WITH, SCHEMA_VERSION, SchemaError, SqlTable, read_ddl, upgrade
from flows.settings import Settings
from flows.warehouse import Warehouse, WarehouseError, _shapes, _shapes_of_today
from tests.running import publish_plan, rows, run_once

SCHEMAS = Path(__file__).parent / "schemas"
TEXTS = {
    "1.txt": "Bridge opens in Garissa\n\n"
    "The mayor of Garissa, Amina Odhiambo, said on Monday that a bridge was open.\n",
    "2.txt": "Police in Mombasa arrested three men on 4 May 2015.\n",
    "3.txt": "",
}


def statements_of(schema: str) -> list[str]:
    return (SCHEMAS / f"{schema}.sql").read_text(encoding="utf-8").rstrip(";\n").split(";\n")


def made_by(schema: str, warehouse: Path, *more: str) -> Warehouse:
    """A warehouse as a sayso of that schema left it: `schemas/N.sql` is its dump. `more` statements change it."""
    file = warehouse.parent / "generations" / "000001.duckdb"
    file.parent.mkdir(parents=True)
    with duckdb.connect(file, config={"storage_compatibility_version": "v1.4.0"}) as connection:
        for statement in (*statements_of(schema), *more):
            connection.execute(statement).fetchall()
    target = Warehouse(warehouse)
    target.point_to(1)
    return target


@pytest.fixture
def old_raw(tmp_path: Path) -> Path:
    """The files that the dump was made from."""
    folder = tmp_path / "raw" / "daily"
    folder.mkdir(parents=True)
    for name, text in TEXTS.items():
        (folder / name).write_text(text)
    return tmp_path / "raw"


@pytest.mark.parametrize("schema", sorted(path.stem for path in SCHEMAS.glob("*.sql")))
def test_an_ingest_brings_an_earlier_schema_up_to_date_and_keeps_its_rows(
    schema: str, old_raw: Path, warehouse: Path
) -> None:
    made_by(schema, warehouse)
    (old_raw / "daily" / "2.txt").unlink()  # its document is there only in the old warehouse
    run_once(old_raw, warehouse)
    assert rows(warehouse, "select max(schema_version) from ops.schema_versions") == [(SCHEMA_VERSION,)]
    with duckdb.connect(warehouse.resolve(), read_only=True) as connection:
        assert {
            table: shape for table, shape in _shapes(connection).items() if not table.startswith("marts.")
        } == _shapes_of_today()
    # Kept: the document without a file, the run, how long the reject has been one.
    assert rows(warehouse, "select count(*) from facts.events where doc_id = 'f995a3d43f7d2216'") == [(1,)]
    assert rows(warehouse, "select count(*) from ops.runs") == [(2,)]
    assert rows(warehouse, "select path, tries, first_seen < last_seen from facts.rejects") == [
        ("daily/3.txt", 2, True)
    ]
    # Made anew by today's rules: the documents whose files are there, or all that reading them gave.
    assert rows(
        warehouse,
        "select path, ruleset_id = (select ruleset_id from ops.runs order by started_at desc limit 1)"
        " from facts.documents order by path",
    ) == [("daily/1.txt", True), ("daily/2.txt", int(schema) >= 2)]


def test_an_upgrade_that_dies_leaves_the_old_version_and_the_next_run_does_it(
    old_raw: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = made_by("1", warehouse)
    before = warehouse.resolve().read_bytes()
    with monkeypatch.context() as patched:
        patched.setitem(FILLED_WITH, "facts.rejects.tries", "error('no')")  # fails when the rows are put back
        with pytest.raises(WarehouseError, match="could not build a new version"):
            run_once(old_raw, warehouse)
    assert warehouse.resolve().read_bytes() == before
    assert target.numbers() == [1]
    run_once(old_raw, warehouse)
    assert rows(warehouse, "select schema_version from ops.schema_versions") == [(SCHEMA_VERSION,)]


def test_a_fresh_warehouse_says_its_schema(old_raw: Path, warehouse: Path) -> None:
    run_once(old_raw, warehouse)
    query = "select schema_version, run_id = (select run_id from ops.runs) from ops.schema_versions"
    assert rows(warehouse, query) == [(SCHEMA_VERSION, True)]


def test_a_reader_of_an_earlier_schema_is_told_what_to_do(warehouse: Path) -> None:
    with made_by("1", warehouse).read() as reader, pytest.raises(WarehouseError, match="run `sayso ingest`"):
        reader.rows("select tries from facts.rejects")


def test_a_later_schema_is_refused_in_one_line_and_not_touched(old_raw: Path, warehouse: Path) -> None:
    run_once(old_raw, warehouse)
    later = warehouse.parent / "generations" / "000002.duckdb"
    shutil.copyfile(warehouse.resolve(), later)
    with duckdb.connect(later) as connection:
        connection.execute("update ops.schema_versions set schema_version = 1000").fetchall()
    target = Warehouse(warehouse)
    target.point_to(2)
    before = later.read_bytes()
    for use in (target.read, lambda: run_once(old_raw, warehouse)):
        with pytest.raises(
            WarehouseError, match=r"made by a newer sayso \(schema 1000, this one knows"
        ) as refused:
            use()
        assert "\n" not in str(refused.value)
    assert later.read_bytes() == before
    assert target.current_number() == 2


def test_rows_that_have_no_value_for_a_new_column_are_not_made_up() -> None:
    table = SqlTable(
        *("facts", "colours"),
        "create table facts.colours (\n    doc_id varchar not null, -- Id\n    hue varchar not null -- Hue\n);",
        *("One row per colour.", {"doc_id": "Id", "hue": "Hue"}),
    )
    have, want = {"doc_id": "VARCHARfalse"}, {"doc_id": "VARCHARfalse", "hue": "VARCHARfalse"}
    with pytest.raises(SchemaError, match=r"it has no facts\.colours\.hue"):
        upgrade(table, have, want, row_count=1)
    assert upgrade(table, have, want, row_count=0)


# A column that cannot be null, as a release might add one: a warehouse that has it not.
WITHOUT_A_RULE = "alter table facts.mentions drop column rule"
ALL = {"daily/1.txt", "daily/2.txt"}


def facts_by_path(warehouse: Path) -> dict[str, tuple]:
    return {
        path: tuple(counts)
        for path, *counts in rows(
            warehouse,
            "select path, count(distinct mention_id), count(mentions.rule), any_value(documents.ruleset_id)"
            " from facts.documents left join facts.mentions on documents.doc_id = mentions.doc_id"
            " group by path order by path",
        )
    }


@pytest.mark.parametrize("schema", sorted(path.stem for path in SCHEMAS.glob("*.sql")))
def test_a_new_column_that_cannot_be_null_is_derived_from_raw(
    schema: str, old_raw: Path, warehouse: Path
) -> None:
    made_by(schema, warehouse, WITHOUT_A_RULE)
    plan = run_once(old_raw, warehouse)
    assert plan.lost_columns == ("facts.mentions.rule",)
    found = facts_by_path(warehouse)
    assert found.keys() == ALL
    assert all(
        mentions == ruled > 0 and rules == plan.ruleset_id for mentions, ruled, rules in found.values()
    )
    assert plan_run(old_raw, Warehouse(warehouse), Settings()).lost_columns == ()


def test_a_new_column_that_cannot_be_null_is_derived_from_the_stored_texts_where_raw_files_are_gone(
    old_raw: Path, warehouse: Path
) -> None:
    target = made_by("2", warehouse, WITHOUT_A_RULE)
    (old_raw / "daily" / "2.txt").unlink()
    settings = Settings(raw=old_raw, warehouse=warehouse, worker_count=1)
    with target.lock():
        stored = derive_everything(plan_run(old_raw, target, settings), target, settings)
        assert stored is not None
        publish_plan(stored, target)
        assert plan_run(old_raw, target, settings).lost_columns == ()
    found = facts_by_path(warehouse)
    assert found.keys() == ALL
    assert all(mentions == ruled > 0 for mentions, ruled, _ in found.values())


def test_records_that_left_their_file_do_not_block_an_upgrade(
    old_raw: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A feed held A and B when the earlier sayso loaded it, and has B and C now."""
    feed = old_raw / "daily" / "feed.jsonl"
    lines = [
        json.dumps({"text": f"The mayor of Garissa opened a {what} on Monday."}) + "\n"
        for what in ("bridge", "dam", "road")
    ]
    feed.write_text("".join(lines[:2]))
    run_once(old_raw, warehouse)
    feed.write_text("".join(lines[1:]))
    target, settings = Warehouse(warehouse), Settings(raw=old_raw, warehouse=warehouse, worker_count=1)
    run_once(old_raw, warehouse)
    shutil.copyfile(warehouse.resolve(), target.version_file(3))
    with duckdb.connect(target.version_file(3)) as connection:
        for statement in ("drop schema marts cascade", WITHOUT_A_RULE, "delete from ops.schema_versions"):
            connection.execute(statement).fetchall()
        connection.execute("insert into ops.schema_versions values (2, 'sayso', 'run')").fetchall()
    target.point_to(3)
    for module in ("flows.runs", "flows.rederive"):
        monkeypatch.setattr(f"{module}.ruleset_id", lambda: "0123456789ab")
    with target.lock():
        stored = derive_everything(plan_run(old_raw, target, settings), target, settings)
        assert stored is not None
        publish_plan(stored, target)
    found = "select count(*), count(rule) from facts.mentions where surface = 'Garissa'"
    assert rows(warehouse, found) == [(4, 4)]  # of 1.txt and of A, B and C


def test_facts_that_cannot_be_derived_anew_are_not_left_out_in_silence(
    old_raw: Path, warehouse: Path
) -> None:
    target = made_by("1", warehouse, WITHOUT_A_RULE)
    before = warehouse.resolve().read_bytes()
    (old_raw / "daily" / "2.txt").unlink()
    with pytest.raises(WarehouseError, match=r"1 documents cannot be, first daily/2\.txt: put") as told:
        run_once(old_raw, warehouse)
    assert "\n" not in str(told.value)
    with target.lock(), pytest.raises(WarehouseError, match=r"no facts\.mentions\.rule: run `sayso ingest`"):
        publish_plan(plan_publish(), target)
    assert (target.numbers(), warehouse.resolve().read_bytes()) == ([1], before)


def test_a_schema_without_stored_readings_cannot_be_derived_from_them(old_raw: Path, warehouse: Path) -> None:
    target = made_by("1", warehouse, WITHOUT_A_RULE)
    settings = Settings(raw=old_raw, warehouse=warehouse)
    with target.lock():
        assert derive_everything(plan_run(old_raw, target, settings), target, settings) is None


def test_a_published_schema_has_not_changed_without_a_new_number() -> None:
    """The dump of the present schema, once there is one, has the tables of `sql/`; until then the number is new."""
    newest = max(int(path.stem) for path in SCHEMAS.glob("*.sql"))
    assert newest in (SCHEMA_VERSION, SCHEMA_VERSION - 1)
    if newest == SCHEMA_VERSION:
        with duckdb.connect(":memory:") as connection:
            for statement in statements_of(str(newest)):
                connection.execute(statement).fetchall()
            assert _shapes(connection) == _shapes_of_today()


def test_required_columns_are_read_from_the_statement() -> None:
    (runs,) = (table for table in read_ddl("0_ops") if table.name == "runs")
    assert runs.columns.keys() - runs.required == {"generation", "snapshot_id", "published_at"}
