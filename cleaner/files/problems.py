"""What can go wrong with an input: said with file, line and cause, in words that no terminal obeys."""

from __future__ import annotations

import os
from typing import NamedTuple


class Problem(NamedTuple):
    """One record that could not be cleaned: its line or row (from 1), and the cause."""

    line: int
    cause: str


class FileError(Exception):
    """An input or output that failed as a whole: str() is the cause, without the file's name."""

    def __init__(self, cause: str, line: int | None = None) -> None:
        super().__init__(cause)
        self.line = line

    def __reduce__(self) -> tuple[type[FileError], tuple[str, int | None]]:
        return FileError, (str(self), self.line)


class WriteError(OSError):
    """What the system said of an output, or of a file beside it: `filename` is the output's name, "-" for stdout."""


class MissingExtra(FileError):
    """A format that an extra brings, which is not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs an extra: pip install 'cleaner[{extra}]'")


def printable(text: str) -> str:
    r"""Return text with everything that a terminal might obey written out.

    Control characters, line breaks, bytes that are not text in the file system's encoding, and the marks that
    turn the writing direction.

    >>> printable("a\nb\x1b[31m\udcff.txt")
    'a\\nb\\x1b[31m\\xff.txt'
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # A byte of a file name that could not be decoded (PEP 383).
        return f"\\x{code - 0xDC00:02x}"
    if char in "\u00a0\u3000\u2007\u202f":  # Odd, but only spaces.
        return char
    return char.encode("unicode_escape", "surrogatepass").decode("ascii")


def os_cause(error: OSError) -> str:
    """Return what the operating system said, without the name, which the caller writes itself.

    The name of an output is part of it: the caller knows the input's.
    """
    if isinstance(error, WriteError):
        name = "standard output" if error.filename == "-" else printable(os.fspath(error.filename))
        return f"{name} cannot be written: {(error.strerror or str(error)).lower()}"
    if isinstance(error, IsADirectoryError):
        return "is a folder: name a file"
    if not error.strerror and isinstance(error, FileNotFoundError):  # Stores of files say only which.
        return "no such file"
    return (error.strerror or str(error) or type(error).__name__).lower()
