"""Mining a site's own boilerplate, on pages of our own making."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import cleaner as run
from hypothesis import given
from hypothesis import strategies as st
from mining import ENGLISH, THINGS, corpus, lines, mined, page, paragraph

from cleaner import Cleaner
from cleaner.fold import fold, fold_lines
from cleaner.mine import Settings, mine
from cleaner.mine.count import Pages, Sketch
from cleaner.mine.families import is_family, pattern, template
from cleaner.mine.lines import forms
from cleaner.mine.rulefile import fingerprint_of, named, proved, read_rules, score_of, to_toml
from cleaner.mine.sites import site_of
from cleaner.rulefile import load_list

_PLAIN = st.text(st.sampled_from("aZ 9.,:;!?'\"()-*|_&`#’é\u00a0\t€"), max_size=12)


@given(st.lists(_PLAIN | st.text(st.characters(exclude_characters="\n"), max_size=8), max_size=5))
def test_lines_folded_at_once_are_what_they_are_folded_one_by_one(lines: list[str]) -> None:
    assert fold_lines(lines) == [fold(line) for line in lines]


# ------------------------------------------------------------------ what is never proposed


@pytest.mark.parametrize(
    "line",
    ["By Marta Lindqvist", "March 4, 2024", "Published March 4, 2024, 12:45", "HELSINKI", "Marta Lindqvist"],
)
def test_bylines_datelines_and_names_above_the_article_are_not_proposed(line: str) -> None:
    assert mined(*(page(n, above=(line,)) for n in range(6)), *(page(n) for n in range(6, 12))) == []


@pytest.mark.parametrize("line", ["What happened next", "Background", "Q: And then?", "Correction: an earlier version"])
def test_subheads_questions_and_corrections_between_paragraphs_are_not_proposed(line: str) -> None:
    assert mined(*(page(n, between=(line,)) for n in range(8))) == []


@pytest.mark.parametrize("line", ["- One spoon of salt", "1. Wash the apples", "| Team | Points | Goals |"])
def test_items_of_lists_and_tables_are_not_proposed(line: str) -> None:
    assert mined(*(page(n, below=(line,)) for n in range(8))) == []


def test_the_title_of_a_column_is_not_proposed() -> None:
    assert mined(*("Notes from the harbour wall\n\n" + page(n) for n in range(8))) == []


def test_the_title_of_one_story_that_others_link_to_is_not_proposed() -> None:
    title = "What the harbour taught town 0"
    assert mined(page(0), *(page(n, below=(title,)) for n in range(1, 8))) == []


@pytest.mark.parametrize(
    "title", ["BREAKING: mayor steps down as head of the harbour", "Why the island needs a bridge"]
)
def test_a_headline_that_mostly_stands_between_paragraphs_is_not_proposed(title: str) -> None:
    pages = [page(n, between=(title, "Menu")) for n in range(6)]
    assert mined(*pages, *(page(n, below=(title,)) for n in range(6, 9))) == []


def test_a_headline_below_other_articles_goes_only_there() -> None:
    title = "Why the island needs a bridge of its own"
    (proposal,) = mined(*(page(n, below=(title,)) for n in range(8)))
    assert proposal.rule("mined:title", "2024-01-01").where == "foot"


def test_a_person_named_here_and_there_is_not_proposed() -> None:
    pages = [page(n, between=("Marta Lindqvist", "Menu")) for n in range(3)]
    assert mined(*pages, *(page(n, below=("Marta Lindqvist",)) for n in range(3, 8))) == []


def test_a_refrain_is_not_proposed() -> None:
    assert mined(*(page(n, below=("And the bells rang out again",) * 4) for n in range(8))) == []


@pytest.mark.parametrize("heading", ["See also", "FILES", "You will need:", "Ingredients", "The harbour in numbers"])
def test_a_heading_of_what_differs_from_page_to_page_is_not_proposed(heading: str) -> None:
    things = THINGS * 2
    assert mined(*(page(n, below=(heading, f"A {things[n]} of the {things[n + 3]}")) for n in range(8))) == []
    assert mined(*(page(n, between=(heading, f"A {things[n]} of the {things[n + 3]}")) for n in range(8))) == []


def test_what_opens_a_list_that_is_the_same_on_all_pages_is_not_proposed() -> None:
    flags = ("The flags of the harbour are:", "- Blue over white", "- White over blue")
    assert mined(*(page(n, below=flags) for n in range(8))) == []


def test_a_piece_of_a_sentence_that_a_link_tore_is_not_proposed() -> None:
    pages = [
        page(n, below=("Find out more", f"on the way to the {THINGS[n]}, said the {THINGS[n + 2]}")) for n in range(8)
    ]
    assert mined(*pages) == []


@pytest.mark.parametrize("line", ["What happened next", "Background to the story"])
def test_a_subhead_above_an_advertisement_is_not_proposed(line: str) -> None:
    pages = [page(n, between=(line, "Advertisement")) for n in range(4)]
    assert mined(*pages, *(page(n, between=("Advertisement",)) for n in range(4, 8))) == []


@pytest.mark.parametrize("line", ["STANDARDS", "The harbour master rings the bell on success, and on failure nobody."])
def test_what_stands_between_the_paragraphs_of_all_pages_is_not_proposed_where_nothing_beside_it_goes(
    line: str,
) -> None:
    section = (line, "LIBRARY", "The harbour library in the tower")
    assert mined(*(page(n, between=section) for n in range(8))) == []
    assert mined(*(page(n, between=(*section, paragraph(n, 40), "Advertisement")) for n in range(8))) == []


def test_a_person_in_a_row_between_paragraphs_is_not_proposed_even_where_something_goes_beside() -> None:
    row = ("Advertisement", "Harbour mail", "Marta Lindqvist", "Sign up for our newsletter")
    assert lines(mined(*(page(n, between=row) for n in range(8)))) == [row[1]]


def test_a_byline_above_what_is_the_same_below_all_articles_is_not_proposed() -> None:
    below = ("Marta Lindqvist", "Write to the Bay Herald desk", "Share this article")
    pages = [page(n, below=below) for n in range(4)] + [page(n, below=below[1:]) for n in range(4, 8)]
    assert lines(mined(*pages)) == ["Write to the Bay Herald desk"]


def test_a_sentence_in_the_text_of_some_pages_is_not_proposed() -> None:
    usual = "On success the harbour master rings the bell, and on failure nobody is told of it at all."
    assert mined(*(page(n, between=(usual,)) for n in range(4)), *(page(n) for n in range(4, 12))) == []


def test_a_sentence_that_comes_back_within_pages_is_not_proposed() -> None:
    usual = "This must be said aloud"
    assert mined(*(page(n, between=(usual, paragraph(n, 30), usual)) for n in range(8))) == []


@pytest.mark.parametrize("tip", ["Write to the Bay Herald desk", "Write to the Bay Herald’s desk"])
def test_what_also_stands_inside_prose_is_not_proposed(tip: str) -> None:
    quoting = page(9) + f"\n\n{tip} is what the leaflets said that lay in every shop in town that week, and people did."
    assert mined(*(page(n, below=(tip,)) for n in range(8)), quoting) == []


def test_a_line_of_too_few_pages_is_not_proposed() -> None:
    assert mined(*(page(n, below=("Write to the Bay Herald desk",)) for n in range(2)), *map(page, range(2, 9))) == []


def test_copies_of_one_article_count_once() -> None:
    same = page(1, below=("Write to the Bay Herald desk",))
    assert mined(*(same + f"\n\nPrinted in edition {n}" for n in range(8)), *map(page, range(2, 6))) == []


def test_what_the_lists_remove_already_is_not_proposed() -> None:
    assert mined(*(page(n, below=("Advertisement",)) for n in range(8))) == []


def test_a_headline_that_the_lists_take_on_every_page_is_not_proposed() -> None:
    below = ("Related stories", "Ferry to the island sails again after the storm")
    assert mined(*(page(n, below=below) for n in range(8))) == []


def test_what_stands_between_the_paragraphs_of_two_versions_of_a_page_is_not_proposed() -> None:
    versions = [page(1, between=("Advertisement", "The day it began", "Years of plenty")) for _ in range(2)]
    # All but two of their long paragraphs are the same: too few to be known as copies.
    longer = [
        text.replace(paragraph(1, 1), paragraph(n, 8) * 2).replace(paragraph(1, 4), paragraph(n, 9) * 2)
        for n, text in enumerate(versions, 20)
    ]
    assert mined(*longer, page(3), page(4)) == []


def test_a_row_of_names_of_which_none_goes_is_not_proposed() -> None:
    names = ("Marta Lindqvist", "Jonas Moreau", "Aino Okoro")
    assert mined(*(page(n, below=names) for n in range(8)), *map(page, range(8, 12))) == []


def test_a_rejected_line_is_never_proposed_again_nor_its_family() -> None:
    pages = [page(n, below=(f"Filed in drawer {n} at the Bay Herald",)) for n in range(8)]
    (family,) = mined(*pages)
    assert mined(*pages, rejected=(family.fingerprint,)) == []


# ------------------------------------------------------------------ what is


def test_a_line_below_most_articles_of_a_site_is_proposed() -> None:
    tip = "Write to the Bay Herald desk"
    (proposal,) = mined(*(page(n, below=(tip,)) for n in range(8)))
    assert (proposal.site, lines([proposal]), proposal.measure.documents, proposal.of) == ("example.com", [tip], 8, 8)
    assert proposal.samples[0][1] == tip
    assert proposal.score > 0.6


def test_a_torn_sentence_goes_where_all_its_pieces_come_back() -> None:
    pieces = ("Advertisement", "Click", "here for a print of this page", ".", "The Bay Herald is printed in the valley")
    proposals = mined(*(page(n, below=pieces) for n in range(8)))
    assert lines(proposals) == ["Click", "The Bay Herald is printed in the valley", "here for a print of this page"]
    assert [p.measure.where for p in proposals if p.examples[0] == "Click"] == ["beside"]


def test_what_stands_in_a_row_with_what_goes_is_proposed_and_goes_only_with_it() -> None:
    form = ("Bay Herald Weekly", "Fridays", "Sign up for our newsletter")
    proposals = mined(*(page(n, between=form) for n in range(2)), *(page(n, between=form[2:]) for n in range(2, 4)))
    assert lines(proposals) == ["Fridays"]
    assert [p.rule("mined:one", "2024-01-01").where for p in proposals] == ["beside"]


def test_what_tops_such_a_row_between_paragraphs_is_proposed_where_the_same_stands_below_it_each_time() -> None:
    form = ("Our harbour letter", "Fridays, free of charge", "Sign up for our newsletter")
    with_form = [page(n, between=form) for n in range(6)]
    proposals = mined(*with_form, *(page(n) for n in range(6, 15)))
    assert [(p.examples[0], p.where) for p in proposals] == [(form[1], "beside"), (form[0], "beside")]
    elsewhere = page(6, between=(form[0], "The harbour in the morning", form[2]))
    assert lines(mined(*with_form, elsewhere, *(page(n) for n in range(7, 15)))) == [form[1]]


def test_on_a_site_of_many_pages_two_are_too_few_even_in_a_row() -> None:
    form = ("Bay Herald Weekly", "Fridays", "Sign up for our newsletter")
    assert mined(*(page(n, between=form) for n in range(2)), *(page(n, between=form[2:]) for n in range(2, 9))) == []


def test_what_goes_only_with_its_neighbours_is_proposed_for_the_pages_where_it_stays() -> None:
    below = ("Related stories", "Reader card", "Sign up for our newsletter")
    pages = [page(n, below=below) for n in range(6)]
    assert lines(mined(*pages, page(6, below=("Reader card",)))) == ["Reader card"]


def test_a_line_that_names_its_site_is_nobodys_name() -> None:
    pages = [page(n, below=("Bay Herald Insider", "Write to the desk of the paper")) for n in range(5)]
    others = [page(n) for n in range(5, 8)]
    found = mine(corpus(*pages, *others, site="bay-herald.example"), ENGLISH, Settings(memory=1 << 16))
    assert "Bay Herald Insider" in lines(found)
    found = mine(corpus(*pages, *others, site="example.com"), ENGLISH, Settings(memory=1 << 16))
    assert "Bay Herald Insider" not in lines(found)


def test_of_a_large_site_a_sample_is_looked_at() -> None:
    tip = "Write to the Bay Herald desk"
    pages = [page(n, below=(tip,)) for n in range(200)]
    (proposal,) = mine(corpus(*pages), ENGLISH, Settings(memory=1 << 16, sample=40))
    assert 20 <= proposal.of <= 40
    assert proposal.measure.documents == proposal.of
    assert f"of {proposal.of} pages (a sample of 200) of example.com" in proposal.rule("mined:tip", "2024-01-01").why


def test_lines_that_differ_in_a_number_become_one_pattern() -> None:
    pages = [page(n, below=(f"Filed in drawer {n} at the Bay Herald",)) for n in range(8)]
    (proposal,) = mined(*pages)
    (rule,) = [rule for rule, _ in named([proposal], "mined", "2024-01-01")]
    assert rule.regex.fullmatch("filed in drawer 4711 at the bay herald")
    assert not rule.regex.fullmatch("filed in drawer nine at the bay herald")


def test_the_id_of_a_long_line_ends_with_a_whole_word() -> None:
    line = "Write to the Bay Herald newsroom at the harbour about unfinished bridges"
    (proposal,) = mined(*[page(n, below=(line,)) for n in range(8)])
    ((rule, _),) = named([proposal], "mined", "2024-01-01")
    assert rule.id == "mined:example-com-write-to-the-bay-herald-newsroom-at-the-harbour"


def test_links_with_one_label_become_one_pattern_with_a_slot() -> None:
    pages = [page(n, below=(f"Bay Herald picks | {THINGS[n].title()} opens to the public",)) for n in range(8)]
    (proposal,) = mined(*pages)
    assert is_family(proposal.form)
    assert pattern(proposal.form) == r"bay herald picks \| .{8,200}"


def test_proposals_do_nothing_until_they_are_accepted(tmp_path: Path) -> None:
    tip = "Write to the Bay Herald desk"
    proposals = mined(*(page(n, below=(tip,)) for n in range(8)))
    rules, problems = proved([rule for rule, _ in named(proposals, "mined", "2024-01-01")], "mined")
    assert problems == []
    path = tmp_path / "mined.toml"
    text = page(30, below=(tip,))
    for status, there in (("proposed", True), ("accepted", False)):
        path.write_text(to_toml(rules, "Mined.").replace('"proposed"', f'"{status}"'), encoding="utf-8")
        if status == "accepted":
            cleaner = Cleaner(languages=("en",), lists=(str(tmp_path),))
            assert (tip in cleaner.explain(text, url="https://news.example.com/1").text) == there
            assert tip in cleaner.explain(text, url="https://example.org/1").text
            assert tip in cleaner.explain(f"{text}\n\nThey said: {tip} is what it said.", "https://example.org/1").text
        else:
            assert [rule.status for rule in load_list(path, "mined")] == ["proposed"]


def test_a_line_that_a_list_wants_kept_is_not_proved() -> None:
    kept = "Advertisement revenue fell by a tenth."
    proposals = mined(*(page(n, below=(kept,)) for n in range(8)))
    rules, problems = proved([rule for rule, _ in named(proposals, "mined", "2024-01-01")], "mined")
    assert (rules, len(problems) > 0) == ([], len(proposals) > 0)


# ------------------------------------------------------------------ its parts


@given(st.text(max_size=60))
def test_a_pattern_matches_every_line_of_its_family(text: str) -> None:
    import regex

    for form in forms(text)[1:]:
        assert regex.fullmatch(pattern(form), forms(text)[0]), (form, forms(text)[0])


@given(st.lists(st.integers(0, 2**62 - 1), unique=True), st.integers(1, 50))
def test_a_sample_depends_on_the_pages_and_not_on_their_order(pages: list[int], most: int) -> None:
    one, other = Pages(most), Pages(most)
    early = {one_page for one_page in pages if one.add("a", one_page)}
    for one_page in reversed(pages):
        other.add("a", one_page)
    sample = {one_page for one_page in pages if one.holds("a", one_page)}
    assert sample == {one_page for one_page in pages if other.holds("a", one_page)}
    assert sample <= early  # Who sees a part of the pages leaves out none of the sample.
    assert len(sample) <= most


@given(st.lists(st.integers(0, 2**62 - 1)))
def test_the_sketch_never_counts_too_little(things: list[int]) -> None:
    sketch = Sketch(64)
    for thing in things:
        sketch.add([thing])
    assert all(sketch[thing] >= min(255, things.count(thing)) for thing in things)


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.example.co.uk/a", "example.co.uk"),
        ("news.example.com", "example.com"),
        ("https://[broken", "https://[broken"),
        ("The Bay Herald", "the bay herald"),
    ],
)
def test_a_site_is_what_somebody_registered(url: str, site: str) -> None:
    assert site_of(url) == site


def test_templates_have_slots_for_what_differs() -> None:
    assert not is_family(template("the ferry sank on the way to the island"))
    for one, other in (
        ("updated march 4, 2024", "updated april 12, 2025"),
        ("call 555 1234 for tips", "call 555 9999 for tips"),
        ("mail a@example.com", "mail desk@example.org"),
        ("sponsored by acme ltd", "sponsored by the bay bank"),
    ):
        assert template(one) == template(other)


# ------------------------------------------------------------------ the command


def test_the_command_writes_a_rule_file_that_proves_itself(tmp_path: Path) -> None:
    source = tmp_path / "pages.jsonl"
    tip = "Write to the Bay Herald desk"
    records = [{"url": f"https://example.com/{n}", "text": page(n, below=(tip,))} for n in range(8)]
    source.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    rules = tmp_path / "mined.toml"
    done = run("mine", source, "-o", rules, "--site-field", "url", "--lang", "en", "--memory", 1)
    assert done.returncode == 0, done.stderr
    assert b"1 rule for 1 site" in done.stderr
    (rule,) = read_rules(rules)
    assert (rule.status, rule.sites, rule.lines, rule.where) == ("proposed", ("example.com",), (tip,), "foot")
    assert score_of(rule) > 0.6
    assert len(fingerprint_of(rule)) == 12
    assert run("rules", "test", rules).returncode == 0
    done = run("mine", source, "-o", rules, "--site-field", "url", "--lang", "en", "--accept-above", 0.6, "--memory", 1)
    assert [rule.status for rule in read_rules(rules)] == ["accepted"]
    done = run("mine", source, "-o", rules, "--site-field", "url", "--lang", "en", "--memory", 1)
    assert (b"accepted before, and staying: 1 rule" in done.stderr, len(read_rules(rules))) == (True, 1)
    cleaned = run("clean", source, "--url-field", "url", "--lists", rules, "--lang", "en")
    assert (tip.encode() in cleaned.stdout, cleaned.returncode) == (False, 0)


def test_wrong_usage_is_named(tmp_path: Path) -> None:
    assert b"ends in .toml" in run("mine", tmp_path, "-o", tmp_path / "x.txt").stderr
    assert b"standard input cannot be" in run("mine", "-", "-o", tmp_path / "x.toml").stderr
    pages = tmp_path / "pages.jsonl"
    pages.write_text(json.dumps({"url": "https://example.com/1", "text": page(1)}) + "\n", encoding="utf-8")
    done = run("mine", pages, "-o", tmp_path / "x.toml", "--site-field", "domain", "--memory", 1)
    assert (done.returncode, b"no document has a field 'domain'" in done.stderr) == (2, True)
    done = run("mine", pages, "-o", tmp_path / "none" / "x.toml", "--site-field", "url", "--memory", 1)
    assert (done.returncode, b"no such folder: " in done.stderr) == (2, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pages.jsonl"]


def test_where_nothing_is_found_it_says_how_many_pages_were_read(tmp_path: Path) -> None:
    pages = tmp_path / "pages.jsonl"
    urls = ["https://example.com/1", "https://example.com/2", "https://example.org/1"]
    records = [json.dumps({"url": url, "text": page(n)}) for n, url in enumerate(urls)]
    pages.write_text("\n".join(records), encoding="utf-8")
    done = run("mine", pages, "-o", tmp_path / "x.toml", "--site-field", "url", "--memory", 1)
    assert b"(3 pages of 2 sites, at most 2 of one)" in done.stderr


def test_what_was_found_is_told_to_programs(tmp_path: Path) -> None:
    source = tmp_path / "pages.jsonl"
    texts = [page(n, below=("Write to the Bay Herald desk",)) for n in range(8)]
    source.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    done = run("mine", source, "-o", tmp_path / "mined.toml", "--memory", 1, "--output-format", "json")
    assert json.loads(done.stderr) == {
        "rules": 1, "sites": 1, "proposed": 1, "accepted": 0, "accepted_before": 0, "left_out": [],
    }  # fmt: skip
