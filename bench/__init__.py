"""Measurements against the limit and against peers: `make bench`; README.md says what and how."""
