"""Readers' comments."""

from cleaner import Cleaner

CLEANER = Cleaner(select=("tails", "context"), unicode="none")

ARTICLE = [
    "The ferry left the harbour on Monday morning, an hour late, and nobody on the pier seemed to mind very much.",
    "Most of the passengers had brought bread and tea, since the kitchen on board has been closed since last winter.",
    "The captain said on Friday that the new boat would be faster, but that she would miss the old one all the same.",
]
COMMENTS = [
    "Anna Berg",
    "12 March 2024 at 10:45",
    "I was on that boat, and I can tell you that the tea was cold and the bread was two days old, as it always is.",
    "Reply",
    "Olav",
    "13 March 2024 at 8:02",
    "Bring your own. Everybody on the island does, and has done so since the kitchen was closed for the first time.",
    "Reply",
]


def left(*lines: str) -> list[str]:
    return CLEANER.clean("\n\n".join(lines)).split("\n\n")


def test_the_answers_of_a_forum_stay() -> None:
    thread = [*ARTICLE, "2 comments", *COMMENTS]
    assert left(*thread) == thread


def test_an_article_between_two_invitations_stays() -> None:
    article = [ARTICLE[0], "Join the conversation", *ARTICLE, "Leave a Reply"]
    assert left(*article) == article[:-1]


def test_an_article_under_a_link_to_its_comments_stays() -> None:
    article = ["A title", "12 March 2024", "2 Comments", *ARTICLE, "Leave a Reply"]
    assert left(*article) == article[:-1]


def test_paragraphs_without_a_name_or_a_time_are_no_comments() -> None:
    article = [*ARTICLE, "Comments", *ARTICLE, "Post a comment"]
    assert left(*article)[:7] == article[:7]


def test_comments_go_between_their_header_and_the_form() -> None:
    assert left(*ARTICLE, "2 Comments", *COMMENTS, "Leave a Reply", "Name", "Email") == ARTICLE


def test_a_forum_into_which_a_header_and_a_form_were_set_stays() -> None:
    thread = [*ARTICLE, *COMMENTS, *COMMENTS]
    assert left(*thread, "12 comments", *COMMENTS, "Leave a comment")[: len(thread) + 9] == [
        *thread,
        "12 comments",
        *COMMENTS,
    ]
