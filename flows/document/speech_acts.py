"""What a speaker does with words that a plain `said` introduces: threaten, deny, accuse, demand, promise, no comment.

The verb of speech decides; only `say` (and a conditional warning) is looked behind, and only for wordings that
leave little doubt. A negated answer right after a denial goes on denying.
"""

import re

from flows.document.quotations import WORD
from flows.document.records import Act, SpeakerClass
from flows.document.speech_lexicon import SpeechLexicon

_OWN = r"(?:we|i)(?:['’]ll| will| shall| are going to|['’]re going to)"
_CONDITION = re.compile(r"\b(?:if|unless|until|whoever|anyone who|those who)\b", re.IGNORECASE)
_OWN_FUTURE = re.compile(rf"\b{_OWN}\b", re.IGNORECASE)
_TOLD_FUTURE = re.compile(r"(?:it|they|he|she|(?:its|their|his) \w+) would\b", re.IGNORECASE)
_OR_ELSE = re.compile(r"\bor else (?:it|they|we|he|she|I) (?:would|will)\b")
_THEIR_CHOICE = re.compile(r"^(?:if|unless) (?:they|he|she)\b", re.IGNORECASE)
_NEGATION = re.compile(r"\b(?:not|no|never|none|nothing|nobody|cannot|neither)\b|n['’]t\b", re.IGNORECASE)
_IGNORANCE = re.compile(r"\bi (?:do not|don['’]t) (?:know|remember|recall|think|believe)\b", re.IGNORECASE)
_MUST = re.compile(
    r"(?<!\bwe )(?<!\bi )\bmust (?!have\b|be (?:a|an|the|very|so)\b)(?:\w+ly )?\w+", re.IGNORECASE
)
_CALL = re.compile(
    r"^(?:please\b|let us have\b)|\bwe (?:demand|call on|call for|urge|ask|insist)\b|\bwhat we need is\b|\bor else\b",
    re.IGNORECASE,
)
_CONDITIONS = frozenset({"if", "unless", "until", "whoever", "who"})
_OWNERS = frozenset({"we", "i", "we'll", "i'll", "we're"})
_INTERESTED = (SpeakerClass.OFFICIAL, SpeakerClass.PARTY, None)


def act_by_words(
    content: str,
    act: Act,
    speaker_class: SpeakerClass | None,
    lexicon: SpeechLexicon,
    *,
    is_direct: bool,
    after_denial: bool,
) -> Act:
    """The act of a content, given the act of its verb; `after_denial`: the sentence before denied something."""
    if act is Act.PROMISE and content.startswith("to ") and lexicon.harming.match(content, 2):
        return Act.THREATEN  # "swore to avenge him"
    if act not in (Act.SAY, Act.WARN, Act.CLAIM):
        return act
    words = set(WORD.findall(content.lower().replace("’", "'")))
    is_conditional = not _CONDITIONS.isdisjoint(words) and _CONDITION.search(content) is not None
    if act is Act.WARN:
        is_threat = (is_conditional and _OWN_FUTURE.search(content)) or _OR_ELSE.search(content)
        return Act.THREATEN if is_threat else act
    if lexicon.denying.stand_in(content, words):
        return Act.DENY
    if act is Act.CLAIM:
        return act
    if is_direct and lexicon.silence.stand_in(content, words):
        return Act.NO_COMMENT
    if is_direct and after_denial and _NEGATION.search(content) and not _IGNORANCE.search(content):
        return Act.DENY
    is_interested = speaker_class in _INTERESTED
    if is_interested and _threatens(content, words, lexicon, is_conditional=is_conditional):
        return Act.THREATEN
    if lexicon.accusing.stand_in(content, words):
        return Act.ACCUSE
    if speaker_class is SpeakerClass.OFFICIAL and lexicon.promising.stand_in(content, words):
        return Act.PROMISE
    if is_direct and (_CALL.search(content) or (is_interested and "must" in words and _MUST.search(content))):
        return Act.DEMAND
    return act


def _threatens(content: str, words: set[str], lexicon: SpeechLexicon, *, is_conditional: bool) -> bool:
    told = _TOLD_FUTURE.match(content) if "would" in words else None
    if told and lexicon.harming.match(content, told.end()):
        return True
    own = None if words.isdisjoint(_OWNERS) else _OWN_FUTURE.search(content)
    if own and (is_conditional or lexicon.harming.match(content, own.end())):
        return True
    return lexicon.threatening.stand_in(content, words) or (
        is_conditional and _THEIR_CHOICE.match(content) is not None
    )
