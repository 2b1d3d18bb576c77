"""What machines left in a text: dumps, code, mark-up, found by scanners and returned as spans.

A cheap pattern names the places where residue may start; a scanner then walks to its end with a stack,
aware of
strings, and tolerates a missing close: it cuts back to the last place where the text was certainly a
machine's.
Every walk spends steps of one budget that grows with the text, so hostile input costs at most a constant
times
its length.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from flows.document.furniture import is_prose
from flows.document.links import FoundLink, read_links


@dataclass(frozen=True, slots=True)
class HeldBack:
    """One row per span that a rule wanted and the guard kept; the span counts in `text`."""

    start_char: int
    end_char: int
    rule: str
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Residue:
    """A span to take out, with the stories that it names."""

    start_char: int
    end_char: int
    rule: str
    links: tuple[FoundLink, ...] = ()


@dataclass
class Scan:
    """One text and the steps (characters looked at) that the scanners may still spend on it."""

    text: str
    steps_left: int
    unbroken_lines: frozenset[str]  # those without a blank inside: addresses, ids, values

    def spend(self, steps: int) -> bool:
        """False once the budget is used up."""
        self.steps_left -= steps + 1
        return self.steps_left > 0


# A walk takes the scan and the match of its opener and gives the end of the residue, or None.
_Walk = Callable[["Scan", "re.Match[str]"], int | None]

# --- strings and words ----------------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_]{2,}+")
# Six words and more with blanks between them and then the end of a sentence: no value of a dump reads on
# like that.
_SENTENCE_INSIDE = re.compile(r"(?:[^\W\d_][\w'’-]{0,40}+,? ){5}[^\W\d_][\w'’-]{0,40}+[.!?] +[A-Z“\"]")
# A value cut off in the middle has no more words than a headline.
_CUT_VALUE_WORDS = 25


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _end_of_cut_value(text: str, at: int) -> int:
    """Where a value that was cut off in the middle ends: its line's end, unless prose follows; then `at`."""
    end = min(_line_end(text, at), at + 2_000)
    rest = text[at:end]
    if len(_WORD.findall(rest)) > _CUT_VALUE_WORDS or _SENTENCE_INSIDE.search(rest):
        return at
    return end


# --- var_dump -------------------------------------------------------------------------------------

_VAR_DUMP = re.compile(
    r"\bstring\(\d{1,7}\)\s{0,3}+[\"“”]|\barray\(\d{1,6}\)\s{0,3}+\{"
    r"|\bobject\([\w\\]{1,80}\)#\d{1,6}\s?\(\d{1,6}\)\s{0,3}+\{"
    r"|\barray \(size=\d{1,6}\)|^(?:int\(-?\d{1,20}\)|bool\((?:true|false)\)"
    r"|float\(-?[\d.E+-]{1,30}\)|NULL)[ \t]*+$",
    re.MULTILINE,
)
_VAR_DUMP_TOKEN = re.compile(
    r"(?P<space>\s++)|string\((?P<size>\d{1,7})\)\s{0,3}+[\"“”]|(?P<open>\b(?:array"
    r"|object)\([^()\n]{1,90}\)(?:#\d{1,6}\s?\(\d{1,6}\))?\s{0,3}+\{)"
    r"|(?P<close>\})|(?P<key>\[[^\]\n]{0,200}\]\s{0,9}+=>)|(?P<value>(?:int|float|bool"
    r"|double)\([^()\n]{1,40}\)|\bNULL\b|\*RECURSION\*|\.\.\.(?=\s))"
    r"|(?P<xdebug>array \(size=\d{1,6}\)|'[^'\n]{1,200}' =>|\d{1,9} =>"
    r"|string '[^\n]*?' \(length=\d{1,7}\)|(?:int|float) -?[\d.]{1,30}|boolean (?:true|false)"
    r"|(?:public|private|protected) (?=')|null\b|empty\b)"
)
_VAR_DUMP_CUT = re.compile(
    r"(?:\[[\"']?[\w-]{0,60}[\"']?\]?=?|(?:string|array|object|int|bool|float)(?:\(\d*\)?)?"
    r"|(?:str|stri|strin|arr|arra|obj|obje|boo|NUL|NULL|[a-z]{1,6}\()|[a-z]{1,2})[ \t]*(?=\n|\Z)"
)
_QUOTE_AT_END_OF_VALUE = re.compile(r"[\"”“](?=[ \t]*+(?:\n|\Z|\}|\[|string\(|array\(|int\())")
_LITERAL_INSIDE = re.compile(r"\s{0,9}+[\[{]")


def _walk_var_dump(scan: Scan, opener: re.Match[str]) -> int | None:
    text, at, end, depth = scan.text, opener.start(), opener.start(), 0
    is_xdebug = opener.group().startswith("array (size")
    while token := _VAR_DUMP_TOKEN.match(text, at):
        if not scan.spend(token.end() - at):
            return None
        at = token.end()
        if token["space"]:
            following = _VAR_DUMP_TOKEN.match(text, at)
            is_next = is_xdebug or _VAR_DUMP.match(text, at) or (following and following["value"])
            if depth <= 0 and end > opener.start() and (not is_next or token.group().count("\n") > 1):
                break
            continue
        if token["size"]:
            at, whole = _end_of_sized_string(scan, at, int(token["size"]))
            if not whole:
                return at
        depth += (token["open"] is not None) - (token["close"] is not None)
        end = at
    cut = _VAR_DUMP_CUT.match(text, at) if depth > 0 else None
    return cut.end() if cut else end


def _end_of_sized_string(scan: Scan, at: int, size: int) -> tuple[int, bool]:
    """The end of a string of `size` bytes of UTF-8 that starts at `at`, and whether it is whole."""
    text = scan.text
    scan.spend(min(size, len(text) - at))
    body = text[at : at + size].encode("utf-8", "surrogatepass")[:size]
    end = at + len(body.decode("utf-8", "ignore"))
    if text[end : end + 1] in ('"', "”", "“"):
        return end + 1, True
    inside = _LITERAL_INSIDE.match(text, at)
    if inside:  # the count no longer holds: the text was re-encoded, or cut
        literal = _walk_brackets(scan, inside.end() - 1)
        after = text[literal.end : literal.end + 1]
        return (
            (literal.end + 1, True)
            if literal.is_closed and after in ('"', "”", "“")
            else (literal.end, literal.is_closed)
        )
    near = _QUOTE_AT_END_OF_VALUE.search(text, at, min(len(text), at + size + size // 5 + 20))
    if near:
        return near.end(), True
    return _end_of_cut_value(text, at), False


# --- print_r --------------------------------------------------------------------------------------

_PRINT_R = re.compile(
    r"\b(?:Array|[A-Za-z_][\w\\]{0,60} Object)\s{0,4}+\(\s{0,60}+(?:\[[^\]\n]{1,80}\]\s{0,3}+=>|\)|(?=\n|\Z))"
)
_PRINT_R_TOKEN = re.compile(r"(?P<key>\[[^\]\[\n]{1,80}\]\s{0,3}+=>)|(?P<open>\()|(?P<close>\))|[^\[()]++|\[")
_PRINT_R_LINE = re.compile(
    r"\s*+(?:[()]?\s*+|(?:Array|[A-Za-z_][\w\\]{0,60} Object)\b[\s(]*+"
    r"|\[[^\]\n]{1,80}\]\s{0,3}+=>.*+|.{0,300}\[[^\]\n]{1,80}\]\s=>.*+)"
)


_PRINT_R_CUT = re.compile(r"\s*+\[[^\]\n]{0,60}\]?(?: =)?\s*+")


def _walk_print_r(scan: Scan, opener: re.Match[str]) -> int | None:
    text, depth, at, end = scan.text, 0, opener.start(), opener.start()
    while at < len(text):
        stop = _line_end(text, at)
        line = text[at:stop]
        if not scan.spend(len(line)):
            return None
        if at > opener.start() and not _PRINT_R_LINE.fullmatch(line):
            return stop if depth and _PRINT_R_CUT.fullmatch(line) else end
        value_at = at
        for token in _PRINT_R_TOKEN.finditer(text, at, stop):
            depth += (token["open"] is not None) - (token["close"] is not None)
            if token["key"]:
                value_at = token.end()
            if (
                token["close"]
                and depth <= 0
                and not re.compile(r"\s*+(?:\[[^\]\n]{1,80}\]\s{0,3}+=>|\))").match(text, token.end())
            ):
                return token.end()
        if line.strip():
            end = _end_of_cut_value(text, value_at) if value_at > at else stop
            if end < stop:
                return end
        at = stop + 1
    return end


# --- serialize() ----------------------------------------------------------------------------------

_SERIALIZED = re.compile(r"\b(?:a:\d{1,6}:\{|O:\d{1,3}:\"[\w\\]{1,80}\":\d{1,6}:\{)")
_SERIALIZED_TOKEN = re.compile(
    r"(?P<open>a:\d{1,6}:\{|O:\d{1,3}:\"[^\"\n]{1,80}\":\d{1,6}:\{)|(?P<close>\})"
    r"|s:(?P<size>\d{1,7}):\"|(?:i:-?\d{1,20}|b:[01]|d:-?[\d.E+-]{1,30}|N|[rR]:\d{1,9});"
)


_SERIALIZED_CUT = re.compile(r"[sibdaNO](?::\d{0,7}:?[\"{]?)?(?=\s|\Z)")


def _walk_serialized(scan: Scan, opener: re.Match[str]) -> int | None:
    text, at, depth = scan.text, opener.start(), 0
    while token := _SERIALIZED_TOKEN.match(text, at):
        if not scan.spend(token.end() - at):
            return None
        at = token.end()
        if token["size"]:
            at, whole = _end_of_sized_string(scan, at, int(token["size"]))
            if not whole:
                return at
            at += text[at : at + 1] == ";"
        depth += (token["open"] is not None) - (token["close"] is not None)
        if depth == 0:
            break
    cut = _SERIALIZED_CUT.match(text, at) if depth else None
    at = cut.end() if cut else at
    return at if at > opener.end() else None


# --- literals: JSON, JavaScript, Python and PHP arrays --------------------------------------------

_QUOTE = r"(?:\\?\"|&quot;|&#34;|[“”„″']|‘|’)"
_KEY = (
    rf"(?:{_QUOTE}[^\"“”\n]{{1,80}}?{_QUOTE}\s{{0,4}}+(?::|=>|=&gt;)"
    rf"|[A-Za-z_$][\w$]{{0,60}}\s{{0,4}}+:\s{{0,4}}+(?:[\"'\[{{\d-]|true|false|null|function\b)"
    rf"|:\w{{1,60}}\s?=>)"
)
_LITERAL = re.compile(
    rf"[\[{{]\s{{0,40}}+(?:[\[{{]\s{{0,40}}+){{0,4}}{_KEY}"
    rf"|\barray\s?\(\s{{0,40}}+(?:{_QUOTE}[^\"'\n]{{1,60}}{_QUOTE}|\d{{1,9}})\s?=>"
)
_STRINGS_IN_BRACKETS = re.compile(
    r"\[\s{0,9}+\"[^\"\n]{1,80}\"(?:\s{0,3}+,\s{0,9}+\"[^\"\n]{0,80}\"){2,200}+\s{0,9}+\]"
)
# A literal without its beginning: three keys with plain values in a row.
_FRAGMENT = re.compile(
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


def _walk_brackets(scan: Scan, start: int, *, stop_at_statement: bool = False) -> _Brackets:
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
                return _Brackets(_end_of_cut_value(text, at), False)
            at = closer + len(token.group())
        elif kind == "quote":  # a string without its end
            if token.group() == "'" and last_mark == "w":
                continue
            scan.spend(_line_end(text, at) - at)
            return _Brackets(max(sure, _end_of_cut_value(text, at)), False)
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


def _walk_literal(scan: Scan, opener: re.Match[str]) -> int | None:
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
        end = _walk_brackets(scan, bracket).end
        if end <= opener.end() - 1 and not _is_cut_at_line_end(text, end):
            return None
    key_count = sum(1 for _, _ in zip(_KEYS_INSIDE.finditer(text, start, end), range(3), strict=False))
    is_quoted = text[start : opener.end()].strip("[{ \n\t")[:1] in "\"\\&“”'‘"
    if key_count < (1 if is_quoted else 2):
        return None
    return _with_trailing_marks(text, end)


def _is_cut_at_line_end(text: str, end: int) -> bool:
    return text[end : _line_end(text, end)].strip() == ""


_TRAILING_MARKS = re.compile(r"(?:\s{0,3}+[;,\]})]){1,8}(?=\s|\Z|[\"”])[\"”]?|[\"”](?=\s*+(?:\n|\Z))")


def _with_trailing_marks(text: str, end: int) -> int:
    marks = _TRAILING_MARKS.match(text, end)
    return marks.end() if marks else end


def _walk_fragment(scan: Scan, opener: re.Match[str]) -> int | None:
    text, at = scan.text, opener.end()
    while at < len(text):
        walked = _walk_fragment_part(scan, at)
        if walked == at:
            break
        at = walked
    return _with_trailing_marks(text, at)


_CUT_FIRST_PAIR = re.compile(r"[\w/:.-]{0,80}\"?\s?:?\s?\"?[^\"\n]{0,200}\"?\s{0,3}[,}\]\[{\s]{0,8}")


def _fragment_start(text: str, start: int) -> int:
    """The start of the line where only the rest of a first pair stands before a literal without beginning."""
    floor = max(0, start - 300)
    line_start = max(floor, text.rfind("\n", floor, start) + 1)
    before = text[line_start:start]
    is_cut_pair = '"' in before and _CUT_FIRST_PAIR.fullmatch(before) and not _SENTENCE_INSIDE.search(before)
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
_JAVASCRIPT = re.compile(
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


def _walk_javascript(scan: Scan, opener: re.Match[str]) -> int | None:
    text, at = scan.text, opener.start()
    end: int | None = None
    while True:
        statement = _walk_brackets(scan, at, stop_at_statement=True)
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
            at = end = _line_end(text, following.end())
    if end is None or end <= opener.end():
        return None
    return _with_trailing_marks(text, end)


# --- CSS ------------------------------------------------------------------------------------------

_CSS_BLOCK = re.compile(
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
_CSS_AT_RULE = re.compile(
    r"@(?:import|charset)\s[^;\n]{1,300};|@(?:media|keyframes|-webkit-keyframes|font-face"
    r"|supports|page|layer|container)\b[^{};\n]{0,200}\{"
)


_CSS_COMMENT_CUT = re.compile(r"\s{0,9}+/\*[^*\n]{0,300}+(?=\n|\Z)")


def _walk_css(scan: Scan, opener: re.Match[str]) -> int | None:
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
        and _css_selector_start(text, opener.start()) == opener.start()
    ):
        return None
    if depth and (cut := _CSS_CUT.match(text, at)):
        return cut.end()
    while (more := re.compile(r"\s*+\}").match(text, at)) and depth:
        at, depth = more.end(), depth - 1
    comment = _CSS_COMMENT_CUT.match(text, at)
    return comment.end() if comment else at


def _css_selector_start(text: str, brace: int) -> int:
    """Where the selector before a `{` starts; words that are no selector are given back."""
    floor = max(0, brace - 400)
    start = max(floor, text.rfind("\n", floor, brace) + 1, text.rfind("}", floor, brace) + 1)
    at = brace
    for token in reversed(list(re.compile(r"\S+").finditer(text, start, brace))):
        if not _CSS_SELECTOR_TOKEN.fullmatch(token.group()):
            break
        at = token.start()
    return at


# --- HTML -----------------------------------------------------------------------------------------

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


def _find_markup(scan: Scan) -> Iterator[Residue]:
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


_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|cite|code|del|em|font|i|ins|q|s|small|span|strike|strong|sub|sup|u|wbr)\b", re.IGNORECASE
)


def _kept_blank(text: str, start: int, end: int) -> int | None:
    """A blank inside a block's tag, where without it the words around the tag would grow together."""
    glues = (
        text[start - 1 : start].strip() and text[end : end + 1].strip() and not _INLINE_TAG.match(text, start)
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


def _find_tokens(scan: Scan) -> Iterator[Residue]:
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
        yield from _all_of(_STRINGS_IN_BRACKETS, "json", text)
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


# --- all of them ----------------------------------------------------------------------------------

_CALL = "f("  # a bracket right after something else than a blank
_SIGNS_OF_JAVASCRIPT = (
    "var ", "const ",
    "window.", "window[", "document.get", "document.write", "document.cr", "document.q",
    "document.add", "document.cook", "document.loc", "document.ready", "document.body",
    "document.domain", "function(", "function (", "();", ");", "){", ") {", "({", "([", "=>", "={",
    "= {", "=[", "= [", ";}", "// <![", "//<![", "/*<![", "/* <![", "use strict", "(document",
    "(window", ",'", ', "', "='", '="', "= '", '= "', "++", "&&", "||",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of code: its rule, where it may start, how to walk to its end.

    Most texts have none, and looking for a plain string costs a thousandth of a pattern: a text with such an
    opener has one of the single `marks`, and then one of the `signs`.
    """

    rule: str
    opener: re.Pattern[str]
    walk: _Walk
    marks: frozenset[str]
    signs: tuple[str, ...]


def _marks(*marks: str) -> frozenset[str]:
    return frozenset(marks)


_SIGNS_OF_VAR_DUMP = ("string(", "array(", "array (size", "object(", "int(", "bool(", "float(", "NULL")
_KINDS = (
    _Kind("php_dump", _VAR_DUMP, _walk_var_dump, _marks(_CALL, "=", "NULL"), _SIGNS_OF_VAR_DUMP),
    _Kind("php_dump", _PRINT_R, _walk_print_r, _marks("("), ("Array", " Object")),
    _Kind("php_dump", _SERIALIZED, _walk_serialized, _marks("{"), (":{",)),
    _Kind("css", _CSS_BLOCK, _walk_css, _marks("{"), ("{",)),
    _Kind("css", _CSS_AT_RULE, _walk_css, _marks("@"), ("@",)),
    _Kind("json", _LITERAL, _walk_literal, _marks("{", "="), ("{", "=>", "=&gt;")),
    _Kind("json", _FRAGMENT, _walk_fragment, _marks('"', "”"), ('":', '" :', "”:", "” :")),
    _Kind(
        "javascript", _JAVASCRIPT, _walk_javascript, _marks(_CALL, "=", "{", "[", "|"), _SIGNS_OF_JAVASCRIPT
    ),
)
_SINGLE_MARKS = '{[=@|("”'
# What only the machinery of a page carries: such a blob is residue even where the article is about code.
_MACHINE_EVIDENCE = re.compile(
    r"contenttypeid|@context|schema\.org|googletag|taboola|outbrain|gtag\(|fbq\(|dataLayer"
    r"|adsbygoogle|utm_\w|wp-content|wp-json|/(?:19|20)\d\d/\d\d/|__NEXT_DATA__"
    r"|__INITIAL_STATE__|"
    r"layoutMobile|window\._|\bUA-\d{4}|GTM-|doubleclick|disqus|\"permalink|\"nid\""
    r"|\"thumbnail|_4x3|articleId|\"pubDate|\"datePublished",
    re.IGNORECASE,
)
_RULES_OF_CODE = frozenset(
    {
        "json",
        "php_dump",
        "javascript",
        "css",
        "html_tag",
        "html_element",
        "html_comment",
        "template",
        "shortcode",
        "php_notice",
        "server_error",
        "stack_trace",
        "code_comment",
        "url_line",
        "query_string",
        "html_entity",
        "machine_id",
    }
)
_STEPS_PER_CHARACTER = 12
_STEPS_AT_LEAST = 20_000


def find_residue(
    text: str, code_terms: frozenset[str], code_words: frozenset[str]
) -> tuple[list[Residue], list[HeldBack]]:
    """Spans of machine residue, sorted and not overlapping, and what the guard kept.

    An article about programming is known by `code_terms` and `code_words`: its code is content.
    """
    scan = scan_of(text)
    found = _without_overlaps([*_find_markup(scan), *_find_tokens(scan), *find_walked(scan)])
    if not found:
        return [], []
    is_about_code: bool | None = None  # looked up only where it decides: it reads the whole text
    taken: list[Residue] = []
    held: list[HeldBack] = []
    for residue in found:
        if is_about_code is None and _may_be_content(text, residue):
            is_about_code = _is_about_code(text, found, code_terms, code_words)
        reason = _reason_to_keep(text, residue, is_about_code=bool(is_about_code))
        if reason:
            held.append(
                HeldBack(
                    residue.start_char,
                    residue.end_char,
                    residue.rule,
                    reason,
                    text[residue.start_char : residue.end_char],
                )
            )
        else:
            taken.append(residue)
    return taken, held


# An opener may start a little before its sign, on the line before it, and end after it.
_AROUND_A_SIGN = 200


def _region_of(text: str, signs: tuple[str, ...]) -> tuple[int, int]:
    """From before the first of the signs to after the last one; empty where there is none."""
    present = [sign for sign in signs if sign in text]
    if not present:
        return 0, 0
    first = min(map(text.index, present))
    last = max(map(text.rindex, present))
    start = text.rfind("\n", 0, max(0, first - _AROUND_A_SIGN)) + 1
    return start, min(len(text), _line_end(text, last) + _AROUND_A_SIGN)


def _marks_in(scan: Scan) -> set[str]:
    text = scan.text
    marks = {mark for mark in _SINGLE_MARKS if mark in text}
    if "(" in marks and text.count("(") > text.count(" (") + text.count("\n("):
        marks.add(_CALL)
    if "NULL" in scan.unbroken_lines:
        marks.add("NULL")
    return marks


def scan_of(text: str) -> Scan:
    """A fresh scan of `text`, with its whole budget."""
    lines = (line.strip(" \t") for line in text.split("\n"))
    unbroken = frozenset(line for line in lines if line and " " not in line)
    return Scan(text, _STEPS_PER_CHARACTER * len(text) + _STEPS_AT_LEAST, unbroken)


def find_walked(scan: Scan) -> Iterator[Residue]:
    """Dumps, code and style rules, sorted and not overlapping."""
    text = scan.text
    marks = _marks_in(scan)
    openers = sorted(
        (
            (match.start(), order, match)
            for order, kind in enumerate(_KINDS)
            if not marks.isdisjoint(kind.marks)
            for match in kind.opener.finditer(text, *_region_of(text, kind.signs))
        ),
        key=lambda candidate: candidate[:2],
    )
    done = 0
    for place, order, opener in openers:
        if place < done:
            continue
        if scan.steps_left <= 0:
            return
        rule = _KINDS[order].rule
        end = _KINDS[order].walk(scan, opener)
        if end is None or end <= place:
            continue
        end = _cut_at_prose(text, place, end)
        is_json_ld = rule == "json" and "@context" in text[place : place + 400]
        yield Residue(max(done, _first_char(text, opener)), end, "json_ld" if is_json_ld else rule)
        done = end


_CODE_SIGN = re.compile(r"[{}\[\]=<>;\"\\]|\):|//")


def _cut_at_prose(text: str, start: int, end: int) -> int:
    """The end, or where a line of prose starts inside: a sentence on its own line always stays."""
    at = text.find("\n", start, end) + 1
    while 0 < at < end:
        stop = text.find("\n", at, end)
        line = text[at : end if stop < 0 else stop].strip()
        if is_prose(line) and not _CODE_SIGN.search(line):
            return start + len(text[start:at].rstrip())
        at = stop + 1
    return end


# A literal handed to a function: "jsonCallback({…});". Its end takes the bracket and the semicolon.
_CALL_BEFORE = re.compile(r"(?<![\w$.])[A-Za-z_$][\w$.]{0,50}+\(\Z")


def _first_char(text: str, opener: re.Match[str]) -> int:
    """Where the residue starts: before its opener stand a style's selector, or the rest of a cut pair."""
    if opener.re is _FRAGMENT:
        return _fragment_start(text, opener.start())
    if opener.re is _LITERAL and (
        call := _CALL_BEFORE.search(text, max(0, opener.start() - 60), opener.start())
    ):
        return call.start()
    if opener.re is _CSS_BLOCK:
        return _css_selector_start(text, opener.start())
    return opener.start()


def _without_overlaps(found: Iterable[Residue]) -> list[Residue]:
    """Sorted; of two that overlap the one that starts first, then the longer one."""
    kept: list[Residue] = []
    for residue in sorted(found, key=lambda residue: (residue.start_char, -residue.end_char)):
        if residue.end_char > residue.start_char and (not kept or residue.start_char >= kept[-1].end_char):
            kept.append(residue)
    return kept


# --- the guard ------------------------------------------------------------------------------------

_WORDS_AFTER = re.compile(r"[,.;:]?\s?[a-zà-ÿа-яء-ي]")
# A quoted sample inside a sentence is no longer than a line.
_INLINE_SAMPLE = 160


def _may_be_content(text: str, residue: Residue) -> bool:
    return residue.rule in _RULES_OF_CODE and not _MACHINE_EVIDENCE.search(
        text, residue.start_char, residue.end_char
    )


def _reason_to_keep(text: str, residue: Residue, *, is_about_code: bool) -> str | None:
    body = text[residue.start_char : residue.end_char]
    if is_about_code and _may_be_content(text, residue):
        return "code in an article about code"
    if (
        residue.rule in ("json", "javascript", "css", "template", "php_dump")
        and len(body) <= _INLINE_SAMPLE
        and not _MACHINE_EVIDENCE.search(body)
    ):
        before = text[max(0, residue.start_char - 200) : residue.start_char].rpartition("\n")[2].rstrip()
        after = text[residue.end_char : residue.end_char + 200].partition("\n")[0]
        if (
            len(_WORD.findall(before)) >= 3
            and before[-1:] not in '.!?"”»'
            and (_WORDS_AFTER.match(after) or after.strip() in (".", ",", "!", "?", '."', '".'))
        ):
            return "a sample inside a sentence"
    if residue.rule in ("html_tag", "html_comment") and _glues(text, residue):
        return "taking it out would join two words"
    return None


def _glues(text: str, residue: Residue) -> bool:
    before, after = (
        text[residue.start_char - 1 : residue.start_char],
        text[residue.end_char : residue.end_char + 1],
    )
    if (
        not before.strip()
        or not after.strip()
        or before in "<>"
        or after in "<>"
        or _INLINE_TAG.match(text, residue.start_char)
    ):
        return False
    return " " not in text[residue.start_char : residue.end_char + 1] or before.isalnum()


def _is_about_code(text: str, found: list[Residue], terms: frozenset[str], words: frozenset[str]) -> bool:
    """Whether the prose around the residue speaks of code: two terms of the trade, and other words of it."""
    seen_terms: set[str] = set()
    seen_words: set[str] = set()
    at = 0
    for start, end in [
        *((residue.start_char, residue.end_char) for residue in found),
        (len(text), len(text)),
    ]:
        for word in re.findall(r"[\w.]+", text[at:start].lower()):
            plain = word.strip(".")
            if plain in terms:
                seen_terms.add(plain)
            elif plain in words:
                seen_words.add(plain)
        at = end
    return (len(seen_terms) >= 2 and len(seen_words) >= 1) or (len(seen_terms) >= 1 and len(seen_words) >= 4)


def links_of(text: str, residue: Residue) -> tuple[FoundLink, ...]:
    """The stories that one dump names."""
    if residue.rule in ("json", "php_dump", "javascript", "json_ld", "html_element"):
        return read_links(text[residue.start_char : residue.end_char], residue.rule)
    return ()


def structured_data(text: str, residues: Iterable[Residue]) -> list[str]:
    """The residues that hold JSON-LD, bare or in a script element."""
    bodies = (text[residue.start_char : residue.end_char] for residue in residues)
    return [body for body in bodies if "@context" in body and "schema.org" in body]
