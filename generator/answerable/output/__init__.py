"""The lowest floor: bytes to files, a site swapped in whole, and MkDocs run beside the live site.

Nothing here knows what a record is.
"""
