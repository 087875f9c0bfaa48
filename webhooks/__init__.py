"""Telling the outside what happened."""
