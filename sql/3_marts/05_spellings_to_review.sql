-- One row per pair of entities that a person should judge, what matters most first, at most 110 for 1,000 names of a kind.
-- left_entity_id: One entity
-- left_name: Its preferred name
-- left_kind: person, organization, place
-- left_country: ISO 3166-1 alpha-2, null where unknown
-- left_mention_count: Its mentions
-- left_document_count: Documents that name it
-- left_spellings: Its spellings as texts have them, most mentioned first, at most five
-- left_examples: Up to two sentences that name it, of two documents where there are two
-- right_entity_id: The other entity
-- right_name: Its preferred name
-- right_kind: person, organization, place
-- right_country: ISO 3166-1 alpha-2, null where unknown
-- right_mention_count: Its mentions
-- right_document_count: Documents that name it
-- right_spellings: Its spellings as texts have them, most mentioned first, at most five
-- right_examples: Up to two sentences that name it, of two documents where there are two
-- score: Likelihood that they are one, 0 to 1
-- why: Their most alike spellings, word by word
-- veto: What keeps them apart: conflict, order, extra_word, gender, other_word, lone_word, weak_match, unsure; null: the score alone
-- weight: Score × mentions of both: how much hangs on it
-- shared_document_count: Documents that name both
-- shared_doc_ids: At most five of those documents
with name_counts as (
    select
        kind,
        count(*) as name_count
    from corpus.names
    group by kind
),

-- What a text says, or a person left open, is asked in any case.
asked as (
    select
        undecided.left_entity_id,
        undecided.right_entity_id,
        undecided.left_name,
        undecided.right_name,
        undecided.score,
        undecided.mention_count,
        undecided.why,
        undecided.veto
    from corpus.undecided
    inner join name_counts on undecided.kind = name_counts.kind
    qualify
        row_number() over (
            partition by undecided.kind
            order by
                undecided.score * undecided.mention_count desc,
                undecided.left_entity_id asc,
                undecided.right_entity_id asc
        ) <= greatest(20, name_counts.name_count * 110 // 1000)
        or undecided.veto = 'unsure'
        or regexp_matches(undecided.why, '^(a text says|[0-9]+ texts say)')
),

sides as (
    select left_entity_id as entity_id
    from asked
    union
    select right_entity_id as entity_id
    from asked
),

links as (
    select
        name_links.entity_id,
        mentions.doc_id,
        mentions.sentence_id,
        mentions.surface
    from corpus.name_links
    inner join sides on name_links.entity_id = sides.entity_id
    inner join facts.mentions on name_links.mention_id = mentions.mention_id
),

counts as (
    select
        entity_id,
        count(*) as mention_count,
        count(distinct doc_id) as document_count
    from links
    group by entity_id
),

surfaces as (
    select
        entity_id,
        list(surface order by surface_count desc, surface asc)[:5] as spellings
    from (
        select
            entity_id,
            surface,
            count(*) as surface_count
        from links
        group by entity_id, surface
    ) as counted
    group by entity_id
),

named as (
    select distinct
        entity_id,
        doc_id,
        sentence_id
    from links
),

present as (
    select distinct
        entity_id,
        doc_id
    from links
),

ranked as (
    select
        named.entity_id,
        named.doc_id,
        sentences.sentence_no,
        sentences.text,
        row_number() over (
            partition by named.entity_id, named.doc_id order by sentences.sentence_no
        ) as place_in_document
    from named
    inner join facts.sentences on named.sentence_id = sentences.sentence_id
),

examples as (
    select
        entity_id,
        list(text order by place_in_document, doc_id, sentence_no)[:2] as examples
    from ranked
    where place_in_document <= 2
    group by entity_id
),

shared as (
    select
        asked.left_entity_id,
        asked.right_entity_id,
        count(*) as document_count,
        list(one.doc_id order by one.doc_id)[:5] as doc_ids
    from asked
    inner join present as one
        on asked.left_entity_id = one.entity_id
    inner join present as other
        on asked.right_entity_id = other.entity_id and one.doc_id = other.doc_id
    group by asked.left_entity_id, asked.right_entity_id
)

select
    asked.left_entity_id,
    asked.left_name,
    left_entities.kind as left_kind,
    left_entities.country as left_country,
    left_counts.mention_count as left_mention_count,
    left_counts.document_count as left_document_count,
    left_surfaces.spellings as left_spellings,
    left_examples.examples as left_examples,
    asked.right_entity_id,
    asked.right_name,
    right_entities.kind as right_kind,
    right_entities.country as right_country,
    right_counts.mention_count as right_mention_count,
    right_counts.document_count as right_document_count,
    right_surfaces.spellings as right_spellings,
    right_examples.examples as right_examples,
    asked.score,
    asked.why,
    asked.veto,
    asked.score * asked.mention_count as weight,
    coalesce(shared.document_count, 0) as shared_document_count,
    coalesce(shared.doc_ids, []) as shared_doc_ids
from asked
inner join corpus.entities as left_entities on asked.left_entity_id = left_entities.entity_id
inner join corpus.entities as right_entities on asked.right_entity_id = right_entities.entity_id
inner join counts as left_counts on asked.left_entity_id = left_counts.entity_id
inner join counts as right_counts on asked.right_entity_id = right_counts.entity_id
inner join surfaces as left_surfaces on asked.left_entity_id = left_surfaces.entity_id
inner join surfaces as right_surfaces on asked.right_entity_id = right_surfaces.entity_id
inner join examples as left_examples on asked.left_entity_id = left_examples.entity_id
inner join examples as right_examples on asked.right_entity_id = right_examples.entity_id
left join shared
    on
        asked.left_entity_id = shared.left_entity_id
        and asked.right_entity_id = shared.right_entity_id
order by weight desc, asked.left_entity_id asc, asked.right_entity_id asc
