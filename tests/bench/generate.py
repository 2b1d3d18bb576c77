"""Varied generated news, plain text and HTML, for measuring speed. Made from a seed: the same every time."""

import math
import random
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

PEOPLE = (
    "Amina Odhiambo|Rustem Umarbekov|Maria Oliveira|Tran Van Minh|Yusuf al-Harithi|Ingrid Solberg|Kofi Mensah"
)
PLACES = "Garissa|Zhanatas|Recife|Da Nang|Taiz|Bergen|Kumasi|Mosul|Odesa|Tegucigalpa"
BODIES = "the Ministry of Health|the Red Crescent|the National Assembly|the Free Bridge Movement|the Port Authority"
DEEDS = "inspected|opened|condemned|visited|attacked|left|praised|closed|rebuilt|searched"
THINGS = (
    "a bridge|the harbour|two clinics|a checkpoint|the old market|dozens of houses|a military base|the school"
)
DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|last month|on 3 March|earlier this week"
TAILS = "officials said|witnesses told reporters|according to a statement|the spokesman denied it|it was not clear why"
JUNK = (
    "Print Friendly, PDF & Email",
    "Back to top button",
    'string(88) "[{"id":"17007","pic":"/2015/05/06/a_4x3.jpg","title":"Another story of the day"} ]"',
    "Share on Facebook",
    "Read more: Another story of the day",
)


Cast = Mapping[str, Callable[[random.Random], str]]  # what names a text has


def _one_of(words: str) -> Callable[[random.Random], str]:
    return lambda dice: dice.choice(words.split("|"))


FEW_NAMES: Cast = {
    "person": _one_of(PEOPLE),
    "other": _one_of(PEOPLE),
    "place": _one_of(PLACES),
    "body": _one_of(BODIES),
}
_SYLLABLES = (
    "ba be bo da del dor fa fen ga gor ha hal ir ja jor ka kel ko lan lem li lo ma mar men mi mor na nen no or pa pel "
    "ra ren ri ro sa sel shi so ta tan tel to um va vel vi wa wen ya yor za zel zo"
).split()
_KINDS_OF_BODY = (
    "Ministry of|Union of|Bank of|University of|Front for|Committee for|Institute of|Port of".split("|")
)
NAMES_OF_A_KIND = 200_000
_PLAIN = (  # sentences without a name, of which news mostly consists
    "The road was wet and the buses were late.",
    "Prices of bread and fuel went up again.",
    "It took some time before the lights came back.",
    "Nobody could say how long the work would last.",
    "The talks went on behind closed doors.",
    "Many of the shops stayed shut for the rest of the week.",
    "There was little to see but dust and broken glass.",
    "The plan had been known for a long time, and few people thought much of it.",
    "He did not want to give any details.",
    "She added that more was to come.",
    "A crowd had gathered in front of the gate early in the morning.",
    "The season has been dry so far.",
)
PLAIN_SHARE = 0.75


def _rank(dice: random.Random) -> int:
    """A few names are everywhere, most are rare (Zipf)."""
    return int(math.exp(dice.random() * math.log(NAMES_OF_A_KIND)))


def _word(dice: random.Random, most: int) -> str:
    return "".join(dice.choices(_SYLLABLES, k=dice.randint(2, most))).capitalize()


@lru_cache(maxsize=300_000)
def _name(kind: str, rank: int) -> str:
    dice = random.Random(f"{kind}/{rank}")
    if kind == "person":
        return f"{_word(dice, 2)} {_word(dice, 4)}"
    return _word(dice, 4) if kind == "place" else f"the {dice.choice(_KINDS_OF_BODY)} {_word(dice, 3)}"


def _named(kind: str) -> Callable[[random.Random], str]:
    def choose(dice: random.Random) -> str:
        name = _name(kind, _rank(dice))
        return name.replace("o", "u", 1) if dice.random() < 0.03 else name  # now and then spelled otherwise

    return choose


MANY_NAMES: Cast = {
    "person": _named("person"),
    "other": _named("person"),
    "place": _named("place"),
    "body": _named("body"),
}


def sentence(dice: random.Random, cast: Cast = FEW_NAMES) -> str:
    """One sentence of news."""
    if cast is MANY_NAMES and dice.random() < PLAIN_SHARE:
        return dice.choice(_PLAIN)
    choose = {name: named(dice) for name, named in cast.items()} | {
        name: dice.choice(words.split("|"))
        for name, words in {
            "deed": DEEDS,
            "thing": THINGS,
            "day": DAYS,
            "tail": TAILS,
        }.items()
    }
    number = dice.randint(2, 900)
    return dice.choice(
        (
            "{person} of {body} {deed} {thing} in {place} {day}, {tail}.",
            "“We saw {number} people near {thing},” said {person}, who lives in {place}.",
            "At least {number} residents of {place} fled after {body} {deed} {thing} on {day}.",
            "{other} and {person} met in {place}; {tail}.",
            "The group said it {deed} {thing} and warned {body} to leave {place} within {number} hours.",
        )
    ).format(number=number, **choose)


def article(dice: random.Random, characters: int = 4_200, cast: Cast = FEW_NAMES) -> tuple[str, list[str]]:
    """A title and paragraphs of about `characters` characters in all."""
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < characters:
        paragraphs.append(" ".join(sentence(dice, cast) for _ in range(dice.randint(1, 4))))
    title = f"{cast['person'](dice)} {dice.choice(DEEDS.split('|'))} {dice.choice(THINGS.split('|'))}"
    return title, paragraphs


def as_text(dice: random.Random, title: str, paragraphs: list[str]) -> str:
    """As a scraper leaves it: title twice, a date, residue at the end."""
    return "\n\n".join([title, title, "Fri May 8, 2015 17:12:28", *paragraphs, dice.choice(JUNK)]) + "\n"


def as_page(dice: random.Random, title: str, paragraphs: list[str]) -> str:
    """A page of some 30 kB, most of it not the article."""
    links = "".join(f'<li><a href="/s/{n}">{sentence(dice)[:60]}</a></li>' for n in range(60))
    script = "var state = " + repr([sentence(dice) for _ in range(120)]) + ";"
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>{title} - The Daily</title><meta charset="utf-8">'
        f'<meta property="article:published_time" content="2015-05-08T17:12:28Z"><script>{script}</script></head>'
        f"<body><nav><ul>{links}</ul></nav><main><article><h1>{title}</h1>{body}</article></main>"
        f"<aside><ul>{links}</ul></aside><footer>{dice.choice(JUNK)}</footer></body></html>"
    )


def write_articles(folder: Path, count: int, seed: int = 1) -> None:
    """`count` articles below `folder`, half text, half HTML, in four sources."""
    for number in range(count):
        dice = random.Random(f"{seed}/{number}")
        title, paragraphs = article(dice)
        source = folder / f"source-{number % 4}"
        source.mkdir(parents=True, exist_ok=True)
        if number % 2:
            (source / f"{number}.html").write_text(as_page(dice, title, paragraphs), encoding="utf-8")
        else:
            (source / f"{number}.txt").write_text(as_text(dice, title, paragraphs), encoding="utf-8")
