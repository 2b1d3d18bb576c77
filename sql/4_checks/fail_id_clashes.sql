-- Document ids that two different contents share: 64 bits were not enough.
select doc_id
from ops.files
where doc_id is not null and record_count = 1 and left(sha256, 16) = doc_id
group by doc_id
having count(distinct sha256) > 1
