"""Mining names above notes on authors, rows of controls, and the ends of rows, on pages of our own making."""

from __future__ import annotations

import pytest
from mining import THINGS, mined, page, paragraph

NOTE = "You can email Marta Lindqvist here, and read more of Marta Lindqvist's articles here."


def where(*pages: str) -> dict[str, str]:
    return {p.examples[0]: p.rule("mined:one", "2024-01-01").where for p in mined(*pages)}


# ------------------------------------------------------------------ what is never proposed


@pytest.mark.parametrize("below", [("Share this article",), ("Write to the Bay Herald desk",), ()])
def test_who_signs_most_articles_is_not_proposed(below: tuple[str, ...]) -> None:
    pages = [page(n, below=("Marta Lindqvist", *below)) for n in range(5)]
    assert "Marta Lindqvist" not in where(*pages, *(page(n, below=below) for n in range(5, 8)))


def test_an_author_of_one_name_is_not_proposed() -> None:
    assert where(*(page(n, above=("Marta", f"March {n + 1}, 2024")) for n in range(8))) == {}
    assert where(*(page(n, above=("Marta", THINGS[n].title() + " Roe")) for n in range(8))) == {}


@pytest.mark.parametrize("heading", ["Ingredients", "Method", "You need this"])
def test_a_heading_below_a_row_that_comes_back_is_not_proposed(heading: str) -> None:
    row = ("Harbour mail", "Sign up for our newsletter", heading)
    assert heading not in where(*(page(n, between=row) for n in range(8)))


def test_a_row_of_controls_on_some_pages_is_not_proposed() -> None:
    pages = [page(n, above=("Listen", "Smaller")) for n in range(5)]
    assert where(*pages, *(page(n) for n in range(5, 8))) == {}


def test_single_words_above_what_differs_are_not_proposed() -> None:
    manual = [page(n, above=("NAME", f"{THINGS[n]} - show the {THINGS[n]}", "SYNOPSIS", THINGS[n])) for n in range(8)]
    assert where(*manual) == {}


# ------------------------------------------------------------------ what is


def test_a_name_above_a_note_on_that_person_goes_below_the_article_only() -> None:
    pages = [page(n, below=("Marta Lindqvist", NOTE)) for n in range(5)]
    assert where(*pages, *(page(n) for n in range(5, 8)))["Marta Lindqvist"] == "foot"


def test_a_row_of_controls_above_nearly_all_articles_goes_there_only() -> None:
    pages = [page(n, above=("Listen", "Smaller", f"March {n + 1}, 2024")) for n in range(8)]
    assert where(*pages) == {"Listen": "head", "Smaller": "head"}


def test_the_text_of_a_picture_above_the_dateline_is_not_the_articles_beginning() -> None:
    rows = [(paragraph(n, 9), "Listen", "Smaller", f"March {n + 1}, 2024") for n in range(8)]
    assert where(*(page(n, above=rows[n]) for n in range(8))) == {"Listen": "head", "Smaller": "head"}


def test_a_sentence_at_the_end_of_a_row_is_a_part_of_it_where_the_same_stands_above_it_each_time() -> None:
    row = ("Sign up for our newsletter", "Fridays, free of charge", "Read the policy here.")
    pages = [page(n, between=row) for n in range(6)]
    assert where(*pages, *(page(n) for n in range(6, 15)))[row[2]] == "beside"
    elsewhere = page(6, between=(*row[:1], "The harbour in the morning", row[2]))
    assert row[2] not in where(*pages, elsewhere, *(page(n) for n in range(7, 15)))
