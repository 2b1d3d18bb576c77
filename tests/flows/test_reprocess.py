"""Facts derived again from the stored texts equal those of a fresh build, and nothing is published unasked."""

import dataclasses
import json
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows import rederive
from flows.cli import app
from flows.document.extract import extract_facts
from flows.document.read import ReadLimits
from flows.document.records import RawDocument, document_id
from flows.fact_diff import RuleDiff, Sample, diff_facts, few_samples
from flows.inputs import LocalRules, load_lexicon, local_rules, read_yaml
from flows.parts import FACT_TABLES
from flows.rederive import Reprocessed, extract_further, finish, plan_reprocess
from flows.settings import Settings
from flows.stored_texts import STORED_ORDER, STORED_QUERY, stored_text
from flows.warehouse import Warehouse
from tests.conftest import SAMPLES
from tests.running import rows, run_once

PAGE = """<html><head><title>Dam inspected | The Daily</title><meta property="article:published_time"
content="2021-03-04T10:00:00Z"><meta name="author" content="Jamila Qadyrbek"></head><body>
<nav><a>Home</a></nav><article>
<h1>Dam inspected</h1><p>Engineers from Zhanatas inspected the dam on the Talas River on Monday, officials
said.</p><p>At least 40 people were evacuated, the mayor, Rustem Umarbekov, told reporters. &ldquo;The dam
holds,&rdquo; he said.</p><p>Gunmen killed three policemen in Zhanatas on Friday, witnesses said.</p>
</article></body></html>"""
RECORDS = [
    {
        "title": "Bridge opened",
        "text": "The mayor of Garissa opened a bridge on Monday.",
        "date": "2020-05-06",
    },
    {"text": "By Amina Odhiambo\n\nRebels denied on Tuesday that they had shelled Goma."},
    {"text": ""},
]


def fill(raw: Path) -> Path:
    """Samples, a page, an odd encoding, an archive, a duplicate and two rejects."""
    shutil.copytree(SAMPLES, raw / "samples")
    (raw / "a").mkdir()
    (raw / "a" / "page.html").write_text(PAGE)
    (raw / "a" / "latin.txt").write_bytes(
        "Le maire de Besançon a été arrêté à Genève lundi.\n".encode("cp1252")
    )
    (raw / "a" / "records.jsonl").write_text("".join(json.dumps(each) + "\n" for each in RECORDS))
    (raw / "a" / "empty.txt").write_text("")
    (raw / "b").mkdir()
    (raw / "b" / "copy.html").write_text(PAGE)
    (raw / "b" / "source.yml").write_text("language: ar\n")
    return raw


def facts_of(warehouse: Path) -> dict[str, list[tuple]]:
    """Every fact table, without what a run adds."""
    left_out = {
        "documents": "* exclude (run_id)",
        "rejects": "* exclude (run_id, first_seen, last_seen, tries)",
    }
    return {
        table: rows(warehouse, f"select {left_out.get(table, '*')} from facts.{table} order by all")
        for table in (*FACT_TABLES, "rejects", "sources")
    }


def reprocess(raw: Path, warehouse: Path, *, everything: bool = False, publish: bool = True) -> Reprocessed:
    settings = Settings(raw=raw, warehouse=warehouse, worker_count=2)
    target = Warehouse(warehouse)
    with target.lock():
        work = plan_reprocess(settings, target, everything=everything)
        for batch in work.plan.batches:
            extract_further(batch, work.plan, settings, target)
        return finish(work, target, publish=publish, say=lambda _: None)


@pytest.fixture
def other_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rules under a new name: as after an edit that changes no row."""
    for module in ("flows.runs", "flows.rederive"):
        monkeypatch.setattr(f"{module}.ruleset_id", lambda: "0123456789ab")
    monkeypatch.setattr(rederive, "local_rules", lambda: LocalRules("all is new", ()))


@pytest.fixture
def no_reading(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whose bytes were handed to the reader, of those that the batches sent."""
    sent: list[str] = []
    real = RawDocument

    def noted(*args: object, **fields: object) -> RawDocument:
        document = real(*args, **fields)  # type: ignore[arg-type]
        if document.reading is None:
            sent.append(document.path)
        return document

    monkeypatch.setattr("flows.batches.RawDocument", noted)
    return sent


def test_a_reprocess_of_everything_equals_a_fresh_build(
    tmp_path: Path, other_rules: None, no_reading: list[str]
) -> None:
    raw, warehouse, fresh = (
        fill(tmp_path / "raw"),
        tmp_path / "old" / "s.duckdb",
        tmp_path / "new" / "s.duckdb",
    )
    with pytest.MonkeyPatch.context() as before:
        before.setattr("flows.runs.ruleset_id", lambda: "ba9876543210")
        run_once(raw, warehouse)
    run_once(raw, fresh)
    no_reading.clear()
    done = reprocess(raw, warehouse)
    assert facts_of(warehouse) == facts_of(fresh)
    assert no_reading == ["a/empty.txt"]  # what has a stored text is not read again
    assert done.diff == []
    assert done.balance == {"seen": 12, "loaded": 9, "duplicate": 1, "unchanged": 0, "rejected": 2}
    assert rows(warehouse, "select count(*) from facts.documents where ruleset_id <> '0123456789ab'") == [
        (0,)
    ]
    # What the ledger now says, an ingest believes.
    assert run_once(raw, warehouse).new_file_count == 0


def test_an_ingest_by_other_rules_reads_only_what_is_not_stored(
    tmp_path: Path, other_rules: None, no_reading: list[str]
) -> None:
    raw, warehouse, fresh = (
        fill(tmp_path / "raw"),
        tmp_path / "old" / "s.duckdb",
        tmp_path / "new" / "s.duckdb",
    )
    with pytest.MonkeyPatch.context() as before:
        before.setattr("flows.runs.ruleset_id", lambda: "ba9876543210")
        run_once(raw, warehouse)
    (raw / "a" / "page.html").write_text(PAGE.replace("Friday", "Sunday"))
    (raw / "b" / "source.yml").write_text("language: fr\n")
    no_reading.clear()
    run_once(raw, warehouse)
    assert no_reading == ["a/empty.txt", "a/page.html", "b/copy.html"]
    run_once(raw, fresh)
    query = "select doc_id, path, text, language from facts.documents order by all"
    assert set(rows(fresh, query)) <= set(rows(warehouse, query))
    assert rows(warehouse, "select distinct ruleset_id from facts.documents") == [("0123456789ab",)]


def test_a_reprocess_under_unchanged_rules_has_nothing_to_do_and_everything_changes_no_row(
    tmp_path: Path,
) -> None:
    raw, warehouse = fill(tmp_path / "raw"), tmp_path / "warehouse" / "s.duckdb"
    run_once(raw, warehouse)
    before = facts_of(warehouse)
    assert reprocess(raw, warehouse).balance["loaded"] == 0
    done = reprocess(raw, warehouse, everything=True)
    assert (done.balance["loaded"], done.diff) == (9, [])
    assert facts_of(warehouse) == before


def test_a_changed_reader_reads_the_pages_again(
    tmp_path: Path, other_rules: None, no_reading: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, warehouse = fill(tmp_path / "raw"), tmp_path / "warehouse" / "s.duckdb"
    with pytest.MonkeyPatch.context() as before:
        before.setattr("flows.runs.ruleset_id", lambda: "ba9876543210")
        run_once(raw, warehouse)
    no_reading.clear()
    monkeypatch.setattr(rederive, "reader_id", lambda: "another read")
    reprocess(raw, warehouse, publish=False)
    assert "a/page.html" in no_reading


def with_phrase(lexicon: Path, phrase: str) -> Path:
    from flows.inputs import LEXICON_DIR

    shutil.copytree(LEXICON_DIR, lexicon)
    data = read_yaml("furniture.yml", lexicon)
    text = (lexicon / "furniture.yml").read_text()
    rule = next(iter(data["phrases"]))
    (lexicon / "furniture.yml").write_text(text.replace(f"  {rule}:\n", f"  {rule}:\n    - {phrase}\n", 1))
    assert read_yaml("furniture.yml", lexicon) != data
    return lexicon


@pytest.fixture
def edited_lexicon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lexicon with one more furniture phrase."""
    folder = with_phrase(tmp_path / "lexicon", "our roving correspondent network")
    changed = load_lexicon(folder)
    for module in ("flows.runs", "flows.rederive"):
        monkeypatch.setattr(f"{module}.load_lexicon", lambda: changed)
        monkeypatch.setattr(f"{module}.local_rules", lambda: local_rules(folder))
        monkeypatch.setattr(f"{module}.ruleset_id", lambda: "0123456789ab")


def test_the_difference_is_told_and_nothing_is_published_unasked(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    raw, warehouse, fresh = tmp_path / "raw", tmp_path / "old" / "s.duckdb", tmp_path / "new" / "s.duckdb"
    (raw / "a").mkdir(parents=True)
    text = (
        "The mayor of Garissa opened a bridge on Monday.\n\nOur Roving Correspondent Network\n\nIt is new.\n"
    )
    (raw / "a" / "1.txt").write_text(text)
    (raw / "a" / "2.txt").write_text("The mayor of Goma opened a dam on Monday.\n")
    run_once(raw, warehouse)
    published = warehouse.resolve().read_bytes()

    request.getfixturevalue("edited_lexicon")
    looked = reprocess(raw, warehouse, publish=False)
    assert looked.generation is None
    assert warehouse.resolve().read_bytes() == published
    changes = {(each.table, each.rule): (each.added, each.removed, each.changed) for each in looked.diff}
    (removal_rule,) = (rule for table, rule in changes if table == "removals")
    assert changes["removals", removal_rule][0] == 1
    assert changes["documents", "plain_text"] == (0, 0, 1)
    # "It is new." stands elsewhere now, and says the same; the cut line was a sentence and is none any more.
    (sentences,) = (each for each in looked.diff if each.table == "sentences")
    assert (sentences.added, sentences.removed, sentences.changed, sentences.moved) == (0, 1, 0, 1)
    (document,) = (each for each in looked.diff if each.table == "documents")
    assert set(document.samples[0].values) >= {"clean_text", "word_count"}
    assert document.samples[0].doc_id == document_id(text.encode())

    # The document of Goma has no word of the phrase: it is not derived again, and by the new rules all the same.
    assert (looked.balance["loaded"], looked.balance["unchanged"], looked.left_count) == (1, 1, 0)

    done = reprocess(raw, warehouse)
    assert done.diff == looked.diff
    assert done.generation == 2
    run_once(raw, fresh)
    assert facts_of(warehouse) == facts_of(fresh)


def test_the_difference_is_short_to_read_and_told_once(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "old" / "s.duckdb"
    (raw / "a").mkdir(parents=True)
    for number in range(6):
        lines = [f"The mayor of Garissa opened bridge {number}." * 20, "Our roving correspondent network"]
        (raw / "a" / f"{number}.txt").write_text("\n\n".join(lines) + "\n")
    run_once(raw, warehouse)
    request.getfixturevalue("edited_lexicon")
    arguments = ["reprocess", "--raw", str(raw), "--warehouse", str(warehouse)]
    looked = CliRunner().invoke(app, arguments)
    samples = [line for line in looked.output.splitlines() if re.match("(added|removed|changed) [a-z]", line)]
    tables = Counter(line.split()[1] for line in samples)
    assert tables["documents"] == tables["removals"] == 3
    assert max(tables.values()) == 3
    assert max(map(len, samples)) == 160
    published = CliRunner().invoke(app, [*arguments, "--publish"])
    (told,) = (line for line in looked.output.splitlines() if "rows differ" in line)
    assert published.output.splitlines() == [
        "6 documents derived again.",
        told,
        f"Published {warehouse}, generation 2.",
    ]


def test_few_samples_show_each_kind_of_change_before_more_of_one() -> None:
    def sample(change: str, doc_id: str) -> Sample:
        return Sample(change, doc_id, {})

    first = RuleDiff(
        "events", "verb", 2, 1, 0, 0, (sample("added", "1"), sample("added", "2"), sample("removed", "3"))
    )
    second = RuleDiff("events", "noun", 1, 0, 0, 0, (sample("added", "4"),))
    other = RuleDiff("times", None, 1, 0, 0, 0, (sample("added", "5"),))
    assert [each.doc_id for _, each in few_samples([first, second, other])] == ["1", "3", "4", "5"]


def test_what_else_of_the_lexicon_changes_touches_every_document(tmp_path: Path) -> None:
    from flows.inputs import LEXICON_DIR

    shutil.copytree(LEXICON_DIR, tmp_path / "lexicon")
    before = local_rules(tmp_path / "lexicon")
    speech = tmp_path / "lexicon" / "speech.yml"
    speech.write_text(speech.read_text() + "\n# a word more\n")
    other_file = local_rules(tmp_path / "lexicon")
    furniture = tmp_path / "lexicon" / "furniture.yml"
    furniture.write_text(
        furniture.read_text().replace("list_headings: [", "list_headings: [our other stories, ")
    )
    other_entry = local_rules(tmp_path / "lexicon")
    assert len({before.rest_id, other_file.rest_id, other_entry.rest_id}) == 3
    assert before.phrases == other_entry.phrases


@pytest.mark.parametrize(
    ("text", "is_touched"),
    [
        ("See OUR Correspondent’s network", False),
        ("A ROVING bus of our city", True),
        ("Ourselves, roving", True),
        ("nothing", False),
    ],
)
def test_a_phrase_touches_texts_with_its_first_two_words(text: str, is_touched: bool) -> None:
    assert rederive._has_any(text, [["our", "roving"]]) is is_touched


def test_a_document_whose_raw_file_is_gone_is_derived_from_its_stored_text(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "old" / "s.duckdb"
    (raw / "a").mkdir(parents=True)
    line = "Our roving correspondent network\n\n"
    for name in ("gone", "replaced", "stays"):
        (raw / "a" / f"{name}.txt").write_text(f"{line}The mayor of Garissa opened bridge {name}.\n")
    run_once(raw, warehouse)
    (raw / "a" / "gone.txt").unlink()
    (raw / "a" / "replaced.txt").write_text("The mayor of Goma opened a dam.\n")
    request.getfixturevalue("edited_lexicon")
    done = reprocess(raw, warehouse)
    assert (done.orphan_count, done.changed_count, done.left_count) == (2, 1, 0)
    query = "select path, clean_text from facts.documents order by path"
    assert rows(warehouse, query) == [
        (f"a/{name}.txt", f"The mayor of Garissa opened bridge {name}.")
        for name in ("gone", "replaced", "stays")
    ]
    assert run_once(raw, warehouse).new_file_count == 1  # the file with other bytes
    assert rows(warehouse, "select count(*) from facts.documents") == [(4,)]


MAYORS = [
    f"The mayor of Garissa opened {what} on Monday.\n" for what in ("a bridge", "a dam", "a road", "a mill")
]


def with_superseded(raw: Path, warehouse: Path) -> None:
    """Load a file that is gone then, one that has other bytes then, and a feed that its first record leaves."""
    feed = [json.dumps({"text": f"The mayor of Goma opened bridge {name}."}) + "\n" for name in "ABC"]
    (raw / "a").mkdir(parents=True)
    (raw / "a" / "gone.txt").write_text(MAYORS[0])
    (raw / "a" / "today.txt").write_text(MAYORS[1])
    (raw / "a" / "feed.jsonl").write_text("".join(feed[:2]))
    run_once(raw, warehouse)
    (raw / "a" / "gone.txt").unlink()
    (raw / "a" / "today.txt").write_text(MAYORS[2])
    (raw / "a" / "feed.jsonl").write_text("".join(feed[1:]))
    run_once(raw, warehouse)


RULES = "select ruleset_id, count(*) from facts.documents group by all order by all"


@pytest.mark.parametrize("by_ingest", [True, False], ids=["ingest", "reprocess"])
def test_documents_that_no_raw_file_has_any_more_follow_a_change_of_rules(
    tmp_path: Path, request: pytest.FixtureRequest, by_ingest: bool
) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "old" / "s.duckdb"
    with_superseded(raw, warehouse)
    request.getfixturevalue("other_rules")
    before = rows(warehouse, "select doc_id, path, clean_text from facts.documents order by all")
    if by_ingest:
        run_once(raw, warehouse)
    else:
        done = reprocess(raw, warehouse)
        assert (done.orphan_count, done.left_count) == (3, 0)
    assert rows(warehouse, RULES) == [("0123456789ab", 6)]
    assert rows(warehouse, "select doc_id, path, clean_text from facts.documents order by all") == before
    assert run_once(raw, warehouse).batches == ()


def test_documents_of_a_source_that_cannot_be_used_wait_until_its_file_is_mended(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "old" / "s.duckdb"
    with_superseded(raw, warehouse)
    settings = raw / "a" / "source.yml"
    settings.write_text("publihser: The Daily\n")
    (raw / "b").mkdir()
    (raw / "b" / "1.txt").write_text(MAYORS[3])
    ((made_by, _),) = rows(warehouse, RULES)
    request.getfixturevalue("other_rules")
    run_once(raw, warehouse)
    assert rows(warehouse, RULES) == [("0123456789ab", 1), (made_by, 6)]
    looked = reprocess(raw, warehouse, publish=False)
    assert (looked.left_count, looked.changed_count, len(looked.problems)) == (6, 0, 1)
    assert "publihser" in looked.problems[0]
    settings.unlink()
    run_once(raw, warehouse)
    assert rows(warehouse, RULES) == [("0123456789ab", 7)]


def test_a_reprocess_of_everything_without_raw_files_leaves_what_it_cannot_make_better(
    tmp_path: Path,
) -> None:
    """Where a sentence stands in its file, only the file says."""
    raw, warehouse = fill(tmp_path / "raw"), tmp_path / "warehouse" / "s.duckdb"
    run_once(raw, warehouse)
    before = facts_of(warehouse)
    shutil.rmtree(raw)
    done = reprocess(raw, warehouse, everything=True)
    assert (done.orphan_count, done.diff) == (0, [])
    assert facts_of(warehouse) == before


def test_a_document_without_a_raw_file_that_the_rules_reject_keeps_its_facts_and_starts_no_run(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "old" / "s.duckdb"
    (raw / "a").mkdir(parents=True)
    (raw / "a" / "1.txt").write_text("Our roving correspondent network\n")
    (raw / "a" / "2.txt").write_text(MAYORS[0])
    run_once(raw, warehouse)
    (raw / "a" / "1.txt").unlink()
    request.getfixturevalue("edited_lexicon")
    run_once(raw, warehouse)
    assert rows(warehouse, "select path from facts.documents order by path") == [("a/1.txt",), ("a/2.txt",)]
    assert run_once(raw, warehouse).batches == ()


def test_a_document_that_the_new_rules_reject_leaves_no_facts(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "old" / "s.duckdb"
    (raw / "a").mkdir(parents=True)
    (raw / "a" / "1.txt").write_text("Our roving correspondent network\n")
    (raw / "a" / "2.txt").write_text("The mayor of Goma opened a dam on Monday.\n")
    run_once(raw, warehouse)
    assert rows(warehouse, "select count(*) from facts.documents") == [(2,)]
    request.getfixturevalue("edited_lexicon")
    done = reprocess(raw, warehouse)
    assert rows(warehouse, "select path from facts.documents") == [("a/2.txt",)]
    assert rows(warehouse, "select path, reason from facts.rejects") == [("a/1.txt", "no_article")]
    assert ("rejects", "no_article", 1, 0, 0) in [dataclasses.astuple(each)[:5] for each in done.diff]


def test_a_stored_text_gives_the_reading_that_it_came_from(tmp_path: Path) -> None:
    """Every reading of the warehouse, put back, gives the facts of reading the bytes."""
    raw, warehouse = fill(tmp_path / "raw"), tmp_path / "warehouse" / "s.duckdb"
    run_once(raw, warehouse)
    lexicon = load_lexicon()
    with Warehouse(warehouse).read() as reader:
        texts = [stored_text(row) for row in reader.stream(STORED_QUERY + STORED_ORDER)]
    for text in texts:
        if text.record_no is not None:
            continue
        payload = (raw / text.path).read_bytes()
        bare = RawDocument(text.doc_id, text.source_id, text.path, None, payload)
        again = dataclasses.replace(bare, reading=text.reading)
        assert extract_facts(again, lexicon, ReadLimits(), "r") == extract_facts(
            bare, lexicon, ReadLimits(), "r"
        )


def test_what_decides_the_reader_is_all_that_reading_imports() -> None:
    """Files of the reader: what `read.py` imports from its package, but for the records."""
    import re

    from flows.inputs import DOCUMENT_DIR, READER_FILES

    found, waiting = set(), ["read.py"]
    while waiting:
        name = waiting.pop()
        found.add(name)
        imported = re.findall(r"^from flows\.document\.(\w+) import", (DOCUMENT_DIR / name).read_text(), re.M)
        waiting += [f"{each}.py" for each in imported if each != "records" and f"{each}.py" not in found]
    assert found == set(READER_FILES)


def test_an_agent_that_went_to_another_event_has_not_moved(tmp_path: Path, warehouse: Path) -> None:
    (tmp_path / "raw" / "a").mkdir(parents=True)
    (tmp_path / "raw" / "a" / "1.txt").write_text(
        "Police arrested Rustem Umarbekov in Zhanatas on Friday. Gunmen killed three policemen on Monday.\n"
    )
    run_once(tmp_path / "raw", warehouse)
    target = Warehouse(warehouse)
    gunmen = "role = 'agent' and lower(participant_text) = 'gunmen'"
    arrest = "select event_id from facts.events where event_type = 'COERCE'"
    with target.lock(), target.build("run") as build, build.beside_published():
        assert diff_facts(build.rows) == []
        assert build.rows(f"select count(*) from facts.event_participants where {gunmen}") == [(1,)]
        build.rows(f"update facts.event_participants set event_id = ({arrest}) where {gunmen}")
        (changed,) = diff_facts(build.rows)
    assert (changed.table, changed.rule) == ("event_participants", "agent")
    assert (changed.added, changed.removed, changed.changed, changed.moved) == (1, 1, 0, 0)
