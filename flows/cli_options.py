"""Options that many commands share. Their defaults are the settings: see `flows/settings.py`."""

from pathlib import Path
from typing import Annotated

import typer

RawOption = Annotated[Path, typer.Option(help="Folder of raw articles, one folder per source.")]
WarehouseOption = Annotated[Path, typer.Option(help="The published DuckDB file.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
DEFAULT_RAW = Path("raw")
DEFAULT_WAREHOUSE = Path("warehouse/sayso.duckdb")
