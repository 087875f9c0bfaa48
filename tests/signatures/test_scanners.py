"""Link scanners, previews, browsers that fetch ahead: whatever safe method they use on a door, nothing happens."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import Model
from django.test import Client

from signatures.urls import urlpatterns
from tests.signatures.conftest import asked, person, recipient, sealed

DOORS = sorted(str(route.pattern) for route in urlpatterns if (route.name or "").startswith("sign-"))
AHEAD = {"Sec-Purpose": "prefetch;prerender", "Purpose": "prefetch", "X-Moz": "prefetch"}
STATES = {
    "open": {},
    "behind a code": {"facts": {"requires_code": True, "allows_delegation": True}},
    "sealed": {},
}


def kept() -> dict[str, list[dict]]:
    """Every row of what concerns signatures, mails and events."""
    models: list[type[Model]] = [
        model for model in apps.get_models() if model._meta.app_label in {"signatures", "mail", "webhooks", "renders"}
    ]
    return {model._meta.label: list(model.objects.order_by("pk").values()) for model in models}  # type: ignore[attr-defined]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("headers", [{}, AHEAD], ids=["plain", "ahead"])
def test_safe_methods_are_safe_on_every_door(document, listener, state, headers):
    request = asked(document, person(), person("Omar", order=None), **STATES[state])
    if state == "sealed":
        sealed(request)
    tokens = [str(recipient(request, position).token) for position in (0, 1)]
    before = kept()

    for token in tokens:
        for pattern in DOORS:
            for method in ("get", "head", "options"):
                scanner = Client(headers={"User-Agent": "SafeLinks", **headers})
                answer = getattr(scanner, method)("/" + pattern.replace("<str:token>", token))
                assert answer.status_code in {200, 302, 403, 404, 405, 409, 410}, (pattern, method)

    assert len(DOORS) >= 9
    assert kept() == before
