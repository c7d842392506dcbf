"""Learn a site's own boilerplate from many of its pages, and propose rules for it.

The same line on several pages of one site is boilerplate far more often than not; what it looks like and where it
stands tells most of the rest.  ``mine`` reads the corpus three times: it counts every line in a sketch, measures those
that come back, and reads the best of them in context.
"""

from .passes import Corpus, Recorder, Settings, mine
from .propose import Proposal

__all__ = ["Corpus", "Proposal", "Recorder", "Settings", "mine"]
