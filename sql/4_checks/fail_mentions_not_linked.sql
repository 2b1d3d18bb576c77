-- Mentions that no entity was found or made for. One document at a time.
select mentions.mention_id
from facts.mentions
anti join corpus.name_links on mentions.mention_id = name_links.mention_id
