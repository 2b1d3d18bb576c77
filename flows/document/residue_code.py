"""Scanners of code: literals (JSON, JavaScript, Python and PHP arrays), JavaScript, CSS, whole or cut off."""

import json
import re
from dataclasses import dataclass

from flows.document.residue_scan import SENTENCE_INSIDE, Scan, end_of_cut_value, line_end

# --- literals -----------------------------------------------------------------------------------

_QUOTE = r"(?:\\?\"|&quot;|&#34;|[“”„″']|‘|’)"
_KEY = (
    rf"(?:{_QUOTE}[^\"“”\n]{{1,80}}?{_QUOTE}\s{{0,4}}+(?::|=>|=&gt;)"
    rf"|[A-Za-z_$][\w$]{{0,60}}\s{{0,4}}+:\s{{0,4}}+(?:[\"'\[{{\d-]|true|false|null|function\b)"
    rf"|:\w{{1,60}}\s?=>)"
)
LITERAL = re.compile(
    rf"[\[{{]\s{{0,40}}+(?:[\[{{]\s{{0,40}}+){{0,4}}{_KEY}"
    rf"|\barray\s?\(\s{{0,40}}+(?:{_QUOTE}[^\"'\n]{{1,60}}{_QUOTE}|\d{{1,9}})\s?=>"
)
STRINGS_IN_BRACKETS = re.compile(
    r"\[\s{0,9}+\"[^\"\n]{1,80}\"(?:\s{0,3}+,\s{0,9}+\"[^\"\n]{0,80}\"){2,200}+\s{0,9}+\]"
)
# A literal without its beginning: three keys with plain values in a row.
FRAGMENT = re.compile(
    r"(?:[\"“”][\w@$.-]{1,60}[\"“”]\s{0,3}+:\s{0,3}+(?:[\"“][^\"“”\n]{0,600}+[\"”]|-?\d{1,20}"
    r"|true|false|null)\s{0,9}+[,}\]]{1,3}\s{0,9}+[,{\[]{0,3}\s{0,9}+){2}"
)
_CODE_TOKEN = re.compile(
    r"(?P<string>\"(?:[^\"\\\n]++|\\.)*+\"|“[^”\"\n]*+[”\"]|”[^”\"\n]*+[”\"]|'(?:[^'\\\n]++"
    r"|\\.)*+'|\\\"(?:[^\"\\\n]++|\\(?!\"))*+\\\"|`(?:[^`\\]++|\\.)*+`)"
    r"|(?P<quot>&quot;|&\#34;)|(?P<comment>/\*|<!--|(?<![:\w])//[^\n]*+)|(?P<open>[{\[(])|(?P<close>[}\])])"
    r"|(?P<mark>=&gt;|[;,:=<>+*/%|?!~^@&.-])|(?P<word>[\w$][\w$#]*+)|(?P<space>[^\S\n]++)"
    r"|(?P<newline>\n)|(?P<quote>[\"'“”`])|.",
    re.VERBOSE | re.DOTALL,
)
_CODE_WORDS = frozenset(
    (
        "true false null undefined none nan new return var let const function typeof else if for "
        "while in of case break try catch async await delete void this True False None stdclass "
        "object array"
    ).split()
)
# JavaScript never has more names in a row without a mark between them.
_BARE_WORDS = 5
_PLAIN_WORD = re.compile(r"[^\W\d_]{2,}+(?:['’-][^\W\d_]++)?")


@dataclass(frozen=True, slots=True)
class _Brackets:
    """How far a bracketed stretch goes."""

    end: int
    is_closed: bool


def walk_brackets(scan: Scan, start: int, *, stop_at_statement: bool = False) -> _Brackets:
    """The end of the bracket that opens at `start`; without its close, the last place that was surely code.

    With `stop_at_statement` the walk may start outside brackets and ends with a JavaScript statement.
    """
    text, at, depth = scan.text, start, 0
    sure, bare, last_mark = start, 0, ""
    while at < len(text):
        token = _CODE_TOKEN.match(text, at)
        if token is None or not scan.spend(token.end() - at):
            break
        kind, at = token.lastgroup, token.end()
        if kind == "space":
            continue
        if kind == "word":
            bare = (
                bare + 1 if _PLAIN_WORD.fullmatch(token.group()) and token.group() not in _CODE_WORDS else 0
            )
            if bare >= _BARE_WORDS:
                return _Brackets(sure, False)
            last_mark = "w"
            continue
        if kind == "newline":
            if stop_at_statement and depth == 0 and last_mark in "w)}]s":
                return _Brackets(token.start(), True)
            if 0 < bare <= 2 and depth > 0:  # cut off in a bare word
                sure = token.start()
            bare = 0
            continue
        if kind == "comment" and token.group() in ("/*", "<!--"):
            closer = text.find("*/" if token.group() == "/*" else "-->", at)
            scan.spend(len(text) - at if closer < 0 else closer - at)
            if closer < 0:
                return _Brackets(sure, False)
            at = closer + (2 if token.group() == "/*" else 3)
        elif kind == "quot":
            closer = text.find(token.group(), at, at + 2_000)
            if closer < 0:
                return _Brackets(end_of_cut_value(text, at), False)
            at = closer + len(token.group())
        elif kind == "quote":  # a string without its end
            if token.group() == "'" and last_mark == "w":
                continue
            scan.spend(line_end(text, at) - at)
            return _Brackets(max(sure, end_of_cut_value(text, at)), False)
        if kind not in ("string", "quot", "comment", "open", "close", "mark"):
            last_mark = "?"
            continue
        if kind == "mark" and token.group() in "-.!?&" and bare:
            continue
        depth += (kind == "open") - (kind == "close")
        if depth < 0:
            return _Brackets(token.start(), True)
        bare, sure, last_mark = 0, at, {"string": "s", "quot": "s"}.get(kind, token.group())
        if depth == 0 and kind == "close" and not stop_at_statement:
            return _Brackets(at, True)
        if (
            stop_at_statement
            and depth == 0
            and (token.group() == ";" or (token.group() == "}" and _ends_block(text, at)))
        ):
            return _Brackets(at, True)
    if depth == 0 and stop_at_statement:
        return _Brackets(at, True)
    if last_mark == "w" and len(text) - sure < 120:  # cut off in a bare word at the end of the text
        return _Brackets(len(text), False)
    return _Brackets(sure, False)


_AFTER_BLOCK = re.compile(r"\s*+(?:[()\].;,]|else\b|catch\b|finally\b)")


def _ends_block(text: str, at: int) -> bool:
    return _AFTER_BLOCK.match(text, at, at + 200) is None


_KEYS_INSIDE = re.compile(rf"{_KEY}")
_DECODER = json.JSONDecoder(strict=False)


def walk_literal(scan: Scan, opener: re.Match[str]) -> int | None:
    """The end of a literal; None where it has too few keys to be one."""
    text, start = scan.text, opener.start()
    end = None
    if text[start] != "a":
        try:
            end = _DECODER.raw_decode(text, start)[1]
        except json.JSONDecodeError as error:
            scan.spend(max(0, error.pos - start))
        except RecursionError:
            scan.spend(10_000)
    if end is None:
        bracket = start if text[start] != "a" else text.index("(", start)
        end = walk_brackets(scan, bracket).end
        if end <= opener.end() - 1 and not _is_cut_at_line_end(text, end):
            return None
    key_count = sum(1 for _, _ in zip(_KEYS_INSIDE.finditer(text, start, end), range(3), strict=False))
    is_quoted = text[start : opener.end()].strip("[{ \n\t")[:1] in "\"\\&“”'‘"
    if key_count < (1 if is_quoted else 2):
        return None
    return _with_trailing_marks(text, end)


def _is_cut_at_line_end(text: str, end: int) -> bool:
    return text[end : line_end(text, end)].strip() == ""


_TRAILING_MARKS = re.compile(r"(?:\s{0,3}+[;,\]})]){1,8}(?=\s|\Z|[\"”])[\"”]?|[\"”](?=\s*+(?:\n|\Z))")


def _with_trailing_marks(text: str, end: int) -> int:
    marks = _TRAILING_MARKS.match(text, end)
    return marks.end() if marks else end


def walk_fragment(scan: Scan, opener: re.Match[str]) -> int | None:
    """The end of a literal that lost its beginning."""
    text, at = scan.text, opener.end()
    while at < len(text):
        walked = _walk_fragment_part(scan, at)
        if walked == at:
            break
        at = walked
    return _with_trailing_marks(text, at)


_CUT_FIRST_PAIR = re.compile(r"[\w/:.-]{0,80}\"?\s?:?\s?\"?[^\"\n]{0,200}\"?\s{0,3}[,}\]\[{\s]{0,8}")


def fragment_start(text: str, start: int) -> int:
    """The start of the line where only the rest of a first pair stands before a literal without beginning."""
    floor = max(0, start - 300)
    line_start = max(floor, text.rfind("\n", floor, start) + 1)
    before = text[line_start:start]
    is_cut_pair = '"' in before and _CUT_FIRST_PAIR.fullmatch(before) and not SENTENCE_INSIDE.search(before)
    return line_start if is_cut_pair else start


_FRAGMENT_PART = re.compile(
    r"[\s,\]}]{0,20}+(?:[\[{]\s*+)*+(?:[\"“”][\w@$.-]{1,60}[\"“”]\s{0,3}+:\s{0,3}+"
    r"(?:[\"“][^\"“”\n]{0,600}+[\"”]?|-?\d{1,20}|true|false|null|(?=[\[{])|(?=\s*\Z)))|[\s,]*+[\]}]+"
)


def _walk_fragment_part(scan: Scan, at: int) -> int:
    part = _FRAGMENT_PART.match(scan.text, at)
    if part is None or part.end() == at or not scan.spend(part.end() - at):
        return at
    return part.end()


# --- JavaScript -----------------------------------------------------------------------------------

_PATH = r"[A-Za-z_$][\w$]{0,60}+(?:\.[A-Za-z_$][\w$]{0,60}+|\[[^\]\n]{1,80}\]){1,8}"
JAVASCRIPT = re.compile(
    r"\((?=[\w$.]{1,40}\s?=\s?window\b)|\bnew\s[A-Z][\w$.]{1,60}\(\s?[\"'\[{]|\b(?:var|let"
    r"|const)\s{1,3}+[A-Za-z_$][\w$]{0,60}+\s{0,3}+=(?!=)|\b(?:window|document|self|navigator"
    r"|location)(?:\.[\w$]{1,60}+|\[[^\]\n]{1,80}\])++\s{0,3}+(?:=(?!=)|\(|\|\|)"
    r"|\(\s?(?:async\s)?function\s{0,3}+[\w$]{0,40}\(|[!+]function\s?\("
    r"|\bfunction\s{1,3}+[\w$]{1,60}\s?\([^()\n]{0,200}\)\s{0,9}+\{|\(\(\)\s?=>\s?\{"
    r"|(?:\$|\bjQuery)(?:\(\s{0,3}+(?:document|window|function|[\"'“‘])|\.\w{1,40}\()"
    r"|\b(?:gtag|fbq|ga|_satellite|ym|twq|pintrk|snaptr|ttq|obApi|__tcfapi|require|define"
    r"|setTimeout|setInterval|addEventListener|dataLayer|googletag|adsbygoogle|_gaq|_taboola"
    r"|OBR|pbjs|apstag|Sentry|__NEXT_DATA__)(?:\(\s?(?:[\"'\[{]|function|\()"
    r"|\.\w{1,40}(?:\.\w{1,40})*+\s?(?:\(|=)|\s?=\s?(?:window|\[|\{))"
    rf"|(?:^|(?<=;))[ \t]*+(?:{_PATH}\s?(?:\((?=[\s\"'\[{{()\w$])|=(?![=\s]?=))"
    rf"|\"use strict\";|'use strict';|[\w$]{{1,40}}\([\"'][^\"'\n]{{0,80}}[\"']\)\.\w{{1,40}}\("
    rf"|try\s?\{{|if\s?\([^()\n]{{0,200}}(?:\([^()\n]{{0,100}}\))?[^()\n]{{0,100}}\)\s?\{{"
    rf"|//\s?<!\[CDATA\[|/\*\s?<!\[CDATA\[|//\#\s?source)",
    re.MULTILINE | re.VERBOSE,
)
_NEXT_STATEMENT = re.compile(
    rf"\s*+(?:(?:var|let|const)\s++[\w$\[{{]|function\b|(?:if|for|while|switch)\s?\(|try\s?\{{"
    rf"|else\s?(?:\{{|if\b)"
    rf"|return\b[^.\n]{{0,200}};|new\s[A-Z]\w{{0,40}}\(|[!+(]\s?function|{_PATH}\s?(?:[(=]|\+=|\+\+|\|\|)"
    rf"|[A-Za-z_$][\w$]{{0,60}}+(?:\(|\s?=\s?[\w\"'\[{{(])|\$\(|//|/\*"
    rf"|[}}\])]+[;,)]*+(?=\s|\Z)|[\"']use strict|<!--|-->)",
)
_CODE_MARKS = re.compile(r"[;{}=]|\w\(|\)\.|\]\.|\[\"|//")


def walk_javascript(scan: Scan, opener: re.Match[str]) -> int | None:
    """The end of a row of statements; None where there is no more than its opener."""
    text, at = scan.text, opener.start()
    end: int | None = None
    while True:
        statement = walk_brackets(scan, at, stop_at_statement=True)
        if statement.end <= at or not _CODE_MARKS.search(text, at, statement.end):
            break
        end = statement.end
        following = _NEXT_STATEMENT.match(text, end)
        if not statement.is_closed or following is None or scan.steps_left <= 0:
            break
        at = end
        if following.group().strip()[:1] in "}])":
            at = end = following.end()
            if not _NEXT_STATEMENT.match(text, at):
                break
        if following.group().strip() in ("//", "<!--", "-->"):
            at = end = line_end(text, following.end())
    if end is None or end <= opener.end():
        return None
    return _with_trailing_marks(text, end)


# --- CSS ------------------------------------------------------------------------------------------

CSS_BLOCK = re.compile(
    r"\{\s{0,60}+(?:--)?[a-z-]{2,40}\s{0,3}+:\s{0,3}+[^;{}\n]{1,300}(?:[;}]|\n|\Z)"
    r"|\{\s{0,60}+[.#@&a-z][^{};\n]{0,200}\{\s{0,60}+[a-z-]{2,40}\s?:"
)
_CSS_DECLARATION = re.compile(
    r"\s*+(?:/\*[^*]*+\*/\s*+)*+(?:--[\w-]{1,60}|-?[a-z][a-z-]{1,40})\s*+:"
    r"(?:[^;{}\n]|\n[ \t]{1,40}(?=\S)){1,1200}+(?:;"
    r"|(?=\})|(?=\n|\Z))|\s++|;|\}"
)
_CSS_CUT = re.compile(r"\s*+[a-z-]{2,40}\s?(?::[^;{}\n]{0,60})?(?=\n|\Z)")
_CSS_SELECTOR_TOKEN = re.compile(
    r"(?:[.#][A-Za-z_][\w-]*+|@[a-z-]+|[a-z]+[\w-]*(?:[.#:][\w-]++(?:\([^()\n]{0,40}\))?)++"
    r"|::?[a-z-]++|\[[^\]\n]{1,60}\]|[>+~*,]|(?:html|body|div|span|p|a|ul|ol|li|img|h[1-6]"
    r"|table|tr|td|th|tbody|thead|section|article|header|footer|nav|main|aside|figure"
    r"|figcaption|form|input|button|select|label|iframe|video|svg|i|b|em|strong|small|from|to"
    r"|\d{1,3}%|and|only|not|screen|print|all|\((?:min|max)-[a-z-]+:|\d+px\)"
    r"|\(?[a-z-]+:[^()\s]+\)))(?:[.#:\[][\w\-\"'=\]]+)*,?"
)
CSS_AT_RULE = re.compile(
    r"@(?:import|charset)\s[^;\n]{1,300};|@(?:media|keyframes|-webkit-keyframes|font-face"
    r"|supports|page|layer|container)\b[^{};\n]{0,200}\{"
)


_CSS_COMMENT_CUT = re.compile(r"\s{0,9}+/\*[^*\n]{0,300}+(?=\n|\Z)")


def walk_css(scan: Scan, opener: re.Match[str]) -> int | None:
    """The end of a block of declarations or of an at-rule; None where there is no declaration."""
    text, at, depth = scan.text, opener.start() + 1, 1
    if opener.group()[0] == "@":
        at = opener.end()
        if opener.group()[-1] == ";":
            return at
    declarations = 0
    while at < len(text) and depth:
        part = _CSS_DECLARATION.match(text, at)
        if part is None:
            nested = re.compile(r"\s*+[^{};\n]{1,300}\{").match(text, at)
            if nested is None or depth > 3:
                break
            part, depth = nested, depth + 1
        elif part.group() == "}":
            depth -= 1
        else:
            declarations += ":" in part.group()
        if not scan.spend(part.end() - at):
            return None
        at = part.end()
    if not declarations:
        return None
    if (
        text[opener.start()] == "{"
        and ";" not in text[opener.start() : at]
        and css_selector_start(text, opener.start()) == opener.start()
    ):
        return None
    if depth and (cut := _CSS_CUT.match(text, at)):
        return cut.end()
    while (more := re.compile(r"\s*+\}").match(text, at)) and depth:
        at, depth = more.end(), depth - 1
    comment = _CSS_COMMENT_CUT.match(text, at)
    return comment.end() if comment else at


def css_selector_start(text: str, brace: int) -> int:
    """Where the selector before a `{` starts; words that are no selector are given back."""
    floor = max(0, brace - 400)
    start = max(floor, text.rfind("\n", floor, brace) + 1, text.rfind("}", floor, brace) + 1)
    at = brace
    for token in reversed(list(re.compile(r"\S+").finditer(text, start, brace))):
        if not _CSS_SELECTOR_TOKEN.fullmatch(token.group()):
            break
        at = token.start()
    return at
