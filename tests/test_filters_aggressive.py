"""What only ``aggressive`` removes for what stands around it: tails, threads of comments, labels above the article."""

import pytest

from cleaner import Cleaner

ARTICLE = [
    "The ferry left the harbour on Monday morning, an hour late, and nobody on the pier seemed to mind very much.",
    "Most of the passengers had brought bread and tea, since the kitchen on board has been closed since last winter.",
    "The captain said on Friday that the new boat would be faster, but that she would miss the old one all the same.",
    "Her father had steered it before her, and her grandfather before him, in the years when the bay froze over.",
    "Nobody has counted the crossings. The log was kept by hand until 1988, and eleven volumes went down in 1953.",
    "What is certain is that no passenger was ever lost, if one leaves out the dog that jumped in 1971.",
    "The new boat is to make its first crossing in the spring, if the yard keeps its word, which no yard has so far.",
    "Until then the old one sails on, four times a day, with a coat of paint that is said to hold it all together.",
    "The harbour trust wants to keep it as a museum; the council has asked for figures and has not been given any yet.",
    "On the pier they have begun to sell its picture on cups, which is how such stories end, says the man at the till.",
]
TITLE = "The last winter of the old ferry"
TEASER = "A story of two sisters and a boat that nobody wanted, told by those who were there on the night of the storm."


def left(*lines: str, level: str = "aggressive") -> list[str]:
    cleaner = Cleaner(level=level, unicode="none")  # type: ignore[arg-type]
    return cleaner.clean("\n\n".join(lines)).split("\n\n")


@pytest.mark.parametrize("part", ["## How to get there", "print(ferry)", "| Boat | Year | Crew |"])
def test_headings_code_and_tables_below_a_header_stay(part: str) -> None:
    page = [*ARTICLE, "Related stories", part, TEASER]
    assert left(*page)[-2:] == [part, TEASER]


def test_a_chapter_below_a_header_stays() -> None:
    page = [*ARTICLE[:5], "Related stories", *ARTICLE[5:]]
    assert left(*page)[-5:] == ARTICLE[5:]


def test_an_article_too_short_to_tell_keeps_its_end() -> None:
    page = [*ARTICLE[:2], "Related stories", TEASER]
    assert TEASER in left(*page)


def test_what_stands_below_a_header_at_the_end_goes() -> None:
    page = [*ARTICLE, "Related stories", "1. The winter of the floods, and of two sisters", TEASER]
    assert left(*page) == ARTICLE
    assert TEASER in left(*page, level="standard")


def test_an_interview_with_two_voices_stays() -> None:
    page = [*ARTICLE, "Jane says:", "It is late.", "Olav says:", "It is always late."]
    assert left(*page) == page


def test_quotations_in_a_forum_stay() -> None:
    page = [line for name in ("jane", "olav", "bea", "colin") for line in (f"{name} said:", ARTICLE[0], ARTICLE[1])]
    assert left(*page) == page


def test_comments_without_a_header_go() -> None:
    thread = [line for name in ("Jane", "Olav", "Bea") for line in (f"{name} says:", "It is always late.")]
    assert left(*ARTICLE, *thread) == ARTICLE
    assert "Olav says:" in left(*ARTICLE, *thread, level="standard")


def test_comments_below_a_header_that_counts_them_go_whatever_they_look_like() -> None:
    thread = [
        "1. I was on that boat, and the tea was cold, as it always is when the wind comes from the north.",
        TEASER,
    ]
    assert left(*ARTICLE, "2 Reader Comments", *thread) == ARTICLE


def test_labels_above_an_article_stay_where_nothing_was_removed() -> None:
    page = ["Harbour", "Ferries", TITLE, *ARTICLE]
    assert left(*page) == page


def test_the_first_line_stays_however_short() -> None:
    assert left("Small hours", "Share this article", "Harbour", TITLE, *ARTICLE)[0] == "Small hours"


def test_verse_above_a_paragraph_stays() -> None:
    verse = [f"Line {letter} of the song" for letter in "abcdefghijklmnopqrst"]
    assert left("Share this article", *verse, *ARTICLE)[:3] == verse[:3]


def test_labels_around_the_title_go_next_to_a_removal() -> None:
    page = [TITLE, "Harbour", "Share this article", "Ferries", *ARTICLE]
    assert left(*page) == [TITLE, *ARTICLE]
    assert left(*page, level="standard") == [TITLE, "Harbour", "Ferries", *ARTICLE]


def test_a_second_cleaning_finds_nothing() -> None:
    page = ["Home", TITLE, "Harbour", "Share this article", *ARTICLE, "Related stories", TEASER, "2 Comments", TEASER]
    once = left(*page)
    assert left(*once) == once


LINKS = ["Why the harbour closes at night", "Ferries", "Council votes on the new bridge after three hours"]


def test_a_list_that_goes_on_below_a_removal_stays() -> None:
    dates = ["March 4 - Nordhafen, Old Mole", "March 5 - Westhafen, Town Hall", "March 6 - Island, the Church", "End"]
    page = [*ARTICLE, dates[0], "Skip to content", *dates[1:]]
    assert left(*page)[-4:] == dates


def test_short_lines_below_the_article_stay_where_nothing_was_removed_above_them() -> None:
    assert left(*ARTICLE, *LINKS, "Skip to content") == [*ARTICLE, *LINKS]


def test_a_run_of_links_directly_below_a_removal_goes() -> None:
    assert left(*ARTICLE, "Skip to content", *LINKS) == ARTICLE
    assert left(*ARTICLE, "Skip to content", *LINKS, level="standard")[-3:] == LINKS


def test_a_counter_of_comments_inside_the_article_takes_nothing_along() -> None:
    named = "On the ferry nobody speaks of the captain and the passengers without a word on the tea and the log."
    for counter in ("12 comments", "Comments (12)", "Leave a comment"):
        page = [*ARTICLE[:8], counter, named, *ARTICLE[8:]]
        assert left(*page)[-3:] == [named, *ARTICLE[8:]]


def test_rows_of_a_list_stay_below_a_header_that_was_set_into_it() -> None:
    rows = ["September 5 - Nordhafen, Old Mole", "September 12 - Westhafen, Town Hall", "September 18 - Island Church"]
    assert [row for row in left(*ARTICLE, rows[0], "Related stories", *rows[1:]) if row in rows] == rows
