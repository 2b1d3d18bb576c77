"""What matching names needs to know, read from the lexicon and checked.

letters.yml (letter table), name_likeness.yml (coefficients, weights of words), known_distinct.csv.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from flows.corpus.alignment import LetterTable
from flows.document.records import Kind, LexiconError
from flows.document.spelling import FOLD_VERSION, fold, spelling_key

Floats = npt.NDArray[np.float64]

SLIGHT = 0.1  # weight of legal forms

FEATURES = (
    "mean", "least", "worst", "loss", "matched", "conflict", "rest_loss", "rest_ratio", "one_sided",
    "unmatched", "inversions", "joined", "ratio", "numbers", "initials", "first", "last",
)  # fmt: skip


@dataclass(frozen=True)
class Model:
    """A logistic on features: score = 1 / (1 + exp(-(intercept + features · coefficients)))."""

    intercept: float
    coefficients: Floats


@dataclass(frozen=True)
class NameRules:
    """What matching names needs to know: letters, weights of words, coefficients, pairs known to differ."""

    letters: LetterTable
    models: Mapping[Kind, Model]
    word_weights: Mapping[str, float]
    same_words: Mapping[str, str]  # abbreviations and generic words in other languages
    distinct_words: frozenset[tuple[str, str]]
    distinct_names: frozenset[tuple[str, str]]
    ordinary_words: frozenset[str]  # English words of everyday use: two that differ are never one name
    head_words: frozenset[str]  # words that stand before `of`, or after what they are of
    guess_rules: frozenset[str]  # rules of mentions whose kind is a guess
    cut: float  # average score from which names are merged unasked
    margin: float  # by how much the best lexicon entity must lead the next
    review_from: Mapping[Kind, float]  # score from which a pair of entities is shown to a person

    def canonical(self, name: Iterable[str]) -> tuple[str, ...]:
        """A folded name with abbreviations written out: `("orient", "oil", "co")` -> `(…, "company")`."""
        return tuple(self.same_words.get(word, word) for word in name)

    def content(self, name: Sequence[str]) -> tuple[str, ...]:
        """A folded name without legal forms: `("orient", "oil", "co")` -> `("orient", "oil")`; never empty."""
        words = [word for word in name if self.word_weights.get(word, 1.0) > SLIGHT]
        return self.canonical(words or name)

    @classmethod
    def from_data(
        cls,
        letters: object,
        likeness: object,
        known_distinct: Iterable[Mapping[str, str]],
        mentions: object,
        ordinary_words: Iterable[str] = (),
    ) -> "NameRules":
        """Check the content of letters.yml, name_likeness.yml, known_distinct.csv, and legal forms of mentions.yml.

        `ordinary_words`: everyday words that are known elsewhere; those of name_likeness.yml join them.
        """
        if not isinstance(likeness, dict):
            raise LexiconError("name_likeness.yml: is no mapping")
        missing = {
            "fold_version",
            "models",
            "weights",
            "same_words",
            "ordinary_words",
            "head_words",
            "guess_rules",
            "cut",
            "margin",
            "review_from",
        } - likeness.keys()
        if missing:
            raise LexiconError(f"name_likeness.yml: {', '.join(sorted(missing))} missing")
        if likeness["fold_version"] != FOLD_VERSION:
            raise LexiconError(
                f"name_likeness.yml: fitted for fold version {likeness['fold_version']}, this is "
                f"{FOLD_VERSION}; fit the coefficients again"
            )
        words, names = _distinct_pairs(known_distinct)
        legal_forms = mentions.get("legal_forms") if isinstance(mentions, dict) else None
        forms = _same_words(legal_forms, "mentions.yml: legal_forms")
        return cls(
            letters=LetterTable.from_data(letters),
            models={kind: _model(kind, likeness["models"]) for kind in Kind},
            word_weights={**_slight(forms), **_word_weights(likeness["weights"])},
            same_words={**forms, **_same_words(likeness["same_words"], "name_likeness.yml: same_words")},
            ordinary_words=_words(likeness, "ordinary_words") | frozenset(ordinary_words),
            head_words=_words(likeness, "head_words"),
            distinct_words=words,
            distinct_names=names,
            guess_rules=frozenset(likeness["guess_rules"]),
            cut=float(likeness["cut"]),
            margin=float(likeness["margin"]),
            review_from={kind: float(likeness["review_from"][kind]) for kind in Kind},
        )


def _model(kind: Kind, models: object) -> Model:
    if not isinstance(models, dict) or kind not in models:
        raise LexiconError(f"name_likeness.yml: models has no {kind}")
    model = models[kind]
    if set(model) != {"intercept", *FEATURES}:
        raise LexiconError(
            f"name_likeness.yml: models.{kind} needs intercept and {', '.join(FEATURES)}; "
            f"differs in {', '.join(sorted(set(model) ^ {'intercept', *FEATURES}))}"
        )
    return Model(float(model["intercept"]), np.array([float(model[name]) for name in FEATURES]))


def _word_weights(data: object) -> dict[str, float]:
    if not isinstance(data, list):
        raise LexiconError("name_likeness.yml: weights is a list of weight and words")
    return {
        token: float(entry["weight"])
        for entry in data
        for word in str(entry["words"]).split()
        for token in fold(word)
    }


def _words(likeness: Mapping[str, object], name: str) -> frozenset[str]:
    lines = likeness[name]
    if not isinstance(lines, list):
        raise LexiconError(f"name_likeness.yml: {name} is a list of lines of words")
    return frozenset(word for line in lines for word in str(line).split())


def _slight(forms: Iterable[str]) -> dict[str, float]:
    return {token: SLIGHT for word in forms for token in fold(word)}


def _same_words(data: object, entry: str) -> dict[str, str]:
    """Each word of a line stands for the line's first, which stands for itself."""
    if not isinstance(data, list):
        raise LexiconError(f"{entry} is a list of lines of words")
    return {word: line.split()[0] for line in map(str, data) for word in line.split()}


def _distinct_pairs(
    rows: Iterable[Mapping[str, str]],
) -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, str]]]:
    """Pairs of words, pairs of whole names, each in both directions; spellings of a side stand between |."""
    words: set[tuple[str, str]] = set()
    names: set[tuple[str, str]] = set()
    for number, row in enumerate(rows, start=2):
        left, right = (
            [spelling_key(one) for one in (row.get(side) or "").split("|") if one.strip()]
            for side in ("left", "right")
        )
        if not left or not right or set(left) & set(right):
            raise LexiconError(
                f"known_distinct.csv row {number}: {row.get('left')!r} / {row.get('right')!r} need names "
                "on both sides that do not fold to the same spelling"
            )
        both = {pair for one in left for two in right for pair in ((one, two), (two, one))}
        (words if row.get("scope") == "word" else names).update(both)
    return frozenset(words), frozenset(names)
