"""Whether words tell an event at all, and how it stands: for each rule a sentence it takes and one it leaves.

Expected values come from reading. Names are given by hand, so that only this stage is tested.
"""

from datetime import date

import pytest

from flows.document.events import FoundEvent, find_events
from flows.document.records import Modality, Polarity, Status
from flows.document.statements import find_statements
from tests.document.reading import EVENTS, SPEECH, lines, names_in, times_in

NAMES = {
    "Kampala": "place",
    "Goma": "place",
    "Apple": "organization",
    "Hamas": "organization",
    "Omar Said": "person",
}


def read(text: str) -> tuple[FoundEvent, ...]:
    sentences, names, times = lines(text), names_in(text, NAMES), times_in(text, {})
    statements = find_statements(text, sentences, names, times, SPEECH)
    return find_events(text, sentences, names, times, (), statements, None, EVENTS)


def told(text: str, trigger: str) -> FoundEvent:
    start = text.index(trigger)
    found = [e for e in read(text) if e.start_char <= start < e.end_char]
    assert found, f"no event at {trigger!r}: {[text[e.start_char : e.end_char] for e in read(text)]}"
    return found[0]


def triggers(text: str) -> list[str]:
    return [text[e.start_char : e.end_char] for e in read(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Negotiate terms with the venue before the season begins.",
        "Share dashboards and collaborate with team members in real time.",
        "Trainees can burn more calories after a session.",
        "Schools charge more for pupils from other counties.",
        "A yoga studio may charge $50 for a single class.",
        "The capsule releases a gel into the stomach.",
        "The library captures every click across all channels.",
        "These tools let developers build once and deploy the app on both systems.",
        "Smooth execution of the plan keeps the guests happy.",
        "Sales fell during the pandemic.",
        "They met the deadline without extra staff.",
        "The growing demand for services drives the costs up.",
        "Chatbots pick up on offensive and racist language, a study found.",
        "The risk of detonation grows with the heat of the room.",
        "The film company released its annual report on Monday.",
        "My dog attacked the vacuum cleaner on Monday.",
        "Google rocketed up six places in the ranking.",
        "He isn't hurting for money.",
        "Roughly 80 % of organizations have appointed a data officer.",
        "The deal enables the firm to verify users.",
        "The party may work with the others after the election.",
        "Beat the eggs with the sugar until pale.",
        "The film follows a nurse who is kidnapped by a cartel.",
        "The ministers shall meet twice a year.",
        "The hotel hosted 300 guests on Saturday.",
        "The bank froze my account on Monday.",
        "Mosquitoes killed 40 people last year.",
        "Patients are at risk of attacks at night.",
        "School shootings have increased.",
        "The talks collapsed on Monday.",
        "The program was slow, taking over 3 minutes to start.",
    ],
)
def test_what_anybody_does_at_any_time_is_no_event(text: str) -> None:
    assert triggers(text) == []


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Envoys negotiated terms with the rebels on Monday.", "negotiated"),
        ("Rioters burned two buses in Goma.", "burned"),
        ("Prosecutors charged two officers with murder.", "charged"),
        ("The militia released six prisoners.", "released"),
        ("The rebels captured Goma.", "captured"),
        ("The army deployed tanks along the border.", "deployed"),
        ("The execution of five prisoners drew protests.", "execution"),
        ("A cholera epidemic killed 40 people in Goma.", "epidemic"),
        ("Omar Said met the ministers on Monday.", "met"),
        ("The demand of the strikers was refused.", "demand"),
        ("The rebels launched an offensive near Goma.", "offensive"),
        ("Rebels rocketed the village.", "rocketed"),
        ("Six children were hurt in the blast.", "hurt"),
        ("The king appointed a new premier.", "appointed"),
        ("The two sides reached a deal on prisoners.", "deal"),
        ("The president called an election for June.", "election"),
        ("Militants often attack outposts near Goma.", "attack"),
        ("Guards beat the prisoners with sticks.", "beat"),
        ("The makers of the film were kidnapped by a cartel.", "kidnapped"),
        ("The governor hosted the envoys on Saturday.", "hosted"),
        ("The ministry froze the accounts of the firm.", "froze"),
        ("The shootings shocked Goma.", "shootings"),
        ("Rebels are taking over the town.", "taking"),
        ("Rebels handed over 300 prisoners of war.", "handed"),
        ("A bridge collapsed in Goma.", "collapsed"),
        ("The court annulled the result of the vote.", "annulled"),
        ("Poland recalled its ambassador.", "recalled"),
    ],
)
def test_what_somebody_did_once_is_an_event(text: str, trigger: str) -> None:
    assert told(text, trigger)


_ADVICE = (
    "You can plan your trip with care, and your family will thank you. "
    "If your bag is lost, you should call your airline at once. "
    "Hotels released new rates last week. "
    "Apple had flown to Goma for you. "
)


def test_in_a_text_that_speaks_to_its_reader_only_the_known_and_past_is_told() -> None:
    plain = "The two guests attacked a waiter."
    known = "Police arrested Omar Said on Monday."
    assert "attacked" in triggers(plain)
    assert "attacked" not in triggers(_ADVICE + plain)
    assert "arrested" in triggers(_ADVICE + known)


def test_an_interview_is_no_advice() -> None:
    talk = (
        "You said that your soldiers and your officers obeyed. What did you tell the president and the minister? "
        "You know that the rebels and the army fought. The two guests attacked a waiter."
    )
    assert "attacked" in triggers(talk)


@pytest.mark.parametrize(
    ("text", "trigger", "event_type", "mode"),
    [
        ("Farmers blocked the highway with tractors.", "blocked", "PROTEST", "obstruct"),
        ("Soldiers blocked the highway with tanks.", "blocked", "COERCE", "restrict"),
        ("Jets bombed the depot.", "bombed", "ASSAULT", "aerial"),
        ("Rebels bombed the depot.", "bombed", "ASSAULT", "explosives"),
        ("Hackers attacked the ministry's website.", "attacked", "COERCE", "cyber"),
        ("Gunmen attacked the ministry's offices.", "attacked", "ASSAULT", None),
        ("Bailiffs evicted 60 families.", "evicted", "COERCE", "deport"),
        ("Militiamen drove the villagers from their homes.", "drove", "COERCE", "deport"),
        ("Azeri forces violated the ceasefire.", "violated", "ASSAULT", None),
        ("The navy sank a rebel boat.", "sank", "ASSAULT", "destroy"),
        ("A ferry sank off the coast.", "sank", "DISASTER", "accident"),
        ("Protesters toppled a statue of the founder.", "toppled", "ASSAULT", "destroy"),
        ("Soldiers toppled the president.", "toppled", "POLITICS", "dismiss"),
        ("The two sides announced a ceasefire.", "ceasefire", "RETREAT", "ceasefire"),
        ("Riot police dispersed the rally.", "dispersed", "ASSAULT", "crowd-control"),
        ("Gunmen took away four passengers.", "took", "ASSAULT", "abduct"),
        ("The family is held by pirates.", "held", "ASSAULT", "abduct"),
        ("Fire gutted a nightclub in Goma.", "Fire", "DISASTER", "fire"),
        ("The militia agreed to disarm its fighters.", "disarm", "RETREAT", "disarm"),
        ("Sappers disarmed a bomb at the station.", "disarmed", "COERCE", "seize"),
    ],
)
def test_who_and_what_decide_the_type(text: str, trigger: str, event_type: str, mode: str | None) -> None:
    event = told(text, trigger)
    assert (event.event_type, event.mode) == (event_type, mode)


def test_a_breached_truce_is_told_once() -> None:
    assert triggers("Azeri forces violated the ceasefire.") == ["violated"]


def test_driving_a_tractor_is_driving_nobody_out() -> None:
    assert triggers("Farmers drove tractors from the depot.") == []


@pytest.mark.parametrize(
    ("text", "trigger", "polarity", "modality", "status"),
    [
        (
            "The army rejected accusations that its soldiers had shelled a hospital.",
            "shelled",
            Polarity.AFFIRMED,
            Modality.ACTUAL,
            Status.DENIED,
        ),
        (
            "The report that soldiers had shelled a hospital was dismissed by the army.",
            "shelled",
            Polarity.AFFIRMED,
            Modality.ACTUAL,
            Status.DENIED,
        ),
        (
            "The army rejected accusations that its soldiers had shelled a hospital.",
            "rejected",
            Polarity.AFFIRMED,
            Modality.ACTUAL,
            Status.REPORTED,
        ),
        (
            "Hamas denied any part in the shooting.",
            "shooting",
            Polarity.AFFIRMED,
            Modality.ACTUAL,
            Status.DENIED,
        ),
        (
            "Militiamen used to attack convoys.",
            "attack",
            Polarity.AFFIRMED,
            Modality.GENERAL,
            Status.REPORTED,
        ),
        (
            "A stolen truck was used to attack the convoy.",
            "attack",
            Polarity.AFFIRMED,
            Modality.ACTUAL,
            Status.REPORTED,
        ),
        (
            "Gunmen tried to storm the palace.",
            "storm",
            Polarity.AFFIRMED,
            Modality.ATTEMPTED,
            Status.REPORTED,
        ),
        (
            "Gunmen planned to storm the palace.",
            "storm",
            Polarity.AFFIRMED,
            Modality.PLANNED,
            Status.REPORTED,
        ),
        (
            "The rebels no longer attack villages.",
            "attack",
            Polarity.NEGATED,
            Modality.ACTUAL,
            Status.REPORTED,
        ),
        (
            "The council stopped short of condemning the invasion.",
            "condemning",
            Polarity.NEGATED,
            Modality.ACTUAL,
            Status.REPORTED,
        ),
        (
            "The envoy spoke of the risk of a clash between the two armies.",
            "clash",
            Polarity.AFFIRMED,
            Modality.POSSIBLE,
            Status.REPORTED,
        ),
        (
            "The bomb would have killed hundreds of people.",
            "killed",
            Polarity.AFFIRMED,
            Modality.CONDITIONAL,
            Status.REPORTED,
        ),
        (
            "The minister will travel to Kampala for talks with Omar Said.",
            "talks",
            Polarity.AFFIRMED,
            Modality.PLANNED,
            Status.REPORTED,
        ),
        (
            "Soldiers foiled a coup attempt in Kampala.",
            "coup",
            Polarity.AFFIRMED,
            Modality.ATTEMPTED,
            Status.REPORTED,
        ),
        (
            "Drones believed to have come from the coast damaged a depot.",
            "damaged",
            Polarity.AFFIRMED,
            Modality.ACTUAL,
            Status.REPORTED,
        ),
    ],
)
def test_how_it_stands(
    text: str, trigger: str, polarity: Polarity, modality: Modality, status: Status
) -> None:
    event = told(text, trigger)
    assert (event.polarity, event.modality, event.status) == (polarity, modality, status)


def test_a_rebel_commander_tells_of_his_own_deed() -> None:
    assert told("A rebel commander said his men had blown up the bridge.", "blown").status is Status.CLAIMED
    assert told("An army officer said his men had blown up the bridge.", "blown").status is Status.REPORTED


def test_the_day_of_an_anniversary_is_not_the_day_of_the_deed() -> None:
    days = {"on Monday": date(2024, 5, 6)}
    remembered = _dated("Villagers marked the anniversary of the massacre on Monday.", "massacre", days)
    deed = _dated("Villagers fled the massacre on Monday.", "massacre", days)
    assert remembered.from_date is None
    assert deed.from_date == date(2024, 5, 6)


def _dated(text: str, trigger: str, days: dict[str, date | None]) -> FoundEvent:
    sentences, times = lines(text), times_in(text, days)
    events = find_events(text, sentences, (), times, (), (), date(2024, 5, 8), EVENTS)
    return next(e for e in events if text[e.start_char : e.end_char] == trigger)


@pytest.mark.parametrize(
    ("text", "trigger", "event_type"),
    [
        ("Kampala deported 70 stowaways on Monday.", "deported", "COERCE"),
        ("The navy detained 22 stokers off the coast.", "detained", "COERCE"),
        ("Police arrested a stowaway on Monday.", "arrested", "COERCE"),
        ("Two shells slammed into a bakery in Goma.", "slammed", "ASSAULT"),
        ("The regime hanged three mapmakers on Sunday.", "hanged", "ASSAULT"),
        ("The army used chlorine in Goma.", "used", "ASSAULT"),
        ("The king received the Polish ambassador on Monday.", "received", "CONSULT"),
        ("Raiders made off with 40 camels on Monday.", "made off with", "COERCE"),
        ("The hijackers let the children leave on Monday.", "let", "RETREAT"),
        ("Officers harassed reporters in Goma.", "harassed", "COERCE"),
        ("Carabineros dispersed the vigil in Goma.", "dispersed", "ASSAULT"),
        ("The tribunal acquitted two stevedores of arson.", "acquitted", "CONCEDE"),
        ("Lightning set fire to a tank in Goma.", "set fire", "DISASTER"),
        ("A blast caused by a leaking pipe killed two cooks in Goma.", "blast", "DISASTER"),
        ("The coach denied the claim on Monday.", "denied", "REJECT"),
        ("Soldiers bombarded an orphanage with rockets.", "bombarded", "ASSAULT"),
    ],
)
def test_a_verb_of_one_sense_takes_whom_no_list_knows(text: str, trigger: str, event_type: str) -> None:
    assert told(text, trigger).event_type == event_type


@pytest.mark.parametrize(
    "text",
    [
        "He arrested his fall by grabbing a branch.",
        "Staff rounded up the total to ten euros.",
        "Critics slammed into the new budget on Monday.",
        "She hung the portraits in the hall.",
        "The shop used chlorine in the pool on Monday.",
        "The striker received a yellow card on Monday.",
        "He made off with a friendly wave.",
        "The new rules let customers leave the contract early.",
        "Midges harassed the campers on Monday.",
        "The quarterback threw a bomb into the end zone.",
        "Omar Said shot a 66 to take the lead.",
        "Rain dispersed the crowd on Monday.",
        "Lightning killed four shepherds near Goma.",
        "Gales flattened barns and uprooted oaks on Monday.",
        "The midfielder denied Omar Said a hat-trick with a late block.",
        "Callers bombarded the station with complaints on Monday.",
        "The winger fired a missile past the keeper.",
        "The captain launched a rocket into the top corner.",
        "The admiral died in his sleep on Monday.",
        "The suite blocks attacks and stops spam.",
        "Viewers evicted two housemates from the show on Monday.",
    ],
)
def test_games_weather_and_other_senses_tell_no_event(text: str) -> None:
    assert triggers(text) == []


def test_a_report_that_is_dismissed_as_lies_is_denied() -> None:
    text = "Kampala dismissed as lies a report that its agents kidnapped a priest."
    assert told(text, "dismissed").event_type == "REJECT"
    assert told(text, "kidnapped").status is Status.DENIED
    other = "Kampala published as evidence a report that its agents kidnapped a priest."
    assert told(other, "kidnapped").status is not Status.DENIED


def test_what_a_man_is_acquitted_of_is_no_event_of_its_own() -> None:
    assert triggers("The tribunal acquitted two stevedores of arson.") == ["acquitted"]
    assert "arson" in triggers("The tribunal heard of arson at the school in Goma.")


def test_what_somebody_is_held_responsible_for_is_alleged() -> None:
    text = "The minister held Kampala responsible for the car bomb that killed an editor."
    assert told(text, "killed").status is Status.ALLEGED
    other = "The minister held a wake for the editor whom a car bomb killed."
    assert told(other, "killed").status is Status.REPORTED


def test_who_says_so_may_stand_last() -> None:
    assert told("Guards whipped a blogger, her sister alleged.", "whipped").status is Status.ALLEGED
    assert told("Guards whipped a blogger, her sister wept.", "whipped").status is Status.REPORTED


def test_an_attack_that_was_averted_is_told_and_negated() -> None:
    text = "An attack that had been planned for Easter was averted."
    assert told(text, "attack").polarity is Polarity.NEGATED


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Police fired rubber bullets at students.", "crowd-control"),
        ("Police fired rockets at students.", "heavy-weapons"),
    ],
)
def test_riot_gear_is_crowd_control(text: str, mode: str) -> None:
    assert told(text, "fired").mode == mode


def test_a_trap_is_what_it_is_done_with() -> None:
    found = told("He was killed by a booby trap that the troops had left.", "killed")
    assert [p.role for p in found.participants if "trap" in p.text] == ["instrument"]
