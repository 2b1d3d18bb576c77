-- One row per candidate date of a document and what it rests on.
create table facts.document_dates (
    doc_id varchar not null, -- The document
    from_date date not null, -- First day that it may be of
    to_date date not null, -- Last day that it may be of, included
    precision varchar not null, -- As in facts.times
    basis varchar not null, -- metadata, header_line, url, residue (days in links to other stories), inside_text, copy_of_dated
    weight double not null, -- Share of the evidence, 0 to 1; a judgement, not a probability
    is_chosen boolean not null -- True for at most one: only where the evidence leaves one
);
