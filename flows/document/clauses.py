"""A sparse parse of a sentence: tokens, noun groups, verb groups, and who stands where to a verb.

Shared by the stages that read statements and events. There is no model: closed word classes, the verbs of
the lexicon and word endings give each token a one-letter tag; regular expressions over the string of tags
give the groups (the cascade of FASTUS, Hobbs et al. 1997, with fewer stages). What the parse cannot know it
leaves out: a missing subject is better than a wrong one.

Words and their forms are in `grammar.py`, tags in `word_tags.py`, groups in `chunks.py`, subjects and objects in
`clause_roles.py`; the stages take all of it from here.
"""

from flows.document.chunks import Chunk, Clause, Stretch, parse_document
from flows.document.clause_roles import (
    coordinated_forward,
    end_of_of,
    finite_verbs,
    is_reduced_passive,
    objects,
    objects_from,
    passive_before,
    phrases,
    subject_before,
    subjects,
)
from flows.document.grammar import Grammar, inflect

__all__ = [
    "Chunk",
    "Clause",
    "Grammar",
    "Stretch",
    "coordinated_forward",
    "end_of_of",
    "finite_verbs",
    "inflect",
    "is_reduced_passive",
    "objects",
    "objects_from",
    "parse_document",
    "passive_before",
    "phrases",
    "subject_before",
    "subjects",
]
