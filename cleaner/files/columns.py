"""The columns of Arrow and Parquet that tell what was done to the texts beside them."""

from __future__ import annotations

import pyarrow as pa

from .records import AUDIT as AUDIT

SPAN = [("start", pa.int64()), ("end", pa.int64())]
_EDITS = pa.list_(pa.struct([*SPAN, ("new", pa.int64()), ("by", pa.string()), ("old", pa.string())]))
AUDIT_PATHS = [
    *(f"{AUDIT}.{name}" for name in ("version", "before", "after")),
    *(f"{AUDIT}.edits.list.element.{name}" for name in ("start", "end", "new", "by", "old")),
]  # As Parquet names what is stored.
AUDIT_TYPE = pa.struct([("version", pa.int64()), ("before", pa.string()), ("after", pa.string()), ("edits", _EDITS)])
