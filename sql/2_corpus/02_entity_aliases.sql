-- One row per other name of an entity.
create table corpus.entity_aliases (
    entity_id varchar not null, -- The entity
    alias varchar not null, -- The other name
    alias_kind varchar not null, -- spelling, short, acronym, translation, former
    valid_from varchar, -- ISO date from which it was so called, null where not known
    valid_to varchar, -- ISO date until which it was so called
    basis varchar -- lexicon; text: texts write it so; text: and a rule of facts.name_evidence, texts say so
);
