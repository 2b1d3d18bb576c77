"""`sayso furniture …`: lines that repeat across a source, shown to a person and written where they are accepted.

The only thing that is ever written below raw/ is `source.yml`, here, on the explicit command of a person.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer
import yaml

from flows.cli_options import DEFAULT_RAW, DEFAULT_WAREHOUSE, JsonOption, RawOption, WarehouseOption
from flows.corpus.furniture import LONGEST_LINE, FurnitureProposal, propose_furniture
from flows.terminal import printable

furniture_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Lines that repeat across the documents of one source: look at them, accept those that are no text.",
)
_QUOTES = frozenset('"“”„‘「」')  # an arrow of a button, », counts with its pair only


@furniture_app.command()
def review(
    raw: RawOption = DEFAULT_RAW,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
    source: Annotated[str | None, typer.Option(help="One source only.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="Most lines shown per source.")] = 20,
    as_json: JsonOption = False,
) -> None:
    """Show lines that stand in 3 documents of a source and more, with counts and examples. Changes nothing.

    Accept one with: sayso furniture accept SOURCE "the line"
    """
    from flows.terminal import print_json, print_table

    found = [
        (source_id, proposal.phrase, proposal.story_count, proposal.share, proposal.example_doc_ids)
        for source_id in _source_ids(warehouse, source)
        for proposal in _proposals(raw, warehouse, source_id)[:limit]
    ]
    names = ("source_id", "phrase", "document_count", "share", "examples")
    if as_json:
        print_json([dict(zip(names, row, strict=True)) for row in found])
    else:
        print_table(names, [(*row[:-1], " ".join(row[-1])) for row in found])


@furniture_app.command()
def accept(
    source: Annotated[str, typer.Argument(help="The source: a folder directly below raw/.")],
    phrases: Annotated[
        list[str] | None, typer.Argument(help="Whole lines; without any, each proposal is asked for.")
    ] = None,
    raw: RawOption = DEFAULT_RAW,
    warehouse: WarehouseOption = DEFAULT_WAREHOUSE,
) -> None:
    """Write lines under `furniture:` in raw/SOURCE/source.yml; the next `sayso ingest` takes them out.

    Example: sayso furniture accept daily "Follow The Daily for more"
    """
    from flows.inputs import SOURCE_FILE, source_folder

    if not phrases and not sys.stdin.isatty():
        raise typer.BadParameter("name the phrases to accept, or run it on a terminal to be asked")
    chosen = phrases or _asked_for(_proposals(raw, warehouse, source))
    added = write_phrases(raw, source, chosen)
    location = source_folder(raw, source) / SOURCE_FILE
    print(f"{len(added)} new under 'furniture:' in {printable(str(location))}.")
    for phrase in added if phrases else ():
        if not _stands_in(warehouse, source, phrase):
            print(f"No text of {printable(source)} that is loaded has “{printable(phrase)}” in these words.")
    if added:
        print("Run `sayso ingest` to read that source again with them.")


def _stands_in(warehouse: Path, source_id: str, phrase: str) -> bool:
    """Whether a text of the source has the words, in whatever case; true before anything was published."""
    from flows.warehouse import Warehouse

    target = Warehouse(warehouse)
    if not target.exists():
        return True
    with target.read() as reader:
        query = (
            "select 1 from facts.documents where source_id = ? and contains(lower(text), lower(?)) limit 1"
        )
        return bool(reader.rows(query, [source_id, phrase]))


def _asked_for(proposals: Sequence[FurnitureProposal]) -> list[str]:
    return [
        proposal.phrase
        for proposal in proposals
        if typer.confirm(
            f"{proposal.story_count:5} documents: {printable(proposal.phrase)}\n      furniture?"
        )
    ]


def _source_ids(warehouse: Path, only: str | None) -> list[str]:
    from flows.inputs import InputError
    from flows.warehouse import Warehouse

    with Warehouse(warehouse).read() as reader:
        known = [row[0] for row in reader.rows("select distinct source_id from facts.documents order by 1")]
    if only is not None and only not in known:
        raise InputError(f"no document comes from a source {only!r}; there are {', '.join(known)}")
    return [source_id for source_id in known if only in (None, source_id)]


def _proposals(raw: Path, warehouse: Path, source_id: str) -> list[FurnitureProposal]:
    from flows.document.furniture_lexicon import phrase_key
    from flows.inputs import read_source
    from flows.warehouse import Warehouse

    with Warehouse(warehouse).read() as reader:
        texts = dict(
            reader.rows("select doc_id, clean_text from facts.documents where source_id = ?", [source_id])
        )
    known = {phrase_key(phrase) for phrase in read_source(raw, source_id).furniture}
    return propose_furniture(texts, phrase_key, guard_of_lines(), known)


def guard_of_lines() -> Callable[[str], bool]:
    """Whether a line must stay however often it is there: people counted, somebody speaking, prose."""
    from flows.document.furniture_lexicon import words_of
    from flows.document.furniture_verdict import is_prose, reason_to_keep
    from flows.inputs import load_lexicon

    lexicon = load_lexicon().furniture
    return lambda line: (
        not _QUOTES.isdisjoint(line)
        or ("«" in line and "»" in line)
        or is_prose(line)
        or reason_to_keep(line, words_of(line), lexicon) is not None
    )


# --- source.yml ----------------------------------------------------------------------------------------------


def write_phrases(raw: Path, source_id: str, phrases: Iterable[str]) -> list[str]:
    """Add phrases to a source's `furniture:` list; comments and order of the file stay. Returns the new ones.

    Raises `InputError` for a source without a folder and for a phrase that is no line of words.
    """
    from flows.document.furniture_lexicon import phrase_key
    from flows.inputs import SOURCE_FILE, InputError, read_source, source_folder

    folder = source_folder(raw, source_id)
    if Path(source_id).name != source_id or folder.is_symlink() or not folder.is_dir():
        raise InputError(f"{folder} is no folder of a source: the phrases of a source are kept in its folder")
    accepted = {phrase_key(phrase) for phrase in read_source(raw, source_id).furniture}
    added: list[str] = []
    for phrase in map(str.strip, phrases):
        key = phrase_key(phrase)
        if not key or len(phrase) > LONGEST_LINE or not phrase.isprintable():
            raise InputError(f"{phrase!r:.80} is no line of words of at most {LONGEST_LINE} characters")
        if key not in accepted:
            accepted.add(key)
            added.append(phrase)
    if added:
        location = folder / SOURCE_FILE
        before = location.read_text(encoding="utf-8") if location.exists() else ""
        _replace(location, _checked(location, before, with_phrases(before, added), added))
    return added


def with_phrases(content: str, phrases: Sequence[str]) -> str:
    """The YAML of a source with more items in its `furniture:` list, all else as it was."""
    items = [json.dumps(phrase, ensure_ascii=False) for phrase in phrases]
    ended = content if not content or content.endswith("\n") else f"{content}\n"
    root = yaml.compose(content, Loader=yaml.SafeLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    value = next((value for key, value in pairs if key.value == "furniture"), None)
    if value is None:
        return ended + "furniture:\n" + "".join(f"  - {item}\n" for item in items)
    if not isinstance(value, yaml.SequenceNode) or not value.value:  # an empty list, or nothing
        at = value.start_mark.index
        rest = content[value.end_mark.index :]
        return f"{content[:at].rstrip(' ')} [{', '.join(items)}]{rest}"
    last = value.value[-1].end_mark.index
    if value.flow_style:
        return f"{content[:last]}, {', '.join(items)}{content[last:]}"
    line_end = ended.find("\n", last - 1 if ended[last - 1 : last] == "\n" else last) + 1
    indent = " " * value.start_mark.column
    return ended[:line_end] + "".join(f"{indent}- {item}\n" for item in items) + ended[line_end:]


def _checked(location: Path, before: str, after: str, added: Sequence[str]) -> str:
    """The new content, if it says what the old one said and the new phrases."""
    from flows.inputs import InputError

    old = yaml.safe_load(before) or {}
    try:
        new = yaml.safe_load(after)
    except yaml.YAMLError:
        new = None
    if new != {**old, "furniture": [*(old.get("furniture") or []), *added]}:
        raise InputError(f"{location} is written in a way that cannot be added to: add the lines by hand")
    return after


def _replace(location: Path, content: str) -> None:
    aside = location.with_name(f".{location.name}.{os.getpid()}")
    aside.write_text(content, encoding="utf-8")
    aside.replace(location)
