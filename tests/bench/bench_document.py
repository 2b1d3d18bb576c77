"""How many documents a second one core turns into facts once they are read, and what each stage takes: `make bench`.

Texts are the samples, joined and cut at 4.2 kB, generated ones, and one's own: a jsonl with the field `text`. Each is
seen once before, so that what a process loads a single time counts for none; the figure is the best of a few rounds,
in CPU time. The samples are dense (a name in 60 characters, an event in 120), the generated texts are as long.
"""

import argparse
import gc
import json
import random
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from flows.document import extract
from flows.document.read import ReadLimits, read
from flows.document.records import RawDocument
from flows.inputs import load_lexicon
from tests.bench.generate import MANY_NAMES, article, as_text

LEXICON = load_lexicon()
SAMPLES = Path(__file__).parent.parent.parent / "raw" / "samples"
STAGES = (
    "clean", "split_sentences", "raw_spans", "find_mentions", "find_times", "find_quantities",
    "find_statements", "find_events", "find_name_evidence", "_document_date_rows",
)  # fmt: skip


def raw_documents(texts: list[str]) -> list[RawDocument]:
    """Documents that were read already: reading is measured by `bench_reading`."""
    raws = [
        RawDocument(f"{number:016x}", "bench", f"bench/{number}", None, text.encode(), language="en")
        for number, text in enumerate(texts)
    ]
    return [replace(raw, reading=read(raw, ReadLimits())) for raw in raws]


def seconds_of_a_round(raws: list[RawDocument]) -> float:
    """CPU seconds for all documents once."""
    before = time.process_time()
    for raw in raws:
        extract.extract_facts(raw, LEXICON, ReadLimits(), "bench")
    return time.process_time() - before


def seconds_by_stage(raws: list[RawDocument], rounds: int) -> dict[str, float]:
    """CPU seconds of each stage, called from `extract_facts` as always; of each the best round."""
    spent: Counter[str] = Counter()
    plain = {name: getattr(extract, name) for name in STAGES}

    def timed(name: str, stage: Callable[..., object]) -> Callable[..., object]:
        def run(*arguments: object, **named: object) -> object:
            before = time.process_time()
            found = stage(*arguments, **named)
            spent[name] += time.process_time() - before
            return found

        return run

    best: dict[str, float] = {}
    for name, stage in plain.items():
        setattr(extract, name, timed(name, stage))
    try:
        for _ in range(rounds):
            spent.clear()
            spent["in all"] = seconds_of_a_round(raws)
            best = {name: min(best.get(name, spent[name]), spent[name]) for name in spent}
    finally:
        for name, stage in plain.items():
            setattr(extract, name, stage)
    return best


def measure(name: str, texts: list[str], rounds: int) -> None:
    """Print documents a second and a line per stage."""
    raws = raw_documents(texts)
    seconds_of_a_round(raws)
    gc.collect()
    gc.freeze()  # as the workers do: the lexicon's objects are not gone through again
    seconds = min(seconds_of_a_round(raws) for _ in range(rounds))
    count, size = len(raws), sum(map(len, texts)) / len(texts)
    print(
        f"{name}, {count} texts of {size:,.0f} characters: {count / seconds:.0f} documents per CPU second"
        f" after reading, {1000 * seconds / count:.1f} ms each"
    )
    stages = seconds_by_stage(raws, rounds)
    whole = stages.pop("in all")
    stages["rows and the rest"] = whole - sum(stages.values())
    for stage, spent in sorted(stages.items(), key=lambda pair: -pair[1]):
        print(f"  {1000 * spent / count:6.2f} ms  {100 * spent / whole:3.0f} %  {stage.strip('_')}")


def cut(texts: Iterable[str]) -> list[str]:
    """Paragraphs joined to texts of 4.2 kB; the rest is left out."""
    found: list[str] = []
    now = ""
    for paragraph in (paragraph for text in texts for paragraph in text.split("\n\n")):
        now += paragraph + "\n\n"
        if len(now) >= 4_200:
            found.append(now)
            now = ""
    return found


def main() -> None:
    """Generated texts, texts of one's own, memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--texts", type=Path, help="a jsonl with the field text; those of 3 to 6.5 kB are used"
    )
    options = parser.parse_args()
    samples = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt"))]
    measure("samples", cut(samples), 10 * options.rounds)
    generated = []
    for number in range(options.documents):
        dice = random.Random(number)
        generated.append(as_text(dice, *article(dice, cast=MANY_NAMES)))
    measure("generated", generated, options.rounds)
    if options.texts:
        with options.texts.open(encoding="utf-8") as lines:
            own = [text for line in lines if 3_000 < len(text := json.loads(line)["text"]) < 6_500]
        measure(options.texts.name, own, options.rounds)
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
