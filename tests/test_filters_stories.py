"""Lists of other stories without a header, and never an article's own list."""

import pytest

from cleaner import Cleaner

ARTICLE = [
    "The ferry left the harbour on Monday morning, an hour late, and nobody on the pier seemed to mind very much.",
    "Most of the passengers had brought bread and tea, since the kitchen on board has been closed since last winter.",
    "The captain said on Friday that the new boat would be faster, but that she would miss the old one all the same.",
    "Nobody knows what will become of the old boat, which has carried the mail to the island for forty years.",
    "Her father had steered it before her, and her grandfather before him, in the years when the bay froze over.",
]
FOOTER = ["Share this article", "All rights reserved."]
# Below these an article may go on.
BETWEEN = ["Download our app", "Turn on notifications"]
HEADLINES = [
    "Council votes on the new bridge after three hours",
    "Why the harbour closes at night, and who has the key",
    "A lamp for the northern mole, and what it costs",
    "Two sisters and the boat that nobody wanted",
    "The dog that jumped from the ferry in winter",
]
NAMES = ["Jane Example", "Olav van Muster", "Jane Example", "Bea Modelo", "Jane Example"]
DATES = ["March 4, 2024", "March 3, 2024", "March 1, 2024", "February 27, 2024", "February 20, 2024"]


def left(*lines: str, level: str = "aggressive") -> list[str]:
    return Cleaner(level=level, unicode="none").clean("\n".join(lines)).split("\n")  # type: ignore[arg-type]


def stories(*columns: list[str]) -> list[str]:
    return [line for story in zip(*columns, strict=True) for line in story]


TEASERS = [f"All about it in a line that is {n} words long" for n in range(5)]
STORIES = stories(HEADLINES, TEASERS, NAMES)


def test_they_stay_without_a_removal_next_to_them() -> None:
    assert left(*ARTICLE, *STORIES) == [*ARTICLE, *STORIES]


@pytest.mark.parametrize(
    "columns",
    [
        [HEADLINES, NAMES],
        [DATES, HEADLINES, TEASERS],
        [HEADLINES, TEASERS, ["By " + name for name in NAMES]],
        [HEADLINES, TEASERS, ["Jane Example", "Olav van Muster", "Ann Else", "Bea Modelo", "Colin Sample"]],
        [["Chair", "Clerk", "Cook", "Mate", "Pilot"], ["Harbour", "Ferry", "Kitchen", "Deck", "Bridge"], NAMES],
        [["19:00", "19:30", "20:00", "20:30", "21:00"], HEADLINES, TEASERS],
    ],
)
def test_what_may_be_a_tour_a_programme_a_board_or_a_list_of_books_stays_in_standard(columns: list[list[str]]) -> None:
    listed = stories(*columns)
    assert left(*ARTICLE, *listed, *FOOTER, level="standard") == [*ARTICLE, *listed]


def test_a_headline_a_teaser_and_a_writer_of_several_stay_in_standard_right_below_the_article() -> None:
    # What its writers liked best this year, say.
    assert left(*ARTICLE, *STORIES, *FOOTER, level="standard") == [*ARTICLE, *STORIES]


def test_a_round_up_whose_entries_a_sign_up_form_parts_stays_in_standard() -> None:
    longer = [f"{line} {line}" for line in ARTICLE]
    entries = [*stories(HEADLINES[:2], longer[:2], NAMES[:2]), *longer]
    page = [*entries, *BETWEEN, *STORIES]
    assert left(*page, level="standard") == [*entries, *STORIES]


def test_a_headline_a_teaser_and_a_writer_of_several_go_in_standard_below_a_removal() -> None:
    assert left(*ARTICLE, *BETWEEN, *STORIES, level="standard") == ARTICLE
    assert left(NAMES[0], *ARTICLE, *BETWEEN, *STORIES, level="standard") == [NAMES[0], *ARTICLE]


def test_an_interview_whose_speakers_are_named_below_each_other_stays() -> None:
    talk = stories(HEADLINES, NAMES, [f"It is what we did in year {n}, and we would do it again." for n in range(5)])
    assert left(*ARTICLE[:2], *talk, *FOOTER, level="standard")[-len(talk) :] == talk


def test_results_with_a_town_that_comes_only_once_stay() -> None:
    towns = ["Nordhafen Mole", "Westhafen Quay", "Island Church", "Town Hall", "Old Bridge"]
    listed = stories(HEADLINES, towns)
    assert left(*ARTICLE, *listed, *FOOTER) == [*ARTICLE, *listed]


def test_chapters_with_a_date_of_which_two_paragraphs_stand_under_each_stay() -> None:
    chapters = stories(DATES, HEADLINES, ARTICLE, ARTICLE[::-1])
    assert left(*ARTICLE, *chapters, *FOOTER)[-len(chapters) :] == chapters


def test_a_list_longer_than_the_article_stays() -> None:
    reviews = stories(HEADLINES, NAMES, ARTICLE)
    assert left(*ARTICLE[:2], *reviews, *FOOTER) == [*ARTICLE[:2], *reviews]


@pytest.mark.parametrize("part", ["def board(ferry): pass", "| Boat | Year | Crew |", "## The second boat"])
def test_a_rhythm_with_code_or_tables_in_it_stays(part: str) -> None:
    listed = stories(HEADLINES, [part] * 5, NAMES)
    assert left(*ARTICLE, *listed, *FOOTER) == [*ARTICLE, *listed]


@pytest.mark.parametrize("stamps", [NAMES, DATES])
def test_stories_in_a_rhythm_go_above_a_footer_and_below_a_removal(stamps: list[str]) -> None:
    listed = stories(HEADLINES, stamps)
    assert left(*ARTICLE, *listed, *FOOTER) == ARTICLE
    assert left(*ARTICLE, *FOOTER, *listed) == ARTICLE


def test_a_last_paragraph_above_them_stays() -> None:
    last = "It rained when the mail came in."
    assert left(*ARTICLE, last, *STORIES, *FOOTER) == [*ARTICLE, last]


def test_headlines_that_stand_twice_in_a_line_go_with_their_names() -> None:
    doubled = [line for h, n in zip(HEADLINES[:3], NAMES, strict=False) for line in (f"{h} {h}", n)]
    page = [*ARTICLE[:3], *doubled, *ARTICLE[3:]]
    assert left(*page) == ARTICLE
    assert left(*page, level="standard") == page


def test_one_line_that_says_the_same_twice_stays_and_so_do_refrains() -> None:
    page = [*ARTICLE[:3], "Row the boat, row the boat", "Row the boat, row the boat", f"{HEADLINES[0]} {HEADLINES[0]}"]
    assert left(*page) == page
