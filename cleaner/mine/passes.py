"""The three passes over a corpus, in order."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from ..pipeline import Cleaner
from . import read
from .count import Counts, Seer
from .measure import Measurer, Measures
from .propose import Proposal, propose, without

# Takes a file's name, a document's line in it, its URL and its text; returns what is to be kept of it.  Picklable.
Recorder = Callable[[str, int, "str | None", str], str]

# Calls a recorder with every document, in the same order each time, and hands on what it returns in that order.
Corpus = Callable[[Recorder, Callable[[str], None]], None]


@dataclass(frozen=True)
class Settings:
    """``documents``, ``share``: in how many documents of its site, and in what share of them, a line must stand.

    ``sample``: how many pages of a site are looked at, at most; 0 for all.  ``memory``: bytes for each row of the
    sketch; a hundred million distinct lines want about that many.
    """

    documents: int = 3
    share: float = 0.02
    sample: int = 128
    memory: int = 1 << 26


def mine(
    corpus: Corpus, cleaner: Cleaner, settings: Settings | None = None, rejected: Collection[str] = ()
) -> list[Proposal]:
    """Return proposals for the sites of a corpus, which is read three times; by site, the best first.

    What ``cleaner`` removes already is left out, and what was ``rejected`` before, by fingerprint.  Memory holds the
    sketch and the lines that come back, not the corpus.
    """
    settings = settings or Settings()
    counts = Counts(settings.memory, settings.sample)
    corpus(Seer(settings.sample), counts.take)
    measures = Measures()
    corpus(Measurer(counts, cleaner, settings.documents, settings.share), measures.take)
    documents = counts.documents()
    proposals: dict[str, list[Proposal]] = {}
    for site, found in sorted(measures.sites.items()):
        these = list(propose(site, found, documents[site], settings.documents, settings.share))
        for proposal in these:
            proposal.pages = counts.pages.sampled(site)
        if kept := without(these, set(rejected)):
            proposals[site] = kept
    measures.sites.clear()
    if not proposals:
        return []
    inside: set[tuple[str, str]] = set()
    corpus(read.Reader(proposals, counts), lambda record: read.take(record, proposals, inside))
    return [p for these in proposals.values() for p in these if (p.site, p.form) not in inside]
