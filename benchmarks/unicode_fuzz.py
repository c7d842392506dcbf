"""Compare the Unicode stage with ftfy on random strings, and on real texts if there are any.

    python benchmarks/unicode_fuzz.py                     # 2,000,000 strings, about fifty minutes on one core
    python benchmarks/unicode_fuzz.py --strings 20000 --seed 7
    python benchmarks/unicode_fuzz.py --start 1000000 --strings 1000000    # the second half of the first
    python benchmarks/unicode_fuzz.py --strings 0 --texts ../shared/benchmark/dev

What is claimed, for text without Han, Kana and Hangul: `plain` is `ftfy.fix_text` followed by our own steps, and
that again until nothing changes, but for line ends, which always stay. Lines with Han, Kana or Hangul go to ftfy
without its steps for quotes and widths, and other settings turn off what they name. So the stage is made here once
more, slowly: ftfy for every line. Each string is normalised as the stage does it alone, as `Cleaner` calls it, which
knows the signs of a text already, may know of more than are left in it, and knows whether any line of it may hold
mojibake.
A string depends on nothing but the seed and its number, so parts can be compared side by side.

Exits with 1 if there is a difference, and prints it.
"""

from __future__ import annotations

import argparse
import gzip
import html.entities
import json
import random
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import ftfy
from ftfy import chardata

from cleaner.normalize import STEPS, UnicodeSettings, is_sound, normalize, parse_unicode
from cleaner.normalize.badness import STEPS_AFTER_HEURISTIC, quotes, read_heuristic, touched
from cleaner.normalize.invisible import SPACES, fold_cjk_widths, plain_spaces, remove_controls, remove_invisible
from cleaner.normalize.plan import FTFY_NAMES, tables
from cleaner.normalize.scripts import has_cjk
from cleaner.signs import signs_of

PLAIN = parse_unicode("plain")
REPAIR = parse_unicode("repair")

# One sentence in each of twenty languages, written for this script.
SENTENCES = (
    "The baker's café opens at 7 – “fresh rolls”, she says.",
    "Die Straße über den Fluß wird für 3 Mio. € verlängert, sagt „Müller“.",
    "Où l’élève a-t-il mangé son œuf ? « À Nîmes », répond-il.",
    "El niño cumplió 8 años ayer; ¿quién llevó la piñata?",
    "A avó não comprou pão às três, mas maçãs e limões.",
    "Perché la città è così bella? È più in là.",
    "De coördinatie kost €20, vóór één uur.",
    "Sjön är blå och ån är grå, säger Åsa på Öland.",
    "Blåbær og rødgrød på øen – æbler i år.",
    "Hyvää yötä, äiti; pöytä on täynnä.",
    "Zażółć gęślą jaźń, powiedział Łukasz w Łodzi.",
    "Příliš žluťoučký kůň úpěl ďábelské ódy.",
    "Árvíztűrő tükörfúrógép, mondta Győző.",
    "Iğdır'da güneş doğdu, çocuklar şarkı söylüyor.",
    "Șoseaua și țara își așteaptă vânătorii.",
    "Ęžeras šąla, ūkininkas ėmė žuvį.",
    "Съешь же ещё этих мягких «французских» булок — № 5.",
    "Ο ήλιος έλαμψε στην Αθήνα· ωραία μέρα!",
    "הילד אכל תפוח (גדול) בבוקר.",
    "ذهب الولد إلى المدرسة، ثم عاد.",
    "लड़का स्कूल गया और किताब पढ़ी।",
    "ภาษาไทยไม่มีช่องว่าง",
    "Ngày mai trời đẹp, chúng tôi đi chợ.",
)
# Words of other scripts, and lines with Han, Kana and Hangul, which keep their quotes and wide punctuation.
OTHERS = (
    "他说：“你好，世界！”（完）",
    "「日本語」は、ﾃﾚﾋﾞとＡＢＣ！",
    "그는 ‘안녕’이라고 말했다.",
    "می\u200cخواهم بروم، \u200fقال «C++»",
    "क\u094d\u200dष और क\u094d\u200cष ज़",
    "ന\u0d4d\u200d കൊ",
    "ភាសា\u200bខ្មែរ မြန်မာ\u200bဘာသာ",
    "ᠮᠣᠩᠭᠣᠯ\u180b\u202fᠤᠨ བོད\u0f0bསྐད ߒߞߏ ܣܘܪܝܝܐ",
    "👩\u200d👩\u200d👧 🏳\ufe0f\u200d🌈 1\ufe0f\u20e3 🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
    "שָׁלוֹם \ufb2a (2024)\u200f!",
    "ἐν ἀρχῇ ἦν ὁ λόγος\u037e Vie\u0323\u0302t I\u0307",
)
PIECES = re.split(
    " ",
    "&amp; &eacute; &EACUTE; &lt; &gt; &#10; &#13; &#x27; &nbsp; &amp;amp; &amp;lt; &shy; &zwj; &NotAnEntity; & ; "
    "&am\u00adp; &a\u200bmp; &amp\u037e "
    "<b> < "
    "\r \r\n \n \n \n \u2028 \u2029 \x0c \x0b \x1b[31m \x1b[0\u00adm \x1b \x00 \x1a \x1c \x7f \x85 \x9d "
    "\ufeff \ufffc \ufffd \ud83d\udca9 \ud83d \udca9 \udca9\ud83d \ud83d\n\udca9 "
    "\u00ad \u034f \u061c \u200b \u200c \u200d \u200e \u200f \u202a \u202e \u2060 \u2066 \ufe0e \ufe0f \U000e0041 "
    "\u0301 \u0303 \u0308 \u0338 \u093c \u20e3 1 # 👩 🏽 🏴 ❤ א ا क ท ΐ a e A Z . , ? ! ' \" \t 中 カ \u3099 ，",
)


def one_round(text: str, settings: UnicodeSettings = PLAIN) -> str:
    """ftfy, then our own steps. For `plain`, and without Han, Kana and Hangul, that is `ftfy.fix_text` as it is."""
    steps = settings.steps
    on = {name: step in steps for step, names in FTFY_NAMES.items() for name in names}
    config = ftfy.TextFixerConfig(explain=False, normalization="NFC" if "nfc" in steps else None)._replace(**on)
    config = config._replace(unescape_html="auto" if "entities" in steps else False)
    rounded = []
    lost = False
    for line in re.findall("[^\n]*\n|[^\n]+", text):
        cjk = has_cjk(line)
        beside = config._replace(uncurl_quotes=False, fix_character_width=False) if cjk else config
        fixed = ftfy.fix_text(line, beside)
        if line.endswith("\n") and not fixed.endswith("\n"):
            # ftfy took a line end for a piece of a letter: "ΐ" and a line feed are bytes that Java writes a NUL with.
            lost = True
            fixed = ftfy.fix_text(line[:-1], beside) + "\n"
        if cjk and "widths" in steps:
            fixed = fold_cjk_widths(fixed)
        rounded.append(_own_steps(fixed, steps))
        if "<" in line:
            config = config._replace(unescape_html=False)
    if settings == PLAIN and not lost and not has_cjk(text):
        return _own_steps(ftfy.fix_text(text), steps)
    return "".join(rounded)


_OWN: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("controls", remove_controls),
    ("spaces", plain_spaces),
    ("invisible", remove_invisible),
)


def _own_steps(text: str, steps: frozenset[str]) -> str:
    for name, step in _OWN:
        if name in steps:
            text = step(text)
    return unicodedata.normalize("NFC", text) if "nfc" in steps else text


def by_ftfy(text: str, settings: UnicodeSettings = PLAIN) -> str:
    """What the stage should make of a text: rounds until nothing changes."""
    while (changed := one_round(text, settings)) != text:
        text = changed
    return text


def differences(text: str, settings: UnicodeSettings = PLAIN, more_signs: str = "") -> list[str]:
    """Say in which ways of asking for it the result is not that of ftfy."""
    expected = by_ftfy(text, settings)
    found = [] if normalize(text, settings) == expected else ["alone"]
    signs = signs_of(text)
    if signs is not None and normalize(text, settings, signs) != expected:
        found.append("with its signs")
    if signs is not None and normalize(text, settings, signs | set(more_signs)) != expected:
        found.append("with more signs")
    if normalize(text, settings, signs, is_sound(text, signs)) != expected:
        found.append("known to be sound or not")
    return found


def is_exact(text: str, settings: UnicodeSettings = PLAIN) -> bool:
    """Whether the claim holds for this text."""
    return not differences(text, settings)


def risky_alphabets() -> list[list[str]]:
    """Characters that ftfy or our own steps may change, by what makes them risky."""
    heuristic = read_heuristic()
    if heuristic is None:
        sys.exit("ftfy's heuristic is written in a way that badness.py cannot read: teach it, then run this again.")
    changed = [*touched(STEPS_AFTER_HEURISTIC), *quotes(), *SPACES]
    return [
        sorted(heuristic.involved),
        sorted(heuristic.keys),
        changed,
        _in_tables(),
        _in_codecs(),
        _composing(),
        [*PIECES],
        [*"abcxyzABC .,'?!-&;\n"],
    ]


def mild_alphabets() -> list[list[str]]:
    """What honest text holds: characters of which no mojibake can be made, and signs that become plain."""
    found = tables()
    return [sorted(found.harmless if found else "é"), [*quotes()], [*SPACES], ["word ", " said ", ". ", "\n"]]


def _in_tables() -> list[str]:
    """Every character that one of the tables of `ftfy.chardata` names, other than for codecs."""
    texts: list[str] = [*chardata.UTF8_CLUES.values()]
    for table in (chardata.HTML_ENTITIES, chardata.CONTROL_CHARS, chardata.LIGATURES, chardata.WIDTH_MAP):
        texts += [chr(part) if isinstance(part, int) else part or "" for pair in table.items() for part in pair]
    return sorted({char for text in texts if not text.startswith("&") for char in text})


def _in_codecs() -> list[str]:
    """Every character that a byte may become in a codec that ftfy knows: what mojibake is made of."""
    bytes_ = (bytes([byte]) for byte in range(0x80, 0x100))
    return sorted({byte.decode(codec, "replace") for byte in bytes_ for codec in chardata.CHARMAP_ENCODINGS})


def _composing() -> list[str]:
    """What composes, what it is composed of, all marks, and the Jamo of which Hangul is made."""
    found = {char for char in map(chr, range(sys.maxunicode + 1)) if unicodedata.combining(char)}
    for char in map(chr, range(sys.maxunicode + 1)):
        parts = unicodedata.decomposition(char).split()
        if parts and parts[0][0] != "<" and not "\uf900" <= char <= "\ufaff" and char < "\U0002f800":
            found.update(char, *(chr(int(part, 16)) for part in parts))
    return sorted(found)


def entity(rng: random.Random) -> str:
    """An entity by name or number, or what looks like one."""
    kind = rng.random()
    if kind < 0.5:
        return rng.choice(_ENTITIES)
    if kind < 0.6:
        return f"&{rng.choice(_NAMES)}"
    special = (0, 10, 13, 38, 60, 0x2028, 0xFEFF, 0x110000, 99_999_999)
    number = rng.choice((rng.randrange(0x300), rng.randrange(0x80, 0xA0), rng.randrange(0x110000), *special))
    return rng.choice((f"&#{number};", f"&#x{number:x};", f"&#X{number:X};", f"&#{number}"))


_ENTITIES = [*chardata.HTML_ENTITIES]
_NAMES = [*html.entities.html5]


def mojibake(rng: random.Random) -> str:
    """A sentence in UTF-8, or a piece of one, read in the wrong codec, once or twice, perhaps lossily."""
    text = rng.choice(SENTENCES + OTHERS)
    start = rng.randrange(len(text))
    text = text[start : start + rng.randint(1, 40)]
    if rng.random() < 0.1:
        text = unicodedata.normalize("NFD", text)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        codec = rng.choice(chardata.CHARMAP_ENCODINGS)
        text = text.encode("utf-8", "surrogatepass").decode(codec, rng.choice(("replace", "ignore")))
    return _damaged(text, rng)


def _damaged(text: str, rng: random.Random) -> str:
    """Mojibake as pages hold it: spaces made plain, letters as entities, a character lost or put in between."""
    kind = rng.random()
    if kind < 0.15:
        return text.replace("\u00a0", " ")
    if kind < 0.25:
        return text.replace("\u00a0", "&nbsp;")
    if kind < 0.35:
        return "".join(f"&#{ord(char)};" if rng.random() < 0.3 else char for char in text)
    if kind < 0.45:
        at = rng.randrange(len(text) + 1)
        return text[:at] + rng.choice("\u00ad\u200b\x81?\ufffd\n \x1a") + text[at + rng.randint(0, 1) :]
    return text


def strings(count: int, seed: int, start: int = 0) -> Iterator[str]:
    """Random strings of a few up to some dozens of characters, most of them risky; one in twelve is longer."""
    risky, mild = risky_alphabets(), mild_alphabets()
    for number in range(start, start + count):
        rng = random.Random(f"{seed}:{number}")
        # Mojibake of several codecs, line upon line, is where looking at a line and at a text part ways.
        yield lines_of_mojibake(rng) if rng.random() < 0.1 else _string(rng, risky, mild)


def _string(rng: random.Random, risky: Sequence[Sequence[str]], mild: Sequence[Sequence[str]]) -> str:
    parts: list[str] = []
    if rng.random() < 0.1:
        # Honest text: nothing that could be mojibake, and signs that change one by one.
        parts += _drawn(rng, [*mild, [rng.choice(rng.choice(risky))]])
    for _ in range(0 if parts else rng.choice((1, 1, 2, 3, 5))):
        parts += _some(rng, risky)
        if rng.random() < 0.5:
            parts.append(rng.choice(PIECES))
    if rng.random() < 0.08:
        # Whole texts and long lines are looked at in other ways.
        filling = rng.choice(SENTENCES + OTHERS) + rng.choice(("", " ", "\n"))
        parts.insert(rng.randint(0, len(parts)), filling * rng.randint(1, 60))
    return "".join(parts)


_ENDS = re.split(
    r"\|", "\n|\n\n|\r|\u2028| ||&#10;|&#13;|&#13;&#10;|&NewLine;|&#x2028;|&#8233;|&#x85;|&#133;|&amp;#10;|&nbsp;|&lt;"
)


def lines_of_mojibake(rng: random.Random) -> str:
    """Sentences, each read in a codec of its own, with line ends or entities of line ends between them."""
    return "".join(mojibake(rng) + rng.choice(_ENDS) for _ in range(rng.randint(1, 6)))


def _some(rng: random.Random, alphabets: Sequence[Sequence[str]]) -> list[str]:
    kind = rng.random()
    if kind < 0.35:
        return [mojibake(rng)]
    if kind < 0.45:
        return [rng.choice(SENTENCES + OTHERS)]
    return [entity(rng)] if kind < 0.5 else _drawn(rng, alphabets)


def _drawn(rng: random.Random, alphabets: Sequence[Sequence[str]]) -> list[str]:
    pools = rng.sample([*alphabets], rng.randint(1, 4))
    return [rng.choice(rng.choice(pools)) for _ in range(rng.choice((1, 2, 3, 5, 9, 20)))]


def any_settings(rng: random.Random) -> UnicodeSettings:
    """Mostly `plain`; else `repair`, or any other choice of steps."""
    kind = rng.random()
    if kind < 0.8:
        return PLAIN
    return REPAIR if kind < 0.9 else parse_unicode(("none", *(f"+{name}" for name in STEPS if rng.random() < 0.7)))


def texts(folder: Path) -> Iterator[str]:
    """The texts of each line of the gzipped JSON Lines files in a folder."""
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                yield record["text"] if "text" in record else "\n".join(found[0] for found in record["lines"])


def main() -> int:
    """Run the comparison and print how many strings differ."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--strings", type=int, default=2_000_000, help="how many random strings (default 2,000,000)")
    parser.add_argument("--start", type=int, default=0, help="the number of the first string (default 0)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--texts", type=Path, help="a folder of .jsonl.gz files with real texts, compared as well")
    options = parser.parse_args()
    more_signs = _in_tables()
    different = 0
    for name, source in (
        ("random strings", strings(options.strings, options.seed, options.start)),
        ("texts", texts(options.texts) if options.texts else iter(())),
    ):
        seen = 0
        for number, text in enumerate(source, options.start):
            rng = random.Random(f"{options.seed}:{number}:settings")
            settings = any_settings(rng)
            seen += 1
            if found := differences(text, settings, rng.choice(more_signs)):
                different += 1
                print(
                    f"different {', '.join(found)} ({', '.join(sorted(settings.steps))}): {text[:2000]!a}", flush=True
                )
        print(f"{seen:,} {name} compared with ftfy {ftfy.__version__}, {different:,} differences so far", flush=True)
    print(f"seed {options.seed}, strings from number {options.start:,} on")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
