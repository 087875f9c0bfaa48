"""The queue's door of sharing."""
