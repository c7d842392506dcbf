"""What the formats with records share: which fields hold text, and what becomes of a faulty record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from .problems import FileError

# Where extractors and data sets put the text, the likeliest first.
TEXT_FIELDS = ("text", "content", "body", "article", "articleBody")
AUDIT = "cleaner_audit"  # The field that tells what was done to the text beside it.


class Value(NamedTuple):
    """How a text stands in its file: in which field, as which bytes, in which record; `kind` is as in `Work`.

    `audits` takes the text's row of an audit that stands beside it, where one is written.
    """

    kind: str = ""
    field: str = ""
    raw: bytes = b""
    record: bytes = b""
    audits: list[dict[str, Any] | None] | None = None


# Takes a text, the line or row (from 1) that it stands in, the URL that it comes from and how it is written there.
# Returns what to write in its place, or None to leave the whole record out.
CleanText = Callable[[str, int, "str | None", Value], "str | None"]


@dataclass(frozen=True)
class Fields:
    """Which fields hold text (none: find out), which one the URL, and what becomes of a faulty record.

    A name is a path: `a.b` is the member `b` of the object `a`. `on_error` is "keep" (the record passes
    unchanged), "skip" (it is left out) or "fail" (the file fails). With `audit`, the field `AUDIT` beside the text
    tells of each edit.
    """

    text: tuple[str, ...] = ()
    url: str | None = None
    on_error: str = "keep"
    audit: bool = False


def audited_before(line: int | None = None) -> FileError:
    """Return the error for a file that has an audit beside its texts already."""
    return FileError(f"there is a column {AUDIT!r} already: was this cleaned before?", line)


def no_text_field(names: Iterable[str]) -> FileError:
    """Return the error for a file whose text field is not known."""
    found = ", ".join(list(names)[:12]) or "none"
    return FileError(f"no field {', '.join(TEXT_FIELDS)}: name the text with --field; there are: {found}")
