"""The first sieve: from a line's first or last raw characters to what it must begin or end with."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property

from .fold import fold_piece, one_digit
from .keys import Keys

# Raw characters that decide from memory whether a line is worth a closer look.  Five repeat often enough for that.
GATE_LENGTH = 5
# A piece of a line that folds to fewer characters than these tells nothing.
_LEAST_PIECE = 3
# Prefixes remembered before the memory starts afresh: about 10 MB.
_GATE_SIZE = 1 << 16

# Where these stand, a lower-cased piece of a line is not yet its folded view, or not as it stands in keys: letters
# beyond ASCII, entities, digits, two spaces, and the marks that decorate a line's end.
ODD = re.compile(r"[^ -%'()+-/:-=?-^a-{}]|  ")
# An entity may have begun further left.
ODD_END = re.compile(r"[^ -%'()+-/:<=?-^a-{}]|  ")

# What a gate answers: nothing fits; anything may; no key but a label may (no line holds a line end).
NOTHING: tuple[str, ...] = ()
ANYTHING = ("",)
LABEL = "\n"
# More strings than these are cut short, so that few are left to compare with.
_MOST_TEXTS = 48
_SHORTENED = 8


class Gate(dict[str, tuple[str, ...]]):
    """With what a line could go on that begins (keys of ends: ends) with these raw characters; mostly with nothing.

    A dictionary that fills itself: an answer met before costs one look-up in C.  An answer holds what the lower-cased
    line must begin with, where nothing in it is odd; ``LABEL`` too, if it may be one of ``labels``, which are whole
    lines of some length, sorted.  ``keys`` hold a 0 for every number.
    """

    def __init__(self, keys: Keys, labels: Keys | None = None, shortest_label: int = 0) -> None:
        super().__init__({"": NOTHING})
        self._from_end = keys.from_end
        self._keys = keys
        self._given = Keys() if labels is None else labels
        self._shortest = shortest_label

    @cached_property
    def labels(self) -> Sequence[str]:
        """The labels that are long enough; listed when first needed, for a text of a line or two needs none."""
        labels = self._given.texts
        return [label for label in labels if len(label) >= self._shortest] if self._shortest else labels

    def __missing__(self, raw: str) -> tuple[str, ...]:
        if len(self) > _GATE_SIZE:
            self.clear()
            self[""] = NOTHING
        answer = self[raw] = self._answer(raw) if self._keys.texts or self._given.texts else NOTHING
        return answer

    def _answer(self, raw: str) -> tuple[str, ...]:
        if raw.isspace():
            # An indented line is decided by what follows the spaces, which is not in these characters.
            return ANYTHING if len(raw) == GATE_LENGTH else NOTHING
        piece = fold_piece(raw, from_end=self._from_end)
        if piece is None or len(piece) < _LEAST_PIECE:
            # A short line fits what it is; of others too little is seen.
            return ANYTHING
        is_label = bool(self.labels) and (one_begins(self.labels, piece) or self._is_label(piece))
        key = one_digit(piece)
        if piece != raw.lower() or (ODD_END if self._from_end else ODD).search(piece):
            fits = is_label or self._is_key(key) or one_begins(self._keys.texts, key[::-1] if self._from_end else key)
            return ANYTHING if fits else NOTHING
        texts = (key,) if self._is_key(key) else self._going_on(key)
        return (*texts, LABEL) if is_label else texts

    def _is_key(self, piece: str) -> bool:
        """Whether what a piece begins with is a key already."""
        keys = self._keys
        return any(keys[piece[-n:] if self._from_end else piece[:n]] >= 0 for n in range(1, len(piece) + 1))

    def _going_on(self, piece: str) -> tuple[str, ...]:
        """The keys that go on from a piece, without those that another begins; shortened where they are many."""
        if self._from_end:
            texts = [text[::-1] for text in _beginning_with(self._keys.texts, piece[::-1])]
            return tuple({text[-_SHORTENED:] for text in texts} if len(texts) > _MOST_TEXTS else texts)
        texts = _beginning_with(self._keys.texts, piece)
        return tuple({text[:_SHORTENED] for text in texts} if len(texts) > _MOST_TEXTS else texts)

    def _is_label(self, piece: str) -> bool:
        """Whether a piece is a label with signs behind it."""
        while piece and not piece[-1].isalnum():
            piece = piece[:-1]
            at = bisect_left(self.labels, piece)
            if at < len(self.labels) and self.labels[at] == piece:
                return True
        return False


def one_begins(texts: Sequence[str], beginning: str) -> bool:
    """Whether one of some sorted texts begins so."""
    at = bisect_left(texts, beginning)
    return at < len(texts) and texts[at].startswith(beginning)


def _beginning_with(texts: Sequence[str], beginning: str) -> list[str]:
    """Those of some sorted texts that begin so, but for what begins with another of them."""
    found: list[str] = []
    for at in range(bisect_left(texts, beginning), len(texts)):
        text = texts[at]
        if not text.startswith(beginning):
            break
        if not found or not text.startswith(found[-1]):
            found.append(text)
    return found
