"""The whole text at once: what can be done when no line needs ftfy and no character needs its neighbours.

That is nearly all text in Latin script. The characters outside ASCII are few, so we look at each kind once.
"""

from __future__ import annotations

from functools import lru_cache

from ftfy import fixes
from ftfy.chardata import HTML_ENTITY_RE

from ..signs import signs_of
from . import invisible, kinds
from .composed import is_nfc
from .entities import MAX_LENGTH, has_entity
from .plan import Plan, Tables, is_inert, tables
from .scripts import CJK_BMP_RE, has_cjk

_ROUNDS = 3  # Entities in entities, and runs over the text, that are worth it here.


class _Ordinary(dict[str, bool]):
    """Whether a character is, wherever it stands, nothing that ftfy or NFC changes, its heuristic apart.

    Fills itself as characters are asked for. Han, Kana and Hangul are not ordinary, since they change their line.
    """

    def __init__(self, found: Tables) -> None:
        self._found = found

    def __missing__(self, char: str) -> bool:
        changed = char in self._found.touched or self._found.suspect.match(char)
        known = not changed and not has_cjk(char) and is_inert(char)
        self[char] = known
        return known


@lru_cache(maxsize=1)
def _ordinary(found: Tables) -> _Ordinary:
    return _Ordinary(found)


def at_once(text: str, plan: Plan, signs: frozenset[str]) -> str | None:
    """The normalised text, if it takes no more than replacing single characters; None if that is not known.

    `signs`: the characters outside plain ASCII, or more than these.
    """
    found = tables()
    if found is None or (plan.entities and has_entity(text)):
        return None
    common = signs & plan.common.keys()
    if not signs - common <= found.harmless:
        return None
    for char in common:
        text = text.replace(char, plan.common[char])
    # The low quotes are harmless too, and become straight all the same.
    if not signs.isdisjoint(plan.rare):
        for char in signs & plan.rare.keys():
            text = text.replace(char, plan.rare[char])
    return text


def by_kinds(text: str, plan: Plan, sound: bool) -> str | None:
    """The normalised text, if no step but for quotes has anything to change; None if that is not known.

    `sound`: whether `is_sound` is known to hold.
    """
    found = tables()
    if found is None:
        return None
    held = kinds.kinds_of(text, found.kinds)
    if held & (kinds.ASTRAL | (kinds.WORK_CJK if held & kinds.CJK else kinds.WORK)):
        return None
    if not (sound or kinds.all_sound(held)) or (plan.entities and "&" in text):
        return None
    if held & kinds.CJK:
        if not is_cjk_all_over(text):
            return None
    elif held & kinds.QUOTE:
        text = plan.other.straight(text)
    if plan.nfc and held & kinds.MARK and not is_nfc(text):
        return None
    return text


def is_cjk_all_over(text: str) -> bool:
    """Whether the lines of a text that hold no Han, Kana or Hangul are plain ASCII without entities and markup."""
    return changes_nowhere("".join([line for line in text.split("\n") if not CJK_BMP_RE.search(line)]))


def changes_nowhere(line: str) -> bool:
    """Whether a line, without its end, is plain ASCII that holds no entity and no markup."""
    return line.isascii() and line.isprintable() and "&" not in line and "<" not in line


def is_sound(text: str, signs: frozenset[str] | None) -> bool:
    """Whether ftfy's heuristic is known to call no line of a text bad. `signs`: as for `quick`."""
    found = tables()
    if found is None:
        return False
    if signs is None:
        return kinds.all_sound(kinds.kinds_of(text, found.kinds)) or found.suspect.search(text) is None
    return signs <= found.harmless or not _suspicious(text, signs, found)


def quick(
    text: str, plan: Plan, signs: frozenset[str] | None = None, rounds: int = _ROUNDS, sound: bool = False
) -> str | None:
    """The normalised text, or None if it takes a closer look to tell, or more rounds than these.

    `signs`: the characters outside plain ASCII, or more than these, if they are known; `sound`: whether `is_sound`
    is known to hold. Of a part of a text give one
    round: in the next, a `<` may have come up above it.
    """
    found = tables()
    if found is None:
        return None
    for _ in range(rounds):
        if plan.entities and has_entity(text):
            unescaped = _unescaped(text)
            if unescaped is None:
                return None
            text, signs, sound = unescaped, None, False
        alphabet = signs_of(text) if signs is None else signs
        if alphabet is None:
            return None
        fixed = text
        for char in alphabet & plan.common.keys():
            fixed = fixed.replace(char, plan.common[char])
        alphabet -= plan.common.keys()
        if not alphabet.isdisjoint(plan.rare):
            if invisible.NARROW_SPACE in alphabet and any(map(invisible.MONGOLIAN_RE.match, alphabet)):
                return None
            for char in alphabet & plan.rare.keys():
                fixed = fixed.replace(char, plan.rare[char])
        if alphabet <= found.harmless:
            return fixed
        folded = alphabet & plan.other.fold.keys()
        if not _clean(text, fixed, alphabet - folded, alphabet, found, sound):
            return None
        text = _own_steps(_fold(fixed, folded, plan.other.fold), alphabet, plan)
        if text == fixed:
            return fixed
        # Something went. What stood at its two sides may make something together.
        signs, sound = None, False
    return None


def _unescaped(text: str) -> str | None:
    """The text without entities, or None if some have to stay, or may have to.

    Unescaping is the first thing that ftfy does, so what comes of it can be looked at in the text's place, as long
    as no `<` has come up that would stop it from unescaping more.
    """
    if len(text) > MAX_LENGTH:
        return None
    for _ in range(_ROUNDS):
        if "<" in text:
            return None
        before, text = text, fixes.unescape_html(text)
        if text == before or not HTML_ENTITY_RE.search(text):
            return text
    return None


def _own_steps(text: str, alphabet: frozenset[str], plan: Plan) -> str:
    """Our own steps but for spaces and NFC, which are known to be done."""
    needed = {"controls"} if "\f" in alphabet else set()
    if any(map(invisible.CANDIDATE_RE.match, alphabet)):
        needed.add("invisible")
    for step in plan.other.own:
        if step.name in needed:
            text = step.run(text)
    return text


def _fold(text: str, chars: frozenset[str], fold: dict[str, str]) -> str:
    if "\r" in chars:
        text = text.replace("\r\n", "\n")
    for char in chars:
        text = text.replace(char, fold[char])
    return text


def _clean(
    text: str, fixed: str, unknown: frozenset[str], alphabet: frozenset[str], found: Tables, sound: bool
) -> bool:
    """Whether only quotes, spaces and single characters are to be changed, the unknown ones not at all."""
    return (
        all(map(_ordinary(found).__getitem__, unknown))
        and (sound or not _suspicious(text, alphabet, found))
        # A straight quote makes nothing bad. A plain space may, but only beside these.
        and (alphabet.isdisjoint(found.space_suspects) or not _suspicious(fixed, alphabet, found))
    )


def _suspicious(text: str, alphabet: frozenset[str], found: Tables) -> bool:
    """Whether ftfy's heuristic might call a line bad.

    Each bad place holds a suspect, and either one of the lonely characters, or a suspect beside another character
    outside ASCII.  So it is enough to look around those.
    """
    if alphabet.isdisjoint(found.suspects):
        return False
    places = kinds.places_of(text, found.kinds, kinds.SUSPECT, kinds.LONELY)
    if places is None:
        return found.suspect.search(text) is not None
    return any(found.suspect.search(text, max(0, at - found.reach), at + 1 + found.reach) for at in places)
