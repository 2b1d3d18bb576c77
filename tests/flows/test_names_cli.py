"""`sayso names …`: what is in doubt is shown, a decision is a row that the next run applies, a later row undoes it."""

import csv
import json
import os
import pty
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.corpus.decisions import Judgement
from flows.decision_file import Answer, DecisionFile
from flows.document.records import Kind, LexiconError
from flows.inputs import LEXICON_DIR, InputError, read_authority
from flows.name_lists import import_names, read_list
from tests.running import rows

ROOT = Path(__file__).parent.parent.parent
RUN = """
from pathlib import Path
from tests.running import run_once

run_once(Path("raw"), Path("warehouse/sayso.duckdb"))
"""
NAMES = ("Tarin Velmosa", "Taron Velmosa")


def environment(folder: Path) -> dict[str, str]:
    return {
        "PYTHONPATH": str(ROOT),
        "PATH": "/usr/bin:/bin",
        "COLUMNS": "200",
        "TERM": "dumb",
        "SAYSO_LEXICON": str(folder / "lexicon"),
        "SAYSO_WHO": "rana",
    }


def python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=environment(folder),
    )


def names(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return python(folder, "-m", "flows.cli", "names", *arguments)


def publish(folder: Path) -> None:
    done = python(folder, "-c", RUN)
    assert done.returncode == 0, done.stderr


def entity_ids(folder: Path) -> dict[str, str]:
    query = "select surface, entity_id from marts.entity_spellings where surface like '%Velmosa'"
    return dict(rows(folder / "warehouse" / "sayso.duckdb", query))


def decisions(folder: Path) -> list[dict[str, str]]:
    with (folder / "lexicon" / "decisions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two texts that spell a name in two ways, published once."""
    folder = tmp_path_factory.mktemp("names")
    (folder / "raw" / "daily").mkdir(parents=True)
    for number, name in enumerate(NAMES):
        (folder / "raw" / "daily" / f"{number}.txt").write_text(
            f"Mr. {name} met reporters in Nairobi on Monday. “We will build it,” {name} said.\n"
        )
    copy_lexicon(folder)
    publish(folder)
    return folder


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    """The same, for a test that writes decisions."""
    shutil.copytree(published, tmp_path / "work", symlinks=True)
    return tmp_path / "work"


def copy_lexicon(folder: Path) -> None:
    shutil.copytree(LEXICON_DIR, folder / "lexicon")
    (folder / "lexicon" / "decisions.csv").unlink(missing_ok=True)
    for imported in (folder / "lexicon").glob("*-*.csv"):
        imported.unlink()


@pytest.fixture
def lexicon(tmp_path: Path) -> Path:
    """A small lexicon: one organization, one person."""
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "entities.csv").write_text(
        "entity_id,kind,name,country,source\n"
        "harbour-front,organization,Harbour Front,SO,hand\n"
        "amina-odhiambo,person,Amina Odhiambo,KE,hand\n"
    )
    return tmp_path / "lexicon"


# --- from doubt to decision and back -------------------------------------------------------------------------


def test_same_unites_what_review_shows_and_a_later_different_parts_it(folder: Path) -> None:
    (pair,) = json.loads(names(folder, "review", "--json").stdout)
    assert {pair["left"], pair["right"]} == set(NAMES)
    assert (pair["veto"], pair["left_kind"], pair["shared_document_count"]) == ("weak_match", "person", 0)
    assert "tarin = taron" in pair["alignment"]
    assert len(pair["left_examples"]) == 2
    assert all(pair["left"] in sentence for sentence in pair["left_examples"])
    before = entity_ids(folder)
    assert before[NAMES[0]] != before[NAMES[1]]

    said = names(folder, "same", *NAMES, "--why", "one engineer")
    assert said.stdout.startswith("Tarin Velmosa / Taron Velmosa: same. 1 decision written.")
    assert (decisions(folder)[0]["who"], decisions(folder)[0]["why"]) == ("rana", "one engineer")
    assert json.loads(names(folder, "review", "--json").stdout) == []
    publish(folder)
    assert len(set(entity_ids(folder).values())) == 1

    assert names(folder, "different", *NAMES, "--why", "brothers").returncode == 0
    publish(folder)
    assert len(set(entity_ids(folder).values())) == 2
    assert [row["judgement"] for row in decisions(folder)] == ["same", "different"]
    assert rows(folder / "warehouse" / "sayso.duckdb", "select count(*) from corpus.undecided") == [(0,)]


def test_answers_in_bulk_through_a_spreadsheet(folder: Path) -> None:
    assert "1 pairs in queue.csv" in names(folder, "review", "--export", "queue.csv").stdout
    with (folder / "queue.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["judgement"] == ""
    with (folder / "queue.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow({**row, "judgement": "Part_of", "why": "a branch"})
    assert names(folder, "review", "--import", "queue.csv").stdout.startswith("1 decision written.")
    assert [(row["judgement"], row["why"]) for row in decisions(folder)] == [("part_of", "a branch")]


def test_on_a_terminal_each_pair_is_asked_for(folder: Path) -> None:
    ours, theirs = pty.openpty()
    asked = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "names", "review"],
        cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs, env=environment(folder),
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, b"perhaps\ns\nas they sign\n")
    shown = b""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            more = os.read(ours, 10_000)
        except OSError:  # the terminal closes with the last process
            break
        if not more:
            break
        shown += more
    assert asked.wait(30) == 0
    os.close(ours)
    text = shown.decode()
    for words in (
        "[1 of 1]",
        "type a word or its letter",
        "“Mr. Tarin Velmosa met reporters",
        "1 decision written",
    ):
        assert words in text
    assert [(row["judgement"], row["why"]) for row in decisions(folder)] == [("same", "as they sign")]


def test_explain_shows_words_features_and_the_verdict(published: Path) -> None:
    shown = names(published, "explain", *NAMES).stdout
    for words in (
        "verdict: a person should say",
        "weak_match",
        "coefficient",
        "tarin",
        "intercept",
        "published as: n-",
    ):
        assert words in shown


def test_like_finds_the_spellings_that_a_name_may_be_one_of(published: Path) -> None:
    done = names(published, "like", "Tarim Velmossa", "--kind", "person", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert {each["spelling"] for each in found} == set(NAMES)
    assert found[0]["score"] >= found[-1]["score"] > 0


@pytest.mark.parametrize("command", ["same", "different", "unsure", "part-of"])
def test_each_judgement_has_its_command(published: Path, command: str) -> None:
    done = names(published, command, "--help")
    assert done.returncode == 0
    assert f"sayso names {command}" in " ".join(done.stdout.split())


def test_a_contradiction_stops_the_load_and_names_its_rows(folder: Path) -> None:
    (folder / "lexicon" / "decisions.csv").write_text(
        "left,right,judgement,who,decided_on,why,ruleset\n"
        "A Band,B Band,same,x,2026-01-01,,r\nB Band,C Band,same,x,2026-01-01,,r\n"
        "A Band,C Band,different,x,2026-01-02,,r\n"
    )
    done = python(folder, "-m", "flows.cli", "publish")
    assert (done.returncode, done.stdout) == (65, "")
    assert "row 4 says different" in done.stderr and "rows 2, 3 make them the same" in done.stderr
    assert len(set(entity_ids(folder).values())) == 2


def test_a_failure_is_one_line_and_an_exit_code(published: Path) -> None:
    done = names(published, "same", "n-000000000000", "Tarin Velmosa")
    assert (done.returncode, done.stdout) == (65, "")
    assert "has no entity n-000000000000" in done.stderr and done.stderr.count("\n") == 1


# --- the file ------------------------------------------------------------------------------------------------


def test_decisions_are_added_below_what_is_there(lexicon: Path) -> None:
    (lexicon / "decisions.csv").write_text(
        "left,right,judgement,who,decided_on,why,ruleset\nA Band,B Band,same,x,2026-01-01,,r"
    )
    file = DecisionFile(lexicon, frozenset())
    file.add([Answer("C Band", "D\nBand", Judgement.SAME, 'called "D", too')], "rana", "r2")
    lines = (lexicon / "decisions.csv").read_text().splitlines()
    assert lines[1] == "A Band,B Band,same,x,2026-01-01,,r"
    assert lines[2].startswith("C Band,D Band,same,rana,")
    assert lines[2].endswith(',"called ""D"", too",r2')
    about = file.read().about("d band", "C Band")
    assert about is not None and about[0] == 3


def test_an_answer_that_is_known_adds_no_row(lexicon: Path) -> None:
    file = DecisionFile(lexicon, frozenset())
    answers = [Answer("A", "B", Judgement.SAME), Answer("Wing", "Army", Judgement.PART_OF)]
    assert len(file.add(answers, "rana", "r")) == 2
    assert file.add([Answer("B", "A", Judgement.SAME), answers[1]], "rana", "r") == []
    assert len(file.add([Answer("Army", "Wing", Judgement.PART_OF)], "rana", "r")) == 1


def test_an_answer_that_contradicts_writes_nothing(lexicon: Path) -> None:
    file = DecisionFile(lexicon, frozenset())
    file.add([Answer("A", "B", Judgement.SAME), Answer("B", "C", Judgement.SAME)], "rana", "r")
    before = (lexicon / "decisions.csv").read_bytes()
    with pytest.raises(LexiconError, match=r"nothing was written: .*rows 2, 3"):
        file.add([Answer("X", "Y", Judgement.SAME), Answer("A", "C", Judgement.DIFFERENT)], "rana", "r")
    assert (lexicon / "decisions.csv").read_bytes() == before


# --- lists ---------------------------------------------------------------------------------------------------


def test_a_list_that_is_not_there(lexicon: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot read .*nowhere\.csv: No such file"):
        import_names(tmp_path / "nowhere.csv", None, lexicon)


def test_an_analysts_own_list(lexicon: Path, tmp_path: Path) -> None:
    (tmp_path / "People.csv").write_text(
        "name,kind,aliases,country\n"
        "Tarin Velmosa,person,Abu Salem Velmosa; Tarin,ke\n"
        "Coast Watch,organisation,CW;Küstenwacht,\n"
        "Harbour Front,organization,Front of the Harbour,SO\n"
        "Amina Odhiambo,person,Mother of Bridges,UG\n"
    )
    done = import_names(tmp_path / "People.csv", None, lexicon)
    assert (done.entities_file.name, done.entity_count) == ("entities-people.csv", 4)
    assert done.left_out["other names of persons of one word"] == 1
    authority = read_authority(lexicon)
    assert [e.entity_id for e in authority.find("Abu Salem Velmosa", Kind.PERSON)] == ["people-tarin-velmosa"]
    assert authority.find("Tarin", Kind.PERSON) == ()
    assert authority.find("cw") == () != authority.find("CW")
    assert [e.entity_id for e in authority.find("Harbour Front")] == ["harbour-front"]
    assert [e.entity_id for e in authority.find("Front of the Harbour")] == ["harbour-front"]
    assert [e.entity_id for e in authority.find("Amina Odhiambo")] == ["amina-odhiambo"]
    assert authority.find("Mother of Bridges") == ()  # of another country: another person
    import_names(tmp_path / "People.csv", None, lexicon)  # again: the same list in its own place
    assert read_authority(lexicon).entities == authority.entities


def test_ofacs_list_as_downloaded(lexicon: Path, tmp_path: Path) -> None:
    null = ",".join(["-0- "] * 8)
    (tmp_path / "sdn.csv").write_text(
        f'306,"COAST TRADING BANK",-0- ,"CUBA",{null}\r\n'
        f'424,"VELMOSA, Dr. Tarin Ali","individual","SDGT",{null}\r\n'
        f'500,"SEA STAR","vessel","IRAN",{null}\r\n\x1a\r\n'
    )
    (tmp_path / "alt.csv").write_text(
        '306,220,"aka","BANCO DE LA COSTA",-0- \r\n306,221,"fka","OLD COAST BANK",-0- \r\n'
        '424,300,"aka","VELMUSA, Tareen",-0- \r\n'
    )
    done = import_names(tmp_path / "sdn.csv", None, lexicon)
    assert (done.entities_file.name, done.entity_count, done.alias_count) == ("entities-ofac-sdn.csv", 2, 3)
    assert done.left_out == {"of type vessel": 1}
    authority = read_authority(lexicon)
    assert authority.entities["ofac-sdn-424"].name == "Tarin Ali Velmosa"
    assert [alias.alias for alias in authority.aliases_of("ofac-sdn-424")] == ["Tareen Velmusa"]
    assert {alias.alias_kind for alias in authority.aliases_of("ofac-sdn-306")} == {"spelling", "former"}


def test_ofacs_files_may_be_named_in_capitals_or_be_the_other_list(lexicon: Path, tmp_path: Path) -> None:
    null = ",".join(["-0- "] * 8)
    (tmp_path / "SDN.CSV").write_text(f'306,"COAST TRADING BANK",-0- ,"CUBA",{null}\r\n')
    (tmp_path / "ALT.CSV").write_text('306,220,"aka","BANCO DE LA COSTA",-0- \r\n')
    (tmp_path / "cons_prim.csv").write_text(f'900,"HARBOUR PARTY","-0- ","NS-PLC",{null}\r\n')
    (tmp_path / "cons_alt.csv").write_text('900,12,"aka","PARTY OF THE HARBOUR",-0- \r\n')
    for file, name, aliases in (
        ("SDN.CSV", "ofac-sdn", ["BANCO DE LA COSTA"]),
        ("cons_prim.csv", "ofac-consolidated", ["PARTY OF THE HARBOUR"]),
    ):
        usual_name, (listed,), _ = read_list(tmp_path / file)
        assert (usual_name, [alias for alias, _ in listed.aliases]) == (name, aliases)


def test_a_value_with_a_semicolon_has_quotes_in_opensanctions(tmp_path: Path) -> None:
    columns = ("id", "schema", "name", "aliases", "birth_date", "countries", "addresses", "identifiers")
    columns += (
        "sanctions",
        "phones",
        "emails",
        "program_ids",
        "dataset",
        "first_seen",
        "last_seen",
        "last_change",
    )
    cells = ["NK-x", "Company", "Coast Trading", 'Coast;"Coast; ""Star"" Ltd";Sea Star', "", "ru", *[""] * 10]
    with (tmp_path / "targets.simple.csv").open("w", newline="") as file:
        csv.writer(file, dialect=csv.unix_dialect).writerows([columns, cells])
    _, (listed,), _ = read_list(tmp_path / "targets.simple.csv")
    assert [alias for alias, _ in listed.aliases] == ["Coast", 'Coast; "Star" Ltd', "Sea Star"]
    assert listed.country == "RU"


def test_opensanctions_targets_as_downloaded(lexicon: Path, tmp_path: Path) -> None:
    (tmp_path / "targets.simple.csv").write_text(
        '"id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions",'
        '"phones","emails","dataset","first_seen","last_seen","last_change"\n'
        '"Q4242","Person","Tarin Velmosa","Tareen Velmusa;T. Velmosa","","ke","","","","","","X","","",""\n'
        '"NK-aB","Vessel","Sea Star","","","","","","","","","X","","",""\n'
        '"NK-AB","Company","Coast Trading","","","ke;so","","","","","","X","","",""\n'
    )
    usual_name, listed, left_out = read_list(tmp_path / "targets.simple.csv")
    assert (usual_name, [one.own_id for one in listed], left_out["of schema Vessel"]) == (
        "opensanctions",
        ["Q4242", "NK-AB"],
        1,
    )
    import_names(tmp_path / "targets.simple.csv", None, lexicon)
    entity = read_authority(lexicon).entities["opensanctions-q4242"]
    assert (entity.wikidata_id, entity.country) == ("Q4242", "KE")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("name,kind\nTarin Velmosa,ship\n", "line 2: kind is 'ship': use one of person, organization, place"),
        ("name,kind,country\nTarin Velmosa,person,Kenya\n", "line 2: country is 'KENYA'"),
        ("name,kind\nA Band,organization\nA Band,organization\n", "line 3: 'A Band' is on line 2 already"),
        ("name;kind\nA Band;organization\n", "save it with commas"),
        ("surname,age\nVelmosa,3\n", "needs the columns name and kind"),
        ("", "is empty"),
        ("PK\0\0", "is no CSV file"),
    ],
)
def test_a_list_that_cannot_be_used_says_where_and_what_to_do(
    lexicon: Path, tmp_path: Path, content: str, says: str
) -> None:
    (tmp_path / "list.csv").write_text(content)
    with pytest.raises(InputError) as refused:
        import_names(tmp_path / "list.csv", None, lexicon)
    assert says in str(refused.value)
    assert [path.name for path in lexicon.iterdir()] == ["entities.csv"]


def test_a_decision_is_about_two_names(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="both names are 'Black': give two that differ"):
        DecisionFile(tmp_path, frozenset()).add([Answer("Black", "BLACK", Judgement.SAME)], "rana", "r1")
    assert (tmp_path / "decisions.csv").read_bytes() == b""


def test_a_list_with_a_cell_of_two_lines_is_read_and_a_header_too_long_is_told(tmp_path: Path) -> None:
    table = tmp_path / "targets.simple.csv"
    table.write_bytes(
        b'id,schema,name,aliases,countries,dataset\nQ1,Person,Tarin Velmosa,"Tarin V\rTaron Velmosa",eg,x\n'
    )
    (listed,) = read_list(table)[1]
    assert [alias for alias, _ in listed.aliases] == ["Tarin V Taron Velmosa"]
    table.write_text("x" * 200_000 + ",name,kind\n")
    with pytest.raises(InputError, match="line 1: field larger than field limit"):
        read_list(table)
