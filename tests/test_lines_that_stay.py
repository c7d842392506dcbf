"""Single lines that only look like a page's: headings and sentences in an article, and what it may end with."""

from pathlib import Path

import pytest

from cleaner import Cleaner

LINES = Path(__file__).parents[1] / "fixtures" / "lines"
ARTICLE = [
    "The ferry left the harbour on Monday morning, an hour late, and nobody on the pier seemed to mind very much.",
    "Most of the passengers had brought bread and tea, since the kitchen on board has been closed since last winter.",
    "The captain said on Friday that the new boat would be faster, but that she would miss the old one all the same.",
    "Until then the old one sails on, four times a day, with a coat of paint that is said to hold it all together.",
]


@pytest.mark.parametrize("level", ["strict", "standard"])
def test_a_heading_or_label_between_two_paragraphs_stays(level: str) -> None:
    cleaner = Cleaner(level=level)  # type: ignore[arg-type]
    for line in (LINES / "inside.txt").read_text(encoding="utf-8").splitlines():
        text = "\n\n".join([*ARTICLE[:2], line, *ARTICLE[2:]])
        assert [(line, r.rule) for r in cleaner.explain(text).removals] == []


@pytest.mark.parametrize("level", ["strict", "standard"])
def test_the_last_line_of_an_article_stays(level: str) -> None:
    cleaner = Cleaner(level=level)  # type: ignore[arg-type]
    for line in (LINES / "last.txt").read_text(encoding="utf-8").splitlines():
        text = "\n\n".join([*ARTICLE, line])
        assert [(line, r.rule) for r in cleaner.explain(text).removals] == []


@pytest.mark.parametrize("level", ["strict", "standard"])
@pytest.mark.parametrize("path", sorted((LINES / "sentences").iterdir()), ids=lambda path: path.stem)
def test_a_sentence_on_somebody_elses_newsletter_channel_or_comments_takes_nothing(path: Path, level: str) -> None:
    head, sentences = path.read_text(encoding="utf-8").split("\n\n")
    *article, last_but_one, last = head.splitlines()
    cleaner = Cleaner(level=level)  # type: ignore[arg-type]
    for line in sentences.splitlines():
        inside = [*article[:2], line, *article[2:]]
        at_the_end = [*article, line]
        before_the_end = [*article, *article[:2], line, last_but_one, last]
        for lines in (inside, at_the_end, before_the_end):
            assert [(line, r.rule) for r in cleaner.explain("\n\n".join(lines)).removals] == []


def test_a_subhead_next_to_the_label_of_an_advertisement_stays() -> None:
    cleaner = Cleaner(unicode="none")
    for block in (LINES / "beside-ads.txt").read_text(encoding="utf-8").strip().split("\n\n"):
        first, second, label, subhead, *rest = block.split("\n")
        for lines in ([label, subhead], [subhead, label]):
            text = "\n\n".join([first, second, *lines, *rest])
            assert cleaner.clean(text).split("\n\n") == [first, second, subhead, *rest]
