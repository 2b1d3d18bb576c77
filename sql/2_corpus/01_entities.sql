-- One row per person, organization or place that the texts name, or that one of these is related to.
create table corpus.entities (
    entity_id varchar not null, -- The lexicon's id, or n- and 12 hex digits made from the name
    name varchar not null, -- Preferred name: the lexicon's, else the most mentioned spelling
    kind varchar not null, -- person, organization, place
    country varchar, -- ISO 3166-1 alpha-2, null where unknown
    latitude double, -- Degrees north, null where unknown
    longitude double, -- Degrees east, null where unknown
    wikidata_id varchar, -- Only where known with certainty
    superseded_by varchar -- Entity that this one was merged into, null while it stands
);
