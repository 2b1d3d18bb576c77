"""`sayso furniture`: proposals from a published warehouse, accepted lines in source.yml, cut at the next ingest."""

import json
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from flows.cli import app
from flows.cli_furniture import with_phrases, write_phrases
from flows.inputs import InputError, read_source
from tests.running import rows, run_once

SITE_LINE = "The Korda Daily Service of Record"
STORIES = {
    "1": "Mayor Amina Odhiambo opened the new bridge over the Tana on Monday. Traffic crossed it at noon.",
    "2": "Farmers in Recife lost most of this year's cotton to the drought. Rain is not expected before May.",
    "3": "The port of Bergen closed for a day because of the storm. Two ships waited outside the harbour.",
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "raw" / "daily"
    folder.mkdir(parents=True)
    for name, story in STORIES.items():
        (folder / f"{name}.txt").write_text(f"{story}\n\n{SITE_LINE}\n", encoding="utf-8")
    return folder


def test_a_proposed_line_is_cut_once_it_is_accepted_and_not_before(source: Path, tmp_path: Path) -> None:
    raw, warehouse = source.parent, tmp_path / "warehouse" / "sayso.duckdb"
    run_once(raw, warehouse)
    options = ["--raw", str(raw), "--warehouse", str(warehouse)]
    shown = CliRunner().invoke(app, ["furniture", "review", "--json", *options])
    assert [(row["source_id"], row["phrase"], row["document_count"]) for row in json.loads(shown.output)] == [
        ("daily", SITE_LINE, 3)
    ]
    assert not (source / "source.yml").exists()
    run_once(raw, warehouse)
    assert rows(warehouse, "select * from facts.removals where rule = 'source_phrase'") == []

    done = CliRunner().invoke(app, ["furniture", "accept", "daily", SITE_LINE, *options])
    assert done.exit_code == 0
    run_once(raw, warehouse)
    cut = rows(
        warehouse, "select trim(removed_text, chr(10)) from facts.removals where rule = 'source_phrase'"
    )
    assert cut == [(SITE_LINE,)] * 3
    assert rows(warehouse, f"select * from facts.documents where contains(clean_text, '{SITE_LINE}')") == []
    again = CliRunner().invoke(app, ["furniture", "review", "--json", *options])
    assert json.loads(again.output) == []


def test_without_a_terminal_phrases_must_be_named(source: Path) -> None:
    done = CliRunner().invoke(app, ["furniture", "accept", "daily", "--raw", str(source.parent)])
    assert done.exit_code == 2


@pytest.mark.parametrize(
    "before",
    [
        "",
        "# ours\npublisher: The Daily  # since 1911",
        "publisher: The Daily\nfurniture:\n  - One line  # seen 2015\n  # another\n  - 'Two: lines'\nlanguage: en\n",
        "furniture:\n- One line\n",
        "furniture:\n- One line",
        "furniture: [One line, Two lines]\nlanguage: en\n",
        "furniture: []\nlanguage: en\n",
        "furniture:\nlanguage: en\n",
        "furniture:\n",
    ],
    ids=["none", "comments", "block", "not indented", "no end", "flow", "empty", "null", "null at the end"],
)
def test_accepted_lines_join_the_file_and_all_else_stays(before: str, source: Path) -> None:
    location = source / "source.yml"
    location.write_text(before, encoding="utf-8")
    old = yaml.safe_load(before) or {}
    added = write_phrases(source.parent, "daily", ["Read on: “here” #1", SITE_LINE])
    content = location.read_text(encoding="utf-8")
    assert read_source(source.parent, "daily").furniture == (*(old.get("furniture") or []), *added)
    assert {**yaml.safe_load(content), "furniture": None} == {**old, "furniture": None}
    assert [part for part in before.split("#")[1:] if f"#{part.splitlines()[0]}" not in content] == []
    assert write_phrases(source.parent, "daily", [SITE_LINE.upper()]) == []


def test_what_is_no_line_or_no_source_is_refused(source: Path) -> None:
    for name, phrase in (("daily", "***"), ("daily", "two\nlines"), ("nobody", "x y"), ("../raw", "x y")):
        with pytest.raises(InputError):
            write_phrases(source.parent, name, [phrase])


def test_the_list_must_be_a_list_of_lines(source: Path) -> None:
    (source / "source.yml").write_text("furniture: Print\n", encoding="utf-8")
    with pytest.raises(InputError, match="must be a list of lines"):
        read_source(source.parent, "daily")


def test_an_item_is_added_to_the_list_and_not_to_the_key_after_it() -> None:
    assert with_phrases("furniture:\n  - A b\nlanguage: en\n", ["C d"]) == (
        'furniture:\n  - A b\n  - "C d"\nlanguage: en\n'
    )


def test_a_line_that_no_text_has_is_told(source: Path, tmp_path: Path) -> None:
    raw, warehouse = source.parent, tmp_path / "warehouse" / "sayso.duckdb"
    run_once(raw, warehouse)
    lines = [SITE_LINE.lower(), "The Korda Dayly"]
    options = ["--raw", str(raw), "--warehouse", str(warehouse)]
    told = CliRunner().invoke(app, ["furniture", "accept", "daily", *lines, *options]).output
    assert "2 new" in told
    assert "No text of daily that is loaded has “The Korda Dayly” in these words." in told
    assert told.count("No text") == 1
