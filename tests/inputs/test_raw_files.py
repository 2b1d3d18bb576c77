"""What is below raw/: which files are listed, under which names, and which `source.yml` belongs to them."""

import errno
import os
import sys
from pathlib import Path

import pytest

from flows.cli_furniture import write_phrases
from flows.inputs import InputError, list_raw_files, read_source
from tests.hostile.corpus import story
from tests.running import rows, run_once


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    (tmp_path / "raw" / "daily").mkdir(parents=True)
    (tmp_path / "raw" / "daily" / "good.txt").write_bytes(story("good"))
    return tmp_path / "raw"


def problems(raw: Path) -> dict[str, str | None]:
    return {file.path: file.problem and file.problem.detail for file in list_raw_files(raw)}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (b"a\xa0b.txt", b"a\xc2\xa0b.txt"),  # an unbreakable blank in Latin-1 and in UTF-8
        (b"a\x85b.txt", b"a\xc2\x85b.txt"),
        (b"a\xadb.txt", b"a\xc2\xadb.txt"),
    ],
)
def test_names_with_a_stray_byte_and_with_its_character_are_two_files(
    raw: Path, warehouse: Path, first: bytes, second: bytes
) -> None:
    for name in (first, second):
        (raw / "daily" / os.fsdecode(name)).write_bytes(story(repr(name)))
    run_once(raw, warehouse)
    assert rows(warehouse, "select count(distinct path) from facts.documents") == [(3,)]


def test_folders_nested_deeper_than_calls_are_listed(raw: Path) -> None:
    made = [raw / "daily"]
    while len(made) <= sys.getrecursionlimit():
        made.append(made[-1] / "a")
        made[-1].mkdir()
    assert problems(raw) == {"daily/good.txt": None}
    (made[-1] / "deep.txt").write_bytes(story("deep"))
    assert problems(raw) == {"daily/" + "a/" * (len(made) - 1) + "deep.txt": None, "daily/good.txt": None}
    (made[-1] / "deep.txt").unlink()
    for folder in reversed(made[1:]):  # what clears up after the tests calls itself for each
        folder.rmdir()


def test_a_folder_whose_path_is_too_long_is_one_reject(raw: Path, warehouse: Path) -> None:
    inside = os.open(raw / "daily", os.O_RDONLY)
    for _ in range(25):
        os.mkdir("x" * 200, dir_fd=inside)  # only a handle reaches so deep
        deeper = os.open("x" * 200, os.O_RDONLY, dir_fd=inside)
        os.close(inside)
        inside = deeper
    os.close(inside)
    run_once(raw, warehouse)
    ((path, reason, detail),) = rows(warehouse, "select path, reason, detail from facts.rejects")
    assert path.startswith("daily/" + "x" * 200 + "/")
    assert (reason, detail) == ("unreadable", "File name too long; the next run tries again")
    assert rows(warehouse, "select path from facts.documents") == [("daily/good.txt",)]
    assert run_once(raw, warehouse).batches == (), "what still cannot be listed is no reason to publish"


def test_a_disk_that_fails_in_one_folder_costs_that_folder_alone(
    raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (raw / "broken").mkdir()
    scan = os.scandir

    def scan_a_broken_disk(folder: Path) -> object:
        if folder.name == "broken":
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(folder))
        return scan(folder)

    monkeypatch.setattr(os, "scandir", scan_a_broken_disk)
    assert problems(raw) == {
        "broken": "Input/output error; the next run tries again",
        "daily/good.txt": None,
    }


def test_raw_that_cannot_be_listed_is_one_line(raw: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stale(folder: Path) -> object:
        raise OSError(errno.ESTALE, os.strerror(errno.ESTALE), str(folder))

    monkeypatch.setattr(os, "scandir", stale)
    with pytest.raises(InputError, match=r"cannot list .*raw \(Stale file handle\): see that"):
        list_raw_files(raw)


@pytest.mark.parametrize(
    "name",
    ["desktop.ini", "Thumbs.db", "ehthumbs.db", "~$doc.txt", "backup.txt~", ".DS_Store", ".good.txt.swp"],
)
def test_what_editors_and_systems_leave_behind_is_no_article(raw: Path, name: str) -> None:
    (raw / "daily" / name).write_bytes(story(name))
    assert problems(raw) == {"daily/good.txt": None}


@pytest.mark.parametrize("name", ["desktop.ini.txt", "my thumbs.db.html", "a~b.txt", "~home.txt", "$doc.txt"])
def test_a_name_that_only_looks_like_theirs_is_listed(raw: Path, name: str) -> None:
    (raw / "daily" / name).write_bytes(story(name))
    assert problems(raw)[f"daily/{name}"] is None


@pytest.mark.parametrize(
    ("place", "wanted"),
    [
        ("daily/source.yaml", "raw/daily/source.yml"),
        ("daily/Source.YML", "raw/daily/source.yml"),
        ("daily/2024/source.yml", "raw/daily/source.yml"),
        ("source.yml", "raw/<source>/source.yml"),
    ],
)
def test_settings_of_a_source_in_the_wrong_place_are_no_article(raw: Path, place: str, wanted: str) -> None:
    (raw / place).parent.mkdir(exist_ok=True)
    (raw / place).write_text("publisher: The Daily\n")
    detail = f"the settings of a source are read from {wanted}: move it there"
    assert problems(raw) == {"daily/good.txt": None, place: detail}


@pytest.mark.parametrize("place", ["daily/source.yml.txt", "daily/my source.yml", "daily/resource.yml"])
def test_another_name_is_an_article(raw: Path, place: str) -> None:
    (raw / place).write_bytes(story(place))
    assert problems(raw)[place] is None


@pytest.mark.parametrize(
    "name", [b"Le Monde\xc2\xa0fr", b"a\\b", b"caf\xe9", "می‌خواهم".encode(), b"line\nbreak"]
)
def test_a_folder_with_any_name_has_its_settings(raw: Path, name: bytes) -> None:
    folder = raw / os.fsdecode(name)
    folder.mkdir()
    (folder / "source.yml").write_text("publisher: The Paper\n")
    (folder / "a.txt").write_bytes(story("a"))
    (file,) = (file for file in list_raw_files(raw) if file.source_id != "daily")
    assert read_source(raw, file.source_id).publisher == "The Paper"
    assert write_phrases(raw, file.source_id, ["Follow The Paper for more"]) == ["Follow The Paper for more"]
    assert read_source(raw, file.source_id).furniture == ("Follow The Paper for more",)


def test_a_language_is_a_code(raw: Path) -> None:
    settings = raw / "daily" / "source.yml"
    for code in ("en", "no", "ar", "he", "zh"):
        settings.write_text(f"language: {code}\n")
        assert read_source(raw, "daily").language == code
    for name in ("French", "fra", "EN", "en-GB", "xx"):
        settings.write_text(f"language: {name}\n")
        with pytest.raises(InputError, match=f"ISO 639-1, such as en or fr, and not '{name}'"):
            read_source(raw, "daily")
