"""Data in, PDF out."""
