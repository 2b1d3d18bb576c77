-- One row per number expression, as the words say it. A figure is a claim: never sum over reports of one event.
create table facts.quantities (
    quantity_id varchar not null, -- doc_id:start-end
    doc_id varchar not null, -- The document
    start_char bigint not null, -- First character in clean_text, from 0
    end_char bigint not null, -- Character after the last
    surface varchar not null, -- The expression as written
    low double, -- Least number that the words allow; null where they leave it open
    high double, -- Greatest number that the words allow; null where they leave it open
    qualifier varchar not null, -- exact, at_least, more_than (low itself excluded), up_to, about, vague, none (nobody), …
    unit varchar, -- Unit of a measure (percent, hour, mm, …); null where things are counted
    what varchar, -- Head of what is counted, as written
    role varchar, -- What happened to them: killed, injured, arrested, displaced, fired, seized, …; null where no verb tells
    event_id varchar -- The event it belongs to
);
