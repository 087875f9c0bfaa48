"""Craftkit: the house that the apps stand in."""
