"""The three passes over a corpus, in order."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from ..batch.job import Recorder
from ..pipeline import Cleaner
from . import read
from .count import Counts, see
from .measure import Measurer, Measures
from .propose import Proposal, propose, without

# Calls a recorder with every document, each cleaned by the cleaner given, and hands on what it returns.
Corpus = Callable[[Cleaner, Recorder, Callable[[str], None]], None]

# Reads documents as they are: the first and the third pass want no rules.
_AS_IT_IS = Cleaner(select=(), unicode="none")


@dataclass(frozen=True)
class Settings:
    """``documents``, ``share``: in how many documents of its site, and in what share of them, a line must stand.

    ``memory``: bytes for the sketch; a hundred million distinct lines want about that many.
    """

    documents: int = 3
    share: float = 0.02
    memory: int = 1 << 26


def mine(
    corpus: Corpus, cleaner: Cleaner, settings: Settings | None = None, rejected: Collection[str] = ()
) -> list[Proposal]:
    """Return proposals for the sites of a corpus, which is read three times; by site, the best first.

    What ``cleaner`` removes already is left out, and what was ``rejected`` before, by fingerprint.  Memory holds the
    sketch and the lines that come back, not the corpus.
    """
    settings = settings or Settings()
    counts = Counts(settings.memory)
    corpus(_AS_IT_IS, see, counts.take)
    measures = Measures()
    # What is left is counted, not written: the Unicode stage can rest.
    corpus(replace(cleaner, unicode="none"), Measurer(counts, settings.documents, settings.share), measures.take)
    proposals: dict[str, list[Proposal]] = {}
    for site, found in sorted(measures.sites.items()):
        these = propose(site, found, counts.documents[site], settings.documents, settings.share)
        if kept := without(these, set(rejected)):
            proposals[site] = kept
    measures.sites.clear()
    if not proposals:
        return []
    inside: set[tuple[str, str]] = set()
    reader = read.Reader(proposals, frozenset(counts.copies))
    corpus(_AS_IT_IS, reader, lambda record: read.take(record, proposals, inside))
    return [p for these in proposals.values() for p in these if (p.site, p.form) not in inside]
