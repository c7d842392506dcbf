"""Restoring: every byte of every original comes back, or the document that does not is named."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from command import ARTICLE, CLEANED, COMMAND, cleaner, make_tree, tree
from corpus import texts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_audit import any_text, scraped

from cleaner.cli import cli

slow = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


def run(*args: object) -> int:
    """Run the command in this process and return its exit code."""
    code: int = cli.main([str(arg) for arg in args], standalone_mode=False)
    return code


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


# ------------------------------------------------------------------ text files

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


def test_every_text_of_the_benchmark_comes_back(tmp_path: Path) -> None:
    lines = [json.dumps({"id": n, "text": text}, ensure_ascii=n % 2 == 0) for n, text in enumerate(texts())]
    data = "\n".join(lines).encode()
    for preset in ("plain", "repair", "none"):
        assert round_trip("a.jsonl", data, ["--unicode", preset], ".jsonl.zst") == data


# ------------------------------------------------------------------ records


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
    assert b"0 files failed, 5 records could not be cleaned" in done.stderr
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


# ------------------------------------------------------------------ folders, names, compression


def corpus_of(folder: Path) -> Path:
    """Write a folder of files of all kinds."""
    record = json.dumps({"text": ARTICLE, "id": 7})
    files: dict[str, str | bytes] = {f"{n:02}/a.txt": f"Report {n}.\n\n{ARTICLE}" for n in range(40)}
    files |= {"same.txt": "Nobody was hurt.\n", "b.jsonl": f"{record}\n" * 50, "c.csv": f'text,n\n"{ARTICLE}",1\n'}
    files["d.txt"] = ARTICLE.encode("utf-16")
    return make_tree(folder, files)


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


# ------------------------------------------------------------------ what is refused


def cleaned_pair(tmp_path: Path, text: str = ARTICLE) -> tuple[Path, Path]:
    """Return a cleaned file and its audit."""
    source = make_tree(tmp_path / "in", {"a.txt": text}) / "a.txt"
    assert run("clean", "-q", source, "-o", tmp_path / "a.txt", "--audit", tmp_path / "audit.jsonl") == 0
    return tmp_path / "a.txt", tmp_path / "audit.jsonl"


def test_a_file_that_was_changed_since_is_refused_by_name(tmp_path: Path) -> None:
    cleaned, audit = cleaned_pair(tmp_path)
    cleaned.write_text(CLEANED + "More.\n")
    result = cleaner("restore", cleaned, "--audit", audit, "-o", tmp_path / "back")
    assert result.returncode == 3
    assert b"in/a.txt: not the text that this audit was written for, or changed since" in result.stderr
    assert not (tmp_path / "back").exists()


def test_the_audit_of_something_else_is_refused(tmp_path: Path) -> None:
    _, audit = cleaned_pair(tmp_path)
    stranger = make_tree(tmp_path, {"other.txt": "The tram line opens.\n"}) / "other.txt"
    result = cleaner("restore", stranger, "--audit", audit, "-o", tmp_path / "back")
    assert result.returncode == 3
    assert b"other.txt: the audit" in result.stderr
    assert b"does not know this document" in result.stderr


def test_an_audit_that_lost_any_of_its_lines_is_refused(tmp_path: Path) -> None:
    source = corpus_of(tmp_path / "in")
    audit = tmp_path / "audit.jsonl"
    assert run("clean", "-q", source, "-o", tmp_path / "out", "--audit", audit, "--jobs", "1") == 0
    lines = audit.read_bytes().splitlines(keepends=True)
    for gone in (0, 7, len(lines) // 2, len(lines) - 1):
        audit.write_bytes(b"".join(lines[:gone] + lines[gone + 1 :]))
        result = cleaner("restore", tmp_path / "out", "--audit", audit, "-o", tmp_path / "back")
        assert result.returncode == 2
        assert not (tmp_path / "back").exists()


@slow
@given(at=st.integers(0, 10**6), bit=st.integers(0, 7))
def test_a_damaged_audit_never_gives_anything_but_the_original(at: int, bit: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cleaned, audit = cleaned_pair(folder, ARTICLE + "“Aye” and “no” and “aye”, she said.\n")
        data = bytearray(audit.read_bytes())
        data[at % len(data)] ^= 1 << bit
        audit.write_bytes(data)
        result = subprocess_free_restore(cleaned, audit, folder / "back")
        assert result in (None, (folder / "in/a.txt").read_bytes())


def subprocess_free_restore(cleaned: Path, audit: Path, back: Path) -> bytes | None:
    import click

    try:
        run("restore", "-q", cleaned, "--audit", audit, "-o", back)
    except click.UsageError:
        return None
    return back.read_bytes() if back.exists() else None


def test_a_line_missing_from_the_middle_of_a_shard_is_noticed(tmp_path: Path) -> None:
    shard = make_tree(tmp_path / "in", {"a.jsonl": (json.dumps({"text": ARTICLE}) + "\n") * 5}) / "a.jsonl"
    audit = tmp_path / "audit.jsonl"
    assert run("clean", "-q", shard, "-o", tmp_path / "a.jsonl", "--audit", audit) == 0
    lines = audit.read_text().splitlines(keepends=True)
    audit.write_text("".join([*lines[:2], *lines[3:-1], '{"audit":1,"end":{"lines":5}}\n']))
    result = cleaner("restore", tmp_path / "a.jsonl", "--audit", audit, "-o", tmp_path / "back.jsonl")
    assert result.returncode == 3
    assert b"lines of the audit are missing" in result.stderr
    assert not (tmp_path / "back.jsonl").exists()


def test_an_audit_of_another_version_is_refused(tmp_path: Path) -> None:
    cleaned, audit = cleaned_pair(tmp_path)
    audit.write_text(audit.read_text().replace('"audit":1', '"audit":2'))
    result = cleaner("restore", cleaned, "--audit", audit, "-o", tmp_path / "back")
    assert result.returncode == 2
    assert b"the audit is of version 2" in result.stderr


def test_an_audit_is_never_overwritten(tmp_path: Path) -> None:
    _, audit = cleaned_pair(tmp_path)
    before = audit.read_bytes()
    result = cleaner("clean", tmp_path / "in", "-o", tmp_path / "again", "--audit", audit)
    assert result.returncode == 2
    assert b"may be the only way back" in result.stderr
    assert audit.read_bytes() == before


# ------------------------------------------------------------------ in place


def test_in_place_needs_an_audit_outside_the_input(tmp_path: Path) -> None:
    source = corpus_of(tmp_path / "in")
    before = tree(source)
    for options in ([], ["--audit", source / "audit.jsonl"], ["--audit", tmp_path / "a.jsonl", "-o", tmp_path / "out"]):
        assert cleaner("clean", source, "--in-place", *options).returncode == 2
    assert tree(source) == before


@pytest.mark.parametrize("jobs", [1, 2])
def test_files_are_cleaned_in_place_and_come_back(tmp_path: Path, jobs: int) -> None:
    source, wanted = corpus_of(tmp_path / "in"), corpus_of(tmp_path / "copy")
    (source / "d.txt").chmod(0o640)
    (tmp_path / "link.txt").symlink_to(source / "same.txt")
    audit = tmp_path / "audit.jsonl.zst"
    assert cleaner("clean", source, "--in-place", "--audit", audit, "--jobs", jobs).returncode == 0
    assert (source / "00/a.txt").read_text() == f"Report 0.\n\n{CLEANED}"
    assert (source / "d.txt").stat().st_mode & 0o777 == 0o640
    assert cleaner("restore", source, "--audit", audit, "-o", tmp_path / "back").returncode == 0
    assert tree(tmp_path / "back") == tree(wanted)


def test_a_link_stays_a_link_and_its_file_is_cleaned(tmp_path: Path) -> None:
    source = make_tree(tmp_path, {"real.txt": ARTICLE})
    (source / "link.txt").symlink_to("real.txt")
    assert cleaner("clean", source / "link.txt", "--in-place", "--audit", tmp_path / "audit.jsonl").returncode == 0
    assert (source / "link.txt").is_symlink()
    assert (source / "real.txt").read_text() == CLEANED


def test_a_file_that_somebody_changes_while_it_is_cleaned_in_place_keeps_the_change(tmp_path: Path) -> None:
    record = json.dumps({"text": ARTICLE}) + "\n"
    source = make_tree(tmp_path / "in", {"log.jsonl": record * 20_000, "good.txt": ARTICLE})
    audit = tmp_path / "audit.jsonl"
    with subprocess.Popen(
        [*COMMAND, "clean", source, "-q", "--in-place", "--audit", audit, "--jobs", "2"], stderr=subprocess.PIPE
    ) as run:
        assert run.stderr
        while not list(source.glob(".cleaner-*.tmp")):
            assert run.poll() is None
            time.sleep(0.01)
        with (source / "log.jsonl").open("a") as log:
            log.write(record)
        said = run.stderr.read().decode()
    assert said == f"cleaner: {source}/log.jsonl: changed while it was cleaned: it stays as it is now\n"
    assert run.returncode == 3
    assert tree(source) == {"good.txt": CLEANED.encode(), "log.jsonl": (record * 20_001).encode()}
    back = cleaner("restore", "-q", source, "--audit", audit, "-o", tmp_path / "back")
    assert back.returncode == 3
    assert tree(tmp_path / "back") == {"good.txt": ARTICLE.encode()}


def test_a_name_of_a_file_that_stands_elsewhere_too_loses_only_its_own_content_in_place(tmp_path: Path) -> None:
    make_tree(tmp_path, {"kept.txt": ARTICLE, "in/good.txt": ARTICLE})
    os.link(tmp_path / "kept.txt", tmp_path / "in/a.txt")
    os.link(tmp_path / "kept.txt", tmp_path / "in/b.txt")
    audit = tmp_path / "audit.jsonl"
    assert cleaner("clean", tmp_path / "in", "--in-place", "--audit", audit).returncode == 0
    assert (tmp_path / "kept.txt").read_text() == ARTICLE
    assert cleaner("restore", tmp_path / "in", "--audit", audit, "-o", tmp_path / "back").returncode == 0
    assert tree(tmp_path / "back") == dict.fromkeys(("a.txt", "b.txt", "good.txt"), ARTICLE.encode())


def test_what_is_no_file_is_not_replaced_in_place(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    done = cleaner("clean", tmp_path / "pipe.txt", "--in-place", "--audit", tmp_path / "audit.jsonl")
    assert f"cleaner: {tmp_path}/pipe.txt: not a regular file\n" in done.stderr.decode()
    assert done.returncode == 3
    assert (tmp_path / "pipe.txt").is_fifo()


def test_a_run_in_place_that_is_killed_loses_nothing(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"{n:04}.txt": f"Report {n}.\n\n{ARTICLE * 20}" for n in range(600)}
    for attempt, delay in enumerate((0.35, 0.5, 0.7)):
        source = make_tree(tmp_path / f"in{attempt}", files)
        audit = tmp_path / f"audit{attempt}.jsonl.zst"
        process = subprocess.Popen(
            [*COMMAND, "clean", "-q", str(source), "--in-place", "--audit", str(audit), "--jobs", "2"],
            start_new_session=True,
        )
        time.sleep(delay)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        changed = [name for name, content in files.items() if (source / name).read_text() != content]
        if not audit.exists():
            assert not changed
            continue
        for path in source.glob(".cleaner-*"):
            path.unlink()
        back = tmp_path / f"back{attempt}"
        result = cleaner("restore", "-q", source, "--audit", audit, "-o", back, "--incomplete")
        assert not [name for name in changed if (back / name).read_text() != files[name]], result.stderr


@pytest.mark.parametrize("what", ["the folder", "a file"])
def test_what_a_killed_run_in_place_left_is_removed_by_the_next_one(tmp_path: Path, what: str) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    ours, alive = f".cleaner-0123456789ab-{ended.pid}-7.tmp", f".cleaner-0123456789ab-{os.getpid()}-7.tmp"
    others = (".cleaner-notes.tmp", "cleaner-0-1-1.tmp", f".cleaner-0123456789ab-{ended.pid}-7.tmp.txt")
    source = make_tree(tmp_path / "in", dict.fromkeys(["a.txt", ours, alive, *others], ARTICLE))
    named = source if what == "the folder" else source / "a.txt"
    audit = tmp_path / "audit.jsonl"
    for looks in (("check", named), ("clean", named, "--in-place", "--audit", audit, "--dry-run")):
        cleaner(*looks)
        assert (source / ours).exists()
    audit.unlink(missing_ok=True)
    done = cleaner("clean", named, "--in-place", "--audit", audit)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in source.iterdir()} == {"a.txt", alive, *others}
    assert (source / "a.txt").read_text() == CLEANED


def test_a_file_that_the_run_left_out_is_said_to_be_unknown_and_not_taken_for_another(tmp_path: Path) -> None:
    source = make_tree(tmp_path / "in", {"t.csv": f'id,text\n1,"{ARTICLE}"\n', "r.jsonl": '{"text": "One."}\n'})
    audit = tmp_path / "audit.jsonl"
    cleaner("clean", source, "--in-place", "--audit", audit, "--exclude", "*.jsonl")
    done = cleaner("restore", source, "--audit", audit, "-o", tmp_path / "back")
    assert done.stderr.decode().splitlines()[0] == (
        f"cleaner: {source}/r.jsonl: the audit {audit} does not know this file"
    )
    assert done.returncode == 3
    assert set(tree(tmp_path / "back")) == {"t.csv"}
    renamed = (source / "t.csv").rename(tmp_path / "renamed.csv")
    assert cleaner("restore", renamed, "--audit", audit, "-o", tmp_path / "t.csv").returncode == 0


# ------------------------------------------------------------------ budgets

GUTTED = "Advertisement\n\nShare this article\n\nThe ferry sank.\n"


def statuses(folder: Path, on_gutted: str, *more: str) -> tuple[dict[str, bytes], dict[str, object]]:
    """Clean three documents and return what was written and the summary."""
    source = make_tree(folder / "in", {"gutted.txt": GUTTED, "good.txt": ARTICLE * 3, "blank.txt": " \n"})
    result = cleaner("clean", source, "-o", folder / "out", "--on-gutted", on_gutted, "--output-format", "json", *more)
    assert result.returncode == 0
    return tree(folder / "out"), json.loads(result.stderr)


def test_a_document_over_its_budget_is_named_and_cleaned_kept_or_dropped(tmp_path: Path) -> None:
    for on_gutted, wanted in (("clean", b"The ferry sank.\n"), ("keep", GUTTED.encode()), ("drop", None)):
        written, summary = statuses(tmp_path / on_gutted, on_gutted)
        assert written.get("gutted.txt") == wanted
        assert summary["gutted"] == 1
        assert summary["gutted_documents"] == [str(tmp_path / on_gutted / "in/gutted.txt")]
        assert summary["empty"] == 1
        assert written["good.txt"] == (CLEANED * 3).encode()


def test_the_budget_can_be_set(tmp_path: Path) -> None:
    written, summary = statuses(tmp_path, "keep", "--max-removed", "0.9")
    assert summary["gutted"] == 0
    assert written["gutted.txt"] == b"The ferry sank.\n"


def test_files_that_were_dropped_come_back(tmp_path: Path) -> None:
    source = make_tree(tmp_path / "in", {"x/gutted.txt": GUTTED, "good.txt": ARTICLE})
    audit = tmp_path / "audit.jsonl"
    assert run("clean", "-q", source, "-o", tmp_path / "out", "--audit", audit, "--on-gutted", "drop") == 0
    assert run("restore", "-q", tmp_path / "out", "--audit", audit, "-o", tmp_path / "back") == 0
    assert tree(tmp_path / "back") == tree(source)
