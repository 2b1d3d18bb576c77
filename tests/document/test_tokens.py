"""Tokens: a text cut into words, numbers and marks, each where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.document.tokens import cut_tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("At 9:30, 40 men left.", ["at", "9:30", ",", "40", "men", "left", "."]),
        ("1,200 of 3.5 million", ["1,200", "of", "3.5", "million"]),
        ("13/04/2015 and 2015-05-08", ["13/04/2015", "and", "2015-05-08"]),
        ("the 101st in the 1990s", ["the", "101st", "in", "the", "1990s"]),
        ("Hamas's car-bomb", ["hamas", "'", "s", "car", "-", "bomb"]),
        ("one\n \ntwo\nthree", ["one", "\n \n", "two", "three"]),
        ("", []),
    ],
)
def test_a_text_is_cut_where_a_reader_would(text: str, words: list[str]) -> None:
    assert list(cut_tokens(text).words) == words


@given(st.text(max_size=300))
def test_every_token_stands_where_it_says_and_only_white_space_is_left_out(text: str) -> None:
    tokens = cut_tokens(text)
    last = 0
    for word, start, end in zip(tokens.words, tokens.starts, tokens.ends, strict=True):
        assert not text[last:start].strip()
        assert text[start:end].lower() == word or text[start:end] == word
        last = end
    assert not text[last:].strip()
