"""A run that is killed in the middle of a large file goes on there, and ends with the same bytes."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import random
import signal
import subprocess
import time
import zlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from backports import zstd
from command import ARTICLE, COMMAND, cleaner, make_tree, tree

COMPRESS = {"": bytes, "gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress, "zst": zstd.compress}
DECOMPRESS = {"gz": gzip.decompress, "bz2": bz2.decompress, "xz": lzma.decompress, "zst": zstd.decompress}
KINDS = ["jsonl", "jsonl.gz", "jsonl.bz2", "jsonl.xz", "jsonl.zst", "csv", "csv.gz", "parquet"]
RULES = ("--select", "en/ads", "--unicode", "none")  # A few: what is tested is not the cleaning.


def make_shard(folder: Path, kind: str, rows: int = 3000) -> Path:
    """Write a shard of some 12 chunks."""
    chance = random.Random(5)
    texts = [f"{n} {chance.randbytes(1950).hex(' ', 8)}.\n\n{ARTICLE}" for n in range(rows)]
    path = folder / f"shard.{kind}"
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "parquet":
        pq.write_table(pa.table({"id": range(rows), "text": texts}), path, row_group_size=700)
        return path
    if kind.startswith("jsonl"):
        lines = [json.dumps({"id": n, "text": text}) if n != 7 else "{broken" for n, text in enumerate(texts)]
    else:
        lines = ["id,text", *(f'{n},"{text}"' if n != 7 else "7" for n, text in enumerate(texts))]
    data = "\n".join(lines).encode()
    path.write_bytes(COMPRESS[kind.partition(".")[2]](data))
    return path


def start(folder: Path, *options: object, source: str = "in", out: str = "out") -> subprocess.Popen[bytes]:
    command = [*COMMAND, "clean", source, "-o", out, *RULES, *map(str, options)]
    return subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, start_new_session=True)


def finished_chunks(folder: Path) -> int:
    """Return how many chunks the log of the only unfinished file says are finished."""
    return sum(log.read_bytes().count(b"\n") - 1 for log in folder.glob(".cleaner-*.log"))


def kill_after(run: subprocess.Popen[bytes], folder: Path, chunks: int, how: int = signal.SIGKILL) -> bytes:
    """Kill a run when some chunks are finished; return what it said."""
    deadline = time.monotonic() + 60
    while finished_chunks(folder) < chunks:
        assert run.poll() is None, run.communicate()[1]
        assert time.monotonic() < deadline
        time.sleep(0.001)
    os.killpg(run.pid, how)
    return run.communicate()[1]


def went_on_at(said: bytes) -> int:
    """Return the line that a run said it went on at, 0 for none."""
    _, found, rest = said.partition(b"went on at ")
    return int(rest.split()[1]) if found else 0


def hidden(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob(".cleaner-*") if not path.name.startswith(".cleaner-resume-")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_run_killed_in_the_middle_of_a_shard_goes_on_there_and_ends_with_the_same_bytes(
    tmp_path: Path, kind: str
) -> None:
    make_shard(tmp_path / "in", kind)
    undisturbed = cleaner("clean", "in", "-o", "undisturbed", *RULES, "--jobs", 1, cwd=tmp_path)
    out = tmp_path / "out"
    kill_after(start(tmp_path, "--jobs", 2), out, 3)
    before = finished_chunks(out)
    assert before >= 3
    done = cleaner("clean", "in", "-o", "out", *RULES, "--jobs", 2, "--resume", cwd=tmp_path)
    assert went_on_at(done.stderr) > 3 * 100
    assert tree(out) == tree(tmp_path / "undisturbed")
    assert hidden(out) == []
    assert done.returncode == undisturbed.returncode == (0 if kind == "parquet" else 3)
    summaries = [run.stderr[run.stderr.index(b" documents in 1 file") :] for run in (done, undisturbed)]
    assert summaries[0] == summaries[1]  # What the killed run did is counted.


@pytest.mark.parametrize("kind", ["jsonl.gz", "jsonl.zst", "parquet"])
def test_killed_again_and_again_at_any_moment_it_ends_with_the_same_bytes(tmp_path: Path, kind: str) -> None:
    make_shard(tmp_path / "in", kind)
    make_tree(tmp_path / "in", {f"{n}.txt": ARTICLE for n in range(40)})
    cleaner("clean", "in", "-o", "undisturbed", *RULES, cwd=tmp_path)
    chance = random.Random(kind)
    code: int | None = None
    kills = 0
    while code is None:
        run = start(tmp_path, "--jobs", 2, "--resume")
        try:
            code = run.wait(chance.uniform(0.3, 2.5))
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)
            kills += 1
        assert kills < 200
        run.communicate()
    assert code in (0, 3)
    assert tree(tmp_path / "out") == tree(tmp_path / "undisturbed")
    assert hidden(tmp_path / "out") == []


@pytest.mark.parametrize("kind", ["jsonl", "jsonl.gz", "jsonl.zst", "parquet"])
def test_a_single_file_is_gone_on_with_as_well_and_nothing_is_left_beside_it(tmp_path: Path, kind: str) -> None:
    name = make_shard(tmp_path / "in", kind).name
    cleaner("clean", f"in/{name}", "-o", "whole", *RULES, cwd=tmp_path)
    (tmp_path / "out").mkdir()
    run = start(tmp_path, source=f"in/{name}", out=f"out/{name}")
    said = kill_after(run, tmp_path / "out", 2, signal.SIGINT)
    assert said.endswith(b"cleaner: interrupted; --resume goes on from here\n")
    assert run.returncode == 130
    assert not (tmp_path / "out" / name).exists()
    done = cleaner("clean", f"in/{name}", "-o", f"out/{name}", *RULES, "--resume", cwd=tmp_path)
    assert went_on_at(done.stderr) > 100
    assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "whole").read_bytes()
    assert hidden(tmp_path / "out") == []


def killed(folder: Path, kind: str = "jsonl") -> tuple[Path, Path]:
    """Have a run killed in the middle of a shard; return its part and its log."""
    make_shard(folder / "in", kind)
    cleaner("clean", "in", "-o", "undisturbed", *RULES, cwd=folder)
    kill_after(start(folder), folder / "out", 4)
    (part,) = (folder / "out").glob(".cleaner-*.part")
    return part, part.with_suffix(".log")


def resumed(folder: Path, *options: object) -> int:
    """Go on, check that the bytes are those of an undisturbed run, and return the line that it went on at."""
    done = cleaner("clean", "in", "-o", "out", *RULES, "--resume", *options, cwd=folder)
    assert tree(folder / "out") == tree(folder / "undisturbed")
    return went_on_at(done.stderr)


def test_finished_chunks_are_taken_over_and_not_made_again(tmp_path: Path) -> None:
    part, log = killed(tmp_path)
    data, lines = bytearray(part.read_bytes()), log.read_bytes().splitlines()
    entry = json.loads(lines[1])
    data[20:24] = b"MARK"  # With the check sum to it, nobody can tell that it was not made by cleaning.
    entry[2] = zlib.crc32(data[: entry[1]])
    lines[1] = json.dumps(entry).encode()
    part.write_bytes(data)
    log.write_bytes(b"\n".join(lines) + b"\n")
    cleaner("clean", "in", "-o", "out", *RULES, "--resume", cwd=tmp_path)
    assert (tmp_path / "out/shard.jsonl").read_bytes()[20:24] == b"MARK"


@pytest.mark.parametrize("kind", ["jsonl", "jsonl.zst"])
def test_chunks_that_are_damaged_or_cut_off_are_made_again(tmp_path: Path, kind: str) -> None:
    part, log = killed(tmp_path, kind)
    sizes = [json.loads(line)[1] for line in log.read_bytes().splitlines()[1:]]
    data = bytearray(part.read_bytes())
    data[sum(sizes[:2]) + 5] ^= 1  # As after a power cut: the log reached the disk, the part did not.
    part.write_bytes(data)
    with log.open("ab") as file:
        file.write(b"[1234,12")
    assert resumed(tmp_path) > 100
    assert hidden(tmp_path / "out") == []


def test_a_part_without_its_log_or_a_log_without_its_part_is_no_beginning(tmp_path: Path) -> None:
    part, log = killed(tmp_path)
    kept = part.read_bytes(), log.read_bytes()
    log.unlink()
    assert resumed(tmp_path) == 0
    (tmp_path / "out/shard.jsonl").unlink()
    log.write_bytes(kept[1])
    assert resumed(tmp_path) == 0


def test_a_changed_input_or_changed_rules_begin_anew(tmp_path: Path) -> None:
    killed(tmp_path)
    os.utime(tmp_path / "in/shard.jsonl")
    assert resumed(tmp_path) == 0
    for path in (tmp_path / "out").rglob("*.jsonl"):
        path.unlink()
    kill_after(start(tmp_path), tmp_path / "out", 4)
    done = cleaner("clean", "in", "-o", "out", "--select", "en/share", "--unicode", "none", "--resume", cwd=tmp_path)
    assert went_on_at(done.stderr) == 0
    assert (tmp_path / "out/shard.jsonl").read_bytes() == (tmp_path / "in/shard.jsonl").read_bytes()


def test_what_cannot_be_finished_any_more_is_removed(tmp_path: Path) -> None:
    killed(tmp_path)
    (tmp_path / "in/shard.jsonl").unlink()
    make_tree(tmp_path / "in", {"a.txt": ARTICLE})
    cleaner("clean", "in", "-o", "out", *RULES, "--resume", cwd=tmp_path)
    assert hidden(tmp_path / "out") == []
    killed(tmp_path)
    cleaner("clean", "in", "-o", "out", *RULES, cwd=tmp_path)
    assert hidden(tmp_path / "out") == []


def test_a_shard_that_fails_leaves_nothing(tmp_path: Path) -> None:
    path = make_shard(tmp_path / "in", "jsonl.gz")
    path.write_bytes(path.read_bytes()[:-5000])
    done = cleaner("clean", "in", "-o", "out", *RULES, cwd=tmp_path)
    assert b"broken gz data" in done.stderr
    assert done.returncode == 3
    assert tree(tmp_path / "out") == {}
    assert hidden(tmp_path / "out") == []


def test_a_link_in_the_place_of_a_part_is_not_followed(tmp_path: Path) -> None:
    part, log = killed(tmp_path)
    log.unlink()
    part.unlink()
    (tmp_path / "victim").write_text("safe")
    part.symlink_to(tmp_path / "victim")
    done = cleaner("clean", "in", "-o", "out", *RULES, "--resume", cwd=tmp_path)
    assert (tmp_path / "victim").read_text() == "safe"
    assert (
        b"cleaner: in/shard.jsonl: out/shard.jsonl cannot be written: too many levels of symbolic links" in done.stderr
    )


def test_two_runs_at_once_into_one_file_are_refused(tmp_path: Path) -> None:
    make_shard(tmp_path / "in", "jsonl")
    first = start(tmp_path, source="in/shard.jsonl", out="out.jsonl")
    while not list(tmp_path.glob(".cleaner-*.log")):
        time.sleep(0.001)
    os.killpg(first.pid, signal.SIGSTOP)  # Else it may be done before the second has started.
    second = cleaner("clean", "in/shard.jsonl", "-o", "out.jsonl", *RULES, cwd=tmp_path)
    os.killpg(first.pid, signal.SIGCONT)
    assert second.returncode == 3
    assert b"another run is writing to out.jsonl: wait for it, or stop it" in second.stderr
    assert first.wait(60) == 3  # For the broken record only.
    first.communicate()
    assert (tmp_path / "out.jsonl").stat().st_size > 5_000_000


@pytest.mark.parametrize("name", DECOMPRESS)
def test_a_large_compressed_file_is_one_that_others_read(tmp_path: Path, name: str) -> None:
    make_shard(tmp_path / "in", "jsonl")
    make_shard(tmp_path / "in", f"jsonl.{name}")
    for jobs in (1, 2):
        cleaner("clean", "in", "-o", "out", *RULES, "--jobs", jobs, cwd=tmp_path)
        written = tree(tmp_path / "out")
        assert DECOMPRESS[name](written[f"shard.jsonl.{name}"]) == written["shard.jsonl"]


def test_a_compressed_file_of_which_no_record_is_left_is_still_one(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", {f"a.jsonl.{name}": COMPRESS[name](b"{broken\n") for name in DECOMPRESS})
    cleaner("clean", "in", "-o", "out", *RULES, "--on-error", "skip", cwd=tmp_path)
    written = tree(tmp_path / "out")
    assert {name: DECOMPRESS[name](written[f"a.jsonl.{name}"]) for name in DECOMPRESS} == dict.fromkeys(DECOMPRESS, b"")


def test_marks_and_encodings_are_kept_in_compressed_files(tmp_path: Path) -> None:
    text = json.dumps({"text": f"Fähre. {ARTICLE}"}, ensure_ascii=False)
    utf16 = f"\ufeff{text}".encode("utf-16-le")
    make_tree(tmp_path / "in", {"a.jsonl.gz": gzip.compress(utf16), "b.jsonl.zst": zstd.compress(utf16)})
    make_tree(tmp_path / "in", {"c.jsonl.gz": gzip.compress(b"\xff\xfe")})
    cleaner("clean", "in", "-o", "out", "--keep-encoding", cwd=tmp_path)
    written = tree(tmp_path / "out")
    want = utf16.replace("\\n\\nAdvertisement".encode("utf-16-le"), b"")
    assert gzip.decompress(written["a.jsonl.gz"]) == zstd.decompress(written["b.jsonl.zst"]) == want
    assert gzip.decompress(written["c.jsonl.gz"]) == b"\xff\xfe"
