"""The words of page furniture (`furniture.yml`), checked and indexed, and how a line is cut into words."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from flows.document.records import LexiconError

_FILE = "furniture.yml"
WORD = re.compile(r"\d+(?:[.,:]\d+)*+(?![^\W_])|[^\W_]+(?:['’][^\W_]+)*+")


def phrase_key(line: str) -> str:
    """A line without case, punctuation and symbols, numbers as 0: `"12 Comments »"` -> `"0 comments"`."""
    return key_of(words_of(line))


def key_of(words: Iterable[str]) -> str:
    """The key of a line that was cut into words already."""
    return " ".join("0" if word[0].isdecimal() else word for word in words)


def words_of(line: str) -> list[str]:
    """The words of a line in lower case, apostrophes straight."""
    return WORD.findall(line.casefold().replace("’", "'"))


@dataclass(frozen=True, slots=True)
class Bag:
    """The words that lines of one family are made of."""

    rule: str
    core: frozenset[str]
    words: frozenset[str]
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class VoiceLexicon:
    """The classes of words by which a page is known that speaks to its reader of itself."""

    requests: frozenset[str]  # what a page asks for, first words of its sentences
    web_requests: frozenset[str]  # those that are made on a screen only
    after_requests: frozenset[str]  # their second words, where the first is surely a verb
    questions: frozenset[str]  # first words of what it asks its reader
    own_things: frozenset[str]  # what only a publisher has for its reader
    own_pairs: frozenset[tuple[str, str]]  # the same in two words
    things: frozenset[str]  # what a page and its newsroom are made of
    praise: frozenset[str]
    pages: frozenset[str]  # what a page calls itself with "this" before it
    selves: frozenset[str]
    readers: frozenset[str]
    prose_words: frozenset[str]  # what no page says of itself
    past_words: frozenset[str]  # those of them that are verbs
    third_persons: frozenset[str]  # and those that speak of others
    all_words: frozenset[str]  # of the classes that speak for a page
    signs: frozenset[str]  # a line of this kind has one of these, or asks
    address: frozenset[str]  # words of the one who speaks and of the one spoken to
    address_pattern: re.Pattern[str]  # any of these

    @classmethod
    def from_data(cls, data: object) -> "VoiceLexicon":
        """Check and index the part `voice`."""
        table = _mapping(data, "voice")
        lists = {name: [entry.casefold() for entry in _words(table, name)] for name in _VOICE_LISTS}
        own = lists["own_things"]
        pairs = frozenset((first, second) for first, _, second in (e.partition(" ") for e in own) if second)
        words = {name: frozenset(e for e in entries if " " not in e) for name, entries in lists.items()}
        address = words["selves"] | words["readers"]
        told = {second if first in address | {"this", "the"} else first for first, second in pairs}
        objects = words["own_things"] | words["things"] | words["praise"] | told
        return cls(
            **{**words, "prose_words": words["prose_words"] | words["past_words"] | words["third_persons"]},
            own_pairs=pairs,
            all_words=objects | address,
            signs=address | words["own_things"] | words["praise"] | words["pages"] | told,
            address=address,
            address_pattern=re.compile(rf"\b(?:{'|'.join(map(_in_any_case, sorted(address)))})\b"),
        )


@dataclass(frozen=True)
class FurnitureLexicon:
    """The words of page furniture (`furniture.yml`)."""

    rule_of_phrase: Mapping[str, str]
    bags: tuple[Bag, ...]
    voice: VoiceLexicon
    openings: Mapping[str, tuple[tuple[str, str], ...]]  # first word -> (opening in lower case, rule)
    rule_of_ending: Mapping[str, str]  # last words of a sentence -> rule
    last_words: frozenset[str]  # of these
    credit_in_brackets: re.Pattern[str]
    list_headings: frozenset[str]
    label_headings: frozenset[str]  # of lists only below the article
    contact_words: frozenset[str]
    page_nouns: frozenset[str]
    prompt_starts: frozenset[str]  # two words each
    prompt_nouns: frozenset[str]
    counter_units: frozenset[str]
    breadcrumb_roots: frozenset[str]
    menu_words: frozenset[str]
    byline_openings: tuple[str, ...]
    byline_roles: frozenset[str]
    name_particles: frozenset[str]
    agencies: frozenset[str]
    agency_words: frozenset[str]
    credit_words: frozenset[str]
    months: Mapping[str, int]
    weekdays: frozenset[str]
    date_words: frozenset[str]
    time_zones: Mapping[str, int]
    reporting_verbs: frozenset[str]
    people_words: frozenset[str]
    number_words: frozenset[str]
    address_words: frozenset[str]
    request_words: frozenset[str]
    platforms: frozenset[str]
    prompt_words: frozenset[str]
    desk_words: frozenset[str]
    never_names: frozenset[str]
    anonymous_authors: frozenset[str]
    code_terms: frozenset[str]
    code_words: frozenset[str]
    core_words: frozenset[str]
    spoken_words: frozenset[str]  # all words of bags and of prompts
    beginnings: Mapping[str, tuple[str, ...]]  # first word -> openings, without marks before it
    phrase_starts: frozenset[str]  # the first two words of whole lines
    longest_phrase: int  # in words
    rights_phrases: tuple[str, ...]  # "all rights reserved" and its like
    rights_words: frozenset[str]  # the first words of these
    newsroom_trades: frozenset[str]  # what its people do, in a credit
    press_jobs: frozenset[str]  # what they are, in a note on the author
    note_openings: frozenset[str]  # first words of the further sentences of such a note
    piece_kinds: frozenset[str]  # what kind of piece a link leads to
    piece_words: frozenset[str]  # all words of a label before its headline
    heading_nouns: frozenset[str]  # for pieces of a page, in the heading of a list
    heading_ranks: frozenset[str]  # by which it chooses among them
    heading_words: frozenset[str]  # all words of such a heading
    verbs_of_prose: frozenset[str]  # of reporting, without what a page asks of its reader: "have your say"
    versions: tuple[str, ...]  # by which a correction speaks of the piece itself

    @classmethod
    def from_data(cls, data: object) -> "FurnitureLexicon":
        """Check and index the lexicon's data; what cannot be used is a `LexiconError`."""
        table = _mapping(data, "the file")
        phrases = {
            family: _words(table["phrases"], family) for family in _mapping(table.get("phrases"), "phrases")
        }
        bags = tuple(_bag(family, bag) for family, bag in _mapping(table.get("bags"), "bags").items())
        openings = {
            family: _words(table["openings"], family)
            for family in _mapping(table.get("openings"), "openings")
        }
        agencies = _words(table, "agencies")
        rule_of_phrase = {phrase_key(line): family for family, lines in phrases.items() for line in lines}
        rights = tuple(
            phrase.casefold()
            for phrase in openings.get("copyright_line", ())
            if " " in phrase and "©" not in phrase
        )
        core_words = frozenset().union(*(bag.core for bag in bags))
        rights_words = frozenset(words_of(phrase)[0] for phrase in rights)
        by_first_word = _by_first_word(openings)
        voice = VoiceLexicon.from_data(table.get("voice"))
        endings = {
            phrase_key(line): family
            for family in _mapping(table.get("endings"), "endings")
            for line in _words(table["endings"], family)
        }
        return cls(
            rule_of_phrase=rule_of_phrase,
            phrase_starts=_starts_of(rule_of_phrase),
            spoken_words=frozenset().union(*(bag.words for bag in bags))
            | {word.casefold() for word in _words(table, "prompt_words")},
            beginnings={word: _bare(word, entries) for word, entries in by_first_word.items()},
            rights_phrases=rights,
            rights_words=rights_words,
            longest_phrase=_longest(rule_of_phrase),
            bags=bags,
            versions=_versions(_words(table, "versions"), _words(table, "version_nouns")),
            voice=voice,
            verbs_of_prose=frozenset(map(str.casefold, _words(table, "reporting_verbs")))
            - voice.requests
            - {second for _, second in voice.own_pairs},
            openings=by_first_word,
            credit_in_brackets=_credit_pattern(openings.get("photo_credit", ())),
            list_headings=frozenset(map(phrase_key, _words(table, "list_headings"))),
            label_headings=frozenset(map(phrase_key, _words(table, "label_headings"))),
            rule_of_ending=endings,
            last_words=frozenset(ending.rpartition(" ")[2] for ending in endings),
            byline_openings=tuple(
                sorted((word.casefold() for word in _words(table, "byline_openings")), key=len, reverse=True)
            ),
            agencies=frozenset(" ".join(words_of(agency)) for agency in agencies),
            agency_words=frozenset(word for agency in agencies for word in words_of(agency)) - _NO_NAMES,
            months=_numbers(table, "months"),
            time_zones=_numbers(table, "time_zones"),
            core_words=core_words,
            **{name: frozenset(word.casefold() for word in _words(table, name)) for name in _WORD_LISTS},
        )

    def with_phrases(self, extra: Iterable[str]) -> "FurnitureLexicon":
        """The same lexicon with a source's own accepted lines, under the rule `source_phrase`."""
        own = {key: "source_phrase" for key in map(phrase_key, extra) if key}
        both = {**self.rule_of_phrase, **own}
        return replace(
            self, rule_of_phrase=both, phrase_starts=_starts_of(both), longest_phrase=_longest(both)
        )


def _versions(entries: Iterable[str], nouns: Iterable[str]) -> tuple[str, ...]:
    """Each entry with each noun in place of its `_`, or behind it."""
    return tuple(
        entry.replace("_", noun) if "_" in entry else f"{entry} {noun}" for entry in entries for noun in nouns
    )


def _starts_of(keys: Iterable[str]) -> frozenset[str]:
    return frozenset(" ".join(key.split()[:2]) for key in keys)


def _bare(word: str, entries: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple({opening[max(0, opening.find(word)) :] for opening, _ in entries})


def _longest(keys: Iterable[str]) -> int:
    return max((key.count(" ") + 1 for key in keys), default=0)


# Words inside the names of agencies that are not names by themselves.
_NO_NAMES = frozenset("the press news agency images media photo commons stock creative x".split())
_WORD_LISTS = (
    "counter_units", "breadcrumb_roots", "menu_words", "byline_roles", "name_particles", "credit_words",
    "weekdays", "date_words", "reporting_verbs", "people_words", "number_words", "address_words",
    "request_words", "platforms", "prompt_words", "desk_words", "never_names", "anonymous_authors",
    "code_terms", "code_words", "contact_words", "page_nouns", "prompt_starts", "prompt_nouns",
    "newsroom_trades", "press_jobs", "note_openings", "piece_kinds", "piece_words", "heading_nouns", "heading_ranks",
    "heading_words",
)  # fmt: skip


def _in_any_case(word: str) -> str:
    """`we` -> `[Ww]e`: "US" is a country."""
    return f"[{word[0].upper()}{word[0]}]{re.escape(word[1:])}"


_VOICE_LISTS = (
    "requests", "web_requests", "after_requests", "questions", "own_things", "things", "praise", "pages",
    "selves", "readers", "prose_words", "past_words", "third_persons",
)  # fmt: skip


def _mapping(data: object, entry: str) -> dict[str, object]:
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
        raise LexiconError(
            f"{_FILE}: {entry} must map names to entries, not {data!r:.80}; quote a name like 'on'"
        )
    return data


def _words(table: object, entry: str) -> tuple[str, ...]:
    values = _mapping(table, "the file").get(entry)
    if not isinstance(values, list) or not values:
        raise LexiconError(f"{_FILE}: {entry!r} must be a list of words or lines, not {values!r:.80}")
    for value in values:
        if not isinstance(value, str) or not value.strip():
            raise LexiconError(f"{_FILE}: {entry!r} holds {value!r}, which is no text; put it in quotes")
    return tuple(values)


def _numbers(table: dict[str, object], entry: str) -> dict[str, int]:
    values = _mapping(table.get(entry), entry)
    for word, number in values.items():
        if not isinstance(number, int):
            raise LexiconError(
                f"{_FILE}: {entry!r} gives {word!r} the value {number!r}; it must be a whole number"
            )
    return {word.casefold(): number for word, number in values.items() if isinstance(number, int)}


def _bag(family: str, data: object) -> Bag:
    table = _mapping(data, f"bag {family!r}")
    core = frozenset(word.casefold() for word in _words(table, "core"))
    needs = frozenset(word.casefold() for word in _words(table, "needs")) if "needs" in table else frozenset()
    words = frozenset(word.casefold() for word in _words(table, "words"))
    return Bag(family, core, core | words | needs, needs)


def _by_first_word(openings: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[tuple[str, str], ...]]:
    table: dict[str, list[tuple[str, str]]] = {}
    for rule, beginnings in openings.items():
        for beginning in beginnings:
            plain = beginning.casefold().replace("’", "'")
            table.setdefault(_first_word(plain), []).append((plain, rule))
    return {word: tuple(sorted(entries, key=lambda entry: -len(entry[0]))) for word, entries in table.items()}


def _first_word(line: str) -> str:
    word = WORD.search(line)
    return word.group() if word else line[:1]


def _credit_pattern(openings: tuple[str, ...]) -> re.Pattern[str]:
    clear = [re.escape(opening) for opening in openings if opening.endswith(":") or " " in opening]
    return re.compile(rf"[ \t]?[(\[](?:{'|'.join(clear)})\s?[^()\[\]\n]{{2,80}}+[)\]]", re.IGNORECASE)
