"""`manage.py golden`: print every published template again and show what looks different, before an engine upgrade."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from craftkit.lib import outbound
from craftkit.lib.errors import AppError
from craftkit.lib.storage import from_settings
from renders import golden_checks, goldens
from renders.comparing import Comparison
from renders.goldens import State
from renders.specimens import Press
from renders.staffing import lane_from_settings
from templates_app.models import TemplateVersion


class Command(BaseCommand):
    """Compare with the golden prints; exit code 1 when a document looks or reads differently, or cannot be made."""

    help = (
        "Print the current version of every template with its sample data and compare it with its golden print. "
        "The first run keeps the golden prints; a later one shows differences as pictures (old | new | marked)."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """What to check, where to put pictures, whether to accept."""
        parser.add_argument("--project", default="", help="only this project, by its slug")
        parser.add_argument("--template", default="", help="only templates of this slug")
        parser.add_argument("--out", type=Path, default=Path(settings.VAR) / "golden", help="folder for differences")
        parser.add_argument("--accept", action="store_true", help="keep the new prints as golden where they differ")

    def handle(self, *args: object, **options: Any) -> None:
        """Check one version after the other, with a line for each."""
        versions = list(goldens.published(project=options["project"], template=options["template"]))
        if not versions:
            raise CommandError("No published template is named like this.")
        lane = lane_from_settings()
        try:
            lane.start()
        except AppError as error:
            raise CommandError(f"{error.message} CHROMIUM_PATH names the browser to print with.") from error
        try:
            press = Press(lane, from_settings(), outbound.from_settings())
            found = [
                self._check(version, f"[{at}/{len(versions)}]", press, options["out"], accept=options["accept"])
                for at, version in enumerate(versions, start=1)
            ]
        finally:
            lane.stop()
        counts = {name: found.count(name) for name in dict.fromkeys(found)}
        self.stdout.write(", ".join(f"{count} {name}" for name, count in counts.items()))
        if "failed" in counts or (State.DIFFERENT in counts and not options["accept"]):
            raise CommandError(f"Look at {options['out']}; --accept keeps the new prints as golden.")

    def _check(self, version: TemplateVersion, progress: str, press: Press, out: Path, *, accept: bool) -> str:
        template = version.template
        name = f"{template.project.slug}/{template.slug} v{version.number}"
        try:
            verdict = goldens.check(version, press=press, accept=accept)
        except AppError as error:
            golden_checks.note(version, error, store=press.store)
            self.stdout.write(f"{progress} {name}: failed, {error.message}")
            return "failed"
        golden_checks.note(version, verdict, store=press.store, is_accepted=accept)
        self.stdout.write(f"{progress} {name}: {verdict.state}")
        if verdict.state == State.DIFFERENT and verdict.comparison:
            self._show(verdict.comparison, out / template.project.slug, f"{template.slug}-v{version.number}")
        return verdict.state

    def _show(self, comparison: Comparison, folder: Path, name: str) -> None:
        """The differences as files, each named on a line."""
        folder.mkdir(parents=True, exist_ok=True)
        if comparison.old_pages != comparison.new_pages:
            self.stdout.write(f"    {comparison.old_pages} pages became {comparison.new_pages}")
        for page in comparison.pages:
            path = folder / f"{name}-page-{page.number}.png"
            path.write_bytes(page.picture)
            self.stdout.write(f"    page {page.number}: {page.share:.2%} of the dots, {path}")
        if comparison.text:
            path = folder / f"{name}.diff"
            path.write_text("\n".join(comparison.text) + "\n", encoding="utf-8")
            self.stdout.write(f"    text: {len(comparison.text) - 2} lines, {path}")
