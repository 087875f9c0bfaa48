"""How a project wants its documents shared: what is recorded of visitors, for how long, and under which host."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from craftkit.accounts.models import Project
from craftkit.lib import keys

DEFAULT_RETENTION_DAYS = 365


class SharingPolicyQuerySet(models.QuerySet["SharingPolicy"]):
    """Selections of policies."""

    def of(self, project: Project) -> SharingPolicy:
        """The project's policy; the defaults, not yet stored, where it never changed any."""
        return self.filter(project=project).first() or SharingPolicy(project=project)

    def serving(self, host: str) -> SharingPolicy | None:
        """The policy whose verified domain is this host."""
        rows = self.filter(domain=host, project__deleted_at=None).exclude(domain_verified_at=None)
        return rows.select_related("project").first() if host else None


class SharingPolicy(models.Model):
    """One project's choices about sharing."""

    project = models.OneToOneField(Project, on_delete=models.CASCADE, primary_key=True, related_name="sharing_policy")
    is_tracking_on = models.BooleanField(default=True)
    respects_privacy_signals = models.BooleanField(default=True)
    retention_days = models.PositiveIntegerField(default=DEFAULT_RETENTION_DAYS)
    domain = models.CharField(max_length=253, blank=True, default="")
    domain_token = models.CharField(max_length=64, blank=True, default="")
    domain_verified_at = models.DateTimeField(null=True, blank=True)
    domain_problem = models.CharField(max_length=300, blank=True, default="")

    objects = SharingPolicyQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["domain"],
                condition=models.Q(domain_verified_at__isnull=False) & ~models.Q(domain=""),
                name="share_domain_of_one_project",
            )
        ]

    def __str__(self) -> str:
        return f"sharing of {self.project_id}"

    @property
    def live_domain(self) -> str:
        """The host that links use, empty for the install's own."""
        return self.domain if self.domain_verified_at else ""

    def name_domain(self, domain: str) -> None:
        """Ask for another host, which has to be proven anew; empty goes back to the install's own."""
        if domain == self.domain:
            return
        self.domain, self.domain_verified_at, self.domain_problem = domain, None, ""
        self.domain_token = keys.random_token("ckd_") if domain else ""

    def settle_domain(self, problem: str) -> None:
        """Keep what the check found; a domain that was proven stays so, for a name server may be down for a while."""
        self.domain_problem = problem[:300]
        if not problem:
            self.domain_verified_at = self.domain_verified_at or timezone.now()
