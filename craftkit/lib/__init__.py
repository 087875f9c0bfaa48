"""Tools without models, one file per technology."""
