"""Reading one raw document: HTML or plain text, whatever its name says."""

# ruff: noqa: E501 (sentences and pages are quoted whole)

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.document.page_metadata import MONTHS, read_moment
from flows.document.read import ReadLimits, decode, read
from flows.document.records import (
    DateBasis,
    Precision,
    RawDocument,
    ReadText,
    RejectedError,
    RejectReason,
    document_id,
)
from flows.inputs import load_lexicon

SENTENCES = [
    "The army said on Friday that its forces had entered the village of Deir al-Balah before dawn.",
    "Witnesses told the agency that they had heard three explosions close to the harbour.",
    "A spokesman for the ministry denied that anyone had been arrested in the course of the raid.",
    "The group calling itself Supporters of the Province claimed responsibility in a statement online.",
    "Two mortar shells fell in an open field, causing no casualties, according to the police.",
    "Residents said that the market had stayed open although the road to the north was closed.",
]
BODY = "".join(f"<p>{sentence}</p>\n" for sentence in SENTENCES)


def raw(payload: bytes | str, charset: str | None = None, url: str | None = None) -> RawDocument:
    payload = payload.encode() if isinstance(payload, str) else payload
    return RawDocument(document_id(payload), "test", "test/article.bin", None, payload, charset, url)


def page(body: str = BODY, head: str = "", title: str = "Raid on a village") -> str:
    return f"<!DOCTYPE html>\n<html lang='en'><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def read_page(
    body: str = BODY, head: str = "", title: str = "Raid on a village", url: str | None = None
) -> ReadText:
    return read(raw(page(body, head, title), url=url))


def rejection(payload: bytes | str, limits: ReadLimits = ReadLimits()) -> RejectedError:  # noqa: B008
    with pytest.raises(RejectedError) as caught:
        read(raw(payload), limits)
    return caught.value


def test_a_page_gives_each_paragraph_as_a_line() -> None:
    assert read_page().text.splitlines() == SENTENCES


PLAIN = {
    "carriage returns": "Gunmen attacked a post.\r\n\r\nThe army said so.\r\n",
    "a less-than sign": "The share fell to < 5 percent, and 3 > 2.",
    "inline markup left by a scraper": "The army <b>said</b> so.<br>Nobody was hurt.",
    "an article about HTML": "<html> is the root element of every page. Authors write <body> after it.\nIt ends.",
    "an article about doctypes": "<!DOCTYPE html> is what a page begins with, the consortium said on Monday.",
    "a tutorial that quotes a page": "Here is a page:\n<!DOCTYPE html>\n<html><body><p>Hi</p></body></html>\nSave it.",
    "a paragraph tag and a dump": '<p>The army said so.</p> string(12) "[{"id":"1"}]"',
    "a brace": "{Reuters} - The army said so.",
    "Windows executables' initials": "MZ said the bank. BM and ID3 are initials too.",
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN.keys())
def test_plain_text_is_kept_character_by_character(text: str) -> None:
    document = read(raw(text))
    assert (document.media_type, document.extractor, document.text) == ("text/plain", "plain_text", text)
    assert document.title is None
    assert document.published_at is None


PAGES = {
    "no doctype": f"<html><body>{BODY}</body></html>",
    "XHTML": f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html><html><head></head><body>{BODY}</body></html>',
    "comment first": f"<!-- saved from url -->\n{page()}",
    "white space and mark first": f"\ufeff\n\n{page()}",
    "capitals": f"<HTML><HEAD><TITLE>x</TITLE></HEAD><BODY>{BODY}</BODY></HTML>",
    "old doctype": f'<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN"><html><body>{BODY}</body></html>',
    "a fragment": f"<div class='article'>{BODY}</div>",
    "no html tag": f"<title>Raid</title>{BODY}",
    "saved headers": "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page(BODY * 6 + "<b></b>" * 30),
    "no end": page()[: -len("</body></html>")],
}


@pytest.mark.parametrize("payload", PAGES.values(), ids=PAGES.keys())
def test_markup_is_read_as_a_page(payload: str) -> None:
    document = read(raw(payload))
    assert document.media_type == "text/html"
    assert all(sentence in document.text for sentence in SENTENCES)


def test_words_of_neighbouring_blocks_are_not_glued() -> None:
    body = BODY + "<div>The minister resigned.<br>His deputy took over<br/>the office in the capital.</div>"
    words = read_page(body).text.split()
    assert "resigned.His" not in words
    assert "overthe" not in words


def test_the_title_is_not_repeated_as_the_first_line() -> None:
    document = read_page(f"<article><h1>Raid on a village</h1>{BODY}</article>")
    assert document.title == "Raid on a village"
    assert document.text.splitlines() == SENTENCES


REJECTED = {
    "no bytes": (b"", RejectReason.EMPTY, "0 bytes"),
    "white space": (b" \r\n\t ", RejectReason.EMPTY, "5 bytes"),
    "only NULs": (b"\0" * 100, RejectReason.EMPTY, "100 bytes"),
    "only a byte order mark": (b"\xef\xbb\xbf \n", RejectReason.EMPTY, "characters"),
    "PDF": (b"%PDF-1.7\nstream of things", RejectReason.NOT_TEXT, "PDF"),
    "ZIP": (b"PK\x03\x04\x14\x00\x06\x00word/document.xml", RejectReason.NOT_TEXT, "ZIP"),
    "gzip": (b"\x1f\x8b\x08\x00\x00\x00\x00\x00", RejectReason.NOT_TEXT, "gzip"),
    "JPEG": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", RejectReason.NOT_TEXT, "JPEG"),
    "PNG": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", RejectReason.NOT_TEXT, "PNG"),
    "executable": (b"\x7fELF\x02\x01\x01\x00\x00", RejectReason.NOT_TEXT, "ELF"),
    "MP4": (b"\x00\x00\x00\x20ftypisom\x00\x00", RejectReason.NOT_TEXT, "MP4"),
    "bytes of no known kind": (bytes(range(256)) * 40, RejectReason.NOT_TEXT, "control characters"),
    "NULs throughout": (b"abc\x00\x00\x00" * 100, RejectReason.NOT_TEXT, "NUL"),
    "a feed": (b"<?xml version='1.0'?><rss><channel></channel></rss>", RejectReason.UNSUPPORTED, "XML"),
    "a site map": (b"<urlset><url><loc>x</loc></url></urlset>", RejectReason.UNSUPPORTED, "XML"),
    "JSON": (b'{"title": "Raid", "text": "The army said so."}', RejectReason.UNSUPPORTED, "JSON"),
    "JSON lines": (
        b'{"text": "One."}\n{"text": "Two."}\n',
        RejectReason.UNSUPPORTED,
        "one article per line, in UTF-8",
    ),
    "JSON in UTF-16": (
        '{"text": "One."}\n{"text": "Two."}\n'.encode("utf-16"),
        RejectReason.UNSUPPORTED,
        "one article per line, in UTF-8",
    ),
    "WARC of a version to come": (b"WARC/2.0\r\n\r\n", RejectReason.UNSUPPORTED, "only WARC/1.x"),
    "nested brackets": (b"[" * 200_000, RejectReason.UNSUPPORTED, "JSON"),
    "RTF": (b"{\\rtf1\\ansi The army said so.}", RejectReason.UNSUPPORTED, "RTF"),
    "a page with links only": (
        page("<nav><a href=a>Home</a> <a href=b>World</a></nav>").encode(),
        RejectReason.NO_ARTICLE,
        "on the page",
    ),
    "an empty page": (page("").encode(), RejectReason.NO_ARTICLE, "0 on the page"),
}


@pytest.mark.parametrize(("payload", "reason", "detail"), REJECTED.values(), ids=REJECTED.keys())
def test_what_is_no_article_is_rejected_with_its_reason(
    payload: bytes, reason: RejectReason, detail: str
) -> None:
    error = rejection(payload)
    assert error.reason == reason
    assert detail in error.detail


SMALL = ReadLimits(max_bytes=200_000, max_tags=500, max_depth=100, max_nested_tables=10, max_attributes=50)
QUOTED = " ".join(f'a{n}="<b>"' for n in range(60))
TOO_MUCH = {
    "bytes": ("a" * 200_001, RejectReason.TOO_LARGE, "200001 bytes"),
    "tags": (page("<p>x" * 600), RejectReason.TOO_COMPLEX, "tags"),
    "depth": (page("<div>" * 150 + BODY), RejectReason.TOO_COMPLEX, "152 levels"),
    "tables": (page("<table><tr><td>" * 12 + BODY), RejectReason.TOO_COMPLEX, "12 tables"),
    "attributes": (page(f"<p {'a ' * 60}>{BODY}"), RejectReason.TOO_COMPLEX, "60 attributes"),
    "attributes between quoted tags": (
        page(f"<p {QUOTED}>{BODY}"),
        RejectReason.TOO_COMPLEX,
        "60 attributes",
    ),
}


@pytest.mark.parametrize(("payload", "reason", "detail"), TOO_MUCH.values(), ids=TOO_MUCH.keys())
def test_what_is_over_a_limit_is_rejected_with_the_number(
    payload: str, reason: RejectReason, detail: str
) -> None:
    error = rejection(payload, SMALL)
    assert error.reason == reason
    assert detail in error.detail


WITHIN = {
    "tags quoted in a script": page(f"<script>var t = '{'<p>' * 600}{'<div>' * 150}';</script>{BODY}"),
    "tags in a comment": page(f"<!-- {'<p>' * 600}{'<div>' * 150} -->{BODY}"),
    "unclosed paragraphs": page("<p>" * 150 + BODY),
    "code with comparisons": page(f"<script>if (a<b {'c d ' * 200}) x()</script>{BODY}"),
    "a long attribute": page(f"<p title='{'word ' * 1000}'></p>{BODY}"),
}


@pytest.mark.parametrize("payload", WITHIN.values(), ids=WITHIN.keys())
def test_what_only_looks_over_a_limit_is_read(payload: str) -> None:
    assert SENTENCES[-1] in read(raw(payload), SMALL).text


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "ul"])
@pytest.mark.parametrize("depth", [252, 300, 1200])
def test_deep_pages_keep_their_text(tag: str, depth: int) -> None:
    """libxml2 drops what is nested deeper than 256 unless it is told not to."""
    body = f"<{tag}>" * depth + BODY + f"</{tag}>" * depth
    assert all(sentence in read_page(body).text for sentence in SENTENCES)


def test_a_page_nested_deeper_than_the_parser_goes_is_rejected() -> None:
    assert "levels of nested tags" in rejection(page("<div>" * 5000 + BODY)).detail


def test_text_after_an_early_end_of_the_page_is_read() -> None:
    """The parser makes a second root of it, which trafilatura by itself never sees."""
    payload = f"<html><head></head><body><nav>Home</nav></body></html>\n<div><section>{BODY}</section></div></body></html>"
    assert read(raw(payload)).text.splitlines() == SENTENCES


LOST_BY_THE_EXTRACTOR = {
    "article under a class of furniture": f"<div class='sidebar-promo widget'>{BODY * 2}</div>",
    "article in line breaks": "<div>" + "<br><br>".join(SENTENCES * 2) + "</div>",
    "article in a table cell": f"<table><tr><td>Menu</td><td>{'<br>'.join(SENTENCES * 2)}</td></tr></table>",
    "article in a form": f"<form action='/x'>{BODY * 2}<input name=q></form>",
}


@pytest.mark.parametrize("body", LOST_BY_THE_EXTRACTOR.values(), ids=LOST_BY_THE_EXTRACTOR.keys())
def test_an_article_that_the_extractor_misses_is_read_all_the_same(body: str) -> None:
    text = read_page(body).text
    assert all(sentence in text for sentence in SENTENCES)


def test_a_page_that_gives_little_of_what_it_shows_is_flagged() -> None:
    teasers = "".join(
        f"<div class=t><a href=/{n}>{sentence}</a></div>" for n in range(60) for sentence in SENTENCES
    )
    stories = "".join(
        f"<div><div>{sentence} Story {n}.</div></div>" for n in range(40) for sentence in SENTENCES
    )
    assert read_page(BODY).yield_flag is None
    document = read_page(f"<article>{BODY}</article><div id=all>{teasers}</div>{stories}")
    assert document.yield_flag == "low_yield" or len(document.text) > 5000


def test_repeated_reading_gives_the_same_rows() -> None:
    """trafilatura can drop what it saw in an earlier document; ours must never remember."""
    first = read_page()
    for _ in range(4):
        assert read_page() == first


def test_text_in_scripts_styles_and_comments_is_not_read() -> None:
    body = f"<script>var leaked = 'Script text said so.';</script><style>.x{{}}</style>{BODY}<!-- Comment said so. -->"
    assert read_page(body).text.splitlines() == SENTENCES


def test_entities_of_a_file_are_not_read() -> None:
    payload = (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY f SYSTEM "file:///etc/passwd">'
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        f"<html><body>{BODY}<p>&f; &b;</p></body></html>"
    )
    text = read(raw(payload)).text
    assert "root:" not in text
    assert "aaaaaaaaaaaaaaaaaaaa" not in text


def test_surrogates_and_controls_never_pass() -> None:
    ld = '{"@type":"NewsArticle","author":{"@type":"Person","name":"Jane \\ud83d Doe"}}'
    body = BODY + "<p>A lone &#xD83D; surrogate and a bell \x07 stand in this sentence of the article.</p>"
    document = read_page(
        body, f'<script type="application/ld+json">{ld}</script>', "Raid \x00 on &#xD83D; a village"
    )
    for field in (document.text, document.title, document.author):
        assert field is not None
        assert not any(0xD800 <= ord(character) <= 0xDFFF for character in field)
    assert "\x07" not in document.text


def test_a_nul_becomes_a_space_and_is_counted() -> None:
    document = read(raw("The army\0said so on Friday."))
    assert (document.text, document.nul_count) == ("The army said so on Friday.", 1)
    assert "army said" in read(raw(page().replace("army said", "army\0said"))).text


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_rejected(payload: bytes) -> None:
    try:
        document = read(raw(payload))
    except RejectedError:
        return
    document.text.encode("utf-8")
    assert "\0" not in document.text


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div ",
                "<!--",
                "-->",
                "<script>",
                "'",
                '"',
                ">",
                "<",
                "=",
                "&#0;",
                "text that is long enough to look like one sentence ",
                "<table>",
                "<td>",
                "</html>",
                "<a href=x>",
                "\x00",
                "\ud7ff",
                "<title>",
                "<noscript>",
                "<svg/>",
            ]
        ),
        max_size=60,
    )
)
def test_any_markup_is_read_or_rejected(parts: list[str]) -> None:
    try:
        read(raw("<html><body>" + "".join(parts))).text.encode("utf-8")
    except RejectedError:
        return


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_plain_text_in_utf8_comes_back_as_it_went_in(text: str) -> None:
    assert decode(b"\xef\xbb\xbf" + text.encode()).text == text


HEADS = {
    "article meta with zone": (
        '<meta property="article:published_time" content="2015-05-08T17:12:28+03:00">',
        (datetime(2015, 5, 8, 14, 12, 28), Precision.SECOND, DateBasis.METADATA),
    ),
    "JSON-LD": (
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2015-05-08"}</script>',
        (datetime(2015, 5, 8), Precision.DAY, DateBasis.JSON_LD),
    ),
    "JSON-LD in a graph, after the site": (
        '<script type="application/ld+json">{"@graph":[{"@type":"WebSite","datePublished":"2001-01-01"},'
        '{"@type":["Article"],"datePublished":"2015-05-08T17:12Z"}]}</script>',
        (datetime(2015, 5, 8, 17, 12), Precision.MINUTE, DateBasis.JSON_LD),
    ),
    "JSON-LD in words": (
        '<script type="application/ld+json">{"@type":"Article","datePublished":"Feb 08, 2022"}</script>',
        (datetime(2022, 2, 8), Precision.DAY, DateBasis.JSON_LD),
    ),
    "only an update": (
        '<meta property="article:modified_time" content="2020-01-01T00:00:00Z">',
        (None, None, None),
    ),
    "figures in uncertain order": ('<meta name="date" content="05/08/2015">', (None, None, None)),
    "no such day": ('<meta name="date" content="2015-02-31">', (None, None, None)),
    "JSON-LD broken off": (
        '<script type="application/ld+json">{"datePublished":"2015-05-08"</script>',
        (None, None, None),
    ),
    "JSON-LD nested by the thousand": (
        f'<script type="application/ld+json">{"[" * 50_000}</script><meta name="pubdate" content="2015-05-08">',
        (datetime(2015, 5, 8), Precision.DAY, DateBasis.METADATA),
    ),
    "nothing": ("", (None, None, None)),
}


@pytest.mark.parametrize(("head", "expected"), HEADS.values(), ids=HEADS.keys())
def test_the_date_is_the_one_the_page_states(head: str, expected: tuple[object, ...]) -> None:
    document = read_page(head=head)
    assert (document.published_at, document.published_precision, document.published_basis) == expected


DATED_BODIES = {
    "time element": (
        '<time datetime="2015-05-08">yesterday</time>',
        (datetime(2015, 5, 8), DateBasis.METADATA),
    ),
    "dated line": (
        '<span class="post-date">May 8, 2015</span>',
        (datetime(2015, 5, 8), DateBasis.HEADER_LINE),
    ),
    "update line": ('<span class="date">Updated May 8, 2015</span>', (None, None)),
    "time of another story": ('<aside><time datetime="2015-05-08">May 8</time></aside>', (None, None)),
    "date in a sentence": (
        "<p>On May 8, 2015, the army said that it had entered the village.</p>",
        (None, None),
    ),
}


@pytest.mark.parametrize(("line", "expected"), DATED_BODIES.values(), ids=DATED_BODIES.keys())
def test_a_dated_element_counts_and_prose_does_not(line: str, expected: tuple[object, ...]) -> None:
    document = read_page(line + BODY)
    assert (document.published_at, document.published_basis) == expected


DAY = (datetime(2020, 3, 4), Precision.DAY)
STATED_DATES = {
    # What a field of a feed or a page gives, and what it says.
    "2020-03-04": DAY,
    "13/03/2020": (datetime(2020, 3, 13), Precision.DAY),
    "03/13/2020": (datetime(2020, 3, 13), Precision.DAY),
    "03-03-2020": (datetime(2020, 3, 3), Precision.DAY),
    "04.03.2020": DAY,
    "4.3.2020 10:30": DAY,
    "04/03/2020": None,
    "04-03-2020": None,
    "31.02.2020": None,
    "13/13/2020": None,
    "00/03/2020": None,
    "04.03.20": None,
    "10.04.03.2020": None,
    # 2020-03-04T12:00:00Z is 18,325.5 days of 86,400 seconds after 1970
    "1583323200": (datetime(2020, 3, 4, 12), Precision.SECOND),
    "1583323200.25": (datetime(2020, 3, 4, 12), Precision.SECOND),
    "1583323200000": (datetime(2020, 3, 4, 12), Precision.SECOND),
    "2015050817": None,  # the hour of a day in 2015, or a second in 2033
    "158332320": None,
    "158332320000": None,
    "1583323200 comments": None,
    "Published: March 4, 2020": DAY,
    "Published on Wednesday, March 4, 2020": DAY,
    "Publié le 4 mars 2020": DAY,
    "Updated: March 4, 2020": None,
    "Mis à jour le 4 mars 2020": None,
    "4 mars 2020": DAY,
    "1er mars 2020": (datetime(2020, 3, 1), Precision.DAY),
    "Mittwoch, 4. März 2020": DAY,
    "4 de marzo de 2020": DAY,
    "4 марта 2020 г.": DAY,
    "04-Mar-2020": DAY,
    "٤ مارس ٢٠٢٠": DAY,
    "٢٠٢٠-٠٣-٠٤": DAY,
    "٠٤/٠٣/٢٠٢٠": None,
    "4 March, 2020": DAY,
    "4 villagers 2020": None,
    "yesterday": None,
}


@pytest.mark.parametrize(("value", "expected"), STATED_DATES.items())
def test_a_stated_date_is_read_if_it_can_mean_one_day_only(value: str, expected: object) -> None:
    assert read_moment(value) == expected
    document = read_page(head=f'<meta name="date" content="{value}">')
    assert (document.published_at, document.published_precision) == (expected or (None, None))


def test_the_months_of_fields_are_those_of_header_lines() -> None:
    assert load_lexicon().furniture.months == MONTHS


ADDRESSES = {
    "https://news.example/2015/05/08/raid": (datetime(2015, 5, 8), Precision.DAY),
    "https://news.example/2015/5/raid": (datetime(2015, 5, 1), Precision.MONTH),
    "https://news.example/2015/13/08/raid": (None, None),
    "https://news.example/story/20150508": (None, None),
}


@pytest.mark.parametrize(("url", "expected"), ADDRESSES.items())
def test_a_date_in_the_address_counts_last(url: str, expected: tuple[object, ...]) -> None:
    document = read_page(url=url)
    assert (document.published_at, document.published_precision) == expected


TITLES = {
    "heading beats the site's title": ("<h1>Raid on a village kills two</h1>", "Raid on a village kills two - The Daily",
                                       "Raid on a village kills two"),
    "suffix goes": ("", "Raid on a village kills two people | World | The Daily", "Raid on a village kills two people"),
    "a dash inside stays": ("", "Raid on a village - army denies it had sent any forces", None),
    "heading of the site is not the title": ("<h1>Weather</h1>", "Raid on a village kills two", "Raid on a village kills two"),
    "escaped twice": ("", "Killed &amp;amp; wounded in the raid", "Killed & wounded in the raid"),
}  # fmt: skip


@pytest.mark.parametrize(("heading", "title", "expected"), TITLES.values(), ids=TITLES.keys())
def test_the_title_is_the_headline_without_the_site(heading: str, title: str, expected: str | None) -> None:
    assert read_page(heading + BODY, title=title).title == (expected or title)


LD_PERSON = '{"@graph":[{"@type":"NewsArticle","author":{"@id":"#p"}},{"@id":"#p","@type":"Person","name":"Jane Doe"}]}'
AUTHORS = {
    "meta": ('<meta name="author" content="By Jane Doe">', "", "Jane Doe"),
    "JSON-LD by reference": (f'<script type="application/ld+json">{LD_PERSON}</script>', "", "Jane Doe"),
    "byline": ("", '<a rel="author" href="/jane">Jane Doe</a>', "Jane Doe"),
    "byline of another story": ("", '<aside><a rel="author" href="/jane">Jane Doe</a></aside>', None),
    "an address": ('<meta property="article:author" content="https://facebook.example/daily">', "", None),
    "nobody": ("", "", None),
}


@pytest.mark.parametrize(("head", "line", "expected"), AUTHORS.values(), ids=AUTHORS.keys())
def test_the_author_is_a_person_the_page_names(head: str, line: str, expected: str | None) -> None:
    assert read_page(line + BODY, head).author == expected


def test_the_address_is_the_canonical_one() -> None:
    link = '<link rel="canonical" href="https://news.example/raid">'
    assert read_page(head=link, url="https://m.news.example/raid?x=1").url == "https://news.example/raid"
    assert read_page(url="https://m.news.example/raid").url == "https://m.news.example/raid"


def test_the_language_is_declared_or_detected() -> None:
    german = (
        "Der Sprecher der Armee sagte am Freitag, dass vier Soldaten bei dem Angriff getötet worden seien."
    )
    assert read_page().language == "en"
    assert read(raw(german)).language == "de"
    assert read(raw("42")).language is None
    arabic = "قال المتحدث باسم الوزارة إن أربعة جنود قتلوا في الهجوم الذي وقع أمس في مدينة غزة. "
    assert read_page(f"<p>{arabic * 4}</p>").language == "ar"
