"""Sessions: opened by the partner's server, renewed once per token, revoked at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from embed.actions import partners
from embed.models import Actor, AuditEntry, EmbedSession, Tenant, TenantTemplate
from tests.api.calls import Caller, error
from tests.embed.hosts import enabled, iframe, opened, session_behind, wish
from tests.factories import make_template

pytestmark = pytest.mark.django_db
SESSIONS = "/v1/embed/sessions"


@pytest.fixture
def partner(acme):
    enabled(acme.project)
    return acme


def refused(caller, body=None, path=SESSIONS):
    answer = caller.post(path, wish() if body is None else body)
    return answer.status_code, error(answer)["code"]


def test_a_session_has_what_its_page_and_its_server_need(partner):
    answer = opened(partner.live_key)

    assert set(answer) == {"session_id", "session_token", "iframe_url", "expires_at", "renew_token"}
    assert answer["iframe_url"].endswith(f"/embed/builder?session_token={answer['session_token']}")
    assert answer["renew_token"].startswith("ert_")
    assert answer["expires_at"].endswith("Z")
    assert answer["renew_token"] not in str(list(EmbedSession.objects.values()))


def test_a_form_has_another_page(partner):
    template = make_template(partner.project)

    answer = opened(partner.live_key, scope={"mode": "fill", "templateId": str(template.pk)})

    assert "/embed/form?session_token=" in answer["iframe_url"]
    assert session_behind(answer).permissions["submitForm"] is True


def test_tenant_and_actor_are_brought_up_to_date(partner):
    opened(partner.live_key)
    opened(partner.live_key, tenant={"externalId": "org_42", "displayName": "Acme Group"})

    assert Tenant.objects.get().display_name == "Acme Group"
    assert Actor.objects.get().email == "ops@acme.example"


@pytest.mark.parametrize("key", [None, "rubbish", "ck_live_x", "eyJx.y.z"])
def test_who_shows_no_good_key_is_refused(partner, key):
    code = "missing_authorization" if key is None else "invalid_credentials"

    assert refused(Caller(key)) == (401, code)


def test_a_project_that_does_not_embed_is_refused(acme):
    assert refused(Caller(acme.live_key)) == (401, "invalid_credentials")


def test_a_partner_that_was_disabled_is_refused(partner):
    partners.disable(project=partner.project)

    assert refused(Caller(partner.live_key)) == (401, "invalid_credentials")


def test_a_suspended_partner_is_told_so(partner):
    partners.suspend(project=partner.project)

    assert refused(Caller(partner.live_key)) == (403, "partner_suspended")


def test_an_account_key_opens_nothing_here(partner):
    assert refused(Caller(partner.account_key)) == (401, "invalid_credentials")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"tenant": {}}, "tenant.externalId"),
        ({"actor": None}, "actor"),
        ({"scope": {"mode": "dance"}}, "scope.mode"),
        ({"scope": {"mode": "view"}}, "scope.templateId"),
        ({"scope": {"mode": "fill"}}, "scope.templateId"),
        ({"permissionsPreset": "emperor"}, "permissionsPreset"),
        ({"permissions": {"publish": "yes"}}, "permissions.publish"),
        ({"limits": {"maxPublishes": -1}}, "limits.maxPublishes"),
        ({"callbacks": {"onPublished": "javascript:alert(1)"}}, "callbacks.onPublished"),
        ({"callbacks": {"onCloseUrl": "/templates"}}, "callbacks.onCloseUrl"),
        ({"catalogRef": {"name": "x"}, "catalogId": "y"}, "variableCatalog"),
    ],
)
def test_a_wish_that_does_not_fit_is_422_with_its_field(partner, changes, field):
    answer = Caller(partner.live_key).post(SESSIONS, wish(**changes))

    assert (answer.status_code, error(answer)["code"]) == (422, "invalid_request")
    assert field in error(answer)["issues"]["fieldErrors"]


def test_what_is_no_json_is_400(partner):
    assert refused(Caller(partner.live_key), "{") == (400, "invalid_json")


def test_permissions_are_off_unless_given(partner):
    answer = opened(partner.live_key, permissions={"publish": True})

    assert [name for name, is_on in session_behind(answer).permissions.items() if is_on] == ["publish"]


def test_a_preset_is_the_base_of_permissions(partner):
    answer = opened(partner.live_key, permissionsPreset="admin", permissions={"delete": False})

    flags = session_behind(answer).permissions
    assert (flags["rollback"], flags["delete"]) == (True, False)


def test_limits_have_defaults(partner):
    session = session_behind(opened(partner.live_key, limits={"maxPublishes": 1}))

    assert (session.max_publishes, session.max_save_drafts, session.max_uploads_bytes) == (1, 200, 5_242_880)


@pytest.mark.parametrize("mode", ["edit", "view", "fill"])
def test_an_unknown_external_id_is_404_and_creates_nothing(partner, mode):
    body = wish(scope={"mode": mode, "templateExternalId": "charter-contract"})

    assert refused(Caller(partner.live_key), body) == (404, "template_not_found")
    assert not TenantTemplate.objects.exists()
    assert not EmbedSession.objects.exists()


def test_a_template_of_the_project_is_found_by_its_slug_or_id(partner):
    template = make_template(partner.project, "charter-contract")

    by_slug = opened(partner.live_key, scope={"mode": "edit", "templateExternalId": "charter-contract"})
    by_id = opened(partner.live_key, scope={"mode": "view", "templateId": str(template.pk)})

    assert session_behind(by_slug).template == session_behind(by_id).template == template


def test_another_tenants_template_does_not_exist(partner):
    iframe(partner.live_key).post("/v1/embed/templates", {"content": {}})
    template = TenantTemplate.objects.get().template
    other = {"externalId": "org_43", "displayName": "Globex"}

    for scope in ({"templateId": str(template.pk)}, {"templateExternalId": template.slug}):
        body = wish(tenant=other, scope={"mode": "edit", **scope})
        assert refused(Caller(partner.live_key), body) == (404, "template_not_found")


def test_another_projects_template_does_not_exist(partner, globex):
    template = make_template(globex.project)

    body = wish(scope={"mode": "edit", "templateId": str(template.pk)})

    assert refused(Caller(partner.live_key), body) == (404, "template_not_found")


def test_edit_without_a_template_opens_a_list(partner):
    caller = iframe(partner.live_key, scope={"mode": "edit"})

    assert caller.get("/v1/embed/session").json()["template"] is None


def test_a_form_leads_only_to_allowed_hosts(partner):
    template = make_template(partner.project)
    scope = {"mode": "fill", "templateId": str(template.pk)}
    body = wish(scope=scope, form={"redirectUrl": "https://elsewhere.example/thanks"})

    assert refused(Caller(partner.live_key), body) == (422, "invalid_request")
    partners.allow_redirect_host(project=partner.project, host="elsewhere.example")
    assert opened(partner.live_key, scope=scope, form={"redirectUrl": "https://elsewhere.example/thanks"})


def test_renewing_gives_new_tokens_for_the_same_session(partner):
    first = opened(partner.live_key)

    again = Caller(partner.live_key).post(f"{SESSIONS}/refresh", {"renewToken": first["renew_token"]}).json()

    assert again["session_id"] == first["session_id"]
    assert again["session_token"] != first["session_token"]
    assert again["renew_token"] != first["renew_token"]
    assert Caller(again["session_token"]).get("/v1/embed/session").status_code == 200


def test_a_spent_renew_token_fails_and_leaves_a_trace_while_the_session_lives_on(partner):
    first, caller = opened(partner.live_key), Caller(partner.live_key)
    again = caller.post(f"{SESSIONS}/refresh", {"renewToken": first["renew_token"]}).json()

    assert refused(caller, {"renewToken": first["renew_token"]}, f"{SESSIONS}/refresh") == (401, "refresh_failed")
    assert AuditEntry.objects.filter(action="session.spent_renew_token").exists()
    assert caller.post(f"{SESSIONS}/refresh", {"renewToken": again["renew_token"]}).status_code == 200


@pytest.mark.parametrize("token", ["ert_unknown-unknown", "x" * 8])
def test_an_unknown_renew_token_fails(partner, token):
    assert refused(Caller(partner.live_key), {"renewToken": token}, f"{SESSIONS}/refresh") == (401, "refresh_failed")


def test_a_strangers_key_renews_nothing(partner, globex):
    enabled(globex.project)
    body = {"renewToken": opened(partner.live_key)["renew_token"]}

    assert refused(Caller(globex.live_key), body, f"{SESSIONS}/refresh") == (401, "refresh_failed")
    assert Caller(partner.live_key).post(f"{SESSIONS}/refresh", body).status_code == 200


@pytest.mark.parametrize("body", [{}, {"renewToken": "short"}, {"renewToken": 5}])
def test_a_renewal_without_a_token_is_422(partner, body):
    assert refused(Caller(partner.live_key), body, f"{SESSIONS}/refresh") == (422, "invalid_request")


def test_a_session_that_slept_can_be_renewed_for_a_day(partner):
    first = opened(partner.live_key)
    row = EmbedSession.objects.filter(pk=first["session_id"])
    body = {"renewToken": first["renew_token"]}

    row.update(expires_at=timezone.now() - timedelta(hours=25))
    late = refused(Caller(partner.live_key), body, f"{SESSIONS}/refresh")
    row.update(expires_at=timezone.now() - timedelta(hours=23))

    assert late == (401, "refresh_failed")
    assert Caller(partner.live_key).post(f"{SESSIONS}/refresh", body).status_code == 200


def test_a_revoked_session_ends_at_once(partner):
    first, caller = opened(partner.live_key), Caller(partner.live_key)

    answers = [caller.delete(f"{SESSIONS}/{first['session_id']}").status_code for _ in range(2)]

    assert answers == [204, 204]
    assert Caller(first["session_token"]).get("/v1/embed/session").status_code == 401
    assert refused(caller, {"renewToken": first["renew_token"]}, f"{SESSIONS}/refresh") == (401, "refresh_failed")


def test_a_stranger_revokes_nothing(partner, globex):
    enabled(globex.project)
    first = opened(partner.live_key)

    for key in (globex.live_key, partner.test_key):
        assert Caller(key).delete(f"{SESSIONS}/{first['session_id']}").status_code == 404
    assert Caller(first["session_token"]).get("/v1/embed/session").status_code == 200


def test_the_session_says_everything_that_its_iframe_needs(partner):
    caller = iframe(
        partner.live_key,
        appearance={"variables": {"colorPrimary": "#0a7", "colorBackground": "url(x)"}, "layout": {"locale": "de"}},
        branding={"ui": {"showTopBar": False, "showCloseButton": "no"}, "primaryColor": "#fff"},
        callbacks={"onCloseUrl": "https://saas.acme.example/templates"},
    )

    said = caller.get("/v1/embed/session").json()

    assert 290 <= said["expiresIn"] <= 300
    assert said["locale"] == "de"
    assert said["appearance"]["variables"] == {"colorPrimary": "#0a7"}
    assert said["appearanceRejected"] == [{"path": "variables.colorBackground", "reason": "value not allowed"}]
    assert (said["ui"]["showTopBar"], said["ui"]["showCloseButton"]) == (False, True)
    assert said["onCloseUrl"] == "https://saas.acme.example/templates"
    assert said["used"] == {"publishes": 0, "saveDrafts": 0, "uploadsBytes": 0}
    assert (said["catalog"], said["template"], said["form"], said["logoUrl"]) == (None, None, None, None)
