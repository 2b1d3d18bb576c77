-- Removals whose words do not stand at their span of text, or that overlap the one before. One document at a time.
with ordered as (
    select
        doc_id,
        start_char,
        end_char,
        removed_text,
        coalesce(lag(end_char) over (partition by doc_id order by start_char, end_char), 0) as previous_end
    from facts.removals
)

select
    ordered.doc_id,
    ordered.start_char,
    ordered.end_char
from ordered
left join facts.documents on ordered.doc_id = documents.doc_id
where
    ordered.start_char < ordered.previous_end
    or substr(documents.text, ordered.start_char + 1, ordered.end_char - ordered.start_char)
    is distinct from ordered.removed_text
