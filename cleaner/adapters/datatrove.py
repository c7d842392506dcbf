"""datatrove: a step that cleans the documents of a pipeline."""

from __future__ import annotations

from typing import Any

from ..pipeline import Cleaner
from . import digest_of, edited_metadata, expect_same_rules

try:
    from datatrove.pipeline.base import PipelineStep
except ModuleNotFoundError as error:
    raise ImportError("datatrove needs an extra: pip install 'cleaner[datatrove]'") from error


class BoilerplateCleaner(PipelineStep):  # type: ignore[misc,unused-ignore]
    """Strips boilerplate from ``document.text``, then normalises its Unicode.

    url_key: where in the metadata the URL is, for the rules of single sites.
    removals: put what was removed into ``document.metadata["cleaner_removed"]``, as dicts of start, end and rule, and
    the status into ``document.metadata["cleaner_status"]``.
    drop_gutted: leave out documents that lost more than `Cleaner.max_removed` of their text, or all of it.

    The statistics count documents by status, removals by rule (``rule/en/related:also-read``) and removed characters.
    Raises ValueError in a worker whose rules are not those of the process that made the step.
    """

    name = "🧹 cleaner"
    type = "✂️ - FORMAT"

    def __init__(
        self,
        cleaner: Cleaner | None = None,
        *,
        url_key: str = "url",
        removals: bool = False,
        drop_gutted: bool = False,
    ) -> None:
        super().__init__()
        self.cleaner = cleaner or Cleaner()
        self.url_key = url_key
        self.removals = removals
        self.drop_gutted = drop_gutted
        self.digest = digest_of(self.cleaner)

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Any:
        """Yield the documents of data, cleaned."""
        expect_same_rules(self.cleaner, self.digest)
        for document in data or ():
            with self.track_time():
                status = self._clean(document)
            if status == "gutted" and self.drop_gutted:
                self.stat_update("dropped")
            else:
                self.stat_update("forwarded")
                yield document

    def _clean(self, document: Any) -> str:
        url = document.metadata.get(self.url_key)
        result = self.cleaner.explain(document.text, url if isinstance(url, str) else None)
        document.text = result.text
        document.metadata = edited_metadata(document.metadata, result if self.removals else None)
        self.stat_update("total", result.status)
        for removal in result.removals:
            self.stat_update(f"rule/{removal.rule}")
            self.stat_update("removed", value=removal.end - removal.start, unit="removal")
        return result.status
