"""Lexicon files as spreadsheets and editors save them: read, or refused in one line that says what to do."""

import shutil
from pathlib import Path

import pytest

from flows.document.records import LexiconError
from flows.inputs import LEXICON_DIR, load_lexicon, load_name_knowledge, read_authority, read_csv, read_yaml


@pytest.fixture
def lexicon(tmp_path: Path) -> Path:
    return Path(shutil.copytree(LEXICON_DIR, tmp_path / "lexicon"))


def with_mark(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def test_the_mark_that_spreadsheets_write_is_no_part_of_a_column(lexicon: Path) -> None:
    before = read_authority(lexicon)
    for path in lexicon.glob("*.csv"):
        with_mark(path)
    assert read_authority(lexicon) == before
    load_name_knowledge(lexicon)


def test_the_mark_is_no_part_of_a_yaml_key(lexicon: Path) -> None:
    before = read_yaml("times.yml", lexicon)
    with_mark(lexicon / "times.yml")
    assert read_yaml("times.yml", lexicon) == before


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("left;right;why\r\nBozum;Bazam;café\r\n".encode("cp1252"), "is not UTF-8: save it as UTF-8"),
        ("left,right\r\nBozum,Bazam\r\n".encode("utf-16"), "is not UTF-8: save it as UTF-8"),
        (b"left;right;why\r\nBozum;Bazam;x\r\n", "separates its columns with ';': save it with commas"),
        (b"left\tright\r\nBozum\tBazam\r\n", r"separates its columns with '\\t': save it with commas"),
        (b'left,right\nBozum,"Bazam\n' + b"word,word\n" * 20_000, "line [0-9]+: field larger than .* quote"),
    ],
)
def test_a_table_that_cannot_be_read_is_one_line(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "decisions.csv").write_bytes(content)
    with pytest.raises(LexiconError, match=f"decisions.csv {told}"):
        read_csv("decisions.csv", tmp_path)


def test_a_yaml_that_is_not_utf_8_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "times.yml").write_bytes("zone: café\n".encode("cp1252"))
    with pytest.raises(LexiconError, match=r"times.yml is not UTF-8: save it as UTF-8"):
        read_yaml("times.yml", tmp_path)


def test_one_column_with_commas_in_its_cells_is_a_table(tmp_path: Path) -> None:
    (tmp_path / "words.csv").write_bytes(b'word\n"a; b"\n')
    assert read_csv("words.csv", tmp_path) == [{"word": "a; b"}]


def test_an_entity_that_is_not_utf_8_names_its_file_once(lexicon: Path) -> None:
    path = lexicon / "aliases.csv"
    path.write_bytes(path.read_bytes() + b"caf\xe9\n")
    with pytest.raises(LexiconError) as raised:
        read_authority(lexicon)
    assert str(raised.value).count(str(lexicon)) == 1


@pytest.mark.parametrize("load", [load_lexicon, load_name_knowledge])
def test_a_lexicon_that_is_not_there_is_one_line(tmp_path: Path, load: object) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(
            LexiconError, match=r"\.yml is missing: put it there, or name a folder that holds"
        ):
            load(folder)  # type: ignore[operator]
