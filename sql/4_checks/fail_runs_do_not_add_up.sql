-- Runs in which seen <> loaded + duplicate + unchanged + rejected.
select
    run_id,
    seen_count,
    loaded_count + duplicate_count + unchanged_count + rejected_count as accounted_count
from ops.runs
where seen_count <> loaded_count + duplicate_count + unchanged_count + rejected_count
