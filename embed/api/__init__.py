"""`/v1/embed`: for partners with their keys, and for iframes with session tokens."""
