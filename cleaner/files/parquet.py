"""Parquet: the text columns are replaced; schema, metadata, row groups and codecs stay."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cleaner.files.problems import FileError, MissingExtra, Problem
from cleaner.files.records import TEXT_FIELDS, CleanText, Fields, no_text_field

if TYPE_CHECKING:
    import pyarrow as pa


ROWS = 1000  # Of a batch: a few megabytes of news.
