"""What processes of a house do in the test of retention, each called by `manage.py shell`."""

from __future__ import annotations

import json
import sys
import uuid
from datetime import timedelta

from django.utils import timezone

from craftkit.accounts.models import ProjectSettings
from craftkit.lib.leases import insist
from craftkit.lib.storage import from_settings, own_key
from renders import forgetting, retention
from renders.models import DoomedFile, Render
from renders.receipts import sha256
from templates_app.models import Template

# More than one chunk.
OLD, YOUNG = 150, 3
DATA = {"customer": {"name": "Acme Corp"}}


def seed() -> None:
    """Documents past their term, and some that are not."""
    template = Template.objects.exclude(current_version=None).select_related("project").earliest("pk")
    ProjectSettings.objects.update_or_create(project=template.project, defaults={"keep_pdfs": 30, "keep_data": 30})
    of = {"project": template.project, "template": template, "version_id": template.current_version_id}
    rows = []
    for number in range(OLD + YOUNG):
        row_id, moment = uuid.uuid4(), timezone.now() - timedelta(days=90 if number < OLD else 1)
        key = own_key(template.project_id, "renders", row_id, "ab" * 32, "pdf")
        from_settings().put(key, b"%PDF", content_type="application/pdf")
        made = {"data": DATA, "status": "succeeded", "pdf_key": key, "created_at": moment, "completed_at": moment}
        rows.append(Render(id=row_id, **of, **made))
    Render.objects.bulk_create(rows)


def forget() -> None:
    """One worker's part, a step for each line: take what is overdue, tell, remove the files, tell."""
    # However slow the machine is: all of it in one shift.
    forgetting.SHIFT_SECONDS = 600.0
    remove = forgetting.remove_doomed
    forgetting.remove_doomed = lambda *, ends, keys=None: 0
    say("ready")
    sys.stdin.readline()
    insist(forgetting.forget_documents)
    say("taken")
    sys.stdin.readline()
    say(stand())
    sys.stdin.readline()
    forgetting.remove_doomed = remove
    insist(retention.forget)
    say("gone")
    sys.stdin.readline()
    say(stand())


def stand() -> dict[str, int]:
    """How it stands."""
    edge = timezone.now() - timedelta(days=30)
    old, young = Render.objects.filter(completed_at__lt=edge), Render.objects.filter(completed_at__gte=edge)
    keys = list(DoomedFile.objects.values_list("key", flat=True))
    return {
        "forgotten": sum(row.data == {} and row.pdf_key == "" for row in old),
        "hashed": sum(row.inputs.get("dataHash") == sha256(DATA) for row in old),
        "young": sum(from_settings().exists(row.pdf_key) and row.data == DATA for row in young),
        "doomed": len(keys),
        "distinct": len(set(keys)),
    }


def say(what: object) -> None:
    """A line for the test, among those of the log."""
    print(f">{json.dumps(what)}", flush=True)
