"""Read the intake and count it: all SQL of the package is here, for a DuckDB database in memory.

The intake is every complaint received, in the rows of `content/intake/` and in the complaint records.
"""
