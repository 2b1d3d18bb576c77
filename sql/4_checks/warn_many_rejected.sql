-- Sources of which more than a tenth of the current files is rejected.
select
    source_id,
    sum(rejected_count) as rejected_count,
    sum(record_count) as record_count
from ops.files
where is_current
group by source_id
having sum(rejected_count) > 0.1 * sum(record_count)
