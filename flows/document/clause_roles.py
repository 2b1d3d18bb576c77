"""Who stands where to a verb or noun: subjects, objects, joined noun groups, prepositional phrases."""

from collections.abc import Sequence

from flows.document.chunks import Clause


def finite_verbs(clause: Clause) -> list[int]:
    """The verb groups that can head a clause."""
    return [index for index, chunk in enumerate(clause.chunks) if chunk.kind == "V" and chunk.is_finite]


def is_reduced_passive(clause: Clause, verb: int) -> bool:
    """Whether a bare -ed form is a participle after its noun: "two people killed in the raid"."""
    chunk = clause.chunks[verb]
    if not chunk.is_bare or chunk.lemma in clause.grammar.intransitive:
        return False
    if passive_before(clause, verb) is not None:
        return True
    if clause.tags[chunk.head] == "K":
        return not _goes_on_perfect(clause, verb)
    after = verb + 1
    while _kind(clause, after) in ("Y", "T"):
        after += 1
    following = _kind(clause, after)
    before = _kind(clause, verb - 1)
    if before == "N" and _kind(clause, verb - 2) == "W":
        return False  # "supporters whom police arrested"
    if verb == 0 and following in "BP":
        return chunk.lemma in clause.grammar.transitive  # "Accused by Kigali of …, Kinshasa …"
    if before == "N" and following in ".;" and not clause.is_pronoun(verb - 1):
        return chunk.lemma in clause.grammar.transitive and chunk.lemma != "fire"  # "8 marines hurt"
    if before == ",":  # "the film, shot in Rome, opens"
        return (
            chunk.lemma in clause.grammar.transitive and following in "PB" and _kind(clause, verb - 2) == "N"
        )
    if following in ("N", "t", "D") or before not in ("N", "T", "Y", "M", ")", "("):
        return False
    if (
        chunk.lemma == "fire"
        and before == "N"
        and following == "P"
        and _kind(clause, verb - 2) not in ("B", "O")
        and not _has_later_finite(clause, verb)
    ):
        return False  # "snipers fired with little pause on mourners"
    if following in ("P", "B", "J") and _object_from(clause, after) is not None:
        return False  # "militiamen shot dead in broad daylight the head of the commission"
    if following == "B" or (chunk.lemma in clause.grammar.transitive and following not in '"&'):
        return True
    if clause.head_word(verb - 1) in clause.grammar.standalone:
        return True  # "those arrested and …"
    return _has_later_finite(clause, verb)


def _goes_on_perfect(clause: Clause, verb: int) -> bool:
    """`had beaten voters and stolen boxes`: the participle shares an active auxiliary."""
    if _kind(clause, verb - 1) != "&":
        return False
    for index in range(verb - 2, -1, -1):
        chunk = clause.chunks[index]
        if chunk.kind == "V":
            return chunk.is_perfect and not chunk.is_passive
    return False


def passive_before(clause: Clause, verb: int) -> int | None:
    """The passive verb that a bare participle goes on: `was found murdered`, `were tortured and killed`."""
    at = verb - 1
    while at >= 0 and _kind(clause, at) in ("Y", "T"):
        at -= 1
    joined = _kind(clause, at) == "&"
    if joined:
        if _kind(clause, verb + 1) == "N":
            return None  # "was shot and killed two men"
        at -= 1
        while at >= 0 and _kind(clause, at) in ("Y", "T", ",", "P", "N", "B", "O"):
            at -= 1
    if _kind(clause, at) == "," and _kind(clause, at - 1) == "V" and _kind(clause, verb + 1) in (",", "&"):
        at -= 1  # "murdered, kidnapped and tortured"
        joined = True
    if _kind(clause, at) != "V" or not (joined or at >= verb - 2):
        return None
    before = clause.chunks[at]
    if before.is_passive:
        return at
    if joined and before.is_bare:
        return at if is_reduced_passive(clause, at) and _kind(clause, verb + 1) != "N" else None
    return None


def _has_later_finite(clause: Clause, verb: int) -> bool:
    """Whether, before the clause ends, another finite verb claims the same subject."""
    for index in range(verb + 1, len(clause.chunks)):
        chunk = clause.chunks[index]
        if chunk.kind in 'W;."t&S,':
            return False
        if chunk.kind == "V" and chunk.is_finite:
            if chunk.is_bare and chunk.lemma in clause.grammar.transitive:
                continue
            return _kind(clause, index - 1) != "N" or _is_in_phrase(clause, index - 1)
    return False


def _kind(clause: Clause, index: int) -> str:
    if index < 0:
        return "."
    try:
        return clause.chunks[index].kind
    except IndexError:
        return "."


def _is_in_phrase(clause: Clause, noun: int) -> bool:
    """Whether this noun group stands inside a prepositional phrase."""
    return _kind(clause, noun - 1) in ("P", "O", "B")


def subjects(clause: Clause, verb: int, depth: int = 0) -> list[int]:
    """The noun groups that do what this verb says (or suffer it, in the passive); empty when unknown."""
    if depth > 4:
        return []
    chunk = clause.chunks[verb]
    if chunk.is_infinitive or chunk.is_gerund or (clause.tags[chunk.head] in "IG" and not chunk.is_finite):
        return _subject_of_dependent(clause, verb, depth)
    if is_reduced_passive(clause, verb):
        chained = passive_before(clause, verb)
        if verb == 0:
            return _subject_after(clause, verb)
        return subjects(clause, chained, depth + 1) if chained is not None else _antecedent(clause, verb - 1)
    return _subject_of_finite(clause, verb, depth)


def subject_before(clauses: Sequence[Clause], clause: Clause) -> tuple[Clause, int, int] | None:
    """The sentence before with its first finite verb and that verb's subject: what `They …` goes on about."""
    if clause.sentence == 0:
        return None
    previous = clauses[clause.sentence - 1]
    for verb in finite_verbs(previous):
        found = subjects(previous, verb)
        if found:
            return previous, verb, found[0]
    return None


def _subject_of_dependent(clause: Clause, verb: int, depth: int) -> list[int]:
    """The subject of an infinitive or -ing form, from the verb or noun that it hangs on."""
    before = verb - 1
    while before >= 0 and _kind(clause, before) in ("Y", "T"):
        before -= 1
    if clause.chunks[verb].is_gerund and _kind(clause, before) == "N" and not _is_in_phrase(clause, before):
        previous = before - 1
        if not (
            _kind(clause, previous) == "V"
            and clause.chunks[previous].lemma not in clause.grammar.object_control
        ):
            return coordinated_back(clause, before)
    elif clause.chunks[verb].is_gerund and _kind(clause, before) == "P" and clause.head_word(before) == "for":
        if _kind(clause, before - 1) == "N" and before >= 2:
            return coordinated_back(clause, before - 1)  # "the arrest of two officers for killing …"
    elif clause.chunks[verb].is_gerund and _kind(clause, verb - 1) == "N":
        top = before
        while _kind(clause, top - 1) == "O" and _kind(clause, top - 2) == "N":
            top -= 2
        absolute = _kind(clause, top - 1) == "P" and clause.head_word(top - 1) == "with"
        return [top if absolute else before]
    for index in range(before, -1, -1):
        chunk = clause.chunks[index]
        if chunk.kind == "V":
            if _kind(clause, before) == "," and (
                (chunk.is_gerund and _kind(clause, index - 1) == "N")
                or is_reduced_passive(clause, index)
                or _is_relative_verb(clause, index)
            ):
                continue  # "opened fire on a bus carrying pilgrims, killing nine"
            if chunk.lemma in clause.grammar.object_control and index < before:
                found = [] if chunk.is_passive else objects(clause, index)
                if chunk.lemma == "use" and clause.chunks[verb].is_infinitive:
                    return [*subjects(clause, index, depth + 1), *found]  # "used explosives to blow up …"
                return found or subjects(clause, index, depth + 1)
            return subjects(clause, index, depth + 1) if not chunk.is_passive or chunk.lemma else []
        if chunk.kind in (".", ";"):
            break
    if _kind(clause, before) == "N":
        return []  # "A plot to kidnap the king was foiled, the palace said"
    return _subject_after(clause, verb)


def _subject_after(clause: Clause, verb: int) -> list[int]:
    """`After attacking the base, the rebels fled`: the main clause follows."""
    for index in range(verb + 1, len(clause.chunks)):
        if _kind(clause, index) == "," and _kind(clause, index + 1) == "N":
            return coordinated_forward(clause, index + 1)
        if clause.chunks[index].kind in (".", ";", '"'):
            break
    return []


def _subject_of_finite(clause: Clause, verb: int, depth: int) -> list[int]:
    relative = _relative_before_insertion(clause, verb)
    if relative is not None:
        return _antecedent(clause, relative - 1)
    index = verb - 1
    while index >= 0:
        kind = _kind(clause, index)
        if kind in ("Y", "T", "z", "J") or (kind == "P" and _kind(clause, index + 1) in ("T", "J")):
            index -= 1  # "women in white marched"
        elif kind == "W":
            return _antecedent(clause, index - 1)
        elif kind == "&":
            return _shared_subject(clause, index, depth)
        elif kind == ",":
            return _subject_across_comma(clause, index, depth)
        elif kind == "N":
            index = _leave_phrase(clause, index)
            if _kind(clause, index) == "N" and not _is_in_phrase(clause, index):
                return coordinated_back(clause, _apposed(clause, index))
        elif kind == ")":
            index = max(_opening(clause, index) - 1, -1)
        elif kind == "P" and _kind(clause, index - 1) == "V" and _kind(clause, index - 3) == "N":
            if not clause.is_pronoun(index - 2):
                return []
            index -= 3  # "a shopkeeper I spoke to told me"
        elif kind == '"':
            opening = clause.opening_quote(index)
            if opening is None:
                index -= 1  # the verb opens the quotation: `the group “accused Hamas …”`
            elif _kind(clause, opening - 1) in ("P", "O", "B"):
                index = opening - 2  # `Supporters of "X" in "Y"`
            elif index - opening <= 4 and _kind(clause, index - 1) == "N":
                return [index - 1]
            else:
                index = opening - 1
        elif kind == "V" and clause.chunks[index].is_gerund:
            index = _leave_participle(clause, index)
        elif kind == "V" and is_reduced_passive(clause, index):
            index -= 1
        elif kind == "V" and _is_relative_verb(clause, index):
            index = _leave_relative(clause, index)
        else:
            return []
    return []


def _relative_before_insertion(clause: Clause, verb: int) -> int | None:
    """`two men who they say were poisoned`, `a man who, police said, had …`: the relative."""
    at = verb - 1 if _kind(clause, verb - 1) != "," else verb - 2
    if _kind(clause, at) != "V" or clause.chunks[at].lemma not in _SAYING or _kind(clause, at - 1) != "N":
        return None
    at -= 2 if _kind(clause, at - 2) != "," else 3
    return at if _kind(clause, at) == "W" else None


def _apposed(clause: Clause, noun: int) -> int:
    """`Flores, a party leader was abducted`: the name that an indefinite noun group only describes."""
    if clause.words[clause.chunks[noun].first] not in ("a", "an") or _kind(clause, noun - 1) != ",":
        return noun
    if _kind(clause, noun - 2) != "N":
        return noun
    if _kind(clause, noun - 3) == "S":
        return noun  # "hours before the elections, an explosion damaged …"
    before = _leave_phrase(clause, noun - 2)
    if _kind(clause, before) != "N" or _is_in_phrase(clause, before):
        return noun
    for index in range(before - 1, -1, -1):
        chunk = clause.chunks[index]
        if chunk.kind == "V" and chunk.is_finite:
            return noun  # "Gunmen took the bridge, a witness said"
        if chunk.kind in (".", ";", "&", "S", "t", '"'):
            break
    return before


def _described(clause: Clause, noun: int) -> int:
    """`Luis Ortega, the son of a general, chief of the navy, was wounded`: the name at the head of the chain."""
    if clause.words[clause.chunks[noun].first] not in ("a", "an", "the", "his", "her"):
        return noun
    before = noun - 2
    is_chained = _kind(clause, noun - 1) == "," and _kind(clause, before) == "N"
    if not is_chained or _is_in_phrase(clause, before) or _kind(clause, before - 1) in ("&", ","):
        return noun
    return noun if clause.tags[clause.chunks[before].first] in "DCJT" else before


def _leave_phrase(clause: Clause, noun: int) -> int:
    """Step left out of `of X`, `in Y` and relative clauses, to the noun before."""
    index = noun
    while index >= 0:
        if _kind(clause, index) in ("O", "P"):
            index -= 1  # "people suspected of | having planted a bomb"
        elif _is_in_phrase(clause, index):
            index -= 2
            while index > 0 and _kind(clause, index) == "P":  # "from across the border"
                index -= 1
        elif (
            _kind(clause, index) in ("T", "Y")
            or (
                _kind(clause, index) == "N"
                and _kind(clause, index - 1) == "N"
                and clause.is_pronoun(index - 1)
            )
            or (_kind(clause, index) == "&" and _kind(clause, index - 1) == "N")
        ):
            index -= 1
        elif _is_joined_in_phrase(clause, index):
            index -= 2
        elif (
            _kind(clause, index) == "V"
            and clause.chunks[index].is_infinitive
            and _kind(clause, index - 1) == "V"
        ):
            index -= 1  # "hackers believed to be linked to the group"
        elif _kind(clause, index) == "V" and (
            clause.chunks[index].is_gerund
            or is_reduced_passive(clause, index)
            or _is_relative_verb(clause, index)
        ):
            index = _leave_relative(clause, index) if _is_relative_verb(clause, index) else index - 1
        elif _kind(clause, index) == "N" and _governor_is_relative(clause, index):
            index -= 1
        elif _kind(clause, index) in ("O", "P", "B") and clause.chunks[index + 1].is_gerund:
            index -= 1  # "accused of poisoning four patients"
        else:
            return index
    return index


def _is_joined_in_phrase(clause: Clause, noun: int) -> bool:
    """`the ministers of Egypt and Sudan`: two names joined inside one phrase."""
    if _kind(clause, noun) != "N" or _kind(clause, noun - 1) != "&" or _kind(clause, noun - 2) != "N":
        return False
    if not _is_in_phrase(clause, noun - 2):
        return False
    return clause.tags[clause.chunks[noun].first] == "M" and clause.tags[clause.chunks[noun - 2].head] == "M"


def _governor_is_relative(clause: Clause, noun: int) -> bool:
    """Whether this noun group is the object inside a relative clause or after a participle."""
    before = noun - 1
    while _kind(clause, before) == "Y":
        before -= 1  # "who gave only his first name"
    while (
        _kind(clause, before) == "V"
        and clause.chunks[before].is_infinitive
        and _kind(clause, before - 1) == "V"
    ):
        before -= 1  # "who had refused to pay a gang"
    if _kind(clause, before) != "V":
        return False
    verb = clause.chunks[before]
    if verb.is_gerund:
        return _kind(clause, before - 1) == "N" or (
            _kind(clause, before - 1) in ("O", "P", "B") and before > 1
        )
    return _is_relative_verb(clause, before)


def _is_relative_verb(clause: Clause, verb: int) -> bool:
    index = verb - 1
    while index >= 0 and _kind(clause, index) in ("Y", "T"):
        index -= 1
    if _kind(clause, index) == "W":
        return True
    return _kind(clause, index) == "N" and _kind(clause, index - 1) == "W"


def _leave_relative(clause: Clause, verb: int) -> int:
    index = verb
    while index >= 0 and _kind(clause, index) != "W":
        index -= 1
    index -= 1
    return index - 1 if _kind(clause, index) in ("P", ",") else index


def _leave_participle(clause: Clause, verb: int) -> int:
    return verb - 1


def _opening(clause: Clause, closing: int) -> int:
    for index in range(closing - 1, -1, -1):
        if _kind(clause, index) == "(":
            return index
    return closing


def _closing(clause: Clause, opening: int) -> int:
    """Over `(fmln)`: the closing bracket, when it is near."""
    for index in range(opening + 1, min(opening + 5, len(clause.chunks))):
        if _kind(clause, index) == ")":
            return index
    return opening - 1


def _shared_subject(clause: Clause, conjunction: int, depth: int) -> list[int]:
    """`X denied the charge and said`: the subject of the verb before the conjunction."""
    index = conjunction
    while index > 0:
        index -= 1
        chunk = clause.chunks[index]
        if chunk.kind == '"' and (opening := clause.opening_quote(index)) is not None:
            index = opening
        elif chunk.kind == "V" and chunk.is_finite and not is_reduced_passive(clause, index):
            if _is_relative_verb(clause, index) and _kind(clause, conjunction - 1) == ",":
                continue
            found = subjects(clause, index, depth + 1)
            if _kind(clause, conjunction - 1) == "," and found and _kind(clause, found[0] - 1) == "t":
                continue  # "did not buy the pretext that they were defectors, and accused them"
            return found
        if chunk.kind in (".", ";"):
            break
    return []


def _subject_across_comma(clause: Clause, comma: int, depth: int) -> list[int]:
    """`X, the leader of Y, said`; `X, which did Z, said`: jump to what stands before the first comma."""
    if _kind(clause, comma - 1) == "&":
        return _shared_subject(clause, comma - 1, depth)
    verbs_between = 0
    for index in range(comma - 1, -1, -1):
        chunk = clause.chunks[index]
        if chunk.kind == "V" and chunk.is_finite and not is_reduced_passive(clause, index):
            verbs_between += 1
            if not _is_relative_verb(clause, index):
                return (
                    subjects(clause, index, depth + 1)
                    if verbs_between == 1 and _kind(clause, comma + 1) == "V"
                    else []
                )
        if chunk.kind == ",":
            before = _leave_phrase(clause, index - 1)
            if _is_age(clause, before):
                before = _leave_phrase(clause, before - 2)  # "Ana Ruiz, 19, a nurse, was …"
            if _kind(clause, before) == "N" and not _is_in_phrase(clause, before):
                named = _kind(clause, before - 1) == "," and _kind(clause, before - 2) == "N"
                if named and _is_name(clause, before - 2) and not _is_name(clause, before):
                    before -= 2  # "Ana Torres, director of the institute, and head of its laboratory, said"
                return coordinated_back(clause, _described(clause, before))
            if _kind(clause, index - 1) not in ("N", "T", "Y", ")"):
                return []
        if chunk.kind in (".", ";"):
            return []
    # One comma only: "Gunmen in the city, attacked": the noun before it.
    before = _leave_phrase(clause, comma - 1)
    return (
        coordinated_back(clause, before)
        if _kind(clause, before) == "N" and not _is_in_phrase(clause, before)
        else []
    )


def _is_name(clause: Clause, noun: int) -> bool:
    return clause.tags[clause.chunks[noun].head] == "M"


def _antecedent(clause: Clause, index: int) -> list[int]:
    """The noun group that a relative or a participle after it describes."""
    while index >= 0 and (_kind(clause, index) in ("Y", "T", ",", "P", "(", ")") or _is_age(clause, index)):
        index -= 1
    if _kind(clause, index) != "N":
        return []
    if (
        clause.words[clause.chunks[index].first] in ("a", "an", "the")
        and _kind(clause, index - 1) == ","
        and _kind(clause, index - 2) == "N"
        and clause.tags[clause.chunks[index - 2].head] == "M"
    ):
        return [index - 2]  # "from Dr. Rao, a toxicologist, who said"
    while index >= 2 and _kind(clause, index - 1) == "O" and _kind(clause, index - 2) == "N":
        upper = clause.chunks[index - 2].head
        if clause.words[upper] not in clause.grammar.collectives and clause.tags[upper] != "C":
            break
        index -= 2
    return coordinated_back(clause, index) if not _is_in_phrase(clause, index) else [index]


def _is_age(clause: Clause, index: int) -> bool:
    """`Victor Pomas, 30, who …`: a bare number between commas."""
    if _kind(clause, index) != "N" or _kind(clause, index - 1) != "," or _kind(clause, index + 1) == "V":
        return False
    chunk = clause.chunks[index]
    return chunk.last - chunk.first == 1 and clause.tags[chunk.head] == "C"


def coordinated_back(clause: Clause, noun: int) -> list[int]:
    """This noun group and those joined to it by `and` or commas on its left: `X, Y and Z`."""
    found = [noun]
    is_part = _kind(clause, noun + 1) == "O"  # "neither the captain nor any of his men"
    if clause.is_pronoun(noun) and clause.head_word(noun) not in clause.grammar.standalone and not is_part:
        return found  # "has power and it has seized …"
    index = noun
    joined = False
    while index >= 2:
        step = _kind(clause, index - 1)
        at = index - 2
        while step == "&" and _kind(clause, at) in (",", "Y"):
            at -= 1
        if step not in ("&", ",") or (step == "," and not joined):
            break
        head = _head_of_phrases(clause, at)
        if head is None or _kind(clause, head - 1) == "V" or _is_in_phrase(clause, head):
            break
        found.insert(0, head)
        joined = True
        index = head
    return found


def _head_of_phrases(clause: Clause, index: int) -> int | None:
    """From the last noun group of `X of Y in Z`, the index of X."""
    while _kind(clause, index) == "N" and _is_in_phrase(clause, index) and index >= 2:
        if _kind(clause, index - 2) != "N":
            return None
        index -= 2
    return index if _kind(clause, index) == "N" else None


def coordinated_forward(clause: Clause, noun: int, *, both: bool = False) -> list[int]:
    """This noun group and those joined to it on its right, unless the last one begins a clause of its own.

    `both`: that cannot be, as after `between`.
    """
    found = [noun]
    pending: list[int] = []
    index = _end_of_phrases(clause, noun) + 1
    if _kind(clause, index) == "(":
        index = _closing(clause, index) + 1
    while True:
        step = _kind(clause, index)
        after = index + 1
        if step == "," and _kind(clause, after) == "&":
            step, after = "&", after + 1
        if step not in ("&", ",") or _kind(clause, after) != "N":
            break
        if step == "&" and index - 1 != found[-1] and _is_joined_in_phrase(clause, after):
            break
        end = _end_of_phrases(clause, after)
        if (
            not (both and len(found) == 1)
            and _starts_clause(clause, end)
            and not (_is_alike(clause, noun, after) and _is_before_any_verb(clause, noun))
        ):
            break
        if step == "," and index - 1 != found[-1] and clause.tags[clause.chunks[after].first] not in "DC":
            break  # "facilities in Ambo, Kichki and Huari": the list is of places
        pending.append(after)
        if step == "&":
            found.extend(pending)
            pending = []
        index = end + 1
    return found


def _is_alike(clause: Clause, noun: int, other: int) -> bool:
    """`the rejection by our people and the impact have led`: `the` goes with what stands further up."""
    is_definite = clause.words[clause.chunks[other].first] == "the"
    return not is_definite or clause.words[clause.chunks[noun].first] == "the"


def _is_before_any_verb(clause: Clause, noun: int) -> bool:
    """`The kidnapping of an engineer and his driver was condemned`: no verb is left for the engineer alone."""
    for index in range(noun - 1, -1, -1):
        chunk = clause.chunks[index]
        if chunk.kind == "V" and chunk.is_finite:
            return False
        if chunk.kind in '.;tSW"':
            break
    return True


def _starts_clause(clause: Clause, last_noun: int) -> bool:
    following = last_noun + 1
    while _kind(clause, following) in ("Y", "T"):
        following += 1
    if _kind(clause, following) != "V":
        return False
    verb = clause.chunks[following]
    return verb.is_finite and not is_reduced_passive(clause, following)


def _end_of_phrases(clause: Clause, noun: int) -> int:
    """The last noun group of `X of Y in Z` that starts with X."""
    index = noun
    while _kind(clause, index + 1) in ("O", "P", "T") and _kind(clause, index + 2) == "N":
        index += 2
    while _kind(clause, index + 1) == "T":
        index += 1
    return index


def end_of_of(clause: Clause, noun: int) -> int:
    """The last noun group of `members of the wing of X`: only `of` is followed."""
    index = noun
    if _kind(clause, noun + 1) == "O" and _is_taken_of(clause, noun):
        return noun
    while _kind(clause, index + 1) == "O" and _kind(clause, index + 2) == "N":
        index += 2
    named = _named(clause, index)
    return index if named is None else end_of_of(clause, named)


def _is_taken_of(clause: Clause, noun: int) -> bool:
    """`accused three men of the murder`: what follows `of` belongs to the verb."""
    at = noun - 1
    while _kind(clause, at) in ("N", "&", ","):
        at -= 1
    return _kind(clause, at) == "V" and clause.chunks[at].lemma in _WITH_OF


_SAYING = frozenset("say believe claim allege think suspect fear report insist note".split())
_WITH_OF = frozenset("accuse suspect convict acquit rob deprive inform warn".split())
_NAMING = frozenset({"call", "name", "dub", "know"})


def _named(clause: Clause, noun: int) -> int | None:
    """The name in `a group calling itself X`, `a man known as Y`."""
    if _kind(clause, noun + 1) != "V" or clause.chunks[noun + 1].lemma not in _NAMING:
        return None
    verb = clause.chunks[noun + 1]
    if not (verb.is_gerund or verb.is_bare):
        return None
    at = noun + 2
    if _kind(clause, at) == "N" and clause.is_pronoun(at):
        at += 1
    while _kind(clause, at) in ("P", "S", '"') and clause.head_word(at) in ("as", "“", '"'):
        at += 1
    return at if _kind(clause, at) == "N" else None


def objects(clause: Clause, verb: int) -> list[int]:
    """The noun groups right after an active verb, joined ones included; empty when a phrase follows."""
    if clause.chunks[verb].lemma in clause.grammar.intransitive and _kind(clause, verb + 1) in (
        "P",
        "B",
        ",",
    ):
        return []  # "In an attack that occurred near the city a group of men wounded …"
    return objects_from(clause, verb + 1)


def objects_from(clause: Clause, start: int) -> list[int]:
    """The noun groups that a verb governs whose words end before this chunk."""
    index = _object_from(clause, start)
    return [] if index is None else coordinated_forward(clause, index)


def _object_from(clause: Clause, start: int) -> int | None:
    """The first noun group that stands free: adverbs, times and whole phrases of manner or place are stepped over.

    `stoned to death | a man`, `sank, after a chase, | a boat`: what stands free after a phrase must open with a word
    that opens a group, since otherwise it may be more of the phrase.
    """
    index, is_near, is_apart = start, True, False
    while _kind(clause, index) in ("Y", "T", '"', "J"):
        index += 1
    if _kind(clause, index) == "," and _kind(clause, index + 1) in ("P", "S"):
        index = _over_phrase(clause, index + 1)
        if index < 0 or _kind(clause, index) != ",":
            return None
        index, is_near, is_apart = index + 1, False, True
    while _kind(clause, index) in ("P", "B"):
        index, is_near = _over_phrase(clause, index), False
        if index < 0:
            return None
    if _kind(clause, index) != "N":
        return None
    chunk = clause.chunks[index]
    if not is_near:
        opens = (
            clause.tags[chunk.first] in "DC" and clause.words[chunk.first - 1] != "."
        )  # "detachment no. 1"
        is_part = _starts_clause(clause, _end_of_phrases(clause, index)) or (
            is_apart and _kind(clause, index + 1) == ","
        )
        return index if opens and not is_part else None
    is_new = clause.tags[chunk.head] == "R" and clause.head_word(index) not in clause.grammar.object_pronouns
    return None if is_new and _starts_clause(clause, index) else index


def _over_phrase(clause: Clause, preposition: int) -> int:
    """The chunk after a phrase of one noun group and the times and adverbs after it; -1 when it is no such phrase."""
    if _kind(clause, preposition + 1) not in ("N", "T"):
        return -1
    if _kind(clause, preposition) == "B" and clause.tags[clause.chunks[preposition + 1].first] in "DCMR":
        return -1  # "by the government": who did it, not how, as in "by firing squad"
    index = preposition + 2
    while _kind(clause, index) in ("Y", "T"):
        index += 1
    return index


def phrases(clause: Clause, start: int, *, after_noun: bool = False) -> list[tuple[str, list[int]]]:
    """The prepositional phrases from this chunk to the end of its clause: (preposition, noun groups).

    After a noun, the first verb ends them.
    """
    found: list[tuple[str, list[int]]] = []
    index = start
    while index < len(clause.chunks):
        kind = _kind(clause, index)
        if after_noun and kind in ("V", ","):
            break
        if kind in ("W", "S", ".", ";", "t", "&") or (kind == "V" and index > start):
            if kind in "S&" and _kind(clause, index + 1) == "T":
                index += 2  # "before dawn", "last night and early this morning"
                continue
            if (
                kind == "&"
                and _kind(clause, index + 1) in ("N", "P", "B")
                and not _starts_clause(
                    clause,
                    _end_of_phrases(clause, index + 1 if _kind(clause, index + 1) == "N" else index + 2),
                )
            ):
                index += 1
                continue
            break
        if kind == "," and (
            _kind(clause, index + 1) in ("V", "W", "&", "S", "t") or _starts_clause(clause, index + 1)
        ):
            break
        if kind == "P" and clause.head_word(index) == "according":
            index = _end_of_phrases(clause, index + 2) + 1  # "blamed, according to some reports, on the army"
            if _kind(clause, index) != "," or _kind(clause, index + 1) not in ("P", "B"):
                break
        if kind in ("P", "B", "O"):
            after = index + 1
            while _kind(clause, after) == "Y" or (
                _kind(clause, after) == '"' and clause.head_word(index) != "to"
            ):
                after += 1
            if _kind(clause, after) == "N":
                preposition, after = _whole_preposition(clause, index, after)
                groups = coordinated_forward(clause, after, both=preposition == "between")
                found.append((preposition, groups))
                index = after
        index += 1
    return found


def _whole_preposition(clause: Clause, preposition: int, noun: int) -> tuple[str, int]:
    """`in front of X` is outside X, `next to X` near it: the one word that they mean, and X."""
    word = clause.head_word(preposition)
    if word not in ("to", "in"):
        return word, noun
    if word == "to" and clause.words[clause.chunks[preposition].first - 1] in _BESIDE:
        return "near", noun
    in_front_of = word == "in" and clause.words_of(noun) == ["front"] and _kind(clause, noun + 1) == "O"
    return ("outside", noun + 2) if in_front_of and _kind(clause, noun + 2) == "N" else (word, noun)


_BESIDE = frozenset({"next", "close", "adjacent"})
