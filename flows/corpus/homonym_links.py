"""Which of several bearers of a name one text means: the one in a country that the text names.

Names are joined over all texts, so Tripoli is Libya's capital by default; in a text that names Lebanon, and not
Libya, it is the city there. Where no country decides, what the lexicon settled, or nothing, stands.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace

import polars as pl

from flows.corpus.name_frames import LinkedNames, lexicon_row
from flows.document.authority import Authority, Choice, Entity
from flows.document.records import Kind

IN_TEXT = "country_in_text"
KEPT_RULES = ("decision", "short_form", "text_evidence")  # these say more than a country does


def with_homonyms_by_country(
    linked: LinkedNames, mentions: pl.DataFrame, authority: Authority
) -> LinkedNames:
    """The same links, where a name has several bearers chosen text by text; what is left without one goes."""
    places = (
        linked.links.filter(~pl.col("rule").is_in(KEPT_RULES))
        .join(mentions.select("mention_id", "surface", "kind"), on="mention_id")
        .filter(pl.col("kind") != Kind.PERSON)
    )
    shared = [
        (surface, kind)
        for surface, kind in places.select("surface", "kind").unique().sort("surface", "kind").iter_rows()
        if len(bearers(surface, Kind(kind), authority)) > 1
    ]
    if not shared:
        return linked
    named = pl.DataFrame(shared, schema={"surface": pl.String, "kind": pl.String}, orient="row")
    doubtful = places.join(named, on=["surface", "kind"], how="semi")
    countries = _countries_of_documents(linked, doubtful)
    rows, chosen = [], {}
    for doc_id, surface, kind in (
        doubtful.select("doc_id", "surface", "kind").unique().sort("doc_id", "surface", "kind").iter_rows()
    ):
        in_text = countries.get(doc_id, frozenset())
        choice = authority.choose(surface, Kind(kind), in_text)
        if choice is not None and choice.rule == IN_TEXT:
            rows.append((doc_id, surface, kind, choice.entity.entity_id, *_rule_and_why(surface, choice)))
            chosen[choice.entity.entity_id] = choice.entity
    return _with_links(linked, doubtful, rows, chosen.values()) if rows else linked


def bearers(surface: str, kind: Kind, authority: Authority) -> frozenset[str]:
    """Ids of all that have this name, towns of the second tier among them."""
    found = {entity.entity_id for entity in authority.find(surface, kind)}
    towns = authority.gazetteer.get(surface, ()) if kind is Kind.PLACE else ()
    return frozenset(found | {town.entity_id for town in towns})


def _countries_of_documents(linked: LinkedNames, doubtful: pl.DataFrame) -> dict[str, frozenset[str]]:
    """Document -> countries of the places it names, homonyms aside."""
    places = linked.entities.filter((pl.col("kind") == Kind.PLACE) & pl.col("country").is_not_null())
    named = (
        linked.links.join(doubtful.select("doc_id").unique(), on="doc_id", how="semi")
        .join(doubtful.select("mention_id"), on="mention_id", how="anti")
        .join(places.select("entity_id", "country"), on="entity_id")
        .group_by("doc_id")
        .agg(pl.col("country").unique())
    )
    return {doc_id: frozenset(countries) for doc_id, countries in named.iter_rows()}


def _rule_and_why(surface: str, choice: Choice) -> tuple[str, str]:
    rule = "lexicon" if choice.entity.is_curated else "gazetteer"
    where = choice.entity.country
    return (
        rule,
        f"the {rule} has “{surface}” as {choice.entity.name}, of several the one in {where}, which the text names",
    )


def _with_links(
    linked: LinkedNames,
    doubtful: pl.DataFrame,
    rows: Collection[tuple[str, ...]],
    chosen: Iterable[Entity],
) -> LinkedNames:
    columns = ("doc_id", "surface", "kind", "new_id", "new_rule", "new_why")
    decided = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    of_mention = doubtful.select("mention_id", "doc_id", "surface", "kind").join(
        decided, on=["doc_id", "surface", "kind"]
    )
    links = linked.links.join(
        of_mention.select("mention_id", "surface", "new_id", "new_rule", "new_why"),
        on="mention_id",
        how="left",
        maintain_order="left",
    )
    is_new = pl.col("new_id").is_not_null()
    moved = links.filter(is_new & (pl.col("new_id") != pl.col("entity_id")))
    links = links.with_columns(
        entity_id=pl.coalesce("new_id", "entity_id"),
        rule=pl.coalesce("new_rule", "rule"),
        score=pl.when(is_new).then(1.0).otherwise("score"),
        why=pl.coalesce("new_why", "why"),
    ).select(linked.links.columns)
    known = set(linked.entities["entity_id"])
    more = [lexicon_row(entity) for entity in chosen if entity.entity_id not in known]
    entities = pl.concat(
        [linked.entities, pl.DataFrame(more, schema=linked.entities.schema, orient="row")]
    ).unique("entity_id", keep="first")
    aliases = moved.select(
        entity_id="new_id",
        alias="surface",
        alias_kind=pl.lit("spelling"),
        valid_from=pl.lit(None, dtype=pl.String),
        valid_to=pl.lit(None, dtype=pl.String),
        basis=pl.lit("text"),
    )
    aliases = pl.concat([linked.aliases, aliases]).unique(
        ["entity_id", "alias"], keep="first", maintain_order=True
    )
    gone = set(moved["entity_id"]) - set(links["entity_id"])
    gone -= set(linked.relations["entity_id"]) | set(linked.relations["other_entity_id"])
    left = ~pl.col("entity_id").is_in(list(gone))
    pair = ~(pl.col("left_entity_id").is_in(list(gone)) | pl.col("right_entity_id").is_in(list(gone)))
    return replace(
        linked,
        links=links,
        entities=entities.filter(left).sort("entity_id"),
        aliases=aliases.filter(left).sort("entity_id", "alias"),
        undecided=linked.undecided.filter(pair),
    )
