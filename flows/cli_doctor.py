"""`sayso doctor`: is this installation able to run?"""

import typer

from flows.cli_options import JsonOption
from flows.terminal import print_json, printable

app = typer.Typer()


@app.command()
def doctor(as_json: JsonOption = False) -> None:
    """Check versions, settings, folders, disk, warehouse, limits and Prefect, one line each. Exit code 1 on a fail."""
    from dataclasses import asdict

    from flows.doctor import Status, examine

    found = []
    for finding in examine():
        found.append(finding)
        if not as_json:
            print(f"{finding.status:5} {finding.check:12} {printable(finding.message)}", flush=True)
    if as_json:
        print_json([asdict(finding) for finding in found])
    if any(finding.status == Status.FAIL for finding in found):
        raise typer.Exit(1)
