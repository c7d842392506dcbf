"""Boilerplate set into articles of every shape: nothing of the article goes with it."""

from pathlib import Path

import pytest
from shapes import SHAPES

from cleaner import Cleaner

CLEANER = Cleaner(unicode="none")
FIXTURES = Path(__file__).parents[1] / "fixtures"
# What pages set between any two lines.
ANYWHERE = ["Advertisement", "Read more", "Also read: The bridge is open", "Skip to content"]
# What mostly ends an article, but stands in the middle of some.
AT_THE_END = [
    *("Share this article", "Related stories", "Sign up for our newsletter", "Follow us on Twitter", "Most read"),
    *("Contact us", "Comments", "Tags", "You may also like"),
]
LISTS = ["listicle", "recipe", "obituaries", "results", "poem", "changelog", "calendar", "quiz"]


def left(lines: list[str], boilerplate: str, place: int) -> list[str]:
    text = "\n".join([*lines[:place], boilerplate, *lines[place:]])
    return [line for line in CLEANER.clean(text).split("\n") if line != boilerplate]


@pytest.mark.parametrize("shape", SHAPES)
def test_an_article_of_any_shape_stays_as_it_is(shape: str) -> None:
    text = "\n".join(SHAPES[shape])
    assert CLEANER.clean(text) == text


@pytest.mark.parametrize("boilerplate", ANYWHERE)
@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_set_between_any_two_lines_takes_nothing_along(shape: str, boilerplate: str) -> None:
    lines = SHAPES[shape]
    for place in range(len(lines) + 1):
        assert left(lines, boilerplate, place) == lines


@pytest.mark.parametrize("boilerplate", AT_THE_END)
@pytest.mark.parametrize("shape", LISTS)
def test_what_mostly_ends_an_article_takes_nothing_along_inside_a_list(shape: str, boilerplate: str) -> None:
    lines = SHAPES[shape]
    for place in range(7, len(lines) - 1):
        assert left(lines, boilerplate, place) == lines


@pytest.mark.parametrize("path", sorted((FIXTURES / "keep").iterdir()), ids=lambda path: path.name)
def test_what_is_set_between_the_lines_of_a_text_that_stays_takes_nothing_along(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    for place in range(0, len(lines) + 1, max(1, len(lines) // 20)):
        kept = [line for line in left(lines, "Advertisement", place) if line]
        assert kept == [line for line in lines if line]
