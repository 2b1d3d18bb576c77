"""Mark-up, and single things that no journalist writes: templates, shortcodes, server messages, addresses, ids."""

import re
from collections.abc import Iterator

from flows.document.residue_code import STRINGS_IN_BRACKETS
from flows.document.residue_scan import Residue, Scan

# --- HTML ---------------------------------------------------------------------------------------

_TAG_NAMES = (
    "a|abbr|address|article|aside|audio|b|blockquote|body|br|button|canvas|center|cite|code"
    "|col|dd|del|div|dl|dt|em|embed|fieldset|"
    "figcaption|figure|font|footer|form|g|h[1-6]|head|header|hr|html|i|iframe|img|input|ins"
    "|label|li|link|main|meta|nav|noscript|"
    "object|ol|option|p|param|path|picture|pre|q|s|script|section|select|small|source|span"
    "|strike|strong|style|sub|sup|svg|table|"
    "tbody|td|textarea|tfoot|th|thead|time|title|tr|track|u|ul|use|video|wbr"
    "|amp-[a-z-]{2,20}|fb:[a-z-]{2,20}|o:p|w:[a-z]{2,20}|st1:[a-z]{2,20}|v:[a-z]{2,20}"
)
_TAG = re.compile(
    rf"<(?P<closing>/)?(?P<name>{_TAG_NAMES})(?=[\s/>])(?P<attributes>(?:[^<>\"']++"
    rf"|\"[^\"<>]{{0,2000}}+\"|'[^'<>]{{0,2000}}+'|[\"'])*+)>",
    re.IGNORECASE,
)
_CUT_TAG = re.compile(
    rf"<(?:/?(?:{_TAG_NAMES})\s+[a-z-]{{2,30}}\s?=\s?[\"'“][^<>\n]{{0,500}}+(?=\n|\Z)|/?(?:div"
    rf"|span|script|img|iframe|href)\b[^<>\n]{{0,200}}+(?=\n|\Z))",
    re.IGNORECASE,
)
# The rest of a tag whose beginning was cut off.
_TAG_REST = re.compile(
    r"(?:^|(?<=\s))(?:[a-z][a-z-]{1,20}=(?:\"[^\"<>\n]{0,500}\"|'[^'<>\n]{0,500}')[ \t]{0,3}+)++/?>",
    re.MULTILINE,
)
_COMMENT = re.compile(r"<!--|<!\[CDATA\[|<\?(?:php|xml|=)|<!DOCTYPE[^>\n]{0,200}>|\]\]>|-->", re.IGNORECASE)
_RAW_ELEMENTS = {"script", "style", "noscript", "iframe", "svg", "textarea", "select", "canvas"}
_CLOSER_OF = {"<!--": "-->", "<![cdata[": "]]>", "<?php": "?>", "<?xml": "?>", "<?=": "?>"}


def find_markup(scan: Scan) -> Iterator[Residue]:
    """Tags, comments and whole elements of HTML, by position."""
    text = scan.text
    if "<" not in text:
        return
    lower = text.lower() if len(text.lower()) == len(text) else text
    missing: set[str] = set()
    at = 0
    while (at := text.find("<", at)) >= 0:
        comment = _COMMENT.match(text, at)
        tag = None if comment else _TAG.match(text, at)
        if comment:
            end = _end_of_comment(text, lower, comment, missing)
            yield Residue(at, end, "html_comment" if comment.group().lower() != "<!doctype" else "html_tag")
        elif tag:
            end = tag.end()
            name = tag["name"].lower()
            if name in _RAW_ELEMENTS and not tag["closing"] and f"</{name}" not in missing:
                closer = lower.find(f"</{name}", end)
                if closer < 0:
                    missing.add(f"</{name}")
                else:
                    end = (text.find(">", closer) + 1) or len(text)
            if end > tag.end():
                yield Residue(at, end, "html_element")
            elif kept := _kept_blank(text, at, end):
                yield Residue(at, kept, "html_tag")
                yield Residue(kept + 1, end, "html_tag")
            else:
                yield Residue(at, end, "html_tag")
        elif cut := _CUT_TAG.match(text, at):
            end = cut.end()
            yield Residue(at, end, "html_tag")
        else:
            end = at + 1
        at = end


def _end_of_comment(text: str, lower: str, comment: re.Match[str], missing: set[str]) -> int:
    closer = _CLOSER_OF.get(comment.group().lower())
    if closer is None or closer in missing:
        return comment.end()
    end = lower.find(closer, comment.end())
    if end < 0:
        missing.add(closer)
        return comment.end()
    return end + len(closer)


INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|cite|code|del|em|font|i|ins|q|s|small|span|strike|strong|sub|sup|u|wbr)\b", re.IGNORECASE
)


def _kept_blank(text: str, start: int, end: int) -> int | None:
    """A blank inside a block's tag, where without it the words around the tag would grow together."""
    glues = (
        text[start - 1 : start].strip() and text[end : end + 1].strip() and not INLINE_TAG.match(text, start)
    )
    blank = text.find(" ", start, end)
    return blank if glues and blank > 0 else None


# --- single tokens --------------------------------------------------------------------------------

_TEMPLATE = re.compile(
    r"\{\{[^{}\n]{1,300}\}\}|\{%[^{}%\n]{1,300}%\}|<%[^<>\n]{0,400}%>|\$\{[\w.]{1,80}\}"
    r"|%%[A-Za-z_]{2,60}%%|\{#[^{}#\n]{1,200}#\}|<\?(?:php|=)[^\n]{0,400}\?>"
)
_SHORTCODE = re.compile(
    r"\[(?P<closing>/)?(?P<name>[a-z][a-z0-9_-]{1,40}+)(?P<attributes>\s[^\[\]\n]{1,800}+)?\s?/?\]"
)
_SHORTCODE_NAMES = frozenset(
    (
        "caption gallery embed video audio playlist youtube vimeo twitter tweet instagram facebook "
        "soundcloud googlemap map ads ad adsense adrotate adinserter button column columns row tabs "
        "tab accordion toggle spacer divider separator dropcap pullquote blockquote quote highlight "
        "contact-form newsletter poll slider carousel image img url html raw code more nextpage "
        "pagebreak widget sidebar related sharethis addthis post posts toc table one_half one_third"
    ).split()
)
_PHP_NOTICE = re.compile(
    r"(?:PHP )?(?:<b>)?\b(?:Warning|Notice|Fatal error|Parse error|Deprecated"
    r"|Strict Standards|Catchable fatal error|Recoverable fatal error"
    r"|Uncaught \w{1,40})(?:</b>)?\s?:[^\n]{1,600}?(?:\bon line (?:<b>)?\d{1,6}(?:</b>)"
    r"?(?:<br ?/?>)?|\bin /\S{1,200}:\d{1,6}\b)"
)
_CUT_NOTICE = re.compile(
    r"^[ \t]*+(?:PHP )?(?:Warning|Notice|Fatal error|Parse error|Deprecated)\s?: [^\n]{1,300}? in "
    r"/[\w./-]{1,200}\.(?:php|inc)(?: (?:o(?:n(?: (?:l(?:i(?:ne?)?)?)?)?)?)?)?$",
    re.MULTILINE,
)
_SERVER_ERROR = re.compile(
    r"^[ \t]*+(?:[^\n]{0,60}(?:You have an error in your SQL syntax; |SQLSTATE\[\w{2,5}\])|ORA-\d{5}: )[^\n]{0,600}",
    re.MULTILINE,
)
_STACK_LINE = re.compile(
    r"^(?:#\d{1,3} (?:/|\{main\}|[A-Z]:\\|\[internal)[^\n]{0,500}|[ \t]*+thrown in /[^\n]{0,300}"
    r"|Stack trace:[ \t]*+|[ \t]++at [\w$.<>]{1,120}\([\w$.]{1,80}:\d{1,6}\)"
    r"|Traceback \(most recent call last\):|[ \t]++File \"[^\"\n]{1,300}\", line "
    r"\d{1,6}[^\n]{0,100})$",
    re.MULTILINE,
)
_CUT_AT_RULE = re.compile(
    r"^[ \t]*+@(?:media|font-face|keyframes|supports|import)\b[^{}\n]{0,200}(?:\{[^{}\n]{0,80}){0,2}$",
    re.MULTILINE,
)
_CODE_COMMENT = re.compile(r"/\*[^*\n]{0,300}\*/")
_DATA_URI = re.compile(
    r"\bdata:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=%]++|(?<![\w/+])[A-Za-z0-9+/]{120,}+={0,2}"
)
_QUERY = re.compile(
    r"(?<!\S)[?&]?(?:[\w.\[\]%-]{1,60}+=[^\s&=\"'<>]{0,300}+&(?:amp;)?)"
    r"++[\w.\[\]%-]{1,60}=[^\s&\"'<>]{0,300}+|[?&](?:utm_\w{1,20}|fbclid|gclid|mc_cid"
    r"|igshid)=[^\s\"'<>)\]]{1,600}+"
)
_URL_LINE = re.compile(
    r"^[ \t]*+(?:(?:https?://|www\.)\S{3,2000}|/(?:[\w.%~-]{1,120}/)"
    r"{1,20}[\w.%~-]{0,120}\.(?:jpe?g|png|gif|webp|svg|mp4|html?|php|aspx?|js"
    r"|css)(?:\?\S{0,300})?|[\w-]{3,120}\.(?:jpe?g|png|gif|webp|mp4|mp3|pdf))[ \t]*+$",
    re.MULTILINE | re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:amp|nbsp|\#160|\#xa0|zwnj|shy|ensp|emsp|thinsp|lrm|rlm);", re.IGNORECASE)
_MACHINE_ID = re.compile(
    r"^[ \t]*+(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{24,64}|undefined|\[object Object\]|NaN)[ \t]*+$",
    re.MULTILINE,
)


def find_tokens(scan: Scan) -> Iterator[Residue]:
    """Notices of servers, templates, shortcodes, addresses, entities and ids, rule by rule."""
    text = scan.text
    if ("/" in text or "\\" in text) and ("in /" in text or "on line" in text):
        yield from _all_of(_CUT_NOTICE, "php_notice", text)
        for found in _PHP_NOTICE.finditer(text):
            if re.search(r"[/\\][\w.-]+\.(?:php|inc|phtml|module|html?)", found.group()):
                yield Residue(found.start(), found.end(), "php_notice")
    if "#" in text or "race" in text or ("/" in text and " in /" in text):
        yield from _all_of(_STACK_LINE, "stack_trace", text)
    if "{" in text or "<" in text or "%%" in text:
        yield from _all_of(_TEMPLATE, "template", text)
    if "SQL" in text or "ORA-" in text:
        yield from _all_of(_SERVER_ERROR, "server_error", text)
    if "@" in text:
        yield from _all_of(_CUT_AT_RULE, "css", text)
    if "/" in text and "/*" in text:
        yield from _all_of(_CODE_COMMENT, "code_comment", text)
    if "[" in text:
        yield from _all_of(STRINGS_IN_BRACKETS, "json", text)
        for found in _SHORTCODE.finditer(text):
            if _is_shortcode(found):
                yield Residue(found.start(), found.end(), "shortcode")
    if _has_long_word(text):
        for found in _DATA_URI.finditer(text):
            if found.group().startswith("data:") or sum(map(str.isdigit, found.group())) > 6:
                yield Residue(found.start(), found.end(), "base64")
    if "=" in text and ">" in text:
        yield from _all_of(_TAG_REST, "html_tag", text)
    if "=" in text and ("&" in text or "?" in text):
        yield from _all_of(_QUERY, "query_string", text)
    if scan.unbroken_lines:
        yield from _all_of(_URL_LINE, "url_line", text)
    if "&" in text:
        for found in _ENTITY.finditer(text):
            start = found.start() + (found.group().lower() == "&amp;")  # "&amp;" less "amp;" is "&"
            blank = not text[start - 1 : start].strip() or not text[found.end() : found.end() + 1].strip()
            if blank or start > found.start():
                yield Residue(start, found.end(), "html_entity")
    if scan.unbroken_lines or "[object" in text:
        yield from _all_of(_MACHINE_ID, "machine_id", text)


def _all_of(pattern: re.Pattern[str], rule: str, text: str) -> Iterator[Residue]:
    return (Residue(found.start(), found.end(), rule) for found in pattern.finditer(text))


# The least length of what `_DATA_URI` takes without its own sign.
_LONG_WORD = 120


def _has_long_word(text: str) -> bool:
    """Whether a word of 120 characters may be there: it would fill a block of half its length."""
    half = _LONG_WORD // 2
    return "base64" in text or any(
        " " not in text[at : at + half] for at in range(0, len(text) - half + 1, half)
    )


def _is_shortcode(found: re.Match[str]) -> bool:
    if found.string[found.end() : found.end() + 4].lstrip().startswith("=>"):
        return False
    if found["attributes"]:
        return re.search(r"\w\s?=\s?\S", found["attributes"]) is not None
    return found["name"] in _SHORTCODE_NAMES or "_" in found["name"] or (found["closing"] is not None)
