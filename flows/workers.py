"""A pool of killable processes: each document under a time and a memory limit that really interrupt.

A time-out inside a process does not stop lxml, and a thread cannot be killed; a child process can. Each child
has its own pipe, reads one document at a time, and dies with its parent. The parent waits with a deadline and
kills the child that breaks it: that document is a reject, the others go on.

Children come from a fork server that has imported the stages and nothing of Prefect, polars or DuckDB: a new
one is there in some 20 ms.
"""

import contextlib
import ctypes
import gc
import multiprocessing
import os
import pickle
import resource
import signal
import sys
import tempfile
import threading
import time
import traceback
import types
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerProcess
from pathlib import PurePath

from flows.document.extract import DocumentFacts, Lexicon, extract_facts
from flows.document.read import ReadLimits
from flows.document.records import RawDocument, RejectedError, RejectReason
from flows.limits import WorkerLimits

_PR_SET_PDEATHSIG = 1
_START_LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class Extraction:
    """The work of a pool: raw document in, facts out. Travels to the workers once."""

    lexicon: Lexicon
    read_limits: ReadLimits
    ruleset_id: str

    def __call__(self, raw: RawDocument) -> DocumentFacts:
        """Raises `RejectedError`."""
        return extract_facts(raw, self.lexicon, self.read_limits, self.ruleset_id)


@dataclass(frozen=True, slots=True)
class Extracted:
    """What became of one raw document: its facts, or the reason why there are none."""

    raw: RawDocument
    facts: DocumentFacts | None
    rejected: RejectedError | None
    seconds: float = 0.0  # wall time that the worker was at it, 0 where it died


@dataclass(slots=True)
class _Worker:
    process: ForkServerProcess
    pipe: Connection
    document: RawDocument | None = None  # what it is at
    deadline: float = float("inf")
    is_second_try: bool = False


class WorkerPool:
    """Processes that turn raw documents into facts. Use as a context manager; not shared between threads.

    `work` is pickled once per worker; it may raise `RejectedError`.
    """

    def __init__(
        self, work: Callable[[RawDocument], DocumentFacts], worker_count: int, limits: WorkerLimits
    ) -> None:
        self._job = pickle.dumps(work, protocol=pickle.HIGHEST_PROTOCOL)
        self._limits = limits
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["flows.worker_warmup"])
        self._workers: list[_Worker] = []
        self._worker_count = worker_count

    def __enter__(self) -> "WorkerPool":
        self._workers = [self._start() for _ in range(self._worker_count)]
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            self._stop(worker)
        self._workers = []

    def extract(self, documents: Iterable[RawDocument]) -> Iterator[Extracted]:
        """Each document's outcome, in the order in which they finish.

        A worker is sent a document only when it waits for one, and then answers: were two under way, both ends
        could block on a full pipe.
        """
        waiting = iter(documents)
        exhausted = False
        while True:
            for number, worker in enumerate(self._workers):
                if worker.document is None and not exhausted:
                    document = next(waiting, None)
                    exhausted = document is None
                    if document is not None and not self._send(worker, document):
                        yield from self._replace(number, RejectReason.WORKER_DIED)
            busy = [worker for worker in self._workers if worker.document is not None]
            if not busy and exhausted:
                return
            yield from self._collect(busy)

    def _collect(self, busy: list[_Worker]) -> Iterator[Extracted]:
        """Outcomes that are ready, or a time-out."""
        if not busy:
            return
        timeout = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
        ready = set(wait([worker.pipe for worker in busy], timeout))
        for worker in busy:
            number = self._workers.index(worker)
            if worker.pipe in ready:
                yield from self._receive(number, worker)
            elif time.monotonic() >= worker.deadline:
                yield from self._replace(number, RejectReason.TIMEOUT)

    def _receive(self, number: int, worker: _Worker) -> Iterator[Extracted]:
        try:
            facts, rejected, seconds = worker.pipe.recv()
        except (EOFError, OSError):
            yield from self._replace(number, _reason_of_death(worker.process))
            return
        outcome = Extracted(_at_work(worker), facts, rejected, seconds)
        worker.document, worker.is_second_try = None, False
        yield outcome

    def _send(self, worker: _Worker, document: RawDocument) -> bool:
        worker.document = document
        worker.deadline = time.monotonic() + self._limits.seconds
        try:
            worker.pipe.send(document)
        except OSError:
            return False
        return True

    def _replace(self, number: int, reason: RejectReason) -> Iterator[Extracted]:
        """End the worker, put a new one in its place, blame the document it was at.

        A worker that somebody else ended says nothing of its document: the new one tries it once more.
        """
        old, new = self._workers[number], self._start()
        self._stop(old)
        self._workers[number] = new
        document = _at_work(old)
        if reason == RejectReason.WORKER_DIED and not old.is_second_try:
            new.is_second_try = True
            if self._send(new, document):
                return
            self._workers[number] = self._start()
            self._stop(new)
        detail = {
            RejectReason.TIMEOUT: f"took more than {self._limits.seconds:g} s; raise the limit to try again",
            RejectReason.OUT_OF_MEMORY: f"needed more than {self._limits.memory_bytes / 1e9:g} GB",
        }.get(
            reason, "the process that read it died, twice; the document is put aside, others are not affected"
        )
        yield Extracted(document, None, RejectedError(reason, detail))

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._limits), daemon=True)
        try:
            with _START_LOCK, _without_main_module():
                process.start()
        except (EOFError, OSError) as error:
            raise OSError(
                f"the processes that read documents do not start ({str(error) or type(error).__name__}): "
                f"see that there is memory, and room for temporary files in {tempfile.gettempdir()}"
            ) from error
        theirs.close()
        # A child that dies at birth shows at the first document; the bytes wait in the pipe.
        with contextlib.suppress(OSError):
            ours.send_bytes(self._job)
        return _Worker(process, ours)

    def _stop(self, worker: _Worker) -> None:
        worker.pipe.close()
        worker.process.kill()
        worker.process.join()


def _at_work(worker: _Worker) -> RawDocument:
    if worker.document is None:
        raise RuntimeError("a worker answered without a document")
    return worker.document


def _reason_of_death(process: ForkServerProcess) -> RejectReason:
    process.join(timeout=1)
    return RejectReason.TIMEOUT if process.exitcode == -signal.SIGXCPU else RejectReason.WORKER_DIED


@contextlib.contextmanager
def _without_main_module() -> Iterator[None]:
    """Hide `__main__` while a child starts: it would import it again, and with it all of Prefect (2–4 s)."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _serve(pipe: Connection, limits: WorkerLimits) -> None:
    """A child's life: take the job, then one document after another until the pipe closes."""
    _die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    work = pickle.loads(pipe.recv_bytes())
    gc.freeze()  # the lexicon's 100,000 objects stay: going through them again costs a tenth of each document
    while True:
        try:
            raw = pipe.recv()
        except EOFError:
            return
        _allow_cpu(limits.seconds)
        started = time.monotonic()
        facts, rejected = _try(work, raw)
        pipe.send((facts, rejected, time.monotonic() - started))


def _try(
    work: Callable[[RawDocument], DocumentFacts], raw: RawDocument
) -> tuple[DocumentFacts | None, RejectedError | None]:
    try:
        return work(raw), None
    except RejectedError as rejected:
        return None, rejected
    except (MemoryError, RecursionError) as error:
        kind = type(error).__name__
        return None, RejectedError(
            RejectReason.OUT_OF_MEMORY, f"{kind} within the memory limit of one document"
        )
    except Exception as error:  # noqa: BLE001 - a defect of ours becomes a row that names its place; the run goes on
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{PurePath(place.filename).name}:{place.lineno}"
        return None, RejectedError(
            RejectReason.INTERNAL_ERROR, f"{type(error).__name__} at {where}; please report this as a defect"
        )


def _allow_cpu(seconds: float) -> None:
    """A CPU limit behind the parent's wall limit: it holds when the parent itself is stopped."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


def _die_with_parent() -> None:
    """Linux: be killed when the fork server goes, which goes when the main process does."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == 1:
            os._exit(1)
