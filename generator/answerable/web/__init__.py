"""Asking the web with care: which hosts may be asked, and documents fetched within limits."""
