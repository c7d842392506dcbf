"""What a run does to every document, and the desk that does it and counts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, fields

from ..files.options import Options
from ..pipeline import Cleaner, Result
from .tally import Tally

# Takes a file's name, a document's line or row in it, its URL and what was done to it; returns text for the main
# process, such as a diff or a line of an audit. Picklable, since workers need it.
Recorder = Callable[[str, int, "str | None", Result], str]


@dataclass(frozen=True)
class Job:
    """The same for every file of a run; picklable, since workers need it.

    `writes` False only looks. `recorder` is called with every document that does not stay as it was, or with
    `records_all` with every document.
    """

    cleaner: Cleaner
    options: Options = field(default_factory=Options)
    writes: bool = True
    recorder: Recorder | None = None
    records_all: bool = False

    @property
    def digest(self) -> str:
        """A hexadecimal digest of everything that the output depends on, besides the input: rules and options."""
        seen = hashlib.sha256(self.cleaner.digest.encode())
        for option in fields(self.options):
            if option.name not in ("run", "fsync"):
                seen.update(f"{option.name}={getattr(self.options, option.name)!r};".encode())
        return seen.hexdigest()


class Desk:
    """Cleans the documents of one file, one after the other, and counts: a `CleanText` with a `tally`."""

    def __init__(self, job: Job, name: str) -> None:
        self._explain = job.cleaner.explain
        self._recorder = job.recorder
        self._records_all = job.records_all
        self._name = name
        self.tally = Tally()
        self.records: list[str] = []

    def __call__(self, text: str, line: int, url: str | None) -> str:
        """Return the cleaned text."""
        result = self._explain(text, url)
        cleaned = result.text
        tally = self.tally
        tally.documents += 1
        tally.characters_in += len(text)
        tally.characters_out += len(cleaned)
        for removal in result.removals:
            tally.removals[removal.rule] += 1
        if cleaned != text:
            tally.changed += 1
            tally.gutted += result.status == "gutted"
        if self._recorder and (self._records_all or cleaned != text):
            self.records.append(self._recorder(self._name, line, url, result))
        return cleaned
