"""Precision and recall on `events_gold.yml`, or on another file (`python -m tests.quality.events_measure FILE`)."""

import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from flows.document.events import FoundEvent, find_events
from flows.document.records import Span
from flows.document.statements import FoundStatement, find_statements
from tests.document.reading import EVENTS, SPEECH, Name, names_in

GOLD = Path(__file__).with_name("events_gold.yml")
SAMPLES = Path(__file__).with_name("events_samples.yml")
ROLES = ("agent", "target", "victim", "instrument", "recipient")


@dataclass
class Tally:
    """Counts of one measurement, and what was wrong, to read."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def share(self, right: str, of: str) -> float:
        """`right / of`, 1 when there was nothing to get right."""
        return self.counts[right] / self.counts[of] if self.counts[of] else 1.0


def passages(file: Path = GOLD) -> list[dict[str, object]]:
    """The labelled passages."""
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def measure(file: Path = GOLD) -> Tally:
    """Read every passage and compare."""
    tally = Tally()
    for passage in passages(file):
        _measure_passage(passage, tally)
    return tally


def _measure_passage(passage: dict[str, object], tally: Tally) -> None:
    text = str(passage["text"]).rstrip("\n")
    sentences, at = [], 0
    for line in text.split("\n"):
        sentences.append(Span(at, at + len(line)))
        at += len(line) + 1
    names = names_in(text, passage["names"])
    statements = find_statements(text, sentences, names, (), SPEECH)
    events = find_events(text, sentences, names, (), (), statements, None, EVENTS)
    _measure_events(passage, text, events, tally)
    _measure_statements(passage, names, statements, tally)


def _measure_events(
    passage: dict[str, object], text: str, events: tuple[FoundEvent, ...], tally: Tally
) -> None:
    matched = set()
    for gold in passage["events"]:
        word, _, number = gold["at"].partition("#")
        start = -1
        for _ in range(int(number or 1)):
            start = text.index(word, start + 1)
        found = next((e for e in events if e.start_char < start + len(word) and start < e.end_char), None)
        if gold.get("absent"):
            if found is not None and found.event_type == gold["type"]:
                tally.wrong.append(f"{passage['id']}: {word!r} is no {gold['type']}")
            continue
        tally.counts["gold events"] += 1
        if found is None:
            tally.wrong.append(f"{passage['id']}: {word!r} not found")
            continue
        matched.add(found)
        _measure_event(passage["id"], gold, found, tally)
    tally.counts["found events"] += len(events)
    for event in events:
        if event not in matched:
            tally.wrong.append(
                f"{passage['id']}: extra {event.event_type} {text[event.start_char : event.end_char]!r}"
            )


def _measure_event(passage: object, gold: dict[str, object], found: FoundEvent, tally: Tally) -> None:
    is_type = found.event_type == gold["type"] and gold.get("mode", found.mode) == found.mode
    roles_right = True
    for role in ROLES:
        given = [p.text for p in found.participants if p.role == role]
        wanted = gold.get(role, [])
        tally.counts["gold roles"] += len(wanted)
        tally.counts["found roles"] += len(given)
        right = sum(any(w.lower() in g.lower() for g in given) for w in wanted)
        tally.counts["right roles"] += right
        if right < len(wanted) or len(given) > len(wanted):
            roles_right = False
            tally.wrong.append(f"{passage}: {gold['at']} {role}: {given} not {wanted}")
    standing = {
        "polarity": gold.get("polarity", "affirmed") == found.polarity,
        "modality": gold.get("modality", "actual") == found.modality,
        "status": gold.get("status", "reported") == found.status,
    }
    for name, is_right in standing.items():
        tally.counts[f"right {name}"] += is_right
        if not is_right:
            tally.wrong.append(f"{passage}: {gold['at']} {name}: {getattr(found, name)}")
    if not is_type:
        tally.wrong.append(f"{passage}: {gold['at']} type: {found.event_type} {found.mode}")
    tally.counts["matched events"] += 1
    tally.counts["right events"] += is_type and roles_right


def _measure_statements(
    passage: dict[str, object], names: tuple[Name, ...], statements: tuple[FoundStatement, ...], tally: Tally
) -> None:
    left = list(statements)
    for gold in passage["statements"]:
        kind = "direct" if gold.get("direct") else "indirect"
        tally.counts[f"gold {kind}"] += 1
        options = [s for s in left if gold["says"] in s.text and s.is_direct == bool(gold.get("direct"))]
        options.sort(key=lambda s: (not _is_speaker(gold["speaker"], s), len(s.text)))
        if not options:
            tally.wrong.append(f"{passage['id']}: statement {gold['says']!r} not found")
            continue
        best = options[0]
        left.remove(best)
        tally.counts[f"matched {kind}"] += 1
        if not _is_speaker(gold["speaker"], best):
            tally.wrong.append(
                f"{passage['id']}: {gold['says']!r} speaker: {best.speaker_text} not {gold['speaker']}"
            )
            continue
        tally.counts[f"right {kind}"] += 1
        tally.counts["right acts"] += best.act == gold["act"]
        if best.act != gold["act"]:
            tally.wrong.append(f"{passage['id']}: {gold['says']!r} act: {best.act}")
    for statement in statements:
        tally.counts[f"found {'direct' if statement.is_direct else 'indirect'}"] += 1
        if statement in left:
            tally.wrong.append(
                f"{passage['id']}: extra statement {statement.speaker_text}: {statement.text!r}"
            )


def _is_speaker(wanted: str | None, statement: FoundStatement) -> bool:
    if wanted is None:
        return statement.speaker_text is None
    return statement.speaker_text is not None and wanted.lower() in statement.speaker_text.lower()


def figures(tally: Tally) -> dict[str, float]:
    """The figures that the floors are about."""
    return {
        "event_precision": tally.share("right events", "found events"),
        "event_recall": tally.share("right events", "gold events"),
        "trigger_recall": tally.share("matched events", "gold events"),
        "role_precision": tally.share("right roles", "found roles"),
        "role_recall": tally.share("right roles", "gold roles"),
        "status": tally.share("right status", "matched events"),
        "modality": tally.share("right modality", "matched events"),
        "polarity": tally.share("right polarity", "matched events"),
        "direct_precision": tally.share("right direct", "found direct"),
        "direct_recall": tally.share("right direct", "gold direct"),
        "indirect_precision": tally.share("right indirect", "found indirect"),
        "indirect_recall": tally.share("right indirect", "gold indirect"),
    }


def main() -> None:
    """Print what is wrong, then the figures."""
    tally = measure(*(Path(file) for file in sys.argv[1:]))
    lines = [*tally.wrong, ""]
    lines.extend(f"{name:20} {value:.3f}" for name, value in figures(tally).items())
    lines.extend(
        f"{name:20} {tally.counts[name]}" for name in ("gold events", "gold direct", "gold indirect")
    )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
