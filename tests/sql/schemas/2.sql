-- Schema 2, with the rows of two small texts and an empty file. Never edited.
create schema ops;
create schema facts;
create schema corpus;
create schema marts;
CREATE TABLE corpus.compared_names(kind VARCHAR NOT NULL, "key" VARCHAR NOT NULL, is_in_text BOOLEAN NOT NULL, rules_id VARCHAR NOT NULL);
CREATE TABLE corpus.compared_pairs(kind VARCHAR NOT NULL, left_key VARCHAR NOT NULL, right_key VARCHAR NOT NULL, score DOUBLE NOT NULL, veto VARCHAR);
CREATE TABLE corpus.entities(entity_id VARCHAR NOT NULL, "name" VARCHAR NOT NULL, kind VARCHAR NOT NULL, country VARCHAR, latitude DOUBLE, longitude DOUBLE, wikidata_id VARCHAR, superseded_by VARCHAR);
insert into corpus.entities values ('garissa-ke', 'Garissa', 'place', 'KE', -0.453, 39.646, null, null);
insert into corpus.entities values ('mombasa-ke', 'Mombasa', 'place', 'KE', -4.055, 39.664, null, null);
insert into corpus.entities values ('n-9df3e8268498', 'Amina Odhiambo', 'person', null, null, null, null, null);
CREATE TABLE corpus.entity_aliases(entity_id VARCHAR NOT NULL, alias VARCHAR NOT NULL, alias_kind VARCHAR NOT NULL, valid_from VARCHAR, valid_to VARCHAR, basis VARCHAR);
insert into corpus.entity_aliases values ('garissa-ke', 'Garissa', 'spelling', null, null, 'text');
insert into corpus.entity_aliases values ('mombasa-ke', 'Mombasa', 'spelling', null, null, 'text');
insert into corpus.entity_aliases values ('n-9df3e8268498', 'Amina Odhiambo', 'spelling', null, null, 'text');
CREATE TABLE corpus.entity_relations(entity_id VARCHAR NOT NULL, relation VARCHAR NOT NULL, other_entity_id VARCHAR NOT NULL, valid_from VARCHAR, valid_to VARCHAR, basis VARCHAR);
CREATE TABLE corpus.name_links(mention_id VARCHAR NOT NULL, doc_id VARCHAR NOT NULL, entity_id VARCHAR NOT NULL, "rule" VARCHAR NOT NULL, score DOUBLE NOT NULL, why VARCHAR NOT NULL);
insert into corpus.name_links values ('6882e0f9b77a110b:13-20', '6882e0f9b77a110b', 'garissa-ke', 'lexicon', 1.0, 'the lexicon has “Garissa” as Garissa');
insert into corpus.name_links values ('6882e0f9b77a110b:22-36', '6882e0f9b77a110b', 'n-9df3e8268498', 'same_spelling', 1.0, 'all its spellings fold to “amina odhiambo”');
insert into corpus.name_links values ('f995a3d43f7d2216:10-17', 'f995a3d43f7d2216', 'mombasa-ke', 'lexicon', 1.0, 'the lexicon has “Mombasa” as Mombasa');
CREATE TABLE corpus.undecided(left_entity_id VARCHAR NOT NULL, right_entity_id VARCHAR NOT NULL, left_name VARCHAR NOT NULL, right_name VARCHAR NOT NULL, kind VARCHAR NOT NULL, score DOUBLE NOT NULL, mention_count BIGINT NOT NULL, why VARCHAR NOT NULL, veto VARCHAR);
CREATE TABLE facts.document_dates(doc_id VARCHAR NOT NULL, from_date DATE NOT NULL, to_date DATE NOT NULL, "precision" VARCHAR NOT NULL, basis VARCHAR NOT NULL, weight DOUBLE NOT NULL, is_chosen BOOLEAN NOT NULL);
CREATE TABLE facts.documents(doc_id VARCHAR NOT NULL, source_id VARCHAR NOT NULL, path VARCHAR NOT NULL, record_no BIGINT, url VARCHAR, title VARCHAR, author VARCHAR, "language" VARCHAR, published_at TIMESTAMP, published_precision VARCHAR, published_basis VARCHAR, media_type VARCHAR NOT NULL, "text" VARCHAR NOT NULL, clean_text VARCHAR NOT NULL, word_count BIGINT NOT NULL, extractor VARCHAR NOT NULL, "encoding" VARCHAR, replaced_count BIGINT, repaired_count BIGINT, yield_flag VARCHAR, held_back_count BIGINT, ruleset_id VARCHAR NOT NULL, run_id VARCHAR NOT NULL);
insert into facts.documents values ('6882e0f9b77a110b', 'daily', 'daily/1.txt', null, null, 'Bridge opens in Garissa', null, 'en', null, null, null, 'text/plain', 'Bridge opens in Garissa

The mayor of Garissa, Amina Odhiambo, said on Monday that a bridge was open.
', 'The mayor of Garissa, Amina Odhiambo, said on Monday that a bridge was open.', 14, 'plain_text', 'utf-8', 0, 0, null, 0, '0123456789ab', '20261121T160416Z-79e9');
insert into facts.documents values ('f995a3d43f7d2216', 'daily', 'daily/2.txt', null, null, null, null, null, null, null, null, 'text/plain', 'Police in Mombasa arrested three men on 4 May 2015.
', 'Police in Mombasa arrested three men on 4 May 2015.', 10, 'plain_text', 'utf-8', 0, 0, null, 0, '0123456789ab', '20261121T160416Z-79e9');
CREATE TABLE facts.event_participants(event_id VARCHAR NOT NULL, doc_id VARCHAR NOT NULL, "role" VARCHAR NOT NULL, mention_id VARCHAR, participant_text VARCHAR NOT NULL);
insert into facts.event_participants values ('f995a3d43f7d2216:18-26', 'f995a3d43f7d2216', 'agent', null, 'Police');
insert into facts.event_participants values ('f995a3d43f7d2216:18-26', 'f995a3d43f7d2216', 'target', null, 'three men');
CREATE TABLE facts.events(event_id VARCHAR NOT NULL, doc_id VARCHAR NOT NULL, sentence_id VARCHAR NOT NULL, start_char BIGINT NOT NULL, end_char BIGINT NOT NULL, event_type VARCHAR NOT NULL, "mode" VARCHAR, polarity VARCHAR NOT NULL, modality VARCHAR NOT NULL, status VARCHAR NOT NULL, from_date DATE, to_date DATE, "precision" VARCHAR, date_basis VARCHAR, place_mention_id VARCHAR, statement_id VARCHAR, confidence DOUBLE, "rule" VARCHAR NOT NULL);
insert into facts.events values ('f995a3d43f7d2216:18-26', 'f995a3d43f7d2216', 'f995a3d43f7d2216:0-51', 18, 26, 'COERCE', 'arrest', 'affirmed', 'actual', 'reported', '2015-05-04', '2015-05-04', 'day', 'own_words', 'f995a3d43f7d2216:10-17', null, 0.88, 'active_verb');
CREATE TABLE facts.mentions(mention_id VARCHAR NOT NULL, doc_id VARCHAR NOT NULL, sentence_id VARCHAR NOT NULL, start_char BIGINT NOT NULL, end_char BIGINT NOT NULL, surface VARCHAR NOT NULL, kind VARCHAR NOT NULL, "rule" VARCHAR NOT NULL, long_form_id VARCHAR);
insert into facts.mentions values ('6882e0f9b77a110b:13-20', '6882e0f9b77a110b', '6882e0f9b77a110b:0-76', 13, 20, 'Garissa', 'place', 'authority', null);
insert into facts.mentions values ('6882e0f9b77a110b:22-36', '6882e0f9b77a110b', '6882e0f9b77a110b:0-76', 22, 36, 'Amina Odhiambo', 'person', 'given_name', null);
insert into facts.mentions values ('f995a3d43f7d2216:10-17', 'f995a3d43f7d2216', 'f995a3d43f7d2216:0-51', 10, 17, 'Mombasa', 'place', 'authority', null);
CREATE TABLE facts.name_evidence(evidence_id VARCHAR NOT NULL, doc_id VARCHAR NOT NULL, start_char BIGINT NOT NULL, end_char BIGINT NOT NULL, mention_id VARCHAR NOT NULL, other_mention_id VARCHAR NOT NULL, alias_kind VARCHAR NOT NULL, "rule" VARCHAR NOT NULL);
CREATE TABLE facts.quantities(quantity_id VARCHAR NOT NULL, doc_id VARCHAR NOT NULL, start_char BIGINT NOT NULL, end_char BIGINT NOT NULL, surface VARCHAR NOT NULL, low DOUBLE, high DOUBLE, qualifier VARCHAR NOT NULL, unit VARCHAR, what VARCHAR, "role" VARCHAR, event_id VARCHAR);
insert into facts.quantities values ('f995a3d43f7d2216:27-32', 'f995a3d43f7d2216', 27, 32, 'three', 3.0, 3.0, 'exact', null, 'men', 'arrested', 'f995a3d43f7d2216:18-26');
CREATE TABLE facts.readings(doc_id VARCHAR NOT NULL, title VARCHAR, author VARCHAR, published_at TIMESTAMP, published_precision VARCHAR, published_basis VARCHAR, bom_bytes BIGINT NOT NULL, visible_chars BIGINT);
insert into facts.readings values ('6882e0f9b77a110b', null, null, null, null, null, 0, null);
insert into facts.readings values ('f995a3d43f7d2216', null, null, null, null, null, 0, null);
CREATE TABLE facts.rejects(path VARCHAR NOT NULL, record_no BIGINT, doc_id VARCHAR, reason VARCHAR NOT NULL, detail VARCHAR NOT NULL, size_bytes BIGINT, run_id VARCHAR NOT NULL, first_seen TIMESTAMP NOT NULL, last_seen TIMESTAMP NOT NULL, tries BIGINT NOT NULL);
insert into facts.rejects values ('daily/3.txt', null, 'e3b0c44298fc1c14', 'empty', '0 bytes, none of them visible', 0, '20261121T160416Z-79e9', '2026-11-21 16:04:23.037231', '2026-11-21 16:04:23.037231', 1);
CREATE TABLE facts.related_links(doc_id VARCHAR NOT NULL, "position" BIGINT NOT NULL, title VARCHAR NOT NULL, link_id VARCHAR, implied_date VARCHAR, "rule" VARCHAR NOT NULL);
CREATE TABLE facts.removals(doc_id VARCHAR NOT NULL, start_char BIGINT NOT NULL, end_char BIGINT NOT NULL, "rule" VARCHAR NOT NULL, removed_text VARCHAR NOT NULL);
insert into facts.removals values ('6882e0f9b77a110b', 0, 25, 'title_line', 'Bridge opens in Garissa

');
insert into facts.removals values ('6882e0f9b77a110b', 101, 102, 'whitespace', '
');
insert into facts.removals values ('f995a3d43f7d2216', 51, 52, 'whitespace', '
');
CREATE TABLE facts.sentences(sentence_id VARCHAR NOT NULL, doc_id VARCHAR NOT NULL, sentence_no BIGINT NOT NULL, start_char BIGINT NOT NULL, end_char BIGINT NOT NULL, "text" VARCHAR NOT NULL, raw_start_byte BIGINT, raw_end_byte BIGINT);
insert into facts.sentences values ('6882e0f9b77a110b:0-76', '6882e0f9b77a110b', 0, 0, 76, 'The mayor of Garissa, Amina Odhiambo, said on Monday that a bridge was open.', 25, 101);
insert into facts.sentences values ('f995a3d43f7d2216:0-51', 'f995a3d43f7d2216', 0, 0, 51, 'Police in Mombasa arrested three men on 4 May 2015.', 0, 51);
CREATE TABLE facts.sources(source_id VARCHAR NOT NULL, publisher VARCHAR, url VARCHAR, "language" VARCHAR, state_affiliation VARCHAR, licence VARCHAR);
insert into facts.sources values ('daily', null, null, null, null, null);
CREATE TABLE facts.statements(statement_id VARCHAR NOT NULL, doc_id VARCHAR NOT NULL, start_char BIGINT NOT NULL, end_char BIGINT NOT NULL, "text" VARCHAR NOT NULL, is_direct BOOLEAN NOT NULL, cue VARCHAR, act VARCHAR NOT NULL, speaker_mention_id VARCHAR, speaker_text VARCHAR, speaker_class VARCHAR, channel_text VARCHAR, parent_statement_id VARCHAR, deadline_time_id VARCHAR, "rule" VARCHAR NOT NULL);
insert into facts.statements values ('6882e0f9b77a110b:58-75', '6882e0f9b77a110b', 58, 75, 'a bridge was open', false, 'said', 'say', '6882e0f9b77a110b:22-36', 'The mayor of Garissa, Amina Odhiambo', 'official', null, null, null, 'subject');
CREATE TABLE facts.times(time_id VARCHAR NOT NULL, doc_id VARCHAR NOT NULL, start_char BIGINT NOT NULL, end_char BIGINT NOT NULL, surface VARCHAR NOT NULL, from_date DATE, to_date DATE, "precision" VARCHAR NOT NULL, anchor VARCHAR NOT NULL);
insert into facts.times values ('6882e0f9b77a110b:46-52', '6882e0f9b77a110b', 46, 52, 'Monday', null, null, 'day', 'none');
insert into facts.times values ('f995a3d43f7d2216:40-50', 'f995a3d43f7d2216', 40, 50, '4 May 2015', '2015-05-04', '2015-05-04', 'day', 'absolute');
CREATE TABLE ops.checks(check_name VARCHAR NOT NULL, severity VARCHAR NOT NULL, row_count BIGINT NOT NULL, "sample" VARCHAR, run_id VARCHAR NOT NULL);
insert into ops.checks values ('fail_documents_do_not_add_up', 'fail', 0, null, '20261121T160416Z-79e9');
insert into ops.checks values ('fail_files_do_not_add_up', 'fail', 0, null, '20261121T160416Z-79e9');
insert into ops.checks values ('fail_id_clashes', 'fail', 0, null, '20261121T160416Z-79e9');
insert into ops.checks values ('fail_ids_not_unique', 'fail', 0, null, '20261121T160416Z-79e9');
insert into ops.checks values ('fail_mentions_not_in_text', 'fail', 0, null, '20261121T160416Z-79e9');
insert into ops.checks values ('fail_mentions_not_linked', 'fail', 0, null, '20261121T160416Z-79e9');
insert into ops.checks values ('fail_name_evidence_not_in_text', 'fail', 0, null, '20261121T160416Z-79e9');
insert into ops.checks values ('fail_orphans', 'fail', 0, null, '20261121T160416Z-79e9');
insert into ops.checks values ('fail_removals_not_in_text', 'fail', 0, null, '20261121T160416Z-79e9');
insert into ops.checks values ('fail_runs_do_not_add_up', 'fail', 0, null, '20261121T160416Z-79e9');
insert into ops.checks values ('fail_sentences_not_in_text', 'fail', 0, null, '20261121T160416Z-79e9');
insert into ops.checks values ('fail_statements_and_events_not_in_text', 'fail', 0, null, '20261121T160416Z-79e9');
insert into ops.checks values ('fail_text_not_rebuilt', 'fail', 0, null, '20261121T160416Z-79e9');
insert into ops.checks values ('fail_times_and_quantities_not_in_text', 'fail', 0, null, '20261121T160416Z-79e9');
insert into ops.checks values ('warn_internal_errors', 'warn', 0, null, '20261121T160416Z-79e9');
insert into ops.checks values ('warn_little_left', 'warn', 0, null, '20261121T160416Z-79e9');
insert into ops.checks values ('warn_low_yield', 'warn', 0, null, '20261121T160416Z-79e9');
insert into ops.checks values ('warn_many_rejected', 'warn', 1, '[{"source_id": "daily", "rejected_count": "1", "record_count": "3"}]', '20261121T160416Z-79e9');
CREATE TABLE ops.files(path VARCHAR NOT NULL, source_id VARCHAR NOT NULL, sha256 VARCHAR, size_bytes BIGINT, stat_key VARCHAR, source_config VARCHAR, outcome VARCHAR NOT NULL, doc_id VARCHAR, record_count BIGINT NOT NULL, loaded_count BIGINT NOT NULL, duplicate_count BIGINT NOT NULL, unchanged_count BIGINT NOT NULL, rejected_count BIGINT NOT NULL, ruleset_id VARCHAR NOT NULL, "seconds" DOUBLE, run_id VARCHAR NOT NULL, is_current BOOLEAN NOT NULL);
insert into ops.files values ('daily/1.txt', 'daily', '6882e0f9b77a110bd65108dba061b0f3a86162614ee6cf5c4e431edd1e02da93', 102, null, null, 'loaded', '6882e0f9b77a110b', 1, 1, 0, 0, 0, '0123456789ab', 0.0251, '20261121T160416Z-79e9', true);
insert into ops.files values ('daily/2.txt', 'daily', 'f995a3d43f7d2216a66657bc9adc0df50b62d749489e5971559424dd3cdb271b', 52, '52:1795277056798774165:1795277056798774165', null, 'loaded', 'f995a3d43f7d2216', 1, 1, 0, 0, 0, '0123456789ab', 0.0054, '20261121T160416Z-79e9', true);
insert into ops.files values ('daily/3.txt', 'daily', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 0, '0:1795277056798774165:1795277056798774165', null, 'rejected', 'e3b0c44298fc1c14', 1, 0, 0, 0, 1, '0123456789ab', 0.0001, '20261121T160416Z-79e9', true);
CREATE TABLE ops.reject_history(path VARCHAR NOT NULL, record_no BIGINT, doc_id VARCHAR, reason VARCHAR NOT NULL, detail VARCHAR NOT NULL, first_seen TIMESTAMP NOT NULL, last_seen TIMESTAMP NOT NULL, tries BIGINT NOT NULL, ended_as VARCHAR NOT NULL, run_id VARCHAR NOT NULL, ended_at TIMESTAMP NOT NULL);
CREATE TABLE ops.rulesets(ruleset_id VARCHAR NOT NULL, sayso_version VARCHAR NOT NULL, trafilatura_version VARCHAR NOT NULL, first_run_id VARCHAR NOT NULL, reader_id VARCHAR, rest_id VARCHAR, phrases VARCHAR[]);
insert into ops.rulesets values ('0123456789ab', '0.1.0', '2.3.1', '20261121T160416Z-79e9', 'd3de3084d69d', 'aaaaaaaaaaaa', ['advertisement: Ad', 'advertisement: Ad feedback', 'advertisement: Ads']);
CREATE TABLE ops.runs(run_id VARCHAR NOT NULL, started_at TIMESTAMP NOT NULL, finished_at TIMESTAMP NOT NULL, ruleset_id VARCHAR NOT NULL, corpus_rules_id VARCHAR NOT NULL, generation INTEGER, file_count BIGINT NOT NULL, seen_count BIGINT NOT NULL, loaded_count BIGINT NOT NULL, duplicate_count BIGINT NOT NULL, unchanged_count BIGINT NOT NULL, rejected_count BIGINT NOT NULL, "seconds" DOUBLE NOT NULL, snapshot_id VARCHAR, published_at TIMESTAMP);
insert into ops.runs values ('20261121T160416Z-79e9', '2026-11-21 16:04:16', '2026-11-21 16:04:23', '0123456789ab', '0b97950e76d3', 1, 3, 3, 2, 0, 0, 1, 6.907, '4a6f1f28b6c81339', '2026-11-21 16:04:26');
CREATE TABLE ops.schema_versions(schema_version INTEGER NOT NULL, sayso_version VARCHAR NOT NULL, run_id VARCHAR NOT NULL);
insert into ops.schema_versions values (2, '0.1.0', '20261121T160416Z-79e9');
