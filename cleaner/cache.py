"""The built-in lists as read before: reading and analysing them anew takes many times what starting Python takes.

A file in the user's cache folder (``CLEANER_CACHE_DIR``, else ``XDG_CACHE_HOME`` or the system's usual place).  It is
named by what stands in every list and in the code that reads them, so a change of either is never missed; where it
cannot be written or read, the lists are read from their own files as if there were none.  What an installed package
needs at first is made when it is installed, and lies beside the code.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import marshal
import os
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

# Part of the file's name: raise it whenever the form of what is stored changes.
_FORMAT = 41
_KEPT = 8
# What setup.py made of the lists as they were installed; a checkout has none.
_MADE = Path(__file__).parent / "made"


def remembered(what: str, seen: str, look: Callable[[], str], settings: str, build: Callable[[], Any]) -> Any:
    """Return what ``build`` made with some settings when ``look`` last said ``seen``, or build it now.

    ``what`` is a word for what is built, which is made of plain values: what ``marshal`` knows, the fastest reader
    there is.  ``look`` tells what is built upon, such as the contents of files; ``seen`` is what it said before
    anything of that was read.  Raises what ``look`` and ``build`` raise.
    """
    path = _path(what, (settings, seen))
    built = _read(path)
    if built is None:
        built = _read(_MADE / path.name)
    if built is None:
        built = build()
        # What was read before somebody changed a list, or while, must not pass for what stands there now.
        if look() == seen:
            _keep(path, built)
    return built


def contents(files: Iterable[str], root: str = "") -> str:
    """Return a digest of what stands in files, and of their names: those below ``root`` without it.

    Raises OSError where one cannot be read.
    """
    seen = hashlib.sha256()
    for file in files:
        data = Path(file).read_bytes()
        seen.update(f"{file.removeprefix(root)}\0{len(data)}\n".encode("utf-8", "surrogateescape") + data)
    return seen.hexdigest()


def contents_by_stamp(files: Sequence[str], root: str = "") -> str:
    """Return ``contents(files, root)``, read only if their sizes and times are not those of an earlier look.

    Of the times, that of the last change counts too: no program sets that one back.
    """
    now, stamps = time.time_ns(), _stamps(files)
    path = _path("contents", (root, stamps))
    seen: str | None = _read(path)
    if seen is None:
        seen = contents(files, root)
        if _are_telling(stamps, now) and _stamps(files) == stamps:
            _keep(path, seen)
    return seen


_Stamp = tuple[str, int, int, int]


def _stamps(files: Iterable[str]) -> list[_Stamp]:
    """The name, size, time of writing and of the last change of each file."""
    stats = [(file, os.stat(file)) for file in files]  # noqa: PTH116 (a Path for each takes longer than all else here)
    return [(file, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns) for file, stat in stats]


def _are_telling(stamps: Iterable[_Stamp], now: int) -> bool:
    """Whether a change from now on must show in the stamps.

    A file written just now could be written again within a tick of the file system's clock: of ten milliseconds at
    most, but of two seconds where times are whole seconds.
    """
    return all(
        abs(now - at) > (20_000_000 if at % 1_000_000_000 else 2_000_000_000)
        for _, _, written, changed in stamps
        for at in (written, changed)
    )


def kept(what: str, settings: str) -> Any:
    """Return what ``keep`` was last given under these words; None where there is nothing."""
    return _read(_path(what, (settings,)))


def keep(what: str, settings: str, value: Any) -> None:
    """Keep a plain value for other processes, in place of what was kept under these words."""
    _keep(_path(what, (settings,)), value)


def _read(path: Path) -> Any:
    with contextlib.suppress(OSError):
        stored = path.read_bytes()
        # A damaged file never reaches marshal, which trusts what it reads.
        if stored[:4] == _sum(memoryview(stored)[4:]):
            return _loaded(memoryview(stored)[4:])
    return None


def _keep(path: Path, value: Any) -> None:
    # No cache is no fault: a read-only home or a full disk only makes the next start slower.
    with contextlib.suppress(OSError):
        data = marshal.dumps(value)
        _write(path, _sum(data) + data)


def _loaded(data: memoryview) -> Any:
    # Nothing of it is garbage, and looking for some takes longer than reading it.
    collects = gc.isenabled()
    gc.disable()
    try:
        return marshal.loads(data)
    finally:
        if collects:
            gc.enable()


def _sum(data: bytes | memoryview) -> bytes:
    return zlib.crc32(data).to_bytes(4, "big")


def _path(what: str, named: Sequence[object]) -> Path:
    name = repr((_FORMAT, sys.implementation.cache_tag, sys.byteorder, *named)).encode("utf-8", "backslashreplace")
    return _folder() / f"{what}-{hashlib.sha256(name).hexdigest()[:24]}.cache"


def _folder() -> Path:
    if chosen := os.environ.get("CLEANER_CACHE_DIR"):
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", tempfile.gettempdir())) / "cleaner"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "cleaner"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cleaner"


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    kind = path.name.partition("-")[0]
    descriptor, temporary = tempfile.mkstemp(".tmp", f"{kind}-", path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    # A few stay, for other versions, environments and settings; what a killed process left half written is among them.
    for old in sorted(path.parent.glob(f"{kind}-*"), key=lambda p: -p.stat().st_mtime)[_KEPT:]:
        old.unlink(missing_ok=True)
