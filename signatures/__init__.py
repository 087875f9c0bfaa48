"""Who signs what."""
