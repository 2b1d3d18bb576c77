-- One row per pair of entities that one sentence names together. materialized: table, added up by entity_id, other_entity_id
-- entity_id: One entity, the smaller id
-- name: Its name
-- other_entity_id: The other entity
-- other_name: Its name
-- sentence_count: Sentences that name both
-- document_count: Documents that name both in one sentence
-- example_sentence_id: A sentence to look at, the first by id
with entity_sentences as (
    select distinct
        mentions.doc_id,
        mentions.sentence_id,
        name_links.entity_id
    from corpus.name_links
    inner join facts.mentions on name_links.mention_id = mentions.mention_id
),

pairs as (
    select
        one.entity_id,
        other.entity_id as other_entity_id,
        count(*) as sentence_count,
        count(distinct one.doc_id) as document_count,
        min(one.sentence_id) as example_sentence_id
    from entity_sentences as one
    inner join entity_sentences as other
        on one.sentence_id = other.sentence_id and one.entity_id < other.entity_id
    group by one.entity_id, other.entity_id
)

select
    pairs.entity_id,
    entities.name,
    pairs.other_entity_id,
    others.name as other_name,
    pairs.sentence_count,
    pairs.document_count,
    pairs.example_sentence_id
from pairs
inner join corpus.entities on pairs.entity_id = entities.entity_id
inner join corpus.entities as others on pairs.other_entity_id = others.entity_id
order by pairs.sentence_count desc, pairs.entity_id asc, pairs.other_entity_id asc
