"""Is this installation able to run? One finding per thing that has been seen to stop people, with what to do.

Reads, and writes only files of its own into the warehouse folder, which it removes again.
"""

import fcntl
import os
import platform
import shlex
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from packaging.requirements import Requirement

from flows.document.records import LexiconError
from flows.prefect_home import database_problem
from flows.settings import Settings, SettingsError, load_settings

# Why a version outside the bounds of pyproject.toml does not do, where that was found out the hard way.
_KNOWN_BREAKS = {
    "prefect": "3.9 asks for a certifi that cannot be had",
    "fastapi": "from 0.155 on the Prefect server cannot be imported",
    "sqlalchemy": "from 2.1 on no schedule of Prefect 3.8.8 ever fires",
    "duckdb": "1.x and 2.x differ in the calls that sayso makes",
    "pyarrow": "polars and DuckDB cannot exchange tables without it",
    "lxml_html_clean": "trafilatura cannot be imported without it",
}
_REINSTALL = "run `make` in the folder of sayso, or pip install -r requirements.txt"
_ROOMY = 3  # times the size of the warehouse: the copy, what is loaded into it, what sorts spill
_MINIMUM_BYTES = 500_000_000  # of free disk for a small warehouse: Prefect's database, parts, logs
# Takes more memory than it may: ends with 0 where that is refused.
_MEMORY_PROBE = (
    "import resource, sys\n"
    "limit = int(sys.argv[1])\n"
    "resource.setrlimit(resource.RLIMIT_AS, (limit, limit))\n"
    "resource.setrlimit(resource.RLIMIT_CPU, (60, resource.RLIM_INFINITY))\n"
    "try: bytes(limit)\n"
    "except MemoryError: sys.exit(0)\n"
    "sys.exit(3)"
)


class Status(StrEnum):
    """How bad it is; only `fail` keeps sayso from running."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found, and what to do about it."""

    check: str
    status: Status
    message: str


def examine() -> Iterator[Finding]:
    """Every check, as it is done; the whole takes some ten seconds, most of it for importing Prefect's server."""
    yield _packages()
    try:
        settings = load_settings()
    except SettingsError as error:
        yield Finding("settings", Status.FAIL, f"{error}; until it is mended, what they name is not checked")
    else:
        yield Finding("settings", Status.OK, "see `sayso settings`")
        yield from _places(settings)
    yield _found("user", _user)
    yield _found("prefect", _prefect_import)
    yield _found("server", _server)


def _places(settings: Settings) -> Iterator[Finding]:
    folder = settings.warehouse.parent
    yield _found("lexicon", lambda: _lexicon(settings))
    yield _found("raw", lambda: _raw(settings.raw))
    yield _found("folder", lambda: _folder(folder))
    yield _found("file_system", lambda: _file_system(folder))
    yield _found("disk", lambda: _disk(settings.warehouse))
    yield _found("warehouse", lambda: _warehouse(settings.warehouse))
    yield _found("database", lambda: _database(folder / ".prefect"))
    yield _found("limits", lambda: _limits(settings))
    if settings.failure_command or settings.failure_url:
        yield _found("failure", lambda: _failure(settings.failure_command, settings.failure_url))
    if (client := settings.older_client) is not None:
        yield _found("older_client", lambda: _older_client(client))


def _found(check: str, find: Callable[[], tuple[Status, str]]) -> Finding:
    try:
        status, message = find()
    except Exception as error:  # noqa: BLE001 - whatever a check meets is what is wrong here
        status, message = Status.FAIL, f"{type(error).__name__}: {error}"
    return Finding(check, status, " ".join(message.split()))


def _packages() -> Finding:
    problems = list(_package_problems(requires("sayso") or []))
    if problems:
        return Finding("packages", Status.FAIL, f"{'; '.join(problems)}: {_REINSTALL}")
    return Finding(
        "packages",
        Status.OK,
        f"Python {platform.python_version()}, sayso {version('sayso')}, every package in its bounds",
    )


def _package_problems(wanted: list[str]) -> Iterator[str]:
    for requirement in map(Requirement, wanted):
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        reason = _KNOWN_BREAKS.get(requirement.name)
        because = f" ({reason})" if reason else ""
        try:
            found = version(requirement.name)
        except PackageNotFoundError:
            yield f"{requirement.name} is not installed{because}"
            continue
        if not requirement.specifier.contains(found, prereleases=True):
            yield f"{requirement.name} {found} is not {requirement.specifier}{because}"


def _lexicon(settings: Settings) -> tuple[Status, str]:
    from flows.inputs import load_lexicon, load_name_knowledge

    try:
        load_lexicon(settings.lexicon)
        knowledge = load_name_knowledge(settings.lexicon)
    except (LexiconError, OSError) as error:
        return Status.FAIL, str(error)
    return (
        Status.OK,
        f"{len(knowledge.authority.entities):,} entities, {len(knowledge.decisions):,} decisions",
    )


def _raw(raw: Path) -> tuple[Status, str]:
    if not raw.is_dir():
        return Status.FAIL, f"there is no folder {raw}: make it and put articles into {raw}/<source>/"
    if not os.access(raw, os.R_OK | os.X_OK):
        return Status.FAIL, f"{raw} cannot be read by this user: give it the right to"
    closed = sorted(each.name for each in raw.iterdir() if not os.access(each, os.R_OK))
    if closed:
        return Status.WARN, f"{len(closed)} in {raw} cannot be read by this user, first {closed[0]!r}"
    return Status.OK, f"{raw} can be read"


def _folder(folder: Path) -> tuple[Status, str]:
    nearest = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    if not os.access(nearest, os.W_OK | os.X_OK):
        return Status.FAIL, f"{nearest} cannot be written by this user: check who owns it"
    if nearest != folder:
        return Status.OK, f"{folder} will be made by the first `sayso ingest`"
    mode = folder.stat().st_mode & 0o777
    if mode & 0o002:
        return Status.WARN, f"everybody may write to {folder} (mode {mode:o}): chmod o-w {folder}"
    return Status.OK, f"{folder} can be written"


def _file_system(folder: Path) -> tuple[Status, str]:
    """A published version is a link swapped in one step, made durable, under a lock that dies with its process."""
    nearest = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    with tempfile.TemporaryDirectory(prefix=".doctor-", dir=nearest) as made:
        probe = Path(made)
        first, link, fresh = probe / "first", probe / "link", probe / "fresh"
        first.write_bytes(b"1")
        attempts: dict[str, Callable[[], None]] = {
            "links that are replaced in one step": lambda: _swaps(first, link, fresh),
            "locks": lambda: _locks(first),
            "fsync of files and folders": lambda: _syncs(first, probe),
        }
        for what, attempt in attempts.items():
            try:
                attempt()
            except OSError as error:
                reason = error.strerror or str(error)
                return Status.FAIL, f"{nearest} has no {what} ({reason}): keep the warehouse on a local disk"
    return Status.OK, "links, locks and fsync work"


def _swaps(first: Path, link: Path, fresh: Path) -> None:
    link.symlink_to("nowhere")
    fresh.symlink_to(first.name)
    fresh.replace(link)
    if link.read_bytes() != b"1":
        raise OSError("the link still leads to the old file")


def _locks(file: Path) -> None:
    with file.open("a+") as one, file.open("a+") as other:
        fcntl.flock(one, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
    raise OSError("two writers got the same lock")


def _syncs(file: Path, folder: Path) -> None:
    for path in (file, folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _disk(file: Path) -> tuple[Status, str]:
    nearest = next(each for each in (file.parent, *file.absolute().parents) if each.exists())
    free = shutil.disk_usage(nearest).free
    size = file.stat().st_size if file.exists() else 0
    found = f"{free / 1e9:,.1f} GB free, the warehouse has {size / 1e9:,.1f} GB"
    if free < size + _MINIMUM_BYTES // 5:
        return Status.FAIL, f"{found}: a run copies it first; free some space"
    if free < _ROOMY * size + _MINIMUM_BYTES:
        return Status.WARN, f"{found}: a large load may not fit; free some space or keep fewer versions"
    return Status.OK, found


def _warehouse(file: Path) -> tuple[Status, str]:
    from flows.schema import SCHEMA_VERSION
    from flows.warehouse import Warehouse, WarehouseError

    target = Warehouse(file)
    try:
        if target.current_number() is None:
            return Status.OK, f"there is no {file} yet: `sayso ingest` makes it"
        with target.read() as reader:
            if reader.schema_version != SCHEMA_VERSION:
                return Status.WARN, (
                    f"{file} has the tables of schema {reader.schema_version}: the next `sayso ingest` brings them "
                    f"to {SCHEMA_VERSION}"
                )
            documents = reader.rows("select count(*) from facts.documents")[0][0]
    except WarehouseError as error:
        return Status.FAIL, str(error)
    return Status.OK, f"{file} opens: generation {target.current_number()}, {documents:,} documents"


def _database(home: Path) -> tuple[Status, str]:
    if problem := database_problem(home):
        return Status.WARN, f"Prefect's own in {home} cannot be used ({problem}): the next run puts it aside"
    return Status.OK, "Prefect's own is sound, or not there yet"


def _failure(command: str | None, url: str | None) -> tuple[Status, str]:
    """Who is told of a failed run must be reachable before one fails."""
    if command:
        try:
            program = shlex.split(command)[0]
        except (ValueError, IndexError) as error:
            return Status.FAIL, f"failure_command {command!r} is no command ({error})"
        if shutil.which(program) is None:
            return Status.FAIL, f"failure_command: there is no program {program!r}"
    if url and not (url.startswith(("http://", "https://")) and urllib.parse.urlsplit(url).hostname):
        return Status.FAIL, f"failure_url {url!r} is no http address"
    return Status.OK, "failure_command and failure_url can be used"


def _limits(settings: Settings) -> tuple[Status, str]:
    """Memory that a worker may not have must be refused to it; time is kept by killing, which always works."""
    limits = settings.worker_limits
    done = subprocess.run(
        [sys.executable, "-c", _MEMORY_PROBE, str(limits.memory_bytes)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if done.returncode == 0:
        return (
            Status.OK,
            f"{limits.seconds:g} s and {limits.memory_bytes / 1e9:.1f} GB per document are enforced",
        )
    if done.returncode == 3:
        return (
            Status.WARN,
            "this system does not refuse memory beyond a limit: one page may use more than it may",
        )
    reason = (done.stderr.strip().splitlines() or ["no message"])[-1]
    return (
        Status.FAIL,
        f"a worker cannot be limited to {limits.memory_bytes:,} bytes ({reason}): see ulimit -v",
    )


def _older_client(program: Path) -> tuple[Status, str]:
    """What `sayso verify` lets read the published file each night."""
    is_shell = program.name.startswith("duckdb")
    ask = ["--version"] if is_shell else ["-I", "-c", "import duckdb; print(duckdb.__version__)"]
    done = subprocess.run([str(program), *ask], capture_output=True, text=True, timeout=60, check=False)
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or ["no message"])[-1]
        return (
            Status.FAIL,
            f"{program} does not run DuckDB ({reason}): install one there, or unset the setting",
        )
    return Status.OK, f"{program} is DuckDB {done.stdout.strip()}"


def _user() -> tuple[Status, str]:
    if os.geteuid() == 0:
        return Status.WARN, "this is root, whom no permission holds back: run sayso as a user of its own"
    return Status.OK, f"user {os.geteuid()}, umask {_umask():03o}"


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _prefect_import() -> tuple[Status, str]:
    """Where it breaks, it breaks here, and else not before the first scheduled run."""
    done = subprocess.run(
        [sys.executable, "-c", "import prefect.server.api.server"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"},
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no message"])[-1]
        return Status.FAIL, f"its server cannot be imported ({reason}): {_REINSTALL}"
    return Status.OK, f"{version('prefect')} with fastapi {version('fastapi')}: its server can be imported"


def _server() -> tuple[Status, str]:
    address = os.environ.get("PREFECT_API_URL")
    if not address:
        return (
            Status.OK,
            "PREFECT_API_URL is not set: each run starts a temporary server of its own, some ten seconds",
        )
    if not address.startswith(("http://", "https://")):
        return (
            Status.FAIL,
            f"PREFECT_API_URL is {address!r}, which is no address: http://127.0.0.1:4200/api is usual",
        )
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"{address.rstrip('/')}/health", timeout=5) as answer:
            if answer.status != 200:
                return Status.FAIL, f"{address} answers {answer.status}: look at the server's log"
        with direct.open(f"{address.rstrip('/')}/version", timeout=5) as answer:
            server = answer.read(100).decode("utf-8", "replace").strip().strip('"')
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        return (
            Status.FAIL,
            f"no answer from {address} ({reason}): `prefect server start`, or unset PREFECT_API_URL",
        )
    if server != version("prefect"):
        return (
            Status.WARN,
            f"{address} is Prefect {server}, here is {version('prefect')}: use one version for both",
        )
    return Status.OK, f"{address} answers, Prefect {server}"
