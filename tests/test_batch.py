"""Workers, plans and tallies."""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from command import ARTICLE, CLEANED, cleaner, make_tree, tree
from hypothesis import given
from hypothesis import strategies as st

from cleaner.batch.inline import Died, Inline
from cleaner.batch.pool import Pool, WorkersFail
from cleaner.batch.sources import Fault, Plan, Source
from cleaner.batch.tally import Tally, by_topic


def work(task: Any) -> Any:
    """Double a number, give a text back, and die when told to."""
    if task == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if task == "exit":
        sys.exit(7)
    return task * 2 if isinstance(task, int) else task


def begin() -> Any:
    return work


def finished(pool: Pool | Inline, tasks: Iterator[Any]) -> list[tuple[Any, Any]]:
    try:
        return list(pool.results(tasks))
    finally:
        pool.close()


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_every_task_comes_back_once_with_its_result(jobs: int) -> None:
    assert sorted(finished(Pool(jobs, begin), iter(range(100)))) == [(n, 2 * n) for n in range(100)]
    assert finished(Inline(work), iter([1, None, 2])) == [(1, 2), (2, 4)]


def test_tasks_and_results_larger_than_any_buffer_do_not_block() -> None:
    tasks = [bytes([n]) * 3_000_000 for n in range(12)]
    assert sorted(finished(Pool(2, begin), iter(tasks))) == [(task, task) for task in tasks]


def test_small_tasks_and_those_that_do_not_fit_into_shared_memory_come_back_as_they_were() -> None:
    sizes = [0, 1, 4 << 20, 3, (4 << 20) - 100, 9_000_000, 2, 2, 5_000_000, 1, 1, 1]
    tasks = [bytes([n]) * size for n, size in enumerate(sizes)]
    for jobs in (1, 2):
        assert sorted(finished(Pool(jobs, begin), iter(tasks))) == sorted((task, task) for task in tasks)


def test_a_task_in_memory_goes_to_another_worker_when_its_own_dies() -> None:
    tasks = [bytes([n]) * 2_000_000 for n in range(20)]
    results = finished(Pool(2, begin), iter([*tasks[:7], "die", *tasks[7:], "exit"]))
    assert sorted(task for task, result in results if task == result) == tasks


def test_a_pause_among_the_tasks_is_no_end() -> None:
    tasks = [1, None, 2, None, None, 3]
    assert sorted(finished(Pool(2, begin), iter(tasks))) == [(1, 2), (2, 4), (3, 6)]


def test_only_the_task_in_hand_dies_with_its_worker() -> None:
    tasks = [1, 2, "die", 3, 4, "exit", 5, 6]
    results = finished(Pool(2, begin), iter(tasks))
    news = {task: result.how for task, result in results if isinstance(result, Died)}
    assert news == {
        "die": "killed by signal 9 (SIGKILL): the system may be short of memory",
        "exit": "exit code 7",
    }
    assert sorted(task for task, result in results if not isinstance(result, Died)) == [1, 2, 3, 4, 5, 6]


def test_a_task_can_be_tried_again() -> None:
    pool = Pool(1, begin)
    seen = []
    for task, result in pool.results(iter(["die", 1])):
        seen.append((task, isinstance(result, Died)))
        if len(seen) < 3 and task == "die":
            pool.retry(task)
    pool.close()
    assert seen.count(("die", True)) in (2, 3)
    assert (1, False) in seen


def test_workers_that_cannot_even_start_end_the_run() -> None:
    with pytest.raises(WorkersFail, match="exit code 3"):
        finished(Pool(2, partial(sys.exit, 3)), iter(range(100)))


def test_closing_stops_workers_in_the_middle_of_their_work() -> None:
    pool = Pool(2, begin)
    results = pool.results(iter(range(10_000)))
    next(results)
    pids = [worker.process.pid for worker in pool._workers]
    pool.close()
    for pid in pids:
        assert pid is not None
        assert not Path(f"/proc/{pid}").exists()


def test_a_folder_is_walked_in_the_order_of_names(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", dict.fromkeys(("b.txt", "a/c.txt", "a/b.jsonl.gz", "z.md", "a.png"), "x"))
    plan = Plan([str(tmp_path / "in")], str(tmp_path / "out"))
    found = [item for item in plan.walk() if isinstance(item, Source)]
    assert [os.path.relpath(source.path, tmp_path / "in") for source in found] == [
        "a/b.jsonl.gz",
        "a/c.txt",
        "b.txt",
        "z.md",
    ]
    assert [source.target.replace("/out/", "/in/") for source in found] == [source.path for source in found]
    assert plan.other_files == 1


def test_a_plan_that_does_not_write_makes_no_folder(tmp_path: Path) -> None:
    make_tree(tmp_path / "in", {"a/b.txt": "x"})
    assert not any(
        isinstance(item, Fault) for item in Plan([str(tmp_path)], str(tmp_path.parent / "o"), writes=False).walk()
    )
    assert not (tmp_path.parent / "o").exists()


TALLIES = st.builds(
    Tally,
    *[st.integers(0, 9)] * 7,
    st.dictionaries(st.sampled_from(["en/ads:a", "en/ads:b", "de/share:c"]), st.integers(1, 9)).map(Counter),
)


@given(st.lists(TALLIES))
def test_tallies_add_up_and_survive_the_journal(tallies: list[Tally]) -> None:
    total = Tally()
    for tally in tallies:
        assert Tally.from_list(tally.as_list()) == tally
        total.add(tally)
    assert total.documents == sum(tally.documents for tally in tallies)
    assert total.removals.total() == sum(tally.removals.total() for tally in tallies)
    assert sum(by_topic(total.removals).values()) == total.removals.total()


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_the_number_of_processes_does_not_change_a_byte(tmp_path: Path, jobs: int) -> None:
    import gzip
    import json

    rows = [json.dumps({"id": n, "text": f"{n}\n\n{ARTICLE}", "pad": "x" * 3000}) for n in range(3000)]
    csv = "id,text\r\n" + "".join(f'{n},"{n}\n\n{ARTICLE}"\r\n' for n in range(3000))
    make_tree(
        tmp_path / "in",
        {"a.jsonl": "\n".join(rows), "a.jsonl.gz": gzip.compress("\n".join(rows).encode()), "a.csv": csv, "a.txt": "x"},
    )
    done = cleaner("clean", "in", "-o", "out", "--jobs", jobs, "--select", "ads", cwd=tmp_path)
    assert done.returncode == 0
    written = tree(tmp_path / "out")
    text = json.dumps(ARTICLE)[1:-1], json.dumps(CLEANED)[1:-1]
    assert written["a.jsonl"].decode() == "\n".join(rows).replace(*text)
    assert gzip.decompress(written["a.jsonl.gz"]) == written["a.jsonl"]
    assert written["a.csv"].decode() == csv.replace(ARTICLE, CLEANED)
