"""A pool of killable processes: each document under a time and a memory limit that really interrupt.

A time-out inside a process does not stop lxml, and a thread cannot be killed; a child process can. Each child
has its own pipe, reads one document at a time, and dies with its parent. The parent waits with a deadline and
kills the child that breaks it: that document is a reject, the others go on. Time that a child waits for a core is
not the document's: on a busy machine a good document is not put aside.

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
from pathlib import Path, PurePath

from flows.document.extract import DocumentFacts, Lexicon, extract_facts
from flows.document.read import ReadLimits
from flows.document.records import RawDocument, RejectedError, RejectReason
from flows.limits import WorkerLimits

_PR_SET_PDEATHSIG = 1
_READY = "ready"
_START_LOCK = threading.Lock()
_START_SECONDS = 60.0  # by a core's time, for a worker to take its work; 0.2 s on a free machine
_START_PAUSES = (0.0, 0.1, 1.0)  # seconds before each try: a server that was killed needs a moment to be gone
_MOST_PATIENCE = 10  # times the limit by the clock: then a document is put aside however busy the machine is


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
    started: float = 0.0  # when it got that, monotonic seconds
    waited_before: float = 0.0  # seconds that it had waited for a core until then
    deadline: float = float("inf")
    is_ready: bool = False  # has taken its work and said so
    failed_starts: int = 0  # of workers before it in its place that never came so far
    is_second_try: bool = False


class _Places:
    """How many workers this process may have at once: pools that are open at the same time share one bound."""

    def __init__(self) -> None:
        self._taken = 0
        self._freed = threading.Condition()

    def take(self, at_most: int, *, wait: bool) -> bool:
        """Take one of `at_most` places; whether there was one. With `wait` there is, sooner or later."""
        with self._freed:
            while self._taken >= at_most:
                if not wait:
                    return False
                self._freed.wait()
            self._taken += 1
            return True

    def give_back(self) -> None:
        """Let another pool have a place."""
        with self._freed:
            self._taken -= 1
            self._freed.notify_all()  # pools may differ in how many they may have


_PLACES = _Places()


class WorkerPool:
    """Processes that turn raw documents into facts. Use as a context manager; not shared between threads.

    `work` is pickled once per worker; it may raise `RejectedError`. At most `worker_count` workers run in all pools
    of this process: one that has run out of documents leaves its places to the next while its facts are written.
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
        return self

    def __exit__(self, *_: object) -> None:
        for worker in list(self._workers):
            self._dismiss(worker)

    def extract(self, documents: Iterable[RawDocument]) -> Iterator[Extracted]:
        """Each document's outcome, in the order in which they finish.

        A worker is sent a document only when it waits for one, and then answers: were two under way, both ends
        could block on a full pipe. Its word that it is ready is not waited for: the document lies in the pipe.

        Raises `OSError` where workers do not start, whatever the document.
        """
        waiting = iter(documents)
        document = next(waiting, None)
        while document is not None or self._workers:
            while document is not None and (worker := self._idle()) is not None:
                if not self._send(worker, document):
                    yield from self._replace(worker, RejectReason.WORKER_DIED)
                document = next(waiting, None)
            if document is None:
                for worker in [worker for worker in self._workers if worker.document is None]:
                    self._dismiss(worker)
            yield from self._collect([worker for worker in self._workers if worker.document is not None])

    def _idle(self) -> _Worker | None:
        """A worker without a document: one that is there, or a new one where there is a place for it."""
        for worker in self._workers:
            if worker.document is None:
                return worker
        if not _PLACES.take(self._worker_count, wait=not self._workers):
            return None
        try:
            worker = self._start()
        except BaseException:
            _PLACES.give_back()
            raise
        self._workers.append(worker)
        return worker

    def _dismiss(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        try:
            self._stop(worker)
        finally:
            _PLACES.give_back()

    def _collect(self, busy: list[_Worker]) -> Iterator[Extracted]:
        """Outcomes that are ready, or a time-out."""
        if not busy:
            return
        timeout = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
        ready = set(wait([worker.pipe for worker in busy], timeout))
        for worker in busy:
            if worker.pipe in ready:
                yield from self._receive(worker)
            elif time.monotonic() >= worker.deadline and not self._has_time_left(worker):
                yield from self._replace(worker, RejectReason.TIMEOUT)

    def _has_time_left(self, worker: _Worker) -> bool:
        """Give back what the worker waited for a core since it got its document; whether there was any."""
        waited = waited_for_core(worker.process.pid) - worker.waited_before
        owed = min(waited, (_MOST_PATIENCE - 1) * self._seconds_of(worker))
        worker.deadline = worker.started + self._seconds_of(worker) + owed
        return time.monotonic() < worker.deadline

    def _seconds_of(self, worker: _Worker) -> float:
        return self._limits.seconds if worker.is_ready else _START_SECONDS

    def _receive(self, worker: _Worker) -> Iterator[Extracted]:
        try:
            answer = worker.pipe.recv()
        except (EOFError, OSError):
            yield from self._replace(worker, _reason_of_death(worker.process))
            return
        if answer == _READY:
            worker.is_ready = True
            self._set_clock(worker)
            return
        if isinstance(answer, str):
            yield from self._replace(worker, RejectReason.WORKER_DIED, answer)
            return
        facts, rejected, seconds = answer
        outcome = Extracted(_at_work(worker), facts, rejected, seconds)
        worker.document, worker.is_second_try = None, False
        yield outcome

    def _send(self, worker: _Worker, document: RawDocument) -> bool:
        worker.document = document
        self._set_clock(worker)
        try:
            worker.pipe.send(document)
        except OSError:
            return False
        return True

    def _set_clock(self, worker: _Worker) -> None:
        worker.started = time.monotonic()
        worker.waited_before = waited_for_core(worker.process.pid)
        worker.deadline = worker.started + self._seconds_of(worker)

    def _replace(
        self, old: _Worker, reason: RejectReason, why: str = "they die at once"
    ) -> Iterator[Extracted]:
        """End the worker, put a new one in its place, blame the document it was at.

        A worker that somebody else ended says nothing of its document: the new one tries it once more. One that was
        never ready has not looked at it: the run ends if the next is not ready either.
        """
        number, document = self._workers.index(old), _at_work(old)
        while True:
            if not old.is_ready and old.failed_starts:
                raise _no_start(why)
            self._workers[number] = new = self._start()
            self._stop(old)
            new.is_second_try = old.is_second_try
            if not old.is_ready:
                new.failed_starts = 1
            elif reason == RejectReason.WORKER_DIED and not old.is_second_try:
                new.is_second_try = True
            else:
                new.is_second_try = False
                break
            if self._send(new, document):
                return
            old = new
        detail = {
            RejectReason.TIMEOUT: (
                f"took more than {self._limits.seconds:g} s; raise worker_limits.seconds, then"
                " `sayso rejects retry --reason timeout`"
            ),
            RejectReason.OUT_OF_MEMORY: f"needed more than {self._limits.memory_bytes / 1e9:g} GB",
        }.get(
            reason, "the process that read it died, twice; the document is put aside, others are not affected"
        )
        yield Extracted(document, None, RejectedError(reason, detail))

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._process(theirs)
        theirs.close()
        # A child that dies at birth shows at the first document; the bytes wait in the pipe.
        with contextlib.suppress(OSError):
            ours.send_bytes(self._job)
        return _Worker(process, ours)

    def _process(self, pipe: Connection) -> ForkServerProcess:
        """A started process. Where the server that forks it was killed, the next try starts another server."""
        for pause in _START_PAUSES:
            time.sleep(pause)
            process = self._context.Process(target=_serve, args=(pipe, self._limits), daemon=True)
            try:
                with _START_LOCK, _without_main_module():
                    process.start()
            except (EOFError, OSError) as error:
                failure = error
            else:
                return process
        raise _no_start(str(failure) or type(failure).__name__) from failure

    def _stop(self, worker: _Worker) -> None:
        worker.pipe.close()
        worker.process.kill()
        worker.process.join()


def _no_start(why: str) -> OSError:
    return OSError(
        f"the processes that read documents do not start ({why}): see that there is memory, also within "
        f"worker_limits.memory_bytes, and room for temporary files in {tempfile.gettempdir()}"
    )


def waited_for_core(pid: int | None) -> float:
    """Seconds that the main thread of a process was ready to run and no core was free; 0 where Linux does not say.

    The second field of /proc/PID/schedstat, in nanoseconds (Documentation/scheduler/sched-stats.rst).
    """
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


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
    try:
        memory = _at_most_allowed(resource.RLIMIT_AS, limits.memory_bytes)
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        work = pickle.loads(pipe.recv_bytes())
        gc.freeze()  # the lexicon's 100,000 objects stay: going through them again costs a tenth of each document
    except Exception as error:  # noqa: BLE001 - the parent tells it, in one line
        with contextlib.suppress(OSError):
            pipe.send(f"{type(error).__name__} {error}".strip())
        return
    pipe.send(_READY)
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
        return None, defect(error)


def defect(error: Exception) -> RejectedError:
    """A defect of ours as the reject of what it met, with its place and without what it says, which may be text."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{PurePath(place.filename).name}:{place.lineno}"
    return RejectedError(
        RejectReason.INTERNAL_ERROR, f"{type(error).__name__} at {where}; please report this as a defect"
    )


def _allow_cpu(seconds: float) -> None:
    """A CPU limit behind the parent's wall limit: it holds when the parent itself is stopped."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime + seconds) + 2
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (_at_most_allowed(resource.RLIMIT_CPU, limit), hard))


def _at_most_allowed(kind: int, limit: int) -> int:
    """The limit, or the one that the machine's owner has set, where that is lower: only root may go above it."""
    hard = resource.getrlimit(kind)[1]
    return limit if hard == resource.RLIM_INFINITY else min(limit, hard)


def _die_with_parent() -> None:
    """Linux: be killed when the fork server goes, which goes when the main process does."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == 1:
            os._exit(1)
