"""A document that hangs, dies or eats memory costs itself; the others go on."""

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import forkserver

import pytest

from flows.document.extract import DocumentFacts
from flows.document.records import RawDocument, RejectedError, RejectReason, document_id
from flows.workers import Extracted, WorkerLimits, WorkerPool, waited_for_core

NOTHING = DocumentFacts(*[()] * len(DocumentFacts.__slots__))
LIMITS = WorkerLimits(seconds=2, memory_bytes=1_500_000_000)
SHORT = WorkerLimits(seconds=1, memory_bytes=1_500_000_000)


def misbehave(raw: RawDocument) -> DocumentFacts:
    """Do what the document says; real work has no such documents, so this stands in for lxml at its worst."""
    if len(raw.payload) > 1_000_000:
        return DocumentFacts(*[(raw.payload,)] * len(DocumentFacts.__slots__))  # type: ignore[arg-type]
    match raw.payload:
        case b"sleep":
            time.sleep(60)
        case b"spin":
            while True:
                pass
        case b"abort":
            os.abort()
        case b"exit":
            os._exit(3)
        case b"allocate":
            bytearray(4_000_000_000)
        case b"ignore signals and sleep":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            time.sleep(60)
        case b"recurse":
            misbehave(raw)
        case b"defect":
            list(raw.payload).index(-1)
        case b"on one core":
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
            work_for(SHORT.seconds / 4)
        case b"too long on one core":
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
            work_for(60)
        case b"reject":
            raise RejectedError(RejectReason.EMPTY, "says so")
    return NOTHING


def work_for(seconds: float) -> None:
    """Use a core for some seconds of its time."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


@pytest.fixture
def busy_core() -> Iterator[None]:
    """Five others who want the first core all the time."""
    outcomes(b"good")  # starts the fork server while there is room
    core = min(os.sched_getaffinity(0))
    spin = f"import os\nos.sched_setaffinity(0, {{{core}}})\nwhile True: pass"
    others = [subprocess.Popen([sys.executable, "-c", spin]) for _ in range(5)]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


def outcomes(*payloads: bytes, worker_count: int = 2, limits: WorkerLimits = LIMITS) -> dict[str, Extracted]:
    documents = [
        RawDocument(document_id(payload), "test", f"{number}", None, payload)
        for number, payload in enumerate(payloads)
    ]
    with WorkerPool(misbehave, worker_count, limits) as pool:
        done = list(pool.extract(documents))
    assert sorted(outcome.raw.path for outcome in done) == sorted(document.path for document in documents)
    return {outcome.raw.path: outcome for outcome in done}


def reasons(done: dict[str, Extracted]) -> list[str | None]:
    return [
        None if done[path].rejected is None else done[path].rejected.reason for path in sorted(done, key=int)
    ]


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"sleep", RejectReason.TIMEOUT),
        (b"spin", RejectReason.TIMEOUT),
        (b"ignore signals and sleep", RejectReason.TIMEOUT),
        (b"abort", RejectReason.WORKER_DIED),
        (b"exit", RejectReason.WORKER_DIED),
        (b"allocate", RejectReason.OUT_OF_MEMORY),
        (b"recurse", RejectReason.OUT_OF_MEMORY),
        (b"defect", RejectReason.INTERNAL_ERROR),
        (b"reject", RejectReason.EMPTY),
    ],
)
def test_a_bad_document_is_rejected_with_its_reason_and_the_rest_go_on(
    payload: bytes, reason: RejectReason
) -> None:
    done = outcomes(b"good 1", payload, b"good 2", b"good 3", b"good 4")
    assert reasons(done) == [None, reason, None, None, None]


def test_many_bad_documents_in_a_row_do_not_lose_a_good_one() -> None:
    done = outcomes(*[b"abort", b"good", b"exit", b"reject"] * 5, worker_count=2)
    assert reasons(done) == [RejectReason.WORKER_DIED, None, RejectReason.WORKER_DIED, RejectReason.EMPTY] * 5


def test_a_defect_names_its_place_and_not_the_text() -> None:
    rejected = outcomes(b"defect")["0"].rejected
    assert rejected is not None
    assert rejected.detail.startswith("ValueError at test_workers.py:")


def test_large_documents_and_large_answers_do_not_block_each_other() -> None:
    done = outcomes(*(b"%d" % number + bytes(3_000_000) for number in range(8)))
    assert reasons(done) == [None] * 8


def test_no_process_is_left_behind() -> None:
    documents = [RawDocument(f"{number:016}", "test", f"{number}", None, b"good") for number in range(3)]
    before = set(multiprocessing.active_children())
    with WorkerPool(misbehave, 2, LIMITS) as pool:
        next(pool.extract(documents))
        processes = set(multiprocessing.active_children()) - before
    assert len(processes) == 2
    assert not any(process.is_alive() for process in processes)


def test_waiting_for_a_core_is_not_the_documents_time(busy_core: None) -> None:
    started = time.monotonic()
    done = outcomes(b"good", b"on one core", worker_count=1, limits=SHORT)
    assert reasons(done) == [None, None]
    assert time.monotonic() - started > SHORT.seconds, "the core was not busy: nothing was tried"


def test_a_document_that_takes_too_long_is_put_aside_on_a_busy_core_too(busy_core: None) -> None:
    done = outcomes(b"too long on one core", b"good", worker_count=1, limits=SHORT)
    assert reasons(done) == [RejectReason.TIMEOUT, None]


def test_two_pools_at_once_share_one_bound() -> None:
    """Two batches of a run: the second begins when the first leaves it a place."""
    most, count = 0, 2
    before = set(multiprocessing.active_children())
    paths = [f"{number}" for number in range(12)]

    def run() -> list[Extracted]:
        nonlocal most
        documents = [RawDocument(f"{path:>016}", "test", path, None, b"good") for path in paths]
        with WorkerPool(misbehave, count, LIMITS) as pool:
            done = []
            for outcome in pool.extract(documents):
                most = max(most, len(set(multiprocessing.active_children()) - before))
                done.append(outcome)
            return done

    with ThreadPoolExecutor(3) as threads:
        runs = [threads.submit(run) for _ in range(3)]
        assert all(sorted(each.raw.path for each in run.result()) == sorted(paths) for run in runs)
    assert most == count


@pytest.mark.parametrize("payload", [b"sleep", b"ignore signals and sleep"])
def test_the_limit_of_a_document_is_kept_within_two_seconds(payload: bytes) -> None:
    """What this process itself waits for a core on a busy machine is not counted, nor what one that spins waits."""
    with WorkerPool(misbehave, 1, SHORT) as pool:
        documents = [
            RawDocument(f"{n:016}", "test", f"{n}", None, p) for n, p in enumerate((b"good", payload))
        ]
        outcomes_of = pool.extract(documents)
        next(outcomes_of)
        started, waited = time.monotonic(), waited_for_core(os.getpid())
        killed = next(outcomes_of)
        took = time.monotonic() - started - (waited_for_core(os.getpid()) - waited)
    assert killed.rejected is not None
    assert killed.rejected.reason == RejectReason.TIMEOUT
    assert SHORT.seconds * 0.9 < took < SHORT.seconds + 2


def kill_server() -> None:
    """As the kernel does when memory is short; multiprocessing has no public name for it."""
    os.kill(forkserver._forkserver._forkserver_pid, signal.SIGKILL)  # type: ignore[attr-defined]


def test_a_killed_server_of_workers_is_started_again() -> None:
    outcomes(b"good")
    kill_server()
    assert reasons(outcomes(b"good 1", b"good 2", b"good 3")) == [None] * 3


class Unloadable:
    """Work that no process can take."""

    def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
        return open, ("/no such lexicon",)

    def __call__(self, raw: RawDocument) -> DocumentFacts:
        return NOTHING


@pytest.mark.parametrize(
    ("work", "limits"),
    [(Unloadable(), LIMITS), (misbehave, WorkerLimits(seconds=2, memory_bytes=1))],
    ids=["work that cannot be loaded", "no memory"],
)
def test_workers_that_do_not_start_end_the_run_and_blame_no_document(
    work: Callable[[RawDocument], DocumentFacts], limits: WorkerLimits
) -> None:
    documents = [RawDocument(f"{n:016}", "test", f"{n}", None, b"good") for n in range(4)]
    with pytest.raises(OSError, match="documents do not start"), WorkerPool(work, 2, limits) as pool:
        list(pool.extract(documents))


def test_a_worker_killed_before_it_was_ready_costs_no_document() -> None:
    documents = [RawDocument(f"{n:016}", "test", f"{n}", None, b"good") for n in range(3)]
    with WorkerPool(misbehave, 1, LIMITS) as pool:
        pool._workers.append(pool._start())
        pool._workers[0].process.kill()
        assert [outcome.rejected for outcome in pool.extract(documents)] == [None] * 3


LIMITED = """
import resource
from tests.flows.test_workers import outcomes, reasons
resource.setrlimit(resource.RLIMIT_AS, (1_400_000_000, 1_400_000_000))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
assert reasons(outcomes(b"good")) == [None]
"""


@pytest.mark.skipif(os.getuid() != 0 or shutil.which("setpriv") is None, reason="gives up the rights of root")
def test_workers_start_under_limits_of_the_machines_owner() -> None:
    command = ["setpriv", "--bounding-set=-sys_resource", "--inh-caps=-sys_resource", sys.executable, "-c"]
    subprocess.run([*command, LIMITED], check=True, timeout=60)
