-- One row per pair of entities whose names are alike, but not enough to be one unasked. What to ask first: marts.spellings_to_review.
create table corpus.undecided (
    left_entity_id varchar not null, -- One entity, the one of the spelling that why has on the left
    right_entity_id varchar not null, -- The other entity
    left_name varchar not null, -- Preferred name of the one
    right_name varchar not null, -- Preferred name of the other
    kind varchar not null, -- person, organization, place
    score double not null, -- Likelihood that they are one, 0 to 1, of their most alike spellings
    mention_count bigint not null, -- Mentions of both
    why varchar not null, -- Those spellings, word by word
    veto varchar -- What keeps them apart: conflict, order, extra_word, gender, other_word, lone_word, weak_match, unsure; null: the score alone
);
