"""The names a person has settled: entities, their aliases, and names that look alike and are not one.

Shared by the stage that finds names and the one that joins them. Look-up is by folded spelling, so an entry
in one romanisation finds the others that fold alike. The rows lie in `flows/lexicon/` (`entities.csv`,
`aliases.csv`, `relations.csv`, `homonyms.csv`, `never_merge.csv`; `entities.md` says where they come from).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import TypeVar

from anyascii import anyascii

from flows.document.records import Kind, LexiconError
from flows.document.spelling import spelling_key

Row = Mapping[str, str]
_Closed = TypeVar("_Closed", bound=StrEnum)

_ENTITY_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_COUNTRY_CODE = re.compile(r"[A-Z]{2}")
_WIKIDATA_ID = re.compile(r"Q[1-9][0-9]{0,9}")
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_DOTS = re.compile(r"[.\s]")
_LEADING_ARTICLE = re.compile(r"(?:the|[ae]l|a[dnrstz]|ash|l[ae]|[iu]l)[\s-]", re.IGNORECASE)

# An acronym this short is also an English word, or part of one, in lower case: is, us, who, un, pa.
LONGEST_CASED_ACRONYM = 4
# How many times the runner-up's inhabitants the larger of two homonyms needs: a judgement, not a fit.
CLEAR_POPULATION_RATIO = 5
SAME_PLACE_DEGREES = 0.3
LARGE_TOWN_POPULATION = 100_000
COMPARABLE_POPULATION = 2  # times; from a reading: Cambridge may be in Massachusetts, Vancouver is in Canada
TOWN_ID = "geonames-"  # how the ids of towns that are not curated begin


class EntityType(StrEnum):
    """What sort of person, organisation or place it is; each belongs to one kind."""

    LEADER = "leader"
    OFFICIAL = "official"
    COMMANDER = "commander"
    PUBLIC_FIGURE = "public_figure"
    ARMED_GROUP = "armed_group"
    PARTY = "party"
    GOVERNMENT = "government"
    MINISTRY = "ministry"
    AGENCY = "agency"
    SECURITY_FORCE = "security_force"
    INTERNATIONAL = "international"
    NGO = "ngo"
    OUTLET = "outlet"
    COMPANY = "company"
    INSTITUTION = "institution"
    STATE = "state"
    TERRITORY = "territory"
    REGION = "region"
    CAPITAL = "capital"
    CITY = "city"
    TOWN = "town"
    CAMP = "camp"
    NEIGHBOURHOOD = "neighbourhood"
    SITE = "site"
    WATER = "water"


PERSON_TYPES = frozenset(
    {EntityType.LEADER, EntityType.OFFICIAL, EntityType.COMMANDER, EntityType.PUBLIC_FIGURE}
)
PLACE_TYPES = frozenset(
    {
        EntityType.STATE,
        EntityType.TERRITORY,
        EntityType.REGION,
        EntityType.CAPITAL,
        EntityType.CITY,
        EntityType.TOWN,
        EntityType.CAMP,
        EntityType.NEIGHBOURHOOD,
        EntityType.SITE,
        EntityType.WATER,
    }
)


class AliasKind(StrEnum):
    """Why an entity has this other name."""

    SPELLING = "spelling"
    SHORT = "short"
    ACRONYM = "acronym"
    TRANSLATION = "translation"
    FORMER = "former"


class RelationKind(StrEnum):
    """How two entities belong together without being one."""

    PART_OF = "part_of"
    WING_OF = "wing_of"
    BRANCH_OF = "branch_of"
    SUCCESSOR_OF = "successor_of"
    ALLIED_WITH = "allied_with"
    LEADER_OF = "leader_of"
    MEMBER_OF = "member_of"
    SPOKESPERSON_OF = "spokesperson_of"
    CAPITAL_OF = "capital_of"
    LOCATED_IN = "located_in"


@dataclass(frozen=True, slots=True)
class Entity:
    """One row per entity of the lexicon (`entities.csv`) or place of the gazetteer."""

    entity_id: str
    kind: Kind
    name: str
    country: str | None = None  # ISO 3166-1 alpha-2
    latitude: float | None = None  # degrees north
    longitude: float | None = None  # degrees east
    wikidata_id: str | None = None
    source: str | None = None
    entity_type: EntityType | None = None
    population: int | None = None  # inhabitants; only the gazetteer says
    is_curated: bool = True  # False: a place of the gazetteer that nobody has looked at

    @classmethod
    def from_row(cls, row: Row) -> "Entity":
        """One row of `entities.csv`; `ValueError` says which cell is wrong and what it may be."""
        kind = _one_of(Kind, row, "kind")
        entity_type = _one_of(EntityType, row, "entity_type") if row.get("entity_type") else None
        if entity_type and (kind is Kind.PERSON, kind is Kind.PLACE) != (
            entity_type in PERSON_TYPES,
            entity_type in PLACE_TYPES,
        ):
            raise ValueError(
                f"entity_type {entity_type.value!r} is none of a {kind.value}: change one of them"
            )
        latitude, longitude = _degrees(row, "latitude", 90), _degrees(row, "longitude", 180)
        if (latitude is None) != (longitude is None):
            raise ValueError("one of latitude and longitude is missing: give both or neither")
        return cls(
            entity_id=_matching(_ENTITY_ID, row, "entity_id", "words in a-z0-9 joined by '-'"),
            kind=kind,
            name=_required(row, "name"),
            country=_optional(_COUNTRY_CODE, row, "country", "an ISO 3166-1 code of two capitals"),
            latitude=latitude,
            longitude=longitude,
            wikidata_id=_optional(_WIKIDATA_ID, row, "wikidata_id", "an id such as Q79"),
            source=_required(row, "source"),
            entity_type=entity_type,
        )


@dataclass(frozen=True, slots=True)
class Alias:
    """One row per other name of an entity (`aliases.csv`)."""

    entity_id: str
    alias: str
    alias_kind: str  # spelling, short, acronym, translation, former
    valid_from: str | None = None  # ISO year, month or day; None: not known or always
    valid_to: str | None = None
    source: str | None = None

    @classmethod
    def from_row(cls, row: Row) -> "Alias":
        """One row of `aliases.csv`; `ValueError` says which cell is wrong and what it may be."""
        return cls(
            entity_id=_required(row, "entity_id"),
            alias=_required(row, "alias"),
            alias_kind=_one_of(AliasKind, row, "alias_kind"),
            valid_from=_optional(_DATE, row, "valid_from", "YYYY, YYYY-MM or YYYY-MM-DD"),
            valid_to=_optional(_DATE, row, "valid_to", "YYYY, YYYY-MM or YYYY-MM-DD"),
            source=_required(row, "source"),
        )


@dataclass(frozen=True, slots=True)
class Relation:
    """One row per relation between two entities that is not identity (`relations.csv`)."""

    entity_id: str
    relation: str  # part_of, wing_of, successor_of, spokesperson_of, …
    other_entity_id: str
    valid_from: str | None = None
    valid_to: str | None = None
    source: str | None = None

    @classmethod
    def from_row(cls, row: Row) -> "Relation":
        """One row of `relations.csv`; `ValueError` says which cell is wrong and what it may be."""
        return cls(
            entity_id=_required(row, "entity_id"),
            relation=_one_of(RelationKind, row, "relation"),
            other_entity_id=_required(row, "other_entity_id"),
            valid_from=_optional(_DATE, row, "valid_from", "YYYY, YYYY-MM or YYYY-MM-DD"),
            valid_to=_optional(_DATE, row, "valid_to", "YYYY, YYYY-MM or YYYY-MM-DD"),
            source=_required(row, "source"),
        )


@dataclass(frozen=True, slots=True)
class Homonym:
    """One row per name that several entities of one kind have (`homonyms.csv`)."""

    name: str
    kind: Kind
    entity_id: str | None  # who is meant where the text gives no hint; None: nobody can say
    why: str

    @classmethod
    def from_row(cls, row: Row) -> "Homonym":
        """One row of `homonyms.csv`; `ValueError` says which cell is wrong and what it may be."""
        return cls(
            name=_required(row, "name"),
            kind=_one_of(Kind, row, "kind"),
            entity_id=row.get("entity_id") or None,
            why=_required(row, "why"),
        )


@dataclass(frozen=True, slots=True)
class NeverMerge:
    """One row per two names that look alike and mean different things (`never_merge.csv`)."""

    left: str
    right: str
    why: str

    @classmethod
    def from_row(cls, row: Row) -> "NeverMerge":
        """One row of `never_merge.csv`; `ValueError` says which cell is wrong and what it may be."""
        pair = cls(left=_required(row, "left"), right=_required(row, "right"), why=_required(row, "why"))
        if spelling_key(pair.left) == spelling_key(pair.right):
            raise ValueError(
                f"{pair.left!r} and {pair.right!r} are folded to one spelling, which no row can keep apart:"
                " use homonyms.csv"
            )
        return pair


@dataclass(frozen=True, slots=True)
class Choice:
    """The entity that a name most likely means, and the rule that chose it.

    Rules: `only_one`, `country_in_text`, `settled_homonym`, `most_populous`.
    """

    entity: Entity
    rule: str


@dataclass(frozen=True)
class Authority:
    """What the lexicon knows of entities, with look-up by folded spelling."""

    entities: Mapping[str, Entity] = field(default_factory=dict)
    aliases: tuple[Alias, ...] = ()
    relations: tuple[Relation, ...] = ()
    by_key: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # see `_index_key`
    homonyms: Mapping[tuple[str, Kind], Homonym] = field(default_factory=dict)
    apart: Mapping[frozenset[str], str] = field(default_factory=dict)  # two folded names -> why
    by_name: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # names as the lexicon writes them
    cased: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    gazetteer: Mapping[str, tuple[Entity, ...]] = field(default_factory=dict, repr=False)
    populations: Mapping[str, int] = field(default_factory=dict, repr=False)  # by entity, curated or not
    _aliases_of: Mapping[str, tuple[Alias, ...]] = field(default_factory=dict, repr=False)
    _relations_of: Mapping[str, tuple[Relation, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def from_rows(
        cls,
        entities: Iterable[Entity],
        aliases: Iterable[Alias] = (),
        relations: Iterable[Relation] = (),
        homonyms: Iterable[Homonym] = (),
        never_merge: Iterable[NeverMerge] = (),
    ) -> "Authority":
        """Index the rows; a row about an entity that is not there is a `LexiconError`."""
        known = {entity.entity_id: entity for entity in entities}
        aliases, relations = tuple(aliases), tuple(relations)
        homonyms = tuple(homonyms)
        rows: tuple[Alias | Relation | Homonym, ...] = (*aliases, *relations, *homonyms)
        for row in rows:
            for entity_id in _ids_named_by(row):
                if entity_id not in known:
                    raise LexiconError(f"{row} names entity {entity_id!r}, which entities.csv does not have")
        names = list(_names(known.values(), aliases))
        by_name: dict[str, dict[str, None]] = defaultdict(dict)
        by_key: dict[str, dict[str, None]] = defaultdict(dict)
        cased: dict[tuple[str, str], set[str]] = defaultdict(set)
        for entity_id, name, key, is_cased in names:
            by_name[name][entity_id] = None
            by_key[key][entity_id] = None
            if is_cased:
                cased[key, entity_id].add(_DOTS.sub("", name))
        for entity_id, _, key, is_cased in names:
            if not is_cased:  # the same letters are an ordinary name of it, too
                cased.pop((key, entity_id), None)
        return cls(
            entities=known,
            aliases=aliases,
            relations=relations,
            by_key={key: tuple(ids) for key, ids in by_key.items()},
            by_name={name: tuple(ids) for name, ids in by_name.items()},
            homonyms={(spelling_key(row.name), row.kind): row for row in homonyms},
            apart={frozenset((spelling_key(p.left), spelling_key(p.right))): p.why for p in never_merge},
            cased={key: frozenset(written) for key, written in cased.items()},
            _aliases_of=_grouped(aliases),
            _relations_of=_grouped(relations),
        )

    @classmethod
    def from_tables(cls, tables: Mapping[str, list[dict[str, str]]]) -> "Authority":
        """The CSV files by name, each as its rows; `LexiconError` names file, line and remedy.

        Only `entities.csv` must be there.
        """
        entities = [(line, entity) for line, entity in _parsed("entities.csv", tables, Entity.from_row)]
        known: dict[str, int] = {}
        for line, entity in entities:
            if entity.entity_id in known:
                first = known[entity.entity_id]
                raise LexiconError(
                    f"entities.csv line {line}: entity_id {entity.entity_id!r} is on line {first} already:"
                    " give this one another id, or make it an alias"
                )
            known[entity.entity_id] = line
        return cls.from_rows(
            [entity for _, entity in entities],
            _about_known("aliases.csv", _parsed("aliases.csv", tables, Alias.from_row), known),
            _about_known("relations.csv", _parsed("relations.csv", tables, Relation.from_row), known),
            _about_known("homonyms.csv", _parsed("homonyms.csv", tables, Homonym.from_row), known),
            [pair for _, pair in _parsed("never_merge.csv", tables, NeverMerge.from_row)],
        )

    def with_gazetteer(self, towns: Iterable[tuple[Entity, Collection[str]]]) -> "Authority":
        """The same authority with towns of a second tier, each with its names, found by exact spelling only.

        One that lies within 0.3 degrees (30 km) of a curated place of the same name is that place, and gives
        it its other spellings.
        """
        gazetteer: dict[str, list[Entity]] = defaultdict(list)
        populations: dict[str, int] = {}
        for town, names in towns:
            place = self._curated(town, names) or town
            populations[place.entity_id] = town.population or 0
            for name in names:
                if name not in self.by_name or not place.is_curated:
                    gazetteer[name].append(place)
        return replace(
            self,
            gazetteer={name: tuple(found) for name, found in gazetteer.items()},
            populations=populations,
        )

    def find(self, name: str, kind: Kind | None = None) -> tuple[Entity, ...]:
        """The entities with this name, else those with one that folds alike, else towns of the gazetteer.

        All of them if it is ambiguous. Short acronyms count only as they are written: `WHO` is found, `who`
        is not.
        """
        spelt_so = self.by_name.get(name)
        if spelt_so and (found := self._of_kind(spelt_so, kind)):
            return found
        alike = self._folded_ids(name)
        if alike and (found := self._of_kind(alike, kind)):
            return found
        return self.gazetteer.get(name, ()) if kind in (None, Kind.PLACE) else ()

    def _of_kind(self, entity_ids: Iterable[str], kind: Kind | None) -> tuple[Entity, ...]:
        entities = (self.entities[entity_id] for entity_id in entity_ids)
        return tuple(entity for entity in entities if kind is None or entity.kind is kind)

    def choose(
        self, name: str, kind: Kind | None = None, countries: Collection[str] = frozenset()
    ) -> Choice | None:
        """The one entity that `name` most likely means; `None` where nobody can say, or nobody has it.

        `countries` are the ISO codes of the countries the text is about.
        """
        found = self.find(name, kind)
        if found and found[0].is_curated:
            return self._choose_large_town(found, name, countries) or self._choose(found, name, countries)
        return self._choose(found, name, countries)

    def _choose(self, found: tuple[Entity, ...], name: str, countries: Collection[str]) -> Choice | None:
        if len(found) <= 1:
            return Choice(found[0], "only_one") if found else None
        in_text = tuple(entity for entity in found if entity.country in countries)
        if len(in_text) == 1:
            return Choice(in_text[0], "country_in_text")
        candidates = in_text or found
        for candidate in candidates:
            settled = self.homonyms.get((spelling_key(name), candidate.kind))
            if settled and settled.entity_id == candidate.entity_id:
                return Choice(candidate, "settled_homonym")
        return _most_populous(candidates)

    def _choose_large_town(
        self, found: tuple[Entity, ...], name: str, countries: Collection[str]
    ) -> Choice | None:
        """A large town of the gazetteer whose country the text names, where that of no curated one is named.

        It must not be much smaller: texts that name the United States and say Sydney mean Australia's.

        Capitals and states keep their names: a text about the United States that says Paris means France.
        """
        if any(
            entity.kind is not Kind.PLACE
            or entity.country in countries
            or entity.entity_type in (EntityType.CAPITAL, EntityType.STATE)
            for entity in found
        ):
            return None
        known = max(self.populations.get(entity.entity_id, 0) for entity in found)
        towns = [
            town
            for town in self.gazetteer.get(name, ())
            if town.country in countries
            and (town.population or 0) >= LARGE_TOWN_POPULATION
            and COMPARABLE_POPULATION * (town.population or 0) >= known
        ]
        return Choice(towns[0], "country_in_text") if len(towns) == 1 else None

    def _curated(self, town: Entity, names: Iterable[str]) -> Entity | None:
        """The curated place that a town of the gazetteer is: the same record of GeoNames, or the same name near it."""
        if (known := self.by_source.get(town.source)) is not None:
            return known
        ids = [entity_id for name in names for entity_id in self.by_name.get(name, ())]
        candidates = (self.entities[entity_id] for entity_id in (*ids, *self._folded_ids(town.name)))
        return next((place for place in candidates if _is_same_place(town, place)), None)

    @cached_property
    def by_source(self) -> Mapping[str | None, Entity]:
        """Curated places by the record that their coordinates are from."""
        return {e.source: e for e in self.entities.values() if (e.source or "").startswith("geonames:")}

    def _folded_ids(self, name: str) -> tuple[str, ...]:
        """The curated entities with a name that folds alike, short acronyms only as they are written."""
        folded = spelling_key(name)
        found: dict[str, None] = {}
        for key in dict.fromkeys((folded, _index_key(name, folded))):
            for entity_id in self.by_key.get(key, ()):
                cased = self.cased.get((key, entity_id))
                if cased is None or _DOTS.sub("", name) in cased:
                    found[entity_id] = None
        return tuple(found)

    def why_apart(self, left: str, right: str) -> str | None:
        """Why these two names must not be taken for one, where the lexicon says so."""
        return self.apart.get(frozenset((spelling_key(left), spelling_key(right))))

    def aliases_of(self, entity_id: str) -> tuple[Alias, ...]:
        """The other names of one entity, in the file's order."""
        return self._aliases_of.get(entity_id, ())

    def relations_of(self, entity_id: str) -> tuple[Relation, ...]:
        """What one entity is to others, in the file's order."""
        return self._relations_of.get(entity_id, ())


def town_from_row(row: Row) -> tuple[Entity, tuple[str, ...]]:
    """A town that nobody here has looked at, with its names, from a row of `towns.csv`.

    `LexiconError` says which cell is wrong.
    """
    try:
        town = Entity(
            entity_id=f"{TOWN_ID}{int(row['geonameid'])}",
            kind=Kind.PLACE,
            name=_required(row, "name"),
            country=_matching(_COUNTRY_CODE, row, "country", "an ISO 3166-1 code of two capitals"),
            latitude=_degrees(row, "latitude", 90),
            longitude=_degrees(row, "longitude", 180),
            source=f"geonames:{row['geonameid']}",
            entity_type=EntityType.CITY,
            population=int(row["population"]),
            is_curated=False,
        )
    except (KeyError, ValueError) as error:
        raise LexiconError(f"towns.csv, row of {row.get('name')!r}: {error}") from error
    return town, tuple(dict.fromkeys((town.name, anyascii(town.name))))


def _names(entities: Iterable[Entity], aliases: Iterable[Alias]) -> Iterator[tuple[str, str, str, bool]]:
    """(entity id, name, its key, whether its capitals count) of every name."""
    for entity in entities:
        key = _index_key(entity.name, spelling_key(entity.name))
        yield entity.entity_id, entity.name, key, _is_short_acronym(entity.name)
    for alias in aliases:
        key = _index_key(alias.alias, spelling_key(alias.alias))
        is_cased = alias.alias_kind == AliasKind.ACRONYM and len(alias.alias) <= LONGEST_CASED_ACRONYM
        yield alias.entity_id, alias.alias, key, is_cased or _is_short_acronym(alias.alias)


def _index_key(name: str, folded: str) -> str:
    """The folded name; of an article and one word, with the article: `The Hindu` is not found as `Hindu`.

    `"al-Haq"` -> `"+haq"`, `"Haq"` -> `"haq"`, `"the Islamic State"` -> `"islamic state"`.
    """
    return f"+{folded}" if " " not in folded and _LEADING_ARTICLE.match(name) else folded


def _is_short_acronym(name: str) -> bool:
    letters = _DOTS.sub("", name)
    return letters.isupper() and len(letters) <= LONGEST_CASED_ACRONYM


def _ids_named_by(row: Alias | Relation | Homonym) -> tuple[str, ...]:
    if isinstance(row, Relation):
        return row.entity_id, row.other_entity_id
    return (row.entity_id,) if row.entity_id is not None else ()


_HasEntity = TypeVar("_HasEntity", Alias, Relation)
_Parsed = TypeVar("_Parsed")
_AboutEntities = TypeVar("_AboutEntities", Alias, Relation, Homonym)


def _grouped(rows: Iterable[_HasEntity]) -> dict[str, tuple[_HasEntity, ...]]:
    groups: dict[str, list[_HasEntity]] = defaultdict(list)
    for row in rows:
        groups[row.entity_id].append(row)
    return {entity_id: tuple(group) for entity_id, group in groups.items()}


def _parsed(
    file: str, tables: Mapping[str, list[dict[str, str]]], parse: Callable[[Row], _Parsed]
) -> Iterator[tuple[int, _Parsed]]:
    """(line, record) of every row of one file; the header is line 1."""
    for line, row in enumerate(tables.get(file, ()), start=2):
        try:
            yield line, parse(row)
        except ValueError as error:
            raise LexiconError(f"{file} line {line}: {error}") from error


def _about_known(
    file: str, rows: Iterable[tuple[int, _AboutEntities]], known: Collection[str]
) -> Iterator[_AboutEntities]:
    """The records, once every entity they name is known."""
    for line, row in rows:
        for entity_id in _ids_named_by(row):
            if entity_id not in known:
                raise LexiconError(
                    f"{file} line {line}: entities.csv has no {entity_id!r}: add it there, or correct the id"
                )
        yield row


def _required(row: Row, column: str) -> str:
    value = (row.get(column) or "").strip()
    if not value:
        raise ValueError(f"{column} is empty: fill it in")
    return value


def _one_of(vocabulary: type[_Closed], row: Row, column: str) -> _Closed:
    try:
        return vocabulary(_required(row, column))
    except ValueError:
        words = ", ".join(vocabulary)
        raise ValueError(f"{column} is {row.get(column)!r}: use one of {words}") from None


def _matching(form: re.Pattern[str], row: Row, column: str, what: str) -> str:
    value = _required(row, column)
    if not form.fullmatch(value):
        raise ValueError(f"{column} is {value!r}: write {what}")
    return value


def _optional(form: re.Pattern[str], row: Row, column: str, what: str) -> str | None:
    return _matching(form, row, column, what) if row.get(column) else None


def _degrees(row: Row, column: str, limit: int) -> float | None:
    value = row.get(column)
    if not value:
        return None
    try:
        degrees = float(value)
    except ValueError:
        degrees = float("nan")
    if not -limit <= degrees <= limit:
        raise ValueError(f"{column} is {value!r}: write decimal degrees from -{limit} to {limit}")
    return degrees


def _is_same_place(place: Entity, curated: Entity) -> bool:
    """Whether two places of one name are one: less than 0.3 degrees (about 30 km) apart."""
    if curated.kind is not Kind.PLACE or place.country != curated.country:
        return False
    if None in (place.latitude, place.longitude, curated.latitude, curated.longitude):
        return False
    return all(
        abs((here or 0) - (there or 0)) < SAME_PLACE_DEGREES
        for here, there in ((place.latitude, curated.latitude), (place.longitude, curated.longitude))
    )


def _most_populous(places: tuple[Entity, ...]) -> Choice | None:
    by_size = sorted(places, key=lambda place: place.population or 0, reverse=True)
    largest, second = by_size[0].population or 0, by_size[1].population or 0
    if largest and largest >= CLEAR_POPULATION_RATIO * second:
        return Choice(by_size[0], "most_populous")
    return None
