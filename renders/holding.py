"""Legal holds on single documents: place one, lift one, know of them."""

from __future__ import annotations

from django.db import transaction

from craftkit.accounts import audit
from craftkit.accounts.models import Project
from craftkit.lib.errors import NotFound
from renders.models import LegalHold, Render


def place(*, render: Render, by: str, reason: str) -> LegalHold:
    """Keep the document, its PDF and its data from now on; the hold that is there already if there is one.

    Raises NotFound for a document that somebody deleted.
    """
    with transaction.atomic():
        # Whoever forgets documents locks their rows first.
        if not Render.objects.alive().select_for_update().filter(pk=render.pk).first():
            raise NotFound
        given = {"project": render.project, "placed_by": by[:254], "reason": reason[:300]}
        hold, is_new = LegalHold.objects.get_or_create(render=render, defaults=given)
        if is_new:
            audit.record_in(render.project, "hold.placed", f"Document {render.pk}", reason=reason)
    return hold


def lift(*, render: Render) -> None:
    """Let the project's terms count for the document again."""
    with transaction.atomic():
        if LegalHold.objects.filter(render=render).delete()[0]:
            audit.record_in(render.project, "hold.lifted", f"Document {render.pk}")


def has_held(project: Project) -> bool:
    """Whether any document of the project is held."""
    return LegalHold.objects.filter(project=project).exists()
