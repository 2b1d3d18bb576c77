"""Which spellings are one entity: decisions first, then the lexicon, then the likeness of the names.

Works on distinct (kind, folded spelling), never mention by mention, so that the result depends on which names
there are and how often, not on the order of documents or how they were batched. Two tiers: what is united
without asking, and pairs of entities for a person to judge (`undecided`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from flows.corpus.comparisons import Compared, is_lone_person
from flows.corpus.decisions import Decision, Standing, standing_decisions
from flows.corpus.distinct_names import (
    DistinctNames,
    ReadMentions,
    add_counts,
    count_spellings,
    documents_in,
    follow_long_forms,
    known_ids_frame,
)
from flows.corpus.grouping import (
    Edge,
    Grouping,
    apply_authority,
    apply_decisions,
    apply_likeness,
    compare_all,
    known_names,
)
from flows.corpus.homonym_links import with_homonyms_by_country
from flows.corpus.likeness import Comparison, compare
from flows.corpus.name_evidence import COLUMNS, alias_claims, apply_evidence, explained_aliases, name_claims
from flows.corpus.name_frames import (
    ENTITY_COLUMNS,
    JoinedNames,
    LinkedNames,
    Outcome,
    alias_rows,
    ends_of,
    entities_of_names,
    in_all,
    in_words,
    lexicon_row,
    link_rows,
    name_rows,
    part_rows,
    relation_rows,
    sides_of,
    spelled,
    standing_entities,
    superseded_entities,
    undecided_rows,
    written_names,
)
from flows.corpus.name_rules import NameRules
from flows.corpus.vetoes import HARD_VETOES
from flows.document.authority import TOWN_ID, Authority, Entity
from flows.document.records import Kind
from flows.document.spelling import spelling_key

__all__ = [
    "Compared",
    "Decision",
    "Explanation",
    "LinkedNames",
    "NameRules",
    "explain",
    "join_names",
    "link_names",
]


@dataclass(frozen=True)
class Explanation:
    """Why two names are or are not one."""

    left_key: str
    right_key: str
    verdict: str  # one, ask, two
    why: str  # one sentence
    comparison: Comparison | None  # None where the lexicon or equal folded spellings settle it


def link_names(
    mentions: pl.DataFrame,
    rules: NameRules,
    authority: Authority,
    decisions: Sequence[Decision] = (),
    known_ids: pl.DataFrame | None = None,
    *,
    evidence: pl.DataFrame | None = None,
    before: Compared | None = None,
) -> LinkedNames:
    """Say of each mention which entity it names, for mentions that are all at hand; else as `join_names`."""
    links: list[pl.DataFrame] = []
    joined = join_names(
        lambda: [mentions],
        links.append,
        rules,
        authority,
        decisions=decisions,
        known_ids=known_ids,
        evidence=evidence,
        before=before,
    )
    return LinkedNames(**vars(joined), links=pl.concat(links))


def join_names(
    read: ReadMentions,
    put_links: Callable[[pl.DataFrame], None],
    rules: NameRules,
    authority: Authority,
    *,
    decisions: Sequence[Decision] = (),
    known_ids: pl.DataFrame | None = None,
    evidence: pl.DataFrame | None = None,
    before: Compared | None = None,
) -> JoinedNames:
    """Join names into entities and hand on the link of each mention, part by part as they are read.

    `read`: one row per mention: mention_id, doc_id, start_char, surface, kind, rule, long_form_id (the
    longer name in the same document that this short form stands for, else null; it goes where that goes).
    Called twice, and again where two people may be told apart by the documents that name both.
    `put_links` takes mention_id, doc_id, entity_id, rule, score, why.
    `known_ids`: entity_id, kind, surface of the links published before, best without short forms; such an id
    stays. A row with a column `superseded_by` that is not null is an id merged earlier, and stays a redirect.
    `evidence`: what texts say of two names (`name_evidence.COLUMNS`).
    `before`: the `compared` of an earlier call with the same rules; only what is new is then compared, and the
    outcome is the same. Contradicting decisions raise `LexiconError` naming their rows.
    """
    known = own_ids(known_ids_frame(known_ids), authority)
    standing = standing_decisions(decisions, authority.entities.keys() | set(known["entity_id"]))
    spellings, claims = _count(read, rules, authority, evidence)
    texts = DistinctNames.from_spellings(spellings, authority, standing, documents_in(read, authority))
    grouping, to_ask = group_for_sure(texts, claims, authority, standing, known)
    edges, others, compared = compare_all(grouping, authority, rules, before or Compared.nothing())
    apply_likeness(grouping, texts, rules, edges, others)
    outcome = Outcome.from_grouping(texts, grouping, known)
    names = name_rows(outcome, rules)
    by_spelling = spelled(texts.of_spelling, names)
    named = entities_of_names(outcome)
    written, chosen = _link(read, put_links, by_spelling, named, authority)
    rows = pl.concat([named, pl.DataFrame([*map(lexicon_row, chosen)], schema=ENTITY_COLUMNS, orient="row")])
    linked = frozenset(written["entity_id"])
    relations = relation_rows(authority, linked, part_rows(outcome))
    entities = standing_entities(rows, linked, ends_of(relations), authority)
    undecided = undecided_rows(grouping, [*grouping.edges, *to_ask], sides_of(outcome, named), rules)
    is_there = pl.col("left_entity_id").is_in(list(linked)) & pl.col("right_entity_id").is_in(list(linked))
    return JoinedNames(
        entities=pl.concat([entities, superseded_entities(outcome.ids.superseded, known, entities)]).sort(
            "entity_id"
        ),
        aliases=alias_rows(written, linked, authority, explained_aliases(claims, by_spelling)),
        relations=relations,
        undecided=undecided.filter(is_there),
        compared=compared,
        names=names,
        spellings=spellings.join(
            texts.of_spelling.select("head_surface", "head_kind", "kind", "key"),
            on=["head_surface", "head_kind"],
        ),
        claims=claims,
    )


def _count(
    read: ReadMentions, rules: NameRules, authority: Authority, evidence: pl.DataFrame | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """How often each spelling is mentioned, and what texts say of their names."""
    evidence = pl.DataFrame(schema=COLUMNS) if evidence is None else evidence
    counts, claims = [], []
    for mentions in read():
        heads = follow_long_forms(mentions, authority)
        counts.append(count_spellings(heads, rules))
        claims.append(name_claims(evidence, heads))
    return add_counts(*counts), pl.concat(claims)


def _link(
    read: ReadMentions,
    put_links: Callable[[pl.DataFrame], None],
    by_spelling: pl.DataFrame,
    named: pl.DataFrame,
    authority: Authority,
) -> tuple[pl.DataFrame, list[Entity]]:
    """Link all mentions. Returns how texts write each entity, and the bearers of shared names that texts meant."""
    written: list[pl.DataFrame] = []
    chosen: dict[str, Entity] = {}
    for mentions in read():
        heads = follow_long_forms(mentions, authority)
        links, of_these = with_homonyms_by_country(link_rows(heads, by_spelling), named, mentions, authority)
        put_links(links)
        written.append(written_names(links, mentions))
        chosen |= {entity.entity_id: entity for entity in of_these}
    return in_all(pl.concat(written)), [chosen[entity_id] for entity_id in sorted(chosen)]


def own_ids(known: pl.DataFrame, authority: Authority) -> pl.DataFrame:
    """Without the lexicon's ids: a name that is no longer one of its spellings must not take one along."""
    return known.filter(
        ~pl.col("entity_id").is_in(list(authority.entities)) & ~pl.col("entity_id").str.starts_with(TOWN_ID)
    )


def group_for_sure(
    texts: DistinctNames,
    claims: pl.DataFrame,
    authority: Authority,
    standing: Standing,
    known: pl.DataFrame,
) -> tuple[Grouping, list[Edge]]:
    """Names grouped by what is known of them before their likeness: decisions, lexicon, texts; and pairs to ask."""
    grouping = Grouping(texts.names, [authority.entities[key] for key in sorted(authority.entities)])
    apply_decisions(grouping, standing, known_names(known, texts))
    apply_authority(grouping, authority)
    return grouping, apply_evidence(grouping, alias_claims(claims, texts), authority)


def explain(left: str, right: str, kind: Kind, rules: NameRules, authority: Authority) -> Explanation:
    """Why two names of a kind are or are not one, decisions aside."""
    left_key, right_key = spelling_key(left), spelling_key(right)
    one, other = (authority.choose(name, kind) for name in (left, right))
    if one and other:
        verdict = "one" if one.entity.entity_id == other.entity.entity_id else "two"
        why = f"the lexicon has “{left}” as {one.entity.name} and “{right}” as {other.entity.name}"
        return Explanation(left_key, right_key, verdict, why, None)
    if reason := authority.why_apart(left, right):
        return Explanation(left_key, right_key, "two", f"kept apart by the lexicon: {reason}", None)
    if left_key == right_key:
        why = f"both fold to “{left_key}”"
        return Explanation(left_key, right_key, "one", why, None)
    comparison = compare(left, right, kind, rules)
    score = comparison.score
    if comparison.veto is None and score >= rules.cut and not is_lone_person(kind, left_key, right_key):
        verdict = "one"
    else:
        verdict = "ask" if score >= rules.review_from[kind] and comparison.veto not in HARD_VETOES else "two"
    return Explanation(left_key, right_key, verdict, in_words(comparison), comparison)
