"""Records: typed models, safe reading, validation, the ledger of all records, and edits that keep the formatting."""
