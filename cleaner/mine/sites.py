"""Whose page a document is."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


def site_of(url: str) -> str:
    """Return the site of a URL or host: the domain that somebody registered, by the public suffix list.

    Without the package ``publicsuffixlist`` it is the host without ``www.``, which is never too wide.  What is
    neither is a site's name already.

    >>> site_of("https://www.example.com/news/1")
    'example.com'
    """
    # Every page has a URL of its own; what stands before its path is remembered.
    path = url.find("/", len("https://")) if url.startswith(("https://", "http://")) else -1
    return _registered(url if path < 0 else url[:path]) or url.strip().casefold()


@lru_cache(maxsize=10_000)
def _registered(url: str) -> str:
    """Return the registered domain of a URL, nothing for what is none."""
    try:
        host = (urlsplit(url if "//" in url else f"//{url}").hostname or "").rstrip(".")
    except ValueError:
        host = ""
    if "." not in host:
        return ""
    known = _suffixes()
    domain = known.privatesuffix(host) if known else None
    return domain or host.removeprefix("www.")


@cache
def _suffixes() -> Any:
    try:
        from publicsuffixlist import PublicSuffixList
    except ImportError:
        return None
    return PublicSuffixList()


def site_of_document(name: str, url: str | None) -> str:
    """Return the site of a document's URL; without one, the folder that its file is in."""
    return site_of(url) if url else Path(name).absolute().parent.name.casefold()
