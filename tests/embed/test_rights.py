"""What a session may do in the builder, and whose templates it sees."""

from __future__ import annotations

import pytest

from embed.actions import partners
from tests.api.calls import Caller, error
from tests.embed.hosts import BLANK, ORIGIN, TEMPLATES, enabled, iframe, opened, refused, started
from tests.factories import make_template

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner(acme):
    enabled(acme.project)
    return acme


@pytest.fixture
def caller(partner):
    return iframe(partner.live_key)


DEEDS = {
    "publish": ("POST", "/publish", {"baseRevision": 0}),
    "saveDraft": ("PUT", "/draft", {"content": BLANK, "baseRevision": 0}),
    "rename": ("PATCH", "", {"name": "Other"}),
    "delete": ("DELETE", "", None),
    "rollback": ("POST", "/versions/1/rollback", None),
    "viewVersionHistory": ("GET", "/versions", None),
}


@pytest.mark.parametrize("flag", DEEDS)
def test_every_deed_needs_its_permission(partner, flag):
    template = make_template(partner.project)
    scope = {"mode": "edit", "templateId": str(template.pk)}
    method, path, body = DEEDS[flag]
    path = f"{TEMPLATES}/{template.pk}{path}"

    without = iframe(partner.live_key, scope=scope, permissions={}).send(method, path, body)
    having = iframe(partner.live_key, scope=scope, permissions={flag: True}).send(method, path, body)

    assert refused(without) == (403, "permission_denied")
    assert having.status_code in {200, 204}


@pytest.mark.parametrize("flag", [flag for flag in DEEDS if flag != "viewVersionHistory"])
def test_a_session_that_only_looks_changes_nothing_whatever_it_was_given(partner, flag):
    template = make_template(partner.project)
    method, path, body = DEEDS[flag]
    caller = iframe(partner.live_key, scope={"mode": "view", "templateId": str(template.pk)})

    answer = caller.send(method, f"{TEMPLATES}/{template.pk}{path}", body)

    assert refused(answer) == (403, "permission_denied")


@pytest.mark.parametrize("path", ["templates", "templates/{id}", "templates/{id}/changes", "templates/{id}/versions"])
def test_a_form_opens_no_templates(partner, path):
    template = make_template(partner.project)
    caller = iframe(partner.live_key, scope={"mode": "fill", "templateId": str(template.pk)})

    assert refused(caller.get(f"/v1/embed/{path.format(id=template.pk)}")) == (403, "wrong_mode")


def test_a_tenant_lists_and_opens_its_own_templates_alone(partner):
    ours, other = iframe(partner.live_key), {"externalId": "org_43", "displayName": "Globex"}
    theirs = iframe(partner.live_key, tenant=other)
    made = started(ours)
    make_template(partner.project, "shared")

    assert [row["id"] for row in ours.get(TEMPLATES).json()["templates"]] == [made["id"]]
    assert theirs.get(TEMPLATES).json()["templates"] == []
    for path in ("", "/changes", "/versions", "/versions/1"):
        assert refused(theirs.get(f"{TEMPLATES}/{made['id']}{path}")) == (404, "template_not_found")
    assert refused(theirs.put(f"{TEMPLATES}/{made['id']}/draft", {"content": BLANK, "baseRevision": 1})) == (
        404,
        "template_not_found",
    )


def test_a_session_switches_to_another_template_of_its_tenant(partner):
    first = started(iframe(partner.live_key, scope={"mode": "create", "templateExternalId": "one"}))
    started(iframe(partner.live_key, scope={"mode": "create", "templateExternalId": "two"}))
    caller = iframe(partner.live_key, scope={"mode": "edit", "templateId": first["id"]})

    assert caller.get(f"{TEMPLATES}/two").json()["externalId"] == "two"
    assert caller.patch(f"{TEMPLATES}/two", {"name": "Second"}).json()["name"] == "Second"
    assert caller.post(f"{TEMPLATES}/two/publish", {"baseRevision": 1}).status_code == 200


def test_deleting_frees_the_partners_id(partner):
    caller = iframe(partner.live_key, scope={"mode": "create", "templateExternalId": "one"})

    gone = caller.delete(f"{TEMPLATES}/{started(caller)['id']}")

    assert gone.status_code == 204
    assert caller.get("/v1/embed/session").json()["template"] is None
    again = iframe(partner.live_key, scope={"mode": "create", "templateExternalId": "one"})
    assert started(again)["externalId"] == "one"


def test_a_disabled_or_suspended_partner_stops_open_sessions(partner, caller):
    partners.suspend(project=partner.project)
    assert refused(caller.get("/v1/embed/session")) == (403, "partner_suspended")

    partners.disable(project=partner.project)
    assert refused(caller.get("/v1/embed/session")) == (401, "invalid_credentials")


@pytest.mark.parametrize(
    ("origin", "status"),
    [(None, 200), (ORIGIN, 200), ("http://craftkit.test", 200), ("https://evil.example", 403), ("null", 403)],
)
def test_only_our_pages_and_allowed_ones_may_use_a_token(partner, origin, status):
    token = opened(partner.live_key)["session_token"]

    answer = Caller(token).get("/v1/embed/session", **({"Origin": origin} if origin else {}))

    assert answer.status_code == status
    if status == 403:
        assert error(answer)["code"] == "origin_not_allowed"


@pytest.mark.parametrize("path", ["/v1/templates", "/v1/renders", "/v1/projects", "/v1/embed/catalogs"])
def test_a_session_token_opens_nothing_else(partner, path):
    assert Caller(opened(partner.live_key)["session_token"]).get(path).status_code == 401
