"""The pages on which an owner keeps permission presets, and what sessions make of them."""

from __future__ import annotations

from typing import Any

from embed.models import PermissionPreset
from embed.permissions import FLAGS, MEANINGS
from tests.api.calls import Caller
from tests.embed.hosts import enabled, opened, refused, session_behind, wish


def pages(party, end: str = "") -> str:
    return f"/projects/{party.project.pk}/embed/presets{end}"


def rights(party, **changes: Any) -> set[str]:
    session = session_behind(opened(party.live_key, **{"permissions": None, **changes}))
    return {name for name, is_on in session.permissions.items() if is_on}


def preset(party, name: str) -> PermissionPreset:
    return PermissionPreset.objects.get(project=party.project, name=name)


def test_every_permission_has_words():
    assert set(MEANINGS) == set(FLAGS)


def test_a_session_has_what_a_new_preset_lets_it_do(acme):
    enabled(acme.project)

    acme.client.post(pages(acme, "/new"), {"name": "drafter", "permissions": ["saveDraft", "viewVersionHistory"]})

    assert rights(acme, permissionsPreset="drafter") == {"saveDraft", "viewVersionHistory"}
    assert rights(acme, permissionsPreset="drafter", permissions={"publish": True, "saveDraft": False}) == {
        "publish",
        "viewVersionHistory",
    }


def test_a_changed_preset_counts_for_new_sessions_alone(acme):
    enabled(acme.project)
    before = session_behind(opened(acme.live_key, permissions=None, permissionsPreset="viewer"))

    acme.client.post(pages(acme, f"/{preset(acme, 'viewer').pk}"), {"permissions": ["publish"]})

    assert rights(acme, permissionsPreset="viewer") == {"publish"}
    before.refresh_from_db()
    assert not before.may("publish")


def test_a_deleted_preset_is_refused_by_name(acme):
    enabled(acme.project)

    acme.client.post(pages(acme, f"/{preset(acme, 'viewer').pk}/delete"))

    answer = Caller(acme.live_key).post("/v1/embed/sessions", wish(permissionsPreset="viewer"))
    assert refused(answer) == (422, "invalid_request")
    assert not PermissionPreset.objects.filter(name="viewer").exists()


def test_a_name_that_is_taken_or_unfit_is_refused(acme):
    enabled(acme.project)

    taken, unfit = (acme.client.post(pages(acme, "/new"), {"name": name}) for name in ("editor", "Content Editor"))

    assert (taken.status_code, unfit.status_code) == (422, 422)
    assert "There is a preset of this name already." in taken.content.decode()
    assert "Small letters" in unfit.content.decode()


def test_a_permission_that_does_not_exist_is_refused(acme):
    enabled(acme.project)

    answer = acme.client.post(pages(acme, f"/{preset(acme, 'viewer').pk}"), {"permissions": ["fly"]})

    assert answer.status_code == 422
    assert "fly" not in preset(acme, "viewer").permissions
