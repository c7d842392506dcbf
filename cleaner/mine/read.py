"""The third pass: the proposals in context, and what of them also stands inside prose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from ..fold import fold
from ..shape import is_prose
from ..text import split_lines
from .count import LONGEST, Counts, forms, identity
from .families import SLOTS, is_family
from .propose import Proposal
from .sites import site_of_document

_SAMPLES = 3
_AROUND = 2
_SHOWN = 160
_NEAREST = 2


@dataclass(frozen=True)
class Sought:
    """A proposal as the readers look for it: its form, and texts that must not stand inside a paragraph."""

    form: str
    texts: tuple[str, ...]
    begins: str

    @classmethod
    def of(cls, proposal: Proposal) -> Sought:
        """Return what to look for, for a proposal."""
        if not is_family(proposal.form):
            return cls(proposal.form, proposal.examples, _begin(proposal.form))
        fixed = max(_parts(proposal.form), key=len)
        return cls(proposal.form, (fixed,) if len(fixed.split()) > 1 else (), _begin(proposal.form))


class Found(msgspec.Struct, array_like=True):
    """What a document says about the proposals of its site."""

    site: str
    inside: list[str]
    samples: list[tuple[str, list[str], str, list[str]]]
    near: list[tuple[str, str]]


class Reader:
    """Reads documents for what the proposals of their site look like there."""

    def __init__(self, proposals: Mapping[str, Sequence[Proposal]], counts: Counts) -> None:
        self._sites = {site: [Sought.of(proposal) for proposal in these] for site, these in proposals.items()}
        self._counts = counts

    def __call__(self, name: str, line: int, url: str | None, text: str) -> str:
        """Return what the document says, in JSON; nothing where it says nothing."""
        site = site_of_document(name, url)
        sought = self._sites.get(site)
        if not sought or not self._counts.wanted(site, identity(name, line)):
            return ""
        lines = [line.strip() for line in split_lines(text)[0] if line.strip()]
        found = Found(site, [], [], [])
        by_form = {one.form: one for one in sought}
        matched: set[str] = set()
        prose: list[str] = []
        for number, text in enumerate(lines):
            here = [form for form in forms(text) if form in by_form] if len(text) <= LONGEST else []
            for form in here:
                if form not in matched:
                    above = [_short(other) for other in lines[max(0, number - _AROUND) : number]]
                    below = [_short(other) for other in lines[number + 1 : number + 1 + _AROUND]]
                    found.samples.append((form, above, text, below))
            matched.update(here)
            if not here:
                folded = fold(text)
                if is_prose(text):
                    prose += (text, folded)
                if len(text) <= _SHOWN:
                    found.near += [(one.form, text) for one in sought if folded.startswith(one.begins)]
        inside = "\n".join(prose)
        found.inside = [one.form for one in sought if any(_stands(text, inside) for text in one.texts)]
        return msgspec.json.encode(found).decode()


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
