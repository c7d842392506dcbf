"""The first pass: in how many documents of its site each line stands, roughly and in little memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import islice
from math import ceil

import msgspec

from ..fold import fold_lines
from ..shape import is_prose
from ..text import split_lines
from .lines import counted, digest
from .sites import site_of_document

# A copy of an article shares three of its four longest paragraphs; a disclaimer under every article is one of them.
_LONGEST_PARAGRAPHS = 4
_SHARED = 3
_SHORTEST_PARAGRAPH = 80


class Seen(msgspec.Struct, array_like=True):
    """What the first pass keeps of a document: its site, an identity, its longest paragraphs and all its lines.

    ``named``: whether the document itself says which site it is of.
    """

    site: str
    identity: int
    named: bool
    paragraphs: list[int] = []
    lines: list[int] = []


class Pages:
    """A fair sample of the pages of each site, ``sample`` at most and half as many at least; 0 for all pages.

    Identities are as good as random, so those that begin with n zero bits are one in 2**n of all pages: n rises as
    pages are added, and which ones are in the sample at the end depends on nothing but their identities.
    """

    def __init__(self, sample: int) -> None:
        self._sample = sample
        self._ranks: dict[str, list[int]] = {}
        self._least: dict[str, int] = {}
        self._held: Counter[str] = Counter()

    def add(self, site: str, page: int) -> bool:
        """Count a page of a site; return whether it is in the sample so far."""
        rank, least = rank_of(page), self._least.setdefault(site, 0)
        ranks = self._ranks.setdefault(site, [])
        ranks.extend([0] * (rank + 1 - len(ranks)))
        ranks[rank] += 1
        if rank < least:
            return False
        self._held[site] += 1
        while self._sample and self._held[site] > self._sample:
            self._held[site] -= ranks[least]
            least = self._least[site] = least + 1
        return rank >= least

    def holds(self, site: str, page: int) -> bool:
        """Whether a page is in the sample of its site."""
        return site in self._least and rank_of(page) >= self._least[site]

    def among(self, site: str, ranks: list[int]) -> int:
        """Return how many pages of a site, given by rank, are in its sample."""
        return sum(ranks[self._least[site] :])

    def sampled(self, site: str) -> int:
        """Return how many pages of a site there are, if only some of them are in its sample, else 0."""
        return sum(self._ranks[site]) if self._least[site] else 0


def rank_of(page: int) -> int:
    """Return with how many zero bits an identity of 62 bits begins."""
    return 62 - page.bit_length()


class Seer:
    """Sees documents as digests of their lines.  Of a site with many pages it sees a sample only."""

    def __init__(self, sample: int) -> None:
        # Each worker counts the pages that it meets itself: it never leaves out one that is in the sample of all.
        self._pages = Pages(sample)

    def __call__(self, name: str, line: int, url: str | None, text: str) -> str:
        """Return what is kept of a document, in JSON."""
        site, page = site_of_document(name, url), identity(name, line)
        if not self._pages.add(site, page):
            return msgspec.json.encode(Seen(site, page, bool(url))).decode()
        distinct = list(set(split_lines(text)[0]))
        long: list[tuple[int, str, str]] = []
        numbers: set[int] = set()
        for bare, folded in zip(distinct, fold_lines(distinct), strict=True):
            numbers.update(counted(site, bare, folded)[1])
            if len(bare) > _SHORTEST_PARAGRAPH:
                long.append((-len(bare), bare, folded))
        longest = islice((folded for _, bare, folded in sorted(long) if is_prose(bare)), _LONGEST_PARAGRAPHS)
        paragraphs = [digest(site, "\n" + folded) for folded in longest]
        return msgspec.json.encode(Seen(site, page, bool(url), paragraphs, sorted(numbers))).decode()


def identity(name: str, line: int) -> int:
    """Return 62 bits for a document."""
    return digest(name, str(line))


class Sketch:
    """Counts of many things in fixed memory: never too low, up to 255, and too high for few.

    Source: Cormode and Muthukrishnan, "An improved data stream summary: the count-min sketch", with the conservative
    update of Estan and Varghese.
    """

    def __init__(self, size: int = 1 << 26) -> None:
        self._size = size
        self._rows = bytearray(size), bytearray(size), bytearray(size)

    # Both are called for every line of the corpus: written out, three rows take half the time of a loop over them.

    def add(self, things: Iterable[int]) -> None:
        """Count things once more."""
        size, (one, two, three) = self._size, self._rows
        for thing in things:
            i, j, k = thing % size, (thing >> 18) % size, (thing >> 36) % size
            a, b, c = one[i], two[j], three[k]
            count = a if a < b else b
            if c < count:
                count = c
            if count < 255:
                if a == count:
                    one[i] = count + 1
                if b == count:
                    two[j] = count + 1
                if c == count:
                    three[k] = count + 1

    def __getitem__(self, thing: int) -> int:
        size, (one, two, three) = self._size, self._rows
        return min(one[thing % size], two[(thing >> 18) % size], three[(thing >> 36) % size])

    def reaches(self, thing: int, least: int) -> bool:
        """Whether the count of a thing is as high.  What came once is seldom looked up in more than one row."""
        size, (one, two, three) = self._size, self._rows
        return (
            one[thing % size] >= least and two[(thing >> 18) % size] >= least and three[(thing >> 36) % size] >= least
        )


class Counts:
    """What the first pass found: pages of each site and their sample, copies, and the sketch of lines."""

    def __init__(self, size: int = 1 << 26, sample: int = 0) -> None:
        self.sketch = Sketch(size)
        self.pages = Pages(sample)
        self.copies: set[int] = set()
        self._paragraphs = Sketch(size >> 1)
        self._articles: dict[str, list[int]] = {}

    def take(self, record: str) -> None:
        """Count a document that a ``Seer`` saw, unless it is a copy of one on its site that was counted."""
        seen = msgspec.json.decode(record, type=Seen)
        if not self.pages.add(seen.site, seen.identity):
            return
        if not seen.paragraphs:
            self.copies.add(seen.identity)  # A list of links, no article: it tells nothing about articles.
            return
        known = sum(self._paragraphs[paragraph] > 0 for paragraph in seen.paragraphs)
        if known >= min(_SHARED, len(seen.paragraphs)):
            self.copies.add(seen.identity)
            return
        self._paragraphs.add(seen.paragraphs)
        ranks, rank = self._articles.setdefault(seen.site, []), rank_of(seen.identity)
        ranks.extend([0] * (rank + 1 - len(ranks)))
        ranks[rank] += 1
        self.sketch.add(seen.lines)

    def wanted(self, site: str, page: int) -> bool:
        """Whether a document is in the sample of its site, and no copy of another."""
        return self.pages.holds(site, page) and page not in self.copies

    def documents(self) -> dict[str, int]:
        """Return how many documents of each site are wanted."""
        return {site: self.pages.among(site, ranks) for site, ranks in self._articles.items()}


def least(of: int, documents: int, share: float) -> int:
    """Return in how many of a site's documents a line must stand to be measured, as far as the sketch can count."""
    return min(255, max(fewest(of, documents), ceil(share * of)))


def fewest(of: int, documents: int) -> int:
    """Return how many documents are enough where other signs speak, too: one less, but two, on a site of few pages."""
    return documents - 1 if 2 < documents <= of < 2 * documents else documents
