"""Rules that hold only below an article: a line of short sentences is the article's too."""

import pytest

from cleaner import clean

_PARAGRAPH = (
    "The ferry has left the harbour every morning since 1888, and the town has set its clocks by the sound of its bell."
)


def test_a_heading_above_short_sentences_is_no_footer() -> None:
    text = f"{_PARAGRAPH}\n\nHome\n\nMost of them work there.\n\nDownload\n\nThe client has four pages.\n"
    assert clean(text) == text


def test_a_label_below_the_last_sentence_is_a_footer() -> None:
    assert clean(f"{_PARAGRAPH}\n\nMost of them work there.\n\nPrivacy policy\n\nTerms of use\n") == (
        f"{_PARAGRAPH}\n\nMost of them work there.\n"
    )


def test_a_footer_of_one_sentence_goes_with_the_labels_around_it() -> None:
    text = f"{_PARAGRAPH}\n\nPrivacy policy\n\n© 2024 The Harbour Times.\n\nSitemap\n"
    assert clean(text) == f"{_PARAGRAPH}\n"


@pytest.mark.parametrize(
    ("item", "label"), [("- Ask the skipper", "- Popular"), ("* Fragen stellen", "* Was meinen Sie?")]
)
def test_an_item_of_the_articles_last_list_stays(item: str, label: str) -> None:
    text = f"{_PARAGRAPH}\n{_PARAGRAPH}\n{item}\n{label}\n"
    assert clean(text) == text
    assert clean(f"{_PARAGRAPH}\n{_PARAGRAPH}\n{label[2:]}\n") == f"{_PARAGRAPH}\n{_PARAGRAPH}\n"


def test_a_menu_with_bullets_below_the_article_goes() -> None:
    assert clean(f"{_PARAGRAPH}\n{_PARAGRAPH}\n\n- Privacy policy\n- Terms of use\n- Popular\n") == (
        f"{_PARAGRAPH}\n{_PARAGRAPH}\n"
    )


@pytest.mark.parametrize(("label", "last"), [("编辑", "第二天，渡轮又开了。"), ("筆者", "翌日、船はまた出た。")])
def test_a_short_sentence_without_spaces_is_the_articles_too(label: str, last: str) -> None:
    paragraph = "渡轮在港口停了两年之后重新开航，每天早晨八点从北岸出发，镇上的人说，他们又听见了那口老钟的声音。"
    text = f"{paragraph}\n{paragraph}\n{label}\n{last}\n"
    assert clean(text) == text
    assert clean(f"{paragraph}\n{paragraph}\n{label}\n") == f"{paragraph}\n{paragraph}\n"
