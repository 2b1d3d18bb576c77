-- One row per place where a text says that two of its names are one: "X, also known as Y", "X (ACRONYM)".
create table facts.name_evidence (
    evidence_id varchar not null, -- doc_id:start-end
    doc_id varchar not null, -- The document
    start_char bigint not null, -- First character of the words that say so in clean_text, from 0
    end_char bigint not null, -- Character after the last
    mention_id varchar not null, -- The one name
    other_mention_id varchar not null, -- Another name of the same person, organization or place
    alias_kind varchar not null, -- What the other name is: spelling, acronym, translation, former
    rule varchar not null -- The words between them: also_known_as, formerly, acronym_in_brackets, …
);
