"""Facts as polars frames, and as immutable Parquet parts on disk: what a killed run resumes from.

A part is a folder named by its content: which raw files, which rules. It is written aside, chunk by chunk, and
renamed when whole, so a part that is there is complete.
"""

import contextlib
import dataclasses
import hashlib
import os
import shutil
import types
import typing
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import polars as pl

from flows.document.records import (
    Document,
    DocumentDate,
    Event,
    EventParticipant,
    Mention,
    NameEvidence,
    Quantity,
    Reading,
    Reject,
    RelatedLink,
    Removal,
    Sentence,
    Statement,
    TimeExpression,
)

# Table of the facts schema -> record of its rows.
FACT_TABLES: Mapping[str, type] = {
    "documents": Document,
    "readings": Reading,
    "removals": Removal,
    "related_links": RelatedLink,
    "sentences": Sentence,
    "mentions": Mention,
    "name_evidence": NameEvidence,
    "times": TimeExpression,
    "quantities": Quantity,
    "document_dates": DocumentDate,
    "statements": Statement,
    "events": Event,
    "event_participants": EventParticipant,
}
_POLARS_TYPES: Mapping[object, pl.DataType] = {
    str: pl.String(),
    int: pl.Int64(),
    float: pl.Float64(),
    bool: pl.Boolean(),
    datetime: pl.Datetime("us"),
    date: pl.Date(),
}


@dataclasses.dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row per raw file of a run, as `ops.files` keeps it."""

    path: str
    source_id: str
    sha256: str | None
    size_bytes: int | None
    stat_key: str | None
    source_config: str | None
    outcome: str
    doc_id: str | None
    record_count: int
    loaded_count: int
    duplicate_count: int
    unchanged_count: int
    rejected_count: int
    ruleset_id: str
    seconds: float | None


@dataclasses.dataclass(frozen=True, slots=True)
class SlowDocument:
    """One row per document of a batch that took long."""

    path: str
    record_no: int | None
    doc_id: str
    seconds: float
    size_bytes: int


# Table of a part that is no fact -> record of its rows.
_ACCOUNTS: Mapping[str, type] = {"files": LedgerRow, "rejects": Reject, "slowest": SlowDocument}


def schema_of(record: type) -> dict[str, pl.DataType]:
    """Column name -> polars type, from a record's annotations."""
    return {name: _POLARS_TYPES[_without_none(hint)] for name, hint in typing.get_type_hints(record).items()}


def _without_none(hint: object) -> object:
    if isinstance(hint, types.UnionType):
        return next(part for part in typing.get_args(hint) if part is not types.NoneType)
    return hint


def frame_of(record: type, rows: Sequence[object]) -> pl.DataFrame:
    """Rows of one record class as a frame, n rows × fields."""
    schema = schema_of(record)
    columns = {name: [getattr(row, name) for row in rows] for name in schema}
    return pl.DataFrame(columns, schema=schema)


def part_key(ruleset_id: str, files: Iterable[tuple[str, str]]) -> str:
    """16 hex digits for a set of (path, sha256 or stat key) under one ruleset."""
    digest = hashlib.sha256(ruleset_id.encode())
    for path, content in sorted(files):
        digest.update(f"\0{path}\0{content}".encode())
    return digest.hexdigest()[:16]


class PartWriter:
    """Writes one part: chunks of facts as they come, then what became of each file; whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._aside = folder.with_name(f".{folder.name}.{os.getpid()}")
        self._chunk_count = 0
        shutil.rmtree(self._aside, ignore_errors=True)
        self._aside.mkdir(parents=True)

    def add_chunk(self, facts: Mapping[str, Sequence[object]]) -> None:
        """Write one file per table of `FACT_TABLES`."""
        for name, record in FACT_TABLES.items():
            self._write(f"{name}-{self._chunk_count:05d}", frame_of(record, facts[name]))
        self._chunk_count += 1

    def finish(
        self, files: Sequence[LedgerRow], rejects: Sequence[Reject], slowest: Sequence[SlowDocument] = ()
    ) -> None:
        """Write the ledger, the rejects and what took longest, and let the part be seen."""
        for (name, record), rows in zip(_ACCOUNTS.items(), (files, rejects, slowest), strict=True):
            self._write(name, frame_of(record, rows))
        shutil.rmtree(self._folder, ignore_errors=True)
        self._aside.rename(self._folder)

    def _write(self, name: str, frame: pl.DataFrame) -> None:
        with (self._aside / f"{name}.parquet").open("wb") as file:
            frame.write_parquet(file, compression="zstd")
            file.flush()
            os.fsync(file.fileno())


def read_chunks(part: Path) -> Iterator[dict[str, pl.DataFrame]]:
    """A part's facts, chunk by chunk: table -> frame."""
    for path in sorted(part.glob("documents-*.parquet")):
        chunk = path.stem.removeprefix("documents")
        yield {name: _read(part / f"{name}{chunk}.parquet") for name in FACT_TABLES}


def read_ledger(part: Path) -> dict[str, pl.DataFrame]:
    """A part's `files`, `rejects` and `slowest`; an older sayso that died wrote no `slowest`."""
    return {
        name: _read(file) if (file := part / f"{name}.parquet").exists() else frame_of(record, [])
        for name, record in _ACCOUNTS.items()
    }


def _read(path: Path) -> pl.DataFrame:
    return pl.read_parquet(path, glob=False)


def is_whole(folder: Path) -> bool:
    """Whether a part is there: it is renamed into place when it is whole."""
    return folder.is_dir()


def remove_parts(folder: Path, keep: Container[str] = ()) -> None:
    """Forget the parts whose names are not in `keep`, and whatever else lies there: nobody else writes here.

    What cannot be removed is left for the next run; it takes room and harms nothing.
    """
    for entry in folder.iterdir():
        if entry.name in keep:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                entry.unlink()
