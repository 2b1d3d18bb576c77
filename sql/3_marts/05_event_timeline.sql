-- One row per report of an event: what, when, where, who to whom, on whose word. materialized: table, by doc_id
-- event_id: The report
-- doc_id: The document
-- source_id: Its source
-- published_at: When it was published, null where it does not say
-- from_date: First day on which the event may have been
-- to_date: Last day
-- precision: How well the day is known; document: only the day of publication
-- date_basis: What the day rests on: own_words, paragraph (the event told before it) or published (a guess)
-- event_type: PLOVER type, or ours where PLOVER has none
-- mode: Mode of the type
-- polarity: affirmed or negated
-- modality: actual, planned, attempted, threatened, possible, conditional, general
-- status: reported, claimed, denied, alleged, confirmed
-- agents: Who did it: the entity where the words are its name alone, else the words
-- targets: Whom or what it was done to, victims included, likewise
-- instruments: With what
-- place: Where, the entity's name
-- counts: Numbers that belong to it, as written
-- said_by: Speaker of the statement that it stands in, null for the outlet itself
-- sentence: The sentence that tells it
-- rule: Rule that found it
with participants as (
    select
        event_participants.event_id,
        event_participants.role,
        -- "a Hamas commander" is not Hamas: the entity's name stands only where the words are the name alone
        case
            when lower(event_participants.participant_text) in (lower(mentions.surface), 'the ' || lower(mentions.surface))
                then entities.name
            else event_participants.participant_text
        end as participant
    from facts.event_participants
    left join facts.mentions on event_participants.mention_id = mentions.mention_id
    left join corpus.name_links on event_participants.mention_id = name_links.mention_id
    left join corpus.entities on name_links.entity_id = entities.entity_id
),

roles as (
    select
        event_id,
        list(distinct participant order by participant) filter (where role = 'agent') as agents,
        list(distinct participant order by participant) filter (where role in ('target', 'victim', 'recipient')) as targets,
        list(distinct participant order by participant) filter (where role = 'instrument') as instruments
    from participants
    group by event_id
),

counts as (
    select
        event_id,
        list(surface || coalesce(' ' || what, '') order by start_char, quantity_id) as counts
    from facts.quantities
    where event_id is not null
    group by event_id
)

select
    events.event_id,
    events.doc_id,
    documents.source_id,
    documents.published_at,
    events.from_date,
    events.to_date,
    events.precision,
    events.date_basis,
    events.event_type,
    events.mode,
    events.polarity,
    events.modality,
    events.status,
    roles.agents,
    roles.targets,
    roles.instruments,
    places.name as place,
    counts.counts,
    statements.speaker_text as said_by,
    sentences.text as sentence,
    events.rule
from facts.events
inner join facts.documents on events.doc_id = documents.doc_id
inner join facts.sentences on events.sentence_id = sentences.sentence_id
left join roles on events.event_id = roles.event_id
left join counts on events.event_id = counts.event_id
left join facts.statements on events.statement_id = statements.statement_id
left join corpus.name_links on events.place_mention_id = name_links.mention_id
left join corpus.entities as places on name_links.entity_id = places.entity_id
order by events.from_date asc nulls last, events.doc_id asc, events.start_char asc
