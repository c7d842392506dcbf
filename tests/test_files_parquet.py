"""Parquet: the text columns change, and nothing else that a reader can see."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from command import ARTICLE, CLEANED, cleaner, make_tree, run_and_list_modules, tree
from hypothesis import given
from hypothesis import strategies as st

from cleaner.adapters.arrow import clean_batch, restore_batch
from cleaner.files.atomic import AtomicFile
from cleaner.files.columns import bytes_column
from cleaner.files.compression import compress, read_all
from cleaner.files.options import Options
from cleaner.files.parquet import ParquetShard
from cleaner.files.problems import FileError, Problem
from cleaner.files.records import Fields
from cleaner.files.shards import clean_chunk


def shout(text: str, line: int, url: str | None, value: object = None) -> str:
    return text.upper()


def clean(path: Path, fields: Fields | None = None, edit: Any = shout) -> tuple[Path, list[Problem]]:
    target = path.with_name("out.parquet")
    problems = []
    shard = ParquetShard(str(path), Options(fields or Fields()))
    try:
        sink = AtomicFile(str(target))
        shard.start(sink)
        for work in shard.works():
            done = clean_chunk(work, edit)
            problems += done.problems
            shard.write(work, done.data)
        shard.finish()
        sink.commit()
    finally:
        shard.close()
    return target, problems


def write(path: Path, table: pa.Table, **settings: Any) -> Path:
    pq.write_table(table, path, **settings)
    return path


def test_schema_metadata_row_groups_codecs_and_all_other_values_stay(tmp_path: Path) -> None:
    rows = 1000
    schema = pa.schema(
        [
            pa.field("id", pa.int32(), nullable=False),
            pa.field("text", pa.string(), metadata={b"about": b"the text"}),
            pa.field("score", pa.float32()),
            pa.field("when", pa.timestamp("us", tz="UTC")),
            pa.field("tags", pa.list_(pa.string())),
            pa.field("meta", pa.struct([("lang", pa.string()), ("n", pa.int64())])),
            pa.field("kind", pa.dictionary(pa.int32(), pa.string())),
            pa.field("price", pa.decimal128(12, 2)),
        ],
        metadata={b"made by": b"us", b"huggingface": b"{}"},
    )
    table = pa.table(
        {
            "id": list(range(rows)),
            "text": [None if i % 7 == 0 else f"text {i}" for i in range(rows)],
            "score": [i / 3 for i in range(rows)],
            "when": list(range(rows)),
            "tags": [["a"] * (i % 3) for i in range(rows)],
            "meta": [{"lang": "en", "n": i} if i % 5 else None for i in range(rows)],
            "kind": pa.array(["x" if i % 2 else "y" for i in range(rows)]).dictionary_encode(),
            "price": [None] * rows,
        },
        schema=schema,
    )
    codecs = {name: "gzip" if name == "text" else "zstd" for name in schema.names}
    codecs["id"] = "none"
    source = write(tmp_path / "in.parquet", table, row_group_size=300, compression="zstd", use_dictionary=["kind"])
    target, problems = clean(source)
    before, after = pq.ParquetFile(source), pq.ParquetFile(target)
    assert problems == []
    assert after.schema_arrow.equals(before.schema_arrow, check_metadata=True)
    assert after.schema.equals(before.schema)
    groups = before.metadata.num_row_groups
    assert [after.metadata.row_group(i).num_rows for i in range(groups)] == [300, 300, 300, 100]
    for i in range(before.metadata.num_columns):
        old, new = before.metadata.row_group(1).column(i), after.metadata.row_group(1).column(i)
        assert (new.compression, new.encodings, new.is_stats_set) == (old.compression, old.encodings, old.is_stats_set)
    want = table.set_column(1, schema.field(1), pa.array([t and t.upper() for t in table["text"].to_pylist()]))
    assert after.read().equals(want)


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int16(), pa.string())]
)
def test_every_type_of_text_keeps_its_type(tmp_path: Path, kind: pa.DataType) -> None:
    table = pa.table({"text": pa.array(["a", None, "b", "a"]).cast(kind)})
    target, _ = clean(write(tmp_path / "in.parquet", table))
    found = pq.read_table(target)
    assert found.schema == pq.read_table(tmp_path / "in.parquet").schema
    assert found["text"].to_pylist() == ["A", None, "B", "A"]


def test_a_text_inside_a_struct_is_cleaned_and_its_neighbours_stay(tmp_path: Path) -> None:
    kind = pa.struct([("body", pa.struct([("raw", pa.string()), ("n", pa.int8())])), ("k", pa.string())])
    rows = [
        {"body": {"raw": "a", "n": 1}, "k": "x"},
        None,
        {"body": None, "k": "y"},
        {"body": {"raw": None, "n": 2}, "k": None},
    ]
    source = write(tmp_path / "in.parquet", pa.table({"doc": pa.array(rows, kind)}))
    target, _ = clean(source, Fields(("doc.body.raw",)))
    want = [{"body": {"raw": "A", "n": 1}, "k": "x"}, *rows[1:]]
    assert pq.read_table(target)["doc"].to_pylist() == want


def test_urls_and_rows_reach_the_cleaner(tmp_path: Path) -> None:
    seen = []

    def edit(text: str, line: int, url: str | None, value: object) -> str:
        seen.append((text, line, url))
        return text

    table = pa.table({"u": ["https://a.example", None], "text": ["a", "b"]})
    clean(write(tmp_path / "in.parquet", table), Fields(("text",), "u"), edit)
    assert seen == [("a", 1, "https://a.example"), ("b", 2, None)]


def test_a_text_that_is_not_utf8_is_named_and_kept_or_skipped(tmp_path: Path) -> None:
    texts = pa.array([b"a", b"\xff\xfe", b"b"]).view(pa.string())
    source = write(tmp_path / "in.parquet", pa.table({"id": [1, 2, 3], "text": texts}), write_statistics=False)
    target, problems = clean(source)
    assert [problem.line for problem in problems] == [2]
    assert pq.read_table(target)["text"].cast(pa.binary(), safe=False).to_pylist() == [b"A", b"\xff\xfe", b"B"]
    target, _ = clean(source, Fields(on_error="skip"))
    assert pq.read_table(target).to_pylist() == [{"id": 1, "text": "A"}, {"id": 3, "text": "B"}]
    with pytest.raises(FileError, match="not valid UTF-8"):
        clean(source, Fields(on_error="fail"))


def test_a_column_that_is_missing_or_no_text_is_named(tmp_path: Path) -> None:
    source = write(tmp_path / "in.parquet", pa.table({"words": ["a"], "n": [1]}))
    with pytest.raises(FileError, match="name the text with --field; there are: words, n"):
        clean(source)
    with pytest.raises(FileError, match="column 'n' is not text but int64"):
        clean(source, Fields(("n",)))
    with pytest.raises(FileError, match="no column 'text'; there are: words, n"):
        clean(source, Fields(("text",)))


@pytest.mark.parametrize("cut", [0, 3, 100, -1, -9])
def test_a_truncated_file_is_refused(tmp_path: Path, cut: int) -> None:
    source = write(tmp_path / "in.parquet", pa.table({"text": ["a" * 100] * 100}))
    source.write_bytes(source.read_bytes()[:cut])
    with pytest.raises(FileError, match="broken Parquet"):
        clean(source)


def test_a_file_without_rows_stays_one(tmp_path: Path) -> None:
    table = pa.table({"text": pa.array([], pa.string()), "n": pa.array([], pa.int8())})
    target, _ = clean(write(tmp_path / "in.parquet", table))
    assert pq.read_table(target).equals(table)


@pytest.mark.parametrize("name", ["gz", "bz2", "xz", "zst"])
def test_parquet_that_is_compressed_once_more_stays_so_and_comes_back(tmp_path: Path, name: str) -> None:
    rows = {"text": [f"{n}\n\n{ARTICLE}" for n in range(2000)], "n": list(range(2000))}
    plain = write(tmp_path / "a.parquet", pa.table(rows), row_group_size=700).read_bytes()
    make_tree(tmp_path / "in", {f"a.parquet.{name}": compress(plain, name)})
    assert cleaner("clean", "in", "-o", "out", "--audit", "a.jsonl", cwd=tmp_path).returncode == 0
    found = pq.read_table(io.BytesIO(read_all(str(tmp_path / f"out/a.parquet.{name}"), name, 1 << 30)))
    assert found.to_pydict() == {**rows, "text": [f"{n}\n\n{CLEANED}" for n in range(2000)]}
    assert cleaner("restore", "out", "--audit", "a.jsonl", "-o", "back", cwd=tmp_path).returncode == 0
    back = pq.read_table(io.BytesIO(read_all(str(tmp_path / f"back/a.parquet.{name}"), name, 1 << 30)))
    assert back.to_pydict() == rows


def test_parquet_through_a_pipe(tmp_path: Path) -> None:
    data = write(tmp_path / "a.parquet", pa.table({"text": [ARTICLE] * 5})).read_bytes()
    done = cleaner("clean", "--format", "parquet", "-q", stdin=data)
    assert (done.returncode, done.stderr) == (0, b"")
    assert pq.read_table(io.BytesIO(done.stdout)).to_pydict() == {"text": [CLEANED] * 5}


def test_parquet_in_broken_gzip_or_in_a_bomb_is_refused(tmp_path: Path) -> None:
    plain = write(tmp_path / "a.parquet", pa.table({"text": ["x"]})).read_bytes()
    make_tree(
        tmp_path / "in",
        {"a.parquet.gz": compress(plain, "gz")[:-20], "b.parquet.zst": compress(bytes(80 << 20), "zst")},
    )
    done = cleaner("clean", "in", "-o", "out", cwd=tmp_path)
    faults = done.stderr.decode().splitlines()
    assert faults[0].startswith("cleaner: in/a.parquet.gz: broken gz data")
    assert "this looks like an archive bomb" in faults[1]
    assert (done.returncode, tree(tmp_path / "out")) == (3, {})


def test_a_column_of_a_right_name_without_text_is_named_with_its_type(tmp_path: Path) -> None:
    pq.write_table(pa.table({"id": [1], "text": [1]}), tmp_path / "a.parquet")
    done = cleaner("clean", "a.parquet", "-o", "b.parquet", cwd=tmp_path)
    assert done.returncode == 3
    assert b"name the text with --field; there are: id, text (int64)\n" in done.stderr


def test_a_column_whose_name_has_a_point_is_found_before_a_member_of_that_path(tmp_path: Path) -> None:
    table = pa.table({"a.b": ["x"], "a": [{"b": "y"}]})
    source = write(tmp_path / "a.parquet", table)
    target, _ = clean(source, Fields(("a.b",)))
    assert pq.read_table(target).to_pylist() == [{"a.b": "X", "a": {"b": "y"}}]


def test_a_text_column_that_lost_its_type_to_nulls_passes_unless_there_is_another(tmp_path: Path) -> None:
    nulls = pa.nulls(2)
    target, problems = clean(write(tmp_path / "a.parquet", pa.table({"text": nulls, "id": [1, 2]})))
    assert pq.read_table(target).equals(pa.table({"text": nulls, "id": [1, 2]}))
    target, _ = clean(write(tmp_path / "b.parquet", pa.table({"text": nulls, "body": ["x", "y"]})))
    assert pq.read_table(target)["body"].to_pylist() == ["X", "Y"]
    assert problems == []


def test_two_columns_of_one_name_are_refused_by_it(tmp_path: Path) -> None:
    table = pa.Table.from_arrays([pa.array(["x"]), pa.array(["y"]), pa.array([1])], names=["text", "text", "id"])
    with pytest.raises(FileError, match="several columns are called 'text': rename all but one"):
        ParquetShard(str(write(tmp_path / "a.parquet", table)), Options())


def test_the_order_of_rows_is_still_declared_but_for_what_was_cleaned(tmp_path: Path) -> None:
    table = pa.table({"id": [1, 1, 2], "text": ["a", "b", "a"], "n": [3, 4, 5]})
    order = [pq.SortingColumn(0), pq.SortingColumn(1), pq.SortingColumn(2)]
    target, _ = clean(write(tmp_path / "a.parquet", table, sorting_columns=order))
    assert pq.ParquetFile(target).metadata.row_group(0).sorting_columns == (pq.SortingColumn(0),)


def test_a_dictionary_of_few_indices_and_views_keep_their_types(tmp_path: Path) -> None:
    few = pa.DictionaryArray.from_arrays(
        pa.array([i % 127 for i in range(600)], pa.int8()), [f"text {i}" for i in range(127)]
    )
    for column in (few, pa.array([f"text {i}" if i % 3 else None for i in range(600)], pa.string_view())):
        table = pa.table({"text": column})
        target, _ = clean(write(tmp_path / "a.parquet", table, row_group_size=250))
        back = pq.read_table(target)
        assert back.schema.equals(table.schema)
        assert back["text"].to_pylist() == [text and text.upper() for text in column.to_pylist()]


@pytest.mark.parametrize("sizes", [[0], [0, 0, 300], [300, 0, 0, 20], [300, 20, 0]])
def test_row_groups_without_rows_stay(tmp_path: Path, sizes: list[int]) -> None:
    with pq.ParquetWriter(tmp_path / "in.parquet", pa.schema([("text", pa.string())])) as writer:
        for size in sizes:
            writer.write_table(pa.table({"text": pa.array(["a"] * size, pa.string())}))
    target, _ = clean(tmp_path / "in.parquet")
    found = pq.ParquetFile(target)
    assert [found.metadata.row_group(i).num_rows for i in range(found.num_row_groups)] == sizes
    assert found.read().column("text").to_pylist() == ["A"] * sum(sizes)


def test_a_file_without_rows_keeps_its_schema(tmp_path: Path) -> None:
    schema = pa.schema([pa.field("text", pa.large_string(), nullable=False)], metadata={b"a": b"b"})
    pq.ParquetWriter(tmp_path / "a.parquet", schema).close()
    target, _ = clean(tmp_path / "a.parquet")
    assert pq.read_schema(target).equals(schema, check_metadata=True)
    assert pq.ParquetFile(target).metadata.num_row_groups == 0


def test_the_audit_can_stand_beside_the_text_and_brings_it_back(tmp_path: Path) -> None:
    texts = [ARTICLE, None, "“Quoted”, he said of it.", ARTICLE * 3, "Advertisement"]
    table = pa.table({"id": range(5), "text": texts})
    make_tree(tmp_path / "in", {"a.txt": ARTICLE})
    write(tmp_path / "in/a.parquet", table, row_group_size=2, compression="zstd")
    done = cleaner("clean", "in", "-o", "out", "--audit-format", "column", "-q", cwd=tmp_path)
    fault = "a text takes no audit as a column: name a file for it with --audit, or --exclude this"
    assert done.stderr.decode().splitlines() == [f"cleaner: in/a.txt: {fault}"]
    assert done.returncode == 3
    cleaned = pq.read_table(tmp_path / "out/a.parquet")
    assert cleaned.equals(clean_batch(table, audit=True))
    assert restore_batch(cleaned).equals(table)
    group = pq.ParquetFile(tmp_path / "out/a.parquet").metadata.row_group(0)
    assert {group.column(i).compression for i in range(group.num_columns)} == {"ZSTD"}
    again = cleaner("clean", "out/a.parquet", "-o", "b.parquet", "--audit-format", "column", "-q", cwd=tmp_path)
    assert b"there is a column 'cleaner_audit' already" in again.stderr


@pytest.mark.parametrize("on_gutted", ["keep", "drop"])
def test_the_audit_beside_a_text_is_that_of_what_stands_there(tmp_path: Path, on_gutted: str) -> None:
    table = pa.table({"text": ["Advertisement", ARTICLE], "id": [1, 2]})
    write(tmp_path / "a.parquet", table)
    options = ("--audit-format", "column", "--on-gutted", on_gutted, "-q")
    assert cleaner("clean", "a.parquet", "-o", "b.parquet", *options, cwd=tmp_path).returncode == 0
    cleaned = pq.read_table(tmp_path / "b.parquet")
    kept = table if on_gutted == "keep" else table.slice(1)
    assert cleaned["text"].to_pylist()[-1] == CLEANED
    assert restore_batch(cleaned).equals(kept)


def test_an_audit_as_a_column_needs_no_file_and_one_text(tmp_path: Path) -> None:
    for options in (("--audit", "a.jsonl"), ("--field", "a", "--field", "b")):
        done = cleaner("clean", "x", "-o", "y", "--audit-format", "column", *options, cwd=tmp_path)
        assert (done.returncode, b"one --field at most" in done.stderr) == (2, True)


def test_the_encodings_of_columns_stay(tmp_path: Path) -> None:
    table = pa.table({"text": [ARTICLE, "b"], "n": [1, 2], "f": [1.5, 2.5], "plain": [1, 2]})
    wanted = {"text": "DELTA_LENGTH_BYTE_ARRAY", "n": "DELTA_BINARY_PACKED", "f": "BYTE_STREAM_SPLIT"}
    write(tmp_path / "in.parquet", table, use_dictionary=False, column_encoding=wanted)
    target, _ = clean(tmp_path / "in.parquet")
    group = pq.ParquetFile(target).metadata.row_group(0)
    found = {group.column(i).path_in_schema: group.column(i).encodings for i in range(group.num_columns)}
    assert found == {name: ("RLE", wanted.get(name, "PLAIN")) for name in table.column_names}


def test_encrypted_files_are_named_as_such(tmp_path: Path) -> None:
    pe = pytest.importorskip("pyarrow.parquet.encryption")

    class Plain(pe.KmsClient):  # type: ignore[misc, name-defined]
        def __init__(self, config: object) -> None:
            super().__init__()

        def wrap_key(self, key: bytes, name: str) -> bytes:
            return base64.b64encode(key)

    factory = pe.CryptoFactory(Plain)
    for plaintext_footer in (True, False):
        config = pe.EncryptionConfiguration(
            footer_key="k", column_keys={"k": ["text"]}, plaintext_footer=plaintext_footer
        )
        settings = factory.file_encryption_properties(pe.KmsConnectionConfig(), config)
        write(tmp_path / "in.parquet", pa.table({"text": ["a"]}), encryption_properties=settings)
        with pytest.raises(FileError, match="encrypted Parquet: decrypt it first"):
            clean(tmp_path / "in.parquet")


def test_a_column_that_is_named_twice_is_cleaned_once(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": [ARTICLE]}), tmp_path / "in.parquet")
    done = cleaner("clean", "in.parquet", "-o", "out.parquet", "--field", "text", "--field", "text", cwd=tmp_path)
    assert done.returncode == 0
    assert pq.read_table(tmp_path / "out.parquet").to_pydict() == {"text": [CLEANED]}


@given(st.lists(st.none() | st.binary(max_size=9), max_size=40))
def test_a_column_of_bytes_holds_what_it_was_made_of(values: list[bytes | None]) -> None:
    column = bytes_column(values)
    column.validate(full=True)
    assert column.equals(pa.array(values, pa.large_binary()))


def test_pandas_which_takes_longer_to_load_than_a_small_file_to_clean_is_left_alone(tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    pq.write_table(pa.table({"text": [ARTICLE, None, "Plain."]}), tmp_path / "in.parquet")
    _, loaded = run_and_list_modules(tmp_path, "clean", "in.parquet", "-o", "out.parquet", "--on-gutted", "drop")
    assert "pyarrow" in loaded
    assert "pandas" not in loaded
    assert pq.read_table(tmp_path / "out.parquet")["text"].to_pylist() == [CLEANED, None, "Plain."]
