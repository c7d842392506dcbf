"""The third pass: the proposals in context, and what of them also stands inside prose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from ..fold import fold, fold_lines
from ..shape import is_prose
from ..text import split_lines
from .count import Counts, identity
from .families import ENDS, SLOTS, is_caption, is_end, is_family, is_sign, key, pattern, stands_above_credit
from .guards import is_author
from .lines import LONGEST, forms_of
from .propose import Proposal, longest
from .sites import site_of_document

_SAMPLES = 3
# No shorter line is prose in any script.
_SHORTEST_PROSE = 30
_AROUND = 2
# Of what goes below the end of an article.
_BELOW = 6
_SHOWN = 160
_NEAREST = 2
# No line begins so.
_NOTHING = "\n"
_SLOT = re.compile(f"[{SLOTS}]")


@dataclass(frozen=True)
class Sought:
    """A proposal as the readers look for it: its form, and texts that must not stand inside a paragraph."""

    form: str
    texts: tuple[str, ...]
    begins: str
    caption: re.Pattern[str] | None = None

    @classmethod
    def of(cls, proposal: Proposal) -> Sought:
        """Return what to look for, for a proposal."""
        if is_caption(proposal.form):
            # Its end may stand in prose: that is not what it is told by, but that it ends there.
            return cls(proposal.form, (), _NOTHING, re.compile(pattern(proposal.form)))
        if stands_above_credit(proposal.form):
            texts = "|".join(re.escape(fold(line)) for line in proposal.measure.members)
            return cls(proposal.form, (), _NOTHING, re.compile(texts))
        if is_sign(proposal.form):
            return cls(proposal.form, (), _NOTHING)
        if is_author(proposal.measure) or proposal.measure.share("bare") == 1:
            # The note on an author says the name once more; articles name their site, which no line of its own does.
            return cls(proposal.form, (), _begin(proposal.form))
        if not is_family(proposal.form):
            return cls(proposal.form, proposal.examples, _begin(proposal.form.removeprefix(ENDS)))
        fixed = max(_parts(proposal.form), key=len)
        return cls(proposal.form, (fixed,) if len(fixed.split()) > 1 else (), _begin(proposal.form))


class Site:
    """What is still to be found on the pages of a site: of each proposal a few samples and near lines are enough."""

    def __init__(self, proposals: Sequence[Proposal]) -> None:
        self._sought = {proposal.form: Sought.of(proposal) for proposal in proposals}
        self._samples: Counter[str] = Counter()
        self._near: dict[str, set[str]] = {form: set() for form in self._sought}
        self._inside: set[str] = set()
        # What a line of a family begins with: only then is it worth finding out which one it is.
        self._families = tuple(
            _SLOT.split(form, maxsplit=1)[0]
            for form in self._sought
            if is_family(form) and not self._sought[form].caption
        )
        self._captions = [(form, longest(form), one.caption) for form, one in self._sought.items() if one.caption]
        self._settle()

    def _settle(self) -> None:
        """What was found inside prose, and what is near enough, need not be looked for again."""
        self._texts = [text for one in self._sought.values() if one.form not in self._inside for text in one.texts]
        self._begins = tuple(one.begins for one in self._sought.values() if len(self._near[one.form]) < _NEAREST)

    def read(self, found: Found, lines: list[str]) -> None:
        """Add what the lines of a document say."""
        long: list[str] = []
        for number, (text, folded) in enumerate(zip(lines, fold_lines(lines), strict=True)):
            here = self._forms(folded) if len(text) <= LONGEST else []
            here += [form for form, most, caption in self._captions if len(text) <= most and caption.fullmatch(folded)]
            if here:
                for form in here:
                    self._sample(found, form, lines, number)
                continue
            if len(text) >= _SHORTEST_PROSE:
                long += (text, folded)
            if len(text) <= _SHOWN and folded.startswith(self._begins):
                self._add_near(found, text, folded)
        together = "\n".join(long)
        if any(text in together for text in self._texts):
            self._look_inside(found, long)
        if found.near or found.inside:
            self._settle()

    def _forms(self, folded: str) -> list[str]:
        exact = key(folded)
        ends = [ENDS + exact] if ENDS + exact in self._sought else []
        if exact not in self._sought and not exact.startswith(self._families):
            return ends
        return ends + [form for form in forms_of(exact) if form in self._sought]

    def _sample(self, found: Found, form: str, lines: list[str], number: int) -> None:
        if self._samples[form] >= _SAMPLES or any(form == other for other, *_ in found.samples):
            return
        self._samples[form] += 1
        above = [_short(other) for other in lines[max(0, number - _AROUND) : number]]
        many = _BELOW if is_end(form) else _AROUND
        below = [_short(other) for other in lines[number + 1 : number + 1 + many]]
        found.samples.append((form, above, lines[number], below))

    def _add_near(self, found: Found, text: str, folded: str) -> None:
        for form, one in self._sought.items():
            near = self._near[form]
            if folded.startswith(one.begins) and len(near) < _NEAREST and text not in near:
                near.add(text)
                found.near.append((form, text))

    def _look_inside(self, found: Found, long: list[str]) -> None:
        # A paragraph and its folded view, in turn.
        prose = "\n".join(part for at in range(0, len(long), 2) if is_prose(long[at]) for part in long[at : at + 2])
        for form, one in self._sought.items():
            if form not in self._inside and any(_stands(text, prose) for text in one.texts):
                self._inside.add(form)
                found.inside.append(form)


class Found(msgspec.Struct, array_like=True):
    """What a document says about the proposals of its site."""

    site: str
    inside: list[str]
    samples: list[tuple[str, list[str], str, list[str]]]
    near: list[tuple[str, str]]


class Reader:
    """Reads documents for what the proposals of their site look like there.

    Each worker finds the first samples among the documents that it meets: those of all are among them.
    """

    def __init__(self, proposals: Mapping[str, Sequence[Proposal]], counts: Counts) -> None:
        self._sites = {site: Site(these) for site, these in proposals.items()}
        self._counts = counts

    def __call__(self, name: str, line: int, url: str | None, text: str) -> str:
        """Return what the document says, in JSON; nothing where it says nothing new."""
        site = site_of_document(name, url)
        if site not in self._sites or not self._counts.wanted(site, identity(name, line)):
            return ""
        found = Found(site, [], [], [])
        self._sites[site].read(found, [bare for raw in split_lines(text)[0] if (bare := raw.strip())])
        return msgspec.json.encode(found).decode() if found.inside or found.samples or found.near else ""


def take(record: str, proposals: Mapping[str, Sequence[Proposal]], inside: set[tuple[str, str]]) -> None:
    """Add what a document says to the proposals; ``inside`` collects those that also stand inside prose."""
    if not record:
        return
    found = msgspec.json.decode(record, type=Found)
    by_form = {proposal.form: proposal for proposal in proposals[found.site]}
    inside.update((found.site, form) for form in found.inside)
    for form, above, text, below in found.samples:
        if len(by_form[form].samples) < _SAMPLES:
            by_form[form].samples.append((above, text, below))
    for form, text in found.near:
        proposal = by_form[form]
        if len(proposal.keep) < _NEAREST and text not in proposal.keep:
            proposal.keep += (text,)


def _begin(form: str) -> str:
    """Return the first two words of a form, or what there is before a slot: a line that begins so is near."""
    return " ".join(_parts(form)[0].split()[:2]) or form


def _parts(form: str) -> list[str]:
    for slot in SLOTS:
        form = form.replace(slot, "\n")
    return [part.strip(" .,:;-|>()") for part in form.split("\n") if part.strip(" .,:;-|>()")] or [form]


def _stands(text: str, prose: str) -> bool:
    """Whether text stands in prose as words of its own."""
    at = prose.find(text)
    while at >= 0:
        before, after = prose[at - 1 : at], prose[at + len(text) : at + len(text) + 1]
        if not (before.isalnum() or after.isalnum()):
            return True
        at = prose.find(text, at + 1)
    return False


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN].rstrip() + " ..."
