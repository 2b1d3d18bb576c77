"""Many small runs end as one that makes everything anew would: in every table of facts, corpus and marts."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows import making
from flows.runs import plan_publish
from flows.schema import STORED_SCHEMAS, read_ddl, read_marts
from flows.warehouse import Build, Warehouse
from tests.running import WHOLE, publish_plan, rows, run_once

GIVEN = "Khaled Khalid Ghassan Gassan Nour-Eddine Noureddine Abdulqadir Tamir Samir".split()
FAMILY = "Marzouq Marzook Marzuk al-Qandil Kandil Bouterfa Boutarfa Zaydan".split()
SENTENCES = (
    "{person}, the mayor of {place}, said on Monday that {other} had attacked a convoy near {place}.",
    "{person} denied on Monday that {other} had attacked a convoy in {place}.",
    "The {group} said that it killed {number} soldiers in {place} on 4 May 2015.",
    "The {group}, also known as the {alias}, attacked a base in {place} on 4 May 2015.",
    "Officials in {place} said at least {number} people were killed; {person} said {more} were killed.",
    "{person} met {other} in {place}, {country}.",
    "{family} declined to comment.",
)
PLACES = "Tripoli Zahle Garissa Kafr Takharim Kafr-Takharim Mombasa Mérida Cordoba Cairo Bouterfa".split()
COUNTRIES = "Lebanon Libya Kenya Spain Argentina".split()
GROUPS = ("Northern Shield", "Northern Shields", "Free Bridge Movement", "Marzouk Company", "Qandil Brigade")
TABLES = {
    table.full_name: "* exclude (run_id)" if table.full_name == "facts.documents" else "*"
    for table in [*(table for folder in STORED_SCHEMAS[1:] for table in read_ddl(folder)), *read_marts()]
    if table.full_name not in ("facts.rejects", "marts.run_balance")
} | {"ops.checks": "* exclude (run_id)"}


def text_of(dice: random.Random) -> str:
    given, family = dice.choice(GIVEN), dice.choice(FAMILY)
    chosen = {
        "person": f"{given} {family}",
        "family": f"Mr. {family}",
        "other": f"{dice.choice(GIVEN)} {dice.choice(FAMILY)}",
        "place": dice.choice(PLACES),
        "country": dice.choice(COUNTRIES),
        "group": dice.choice(GROUPS),
        "alias": dice.choice(GROUPS),
        "number": str(dice.randint(2, 9)),
        "more": str(dice.randint(10, 40)),
    }
    return " ".join(dice.sample(SENTENCES, dice.randint(2, 5))).format(**chosen) + "\n"


def write(raw: Path, name: str, text: str) -> None:
    (raw / "daily").mkdir(parents=True, exist_ok=True)
    (raw / "daily" / name).write_text(text)


def all_rows(file: Path) -> dict[str, list[tuple]]:
    return {table: rows(file, f"select {what} from {table} order by all") for table, what in TABLES.items()}


@pytest.fixture
def local(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """Runs are local however much of a small warehouse they touch; tells of each whether it was."""
    monkeypatch.setattr(making, "LOCAL_SHARE", 1.0)
    were: list[bool] = []
    build_marts = Build.build_marts

    def telling(build: Build) -> None:
        were.append(build.changes is not None)
        build_marts(build)

    monkeypatch.setattr(Build, "build_marts", telling)
    return were


def made_anew(file: Path) -> dict[str, list[tuple]]:
    """All rows once names, marts and checks have been made of everything, without what the version has of them."""
    target = Warehouse(file)
    plan = plan_publish()
    with target.lock():
        publish_plan(plan, target)
    return all_rows(file)


@pytest.mark.parametrize("seed", range(20 if WHOLE else 1))
def test_any_sequence_of_runs_ends_as_making_all_anew(seed: int, tmp_path: Path, local: list[bool]) -> None:
    dice = random.Random(seed)
    raw, file, copy = tmp_path / "raw", tmp_path / "w" / "sayso.duckdb", tmp_path / "copy" / "sayso.duckdb"
    for number in range(12):
        write(raw, f"{number}.txt", text_of(dice))
    run_once(raw, file)
    for step in range(12 if WHOLE else 3):
        for number in range(dice.randint(1, 3)):
            write(raw, f"{step}-{number}.txt", text_of(dice))
        if dice.random() < 0.4:
            write(raw, f"{dice.randrange(12)}.txt", text_of(dice))  # a changed file
        if dice.random() < 0.2:
            (raw / "daily" / "source.yml").write_text(f"publisher: Daily {step}\n")  # all its documents again
        run_once(raw, file)
        shutil.rmtree(copy.parent, ignore_errors=True)
        shutil.copytree(file.parent, copy.parent, symlinks=True)
        found, expected = all_rows(file), made_anew(copy)
        for table in TABLES:
            assert found[table] == expected[table], (step, table)
    assert any(local), "or the test tests nothing"
