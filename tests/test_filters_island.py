"""Short lines enclosed by removals, and menus below the article."""

from pathlib import Path

import pytest

from cleaner import Cleaner

ARTICLE = [
    "The ferry left the harbour on Monday morning, an hour late, and nobody on the pier seemed to mind very much.",
    "Most of the passengers had brought bread and tea, since the kitchen on board has been closed since last winter.",
]
ADVERTISEMENT, PROMPT = "Advertisement", "Sign up to receive our latest news!"


def left(*lines: str, level: str = "standard") -> list[str]:
    cleaner = Cleaner(level=level, select=("ads", "newsletter", "share", "context"), unicode="none")  # type: ignore[arg-type]
    return cleaner.clean("\n\n".join(lines)).split("\n\n")


def test_a_heading_between_removals_in_the_article_stays() -> None:
    assert left(ARTICLE[0], PROMPT, "A second boat", PROMPT, ARTICLE[1]) == [ARTICLE[0], "A second boat", ARTICLE[1]]


def test_the_title_between_removals_stays() -> None:
    assert left(PROMPT, "A second boat", PROMPT, *ARTICLE) == ["A second boat", *ARTICLE]


def test_items_between_advertisements_stay() -> None:
    items = ["Two cups of flour", ADVERTISEMENT, "A pinch of salt", ADVERTISEMENT]
    assert left(*ARTICLE, ADVERTISEMENT, *items) == [*ARTICLE, "Two cups of flour", "A pinch of salt"]


def test_a_short_thai_paragraph_between_removals_stays() -> None:
    paragraph = "กรมทางหลวงบอกว่าผู้ที่โทรไปถามจะได้รับคำตอบก่อนปิดสะพานทุกครั้ง"
    assert left(*ARTICLE, PROMPT, paragraph, PROMPT) == [*ARTICLE, paragraph]


@pytest.mark.parametrize(("inside", "stays"), [("lines", True), ("paragraphs", False), ("no", False)])
def test_a_rule_for_what_stands_between_any_two_lines_encloses_nothing(
    inside: str, stays: bool, tmp_path: Path
) -> None:
    rule = '[[rule]]\nid = "bell"\nremoves = "line"\nlines = ["Ring the bell"]\nwhy = "A button."\n'
    rule += f'keep = ["Ring the bell twice."]\ninside = "{inside}"\n'
    (tmp_path / "bells.toml").write_text(rule, encoding="utf-8")
    cleaner = Cleaner(lists=(str(tmp_path),), select=("bells", "context"), unicode="none")
    text = "\n\n".join([*ARTICLE, "Ring the bell", "A pinch of salt", "Ring the bell"])
    assert cleaner.clean(text).split("\n\n") == [*ARTICLE, *(["A pinch of salt"] if stays else [])]


def test_a_sentence_between_removals_stays() -> None:
    assert left(*ARTICLE, PROMPT, "It rained.", PROMPT) == [*ARTICLE, "It rained."]


def test_three_lines_between_removals_stay() -> None:
    lines = ["Anna Berg", "Olav", "The Gull"]
    assert left(*ARTICLE, PROMPT, *lines, PROMPT) == [*ARTICLE, *lines]


SHARE = "Share this article"


def test_what_an_article_ends_with_stays_between_a_form_and_the_foot() -> None:
    assert left(*ARTICLE, PROMPT, "High water: 16:35", SHARE) == [*ARTICLE, "High water: 16:35"]


def test_short_lines_go_on_below_a_form() -> None:
    tides = ["Low water 04:10", "High water 10:20"]
    assert left(*ARTICLE, tides[0], PROMPT, tides[1], PROMPT) == [*ARTICLE, *tides]


def test_a_short_line_between_removals_below_the_article_goes() -> None:
    assert left(*ARTICLE, PROMPT, "News updates", PROMPT) == ARTICLE


def test_a_menu_next_to_a_removal_goes_only_in_aggressive() -> None:
    page = [*ARTICLE, PROMPT, "News", "Sport", "Weather"]
    assert left(*page) == [*ARTICLE, "News", "Sport", "Weather"]
    assert left(*page, level="aggressive") == ARTICLE


def test_a_menu_that_touches_no_removal_stays() -> None:
    page = [*ARTICLE, "News", "Sport", "The last line of all, which is a headline", PROMPT]
    assert left(*page, level="aggressive")[:4] == page[:4]


def test_the_fields_of_records_stay() -> None:
    fields = [
        part for name in ("net.h", "svc.h", "des.h") for part in (f"Files: src/{name}", "License: BSD-3-Clause", PROMPT)
    ]
    assert left(*ARTICLE, PROMPT, *fields) == [*ARTICLE, *(line for line in fields if line != PROMPT)]
