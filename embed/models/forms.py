"""What people fill in: answers that are kept while they are given, and what came of those that were sent."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now

from craftkit.accounts.models import Project
from craftkit.lib import sealed
from craftkit.lib.ids import new_id
from embed.models.sessions import Actor, EmbedSession
from renders.models import Render
from templates_app.models import Template

PURPOSE = "embed.form_draft"


class FormDraft(models.Model):
    """The answers of one person to one template's form, not sent yet; a later session finds them again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="form_drafts")
    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="+")
    data_sealed = models.TextField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["actor", "template"], name="form_draft_once")]
        indexes: ClassVar = [models.Index(fields=["updated_at"], name="form_draft_oldest")]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def data(self) -> dict[str, Any]:
        """The answers; none when they were sealed under another key."""
        text = sealed.unseal(self.data_sealed, purpose=PURPOSE)
        return json.loads(text) if text else {}


def sealed_answers(data: dict[str, Any]) -> str:
    """Answers as a draft keeps them."""
    return sealed.seal(json.dumps(data, ensure_ascii=False), purpose=PURPOSE)


class FormSubmission(models.Model):
    """A form that was sent in: by which session, and which render came of it; none where the session only collects."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="form_submissions")
    session = models.ForeignKey(EmbedSession, on_delete=models.CASCADE, related_name="submissions")
    render = models.OneToOneField(Render, on_delete=models.CASCADE, null=True, related_name="submission")
    dataset_selection = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [models.Index(fields=["project", "-id"], name="form_submission_newest")]

    def __str__(self) -> str:
        return str(self.id)


def draft_of(session: EmbedSession) -> dict[str, Any] | None:
    """The answers that the session's person left at its template, where the session keeps any."""
    if not session.may("saveFormDraft") or session.template_id is None:
        return None
    found = FormDraft.objects.filter(actor=session.actor, template=session.template_id).first()
    return found.data if found else None
