-- One row per statement: who says what, through whom. materialized: table, by doc_id
-- statement_id: The statement
-- doc_id: The document
-- source_id: Its source
-- published_at: When it was published, null where it does not say
-- speaker_entity_id: The speaker as an entity, null where it is no name
-- speaker: The entity's name, else the words
-- speaker_text: The speaker as written
-- speaker_class: official, party, witness, media, expert, anonymous
-- act: say, claim, deny, accuse, confirm, threaten, demand, …
-- cue: The words that introduce it
-- is_direct: True for a quotation
-- text: What is said, as written
-- channel_text: Through what
-- relayed_by: Speaker of the statement that passes this one on
-- deadline: Deadline of a threat or demand, as written
-- rule: Rule that found it
select
    statements.statement_id,
    statements.doc_id,
    documents.source_id,
    documents.published_at,
    entities.entity_id as speaker_entity_id,
    coalesce(entities.name, statements.speaker_text) as speaker,
    statements.speaker_text,
    statements.speaker_class,
    statements.act,
    statements.cue,
    statements.is_direct,
    statements.text,
    statements.channel_text,
    relays.speaker_text as relayed_by,
    deadlines.surface as deadline,
    statements.rule
from facts.statements
inner join facts.documents on statements.doc_id = documents.doc_id
left join corpus.name_links on statements.speaker_mention_id = name_links.mention_id
left join corpus.entities on name_links.entity_id = entities.entity_id
left join facts.statements as relays on statements.parent_statement_id = relays.statement_id
left join facts.times as deadlines on statements.deadline_time_id = deadlines.time_id
order by documents.published_at asc nulls last, statements.doc_id asc, statements.start_char asc
