"""The builder in a real browser, against a server that only pretends."""
