-- One row per content that a text gives to a speaker, quoted or not. It says that somebody says so, not that it is so.
create table facts.statements (
    statement_id varchar not null, -- doc_id:start-end of the content; a number follows where two share it
    doc_id varchar not null, -- The document
    start_char bigint not null, -- First character of the content in clean_text, from 0
    end_char bigint not null, -- Character after the last
    text varchar not null, -- The content as written
    is_direct boolean not null, -- True for a quotation
    cue varchar, -- The words that introduce it, as written
    act varchar not null, -- say, claim, claim_responsibility, admit, deny, accuse, confirm, report, estimate, threaten, warn, demand, promise, doubt, no_comment
    speaker_mention_id varchar, -- The speaker's mention, where it is a name; entity through corpus.name_links
    speaker_text varchar, -- The speaker as written
    speaker_class varchar, -- official, party, witness, media, expert, anonymous
    channel_text varchar, -- Through what: on Facebook, in a statement, told AFP
    parent_statement_id varchar, -- The statement that tells of this one: who passes it on
    deadline_time_id varchar, -- Deadline of a threat or demand, see facts.times
    rule varchar not null -- Rule that found it
);
