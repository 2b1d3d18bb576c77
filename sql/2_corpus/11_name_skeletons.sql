-- One row per compared name and consonant skeleton: only names that share one are compared. What a run goes on from.
create table corpus.name_skeletons (
    kind varchar not null, -- person, organization, place
    skeleton varchar not null, -- Consonants of a word, of two, or after = of the whole name
    key varchar not null -- The folded name
);
