-- One row per check of the run that made this file. A failed fail_ check is never published.
create table ops.checks (
    check_name varchar not null, -- File name in sql/4_checks
    severity varchar not null, -- fail stops a publish, warn is reported
    row_count bigint not null, -- Rows that break the promise
    sample varchar, -- The first of them as JSON, null if there are none
    run_id varchar not null -- Run that checked
);
