"""Bytes to files: paths, writing in parallel, hard links to unchanged files, locks and swapping in a whole site.

Nothing here knows what a record is.
"""
