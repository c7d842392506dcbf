"""Writing a file whole or not at all: a temporary file in the same folder, then a rename."""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import re
import stat
from collections.abc import Iterable, Iterator

from .problems import FileError, WriteError, printable

try:
    import fcntl
except ImportError:  # Windows: two runs at once are not noticed there.
    fcntl = None  # type: ignore[assignment]

TEMP_PREFIX = ".cleaner-"
TEMP_SUFFIX = ".tmp"

STDOUT = "-"  # As a target. A file of this name is `./-`, as everywhere.
# Opened anew by one of these names, a file would be written from its beginning.
STDOUT_NAMES = ("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")

_TEMP = re.compile(re.escape(TEMP_PREFIX) + r"[0-9a-f]*-([0-9]+)-[0-9]+" + re.escape(TEMP_SUFFIX))
_counter = itertools.count()
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def temp_name(folder: str, run: str) -> str:
    """Return a new name in folder for a file being written; run says by whom, to sweep up after a crash."""
    return os.path.join(folder, f"{TEMP_PREFIX}{run}-{os.getpid()}-{next(_counter)}{TEMP_SUFFIX}")


def sweep(folder: str, run: str, pid: int) -> None:
    """Remove what the process pid of a run, which is no more, left half written in folder."""
    marker = f"{TEMP_PREFIX}{run}-{pid}-"
    with contextlib.suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(marker):
                _unlink(entry.path)


def sweep_dead(folder: str, names: Iterable[str]) -> None:
    """Remove those of the names in folder that processes which are no more left half written there."""
    for name in names:
        found = _TEMP.fullmatch(name)
        if found and not _is_alive(int(found[1])):
            _unlink(os.path.join(folder, name))


def _is_alive(pid: int) -> bool:
    if os.name != "posix":  # Elsewhere there is no harmless way to ask.
        return True
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # Somebody else's.
        return True
    return True


def ignores_case(path: str) -> bool:
    """Say whether names that differ in case only are one file, in the folder of the file at path."""
    folder, name = os.path.split(path)
    other = os.path.join(folder, name.swapcase())
    return other != path and os.path.exists(other) and os.path.samefile(path, other)


@contextlib.contextmanager
def writing(target: str) -> Iterator[None]:
    """Have errors of the system name the output that they are about: raises `WriteError` for `OSError`."""
    try:
        yield
    except OSError as error:
        raise WriteError(error.errno, error.strerror or str(error), target) from error


def write_file(target: str, folder: str, data: bytes, run: str = "", fsync: bool = False) -> None:
    """Write data to target in folder: readers see the old file or the whole new one.

    A link at target is replaced, not followed. On any error target is as it was and no other file is left; those of
    the system are raised as `WriteError`.
    """
    temp = temp_name(folder, run)
    with writing(target):
        try:
            fd = os.open(temp, _NEW, 0o666)  # Ctrl-C comes when this returns, if it came meanwhile.
            try:
                write_fully(fd, data)
                if fsync:
                    os.fsync(fd)
            finally:
                os.close(fd)
            os.replace(temp, target)
        except BaseException:
            _unlink(temp)
            raise
        if fsync:
            sync_folder(folder)


class AtomicFile:
    """A file to write piece by piece: it appears with `commit()`, and after `discard()` there is no trace of it.

    Errors of the system are raised as `WriteError`.
    """

    def __init__(self, target: str, run: str = "", fsync: bool = False) -> None:
        self._target = target
        self._folder = os.path.dirname(target) or "."
        self._temp = temp_name(self._folder, run)
        self._fsync = fsync
        self._fd = -1
        with writing(target):
            try:
                self._fd = os.open(self._temp, _NEW, 0o666)
            except BaseException:
                self.discard()
                raise

    def write(self, data: bytes) -> int:
        """Write all of data."""
        with writing(self._target):
            write_fully(self._fd, data)
        return len(data)

    def flush(self) -> None:
        """Do nothing: writes are not buffered. Compressors ask for it."""

    def commit(self) -> None:
        """Put the file in its place. If that fails, it is discarded."""
        with writing(self._target):
            try:
                if self._fsync:
                    os.fsync(self._fd)
                self._close()
                os.replace(self._temp, self._target)
            except BaseException:
                self.discard()
                raise
            if self._fsync:
                sync_folder(self._folder)

    def hold(self, like: str) -> tuple[str, str]:
        """Leave the file, which is on the disk then, under its temporary name; return that and the target.

        It gets the permissions of the file like. Whoever asked for this renames it.
        """
        with writing(self._target):
            try:
                os.fsync(self._fd)
                self._close()
                os.chmod(self._temp, stat.S_IMODE(os.stat(like).st_mode))
            except BaseException:
                self.discard()
                raise
        return self._temp, self._target

    def discard(self) -> None:
        """Remove what was written."""
        self._close()
        _unlink(self._temp)

    def _close(self) -> None:
        fd, self._fd = self._fd, -1  # A late write must not reach a file that gets this number next.
        if fd >= 0:
            os.close(fd)


class Direct:
    """An open file descriptor that is written as it comes: standard output, a pipe, a device.

    Errors of the system are raised as `WriteError` with the name that it is known by.
    """

    def __init__(self, fd: int, name: str) -> None:
        self._fd = fd
        self._name = name

    def write(self, data: bytes) -> int:
        """Write all of data."""
        with writing(self._name):
            write_fully(self._fd, data)
        return len(data)

    def flush(self) -> None:
        """Do nothing: writes are not buffered."""

    def commit(self) -> None:
        """Close the descriptor, unless it is standard output."""
        if self._fd > 2:
            os.close(self._fd)

    def discard(self) -> None:
        """Close the descriptor: what went out cannot be taken back."""
        self.commit()


class Nowhere:
    """For a run that only looks: nothing is written."""

    def write(self, data: bytes) -> int:
        """Do nothing."""
        return len(data)

    def flush(self) -> None:
        """Do nothing."""

    def commit(self) -> None:
        """Do nothing."""

    def discard(self) -> None:
        """Do nothing."""


def write_fully(fd: int, data: bytes) -> None:
    """Write all of data to fd: `os.write` may take less, as on a disk that is nearly full."""
    written = os.write(fd, data)
    if written == len(data):
        return
    view = memoryview(data)
    while written < len(data):
        step = os.write(fd, view[written:])
        if not step:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written += step


def sync_folder(folder: str) -> None:
    """Make the names in folder survive a power cut, where the system offers it."""
    try:
        fd = os.open(folder, os.O_RDONLY)
    except PermissionError:  # Windows opens no folders; a folder may be writable but not readable.
        return
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def lock(fd: int, name: str) -> None:
    """Keep other processes from locking the same file, for as long as it is open; raises `FileError` if one has."""
    if fcntl is None:
        return
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise FileError(f"another run is writing to {printable(name)}: wait for it, or stop it") from None


def is_special(path: str) -> bool:
    """Say whether path is there and neither a file nor a folder, or a name of the system's: a device, a pipe, a socket.

    A rename would put a file in its place, so these are written directly: `/dev/fd/3` too, though it leads to a file.
    """
    folder = os.path.realpath(os.path.dirname(path))
    if folder == "/dev" or folder.startswith("/proc/"):
        return True
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _unlink(path: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
