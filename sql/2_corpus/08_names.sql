-- One row per distinct name: a kind and a folded spelling, and the entity that it was given to. What a run goes on from.
create table corpus.names (
    kind varchar not null, -- person, organization, place: as settled over all texts
    key varchar not null, -- The folded name; after = the letters of one that was told apart from its like
    surface varchar not null, -- Its most mentioned spelling
    mention_count bigint not null, -- Mentions, short forms of it included
    entity_id varchar not null, -- The entity; one text may mean another by the same name, see corpus.name_links
    rule varchar not null, -- What joined them, as in corpus.name_links
    score double not null, -- Likelihood that the name is one of this entity's, 0 to 1
    why varchar not null, -- The same in a sentence
    lexicon_id varchar -- The lexicon's entity that decisions, lexicon or texts gave it, likeness aside
);
