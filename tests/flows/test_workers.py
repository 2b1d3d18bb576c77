"""A document that hangs, dies or eats memory costs itself; the others go on."""

import os
import signal
import time

import pytest

from flows.document.extract import DocumentFacts
from flows.document.records import RawDocument, RejectedError, RejectReason, document_id
from flows.workers import Extracted, WorkerLimits, WorkerPool

NOTHING = DocumentFacts(*[()] * len(DocumentFacts.__slots__))
LIMITS = WorkerLimits(seconds=2, memory_bytes=1_500_000_000)


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
        case b"reject":
            raise RejectedError(RejectReason.EMPTY, "says so")
    return NOTHING


def outcomes(*payloads: bytes, worker_count: int = 2) -> dict[str, Extracted]:
    documents = [
        RawDocument(document_id(payload), "test", f"{number}", None, payload)
        for number, payload in enumerate(payloads)
    ]
    with WorkerPool(misbehave, worker_count, LIMITS) as pool:
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
    with WorkerPool(misbehave, 2, LIMITS) as pool:
        processes = [worker.process for worker in pool._workers]
        list(pool.extract([RawDocument("0" * 16, "test", "0", None, b"good")]))
    assert not any(process.is_alive() for process in processes)
