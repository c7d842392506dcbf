"""Tags, reference links, emphasis and escapes: rules see the words, and markup goes whole or stays whole."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.links import Linked, with_links
from cleaner.markup import markup_of
from cleaner.tags import Tags, is_about_markup, pairs_of, tags_of
from cleaner.text import Removal, cut, split_lines

CLEAN = Cleaner().clean
ABOVE = "The council voted on Monday to close the bridge for most of the year, and the mayor promised a ferry.\n\n"
BELOW = "\n\nTraders on the east bank said that nobody had asked them, and that they would write to the ministry."
STORY = "The ferry sank on Monday, an hour after it had left the harbour, and nobody was hurt."


def middle(line: str) -> str:
    """What is left of a line between two paragraphs."""
    cleaned = CLEAN(ABOVE + line + BELOW)
    return cleaned.removeprefix(ABOVE).removesuffix(BELOW) if cleaned != ABOVE.rstrip() + BELOW else ""


def elements(*lines: str) -> str:
    """A text in which every line is an element, but for those given, which stand in its middle."""
    above, below = ABOVE.strip(), BELOW.strip()
    return "\n".join([f"<p>{above}</p>", f"<p>{below}</p>", *lines, f"<p>{STORY}</p>"])


def places_of(its: Linked) -> list[int]:
    return [its.words.place(n) for n in range(len(its.words.text))]


# ------------------------------------------------------------------ what stays

TUTORIAL = """\
# Building a share button

Every one of them is a link to a page of the network that takes an address. Put this below the article:

<a href="https://net.example/share?u=x">Share on Facebook</a>

The second one is for those who write letters, and it opens the program in which they do so. Look at it first.

<a href="mailto:?subject=x">Email this article</a>"""
HTML_BOOK = """\
Text is set in paragraphs, which are the commonest elements of HTML, and nothing else may stand between its tags.

<p>Advertisement</p>

The browser leaves a line above and below it, which may be more or less than you want, and can be changed."""
LISTING = """\
The foot of the page is built from these parts, one below the other, and each of them may be left out.

<p>Sign up for our newsletter</p>
<p>Home | About | Contact</p>
<p>Privacy policy</p>
<p>Advertisement</p>

Change their order in the settings, not in the files, or the next update of the program will undo it all."""
MANUAL = """\
Links are written with two pairs of brackets, of which the first holds what the reader of the page will see.

```
Also read: [The ferry](https://town.example/ferry)
[Read more](https://town.example/more)
Advertisement
```

Signs that mean something stand behind a backslash, as in the editor of any other program for such texts.

    \\[Advertisement\\]

Reference links keep the addresses out of the way of the text, and make it easier to read in the editor."""
ESCAPED = """\
<p>The letters of our shop are made of blocks. This one stands at the foot of all that we send to anybody.</p>
<p>&lt;p&gt;Follow us on Facebook&lt;/p&gt;</p>
<p>Advertisement</p>
<p>Both may be changed, but please tell the rest of us before you do so on a Friday, when nobody looks.</p>"""
FORUM = """\
To make a link in a post, put its address into the first of two tags and the words of it between the two:

[url=https://town.example]Read more[/url]

Whatever is not closed is shown as it is, so look at the post before you send it for everybody to see."""
CHAPTERS = """\
<h1>What the newsletter killed</h1>
<p>A hundred papers a year close in this country, and most readers hear of it from somebody who writes at home.</p>
<h2>Advertising</h2>
<p>In 1990 it paid for three quarters of a paper. Today it pays for the coffee, says an editor who closed two.</p>
<h2>Contact</h2>
<p>What people miss is somebody to call, day and night: a person with a notepad, and most of the time a cold.</p>
<blockquote>Share this with whoever still reads.</blockquote>
<ul>
<li>papers closed since 2004: 2,100</li>
</ul>"""
SOURCES = """\
The council voted on Monday to close the bridge for most of the year, as the paper [had reported][1] before.

## Sources

1. [The bridge, a report](https://town.example/report)
2. [Letter of the chamber of commerce](https://chamber.example/letter)

[1]: https://paper.example/1"""


@pytest.mark.parametrize("text", [TUTORIAL, HTML_BOOK, LISTING, MANUAL, ESCAPED, FORUM, CHAPTERS, SOURCES])
def test_texts_about_markup_and_articles_in_it_stay_to_the_byte(text: str) -> None:
    assert CLEAN(text) == text


@pytest.mark.parametrize(
    "line",
    [
        "Use <b>floury</b> potatoes, <b>not</b> waxy ones.",
        '<a href="https://town.example/ferry">The ferry that never came</a>',
        '<p><img src="bridge.jpg" alt="Advertisement"> Advertisement</p>',
        '<a href="#contact-us">Contact us</a>',
        "<p>Advertisement",
        "Advertisement</p>",
        "    <p>Advertisement</p>",
        "<blockquote>The law was never meant for this, he said.</blockquote>",
        "<ins>The fee is 20 crowns.</ins>",
        "See [the letter][2] (and [3]) of the chamber.",
        "[Read more][more]",
        "list[Share][0]",
        "**Question:** Do you read newsletters?",
        "*Read more* is what my teacher wrote under every essay of mine.",
        "__init__.py",
        "The fare is 59 \\* 1.2 crowns, tax \\[and tea\\] included.",
        "The ruling is published at <https://court.example/14>.",
        "It was said [i]so[/i] in the hall.",
        "auto share = [tweet](int n){ return n; };",
    ],
)
def test_what_the_article_says_in_markup_stays_to_the_byte(line: str) -> None:
    assert middle(line) == line


def test_what_goes_never_parts_marks_of_emphasis() -> None:
    for line in (f"{STORY} **It was old. Read more: [The ferry](u)**", f"<p>{STORY} <b>It was old. Read more</p>"):
        assert middle(line) == line


# ------------------------------------------------------------------ what goes


@pytest.mark.parametrize(
    "line",
    [
        "<p>Advertisement</p>",
        "Advertisement<br/>",
        "<p>ADVERTISEMENT&nbsp;</p>",
        "<center>- Advertisement -</center>",
        '<a href="https://town.example/more">Read more</a>',
        "<strong>Also read:</strong> Why the ferry never came",
        '<p><b>Also read:</b> <a href="https://town.example/ferry">Why the ferry never came</a></p>',
        '<div class="share">Share on Facebook</div>',
        "<em>Subscribe to our newsletter</em>",
        '<span style="color: red">Also Read: </span><a href="/f"><span>The ferry</span></a>',
        '<a href="/share">Share &amp; save</a> | <a href="/print">Print</a>',
        "&lt;p&gt;Advertisement&lt;/p&gt;",
        "<p>Anzeige</p>",
        "[center]Advertisement[/center]",
        "[b]Also read:[/b] [url=https://town.example/f]Why the ferry never came[/url]",
        "[b][url=https://town.example/f]Read more[/url][/b]",
        "`Share on Facebook <https://net.example>`_ | `Tweet <https://x.example>`_",
        "[https://town.example/letter Subscribe to our newsletter]",
        "\\[Advertisement\\]",
        "\\*\\*\\* ADVERTISEMENT \\*\\*\\*",
        "\\(Also read: [The ferry](https://town.example/ferry)\\)",
        "**Also Read**: [The ferry](https://town.example/ferry)",
        "_**Also Read**_ | _The ferry that never came_",
        "***Also Read:** The ferry that never came*",
        "> **Read more**: [The ferry](https://town.example/ferry)",
        "_[Sign up](https://town.example/letter) for our newsletter_",
        '<p><hi rend="#b">Also read:</hi> <ref target="https://town.example/f">Why the ferry never came</ref></p>',
        '[Subscribe to our newsletter](https://town.example/letter){.button target="_blank"}',
    ],
)
def test_markup_of_the_page_goes_as_its_words_do(line: str) -> None:
    assert middle(line) == ""


def test_reference_links_go_where_the_text_says_where_they_lead() -> None:
    end = "\n\n[1]: https://town.example/letter"
    assert CLEAN(f"{ABOVE}[Subscribe to our newsletter][1]{BELOW}{end}") == ABOVE + BELOW.lstrip() + end


def test_elements_go_from_a_text_of_elements() -> None:
    assert CLEAN(elements("<p>Advertisement</p>", '<div><a href="/s">Share on Facebook</a></div>')) == elements()
    # What opens and closes on lines of its own stays, without what stood inside.
    assert CLEAN(elements("<div>", "<p>Advertisement</p>", "</div>")) == elements("<div>", "</div>")


def test_a_page_as_a_whole_is_what_an_extractor_wrote_and_a_document_inside_a_text_is_shown() -> None:
    page = "<html>\n<body>\n{}\n</body>\n</html>"
    doc = '<doc sitename="town.example">\n<main>\n{}\n</main>\n<comments/>\n</doc>'
    for around in (page, doc):
        assert CLEAN(around.format(elements("<p>Advertisement</p>"))) == around.format(elements())
    shown = f"{ABOVE}{page.format(elements('<p>Advertisement</p>'))}"
    assert CLEAN(shown) == shown


def test_numbered_links_to_other_pages_go_below_a_heading_that_says_so() -> None:
    article = ABOVE + BELOW.lstrip()
    links = "1. [Crane looks back](https://t.example/crane)\n2. **[What lives in a pit](https://t.example/pit)**"
    assert CLEAN(f"{article}\n\n## Related stories\n\n{links}") == article


@pytest.mark.parametrize(
    ("line", "left"),
    [
        (f'<p>{STORY} <a href="/m">Read more</a></p>', f"<p>{STORY}</p>"),
        (f'<p>{STORY} <b>Also read: <a href="/m">The ferry</a></b></p>', f"<p>{STORY}</p>"),
        (f'{STORY} (<a href="/m">Also read: The ferry</a>)', STORY),
        (f"**{STORY} Also read: The ferry**", f"**{STORY}**"),
        (f"{STORY} \\[Also read: [The ferry](u)\\]", STORY),
    ],
)
def test_a_prompt_behind_a_sentence_goes_with_its_markup(line: str, left: str) -> None:
    assert middle(line) == left


def test_a_page_whose_footer_asks_for_javascript_does_not_speak_of_markup() -> None:
    footer = "\n\nPlease enable JavaScript to view the comments."
    assert CLEAN(f"{ABOVE}<p>Advertisement</p>{BELOW}{footer}") == ABOVE + BELOW.lstrip()


# ------------------------------------------------------------------ in general

TAGS = ["<p>", "</p>", "<b>", "</b>", '<a href="/u">', "</a>", "<br>", "<h2>", "<li>", "[b]", "[/b]", "**", "*", "\\["]
PIECES = st.lists(st.sampled_from(["ferry", "Read more", " ", ". ", "é", "[x](u)", *TAGS]), max_size=14)


@settings(deadline=None)
@given(PIECES, st.data())
def test_what_is_left_is_as_balanced_as_what_was(pieces: list[str], data: st.DataObject) -> None:
    line = "".join(pieces)
    markup = markup_of(line, [line], [0])
    if not markup:
        return
    [words], linked = markup.unlinked(tags={0})
    if not linked or not words or linked[0].stays or not Tags(line).has_words():
        return
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    for removal in with_links([Removal(start, end, "x")], linked, [line], [0]):
        left = cut(line, [(removal.start, removal.end)])
        assert pairs_of(tags_of(left)) is not None or pairs_of(tags_of(line)) is None
        end = linked[0].words.end(start, end)
        assert {*places_of(linked[0])[start:end]} <= {*range(removal.start, removal.end)}


@settings(deadline=None)
@given(st.lists(st.sampled_from([STORY, "<p>Advertisement</p>", "Advertisement", "<div>", "</div>", "See HTML.", "",
                                 f"<p>{STORY}</p>", "&lt;p&gt;Advertisement&lt;/p&gt;", "```", "[Read more][1]",
                                 "[1]: u", "Put it here, below the rest of it:"]), max_size=14))  # fmt: skip
def test_a_second_cleaning_finds_nothing_more(lines: list[str]) -> None:
    once = CLEAN("\n".join(lines))
    assert CLEAN(once) == once


LINES = [
    STORY,
    "Advertisement",
    "<p>Advertisement</p>",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    f"<p>{STORY}</p>",
    "```",
    "~~~",
    "",
    '<p><b>Also read:</b> <a href="/u">The ferry</a></p>',
    f"<p>{STORY} <b>Also read: The ferry</b></p>",
    "**Read more**",
    "[Share on Facebook](u)",
    f"{STORY} ([Read more](u))",
    "&lt;p&gt;Advertisement&lt;/p&gt;",
    "<b>Read more",
    "Read more</b>",
    "[b]Read more[/b]",
    f"**{STORY} Read more**",
    "# Related stories",
    "* [The ferry](https://a.example/f)",
    "<ul><li>Tweet</li>",
    "<li>Share</li></ul>",
    '<ref target="u">Read more</ref><lb/>',
]
MARKS = re.compile(r"</?(?:p|b|a|div|ul|li|ref)\b|```|~~~|\*\*|[\[\]()]")


@settings(deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=14))
def test_what_goes_leaves_no_half_of_a_pair_and_comes_back_from_the_audit(lines: list[str]) -> None:
    text = "\n".join(lines)
    result = Cleaner(unicode="none").explain(text)
    before, after = Counter(MARKS.findall(text)), Counter(MARKS.findall(result.text))
    for one, other in (("<p", "</p"), ("<b", "</b"), ("<div", "</div"), ("<ul", "</ul"), ("[", "]"), ("(", ")")):
        # One that nothing else closes or opens is no half.
        assert after[one] == after[other] or before[one] != before[other], (one, text)
    assert (before["**"] - after["**"]) % 2 == 0
    assert before["```"] == after["```"]
    # Of ASCII a byte is a character.
    back, at = "", 0
    for edit in result.edits():
        kept = edit.start - len(back)
        back += result.text[at : at + kept] + edit.old
        at += kept + edit.new
    assert back + result.text[at:] == text


@settings(deadline=None)
@given(st.text(alphabet="<>/pab &;lt=\"'[]()`_*\\\n", max_size=200))
def test_words_stand_where_they_are_said_to_stand(text: str) -> None:
    lines, starts = split_lines(text)
    markup = markup_of(text, lines, starts)
    if not markup:
        return
    plain, linked = markup.unlinked(markup.tagged())
    for number, its in linked.items():
        if its.stays:
            assert plain[number] == lines[number]
            continue
        places = places_of(its)
        assert len(places) == len(plain[number])
        assert places == sorted({*places})
        assert all(0 <= place < len(lines[number]) for place in places)
        assert all(its.words.before(place) == n for n, place in enumerate(places))


def test_addresses_and_file_names_do_not_speak_of_markup() -> None:
    assert not is_about_markup("See https://town.example/css/main.html, or [here](https://town.example/x.php), please.")
    assert is_about_markup("A page in HTML has a head.")
    assert is_about_markup("The <b> element is for words that stand out.")


@pytest.mark.parametrize("piece", ["<p>", "</p>", "<a ", '<a "', "<p", "&lt;p&gt;", "[b]", "`a <", "\\[", "**a "])
def test_marks_without_end_stay(piece: str) -> None:
    # Twenty thousand of them: what looked for the end of each from each would not come to one.
    text = ABOVE + 20_000 * piece
    assert Cleaner(unicode="none").clean(text) == text
