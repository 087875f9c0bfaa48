"""JSON shapes of the embed, in and out."""
