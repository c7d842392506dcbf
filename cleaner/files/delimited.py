"""CSV and TSV: the text field is replaced where it stands; quoting and line ends of all other fields stay.

Read by the rules of Python's `csv` module: a field that begins with `"` ends at the next `"` that is not
doubled, and may hold delimiters and line ends.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

from .lines import CHUNK, MAX_SIZE, Chunk
from .problems import FileError, Problem
from .records import AUDIT, TEXT_FIELDS, CleanText, Fields, Value, audited_before, no_text_field

Read = Callable[[int], bytes]

DELIMITERS = {"csv": b",", "tsv": b"\t"}
_TEXT_FIELDS = {name.encode() for name in TEXT_FIELDS}

_QUOTED = re.compile(rb'"[^"]*+(?:""[^"]*+)*+"')

NEVER_CLOSED = "a quotation mark opens here that is never closed: nothing from here on was read"


class Layout(NamedTuple):
    """Where things stand in a row: the delimiter, the number of fields, the text's columns and the URL's, names.

    With `audit`, a field is added to each row that tells of what was done to its text.
    """

    delimiter: bytes
    width: int
    text: tuple[int, ...]
    url: int | None
    names: tuple[str, ...] = ()
    audit: bool = False


def found_delimiter(read: Read, format: str, names: tuple[str, ...] = ()) -> tuple[bytes, Read]:
    """Return what separates the fields of a stream, and a function that reads it from where it was.

    It is what the format says, unless the header has the names (none: one of `TEXT_FIELDS`) only with another.
    """
    head = read(CHUNK)
    begin = 3 if head.startswith(b"\xef\xbb\xbf") else 0
    found = usual = DELIMITERS[format]
    for delimiter in (usual, b";", b"\t", b"|", b","):
        columns = {_value(head[start:end]) for start, end in next(_rows(head, begin, delimiter), (0, 0, []))[2]}
        if all(name.encode() in columns for name in names) and (names or columns & _TEXT_FIELDS):
            found = delimiter
            break
    heads = iter([head])
    return found, lambda size: next(heads, None) or read(size)


def layout(header: bytes, delimiter: bytes, fields: Fields) -> Layout:
    """Return where the fields stand, from a file's first row; raises `FileError` for a name that is missing."""
    begin = 3 if header.startswith(b"\xef\xbb\xbf") else 0
    _, _, spans = next(_rows(header, begin, delimiter), (0, 0, []))
    names = [_value(header[start:end]).decode("utf-8", "replace") for start, end in spans]
    wanted = list(fields.text) or [name for name in TEXT_FIELDS if name in names][:1]
    if not wanted:
        raise no_text_field(names)
    for name in (*wanted, *([fields.url] if fields.url else ())):
        if name not in names:
            raise FileError(f"no column {name!r}; there are: {', '.join(names[:12])}", 1)
    url = names.index(fields.url) if fields.url else None
    text = tuple(i for i, name in enumerate(names) if name in wanted)
    if fields.audit and AUDIT in names:
        raise audited_before(1)
    if fields.audit and len(text) > 1:
        raise FileError(f"{len(text)} columns {names[text[0]]!r}: an audit beside them is of one", 1)
    return Layout(delimiter, len(names), text, url, tuple(names), fields.audit)


def with_field(row: bytes, delimiter: bytes, value: bytes) -> bytes:
    """Return a row, a header without a mark or any other, with one more field behind the others."""
    end = len(row.rstrip(b"\r\n"))
    return row[:end] + delimiter + value + row[end:]


def row_chunks(read: Read, delimiter: bytes, max_size: int = MAX_SIZE, size: int = CHUNK) -> Iterator[Chunk]:
    """Yield the stream in chunks of about size bytes that end at the end of a row, the header row alone first.

    The chunks together are the stream, to the byte. A quotation mark that is never closed makes one row of the
    rest of the file: that comes in chunks with a fault.
    """
    patterns = _patterns(delimiter)
    line = 1
    buffer = b""
    header = True
    ended = False
    while not ended:
        data = read(max(size, len(buffer)))  # Twice as much each time: a long row is not scanned too often.
        ended = not data
        buffer += data
        row = patterns.last_row if ended else patterns.row
        while cut := _end_of_rows(row, buffer, header):
            yield Chunk(buffer[:cut], line)
            line += line_ends(buffer[:cut])
            buffer = buffer[cut:]
            header = False
        if len(buffer) > max_size:
            break
    if buffer:
        yield Chunk(buffer, line, NEVER_CLOSED)
        while data := read(size):
            yield Chunk(data, line, NEVER_CLOSED, True)


def clean_rows(
    chunk: bytes, first_line: int, layout: Layout, on_error: str, clean: CleanText
) -> tuple[bytes, list[Problem]]:
    """Return the chunk, whole rows, with the text fields cleaned, and what went wrong."""
    out: list[bytes] = []
    problems: list[Problem] = []
    line = first_line
    for start, end, spans in _rows(chunk, 0, layout.delimiter):
        try:
            row = _clean_row(chunk, start, end, spans, line, layout, clean)
            if row is not None:
                out.append(row)
        except ValueError as error:
            if on_error == "fail":
                raise FileError(str(error), line) from None
            problems.append(Problem(line, str(error)))
            if on_error == "keep":
                out.append(chunk[start:end])
        line += line_ends(chunk[start:end])
    return b"".join(out), problems


def _clean_row(
    chunk: bytes,
    start: int,
    end: int,
    spans: list[tuple[int, int]],
    line: int,
    layout: Layout,
    clean: CleanText,
) -> bytes | None:
    if len(spans) == 1 and spans[0][0] == spans[0][1]:
        return chunk[start:end]  # A blank line.
    if len(spans) != layout.width:
        raise ValueError(f"{len(spans)} fields, where the header has {layout.width}")
    url = None
    if layout.url is not None:
        url = _value(chunk[slice(*spans[layout.url])]).decode("utf-8", "replace")
    pieces: list[bytes] = []
    audits: list[dict[str, Any] | None] | None = [] if layout.audit else None
    at = start
    # All are read before the first is cleaned: of a row that is kept as it is, nothing must be counted or recorded.
    texts = [_text_at(chunk, *spans[column]) for column in layout.text]
    for column, text in zip(layout.text, texts, strict=True):
        begin, stop = spans[column]
        raw = chunk[begin:stop]
        name = layout.names[column] if layout.names else str(column)
        cleaned = clean(text, line, url, Value("csv", name, raw, chunk[start:end], audits))
        if cleaned is None:
            return None
        if cleaned != text:
            pieces.append(chunk[at:begin])
            pieces.append(_field(cleaned.encode(), raw, layout.delimiter))
            at = stop
    if audits:
        stop = spans[-1][1]
        told = json.dumps(audits[0], separators=(",", ":")).encode("ascii")
        pieces += (chunk[at:stop], layout.delimiter, _field(told, b'"', layout.delimiter))
        at = stop
    pieces.append(chunk[at:end])
    return b"".join(pieces)


def _text_at(chunk: bytes, begin: int, stop: int) -> str:
    """Return the text of a field; raises `ValueError` for one that cannot be read, or not be written again."""
    raw = chunk[begin:stop]
    if raw.startswith(b'"') and not _QUOTED.fullmatch(raw):
        raise ValueError("characters behind a closing quotation mark: inside a field it must be doubled")
    try:
        text = _value(raw).decode()
    except UnicodeDecodeError as error:
        raise ValueError(f"not valid UTF-8: byte {error.start} of the text, {error.reason}") from None
    if "\0" in text:
        raise ValueError("a NUL byte in the text")
    return text


def take_audits(chunk: bytes, layout: Layout) -> Iterator[tuple[bytes, list[tuple[int, int]], Any]]:
    """Yield each row of a chunk of whole rows without its last field, the spans of the others, and what that says.

    It is an audit where the row has a field for each column and the last is a JSON object; other rows come whole, with
    None.
    """
    for start, end, spans in _rows(chunk, 0, layout.delimiter):
        told = None
        if len(spans) == layout.width and chunk.startswith(b'"{', spans[-1][0]):
            try:
                told = json.loads(_value(chunk[slice(*spans[-1])]))
            except ValueError:
                told = None
        if told is None:
            yield chunk[start:end], [], None
        else:
            kept = [(begin - start, stop - start) for begin, stop in spans[:-1]]
            yield chunk[start : spans[-2][1]] + chunk[spans[-1][1] : end], kept, told


def replace_fields(
    chunk: bytes, layout: Layout, replace: Callable[[str, bytes], bytes]
) -> Iterator[tuple[bytes, Callable[[], bytes]]]:
    """Yield each row of a chunk of whole rows, and a function that returns it with its text fields replaced.

    `replace` takes a column's name and a field as it stands in the row. Rows of another width stay.
    """
    for start, end, spans in _rows(chunk, 0, layout.delimiter):

        def replaced(start: int = start, end: int = end, spans: list[tuple[int, int]] = spans) -> bytes:
            if len(spans) != layout.width:
                return chunk[start:end]
            pieces: list[bytes] = []
            at = start
            for column in layout.text:
                begin, stop = spans[column]
                pieces += (chunk[at:begin], replace(layout.names[column], chunk[begin:stop]))
                at = stop
            return b"".join([*pieces, chunk[at:end]])

        yield chunk[start:end], replaced


def value_of(raw: bytes) -> bytes:
    """Return the value of a field as it stands in a row."""
    return _value(raw)


def line_ends(data: bytes) -> int:
    r"""Return how many line ends data holds; a lone ``\r`` is one, so that no two rows share a line."""
    count = data.count(b"\n")
    return count + data.count(b"\r") - data.count(b"\r\n") if b"\r" in data else count


def _value(raw: bytes) -> bytes:
    if not raw.startswith(b'"'):
        return raw
    close = raw.rindex(b'"')
    return raw[1:close].replace(b'""', b'"') + raw[close + 1 :]


def _field(value: bytes, model: bytes, delimiter: bytes) -> bytes:
    """Return value as a field, quoted where it must be or where the model was."""
    quote = model.startswith(b'"') or value[:1] == b'"' or delimiter in value or b"\n" in value or b"\r" in value
    return b'"' + value.replace(b'"', b'""') + b'"' if quote else value


class _Patterns(NamedTuple):
    row: re.Pattern[bytes]  # With its line end.
    last_row: re.Pattern[bytes]  # The end of the file will do.
    field: re.Pattern[bytes]  # With the delimiter or line end behind it, as group 1.


@cache
def _patterns(delimiter: bytes) -> _Patterns:
    plain = b"[^" + delimiter + rb"\r\n]*+"
    # Quoted, or not: then it is empty or begins with something else.
    field = b"(?:" + _QUOTED.pattern + plain + b'|[^"' + delimiter + rb"\r\n]" + plain + b"|)"
    delimiter = re.escape(delimiter)
    row = field + b"(?:" + delimiter + field + b")*+"
    return _Patterns(
        re.compile(row + rb"(?:\r\n|\n|\r(?=[^\n]))"),
        re.compile(row + rb"(?:\r\n|\n|\r|\Z)"),
        re.compile(field + b"(" + delimiter + rb"|\r\n|\n|\r|\Z)"),
    )


def _end_of_rows(row: re.Pattern[bytes], buffer: bytes, one: bool) -> int:
    end = 0
    size = len(buffer)
    while end < size and (match := row.match(buffer, end)):
        end = match.end()
        if one:
            break
    return end


def _rows(chunk: bytes, start: int, delimiter: bytes) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """Yield each row's begin and end, and the spans of its fields."""
    match_field = _patterns(delimiter).field.match
    at = start
    spans: list[tuple[int, int]] = []
    while at < len(chunk) or spans:
        match = match_field(chunk, at)
        if match is None:
            return
        spans.append((at, match.start(1)))
        at = match.end()
        if match[1] != delimiter:
            yield start, at, spans
            start, spans = at, []
