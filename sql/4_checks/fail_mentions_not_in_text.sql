-- Mentions whose surface does not stand at their span of clean_text, or lies outside their sentence. One document at a time.
select mentions.mention_id
from facts.mentions
left join facts.documents on mentions.doc_id = documents.doc_id
where
    substr(documents.clean_text, mentions.start_char + 1, mentions.end_char - mentions.start_char)
    is distinct from mentions.surface
-- In two steps, since a join of both would put the whole text beside each mention.
union
select mentions.mention_id
from facts.mentions
left join facts.sentences on mentions.sentence_id = sentences.sentence_id
where
    mentions.start_char < coalesce(sentences.start_char, mentions.start_char + 1)
    or mentions.end_char > sentences.end_char
