"""Mining what ends the articles of a site, the site's own name, lone signs, and writers left behind in a list."""

from __future__ import annotations

from pathlib import Path

import pytest
from mining import ENGLISH, THINGS, corpus, mined, page, paragraph

from cleaner import Cleaner
from cleaner.mine import Proposal, Settings, mine
from cleaner.mine.rulefile import write_proposals

END = "Please read our comment policy before posting."


def headline(number: int) -> str:
    return f"Why the {THINGS[number % 11]} of town {number} met the {THINGS[(number + 3) % 11]} again"


def ends(*pages: str) -> list[str]:
    return [p.examples[0] for p in mined(*pages) if p.rule("mined:one", "2024-01-01").removes == "rest"]


def cleaner_of(proposals: list[Proposal], folder: Path) -> Cleaner:
    _, problems = write_proposals(folder / "mined.toml", proposals, accept_above=0)
    assert problems == []
    return Cleaner(languages=("en",), lists=[str(folder / "mined.toml")])


# ------------------------------------------------------------------ what is never proposed


@pytest.mark.parametrize("below", [(), (paragraph(90, 1),), ("Harbour mail", "The weekly letter of the Bay Herald")])
def test_what_has_nothing_of_the_page_itself_below_it_ends_nothing(below: tuple[str, ...]) -> None:
    assert ends(*(page(n, below=(END, *below)) for n in range(8))) == []


def test_what_stands_above_a_paragraph_on_one_page_ends_no_article() -> None:
    last = page(8, below=(END, paragraph(8, 7), headline(8)))
    assert ends(*(page(n, below=(END, headline(n))) for n in range(8)), last) == []


def test_what_is_on_fewer_than_half_of_the_pages_ends_no_article() -> None:
    assert ends(*(page(n, below=(END, headline(n)) if n < 3 else ()) for n in range(8))) == []


def test_what_goes_on_below_it_in_the_middle_of_a_sentence_is_no_end() -> None:
    assert ends(*(page(n, below=(END, f"of the {THINGS[n]}, he said, and of town {n}")) for n in range(8))) == []


def test_a_heading_of_what_differs_ends_nothing() -> None:
    assert ends(*(page(n, below=("See also", headline(n))) for n in range(8))) == []


def test_no_heading_below_a_list_of_stories_is_taken_for_a_writer() -> None:
    stories = ("Most read", headline(20), "Jane Roe", headline(21), "Prep Time")
    pages = [page(n, between=(*stories[:3], headline(n + 30), "Prep Time")) for n in range(8)]
    assert "Prep Time" not in [p.examples[0] for p in mined(*pages)]
    assert "Prep Time" not in [p.examples[0] for p in mined(*(page(n, between=stories[3:]) for n in range(8)))]


@pytest.mark.parametrize("sign", [".", "”", "1", "A"])
def test_what_a_link_tore_from_a_sentence_is_no_sign(sign: str) -> None:
    assert sign not in [p.examples[0] for p in mined(*(page(n, below=("Advertisement", sign)) for n in range(8)))]


def test_signs_between_paragraphs_are_not_proposed() -> None:
    assert mined(*(page(n, between=("-",)) for n in range(8))) == []


# ------------------------------------------------------------------ what is proposed


def test_below_what_always_stands_below_the_article_the_page_goes_and_no_paragraph(tmp_path: Path) -> None:
    pages = [page(n, below=(END, headline(n), headline(n + 11))) for n in range(8)]
    assert ends(*pages) == [END]
    cleaner = cleaner_of(mined(*pages), tmp_path)
    unseen = page(9, below=(END, headline(40), headline(41)))
    assert cleaner.clean(unseen, url="https://example.com/9") == page(9)
    assert headline(40) in cleaner.clean(unseen, url="https://elsewhere.example/9")
    amid = page(9, between=(END,))
    assert cleaner.clean(amid, url="https://example.com/9") == page(9)


def test_a_line_that_names_the_site_and_nothing_else_goes_though_articles_name_it_too(tmp_path: Path) -> None:
    pages = [
        page(n, above=(f"By {THINGS[n].title()} Roe", "-", "The Bay Herald", "-"), between=(told,))
        for n, told in enumerate(f"{paragraph(n, 8)} So the mayor told The Bay Herald on the day." for n in range(8))
    ]
    proposals = mine(corpus(*pages, site="https://bayherald.example/1"), ENGLISH, Settings(memory=1 << 16))
    assert sorted(p.examples[0] for p in proposals) == ["-", "The Bay Herald"]
    cleaner = cleaner_of(proposals, tmp_path)
    left = cleaner.clean(pages[0], url="https://bayherald.example/1").split("\n\n")
    assert [line for line in pages[0].split("\n\n") if line not in left] == ["-", "The Bay Herald", "-"]


def test_a_writer_left_below_a_list_of_stories_goes_only_there(tmp_path: Path) -> None:
    stories = ("Most read", headline(20), "Jane Roe", headline(21), "Marta Lindqvist")
    proposals = mined(*(page(n, between=stories) for n in range(8)))
    assert [(p.examples[0], p.rule("mined:one", "").below) for p in proposals] == [("Marta Lindqvist", "blocks")]
    cleaner = cleaner_of(proposals, tmp_path)
    assert cleaner.clean(page(9, between=stories), url="https://example.com/9") == page(9)
    hers = page(9, above=("Share this article", "Marta Lindqvist"))
    assert "Marta Lindqvist" in cleaner.clean(hers, url="https://example.com/9")
