"""Names of one kind, ready to be asked which of them a further name is like."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from flows.corpus.candidates import NameKeys
from flows.corpus.likeness import score_pairs
from flows.corpus.name_rules import NameRules
from flows.corpus.vetoes import Veto
from flows.document.records import Kind


@dataclass(frozen=True, slots=True)
class LikeName:
    """One row per known name that a further name is like."""

    row: int  # number of the known name
    score: float
    veto: Veto | None


@dataclass(frozen=True)
class NameIndex:
    """Folded names with their skeletons. Building costs some 40 µs a name, asking some ms."""

    kind: Kind
    names: Sequence[tuple[str, ...]]
    rules: NameRules
    canonical: Sequence[tuple[str, ...]]
    keys: NameKeys

    @classmethod
    def from_names(cls, names: Sequence[tuple[str, ...]], kind: Kind, rules: NameRules) -> "NameIndex":
        """Index folded names, as `spelling.fold` gives them."""
        canonical = [rules.canonical(name) for name in names]
        return cls(kind, names, rules, canonical, NameKeys.from_names(canonical))

    def like(self, name: tuple[str, ...]) -> list[LikeName]:
        """The known names that a folded name may be a spelling of, most alike first."""
        rows = self.keys.candidates_of(self.rules.canonical(name), self.canonical).tolist()
        others = np.arange(1, len(rows) + 1)
        texts = [name, *(self.names[row] for row in rows)]
        scored = score_pairs(texts, np.zeros_like(others), others, self.kind, self.rules)
        found = [
            LikeName(row, score, scored.veto_of(place))
            for place, (row, score) in enumerate(zip(rows, scored.score.tolist(), strict=True))
        ]
        return sorted(found, key=lambda one: (-one.score, one.row))
