-- One row per span taken out of a document's text. Put back in place they rebuild text exactly.
create table facts.removals (
    doc_id varchar not null, -- The document
    start_char bigint not null, -- First character in text (not clean_text), from 0
    end_char bigint not null, -- Character after the last
    rule varchar not null, -- Rule that took it
    removed_text varchar not null -- What was taken
);
