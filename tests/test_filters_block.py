"""Headers of lists of other stories, and the links under them."""

import pytest

from cleaner import Cleaner

CLEANER = Cleaner(select=("blocks", "context"), unicode="none")

PARAGRAPH = (
    "The ferry left the harbour on Monday morning, an hour late, and nobody on the pier seemed to mind very much. "
    "Most of the passengers had brought bread and tea, since the kitchen has been closed since last winter."
)
OTHER = (
    "The captain said on Friday that the new boat would be faster, but that she would miss the old one all the same."
)
LINKS = ["Why the harbour closes at night, and who has the key", "Council votes on the new bridge after three hours"]
ARTICLE = [PARAGRAPH, OTHER]


def left(*lines: str) -> list[str]:
    return CLEANER.clean("\n\n".join(lines)).split("\n\n")


@pytest.mark.parametrize(
    "line",
    [
        "The council has met on Monday, and the bridge will be built.",
        "1. Fill the pot with water and salt",
        "[2] A. Writer, The mole and the town",
        "A. Writer (1998). The mole and the town",
        "boat = harbour.Boat('Gull')",
        "| Boat | Year | Crew |",
        "Boats that were built in winter:",
        "- Boats are built in winter. They are sold in spring.",
        "## Boats that were built in winter",
        "18:40 The last boat is in the harbour",
        "Harrow Town (4-4-2): Kemp; Oduya, Banks; Marsh, Dyer; Cole",
        "are told in every house along the northern pier",
    ],
)
def test_a_block_ends_at_anything_that_could_be_the_article(line: str) -> None:
    article = [*ARTICLE, "Related articles", line, LINKS[0], OTHER + " It is old."]
    assert left(*article)[-3:] == article[-3:]


def test_a_paragraph_that_was_broken_at_a_link_stays_whole_under_a_block() -> None:
    pieces = [
        "The captain has asked for years why the harbour closes at night, and",
        "who has the key, but nobody knew.",
    ]
    assert left(*ARTICLE, "Related articles", LINKS[0], *pieces, OTHER)[-3:] == [*pieces, OTHER]


def test_the_heading_of_the_paragraph_under_a_block_stays() -> None:
    assert left(*ARTICLE, "Related articles", *LINKS, "A second boat", OTHER) == [*ARTICLE, "A second boat", OTHER]


def test_of_short_lines_under_a_header_only_the_last_may_be_a_heading_where_the_article_has_none() -> None:
    short = ["Harbour closes at night again", "Council votes on a new bridge"]
    assert left(*ARTICLE, "Related articles", *short, OTHER) == [*ARTICLE, short[1], OTHER]


def test_short_lines_under_a_header_stay_in_an_article_that_has_headings() -> None:
    article = [PARAGRAPH, "How it began", OTHER, "How it went on", OTHER + " So it is.", "Related articles"]
    short = ["Harbour closes at night again", "Council votes on a new bridge", OTHER]
    assert left(*article, *short) == [*article, *short]


def test_short_lines_stay_under_a_header_of_one_word() -> None:
    short = ["Harbour closes at night again", "Council votes on a new bridge"]
    assert left(*ARTICLE, "Must-reads", *short, OTHER) == [*ARTICLE, "Must-reads", *short, OTHER]


def test_the_title_under_a_list_of_other_stories_stays() -> None:
    title = "Ferry leaves the harbour an hour late on Monday"
    assert left("Latest news", *LINKS, title, *ARTICLE) == ["Latest news", *LINKS, title, *ARTICLE]


def test_the_title_and_its_dateline_stay_under_a_list_that_follows_a_single_paragraph() -> None:
    title = ["Ferry leaves the harbour an hour late on Monday", "By Jane Carter", "12 March"]
    assert left(OTHER, "Latest news", *LINKS, *title, *ARTICLE) == [OTHER, *title, *ARTICLE]


def test_short_lines_alone_are_no_links() -> None:
    names = ["Anna Berg", "The Gull", "Olivia", "Two cups of flour"]
    assert left(*ARTICLE, "Most read", *names, OTHER) == [*ARTICLE, "Most read", *names, OTHER]


def test_a_list_longer_than_lists_of_stories_stays() -> None:
    many = [f"Story number {n} of the long winter in the harbour" for n in range(30)]
    assert left(*ARTICLE, "Related articles", *many, OTHER) == [*ARTICLE, "Related articles", *many, OTHER]


def test_a_header_of_one_word_opens_nothing_above_the_end() -> None:
    article = [*ARTICLE, "Popular", *LINKS, OTHER]
    assert left(*article) == article


def test_links_in_the_middle_of_an_article_go_with_their_header() -> None:
    assert left(*ARTICLE, "Related articles", *LINKS, OTHER) == [*ARTICLE, OTHER]


def test_bulleted_links_go_too() -> None:
    assert left(*ARTICLE, "You may also like", *(f"- {link}" for link in LINKS), OTHER) == [*ARTICLE, OTHER]


def test_two_blocks_in_a_row_go() -> None:
    assert left(*ARTICLE, "Most read", LINKS[0], "Recommended for you", LINKS[1], OTHER) == [*ARTICLE, OTHER]


def test_a_header_without_its_links_goes() -> None:
    assert left(*ARTICLE, "Related stories", OTHER) == [*ARTICLE, OTHER]


def test_each_line_of_a_block_names_the_rule_of_its_header() -> None:
    text = "\n".join([*ARTICLE, "Related articles", *LINKS, OTHER])
    assert [(r.rule, text[r.start : r.end]) for r in CLEANER.explain(text).removals] == [
        ("en/blocks:related", line) for line in ["Related articles", *LINKS]
    ]


HEADINGS = ["The boat in winter", PARAGRAPH, "The boat in spring", OTHER, "The boat in summer", PARAGRAPH]


@pytest.mark.parametrize("header", ["Related stories", "More stories", "You may also like"])
@pytest.mark.parametrize(
    "heading", ["Why the harbour closes at night, and who has the key", "Who has the key of the harbour at night?"]
)
def test_a_heading_of_an_article_that_has_several_stays_below_a_header(header: str, heading: str) -> None:
    below = [heading, OTHER]
    assert left(PARAGRAPH, *HEADINGS, header, *below)[-2:] == below


def test_a_link_goes_in_an_article_without_headings() -> None:
    assert left(PARAGRAPH, OTHER, PARAGRAPH, "Related stories", LINKS[0], OTHER) == [PARAGRAPH, OTHER, PARAGRAPH, OTHER]


def test_a_list_stays_if_the_line_above_the_header_announces_it() -> None:
    article = [PARAGRAPH, OTHER, "The harbour master has asked the council for three things:"]
    assert left(*article, "Related stories", *LINKS) == [*article, "Related stories", *LINKS]


def test_a_bulleted_list_into_which_a_header_was_set_stays() -> None:
    items = ["- A lamp for the northern mole by winter", "- Another ladder for the mole by spring"]
    text = [PARAGRAPH, OTHER, items[0], "Most read", items[1], OTHER]
    assert left(*text) == text


def test_records_with_the_same_fields_stay() -> None:
    record = ["Berth: the northern mole of the harbour", "Built in: the yard of the Petersens"]
    text = [PARAGRAPH, OTHER, *record, PARAGRAPH, "Trending", *record]
    assert left(*text) == text
