"""Events: what is told, who was what in it, and how it stands. Expected values come from reading.

The block of *article errors* holds one test for each mistake that a first reading of real articles made.
"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.document.events import EventLexicon, FoundEvent, find_events
from flows.document.records import EventDateBasis, LexiconError, Modality, Polarity, Role, Span, Status
from flows.document.statements import find_statements
from flows.inputs import read_csv
from tests.document.reading import EVENTS, GRAMMAR, PACKS, SPEECH, lines, names_in, times_in

NAMES = {
    "Hamas": "organization",
    "ISIS": "organization",
    "Front": "organization",
    "AFP": "organization",
    "Boko Haram": "organization",
    "Jund al-Khilafah": "organization",
    "Islamic State": "organization",
    "Ansar Bayt al-Maqdis": "organization",
    "Supporters of ISIS in Quds": "organization",
    "Omar Said": "person",
    "Luis Ortega": "person",
    "Doha": "place",
    "Gaza": "place",
    "Kano": "place",
    "Sudan": "place",
    "Chad": "place",
    "Sinai": "place",
}


def read(
    text: str, days: dict[str, date | None] | None = None, published: date | None = None
) -> tuple[FoundEvent, ...]:
    sentences, names, times = lines(text), names_in(text, NAMES), times_in(text, days or {})
    statements = find_statements(text, sentences, names, times, SPEECH)
    return find_events(text, sentences, names, times, (), statements, published, EVENTS)


def told(text: str, trigger: str) -> FoundEvent:
    start = text.index(trigger)
    found = [e for e in read(text) if e.start_char <= start < e.end_char]
    assert found, f"no event at {trigger!r}: {[text[e.start_char : e.end_char] for e in read(text)]}"
    return found[0]


def roles(event: FoundEvent) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for participant in event.participants:
        found.setdefault(participant.role.value, []).append(participant.text)
    return found


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        (
            "Troops left the villages they overran.",
            "overran",
            {"agent": ["they"], "target": ["the villages"]},
        ),
        (
            "Guns fell silent after the rockets that rebels fired.",
            "fired",
            {"agent": ["rebels"], "instrument": ["the rockets"]},
        ),
        ("During the summit he condemned the raid.", "condemned", {"agent": ["he"], "target": ["the raid"]}),
        (
            "A farmer who had refused to pay a local gang was abducted.",
            "abducted",
            {"victim": ["A farmer"]},
        ),
        (
            "Rebels mourned two commanders, who they say were poisoned by a cook.",
            "poisoned",
            {"agent": ["a cook"], "victim": ["two commanders"]},
        ),
        (
            "Police shot a man who, witnesses said, had stabbed a neighbour.",
            "stabbed",
            {"agent": ["a man"], "victim": ["a neighbour"]},
        ),
    ],
)
def test_whom_a_relative_clause_is_about(text: str, trigger: str, expected: dict[str, list[str]]) -> None:
    assert roles(told(text, trigger)) == expected


@pytest.mark.parametrize(
    ("text", "trigger", "mode"),
    [
        ("A train hit a bus at a crossing, killing 14 people.", "hit", "accident"),
        ("A man was killed by a lorry.", "killed", "accident"),
        ("A bus plunged into a ravine, killing 20 people.", "plunged", "accident"),
        ("A fire killed 12 people at a nursing home.", "fire", "fire"),
    ],
)
def test_what_no_person_did_is_a_disaster(text: str, trigger: str, mode: str) -> None:
    assert [(e.event_type, e.mode) for e in read(text)] == [("DISASTER", mode)]
    assert told(text, trigger)


def test_a_bomb_in_a_lorry_is_an_attack() -> None:
    assert [e.event_type for e in read("A lorry bomb killed nine soldiers.")] == ["ASSAULT"]


def test_a_verdict_of_not_guilty_and_a_walkout_called_off_are_negated() -> None:
    assert told("A nurse was found not guilty of murder.", "found").polarity is Polarity.NEGATED
    assert told("Pilots called off a walkout planned for Easter.", "walkout").polarity is Polarity.NEGATED
    assert told("The minister asked editors not to name the officer.", "asked").polarity is Polarity.AFFIRMED


def test_men_wanted_over_a_bombing_plan_none() -> None:
    assert told("Police arrested six men wanted over the bombing of a train.", "bombing").modality is (
        Modality.ACTUAL
    )


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Gunmen kidnapped two nurses.", "kidnapped", {"agent": ["Gunmen"], "victim": ["two nurses"]}),
        (
            "Two nurses were kidnapped by gunmen.",
            "kidnapped",
            {"agent": ["gunmen"], "victim": ["Two nurses"]},
        ),
        ("Two nurses were kidnapped.", "kidnapped", {"victim": ["Two nurses"]}),
        (
            "The nurses kidnapped by gunmen were freed.",
            "kidnapped",
            {"agent": ["gunmen"], "victim": ["The nurses"]},
        ),
        ("Five people killed in the raid were buried.", "killed", {"victim": ["Five people"]}),
        (
            "The rebels, who attacked a convoy, fled.",
            "attacked",
            {"agent": ["The rebels"], "target": ["a convoy"]},
        ),
        (
            "Supporters whom police arrested were beaten.",
            "arrested",
            {"agent": ["police"], "target": ["Supporters"]},
        ),
        (
            "Troops and militiamen stormed the school.",
            "stormed",
            {"agent": ["Troops", "militiamen"], "target": ["the school"]},
        ),
        (
            "Police arrested a teacher, two nurses and a priest.",
            "arrested",
            {"agent": ["Police"], "target": ["a teacher", "two nurses", "a priest"]},
        ),
        (
            "Rebels seized the town and executed the mayor.",
            "executed",
            {"agent": ["Rebels"], "victim": ["the mayor"]},
        ),
        (
            "After seizing the town, the rebels fled.",
            "seizing",
            {"agent": ["the rebels"], "target": ["the town"]},
        ),
        (
            "Rebels entered the town, killing three guards.",
            "killing",
            {"agent": ["Rebels"], "victim": ["three guards"]},
        ),
        ("The men tried to storm the embassy.", "storm", {"agent": ["The men"], "target": ["the embassy"]}),
        (
            "The court accused the general of torturing prisoners.",
            "torturing",
            {"agent": ["the general"], "victim": ["prisoners"]},
        ),
        (
            "The mayor was shot and killed by two men.",
            "killed",
            {"agent": ["two men"], "victim": ["The mayor"]},
        ),
    ],
    ids=[
        "active",
        "passive",
        "agentless",
        "reduced_by",
        "reduced",
        "relative",
        "object_relative",
        "two_agents",
        "three_targets",
        "shared_subject",
        "after_ing",
        "ing_after",
        "infinitive",
        "object_control",
        "joined_participles",
    ],
)
def test_roles_follow_the_clause(text: str, trigger: str, expected: dict[str, list[str]]) -> None:
    assert roles(told(text, trigger)) == expected


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        (
            "The assassination of Omar Said by gunmen shocked the city.",
            "assassination",
            {"victim": ["Omar Said"], "agent": ["gunmen"]},
        ),
        ("The minister's murder was never solved.", "murder", {"victim": ["The minister"]}),
        (
            "The army's killing of six priests shocked the city.",
            "killing",
            {"agent": ["The army"], "victim": ["six priests"]},
        ),
        (
            "A guerrilla attack on the bridge failed.",
            "attack",
            {"agent": ["guerrilla"], "target": ["the bridge"]},
        ),
        (
            "A car bomb explosion shook the city.",
            "explosion",
            {"instrument": ["car bomb"], "target": ["the city"]},
        ),
        (
            "Rebels carried out an attack on a power station.",
            "attack",
            {"agent": ["Rebels"], "target": ["a power station"]},
        ),
        ("The attack was carried out by rebels.", "attack", {"agent": ["rebels"]}),
        ("An attack carried out by rebels closed the road.", "attack", {"agent": ["rebels"]}),
        (
            "Clashes between the army and rebels closed the road.",
            "Clashes",
            {"agent": ["the army", "rebels"]},
        ),
        (
            "The arrest of 40 members of the Front by police drew criticism.",
            "arrest",
            {"target": ["40 members of the Front"], "agent": ["police"]},
        ),
        (
            "A bomb attack targeted the headquarters of the party.",
            "targeted",
            {"instrument": ["bomb"], "target": ["the headquarters of the party"]},
        ),
        (
            "Gunmen threw a grenade at the bus.",
            "threw",
            {"agent": ["Gunmen"], "instrument": ["a grenade"], "target": ["the bus"]},
        ),
        (
            "A suicide bomber blew himself up outside a mosque.",
            "blew",
            {"agent": ["A suicide bomber"], "target": ["a mosque"]},
        ),
        ("Youths set fire to the town hall.", "set", {"agent": ["Youths"], "target": ["the town hall"]}),
        ("Police shot dead four of them.", "shot", {"agent": ["Police"], "victim": ["four of them"]}),
        (
            "The crackdown on Salafists by police continued.",
            "crackdown",
            {"target": ["Salafists"], "agent": ["police"]},
        ),
    ],
    ids=[
        "of_by",
        "possessor_victim",
        "possessor_agent",
        "modifier_agent",
        "weapon_noun",
        "light_verb",
        "light_passive",
        "light_reduced",
        "between",
        "arrest_of",
        "noun_subject",
        "launch",
        "phrasal",
        "set_fire_to",
        "shot_dead",
        "crackdown",
    ],
)
def test_nouns_light_verbs_and_phrases_tell_events_too(
    text: str, trigger: str, expected: dict[str, list[str]]
) -> None:
    assert roles(told(text, trigger)) == expected


# --- article errors


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Jund al-Khilafah, which earlier this year swore allegiance to the Islamic State, fled.", "swore"),
        ("The town was attacked on Thursday.", "attacked"),
        ("The group had 72 hours to release them.", "release"),
        ("A bomb attack this week targeted the base.", "targeted"),
    ],
)
def test_a_time_is_never_an_agent(text: str, trigger: str) -> None:
    agents = " ".join(roles(told(text, trigger)).get("agent", []))
    assert not any(word in agents for word in ("year", "Thursday", "hours", "week"))


@pytest.mark.parametrize(
    ("text", "trigger", "agent"),
    [
        ("Militants fleeing Doha attacked a convoy.", "attacked", "Militants"),
        ("A group near the Sinai border attacked a convoy.", "attacked", "A group"),
        ("Rebels in the north of the country attacked a convoy.", "attacked", "Rebels"),
        ("Soldiers who had left the base attacked a convoy.", "attacked", "Soldiers"),
    ],
)
def test_the_agent_is_found_over_phrases_and_relatives(text: str, trigger: str, agent: str) -> None:
    assert roles(told(text, trigger))["agent"] == [agent]


def test_a_joined_verb_after_a_clause_in_quotes_resumes_the_subject() -> None:
    text = "They accused Hamas of “acting in a way that even foes have not acted,” and vowed to free the men."
    assert roles(told(text, "free"))["agent"] == ["They"]


@pytest.mark.parametrize(
    ("text", "agent"),
    [
        ("Ansar Bayt al-Maqdis, a jihadist group, attacked the base.", "Ansar Bayt al-Maqdis"),
        ("Omar Said, a colonel and the brother of a minister, attacked the base.", "Omar Said"),
        ("The Front, also known as ISIS, attacked the base.", "The Front"),
    ],
)
def test_an_apposition_is_no_second_agent(text: str, agent: str) -> None:
    assert roles(told(text, "attacked"))["agent"] == [agent]


def test_a_name_of_several_words_is_one_participant() -> None:
    event = told("Supporters of ISIS in Quds attacked the base.", "attacked")
    assert roles(event)["agent"] == ["Supporters of ISIS in Quds"]
    assert event.participants[0].mention == 0


def test_a_participle_that_names_a_group_is_not_its_deed() -> None:
    text = "A group calling itself Supporters of ISIS in Quds fired mortar rounds at a base."
    event = told(text, "fired")
    assert roles(event) == {
        "agent": ["A group calling itself Supporters of ISIS in Quds"],
        "instrument": ["mortar rounds"],
        "target": ["a base"],
    }


@pytest.mark.parametrize(
    "text",
    [
        "The armed wing of the party met in Doha.",
        "The wounded were taken to hospital.",
        "He received a threatening message.",
        "Attack helicopters flew over the city.",
        "The film, shot in Rome, opens on Friday.",
        "Critics attacked the budget.",
        "Shares hit a record high.",
        "A heart attack killed the singer.",
        "The agency released a report.",
        "The fair runs through March 11.",
        "A photographer came to shoot the couple.",
        "Youths demonstrated the new device.",
        "The demonstration of the console drew a crowd.",
        "The alarm went off at noon.",
        "The recently released phone sells well.",
        "The column hit characters of the book.",
        "Attendance levels reach a peak in May.",
        "Ten pilgrims were killed in a stampede.",
        "A crane fell on the hall, killing 12.",
        "The shuttle broke up during descent, killing its crew in the accident.",
        "The software protects users from these attacks.",
        "He visited the March festival.",
        "The government killed the bill.",
        "She seized the opportunity.",
        "The bank moved to arrest the decline.",
        "The market bombed.",
        "The battery exploded.",
        "The team destroyed its rivals in the final of the league.",
        "The company withdrew its offer.",
        "Violence erupted in the league final.",
        "You can request a free sample and meet our staff.",
        "They strike a balance.",
    ],
)
def test_words_that_look_like_violence_and_are_not(text: str) -> None:
    assert [
        e for e in read(text) if e.event_type in ("ASSAULT", "COERCE", "THREATEN", "RETREAT", "PROTEST")
    ] == []


@pytest.mark.parametrize(
    "text",
    [
        "We met back in college.",
        "I visited the fair on Sunday.",
        "He discussed his new album with a fan.",
        "The league failed to meet expectations.",
        "The writers trained the new editors.",
        "The stage was equipped with a fog machine.",
        "She signed, and asked what restrictions there are.",
    ],
)
def test_private_life_and_general_remarks_are_no_politics(text: str) -> None:
    assert [e for e in read(text) if e.event_type in ("CONSULT", "AID", "COERCE")] == []


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("The killings followed threats by the Front that its men would strike.", "killings", {}),
        ("The raids on Monday came after the end of a truce.", "raids", {}),
        ("The arrests came days after the army's promise.", "arrests", {}),
        (
            "Luis Ortega, 47, a member of the union, was arrested.",
            "arrested",
            {"target": ["Luis Ortega"]},
        ),
        ("A 16-year-old girl was arrested.", "arrested", {"target": ["A 16-year-old girl"]}),
        ("The flooding was caused by heavy rain.", "flooding", {}),
    ],
)
def test_what_only_stands_near_has_no_part(text: str, trigger: str, expected: dict[str, list[str]]) -> None:
    assert roles(told(text, trigger)) == expected


def test_disasters_in_general_are_no_report() -> None:
    assert read("Tropical cyclones gather strength over warm water.") == ()
    assert len(read("The cyclones killed 40 people.")) >= 1


def test_a_message_attacks_nobody() -> None:
    assert "agent" not in roles(
        told("A video claiming responsibility for the bombing also named a bank.", "bombing")
    )


def test_they_are_those_of_whom_the_sentence_before_speaks() -> None:
    text = "The Kenyans allege that Boko Haram helped the Front.\nThey have accused Hamas of silence."
    agent = next(p for p in told(text, "accused").participants if p.role is Role.AGENT)
    assert agent.mention is None


@pytest.mark.parametrize(
    ("text", "patient"),
    [
        ("Hamas arrested dozens of supporters of the Front.", "dozens of supporters of the Front"),
        ("Dozens were arrested by Hamas.", "Dozens"),
        ("Hundreds of collaborators have been arrested.", "Hundreds of collaborators"),
        ("The number of jihadists arrested by Hamas passed the 500 mark.", "The number of jihadists"),
    ],
)
def test_a_count_is_the_patient_with_what_it_counts(text: str, patient: str) -> None:
    assert roles(told(text, "arrested"))["target"] == [patient]


def test_a_number_is_linked_to_the_event_that_it_counts() -> None:
    text = "The number of jihadists arrested by Hamas passed the 500 mark."
    start = text.index("500")
    found = find_events(
        text, lines(text), names_in(text, NAMES), (), [Span(start, start + 3)], (), None, EVENTS
    )
    assert [e.quantities for e in found] == [(0,)]


def test_a_pronoun_in_a_statement_means_its_speaker() -> None:
    text = "The Front said it attacked the base."
    event = told(text, "attacked")
    assert event.participants[0].mention == 0
    assert event.status is Status.CLAIMED


def test_the_group_means_who_acted_last() -> None:
    text = "Boko Haram attacked a church in Kano.\nThe group burned three houses."
    assert told(text, "burned").participants[0].mention == 0


def test_people_of_a_group_are_linked_to_its_name() -> None:
    event = told("Hamas security forces arrested a leader.", "arrested")
    assert (event.participants[0].text, event.participants[0].mention) == ("Hamas security forces", 0)
    assert told("Pro-ISIS gunmen attacked a base.", "attacked").participants[0].mention is None


def test_a_repeated_heading_is_one_report() -> None:
    assert len(read("Rebels Attack Army Base\nRebels Attack Army Base")) == 1


# --- standing


@pytest.mark.parametrize(
    ("text", "trigger", "status"),
    [
        ("Rebels attacked the base.", "attacked", Status.REPORTED),
        ("Police said rebels attacked the base.", "attacked", Status.REPORTED),
        ("The rebels said they attacked the base.", "attacked", Status.CLAIMED),
        ("The Front claimed responsibility for the attack on the base.", "attack", Status.CLAIMED),
        ("The Front claimed a mortar attack on the base.", "attack", Status.CLAIMED),
        ("The army denied that it bombed the market.", "bombed", Status.DENIED),
        ("The army denied any attack on the market.", "attack", Status.DENIED),
        ("The army said the claim of an attack was baseless.", "attack", Status.DENIED),
        ("Chad accused Sudan of attacking the town.", "attacking", Status.ALLEGED),
        ("The men allegedly attacked the base.", "attacked", Status.ALLEGED),
        ("Suspected rebels attacked the base.", "attacked", Status.ALLEGED),
        ("The army confirmed the attack on the base.", "attack", Status.CONFIRMED),
        ("The army admitted that it had bombed the market.", "bombed", Status.CONFIRMED),
        ("Corroborating the claimed attack, witnesses heard shots.", "attack", Status.CONFIRMED),
        ("The claimed attack closed the road.", "attack", Status.CLAIMED),
        ("The union condemned the murder of the priest.", "murder", Status.REPORTED),
        ("No group has claimed responsibility for the attack on the base.", "attack", Status.REPORTED),
    ],
)
def test_status_comes_from_the_statement_that_tells_the_event(
    text: str, trigger: str, status: Status
) -> None:
    assert told(text, trigger).status is status


def test_who_claims_an_attack_is_its_agent_and_who_denies_it_is_not() -> None:
    assert roles(told("The Front claimed responsibility for the attack.", "attack"))["agent"] == ["The Front"]
    assert "agent" not in roles(told("The Front denied responsibility for the attack.", "attack"))


@pytest.mark.parametrize(
    ("text", "trigger", "modality"),
    [
        ("Rebels attacked the base.", "attacked", Modality.ACTUAL),
        ("The army will attack the base.", "attack", Modality.PLANNED),
        ("The men planned to attack the base.", "attack", Modality.PLANNED),
        ("The rebels threatened to kill the hostages.", "kill", Modality.THREATENED),
        ("The rebels vowed to free the men.", "free", Modality.THREATENED),
        ("The army warned that it would shell the town.", "shell", Modality.THREATENED),
        ("The rebels may have planted mines on the road.", "planted", Modality.POSSIBLE),
        ("If the rebels attacked the base, troops stood ready.", "attacked", Modality.CONDITIONAL),
        ("They demanded the release of the prisoners.", "release", Modality.PLANNED),
        ("Troops began shelling the town.", "shelling", Modality.ACTUAL),
        ("The rebels managed to capture the town.", "capture", Modality.ACTUAL),
    ],
)
def test_modality(text: str, trigger: str, modality: Modality) -> None:
    assert told(text, trigger).modality is modality


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Militants often attack army outposts.", "attack"),
        ("Attacks on hospitals are war crimes.", "Attacks"),
        ("The bombing of civilians is a crime.", "bombing"),
        ("Rebels routinely tortured captives.", "tortured"),
        ("Troops shell the town every night.", "shell"),
    ],
)
def test_what_is_said_of_any_time_is_general(text: str, trigger: str) -> None:
    assert told(text, trigger).modality is Modality.GENERAL


@pytest.mark.parametrize(
    "text",
    [
        "Attacks on hospitals were reported in Kano.",
        "Militants attacked the base.",
        "The attack was the second.",
    ],
)
def test_what_happened_once_is_not_general(text: str) -> None:
    assert [e.modality for e in read(text)] == [Modality.ACTUAL]


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The army did not attack the base.", "attack"),
        ("No one was killed in the town.", "killed"),
        ("Not a single person was killed.", "killed"),
        ("The rebels never attacked the town.", "attacked"),
        ("Police foiled an attack on the station.", "attack"),
        ("The army did not carry out any attack.", "attack"),
        ("Chad refused to release the men.", "release"),
    ],
)
def test_negated_events_are_rows_with_their_polarity(text: str, trigger: str) -> None:
    event = told(text, trigger)
    assert event.polarity is Polarity.NEGATED
    assert all(p.text.lower() not in ("no one", "not a single person") for p in event.participants)


@pytest.mark.parametrize(
    ("text", "is_negated"),
    [
        ("No clashes or bombings were reported in Kano.", True),
        ("Clashes or bombings were reported in Kano.", False),
        ("No leaders came, and bombings were reported in Kano.", False),
    ],
)
def test_no_is_of_all_in_its_list(text: str, *, is_negated: bool) -> None:
    assert (told(text, "bombings").polarity is Polarity.NEGATED) is is_negated


@pytest.mark.parametrize(
    ("text", "trigger", "mode"),
    [
        ("A mortar attack on the base failed.", "attack", "heavy-weapons"),
        ("A suicide attack on the base failed.", "attack", "suicide-attack"),
        ("An airstrike on the base failed.", "airstrike", "aerial"),
        ("Gunmen attacked the base with rifles.", "attacked", "firearms"),
        ("Rebels attacked the base.", "attacked", None),
        ("Police fired tear gas at the crowd.", "fired", "crowd-control"),
    ],
)
def test_the_weapon_gives_the_mode(text: str, trigger: str, mode: str | None) -> None:
    assert told(text, trigger).mode == mode


@pytest.mark.parametrize(
    ("text", "trigger", "event_type"),
    [
        ("Soldiers killed the mayor.", "killed", "ASSAULT"),
        ("Rebels seized the bridge.", "seized", "COERCE"),
        ("Planes bombed the market.", "bombed", "ASSAULT"),
        ("A car exploded outside the station.", "exploded", "ASSAULT"),
        ("Gunmen attacked the players of the league.", "attacked", "ASSAULT"),
        ("The army withdrew its troops.", "withdrew", "RETREAT"),
        ("Kidnappers seized a journalist.", "seized", "ASSAULT"),
        ("Police seized a journalist.", "seized", "COERCE"),
        ("The rebels laid down their arms.", "laid", "RETREAT"),
        ("Parliament elected a new speaker.", "elected", "POLITICS"),
    ],
)
def test_the_same_words_meant_as_they_stand(text: str, trigger: str, event_type: str) -> None:
    assert told(text, trigger).event_type == event_type


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("The two armies exchanged artillery fire.", "exchanged", {"agent": ["The two armies"]}),
        ("The base came under mortar fire.", "fire", {"target": ["The base"]}),
        (
            "Two men died in the blast, which ripped through a bus station.",
            "blast",
            {"target": ["a bus station"]},
        ),
        (
            "The army used cluster bombs against the town.",
            "used",
            {"agent": ["The army"], "instrument": ["cluster bombs"], "target": ["the town"]},
        ),
        (
            "Attackers slit the throats of 31 villagers.",
            "slit",
            {"agent": ["Attackers"], "victim": ["31 villagers"]},
        ),
        ("A landslide buried three houses.", "landslide", {"target": ["three houses"]}),
        (
            "Egypt did not buy the pretext that they were defectors, and accused them.",
            "accused",
            {"agent": ["Egypt"], "target": ["them"]},
        ),
    ],
)
def test_words_that_hang_on_another_word(text: str, trigger: str, expected: dict[str, list[str]]) -> None:
    assert roles(told(text, trigger)) == expected


def test_confidence_is_counted_not_invented() -> None:
    pack = {"frames": {}, "confidence": {"noun": [22, 39]}}
    assert EventLexicon.from_data({"mine.yml": pack}, (), GRAMMAR).confidence == {"noun": 0.56}
    with pytest.raises(LexiconError, match="right, of"):
        EventLexicon.from_data({"mine.yml": {"frames": {}, "confidence": {"noun": 0.9}}}, (), GRAMMAR)


def test_an_explosion_by_accident_is_no_assault() -> None:
    assert [
        e for e in read("An explosion caused by a gas leak killed three people.") if e.event_type == "ASSAULT"
    ] == []


# --- when and where


def test_the_date_is_of_the_nearest_expression_of_the_same_verb() -> None:
    monday, friday = date(2015, 5, 4), date(2015, 5, 8)
    text = "Rebels attacked the base on Monday and released the men on Friday."
    attack, release = read(text, {"Monday": monday, "Friday": friday})
    assert (attack.from_date, release.from_date) == (monday, friday)


@pytest.mark.parametrize(
    ("text", "trigger", "is_dated"),
    [
        ("On Monday gunmen attacked a base, killing two guards.", "killing", True),
        ("On Monday the minister was forced to resign.", "resign", True),
        ("On Monday the rebels threatened to kill the hostages.", "kill", False),
        ("On Monday police found the body of a man killed by rebels.", "killed", False),
        ("On Monday the army said rebels had killed two guards.", "killed", False),
    ],
)
def test_what_was_done_in_the_same_breath_has_the_same_day(
    text: str, trigger: str, *, is_dated: bool
) -> None:
    monday = date(2015, 5, 4)
    events = {text[e.start_char : e.end_char]: e for e in read(text, {"Monday": monday})}
    assert (events[trigger].from_date == monday) is is_dated


def test_without_an_expression_only_the_day_of_publication_is_known() -> None:
    (event,) = read("Rebels attacked the base.", published=date(2020, 1, 2))
    assert (event.from_date, event.to_date, event.precision) == (
        date(2020, 1, 2),
        date(2020, 1, 2),
        "document",
    )
    (undated,) = read("Rebels attacked the base.")
    assert (undated.from_date, undated.precision) == (None, None)


def test_each_date_tells_what_it_rests_on() -> None:
    monday, published = date(2015, 5, 4), date(2015, 5, 8)
    text = "Rebels attacked the base on Monday. They killed two guards.\nPolice arrested a driver."
    sentences = [Span(0, 35), Span(36, 59), Span(60, len(text))]
    times = times_in(text, {"Monday": monday})
    events = find_events(text, sentences, (), times, (), (), published, EVENTS)
    assert [(e.from_date, e.date_basis) for e in events] == [
        (monday, EventDateBasis.OWN_WORDS),
        (monday, EventDateBasis.PARAGRAPH),
        (published, EventDateBasis.PUBLISHED),
    ]


@pytest.mark.parametrize(
    "second",
    [
        "They had killed two guards.",  # before that day
        "They will kill two guards.",  # not yet
        "In March they killed two guards.",  # another time
    ],
)
def test_a_paragraph_hands_its_day_on_to_nothing_else(second: str) -> None:
    monday = date(2015, 5, 4)
    text = f"Rebels attacked the base on Monday. {second}"
    sentences = [Span(0, 35), Span(36, len(text))]
    days = {"Monday": monday, **({"March": date(2015, 3, 1)} if "March" in text else {})}
    events = find_events(text, sentences, (), times_in(text, days), (), (), None, EVENTS)
    assert events[-1].from_date != monday


def test_a_deadline_is_not_when_it_happened() -> None:
    text = "The rebels threatened to kill the men by Thursday."
    times = times_in(text, {"Thursday": date(2020, 1, 2)})
    statements = find_statements(text, lines(text), (), times, SPEECH)
    events = find_events(text, lines(text), (), times, (), statements, None, EVENTS)
    assert [e.from_date for e in events] == [None, None]


def test_the_place_is_named_in_a_phrase() -> None:
    text = "Gunmen attacked a church in Kano."
    assert names_in(text, NAMES)[told(text, "attacked").place_mention or 0].surface == "Kano"


@pytest.mark.parametrize(
    ("text", "trigger", "place"),
    [
        ("Gunmen kidnapped two nurses on Friday near Kano.", "kidnapped", "Kano"),
        ("In Kano, gunmen attacked a school.", "attacked", "Kano"),
        ("Police in Kano arrested a teacher.", "arrested", "Kano"),
        ("A blast in Kano killed five soldiers.", "killed", "Kano"),
        ("The clashes took place in Kano.", "clashes", "Kano"),
        ("Troops shelled Kano.", "shelled", "Kano"),
        ("Soldiers raided a house in the village of Kano.", "raided", "Kano"),
        ("Omar Said travelled to Doha to meet the envoy.", "travelled", "Doha"),
        ("Two men were killed in clashes in Kano.", "killed", "Kano"),
    ],
)
def test_a_place_belongs_to_the_event_that_its_phrase_hangs_on(text: str, trigger: str, place: str) -> None:
    found = told(text, trigger).place_mention
    assert found is not None
    assert names_in(text, NAMES)[found].surface == place


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Police arrested a preacher, saying he backed Boko Haram, which holds towns in Chad.", "arrested"),
        (
            "Police arrested a driver of the Front, a militia that last year left its camps in Sudan.",
            "arrested",
        ),
        ("The editor was arrested after a protest in Kano.", "arrested"),
        ("Omar Said accused the army of crimes in Sudan.", "accused"),
        ("The movement urged the rebels to end the war in Sudan.", "urged"),
        ("In Doha, officials said that gunmen had attacked a school.", "attacked"),
        ("Soldiers attacked the camp and fled to Chad.", "attacked"),
        ("The prisoner was released on Chad$ 400 bail.", "released"),
        ("The colonel from Sudan was arrested.", "arrested"),
        ("Gunmen attacked a convoy over the killings in Sudan.", "attacked"),
    ],
)
def test_a_place_that_stands_elsewhere_in_the_sentence_is_not_the_event_s(text: str, trigger: str) -> None:
    assert told(text, trigger).place_mention is None


# --- the lexicon


def test_another_subject_is_another_file() -> None:
    event = told("A powerful earthquake struck the coast, destroying hundreds of houses.", "earthquake")
    assert (event.event_type, event.mode) == ("DISASTER", "earthquake")


@pytest.mark.parametrize(
    ("pack", "message"),
    [
        ({}, "frames"),
        ({"frames": {"x": {"type": "NOISE", "verbs": ["hum"]}}}, "NOISE"),
        ({"frames": {"x": {"type": "ASSAULT", "verbs": ["hum"], "object": "friend"}}}, "friend"),
        ({"frames": {"x": {"type": "ASSAULT", "verbs": "hum"}}}, "list of words"),
    ],
)
def test_a_broken_pack_says_what_is_wrong(pack: object, message: str) -> None:
    with pytest.raises(LexiconError, match=message):
        EventLexicon.from_data({"mine.yml": pack}, read_csv("event_types.csv"), GRAMMAR)


def test_every_frame_shows_a_sentence_that_it_reads() -> None:
    for pack in PACKS.values():
        assert isinstance(pack, dict)
        for name, frame in pack["frames"].items():
            types = [(e.event_type, e.mode) for e in read(frame["seen"])]
            assert frame["type"] in [event_type for event_type, _ in types], (name, types)


@given(
    st.lists(
        st.sampled_from(
            "rebels the a attacked killed by of , and in town said that who to was not base".split()
        ),
        max_size=40,
    )
)
def test_spans_point_at_their_words_whatever_the_order_of_words(words: list[str]) -> None:
    text = " ".join(words)
    for event in read(text):
        assert 0 <= event.start_char < event.end_char <= len(text)
        for participant in event.participants:
            assert text[participant.start_char : participant.end_char] == participant.text
            assert participant.role in set(Role)


@pytest.mark.parametrize(
    "hostile", ["attack " * 30_000, "killed by " * 20_000, ", and " * 40_000, "the red " * 30_000]
)
def test_hostile_text_is_read_to_the_end(hostile: str) -> None:
    read(hostile)
