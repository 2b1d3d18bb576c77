-- Evidence of names whose span does not hold the names that it joins, or whose names are in another document. One document at a time.
select name_evidence.evidence_id
from facts.name_evidence
left join facts.mentions on name_evidence.mention_id = mentions.mention_id
left join facts.mentions as others on name_evidence.other_mention_id = others.mention_id
left join facts.documents on name_evidence.doc_id = documents.doc_id
where
    mentions.doc_id is distinct from name_evidence.doc_id
    or others.doc_id is distinct from name_evidence.doc_id
    or name_evidence.mention_id = name_evidence.other_mention_id
    or not contains(
        substr(
            documents.clean_text,
            name_evidence.start_char + 1,
            name_evidence.end_char - name_evidence.start_char
        ),
        others.surface
    )
    or (
        name_evidence.rule <> 'acronym_of_name'
        and name_evidence.start_char is distinct from least(mentions.start_char, others.start_char)
    )
    or (
        name_evidence.rule <> 'acronym_of_name'
        and name_evidence.end_char is distinct from greatest(mentions.end_char, others.end_char)
    )
