"""Readers' comments."""

import pytest

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


SUBHEADS = [
    ["The summer of 2015", "A new boat in 2018", "The last run, 2023"],
    ["8.30", "9.15", "11.45"],
    ["Day one", "Day two", "2019, a good year"],
    ["8.25 - The games of 2024: a village opens", "8.16 - Fares of 2024 stay", "7.43 - The year 2023 was wet, too"],
]


@pytest.mark.parametrize("subheads", SUBHEADS)
@pytest.mark.parametrize(
    ("counter", "form"), [("12 comments", "Leave a Reply"), ("12 Kommentare", "Kommentar schreiben")]
)
def test_chapters_with_years_or_times_are_no_comments(subheads: list[str], counter: str, form: str) -> None:
    chapters = [line for subhead in subheads for line in (subhead, *ARTICLE)]
    lines = left(*ARTICLE, counter, *chapters, form)
    assert [line for line in lines if line not in (counter, form)] == [*ARTICLE, *chapters]


@pytest.mark.parametrize("form", ["Leave a comment", "Kommentar schreiben", "Laisser un commentaire"])
def test_an_article_goes_on_below_a_form_that_stands_by_a_share_bar(form: str) -> None:
    below = ["Were you ever afraid out there?", "Never, she says, and laughs.", ARTICLE[1]]
    lines = Cleaner(unicode="none").clean("\n\n".join([*ARTICLE * 3, "Share on Facebook", form, *below])).split("\n\n")
    assert lines[-3:] == below


def test_an_interview_with_somebody_who_says_something_is_no_thread() -> None:
    article = [*ARTICLE, "Anna Berg says:", ARTICLE[0], "Olav says:", ARTICLE[1]]
    assert left(*article, "Leave a Reply")[: len(article)] == article


SIGNED = [
    ("Anna says:", "March 12, 2024 at 10:45 am", "Olav says:", "March 13, 2024 at 8:02 am"),
    ("Anna said...", "March 12, 2024 at 10:45 AM", "Olav said...", "March 13, 2024 at 8:02 AM"),
    ("Anna sagt:", "12. März 2024 um 10:45 Uhr", "Olav sagt:", "13. März 2024 um 8:02 Uhr"),
    ("Anne dit :", "12 mars 2024 à 10 h 45 min", "Marc dit :", "13 mars 2024 à 8 h 02 min"),
    ("花子 より:", "2024年3月12日 10:45 AM", "太郎 より:", "2024年3月13日 8:02 AM"),
]


@pytest.mark.parametrize("signed", SIGNED)
@pytest.mark.parametrize("header", [[], ['2 thoughts on "The ferry"'], ["2 Kommentare"]])
@pytest.mark.parametrize("form", [[], ["Leave a Reply", "Name", "Email"]])
def test_comments_that_say_whose_they_are_and_when_they_were_written_go(
    signed: tuple[str, str, str, str], header: list[str], form: list[str]
) -> None:
    comments = [*signed[:2], COMMENTS[2], "Reply", *signed[2:], COMMENTS[6], "Reply"]
    lines = Cleaner(unicode="none").clean("\n\n".join([*ARTICLE, *header, *comments, *form])).split("\n\n")
    assert lines == ARTICLE


HEADERS_AND_FORMS = [
    ("3 Kommentare", "Antworten", "Schreibe einen Kommentar"),
    ("2 réflexions au sujet de « La tempête »", "Répondre", "Laisser un commentaire"),
    ("3 comentarios", "Responder", "Deja un comentario"),
    ("3 commenti", "Rispondi", "Lascia un commento"),
    ("3 reacties", "Beantwoorden", "Geef een reactie"),
    ("3 komentarze", "Odpowiedz", "Dodaj komentarz"),
    ("3 комментария", "Ответить", "Добавить комментарий"),
    ("3 Yorum", "Yanıtla", "Bir yanıt yazın"),
    ("3 σχόλια", "Απάντηση", "Αφήστε ένα σχόλιο"),
    ("3件のコメント", "返信", "コメントを残す"),
    ("3条评论", "回复", "发表评论"),
]


@pytest.mark.parametrize(("header", "button", "form"), HEADERS_AND_FORMS)
def test_comments_go_in_other_languages_too(header: str, button: str, form: str) -> None:
    comments = ["Anna", "12.3.2024 10:45", COMMENTS[2], button, "Olav", "13.3.2024 8:02", COMMENTS[6], button]
    assert left(*ARTICLE, header, *comments, form) == ARTICLE


def test_comments_go_between_their_header_and_the_form() -> None:
    assert left(*ARTICLE, "2 Comments", *COMMENTS, "Leave a Reply", "Name", "Email") == ARTICLE


def test_a_forum_into_which_a_header_and_a_form_were_set_stays() -> None:
    thread = [*ARTICLE, *COMMENTS, *COMMENTS]
    assert left(*thread, "12 comments", *COMMENTS, "Leave a comment")[: len(thread) + 9] == [
        *thread,
        "12 comments",
        *COMMENTS,
    ]
