"""Verbs and nouns of speech and kinds of speakers, read from `speech.yml`."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flows.document.clauses import (
    Grammar,
)
from flows.document.records import Act, LexiconError, SpeakerClass


@dataclass(frozen=True)
class Phrases:
    """Phrases to look for; the pattern is tried only where the letters of one stand, by way of its last word."""

    pattern: re.Pattern[str]
    by_last_word: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, phrases: Sequence[str]) -> "Phrases":
        """From phrases in lower case."""
        by_last_word: dict[str, tuple[str, ...]] = {}
        for phrase in phrases:
            last = phrase.split()[-1]
            by_last_word[last] = (*by_last_word.get(last, ()), phrase)
        return cls(_any_of(phrases), by_last_word)

    def stand_in(self, text: str, words: Collection[str]) -> bool:
        """Whether one of them stands in this text, whose lower-case words are given."""
        ends = self.by_last_word.keys() & words
        if not ends:
            return False
        lower = text.lower()
        may_stand = any(phrase in lower for end in ends for phrase in self.by_last_word[end])
        return may_stand and self.pattern.search(text) is not None


@dataclass(frozen=True, eq=False)
class SpeechLexicon:
    """Verbs and nouns of speech, kinds of speakers, and the grammar they are read with."""

    act_of_verb: dict[str, Act]
    act_of_noun: dict[str, Act]
    particles: dict[str, frozenset[str]]  # verb -> particles that make it a cue
    noun_content: frozenset[str]
    clause_only: frozenset[str]
    addressee: frozenset[str]
    quote_only: frozenset[str]
    responsibility_verbs: frozenset[str]
    responsibility_nouns: frozenset[str]
    deeds: frozenset[str]
    denying: Phrases
    silence: Phrases  # these and the next: what "said" does with the words
    harming: re.Pattern[str]  # after "we will"
    threatening: Phrases
    accusing: Phrases
    promising: Phrases
    naming: re.Pattern[str]
    hidden: Phrases  # a speaker who will not be named
    no_speakers: frozenset[str]
    any_speaker: frozenset[str]  # verbs that speak whatever their subject is
    people: frozenset[str]  # who speaks without being a source of a class
    describing: frozenset[str]
    describing_as: frozenset[str]  # "described X as Y"
    sourced_only: frozenset[str]  # verbs that speak of a known source alone: "researchers found that"
    presenters: frozenset[str]  # labels of a broadcast's own voices
    measures: frozenset[str]  # "according to" these, things are done and not said
    no_comment: re.Pattern[str]
    unknown: re.Pattern[str]
    set_phrase_ends: frozenset[tuple[str, str]]  # the last two words of each phrase of these two
    speaker_words: dict[SpeakerClass, frozenset[str]]
    speaker_phrases: dict[SpeakerClass, tuple[str, ...]]
    channels: frozenset[str]
    forums: frozenset[str]  # what is told something in public: "told parliament"
    outlet_words: frozenset[str]  # capitalised in the name of a medium
    gender_of: dict[str, str]  # title or given name -> male, female
    cue_verbs: frozenset[str]  # lemmas of verb groups that may be cues
    cue_forms: frozenset[str]  # any lower-case word that can open a statement
    companions: dict[str, frozenset[str]]  # of a form that tells nothing without one of these words beside it
    telling_words: frozenset[str]  # these and those of the set phrases: a sentence without any says nothing
    grammar: Grammar

    def may_tell(self, words: Sequence[str]) -> bool:
        """Whether a sentence of these words can hold a cue."""
        forms = self.cue_forms.intersection(words)
        for form in forms:
            needed = self.companions.get(form)
            if needed is None or not needed.isdisjoint(words):
                return True
        return False

    @classmethod
    def from_data(cls, data: object, grammar: Grammar) -> "SpeechLexicon":
        """Read speech.yml; `grammar` must know its verbs (`speech_verbs`)."""
        acts = _section(data, "acts")
        act_of_verb: dict[str, Act] = {}
        act_of_noun: dict[str, Act] = {}
        particles: dict[str, set[str]] = {}
        for name, entry in acts.items():
            if name not in set(Act):
                raise LexiconError(f"speech.yml: acts: {name!r} is no act; use one of {', '.join(Act)}")
            for verb in _words(entry, "verbs", f"acts: {name}"):
                first, _, particle = verb.partition(" ")
                if particle:
                    particles.setdefault(first, set()).add(particle)
                act_of_verb.setdefault(verb, Act(name))
            for noun in _words(entry, "nouns", f"acts: {name}"):
                act_of_noun.setdefault(noun, Act(name))
                act_of_noun.setdefault(noun + "s", Act(name))
        responsibility = _section(data, "responsibility")
        by_words = _section(data, "act_words")
        speakers = _section(data, "speakers")
        words: dict[SpeakerClass, frozenset[str]] = {}
        word_phrases: dict[SpeakerClass, tuple[str, ...]] = {}
        for name, entries in speakers.items():
            if name not in set(SpeakerClass):
                raise LexiconError(
                    f"speech.yml: speakers: {name!r} is unknown; use {', '.join(SpeakerClass)}"
                )
            words[SpeakerClass(name)] = frozenset(str(e) for e in entries if " " not in str(e))
            word_phrases[SpeakerClass(name)] = tuple(str(e) for e in entries if " " in str(e))
        heads = {verb.partition(" ")[0] for verb in act_of_verb}
        heads |= set(_words(responsibility, "verbs", "responsibility"))
        heads.update(_words(data, "describing", "describing"), _words(data, "describing_as", "describing_as"))
        heads.add("give")  # "gave them until Friday to leave"
        cue_forms = frozenset(form for form, lemma in grammar.lemmas.items() if lemma in heads)
        cue_forms |= {*act_of_noun, "according", "words"}
        ends = frozenset(
            (phrase.split()[-2], phrase.split()[-1])
            for section in ("no_comment", "unknown")
            for phrase in _words(_section(data, section), "phrases", section)
        )
        return cls(
            act_of_verb=act_of_verb,
            act_of_noun=act_of_noun,
            particles={verb: frozenset(found) for verb, found in particles.items()},
            noun_content=frozenset(_words(data, "noun_content", "noun_content")),
            clause_only=frozenset(_words(data, "clause_only", "clause_only")),
            addressee=frozenset(_words(data, "addressee", "addressee")),
            quote_only=frozenset(_words(data, "quote_only", "quote_only")),
            responsibility_verbs=frozenset(_words(responsibility, "verbs", "responsibility")),
            responsibility_nouns=frozenset(_words(responsibility, "nouns", "responsibility")),
            deeds=frozenset(_words(responsibility, "deeds", "responsibility")),
            denying=Phrases.of(_words(data, "denying_words", "denying_words")),
            silence=Phrases.of(_words(by_words, "no_comment", "act_words")),
            harming=re.compile(
                r"\s+(?:\w+ly\s+)?" + _any_of(_words(by_words, "harm", "act_words")).pattern, re.IGNORECASE
            ),
            threatening=Phrases.of(_words(by_words, "threaten", "act_words")),
            accusing=Phrases.of(_words(by_words, "accuse", "act_words")),
            promising=Phrases.of(_words(by_words, "promise", "act_words")),
            naming=re.compile(
                _any_of(_words(data, "naming", "naming")).pattern + r"(?:\s+(?:the|an?))?[\s:]*$",
                re.IGNORECASE,
            ),
            hidden=Phrases.of(_words(data, "hidden", "hidden")),
            no_speakers=frozenset(_words(data, "no_speakers", "no_speakers")),
            any_speaker=frozenset(_words(data, "any_speaker", "any_speaker")),
            people=frozenset(_words(data, "people", "people")),
            describing=frozenset(_words(data, "describing", "describing")),
            describing_as=frozenset(_words(data, "describing_as", "describing_as")),
            sourced_only=frozenset(_words(data, "sourced_only", "sourced_only")),
            presenters=frozenset(_words(data, "presenters", "presenters")),
            measures=frozenset(_words(data, "measures", "measures")),
            no_comment=_any_of(_words(_section(data, "no_comment"), "phrases", "no_comment")),
            set_phrase_ends=ends,
            unknown=_any_of(_words(_section(data, "unknown"), "phrases", "unknown")),
            speaker_words=words,
            speaker_phrases=word_phrases,
            channels=frozenset(_words(data, "channels", "channels")),
            forums=frozenset(_words(data, "forums", "forums")),
            outlet_words=frozenset(_words(data, "outlet_words", "outlet_words")),
            gender_of={
                str(word): gender for gender, words in _section(data, "genders").items() for word in words
            },
            cue_verbs=frozenset(heads),
            cue_forms=cue_forms,
            companions=_companions(data, grammar),
            telling_words=cue_forms | {last for _, last in ends},
            grammar=grammar,
        )


_LIMITS = frozenset({"until", "till", "hours", "days", "weeks", "week", "month", "minutes"})
_BESIDE_QUOTATION = frozenset("\"“”«»‘'") | {"that", "how", "as"}


def _companions(data: object, grammar: Grammar) -> dict[str, frozenset[str]]:
    """`found … that`, `took … responsibility`: what some verbs need so as to be verbs of speech."""
    responsibility = _section(data, "responsibility")
    needed = dict.fromkeys(_words(data, "quote_only", "quote_only"), _BESIDE_QUOTATION)
    needed["give"] = _LIMITS
    acts = {
        verb.partition(" ")[0]
        for entry in _section(data, "acts").values()
        for verb in _words(entry, "verbs", "")
    }
    for verb in _words(responsibility, "verbs", "responsibility"):
        if verb not in acts:
            needed[verb] = frozenset(_words(responsibility, "nouns", "responsibility"))
    return {form: needed[lemma] for form, lemma in grammar.lemmas.items() if lemma in needed}


def speech_verbs(data: object) -> list[str]:
    """The verbs of speech.yml, for the grammar that both stages share."""
    found: list[str] = []
    for entry in _section(data, "acts").values():
        found.extend(_words(entry, "verbs", "acts"))
    found.extend(_words(data, "describing_as", "describing_as"))
    return found


def _section(data: object, name: str) -> dict[str, list[object]]:
    section = data.get(name) if isinstance(data, dict) else None
    if not isinstance(section, dict):
        raise LexiconError(f"speech.yml: section `{name}` is missing; restore it from the last good version")
    return section


def _words(data: object, name: str, place: str) -> list[str]:
    found = data.get(name) if isinstance(data, dict) else None
    if not isinstance(found, list):
        raise LexiconError(f"speech.yml: {place}: `{name}` must be a list of words, found {found!r}")
    return [str(word) for word in found]


def _any_of(entries: Iterable[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(re.escape(entry) for entry in entries) + r")\b", re.IGNORECASE)
