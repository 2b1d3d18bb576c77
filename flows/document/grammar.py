"""What each word of English may be, out of context: closed classes, verbs with their forms, lists by use.

Read from `lexicon/grammar.yml`, with the verbs of speech and of events added.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from flows.document.records import LexiconError


@dataclass(frozen=True, eq=False)
class Grammar:
    """What each word may be. Compared by identity: one per run, shared by the stages that parse."""

    words: dict[str, str]  # lower-case word -> tag, or one of the ambiguous i n v s c q (see `settle`)
    lemmas: dict[str, str]  # verb form -> lemma
    particles: frozenset[tuple[str, str]]  # ("blow", "up")
    time_nouns: frozenset[str]
    month_words: frozenset[str]
    standalone: frozenset[str]
    object_pronouns: frozenset[str]
    number_modifiers: frozenset[str]
    aspect: frozenset[str]
    transitive: frozenset[str]
    intransitive: frozenset[str]
    collectives: frozenset[str]
    bounds: frozenset[tuple[str, ...]]
    abbreviations: frozenset[str]
    object_control: frozenset[str]
    possible_modals: frozenset[str]
    future_modals: frozenset[str]
    frequency: frozenset[str]
    tags: dict[str, str]  # of any word: as in `words`, else guessed when it first comes

    @classmethod
    def from_data(cls, data: object, verb_phrases: Iterable[str] = ()) -> "Grammar":
        """Read grammar.yml; `verb_phrases` are the verbs of the other files ("arrest", "blow up").

        Raises LexiconError when a list is missing.
        """
        lists = _word_lists(data)
        words: dict[str, str] = {}
        lemmas: dict[str, str] = {}
        irregular = _irregular(lists["irregular_verbs_text"])
        phrases = [phrase.split() for phrase in verb_phrases]
        plain = set(lists["plain_nouns"])
        nouns = set(lists["verbs_also_nouns"])
        verbs = [*lists["verbs"], *nouns, *irregular, *(phrase[0] for phrase in phrases)]
        for verb in dict.fromkeys(verbs):
            _add_verb(verb, words, lemmas, irregular, lists, is_noun=verb in nouns)
        variants = lists["spelling_variants"]
        for form, lemma in zip(variants[::2], variants[1::2], strict=True):
            words[form] = "G" if form.endswith("ing") else "E" if form.endswith("ed") else "v"
            lemmas[form] = lemma
        words.update(dict.fromkeys(plain, "N"))
        for name, tag in _CLOSED.items():
            words.update(dict.fromkeys(lists[name], tag))
        words.update({"of": "O", "by": "B", "to": "o", "that": "t", "according": "P", "least": "S"})
        return cls(
            words=words,
            lemmas=lemmas,
            particles=frozenset((phrase[0], phrase[1]) for phrase in phrases if len(phrase) > 1),
            time_nouns=frozenset(lists["time_nouns"]),
            month_words=frozenset(lists["month_words"]),
            standalone=frozenset(lists["standalone"]),
            object_pronouns=frozenset(lists["object_pronouns"]),
            number_modifiers=frozenset(lists["number_modifiers"]),
            aspect=frozenset(lists["aspect_verbs"]),
            transitive=frozenset(lists["transitive_verbs"]),
            intransitive=frozenset(lists["intransitive_verbs"]),
            collectives=frozenset(lists["collectives"]),
            abbreviations=frozenset(lists["abbreviations"]),
            bounds=frozenset(tuple(pair.split("_")) for pair in lists["bounds"]),
            object_control=frozenset(lists["object_control"]),
            possible_modals=frozenset(lists["possible_modals"]),
            future_modals=frozenset(lists["future_modals"]),
            frequency=frozenset(lists["frequency_adverbs"]),
            tags=WordTags(words),
        )


_PUNCTUATION = {
    "%": "N", "$": "C", "€": "C", "£": "C", "&": "&", "/": ";", "*": ";", "|": ";", "+": "N", "#": "N",
    ",": ",", ";": ";", ":": ";", "–": ";", "—": ";", "-": ";",
    "(": "(", ")": ")", "[": "(", "]": ")", "{": "(", "}": ")",
    ".": ".", "?": ".", "!": ".", "…": ";",
    '"': '"', "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": '"', "’": '"', "'": '"',
    "’s": "p", "'s": "p", "’ve": "h", "'ve": "h", "’ll": "X", "'ll": "X", "’re": "b", "'re": "b",
    "’m": "b", "'m": "b", "’d": "X", "'d": "X",
}  # fmt: skip


class WordTags(dict[str, str]):
    """The tag of each word out of context: as the grammar has it, else guessed once."""

    def __missing__(self, word: str) -> str:
        tag = _guess(word)
        if len(self) < _MAX_WORDS:
            self[word] = tag
        return tag


_MAX_WORDS = 60_000


def _guess(word: str) -> str:
    if word in _PUNCTUATION:
        return _PUNCTUATION[word]
    first = word[0]
    if first.isdigit():
        return "C"
    if not first.isalpha():
        return "." if not word.isalnum() else "N"
    if word.endswith("ly") and len(word) > 4:
        return "Y"
    if word.endswith("ed") and len(word) > 4 and "-" not in word:
        return "J" if word.startswith("un") else "E"  # unharmed
    if word.endswith("ing") and len(word) > 5 and "-" not in word:
        return "G"
    return "N"


_CLOSED = {
    "not_adverbs": "N",
    "not_participles": "N",
    "adjectives": "J",
    "determiners": "D",
    "numbers": "C",
    "adverbs": "Y",
    "prepositions": "P",
    "subordinators": "S",
    "conjunctions": "&",
    "pronouns": "R",
    "relatives": "W",
    "be": "b",
    "have": "h",
    "do": "d",
    "modals": "X",
    "negations": "z",
    "contracted_negations": "X",
    "time_nouns": "T",
}


_OTHER_LISTS = (
    "standalone", "object_pronouns", "number_modifiers", "gerund_nouns", "month_words", "plain_nouns",
    "aspect_verbs", "object_control", "possible_modals", "future_modals", "transitive_verbs",
    "intransitive_verbs", "collectives", "bounds", "abbreviations", "spelling_variants", "verbs",
    "verbs_also_nouns", "doubling_verbs", "frequency_adverbs",
)  # fmt: skip


def _word_lists(data: object) -> dict[str, list[str]]:
    if not isinstance(data, dict):
        raise LexiconError("grammar.yml: expected lists by name, found no mapping; restore the file")
    lists: dict[str, list[str]] = {}
    for name in (*_CLOSED, *_OTHER_LISTS):
        value = data.get(name)
        if not isinstance(value, str):
            raise LexiconError(
                f"grammar.yml: `{name}` is missing or not one text; give words with spaces between"
            )
        lists[name] = value.split()
    lists["irregular_verbs_text"] = str(data.get("irregular_verbs") or "").splitlines()
    return lists


def _irregular(lines: list[str]) -> dict[str, tuple[str, str]]:
    forms: dict[str, tuple[str, str]] = {}
    for line in lines:
        parts = line.split()
        if len(parts) != 3:
            raise LexiconError(f"grammar.yml: irregular_verbs: {line!r} is not lemma, past and participle")
        forms[parts[0]] = (parts[1], parts[2])
    return forms


def inflect(lemma: str, doubled: bool = False) -> tuple[str, str, str]:
    """Third person, past and -ing form: `"carry"` -> `("carries", "carried", "carrying")`."""
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        third = lemma + "es"
    elif lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        third = lemma[:-1] + "ies"
    else:
        third = lemma + "s"
    stem = lemma + lemma[-1] if doubled else lemma
    if lemma.endswith("e"):
        past = lemma + "d"
        gerund = lemma + "ing" if lemma.endswith(("ee", "oe", "ye")) else lemma[:-1] + "ing"
        if lemma.endswith("ie"):
            gerund = lemma[:-2] + "ying"
    elif lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        past, gerund = lemma[:-1] + "ied", lemma + "ing"
    else:
        past, gerund = stem + "ed", stem + "ing"
    return third, past, gerund


def _add_verb(
    verb: str,
    words: dict[str, str],
    lemmas: dict[str, str],
    irregular: dict[str, tuple[str, str]],
    lists: dict[str, list[str]],
    *,
    is_noun: bool,
) -> None:
    third, past, gerund = inflect(verb, verb in lists["doubling_verbs"] or verb in _DOUBLING_IRREGULAR)
    participle = past
    if verb in irregular:
        past, participle = irregular[verb]
    forms = [(verb, "n" if is_noun else "i"), (third, "s" if is_noun else "v")]
    forms.append((gerund, "q" if gerund in lists["gerund_nouns"] else "G"))
    if past == verb:
        forms[0] = (verb, "c")
    elif past == participle:
        forms.append((past, "E"))
    else:
        forms.append((past, "V"))
    if participle not in (past, verb):
        forms.append((participle, "K"))
    for form, tag in forms:
        words.setdefault(form, tag)
        lemmas.setdefault(form, verb)


_DOUBLING_IRREGULAR = frozenset(
    "begin cut dig get hit let put quit run set shut sit split win forget".split()
)
