"""Passes over a text: ftfy for the lines that need it, our own steps for all, until nothing changes."""

from __future__ import annotations

from itertools import groupby

import ftfy
from ftfy import fixes
from ftfy.chardata import HTML_ENTITY_RE

from ..mojibake import mend
from .composed import is_nfc, nfc
from .entities import MAX_LENGTH, flat, markup_start, unnested
from .plan import LinePlan, Plan, plan_for
from .quick import at_once, by_kinds, changes_nowhere, is_cjk_all_over, quick
from .scripts import has_cjk
from .settings import UnicodeSettings

# Entities in entities that are worth unescaping here.
_ROUNDS = 3
# What needs more rounds, an entity in an entity in an entity, was made to keep us busy and stays as far as it has come.
_MOST_ROUNDS = 20
# ftfy takes as many rounds over a line as it takes: one for each of these at most, since an entity costs two of them
# and makes one character.
_AROUND_ENTITIES = "&;"
_FEW = 100
# ftfy's steps after mending, in its order.
_SINGLE_STEPS = (
    "fix_c1_controls",
    "fix_latin_ligatures",
    "fix_character_width",
    "uncurl_quotes",
    "fix_line_breaks",
    "fix_surrogates",
    "remove_terminal_escapes",
    "remove_control_chars",
)
# Of a longer line the marks are not composed by ftfy: see `nfc`.
_LONG = 2_000


def settle(text: str, settings: UnicodeSettings, signs: frozenset[str] | None = None, sound: bool = False) -> str:
    """Repeat the pass until the text is its own result."""
    plan = plan_for(settings)
    done = by_kinds(text, plan, sound) if signs is None else at_once(text, plan, signs)
    if done is not None:
        return done
    for _ in range(_MOST_ROUNDS):
        done = quick(text, plan, signs, sound=sound)
        if done is not None:
            return done
        signs, sound = None, False
        run = _Pass(plan)
        changed = run.over(text)
        if run.settled or run.gave_up or changed == text:
            return changed
        text = changed
    return text


def lines_of(text: str) -> list[str]:
    """The text cut after each line feed, as ftfy cuts it."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines


class _Pass:
    """One run over a text. `settled`: another is known to change nothing; `gave_up`: a line takes too many rounds."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.settled = True
        self.gave_up = False

    def over(self, text: str) -> str:
        """The text after the run: blocks of lines of one kind, with Han, Kana or Hangul, with ampersands or neither."""
        east_asian = has_cjk(text)
        if "&" not in text and (not east_asian or is_cjk_all_over(text)):
            return self._block(text, self.plan.cjk if east_asian else self.plan.other, True)

        before = False, False

        def kind(line: str) -> tuple[bool, bool]:
            nonlocal before
            # What changes nowhere goes with the lines above it: paragraphs with blank lines between them are one block.
            if not changes_nowhere(line.removesuffix("\n")):
                before = east_asian and has_cjk(line), "&" in line
            return before

        blocks = []
        entities = True
        for (cjk, escaped), lines in groupby(lines_of(text), kind):
            block = "".join(lines)
            done = quick(block, self.plan, rounds=1) if (entities or not escaped) and not cjk else None
            if done is None:
                done = self._block(block, self.plan.cjk if cjk else self.plan.other, entities)
            blocks.append(done)
            entities = entities and "<" not in block
        return "".join(blocks)

    def _block(self, block: str, how: LinePlan, entities: bool) -> str:
        """Lines of one kind. Between those that need ftfy, the others are treated all at once."""
        markup = markup_start(block) if entities else 0
        work = how.needs_work.search(block) is not None
        lines = _lines_for_ftfy(block, self.plan, how, markup, work)
        if not lines:
            return self._without_ftfy(block, how, work)
        self.settled = False
        pieces = []
        done = 0
        unescape, keep = how.config, how.config._replace(unescape_html=False)
        for start, end in lines:
            pieces.append(self._without_ftfy(block[done:start], how))
            pieces.append(self._with_ftfy(block[start:end], how, unescape if start < markup else keep))
            done = end
        pieces.append(self._without_ftfy(block[done:], how))
        return "".join(pieces)

    def _with_ftfy(self, line: str, how: LinePlan, config: ftfy.TextFixerConfig) -> str:
        """A line of which we only know that ftfy may change it."""
        pieces = []
        for start in range(0, len(line), MAX_LENGTH):
            piece = line[start : start + MAX_LENGTH]
            if "<" in piece:
                config = config._replace(unescape_html=False)
            pieces.append(self._fixed(unnested(piece) if config.unescape_html else piece, how, config))
        return self._own_steps("".join(pieces), how)

    def _fixed(self, piece: str, how: LinePlan, config: ftfy.TextFixerConfig) -> str:
        """What ftfy makes of a line, or of a piece of one as long as ftfy takes at once.

        ftfy unescapes, decodes again, looks at single characters, composes, and all of that until nothing changes. If
        the piece needs no ftfy once we did the same, and holds no more entities, nothing is left to do.
        """
        fixed = piece
        for _ in range(_ROUNDS):
            fixed = how.straight(self._round(fixed, how, config))
            if how.needs_ftfy.search(fixed):
                break
            if not (config.unescape_html and HTML_ENTITY_RE.search(fixed)) or fixes.unescape_html(fixed) == fixed:
                return fixed
        return self._by_ftfy(piece, config)

    def _by_ftfy(self, piece: str, config: ftfy.TextFixerConfig) -> str:
        """`ftfy.fix_text`, in time that grows as the piece does, but that a line end stays one."""
        fixed = self._in_time(piece, config)
        if piece.endswith("\n") and not fixed.endswith("\n"):
            # To ftfy a line end may be a piece of a letter in bytes; to us it never is.
            fixed = self._in_time(piece[:-1], config) + "\n"
        return fixed

    def _in_time(self, piece: str, config: ftfy.TextFixerConfig) -> str:
        if len(piece) <= _LONG and sum(map(piece.count, _AROUND_ENTITIES)) <= _FEW:
            return ftfy.fix_text(piece, config)
        unescape = fixes.unescape_html if config.unescape_html else str
        compose = nfc if config.normalization else str
        rest = config._replace(unescape_html=False, normalization=None)
        fixed = flat(piece, _MOST_ROUNDS // 2) if config.unescape_html else piece
        for _ in range(_MOST_ROUNDS):
            before, fixed = fixed, compose(_without_looking_again(unescape(fixed), rest))
            if fixed == before:
                return fixed
        self.gave_up = True
        return fixed

    def _round(self, piece: str, how: LinePlan, config: ftfy.TextFixerConfig) -> str:
        """What ftfy's first round makes of a piece, but for quotes, as far as it needs none of it."""
        fixed = fixes.unescape_html(piece) if config.unescape_html else piece
        if config.fix_encoding and how.needs_ftfy.search(fixed):
            # Where the line ends, no letter does: it says nothing of how the others were read.
            bare = fixed.removesuffix("\n")
            fixed = mend(bare) + fixed[len(bare) :]
        if how.needs_ftfy.search(fixed):
            fixed = how.fold_re.sub(lambda match: how.fold[match[0]], fixed)
        return nfc(fixed) if self.plan.nfc else fixed

    def _without_ftfy(self, block: str, how: LinePlan, work: bool = True) -> str:
        """What ftfy and our own steps make of lines that `_lines_for_ftfy` did not name."""
        block = how.straight(block)
        return self._own_steps(block, how) if work else block

    def _own_steps(self, block: str, how: LinePlan) -> str:
        if not how.needs_work.search(block):
            return block
        for step in how.own:
            if step.may_change(block):
                before = block
                block = step.run(block)
                # Straight quotes and plain spaces make nothing bad where these characters are missing.
                if block != before and (step.name != "spaces" or how.space_suspect.search(block)):
                    self.settled = False
        return block


def _without_looking_again(text: str, config: ftfy.TextFixerConfig) -> str:
    """One of the rounds that `ftfy.fix_and_explain` takes over a text until nothing changes: not one for each line.

    `config` leaves out entities and composing.
    """
    if config.fix_encoding:
        text = ftfy.fix_encoding(text, config)
    for name in _SINGLE_STEPS:
        if getattr(config, name):
            text = ftfy.FIXERS[name](text)
    return text


def _lines_for_ftfy(block: str, plan: Plan, how: LinePlan, markup: int, work: bool) -> list[tuple[int, int]]:
    """Start and end of each line that ftfy may change other than by straightening quotes, in order.

    What looks like an entity counts up to the position `markup`; `work` is whether `how.needs_work` is found.
    """
    starts: dict[int, int] = {}

    def add(at: int) -> int:
        start, end = block.rfind("\n", 0, at) + 1, block.find("\n", at) + 1 or len(block)
        starts[start] = end
        return end

    found = how.needs_ftfy.search(block) if work else None
    while found:
        found = how.needs_ftfy.search(block, add(found.start()))
    if plan.entities and "&" in block:
        for entity in HTML_ENTITY_RE.finditer(block, 0, markup):
            add(entity.start())
    if plan.nfc and not is_nfc(block):
        at = 0
        for line in lines_of(block):
            if not is_nfc(line):
                add(at)
            at += len(line)
    return sorted(starts.items())
