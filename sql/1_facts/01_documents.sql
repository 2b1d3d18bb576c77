-- One row per distinct raw document.
create table facts.documents (
    doc_id varchar not null, -- First 16 hex digits of the SHA-256 of the raw document's bytes
    source_id varchar not null, -- First folder of its path
    path varchar not null, -- Raw file below raw/ that first brought it
    record_no bigint, -- Number of the record in that file, from 0; null where the file is the document
    url varchar, -- Address that the page gives as its own
    title varchar, -- Headline, from the page or from the text's first lines
    author varchar, -- Byline as written
    language varchar, -- ISO 639-1 code; null where neither page nor source declares one
    published_at timestamp, -- When it says it was published, UTC; null where it does not say
    published_precision varchar, -- second, minute, day, month, year
    published_basis varchar, -- Where the date was read: metadata, json_ld, header_line, url
    media_type varchar not null, -- What the bytes are: text/plain, text/html
    text varchar not null, -- Text as read, nothing removed
    clean_text varchar not null, -- Text without its removals; every other span counts in it
    word_count bigint not null, -- Words of clean_text
    extractor varchar not null, -- What turned bytes into text
    encoding varchar, -- How its bytes were read, as Python names the encoding: utf-8, cp1252
    replaced_count bigint, -- Byte sequences that no character stands for, now U+FFFD in text
    repaired_count bigint, -- Lines in which letters read in the wrong encoding were put right
    yield_flag varchar, -- low_yield: a page that shows much more than was read; null where nothing is suspicious
    held_back_count bigint, -- Spans that a cleaning rule wanted and the guard kept
    ruleset_id varchar not null, -- Rules that its facts were made with
    run_id varchar not null -- Run that loaded it
);
