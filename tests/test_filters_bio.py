"""Who the author is, below the article."""

import pytest

from cleaner import Cleaner

CLEANER = Cleaner(select=("context",), unicode="none")

ARTICLE = [
    "The ferry left the harbour on Monday morning, an hour late, and nobody on the pier seemed to mind very much.",
    "Most of the passengers had brought bread and tea, since the kitchen on board has been closed since last winter.",
    "The captain said on Friday that the new boat would be faster, but that she would miss the old one all the same.",
]
REPORTER = "Jane Carter is the harbour reporter of the Post, and has written about boats and piers for twenty years."


def left(*lines: str) -> list[str]:
    return CLEANER.clean("\n\n".join(lines)).split("\n\n")


@pytest.mark.parametrize(
    "line",
    [
        "Jane Carter is the harbour master, and has kept the keys of the pier and of the light for twenty years.",
        "Jane Carter was a reporter of the Post when the ferry sank, and the only one on board who could swim.",
        "Jane Carter, whom nobody asked, said that the editor of the Post should have been on board as well.",
        "The Harbour Post is owned by a reporter and an editor who bought it from the family in the spring.",
        "She is the harbour reporter of the Post, and has written about boats and piers for twenty years.",
    ],
)
def test_a_last_paragraph_on_somebody_else_stays(line: str) -> None:
    assert left(*ARTICLE, line) == [*ARTICLE, line]


def test_a_journalist_of_whom_the_article_speaks_stays() -> None:
    article = [
        *ARTICLE,
        "Among those who waited was Mrs Carter, with a bag full of letters to the ministry and the port.",
    ]
    assert left(*article, REPORTER) == [*article, REPORTER]


def test_a_journalist_in_the_middle_of_an_article_stays() -> None:
    assert left(*ARTICLE, REPORTER, ARTICLE[0]) == [*ARTICLE, REPORTER, ARTICLE[0]]


def test_a_sentence_on_who_is_spoken_of_stays_among_the_last_of_an_article() -> None:
    lines = ["Jane Carter is the author of three novels.", "Jane Carter covers the harbour for the Post."]
    for line in lines:
        text = [*ARTICLE[:2], line, ARTICLE[2], ARTICLE[0].replace("Monday", "Friday")]
        assert Cleaner(unicode="none").clean("\n\n".join(text)).split("\n\n") == text
        assert Cleaner(unicode="none").clean("\n\n".join([*ARTICLE, line])).split("\n\n") == ARTICLE


def test_a_list_of_people_stays() -> None:
    names = ["Anna Berg", "Olivia Stone", "John Roe", "Mary Lake"]
    speakers = [f"{name} is an editor at the Post and speaks about boats on Friday evening at six." for name in names]
    assert left(*ARTICLE, *speakers) == [*ARTICLE, *speakers]


def test_a_text_without_an_article_above_stays() -> None:
    assert left("The crew", REPORTER) == ["The crew", REPORTER]


@pytest.mark.parametrize(
    "line",
    [
        REPORTER,
        "Jane Carter, 44, covers the harbour for the Post.",
        "Dr. Jane Carter is a freelance writer.",
        "John Roe ist Redakteur der Hafenpost.",
    ],
)
def test_a_note_on_who_writes_for_a_living_goes(line: str) -> None:
    assert left(*ARTICLE, line) == ARTICLE


def test_a_note_on_who_is_named_in_the_byline_goes() -> None:
    head = ["Ferry leaves an hour late", "By Jane Carter, 12 March 2024"]
    bio = "Jane Carter is the founder of a small yard for wooden boats on the northern shore of the harbour."
    assert left(*head, *ARTICLE, bio) == [*head, *ARTICLE]


def test_the_name_above_the_note_goes_with_it_but_not_a_heading() -> None:
    assert left(*ARTICLE, "Jane Carter", REPORTER) == ARTICLE
    assert left(*ARTICLE, "The reporter", REPORTER) == [*ARTICLE, "The reporter"]
