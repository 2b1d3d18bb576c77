-- One row per reject that is one no longer, or one for another reason: what it was and how that ended.
create table ops.reject_history (
    path varchar not null, -- Raw file below raw/
    record_no bigint, -- Number of the record in the file, null for the file itself
    doc_id varchar, -- Id of the rejected bytes, null where they could not be read
    reason varchar not null, -- Why it was not loaded
    detail varchar not null, -- What was found
    first_seen timestamp not null, -- When it was first rejected, UTC
    last_seen timestamp not null, -- When it was last rejected, UTC
    tries bigint not null, -- How many runs tried it in vain
    ended_as varchar not null, -- loaded, duplicate; rejected: for another reason or with other bytes; gone: there is no such file or record now
    run_id varchar not null, -- Run that ended it
    ended_at timestamp not null -- When that was loaded, UTC
);
