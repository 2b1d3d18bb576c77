"""The server that a run tells Prefect's states to: one that somebody runs, or the database of a temporary one.

That database lies beside the warehouse and holds nothing that sayso needs: a damaged one is put aside.
"""

import contextlib
import ctypes
import functools
import os
import signal
import socket
import sqlite3
import subprocess
import types
import urllib.error
import urllib.request
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

DATABASE = "prefect.db"
MOST_BYTES = 50_000_000  # of that database: every run adds to it, and no temporary server tidies it up
_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_MIGRATIONS = "server/database/_migrations/versions/sqlite"
_SECONDS = 5


def database_problem(home: Path) -> str | None:
    """What keeps a temporary server from using the database in a folder; None where nothing does, or none is there."""
    file = home / DATABASE
    if not file.exists():
        return None
    try:
        with contextlib.closing(sqlite3.connect(file, timeout=_SECONDS)) as connection:
            connection.execute("begin immediate")
            found = connection.execute("pragma quick_check(1)").fetchone()[0]
            revisions = connection.execute("select version_num from alembic_version").fetchall()
    except sqlite3.Error as error:
        return str(error)
    if found != "ok":
        return str(found)
    strange = [revision for (revision,) in revisions if not _is_known(revision)]
    return f"another Prefect made it ({strange[0]})" if strange else None


def _is_known(revision: str) -> bool:
    """Whether the installed Prefect has this state of the tables; true where its files lie elsewhere than we know."""
    spec = find_spec("prefect")
    folder = Path(spec.origin).parent / _MIGRATIONS if spec is not None and spec.origin else None
    if folder is None or not folder.is_dir() or any(folder.glob(f"*{revision}*")):
        return True
    return any(f'"{revision}"' in file.read_text(encoding="utf-8") for file in folder.glob("*.py"))


def _files(home: Path) -> list[Path]:
    """The database and what SQLite keeps beside it, as far as they are there; the database comes last."""
    files = [home / f"{DATABASE}{suffix}" for suffix in ("-wal", "-shm", "")]
    return [file for file in files if file.exists()]


def forget_history(home: Path) -> None:
    """Remove the database where it has grown too large; the next server makes a fresh one."""
    files = _files(home)
    if sum(file.stat().st_size for file in files) > MOST_BYTES:
        for file in files:
            file.unlink()


def tie_server_to_run() -> None:
    """Have the temporary server end when this process does, also where it is killed, and not before it.

    Prefect ends it in an exit handler, which no killed process runs. A signal to the whole group (Ctrl-C, `timeout`)
    ended the server first, and the run then asked a dead one for minutes.
    """
    server = import_module("prefect.server.api.server")  # which a run that needs one imports anyway
    kernel, parent = ctypes.CDLL(None), os.getpid()

    def die_with_parent() -> None:
        if hasattr(kernel, "prctl"):  # Linux
            kernel.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:
                os._exit(1)

    names = {name: value for name, value in vars(subprocess).items() if not name.startswith("__")}
    names["Popen"] = functools.partial(subprocess.Popen, start_new_session=True, preexec_fn=die_with_parent)
    server.subprocess = types.SimpleNamespace(**names)  # type: ignore[attr-defined]


def put_aside(home: Path) -> Path:
    """Move the database out of the way, in place of one moved before; the next server makes a fresh one."""
    for file in _files(home):
        file.replace(file.with_name(f"damaged-{file.name}"))
    return home / f"damaged-{DATABASE}"


def unreachable(address: str) -> str | None:
    """Why nothing answers at the address of a server, directly or by the proxy of the environment; None if it does."""
    reason: object = "it is no http address"
    for handlers in ((urllib.request.ProxyHandler({}),), ()):
        try:
            with urllib.request.build_opener(*handlers).open(
                f"{address.rstrip('/')}/health", timeout=_SECONDS
            ):
                return None
        except (urllib.error.HTTPError, ConnectionResetError):
            return None  # somebody is there
        except ValueError:
            return str(reason)
        except OSError as error:
            reason = getattr(error, "reason", None) or error
            if not isinstance(reason, ConnectionRefusedError | TimeoutError | socket.gaierror):
                return None  # a certificate, say: Prefect has settings of its own for those
    return str(reason)
