"""Measurements against the limit and against peers: `make bench`; README.md says what and how."""

import os

import django

# What is measured is the product itself, whose modules want their settings before they are imported.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "craftkit.settings")
django.setup()
