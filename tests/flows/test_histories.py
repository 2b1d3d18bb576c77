"""Whatever happens to the files of raw/ from run to run, the documents are those of a fresh build."""

from pathlib import Path

import pytest

from tests.flows.test_ledger import line, put, sound
from tests.running import rows, run_once

FRENCH = "language: fr\nfields: {title: headline}\n"
PLACED = "select path, doc_id, language, title from facts.documents order by all"
# Steps of which each is what raw/ gets (None: is taken away), with a run after each.
HISTORIES: dict[str, list[dict[str, str | None]]] = {
    "a feed that grows at its top, then another source.yml": [
        {"s/feed.jsonl": line(1, headline="One") + line(7)},
        {"s/feed.jsonl": line(2) + line(1, headline="One") + line(7)},
        {"s/source.yml": FRENCH},
    ],
    "a copy that comes first, then another source.yml": [
        {"s/b.txt": "The mayor of Lamu opened a port."},
        {"s/a.txt": "The mayor of Lamu opened a port."},
        {"s/source.yml": "language: fr\n"},
    ],
    "a file that gives its name to the next, then another source.yml": [
        {"s/today.txt": "The mayor of Lamu opened a port."},
        {"s/may-1.txt": "The mayor of Lamu opened a port.", "s/today.txt": "The mayor of Lamu left."},
        {"s/source.yml": "language: fr\n"},
    ],
    "a feed that says one thing twice and grows": [
        {"s/feed.jsonl": line(1) + line(1) + line(2)},
        {"s/feed.jsonl": line(1) + line(1) + line(2) + line(3)},
    ],
    "two feeds that share a record and grow": [
        {"a/feed.jsonl": line(1) + line(2), "b/feed.jsonl": line(1) + line(5)},
        {
            "a/feed.jsonl": line(1) + line(2) + line(3),
            "b/feed.jsonl": line(1) + line(5) + line(6),
            "a/source.yml": "language: fr\n",
        },
    ],
    "a copy is there, and the first is written over and removed": [
        {"a/x.txt": "The mayor of Lamu opened a port.", "b/x.txt": "The mayor of Lamu opened a port."},
        {"a/x.txt": "The mayor of Lamu left."},
        {"a/x.txt": None, "c/x.txt": "The mayor of Lamu left."},
    ],
    "a feed with a bad line is removed and comes back elsewhere": [
        {"a/feed.jsonl": line(1) + "{}\n", "a/y.txt": "The mayor of Lamu opened a school."},
        {"a/feed.jsonl": None, "a/z.txt": "The mayor of Lamu opened a road."},
        {"b/feed.jsonl": line(1) + line(2)},
    ],
}


@pytest.mark.parametrize("batch_size", [1, 500])
@pytest.mark.parametrize("history", HISTORIES)
def test_whatever_happens_in_raw_the_documents_are_those_of_a_fresh_build(
    tmp_path: Path, history: str, batch_size: int
) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse" / "sayso.duckdb"
    for step in HISTORIES[history]:
        for path, text in step.items():
            if text is None:
                (raw / path).unlink()
            else:
                put(raw, path, text)
        run_once(raw, warehouse, batch_size=batch_size)
    assert run_once(raw, warehouse, batch_size=batch_size).batches == ()
    fresh = tmp_path / "fresh" / "sayso.duckdb"
    run_once(raw, fresh)
    assert rows(warehouse, PLACED) == rows(fresh, PLACED)
    assert sound(raw, warehouse) == []
