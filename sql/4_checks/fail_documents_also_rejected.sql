-- Documents that are loaded and rejected at one and the same place.
select
    documents.doc_id,
    documents.path,
    documents.record_no
from facts.documents
inner join facts.rejects
    on
        documents.doc_id = rejects.doc_id
        and documents.path = rejects.path
        and documents.record_no is not distinct from rejects.record_no
