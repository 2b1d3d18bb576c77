"""MUC-4 templates from events, to measure the stages (`python -m tests.quality.muc_adapter TEXTS FOUND`).

A template is an incident with its perpetrators, targets, victims by name and weapons; the texts are in lower
case. The adapter decides what the task decides and the project does not: which events are terrorism, which
reports are one incident, which words of a noun group are an entity's string. It knows no name of any war.
"""

import argparse
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from flows.document.clauses import Grammar
from flows.document.events import EventLexicon, FoundEvent, event_verbs, find_events
from flows.document.records import Modality, Polarity, Role, Span, Status
from flows.document.speech_lexicon import SpeechLexicon, speech_verbs
from flows.document.statements import find_statements
from flows.inputs import read_csv, read_yaml

_SENTENCE = re.compile(r"(?<=[.?!])(?:[\"”])?\s+(?=[a-z\"“\[])")
_BRACKETS = re.compile(r"\[[^\]]{0,40}\]")
_ABBREVIATION = re.compile(
    r"(?:\b(?:gen|col|maj|lt|capt|sgt|dr|mr|mrs|ms|no|st|u\.s|gov|sen|rep|brig|cmdr|fr|msgr|jr|"
    r"ing)|\b[a-z])\.$"
)
_WORD = re.compile(r"[\w'-]+")


@dataclass
class Lexicons:
    """What the stages need, read once."""

    speech: SpeechLexicon
    events: EventLexicon

    @classmethod
    def read(cls) -> "Lexicons":
        """All packs that are in the project."""
        names = ("events_conflict.yml", "events_disasters.yml", "events_politics.yml")
        packs = {name: read_yaml(name) for name in names}
        speech = read_yaml("speech.yml")
        grammar = Grammar.from_data(read_yaml("grammar.yml"), [*speech_verbs(speech), *event_verbs(packs)])
        return cls(
            SpeechLexicon.from_data(speech, grammar),
            EventLexicon.from_data(packs, read_csv("event_types.csv"), grammar),
        )


def split_lower(text: str) -> tuple[Span, ...]:
    """Sentences of a text without capitals: the stage for real texts leans on them."""
    spans = []
    for paragraph in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text):
        start, end = paragraph.span()
        at = start
        for gap in _SENTENCE.finditer(text, start, end):
            if _ABBREVIATION.search(text, max(at, gap.start() - 8), gap.start()):
                continue
            spans.append(Span(at, gap.start()))
            at = gap.end()
        if at < end:
            spans.append(Span(at, end))
    return tuple(spans)


@dataclass
class Template:
    """One incident; entities by slot, first spelling kept."""

    kind: str
    slots: dict[str, list[str]] = field(default_factory=lambda: {s: [] for s in SLOTS})
    sentences: list[int] = field(default_factory=list)
    harmed: int = 0  # reports that name somebody or something hit
    is_open: bool = True  # only "killed", "damaged" or "the attack" so far: it may be of any kind


SLOTS = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")


def fill(text: str, lexicons: Lexicons, published: date | None = None) -> list[dict[str, object]]:
    """The templates of one text, as score.py wants them."""
    spans = split_lower(text)
    statements = find_statements(text, spans, (), (), lexicons.speech)
    events = find_events(text, spans, (), (), (), statements, published, lexicons.events)
    return [
        {"incident_type": t.kind, **t.slots}
        for t in _templates(text, spans, events, published, lexicons.events)
    ]


_ARTICLE = re.compile(
    r"^(?:the|a|an|his|her|its|their|our|my|this|that|these|those|some|any|all|another|other)\s+"
)
_HEDGE = re.compile(
    r"^(?:(?:alleged|suspected|presumed|several|many|some|about|approximately|more than|"
    r"at least|other|two|three|four|five|six|a) )+"
)
_ACRONYM = re.compile(r"((?:[\w'-]+ ){1,8})[(\[]([a-z][a-z0-9-]{1,7})[)\]]")
_PERP_CUES = (
    "guerrillas|rebels|members|terrorists|militants|commandos|subversives|insurgents|guerrilla|forces|gunmen"
)
_EFFECTS = ("kill", "wound", "die", "destroy", "shoot", "beat")


_ANY_ATTACK = re.compile(r"(?:attack|assault|incident)s?$")


def _kind(event: FoundEvent, trigger: str) -> str | None:
    if event.event_type == "COERCE" and event.mode == "seize":
        return "robbery" if re.match(r"rob|loot|steal|stole|theft", trigger) else None
    if event.event_type != "ASSAULT":
        return None
    if event.mode == "abduct":
        return "kidnapping"
    if event.mode in ("explosives", "suicide-attack"):
        return "bombing"
    if event.mode == "destroy" and re.match(r"burn|torch|arson|set", trigger):
        return "arson"
    return "attack"


def _is_effect(trigger: str) -> bool:
    """Words that tell what an attack did: they join the incident that was told just before."""
    return bool(re.match(r"kill|wound|injur|die|dead|death|destroy|damag|hurt|perish|shoot|shot", trigger))


_ARMED_NAME = re.compile(
    r"\b(?:liberation|revolutionary|front|army|armed|guerrilla|commandos?|brigades?|cartel|"
    r"insurgent|martyrs|jihad|resistance|militia|squads?)\b"
)
_BESIDE_FIGHTERS = re.compile(
    r"((?:[\w'-]+ ){1,3})(?:urban )?(?:guerrillas?|rebels?|terrorists?|militants?|commandos?|"
    r"subversives?|insurgents?|members|gunmen|extremists)\b"
)
_FIGHTERS_OF = re.compile(
    r"(?:guerrillas?|rebels?|terrorists?|militants?|commandos?|subversives?|insurgents?|members|"
    r"gunmen|extremists|leaders?|column|cell|faction) of (?:the )?((?:[\w'-]+ ?){1,6})"
)
_ARMED_HEAD = re.compile(
    r"((?:[\w'-]+ ){1,5}(?:front|cartel|movement|commando|commandos|liberation army|organization))\b"
)


_NAME_AFTER = re.compile(r"\b([\w-]+)\.? (?=((?:[a-z'-]+ ?){2,4}))")
_IDENTIFIED = re.compile(
    r"(?:victims?|dead|injured|wounded|killed|kidnapped|casualties|bodies|they|hostages|"
    r"them) (?:\w+ ){0,4}?(?:identified as|identified them as|are:?|were:?|was:?|include|"
    r"included|including) ([^.]{5,300})"
)


_COUNT = re.compile(
    r"^(?:(?:at|least|about|approximately|nearly|almost|more|than|some|several|various|many|"
    r"numerous|other|both|two"
    r"|three|four|five|six|seven|eight|nine|ten|same|a|number|of|\d[\d,]*|dozens|hundreds|entire|whole) )+"
)
_NO_TARGET = re.compile(
    r"\b(?:military|army|brigade|battalion|barracks|garrison|troops?|police|civil defense|"
    r"soldiers|neighborhoods?|areas?|propert(?:y|ies)|helicopters?|aircraft|gunships?"
    r"|towns?|villages?|cities|city|village|region|zone|positions?|highway|targets?|capital|country)\b"
)


_WEAPON_COUNT = re.compile(
    r"^(?:(?:at|least|about|several|two|three|four|five|powerful|heavy|\d[\d,]*|a|few|many|some|homemade) )+"
)


class _Names:
    """What can be told about lower-case names from the words round them, in one text."""

    def __init__(self, text: str, lexicon: EventLexicon) -> None:
        self.lexicon = lexicon
        self.text = text
        self.known = lexicon.grammar.words
        self.organizations: dict[str, str] = {}  # any form -> the one to give
        for match in _ACRONYM.finditer(text):
            self._add_acronym(match.group(1).split(), match.group(2))
        self.persons: list[str] = self._full_names()
        self.armed: dict[
            str, int
        ] = {}  # organizations that the text shows with arms, and how often it names them
        for form, given in self.organizations.items():
            if _ARMED_NAME.search(form):
                self._count(given, form)
        for match in _BESIDE_FIGHTERS.finditer(text):
            name = self._proper(match.group(1).split())
            if name:
                self._count(self.organizations.get(name, name), name)
        for match in _FIGHTERS_OF.finditer(text):
            words = match.group(1).split()
            stop = next(
                (i for i, w in enumerate(words) if w in self.known and not _ARMED_NAME.search(w)), len(words)
            )
            name = " ".join(words[:stop])
            if name and any(not self.is_common(w) or _ARMED_NAME.search(w) for w in words[:stop]):
                self._count(self.organizations.get(name, name), name)
        for match in _ARMED_HEAD.finditer(text):
            words = match.group(1).split()
            while words and (words[0] in self.known and not _ARMED_NAME.search(words[0])):
                words.pop(0)
            if len(words) > 1 and not all(w in self.known for w in words[:-1]):
                name = " ".join(words)
                self._count(self.organizations.get(name, name), name)

    def _full_names(self) -> list[str]:
        """Two to four unknown words after a title."""
        found = []
        for match in _NAME_AFTER.finditer(self.text):
            words = match.group(2).split()
            if self._is_title(match.group(1)):
                stop = next((i for i, w in enumerate(words) if self.is_common(w)), len(words))
                if stop >= 2:
                    found.append(" ".join(words[:stop]))
        return found

    def listed(self, stretch: str) -> Iterator[str]:
        """The names in `X, 42; Y, director of Z, and W`."""
        for part in re.split(r",|;| and |\(|--", stretch):
            words = part.split()
            while words and self.is_common(words[0]):
                words.pop(0)
            if 2 <= len(words) <= 5 and not any(map(self.is_common, words)):
                yield " ".join(words)

    def _proper(self, words: list[str]) -> str:
        """The trailing words that the lexicon does not know."""
        name: list[str] = []
        for word in reversed(words):
            if (self.is_common(word) and not (len(name) == 1 and word.endswith("ing"))) or not word[
                0
            ].isalpha():
                break
            name.insert(0, word)
        return " ".join(name)

    def _is_name(self, name: str) -> bool:
        """No demonym alone, no words that only sentences have."""
        words = name.split()
        if len(words) == 1 and re.search(r"(?:an|ese|ish|ed|ly|s)$", name) and name not in self.organizations:
            return False
        return not any(
            self.known.get(word, "N") in "PSWVEXbhdY&tKozR"
            for word in words
            if word not in ("of", "for", "and", "de")
        )

    def _count(self, given: str, form: str) -> None:
        if not self._is_name(form) or form.endswith("in front"):
            return
        self.armed[given] = max(
            self.armed.get(given, 0), len(re.findall(rf"\b{re.escape(form)}\b", self.text))
        )

    def armed_near(self, around: str) -> str | None:
        """The armed organization that this stretch names most, by any of its forms."""
        best: tuple[int, int, str] | None = None
        for given in self.armed:
            forms = [given, *(f for f, g in self.organizations.items() if g == given)]
            here = sum(len(re.findall(rf"\b{re.escape(f)}\b", around)) for f in forms)
            if here and (best is None or (here, self.armed[given]) > best[:2]):
                best = (here, self.armed[given], given)
        return best[2] if best else None

    def _add_acronym(self, words: list[str], acronym: str) -> None:
        """`the army of national liberation (eln)`: from the article, or from the acronym's first letter."""
        if "the" in words:
            words = words[len(words) - words[::-1].index("the") :]
        content = [w for w in words if w not in ("of", "the", "de", "la", "del", "y", "and", "for")]
        starts = [i for i, w in enumerate(words) if w[0] == acronym[0]]
        if len(content) < 2 or not (starts or _ARMED_NAME.search(" ".join(words))):
            return
        long = " ".join(words[starts[0] :] if starts and len(words) - starts[0] >= 2 else words)
        self.organizations[long] = acronym
        self.organizations[acronym] = acronym

    def is_common(self, word: str) -> bool:
        """Whether this word is no name: the lexicon knows it."""
        return (
            word in self.known
            or word in _TITLES
            or any(word in words for words in self.lexicon.heads.values())
            or word in self.lexicon.nouns
            or word in self.lexicon.collectives
            or word in self.lexicon.parts
            or bool(re.search(r"\d", word))
            or word.endswith(
                (
                    "men",
                    "sman",
                    "eman",
                    "ist",
                    "ists",
                    "ian",
                    "ians",
                    "tion",
                    "ment",
                    "ness",
                    "ers",
                    "ors",
                    "ing",
                )
            )
        )

    def person(self, words: str) -> str | None:
        """The name in a noun group: what follows its last title, or all of it when no word is known."""
        group = re.split(r" of | who |,|\(", _ARTICLE.sub("", words))[0].split()
        has_article = bool(_ARTICLE.match(words)) or bool(re.match(r"\d", words))
        last = max((i for i, word in enumerate(group) if self.is_common(word)), default=-1)
        name = group[last + 1 :]
        if not name or len(name) > 5 or name[-1] in ("de", "la", "del", "y"):
            return None
        if last == -1 and (len(name) < 2 or has_article):
            full = [p for p in self.persons if p.split()[-1] == name[-1] or name[0] in p.split()]
            return full[-1] if full else None
        if last >= 0 and not self._is_title(group[last]):
            return None
        found = " ".join(name)
        fuller = [
            p
            for p in self.persons
            if len(p) > len(found)
            and (p.endswith(" " + found) or p.startswith(found + " ") or f" {found} " in p)
        ]
        if fuller:
            return max(fuller, key=len)
        self.persons.append(found)
        return found

    def _is_title(self, word: str) -> bool:
        return (
            any(self.lexicon.is_head(kind, word) for kind in ("person", "military", "perpetrator"))
            or word in _TITLES
        )

    def organization(self, words: str) -> str | None:
        """The organization that a noun group is, or whose people it is."""
        plain = _ARTICLE.sub("", words)
        for form, given in self.organizations.items():
            if re.search(rf"\b{re.escape(form)}\b", plain):
                return given
        group = plain.split(" of ")[0].split()
        for given in self.armed:
            if re.search(rf"\b{re.escape(given)}\b", plain):
                return given
        if re.search(
            r"(?:^|\s)(?:army|armed forces|air force|government|police|national guard)$",
            plain.split(" of ")[0],
        ):
            return plain.split(" of ")[0]
        if (
            len(group) > 1
            and self.lexicon.is_head("organization", group[-1])
            and not all(map(self.is_common, group[:-1]))
        ):
            return " ".join(group)
        if len(group) > 1 and re.fullmatch(_PERP_CUES, group[-1]):
            name = self._proper(group[:-1])
            if name and self._is_name(name):
                return name
        return None


_TITLES = frozenset(
    "mr mrs ms dr msgr gen col lt maj capt sgt monsignor father reverend deputy mayor former don sister rev"
    "".split()
)


def _templates(
    text: str,
    spans: tuple[Span, ...],
    events: tuple[FoundEvent, ...],
    published: date | None,
    lexicon: EventLexicon,
) -> Iterator[Template]:
    names = _Names(text, lexicon)
    found: list[Template] = []
    acted: dict[Role, tuple[int, str]] = {}  # who was last named in each role, and in which sentence
    for event in events:
        trigger = text[event.start_char : event.end_char]
        if event.event_type == "RETREAT" and event.mode == "release":
            _add_freed(found, event, names)
            continue
        kind = _kind(event, trigger)
        if re.match(r"captur|seiz", trigger) and _takes_civilians(event, lexicon):
            kind = "kidnapping"
        if (
            kind is None
            or event.polarity is Polarity.NEGATED
            or event.modality in (Modality.POSSIBLE, Modality.CONDITIONAL)
        ):
            continue
        if _is_history(text, spans[event.sentence], published):
            continue
        told = [(p.role, _meant(p.role, p.text, event.sentence, acted)) for p in event.participants]
        entities = [e for role, words in told for e in _entities(role, words, names, lexicon)]
        entities.extend(
            ("Victim", name)
            for p in event.participants
            if p.role is Role.VICTIM and (name := _apposed(text, p.end_char, p.text, names, lexicon))
        )
        if event.status is Status.CLAIMED and not any(slot.startswith("Perp") for slot, _ in entities):
            entities.extend(
                ("PerpOrg", name) for p in event.participants if (name := _claimant(p.role, p.text, names))
            )
        if _is_war(event, lexicon):
            continue
        template = _home(found, kind, trigger, event.sentence)
        victims = [n for slot, n in entities if slot == "Victim"]
        mine = {n for slot, n in entities if slot in ("Victim", "Target")}
        theirs = set() if template is None else {*template.slots["Victim"], *template.slots["Target"]}
        is_other = bool(mine) and bool(theirs) and not mine & theirs  # somebody else is hit, further on
        if (
            template is None
            or _is_another(text, spans[event.sentence], event)
            or (is_other and event.sentence - template.sentences[-1] >= (1 if victims else 2))
        ):
            template = Template(kind)
            found.append(template)
        template.sentences.append(event.sentence)
        template.is_open &= kind == "attack" and (_is_effect(trigger) or bool(_ANY_ATTACK.match(trigger)))
        template.harmed += any(
            p.role in (Role.VICTIM, Role.TARGET) and _is_civil(p.text, lexicon) for p in event.participants
        )
        for slot, name in entities:
            _add(template.slots[slot], name)
    for match in _IDENTIFIED.finditer(text):
        near = [
            t
            for t in found
            if any(spans[i].start_char - 400 <= match.start() <= spans[i].end_char + 400 for i in t.sentences)
        ]
        for name in names.listed(match.group(1)) if near else ():
            _add(near[-1].slots["Victim"], name)
    for template in found:
        if template.kind == "attack" and not template.harmed:
            continue  # a fight, a threat, an attack on nobody
        if any(template.slots.values()) and not template.slots["PerpOrg"]:
            around = " ".join(
                text[spans[i].start_char : spans[i].end_char] for i in _window(template.sentences, len(spans))
            )
            organization = names.armed_near(around)
            if organization:
                template.slots["PerpOrg"].append(organization)
        if any(template.slots.values()) or template.harmed:
            yield template


_ANOTHER = re.compile(
    r"\b(?:another|a (?:second|third|fourth|similar)|a different|the other)(?: [\w-]+){0,2} $"
)


def _is_another(text: str, span: Span, event: FoundEvent) -> bool:
    """`another bomb`, `a second attack`: an incident of its own."""
    if _ANOTHER.search(text, max(span.start_char, event.start_char - 40), event.start_char):
        return event.rule in ("noun", "light_verb")
    return any(
        re.match(r"another|a (?:second|third|fourth)|the (?:second|third|fourth|other)", p.text)
        for p in event.participants
        if p.role is Role.INSTRUMENT
    )


def _add_freed(found: list[Template], event: FoundEvent, names: _Names) -> None:
    """Who is released from a kidnapping that was told before was kidnapped."""
    taken = [t for t in found if t.kind == "kidnapping"]
    for participant in event.participants if taken else ():
        name = names.person(participant.text) if participant.role is Role.RECIPIENT else None
        if name and " " in name:
            _add(taken[-1].slots["Victim"], name)


def _meant(role: Role, words: str, sentence: int, last: dict[Role, tuple[int, str]]) -> str:
    """What `they` stands for: who was last named in the same role, in this sentence or the one before."""
    if words in ("they", "them", "he", "she", "him", "her"):
        at, named = last.get(role, (-9, words))
        return named if sentence - at <= 1 else words
    if words not in ("he", "she", "it", "him", "her", "who"):
        last[role] = (sentence, words)
    return words


def _apposed(text: str, end: int, words: str, names: _Names, lexicon: EventLexicon) -> str | None:
    """The name after `the liberal party candidate, …`."""
    if not lexicon.is_head("person", _head(words)) or names.person(words):
        return None
    after = re.match(r", ([^,;.()]{5,60})[,;.(]", text[end : end + 70])
    name = names.person(" ".join(after.group(1).split())) if after else None
    return name if name and " " in name else None


def _window(sentences: list[int], count: int) -> list[int]:
    """The sentences that tell the incident and the ones beside them."""
    return sorted({i for s in sentences for i in range(s - 2, s + 3) if 0 <= i < count})


def _is_history(text: str, span: Span, published: date | None) -> bool:
    """Told as the past of years: "in 1982", "over the past 9 years"."""
    sentence = text[span.start_char : span.end_char]
    years = [int(year) for year in re.findall(r"\b(19\d\d)\b", sentence)]
    if published is not None and years and max(years) < published.year:
        return True
    return bool(re.search(r"(?:past|last) (?:\w+ )?years\b|\bdecades?\b", sentence))


def _home(found: list[Template], kind: str, trigger: str, sentence: int) -> Template | None:
    if kind == "bombing" and found:
        told = found[-1]
        if told.kind == "attack" and told.is_open and sentence - told.sentences[-1] <= 1:
            told.kind = kind  # "nine people were killed when a bomb exploded"
            return told
    if kind == "attack" and _is_effect(trigger):
        abducted = [t for t in found if t.kind == "kidnapping" and sentence == t.sentences[-1]]
        if abducted:
            return abducted[-1]
        near = [t for t in found if t.kind in ("bombing", "attack") and sentence - t.sentences[-1] <= 1]
        if near:
            return near[-1]
    if kind == "attack" and _ANY_ATTACK.match(trigger):
        near = [t for t in found if t.kind in ("bombing", "attack") and sentence - t.sentences[-1] <= 2]
        if near:
            return max(near, key=lambda t: t.sentences[-1])
    same = [t for t in found if t.kind == kind]
    return same[-1] if same else None


def _add(entities: list[str], name: str) -> None:
    for index, other in enumerate(entities):
        if re.search(rf"\b{re.escape(name)}\b", other):
            return
        if re.search(rf"\b{re.escape(other)}\b", name):
            entities[index] = name
            return
    entities.append(name)


def _takes_civilians(event: FoundEvent, lexicon: EventLexicon) -> bool:
    taken = [p for p in event.participants if p.role is Role.TARGET]
    armed = any(p.role is Role.AGENT for p in event.participants)
    return armed and any(
        lexicon.is_head("person", _head(p.text)) and _is_civil(p.text, lexicon) for p in taken
    )


def _is_civil(words: str, lexicon: EventLexicon) -> bool:
    """Somebody or something that this task counts as hit."""
    plain = _ARTICLE.sub("", words.lower())
    if any(lexicon.is_head(kind, _head(words)) for kind in ("military", "perpetrator", "organization")):
        return False
    return not _NO_TARGET.search(plain) and plain not in (
        "they",
        "them",
        "it",
        "he",
        "him",
        "her",
        "she",
        "us",
        "we",
    )


def _is_war(event: FoundEvent, lexicon: EventLexicon) -> bool:
    """Fights between armed forces are no terrorism in this task."""
    agents = [p for p in event.participants if p.role is Role.AGENT]
    patients = [p for p in event.participants if p.role in (Role.VICTIM, Role.TARGET)]

    def heads(ps: list[object], kinds: tuple[str, ...]) -> bool:
        return bool(ps) and all(any(lexicon.is_head(k, _head(p.text)) for k in kinds) for p in ps)

    if heads(patients, ("military", "perpetrator")):
        return True
    return heads(agents, ("military",)) and not patients


def _head(words: str) -> str:
    plain = _ARTICLE.sub("", words).split(" of ")[0].split()
    return plain[-1] if plain else ""


def _claimant(role: Role, words: str, names: _Names) -> str | None:
    """Who claims a deed under a name that no list knows: "the extraditables"."""
    plain = _ARTICLE.sub("", words)
    if role is not Role.AGENT or len(plain.split()) > 3 or any(map(names.is_common, plain.split())):
        return None
    return plain


def _entities(role: Role, words: str, names: _Names, lexicon: EventLexicon) -> Iterator[tuple[str, str]]:
    plain = _ARTICLE.sub("", words)
    head = _head(words)
    if head in ("he", "she", "they", "it", "who", "him", "them", "her", "one", "others", "which"):
        return
    if role is Role.AGENT:
        organization = names.organization(words)
        if organization:
            yield "PerpOrg", organization
        if any(lexicon.is_head(kind, head) for kind in ("perpetrator", "person", "military")):
            plain = _HEDGE.sub("", re.sub(r" \([^)]*\)", "", plain))
            if words == head and not head.endswith(("s", "men")):
                return  # "a guerrilla attack": an adjective names nobody
            if organization == plain or head in (
                "army",
                "force",
                "forces",
                "police",
                "navy",
                "guard",
                "people",
                "official",
                "officials",
            ):
                return
            yield "PerpInd", plain.split(" of the ")[0] if organization else plain
        elif not organization and (name := names.person(words)):
            yield "PerpInd", name
    elif role is Role.TARGET:
        target = _COUNT.sub("", plain)
        if (lexicon.is_head("place_object", head) or head in lexicon.parts) and not _NO_TARGET.search(target):
            yield "Target", target
        owner = (
            words.split(" of ", 1)[1]
            if " of " in words
            else words.split("'s ", maxsplit=1)[0]
            if "'s " in words
            else ""
        )
        if owner and (name := names.person(owner)):
            yield "Victim", name
    elif role is Role.INSTRUMENT:
        if lexicon.is_head("weapon", head) and not re.fullmatch(
            r"weapons?|bullets?|fire|guns?|rounds?|arms", head
        ):
            yield "Weapon", _WEAPON_COUNT.sub("", plain)
    elif (name := names.person(words)) and " " in name:
        yield "Victim", name


def main() -> None:
    """Read texts, write templates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path, help="JSON lines with doc_id and text")
    parser.add_argument("found", type=Path)
    args = parser.parse_args()
    lexicons = Lexicons.read()
    with args.texts.open(encoding="utf-8") as lines, args.found.open("w", encoding="utf-8") as out:
        for line in lines:
            row = json.loads(line)
            day = row.get("published_on")
            templates = fill(row["text"], lexicons, date.fromisoformat(day) if day else None)
            out.write(json.dumps({"doc_id": row["doc_id"], "templates": templates}) + "\n")


if __name__ == "__main__":
    main()
