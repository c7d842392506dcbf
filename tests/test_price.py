"""What a rule costs those whose texts it never matches: refused where it is too much, and said in any case."""

from pathlib import Path

import pytest

from cleaner.fold import fold, loose
from cleaner.openings import anchors
from cleaner.price import LIMIT, prices
from cleaner.price import _Finder as Finder
from cleaner.price import _span_pieces as span_pieces
from cleaner.prove import prove
from cleaner.rulefile import load_list
from cleaner.rules import FilterList, load_lists

RULE = """
[[rule]]
id = "ferry"
removes = "line"
pattern = '''PATTERN'''
why = "A link to the ferry desk."
match = ["EXAMPLE"]
keep = ["The ferry sank on Monday."]
"""


def rule_list(folder: Path, pattern: str, example: str, more: str = "", name: str = "en/ferries") -> FilterList:
    path = folder / "rule.toml"
    path.write_text(RULE.replace("PATTERN", pattern).replace("EXAMPLE", example) + more, encoding="utf-8")
    return load_list(path, name)


def test_a_pattern_that_begins_as_a_lead_does_not_is_tried_on_no_line_that_stays(tmp_path: Path) -> None:
    filter_list = rule_list(tmp_path, "ferry desk: .{1,80}", "Ferry desk: all late")
    (price,) = prices(filter_list, [rule for rules in load_lists() for rule in rules])
    assert price.per_mille == 0
    assert prove([filter_list], load_lists()) == []


def test_one_that_begins_with_many_ordinary_words_is_refused_with_those_that_cost_most(tmp_path: Path) -> None:
    words = "see|read|watch|get|find|join|sign up|more|share|subscribe|click|check|listen|for more|you can|what|how|all"
    filter_list = rule_list(tmp_path, f"({words}) .{{1,80}} the ferry desk( today| now)?", "See all of the ferry desk")
    assert prove([filter_list], load_lists()) == [], "fixed words at its end tell enough"
    filter_list = rule_list(tmp_path, f"({words}) .{{1,80}}", "See all late ferries of 2021")
    (problem,) = [line for line in prove([filter_list], load_lists()) if "tried" in line]
    assert problem.startswith("en/ferries:ferry: the pattern is tried on ")
    assert f"of 1,000 lines that stay, {LIMIT} at most: " in problem
    assert "examples in 'en' begin as it does, with 'get ' (" in problem
    assert problem.endswith(": spell out what stands beside such ordinary words, leave them out, or split the rule")


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        (
            "",
            "all lines of every text would be searched for its keywords: begin or end the pattern with fixed words, or "
            "give sites",
        ),
        (
            'where = "end"',
            "the last lines of every text would be searched for its keywords: begin or end the pattern with fixed "
            "words, or give sites, or named",
        ),
        ('where = "end"\nnamed = true', None),
        ('where = "end"\nlevel = "aggressive"', None),
        ('sites = ["ferry.example"]', None),
    ],
)
def test_one_open_at_both_ends_is_refused_where_all_would_pay(tmp_path: Path, more: str, problem: str | None) -> None:
    said = ".{2,40} (on|at) the ferry desk .{2,40}"
    example = "Jane Doe is on the ferry desk of the Courier"
    more = f'keywords = ["desk", "desks"]\n{more}\n'
    found = prove([rule_list(tmp_path, said, example, more)], load_lists())
    assert found == ([f"en/ferries:ferry: {problem}"] if problem else [])
    assert prove([rule_list(tmp_path, said, example, more, "ferries")], load_lists()) == [], "a list of one's own may"


def test_its_own_near_misses_do_not_count_and_those_of_other_languages_do(tmp_path: Path) -> None:
    near_misses = ", ".join(f'"Ferry {number} sank."' for number in range(300))
    (tmp_path / "other.toml").write_text(
        RULE.replace("PATTERN", "ferry .{1,80}!")
        .replace("EXAMPLE", "Ferry tickets!")
        .replace("keep = [", f"keep = [{near_misses}, ")
    )
    other = load_list(tmp_path / "other.toml", "en/other")
    assert [price.per_mille for price in prices(other, other)] == [0]
    mine = rule_list(tmp_path, "ferry .{1,80}", "Ferry news", name="de/ferries")
    (price,) = prices(mine, [*mine, *other])
    assert (price.language, price.keys, round(price.per_mille)) == ("en", {"ferry ": 300}, 997), "where it is dearest"


def test_every_line_that_a_rule_takes_is_one_that_its_pattern_is_tried_on() -> None:
    for filter_list in load_lists(("en", "ja")):
        rules = [rule for rule in filter_list if rule.pattern and not rule.has_neighbour and rule.where != "end"]
        finder = Finder(rules)
        for rule in rules:
            for example in rule.match:
                pieces = [*span_pieces(example)] if rule.removes == "span" else [example]
                # A whole match that the pattern spells out is looked up, and its pattern tried on that alone.
                whole = {loose(fold(piece)) for piece in pieces} & {*anchors((), rule.pattern).whole}
                assert whole or rule.id in finder.tried(example), example
