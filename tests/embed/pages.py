"""The pages about embedding, for the tables of every page by everybody."""

from __future__ import annotations

from typing import Any

from embed import library
from embed.actions import partners
from embed.actions.catalogs import publish_catalog
from embed.actions.sessions import open_session
from embed.models import PermissionPreset
from tests.embed.hosts import wish

OUTER = {
    "embed": {"GET": 200},
    "embed-enable": {"POST": 302},
    "embed-disable": {"GET": 200, "POST": 302},
    "embed-settings": {"GET": 200},
    "embed-origin-add": {"POST": 422},
    "embed-host-add": {"POST": 422},
    "embed-key-add": {"POST": 302},
    "embed-callback": {"POST": 302},
    "embed-signing-rotate": {"POST": 302},
    "embed-sessions": {"GET": 200},
    "embed-usage": {"GET": 200},
    "embed-catalogs": {"GET": 200},
    "embed-catalog-new": {"GET": 200, "POST": 422},
    "embed-theme-part": {"GET": 200},
    "embed-theme-sample": {"GET": 200},
    "embed-theme-sheet": {"GET": 200},
    "embed-presets": {"GET": 200},
    "embed-preset-new": {"GET": 200, "POST": 422},
}
PAGES = {
    **OUTER,
    "embed-origin-remove": {"POST": 302},
    "embed-host-remove": {"POST": 302},
    "embed-secret": {"GET": 200, "POST": 200},
    "embed-catalog": {"GET": 200},
    "embed-catalog-edit": {"GET": 200, "POST": 422},
    "embed-catalog-compare": {"GET": 200},
    "embed-bench": {"GET": 200, "POST": 422},
    "embed-theme": {"GET": 200, "POST": 422},
    "embed-preset": {"GET": 200, "POST": 302},
    "embed-preset-delete": {"GET": 200, "POST": 302},
    "embed-session": {"GET": 200},
    "embed-session-revoke": {"GET": 200, "POST": 302},
}


def furnish(party: Any) -> dict[str, Any]:
    """What the parameters of these pages mean for one party."""
    partner = partners.enable(project=party.project)
    publish_catalog(project=party.project, name="acme-default", body=library.STARTER)
    return {
        "catalog": "acme-default",
        "preset_id": PermissionPreset.objects.get(project=party.project, name="editor").pk,
        "older": 1,
        "newer": 1,
        "origin_id": partners.allow_origin(project=party.project, origin="https://app.example.com").pk,
        "host_id": partners.allow_redirect_host(project=party.project, host="app.example.com").pk,
        "session_id": open_session(partner=partner, env="live", key=None, wish=wish()).session.pk,
    }


def fill(party: Any, count: int) -> None:
    """More of everything that these pages list."""
    partner = partners.enable(project=party.project)
    for number in range(count):
        for name in ("acme-default", f"catalog-{number}"):
            publish_catalog(project=party.project, name=name, body=library.STARTER)
        tenant = {"externalId": f"org_{number}", "displayName": f"Company {number}"}
        open_session(partner=partner, env="live", key=None, wish=wish(tenant=tenant))
