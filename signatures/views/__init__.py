"""Pages: the signing page for recipients, the dashboard's for those who send, and the one that verifies a file."""
