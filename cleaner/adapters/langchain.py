"""LangChain: a transformer of documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..pipeline import Cleaner
from . import edited_metadata

try:
    from langchain_core.documents import BaseDocumentTransformer, Document
except ModuleNotFoundError as error:
    raise ImportError("LangChain needs an extra: pip install 'cleaner[langchain]'") from error


class BoilerplateTransformer(BaseDocumentTransformer):
    """Cleans ``page_content``; id and metadata stay.

    url_key: where in the metadata the URL is, for the rules of single sites.
    removals: add ``cleaner_removed`` (start, end and rule of each removal) and ``cleaner_status`` to the metadata.
    """

    def __init__(self, cleaner: Cleaner | None = None, *, url_key: str = "source", removals: bool = False) -> None:
        self.cleaner = cleaner or Cleaner()
        self.url_key = url_key
        self.removals = removals

    def transform_documents(self, documents: Sequence[Document], **kwargs: Any) -> list[Document]:
        """Return new documents; those given stay as they are."""
        cleaned = []
        for document in documents:
            url = document.metadata.get(self.url_key)
            result = self.cleaner.explain(document.page_content, url if isinstance(url, str) else None)
            metadata = edited_metadata(document.metadata, result if self.removals else None)
            cleaned.append(document.model_copy(update={"page_content": result.text, "metadata": metadata}))
        return cleaned
