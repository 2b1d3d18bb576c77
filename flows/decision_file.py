"""`decisions.csv`: what people decided about pairs of names. Rows are added, never changed."""

import csv
import fcntl
import io
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date
from pathlib import Path

from flows.corpus.decisions import Decision, Judgement, decisions_from_rows, reference, standing_decisions
from flows.document.records import LexiconError
from flows.inputs import InputError, read_csv

FILE = "decisions.csv"


@dataclass(frozen=True, slots=True)
class Answer:
    """One row per judgement a person has just given: names as texts spell them, or entity ids."""

    left: str
    right: str
    judgement: Judgement
    why: str = ""


@dataclass(frozen=True)
class Rows:
    """The decisions of a file, found by the two names that they are about."""

    decisions: tuple[Decision, ...]
    entity_ids: frozenset[str]
    split_spellings: frozenset[str]
    last: dict[frozenset[str], int]  # two references -> place of the last decision about them

    @classmethod
    def of(cls, decisions: Sequence[Decision], entity_ids: frozenset[str]) -> "Rows":
        """Index the decisions. Raises `LexiconError` where they contradict each other."""
        split = standing_decisions(decisions, entity_ids).split_spellings
        last = {
            frozenset(reference(side, entity_ids, split) for side in (row.left, row.right)): place
            for place, row in enumerate(decisions)
        }
        return cls(tuple(decisions), entity_ids, split, last)

    def about(self, left: str, right: str) -> tuple[int, Decision] | None:
        """The decision that stands about two names or ids, and its row in the file, the first being 2."""
        pair = frozenset(reference(side, self.entity_ids, self.split_spellings) for side in (left, right))
        place = self.last.get(pair)
        return None if place is None else (place + 2, self.decisions[place])


@dataclass(frozen=True)
class DecisionFile:
    """The decisions that lie in one lexicon folder."""

    folder: Path
    entity_ids: frozenset[str]  # of the lexicon

    def read(self) -> Rows:
        """All rows. Raises `LexiconError` where one is broken or they contradict each other."""
        return Rows.of(self._decisions(), self.entity_ids)

    def add(self, answers: Sequence[Answer], who: str, ruleset: str) -> list[Decision]:
        """Append a row per answer that says something new: all of them, or none when they contradict.

        Returns the new rows. Raises `LexiconError` or `InputError`; the file is then as it was.
        """
        path = self.folder / FILE
        try:
            with path.open("a+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                before = self._decisions()
                fresh = _new_rows(before, [_row(answer, who, ruleset) for answer in answers])
                try:
                    standing_decisions([*before, *fresh], self.entity_ids)
                except LexiconError as error:
                    raise LexiconError(f"nothing was written: {error}") from error
                file.write(_lines(fresh, path.read_bytes()).encode())
        except OSError as error:
            raise InputError(f"cannot write {path}: {error.strerror}") from error
        return fresh

    def _decisions(self) -> tuple[Decision, ...]:
        has_rows = (self.folder / FILE).exists() and (self.folder / FILE).stat().st_size > 0
        return decisions_from_rows(read_csv(FILE, self.folder)) if has_rows else ()


def _row(answer: Answer, who: str, ruleset: str) -> Decision:
    left, right, why = (" ".join(text.split()) for text in (answer.left, answer.right, answer.why))
    if not left or not right:
        raise InputError("a name is empty: give two names or entity ids")
    if left.casefold() == right.casefold():
        raise InputError(f"both names are {left!r}: give two that differ")
    today = date.today().isoformat()  # the day as the analyst's own calendar has it
    return Decision(left, right, answer.judgement.value, " ".join(who.split()), today, why, ruleset)


def _new_rows(before: Sequence[Decision], rows: Sequence[Decision]) -> list[Decision]:
    """Those that differ from the last row about the same two names, so that a file can be imported twice."""
    said: dict[frozenset[str], tuple[str, str]] = {}
    fresh = []
    for place, row in enumerate([*before, *rows]):
        pair = frozenset((row.left.casefold(), row.right.casefold()))
        saying = (row.judgement, row.left if row.judgement == Judgement.PART_OF else "")
        if place >= len(before) and said.get(pair) != saying:
            fresh.append(row)
        said[pair] = saying
    return fresh


def _lines(rows: Sequence[Decision], before: bytes) -> str:
    """Rows as CSV, with what the file lacks: a header, the end of its last line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if rows and not before:
        writer.writerow(Decision.__slots__)
    if rows and before and not before.endswith(b"\n"):
        text.write("\n")
    writer.writerows(map(astuple, rows))
    return text.getvalue()
