"""Tests of what a template asks of its PDF."""
