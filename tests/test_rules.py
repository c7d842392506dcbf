"""Reading, choosing and proving rules."""

import re
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner, RuleError
from cleaner.prove import out_of_place, prove
from cleaner.rulefile import load_list
from cleaner.rules import load_lists

GOOD = """
[[rule]]
id = "ferry"
removes = "line"
pattern = '''ferry news: .{1,80}'''
why = "A link to the ferry desk."
match = ["Ferry news: all late"]
keep = ["Ferry news was good on Monday."]
"""


def write(folder: Path, text: str, name: str = "mine.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_rule_of_ones_own_removes_its_lines_and_nothing_else(tmp_path: Path) -> None:
    cleaner = Cleaner(lists=(str(write(tmp_path, GOOD)),), select=("mine",))
    assert (
        cleaner.clean("One.\nFerry news: all late\nFerry news was good on Monday.")
        == "One.\nFerry news was good on Monday."
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('removes = "line"', 'removes = "lines"'), "mine:ferry: removes must be one of line, span, block, rest"),
        (("why =", "wy ="), "mine:ferry: unknown key 'wy': did you mean 'why'?"),
        (("why =", "colour ="), "mine:ferry: unknown key 'colour': expected one of above, below, bound"),
        (('"ferry"', '"Ferry news"'), "mine:Ferry news: id must be lower case: letters from a to z"),
        (("why =", 'holds = "links"\nwhy ='), 'mine:ferry: holds is for rules with removes = "rest"'),
        (("why =", 'sites = ["https://ferry.example/"]\nwhy ='), "sites are hosts, such as example.com, not 'https://"),
        (("why =", "pattern = 3\nlines = 4\nwhy ="), "not valid TOML: Cannot overwrite a value"),
        (("pattern = '''ferry news: .{1,80}'''", "pattern = 3"), "mine:ferry: pattern must be a text, not 3"),
        ((GOOD, "rule = 3"), "write [[rule]], in two brackets, above each rule"),
        ((GOOD, "rule = [1]"), "write [[rule]], in two brackets, above each rule"),
        (("[[rule]]", "[rule]"), "write [[rule]], in two brackets, above each rule"),
        (("keep =", "# keep ="), "mine:ferry: keep is missing"),
        (("match =", "# match ="), "mine:ferry: match is missing"),
        (("{1,80}", "{1,80"), None),
        (("ferry news: .{1,80}", "(ferry"), "mine:ferry: the pattern does not compile"),
        (('["Ferry news: all late"]', '"Ferry news: all late"'), "match must be a list of texts"),
        (("[[rule]]", "[[rules]]"), "unknown table 'rules'"),
        (
            ('id = "ferry"', 'id = "ferry"\ninside = "words"'),
            "inside must be one of no, paragraphs, lines, never, not 'words'",
        ),
        (("[[rule]]", 'inside = "words"\n[[rule]]'), "inside must be one of no, paragraphs, lines, never, not 'words'"),
        (("[[rule]]", 'level = "strict"\n[[rule]]'), "unknown table 'level'"),
        (('id = "ferry"', "id = "), "not valid TOML"),
        (("pattern =", 'keywords = ["boat", " "]\npattern ='), "keywords holds a text of which nothing is left"),
        (("pattern =", 'lines = ["x"]\npattern ='), "give either lines"),
        (('"line"', '"block"\nabove = "credits"'), "above and below are for rules that remove a line"),
        (("pattern =", 'keywords = ["ferry"]\nbelow = "ads"\npattern ='), "found by what stands beside it"),
        (("ferry news: .{1,80}", ".{1,80}"), "or say what it stands above or below"),
        (("ferry news: .", "(?i)ferry news: ."), "mine:ferry: leave (?i) out: what a pattern sees is in lower case"),
    ],
)
def test_a_wrong_rule_file_says_where_and_what(tmp_path: Path, change: tuple[str, str], message: str | None) -> None:
    path = write(tmp_path, GOOD.replace(*change))
    if message is None:
        load_list(path, "mine")
        return
    with pytest.raises(RuleError) as error:
        load_list(path, "mine")
    assert message in str(error.value)
    assert str(path) in str(error.value)


def test_a_file_as_other_editors_save_it_is_read_and_one_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert [rule.id for rule in load_list(path, "mine")] == ["mine:ferry"]
    path.write_bytes(GOOD.replace("all late", "späte").encode("latin-1"))
    with pytest.raises(RuleError, match=r"mine.toml: not UTF-8 in line 7: save the file as UTF-8"):
        load_list(path, "mine")


def problems(tmp_path: Path, text: str) -> list[str]:
    return prove([load_list(write(tmp_path, text), "mine")])


def test_a_good_rule_proves_itself(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD) == []


def test_an_example_that_the_pattern_misses_is_found(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, GOOD.replace("Ferry news: all late", "Ferry news, all late"))
    assert problem.startswith("mine:ferry: example 'Ferry news, all late' stays")


def test_a_pattern_in_capitals_is_told(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, GOOD.replace("ferry news: .", r"Ferry news: \S"))
    assert problem.endswith("the whole folded line 'ferry news: all late': write the pattern in lower case")


def test_an_example_without_any_keyword_is_found(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, GOOD.replace("why =", 'keywords = ["boat"]\nwhy ='))
    assert "has none of the keywords ['boat'], so the pattern never sees it" in problem


def test_a_rule_that_takes_what_another_keeps_is_found(tmp_path: Path) -> None:
    greedy = GOOD + GOOD.replace('"ferry"', '"greedy"').replace("ferry news: .{1,80}", "ferry news.{1,80}")
    assert problems(tmp_path, greedy) == [
        "mine:greedy: removes what mine:ferry wants kept: 'Ferry news was good on Monday.'",
        "mine:greedy: removes what mine:greedy wants kept: 'Ferry news was good on Monday.'",
    ]


def test_a_pattern_open_at_both_ends_must_give_keywords(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="begin or end it with fixed words, or give keywords"):
        problems(tmp_path, GOOD.replace("ferry news: .{1,80}", ".{1,20}ferry news: .{1,80}"))


def test_a_pattern_with_keywords_finds_its_line_in_the_middle(tmp_path: Path) -> None:
    text = GOOD.replace("ferry news: .{1,80}", ".{0,20}ferry news: .{1,80}").replace(
        "why =", 'keywords = ["ferry"]\nwhy ='
    )
    assert problems(tmp_path, text) == []
    cleaner = Cleaner(lists=(str(tmp_path / "mine.toml"),), select=("mine",))
    assert cleaner.clean("Our ferry news: late\nOur boat news: late") == "Our boat news: late"


def test_a_keyword_of_two_words_that_cannot_find_an_open_pattern_is_told(tmp_path: Path) -> None:
    text = GOOD.replace("ferry news: .{1,80}", ".{0,20}ferry news: .{1,80}").replace(
        "why =", 'keywords = ["ferry news"]\nwhy ='
    )
    (problem,) = problems(tmp_path, text)
    assert problem == (
        "mine:ferry: example 'Ferry news: all late' stays: a pattern open at both ends is found by whole words, and "
        "none of ['ferry', 'news:', 'all', 'late'] is one of the keywords ['ferry news']"
    )


def test_a_pattern_that_backtracks_badly_is_found(tmp_path: Path) -> None:
    slow = GOOD.replace("ferry news: .{1,80}", "ferry (a|aa)+(a|b|ab)*c").replace("Ferry news: all late", "Ferry ac")
    (problem,) = problems(tmp_path, slow)
    assert "the pattern takes over" in problem


def test_a_pattern_that_its_own_words_keep_busy_is_found(tmp_path: Path) -> None:
    slow = GOOD.replace("ferry news: .{1,80}", "ferry news: all( ?late| ?l| ?ate){1,60}")
    (problem,) = problems(tmp_path, slow)
    assert "the pattern takes over 0.25 s for 400 characters of 'ferry news: all late late'" in problem


@pytest.mark.parametrize(
    "pattern",
    [
        "ferry news: (all|both) (late|later|lates?)",
        "ferry news: ((all|both) (late|later) ?){1,3}",
        r"ferry news(?=:|: all): all (late\b|late)",
        r"ferry news: (all|all the) ([a-z]{2,4}|[a-z]{3,5})",
        r"ferry news: all late( \d{2}| \d{4})*",
        "ferry news: all late( early)?|boat news: all late( early)?",
    ],
)
def test_alternatives_that_differ_are_no_problem(tmp_path: Path, pattern: str) -> None:
    assert problems(tmp_path, GOOD.replace("ferry news: .{1,80}", pattern)) == []


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("ferry news: (all|both|all) late", "'all' stands twice in (all|both|all)"),
        ("ferry news: all late|ferry news: all late", "'ferry news: all late' stands twice in (ferry news: all late|"),
        ("ferry news:( all| áll)? late", "' áll' in ( all| áll) is the same as ' all' once folded"),
        ("ferry news:( (all|alls?) late){1,3}", "'alls?' in (all|alls?) takes 'all' as 'all' does"),
        (
            "ferry news: all(:late|[ :]late|late){1,3}",
            "'[ :]late' in (:late|[ :]late|late) takes ':late' as ':late' does",
        ),
        ("ferry news:( all( the)?| all the|-){1,3} late", "' all the' in ( all( the)?| all the|-) takes ' all the' as"),
        ("ferry news: all late(?!(er|est|er))", "'er' stands twice in (er|est|er)"),
    ],
)
def test_alternatives_that_take_the_same_are_told(tmp_path: Path, pattern: str, message: str) -> None:
    (problem,) = problems(tmp_path, GOOD.replace("ferry news: .{1,80}", pattern))
    assert problem.startswith(f"mine:ferry: {message}")
    assert problem.endswith(": leave one out")


@pytest.mark.parametrize("pattern", ["ferry news: .*", "ferry news:( [a-z,.]+)+", "(.*)?ferry news: all late"])
def test_a_pattern_without_an_end_is_found(tmp_path: Path, pattern: str) -> None:
    text = GOOD.replace("ferry news: .{1,80}", pattern)
    assert [
        problem.partition(" characters")[2] for problem in problems(tmp_path, text) if "takes a line" in problem
    ] == [", which may be the article: bound its repetitions, such as .{0,200} in the place of .*"]


def test_rules_out_of_order_and_lists_outside_a_language_are_told(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD + GOOD.replace('"ferry"', '"boat"'))
    assert list(out_of_place([load_list(path, "english/mine"), *load_lists()])) == [
        f"{path}: a list stands in the folder of its language: en, de, any ...",
        f"{path}: rules are sorted by id: move 'boat' above 'ferry'",
    ]


def test_a_proposed_rule_does_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD.replace("why =", 'status = "proposed"\nwhy ='))
    assert Cleaner(lists=(str(path),)).clean("Ferry news: all late") == "Ferry news: all late"


@pytest.mark.parametrize(
    ("change", "level", "select", "message"),
    [
        (
            ("why =", 'status = "proposed"\nwhy ='),
            "standard",
            "mine:ferry",
            "proposed only: `cleaner review` accepts it",
        ),
        (("why =", 'level = "aggressive"\nwhy ='), "standard", "mine", "'mine' holds at the level 'aggressive' only"),
        (("why =", 'level = "standard"\nwhy ='), "strict", "mine:ferry", "holds at the level 'standard' only"),
        (
            ("", ""),
            "standard",
            "mine:fery",
            "no rule, list, topic or language is named 'mine:fery': did you mean 'mine:ferry'",
        ),
        (("", ""), "standard", "zzzzzz", "`cleaner rules list --level aggressive` shows all"),
    ],
)
def test_a_selector_that_selects_nothing_says_why(
    tmp_path: Path, change: tuple[str, str], level: Any, select: str, message: str
) -> None:
    path = write(tmp_path, GOOD.replace(*change) if change[0] else GOOD)
    with pytest.raises(ValueError, match=re.escape(message)):
        Cleaner(lists=(str(path),), level=level, select=(select,)).clean("x")


def test_a_rule_for_a_site_holds_for_it_and_its_subdomains_only(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD.replace("why =", 'sites = ["ferry.example"]\nwhy ='))
    cleaner = Cleaner(lists=(str(path),))
    text = "One.\nFerry news: all late"
    assert cleaner.explain(text).text == text
    for url in ("https://boats.example/a", "https://notferry.example/", "ferry.example.org", "", "::"):
        assert cleaner.explain(text, url=url).text == text, url
    for url in (
        "https://ferry.example/a?b",
        "http://www.ferry.example:8080/",
        "FERRY.example",
        "//a.b.ferry.example./x",
    ):
        assert cleaner.explain(text, url=url).text == "One.", url
        assert cleaner.clean(text, url=url) == "One."


def test_levels_nest(tmp_path: Path) -> None:
    for level, allowed in [("strict", 3), ("standard", 2), ("aggressive", 1)]:
        path = write(tmp_path, GOOD.replace("why =", f'level = "{level}"\nwhy ='), f"{level}.toml")
        hits = [
            lv
            for lv in ("strict", "standard", "aggressive")
            if not Cleaner(level=lv, lists=(str(path),)).clean("Ferry news: x")
        ]  # type: ignore[arg-type]
        assert len(hits) == allowed


def test_two_lists_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    paths = (str(write(tmp_path / "a", GOOD)), str(write(tmp_path / "b", GOOD)))
    with pytest.raises(RuleError, match="loaded already"):
        Cleaner(lists=paths).clean("x")


def test_lists_that_are_not_there_are_named() -> None:
    with pytest.raises(RuleError, match="nowhere: no such file"):
        Cleaner(lists=("nowhere",)).clean("x")


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(ValueError, match="no lists for language 'xx'"):
        Cleaner(languages=("xx",)).clean("x")


def test_the_built_in_lists_are_sorted_and_their_ids_are_well_formed() -> None:
    for filter_list in load_lists():
        ids = [rule.id for rule in filter_list]
        assert ids == sorted(ids), f"{filter_list.path}: sort the rules by id"
        for rule_id in ids:
            name = rule_id.partition(":")[2]
            assert name and set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-"), rule_id


def test_a_label_with_a_full_stop_is_the_end_of_a_wrapped_paragraph(tmp_path: Path) -> None:
    rule = GOOD.replace("pattern = '''ferry news: .{1,80}'''", 'lines = ["Ferries", "All ferries"]').replace(
        "match =", "# match ="
    )
    cleaner = Cleaner(lists=(str(write(tmp_path, rule)),), select=("mine",))
    assert (
        cleaner.clean("He took the\nferries.\nFerries:\nAll ferries.\nHe slept.") == "He took the\nferries.\nHe slept."
    )
