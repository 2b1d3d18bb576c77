"""Lists that a person brought, below the curated entities: where both have a name, the curated list wins."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from flows.document.authority import Alias, Authority, Entity, Row
from flows.document.records import LexiconError

_Parsed = TypeVar("_Parsed", Entity, Alias)


def with_list(authority: Authority, tables: Mapping[str, list[dict[str, str]]]) -> Authority:
    """The same authority with one list more: its entities file, its aliases file, each as its rows.

    An entity of the list whose name one known entity of its kind has is that one, and gives it its other names,
    unless their countries differ or several have the name: then it is left out. An other name that a known
    entity of the kind has stays there. `LexiconError` names file, line and remedy.
    """
    (entities_file, entity_rows), (aliases_file, alias_rows) = tables.items()
    entities: dict[str, Entity] = {}
    stands_for: dict[str, str | None] = {}  # id of the list -> known id, None where it is left out
    for line, entity in _parsed(entities_file, entity_rows, Entity.from_row):
        if entity.entity_id in authority.entities or entity.entity_id in stands_for:
            raise LexiconError(
                f"{entities_file} line {line}: {entity.entity_id!r} is an id already: import again"
            )
        known = authority.find(entity.name, entity.kind)
        if not known:
            entities[entity.entity_id] = entity
        stands_for[entity.entity_id] = _same_as(entity, known) if known else entity.entity_id
    all_entities = {**authority.entities, **entities}
    aliases = []
    for line, alias in _parsed(aliases_file, alias_rows, Alias.from_row):
        if alias.entity_id not in stands_for:
            raise LexiconError(
                f"{aliases_file} line {line}: {entities_file} has no {alias.entity_id!r}: import again"
            )
        entity_id = stands_for[alias.entity_id]
        if entity_id and not authority.find(alias.alias, all_entities[entity_id].kind):
            aliases.append(replace(alias, entity_id=entity_id))
    joined = Authority.from_rows(all_entities.values(), (*authority.aliases, *aliases), authority.relations)
    return replace(joined, homonyms=authority.homonyms, apart=authority.apart)


def _same_as(entity: Entity, known: tuple[Entity, ...]) -> str | None:
    countries = {entity.country, known[0].country} - {None}
    return known[0].entity_id if len(known) == 1 and len(countries) <= 1 else None


def _parsed(
    file: str, rows: list[dict[str, str]], parse: Callable[[Row], _Parsed]
) -> list[tuple[int, _Parsed]]:
    found = []
    for line, row in enumerate(rows, start=2):
        try:
            found.append((line, parse(row)))
        except ValueError as error:
            raise LexiconError(f"{file} line {line}: {error}") from error
    return found
