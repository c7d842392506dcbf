"""Ray Data: clean a column of a Dataset.

Every node needs cleaner installed, and the lists that the cleaner names, at the same paths.
"""

from __future__ import annotations

from typing import Any

from ..pipeline import Cleaner

try:
    import pyarrow  # noqa: F401 - what it hands texts over with
except ModuleNotFoundError as error:
    raise ImportError("Ray needs an extra: pip install 'cleaner[ray]'") from error

from .arrow import CleanBatches


def clean_dataset(
    dataset: Any,
    field: str = "text",
    *,
    url_field: str | None = None,
    removals: bool = False,
    status: bool = False,
    audit: bool = False,
    cleaner: Cleaner | None = None,
    **options: Any,
) -> Any:
    """Return a `ray.data.Dataset` with one column cleaned, in tasks that read the rules once per worker process.

    The arguments, and the columns added, are those of `clean_batch`; options go to `ray.data.Dataset.map_batches`,
    such as ``batch_size``, ``concurrency`` or ``num_cpus``.
    """
    job = CleanBatches(field, url_field, removals, status, audit, cleaner or Cleaner())
    return dataset.map_batches(job, batch_format="pyarrow", **options)
