"""From edits back to bytes, and how JSON holds bytes that are no text."""

from __future__ import annotations

import base64
from typing import Any

from .edits import Edit


def undo(cleaned: bytes, edits: list[Edit], encoding: str, written: str) -> bytes:
    """Put back what edits took out; `encoding` is that of the original, `written` that of cleaned.

    Raises `ValueError` for edits that do not fit.
    """
    keep = _Same(cleaned) if encoding == written else _Transcoded(cleaned, encoding, written)
    pieces: list[bytes] = []
    at = 0
    for start, end, new, _, old in edits:
        put = as_bytes(old) if isinstance(old, dict) else old.encode(encoding, "surrogatepass")
        if start < at or len(put) != end - start or new < 0:
            raise ValueError(f"an edit at {start} does not fit")
        pieces += (keep.take(start - at), put)
        keep.skip(new)
        at = end
    pieces.append(keep.rest())
    return b"".join(pieces)


class _Same:
    """The cleaned bytes, taken from the front."""

    def __init__(self, cleaned: bytes) -> None:
        self._cleaned = cleaned
        self._at = 0

    def take(self, size: int) -> bytes:
        self._at += size
        return self._cleaned[self._at - size : self._at]

    def skip(self, size: int) -> None:
        self._at += size

    def rest(self) -> bytes:
        return self._cleaned[self._at :]


class _Transcoded(_Same):
    """The same for text that was written in another encoding: sizes taken count in the original's, skipped do not."""

    def __init__(self, cleaned: bytes, encoding: str, written: str) -> None:
        self._text = cleaned.decode(written)
        self._encoding = encoding
        self._written = written
        self._at = 0

    def take(self, size: int) -> bytes:
        end = self._after(size, self._encoding)
        taken, self._at = self._text[self._at : end], end
        return self._encoded(taken)

    def skip(self, size: int) -> None:
        self._at = self._after(size, self._written)

    def rest(self) -> bytes:
        return self._encoded(self._text[self._at :])

    def _encoded(self, text: str) -> bytes:
        return text.encode(self._encoding) if text else b""  # Of nothing, some encodings make a mark.

    def _after(self, size: int, encoding: str) -> int:
        at = self._at
        while size > 0:
            size -= len(self._text[at].encode(encoding))
            at += 1
        if size:
            raise ValueError("an edit ends inside a character")
        return at


def as_text(data: bytes) -> Any:
    """Return bytes as JSON can hold them: as text, or as an object with their base64."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return base64_of(data)


def base64_of(data: bytes) -> dict[str, str]:
    """Return bytes as an object with their base64."""
    return {"base64": base64.b64encode(data).decode("ascii")}


def as_bytes(value: Any) -> bytes:
    """Return the bytes that `as_text` was given."""
    return base64.b64decode(value["base64"], validate=True) if isinstance(value, dict) else value.encode()
