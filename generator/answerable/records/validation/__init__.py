"""Validation of records and company files: the shape of their keys, invariants within one, and references to others."""
