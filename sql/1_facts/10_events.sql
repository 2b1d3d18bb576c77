-- One row per report of an event, once for each place in a text. Not an event that happened: see status and polarity.
create table facts.events (
    event_id varchar not null, -- doc_id:start-end of the words that name it; a number follows where two share them
    doc_id varchar not null, -- The document
    sentence_id varchar not null, -- The sentence that tells it
    start_char bigint not null, -- First character of the words that name it, in clean_text, from 0
    end_char bigint not null, -- Character after the last
    event_type varchar not null, -- PLOVER type, or ours where PLOVER has none: see flows/lexicon/event_types.csv
    mode varchar, -- Mode of the type: explosives, heavy-weapons, arrest, …
    polarity varchar not null, -- affirmed or negated
    modality varchar not null, -- actual, planned, attempted, threatened, possible, conditional, general
    status varchar not null, -- On whose word: reported, claimed, denied, alleged, confirmed
    from_date date, -- First day on which it may have been; null where the text does not tell
    to_date date, -- Last day, included
    precision varchar, -- As in facts.times; document: only the day of publication is known
    date_basis varchar, -- What the date rests on: own_words (of its clause), paragraph (of the event before it), published
    place_mention_id varchar, -- Where, as a mention
    statement_id varchar, -- The statement that it stands in: who says so
    confidence double, -- Share of events of this rule that were right when read: counts in lexicon/events_conflict.yml
    rule varchar not null -- Rule that found it
);
