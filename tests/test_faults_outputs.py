"""Outputs that cannot be written, or must not be: each is named, and nothing that stood there is lost."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from command import ARTICLE, CLEANED, COMMAND, cleaner, make_tree, tree
from faults import (
    AS_OTHERS,
    GOOD,
    GOOD_CLEANED,
    RECORD,
    check,
    many_files,
    needs_permissions,
    run,
)


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


def test_an_output_that_would_replace_an_input_is_refused(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "in/a.txt": ARTICLE,
        "in/in/a.txt": ARTICLE * 2,
        "other/b.txt": ARTICLE,
        "c.txt": ARTICLE,
    }
    make_tree(tmp_path, files)
    before = tree(tmp_path)
    for names, out, itself in (
        (["in/a.txt"], "in", "in/a.txt"),
        (["c.txt", "in/a.txt"], ".", "./c.txt"),
        (["in", "other"], ".", "./in"),
        (["in/a.txt"], "in/a.txt", "in/a.txt"),
    ):
        done = cleaner("clean", *names, "-o", out, cwd=tmp_path)
        assert f"Error: {itself} is the input itself: choose another output\n" in done.stderr.decode()
        assert (done.returncode, tree(tmp_path)) == (2, before)
    done = cleaner("clean", "in", "-o", ".", cwd=tmp_path)
    assert b"cleaner: in/in/a.txt: ./in is the input itself: choose another output\n" in done.stderr
    assert (done.returncode, tree(tmp_path)) == (3, {**before, "a.txt": CLEANED.encode()})


def test_links_from_the_input_to_the_output_are_named_and_what_they_lead_to_stays(tmp_path: Path) -> None:
    make_tree(tmp_path, {"in/good.txt": ARTICLE, "in/z/good.txt": ARTICLE, "out/only.txt": ARTICLE})
    (tmp_path / "in/folder").symlink_to(tmp_path / "out")
    (tmp_path / "in/only.txt").symlink_to(tmp_path / "out/only.txt")
    code, written, faults = run(tmp_path)
    assert faults == [
        "cleaner: in/folder: a link to the output: not followed",
        "cleaner: in/only.txt: a link to out/only.txt, where its result would go: not replaced",
    ]
    assert (code, written) == (3, {**GOOD_CLEANED, "only.txt": ARTICLE.encode()})


def test_a_name_that_is_empty_is_a_variable_that_was_never_set(tmp_path: Path) -> None:
    make_tree(tmp_path, {"a.txt": ARTICLE})
    for option in ("--audit", "--output"):
        done = cleaner("clean", "a.txt", option, "", cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr.endswith(b": the name is empty\n")


def test_a_log_on_a_full_disk_does_not_stop_the_work_and_shows_in_the_exit_code(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", {**GOOD, "a.txt": b"\0"})
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*COMMAND, "clean", "in", "-o", "out"], cwd=tmp_path, stderr=full, check=False)
    assert (done.returncode, tree(tmp_path / "out")) == (3, GOOD_CLEANED)
    (tmp_path / "in/a.txt").unlink()
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*COMMAND, "clean", "in", "-o", "out"], cwd=tmp_path, stderr=full, check=False)
    assert done.returncode == 3


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ("ulimit -n 12", b"too many open files"),
        ("ulimit -v 60000", b"not enough memory: give it more, or fewer --jobs"),
    ],
)
def test_a_system_without_room_for_the_command_itself_is_named_with_exit_code_3(
    tmp_path: Path, limit: str, said: bytes
) -> None:
    many_files(tmp_path / "in", 60)
    done = subprocess.run(
        ["bash", "-c", f'{limit}; exec "$@"', "-", *COMMAND, "clean", "in", "-o", "out", "--jobs", "2"],
        cwd=tmp_path, capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (3, b"cleaner: " + said + b"\n")
