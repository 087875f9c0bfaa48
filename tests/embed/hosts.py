"""Host applications as tests play them: a partner's server that opens sessions, and the iframes that use them."""

from __future__ import annotations

from typing import Any

from craftkit.accounts.models import Project
from embed.actions import partners
from embed.models import EmbedPartner, EmbedSession
from tests.api.calls import Caller, error
from tests.factories import CONTENT

TEMPLATES = "/v1/embed/templates"
ORIGIN = "https://app.acme.example"
ALL = {
    name: True
    for name in (
        *("publish", "saveDraft", "delete", "rename", "rollback", "createCustomVariables", "changePageSettings"),
        *("viewVersionHistory", "submitForm"),
    )
}
BLANK: dict[str, Any] = {"schema": 1, "body": {"type": "doc", "content": [{"type": "paragraph"}]}}
NAMED: dict[str, Any] = {
    **CONTENT,
    "variables": {"customer.name": {"type": "text", "label": "Name", "required": True}},
}


def enabled(project: Project, *origins: str) -> EmbedPartner:
    """The project as embed partner."""
    return partners.enable(project=project, origins=origins or [ORIGIN])


def wish(**changes: Any) -> dict[str, Any]:
    """A session that may do everything, in mode create unless told otherwise."""
    return {
        "tenant": {"externalId": "org_42", "displayName": "Acme Corp"},
        "actor": {"externalId": "user_99", "displayName": "Ops Team", "email": "ops@acme.example"},
        "scope": {"mode": "create"},
        "permissions": ALL,
        **changes,
    }


def opened(key: str, **changes: Any) -> dict[str, Any]:
    """The answer to opening a session."""
    answer = Caller(key).post("/v1/embed/sessions", wish(**changes))
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def iframe(key: str, **changes: Any) -> Caller:
    """The iframe of a new session."""
    return Caller(opened(key, **changes)["session_token"])


def session_behind(answer: dict[str, Any]) -> EmbedSession:
    """The row."""
    return EmbedSession.objects.get(pk=answer["session_id"])


def started(caller: Caller, content: dict[str, Any] = NAMED) -> dict[str, Any]:
    """A saved template, as its first save answered."""
    answer = caller.post(TEMPLATES, {"name": "Quote", "content": content, "sampleData": {}})
    assert answer.status_code == 201, answer.content
    found: dict[str, Any] = answer.json()
    return found


def refused(answer: Any) -> tuple[int, str]:
    """The status and the code of an error."""
    return answer.status_code, error(answer)["code"]


def published(caller: Caller) -> dict[str, Any]:
    """A saved template of which version 1 was published."""
    template = started(caller)
    answer = caller.post(f"{TEMPLATES}/{template['id']}/publish", {"baseRevision": template["revision"]})
    assert answer.status_code in {200, 201}, answer.content
    return template
