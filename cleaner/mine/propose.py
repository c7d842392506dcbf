"""From what was measured to proposals: what is left out, what the rest is worth, and the rules."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ..fold import fold
from ..index import KEYWORD_LINE
from ..rules import Rule, Where
from .captions import LONGEST, TOPIC, sets_captions_above
from .count import fewest
from .families import (
    ABOVE_CREDIT,
    COMPARED,
    ENDS,
    fixed_words,
    is_caption,
    is_end,
    is_family,
    is_sign,
    keywords,
    pattern,
    readable,
    stands_above_credit,
)
from .guards import (
    FAMILY,
    HALF,
    MOST,
    SOME,
    could_be_article,
    could_be_article_at_edge,
    could_be_article_enclosed,
    is_control,
    is_person,
)
from .lines import forms
from .measure import Measure

# An accepted proposal scores at least this much; see docs/mine.md for what that is worth.
ACCEPTED = 0.6
_PROPOSED = 0.5
_EXAMPLES = 3
_FIXED_LETTERS = 4
_MANY = 0.4


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
        is_open = is_family(self.form) or is_sign(self.form)
        return Rule(
            id=name,
            removes="rest" if is_end(self.form) else "line",
            holds="end" if is_end(self.form) else "links",
            why=self._why(day),
            lines=() if is_open else self.examples,
            pattern=pattern(self.form) if is_open else "",
            keywords=keywords(self.form),
            match=self.examples if is_open else (),
            keep=self.keep or (in_prose(self.examples[0]),),
            where="anywhere" if self.measure.card else self.where,
            below=self.measure.card,
            above=TOPIC if stands_above_credit(self.form) else "",
            sites=(self.site,),
            status="proposed",
        )

    def _why(self, day: str) -> str:
        where = {"head": "above the article", "middle": "between paragraphs", "foot": "below the article"}
        places = ", ".join(f"{count} {where[place]}" for place, count in self.measure.places.most_common())
        if gone := self.measure.marks["gone"]:
            places += f"; {gone} of these the lists take" + ("" if is_end(self.form) else ", with what stands beside")
        sample = f" (a sample of {self.pages})" if self.pages else ""
        what = f'Captions that end in "{readable(self.form)}". ' if is_caption(self.form) else ""
        if is_end(self.form):
            what = "Below it the article is over. "
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
    closing = max(documents, HALF * of)
    found = [
        Proposal(site, form, round(score(form, measure, of), 2), measure, of, where)
        for form, measure in measures.items()
        if (where := where_it_holds(form, measure, of, documents)) and measure.documents >= share * of
    ]
    found = [proposal for proposal in found if proposal.score >= _PROPOSED]
    # What goes only next to a removal may be a word that stands anywhere.
    found += [
        replace(p, form=ENDS + p.form, where="anywhere", samples=[])
        for p in found
        if not (is_family(p.form) or is_end(p.form) or p.where == "beside") and p.measure.closes_articles(closing)
    ]
    found = _last_end(found)
    found = [p for p in found if not is_caption(p.form)] if sets_captions_behind(measures) else _widest(found)
    families = {line for p in found if is_family(p.form) for line in p.measure.members}
    lines = [p for p in found if is_family(p.form) or not families.issuperset(p.measure.members)]
    yield from sorted(lines, key=lambda p: (-p.score, -p.measure.documents, p.form))


def _last_end(proposals: list[Proposal]) -> list[Proposal]:
    """Return proposals with one end of the articles alone: that of the most pages, then the one with most below it."""
    ends = [p for p in proposals if is_end(p.form)]
    best = max(ends, key=lambda p: (p.measure.documents, p.measure.marks["closes"], p.form), default=None)
    return [p for p in proposals if not is_end(p.form) or p is best]


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
    if longest(narrow.form) > longest(wide.form) and narrow.measure.distinct >= FAMILY:
        return False
    return all(len(line) <= longest(wide.form) and regex.fullmatch(fold(line)) for line in narrow.measure.members)


def where_it_holds(form: str, measure: Measure, of: int, documents: int) -> Where | None:
    """Return where a rule for a line may hold; None for what could be an article's.

    What always stands in a run of lines that come back or go is a part of that, whatever it looks like, but goes only
    with it.  On a site of few pages one page less is enough to say so.
    """
    if is_sign(form):
        is_steady = 1 in (measure.place("head"), measure.place("foot"))
        return "beside" if is_steady and measure.documents >= max(documents, MOST * of) else None
    if is_end(form):
        return "anywhere" if measure.closes_articles(max(documents, HALF * of)) else None
    if stands_above_credit(form):
        return "anywhere" if measure.documents >= fewest(of, documents) else None
    if is_caption(form):
        # A page may have several pictures: on a site of few pages one is enough.
        pages = documents if fewest(of, documents) == documents else 1
        return "anywhere" if measure.documents >= pages and is_way_of_captions(form, measure) else None
    enough = max(fewest(of, documents), _MANY * of)
    # What the lists take on every page, though only with its neighbours: worth a rule if it is the site's, no story's.
    if measure.share("gone") == 1 and (measure.documents < HALF * of or measure.share("headline") > 0):
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
        return "foot" if is_below and is_person(fixed_words(form), measure) else measure.where
    if measure.documents < enough or could_be_article_enclosed(form, measure):
        return None
    is_part = measure.is_enclosed or measure.card
    if is_part or ((measure.is_edge or measure.is_hem) and not could_be_article_at_edge(measure)):
        return "beside"
    return None


def sets_captions_behind(measures: dict[str, Measure]) -> bool:
    """Whether pages of a site set captions behind paragraphs in one line: then short ones may hold some, too."""
    captions = [measure for form, measure in measures.items() if is_caption(form)]
    return sum(m.marks["glued"] for m in captions) > SOME * sum(m.times for m in captions)


def is_way_of_captions(form: str, measure: Measure) -> bool:
    """Whether lines with the same credit are captions, and not the last paragraphs of articles, which agencies sign."""
    return (
        measure.distinct >= 2 and sum(map(len, fixed_words(form))) >= _FIXED_LETTERS and measure.place("foot") <= SOME
    )


def score(form: str, measure: Measure, of: int) -> float:
    """Return what speaks for a proposal, from 0 to 1.

    The share of the site's documents, how many they are, where the line stands, whether what stands beside it is
    removed already, and its shape: what stands between paragraphs must be on nearly all pages, or a whole sentence.
    """
    times, most = (measure.distinct, FAMILY) if is_caption(form) else (measure.documents, 0.75 * of)
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
