"""`manage.py verify_audit`: go through all audit trails and name the first entry of each that was tampered with."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from signatures import audit
from signatures.models import SignatureRequest


class Command(BaseCommand):
    """Check every hash of every audit trail, or of one request's."""

    help = "Check the audit trails of signature requests; ends with an error when one of them was changed."

    def add_arguments(self, parser: CommandParser) -> None:
        """One request instead of all."""
        parser.add_argument("request", nargs="?", help="id of one signature request")

    def handle(self, *args: Any, **options: Any) -> None:
        """Name what is wrong, or say that nothing is."""
        rows = SignatureRequest.objects.order_by("created_at")
        if options["request"]:
            rows = rows.filter(pk=options["request"])
        checked = wrong = 0
        for request in rows.iterator():
            bad, checked = audit.first_bad(request), checked + 1
            if bad is not None:
                wrong += 1
                self.stdout.write(f"{request.pk}: entry {bad} is not as it was written")
        if wrong:
            raise CommandError(f"{wrong} of {checked} audit trails were tampered with.")
        self.stdout.write(f"{checked} audit trails are whole.")
