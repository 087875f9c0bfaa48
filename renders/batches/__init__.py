"""Batches: rows in, as JSON or CSV; documents, one zip, one merged PDF and a report out."""
