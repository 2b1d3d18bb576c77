"""What is made of the facts: corpus tables, marts, checks; near what a run touched alone where that will do."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from flows.database import Database
from flows.local_marts import (
    LocalDatabase,
    NotSmallError,
    count_untouched,
    finds_nothing,
    is_by_document,
    update_mart,
)
from flows.parts import FACT_TABLES
from flows.run_rows import CheckFailedError, CheckResult
from flows.schema import SQL_DIR, SqlTable, read_marts
from flows.touched_rows import TouchedRows

if TYPE_CHECKING:
    from flows.corpus.name_frames import JoinedNames
    from flows.further_links import Changes

_SHOWN_CHARS = 200  # of a cell in the sample of a check
LOCAL_SHARE = 0.1  # of the documents: where a run touches more, making all anew costs less


class Making(Database):
    """The part of a build that makes the rest of the facts."""

    is_local: bool  # entities, marts and checks of untouched documents stand as they are
    changes: "Changes | None"  # what linking names changed, None for anything

    def beside_published(self) -> contextlib.AbstractContextManager[None]:
        """The published file as the database `before`."""
        raise NotImplementedError

    def mentions(self) -> Iterator[pl.DataFrame]:
        """All mentions, as the corpus step asks for them."""
        return self.in_parts(
            "select doc_id, mention_id, start_char, surface, kind, rule, long_form_id"
            " from facts.mentions order by doc_id, start_char"
        )

    def name_evidence(self) -> pl.DataFrame:
        """What texts say of two names that are one, with both as they are written."""
        return self.ask(
            "select evidence.doc_id, evidence.mention_id, evidence.other_mention_id, evidence.alias_kind,"
            " evidence.rule, substr(documents.clean_text, evidence.start_char + 1,"
            " evidence.end_char - evidence.start_char) as words"
            " from facts.name_evidence as evidence"
            " inner join facts.documents on evidence.doc_id = documents.doc_id order by evidence.evidence_id",
        )

    def known_names(self) -> pl.DataFrame:
        """Entities of the version before, with the spellings that led to them, and the redirects."""
        spelled = (
            "select names.entity_id, spellings.head_kind as kind, spellings.head_surface as surface,"
            " null::varchar as superseded_by from corpus.names"
            " inner join corpus.spellings on names.kind = spellings.kind and names.key = spellings.key"
        )
        if not self._run("select 1 from corpus.names limit 1"):  # made by a sayso that did not keep them
            spelled = (
                "select name_links.entity_id, mentions.kind, mentions.surface, null::varchar as superseded_by"
                " from corpus.name_links inner join facts.mentions on name_links.mention_id = mentions.mention_id"
                " where name_links.rule <> 'short_form'"
            )
        return self.ask(
            f"{spelled} union select entity_id, kind, name as surface, superseded_by from corpus.entities"
            " where superseded_by is not null order by all",
        )

    def touched_only_adds(self) -> bool:
        """Whether the run brought nothing but new documents, and few beside those that are there."""
        ((touched, replaced, documents),) = self._run(
            "select count(*), count(*) filter (was_there), (select count(*) from facts.documents) from touched_docs"
        )
        return not replaced and touched <= LOCAL_SHARE * documents

    def compared_by(self, rules_id: str) -> bool:
        """Whether names and their comparisons are kept, and were made by these rules."""
        return bool(
            self._run("select 1 from corpus.compared_names where rules_id = ? limit 1", [rules_id])
            and self._run("select 1 from corpus.names limit 1")
        )

    def compared_names(self, rules_id: str) -> tuple[pl.DataFrame, pl.DataFrame] | None:
        """Names and pairs that were compared in the version before; None where it was by other rules."""
        if not self._run("select 1 from corpus.compared_names where rules_id = ? limit 1", [rules_id]):
            return None
        names = self.ask("select kind, key, is_in_text from corpus.compared_names")
        return names, self.ask("select * from corpus.compared_pairs")

    def forget_links(self) -> None:
        """Take away the link of each mention, before they are put anew."""
        self._run("delete from corpus.name_links")

    def put_links(self, links: pl.DataFrame) -> None:
        """Put the links of some mentions."""
        self.change("insert into corpus.name_links by name select * from links", links=links)

    def replace_corpus(self, joined: "JoinedNames", skeletons: pl.DataFrame, rules_id: str) -> None:
        """Put the corpus tables anew, but for the links."""
        frames = {
            "compared_names": joined.compared.names.with_columns(rules_id=pl.lit(rules_id)),
            "compared_pairs": joined.compared.pairs,
            "names": joined.names,
            "spellings": joined.spellings,
            "name_claims": joined.claims,
            "name_skeletons": skeletons,
            "entities": joined.entities,
            "entity_aliases": joined.aliases,
            "entity_relations": joined.relations,
            "undecided": joined.undecided,
        }
        with self._frames(frames):
            for table in frames:
                self._run(f"delete from corpus.{table}")
                self._run(f"insert into corpus.{table} by name select * from new_{table}")

    @contextlib.contextmanager
    def _beside_before(self) -> Iterator[LocalDatabase | None]:
        """The touched rows of this version and of the one before; None where all is to be made anew."""
        documents = self._touched_documents()
        if documents is None:
            yield None
            return
        main = f'"{self._run("select current_database()")[0][0]}"'
        most = int(LOCAL_SHARE * self._run("select count(*) from facts.documents")[0][0])
        with self.beside_published(), contextlib.ExitStack() as rows:
            now, then = (
                rows.enter_context(contextlib.closing(TouchedRows(self, name, source, documents)))
                for name, source in (("now_touched", main), ("then_touched", "before"))
            )
            yield LocalDatabase(self, main, "before", most, now, then)

    def _touched_documents(self) -> pl.Series | None:
        """Documents whose rows in facts or corpus are others than before; None where that is not known, or many."""
        if not self.is_local or self.changes is None:
            return None
        entities = pl.DataFrame(
            {"entity_id": sorted(self.changes.entity_ids)}, schema={"entity_id": pl.String}
        )
        linked = self.ask(
            "select distinct doc_id from corpus.name_links where entity_id in (select entity_id from entities)",
            entities=entities,
        )
        touched = self.ask("select doc_id from touched_docs")
        found = sorted({*self.changes.doc_ids, *linked["doc_id"], *touched["doc_id"]})
        ((documents,),) = self._run("select count(*) from facts.documents")
        return pl.Series(found, dtype=pl.String) if len(found) <= LOCAL_SHARE * documents else None

    def build_marts(self) -> None:
        """Make every mart of `sql/3_marts`, with its comments; near the touched documents alone where that will do."""
        with self._beside_before() as local:
            if local is not None:
                for mart in read_marts():
                    if mart.is_materialized:
                        try:
                            update_mart(local, mart)
                        except NotSmallError:
                            self._make_mart(mart)
                return
        # Not in one transaction: DuckDB keeps no statistics of a table that is not committed, and a mart made of
        # such a one is planned so badly that it came to no end within minutes at 50,000 documents.
        self._run("drop schema marts cascade")
        self._run("create schema marts")
        for mart in read_marts():
            self._make_mart(mart)

    def _make_mart(self, mart: SqlTable) -> None:
        what = "table" if mart.is_materialized else "view"
        self._run(f"create or replace {what} {mart.full_name} as {mart.statement}")
        self._comment(what, mart)

    def run_checks(self) -> list[CheckResult]:
        """Run `sql/4_checks` and keep the results in `ops.checks`. Raises `CheckFailedError` on a fail_ row.

        Checks of one document at a time look at the touched ones alone where the others are as they were.
        """
        with self._beside_before() as local:
            results = [self._check(path, local) for path in sorted((SQL_DIR / "4_checks").glob("*.sql"))]
            if local is not None:
                results += [odd for odd in [_count_of_untouched(local)] if odd.row_count]
        with self.transaction():
            self._run("delete from ops.checks")
            for result in results:
                self._run(
                    "insert into ops.checks values (?, ?, ?, ?, ?)",
                    [result.check_name, result.severity, result.row_count, result.sample, self._run_id],
                )
        failed = [result for result in results if result.severity == "fail" and result.row_count]
        if failed:
            raise CheckFailedError(
                "nothing was published, the version before stays: " + "; ".join(map(str, failed))
            )
        return results

    def _check(self, path: Path, local: LocalDatabase | None) -> CheckResult:
        statement = path.read_text(encoding="utf-8")
        severity = path.stem.split("_", 1)[0]
        if local is not None and is_by_document(statement) and finds_nothing(local, statement, severity):
            stored = self._run(
                "select row_count, sample from ops.checks where check_name = ?", [path.stem]
            )  # of the version before
            if stored:
                return CheckResult(path.stem, severity, *stored[0])
        row_count = self._run(f"select count(*) from ({statement})")[0][0]
        sample = None
        if row_count:
            first = self.ask(f"select * from ({statement}) order by all limit 3")
            shown = [
                {
                    name: cell if isinstance(cell, int) else str(cell)[:_SHOWN_CHARS]
                    for name, cell in row.items()
                }
                for row in first.rows(named=True)
            ]
            sample = json.dumps(shown, ensure_ascii=False)
        return CheckResult(path.stem, severity, row_count, sample)


def _count_of_untouched(local: LocalDatabase) -> CheckResult:
    """Whether no rows came or went but those of the touched documents."""
    odd = {
        table: difference
        for table, difference in count_untouched(local, [f"facts.{table}" for table in FACT_TABLES]).items()
        if difference
    }
    return CheckResult("fail_untouched_rows_changed", "fail", len(odd), json.dumps([odd]) if odd else None)
