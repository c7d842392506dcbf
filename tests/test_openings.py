"""What a pattern's matches begin and end with."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.fold import one_digit
from cleaner.index import Index
from cleaner.openings import anchors, openings
from cleaner.rules import Rule


def reaches(pattern: str, text: str) -> bool:
    text = one_digit(text)
    heads, tails = openings(pattern, 8), openings(pattern, 8, from_end=True)
    return any(text == key if whole else text.startswith(key) for key, whole in heads) and any(
        text == key if whole else text.endswith(key) for key, whole in tails
    )


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        ("(also|must) read.*", ["also read", "must read this"]),
        (r"\d+ min(ute)?s? read\.?", ["5 min read", "12 minutes read."]),
        ("ads?( .*)?", ["ad", "ads", "ad here"]),
        ("(?:a|b(c|d)?)+x", ["ax", "bdabx"]),
        ("[a-c]x{2,3}[^y]", ["axxz", "bxxx!"]),
        (r"(?!no)now (?<=w )\p{L}+", ["now é"]),
        (r"[-–] by\b \w+", ["- by me", "– by x"]),
        (r"[[:alpha:]]a\]", ["ba]"]),
        ("a{,2}b", ["b", "aab"]),
        ("x{y", ["x{y"]),
        ("(?i:A)b", ["Ab", "ab"]),
        (r"photo\s*:\s*.{2,60}", ["photo: a b", "photo:a b"]),
        ("", [""]),
    ],
)
def test_no_match_is_out_of_reach(pattern: str, texts: list[str]) -> None:
    for text in texts:
        assert reaches(pattern, text), text


LITERALS = st.sampled_from(["a", "b", "c ", "\\.", "é", "[ab]", "[^a]", ".", "\\d", "\\s", "\\w", "(?=a)"])
QUANTIFIERS = st.sampled_from(["", "", "", "?", "*", "+", "{2}", "{1,2}", "*?", "++"])
PATTERNS = st.recursive(
    st.tuples(LITERALS, QUANTIFIERS).map(lambda p: p[0] if p[0].startswith("(?=") else "".join(p)),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.tuples(st.lists(inner, min_size=1, max_size=3), QUANTIFIERS).map(
            lambda p: (
                "(" + "|".join(p[0]) + ")" + p[1].rstrip("+").rstrip("?")
                if p[1] in ("*?", "++")
                else "(" + "|".join(p[0]) + ")" + p[1]
            )
        ),
    ),
    max_leaves=8,
)


@settings(max_examples=300)
@given(PATTERNS, st.text(alphabet="abc .é1", max_size=6))
def test_whatever_a_pattern_matches_begins_and_ends_with_its_keys(pattern: str, text: str) -> None:
    import regex

    # Folded lines never hold two spaces in a row, and the reader counts on it.
    if "  " not in text and regex.fullmatch(pattern, text):
        assert reaches(pattern, text)


def test_every_match_holds_a_word_of_each_group_that_the_pattern_needs() -> None:
    pattern = "(get|receive) .{2,80} (delivered|sent) (to|in) your (inbox|mail ?box)( daily)?"
    assert anchors((), pattern).needs == ((" your ",), ("delivered", "sent"), ("inbox", "mail"))
    assert anchors((), "(of the north|south) sea").needs == (("of the north", "south"), (" sea",))
    assert anchors((), "a?.{1,9}b*").needs == ()
    assert anchors((), r"photo \d+ of \d+").needs == (("photo ",), (" of ",))


@settings(max_examples=300)
@given(PATTERNS, st.text(alphabet="abc .é1", max_size=6))
def test_no_match_lacks_what_its_pattern_needs(pattern: str, text: str) -> None:
    import regex

    needs = anchors((), pattern).needs
    if "  " not in text and regex.fullmatch(pattern, text):
        assert all(any(needed in text for needed in group) for group in needs)


@pytest.mark.parametrize(
    "words", ["page", "filed in drawer", "filed in the third drawer", "a word more than is looked at"]
)
def test_a_line_that_differs_in_a_number_is_found_however_long_it_is(words: str) -> None:
    for pattern in (rf"{words} \d{{1,3}}", rf"\d{{1,3}} {words}", rf"{words} \d{{1,3}} {words}"):
        rule = Rule(id="x:y", removes="line", why="x", pattern=pattern, match=("x",))
        assert Index([rule]).match(re.sub(r"\\d\{1,3\}", "47", pattern)) == [rule]


def test_what_cannot_be_read_hides_no_other_alternative() -> None:
    assert anchors((), "follow us [([|] now|later words here").keys == ()
    assert anchors((), r"follow us [(\[|] now|later words here").whole[-1] == "later words here"
