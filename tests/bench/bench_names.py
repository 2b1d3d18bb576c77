"""How fast names are joined, in what memory, and what one new name costs: `make bench`.

Names are made from a seed: given names as common as they are in life, family names from syllables, one name in
four in a second romanisation, organizations and places beside persons.
"""

import random
from itertools import accumulate

GIVEN = (
    "Mohammed Ahmed Ali Hassan Hussein Omar Khaled Ibrahim Mahmoud Yusuf Mustafa Saleh Tariq Walid Nasser Samir "
    "Jamal Karim Rashid Faisal Amina Fatima Layla Maryam Zaynab Huda Nadia Salma Ivan Sergei Dmitry Olga Elena "
    "Anna Mikhail Andrei Nikolai Pavel John Mary David Peter Paul Thomas Michael Robert James Susan Carlos Maria "
    "Jose Luis Juan Pedro Ana Rosa Kim Park Chen Wang Li Zhang Nguyen Tran Kofi Kwame Amadou Fatou Abdoulaye Moussa "
    "Jean Pierre Marie Luc Hans Karl Ingrid Sven Lars Mehmet Fatih Emre Ayse Reza Hossein Mehdi Farhad Arjun Priya "
    "Raj Sanjay Anil Sunita"
).split()
GENERIC = (
    "Front Brigade Movement Council Company Bank Group Party Association Committee Institute Trading".split()
)
FIELDS = (
    "National Islamic Popular Democratic Central United Free General Northern Southern Industrial".split()
)
PLACE_WORDS = ("", "", "", "Tell ", "Kafr ", "Deir ", "Bayt ", "New ", "San ", "Upper ")
ONSETS = "b d f g h j k l m n r s t z sh kh gh th q w y b m n r s k l".split()
VOWELS = "a a a i u e o ai ou".split()
CODAS = ("", "", "", "n", "r", "m", "l", "s", "b", "d", "q", "t")
SOUNDS = (
    ("ou", "u"),
    ("q", "k"),
    ("kh", "h"),
    ("gh", "g"),
    ("ai", "ei"),
    ("i", "e"),
    ("u", "o"),
    ("th", "t"),
)


def names_like_news(count: int, seed: int = 1) -> list[tuple[str, str]]:
    """Distinct (name, kind), kind person, organization or place."""
    dice = random.Random(seed)
    given_weights = list(accumulate(1 / place for place in range(1, len(GIVEN) + 1)))
    families = [_word(dice) for _ in range(max(count // 6, 50))]
    family_weights = list(accumulate(1 / (place + 20) for place in range(len(families))))
    found: dict[tuple[str, str], None] = {}
    while len(found) < count:
        kind = dice.choices(("person", "organization", "place"), (60, 25, 15))[0]
        family = dice.choices(families, cum_weights=family_weights)[0]
        if kind == "person":
            given = dice.choices(GIVEN, cum_weights=given_weights, k=dice.choice((1, 1, 1, 2)))
            name = " ".join((*given, dice.choice(("", "", "al-")) + family))
        elif kind == "organization":
            name = dice.choice(
                (f"{family} {dice.choice(GENERIC)}", f"{family} {dice.choice(FIELDS)} {dice.choice(GENERIC)}",
                 f"{dice.choice(FIELDS)} {dice.choice(GENERIC)} of {family}", f"{family}", f"Al-{family} {_word(dice)}")
            )  # fmt: skip
        else:
            name = dice.choice(PLACE_WORDS) + family
        found[name, kind] = None
        if dice.random() < 0.25 and len(found) < count:
            found[_respelled(dice, name), kind] = None
    return list(found)


def _word(dice: random.Random) -> str:
    syllables = dice.choice((1, 2, 2, 2, 3, 3))
    parts = (dice.choice(ONSETS) + dice.choice(VOWELS) + dice.choice(CODAS) for _ in range(syllables))
    return "".join(parts).capitalize()


def _respelled(dice: random.Random, name: str) -> str:
    one, other = dice.choice(SOUNDS)
    return name.replace(one, other) if one in name else name.replace(other, one)
