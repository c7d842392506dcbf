"""Whole files or none."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.files.atomic import AtomicFile, is_special, write_file
from cleaner.files.problems import WriteError


def write_at_once(target: Path, data: bytes) -> None:
    write_file(str(target), str(target.parent), data, "run", fsync=True)


def write_in_pieces(target: Path, data: bytes) -> None:
    file = AtomicFile(str(target), "run", fsync=True)
    try:
        for at in range(0, len(data), 1000):
            file.write(data[at : at + 1000])
    except BaseException:
        file.discard()
        raise
    file.commit()


WAYS = pytest.mark.parametrize("write", [write_at_once, write_in_pieces])


@WAYS
def test_a_file_is_written_and_replaces_the_one_before(tmp_path: Path, write: Callable[[Path, bytes], None]) -> None:
    target = tmp_path / "x.txt"
    for data in (b"one" * 5000, b"", b"two"):
        write(target, data)
        assert target.read_bytes() == data
        assert [path.name for path in tmp_path.iterdir()] == ["x.txt"]
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE(target.stat().st_mode) == 0o666 & ~umask


@WAYS
def test_a_write_that_fails_half_way_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, write: Callable[[Path, bytes], None]
) -> None:
    target = tmp_path / "x.txt"
    target.write_bytes(b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))  # The system refuses to write more: a real error.
    try:
        with pytest.raises(OSError, match="too large"):
            write(target, b"x" * 10_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["x.txt"]


@WAYS
def test_a_link_at_the_target_is_replaced_and_not_followed(
    tmp_path: Path, write: Callable[[Path, bytes], None]
) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"safe")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "x.txt").symlink_to(victim)
    write(tmp_path / "out" / "x.txt", b"new")
    assert victim.read_bytes() == b"safe"
    assert not (tmp_path / "out" / "x.txt").is_symlink()


@WAYS
def test_a_folder_in_the_way_is_an_error_and_leaves_nothing(
    tmp_path: Path, write: Callable[[Path, bytes], None]
) -> None:
    (tmp_path / "x.txt").mkdir()
    with pytest.raises(WriteError, match="Is a directory") as raised:
        write(tmp_path / "x.txt", b"new")
    assert raised.value.filename == str(tmp_path / "x.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["x.txt"]


def test_devices_and_pipes_are_told_from_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert is_special("/dev/null")
    assert is_special(str(tmp_path / "pipe"))
    assert not is_special(str(tmp_path))
    assert not is_special(str(tmp_path / "nothing"))


def test_an_interruption_at_any_moment_leaves_the_old_file_or_the_new_and_nothing_else(tmp_path: Path) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    (tmp_path / "x.txt").write_bytes(b"old")
    try:
        for number in range(400):
            with contextlib.suppress(KeyboardInterrupt):
                signal.setitimer(signal.ITIMER_REAL, 1e-6 * (number + 1))  # Up to 0.4 ms: about what a write takes.
                write_at_once(tmp_path / "x.txt", b"new")
                signal.setitimer(signal.ITIMER_REAL, 0)
            assert [path.name for path in tmp_path.iterdir()] == ["x.txt"]
            assert (tmp_path / "x.txt").read_bytes() in (b"old", b"new")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
