"""CSV and TSV: Python's csv module reads the same rows, and untouched fields keep their bytes."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from command import ARTICLE, CLEANED, cleaner, make_tree, tree
from hypothesis import given
from hypothesis import strategies as st

from cleaner.files.delimited import Layout, clean_rows, layout, row_chunks
from cleaner.files.problems import FileError
from cleaner.files.records import Fields


def shout(text: str, line: int, url: str | None, value: object = None) -> str:
    return text.upper()


def clean(
    data: bytes, fields: Fields | None = None, delimiter: bytes = b",", size: int = 1 << 20
) -> tuple[bytes, list[tuple[int, str]]]:
    source = io.BytesIO(data)
    fields = fields or Fields()
    columns: Layout | None = None
    out, problems = [], []
    for chunk in row_chunks(source.read, delimiter, size=size):
        if columns is None:
            columns = layout(chunk.data, delimiter, fields)
            out.append(chunk.data)
        elif chunk.fault:
            out.append(chunk.data)
            problems.append((chunk.line, chunk.fault))
        else:
            cleaned, found = clean_rows(chunk.data, chunk.line, columns, fields.on_error, shout)
            out.append(cleaned)
            problems += [tuple(problem) for problem in found]
    return b"".join(out), problems


CELL = st.text(st.sampled_from('ab",;\t\n\r é'), max_size=6)


@given(
    st.lists(st.tuples(CELL, CELL, CELL), max_size=6),
    st.sampled_from([",", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.integers(1, 30),
)
def test_the_csv_module_reads_what_it_wrote_with_the_text_cleaned(
    rows: list[tuple[str, str, str]], delimiter: str, end: str, quoting: int, size: int
) -> None:
    if quoting == csv.QUOTE_MINIMAL:  # It leaves a lone CR bare, which the module itself then reads as a row's end.
        rows = [(a.replace("\r", ""), b.replace("\r", ""), c.replace("\r", "")) for a, b, c in rows]
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow(["id", "text", "url"])
    writer.writerows(rows)
    out, problems = clean(written.getvalue().encode(), delimiter=delimiter.encode(), size=size)
    assert problems == []
    read = list(csv.reader(io.StringIO(out.decode(), newline=""), delimiter=delimiter))
    assert read == [["id", "text", "url"], *([a, b.upper(), c] for a, b, c in rows)]


def test_quoting_and_line_ends_of_other_fields_stay_to_the_byte() -> None:
    data = b'id,"text",x\r\n"1",one,"a ""q"" b"\n2,"t,w\r\no",5" disk\n\n 3 ,THREE,\r\n4,"",""'
    want = data.replace(b"one", b"ONE").replace(b"t,w\r\no", b"T,W\r\nO")
    assert clean(data) == (want, [])


def test_a_cleaned_field_is_quoted_where_it_must_be() -> None:
    columns = Layout(b",", 2, (1,), None)
    edit = {"a": 'x,"y"', "b": "x\ny", "c": '"', "d": "x"}
    out, _ = clean_rows(b'1,a\n1,b\n1,c\n1,d\n1,"d"\n', 2, columns, "keep", lambda text, *_: edit[text])
    assert out == b'1,"x,""y"""\n1,"x\ny"\n1,""""\n1,x\n1,"x"\n'


def test_a_row_with_too_few_or_too_many_fields_is_named_and_kept() -> None:
    out, problems = clean(b'id,text\n1,"a\nb"\n2\n3,c,d\n4,e\n')
    assert out == b'id,text\n1,"A\nB"\n2\n3,c,d\n4,E\n'
    assert problems == [(4, "1 fields, where the header has 2"), (5, "3 fields, where the header has 2")]


def test_invalid_utf8_and_nul_bytes_are_named_and_kept() -> None:
    out, problems = clean(b"id,text\n1,a\n2,\xff\n3,a\0b\n")
    assert out == b"id,text\n1,A\n2,\xff\n3,a\0b\n"
    assert [line for line, _ in problems] == [3, 4]


def test_a_quotation_mark_that_is_never_closed_is_named_and_nothing_behind_it_is_lost() -> None:
    data = b'id,text\n1,a\n2,"open\n3,b\n' + b"4,c\n" * 50
    out, problems = clean(data, size=16)
    assert out == data.replace(b"1,a", b"1,A")
    assert problems[0][0] == 3
    assert "never closed" in problems[0][1]


def test_skip_leaves_the_row_out_and_fail_fails_the_file() -> None:
    assert clean(b"text,x\na,1\nb\nc,3\n", Fields(on_error="skip"))[0] == b"text,x\nA,1\nC,3\n"
    with pytest.raises(FileError, match="1 fields") as caught:
        clean(b"text,x\na,1\nb\nc,3\n", Fields(on_error="fail"))
    assert caught.value.line == 3


def test_columns_are_found_or_named_and_a_missing_one_says_what_there_is() -> None:
    header = b'\xef\xbb\xbf"id",body,"the text",url\n'
    assert layout(header, b",", Fields())[:4] == (b",", 4, (1,), None)
    assert layout(header, b",", Fields(("the text", "body"), "url"))[:4] == (b",", 4, (1, 2), 3)
    with pytest.raises(FileError, match="no column 'nope'; there are: id, body, the text, url"):
        layout(header, b",", Fields(("nope",)))
    with pytest.raises(FileError, match="name the text with --field; there are: a, b"):
        layout(b"a,b\n", b",", Fields())


@given(st.binary(max_size=80), st.integers(1, 30))
def test_chunks_of_any_bytes_together_are_the_stream(data: bytes, size: int) -> None:
    data = data.replace(b"\xc3", b'"').replace(b"\xc4", b",").replace(b"\xc5", b"\n").replace(b"\xc6", b"\r")
    source = io.BytesIO(data)
    assert b"".join(chunk.data for chunk in row_chunks(source.read, b",", size=size)) == data


def test_columns_of_one_name_are_all_cleaned() -> None:
    assert clean(b"text,id,text\na,b,c\n") == (b"text,id,text\nA,b,C\n", [])


@pytest.mark.parametrize("delimiter", [";", "\t", "|", ","])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
def test_a_delimiter_that_the_header_shows_is_found_and_the_file_comes_back(
    tmp_path: Path, name: str, delimiter: str
) -> None:
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter)
    writer.writerows([["id", "body", "a;b,c\td|e"], ["1", ARTICLE, "x"], ["2,5;7", "One, two; three | four.", "y\n"]])
    make_tree(tmp_path / "in", {name: written.getvalue()})
    assert cleaner("clean", "in", "-o", "out", "--audit", "audit.jsonl", cwd=tmp_path).returncode == 0
    with (tmp_path / "out" / name).open(newline="") as file:
        rows = list(csv.reader(file, delimiter=delimiter))
    assert rows == [
        ["id", "body", "a;b,c\td|e"], ["1", CLEANED, "x"], ["2,5;7", "One, two; three | four.", "y\n"]
    ]  # fmt: skip
    assert cleaner("restore", "out", "--audit", "audit.jsonl", "-o", "back", cwd=tmp_path).returncode == 0
    assert tree(tmp_path / "back") == tree(tmp_path / "in")


def test_a_quotation_mark_that_is_not_doubled_is_named() -> None:
    kept = b'id,text\n1,"he said \\"no\\" twice"\n'
    assert clean(kept) == (
        kept, [(2, "characters behind a closing quotation mark: inside a field it must be doubled")]
    )  # fmt: skip
    upper = kept.upper().replace(b"ID,TEXT", b"id,text")  # What is faulty must not depend on what would change.
    assert clean(upper) == (upper, clean(kept)[1])
