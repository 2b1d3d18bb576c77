"""What lies in deploy/ fits the project: units that systemd takes, an image whose files are there, automations."""

import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent
DEPLOY = ROOT / "deploy"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])


def instructions() -> list[tuple[str, list[str]]]:
    """Instruction and words of each line of the Dockerfile that is no comment."""
    lines = [line for line in (DEPLOY / "Dockerfile").read_text().splitlines() if line and line[0] != "#"]
    return [(line.split()[0], shlex.split(line.partition(" ")[2])) for line in lines]


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("there is no systemd here")
    program = tmp_path / "sayso"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for unit in UNITS:
        text = unit.read_text().replace("/srv/sayso/.venv/bin/sayso", str(program))
        (tmp_path / unit.name.replace("@", "@a")).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", *sorted(tmp_path.glob("*.service")), *sorted(tmp_path.glob("*.timer"))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_units_run_commands_that_there_are() -> None:
    from typer.main import get_command

    from flows.cli import app

    started = [
        line.split()[1:]
        for unit in UNITS
        for line in unit.read_text().splitlines()
        if line.startswith("ExecStart=/srv/sayso")
    ]
    assert sorted(started) == [["ingest"], ["verify"]]
    known = get_command(app).commands  # type: ignore[attr-defined]
    assert all(command in known for (command,) in started)


def test_the_image_is_made_of_files_that_are_there_and_runs_as_nobody_special() -> None:
    made = instructions()
    for name, words in made:
        if name == "COPY":
            assert all((ROOT / source).exists() for source in words[:-1]), words
    (base,) = (words[0] for name, words in made if name == "FROM")
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert f">={base.removeprefix('python:').removesuffix('-slim')}" == wanted
    names = [name for name, _ in made]
    assert names[-2:] == ["ENTRYPOINT", "CMD"]
    assert "RUN" not in names[names.index("USER") :], "nothing is made once the right to is given up"


def test_automations_are_what_the_server_takes() -> None:
    from prefect.events.schemas.automations import AutomationCore

    declared = yaml.safe_load((DEPLOY / "automations.yaml").read_text())["automations"]
    taken = [AutomationCore.model_validate(each) for each in declared]
    assert [each.enabled for each in taken] == [True, False]
    assert [action.type for each in taken for action in each.actions] == [
        "change-flow-run-state",
        "send-notification",
    ]
