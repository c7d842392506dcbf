"""The built-in lists as read before: reading and analysing them anew takes many times what starting Python takes.

A file in the user's cache folder (``CLEANER_CACHE_DIR``, else ``XDG_CACHE_HOME`` or the system's usual place).  It is
named by the size and time of every list, so a changed list is never missed; where it cannot be written or read, the
lists are read from their own files as if there were none.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

T = TypeVar("T")

# Part of the file's name: raise it whenever what is stored, or how it is worked out, changes.
_FORMAT = 9
_KEPT = 8


def remembered(what: str, files: Sequence[Path], settings: str, kind: type[T], build: Callable[[], T]) -> T:
    """Return what ``build`` made of ``files`` with some settings when they last looked like this, or build it now.

    ``what`` is a word for what is built.

    Raises OSError where a file cannot be looked at, and whatever ``build`` raises.
    """
    path = _path(what, files, settings)
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.DecodeError):
        pass
    built = build()
    # No cache is no fault: a read-only home or a full disk only makes the next start slower.
    with contextlib.suppress(OSError):
        _write(path, msgspec.msgpack.encode(built))
    return built


def _path(what: str, files: Sequence[Path], settings: str) -> Path:
    seen = hashlib.sha256(repr((_FORMAT, settings, sys.version_info[:2])).encode())
    for file in files:
        stat = file.stat()
        seen.update(f"{file}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return _folder() / f"{what}-{seen.hexdigest()[:24]}.msgpack"


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
    for old in sorted(path.parent.glob(f"{kind}-*.msgpack"), key=lambda p: -p.stat().st_mtime)[_KEPT:]:
        old.unlink(missing_ok=True)
