"""Haystack: a component for a `Pipeline`."""

from __future__ import annotations

import dataclasses
from typing import Any

from ..pipeline import Cleaner
from . import edited_metadata

try:
    from haystack import Document, component, default_from_dict, default_to_dict
except ModuleNotFoundError as error:
    raise ImportError("Haystack needs an extra: pip install 'cleaner[haystack]'") from error


@component
class BoilerplateCleaner:
    """Cleans ``content``; id and meta stay, and documents without text pass through.

    url_key: where in the meta the URL is, for the rules of single sites.
    removals: add ``cleaner_removed`` (start, end and rule of each removal) and ``cleaner_status`` to the meta.
    """

    def __init__(self, cleaner: Cleaner | None = None, url_key: str = "url", removals: bool = False) -> None:
        self.cleaner = cleaner or Cleaner()
        self.url_key = url_key
        self.removals = removals

    @component.output_types(documents=list[Document])
    def run(self, documents: list[Document]) -> dict[str, list[Document]]:
        """Return new documents; those given stay as they are."""
        return {"documents": [self._clean(document) if document.content else document for document in documents]}

    def _clean(self, document: Any) -> Any:
        url = document.meta.get(self.url_key)
        result = self.cleaner.explain(document.content, url if isinstance(url, str) else None)
        meta = edited_metadata(document.meta, result if self.removals else None)
        return dataclasses.replace(document, content=result.text, meta=meta)

    def to_dict(self) -> dict[str, Any]:
        """Return the settings, for a pipeline that is saved."""
        settings = {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in dataclasses.asdict(self.cleaner).items()
        }
        return default_to_dict(self, cleaner=settings, url_key=self.url_key, removals=self.removals)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> BoilerplateCleaner:
        """Return the component that settings describe."""
        settings = data["init_parameters"] | {"cleaner": Cleaner(**data["init_parameters"]["cleaner"])}
        return default_from_dict(cls, data | {"init_parameters": settings})
