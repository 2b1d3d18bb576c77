"""Precision and recall of statements, times and quantities on labelled news, read as a document is read.

`python -m tests.quality.attribution_measure FILE` prints what is wrong and the figures. A row is found when its
span shares at least half of the characters of both (statements), or any of them (times, quantities); it is
right when the speaker is right too, or the dates, or the bounds.
"""

import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from flows.document.authority import Authority
from flows.document.mentions import FoundMention, MentionLexicon, find_mentions
from flows.document.quantities import FoundQuantity, find_quantities
from flows.document.quantity_lexicon import QuantityLexicon
from flows.document.sentences import SentenceLexicon, split_sentences
from flows.document.statements import FoundStatement, find_statements
from flows.document.time_lexicon import TimeLexicon
from flows.document.times import FoundTime, find_times
from flows.inputs import read_yaml
from tests.document.reading import SPEECH

HERE = Path(__file__).parent
SENTENCES = SentenceLexicon.from_data(read_yaml("sentences.yml"))
MENTIONS = MentionLexicon.from_data(read_yaml("mentions.yml"))
TIMES = TimeLexicon.from_data(read_yaml("times.yml"))
QUANTITIES = QuantityLexicon.from_data(read_yaml("quantities.yml"))
_LEADING = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Label:
    """One labelled row: its kind (D, I, T, Q), span, the columns after it, and what is said of the rest."""

    kind: str
    start_char: int
    end_char: int
    act: str
    speaker: str
    value: str
    rest: dict[str, str]


@dataclass(frozen=True)
class Passage:
    """One labelled passage."""

    name: str
    published: date | None
    text: str
    labels: tuple[Label, ...]


@dataclass
class Tally:
    """Counts of one measurement, and what was wrong, to read."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def share(self, right: str, of: str) -> float:
        """`right / of`, 1 when there was nothing to get right."""
        return self.counts[right] / self.counts[of] if self.counts[of] else 1.0


def read_passages(file: str) -> list[Passage]:
    """The passages of one file; a label that its text does not hold raises ValueError."""
    parts = (HERE / file).read_text(encoding="utf-8").split("\n## ")[1:]
    return [_passage(part) for part in parts]


def _passage(part: str) -> Passage:
    head, _, rest = part.partition("\n")
    name, day = head.split(", ")
    text, _, marked = rest.partition("\n---\n")
    text = text.strip("\n")
    labels: list[Label] = []
    for line in marked.strip().split("\n"):
        labels.append(_label(line, text, labels, name))
    return Passage(name, None if day == "-" else date.fromisoformat(day), text, tuple(labels))


def _label(line: str, text: str, earlier: Sequence[Label], name: str) -> Label:
    columns = [column.strip() for column in line[2:].split(" | ")]
    kind = line[0]
    if kind in "TQ":
        start = _next_place(text, columns[0], [label for label in earlier if label.kind == kind], name)
        rest = {"words": " | ".join(columns[2:])}
        return Label(kind, start, start + len(columns[0]), "", "", columns[1], rest)
    before, _, content = columns[2].rpartition("[")
    first, _, last = content.rstrip("]").partition(" … ")
    start = text.find(before + first) + len(before)
    end = text.find(last, start + len(first)) + len(last) if last else start + len(first)
    if before + first not in text or end < start + len(first):
        raise ValueError(f"{name}: {columns[2]!r} does not stand in the text")
    pairs = re.findall(r"(\w+)=(.*?)(?=\s\w+=|$)", columns[3] if len(columns) > 3 else "")
    return Label(kind, start, end, columns[0], columns[1], "", dict(pairs))


def _next_place(text: str, surface: str, earlier: Sequence[Label], name: str) -> int:
    """Where the expression stands for the first time outside the earlier labels."""
    for match in re.finditer(rf"(?<![\w,.$-]){re.escape(surface)}(?!\w)", text):
        if not any(match.start() < label.end_char and label.start_char < match.end() for label in earlier):
            return match.start()
    raise ValueError(f"{name}: {surface!r} does not stand in the text as often as it is labelled")


def measure(file: str) -> Tally:
    """Read every passage, with nothing in the authority, and compare."""
    tally = Tally()
    for passage in read_passages(file):
        _measure_passage(passage, tally)
    return tally


def _measure_passage(passage: Passage, tally: Tally) -> None:
    sentences = split_sentences(passage.text, SENTENCES)
    mentions = find_mentions(passage.text, sentences, MENTIONS, Authority())
    times = find_times(passage.text, sentences, passage.published, TIMES)
    quantities = find_quantities(passage.text, sentences, times, QUANTITIES)
    statements = find_statements(passage.text, sentences, mentions, times, SPEECH)
    _measure_statements(passage, statements, mentions, times, tally)
    _measure_spans(passage, "T", times, tally)
    _measure_spans(passage, "Q", quantities, tally)


# --- statements


def _measure_statements(
    passage: Passage,
    statements: Sequence[FoundStatement],
    mentions: Sequence[FoundMention],
    times: Sequence[FoundTime],
    tally: Tally,
) -> None:
    left = list(statements)
    for label in (label for label in passage.labels if label.kind in "DI"):
        kind = "direct" if label.kind == "D" else "indirect"
        tally.counts[f"gold {kind}"] += 1
        options = [s for s in left if s.is_direct == (kind == "direct") and _overlap(s, label) >= 0.5]
        options.sort(key=lambda s: (not _is_speaker(label, s, mentions), -_overlap(s, label)))
        shown = f"{passage.name}: {kind} {passage.text[label.start_char : label.end_char][:60]!r}"
        if not options:
            tally.wrong.append(f"{shown} not found ({label.speaker})")
            continue
        best = options[0]
        left.remove(best)
        tally.counts[f"matched {kind}"] += 1
        if not _is_speaker(label, best, mentions):
            name = mentions[best.speaker_mention].surface if best.speaker_mention is not None else None
            tally.wrong.append(
                f"{shown} speaker: {best.speaker_text} ({name}) not {label.speaker} ({label.rest.get('who')})"
            )
            continue
        tally.counts[f"right {kind}"] += 1
        _measure_fields(label, best, statements, times, shown=shown, tally=tally)
    for statement in statements:
        kind = "direct" if statement.is_direct else "indirect"
        tally.counts[f"found {kind}"] += 1
        if statement in left:
            tally.wrong.append(
                f"{passage.name}: extra {kind} {statement.speaker_text}: {statement.text[:70]!r} [{statement.rule}]"
            )


def _measure_fields(
    label: Label,
    found: FoundStatement,
    statements: Sequence[FoundStatement],
    times: Sequence[FoundTime],
    *,
    shown: str,
    tally: Tally,
) -> None:
    parent = statements[found.parent].speaker_text if found.parent is not None else None
    deadline = times[found.deadline_time].surface if found.deadline_time is not None else None
    given = {
        "act": found.act,
        "class": found.speaker_class or "",
        "via": found.channel_text or "",
        "parent": parent or "",
        "deadline": deadline or "",
    }
    for name, value in given.items():
        wanted = label.act if name == "act" else label.rest.get(name, "")
        wanted = "" if wanted == "-" else wanted
        if name == "class" and not wanted:
            continue
        if not wanted and not value:
            continue
        tally.counts[f"wanted {name}"] += bool(wanted)
        tally.counts[f"given {name}"] += bool(value)
        is_right = bool(wanted and value) and (
            wanted.lower() in value.lower() or value.lower() in wanted.lower()
        )
        tally.counts[f"right {name}"] += is_right
        if not is_right:
            tally.wrong.append(f"{shown} {name}: {value!r} not {wanted!r}")


def _overlap(found: FoundStatement, label: Label) -> float:
    """Shared characters over all characters of both spans (Jaccard)."""
    shared = min(found.end_char, label.end_char) - max(found.start_char, label.start_char)
    everything = max(found.end_char, label.end_char) - min(found.start_char, label.start_char)
    return max(shared, 0) / everything


def _is_speaker(label: Label, found: FoundStatement, mentions: Sequence[FoundMention]) -> bool:
    """The words of the speaker, and where they stand for a name, that name."""
    if label.speaker == "-":
        return found.speaker_text is None
    if found.speaker_text is None:
        return False
    wanted, given = _LEADING.sub("", label.speaker).lower(), _LEADING.sub("", found.speaker_text).lower()
    who = label.rest.get("who")
    if who and found.speaker_mention is not None:
        return who.lower() in mentions[found.speaker_mention].surface.lower()
    if who and len(wanted.split()) == 1:
        return False
    return wanted in given or (given in wanted and len(given) > 2)


# --- times and quantities


def _measure_spans(
    passage: Passage, kind: str, found: Sequence[FoundTime | FoundQuantity], tally: Tally
) -> None:
    left = list(found)
    tally.counts[f"found {kind}"] += len(found)
    for label in (label for label in passage.labels if label.kind == kind):
        tally.counts[f"gold {kind}"] += 1
        surface = passage.text[label.start_char : label.end_char]
        best = next(
            (f for f in left if f.start_char < label.end_char and label.start_char < f.end_char), None
        )
        if best is None:
            tally.wrong.append(f"{passage.name}: {kind} {surface!r} not found")
            continue
        left.remove(best)
        tally.counts[f"matched {kind}"] += 1
        value = _value_of(best)
        is_right = value == label.value
        tally.counts[f"right {kind}"] += is_right
        if not is_right:
            tally.wrong.append(f"{passage.name}: {kind} {surface!r} is {value} not {label.value}")
        if isinstance(best, FoundQuantity) and label.rest["words"]:
            what, _, role = label.rest["words"].partition(" | ")
            if role:
                tally.counts["gold role"] += 1
                tally.counts["right role"] += best.role == role
                if best.role != role:
                    tally.wrong.append(f"{passage.name}: Q {surface!r} role {best.role} not {role}")
            if what != "-":
                tally.counts["gold what"] += 1
                is_what = (best.what or "").lower() == what.lower()
                tally.counts["right what"] += is_what
                if not is_what:
                    tally.wrong.append(f"{passage.name}: Q {surface!r} what {best.what!r} not {what!r}")
    tally.wrong.extend(f"{passage.name}: {kind} extra {f.surface!r} {_value_of(f)}" for f in left)


def _value_of(found: FoundTime | FoundQuantity) -> str:
    """`2015-05-01..2015-05-31`, `2015-05-08`, `?`; `40..`, `3..9`."""
    if isinstance(found, FoundTime):
        if found.from_date is None and found.to_date is None:
            return "?"
        if found.from_date == found.to_date:
            return str(found.from_date)
        return f"{found.from_date or ''}..{found.to_date or ''}"
    low, high = ("" if end is None else str(int(end)) for end in (found.low, found.high))
    return f"{low}..{high}"


def figures(tally: Tally) -> dict[str, float]:
    """The figures that the floors are about."""
    shares = {}
    for name, label in (("direct", "direct"), ("indirect", "indirect"), ("time", "T"), ("quantity", "Q")):
        if label in "TQ":
            shares[f"{name}_span_precision"] = tally.share(f"matched {label}", f"found {label}")
            shares[f"{name}_span_recall"] = tally.share(f"matched {label}", f"gold {label}")
        shares[f"{name}_precision"] = tally.share(f"right {label}", f"found {label}")
        shares[f"{name}_recall"] = tally.share(f"right {label}", f"gold {label}")
    for name in ("act", "class", "via", "parent", "deadline"):
        shares[f"{name}_precision"] = tally.share(f"right {name}", f"given {name}")
        shares[f"{name}_recall"] = tally.share(f"right {name}", f"wanted {name}")
    shares["what"] = tally.share("right what", "gold what")
    shares["role"] = tally.share("right role", "gold role")
    return shares


def main(file: str = "attribution_news.txt") -> None:
    """Print what is wrong, then the figures."""
    tally = measure(file)
    lines = tally.wrong if "--figures" not in sys.argv else []
    lines = [*lines, "", *(f"{name:24} {value:.3f}" for name, value in figures(tally).items())]
    lines.extend(
        f"{name:24} {count}" for name, count in sorted(tally.counts.items()) if name.startswith("gold")
    )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(*[argument for argument in sys.argv[1:] if argument != "--figures"])
