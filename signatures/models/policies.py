"""How many requests a project may make."""

from __future__ import annotations

from django.db import models

from craftkit.accounts.models import Project


class SignaturePolicyQuerySet(models.QuerySet["SignaturePolicy"]):
    """Selections and transitions of policies."""

    def use_credit(self, project: Project) -> bool:
        """Use up one request; False when the project has a limit and nothing is left of it."""
        limited = self.filter(project=project, credits__isnull=False)
        return limited.filter(credits__gt=0).update(credits=models.F("credits") - 1) == 1 or not limited.exists()

    def has_credits(self, project: Project, count: int) -> bool:
        """Whether as many requests are left, as far as one can know before they are made."""
        return not self.filter(project=project, credits__lt=count).exists()


class SignaturePolicy(models.Model):
    """One project's limit. Without a row, or with none in it, there is no limit."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, primary_key=True, related_name="signature_policy")
    credits = models.PositiveIntegerField(null=True)

    objects = SignaturePolicyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"signatures of {self.project_id}"
