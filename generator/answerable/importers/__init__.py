"""Import the history of other systems: each importer reads its source, `apply_import` merges it into `content/`.

`registry` finds the importers. CONTRIBUTING.md says how to add one.
"""
