"""How much does the work around the cleaning cost?  Ratios of wall time, each pair measured in turns in one run.

    python benchmarks/batch.py                     # all rows
    python benchmarks/batch.py --only text jsonl   # text | jsonl | parquet | gz | jobs | cpu | memory
    python benchmarks/batch.py --scale 0.2 --rounds 3
    python benchmarks/batch.py --texts fixtures    # news | fixtures

The texts have about 5 KB of UTF-8 each.  ``news``: pages of this size from ``../shared/benchmark/dev``, where that
folder is there, as they were scraped.  ``fixtures``: an article of ours with all that its page had around it, filled up
with paragraphs in its language, most of them near misses: three times as slow to clean, and in 38 languages.

The command is run as users run it, start-up included.  A ratio is that of the best rounds: other work on the machine
only adds.  The ratio of CPU times, of all processes together, is less disturbed by it.
Each round writes to a new place: some file systems are slow to reuse what was just deleted.
Byte code is written and read, as where the package is installed: without it each start takes twice as long.

``cpu`` holds on a busy machine too: it compares CPU times, and works out what two free cores would make of them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import multiprocessing
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILES = 8000
RECORDS = 16_000
DATA = ROOT.parent / "shared" / "benchmark" / "dev"
TEXTS = "news" if DATA.exists() else "fixtures"
COMMAND = [sys.executable, "-m", "cleaner", "clean", "--quiet"]


def documents(count: int) -> Iterator[str]:
    """Yield texts of about 5 KB, each with a first line of its own."""
    if TEXTS == "fixtures":
        yield from _from_fixtures(count)
        return
    pages: list[str] = []
    for name in ("news", "world"):
        with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            rows = map(json.loads, file)
            pages += [row["text"] if "text" in row else "\n".join(line for line, _ in row["lines"]) for row in rows]
    pages = [page for page in pages if 4000 <= len(page.encode()) <= 6000]
    chance = random.Random(5)
    for number in range(count):
        yield f"Report {number}\n\n{chance.choice(pages)}"


def _from_fixtures(count: int) -> Iterator[str]:
    """Yield articles as they were scraped, each with shuffled paragraphs in its language."""
    chance = random.Random(5)
    paragraphs: dict[str, list[str]] = {}
    for folder in ("expected", "keep"):
        for path in sorted((ROOT / "fixtures" / folder).glob("*.txt")):
            paragraphs.setdefault(language(path), []).extend(path.read_text("utf-8").split("\n\n"))
    scraped = [(language(path), path.read_text("utf-8")) for path in sorted((ROOT / "fixtures/articles").glob("*.txt"))]
    for number in range(count):
        name, article = chance.choice(scraped)
        parts = [f"Report {number}", article]
        size = len(article.encode())
        while size < 4750:  # The last paragraph goes beyond.
            parts.append(chance.choice(paragraphs[name]))
            size += len(parts[-1].encode())
        yield "\n\n".join(parts)


def language(path: Path) -> str:
    """The language of a fixture, which its name begins with: ``de-bruecke.txt``; English where it does not."""
    name, hyphen, _ = path.stem.partition("-")
    return name if hyphen and len(name) == 2 else "en"


def record(number: int, text: str) -> dict[str, object]:
    """Return a record as data sets have them."""
    url = f"https://news.example/{number}"
    return {"id": number, "url": url, "lang": "en", "score": 1.0, "text": text, "tags": ["a", "b"], "crawled": None}


def make_text(folder: Path, scale: float) -> Path:
    """Write the folder of small files."""
    for number, text in enumerate(documents(int(FILES * scale))):
        path = folder / "text" / f"{number % 80:02}" / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder / "text"


def make_jsonl(folder: Path, scale: float, name: str = "shard.jsonl") -> Path:
    """Write a shard of JSON Lines."""
    with (folder / name).open("w", encoding="utf-8") as file:
        for number, text in enumerate(documents(int(RECORDS * scale))):
            file.write(json.dumps(record(number, text), ensure_ascii=False) + "\n")
    return folder / name


def make_parquet(folder: Path, scale: float) -> Path:
    """Write a shard of Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [record(number, text) for number, text in enumerate(documents(int(RECORDS * scale)))]
    pq.write_table(pa.Table.from_pylist(rows), folder / "shard.parquet", row_group_size=5000, compression="zstd")
    return folder / "shard.parquet"


def bare_half(source: Path, target: Path, half: int) -> None:
    """Clean half of a JSON Lines file with the barest loop there is."""
    import orjson

    from cleaner import Cleaner

    clean = Cleaner().clean
    size = source.stat().st_size
    with source.open("rb") as lines, target.open("wb") as out:
        if half:
            lines.seek(size // 2)
            lines.readline()
        while (half or lines.tell() <= size // 2) and (line := lines.readline()):
            row = orjson.loads(line)
            row["text"] = clean(row["text"])
            out.write(orjson.dumps(row) + b"\n")


def bare_jsonl(source: Path, folder: Path) -> None:
    """Run the bare loop over both halves in two processes."""
    in_two(lambda half: bare_half(source, folder / f"half{half}.jsonl", half))


def bare_parquet(source: str, target: str) -> None:
    """Read, clean and write a Parquet file, as a short script would."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from cleaner import Cleaner

    clean = Cleaner().clean
    file = pq.ParquetFile(source)
    with pq.ParquetWriter(target, file.schema_arrow, compression="zstd") as writer:
        for group in range(file.num_row_groups):
            table = file.read_row_group(group)
            at = table.schema.get_field_index("text")
            texts = pa.array([clean(text) for text in table["text"].to_pylist()])
            writer.write_table(table.set_column(at, table.schema.field(at), texts), row_group_size=table.num_rows)


def bare_copy(source: Path, target: Path, half: int) -> None:
    """Read, decode and write every other file of a folder, each through a temporary file: the least that must be."""
    number = 0
    for folder, _, names in os.walk(source):
        below = target / Path(folder).relative_to(source)
        below.mkdir(parents=True, exist_ok=True)
        for name in names:
            number += 1
            if number % 2 == half:
                with Path(folder, name).open("rb", buffering=0) as file:
                    text = file.read().decode()
                with (below / f".{name}").open("wb", buffering=0) as file:
                    file.write(text.encode())
                (below / f".{name}").replace(below / name)


def in_two(action: Callable[..., None], *args: object) -> None:
    """Do both halves of something in two processes."""
    halves = [multiprocessing.Process(target=action, args=(*args, half)) for half in (0, 1)]
    for process in halves:
        process.start()
    for process in halves:
        process.join()


def timed(action: Callable[[], object], out: Path) -> tuple[float, float]:
    """Return the seconds and the CPU seconds of an action's processes; what it writes to out is put away afterwards."""
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    action()
    seconds, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if out.exists():
        out.rename(out.with_name(f"{time.monotonic_ns()}-{out.name}"))
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def command(*args: object) -> Callable[[], object]:
    """Return a call of the command."""
    return lambda: subprocess.run([*COMMAND, *map(str, args)], check=True)


def compare(
    title: str, bar: str, one: Callable[[], object], other: Callable[[], object], out: Path, rounds: int
) -> None:
    """Print how many times as long one takes as the other, and how many times the CPU time."""
    pairs = [(timed(one, out), timed(other, out)) for _ in range(rounds)]
    (first, first_cpu), (second, second_cpu) = (map(min, zip(*side, strict=True)) for side in zip(*pairs, strict=True))
    each = ", ".join(f"{a / b:.2f}" for (a, _), (b, _) in pairs)
    print(
        f"{title:54} {first / second:6.2f}  {verdict(first / second, bar):18} rounds: {each}\n"
        f"{'':54} {first_cpu / second_cpu:6.2f}  by CPU time: {first_cpu:.2f} s / {second_cpu:.2f} s",
        flush=True,
    )


def verdict(ratio: float, bar: str) -> str:
    """Return the bar, and whether a ratio reaches it."""
    sign, _, value = bar.partition(" ")
    if not value:
        return bar
    return f"bar {bar}: {'yes' if (ratio <= float(value) if sign == '<=' else ratio >= float(value)) else 'NO'}"


TIMES = """
import atexit, json, os
from cleaner.__main__ import main
atexit.register(lambda: print(json.dumps(os.times())))
main()
"""


def cpu(*args: object) -> tuple[float, float]:
    """Return the CPU seconds that a run of the command takes in the main process and in its workers."""
    done = subprocess.run(
        [sys.executable, "-c", TIMES, "clean", "--quiet", *map(str, args)], stdout=subprocess.PIPE, check=True
    )
    user, system, workers_user, workers_system, _ = json.loads(done.stdout)
    return user + system, workers_user + workers_system


def compare_cpu(title: str, source: Path, small: Path, folder: Path, rounds: int) -> None:
    """Print where the CPU time of a run goes, and how much two cores with nothing else to do would gain by it."""

    def least(source: Path, jobs: int) -> tuple[float, float]:
        outs = [folder / f"cpu-{time.monotonic_ns()}{source.suffix}" for _ in range(rounds)]
        return min((cpu(source, "-o", out, "--jobs", jobs) for out in outs), key=sum)

    start, one, (main, workers) = sum(least(small, 1)), sum(least(source, 1)), least(source, 2)
    gain = one / (start + (main + workers - start) / 2)
    print(
        f"{title:54} {gain:6.2f}  {verdict(gain, '>= 1.8'):18} 1 job {one:.1f} s; 2 jobs: start {start:.1f} s, "
        f"main process {main - start:.1f} s more, workers {workers:.1f} s",
        flush=True,
    )


def peak(source: Path, out: Path) -> int:
    """Return the largest resident memory of any process of a run with two jobs, in bytes."""
    process = subprocess.Popen([*COMMAND, str(source), "-o", str(out), "--jobs", "2"])
    _, _, usage = os.wait4(process.pid, 0)
    out.unlink()
    return usage.ru_maxrss * 1024


def main() -> None:
    """Print the ratios."""
    global TEXTS
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    names = ("text", "jsonl", "parquet", "gz", "jobs", "cpu", "memory")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=names, default=names)
    parser.add_argument("--scale", type=float, default=1.0, help="share of the full number of documents")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--texts", choices=["news", "fixtures"], default=TEXTS)
    args = parser.parse_args()
    TEXTS = args.texts
    print(f"texts: {TEXTS}, {int(FILES * args.scale):,} files, {int(RECORDS * args.scale):,} records", flush=True)
    with tempfile.TemporaryDirectory(prefix="cleaner-benchmark-") as name:
        folder = Path(name)
        out, scale, rounds = folder / "out", args.scale, args.rounds
        if {"text", "jobs", "cpu"} & {*args.only}:
            text = make_text(folder, scale)
        if {"jsonl", "gz", "jobs", "cpu"} & {*args.only}:
            jsonl = make_jsonl(folder, scale)
        if {"parquet", "jobs", "cpu"} & {*args.only}:
            parquet = make_parquet(folder, scale)
        if "text" in args.only:
            copy = lambda: subprocess.run(["cp", "-r", str(text), str(out)], check=True)  # noqa: E731
            floor = lambda: in_two(bare_copy, text, out)  # noqa: E731
            compare("text, copied in 2 processes in Python: time / cp -r", "(floor)", floor, copy, out, rounds)
            compare("text, 2 jobs: time / cp -r", "<= 3", command(text, "-o", out, "--jobs", 2), copy, out, rounds)
        if "jsonl" in args.only:
            run = command(jsonl, "-o", out, "--jobs", 2)
            bare = lambda: bare_jsonl(jsonl, folder)  # noqa: E731
            compare("JSON Lines, 2 jobs: time / bare loop in two processes", "<= 1.3", run, bare, out, rounds)
        if "parquet" in args.only:
            run = command(parquet, "-o", out, "--jobs", 1)
            script = f"import batch; batch.bare_parquet({str(parquet)!r}, {str(out)!r})"
            bare = lambda: subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parent)  # noqa: E731
            compare("Parquet, 1 job: time / pyarrow and Cleaner.clean", "<= 1.3", run, bare, out, rounds)
        if "gz" in args.only:
            packed = folder / "shard.jsonl.gz"
            packed.write_bytes(gzip.compress(jsonl.read_bytes()))
            runs = (command(path, "-o", out, "--jobs", 2) for path in (packed, jsonl))
            compare("JSON Lines in gz, 2 jobs: time / uncompressed", "(none)", *runs, out, rounds)
        if "cpu" in args.only:
            small = next(text.rglob("*.txt"))
            for title, source in (("text", text), ("JSON Lines", jsonl), ("Parquet", parquet)):
                compare_cpu(f"{title}: 2 jobs / 1 job, from CPU time", source, small, folder, rounds)
        if "jobs" in args.only:
            for title, source in (("text", text), ("JSON Lines", jsonl), ("Parquet", parquet)):
                one, two = (command(source, "-o", out, "--jobs", jobs) for jobs in (1, 2))
                compare(f"{title}: throughput of 2 jobs / 1 job", ">= 1.8", one, two, out, rounds)
        if "memory" in args.only:
            small = make_jsonl(folder, scale, "small.jsonl")
            with (folder / "large.jsonl").open("wb") as large:
                for _ in range(8):
                    large.write(small.read_bytes())
            peaks = [peak(path, folder / "out.jsonl") for path in (small, folder / "large.jsonl")]
            print(f"peak memory of a process: {peaks[0] >> 20} MiB; of a shard 8 times as large: {peaks[1] >> 20} MiB")


if __name__ == "__main__":
    main()
