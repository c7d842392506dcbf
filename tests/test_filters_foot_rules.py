"""Rules that hold only below an article: a line of short sentences is the article's too."""

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
