-- Documents whose clean_text and removals, put together, do not give their text. One document at a time.
with cuts as (
    select
        doc_id,
        start_char,
        coalesce(lag(end_char) over (partition by doc_id order by start_char), 0) as kept_from
    from facts.removals
),

kept as (
    select
        cuts.doc_id,
        string_agg(substr(documents.text, cuts.kept_from + 1, cuts.start_char - cuts.kept_from), '' order by cuts.start_char)
            as kept_before
    from cuts
    inner join facts.documents on cuts.doc_id = documents.doc_id
    group by cuts.doc_id
),

tails as (
    select
        doc_id,
        max(end_char) as tail_from
    from facts.removals
    group by doc_id
)

select documents.doc_id
from facts.documents
left join kept on documents.doc_id = kept.doc_id
left join tails on documents.doc_id = tails.doc_id
where
    documents.clean_text
    <> coalesce(kept.kept_before, '') || substr(documents.text, coalesce(tails.tail_from, 0) + 1)
