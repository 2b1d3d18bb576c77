-- One row per sentence of clean_text.
create table facts.sentences (
    sentence_id varchar not null, -- doc_id:start-end
    doc_id varchar not null, -- The document
    sentence_no bigint not null, -- Order in the document, from 0
    start_char bigint not null, -- First character in clean_text, from 0
    end_char bigint not null, -- Character after the last
    text varchar not null, -- The sentence as written
    raw_start_byte bigint, -- Its first byte in the raw document (unpacked; of a JSON line the text as UTF-8), from 0; null where the bytes do not hold it word for word
    raw_end_byte bigint -- Byte after the last; mark-up and removals inside the sentence are inside
);
