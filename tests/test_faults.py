"""Everything that goes wrong is injected for real; the rest is done, nothing is lost, nothing is left half done."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from backports import zstd
from command import ARTICLE, CLEANED, COMMAND, cleaner, make_tree, tree

GOOD = {"good.txt": ARTICLE, "z/good.txt": ARTICLE}
GOOD_CLEANED = {"good.txt": CLEANED.encode(), "z/good.txt": CLEANED.encode()}
RECORD = json.dumps({"text": ARTICLE}).encode()
CLEAN_RECORD = json.dumps({"text": CLEANED}).encode()


def padded(record: bytes) -> bytes:
    return record[:-1] + b', "links": "' + b"x" * 3000 + b'"}'


def run(folder: Path, *options: object) -> tuple[int, dict[str, bytes], list[str]]:
    """Clean folder/in and return the exit code, what is in the output and the faults that were named."""
    done = cleaner("clean", "in", "-o", "out", *options, cwd=folder)
    faults = [line for line in done.stderr.decode().splitlines() if line.startswith("cleaner: ")]
    written = tree(folder / "out") if (folder / "out").is_dir() else {}
    assert not [name for name in written if ".tmp" in name]
    return done.returncode, written, faults


def check(folder: Path, fault: str, *options: object, more: dict[str, bytes] | None = None) -> None:
    """The good files are done, the fault is named, the exit code is 3."""
    code, written, faults = run(folder, *options)
    assert faults == [f"cleaner: {fault}"]
    assert written == {**GOOD_CLEANED, **(more or {})}
    assert code == 3


# ------------------------------------------------------------------ files


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.txt.gz", gzip.compress(ARTICLE.encode())[:30], "in/a.txt.gz: broken gz data after 0 bytes of text"),
        ("a.txt.gz", b"", "in/a.txt.gz: broken gz data: the file is empty"),
        ("a.jsonl.zst", b"", "in/a.jsonl.zst: broken zst data"),
        ("a.txt.gz", b"no gzip at all", "in/a.txt.gz: broken gz data after 0 bytes of text: Not a gzipped file"),
        ("a.txt.bz2", bz2.compress(os.urandom(99))[:50], "in/a.txt.bz2: broken bz2 data after 0 bytes"),
        ("a.jsonl.xz", lzma.compress(RECORD * 99)[:60], "in/a.jsonl.xz: broken xz data after 0 bytes of text"),
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


def test_an_output_folder_that_is_a_link_to_elsewhere_is_refused(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", {"good.txt": ARTICLE, "sub/deep/a.txt": ARTICLE, "z/good.txt": ARTICLE})
    (tmp_path / "out").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out/sub").symlink_to(tmp_path / "elsewhere")
    check(tmp_path, "in/sub/deep/a.txt: out/sub is a link that leads out of out")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_link_in_the_place_of_an_output_is_replaced_and_its_target_safe(tmp_path: Path) -> None:
    make_tree(tmp_path, {"in/good.txt": ARTICLE, "in/z/good.txt": ARTICLE, "victim": "safe"})
    (tmp_path / "out").mkdir()
    (tmp_path / "out/good.txt").symlink_to(tmp_path / "victim")
    assert run(tmp_path)[:2] == (0, GOOD_CLEANED)
    assert (tmp_path / "victim").read_text() == "safe"


def test_an_output_folder_that_cannot_be_written_is_named_for_each_file(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", {**GOOD, "sub/a.txt": ARTICLE})
    make_tree(tmp_path / "out", {"sub": "a file in the way of a folder"})
    code, written, faults = run(tmp_path)
    assert len(faults) == 1
    assert faults[0].startswith("cleaner: in/sub/a.txt: ")
    assert (code, written) == (3, {**GOOD_CLEANED, "sub": b"a file in the way of a folder"})


# Root may write everywhere; without these two rights it may not.
AS_OTHERS = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
needs_permissions = pytest.mark.skipif(
    bool(AS_OTHERS) and not shutil.which("setpriv"), reason="root cannot be without its rights here"
)


@needs_permissions
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_output_folder_that_loses_its_write_permission_midway_is_named_and_the_run_can_be_resumed(
    tmp_path: Path, jobs: int
) -> None:
    many_files(tmp_path / "in")
    cleaner("clean", "in", "-o", "undisturbed", cwd=tmp_path)
    command = [*AS_OTHERS, *COMMAND, "clean", "in", "-o", "out", "--jobs", str(jobs)]
    run = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, start_new_session=True)
    closed = tmp_path / "out/3"
    while run.poll() is None and not (closed.is_dir() and any(closed.iterdir())):
        time.sleep(0.001)
    closed.chmod(0o555)
    try:
        _, errors = run.communicate(timeout=60)
    finally:
        closed.chmod(0o755)
    faults = [line for line in errors.decode().splitlines() if line.startswith("cleaner: ")]
    wanted, written = tree(tmp_path / "undisturbed"), tree(tmp_path / "out")
    # What was being written at that moment cannot be removed either: the next run does it.
    stuck = [name for name in written if name.endswith(".tmp")]
    assert len(stuck) <= jobs
    for name in stuck:
        del written[name]
    missing = wanted.keys() - written.keys()
    assert missing
    assert faults == [
        f"cleaner: in/{name}: out/{name} cannot be written: permission denied"
        for name in sorted(missing, key=[line.split(":")[1][4:] for line in faults].index)
    ]
    assert {name: wanted[name] for name in written} == written  # No partial file, and none besides.
    assert run.returncode == 3
    again = subprocess.run([*command, "--resume"], cwd=tmp_path, capture_output=True, check=True)
    assert tree(tmp_path / "out") == wanted
    assert b"finished before" in again.stderr


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


def test_names_that_differ_in_case_only_are_not_written_to_one_file(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", {"A.txt": ARTICLE, "a.txt": ARTICLE * 2, "b/C.txt": ARTICLE, "B/c.txt": ARTICLE})
    assert cleaner("clean", "in", "-o", "out", cwd=tmp_path).returncode == 0
    both = tree(tmp_path / "out")
    assert len(both) == 4
    # A file system that ignores case, as far as the command can see: the journal is there in capitals too.
    [journal] = (tmp_path / "out").glob(".cleaner-resume-*")
    (tmp_path / "out" / journal.name.swapcase()).hardlink_to(journal)
    for name in both:
        (tmp_path / "out" / name).unlink()
    done = cleaner("clean", "in", "-o", "out", cwd=tmp_path)
    why = "already (names that differ in case only are one file there)"
    assert done.stderr.decode().splitlines()[:2] == [
        f"cleaner: in/a.txt: another input is written to out/a.txt {why}",
        f"cleaner: in/b/C.txt: another input is written to out/b/C.txt {why}",
    ]
    assert done.returncode == 3
    assert {name: data for name, data in tree(tmp_path / "out").items() if "CLEANER" not in name} == {
        "A.txt": both["A.txt"],
        "B/c.txt": both["B/c.txt"],
    }


def test_an_audit_or_a_journal_that_cannot_be_written_is_named_and_stops_the_run(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", {f"{number}.txt": ARTICLE for number in range(40)})
    make_tree(tmp_path / "large", {"a.jsonl": (RECORD + b"\n") * 60_000})
    # A limit on the size of files makes the system refuse, as a full disk does: Python is not ended by its signal.
    for blocks, args, name in (
        (2, ("in", "--audit", "audit.jsonl"), "audit.jsonl"),
        (300, ("large", "--audit", "audit2.jsonl"), "audit2.jsonl"),
        (2, ("in", "--jobs", "2"), "out/.cleaner-resume-"),
    ):
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
        done = subprocess.run(
            ["bash", "-c", f'ulimit -f {blocks}; exec "$@"', "-", *COMMAND, "clean", *args, "-o", "out", "-q"],
            cwd=tmp_path, capture_output=True, check=False, timeout=60,
        )  # fmt: skip
        assert done.stderr.startswith(f"cleaner: {name}".encode()), done.stderr
        assert done.stderr.endswith(b" cannot be written: file too large\n")
        assert done.stderr.count(b"\n") == 1
        assert done.returncode == 3
        assert not [path for path in (tmp_path / "out").rglob("*") if path.suffix == ".tmp"]


def test_a_folder_that_cannot_be_made_is_named_as_the_output(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", {"a/b.txt": ARTICLE, **GOOD})
    make_tree(tmp_path / "out", {"a": "a file stands here"})
    check(tmp_path, "in/a/b.txt: out/a cannot be written: file exists", more={"a": b"a file stands here"})


@pytest.mark.parametrize("module", ["click.types", "cleaner.text", "cleaner.rules", "cleaner.batch.work"])
def test_ctrl_c_while_modules_are_still_loaded_ends_with_one_line(tmp_path: Path, module: str) -> None:
    make_tree(tmp_path / "in", GOOD)
    process = subprocess.Popen(
        [COMMAND[0], "-X", "importtime", *COMMAND[1:], "clean", "in", "-o", "out"], cwd=tmp_path, stderr=subprocess.PIPE
    )
    assert process.stderr
    for line in process.stderr:
        if line.split(b"|")[-1].strip() == module.encode():
            process.send_signal(signal.SIGINT)
            break
    said = [line for line in process.stderr if not line.startswith(b"import time:")]
    assert (process.wait(60), said) == (130, [b"cleaner: interrupted\n"])
    assert run(tmp_path, "--resume") == (0, GOOD_CLEANED, [])


def test_a_full_disk_is_named_and_leaves_no_partial_file(tmp_path: Path) -> None:
    noise = os.urandom(600_000).hex()
    make_tree(
        tmp_path / "in",
        {
            "a.txt": noise,
            "good.txt": ARTICLE,
            "m.jsonl": json.dumps({"text": noise}) + "\n" + json.dumps({"text": noise}),
            "m.jsonl.gz": gzip.compress(json.dumps({"text": noise}).encode()),
            "z/good.txt": ARTICLE,
        },
    )
    table = pa.table({"text": [noise[i : i + 99] for i in range(0, 700_000, 99)]})
    pq.write_table(table, tmp_path / "in/m.parquet")
    (tmp_path / "out").mkdir()
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(tmp_path / "out")],
            capture_output=True,
            check=False,
        ).returncode
    )
    try:
        # Without the right to mount a small disk, a limit on the size of files makes the system refuse in its stead.
        prefix = [] if mounted else ["bash", "-c", 'ulimit -f 300; exec "$@"', "-"]
        done = subprocess.run(
            [*prefix, *COMMAND, "clean", "in", "-o", "out", "-q"],
            cwd=tmp_path,
            capture_output=True,
            check=False,
            timeout=60,
        )
        cause = "no space left on device" if mounted else "file too large"
        # Two workers report as they come to it.
        assert sorted(done.stderr.decode().splitlines()) == sorted(
            [
                f"cleaner: in/{name}: out/{name} cannot be written: {cause}"
                for name in ("a.txt", "m.jsonl", "m.jsonl.gz", "m.parquet")
            ]
        )
        assert (done.returncode, tree(tmp_path / "out")) == (3, GOOD_CLEANED)
    finally:
        if mounted:
            subprocess.run(["umount", str(tmp_path / "out")], check=True)


# ------------------------------------------------------------------ records


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("large", [False, True])
def test_faulty_records_are_named_by_line_and_kept_and_the_others_cleaned(
    tmp_path: Path, jobs: int, large: bool
) -> None:
    many = 1500 if large else 10
    record, clean_record = [RECORD, CLEAN_RECORD] if not large else [padded(RECORD), padded(CLEAN_RECORD)]
    bad = {5: b"{broken", 6: b'{"words":1}', 7: b'{"text":1}', 8: b'{"text":"\xff"}', 9: b""}
    lines = [bad.get(number, record) for number in range(1, many + 1)]
    want = [bad.get(number, clean_record) for number in range(1, many + 1)]
    make_tree(tmp_path / "in", {**GOOD, "a.jsonl": b"\n".join(lines)})
    code, written, faults = run(tmp_path, "--jobs", jobs)
    assert written == {**GOOD_CLEANED, "a.jsonl": b"\n".join(want)}
    assert [fault.split(": ")[1] for fault in faults] == [f"in/a.jsonl:{number}" for number in (5, 6, 7, 8)]
    assert code == 3
    if not large:
        _, written, _ = run(tmp_path, "--on-error", "skip")
        assert written["a.jsonl"] == b"\n".join(line for line in want if line in (CLEAN_RECORD, b""))
    shutil.rmtree(tmp_path / "out")
    code, written, faults = run(tmp_path, "--jobs", jobs, "--on-error", "fail")
    assert (code, written) == (3, GOOD_CLEANED)
    assert len(faults) == 1
    assert faults[0].startswith("cleaner: in/a.jsonl:5: invalid JSON")


def test_many_faults_of_one_file_are_counted_and_the_first_are_named(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", {"a.jsonl": RECORD + b"\n" + b"{broken\n" * 100})
    done = cleaner("clean", "in", "-o", "out", cwd=tmp_path)
    lines = done.stderr.decode().splitlines()
    assert sum("invalid JSON" in line for line in lines) == 20
    assert "cleaner: in/a.jsonl: and 80 more records" in lines
    assert "0 files failed, 100 records could not be cleaned" in lines


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_a_record_over_the_limit_is_named_and_passes_through(tmp_path: Path, name: str) -> None:
    small, cleaned, huge = RECORD, CLEAN_RECORD, b'{"text":"' + b"x" * (3 << 20) + b'"}'
    head = b""
    if name == "a.csv":
        head, small, cleaned, huge = b"text\n", b"word", b"word", b'"' + b"x" * (3 << 20) + b'"'
    data = head + small + b"\n" + huge + b"\n" + small + b"\n"
    make_tree(tmp_path / "in", {**GOOD, name: data})
    code, written, faults = run(tmp_path, "--max-size", 1)
    assert written[name] == data.replace(small, cleaned) if name == "a.jsonl" else data
    assert len(faults) == 1
    assert faults[0].startswith(f"cleaner: in/{name}:{2 + bool(head)}: a ")
    assert code == 3


def test_a_document_over_the_limit_is_named(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", {**GOOD, "a.txt": "x" * (1 << 20) + "y"})
    check(tmp_path, "in/a.txt: a document of more than 1 MiB: --max-size raises the limit", "--max-size", 1)


def test_a_line_of_a_gigabyte_takes_little_memory(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with (tmp_path / "in/a.jsonl").open("wb") as file:
        file.write(RECORD + b'\n{"text":"')
        file.seek(1 << 30, os.SEEK_CUR)  # A hole: it reads as a gigabyte of NUL bytes and takes no room.
        file.write(b'"}\n' + RECORD)
    done = subprocess.run(
        ["bash", "-c", 'ulimit -v 1500000; exec "$@"', "-", *COMMAND, "clean", "in/a.jsonl", "-o", "/dev/null", "-j1"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.stderr.decode().splitlines()[0].startswith("cleaner: in/a.jsonl:2: a record of more than 256 MiB")
    assert b"2 documents in 1 file: 2 changed" in done.stderr
    assert done.returncode == 3


# ------------------------------------------------------------------ processes


def many_files(folder: Path, count: int = 1500) -> Path:
    paragraph = "The council met on Monday evening to discuss the new bridge over the river.\n\n"
    return make_tree(folder, {f"{n % 7}/{n}.txt": paragraph * 40 + ARTICLE + str(n) for n in range(count)})


def started(folder: Path, *options: object, enough: int = 100) -> subprocess.Popen[bytes]:
    """Start a run and return it when it has written some files."""
    run = subprocess.Popen(
        [*COMMAND, "clean", "in", "-o", "out", "--jobs", "2", *map(str, options)],
        cwd=folder,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and run.poll() is None:
        if sum(1 for _ in (folder / "out").rglob("*.txt")) >= enough:
            return run
        time.sleep(0.005)
    raise AssertionError(run.communicate()[1])


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.parametrize("whom", ["the process", "the whole group"])
def test_a_killed_run_is_resumed_to_the_same_bytes_without_doing_finished_work_again(tmp_path: Path, whom: str) -> None:
    many_files(tmp_path / "in")
    cleaner("clean", "in", "-o", "undisturbed", cwd=tmp_path)
    run = started(tmp_path)
    if whom == "the process":
        workers = children(run.pid)
        run.kill()
    else:
        workers = []
        os.killpg(run.pid, signal.SIGKILL)
    run.communicate()
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in workers):  # They notice and end by themselves.
        assert time.monotonic() < deadline
        time.sleep(0.01)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.txt")}
    assert 100 <= len(before) < 1500
    done = cleaner("clean", "in", "-o", "out", "--jobs", "2", "--resume", cwd=tmp_path)
    assert done.returncode == 0
    assert tree(tmp_path / "out") == tree(tmp_path / "undisturbed")
    again = sum(path.stat().st_mtime_ns != mtime for path, mtime in before.items())
    assert again <= 4 * 32  # What two workers had in hand, and what they had finished but not yet reported.
    assert b"1,500 documents in 1,500 files: 1,500 changed; " in done.stderr


def test_ctrl_c_ends_within_a_second_with_130_and_the_run_can_be_resumed(tmp_path: Path) -> None:
    many_files(tmp_path / "in")
    run = started(tmp_path)
    begun = time.monotonic()
    os.killpg(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=20)
    assert time.monotonic() - begun < 1.0
    assert run.returncode == 130
    assert said.endswith(b"cleaner: interrupted; --resume goes on from here\n")
    assert not [name for name in tree(tmp_path / "out") if ".tmp" in name]
    done = cleaner("clean", "in", "-o", "out", "--resume", cwd=tmp_path)
    assert done.returncode == 0
    assert len(tree(tmp_path / "out")) == 1500
    assert b"files finished before" in done.stderr


def test_a_worker_that_is_killed_is_replaced_and_nothing_is_missing(tmp_path: Path) -> None:
    many_files(tmp_path / "in")
    run = started(tmp_path)
    for pid in children(run.pid):
        os.kill(pid, signal.SIGKILL)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 0, said
    assert len(tree(tmp_path / "out")) == 1500


def test_resume_does_again_what_changed_in_inputs_outputs_rules_or_options(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", {f"{n}.txt": ARTICLE for n in range(5)})
    again = ("clean", "in", "-o", "out", "--resume")
    cleaner(*again, cwd=tmp_path)
    assert b"5 files finished before" in cleaner(*again, cwd=tmp_path).stderr
    make_tree(tmp_path, {"in/0.txt": "Another text.", "in/new.txt": "New."})
    os.utime(tmp_path / "in/1.txt")
    (tmp_path / "out/2.txt").unlink()
    (tmp_path / "out/3.txt").write_text("cut")
    done = cleaner(*again, cwd=tmp_path)
    assert b"1 file finished before" in done.stderr
    want = {f"{n}.txt": CLEANED.encode() for n in range(5)}
    assert tree(tmp_path / "out") == {**want, "0.txt": b"Another text.", "new.txt": b"New."}
    done = cleaner(*again, "--ignore", "ads", cwd=tmp_path)
    assert b"the rules or options are not those of the earlier run: everything is done again" in done.stderr
    assert tree(tmp_path / "out")["4.txt"] == ARTICLE.encode()
    make_tree(
        tmp_path,
        {"lists/x.toml": '[[rule]]\nid = "x"\nremoves = "line"\nlines = ["Nobody"]\nwhy = "x"\nkeep = ["No"]\n'},
    )
    cleaner(*again, "--lists", "lists", cwd=tmp_path)
    make_tree(
        tmp_path,
        {"lists/x.toml": '[[rule]]\nid = "x"\nremoves = "line"\nlines = ["No one"]\nwhy = "x"\nkeep = ["No"]\n'},
    )
    assert b"everything is done again" in cleaner(*again, "--lists", "lists", cwd=tmp_path).stderr


@pytest.mark.parametrize("kind", ["txt", "jsonl"])
def test_resume_does_an_output_again_that_is_not_the_one_that_was_written(tmp_path: Path, kind: str) -> None:
    content = ARTICLE if kind == "txt" else RECORD + b"\n"
    names = [f"{name}.{kind}" for name in ("left", "edited", "replaced", "linked")]
    make_tree(tmp_path / "in", dict.fromkeys(names, content))
    again = ("clean", "in", "-o", "out", "--resume")
    cleaner(*again, cwd=tmp_path)
    want = tree(tmp_path / "out")
    out = {path.name.partition(".")[0]: path for path in (tmp_path / "out").glob(f"*.{kind}")}
    size, before = out["left"].stat().st_size, out["replaced"].stat()
    out["edited"].write_bytes(b"x" * size)
    (tmp_path / "other").write_bytes(b"y" * size)  # As old as what it replaces.
    os.utime(tmp_path / "other", ns=(before.st_atime_ns, before.st_mtime_ns))
    (tmp_path / "other").replace(out["replaced"])
    out["linked"].rename(tmp_path / "elsewhere")
    out["linked"].symlink_to(tmp_path / "elsewhere")
    done = cleaner(*again, cwd=tmp_path)
    assert b"1 file finished before" in done.stderr
    assert tree(tmp_path / "out") == want
    assert not out["linked"].is_symlink()
    assert b"4 files finished before" in cleaner(*again, cwd=tmp_path).stderr


def test_an_output_that_is_taken_away_during_the_run_is_made_again_by_resume(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", {f"{n:02}.txt": ARTICLE for n in range(40)})
    with subprocess.Popen(["sh", "-c", "while ! rm out/05.txt; do :; done"], cwd=tmp_path, stderr=-3):
        assert cleaner("clean", "in", "-o", "out", "--jobs", "1", cwd=tmp_path).returncode == 0
    assert b"39 files finished before" in cleaner("clean", "in", "-o", "out", "--resume", cwd=tmp_path).stderr
    assert len(tree(tmp_path / "out")) == 40


def test_resume_says_again_what_failed_before(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", {**GOOD, "a.jsonl": RECORD + b"\n{broken\n"})
    first = run(tmp_path, "--resume")
    assert first[0] == 3
    assert run(tmp_path, "--resume") == first


def test_a_torn_line_at_the_end_of_the_journal_is_dropped(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", GOOD)
    cleaner("clean", "in", "-o", "out", cwd=tmp_path)
    (journal,) = (tmp_path / "out").glob(".cleaner-resume-*")
    journal.write_bytes(journal.read_bytes()[:-9])
    done = cleaner("clean", "in", "-o", "out", "--resume", cwd=tmp_path)
    assert b"1 file finished before" in done.stderr
    assert b"2 files finished before" in cleaner("clean", "in", "-o", "out", "--resume", cwd=tmp_path).stderr


def test_two_runs_at_once_into_one_folder_are_refused(tmp_path: Path) -> None:
    many_files(tmp_path / "in")
    first = started(tmp_path, enough=10)
    second = cleaner("clean", "in", "-o", "out", cwd=tmp_path)
    assert second.returncode == 2
    assert b"another run is writing to out: wait for it, or stop it" in second.stderr
    assert first.wait(60) == 0
    assert len(tree(tmp_path / "out")) == 1500
