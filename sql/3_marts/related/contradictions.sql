-- One row per document with a report that may contradict one of a touched document: of its type and near its day, one of them denied.
with reports as (
    select
        events.event_id,
        events.doc_id,
        events.event_type,
        events.from_date,
        events.to_date,
        claims.stance = 'denies' as is_denied
    from marts.claims
    inner join facts.events on claims.event_id = events.event_id
    where events.from_date is not null and events.to_date is not null
),

touched as (
    select
        reports.doc_id,
        reports.event_type,
        reports.from_date,
        reports.to_date,
        reports.is_denied
    from reports
    semi join touched_documents on reports.doc_id = touched_documents.doc_id
)

select distinct reports.doc_id
from reports
inner join touched on reports.event_type = touched.event_type
where
    (reports.is_denied or touched.is_denied)
    -- a text that tells no day may speak of the two before
    and reports.from_date - 2 <= touched.to_date
    and touched.from_date - 2 <= reports.to_date
