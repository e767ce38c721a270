"""Everything that knows the theme Material for MkDocs: its templates, search index, menus and defects."""
