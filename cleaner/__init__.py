"""Strip boilerplate from text extracted from the web, then normalise its Unicode.

>>> from cleaner import clean
>>> clean("The ferry sank.\\n\\nAdvertisement\\n\\nNobody was hurt.")
'The ferry sank.\\n\\nNobody was hurt.'
"""

from .pipeline import Cleaner, Result, clean
from .rules import FilterList, Rule, RuleError
from .text import Removal

__all__ = ["Cleaner", "FilterList", "Removal", "Result", "Rule", "RuleError", "clean"]
__version__ = "0.1.0"
