"""What a project's administrators set for it: where it speaks from, how long it keeps what, and whether all is held."""

from __future__ import annotations

from django.db import models

from craftkit.accounts.keeping import FOREVER, KINDS


class ProjectSettings(models.Model):
    """One project's settings. A term of None is what the install keeps by default, 0 is for ever, others are days."""

    project = models.OneToOneField(
        "accounts.Project", on_delete=models.CASCADE, primary_key=True, related_name="settings"
    )
    locale = models.CharField(max_length=20, blank=True, default="")
    time_zone = models.CharField(max_length=60, blank=True, default="")
    keep_pdfs = models.PositiveIntegerField(null=True)
    keep_data = models.PositiveIntegerField(null=True)
    keep_requests = models.PositiveIntegerField(null=True)
    keep_calls = models.PositiveIntegerField(null=True)
    keep_deliveries = models.PositiveIntegerField(null=True)
    keep_mails = models.PositiveIntegerField(null=True)
    keep_submissions = models.PositiveIntegerField(null=True)
    is_held = models.BooleanField(default=False)
    held_by = models.CharField(max_length=254, blank=True, default="")
    held_at = models.DateTimeField(null=True)
    hold_reason = models.CharField(max_length=300, blank=True, default="")

    def __str__(self) -> str:
        return f"settings of {self.project_id}"

    @property
    def terms(self) -> dict[str, int | None]:
        """The project's own term for each kind of things."""
        return {kind: getattr(self, f"keep_{kind}") for kind in KINDS}

    def term_of(self, kind: str) -> int | None:
        """After how many days things of this kind go; None for never."""
        own = self.terms[kind]
        if own is None:
            return KINDS[kind].usual()
        return None if own == FOREVER else own
