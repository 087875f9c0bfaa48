"""Nobody reaches what is not theirs: every route by every kind of credential on own, strange and missing objects."""

from __future__ import annotations

import os
import re
import uuid
from typing import Any

import pytest
from django.conf import settings

from craftkit.accounts import actions
from craftkit.accounts.models import ApiKey, Project
from craftkit.lib import keys
from craftkit.lib.storage import store_from_url
from embed.actions.catalogs import publish_catalog
from embed.models import CatalogVersion, EmbedSession
from renders.models import Render
from sharing.models import EngagementEvent, Share
from signatures.models import BulkSending
from templates_app.models import Asset, Template, TemplateVersion
from tests.api.calls import Caller, error
from tests.embed.hosts import enabled, opened
from tests.factories import (
    make_asset,
    make_batch,
    make_delivery,
    make_render,
    make_share,
    make_signature,
    make_template,
)
from tests.security.routes import ENTRIES, api_routes
from webhooks.models import Delivery, Endpoint, Event

ROUTES = [(method, route, view) for method, route, view in api_routes()]
IDS = [f"{method} {route}" for method, route, _ in ROUTES]
MODELS = (
    *(Project, ApiKey, Template, TemplateVersion, Asset, Render, Share, EngagementEvent, Endpoint, Event, Delivery),
    *(EmbedSession, CatalogVersion),
)
EMPTY = {"allowCustom": False, "namespaces": [], "loops": []}
NAMES = re.compile(r"<(?:str|int):(\w+)>")


def test_every_route_has_an_entry_and_every_entry_a_route():
    assert {(method, route) for method, route, _ in ROUTES} == set(ENTRIES)


@pytest.fixture
def house(acme, globex):
    """Both parties with a template, a finished live render, a webhook with a delivery, and a spare key each."""
    return {party.project.pk: furnish(party) for party in (acme, globex)}


def furnish(party) -> dict[str, str]:
    """What the parameters of routes mean for one party."""
    enabled(party.project)
    template = make_template(party.project, f"{party.project.slug}-invoice")
    store_from_url(settings.STORAGE_URL).put("matrix.pdf", b"%PDF-1.7", content_type="application/pdf")
    render = make_render(template, pdf_key="matrix.pdf")
    delivery = make_delivery(party.project)
    template.current_version.thumbnail_key = "matrix.pdf"  # type: ignore[union-attr]
    template.current_version.save()  # type: ignore[union-attr]
    publish_catalog(project=party.project, name=f"{party.project.slug}-catalog", body=EMPTY)
    session = opened(party.live_key, scope={"mode": "edit", "templateId": str(template.pk)})
    spare, _ = actions.issue_key(account=party.account, project=party.project, kind="live")
    return {
        "project_id": str(party.project.pk),
        "key_id": str(spare.pk),
        "slug": template.slug,
        "reference": str(template.pk),
        "session_id": session["session_id"],
        "session_token": session["session_token"],
        "name": f"{party.project.slug}-catalog",
        "number": "1",
        "other": "1",
        "page": "1",
        "render_id": str(render.pk),
        "share_id": str(make_share(render).pk),
        "signature_id": str(make_signature(render).pk),
        "bulk_id": str(
            BulkSending.objects.create(project=party.project, batch=make_batch(make_render(template)), total=1).pk
        ),
        "asset_id": str(make_asset(party.project).pk),
        "token": template.inbound_token,
        "batch_id": str(make_batch(render).pk),
        "webhook_id": str(delivery.endpoint_id),
        "delivery_id": str(delivery.pk),
    }


def filled(route: str, values: dict[str, str]) -> str:
    return "/" + NAMES.sub(lambda found: values[found.group(1)], route)


def nothing() -> dict[str, str]:
    missing = str(uuid.uuid4())
    return {
        "project_id": missing,
        "key_id": missing,
        "slug": "no-such-template",
        "reference": missing,
        "session_id": missing,
        "name": "no-such-catalog",
        "number": "9",
        "other": "9",
        "page": "9",
        "render_id": missing,
        "share_id": missing,
        "signature_id": missing,
        "bulk_id": missing,
        "asset_id": missing,
        "token": "hk_x",
        "batch_id": missing,
        "webhook_id": missing,
        "delivery_id": missing,
    }


def masked(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.content.decode().replace(answer["X-Request-Id"], "")


def state_of(project: Project) -> list[Any]:
    """Everything of a project that a request could change, but the time of a key's last use."""
    own: dict[Any, dict[str, Any]] = {Project: {"pk": project.pk}, TemplateVersion: {"template__project": project}}
    rows = [
        row
        for model in MODELS
        for row in model.objects.filter(**own.get(model, {"project": project})).order_by("pk").values()
    ]
    return [{name: value for name, value in row.items() if name != "last_used_at"} for row in rows]


@pytest.mark.parametrize(("method", "route", "view"), ROUTES, ids=IDS)
def test_own_objects_answer_as_documented(acme, house, method, route, view):
    entry = ENTRIES[method, route]

    answer = Caller(fitting_key(acme, view, house)).send(method, filled(route, house[acme.project.pk]), entry.body)

    assert answer.status_code == entry.status


@pytest.mark.parametrize(("method", "route", "view"), ROUTES, ids=IDS)
def test_a_stranger_gets_what_a_missing_object_gives_and_changes_nothing(acme, globex, house, method, route, view):
    if not NAMES.search(route) or "token" in NAMES.findall(route):
        return
    entry, before = ENTRIES[method, route], state_of(acme.project)
    caller = Caller(fitting_key(globex, view, house))

    strange = caller.send(method, filled(route, house[acme.project.pk]), entry.body)
    missing = caller.send(method, filled(route, nothing()), entry.body)

    if method == "PUT" and "slug" in NAMES.findall(route):
        assert strange.status_code == 201, "the slug is free in the stranger's own project"
    else:
        assert masked(strange) == masked(missing)
        assert strange.status_code == 404
    assert state_of(acme.project) == before


@pytest.mark.parametrize(("method", "route", "view"), ROUTES, ids=IDS)
def test_wrong_credentials_are_401_and_change_nothing(acme, house, method, route, view):
    if not view.allowed:
        return
    entry, path = ENTRIES[method, route], filled(route, house[acme.project.pk])
    wrong = wrong_credentials(acme, view.allowed, house)
    before = state_of(acme.project)

    for name, credential in wrong.items():
        answer = Caller(credential).send(method, path, entry.body)
        assert answer.status_code == 401, name

    assert state_of(acme.project) == before


@pytest.mark.parametrize(("method", "route", "view"), ROUTES, ids=IDS)
def test_a_test_key_sees_no_live_renders(acme, house, method, route, view):
    if not ENTRIES[method, route].env_bound:
        return

    answer = Caller(acme.test_key).send(method, filled(route, house[acme.project.pk]))

    assert (answer.status_code, error(answer)["code"]) == (404, "not_found")


def fitting_key(party, view, house) -> str | None:
    """A key of the party that the view takes, or the token of its session."""
    by_kind = {
        "live": party.live_key,
        "account": party.account_key,
        "admin": os.environ["CRAFTKIT_ADMIN_KEY"],
        "session": house[party.project.pk]["session_token"],
    }
    return next((key for kind, key in by_kind.items() if kind in view.allowed), None)


def wrong_credentials(party, allowed: frozenset[str], house) -> dict[str, str | None]:
    """Everything that must not open a view, by a name for the failure message."""
    revoked = {}
    for kind in ("live", "account"):
        row, revoked[kind] = actions.issue_key(
            account=party.account, project=None if kind == "account" else party.project, kind=kind
        )
        actions.revoke_key(key=row)
    other_kinds = {
        "live": party.live_key,
        "test": party.test_key,
        "account": party.account_key,
        "admin": os.environ["CRAFTKIT_ADMIN_KEY"],
        "session": house[party.project.pk]["session_token"],
    }
    return {
        "nothing": None,
        "rubbish": "rubbish",
        "unknown key": keys.mint("live").text,
        "mistyped key": party.live_key[:-1] + ("a" if party.live_key[-1] != "a" else "b"),
        "revoked live key": revoked["live"],
        "revoked account key": revoked["account"],
        "publishable key": party.project.keys.get(kind="publishable_live").public_text,
        "hook token": keys.random_token("hk_"),
        **{f"{kind} key": key for kind, key in other_kinds.items() if kind not in allowed},
    }
