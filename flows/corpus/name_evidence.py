"""What texts say of their own names, taken up: two names that a text calls one are one, or a person is asked.

A phrase ("formerly", "also known as") is enough in one document. An acronym needs two, since three letters mean many
things; a person called by one word, an acronym that is not made of the name's letters, and an alias that texts give to
several names are always asked. Relations that are not identity never come here.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from flows.corpus.comparisons import is_lone_person
from flows.corpus.distinct_names import DistinctNames
from flows.corpus.grouping import Edge, Grouping, Reason
from flows.document.authority import Authority
from flows.document.records import Kind
from flows.document.spelling import spelling_key

RULE = "text_evidence"
SCORE = 0.95  # of a name that a text itself gives; a judgement: all 8 phrases that 225 texts had were right
DOUBTFUL = 0.85  # of what a person is asked; above every `review_from`
ACRONYM, FOREIGN_ACRONYM = "acronym", "foreign_acronym"
DOCUMENTS_FOR_ACRONYM = 2
COLUMNS = dict.fromkeys(
    ("doc_id", "mention_id", "other_mention_id", "alias_kind", "rule", "words"), pl.String
)
CLAIM_COLUMNS = dict.fromkeys(
    (
        "doc_id", "head_surface", "head_kind", "other_surface", "other_kind", "alias", "alias_found_as",
        "alias_kind", "rule", "words",
    ),
    pl.String,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AliasClaim:
    """One row per two names that texts call one; `name` and `alias` are numbers of names."""

    name: int
    alias: int
    alias_kinds: tuple[str, ...]
    rules: tuple[str, ...]
    document_count: int
    words: str  # the first of the places that say so

    @property
    def why(self) -> str:
        """The claim in one sentence."""
        documents = "a text says" if self.document_count == 1 else f"{self.document_count} texts say, as in"
        return f"{documents} “{self.words}” ({', '.join(self.rules)})"


def name_claims(evidence: pl.DataFrame, heads: pl.DataFrame) -> pl.DataFrame:
    """The rows of `facts.name_evidence` (with the `words` of each place) with the names they are about.

    `CLAIM_COLUMNS`; the two names are the longer ones that short forms stand for, `alias` is the other as written.
    """
    one = heads.select("mention_id", "head_surface", "head_kind")
    other = heads.select(
        other_mention_id="mention_id",
        other_surface="head_surface",
        other_kind="head_kind",
        alias="surface",
        alias_found_as="kind",
    )
    return evidence.join(one, on="mention_id").join(other, on="other_mention_id").select(list(CLAIM_COLUMNS))


def alias_claims(claims: pl.DataFrame, texts: DistinctNames) -> list[AliasClaim]:
    """What `name_claims` says about distinct names, sorted.

    A short form counts as the longer name, except where it is the alias of that very name.
    """
    is_short_for_it = (pl.col("head_surface") == pl.col("other_surface")) & (
        pl.col("head_kind") == pl.col("other_kind")
    )
    sides = claims.with_columns(
        alias_surface=pl.when(is_short_for_it).then("alias").otherwise("other_surface"),
        alias_spelled_as=pl.when(is_short_for_it).then("alias_found_as").otherwise("other_kind"),
    ).drop("alias")
    numbers = texts.of_spelling.select("head_surface", "head_kind", "name")
    claimed = (
        sides.join(numbers, on=["head_surface", "head_kind"])
        .join(
            numbers.rename({"name": "alias"}),
            left_on=["alias_surface", "alias_spelled_as"],
            right_on=["head_surface", "head_kind"],
        )
        .filter(pl.col("name") != pl.col("alias"))
        .group_by("name", "alias")
        .agg(
            pl.col("alias_kind").unique().sort(),
            pl.col("rule").unique().sort(),
            pl.col("doc_id").n_unique(),
            pl.col("words").min(),
        )
        .sort("name", "alias")
    )
    return [
        AliasClaim(name, alias, tuple(kinds), tuple(rules), document_count, " ".join(words.split()))
        for name, alias, kinds, rules, document_count, words in claimed.iter_rows()
    ]


def apply_evidence(grouping: Grouping, claims: Sequence[AliasClaim], authority: Authority) -> list[Edge]:
    """Unite the names of the sure claims; the others as pairs for a person."""
    meanings: dict[int, set[int]] = defaultdict(set)
    for claim in claims:
        meanings[claim.alias].add(grouping.groups.root(claim.name))
    doubtful = []
    sure = [len(meanings[claim.alias]) == 1 and _is_sure(claim, grouping, authority) for claim in claims]
    for claim, is_sure in zip(claims, sure, strict=True):
        if is_sure and grouping.groups.join(claim.name, claim.alias):
            for number in (claim.name, claim.alias):
                grouping.reasons.setdefault(number, Reason(RULE, SCORE, claim.why))
        else:
            left, right = sorted((claim.name, claim.alias))
            doubtful.append(Edge(left, right, DOUBTFUL, None, claim.why))
    return doubtful


def _is_sure(claim: AliasClaim, grouping: Grouping, authority: Authority) -> bool:
    name, alias = grouping.names[claim.name], grouping.names[claim.alias]
    if name.kind != alias.kind or is_lone_person(name.kind, name.key, alias.key):
        return False
    if (spelling_key(alias.surface), Kind(alias.kind)) in authority.homonyms:
        return False
    if ACRONYM in claim.alias_kinds:
        return claim.document_count >= DOCUMENTS_FOR_ACRONYM and set(claim.rules) != {FOREIGN_ACRONYM}
    return True


def explained_aliases(claims: pl.DataFrame, spelled: pl.DataFrame) -> pl.DataFrame:
    """Aliases that texts explain: entity_id, alias, alias_kind, basis; the kind most often given.

    `spelled`: head_surface, head_kind, entity_id of (at least) the spellings in the claims.
    """
    one = spelled.select("head_surface", "head_kind", "entity_id")
    other = spelled.select("entity_id", other_surface="head_surface", other_kind="head_kind")
    return (
        claims.join(one, on=["head_surface", "head_kind"])
        .join(other, on=["other_surface", "other_kind", "entity_id"])
        .group_by("entity_id", "alias", "alias_kind")
        .agg(count=pl.len(), rule=pl.col("rule").min())
        .sort("entity_id", "alias", "count", "alias_kind", descending=[False, False, True, False])
        .unique(["entity_id", "alias"], keep="first", maintain_order=True)
        .select("entity_id", "alias", "alias_kind", basis=pl.format("text: {}", "rule"))
    )
