"""pandas, Polars, DuckDB: the same texts as `Cleaner.clean` leaves, in a column of the same type."""

from __future__ import annotations

from pathlib import Path

import pytest
from engines import engine, expected, site_cleaner, texts, urls

from cleaner import Cleaner

pd = engine("pandas")
pl = engine("polars")
duckdb = engine("duckdb")
engine("cleaner.adapters.pandas")
engine("cleaner.adapters.polars")
register = engine("cleaner.adapters.duckdb").register

FERRY = "The ferry sank.\n\nOur ferry page"
PLACES = ["https://news.example.com/1", None, "https://example.org"]
BY_PLACE = ["The ferry sank.", FERRY, FERRY]


# ------------------------------------------------------------------ pandas


@pytest.mark.parametrize("dtype", ["object", "string[python]", "string[pyarrow]", "str", "large_string[pyarrow]"])
def test_pandas_keeps_dtype_index_name_and_what_is_missing(dtype: str) -> None:
    index = range(1000, 1302)
    series = pd.Series([*texts(), None, FERRY], index, dtype, "body")
    cleaned = series.cleaner.clean()
    pd.testing.assert_series_equal(cleaned, pd.Series([*expected(), None, FERRY], index, dtype, "body"))


def test_pandas_cleans_each_category_once_and_makes_one_of_two_that_became_equal() -> None:
    series = pd.Series(["Ferry.\n\nAdvertisement", None, "Ferry.", "Tram."], dtype="category")
    cleaned = series.cleaner.clean()
    assert list(cleaned.cat.categories) == ["Ferry.", "Tram."]
    assert cleaned.astype(object).fillna("-").tolist() == ["Ferry.", "-", "Ferry.", "Tram."]
    with pytest.raises(TypeError, match="cannot be cleaned by URL"):
        series.cleaner.clean(urls=[None] * 4)


def test_pandas_explains_and_goes_by_url(tmp_path: Path) -> None:
    cleaner = site_cleaner(tmp_path)
    frame = pd.DataFrame({"text": [FERRY] * 3, "url": PLACES})
    assert frame["text"].cleaner.clean(cleaner, urls=frame["url"]).tolist() == BY_PLACE
    assert frame["text"].cleaner.explain(cleaner, urls=frame["url"]).tolist() == [
        cleaner.explain(FERRY, url) for url in PLACES
    ]
    for dtype in ("string", "string[pyarrow]"):  # What is missing is pd.NA there, which is equal to nothing.
        urls = frame["url"].astype(dtype)
        assert frame["text"].astype(dtype).cleaner.clean(cleaner, urls=urls).tolist() == BY_PLACE
    with pytest.raises(ValueError, match="3 texts need as many URLs"):
        frame["text"].cleaner.clean(cleaner, urls=["https://example.com"])


def test_pandas_refuses_urls_of_the_same_rows_in_another_order() -> None:
    frame = pd.DataFrame({"text": [FERRY] * 3, "url": PLACES})
    with pytest.raises(ValueError, match=r"align them with urls\.reindex"):
        frame["text"].cleaner.clean(urls=frame["url"].iloc[::-1])
    assert frame["text"].cleaner.clean(urls=frame["url"].set_axis(list("abc"))).tolist() == [FERRY] * 3


def test_pandas_refuses_what_is_not_text() -> None:
    with pytest.raises(TypeError, match="expected a str, not int"):
        pd.Series(["a", 1], dtype=object).cleaner.clean()


# ------------------------------------------------------------------ Polars


@pytest.mark.parametrize("engine_name", ["in-memory", "streaming"])
def test_polars_cleans_eagerly_lazily_and_streaming(engine_name: str) -> None:
    frame = pl.DataFrame({"id": range(301), "text": [*texts(), None]})
    cleaned = frame.lazy().with_columns(pl.col("text").cleaner.clean()).collect(engine=engine_name).sort("id")
    assert cleaned.schema == frame.schema
    assert cleaned["text"].to_list() == [*expected(), None]
    assert frame["text"].cleaner.clean().to_list() == [*expected(), None]


def test_polars_streams_a_file_to_a_file(tmp_path: Path) -> None:
    pl.DataFrame({"id": range(3000), "text": texts() * 10}).write_parquet(tmp_path / "in.parquet", row_group_size=500)
    query = pl.scan_parquet(tmp_path / "in.parquet").with_columns(pl.col("text").cleaner.clean())
    query.sink_parquet(tmp_path / "out.parquet")
    assert pl.read_parquet(tmp_path / "out.parquet").sort("id")["text"].to_list() == [*expected()] * 10


def test_polars_is_element_by_element_so_filters_move_before_it() -> None:
    query = pl.LazyFrame({"id": [1, 2], "text": ["a", "b"]}).with_columns(pl.col("text").cleaner.clean())
    plan = query.filter(pl.col("id") == 1).explain()
    assert plan.index("WITH_COLUMNS") < plan.index("FILTER") or "SELECTION" in plan


def test_polars_explains_and_goes_by_url(tmp_path: Path) -> None:
    cleaner = site_cleaner(tmp_path)
    frame = pl.DataFrame({"text": [*texts()[:50], None, *[FERRY] * 3], "url": [*urls()[:51], *PLACES]})
    cleaned = frame.with_columns(
        pl.col("text").cleaner.clean(cleaner, url="url"),
        pl.col("text").cleaner.explain(cleaner, url=pl.col("url")).alias("found"),
    )
    assert cleaned["text"].to_list()[-3:] == BY_PLACE
    for text, url, row in zip(frame["text"], frame["url"], cleaned.to_dicts(), strict=True):
        if text is None:
            assert row == {"text": None, "url": url, "found": None}
            continue
        result = cleaner.explain(text, url)
        removed = [{"start": r.start, "end": r.end, "rule": r.rule} for r in result.removals]
        assert row["found"] == {"text": result.text, "status": result.status, "removed": removed}
        assert row["text"] == result.text


def test_a_series_of_polars_explains_and_goes_by_url_as_expressions_do(tmp_path: Path) -> None:
    cleaner = site_cleaner(tmp_path)
    frame = pl.DataFrame({"text": [*texts()[:50], None, *[FERRY] * 3], "url": [*urls()[:51], *PLACES]})
    for way in ("clean", "explain"):
        eager = getattr(frame["text"].cleaner, way)
        lazy = getattr(pl.col("text").cleaner, way)
        assert eager(cleaner).equals(frame.select(lazy(cleaner)).to_series())
        assert eager(cleaner, url=frame["url"]).equals(frame.select(lazy(cleaner, url="url")).to_series())
        with pytest.raises(ValueError, match="54 texts need as many URLs"):
            eager(cleaner, url=frame["url"][:3])


def test_polars_refuses_what_is_not_text() -> None:
    for values in ([1], pl.Series(["a"], dtype=pl.Categorical)):
        with pytest.raises((TypeError, pl.exceptions.PolarsError), match=r"expected a column of pl\.String, not"):
            pl.DataFrame({"text": values}).select(pl.col("text").cleaner.clean())


# ------------------------------------------------------------------ DuckDB


def test_duckdb_cleans_in_sql() -> None:
    connection = duckdb.connect()
    register(connection)
    rows = pd.DataFrame({"id": range(301), "text": pd.Series([*texts(), None], dtype=object)})
    connection.register("rows", rows)
    cleaned = connection.sql("SELECT clean_text(text) FROM rows ORDER BY id").fetchall()
    assert [row[0] for row in cleaned] == [*expected(), None]


def test_duckdb_goes_by_url_and_by_name(tmp_path: Path) -> None:
    connection = duckdb.connect()
    register(connection, site_cleaner(tmp_path), "clean_ours")
    register(connection, Cleaner(select=()), "only_unicode")
    connection.execute("CREATE TABLE rows (id INT, text VARCHAR, url VARCHAR)")
    connection.executemany("INSERT INTO rows VALUES (?, ?, ?)", [(i, FERRY, url) for i, url in enumerate(PLACES)])
    cleaned = connection.sql("SELECT clean_ours(text, url), only_unicode(text) FROM rows ORDER BY id").fetchall()
    assert cleaned == [(text, FERRY) for text in BY_PLACE]


def test_duckdb_refuses_what_is_not_text() -> None:
    connection = duckdb.connect()
    register(connection)
    assert connection.sql("SELECT clean_text(NULL)").fetchall() == [(None,)]
    for call, message in (("clean_text(1)", "expected texts"), ("clean_text('a', 'b', 'c')", "a text and its URL")):
        with pytest.raises(duckdb.Error, match=message):
            connection.sql(f"SELECT {call}").fetchall()
