"""What does an engine add to the cleaning?  Ratios of wall time, measured in turns in one run.

    python benchmarks/adapters.py                          # all engines that are installed
    python benchmarks/adapters.py --only arrow polars      # some
    python benchmarks/adapters.py --rows 4000 --rounds 3

For each engine: the same job with a function that changes nothing, with the cleaning, and the cleaning in a plain loop
(``Cleaner.clean`` for each text).  ``cost`` is cleaning / (identity + loop), for Arrow cleaning / loop; below 1 means
that the engine used more than one core.  ``2:1`` is how much faster two workers are than one; ``share`` says the same
of machines with other work to do: processor seconds of the one worker / those of the busier of the two, in the cleaning
alone, without what the engine does around it.  A ratio is that of the best rounds: other work on the machine only adds.
Rules are loaded before the clock starts, and workers are warm; what they take to start is printed apart.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from batch import documents

from cleaner import Cleaner

Job = Callable[[], Any]


def arrow_jobs(texts: list[str], folder: Path) -> Iterator[tuple[str, Job]]:
    """Yield the name of each job and the job; ``identity`` and ``clean`` are there for every engine."""
    import pyarrow as pa

    from cleaner.adapters.arrow import clean_array

    array = pa.array(texts)
    yield "clean", lambda: clean_array(array)


def pandas_jobs(texts: list[str], folder: Path) -> Iterator[tuple[str, Job]]:
    """The accessor, and Series.map."""
    import pandas as pd

    import cleaner.adapters.pandas

    assert cleaner.adapters.pandas
    series = pd.Series(texts)
    yield "identity", lambda: series.map(same)
    yield "clean", series.cleaner.clean


def polars_jobs(texts: list[str], folder: Path) -> Iterator[tuple[str, Job]]:
    """Expressions of the streaming engine."""
    import polars as pl

    import cleaner.adapters.polars

    assert cleaner.adapters.polars
    frame = pl.DataFrame({"text": texts}).lazy()
    text = pl.col("text")
    keep = text.map_batches(lambda s: pl.Series(s.name, list(s)), return_dtype=pl.String, is_elementwise=True)
    yield "identity", lambda: frame.with_columns(keep).collect(engine="streaming")
    yield "clean", lambda: frame.with_columns(text.cleaner.clean()).collect(engine="streaming")


def datasets_jobs(texts: list[str], folder: Path) -> Iterator[tuple[str, Job]]:
    """``map`` of a dataset in the format arrow, without its cache; with one process and with two."""
    import datasets

    from cleaner.adapters.datasets import CleanExamples

    datasets.disable_progress_bars()
    datasets.disable_caching()
    rows = datasets.Dataset.from_dict({"text": texts}).with_format("arrow")
    step = CleanExamples()
    yield "identity", lambda: rows.map(same, batched=True)
    yield "clean", lambda: rows.map(step, batched=True)
    yield "one", lambda: rows.map(step, batched=True, num_proc=1)
    yield "two", lambda: rows.map(step, batched=True, num_proc=2)
    timed = Timed(step)
    for name, count in (("cpu one", 1), ("cpu two", 2)):
        yield (
            name,
            lambda count=count: told(
                rows.map(timed, batched=True, num_proc=count, remove_columns="text").with_format(None)
            ),
        )


def spark_jobs(texts: list[str], folder: Path) -> Iterator[tuple[str, Job]]:
    """``mapInArrow`` of a Parquet file in a local session, one task at a time; then one file and two at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    from pyspark.sql import SparkSession

    from cleaner.adapters.arrow import CleanBatches
    from cleaner.adapters.spark import clean_frame

    os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    pq.write_table(pa.table({"text": texts}), folder / "texts.parquet", row_group_size=500)
    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    frame = spark.read.parquet(str(folder / "texts.parquet"))

    def run(job: Any) -> None:
        job.write.format("noop").mode("overwrite").save()

    one, two = frame.coalesce(1).cache(), frame.repartition(2).cache()
    yield "identity", lambda: run(one.mapInArrow(each_same, one.schema))
    yield "clean", lambda: run(clean_frame(one))
    yield "one", lambda: run(clean_frame(one))
    yield "two", lambda: run(clean_frame(two))
    timed = Timed(CleanBatches())
    for name, data in (("cpu one", one), ("cpu two", two)):
        yield name, lambda data=data: told(row.asDict() for row in data.mapInArrow(timed.each, TIMES).collect())


def ray_jobs(texts: list[str], folder: Path) -> Iterator[tuple[str, Job]]:
    """``map_batches`` in a local cluster, one task at a time; then one and two."""
    import ray

    from cleaner.adapters.arrow import CleanBatches
    from cleaner.adapters.ray import clean_dataset

    ray.init(num_cpus=2, include_dashboard=False, logging_level="error", log_to_driver=False)
    ray.data.DataContext.get_current().enable_progress_bars = False
    data = ray.data.from_items([{"text": text} for text in texts]).repartition(4).materialize()
    yield "identity", lambda: data.map_batches(same, batch_format="pyarrow", concurrency=1).materialize()
    yield "clean", lambda: clean_dataset(data, concurrency=1).materialize()
    yield "one", lambda: clean_dataset(data, concurrency=1).materialize()
    yield "two", lambda: clean_dataset(data, concurrency=2).materialize()
    timed = Timed(CleanBatches())
    for name, count in (("cpu one", 1), ("cpu two", 2)):
        yield (
            name,
            lambda count=count: told(data.map_batches(timed, batch_format="pyarrow", concurrency=count).take_all()),
        )


ENGINES = {
    "arrow": arrow_jobs,
    "pandas": pandas_jobs,
    "polars": polars_jobs,
    "datasets": datasets_jobs,
    "spark": spark_jobs,
    "ray": ray_jobs,
}


def same(batch: Any) -> Any:
    """Change nothing."""
    return batch


def each_same(batches: Any) -> Any:
    """Change nothing."""
    return batches


TIMES = "pid long, cpu double"


class Timed:
    """Cleans a batch, and returns one that says in which process and how many processor seconds it took."""

    def __init__(self, step: Any) -> None:
        self._step = step

    def __call__(self, batch: Any) -> Any:
        import pyarrow as pa

        start = time.process_time()
        self._step(batch)
        return pa.table({"pid": [os.getpid()], "cpu": [time.process_time() - start]})

    def each(self, batches: Any) -> Iterator[Any]:
        """Do so for each batch."""
        for batch in batches:
            yield from self(batch).to_batches()


def told(rows: Iterable[Any]) -> float:
    """Return the processor seconds of the busiest process."""
    by_process: Counter[int] = Counter()
    for row in rows:
        by_process[int(row["pid"])] += float(row["cpu"])
    return max(by_process.values())


def start_up() -> float:
    """Return how many processor seconds a new process takes to import the package and read the rules."""
    script = "import time; from cleaner import Cleaner; Cleaner().clean('a'); print(time.process_time())"
    empty = "import time; print(time.process_time())"
    took = [float(subprocess.check_output([sys.executable, "-c", code])) for code in (script, script, empty)]
    return min(took[:2]) - took[2]  # The first may have found no cache.


def seconds(job: Job) -> float:
    """Return how long a job takes."""
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def main() -> None:
    """Print a line for each engine."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--rows", type=int, default=4000, help="texts of about 5 KB")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    texts = list(documents(options.rows))
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    clean = Cleaner().clean
    clean(texts[0])
    print(f"{len(texts)} texts, {megabytes:.0f} MB; a worker starts in {start_up():.2f} processor seconds")
    print(f"{'':10}{'rows/s':>10}{'identity':>10}{'loop':>10}{'cost':>8}{'2:1':>8}{'share':>8}")
    for name in options.only:
        with tempfile.TemporaryDirectory() as folder:
            jobs = dict(ENGINES[name](texts, Path(folder)))
            for job in jobs.values():
                job()  # Warm: workers started, rules loaded.
            jobs["loop"] = lambda: [clean(text) for text in texts]
            best = dict.fromkeys(jobs, float("inf"))
            for _ in range(options.rounds):
                for job_name, job in jobs.items():
                    # Those that measure themselves return what they found.
                    best[job_name] = min(best[job_name], job() if job_name.startswith("cpu") else seconds(job))
        identity = best.get("identity", 0.0)
        cost = best["clean"] / (identity + best["loop"])
        faster = f"{best['one'] / best['two']:8.2f}{best['cpu one'] / best['cpu two']:8.2f}" if "two" in best else ""
        free = f"{len(texts) / identity:10.0f}" if identity else f"{'':10}"
        print(f"{name:10}{len(texts) / best['clean']:10.0f}{free}{len(texts) / best['loop']:10.0f}{cost:8.2f}{faster}")


if __name__ == "__main__":
    main()
