"""What a new version would change in the facts: rows per table and rule, with samples."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flows.parts import FACT_TABLES
from flows.schema import RUN_COLUMNS

Ask = Callable[[str], list[tuple[Any, ...]]]

# What makes a row the same row before and after; without an entry, its whole content: it is never "changed".
KEYS: Mapping[str, tuple[str, ...]] = {
    "documents": ("doc_id",),
    "readings": ("doc_id",),
    "removals": ("doc_id", "start_char", "end_char"),
    "related_links": ("doc_id", "position"),
    "sentences": ("sentence_id",),
    "mentions": ("mention_id",),
    "times": ("time_id",),
    "quantities": ("quantity_id",),
    "statements": ("statement_id",),
    "events": ("event_id",),
    "rejects": ("path", "record_no", "doc_id"),
}
# What stands for the rule where a table has none.
RULE_COLUMNS: Mapping[str, str] = {
    "documents": "extractor",
    "times": "precision",
    "quantities": "role",
    "document_dates": "basis",
    "event_participants": "role",
    "rejects": "reason",
}
_HAVE_RULES = ("removals", "related_links", "mentions", "statements", "events")
_NOT_COMPARED = {"documents": ("ruleset_id",)}  # every row has a new one
# Where a row stands, and what only says so: a row that agrees in all the rest has moved with its text.
_PLACES = frozenset(("start_char", "end_char", "sentence_no", "position", "raw_start_byte", "raw_end_byte"))
_NO_PLACES = frozenset(("doc_id", "source_id", "link_id"))
_LONGEST_VALUE = 80


@dataclass(frozen=True, slots=True)
class Sample:
    """One row that differs: the columns that tell it, or those that changed as `before → after`."""

    change: str  # added, removed, changed
    doc_id: str | None
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RuleDiff:
    """Rows of one table under one rule that differ between two versions."""

    table: str
    rule: str | None
    added: int
    removed: int
    changed: int
    moved: int  # the same but for where it stands in its text
    samples: tuple[Sample, ...]


def diff_facts(ask: Ask, sample_count: int = 3) -> list[RuleDiff]:
    """Compare the `facts` of the database asked with those of the one attached as `before`.

    A row under another rule counts under its new one. Columns that only one side has are left out, and so is what
    a run adds to a row. Sorted by table and rule; `sample_count` rows for each kind of change.
    """
    before = _columns(ask, "before")
    after = _columns(ask, "current_database()")
    found: list[RuleDiff] = []
    for table in (*FACT_TABLES, "rejects"):
        if table in before:
            dropped = (*RUN_COLUMNS.get(f"facts.{table}", ()), *_NOT_COMPARED.get(table, ()))
            columns = [name for name in after[table] if name in before[table] and name not in dropped]
            found += _diff_table(ask, table, columns, sample_count)
    return found


def few_samples(diff: Sequence[RuleDiff], per_table: int = 3) -> list[tuple[RuleDiff, Sample]]:
    """At most so many samples of each table, of as many rules and kinds of change as that allows."""
    found: list[tuple[RuleDiff, Sample]] = []
    for table in dict.fromkeys(each.table for each in diff):
        ranked = []
        for each in (each for each in diff if each.table == table):
            nth: Counter[str] = Counter()
            for sample in each.samples:
                ranked.append((nth[sample.change], each, sample))
                nth[sample.change] += 1
        found += [(each, sample) for _, each, sample in sorted(ranked, key=lambda row: row[0])[:per_table]]
    return found


def as_rows(diff: Sequence[RuleDiff]) -> list[dict[str, Any]]:
    """For JSON."""
    return [asdict(each) for each in diff]


def _columns(ask: Ask, database: str) -> dict[str, list[str]]:
    name = database if database.endswith("()") else f"'{database}'"
    columns: dict[str, list[str]] = {}
    for table, column in ask(
        "select table_name, column_name from duckdb_columns()"
        f" where database_name = {name} and schema_name = 'facts' order by table_name, column_index"
    ):
        columns.setdefault(table, []).append(column)
    return columns


def _diff_table(ask: Ask, table: str, columns: Sequence[str], sample_count: int) -> list[RuleDiff]:
    listed = ", ".join(columns)
    old, new = f"select {listed} from before.facts.{table}", f"select {listed} from facts.{table}"
    ask(f"create or replace temp table diff_gone as select *, 'gone' as side from ({old} except all {new})")
    ask(f"create or replace temp table diff_new as select *, 'new' as side from ({new} except all {old})")
    rule = "rule" if table in _HAVE_RULES else RULE_COLUMNS.get(table)
    rule = rule if rule in columns else None
    same = (
        " and ".join(
            f"gone.{key} is not distinct from new.{key}" for key in KEYS.get(table, ()) if key in columns
        )
        or "gone.side = new.side"
    )
    moved = _take_moved(ask, table, columns, same, rule)
    join = f"diff_gone as gone full join diff_new as new on {same}"
    is_new, is_gone = "new.side is not null", "gone.side is not null"
    change = f"case when {is_new} and {is_gone} then 'changed' when {is_new} then 'added' else 'removed' end"
    named = f"case when {is_new} then new.{rule}::varchar else gone.{rule}::varchar end" if rule else "null"
    pairs = ", ".join(f"gone.{name}::varchar, new.{name}::varchar" for name in columns)
    counted = ask(
        f"select {named} as rule, count(*) filter ({change} = 'added'), count(*) filter ({change} = 'removed'),"
        f" count(*) filter ({change} = 'changed') from {join} group by all"
        " having count(*) > 0 order by rule nulls first"
    )
    samples: dict[object, list[Sample]] = {}
    for rule_name, kind, doc_id, *values in ask(
        f"with rows as (select {named} as diff_rule, {change} as diff_change,"
        f" coalesce(new.doc_id, gone.doc_id) as diff_doc, [{pairs}] as diff_values from {join})"
        " select diff_rule, diff_change, diff_doc, diff_values from rows qualify row_number() over"
        f" (partition by diff_rule, diff_change order by diff_doc, diff_values) <= {sample_count}"
        " order by diff_rule, diff_change, diff_doc, diff_values"
    ):
        told = dict(zip(columns, zip(values[0][::2], values[0][1::2], strict=True), strict=True))
        samples.setdefault(rule_name, []).append(Sample(kind, doc_id, _told(kind, told)))
    exact = {rule_name: (added, removed, changed) for rule_name, added, removed, changed in counted}
    return [
        RuleDiff(
            table,
            rule_name,
            *exact.get(rule_name, (0, 0, 0)),
            moved.get(rule_name, 0),
            tuple(samples.get(rule_name, ())),
        )
        for rule_name in sorted(exact.keys() | moved.keys(), key=lambda name: (name is not None, name or ""))
    ]


def _take_moved(
    ask: Ask, table: str, columns: Sequence[str], same: str, rule: str | None
) -> dict[str | None, int]:
    """Take the rows that only moved from the two tables of differences; how many, by rule.

    Text cut near the top shifts every fact below it: told as added and removed, they would hide the real ones.
    """
    places = [
        name for name in columns if name in _PLACES or (name.endswith("_id") and name not in _NO_PLACES)
    ]
    if "doc_id" not in columns or not places:
        return {}
    rest = ", ".join([*(name for name in columns if name not in places), "of_event"])
    order = ", ".join(places)
    for side, other, database in (("gone", "new", "before."), ("new", "gone", "")):
        of_event = "null"
        if table == "event_participants":  # of another event it is another participant
            of_event = f"""(select any_value(concat_ws('/', event_type, mode)) from {database}facts.events as events
                where events.event_id = {side}.event_id)"""
        ask(
            f"create or replace temp table diff_lone_{side} as"
            f" select {side}.rowid as place, {side}.*, {of_event} as of_event"
            f" from diff_{side} as {side} anti join diff_{other} as {other} on {same}"
        )
        ask(
            f"create or replace temp table diff_nth_{side} as select place, {rule or 'null'}::varchar as rule_name,"
            f" md5(row({rest})::varchar) as rest, row_number() over (partition by {rest} order by {order}) as nth"
            f" from diff_lone_{side}"
        )
    ask(
        "create or replace temp table diff_moved as"
        " select new.rule_name, new.place as new_place, gone.place as gone_place"
        " from diff_nth_new as new inner join diff_nth_gone as gone using (rest, nth)"
    )
    for side in ("gone", "new"):
        ask(f"delete from diff_{side} where rowid in (select {side}_place from diff_moved)")
    return dict(ask("select rule_name, count(*) from diff_moved group by all"))


def _told(kind: str, values: Mapping[str, tuple[str | None, str | None]]) -> dict[str, str]:
    if kind == "changed":
        return {
            name: f"{_short(before)} → {_short(after)}"
            for name, (before, after) in values.items()
            if before != after
        }
    side = 1 if kind == "added" else 0
    return {
        name: _short(pair[side])
        for name, pair in values.items()
        if pair[side] is not None and name != "doc_id"
    }


def _short(value: str | None) -> str:
    text = "null" if value is None else " ".join(value.split())
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"
