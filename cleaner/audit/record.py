"""One line of an audit: everything that is needed to rebuild one document from what was made of it.

The schema is described in `docs/audit.md`; `VERSION` changes when an old reader could misread a new line.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import msgspec

from ..files.encoding import Decoded
from ..pipeline import Result
from .align import Change
from .alike import alike
from .edits import Edit, cuts_of, in_bytes, spans
from .packed import pack
from .undo import as_text, base64_of, undo

VERSION = 1
SHORT = 16  # Digits of a hash that tell one text from another.
ENCODING = "encoding"  # The step that an edit goes by which only the change of encoding needs.

Record = dict[str, Any]

_encode = msgspec.json.Encoder().encode


class AuditError(Exception):
    """An audit that is damaged, or that does not belong to a document: str() says which document, and what to do."""


class UnknownFileError(AuditError):
    """A file without an audit: none stands beside it, or the one that is named does not know it."""


def sha256(data: bytes) -> str:
    """Return the hexadecimal SHA-256 of data."""
    return hashlib.sha256(data).hexdigest()


def dumps(record: Record) -> str:
    """Return a record as a line of JSON with its line end."""
    try:
        return _encode(record).decode() + "\n"
    except UnicodeEncodeError:  # Lone surrogates, which only an escape can hold.
        return json.dumps(record, separators=(",", ":")) + "\n"


def value_record(result: Result, written: str, raw: bytes = b"", forms: dict[str, Form] | None = None) -> Record:
    """Return the record of a text that is the value of a field; offsets count bytes of the text in UTF-8.

    `written` is the text that was written in its place. `raw` is the value as it stood in the file and `forms`
    are the ways of writing one, the usual one first; where none of them gives `raw`, that is recorded itself.
    """
    before, after = _utf8(result.original), _utf8(written)
    record = _record(result, before, after, _edits_of_value(result, before, after))
    if forms:
        name = next((name for name, form in forms.items() if form(result.original) == raw), None)
        if name is None:
            record["raw"] = as_text(raw)
        elif name != next(iter(forms)):
            record["form"] = name
    return record


def file_record(result: Result, before: bytes, after: bytes, source: Decoded, keep_encoding: bool) -> Record:
    """Return the record of a text file; offsets count bytes of the file as it was, decompressed, mark included."""
    encoding, kept = source.encoding, keep_encoding and after != before
    written = encoding if kept or after == before else "utf-8"
    if encoding == "utf-8" and not source.bom:
        return _record(result, before, after, _edits_of_value(result, before, after))
    found = spans(result) if after != before else []
    text = result.original
    if source.bom:
        text = "\ufeff" + text
        found = [Change(start + 1, end + 1, new, by) for start, end, new, by in found]
        if not keep_encoding and after != before:
            found.insert(0, Change(0, 1, "", ENCODING))
    made = list(in_bytes(text, found, encoding, "strict", written)) if is_positional(text, before, encoding) else []
    record = _record(result, before, after, _proved(before, after, made, encoding, written))
    record.update(encoding=encoding, bom=source.bom.hex(), written=written)
    return record


def is_positional(text: str, data: bytes, encoding: str) -> bool:
    """Whether data is text with each character encoded on its own, whatever stands before it."""
    if encoding == "utf-8":
        return True
    try:
        sizes = {char: len(char.encode(encoding)) for char in set(text)}
        return sum(map(sizes.__getitem__, text)) == len(data) and text.encode(encoding) == data
    except UnicodeEncodeError:
        return False


def _edits_of_value(result: Result, before: bytes, after: bytes) -> list[Any]:
    if before == after:
        return []
    packed = alike(result.original, result.text, before, after, cuts_of(result))
    if packed is not None:
        return packed
    found = list(in_bytes(result.original, spans(result), "utf-8", "surrogatepass"))
    return _proved(before, after, found, "utf-8", "utf-8")


def _proved(before: bytes, after: bytes, found: list[Edit], encoding: str, written: str) -> list[Any]:
    """Return edits in the short form, after trying the way back, on which somebody will rely."""
    try:
        if undo(after, found, encoding, written) == before:
            return pack(found)
    except (ValueError, IndexError):
        pass
    # An encoding that remembers what stood before, such as ISO-2022-JP: the document is kept as a whole.
    return [[0, len(before), len(after), ENCODING, base64_of(before)]]


def _record(result: Result, before: bytes, after: bytes, packed: list[Any]) -> Record:
    """The part of a record that all have."""
    return {
        "status": result.status,
        "bytes": [len(before), len(after)],
        "sha256": [sha256(before), sha256(after)],
        "edits": packed,
    }


# ------------------------------------------------------------------ how a value is written

Form = Callable[[str], bytes]


def _json_utf8(text: str) -> bytes:
    try:
        return _encode(text)
    except UnicodeEncodeError:
        return json.dumps(text).encode("ascii")


# The usual ways of writers: as they are, as ASCII, and both with `/` escaped.
JSON_FORMS: dict[str, Form] = {
    "utf-8": _json_utf8,
    "ascii": lambda text: json.dumps(text).encode("ascii"),
    "utf-8/": lambda text: _json_utf8(text).replace(b"/", b"\\/"),
    "ascii/": lambda text: json.dumps(text).encode("ascii").replace(b"/", b"\\/"),
}
CSV_FORMS: dict[str, Form] = {
    "quoted": lambda text: b'"' + text.encode().replace(b'"', b'""') + b'"',
    "plain": lambda text: text.encode(),
}
FORMS = {"jsonl": JSON_FORMS, "csv": CSV_FORMS}  # By the kind of a value.


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
