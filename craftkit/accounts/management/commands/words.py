"""`manage.py words`: collect the words of pages into locale/*/LC_MESSAGES/django.po."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.commands.makemessages import Command as MakeMessages

PLURALS = {
    "de": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "es": "nplurals=2; plural=(n != 1);",
}
HEADER = """msgid ""
msgstr ""
"Project-Id-Version: Craftkit\\n"
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"
"""
# Lines that would change with every run, or ask for what is said elsewhere.
PASSING = re.compile(r'^"(?:POT-Cre|PO-Rev|Report-Msgid|Last-Tr|Language-Team).*\n', re.MULTILINE)
APART = [".venv", "node_modules", "var", "static", "tests", "bench", "examples", "docs", "ops", "locale"]


class Command(MakeMessages):
    """Django's makemessages, with one way to be called and the same bytes from the same words."""

    help = "Collect the words of pages for translators (needs GNU gettext)."
    # Texts of errors with what is filled in: craftkit/lib/speech.py.
    xgettext_options = [*MakeMessages.xgettext_options, "--keyword=filled"]
    # A guess would look like a translation; what is new stays empty instead.
    msgmerge_options = ["-q", "--backup=none", "--update", "--no-fuzzy-matching"]

    def handle(self, *args: Any, **options: Any) -> None:
        """Renew the files of every language but the sources' own."""
        files = {code: po_file(code) for code in PLURALS}
        for code, file in files.items():
            if not file.exists():
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(HEADER.format(code=code, plurals=PLURALS[code]))
        wishes = {"locale": list(files), "ignore_patterns": APART, "add_location": "file", "no_obsolete": True}
        super().handle(*args, **{**options, **wishes})
        for file in files.values():
            file.write_text(PASSING.sub("", file.read_text()))


def po_file(code: str) -> Path:
    """Where the words of a language are."""
    return Path(settings.LOCALE_PATHS[0]) / code / "LC_MESSAGES" / "django.po"
