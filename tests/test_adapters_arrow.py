"""Arrow: the texts change as `Cleaner.clean` says, and nothing else of the array, batch or table."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from engines import engine, expected, site_cleaner, texts, urls
from hypothesis import given, settings
from hypothesis import strategies as st
from test_audit import scraped

from cleaner import Cleaner
from cleaner.audit import AuditError

pa = engine("pyarrow")
arrow = engine("cleaner.adapters.arrow")

TYPES = [pa.string(), pa.large_string(), pa.string_view()]
DICTIONARIES = [pa.dictionary(index, value) for index in (pa.int16(), pa.int64()) for value in TYPES[:2]]


def utf8(text: str) -> str:
    """Replace lone surrogates, which Arrow cannot hold."""
    return text.encode("utf-8", "replace").decode()


ROWS = st.lists(st.none() | st.sampled_from(texts()[:60]), max_size=12)


@pytest.mark.parametrize("type_", TYPES + DICTIONARIES, ids=str)
def test_the_same_texts_as_clean_leaves_in_the_same_type(type_: Any) -> None:
    array = build(texts(), type_)
    cleaned = arrow.clean_array(array)
    cleaned.validate(full=True)
    assert cleaned.type == type_
    assert cleaned.to_pylist() == list(expected())


@settings(max_examples=30)
@given(st.lists(ROWS, max_size=4), st.sampled_from(TYPES + DICTIONARIES), st.integers(0, 20), st.integers(0, 20))
def test_chunks_slices_and_nulls_keep_their_places(chunks: Any, type_: Any, start: int, length: int) -> None:
    array = pa.chunked_array([build(chunk, type_) for chunk in chunks], type_).slice(start, length)
    cleaned = arrow.clean_array(array)
    cleaned.validate(full=True)
    assert cleaned.type == type_
    assert [len(chunk) for chunk in cleaned.chunks] == [len(chunk) for chunk in array.chunks]
    clean = Cleaner().clean
    assert cleaned.to_pylist() == [None if text is None else clean(text) for text in array.to_pylist()]


def test_a_dictionary_whose_values_become_one_holds_it_once() -> None:
    array = pa.array(["Ferry.\n\nAdvertisement", None, "Ferry.", "Ferry.\n\nAdvertisement"]).dictionary_encode()
    cleaned = arrow.clean_array(array)
    assert cleaned.dictionary.to_pylist() == ["Ferry."]
    assert cleaned.to_pylist() == ["Ferry.", None, "Ferry.", "Ferry."]


def test_an_ordered_dictionary_keeps_its_order() -> None:
    array = pa.DictionaryArray.from_arrays(pa.array([2, 0, 2], pa.int8()), ["b", "unused", "a"], ordered=True)
    cleaned = arrow.clean_array(array)
    assert (cleaned.type, cleaned.dictionary.to_pylist()) == (array.type, ["b", "a"])
    assert cleaned.to_pylist() == ["a", "b", "a"]


def test_a_column_of_nulls_stays() -> None:
    assert arrow.clean_array(pa.nulls(3)).equals(pa.nulls(3))
    assert arrow.clean_array(pa.array([], pa.string())).equals(pa.array([], pa.string()))
    assert arrow.clean_array(pa.chunked_array([], pa.string())).num_chunks == 0


def test_what_is_not_text_is_refused() -> None:
    for array in (pa.array([1]), pa.array([b"a"]), pa.array([["a"]]), pa.array([1]).dictionary_encode()):
        with pytest.raises(TypeError, match="expected texts .* not " + str(array.type).split("<")[0]):
            arrow.clean_array(array)


def test_a_list_is_no_array() -> None:
    with pytest.raises(TypeError, match=r"expected a pyarrow\.Array or ChunkedArray, not list"):
        arrow.clean_array(["The ferry sank."])


def test_bytes_that_are_not_utf8_are_refused_with_their_row() -> None:
    array = pa.array([b"fine", b"\xff"]).view(pa.string())
    with pytest.raises(UnicodeDecodeError) as caught:
        arrow.clean_array(array)
    assert "row 1 of 2" in caught.value.__notes__[0]


# ------------------------------------------------------------------ the audit as a column


@pytest.mark.parametrize("type_", TYPES + DICTIONARIES, ids=str)
def test_texts_come_back_from_their_audit_column(type_: Any, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    texts_ = pa.chunked_array([build([*texts()[:150], None], type_), build(texts()[150:], type_)])
    table = pa.table({"id": range(len(texts_)), "text": texts_})
    cleaned = arrow.clean_batch(table, audit=True)
    assert cleaned.schema.field("cleaner_audit").type == arrow.AUDIT_TYPE
    assert cleaned["text"].to_pylist() == [*expected()[:150], None, *expected()[150:]]
    pq.write_table(cleaned, tmp_path / "a.parquet")
    for kept in (cleaned, pq.read_table(tmp_path / "a.parquet")):
        restored = arrow.restore_batch(kept)
        assert restored.schema.names == ["id", "text"]
        assert restored["text"].to_pylist() == texts_.to_pylist()
    assert arrow.restore_batch(cleaned).schema == table.schema


@settings(max_examples=100)
@given(st.lists(st.none() | scraped.map(utf8) | st.text(), max_size=5))
def test_any_text_comes_back_from_its_audit_column(rows: list[str | None]) -> None:
    batch = pa.record_batch({"text": pa.array(rows, pa.string())})
    assert arrow.restore_batch(arrow.clean_batch(batch, audit=True)).equals(batch)


def test_a_row_that_was_changed_since_is_refused_by_its_number() -> None:
    table = arrow.clean_batch(pa.table({"text": ["Same.", "Ferry.\n\nAdvertisement"]}), audit=True)
    changed = table.set_column(0, "text", pa.array(["Same.", "Another."]))
    with pytest.raises(AuditError, match="row 1: not the text that this audit was written for"):
        arrow.restore_batch(changed)
    with pytest.raises(AuditError, match="row 0: a text without its audit"):
        arrow.restore_batch(table.set_column(1, "cleaner_audit", pa.nulls(2, arrow.AUDIT_TYPE)))


@pytest.mark.parametrize("type_", [pa.string(), DICTIONARIES[0]], ids=str)
def test_site_rules_go_by_the_url_of_the_row(tmp_path: Path, type_: Any) -> None:
    cleaner = site_cleaner(tmp_path)
    array = pa.chunked_array([build(["The ferry sank.\n\nOur ferry page"] * 3, type_)] * 2)
    places = ["https://news.example.com/1", None, "https://example.org"] * 2
    cleaned = arrow.clean_array(array, cleaner, urls=pa.array(places))
    assert cleaned.to_pylist() == ["The ferry sank.", *["The ferry sank.\n\nOur ferry page"] * 2] * 2
    with pytest.raises(ValueError, match="6 texts need as many URLs"):
        arrow.clean_array(array, cleaner, urls=places[1:])


@pytest.mark.parametrize("make", [pa.RecordBatch, pa.Table])
def test_a_batch_keeps_other_columns_schema_and_metadata(make: Any) -> None:
    schema = pa.schema(
        [
            pa.field("id", pa.int32(), nullable=False),
            pa.field("text", pa.string(), nullable=False, metadata={"about": "the text"}),
            pa.field("tags", pa.list_(pa.string())),
        ],
        metadata={"made by": "us"},
    )
    columns = [pa.array(range(300), pa.int32()), pa.array(texts()), pa.array([["a", None]] * 300)]
    batch = make.from_arrays(columns, schema=schema)
    cleaned = arrow.clean_batch(batch)
    assert isinstance(cleaned, make)
    assert cleaned.schema.equals(schema, check_metadata=True)
    assert cleaned["text"].to_pylist() == list(expected())
    assert [cleaned[name] for name in ("id", "tags")] == [batch[name] for name in ("id", "tags")]


def test_removals_and_status_are_those_of_explain(tmp_path: Path) -> None:
    cleaner = site_cleaner(tmp_path)
    rows = [*texts()[:100], None, "The ferry sank.\n\nOur ferry page"]
    places = [*urls()[:100], None, "https://example.com"]
    batch = pa.record_batch({"body": pa.array(rows).dictionary_encode(), "url": places})
    cleaned = arrow.clean_batch(batch, "body", url_field="url", removals=True, status=True, cleaner=cleaner)
    assert cleaned.schema.names == ["body", "url", "cleaner_removed", "cleaner_status"]
    assert cleaned.schema.field("body") == batch.schema.field("body")
    for text, url, row in zip(rows, places, cleaned.to_pylist(), strict=True):
        if text is None:
            assert row == {"body": None, "url": url, "cleaner_removed": None, "cleaner_status": None}
            continue
        result = cleaner.explain(text, url)
        assert (row["body"], row["cleaner_status"]) == (result.text, result.status)
        assert [(r["start"], r["end"], r["rule"]) for r in row["cleaner_removed"]] == [
            (r.start, r.end, r.rule) for r in result.removals
        ]
    assert cleaned["cleaner_removed"][-1].as_py()[0]["rule"] == "en/sites:ferry"
    assert arrow.clean_batch(batch, "body", url_field="url", cleaner=cleaner)["body"] == cleaned["body"]


def test_a_column_that_is_missing_twice_there_or_in_the_way_is_refused() -> None:
    batch = pa.record_batch({"text": ["a"], "cleaner_status": ["b"]})
    with pytest.raises(KeyError, match="no columns are named 'body': the columns are text, cleaner_status"):
        arrow.clean_batch(batch, "body")
    with pytest.raises(KeyError, match="2 columns are named 'text'"):
        arrow.clean_batch(pa.RecordBatch.from_arrays([pa.array(["a"])] * 2, ["text", "text"]))
    with pytest.raises(ValueError, match="'cleaner_status' is there already"):
        arrow.clean_batch(batch, status=True)


def test_a_job_arrives_with_its_settings() -> None:
    job = arrow.CleanBatches("body", "url", removals=True, cleaner=Cleaner(level="strict"))
    assert pickle.loads(pickle.dumps(job)) == job
    schema = pa.schema({"body": pa.string(), "url": pa.string()})
    assert job.output(schema).names == ["body", "url", "cleaner_removed"]


def test_a_job_that_meets_other_rules_stops(tmp_path: Path) -> None:
    cleaner = replace(site_cleaner(tmp_path), select=("en/sites",))
    (tmp_path / "job").write_bytes(pickle.dumps(arrow.CleanBatches(cleaner=cleaner)))
    receive = [sys.executable, "-c", "import pickle, sys; pickle.load(open(sys.argv[1], 'rb'))", str(tmp_path / "job")]
    subprocess.run(receive, check=True)
    rules = tmp_path / "en" / "sites.toml"
    rules.write_text(rules.read_text("utf-8").replace("Our ferry page", "Our ferries page"), "utf-8")
    failed = subprocess.run(receive, capture_output=True, text=True, check=False)
    assert failed.returncode == 1
    assert "install the same version of cleaner, and the same lists, on every machine" in failed.stderr


def test_a_process_reads_the_rules_once_however_many_jobs_and_batches_arrive() -> None:
    code = (
        "import pickle, pyarrow as pa; from cleaner import Cleaner; from cleaner.engine import _engine\n"
        "from cleaner.adapters.arrow import CleanBatches\n"
        "sent = pickle.dumps(CleanBatches(cleaner=Cleaner(languages=('fi',))))\n"
        "for _ in range(5):\n"
        "    list(pickle.loads(sent).each([pa.table({'text': ['a']})] * 5))\n"
        "print(_engine.cache_info().misses)"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "1"


def test_importing_cleaner_imports_no_engine() -> None:
    engines = "pyarrow pandas polars duckdb datasets datatrove ray pyspark langchain_core llama_index haystack sklearn"
    code = f"import sys, cleaner; print([name for name in {engines.split()} if name in sys.modules])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


@pytest.mark.parametrize(
    ("adapter", "module", "extra"),
    [
        ("arrow", "pyarrow", "arrow"),
        ("datasets", "pyarrow", "datasets"),
        ("datatrove", "datatrove", "datatrove"),
        ("duckdb", "duckdb", "duckdb"),
        ("duckdb", "pyarrow", "duckdb"),
        ("haystack", "haystack", "haystack"),
        ("langchain", "langchain_core", "langchain"),
        ("llamaindex", "llama_index", "llamaindex"),
        ("pandas", "pandas", "pandas"),
        ("polars", "polars", "polars"),
        ("ray", "pyarrow", "ray"),
        ("sklearn", "sklearn", "sklearn"),
        ("spark", "pyarrow", "spark"),
        ("spark", "pyspark", "spark"),
    ],
)
def test_a_missing_engine_names_its_extra(adapter: str, module: str, extra: str) -> None:
    code = f"import sys; sys.modules[{module!r}] = None; import cleaner.adapters.{adapter}"
    failed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert f"pip install 'cleaner[{extra}]'" in failed.stderr.strip().splitlines()[-1]


def build(rows: Any, type_: Any) -> Any:
    """Return rows as an array of a type."""
    if pa.types.is_dictionary(type_):
        return pa.array(rows, type_.value_type).dictionary_encode().cast(type_)
    return pa.array(rows, type_)
