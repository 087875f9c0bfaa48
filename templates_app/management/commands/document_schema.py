"""`manage.py document_schema`: write the schema of documents down for the editor."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from templates_app.document.definition import definition

PLACE = Path("static/src/schema/document.schema.json")


class Command(BaseCommand):
    """Write `static/src/schema/document.schema.json`, which a test compares with the tables in Python."""

    help = f"Write {PLACE}, from which the editor builds its schema. Run it after every change to the schema."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--show` prints the definition and writes nothing."""
        parser.add_argument("--show", action="store_true", help="Print it, and write no file.")

    def handle(self, *args: object, **options: object) -> None:
        """Write or print the definition."""
        text = written()
        if options["show"]:
            self.stdout.write(text, ending="")
            return
        path = Path(settings.BASE_DIR) / PLACE
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        self.stdout.write(str(PLACE))


def written() -> str:
    """The definition as the file has it."""
    return json.dumps(definition(), indent=2, ensure_ascii=False) + "\n"
