"""A sentence leads back to the raw bytes: all of a plain text's, and those of a page that hold it word for word."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.document.clean import clean, rebuild
from flows.document.extract import extract_facts
from flows.document.offsets import find_in_page, raw_spans, spans_in_text
from flows.document.page_limits import ReadLimits
from flows.document.read import read
from flows.document.records import RawDocument, Span, document_id
from flows.inputs import load_lexicon

LEXICON = load_lexicon()
RESIDUE = 'string(44) "[{"id":"17007","title":"Another dam gives way"}]"'
ARTICLE = (
    "Dam fails above Korda\n\nThe dam above Korda failed on Friday, the mayor said. “We heard it,” said Élise"
    f" Kořínek, who lives there.\n\n{RESIDUE}\n\nPrint Friendly, PDF & Email\n\nSoldiers reached the café"
    " by boat at noon — a day late.\n"
)


def sentences_of(payload: bytes, charset: str | None = None) -> list[tuple[str, bytes | None]]:
    raw = RawDocument(document_id(payload), "a", "a/1", None, payload, charset)
    facts = extract_facts(raw, LEXICON, ReadLimits(), "rules")
    return [
        (
            sentence.text,
            None
            if sentence.raw_start_byte is None
            else payload[sentence.raw_start_byte : sentence.raw_end_byte],
        )
        for sentence in facts.sentences
    ]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1250"], ids=lambda name: name
)
def test_each_sentence_of_a_plain_text_stands_at_its_raw_bytes(encoding: str) -> None:
    payload = ARTICLE.encode(encoding)
    found = sentences_of(payload, encoding)
    plain = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(encoding, encoding)
    assert len(found) == 3
    for text, at_bytes in found:
        assert at_bytes is not None
        assert at_bytes.decode(plain) == text


def test_line_ends_of_windows_and_nul_bytes_do_not_shift_the_places() -> None:
    payload = ARTICLE.replace("\n", "\r\n").replace("by boat", "by\0boat").encode()
    found = sentences_of(payload)
    assert [text for text, _ in found][-1] == "Soldiers reached the café by boat at noon — a day late."
    assert [at_bytes.replace(b"\0", b" ").decode() for _, at_bytes in found if at_bytes] == [
        text for text, _ in found
    ]


@pytest.mark.parametrize(
    "payload",
    [
        ARTICLE.encode().replace("é".encode(), b"\xc3", 1),
        ARTICLE.replace("café", "cafÃ©").encode(),
    ],
    ids=["a broken byte", "mojibake that was repaired"],
)
def test_bytes_that_are_not_those_of_the_text_have_no_places(payload: bytes) -> None:
    assert all(at_bytes is None for _, at_bytes in sentences_of(payload))


PAGE = """<!DOCTYPE html><html><head><title>Dam fails above Korda</title>
<meta name="description" content="The dam above Korda failed on Friday, the mayor said.">
<script type="application/ld+json">{"articleBody": "The dam above Korda failed on Friday, the mayor said."}</script>
</head><body><article><h1>Dam fails above Korda</h1>
<p>The dam above <a href="/korda">Korda</a> failed on&nbsp;Friday,
  the mayor said. Nobody was there to see it, and the road had been closed since the storm of the week before.</p>
<p>&ldquo;We heard it,&rdquo; said &Eacute;lise, who lives there with her family &amp; her dogs in the old mill.</p>
<ul><li>The second dam, which is older and lower, was inspected in the spring by engineers.</li></ul>
<p>Soldiers reached the valley by boat at noon, and took some of the older people to the school in Tarn.</p>
</article></body></html>"""


def seen(markup: bytes) -> str:
    """What a reader sees of a stretch of a page."""
    return " ".join(html.unescape(re.sub("<[^>]*>", "", markup.decode())).split())


def test_each_sentence_of_a_page_stands_at_its_raw_bytes() -> None:
    found = sentences_of(PAGE.encode())
    assert len(found) == 5
    for text, at_bytes in found:
        assert at_bytes is not None, text
        assert seen(at_bytes) == text.removeprefix("- ")
    assert (
        found[0][1] == b'The dam above <a href="/korda">Korda</a> failed on&nbsp;Friday,\n  the mayor said.'
    )


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("<p>The dam failed.</p>", "The dam held."),
        ("<script>x = 'The dam failed.'</script>", "The dam failed."),
        ("<!-- The dam failed. -->", "The dam failed."),
        ('<img alt="The dam failed.">', "The dam failed."),
        ("<p>The dam failed", "The dam failed."),
        ("<p>The damfailed.</p>", "The dam failed."),
        ("<p>The dam failed.</p>", "“”"),
    ],
    ids=["other words", "in a script", "in a comment", "in an attribute", "cut off", "glued", "no word"],
)
def test_what_no_reader_sees_in_a_page_is_not_found(page: str, sentence: str) -> None:
    assert find_in_page(page, [sentence]) == [None]


def test_a_removal_inside_a_sentence_is_inside_its_span_of_the_text() -> None:
    # text: "ab[xx]cd ef", clean text: "abcd ef"
    assert spans_in_text([Span(0, 4), Span(5, 7)], [Span(2, 6)]) == [Span(0, 8), Span(9, 11)]
    assert spans_in_text([Span(0, 2), Span(2, 4)], [Span(2, 6)]) == [Span(0, 2), Span(6, 8)]


@given(st.text(alphabet="aé\n {}[]\"':;=<>“", max_size=120), st.integers(0, 119), st.integers(1, 20))
def test_a_span_of_clean_text_without_a_removal_inside_is_the_same_words(
    text: str, start: int, size: int
) -> None:
    cleaned = clean(text, None, LEXICON.furniture)
    assert rebuild(cleaned.clean_text, cleaned.removals) == text
    words = cleaned.clean_text[start : start + size]
    if words:
        span = Span(start, start + len(words))
        cuts = [Span(cut.start_char, cut.end_char) for cut in cleaned.removals]
        (place,) = spans_in_text([span], cuts)
        inside = sum(
            cut.end_char - cut.start_char
            for cut in cuts
            if place.start_char < cut.start_char < place.end_char
        )
        stretch = text[place.start_char : place.end_char]
        assert len(stretch) == len(words) + inside
        assert (stretch[0], stretch[-1]) == (words[0], words[-1])


@pytest.mark.parametrize(
    "filler",
    ["<script>", "<!--", "<", "&amp;", "The ", "The <b>", " \n", "\0", "<a b='"],
)
def test_hostile_pages_end(filler: str) -> None:
    page = filler * (200_000 // len(filler))
    assert len(find_in_page(page, ["The dam failed on Friday."] * 3)) == 3


def test_a_page_in_an_old_encoding_has_its_own_bytes() -> None:
    payload = PAGE.replace("&Eacute;lise", "Élise").replace("<head>", '<head><meta charset="windows-1252">')
    encoded = payload.encode("cp1252")
    page = read(RawDocument("d", "a", "a/1", None, encoded))
    start = page.text.index("Élise")
    (place,) = raw_spans(encoded, page, [Span(start, start + 5)])
    assert place is not None
    assert encoded[place.start_char : place.end_char] == b"\xc9lise"
