"""One line of an audit: everything that is needed to rebuild one document from what was made of it.

The schema is described in `docs/audit.md`; `VERSION` changes when an old reader could misread a new line.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from ..files.encoding import Decoded
from ..pipeline import Result
from .align import Change
from .edits import Edit, in_bytes, spans

VERSION = 1
ENCODING = "encoding"  # The step that an edit goes by which only the change of encoding needs.

Record = dict[str, Any]

_encode = msgspec.json.Encoder().encode
_RUN = 3  # From so many edits of one kind on, they are written as one run.


class AuditError(Exception):
    """An audit that is damaged, or that does not belong to a document: str() says which document, and what to do."""


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
    found = list(in_bytes(result.original, spans(result) if written == result.text else [], "utf-8", "surrogatepass"))
    record = _record(result, before, after, found)
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
    found = spans(result) if after != before else []
    text = result.original
    if source.bom:
        text = "\ufeff" + text
        found = [Change(start + 1, end + 1, new, by) for start, end, new, by in found]
        if not keep_encoding and after != before:
            found.insert(0, Change(0, 1, "", ENCODING))
    made = list(in_bytes(text, found, encoding, "strict", written)) if is_positional(text, before, encoding) else []
    record = _record(result, before, after, made, encoding, written)
    if encoding != "utf-8" or source.bom:
        record["encoding"] = encoding
        record["bom"] = source.bom.hex()
        record["written"] = written
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


def _record(
    result: Result, before: bytes, after: bytes, found: list[Edit], encoding: str = "utf-8", written: str = "utf-8"
) -> Record:
    """The part of a record that all have.  The way back is tried before anybody relies on it."""
    packed = pack(found)
    if not _comes_back(before, after, found, encoding, written):
        # An encoding that remembers what stood before, such as ISO-2022-JP: the document is kept as a whole.
        packed = [[0, len(before), len(after), ENCODING, _base64(before)]]
    return {
        "status": result.status,
        "bytes": [len(before), len(after)],
        "sha256": [sha256(before), sha256(after)],
        "edits": packed,
    }


def _comes_back(before: bytes, after: bytes, found: list[Edit], encoding: str, written: str) -> bool:
    from .restore import undo

    try:
        return undo(after, found, encoding, written) == before
    except (ValueError, IndexError):
        return False


# ------------------------------------------------------------------ edits, packed


def pack(found: list[Edit]) -> list[Any]:
    """Return edits in the short form: `[start, end, new, by, old]`, and of many of one kind one run.

    A run is `[[start, gap, gap, ...], size, new, by, old]`: each gap leads from one start to the next.

    >>> pack([Edit(at, at + 3, 1, "unicode:quotes", "“") for at in (0, 9, 20)])
    [[[0, 9, 11], 3, 1, 'unicode:quotes', '“']]
    """
    kinds: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for start, _, new, by, old in found:
        kinds[new, by, old].append(start)
    packed: list[Any] = []
    for edit in found:
        starts = kinds[edit[2:]]
        if len(starts) < _RUN:
            packed.append(list(edit))
        elif starts[0] == edit.start:
            gaps = [later - earlier for earlier, later in itertools.pairwise(starts)]
            packed.append([[starts[0], *gaps], edit.end - edit.start, *edit[2:]])
    return packed


def unpack(packed: Iterable[Any]) -> list[Edit]:
    """Return the edits of a record, sorted; raises `ValueError` or `TypeError` for anything but what `pack` made."""
    found: list[Edit] = []
    for starts, end_or_size, new, by, old in packed:
        if isinstance(starts, int):
            found.append(Edit(starts, end_or_size, new, by, old))
            continue
        at = 0
        for gap in starts:
            at += gap
            found.append(Edit(at, at + end_or_size, new, by, old))
    found.sort(key=lambda edit: edit[:2])
    return found


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


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def as_text(data: bytes) -> Any:
    """Return bytes as JSON can hold them: as text, or as an object with their base64."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return _base64(data)


def _base64(data: bytes) -> dict[str, str]:
    return {"base64": base64.b64encode(data).decode("ascii")}


def as_bytes(value: Any) -> bytes:
    """Return the bytes that `as_text` was given."""
    return base64.b64decode(value["base64"], validate=True) if isinstance(value, dict) else value.encode()


# The public name of what `pack` leaves to a reader of the JSON.
read_edits = unpack
