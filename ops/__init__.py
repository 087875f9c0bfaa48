"""The commands behind `make`: they set a machine up, start Craftkit on it, and test it."""
