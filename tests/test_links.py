"""Text in Markdown: what is said in links is known as if it were said plainly, and links go whole or stay whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.links import with_links
from cleaner.markup import markup_of
from cleaner.text import Removal

CLEAN = Cleaner().clean
ABOVE = "The council voted on Monday to close the bridge for most of the year, and the mayor promised a ferry.\n\n"
BELOW = "\n\nTraders on the east bank said that nobody had asked them, and that they would write to the ministry."


def middle(line: str) -> str:
    """What is left of a line between two paragraphs."""
    cleaned = CLEAN(ABOVE + line + BELOW)
    return cleaned.removeprefix(ABOVE).removesuffix(BELOW) if cleaned != ABOVE.rstrip() + BELOW else ""


@pytest.mark.parametrize(
    "line",
    [
        "The [mayor](https://town.example/mayor) said on Monday that [the bridge](b) would close until the spring.",
        "[The ferry that never came](https://town.example/ferry)",
        "- [What the bridge costs](https://town.example/costs)",
        "![A ferry at the quay](ferry.jpg)",
        "![Share](quay.jpg)",
        "[![Image](quay-small.jpg)](https://town.example/quay.JPG)",
        "- [Contact us](#contact-us)",
        "[2. Subscribe](#subscribe)",
        "See [1] (and [2]) for the figures of the port.",
        "The mayor said that the [bridge would close. Read more](https://town.example/bridge)",
        "print(list[0](x))",
    ],
)
def test_what_the_article_links_and_shows_stays_to_the_byte(line: str) -> None:
    assert middle(line) == line


@pytest.mark.parametrize(
    "line",
    [
        "[Share on Facebook](https://net.example/share?u=1)",
        "* [Share on Facebook](https://net.example/share)",
        '**[Subscribe to our newsletter](https://town.example/letter "Letter")**',
        "[![Share on Facebook](fb.png)](https://net.example/share)",
        "[![](fb.png) Share on Facebook](https://net.example/share)",
        "[Facebook](https://a.example) | [Twitter](https://b.example) | [Email](mailto:x@example)",
        "Also Read: [The ferry (again)](https://town.example/ferry_(2024))",
        "[Read more: The ferry](https://town.example/ferry)",
        "[Back to top](#top)",
        "[](https://town.example/top) [Advertisement](https://town.example/ads)",
    ],
)
def test_a_link_of_the_page_goes_as_its_words_do(line: str) -> None:
    assert middle(line) == ""


def test_a_prompt_behind_a_sentence_goes_with_its_link() -> None:
    story = "The [mayor](https://town.example/m) said on Monday that the bridge would close."
    for prompt in ("[Read more](https://t.example/(a))", '(Also read: [A ferry](u "t"))', "Also read: [A ferry](u)"):
        assert middle(f"{story} {prompt}") == story


def test_what_is_told_of_a_removal_is_what_stood_there() -> None:
    text = f"{ABOVE}* [Share on Facebook](https://net.example){BELOW}"
    [removal] = Cleaner().explain(text).removals
    assert text[removal.start : removal.end] == "* [Share on Facebook](https://net.example)"


WORD = st.sampled_from(["ferry", "Read more", "é", " ", ". ", "(", ")", "]", "[", "!", "\\"])
LINK = st.tuples(st.sampled_from(["ferry", "Share on X", "", "a b"]), st.sampled_from(["u", "u(v)", 'u "t"', "", "#u"]))
PIECES = st.lists(WORD | LINK.map(lambda pair: f"[{pair[0]}]({pair[1]})") | st.just("![a](b.png)"), max_size=12)


@given(PIECES, st.data())
def test_a_span_of_the_words_is_a_span_of_the_line_that_parts_no_link(pieces: list[str], data: st.DataObject) -> None:
    line = "".join(pieces)
    markup = markup_of(line, [line], [0])
    if not markup:
        return
    [words], linked = markup.unlinked()
    if not linked or not words:
        assert words == line or not words
        return
    its = linked[0]
    places = [its.words.place(n) for n in range(len(words))]
    assert words == "".join(line[place] for place in places)
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    for removal in with_links([Removal(7 + start, 7 + end, "x")], linked, [line], [7]):
        first, last = removal.start - 7, removal.end - 7
        assert 0 <= first < last <= len(line)
        # All that was asked for goes, and of each link either nothing or everything.
        assert set(places[start:end]) <= set(range(first, last))
        for begin, close, _, _ in its.links:
            assert (first <= begin and close <= last) or last <= begin or close <= first


@pytest.mark.parametrize(
    "heading", ["## Donate", "### Learn more", "## [Download](https://town.example/get)", "# Comments"]
)
def test_a_heading_stays_above_what_it_heads(heading: str) -> None:
    for text in (
        "The society takes cheques,\nand shells from the beach.",
        "* cheques\n* shells",
        "#### Cheques\n\nBy post.",
    ):
        document = f"{ABOVE}{heading}\n\n{text}{BELOW}"
        assert CLEAN(document) == document


def test_a_heading_goes_with_what_it_heads_and_where_it_can_head_nothing() -> None:
    story = ABOVE + BELOW.lstrip()
    assert CLEAN(f"{ABOVE}## Share this article\n\n[Share on Facebook](https://net.example){BELOW}") == story
    assert CLEAN(f"{ABOVE}## Advertisement{BELOW}") == story
    assert CLEAN(f"{ABOVE}### [Subscribe to our newsletter](https://town.example/letter){BELOW}") == story


def test_links_to_other_pages_go_below_a_heading_that_says_so() -> None:
    paragraph = "The council voted on Monday to close the bridge, and the mayor promised a ferry within the week. "
    article = paragraph * 3 + "\n\n" + paragraph * 2
    links = "- [Crane looks back](https://t.example/crane)\n- [What lives in a pit](https://t.example/pit)"
    assert CLEAN(f"{article}\n\n### Related stories\n\n{links}") == article
    for other in ("### Sources", "What the ministry says:"):
        document = f"{article}\n\n{other}\n\n{links}"
        assert CLEAN(document) == document
    chapters = f"{article}\n\n### Related stories\n\n- [Crane](crane.md) looks back\n- [The pit](pit.md)"
    assert CLEAN(chapters) == chapters


def card(words: str, target: str = "https://town.example/1") -> str:
    """A link over several lines, as converters from HTML write what holds a picture and a headline."""
    return f"[![](https://town.example/1.jpg)\\\n\\\n**{words}**\\\n\\\n2 May 2023]({target})"


@pytest.mark.parametrize(
    "lines",
    [
        card("The ferry that never came"),
        "[Share on\\\nFacebook](https://town.example/share.jpg)",
        "[Share on\nFacebook](https://town.example/share)",
        "[Share on\\\nFacebook]",
        "[Share on\\\n[your] Facebook](https://town.example/share)",
        "The mayor [Share on\\\nFacebook](https://town.example/share)",
        "```\n[Share on\\\nFacebook](https://town.example/share)\n```",
        "if [ -f ferry \\\n  -a -f quay ](",
    ],
)
def test_a_link_over_several_lines_stays_if_no_rule_knows_its_words_or_it_is_none(lines: str) -> None:
    assert middle(lines) == lines


@pytest.mark.parametrize(
    "lines",
    [
        card("Read more: the ferry that never came"),
        "[Share on\\\nFacebook](https://town.example/share)",
        f"- {card('Read more: the ferry that never came')}",
        f"## Related articles\n\n{card('The ferry')}\n\n{card('The quay')}",
    ],
)
def test_a_link_over_several_lines_goes_whole(lines: str) -> None:
    assert middle(lines) == ""
