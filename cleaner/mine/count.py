"""The first pass: in how many documents of its site each line stands, roughly and in little memory."""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b
from math import ceil

import msgspec

from ..pipeline import Result
from ..shape import is_prose
from ..text import fold, split_lines
from .families import is_family, key, template
from .sites import site_of_document

# Longer lines are paragraphs: those that come back are quotations and agency text more often than boilerplate.
LONGEST = 400
# A copy of an article shares three of its four longest paragraphs; a disclaimer under every article is one of them.
_LONGEST_PARAGRAPHS = 4
_SHARED = 3
_ROWS = 3


def digest(site: str, text: str) -> int:
    """Return 62 bits for a line of a site, the same in every process."""
    seen = blake2b(f"{site}\n{text}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(seen, "big") >> 2


class Seen(msgspec.Struct, array_like=True):
    """What the first pass keeps of a document: its site, an identity, its longest paragraphs and all its lines."""

    site: str
    identity: int
    paragraphs: list[int]
    lines: list[int]


def forms(line: str) -> list[str]:
    """Return what a line is counted as: itself, folded, and its family, if that is more."""
    exact = key(fold(line))
    if not exact:
        return []
    form = template(exact)
    return [exact, form] if form != exact and is_family(form) else [exact]


def see(name: str, line: int, url: str | None, result: Result) -> str:
    """Return a document's lines as digests, in JSON.  A ``Recorder``."""
    site = site_of_document(name, url)
    lines = split_lines(result.original)[0]
    paragraphs = sorted((text for text in set(lines) if len(text) > 80 and is_prose(text)), key=lambda t: (-len(t), t))
    counted = {digest(site, form) for text in set(lines) if 1 < len(text) <= LONGEST for form in forms(text)}
    seen = Seen(
        site,
        identity(name, line),
        [digest(site, "\n" + fold(text)) for text in paragraphs[:_LONGEST_PARAGRAPHS]],
        sorted(counted),
    )
    return msgspec.json.encode(seen).decode()


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
        self._rows = [bytearray(size) for _ in range(_ROWS)]

    def add(self, thing: int) -> None:
        """Count a thing once more."""
        places = self._places(thing)
        count = min(row[place] for row, place in zip(self._rows, places, strict=True))
        if count < 255:
            for row, place in zip(self._rows, places, strict=True):
                if row[place] == count:
                    row[place] = count + 1

    def __getitem__(self, thing: int) -> int:
        places = self._places(thing)
        return min(row[place] for row, place in zip(self._rows, places, strict=True))

    def _places(self, thing: int) -> tuple[int, int, int]:
        size = self._size
        return thing % size, (thing >> 18) % size, (thing >> 36) % size


class Counts:
    """What the first pass found: documents of each site, copies, and the sketch of lines."""

    def __init__(self, size: int = 1 << 26) -> None:
        self.sketch = Sketch(size)
        self.documents: Counter[str] = Counter()
        self.copies: set[int] = set()
        self._paragraphs = Sketch(size >> 1)

    def take(self, record: str) -> None:
        """Count a document that ``see`` saw, unless it is a copy of one on its site that was counted."""
        seen = msgspec.json.decode(record, type=Seen)
        if not seen.paragraphs:
            self.copies.add(seen.identity)  # A list of links, no article: it tells nothing about articles.
            return
        known = sum(self._paragraphs[paragraph] > 0 for paragraph in seen.paragraphs)
        if known >= min(_SHARED, len(seen.paragraphs)):
            self.copies.add(seen.identity)
            return
        for paragraph in seen.paragraphs:
            self._paragraphs.add(paragraph)
        self.documents[seen.site] += 1
        for line in seen.lines:
            self.sketch.add(line)

    def least(self, site: str, documents: int, share: float) -> int:
        """Return how many documents of a site a line must stand in to be measured."""
        return min(255, max(documents, ceil(share * self.documents[site])))
