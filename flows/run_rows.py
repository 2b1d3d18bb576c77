"""What is told of runs: rows of the ledger and of ops, and what can go wrong with a warehouse."""

import json
from dataclasses import dataclass
from datetime import datetime

from flows.schema import check_meaning


class WarehouseError(Exception):
    """The warehouse cannot be used or published; the message says what to do. Shown as one line."""


class WarehouseBusyError(WarehouseError):
    """Another run is writing this warehouse."""


class CheckFailedError(WarehouseError):
    """A `fail_` check found rows: nothing was published, the previous version stays."""


@dataclass(frozen=True, slots=True)
class RunRow:
    """One row per run, as `ops.runs` keeps it."""

    run_id: str
    started_at: datetime
    finished_at: datetime
    ruleset_id: str
    corpus_rules_id: str
    generation: int | None
    file_count: int
    seen_count: int
    loaded_count: int
    duplicate_count: int
    unchanged_count: int
    rejected_count: int
    seconds: float
    snapshot_id: str | None = None
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RunCounts:
    """What the files of one run brought, in files and in documents."""

    file_count: int
    record_count: int
    loaded_count: int
    duplicate_count: int
    unchanged_count: int
    rejected_count: int


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check of `sql/4_checks` found."""

    check_name: str
    severity: str
    row_count: int
    sample: str | None  # JSON, the first rows

    def __str__(self) -> str:
        """`warn_little_left: 3 rows (Documents of which cleaning took more than half); first: doc_id 65b0…`."""
        try:
            first = json.loads(self.sample or "[]")[:1]
        except ValueError:  # an earlier sayso cut it off after some letters
            first = []
        cells = "; first: " + ", ".join(f"{name} {cell}" for name, cell in first[0].items()) if first else ""
        meaning = check_meaning(self.check_name).removesuffix(".")
        return f"{self.check_name}: {self.row_count:,} rows{meaning and f' ({meaning})'}{cells}"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What the ledger knows of the current version of one raw file."""

    sha256: str | None
    stat_key: str | None
    source_config: str | None
    ruleset_id: str
    outcome: str
    record_count: int
    rejected_count: int
    doc_id: str | None = None
