"""The intake: every complaint received, counted in DuckDB. Nothing else in the package uses a database."""
