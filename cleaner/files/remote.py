"""Files elsewhere, such as `s3://bucket/key` or `hf://datasets/…`, through `fsspec`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, NamedTuple

from .problems import FileError, MissingExtra


def is_remote(name: str) -> bool:
    """Say whether name is a URL of a file system and not a path.

    >>> is_remote("s3://bucket/a.jsonl"), is_remote("data/a.jsonl")
    (True, False)
    """
    if "://" not in name:
        return False
    scheme, found, _ = name.partition("://")
    return bool(found) and scheme.replace("+", "").isalnum()


class Entry(NamedTuple):
    """A remote file: its URL, its path below the folder that was listed, its size in bytes, and its version.

    The version is a number that is another one for another content: stores tell a file's age or a tag, each its own.
    """

    url: str
    below: str
    size: int
    version: int


def open_read(url: str) -> IO[bytes]:
    """Open a remote file for reading; it can seek."""
    with _named(url):
        system, path = _system(url)
        file: IO[bytes] = system.open(path, "rb")
        return file


def is_folder(url: str) -> bool:
    """Say whether url has files below it."""
    with _named(url):
        system, path = _system(url)
        return bool(system.isdir(path))


def size_of(url: str) -> int:
    """Return a remote file's size in bytes; raises `FileNotFoundError`."""
    with _named(url):
        system, path = _system(url)
        return int(system.info(path).get("size") or 0)


def entry_of(url: str) -> Entry:
    """Return what is known of one remote file; raises `FileNotFoundError`."""
    with _named(url):
        system, path = _system(url)
        info = system.info(path)
    return Entry(url, url.rstrip("/").rpartition("/")[2], int(info.get("size") or 0), _version(info))


def walk(url: str) -> Iterator[Entry]:
    """Yield the files below url, sorted by name."""
    with _named(url):
        system, root = _system(url)
        root = root.rstrip("/") + "/"
        found = sorted(system.find(root, detail=True).items())
    for path, info in found:
        below = path[len(root) :] if path.startswith(root) else path
        yield Entry(system.unstrip_protocol(path), below, int(info.get("size") or 0), _version(info))


def is_safe(below: str) -> bool:
    """Say whether a path stays below the folder that it is put under: no `..`, no empty part, nothing absolute.

    >>> is_safe("a/b.txt"), is_safe("../b.txt"), is_safe("/b.txt")
    (True, False, False)
    """
    return all(part not in ("", ".", "..") and "\0" not in part and "\\" not in part for part in below.split("/"))


class RemoteFile:
    """A remote file to write: it is gathered in a local temporary file and sent with `commit()`.

    What a store shows of an upload that is broken off differs from store to store; so a file that cannot be
    finished is never begun there.
    """

    def __init__(self, url: str) -> None:
        self._system, self._path = _system(url)
        import tempfile

        self._file = tempfile.NamedTemporaryFile(prefix="cleaner-")  # noqa: SIM115 - closed by commit or discard

    def write(self, data: bytes) -> int:
        """Write all of data."""
        return self._file.write(data)

    def flush(self) -> None:
        """Do nothing: nothing is sent before the end."""

    def commit(self) -> None:
        """Send the file."""
        with self._file, _named(self._path):
            self._file.flush()
            self._system.put_file(self._file.name, self._path)

    def discard(self) -> None:
        """Remove what was written."""
        self._file.close()


def _version(info: dict[str, Any]) -> int:
    told = repr(sorted((key, str(value)) for key, value in info.items()))
    return int.from_bytes(hashlib.sha256(told.encode()).digest()[:7])


@contextmanager
def _named(url: str) -> Iterator[None]:
    """Turn what stores raise, each its own kind of error, into one `FileError`; those of the system pass."""
    try:
        yield
    except (OSError, FileError):
        raise
    except Exception as error:  # The libraries of stores share no base class.
        cause = " ".join(str(error).split()) or "no reason given"
        raise FileError(f"the store of {url} says: {type(error).__name__}: {cause}") from error


def _system(url: str) -> tuple[Any, str]:
    try:
        import fsspec
    except ImportError:
        raise MissingExtra("Reading and writing remote paths", "remote") from None
    try:
        system, path = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:  # No such kind of store, or its package is missing: fsspec says which.
        raise FileError(str(error)) from None
    return system, path
