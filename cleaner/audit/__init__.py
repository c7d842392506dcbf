"""The record of every edit, and the way back: from a cleaned text and its audit comes the original, byte for byte."""

from .edits import Edit, edits
from .record import AuditError, read_edits
from .restore import restore

__all__ = ["AuditError", "Edit", "edits", "read_edits", "restore"]
