"""Score a rule set on labelled data: boilerplate removed, article lost, and by which rules.

A gold file is JSON Lines, one text in each; ``docs/score.md`` describes it.  Several texts of one page (by several
extractors) share the ``doc``.  A *unit* is a distinct (doc, line, label): its removal is the mean over the texts that
hold it, so that a page counts once however often it was extracted.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

import ftfy

from .files.compression import STDIN, Reader
from .files.kinds import kind_of
from .files.lines import line_chunks
from .files.problems import FileError
from .fold import fold
from .pipeline import Cleaner

# Counted as removed boilerplate, lost article, or neither way.
LABELS = ("boiler", "content", "title", "byline", "mixed", "blank")
# What of a line may go with its spaces and punctuation before it counts as a mistake.
_TOUCHED = 0.02
_SURVIVES = 0.5


@dataclass(frozen=True)
class Gold:
    """One labelled text.  ``keep``: the whole text is the article, and nothing of it may go."""

    doc: str
    lines: tuple[tuple[str, str], ...]
    site: str = ""
    language: str = ""
    source: str = ""
    url: str = ""
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """One line of a text: its label, the share of its characters that went (0 to 1), and the rules that took them."""

    line: str
    label: str
    share: float
    rules: tuple[str, ...]


@dataclass
class Figures:
    """Sums over units or, of texts that must stay whole, over lines; by label."""

    count: Counter[str] = field(default_factory=Counter)
    removed: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    characters: Counter[str] = field(default_factory=Counter)
    removed_characters: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    docs: set[str] = field(default_factory=set)

    def add(self, doc: str, line: str, label: str, share: float) -> None:
        """Count one unit."""
        self.docs.add(doc)
        self.count[label] += 1
        self.removed[label] += share
        self.characters[label] += len(line)
        self.removed_characters[label] += share * len(line)

    def lines(self, label: str) -> float | None:
        """The share of the lines with a label that went; None where there are none."""
        return self.removed[label] / self.count[label] if self.count[label] else None

    def share(self, label: str) -> float | None:
        """The share of the characters with a label that went; None where there are none."""
        return self.removed_characters[label] / self.characters[label] if self.characters[label] else None

    @property
    def precision(self) -> float | None:
        """The share of the removed characters that were boilerplate, and not content or title."""
        gone = {label: self.removed_characters[label] for label in ("boiler", "content", "title")}
        return gone["boiler"] / sum(gone.values()) if sum(gone.values()) else None

    def as_dict(self) -> dict[str, Any]:
        """Return the figures for programs."""
        return {
            "docs": len(self.docs),
            "boilerplate_lines": self.count["boiler"],
            "boilerplate_removed": self.lines("boiler"),
            "boilerplate_characters_removed": self.share("boiler"),
            "article_lines": self.count["content"],
            "article_lost": self.lines("content"),
            "article_characters_lost": self.share("content"),
            "precision": self.precision,
        }


@dataclass(frozen=True)
class Unit:
    """A distinct (doc, line, label), over all texts that hold it."""

    gold: Gold
    line: str
    label: str
    share: float
    rules: tuple[str, ...]

    @property
    def mistake(self) -> str:
        """``lost`` for an article's line that went, even in part; ``stayed`` for boilerplate; else nothing."""
        if self.label in ("content", "title") and self.share > _TOUCHED:
            return "lost"
        return "stayed" if self.label == "boiler" and self.share < _SURVIVES else ""


class Scored:
    """What a rule set did to gold texts."""

    def __init__(self, judged: Iterable[tuple[Gold, list[Judged]]]) -> None:
        shares: dict[tuple[str, str, str], list[float]] = defaultdict(list)
        first: dict[tuple[str, str, str], Gold] = {}
        rules: dict[tuple[str, str, str], dict[str, None]] = defaultdict(dict)
        self.units: list[Unit] = []
        self.kept: list[Unit] = []
        self.texts = 0
        for gold, lines in judged:
            self.texts += 1
            for line in lines:
                if gold.keep:
                    self.kept.append(Unit(gold, line.line, line.label, line.share, line.rules))
                    continue
                unit = gold.doc, line_key(line.line), line.label
                first.setdefault(unit, gold)
                shares[unit].append(line.share)
                rules[unit].update(dict.fromkeys(line.rules))
        for unit, values in shares.items():
            self.units.append(Unit(first[unit], unit[1], unit[2], sum(values) / len(values), tuple(rules[unit])))

    def total(self) -> Figures:
        """Return the figures over all units, without the texts that must stay whole."""
        return self.by(lambda unit: "")[""] if self.units else Figures()

    def keep(self) -> Figures:
        """Return the figures of the texts that must stay whole, over their lines."""
        figures = Figures()
        for unit in self.kept:
            figures.add(unit.gold.doc, unit.line, unit.label, unit.share)
        return figures

    def by(self, name: Any) -> dict[str, Figures]:
        """Return the figures by what a function calls a unit: its site, language or source."""
        found: dict[str, Figures] = defaultdict(Figures)
        for unit in self.units:
            found[name(unit)].add(unit.gold.doc, unit.line, unit.label, unit.share)
        return dict(sorted(found.items()))

    def by_rule(self, name: Any = str) -> dict[str, Figures]:
        """Return what each rule took part in removing, or with ``name`` each list or topic; the most harm first."""
        found: dict[str, Figures] = defaultdict(Figures)
        for unit in (*self.units, *self.kept):
            for rule in {name(rule) for rule in unit.rules}:
                found[rule].add(unit.gold.doc, unit.line, unit.label, unit.share)
        harm = sorted(found.items(), key=lambda item: (-item[1].count["content"], -item[1].count["boiler"], item[0]))
        return dict(harm)

    def mistakes(self, kind: str) -> list[Unit]:
        """Return the units that were ``lost``, or that ``stayed``; those of the most docs first."""
        wrong = [unit for unit in (*self.units, *self.kept) if unit.mistake == kind]
        docs: dict[str, set[str]] = defaultdict(set)
        for unit in wrong:
            docs[unit.line.casefold()].add(unit.gold.doc)
        return sorted(wrong, key=lambda u: (-len(docs[u.line.casefold()]), u.line.casefold(), u.gold.doc))


def judge(gold: Gold, cleaner: Cleaner) -> list[Judged]:
    """Clean a gold text and judge each of its lines that is not blank."""
    lines = [line for line, _ in gold.lines]
    text = "\n".join(lines)
    result = cleaner.explain(text, gold.url or gold.site or None)
    shares = removed_shares(lines, result.text)
    judged: list[Judged] = []
    at = 0
    removals = list(result.removals)
    for (line, label), share in zip(gold.lines, shares, strict=True):
        end = at + len(line)
        while removals and removals[0].end <= at:
            removals.pop(0)
        # Only the first few can reach into the line: they are sorted.
        rules = []
        for removal in removals:
            if removal.start >= end:
                break
            rules.append(removal.rule)
        if label != "blank":
            judged.append(Judged(line.strip(), label, share, tuple(dict.fromkeys(rules))))
        at = end + 1
    return judged


# ------------------------------------------------------------------ what of each line is gone

_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0b-\x1f\x7f-\x9f]")


@lru_cache(200_000)
def line_key(line: str) -> str:
    """Return a line as it is compared: Unicode repaired (ftfy, NFKC), spaces collapsed, nothing invisible."""
    if line.isascii() and "&" not in line:
        return " ".join(_UNSEEN.sub(" ", line).split())
    fixed = unicodedata.normalize("NFKC", ftfy.fix_text(line, unescape_html=True))
    return " ".join(_UNSEEN.sub("", fixed).split())


def removed_shares(lines: list[str], cleaned: str) -> list[float]:
    """Return for each line the share of its characters, 0 to 1, that is gone from the cleaned text.

    Lines are aligned by ``line_key``, in order; where that fails, their words are.  It looks only at what came out,
    so it judges any cleaner alike, and a line that was changed, not removed, counts for what it lost.
    """
    shares = [0.0] * len(lines)
    numbers = [number for number, line in enumerate(lines) if line.strip()]
    before = [line_key(lines[number]) for number in numbers]
    after = [key for key in map(line_key, re.split("\r\n|\r|\n", cleaned)) if key]
    if before == after:
        return shares
    for kind, i, i_end, j, j_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "delete":
            for n in range(i, i_end):
                shares[numbers[n]] = 1.0 if before[n] else 0.0
        elif kind == "replace":
            for n, share in enumerate(_removed_words(before[i:i_end], after[j:j_end])):
                shares[numbers[i + n]] = share
    return shares


def _removed_words(before: list[str], after: list[str]) -> list[float]:
    """Return the share of each line's characters outside spaces that is in none of the lines after."""
    old = [(word, n) for n, line in enumerate(before) for word in line.split()]
    new = [(word, n) for n, line in enumerate(after) for word in line.split()]
    old_words, new_words = Counter(n for _, n in old), Counter(n for _, n in new)
    kept: Counter[int] = Counter()
    matcher = SequenceMatcher(None, [word for word, _ in old], [word for word, _ in new], autojunk=False)
    for a, b, size in matcher.get_matching_blocks():
        here = Counter(n for _, n in old[a : a + size])
        there = Counter(n for _, n in new[b : b + size])
        for (word, n), (_, m) in zip(old[a : a + size], new[b : b + size], strict=True):
            # A lone "the" in common says nothing: three words do, or half of either line.
            if here[n] >= 3 or 2 * here[n] >= old_words[n] or 2 * there[m] >= new_words[m]:
                kept[n] += len(word)
    sizes = [sum(map(len, line.split())) for line in before]
    return [1 - kept[n] / size if size else 0.0 for n, size in enumerate(sizes)]


# ------------------------------------------------------------------ reading gold

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
_RUN = 4


def read_gold(path: str) -> Iterator[Gold]:
    """Yield the labelled texts of a gold file (JSON Lines, also compressed; ``-`` is standard input).

    Raises FileError naming the line and what to change; OSError where the file cannot be read.
    """
    kind = kind_of(path)
    with Reader(path, kind.compression if kind and path != STDIN else "") as reader:
        for chunk in line_chunks(reader.read):
            for number, line in enumerate(chunk.data.split(b"\n"), chunk.line):
                if line.strip():
                    yield _gold(line, number)


def _gold(line: bytes, number: int) -> Gold:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise FileError(f"not JSON: {error}", number) from None
    if not isinstance(record, dict):
        raise FileError("a gold record is an object with the key lines, or text and gold", number)
    try:
        lines, keep = _lines(record)
    except (TypeError, ValueError) as error:
        raise FileError(f"{error}", number) from None
    url = str(record.get("url") or "")
    return Gold(
        doc=str(record.get("doc") or url or number),
        lines=lines,
        site=str(record.get("site") or record.get("domain") or ""),
        language=str(record.get("lang") or ""),
        source=str(record.get("source") or ""),
        url=url,
        keep=keep,
    )


def _lines(record: dict[str, Any]) -> tuple[tuple[tuple[str, str], ...], bool]:
    if "lines" in record:
        pairs = tuple((line, label) for line, label in record["lines"])
        for line, label in pairs:
            if not isinstance(line, str) or label not in LABELS:
                raise ValueError(f"lines are [text, label] pairs, a label one of {', '.join(LABELS)}: not {label!r}")
        return pairs, False
    text, gold = record.get("text"), record.get("gold")
    if not isinstance(text, str) or not isinstance(gold, str):
        raise ValueError("neither lines, nor text and gold: see docs/score.md")
    lines = text.split("\n")
    if text == gold:
        return tuple((line, "content" if line.strip() else "blank") for line in lines), True
    known = _Known(gold)
    return tuple((line, known.label(line)) for line in lines), False


class _Known:
    """The runs of words of a gold text."""

    def __init__(self, gold: str) -> None:
        self._lines = {fold(line) for line in gold.split("\n")}
        words = _WORD.findall(fold(gold))
        self._words = f" {' '.join(words)} "
        self._runs = {tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)}

    def label(self, line: str) -> str:
        """Return a line's label: what share of its runs of four words the gold text holds decides."""
        folded = fold(line)
        words = _WORD.findall(folded)
        if not line.strip():
            return "blank"
        if folded in self._lines:
            return "content"
        if len(words) < _RUN:
            # A word or two stand somewhere in any text.
            return "mixed" if words and f" {' '.join(words)} " in self._words else "boiler"
        runs = [tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)]
        share = sum(run in self._runs for run in runs) / len(runs)
        return "content" if share >= 0.8 else "boiler" if share <= 0.1 else "mixed"
