"""Events in the labelled sentences of `events_sentences.txt` (`python -m tests.quality.events_sentences`)."""

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from flows.document.events import FoundEvent, find_events
from flows.document.mentions import find_mentions
from flows.document.quantities import find_quantities
from flows.document.records import Polarity, Role
from flows.document.sentences import split_sentences
from flows.document.statements import find_statements
from flows.document.times import find_times
from flows.inputs import load_lexicon

SETS = Path(__file__).with_name("events_sentences.txt")
ROLES = {
    "ag": Role.AGENT,
    "tg": Role.TARGET,
    "vi": Role.VICTIM,
    "re": Role.RECIPIENT,
    "in": Role.INSTRUMENT,
}
_LABEL = re.compile(r"(\w+)=(.*?)(?= \w+=| neg|$)")


@dataclass
class Label:
    """One labelled event."""

    trigger: str
    event_type: str
    mode: str | None
    roles: dict[str, list[str]] = field(default_factory=dict)
    is_negated: bool = False
    modality: str = "actual"
    status: str = "reported"


@dataclass
class Case:
    """One sentence with what it tells."""

    text: str
    labels: list[Label] = field(default_factory=list)
    open_triggers: list[str] = field(default_factory=list)


def read_sets() -> dict[str, list[Case]]:
    """The cases by set."""
    sets: dict[str, list[Case]] = {}
    cases: list[Case] = []
    for line in SETS.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            cases = sets.setdefault(line[3:], [])
        elif line.startswith("S "):
            cases.append(Case(line[2:]))
        elif line.startswith("O "):
            cases[-1].open_triggers.append(line[2:])
        elif line.startswith("E "):
            cases[-1].labels.append(_label(line[2:]))
    return sets


def _label(line: str) -> Label:
    trigger, kind, *rest = line.split(" ", 2)
    event_type, _, mode = kind.partition("/")
    label = Label(trigger, event_type, mode or None)
    more = rest[0] if rest else ""
    label.is_negated = bool(re.search(r"\bneg\b", more))
    for name, value in _LABEL.findall(more):
        if name == "mod":
            label.modality = value
        elif name == "st":
            label.status = value
        else:
            label.roles[name] = value.split(",")
    return label


@dataclass
class Found:
    """Counts over some sets, and what was wrong, to read."""

    counts: Counter[str] = field(default_factory=Counter)
    by_rule: Counter[tuple[str, bool]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def share(self, right: str, *of: str) -> float:
        """`right` over the sum of `of`; 1 when there was nothing to get right."""
        total = sum(self.counts[name] for name in of)
        return self.counts[right] / total if total else 1.0


def measure(names: list[str] | None = None) -> Found:
    """Read these sets, or all."""
    lexicon = load_lexicon()
    found = Found()
    for name, cases in read_sets().items():
        if names is None or name in names:
            for case in cases:
                spans = split_sentences(case.text, lexicon.sentences)
                mentions = find_mentions(case.text, spans, lexicon.mentions, lexicon.authority)
                times = find_times(case.text, spans, None, lexicon.times)
                numbers = find_quantities(case.text, spans, times, lexicon.quantities)
                spoken = find_statements(case.text, spans, mentions, times, lexicon.speech)
                events = find_events(case.text, spans, mentions, times, numbers, spoken, None, lexicon.events)
                _compare(case, list(events), found)
    return found


def _compare(case: Case, left: list[FoundEvent], found: Found) -> None:
    for label in case.labels:
        found.counts["gold"] += 1
        event = _at(case.text, label.trigger, left)
        if event is None:
            found.wrong.append(f"missing {label.trigger}: {case.text}")
            continue
        left.remove(event)
        found.counts["matched"] += 1
        bad = _differences(label, event)
        for name in ("type", "roles", "polarity", "modality", "status"):
            found.counts[name] += name not in bad
        is_right = not bad.keys() & {"type", "roles"}
        found.counts["right"] += is_right
        found.by_rule[event.rule, not bad.keys() & {"type", "roles", "polarity", "modality"}] += 1
        found.wrong.extend(f"{label.trigger} {name}: {what}: {case.text}" for name, what in bad.items())
    for trigger in case.open_triggers:
        event = _at(case.text, trigger, left)
        if event is not None:
            left.remove(event)
    for event in left:
        found.counts["extra"] += 1
        found.by_rule[event.rule, False] += 1
        trigger = case.text[event.start_char : event.end_char]
        found.wrong.append(f"extra {event.event_type} {trigger}: {case.text}")


def _at(text: str, trigger: str, events: list[FoundEvent]) -> FoundEvent | None:
    start = text.index(trigger)
    end = start + len(trigger)
    return next((e for e in events if e.start_char < end and start < e.end_char), None)


def _differences(label: Label, event: FoundEvent) -> dict[str, str]:
    bad: dict[str, str] = {}
    if event.event_type != label.event_type or label.mode not in (None, event.mode):
        bad["type"] = f"{event.event_type} {event.mode}"
    given = {name: [p.text for p in event.participants if p.role is role] for name, role in ROLES.items()}
    wanted = label.roles
    if "hit" in wanted:
        given["hit"] = [*given.pop("tg"), *given.pop("vi")]
    for name, texts in given.items():
        words = wanted.get(name, [])
        if words == ["*"]:
            continue
        held = all(any(word.lower() in text.lower() for text in texts) for word in words)
        if name != "in" and (len(texts) != len(words) or not held):
            bad["roles"] = f"{bad.get('roles', '')} {name} {texts} not {words}".strip()
    if (event.polarity is Polarity.NEGATED) != label.is_negated:
        bad["polarity"] = event.polarity
    if label.modality not in ("*", event.modality):
        bad["modality"] = event.modality
    if label.status not in ("*", event.status):
        bad["status"] = event.status
    return bad


def figures(found: Found) -> dict[str, float]:
    """The figures that the floors are about."""
    return {
        "precision": found.share("right", "matched", "extra"),
        "recall": found.share("right", "gold"),
        **{name: found.share(name, "matched") for name in ("type", "polarity", "modality", "status")},
    }


def main() -> None:
    """Print what is wrong, then the figures of each set and of each rule."""
    for name in read_sets():
        found = measure([name])
        lines = [f"== {name}", *found.wrong]
        lines.extend(f"{key:10} {value:.3f}" for key, value in figures(found).items())
        sys.stdout.write("\n".join(lines) + "\n")
    by_rule = measure().by_rule
    for rule in sorted({rule for rule, _ in by_rule}):
        sys.stdout.write(f"{rule:20} {by_rule[rule, True]} of {by_rule[rule, True] + by_rule[rule, False]}\n")


if __name__ == "__main__":
    main()
