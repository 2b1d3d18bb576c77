-- One row per source and rule: what cleaning took out, how much, with a sample to judge it by.
-- source_id: The source
-- rule: The rule
-- removal_count: Spans that it took
-- document_count: Documents that it touched
-- removed_chars: Characters that it took
-- largest_share: Its largest bite: the share of one document's text
-- sample: One removed text, the shortest, cut at 200 characters
select
    documents.source_id,
    removals.rule,
    count(*) as removal_count,
    count(distinct removals.doc_id) as document_count,
    sum(removals.end_char - removals.start_char) as removed_chars,
    round(max((removals.end_char - removals.start_char) / length(documents.text)), 3) as largest_share,
    substr(min_by(removals.removed_text, length(removals.removed_text) || removals.removed_text), 1, 200) as sample
from facts.removals
inner join facts.documents on removals.doc_id = documents.doc_id
group by documents.source_id, removals.rule
order by documents.source_id asc, removed_chars desc, removals.rule asc
