"""The console of running sessions, and what each tenant used."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from embed.models import AuditEntry, EmbedSession, Tenant
from templates_app.models import Template
from tests.embed.hosts import enabled, iframe, opened, published, refused
from tests.factories import make_render


@pytest.fixture
def partner(acme):
    return enabled(acme.project)


def console(party, end: str = "") -> str:
    return f"/projects/{party.project.pk}/embed/sessions{end}"


def words(party, address: str) -> str:
    found: str = party.client.get(address).content.decode()
    return found


def ending(hours: float) -> None:
    EmbedSession.objects.update(expires_at=timezone.now() + timedelta(hours=hours))


def usage_of(party, query: str = "") -> str:
    page = words(party, f"/projects/{party.project.pk}/embed/usage{query}")
    return " ".join(page.partition("<tbody>")[2].partition("</tbody>")[0].split())


def test_a_new_session_is_live_and_tells_who_and_what(acme, partner):
    opened(acme.live_key, scope={"mode": "create"})

    page = words(acme, console(acme))

    assert all(text in page for text in ("Ops Team", "Acme Corp", "Live", "Create"))


@pytest.mark.parametrize(
    ("hours", "state"), [(1, "live"), (-1, "idle"), (-25, "over")], ids=["running", "sleeping laptop", "long ago"]
)
def test_a_session_is_listed_under_its_state_alone(acme, partner, hours, state):
    opened(acme.live_key)
    ending(hours)

    names = ("live", "idle", "over", "revoked")
    found = {name for name in names if "Ops Team" in words(acme, console(acme, f"?state={name}"))}

    assert found == {state}


def test_a_revoked_session_leaves_the_list_and_its_frame_stops(acme, partner):
    caller = iframe(acme.live_key)
    session = EmbedSession.objects.get()

    acme.client.post(console(acme, f"/{session.pk}/revoke"))

    assert refused(caller.get("/v1/embed/session")) == (401, "invalid_credentials")
    assert "Ops Team" not in words(acme, console(acme))
    assert "Ops Team" in words(acme, console(acme, "?state=revoked"))
    assert AuditEntry.objects.filter(session=session, action="session.revoked").count() == 1


def test_one_session_shows_its_rights_limits_and_history(acme, partner):
    caller = iframe(acme.live_key, permissions={"publish": True, "saveDraft": True}, limits={"maxPublishes": 3})
    published(caller)

    page = words(acme, console(acme, f"/{EmbedSession.objects.get().pk}"))

    assert "1 of 3" in page
    assert "<code>publish</code>" in page
    assert "May not: delete, rename" in page
    assert "published “Quote” as version 1" in " ".join(page.split())


def test_sessions_are_narrowed_by_tenant_and_mode(acme, partner):
    opened(acme.live_key, tenant={"externalId": "org_1", "displayName": "Bluebird Example"})
    opened(acme.live_key, tenant={"externalId": "org_2", "displayName": "Larch Example"})

    assert "Larch" not in words(acme, console(acme, "?tenant=bluebird")).partition('id="sessions"')[2]
    assert "Larch" in words(acme, console(acme, "?tenant=org_2"))
    assert "Nothing matches" in words(acme, console(acme, "?mode=fill"))


def test_sessions_of_the_dashboard_itself_are_not_the_partners(acme, partner):
    opened(acme.live_key)
    session = EmbedSession.objects.get()
    EmbedSession.objects.update(member=acme.user)

    assert "Ops Team" not in words(acme, console(acme))
    assert acme.client.get(console(acme, f"/{session.pk}")).status_code == 404


def test_a_wrong_cursor_leads_to_the_first_page(acme, partner):
    opened(acme.live_key)

    assert "Ops Team" in words(acme, console(acme, "?cursor=%21%21"))


def test_usage_counts_sessions_publishes_and_documents_of_each_tenant(acme, partner):
    published(iframe(acme.live_key))
    opened(acme.live_key)
    make_render(Template.objects.get())

    assert re.findall(r"number[^>]*>(\d+)<", usage_of(acme)) == ["2", "1", "1"]


def test_usage_leaves_out_what_was_before_the_time(acme, partner):
    published(iframe(acme.live_key))
    long_ago = timezone.now() - timedelta(days=20)
    EmbedSession.objects.update(created_at=long_ago)
    AuditEntry.objects.update(created_at=long_ago)

    assert re.findall(r"number[^>]*>(\d+)<", usage_of(acme, "?days=30")) == ["1", "1", "0"]
    assert re.findall(r"number[^>]*>(\d+)<", usage_of(acme, "?days=7")) == ["0", "0", "0"]


def test_the_tenant_of_another_project_is_not_among_the_own(acme, globex, partner):
    enabled(globex.project)
    opened(globex.live_key, tenant={"externalId": "g", "displayName": "Hidden Example"})

    assert Tenant.objects.count() == 1
    assert "No tenants yet" in words(acme, f"/projects/{acme.project.pk}/embed/usage")
