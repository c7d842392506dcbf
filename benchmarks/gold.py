"""Convert the shared benchmark to the format of ``cleaner score``.

python benchmarks/gold.py --corpus news web world keep -o gold.jsonl && cleaner score gold.jsonl --by source
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[2] / "shared" / "benchmark" / "dev"


def converted(row: dict[str, Any]) -> dict[str, Any]:
    gold = {"doc": row["doc"], "site": row["domain"], "lang": row["lang"]}
    if "lines" in row:
        return {**gold, "source": row["source"], "lines": row["lines"]}
    return {**gold, "source": f"keep-{row['kind']}", "text": row["text"], "gold": row["text"]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--corpus", nargs="*", default=["news", "web", "world", "keep"])
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    with options.output.open("w", encoding="utf-8") as out:
        for corpus in options.corpus:
            with gzip.open(options.data / f"{corpus}.jsonl.gz", "rt", encoding="utf-8") as rows:
                out.writelines(json.dumps(converted(json.loads(row)), ensure_ascii=False) + "\n" for row in rows)


if __name__ == "__main__":
    main()
