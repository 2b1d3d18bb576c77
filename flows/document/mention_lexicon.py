"""The words by which names are found and typed: `mentions.yml`, checked and indexed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from flows.document.records import LexiconError

FILE = "mentions.yml"
_PHRASES = "place_phrases"
_DERIVED = ("everyday_words", "place_word_runs")


@dataclass(frozen=True, eq=False)
class MentionLexicon:
    """Word lists of `mentions.yml`, lower case; each is explained there. Compared by identity: one per run."""

    owners: frozenset[str]
    titles: frozenset[str]
    title_parts: frozenset[str]
    title_domains: frozenset[str]
    organization_words: frozenset[str]
    organization_heads: frozenset[str]
    legal_forms: frozenset[str]
    thing_words: frozenset[str]
    thing_heads: frozenset[str]
    thing_acronyms: frozenset[str]
    opening_abbreviations: frozenset[str]
    closing_abbreviations: frozenset[str]
    part_words: frozenset[str]
    place_words: frozenset[str]
    place_short_words: frozenset[str]
    place_heads: frozenset[str]
    person_heads: frozenset[str]
    particles: frozenset[str]
    opening_particles: frozenset[str]
    hyphen_parts: frozenset[str]
    hyphen_tails: frozenset[str]
    plain_acronyms: frozenset[str]
    event_words: frozenset[str]
    event_heads: frozenset[str]
    lone_organizations: frozenset[str]
    weekdays_and_months: frozenset[str]
    demonyms: frozenset[str]
    demonym_exceptions: frozenset[str]
    places: frozenset[str]
    place_phrases: frozenset[str]
    domain_words: frozenset[str]
    organization_nouns: frozenset[str]
    person_nouns: frozenset[str]
    place_nouns: frozenset[str]
    member_nouns: frozenset[str]
    speech_verbs: frozenset[str]
    agent_verbs: frozenset[str]
    place_roles: frozenset[str]
    place_verbs: frozenset[str]
    match_verbs: frozenset[str]
    direction_words: frozenset[str]
    loyalty_words: frozenset[str]
    place_prepositions: frozenset[str]
    weak_place_prepositions: frozenset[str]
    common_words: frozenset[str]
    openers: frozenset[str]
    given_names: frozenset[str]
    everyday_words: frozenset[str]  # common words, openers and their inflected forms
    place_word_runs: frozenset[tuple[str, ...]]  # `place_phrases`, word by word

    @classmethod
    def from_data(cls, data: object) -> "MentionLexicon":
        """From `mentions.yml`; `LexiconError` when a list is missing or holds something else than lines."""
        if not isinstance(data, Mapping):
            raise LexiconError(f"{FILE} must be a mapping of lists, not {type(data).__name__}")
        lists = {
            field.name: _entries(data, field.name) for field in fields(cls) if field.name not in _DERIVED
        }
        everyday = {form for word in lists["common_words"] for form in _inflected(word)}
        lists["organization_words"] |= lists["legal_forms"]
        return cls(
            **lists,
            everyday_words=frozenset(everyday | lists["openers"]),
            place_word_runs=frozenset(tuple(phrase.split()) for phrase in lists[_PHRASES]),
        )

    def is_demonym(self, word: str) -> bool:
        """`egyptian`, `israelis`, `chinese`: a people, language or faith, given in lower case."""
        if word in self.demonym_exceptions:
            return False
        singular = word[:-1] if word.endswith("s") and len(word) > 3 else word
        if word in self.demonyms or singular in self.demonyms:
            return True
        return len(singular) > 6 and singular.endswith(("ian", "ese")) and singular not in self.given_names

    def is_common(self, word: str) -> bool:
        """An everyday English word in any inflected form, given in lower case."""
        return word in self.everyday_words


def _entries(data: Mapping[str, object], name: str) -> frozenset[str]:
    lines = data.get(name)
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise LexiconError(f"{FILE}, entry {name!r}: write a list of lines of words, not {lines!r}")
    if name == _PHRASES:
        return frozenset(line.lower() for line in lines)
    return frozenset(word.lower() for line in lines for word in line.split())


def _inflected(word: str) -> Iterator[str]:
    """`stop` -> stop, stops, stopped, stopping, …; forms that do not exist do no harm."""
    stems = {word, word + word[-1]} if len(word) > 2 else {word}
    yield word
    yield from (word + ending for ending in ("s", "es", "ly"))
    if word.endswith("e"):
        stems = {word[:-1]}
    elif word.endswith("y"):
        yield word[:-1] + "ies"
        stems.add(word[:-1] + "i")
    for stem in stems:
        yield from (stem + ending for ending in ("ed", "ing", "er", "ers", "est"))
