"""Inputs that cannot be read, or not be believed: each is named, and all others are done."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import subprocess
from pathlib import Path

import pytest
from backports import zstd
from command import ARTICLE, CLEANED, COMMAND, cleaner, make_tree, tree
from faults import (
    AS_OTHERS,
    GOOD,
    GOOD_CLEANED,
    RECORD,
    check,
    needs_permissions,
    run,
)


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.txt.gz", gzip.compress(ARTICLE.encode())[:30], "in/a.txt.gz: broken gz data after 0 bytes of text"),
        ("a.txt.gz", b"", "in/a.txt.gz: broken gz data: the file is empty"),
        ("a.jsonl.zst", b"", "in/a.jsonl.zst: broken zst data"),
        ("a.txt.gz", b"no gzip at all", "in/a.txt.gz: broken gz data after 0 bytes of text: Not a gzipped file"),
        ("a.txt.bz2", bz2.compress(os.urandom(99))[:50], "in/a.txt.bz2: broken bz2 data after 0 bytes"),
        ("a.jsonl.xz", lzma.compress(RECORD * 99)[:20], "in/a.jsonl.xz: broken xz data after 0 bytes of text"),
        ("a.jsonl.zst", b"\x28\xb5\x2f\xfd", "in/a.jsonl.zst: broken zst data after 0 bytes of text"),
        ("a.parquet", b"PAR1 and no more", "in/a.parquet: broken Parquet: "),
        ("a.parquet", b"", "in/a.parquet: broken Parquet: "),
        ("a.txt", b"some text\n and\0 NUL", "in/a.txt:2: a NUL byte at 14: not a text file"),
        ("a.txt", "Fährt früh\nüber".encode()[:-3] + b"\xff", "in/a.txt:2: UTF-8 with a damaged character at byte"),
        ("a.jsonl", b'{"words":"no text field"}\n', "in/a.jsonl: no field text, content, body, article, articleBody"),
        ("a.csv", b"id,words\n1,x\n", "in/a.csv: no field text, content, body, article, articleBody"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_has_no_output(
    tmp_path: Path, name: str, content: bytes, fault: str
) -> None:
    make_tree(tmp_path / "in", {**GOOD, name: content})
    code, written, faults = run(tmp_path)
    assert len(faults) == 1
    assert faults[0].startswith(f"cleaner: {fault}")
    assert (code, written) == (3, GOOD_CLEANED)


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", {**GOOD, "a.txt": ARTICLE})
    (tmp_path / "in/a.txt").chmod(0)
    # Root reads everything, unless it gives up that right.
    drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*drop, *COMMAND, "clean", "in", "-o", "out"], cwd=tmp_path, capture_output=True, check=False, timeout=60
    )
    assert b"cleaner: in/a.txt: permission denied\n" in done.stderr
    assert (done.returncode, tree(tmp_path / "out")) == (3, GOOD_CLEANED)


def test_a_file_whose_disk_gives_an_error_is_named(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", GOOD)
    (tmp_path / "in/a.txt").symlink_to("/proc/self/mem")  # Opens well; reading its first bytes is an error.
    check(tmp_path, "in/a.txt: input/output error")


def test_a_file_that_vanishes_is_named(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", {"a.txt": ARTICLE, "b.txt": ARTICLE})
    from cleaner import Cleaner
    from cleaner.batch.job import Job
    from cleaner.batch.sources import Plan, Source
    from cleaner.batch.work import clean_file

    found = [item for item in Plan([str(tmp_path / "in")], str(tmp_path / "out")).walk() if isinstance(item, Source)]
    (tmp_path / "in/a.txt").unlink()
    outcomes = [clean_file(source, Job(Cleaner())) for source in found]
    assert [outcome.cause for outcome in outcomes] == ["no such file or directory", ""]
    assert tree(tmp_path / "out") == {"b.txt": CLEANED.encode()}


def test_a_dangling_link_and_a_pipe_are_named(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", GOOD)
    (tmp_path / "in/a.txt").symlink_to("nowhere")
    os.mkfifo(tmp_path / "in/b.txt")
    code, written, faults = run(tmp_path)
    assert faults == ["cleaner: in/a.txt: no such file or directory", "cleaner: in/b.txt: not a regular file"]
    assert (code, written) == (3, GOOD_CLEANED)


def test_what_runs_leave_is_passed_over_and_nothing_else_that_is_hidden(tmp_path: Path) -> None:
    names = (".cleaner-resume-0123456789ab", ".cleaner-a1-7-0.tmp", ".cleaner-a1-0f.part", ".cleaner-a1-0f.log")
    make_tree(tmp_path / "in", {**GOOD, ".cleaner-notes.txt": ARTICLE, **dict.fromkeys(names, ARTICLE)})
    hidden = {".cleaner-notes.txt": CLEANED.encode()}
    assert run(tmp_path, "--format", "text") == (0, {**GOOD_CLEANED, **hidden}, [])


def test_loops_of_links_are_named_and_links_to_other_folders_are_followed(tmp_path: Path) -> None:
    make_tree(tmp_path, {"in/good.txt": ARTICLE, "elsewhere/good.txt": ARTICLE})
    (tmp_path / "in/loop").symlink_to(tmp_path / "in")
    (tmp_path / "in/self.txt").symlink_to("self.txt")
    (tmp_path / "in/z").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere/back").symlink_to(tmp_path / "in")
    code, written, faults = run(tmp_path)
    assert faults == [
        "cleaner: in/loop: a link to a folder above it: not followed",
        "cleaner: in/self.txt: too many levels of symbolic links",
        "cleaner: in/z/back: a link to a folder above it: not followed",
    ]
    assert (code, written) == (3, GOOD_CLEANED)


def test_folders_deeper_than_python_has_levels_are_walked(tmp_path: Path) -> None:
    deep = "d/" * 1200
    try:
        for folder in ("in", "out"):  # An earlier run has been there: what it left half done is looked for.
            subprocess.run(["mkdir", "-p", f"{folder}/{deep}"], cwd=tmp_path, check=True)
        make_tree(tmp_path / "in", GOOD)
        subprocess.run(["cp", "in/good.txt", f"in/{deep}deep.txt"], cwd=tmp_path, check=True)
        done = cleaner("clean", "in", "-o", "out", "--resume", cwd=tmp_path)
        assert (done.returncode, done.stderr.splitlines()[0]) == (0, b"3 documents in 3 files: 3 changed")
        assert (tmp_path / "out" / deep / "deep.txt").read_text() == CLEANED
    finally:
        subprocess.run(
            ["rm", "-rf", "in", "out"], cwd=tmp_path, check=True
        )  # What pytest removes it with is recursive.


def test_names_with_line_breaks_escapes_and_bytes_that_are_no_text_are_done_and_shown_harmlessly(
    tmp_path: Path,
) -> None:
    names = [b"two\nlines.txt", b"caf\xe9.txt", b"\x1b[2Jclear.txt", "naïve 漢字.txt".encode(), b"-o.txt", b" .txt"]
    (tmp_path / "in").mkdir()
    for name in names:
        (tmp_path / "in" / os.fsdecode(name)).write_bytes(ARTICLE.encode())
        (tmp_path / "in" / os.fsdecode(b"bad " + name)).write_bytes(b"\0")
    code, written, faults = run(tmp_path)
    assert written == {os.fsdecode(name): CLEANED.encode() for name in names}
    assert code == 3
    assert len(faults) == len(names)
    assert "cleaner: in/bad two\\nlines.txt:1: a NUL byte at 0: not a text file" in faults
    assert "cleaner: in/bad caf\\xe9.txt:1: a NUL byte at 0: not a text file" in faults
    assert all(line.isprintable() for line in faults)


def test_an_empty_file_stays_empty_and_is_no_fault(tmp_path: Path) -> None:
    empty = {"a.txt": b"", "b.jsonl": b"", "c.csv": b"", "d.jsonl": b"\n \n"}
    make_tree(tmp_path / "in", {**empty, "e.txt.gz": gzip.compress(b""), "f.jsonl.gz": gzip.compress(b"")})
    code, written, faults = run(tmp_path)
    assert (code, faults) == (0, [])
    assert {name: written[name] for name in empty} == empty
    assert gzip.decompress(written["e.txt.gz"]) == gzip.decompress(written["f.jsonl.gz"]) == b""


def test_an_archive_bomb_hits_a_limit_and_its_output_is_gone(tmp_path: Path) -> None:
    bombs = {"a.txt.zst": zstd.compress(bytes(1 << 20) * 80), "b.jsonl.zst": zstd.compress(b"\n" * (80 << 20))}
    make_tree(tmp_path / "in", {**GOOD, **bombs})
    code, written, faults = run(tmp_path)
    assert len(faults) == 2
    assert all("this looks like an archive bomb; --max-ratio 0 reads it all the same" in fault for fault in faults)
    assert (code, written) == (3, GOOD_CLEANED)


@needs_permissions
def test_folders_and_files_that_may_not_be_read_are_named(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", {**GOOD, "file.txt": ARTICLE, "folder/a.txt": ARTICLE})
    (tmp_path / "in/file.txt").chmod(0)
    (tmp_path / "in/folder").chmod(0)
    try:
        done = subprocess.run(
            [*AS_OTHERS, *COMMAND, "clean", "in", "-o", "out"], cwd=tmp_path, capture_output=True, check=False
        )
    finally:
        (tmp_path / "in/folder").chmod(0o755)
    faults = [line for line in done.stderr.decode().splitlines() if line.startswith("cleaner: ")]
    assert sorted(faults) == ["cleaner: in/file.txt: permission denied", "cleaner: in/folder: permission denied"]
    assert tree(tmp_path / "out") == GOOD_CLEANED
    assert done.returncode == 3


def test_a_document_over_the_limit_is_named(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", {**GOOD, "a.txt": "x" * (1 << 20) + "y"})
    check(tmp_path, "in/a.txt: a document of more than 1 MiB: --max-size raises the limit", "--max-size", 1)
