"""Strip boilerplate from text extracted from the web, then normalise its Unicode.

>>> from cleaner import clean
>>> clean("The ferry sank.\\n\\nAdvertisement\\n\\nNobody was hurt.")
'The ferry sank.\\n\\nNobody was hurt.'
"""

from importlib import import_module

TYPE_CHECKING = False  # As in typing, without loading that.
if TYPE_CHECKING:
    from .pipeline import Cleaner, Result, clean
    from .rules import FilterList, Rule, RuleError
    from .text import Removal

__all__ = ["Cleaner", "FilterList", "Removal", "Result", "Rule", "RuleError", "clean"]
__version__ = "0.1.0"

_HOMES = {
    "Cleaner": "pipeline",
    "FilterList": "rules",
    "Removal": "text",
    "Result": "pipeline",
    "Rule": "rules",
    "RuleError": "rules",
    "clean": "pipeline",
}


def __getattr__(name: str) -> object:
    # Loaded when they are asked for: the command must be able to end quietly while all of this still loads.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
