-- One row per run that ended well. seen = loaded + duplicate + unchanged + rejected, counted in documents.
create table ops.runs (
    run_id varchar not null, -- UTC start time and four random hex digits; sorts by time
    started_at timestamp not null, -- When the run began, UTC
    finished_at timestamp not null, -- When its last document was loaded, UTC
    ruleset_id varchar not null, -- Rules in force, see ops.rulesets
    corpus_rules_id varchar not null, -- Corpus code, lexicon and SQL that entities, marts and checks were made with
    generation integer, -- Number of the published file that this run made; null for a run that found nothing new
    file_count bigint not null, -- Raw files listed
    seen_count bigint not null, -- Documents in those files
    loaded_count bigint not null, -- Documents whose facts this run wrote, new or by new rules
    duplicate_count bigint not null, -- Documents whose bytes another path already brought
    unchanged_count bigint not null, -- Documents known from earlier runs, not read again
    rejected_count bigint not null, -- Documents not loaded, see facts.rejects
    seconds double not null, -- Wall time from listing to the load, without the corpus step and the checks
    snapshot_id varchar, -- 16 hex digits made from the facts and entities that the run published: equal ids, equal rows
    published_at timestamp -- When they were published, UTC
);
