"""The page's footer, below two removals of different kinds."""

from pathlib import Path

import pytest

from cleaner import Cleaner

PARAGRAPHS = [
    "The ferry left the harbour on Monday morning, an hour late, and nobody on the pier seemed to mind very much.",
    "Most of the passengers had brought bread and tea, since the kitchen on board has been closed since last winter.",
    "The captain said on Friday that the new boat would be faster, but that she would miss the old one all the same.",
    "Nobody knows what will become of the old boat, which has carried the mail to the island for forty years.",
]
ARTICLE = [f"{paragraph} That was year {year}." for year in range(4) for paragraph in PARAGRAPHS]
SHARE, FORM, ADVERTISEMENT = "Share this article", "Sign up to receive our latest news!", "Advertisement"


def left(*lines: str) -> list[str]:
    cleaner = Cleaner(select=("ads", "newsletter", "share", "context"), unicode="none")
    return cleaner.clean("\n\n".join(lines)).split("\n\n")


@pytest.mark.parametrize(
    "below",
    [
        ["The second boat", *PARAGRAPHS[:3]],
        ["1. Fill the pot with water and salt, and wait for an hour."],
        ["- Boats are built in winter. They are sold in spring."],
        ["A. Writer (1998). The mole and the town. Harbour Studies 12, pp. 33-41."],
        ["total = total + 1;"],
        ["| Boat | Year | Crew |"],
        ["## The second boat"],
        [" ".join(PARAGRAPHS * 2)],
    ],
)
def test_nothing_goes_where_part_of_the_article_may_follow(below: list[str]) -> None:
    assert left(*ARTICLE, SHARE, FORM, *below) == [*ARTICLE, *below]


@pytest.mark.parametrize("marks", [[SHARE], [FORM], [ADVERTISEMENT, FORM], [SHARE, SHARE]])
def test_nothing_goes_below_one_kind_of_removal(marks: list[str]) -> None:
    assert left(*ARTICLE, *marks, PARAGRAPHS[0]) == [*ARTICLE, PARAGRAPHS[0]]


def test_short_lines_below_a_plea_for_money_stay_above_the_footer() -> None:
    rows = ["The second mole", "Mill Inn, 9 Harbour Street: passed"]
    text = [*ARTICLE, "Support local journalism. Subscribe today.", *rows, "Tags", "Boats", "Share this article"]
    cleaner = Cleaner(unicode="none")
    assert cleaner.clean("\n\n".join(text)).split("\n\n") == [*ARTICLE, *rows]


# A file of one's own; what stands above its rules says it of each that says nothing else.
BELL = """{of_all}
[[rule]]
id = "bell"
removes = "line"
{own}
lines = ["Ring the bell"]
why = "A button."
keep = ["Ring the bell twice for the captain."]
"""


@pytest.mark.parametrize("inside", ["paragraphs", "lines"])
@pytest.mark.parametrize("place", ["of_all", "own"])
def test_a_rule_for_what_stands_inside_articles_is_no_sign_of_the_footer(
    inside: str, place: str, tmp_path: Path
) -> None:
    keys = {"of_all": "", "own": ""} | {place: f'inside = "{inside}"'}
    lines = [*ARTICLE, "Ring the bell", SHARE, PARAGRAPHS[0]]
    assert _left_by(BELL.format(**keys), lines, tmp_path) == [*ARTICLE, PARAGRAPHS[0]]


@pytest.mark.parametrize("keys", [{"of_all": "", "own": ""}, {"of_all": 'inside = "lines"', "own": 'inside = "no"'}])
def test_a_rule_for_the_page_alone_is_a_sign_of_the_footer(keys: dict[str, str], tmp_path: Path) -> None:
    lines = [*ARTICLE, "Ring the bell", SHARE, "Harbour Post", "The Harbour Post has been read here since 1888."]
    assert _left_by(BELL.format(**keys), lines, tmp_path) == ARTICLE


def _left_by(rules: str, lines: list[str], folder: Path) -> list[str]:
    (folder / "bells.toml").write_text(rules, encoding="utf-8")
    cleaner = Cleaner(lists=(str(folder),), select=("bells", "share", "context"), unicode="none")
    return cleaner.clean("\n\n".join(lines)).split("\n\n")


def test_nothing_goes_below_removals_that_stand_apart() -> None:
    assert left(*ARTICLE, SHARE, *ARTICLE[:8], FORM, PARAGRAPHS[0]) == [*ARTICLE, *ARTICLE[:8], PARAGRAPHS[0]]


def test_the_last_sentence_between_a_form_inside_the_article_and_its_end_stays() -> None:
    assert left(*ARTICLE, FORM, "The boat is for sale.", SHARE, "Harbour Post") == [
        *(*ARTICLE, "The boat is for sale.", "Harbour Post")
    ]


def test_short_lines_between_a_form_inside_the_article_and_the_footer_stay() -> None:
    tides = ["Low water at noon", "High water at six"]
    assert left(*ARTICLE, FORM, *tides, SHARE, "Harbour Post") == [*ARTICLE, *tides]


def test_the_article_goes_on_below_a_form_with_its_terms() -> None:
    terms = ["Email address", "By signing up you agree to our Terms of Use and Privacy Policy.", "Privacy Policy"]
    cleaner = Cleaner(unicode="none")
    lines = [*ARTICLE, FORM, *terms, PARAGRAPHS[0]]
    assert cleaner.clean("\n\n".join(lines)).split("\n\n") == [*ARTICLE, PARAGRAPHS[0]]


def test_what_is_not_little_beside_the_article_stays() -> None:
    assert left(*PARAGRAPHS, SHARE, FORM, PARAGRAPHS[0]) == [*PARAGRAPHS, PARAGRAPHS[0]]


def test_the_article_below_a_bar_at_its_head_stays() -> None:
    assert left("The ferry is late", SHARE, FORM, *ARTICLE) == ["The ferry is late", *ARTICLE]


def test_the_footer_goes() -> None:
    footer = [
        "Harbour Post",
        "The Harbour Post is read in every house on the pier, and in some of those on the island.",
    ]
    assert left(*ARTICLE, SHARE, "Jane Carter", FORM, *footer) == ARTICLE
