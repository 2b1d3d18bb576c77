-- Pages that show much more than was read as their article.
select
    doc_id,
    yield_flag,
    word_count
from facts.documents
where yield_flag is not null
