"""The dialogue in which a record is written: lines of the terminal, a preview, words kept for later, and git."""
