-- One row per spelling and kind as texts have them, with the name that it counts as. What a run goes on from.
create table corpus.spellings (
    head_surface varchar not null, -- The spelling; of a short form the longer one that it stands for
    head_kind varchar not null, -- Kind as found in the text
    mention_count bigint not null, -- Mentions, short forms included
    direct_count bigint not null, -- Mentions in full
    evident_count bigint not null, -- Of these, those whose kind rests on evidence
    kind varchar not null, -- Kind as settled over all texts
    key varchar not null -- The folded name, as in corpus.names
);
