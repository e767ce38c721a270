"""HTTP requests with limits: which hosts may be contacted, and how documents are fetched."""
