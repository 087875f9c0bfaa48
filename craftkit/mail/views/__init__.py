"""Pages about mail: what was written, who gets none, how it is signed, and the way out for recipients."""
