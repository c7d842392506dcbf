"""datatrove's Slurm executor: the batch script that it makes of our pipeline cleans every file.

There is no Slurm here.  Stand-ins take its commands: `sbatch` runs the script once for each index of its array, one
after the other, `srun` runs its command, `scontrol` repeats the name of the node.  What is submitted, pickled and run
is the real thing.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import pytest
from engines import engine, expected, texts

from cleaner import Cleaner

TASKS = 3
SBATCH = """#!/bin/bash
script="${@: -1}"
cp "$script" "$SUBMITTED/$(ls "$SUBMITTED" | wc -l).slurm"
last=$(sed -n 's/^#SBATCH --array=0-\\([0-9]*\\).*/\\1/p' "$script")
export SLURM_JOB_ID=1 SLURM_NODELIST=node1 SLURM_NODEID=0 SLURM_PROCID=0
for index in $(seq 0 "${last:-0}"); do
    SLURM_ARRAY_TASK_ID=$index RUN_OFFSET=0 bash "$script" >> "$SUBMITTED.log" 2>&1 || exit 1
done
echo "Submitted batch job 1"
"""
SRUN = """#!/bin/bash
while [[ "$1" == -* ]]; do if [[ "$1" == -n ]]; then shift; fi; shift; done
exec "$@"
"""

SCONTROL = """#!/bin/bash
echo "${@: -1}"
"""


def test_the_batch_script_cleans_every_file_in_a_task_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine("datatrove")
    from datatrove.executor import SlurmPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    from cleaner.adapters.datatrove import BoilerplateCleaner

    for folder in ("bin", "submitted", "crawl"):
        (tmp_path / folder).mkdir()
    for name, content in (("sbatch", SBATCH), ("srun", SRUN), ("scontrol", SCONTROL)):
        (tmp_path / "bin" / name).write_text(content)
        (tmp_path / "bin" / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}")
    monkeypatch.setenv("SUBMITTED", str(tmp_path / "submitted"))
    pages = [(text, clean) for text, clean in zip(texts(), expected(), strict=True) if text]  # The reader drops "".
    for task in range(TASKS):
        rows = [{"id": f"{task}-{n}", "text": text} for n, (text, _) in enumerate(pages[task::TASKS])]
        (tmp_path / f"crawl/{task}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))

    SlurmPipelineExecutor(
        job_name="clean",
        pipeline=[
            JsonlReader(str(tmp_path / "crawl")),
            BoilerplateCleaner(Cleaner(), removals=True),
            JsonlWriter(str(tmp_path / "cleaned"), compression=None),
        ],
        tasks=TASKS,
        workers=2,
        cpus_per_task=1,
        mem_per_cpu_gb=4,
        time="04:00:00",
        partition="cpu",
        logging_dir=str(tmp_path / "logs"),
    ).run()

    log = (tmp_path / "submitted.log").read_text()
    script = (tmp_path / "submitted/0.slurm").read_text()
    for wanted in ("cpus-per-task=1", "mem-per-cpu=4G", "partition=cpu", "time=04:00:00", f"array=0-{TASKS - 1}%2"):
        assert f"#SBATCH --{wanted}\n" in script
    assert re.search(r"^srun .*launch_pickled_pipeline .*/logs/executor.pik$", script, re.M)
    found = {}
    for path in sorted((tmp_path / "cleaned").glob("*.jsonl")):
        found |= {row["id"]: row.get("text", "") for row in map(json.loads, path.read_text().splitlines())}
    wanted_texts = {f"{n % TASKS}-{n // TASKS}": clean for n, (_, clean) in enumerate(pages) if clean}
    assert {name: text for name, text in found.items() if text} == wanted_texts, log[-500:]
    assert len(list((tmp_path / "logs/completions").iterdir())) == TASKS
