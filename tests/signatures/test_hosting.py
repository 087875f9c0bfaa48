"""Signing inside a host's frame: who may hold it, and what it tells."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from craftkit.accounts.models import Project
from signatures import actions
from signatures.models import Recipient, SignatureRequest
from tests.embed.hosts import enabled
from tests.signatures.conftest import SOMEBODY, asked, recipient, sign

ORIGIN = "https://app.acme.example"


@pytest.fixture
def request_inside(acme, document) -> SignatureRequest:
    """A request that the project's own site shows."""
    enabled(Project.objects.get(pk=acme.project.pk), ORIGIN)
    return asked(document, facts={"is_embedded": True})


def page_of(request: SignatureRequest) -> Any:
    """The answer to opening the link."""
    return Client().get(f"/sign/{recipient(request).token}")


def hosting(answer: Any) -> dict[str, Any]:
    """What the page's script is told."""
    found = re.search(r'<script id="sign-hosting" type="application/json">(.*?)</script>', answer.content.decode())
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def test_the_page_names_the_projects_origins_and_nobody_else_may_frame_it(request_inside):
    answer = page_of(request_inside)

    assert f"frame-ancestors {ORIGIN};" in answer.headers["Content-Security-Policy"] + ";"
    assert "X-Frame-Options" not in answer.headers
    assert hosting(answer) == {
        "origins": [ORIGIN],
        "requestId": str(request_inside.pk),
        "recipientId": str(recipient(request_inside).pk),
        "state": "open",
        "done": None,
        "fault": None,
    }


def test_requests_by_mail_tell_no_host(acme, document):
    enabled(acme.project, ORIGIN)

    answer = page_of(asked(document))

    assert "sign-hosting" not in answer.content.decode()
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_another_projects_origins_are_not_let_in(acme, globex, document):
    enabled(globex.project, ORIGIN)

    assert (
        "frame-ancestors 'none'"
        in page_of(asked(document, facts={"is_embedded": True})).headers["Content-Security-Policy"]
    )


def test_the_host_hears_of_the_signature(request_inside):
    sign(recipient(request_inside))

    told = hosting(page_of(request_inside))

    assert (told["state"], told["done"], told["fault"]) == ("signed", "signed", None)


def test_the_host_hears_of_declining_and_nothing_worse(request_inside):
    actions.decline(recipient=recipient(request_inside), reason="No.", by=SOMEBODY)

    told = hosting(page_of(request_inside))

    assert (told["state"], told["done"], told["fault"]) == ("declined", "declined", None)


@pytest.mark.parametrize(("end", "fault"), [("expired", "session_expired"), ("cancelled", "session_invalid")])
def test_the_host_hears_why_nothing_can_be_done(request_inside, end, fault):
    if end == "cancelled":
        actions.cancel(request=request_inside)
    else:
        SignatureRequest.objects.filter(pk=request_inside.pk).update(expires_at=timezone.now())

    told = hosting(page_of(request_inside))

    assert (told["state"], told["done"], told["fault"]) == (end, None, fault)


def test_a_password_is_asked_for_inside_the_frame_too(request_inside):
    Recipient.objects.update(password_hash="x")

    assert hosting(page_of(request_inside))["state"] == "password"
