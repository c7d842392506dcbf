"""How files are read and written."""

from __future__ import annotations

from dataclasses import dataclass, field

from .compression import BOMB_RATIO
from .lines import MAX_SIZE
from .problems import FileError
from .records import Fields


@dataclass(frozen=True)
class Options:
    """How files are read and written; picklable, since workers need it.

    `encoding` None means: find out. `max_size` is in bytes, of a document or record; `max_ratio` is how much a
    compressed file may grow (0: any). `run` marks temporary files as one run's.
    """

    fields: Fields = field(default_factory=Fields)
    encoding: str | None = None
    keep_encoding: bool = False
    max_size: int = MAX_SIZE
    max_ratio: float = BOMB_RATIO
    fsync: bool = False
    run: str = ""


NO_COLUMN = "a text takes no audit as a column: name a file for it with --audit, or --exclude this"


def refuse_column(options: Options) -> None:
    """Raise `FileError` where a column is to be added to a text."""
    if options.fields.audit:
        raise FileError(NO_COLUMN)
