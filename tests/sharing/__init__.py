"""Links, what stands before them, and what is counted."""
