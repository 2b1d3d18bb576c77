"""Lines that repeat across the documents of one source: likely furniture, proposed to a person, never applied.

A line counts once per story: documents that tell the same story nearly word for word (a wire report printed
five times) would otherwise vote their own sentences out.
"""

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

# Measured on pages of single sites: at two copies content is lost 2 to 12 times as often as at three.
FEWEST_STORIES = 3
LEAST_SHARE = 0.02
LONGEST_LINE = 160  # characters; cleaning looks for no longer phrase
EXAMPLE_COUNT = 3

_SHINGLE_WORDS = 6
_PROSE_WORDS = 12  # of a line
_SAMPLED = 4  # one shingle in so many stands for its text
_SAME_STORY = 0.5  # share of the shorter text's shingles
_FEWEST_SHARED = 2
_MOST_STORIES = 5  # that one shingle leads to; a shingle of more is furniture itself
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class FurnitureProposal:
    """One row per line of one source that may be furniture."""

    phrase: str  # as most of the documents write it
    story_count: int  # documents that have it, copies of one story counted once
    share: float  # of the source's stories
    example_doc_ids: tuple[str, ...]


def propose_furniture(
    texts: Mapping[str, str],
    line_key: Callable[[str], str],
    must_stay: Callable[[str], bool],
    known: Collection[str] = (),
) -> list[FurnitureProposal]:
    """Lines that stand in at least 3 stories and 2 % of them, most frequent first.

    `texts` are the clean texts of one source by document; lines with the same `line_key` are one; `known` are
    the keys that are accepted already.
    """
    story_of = find_stories(texts)
    story_count = len(set(story_of.values()))
    stories: defaultdict[str, set[str]] = defaultdict(set)
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    documents: defaultdict[str, list[str]] = defaultdict(list)
    for doc_id, text in sorted(texts.items()):
        for key, line in _keyed_lines(text, line_key):
            stories[key].add(story_of[doc_id])
            spellings[key][line] += 1
            documents[key].append(doc_id)
    least = max(FEWEST_STORIES, LEAST_SHARE * story_count)
    proposals = [
        FurnitureProposal(
            phrase=min(spellings[key], key=lambda line: (-spellings[key][line], line)),
            story_count=len(found),
            share=round(len(found) / story_count, 3),
            example_doc_ids=tuple(documents[key][:EXAMPLE_COUNT]),
        )
        for key, found in stories.items()
        if len(found) >= least and key not in known and not any(map(must_stay, spellings[key]))
    ]
    return sorted(proposals, key=lambda proposal: (-proposal.story_count, proposal.phrase))


def _keyed_lines(text: str, line_key: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """The distinct lines of a text that are short enough and have a letter, by their key."""
    lines = {line.strip() for line in text.splitlines()}
    keyed = {line_key(line): line for line in sorted(lines) if 0 < len(line) <= LONGEST_LINE}
    return ((key, line) for key, line in keyed.items() if any(map(str.isalpha, key)))


def find_stories(texts: Mapping[str, str]) -> dict[str, str]:
    """For each document the first (by id) that tells the same story; itself, if none does.

    Sampled word 6-grams; two texts tell one story if half of the shorter one's are in the other.
    """
    story_of: dict[str, str] = {}
    shingles_of: dict[str, frozenset[int]] = {}
    holders: defaultdict[int, list[str]] = defaultdict(list)
    for doc_id, text in sorted(texts.items()):
        shingles = _sampled_shingles(text)
        shared = Counter(story for shingle in shingles for story in holders.get(shingle, ()))
        same = [
            story
            for story, count in shared.items()
            if count >= max(_FEWEST_SHARED, _SAME_STORY * min(len(shingles), len(shingles_of[story])))
        ]
        story_of[doc_id] = min(same, default=doc_id)
        if not same:
            shingles_of[doc_id] = shingles
            for shingle in shingles:
                if len(holders[shingle]) < _MOST_STORIES:
                    holders[shingle].append(doc_id)
    return story_of


def _sampled_shingles(text: str) -> frozenset[int]:
    return frozenset(
        number
        for line in text.casefold().splitlines()
        for number in _shingle_sums(_WORD.findall(line))
        if number % _SAMPLED == 0
    )


def _shingle_sums(words: Sequence[str]) -> Iterator[int]:
    """Checksums of the 6-grams of a line that is long enough to be prose; what furniture shares is no story."""
    if len(words) >= _PROSE_WORDS:
        for at in range(len(words) - _SHINGLE_WORDS + 1):
            yield zlib.crc32(" ".join(words[at : at + _SHINGLE_WORDS]).encode())
