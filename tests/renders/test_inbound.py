"""Looking after inbound hooks: rotation, switches, mapping, and the log of calls."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from craftkit.lib.errors import InvalidRequest
from renders import inbound, retention
from renders.models import HookCall, Render
from templates_app.models import Template
from tests.factories import make_template
from tests.renders.test_hooks import BODY, call, sign
from tests.renders.test_mapping import EVENT, PATHS


@pytest.fixture
def template(acme):
    return make_template(acme.project)


def test_both_secrets_are_accepted_for_a_day(template):
    old = sign(template)
    inbound.rotate_secret(template=template)
    new = sign(template)

    assert old != new
    assert [call(template, x_craftkit_signature=mark).status_code for mark in (old, new)] == [202, 202]
    Template.objects.update(old_inbound_secret_until=timezone.now() - timedelta(seconds=1))
    assert [call(template, x_craftkit_signature=mark).status_code for mark in (old, new)] == [401, 202]


def test_a_secret_that_leaked_goes_at_once(template):
    old = sign(template)

    inbound.rotate_secret(template=template, at_once=True)

    assert call(template, x_craftkit_signature=old).status_code == 401
    assert template.old_inbound_secret_sealed == ""


def test_a_new_token_closes_the_old_address(template):
    old = template.inbound_token

    inbound.rotate_token(template=template)

    assert call(template, token=old).status_code == 404
    assert call(template).status_code == 202


def test_the_switch_decides_whether_calls_must_be_signed(template):
    inbound.switch(template=template, is_signature_required=True, is_hook_logged=True)

    assert call(template).status_code == 401
    assert call(template, x_craftkit_signature=sign(template)).status_code == 202


def test_calls_are_kept_with_what_came_of_them(template):
    call(template, x_craftkit_signature=sign(template), User_Agent="Sender/1.0", Authorization="Bearer secret")
    call(template, "{", x_craftkit_signature="0" * 64)
    call(template, '{"customer": 5, "text": "\x00é"}'.encode())

    taken, forged, faulty = HookCall.objects.order_by("pk")
    assert (taken.status, taken.code, taken.render) == (202, "", Render.objects.get())
    assert json.loads(taken.body) == json.loads(BODY)
    assert taken.headers["user-agent"] == "Sender/1.0"
    assert "secret" not in str(taken.headers)
    assert (forged.status, forged.code, forged.render) == (401, "invalid_signature", None)
    assert faulty.status == 400
    assert "\x00" not in faulty.body


def test_a_call_that_names_no_template_is_not_kept(template):
    call(template, token="hk_unknown")

    assert not HookCall.objects.exists()


def test_switching_the_log_off_deletes_it_and_keeps_nothing_more(template):
    call(template)

    inbound.switch(template=template, is_signature_required=False, is_hook_logged=False)
    call(template)

    assert not HookCall.objects.exists()
    assert Render.objects.count() == 2


def test_a_very_long_body_is_kept_in_part(template):
    call(template, json.dumps({"customer": {"name": "x" * 100_000}}))

    row = HookCall.objects.get()
    assert (len(row.body), row.size) == (65_536, 100_026)


def test_old_calls_are_forgotten(template):
    for _ in range(2):
        call(template)
    HookCall.objects.filter(pk=HookCall.objects.earliest("pk").pk).update(
        received_at=timezone.now() - timedelta(days=7, hours=1)
    )

    assert retention.forget_calls() == 1
    assert HookCall.objects.count() == 1


def test_a_mapped_hook_takes_an_event_as_it_is_sent(template):
    inbound.map_fields(template=template, paths=PATHS)

    answer = call(template, json.dumps(EVENT))

    assert answer.status_code == 202
    assert Render.objects.get().data["customer"] == {"name": "Acme Corp"}
    assert len(Render.objects.get().data["items"]) == 2


def test_a_mapping_that_finds_too_little_is_refused_like_any_other_data(template):
    inbound.map_fields(template=template, paths=PATHS)

    answer = call(template, "{}")

    assert answer.status_code == 400
    assert "customer.name" in answer.json()["error"]["issues"]["fieldErrors"]


def test_taking_the_mapping_away_takes_bodies_as_they_are_again(template):
    inbound.map_fields(template=template, paths=PATHS)

    inbound.map_fields(template=template, paths={})

    assert call(template).status_code == 202


@pytest.mark.parametrize("paths", [{"no.such": "a"}, {"customer.name": "a..b"}, {"items[].none": "a"}])
def test_a_mapping_of_what_is_not_there_is_refused(template, paths):
    with pytest.raises(InvalidRequest) as refused:
        inbound.map_fields(template=template, paths=paths)

    assert refused.value.issues
    assert set(refused.value.issues["fieldErrors"]) == set(paths)
