"""The tables of `sql/`: their statements and comments, and how tables of an earlier version become those of today."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SQL_DIR = Path(__file__).parent.parent / "sql"
# Goes up with each published change of a table's columns. Schema 1 was the first, and did not say so in the file.
SCHEMA_VERSION = 3
ONE_DOCUMENT = "One document at a time."  # of a check: looking at what a run touched is enough
STORED_SCHEMAS = ("0_ops", "1_facts", "2_corpus")
# What the clock and the history of one warehouse put into a table, beside what its documents say.
RUN_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "facts.documents": ("run_id",),
    "facts.rejects": ("run_id", "first_seen", "last_seen", "tries"),
}
# Columns that an earlier schema has not and that cannot be null: how its rows get them.
FILLED_WITH: Mapping[str, str] = {
    "facts.rejects.first_seen": "(select started_at from ops.runs where runs.run_id = old.run_id)",
    "facts.rejects.last_seen": "(select started_at from ops.runs where runs.run_id = old.run_id)",
    "facts.rejects.tries": "1",
}
# Facts that are not made from the stored texts.
_NOT_DERIVED = ("facts.sources", "facts.rejects")
_COLUMN_LINE = re.compile(r"^ {4}(\w+) .*? -- (.+)$", re.MULTILINE)
_REQUIRED_LINE = re.compile(r"^ {4}(\w+) [^-]*\bnot null\b", re.MULTILINE)
_HEADER_LINE = re.compile(r"^-- (\w+): (.+)$")


class SchemaError(Exception):
    """Rows of an earlier schema that cannot become rows of today's; the message names the column."""

    def __init__(self, message: str, can_be_derived: bool) -> None:
        super().__init__(message)
        self.can_be_derived = can_be_derived  # from the texts


@dataclass(frozen=True, slots=True)
class SqlTable:
    """One file of `sql/`: a table or view, its statement, what its comments say."""

    schema: str
    name: str
    statement: str
    grain: str
    columns: Mapping[str, str]

    @property
    def full_name(self) -> str:
        """`facts.documents`."""
        return f"{self.schema}.{self.name}"

    @property
    def is_materialized(self) -> bool:
        """Whether a mart is stored as a table; else it is a view."""
        return "materialized: table" in self.grain

    @property
    def required(self) -> frozenset[str]:
        """Columns that cannot be null."""
        return frozenset(_REQUIRED_LINE.findall(self.statement))


def read_ddl(folder: str) -> list[SqlTable]:
    """The tables of a folder such as `1_facts`: line 1 is the grain, each column line ends with its comment."""
    return [
        _sql_table(path, dict(_COLUMN_LINE.findall(path.read_text(encoding="utf-8"))))
        for path in sorted((SQL_DIR / folder).glob("*.sql"))
    ]


def read_marts() -> list[SqlTable]:
    """The bare SELECTs of `3_marts`: line 1 is the grain, then one `-- column: meaning` line per column."""
    marts = []
    for path in sorted((SQL_DIR / "3_marts").glob("*.sql")):
        lines = path.read_text(encoding="utf-8").splitlines()
        columns = {match[1]: match[2] for line in lines if (match := _HEADER_LINE.match(line))}
        marts.append(_sql_table(path, columns))
    return marts


def check_meaning(name: str) -> str:
    """What the rows of a check are, as the first line of its file says; nothing where there is no such check."""
    file = SQL_DIR / "4_checks" / f"{name}.sql"
    if not file.is_file():  # of another sayso's version
        return ""
    return (
        file.read_text(encoding="utf-8").splitlines()[0].removeprefix("-- ").removesuffix(f" {ONE_DOCUMENT}")
    )


def _sql_table(path: Path, columns: Mapping[str, str]) -> SqlTable:
    statement = path.read_text(encoding="utf-8")
    grain = statement.splitlines()[0].removeprefix("-- ")
    return SqlTable(path.parent.name[2:], path.stem.split("_", 1)[1], statement, grain, columns)


def is_derived(table: SqlTable) -> bool:
    """Whether the rules make a table's rows from one document each, and so can make them again."""
    return table.schema == "facts" and table.full_name not in _NOT_DERIVED


def lost_columns(table: SqlTable, have: Mapping[str, object]) -> list[str]:
    """Columns that cannot be null and that rows of an earlier schema have no value for: `facts.mentions.rule`."""
    names = (f"{table.full_name}.{column}" for column in sorted(table.required - have.keys()))
    return [name for name in names if name not in FILLED_WITH]


def upgrade(
    table: SqlTable,
    have: Mapping[str, str],
    want: Mapping[str, str],
    row_count: int,
    *,
    derives_anew: bool = False,
) -> list[str]:
    """Statements that give a table its columns of today (column -> type) and keep its rows.

    Rows of facts that lack a column which cannot be null are left out where a run derives them anew.

    Raises:
        SchemaError: a column that cannot be null and that the rows have no value for.
    """
    filled = {
        column: FILLED_WITH[f"{table.full_name}.{column}"]
        for column in want
        if column not in have and f"{table.full_name}.{column}" in FILLED_WITH
    }
    lost = lost_columns(table, have)
    if lost and row_count and not (derives_anew and is_derived(table)):
        raise SchemaError(f"it has no {lost[0]}", is_derived(table))
    columns = [column for column in want if column in have or column in filled]
    values = [filled.get(column, f"old.{column}") for column in columns]
    return [
        f"create temp table kept_rows as select * from {table.full_name}",
        f"drop table {table.full_name}",
        table.statement,
        *(
            [
                f"insert into {table.full_name} ({', '.join(columns)}) select {', '.join(values)} from kept_rows as old"
            ]
            if row_count and not lost
            else []
        ),
        "drop table kept_rows",
    ]
