"""One letter per word for its class, first out of context, then settled by the neighbours.

Tags: D determiner, C number, J adjective, N noun or unknown word, M inside a mention, T time, R pronoun,
p possessive mark, P preposition, O `of`, B `by`, o infinitive `to`, W relative, t `that`, S subordinator,
& conjunction, Y adverb, z negation, X modal, b be, h have, d do, V finite verb, E past or participle,
K participle, G -ing form, I base form after `to` or a modal, and punctuation: , ; " ( ) .
"""

# ruff: noqa: PLR0917  (the functions that settle a tag share one signature)
from flows.document.grammar import Grammar

VERB_TAGS = frozenset("VEKIG")


_NOUNISH = frozenset("JNMCnsqvEG")


def mark_possessives(text: str, starts: list[int], surfaces: list[str], tags: list[str]) -> None:
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
    initials = [surface[0] for surface in surfaces if len(surface) > 3]
    capitals = sum(map(str.isupper, initials))
    return capitals > 0.6 * len(initials) or (capitals > 0 and "".join(initials).isupper())


_HIDDEN_BY_CAPITALS = frozenset("EGinvscqVKIYJ")


def rough_tags(words: list[str], surfaces: list[str], grammar: Grammar) -> list[str]:
    """One tag per word out of context; a capitalised word inside a sentence is a name, never a verb."""
    known = grammar.tags
    tags = [known[word] for word in words]
    capitalised = [
        index
        for index, tag in enumerate(tags)
        if tag in _HIDDEN_BY_CAPITALS and index > 0 and surfaces[index] != words[index]
    ]
    if not capitalised or _is_title_case(surfaces):
        return tags
    for index in capitalised:
        if surfaces[index][0].isupper() and tags[index - 1] not in '".;(':
            tags[index] = "N"
    return tags


def settle(tags: list[str], words: list[str], grammar: Grammar) -> None:
    """Decide the ambiguous tags from their neighbours, left to right, in place (a list of this module's own).

    i base form, never a noun; n base form or noun; v -s form, never a noun; s -s form or plural noun;
    c base, past, participle or noun (hit); q -ing form or everyday noun (bombing).
    """
    last = len(tags) - 1
    for index in [index for index, tag in enumerate(tags) if tag in _OPEN_TAGS]:
        tag = tags[index]  # a neighbour may have settled it
        decide = _DECIDE.get(tag)
        if decide is not None:
            prev = tags[index - 1] if index else "."
            following = tags[index + 1] if index < last else "."
            tags[index] = decide(prev, following, index, tags, words, grammar)
        elif (
            tag == "."
            and index < last
            and (
                words[index - 1] in grammar.abbreviations
                or (len(words[index - 1]) == 1 and tags[index - 1] == "N")
            )
            and tags[index + 1] in "NMC"
        ):
            tags[index] = tags[index - 1]  # Maj. Gen. Fawzy


def _participle(
    prev: str, following: str, index: int, tags: list[str], words: list[str], grammar: Grammar
) -> str:
    if words[index] == "said" and prev != "D":
        return "E"
    if prev in "DCJp" and following in _NOUNISH and words[index - 1] not in grammar.standalone:
        return "J"
    if prev in "DCJp" and following in "EG&,":
        return "J" if prev == "D" and words[index - 1] in ("the", "a", "an") and following != "," else "E"
    if prev == "Y" and index > 1 and tags[index - 2] == "D" and following in "NnsJM":
        tags[index - 1] = "J"  # "the recently released report"
        return "J"
    if prev in "POBE" and following in "NnsJM":
        return "J"  # "killed retired officers"
    if (
        (prev in "tS&," or words[index - 1] in _TOLD)
        and following in "Nns"
        and index + 2 < len(tags)
        and tags[index + 2] in "XbhdVE"
    ):
        return "J"  # "said that masked men had …"
    if prev == "." and following in "NnsJM":
        return "J"
    if prev == "D" and words[index - 1] in _ARTICLES and following != "B":
        return "N"
    return "E"


_TOLD = frozenset({"me", "us", "him", "them"})  # "told me masked men had …"


def _past_participle(
    prev: str, following: str, index: int, tags: list[str], words: list[str], grammar: Grammar
) -> str:
    return "J" if prev in "DJ" and following in "NnsM" else "K"  # "a stolen ambulance"


_ARTICLES = frozenset({"the", "a", "an", "its", "their", "his", "her", "our", "my"})


def _base(prev: str, following: str, index: int, tags: list[str], words: list[str], grammar: Grammar) -> str:
    if prev in "oXd" or (prev in "zY" and _has_auxiliary(tags, index)):
        return "I"
    if words[index] in _BASE_IS_PARTICIPLE and "h" in tags[max(0, index - 2) : index]:
        return "K"  # "had come under fire"
    if prev in "DJCpPOB":
        return "N"
    if prev in "RW":
        return "V"
    if prev in '.;"' and following in "DMRNJC":
        return "I"
    if prev == "&" and _last_verb(tags, index) == "I":
        return "I"
    if tags[0] == "X" and index > 1 and not set(tags[1:index]) - _OF_GROUPS:
        return "I"  # "Should the army enter the camp, …"
    if prev == "N" and not _may_be_plural(words[index - 1]) and words[index] not in _NEVER_NOUNS:
        return "N"  # "a power station"; "the couple say"
    return "V" if prev in "NM&Y,t" else "N"


_OF_GROUPS = frozenset("DCJNM")
_BASE_IS_PARTICIPLE = frozenset({"come", "become", "run", "overcome", "overrun"})


def _may_be_plural(word: str) -> bool:
    return word in _PLURALS or (
        word.endswith(("s", "men"))
        and not word.endswith(("ss", "us", "sis", "xis"))
        and word not in _SINGULARS
    )


_SINGULARS = frozenset({"gas", "chaos", "bias", "canvas", "texas"})
_PLURALS = frozenset({"taliban", "people", "police", "men", "women", "children", "media"})
_NEVER_NOUNS = frozenset({"say", "deny", "insist", "allege", "believe", "think", "agree"})


def _last_verb(tags: list[str], index: int) -> str:
    return next((tag for tag in reversed(tags[:index]) if tag in VERB_TAGS), "")


def _is_undetermined(tags: list[str], index: int) -> bool:
    """Whether no determiner stands before the name that ends here."""
    first = index - 1
    while first > 0 and tags[first - 1] == "M":
        first -= 1
    return first == 0 or tags[first - 1] not in "DJCp"


def _base_or_noun(
    prev: str, following: str, index: int, tags: list[str], words: list[str], grammar: Grammar
) -> str:
    if prev in "oXd" or (prev in "zY" and _has_auxiliary(tags, index)):
        return "I"
    if (
        prev == "M"
        and following == "t"
        and words[index] in ("report", "estimate")
        and _is_undetermined(tags, index)
    ):
        return "V"  # "residents of Menaka report that"
    if prev == "z" and words[index - 1] == "longer":
        return "V"
    if prev == "R" and words[index - 1] in _PLURAL_PRONOUNS and following in "DMRPNCtoJ":
        return "V"
    if prev == "W" and words[index - 1] in ("who", "which") and following in "DMRPNCtoJ":
        return "V"
    if prev == "J" and words[index - 1] in _THOSE_WHO_ARE and tags[index - 2] == "D" and following in "DMR":
        return "V"  # "relatives of the dead hold the army responsible"
    if prev == "&" and following in "DMRCJ" and _last_verb(tags, index) == "I":
        return "I"
    if prev == "Y" and words[index - 1] in grammar.frequency and following in "DCMRNJns":
        return "V"  # "militants often attack outposts"
    if prev == "Y" and following in "DMR" and tags[index - 2] == "W":
        return "V"  # "rebels who repeatedly raid the town"
    if prev == "N" and _may_be_plural(words[index - 1]) and following in "DRMtC" and "V" not in tags[:index]:
        return "V"
    if (
        prev in "NM"
        and following == "D"
        and words[index - 1] not in grammar.time_nouns
        and _only_verb(tags, index)
    ):
        return "V"  # "Villagers in Ituri blame the rebels"
    if (
        prev in "NM"
        and index
        and _may_be_plural(words[index - 1])
        and following in "NJ"
        and _only_verb(tags, index)
    ):
        return "V"
    return "N"


_THOSE_WHO_ARE = frozenset(
    "dead injured wounded missing poor rich elderly unemployed homeless accused".split()
)
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
    if prev == "N" and tags[index - 2] in "PB" and index > 2 and not _first_verb(tags[: index - 2], index):
        return "N"  # "hanged from lamp posts two men"
    if prev in "NMRWT)Y" and following in 'DRtC"W' and not (prev == "N" and words[index - 1].endswith("s")):
        return "N" if following in "tW" and _is_governed(tags, index) else "V"
    if prev in "MRWTY" and following in "MJN" and not (prev == "M" and following == "J"):
        return "V" if prev != "M" or following == "M" or _first_verb(tags, index) else "N"
    if prev in ',"' and following == "M":
        return "V"
    if prev == "&" and following == "D" and "V" in tags[:index]:
        return "V"  # "calls on all parties to … and demands an inquiry"
    if following == "P" and (grammar.lemmas.get(words[index]), words[index + 1]) in grammar.particles:
        opens = prev == "M" or (prev == "N" and (index == 1 or (index == 2 and tags[0] == "D")))
        if opens and _first_verb(tags[:index], index):
            return "V"  # "The Alliance calls on"
    return "V" if prev in "NM" and following in "nN" and _only_verb(tags, index) else "N"


def _is_governed(tags: list[str], index: int) -> bool:
    """Whether a verb before it in the clause takes this noun group: "creates unique HR challenges that"."""
    for at in range(index - 1, -1, -1):
        if tags[at] in 'StW,&.;"':
            return False
        if tags[at] in "VEKbhd":
            return at > 0 and tags[at - 1] not in "W,"
    return False


def _only_verb(tags: list[str], index: int) -> bool:
    """Whether nothing else in the sentence can be its verb, as in a headline: "Rebels Claim Attack, Say Police"."""
    end = len(tags) - 1 - tags[::-1].index(",") if "," in tags[index:] else len(tags)
    if len(tags) - end > _LAST_WORDS or "." in tags[end:]:
        end = len(tags)
    return not any(tag in "VEKvXbhdi" for number, tag in enumerate(tags[:end]) if number != index)


_LAST_WORDS = 5  # after the comma of a headline: who says so


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
    if prev == "T" and words[index] == "running":
        return "Y"  # "for the second night running"
    if (
        prev in "VE"
        and following in "Nns"
        and words[index] not in grammar.lemmas
        and grammar.lemmas.get(words[index - 1]) not in grammar.aspect
    ):
        return "J"  # "strafed fishing boats"
    if words[index] == "recording" and words[index - 1] in ("audio", "video", "voice", "tape", "sound"):
        return "N"
    if words[index] == "managing" and words[index + 1 : index + 2] in (["director"], ["editor"], ["partner"]):
        return "J"
    if prev in "DJCp":
        return "J" if following in "NnsM" and words[index] not in grammar.lemmas else "N"
    if prev == "N" == following and tags[max(index - 2, 0)] in "DC" and words[index] not in grammar.lemmas:
        return "J"  # "a police recruiting centre"
    return "G"


def _gerund_or_noun(
    prev: str, following: str, index: int, tags: list[str], words: list[str], grammar: Grammar
) -> str:
    if prev in "bhY":
        return "G" if prev != "Y" or following in "DCMR" else "N"
    if prev == "P" and words[index] == "warning" and words[index - 1] == "without":
        return "N"
    if following in "DCMR" and prev not in "DJCp":
        return "G"
    if following in "PYS" and tags[index + 2 : index + 3] == ["C"] and prev in ",&.":
        return "G"  # "killing at least 12 residents"
    if following == "P" and tuple(words[index + 1 : index + 3]) in grammar.bounds and prev not in "DJCp":
        return "G"
    if following in "NnsJ" and prev in "IVE" and grammar.lemmas.get(words[index - 1]) in grammar.aspect:
        return "G"  # "stop bombing villages"
    if (
        prev in "OBS"
        and following in "NnsJ"
        and words[index + 1 + (tags[index + 2 : index + 3] in (["N"], ["n"], ["s"]))].endswith("s")
    ):
        return "G"  # "accused of looting homes", "after shelling residential districts"
    if prev == "," and following in "NnsJ" and _joins_clause(tags, index):
        return "G"  # "attacked the village, burning homes"
    if prev == "&" and following in "NnsJ" and "G" in tags[max(0, index - 12) : index]:
        return "G"  # "arresting men and looting shops"
    if prev == "N" and following in "NJ" and words[index - 1] in _FORCES and _joins_clause(tags, index):
        return "G"  # "ended with riot police firing rubber bullets"
    return "N"


_FORCES = frozenset(
    "police troops soldiers gunmen rebels militants forces guerrillas fighters militiamen".split()
)


def _joins_clause(tags: list[str], index: int) -> bool:
    """Whether a verb stands before this word, and none after it that it could be the subject of."""
    if not any(tag in "VE" for tag in tags[:index]):
        return False
    for tag in tags[index + 1 : index + 7]:
        if tag in "VEKvXbhd":
            return False
        if tag in ",.W":
            return True
    return True


def _infinitive(
    prev: str, following: str, index: int, tags: list[str], words: list[str], grammar: Grammar
) -> str:
    if prev == following == "C":
        return "C"  # "a group of 30 to 40 men"
    if words[index + 1 : index + 2] == ["death"]:
        return "P"  # "stoned to death two women"
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
    if word == "no" and words[index + 1 : index + 2] == ["longer"]:
        tags[index + 1] = "z"
        return "Y"  # "no longer attack villages"
    if word == "more" and words[index - 1] == "once":
        return "Y"
    if word == "each" and words[index + 1 : index + 2] == ["other"]:
        tags[index + 1] = "N"  # "accused each other"
        return "D"
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
    if following in "Nn" and index + 2 < len(tags):
        after = tags[index + 2]
        if after in "bhX.,P" and (prev in "POB.&" or (prev in "VEI" and after in ".,P")):
            return "D"  # "denied that claim."; but "warned that obesity could"
    if following in "VEXbhdvsYc" and prev in 'NMC")':
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
    if prev == "." and following in "VEX" and index == 0:
        return "N"  # "Total declined to comment"
    if words[index] == "alleged" and prev in "NMR" and following in ".,t":
        return "E"  # "his lawyer alleged"
    return "J"


def _possessive(
    prev: str, following: str, index: int, tags: list[str], words: list[str], grammar: Grammar
) -> str:
    """`it's complex`, `who's there`: the verb."""
    return "b" if prev in "RW" or (index and words[index - 1] in ("there", "that", "here")) else "p"


def _preposition(
    prev: str, following: str, index: int, tags: list[str], words: list[str], grammar: Grammar
) -> str:
    if following == "C" and index and (words[index - 1], words[index]) in grammar.bounds:
        tags[index - 1] = "C"
        return "C"
    if following == "C" and words[index] in grammar.number_modifiers and prev in "VEIKBO.,&PS":
        return "C"
    lemma = grammar.lemmas.get(words[index - 1])
    if lemma is not None and (lemma, words[index]) in grammar.particles and prev in VERB_TAGS:
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
    if prev in "Dp" and following in "NnsJM" and words[index].endswith("ly"):
        return "J"  # "its quarterly results"
    if (
        words[index] in _DEGREES
        and prev in "OBPC&.,"
        and (following == "J" or words[index + 1 : index + 2] == ["armed"])
    ):
        return "J"  # "a group of heavily armed men"
    return "T" if following == "T" and words[index] in ("earlier", "later") else "Y"


_DEGREES = frozenset("heavily lightly well poorly mostly largely newly highly badly severely".split())


_DECIDE = {
    "S": _preposition_or_subordinator,
    "E": _participle, "K": _past_participle,
    "i": _base, "n": _base_or_noun, "v": _third, "s": _third_or_plural, "c": _cut,
    "G": _gerund,
    "q": _gerund_or_noun, "o": _infinitive, "D": _determiner, "t": _that, "T": _time, "J": _adjective,
    "P": _preposition, "Y": _adverb, "B": _by, "p": _possessive,
}  # fmt: skip


_OPEN_TAGS = frozenset({*_DECIDE, "."})
