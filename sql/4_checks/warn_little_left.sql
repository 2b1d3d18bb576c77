-- Documents of which cleaning took more than half. One document at a time.
select
    doc_id,
    length(clean_text) as clean_chars,
    length(text) as text_chars
from facts.documents
where length(clean_text) < 0.5 * length(text)
