"""The queue's door of embedding: what is forgotten with the rest."""

from __future__ import annotations

from embed import retention
from renders import retention as renders_retention

renders_retention.also(retention.forget)
