-- Sentences whose words do not stand at their span of clean_text, or that overlap the one before. One document at a time.
with ordered as (
    select
        sentence_id,
        doc_id,
        start_char,
        end_char,
        text,
        coalesce(lag(end_char) over (partition by doc_id order by start_char, end_char), 0) as previous_end
    from facts.sentences
)

select ordered.sentence_id
from ordered
left join facts.documents on ordered.doc_id = documents.doc_id
where
    ordered.start_char < ordered.previous_end
    or substr(documents.clean_text, ordered.start_char + 1, ordered.end_char - ordered.start_char)
    is distinct from ordered.text
