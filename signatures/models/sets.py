"""Sets of recipients that a project sends to again and again."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from craftkit.accounts.models import Project
from craftkit.lib.ids import new_id


class RecipientSet(models.Model):
    """Named recipients, as far as they are known beforehand: each has a name, an address or a role."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="recipient_sets")
    name = models.CharField(max_length=100)
    # Each has firstName, lastName, email, designation and role; all but the designation may be empty.
    people = models.JSONField(default=list)
    in_order = models.BooleanField(default=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["project", "name"], name="recipient_set_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def lines(self) -> str:
        """The people as they are typed: a line for each."""
        parts = ("firstName", "lastName", "email", "designation", "role")
        rows = ([person.get(part, "") for part in parts] for person in self.people)
        return "\n".join(", ".join(row).rstrip(", ") for row in rows)
