"""Facts: pure functions of the ledger and a given clock; no input, no output."""
