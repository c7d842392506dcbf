"""Strip boilerplate from text extracted from the web, then normalise its Unicode."""

__version__ = "0.1.0"
