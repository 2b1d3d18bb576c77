"""Other stories that a dump names: their titles, ids and the days that their paths imply.

Dumps of every make are read alike, as pairs of key and value in the order of the text; a key that comes again
starts the next item.
"""

import json
import re
from dataclasses import dataclass
from html import unescape

_PAIR = re.compile(
    r"(?:\[?(?:\\\"|\"|&quot;|&\#34;|[“”„″'‘’])(?P<quoted>[\w@.$:-]{1,60})(?:\\\"|\"|&quot;"
    r"|&\#34;|[“”„″'‘’])(?::\w{1,20})?\]?|\[(?P<bracketed>[\w@.$:-]{1,60})\]"
    r"|(?P<bare>\b[A-Za-z_$]\w{0,60})|s:\d{1,3}:\"(?P<serial>\w{1,60})\";)"
    r"(?:\s{0,9}+(?::|=>|=&gt;)\s{0,9}+(?:string\(\d{1,7}\)\s?)?|(?<=;)s:\d{1,7}:|(?<=;)i:"
    r"|\s=>\s{0,3}+string\s)"
    r"(?:\"(?P<double>(?:[^\"\\\n]++|\\.){0,600}+)\"?|\\\"(?P<escaped>[^\"\\\n]{0,600}+)"
    r"|&quot;(?P<entity>[^&\n]{0,600}+)|[“”](?P<curly>[^“”\n]{0,600}+)"
    r"|'(?P<single>(?:[^'\\\n]++|\\.){0,600}+)'?|(?P<number>-?\d{1,20})(?![\w])"
    r"|(?P<plain>[^\[\]{}()\"',\n]{1,300}+))"
)
_TITLE_KEYS = frozenset(
    "title headline caption post_title heading articletitle linktext titulo titre titel headline_text".split()
)
_ID_KEYS = frozenset(
    "id post_id postid articleid article_id nid guid newsid news_id contentid content_id "
    "itemid item_id storyid story_id uid uuid".split()
)
_PATH_DATE = re.compile(
    r"(?<!\d)(19\d\d|20\d\d)[/-](0[1-9]|1[0-2])[/-](0[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?<!\d)(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)"
)
# A JSON-LD list names other stories; a single JSON-LD article is this one.
_LIST_TYPE = re.compile(r"itemList", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundLink:
    """One row per story that a dump or a list of links names; never a fact of the text it stood in."""

    position: int  # from 0, in the order of the text
    title: str
    link_id: str | None
    implied_date: str | None  # ISO day, from an image path or a date of the item
    rule: str


def read_links(dump: str, rule: str) -> tuple[FoundLink, ...]:
    """The stories of one dump, positions counted from 0."""
    if rule == "json_ld" and not _LIST_TYPE.search(dump):
        return ()
    links: list[FoundLink] = []
    for item in _items(dump):
        title = next((item[key] for key in item if key in _TITLE_KEYS), "")
        if len(title.split()) < 2 and not (title and not title.isascii()):
            continue
        link_id = next((item[key] for key in item if key in _ID_KEYS), None)
        links.append(FoundLink(len(links), title, link_id, _implied_date(item), rule))
    return tuple(links)


def _items(dump: str) -> list[dict[str, str]]:
    """Runs of pairs in which no key comes twice, keys in lower case."""
    items: list[dict[str, str]] = [{}]
    for pair in _PAIR.finditer(dump):
        key = (pair["quoted"] or pair["bracketed"] or pair["bare"] or pair["serial"]).lower()
        value = _read_value(pair)
        if value is None:
            continue
        if key in items[-1]:
            items.append({})
        items[-1][key] = value
    return items


def _read_value(pair: re.Match[str]) -> str | None:
    if pair["double"] is not None:
        try:
            return unescape(str(json.loads(f'"{pair["double"]}"', strict=False))).strip()
        except ValueError:
            return unescape(pair["double"].replace('\\"', '"').replace("\\/", "/")).strip()
    for name in ("escaped", "entity", "curly", "single", "number", "plain"):
        if pair[name] is not None:
            value = unescape(pair[name].replace("\\'", "'").replace("\\/", "/")).strip()
            return value if value not in ("Array", "array", "null", "NULL") else None
    return None


def _implied_date(item: dict[str, str]) -> str | None:
    """The day in the first path or date of an item."""
    for value in item.values():
        found = _PATH_DATE.search(value)
        if found and ("/" in value or "-" in value):
            year, month, day = (part for part in found.groups() if part)
            return f"{year}-{month}-{day}"
    return None
