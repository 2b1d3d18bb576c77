"""How fast names are joined, in what memory, and what one new name costs: `make bench`.

Names are made from a seed: given names as common as they are in life, family names from syllables, one name in
four in a second romanisation, organizations and places beside persons.
"""

import json
import os
import random
import resource
import subprocess
import sys
import time
from itertools import accumulate

import polars as pl

from flows.corpus.name_index import NameIndex
from flows.corpus.names import Compared, LinkedNames, link_names
from flows.document.records import Kind
from flows.document.spelling import fold
from flows.inputs import load_name_knowledge

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


def joining(count: int) -> dict[str, float]:
    """Join generated names from nothing, then with 20 more; seconds of CPU, and peak memory in MB."""
    knowledge = load_name_knowledge()
    names = names_like_news(count)
    more = [name for name in names_like_news(400, seed=7) if name not in set(names)][:20]

    def timed(frame: pl.DataFrame, before: Compared | None) -> tuple[float, LinkedNames]:
        start = time.process_time()
        linked = link_names(frame, knowledge.rules, knowledge.authority, before=before)
        return time.process_time() - start, linked

    seconds, linked = timed(mentions(names), None)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds_with_more, _ = timed(mentions([*names, *more]), linked.compared)
    return {"seconds": seconds, "megabytes": peak, "seconds_with_20_more": seconds_with_more}


def asking(count: int, questions: int = 200) -> dict[str, float]:
    """Ask an index of names of persons for further names; ms of CPU for each."""
    rules = load_name_knowledge().rules
    start = time.process_time()
    known = [fold(name) for name, kind in names_like_news(count * 2) if kind == "person"][:count]
    index = NameIndex.from_names(known, Kind.PERSON, rules)
    built = time.process_time() - start
    further = [fold(name) for name, kind in names_like_news(questions * 3, seed=7) if kind == "person"][
        :questions
    ]
    costs = []
    for name in further:
        start = time.process_time()
        index.like(name)
        costs.append((time.process_time() - start) * 1000)
    costs.sort()
    return {
        "names": len(known),
        "seconds_to_build": built,
        "ms_median": costs[len(costs) // 2],
        "ms_95th": costs[len(costs) * 95 // 100],
        "ms_most": costs[-1],
    }


def mentions(names: list[tuple[str, str]]) -> pl.DataFrame:
    """A mention of each name, in a document of its own."""
    return pl.DataFrame(
        {
            "mention_id": [f"d{number}:0-9" for number in range(len(names))],
            "doc_id": [f"d{number}" for number in range(len(names))],
            "start_char": [0] * len(names),
            "surface": [name for name, _ in names],
            "kind": [kind for _, kind in names],
            "rule": ["title"] * len(names),
            "long_form_id": pl.Series([None] * len(names), dtype=pl.String),
        }
    )


def in_a_process_of_its_own(task: str, count: int) -> dict[str, float]:
    """What `task` gives, on one core, so that its memory is its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.bench_names", task, str(count)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
    )
    return dict(json.loads(done.stdout))


def main() -> None:
    """Print the figures, or as JSON those of one task."""
    if len(sys.argv) > 1:
        task, count = sys.argv[1], int(sys.argv[2])
        print(json.dumps({"joining": joining, "asking": asking}[task](count)))
        return
    for count in (10_000, 100_000):
        found = in_a_process_of_its_own("joining", count)
        print(
            f"{count:,} distinct names: {count / found['seconds']:,.0f} names/s, {found['megabytes']:.0f} MB; "
            f"with 20 more: {found['seconds_with_20_more']:.1f} s of CPU instead of {found['seconds']:.1f} s"
        )
    found = in_a_process_of_its_own("asking", 100_000)
    print(
        f"one further name against {found['names']:,}: median {found['ms_median']:.1f} ms, 95 of 100 under "
        f"{found['ms_95th']:.1f} ms, at most {found['ms_most']:.1f} ms (index: {found['seconds_to_build']:.1f} s)"
    )


if __name__ == "__main__":
    main()
