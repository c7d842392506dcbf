"""What could be an article's, though it comes back: titles, bylines, datelines, subheads, items, names, speech."""

from __future__ import annotations

import re

from .families import ADDRESS, DATE, NAME, NUMBER, TAIL, fixed_words, is_family, template
from .measure import Measure

# Lines of one family that show that a slot is one.
FAMILY = 3
SOME, HALF, MOST = 0.2, 0.5, 0.8
TITLE_WORDS = 5
_QUARTER = 0.25
# Fewer pages may be all by the same author.
_CONTROL = 4
_ONCE = 1.25
_BYLINE = re.compile(r"(?:by|von|par|por|di|door|af|av)\b|.{0,40}\b(?:updated|published|posted|modified|reporting)\b")
# What opens a line that says something about the article itself.
_ABOUT = re.compile(r"(?:correction|clarification|update|(?:editor'?s'? )?note|photo|image|source|question|answer)s?\b")
_OPENS = (":", "：")
_SENTENCE_INSIDE = re.compile(r"[.!?] \S")


def could_be_article(form: str, measure: Measure, of: int) -> bool:
    """Whether a line could be a title, byline, dateline, subhead, list item, name or speech of articles."""
    # Its dates and numbers make a line a dateline whether or not they are slots of a family here.
    slotted = template(form)
    words = fixed_words(slotted)
    # Too little of it is fixed: a date, a number, a letter.
    if sum(map(len, words)) < 4 or slotted[0] in NUMBER + DATE + NAME:
        return True
    if _ABOUT.match(form) or (DATE in slotted and len(words) <= 3):
        return True
    if _BYLINE.match(form) and (is_family(slotted) or measure.place("foot") < MOST):
        return True
    if measure.share("first") > SOME or measure.share("item") > SOME or measure.share("speech") > SOME:
        return True
    # The same heading stands above something else on each page.
    if measure.share("heads") > _QUARTER:
        return True
    # What opens a list or an example is followed by it, even if that is the same on all pages.
    if not measure.is_enclosed and all(line.endswith(_OPENS) and len(words) > 2 for line in measure.members):
        return True
    # A line of code or a piece of a sentence, unless all that it belongs to comes back below the articles.
    in_block = measure.share("block") > MOST and measure.place("foot") == 1 and measure.documents >= 0.75 * of
    if (measure.share("code") > SOME or measure.share("torn") > SOME) and not in_block:
        return True
    # The headline or the standfirst of one story is a link on the pages of others.
    if 0 < measure.place("head") < MOST:
        return True
    # A refrain, a speaker's name, a cell of a table.
    if measure.times > 2 * measure.documents:
        return True
    # Reports of results, weather and shares are written from a template, too.
    if is_family(form) and (measure.share("prose") > 0 or not _is_varied(form, measure)):
        return True
    between = measure.place("middle") > SOME
    # Sections of manuals and reports have the same headings and sentences; a site's own stands by what the lists know.
    if between and measure.share("beside") < HALF and not measure.is_enclosed:
        return True
    # The same sentence in the text of some pages, or twice in that of one, is how such pages are written.
    if between and (measure.documents < HALF * of or measure.times > _ONCE * measure.documents):
        return True
    if TAIL in form:
        return False
    steady = max(measure.places.values()) == measure.times
    # A link to a popular story is a title elsewhere, and a person's name a byline: only where it stands below (or
    # always above) the article can a rule be told to leave that alone.
    if len(fixed_words(form)) >= TITLE_WORDS and measure.share("headline") + measure.share("untold") > SOME:
        return measure.where == "anywhere"
    # Articles of a series have the same subheads, and people are named in many.
    if between and measure.share("subhead") > SOME and measure.share("prose") == 0:
        return True
    if measure.share("name") <= SOME or (measure.share("brand") > MOST and not between):
        return False
    if (measure.place("head") > SOME and not is_control(form, measure, of)) or between:
        return True
    return len(words) > 1 and not is_author(measure) and (measure.documents < MOST * of or not steady)


def is_control(form: str, measure: Measure, of: int) -> bool:
    """Whether a single word is one of a row of controls that nearly all pages have above the article, like "Print".

    An author of one name has no neighbour that is the same on all pages.
    """
    is_steady = measure.place("head") == 1 and measure.times == measure.documents >= max(_CONTROL, MOST * of)
    return is_steady and len(form.split()) == 1 and measure.has_neighbour and measure.share("heads") == 0


def is_author(measure: Measure) -> bool:
    """Whether a name always heads a note on that person, which goes, below the article; elsewhere it is a byline."""
    return measure.place("foot") == 1 and measure.share("noted") == 1


def could_be_article_enclosed(form: str, measure: Measure) -> bool:
    """Whether a line could be an article's though it always stands between lines that come back or go.

    Runs of headings, bylines and titles come back, too.
    """
    slotted = template(form)
    words = fixed_words(slotted)
    is_code = measure.share("code") == 1 and measure.place("foot") == 1
    if slotted[0] in NUMBER + DATE + NAME or (sum(map(len, words)) < 4 and not is_code):
        return True
    if _ABOUT.match(form) or _BYLINE.match(form) or (measure.share("code") > 0 and not is_code):
        return True
    heads = 0 if measure.is_hem or measure.card else measure.share("heads")
    if max(measure.share("first"), measure.share("item"), measure.share("speech"), heads) > 0:
        return True
    is_brand = measure.share("brand") == 1
    if (measure.times > measure.documents and not is_brand) or 0 < measure.place("head") < 1:
        return True
    # Between paragraphs a person in a row of links is the author of the next page.
    if measure.place("middle") > 0 and is_person(words, measure) and not measure.card:
        return True
    # The headings of manuals stand above them in a row; a name there is a byline.
    if measure.place("head") == 1 and (measure.share("beside") < 1 or measure.share("name") > 0):
        return True
    if is_family(form):
        return measure.share("prose") > 0 or not _is_varied(form, measure)
    return len(words) >= TITLE_WORDS and measure.share("headline") + measure.share("untold") > 0


def is_person(words: list[str], measure: Measure) -> bool:
    return len(words) > 1 and measure.share("name") > 0 and measure.share("brand") < 1


def could_be_article_at_edge(measure: Measure) -> bool:
    """Whether a line that tops a row of lines that come back, with the article above it, could be a part of that.

    Above bios stand bylines, above footers last sentences.
    """
    return (
        (measure.share("name") > 0 and measure.share("brand") < 1)
        or measure.place("middle") < 1
        or measure.share("prose") > 0
    )


def _is_varied(form: str, measure: Measure) -> bool:
    """Whether a family is one: several lines of it stand on the site, and a slot for a headline holds headlines."""
    if measure.distinct < FAMILY:
        return False
    if TAIL not in form:
        return ADDRESS in form or NUMBER in form or DATE in form or len(fixed_words(form)) > 1
    label = form.partition(TAIL)[0]
    if label.rstrip()[-1] == ":" and len(fixed_words(label)) < 2:
        return False
    tails = [line[len(label) :] for line in measure.members]
    return not any(_SENTENCE_INSIDE.search(tail) or tail.endswith(".") for tail in tails)
