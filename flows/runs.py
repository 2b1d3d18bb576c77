"""One run: what raw/ holds that the ledger does not know, cut into batches, and the account of it at the end."""

import hashlib
import secrets
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import polars as pl

from flows.corpus.comparisons import Compared, skeleton_rows
from flows.corpus.names import join_names
from flows.document.extract import Lexicon
from flows.document.records import RejectedError
from flows.further_links import NotLocalError
from flows.further_names import link_further
from flows.inputs import (
    InputError,
    LocalRules,
    NameKnowledge,
    RawFile,
    Source,
    corpus_rules_id,
    list_raw_files,
    load_lexicon,
    local_rules,
    open_raw,
    reader_id,
    ruleset_id,
    usable_source,
)
from flows.parts import part_key, remove_parts
from flows.rejects import forget_requests, open_requests
from flows.schema import SCHEMA_VERSION
from flows.settings import Settings
from flows.stored_texts import STALE_QUERY
from flows.warehouse import Build, LedgerEntry, RunCounts, RunRow, Warehouse, WarehouseError

_BATCH_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Raw files that one task turns into one part."""

    files: tuple[RawFile, ...]
    part: Path
    stored: "StoredDocuments | None" = None  # in place of files; such a batch is the last of its run


@dataclass(frozen=True, slots=True)
class StoredDocuments:
    """Documents that are derived from their stored texts, those that no file of the same run brings."""

    doc_ids: tuple[str, ...]  # with those that a file may bring
    sources: Mapping[str, Source]


@dataclass(frozen=True)
class Plan:
    """What a run found in raw/ and has to do."""

    run_id: str
    started_at: datetime
    started: float  # monotonic seconds
    ruleset_id: str
    corpus_rules_id: str
    is_stale: bool  # entities and marts were made with other rules, or there are none yet
    lexicon: Lexicon
    sources: Mapping[str, Source]
    file_count: int
    unchanged_count: int  # documents
    touched: Mapping[str, str]  # path -> stat key of files with other times and the same bytes
    known: Mapping[str, frozenset[str]]  # changed file of records, which mostly grow -> what it brought
    batches: tuple[Batch, ...]
    known_paths: frozenset[str] = frozenset()  # files that other rules read before, by the same source.yml
    retry_requests: tuple[Path, ...] = ()  # of `sayso rejects retry`, done by this run
    gone: tuple[str, ...] = ()  # files that the ledger or a document knows and raw/ has no longer
    read_anew: tuple[str, ...] = ()  # known files of which every document is derived once more
    lost_columns: tuple[str, ...] = ()  # which the facts of an earlier schema have not: all are derived anew

    @property
    def is_quiet(self) -> bool:
        """Nothing to read and nothing to make anew."""
        return not self.batches and not self.is_stale and not self.lost_columns

    @property
    def new_file_count(self) -> int:
        """Files that are new, changed, or known by other rules."""
        return sum(len(batch.files) for batch in self.batches)


def new_run_id(now: datetime) -> str:
    """`20261121T091530Z-3f9c`: sorts by time."""
    return f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"


def plan_run(raw: Path, warehouse: Warehouse, settings: Settings) -> Plan:
    """List raw/ against the ledger; needs the lock. Costs a listing, and a hash of each file whose times changed.

    Raises `InputError`, `LexiconError` or `WarehouseError` with a message of one line.
    """
    started_at, started = datetime.now(UTC).replace(tzinfo=None, microsecond=0), time.monotonic()
    rules = ruleset_id()  # before what it names is read: an edit in between then has the next run derive anew
    lexicon = load_lexicon()
    files = list_raw_files(raw)
    sources = {source_id: usable_source(raw, source_id) for source_id in sorted({f.source_id for f in files})}
    corpus_rules, ledger, made_with = corpus_rules_id(), dict[str, LedgerEntry](), None
    lost: tuple[str, ...] = ()
    documents = pl.DataFrame(schema={"doc_id": pl.String, "path": pl.String})
    if warehouse.exists():
        with warehouse.read() as reader:
            ledger, made_with, lost = reader.ledger(), reader.corpus_rules_id(), reader.lost_columns()
            documents = reader.frame("select doc_id, path from facts.documents")
    if ledger and not files and not lost:
        raise InputError(
            f"{raw} is empty, and the warehouse knows {len(ledger):,} of its files: see that its disk is there "
            "and run again; `sayso publish` does without raw files"
        )
    requests = open_requests(warehouse)
    retried = frozenset().union(*requests.values()) & ledger.keys()
    if settings.retry_rejects:
        retried |= {path for path, entry in ledger.items() if entry.rejected_count > 0}
    gone = _gone([*ledger, *documents["path"].unique()], files)
    orphans = set(documents.filter(pl.col("path").is_in(gone))["doc_id"])
    pending: list[RawFile] = []
    grown: set[str] = set()
    touched: dict[str, str] = {}
    unchanged = 0
    for file in files:
        entry = ledger.get(file.path)
        if entry is None or _needs_work(entry, sources[file.source_id], rules):
            pending.append(file)
        elif (
            entry.outcome == "duplicate"
            and entry.doc_id in orphans
            and sources[file.source_id].problem is None
        ):
            pending.append(file)  # the file that brought its document is gone
        elif file.path in retried and sources[file.source_id].problem is None:
            pending.append(file)
            if _may_grow(entry):
                grown.add(file.path)
        elif entry.stat_key == file.stat_key:
            unchanged += entry.record_count
        elif same_bytes(file, entry):
            unchanged += entry.record_count
            if entry.sha256 is not None:  # one that still cannot be read is looked at in every run
                touched[file.path] = file.stat_key
        else:
            pending.append(file)
            if _may_grow(entry):
                grown.add(file.path)
    known = _known_documents(warehouse, grown, rules)
    batches = tuple(
        cut_batches(
            pending,
            sources,
            rules,
            warehouse,
            settings.batch_size,
            retried=retried,
            known=known,
        )
    )
    if batches:
        batches += stored_batch(warehouse, raw, rules, batches)
    if warehouse.parts.is_dir():  # what runs left behind that died, of files or rules that have changed since
        remove_parts(warehouse.parts, keep={batch.part.name for batch in batches})
    return Plan(
        run_id=new_run_id(started_at),
        started_at=started_at,
        started=started,
        ruleset_id=rules,
        corpus_rules_id=corpus_rules,
        is_stale=made_with != corpus_rules,
        lexicon=lexicon,
        sources=sources,
        file_count=len(files),
        unchanged_count=unchanged,
        touched=touched,
        known=known,
        batches=batches,
        known_paths=frozenset(file.path for file in pending if _is_read(file, ledger, sources, rules)),
        retry_requests=tuple(requests),
        lost_columns=lost,
        gone=gone,
        read_anew=tuple(file.path for file in pending if file.path in ledger and file.path not in grown),
    )


def plan_publish() -> Plan:
    """A run that reads nothing and makes names, marts and checks anew."""
    started_at = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    return Plan(
        run_id=new_run_id(started_at),
        started_at=started_at,
        started=time.monotonic(),
        ruleset_id=ruleset_id(),
        corpus_rules_id=corpus_rules_id(),
        is_stale=True,
        lexicon=load_lexicon(),
        sources={},
        file_count=0,
        unchanged_count=0,
        touched={},
        known={},
        batches=(),
    )


def _needs_work(entry: LedgerEntry, source: Source, rules: str) -> bool:
    return source.problem is None and (entry.ruleset_id != rules or entry.source_config != source.config_id)


def _may_grow(entry: LedgerEntry) -> bool:
    """Whether a file was read and is of records, be it only one so far."""
    return entry.doc_id is None and entry.sha256 is not None


def _is_read(
    file: RawFile, ledger: Mapping[str, LedgerEntry], sources: Mapping[str, Source], rules: str
) -> bool:
    entry = ledger.get(file.path)
    return (
        entry is not None
        and entry.ruleset_id != rules
        and entry.source_config == sources[file.source_id].config_id
    )


def _gone(paths: Iterable[str], files: Sequence[RawFile]) -> tuple[str, ...]:
    """Known paths that are not listed; what lies below a folder that cannot be listed may be there still."""
    listed = {file.path for file in files}
    closed = tuple(f"{file.path}/" for file in files if file.problem is not None)
    return tuple(sorted(path for path in set(paths) if path not in listed and not path.startswith(closed)))


def is_unchanged(file: RawFile, entry: LedgerEntry) -> bool:
    """Whether a file is as the ledger knows it; hashed only where its times changed."""
    return entry.stat_key == file.stat_key or same_bytes(file, entry)


def same_bytes(file: RawFile, entry: LedgerEntry) -> bool:
    """Whether the bytes are those of the ledger; of a file never hashed, whether it still cannot be opened."""
    try:
        with open_raw(file) as opened:
            return (
                entry.sha256 is not None and entry.sha256 == hashlib.file_digest(opened, "sha256").hexdigest()
            )
    except RejectedError:
        return entry.sha256 is None


def _known_documents(warehouse: Warehouse, paths: Collection[str], rules: str) -> dict[str, frozenset[str]]:
    if not paths:
        return {}
    with warehouse.read() as reader:
        return reader.doc_ids(sorted(paths), rules)


def cut_batches(
    pending: Sequence[RawFile],
    sources: Mapping[str, Source],
    rules: str,
    warehouse: Warehouse,
    batch_size: int,
    *,
    retried: frozenset[str],
    known: Mapping[str, frozenset[str]],  # path -> documents that its part leaves out
) -> Iterator[Batch]:
    """Batches of at most `batch_size` files and some 200 MB, in the order of their paths.

    A part that a run left behind is used again, but not for what is to be tried once more, nor after a rollback
    where it lacks documents that the warehouse has no longer.
    """

    def content_of(file: RawFile) -> tuple[str, str]:
        again = "/again" if file.path in retried else ""
        left_out = ((doc_id, "known") for doc_id in known.get(file.path, ()))
        without = f"/{part_key(rules, left_out)}" if file.path in known else ""
        return file.path, f"{file.stat_key}/{sources[file.source_id].config_id}{again}{without}"

    files: list[RawFile] = []
    size = 0
    for file in [*pending, None]:
        if files and (file is None or len(files) == batch_size or size + file.size_bytes > _BATCH_BYTES):
            yield Batch(tuple(files), warehouse.parts / part_key(rules, map(content_of, files)))
            files, size = [], 0
        if file is not None:
            files.append(file)
            size += file.size_bytes


def stored_batch(
    warehouse: Warehouse,
    raw: Path,
    rules: str,
    batches: Sequence[Batch],
    *,
    untouched: frozenset[str] = frozenset(),
) -> tuple[Batch, ...]:
    """The batch after all others: documents by other rules that no file brings any more.

    Their files are gone or hold other bytes, or they are records that left their file. Which ones, the parts of the
    other batches say. Those of a source whose source.yml cannot be used wait, unless their facts cannot stay as
    they are. Empty where no stored text is concerned.
    """
    if not warehouse.exists():
        return ()
    with warehouse.read() as reader:
        if not reader.has_readings():  # of an earlier schema: raw/ is all there is
            return ()
        may_wait = not reader.lost_columns()
        stale = reader.rows(STALE_QUERY, [rules, not may_wait])
    source_ids = sorted({source_id for _, source_id in stale})
    sources = {source_id: usable_source(raw, source_id) for source_id in source_ids}
    waiting = {source_id for source_id, source in sources.items() if source.problem and may_wait}
    concerned = [row for row in stale if row[1] not in waiting and row[0] not in untouched]
    if not concerned:
        return ()
    content = [(doc_id, f"stored/{sources[source_id].config_id}") for doc_id, source_id in concerned]
    content += [(batch.part.name, "before") for batch in batches]
    stored = StoredDocuments(tuple(doc_id for doc_id, _ in concerned), sources)
    return (Batch((), warehouse.parts / part_key(rules, content), stored),)


def load_run(build: Build, plan: Plan, target: Warehouse) -> RunRow:
    """Take every part of the run in, with its ledger, in one transaction. Returns the run's row.

    Raises `WarehouseError` if a file that was planned is not among those that were done.
    """
    build.is_local = not plan.is_stale and build.schema_before == SCHEMA_VERSION
    with build.transaction():
        build.record_sources([source for source in plan.sources.values() if source.problem is None])
        local, reader = local_rules(), reader_id()
        if ruleset_id() != plan.ruleset_id:  # edited since: what those rules were in detail is not known now
            local, reader = LocalRules("", ()), ""
        build.record_ruleset(plan.ruleset_id, (version("sayso"), version("trafilatura")), reader, local)
        build.refresh_stat_keys(plan.touched)
        build.expect_parts(plan.gone, plan.read_anew)
        for batch in plan.batches:
            build.load_part(batch.part, plan.ruleset_id)
        build.settle_ledger()
        build.forget_gone()
        if plan.lost_columns:
            build.see_all_derived(plan.ruleset_id)
        counts = build.counts_of_run()
        if counts.file_count != plan.new_file_count:
            raise WarehouseError(
                f"{plan.new_file_count} files to do, {counts.file_count} done: nothing was published"
            )
        run = run_row(plan, counts, generation=build.number)
        build.record_runs([*target.quiet_runs(), run])
    return run


@dataclass(frozen=True, slots=True)
class NameCounts:
    """What linking the names came to."""

    entity_count: int  # entities that texts name
    undecided_count: int  # pairs of them that are alike, but not enough to be one unasked


def link_names_of_run(build: Build, knowledge: NameKnowledge) -> NameCounts:
    """Join the spellings of all texts into entities: near the run's new texts alone where the rest cannot change."""
    rules_id = knowledge.rules_id
    if build.is_local and build.touched_only_adds() and build.compared_by(rules_id):
        try:
            with build.transaction():
                build.changes = link_further(build, knowledge)
        except NotLocalError:
            link_all_names(build, knowledge, rules_id)
    else:
        link_all_names(build, knowledge, rules_id)
    return NameCounts(
        *build.rows(
            "select (select count(distinct entity_id) from corpus.name_links),"
            " (select count(*) from corpus.undecided)"
        )[0]
    )


def link_all_names(build: Build, knowledge: NameKnowledge, rules_id: str) -> None:
    """Join the spellings of all texts into entities and put the corpus tables anew.

    Pairs of names that the version before has compared by the same rules are not compared again.
    """
    before = build.compared_names(rules_id)
    known, evidence = build.known_names(), build.name_evidence()
    with build.transaction():
        build.forget_links()
        joined = join_names(
            build.mentions,
            build.put_links,
            knowledge.rules,
            knowledge.authority,
            decisions=knowledge.decisions,
            known_ids=known,
            evidence=evidence,
            before=Compared(*before) if before else None,
        )
        build.replace_corpus(joined, skeleton_rows(joined.compared.names, knowledge.rules), rules_id)


def run_row(plan: Plan, counts: RunCounts, *, generation: int | None) -> RunRow:
    """The row of `ops.runs` for a run that is done with its documents."""
    seconds = time.monotonic() - plan.started
    return RunRow(
        run_id=plan.run_id,
        started_at=plan.started_at,
        finished_at=datetime.now(UTC).replace(tzinfo=None, microsecond=0),
        ruleset_id=plan.ruleset_id,
        corpus_rules_id=plan.corpus_rules_id,
        generation=generation,
        file_count=plan.file_count,
        seen_count=plan.unchanged_count + counts.record_count,
        loaded_count=counts.loaded_count,
        duplicate_count=counts.duplicate_count,
        unchanged_count=plan.unchanged_count + counts.unchanged_count,
        rejected_count=counts.rejected_count,
        seconds=round(seconds, 3),
    )


def balance_of(run: RunRow) -> dict[str, int]:
    """seen = loaded + duplicate + unchanged + rejected."""
    names = ("seen", "loaded", "duplicate", "unchanged", "rejected")
    return {name: getattr(run, f"{name}_count") for name in names}


def record_quiet_run(plan: Plan, target: Warehouse) -> dict[str, object]:
    """Note that a run found nothing new: its row is published with the next version."""
    run = run_row(plan, RunCounts(0, 0, 0, 0, 0, 0), generation=None)
    target.note_quiet_run(run)
    forget_requests(plan.retry_requests)
    return {"run_id": run.run_id, "generation": None, **balance_of(run), "gone": len(plan.gone)}


def tidy_up(target: Warehouse, retry_requests: Sequence[Path] = ()) -> None:
    """After a publish: forget what only waited to be published, and the requests that the run has done."""
    target.forget_quiet_runs()
    forget_requests(retry_requests)
    remove_parts(target.parts)
