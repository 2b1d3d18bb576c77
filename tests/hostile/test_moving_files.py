"""Files that change, vanish, or cannot be opened while a run looks at them; settings of a source that break."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flows import batches
from flows.inputs import InputError, list_raw_files, printable, read_source
from flows.runs import Plan, plan_run
from flows.settings import Settings
from flows.warehouse import Warehouse
from tests.hostile.corpus import lines, story
from tests.running import rows, run_once

# Root may read anything: without these two rights it is a user like any other.
AS_A_USER = ["setpriv", "--inh-caps=-all", "--bounding-set=-dac_override,-dac_read_search"]


@pytest.fixture
def daily(tmp_path: Path) -> Path:
    folder = tmp_path / "raw" / "daily"
    folder.mkdir(parents=True)
    for name in ("a", "m", "z"):
        (folder / f"{name}.txt").write_bytes(story(name))
    return folder


def plan_of(raw: Path, warehouse: Path) -> Plan:
    with Warehouse(warehouse).lock():
        return plan_run(raw, Warehouse(warehouse), Settings())


def rejected(warehouse: Path) -> list[tuple]:
    return rows(warehouse, "select path, reason from facts.rejects order by path")


def loaded(warehouse: Path) -> list[str]:
    return [path for (path,) in rows(warehouse, "select path from facts.documents order by path")]


def _vanish(path: Path) -> None:
    path.unlink()


def _become_a_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/passwd")


def _become_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _become_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_vanish, "unreadable"),
        (_become_a_link, "unreadable"),
        (_become_a_pipe, "unsupported"),
        (_become_a_folder, "unreadable"),
    ],
)
def test_what_changes_between_listing_and_reading_costs_itself_only(
    daily: Path, warehouse: Path, change: Callable[[Path], None], reason: str
) -> None:
    run_once(daily.parent, warehouse, after_listing=lambda: change(daily / "m.txt"))
    assert loaded(warehouse) == ["daily/a.txt", "daily/z.txt"]
    assert rejected(warehouse) == [("daily/m.txt", reason)]


def test_a_folder_that_vanishes_between_listing_and_reading_costs_itself_only(
    daily: Path, warehouse: Path
) -> None:
    shutil.copytree(daily, daily.parent / "gone")
    (daily.parent / "gone" / "new.txt").write_bytes(story("new"))
    run_once(daily.parent, warehouse, after_listing=lambda: shutil.rmtree(daily.parent / "gone"))
    assert loaded(warehouse) == ["daily/a.txt", "daily/m.txt", "daily/z.txt"]
    assert {path for path, _ in rejected(warehouse)} == {
        f"gone/{name}.txt" for name in ("a", "m", "new", "z")
    }


def test_a_file_that_changes_while_it_is_read_is_read_by_the_next_run(
    daily: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_records = batches.records_of

    def read_while_somebody_writes(opened: object, *more: object) -> object:
        if opened.name and os.path.samestat(os.fstat(opened.fileno()), (daily / "m.txt").stat()):  # type: ignore[attr-defined]
            with (daily / "m.txt").open("ab") as writer:
                writer.write(story("more of it"))
        return read_records(opened, *more)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(batches, "records_of", read_while_somebody_writes)
        run_once(daily.parent, warehouse)
    assert loaded(warehouse) == ["daily/a.txt", "daily/z.txt"]
    assert rejected(warehouse) == [("daily/m.txt", "unreadable")]
    run_once(daily.parent, warehouse)
    assert loaded(warehouse) == ["daily/a.txt", "daily/m.txt", "daily/z.txt"]
    assert rejected(warehouse) == []


def test_a_file_that_cannot_be_opened_waits_until_it_can(daily: Path, warehouse: Path) -> None:
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("root may read anything, and there is no setpriv to give that up")
    (daily.parent / "closed").mkdir()
    (daily.parent / "closed" / "in it.txt").write_bytes(story("in a closed folder"))
    (daily / "m.txt").chmod(0)
    (daily.parent / "closed").chmod(0)

    def run_as_a_user() -> int:
        command = [
            *(AS_A_USER if os.geteuid() == 0 else []),
            *(sys.executable, "-c"),
            "import sys; from pathlib import Path; from tests.running import run_once\n"
            "print(len(run_once(Path(sys.argv[1]), Path(sys.argv[2])).batches))",
            *(daily.parent, warehouse),
        ]
        return int(subprocess.run(command, capture_output=True, check=True, cwd=Path.cwd()).stdout)

    assert run_as_a_user() == 1
    assert loaded(warehouse) == ["daily/a.txt", "daily/z.txt"]
    assert rejected(warehouse) == [("closed", "unreadable"), ("daily/m.txt", "unreadable")]
    assert run_as_a_user() == 0, "what still cannot be opened is no reason to publish"
    (daily / "m.txt").chmod(0o644)
    (daily.parent / "closed").chmod(0o755)
    assert run_as_a_user() == 1
    assert loaded(warehouse) == ["closed/in it.txt", "daily/a.txt", "daily/m.txt", "daily/z.txt"]


def test_a_broken_source_file_holds_back_new_articles_of_its_source_alone(
    daily: Path, warehouse: Path
) -> None:
    settings = daily / "source.yml"
    settings.write_text("publisher: The Daily\n")
    (daily.parent / "other").mkdir()
    run_once(daily.parent, warehouse)
    settings.write_text("publisherr: The Daily\n")
    (daily / "new.txt").write_bytes(story("new"))
    (daily.parent / "other" / "good.txt").write_bytes(story("other"))
    run_once(daily.parent, warehouse)
    assert loaded(warehouse) == ["daily/a.txt", "daily/m.txt", "daily/z.txt", "other/good.txt"]
    ((path, detail),) = rows(warehouse, "select path, detail from facts.rejects")
    assert path == "daily/new.txt"
    assert "source.yml has the unknown key 'publisherr'" in detail
    assert rows(warehouse, "select publisher from facts.sources where source_id = 'daily'") == [
        ("The Daily",)
    ]
    settings.write_text("publisher: The Daily\nlanguage: no\n")
    run_once(daily.parent, warehouse)
    assert "daily/new.txt" in loaded(warehouse)
    assert rejected(warehouse) == []
    languages = "select language from facts.sources where source_id = 'daily'"
    assert rows(warehouse, languages) == [("no",)], "Norwegian, not a refusal"


def test_long_texts_are_written_before_they_fill_the_memory(
    daily: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "_CHUNK_CHARS", 5_000)
    texts = ({"text": story(f"{n} of a long text").decode() * 30} for n in range(9))
    (daily / "feed.jsonl").write_bytes(lines(*texts))
    chunks: list[int] = []
    add_chunk = batches.PartWriter.add_chunk

    def counted(writer: batches.PartWriter, facts: dict[str, list[object]]) -> None:
        chunks.append(len(facts["documents"]))
        add_chunk(writer, facts)

    monkeypatch.setattr(batches.PartWriter, "add_chunk", counted)
    run_once(daily.parent, warehouse)
    assert sum(chunks) == 12
    assert max(chunks) <= 6
    assert rows(warehouse, "select count(*) from facts.documents") == [(12,)]


@example([b"a\xa0b", b"a\xc2\xa0b"])
@given(st.lists(st.binary(min_size=1, max_size=6), min_size=2, max_size=2, unique=True))
def test_two_file_names_are_never_shown_as_one(names: list[bytes]) -> None:
    first, second = (printable(os.fsdecode(name)) for name in names)
    assert first != second


def test_a_folder_that_vanishes_while_it_is_listed_is_left_out(
    daily: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (daily.parent / "gone").mkdir()
    scan = os.scandir

    def scan_late(folder: Path) -> object:
        if folder.name == "gone":
            folder.rmdir()
        return scan(folder)

    monkeypatch.setattr(os, "scandir", scan_late)
    assert [file.path for file in list_raw_files(daily.parent)] == [
        "daily/a.txt",
        "daily/m.txt",
        "daily/z.txt",
    ]


def _rights_and_a_backup(path: Path) -> None:
    path.chmod(0o664)
    path.parents[2].joinpath("backup.txt").hardlink_to(path)


def _touch(path: Path) -> None:
    os.utime(path)


@pytest.mark.parametrize("change", [_rights_and_a_backup, _touch])
def test_a_file_whose_bytes_stay_is_loaded_whatever_else_changes_after_the_listing(
    daily: Path, warehouse: Path, change: Callable[[Path], None]
) -> None:
    run_once(daily.parent, warehouse, after_listing=lambda: change(daily / "m.txt"))
    assert loaded(warehouse) == ["daily/a.txt", "daily/m.txt", "daily/z.txt"]
    assert rejected(warehouse) == []
    assert run_once(daily.parent, warehouse).is_quiet


@pytest.mark.parametrize("name", ["m.txt", "feed.jsonl"])
def test_a_file_whose_rights_change_while_it_is_read_is_read_by_the_next_run(
    daily: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (daily / "feed.jsonl").write_bytes(lines(*({"text": story(f"record {n}").decode()} for n in range(2))))
    read_records = batches.records_of

    def read_while_somebody_changes_rights(opened: object, *more: object) -> object:
        if os.path.samestat(os.fstat(opened.fileno()), (daily / name).stat()):  # type: ignore[attr-defined]
            (daily / name).chmod(0o600)
        return read_records(opened, *more)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(batches, "records_of", read_while_somebody_changes_rights)
        run_once(daily.parent, warehouse)
    assert rejected(warehouse) == [(f"daily/{name}", "unreadable")]
    run_once(daily.parent, warehouse)
    feed = ["daily/feed.jsonl"] * 2
    assert loaded(warehouse) == ["daily/a.txt", *feed, "daily/m.txt", "daily/z.txt"]
    assert rejected(warehouse) == []


def test_a_document_that_waits_for_a_worker_may_lose_its_file(daily: Path, warehouse: Path) -> None:
    plan = plan_of(daily.parent, warehouse)
    account = batches._Account(plan, Settings())
    waiting = [
        (document, Path(daily.parent, document.path).unlink())
        for document in account.documents(plan.batches[0].files)
    ]
    assert [document.path for document, _ in waiting] == ["daily/a.txt", "daily/m.txt", "daily/z.txt"]
    assert [(row.record_count, row.rejected_count) for row in account.files()] == [(1, 0)] * 3
    assert account.rejects() == []


def test_a_folder_that_becomes_a_link_is_not_followed_out_of_raw(daily: Path, warehouse: Path) -> None:
    private = daily.parent.with_name("private")
    shutil.copytree(daily, private)
    (private / "m.txt").write_bytes(story("private"))
    (private / "source.yml").write_text("publisher: Private\n")

    def swap() -> None:
        daily.rename(daily.parent.with_name("away"))
        daily.symlink_to(private)

    run_once(daily.parent, warehouse, after_listing=swap)
    assert loaded(warehouse) == []
    assert rejected(warehouse) == [(f"daily/{name}.txt", "unreadable") for name in ("a", "m", "z")]
    with pytest.raises(InputError, match="cannot be read"):
        read_source(daily.parent, "daily")
