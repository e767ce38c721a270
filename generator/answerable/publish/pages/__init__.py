"""The pages, one module per kind: each makes HTML from facts."""
