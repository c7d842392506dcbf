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

from cleaner.files.encoding import BOMS
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


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_what_has_no_mark_is_found_by_where_its_zeros_stand(name: str) -> None:
    assert stream_encoding(json.dumps({"text": GERMAN}).encode(name), None) == StreamEncoding(name, b"", "detected")


def test_nul_bytes_alone_make_no_other_encoding() -> None:
    assert stream_encoding(b'{"text":"a"}\n' + bytes(99) + b"\xe9", None) == StreamEncoding()


def test_a_name_for_several_encodings_becomes_the_one_that_the_mark_says() -> None:
    for name in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        mark = {name: mark for mark, name in BOMS}[name]
        for given_name in (name, name[:6], name[:6].upper().replace("-", "_")):
            assert stream_encoding(mark + GERMAN.encode(name), given_name) == StreamEncoding(name, mark, "given")
    assert stream_encoding(GERMAN.encode("utf-16-le"), "utf-16") == StreamEncoding("utf-16-le", b"", "given")
    assert stream_encoding(codecs.BOM_UTF8 + GERMAN.encode(), "utf-8-sig") == StreamEncoding()


@pytest.mark.parametrize("name", ["utf-16", "utf-32", "utf-8-sig"])
@pytest.mark.parametrize("options", [(), ("--keep-encoding",)])
def test_a_large_file_in_an_encoding_that_was_named_has_one_mark_and_comes_back(
    tmp_path: Path, name: str, options: tuple[str, ...]
) -> None:
    record = json.dumps({"text": f"{GERMAN}\n\n{ARTICLE}", "more": "x" * 2000}, ensure_ascii=False) + "\n"
    make_tree(tmp_path / "in", {"a.jsonl": (record * 1000).encode(name)})
    more = ("--encoding", name, "--audit", "audit.jsonl", *options)
    assert cleaner("clean", "in", "-o", "out", *more, cwd=tmp_path).returncode == 0
    written = (tmp_path / "out/a.jsonl").read_bytes().decode(name if options else "utf-8-sig")
    assert "\ufeff" not in written
    assert {json.loads(line)["text"] for line in written.splitlines()} == {f"{GERMAN}\n\n{CLEANED}"}
    assert cleaner("restore", "out", "--audit", "audit.jsonl", "-o", "back", cwd=tmp_path).returncode == 0
    assert tree(tmp_path / "back") == tree(tmp_path / "in")


def test_a_file_that_begins_with_damage_and_goes_on_in_utf8_is_not_read_in_another_encoding(tmp_path: Path) -> None:
    record = json.dumps({"text": f"{GERMAN}\n{ARTICLE}"}, ensure_ascii=False).encode() + b"\n"
    plain = b'{"text":"The ferry sank."}\n' * 20_000
    make_tree(tmp_path / "in", {"a.jsonl": b'{"text":"caf\xe9 and caf\xe9"}\n' + plain + record * 2000})
    done = cleaner("clean", "in", "-o", "out", cwd=tmp_path)
    why = b"begins as cp1252 and goes on as UTF-8: mend the beginning, or name one with --encoding"
    assert why in done.stderr
    assert (done.returncode, tree(tmp_path / "out")) == (3, {})
    done = cleaner("clean", "in", "-o", "out", "--encoding", "utf-8", cwd=tmp_path)
    assert b"cleaner: in/a.jsonl:1: not valid UTF-8: byte 4 of the text" in done.stderr
    cleaned = json.dumps({"text": f"{GERMAN}\n{CLEANED}"}, ensure_ascii=False).encode() + b"\n"
    assert tree(tmp_path / "out")["a.jsonl"].endswith(plain + cleaned * 2000)


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
    assert shown.rstrip().endswith(b"1 file failed")
