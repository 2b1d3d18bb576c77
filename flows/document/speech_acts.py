"""What a speaker does with words that a plain `said` introduces: threaten, deny, accuse, demand, promise, no comment.

The verb of speech decides; only `say` (and a conditional warning) is looked behind, and only for wordings that
leave little doubt. A negated answer right after a denial goes on denying.
"""

import re

from flows.document.records import Act, SpeakerClass
from flows.document.speech_lexicon import SpeechLexicon

_OWN = r"(?:we|i)(?:['’]ll| will| shall| are going to|['’]re going to)"
_CONDITION = re.compile(r"\b(?:if|unless|until|whoever|anyone who|those who)\b", re.IGNORECASE)
_OWN_FUTURE = re.compile(rf"\b{_OWN}\b", re.IGNORECASE)
_THEIR_CHOICE = re.compile(r"^(?:if|unless) (?:they|you|he|she)\b", re.IGNORECASE)
_NEGATION = re.compile(r"\b(?:not|no|never|none|nothing|nobody|cannot|neither)\b|n['’]t\b", re.IGNORECASE)
_IGNORANCE = re.compile(r"\bi (?:do not|don['’]t) (?:know|remember|recall|think|believe)\b", re.IGNORECASE)
_MUST = re.compile(
    r"(?<!\bwe )(?<!\bi )\bmust (?!have\b|be (?:a|an|the|very|so)\b)(?:\w+ly )?\w+", re.IGNORECASE
)
_CALL = re.compile(
    r"^(?:please\b|let us have\b)|\bwe (?:demand|call on|call for|urge|ask|insist)\b|\bwhat we need is\b|\bor else\b",
    re.IGNORECASE,
)
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
    is_conditional = _CONDITION.search(content) is not None
    if act is Act.WARN and is_conditional and _OWN_FUTURE.search(content):
        return Act.THREATEN
    if act is Act.CLAIM and lexicon.denying.search(content):
        return Act.DENY
    if act is not Act.SAY:
        return act
    if lexicon.silence.search(content) and is_direct:
        return Act.NO_COMMENT
    if lexicon.denying.search(content) or (
        is_direct and after_denial and _NEGATION.search(content) and not _IGNORANCE.search(content)
    ):
        return Act.DENY
    if speaker_class in _INTERESTED and _threatens(content, lexicon, is_conditional=is_conditional):
        return Act.THREATEN
    if lexicon.accusing.search(content):
        return Act.ACCUSE
    if lexicon.promising.search(content) and speaker_class is SpeakerClass.OFFICIAL:
        return Act.PROMISE
    if _CALL.search(content) if is_direct else False:
        return Act.DEMAND
    return Act.DEMAND if _MUST.search(content) and speaker_class in _INTERESTED else act


def _threatens(content: str, lexicon: SpeechLexicon, *, is_conditional: bool) -> bool:
    own = _OWN_FUTURE.search(content)
    if own and (is_conditional or lexicon.harming.match(content, own.end())):
        return True
    return lexicon.threatening.search(content) is not None or _THEIR_CHOICE.match(content) is not None
