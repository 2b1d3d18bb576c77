-- One row per kind and folded name that was compared with the others: the next run compares only what is new.
create table corpus.compared_names (
    kind varchar not null, -- person, organization, place
    key varchar not null, -- The folded name; after = the letters of one that was told apart from its like
    is_in_text boolean not null, -- A text has it; else only the lexicon
    rules_id varchar not null -- Names were compared by these rules; with other rules all are compared again
);
