"""Translations for tests: words that a language has for as long as a test lasts, whatever its catalogue says."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils.translation import trans_real

from craftkit.lib import recognition

MARKS = {"filled", "gettext_noop"}


def speak(
    monkeypatch: pytest.MonkeyPatch, words: Mapping[str, str], *, language: str = "de", alone: bool = False
) -> None:
    """Have the language these words as well, or no others."""
    active: Any = trans_real.translation(language)
    known = active._catalog

    class Words(dict):
        plural = staticmethod(known.plural)

    monkeypatch.setattr(active, "_catalog", Words({**({} if alone else dict(known.items())), **words}))
    fresh = recognition.patterns.__wrapped__
    monkeypatch.setattr(recognition, "patterns", lambda language: fresh(language))


def templates_in(*folders: str) -> set[str]:
    """The texts that are marked for translators in the Python of these folders."""
    found = set()
    for folder in folders:
        for file in (Path(settings.BASE_DIR) / folder).rglob("*.py"):
            found |= _marked(ast.parse(file.read_text(encoding="utf-8")))
    return found


def _marked(tree: ast.AST) -> set[str]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    named = [(getattr(call.func, "attr", getattr(call.func, "id", "")), call.args[0]) for call in calls]
    texts = [text.value for name, text in named if name in MARKS and isinstance(text, ast.Constant)]
    return {text for text in texts if isinstance(text, str)}
