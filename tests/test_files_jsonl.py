"""JSON Lines: only the text field changes; everything else passes through to the byte."""

from __future__ import annotations

import codecs
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.files.jsonl import clean_lines, find_text_field
from cleaner.files.lines import line_chunks
from cleaner.files.problems import FileError
from cleaner.files.records import Fields


def shout(text: str, line: int, url: str | None, value: object = None) -> str:
    return text.upper()


def same(text: str, line: int, url: str | None, value: object = None) -> str:
    return text


def clean(data: bytes, *names: str, on_error: str = "keep", edit: Any = shout) -> tuple[bytes, list[tuple[int, str]]]:
    out, problems = clean_lines(data, 1, Fields(names or ("text",), None, on_error), edit)
    return out, [tuple(problem) for problem in problems]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=5), JSON, max_size=5), st.text(), st.booleans())
def test_only_the_text_field_differs_from_what_json_reads_and_writes(
    others: dict[str, Any], text: str, ascii_only: bool
) -> None:
    record = {**others, "text": text}
    line = json.dumps(record, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    out, problems = clean(line + b"\n")
    if not problems:
        want = json.dumps({**others, "text": text.upper()}, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
        assert json.loads(out.decode("utf-8", "surrogatepass")) == json.loads(
            want.decode("utf-8", "surrogatepass")
        ) or ("NaN" in want.decode("utf-8", "surrogatepass"))
    unchanged, _ = clean(line + b"\n", edit=same)
    assert unchanged == line + b"\n"


@pytest.mark.parametrize(
    "line",
    [
        rb'{"n":1.0,"big":123456789012345678901234567890,"huge":1e400,"text":"a","z":-0.0,"e":1E+2}',
        rb'{ "b" : [1 , 2.50, {"text": "inner"}] , "text" : "a" , "a":"\u00e9\/\ud83d\ude00" }',
        b'{"text":"a","text2":"\xc3\xa9","t":"quote \\" and } and ] and {"}',
        b'\t{"zz":{"text":"b","deep":{"text":["c"]}},"text":"a"}\r',
        b'{"nan":NaN,"inf":-Infinity,"text":"a"}',
        b'{"text":"a","broken elsewhere":"\xff\xfe"}',
    ],
)
def test_all_other_bytes_stay_as_they_are(line: bytes) -> None:
    out, problems = clean(line)
    assert problems == []
    at = line.rindex(b'"a"', 0, line.rindex(b'"a"') + 3) if line.count(b'"a"') == 1 else line.index(b'"text" : "a"') + 9
    assert out == line[:at] + b'"A"' + line[at + 3 :]


def test_a_text_that_does_not_change_keeps_its_own_escapes() -> None:
    line = rb'{"text":"caf\u00e9 \/ \u0041"}'
    assert clean(line, edit=same)[0] == line


def test_a_changed_text_is_escaped_where_it_was_escaped_before() -> None:
    assert clean(rb'{"text":"caf\u00e9"}')[0] == rb'{"text":"CAF\u00c9"}'
    assert clean('{"text":"café"}'.encode())[0] == '{"text":"CAFÉ"}'.encode()


def test_a_lone_surrogate_survives() -> None:
    assert clean(rb'{"text":"a\ud800"}')[0] == rb'{"text":"A\ud800"}'


def test_an_escaped_key_is_the_same_key() -> None:
    assert clean(rb'{"te\u0078t":"a"}')[0] == rb'{"te\u0078t":"A"}'


def test_a_key_that_stands_twice_is_cleaned_twice() -> None:
    assert clean(b'{"text":"a","text":"b"}')[0] == b'{"text":"A","text":"B"}'


def test_fields_are_repeatable_and_nested() -> None:
    line = b'{"doc":{"meta":{"text":"x"},"body":"a"},"title":"b","body":"c"}'
    assert clean(line, "doc.body", "title")[0] == b'{"doc":{"meta":{"text":"x"},"body":"A"},"title":"B","body":"c"}'


def test_null_is_no_text_and_no_fault() -> None:
    assert clean(b'{"text":null}') == (b'{"text":null}', [])


def test_the_url_reaches_the_cleaner_wherever_it_stands() -> None:
    seen: list[tuple[str, int, str | None]] = []

    def edit(text: str, line: int, url: str | None, value: object) -> str:
        seen.append((text, line, url))
        return text

    data = b'{"text":"a","src":{"url":"https://a.example/1"}}\n\n{"src":{},"text":"b"}\n'
    clean_lines(data, 7, Fields(("text",), "src.url"), edit)
    assert seen == [("a", 7, "https://a.example/1"), ("b", 9, None)]


BAD = [
    (b'{"text":"a"', "invalid JSON"),
    (b'{"text":"a"} x', "invalid JSON"),
    (b'{"text":"a\x01"}', "invalid JSON"),
    (b'{"text":01}', "invalid JSON"),
    (b"[1,2]", "not a JSON object"),
    (b'"text"', "not a JSON object"),
    (b'{"txt":"a"}', "no field 'text'"),
    (b'{"text":12}', "field 'text' is not text: 12"),
    (b'{"text":["a"]}', "field 'text' is not text"),
    (b'{"text":"\xff"}', "not valid UTF-8"),
    (b"\0\0\0", "invalid JSON"),
    (b'{"a":' * 100_000, "JSON with more brackets inside each other than can be read"),
]


@pytest.mark.parametrize(("bad", "cause"), BAD)
def test_a_faulty_record_is_named_and_kept_while_the_others_are_cleaned(bad: bytes, cause: str) -> None:
    out, problems = clean(b'{"text":"a"}\n' + bad + b'\n{"text":"b"}\n')
    assert out == b'{"text":"A"}\n' + bad + b'\n{"text":"B"}\n'
    assert len(problems) == 1
    assert problems[0][0] == 2
    assert cause in problems[0][1]


def test_a_faulty_record_is_left_out_with_skip_and_fails_the_file_with_fail() -> None:
    data = b'{"text":"a"}\nnot json\n{"text":"b"}'
    assert clean(data, on_error="skip") == (b'{"text":"A"}\n{"text":"B"}', [(2, problem_of(data))])
    with pytest.raises(FileError, match="invalid JSON") as caught:
        clean(data, on_error="fail")
    assert caught.value.line == 2


def problem_of(data: bytes) -> str:
    return clean(data)[1][0][1]


def test_blank_lines_stay_and_are_no_fault() -> None:
    data = b'\n{"text":"a"}\n  \t\r\n\n{"text":"b"}\n\n'
    assert clean(data) == (data.replace(b'"a"', b'"A"').replace(b'"b"', b'"B"'), [])


def test_a_byte_order_mark_is_let_through() -> None:
    assert clean(b'\xef\xbb\xbf{"text":"a"}\n') == (b'\xef\xbb\xbf{"text":"A"}\n', [])


def test_the_text_field_is_found_in_the_first_record_that_has_one() -> None:
    assert find_text_field([b"", b"oops", b'{"id":1}', b'{"content":"x","body":"y"}']) == ("content", True)
    assert find_text_field([b'{"text":null}', b'{"body":null}']) == ("text", False)
    assert find_text_field([b'{"text":null}', b'{"body":"y"}']) == ("body", True)
    assert find_text_field([b"", b"  "]) == ("", False)
    with pytest.raises(FileError, match=r"there are: id, text \(not text\)"):
        find_text_field([b'{"id":1,"text":5}'])
    with pytest.raises(FileError, match="name the text with --field; there are: id, words"):
        find_text_field([b'{"id":1,"words":"a b"}'])


def test_a_name_with_a_point_is_a_key_or_a_path() -> None:
    fields = Fields(("a.b",))
    line = b'{"a.b":"x","a":{"b":"y","c":"z"},"b":"w"}'
    assert clean_lines(line, 1, fields, shout) == (b'{"a.b":"X","a":{"b":"Y","c":"z"},"b":"w"}', [])


@given(st.lists(st.binary(max_size=40)), st.integers(1, 60), st.integers(1, 50))
def test_chunks_together_are_the_stream_and_end_at_line_ends(parts: list[bytes], size: int, most: int) -> None:
    data = b"\n".join(parts)
    position = 0

    def read(count: int) -> bytes:
        nonlocal position
        position += count
        return data[position - count : position]

    chunks = list(line_chunks(read, most, size))
    assert b"".join(chunk.data for chunk in chunks) == data
    at = 0
    for chunk in chunks:
        assert chunk.line == data.count(b"\n", 0, at) + 1
        if not chunk.fault:
            assert at == 0 or data[at - 1 : at] == b"\n"
            assert max((len(line) for line in chunk.data.split(b"\n")), default=0) <= most + size
        at += len(chunk.data)
    for line in data.split(b"\n"):
        if len(line) > most + size:
            assert any(chunk.fault for chunk in chunks)


def test_a_byte_order_mark_before_any_record_passes_through() -> None:
    mark = codecs.BOM_UTF8
    joined = mark + b'{"text":"a"}\n{"text":"b"}\n' + mark + b'{"text":"c"}\n'
    assert clean(joined) == (mark + b'{"text":"A"}\n{"text":"B"}\n' + mark + b'{"text":"C"}\n', [])
    assert find_text_field([mark + b'{"body":"x"}']) == ("body", True)


def test_of_a_record_that_is_kept_as_it_is_no_text_is_cleaned() -> None:
    seen: list[str] = []

    def see(text: str, line: int, url: str | None, value: object = None) -> str:
        seen.append(text)
        return text.upper()

    faulty = b'{"a":"one","b":7}\n{"a":"two","b":"caf\xe9"}\n'
    out, problems = clean(faulty + b'{"a":"three","b":"four"}\n', "a", "b", edit=see)
    assert out == faulty + b'{"a":"THREE","b":"FOUR"}\n'
    assert [line for line, _ in problems] == [1, 2]
    assert seen == ["three", "four"]


def test_records_in_utf16_are_not_taken_for_json() -> None:
    line = json.dumps({"text": "a"}).encode("utf-16-le")
    assert clean(line)[1][0][1].startswith("invalid JSON")
