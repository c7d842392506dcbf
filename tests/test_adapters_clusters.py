"""Spark and Ray: a local cluster of two workers leaves the same texts as `Cleaner.clean`."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from engines import engine, expected, missing, site_cleaner, texts, urls

from cleaner import Cleaner

FERRY = "The ferry sank.\n\nOur ferry page"


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    engine("pyspark")
    if shutil.which("java") is None:
        missing("no java on the PATH: apt-get install openjdk-17-jre-headless")
    from pyspark.sql import SparkSession

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        session = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.execution.arrow.maxRecordsPerBatch", "40")
            .getOrCreate()
        )
        session.sparkContext.setLogLevel("ERROR")
        yield session
        session.stop()


@pytest.fixture(scope="module")
def ray() -> Iterator[Any]:
    module = engine("ray")
    engine("ray.data")
    module.init(num_cpus=2, include_dashboard=False, logging_level="error", log_to_driver=False)
    yield module
    module.shutdown()


def rows() -> list[tuple[int, str | None, str | None]]:
    return [(number, *row) for number, row in enumerate(zip([*texts(), None], [*urls(), None], strict=True))]


def results(cleaner: Cleaner) -> list[tuple[Any, ...]]:
    """What each of the rows becomes: its number, text, removals and status."""
    found = []
    for number, text, url in rows():
        result = None if text is None else cleaner.explain(text, url)
        removed = result and [{"start": r.start, "end": r.end, "rule": r.rule} for r in result.removals]
        found.append((number, result and result.text, removed, result and result.status))
    return found


def count_loads() -> Callable[[], Any]:
    """Return a function that says which process it runs in, and how many times that has read the rules."""

    def loads() -> Any:  # Inside, so that it travels to workers, which cannot import the tests.
        import os

        import pyarrow as pa

        from cleaner.engine import _engine

        return pa.RecordBatch.from_pylist([{"pid": os.getpid(), "loads": _engine.cache_info().misses}])

    return loads


# ------------------------------------------------------------------ Spark


def test_spark_cleans_through_map_in_arrow(spark: Any) -> None:
    from cleaner.adapters.spark import clean_frame

    frame = spark.createDataFrame(rows(), "id int, text string, url string").repartition(4)
    cleaned = clean_frame(frame)
    assert cleaned.schema == frame.schema
    kept = sorted(tuple(row) for row in cleaned.collect())
    assert kept == [(i, text, url) for (i, _, url), text in zip(rows(), [*expected(), None], strict=True)]


def test_spark_says_what_was_removed(spark: Any, tmp_path: Path) -> None:
    from cleaner.adapters.spark import clean_frame

    cleaner = site_cleaner(tmp_path)
    frame = spark.createDataFrame(rows(), "id int, body string, url string").repartition(4)
    cleaned = clean_frame(frame, "body", url_field="url", removals=True, status=True, cleaner=cleaner)
    found = []
    for row in sorted(cleaned.collect()):
        removed = row.cleaner_removed
        spans = None if removed is None else [span.asDict() for span in removed]
        found.append((row.id, row.body, spans, row.cleaner_status))
    assert found == results(cleaner)
    with pytest.raises(ValueError, match="'cleaner_removed' is there already"):
        clean_frame(cleaned, "body", removals=True)


def test_spark_cleans_in_a_udf_and_in_sql(spark: Any) -> None:
    from cleaner.adapters.spark import clean_udf

    frame = spark.createDataFrame(rows(), "id int, text string, url string").repartition(4)
    by_column = frame.select("id", clean_udf()("text").alias("text")).orderBy("id").collect()
    assert [row.text for row in by_column] == [*expected(), None]
    spark.udf.register("only_unicode", clean_udf(Cleaner(select=())))
    assert spark.sql("SELECT only_unicode('“Advertisement”') AS text").collect()[0].text == '"Advertisement"'


def test_spark_cleans_in_an_arrow_udf(spark: Any) -> None:
    from cleaner.adapters.spark import clean_arrow_udf

    if not hasattr(engine("pyspark.sql.functions"), "arrow_udf"):
        with pytest.raises(ImportError, match=r"pyspark>=4\.1"):
            clean_arrow_udf()
        return
    frame = spark.createDataFrame(rows(), "id int, text string, url string").repartition(4)
    by_column = frame.select("id", clean_arrow_udf()("text").alias("text")).orderBy("id").collect()
    assert [row.text for row in by_column] == [*expected(), None]


def test_spark_keeps_an_audit_from_which_texts_come_back(spark: Any) -> None:
    from cleaner.adapters.arrow import restore_batch
    from cleaner.adapters.spark import clean_frame

    frame = spark.createDataFrame(rows(), "id int, text string, url string").repartition(4)
    cleaned = clean_frame(frame, audit=True)
    restored = cleaned.mapInArrow(lambda batches: map(restore_batch, batches), frame.schema)
    assert sorted(tuple(row) for row in restored.collect()) == rows()


def test_spark_reads_the_rules_once_in_each_worker(spark: Any) -> None:
    from cleaner.adapters.arrow import CleanBatches

    job, loads = CleanBatches(), count_loads()

    def work(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            job(batch)
            yield loads()

    frame = spark.createDataFrame(rows(), "id int, text string, url string").repartition(4)
    told = frame.mapInArrow(work, "pid long, loads long").collect()
    assert len(told) >= 8  # Batches of 40 rows.
    pids = {row.pid for row in told}
    assert 1 <= len(pids) <= 4
    # Workers live on: other tests may have had them read other rules before.  No batch after the first reads any.
    assert len({(row.pid, row.loads) for row in told}) == len(pids)


# ------------------------------------------------------------------ Ray


def test_ray_reads_the_rules_once_in_each_worker(ray: Any) -> None:
    from cleaner.adapters.arrow import CleanBatches

    job, loads = CleanBatches(), count_loads()

    def work(batch: Any) -> Any:
        job(batch)
        return {name: loads().column(name).to_numpy() for name in ("pid", "loads")}

    table = [{"text": text} for text in texts()]
    data = ray.data.from_items(table).repartition(4)
    told = data.map_batches(work, batch_format="pyarrow", batch_size=20, concurrency=2).take_all()
    assert len(told) >= 8
    assert {row["loads"] for row in told} == {1}


def test_ray_cleans_in_two_workers(ray: Any) -> None:
    from cleaner.adapters.ray import clean_dataset

    table = [{"id": i, "text": text, "url": url} for i, text, url in rows()]
    cleaned = clean_dataset(ray.data.from_items(table).repartition(4), batch_size=50, concurrency=2)
    kept = sorted(cleaned.take_all(), key=lambda row: row["id"])
    assert kept == [row | {"text": text} for row, text in zip(table, [*expected(), None], strict=True)]


def test_ray_says_what_was_removed(ray: Any, tmp_path: Path) -> None:
    from cleaner.adapters.ray import clean_dataset

    cleaner = site_cleaner(tmp_path)
    data = ray.data.from_items([{"id": i, "body": text, "url": url} for i, text, url in rows()]).repartition(4)
    cleaned = clean_dataset(data, "body", url_field="url", removals=True, status=True, cleaner=cleaner)
    kept = sorted(cleaned.take_all(), key=lambda row: row["id"])
    found = []
    for row in kept:
        spans = row["cleaner_removed"]
        spans = None if spans is None else [dict(span) for span in spans]
        found.append((row["id"], row["body"], spans, row["cleaner_status"]))
    assert found == results(cleaner)
