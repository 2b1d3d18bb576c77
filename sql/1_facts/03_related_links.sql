-- One row per item of a parsed residue blob: another story, never a fact of this one.
create table facts.related_links (
    doc_id varchar not null, -- The document that carried it
    position bigint not null, -- Order in the document, from 0
    title varchar not null, -- Headline of the other story
    link_id varchar, -- Id that the publisher gives it
    implied_date varchar, -- ISO day that an image path or id implies
    rule varchar not null -- Rule that parsed it
);
