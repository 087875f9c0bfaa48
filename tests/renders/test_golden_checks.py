"""Golden prints checked by a worker and approved by people, and templates' uses counted, without a browser."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from craftkit.accounts.models import AuditEntry
from craftkit.lib.ids import earliest_id
from renders import actions, golden_checks, tallies, upkeep
from renders.chromium import Printed
from renders.lookout import Lookout
from renders.models import GoldenCheck
from renders.upkeep import CHECK_GOLDEN
from templates_app.fields import InvalidInputData
from tests.factories import make_render, make_template
from tests.fakes import FakeBell, FakeLane, blank_pdf, fake_worker

LONG_AGO = timedelta(hours=1)


class OtherLane(FakeLane):
    """A browser of another version, which makes two pages of what was one."""

    def print(self, html: str, **given: Any) -> Printed:
        super().print(html, **given)
        return Printed(blank_pdf(2), ())


@pytest.fixture
def version(acme):
    return make_template(acme.project).current_version


def checked(version, worker) -> GoldenCheck:
    row = actions.check_golden_later(version=version)
    golden_checks.carry_out(row.pk, worker)
    row.refresh_from_db()
    return row


def test_the_first_look_is_kept_and_the_second_agrees(version, tmp_path):
    worker = fake_worker(tmp_path)

    found = [checked(version, worker).status for _ in range(2)]

    assert found == ["stored", "same"]


def test_a_new_look_is_shown_and_then_approved_as_it_was_shown(version, tmp_path):
    checked(version, fake_worker(tmp_path))
    old = type(version).objects.get(pk=version.pk).golden_key
    row = checked(version, fake_worker(tmp_path, OtherLane()))
    assert (row.status, row.result["oldPages"], row.result["newPages"]) == ("different", 1, 2)
    assert row.picture_key(2)

    actions.approve_look(check=row)

    version.refresh_from_db()
    row.refresh_from_db()
    assert (row.status, version.golden_key != old) == ("approved", True)
    assert AuditEntry.objects.filter(action="template.look_approved").count() == 1
    with pytest.raises(actions.LookChanged):
        actions.approve_look(check=row)
    assert checked(version, fake_worker(tmp_path, OtherLane())).status == "same"


def test_what_cannot_be_printed_says_why(version, tmp_path):
    type(version).objects.filter(pk=version.pk).update(sample_data={})

    row = checked(version, fake_worker(tmp_path))

    assert (row.status, row.error) == ("failed", InvalidInputData.message)


def test_asking_twice_rings_once_and_who_hears_no_bell_finds_it(
    version, tmp_path, monkeypatch, django_capture_on_commit_callbacks
):
    bell = FakeBell()
    monkeypatch.setattr("craftkit.lib.doorbell.ring_soon", bell)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            actions.check_golden_later(version=version)

    Lookout(fake_worker(tmp_path)).look()

    assert [ring[0] for ring in bell.rings] == [CHECK_GOLDEN]
    assert GoldenCheck.objects.get().status == "same"


def test_a_forgotten_check_is_rung_for(version, monkeypatch):
    bell = FakeBell()
    monkeypatch.setattr(upkeep, "ring", bell)
    monkeypatch.setattr(upkeep, "PULSE_SECONDS", 0)
    row = actions.check_golden_later(version=version)

    upkeep.ring_for_pictures()

    assert (CHECK_GOLDEN, str(row.pk)) in bell.rings


def test_each_render_is_counted_once_and_the_newest_a_little_later(version):
    def render(**fields: Any) -> None:
        make_render(version.template, **fields)

    old = earliest_id(timezone.now() - LONG_AGO)
    render(id=old)
    render(id=earliest_id(timezone.now() - LONG_AGO / 2))
    render(id=earliest_id(timezone.now() - LONG_AGO / 3), source="verify")
    render()

    counted = [tallies.bring_up_to_date() for _ in range(2)]

    version.template.refresh_from_db()
    assert (counted, version.template.uses) == ([2, 0], 2)
