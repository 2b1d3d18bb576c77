-- Ids that stand for more than one row. One document at a time.
select
    'documents' as table_name,
    doc_id as id
from facts.documents
group by doc_id
having count(*) > 1
union all
select
    'sentences' as table_name,
    sentence_id as id
from facts.sentences
group by sentence_id
having count(*) > 1
union all
select
    'mentions' as table_name,
    mention_id as id
from facts.mentions
group by mention_id
having count(*) > 1
union all
select
    'name_evidence' as table_name,
    evidence_id as id
from facts.name_evidence
group by evidence_id
having count(*) > 1
union all
select
    'times' as table_name,
    time_id as id
from facts.times
group by time_id
having count(*) > 1
union all
select
    'quantities' as table_name,
    quantity_id as id
from facts.quantities
group by quantity_id
having count(*) > 1
union all
select
    'statements' as table_name,
    statement_id as id
from facts.statements
group by statement_id
having count(*) > 1
union all
select
    'events' as table_name,
    event_id as id
from facts.events
group by event_id
having count(*) > 1
union all
select
    'document_dates' as table_name,
    doc_id as id
from facts.document_dates
where is_chosen
group by doc_id
having count(*) > 1
union all
select
    'entities' as table_name,
    entity_id as id
from corpus.entities
group by entity_id
having count(*) > 1
union all
select
    'name_links' as table_name,
    mention_id as id
from corpus.name_links
group by mention_id
having count(*) > 1
union all
select
    'runs' as table_name,
    run_id as id
from ops.runs
group by run_id
having count(*) > 1
