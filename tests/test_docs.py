"""The pages in docs/ and README's section on pipelines: their code runs, and prints what they say it prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from engines import ROOT, engine

from cleaner import clean

# Each page, and the module without which its code cannot run.
PAGES = {
    "arrow": "pyarrow",
    "dask": "dask.dataframe",
    "datasets": "datasets",
    "datatrove": "datatrove",
    "duckdb": "duckdb",
    "haystack": "haystack",
    "langchain": "langchain_core",
    "llamaindex": "llama_index",
    "pandas": "pandas",
    "polars": "polars",
    "ray": "ray",
    "scale": "datatrove",
    "scrapy": "scrapy",
    "sklearn": "sklearn",
    "spacy": "spacy",
    "spark": "pyspark",
}
FERRY = "The ferry sank.\n\nAdvertisement"


@pytest.mark.parametrize("page", PAGES)
def test_the_code_of_a_page_prints_what_its_comments_say(page: str, tmp_path: Path) -> None:
    engine(PAGES[page])
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / f"{page}.md").read_text("utf-8"), re.S)
    script = tmp_path / "page.py"
    script.write_text("\n\n".join(blocks), "utf-8")
    settings = {
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "HAYSTACK_TELEMETRY_ENABLED": "False",
        "HF_HOME": str(tmp_path / "hub"),
    }
    ran = subprocess.run(
        [sys.executable, str(script)],
        cwd=tmp_path,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    promised = re.findall(r"print\(.*\) +# (.*)", script.read_text("utf-8"))
    printed = [line for line in ran.stdout.splitlines() if line in promised]
    assert promised
    assert printed == promised, ran.stdout


def test_no_page_with_an_adapter_goes_untested() -> None:
    pages = {path.stem for path in (ROOT / "docs").glob("*.md") if "cleaner.adapters" in path.read_text("utf-8")}
    assert pages <= PAGES.keys()


def test_the_library_in_readme_does_what_its_comments_say(capsys: pytest.CaptureFixture[str]) -> None:
    section = (ROOT / "README.md").read_text("utf-8").split("## The library")[1].split("\n## ")[0]
    [block] = re.findall(r"```python\n(.*?)```", section, re.S)
    exec(block, {})
    [promised] = re.findall(r"print\(.*\) +# (.*) \.\.\.", block)
    assert capsys.readouterr().out.startswith(promised)
    [(call, result)] = re.findall(r"^(clean\(.*\)) +# (.*)$", block, re.M)
    assert repr(eval(call, {"clean": clean})) == result


def test_the_lines_of_readme_for_other_pipelines_clean() -> None:
    section = (ROOT / "README.md").read_text("utf-8").split("## In your pipeline")[1].split("\n## ")[0]
    [block] = re.findall(r"```python\n(.*?)```", section, re.S)
    stanzas = dict(re.findall(r"# (pandas|Polars|datasets|Spark)\n(.*?)(?=\n# |\Z)", block, re.S))
    assert list(stanzas) == ["pandas", "Polars", "datasets", "Spark"]

    pd, pl, datasets = engine("pandas"), engine("polars"), engine("datasets")
    engine("pyspark")
    for name, make in (("pandas", pd.DataFrame), ("Polars", pl.DataFrame), ("datasets", datasets.Dataset.from_dict)):
        names: dict[str, Any] = {"frame": make({"text": [FERRY]}), "pl": pl}
        exec(stanzas[name], names)
        assert list(names["frame"]["text"]) == ["The ferry sank."], name
    # The page on Spark runs this line; here it need only be the same.
    assert "clean_frame(frame)" in stanzas["Spark"]
