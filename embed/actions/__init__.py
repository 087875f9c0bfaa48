"""The verbs of the embed, by what they are about."""
