"""One text as words, numbers and marks with their places, for the stages that read word by word.

Like records.py and spelling.py it belongs to no stage. The last text is kept, so that stages which run one
after the other on the same text cut it up once.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

# Words; ISO stamps; numeric dates; clock times; numbers with separators; plain numbers, ordinals and decades;
# blank lines; single marks. No alternative can run back over the text: linear on any input. The space before a token
# and the most frequent words come first: nothing else is then tried where they stand.
_TOKEN = re.compile(
    r"( ?+)([a-z]++(?=[ ,.;\n])"
    r"|[^\W\d_]+"
    r"|\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(?::\d\d)?"
    r"|\d{1,4}(?:-\d{1,2}-|/\d{1,2}/|\.\d{1,2}\.)(?:\d{4}|\d\d)(?![\d/-]|[.]\d)"
    r"|\d\d?:\d\d(?::\d\d)?(?!\d)"
    r"|\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+[.,]\d+"
    r"|\d+(?:(?:st|nd|rd|th|s|ST|ND|RD|TH)\b)?"
    r"|\n\s*\n|\S)"
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text, in lower case, with first and last-but-one character of each; lists of one
    length.
    """

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@lru_cache(maxsize=1)
def cut_tokens(text: str) -> Tokens:
    """`"At 9:30, 40 men"` -> `at`, `9:30`, `,`, `40`, `men`. A blank line is a token of its own."""
    lower = text.lower()
    if len(lower) != len(text):  # a few capitals outside Latin lengthen
        lower = text
    pieces = _TOKEN.split(lower)  # what stands between, a space or nothing, a token, what stands between, …
    bounds = tuple(accumulate(map(len, pieces)))
    return Tokens(text, tuple(pieces[2::3]), bounds[1:-1:3], bounds[2::3])
