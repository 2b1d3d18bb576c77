-- One row per entity and spelling: how each name is written, how often and where. materialized: table, added up by entity_id, surface
-- entity_id: The entity
-- name: Its preferred name
-- kind: person, organization, place
-- surface: The spelling as the texts have it
-- mention_count: Mentions with this spelling
-- document_count: Documents with this spelling
-- first_seen: Earliest publication among those documents that are dated, null if none is
-- last_seen: Latest publication among those documents that are dated, null if none is
-- example_mention_id: A mention to look at, the first by id
-- why: What joined this spelling to the entity
select
    entities.entity_id,
    entities.name,
    entities.kind,
    mentions.surface,
    count(*) as mention_count,
    count(distinct mentions.doc_id) as document_count,
    min(documents.published_at) as first_seen,
    max(documents.published_at) as last_seen,
    min(mentions.mention_id) as example_mention_id,
    min(name_links.why) as why
from corpus.name_links
inner join corpus.entities on name_links.entity_id = entities.entity_id
inner join facts.mentions on name_links.mention_id = mentions.mention_id
inner join facts.documents on mentions.doc_id = documents.doc_id
group by entities.entity_id, entities.name, entities.kind, mentions.surface
order by entities.name asc, entities.entity_id asc, mention_count desc, mentions.surface asc
