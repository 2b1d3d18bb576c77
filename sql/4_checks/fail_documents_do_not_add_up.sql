-- Files that say they loaded documents which are not there.
select
    files.path,
    files.doc_id
from ops.files
anti join facts.documents on files.doc_id = documents.doc_id
where files.doc_id is not null and files.outcome in ('loaded', 'duplicate')
