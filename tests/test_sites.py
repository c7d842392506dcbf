"""Rules of single sites: ten thousand sites cost the documents of others nothing."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner
from cleaner.mine.rulefile import to_toml
from cleaner.pipeline import Engine
from cleaner.rules import Rule

SITES = 10_000
TEXT = "The ferry sank on Monday.\n\nWrite to desk number 7\n\nNobody was hurt, the mayor said."


def rule(number: int) -> Rule:
    return Rule(
        id=f"mined:desk-{number}",
        removes="line",
        why="The desk of a paper.",
        lines=(f"Write to desk number {number}",),
        keep=("The story went on.",),
        sites=(f"site-{number}.example",),
    )


RULES = [rule(number) for number in range(SITES)]


def calls(engine: Engine, url: str | None) -> Counter[str]:
    """Count the calls of functions that finding the removals of a text takes."""
    found: Counter[str] = Counter()

    def count(frame: Any, event: str, arg: Any) -> None:
        found[event] += 1

    engine.find(TEXT, url)
    sys.setprofile(count)
    try:
        engine.find(TEXT, url)
    finally:
        sys.setprofile(None)
    return found


def test_documents_of_other_sites_take_not_one_call_more_with_ten_thousand_sites() -> None:
    few, many = Engine(RULES[:1]), Engine(RULES)
    for url in (None, "https://news.other.example/1", "https://site-0.example.org/"):
        assert calls(few, url) == calls(many, url)


def test_only_the_sites_that_documents_come_from_are_indexed() -> None:
    engine = Engine(RULES)
    for url in ("https://other.example/", "https://site-8.example/1", "https://www.site-7.example/2"):
        engine.find(TEXT, url)
    assert set(engine._site_indexes) == {"site-7.example", "site-8.example"}


def test_a_rule_holds_on_its_site_and_its_subdomains_and_nowhere_else(tmp_path: Path) -> None:
    path = tmp_path / "mined.toml"
    path.write_text(to_toml(RULES[:20], "Mined."), encoding="utf-8")
    cleaner = Cleaner(lists=(str(path),), select=("mined",))
    for url in (
        None,
        "https://site-8.example/",
        "https://notsite-7.example/",
        "https://site-7.example.org/",
        "[broken",
    ):
        assert cleaner.clean(TEXT, url) == TEXT
    for url in ("site-7.example", "https://www.SITE-7.example:8080/a?b#c", "https://a.b.site-7.example./"):
        assert "desk" not in cleaner.clean(TEXT, url), url


@pytest.mark.parametrize("url", [5, b"https://site-7.example/", float("nan")])
def test_a_url_that_is_no_text_is_refused_with_or_without_rules_for_sites(url: object) -> None:
    with pytest.raises(TypeError, match="url must be a str or None, not "):
        Cleaner().clean(TEXT, url)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="url must be a str or None, not "):
        Cleaner().explain("", url)  # type: ignore[arg-type]
