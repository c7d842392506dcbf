"""Spark: clean a column of a DataFrame, on Arrow batches, or in SQL.

Every executor needs cleaner installed, and the lists that the cleaner names, at the same paths.
"""

from __future__ import annotations

from typing import Any

from ..pipeline import Cleaner
from . import digest_of, expect_same_rules
from .arrow import REMOVED, STATUS, CleanBatches, expect_new

try:
    import pandas as pd
    from pyspark.sql.pandas.functions import pandas_udf
    from pyspark.sql.types import ArrayType, LongType, StringType, StructField, StructType
except ModuleNotFoundError as error:
    raise ImportError("Spark needs an extra: pip install 'cleaner[spark]'") from error

from .pandas import SeriesCleaner


def clean_frame(
    frame: Any,
    field: str = "text",
    *,
    url_field: str | None = None,
    removals: bool = False,
    status: bool = False,
    cleaner: Cleaner | None = None,
) -> Any:
    """Return a Spark DataFrame with one column cleaned, through ``mapInArrow``: no shuffle, partitions as they were.

    The arguments, and the columns added, are those of `clean_batch`.  Raises ValueError for a column to be added that
    is there; the job fails with KeyError for a column that is not, and where an executor has other rules.
    """
    job = CleanBatches(field, url_field, removals, status, cleaner or Cleaner())
    schema = StructType(list(frame.schema.fields))
    span = [StructField("start", LongType()), StructField("end", LongType()), StructField("rule", StringType())]
    for wanted, name, type_ in ((removals, REMOVED, ArrayType(StructType(span))), (status, STATUS, StringType())):
        if wanted:
            expect_new(name, frame.columns)
            schema = schema.add(name, type_)
    return frame.mapInArrow(job.each, schema)


def clean_udf(cleaner: Cleaner | None = None) -> Any:
    """Return a UDF for columns and SQL: ``frame.withColumn("text", clean_udf()("text"))``; null stays null."""
    cleaner = cleaner or Cleaner()
    digest = digest_of(cleaner)

    def clean(texts: pd.Series) -> pd.Series:
        expect_same_rules(cleaner, digest)
        return SeriesCleaner(texts).clean(cleaner)

    return pandas_udf(clean, StringType())  # type: ignore[call-overload,unused-ignore]
