"""How extracted parts get into the tables: facts replaced document by document, duplicates told, the ledger kept."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from flows.database import Database
from flows.inputs import LocalRules, Source
from flows.parts import FACT_TABLES, read_chunks, read_ledger
from flows.run_rows import RunCounts, RunRow, WarehouseError

# Within a file: a record that is rejected once more may have another number by now.
_SAME_REJECT = "coalesce(doc_id, '#' || record_no, '')"


class Loading(Database):
    """The part of a build that takes parts in."""

    folder: Path  # of the warehouse
    left_count = 0  # documents that this run took out of the facts, see `settle_ledger`

    def expect_parts(self, gone: Sequence[str], read_anew: Sequence[str]) -> None:
        """Before the first part: known paths whose documents may move to another.

        `gone` are in raw/ no longer, and the parts bring every document that those `read_anew` still hold.
        """
        self._run("create or replace temp table gone_paths (path varchar)")
        self._run("create or replace temp table anew_paths (path varchar)")
        self._run("create or replace temp table moved_docs (doc_id varchar, path varchar)")
        self.change("insert into gone_paths select path from gone", gone=_paths(gone))
        self.change("insert into anew_paths select path from anew", anew=_paths(read_anew))

    def load_part(self, part: Path, ruleset_id: str) -> None:
        """Take one extracted batch in: replace its documents' facts, tell duplicates, write the ledger.

        Batches must come in the order of their paths: the first path with some bytes brings the document. Needs
        `expect_parts`.
        """
        self._run("create or replace temp table loaded_docs (doc_id varchar, path varchar)")
        for frames in read_chunks(part):
            with self._frames(frames):
                self._load_chunk(ruleset_id)
        with self._frames(read_ledger(part)):
            self._load_rejects()
            self._forget_rejected(ruleset_id)
            self._load_ledger()
            self._end_rejects()
            self._load_slowest()

    def _load_chunk(self, ruleset_id: str) -> None:
        self._run(  # not what these rules made of another file that is there and still holds it
            "create or replace temp table fresh as select doc_id, path from new_documents as new"
            " where not exists (select 1 from facts.documents as known"
            " where known.doc_id = new.doc_id and known.path <> new.path and known.ruleset_id = ?"
            " and (known.run_id = ? or (known.path not in (select path from gone_paths)"
            " and known.path not in (select path from anew_paths))))",
            [ruleset_id, self._run_id],
        )
        self._run(
            "insert into moved_docs select known.doc_id, known.path"
            " from facts.documents as known inner join fresh on known.doc_id = fresh.doc_id"
            " where known.path <> fresh.path"
        )
        self._run("insert into loaded_docs from fresh")
        self._run(
            "insert into touched_docs select doc_id, exists"
            " (select 1 from facts.documents as known where known.doc_id = fresh.doc_id) from fresh"
        )
        replaces = self._run(
            "select count(*) from facts.documents as known semi join fresh on known.doc_id = fresh.doc_id"
        ) != [(0,)]
        for table in FACT_TABLES:
            if replaces:  # else nothing is there, and looking for it reads whole tables
                self._run(f"delete from facts.{table} where doc_id in (select doc_id from fresh)")
            run_id = ", ? as run_id" if table == "documents" else ""
            self._run(
                f"insert into facts.{table} by name select *{run_id} from new_{table}"
                " where doc_id in (select doc_id from fresh)",
                [self._run_id] if run_id else [],
            )

    def _load_rejects(self) -> None:
        """What a file's rejects were is what they are now; the same bytes under the same path count their tries."""
        self._run(
            f"create or replace temp table old_rejects as select *, {_SAME_REJECT} as same"
            " from facts.rejects where path in (select path from new_files)"
        )
        self._run(
            f"create or replace temp table now_rejects as select *, {_SAME_REJECT} as same from new_rejects"
        )
        self._run("delete from facts.rejects where path in (select path from new_files)")
        self._run(
            "insert into facts.rejects by name"
            " with old as (select path, same, min(first_seen) as first_seen, max(tries) as tries"
            " from old_rejects group by all)"
            " select new.* exclude (same), ? as run_id, coalesce(old.first_seen, now()::timestamp) as first_seen,"
            " now()::timestamp as last_seen, coalesce(old.tries, 0) + 1 as tries"
            " from now_rejects as new left join old on old.path = new.path and old.same = new.same",
            [self._run_id],
        )

    def _end_rejects(self) -> None:
        """Rejects that are none any more, or for another reason, leave a row of what they were."""
        self._run(
            "insert into ops.reject_history by name"
            " select old.* exclude (size_bytes, run_id, same), case"
            " when exists (select 1 from now_rejects as new where new.path = old.path and (new.same = old.same"
            " or new.record_no is not distinct from old.record_no)) then 'rejected'"
            " when old.record_no is null then files.outcome"
            " when exists (select 1 from facts.documents where documents.path = old.path"
            " and (documents.doc_id = old.doc_id"
            " or (documents.record_no = old.record_no and documents.run_id = ?))) then 'loaded'"
            " when exists (select 1 from facts.documents where documents.doc_id = old.doc_id) then 'duplicate'"
            " else 'gone' end as ended_as, ? as run_id, now()::timestamp as ended_at"
            " from old_rejects as old inner join ops.files on files.path = old.path and files.is_current"
            " where not exists (select 1 from now_rejects as new"
            " where (new.path, new.same, new.reason) = (old.path, old.same, old.reason))",
            [self._run_id, self._run_id],
        )

    def _load_slowest(self) -> None:
        self._run("delete from ops.slowest_documents where run_id <> ?", [self._run_id])
        self._run(
            "insert into ops.slowest_documents by name select *, ? as run_id from new_slowest", [self._run_id]
        )

    def _forget_rejected(self, ruleset_id: str) -> None:
        """A document that is rejected has no facts by other rules or another source.yml, whichever path brought it.

        What these very rules made of the same bytes under another path stays.
        """
        self._run(
            "create or replace temp table rejected_docs as select distinct known.doc_id, known.path"
            " from facts.documents as known inner join new_rejects as new on known.doc_id = new.doc_id"
            " inner join new_files as files on new.path = files.path"
            " left join ops.files as was on was.path = known.path"
            " and (was.doc_id = known.doc_id or (was.doc_id is null and was.is_current))"
            " where known.doc_id not in (select doc_id from loaded_docs) and (known.ruleset_id <> ? or"
            " (known.source_id = files.source_id and was.source_config is distinct from files.source_config))",
            [ruleset_id],
        )
        self._take_out_rejected()

    def _take_out_rejected(self) -> None:
        self._run("insert into touched_docs select doc_id, true from rejected_docs")
        self._run("insert into left_docs from rejected_docs")
        for table in FACT_TABLES:
            self._run(f"delete from facts.{table} where doc_id in (select doc_id from rejected_docs)")

    def _load_ledger(self) -> None:
        self._run(
            "delete from ops.files using new_files as new"
            " where files.path = new.path and files.sha256 is not distinct from new.sha256"
        )
        self._run("update ops.files set is_current = false where path in (select path from new_files)")
        self._run(
            "insert into ops.files by name"
            " with loaded as (select path, count(*) as loaded_now from loaded_docs group by path)"
            " select new.* replace ("
            " coalesce(loaded_now, 0) as loaded_count,"
            " record_count - rejected_count - unchanged_count - coalesce(loaded_now, 0) as duplicate_count,"
            " case when loaded_now > 0 or unchanged_count > 0 then 'loaded'"
            " when rejected_count = record_count then 'rejected' else 'duplicate' end as outcome),"
            " ? as run_id, true as is_current"
            " from new_files as new left join loaded on new.path = loaded.path",
            [self._run_id],
        )

    def settle_ledger(self) -> None:
        """After the last part: nothing is loaded and rejected at one place, and no file says it loaded what left the
        facts or is another file's by now.

        Where the bytes of what left the facts lie elsewhere too, or may, that file is read again by the next run.
        """
        self._settle_moved()
        self._run(  # an earlier sayso left such documents
            "create or replace temp table rejected_docs as select doc_id, path from facts.documents"
            " where exists (select 1 from facts.rejects where rejects.doc_id = documents.doc_id"
            " and rejects.path = documents.path and rejects.record_no is not distinct from documents.record_no)"
        )
        self._take_out_rejected()
        self._run("delete from left_docs where doc_id in (select doc_id from facts.documents)")
        self.left_count = self._run("select count(distinct doc_id) from left_docs")[0][0]
        if not self.left_count:
            return
        self._run(
            "update ops.files set outcome = 'rejected', loaded_count = 0, duplicate_count = 0,"
            " unchanged_count = 0, rejected_count = record_count, ruleset_id = ''"
            " where outcome <> 'rejected' and doc_id in (select doc_id from left_docs)"
        )
        self._run(
            "update ops.files set ruleset_id = '' where doc_id is null and is_current and run_id <> ?"
            " and (duplicate_count > 0 or path in (select path from left_docs))",
            [self._run_id],
        )

    def _settle_moved(self) -> None:
        """A file whose document another one brought since holds a duplicate; so do records that moved."""
        self._run(
            "update ops.files set outcome = 'duplicate', loaded_count = 0, duplicate_count = record_count,"
            " unchanged_count = 0 from facts.documents where files.doc_id = documents.doc_id"
            " and files.path <> documents.path and files.outcome = 'loaded' and files.is_current"
        )
        self._run(  # which records are of which version of a file, nothing says: it brought no more than are left
            "with still as (select path, (select count(*) from facts.documents where documents.path = moved.path)"
            " as doc_count from (select distinct path from moved_docs) as moved)"
            " update ops.files set"
            " loaded_count = least(loaded_count, doc_count),"
            " unchanged_count = least(unchanged_count, doc_count - least(loaded_count, doc_count)),"
            " duplicate_count = duplicate_count + loaded_count + unchanged_count"
            " - least(loaded_count + unchanged_count, doc_count),"
            " outcome = case when doc_count = 0 then 'duplicate' else outcome end"
            " from still where files.path = still.path and files.doc_id is null and files.is_current"
            " and files.outcome = 'loaded' and files.run_id <> ?",
            [self._run_id],
        )

    def forget_gone(self) -> None:
        """Rejects of files that are in raw/ no longer leave the list; should such a file come back, it is read."""
        self._run(
            "insert into ops.reject_history by name select rejects.* exclude (size_bytes, run_id),"
            " 'gone' as ended_as, ? as run_id, now()::timestamp as ended_at"
            " from facts.rejects semi join gone_paths on rejects.path = gone_paths.path",
            [self._run_id],
        )
        self._run("delete from facts.rejects where path in (select path from gone_paths)")
        self._run(
            "update ops.files set is_current = false where is_current and rejected_count > 0"
            " and path in (select path from gone_paths)"
        )

    def see_all_derived(self, ruleset_id: str) -> None:
        """Nothing where every document has the facts of these rules. Raises `WarehouseError`."""
        left = self._run(
            "select path from facts.documents where ruleset_id <> $1"
            " union select path from ops.files anti join facts.documents on files.doc_id = documents.doc_id"
            " where files.doc_id is not null and files.outcome in ('loaded', 'duplicate') order by path",
            [ruleset_id],
        )
        if left:
            raise WarehouseError(
                f"the facts of an earlier sayso must be derived anew, and {len(left)} documents cannot be, "
                f"first {left[0][0]}: put their raw files back, or move {self.folder} away, and run "
                "`sayso ingest`; what was there stays"
            )

    def refresh_stat_keys(self, stat_keys: Mapping[str, str]) -> None:
        """Files that were touched but hold the same bytes: know them by their new times."""
        frame = pl.DataFrame(
            {"path": list(stat_keys), "stat_key": list(stat_keys.values())},
            schema_overrides={"path": pl.String, "stat_key": pl.String},
        )
        with self._frames({"stats": frame}):
            self._run(
                "update ops.files set stat_key = new.stat_key from new_stats as new"
                " where files.path = new.path and files.is_current"
            )

    def counts_of_run(self) -> RunCounts:
        """What this run's files brought."""
        row = self._run(
            "select count(*), coalesce(sum(record_count), 0)::bigint, coalesce(sum(loaded_count), 0)::bigint,"
            " coalesce(sum(duplicate_count), 0)::bigint, coalesce(sum(unchanged_count), 0)::bigint,"
            " coalesce(sum(rejected_count), 0)::bigint"
            " from ops.files where run_id = ?",
            [self._run_id],
        )[0]
        return RunCounts(*row)

    def record_runs(self, runs: Sequence[RunRow]) -> None:
        """Write rows of `ops.runs`; one that is there already is kept."""
        for run in runs:
            values = [getattr(run, name) for name in RunRow.__slots__]
            marks = ", ".join("?" for _ in values)
            self._run(
                f"insert into ops.runs ({', '.join(RunRow.__slots__)}) select {marks}"
                " where not exists (select 1 from ops.runs where run_id = ?)",
                [*values, run.run_id],
            )

    def record_ruleset(
        self, ruleset_id: str, versions: tuple[str, str], reader_id: str, local: LocalRules
    ) -> None:
        """Write a row of `ops.rulesets` the first time a ruleset is used; `versions`: of sayso, of trafilatura."""
        self._run(
            "insert into ops.rulesets select ?, ?, ?, ?, ?, ?, ? where not exists"
            " (select 1 from ops.rulesets where ruleset_id = ?)",
            [ruleset_id, *versions, self._run_id, reader_id, local.rest_id, list(local.phrases), ruleset_id],
        )

    def adopt(self, doc_ids: Sequence[str], paths: Sequence[str], ruleset_id: str) -> None:
        """Documents and files that other rules would not treat otherwise are known by these from now on."""
        frames = {"adopted": pl.DataFrame({"doc_id": doc_ids}, schema={"doc_id": pl.String})}
        frames["adopted_files"] = pl.DataFrame({"path": paths}, schema={"path": pl.String})
        with self._frames(frames):
            self._run(
                "update facts.documents set ruleset_id = ? where doc_id in (select doc_id from new_adopted)",
                [ruleset_id],
            )
            self._run(
                "update ops.files set ruleset_id = ? where is_current"
                " and path in (select path from new_adopted_files)",
                [ruleset_id],
            )

    def record_sources(self, sources: Sequence[Source]) -> None:
        """Say what each source's source.yml says now."""
        for source in sources:
            self._run("delete from facts.sources where source_id = ?", [source.source_id])
            self._run(
                "insert into facts.sources values (?, ?, ?, ?, ?, ?)",
                [
                    source.source_id,
                    source.publisher,
                    source.url,
                    source.language,
                    source.state_affiliation,
                    source.licence,
                ],
            )


def _paths(paths: Sequence[str]) -> pl.DataFrame:
    return pl.DataFrame({"path": paths}, schema={"path": pl.String})
