"""What a run leaves on the Prefect server for people to look at: tables, their values escaped.

Whatever is here is also in the warehouse or in what the command prints; nothing but names, counts, paths and the
short samples of a difference.
"""

import html
import re
from collections.abc import Mapping, Sequence

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from flows.fact_diff import RuleDiff
from flows.verification import Verified
from flows.warehouse import Reader

_MOST_CHARS = 300  # of a value: titles of a megabyte are read too
_LONGEST_ADDRESS = 2_000  # characters
# Nothing that could end the link or be anything but a page.
_WEB_ADDRESS = re.compile(r"https?://[\w.:-]+(?:/[\w./%?=&;:+,~#@!-]*)?", re.ASCII)


def escaped(value: object) -> object:
    """A value that markdown and HTML show as it is; numbers stay numbers."""
    if value is None or isinstance(value, int | float):
        return value
    text = html.escape(" ".join(str(value)[:_MOST_CHARS].split()))
    return "".join(f"&#{ord(letter)};" if letter in "|`*_[]\\~" else letter for letter in text)


def keep_diff(run_id: str, diff: Sequence[RuleDiff]) -> None:
    """Rows that a reprocess adds, removes and changes, per table and rule, each with a sample."""
    create_table_artifact(
        key="fact-diff",
        table=[
            {
                "run_id": run_id,
                "table": each.table,
                "rule": escaped(each.rule),
                "added": each.added,
                "removed": each.removed,
                "changed": each.changed,
                "moved": each.moved,
                "sample": escaped(f"{each.samples[0].doc_id} {dict(each.samples[0].values)}")
                if each.samples
                else None,
            }
            for each in diff
        ],
        description="What the reprocess changes in the facts.",
    )


def keep_verification(results: Sequence[Verified]) -> None:
    """Each promise, what was looked at, what broke it."""
    create_table_artifact(
        key="verification",
        table=[
            {
                "promise": each.name,
                "looked_at": each.looked_at,
                "broken": each.broken,
                "first": escaped(each.first),
            }
            for each in results
        ],
        description="What is published, held against raw/ and against itself.",
    )


# Table -> what it shows and how; all are marts' and ledger's own rows of the version just published.
_ACCOUNTS = {
    "rejects-by-reason": (
        "Raw documents that are not loaded, by reason. `sayso rejects` lists them.",
        "select reason, source_id, count(*) as rejects, min(rejects.path) as first_path"
        " from facts.rejects inner join ops.files using (path) where is_current"
        " group by all order by rejects desc, reason, source_id limit 50",
    ),
    "slowest-documents": (
        "Documents of this run that took longest to read and derive.",
        "select path, record_no, doc_id, seconds, size_bytes from ops.slowest_documents where run_id = ?"
        " order by seconds desc, path, record_no limit 20",
    ),
    "freshness-per-source": (
        "When each source last brought a document, and the date of its newest one.",
        "select documents.source_id, count(*) as documents, max(runs.started_at) as last_loaded_at,"
        " max(documents.published_at) as newest_published_at,"
        " count(*) filter (documents.run_id = ?) as documents_of_this_run"
        " from facts.documents inner join ops.runs using (run_id) group by all order by last_loaded_at, 1",
    ),
}
_NEW_DOCUMENTS = 50


def keep_account(reader: Reader, run_id: str, balance: Mapping[str, int]) -> None:
    """What a run did, for people: its balance, what was rejected, how fresh the sources are, what is new."""
    create_table_artifact(
        key="run-balance",
        table=[{"run_id": run_id, **balance}],
        description="Every document that was seen ends in one of these columns.",
    )
    for key, (description, query) in _ACCOUNTS.items():
        names, rows = reader.table_of(query, [run_id] * query.count("?"))
        create_table_artifact(
            key=key,
            table=[dict(zip(names, map(escaped, row), strict=True)) for row in rows],
            description=description,
        )
    create_markdown_artifact(
        key="new-documents",
        markdown=new_documents(
            reader.rows(
                "select title, url, path, doc_id from facts.documents where run_id = ? order by path, record_no",
                [run_id],
            ),
            run_id,
        ),
        description="What is new, with links to where it was published.",
    )


def new_documents(rows: Sequence[tuple[str | None, str | None, str, str]], run_id: str) -> str:
    """A list of the run's documents in markdown: title or path, linked where the page gives a web address."""
    lines = [f"{len(rows):,} documents of run {run_id}", ""]
    for title, url, path, doc_id in rows[:_NEW_DOCUMENTS]:
        name = escaped(title or path)
        link = _WEB_ADDRESS.fullmatch(url or "") if len(url or "") <= _LONGEST_ADDRESS else None
        lines.append(f"- [{name}]({html.escape(link[0])}) {doc_id}" if link else f"- {name} {doc_id}")
    if len(rows) > _NEW_DOCUMENTS:
        lines.append(f"- and {len(rows) - _NEW_DOCUMENTS:,} more")
    return "\n".join(lines)
