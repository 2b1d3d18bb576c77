"""The work on one batch: raw files to documents, documents through the workers, facts to a Parquet part."""

import hashlib
import io
import time
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flows.archives import Record, may_hold_records, records_of
from flows.document.extract import DocumentFacts
from flows.document.records import RawDocument, ReadText, Reject, RejectedError, RejectReason
from flows.inputs import NotReadError, RawFile, Source, has_changed, open_raw
from flows.parts import FACT_TABLES, LedgerRow, PartWriter, SlowDocument, is_whole
from flows.runs import Batch, Plan
from flows.settings import Settings
from flows.stored_texts import StoredReadings
from flows.workers import Extracted, Extraction, WorkerPool, defect

_SETTLED_NS = 2_000_000_000  # a file changed this shortly ago may change again within the clock's tick
CHUNK_DOCUMENTS = 1_000  # facts held in memory before they go to disk: some 100 MB
_CHUNK_CHARS = 10_000_000  # the same, of a few long texts
_CHUNK_ROWS = 200_000  # and of very short lines: 150,000 sentences are 450 kB of text and 90 MB of rows
SLOWEST = 20  # documents of a batch that are remembered for how long they took
_MOST_USELESS = 10_000  # records of no use beyond those of use before a file is given up: a bomb has millions


def extract_batch(batch: Batch, plan: Plan, settings: Settings, stored: StoredReadings | None = None) -> int:
    """Turn a batch's files into its part; a part that is there already is kept. Returns the file count.

    A document that is among the `stored` readings is not read again.
    """
    if settings.retry_rejects or not is_whole(batch.part):
        work = Extraction(plan.lexicon, settings.read_limits, plan.ruleset_id)
        account = _Account(plan, settings, stored)
        writer = PartWriter(batch.part)
        with WorkerPool(work, settings.worker_count, settings.worker_limits) as pool:
            for outcome in pool.extract(account.documents(batch.files)):
                account.take(outcome)
                if account.is_full():
                    writer.add_chunk(account.flush())
        if facts := account.flush():
            writer.add_chunk(facts)
        writer.finish(account.files(), account.rejects(), account.slowest())
    return len(batch.files)


def raw_document(
    record: Record, doc_id: str, file: RawFile, source: Source, reading: ReadText | None = None
) -> RawDocument:
    """A record of a file, with what its source says of it, as the stages take it."""
    return RawDocument(
        doc_id=doc_id,
        source_id=source.source_id,
        path=file.path,
        record_no=record.record_no,
        payload=record.payload,
        charset=record.charset,
        url=record.url,
        language=source.language,
        title=record.title,
        author=record.author,
        published=record.published,
        furniture=source.furniture,
        reading=reading,
    )


@dataclass(slots=True)
class _FileAccount:
    """What became of the documents of one file so far."""

    file: RawFile
    source: Source
    stat_key: str | None
    sha256: str | None = None
    doc_id: str | None = None
    record_count: int = 0
    unchanged_count: int = 0
    rejected_count: int = 0
    useless_count: int = 0  # records of no use, less one for each that was of use since
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class _Taken:
    """The facts of one document and its place, without its bytes."""

    place: tuple[str, int]
    facts: DocumentFacts


class _Account:
    """What became of each document of one batch, and the facts that came out."""

    def __init__(self, plan: Plan, settings: Settings, stored: StoredReadings | None = None) -> None:
        self._plan = plan
        self._stored = stored
        self._settings = settings
        self._files: dict[str, _FileAccount] = {}
        self._rejects: dict[tuple[str, int | None], Reject] = {}
        # Documents whose bytes came before in the same batch: (path, id, size) -> their numbers, -1 for the file.
        self._repeats: defaultdict[tuple[str, str, int], array[int]] = defaultdict(lambda: array("q"))
        self._seen: set[str] = set()
        self._told: set[str] = set()  # documents of the file at hand that were known before
        self._taken: list[_Taken] = []
        self._taken_chars = self._taken_rows = 0
        self._slowest: list[SlowDocument] = []

    def documents(self, files: Iterable[RawFile]) -> Iterator[RawDocument]:
        """The documents of the files that the workers have to read, in order."""
        for file in files:
            account = _FileAccount(file, self._plan.sources[file.source_id], _settled_stat_key(file))
            self._files[file.path] = account
            self._told = set()
            try:
                if account.source.problem is not None:
                    raise account.source.problem
                whole: Record | None = None
                with open_raw(file) as opened:
                    for record in self._records(account, opened):
                        if record.record_no is None:
                            whole = record
                        else:
                            yield from self._document(account, record)
                if whole is not None:  # waits for a worker with its file closed: that may change by now
                    yield from self._document(account, whole)
            except RejectedError as problem:
                # What is left of the file counts as one document that could not be read.
                record_no = account.record_count or None
                account.record_count += 1
                if isinstance(problem, NotReadError):
                    account.sha256 = account.stat_key = None  # the next run does not know it
                self._reject(account, record_no, None, problem, file.size_bytes)

    def _records(self, account: _FileAccount, opened: io.BufferedReader) -> Iterator[Record]:
        """The records of one opened file, until too many of them are of no use."""
        limit = self._settings.read_limits.max_bytes
        size = account.file.size_bytes
        if size > limit and not may_hold_records(opened):
            raise RejectedError(
                RejectReason.TOO_LARGE, f"{size:,} bytes, the limit for one document is {limit:,}"
            )
        account.sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
        opened.seek(0)
        is_empty = True
        for record in _found(records_of(opened, account.source.fields, limit)):
            is_empty = False
            yield record
            if record.problem is not None and account.useless_count >= _MOST_USELESS:
                detail = (
                    f"{_MOST_USELESS:,} records cannot be used, and too few between them can:"
                    " the file is not read on; mend or split it"
                )
                raise RejectedError(record.problem.reason, detail)
        if is_empty:
            raise RejectedError(RejectReason.EMPTY, "an archive without a record that holds text")
        if has_changed(account.file):
            account.stat_key = None  # a file that grows: the next run reads what is new

    def _document(self, account: _FileAccount, record: Record) -> Iterator[RawDocument]:
        account.record_count += 1
        if record.record_no is None:
            account.doc_id = record.doc_id
        if record.problem is not None or record.doc_id is None:
            problem = record.problem or RejectedError(RejectReason.UNREADABLE, "the record has no bytes")
            self._reject(account, record.record_no, record.doc_id, problem, len(record.payload))
            account.useless_count += 1
        elif record.doc_id in self._plan.known.get(account.file.path, ()):
            if record.doc_id not in self._told:  # else it is a duplicate of itself, and of no use
                self._told.add(record.doc_id)
                account.unchanged_count += 1
                account.useless_count = max(0, account.useless_count - 1)
        elif record.doc_id in self._seen:
            repeat = (account.file.path, record.doc_id, len(record.payload))
            self._repeats[repeat].append(-1 if record.record_no is None else record.record_no)
        else:
            self._seen.add(record.doc_id)
            account.useless_count = max(0, account.useless_count - 1)
            yield raw_document(
                record,
                record.doc_id,
                account.file,
                account.source,
                self._stored.of(account.file.path, record.record_no, record.doc_id) if self._stored else None,
            )

    def take(self, outcome: Extracted) -> None:
        """Note what one document gave."""
        raw = outcome.raw
        self._files[raw.path].seconds += outcome.seconds
        self._slowest.append(
            SlowDocument(raw.path, raw.record_no, raw.doc_id, round(outcome.seconds, 4), len(raw.payload))
        )
        if len(self._slowest) > 2 * SLOWEST:
            self._slowest = self.slowest()
        if outcome.facts is not None:
            self._taken.append(_Taken((raw.path, raw.record_no or 0), outcome.facts))
            self._taken_chars += sum(len(document.text) for document in outcome.facts.documents)
            self._taken_rows += sum(len(getattr(outcome.facts, table)) for table in FACT_TABLES)
        elif outcome.rejected is not None:
            self._reject(self._files[raw.path], raw.record_no, raw.doc_id, outcome.rejected, len(raw.payload))

    def _reject(
        self,
        account: _FileAccount,
        record_no: int | None,
        doc_id: str | None,
        problem: RejectedError,
        size: int,
    ) -> None:
        path = account.file.path
        account.rejected_count += (path, record_no) not in self._rejects
        self._rejects[path, record_no] = Reject(path, record_no, doc_id, problem.reason, problem.detail, size)

    def is_full(self) -> bool:
        """Whether the facts taken since the last flush are as many as memory should hold."""
        return (
            len(self._taken) >= CHUNK_DOCUMENTS
            or self._taken_chars >= _CHUNK_CHARS
            or self._taken_rows >= _CHUNK_ROWS
        )

    def flush(self) -> dict[str, list[object]]:
        """The facts taken since the last flush, by table, in the order of the documents; empty if there are none."""
        taken = sorted(self._taken, key=lambda each: each.place)
        self._taken, self._taken_chars, self._taken_rows = [], 0, 0
        return facts_by_table(each.facts for each in taken) if taken else {}

    def files(self) -> list[LedgerRow]:
        """The ledger rows of the batch; the load tells loaded from duplicate."""
        self._reject_repeats()
        return [
            LedgerRow(
                path=each.file.path,
                source_id=each.file.source_id,
                sha256=each.sha256,
                size_bytes=each.file.size_bytes,
                stat_key=each.stat_key,
                source_config=each.source.config_id,
                outcome="loaded",
                doc_id=each.doc_id,
                record_count=each.record_count,
                loaded_count=0,
                duplicate_count=0,
                unchanged_count=each.unchanged_count,
                rejected_count=each.rejected_count,
                ruleset_id=self._plan.ruleset_id,
                seconds=round(each.seconds, 4),
            )
            for each in self._files.values()
        ]

    def rejects(self) -> list[Reject]:
        """What was not loaded, in order."""
        return sorted(self._rejects.values(), key=lambda reject: (reject.path, reject.record_no or 0))

    def slowest(self) -> list[SlowDocument]:
        """The documents that took longest so far, the slowest first."""
        return sorted(self._slowest, key=lambda each: -each.seconds)[:SLOWEST]

    def _reject_repeats(self) -> None:
        """A document with the same bytes as a rejected one is rejected for the same reason."""
        reason_of = {reject.doc_id: reject for reject in self._rejects.values() if reject.doc_id is not None}
        for (path, doc_id, size), numbers in self._repeats.items():
            reject = reason_of.get(doc_id)
            if reject is not None:
                problem = RejectedError(RejectReason(reject.reason), reject.detail)
                for number in numbers:
                    self._reject(self._files[path], None if number < 0 else number, doc_id, problem, size)
        self._repeats.clear()


def _found(records: Iterator[Record]) -> Iterator[Record]:
    """The same records; a defect of ours in reading them costs this file alone."""
    try:
        yield from records
    except (RejectedError, OSError, MemoryError):
        raise
    except Exception as error:  # a defect of ours becomes a row that names its place; the run goes on
        raise defect(error) from error


def facts_by_table(facts: Iterable[DocumentFacts]) -> dict[str, list[object]]:
    """The rows of some documents by table, in the order given."""
    given = list(facts)
    return {table: [row for each in given for row in getattr(each, table)] for table in FACT_TABLES}


def _settled_stat_key(file: RawFile) -> str | None:
    """The stat key, or null for a file that changed a moment ago: the next run looks at its bytes again."""
    modified_ns, changed_ns = map(int, file.stat_key.split(":")[1:])
    recent = time.time_ns() - max(modified_ns, changed_ns) < _SETTLED_NS
    return None if recent else file.stat_key
