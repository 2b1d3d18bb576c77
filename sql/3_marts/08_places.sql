-- One row per place, spelling and reason: where it is on the map, and why the name was taken for it.
-- entity_id: The place
-- name: Its preferred name
-- country: ISO 3166-1 alpha-2, null where unknown
-- latitude: Degrees north, null where unknown
-- longitude: Degrees east, null where unknown
-- surface: The spelling as the texts have it
-- mention_count: Mentions with this spelling that were linked for this reason
-- document_count: Documents with such a mention
-- why: Why this place: the only one of that name, in a country that the text names, the largest, settled by hand
select
    entities.entity_id,
    entities.name,
    entities.country,
    entities.latitude,
    entities.longitude,
    mentions.surface,
    count(*) as mention_count,
    count(distinct mentions.doc_id) as document_count,
    name_links.why
from corpus.name_links
inner join corpus.entities on name_links.entity_id = entities.entity_id
inner join facts.mentions on name_links.mention_id = mentions.mention_id
where entities.kind = 'place'
group by
    entities.entity_id,
    entities.name,
    entities.country,
    entities.latitude,
    entities.longitude,
    mentions.surface,
    name_links.why
order by mention_count desc, entities.name asc, entities.entity_id asc, mentions.surface asc, name_links.why asc
