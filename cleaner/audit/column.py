"""An audit as a column beside its texts: what one row needs to be restored, in types that Arrow has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..pipeline import Result
from .packed import unpack
from .record import VERSION, AuditError, value_record
from .restore import restore


def row_of(result: Result, written: str | None = None) -> dict[str, Any]:
    """Return the audit of a text: hashes of what it was and is, in hexadecimal, and its edits, in bytes of UTF-8.

    `written` is the text that stands beside it, if that is not the cleaned one but the original.
    """
    record = value_record(result, result.text if written is None else written)
    before, after = record["sha256"]
    edits = [edit._asdict() for edit in map(_plain, unpack(record["edits"]))]
    return {"version": VERSION, "before": before, "after": after, "edits": edits}


def _plain(edit: Any) -> Any:
    if not isinstance(edit.old, str):
        raise AuditError(f"an edit at {edit.start} has no text: please report this")
    return edit


def restore_row(cleaned: str | None, row: Mapping[str, Any] | None, place: str) -> str | None:
    """Return the original of a text; raises `AuditError`, which names the place, where the two do not fit."""
    if cleaned is None and row is None:
        return None
    if cleaned is None or row is None:
        raise AuditError(f"{place}: a text without its audit, or an audit without its text")
    edits = [[edit[name] for name in ("start", "end", "new", "by", "old")] for edit in row["edits"] or ()]
    record = {"path": place, "audit": row["version"], "sha256": [row["before"], row["after"]], "edits": edits}
    return restore(cleaned.encode(), record).decode()
