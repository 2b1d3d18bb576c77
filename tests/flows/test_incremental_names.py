"""What names were compared is kept from one published version to the next."""

from pathlib import Path

import pytest

from flows.corpus import comparisons
from tests.running import rows, run_once

FIRST = "Mayor Iyad al-Bozum met Ghassan Marzouq, said Rana Qandil. Mr. Marzouq declined to comment.\n"
SECOND = "Mayor Iyad al-Bazam and Ghassan Marzook spoke to Tarek Hamdy, said Rana Kandil.\n"
LINKS = "select list(mention_id order by mention_id) as mentions from corpus.name_links group by entity_id order by all"
PAIRS = "select * from corpus.compared_pairs order by all"


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many names each call had nothing known of."""
    counts: list[int] = []
    compare_names = comparisons.compare_names

    def counting(names, rules, before):
        known = set(before.names["key"])
        counts.append(sum(key not in known for key in names.keys[: names.text_count]))
        return compare_names(names, rules, before)

    monkeypatch.setattr("flows.corpus.grouping.compare_names", counting)
    return counts


def write(folder: Path, name: str, text: str) -> None:
    (folder / "raw" / "a").mkdir(parents=True, exist_ok=True)
    (folder / "raw" / "a" / name).write_text(text)


def publish(folder: Path) -> Path:
    run_once(folder / "raw", folder / "warehouse" / "sayso.duckdb")
    return folder / "warehouse" / "sayso.duckdb"


def test_a_second_run_compares_what_is_new_and_ends_as_one_run_would(
    tmp_path: Path, compared: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    early, late = tmp_path / "early", tmp_path / "late"
    write(early, "1.txt", FIRST)
    first = sum(rows(publish(early), "select count(*) from corpus.compared_names where is_in_text")[0])
    assert sum(compared) == first > 2
    compared.clear()
    write(early, "2.txt", SECOND)
    file = publish(early)
    both = rows(file, "select count(*) from corpus.compared_names where is_in_text")[0][0]
    assert sum(compared) == both - first > 0
    write(late, "1.txt", FIRST)
    write(late, "2.txt", SECOND)
    whole = publish(late)
    assert rows(file, PAIRS) == rows(whole, PAIRS)
    assert rows(file, LINKS) == rows(whole, LINKS)
    compared.clear()
    monkeypatch.setattr("flows.inputs.name_rules_id", lambda folder: "other rules")
    write(early, "3.txt", "Nothing more.\n")
    publish(early)
    assert sum(compared) == both, "by other rules all names are compared again"
