"""Files of records in other encodings, and cut in the oddest places."""

from __future__ import annotations

import codecs
import csv
import io
import json
import lzma
import os
import pty
import subprocess
from pathlib import Path

import pytest
from command import ARTICLE, CLEANED, COMMAND, cleaner, make_tree, tree
from hypothesis import given
from hypothesis import strategies as st

from cleaner.files.problems import FileError
from cleaner.files.transcode import StreamEncoding, as_utf8, from_utf8, stream_encoding

GERMAN = "Die Fähre fährt früh über den Fluß."


def table(text: str) -> str:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(
        [["id", "text", "city"], *([n, text, "Łódź" if n == 9 else "Köln"] for n in range(8))]
    )
    return written.getvalue()


@given(st.text(), st.sampled_from(["utf-16-le", "utf-16-be", "utf-32-le", "cp1252", "shift_jis"]), st.integers(1, 9))
def test_a_stream_is_transcoded_whatever_the_reads_cut(text: str, name: str, size: int) -> None:
    data = text.encode(name, "ignore")
    bom = codecs.BOM_UTF16_LE if name == "utf-16-le" else b""
    encoding = StreamEncoding(name, bom, "given")
    source = io.BytesIO(bom + data)
    read = as_utf8(lambda _: source.read(size), encoding)
    found = b"".join(iter(lambda: read(1), b""))
    assert found.decode() == data.decode(name)
    assert from_utf8(found, encoding).decode(name) == data.decode(name)


def test_a_stream_that_ends_in_half_a_character_is_refused() -> None:
    source = io.BytesIO("Fähre".encode("utf-16-le")[:-1])
    read = as_utf8(source.read, StreamEncoding("utf-16-le", b"", "given"))
    with pytest.raises(FileError, match="not valid utf-16-le"):
        list(iter(lambda: read(4), b""))


def test_damaged_utf8_stays_utf8_and_old_encodings_are_found() -> None:
    good = (GERMAN + "\n").encode() * 5
    assert stream_encoding(good.replace("ü".encode(), b"\xff", 1), None).name == "utf-8"
    assert stream_encoding(good[:-3] + b"\xc3", None).name == "utf-8"
    assert stream_encoding(good.decode().encode("cp1252"), None) == StreamEncoding("cp1252", b"", "detected")
    assert stream_encoding(codecs.BOM_UTF8 + good, None) == StreamEncoding()


def test_tables_in_other_encodings_are_reported_and_written_in_utf8_or_their_own(tmp_path: Path) -> None:
    text, cleaned = table(f"{GERMAN}\n\n{ARTICLE}"), table(f"{GERMAN}\n\n{CLEANED}")
    rows = json.dumps({"id": 1, "text": ARTICLE, "more": GERMAN}, ensure_ascii=False)
    make_tree(
        tmp_path / "in",
        {
            "a.csv": text.encode("cp1252"),
            "b.csv": codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
            "c.jsonl": codecs.BOM_UTF16_BE + rows.encode("utf-16-be"),
        },
    )
    done = cleaner("clean", "in", "-o", "out", cwd=tmp_path)
    assert done.returncode == 0
    for name, encoding in (("a.csv", "cp1252"), ("b.csv", "utf-16-le"), ("c.jsonl", "utf-16-be")):
        assert f"cleaner: in/{name}: read as {encoding}" in done.stderr.decode()
    written = tree(tmp_path / "out")
    assert written["a.csv"] == written["b.csv"] == cleaned.encode()
    assert json.loads(written["c.jsonl"]) == {"id": 1, "text": CLEANED, "more": GERMAN}
    cleaner("clean", "in", "-o", "own", "--keep-encoding", cwd=tmp_path)
    own = tree(tmp_path / "own")
    assert own["a.csv"] == cleaned.encode("cp1252")
    assert own["b.csv"] == codecs.BOM_UTF16_LE + cleaned.encode("utf-16-le")
    assert own["c.jsonl"].decode("utf-16") == written["c.jsonl"].decode()


def test_the_compression_of_the_output_can_be_another(tmp_path: Path) -> None:
    make_tree(tmp_path, {"a.jsonl.xz": lzma.compress(json.dumps({"text": ARTICLE}).encode())})
    assert cleaner("clean", "a.jsonl.xz", "-o", "b.jsonl", cwd=tmp_path).returncode == 0
    assert json.loads((tmp_path / "b.jsonl").read_bytes()) == {"text": CLEANED}
    assert cleaner("clean", "a.jsonl.xz", cwd=tmp_path).stdout[:6] == b"\xfd7zXZ\0"


def test_a_url_field_opens_the_rules_of_its_site(tmp_path: Path) -> None:
    rule = '[[rule]]\nid = "x"\nremoves = "line"\nlines = ["The tide table"]\nwhy = "x"\nkeep = ["Tide table"]\n'
    text = "The ferry sank.\n\nThe tide table\n\nNobody was hurt.\n"
    rows = [{"text": text, "url": f"https://{host}/1"} for host in ("www.tides.example", "other.example")]
    make_tree(
        tmp_path,
        {"lists/x.toml": rule + 'sites = ["tides.example"]\n', "a.jsonl": "\n".join(json.dumps(row) for row in rows)},
    )
    done = cleaner("clean", "a.jsonl", "--lists", "lists", "--url-field", "url", cwd=tmp_path)
    found = [json.loads(line)["text"] for line in done.stdout.splitlines()]
    assert found == ["The ferry sank.\n\nNobody was hurt.\n", text]


def test_a_terminal_sees_progress_and_the_faults_above_it(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", {**{f"{n}.txt": ARTICLE * 50 for n in range(50)}, "bad.txt": b"\0"})
    ours, theirs = pty.openpty()
    process = subprocess.Popen([*COMMAND, "clean", "in", "-o", "out", "--jobs", "2"], cwd=tmp_path, stderr=theirs)
    shown = b""
    os.close(theirs)
    try:
        while data := os.read(ours, 65536):
            shown += data
    except OSError:  # How a terminal says that the other side has gone.
        pass
    os.close(ours)
    assert process.wait(60) == 3
    assert "━".encode() in shown
    assert b"cleaner: in/bad.txt:1: a NUL byte at 0: not a text file" in shown
    assert shown.rstrip().endswith(b"1 file failed, 0 records could not be cleaned")
