"""Standard input and output, pipes and devices, of the command as users run it."""

from __future__ import annotations

import gzip
import json
import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from command import ARTICLE, CLEANED, COMMAND, cleaner, make_tree, tree


@pytest.mark.parametrize("args", [(), ("-",)])
def test_standard_input_goes_to_standard_output(args: tuple[str, ...]) -> None:
    done = cleaner("clean", *args, stdin=ARTICLE.encode())
    assert (done.returncode, done.stdout) == (0, CLEANED.encode())
    assert done.stderr.startswith(b"1 document ")


def test_json_lines_on_standard_input() -> None:
    line = json.dumps({"id": 1.0, "text": ARTICLE})
    done = cleaner("clean", "--format", "jsonl", "-q", stdin=line.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == json.dumps({"id": 1.0, "text": CLEANED})


def test_standard_input_goes_into_a_file_in_its_compression_and_is_not_unpacked_unasked(tmp_path: Path) -> None:
    record = json.dumps({"text": ARTICLE}).encode()
    into = ("clean", "-", "--format", "jsonl", "-q", "-o")
    assert cleaner(*into, "out.jsonl.gz", stdin=record, cwd=tmp_path).returncode == 0
    assert json.loads(gzip.decompress((tmp_path / "out.jsonl.gz").read_bytes())) == {"text": CLEANED}
    (tmp_path / "in.txt").write_text(ARTICLE)
    assert cleaner("clean", "in.txt", "-q", "-o", "out.gz", cwd=tmp_path).returncode == 0
    assert gzip.decompress((tmp_path / "out.gz").read_bytes()) == CLEANED.encode()
    done = cleaner(*into, "other.jsonl", stdin=gzip.compress(record), cwd=tmp_path)
    assert done.stderr == b"cleaner: standard input: gz data: unpack it on the way, as `gzip -dc` does\n"
    assert done.returncode == 3
    assert not (tmp_path / "other.jsonl").exists()


def test_one_file_goes_to_standard_output_or_to_the_file_named(tmp_path: Path) -> None:
    source = make_tree(tmp_path, {"a.txt": ARTICLE}) / "a.txt"
    assert cleaner("clean", source).stdout == CLEANED.encode()
    assert cleaner("clean", source, "-o", tmp_path / "b.txt").stdout == b""
    assert (tmp_path / "b.txt").read_bytes() == CLEANED.encode()
    (tmp_path / "folder").mkdir()
    cleaner("clean", source, "-o", tmp_path / "folder")
    assert (tmp_path / "folder/a.txt").read_bytes() == CLEANED.encode()


def test_who_reads_no_further_ends_the_command_quietly(tmp_path: Path) -> None:
    line = json.dumps({"text": "The ferry sank on Monday.\n\nAdvertisement"})
    make_tree(tmp_path, {"a.txt": ARTICLE * 50_000, "a.jsonl": f"{line}\n" * 100_000})
    # Unbuffered, Python takes a text of which half was written for written.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    for args in (
        ("rules", "list"),
        ("rules", "show", "ads"),
        ("clean", "a.txt"),
        ("clean", "a.jsonl", "--jobs", "2"),
        ("check", "--diff", "a.jsonl", "--jobs", "2"),
        ("explain", "a.txt"),
    ):
        done = subprocess.Popen(
            [*COMMAND, *args], cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert done.stdout and done.stderr
        assert done.stdout.read(1), args
        done.stdout.close()
        assert done.stderr.read() == b"", args
        assert done.wait(60) == 141, args


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_under_standard_output_is_named(tmp_path: Path) -> None:
    make_tree(tmp_path, {"a.txt": ARTICLE})
    for args in (("rules", "list"), ("explain", "a.txt"), ("check", "--diff", "a.txt"), ("--help",)):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run([*COMMAND, *args], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, check=False)
        assert done.stderr == b"cleaner: standard output: no space left on device\n", args
        assert done.returncode == 3, args


def test_texts_are_shown_in_a_locale_that_has_no_letters_for_them(tmp_path: Path) -> None:
    make_tree(tmp_path, {"a.txt": "الجسر مفتوح.\n\nAdvertisement\n"})
    env = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for args in (("explain", "a.txt"), ("check", "--diff", "a.txt"), ("clean", "a.txt")):
        assert "الجسر مفتوح." in cleaner(*args, cwd=tmp_path, env=env).stdout.decode("utf-8"), args


def test_an_output_that_is_a_device_or_a_pipe_is_written_and_not_replaced(tmp_path: Path) -> None:
    source = make_tree(tmp_path, {"a.txt": ARTICLE}) / "a.txt"
    assert cleaner("clean", source, "-o", "/dev/null").returncode == 0
    assert Path("/dev/null").is_char_device()
    assert cleaner("clean", source, "-o", "/dev/stdout").stdout == CLEANED.encode()
    # Where these lead to a file, that is written on: the names themselves must not be replaced by one.
    for name in ("/dev/stdout", "/dev/fd/1", "/dev/fd/7"):
        (tmp_path / "out.txt").write_text("before\n")
        command = shlex.join([*COMMAND, "clean", "-q", "a.txt", "-o", name])
        subprocess.run(
            ["sh", "-c", f"exec {name[-1:].replace('t', '1')}>>out.txt; {command}"], cwd=tmp_path, check=True
        )
        assert (tmp_path / "out.txt").read_text() == f"before\n{CLEANED}"
    assert Path("/dev/stdout").is_symlink()


def test_standard_input_is_written_into_a_pipe_and_does_not_replace_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    command = ["sh", "-c", "cat pipe > copy & " + shlex.join([*COMMAND, "clean", "-q", "-o", "pipe"]) + "; wait"]
    subprocess.run(command, cwd=tmp_path, input=ARTICLE.encode(), timeout=60, check=True)
    assert (tmp_path / "copy").read_text() == CLEANED
    assert (tmp_path / "pipe").is_fifo()


def test_a_closed_standard_output_is_named_by_who_has_to_write_there(tmp_path: Path) -> None:
    make_tree(tmp_path, {"a.txt": ARTICLE})
    for command in ("clean a.txt", "check a.txt --diff", "explain a.txt", "--version", "--help", "rules list"):
        done = closed(tmp_path, f"{command} >&-")
        assert done.returncode == 3, command
        assert re.search(b"standard output.*: bad file descriptor\n", done.stderr), command


def test_a_closed_stream_that_is_not_needed_is_no_fault(tmp_path: Path) -> None:
    make_tree(tmp_path, {"in/a.txt": ARTICLE, "in/b.txt": ARTICLE})
    assert closed(tmp_path, "clean in -o out >&- 2>&- <&-").returncode == 0
    assert tree(tmp_path / "out") == {"a.txt": CLEANED.encode(), "b.txt": CLEANED.encode()}
    done = closed(tmp_path, "clean in/a.txt <&- 2>&-")
    assert (done.returncode, done.stdout) == (0, CLEANED.encode())


def test_a_closed_standard_input_is_named(tmp_path: Path) -> None:
    done = closed(tmp_path, "clean <&-")
    assert (done.returncode, done.stdout) == (3, b"")
    assert b"cleaner: standard input: bad file descriptor\n" in done.stderr


def closed(folder: Path, words: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a shell does that closes streams."""
    return subprocess.run(f"{shlex.join(COMMAND)} {words}", shell=True, cwd=folder, capture_output=True, timeout=60)


@pytest.mark.parametrize("name", ["-", "/dev/stdout", "/dev/fd/1"])
def test_an_audit_is_no_stream(tmp_path: Path, name: str) -> None:
    make_tree(tmp_path, {"a.txt": ARTICLE})
    done = cleaner("clean", "a.txt", "-o", "b.txt", "--audit", name, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert f"--audit {name}: name a file, in which the way back stays".encode() in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt"]
