"""What a page says about itself: title, author, address, language, and when it was published.

Only what the page states counts. A date that cannot be found is None: not today, not a date out of the
article's text, not the day of an update.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from itertools import islice

from lxml.etree import XPath
from lxml.html import HtmlElement

from flows.document.records import DateBasis, Precision

LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_]|$)", re.IGNORECASE)
NO_LANGUAGE = frozenset(("und", "mul", "zxx", "xx"))
MARKUP = re.compile(r"<[^<>]{1,500}>")
SEPARATOR = re.compile(r"\s+(?:[|\-–—·•»]|::?)\s+")
WORD = re.compile(r"\w+")
URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])(?:[/-](0?[1-9]|[12]\d|3[01]))?(?=[/_.-]|$)")

ISO_MOMENT = re.compile(
    r"(\d{4})([-/])(\d\d?)(?:\2(\d\d?)(?:(?:T|\s{1,3})(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?"
    r"\s?(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?)?(?![\d/-])",
    re.IGNORECASE,
)
COMPACT_DAY = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
# In code as the rest of the reader: what a field or page says must not change with a lexicon, which is read anew
# from stored texts alone. English, French, German, Spanish, Portuguese, Italian, Dutch, Russian, Turkish, Arabic.
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january janvier janv januar jänner enero ene janeiro gennaio gen januari января янв ocak يناير",
            "feb february février févr fév februar febrero fevereiro fev febbraio februari февраля фев şubat فبراير",
            "mar march mars märz mär marzo março maart mrt марта мар mart مارس",
            "apr april avril avr abril abr aprile апреля апр nisan أبريل ابريل إبريل",
            "may mai mayo maio maggio mag mei мая mayıs مايو",
            "jun june juin juni junio junho giugno giu июня июн haziran يونيو",
            "jul july juillet juil juli julio julho luglio lug июля июл temmuz يوليو",
            "aug august août agosto ago augustus августа авг ağustos أغسطس اغسطس",
            "sep sept september septembre septiembre setiembre setembro set settembre сентября сен eylül سبتمبر",
            "oct october octobre oktober okt octubre outubro out ottobre ott октября окт ekim أكتوبر اكتوبر",
            "nov november novembre noviembre novembro ноября ноя kasım نوفمبر",
            "dec december décembre déc dezember dez diciembre dic dezembro dicembre декабря дек aralık ديسمبر",
        ),
        start=1,
    )
    for name in names.split()
}
MONTH_FIRST = re.compile(
    r"([^\W\d_]{3,12})\.?\s{1,3}(\d{1,2})(?:st|nd|rd|th)?[,،]?\s{1,3}((?:19|20)\d\d)(?!\d)"
)
DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|[.º°])?[\s-]{1,3}(?:(?:de|of)\s{1,3})?([^\W\d_]{3,12})\.?[,،]?"
    r"[\s-]{1,3}(?:del?\s{1,3})?((?:19|20)\d\d)(?!\d)"
)
FIGURES = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2((?:19|20)\d\d)(?![\d/-]|\.\d)")
# Seconds or milliseconds since 1970, from 2001 to 2030: later ones look like a year with month, day and hour.
EPOCH = re.compile(r"(1[0-8]\d{8})(?:\d{3})?(?:\.\d{1,9})?")
OTHER_DIGIT = re.compile(r"[^\D0-9]")
WEEKDAY = re.compile(
    r"\A(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},?|[^\W\d_]{2,14},)\s{1,3}", re.IGNORECASE
)
PUBLISHED_LABEL = re.compile(
    r"\A(?:publi[^\W\d_]{0,10}|posted|issued|date|veröffentlicht|pubblicato|gepubliceerd|опубликовано)"
    r"(?:\s{1,3}(?:on|date|le|el|il|am|em|op))?(?:\s{0,3}:|\s)\s{0,3}",
    re.IGNORECASE,
)

PUBLISHED_NAME = re.compile(
    r"publi.{0,8}(?:time|date)|(?:time|date).{0,3}publi|^pub_?date$|^citation_(?:\w+_)?date$"
)
DATE_NAMES = (
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.issued",
    "dcterms.created",
    "og:pubdate",
)
AUTHOR_NAMES = (
    "author",
    "article:author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
)
ARTICLE_TYPE = re.compile(r"article|posting|report", re.IGNORECASE)

# By attribute, not by element: most elements have none of these, and that takes half the time.
BYLINES = XPath(
    "//@class[contains(.,'uthor') or contains(.,'yline')]/.. | //@rel[.='author']/.. "
    "| //@itemprop[.='author']/.."
)
BYLINE_CLASS = re.compile(
    r"(?:author|byline)(?:[\s_-]{0,2}(?:name|link|title))?(?:$|[\s_-])|authorname", re.IGNORECASE
)
DATE_LINES = XPath(
    "//time | //@class[contains(.,'date') or contains(.,'Date') or contains(.,'publish') "
    "or contains(.,'posted')]/.. | //@itemprop[.='datePublished']/.."
)
UPDATE = re.compile(r"updat|modif|review", re.IGNORECASE)
BY = re.compile(r"(?:written\s+by|posted\s+by|by)[:\s]\s*|author:\s*", re.IGNORECASE)
ELSEWHERE = re.compile(
    r"related|recommend|sidebar|comment|footer|more-|card|teaser|widget|popular|latest", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a page says about itself."""

    title: str | None = None
    author: str | None = None
    url: str | None = None
    language: str | None = None  # ISO 639
    published_at: datetime | None = None  # UTC, naive
    published_precision: Precision | None = None
    published_basis: DateBasis | None = None


Moment = tuple[datetime, Precision]


def read_metadata(tree: HtmlElement, url: str | None) -> PageMetadata:
    """What the page says about itself; `url` is where it was fetched, when that is known."""
    metas = _metas(tree)
    items = sorted(_json_ld(tree), key=lambda item: not ARTICLE_TYPE.search(str(item.get("@type"))))
    address = _address(tree, metas) or url
    published = _published(tree, metas, items, address) or (None, None, None)
    headline = next((_clean(told) for item in items if isinstance(told := item.get("headline"), str)), None)
    return PageMetadata(
        _title(tree, metas) or headline or None,
        _author(tree, metas, items),
        address,
        _language(tree),
        *published,
    )


@dataclass(frozen=True, slots=True)
class ArticleData:
    """What the structured data (JSON-LD) in a text says of its article."""

    headline: str | None
    author: str | None
    url: str | None
    published: Moment | None


_DECODER = json.JSONDecoder(strict=False)
_LITERAL_START = re.compile(r"[{\[]")


def read_article_data(dumps: Iterable[str]) -> ArticleData | None:
    """What the dumps say of their one article; None for none, for several, and for what was cut off."""
    items = [item for dump in dumps for item in _items_of_dump(dump)]
    articles = [item for item in items if ARTICLE_TYPE.search(str(item.get("@type")))]
    if len({str(item.get("headline")) for item in articles}) != 1:
        return None
    article = articles[0]
    address = article.get("url") or article.get("mainEntityOfPage")
    if isinstance(address, dict):
        address = address.get("@id")
    headline = _clean(str(article.get("headline") or ""))
    people = {str(item.get("@id")): item for item in items if item.get("@id") and item.get("name")}
    return ArticleData(
        headline or None,
        _names(article.get("author"), people),
        str(address).strip() if isinstance(address, str) and _is_address(address) else None,
        read_moment(str(article.get("datePublished") or "")),
    )


def _items_of_dump(dump: str) -> Iterator[dict[str, object]]:
    start = _LITERAL_START.search(dump)
    try:
        yield from _items(_DECODER.raw_decode(dump, start.start())[0]) if start else ()
    except (ValueError, RecursionError):
        return


def _metas(tree: HtmlElement) -> dict[str, str]:
    """The first content of each named meta element."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = _clean(meta.get("content") or "")
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _json_ld(tree: HtmlElement) -> Iterator[dict[str, object]]:
    """The items of the page's JSON-LD blocks; a block that is no JSON says nothing."""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            try:
                yield from _items(json.loads(script.text, strict=False))
            except (ValueError, RecursionError):
                continue


def _items(node: object) -> Iterator[dict[str, object]]:
    for item in node if isinstance(node, list) else [node]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (part for part in (graph if isinstance(graph, list) else []) if isinstance(part, dict))


def _clean(text: str) -> str:
    """One line without markup or escapes; lone surrogates, which JSON can hold, become U+FFFD."""
    plain = MARKUP.sub(" ", unescape(text)) if "&" in text or "<" in text else text
    return " ".join(plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace").split())


def _text(element: HtmlElement) -> str:
    """The element's text; line breaks inside it part words."""
    return _clean("".join(_with_breaks(element)))


def _with_breaks(element: HtmlElement) -> Iterator[str]:
    for part in element.iter():
        if part.tag in ("br", "div", "p", "h2", "small"):
            yield " "
        if part.tag not in ("script", "style"):
            yield part.text or ""
        if part is not element:
            yield part.tail or ""


def _title(tree: HtmlElement, metas: dict[str, str]) -> str | None:
    """The one heading that agrees with what the head says, else that without the site's name."""
    element = tree.find(".//title")
    heads = [
        told
        for told in (metas.get("og:title"), _clean(element.text or "") if element is not None else "")
        if told
    ]
    headings = dict.fromkeys(text for h1 in tree.iter("h1") if (text := _text(h1)))
    for told in heads:
        agreeing = [heading for heading in headings if _agree(heading, told, 2 if len(headings) > 1 else 3)]
        if len(agreeing) == 1:
            return agreeing[0]
    return _without_site_name(heads[0], metas) if heads else next(iter(headings), None)


def _agree(heading: str, told: str, part: int) -> bool:
    """One `part`th of the words of the shorter one are in the other; a single word proves nothing."""
    one, other = set(WORD.findall(heading.lower())), set(WORD.findall(told.lower()))
    return len(one) > 1 and len(one & other) * part >= min(len(one), len(other)) > 0


def _without_site_name(title: str, metas: dict[str, str]) -> str:
    """`"Five killed in raid | World | The Daily"` -> `"Five killed in raid"`."""
    parts = SEPARATOR.split(title)
    site = metas.get("og:site_name", "").lower()
    while len(parts) > 1 and (
        parts[-1].lower() == site or len(parts[-1].split()) <= min(4, len(parts[0].split()))
    ):
        parts.pop()
    end = title.find(parts[-1], sum(map(len, parts[:-1]))) + len(parts[-1])
    return title[:end]


def _author(tree: HtmlElement, metas: dict[str, str], items: list[dict[str, object]]) -> str | None:
    people = {str(item.get("@id")): item for item in items if item.get("@id") and item.get("name")}
    for item in items:
        if ARTICLE_TYPE.search(str(item.get("@type"))) and (names := _names(item.get("author"), people)):
            return names
    for name in AUTHOR_NAMES:
        if (author := _person(metas.get(name, ""))) is not None:
            return author
    return next(filter(None, map(_byline, BYLINES(tree))), None)


def _names(authors: object, people: dict[str, dict[str, object]]) -> str | None:
    """The persons named as authors, parted by semicolons; an organisation is the publisher, no author."""
    names: dict[str, None] = {}
    for author in authors if isinstance(authors, list) else [authors]:
        told = people.get(str(author.get("@id")), author) if isinstance(author, dict) else {"name": author}
        if "organization" in str(told.get("@type")).lower():
            continue
        name = told.get("name")
        for one in name if isinstance(name, list) else [name]:
            if isinstance(one, str) and (person := _person(one)):
                names[person] = None
    return "; ".join(names) or None


def _person(name: str) -> str | None:
    name = BY.sub("", _clean(name), count=1) if BY.match(name.strip()) else _clean(name)
    name = name.strip(" ,;|")
    return name if 2 < len(name) <= 120 and "://" not in name and "@" not in name else None


def _byline(element: HtmlElement) -> str | None:
    """The name in a byline element: a few words, no digits, not beside another story."""
    marked = element.get("rel") == "author" or element.get("itemprop") == "author"
    if not marked and not BYLINE_CLASS.search(element.get("class") or ""):
        return None
    text = _text(element)
    if (
        not 3 <= len(text) <= 60
        or len(text.split()) > 7
        or any(map(str.isdigit, text))
        or _is_elsewhere(element)
    ):
        return None
    name = _person(text)
    return (
        name
        if name
        and name[0].isalpha()
        and name.lower() not in ("author", "authors", "the author", "byline", "about the author")
        else None
    )


def _is_elsewhere(element: HtmlElement) -> bool:
    """Within a part of the page that is about other stories."""
    around = islice(element.iterancestors(), 5)  # further out stand the names of layouts, as "no-sidebar"
    return any(
        e.tag in ("aside", "footer", "nav") or (e.tag != "body" and ELSEWHERE.search(e.get("class") or ""))
        for e in around
    )


def _address(tree: HtmlElement, metas: dict[str, str]) -> str | None:
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and _is_address(link.get("href")):
            return str(link.get("href")).strip()
    return metas["og:url"] if _is_address(metas.get("og:url")) else None


def _is_address(address: str | None) -> bool:
    return bool(address) and str(address).strip().lower().startswith(("http://", "https://"))


def _language(tree: HtmlElement) -> str | None:
    declared = (
        tree.get("lang")
        or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
        or tree.get("xml:lang")
        or ""
    )
    match = LANGUAGE.match(declared.strip())
    return match[1].lower() if match and match[1].lower() not in NO_LANGUAGE else None


def _published(
    tree: HtmlElement, metas: dict[str, str], items: list[dict[str, object]], url: str | None
) -> tuple[datetime, Precision, DateBasis] | None:
    """The first of: JSON-LD, meta elements, a dated element near the text, the address."""
    for item in items:
        if moment := read_moment(str(item.get("datePublished") or "")):
            return *moment, DateBasis.JSON_LD
    told = [value for name, value in metas.items() if PUBLISHED_NAME.search(name)]
    for value in (*told, *(metas.get(name, "") for name in DATE_NAMES)):
        if moment := read_moment(value):
            return *moment, DateBasis.METADATA
    if line := _date_line(tree):
        return line
    if url and (match := URL_DATE.search(url)):
        day = _moment(match[1], match[2], match[3] or "1")
        return (day, Precision.DAY if match[3] else Precision.MONTH, DateBasis.URL) if day else None
    return None


def _date_line(tree: HtmlElement) -> tuple[datetime, Precision, DateBasis] | None:
    """A `time` element's own date, else a short element that is called a date and holds nothing but one."""
    for element in DATE_LINES(tree):
        name = element.get("class") or ""
        if UPDATE.search(name) or _is_elsewhere(element):
            continue
        text = "" if len(element) > 8 else _text(element)
        if UPDATE.search(text):
            continue
        if moment := read_moment(element.get("datetime") or element.get("content") or ""):
            return *moment, DateBasis.METADATA
        if 6 <= len(text) <= 40 and (moment := read_moment(text)):
            return *moment, DateBasis.HEADER_LINE
    return None


def read_moment(value: str) -> Moment | None:
    """A stated moment as UTC without zone, and how finely it is known.

    `"2015-05-08T17:12:28+03:00"`, `"2015/05/08"`, `"Fri, 8 May 2015"`, `"May 8, 2015"`, `"Publié le 8 mai 2015"`,
    `"13/05/2015"`, `"08.05.2015"` (with full stops the day is first), `"1431105148"` (seconds or milliseconds since
    1970); a date in figures whose order is not certain, as `"05/08/2015"`, is None.
    """
    value = OTHER_DIGIT.sub(lambda digit: str(int(digit[0])), value.strip()[:60])
    if match := ISO_MOMENT.match(value):
        return _iso_moment(match)
    if match := COMPACT_DAY.match(value):
        return _day(match[1], match[2], match[3])
    if match := EPOCH.fullmatch(value):
        return datetime.fromtimestamp(int(match[1]), UTC).replace(tzinfo=None), Precision.SECOND
    value = WEEKDAY.sub("", PUBLISHED_LABEL.sub("", value))
    if (match := MONTH_FIRST.match(value)) and (month := MONTHS.get(match[1].casefold())):
        return _day(match[3], str(month), match[2])
    if (match := DAY_FIRST.match(value)) and (month := MONTHS.get(match[2].casefold())):
        return _day(match[3], str(month), match[1])
    if match := FIGURES.match(value):
        return _day_in_figures(int(match[1]), int(match[3]), match[4], day_is_first=match[2] == ".")
    return None


def _day_in_figures(first: int, second: int, year: str, *, day_is_first: bool) -> Moment | None:
    if first != second and max(first, second) <= 12 and not day_is_first:
        return None
    day, month = (second, first) if second > 12 else (first, second)
    return _day(year, str(month), str(day))


def _iso_moment(match: re.Match[str]) -> Moment | None:
    year, _, month, day, hour, minute, second, zone = match.groups()
    start = _moment(year, month, day or "1", (hour or "0", minute or "0", second or "0"), zone)
    if start is None:
        return None
    fine = (
        Precision.SECOND
        if second
        else Precision.MINUTE
        if hour
        else Precision.DAY
        if day
        else Precision.MONTH
    )
    return start, fine


def _day(year: str, month: str, day: str) -> Moment | None:
    start = _moment(year, month, day)
    return (start, Precision.DAY) if start else None


def _moment(
    year: str, month: str, day: str, clock: tuple[str, str, str] = ("0", "0", "0"), zone: str | None = None
) -> datetime | None:
    """None for a day that no calendar has, and for years that no newspaper has."""
    try:
        moment = datetime(int(year), int(month), int(day), int(clock[0]), int(clock[1]), int(clock[2]))
        if zone and zone[0] in "+-":
            digits = zone.replace(":", "")
            moment = datetime.fromisoformat(f"{moment.isoformat()}{digits[:3]}:{digits[3:]}")
            moment = moment.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return moment if 1800 <= moment.year <= 2100 else None
