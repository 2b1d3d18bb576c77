"""`sayso names …`: what a person decides about names, and the lists a person brings."""

import csv
import getpass
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.terminal import inert, print_json, print_table, printable

if TYPE_CHECKING:
    from flows.corpus.decisions import Decision
    from flows.corpus.names import Explanation
    from flows.decision_file import Answer, DecisionFile, Rows
    from flows.document.authority import Authority
    from flows.document.records import Kind
    from flows.inputs import NameKnowledge

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Settle which names are one: review what is in doubt, decide, explain, bring a list of your own.\n\n"
    "Examples:\n\n"
    "sayso names review\n\n"
    'sayso names same "Tariq Hamdi" "Tarek Hamdy" --why "both are the mayor"\n\n'
    'sayso names explain "Tariq Hamdi" "Tarek Hamdy"\n\n'
    "A decision is a row of decisions.csv in the lexicon. The next `sayso ingest` or `sayso publish` applies it; "
    "a later row takes it back. SAYSO_LEXICON names another lexicon folder than the one of sayso.",
)
WarehouseOption = Annotated[Path, typer.Option(help="The published DuckDB file.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
WhyOption = Annotated[str, typer.Option(help="Why, in a sentence; kept with the decision.")]
WhoOption = Annotated[str | None, typer.Option(help="Who decides; default your user name.")]
LeftArgument = Annotated[str, typer.Argument(help="A name as texts spell it, or an entity id.")]
RightArgument = Annotated[str, typer.Argument(help="The other name or entity id.")]
DEFAULT_WAREHOUSE = Path("warehouse/sayso.duckdb")
EXPORTED = (
    "left", "right", "judgement", "why", "left_name", "right_name", "left_kind", "right_kind", "score",
    "mention_count", "alignment", "veto", "left_spellings", "right_spellings", "left_examples",
    "right_examples", "shared_document_count",
)  # fmt: skip
ANSWERS = {"s": "same", "d": "different", "u": "unsure", "p": "part_of", "k": "skip", "q": "quit"}
QUEUE = (
    "select left_entity_id, left_name, left_kind, left_country, left_mention_count, left_document_count,"
    " left_spellings, left_examples, right_entity_id, right_name, right_kind, right_country,"
    " right_mention_count, right_document_count, right_spellings, right_examples, weight, score,"
    " why as alignment, veto, shared_document_count, shared_doc_ids"
    " from marts.spellings_to_review order by weight desc, left_entity_id, right_entity_id"
)


@dataclass(frozen=True)
class Desk:
    """What deciding asks for: the lexicon, the decisions so far, the published warehouse if there is one."""

    knowledge: "NameKnowledge"
    file: "DecisionFile"
    warehouse: Path

    @classmethod
    def open(cls, warehouse: Path) -> "Desk":
        """Read lexicon and decisions; the warehouse is opened when it is asked."""
        from flows.decision_file import DecisionFile
        from flows.inputs import LEXICON_DIR, load_name_knowledge

        knowledge = load_name_knowledge()
        return cls(knowledge, DecisionFile(LEXICON_DIR, frozenset(knowledge.authority.entities)), warehouse)

    @property
    def authority(self) -> "Authority":
        """The lexicon's entities."""
        return self.knowledge.authority

    def rows(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Rows of the warehouse; none where nothing was published yet."""
        from flows.warehouse import Warehouse

        target = Warehouse(self.warehouse)
        if not target.exists():
            return []
        with target.read() as reader:
            return reader.rows(query, list(parameters))

    def ruleset(self) -> str:
        """The rules that the names were joined with when the person looked at them."""
        from flows.inputs import LEXICON_DIR, corpus_rules_id

        published = self.rows(
            "select corpus_rules_id from ops.runs where generation is not null"
            " order by generation desc limit 1"
        )
        return str(published[0][0]) if published else corpus_rules_id(LEXICON_DIR)

    def side(self, name: str) -> str:
        """How a decision writes a name or id so that it lasts: the lexicon's id, else a spelling of the texts.

        Ids made from names (`n-…`) are written as the name: what they stand for changes with each merge.
        """
        from flows.inputs import InputError

        if not name.startswith("n-") or name in self.authority.entities:
            return name
        found = self.rows("select name, superseded_by from corpus.entities where entity_id = ?", name)
        if not found:
            raise InputError(
                f"{self.warehouse} has no entity {name}: give a name, or an id of corpus.entities"
            )
        return self.side(found[0][1]) if found[0][1] else str(found[0][0])

    def decide(self, answers: "Sequence[Answer]", who: str | None) -> "list[Decision]":
        """Write the answers that are new."""
        return self.file.add(answers, who or getpass.getuser(), self.ruleset())


# --- review --------------------------------------------------------------------------------------------------


@app.command()
def review(
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    limit: Annotated[int, typer.Option(min=1, help="At most so many pairs.")] = 50,
    export: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Write the whole queue for a spreadsheet.")
    ] = None,
    import_from: Annotated[
        Path | None, typer.Option("--import", metavar="FILE.csv", help="Read the answers of such a file.")
    ] = None,
    who: WhoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Names that may be one, what matters most first: score × mentions.

    On a terminal it asks for each pair: same, different, unsure, part_of, skip or quit. In bulk:

    sayso names review --export queue.csv

    fill in the column judgement (same, different, unsure, part_of; empty leaves a pair open), then

    sayso names review --import queue.csv
    """
    desk = Desk.open(warehouse)
    if import_from is not None:
        _import_answers(desk, import_from, who)
        return
    queue = _open_pairs(desk, None if export else limit)
    if export is not None:
        _export_queue(queue, export)
    elif as_json:
        print_json(queue)
    elif sys.stdin.isatty() and sys.stdout.isatty():
        _ask_through(desk, queue, who)
    else:
        for number, pair in enumerate(queue, start=1):
            _show_pair(number, len(queue), pair)
        print(f"{len(queue):,} pairs. Answer them on a terminal, or in bulk with --export and --import.")


def _open_pairs(desk: Desk, limit: int | None) -> list[dict[str, Any]]:
    """The queue of the warehouse without what was decided since; `left`, `right` as decisions write them."""
    from flows.warehouse import Warehouse

    with Warehouse(desk.warehouse).read() as reader:
        names, found = reader.table_of(QUEUE)
    decided = desk.file.read()
    queue = []
    for values in found:
        pair = dict(zip(names, values, strict=True))
        left, right = (_written(desk, pair, side) for side in ("left", "right"))
        if _is_open(decided, pair, left, right):
            queue.append({"left": left, "right": right, **pair})
    return queue[:limit]


def _written(desk: Desk, pair: Mapping[str, Any], side: str) -> str:
    entity_id = str(pair[f"{side}_entity_id"])
    return entity_id if entity_id in desk.authority.entities else str(pair[f"{side}_name"])


def _is_open(decided: "Rows", pair: Mapping[str, Any], left: str, right: str) -> bool:
    """Nobody has judged this pair since; one that was called unsure comes back after the next publish."""
    standing = decided.about(left, right)
    return standing is None or (standing[1].judgement == "unsure" and pair["veto"] == "unsure")


def _show_pair(number: int, count: int, pair: Mapping[str, Any]) -> None:
    conflict = "" if pair["left_kind"] == pair["right_kind"] else "   THE KINDS DIFFER"
    print(f"\n[{number} of {count}] {printable(pair['left'])}  /  {printable(pair['right'])}{conflict}")
    print(f"  score {pair['score']:.2f}; {printable(pair['alignment'])}")
    for side in ("left", "right"):
        country = f", {pair[f'{side}_country']}" if pair[f"{side}_country"] else ""
        print(
            f"  {printable(pair[f'{side}_name'])}: {pair[f'{side}_kind']}{country},"
            f" {pair[f'{side}_mention_count']:,} mentions in {pair[f'{side}_document_count']:,} documents,"
            f" as {printable(', '.join(pair[f'{side}_spellings']))}"
        )
        for sentence in pair[f"{side}_examples"]:
            print(f"    “{printable(' '.join(sentence.split()))[:240]}”")
    print(f"  {pair['shared_document_count']:,} documents name both")


def _ask_through(desk: Desk, queue: Sequence[Mapping[str, Any]], who: str | None) -> None:
    """Ask pair by pair; each answer is written before the next question."""
    from flows.corpus.decisions import Judgement
    from flows.decision_file import Answer
    from flows.document.records import LexiconError

    written = 0
    for number, pair in enumerate(queue, start=1):
        _show_pair(number, len(queue), pair)
        answer = _ask()
        if answer == "quit":
            break
        if answer == "skip":
            continue
        why = input("  why (may be empty)? ")
        try:
            said = Answer(pair["left"], pair["right"], Judgement(answer), why)
            written += len(desk.decide([said], who))
        except LexiconError as error:
            print(f"  {printable(str(error))}")
    print(f"\n{_applied(written)}" if queue else "Nothing to review.")


def _ask() -> str:
    """One of the answers; the end of the input is to quit."""
    while True:
        try:
            said = input("  same, different, unsure, part_of (left of right), skip, quit? ").strip().lower()
        except EOFError:
            return "quit"
        answer = ANSWERS.get(said, said)
        if answer in ANSWERS.values():
            return answer
        print(f"  type a word or its letter: {', '.join(f'{key} {word}' for key, word in ANSWERS.items())}")


def _applied(written: int) -> str:
    decisions = "1 decision" if written == 1 else f"{written:,} decisions"
    return f"{decisions} written. `sayso publish` applies them." if written else "No new decision."


def _export_queue(queue: Sequence[Mapping[str, Any]], path: Path) -> None:
    from flows.inputs import InputError

    try:
        with path.open(
            "w", encoding="utf-8-sig", newline=""
        ) as file:  # the mark tells Excel that it is UTF-8
            writer = csv.writer(file)
            writer.writerow(EXPORTED)
            for pair in queue:
                row = {**pair, "judgement": "", "why": "", "mention_count": _mentions_of(pair)}
                writer.writerow([inert(_cell(row[name])) for name in EXPORTED])
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror}") from error
    print(f"{len(queue):,} pairs in {path}. Fill in judgement, then: sayso names review --import {path}")


def _mentions_of(pair: Mapping[str, Any]) -> int:
    return int(pair["left_mention_count"] + pair["right_mention_count"])


def _cell(value: object) -> object:
    if isinstance(value, list):
        return " | ".join(" ".join(str(each).split()) for each in value)
    return round(value, 3) if isinstance(value, float) else value


def _import_answers(desk: Desk, path: Path, who: str | None) -> None:
    answers = list(_answers_in(path, desk))
    written = desk.decide(answers, who)
    repeated = len(answers) - len(written)
    print(_applied(len(written)) + (f" {repeated:,} were known already." if repeated else ""))


def _answers_in(path: Path, desk: Desk) -> "Iterator[Answer]":
    """The filled-in rows of an exported queue."""
    from flows.corpus.decisions import Judgement
    from flows.decision_file import Answer
    from flows.inputs import InputError
    from flows.name_lists import read_table

    header, rows = read_table(path)
    if missing := {"left", "right", "judgement"} - set(header):
        raise InputError(f"{path} has no column {sorted(missing)[0]!r}: start from --export")
    for line, row in rows:
        judgement = row["judgement"].strip().lower()
        if not judgement:
            continue
        if judgement not in set(Judgement):
            raise InputError(f"{path} line {line}: judgement is {judgement!r}; use {', '.join(Judgement)}")
        left, right = (desk.side(_without_guard(row[side].strip())) for side in ("left", "right"))
        yield Answer(left, right, Judgement(judgement), _without_guard(row.get("why", "").strip()))


def _without_guard(cell: str) -> str:
    """A cell as it was before `inert` quoted it."""
    return cell[1:] if inert(cell[1:]) == cell and cell.startswith("'") else cell


# --- deciding ------------------------------------------------------------------------------------------------


COMMANDS = {
    "same": "Say that two names are one.\n\n"
    'Example: sayso names same "Tariq Hamdi" "Tarek Hamdy" --why "both are the mayor of Qena"',
    "different": "Say that two names are not one, whatever their spelling; takes an earlier `same` back.\n\n"
    'Example: sayso names different "Tariq Hamdi" "Tarek Hamdy" --why "father and son"',
    "unsure": "Take an earlier decision back and leave two names apart, in the queue.\n\n"
    'Example: sayso names unsure "Tariq Hamdi" "Tarek Hamdy" --why "the second source contradicts"',
    "part_of": "Say that the first is a part of the second: related, never one.\n\n"
    'Example: sayso names part-of "Qena Police" "Ministry of the Interior"',
}


def _add_deciding_command(judgement: str, explanation: str) -> None:
    @app.command(judgement.replace("_", "-"), help=explanation)
    def decide(
        left: LeftArgument,
        right: RightArgument,
        why: WhyOption = "",
        who: WhoOption = None,
        warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    ) -> None:
        _decide(left, right, judgement, why, who, warehouse)


for _judgement, _explanation in COMMANDS.items():
    _add_deciding_command(_judgement, _explanation)


def _decide(left: str, right: str, judgement: str, why: str, who: str | None, warehouse: Path) -> None:
    from flows.corpus.decisions import Judgement
    from flows.decision_file import Answer
    from flows.document.spelling import spelling_key

    desk = Desk.open(warehouse)
    left, right = desk.side(left), desk.side(right)
    written = desk.decide([Answer(left, right, Judgement(judgement), why)], who)
    if not written:
        print("That is decided already.")
        return
    print(f"{written[0].left} / {written[0].right}: {judgement}. {_applied(1)}")
    for name in (left, right):
        if name not in desk.authority.entities and not _is_in_texts(desk, spelling_key(name)):
            print(f"No text names “{printable(name)}” yet: the decision waits until one does.")


def _is_in_texts(desk: Desk, key: str) -> bool:
    from flows.document.spelling import spelling_key

    return any(
        spelling_key(surface) == key
        for (surface,) in desk.rows("select distinct surface from facts.mentions")
    )


# --- explaining ----------------------------------------------------------------------------------------------


@app.command()
def explain(
    left: LeftArgument,
    right: RightArgument,
    kind: Annotated[
        str | None, typer.Option(help="person, organization or place; default what the texts or lexicon say.")
    ] = None,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    as_json: JsonOption = False,
) -> None:
    """Why two names are or are not one: words matched, features × coefficients, vetoes, verdict, decisions.

    Example: sayso names explain "Iyad al-Bozum" "Iyad al-Bazam" --kind person
    """
    from flows.corpus.names import explain as explain_names

    desk = Desk.open(warehouse)
    names = [_name_of(desk, side) for side in (left, right)]
    settled_kind = _kind_of(desk, names, kind)
    told = explain_names(names[0], names[1], settled_kind, desk.knowledge.rules, desk.authority)
    decided = desk.file.read().about(desk.side(left), desk.side(right))
    facts = {
        "left": names[0],
        "right": names[1],
        "kind": str(settled_kind),
        "verdict": _verdict(told, decided),
        "why": _decision_in_words(decided) if decided else told.why,
        "decision": _decision_in_words(decided) if decided else None,
        "without_decisions": {"verdict": told.verdict, "why": told.why},
        "folded": [told.left_key, told.right_key],
        "published_as": [_published_as(desk, name) for name in names],
        **_likeness(told, desk, settled_kind),
    }
    if as_json:
        print_json(facts)
    else:
        _show_explanation(facts)


def _name_of(desk: Desk, name: str) -> str:
    side = desk.side(name)
    return desk.authority.entities[side].name if side in desk.authority.entities else side


def _kind_of(desk: Desk, names: Sequence[str], kind: str | None) -> "Kind":
    """The kind that was asked for, else the one that texts, then the lexicon, have of either name."""
    from flows.document.records import Kind
    from flows.inputs import InputError

    if kind is not None:
        if kind not in set(Kind):
            raise InputError(f"--kind is {kind!r}: use one of {', '.join(Kind)}")
        return Kind(kind)
    found = desk.rows(
        "select kind from facts.mentions where surface in (?, ?) group by kind order by count(*) desc, kind",
        *names,
    )
    if found:
        return Kind(found[0][0])
    known = [entity.kind for name in names for entity in desk.authority.find(name)]
    if not known:
        raise InputError(
            "neither texts nor lexicon have these names: say --kind person, organization or place"
        )
    return known[0]


def _verdict(told: "Explanation", decided: "tuple[int, Decision] | None") -> str:
    if decided is None:
        return told.verdict
    return {"same": "one", "unsure": "ask"}.get(decided[1].judgement, "two")


def _decision_in_words(decided: "tuple[int, Decision]") -> str:
    row, decision = decided
    why = f": {decision.why}" if decision.why else ""
    return (
        f"decisions.csv row {row}: {decision.who} said {decision.judgement} on {decision.decided_on}{why}"
        f" (rules {decision.ruleset})"
    )


def _published_as(desk: Desk, name: str) -> list[str]:
    found = desk.rows(
        "select distinct name_links.entity_id || ' (' || entities.name || ', ' || entities.kind || ')'"
        " from corpus.name_links inner join facts.mentions on name_links.mention_id = mentions.mention_id"
        " inner join corpus.entities on name_links.entity_id = entities.entity_id"
        " where mentions.surface = ? order by all",
        name,
    )
    return [str(entity) for (entity,) in found]


def _likeness(told: "Explanation", desk: Desk, kind: "Kind") -> dict[str, Any]:
    if told.comparison is None:
        return {}
    compared, rules = told.comparison, desk.knowledge.rules
    return {
        "words": [[match.left, match.right, round(match.similarity, 3)] for match in compared.matches],
        "left_over": [list(compared.left_over), list(compared.right_over)],
        "intercept": rules.models[kind].intercept,
        "features": {
            name: {
                "value": round(value, 3),
                "coefficient": float(coefficient),
                "share": round(compared.shares[name], 3),
            }
            for (name, value), coefficient in zip(
                compared.features.items(), rules.models[kind].coefficients, strict=True
            )
        },
        "score": round(compared.score, 3),
        "veto": str(compared.veto) if compared.veto else None,
        "united_from": rules.cut,
        "asked_from": rules.review_from[kind],
    }


def _show_explanation(facts: Mapping[str, Any]) -> None:
    meaning = {"one": "one", "ask": "a person should say", "two": "two"}
    print(f"{printable(facts['left'])}  /  {printable(facts['right'])}   ({facts['kind']})")
    print(f"verdict: {meaning[facts['verdict']]}: {printable(facts['why'])}")
    if facts["decision"]:
        without = facts["without_decisions"]
        print(f"without that decision: {meaning[without['verdict']]}: {printable(without['why'])}")
    print(f"folded: {facts['folded'][0]}  /  {facts['folded'][1]}")
    for name, entities in zip((facts["left"], facts["right"]), facts["published_as"], strict=True):
        print(
            f"{printable(name)} is published as: {printable(', '.join(entities)) or 'nothing: no text has it'}"
        )
    if "features" not in facts:
        return
    print_table(["left", "right", "alike"], facts["words"])
    for side, words in zip(("left", "right"), facts["left_over"], strict=True):
        if words:
            print(f"only {side}: {' '.join(words)}")
    rows = [
        [name, each["value"], each["coefficient"], each["share"]]
        for name, each in facts["features"].items()
        if each["share"]
    ]
    print_table(["feature", "value", "coefficient", "share"], rows)
    print(f"intercept {facts['intercept']}; score = 1 / (1 + e^-(intercept + shares)) = {facts['score']:.3f}")
    print(
        f"united from {facts['united_from']}, asked from {facts['asked_from']}; veto: {facts['veto'] or 'none'}"
    )


@app.command()
def like(
    name: Annotated[str, typer.Argument(help="A name, whether texts have it or not.")],
    kind: Annotated[str | None, typer.Option(help="person, organization or place.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many spellings.")] = 10,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    as_json: JsonOption = False,
) -> None:
    """Spellings of the texts that a name may be one of, most alike first, and what they are published as.

    Example: sayso names like "Tareq Hamdi" --kind person
    """
    from flows.corpus.name_index import NameIndex
    from flows.document.spelling import fold

    desk = Desk.open(warehouse)
    settled_kind = _kind_of(desk, [name, name], kind)
    known = desk.rows(
        "select surface, entity_id, name, mention_count from marts.entity_spellings where kind = ?"
        " order by surface, entity_id",
        str(settled_kind),
    )
    index = NameIndex.from_names([fold(row[0]) for row in known], settled_kind, desk.knowledge.rules)
    header = ["score", "spelling", "entity_id", "entity", "mentions", "veto"]
    found = [
        [round(each.score, 3), *known[each.row], str(each.veto) if each.veto else None]
        for each in index.like(fold(name))[:limit]
    ]
    if as_json:
        print_json([dict(zip(header, row, strict=True)) for row in found])
    else:
        print_table(header, found)


# --- lists ---------------------------------------------------------------------------------------------------


@app.command("import")
def import_list(
    file: Annotated[Path, typer.Argument(help="A CSV file of names; what it is, its shape says.")],
    name: Annotated[
        str | None, typer.Option(help="What to call the list: a-z, 0-9, '-'; default from the file.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Bring a list of names of your own into the lexicon.

    A CSV with the columns name and kind (person, organization, place) and, if you have them, aliases (separated
    by ';'), country (ISO 3166-1) and id:

    name,kind,aliases,country,id

    Tariq Hamdi,person,Tarek Hamdy;Abu Salem,EG,

    Also OFAC's sdn.csv (with alt.csv beside it) and OpenSanctions' targets.simple.csv as downloaded.

    sayso names import people.csv

    The rows are written to entities-<name>.csv and aliases-<name>.csv in the lexicon; importing again replaces
    them, deleting both takes the list back. The curated lexicon wins where both have a name.
    """
    from flows.inputs import LEXICON_DIR
    from flows.name_lists import import_names

    done = import_names(file, name, LEXICON_DIR)
    if as_json:
        print_json(done.counts())
        return
    print(f"{done.entity_count:,} entities with {done.alias_count:,} other names: {done.entities_file}")
    for reason, count in done.left_out.items():
        print(f"left out: {count:,} {reason}")
    print("Run `sayso ingest`: which names a text has depends on the lexicon, so all texts are read again.")
