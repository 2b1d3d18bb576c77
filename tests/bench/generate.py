"""Varied generated news, plain text and HTML, for measuring speed. Made from a seed: the same every time."""

import random
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


def sentence(dice: random.Random) -> str:
    """One sentence of news."""
    choose = {
        name: dice.choice(words.split("|"))
        for name, words in {
            "person": PEOPLE,
            "other": PEOPLE,
            "place": PLACES,
            "body": BODIES,
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


def article(dice: random.Random, characters: int = 4_200) -> tuple[str, list[str]]:
    """A title and paragraphs of about `characters` characters in all."""
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < characters:
        paragraphs.append(" ".join(sentence(dice) for _ in range(dice.randint(1, 4))))
    title = (
        f"{dice.choice(PEOPLE.split('|'))} {dice.choice(DEEDS.split('|'))} {dice.choice(THINGS.split('|'))}"
    )
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
