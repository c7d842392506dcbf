"""Rules see mojibake mended: what they remove is what stands there, and a second cleaning finds nothing more."""

from __future__ import annotations

import random

import pytest
from ftfy.chardata import CHARMAP_ENCODINGS
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.engine import Engine
from cleaner.mended import Alignment, Mended, mended
from cleaner.normalize import is_sound, normalize, parse_unicode
from cleaner.rules import load_lists
from cleaner.signs import signs_of

CLEANER = Cleaner()
WITHOUT_COMPILER = Engine(CLEANER.engine.rules)
PLAIN = parse_unicode("plain")
PROSE = [
    "The ferry left the harbour on Monday morning, an hour late, and nobody on the pier seemed to mind very much.",
    "Die Fähre verließ den Hafen am Montagmorgen mit einer Stunde Verspätung, und niemand schien sich daran zu stören.",
    "Le bac a quitté le port lundi matin avec une heure de retard, et personne sur le quai ne semblait s’en soucier.",
    "Паром вышел из гавани в понедельник утром с опозданием на час, и никто на пристани, казалось, не возражал.",
    "Το πλοίο έφυγε από το λιμάνι τη Δευτέρα το πρωί με μία ώρα καθυστέρηση, και κανείς δεν φάνηκε να ενοχλείται.",
]
PHRASES = sorted({line for rules in load_lists() for rule in rules for line in (*rule.match, *rule.lines)})


def misread(text: str, codec: str, errors: str = "replace") -> str:
    return text.encode().decode(codec, errors)


def ask(text: str) -> Mended | None:
    return mended(text, signs_of(text), is_sound(text, signs_of(text)))


@pytest.mark.parametrize(
    "text",
    [
        *PROSE,
        "",
        "Où est l’élève ? « À Nîmes », répond-il.\nQ&amp;A, caf&eacute;&nbsp;noir",
        "hy\u00adphen, Stra\u00adße\n\u200bword",
        "┌──┬──┐ a table ╔═╗ in box drawing",
        "Ã",
        "a & b; c &copy; d",
    ],
)
def test_a_text_without_mojibake_is_left_as_it_is(text: str) -> None:
    assert ask(text) is None


def test_prose_in_mojibake_stays_and_comes_out_mended() -> None:
    for codec in CHARMAP_ENCODINGS:
        text = "\n".join(misread(line, codec, "ignore") for line in PROSE)
        assert CLEANER.clean(text) == normalize(text, PLAIN)


@pytest.mark.parametrize("codec", ["latin-1", "sloppy-windows-1252", "sloppy-windows-1250", "cp437"])
def test_a_label_in_mojibake_goes_and_the_removal_says_where_it_stood(codec: str) -> None:
    label = misread("Читайте также:", codec)
    text = f"{PROSE[0]}\n{label}\n{misread(PROSE[3], codec)}"
    result = CLEANER.explain(text)
    assert [text[removal.start : removal.end] for removal in result.removals] == [label]
    assert result.text == CLEANER.clean(text) == f"{PROSE[0]}\n{PROSE[3]}"


@pytest.mark.parametrize("codec", ["latin-1", "sloppy-windows-1252", "cp437", "macroman"])
@pytest.mark.parametrize(
    ("before", "prompt"),
    [
        ("The bridge, “so they say”, is open to the façade. ", "(Lesen Sie auch: Straße über den Fluß gesperrt)"),
        ("Міст відкрили. ", "(читайте також: «Пором повернувся»)"),
        ("大桥三月通车。", "（责任编辑：王小明）"),
    ],
)
def test_a_prompt_in_a_line_of_mojibake_goes_and_the_line_before_it_stays(codec: str, before: str, prompt: str) -> None:
    text = misread(before + prompt, codec)
    article = f"{misread(PROSE[3], codec)}\n"
    removals = CLEANER.explain(article + text).removals
    start = len(article)
    assert [(r.start, r.end) for r in removals] == [(start + len(misread(before, codec)), start + len(text))]
    better = normalize(text, PLAIN)
    part = Alignment(text, better).part(len(before), len(better))
    assert part == (len(misread(before, codec)), len(text))


def test_where_a_part_stands_is_not_guessed() -> None:
    assert Alignment("ÐœÑ–Ñ\x81Ñ‚", "Кінець. Міст").part(8, 12) is None
    assert Alignment("x Ã© y Ã©", "x é é").part(2, 3) is None


def test_entities_and_what_nobody_sees_inside_mojibake_are_known() -> None:
    for label in (
        "Ð§Ð¸Ñ‚Ð°Ð¹Ñ‚Ðµ Ñ‚Ð°ÐºÐ¶Ðµ:",
        "Ð&sect;Ð¸Ñ‚Ð°Ð¹Ñ&sbquo;Ðµ Ñ‚Ð°&ETH;ºÐ¶Ðµ:",
        "Ã\u200b€ lire aussi :",
        "Zdie─╛a┼Ñ \x81na Facebook",
    ):
        assert CLEANER.clean(f"{PROSE[0]}\n{label}\n{PROSE[1]}") == f"{PROSE[0]}\n{PROSE[1]}"


def test_what_nobody_sees_does_not_make_a_line_long_enough_to_go_on_with_a_sentence() -> None:
    text = f"{PROSE[0]}\nthe ferry that was late\nAdvertisement\nand the bridge\u200b to the\u00ad town"
    assert CLEANER.clean(text) == f"{PROSE[0]}\nthe ferry that was late\nAdvertisement\nand the bridge to the town"
    text = f"{PROSE[0]}\nthe ferry that was late\nAdvertisement\nand a bri\u200bdge\u00ad again"
    once = CLEANER.clean(text)
    assert once == CLEANER.clean(once) == f"{PROSE[0]}\nthe ferry that was late\nand a bridge again"


def test_a_prompt_in_a_line_misread_twice_goes() -> None:
    text = misread(misread("橋は三月に開通する。【続きを読む】", "sloppy-windows-1252"), "cp437")
    assert CLEANER.clean(f"{PROSE[0]}\n{text}") == f"{PROSE[0]}\n橋は三月に開通する。"


def test_time_grows_as_a_line_of_mojibake_does() -> None:
    # Each would take hours if a prompt cost a reading of its line, or a line a reading of the text.
    prompt = "(читайте також: «Пором повернувся») "
    raw, n, m = misread(prompt, "latin-1"), len(prompt), len(misread(prompt, "latin-1"))
    alignment = Alignment(raw * 2_000, normalize(raw * 2_000, PLAIN))
    assert all(alignment.part(n * at, n * at + n - 1) == (m * at, m * at + m - 1) for at in range(2_000))
    labels = f"{misread('Читайте также:', 'cp437')}\n" * 5_000
    assert CLEANER.clean(labels) == ""


def documents(seed: int, count: int) -> list[str]:
    """Documents of prose and boilerplate, most lines of each read in some wrong codecs, some damaged besides."""
    rng = random.Random(seed)
    made = []
    for _ in range(count):
        codecs = rng.sample(CHARMAP_ENCODINGS, rng.randint(1, 3))
        lines = []
        for _ in range(rng.randint(3, 20)):
            line = rng.choice(PROSE) if rng.random() < 0.3 else rng.choice(PHRASES)
            if rng.random() < 0.15:
                line = f"{rng.choice(PROSE)} {line}"
            for _ in range(rng.choice((0, 1, 1, 1, 2))):
                line = misread(line, rng.choice(codecs), rng.choice(("replace", "ignore")))
            if rng.random() < 0.1:
                line = line.replace("\u00a0", rng.choice(("&nbsp;", " ", "&#160;")))
            if rng.random() < 0.1:
                at = rng.randrange(len(line) + 1)
                line = line[:at] + rng.choice("\u00ad\u200b ") + line[at:]
            lines.append(line)
        made.append(rng.choice(("\n", "\n\n")).join(lines))
    return made


@pytest.mark.parametrize("seed", range(4))
def test_documents_of_mojibake_are_cleaned_once_and_alike_without_a_compiler(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = documents(seed, 60)
    found = [CLEANER.engine.find(text)[0] for text in texts]
    assert sum(map(len, found)) > 100
    once = [*map(CLEANER.clean, texts)]
    assert [*map(CLEANER.clean, once)] == once
    assert [CLEANER.explain(text).text for text in texts] == once
    for name in ("fold.fold_once", "shape.plain_shape", "shape.name_begins", "signs.others"):
        monkeypatch.setattr(f"cleaner.{name}", lambda _: None)
    assert [WITHOUT_COMPILER.find(text)[0] for text in texts] == found


@given(st.lists(st.sampled_from(["é", "Ã©", "â€™", "Ã", "\u00a0", "“", "a", "Œ\n", "\n", "├⌐", "&copy;", "к", "┌"])))
def test_a_text_known_to_be_sound_is_normalised_alike(pieces: list[str]) -> None:
    text = "".join(pieces)
    signs = signs_of(text)
    assert normalize(text, PLAIN, signs, is_sound(text, signs)) == normalize(text, PLAIN)
