"""Where a text says that two of its names are one, and where it only looks so."""

import re
from dataclasses import dataclass

import pytest

from flows.document.name_evidence import EvidenceLexicon, find_name_evidence, is_acronym_of
from flows.document.records import Kind, LexiconError, Span
from flows.inputs import read_yaml

LEXICON = EvidenceLexicon.from_data(read_yaml("name_evidence.yml"))
KINDS = {"P": Kind.PERSON, "O": Kind.ORGANIZATION, "L": Kind.PLACE}


@dataclass(frozen=True)
class Name:
    start_char: int
    end_char: int
    surface: str
    kind: Kind
    long_form: int | None = None


def read_marked(marked: str) -> tuple[str, list[Name]]:
    """`[O Hamas] said` -> the text, and its names."""
    text, names, behind = "", [], 0
    for label in re.finditer(r"\[([POL]) ([^\]]*)\]", marked):
        text += marked[behind : label.start()]
        names.append(Name(len(text), len(text) + len(label[2]), label[2], KINDS[label[1]]))
        text, behind = text + label[2], label.end()
    return text + marked[behind:], names


def evidence(marked: str) -> list[tuple[str, str, str, str]]:
    """(name, other name of it, kind of alias, rule) of one sentence."""
    text, names = read_marked(marked)
    found = find_name_evidence(text, [Span(0, len(text))], names, LEXICON)
    return [(names[e.name].surface, names[e.alias].surface, e.alias_kind, e.rule) for e in found]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        pytest.param(
            "[O Islamic State], also known as [O ISIS], took the town.",
            ("Islamic State", "ISIS", "spelling", "also_known_as"),
            id="also known as",
        ),
        pytest.param(
            "The [O Islamic State] group, also known as [O ISIS], took the town.",
            ("Islamic State", "ISIS", "spelling", "also_known_as"),
            id="a noun behind the name",
        ),
        pytest.param(
            "[P Ilich Ramírez Sánchez], better known as [P Carlos the Jackal], was caught.",
            ("Ilich Ramírez Sánchez", "Carlos the Jackal", "spelling", "also_known_as"),
            id="better known as",
        ),
        pytest.param(
            "[P Muhammad Zia-ul-Haq Butt] (alias “[P Chota Khan]”) escaped.",
            ("Muhammad Zia-ul-Haq Butt", "Chota Khan", "spelling", "also_known_as"),
            id="alias in brackets and quotation marks",
        ),
        pytest.param(
            "[P Ahmed Jabari], whose nom de guerre was [P Abu Mohammed], drove home.",
            ("Ahmed Jabari", "Abu Mohammed", "spelling", "nom_de_guerre"),
            id="nom de guerre",
        ),
        pytest.param(
            "[P Abu Hamza], whose real name is [P Ibrahim Qasim], was killed.",
            ("Abu Hamza", "Ibrahim Qasim", "spelling", "real_name"),
            id="real name",
        ),
        pytest.param(
            "[O Jabhat Fatah al-Sham], formerly the [O Nusra Front], agreed.",
            ("Jabhat Fatah al-Sham", "Nusra Front", "former", "formerly"),
            id="formerly",
        ),
        pytest.param(
            "It asked [O Elevance Health] (formerly [O Anthem]) to pay.",
            ("Elevance Health", "Anthem", "former", "formerly"),
            id="formerly in brackets, behind a verb",
        ),
        pytest.param(
            "[L Mumbai], which was once called [L Bombay], is wet.",
            ("Mumbai", "Bombay", "former", "formerly"),
            id="once called",
        ),
        pytest.param(
            "The [O Tigers] have changed their name to the [O Lions of Eelam].",
            ("Lions of Eelam", "Tigers", "former", "changed_its_name"),
            id="changed its name: the second is today's",
        ),
        pytest.param(
            "[O Ansar al-Haq], which swore loyalty to [O Qaeda] and changed its name to [O Desert Province].",
            ("Desert Province", "Ansar al-Haq", "former", "changed_its_name"),
            id="changed its name at the end of a relative clause",
        ),
        pytest.param(
            "The [O Popular Resistance Committees] ([O PRC]) fired rockets.",
            ("Popular Resistance Committees", "PRC", "acronym", "acronym_in_brackets"),
            id="acronym in brackets",
        ),
        pytest.param(
            "[O AMISOM] ([O African Union Mission in Somalia]) troops left.",
            ("African Union Mission in Somalia", "AMISOM", "acronym", "acronym_in_brackets"),
            id="the long name in brackets",
        ),
        pytest.param(
            "The [O Kurdistan Workers' Party] ([O PKK]) said so.",
            ("Kurdistan Workers' Party", "PKK", "acronym", "foreign_acronym"),
            id="acronym of the name in its own language",
        ),
        pytest.param(
            "[O Hamas], an acronym for the [O Islamic Resistance Movement], said so.",
            ("Islamic Resistance Movement", "Hamas", "acronym", "stands_for"),
            id="an acronym for",
        ),
        pytest.param(
            "The [O Group to Support Islam], known by its Arabic acronym [O JNIM], is active.",
            ("Group to Support Islam", "JNIM", "acronym", "known_by_acronym"),
            id="known by its Arabic acronym",
        ),
        pytest.param(
            "[O Soldiers of God], known in Arabic as [O Jund Allah], said so.",
            ("Soldiers of God", "Jund Allah", "translation", "known_in_another_language"),
            id="known in Arabic as",
        ),
    ],
)
def test_a_text_says_that_two_names_are_one(marked: str, expected: tuple[str, str, str, str]) -> None:
    assert evidence(marked) == [expected]


@pytest.mark.parametrize(
    "marked",
    [
        pytest.param(
            "The military wing of [O Hamas], the [O Qassam Brigades], fired.", id="a wing, in apposition"
        ),
        pytest.param(
            "The military wing of [O Hamas], known as the [O Qassam Brigades], fired.", id="a wing, known as"
        ),
        pytest.param(
            "[O Hamas]'s armed wing, also known as the [O Qassam Brigades], fired.", id="a wing, with 's"
        ),
        pytest.param("The [O Hamas] wing, also known as the [O Qassam Brigades], fired.", id="X wing"),
        pytest.param("[P Omar Bashir], formerly [O Army] chief, spoke.", id="kinds differ"),
        pytest.param("[O Alba], formerly [O Nokia] suppliers, closed.", id="formerly, and a noun behind"),
        pytest.param("[P Amira Haddad], formerly of [P Hadi Salim], spoke.", id="formerly of"),
        pytest.param("[O Fatah] was formerly allied with [O Hamas].", id="formerly, and a participle"),
        pytest.param("[L CAIRO] ([O Reuters]) - A bomb went off.", id="a dateline"),
        pytest.param("[O Islamic State] ([O Dawn]) said so.", id="a newspaper in brackets"),
        pytest.param("[O Alpha Group] ([O ABC], [O DEF]) met.", id="a list in brackets that fits neither"),
        pytest.param(
            "[L Kinshasa] is known as a city of music, [L Goma] for its lake.", id="known as a thing"
        ),
        pytest.param("[O Fatah] and [O Hamas] are both known by name.", id="no phrase between"),
        pytest.param(
            "[O Nusra] said [O Sham Legion] had changed its name. [O Ahrar] did not.", id="no name behind"
        ),
        pytest.param("[P Anna Bo], who was born in 1950, met [P Carl Ek].", id="born, and a year"),
        pytest.param("[O Hamas], also known as [O Hamas], spoke.", id="the same name twice"),
    ],
)
def test_what_only_looks_so_is_left(marked: str) -> None:
    assert evidence(marked) == []


def test_the_span_reaches_from_the_first_name_to_the_second() -> None:
    text, names = read_marked("Men of [O Jund Ansar], also known as [O Ansar Jund], fled.")
    (found,) = find_name_evidence(text, [Span(0, len(text))], names, LEXICON)
    assert text[found.start_char : found.end_char] == "Jund Ansar, also known as Ansar Jund"


def test_names_of_two_sentences_are_not_compared() -> None:
    text, names = read_marked("He left [O Alpha]. Also known as [O Beta] it grew.")
    end = text.index(".") + 1
    assert find_name_evidence(text, [Span(0, end), Span(end + 1, len(text))], names, LEXICON) == ()


def test_an_acronym_that_the_text_uses_for_a_longer_name_is_evidence_once() -> None:
    text = "Popular Resistance Committees fired. PRC men fled. PRC wept."
    long = Name(0, 29, "Popular Resistance Committees", Kind.ORGANIZATION)
    short = [Name(at, at + 3, "PRC", Kind.ORGANIZATION, 0) for at in (37, 51)]
    found = find_name_evidence(text, [Span(0, len(text))], [long, *short], LEXICON)
    assert [(e.start_char, e.name, e.alias, e.alias_kind, e.rule) for e in found] == [
        (37, 0, 1, "acronym", "acronym_of_name")
    ]


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        ("PRC", "Popular Resistance Committees", True),
        ("AMISOM", "African Union Mission in Somalia", True),
        ("UNRWA", "United Nations Relief and Works Agency", True),
        ("DRC", "the Democratic Republic of Congo", True),
        ("PKK", "Kurdistan Workers' Party", False),
        ("AFP", "Islamic State", False),
        ("PCP", "Popular Resistance Committees", False),
        ("ABC", "Alphabetic", False),
    ],
)
def test_letters_of_an_acronym_stand_in_its_long_form(short: str, long: str, expected: bool) -> None:
    assert is_acronym_of(short, long) is expected


def test_a_broken_lexicon_is_named() -> None:
    with pytest.raises(LexiconError, match=r"name_evidence\.yml, rule 'x'"):
        EvidenceLexicon.from_data({"rules": {"x": {"alias_kind": "former", "names": "third", "phrases": []}}})


def test_a_long_text_without_stops_takes_no_more_than_linear_time() -> None:
    names = [Name(n * 20, n * 20 + 5, f"Na{n % 7}", Kind.ORGANIZATION) for n in range(5_000)]
    text = "Names, which known as".ljust(20)[:20] * 5_000
    assert isinstance(find_name_evidence(text, [Span(0, len(text))], names, LEXICON), tuple)
