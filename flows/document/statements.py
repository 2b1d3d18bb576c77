"""What the text gives to somebody: quotation and indirect speech, with speaker, act, channel and relay.

The narrator's own sentences are no statements. A quotation of one or two words without a verb of speech
beside it is a scare quote or a name and is left alone.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from flows.document.clauses import (
    Clause,
    Stretch,
    finite_verbs,
    parse_document,
    subjects,
)
from flows.document.quotations import WORD, Quotation, find_quotations
from flows.document.records import Act, Kind, SpeakerClass
from flows.document.speakers import find_speaker_chunks, speaker_of
from flows.document.speech_acts import act_by_words
from flows.document.speech_anaphora import genders_of, resolve, with_classes
from flows.document.speech_cues import find_cues
from flows.document.speech_labels import find_labelled, find_signed
from flows.document.speech_lexicon import SpeechLexicon
from flows.document.speech_reading import Cue, FoundStatement, MentionLike, Speaker, SpeechReading, TimeLike

_BLANK_LINE = re.compile(r"\n\s*\n|\n")

__all__ = ["FoundStatement", "find_statements"]


_UNTIL = re.compile(
    r"\b(?:by|within|until|till|before|no later than)\s+(?:(?:noon|midnight|dawn|dusk)\s+(?:on\s+)?)?$",
    re.IGNORECASE,
)
_GRANTED = re.compile(
    r"\b(?:had|has|have|in|of|gave|gives?|given|giving)\s+(?:\w+\s+){0,2}$", re.IGNORECASE
)  # "gave it 24 hours"


_CONDITION = re.compile(r"\b(?:to|if|unless|must|should|or else)\b", re.IGNORECASE)
_OPEN = re.compile(r"\b(?:unless|if)\b", re.IGNORECASE)
# "You have until Tuesday night", "was given until noon"
_ULTIMATUM = re.compile(
    r"\b(?:ha(?:ve|s|d)|ga?ve|gives|given)\s+(?:[\w'’-]+\s+){0,5}[“\"']?until\s+$|\bdeadline\s+(?:of|is|was)\s+$",
    re.IGNORECASE,
)


_DURATION = re.compile(
    r"(?:within\b.*|[\w,-]+ (?:hours?|days?|minutes?|weeks?)|.*\bdeadline\b.*)", re.IGNORECASE
)


_SCARE_WORDS = 3  # a quotation with fewer words needs a verb of speech right beside it


_ORPHAN_WORDS = 6  # a quotation without any verb of speech needs this many to belong to the last speaker


def find_statements(
    text: str,
    sentences: Sequence[Stretch],
    mentions: Sequence[MentionLike],
    times: Sequence[TimeLike],
    lexicon: SpeechLexicon,
) -> tuple[FoundStatement, ...]:
    """All statements of one text, in order of their content; a relay's content is its `parent`."""
    reading = _read_speech(text, sentences, mentions, times, lexicon)
    found: list[FoundStatement] = []
    quotation = 0
    last_speaker: FoundStatement | None = None
    places = [_place_of(reading, each) for each in reading.quotations]
    for clause in reading.clauses:
        if clause.first == clause.last:
            continue
        here: list[Quotation] = []
        while quotation < len(places) and places[quotation] < clause.ends[-1]:
            here.append(reading.quotations[quotation])
            quotation += 1
        tells = not lexicon.telling_words.isdisjoint(clause.words)
        if not tells and not here:
            continue
        cues = find_cues(reading, clause) if tells and lexicon.may_tell(clause.words) else []
        previous = found[-1] if found else None
        new = [
            *_direct(reading, clause, here, cues, last=last_speaker, previous=previous),
            *_indirect(reading, clause, here, cues),
        ]
        if tells and not lexicon.set_phrase_ends.isdisjoint(pairwise(clause.words)):
            new.extend(_set_phrases(reading, clause))
        if len(new) > 1:
            new = _without_mere_frames(new)
        telling = [cue for cue in cues if cue.content is not None and cue.speaker is not None] or cues
        speaker = telling[0].speaker if len(telling) == 1 else None
        is_first = speaker is not None and speaker.kind is not SpeakerClass.MEDIA  # no relay stands in it
        for statement in sorted(new, key=lambda s: (s.start_char, -s.end_char)):
            resolved = resolve(reading, statement, found, clause)
            found.append(resolved)
            if resolved.speaker_text is not None and (resolved.is_direct or is_first):
                last_speaker = resolved
            is_first = False
    found = [*_without_signed(found, find_signed(reading)), *find_labelled(reading)]
    return _with_parents(with_classes(reading, _unique(found)))


def _without_signed(found: list[FoundStatement], signed: list[FoundStatement]) -> list[FoundStatement]:
    """The signed quotations in place of what was guessed of them."""
    places = {statement.start_char for statement in signed}
    return [*(s for s in found if not (s.is_direct and s.start_char in places)), *signed] if signed else found


def _place_of(reading: SpeechReading, quotation: Quotation) -> int:
    """Where the sentence is read that a quotation belongs to.

    Single marks do not keep a quotation in one sentence: one that opens its sentence and is followed by words
    (`'We ran. We hid,' said X`) belongs to the sentence of its end.
    """
    text, start, end = reading.text, quotation.outer_start, quotation.outer_end
    opens = text[max(0, start - 20) : start].rstrip(" ")[-1:] in ("", "\n", ".", "!", "?", "'", "’", "”", '"')
    return end - 1 if opens and text[end : end + 1] == " " and text[end + 1 : end + 2].isalpha() else start


def _read_speech(
    text: str,
    sentences: Sequence[Stretch],
    mentions: Sequence[MentionLike],
    times: Sequence[TimeLike],
    lexicon: SpeechLexicon,
) -> SpeechReading:
    return SpeechReading(
        text=text,
        mentions=mentions,
        mention_starts=[m.start_char for m in mentions],
        times=times,
        time_starts=[time.start_char for time in times],
        clauses=parse_document(text, sentences, mentions, times, lexicon.grammar),
        quotations=find_quotations(text),
        lexicon=lexicon,
        is_cased=text[:5_000] != text[:5_000].lower(),
        gender_of=genders_of(text, mentions, lexicon),
    )


def _direct(
    reading: SpeechReading,
    clause: Clause,
    quotations: list[Quotation],
    cues: list[Cue],
    *,
    last: FoundStatement | None,
    previous: FoundStatement | None,
) -> list[FoundStatement]:
    found: list[FoundStatement] = []
    outside = [c for c in cues if not any(q.outer_start <= c.start < q.outer_end for q in quotations)]
    for quotation in quotations:
        if reading.lexicon.naming.search(
            reading.text, max(0, quotation.outer_start - 30), quotation.outer_start
        ):
            continue
        lead = reading.text[clause.starts[0] : max(quotation.outer_start, clause.starts[0])]
        if lead.strip().lower() in _DETERMINERS:
            continue  # the “Freedom Army of the North” has claimed the attack
        cue = _cue_for(reading, quotation, outside, clause)
        if cue is None:
            orphan = _without_verb_of_speech(reading, clause, quotation) or _orphan(
                reading, clause, quotation, found[-1] if found else last
            )
            if orphan is not None:
                found.append(orphan)
            continue
        beside = 0 <= quotation.outer_start - cue.end <= 3
        if quotation.word_count < _SCARE_WORDS and not (
            (beside and cue.act is not Act.ACCUSE) or _is_closed_by(quotation, cue)
        ):
            continue  # blamed "communist snipers": whom
        found.append(
            _statement(
                reading,
                quotation.start_char,
                quotation.end_char,
                cue,
                f"quote_{cue.rule}",
                is_direct=True,
                is_after_denial=_is_after_denial(reading, clause, previous),
            )
        )
    return found


def _is_after_denial(reading: SpeechReading, clause: Clause, previous: FoundStatement | None) -> bool:
    """Whether the statement before denies, in the sentence before and the same paragraph."""
    if previous is None or previous.act is not Act.DENY:
        return False
    between = reading.text[previous.end_char : clause.starts[0]]
    return len(between) < 160 and "\n" not in between


_DETERMINERS = ("the", "a", "an", "their", "its")


def _is_closed_by(quotation: Quotation, cue: Cue) -> bool:
    return cue.is_after and 0 <= cue.start - quotation.outer_end <= 3


def _cue_for(reading: SpeechReading, quotation: Quotation, cues: list[Cue], clause: Clause) -> Cue | None:
    """The verb of speech that a quotation belongs to: one right after it, else the nearest before it."""
    after = [c for c in cues if c.start >= quotation.outer_end and c.rule != "noun"]
    before = [c for c in cues if c.end <= quotation.outer_start and c.rule != "according_to"]
    holding = [
        c
        for c in before
        if c.content and c.content[0] <= quotation.start_char and quotation.end_char <= c.content[1] + 2
    ]
    if after and after[0].rule == "inversion" and after[0].start - quotation.outer_end <= 3:
        lead = reading.text[clause.starts[0] : quotation.outer_start].rstrip()
        if not lead or lead[-1] in ':.;?!”"':
            return after[0]
    if holding and not holding[-1].is_after:
        return holding[-1]
    if after:
        gap = reading.text[quotation.outer_end : after[0].start]
        ends_with_comma = reading.text[quotation.end_char : quotation.outer_end].startswith(
            ","
        ) or gap.startswith(",")
        if after[0].is_after and (ends_with_comma or not before) and len(gap) < 120:
            return after[0]
        if ends_with_comma and not before and len(gap) < 120:
            return after[0]
    if before:
        return before[-1]
    return after[0] if after and after[0].rule in ("inversion", "according_to") else None


_ACTION_TOKENS = 9


def _without_verb_of_speech(
    reading: SpeechReading, clause: Clause, quotation: Quotation
) -> FoundStatement | None:
    """`One parent, Ana Rao, was less patient: “…”`, and `Doyle shrugs. “Ask his mother.”`: who does something right
    before, in the same paragraph.
    """
    if quotation.word_count < _SCARE_WORDS:
        return None
    speaker = None
    if reading.text[clause.starts[0] : quotation.outer_start].rstrip().endswith(":"):
        speaker = _doer(reading, clause, quotation.outer_start)
    elif clause.sentence > 0 and clause.starts[0] >= quotation.outer_start:
        before = reading.clauses[clause.sentence - 1]
        if 0 < before.last - before.first <= _ACTION_TOKENS and not any(c.kind == '"' for c in before.chunks):
            is_beside = "\n" not in reading.text[before.ends[-1] : quotation.outer_start]
            speaker = _doer(reading, before, before.ends[-1]) if is_beside else None
            if speaker is not None and speaker.mention is None:
                return None
    if speaker is None:
        return None
    cue = Cue(
        clause, 0, Act.SAY, "", quotation.start_char, quotation.start_char, speaker, None, None, False, ""
    )
    start, end = quotation.start_char, quotation.end_char
    return replace(_statement(reading, start, end, cue, "quote_of_doer", is_direct=True), cue=None)


def _doer(reading: SpeechReading, clause: Clause, end: int) -> Speaker | None:
    """The person that the only finite verb before this place has for its subject."""
    verbs = [i for i in finite_verbs(clause) if clause.starts[clause.chunks[i].first] < end]
    if len(verbs) != 1 or clause.chunks[verbs[0]].is_passive:
        return None
    speaker = speaker_of(reading, clause, subjects(clause, verbs[0]))
    if speaker is None or speaker.mention is None:
        return speaker if speaker is not None and speaker.kind is not None else None
    return speaker if reading.mentions[speaker.mention].kind == Kind.PERSON else None


def _orphan(
    reading: SpeechReading, clause: Clause, quotation: Quotation, last: FoundStatement | None
) -> FoundStatement | None:
    """A quotation that fills its sentence goes on with the last speaker, at most one paragraph away."""
    if last is None or (last.speaker_text or "").lower() in _OWN:
        return None  # whom a narrator talks with goes on
    between = reading.text[last.end_char : quotation.start_char]
    is_beside = "\n" not in between or between[:1].isspace()  # the same paragraph, or one left unclosed
    if quotation.word_count < (_SCARE_WORDS if is_beside else _ORPHAN_WORDS):
        return None
    around = len(WORD.findall(reading.text, clause.starts[0], clause.ends[-1])) - quotation.word_count
    if around > 3:
        return None
    if len(_BLANK_LINE.findall(reading.text, last.end_char, quotation.start_char)) > 1:
        return None
    return replace(
        last,
        start_char=quotation.start_char,
        end_char=quotation.end_char,
        text=reading.text[quotation.start_char : quotation.end_char],
        is_direct=True,
        cue=None,
        act=act_by_words(
            reading.text[quotation.start_char : quotation.end_char],
            Act.SAY,
            last.speaker_class,
            reading.lexicon,
            is_direct=True,
            after_denial=last.act is Act.DENY,
        ),
        channel_text=None,
        deadline_time=None,
        parent=None,
        rule="quote_continued",
    )


_NESTED = "'‘\"“"
_TAKES_PRONOUN = (Act.DENY, Act.CONFIRM, Act.ADMIT, Act.DOUBT)  # "the rebels deny it"


def _is_self_report(cue: Cue) -> bool:
    """`I said that …` in a quotation adds nothing to it; `we deny it` does."""
    is_own = cue.speaker is not None and cue.speaker.text.lower() in _OWN
    return is_own and cue.act in (Act.SAY, Act.REPORT, Act.ESTIMATE, Act.CONFIRM, Act.DOUBT)


# What a writer says of himself outside quotation marks is the text's own; these the author of a communique says.
_DECLARED = (Act.DENY, Act.ACCUSE, Act.THREATEN, Act.DEMAND, Act.CLAIM_RESPONSIBILITY)


def _is_narrator(cue: Cue) -> bool:
    """`I think`, `we promise` outside a quotation."""
    speaker = cue.speaker.text.lower() if cue.speaker else ""
    is_declared = cue.act in _DECLARED and (cue.act is not Act.DEMAND or _has_order(cue))
    return speaker in ("i", "me") or (speaker in ("we", "us") and not is_declared)


def _has_order(cue: Cue) -> bool:
    """`we demand that they go`, `we call on them to go`, not `we demand the best`."""
    following = cue.clause.chunks[cue.chunk + 1 : cue.chunk + 4]
    return any(c.kind == "t" or c.is_infinitive for c in following) and all(c.kind != "S" for c in following)


_OWN = ("i", "we")


def _indirect(
    reading: SpeechReading, clause: Clause, quotations: list[Quotation], cues: list[Cue]
) -> list[FoundStatement]:
    found = []
    for cue in cues:
        if cue.content is None:
            continue
        start, end = cue.content
        inside = next((q for q in quotations if q.outer_start <= cue.start < q.outer_end), None)
        if inside is not None:
            start, end = max(start, inside.start_char), min(end, inside.end_char)
        quoted = sum(q.word_count for q in quotations if q.outer_start >= start and q.outer_end <= end + 2)
        own = len(WORD.findall(reading.text, start, end)) - quoted
        if inside is None and own < 2 and quoted:
            continue
        if inside is None and any(
            abs(q.outer_start - start) <= 1 and q.outer_end > end + 2 for q in quotations
        ):
            continue  # a quotation that goes on into the next sentence
        if inside is not None and reading.text[start] in _NESTED:
            continue  # "They said, ‘Because of your god.’" in a quotation
        if own < 1 or (end - start < 3 and (cue.act not in _TAKES_PRONOUN or cue.speaker is None)):
            continue
        if _is_self_report(cue) if inside is not None else _is_narrator(cue):
            continue
        if cue.speaker is None and cue.rule == "subject" and not cue.clause.chunks[cue.chunk].is_passive:
            continue  # "Add a third plate", "Ask how it is done"
        if cue.rule == "described" and any(
            start <= q.start_char < end and q.word_count >= _SCARE_WORDS for q in quotations
        ):
            continue  # what is quoted is the statement
        found.append(_statement(reading, start, end, cue, cue.rule, is_direct=False))
    return found


def _statement(
    reading: SpeechReading,
    start: int,
    end: int,
    cue: Cue,
    rule: str,
    *,
    is_direct: bool,
    is_after_denial: bool = False,
) -> FoundStatement:
    speaker = cue.speaker
    act = cue.act
    if not is_direct and reading.text[start] in '”"' and reading.text[start + 1 : start + 2].isspace():
        start += 2  # the mark that closes the quotation before
    if act is Act.DEMAND and cue.text.startswith(("ask", "demand")) and reading.text[start:end].endswith("?"):
        act = Act.SAY
    act = act_by_words(
        reading.text[start:end],
        act,
        speaker.kind if speaker else None,
        reading.lexicon,
        is_direct=is_direct,
        after_denial=is_after_denial,
    )
    if act is Act.THREATEN and cue.text.endswith(("vow", "vowed", "vows", "vowing")):
        act = _act_of_vow(reading, speaker, start, end)
    deadline = _deadline(reading, cue, act, start, end)
    if deadline is not None and act is Act.SAY:
        act = Act.THREATEN  # "You have until Tuesday": an ultimatum
    return FoundStatement(
        start_char=start,
        end_char=end,
        text=reading.text[start:end],
        is_direct=is_direct,
        cue=cue.text,
        act=act,
        speaker_start_char=speaker.start if speaker else None,
        speaker_end_char=speaker.end if speaker else None,
        speaker_text=speaker.text if speaker else None,
        speaker_class=_class_by_act(reading, speaker, act)
        or _class_by_account(reading, cue, speaker, is_direct=is_direct, said=reading.text[start:end]),
        speaker_mention=speaker.mention if speaker else None,
        channel_text=cue.channel or (speaker.channel if speaker else None),
        parent=None,
        deadline_time=deadline,
        rule=rule,
    )


def _class_by_act(reading: SpeechReading, speaker: Speaker | None, act: Act) -> SpeakerClass | None:
    """An organisation that reports is a medium, whatever the spelling of its name."""
    if speaker is None:
        return None
    if act is not Act.REPORT or speaker.mention is None or speaker.kind is not SpeakerClass.PARTY:
        return speaker.kind
    name = reading.mentions[speaker.mention]
    is_named = name.kind == Kind.ORGANIZATION and speaker.text.lower().endswith(name.surface.lower())
    return SpeakerClass.MEDIA if is_named else speaker.kind


_HARMFUL = re.compile(
    r"\b(?:fall|attacks?|war|fight\w*|revenge|resist\w*|force|crackdown|punish\w*)\b", re.IGNORECASE
)


def _act_of_vow(reading: SpeechReading, speaker: Speaker | None, start: int, end: int) -> Act:
    """`vowed to play on`, `vowed to rebuild the town`: a promise, of whoever is no party and vows no harm."""
    text = reading.text
    is_party = speaker is None or speaker.kind is SpeakerClass.PARTY
    is_harm = any(reading.lexicon.harming.match(text, at) for at in _gaps(text, start, end))
    is_plain = text.startswith("to ", start) and not _HARMFUL.search(text, start, end)
    return Act.THREATEN if is_party or is_harm or not is_plain else Act.PROMISE


def _gaps(text: str, start: int, end: int) -> list[int]:
    """Where a word of the content can begin."""
    return [at for at in range(start, min(end, start + 400)) if text[at] == " "]


_ACCOUNT = re.compile(
    r"\b(?:I|[Ww]e) (?:just |never |only )?"
    r"(?:saw|heard|felt|ran|hid|jumped|fled|lost|grabbed|woke|smelled|watched|escaped|counted|walked|threw|crawled|carried"
    r"|pulled|was (?:in|at|on)|were (?:in|at|on))\b"
    r"|^[Tt]hey (?:came|fired|shot|took|killed|burned|burnt|beat|counted|dragged|told us|said)\b"
)
_ORDINARY = re.compile(r",? ?,?\s?\d\d\b|,? (?:who|whose) ")


def _class_by_account(
    reading: SpeechReading, cue: Cue, speaker: Speaker | None, *, is_direct: bool, said: str
) -> SpeakerClass | None:
    """A witness by what is told in the first person, of somebody with an age, a relative clause or no name."""
    if not is_direct or speaker is None or not _ACCOUNT.search(said):
        return None
    if speaker.mention is None:
        return SpeakerClass.WITNESS if speaker.text.lower().startswith(("a ", "an ", "one ")) else None
    if reading.mentions[speaker.mention].kind != Kind.PERSON:
        return None
    return SpeakerClass.WITNESS if _ORDINARY.match(reading.text, speaker.end) else None


def _deadline(reading: SpeechReading, cue: Cue, act: Act, start: int, end: int) -> int | None:
    """The time by which a threat or demand is to be met; of a warning, only what its condition or order names."""
    low, high = min(start, cue.start), max(end, cue.clause.ends[-1])
    first = bisect_left(reading.time_starts, low)
    for index in range(first, bisect_left(reading.time_starts, high)):
        time = reading.times[index]
        before = reading.text[max(low, time.start_char - 120) : time.start_char]
        if time.start_char > end and len(reading.text[end : time.start_char].split()) > 3:
            break  # "calls on them to go and demands an inquiry within 30 days"
        if act not in (Act.THREATEN, Act.DEMAND):
            if not start <= time.start_char < end:
                continue
            if _ULTIMATUM.search(before) or (
                _DURATION.fullmatch(time.surface)
                and _GRANTED.search(before)
                and reading.text.startswith(" to ", time.end_char)
            ):
                return index
            if act is not Act.WARN or not _CONDITION.search(before):
                continue
        is_within = time.surface.lower().startswith("within")
        if is_within or _UNTIL.search(before):
            return index
        is_length = _DURATION.fullmatch(time.surface) is not None
        if is_length and _GRANTED.search(before):
            return index
        if act is Act.THREATEN and before.endswith(" from ") and _OPEN.search(reading.text, start, end):
            return index
    return None


def _set_phrases(reading: SpeechReading, clause: Clause) -> list[FoundStatement]:
    """`declined to comment`, and `it is not known whether …` as the narrator's own row."""
    found = []
    start, end = clause.starts[0], clause.ends[-1]
    for silence in reading.lexicon.no_comment.finditer(reading.text, start, end):
        speaker = None
        for index, chunk in enumerate(clause.chunks):
            if chunk.kind == "V" and clause.ends[chunk.last - 1] >= silence.start() - 1:
                groups = find_speaker_chunks(reading, clause, index)[0] or subjects(clause, index)
                speaker = speaker_of(reading, clause, groups)
                break
        cue = Cue(
            clause,
            0,
            Act.NO_COMMENT,
            silence.group(),
            silence.start(),
            silence.end(),
            speaker,
            None,
            None,
            False,
            "no_comment",
        )
        found.append(_statement(reading, silence.start(), silence.end(), cue, "no_comment", is_direct=False))
    if match := reading.lexicon.unknown.search(reading.text, start, end):
        cue = Cue(
            clause,
            0,
            Act.DOUBT,
            match.group(),
            match.start(),
            match.end(),
            None,
            None,
            None,
            False,
            "unknown",
        )
        start = max(start, reading.text.rfind(";", start, match.start()) + 1)
        while reading.text[start].isspace():
            start += 1
        found.append(
            _statement(reading, start, _without_stop(reading, start, end), cue, "unknown", is_direct=False)
        )
    return found


def _without_mere_frames(statements: list[FoundStatement]) -> list[FoundStatement]:
    """Without the `he said` of `he said he had no comment`."""
    silent = [s for s in statements if s.rule == "no_comment"]
    return [
        s
        for s in statements
        if s.rule == "no_comment"
        or not any(
            s.start_char <= n.start_char and n.end_char == s.end_char and n.start_char - s.start_char < 6
            for n in silent
        )
    ]


def _without_stop(reading: SpeechReading, start: int, end: int) -> int:
    while end > start and reading.text[end - 1] in ". ":
        end -= 1
    return end


def _unique(statements: list[FoundStatement]) -> list[FoundStatement]:
    seen: set[tuple[int, int, bool, str | None]] = set()
    kept = []
    for statement in statements:
        key = (statement.start_char, statement.end_char, statement.is_direct, statement.speaker_text)
        if key not in seen:
            seen.add(key)
            kept.append(statement)
    return kept


def _says_own(statement: FoundStatement) -> bool:
    return statement.speaker_mention is None and (statement.speaker_text or "").lower() in _OWN


def _with_parents(statements: list[FoundStatement]) -> tuple[FoundStatement, ...]:
    """Set `parent` to the smallest statement that holds this one's content *and* cue's speaker."""
    ordered = sorted(statements, key=lambda s: (s.start_char, -s.end_char))
    reach = list(accumulate((s.end_char for s in ordered), max))
    found = []
    for index, statement in enumerate(ordered):
        parent = None
        for other in range(index - 1, -1, -1):
            if reach[other] < statement.end_char:
                break  # none of those before ends so late
            outer = ordered[other]
            begins = (
                statement.speaker_start_char
                if statement.speaker_start_char is not None
                else statement.start_char
            )
            if (
                outer.start_char <= min(begins, statement.start_char)
                and outer.end_char >= statement.end_char
                and outer.speaker_start_char != statement.speaker_start_char
            ):
                parent = other
                break
        linked = statement if parent is None else replace(statement, parent=parent)
        if parent is not None and ordered[parent].is_direct and _says_own(statement):
            speaker = ordered[parent].speaker_mention  # the "we" of a quotation
            linked = replace(linked, speaker_mention=speaker, speaker_class=ordered[parent].speaker_class)
        found.append(linked)
    return tuple(found)
