-- One row per document: what reading its bytes gave, as far as facts.documents has it otherwise; facts are derived again from both.
create table facts.readings (
    doc_id varchar not null, -- The document
    title varchar, -- Headline as the page or the record gives it, not from the text's first lines
    author varchar, -- Byline as the page or the record gives it
    published_at timestamp, -- Date as the page or the record gives it, UTC
    published_precision varchar, -- second, minute, day, month, year
    published_basis varchar, -- Where it was read: metadata, json_ld, header_line, url
    bom_bytes bigint not null, -- Bytes before the first character
    visible_chars bigint -- Characters that a reader of the page sees, blanks not counted; null for plain text
);
