"""From what the user names to the files to read and the files to write."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ..files.atomic import STDOUT, TEMP_PREFIX, is_special, sweep_dead, writing
from ..files.compression import STDIN
from ..files.kinds import SUFFIXES, Kind, compression_of, kind_of
from ..files.problems import FileError, os_cause, printable
from ..files.remote import entry_of, is_folder, is_remote, is_safe, walk


class Source(NamedTuple):
    """A file to read, where its result goes, what it is, its size in bytes and its time of change in nanoseconds.

    For a remote file, `mtime` is what its store tells of its version, as a number.

    `target` is "" where nothing is written; `compression` is the target's; `name` is what messages call the file;
    `direct` targets are written as it comes: standard output, a pipe, a device.
    """

    path: str
    target: str
    kind: Kind
    compression: str
    size: int
    mtime: int
    name: str
    direct: bool = False


class Fault(NamedTuple):
    """A file or folder that could not be read at all, and why."""

    name: str
    cause: str


class UsageError(Exception):
    """A wrong choice of inputs or outputs, found before anything is written."""


# What a run leaves in its output: a journal, and what one that was killed had begun.
_OURS = re.compile(re.escape(TEMP_PREFIX) + r"(?:resume-[0-9a-f]+|.*(?:\.tmp|\.part|\.log))", re.DOTALL)

Excluded = Callable[[str], bool]


@dataclass
class Plan:
    """The inputs of a run and where they go.

    `sources` are what the user named; `out` is the folder or file to write ("" for none). Folders are walked in
    the order of their names and mirrored. `excluded` takes a path below the folder named, with `/` at the end of
    a folder.
    """

    sources: list[str]
    out: str = ""
    format: str | None = None
    excluded: Excluded | None = None
    writes: bool = True  # Whether the folders of the output may be made.
    in_place: bool = False  # Each file is written where it, or what a link leads to, is read.
    folds_case: bool = False  # To the output's file system, `A.txt` and `a.txt` are one file.
    other_files: int = field(default=0, init=False)  # Files of other kinds, which are passed over.
    excluded_files: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        for source in self.sources:
            if source != STDIN and not is_remote(source) and not os.path.lexists(source):
                raise UsageError(f"{printable(source)}: no such file or folder")
        folders = [source for source in self.sources if _is_folder(source)]
        self._many = len(self.sources) > 1
        self.out_is_folder = self.out not in ("", STDOUT) and (
            self._many or bool(folders) or self.out.endswith("/") or _is_folder(self.out)
        )
        if STDIN in self.sources and self.in_place:
            raise UsageError("standard input cannot be replaced in place: name files or folders")
        if STDIN in self.sources and (self._many or self.out_is_folder):
            raise UsageError("standard input cannot be one of several inputs, nor be written to a folder")
        if self.out in self.sources and self.out != STDIN:
            raise UsageError(f"{printable(self.out)} is the input itself: choose another output")
        if self.out_is_folder and os.path.lexists(self.out) and not os.path.isdir(self.out):
            raise UsageError(f"{printable(self.out)} is a file: several inputs need a folder to be written to")
        if not self.out_is_folder and not self._many and self.out:
            self._refuse_conversion(self.sources[0])
            folder = os.path.dirname(self.out)
            if folder and not is_remote(self.out) and not os.path.isdir(folder):
                raise UsageError(f"{printable(self.out)}: there is no folder {printable(folder)}: make it first")
        if self.out not in ("", STDOUT):
            for folder in folders:
                self._refuse_out_inside(folder)
            for source in self.sources:
                below = self.out_is_folder and (self._many or source not in folders)
                target = os.path.join(self.out, _base(source)) if below else self.out
                if source != STDIN and not is_remote(source) and _is_same(source, target):
                    raise UsageError(f"{printable(target)} is the input itself: choose another output")
        self._inputs = {_identity(os.stat(folder)) for folder in folders if not is_remote(folder)}
        self._out_seen: tuple[int, int] | None = None
        self._targets: set[str] = set()
        self._safe: set[str] = set()
        self._swept: set[str] = set()

    def _refuse_conversion(self, source: str) -> None:
        kind = Kind(self.format or "text") if source == STDIN else self._kind(source)
        wanted = kind_of(self.out)
        if kind and wanted and kind.format != wanted.format:
            raise UsageError(
                f"{printable(self.out)} would be {wanted.format}, and the input is {kind.format}: formats are not "
                "converted; --format names the input's if it is another"
            )

    def _refuse_out_inside(self, folder: str) -> None:
        if is_remote(folder) or is_remote(self.out):
            if self.out.startswith(folder.rstrip("/") + "/"):
                raise UsageError(f"the output {self.out} lies inside the input {folder}: choose another folder")
            return
        inside = os.path.relpath(os.path.realpath(self.out), os.path.realpath(folder))
        if inside == os.curdir:
            raise UsageError(f"{printable(self.out)} is the input itself: choose another output")
        if not inside.startswith(os.pardir) and not (self.excluded and self.excluded(inside + "/")):
            raise UsageError(
                f"the output {printable(self.out)} lies inside the input {printable(folder)}: choose a folder "
                f"outside, or leave it out with --exclude '/{printable(inside)}/'"
            )

    def make_out(self) -> str:
        """Return the folder that the outputs are written to, made if need be."""
        if self.out_is_folder:
            return self._safe_folder("")
        return os.path.dirname(self.out) or os.curdir

    def walk(self) -> Iterator[Source | Fault]:
        """Yield every file to clean, and every file or folder that cannot be."""
        self._targets.clear()
        self.other_files = self.excluded_files = 0
        for source in self.sources:
            if is_remote(source):
                yield from self._remote(source)
            elif os.path.isdir(source):
                prefix = _base(source) if self._many else ""
                yield from self._folder(source, prefix)
            else:
                yield self._file(source)

    def _file(self, path: str) -> Source | Fault:
        if path == STDIN:
            given = Kind(self.format or "text")
            packed = compression_of(self.out)
            return Source(STDIN, self.out, given, packed, 0, 0, "standard input", _is_direct(self.out))
        kind = self._kind(path)
        if kind is None:
            return Fault(path, f"not a kind of file that is known: name it with --format (known: {SUFFIXES})")
        try:
            status = os.stat(path)
        except OSError as error:
            return Fault(path, os_cause(error))
        if stat.S_ISDIR(status.st_mode):  # pragma: no cover - it was no folder a moment ago
            return Fault(path, "has become a folder")
        target, compression, direct = self.out, kind.compression, False
        if self.in_place:
            if not stat.S_ISREG(status.st_mode):
                return Fault(path, "not a regular file")
            target = os.path.realpath(path)
            self._sweep(os.path.dirname(target))
        if self.out_is_folder:
            target = os.path.join(self._safe_folder(""), _base(path))
        elif not self.in_place:
            compression = compression_of(target) or ("" if kind_of(target) else compression)
            direct = _is_direct(target)
        try:
            self._claim(path, target)
        except UsageError as error:
            return Fault(path, str(error))
        return Source(path, target, kind, compression, status.st_size, status.st_mtime_ns, path, direct)

    def _remote(self, url: str) -> Iterator[Source | Fault]:
        """Yield a remote file, or those of a remote folder."""
        base = url.rstrip("/").rpartition("/")[2]
        try:
            folder = is_folder(url)
            entries = list(walk(url)) if folder else [entry_of(url)]
        except (OSError, FileError) as error:
            yield Fault(url, os_cause(error) if isinstance(error, OSError) else str(error))
            return
        for entry in entries:
            kind = self._kind(entry.below)
            if kind is None:
                self.other_files += 1
                continue
            if self.excluded and self.excluded(entry.below):
                self.excluded_files += 1
                continue
            below = f"{base}/{entry.below}" if folder and self._many else entry.below
            try:
                if not is_safe(below):
                    raise UsageError("its name would lead out of the output")
                target = self.out
                if self.out_is_folder:
                    target = os.path.join(self._safe_folder(os.path.dirname(below)), os.path.basename(below))
                if self.out_is_folder and self._many:
                    self._claim(entry.url, target)
            except (OSError, UsageError) as error:
                yield Fault(entry.url, os_cause(error) if isinstance(error, OSError) else str(error))
                continue
            url, direct = entry.url, target == STDOUT
            yield Source(url, target, kind, kind.compression, entry.size, entry.version, url, direct)

    def _out_identity(self) -> tuple[int, int] | None:
        """Return what tells the output's folder from any other, once it is there."""
        if self._out_seen is None and self.out_is_folder and not is_remote(self.out):
            with contextlib.suppress(OSError):
                self._out_seen = _identity(os.stat(self.out))
        return self._out_seen

    def _kind(self, name: str) -> Kind | None:
        return Kind(self.format, compression_of(name)) if self.format else kind_of(name)

    def _folder(self, top: str, prefix: str) -> Iterator[Source | Fault]:
        """Yield the files of a folder and of all below it; in the output, prefix goes before their paths."""
        # No recursion: a path may have more folders than Python has levels.
        levels = [_Level(top, "")]
        while levels:
            level = levels[-1]
            try:
                entry = level.next()
            except OSError as error:
                yield Fault(level.path, os_cause(error))
                entry = None
            if entry is None:
                levels.pop()
                continue
            inside = level.below + entry.name
            try:
                if entry.is_dir():
                    if self.excluded and self.excluded(inside + "/"):
                        continue
                    identity = _identity(entry.stat())
                    if identity == self._out_identity():
                        yield Fault(entry.path, "a link to the output: not followed")
                        continue
                    if any(identity == above.identity for above in levels):
                        yield Fault(entry.path, "a link to a folder above it: not followed")
                        continue
                    levels.append(_Level(entry.path, inside + "/", identity))
                    continue
                found = self._entry(entry, level, inside, prefix)
            except (OSError, UsageError) as error:
                found = Fault(entry.path, os_cause(error) if isinstance(error, OSError) else str(error))
            if found:
                yield found

    def _entry(self, entry: os.DirEntry[str], level: _Level, inside: str, prefix: str) -> Source | Fault | None:
        """Return a file of a folder, or None for one that is passed over."""
        name = entry.name
        if name.startswith(TEMP_PREFIX) and _OURS.fullmatch(name):
            if self.in_place and self.writes:
                sweep_dead(level.path, [name])
            return None
        kind = kind_of(name) if self.format is None else self._kind(name)
        if kind is None:
            self.other_files += 1
            return None
        if self.excluded and self.excluded(inside):
            self.excluded_files += 1
            return None
        status = entry.stat()
        if not stat.S_ISREG(status.st_mode):
            return Fault(entry.path, "not a regular file")
        if self.out and not level.target:
            level.target = self._safe_folder(os.path.join(prefix, level.below))
        target = os.path.join(level.target, name) if self.out else ""
        if self.in_place:
            target = os.path.realpath(entry.path)
        elif target and entry.is_symlink() and _is_same(entry.path, target):
            return Fault(entry.path, f"a link to {printable(target)}, where its result would go: not replaced")
        if self._many or self.in_place or self.folds_case:
            self._claim(entry.path, target)
        return Source(entry.path, target, kind, kind.compression, status.st_size, status.st_mtime_ns, entry.path)

    def _claim(self, path: str, target: str) -> None:
        name = unicodedata.normalize("NFC", target.casefold()) if self.folds_case else target
        if target and name in self._targets:
            why = " (names that differ in case only are one file there)" if self.folds_case else ""
            raise UsageError(f"another input is written to {printable(target)} already{why}")
        self._targets.add(name)

    def _sweep(self, folder: str) -> None:
        """Remove what runs in place that were killed left in the folder of a file that is named."""
        if self.writes and folder not in self._swept:
            self._swept.add(folder)
            with contextlib.suppress(OSError), os.scandir(folder) as entries:
                sweep_dead(folder, [entry.name for entry in entries])

    def _safe_folder(self, below: str) -> str:
        """Return the output's folder for below, made if need be; refuses a link that leads out of the output."""
        folder = os.path.join(self.out, below) if below else self.out
        if folder in self._safe or is_remote(folder):  # Stores of keys have no folders to make, and no links.
            return folder
        # From the top, so that nothing is made behind a bad link.
        parts = below.rstrip(os.sep).split(os.sep) if below else []
        for count in range(len(parts) + 1):
            self._make_safe(os.path.join(self.out, *parts[:count]))
        self._safe.add(folder)
        return folder

    def _make_safe(self, folder: str) -> None:
        if folder in self._safe:
            return
        if self.writes:
            with writing(folder):
                if folder == self.out:
                    os.makedirs(folder, exist_ok=True)
                elif not os.path.isdir(folder):
                    os.mkdir(folder)
        if folder != self.out and os.path.isdir(folder) and _identity(os.stat(folder)) in self._inputs:
            raise UsageError(f"{printable(folder)} is the input itself: choose another output")
        if folder != self.out and os.path.islink(folder):  # What it stands in is safe already.
            root = os.path.realpath(self.out)
            real = os.path.realpath(folder)
            if real != root and not real.startswith(root.rstrip(os.sep) + os.sep):
                raise UsageError(f"{printable(folder)} is a link that leads out of {printable(self.out)}")
        self._safe.add(folder)


class _Level:
    """A folder that is being walked: its path, its path below the one that the user named, and its entries by name."""

    def __init__(self, path: str, below: str, identity: tuple[int, int] | None = None) -> None:
        self.path = path
        self.below = below
        self.identity = identity
        self.target = ""  # Its folder in the output, once that is needed.
        self._entries: Iterator[os.DirEntry[str]] | None = None

    def next(self) -> os.DirEntry[str] | None:
        """Return the next entry; raises `OSError` for a folder that cannot be read."""
        if self._entries is None:
            self.identity = self.identity or _identity(os.stat(self.path))
            with os.scandir(self.path) as found:
                self._entries = iter(sorted(found, key=lambda entry: entry.name))
        return next(self._entries, None)


def _is_direct(target: str) -> bool:
    return target == STDOUT or (target != "" and is_special(target))


def _is_folder(name: str) -> bool:
    if not is_remote(name):
        return os.path.isdir(name)
    try:
        return is_folder(name)
    except (FileError, OSError) as error:
        raise UsageError(f"{name}: {error}") from None


def _is_same(path: str, other: str) -> bool:
    try:
        return os.path.samefile(path, other)
    except OSError:
        return False


def _base(path: str) -> str:
    return os.path.basename(os.path.abspath(path))


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino
