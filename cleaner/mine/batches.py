"""Mining in an engine that divides the work: Arrow batches of whole sites in, proposals out.

A rule is for one site, so sites can be mined apart: an engine brings the pages of each site together, one shuffle, and
every partition is mined by the same code as files are, with the same result.  There is nothing to merge.
"""

from __future__ import annotations

import dataclasses
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from ..adapters import digest_of, expect_same_rules
from ..pipeline import Cleaner
from .passes import Recorder, Settings, mine
from .propose import Proposal

try:
    import pyarrow as pa
except ModuleNotFoundError as error:
    raise ImportError("Arrow needs an extra: pip install 'cleaner[arrow]'") from error

SCHEMA = pa.schema([("site", pa.string()), ("score", pa.float64()), ("proposal", pa.string())])


@dataclasses.dataclass(frozen=True)
class MineBatches:
    """A callable to hand to an engine: takes the batches of a partition, yields one batch with its proposals.

    All pages of a site must be in one partition.  Their order decides which copy of an article counts and which pages
    of a large site are looked at, so sort them.  A partition is kept on disk while it is mined, for it is read three
    times.  Rows without a text or without a site are passed over.

    field: the column of texts; site_field: that of their URLs or sites.  It is pickled with the digest of the rules:
    ValueError says so where it arrives and the rules are others.
    """

    field: str = "text"
    site_field: str = "url"
    cleaner: Cleaner = dataclasses.field(default_factory=Cleaner)
    settings: Settings = dataclasses.field(default_factory=Settings)
    rejected: frozenset[str] = frozenset()

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        """Yield a batch of `SCHEMA`: the site, the score, and the proposal for `proposal_of`."""
        with tempfile.TemporaryFile() as file:
            columns = pa.schema([("site", pa.string()), ("text", pa.large_string())])
            with pa.ipc.new_stream(file, columns) as writer:
                for batch in batches:
                    site, text = (batch.column(name) for name in (self.site_field, self.field))
                    arrays = [site.cast(pa.string()), text.cast(pa.large_string())]
                    writer.write(pa.RecordBatch.from_arrays(arrays, schema=columns))

            def corpus(recorder: Recorder, take: Callable[[str], None]) -> None:
                file.seek(0)
                row = 0
                for batch in pa.ipc.open_stream(file):
                    for site, text in zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True):
                        row += 1
                        if site and text:
                            take(recorder("", row, site, text))

            found = mine(corpus, self.cleaner, self.settings, self.rejected)
        rows = [{"site": p.site, "score": p.score, "proposal": msgspec.json.encode(p).decode()} for p in found]
        yield pa.RecordBatch.from_pylist(rows, schema=SCHEMA)

    def __reduce__(self) -> tuple[Any, ...]:
        settings = (self.field, self.site_field, self.cleaner, self.settings, self.rejected)
        return _received, (settings, digest_of(self.cleaner))


def proposal_of(text: str) -> Proposal:
    """Return the proposal that a row of `MineBatches` holds."""
    return msgspec.json.decode(text, type=Proposal, dec_hook=_counter)


def _counter(kind: type, value: Any) -> Any:
    return Counter(value)


def _received(settings: tuple[Any, ...], digest: str) -> MineBatches:
    here = MineBatches(*settings)
    expect_same_rules(here.cleaner, digest)
    return here
