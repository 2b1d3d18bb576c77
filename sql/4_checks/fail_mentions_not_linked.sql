-- Mentions that no entity was found or made for.
select mentions.mention_id
from facts.mentions
anti join corpus.name_links on mentions.mention_id = name_links.mention_id
