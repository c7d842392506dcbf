"""Labels of a page that head a part of the article, and the lines of its records."""

from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.words import HEADINGS, HEADINGS_AMONG_OTHERS

SENTENCES = Path(__file__).parents[1] / "fixtures" / "lines" / "sentences"
CLEANER = Cleaner(unicode="none")
ARTICLE = [
    "The ferry left the harbour on Monday morning, an hour late, and nobody on the pier seemed to mind very much.",
    "Most of the passengers had brought bread and tea, since the kitchen on board has been closed since last winter.",
]


def left(*lines: str) -> list[str]:
    return CLEANER.clean("\n\n".join(lines)).split("\n\n")


@pytest.mark.parametrize("language", sorted(set(HEADINGS) & {path.stem for path in SENTENCES.iterdir()}))
def test_a_label_above_what_the_article_says_of_it_stays(language: str) -> None:
    article = (SENTENCES / f"{language}.txt").read_text(encoding="utf-8").split("\n\n")[0].splitlines()
    for label in HEADINGS[language].split("|"):
        text = "\n\n".join([*article[:2], label, *article[2:]])
        assert [(label, r.rule) for r in CLEANER.explain(text).removals] == []


@pytest.mark.parametrize("language", sorted(HEADINGS_AMONG_OTHERS))
def test_more_labels_stay_where_the_article_has_other_subheads(language: str) -> None:
    article = (SENTENCES / f"{language}.txt").read_text(encoding="utf-8").split("\n\n")[0].splitlines()
    subheads = ["2023", article[0], "2024", article[1]]
    for label in HEADINGS_AMONG_OTHERS[language].split("|"):
        text = "\n\n".join([article[0], *subheads, label, *article[2:]])
        assert [(label, r.rule) for r in CLEANER.explain(text).removals] == []


def test_a_share_bar_above_it_makes_such_a_label_no_prompt() -> None:
    guide = [ARTICLE[0], "On Monday", *ARTICLE, "On Tuesday", *ARTICLE]
    part = ["Reset your password", ARTICLE[1]]
    assert left(*guide, "Share this article", "Facebook", *part, ARTICLE[0]) == [*guide, *part, ARTICLE[0]]


def test_a_step_stays_though_a_form_was_set_next_to_it() -> None:
    steps = ["Tap the name.", "Turn on notifications.", "Wait for the horn."]
    guide = [ARTICLE[0], *steps[:2], "Share this article", "Facebook", *steps[2:], ARTICLE[1]]
    assert left(*guide) == [ARTICLE[0], *steps, ARTICLE[1]]


@pytest.mark.parametrize("label", ["Get started", "Copy link", "Newsletters"])
def test_without_other_subheads_they_go(label: str) -> None:
    lines = [*ARTICLE, label, *ARTICLE]
    assert label not in left(*lines)


def test_the_steps_of_a_guide_stay() -> None:
    guide = [*ARTICLE, "Step 1", "Log in", "Tap the name.", "Forgot your password?", "The clerk knows it.", "Step 2"]
    assert left(*guide, "Tap Continue.") == [*guide, "Tap Continue."]


@pytest.mark.parametrize("step", ["Open the app.", "Log in.", "Save the recipe.", "Post comment.", "Add to cart."])
@pytest.mark.parametrize("beside", ["Step 2", "Tap the name.", "Forgot your password?"])
def test_a_step_with_a_full_stop_stays_beside_another(step: str, beside: str) -> None:
    guide = [ARTICLE[0], step, beside, ARTICLE[1]]
    assert left(*guide) == guide


@pytest.mark.parametrize(
    "bar",
    [
        ["Post comment"],
        ["Open the app."],
        ["Enter your comment here...", "Log in to comment"],
        ["Share this article", "Add to cart."],
        ["Advertisement."],
        ["Follow us."],
    ],
)
def test_a_button_goes(bar: list[str]) -> None:
    assert left(ARTICLE[0], *bar, ARTICLE[1]) == ARTICLE


def test_a_guide_whose_steps_are_known_one_and_all_stays() -> None:
    guide = [
        "Huhtikuusta alkaen kirjastokortin voi hakea myös puhelimella, ja hakemus on valmis minuutissa.",
        "Vaihe 1",
        "Kirjaudu sisään",
        "Avaa sovellus.",
        "Vaihe 2",
        "Paina nappia, jossa on kirja.",
        "Unohditko salasanan?",
        "Kysy tiskiltä.",
        "Yhteystiedot",
        "Kirjasto, puhelin 000 0033",
    ]
    assert left(*guide) == guide


def test_where_to_write_stays_with_its_heading() -> None:
    notice = [*ARTICLE, "Kontakt", "Hafenamt, Telefon 04131/22-17", "Impressum", "Hafenamt: Markt 3"]
    assert left(*notice) == notice


def test_an_ad_marker_takes_no_heading_with_it() -> None:
    assert left(ARTICLE[0], "Advertisement", "Log in", ARTICLE[1]) == [ARTICLE[0], "Log in", ARTICLE[1]]


@pytest.mark.parametrize(
    "bar", [["Log in", "Forgot your password?", "Create account"], ["Share this article", "Log in"]]
)
def test_labels_in_a_row_go(bar: list[str]) -> None:
    assert left(ARTICLE[0], *bar, ARTICLE[1]) == ARTICLE


def test_a_label_at_the_head_or_the_end_of_the_page_goes() -> None:
    assert left("Log in", "The ferry is late", *ARTICLE, "Log in") == ["The ferry is late", *ARTICLE]


def test_the_fields_of_an_offer_stay_next_to_a_removal() -> None:
    offer = ["Salary: 14,200 pounds", "Location: Ravenport", "Closing date: 30 April"]
    assert left(*ARTICLE, offer[0], "Share this article", *offer[1:]) == [*ARTICLE, *offer]


def test_the_credits_of_a_show_stay() -> None:
    show = ["Hosts: Mia Ford and Dan Ashe", "Editor: Lil Barnes", "Music: The Low Notes"]
    assert left(*ARTICLE, *show) == [*ARTICLE, *show]


FILMS = [
    ["Regi: Mia Ford", "Foto: Dan Ashe", "Musikk: The Low Notes"],
    ["Reżyseria: Ewa Lis", "Zdjęcia: Jan Kos", "W rolach głównych: Ola Mak, Iwo Sum"],
    ["Режиссёр: Анна Ли", "Оператор: Пётр Ким", "В ролях: Вера Сон, Иван Ток"],
    ["Ohjaus: Aino Mäki", "Kuva: Olli Nes", "Pääosissa: Ville Virta"],
    ["Beeld: scherp", "Geluid: dun", "Accu: 9 uur", "Prijs: 249 euro"],
]


@pytest.mark.parametrize("film", FILMS)
def test_a_credit_among_the_fields_of_a_record_stays(film: list[str]) -> None:
    assert left(ARTICLE[0], *film, ARTICLE[1]) == [ARTICLE[0], *film, ARTICLE[1]]


def test_a_credit_below_a_record_or_next_to_one_field_goes() -> None:
    record = ["Capacity: 2 litres", "Weight: 1.3 kg"]
    assert left(ARTICLE[0], *record, "Photo: Dan Ashe", ARTICLE[1]) == [ARTICLE[0], *record, ARTICLE[1]]
    assert left(ARTICLE[0], "Photo: Dan Ashe", record[0], ARTICLE[1]) == [ARTICLE[0], record[0], ARTICLE[1]]


def test_what_a_page_says_of_itself_goes() -> None:
    assert left(*ARTICLE, "Editor: Lil Barnes", "Tags: ferry, tea") == ARTICLE


def test_a_list_whose_items_begin_with_pictures_stays() -> None:
    week = ["🔥 Hot: the bakery", "📚 Read: three novels by the window", "🎬 Watched: two films about ships"]
    assert left(ARTICLE[0], *week, ARTICLE[1]) == [ARTICLE[0], *week, ARTICLE[1]]


@pytest.mark.parametrize(
    "bar", [["📲 Join our WhatsApp channel"], ["🔔 Subscribe to our newsletter", "👉 Share this article 📢"]]
)
def test_prompts_with_pictures_go(bar: list[str]) -> None:
    assert left(ARTICLE[0], *bar, ARTICLE[1]) == ARTICLE


FRENCH = [
    "Le bac a quitté le port lundi matin avec une heure de retard, et personne sur le quai ne semblait s’en étonner.",
    "La plupart des passagers avaient apporté du pain et du thé, car la cuisine est fermée depuis l’hiver dernier.",
]
LINK = "Lire aussi : Le musée de la mer rouvre ses portes"


@pytest.mark.parametrize("subhead", ["Sources", "Abonnements", "Réseaux sociaux", "L’essentiel"])
def test_a_subhead_stays_below_a_link_to_another_story(subhead: str) -> None:
    assert left(*FRENCH, LINK, subhead, *FRENCH[::-1]) == [*FRENCH, subhead, *FRENCH[::-1]]


def test_a_label_goes_between_a_share_bar_and_the_text() -> None:
    bar = ["Partager cet article", "Sources"]
    assert left(*FRENCH, *bar, *FRENCH[::-1]) == [*FRENCH, *FRENCH[::-1]]


@pytest.mark.parametrize(
    "record",
    [
        ["Éditeur : Le Pré", "Pages : 312", "Traduction : Hélène Sol", "Prix : 19 euros"],
        ["Réalisation : Luc Marin", "Photographie : Anne Roux", "Musique : Jean Paix"],
        ["书名：雪夜", "译者：刘洋", "编辑：李华", "页数：312"],
        ["監督：山田太郎", "撮影：中村次郎", "音楽：伊藤花子", "上映時間：112分"],
    ],
)
def test_the_credits_of_a_book_or_a_film_stay_inside_an_article(record: list[str]) -> None:
    assert left(FRENCH[0], *record, FRENCH[1]) == [FRENCH[0], *record, FRENCH[1]]


def test_the_editor_below_an_articles_telephone_numbers_goes() -> None:
    article = ["市教育局昨天公布了今年的招聘计划，报名时间为二月一日到五日，考生可以在网上填写报名表。"]
    phones = ["咨询电话：0573-5550121", "监督电话：0573-5550199"]
    assert left(*article, *phones, "责任编辑：林小雨") == [*article, *phones]


HEADED = [
    ARTICLE[0],
    "A long wait",
    ARTICLE[1],
    "What it cost",
    ARTICLE[0].replace("Monday", "Friday"),
]


@pytest.mark.parametrize("widget", [["Sign up to our newsletter"], ["Share this article", "Facebook", "Twitter"]])
@pytest.mark.parametrize("subhead", ["Latest updates", "In other news", "Our picks"])
def test_a_subhead_among_others_stays_below_a_widget_of_another_kind(widget: list[str], subhead: str) -> None:
    text = [*HEADED, subhead, ARTICLE[1].replace("Most", "Some")]
    assert left(*HEADED, *widget, *text[-2:]) == text


def test_a_widgets_next_line_goes_though_the_article_has_subheads() -> None:
    paragraph = ARTICLE[1].replace("Most", "Some")
    for widget in (["Share this article", "Facebook"], ["Sign up to our newsletter", "Search"]):
        assert left(*HEADED, *widget, paragraph) == [*HEADED, paragraph]


def test_a_label_below_a_widget_goes_where_the_article_has_no_subheads() -> None:
    assert left(*ARTICLE, "Share this article", "Latest updates", ARTICLE[0]) == [*ARTICLE, ARTICLE[0]]
