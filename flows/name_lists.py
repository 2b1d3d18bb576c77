"""Lists of names that a person brings: read in the shape they come in, written as files of the lexicon.

Three shapes: a plain CSV (name, kind, aliases, country, id); OFAC's sdn.csv or cons_prim.csv (no header; alt.csv or
cons_alt.csv beside it holds other names); OpenSanctions' targets.simple.csv. `entities-<list>.csv` and
`aliases-<list>.csv` lie beside the curated files, with the same columns; ids begin with the list's name.
"""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from anyascii import anyascii

from flows.document.authority import Alias, AliasKind, Entity
from flows.document.records import Kind
from flows.document.spelling import fold
from flows.inputs import InputError, read_authority

ENTITY_COLUMNS = ("entity_id", "kind", "name", "country", "wikidata_id", "source")
ALIAS_COLUMNS = ("entity_id", "alias", "alias_kind", "source")
PLAIN_COLUMNS = {"name", "kind"}
OPENSANCTIONS_COLUMNS = {"id", "schema", "name", "aliases", "countries", "dataset"}
OFAC_COLUMN_COUNT = 12
OFAC_NULL = "-0-"
OFAC_KINDS = {"individual": Kind.PERSON, OFAC_NULL: Kind.ORGANIZATION, "": Kind.ORGANIZATION}
OFAC_ALIASES = {"fka": AliasKind.FORMER}
OPENSANCTIONS_KINDS = {
    "Person": Kind.PERSON,
    "Organization": Kind.ORGANIZATION,
    "LegalEntity": Kind.ORGANIZATION,
    "Company": Kind.ORGANIZATION,
    "PublicBody": Kind.ORGANIZATION,
}
KIND_WORDS = {"organisation": "organization"}
LIST_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NO_WORD = re.compile(r"[^a-z0-9]+")
_TITLE = re.compile(
    r"^(?:(?:dr|mr|mrs|ms|haji|hajji|gen|col|maj|eng|prof|sheikh|shaykh|mullah)\.? )+", re.IGNORECASE
)
_CAPITALS = re.compile(r"[^\W\d_]{3,}")
_WIKIDATA_ID = re.compile(r"Q[1-9][0-9]{0,9}")
_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Listed:
    """One row per entity of a list, as the list has it."""

    own_id: str
    name: str
    kind: Kind
    aliases: tuple[tuple[str, AliasKind], ...] = ()
    country: str | None = None


@dataclass(frozen=True)
class Import:
    """What became of a list."""

    entities_file: Path
    entity_count: int
    alias_count: int
    left_out: Mapping[str, int] = field(default_factory=dict)

    def counts(self) -> dict[str, object]:
        """The same for JSON."""
        return {
            "file": str(self.entities_file),
            "entities": self.entity_count,
            "aliases": self.alias_count,
            "left_out": dict(self.left_out),
        }


# --- import --------------------------------------------------------------------------------------------------


def import_names(path: Path, name: str | None, folder: Path) -> Import:
    """Write a list of any of the shapes into the lexicon folder, in place of an earlier one of that name.

    Raises `InputError` with the line and what to do; then nothing was written.
    """
    usual_name, listed, left_out = read_list(path)
    list_name = name or usual_name
    if not LIST_NAME.fullmatch(list_name):
        raise InputError(f"{list_name!r} cannot name a list: give --name of a-z, 0-9 and '-'")
    entities, aliases = _lexicon_rows(listed, list_name, left_out)
    if not entities:
        raise InputError(f"{path} has no person, organization or place: nothing was written")
    _check(entities, aliases, path)
    target = folder / f"entities-{list_name}.csv"
    try:
        _write(folder / f"aliases-{list_name}.csv", ALIAS_COLUMNS, aliases)
        _write(target, ENTITY_COLUMNS, entities)
    except OSError as error:
        raise InputError(f"cannot write to {folder}: {error.strerror}") from error
    left_out["known to the curated lexicon or an earlier list by these very names, which wins"] = (
        _clash_count(entities, folder, list_name)
    )
    return Import(
        target, len(entities), len(aliases), {why: count for why, count in left_out.items() if count}
    )


def read_list(path: Path) -> tuple[str, list[Listed], Counter[str]]:
    """A list's usual name, its entities, and what was left out and how often."""
    header, rows = read_table(path)
    left_out: Counter[str] = Counter()
    if set(header) >= OPENSANCTIONS_COLUMNS:
        return "opensanctions", list(_opensanctions(rows, left_out)), left_out
    if set(header) >= PLAIN_COLUMNS:
        return _slug(path.stem), list(_plain(rows, path)), left_out
    if len(header) == OFAC_COLUMN_COUNT and header[0].isdigit():
        usual_name = "ofac-consolidated" if path.name.lower().startswith("cons") else "ofac-sdn"
        return usual_name, list(_ofac(path, left_out)), left_out
    if len(header) == 1 and ";" in header[0]:
        raise InputError(f"{path} has ';' between its columns: save it with commas (CSV UTF-8)")
    raise InputError(
        f"{path} is no list that can be read: it needs the columns name and kind (or be OFAC's sdn.csv or "
        "OpenSanctions' targets.simple.csv)"
    )


def _plain(rows: Iterable[tuple[int, dict[str, str]]], path: Path) -> Iterator[Listed]:
    first: dict[str, int] = {}
    for line, row in rows:
        name, word = row["name"].strip(), row["kind"].strip().lower()
        if not name:
            raise InputError(f"{path} line {line}: name is empty: fill it in or delete the row")
        kind = KIND_WORDS.get(word, word)
        if kind not in set(Kind):
            raise InputError(f"{path} line {line}: kind is {word!r}: use one of {', '.join(Kind)}")
        country = row.get("country", "").strip().upper()
        if country and not _COUNTRY.fullmatch(country):
            raise InputError(
                f"{path} line {line}: country is {country!r}: write an ISO 3166-1 code such as EG"
            )
        own_id = row.get("id", "").strip() or name
        if own_id in first:
            raise InputError(
                f"{path} line {line}: {own_id!r} is on line {first[own_id]} already: give both an id of their own"
            )
        first[own_id] = line
        others = tuple((other, AliasKind.SPELLING) for other in _parts(row.get("aliases", "")))
        yield Listed(own_id, name, Kind(kind), others, country or None)


def _opensanctions(rows: Iterable[tuple[int, dict[str, str]]], left_out: Counter[str]) -> Iterator[Listed]:
    for _, row in rows:
        kind = OPENSANCTIONS_KINDS.get(row["schema"])
        if kind is None:
            left_out[f"of schema {row['schema']}"] += 1
            continue
        countries = [code.upper() for code in _csv_parts(row["countries"])]
        country = countries[0] if len(countries) == 1 and _COUNTRY.fullmatch(countries[0]) else None
        others = tuple((other, AliasKind.SPELLING) for other in _csv_parts(row["aliases"]))
        yield Listed(row["id"], row["name"].strip(), kind, others, country)


def _ofac(path: Path, left_out: Counter[str]) -> Iterator[Listed]:
    """Rows of sdn.csv: number, name, type, … (OFAC's “Data specification”, delimited format)."""
    others = _ofac_aliases(_beside(path, path.name.lower().replace("sdn", "alt").replace("prim", "alt")))
    for cells in _cells(path):
        if len(cells) < OFAC_COLUMN_COUNT:
            continue  # the end-of-file mark
        number, name, what = (cell.strip() for cell in cells[:3])
        kind = OFAC_KINDS.get(what)
        if kind is None:
            left_out[f"of type {what}"] += 1
            continue
        aliases = tuple((_in_order(alias, kind), why) for alias, why in others.get(number, ()))
        yield Listed(number, _in_order(name, kind), kind, aliases)


def _beside(path: Path, name: str) -> Path:
    """The file of this name in the same folder, in capitals or not: OFAC's site has both."""
    found = (other for other in sorted(path.parent.iterdir()) if other.name.lower() == name)
    return next(found, path.with_name(name))


def _ofac_aliases(path: Path) -> dict[str, list[tuple[str, AliasKind]]]:
    """Other names by number of the entity; none without the file."""
    found: dict[str, list[tuple[str, AliasKind]]] = {}
    for cells in _cells(path) if path.is_file() else ():
        if len(cells) >= 4:
            number, _, why, name = (cell.strip() for cell in cells[:4])
            found.setdefault(number, []).append((name, OFAC_ALIASES.get(why, AliasKind.SPELLING)))
    return found


def _in_order(name: str, kind: Kind) -> str:
    """A name as news writes it: `AL-ZAWAHIRI, Dr. Ayman` -> `Ayman Al-Zawahiri`."""
    if kind is not Kind.PERSON:
        return name
    family, _, given = name.partition(", ")
    given = _TITLE.sub("", given)
    return _CAPITALS.sub(
        lambda word: word[0].title() if word[0].isupper() else word[0], f"{given} {family}"
    ).strip()


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _csv_parts(cell: str) -> list[str]:
    """The values of one cell of OpenSanctions: itself a line of CSV with `;`, so a value with one has quotes."""
    rows = csv.reader([cell.replace("\n", " ").replace("\r", " ")], delimiter=";")
    return [part.strip() for row in rows for part in row if part.strip()]


# --- rows of the lexicon -------------------------------------------------------------------------------------


def _lexicon_rows(
    listed: Iterable[Listed], list_name: str, left_out: Counter[str]
) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Rows of the two files, sorted by id. A person's name of one word would catch everybody: left out."""
    entities: dict[str, dict[str, str]] = {}
    aliases = []
    for one in listed:
        if not fold(one.name) or _is_lone(one.name, one.kind):
            left_out["persons called by one word"] += 1
            continue
        entity_id = f"{list_name}-{_slug(one.own_id)}"
        if entity_id in entities or entity_id == f"{list_name}-":
            entity_id = f"{entity_id.rstrip('-')}-{hashlib.sha256(one.own_id.encode()).hexdigest()[:6]}"
        source = f"{list_name}:{one.own_id}"
        entities[entity_id] = {
            "entity_id": entity_id,
            "kind": one.kind.value,
            "name": one.name,
            "country": one.country or "",
            "wikidata_id": one.own_id if _WIKIDATA_ID.fullmatch(one.own_id) else "",
            "source": source,
        }
        for alias, why in dict(one.aliases).items():
            if not fold(alias) or _is_lone(alias, one.kind):
                left_out["other names of persons of one word"] += 1
            elif alias != one.name:
                row = {"entity_id": entity_id, "alias": alias, "alias_kind": _alias_kind(alias, one, why)}
                aliases.append({**row, "source": source})
    ordered = sorted(aliases, key=lambda row: (row["entity_id"], row["alias"]))
    return [entities[entity_id] for entity_id in sorted(entities)], ordered


def _alias_kind(alias: str, one: Listed, why: AliasKind) -> str:
    """Short words in capitals of an organization are acronyms: `WHO` is not `who`."""
    is_acronym = one.kind is Kind.ORGANIZATION and " " not in alias and alias.isupper() and len(alias) <= 6
    return AliasKind.ACRONYM if is_acronym and why is AliasKind.SPELLING else why


def _is_lone(name: str, kind: Kind) -> bool:
    return kind is Kind.PERSON and len(fold(name)) < 2


def _slug(text: str) -> str:
    return _NO_WORD.sub("-", anyascii(text).lower()).strip("-")


def _check(entities: Sequence[Mapping[str, str]], aliases: Sequence[Mapping[str, str]], path: Path) -> None:
    """Refuse now what the next load would refuse."""
    try:
        for row in entities:
            Entity.from_row(row)
        for row in aliases:
            Alias.from_row(row)
    except ValueError as error:
        raise InputError(f"{path}: {row.get('name') or row.get('alias')!r}: {error}") from error


def _clash_count(entities: Sequence[Mapping[str, str]], folder: Path, list_name: str) -> int:
    known = read_authority(folder).entities
    return sum(row["entity_id"] not in known for row in entities)


def _write(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    fresh.replace(path)


# --- reading -------------------------------------------------------------------------------------------------


def read_table(path: Path) -> tuple[list[str], Iterator[tuple[int, dict[str, str]]]]:
    """The header of a CSV and its rows with their lines; cells that a row lacks are empty."""
    rows = csv.reader(io.StringIO(_text(path), newline=""))
    try:
        header = [name.strip() for name in next(rows, [])]
    except csv.Error as error:
        raise InputError(f"{path} line 1: {error}") from error
    if not header:
        raise InputError(f"{path} is empty")

    def named() -> Iterator[tuple[int, dict[str, str]]]:
        try:
            for cells in rows:
                if any(cell.strip() for cell in cells):
                    padded = [*cells, *[""] * (len(header) - len(cells))]
                    yield rows.line_num, dict(zip(header, padded, strict=False))
        except csv.Error as error:
            raise InputError(f"{path} line {rows.line_num}: {error}") from error

    return header, named()


def _cells(path: Path) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(_text(path), newline="")))
    except csv.Error as error:
        raise InputError(f"{path} is no CSV: {error}") from error


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from error
    if b"\0" in content:
        raise InputError(f"{path} is no CSV file: save the table as CSV UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
