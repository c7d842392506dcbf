"""What a file is, by its name: `news.jsonl.gz` is JSON Lines in gzip."""

from __future__ import annotations

from typing import NamedTuple

FORMATS = ("text", "jsonl", "csv", "tsv", "parquet")
COMPRESSIONS = ("gz", "bz2", "xz", "zst")

_FORMAT_BY_SUFFIX = {
    "txt": "text",
    "text": "text",
    "md": "text",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
    "csv": "csv",
    "tsv": "tsv",
    "parquet": "parquet",
}
SUFFIXES = ", ".join("." + suffix for suffix in _FORMAT_BY_SUFFIX)


class Kind(NamedTuple):
    """A file's format and its compression ("" for none)."""

    format: str
    compression: str = ""


def kind_of(name: str) -> Kind | None:
    """Return the kind that the suffixes of name say, or None for a file that is none of ours.

    >>> kind_of("news/2024.JSONL.gz")
    Kind(format='jsonl', compression='gz')
    >>> kind_of("photo.jpg") is None
    True
    """
    stem, _, suffix = name.rpartition(".")
    suffix = suffix.lower()
    compression = ""
    if suffix in COMPRESSIONS:
        compression = suffix
        stem, _, suffix = stem.rpartition(".")
        suffix = suffix.lower()
    format = _FORMAT_BY_SUFFIX.get(suffix)
    return Kind(format, compression) if stem and format else None


def compression_of(name: str) -> str:
    """Return the compression that the last suffix of name says ("" for none): the format is given."""
    suffix = name.rpartition(".")[2].lower()
    return suffix if suffix in COMPRESSIONS else ""
