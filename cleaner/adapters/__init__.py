"""Cleaning inside other engines: `arrow` does the work on columns, the others are thin skins over it or `Cleaner`.

Nothing is imported from here by ``import cleaner``.  An adapter without its engine says which extra to install.
"""
