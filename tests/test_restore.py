"""Restoring: every byte of every original comes back, or the document that does not is named."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from command import ARTICLE, CLEANED, COMMAND, cleaner, make_tree, tree
from corpus import needs_texts, texts
from hypothesis import given
from hypothesis import strategies as st
from roundtrip import corpus_of, run, slow
from test_audit import any_text, scraped


def round_trip(name: str, data: bytes, options: Sequence[str] = (), suffix: str = ".jsonl") -> bytes | None:
    """Clean a file and restore it; return what came back, None where it could not be cleaned."""
    with tempfile.TemporaryDirectory() as folder_name:
        folder = Path(folder_name)
        source = folder / name
        source.write_bytes(data)
        audit = folder / f"audit{suffix}"
        (folder / "out").mkdir()
        if run("clean", "-q", source, "-o", folder / "out", "--audit", audit, "--jobs", "1", *options) == 3:
            return None if not (folder / "out" / name).exists() else (_restored(folder, name, audit))
        return _restored(folder, name, audit)


def _restored(folder: Path, name: str, audit: Path) -> bytes:
    assert run("restore", "-q", folder / "out" / name, "--audit", audit, "-o", folder / "back") == 0
    return (folder / "back").read_bytes()


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252", "koi8-r", "shift_jis", "gb18030", "utf-7")

in_some_encoding = st.builds(lambda text, name: text.encode(name, "replace"), scraped, st.sampled_from(ENCODINGS))

readable = st.sampled_from(
    [(), ("--keep-encoding",), ("--unicode", "repair"), ("--unicode", "none", "--level", "strict")]
)


@slow
@given(
    data=st.binary(max_size=120) | in_some_encoding | any_text.map(lambda t: t.encode("utf-8", "replace")),
    options=readable,
)
def test_every_byte_of_a_text_file_comes_back(data: bytes, options: tuple[str, ...]) -> None:
    assert round_trip("a.txt", data, options) in (data, None)


@slow
@given(text=scraped, name=st.sampled_from([*ENCODINGS, "iso2022_jp", "euc_kr", "cp1251", "hz"]), keep=st.booleans())
def test_a_file_in_an_encoding_that_was_named_comes_back_in_it(text: str, name: str, keep: bool) -> None:
    data = text.encode(name, "ignore")
    options = ["--encoding", name, *["--keep-encoding"] * keep]
    assert round_trip("a.txt", data, options, ".jsonl.zst") in (data, None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-32"])
def test_an_article_in_each_common_encoding_is_cleaned_and_comes_back(encoding: str) -> None:
    data = (
        "“Café”, said the owner.\r\n\r\nAdvertisement\r\n\r\n" + "Où était-il ? Là-bas, près de l’église. " * 5
    ).encode(encoding)
    assert round_trip("a.txt", data) == data
    assert round_trip("a.txt", data, ["--keep-encoding"]) == data


@needs_texts
def test_every_text_of_the_benchmark_comes_back(tmp_path: Path) -> None:
    lines = [json.dumps({"id": n, "text": text}, ensure_ascii=n % 2 == 0) for n, text in enumerate(texts())]
    data = "\n".join(lines).encode()
    for preset in ("plain", "repair", "none"):
        assert round_trip("a.jsonl", data, ["--unicode", preset], ".jsonl.zst") == data


def literal(text: str, style: int) -> str:
    """Write a string as writers of JSON do, some of them oddly."""
    if style == 0:
        return json.dumps(text)
    plain = json.dumps(text, ensure_ascii=False).encode("utf-8", "replace").decode()
    return [plain, plain.replace("/", "\\/"), json.dumps(text).replace("/", "\\/"), plain.replace("e", "\\u0065")][
        style - 1
    ]


lines_of_json = st.lists(
    st.builds(
        lambda text, style, more: "{" + more + f'"text": {literal(text, style)} , "id":1.0}}',
        scraped | any_text,
        st.integers(0, 4),
        st.sampled_from(["", '"a": [{"text": "\\u201c"}], ', '"text": null, ', '"text": "“a” &amp; “b”",', '"x":"“",']),
    )
    | st.sampled_from(["", "  ", "no json", '{"text": 3}', "[]"]),
    max_size=6,
)


@slow
@given(lines=lines_of_json, end=st.sampled_from(["\n", "\r\n"]), last=st.booleans(), mark=st.booleans())
def test_every_byte_of_json_lines_comes_back(lines: list[str], end: str, last: bool, mark: bool) -> None:
    data = b"\xef\xbb\xbf" * mark + end.join(lines).encode() + end.encode() * last
    for options in (["--field", "text"], ["--field", "text", "--on-gutted", "drop"]):
        assert round_trip("a.jsonl", data, options) == data


cells = st.builds(
    lambda text, style: f'"{text.replace(chr(34), chr(34) * 2)}"' if style or set(text) & set(',"\r\n') else text,
    scraped.map(lambda text: text.encode("utf-8", "replace").decode()),
    st.booleans(),
)


@slow
@given(rows=st.lists(st.lists(cells, min_size=2, max_size=3), max_size=6), end=st.sampled_from(["\n", "\r\n", "\r"]))
def test_every_byte_of_csv_comes_back(rows: list[list[str]], end: str) -> None:
    data = end.join(["id,text", *(",".join(row) for row in rows), ""]).encode()
    assert round_trip("a.csv", data) in (data, None)


def test_rows_that_were_dropped_come_back_where_they_stood() -> None:
    gutted, good = "Advertisement\nShare this article\n", "The ferry sank on Monday, and nobody was hurt."
    data = "".join(
        json.dumps({"text": text, "n": n}) + "\n" for n, text in enumerate([gutted, good, gutted, gutted])
    ).encode()
    for whole in (data, data[:-1]):
        assert round_trip("a.jsonl", whole, ["--on-gutted", "drop"]) == whole
    table = f'text,n\r\n"{gutted}",1\r\n{good.replace(",", "")},2\r\n"{gutted}",3\r\n'.encode()
    assert round_trip("a.csv", table, ["--on-gutted", "drop"]) == table


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
@pytest.mark.parametrize("keep", [[], ["--keep-encoding"]])
def test_a_table_in_another_encoding_comes_back_in_it(encoding: str, keep: list[str]) -> None:
    rows = "".join(f'{n},"“Café” était là, près de l’église.\r\nAdvertisement"\r\n' for n in range(20))
    data = ("id,text\r\n" + rows).encode(encoding)
    assert round_trip("a.csv", data, keep) == data


@pytest.mark.parametrize("in_place", [True, False])
def test_records_that_are_kept_for_a_fault_in_their_second_text_come_back(tmp_path: Path, in_place: bool) -> None:
    good, faulty = {"a": ARTICLE, "b": ARTICLE}, [{"a": ARTICLE, "b": 1}, {"a": ARTICLE, "b": {"c": ARTICLE}}]
    quoted = ARTICLE.replace("\n", "\r\n")
    files: dict[str, str | bytes] = {
        "x.jsonl": "".join(json.dumps(record) + "\n" for record in (*faulty, good)),
        "y.jsonl": b'{"a":"The ferry sank.\\nAdvertisement\\nNobody was hurt.","b":"caf\xe9"}\n'
        + b'{"a":"x","b":"y"}\n',
        "z.csv": f'a,b\n"{quoted}","{quoted}"x\n"{quoted}",y\n',
    }
    pa = pytest.importorskip("pyarrow")
    pytest.importorskip("pyarrow.parquet")
    bad = pa.Array.from_buffers(
        pa.string(), 1, [None, pa.py_buffer(bytes([0, 0, 0, 0, 1, 0, 0, 0])), pa.py_buffer(b"\xff")]
    )
    texts = pa.chunked_array([bad, pa.array([ARTICLE])])
    table = pa.table({"a": [ARTICLE, ARTICLE], "b": texts})
    make_tree(tmp_path / "in", files)
    pa.parquet.write_table(table, tmp_path / "in/p.parquet")
    before = tree(tmp_path / "in")
    where = ["--in-place"] if in_place else ["-o", "out"]
    done = cleaner("clean", "in", *where, "--field", "a", "--field", "b", "--audit", "audit.jsonl", cwd=tmp_path)
    assert (done.returncode, done.stderr.count(b"could not be cleaned")) == (3, 1)
    assert b"5 records could not be cleaned" in done.stderr
    cleaned = tmp_path / ("in" if in_place else "out")
    assert (cleaned / "x.jsonl").read_bytes().splitlines()[:2] == before["x.jsonl"].splitlines()[:2]
    assert pa.parquet.read_table(cleaned / "p.parquet")["a"].to_pylist() == [ARTICLE, CLEANED]
    assert cleaner("restore", cleaned, "--audit", "audit.jsonl", "-o", "back", cwd=tmp_path).returncode == 0
    back = tree(tmp_path / "back")
    assert {name: back[name] for name in files} == {name: before[name] for name in files}
    assert pa.parquet.read_table(tmp_path / "back/p.parquet").equals(table)


def test_parquet_columns_come_back(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    pytest.importorskip("pyarrow.parquet")
    import pyarrow.parquet as pq

    table = pa.table({"id": range(600), "text": [ARTICLE, "“Aye”", None] * 200, "more": ["x"] * 600})
    pq.write_table(table, tmp_path / "a.parquet", row_group_size=250)
    assert (
        run("clean", "-q", tmp_path / "a.parquet", "-o", tmp_path / "b.parquet", "--audit", tmp_path / "audit.jsonl")
        == 0
    )
    assert pq.read_table(tmp_path / "b.parquet")["text"][0].as_py() == CLEANED
    assert (
        run("restore", "-q", tmp_path / "b.parquet", "--audit", tmp_path / "audit.jsonl", "-o", tmp_path / "c.parquet")
        == 0
    )
    assert pq.read_table(tmp_path / "c.parquet").equals(table)


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("suffix", ["jsonl", "jsonl.zst", "jsonl.gz"])
def test_a_folder_comes_back_whole(tmp_path: Path, jobs: int, suffix: str) -> None:
    source = corpus_of(tmp_path / "in")
    audit = tmp_path / f"audit.{suffix}"
    assert cleaner("clean", source, "-o", tmp_path / "out", "--audit", audit, "--jobs", jobs).returncode == 0
    assert tree(tmp_path / "out") != tree(source)
    assert cleaner("restore", tmp_path / "out", "--audit", audit, "-o", tmp_path / "back").returncode == 0
    assert tree(tmp_path / "back") == tree(source)


def test_there_is_one_line_for_each_changed_document(tmp_path: Path) -> None:
    source = make_tree(tmp_path / "in", {"a.txt": ARTICLE, "b.txt": "Nobody was hurt.\n", "c.txt": "“Aye”"})
    assert run("clean", "-q", source, "-o", tmp_path / "out", "--audit", tmp_path / "audit.jsonl") == 0
    records = [json.loads(line) for line in (tmp_path / "audit.jsonl").read_text().splitlines()]
    assert [Path(record["path"]).name for record in records if "edits" in record] == ["a.txt", "c.txt"]
    assert records[0]["edits"] == [[27, 42, 0, "en/ads:label", "Advertisement\n\n"]]
    assert records[-1] == {"audit": 1, "end": {"lines": 3}}


def test_a_shard_is_restored_in_memory_that_does_not_grow_with_it(tmp_path: Path) -> None:
    peaks = []
    for count in (1_000, 16_000):
        shard = tmp_path / f"{count}.jsonl"
        with shard.open("w") as file:
            file.writelines(json.dumps({"id": n, "text": f"Report {n}.\n\n{ARTICLE}" * 3}) + "\n" for n in range(count))
        cleaned, back, audit = tmp_path / "cleaned.jsonl", tmp_path / "back.jsonl", tmp_path / f"{count}.audit.jsonl"
        assert cleaner("clean", shard, "-o", cleaned, "--audit", audit).returncode == 0
        command = [*COMMAND, "restore", "-q", str(cleaned), "--audit", str(audit), "-o", str(back)]
        process = subprocess.Popen(command)
        _, code, usage = os.wait4(process.pid, 0)
        process.returncode = code
        assert code == 0
        assert back.read_bytes() == shard.read_bytes()
        peaks.append(usage.ru_maxrss << 10)
        cleaned.unlink()
        back.unlink()
    grown = (tmp_path / "16000.audit.jsonl").stat().st_size
    assert peaks[1] - peaks[0] < grown
