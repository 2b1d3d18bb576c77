"""Which of several bearers of a name one text means: the one in a country that the text names.

Names are joined over all texts, so Tripoli is Libya's capital by default; in a text that names Lebanon, and not
Libya, it is the city there. Where no country decides, what the lexicon settled, or nothing, stands.
"""

from collections.abc import Collection

import polars as pl

from flows.document.authority import Authority, Choice, Entity
from flows.document.records import Kind

IN_TEXT = "country_in_text"
KEPT_RULES = ("decision", "short_form", "text_evidence")  # these say more than a country does


def with_homonyms_by_country(
    links: pl.DataFrame, entities: pl.DataFrame, mentions: pl.DataFrame, authority: Authority
) -> tuple[pl.DataFrame, list[Entity]]:
    """The same links, where a name has several bearers chosen text by text, and those that were chosen.

    `links` of whole documents, `entities` of at least those links (entity_id, kind, country), `mentions` likewise.
    """
    places = (
        links.filter(~pl.col("rule").is_in(KEPT_RULES))
        .join(mentions.select("mention_id", "surface", "kind"), on="mention_id")
        .filter(pl.col("kind") != Kind.PERSON)
    )
    shared = [
        (surface, kind)
        for surface, kind in places.select("surface", "kind").unique().sort("surface", "kind").iter_rows()
        if len(bearers(surface, Kind(kind), authority)) > 1
    ]
    if not shared:
        return links, []
    named = pl.DataFrame(shared, schema={"surface": pl.String, "kind": pl.String}, orient="row")
    doubtful = places.join(named, on=["surface", "kind"], how="semi")
    countries = _countries_of_documents(links, entities, doubtful)
    rows, chosen = [], {}
    for doc_id, surface, kind in (
        doubtful.select("doc_id", "surface", "kind").unique().sort("doc_id", "surface", "kind").iter_rows()
    ):
        in_text = countries.get(doc_id, frozenset())
        choice = authority.choose(surface, Kind(kind), in_text)
        if choice is not None and choice.rule == IN_TEXT:
            rows.append((doc_id, surface, kind, choice.entity.entity_id, *_rule_and_why(surface, choice)))
            chosen[choice.entity.entity_id] = choice.entity
    return (
        (_chosen_links(links, doubtful, rows), [chosen[key] for key in sorted(chosen)])
        if rows
        else (links, [])
    )


def bearers(surface: str, kind: Kind, authority: Authority) -> frozenset[str]:
    """Ids of all that have this name, towns of the second tier among them."""
    found = {entity.entity_id for entity in authority.find(surface, kind)}
    towns = authority.gazetteer.get(surface, ()) if kind is Kind.PLACE else ()
    return frozenset(found | {town.entity_id for town in towns})


def _countries_of_documents(
    links: pl.DataFrame, entities: pl.DataFrame, doubtful: pl.DataFrame
) -> dict[str, frozenset[str]]:
    """Document -> countries of the places it names, homonyms aside."""
    places = entities.filter((pl.col("kind") == Kind.PLACE) & pl.col("country").is_not_null())
    named = (
        links.join(doubtful.select("doc_id").unique(), on="doc_id", how="semi")
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


def _chosen_links(
    links: pl.DataFrame, doubtful: pl.DataFrame, rows: Collection[tuple[str, ...]]
) -> pl.DataFrame:
    columns = ("doc_id", "surface", "kind", "new_id", "new_rule", "new_why")
    decided = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    of_mention = doubtful.select("mention_id", "doc_id", "surface", "kind").join(
        decided, on=["doc_id", "surface", "kind"]
    )
    return (
        links.join(
            of_mention.select("mention_id", "new_id", "new_rule", "new_why"),
            on="mention_id",
            how="left",
            maintain_order="left",
        )
        .with_columns(
            entity_id=pl.coalesce("new_id", "entity_id"),
            rule=pl.coalesce("new_rule", "rule"),
            score=pl.when(pl.col("new_id").is_not_null()).then(1.0).otherwise("score"),
            why=pl.coalesce("new_why", "why"),
        )
        .select(links.columns)
    )
