"""Who signs what, and what can be proven of it."""
