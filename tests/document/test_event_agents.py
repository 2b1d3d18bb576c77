"""Who did it and to whom, where the words for that stand away from the verb: expected values come from reading.

Each rule has a sentence that it must take and one that looks the same and is not.
"""

import pytest

from tests.document.test_events import roles, told

AGENTS = [
    # the by-phrase behind other phrases
    (
        "The mayor was killed on Monday in the town of Kano by gunmen on motorcycles.",
        "killed",
        {"agent": ["gunmen"], "victim": ["The mayor"]},
    ),
    ("The nine hostages were found killed by a river.", "killed", {"victim": ["The nine hostages"]}),
    # phrases between a verb and what it governs
    (
        "Peasants hacked to death with machetes a landowner and his two sons.",
        "hacked",
        {"agent": ["Peasants"], "victim": ["a landowner", "his two sons"]},
    ),
    (
        "Militiamen shot dead in broad daylight the head of the electoral commission.",
        "shot",
        {"agent": ["Militiamen"], "victim": ["the head of the electoral commission"]},
    ),
    (
        "Two men shot dead near the border on Friday were smugglers.",
        "shot",
        {"victim": ["Two men"]},
    ),
    (
        "Police met in Lima two envoys.",
        "met",
        {"agent": ["Police"], "recipient": ["two envoys"]},
    ),
    (
        "Troops opened fire without warning on a convoy of lorries.",
        "opened",
        {"agent": ["Troops"], "target": ["a convoy of lorries"]},
    ),
    ("Troops killed in Bosnia a year ago were buried.", "killed", {"victim": ["Troops"]}),
    (
        "The bishop was shot through the heart while saying mass, apparently by a hired marksman.",
        "shot",
        {"agent": ["a hired marksman"], "victim": ["The bishop"]},
    ),
    (
        "The bishop was shot through the heart while saying mass, which was heard by a clerk.",
        "shot",
        {"victim": ["The bishop"]},
    ),
    # a phrase or clause that describes the subject
    ("Women in white marched through Havana.", "marched", {"agent": ["Women"]}),
    (
        "The warlord whose fighters burned the mill fled.",
        "burned",
        {"agent": ["fighters"], "target": ["the mill"]},
    ),
    (
        "The mill which fighters burned was old.",
        "burned",
        {"agent": ["fighters"], "target": ["The mill"]},
    ),
    # two adjectives before one head, and two groups
    ("The Kenyan and Ugandan presidents met in Kisumu.", "met", {"agent": ["The Kenyan and Ugandan presidents"]}),
    ("The general and Ugandan ministers met in Kisumu.", "met", {"agent": ["The general", "Ugandan ministers"]}),
    # who is blamed for the bomb did what the bomb did
    (
        "The opposition held the regime responsible for a bomb that killed its treasurer.",
        "killed",
        {"agent": ["the regime"], "instrument": ["a bomb"], "victim": ["its treasurer"]},
    ),
    (
        "The opposition thanked the regime for a bomb that killed the tyrant.",
        "killed",
        {"instrument": ["a bomb"], "victim": ["the tyrant"]},
    ),
    # two deeds and one by-phrase
    (
        "Villagers were beaten and robbed by soldiers.",
        "beaten",
        {"agent": ["soldiers"], "victim": ["Villagers"]},
    ),
    ("Villagers were beaten and the soldiers robbed a shop.", "beaten", {"victim": ["Villagers"]}),
    # blame
    (
        "The kidnapping of an engineer and his driver has been blamed on separatists.",
        "kidnapping",
        {"victim": ["an engineer", "his driver"], "agent": ["separatists"]},
    ),
    (
        "The kidnapping of an engineer has been blamed on separatists.",
        "blamed",
        {"target": ["separatists"]},
    ),
    ("Two blasts attributed to the rebels hit Kano.", "hit", {"agent": ["the rebels"], "target": ["Kano"]}),
    ("Two blasts known to the rebels hit Kano.", "hit", {"target": ["Kano"]}),
    (
        "Relatives of the dead hold the army responsible for the killings.",
        "killings",
        {"agent": ["the army"]},
    ),
    ("The court held a hearing on the killings.", "killings", {}),
    ("Police accused three men of the murder of a judge.", "murder", {"agent": ["three men"], "victim": ["a judge"]}),
    ("Three men told police of the murder of a judge.", "murder", {"victim": ["a judge"]}),
    ("The mayor took part in the murder of nuns.", "murder", {"agent": ["The mayor"], "victim": ["nuns"]}),
    ("The mayor denied any part in the murder of nuns.", "murder", {"victim": ["nuns"]}),
    # masterminds and targets
    (
        "Omar Said was the mastermind of the bombing of a hotel.",
        "bombing",
        {"agent": ["Omar Said"], "target": ["a hotel"]},
    ),
    ("Omar Said was a witness of the bombing of a hotel.", "bombing", {"target": ["a hotel"]}),
    ("The consulate was the target of an attack.", "attack", {"target": ["The consulate"]}),
    ("The consulate was the scene of an attack.", "attack", {}),
    # what is said after the deed
    (
        "The president condemned the murder of a priest, committed by rebels.",
        "murder",
        {"agent": ["rebels"], "victim": ["a priest"]},
    ),
    (
        "The attack, which was carried out by three gunmen, lasted an hour.",
        "attack",
        {"agent": ["three gunmen"]},
    ),
    ("The attack was condemned in a letter made public by the bishop.", "attack", {}),
    # whose plan or claim it is
    (
        "The rebels' claim to have sunk a patrol boat was false.",
        "sunk",
        {"agent": ["The rebels"], "target": ["a patrol boat"]},
    ),
    ("The army says it foiled a plot to kill the president.", "kill", {"victim": ["the president"]}),
    (
        "Police questioned ten men suspected of having planted a bomb.",
        "planted",
        {"agent": ["ten men"], "instrument": ["a bomb"]},
    ),
    (
        "The rebels used dynamite to blow up a metre of pipeline.",
        "blow up",
        {"agent": ["The rebels"], "instrument": ["dynamite"], "target": ["a metre of pipeline"]},
    ),
    # relative clauses
    (
        "The mayor of the town, who was kidnapped on his farm, is alive.",
        "kidnapped",
        {"victim": ["The mayor of the town"]},
    ),
    (
        "The attack on a bank in Kano, which killed nine people, was filmed.",
        "killed",
        {"victim": ["nine people"]},
    ),
    (
        "Ten men suspected of having planted the bombs that killed a judge were arrested.",
        "arrested",
        {"target": ["Ten men"]},
    ),
    # a relative clause that says who did it
    ("It was an ambush that officials attributed to rebels.", "ambush", {"agent": ["rebels"]}),
    ("It was an ambush that officials described to reporters.", "ambush", {}),
    ("The offensive that the guerrillas launched in May failed.", "offensive", {"agent": ["the guerrillas"]}),
    ("The offensive that the guerrillas condemned in May failed.", "offensive", {}),
    ("The explosion that wrecked the bridge was the work of divers.", "explosion",
     {"agent": ["divers"], "target": ["the bridge"]}),
    ("The explosion that woke the bishop was the talk of the town.", "explosion", {}),
    ("A judge praised the courage of a lawmaker whom prosecutors accuse of fraud.", "accuse",
     {"agent": ["prosecutors"], "target": ["a lawmaker"]}),
    # who claims or is accused at the other end of the sentence
    ("Responsibility for the attack was claimed by the Front.", "attack", {"agent": ["the Front"]}),
    ("Responsibility for the attack was denied by the Front.", "attack", {}),
    ("Accused by Kano of arming the rebels, Chad recalled its envoy.", "Accused",
     {"agent": ["Kano"], "target": ["Chad"]}),
    ("Nine nurses were raped by soldiers, according to a report by doctors.", "raped",
     {"agent": ["soldiers"], "victim": ["Nine nurses"]}),
    ("The raid was blamed, according to reports, on rebels.", "blamed", {"target": ["rebels"]}),
    ("Loyalists are believed to have planted the device.", "planted",
     {"agent": ["Loyalists"], "instrument": ["the device"]}),
    ("The march ended with riot police firing bullets at students.", "firing",
     {"agent": ["riot police"], "instrument": ["bullets"], "target": ["students"]}),
    # another deed's phrase, another clause's noun
    ("Ten people were killed during an attack on a convoy in Kano.", "killed", {"victim": ["Ten people"]}),
    ("Ten people were killed during a march in Kano by gunmen.", "killed",
     {"agent": ["gunmen"], "victim": ["Ten people"]}),
    ("The Front has money and arms and it has attacked a bank.", "attacked", {"agent": ["it"], "target": ["a bank"]}),
    ("The attack, carried out with two bombs, was launched against a school.", "attack",
     {"instrument": ["two bombs"], "target": ["a school"]}),
    ("The town came under mortar fire from the rebels.", "fire",
     {"agent": ["the rebels"], "target": ["The town"]}),
    ("The town came under mortar fire from the hills.", "fire", {"target": ["The town"]}),
    ("The sides accused each other of theft.", "accused", {"agent": ["The sides"]}),
    ("Villagers in Kano blame the rebels.", "blame", {"agent": ["Villagers"], "target": ["the rebels"]}),
    ("A plot to kidnap the king was foiled, the palace said.", "kidnap", {"victim": ["the king"]}),
    ("To kidnap the king, the rebels stormed the palace.", "kidnap", {"agent": ["the rebels"], "victim": ["the king"]}),
    ("Hackers believed to be linked to the Front robbed a bank.", "robbed",
     {"agent": ["Hackers"], "target": ["a bank"]}),
    ("Soldiers repelled an attack by gunmen on their outpost.", "attack",
     {"agent": ["gunmen"], "target": ["their outpost"]}),
    ("Soldiers repelled an attack by gunmen.", "attack", {"agent": ["gunmen"], "target": ["Soldiers"]}),
    ("A mine exploded against a military convoy.", "exploded",
     {"instrument": ["A mine"], "target": ["a military convoy"]}),
    # craft carry the weapons of somebody
    ("Army planes bombed the village.", "bombed", {"instrument": ["Army planes"], "target": ["the village"]}),
    ("The pilots bombed the village.", "bombed", {"agent": ["The pilots"], "target": ["the village"]}),
    ("Cattle raiders from across the border attacked herders at the wells.", "attacked",
     {"agent": ["Cattle raiders"], "victim": ["herders"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "expected"), AGENTS, ids=[text for text, _, _ in AGENTS])
def test_who_did_it_and_to_whom(text: str, trigger: str, expected: dict[str, list[str]]) -> None:
    assert roles(told(text, trigger)) == expected


HEADLINES = [
    ("GUNMEN KILL MAYOR IN KANO", "KILL", {"agent": ["GUNMEN"], "victim": ["MAYOR"]}),
    ("REBELS FREE 17 CAPTURED SOLDIERS", "FREE", {"agent": ["REBELS"], "recipient": ["17 CAPTURED SOLDIERS"]}),
    ("police arrest 12 in raids", "arrest", {"agent": ["police"], "target": ["12"]}),
    ("Bomb in market, 8 marines hurt", "hurt", {"victim": ["8 marines"]}),
    ("The marines knew that they hurt him.", "hurt", {"agent": ["they"], "victim": ["him"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "expected"), HEADLINES)
def test_headlines(text: str, trigger: str, expected: dict[str, list[str]]) -> None:
    assert roles(told(text, trigger)) == expected


PHRASES = [
    ("A bomb exploded today before dawn at the embassy.", "exploded", ["the embassy"]),
    ("A bomb exploded before police reached the embassy.", "exploded", []),
    ("A truck bomb exploded in front of the embassy.", "exploded", ["the embassy"]),
    ("A bomb exploded at a gas station.", "exploded", ["a gas station"]),
    ("Rebels attacked at dawn and again this evening a bridge near Kano.", "attacked", []),
    ("There was an attack last night and early today on a bridge.", "attack", ["a bridge"]),
    ("The attacks against brothels went on.", "attacks", ["brothels"]),
    ("The army sent help after the explosion of a bomb.", "explosion", []),
    ("Youths threw a bomb onto the embassy.", "threw", ["the embassy"]),
]


@pytest.mark.parametrize(("text", "trigger", "targets"), PHRASES)
def test_what_was_hit_stands_in_a_phrase(text: str, trigger: str, targets: list[str]) -> None:
    assert roles(told(text, trigger)).get("target", []) == targets


def test_what_hangs_on_the_victim_is_not_hit_as_well() -> None:
    event = told("Gunmen fled after the attack on the leader of the Front.", "attack")
    assert roles(event) == {"victim": ["the leader of the Front"]}


def test_a_place_between_the_murder_and_the_murdered() -> None:
    assert roles(told("The murder in Kano of two nurses was filmed.", "murder")) == {"victim": ["two nurses"]}


def test_the_ing_form_of_a_verb_names_the_deed() -> None:
    assert roles(told("Canada protested over the jailing of reporters.", "jailing")) == {
        "target": ["reporters"]
    }


def test_a_name_its_letters_and_its_people_are_one_group() -> None:
    event = told("They said that ABC (Army of the Border Country) guerrillas attacked a bridge.", "attacked")
    assert roles(event)["agent"] == ["ABC (Army of the Border Country) guerrillas"]
    other = told("In Gaza (the port) the rebels attacked a bridge.", "attacked")
    assert roles(other)["agent"] == ["the rebels"]


@pytest.mark.parametrize(
    ("text", "agents"),
    [
        ("It was a group of heavily armed men who kidnapped a nurse.", ["a group of heavily armed men"]),
        ("A group of 30 to 40 men kidnapped a nurse.", ["A group of 30 to 40 men"]),
        ("The Yemenis say they kidnapped a nurse.", ["they"]),
    ],
)  # fmt: skip
def test_noun_groups_are_whole(text: str, agents: list[str]) -> None:
    assert roles(told(text, "kidnapped"))["agent"] == agents
