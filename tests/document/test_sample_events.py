"""What the sample articles must yield: who claims and who denies one attack, arrests by number, an ultimatum.

Names, times and sentences are marked here by hand or by plain patterns: these tests are about statements
and events alone.
"""

import re
from pathlib import Path

import pytest

from flows.document.events import FoundEvent, find_events
from flows.document.records import Act, Modality, Role, Span, Status
from flows.document.statements import FoundStatement, find_statements
from tests.document.reading import EVENTS, SPEECH, names_in, times_in

SAMPLES = Path(__file__).parents[2] / "raw" / "samples"
NAMES = {
    "Hamas": "organization",
    "ISIS": "organization",
    "Ansar Bayt al-Maqdis": "organization",
    "Supporters of ISIS in Quds": "organization",
    "AFP": "organization",
    "Arutz Sheva": "organization",
    "Iyad al-Bozum": "person",
    "Iyad al-Bazam": "person",
    "Almuhajer": "person",
    "Gaza": "place",
    "Khan Yunis": "place",
}
_SENTENCE_GAP = re.compile(r"(?<=[.?!])[\"”]? (?=[A-Z“\"])")


def read(prefix: str) -> tuple[str, tuple[FoundStatement, ...], tuple[FoundEvent, ...]]:
    path = next(SAMPLES.glob(f"{prefix}_*.txt"))
    text = path.read_text(encoding="utf-8").split("string(1093)")[0]
    sentences = []
    for line in re.finditer(r"[^\n]+", text):
        at = line.start()
        for gap in _SENTENCE_GAP.finditer(text, line.start(), line.end()):
            sentences.append(Span(at, gap.end() - 1))
            at = gap.end()
        sentences.append(Span(at, line.end()))
    names = names_in(text, NAMES)
    times = times_in(text, {"72 hours": None} if "72 hours" in text else {})
    statements = find_statements(text, sentences, names, times, SPEECH)
    return text, statements, find_events(text, sentences, names, times, (), statements, None, EVENTS)


def words(events: tuple[FoundEvent, ...], role: Role) -> list[str]:
    return [p.text for e in events for p in e.participants if p.role is role]


def arrests(prefix: str) -> list[tuple[list[str], list[str]]]:
    _, _, events = read(prefix)
    return [
        (words((event,), Role.AGENT), words((event,), Role.TARGET))
        for event in events
        if event.mode == "arrest"
    ]


@pytest.mark.parametrize("prefix", ["000", "001"])
def test_the_mortar_attack_is_claimed(prefix: str) -> None:
    _, _, events = read(prefix)
    claimed = [e for e in events if e.mode == "heavy-weapons" and e.status is Status.CLAIMED]
    assert claimed
    assert all(e.statement is not None for e in claimed)


def test_the_same_attack_is_reported_by_an_agency_where_nobody_is_quoted_as_claiming_it() -> None:
    _, statements, events = read("002")
    (attack,) = [e for e in events if e.mode == "heavy-weapons"]
    assert attack.statement is not None
    relay = statements[attack.statement]
    assert (relay.act, relay.speaker_text) == (Act.REPORT, "Agence Frence-Presse")
    assert words((attack,), Role.AGENT)[0].startswith("a group calling itself Supporters")


def test_the_attack_is_denied_by_the_spokesman_and_not_by_the_organization() -> None:
    text, statements, events = read("001")
    denied = [e for e in events if e.status is Status.DENIED]
    assert [text[e.start_char : e.end_char] for e in denied] == ["mortar fire", "attack"]
    for event in denied:
        assert event.statement is not None
        assert (statements[event.statement].speaker_text or "").endswith("Iyad al-Bozum")


def test_arrests_with_who_made_them() -> None:
    assert (["Hamas officials"], ["a large number of pro-ISIS Salafist men"]) in arrests("000")
    assert (["Hamas"], ["40 members of the Salafist organization"]) in arrests("001")
    assert (["Hamas security forces"], ["a Salafist leader"]) in arrests("001")
    assert (["Hamas"], ["dozens of Islamic State group supporters"]) in arrests("002")
    assert ([], ["Hundreds of ISIS collaborators"]) in arrests("003")
    assert (["Hamas"], ["the number of Islamic State jihadists"]) in arrests("004")


def test_the_ultimatum_has_its_deadline_and_is_no_event_that_happened() -> None:
    text, statements, events = read("001")
    (ultimatum,) = [s for s in statements if s.deadline_time is not None]
    assert (ultimatum.act, ultimatum.speaker_text) == (Act.THREATEN, "ISIS in Gaza")
    inside = [e for e in events if ultimatum.start_char <= e.start_char < ultimatum.end_char]
    assert [text[e.start_char : e.end_char] for e in inside] == ["release", "kill"]
    assert {e.modality for e in inside} == {Modality.THREATENED}


def test_the_relay_of_the_ministry_s_answer_is_kept() -> None:
    _, statements, _ = read("000")
    (answer,) = [s for s in statements if s.is_direct and "Residents can tour" in s.text]
    assert answer.speaker_text == "Interior Ministry spokesman Iyad al-Bazam"
    assert answer.channel_text == "on Facebook"
