"""A sparse parse of a sentence: tokens, noun groups, verb groups, and who stands where to a verb.

Shared by the stages that read statements and events. There is no model: closed word classes, the verbs of
the lexicon and word endings give each token a one-letter tag; regular expressions over the string of tags
give the groups (the cascade of FASTUS, Hobbs et al. 1997, with fewer stages). What the parse cannot know it
leaves out: a missing subject is better than a wrong one.

Tags: D determiner, C number, J adjective, N noun or unknown word, M inside a mention, T time, R pronoun,
p possessive mark, P preposition, O `of`, B `by`, o infinitive `to`, W relative, t `that`, S subordinator,
& conjunction, Y adverb, z negation, X modal, b be, h have, d do, V finite verb, E past or participle,
K participle, G -ing form, I base form after `to` or a modal, and punctuation: , ; " ( ) .
"""

# ruff: noqa: PLR0917  (the functions that settle a tag share one signature)
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Protocol

from flows.document.records import LexiconError


class Stretch(Protocol):
    """Anything with a span in the text."""

    @property
    def start_char(self) -> int: ...
    @property
    def end_char(self) -> int: ...


_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,8}"  # U.S.
    r"|\d++(?:[.,:]\d++)*+(?:st|nd|rd|th|bn|m|mm|km)?+(?!-[A-Za-z])"  # 1,200  7.62mm, not 14-year-old
    r"|['’]s\b"
    r"|(?<=[sz])['’](?=\s)"
    r"|\w++(?:-\w++|['’](?!s\b)\w++)*+"
    r"|[^\w\s]"
)
_CHUNK = re.compile(
    r"(?P<T>(?:D{0,2}[CJ]{0,3}+)T++(?!p))|"
    r"(?P<N>(?:D{0,2}[CJ]{0,3}T{1,6}p|DT{1,4}(?=[JN]))?D{0,2}[CJNMp]++)"
    r"|(?P<V>z?+Y{0,3}+o?+[Yz]{0,3}+(?:[Xhbd][YzT]{0,4}+)*+[VEKIG])"
    r"|(?P<b>Y{0,3}+o?+(?:[Xhd][YzT]{0,4}+)*b[Yz]{0,3}+|Y{0,3}+o?+(?:[Xd][YzT]{0,4}+)*+h[Yz]{0,3}+)"
    r"|(?P<R>R)"
    r"|(?P<x>.)",
)
_PUNCTUATION = {
    "%": "N", "$": "C", "€": "C", "£": "C", "&": "&", "/": ";", "*": ";", "|": ";", "+": "N", "#": "N",
    ",": ",", ";": ";", ":": ";", "–": ";", "—": ";", "-": ";",
    "(": "(", ")": ")", "[": "(", "]": ")", "{": "(", "}": ")",
    ".": ".", "?": ".", "!": ".", "…": ";",
    '"': '"', "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": '"', "’": '"', "'": '"',
    "’s": "p", "'s": "p",
}  # fmt: skip
_VERB_TAGS = frozenset("VEKIG")
_NOUNISH = frozenset("JNMCnsqvEG")
_MAX_TOKENS = 400  # a longer "sentence" is a list or a dump, and is read no further


@dataclass(frozen=True, eq=False)
class Grammar:
    """What each word may be. Compared by identity: one per run, shared by the stages that parse."""

    words: dict[str, str]  # lower-case word -> tag, or one of the ambiguous i n v s c q (see `_settle`)
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
        )


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
    "verbs_also_nouns", "doubling_verbs",
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


class Chunk:
    """A noun group (N), verb group (V), time (T) or single token (its tag) of one sentence.

    A plain class with defaults on the class: millions are made, and only verb groups need the flags.
    """

    lemma = ""  # of a verb group's main verb
    is_passive = False
    is_finite = False
    is_infinitive = False
    is_gerund = False
    is_bare = False  # past form or participle without auxiliary: killed
    is_negated = False
    is_perfect = False
    modal = ""

    def __init__(self, kind: str, first: int, last: int, head: int) -> None:
        self.kind = kind
        self.first = first  # tokens, half-open
        self.last = last
        self.head = head


@dataclass(slots=True)
class Clause:
    """The groups of one sentence. Token lists run in parallel; positions are in the document's text."""

    sentence: int
    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]  # lower case
    tags: str
    mention_of: dict[int, int]  # token -> index of the mention it lies in
    chunks: list[Chunk]
    chunk_of: list[int]  # token -> chunk
    grammar: Grammar = field(repr=False)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Characters of the chunks first … last, both included."""
        return self.starts[self.chunks[first].first], self.ends[self.chunks[last].last - 1]

    def words_of(self, index: int) -> list[str]:
        """The lower-case words of one chunk."""
        chunk = self.chunks[index]
        return self.words[chunk.first : chunk.last]

    def head_word(self, index: int) -> str:
        """The lower-case head of one chunk."""
        return self.words[self.chunks[index].head]

    def opening_quote(self, closing: int) -> int | None:
        """The chunk that opens the quotation which this chunk closes; None for an opening one."""
        position = 0
        opened: int | None = None
        for index in range(closing + 1):
            if self.chunks[index].kind == '"':
                position += 1
                if index == closing:
                    return opened if position % 2 == 0 else None
                opened = index
        return None

    def is_pronoun(self, index: int) -> bool:
        """Whether this noun group is a lone pronoun."""
        return self.tags[self.chunks[index].head] == "R"


def parse_document(
    text: str,
    sentences: Sequence[Stretch],
    mentions: Sequence[Stretch],
    times: Sequence[Stretch],
    grammar: Grammar,
) -> tuple[Clause, ...]:
    """The sparse parse of each sentence, in order. Remembered for the last text: two stages ask for it."""
    return _parse_spans(
        text,
        tuple((s.start_char, s.end_char) for s in sentences),
        tuple((m.start_char, m.end_char) for m in mentions),
        tuple((t.start_char, t.end_char) for t in times),
        grammar,
    )


_Spans = tuple[tuple[int, int], ...]


@lru_cache(maxsize=1)
def _parse_spans(
    text: str, sentences: _Spans, mentions: _Spans, times: _Spans, grammar: Grammar
) -> tuple[Clause, ...]:
    parsed = []
    mention_order = sorted((start, end, index) for index, (start, end) in enumerate(mentions))
    time_order = sorted((start, end, index) for index, (start, end) in enumerate(times))
    for number, (start, end) in enumerate(sentences):
        parsed.append(
            _parse_sentence(
                text,
                number,
                start,
                end,
                _within(mention_order, start, end),
                _within(time_order, start, end),
                grammar,
            )
        )
    return tuple(parsed)


def _within(spans: list[tuple[int, int, int]], start: int, end: int) -> list[tuple[int, int, int]]:
    low = bisect_left(spans, (start, 0, 0))
    high = bisect_left(spans, (end, 0, 0))
    return spans[low:high]


def _parse_sentence(
    text: str,
    number: int,
    start: int,
    end: int,
    mentions: list[tuple[int, int, int]],
    times: list[tuple[int, int, int]],
    grammar: Grammar,
) -> Clause:
    spans = [match.span() for match in islice(_TOKEN.finditer(text, start, end), _MAX_TOKENS)]
    starts = [first for first, _ in spans]
    ends = [last for _, last in spans]
    surfaces = [text[first:last] for first, last in spans]
    words = [surface.lower() for surface in surfaces]
    rough = _rough_tags(words, surfaces, grammar)
    if "'" in surfaces or "’" in surfaces:
        _mark_possessives(text, starts, surfaces, rough)
    mention_of: dict[int, int] = {}
    for m_start, m_end, index in mentions:
        for token in range(bisect_left(starts, m_start), bisect_left(starts, m_end)):
            if ends[token] <= m_end:  # "ISIS-affiliated" is not ISIS
                rough[token] = "M"
                mention_of[token] = index
    for t_start, t_end, _ in times:
        for token in range(bisect_left(starts, t_start), bisect_left(starts, t_end)):
            rough[token] = "T"
    _settle(rough, words, grammar)
    tags = "".join(rough)
    chunks = _chunks(tags, words, grammar)
    chunk_of: list[int] = []
    for index, chunk in enumerate(chunks):
        chunk_of.extend([index] * (chunk.last - chunk.first))
    return Clause(number, text, starts, ends, words, tags, mention_of, chunks, chunk_of, grammar)


def _mark_possessives(text: str, starts: list[int], surfaces: list[str], tags: list[str]) -> None:
    """`Hamas' operatives`: a mark that closes a word in s, with no single quotation open before it."""
    is_open = False
    for index, surface in enumerate(surfaces):
        if surface == "‘":
            is_open = True
        elif surface in "'’":
            glued = index > 0 and text[starts[index] - 1].isalnum()
            if not glued:
                is_open = not is_open
            elif is_open:
                is_open = False
            elif tags[index - 1] in "NMnsiv":
                tags[index] = "p"


def _is_title_case(surfaces: list[str]) -> bool:
    """Whether capitals say nothing here: "ISIS in Sinai Claims Attack on Hamas", or all capitals."""
    long_words = [s[0] for s in surfaces if len(s) > 3]
    return "".join(long_words).isupper() or sum(map(str.isupper, long_words)) > 0.6 * len(long_words)


_HIDDEN_BY_CAPITALS = frozenset("EGinvscqVKIYJ")


def _rough_tags(words: list[str], surfaces: list[str], grammar: Grammar) -> list[str]:
    """One tag per word out of context; a capitalised word inside a sentence is a name, never a verb."""
    known = grammar.words
    tags = [known.get(word) or _guess(word) for word in words]
    if _is_title_case(surfaces):
        return tags
    for index, surface in enumerate(surfaces):
        is_inside = index > 0 and surface != words[index] and tags[index] in _HIDDEN_BY_CAPITALS
        if is_inside and surface[0].isupper() and tags[index - 1] not in '".;(':
            tags[index] = "N"
    return tags


@lru_cache(maxsize=20_000)
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
        return "E"
    if word.endswith("ing") and len(word) > 5 and "-" not in word:
        return "G"
    return "N"


def _settle(tags: list[str], words: list[str], grammar: Grammar) -> None:
    """Decide the ambiguous tags from their neighbours, left to right, in place (a list of this module's own).

    i base form, never a noun; n base form or noun; v -s form, never a noun; s -s form or plural noun;
    c base, past, participle or noun (hit); q -ing form or everyday noun (bombing).
    """
    last = len(tags) - 1
    prev = "."
    for index, tag in enumerate(tags):
        decide = _DECIDE.get(tag)
        if decide is not None:
            following = tags[index + 1] if index < last else "."
            tag = tags[index] = decide(prev, following, index, tags, words, grammar)  # noqa: PLW2901
        elif (
            tag == "."
            and index < last
            and words[index - 1] in grammar.abbreviations
            and tags[index + 1] in "NMC"
        ):
            tag = tags[index] = tags[index - 1]  # noqa: PLW2901  (Maj. Gen. Fawzy)
        prev = tag


def _participle(
    prev: str, following: str, index: int, tags: list[str], words: list[str], grammar: Grammar
) -> str:
    if prev in "DCJp" and following in _NOUNISH and words[index - 1] not in grammar.standalone:
        return "J"
    if prev in "DCJp" and following in "EG&,":
        return "J" if prev == "D" and words[index - 1] in ("the", "a", "an") and following != "," else "E"
    if prev == "Y" and index > 1 and tags[index - 2] == "D" and following in "NnsJM":
        tags[index - 1] = "J"  # "the recently released report"
        return "J"
    if prev in "POB" and following in "NnsJM":
        return "J"
    if prev in "tS&," and following in "Nns" and index + 2 < len(tags) and tags[index + 2] in "XbhdVE":
        return "J"  # "said that masked men had …"
    if prev == "." and following in "NnsJM":
        return "J"
    if prev == "D" and words[index - 1] in _ARTICLES and following != "B":
        return "N"
    return "E"


_ARTICLES = frozenset({"the", "a", "an", "its", "their", "his", "her", "our", "my"})


def _base(prev: str, following: str, index: int, tags: list[str], words: list[str], grammar: Grammar) -> str:
    if prev in "oXd" or (prev in "zY" and _has_auxiliary(tags, index)):
        return "I"
    if prev in "DJCpPOB":
        return "N"
    if prev in "RW":
        return "V"
    if prev in '.;"' and following in "DMRNJC":
        return "I"
    if prev == "&" and _last_verb(tags, index) == "I":
        return "I"
    if prev == "N" and not words[index - 1].endswith("s") and words[index - 1] not in _PLURALS:
        return "N"  # "a power station"
    return "V" if prev in "NM&Y,t" else "N"


_PLURALS = frozenset({"people", "police", "men", "women", "children", "media"})


def _last_verb(tags: list[str], index: int) -> str:
    return next((tag for tag in reversed(tags[:index]) if tag in _VERB_TAGS), "")


def _base_or_noun(
    prev: str, following: str, index: int, tags: list[str], words: list[str], grammar: Grammar
) -> str:
    if prev in "oXd" or (prev in "zY" and _has_auxiliary(tags, index)):
        return "I"
    if prev == "R" and words[index - 1] in _PLURAL_PRONOUNS and following in "DMRPNCtoJ":
        return "V"
    if prev == "W" and words[index - 1] in ("who", "which") and following in "DMRPNCtoJ":
        return "V"
    if prev == "&" and following in "DMRCJ" and _last_verb(tags, index) == "I":
        return "I"
    if prev == "N" and words[index - 1].endswith("s") and following in "DRMt" and "V" not in tags[:index]:
        return "V"
    if (
        prev in "NM"
        and index
        and words[index - 1].endswith("s")
        and following in "NJ"
        and _only_verb(tags, index)
    ):
        return "V"
    return "N"


_PLURAL_PRONOUNS = frozenset({"they", "we", "you", "i"})


def _has_auxiliary(tags: list[str], index: int) -> bool:
    for tag in reversed(tags[max(0, index - 4) : index]):
        if tag in "oXd":
            return True
        if tag not in "Yz":
            return False
    return False


def _third(prev: str, following: str, index: int, tags: list[str], words: list[str], grammar: Grammar) -> str:
    return "N" if prev in "DJPO" else "V"


def _third_or_plural(
    prev: str, following: str, index: int, tags: list[str], words: list[str], grammar: Grammar
) -> str:
    if prev in "NMRWT)Y" and following in 'DRtC"W' and not (prev == "N" and words[index - 1].endswith("s")):
        return "V"
    if prev in "MRWTY" and following in "MJN" and not (prev == "M" and following == "J"):
        return "V" if prev != "M" or following == "M" or _first_verb(tags, index) else "N"
    if prev in ',"' and following == "M":
        return "V"
    return "V" if prev in "NM" and following in "nN" and _only_verb(tags, index) else "N"


def _only_verb(tags: list[str], index: int) -> bool:
    """Whether nothing else in the sentence can be its verb, as in a headline: "Rebels Claim Attack"."""
    return not any(tag in "VEKvXbhdi" for number, tag in enumerate(tags) if number != index)


def _first_verb(tags: list[str], index: int) -> bool:
    return not any(tag in "VEXbhd" for tag in tags)


def _cut(prev: str, following: str, index: int, tags: list[str], words: list[str], grammar: Grammar) -> str:
    if prev in "oXd" or (prev in "zY" and _has_auxiliary(tags, index)):
        return "I"
    if prev in "DJpPOC" and not (prev == "C" and following in "PB"):
        return "N"
    return "E"


def _gerund(
    prev: str, following: str, index: int, tags: list[str], words: list[str], grammar: Grammar
) -> str:
    if following == "O" and prev in "D.":
        return "N"
    if prev in "DJCp":
        return "J" if following in "NnsM" and words[index] not in grammar.lemmas else "N"
    return "G"


def _gerund_or_noun(
    prev: str, following: str, index: int, tags: list[str], words: list[str], grammar: Grammar
) -> str:
    if prev in "bhY":
        return "G" if prev != "Y" or following in "DCMR" else "N"
    if following in "DCMR" and prev not in "DJCp":
        return "G"
    if following in "NnsJ" and prev in "IVE" and grammar.lemmas.get(words[index - 1]) in grammar.aspect:
        return "G"  # "stop bombing villages"
    if prev == "O" and following in "Nns" and words[index + 1].endswith("s"):
        return "G"  # "accused of looting homes"
    if prev == "&" and following in "NnsJ" and "G" in tags[max(0, index - 12) : index]:
        return "G"  # "arresting men and looting shops"
    return "N"


def _infinitive(
    prev: str, following: str, index: int, tags: list[str], words: list[str], grammar: Grammar
) -> str:
    if index and words[index - 1] in ("according", "due", "prior", "response", "thanks", "owing"):
        return "P"
    if following in "zYbhd" and index + 2 < len(tags):
        return "o" if following in "bhd" or tags[index + 2] in "incbhd" else "P"
    if (
        following == "N"
        and index + 2 < len(tags)
        and tags[index + 2] in "DR"
        and words[index + 1] not in grammar.words
    ):
        tags[index + 1] = "I"  # "to punish them": a verb that the lexicon does not know
        return "o"
    return "o" if following in "inc" else "P"


def _determiner(
    prev: str, following: str, index: int, tags: list[str], words: list[str], grammar: Grammar
) -> str:
    word = words[index]
    if word in ("her", "his") and following in "PB.,":
        return "R"
    if following == "T" and word in ("this", "that"):
        return "T"
    if word in grammar.standalone and following not in "DCJNMnsqGETp":
        return "R"
    if (
        word in grammar.standalone
        and following in "EGV"
        and (index + 2 >= len(tags) or tags[index + 2] not in "NnsM")
    ):
        return "R"
    return "D"


def _that(prev: str, following: str, index: int, tags: list[str], words: list[str], grammar: Grammar) -> str:
    if following in "Nn" and prev in "PVEIOB.&" and index + 2 < len(tags) and tags[index + 2] in "bhX.,P":
        return "D"
    if following in "VEXbhdvsY" and prev in 'NMC")':
        return "W"
    return "t"


def _time(prev: str, following: str, index: int, tags: list[str], words: list[str], grammar: Grammar) -> str:
    word = words[index]
    if word not in grammar.month_words:
        return "T"
    if word == "second":
        return "T" if prev == "C" else "J"
    if word == "may":
        return "T" if following == "C" or prev in "CP" else "X"
    if following in "CT" or prev in "CT":
        return "T"
    if word == "march" and index and words[index - 1] == "to":
        tags[index - 1] = "o"
        return "I"
    return (
        "T"
        if index
        and words[index - 1] in ("in", "since", "until", "by", "during", "last", "next", "early", "late")
        else "N"
    )


def _adjective(
    prev: str, following: str, index: int, tags: list[str], words: list[str], grammar: Grammar
) -> str:
    if following == "T" and words[index] in ("last", "next", "past", "previous", "early", "late", "recent"):
        return "T"
    return "J"


def _preposition(
    prev: str, following: str, index: int, tags: list[str], words: list[str], grammar: Grammar
) -> str:
    if following == "C" and index and (words[index - 1], words[index]) in grammar.bounds:
        tags[index - 1] = "C"
        return "C"
    if following == "C" and words[index] in grammar.number_modifiers and prev in "VEIKBO.,&PS":
        return "C"
    lemma = grammar.lemmas.get(words[index - 1])
    if lemma is not None and (lemma, words[index]) in grammar.particles and prev in _VERB_TAGS:
        return "Y"
    return "P"


def _preposition_or_subordinator(
    prev: str, following: str, index: int, tags: list[str], words: list[str], grammar: Grammar
) -> str:
    """`than` in `more than 40`; elsewhere a subordinator stays one."""
    if following == "C" and index and (words[index - 1], words[index]) in grammar.bounds:
        tags[index - 1] = "C"
        return "C"
    return "N" if words[index] == "least" else "S"


def _by(prev: str, following: str, index: int, tags: list[str], words: list[str], grammar: Grammar) -> str:
    """`one by one` is an adverb."""
    if 0 < index < len(words) - 1 and words[index - 1] == words[index + 1]:
        tags[index - 1] = tags[index + 1] = "Y"
        return "Y"
    return "B"


def _adverb(
    prev: str, following: str, index: int, tags: list[str], words: list[str], grammar: Grammar
) -> str:
    return "T" if following == "T" and words[index] in ("earlier", "later") else "Y"


_DECIDE = {
    "S": _preposition_or_subordinator,
    "E": _participle, "i": _base, "n": _base_or_noun, "v": _third, "s": _third_or_plural, "c": _cut,
    "G": _gerund,
    "q": _gerund_or_noun, "o": _infinitive, "D": _determiner, "t": _that, "T": _time, "J": _adjective,
    "P": _preposition, "Y": _adverb, "B": _by,
}  # fmt: skip


def _chunks(tags: str, words: list[str], grammar: Grammar) -> list[Chunk]:
    found: list[Chunk] = []
    for match in _CHUNK.finditer(tags):
        kind = match.lastgroup
        first, last = match.span()
        if kind == "x":
            found.append(Chunk(tags[first], first, last, first))
        elif kind == "N":
            _noun_chunks(tags, first, last, found)
        elif kind == "R":
            found.append(Chunk("N", first, last, first))
        elif kind == "T":
            found.append(Chunk("T", first, last, last - 1))
        else:
            found.append(_verb_chunk(tags, first, last, words, grammar))
    return found


def _noun_chunks(tags: str, first: int, last: int, found: list[Chunk]) -> None:
    head = last - 1
    if tags[head] not in "Jp":
        found.append(Chunk("N", first, last, head))
        return
    while head > first and tags[head] in "Jp":
        head -= 1
    if tags[head] in "JpD":
        if tags[first] == "D":  # a lone adjective: "the dead"
            found.append(Chunk("N", first, last, last - 1))
        else:
            found.extend(Chunk(tags[token], token, token + 1, token) for token in range(first, last))
        return
    found.append(Chunk("N", first, head + 1, head))
    found.extend(Chunk(tags[token], token, token + 1, token) for token in range(head + 1, last))


def _verb_chunk(tags: str, first: int, last: int, words: list[str], grammar: Grammar) -> Chunk:
    run = tags[first:last]
    main = run[-1]
    if main not in _VERB_TAGS:
        at = max(run.rfind("b"), run.rfind("h"))
        chunk = Chunk("V", first, last, first + at)
        chunk.lemma = "be" if run[at] == "b" else "have"
        chunk.is_finite = "o" not in run
        chunk.is_infinitive = "o" in run
        chunk.is_negated = "z" in run
        chunk.modal = _modal(tags, first, last, words)
        return chunk
    head = last - 1
    chunk = Chunk("V", first, last, head)
    chunk.lemma = grammar.lemmas.get(words[head]) or _lemma(words[head])
    if len(run) == 1:
        chunk.is_gerund = main == "G"
        chunk.is_finite = main in "VE"
        chunk.is_bare = main in "EK"
        return chunk
    before = run[:-1]
    has_auxiliary = not _AUXILIARIES.isdisjoint(before)
    chunk.is_gerund = main == "G" and not has_auxiliary
    chunk.is_infinitive = "o" in before
    chunk.is_passive = main in "EK" and "b" in before
    chunk.is_finite = not chunk.is_infinitive and (has_auxiliary or main in "VE")
    chunk.is_bare = main in "EK" and not has_auxiliary and not chunk.is_infinitive
    chunk.is_negated = "z" in before
    chunk.is_perfect = "h" in before
    chunk.modal = _modal(tags, first, last, words)
    return chunk


_AUXILIARIES = frozenset("bhXd")


def _modal(tags: str, first: int, last: int, words: list[str]) -> str:
    at = tags.find("X", first, last)
    return words[at] if at >= 0 else ""


def _lemma(word: str) -> str:
    """A rough lemma of a verb form that the lexicon does not know: only equality matters."""
    for ending in ("ing", "ed"):
        if word.endswith(ending):
            return word[: -len(ending)]
    return word


# --- who stands where to a verb


def finite_verbs(clause: Clause) -> list[int]:
    """The verb groups that can head a clause."""
    return [index for index, chunk in enumerate(clause.chunks) if chunk.kind == "V" and chunk.is_finite]


def is_reduced_passive(clause: Clause, verb: int) -> bool:
    """Whether a bare -ed form is a participle after its noun: "two people killed in the raid"."""
    chunk = clause.chunks[verb]
    if not chunk.is_bare or chunk.lemma in clause.grammar.intransitive:
        return False
    if passive_before(clause, verb) is not None:
        return True
    if clause.tags[chunk.head] == "K":
        return not _goes_on_perfect(clause, verb)
    after = verb + 1
    while _kind(clause, after) in ("Y", "T"):
        after += 1
    following = _kind(clause, after)
    before = _kind(clause, verb - 1)
    if before == "N" and _kind(clause, verb - 2) == "W":
        return False  # "supporters whom police arrested"
    if before == ",":  # "the film, shot in Rome, opens"
        return (
            chunk.lemma in clause.grammar.transitive and following in "PB" and _kind(clause, verb - 2) == "N"
        )
    if following in ("N", "t") or before not in ("N", "T", "Y", "M", ")", "("):
        return False
    if following == "B" or (chunk.lemma in clause.grammar.transitive and following not in '"&'):
        return True
    if clause.head_word(verb - 1) in clause.grammar.standalone:
        return True  # "those arrested and …"
    return _has_later_finite(clause, verb)


def _goes_on_perfect(clause: Clause, verb: int) -> bool:
    """`had beaten voters and stolen boxes`: the participle shares an active auxiliary."""
    if _kind(clause, verb - 1) != "&":
        return False
    for index in range(verb - 2, -1, -1):
        chunk = clause.chunks[index]
        if chunk.kind == "V":
            return chunk.is_perfect and not chunk.is_passive
    return False


def passive_before(clause: Clause, verb: int) -> int | None:
    """The passive verb that a bare participle goes on: `was found murdered`, `were tortured and killed`."""
    at = verb - 1
    while at >= 0 and _kind(clause, at) in ("Y", "T"):
        at -= 1
    joined = _kind(clause, at) == "&"
    if joined:
        if _kind(clause, verb + 1) == "N":
            return None  # "was shot and killed two men"
        at -= 1
        while at >= 0 and _kind(clause, at) in ("Y", "T", ",", "P", "N", "B", "O"):
            at -= 1
    if _kind(clause, at) == "," and _kind(clause, at - 1) == "V" and _kind(clause, verb + 1) in (",", "&"):
        at -= 1  # "murdered, kidnapped and tortured"
        joined = True
    if _kind(clause, at) != "V" or not (joined or at >= verb - 2):
        return None
    before = clause.chunks[at]
    if before.is_passive:
        return at
    if joined and before.is_bare:
        return at if is_reduced_passive(clause, at) and _kind(clause, verb + 1) != "N" else None
    return None


def _has_later_finite(clause: Clause, verb: int) -> bool:
    """Whether, before the clause ends, another finite verb claims the same subject."""
    for index in range(verb + 1, len(clause.chunks)):
        chunk = clause.chunks[index]
        if chunk.kind in 'W;."t&S,':
            return False
        if chunk.kind == "V" and chunk.is_finite:
            if chunk.is_bare and chunk.lemma in clause.grammar.transitive:
                continue
            return _kind(clause, index - 1) != "N" or _is_in_phrase(clause, index - 1)
    return False


def _kind(clause: Clause, index: int) -> str:
    if index < 0:
        return "."
    try:
        return clause.chunks[index].kind
    except IndexError:
        return "."


def _is_in_phrase(clause: Clause, noun: int) -> bool:
    """Whether this noun group stands inside a prepositional phrase."""
    return _kind(clause, noun - 1) in ("P", "O", "B")


def subjects(clause: Clause, verb: int, depth: int = 0) -> list[int]:
    """The noun groups that do what this verb says (or suffer it, in the passive); empty when unknown."""
    if depth > 4:
        return []
    chunk = clause.chunks[verb]
    if chunk.is_infinitive or chunk.is_gerund or (clause.tags[chunk.head] in "IG" and not chunk.is_finite):
        return _subject_of_dependent(clause, verb, depth)
    if is_reduced_passive(clause, verb):
        chained = passive_before(clause, verb)
        return subjects(clause, chained, depth + 1) if chained is not None else _antecedent(clause, verb - 1)
    return _subject_of_finite(clause, verb, depth)


def subject_before(clauses: Sequence[Clause], clause: Clause) -> tuple[Clause, int, int] | None:
    """The sentence before with its first finite verb and that verb's subject: what `They …` goes on about."""
    if clause.sentence == 0:
        return None
    previous = clauses[clause.sentence - 1]
    for verb in finite_verbs(previous):
        found = subjects(previous, verb)
        if found:
            return previous, verb, found[0]
    return None


def _subject_of_dependent(clause: Clause, verb: int, depth: int) -> list[int]:
    """The subject of an infinitive or -ing form, from the verb or noun that it hangs on."""
    before = verb - 1
    while before >= 0 and _kind(clause, before) in ("Y", "T"):
        before -= 1
    if clause.chunks[verb].is_gerund and _kind(clause, before) == "N" and not _is_in_phrase(clause, before):
        previous = before - 1
        if not (
            _kind(clause, previous) == "V"
            and clause.chunks[previous].lemma not in clause.grammar.object_control
        ):
            return coordinated_back(clause, before)
    elif clause.chunks[verb].is_gerund and _kind(clause, before) == "P" and clause.head_word(before) == "for":
        if _kind(clause, before - 1) == "N" and before >= 2:
            return coordinated_back(clause, before - 1)  # "the arrest of two officers for killing …"
    elif clause.chunks[verb].is_gerund and _kind(clause, before) == "N":
        top = before
        while _kind(clause, top - 1) == "O" and _kind(clause, top - 2) == "N":
            top -= 2
        absolute = _kind(clause, top - 1) == "P" and clause.head_word(top - 1) == "with"
        return [top if absolute else before]
    for index in range(before, -1, -1):
        chunk = clause.chunks[index]
        if chunk.kind == "V":
            if _kind(clause, before) == "," and (
                (chunk.is_gerund and _kind(clause, index - 1) == "N")
                or is_reduced_passive(clause, index)
                or _is_relative_verb(clause, index)
            ):
                continue  # "opened fire on a bus carrying pilgrims, killing nine"
            if chunk.lemma in clause.grammar.object_control and index < before:
                found = [] if chunk.is_passive else objects(clause, index)
                return found or subjects(clause, index, depth + 1)
            return subjects(clause, index, depth + 1) if not chunk.is_passive or chunk.lemma else []
        if chunk.kind in (".", ";"):
            break
    # "After attacking the base, the rebels fled": the main clause follows.
    for index in range(verb + 1, len(clause.chunks)):
        if _kind(clause, index) == "," and _kind(clause, index + 1) == "N":
            return coordinated_forward(clause, index + 1)
        if clause.chunks[index].kind in (".", ";", '"'):
            break
    return []


def _subject_of_finite(clause: Clause, verb: int, depth: int) -> list[int]:
    index = verb - 1
    while index >= 0:
        kind = _kind(clause, index)
        if kind in ("Y", "T", "z", "J") or (kind == "P" and _kind(clause, index + 1) == "T"):
            index -= 1
        elif kind == "W":
            return _antecedent(clause, index - 1)
        elif kind == "&":
            return _shared_subject(clause, index, depth)
        elif kind == ",":
            return _subject_across_comma(clause, index, depth)
        elif kind == "N":
            index = _leave_phrase(clause, index)
            if _kind(clause, index) == "N" and not _is_in_phrase(clause, index):
                return coordinated_back(clause, _apposed(clause, index))
        elif kind == ")":
            index = max(_opening(clause, index) - 1, -1)
        elif kind == '"':
            opening = clause.opening_quote(index)
            if opening is None:
                index -= 1  # the verb opens the quotation: `the group “accused Hamas …”`
            elif _kind(clause, opening - 1) in ("P", "O", "B"):
                index = opening - 2  # `Supporters of "X" in "Y"`
            elif index - opening <= 4 and _kind(clause, index - 1) == "N":
                return [index - 1]
            else:
                index = opening - 1
        elif kind == "V" and clause.chunks[index].is_gerund:
            index = _leave_participle(clause, index)
        elif kind == "V" and is_reduced_passive(clause, index):
            index -= 1
        elif kind == "V" and _is_relative_verb(clause, index):
            index = _leave_relative(clause, index)
        else:
            return []
    return []


def _apposed(clause: Clause, noun: int) -> int:
    """`Flores, a party leader was abducted`: the name that an indefinite noun group only describes."""
    if clause.words[clause.chunks[noun].first] not in ("a", "an") or _kind(clause, noun - 1) != ",":
        return noun
    if _kind(clause, noun - 2) != "N":
        return noun
    before = _leave_phrase(clause, noun - 2)
    if _kind(clause, before) != "N" or _is_in_phrase(clause, before):
        return noun
    for index in range(before - 1, -1, -1):
        chunk = clause.chunks[index]
        if chunk.kind == "V" and chunk.is_finite:
            return noun  # "Gunmen took the bridge, a witness said"
        if chunk.kind in (".", ";", "&", "S", "t", '"'):
            break
    return before


def _leave_phrase(clause: Clause, noun: int) -> int:
    """Step left out of `of X`, `in Y` and relative clauses, to the noun before."""
    index = noun
    while index >= 0:
        if _is_in_phrase(clause, index):
            index -= 2
        elif (
            _kind(clause, index) in ("T", "Y")
            or (
                _kind(clause, index) == "N"
                and _kind(clause, index - 1) == "N"
                and clause.is_pronoun(index - 1)
            )
            or (_kind(clause, index) == "&" and _kind(clause, index - 1) == "N")
        ):
            index -= 1
        elif _is_joined_in_phrase(clause, index):
            index -= 2
        elif _kind(clause, index) == "V" and (
            clause.chunks[index].is_gerund
            or is_reduced_passive(clause, index)
            or _is_relative_verb(clause, index)
        ):
            index = _leave_relative(clause, index) if _is_relative_verb(clause, index) else index - 1
        elif _kind(clause, index) == "N" and _governor_is_relative(clause, index):
            index -= 1
        else:
            return index
    return index


def _is_joined_in_phrase(clause: Clause, noun: int) -> bool:
    """`the ministers of Egypt and Sudan`: two names joined inside one phrase."""
    if _kind(clause, noun) != "N" or _kind(clause, noun - 1) != "&" or _kind(clause, noun - 2) != "N":
        return False
    if not _is_in_phrase(clause, noun - 2):
        return False
    return clause.tags[clause.chunks[noun].first] == "M" and clause.tags[clause.chunks[noun - 2].head] == "M"


def _governor_is_relative(clause: Clause, noun: int) -> bool:
    """Whether this noun group is the object inside a relative clause or after a participle."""
    before = noun - 1
    if _kind(clause, before) != "V":
        return False
    verb = clause.chunks[before]
    if verb.is_gerund:
        return _kind(clause, before - 1) == "N"
    return _is_relative_verb(clause, before)


def _is_relative_verb(clause: Clause, verb: int) -> bool:
    index = verb - 1
    while index >= 0 and _kind(clause, index) in ("Y", "T"):
        index -= 1
    if _kind(clause, index) == "W":
        return True
    return _kind(clause, index) == "N" and _kind(clause, index - 1) == "W"


def _leave_relative(clause: Clause, verb: int) -> int:
    index = verb
    while index >= 0 and _kind(clause, index) != "W":
        index -= 1
    index -= 1
    return index - 1 if _kind(clause, index) in ("P", ",") else index


def _leave_participle(clause: Clause, verb: int) -> int:
    return verb - 1


def _opening(clause: Clause, closing: int) -> int:
    for index in range(closing - 1, -1, -1):
        if _kind(clause, index) == "(":
            return index
    return closing


def _closing(clause: Clause, opening: int) -> int:
    """Over `(fmln)`: the closing bracket, when it is near."""
    for index in range(opening + 1, min(opening + 5, len(clause.chunks))):
        if _kind(clause, index) == ")":
            return index
    return opening - 1


def _shared_subject(clause: Clause, conjunction: int, depth: int) -> list[int]:
    """`X denied the charge and said`: the subject of the verb before the conjunction."""
    index = conjunction
    while index > 0:
        index -= 1
        chunk = clause.chunks[index]
        if chunk.kind == '"' and (opening := clause.opening_quote(index)) is not None:
            index = opening
        elif chunk.kind == "V" and chunk.is_finite and not is_reduced_passive(clause, index):
            if _is_relative_verb(clause, index) and _kind(clause, conjunction - 1) == ",":
                continue
            return subjects(clause, index, depth + 1)
        if chunk.kind in (".", ";"):
            break
    return []


def _subject_across_comma(clause: Clause, comma: int, depth: int) -> list[int]:
    """`X, the leader of Y, said`; `X, which did Z, said`: jump to what stands before the first comma."""
    if _kind(clause, comma - 1) == "&":
        return _shared_subject(clause, comma - 1, depth)
    verbs_between = 0
    for index in range(comma - 1, -1, -1):
        chunk = clause.chunks[index]
        if chunk.kind == "V" and chunk.is_finite and not is_reduced_passive(clause, index):
            verbs_between += 1
            if not _is_relative_verb(clause, index):
                return (
                    subjects(clause, index, depth + 1)
                    if verbs_between == 1 and _kind(clause, comma + 1) == "V"
                    else []
                )
        if chunk.kind == ",":
            before = _leave_phrase(clause, index - 1)
            if _is_age(clause, before):
                before = _leave_phrase(clause, before - 2)  # "Ana Ruiz, 19, a nurse, was …"
            if _kind(clause, before) == "N" and not _is_in_phrase(clause, before):
                return coordinated_back(clause, before)
            if _kind(clause, index - 1) not in ("N", "T", "Y", ")"):
                return []
        if chunk.kind in (".", ";"):
            return []
    # One comma only: "Gunmen in the city, attacked": the noun before it.
    before = _leave_phrase(clause, comma - 1)
    return (
        coordinated_back(clause, before)
        if _kind(clause, before) == "N" and not _is_in_phrase(clause, before)
        else []
    )


def _antecedent(clause: Clause, index: int) -> list[int]:
    """The noun group that a relative or a participle after it describes."""
    while index >= 0 and (_kind(clause, index) in ("Y", "T", ",", "P", "(", ")") or _is_age(clause, index)):
        index -= 1
    if _kind(clause, index) != "N":
        return []
    while index >= 2 and _kind(clause, index - 1) == "O" and _kind(clause, index - 2) == "N":
        upper = clause.chunks[index - 2].head
        if clause.words[upper] not in clause.grammar.collectives and clause.tags[upper] != "C":
            break
        index -= 2
    return coordinated_back(clause, index) if not _is_in_phrase(clause, index) else [index]


def _is_age(clause: Clause, index: int) -> bool:
    """`Victor Pomas, 30, who …`: a bare number between commas."""
    if _kind(clause, index) != "N" or _kind(clause, index - 1) != ",":
        return False
    chunk = clause.chunks[index]
    return chunk.last - chunk.first == 1 and clause.tags[chunk.head] == "C"


def coordinated_back(clause: Clause, noun: int) -> list[int]:
    """This noun group and those joined to it by `and` or commas on its left: `X, Y and Z`."""
    found = [noun]
    index = noun
    joined = False
    while index >= 2:
        step = _kind(clause, index - 1)
        at = index - 2
        while step == "&" and _kind(clause, at) in (",", "Y"):
            at -= 1
        if step not in ("&", ",") or (step == "," and not joined):
            break
        head = _head_of_phrases(clause, at)
        if head is None or _kind(clause, head - 1) == "V" or _is_in_phrase(clause, head):
            break
        found.insert(0, head)
        joined = True
        index = head
    return found


def _head_of_phrases(clause: Clause, index: int) -> int | None:
    """From the last noun group of `X of Y in Z`, the index of X."""
    while _kind(clause, index) == "N" and _is_in_phrase(clause, index) and index >= 2:
        if _kind(clause, index - 2) != "N":
            return None
        index -= 2
    return index if _kind(clause, index) == "N" else None


def coordinated_forward(clause: Clause, noun: int) -> list[int]:
    """This noun group and those joined to it on its right, unless the last one begins a clause of its own."""
    found = [noun]
    pending: list[int] = []
    index = _end_of_phrases(clause, noun) + 1
    if _kind(clause, index) == "(":
        index = _closing(clause, index) + 1
    while True:
        step = _kind(clause, index)
        after = index + 1
        if step == "," and _kind(clause, after) == "&":
            step, after = "&", after + 1
        if step not in ("&", ",") or _kind(clause, after) != "N":
            break
        if step == "&" and index - 1 != found[-1] and _is_joined_in_phrase(clause, after):
            break
        end = _end_of_phrases(clause, after)
        if _starts_clause(clause, end):
            break
        if step == "," and index - 1 != found[-1] and clause.tags[clause.chunks[after].first] not in "DC":
            break  # "facilities in Ambo, Kichki and Huari": the list is of places
        pending.append(after)
        if step == "&":
            found.extend(pending)
            pending = []
        index = end + 1
    return found


def _starts_clause(clause: Clause, last_noun: int) -> bool:
    following = last_noun + 1
    while _kind(clause, following) in ("Y", "T"):
        following += 1
    if _kind(clause, following) != "V":
        return False
    verb = clause.chunks[following]
    return verb.is_finite and not is_reduced_passive(clause, following)


def _end_of_phrases(clause: Clause, noun: int) -> int:
    """The last noun group of `X of Y in Z` that starts with X."""
    index = noun
    while _kind(clause, index + 1) in ("O", "P", "T") and _kind(clause, index + 2) == "N":
        index += 2
    while _kind(clause, index + 1) == "T":
        index += 1
    return index


def end_of_of(clause: Clause, noun: int) -> int:
    """The last noun group of `members of the wing of X`: only `of` is followed."""
    index = noun
    while _kind(clause, index + 1) == "O" and _kind(clause, index + 2) == "N":
        index += 2
    named = _named(clause, index)
    return index if named is None else end_of_of(clause, named)


_NAMING = frozenset({"call", "name", "dub", "know"})


def _named(clause: Clause, noun: int) -> int | None:
    """The name in `a group calling itself X`, `a man known as Y`."""
    if _kind(clause, noun + 1) != "V" or clause.chunks[noun + 1].lemma not in _NAMING:
        return None
    verb = clause.chunks[noun + 1]
    if not (verb.is_gerund or verb.is_bare):
        return None
    at = noun + 2
    if _kind(clause, at) == "N" and clause.is_pronoun(at):
        at += 1
    while _kind(clause, at) in ("P", "S", '"') and clause.head_word(at) in ("as", "“", '"'):
        at += 1
    return at if _kind(clause, at) == "N" else None


def objects(clause: Clause, verb: int) -> list[int]:
    """The noun groups right after an active verb, joined ones included; empty when a phrase follows."""
    index = verb + 1
    while _kind(clause, index) in ("Y", "T", '"', "J"):
        index += 1
    if _kind(clause, index) != "N" or (
        clause.tags[clause.chunks[index].head] == "R" and _starts_clause(clause, index)
    ):
        return []
    return coordinated_forward(clause, index)


def phrases(clause: Clause, start: int, *, after_noun: bool = False) -> list[tuple[str, list[int]]]:
    """The prepositional phrases from this chunk to the end of its clause: (preposition, noun groups).

    After a noun, the first verb ends them.
    """
    found: list[tuple[str, list[int]]] = []
    index = start
    while index < len(clause.chunks):
        kind = _kind(clause, index)
        if after_noun and kind in ("V", ","):
            break
        if kind in ("W", "S", ".", ";", "t", "&") or (kind == "V" and index > start):
            if (
                kind == "&"
                and _kind(clause, index + 1) in ("N", "P", "B")
                and not _starts_clause(
                    clause,
                    _end_of_phrases(clause, index + 1 if _kind(clause, index + 1) == "N" else index + 2),
                )
            ):
                index += 1
                continue
            break
        if kind == "," and (
            _kind(clause, index + 1) in ("V", "W", "&", "S", "t") or _starts_clause(clause, index + 1)
        ):
            break
        if kind in ("P", "B", "O"):
            after = index + 1
            while _kind(clause, after) == "Y" or (
                _kind(clause, after) == '"' and clause.head_word(index) != "to"
            ):
                after += 1
            if _kind(clause, after) == "N":
                found.append((clause.head_word(index), coordinated_forward(clause, after)))
                index = after
        index += 1
    return found
