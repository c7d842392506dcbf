"""Compare the Unicode stage with ftfy on random strings, and on real texts if there are any.

    python benchmarks/unicode_fuzz.py                     # 2,000,000 strings, about ten minutes on one core
    python benchmarks/unicode_fuzz.py --strings 20000 --seed 7
    python benchmarks/unicode_fuzz.py --strings 0 --texts ../shared/benchmark/dev

What is claimed, for text without Han, Kana and Hangul: `plain` is `ftfy.fix_text` followed by our own steps, and
that again until nothing changes. So for each string either the result is what one round gives, or one round gives
something that is not its own result, or that holds Han, Kana or Hangul, and normalises to the same.

Exits with 1 if there is a difference, and prints it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import ftfy
from ftfy.chardata import CHARMAP_ENCODINGS

from cleaner.normalize import normalize, parse_unicode
from cleaner.normalize.badness import STEPS_AFTER_HEURISTIC, quotes, read_heuristic, touched
from cleaner.normalize.invisible import SPACES, plain_spaces, remove_controls, remove_invisible
from cleaner.normalize.scripts import has_cjk

PLAIN = parse_unicode("plain")

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
PIECES = re.split(
    " ",
    "&amp; &eacute; &EACUTE; &lt; &gt; &#10; &#13; &#x27; &nbsp; &amp;amp; &amp;lt; &shy; &zwj; &NotAnEntity; & ; "
    "<b> < "
    "\r \r\n \n \n \n \u2028 \u2029 \x0c \x0b \x1b[31m \x1b \x00 \x7f \x85 \x9d \ufeff \ufffc \ufffd "
    "\u00ad \u034f \u061c \u200b \u200c \u200d \u200e \u200f \u202a \u202e \u2060 \u2066 \ufe0e \ufe0f \U000e0041 "
    "\u0301 \u0303 \u0308 \u0338 \u093c \u20e3 1 # 👩 🏽 🏴 ❤ א ا क ท ΐ a e A Z . , ? ! ' \" a \t",
)


def one_round(text: str) -> str:
    """ftfy with its default configuration, then our own steps."""
    text = ftfy.fix_text(text)
    for step in (remove_controls, plain_spaces, remove_invisible):
        text = step(text)[0]
    return unicodedata.normalize("NFC", text)


def is_exact(text: str) -> bool:
    """Whether the claim holds for this text, which must have no Han, Kana or Hangul."""
    result, first = normalize(text, PLAIN), one_round(text)
    if normalize(result, PLAIN) != result:
        return False
    if result == first:
        return True
    return (has_cjk(first) or one_round(first) != first) and normalize(first, PLAIN) == result


def risky_alphabets() -> list[list[str]]:
    """Characters that ftfy or our own steps may change, by what makes them risky."""
    heuristic = read_heuristic()
    if heuristic is None:
        sys.exit("ftfy's heuristic is written in a way that badness.py cannot read: teach it, then run this again.")
    changed = [*touched(STEPS_AFTER_HEURISTIC), *quotes(), *SPACES]
    return [sorted(heuristic.involved), sorted(heuristic.keys), changed, list(PIECES), [*"abcxyzABC .,'?!-&;\n"]]


def mojibake(rng: random.Random) -> str:
    """A sentence in UTF-8, or a piece of one, read in the wrong codec, once or twice, perhaps lossily."""
    text = rng.choice(SENTENCES)
    start = rng.randrange(len(text))
    text = text[start : start + rng.randint(1, 40)]
    for _ in range(rng.choice((1, 1, 1, 2))):
        codec = rng.choice(CHARMAP_ENCODINGS)
        text = text.encode("utf-8", "surrogatepass").decode(codec, rng.choice(("replace", "ignore")))
    if rng.random() < 0.2:
        text = text.replace("\u00a0", " ")
    return text


def strings(count: int, seed: int) -> Iterator[str]:
    """Random strings of a few up to some dozens of characters, most of them risky."""
    rng = random.Random(seed)
    alphabets = risky_alphabets()
    while count:
        kind = rng.random()
        parts: list[str] = []
        for _ in range(rng.choice((1, 1, 2, 4))):
            if kind < 0.4:
                parts.append(mojibake(rng))
                parts.append(rng.choice(PIECES))
            else:
                pools = rng.sample(alphabets, rng.randint(1, 3))
                parts += [rng.choice(rng.choice(pools)) for _ in range(rng.choice((1, 2, 3, 5, 9)))]
                if kind > 0.9:
                    parts.append(rng.choice(SENTENCES))
        text = "".join(parts)
        if not has_cjk(text):
            count -= 1
            yield text


def texts(folder: Path) -> Iterator[str]:
    """The texts of each line of the gzipped JSON Lines files in a folder."""
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                text = record["text"] if "text" in record else "\n".join(found[0] for found in record["lines"])
                if not has_cjk(text):
                    yield text


def main() -> int:
    """Run the comparison and print how many strings differ."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--strings", type=int, default=2_000_000, help="how many random strings (default 2,000,000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--texts", type=Path, help="a folder of .jsonl.gz files with real texts, compared as well")
    options = parser.parse_args()
    different = 0
    for name, source in (
        ("random strings", strings(options.strings, options.seed)),
        ("texts", texts(options.texts) if options.texts else iter(())),
    ):
        seen = 0
        for text in source:
            seen += 1
            if not is_exact(text):
                different += 1
                print(f"different: {text[:2000]!a}", flush=True)
        print(f"{seen:,} {name} compared with ftfy {ftfy.__version__}, {different:,} differences so far", flush=True)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
