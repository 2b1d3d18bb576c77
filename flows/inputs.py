"""What comes from disk: raw documents, their sources, the lexicon. Nothing here is written."""

import contextlib
import csv
import functools
import hashlib
import io
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, cast

import yaml

from flows.corpus.decisions import Decision, decisions_from_rows, standing_decisions
from flows.corpus.name_rules import NameRules
from flows.document.authority import Authority, town_from_row
from flows.document.authority_lists import with_list
from flows.document.mention_lexicon import MentionLexicon
from flows.document.records import LexiconError, RejectedError, RejectReason
from flows.settings import load_settings

if TYPE_CHECKING:
    from flows.document.extract import Lexicon

LEXICON_DIR = load_settings().lexicon  # environment or sayso.toml, where the process started
RECOGNISER = load_settings().recogniser
DOCUMENT_DIR = Path(__file__).parent / "document"
CORPUS_DIR = Path(__file__).parent / "corpus"
SQL_DIR = Path(__file__).parent.parent / "sql"
NAME_LEXICON = ("letters.yml", "name_likeness.yml", "known_distinct.csv", "mentions.yml")
DOCUMENT_LEXICON = (
    *("furniture.yml", "sentences.yml", "mentions.yml", "name_evidence.yml", "times.yml", "quantities.yml"),
    *("grammar.yml", "speech.yml", "event_types.csv"),
)
READER_FILES = (
    *("read.py", "decode.py", "media_type.py"),
    *("page_limits.py", "page_metadata.py", "page_text.py"),
)
_ARCHIVES = (
    Path(__file__).parent / "archives.py"
)  # an archive says when a page was fetched, and in what encoding
READER_PACKAGES = ("trafilatura", "lxml", "py3langid", "ftfy", "faust-cchardet")
EVENT_PACKS = "events_*.yml"  # a topic is a file: what is there is used
AUTHORITY_FILES = ("entities.csv", "aliases.csv", "relations.csv", "homonyms.csv", "never_merge.csv")
TOWNS_FILE = "towns.csv"  # only the corpus step looks there: a surname is no town
TOWN_COLUMNS = ("geonameid", "name", "country", "latitude", "longitude", "population")
SOURCE_FILE = "source.yml"
LOOK_AHEAD = 65_536  # bytes of a file that tell what it is
_LANGUAGES = frozenset(  # ISO 639-1
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz"
    " ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik"
    " io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml"
    " mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd"
    " se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve"
    " vi vo wa wo xh yi yo za zh zu".split()
)
SOURCE_KEYS = ("publisher", "url", "language", "state_affiliation", "licence", "fields", "furniture")
RECORD_FIELDS = ("text", "html", "title", "date", "url", "author")
_OTHER_SEPARATOR = re.compile(r"[;\t]")
_LEFTOVER = re.compile(
    r"^~\$|.~$|^(?:desktop\.ini|thumbs\.db|ehthumbs\.db)$", re.IGNORECASE
)  # of editors, systems
_MAX_SOURCE_BYTES = 1_000_000
_MAX_SOURCE_LEVELS = 5  # of lists and maps inside each other; two are of use


class InputError(Exception):
    """The input cannot be used; the message says what to do. Shown as one line."""


class NotReadError(RejectedError):
    """A file could not be read this time, or changed meanwhile; the next run tries again."""

    def __init__(self, why: str) -> None:
        super().__init__(RejectReason.UNREADABLE, f"{why}; the next run tries again")


@dataclass(frozen=True, slots=True)
class Source:
    """What a source's `source.yml` says; all null without one."""

    source_id: str
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    state_affiliation: str | None = None
    licence: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)  # of a JSONL: our field -> its key
    furniture: tuple[str, ...] = ()  # lines that a person accepted as no text of any article
    config_id: str | None = None  # 12 hex digits of the file's SHA-256
    problem: RejectedError | None = None  # the file cannot be used: new articles wait until it is mended


@dataclass(frozen=True, slots=True)
class RawFile:
    """One file below raw/, as the listing saw it."""

    path: str  # below raw/, with '/', always printable
    location: Path
    source_id: str
    size_bytes: int
    stat_key: str
    problem: RejectedError | None = None  # a link, a pipe, a device: listed, never opened


# --- the lexicon ---------------------------------------------------------------------------------------------


def read_yaml(name: str, folder: Path = LEXICON_DIR) -> object:
    """The content of one YAML file of the lexicon. Raises `LexiconError` naming file and remedy."""
    try:
        with _lexicon_file(folder / name) as opened:
            return yaml.load(opened.read(), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise LexiconError(f"{folder / name} is no valid YAML: {_one_line(error)}") from error


def read_csv(name: str, folder: Path = LEXICON_DIR) -> list[dict[str, str]]:
    """The rows of one CSV file of the lexicon, by column name. Raises `LexiconError` naming file and remedy."""
    path = folder / name
    with _lexicon_file(path) as opened:
        reader = csv.DictReader(opened)
        try:
            rows = list(reader)
        except csv.Error as error:
            raise LexiconError(
                f"{path} line {reader.line_num}: {error}: see that each quote is closed"
            ) from error
    columns = list(reader.fieldnames or [])
    if len(columns) == 1 and (found := _OTHER_SEPARATOR.search(columns[0])):
        raise LexiconError(f"{path} separates its columns with {found[0]!r}: save it with commas")
    return rows


@contextlib.contextmanager
def _lexicon_file(path: Path) -> Iterator[io.TextIOWrapper]:
    """One file of the lexicon, with or without the mark that spreadsheets put before UTF-8."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            yield opened
    except FileNotFoundError as error:
        raise LexiconError(
            f"{path} is missing: put it there, or name a folder that holds the whole lexicon"
            " (`sayso settings` says where this one is named)"
        ) from error
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path} is not UTF-8: save it as UTF-8 (a spreadsheet: as CSV UTF-8)") from error


def read_authority(folder: Path = LEXICON_DIR) -> Authority:
    """The entities a person has settled, from one folder's CSV files (only `entities.csv` must be there).

    Lists that were imported (`entities-<list>.csv`, `aliases-<list>.csv`) stand below the curated files. Read anew
    only where a file has changed: the stages and the corpus step of one run ask for the same.
    """
    return _authority(
        folder, tuple(sorted((path.name, stat_key(path.stat())) for path in folder.glob("*.csv")))
    )


@functools.lru_cache(maxsize=2)
def _authority(folder: Path, _files: tuple[tuple[str, str], ...]) -> Authority:
    present = [name for name in AUTHORITY_FILES if name == "entities.csv" or (folder / name).exists()]
    tables = {name: read_csv(name, folder) for name in present}
    imported = []
    for file in sorted(folder.glob("entities-*.csv")):
        aliases = file.name.replace("entities-", "aliases-", 1)
        imported.append({file.name: read_csv(file.name, folder), aliases: _rows_if_any(aliases, folder)})
    try:
        authority = Authority.from_tables(tables)
        for its_tables in imported:
            authority = with_list(authority, its_tables)
    except LexiconError as error:
        raise LexiconError(f"{folder}: {error}") from error
    return authority


def _rows_if_any(name: str, folder: Path) -> list[dict[str, str]]:
    return read_csv(name, folder) if (folder / name).exists() else []


def load_lexicon(folder: Path = LEXICON_DIR) -> "Lexicon":
    """All that the document stages know. Raises `LexiconError` naming file, entry and remedy."""
    # Imported here: the stages bring the extractor along, a second that most commands need not wait.
    from flows.document.clauses import Grammar
    from flows.document.clean import FurnitureLexicon
    from flows.document.events import EventLexicon, event_verbs
    from flows.document.extract import Lexicon
    from flows.document.mentions import MentionLexicon
    from flows.document.name_evidence import EvidenceLexicon
    from flows.document.quantity_lexicon import QuantityLexicon
    from flows.document.sentences import SentenceLexicon
    from flows.document.speech_lexicon import SpeechLexicon, speech_verbs
    from flows.document.time_lexicon import TimeLexicon
    from flows.recognisers import recognisers_of

    packs = {path.name: read_yaml(path.name, folder) for path in sorted(folder.glob(EVENT_PACKS))}
    speech = read_yaml("speech.yml", folder)
    grammar = Grammar.from_data(
        read_yaml("grammar.yml", folder), [*speech_verbs(speech), *event_verbs(packs)]
    )
    return Lexicon(
        furniture=FurnitureLexicon.from_data(read_yaml("furniture.yml", folder)),
        sentences=SentenceLexicon.from_data(read_yaml("sentences.yml", folder)),
        mentions=MentionLexicon.from_data(read_yaml("mentions.yml", folder)),
        evidence=EvidenceLexicon.from_data(read_yaml("name_evidence.yml", folder)),
        authority=read_authority(folder),
        times=TimeLexicon.from_data(read_yaml("times.yml", folder)),
        quantities=QuantityLexicon.from_data(read_yaml("quantities.yml", folder)),
        speech=SpeechLexicon.from_data(speech, grammar),
        events=EventLexicon.from_data(packs, read_csv("event_types.csv", folder), grammar),
        recognisers=recognisers_of(RECOGNISER),
    )


@dataclass(frozen=True)
class NameKnowledge:
    """What the corpus step knows of names: rules of spelling, settled names, a person's decisions."""

    rules: NameRules
    authority: Authority
    decisions: tuple[Decision, ...]
    rules_id: str  # of `name_rules_id`, taken before the files were read


def load_name_knowledge(folder: Path = LEXICON_DIR) -> NameKnowledge:
    """All that `corpus/names.py` asks for. Raises `LexiconError`, also where decisions contradict each other."""
    rules_id, mentions = name_rules_id(folder), read_yaml("mentions.yml", folder)
    rules = NameRules.from_data(
        read_yaml("letters.yml", folder),
        read_yaml("name_likeness.yml", folder),
        read_csv("known_distinct.csv", folder),
        mentions,
        MentionLexicon.from_data(mentions).everyday_words,
    )
    authority = read_authority(folder)
    decisions = decisions_from_rows(_rows_if_any("decisions.csv", folder))
    standing_decisions(decisions, authority.entities)
    towns = map(town_from_row, _rows_if_any(TOWNS_FILE, folder))
    return NameKnowledge(rules, authority.with_gazetteer(towns), decisions, rules_id)


def reader_id() -> str:
    """12 hex digits that change when the text or a field read from the same bytes may."""
    return _digest_of([_ARCHIVES, *(DOCUMENT_DIR / name for name in READER_FILES)], _reader_versions())


def ruleset_id(folder: Path = LEXICON_DIR) -> str:
    """12 hex digits that change when the facts of a document may: code of the stages, their lexicon, extractor."""
    return _digest_of(_ruleset_files(folder), _other_versions())


def _ruleset_files(folder: Path) -> list[Path]:
    files = [*DOCUMENT_DIR.rglob("*.py"), _ARCHIVES, *folder.glob(EVENT_PACKS)]
    files += [folder / name for name in (*DOCUMENT_LEXICON, *AUTHORITY_FILES)]
    files += [*folder.glob("entities-*.csv"), *folder.glob("aliases-*.csv")]  # lists that were imported
    return files


def _reader_versions() -> list[str]:
    return [f"{name}=={version(name)}" for name in READER_PACKAGES]


def _other_versions() -> list[str]:
    from flows.recognisers import recogniser_version

    return [*_reader_versions(), recogniser_version(RECOGNISER)]


@dataclass(frozen=True, slots=True)
class LocalRules:
    """The part of a ruleset whose entries touch only documents that hold their words, and an id for all the rest."""

    rest_id: str
    phrases: tuple[str, ...]  # exact furniture phrases, each as `family: phrase`


def local_rules(folder: Path = LEXICON_DIR) -> LocalRules:
    """What of the ruleset is local, and 12 hex digits that change when anything else of it does."""
    data = read_yaml("furniture.yml", folder)
    table = dict(data) if isinstance(data, dict) else {}
    phrases = table.pop("phrases", None) or {}
    others = [path for path in _ruleset_files(folder) if path != folder / "furniture.yml"]
    return LocalRules(
        _digest_of(others, [repr(table), *_other_versions()]),
        tuple(sorted(f"{family}: {phrase}" for family, lines in phrases.items() for phrase in lines)),
    )


def corpus_rules_id(folder: Path = LEXICON_DIR) -> str:
    """12 hex digits that change when entities, marts or checks may: corpus code, lexicon, SQL."""
    return _digest_of(
        [*CORPUS_DIR.rglob("*.py"), *SQL_DIR.rglob("*.sql"), *folder.glob("*.yml"), *folder.glob("*.csv")]
    )


def name_rules_id(folder: Path = LEXICON_DIR) -> str:
    """12 hex digits that change when two names may compare otherwise: code and lexicon of comparing, libraries."""
    code = [*CORPUS_DIR.rglob("*.py"), *DOCUMENT_DIR.glob("spelling.py"), DOCUMENT_DIR / "mention_lexicon.py"]
    words = [folder / name for name in NAME_LEXICON]
    return _digest_of(
        [*code, *words], [f"{name}=={version(name)}" for name in ("anyascii", "rapidfuzz", "numpy")]
    )


def _digest_of(files: Iterable[Path], more: Iterable[str] = ()) -> str:
    digest = hashlib.sha256()
    for path in sorted(files, key=lambda path: (path.name, path)):  # wherever the lexicon lies
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    digest.update("\0".join(more).encode())
    return digest.hexdigest()[:12]


def _one_line(error: object) -> str:
    return " ".join(str(error).split())


# --- raw files -----------------------------------------------------------------------------------------------


def list_raw_files(raw: Path) -> list[RawFile]:
    """Every file below raw/, sorted by path; hidden files, those that editors and systems leave behind, and each
    source's `source.yml` are left out.

    A link, pipe, socket or device is listed with a `problem` and never opened, and so is a `source.yml` in the wrong
    place and a folder or file that cannot be looked at; what vanishes meanwhile is left out. Raises `InputError` where
    raw/ itself is missing or closed.
    """
    if not raw.is_dir():
        raise InputError(f"there is no folder {raw}: make it and put articles into {raw}/<source>/")
    return sorted(_walk(raw), key=lambda found: found.path)


def _walk(raw: Path) -> Iterator[RawFile]:
    folders = [_raw_file(raw, raw)]  # a list and no recursion: folders may be nested deeper than calls
    while folders:
        folder = folders.pop()
        try:
            for is_folder, found in _entries(folder.location, raw):
                if is_folder:
                    folders.append(found)
                else:
                    yield found
        except OSError as error:
            if folder.location == raw:
                raise InputError(
                    f"cannot list {raw} ({error.strerror}): see that it is there and this user may read it"
                ) from error
            if not isinstance(error, FileNotFoundError):  # else it was there a moment ago
                yield replace(folder, problem=_unreadable(error))


def _entries(folder: Path, raw: Path) -> Iterator[tuple[bool, RawFile]]:
    """What one folder holds: whether it is a folder itself, and its row."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            location = folder / entry.name
            try:
                status = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            except OSError as error:
                yield False, _raw_file(location, raw, problem=_unreadable(error))
                continue
            is_settings = entry.name == SOURCE_FILE and folder.parent == raw
            if stat.S_ISDIR(status.st_mode):
                yield True, _raw_file(location, raw, status)
            elif not is_settings and not _LEFTOVER.search(entry.name):
                problem = _problem_of(status.st_mode) or _misplaced(location, raw)
                yield False, _raw_file(location, raw, status, problem)


def _raw_file(
    location: Path, raw: Path, status: os.stat_result | None = None, problem: RejectedError | None = None
) -> RawFile:
    parts = location.relative_to(raw).parts
    return RawFile(
        path="/".join(printable(part) for part in parts),
        location=location,
        source_id=printable(parts[0]) if len(parts) > 1 else "raw",
        size_bytes=status.st_size if status else 0,
        stat_key=stat_key(status) if status else "0:0:0",
        problem=problem,
    )


def _misplaced(location: Path, raw: Path) -> RejectedError | None:
    """What is wrong with settings of a source where nobody looks for them; they are no article."""
    if location.name.casefold() not in (SOURCE_FILE, "source.yaml"):
        return None
    source, *below = (printable(part) for part in location.relative_to(raw).parts)
    wanted = f"raw/{source if below else '<source>'}/{SOURCE_FILE}"
    return RejectedError(
        RejectReason.UNSUPPORTED, f"the settings of a source are read from {wanted}: move it there"
    )


def _problem_of(mode: int) -> RejectedError | None:
    if stat.S_ISREG(mode):
        return None
    what = "a symbolic link" if stat.S_ISLNK(mode) else "a pipe, socket or device"
    return RejectedError(RejectReason.UNSUPPORTED, f"{what} is not followed: put the file itself into raw/")


def stat_key(status: os.stat_result) -> str:
    """What the file system says of a file; while it is the same, so are the bytes."""
    return f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}"


def printable(name: str) -> str:
    r"""A file name that every table and terminal can hold: stray bytes as `\xNN`, odd characters as `\u00NN`.

    A backslash is doubled, so that two names never look the same.
    """
    text = os.fsencode(name.replace("\\", "\\\\")).decode("utf-8", "backslashreplace")
    return "".join(letter if letter.isprintable() else _escaped(letter) for letter in text)


def _escaped(letter: str) -> str:
    r"""A line break is `\n`, an unbreakable blank `\u00a0`: `\xa0` is the stray byte."""
    return f"\\u{ord(letter):04x}" if "\x7f" < letter <= "\xff" else letter.encode("unicode_escape").decode()


@contextlib.contextmanager
def open_raw(file: RawFile) -> Iterator[io.BufferedReader]:
    """One raw file for reading, never a link, pipe or device, nor through one.

    Raises `RejectedError`; where the file cannot be read or is changed until it is closed, `NotReadError`.
    """
    if file.problem is not None:
        raise file.problem
    try:
        handle = _open_below(file.location, file.path.count("/") + 1)
    except OSError as error:
        raise _unreadable(error) from error
    try:
        with open(handle, "rb", buffering=LOOK_AHEAD) as opened:  # noqa: PTH123 - the handle was opened with O_NOFOLLOW
            before = os.fstat(handle)
            if (problem := _problem_of(before.st_mode)) is not None:
                raise problem
            yield cast(io.BufferedReader, opened)
            if stat_key(before) != stat_key(os.fstat(handle)):
                raise NotReadError("changed while it was read")
    except OSError as error:
        raise _unreadable(error) from error


def has_changed(file: RawFile) -> bool:
    """Whether a file is no longer what the listing saw."""
    try:
        return stat_key(file.location.stat(follow_symlinks=False)) != file.stat_key
    except OSError:
        return True


def _open_below(location: Path, depth: int) -> int:
    """A handle on the file; none of the last `depth` parts of its path is followed if it is a link by now."""
    folder = os.open(location.parents[depth - 1], os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for name in location.parts[-depth:-1]:
            inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder)
            os.close(folder)
            folder = inner
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        return os.open(location.name, flags, dir_fd=folder)
    finally:
        os.close(folder)


def _unreadable(error: OSError) -> NotReadError:
    return NotReadError(error.strerror or type(error).__name__)


# --- sources -------------------------------------------------------------------------------------------------


def usable_source(raw: Path, source_id: str) -> Source:
    """The same as `read_source`; where that cannot be used, a source that says so: the others go on."""
    try:
        return read_source(raw, source_id)
    except InputError as error:
        state = hashlib.sha256(str(error).encode()).hexdigest()[:12]
        return Source(source_id, config_id=state, problem=RejectedError(RejectReason.UNSUPPORTED, str(error)))


def read_source(raw: Path, source_id: str) -> Source:
    """What `raw/<source>/source.yml` says. Raises `InputError` on a key or value that it cannot have."""
    location = source_folder(raw, source_id) / SOURCE_FILE
    content = None if source_id == "raw" else _source_bytes(location)
    if content is None:
        return Source(source_id)
    data = _plain_yaml(content, location)
    if not isinstance(data, dict):
        raise InputError(f"{location} must be lines of 'key: value' with the keys {', '.join(SOURCE_KEYS)}")
    unknown = sorted(str(key)[:80] for key in data if key not in SOURCE_KEYS)
    if unknown:
        raise InputError(
            f"{location} has the unknown key {unknown[0]!r}; it can have {', '.join(SOURCE_KEYS)}"
        )
    fields = data.pop("fields", None) or {}
    if (
        not isinstance(fields, dict)
        or not set(fields) <= set(RECORD_FIELDS)
        or not all(isinstance(key, str) for key in fields.values())
    ):
        raise InputError(
            f"{location}: 'fields:' maps some of {', '.join(RECORD_FIELDS)} to the keys of the records"
        )
    furniture = data.pop("furniture", None) or []
    if not isinstance(furniture, list) or not all(
        isinstance(line, str) and line.strip() for line in furniture
    ):
        raise InputError(f"{location}: 'furniture:' must be a list of lines; put each in quotes")
    for key, value in data.items():
        if not isinstance(value, str):
            raise InputError(f"{location}: '{key}:' must be one line of text")
    values = {key: None if value in ("", "~", "null") else value for key, value in data.items()}
    if (language := values.get("language")) is not None and language not in _LANGUAGES:
        raise InputError(
            f"{location}: 'language:' must be a code of ISO 639-1, such as en or fr, and not {language[:80]!r}"
        )
    return Source(
        source_id,
        **values,
        fields=fields,
        furniture=tuple(furniture),
        config_id=hashlib.sha256(content).hexdigest()[:12],
    )


def source_folder(raw: Path, source_id: str) -> Path:
    """The folder below raw/ whose printable name is the source's id; it need not be there."""
    if "\\" in source_id:  # its name was not printable as it is
        with contextlib.suppress(OSError):
            for folder in raw.iterdir():
                if printable(folder.name) == source_id:
                    return folder
    return raw / source_id


def _source_bytes(location: Path) -> bytes | None:
    """The bytes of a regular file, None where there is none. Never follows a link, never waits for a pipe."""
    try:
        handle = _open_below(location, 2)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(f"{location} cannot be read: {error.strerror}") from error
    try:
        is_file = stat.S_ISREG(os.fstat(handle).st_mode)
        content = os.read(handle, _MAX_SOURCE_BYTES + 1) if is_file else b""
    except OSError as error:
        raise InputError(f"{location} cannot be read: {error.strerror}") from error
    finally:
        os.close(handle)
    if not is_file:
        raise InputError(f"{location} is no file")
    if len(content) > _MAX_SOURCE_BYTES:
        raise InputError(f"{location} has more than {_MAX_SOURCE_BYTES:,} bytes")
    return content


def _plain_yaml(content: bytes, location: Path) -> object:
    """YAML in which every value is text, a list or a map: `language: no` is Norwegian, and nothing can grow.

    A reference to another place of the file is refused: a few lines of them stand for gigabytes.
    """
    level = 0
    try:
        for event in yaml.parse(content, Loader=yaml.CBaseLoader):
            level += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if level > _MAX_SOURCE_LEVELS or isinstance(event, yaml.AliasEvent):
                raise InputError(f"{location} must not hold references or lists inside lists")
        return yaml.load(content, Loader=yaml.CBaseLoader) or {}  # noqa: S506 - makes text, lists and maps only
    except (yaml.YAMLError, ValueError) as error:
        raise InputError(f"{location} is no valid YAML: {_one_line(error)}") from error
