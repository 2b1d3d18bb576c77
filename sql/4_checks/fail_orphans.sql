-- Rows that refer to a row that is not there. One document at a time.
select
    'removals' as table_name,
    removals.doc_id as id
from facts.removals
anti join facts.documents on removals.doc_id = documents.doc_id
union all
select
    'related_links' as table_name,
    related_links.doc_id as id
from facts.related_links
anti join facts.documents on related_links.doc_id = documents.doc_id
union all
select
    'sentences' as table_name,
    sentences.sentence_id as id
from facts.sentences
anti join facts.documents on sentences.doc_id = documents.doc_id
union all
select
    'times' as table_name,
    times.time_id as id
from facts.times
anti join facts.documents on times.doc_id = documents.doc_id
union all
select
    'quantities' as table_name,
    quantities.quantity_id as id
from facts.quantities
anti join facts.documents on quantities.doc_id = documents.doc_id
union all
select
    'document_dates' as table_name,
    document_dates.doc_id as id
from facts.document_dates
anti join facts.documents on document_dates.doc_id = documents.doc_id
union all
select
    'mentions' as table_name,
    mentions.mention_id as id
from facts.mentions
anti join facts.sentences on mentions.sentence_id = sentences.sentence_id
union all
select
    'mentions.long_form_id' as table_name,
    mentions.mention_id as id
from facts.mentions
anti join facts.mentions as long_forms on mentions.long_form_id = long_forms.mention_id
where mentions.long_form_id is not null
union all
select
    'name_links.mention_id' as table_name,
    name_links.mention_id as id
from corpus.name_links
anti join facts.mentions on name_links.mention_id = mentions.mention_id
union all
select
    'name_links.entity_id' as table_name,
    name_links.entity_id as id
from corpus.name_links
anti join corpus.entities on name_links.entity_id = entities.entity_id
union all
select
    'documents.source_id' as table_name,
    documents.doc_id as id
from facts.documents
anti join facts.sources on documents.source_id = sources.source_id
