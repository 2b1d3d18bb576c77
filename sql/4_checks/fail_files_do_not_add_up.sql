-- Files whose documents did not all end as loaded, duplicate or rejected, or that have two current versions.
select
    path,
    record_count,
    loaded_count + duplicate_count + unchanged_count + rejected_count as accounted_count
from ops.files
where record_count <> loaded_count + duplicate_count + unchanged_count + rejected_count
union all
select
    path,
    1 as record_count,
    count(*) as accounted_count
from ops.files
where is_current
group by path
having count(*) > 1
