"""Which id each entity gets: one that was given before stays, a new one is made from the entity's names.

The lexicon's id comes first. Of ids published earlier, one goes to the entity that holds most of its
mentions; an entity that holds several keeps the one with most mentions, the others lead to it.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class GivenIds:
    """The id of each entity, and for each id that is no longer in use the one that took its place."""

    ids: tuple[str, ...]
    superseded: Mapping[str, str]


def give_ids(
    lexicon_ids: Sequence[str | None],
    earlier: Sequence[Mapping[str, int]],
    names: Sequence[tuple[str, str]],
    retired: Iterable[tuple[str, str]] = (),
    taken_elsewhere: Collection[str] = (),
) -> GivenIds:
    """Ids for entities described by three sequences of the same length.

    `lexicon_ids`: the lexicon's id or None. `earlier`: for each entity the ids that its spellings had, with
    the mentions of those spellings. `names`: (kind, smallest folded spelling), what a new id is made from.
    `retired`: (id, id that took its place) of earlier runs; such an id is never given again. `taken_elsewhere`: ids
    of entities that are not described here.
    """
    redirects = dict(retired)
    keeper = _keepers(earlier)
    ids: list[str | None] = [None] * len(names)
    for number, lexicon_id in enumerate(lexicon_ids):
        held = [entity_id for entity_id in earlier[number] if keeper[entity_id] == number]
        held = [entity_id for entity_id in held if entity_id not in redirects]
        best = max(
            held, key=lambda entity_id: (earlier[number][entity_id], _reversed(entity_id)), default=None
        )
        ids[number] = lexicon_id or best
        redirects |= {entity_id: ids[number] for entity_id in held if entity_id != ids[number]}  # type: ignore[misc]
    taken = {entity_id for entity_id in ids if entity_id} | redirects.keys() | set(taken_elsewhere)
    for number in sorted(range(len(names)), key=lambda number: names[number]):
        if ids[number] is None:
            new = _new_id(*names[number], taken)
            ids[number] = new
            taken.add(new)
    given = tuple(entity_id for entity_id in ids if entity_id)
    return GivenIds(given, {gone: _end_of(gone, redirects) for gone in sorted(redirects)})


def _keepers(earlier: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """For each earlier id the entity that keeps it: the one with most of its mentions, else the first."""
    best: dict[str, tuple[int, int]] = {}
    for number, ids in enumerate(earlier):
        for entity_id, mention_count in ids.items():
            if entity_id not in best or mention_count > best[entity_id][0]:
                best[entity_id] = (mention_count, number)
    return {entity_id: number for entity_id, (_, number) in best.items()}


def _reversed(entity_id: str) -> tuple[int, ...]:
    """So that `max` prefers the alphabetically first of two ids with as many mentions."""
    return tuple(-ord(letter) for letter in entity_id)


def _new_id(kind: str, key: str, taken: Container[str]) -> str:
    for attempt in range(1, 1000):
        entity_id = possible_id(kind, key, attempt)
        if entity_id not in taken:
            return entity_id
    raise ValueError(f"no free id for {kind} {key!r} in 1,000 attempts: its id is taken by something else")


def possible_id(kind: str, key: str, attempt: int = 1) -> str:
    """The id that a new entity gets of which this is the smallest name, where the attempts before are taken."""
    text = f"{kind}\x1f{key}" if attempt == 1 else f"{kind}\x1f{key}\x1f{attempt}"
    return "n-" + hashlib.sha256(text.encode()).hexdigest()[:12]


def _end_of(gone: str, redirects: Mapping[str, str]) -> str:
    seen = {gone}
    while (gone := redirects[gone]) in redirects and gone not in seen:
        seen.add(gone)
    return gone


def count_earlier(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Mentions by earlier id, from (id, mentions) of an entity's spellings."""
    counts: Counter[str] = Counter()
    for entity_id, mention_count in pairs:
        counts[entity_id] += mention_count
    return dict(counts)
