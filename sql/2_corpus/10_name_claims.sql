-- One row per row of facts.name_evidence, short forms followed to the names that they stand for. What a run goes on from.
create table corpus.name_claims (
    doc_id varchar not null, -- The document
    head_surface varchar not null, -- The one name, as spelled in full
    head_kind varchar not null, -- Its kind as found
    other_surface varchar not null, -- The other name, as spelled in full
    other_kind varchar not null, -- Its kind as found
    alias varchar not null, -- The other name as it stands there
    alias_found_as varchar not null, -- Its kind as found there
    alias_kind varchar not null, -- spelling, acronym, translation, former
    rule varchar not null, -- The words between them, as in facts.name_evidence
    words varchar not null -- The place that says so, as written
);
