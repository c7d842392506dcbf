"""Everything from a trigger to the end."""

import pytest

from cleaner import Cleaner

CLEANER = Cleaner(select=("blocks", "tails", "context"), unicode="none")

ARTICLE = [
    "The ferry left the harbour on Monday morning, an hour late, and nobody on the pier seemed to mind very much.",
    "Most of the passengers had brought bread and tea, since the kitchen on board has been closed since last winter.",
    "The captain said on Friday that the new boat would be faster, but that she would miss the old one all the same.",
    "Nobody knows what will become of the old boat, which has carried the mail to the island for forty years.",
]
LINKS = ["Why the harbour closes at night, and who has the key", "Council votes on the new bridge after three hours"]
TEASERS = [
    "The key has been in one family since the harbour was built, and nobody else has ever asked to have it so far."
]


def left(*lines: str) -> list[str]:
    return CLEANER.clean("\n\n".join(lines)).split("\n\n")


@pytest.mark.parametrize("trigger", ["Comments", "Tags: ferry, harbour", "Share this article", "Back to top"])
@pytest.mark.parametrize(
    "line",
    [
        ARTICLE[-1] + " So it is.",
        "1. Fill the pot with water and salt",
        "A. Writer (1998). The mole and the town",
        "total = total + 1;",
        "| Boat | Year | Crew |",
        "## The second boat",
    ],
)
def test_nothing_goes_where_something_of_the_article_may_follow(trigger: str, line: str) -> None:
    below = [trigger, LINKS[0], line, LINKS[1]]
    assert left(*ARTICLE, *below)[-3:] == below[-3:]


def test_a_text_without_an_article_above_the_trigger_stays() -> None:
    assert left("A list", "Tags: ferry, harbour", *LINKS) == ["A list", "Tags: ferry, harbour", *LINKS]


def test_a_sentence_that_ends_the_article_under_a_share_bar_stays() -> None:
    assert left(*ARTICLE, "Share this article", "It rained.") == [*ARTICLE, "Share this article", "It rained."]


def test_the_last_sentences_stay_below_a_note_on_the_author() -> None:
    bio = "Jane Carter is a reporter at the Harbour Post. She has written about boats since she was nine years old."
    below = ["About the author", bio, "Contact the police on 101 and quote reference 4471.", "The boat was blue."]
    assert left(*ARTICLE, *below)[-2:] == below[-2:]


def test_the_articles_last_paragraph_stays_below_about_the_author_and_a_heading() -> None:
    below = ["About the author", "The old boat", "It lies in the harbour and nobody has rowed it since the war ended."]
    assert left(*ARTICLE, *below)[-2:] == below[-2:]


def test_what_stands_below_a_header_in_a_list_of_the_articles_own_stays() -> None:
    below = ["Rope", "Nails", "About the author", "Jane Carter built it. She is a carpenter."]
    assert left(*ARTICLE, *below)[-4:] == below


def test_a_note_on_the_author_goes_below_a_bare_name() -> None:
    below = ["About the author", "Jane Carter", "Is a reporter at the Harbour Post. She writes about boats."]
    assert left(*ARTICLE, *below) == [*ARTICLE]


def test_tags_and_the_note_on_the_author_below_them_go() -> None:
    article = [
        "市長は火曜日、資材と人手が足りないため工事は秋まで続くとの見通しを示した。住民は何度も手紙を書いた。",
        "費用は四億円と見積もられ、半分は県が負担する見込みだ。九月より前に決まる見通しはないという。",
        "警察は午前中に道路を通行止めにし、正午ごろに片側通行で再開した。けが人はなかった。",
    ]
    below = ["タグ", "橋", "交通", "著者プロフィール", "山本花子　地域報道部記者。二〇一五年入社。交通を担当。"]
    assert left(*article, *below) == article


def test_the_last_sentence_stays_below_a_form_for_a_comment() -> None:
    below = ["Leave a comment", "Anyone who saw the boat is asked to call the harbour master."]
    assert left(*ARTICLE, *below)[-1] == below[-1]


def test_questions_and_answers_under_related_articles_stay() -> None:
    below = [
        "Related articles",
        LINKS[0],
        "FAQ",
        "Why is it late?",
        ARTICLE[0] + " It is old.",
        "Is it old?",
        ARTICLE[1],
    ]
    assert left(*ARTICLE, *below)[-5:] == below[-5:]


@pytest.mark.parametrize("links", [LINKS[:1], LINKS])
def test_the_last_chapters_of_an_article_under_related_articles_stay(links: list[str]) -> None:
    chapters = ["How to build a boat in winter", TEASERS[0], "How to sell a boat in spring", TEASERS[0]]
    assert left(*ARTICLE, *ARTICLE, "Related articles", *links, *chapters)[-4:] == chapters
    short = ["The second boat", TEASERS[0], "The third boat", TEASERS[0]]
    assert left(*ARTICLE, *ARTICLE, "Related articles", *links, *short)[-4:] == short


def test_the_last_paragraph_of_an_article_under_related_articles_stays() -> None:
    assert left(*ARTICLE, "Related articles", *LINKS, TEASERS[0]) == [*ARTICLE, TEASERS[0]]


def test_a_footer_too_long_to_be_one_stays() -> None:
    many = [f"Boat {n}" for n in range(200)]
    assert left(*ARTICLE, "Share this article", *many) == [*ARTICLE, "Share this article", *many]


@pytest.mark.parametrize("trigger", ["Comments", "Tags: ferry, harbour", "Share this article", "Back to top"])
def test_what_looks_like_links_goes_to_the_end(trigger: str) -> None:
    assert left(*ARTICLE, trigger, "Facebook", *LINKS, "About us") == ARTICLE


def test_teasers_under_headlines_go_with_a_list_of_other_stories() -> None:
    below = ["More stories", LINKS[0], TEASERS[0], "Jane Carter", LINKS[1], TEASERS[0]]
    assert left(*ARTICLE, *ARTICLE[:1], *below) == [*ARTICLE, *ARTICLE[:1]]


def test_a_note_on_the_author_goes_with_its_header() -> None:
    bio = "Jane Carter has written about boats for twenty years, and lives on one with two cats and a great many books."
    assert left(*ARTICLE, "About the author", bio, "More by this author", *LINKS) == ARTICLE


def test_all_goes_below_the_form_for_a_comment() -> None:
    notice = (
        "The editors read each comment before it appears, and they may leave out what has nothing to do with boats."
    )
    assert left(*ARTICLE, *ARTICLE, "Leave a Reply", "Name", notice, "Next") == [*ARTICLE, *ARTICLE]


ENDS = [
    "Submit a correction",
    "Contact the author:",
    "Please enable JavaScript to view the comments powered by Disqus.",
]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(
    "below",
    [
        ["The second boat", ARTICLE[0] + " So it is.", "The third boat", ARTICLE[1], "The fourth boat", ARTICLE[2]],
        [ARTICLE[0], ARTICLE[1], ARTICLE[2]],
        ["Why is it late?", "It is old, and it has been for years.", "Who has the key?", "Nobody has it, they say."],
        [LINKS[0], "A. Writer (1998). The mole and the town. Harbour Studies 12, pp. 33-41, with a map and two tables"],
        [LINKS[0], "1. Fill the pot with water and salt, and wait until the water is as hot as it can be"],
        ["total = total + 1;"],
        ["| Boat | Year | Crew |"],
        ["## The second boat"],
    ],
)
def test_below_the_end_of_an_article_stays_what_may_be_another_part_of_it(end: str, below: list[str]) -> None:
    assert left(*ARTICLE, end, *below)[-len(below) :] == below


@pytest.mark.parametrize("end", ENDS)
def test_below_the_end_of_an_article_goes_what_is_little_beside_it(end: str) -> None:
    bio = "Jane Carter has written about boats for twenty years, and lives on one with two cats and a great many books."
    article = [*ARTICLE, *(paragraph + " So it is." for paragraph in ARTICLE)]
    assert left(*article, end, "Jane Carter", bio, "A. Writer", *LINKS) == [*article, end]


@pytest.mark.parametrize("stamps", [["By Jane Carter", "2 hours ago"], ["12 March 2024", "13 March 2024"]])
def test_paragraphs_with_a_date_or_a_byline_each_are_teasers(stamps: list[str]) -> None:
    below = ["Related articles", *LINKS, TEASERS[0], stamps[0], LINKS[1], TEASERS[0], stamps[1]]
    assert left(*ARTICLE, *ARTICLE[:1], *below) == [*ARTICLE, *ARTICLE[:1]]


def test_paragraphs_under_headlines_that_stand_there_twice_are_teasers() -> None:
    below = ["Related articles", *(part for link in LINKS for part in (link, link, TEASERS[0]))]
    assert left(*ARTICLE, *ARTICLE[:1], *below) == [*ARTICLE, *ARTICLE[:1]]


@pytest.mark.parametrize("trigger", ["Leave a comment", "About the author"])
def test_the_last_paragraph_stays_below_a_lone_button_or_label(trigger: str) -> None:
    last = "In the end all of them went home, and the lamp on the mole was left burning until the morning came."
    assert left(*ARTICLE, *ARTICLE, trigger, last)[-1] == last


JAPANESE = [
    "城下町の通りにある郵便局が八カ月の修繕を終え、月曜の朝に再び開いた。最初に入ったのは近くの小学校の児童だった。",
    "局長によると、木のカウンターと天井の扇風機は残し、電線と屋根瓦だけを取り換えたという。近所の人も手伝った。",
    "カウンターは地元の大工が作ったもので、近くの山の楠が使われ、今もかすかに香りが残る。触ると少し温かい。",
    "市の担当者は、毎週土曜の午後に手紙を書く催しを開き、便箋は無料で配ると説明した。",
    "屋根の上の古い時計は歯車が一つ足りず、直るのは来年の春になりそうだ。",
]


def test_without_capitals_a_note_on_the_author_says_that_somebody_writes() -> None:
    bio = "山田花子　社会部記者。一九八〇年生まれ。島の暮らしと船について二十年書いてきた。猫二匹と暮らす。"
    assert left(*JAPANESE, "この記事を書いた人", bio) == JAPANESE
    for place in (1, 2, 3):
        told = [*JAPANESE[:-place], "この記事を書いた人", *JAPANESE[-place:]]
        assert [line for line in left(*told) if line in JAPANESE] == JAPANESE
