"""What a run does to every document, and the desk that does it and counts."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Literal

from ..files.encoding import Decoded
from ..files.options import Options
from ..files.records import Value
from ..pipeline import Cleaner, Result
from .tally import Tally

if TYPE_CHECKING:
    from ..audit.dolma import DolmaAuditor
    from ..audit.writer import Auditor

# Takes a file's name, a document's line or row in it, its URL and what was done to it; returns text for the main
# process, such as a diff or a line of an audit. Picklable, since workers need it.
Recorder = Callable[[str, int, "str | None", Result], str]

OnGutted = Literal["clean", "keep", "drop"]
MAX_NAMED = 20  # Gutted documents of a file that are named; the rest is counted.


@dataclass(frozen=True)
class Job:
    """The same for every file of a run; picklable, since workers need it.

    `writes` False only looks. `recorder` is called with every document that does not stay as it was, or with
    `records_all` with every document. `on_gutted` says what becomes of a document that loses too much. With
    `audit`, the digest of the cleaner, each change is recorded for the way back, or with `dolma` every text's spans
    are, as attributes; `in_place` lets each output wait until that is on the disk.
    """

    cleaner: Cleaner
    options: Options = field(default_factory=Options)
    writes: bool = True
    recorder: Recorder | None = None
    records_all: bool = False
    on_gutted: OnGutted = "clean"
    audit: str = ""
    in_place: bool = False
    dolma: bool = False

    def auditor(self, name: str) -> Auditor | DolmaAuditor:
        """Return what makes the lines of the audit for the file with a name."""
        from ..audit.dolma import DolmaAuditor  # Only now: most runs do without.
        from ..audit.writer import Auditor

        return (DolmaAuditor if self.dolma else Auditor)(self.audit, name)

    @property
    def digest(self) -> str:
        """A hexadecimal digest of everything that the output depends on, besides the input: rules and options."""
        import hashlib

        seen = hashlib.sha256(self.cleaner.digest.encode())
        if self.on_gutted != "clean":
            seen.update(f"{self.on_gutted}={self.cleaner.max_removed};".encode())
        if self.audit:
            seen.update(f"audit={'dolma' if self.dolma else 'jsonl'};".encode())
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
        self._on_gutted = job.on_gutted
        self._auditor = job.auditor(name) if job.audit else None
        self._name = name
        self._result: Result | None = None
        self.tally = Tally()
        self.records: list[str] = []
        self.gutted: list[str] = []

    def __call__(self, text: str, line: int, url: str | None, value: Value) -> str | None:
        """Return the cleaned text, or None for a document that is to be left out."""
        result = self._result = self._explain(text, url)
        gutted = result.status == "gutted"
        written = result.text if not gutted or self._on_gutted == "clean" else text
        self._count(text, written, result)
        if gutted and len(self.gutted) < MAX_NAMED:
            self.gutted.append(self._name if not value.kind else f"{self._name}:{line}")
        if self._recorder and (self._records_all or written != text):
            self.records.append(self._recorder(self._name, line, url, result))
        if value.audits is not None:
            from ..audit.column import row_of

            value.audits.append(row_of(result, written, value))
        left_out = gutted and self._on_gutted == "drop"
        if self._auditor and value.kind and (gutted or written != text or self._auditor.every):
            self.records.append(self._auditor.value(result, None if left_out else written, line, url, value))
        return None if left_out else written

    def audit_file(self, before: bytes, after: bytes | None, source: Decoded, keep_encoding: bool, target: str) -> None:
        """Record what became of a text file, once it is known in bytes."""
        if self._auditor and self._result:
            self.records.append(self._auditor.file(self._result, before, after, source, keep_encoding, target))

    def _count(self, text: str, written: str, result: Result) -> None:
        tally = self.tally
        tally.documents += 1
        tally.characters_in += len(text)
        tally.gutted += result.status == "gutted"
        tally.empty += result.status == "empty"
        if result.status == "gutted" and self._on_gutted == "drop":
            tally.dropped += 1
        else:
            tally.characters_out += len(written)
            tally.changed += written != text
        if written != text:
            for removal in result.removals:
                tally.removals[removal.rule] += 1


def run_key(sources: list[str], out: str) -> str:
    """Return a short name for a run: the same inputs and output give the same name."""
    import hashlib

    names = [os.path.abspath(name) for name in (*sources, out)]
    return hashlib.sha256(repr(names).encode("utf-8", "surrogatepass")).hexdigest()[:12]
