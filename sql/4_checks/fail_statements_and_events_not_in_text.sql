-- Statements whose words do not stand at their span, events outside their sentence, and references to nothing. One document at a time.
select statements.statement_id as id
from facts.statements
left join facts.documents on statements.doc_id = documents.doc_id
where
    substr(documents.clean_text, statements.start_char + 1, statements.end_char - statements.start_char)
    is distinct from statements.text
union all
select events.event_id as id
from facts.events
left join facts.sentences on events.sentence_id = sentences.sentence_id
where
    events.start_char < coalesce(sentences.start_char, events.start_char + 1)
    or events.end_char > sentences.end_char
    or events.from_date > events.to_date
union all
select events.event_id as id
from facts.events
anti join facts.statements on events.statement_id = statements.statement_id
where events.statement_id is not null
union all
select events.event_id as id
from facts.events
anti join facts.mentions on events.place_mention_id = mentions.mention_id
where events.place_mention_id is not null
union all
select statements.statement_id as id
from facts.statements
anti join facts.mentions on statements.speaker_mention_id = mentions.mention_id
where statements.speaker_mention_id is not null
union all
select statements.statement_id as id
from facts.statements
anti join facts.statements as relays on statements.parent_statement_id = relays.statement_id
where statements.parent_statement_id is not null
union all
select statements.statement_id as id
from facts.statements
anti join facts.times on statements.deadline_time_id = times.time_id
where statements.deadline_time_id is not null
union all
select event_participants.event_id as id
from facts.event_participants
anti join facts.events on event_participants.event_id = events.event_id
union all
select event_participants.event_id as id
from facts.event_participants
anti join facts.mentions on event_participants.mention_id = mentions.mention_id
where event_participants.mention_id is not null
union all
select quantities.quantity_id as id
from facts.quantities
anti join facts.events on quantities.event_id = events.event_id
where quantities.event_id is not null
