"""Recognisers that a user brings: spaCy or GLiNER with a model of theirs, beside the rules.

The setting `recogniser` is `rules` (the default: nothing is added), `spacy:MODEL` or `gliner:MODEL`. What they find
counts where the rules found nothing, with `spacy` or `gliner` as its rule. Neither package is a dependency, and
nothing is downloaded during a run. A model is loaded once per worker process, when its first document comes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any

from flows.document.mentions import FoundMention, Recogniser
from flows.document.records import Kind, Span
from flows.inputs import InputError

RULES = "rules"
SPACY_KINDS = {
    "PERSON": Kind.PERSON,
    "PER": Kind.PERSON,
    "ORG": Kind.ORGANIZATION,
    "GPE": Kind.PLACE,
    "LOC": Kind.PLACE,
    "FAC": Kind.PLACE,
}
GLINER_KINDS = {"person": Kind.PERSON, "organization": Kind.ORGANIZATION, "place": Kind.PLACE}
GLINER_THRESHOLD = 0.5  # the library's own default


@dataclass(frozen=True)
class SpacyRecogniser:
    """Names by a spaCy pipeline: `model` is an installed package or a folder."""

    model: str
    name: str = "spacy"

    def find(self, text: str, sentences: Sequence[Span]) -> list[FoundMention]:
        """The pipeline's entities of the kinds that we know."""
        pipeline = _spacy_pipeline(self.model)
        return [
            FoundMention(each.start_char, each.end_char, each.text, SPACY_KINDS[each.label_], self.name, None)
            for each in pipeline(text).ents
            if each.label_ in SPACY_KINDS
        ]


@dataclass(frozen=True)
class GlinerRecogniser:
    """Names by a GLiNER model, sentence by sentence: `model` is a folder, or a name that was downloaded before."""

    model: str
    name: str = "gliner"

    def find(self, text: str, sentences: Sequence[Span]) -> list[FoundMention]:
        """What the model holds for a person, an organization or a place."""
        return [found for span in sentences for found in self._in_sentence(text, span)]

    def _in_sentence(self, text: str, span: Span) -> Iterator[FoundMention]:
        model = _gliner_model(self.model)
        sentence = text[span.start_char : span.end_char]
        for each in model.predict_entities(sentence, list(GLINER_KINDS), threshold=GLINER_THRESHOLD):
            start, end = span.start_char + each["start"], span.start_char + each["end"]
            yield FoundMention(start, end, text[start:end], GLINER_KINDS[each["label"]], self.name, None)


_MAKERS: dict[str, Callable[[str], Recogniser]] = {"spacy": SpacyRecogniser, "gliner": GlinerRecogniser}


def recognisers_of(setting: str) -> tuple[Recogniser, ...]:
    """The recognisers that the setting asks for, once it is certain that they can work.

    Raises `InputError` with the command that installs what is missing.
    """
    if setting == RULES:
        return ()
    library, _, model = setting.partition(":")
    if library not in _MAKERS or not model:
        raise InputError(f"recogniser is {setting!r}: use rules, spacy:MODEL or gliner:MODEL")
    if find_spec(library) is None:
        raise InputError(
            f"recogniser is {setting!r}, and {library} is not installed: run `pip install {library}`"
        )
    if library == "spacy":
        _spacy_pipeline(model)  # now, not in a worker
    return (_MAKERS[library](model),)


def recogniser_version(setting: str) -> str:
    """What of a recogniser may change the facts: the setting, and the version of its package."""
    try:
        return f"{setting} {'' if setting == RULES else version(setting.partition(':')[0])}"
    except PackageNotFoundError:
        return setting


@lru_cache(maxsize=1)
def _spacy_pipeline(model: str) -> Any:
    import spacy  # the user's own

    try:
        return spacy.load(model)
    except OSError as error:
        raise InputError(
            f"recogniser is 'spacy:{model}', and spaCy has no such model: run `python -m spacy download {model}`"
        ) from error


@lru_cache(maxsize=1)
def _gliner_model(model: str) -> Any:
    from gliner import GLiNER  # the user's own

    try:
        return GLiNER.from_pretrained(model, local_files_only=True)
    except (OSError, ValueError) as error:
        raise InputError(
            f"recogniser is 'gliner:{model}', and there is no such folder or downloaded model:"
            f" run `hf download {model}`"
        ) from error
