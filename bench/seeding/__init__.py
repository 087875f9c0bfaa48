"""A database as a busy install has it after half a year, for measurements of pages."""
