"""Patterns compiled before, by this process or another: reading their code takes a fiftieth of compiling them.

A pattern takes one or two milliseconds to compile, so a worker that meets a thousand of them would spend two seconds
on that alone, in every run anew.  What is kept is the code that the two libraries work out of a pattern: ``regex``
gives its own away for pickling; that of ``re`` is what its compiler hands to its matcher, which checks it.  Where a
Python keeps that elsewhere, patterns of ``re`` are compiled as ever.
"""

from __future__ import annotations

import atexit
import copyreg
import importlib
import re
import sys
import time
import warnings
from array import array
from collections.abc import Callable, Iterable
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from .cache import keep, kept
from .signs import beyond_ascii

if TYPE_CHECKING:
    import regex

# Seconds of compiling after which a process saves for the first time; then whenever it has taken twice as long again.
# Saving takes about as long as the first, so a few slow patterns are saved, and a thousand fast ones not too often.
_WORTH = 0.05
# Seconds of compiling that are worth saving when a process ends, for every later one would spend them again.
_WORTH_AT_END = 0.01
# Patterns that have changed since stay until there are so many.
_MOST = 10_000


class _Store:
    """Code by pattern: what is kept for a library, and what has been compiled since."""

    def __init__(self, name: str, versions: Callable[[], str]) -> None:
        self._name = name
        self._versions = versions
        self._codes: dict[str, Any] | None = None
        self._new: dict[str, Any] = {}
        self._spent = 0.0
        self._worth = _WORTH

    def get(self, pattern: str) -> Any:
        if self._codes is None:
            self._codes = self._kept()
        return self._codes.get(pattern)

    def add(self, pattern: str, code: Any, seconds: float) -> None:
        self._new[pattern] = code
        self._spent += seconds
        if self._spent >= self._worth:
            self._worth *= 2
            self._save()

    def end(self) -> None:
        if self._spent >= _WORTH_AT_END:
            self._save()

    def _save(self) -> None:
        # Another process may have saved others in the meantime.
        codes = self._kept() | self._new
        self._codes = codes if len(codes) <= _MOST else self._new
        self._new = {}
        self._spent = 0.0
        keep(self._name, self._versions(), self._codes)

    def _kept(self) -> dict[str, Any]:
        return kept(self._name, self._versions()) or {}


def compile_re(pattern: str) -> re.Pattern[str]:
    """Return ``re.compile(pattern)``; raises ``re.error`` where it cannot be, FutureWarning where ``re`` warns."""
    stored = _OF_RE.get(pattern)
    compiled = _built(pattern, stored) if stored else None
    if compiled is not None:
        return compiled
    with warnings.catch_warnings():
        # Where `re` warns of what will change, `regex` may already read the pattern otherwise.
        warnings.simplefilter("error", FutureWarning)
        begun = time.process_time()
        parts = _code_of(pattern)
        made = (_built(pattern, parts) if parts else None) or re.compile(pattern)
        seconds = time.process_time() - begun
        if stored is None and parts is not None:
            _OF_RE.add(pattern, parts, seconds)
    return made


def _built(pattern: str, parts: tuple[Any, ...]) -> re.Pattern[str] | None:
    """What ``re.compile`` makes of a pattern, from its code; None where that is no code of this Python's after all."""
    flags, code, *rest = parts
    try:
        compiled: re.Pattern[str] = _matcher()(pattern, flags, array(_ITEM, code).tolist(), *rest)
        return compiled
    except (RuntimeError, TypeError, ValueError):
        return None


def compile_regex(pattern: str) -> regex.Pattern[str]:
    """Return ``regex.compile(pattern, regex.V0)``; raises ``regex.error`` where it cannot be."""
    import regex

    stored = _OF_REGEX.get(pattern)
    if stored is not None:
        found: regex.Pattern[str] = _rebuild()(*stored)
        return found
    begun = time.process_time()
    made = regex.compile(pattern, regex.V0)
    seconds = time.process_time() - begun
    _, data = _reduced(made)
    _OF_REGEX.add(pattern, data, seconds)
    return made


# What numbers or names groups, or holds for a whole pattern, means something else in a part of it.
_NOT_PARTED = re.compile(r"\\[1-9]|\(\?[a-zA-Z#(]")
_SIGNS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]", re.DOTALL)


@cache
def without_guard(pattern: str) -> tuple[str, str]:
    """Return what a pattern must not find where it begins, "" if it does not say, and the pattern without that.

    Many rules begin with ``(?!.{0,300}\\bsaid\\b)``: looking for that first takes ten times as long as seeing that the
    rest of the pattern is not there.

    >>> without_guard("(?!.* said)read (more|on)"), without_guard("(?!a)b|c")
    (('.* said', 'read (more|on)'), ('', '(?!a)b|c'))
    """
    if not pattern.startswith("(?!") or _NOT_PARTED.search(pattern):
        return "", pattern
    depth = end = 0
    for sign in _SIGNS.finditer(pattern):
        depth += (sign[0] == "(") - (sign[0] == ")")
        if sign[0] == "|" and depth == 0:
            # The guard holds for the first of several patterns only.
            return "", pattern
        if depth == 0 and not end:
            end = sign.end()
    return pattern[3 : end - 1], pattern[end:]


_FIRST = 16


class _Alike(dict[str, bool]):
    """Whether ``re`` and ``regex`` see the same in a character: a letter, a space, a digit or none.  Fills itself."""

    def __missing__(self, char: str) -> bool:
        alike = self[char] = all(bool(ours.match(char)) == bool(theirs.match(char)) for ours, theirs in self._kinds)
        return alike

    @cached_property
    def _kinds(self) -> list[tuple[re.Pattern[str], regex.Pattern[str]]]:
        import regex

        return [(re.compile(kind), regex.compile(kind, regex.V0)) for kind in (r"\w", r"\s", r"\d")]


_alike = _Alike()


def read_alike(text: str) -> bool:
    """Whether ``re`` and ``regex`` see the same kinds of characters in a text.

    To ``re``, the vowel signs of Indic scripts end a word, and fractions belong to one.
    """
    # In an Indic script one of the first is a vowel sign.
    return _are_alike(beyond_ascii(text[:_FIRST])) and _are_alike(set(beyond_ascii(text)))


def _are_alike(chars: Iterable[str]) -> bool:
    return all(map(_alike.__getitem__, chars))


# ------------------------------------------------------------------ what the libraries keep to themselves

_ITEM = "I"


def _code_of(pattern: str) -> tuple[Any, ...] | None:
    """What the matcher of ``re`` is given for a pattern; None where this Python does that otherwise."""
    try:
        tree = importlib.import_module("re._parser").parse(pattern, 0)
        code = importlib.import_module("re._compiler")._code(tree, 0)
        state = tree.state
        names: list[str | None] = [None] * state.groups
        for name, number in state.groupdict.items():
            names[number] = name
        parts = (state.flags, array(_ITEM, code).tobytes(), state.groups - 1, dict(state.groupdict), tuple(names))
    except (ImportError, AttributeError, TypeError, OverflowError):
        return None
    return parts


@cache
def _matcher() -> Callable[..., Any]:
    make: Callable[..., Any] = importlib.import_module("_sre").compile
    return make


def _reduced(pattern: regex.Pattern[str]) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    """The function that builds a pattern of ``regex``, and its arguments, as pickling would use them."""
    reduce: Any = copyreg.dispatch_table[type(pattern)]
    function, arguments = reduce(pattern)
    return function, arguments


@cache
def _rebuild() -> Callable[..., Any]:
    import regex

    return _reduced(regex.compile("a"))[0]


def _version_of_regex() -> str:
    import regex

    return f"{regex.__version__} {sys.version}"


_OF_RE = _Store("re", lambda: f"{array(_ITEM).itemsize} {sys.version}")
_OF_REGEX = _Store("regex", _version_of_regex)


def save() -> None:
    """Keep what this process has compiled, if that took long. Done at its end; a forked worker must ask for it."""
    _OF_RE.end()
    _OF_REGEX.end()


atexit.register(save)
