"""Behaviour that a user would notice, one file a behaviour."""
