"""JSON Lines: the text field is replaced where it stands, and every other byte passes through.

Objects are not decoded and written anew: key order, `1.0`, `1e400`, big integers and escapes stay as they are.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

import msgspec

from .problems import FileError, Problem
from .records import AUDIT, TEXT_FIELDS, CleanText, Fields, Value, audited_before, no_text_field

Path = tuple[str, ...]

_KEY = re.compile(rb'[\s,]*+("[^"\\]*+(?:\\.[^"\\]*+)*+")\s*+:\s*+', re.DOTALL)
_SCALAR = re.compile(rb"[^\s,}\]]++")
# Up to the next bracket that is not inside a string.
_BRACKET = re.compile(rb'[^"{}\[\]]*+(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"[^"{}\[\]]*+)*+([{}\[\]])', re.DOTALL)

_check_syntax = msgspec.json.Decoder(msgspec.Raw).decode
_decode_string = msgspec.json.Decoder(str).decode
_encode_string = msgspec.json.Encoder().encode


def find_text_field(lines: Iterable[bytes]) -> tuple[str, bool]:
    """Return the first of `TEXT_FIELDS` that holds a string in the first record that has one of them, and True.

    Where all are null, one of them and False; "" and False where there is no record at all. Raises `FileError` for
    records without such a field.
    """
    keys: list[str] = []
    empty = ""
    for line in lines:
        if not line or line.isspace():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if not isinstance(record, dict):
            continue
        for name in TEXT_FIELDS:
            if isinstance(record.get(name), str):
                return name, True
            if name in record and record[name] is None:
                empty = empty or name
        keys = keys or [f"{key} (not text)" if key in TEXT_FIELDS else key for key in record]
    if keys and not empty:
        raise no_text_field(keys)
    return empty, False


def clean_lines(chunk: bytes, first_line: int, fields: Fields, clean: CleanText) -> tuple[bytes, list[Problem]]:
    """Return the chunk, whole lines, with the text fields cleaned, and what went wrong."""
    if chunk.isspace():
        return chunk, []
    out: list[bytes] = []
    problems: list[Problem] = []
    lines = chunk.split(b"\n")
    last = len(lines) - 1
    for i, line in enumerate(lines):
        end = b"\n" if i < last else b""
        if line and not line.isspace():
            try:
                cleaned = clean_record(line, first_line + i, fields, clean)
                if cleaned is None:
                    continue
                line = cleaned
            except ValueError as error:
                problem = Problem(first_line + i, str(error))
                if fields.on_error == "fail":
                    raise FileError(problem.cause, problem.line) from None
                problems.append(problem)
                if fields.on_error == "skip":
                    continue
        out.append(line)
        out.append(end)
    return b"".join(out), problems


def clean_record(line: bytes, number: int, fields: Fields, clean: CleanText) -> bytes | None:
    """Return one record with its text fields cleaned, or None where it is to be left out.

    Raises `ValueError` with the cause for a faulty one.
    """
    start = _start(line)
    _require_json(line[start:])
    values = list(_values(line, start, _paths(fields)))
    url = None
    seen = set()
    spans = []
    for name, begin, end in values:
        seen.add(name)
        if name == fields.url and line[begin] == 0x22:
            url = _text_of(line[begin:end])
        if name in fields.text:
            spans.append((name, begin, end))
        if name == AUDIT and fields.audit:
            raise audited_before(number)
    missing = [name for name in fields.text if name not in seen]
    if missing:
        raise ValueError(f"no field {missing[0]!r}")
    if fields.audit and len(spans) > 1:
        raise ValueError(f"{len(spans)} fields {spans[0][0]!r}: an audit beside them is of one")
    audits: list[dict[str, Any] | None] | None = [] if fields.audit else None
    pieces: list[bytes] = []
    at = 0
    # All are read before the first is cleaned: of a record that is kept as it is, nothing must be counted or recorded.
    texts = [_text_at(line, *span) for span in spans if line[span[1] : span[2]] != b"null"]
    for name, begin, end, text in texts:
        raw = line[begin:end]
        cleaned = clean(text, number, url, Value("jsonl", name, raw, line, audits))
        if cleaned is None:
            return None
        if cleaned != text:
            pieces.append(line[at:begin])
            pieces.append(_json_string(cleaned, raw))
            at = end
    if audits is not None:
        close = line.rindex(b"}")
        pieces += (line[at:close], _MEMBER, _audit_of(audits))
        at = close
    if not pieces:
        return line
    pieces.append(line[at:])
    return b"".join(pieces)


def _text_at(line: bytes, name: str, begin: int, end: int) -> tuple[str, int, int, str]:
    """Return a field with its text; raises `ValueError` for one that holds none."""
    if line[begin] != 0x22:
        raise ValueError(f"field {name!r} is not text: {line[begin : min(end, begin + 20)].decode('utf-8', 'replace')}")
    return name, begin, end, _text_of(line[begin:end])


_MEMBER = b',"%s":' % AUDIT.encode()
_MEMBER_AS_WRITTEN = re.compile(rb',\s*+"%s"\s*+:\s*+\Z' % AUDIT.encode())


def _audit_of(audits: list[dict[str, Any] | None]) -> bytes:
    """Return the audit of a record's text as JSON; null where that is null."""
    try:
        return _encode_string(audits[0] if audits else None)
    except UnicodeEncodeError:
        return json.dumps(audits[0], separators=(",", ":")).encode("ascii")


def take_audit(line: bytes, number: int) -> tuple[bytes, Any] | None:
    """Return a record without its last field, which is its audit, and what that says; None for one without an audit.

    Raises `ValueError` for a line that is no JSON object, and `FileError` for an audit that is not the last field.
    """
    start = _start(line)
    _require_json(line[start:])
    found = [(begin, end) for _, begin, end in _values(line, start, {(AUDIT,): AUDIT})]
    if not found:
        return None
    begin, end = found[-1]
    member = _MEMBER_AS_WRITTEN.search(line, 0, begin)
    if member is None or line[end:].strip() != b"}":
        raise FileError(f"the field {AUDIT!r} is not the last one: another program has written this anew", number)
    return line[: member.start()] + line[end:], json.loads(line[begin:end])


def replace_strings(line: bytes, number: int, names: tuple[str, ...], replace: Callable[[str, bytes], bytes]) -> bytes:
    """Return one record with the strings at some paths replaced, each a name and the value as it stands in the line.

    Raises `ValueError` for a line that is no JSON object.
    """
    start = _start(line)
    _require_json(line[start:])
    pieces: list[bytes] = []
    at = 0
    for name, begin, end in _values(line, start, _paths(Fields(names))):
        if line[begin] == 0x22:
            pieces += (line[at:begin], replace(name, line[begin:end]))
            at = end
    return b"".join([*pieces, line[at:]])


def text_of(raw: bytes) -> str:
    """Return the text of a JSON string; raises `ValueError` for one that is not UTF-8."""
    return _text_of(raw)


@cache
def _paths(fields: Fields) -> dict[Path, str]:
    names = (*fields.text, *([fields.url] if fields.url else []))
    if fields.audit:
        names = (*names, AUDIT)
    # A key with a point in it may be meant, too.
    return {(name,): name for name in names} | {tuple(name.split(".")): name for name in names}


def _start(line: bytes) -> int:
    """Return where a record begins: behind a byte order mark, which files that were joined have inside, too."""
    return 3 if line.startswith(codecs.BOM_UTF8) else 0


def _require_json(line: bytes) -> None:
    try:
        _check_syntax(line)
    except (msgspec.DecodeError, RecursionError):
        # What Python itself writes and reads is let through: NaN, Infinity.
        try:
            json.loads(line.decode())  # Of bytes it would take UTF-16 as well.
        except UnicodeDecodeError as other:
            raise ValueError(f"not valid UTF-8: byte {other.start} of the line, {other.reason}") from None
        except json.JSONDecodeError as other:
            raise ValueError(f"invalid JSON: {other.msg} (column {other.colno})") from None
        except RecursionError:
            raise ValueError("JSON with more brackets inside each other than can be read") from None


def _text_of(raw: bytes) -> str:
    try:
        return _decode_string(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        try:
            text: str = json.loads(raw.decode())  # Lone surrogates, which JSON can write and UTF-8 cannot.
        except UnicodeDecodeError as error:
            raise ValueError(f"not valid UTF-8: byte {error.start} of the text, {error.reason}") from None
        return text


def _json_string(text: str, model: bytes) -> bytes:
    """Return text as a JSON string, with escapes for all but ASCII where the model was written so."""
    if not model.isascii() or text.isascii():
        try:
            return _encode_string(text)
        except UnicodeEncodeError:
            pass  # A lone surrogate: only an escape can hold it.
    return json.dumps(text).encode("ascii")


def _values(line: bytes, start: int, paths: dict[Path, str]) -> Iterator[tuple[str, int, int]]:
    """Yield the name, begin and end of the values at paths in line, which is valid JSON, in their order.

    A key that stands twice is yielded twice: readers disagree about which one counts.
    """
    at = start
    while line[at] in b" \t\r\n":
        at += 1
    if line[at] != 0x7B:
        raise ValueError("not a JSON object")
    yield from _members(line, at + 1, (), paths)


def _members(line: bytes, at: int, prefix: Path, paths: dict[Path, str]) -> Iterator[Any]:
    depth = len(prefix) + 1
    while match := _KEY.match(line, at):
        raw = match[1]
        key = raw[1:-1].decode("utf-8", "replace") if b"\\" not in raw else str(json.loads(raw))
        begin = match.end()
        at = _end_of_value(line, begin)
        path = (*prefix, key)
        if path in paths:
            yield paths[path], begin, at
        elif line[begin] == 0x7B and any(other[:depth] == path for other in paths):
            yield from _members(line, begin + 1, path, paths)


def _end_of_value(line: bytes, at: int) -> int:
    first = line[at]
    if first == 0x22:
        return _end_of_string(line, at)
    if first not in b"{[":
        return _end(_SCALAR.match(line, at))
    depth = 0
    while True:
        match = _BRACKET.match(line, at)
        at = _end(match)
        depth += 1 if line[at - 1] in b"{[" else -1
        if not depth:
            return at


def _end_of_string(line: bytes, at: int) -> int:
    # Several times faster than a pattern: a long text has many escapes, but few of them are quotation marks.
    while True:
        at = line.index(b'"', at + 1)
        slashes = at
        while line[slashes - 1] == 0x5C:
            slashes -= 1
        if (at - slashes) % 2 == 0:
            return at + 1


def _end(match: re.Match[bytes] | None) -> int:
    if match is None:
        raise ValueError("invalid JSON")
    return match.end()
