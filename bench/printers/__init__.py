"""Programs that print HTML again and again when told to on standard input: one contestant each, one process a lane."""
