"""Fit the coefficients of name_likeness.yml on labelled pairs of names, signs fixed; prints the `models` part.

    python -m tests.quality.fit_name_likeness PAIRS.csv

PAIRS.csv: list, kind, name_a, name_b, is_same (1 or 0). Each list counts as much as the others, and in each the
same as much as the different pairs. Needed when the fold, the letter table or a feature changes; the thresholds
in flows/corpus/vetoes.py should then be looked at again, too.
"""

import csv
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml

from flows.corpus.likeness import describe
from flows.corpus.name_pairs import Names, Pairs
from flows.corpus.name_rules import FEATURES, NameRules
from flows.document.records import Kind
from flows.document.spelling import fold
from flows.inputs import read_csv, read_yaml

Floats = npt.NDArray[np.float64]
FOR_ONE = frozenset({"mean", "least", "worst", "matched", "joined", "ratio", "first", "last"})
SIGNS = np.array([1.0 if name in FOR_ONE else -1.0 for name in FEATURES])
SHRINKING = 3e-3  # weight of the squared coefficients
STEPS = 20_000


def fit(features: Floats, is_same: Floats, weights: Floats) -> tuple[float, Floats]:
    """Intercept and coefficients of a logistic by projected gradient with momentum (Nesterov, FISTA)."""
    middle, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    table = np.column_stack([np.ones(len(features)), (features - middle) / spread])
    shrinking = np.array([0.0] + [SHRINKING] * len(FEATURES))
    step = 1 / (0.25 * np.linalg.eigvalsh((table * weights[:, None]).T @ table)[-1] + 2 * SHRINKING)
    here = ahead = np.zeros(table.shape[1])
    pace = 1.0
    for _ in range(STEPS):
        errors = weights * (1 / (1 + np.exp(-table @ ahead)) - is_same)
        there = ahead - step * (table.T @ errors + 2 * shrinking * ahead)
        there[1:] = np.where(there[1:] * SIGNS < 0, 0.0, there[1:])
        next_pace = (1 + np.sqrt(1 + 4 * pace**2)) / 2
        ahead = there + (pace - 1) / next_pace * (there - here)
        here, pace = there, next_pace
    coefficients = here[1:] / spread
    return float(here[0] - coefficients @ middle), coefficients


def balanced(lists: list[str], is_same: Floats) -> Floats:
    """Weights that sum to 1, as much for each list, and for each answer in it, as for the others."""
    groups = list(zip(lists, is_same.tolist(), strict=True))
    sizes = Counter(groups)
    return np.array([1 / sizes[group] / len(sizes) for group in groups])


def main(path: Path) -> None:
    """Print the coefficients of each kind."""
    rules = NameRules.from_data(
        read_yaml("letters.yml"),
        read_yaml("name_likeness.yml"),
        read_csv("known_distinct.csv"),
        read_yaml("mentions.yml"),
    )
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    models = {}
    for kind in Kind:
        some = [row for row in rows if row["kind"] == kind]
        names = [fold(row[side]) for side in ("name_a", "name_b") for row in some]
        left = np.arange(len(some))
        described = describe(
            Pairs.from_rows(Names.from_folded(names, rules), left, left + len(some), rules), rules
        )
        is_same = np.array([float(row["is_same"]) for row in some])
        weights = balanced([row["list"] for row in some], is_same)
        intercept, coefficients = fit(
            np.column_stack([described[name] for name in FEATURES]), is_same, weights
        )
        fitted = zip(FEATURES, coefficients.round(3).tolist(), strict=True)
        models[str(kind)] = {
            "intercept": round(intercept, 3),
            **{name: value + 0.0 for name, value in fitted},
        }
    sys.stdout.write(yaml.safe_dump({"models": models}, sort_keys=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
