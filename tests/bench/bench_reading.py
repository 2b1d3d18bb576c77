"""How fast pages are read and cleaned beside the bare extractor, and how fast texts are cleaned: `make bench`.

Pages go through both in turn, in one process, so that what else the machine does falls on both alike; what a
process loads once (stop words, the language model) is loaded before.
"""

import argparse
import gzip
import json
import random
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import trafilatura

from flows.document.clean import clean
from flows.document.read import read
from flows.document.records import RawDocument, RejectedError
from flows.inputs import load_lexicon
from tests.bench.generate import article, as_page, as_text

FURNITURE = load_lexicon().furniture


def cpu_seconds(work: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    before = time.process_time()
    work()
    return time.process_time() - before


def given_pages(place: Path) -> Iterator[bytes]:
    """The pages of a folder of HTML files, or of a jsonl or jsonl.gz with the field `html`."""
    if place.is_dir():
        yield from (path.read_bytes() for path in sorted(place.rglob("*.htm*")))
        return
    with gzip.open(place) if place.suffix == ".gz" else place.open("rb") as lines:
        yield from (json.loads(line)["html"].encode() for line in lines)


def read_and_clean(payload: bytes) -> None:
    """The stage as `extract_facts` runs it; a page without an article costs what it costs."""
    try:
        page = read(RawDocument("0" * 16, "bench", "bench/1", None, payload))
    except RejectedError:
        return
    clean(page.text, page.title, FURNITURE)


def warm_up(payload: bytes) -> None:
    """Both once, so that what a process loads a single time counts for none: the language model takes 0.6 s."""
    page = payload.decode().replace('<html lang="en">', "<html>")
    trafilatura.extract("<html><body><p>Nothing much.</p></body></html>", include_comments=False)
    trafilatura.extract(page, include_comments=False)
    read_and_clean(page.encode())


def measure_pages(name: str, payloads: list[bytes]) -> None:
    """Pages per CPU second of both, in turn."""
    ours = bare = 0.0
    for payload in payloads:
        page = payload.decode("utf-8", "replace")
        bare += cpu_seconds(lambda page=page: trafilatura.extract(page, include_comments=False))
        ours += cpu_seconds(lambda payload=payload: read_and_clean(payload))
    count = len(payloads)
    print(
        f"{name}, {count} pages: read and clean {count / ours:.1f} pages/s,"
        f" bare trafilatura {count / bare:.1f} pages/s, {bare / ours:.2f} of bare, per CPU second"
    )


def measure_texts(count: int) -> None:
    """Texts of 4 kB per CPU second, the clean stage alone."""
    texts = []
    for number in range(count):
        dice = random.Random(number)
        texts.append(as_text(dice, *article(dice, 4_000)))
    seconds = cpu_seconds(lambda: [clean(text, None, FURNITURE) for text in texts])
    size = sum(map(len, texts)) / count
    print(f"clean alone, {count} texts of {size:,.0f} characters: {count / seconds:.0f} texts per CPU second")


def main() -> None:
    """Generated pages, pages of one's own, generated texts, memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument(
        "--pages", type=Path, help="folder of HTML files, or a jsonl(.gz) with the field html"
    )
    options = parser.parse_args()
    generated = []
    for number in range(options.documents):
        dice = random.Random(number)
        generated.append(as_page(dice, *article(dice)).encode())
    warm_up(generated[0])
    measure_pages("generated", generated)
    if options.pages:
        measure_pages(options.pages.name, list(given_pages(options.pages)))
    measure_texts(options.documents * 3)
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
