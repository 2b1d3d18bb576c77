-- One row per name as one text spells it.
create table facts.mentions (
    mention_id varchar not null, -- doc_id:start-end
    doc_id varchar not null, -- The document
    sentence_id varchar not null, -- The sentence that it stands in
    start_char bigint not null, -- First character in clean_text, from 0
    end_char bigint not null, -- Character after the last
    surface varchar not null, -- The name as written
    kind varchar not null, -- person, organization, place
    rule varchar not null, -- Evidence for the kind
    long_form_id varchar -- Mention of the longer name in the same document that this short form stands for
);
