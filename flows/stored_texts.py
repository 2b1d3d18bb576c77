"""Texts as the warehouse keeps them: what the stages need to derive facts again without reading a page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flows.document.records import DateBasis, Precision, ReadText

# One row per stored text, in the order of the files and their records.
STORED_QUERY = """
select
    documents.path, documents.record_no, documents.doc_id, documents.source_id,
    documents.text, documents.media_type, documents.extractor, readings.title, readings.author,
    documents.url, documents.language, readings.published_at, readings.published_precision,
    readings.published_basis, documents.encoding, readings.bom_bytes, documents.replaced_count,
    documents.repaired_count, readings.visible_chars, documents.yield_flag
from facts.documents
inner join facts.readings on documents.doc_id = readings.doc_id
inner join ops.rulesets on documents.ruleset_id = rulesets.ruleset_id
"""
# One row per document whose text is stored and whose facts are by other rules than given, or every one.
STALE_QUERY = """
select documents.doc_id, documents.source_id
from facts.documents
inner join facts.readings on documents.doc_id = readings.doc_id
where documents.ruleset_id <> ? or ?
order by documents.doc_id
"""
STORED_ORDER = " order by documents.path, documents.record_no nulls first, documents.doc_id"


@dataclass(frozen=True, slots=True)
class StoredText:
    """One stored document: where it came from and what reading it gave."""

    path: str
    record_no: int | None
    doc_id: str
    source_id: str
    reading: ReadText


def stored_text(row: tuple[Any, ...]) -> StoredText:
    """A row of `STORED_QUERY` as the reading that it was made from."""
    path, record_no, doc_id, source_id, text, media_type, extractor, title, author, url, language, *rest = row
    published_at, precision, basis, encoding, bom_bytes, replaced, repaired, visible_chars, yield_flag = rest
    reading = ReadText(
        text=text,
        media_type=media_type,
        extractor=extractor,
        title=title,
        author=author,
        url=url,
        language=language,
        published_at=published_at,
        published_precision=precision and Precision(precision),
        published_basis=basis and DateBasis(basis),
        encoding=encoding,
        bom_bytes=bom_bytes,
        replaced_count=replaced,
        repaired_count=repaired,
        visible_chars=visible_chars,
        yield_flag=yield_flag,
    )
    return StoredText(path, record_no, doc_id, source_id, reading)


class StoredReadings:
    """Readings of stored texts, asked for in the order of `STORED_ORDER`: an archive's never lie in memory at once."""

    def __init__(self, texts: Iterable[StoredText]) -> None:
        self._coming: Iterator[StoredText] = iter(texts)
        self._next = next(self._coming, None)
        self._place: tuple[str, int] | None = None
        self._here: dict[str, ReadText] = {}

    def of(self, path: str, record_no: int | None, doc_id: str) -> ReadText | None:
        """The reading of one document, None where there is none. Places must be asked for in ascending order."""
        place = (path, -1 if record_no is None else record_no)
        if place != self._place:
            self._place, self._here = place, {}
        while self._next is not None and _place_of(self._next) <= place:
            if _place_of(self._next) == place:
                self._here[self._next.doc_id] = self._next.reading
            self._next = next(self._coming, None)
        return self._here.get(doc_id)


def _place_of(text: StoredText) -> tuple[str, int]:
    return text.path, -1 if text.record_no is None else text.record_no
