-- One row per document of the last run that loaded any, the twenty of each batch that took longest to read and derive.
create table ops.slowest_documents (
    path varchar not null, -- Raw file below raw/
    record_no bigint, -- Number of the record in the file, null for the file itself
    doc_id varchar not null, -- The document, also where it was rejected
    seconds double not null, -- Time by the clock that a worker was at it
    size_bytes bigint not null, -- Size of its bytes
    run_id varchar not null -- That run
);
