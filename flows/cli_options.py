"""Options that many commands share. Their defaults are the settings: see `flows/settings.py`."""

from pathlib import Path
from typing import Annotated

import typer


def _named(text: str | Path) -> Path:
    if not str(text):  # a variable of the shell that is not set: Path("") is the working folder
        raise typer.BadParameter("an empty path names nothing")
    return Path(text)


RawOption = Annotated[
    Path, typer.Option(parser=_named, metavar="PATH", help="Folder of raw articles, one folder per source.")
]
WarehouseOption = Annotated[
    Path, typer.Option(parser=_named, metavar="PATH", help="The published DuckDB file.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
DEFAULT_RAW = Path("raw")
DEFAULT_WAREHOUSE = Path("warehouse/sayso.duckdb")
