-- One row per report of an event and holder: who asserts it, claims it, denies it. The outlet is a holder too.
-- event_id: The report
-- doc_id: The document
-- source_id: Its source
-- event_type: PLOVER type, or ours where PLOVER has none
-- mode: Mode of the type
-- holder_entity_id: The holder as an entity, null for an outlet or where it is no name
-- holder: Whose word it is: the speaker, else the source itself
-- stance: asserts, claims_responsibility, denies, accuses, confirms, doubts
-- relayed_by: Speaker who passes the holder's word on
-- text: The words that carry it
select
    events.event_id,
    events.doc_id,
    documents.source_id,
    events.event_type,
    events.mode,
    entities.entity_id as holder_entity_id,
    coalesce(entities.name, statements.speaker_text, documents.source_id) as holder,
    case
        when statements.act = 'deny' or events.status = 'denied' then 'denies'
        when statements.act in ('claim_responsibility', 'admit') then 'claims_responsibility'
        when statements.act = 'accuse' then 'accuses'
        when statements.act = 'confirm' then 'confirms'
        when statements.act = 'doubt' then 'doubts'
        else 'asserts'
    end as stance,
    relays.speaker_text as relayed_by,
    coalesce(statements.text, sentences.text) as text
from facts.events
inner join facts.documents on events.doc_id = documents.doc_id
inner join facts.sentences on events.sentence_id = sentences.sentence_id
left join facts.statements on events.statement_id = statements.statement_id
left join facts.statements as relays on statements.parent_statement_id = relays.statement_id
left join corpus.name_links on statements.speaker_mention_id = name_links.mention_id
left join corpus.entities on name_links.entity_id = entities.entity_id
order by events.doc_id, events.start_char
