-- One row per compared pair of names with a score to speak of, united or not.
create table corpus.compared_pairs (
    kind varchar not null, -- person, organization, place
    left_key varchar not null, -- One folded name
    right_key varchar not null, -- The other folded name
    score double not null, -- Likelihood that they are spellings of one, 0 to 1
    veto varchar -- What keeps them from being united unasked, null for nothing; the lexicon may add its own
);
