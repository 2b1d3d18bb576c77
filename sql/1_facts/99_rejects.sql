-- One row per raw file or record that is not loaded, with the reason. Those that left: ops.reject_history.
create table facts.rejects (
    path varchar not null, -- Raw file below raw/
    record_no bigint, -- Number of the record in the file, null for the file itself
    doc_id varchar, -- Id its bytes would have, null where they could not be read
    reason varchar not null, -- empty, not_text, too_large, too_complex, no_article, timeout, out_of_memory, worker_died, unreadable, unsupported, internal_error
    detail varchar not null, -- What was found and what to do
    size_bytes bigint, -- Size of the file or record
    run_id varchar not null, -- Run that rejected it last
    first_seen timestamp not null, -- When these bytes were first rejected under this path, UTC
    last_seen timestamp not null, -- When they were last tried, UTC
    tries bigint not null -- How many runs tried them
);
