"""Spark: clean a column of a DataFrame, on Arrow batches, or in SQL.

Every executor needs cleaner installed, and the lists that the cleaner names, at the same paths.
"""

from __future__ import annotations

from typing import Any

from ..pipeline import Cleaner
from . import digest_of, expect_same_rules

try:
    import pandas as pd
    import pyarrow as pa
    from pyspark.sql.pandas.functions import pandas_udf
    from pyspark.sql.pandas.types import from_arrow_type
    from pyspark.sql.types import StringType, StructType
except ModuleNotFoundError as error:
    raise ImportError("Spark needs an extra: pip install 'cleaner[spark]'") from error

from .arrow import AUDIT, AUDIT_TYPE, REMOVED, REMOVED_TYPE, STATUS, CleanBatches, clean_array, expect_new
from .pandas import SeriesCleaner


def clean_frame(
    frame: Any,
    field: str = "text",
    *,
    url_field: str | None = None,
    removals: bool = False,
    status: bool = False,
    audit: bool = False,
    cleaner: Cleaner | None = None,
) -> Any:
    """Return a Spark DataFrame with one column cleaned, through ``mapInArrow``: no shuffle, partitions as they were.

    The arguments, and the columns added, are those of `clean_batch`.  Raises ValueError for a column to be added that
    is there; the job fails with KeyError for a column that is not, and where an executor has other rules.
    """
    job = CleanBatches(field, url_field, removals, status, audit, cleaner or Cleaner())
    schema = StructType(list(frame.schema.fields))
    for wanted, name, type_ in (
        (removals, REMOVED, REMOVED_TYPE),
        (status, STATUS, pa.string()),
        (audit, AUDIT, AUDIT_TYPE),
    ):
        if wanted:
            expect_new(name, frame.columns)
            schema = schema.add(name, from_arrow_type(type_))
    return frame.mapInArrow(job.each, schema)


def clean_udf(cleaner: Cleaner | None = None) -> Any:
    """Return a UDF for columns and SQL: ``frame.withColumn("text", clean_udf()("text"))``; null stays null.

    It is a pandas UDF, which every version of Spark has that we support; from 4.1 on, `clean_arrow_udf` does without
    pandas.
    """
    cleaner = cleaner or Cleaner()
    digest = digest_of(cleaner)

    def clean(texts: pd.Series) -> pd.Series:
        expect_same_rules(cleaner, digest)
        return SeriesCleaner(texts).clean(cleaner)

    return pandas_udf(clean, StringType())  # type: ignore[call-overload,unused-ignore]


def clean_arrow_udf(cleaner: Cleaner | None = None) -> Any:
    """Return `clean_udf` as an Arrow UDF: texts go to Spark and back without pandas.

    Raises ImportError before Spark 4.1, which has no such UDFs.
    """
    try:
        from pyspark.sql.functions import arrow_udf  # type: ignore[attr-defined,unused-ignore]
    except ImportError as error:
        raise ImportError("Arrow UDFs need pyspark>=4.1; clean_udf is a pandas UDF, for any version") from error
    cleaner = cleaner or Cleaner()
    digest = digest_of(cleaner)

    def clean(texts: pa.Array) -> pa.Array:
        expect_same_rules(cleaner, digest)
        return clean_array(texts, cleaner)

    return arrow_udf(clean, StringType())
