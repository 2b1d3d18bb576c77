"""Scanners of PHP dumps: `var_dump`, `print_r`, `serialize`, whole or cut off."""

import re

from flows.document.residue_code import walk_brackets
from flows.document.residue_scan import Scan, end_of_cut_value, line_end

# --- var_dump -----------------------------------------------------------------------------------

VAR_DUMP = re.compile(
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


def walk_var_dump(scan: Scan, opener: re.Match[str]) -> int | None:
    """The end of what PHP's `var_dump` or xdebug printed."""
    text, at, end, depth = scan.text, opener.start(), opener.start(), 0
    is_xdebug = opener.group().startswith("array (size")
    while token := _VAR_DUMP_TOKEN.match(text, at):
        if not scan.spend(token.end() - at):
            return None
        at = token.end()
        if token["space"]:
            following = _VAR_DUMP_TOKEN.match(text, at)
            is_next = is_xdebug or VAR_DUMP.match(text, at) or (following and following["value"])
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
        literal = walk_brackets(scan, inside.end() - 1)
        after = text[literal.end : literal.end + 1]
        return (
            (literal.end + 1, True)
            if literal.is_closed and after in ('"', "”", "“")
            else (literal.end, literal.is_closed)
        )
    near = _QUOTE_AT_END_OF_VALUE.search(text, at, min(len(text), at + size + size // 5 + 20))
    if near:
        return near.end(), True
    return end_of_cut_value(text, at), False


# --- print_r --------------------------------------------------------------------------------------

PRINT_R = re.compile(
    r"\b(?:Array|[A-Za-z_][\w\\]{0,60} Object)\s{0,4}+\(\s{0,60}+(?:\[[^\]\n]{1,80}\]\s{0,3}+=>|\)|(?=\n|\Z))"
)
_PRINT_R_TOKEN = re.compile(r"(?P<key>\[[^\]\[\n]{1,80}\]\s{0,3}+=>)|(?P<open>\()|(?P<close>\))|[^\[()]++|\[")
_PRINT_R_LINE = re.compile(
    r"\s*+(?:[()]?\s*+|(?:Array|[A-Za-z_][\w\\]{0,60} Object)\b[\s(]*+"
    r"|\[[^\]\n]{1,80}\]\s{0,3}+=>.*+|.{0,300}\[[^\]\n]{1,80}\]\s=>.*+)"
)


_PRINT_R_GOES_ON = re.compile(r"\s*+(?:\[[^\]\n]{1,80}\]\s{0,3}+=>|\))")
_PRINT_R_CUT = re.compile(r"\s*+\[[^\]\n]{0,60}\]?(?: =)?\s*+")


def walk_print_r(scan: Scan, opener: re.Match[str]) -> int | None:
    """The end of what PHP's `print_r` printed."""
    text, depth, at, end = scan.text, 0, opener.start(), opener.start()
    while at < len(text):
        stop = line_end(text, at)
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
            if token["close"] and depth <= 0 and not _PRINT_R_GOES_ON.match(text, token.end()):
                return token.end()
        if line.strip():
            end = end_of_cut_value(text, value_at) if value_at > at else stop
            if end < stop:
                return end
        at = stop + 1
    return end


# --- serialize() ----------------------------------------------------------------------------------

SERIALIZED = re.compile(r"\b(?:a:\d{1,6}:\{|O:\d{1,3}:\"[\w\\]{1,80}\":\d{1,6}:\{)")
_SERIALIZED_TOKEN = re.compile(
    r"(?P<open>a:\d{1,6}:\{|O:\d{1,3}:\"[^\"\n]{1,80}\":\d{1,6}:\{)|(?P<close>\})"
    r"|s:(?P<size>\d{1,7}):\"|(?:i:-?\d{1,20}|b:[01]|d:-?[\d.E+-]{1,30}|N|[rR]:\d{1,9});"
)


_SERIALIZED_CUT = re.compile(r"[sibdaNO](?::\d{0,7}:?[\"{]?)?(?=\s|\Z)")


def walk_serialized(scan: Scan, opener: re.Match[str]) -> int | None:
    """The end of what PHP's `serialize` wrote; None where only its opener is there."""
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
