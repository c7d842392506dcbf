"""Settings of a project: `[tool.cleaner]` in the nearest pyproject.toml, or the nearest cleaner.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# What may be set, and what it is; the names are those of the options on the command line.
KEYS: dict[str, type] = {
    "level": str,
    "lang": list,
    "select": list,
    "ignore": list,
    "lists": list,
    "max-removed": float,
    "unicode": list,
    "format": str,
    "field": list,
    "url-field": str,
    "on-error": str,
    "on-gutted": str,
    "encoding": str,
    "keep-encoding": bool,
    "exclude": list,
    "max-size": int,
    "max-ratio": int,
    "jobs": int,
    "fsync": bool,
    "output-format": str,
}
_WORDS = {str: "a text", list: "a list of texts", bool: "true or false", int: "a whole number", float: "a number"}


class SettingsError(Exception):
    """A settings file that cannot be used; the message says where, what, and what to do."""


@dataclass(frozen=True)
class Settings:
    """The values that a file sets, by key, and the file ("" for none)."""

    values: Mapping[str, Any] = field(default_factory=dict)
    origin: str = ""


def find_settings(start: Path) -> Settings:
    """Return the settings for work in the folder start: those of the nearest file in it or above it.

    In one folder, cleaner.toml comes before pyproject.toml; a pyproject.toml without `[tool.cleaner]` is passed
    over. Raises `SettingsError` for a file that cannot be read, an unknown key and a value of the wrong type.
    """
    for folder in (start, *start.parents):
        for name in ("cleaner.toml", "pyproject.toml"):
            path = folder / name
            if path.is_file():
                table = _table(path)
                if table is not None:
                    return _checked(path, table)
    return Settings()


def _table(path: Path) -> dict[str, Any] | None:
    try:
        document = tomllib.loads(path.read_text("utf-8-sig"))  # Some editors write a mark.
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from None
    if path.name == "cleaner.toml":
        return document
    tools = document.get("tool", {})
    table = tools.get("cleaner") if isinstance(tools, dict) else None
    if table is not None and not isinstance(table, dict):
        raise SettingsError(f"{path}: tool.cleaner must be a table")
    return table


def _is(value: Any, expected: type) -> bool:
    if expected is list:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if expected is float and type(value) is int:
        return True
    return type(value) is expected  # `true` is no whole number here.


def _checked(path: Path, table: dict[str, Any]) -> Settings:
    values: dict[str, Any] = {}
    for key, value in table.items():
        expected = KEYS.get(key)
        if expected is None:
            import difflib

            near = difflib.get_close_matches(key, KEYS, 1)
            hint = f": did you mean {near[0]!r}?" if near else f"; known are {', '.join(KEYS)}"
            raise SettingsError(f"{path}: unknown setting {key!r}{hint}")
        if expected is list and isinstance(value, str):
            value = [value]
        if not _is(value, expected):
            raise SettingsError(f"{path}: {key} must be {_WORDS[expected]}, not {value!r}")
        values[key] = value
    if "lists" in values:  # Where the file says it is, wherever the command runs.
        values["lists"] = [str(path.parent / item) for item in values["lists"]]
    return Settings(values, str(path))
