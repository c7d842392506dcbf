"""From what was measured to proposals: what is left out, what the rest is worth, and the rules."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ..fold import fold
from ..index import KEYWORD_LINE
from ..rules import Rule, Where
from .captions import LONGEST, TOPIC, sets_captions_above
from .count import fewest
from .families import (
    ABOVE_CREDIT,
    ADDRESS,
    COMPARED,
    DATE,
    NAME,
    NUMBER,
    TAIL,
    fixed_words,
    is_caption,
    is_family,
    keywords,
    pattern,
    readable,
    stands_above_credit,
    template,
)
from .lines import forms
from .measure import Measure

# An accepted proposal scores at least this much; see docs/mine.md for what that is worth.
ACCEPTED = 0.6
_PROPOSED = 0.5
_EXAMPLES = 3
# Lines of one family that show that a slot is one.
_FAMILY = 3
_FIXED_LETTERS = 4
# Captions under one picture show nothing of a site.
_TEXTS = 2
# Fewer pages may be all by the same author.
_CONTROL = 4
_SOME = 0.2
_QUARTER = 0.25
_MANY = 0.4
_HALF = 0.5
_MOST = 0.8
_ONCE = 1.25
_TITLE_WORDS = 5
_BYLINE = re.compile(r"(?:by|von|par|por|di|door|af|av)\b|.{0,40}\b(?:updated|published|posted|modified|reporting)\b")
# What opens a line that says something about the article itself.
_ABOUT = re.compile(r"(?:correction|clarification|update|(?:editor'?s'? )?note|photo|image|source|question|answer)s?\b")
_OPENS = (":", "：")
_SENTENCE_INSIDE = re.compile(r"[.!?] \S")


@dataclass
class Proposal:
    """A rule that was mined, not yet accepted; what speaks for it, and where its lines stand.

    ``of``: documents of the site that were looked at; ``pages``: of how many they are a sample, if so.
    ``samples``: the lines above, the line, the lines below.  ``fingerprint`` stays the same from run to run.
    """

    site: str
    form: str
    score: float
    measure: Measure
    of: int
    where: Where = "anywhere"
    keep: tuple[str, ...] = ()
    samples: list[tuple[list[str], str, list[str]]] = field(default_factory=list)
    pages: int = 0

    @property
    def examples(self) -> tuple[str, ...]:
        """The lines of it that stand in the most documents."""
        members = sorted(self.measure.members.items(), key=lambda item: (-item[1], item[0]))
        if is_caption(self.form):
            # A line longer than any caption, or than is looked for by a word, may be among them.
            most = longest(self.form)
            members = [(line, times) for line, times in members if len(line) <= most]
        return tuple(line for line, _ in members[: _EXAMPLES if is_family(self.form) else 1])

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits for the site and what is proposed."""
        return fingerprint(self.site, self.form)

    def rule(self, name: str, day: str) -> Rule:
        """Return the proposed rule."""
        return Rule(
            id=name,
            removes="line",
            why=self._why(day),
            lines=() if is_family(self.form) else self.examples,
            pattern=pattern(self.form) if is_family(self.form) else "",
            keywords=keywords(self.form),
            match=self.examples if is_family(self.form) else (),
            keep=self.keep or (in_prose(self.examples[0]),),
            where=self.where,
            above=TOPIC if stands_above_credit(self.form) else "",
            sites=(self.site,),
            status="proposed",
        )

    def _why(self, day: str) -> str:
        where = {"head": "above the article", "middle": "between paragraphs", "foot": "below the article"}
        places = ", ".join(f"{count} {where[place]}" for place, count in self.measure.places.most_common())
        if gone := self.measure.marks["gone"]:
            places += f"; {gone} of these the lists take, with what stands beside"
        sample = f" (a sample of {self.pages})" if self.pages else ""
        what = f'Captions that end in "{readable(self.form)}". ' if is_caption(self.form) else ""
        if stands_above_credit(self.form):
            what = "Captions above their credit: one sentence each, as this site's paragraphs seldom are. "
        return (
            f"{what}On {self.measure.documents} of {self.of} pages{sample} of {self.site}: {places}. "
            f"Score {self.score:.2f}, mined {day}, fingerprint {self.fingerprint}."
        )


def in_prose(line: str) -> str:
    """Return a sentence with a line in it, which must stay."""
    return f'Under the words "{line}" the story went on. It filled another page.'


def fingerprint(site: str, form: str) -> str:
    """Return twelve hexadecimal digits for a site and a form."""
    return hashlib.sha256(f"{site}\n{form}".encode("utf-8", "surrogatepass")).hexdigest()[:12]


def propose(site: str, measures: dict[str, Measure], of: int, documents: int, share: float) -> Iterator[Proposal]:
    """Yield what is worth a proposal on a site with so many documents, the best first.

    A line of a family that is proposed is not proposed by itself.
    """
    compared = measures.pop(COMPARED, Measure())
    above = measures.get(ABOVE_CREDIT)
    if above and not sets_captions_above(above.times, *(compared.marks[mark] for mark in ("above", "one", "more"))):
        del measures[ABOVE_CREDIT]
    found = [
        Proposal(site, form, round(score(form, measure, of), 2), measure, of, where)
        for form, measure in measures.items()
        if (where := where_it_holds(form, measure, of, documents)) and measure.documents >= share * of
    ]
    found = [proposal for proposal in found if proposal.score >= _PROPOSED]
    found = [p for p in found if not is_caption(p.form)] if sets_captions_behind(measures) else _widest(found)
    families = {line for p in found if is_family(p.form) for line in p.measure.members}
    lines = [p for p in found if is_family(p.form) or not families.issuperset(p.measure.members)]
    yield from sorted(lines, key=lambda p: (-p.score, -p.measure.documents, p.form))


def _widest(proposals: list[Proposal]) -> list[Proposal]:
    """Return proposals without captions that others take, too: they are told by how they begin, or by how they end."""
    captions = sorted(
        (p for p in proposals if is_caption(p.form)), key=lambda p: (-p.measure.distinct, -len(p.form), p.form)
    )
    kept = [p for n, p in enumerate(captions) if not any(_takes(other, p) for other in captions[:n])]
    return [p for p in proposals if not is_caption(p.form) or p in kept]


def longest(form: str) -> int:
    """Return how long a caption may be that a rule finds."""
    return KEYWORD_LINE if keywords(form) else LONGEST


def _takes(wide: Proposal, narrow: Proposal) -> bool:
    regex = re.compile(pattern(wide.form))
    # One that finds longer lines is worth a rule of its own, where there are several.
    if longest(narrow.form) > longest(wide.form) and narrow.measure.distinct >= _FAMILY:
        return False
    return all(len(line) <= longest(wide.form) and regex.fullmatch(fold(line)) for line in narrow.measure.members)


def where_it_holds(form: str, measure: Measure, of: int, documents: int) -> Where | None:
    """Return where a rule for a line may hold; None for what could be an article's.

    What always stands in a run of lines that come back or go is a part of that, whatever it looks like, but goes only
    with it.  On a site of few pages one page less is enough to say so.
    """
    if stands_above_credit(form):
        return "anywhere" if measure.documents >= fewest(of, documents) else None
    if is_caption(form):
        # A page may have several pictures: on a site of few pages one is enough.
        pages = documents if fewest(of, documents) == documents else 1
        return "anywhere" if measure.documents >= pages and is_way_of_captions(form, measure) else None
    enough = max(fewest(of, documents), _MANY * of)
    # What the lists take on every page, though only with its neighbours: worth a rule if it is the site's, no story's.
    if measure.share("gone") == 1 and (measure.documents < _HALF * of or measure.share("headline") > 0):
        return None
    # What goes below other articles and stands inside one is the headline or the first sentence of that one.
    told = measure.share("headline") + measure.share("prose") > 0
    if measure.share("gone") > 0 and told and measure.place("foot") < 1:
        return None
    if measure.documents >= documents and not could_be_article(form, measure, of):
        if measure.is_enclosed and measure.place("foot") < 1:
            return "beside"
        if is_control(form, measure, of):
            return "head"
        # Above the article the same person's name is a byline.
        is_below = measure.place("foot") == 1 and measure.where == "anywhere"
        return "foot" if is_below and _is_person(fixed_words(form), measure) else measure.where
    if measure.documents < enough or could_be_article_enclosed(form, measure):
        return None
    if measure.is_enclosed or ((measure.is_edge or measure.is_hem) and not could_be_article_at_edge(measure)):
        return "beside"
    return None


def sets_captions_behind(measures: dict[str, Measure]) -> bool:
    """Whether pages of a site set captions behind paragraphs in one line: then short ones may hold some, too."""
    captions = [measure for form, measure in measures.items() if is_caption(form)]
    return sum(m.marks["glued"] for m in captions) > _SOME * sum(m.times for m in captions)


def is_way_of_captions(form: str, measure: Measure) -> bool:
    """Whether lines with the same credit are captions, and not the last paragraphs of articles, which agencies sign."""
    return (
        measure.distinct >= 2 and sum(map(len, fixed_words(form))) >= _FIXED_LETTERS and measure.place("foot") <= _SOME
    )


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
    if _BYLINE.match(form) and (is_family(slotted) or measure.place("foot") < _MOST):
        return True
    if measure.share("first") > _SOME or measure.share("item") > _SOME or measure.share("speech") > _SOME:
        return True
    # The same heading stands above something else on each page.
    if measure.share("heads") > _QUARTER:
        return True
    # What opens a list or an example is followed by it, even if that is the same on all pages.
    if not measure.is_enclosed and all(line.endswith(_OPENS) and len(words) > 2 for line in measure.members):
        return True
    # A line of code or a piece of a sentence, unless all that it belongs to comes back below the articles.
    in_block = measure.share("block") > _MOST and measure.place("foot") == 1 and measure.documents >= 0.75 * of
    if (measure.share("code") > _SOME or measure.share("torn") > _SOME) and not in_block:
        return True
    # The headline or the standfirst of one story is a link on the pages of others.
    if 0 < measure.place("head") < _MOST:
        return True
    # A refrain, a speaker's name, a cell of a table.
    if measure.times > 2 * measure.documents:
        return True
    # Reports of results, weather and shares are written from a template, too.
    if is_family(form) and (measure.share("prose") > 0 or not _is_varied(form, measure)):
        return True
    between = measure.place("middle") > _SOME
    # Sections of manuals and reports have the same headings and sentences; a site's own stands by what the lists know.
    if between and measure.share("beside") < _HALF and not measure.is_enclosed:
        return True
    # The same sentence in the text of some pages, or twice in that of one, is how such pages are written.
    if between and (measure.documents < _HALF * of or measure.times > _ONCE * measure.documents):
        return True
    if TAIL in form:
        return False
    steady = max(measure.places.values()) == measure.times
    # A link to a popular story is a title elsewhere, and a person's name a byline: only where it stands below (or
    # always above) the article can a rule be told to leave that alone.
    if len(fixed_words(form)) >= _TITLE_WORDS and measure.share("headline") + measure.share("untold") > _SOME:
        return measure.where == "anywhere"
    # Articles of a series have the same subheads, and people are named in many.
    if between and measure.share("subhead") > _SOME and measure.share("prose") == 0:
        return True
    if measure.share("name") <= _SOME or (measure.share("brand") > _MOST and not between):
        return False
    if (measure.place("head") > _SOME and not is_control(form, measure, of)) or between:
        return True
    return len(words) > 1 and not is_author(measure) and (measure.documents < _MOST * of or not steady)


def is_control(form: str, measure: Measure, of: int) -> bool:
    """Whether a single word is one of a row of controls that nearly all pages have above the article, like "Print".

    An author of one name has no neighbour that is the same on all pages.
    """
    is_steady = measure.place("head") == 1 and measure.times == measure.documents >= max(_CONTROL, _MOST * of)
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
    heads = 0 if measure.is_hem else measure.share("heads")
    if max(measure.share("first"), measure.share("item"), measure.share("speech"), heads) > 0:
        return True
    is_brand = measure.share("brand") == 1
    if (measure.times > measure.documents and not is_brand) or 0 < measure.place("head") < 1:
        return True
    # Between paragraphs a person in a row of links is the author of the next page.
    if measure.place("middle") > 0 and _is_person(words, measure):
        return True
    # The headings of manuals stand above them in a row; a name there is a byline.
    if measure.place("head") == 1 and (measure.share("beside") < 1 or measure.share("name") > 0):
        return True
    if is_family(form):
        return measure.share("prose") > 0 or not _is_varied(form, measure)
    return len(words) >= _TITLE_WORDS and measure.share("headline") + measure.share("untold") > 0


def _is_person(words: list[str], measure: Measure) -> bool:
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
    if measure.distinct < _FAMILY:
        return False
    if TAIL not in form:
        return ADDRESS in form or NUMBER in form or DATE in form or len(fixed_words(form)) > 1
    label = form.partition(TAIL)[0]
    if label.rstrip()[-1] == ":" and len(fixed_words(label)) < 2:
        return False
    tails = [line[len(label) :] for line in measure.members]
    return not any(_SENTENCE_INSIDE.search(tail) or tail.endswith(".") for tail in tails)


def score(form: str, measure: Measure, of: int) -> float:
    """Return what speaks for a proposal, from 0 to 1.

    The share of the site's documents, how many they are, where the line stands, whether what stands beside it is
    removed already, and its shape: what stands between paragraphs must be on nearly all pages, or a whole sentence.
    """
    times, most = (measure.distinct, _FAMILY) if is_caption(form) else (measure.documents, 0.75 * of)
    often = min(1.0, times / most)
    many = 1 - 0.5 ** (times - 1)
    place = measure.place("foot") + 0.7 * measure.place("head") + 0.4 * measure.place("middle")
    in_row = measure.is_enclosed or measure.is_edge or measure.is_hem
    sentence = 1.0 if measure.share("prose") > 0.5 or in_row else min(1.0, len(fixed_words(form)) / 6)
    beside = 1.0 if in_row else measure.share("beside")
    if is_caption(form) or stands_above_credit(form):
        # It stands between paragraphs, which says nothing of it; and by itself, its credit would go.
        place, beside = 0.7, 1.0
    return 0.4 * often + 0.15 * many + 0.25 * place + 0.1 * beside + 0.1 * sentence


def without(proposals: Iterable[Proposal], rejected: set[str]) -> list[Proposal]:
    """Return proposals but for those rejected before, and families that one line of was."""
    return [
        proposal
        for proposal in proposals
        if proposal.fingerprint not in rejected
        and not any(fingerprint(proposal.site, form) in rejected for form in _members(proposal))
    ]


def _members(proposal: Proposal) -> Iterator[str]:
    for line in proposal.measure.members:
        yield from forms(line)
