"""LlamaIndex: a component for an `IngestionPipeline`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..pipeline import Cleaner
from . import digest_of, edited_metadata

try:
    from llama_index.core.schema import BaseNode, TransformComponent
except ModuleNotFoundError as error:
    raise ImportError("LlamaIndex needs an extra: pip install 'cleaner[llamaindex]'") from error


class BoilerplateTransform(TransformComponent):
    """Cleans the text of nodes that have one; ids, metadata and relationships stay.

    url_key: where in the metadata the URL is, for the rules of single sites.
    removals: add ``cleaner_removed`` (start, end and rule of each removal) and ``cleaner_status`` to the metadata,
    which neither an embedding nor a language model gets to see.
    digest: that of the rules and options, so that a pipeline's cache holds what they made and nothing else.
    """

    cleaner: Cleaner
    url_key: str
    removals: bool
    digest: str

    def __init__(self, cleaner: Cleaner | None = None, *, url_key: str = "url", removals: bool = False) -> None:
        cleaner = cleaner or Cleaner()
        settings: Any = {"cleaner": cleaner, "url_key": url_key, "removals": removals, "digest": digest_of(cleaner)}
        super().__init__(**settings)

    def __call__(self, nodes: Sequence[BaseNode], **kwargs: Any) -> list[BaseNode]:
        """Return new nodes; those given stay as they are."""
        return [self._clean(node) if hasattr(node, "text") else node for node in nodes]

    def _clean(self, node: Any) -> BaseNode:
        url = node.metadata.get(self.url_key)
        result = self.cleaner.explain(node.text, url if isinstance(url, str) else None)
        cleaned = node.model_copy(deep=True)
        cleaned.set_content(result.text)
        if self.removals:
            cleaned.metadata = edited_metadata(node.metadata, result)
            added = [key for key in cleaned.metadata if key not in node.metadata]
            cleaned.excluded_embed_metadata_keys = [*node.excluded_embed_metadata_keys, *added]
            cleaned.excluded_llm_metadata_keys = [*node.excluded_llm_metadata_keys, *added]
        return cleaned  # type: ignore[no-any-return,unused-ignore]
