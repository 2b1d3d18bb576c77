"""The rules of time expressions: regular expressions over word classes, the first that fits is taken."""

import re

from flows.document.time_lexicon import CODES

_MACROS = {
    "WEEKDAY": "(weekday | weekday_short dot?)",
    "MONTH": "(month | month_short dot?)",
    "DAY": "(day | ordinal)",
    "COUNT": "(day | digits | number (dash? number)? of? | one number? of? | one? vague_number)",
    "UNIT": "(unit | units)",
    "PART": "(early (in)? | late (in)? | mid dash? | the? (beginning | end | mid) of)",
    "TIME_OF_DAY": "((comma | at | dash)? clock o_clock?)",
}


_RULES = {
    "stamp": "stamp",
    "numeric_date": "numdate TIME_OF_DAY?",
    "days_of_month": "(from | between)? MONTH DAY (to | dash | and) DAY (?! of? MONTH) (comma? year)?",
    "month_day": "(last | next)? (WEEKDAY comma?)? MONTH the? DAY (comma? year)? TIME_OF_DAY?",
    "month_of_days": "(from | between)? the? DAY (to | dash | and) the? DAY of? MONTH (comma? year)?",
    "unit_of_month": "the? (ordinal_word | last) unit of MONTH (of? year)?",
    "day_month": "(last | next)? (WEEKDAY comma?)? (day of? | the? ordinal of? | the? ordinal_word of) MONTH"
    " (comma? year)? TIME_OF_DAY?",
    "month_of_near_year": "(DAY of?)? MONTH DAY? (of | comma)? (last | this | next) unit",
    "part_of_month": "PART MONTH ((of | comma)? year)?",
    "month_year": "MONTH (of | comma)? (year | quote digits)",
    "season_year": "the? (early | mid dash? | late)? season of? year",
    "decade": "the? (early | mid dash? | late)? (quote? decade | year quote s | decade_word)",
    "century": "the? (early | mid dash? | late)? (ordinal | ordinal_word) dash? unit",
    "quarter": "((year | (this | last | next) unit) (quote s)?)? the? fiscal? ordinal_word dash? (unit | half)"
    " (of? fiscal? (year | (this | last | next) unit))?",
    "first_units": "the? ordinal_word COUNT units of (year | this unit | last unit)",
    "nth_day": "unit (number | day) (of the year | (?= of))",
    "year_ago": "the? unit dash (ago | earlier) unit?",
    "near_day": "the? unit (before yesterday | after tomorrow)",
    "ago": "COUNT UNIT ago | units ago",
    "from_now": "COUNT UNIT from now",
    "shifted": "(COUNT UNIT | units) (earlier | later | before | after)",
    "night_before_last": "the part_of_day before last",
    "year_end": "the? unit dash? end (?! of)",
    "day_beside": "the (unit | part_of_day) (before | after)",
    "within": "within (the? next? COUNT UNIT | units)",
    "granted": "COUNT units to",
    "ahead": "in COUNT UNIT",
    "stretch": "the? (last | past | next | coming | following | previous | recent) COUNT UNIT",
    "vague_stretch": "(the? (recent | past | coming) | the (last | next)) units",
    "part_of_unit": "(PART | earlier in? | later in?) (the | this past? | last | next | that | the? same)"
    " (unit | season)",
    "that_unit": "(earlier | later)? (the (previous | following | same | next) | that same?)"
    " (unit | part_of_day | season)",
    "near_unit": "the? (last | next | this past? | past | coming) (unit | season | part_of_day) | this units",
    "the_unit": "the unit",
    "day_alone": "the ordinal",
    "weekdays": "(from | between)? WEEKDAY part_of_day? (to | and | dash) WEEKDAY part_of_day?",
    "weekday_of_week": "weekday part_of_day? of? (last | this | next) unit",
    "weekday": "((early | late | earlier | later) on?)? (the? (last | next | this past? | past | coming"
    " | previous | following | same))? weekday part_of_day? (?! comma? (MONTH DAY | DAY MONTH))",
    "near_today": "((early | late | earlier | later) on?)? (today | yesterday | tomorrow) part_of_day?",
    "tonight": "tonight",
    "overnight": "overnight",
    "near_month": "(last | next | this past? | past | coming)? MONTH",
    "years": "year dash (digits | day)",
    "part_of_year": "(early | mid dash? | late | the? (beginning | end | mid) of) year",
    "year": "fiscal? year",
    "short_year": "quote (digits | day)",
}


def row_pattern(rule: str) -> str:
    """`"weekday comma? day"` -> the same over class codes."""
    for name, macro in _MACROS.items():
        rule = re.sub(rf"\b{name}\b", macro, rule)
    coded = re.sub(r"[a-z_]+", lambda name: CODES[name.group()], rule)
    return coded.replace(" ", "")


RULE_ORDER = tuple(_RULES)


RULE_PATTERNS = {name: re.compile(row_pattern(rule)) for name, rule in _RULES.items()}


ANY_RULE = re.compile("|".join(f"(?P<{name}>{row_pattern(rule)})" for name, rule in _RULES.items()))


def _any_of(names: str) -> str:
    return "[" + "".join(CODES[name] for name in names.split()) + "]"


# Where a rule can begin: at a word that says a time by itself, or not more than six tokens before one.
_CORE = (
    "weekday weekday_short month month_short season unit units decade_word today yesterday tomorrow tonight"
    " overnight part_of_day stamp numdate decade year ordinal"
)


_LEADS = (
    "number vague_number one ordinal_word early earlier mid late later beginning end last past next this"
    " coming previous following same that the in from between within fiscal recent ordinal day digits quote"
)


OPENING = re.compile(
    f"{_any_of(_CORE)}|{_any_of(_LEADS)}(?=.{{0,6}}?{_any_of(_CORE)})|{_any_of('quote')}", re.DOTALL
)
