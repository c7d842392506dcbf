"""Widgets set into the middle of lists, records and letters: what follows them is the article's and stays."""

import pytest

from cleaner import Cleaner

OPENING = """\
The brewery has stood at the bend of the river since 1788, and its kettle is the oldest in the country that still boils.

On Saturday it opened its doors for the first time in nine years, and more than two thousand people came to see it."""

ZODIAC = [
    "Aries (21 March - 19 April)",
    "Somebody wants to hand you a box. Ask what is in it.",
    "Taurus (20 April - 20 May)",
    "The letter is better than you think.",
    "Gemini (21 May - 20 June)",
    "You told two people two things. They are about to meet.",
    "Cancer (21 June - 22 July)",
    "Stay in on Friday.",
    "Leo (23 July - 22 August)",
    "Applause is not pay.",
]
RECORD = ["Price: 12 pounds", "Capacity: 2 litres", "Weight: 1.3 kg", "Warranty: 2 years", "In black or cream"]
STEPS = ["Go to the pier at low tide.", "Ring the bell of rope.", "Wait for the gate.", "Do not skip the scene."]
LETTER = ["There are 31 coats in the hall.", "Please look.", "Yours sincerely,", "J. Ashworth", "Head teacher"]

SHARE = ["Share this article", "Share on Facebook", "Email"]
AUTHOR = [
    "About the author",
    "Jane Mills",
    "Jane Mills is a reporter who covers the north for us.",
    "Follow @janemills",
]
FORM = ["Comments (112)", "Log in to comment"]
RELATED = ["Related articles", "Council leader quits after the vote on parking", "The pub where nobody pays for soup"]


@pytest.mark.parametrize(
    ("lines", "widget", "place"),
    [
        (ZODIAC, AUTHOR, 4),
        (ZODIAC, FORM, 4),
        (RECORD, SHARE, 1),
        (RECORD, AUTHOR, 1),
        (RECORD, FORM, 1),
        (STEPS, AUTHOR, 1),
        (STEPS, FORM, 1),
        (LETTER, SHARE, 0),
        (LETTER, AUTHOR, 0),
    ],
)
def test_a_widget_in_the_middle_of_a_list_takes_nothing_of_it(lines: list[str], widget: list[str], place: int) -> None:
    text = "\n".join([OPENING, *lines[:place], *widget, *lines[place:]])
    kept = Cleaner().clean(text).splitlines()
    assert [line for line in lines if line not in kept] == []


def test_a_block_of_stories_ends_where_a_record_goes_on() -> None:
    text = "\n".join([OPENING, RECORD[0], *RELATED, *RECORD[1:]])
    kept = Cleaner().clean(text).splitlines()
    assert [line for line in RECORD if line not in kept] == []


@pytest.mark.parametrize(
    "rows",
    [
        ["Past winners of the ward", "2013: Peter Mbugua", "2017: Peter Mbugua", "2022: Samuel Oduya"],
        ["Other games", "Ashford 27, Mill Run 24 (OT)", "Tri-County 19, Elder 0", "St. Anne 35, Harmon 34"],
        ["Elsewhere", "Harmon 2-1 Elder", "Mill Run 0-0 Ashford"],
        ["Who was on board", "Mary Pell, 41", "Tom Ames, 39"],
        ["The new buses", "607: every 20 minutes", "608: every hour"],
        ["事件の経過", "2021年6月 価格の漏洩", "2022年11月 町役場を捜索", "2023年 町長が辞職"],
        ["김씨의 걸음", "2007년 연극으로 데뷔", "2013년 첫 영화", "2014년 11월 상을 받음"],
    ],
)
def test_years_and_results_below_other_stories_stay_with_what_heads_them(rows: list[str]) -> None:
    kept = Cleaner().clean("\n\n".join([OPENING, *RELATED, *rows])).splitlines()
    assert [line for line in rows if line not in kept] == []
    assert not set(RELATED) & set(kept)


def test_the_page_below_an_article_goes_though_labels_with_a_colon_stand_in_it() -> None:
    text = (
        f"{OPENING}\n\nThe doors open again in May, and the beer will cost what it cost in 1788, the brewer says.\n"
        + "\n".join(
            [
                "Related articles",
                "Weather: rain for the north and the islands on Monday",
                "Sport: the last goal at the old mill",
            ]
        )
    )
    assert Cleaner().clean(text).splitlines()[-1].endswith("the brewer says.")


def test_a_block_of_stories_ends_where_the_rows_of_a_table_begin() -> None:
    rows = [
        "Feed wheat 163.00 (-2.00)",
        "Milling wheat 181.50 (-1.50)",
        "Feed barley 151.20 (unch)",
        "Beans 196.00 (n/c)",
    ]
    kept = Cleaner().clean("\n".join([OPENING, *RELATED, *rows])).splitlines()
    assert [line for line in rows if line not in kept] == []
    assert RELATED[0] not in kept


@pytest.mark.parametrize(
    "title",
    [
        "Watch: first trailer for The Tin Priest, with Ada Marsh as the vicar",
        "Picture gallery: 40 years after the strike at the mill",
    ],
)
def test_a_title_that_begins_like_a_link_stays_above_its_text(title: str) -> None:
    assert Cleaner().clean(f"{title}\n{OPENING}").startswith(title)
    assert Cleaner().clean(f"{title}\nAdvertisement\n{OPENING}").startswith(title)


def test_such_a_line_goes_between_paragraphs() -> None:
    link = "Watch: first trailer for The Tin Priest, with Ada Marsh as the vicar"
    assert link not in Cleaner().clean(OPENING.replace("\n\n", f"\n\n{link}\n\n"))


@pytest.mark.parametrize(
    ("above", "rows"),
    [
        ([], ["115 g butter", "1 teaspoon salt", "2 cups flour, sifted twice", "A pinch of pepper"]),
        ([], ["6pm Doors open", "7pm The Singers of Weir Street", "8.30pm Lanterns are set on the water"]),
        (["Q: When does the kettle boil?", "A: At five."], ["Q: Who lights the fire under it?", "A: Whoever is up."]),
        (["Step 1: Fill the kettle", "Ask the cook."], ["Step 2: Light the fire under it", "Ask the boy."]),
        ([], ["- a jug of copper, or of tin", "- hops from the hill", "- a long spoon"]),
    ],
)
def test_a_block_of_stories_ends_where_a_list_of_the_article_goes_on(above: list[str], rows: list[str]) -> None:
    kept = Cleaner().clean("\n".join([OPENING, *above, *RELATED, *rows, OPENING])).splitlines()
    assert [line for line in rows if line not in kept] == []
    assert RELATED[1] not in kept


WIDGETS = [SHARE, ["Was this page helpful?", "Yes", "No"], ["Back to top"], ["Tags: beer, copper"]]


@pytest.mark.parametrize("widget", WIDGETS)
@pytest.mark.parametrize(
    "last",
    ["To be continued", "Fortsetzung folgt", "Love, Gemma x", "Next week: the hop fields", "Rating: 4/5"],
)
def test_the_last_word_of_an_article_stays_below_a_widget(widget: list[str], last: str) -> None:
    text = "\n".join([OPENING, *widget, last, *RELATED])
    assert Cleaner().clean(text).splitlines()[-1] == last


@pytest.mark.parametrize("widget", WIDGETS)
def test_whom_the_press_may_ask_stays_below_a_widget(widget: list[str]) -> None:
    contact = ["Press contact:", "Brewery at the Bend", "Ina Kruse", "Phone 01632 960 118"]
    assert Cleaner().clean("\n".join([OPENING, *widget, *contact])).splitlines()[-4:] == contact


@pytest.mark.parametrize("widget", WIDGETS)
@pytest.mark.parametrize(
    "labels", [["Our team", "Terms of use"], ["The end of an era for brewers", "Love in the north"]]
)
def test_labels_of_the_page_go_with_the_widget(widget: list[str], labels: list[str]) -> None:
    kept = Cleaner().clean("\n".join([OPENING, *widget, *labels])).splitlines()
    assert not {*labels} & {*kept}
