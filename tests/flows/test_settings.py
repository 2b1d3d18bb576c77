"""One place for what sayso may be told: flags before environment before sayso.toml before the defaults."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.limits import WorkerLimits
from flows.settings import (
    EffectiveSetting,
    Settings,
    SettingsError,
    as_toml,
    effective_settings,
    load_settings,
)
from tests.flows.test_cli import sayso


@pytest.fixture(autouse=True)
def working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("SAYSO_BATCH_SIZE", "SAYSO_LEXICON", "SAYSO_WHO"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_flags_come_before_environment_before_file_before_defaults(
    working_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert load_settings().batch_size == 500
    (working_folder / "sayso.toml").write_text("batch_size = 7\nraw = 'articles'\n")
    assert load_settings().batch_size == 7
    monkeypatch.setenv("SAYSO_BATCH_SIZE", "8")
    assert load_settings().batch_size == 8
    assert load_settings(batch_size=9, raw=None).batch_size == 9
    assert load_settings(batch_size=9, raw=None).raw == Path("articles")


def test_a_table_and_a_variable_add_up_to_one_group(
    working_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (working_folder / "sayso.toml").write_text("[worker_limits]\nseconds = 4\n")
    monkeypatch.setenv("SAYSO_WORKER_LIMITS__MEMORY_BYTES", "900000000")
    assert load_settings().worker_limits == WorkerLimits(seconds=4, memory_bytes=900_000_000)


def test_each_value_tells_where_it_came_from(working_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (working_folder / "sayso.toml").write_text("batch_size = 7\n[read_limits]\nmax_tags = 10\n")
    monkeypatch.setenv("SAYSO_WHO", "rana")
    found = {each.name: each for each in effective_settings()}
    assert [found[name].origin for name in ("batch_size", "read_limits.max_tags", "who", "raw")] == [
        *("sayso.toml", "sayso.toml", "SAYSO_WHO", "default")
    ]
    assert found["read_limits.max_tags"].value == 10
    assert all(isinstance(each, EffectiveSetting) and each.meaning for each in found.values())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("bath_size = 7", "sayso.toml has no setting 'bath_size': did you mean 'batch_size'?"),
        (
            "[worker_limits]\nsecond = 7",
            "no setting 'worker_limits.second': did you mean 'worker_limits.seconds'?",
        ),
        ("[worker]\nx = 7", "sayso.toml has no setting 'worker.x'"),
        ("worker_limits = 3", "sayso.toml has no setting 'worker_limits': did you mean"),
        ("zzz = 1", "`sayso settings` lists all"),
        (
            "batch_size = 0",
            "sayso.toml: batch_size = 0 will not do: Input should be greater than or equal to 1",
        ),
        ("[worker_limits]\nseconds = -1", "seconds must be above 0"),
        ("lexicon = 'nowhere'", "lexicon = 'nowhere' will not do: Path does not point to a directory"),
        ("batch_size = ", "sayso.toml cannot be read"),
        ("raw = ''", "raw = '' will not do"),
        ("warehouse = 'raw/sayso.duckdb'", "it would be read as articles, raw is 'raw'"),
        ("raw = '.'", "it would be read as articles"),
        ("[worker_limits]\nseconds = inf", "seconds must be above 0, and finite"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(working_folder: Path, content: str, says: str) -> None:
    (working_folder / "sayso.toml").write_text(content)
    with pytest.raises(SettingsError, match=re.escape(says)) as refused:
        load_settings()
    assert "\n" not in str(refused.value)


def test_an_unknown_variable_is_refused_and_an_empty_one_says_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SAYSO_LEXICON", "")
    monkeypatch.setenv("SAYSO_HOME", "/somewhere")  # prefect.yaml's own
    assert load_settings() == Settings()
    monkeypatch.setenv("SAYSO_BATCHSIZE", "7")
    with pytest.raises(SettingsError, match="SAYSO_BATCHSIZE is no setting: did you mean 'SAYSO_BATCH_SIZE'"):
        load_settings()


def test_the_command_line_takes_settings_as_defaults_and_refuses_with_exit_code_2(
    working_folder: Path,
) -> None:
    (working_folder / "sayso.toml").write_text("warehouse = 'elsewhere/w.duckdb'\n")
    assert "there is no elsewhere/w.duckdb yet" in sayso(working_folder, "status").stderr
    assert "there is no elsewhere/w.duckdb yet" in sayso(working_folder, "names", "review").stderr
    assert (
        "there is no mine.duckdb yet" in sayso(working_folder, "status", "--warehouse", "mine.duckdb").stderr
    )
    assert re.search(r"elsewhere/w.duckdb +sayso.toml ", sayso(working_folder, "settings").stdout)
    (working_folder / "sayso.toml").write_text("warehose = 'elsewhere/w.duckdb'\n")
    done = sayso(working_folder, "status")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "sayso: sayso.toml has no setting 'warehose': did you mean 'warehouse'?\n"


def test_a_file_to_start_from_says_what_holds(working_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = sayso(working_folder, "settings", "--toml").stdout
    assert "# Raw files per batch: what a killed run may do twice.\n# batch_size = 500\n" in fresh
    uncommented = "".join(re.findall(r"^(?:# )?(\[\w+\]\n|(?!who)\w+ = .*\n)", fresh, re.MULTILINE))
    (working_folder / "sayso.toml").write_text(fresh)
    assert load_settings() == Settings()
    (working_folder / "sayso.toml").write_text(uncommented)
    assert load_settings() == Settings()
    assert {each.name for each in effective_settings() if each.origin == "default"} == {"who"}
    monkeypatch.setenv("SAYSO_WHO", 'rana "r"')
    (working_folder / "sayso.toml").write_text(as_toml(effective_settings()))
    monkeypatch.delenv("SAYSO_WHO")
    assert load_settings().who == 'rana "r"'


def test_help_loads_no_database(working_folder: Path) -> None:
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; sys.argv = ['sayso', '--help']\n"
            "import flows.cli\n"
            "try: flows.cli.main()\n"
            "finally: print([m for m in ('duckdb', 'polars', 'prefect', 'trafilatura') if m in sys.modules])",
        ],
        cwd=Path(__file__).parent.parent.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout.splitlines()[-1] == "[]"
    started = time.process_time()
    load_settings()
    assert time.process_time() - started < 0.1
