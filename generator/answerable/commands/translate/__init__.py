"""What `answerable translate` does: files for translators, their way back into the records, and what is missing."""
