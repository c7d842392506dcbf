"""How Hypothesis tests run: without a limit on the time of one example, which a loaded machine would miss."""

from hypothesis import settings

settings.register_profile("cleaner", deadline=None)
settings.load_profile("cleaner")
