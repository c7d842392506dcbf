"""An audit that stands beside the texts, as a field, brings every byte back, or the document is named."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from command import ARTICLE, CLEANED, cleaner, make_tree, tree
from hypothesis import assume, given
from hypothesis import strategies as st
from roundtrip import run, slow
from test_audit import any_text, scraped
from test_restore import literal

from cleaner.adapters.arrow import restore_batch

COLUMN = ("--audit-format", "column", "-q")


def round_trip(name: str, data: bytes, *options: str) -> tuple[int, bytes, bytes]:
    """Clean a file and restore it; return the exit code of cleaning, what it wrote and what came back."""
    with tempfile.TemporaryDirectory() as folder:
        before, after, back = (Path(folder) / f"{n}-{name}" for n in range(3))
        before.write_bytes(data)
        code = run("clean", before, "-o", after, *COLUMN, "-j", 1, *options)
        assert run("restore", after, "-o", back, "-q") == 0
        return code, after.read_bytes(), back.read_bytes()


FAULTY = st.sampled_from(
    ["{broken", "7", "[]", '{"id": 1}', '{"text": 5}', '{"text": null}', "", "  ", '{"text": "\\ud800 x"}']
)


@slow
@given(
    st.lists(
        st.one_of(
            st.builds(
                lambda text, style, space: f'{{"id":1.0 , "text": {literal(text, style)}, "z":{{}} }}{space}',
                st.one_of(any_text, scraped), st.integers(0, 4), st.sampled_from(["", " ", "\r"]),
            ),
            FAULTY,
        ),
        max_size=6,
    ),
    st.booleans(),
    st.booleans(),
)  # fmt: skip
def test_every_byte_of_json_lines_comes_back(lines: list[str], last: bool, mark: bool) -> None:
    lines = [json.dumps({"text": ARTICLE}), *lines]
    data = "\n".join(lines).encode("utf-8", "surrogatepass") + b"\n" * last
    data = b"\xef\xbb\xbf" * mark + data
    assert round_trip("a.jsonl", data)[2] == data


@slow
@given(
    st.lists(st.tuples(st.one_of(any_text, scraped), any_text), max_size=5),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.sampled_from(["", "7\n", "7,8,9\n", "\n", '1,"open']),
)
def test_every_byte_of_csv_comes_back(
    rows: list[tuple[str, str]], delimiter: str, end: str, quoted: bool, more: str
) -> None:
    written = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    writer = csv.writer(written, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerow(["text", "other"])
    writer.writerows([(ARTICLE, "x"), *rows])
    text = written.getvalue() + more
    # With a lone surrogate the file is no UTF-8, and what is written in another encoding is refused (below).
    assume(not any("\ud800" <= char <= "\udfff" for char in text))
    data = text.encode()
    assert round_trip("a.csv", data)[2] == data


def test_the_audit_is_the_last_field_and_readers_of_the_format_read_it() -> None:
    rows = [{"text": ARTICLE, "n": 1}, {"text": "Stays.", "n": 2}, {"text": None, "n": 3}]
    _, lines, _ = round_trip("a.jsonl", "".join(json.dumps(row) + "\n" for row in rows).encode())
    found = [json.loads(line) for line in lines.splitlines()]
    assert [list(row) for row in found] == [["text", "n", "cleaner_audit"]] * 3
    assert [row["text"] for row in found] == [CLEANED, "Stays.", None]
    (edit,) = found[0]["cleaner_audit"]["edits"]
    assert ARTICLE.encode()[edit["start"] : edit["end"]].decode() == edit["old"]
    assert edit["by"] == "en/ads:label"
    assert (found[1]["cleaner_audit"]["edits"], found[2]["cleaner_audit"]) == ([], None)
    table = pa.Table.from_pylist(found)
    assert restore_batch(table).to_pylist() == rows  # The same in every format.
    _, written, _ = round_trip("a.csv", f'n,text\n1,"{ARTICLE}"\n2,Stays.\n'.encode())
    head, first, second = csv.reader(io.StringIO(written.decode()))
    assert head == ["n", "text", "cleaner_audit"]
    assert (first[:2], json.loads(first[2])) == (["1", CLEANED], found[0]["cleaner_audit"])
    assert second[:2] == ["2", "Stays."]


def test_a_folder_of_all_formats_comes_back_but_for_texts(tmp_path: Path) -> None:
    record = json.dumps({"body": ARTICLE}).encode() + b"\n"
    folder = make_tree(
        tmp_path / "in",
        {
            "a.jsonl": record * 3, "b/c.jsonl.gz": gzip.compress(record), "d.csv.bz2": bz2.compress(b"x,body\n1,Hi.\n"),
            "large.jsonl": record * 70_000, "e.txt": ARTICLE, "empty.jsonl": b"", "f.tsv": b"x\tbody",
        },
    )  # fmt: skip
    pq.write_table(pa.table({"body": [ARTICLE, None, "b"] * 200}), folder / "p.parquet", row_group_size=250)
    done = cleaner("clean", "in", "-o", "out", *COLUMN, "-j", "2", cwd=tmp_path)
    fault = "a text takes no audit as a column: name a file for it with --audit, or --exclude this"
    assert done.stderr.decode() == f"cleaner: in/e.txt: {fault}\n"
    done = cleaner("restore", "out", "-o", "back", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"7 files restored\n")
    back, before = tree(tmp_path / "back"), tree(folder)
    assert set(back) == set(before) - {"e.txt"}
    for name, unpack in (("a.jsonl", bytes), ("b/c.jsonl.gz", gzip.decompress), ("d.csv.bz2", bz2.decompress),
                         ("large.jsonl", bytes), ("empty.jsonl", bytes), ("f.tsv", bytes)):  # fmt: skip
        assert unpack(back[name]) == unpack(before[name])
    assert pq.read_table(tmp_path / "back/p.parquet").equals(pq.read_table(folder / "p.parquet"))


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.jsonl", '{"text": "no audit"}', "a.jsonl:1: a text without its audit, or an audit without its text"),
        ("a.jsonl", '{"cleaner_audit": null, "text": "moved"}', "a.jsonl:1: the field 'cleaner_audit' is not the last"),
        ("a.jsonl", '{"text": "x","cleaner_audit":{"version":1}}', "a.jsonl:1: the audit is damaged"),
        ("a.csv", "id,text\n1,no audit\n", "a.csv:1: no column 'cleaner_audit' at its end"),
        ("a.txt", "A text.", "a.txt: a text has no audit beside it: name the file that it is in with --audit"),
    ],
)
def test_a_file_without_its_audit_is_named(tmp_path: Path, name: str, content: str, fault: str) -> None:
    make_tree(tmp_path, {name: content})
    done = cleaner("restore", name, "-o", "back", "-q", cwd=tmp_path)
    assert done.stderr.decode().startswith(f"cleaner: {fault}")
    assert done.returncode == 3
    assert not (tmp_path / "back").exists()


def test_a_parquet_file_without_its_audit_is_named(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": ["x"]}), tmp_path / "a.parquet")
    done = cleaner("restore", "a.parquet", "-o", "back", "-q", cwd=tmp_path)
    assert done.stderr == b"cleaner: a.parquet: no column 'cleaner_audit': an audit in a file is named with --audit\n"
    assert done.returncode == 3


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet"])
def test_a_text_that_was_changed_since_is_named_and_its_file_not_written(tmp_path: Path, name: str) -> None:
    if name == "a.parquet":
        pq.write_table(pa.table({"text": ["b", ARTICLE]}), tmp_path / name)
    else:
        rows = (
            (json.dumps({"text": "b"}), json.dumps({"text": ARTICLE}))
            if name == "a.jsonl"
            else ("text", f'"{ARTICLE}"')
        )
        make_tree(tmp_path, {name: "\n".join(rows) + "\n"})
    assert cleaner("clean", name, "-o", f"out-{name}", *COLUMN, cwd=tmp_path).returncode == 0
    path = tmp_path / f"out-{name}"
    if name == "a.parquet":
        table = pq.read_table(path)
        pq.write_table(table.set_column(0, "text", pa.array(["b", "another"])), path)
    else:
        path.write_bytes(path.read_bytes().replace(b"Nobody was", b"No one was", 1))
    done = cleaner("restore", path.name, "-o", "back", "-q", cwd=tmp_path)
    assert (
        done.stderr
        == f"cleaner: {path.name}:2: not the text that this audit was written for, or changed since\n".encode()
    )
    assert (done.returncode, (tmp_path / "back").exists()) == (3, False)


def test_what_has_an_audit_already_or_could_not_come_back_is_refused(tmp_path: Path) -> None:
    make_tree(
        tmp_path,
        {
            "in/a.jsonl": '{"text": "x"}\n{"text": "y", "cleaner_audit": 1}\n',
            "in/b.csv": "text,cleaner_audit\nx,y\n",
            "in/c.jsonl": json.dumps({"text": ARTICLE}).encode("utf-16"),
            "in/d.jsonl": '{"text": "x", "text": "y"}\n{"text": "x"}\n',
        },
    )
    done = cleaner("clean", "in", "-o", "out", *COLUMN, cwd=tmp_path)
    assert done.stderr.decode().splitlines() == [
        "cleaner: in/a.jsonl:2: there is a column 'cleaner_audit' already: was this cleaned before?",
        "cleaner: in/b.csv:1: there is a column 'cleaner_audit' already: was this cleaned before?",
        "cleaner: in/c.jsonl: in utf-16-le: an audit beside the texts would not bring its bytes back",
        "cleaner: in/d.jsonl:1: 2 fields 'text': an audit beside them is of one",
    ]
    assert list(tree(tmp_path / "out")) == ["d.jsonl"]


def test_of_the_texts_that_take_no_column_the_first_is_named_and_the_others_are_counted(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", dict.fromkeys(("a.txt", "b/c.txt", "d.txt"), ARTICLE) | {"e.jsonl": '{"text": "Hi."}\n'})
    done = cleaner("clean", "in", "-o", "out", *COLUMN, cwd=tmp_path)
    fault = "a text takes no audit as a column: name a file for it with --audit, or --exclude this"
    told = [f"cleaner: in/a.txt: {fault}", "cleaner: 2 more texts for the same cause"]
    assert (done.returncode, done.stderr.decode().splitlines()) == (3, told)
    assert set(tree(tmp_path / "out")) == {"e.jsonl"}
