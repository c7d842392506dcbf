"""An audit as a column beside its texts: what one row needs to be restored, in types that Arrow has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..files.records import Value
from ..pipeline import Result
from .packed import unpack
from .record import FORMS, VERSION, AuditError, value_record
from .restore import damaged, restore


def row_of(result: Result, written: str | None = None, value: Value | None = None) -> dict[str, Any]:
    """Return the audit of a text: hashes of what it was and is, in hexadecimal, and its edits, in bytes of UTF-8.

    `written` is the text that stands beside it, if that is not the cleaned one but the original; `value` says how it
    stood in a file of lines, and how it differs from the usual way is told too.
    """
    written = result.text if written is None else written
    forms = FORMS.get(value.kind) if value and written != result.original else None
    record = value_record(result, written, value.raw if value and forms else b"", forms)
    before, after = record["sha256"]
    edits = [edit._asdict() for edit in unpack(record["edits"])]
    told = {"version": VERSION, "before": before, "after": after, "edits": edits}
    return told | {name: record[name] for name in ("form", "raw") if name in record}


def restore_row(cleaned: str | None, row: Mapping[str, Any] | None, place: str) -> str | None:
    """Return the original of a text; raises `AuditError`, which names the place, where the two do not fit."""
    if cleaned is None and row is None:
        return None
    if cleaned is None or row is None:
        raise AuditError(f"{place}: a text without its audit, or an audit without its text")
    try:
        edits = [[edit[name] for name in ("start", "end", "new", "by", "old")] for edit in row["edits"] or ()]
        record = {"path": place, "audit": row["version"], "sha256": [row["before"], row["after"]], "edits": edits}
    except (KeyError, TypeError) as error:
        raise damaged(place, error) from None
    return restore(cleaned.encode("utf-8", "surrogatepass"), record).decode("utf-8", "surrogatepass")
