-- One row per relation between two entities that is not identity.
create table corpus.entity_relations (
    entity_id varchar not null, -- The entity
    relation varchar not null, -- part_of, wing_of, successor_of, capital_of, …
    other_entity_id varchar not null, -- What it is related to
    valid_from varchar, -- ISO date from which it holds
    valid_to varchar, -- ISO date until which it holds
    basis varchar -- What it rests on
);
