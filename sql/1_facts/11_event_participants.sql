-- One row per event, role and participant.
create table facts.event_participants (
    event_id varchar not null, -- The event
    doc_id varchar not null, -- The document
    role varchar not null, -- agent, target, victim (persons killed, hurt, abducted, tortured), instrument, recipient
    mention_id varchar, -- The participant's mention, where it is a name; entity through corpus.name_links
    participant_text varchar not null -- The participant as written
);
