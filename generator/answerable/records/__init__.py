"""Records: typed models, safe reading, the ledger that holds them all, and writing that keeps a person's hand."""
