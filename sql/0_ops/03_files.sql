-- One row per raw file and version of its bytes, as last processed.
create table ops.files (
    path varchar not null, -- Path below raw/, with '/'; bytes that are no UTF-8 and control characters as \xNN
    source_id varchar not null, -- First folder below raw/
    sha256 varchar, -- SHA-256 of the whole file, 64 hex digits; null where it could not be read
    size_bytes bigint, -- Size of the file
    stat_key varchar, -- Size, modification and change time when read: while it stays the same the file is not read again
    source_config varchar, -- First 12 hex digits of the SHA-256 of the source's source.yml, null without one
    outcome varchar not null, -- loaded, duplicate, rejected; for a file of several records: loaded if any was
    doc_id varchar, -- The document in the file; null for an unreadable file or one of several records
    record_count bigint not null, -- Documents in the file
    loaded_count bigint not null, -- of these, loaded
    duplicate_count bigint not null, -- of these, already there under another path
    unchanged_count bigint not null, -- of these, known from an earlier version of the file
    rejected_count bigint not null, -- of these, rejected
    ruleset_id varchar not null, -- Rules that the file was processed with; empty where its document left the facts since: it is read again
    seconds double, -- Wall time that the workers were at its documents, those put aside after a time-out left out
    run_id varchar not null, -- Run that processed it
    is_current boolean not null -- False once other bytes were seen under the same path, or a file with rejects was gone
);
