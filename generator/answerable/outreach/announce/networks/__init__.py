"""The networks, each a module with a constant `NETWORK`."""
