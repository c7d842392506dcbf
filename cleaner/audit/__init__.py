"""The record of every edit, and the way back: from a cleaned text and its audit comes the original, byte for byte."""

from .edits import Edit, edits
from .packed import unpack as read_edits
from .record import AuditError
from .restore import restore

__all__ = ["AuditError", "Edit", "edits", "read_edits", "restore"]
