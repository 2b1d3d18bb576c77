-- Times and quantities whose words do not stand at their span of clean_text, or whose bounds are the wrong way. One document at a time.
select times.time_id as id
from facts.times
left join facts.documents on times.doc_id = documents.doc_id
where
    substr(documents.clean_text, times.start_char + 1, times.end_char - times.start_char)
    is distinct from times.surface
    or times.from_date > times.to_date
union all
select quantities.quantity_id as id
from facts.quantities
left join facts.documents on quantities.doc_id = documents.doc_id
where
    substr(documents.clean_text, quantities.start_char + 1, quantities.end_char - quantities.start_char)
    is distinct from quantities.surface
    or quantities.low > quantities.high
