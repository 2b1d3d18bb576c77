-- One row per report of an event and holder: who asserts it, claims it, denies it. The outlet is a holder too. materialized: table, by doc_id
-- event_id: The report
-- doc_id: The document
-- source_id: Its source
-- event_type: PLOVER type, or ours where PLOVER has none
-- mode: Mode of the type
-- holder_entity_id: The holder as an entity, null for an outlet or where it is no name
-- holder: Whose word it is: the speaker, else the source itself
-- stance: asserts, claims_responsibility, denies, accuses, confirms, doubts; of what has not happened: threatens, demands, promises
-- basis: own_words (the event stands in what the holder says) or refers_back ("denied the charge": the latest event before it)
-- relayed_by: Speaker who passes the holder's word on
-- statement_id: The statement that carries it, null for the outlet
-- text: The words that carry it
with told as (
    select
        events.event_id,
        events.doc_id,
        events.statement_id,
        events.sentence_id,
        'own_words' as basis
    from facts.events
),

-- A denial, doubt or confirmation without an event of its own, "denied the charge", speaks of the latest event
-- before it; 40 characters hold such a content, 600 about three sentences.
referring as (
    select
        events.event_id,
        statements.doc_id,
        statements.statement_id,
        events.sentence_id,
        'refers_back' as basis
    from facts.statements
    inner join facts.events
        on
            statements.doc_id = events.doc_id
            and statements.start_char > events.start_char
            and statements.start_char - events.start_char <= 600
    left join facts.statements as others on events.statement_id = others.statement_id
    anti join facts.events as own on statements.statement_id = own.statement_id
    where
        statements.act in ('deny', 'confirm', 'doubt', 'admit')
        and not statements.is_direct
        and len(statements.text) <= 40
        and statements.speaker_text is not null
        and events.modality = 'actual'
        and coalesce(others.speaker_text, '') <> statements.speaker_text
        and events.event_type not in ('CONSULT', 'REQUEST', 'REJECT', 'ACCUSE', 'THREATEN')
    qualify row_number() over (partition by statements.statement_id order by events.start_char desc, events.event_id asc) = 1
),

held as (
    select
        event_id,
        doc_id,
        statement_id,
        sentence_id,
        basis
    from told
    union all
    select
        event_id,
        doc_id,
        statement_id,
        sentence_id,
        basis
    from referring
)

select
    held.event_id,
    held.doc_id,
    documents.source_id,
    events.event_type,
    events.mode,
    entities.entity_id as holder_entity_id,
    coalesce(entities.name, statements.speaker_text, documents.source_id) as holder,
    case
        when statements.act = 'deny' or (events.status = 'denied' and held.basis = 'own_words') then 'denies'
        when statements.act = 'doubt' then 'doubts'
        when statements.act = 'confirm' then 'confirms'
        when statements.act = 'demand' and events.modality <> 'actual' then 'demands'
        when statements.act = 'promise' and events.modality <> 'actual' then 'promises'
        when events.modality = 'threatened' then 'threatens'
        when statements.act in ('claim_responsibility', 'admit') then 'claims_responsibility'
        when statements.act = 'accuse' then 'accuses'
        when events.polarity = 'negated' and events.modality = 'actual' then 'denies'
        else 'asserts'
    end as stance,
    held.basis,
    relays.speaker_text as relayed_by,
    held.statement_id,
    coalesce(statements.text, sentences.text) as text
from held
inner join facts.events on held.event_id = events.event_id
inner join facts.documents on held.doc_id = documents.doc_id
inner join facts.sentences on held.sentence_id = sentences.sentence_id
left join facts.statements on held.statement_id = statements.statement_id
left join facts.statements as relays on statements.parent_statement_id = relays.statement_id
left join corpus.name_links on statements.speaker_mention_id = name_links.mention_id
left join corpus.entities on name_links.entity_id = entities.entity_id
order by held.doc_id, events.start_char, held.basis
