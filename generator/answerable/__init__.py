"""Answerable: a folder of incident and complaint records in git becomes a public site that says what is true."""

from __future__ import annotations

__version__ = "0.1.0"
