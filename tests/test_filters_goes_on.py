"""What stands between the paragraphs of an article, and inside its lists, ends neither."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.filters.goes_on import _share_words

CLEANER = Cleaner(unicode="none")

ARTICLE = [
    "The ferry Albatros left Nordhafen on Monday morning, an hour late, and nobody on the pier seemed to mind.",
    "Most of the passengers had brought bread and tea, since the kitchen on board has been closed since last winter.",
    "Captain Petersen said on Friday that the new boat would be faster, but that she would miss the old one.",
    "Nobody knows what will become of the old boat, which has carried the mail to the island for forty years.",
    "The council of the island wanted to buy her for a museum, and the harbour master has offered a berth for free.",
    "Whoever has an idea may write to the town hall, where a box stands next to the door until the end of the month.",
    "Until then she lies at the northern mole, with her lamps lit, and children climb about on her at the weekend.",
]
LAST = "On the island, Captain Petersen is known to everybody who has ever waited for the mail at the mole."
STANDS_BETWEEN = ["Share this article", "Related articles", "Contact us", "Leave a comment", "More from this author"]


def cleaned(*lines: str) -> list[str]:
    return CLEANER.clean("\n".join(lines)).split("\n")


@pytest.mark.parametrize("line", STANDS_BETWEEN)
def test_the_last_paragraph_of_an_article_stays_below_a_line_that_stands_between_any_two(line: str) -> None:
    assert cleaned(*ARTICLE, line, LAST)[-1] == LAST


@pytest.mark.parametrize("line", STANDS_BETWEEN)
def test_an_advertisement_next_to_it_makes_no_foot_of_it(line: str) -> None:
    assert cleaned(*ARTICLE, "Advertisement", line, LAST)[-1] == LAST


@pytest.mark.parametrize("line", ["Share on Facebook", "Related articles"])
@pytest.mark.parametrize("longer", [1, 4])
def test_last_sentences_with_words_of_their_own_stay_between_widgets(line: str, longer: int) -> None:
    last = ["The Public Works Department lent an excavator.", "Fish were seen there last week for the first time."]
    foot = ["Related Topics", "Back to Top", "Terms & conditions"]
    lines = cleaned(*ARTICLE * longer, line, last[0], "READ ALSO", "Fire guts market in the north", last[1], *foot)
    assert [text for text in lines if text in last] == last


@pytest.mark.parametrize("line", ["Related articles", "We use cookies to improve your experience."])
def test_the_last_paragraphs_stay_where_headlines_and_labels_of_the_page_stand_between_them(line: str) -> None:
    last = [
        "Anna Petersen agreed to speak to the committee.",
        "The committee had asked for the letters that the harbour master kept for forty years in the town hall.",
        "The next meeting is set for the end of the month.",
    ]
    headlines = ["Storm hits the southern coast", "Minister resigns after the vote"]
    below = [*headlines, last[0], "Contact us", *last[1:]]
    foot = ["Kindly share this story:", "All rights reserved.", "Comments", "Top News"]
    lines = cleaned(*ARTICLE * 4, line, *below, *foot)
    assert [text for text in lines if text in last] == last


@pytest.mark.parametrize("label", ["Harbour Desk", "Storm hits the southern coast", "By Anna Petersen"])
@pytest.mark.parametrize("bar", [["Share on Facebook", "Share on Twitter"], ["Share this article"]])
def test_a_share_bar_of_two_lines_and_a_label_below_make_no_foot_of_the_last_sentences(
    bar: list[str], label: str
) -> None:
    last = ["Mayor Breed denies that theft plays any part.", "San Francisco turns into a ghost town."]
    foot = ["Tags: politics", "Comments", "Latest news"]
    assert [text for text in cleaned(*ARTICLE * 4, *bar, *last, label, *foot) if text in last] == last


@pytest.mark.parametrize("line", ["Share on Facebook", "Related articles"])
def test_a_last_chapter_that_speaks_of_other_things_stays_where_labels_of_the_page_follow(line: str) -> None:
    last = [
        "Conclusion",
        "Whoever buys timber should look at its knots first, since wood that was felled too early warps within weeks.",
        "Fir costs less than oak, and it rots sooner.",
    ]
    foot = ["By Anna Petersen", "Comments"]
    lines = cleaned(*ARTICLE * 4, "Follow us on Twitter", line, *last, *foot)
    assert [text for text in lines if text in last] == last


def test_a_sentence_on_somebodys_account_in_a_network_is_none_of_the_page() -> None:
    last = "In response, Mr. Petersen's X account posted a video that showed the lamps of the boat at night."
    below = ["Share this article", "Nobody answered it.", "Sign up for our newsletter", "Most read"]
    assert last in cleaned(*ARTICLE * 2, "Related topics", last, *below)


@pytest.mark.parametrize("heading", ["A museum for the boat"])
def test_a_last_chapter_stays_below_such_a_line(heading: str) -> None:
    assert cleaned(*ARTICLE, "Related articles", heading, LAST)[-2:] == [heading, LAST]


def test_a_last_paragraph_in_japanese_stays() -> None:
    article = [
        "東京都は三日、新しい渡し船の運航を来月から始めると発表した。島の住民は長い間この船を待っていたという。",
        "船は一日に四回、港と島の間を往復する。運賃は大人が三百円、子どもは半額になる予定だと担当者は話した。",
    ]
    last = "渡し船の船長は「島の住民に喜んでもらえるよう、安全な運航に努めたい」と話している。"
    assert cleaned(*article * 6, "Share this article", last)[-1] == last


@pytest.mark.parametrize(
    "rows",
    [
        ["September 5 - Nordhafen, Old Mole", "September 12 - Westhafen, Town Hall", "September 18 - Island Church"],
        ["Hull: oak and larch (built 1921)", "Mast: spruce from the north (new)", "Lamp: brass and glass (1930)"],
        ["33 Quinn 77 0 0 4", "34 Murray 19 0 0 2", "35 Austin 17 0 0 0"],
        ["7 Albatros Nordhafen 14 12", "8 Seagull Westhafen 13 11", "9 Old Mary Island 12 10"],
        ["(Map of the mole - 1921, north)", "(Map of the island - 1950, south)", "(Map of the town as it is now)"],
    ],
)
@pytest.mark.parametrize("line", ["Share this article", "Sign up for our newsletter", "Related stories"])
def test_a_list_into_which_such_a_line_is_set_stays_whole(line: str, rows: list[str]) -> None:
    assert [row for row in cleaned(*ARTICLE, rows[0], line, *rows[1:]) if row in rows] == rows


@pytest.mark.parametrize("header", ["Most read", "Related articles"])
def test_a_record_with_spaces_before_its_colons_stays_below_a_headline(header: str) -> None:
    record = ["US crude : 79 dollars a barrel", "Brent crude : 83 dollars a barrel"]
    lines = cleaned(*ARTICLE, header, "Storm hits the southern coast of the island again", *record, "Share on Facebook")
    assert lines[-2:] == record


def test_a_list_with_a_heading_of_its_own_stays_below_such_a_line() -> None:
    foot = ["Share this article", "Sign up for our newsletter", "Most read"]
    dates = ["June 9 - West Palm Beach, Coral Sky", "June 10 - Tampa, the Old Arena", "June 14 - Alpharetta, Town Hall"]
    lines = cleaned(*ARTICLE, "The tour dates", "More from this author", *dates, *foot)
    assert [line for line in lines if line in dates] == dates
    items = ["Pros and cons", "Pros", "- Efficient service", "- Careful handling", "Cons", "- Damage to items"]
    above = ["- Top mover in town: Seka", "- Local cost: 131 an hour", *ARTICLE[:2]]
    assert cleaned(*ARTICLE, *above, "Share this article", *items, *foot)[-len(items) :] == items


def test_what_somebody_says_below_such_a_line_is_no_headline() -> None:
    said = ["“The boat is old, and so am I.”", "(She would not say how old.)"]
    assert cleaned(*ARTICLE, "Related stories", *said)[-2:] == said


@pytest.mark.parametrize("label", ["FAQ", "Hello,"])
def test_a_label_next_to_an_advertisement_stays(label: str) -> None:
    assert label in cleaned(*ARTICLE[:3], label, "Advertisement", *ARTICLE[3:])


def test_a_paragraph_for_the_page_goes_with_the_share_bar() -> None:
    others = (
        "Discover wardrobes, shelves and lamps of every size: let us help you, and subscribe to be the first to know."
    )
    assert cleaned(*ARTICLE, "Share this article", others) == ARTICLE


def test_what_is_not_told_in_sentences_goes_where_two_removals_in_a_row_make_a_foot() -> None:
    foot = [
        "Nordhafen Post",
        "Readers on the island know: the Post has the news of the mole first.",
        "The Post",
        "Mole 4",
    ]
    assert cleaned(*ARTICLE, "Sign up for our newsletter", "Share this article", *foot) == ARTICLE


def test_teasers_with_a_name_under_each_go() -> None:
    teasers = [line for n in range(3) for line in (f"{LAST[:-1]}, chapter {n}.", f"Jane Doe{n}")]
    assert cleaned(*ARTICLE * 3, "More from the Post", *teasers) == ARTICLE * 3


@pytest.mark.parametrize("label", ["Files: *", "Home", "Shop", "Download"])
def test_a_label_that_is_one_in_another_language_only_stays_next_to_a_removal(label: str) -> None:
    text = "\n".join([*ARTICLE[:3], "Weitere Artikel", label, *ARTICLE[3:]])
    assert label in Cleaner(unicode="none", ignore=("en",)).clean(text).split("\n")


@given(
    st.lists(
        st.sampled_from(
            ["harbour", "harbours", "council", "councillor", "Überfahrt", "мосты", "in", "五十", "五十人", "x1bridge"]
        )
    )
)
def test_words_are_shared_whole(words: list[str]) -> None:
    above = "The harbours and the councillor; Überfahrten, мосты (五十人) bridge"
    known = {"harbours", "councillor", "мосты", "五十", "十人"}
    # Two signs in a row are a word where nothing stands between words.
    asked = {part for word in words for part in ({"五十", "十人"} if word == "五十人" else {word})} - {"in"}
    asked = {"bridge" if word == "x1bridge" else word for word in asked}
    shared = len(asked & (known | {"bridge"}))
    assert _share_words(" ".join(words), above) == (shared >= max(1, 0.25 * len(asked)))


GUIDE = [
    "Apply for a licence to keep bees",
    "You can apply for a licence if you keep more than three hives in the town.",
    "It costs 12 pounds. You can pay by card at the town hall or by post.",
    "You'll get the licence within ten days, and a plate for each of the hives.",
]
FEEDBACK = [
    "Is this page useful?",
    "Yes this page is useful",
    "No this page is not useful",
    "Report a problem with this page",
]


def test_a_part_of_a_guide_stays_below_the_form_for_opinions() -> None:
    part = [
        "If you keep bees without a licence",
        "You can be fined up to 500 pounds.",
        "Licence desk",
        "Monday to Friday, 8am to 6pm",
    ]
    assert cleaned(*GUIDE, *FEEDBACK, *part, "Print this page", "Related content") == [*GUIDE, *part]


def test_what_a_card_is_sent_for_stays_beside_a_badge() -> None:
    sent = "We'll send you a new card within five working days. Your PIN stays the same."
    assert cleaned(*ARTICLE, "Get it on Google Play", sent, *ARTICLE[:2]) == [*ARTICLE, sent, *ARTICLE[:2]]
