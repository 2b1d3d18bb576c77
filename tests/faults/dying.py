"""A run that dies at a chosen place: `python -m tests.faults.dying PLACE raw warehouse`.

The places are functions of the product, wrapped here before anything else imports them: the product itself knows
nothing of being killed. Without a place (`-`) it is a run like any other. It waits for a line on its standard
input before it starts, so that its imports cost the test nothing.
"""

import importlib
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Action = Callable[[], None]


def kill_all() -> None:
    """The flow, its workers and their server, as a machine does that loses power."""
    os.killpg(os.getpgid(0), signal.SIGKILL)


def kill_flow() -> None:
    """The main process alone: the others must end by themselves."""
    os.kill(os.getpid(), signal.SIGKILL)


def kill_worker() -> None:
    """One process that reads documents, as the kernel does when memory is short."""
    from multiprocessing import active_children

    victim = active_children()[0]
    if victim.pid is not None:
        os.kill(victim.pid, signal.SIGKILL)


def kill_worker_server() -> None:
    """The process that workers are forked from; the workers go with it."""
    from multiprocessing.forkserver import _forkserver

    os.kill(_forkserver._forkserver_pid, signal.SIGKILL)  # type: ignore[attr-defined]


# Place -> function, whether the run dies before or after it, at which call.
PLACES: dict[str, tuple[str, str, int]] = {
    "after listing": ("flows.inputs:list_raw_files", "after", 1),
    "after planning": ("flows.runs:plan_run", "after", 1),
    "before the first document": ("flows.workers:WorkerPool._send", "before", 1),
    "mid-batch": ("flows.workers:WorkerPool._send", "after", 4),
    "with an answer in hand": ("flows.batches:_Account.take", "before", 3),
    "before a part is written": ("flows.parts:PartWriter.add_chunk", "before", 1),
    "half a part written": ("flows.parts:PartWriter._write", "after", 5),
    "part written, not yet in place": ("flows.parts:PartWriter._write", "after", 13),
    "after a part": ("flows.batches:extract_batch", "after", 1),
    "after the last part": ("flows.warehouse:Warehouse.build", "before", 1),
    "half of the copy": ("shutil:copyfile", "half", 1),
    "copied": ("flows.warehouse:Build.create_tables", "before", 1),
    "tables made": ("flows.warehouse:Build.create_tables", "after", 1),
    "load begun": ("flows.warehouse:Build.load_part", "before", 1),
    "within the load": ("flows.warehouse:Build.load_part", "after", 1),
    "before the commit": ("flows.warehouse:Build.record_runs", "after", 1),
    "loaded": ("flows.runs:load_run", "after", 1),
    "names found": ("flows.warehouse:Build.replace_corpus", "before", 1),
    "names written": ("flows.warehouse:Build.replace_corpus", "after", 1),
    "marts made": ("flows.warehouse:Build.build_marts", "after", 1),
    "checked": ("flows.warehouse:Build.run_checks", "after", 1),
    "before the file is made durable": ("flows.warehouse:_fsync", "before", 1),
    "durable, not renamed": ("flows.warehouse:_fsync", "after", 1),
    "renamed, link not swapped": ("flows.warehouse:Warehouse.point_to", "before", 1),
    "new link made, not in place": ("pathlib:Path.replace", "before", 1),
    "swapped": ("flows.warehouse:Warehouse.point_to", "after", 1),
    "old versions forgotten": ("flows.warehouse:Warehouse.forget_versions", "after", 1),
    "tidying up": ("flows.warehouse:Warehouse.forget_quiet_runs", "after", 1),
    "half tidied up": ("shutil:rmtree", "after", 5),
}  # fmt: skip
PUBLISHED = ("swapped", "old versions forgotten", "tidying up", "half tidied up")
DURING_READING = ("before the first document", "mid-batch", "with an answer in hand")


def die_at(place: str, action: Action) -> None:
    """Wrap the function of a place."""
    target, when, at_call = PLACES[place]
    module, _, name = target.partition(":")
    owner: Any = importlib.import_module(module)
    *path, name = name.split(".")
    for part in path:
        owner = getattr(owner, part)
    original = getattr(owner, name)
    calls = 0

    def wrapped(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls != at_call:
            return original(*arguments, **named)
        if when == "before":
            action()
        if when == "half":
            source, copy = map(Path, arguments)
            copy.write_bytes(source.read_bytes()[: source.stat().st_size // 2])
            action()
        result = original(*arguments, **named)
        if when == "after":
            action()
        return result

    setattr(owner, name, wrapped)


def main() -> None:
    place, action, raw, warehouse = sys.argv[1:]
    if place != "-":
        die_at(place, {"all": kill_all, "flow": kill_flow, "worker": kill_worker,
                       "worker server": kill_worker_server}[action])  # fmt: skip
    from tests.running import run_once

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    run_once(Path(raw), Path(warehouse), batch_size=5)


if __name__ == "__main__":
    assert shutil  # patched above, through its module
    main()
