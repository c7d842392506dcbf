"""From a cleaned document and its record back to the original, with every hash checked."""

from __future__ import annotations

from .edits import Edit
from .record import VERSION, AuditError, Record, as_bytes, sha256, unpack

_AHEAD = 4096


def restore(cleaned: bytes, record: Record) -> bytes:
    """Return the original bytes of a document: of a text file, or of a field's text in UTF-8.

    `cleaned` is what was written in its place. Raises `AuditError` for a document that is not the one that the
    record was made of, and for a damaged record.
    """
    place = where(record)
    version = record.get("audit", VERSION)
    if version != VERSION:
        raise AuditError(f"{place}: the audit is of version {version}, this is a reader of version {VERSION}")
    try:
        before, after = record["sha256"]
        if sha256(cleaned) != after:
            raise AuditError(f"{place}: not the text that this audit was written for, or changed since")
        encoding: str = record.get("encoding", "utf-8")
        original = undo(cleaned, unpack(record["edits"]), encoding, record.get("written", encoding))
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, LookupError) as error:
        raise damaged(place, error) from None
    if sha256(original) != before:
        raise AuditError(f"{place}: the audit is damaged: what it gives is not the original")
    return original


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


def where(record: Record) -> str:
    """Return the document that a record is about, as `path:line` and the field."""
    from ..files.problems import printable

    place = printable(str(record.get("path", "document")))
    if "line" in record:
        place += f":{record['line']}"
    return f"{place} ({printable(str(record['field']))})" if "field" in record else place


def damaged(place: str, error: Exception | str) -> AuditError:
    """Return the error for a record that cannot be read."""
    return AuditError(f"{place}: the audit is damaged ({error})")
