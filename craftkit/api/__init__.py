"""The REST frame: authentication, errors, pagination, throttling, idempotency."""
