-- One row per date or time expression, with the interval that it names.
create table facts.times (
    time_id varchar not null, -- doc_id:start-end
    doc_id varchar not null, -- The document
    start_char bigint not null, -- First character in clean_text, from 0
    end_char bigint not null, -- Character after the last
    surface varchar not null, -- The expression as written
    from_date date, -- First day that it may mean; null where the text does not tell
    to_date date, -- Last day that it may mean, included
    precision varchar not null, -- Unit it speaks in: second, minute, hour, part_of_day, day, weekend, week, month, season, quarter, year, decade, century, vague (an end is open), ambiguous (two readings, from and to)
    anchor varchar not null -- Resolved against: absolute (it says its own year), published, other (another expression), none (unresolved)
);
