"""The built-in lists as read before: reading and analysing them anew takes many times what starting Python takes.

A file in the user's cache folder (``CLEANER_CACHE_DIR``, else ``XDG_CACHE_HOME`` or the system's usual place).  It is
named by the size and time of every list, so a changed list is never missed; where it cannot be written or read, the
lists are read from their own files as if there were none.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import marshal
import os
import sys
import tempfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

# Part of the file's name: raise it whenever what is stored, or how it is worked out, changes.
_FORMAT = 33
_KEPT = 8


def remembered(what: str, files: Sequence[str | os.PathLike[str]], settings: str, build: Callable[[], Any]) -> Any:
    """Return what ``build`` made of ``files`` with some settings when they last looked like this, or build it now.

    ``what`` is a word for what is built, which is made of plain values: what ``marshal`` knows, the fastest reader
    there is.  Raises OSError where a file cannot be looked at, and whatever ``build`` raises.
    """
    path = _path(what, files, settings)
    built = _read(path)
    if built is None:
        built = build()
        _keep(path, built)
    return built


def kept(what: str, settings: str) -> Any:
    """Return what ``keep`` was last given under these words; None where there is nothing."""
    return _read(_path(what, (), settings))


def keep(what: str, settings: str, value: Any) -> None:
    """Keep a plain value for other processes, in place of what was kept under these words."""
    _keep(_path(what, (), settings), value)


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


def _path(what: str, files: Sequence[str | os.PathLike[str]], settings: str) -> Path:
    seen = hashlib.sha256(repr((_FORMAT, settings, sys.implementation.cache_tag)).encode())
    for file in files:
        stat = os.stat(file)  # noqa: PTH116 (a Path for each of hundreds of files takes longer than all else here)
        seen.update(f"{file}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return _folder() / f"{what}-{seen.hexdigest()[:24]}.cache"


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
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
    # A few stay, for other versions, environments and settings.
    kind = path.name.partition("-")[0]
    for old in sorted(path.parent.glob(f"{kind}-*.cache"), key=lambda p: -p.stat().st_mtime)[_KEPT:]:
        old.unlink(missing_ok=True)
