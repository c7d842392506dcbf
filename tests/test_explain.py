"""`cleaner explain`: why a line went, why another stayed, and the page that shows it."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from browser import chromium, screenshot
from command import cleaner, make_tree

from cleaner import Cleaner
from cleaner.audit.nearby import explain_line
from cleaner.html import colour, escape

HOSTILE = (
    "<script>document.title='owned'</script><img src=x onerror=document.title='owned'>\n\n"
    "Also Read | </del></pre><script>document.title='owned'</script>\n\n"
    "“Aye” \u202eevil\x1b[31m &lt;b&gt;\n"
)


class Tags(HTMLParser):
    """Collects the tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(name.startswith("on") or name in ("src", "href") for name, _ in attrs)


def explained(text: str, line: int, **options: object) -> list[tuple[str, str]]:
    cleaner = Cleaner(**options)  # type: ignore[arg-type]
    return [(m.rule.id, m.stopped.partition(":")[0]) for m in explain_line(cleaner, cleaner.explain(text), line)]


def test_a_removed_line_names_its_rule_the_words_that_led_to_it_and_what_matched() -> None:
    cleaner = Cleaner()
    [match] = explain_line(cleaner, cleaner.explain("The ferry sank.\n\nAlso Read | Nine saved"), 3)
    assert match.rule.id == "en/related:also-read"
    assert match.opened.startswith("also r")
    assert match.part == "also read | nine saved"
    assert match.stopped == ""


def test_a_line_that_goes_on_was_stopped_by_its_length() -> None:
    found = explained("Also read the label before you mix the two of them in one bucket today.", 1)
    assert ("en/blocks:keep-reading", "length") in found


def test_a_line_says_which_level_or_selection_would_take_it() -> None:
    assert ("en/ads:label", "not selected") in explained("Advertisement", 1, select=("en/related",))
    assert ("en/ads:label", "ignored") in explained("Advertisement", 1, ignore=("ads",))


def test_a_line_of_prose_is_near_nothing() -> None:
    assert explained("The mayor opened the bridge in the rain.", 1) == []


def test_the_command_explains_one_line(tmp_path: Path) -> None:
    make_tree(tmp_path, {"a.txt": "The ferry sank.\n\nAlso Read | Nine saved\n"})
    gone = cleaner("explain", "a.txt:3", cwd=tmp_path).stdout.decode()
    assert gone.startswith("- Also Read | Nine saved\nen/related:also-read ")
    assert "matched: also read | nine saved" in gone
    assert "stays; no rule came near" in cleaner("explain", "a.txt:1", cwd=tmp_path).stdout.decode()
    missing = cleaner("explain", "a.txt:9", cwd=tmp_path)
    assert missing.returncode == 3
    assert b"no line 9: there are 4 lines" in missing.stderr


def test_a_changed_line_names_the_steps_and_their_places(tmp_path: Path) -> None:
    make_tree(tmp_path, {"a.txt": "“Tea” &amp; toast in the cafe\u0301\u00a0now\u2028and later\nPlain\n“Oh”\n"})
    shown = cleaner("explain", "a.txt", cwd=tmp_path).stdout.decode()
    assert shown == (
        "~ “Tea” &amp; toast in the cafe\u0301\u00a0now\n"
        '> "Tea" & toast in the café now  [entities 1, line-ends 1, nfc 1, quotes 2, spaces 1]\n'
        "  and later\n"
        "  Plain\n"
        "~ “Oh”\n"
        '> "Oh"  [quotes 2]\n'
        "  \n"
    )
    made = cleaner("explain", "a.txt", "--html", cwd=tmp_path).stdout.decode()
    assert '<td class="n">4</td><td> unicode:quotes</td>' in made


@pytest.fixture
def page(tmp_path: Path) -> Path:
    make_tree(tmp_path, {"<i>a.txt": HOSTILE})
    made = cleaner("explain", "<i>a.txt", "--html", cwd=tmp_path)
    assert made.returncode == 0
    (tmp_path / "page.html").write_bytes(made.stdout)
    return tmp_path / "page.html"


def test_text_from_documents_is_escaped(page: Path) -> None:
    tags = Tags(page.read_text("utf-8")).tags
    assert not {"script", "img", "i", "link", "iframe"} & set(tags)
    assert escape("a\x1b\u202e<&'\"") == "a⟨U+001B⟩⟨U+202E⟩&lt;&amp;&#x27;&quot;"


def test_the_page_shows_what_went_struck_through_and_runs_nothing(page: Path) -> None:
    shown = chromium(page)
    assert "<title>owned" not in shown
    assert '<del style="background' in shown
    assert "en/related:also-bare" in shown
    assert 'title="unicode:quotes' in shown
    assert "http" not in shown.replace("http-equiv", "")
    assert len(screenshot(page)) > 5000


def test_topics_have_colours_of_their_own() -> None:
    topics = [
        "ads",
        "related",
        "share",
        "subscribe",
        "newsletter",
        "navigation",
        "legal",
        "blocks",
        "notices",
        "credits",
    ]
    assert len({colour(topic, 90) for topic in topics}) == len(topics)
    assert colour("made-up", 90) == colour("made-up", 90)
