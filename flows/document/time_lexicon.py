"""The words of times, by class, read from `times.yml`."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows.document.records import LexiconError

FILE = "times.yml"


_MARKS = {
    ",": "comma",
    ".": "dot",
    "-": "dash",
    "–": "dash",
    "—": "dash",
    "'": "quote",
    "’": "quote",
    "‘": "quote",
    "(": "open",
    ")": "close",
}


_WORD_CLASSES = (
    "weekday weekday_short month month_or_verb month_short season unit units number vague_number one"
    " ordinal_word decade_word today yesterday tomorrow tonight overnight part_of_day ago earlier later"
    " before after early mid late beginning end last past next this coming previous following same that the"
    " of at in on from now between to and within over half fiscal s o_clock recent"
).split()


_NUMBER_CLASSES = "stamp numdate clock other_number ordinal decade day year digits gap mark word".split()


_ALPHABET = [chr(code) for code in (*range(48, 58), *range(65, 91), *range(97, 123), *range(192, 256))]


CODES = dict(
    zip([*_WORD_CLASSES, *_NUMBER_CLASSES, *dict.fromkeys(_MARKS.values())], _ALPHABET, strict=False)
)


@dataclass(frozen=True)
class TimeLexicon:
    """The words of times, by class, and the conventions that turn them into dates."""

    words: Mapping[str, int | str]  # word -> what it stands for
    codes: Mapping[str, str]  # word or mark -> code of its class
    bounds: Mapping[str, Mapping[str, tuple[int, int]]]
    bare_years: tuple[int, int]
    candidate_years: tuple[int, int]
    lists: Mapping[str, frozenset[str]]
    tense: Mapping[str, frozenset[str]]

    @classmethod
    def from_data(cls, data: object) -> "TimeLexicon":
        """Read `times.yml`; raises LexiconError for a missing part, an unknown class or a word in two
        classes.
        """
        parts = _mapping(data, "the file")
        missing = {"words", "bounds", "bare_years", "candidate_years", "tense", *_LISTS} - set(parts)
        if missing:
            raise LexiconError(
                f"{FILE}: {', '.join(sorted(missing))} missing; add the part, empty if need be"
            )
        words = _classed_words(_mapping(parts["words"], "words"))
        return cls(
            words={word: value for word, (_, value) in words.items()},
            codes={word: code for word, (code, _) in words.items()}
            | {mark: CODES[name] for mark, name in _MARKS.items()},
            bounds={
                str(unit): {str(k): _pair(v, f"bounds.{unit}.{k}") for k, v in _mapping(part, unit).items()}
                for unit, part in _mapping(parts["bounds"], "bounds").items()
            },
            bare_years=_pair(parts["bare_years"], "bare_years"),
            candidate_years=_pair(parts["candidate_years"], "candidate_years"),
            lists={name: _word_set(parts[name], name) for name in _LISTS},
            tense={str(k): _word_set(v, f"tense.{k}") for k, v in _mapping(parts["tense"], "tense").items()},
        )


_LISTS = (
    "month_leads",
    "year_leads",
    "after_year",
    "old_year_leads",
    "not_year_leads",
    "not_year_follows",
    "names_after_date",
    "names_before_weekday",
    "names_after_weekday",
    "not_overnight",
    "of_our_days",
    "habits",
    "repeating",
    "verb_leads",
    "granting",
    "header_words",
)


def _mapping(data: object, entry: object) -> Mapping[object, object]:
    if not isinstance(data, dict):
        raise LexiconError(f"{FILE}: {entry} must be a mapping, not {type(data).__name__}")
    return data


def _pair(data: object, entry: str) -> tuple[int, int]:
    if not (isinstance(data, list) and len(data) == 2 and all(isinstance(end, int) for end in data)):
        raise LexiconError(f"{FILE}: {entry} must be two whole numbers, not {data!r}")
    return data[0], data[1]


def _word_set(data: object, entry: str) -> frozenset[str]:
    if not isinstance(data, list):
        raise LexiconError(f"{FILE}: {entry} must be a list, not {type(data).__name__}")
    for word in data:
        if not isinstance(word, str):
            raise LexiconError(f"{FILE}: {entry}: {word!r} is no word; put it in quotes")
    return frozenset(data)


def _classed_words(data: Mapping[object, object]) -> dict[str, tuple[str, int | str]]:
    words: dict[str, tuple[str, int | str]] = {}
    for name, entries in data.items():
        if name not in _WORD_CLASSES:
            raise LexiconError(f"{FILE}: words.{name} is no class; the classes are {' '.join(_WORD_CLASSES)}")
        for word, value in _mapping(entries, f"words.{name}").items():
            if not isinstance(word, str) or not isinstance(value, int | str):
                raise LexiconError(
                    f"{FILE}: words.{name}.{word!r} must be a word with a value; put it in quotes"
                )
            if word in words:
                raise LexiconError(f"{FILE}: words.{name}.{word} stands in two classes; delete one")
            words[word] = CODES[str(name)], value
    return words
