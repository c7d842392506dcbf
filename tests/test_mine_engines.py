"""Mining in other engines proposes what mining files does."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from engines import engine
from mining import page
from test_adapters_clusters import spark  # noqa: F401 - a fixture

from cleaner import Cleaner
from cleaner.mine import Proposal, Settings
from cleaner.mine.rulefile import read_rules, write_proposals

pa = engine("pyarrow")

from cleaner.mine.batches import SCHEMA, MineBatches, proposal_of  # noqa: E402 - needs pyarrow
from cleaner.mine.sites import site_of  # noqa: E402

JOB = MineBatches(cleaner=Cleaner(languages=("en",)), settings=Settings(memory=1 << 16))


def rows() -> list[dict[str, Any]]:
    """Pages of three sites, in turns, and some that are left out."""
    found: list[dict[str, Any]] = []
    for n in range(36):
        below = (f"Write to desk {n // 3} of site number {n % 3}", "The paper is printed in the valley")
        found.append({"url": f"https://www.site-{n % 3}.example/{n:02}", "text": page(n, below=below)})
    found += [{"url": None, "text": page(90)}, {"url": "https://site-0.example/x", "text": None}]
    return found


def summary(proposals: list[Proposal]) -> list[tuple[Any, ...]]:
    return sorted((p.fingerprint, p.score, p.examples, p.keep, p.measure.documents, p.of) for p in proposals)


def here() -> list[tuple[Any, ...]]:
    (batch,) = JOB([pa.RecordBatch.from_pylist(rows())])
    return summary([proposal_of(text) for text in batch["proposal"].to_pylist()])


def test_what_is_not_boilerplate_is_not_proposed_from_batches() -> None:
    assert [p.num_rows for p in JOB([pa.RecordBatch.from_pylist([{"url": "a.example", "text": page(1)}])])] == [0]
    assert [p.num_rows for p in JOB([])] == [0]


def test_batches_give_the_proposals_of_files(tmp_path: Path) -> None:
    from command import cleaner as run

    source = tmp_path / "pages.jsonl"
    wanted = [json.dumps(row) + "\n" for row in rows() if row["url"] and row["text"]]
    source.write_text("".join(wanted), encoding="utf-8")
    done = run("mine", source, "-o", tmp_path / "files.toml", "--site-field", "url", "--lang", "en", "--memory", 1)
    assert done.returncode == 0, done.stderr
    (batch,) = JOB([pa.RecordBatch.from_pylist(rows()[:20]), pa.RecordBatch.from_pylist(rows()[20:])])
    assert batch.schema == SCHEMA
    write_proposals(tmp_path / "batches.toml", [proposal_of(text) for text in batch["proposal"].to_pylist()])
    from_files, from_batches = (read_rules(tmp_path / f"{name}.toml") for name in ("files", "batches"))
    assert [(r.lines, r.pattern, r.why, r.keep) for r in from_files] == [
        (r.lines, r.pattern, r.why, r.keep) for r in from_batches
    ]
    assert len(from_files) == 6


def test_a_proposal_comes_back_as_it_was() -> None:
    (batch,) = JOB([pa.RecordBatch.from_pylist(rows())])
    proposal = proposal_of(batch["proposal"][0].as_py())
    assert proposal.measure.place("foot") == 1
    assert proposal.rule("mined:x", "2024-01-01").why.startswith("On 12 of 12 pages of site-0.example: 12 below")


def test_it_travels_with_the_digest_of_its_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = pickle.dumps(JOB)
    assert pickle.loads(sent) == JOB
    monkeypatch.setattr(Cleaner, "digest", "another version's")
    from cleaner.adapters import _digest

    _digest.cache_clear()
    with pytest.raises(ValueError, match="not those of the process that sent the job"):
        pickle.loads(sent)
    _digest.cache_clear()


def test_polars_frames_in_parts_by_site_give_the_same() -> None:
    pl = engine("polars")
    frame = pl.DataFrame(rows()).drop_nulls().sort("url")
    sites = frame.with_columns(site=pl.col("url").map_elements(site_of, pl.String))
    parts = sites.partition_by("site")
    found = [batch for part in parts for batch in JOB(part.to_arrow().to_batches())]
    assert summary([proposal_of(text) for batch in found for text in batch["proposal"].to_pylist()]) == here()


def test_spark_gives_the_same(spark: Any) -> None:  # noqa: F811 - the fixture
    from pyspark.sql.functions import udf

    frame = spark.createDataFrame([(row["url"], row["text"]) for row in rows() if row["url"]], ["url", "text"])
    by_site = frame.repartition(4, udf(site_of)("url")).sortWithinPartitions("url")
    found = by_site.mapInArrow(JOB, "site string, score double, proposal string").collect()
    assert summary([proposal_of(row.proposal) for row in found]) == here()
