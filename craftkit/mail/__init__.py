"""Mail to people: an outbox that keeps every message, the machine that sends it, and who is written to no more."""
