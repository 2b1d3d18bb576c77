"""The article of a page as plain text, one line per paragraph, and whether it may be less than the page has.

trafilatura finds the article. What it gives is held against the page's own prose: the paragraphs of the
element that holds most of them. Where they differ too much the page is read another way, and flagged if
that does not help. The labelled pages on which the thresholds were set are described with each.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice
from typing import cast

from lxml import etree
from lxml.html import HtmlComment, HtmlElement, HtmlEntity, HTMLParser, HtmlProcessingInstruction
from trafilatura import bare_extraction
from trafilatura.settings import Document as Extracted
from trafilatura.settings import Extractor

from flows.document.records import RejectedError, RejectReason

MAIN_PROSE = "main_prose 1"
TRAFILATURA = f"trafilatura {version('trafilatura')}"

# With a date setting of its own the library does not ask the clock for "today".
NO_DATES = {"max_date": "1970-01-01"}
QUICK = Extractor(output_format="python", comments=False, fast=True, date_params=NO_DATES)
BALANCED = Extractor(output_format="python", comments=False, date_params=NO_DATES)
RECALL = Extractor(output_format="python", comments=False, recall=True, date_params=NO_DATES)

PARSER = HTMLParser(
    collect_ids=False,
    default_doctype=False,
    encoding="utf-8",
    huge_tree=True,  # without it whatever is nested deeper than 256 is lost in silence
    remove_comments=True,
    remove_pis=True,
)
# One class for every element, chosen in C: the look-up by tag in lxml.html costs a tenth of the extraction.
PARSER.set_element_class_lookup(
    etree.ElementDefaultClassLookup(
        element=HtmlElement, comment=HtmlComment, pi=HtmlProcessingInstruction, entity=HtmlEntity
    )
)

# Control characters end libxml2's reading or glue words; in UTF-8 they are bytes of no other character.
CONTROLS_TO_SPACE = bytes.maketrans(bytes((*range(9), 11, 12, *range(14, 32))), b" " * 29)
BASE64_IMAGE = re.compile(r"(?<=data:image/)[a-z+.-]{1,20};base64,[A-Za-z0-9+/=]{200,}+", re.IGNORECASE)

# A quick extraction, which skips the library's comparison with two other extractors (a quarter of its time), is
# taken where that comparison would not change it: each test below is the library's own, or stricter.
QUICK_MIN_CHARS = 600
QUICK_LONG_CHARS = 3000  # a text shorter than this has to be a fifth of what a reader sees
QUICK_SHARE = 0.2
QUICK_COVERAGE = 0.9

# Never text of an article; dropping them first makes each of the extractor's five copies of the tree smaller.
# The removal changed the extracted text of 1 of 220 labelled pages, by 18 characters.
NOT_PROSE = ("script", "style", "svg", "link", "meta", "template", "noscript", "iframe", "textarea")
FURNITURE = frozenset(("nav", "footer", "aside", "form", "header", "button", "select", "figure", "noscript"))
BLOCKS = frozenset(
    "address article blockquote body caption center dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 "
    "hr li main ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
PARAGRAPH_CHARS = 80  # shorter paragraphs are as often furniture as prose
MIN_PROSE_CHARS = 400  # less prose than this shows nothing about the extraction
# Share of the page's main prose that an extraction has to have. On 220 labelled pages 6 had less than 0.75,
# each of these lacked most of its article; all others had more than 0.9.
MIN_COVERAGE = 0.8
# Less than this of what a reader sees, and of the page's long pieces of text, is suspicious. The least share
# of the visible text among the labelled pages that were read rightly was 0.16.
LITTLE_SHARE = 0.15
LITTLE_SHARE_OF_PROSE = 0.5
PROBE_CHARS = 40  # enough of a paragraph to recognise it by
WITHIN = 400  # characters of a paragraph, with its blanks, to take them from


LONG_TEXT = etree.XPath(f"descendant::text()[string-length() > {PARAGRAPH_CHARS}]")
CONTAINERS = frozenset("article body center details div main section td".split()) | FURNITURE
# Of the visible text. Precision and recall on 220 labelled pages are the same without it.
SMALL_SHARE = 0.1
LINK_SHARE = 0.6  # of the text of a menu
MAX_CLIMB = 6  # levels; bounds the work on pages nested deeply


@dataclass(frozen=True, slots=True)
class PageText:
    """The article's text; `""` where the page has none."""

    text: str
    visible_chars: int  # white space not counted
    extractor: str
    yield_flag: str | None


def parse_page(page: str) -> HtmlElement:
    """The tree of a page, under one root.

    Raises:
        RejectedError: `NO_ARTICLE` (no markup at all), `TOO_COMPLEX` (the parser stopped descending).
    """
    slim = BASE64_IMAGE.sub("", page) if "base64," in page else page
    try:
        root = etree.fromstring(slim.encode("utf-8").translate(CONTROLS_TO_SPACE), parser=PARSER)
    except etree.XMLSyntaxError as error:
        raise RejectedError(RejectReason.NO_ARTICLE, f"the parser found no page: {error}") from error
    if root is None:
        raise RejectedError(RejectReason.NO_ARTICLE, "the parser found no page")
    if stopped := PARSER.error_log.filter_from_fatals():
        raise RejectedError(RejectReason.TOO_COMPLEX, f"the parser gave up: {stopped[0].message}")
    return _under_one_root(root)


def _under_one_root(root: HtmlElement) -> HtmlElement:
    """The tree with what follows an early `</html>` under its body: the parser gives that a second root."""
    body = root.find("body")
    home = root if body is None else body
    for stray in list(root.itersiblings()):
        home.extend(list(stray))
    return root


def read_page_text(tree: HtmlElement) -> PageText:
    """The article of the page; takes what is no prose out of `tree`."""
    _drop_markup_without_prose(tree)
    visible_chars = _visible_chars(tree)
    _drop_furniture(tree, visible_chars)
    page = _prose_of(tree, visible_chars)
    text, extractor = _extract(tree, page), TRAFILATURA
    ink = _ink(text)
    if page.main and (not text or _coverage(ink, page.main) < MIN_COVERAGE):
        text, extractor = "\n".join(_lines_of(_whole_prose(page.main[0].container))), MAIN_PROSE
        ink = _ink(text)
    return PageText(text, visible_chars, extractor, "low_yield" if _is_little(ink, page) else None)


def _is_little(ink: str, page: "PageProse") -> bool:
    return len(ink) < min(LITTLE_SHARE * page.visible_chars, LITTLE_SHARE_OF_PROSE * page.prose_chars)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the page's prose: where it is, and a beginning and end to recognise it by."""

    container: HtmlElement
    ink_count: int
    opening: str
    closing: str


@dataclass(frozen=True, slots=True)
class PageProse:
    """How much there is to read on a page, to hold an extraction against; white space is not counted."""

    visible_chars: int
    prose_chars: int  # in long pieces of text outside links and furniture
    main: list[Paragraph]  # those in the element that holds most of them


def _drop_markup_without_prose(tree: HtmlElement) -> None:
    for element in list(tree.iter(*NOT_PROSE)):
        if not (element.tag == "script" and "ld+json" in (element.get("type") or "")):
            element.drop_tree()


def _drop_furniture(tree: HtmlElement, visible_chars: int) -> None:
    """Drop menus and footers that are small or made of links: without its end tag one may hold the article."""
    for element in list(tree.iter("nav", "footer", "aside", "button", "select")):
        size = len(element.text_content())
        if size < SMALL_SHARE * visible_chars or _link_chars(element) > LINK_SHARE * size:
            element.drop_tree()


def _link_chars(element: HtmlElement) -> int:
    links = element.iter("a")
    return sum(len(link.text_content()) if len(link) else len(link.text or "") for link in links)


def _extract(tree: HtmlElement, page: PageProse) -> str:
    """What trafilatura finds: by its quick way where that is as good, else by its whole cascade."""
    quick = cast(Extracted | None, bare_extraction(tree, options=QUICK))
    if quick is not None and _is_sound(quick, text := _lines(quick), page):
        return text
    for options in (BALANCED, RECALL):
        found = cast(Extracted | None, bare_extraction(tree, options=options))
        if found is not None and (text := _lines(found)):
            return text
    return ""


def _is_sound(quick: Extracted, text: str, page: PageProse) -> bool:
    """Whether the comparison with other extractors would leave the text as it is."""
    ink = _ink(text)
    if len(ink) < QUICK_MIN_CHARS or 2 * len(ink) < page.prose_chars:
        return False
    if len(ink) < QUICK_LONG_CHARS and len(ink) < QUICK_SHARE * page.visible_chars:
        return False
    tags = Counter(element.tag for element in quick.body.iter())
    if not tags["p"] or tags["table"] > tags["p"] or len(tags) <= len(("body", "p")):
        return False  # paragraphs and nothing else are what the last resort gives, which takes the whole page
    return _coverage(ink, page.main) >= QUICK_COVERAGE


def _lines(extracted: Extracted) -> str:
    lines = (" ".join(line.split()) for line in (extracted.text or "").splitlines())
    return unicodedata.normalize("NFC", "\n".join(filter(None, lines)))


def _visible_chars(tree: HtmlElement) -> int:
    body = tree.find("body")
    home = tree if body is None else body
    scripts = sum(_ink_count(script.text or "") for script in home.iter("script"))
    return _ink_count(str(home.text_content())) - scripts


def _ink(text: str) -> str:
    return "".join(text.split())


def _ink_count(text: str) -> int:
    return sum(map(len, text.split()))


def _prose_of(tree: HtmlElement, visible_chars: int) -> PageProse:
    prose = _prose(tree)
    return PageProse(visible_chars, sum(piece.ink_count for piece in prose), _main_prose(prose))


def _prose(tree: HtmlElement) -> list[Paragraph]:
    """The long pieces of text outside links and furniture, in reading order."""
    found = ((_container(piece), piece.strip()) for piece in LONG_TEXT(tree))
    return [
        Paragraph(place, count, _ink(piece[:WITHIN])[:PROBE_CHARS], _ink(piece[-WITHIN:])[-PROBE_CHARS:])
        for place, piece in found
        if place is not None and (count := _ink_count(piece))
    ]


def _main_prose(prose: list[Paragraph]) -> list[Paragraph]:
    """Those in the element that holds most of them."""
    sizes: Counter[HtmlElement] = Counter()
    for paragraph in prose:
        sizes[paragraph.container] += paragraph.ink_count
    largest = max(sizes, key=sizes.__getitem__, default=None)
    return [paragraph for paragraph in prose if paragraph.container is largest]


def _container(piece: etree._ElementUnicodeResult) -> HtmlElement | None:
    """The division around a piece of text; None for the text of links and of furniture."""
    holder = piece.getparent()
    element = holder.getparent() if piece.is_tail else holder
    while element is not None and element.tag not in CONTAINERS:
        if element.tag in ("a", "script", *FURNITURE):
            return None
        element = element.getparent()
    return None if element is None or element.tag in FURNITURE else element


def _coverage(ink: str, prose: list[Paragraph]) -> float:
    """Share of the page's prose that is in `ink`; 1.0 where the page has too little prose to tell."""
    total = sum(paragraph.ink_count for paragraph in prose)
    if total < max(MIN_PROSE_CHARS, len(ink) // 2):
        return 1.0
    return sum(p.ink_count for p in prose if p.opening in ink or p.closing in ink) / total


def _whole_prose(container: HtmlElement) -> HtmlElement:
    """The element around `container` that holds the rest of an article cut into sections."""
    best, size = container, _prose_size(container)
    for around in islice(container.iterancestors(), MAX_CLIMB):
        if around.tag in ("body", "html"):
            break
        if (larger := _prose_size(around)) > 1.15 * size:
            best, size = around, larger
    return best


def _prose_size(element: HtmlElement) -> int:
    return sum(len(_ink(piece)) for piece in LONG_TEXT(element) if _container(piece) is not None)


def _lines_of(container: HtmlElement) -> Iterator[str]:
    """The text below an element without its furniture, one line per block."""
    pieces: list[str] = []
    walk = etree.iterwalk(container, events=("start", "end"))
    for event, element in walk:
        if (element.tag in BLOCKS or element.tag == "br") and (line := " ".join("".join(pieces).split())):
            yield line
            pieces = []
        if event == "end":
            pieces.append(element.tail or "")
        elif element.tag in FURNITURE or element.tag == "script":
            walk.skip_subtree()
        else:
            pieces.append(element.text or "")
    if line := " ".join("".join(pieces).split()):
        yield line
