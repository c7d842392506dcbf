"""LangChain, LlamaIndex, Haystack, scikit-learn: documents keep what they are, their texts become `Cleaner.clean`'s."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from engines import engine, expected, site_cleaner, texts, urls

from cleaner import Cleaner

FERRY = "The ferry sank.\n\nOur ferry page"


@pytest.fixture(autouse=True)
def _no_telemetry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAYSTACK_TELEMETRY_ENABLED", "False")


def told(cleaner: Cleaner, text: str, url: str | None) -> dict[str, Any]:
    """What the metadata shall tell of a text."""
    result = cleaner.explain(text, url)
    removed = [{"start": r.start, "end": r.end, "rule": r.rule} for r in result.removals]
    return {"cleaner_removed": removed, "cleaner_status": result.status}


def test_langchain_keeps_ids_and_metadata(tmp_path: Path) -> None:
    Document = engine("langchain_core.documents").Document
    Transformer = engine("cleaner.adapters.langchain").BoilerplateTransformer
    documents = [
        Document(text, id=str(number), metadata={"source": url, "n": number})
        for number, (text, url) in enumerate(zip(texts(), urls(), strict=True))
    ]
    cleaned = Transformer().transform_documents(documents)
    assert [document.page_content for document in cleaned] == list(expected())
    assert [(d.id, d.metadata) for d in cleaned] == [(d.id, d.metadata) for d in documents]
    assert [document.page_content for document in documents] == list(texts())

    cleaner = site_cleaner(tmp_path)
    given = Document(FERRY, metadata={"source": "https://example.com"})
    [found] = Transformer(cleaner, removals=True).transform_documents([given])
    assert found.page_content == "The ferry sank."
    assert found.metadata == given.metadata | told(cleaner, FERRY, "https://example.com")
    with pytest.raises(ValueError, match="'cleaner_removed' already"):
        Transformer(cleaner, removals=True).transform_documents([found])


def test_llamaindex_keeps_ids_and_metadata_and_its_cache_knows_the_rules(tmp_path: Path) -> None:
    schema = engine("llama_index.core.schema")
    ingestion = engine("llama_index.core.ingestion")
    Transform = engine("cleaner.adapters.llamaindex").BoilerplateTransform
    nodes = [
        schema.TextNode(text=text, id_=str(number), metadata={"url": url})
        for number, (text, url) in enumerate(zip(texts(), urls(), strict=True))
    ]
    cleaned = ingestion.IngestionPipeline(transformations=[Transform()]).run(nodes=nodes)
    assert [node.text for node in cleaned] == list(expected())
    assert [(node.id_, node.metadata) for node in cleaned] == [(node.id_, node.metadata) for node in nodes]
    assert [node.text for node in nodes] == list(texts())
    assert Transform()([schema.IndexNode(text="", index_id="1"), schema.ImageNode()])

    document = schema.Document(text=FERRY, metadata={"url": "https://example.com"})
    cleaner = site_cleaner(tmp_path)
    pipeline = ingestion.IngestionPipeline(transformations=[Transform(cleaner, removals=True)])
    [found] = pipeline.run(documents=[document])
    assert found.text == "The ferry sank."
    assert found.metadata == document.metadata | told(cleaner, FERRY, "https://example.com")
    assert "cleaner_removed" not in found.get_content(metadata_mode=schema.MetadataMode.EMBED)
    # The same pipeline with other rules may not answer from its cache.
    pipeline.transformations = [Transform(Cleaner(select=()))]
    assert pipeline.run(documents=[document])[0].text == FERRY


def test_haystack_keeps_ids_and_meta_and_survives_saving(tmp_path: Path) -> None:
    haystack = engine("haystack")
    Component = engine("cleaner.adapters.haystack").BoilerplateCleaner
    documents = [
        haystack.Document(content=text, meta={"url": url, "n": number})
        for number, (text, url) in enumerate(zip(texts(), urls(), strict=True))
    ]
    pipeline = haystack.Pipeline()
    pipeline.add_component("cleaner", Component())
    # Haystack loads no component of others that it is not told to.
    saved = haystack.Pipeline.loads(pipeline.dumps(), allowed_modules=["cleaner.adapters.haystack"])
    for line in (pipeline, saved):
        cleaned = line.run({"cleaner": {"documents": documents}})["cleaner"]["documents"]
        assert [document.content for document in cleaned] == list(expected())
        assert [(d.id, d.meta) for d in cleaned] == [(d.id, d.meta) for d in documents]
    assert [document.content for document in documents] == list(texts())
    settings = Component(Cleaner(languages=("en",), unicode=("plain", "-quotes")), "link").to_dict()
    assert Component.from_dict(settings).to_dict() == settings
    without = haystack.Document(content=None, meta={"n": 1})
    assert Component().run([without]) == {"documents": [without]}

    cleaner = site_cleaner(tmp_path)
    given = haystack.Document(content=FERRY, meta={"url": "https://example.com"})
    [found] = Component(cleaner, removals=True).run([given])["documents"]
    assert (found.content, found.id) == ("The ferry sank.", given.id)
    assert found.meta == given.meta | told(cleaner, FERRY, "https://example.com")


def test_sklearn_works_in_a_pipeline_and_a_search() -> None:
    base, pipeline = engine("sklearn.base"), engine("sklearn.pipeline")
    feature_text = engine("sklearn.feature_extraction.text")
    Transformer = engine("cleaner.adapters.sklearn").BoilerplateTransformer
    assert Transformer().fit_transform(texts()).tolist() == list(expected())
    step = Transformer(level="strict", languages=("en",))
    assert base.clone(step).get_params() == step.get_params()
    assert step.set_params(level="standard", languages=None).fit(texts()).cleaner_ == Cleaner()
    with pytest.raises(ValueError, match="level must be one of"):
        Transformer(level="brave").fit(["a"])
    line = pipeline.make_pipeline(Transformer(), feature_text.CountVectorizer())
    alone = feature_text.CountVectorizer()
    assert (line.fit_transform(texts()) != alone.fit_transform(expected())).nnz == 0


def test_sklearn_refuses_one_text_in_the_place_of_many() -> None:
    Transformer = engine("cleaner.adapters.sklearn").BoilerplateTransformer
    with pytest.raises(ValueError, match="put it into a list"):
        Transformer().fit_transform("The ferry sank.")


def test_sklearn_gives_tables_with_their_columns_and_index() -> None:
    pd, compose = engine("pandas"), engine("sklearn.compose")
    Transformer = engine("cleaner.adapters.sklearn").BoilerplateTransformer
    frame = pd.DataFrame({"n": range(300), "text": texts(), "again": texts()}, index=range(7, 307))
    step = Transformer().set_output(transform="pandas")
    cleaned = step.fit_transform(frame[["text", "again"]])
    assert (list(cleaned.columns), list(cleaned.index)) == (["text", "again"], list(frame.index))
    assert cleaned["text"].tolist() == cleaned["again"].tolist() == list(expected())
    columns = compose.make_column_transformer((Transformer(), ["text"]), remainder="passthrough")
    assert columns.fit(frame).get_feature_names_out().tolist()[0] == "boilerplatetransformer__text"
