"""Reading and writing: text, JSON Lines, CSV, TSV and Parquet; compression, encodings, whole files or none.

Every format takes a function `(text, line, url) -> text` and puts its result where the text stood; what
surrounds the text passes through. Nothing here knows about rules.
"""
