"""Facts derived again from the stored texts: what is to be done, and how it gets into the next version.

Where only exact furniture phrases changed, documents without their words are left as they are. A document whose
raw file is as it was takes the way of an ingest, but is not read again: the warehouse has its text, and only a
changed reader looks at the page once more. A document whose raw file is gone or holds other bytes by now, or a record
that left its file, comes from the warehouse alone, in an ingest too; where its sentences stood in the file is then
not known any more. New and changed files are left to `sayso ingest`.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from flows.batches import CHUNK_DOCUMENTS, extract_batch, facts_by_table
from flows.document.extract import DocumentFacts
from flows.document.furniture_lexicon import words_of
from flows.document.records import RawDocument
from flows.fact_diff import RuleDiff, diff_facts
from flows.inputs import (
    InputError,
    RawFile,
    Source,
    corpus_rules_id,
    list_raw_files,
    load_lexicon,
    load_name_knowledge,
    local_rules,
    reader_id,
    ruleset_id,
    usable_source,
)
from flows.parts import PartWriter, is_whole, read_ledger
from flows.runs import (
    Batch,
    Plan,
    StoredDocuments,
    balance_of,
    cut_batches,
    is_unchanged,
    link_names_of_run,
    load_run,
    new_run_id,
    stored_batch,
    tidy_up,
)
from flows.settings import Settings
from flows.stored_texts import STORED_ORDER, STORED_QUERY, StoredReadings, StoredText, stored_text
from flows.warehouse import LedgerEntry, Warehouse
from flows.workers import Extraction, WorkerPool


@dataclass(frozen=True)
class Reprocess:
    """What is to be derived again."""

    plan: Plan
    untouched: tuple[str, ...]  # documents that the change cannot touch
    untouched_files: tuple[str, ...]
    changed_count: int  # raw files with other bytes or another source.yml, left to the next ingest
    problems: tuple[str, ...]  # of each source.yml that cannot be used: its documents wait until it is mended


@dataclass(frozen=True, slots=True)
class Reprocessed:
    """What came of it."""

    run_id: str
    generation: int | None  # None: looked at, not published
    balance: dict[str, int]
    orphan_count: int  # documents whose raw file is gone or holds other bytes now
    left_count: int  # documents still by other rules: to be loaded anew, or rejected and without a file
    changed_count: int
    problems: tuple[str, ...]
    diff: list[RuleDiff]


def plan_reprocess(settings: Settings, target: Warehouse, *, everything: bool = False) -> Reprocess:
    """Documents that other rules derived, or all. Costs a listing of raw/ and a hash of what was touched.

    Raises `InputError`, `LexiconError` or `WarehouseError` with a message of one line.
    """
    started_at, started = datetime.now(UTC).replace(tzinfo=None, microsecond=0), time.monotonic()
    rules, corpus_rules = ruleset_id(), corpus_rules_id()
    with target.read() as reader:
        ledger, made_with = reader.ledger(), reader.corpus_rules_id()
        stale = reader.rows(
            "select documents.doc_id, source_id, path, record_no from facts.documents"
            " where ruleset_id <> ? or ? order by doc_id",
            [rules, everything],
        )
    files = [file for file in _listed(settings.raw) if file.path in ledger]
    source_ids = {file.source_id for file in files} | {source_id for _, source_id, *_ in stale}
    sources = {source_id: usable_source(settings.raw, source_id) for source_id in sorted(source_ids)}
    problems = {source.source_id: source.problem.detail for source in sources.values() if source.problem}
    same = [file for file in files if _is_same(file, ledger[file.path], sources[file.source_id])]
    pending = [file for file in same if everything or ledger[file.path].ruleset_id != rules]
    untouched = frozenset() if everything else _untouched(target, [doc_id for doc_id, *_ in stale])
    stale = [row for row in stale if row[0] not in untouched]
    touched = {doc_id for doc_id, *_ in stale} | {path for _, _, path, _ in stale}
    left_alone = (
        []
        if not untouched
        else [
            file.path
            for file in pending
            if ledger[file.path].rejected_count == 0
            and touched.isdisjoint({file.path, ledger[file.path].doc_id})
        ]
    )
    pending = [file for file in pending if file.path not in set(left_alone)]
    paths = {file.path for file in pending}
    anew = frozenset(file.path for file in pending)  # no part of an ingest holds what is derived here
    batches = tuple(cut_batches(pending, sources, rules, target, settings.batch_size, retried=anew, known={}))
    batches += stored_batch(target, settings.raw, rules, batches, untouched=untouched)
    plan = Plan(
        run_id=new_run_id(started_at),
        started_at=started_at,
        started=started,
        ruleset_id=rules,
        corpus_rules_id=corpus_rules,
        is_stale=made_with != corpus_rules,
        lexicon=load_lexicon(),
        sources={source_id: sources[source_id] for source_id in sorted({f.source_id for f in files})},
        file_count=len(files),
        unchanged_count=sum(ledger[file.path].record_count for file in files if file.path not in paths),
        touched={},
        known={},
        batches=batches,
        known_paths=anew,
    )
    return Reprocess(
        plan,
        tuple(sorted(untouched)),
        tuple(left_alone),
        sum(file.source_id not in problems for file in files) - len(same),
        tuple(problems[source_id] for source_id in sorted(problems)),
    )


def _untouched(target: Warehouse, stale: Sequence[str]) -> frozenset[str]:
    """Of some documents made by other rules those that the change cannot touch; none where that is not known.

    Known is it for exact furniture phrases, where nothing else changed: such a phrase matters to a text that has
    its first two words. (A line that begins with them is looked at more closely, so the whole phrase is too much to
    ask.) The words are looked for anywhere in the text, in any case, also inside longer words.
    """
    now = local_rules()
    with target.read() as reader:
        made_with = reader.rows(
            "select distinct rest_id, phrases from ops.rulesets where ruleset_id in"
            " (select ruleset_id from facts.documents where list_contains(?, doc_id))",
            [list(stale)],
        )
        if len(made_with) != 1 or made_with[0][0] != now.rest_id:
            return frozenset()
        changed = set(made_with[0][1]) ^ set(now.phrases)
        beginnings = [words_of(entry.split(": ", 1)[1])[:2] for entry in changed]
        texts = reader.stream(
            "select doc_id, text from facts.documents where list_contains(?, doc_id)", [list(stale)]
        )
        return frozenset(doc_id for doc_id, text in texts if not _has_any(text, beginnings))


def _has_any(text: str, beginnings: Sequence[Sequence[str]]) -> bool:
    """Whether a text has all words of any of the beginnings; a number stands for every number."""
    plain = text.casefold().replace("’", "'")
    return any(all(word[0].isdecimal() or word in plain for word in beginning) for beginning in beginnings)


def _listed(raw: Path) -> list[RawFile]:
    try:
        return list_raw_files(raw)
    except InputError:
        if raw.exists():
            raise
        return []  # raw files may be kept elsewhere once they are loaded


def _is_same(file: RawFile, entry: LedgerEntry, source: Source) -> bool:
    return file.problem is None and entry.source_config == source.config_id and is_unchanged(file, entry)


# --- the work ------------------------------------------------------------------------------------------------


def derive_everything(plan: Plan, target: Warehouse, settings: Settings) -> Plan | None:
    """The parts of all documents from their stored texts, where the facts of an earlier schema lack columns.

    Returns the plan that loads them; None where that schema had not stored the texts' readings either.
    """
    with target.read() as reader:
        if not reader.has_readings():
            return None
    work = plan_reprocess(settings, target, everything=True)
    for batch in work.plan.batches:
        extract_further(batch, work.plan, settings, target)
    return replace(work.plan, lost_columns=plan.lost_columns)


def extract_further(batch: Batch, plan: Plan, settings: Settings, target: Warehouse) -> int:
    """Turn a batch's files into its part, as `extract_batch` does; texts that the warehouse has are not read again.

    Those of files that other rules read and that are as they were, if the reader is the same. A batch of stored
    documents comes after the parts of all others. Returns how many files it held.
    """
    if batch.stored is not None:
        _derive_stored(batch, batch.stored, plan, settings, target)
        return 0
    known = [file.path for file in batch.files if file.path in plan.known_paths]
    if not known or is_whole(batch.part):
        return extract_batch(batch, plan, settings)
    with target.read() as reader:
        if not reader.has_readings():  # of an earlier schema
            return extract_batch(batch, plan, settings)
        rows = reader.stream(
            f"{STORED_QUERY} where rulesets.reader_id = ? and list_contains(?, documents.path) {STORED_ORDER}",
            [reader_id(), known],
        )
        return extract_batch(batch, plan, settings, StoredReadings(map(stored_text, rows)))


def _derive_stored(
    batch: Batch, stored: StoredDocuments, plan: Plan, settings: Settings, target: Warehouse
) -> None:
    """Documents that only the warehouse has. One that the rules now reject keeps the facts it has."""
    if is_whole(batch.part):
        return
    brought = {doc_id for other in plan.batches if other.stored is None for doc_id in _dealt_with(other.part)}
    doc_ids = [doc_id for doc_id in stored.doc_ids if doc_id not in brought]
    job = Extraction(plan.lexicon, settings.read_limits, plan.ruleset_id)
    writer = PartWriter(batch.part)
    facts: list[DocumentFacts] = []
    with target.read() as reader, WorkerPool(job, settings.worker_count, settings.worker_limits) as pool:
        rows = reader.stream(
            f"{STORED_QUERY} where documents.doc_id in (select unnest(?::varchar[])) {STORED_ORDER}",
            [doc_ids],
        )
        for outcome in pool.extract(_without_bytes(stored_text(row), stored.sources) for row in rows):
            if outcome.facts is not None:
                facts.append(outcome.facts)
            if len(facts) >= CHUNK_DOCUMENTS:
                writer.add_chunk(facts_by_table(facts))
                facts = []
    if facts:
        writer.add_chunk(facts_by_table(facts))
    writer.finish([], [])


def _dealt_with(part: Path) -> Iterator[str]:
    """Ids of the documents that a part of files brings or rejects."""
    yield from read_ledger(part)["rejects"]["doc_id"].drop_nulls()
    yield from _document_ids(part)


def _document_ids(part: Path) -> Iterator[str]:
    for file in sorted(part.glob("documents-*.parquet")):
        yield from pl.read_parquet(file, columns=["doc_id"], glob=False)["doc_id"]


def _without_bytes(text: StoredText, sources: Mapping[str, Source]) -> RawDocument:
    furniture = sources[text.source_id].furniture
    return RawDocument(
        text.doc_id, text.source_id, text.path, text.record_no, b"", furniture=furniture, reading=text.reading
    )


def finish(
    work: Reprocess, target: Warehouse, *, publish: bool, say: Callable[[Reprocessed], None]
) -> Reprocessed:
    """Load the parts beside the published facts, say what differs, and publish if that is wanted. Needs the lock.

    `say` hears of the difference before anything is published. Raises `WarehouseError`.
    """
    plan = work.plan
    with target.build(plan.run_id) as build:
        run = load_run(build, plan, target)
        build.adopt(work.untouched, work.untouched_files, plan.ruleset_id)
        with build.beside_published():
            diff = diff_facts(build.rows)
        left = build.rows("select count(*) from facts.documents where ruleset_id <> ?", [plan.ruleset_id])
        done = Reprocessed(
            run_id=plan.run_id,
            generation=None,
            balance=balance_of(run),
            orphan_count=sum(1 for each in plan.batches if each.stored for _ in _document_ids(each.part)),
            left_count=left[0][0],
            changed_count=work.changed_count,
            problems=work.problems,
            diff=diff,
        )
        say(done)
        if not publish:
            return done
        link_names_of_run(build, load_name_knowledge())
        build.build_marts()
        build.run_checks()
        build.publish()
    tidy_up(target)
    return replace(done, generation=build.number)
