-- One row per ruleset: the version of code and lexicon that facts were made with.
create table ops.rulesets (
    ruleset_id varchar not null, -- First 12 hex digits of a SHA-256 over the rules' code, the lexicon and the extractor's version
    sayso_version varchar not null, -- Version of the package
    trafilatura_version varchar not null, -- Version of the HTML extractor
    first_run_id varchar not null, -- The first run that used this ruleset
    reader_id varchar, -- First 12 hex digits of a SHA-256 over what turns bytes into text; null for a ruleset of schema 1
    rest_id varchar, -- The same over all rules but the exact furniture phrases
    phrases varchar[] -- Those phrases: a change of them touches only documents that hold their words
);
