"""Texts for readers: dates, numbers, terms, record texts, and their width in our fonts."""
