"""The pages: one module per kind, each from facts to HTML."""
