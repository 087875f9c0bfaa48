"""`manage.py verify_audit`: go through all audit trails and name the first entry of each that was tampered with."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from craftkit.lib.storage import from_settings
from signatures.models import SignatureRequest
from signatures.verdicts import first_bad_of


class Command(BaseCommand):
    """Check every hash of every audit trail, or of one request's, and what the seals of their PDFs vouch for."""

    help = "Check the audit trails of signature requests; ends with an error when one of them was changed."

    def add_arguments(self, parser: CommandParser) -> None:
        """One request instead of all."""
        parser.add_argument("request", nargs="?", help="id of one signature request")

    def handle(self, *args: Any, **options: Any) -> None:
        """Name what is wrong, or say that nothing is."""
        rows = SignatureRequest.objects.order_by("created_at")
        if options["request"]:
            rows = rows.filter(pk=options["request"])
        store, checked, wrong = from_settings(), 0, 0
        for request in rows.iterator():
            bad, checked = first_bad_of(request, store), checked + 1
            if bad is not None:
                wrong += 1
                self.stdout.write(f"{request.pk}: entry {bad} is not as it was written")
        if wrong:
            raise CommandError(f"{wrong} of {checked} audit trails were tampered with.")
        self.stdout.write(f"{checked} audit trails are whole.")
