"""The checks have tests: each finds nothing in a sound warehouse, and finds the row that breaks its promise."""

import shutil
from pathlib import Path

import duckdb
import pytest

from flows.schema import SQL_DIR
from tests.running import run_once

CHECKS = sorted(path.stem for path in (SQL_DIR / "4_checks").glob("*.sql"))

# Check -> a statement that breaks the promise it watches.
BREAKS = {
    "fail_text_not_rebuilt": "update facts.documents set clean_text = clean_text || 'x'",
    "fail_removals_not_in_text": "update facts.removals set removed_text = removed_text || 'x'",
    "fail_sentences_not_in_text": "update facts.sentences set start_char = start_char + 1 where sentence_no = 1",
    "fail_mentions_not_in_text": "update facts.mentions set surface = surface || 's'",
    "fail_name_evidence_not_in_text": "insert into facts.name_evidence select mention_id, doc_id, start_char,"
    " end_char, mention_id, mention_id, 'former', 'formerly' from facts.mentions limit 1",
    "fail_times_and_quantities_not_in_text": "update facts.times set surface = surface || 's'",
    "fail_statements_and_events_not_in_text": "insert into facts.event_participants"
    " values ('no such event', 'd', 'agent', null, 'x')",
    "fail_ids_not_unique": "insert into facts.mentions select * from facts.mentions limit 1",
    "fail_orphans": "delete from facts.sentences",
    "fail_mentions_not_linked": "delete from corpus.name_links",
    "fail_files_do_not_add_up": "update ops.files set rejected_count = rejected_count + 1",
    "fail_documents_do_not_add_up": "delete from facts.documents",
    "fail_documents_also_rejected": "insert into facts.rejects by name select path, record_no, doc_id,"
    " 'timeout' as reason, 'x' as detail, 1 as size_bytes, 'r' as run_id, now() as first_seen,"
    " now() as last_seen, 1 as tries from facts.documents",
    "fail_runs_do_not_add_up": "update ops.runs set seen_count = seen_count + 1",
    "fail_id_clashes": "insert into ops.files select * replace (doc_id || repeat('0', 48) as sha256)"
    " from ops.files",
    "warn_many_rejected": "update ops.files set rejected_count = 1",
    "warn_little_left": "update facts.documents set clean_text = substr(text, 1, 10)",
    "warn_low_yield": "update facts.documents set yield_flag = 'low_yield'",
    "warn_internal_errors": "insert into facts.rejects"
    " values ('a', null, null, 'internal_error', 'x', 1, 'r', now(), now(), 1)",
}
TEXT = """\
Mayor opens bridge over the Tana

The mayor of Garissa, Amina Odhiambo, opened a bridge on Monday. It crosses the Tana River.

Print Friendly, PDF & Email
"""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("checks")
    (folder / "raw" / "a").mkdir(parents=True)
    (folder / "raw" / "a" / "1.txt").write_text(TEXT)
    run_once(folder / "raw", folder / "warehouse" / "sayso.duckdb")
    return (folder / "warehouse" / "sayso.duckdb").resolve()


def rows_found(file: Path, check: str, *, after: str | None = None) -> int:
    with duckdb.connect(file) as connection:
        if after:
            connection.execute(after).fetchall()
        query = (SQL_DIR / "4_checks" / f"{check}.sql").read_text(encoding="utf-8")
        return len(connection.execute(query).fetchall())


@pytest.mark.parametrize("check", CHECKS)
def test_finds_nothing_in_a_sound_warehouse(check: str, sound: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    shutil.copyfile(sound, copy)
    assert rows_found(copy, check) == 0


@pytest.mark.parametrize("check", CHECKS)
def test_finds_the_row_that_breaks_its_promise(check: str, sound: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.duckdb"
    shutil.copyfile(sound, copy)
    assert rows_found(copy, check, after=BREAKS[check]) > 0


# What a check may show of a row: it goes into messages and logs, which carry no article text.
SHOWN = {
    *("path", "record_no", "doc_id", "mention_id", "sentence_id", "evidence_id", "id", "source_id", "run_id"),
    *(
        "table_name",
        "start_char",
        "end_char",
        "clean_chars",
        "text_chars",
        "word_count",
        "yield_flag",
        "detail",
    ),
    *("record_count", "rejected_count", "seen_count", "accounted_count"),
}


@pytest.mark.parametrize("check", CHECKS)
def test_shows_where_and_never_the_words(check: str, sound: Path) -> None:
    statement = (SQL_DIR / "4_checks" / f"{check}.sql").read_text(encoding="utf-8")
    with duckdb.connect(sound, read_only=True) as connection:
        columns = {name for name, *_ in connection.execute(f"describe ({statement})").fetchall()}
    assert columns <= SHOWN
