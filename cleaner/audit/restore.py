"""From a cleaned document and its record back to the original, with every hash checked."""

from __future__ import annotations

from .packed import unpack
from .record import VERSION, AuditError, Record, sha256
from .undo import undo


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
