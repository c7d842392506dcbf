"""Whole documents: what must stay first, then what must go."""

from pathlib import Path

import pytest

from cleaner import Cleaner, clean

FIXTURES = Path(__file__).parents[1] / "fixtures"
KEEP = sorted(FIXTURES.glob("keep/*.txt"))
ARTICLES = sorted(FIXTURES.glob("articles/*.txt"))


def read(path: Path) -> str:
    # newline="": the file's own line ends.
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


@pytest.mark.parametrize("path", KEEP, ids=lambda path: path.stem)
def test_a_text_that_only_looks_like_boilerplate_stays_whole(path: Path) -> None:
    text = read(path)
    result = Cleaner().explain(text)
    assert [(r.rule, text[r.start : r.end]) for r in result.removals] == []
    assert result.text == Cleaner(select=()).clean(text)


@pytest.mark.parametrize("path", KEEP, ids=lambda path: path.stem)
def test_a_chapter_of_such_a_text_stays_whole_alone(path: Path) -> None:
    cleaner = Cleaner()
    for chapter in read(path).split("\n\n"):
        if "\n" in chapter.strip():
            result = cleaner.explain(chapter)
            assert [(r.rule, chapter[r.start : r.end]) for r in result.removals] == []


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_an_article_loses_its_residue_and_nothing_else(path: Path) -> None:
    expected = read(FIXTURES / "expected" / path.name)
    assert clean(read(path)) == expected
    assert clean(expected) == expected


def test_every_article_has_its_expected_text() -> None:
    assert {p.name for p in FIXTURES.glob("expected/*")} == {p.name for p in FIXTURES.glob("articles/*")}
    assert len(ARTICLES) >= 20
    assert len(KEEP) >= 10
