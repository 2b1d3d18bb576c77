-- One row per mention and the entity that it names.
create table corpus.name_links (
    mention_id varchar not null, -- The mention
    doc_id varchar not null, -- Its document
    entity_id varchar not null, -- The entity
    rule varchar not null, -- What joined them: lexicon, gazetteer, text_evidence, same_spelling, spelling_rules, short_form, decision
    score double not null, -- Likelihood that the spelling is one of this entity's, 0 to 1
    why varchar not null -- The same in a sentence
);
