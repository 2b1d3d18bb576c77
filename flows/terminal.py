"""How values are shown on a terminal or handed to a spreadsheet."""

import itertools
import json
import math
import sys
from collections.abc import Mapping, Sequence


def print_table(names: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table for people; cells cannot steer the terminal."""
    from rich import box
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    table = Table(*[Column(Text(name), overflow="fold") for name in names], box=box.SIMPLE_HEAD)
    for row in rows:
        table.add_row(*[Text("" if cell is None else printable(str(cell))) for cell in row])
    Console(width=None if sys.stdout.isatty() else 200).print(table)
    print(f"{len(rows):,} rows")


def print_json(value: object) -> None:
    """JSON for programs: a number that is none is null, keys are words, what JSON has no form for is its words."""
    print(json.dumps(_as_json(value), ensure_ascii=False, indent=2, default=str, allow_nan=False))


def _as_json(value: object) -> object:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _as_json(each) for key, each in value.items()}
    return [_as_json(each) for each in value] if isinstance(value, list | tuple) else value


def unique_names(names: Sequence[str]) -> list[str]:
    """Names of columns as keys: the second `name` of a join is `name_1`, as DuckDB's own JSON has it."""
    keys: list[str] = []
    for name in names:
        others = (f"{name}_{number}" for number in itertools.count(1))
        keys.append(
            name if name not in keys else next(other for other in others if other not in (*keys, *names))
        )
    return keys


def printable(text: str) -> str:
    """Text that cannot steer a terminal: control and direction characters left out."""
    return "".join(letter for letter in text if letter.isprintable() or letter in "\n\t")


def inert(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{cell}"
    return cell
