"""Facts: pure functions of the ledger and an instant, without input or output."""
