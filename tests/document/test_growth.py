"""No pattern is slower than linear: CPU time at four times the text is compared with that at the text.

A ratio, not a limit: linear work takes 4 times as long, quadratic work 16 times, and a busy machine slows both
measurements. What takes no time to speak of at the larger size is not compared.
"""

import re
import time
from collections.abc import Callable

import pytest

from flows.document import (
    decode,
    lines,
    links,
    media_type,
    offsets,
    page_limits,
    page_text,
    residue,
    residue_markup,
)
from flows.document.clean import clean
from flows.inputs import load_lexicon

LEXICON = load_lexicon().furniture
SMALL, LARGE = 10_000, 40_000
LARGEST_RATIO = 9.0  # between 4, linear, and 16, quadratic
NO_TIME = 0.02  # seconds of CPU
# Without these signs most patterns would not be tried.
ALL_SIGNS = (
    '\n# Traceback in /a.php on line 1 {[=@|f("x": "y" “x”: base64 <b> & window.x var Array %% /*\nNULL\n'
)

# What to pump: openers without their end, the pieces that patterns repeat, and prose.
PUMPED = (
    '{"a":', '[{"a":1,', 'string(9) "', "Array ( [a] => ", 'a:1:{s:5:"', '<a b="', "<!-- ", "<script>", "<", "</",
    "var x = ", '$("', "/*", '{\\"', ".a{color:red;", "a{b:c;", "{{", "{%", "<%", "${a", "&amp;", "&", "a=b&", "a=",
    "?a=b", "“a”:", "'a' => ", '"', "'", "\\", "window.x = function(){", "function a(", "(function(", "if (",
    "a.b.c.", "a[b]", "new A(", "@media a{", "#1 /", "/a", "http://", "www.", "a.", "A-", "0123456789abcdef",
    "Warning: ", "in /a.php ", "data:a/a;base64,", "[a ", "[/", "Related\n", "Title Here\n", "Facebook\n",
    "May 8, 2015\n", "01.02.2015 ", "By Aa ", "Home > ", "Aa | ", "© ", "(Photo: ", "(Reporting by A", "PARIS - Aa",
    "Aaaa ", "a, ", "A. ", "a\n", " \n", "\r\n", " ", "é", "読者", "ا ", "\u00a0", "”", "--", "1,", "a@b.c ", "$.a",
    "int(1)\n", "}\n", "&quot;a&quot;:", "<meta ", "</p>", "\xc3\xa9",
)  # fmt: skip


def _text(unit: str, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]


def _seconds(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


def _grows_faster(work: Callable[[str], object], unit: str) -> bool:
    """Whether four times the text takes much more than four times as long, in the best of three tries."""
    small, large = _text(unit, SMALL), _text(unit, LARGE)
    for _ in range(3):
        taken = _seconds(lambda: work(large))
        if taken < NO_TIME or taken < LARGEST_RATIO * _seconds(lambda: work(small)):
            return False
    return True


OPENERS = {f"{kind.rule} {order}": kind.opener for order, kind in enumerate(residue._KINDS)}
# The patterns that are searched for in whole texts and pages; others look at one line or one place.
SEARCHED = OPENERS | {
    name: getattr(module, name)
    for module, names in {
        residue: "_MACHINE_EVIDENCE",
        residue_markup: "_PHP_NOTICE _STACK_LINE _TEMPLATE _CUT_AT_RULE _CODE_COMMENT STRINGS_IN_BRACKETS "
        "_SHORTCODE _DATA_URI _QUERY _URL_LINE _ENTITY _MACHINE_ID",
        links: "_PAIR _PATH_DATE _LIST_TYPE",
        lines: "_ANY_LINE",
        decode: "NONSENSE LEAD_AND_FOLLOWER",
        media_type: "BLOCK_END",
        offsets: "_UNSEEN_START _PLAIN_WORD",
        page_limits: "OPENING_TAG TAG_OR_COMMENT TABLE ATTRIBUTE",
        page_text: "BASE64_IMAGE",
    }.items()
    for name in names.split()
}


@pytest.mark.parametrize("pattern", SEARCHED.values(), ids=SEARCHED.keys())
def test_no_pattern_is_slower_than_linear(pattern: "re.Pattern[str]") -> None:
    slow = [
        unit for unit in PUMPED if _grows_faster(lambda text: sum(1 for _ in pattern.finditer(text)), unit)
    ]
    assert not slow


def test_the_check_sees_a_quadratic_pattern() -> None:
    pattern = re.compile(r"a*b")
    assert _grows_faster(lambda text: pattern.search(text[: len(text) // 4]), "a")


@pytest.mark.parametrize("unit", PUMPED)
def test_cleaning_is_linear(unit: str) -> None:
    assert not _grows_faster(lambda text: clean(text + ALL_SIGNS, None, LEXICON), unit)
