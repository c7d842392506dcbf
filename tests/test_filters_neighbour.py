"""Lines that go only right above or right below what another rule removes."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.prove import prove
from cleaner.rulefile import load_list

TITLE = "The bridge opens after all"
FIRST = "The council met on Monday evening to discuss the new bridge. The debate went on for almost three hours."
LAST = "Most of the members said afterwards that they would vote for the plan. Two of them asked for more time."
CAPTION = "Sen. A. Doe walks over the bridge on Jan. 8, the day it opened."
CREDIT = "Photo: Jane Doe/Harbour News"
RULES = """
[[rule]]
id = "credit"
removes = "line"
inside = "paragraphs"
pattern = '''photo: .{2,60}'''
why = "A credit."
match = ["Photo: Jane Doe"]
keep = ["Photo of the day"]

[[rule]]
id = "form"
removes = "line"
lines = ["Write to us"]
why = "A header of a form."
keep = ["Write to us, he said."]
"""


def rule(binding: str, what: str = "pattern = '.{15,320}'\nmatch = ['The bridge on Monday.']") -> str:
    keep = "keep = ['He opens it on Monday. The bridge is long.']"
    return f"[[rule]]\nid = 'bound'\nremoves = 'line'\n{binding}\n{what}\nwhy = 'It says so.'\n{keep}\n"


def cleaner(tmp_path: Path, *rules: str) -> Cleaner:
    path = tmp_path / "own.toml"
    path.write_text("\n".join([RULES, *rules]))
    return Cleaner(lists=(str(path),), select=("own",))


def text(*between: str, title: str = TITLE) -> str:
    return "\n\n".join([title, FIRST, *between, LAST])


# ------------------------------------------------------------------ what stays


@pytest.mark.parametrize(
    "line",
    [
        "He opens it on Monday. The bridge is long.",
        "He came in 2024. The bridge was open.",
        "The bridge on Monday",
        "## The bridge on Monday",
        "1. The bridge on Monday.",
        "bridge(open=True);",
        "x. " * 400 + "x.",
    ],
)
def test_of_what_stands_above_a_removal_only_a_single_sentence_goes(tmp_path: Path, line: str) -> None:
    result = cleaner(tmp_path, rule("above = 'own'")).clean(text(line, CREDIT))
    assert result == text(line)


@pytest.mark.parametrize(
    "page",
    [
        "\n\n".join([TITLE, CREDIT, FIRST, LAST]),
        "\n\n".join([TITLE, FIRST, CREDIT, LAST]),
        "\n\n".join([TITLE, FIRST, CAPTION, LAST, CREDIT]),
        "\n\n".join([TITLE, FIRST, LAST, CAPTION, CREDIT]),
        "\n\n".join([TITLE, FIRST, CAPTION, "Another line", CREDIT, LAST]),
        "\n\n".join([TITLE, FIRST, CREDIT, CAPTION, LAST]),
        "\n\n".join([TITLE, FIRST, "The bridge is closed, as", CAPTION, "photo: the man said", LAST]),
    ],
)
def test_titles_paragraphs_and_lines_that_are_not_right_above_stay(tmp_path: Path, page: str) -> None:
    assert cleaner(tmp_path, rule("above = 'own:credit'")).clean(page) == cleaner(tmp_path).clean(page)


def test_what_went_by_its_neighbour_takes_nothing_with_it(tmp_path: Path) -> None:
    other = "The bridge as it was in the year before."
    assert cleaner(tmp_path, rule("above = 'own'")).clean(text(other, CAPTION, CREDIT)) == text(other)


def test_with_two_neighbours_named_both_must_go(tmp_path: Path) -> None:
    bound = cleaner(tmp_path, rule("above = 'own:credit'\nbelow = 'own:form'"))
    assert bound.clean(text(CAPTION, CREDIT)) == text(CAPTION)
    assert bound.clean(text("Write to us", CAPTION)) == text(CAPTION)
    assert bound.clean(text("Write to us", CAPTION, CREDIT)) == text()


# ------------------------------------------------------------------ what goes


@pytest.mark.parametrize("name", ["own", "own:credit"])
def test_a_caption_goes_with_its_credit_by_the_name_of_a_rule_or_of_its_list(tmp_path: Path, name: str) -> None:
    bound = cleaner(tmp_path, rule(f"above = {name!r}"))
    result = bound.explain(text(CAPTION, CREDIT))
    assert result.text == text()
    assert [removal.rule for removal in result.removals] == ["own:bound", "own:credit"]
    assert bound.clean(result.text) == result.text


def test_the_topic_of_a_built_in_list_is_a_name_too(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(rule("above = 'credits'"))
    bound = Cleaner(lists=(str(path),))
    assert bound.clean(text(CAPTION, "Photo: Jane Doe/AP")) == text()


def test_the_first_line_stays_above_a_credit_for_it_may_be_the_title(tmp_path: Path) -> None:
    bound = cleaner(tmp_path, rule("above = 'own'"))
    asks = "Can a bridge be open and closed on the same day?"
    assert bound.clean("\n\n".join([asks, CREDIT, FIRST, LAST])) == "\n\n".join([asks, FIRST, LAST])


def test_a_line_below_goes_by_its_words_whatever_its_shape(tmp_path: Path) -> None:
    bound = cleaner(tmp_path, rule("below = 'own:form'", "lines = ['Your name']"))
    assert bound.clean(text("Your name", "Write to us", "Your Name:")) == text("Your name")


def test_only_on_its_site_does_a_rule_for_one_site_hold(tmp_path: Path) -> None:
    bound = cleaner(tmp_path, rule("above = 'own'\nsites = ['example.com']"))
    assert bound.clean(text(CAPTION, CREDIT), "https://other.example/1") == text(CAPTION)
    assert bound.clean(text(CAPTION, CREDIT), "https://www.example.com/1") == text()


# ------------------------------------------------------------------ the proof


def problems(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "own.toml"
    path.write_text(RULES + text)
    return prove([load_list(path, "own")])


def test_a_rule_bound_to_a_neighbour_proves_itself_beside_it(tmp_path: Path) -> None:
    assert problems(tmp_path, rule("above = 'own:credit'")) == []
    harmful = rule("above = 'own:credit'").replace("He opens it on Monday. The", "He opens it on Monday, the")
    assert problems(tmp_path, harmful) == [
        "own:bound: removes what it wants kept, right beside what goes: 'He opens it on Monday, the bridge is long.'"
    ]


def test_a_neighbour_that_no_rule_is_named_for_is_a_problem(tmp_path: Path) -> None:
    assert problems(tmp_path, rule("above = 'credit'")) == [
        "own:bound: above = 'credit' names no rule, list or topic: `cleaner rules list` shows them"
    ]


def test_an_example_that_the_rule_does_not_match_is_a_problem(tmp_path: Path) -> None:
    found = problems(tmp_path, rule("above = 'own'", "pattern = 'the .{3,30}'\nmatch = ['A bridge.']"))
    assert found == ["own:bound: example 'A bridge.' stays: the pattern must match the whole folded line 'a bridge.'"]
