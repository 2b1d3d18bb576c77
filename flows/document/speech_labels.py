"""Speech that a label and a colon give to somebody: the lines of a transcript, and headlines.

`MR. TONER: We have asked for access.` and `Police: five arrested after riot`, `Five arrested after riot: police`.
"""

import re
from collections import Counter

from flows.document.clauses import finite_verbs
from flows.document.records import Act, Kind
from flows.document.speakers import speaker_at
from flows.document.speech_reading import FoundStatement, SpeechReading

_LINE = re.compile(r"^(?P<label>[^\W\d_][^\n:]{1,50}):[ \t]+(?P<said>\S[^\n]*)$", re.MULTILINE)
_PARAGRAPH = re.compile(r"[^\n]+")
_HEADLINE = re.compile(
    r"\s*+(?P<first>[^\n:–—]{2,160}?)(?:(?P<colon>:)|\s[–—-])\s(?P<second>[^\n:–—]{2,160})\s*(?:\n|$)"
)
_SIGNATURE = re.compile(
    r"[ \t]*(?:\n[ \t]*)?(?:--|—|–|―)[ \t]*(?P<who>[A-Z][^\n.!?\"“”]{1,100}?)[ \t]*\.?(?:\n|$)"
)
# The source of a title in a list of references, or the text going on.
_NO_SIGNATURE = re.compile(r"\b(?:1[5-9]|20)\d\d\b|^(?:I|We|You|It|This|That|But|And|So|The)\b|:|https?\b")
_CLOSE = re.compile(r"[.!?][\"”’»]?$")
_LABEL_WORDS = 6
_HEADLINE_WORDS = 3  # fewer words after a label are a name or a motto


def find_labelled(reading: SpeechReading) -> list[FoundStatement]:
    """The statements that a label introduces, in order."""
    if ": " not in reading.text[:20_000] and "\n" not in reading.text[:300]:
        return []
    return [*_headline(reading), *_transcript(reading)]


def find_signed(reading: SpeechReading) -> list[FoundStatement]:
    """Quotations with a dash and a name or trade behind them: `“It just works.” — Ana Torres, baker`."""
    found = []
    for quotation in reading.quotations:
        if quotation.word_count < _HEADLINE_WORDS:
            continue
        line = _SIGNATURE.match(reading.text, quotation.outer_end)
        if line is not None and not _NO_SIGNATURE.search(line.group("who")):
            said = quotation.start_char, quotation.end_char
            found.append(_labelled(reading, line.span("who"), said, "signed", is_direct=True))
    return found


def _transcript(reading: SpeechReading) -> list[FoundStatement]:
    """Each paragraph from the first label to the last. Three labels, one of them twice, make a transcript."""
    lines = [line for line in _LINE.finditer(reading.text) if _is_speaker_label(reading, line)]
    labels = Counter(line.group("label") for line in lines)
    if len(lines) < 3 or len(labels) < 2 or max(labels.values()) < 2:
        return []
    starts = {line.start(): line for line in lines}
    reporters = _reporters(reading, lines)
    found = []
    line = None
    for paragraph in _PARAGRAPH.finditer(reading.text, lines[0].start(), lines[-1].end()):
        line = starts.get(paragraph.start(), line)
        if line is None or (paragraph.group()[0] == "(" and paragraph.group()[-1] == ")"):
            continue  # "(APPLAUSE)"
        if _is_own_voice(reading, line.group("label"), reporters):
            continue
        start = line.start("said") if line.start() == paragraph.start() else paragraph.start()
        found.append(
            _labelled(
                reading, line.span("label"), (start, paragraph.end()), "transcript_line", is_direct=True
            )
        )
    return found


_REPORTER = re.compile(r"\b(?:correspondent|reporter)\b([^.?!\n:]{0,60})")
_INTRODUCED = re.compile(r"\b(\w+) (?:is (?:at|in|on|with|there)|reports?|has (?:this|more|the))\b")


def _reporters(reading: SpeechReading, lines: list[re.Match[str]]) -> frozenset[str]:
    """Lower-case words of whom the text calls its reporter, or a presenter introduces (`X is at the border`)."""
    found = {word for called in _REPORTER.findall(reading.text.lower()) for word in called.split()}
    for line in lines:
        if not reading.lexicon.presenters.isdisjoint(line.group("label").lower().split()):
            found.update(_INTRODUCED.findall(line.group("said").lower()))
    return frozenset(word.strip(",;\"'’") for word in found)


def _is_own_voice(reading: SpeechReading, label: str, reporters: frozenset[str]) -> bool:
    """`PRESENTER`, and who is called the broadcast's reporter: what they say is the text's own."""
    words = label.lower().split()
    return not reading.lexicon.presenters.isdisjoint(words) or words[-1] in reporters


def _is_speaker_label(reading: SpeechReading, line: re.Match[str]) -> bool:
    """Capitals throughout, or a person's name with nothing but a title."""
    label = line.group("label")
    if len(label.split()) > _LABEL_WORDS:
        return False
    if label.partition(" (")[0].isupper():
        return True  # "TORRES (through an interpreter)"
    speaker = speaker_at(reading, *line.span("label"))
    return (
        speaker.mention is not None
        and reading.mentions[speaker.mention].kind == Kind.PERSON
        and label.endswith(reading.mentions[speaker.mention].surface)
    )


def _headline(reading: SpeechReading) -> list[FoundStatement]:
    """The first line, when one side of its colon (or of a dash before a role) can only be a speaker."""
    line = _HEADLINE.match(reading.text)
    if line is None or _CLOSE.search(line.group("second").rstrip()):
        return []
    sides = [("first", "second"), ("second", "first")] if line.group("colon") else [("second", "first")]
    for label, said in sides:
        if len(line.group(said).split()) < _HEADLINE_WORDS or not _is_source(reading, *line.span(label)):
            continue
        is_quoted = line.group(said)[0] in "\"“‘'«"
        start, end = line.span(said)
        if is_quoted:
            start, end = start + 1, end - 1
        while reading.text[end - 1].isspace():
            end -= 1
        return [_labelled(reading, line.span(label), (start, end), "headline", is_direct=is_quoted)]
    return []


def _is_source(reading: SpeechReading, start: int, end: int) -> bool:
    """`police`, `UN agency`, `Red Cross`: up to four words that end in a role or are a person or organisation."""
    label = reading.text[start:end].strip()
    if not 1 <= len(label.split()) <= 4:
        return False
    speaker = speaker_at(reading, start, start + len(label))
    roles = frozenset().union(*reading.lexicon.speaker_words.values())
    if label.split()[-1].lower() in roles:
        return True
    if speaker.mention is None:
        return False
    name = reading.mentions[speaker.mention]
    # A title such as "Keeping Your Home Spotless: The Latest Trends" looks like a name; what is said has a verb.
    return name.kind != Kind.PLACE and label.endswith(name.surface) and _tells(reading, start, end)


def _tells(reading: SpeechReading, start: int, end: int) -> bool:
    """Whether a finite verb stands in the first line outside this label."""
    line_end = reading.text.find("\n", max(start, end))
    for clause in reading.clauses:
        if clause.starts and clause.starts[0] > (line_end if line_end >= 0 else len(reading.text)):
            return False
        places = (clause.starts[clause.chunks[verb].first] for verb in finite_verbs(clause))
        if any(not start <= place < end for place in places):
            return True
    return False


def _labelled(
    reading: SpeechReading, label: tuple[int, int], said: tuple[int, int], rule: str, *, is_direct: bool
) -> FoundStatement:
    start, end = label
    text = reading.text[start:end].strip()
    speaker = speaker_at(reading, start, start + len(text))
    return FoundStatement(
        start_char=said[0],
        end_char=said[1],
        text=reading.text[said[0] : said[1]],
        is_direct=is_direct,
        cue=None,
        act=Act.SAY,
        speaker_start_char=speaker.start,
        speaker_end_char=speaker.end,
        speaker_text=speaker.text,
        speaker_class=speaker.kind,
        speaker_mention=speaker.mention,
        channel_text=None,
        parent=None,
        deadline_time=None,
        rule=rule,
    )
