-- One row per source: a folder directly below raw/, with what its source.yml says.
create table facts.sources (
    source_id varchar not null, -- Name of the folder
    publisher varchar, -- Who publishes
    url varchar, -- Address of the publisher
    language varchar, -- ISO 639-1 code that the source declares
    state_affiliation varchar, -- State that owns or directs it, in the words of source.yml
    licence varchar -- What may be done with the texts
);
