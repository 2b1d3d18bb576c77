-- One row per run: did every document that was seen end as loaded, duplicate, unchanged or rejected?
-- run_id: The run
-- started_at: When it began, UTC
-- seen_count: Documents in the raw files that it listed
-- loaded_count: Documents whose facts it wrote
-- duplicate_count: Documents whose bytes another path already brought
-- unchanged_count: Documents known from earlier runs
-- rejected_count: Documents not loaded
-- missing_count: Documents unaccounted for; anything but 0 is never published
select
    runs.run_id,
    runs.started_at,
    runs.seen_count,
    runs.loaded_count,
    runs.duplicate_count,
    runs.unchanged_count,
    runs.rejected_count,
    runs.seen_count - runs.loaded_count - runs.duplicate_count
    - runs.unchanged_count - runs.rejected_count as missing_count
from ops.runs
order by runs.started_at, runs.run_id
