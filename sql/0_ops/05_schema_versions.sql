-- One row per schema that this warehouse has had since it was made: its tables are those of the highest.
create table ops.schema_versions (
    schema_version integer not null, -- Goes up when columns of a table change
    sayso_version varchar not null, -- Version of the package that made or upgraded the tables
    run_id varchar not null -- Run that did
);
