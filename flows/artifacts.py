"""What a run leaves on the Prefect server for people to look at: tables, their values escaped.

Whatever is here is also in the warehouse or in what the command prints; nothing but names, counts, paths and the
short samples of a difference.
"""

import html
from collections.abc import Sequence

from prefect.artifacts import create_table_artifact

from flows.fact_diff import RuleDiff
from flows.verification import Verified


def escaped(value: object) -> object:
    """A value that markdown and HTML show as it is; numbers stay numbers."""
    if value is None or isinstance(value, int | float):
        return value
    text = html.escape(" ".join(str(value).split()))
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
